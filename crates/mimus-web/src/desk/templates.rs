//! `/desk/templates` and `/desk/templates/{id}`: what drafts are made of, by hand or by a rhythm.

use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Response};
use http::StatusCode;
use jiff::civil::Time;
use jiff::tz::TimeZone;
use mimus_core::Language;
use mimus_core::desk::{Content, Days, Rhythm};
use mimus_engine::desk::accounts::AtDesk;
use mimus_engine::desk::templates::TemplateIntent;
use mimus_engine::desk::{DeskError, Unusable};
use mimus_store::{AccountId, DraftId, Template, TemplateId};

use super::draft::edit::Said;
use super::draft::{Target, targets};
use super::room::{Room, show};
use super::session::{Fields, Sent, Visitor, engine, go, refused};
use crate::Site;
use crate::pages::error::Failure;
use crate::tongue::{Moment, Tongue};

/// Hours before its time at which a draft is made, where nothing else is asked for.
const LEAD: u16 = 24;

#[derive(askama::Template)]
#[template(path = "desk/templates.html")]
struct TemplatesPage {
    room: Room,
    say: Tongue,
    templates: Vec<TemplateLine>,
    error: Option<String>,
    form: TemplateForm,
}

struct TemplateLine {
    path: String,
    name: String,
    accounts: String,
    next: Option<Moment>,
    stopped: Option<String>,
}

#[derive(askama::Template)]
#[template(path = "desk/template.html")]
struct TemplatePage {
    room: Room,
    say: Tongue,
    path: String,
    version: i64,
    next: Option<Moment>,
    stopped: Option<String>,
    made: String,
    error: Option<String>,
    form: TemplateForm,
}

/// A template as the form shows it.
struct TemplateForm {
    name: String,
    text: String,
    language: String,
    warning: String,
    targets: Vec<Target>,
    /// What it has besides, which came from a draft and stays.
    media: Option<String>,
    every: &'static str,
    /// Days of the week: number, name, chosen.
    weekdays: Vec<(i8, String, bool)>,
    month_day: i8,
    nth: i8,
    at: String,
    zone: String,
    lead: u16,
}

impl TemplateForm {
    fn new(say: Tongue, visitor: &Visitor, accounts: &[AtDesk], intent: &TemplateIntent) -> Self {
        let rhythm = intent.rhythm.as_ref();
        let days = rhythm.map(|rhythm| &rhythm.days);
        let on = |day: i8| match days {
            Some(Days::Week { on }) => on.contains(&day),
            Some(Days::MonthWeekday { on, .. }) => *on == day,
            _ => false,
        };
        let zone = accounts.first().map_or_else(|| "UTC".to_owned(), |at| at.desk.slots.zone.clone());
        Self {
            name: intent.name.clone(),
            text: intent.content.text.clone(),
            language: intent.content.language.as_ref().map(ToString::to_string).unwrap_or_default(),
            warning: intent.content.content_warning.clone().unwrap_or_default(),
            targets: targets(accounts, &visitor.person, &intent.accounts),
            media: Some(intent.content.media.len())
                .filter(|n| *n > 0)
                .map(|n| say.count("template-media", n as u64)),
            every: match days {
                None => "",
                Some(Days::Day {}) => "day",
                Some(Days::Week { .. }) => "week",
                Some(Days::Month { .. }) => "month",
                Some(Days::MonthWeekday { .. }) => "month-weekday",
            },
            weekdays: (1..=7).map(|day| (day, say.t(&format!("weekday-{day}")), on(day))).collect(),
            month_day: if let Some(Days::Month { on }) = days { *on } else { 1 },
            nth: if let Some(Days::MonthWeekday { nth, .. }) = days { *nth } else { 1 },
            at: rhythm.map_or_else(|| "09:00".to_owned(), |rhythm| rhythm.at.strftime("%H:%M").to_string()),
            zone: rhythm.map_or(zone, |rhythm| rhythm.zone.clone()),
            lead: rhythm.map_or(LEAD, |rhythm| rhythm.lead),
        }
    }
}

