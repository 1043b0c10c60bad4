//! Accounts that people publish to by hand: nothing is sent there. What is due is held for people, who are shown what to put there,
//! and say what they did.

use jiff::Timestamp;
use mimus_core::desk::Deed;
use mimus_core::directory::Account as Known;
use mimus_core::render::{DestinationLimits, Part, render_for};
use mimus_core::{Directory, Network, Profile, RichText, RouteFacts, WebUrl};
use mimus_store::{
    Account, AccountName, AccountStanding, AccountState, ByHand, NewByHand, PartByHand, PartState, Person,
    Publication, PublicationId, PublicationState, PublishedPart, Route, RouteState, StoreError, Wanted,
};
use serde_json::json;

use super::brake::all_stopped;
use super::drafts::about;
use super::record::entry;
use super::{BadAddress, DeskError, Unusable};
use crate::Engine;
use crate::relay::carry::why_held;
use crate::relay::words::mark;

/// Publications that are handed over in one look.
const AT_ONCE: u32 = 100;
/// Longest id that is made of a link, in bytes.
const MAX_ID: usize = 512;

/// An account that people publish to by hand, as somebody has typed it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HandAccount {
    /// Its network; [`Network::Elsewhere`] for a place that Mimus knows nothing of.
    pub network: Network,
    /// Its handle there, or the place's name.
    pub handle: String,
    /// The address of its page.
    pub page: String,
}

/// What somebody is to do for a publication.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HandDeed {
    /// Put it there.
    Publish,
    /// Change what stands there to what it says now.
    Change,
    /// Delete what stands there.
    Delete,
}

/// A publication that somebody carries out by hand.
#[derive(Debug, Clone)]
pub struct Hand {
    /// It as it stands.
    pub publication: Publication,
    /// Where it goes.
    pub account: Account,
    /// What is to be done; nothing where it is done, or not due yet.
    pub deed: Option<HandDeed>,
    /// What is to stand there, in the order of its thread.
    pub parts: Vec<Part>,
    /// What stands there, as far as somebody said.
    pub there: Vec<PublishedPart>,
    /// Why it is not to be done now, where the brake is pulled.
    pub stopped: Option<String>,
    /// What it answers there, where that is the part before of the same draft.
    pub answers: Option<String>,
}

/// What somebody says that they did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HandDone {
    /// It stands there, each part at its link; those after the first may be empty.
    There(Vec<String>),
    /// It is deleted there.
    Gone,
}

impl Engine {
    /// Adds an account that people publish to by hand.
    pub async fn add_by_hand(&self, by: &Person, wanted: &HandAccount) -> Result<Account, DeskError> {
        if !by.keeper {
            return Err(DeskError::MayNot(Deed::Keep));
        }
        let name = name_of(wanted)?;
        let page = page_of(&name, &wanted.page)?;
        let known = self.store.account_named(&name).await?;
        if known.is_some_and(|known| known.state != AccountState::Disconnected) {
            return Err(DeskError::Unusable(Unusable::AlreadyConnected(name)));
        }
        let limits = DestinationLimits::usual(name.network).ok_or_else(|| no_account(wanted))?;
        let profile = Profile {
            url: Some(page.clone()),
            name: name.handle.clone(),
            handle: Some(name.handle.clone()),
            ..Profile::default()
        };
        let standing =
            AccountStanding { handle: &name.handle, profile: &profile, limits: &limits, rules: &[] };
        let server = match name.network {
            Network::X | Network::Bluesky => String::new(),
            _ => page.as_url().origin().ascii_serialization(),
        };
        let new = NewByHand { network: name.network, server: &server, standing };
        let about = format!("account {name}");
        let detail = json!({"page": page.as_str()});
        let entries = [entry(&by.shown, "account.by_hand", about, Some(name.to_string()), detail)];
        Ok(self.store.add_by_hand(&new, &entries, self.clock.now()).await?)
    }

    /// Holds for people what is due by their hands, and says of what they did not do in time that it was missed. Returns of how
    /// many. Any node may do it at any time: each is handed over once.
    pub async fn hand_over_due(&self) -> Result<usize, StoreError> {
        let now = self.clock.now();
        let mut done = 0;
        // What is not to go out is not handed out either.
        let due_by = if self.store.brake_all().await?.is_none() { now } else { Timestamp::MIN };
        for publication in self.store.due_by_hand(due_by, AT_ONCE).await? {
            let (to, reason) = self.handed(&publication, now).await?;
            done += usize::from(self.store.hand_over(&publication, to, reason.as_deref(), now).await?);
        }
        for publication in self.store.late_by_hand(now, AT_ONCE).await? {
            let late = Some("nobody published it by hand in its time; give it another, or let it be");
            let missed = PublicationState::Missed;
            done += usize::from(self.store.hand_over(&publication, missed, late, now).await?);
        }
        Ok(done)
    }

