//! What every page of the Desk has around its content.

use askama::Template;
use axum::response::{Html, IntoResponse, Response};

use super::session::{Visitor, private};
use crate::Site;
use crate::pages::Frame;
use crate::pages::error::Failure;
use crate::tongue::Tongue;

/// The frame, the language, and who is here.
pub(crate) struct Room {
    pub(crate) frame: Frame,
    pub(crate) say: Tongue,
    /// What each form must carry.
    pub(crate) key: String,
    /// Who is here, by the name that others see.
    pub(crate) who: String,
    pub(crate) keeper: bool,
    /// The part of the Desk that the page belongs to.
    pub(crate) here: &'static str,
    /// What has just been done.
    pub(crate) said: Option<String>,
    /// Where the script is.
    pub(crate) script: &'static str,
}

/// The parts of the Desk: message, path, name.
const PARTS: [(&str, &str, &str); 7] = [
    ("nav-todo", "/desk", "todo"),
    ("nav-drafts", "/desk/drafts", "drafts"),
    ("nav-schedule", "/desk/schedule", "schedule"),
    ("nav-publications", "/desk/publications", "publications"),
    ("nav-media", "/desk/media", "media"),
    ("nav-accounts", "/desk/accounts", "accounts"),
    ("nav-record", "/desk/record", "record"),
];
/// Those that only keepers have.
const KEEPERS: [(&str, &str, &str); 7] = [
    ("nav-people", "/desk/people", "people"),
    ("nav-mirrors", "/desk/mirrors", "mirrors"),
    ("nav-routes", "/desk/routes", "routes"),
    ("nav-servers", "/desk/servers", "servers"),
    ("nav-requests", "/desk/requests", "requests"),
    ("nav-ledger", "/desk/ledger", "ledger"),
    ("nav-settings", "/desk/settings", "settings"),
];

impl Room {
    pub(super) fn new(site: &Site, visitor: &Visitor, here: &'static str, title: &str) -> Self {
        let title = format!("{title} – {}", visitor.say.with("desk-of", "name", &site.info.name));
        let mut frame = Frame::new(site, title, String::new());
        frame.hidden = true;
        frame.style = crate::assets::desk_style();
        Self {
            frame,
            say: visitor.say,
            key: visitor.form_key(),
            who: visitor.person.shown.clone(),
            keeper: visitor.person.keeper,
            here,
            said: None,
            script: crate::assets::desk_script(),
        }
    }

    /// The parts of the Desk that are theirs: what each is called, where it is, whether they are there.
    pub(crate) fn parts(&self) -> Vec<(String, &'static str, bool)> {
        let keepers = KEEPERS.iter().filter(|_| self.keeper);
        let parts = PARTS.iter().chain(keepers);
        parts.map(|(message, path, name)| (self.say.t(message), *path, *name == self.here)).collect()
    }

    /// The same, saying what has just been done.
    pub(crate) fn saying(mut self, said: Option<String>) -> Self {
        self.said = said;
        self
    }
}

/// Makes a page and sends it; no cache keeps it.
pub(crate) fn show(page: &impl Template) -> Result<Response, Failure> {
    let body = page.render().map_err(|error| Failure::Broken(error.to_string()))?;
    Ok(private(Html(body).into_response()))
}