/// What a form says, and whether that can be used: a form with an error is shown again as it was
/// sent. What it has no field for stays as it was.
fn read(fields: &Fields, old: &Content) -> (TemplateIntent, Result<(), DeskError>) {
    let warning = fields.get("warning").trim();
    let mut intent = TemplateIntent {
        name: fields.get("name").to_owned(),
        content: Content {
            text: fields.get("text").trim_end().to_owned(),
            content_warning: (!warning.is_empty()).then(|| warning.to_owned()),
            language: None,
            ..old.clone()
        },
        accounts: fields.all("account").filter_map(|id| id.parse::<AccountId>().ok()).collect(),
        rhythm: None,
    };
    let mut usable = Ok(());
    match (fields.get("language").trim(), Language::new(fields.get("language").trim())) {
        ("", _) => {}
        (_, Ok(language)) => intent.content.language = Some(language),
        (_, Err(error)) => usable = Err(Unusable::from(error).into()),
    }
    match read_rhythm(fields) {
        Ok(rhythm) => intent.rhythm = rhythm,
        Err(error) => usable = Err(error),
    }
    (intent, usable)
}

fn read_rhythm(fields: &Fields) -> Result<Option<Rhythm>, DeskError> {
    let weekdays: Vec<i8> = fields.all("weekday").filter_map(|day| day.parse().ok()).collect();
    let days = match fields.get("every") {
        "day" => Days::Day {},
        "week" => Days::Week { on: weekdays },
        "month" => Days::Month { on: fields.number("month-day").unwrap_or(0) },
        "month-weekday" => {
            let on = weekdays.first().copied().unwrap_or(0);
            Days::MonthWeekday { nth: fields.number("nth").unwrap_or(0), on }
        }
        _ => return Ok(None),
    };
    let at = fields.get("at").trim().parse::<Time>();
    let at = at.map_err(|_| Unusable::TimeOfDay)?;
    let lead = fields.number("lead").unwrap_or(LEAD);
    Ok(Some(Rhythm { days, at, zone: fields.get("zone").trim().to_owned(), lead }))
}

fn zone_of(template: &Template) -> TimeZone {
    let zone = template.rhythm.as_ref().and_then(|rhythm| TimeZone::get(&rhythm.zone).ok());
    zone.unwrap_or(TimeZone::UTC)
}

fn path(id: TemplateId) -> String {
    format!("/desk/templates/{id}")
}

fn line(say: Tongue, accounts: &[AtDesk], template: Template) -> TemplateLine {
    let of = accounts.iter().filter(|at| template.accounts.contains(&at.account.id));
    let zone = zone_of(&template);
    TemplateLine {
        path: path(template.id),
        accounts: of.map(|at| at.account.name().to_string()).collect::<Vec<_>>().join(", "),
        next: template.next_at.map(|at| say.moment(at, &zone)),
        name: template.name,
        stopped: template.stopped,
    }
}

async fn list_page(
    site: &Site,
    visitor: &Visitor,
    intent: &TemplateIntent,
    error: Option<String>,
    said: Option<String>,
) -> Result<TemplatesPage, Failure> {
    let say = visitor.say;
    let engine = engine(site)?;
    let accounts = engine.desk_accounts().await.map_err(refused)?;
    let found = engine.templates(&visitor.person).await.map_err(refused)?;
    Ok(TemplatesPage {
        room: visitor.room(site, "drafts", &say.t("templates")).saying(said),
        say,
        templates: found.into_iter().map(|template| line(say, &accounts, template)).collect(),
        error,
        form: TemplateForm::new(say, visitor, &accounts, intent),
    })
}

/// `GET /desk/templates`
pub(crate) async fn list(
    State(site): State<Site>,
    visitor: Visitor,
    Query(said): Query<Said>,
) -> Result<Response, Failure> {
    let said = said.words(visitor.say);
    show(&list_page(&site, &visitor, &TemplateIntent::default(), None, said).await?)
}

