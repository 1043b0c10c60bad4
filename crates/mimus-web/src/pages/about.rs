//! `/about`: who runs this, what a mirror is, and how its owner can claim, correct or end it.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use http::HeaderMap;
use mimus_store::Backlog;

use super::error::Failure;
use super::{Frame, Preview, link, send, words};
use crate::Site;

#[derive(Template)]
#[template(path = "about.html")]
struct AboutPage {
    frame: Frame,
    description: String,
    domain: String,
    operator_url: Option<String>,
    contact: Option<Contact>,
    source_code: Option<String>,
    counts: Vec<(String, &'static str)>,
    delivery: String,
}

struct Contact {
    words: String,
    url: Option<String>,
}

impl Contact {
    fn new(words: &str) -> Self {
        let words = words.trim();
        let bare = words.strip_prefix("mailto:").unwrap_or(words);
        let mail = bare.contains('@')
            && !bare.starts_with('@')
            && bare.bytes().all(|b| b.is_ascii_alphanumeric() || b"@.+-_".contains(&b));
        let url = match mimus_core::WebUrl::parse(words) {
            Ok(url) => Some(url.as_str().to_owned()),
            Err(_) if mail => Some(format!("mailto:{bare}")),
            Err(_) => None,
        };
        Self { words: if mail { bare.to_owned() } else { words.to_owned() }, url }
    }
}

/// `GET /about`
pub(crate) async fn get(State(site): State<Site>, request: HeaderMap) -> Result<Response, Failure> {
    let (mirrors, posts) = site.store.mirror_totals().await?;
    let (followers, servers) = site.store.follower_totals().await?;
    let delivery = delivery(&site.store.backlog().await?);
    let mut frame = Frame::new(
        &site,
        format!("About {}", site.info.name),
        format!("Who runs {}, what a mirror is, and how to claim, correct or end one.", site.info.name),
    );
    frame.canonical = Some(site.absolute("/about"));
    frame.preview = Some(Preview {
        kind: "website",
        title: format!("About {}", site.info.name),
        image: None,
        published: None,
    });
    let one =
        |n: u64, one: &'static str, many: &'static str| (words::number(n), if n == 1 { one } else { many });
    let page = AboutPage {
        frame,
        description: site.info.description.trim().to_owned(),
        domain: site.addresses.host().to_owned(),
        operator_url: link(site.info.operator_url.as_ref()),
        contact: site.info.contact.as_deref().filter(|c| !c.trim().is_empty()).map(Contact::new),
        source_code: site.info.source_code.as_ref().map(|url| url.as_str().to_owned()),
        counts: vec![
            one(mirrors, "mirror", "mirrors"),
            one(posts, "post", "posts"),
            one(followers, "follower", "followers"),
            one(servers, "server that listens", "servers that listen"),
        ],
        delivery,
    };
    send(&request, &page)
}

/// How deliveries fare, in a sentence.
fn delivery(backlog: &Backlog) -> String {
    let well = backlog.alive.saturating_sub(backlog.failing);
    let waiting = backlog.activities + backlog.letters;
    let fail = match (backlog.failing, backlog.retired) {
        (0, 0) => String::new(),
        (failing, 0) => format!(" {} tried again later.", words::count(failing, "server is", "servers are")),
        (0, retired) => {
            format!(
                " {} out of reach for too long and let go.",
                words::count(retired, "server was", "servers were")
            )
        }
        (failing, retired) => format!(
            " {} tried again later, and {} out of reach for too long and let go.",
            words::count(failing, "server is", "servers are"),
            words::count(retired, "was", "were")
        ),
    };
    let wait = match (waiting, backlog.oldest) {
        (0, _) | (_, None) => " Nothing waits.".to_owned(),
        (waiting, Some(oldest)) => format!(
            " {} on the way, the oldest written on {}.",
            words::count(waiting, "delivery is", "deliveries are"),
            words::Moment::new(oldest).full
        ),
    };
    format!("{} what is sent.{fail}{wait}", words::count(well, "server takes", "servers take"))
}