    async fn handed(
        &self,
        publication: &Publication,
        now: Timestamp,
    ) -> Result<(PublicationState, Option<String>), StoreError> {
        let stands = self.store.stands(publication.id).await?;
        let route = self.store.route(publication.route).await?;
        let held = |why: &str| Ok((PublicationState::Held, Some(why.to_owned())));
        if publication.wanted == Wanted::Deleted {
            return if stands { held("delete by hand") } else { Ok((PublicationState::Deleted, None)) };
        }
        if !stands && publication.until.is_some_and(|until| now > until) {
            let why = "its time went by before it could be published by hand; give it another, or let it be";
            return Ok((PublicationState::Missed, Some(why.to_owned())));
        }
        match route.filter(|route| route.state != RouteState::Active) {
            Some(route) => held(&why_held(&route)),
            None if stands => held("change by hand"),
            None => held("publish by hand"),
        }
    }

    /// A publication of an account that is published to by hand, for whoever may see its draft.
    pub async fn by_hand(&self, by: &Person, id: PublicationId) -> Result<Hand, DeskError> {
        let publication = self.store.publication(id).await?.ok_or(DeskError::NotFound)?;
        self.draft_for(by, publication.draft.ok_or(DeskError::NotFound)?).await?;
        let account = self.store.account(publication.account).await?.ok_or(DeskError::NotFound)?;
        let route = self.store.route(publication.route).await?.ok_or(DeskError::NotFound)?;
        let there = self.store.parts(id).await?;
        let there: Vec<PublishedPart> =
            there.into_iter().filter(|part| part.state == PartState::Published).collect();
        let answers = self.answered(&publication).await?;
        let directory = self.directory().await?;
        Ok(Hand {
            deed: if account.by_hand { deed(&publication, !there.is_empty()) } else { None },
            parts: parts_of(&publication, &account, &route, &directory),
            stopped: match self.store.brake_all().await? {
                Some(brake) => Some(all_stopped(&brake)),
                None => (route.state != RouteState::Active).then(|| why_held(&route)),
            },
            publication,
            account,
            there,
            answers,
        })
    }

    /// The link of the part before, where a publication goes on with a thread.
    async fn answered(&self, publication: &Publication) -> Result<Option<String>, DeskError> {
        let answered = publication.post.reply_to.as_ref().and_then(|to| to.remote_id.as_ref());
        let Some(answered) = answered.filter(|_| publication.own_reply) else { return Ok(None) };
        let before = self.store.publication_of(publication.route, answered.as_str()).await?;
        let Some(before) = before else { return Ok(None) };
        let parts = self.store.parts(before.id).await?;
        let last = parts.into_iter().rev().find(|part| part.state == PartState::Published);
        Ok(last.and_then(|part| part.url))
    }

    /// Keeps what somebody did by hand for a publication as they saw it, in this revision.
    pub async fn done_by_hand(
        &self,
        by: &Person,
        id: PublicationId,
        revision: u32,
        done: &HandDone,
    ) -> Result<(), DeskError> {
        let hand = self.by_hand(by, id).await?;
        if !by.may(Deed::Publish, hand.account.id) {
            return Err(DeskError::MayNot(Deed::Publish));
        }
        if hand.publication.revision != revision {
            return Err(DeskError::Changed);
        }
        let wanted = hand.deed.ok_or(DeskError::NotByHand)?;
        let (kept, deed, links) = match (wanted, done) {
            (HandDeed::Delete, HandDone::Gone) => (ByHand::Gone, "publication.deleted_by_hand", Vec::new()),
            (HandDeed::Publish, HandDone::There(links)) => {
                (ByHand::There(put_there(&hand, links)?), "publication.by_hand", links.clone())
            }
            (HandDeed::Change, HandDone::There(links)) => {
                (ByHand::There(put_there(&hand, links)?), "publication.changed_by_hand", links.clone())
            }
            _ => return Err(DeskError::Changed),
        };
        let draft = hand.publication.draft.ok_or(DeskError::NotFound)?;
        let name = hand.account.name().to_string();
        let detail = json!({"publication": id.get(), "links": links});
        let entries = [entry(&by.shown, deed, about(draft), Some(name), detail)];
        let now = self.clock.now();
        match self.store.done_by_hand(&hand.publication, &kept, &entries, now).await {
            Ok(true) => Ok(()),
            Ok(false) => Err(DeskError::Changed),
            Err(StoreError::Taken { what }) => Err(DeskError::Address(BadAddress::Taken(what))),
            Err(error) => Err(error.into()),
        }
    }
}

fn no_account(wanted: &HandAccount) -> DeskError {
    let network = wanted.network;
    DeskError::Unusable(Unusable::Handle(network))
}

