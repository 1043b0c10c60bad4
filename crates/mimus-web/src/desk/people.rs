//! `/desk/people`: who works here, invitations, and who may do what with which account.

use askama::Template;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Response};
use http::StatusCode;
use mimus_core::desk::Role;
use mimus_engine::desk::DeskError;
use mimus_store::{AccountId, Person, PersonId, PersonState};

use super::account::Choices;
use super::draft::edit::Said;
use super::room::{Room, show};
use super::session::{Keeper, Sent, Visitor, engine, go, refused, sentence};
use crate::Site;
use crate::pages::error::Failure;
use crate::tongue::Tongue;

#[derive(Template)]
#[template(path = "desk/people.html")]
struct PeoplePage {
    room: Room,
    say: Tongue,
    error: Option<String>,
    /// A link that was just made, and for whom.
    link: Option<(String, String)>,
    people: Vec<PersonView>,
    accounts: Vec<(i64, String)>,
    roles: Vec<(&'static str, String)>,
}

struct PersonView {
    id: String,
    name: String,
    shown: String,
    state: String,
    left: bool,
    keeper: bool,
    itself: bool,
    /// For each account: its number, its name, and the roles with whether they have them.
    accounts: Vec<(i64, String, Choices)>,
    summary: String,
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

fn view(say: Tongue, person: &Person, accounts: &[(AccountId, String)], me: PersonId) -> PersonView {
    let has = |account: AccountId, role: Role| {
        person.roles.get(&account).is_some_and(|roles| roles.contains(&role))
    };
    let of = |(id, name): &(AccountId, String)| {
        let roles = Role::ALL.into_iter().map(|role| (role.as_str(), role_words(say, role), has(*id, role)));
        (id.get(), name.clone(), roles.collect())
    };
    let words = person.roles.iter().map(|(account, roles)| {
        let name = accounts.iter().find(|(id, _)| id == account).map_or("", |(_, name)| name.as_str());
        let roles: Vec<String> = roles.iter().map(|role| role_words(say, *role)).collect();
        format!("{name}: {}", roles.join(", "))
    });
    PersonView {
        id: person.id.to_string(),
        state: match person.state {
            PersonState::Invited => say.t("person-invited"),
            PersonState::Active => say.t("person-active"),
            PersonState::Left => say.t("person-left"),
        },
        left: person.state == PersonState::Left,
        keeper: person.keeper,
        itself: person.id == me,
        accounts: accounts.iter().map(of).collect(),
        summary: words.collect::<Vec<_>>().join("; "),
        name: person.name.clone(),
        shown: person.shown.clone(),
    }
}

async fn page(
    site: &Site,
    visitor: &Visitor,
    error: Option<String>,
    link: Option<(String, String)>,
    said: Option<String>,
) -> Result<PeoplePage, Failure> {
    let say = visitor.say;
    let at_desk = engine(site)?.desk_accounts().await.map_err(refused)?;
    let accounts: Vec<(AccountId, String)> =
        at_desk.iter().map(|at| (at.account.id, at.account.name().to_string())).collect();
    let people = site.store.people().await?;
    Ok(PeoplePage {
        room: visitor.room(site, "people", &say.t("nav-people")).saying(said),
        say,
        error,
        link,
        people: people.iter().map(|person| view(say, person, &accounts, visitor.person.id)).collect(),
        accounts: accounts.iter().map(|(id, name)| (id.get(), name.clone())).collect(),
        roles: Role::ALL.into_iter().map(|role| (role.as_str(), role_words(say, role))).collect(),
    })
}

/// `GET /desk/people`
pub(crate) async fn get(
    State(site): State<Site>,
    keeper: Keeper,
    Query(said): Query<Said>,
) -> Result<Response, Failure> {
    let said = said.words(keeper.say);
    show(&page(&site, &keeper, None, None, said).await?)
}

/// `POST /desk/people`: invitations, roles, ends.
pub(crate) async fn post(State(site): State<Site>, sent: Sent) -> Result<Response, Failure> {
    let engine = engine(&site)?;
    let (visitor, fields) = (&sent.visitor, &sent.fields);
    let by = &visitor.person;
    let account = fields.get("account").parse::<AccountId>().ok();
    let roles: Vec<Role> = fields.all("role").filter_map(|role| role.parse().ok()).collect();
    let person = fields.get("person").parse::<PersonId>().ok();
    let done = match (fields.get("deed"), person) {
        ("invite", _) => {
            let keeper = fields.has("keeper");
            engine
                .invite(by, fields.get("name"), fields.get("shown"), keeper, account, &roles)
                .await
                .map(Some)
        }
        ("link", Some(person)) => engine.link_for(by, person).await.map(Some),
        ("roles", Some(person)) => match account {
            Some(account) => engine.set_roles(by, person, account, &roles).await.map(|()| None),
            None => Err(DeskError::NotFound),
        },
        ("end", Some(person)) => engine.end_person(by, person).await.map(|()| None),
        _ => Err(DeskError::NotFound),
    };
    match done {
        Ok(None) => Ok(go("/desk/people?said=kept")),
        Ok(Some((name, token))) => {
            let link = site.absolute(&format!("/desk/enter/{}", token.expose()));
            show(&page(&site, visitor, None, Some((name, link)), None).await?)
        }
        Err(error @ (DeskError::NotFound | DeskError::Store(_) | DeskError::MayNot(_))) => {
            Err(refused(error))
        }
        Err(error) => {
            let page = page(&site, visitor, Some(sentence(&error.to_string())), None, None).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, show(&page)?).into_response())
        }
    }
}
