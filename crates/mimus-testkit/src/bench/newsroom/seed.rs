//! A newsroom that has worked for years, written into an empty folder.

use std::path::Path;

use aws_lc_rs::digest::{SHA256, digest};
use jiff::{SignedDuration, Timestamp};
use mimus_core::charter::Charter;
use mimus_core::desk::{Content, DraftMedium, Role, Ruling, Slots, compose};
use mimus_core::render::DestinationLimits;
use mimus_core::{Language, MediaKind, Network, Profile, RoutePolicy};
use mimus_engine::desk::drafts::Intent;
use mimus_store::{
    AccountId, AccountStanding, Comment, DraftId, DraftPublication, DraftState, GivenRuling, Going,
    NewAccount, NewEntry, NewPerson, NewSession, Outcome, PersonId, PersonState, Planned, PublicationState,
    RouteId, Store, StoreOptions, Window, Words, Written,
};
use serde_json::json;

use super::Newsroom;

type Failure = Box<dyn std::error::Error>;

/// Days over which what was published is spread.
const DAYS: i64 = 1_460;
/// Revisions and comments of the drafts that are opened.
const TALK: u32 = 40;

/// What the pages are asked for.
pub(super) struct Seeded {
    account: (AccountId, String),
    person: PersonId,
    open: DraftId,
    published: DraftId,
}

impl Seeded {
    /// The token of somebody's session: 0 is the keeper, 1 a publisher of two accounts.
    pub(super) fn token(person: u32) -> String {
        format!("{person:064x}")
    }

    /// Where a page of the router's table is asked for: a name, and the path.
    pub(super) fn addresses_of(&self, page: &str) -> Vec<(String, String)> {
        let with = |what: &str, id: i64| (format!("{page} ({what})"), page.replace("{id}", &id.to_string()));
        if page.starts_with("/desk/drafts/{id}") {
            return vec![with("open", self.open.get()), with("published", self.published.get())];
        }
        if page.starts_with("/desk/accounts/{id}") {
            return vec![with("one", self.account.0.get())];
        }
        if page.starts_with("/desk/people/{id}") {
            return vec![with("one", self.person.get())];
        }
        if page.starts_with("/accounts/{name}") {
            return vec![(page.to_owned(), page.replace("{name}", &self.account.1))];
        }
        let further = match page {
            "/desk/drafts" => vec!["?state=published", "?state=proposed"],
            "/desk/publications" => vec!["?only=open", "?before=500"],
            _ => Vec::new(),
        };
        let own = (!page.contains('{')).then(|| page.to_owned());
        own.into_iter()
            .flat_map(|page| {
                std::iter::once(String::new())
                    .chain(further.iter().map(|q| (*q).to_owned()))
                    .map(move |q| format!("{page}{q}"))
            })
            .map(|path| (path.clone(), path))
            .collect()
    }
}

struct Seeder {
    store: Store,
    accounts: Vec<(AccountId, String, RouteId)>,
    people: Vec<PersonId>,
    now: Timestamp,
}

pub(super) async fn seed(folder: &Path, wanted: &Newsroom) -> Result<Seeded, Failure> {
    std::fs::create_dir_all(folder.join("data"))?;
    let url = format!("sqlite:{}", folder.join("data/mimus.db").display());
    let store = Store::open(&StoreOptions { url, connections: 2 }).await?;
    mimus_store::testing::hurry(&store).await?;
    #[expect(clippy::disallowed_methods, reason = "the server beside it runs by the machine's clock")]
    let now = Timestamp::now();
    let mut seeder = Seeder { store, accounts: Vec::new(), people: Vec::new(), now };
    seeder.connect(wanted.accounts).await?;
    seeder.invite(wanted.people).await?;
    let mut published = None;
    for n in 0..wanted.posts {
        let id = seeder.publish(n, wanted.posts).await?;
        published = Some(id).filter(|_| seeder.is_publishers(n)).or(published);
    }
    let mut open = None;
    for n in 0..wanted.drafts {
        let (id, state) = seeder.leave_open(n).await?;
        let serves = seeder.is_publishers(n) && state == DraftState::Proposed;
        open = Some(id).filter(|_| serves).or(open);
    }
    let (Some(published), Some(open)) = (published, open) else {
        return Err("a newsroom has something published and something open".into());
    };
    for draft in [published, open] {
        seeder.talk(draft).await?;
    }
    seeder.store.close().await;
    let own = 1 % seeder.accounts.len();
    let (id, name, _) = seeder.accounts.swap_remove(own);
    Ok(Seeded { account: (id, name), person: seeder.people[1], open, published })
}