/// `POST /desk/templates`: keeps a new one, as it is written or as a draft has it.
pub(crate) async fn keep(State(site): State<Site>, sent: Sent) -> Result<Response, Failure> {
    let engine = engine(&site)?;
    let (visitor, fields) = (&sent.visitor, &sent.fields);
    let by = &visitor.person;
    if fields.get("deed") == "from-draft" {
        let draft: DraftId = fields.get("draft").parse().map_err(|_| Failure::NotFound)?;
        let id = engine.keep_as_template(by, draft, fields.get("name")).await.map_err(refused)?;
        return Ok(go(&format!("{}?said=kept", path(id))));
    }
    let (intent, usable) = read(fields, &Content::default());
    let kept = match usable {
        Ok(()) => engine.keep_template(by, intent.clone()).await,
        Err(error) => Err(error),
    };
    let error = match kept {
        Ok(id) => return Ok(go(&format!("{}?said=kept", path(id)))),
        Err(error) => error,
    };
    if matches!(error, DeskError::NotFound | DeskError::Store(_) | DeskError::MayNot(_)) {
        return Err(refused(error));
    }
    let page = list_page(&site, visitor, &intent, Some(visitor.say.desk_error(&error)), None).await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, show(&page)?).into_response())
}

async fn page(
    site: &Site,
    visitor: &Visitor,
    template: &Template,
    intent: &TemplateIntent,
    error: Option<String>,
    said: Option<String>,
) -> Result<TemplatePage, Failure> {
    let say = visitor.say;
    let accounts = engine(site)?.desk_accounts().await.map_err(refused)?;
    Ok(TemplatePage {
        room: visitor.room(site, "drafts", &template.name).saying(said),
        say,
        path: path(template.id),
        version: template.version,
        next: template.next_at.map(|at| say.moment(at, &zone_of(template))),
        stopped: template.stopped.clone(),
        made: say.count("template-made", template.made),
        error,
        form: TemplateForm::new(say, visitor, &accounts, intent),
    })
}

fn intent_of(template: &Template) -> TemplateIntent {
    TemplateIntent {
        name: template.name.clone(),
        content: template.content.clone(),
        accounts: template.accounts.clone(),
        rhythm: template.rhythm.clone(),
    }
}

/// `GET /desk/templates/{id}`
pub(crate) async fn get(
    State(site): State<Site>,
    Path(id): Path<String>,
    visitor: Visitor,
    Query(said): Query<Said>,
) -> Result<Response, Failure> {
    let id: TemplateId = id.parse().map_err(|_| Failure::NotFound)?;
    let template = engine(&site)?.template_for(&visitor.person, id).await.map_err(refused)?;
    let said = said.words(visitor.say);
    show(&page(&site, &visitor, &template, &intent_of(&template), None, said).await?)
}

/// `POST /desk/templates/{id}`: writes it anew, takes it away, or begins a draft with it.
pub(crate) async fn post(
    State(site): State<Site>,
    Path(id): Path<String>,
    sent: Sent,
) -> Result<Response, Failure> {
    let engine = engine(&site)?;
    let (visitor, fields) = (&sent.visitor, &sent.fields);
    let by = &visitor.person;
    let id: TemplateId = id.parse().map_err(|_| Failure::NotFound)?;
    let template = engine.template_for(by, id).await.map_err(refused)?;
    let version = fields.number("version").unwrap_or(0);
    let mut intent = intent_of(&template);
    let done = match fields.get("deed") {
        "draft" => engine.draft_from_template(by, id).await.map(|draft| format!("/desk/drafts/{draft}")),
        "remove" => {
            engine.remove_template(by, id, version).await.map(|()| "/desk/templates?said=kept".to_owned())
        }
        "save" => {
            let usable;
            (intent, usable) = read(fields, &template.content);
            match usable {
                Ok(()) => {
                    let changed = engine.change_template(by, id, version, intent.clone()).await;
                    changed.map(|()| format!("{}?said=kept", path(id)))
                }
                Err(error) => Err(error),
            }
        }
        _ => return Err(Failure::NotFound),
    };
    match done {
        Ok(to) => Ok(go(&to)),
        Err(error @ (DeskError::NotFound | DeskError::Store(_) | DeskError::MayNot(_))) => {
            Err(refused(error))
        }
        Err(error) => {
            let error = Some(visitor.say.desk_error(&error));
            let page = page(&site, visitor, &template, &intent, error, None).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, show(&page)?).into_response())
        }
    }
}
