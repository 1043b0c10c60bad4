//! `/demo`: what has happened between this server and the follower, told in order.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use http::HeaderMap;
use mimus_core::rich_text::parse_html;
use mimus_core::{Network, RichText};
use serde_json::Value;

use super::{Follower, ReceivedActivity};
use crate::Site;
use crate::pages::error::Failure;
use crate::pages::{Frame, MirrorView, send, words};

/// Most mirrors and activities on the page.
const SHOWN: usize = 50;

#[derive(Template)]
#[template(path = "demo.html")]
struct DemoPage {
    frame: Frame,
    mirrors: Vec<MirrorView>,
    follower: String,
    /// Mirrors whose answer to the follow has come.
    accepted: usize,
    deliveries: Vec<Delivery>,
    earlier: usize,
    refused: usize,
    base: String,
    example: Option<String>,
}

struct Delivery {
    time: String,
    machine: String,
    kind: &'static str,
    explanation: &'static str,
    who: String,
    excerpt: Option<String>,
    page: Option<String>,
    signed: Option<String>,
}

/// `GET /demo`, where there is a follower.
pub(crate) async fn get(State(site): State<Site>, request: HeaderMap) -> Result<Response, Failure> {
    let follower: &Follower = site.demo.as_ref().ok_or(Failure::NotFound)?;
    let mut mirrors = Vec::new();
    for mirror in site.store.mirrors(None, SHOWN as u32).await? {
        mirrors.push(MirrorView::new(&site, &mirror).await?);
    }
    let received = follower.received();
    let valid: Vec<&ReceivedActivity> = received.iter().filter(|r| r.signature.is_ok()).collect();
    let earlier = valid.len().saturating_sub(SHOWN);
    let mut frame = Frame::new(
        &site,
        format!("What has happened · {}", site.info.name),
        "Mirrors, a follower, and what was delivered.".to_owned(),
    );
    frame.hidden = true;
    let page = DemoPage {
        follower: follower.handle(),
        accepted: valid.iter().filter(|r| r.kind() == "Accept").count(),
        deliveries: valid.iter().skip(earlier).map(|r| delivery(&site, r)).collect(),
        earlier,
        refused: received.len() - valid.len(),
        base: site.addresses.base().to_owned(),
        example: mirrors.first().map(|mirror| mirror.path.trim_start_matches("/@").to_owned()),
        mirrors,
        frame,
    };
    send(&request, &page)
}

fn delivery(site: &Site, received: &ReceivedActivity) -> Delivery {
    let (kind, explanation) = match received.kind() {
        "Accept" => ("Accept", "The follow was accepted."),
        "Reject" => ("Reject", "The follow was refused."),
        "Create" => ("Create", "A new post was delivered."),
        "Update" if received.document["object"]["inbox"].is_string() => {
            ("Update", "The profile was changed.")
        }
        "Update" => ("Update", "A post was changed at its source, and so it is here."),
        "Delete" => ("Delete", "A post was removed at its source, and so it is here."),
        "Announce" => ("Announce", "The account reposted something, which is a boost here."),
        "Undo" => ("Undo", "Something was taken back."),
        _ => ("Other", "Something else was delivered."),
    };
    let handle = site.addresses.parse_actor(received.actor());
    let page = matches!(kind, "Create" | "Update" | "Announce")
        .then(|| site.addresses.parse_post(received.object()))
        .flatten()
        .map(|(handle, id)| crate::paths::post(&handle, id));
    Delivery {
        time: received.at.strftime("%H:%M:%S%.3f").to_string(),
        machine: received.at.to_string(),
        kind,
        explanation,
        who: handle.map_or_else(|| received.actor().to_owned(), |handle| site.full_handle(&handle)),
        excerpt: excerpt(&received.document["object"]),
        page,
        signed: received.signature.as_ref().ok().map(ToString::to_string),
    }
}

/// The beginning of a post's words.
fn excerpt(object: &Value) -> Option<String> {
    let words = object["content"].as_str()?;
    let text = parse_html(words, None, Network::Mastodon).text;
    let line = text.as_str().split_whitespace().collect::<Vec<_>>().join(" ");
    let cut = RichText::plain(line).truncated(160).0.as_str().to_owned();
    (!cut.is_empty()).then_some(cut)
}

impl DemoPage {
    fn deliveries_words(&self) -> String {
        words::count((self.deliveries.len() + self.earlier) as u64, "activity", "activities")
    }
}
