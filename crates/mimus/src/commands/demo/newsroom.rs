//! A Desk with work in it: an account on a server beside, three people, and drafts in every state.

use std::sync::Arc;

use jiff::SignedDuration;
use mimus_core::charter::{Charter, ReviewRules, Rules, Weight};
use mimus_core::desk::{Content as Says, DraftMedium, Role, Ruling, Slot, Slots};
use mimus_core::{AltText, Language};
use mimus_engine::Engine;
use mimus_engine::desk::drafts::Intent;
use mimus_engine::desk::schedule::When;
use mimus_engine::desk::{DeskError, Token};
use mimus_engine::relay::tokens::NewTokens;
use mimus_networks::mastodon::MastodonCredentials;
use mimus_networks::{Access, Credentials};
use mimus_store::{AccountId, DraftId, LinkFor, NewPerson, Person, PersonState};
use mimus_web::demo::Town;

use super::content::PICTURES;
use crate::say;

/// Who works there: the name to sign in with, the name that others see, their roles; nobody's are the keeper's.
const PEOPLE: [(&str, &str, &[Role]); 3] = [
    ("ana", "Ana, the keeper", &[]),
    ("bo", "Bo, who writes", &[Role::Editor]),
    ("cy", "Cy, who decides", &[Role::Reviewer, Role::Publisher]),
];

/// The charter's words.
const CHARTER: &str = "The library speaks here: about books, opening hours and what goes on in the house. Anybody may propose. \
                       Whoever wrote it does not decide alone, and pictures say what they show.";

/// Where everybody enters: a name, and a path that is good once.
pub(super) struct Entrance {
    pub(super) who: &'static str,
    pub(super) path: String,
}

/// Makes the Desk, and returns the entrances.
pub(super) async fn open(engine: &Engine, town: &Town, token: &str) -> Result<Vec<Entrance>, String> {
    let account = connect(engine, town, token).await?;
    let mut people = Vec::new();
    let mut entrances = Vec::new();
    for (name, shown, roles) in PEOPLE {
        let (person, token) =
            invite(engine, account, name, shown, roles).await.map_err(|error| said(&error))?;
        entrances.push(Entrance { who: shown, path: format!("/desk/enter/{}", token.expose()) });
        people.push(person);
    }
    let [ana, bo, cy] = people.as_slice() else { return Err("three people work at the demo's Desk".into()) };
    agree(engine, ana, account).await.map_err(|error| said(&error))?;
    write(engine, account, bo, cy).await.map_err(|error| said(&error))?;
    Ok(entrances)
}

fn said(error: &DeskError) -> String {
    format!("the demo's Desk cannot be made: {error}")
}

async fn connect(engine: &Engine, town: &Town, token: &str) -> Result<AccountId, String> {
    let credentials = Credentials::Mastodon(MastodonCredentials {
        client_id: String::new(),
        client_secret: String::new(),
        access_token: token.to_owned(),
    });
    let keeper = Arc::new(NewTokens::new(None));
    let access = Access { server: format!("{}/", town.base()), known_as: None, credentials, keeper };
    let account = engine.connect_account(&access).await.map_err(|error| error.to_string())?;
    say::line(&format!("   A server beside has the account {}: {}", account.name(), town.page()));
    Ok(account.id)
}

async fn invite(
    engine: &Engine,
    account: AccountId,
    name: &str,
    shown: &str,
    roles: &[Role],
) -> Result<(Person, Token), DeskError> {
    let now = engine.clock.now();
    let keeper = roles.is_empty();
    let new = NewPerson { name, shown, keeper, state: PersonState::Active, password: None };
    let id = engine.store.add_person(&new, &[], now).await?;
    engine.desk_accounts().await?;
    engine.set_roles(&Person::at_the_command_line(), id, account, roles).await?;
    let token = mimus_engine::desk::sign_in::make_link(&engine.store, LinkFor::Person(id), now).await?;
    let person = engine.store.person(id).await?.ok_or(DeskError::NotFound)?;
    Ok((person, token))
}

