//! `/desk/people/{id}`: one person: what they may do with which account, a new link, the end.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Response};
use http::StatusCode;
use mimus_core::desk::Role;
use mimus_engine::desk::DeskError;
use mimus_store::{AccountId, Person, PersonId, PersonState};

use super::account::Choices;
use super::draft::edit::Said;
use super::people::{account_names, person_state_words, role_words};
use super::room::{Room, show};
use super::session::{Keeper, Sent, Visitor, engine, go, refused};
use crate::Site;
use crate::pages::error::Failure;
use crate::tongue::Tongue;

#[derive(Template)]
#[template(path = "desk/person.html")]
struct PersonPage {
    room: Room,
    say: Tongue,
    error: Option<String>,
    /// A link that was just made for them.
    link: Option<String>,
    path: String,
    name: String,
    shown: String,
    state: String,
    left: bool,
    keeper: bool,
    /// Whether it is who looks at the page.
    itself: bool,
    /// For each account: its number, its name, and the roles with whether they have them.
    accounts: Vec<(i64, String, Choices)>,
}

fn path(id: PersonId) -> String {
    format!("/desk/people/{id}")
}

async fn page(
    site: &Site,
    visitor: &Visitor,
    person: Person,
    error: Option<String>,
    link: Option<String>,
    said: Option<String>,
) -> Result<PersonPage, Failure> {
    let say = visitor.say;
    let has = |account: AccountId, role: Role| {
        person.roles.get(&account).is_some_and(|roles| roles.contains(&role))
    };
    let of = |(id, name): (AccountId, String)| {
        let roles = Role::ALL.into_iter().map(|role| (role.as_str(), role_words(say, role), has(id, role)));
        (id.get(), name, roles.collect())
    };
    Ok(PersonPage {
        room: visitor.room(site, "people", &person.shown).saying(said),
        say,
        error,
        link,
        path: path(person.id),
        state: person_state_words(say, person.state),
        left: person.state == PersonState::Left,
        keeper: person.keeper,
        itself: person.id == visitor.person.id,
        accounts: account_names(site).await?.into_iter().map(of).collect(),
        name: person.name,
        shown: person.shown,
    })
}

async fn find(site: &Site, id: &str) -> Result<Person, Failure> {
    let id: PersonId = id.parse().map_err(|_| Failure::NotFound)?;
    site.store.person(id).await?.ok_or(Failure::NotFound)
}

/// `GET /desk/people/{id}`
pub(crate) async fn get(
    State(site): State<Site>,
    Path(id): Path<String>,
    keeper: Keeper,
    Query(said): Query<Said>,
) -> Result<Response, Failure> {
    let person = find(&site, &id).await?;
    let said = said.words(keeper.say);
    show(&page(&site, &keeper, person, None, None, said).await?)
}

/// `POST /desk/people/{id}`: roles, a new link, the end.
pub(crate) async fn post(
    State(site): State<Site>,
    Path(id): Path<String>,
    sent: Sent,
) -> Result<Response, Failure> {
    let engine = engine(&site)?;
    let (visitor, fields) = (&sent.visitor, &sent.fields);
    let by = &visitor.person;
    let id: PersonId = id.parse().map_err(|_| Failure::NotFound)?;
    let done = match fields.get("deed") {
        "link" => engine.link_for(by, id).await.map(|(_, token)| Some(token)),
        "roles" => {
            let account = fields.get("account").parse::<AccountId>().map_err(|_| Failure::NotFound)?;
            let roles: Vec<Role> = fields.all("role").filter_map(|role| role.parse().ok()).collect();
            engine.set_roles(by, id, account, &roles).await.map(|()| None)
        }
        "end" => engine.end_person(by, id).await.map(|()| None),
        _ => Err(DeskError::NotFound),
    };
    match done {
        Ok(None) => Ok(go(&format!("{}?said=kept", path(id)))),
        Ok(Some(token)) => {
            let link = site.absolute(&format!("/desk/enter/{}", token.expose()));
            let person = find(&site, &id.to_string()).await?;
            show(&page(&site, visitor, person, None, Some(link), None).await?)
        }
        Err(error @ (DeskError::NotFound | DeskError::Store(_) | DeskError::MayNot(_))) => {
            Err(refused(error))
        }
        Err(error) => {
            let person = find(&site, &id.to_string()).await?;
            let page = page(&site, visitor, person, Some(visitor.say.desk_error(&error)), None, None).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, show(&page)?).into_response())
        }
    }
}
