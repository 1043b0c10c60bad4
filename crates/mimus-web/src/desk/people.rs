//! `/desk/people`: who works here, and invitations.

use askama::Template;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Response};
use http::StatusCode;
use mimus_core::desk::Role;
use mimus_engine::desk::DeskError;
use mimus_store::{AccountId, Person, PersonState};
use serde::Deserialize;

use super::draft::edit::Said;
use super::room::{Room, show};
use super::session::{Keeper, Sent, Visitor, engine, refused};
use crate::Site;
use crate::pages::error::Failure;
use crate::tongue::Tongue;

/// People on a page.
const PEOPLE: u32 = 50;

#[derive(Template)]
#[template(path = "desk/people.html")]
struct PeoplePage {
    room: Room,
    say: Tongue,
    error: Option<String>,
    /// A link that was just made, and for whom.
    link: Option<(String, String)>,
    words: String,
    people: Vec<PersonLine>,
    more: Option<String>,
    accounts: Vec<(i64, String)>,
    roles: Vec<(&'static str, String)>,
}

struct PersonLine {
    path: String,
    name: String,
    shown: String,
    state: String,
    left: bool,
    keeper: bool,
    /// Which roles they have for which account.
    roles: Vec<(String, String)>,
}

/// Which people.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Which {
    /// Words of their names.
    #[serde(default)]
    words: String,
    /// Those whose names come after this one.
    #[serde(default)]
    after: String,
}

/// A role in somebody's language.
pub(crate) fn role_words(say: Tongue, role: Role) -> String {
    match role {
        Role::Publisher => say.t("role-publisher"),
        Role::Reviewer => say.t("role-reviewer"),
        Role::Editor => say.t("role-editor"),
        Role::Proposer => say.t("role-proposer"),
        Role::Engager => say.t("role-engager"),
        Role::Auditor => say.t("role-auditor"),
    }
}

/// How somebody stands, in somebody's language.
pub(crate) fn person_state_words(say: Tongue, state: PersonState) -> String {
    match state {
        PersonState::Invited => say.t("person-invited"),
        PersonState::Active => say.t("person-active"),
        PersonState::Left => say.t("person-left"),
    }
}

/// The accounts at the Desk by their names.
pub(crate) async fn account_names(site: &Site) -> Result<Vec<(AccountId, String)>, Failure> {
    let at_desk = engine(site)?.desk_accounts().await.map_err(refused)?;
    Ok(at_desk.iter().map(|at| (at.account.id, at.account.name().to_string())).collect())
}

fn line(say: Tongue, person: Person, accounts: &[(AccountId, String)]) -> PersonLine {
    let roles = person.roles.iter().filter_map(|(account, roles)| {
        let (_, name) = accounts.iter().find(|(id, _)| id == account)?;
        let roles: Vec<String> = roles.iter().map(|role| role_words(say, *role)).collect();
        Some((name.clone(), roles.join(", ")))
    });
    PersonLine {
        path: format!("/desk/people/{}", person.id),
        state: person_state_words(say, person.state),
        left: person.state == PersonState::Left,
        keeper: person.keeper,
        roles: roles.collect(),
        name: person.name,
        shown: person.shown,
    }
}

async fn page(
    site: &Site,
    visitor: &Visitor,
    which: &Which,
    error: Option<String>,
    link: Option<(String, String)>,
    said: Option<String>,
) -> Result<PeoplePage, Failure> {
    let say = visitor.say;
    let accounts = account_names(site).await?;
    let people = site.store.people_after(&which.after, &which.words, PEOPLE).await?;
    let last = people.last().filter(|_| people.len() == PEOPLE as usize);
    let more = last.map(|last| {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        query.append_pair("words", &which.words).append_pair("after", &last.name);
        format!("/desk/people?{}", query.finish())
    });
    Ok(PeoplePage {
        room: visitor.room(site, "people", &say.t("nav-people")).saying(said),
        say,
        error,
        link,
        words: which.words.clone(),
        people: people.into_iter().map(|person| line(say, person, &accounts)).collect(),
        more,
        accounts: accounts.into_iter().map(|(id, name)| (id.get(), name)).collect(),
        roles: Role::ALL.into_iter().map(|role| (role.as_str(), role_words(say, role))).collect(),
    })
}

/// `GET /desk/people?words=…&after=…`
pub(crate) async fn get(
    State(site): State<Site>,
    keeper: Keeper,
    Query(which): Query<Which>,
    Query(said): Query<Said>,
) -> Result<Response, Failure> {
    let said = said.words(keeper.say);
    show(&page(&site, &keeper, &which, None, None, said).await?)
}

/// `POST /desk/people`: an invitation.
pub(crate) async fn post(State(site): State<Site>, sent: Sent) -> Result<Response, Failure> {
    let (visitor, fields) = (&sent.visitor, &sent.fields);
    let account = fields.get("account").parse::<AccountId>().ok();
    let roles: Vec<Role> = fields.all("role").filter_map(|role| role.parse().ok()).collect();
    let (name, shown, keeper) = (fields.get("name"), fields.get("shown"), fields.has("keeper"));
    let invited = engine(&site)?.invite(&visitor.person, name, shown, keeper, account, &roles).await;
    match invited {
        Ok((name, token)) => {
            let link = site.absolute(&format!("/desk/enter/{}", token.expose()));
            show(&page(&site, visitor, &Which::default(), None, Some((name, link)), None).await?)
        }
        Err(error @ (DeskError::NotFound | DeskError::Store(_) | DeskError::MayNot(_))) => {
            Err(refused(error))
        }
        Err(error) => {
            let error = Some(visitor.say.desk_error(&error));
            let page = page(&site, visitor, &Which::default(), error, None, None).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, show(&page)?).into_response())
        }
    }
}
