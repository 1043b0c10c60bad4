//! Every page of the Desk in a real browser, with what it is for on it: axe finds nothing, nothing scrolls sideways, nothing is asked of
//! anybody else. In English at three widths, light and dark; in German, and in Arabic from right to left, on a telephone.

mod desk;
mod entering;
mod rooms;

use std::any::Any;
use std::collections::BTreeSet;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::{Value, json};

use crate::api::room::Room;
use crate::place::{Answer, Place};

const LANGUAGES: [&str; 3] = ["en", "de", "ar"];

/// What answers with something else than a page: a feed, files, data, or only the way to another page.
const NO_PAGES: [(&str, &str); 12] = [
    ("GET", "/desk/feed/{secret}"),
    ("GET", "/desk/media/{name}"),
    ("GET", "/desk/cards/{name}"),
    ("GET", "/accounts/{name}/record.xml"),
    ("GET", "/desk/enter/with"),
    ("POST", "/desk/leave"),
    ("POST", "/desk/enter/passkey"),
    ("POST", "/desk/me/passkey"),
    ("POST", "/desk/drafts/count"),
    ("POST", "/desk/drafts/{id}/cards"),
    ("POST", "/desk/accounts"),
    ("POST", "/desk/servers"),
];

/// A page in a state.
struct Visit {
    /// Method and path, as the router knows them.
    of: (&'static str, &'static str),
    name: String,
    url: String,
    cookie: String,
    status: u16,
    /// What came, in each of the languages, where it cannot be asked for again and again.
    got: Option<[Answer; 3]>,
}

/// All that is to be looked at, and what must go on until it was.
#[derive(Default)]
struct Looks {
    visits: Vec<Visit>,
    kept: Vec<Box<dyn Any>>,
    /// What forms answered that is not what they should.
    unlike: Vec<String>,
}

impl Looks {
    /// A page that is opened by its address: its path in the router, what is seen on it, where it is.
    fn open(&mut self, place: &Place, of: &'static str, seen: &str, path: &str, cookie: &str, status: u16) {
        self.visits.push(Visit {
            of: ("GET", of),
            name: format!("{of} {seen}"),
            url: format!("{}{path}", place.origin),
            cookie: cookie.to_owned(),
            status,
            got: None,
        });
    }

    /// What a form answers.
    async fn send(&mut self, place: &Place, of: &'static str, seen: &str, form: Form<'_>, status: u16) {
        let mut got = Vec::new();
        for language in LANGUAGES {
            got.push(form.send(place, language).await);
        }
        self.show(place, ("POST", of), seen, form, status, got);
    }

    /// What came once, in every language; pictures on it are asked for with the form's cookie.
    fn show(
        &mut self,
        place: &Place,
        of: (&'static str, &'static str),
        seen: &str,
        form: Form<'_>,
        status: u16,
        got: Vec<Answer>,
    ) {
        for answer in &got {
            if answer.status != status || !answer.text().contains("<main id=\"main\"") {
                self.unlike.push(format!(
                    "{of:?} {seen}: {}, not {status}: {}",
                    answer.status,
                    answer.text()
                ));
            }
        }
        self.visits.push(Visit {
            of,
            name: format!("{} {seen}", of.1),
            url: format!("{}{}", place.origin, form.path),
            cookie: form.cookie.to_owned(),
            status,
            got: Some(got.try_into().unwrap()),
        });
    }

    fn told(&self, language: usize) -> Value {
        let visits = self.visits.iter().map(|visit| {
            let mut told = json!({"name": visit.name, "url": visit.url, "status": visit.status});
            if !visit.cookie.is_empty() {
                told["cookie"] = visit.cookie.clone().into();
            }
            if let Some(got) = &visit.got {
                told["html"] = got[language].text().into();
                told["policy"] = got[language].header("content-security-policy").into();
            }
            told
        });
        visits.collect()
    }
}

/// A form as a browser sends it.
#[derive(Clone, Copy)]
struct Form<'a> {
    path: &'a str,
    cookie: &'a str,
    body: &'a str,
}

impl Form<'_> {
    async fn send(self, place: &Place, language: &str) -> Answer {
        let token = mimus_engine::desk::Token::read(self.cookie.trim_start_matches("mimus_desk="));
        let key = token.map(|token| token.form_key()).unwrap_or_default();
        let mut headers = vec![
            ("Content-Type", "application/x-www-form-urlencoded"),
            ("Origin", place.origin.as_str()),
            ("Accept-Language", language),
        ];
        if !self.cookie.is_empty() {
            headers.push(("Cookie", self.cookie));
        }
        place.send("POST", self.path, &headers, format!("key={key}&{}", self.body).as_bytes()).await
    }
}

/// Has the pages looked at; returns what is wrong with them.
fn wrong(peers: &Path, visits: &Value, options: &[&str]) -> Vec<String> {
    let mut command = Command::new("node");
    command.arg(peers.join("browser/check.mjs")).arg("--visits").args(options);
    if let Some(folder) = std::env::var_os("MIMUS_TEST_PICTURES") {
        command.arg("--shots").arg("--out").arg(folder);
    }
    let mut node = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("node runs");
    node.stdin.take().unwrap().write_all(visits.to_string().as_bytes()).unwrap();
    let output = node.wait_with_output().unwrap();
    let report: Value = serde_json::from_slice(&output.stdout).expect("a report; what went wrong is above");
    println!("{options:?}: {} pages, {} looks", report["pages"], report["looks"]);
    report["violations"].as_array().unwrap().iter().map(|found| format!("{options:?}: {found:#}")).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn axe_finds_nothing_on_any_page_of_the_desk() {
    nothing_is_wrong_in(&["en"], &[]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn axe_finds_nothing_in_other_languages_on_a_telephone() {
    nothing_is_wrong_in(&LANGUAGES[1..], &["--widths", "360", "--schemes", "light"]).await;
}

async fn nothing_is_wrong_in(languages: &'static [&'static str], options: &'static [&'static str]) {
    let Some(peers) = mimus_testkit::peers::folder() else { return };
    let mut looks = Looks::default();
    desk::visit(&mut looks).await;
    rooms::visit(&mut looks).await;
    entering::visit(&mut looks).await;

    assert!(looks.unlike.is_empty(), "{}", looks.unlike.join("\n"));
    let seen: BTreeSet<_> = looks.visits.iter().map(|visit| visit.of).chain(NO_PAGES).collect();
    let there: BTreeSet<_> = mimus_web::desk_pages()
        .into_iter()
        .flat_map(|(path, methods)| methods.iter().map(move |method| (*method, path)))
        .collect();
    let unseen: Vec<_> = there.difference(&seen).collect();
    assert!(unseen.is_empty(), "nobody looks at {unseen:?}");

    let asked = LANGUAGES.iter().enumerate().filter(|(_, language)| languages.contains(language));
    let told: Vec<_> = asked.map(|(n, language)| (*language, looks.told(n))).collect();
    let found = tokio::task::spawn_blocking(move || {
        let look = |(language, told)| wrong(&peers, &told, &[&["--locale", language], options].concat());
        told.into_iter().flat_map(look).collect::<Vec<_>>()
    });
    let found = found.await.unwrap();
    assert!(found.is_empty(), "{} in all:\n{}", found.len(), found.join("\n"));
}

/// The cookie of a room's keeper.
async fn keeper(room: &Room) -> String {
    room.cookie("keeper").await
}