async fn agree(engine: &Engine, by: &Person, account: AccountId) -> Result<(), DeskError> {
    let charter = Charter {
        text: CHARTER.to_owned(),
        rules: Rules { alt_text: Weight::Block, ..Rules::default() },
        review: ReviewRules { reviewers: 1, author_may_review: false },
        proposals: true,
        names_proposers: true,
        ..Charter::default()
    };
    let morning = Slot { days: vec![1, 2, 3, 4, 5], at: jiff::civil::time(9, 30, 0, 0) };
    let weekend = Slot { days: vec![6, 7], at: jiff::civil::time(11, 0, 0, 0) };
    let slots = Slots { slots: vec![morning, weekend], ..Slots::default() };
    engine.keep_charter(by, account, &charter, &slots).await
}

fn words(text: &str) -> Says {
    Says { text: text.to_owned(), language: Language::new("en").ok(), ..Says::default() }
}

/// Drafts as they are on an ordinary morning.
async fn write(engine: &Engine, account: AccountId, bo: &Person, cy: &Person) -> Result<(), DeskError> {
    let reader = words("The bench in front of the library is broken. Could you say when it is mended?");
    engine.propose_from_outside(account, reader, "A reader").await?;

    let mut unfinished = words(
        "Our new reading room, seen from the door.\n\nTwelve seats, one window, no telephones. #Library",
    );
    unfinished.media.push(picture(engine, bo, "museum.png", "").await?);
    begin(engine, bo, account, unfinished).await?;

    let waits = words(
        "Story time moves to Thursdays at four. Bring whoever is small, and a cushion. #StoryTime #Library",
    );
    let waits = begin(engine, bo, account, waits).await?;
    put_up(engine, bo, waits).await?;

    let tomorrow =
        words("Tomorrow we open at nine, and the coffee is ready at half past eight.\n---\nTea too.");
    let tomorrow = begin(engine, bo, account, tomorrow).await?;
    approve(engine, bo, cy, tomorrow).await?;
    let hash = engine.draft_for(cy, tomorrow).await?.hash;
    engine.schedule(cy, tomorrow, &hash, When::NextSlot).await?;

    let mut published =
        words("A dawn chorus in the library’s garden: come and listen, from five o’clock on. #BirdSong");
    published
        .media
        .push(picture(engine, bo, "dawn.png", "A pale sky over roofs before the sun is up").await?);
    let published = begin(engine, bo, account, published).await?;
    approve(engine, bo, cy, published).await?;
    let hash = engine.draft_for(cy, published).await?.hash;
    let soon = engine.clock.now().saturating_add(SignedDuration::from_secs(1)).unwrap_or_default();
    engine.schedule(cy, published, &hash, When::At(soon)).await?;
    Ok(())
}

async fn picture(engine: &Engine, by: &Person, name: &str, alt: &str) -> Result<DraftMedium, DeskError> {
    let bytes = PICTURES.iter().find(|(known, _)| *known == name).map_or(&[][..], |(_, bytes)| bytes);
    let mut medium = engine.keep_upload(by, bytes.into()).await?;
    if !alt.is_empty() {
        medium.alt.push(AltText { language: Language::new("en").ok(), text: alt.to_owned() });
    }
    Ok(medium)
}

async fn begin(
    engine: &Engine,
    by: &Person,
    account: AccountId,
    content: Says,
) -> Result<DraftId, DeskError> {
    engine.begin_draft(by, Intent { content, accounts: vec![account], ..Intent::default() }).await
}

async fn put_up(engine: &Engine, by: &Person, id: DraftId) -> Result<(), DeskError> {
    let hash = engine.draft_for(by, id).await?.hash;
    engine.propose(by, id, &hash).await
}

async fn approve(engine: &Engine, author: &Person, by: &Person, id: DraftId) -> Result<(), DeskError> {
    put_up(engine, author, id).await?;
    let hash = engine.draft_for(by, id).await?.hash;
    engine.rule(by, id, &hash, Ruling::Approve, "").await
}