fn name_of(wanted: &HandAccount) -> Result<AccountName, DeskError> {
    let handle = wanted.handle.trim().trim_start_matches('@').to_owned();
    let sound = match wanted.network {
        Network::Elsewhere => {
            let plain = |c: char| !c.is_whitespace() && !c.is_control() && !"/?#%:\\<>\"'".contains(c);
            (1..=100).contains(&handle.chars().count()) && handle.chars().all(plain)
        }
        network => Known::new(network, &handle).is_ok(),
    };
    if !sound {
        return Err(no_account(wanted));
    }
    Ok(AccountName { network: wanted.network, handle })
}

/// The hosts at which a network's pages are; none where that is not known.
fn hosts(name: &AccountName) -> Option<Vec<&str>> {
    match name.network {
        Network::X => Some(vec!["x.com", "twitter.com"]),
        Network::Mastodon => Some(name.handle.rsplit('@').take(1).collect()),
        Network::Bluesky => Some(vec!["bsky.app"]),
        Network::Feed | Network::Archive | Network::Elsewhere => None,
    }
}

/// An address of the account's network. Of the fediverse, whose handles may name another host than their server has, `server` counts
/// as well.
fn at_home(name: &AccountName, server: Option<&str>, typed: &str) -> Result<WebUrl, DeskError> {
    let url = WebUrl::parse(typed.trim()).map_err(BadAddress::from)?;
    let bare = |host: &str| {
        let host = host.trim_start_matches("www.").trim_start_matches("mobile.");
        host.to_ascii_lowercase()
    };
    let Some(hosts) = hosts(name) else { return Ok(url) };
    let known = hosts.iter().copied().chain(server).any(|host| bare(host) == bare(url.host()));
    if known {
        return Ok(url);
    }
    Err(BadAddress::Elsewhere { wanted: hosts.join(", "), found: url.host().to_owned() }.into())
}

fn page_of(name: &AccountName, typed: &str) -> Result<WebUrl, DeskError> {
    // A server of the fediverse may be at another host than its handles name.
    if name.network == Network::Mastodon {
        return WebUrl::parse(typed.trim()).map_err(|error| BadAddress::Url(error).into());
    }
    at_home(name, None, typed)
}

/// What is to be done for a publication as it stands.
fn deed(publication: &Publication, stands: bool) -> Option<HandDeed> {
    match (publication.state, publication.wanted) {
        (PublicationState::Held, Wanted::Deleted) => Some(HandDeed::Delete),
        (PublicationState::Held | PublicationState::Missed, Wanted::Published) => {
            Some(if stands { HandDeed::Change } else { HandDeed::Publish })
        }
        _ => None,
    }
}

/// What a publication is on its network: as it would be sent, if it were.
fn parts_of(publication: &Publication, account: &Account, route: &Route, directory: &Directory) -> Vec<Part> {
    let facts = RouteFacts {
        own_reply: publication.own_reply,
        reply_on_destination: publication.own_reply,
        now: Some(publication.post.created_at),
        ..RouteFacts::default()
    };
    render_for(publication.post.clone(), &facts, &route.policy, &account.limits, directory).parts
}

/// The parts with their links, of which the first must be given.
fn put_there(hand: &Hand, links: &[String]) -> Result<Vec<PartByHand>, DeskError> {
    let server = url::Url::parse(&hand.account.server).ok();
    let server = server.as_ref().and_then(url::Url::host_str);
    let mut words: Vec<&RichText> = hand.parts.iter().map(|part| &part.words).collect();
    if words.is_empty() {
        words.push(&hand.publication.post.text);
    }
    let mut parts = Vec::with_capacity(words.len());
    for (at, words) in words.into_iter().enumerate() {
        let link = links.get(at).map(|link| link.trim()).filter(|link| !link.is_empty());
        let url = link.map(|link| at_home(&hand.account.name(), server, link)).transpose()?;
        if at == 0 && url.is_none() {
            return Err(DeskError::Address(BadAddress::Missing));
        }
        parts.push(PartByHand {
            mark: mark(words),
            words: words.as_str().to_owned(),
            remote_id: url.as_ref().map(|url| id_of(hand.account.network, url)),
            url: url.map(|url| url.as_str().to_owned()),
        });
    }
    Ok(parts)
}

/// The id of a post by its link: the last word of its path on networks that have it there, else the link itself.
fn id_of(network: Network, url: &WebUrl) -> String {
    let last = url.as_url().path_segments().and_then(|mut words| words.rfind(|word| !word.is_empty()));
    match (network, last) {
        (Network::X | Network::Mastodon | Network::Bluesky, Some(last)) => last.to_owned(),
        _ => {
            let whole = url.as_str();
            let end = (0..=MAX_ID.min(whole.len())).rev().find(|end| whole.is_char_boundary(*end));
            whole[..end.unwrap_or(0)].to_owned()
        }
    }
}