/// A picture of which nothing is said.
fn bare(n: u32) -> DraftMedium {
    DraftMedium {
        file: format!("{n:064x}.png"),
        kind: MediaKind::Image,
        part: 0,
        alt: Vec::new(),
        focal_point: None,
        size: Some((1_200, 800)),
        author: String::new(),
        licence: String::new(),
        source: String::new(),
    }
}

impl Seeder {
    async fn connect(&mut self, accounts: u32) -> Result<(), Failure> {
        for n in 0..accounts {
            let network = if n % 5 == 4 { Network::X } else { Network::Mastodon };
            let (server, handle) = match network {
                Network::X => (String::new(), format!("town_{n}")),
                _ => (format!("https://social-{n}.example/"), format!("town@social-{n}.example")),
            };
            let limits = DestinationLimits::usual(network).ok_or("nothing is published there")?;
            let standing = AccountStanding {
                handle: &handle,
                profile: &Profile::default(),
                limits: &limits,
                rules: &[],
            };
            let remote_id = n.to_string();
            let new = NewAccount {
                network,
                server: &server,
                remote_id: &remote_id,
                standing,
                credentials: b"none".to_vec(),
            };
            let account = self.store.connect_account(&new, self.now).await?;
            let charter = Charter { proposals: true, ..Charter::default() };
            self.store
                .add_desk_account(account.id, &RoutePolicy::default(), &charter, &Slots::default(), self.now)
                .await?;
            let desk = self.store.desk_account(account.id).await?.ok_or("the account is not at the Desk")?;
            self.accounts.push((account.id, account.name().to_string(), desk.route));
        }
        Ok(())
    }

    /// The first keeps the server; each of the others has one or two accounts.
    async fn invite(&mut self, people: u32) -> Result<(), Failure> {
        for n in 0..people.max(2) {
            let (name, shown) = (format!("person-{n}"), format!("Person Number {n}"));
            let new = NewPerson {
                name: &name,
                shown: &shown,
                keeper: n == 0,
                state: PersonState::Active,
                password: None,
            };
            let id = self.store.add_person(&new, &[], self.now).await?;
            for m in 0..2 {
                let (account, ..) = self.accounts[(n + m) as usize % self.accounts.len()];
                let role = Role::ALL[(n as usize + Role::ALL.len() - 1) % Role::ALL.len()];
                self.store.set_roles(id, account, &[role], &[], self.now).await?;
            }
            let token = Seeded::token(n);
            let hash: String =
                digest(&SHA256, token.as_bytes()).as_ref().iter().map(|b| format!("{b:02x}")).collect();
            let expires_at = self.now.checked_add(SignedDuration::from_hours(8))?;
            let session = NewSession { hash: &hash, agent: "a bench", expires_at };
            self.store.open_session(id, session, &[], self.now).await?;
            self.people.push(id);
        }
        Ok(())
    }

    fn person(&self, n: u32) -> PersonId {
        self.people[n as usize % self.people.len()]
    }

    fn entry(&self, deed: &'static str, draft: Option<DraftId>, n: u32) -> NewEntry {
        let about = draft.map_or(String::new(), |id| format!("draft {id}"));
        let account = Some(self.accounts[n as usize % self.accounts.len()].1.clone());
        NewEntry { who: format!("Person Number {}", n % 200), deed, about, account, detail: json!({"n": n}) }
    }

    async fn begin(
        &self,
        n: u32,
        state: DraftState,
        media: Vec<DraftMedium>,
        at: Timestamp,
    ) -> Result<(DraftId, Content, String), Failure> {
        let content = Content {
            text: format!(
                "Number {n}: what the town library says today about opening hours, readings and the new reading room #Library{} \
                 https://library.example/news/{n}",
                n % 7
            ),
            language: Language::new("en").ok(),
            media,
            ..Content::default()
        };
        let accounts = vec![self.accounts[n as usize % self.accounts.len()].0];
        let intent = Intent { content: content.clone(), accounts, window: Window::default() };
        let hash = intent.hash();
        let by = (state != DraftState::Held).then(|| self.person(n));
        let written =
            Written { content: &content, hash: &hash, accounts: &intent.accounts, window: intent.window, by };
        let entries = |id| vec![self.entry("draft.begun", Some(id), n)];
        let proposer = (state == DraftState::Held).then_some("A reader");
        let id = self.store.add_draft(state, &written, proposer, &entries, at).await?;
        Ok((id, content, hash))
    }

    async fn propose(&self, id: DraftId, hash: &str, n: u32, at: Timestamp) -> Result<(), Failure> {
        let entry = [self.entry("draft.proposed", Some(id), n)];
        self.store.move_draft(id, &[DraftState::Writing], DraftState::Proposed, hash, &entry, at).await?;
        Ok(())
    }

