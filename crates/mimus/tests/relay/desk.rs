//! Connecting an account at the Desk: through the network's own page and back.

use mimus_http::{ClientConfig, HttpClient, Redirects, Request, Response};

use crate::newsroom::{Newsroom, until};

/// A browser that keeps the Desk's cookies.
struct Browser {
    http: HttpClient,
    base: String,
    cookies: Vec<String>,
}

impl Browser {
    fn new(base: &str) -> Self {
        let mut config = ClientConfig::new("Mimus-test/1");
        config.allow_private_addresses = true;
        Self { http: HttpClient::new(config).unwrap(), base: base.to_owned(), cookies: Vec::new() }
    }

    async fn send(&mut self, request: Request) -> Response {
        let cookies = self.cookies.join("; ").parse().unwrap();
        let request = request.header(http::header::COOKIE, cookies).redirects(Redirects::None);
        let answer = self.http.send(request).await.unwrap();
        for cookie in answer.headers.get_all("set-cookie") {
            let cookie = cookie.to_str().unwrap().split(';').next().unwrap().to_owned();
            let name = cookie.split('=').next().unwrap().to_owned();
            self.cookies.retain(|kept| !kept.starts_with(&format!("{name}=")));
            self.cookies.push(cookie);
        }
        answer
    }

    async fn get(&mut self, url: &str) -> Response {
        self.send(Request::get(url.parse().unwrap())).await
    }

    async fn page(&mut self, path: &str) -> String {
        let answer = self.get(&format!("{}{path}", self.base)).await;
        assert_eq!(answer.status, 200, "{path}");
        String::from_utf8(answer.body.to_vec()).unwrap()
    }

    async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> (u16, String) {
        let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        let request = Request::post(format!("{}{path}", self.base).parse().unwrap(), body);
        let form = "application/x-www-form-urlencoded".parse().unwrap();
        let origin = self.base.parse().unwrap();
        let request = request.header(http::header::CONTENT_TYPE, form).header(http::header::ORIGIN, origin);
        let answer = self.send(request).await;
        (answer.status.as_u16(), String::from_utf8(answer.body.to_vec()).unwrap())
    }
}

/// The value of a hidden field, or of an attribute before which these words stand.
fn after<'a>(page: &'a str, words: &str) -> &'a str {
    page.split(words).nth(1).unwrap_or_else(|| panic!("no {words:?} in {page}")).split('"').next().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn accounts_are_connected_at_the_desk() {
    let room = Newsroom::open().await;
    room.mastodon.add_user("town");
    room.mastodon.sign_in("town");
    let _ = room.x.connect_user("town");
    room.x.sign_in_as("town");
    let (server, base) = room.serve_pages();
    let mut browser = Browser::new(&base);
    until("the pages are there", async || {
        tokio::net::TcpStream::connect(base.trim_start_matches("http://")).await.is_ok()
    })
    .await;
    let link = room.run(&["desk", "link"], "");
    let enter = link.trim().split_once("/desk/").map(|(_, rest)| format!("/desk/{rest}")).unwrap();
    let who = [("name", "ana"), ("password", "four words in a row")];
    assert_eq!(browser.post(&enter, &who).await.0, 303);
    let page = browser.page("/desk/accounts").await;
    assert!(page.contains("No account is connected yet."));
    let key = after(&page, "name=\"key\" value=\"").to_owned();
    let mastodon = room.mastodon.base().to_string();
    for at in [mastodon.as_str(), "x"] {
        let (status, page) = browser.post("/desk/accounts/connect", &[("key", &key), ("at", at)]).await;
        assert_eq!(status, 200, "{page}");
        let authorize = after(&page, "class=\"button\" href=\"").replace("&#38;", "&");
        let sent = browser.get(&authorize).await;
        let back = sent.headers["location"].to_str().unwrap().to_owned();
        let path = back.strip_prefix(&base).unwrap_or_else(|| panic!("{back}"));
        let page = browser.page(path).await;
        let (state, code) = (after(&page, "name=\"state\" value=\""), after(&page, "name=\"code\" value=\""));
        let (status, refused) =
            browser.post("/desk/accounts/finish", &[("state", "forged"), ("code", code)]).await;
        assert_eq!(status, 400, "{refused}");
        let mut other = Browser::new(&base);
        assert_eq!(other.post("/desk/accounts/finish", &[("state", state), ("code", code)]).await.0, 401);
        let (status, done) = browser.post("/desk/accounts/finish", &[("state", state), ("code", code)]).await;
        assert!(status == 200 && done.contains("is connected."), "{status} {done}");
        let again = browser.post("/desk/accounts/finish", &[("state", state), ("code", code)]).await;
        assert_eq!(again.0, 400, "an answer serves once");
    }
    let list = room.run(&["account", "list", "--json"], "");
    let accounts: serde_json::Value = serde_json::from_str(&list).unwrap();
    assert_eq!(accounts.as_array().unwrap().len(), 2, "{list}");
    let declined = browser.get(&format!("{base}/mastodon/connected?error=access_denied&state=x")).await;
    assert_eq!(declined.status, 400);
    // And parted with again.
    let page = browser.page("/desk/accounts").await;
    let name = after(&page, "name=\"account\" value=\"").to_owned();
    let parted = browser.post("/desk/accounts", &[("key", &key), ("account", &name)]).await;
    assert_eq!(parted.0, 303, "{}", parted.1);
    assert!(!browser.page("/desk/accounts").await.contains(&format!("value=\"{name}\"")));
    assert_eq!(browser.post("/desk/accounts", &[("key", "0"), ("account", &name)]).await.0, 403);
    server.kill();
}