    async fn approve(&self, id: DraftId, hash: &str, n: u32, at: Timestamp) -> Result<(), Failure> {
        let ruling = GivenRuling {
            by: self.person(n + 1),
            ruling: Ruling::Approve,
            hash: hash.to_owned(),
            revision: 1,
            words: String::new(),
            at,
        };
        self.store.add_ruling(id, &ruling, &[self.entry("draft.approved", Some(id), n)]).await?;
        Ok(())
    }

    async fn schedule(
        &self,
        id: DraftId,
        content: &Content,
        hash: &str,
        n: u32,
        at: Timestamp,
    ) -> Result<(), Failure> {
        let (account, _, route) = self.accounts[n as usize % self.accounts.len()];
        let network = if n as usize % self.accounts.len() % 5 == 4 { Network::X } else { Network::Mastodon };
        let posts = compose(content, network, id.get(), at);
        let publications: Vec<DraftPublication> = posts
            .into_iter()
            .map(|post| DraftPublication { route, account, mark: format!("m{id}"), own_reply: false, post })
            .collect();
        let going = Going { at, until: at.checked_add(SignedDuration::from_mins(30))? };
        let entry = [self.entry("draft.scheduled", Some(id), n)];
        self.store
            .schedule_draft(id, hash, Planned { going, publications: &publications, moved: &[] }, &entry, at)
            .await?;
        Ok(())
    }

    /// A post from its first word to its place on the network.
    async fn publish(&self, n: u32, of: u32) -> Result<DraftId, Failure> {
        let minutes = DAYS * 1_440 * i64::from(of - n) / i64::from(of);
        let at = self.now.checked_sub(SignedDuration::from_mins(minutes))?;
        let (id, content, hash) = self.begin(n, DraftState::Writing, Vec::new(), at).await?;
        self.propose(id, &hash, n, at).await?;
        self.approve(id, &hash, n, at).await?;
        self.schedule(id, &content, &hash, n, at).await?;
        for publication in self.store.publications_of_draft(id).await? {
            let mark = format!("w{n}");
            let words = Words { mark: &mark, text: &content.text };
            self.store.part_sending(&publication, 0, words, at).await?;
            let url = format!("https://social.example/@town/{n}");
            self.store.part_published(&publication, 0, words, &n.to_string(), Some(&url)).await?;
            // One in a hundred waits for somebody.
            let (state, reason) = match n % 100 {
                99 => (PublicationState::Failed, Some("the server was not there".to_owned())),
                _ => (PublicationState::Published, None),
            };
            let outcome = Outcome { state, reason, due_at: None, failed: false };
            self.store.publication_done(&publication, &outcome, None, at).await?;
        }
        Ok(id)
    }

    /// Whether the publisher whose pages are opened has the account that something goes to.
    fn is_publishers(&self, n: u32) -> bool {
        n as usize % self.accounts.len() == 1 % self.accounts.len()
    }

    /// A draft that somebody still works on.
    async fn leave_open(&self, n: u32) -> Result<(DraftId, DraftState), Failure> {
        let at = self.now.checked_sub(SignedDuration::from_mins(i64::from(n)))?;
        let state = match n / 10 % 10 {
            0 => DraftState::Held,
            1..5 => DraftState::Writing,
            5..8 => DraftState::Proposed,
            _ => DraftState::Scheduled,
        };
        let begun = if state == DraftState::Held { state } else { DraftState::Writing };
        // Every third has a picture that nobody has described.
        let media = if n.is_multiple_of(3) { vec![bare(n)] } else { Vec::new() };
        let (id, content, hash) = self.begin(n, begun, media, at).await?;
        if matches!(state, DraftState::Proposed | DraftState::Scheduled) {
            self.propose(id, &hash, n, at).await?;
        }
        if state == DraftState::Scheduled {
            self.approve(id, &hash, n, at).await?;
            let slot = self.now.checked_add(SignedDuration::from_mins(i64::from(n) * 20 + 60))?;
            self.schedule(id, &content, &hash, n, slot).await?;
        }
        Ok((id, state))
    }

    /// Much is said of it.
    async fn talk(&self, id: DraftId) -> Result<(), Failure> {
        for n in 0..TALK {
            let comment = Comment {
                by: Some(self.person(n)),
                words: format!("What about the {n}th word?"),
                at: self.now,
            };
            self.store.add_comment(id, &comment).await?;
        }
        let draft = self.store.draft(id).await?.ok_or("the draft is gone")?;
        for n in 0..TALK {
            let content = Content { text: format!("{} {n}", draft.content.text), ..draft.content.clone() };
            let written = Written {
                content: &content,
                hash: &format!("aside {n}"),
                accounts: &draft.accounts,
                window: draft.window,
                by: Some(self.person(n)),
            };
            self.store.write_draft(id, -1, &written, &[], self.now).await?;
        }
        Ok(())
    }
}
