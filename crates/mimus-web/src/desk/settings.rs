//! `/desk/settings`: what this server is set to and where that is said, whether it is well, and the brake for all accounts.

use std::time::Duration;

use askama::Template;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Response};
use http::StatusCode;
use jiff::tz::TimeZone;
use mimus_engine::desk::DeskError;
use mimus_engine::doctor::{Check, Finding, examine_within};

use super::draft::edit::Said;
use super::room::{Room, show};
use super::session::{Keeper, Sent, Visitor, engine, go, refused, sentence};
use crate::Site;
use crate::pages::error::Failure;
use crate::site::{Setting, SettingOrigin};
use crate::tongue::{Moment, Tongue};

/// How long somebody waits for the doctor.
const PATIENCE: Duration = Duration::from_secs(25);

#[derive(Template)]
#[template(path = "desk/settings.html")]
struct SettingsPage {
    room: Room,
    say: Tongue,
    error: Option<String>,
    /// Who has stopped everything, why and when.
    stopped: Option<(String, String, Moment)>,
    checks: Option<Vec<CheckView>>,
    groups: Vec<Group>,
    nodes: Vec<(String, String, Moment)>,
}

struct CheckView {
    class: &'static str,
    finding: String,
    what: &'static str,
    seen: String,
    remedy: Option<String>,
}

/// Settings that belong together.
struct Group {
    id: &'static str,
    title: String,
    settings: Vec<SettingView>,
}

struct SettingView {
    key: &'static str,
    what: String,
    value: String,
    from: String,
}

/// Which settings belong together; what is in none is in the last.
const GROUPS: [(&str, &[&str]); 6] = [
    ("server", &["public_url", "name", "description", "operator", "operator_url", "contact", "source_code"]),
    ("desk", &["oidc_", "smtp_"]),
    ("x", &["x_"]),
    ("bounds", &["inbox_rate", "authorized_fetch", "media_", "allow_private_addresses"]),
    ("storage", &["data", "database_url", "secret_key_file"]),
    ("node", &[]),
];

fn group_of(key: &str) -> &'static str {
    let belongs = |part: &&str| if part.ends_with('_') { key.starts_with(*part) } else { key == *part };
    let found = GROUPS.iter().find(|(_, parts)| parts.iter().any(belongs));
    found.map_or("node", |(id, _)| *id)
}

/// What a setting does, in a word.
fn setting_words(say: Tongue, key: &str) -> String {
    let id = format!("setting-{}", key.replace('_', "-"));
    let words = say.t(&id);
    // One that has no words yet is still shown.
    if words == id { String::new() } else { words }
}

fn view(say: Tongue, setting: &Setting) -> SettingView {
    SettingView {
        key: setting.key,
        what: setting_words(say, setting.key),
        value: match (&setting.value, setting.is_set) {
            (Some(value), _) if !value.is_empty() => value.clone(),
            (None, true) => say.t("setting-hidden"),
            _ => say.t("setting-unset"),
        },
        from: match &setting.origin {
            SettingOrigin::CommandLine(flag) => say.with("setting-from-command-line", "flag", flag),
            SettingOrigin::Environment(variable) => {
                say.with("setting-from-environment", "variable", variable)
            }
            SettingOrigin::File(path) => say.with("setting-from-file", "path", path),
            SettingOrigin::Default => say.t("setting-from-default"),
        },
    }
}

fn group_words(say: Tongue, id: &str) -> String {
    match id {
        "server" => say.t("settings-server"),
        "desk" => say.t("settings-desk"),
        "x" => say.t("settings-x"),
        "bounds" => say.t("settings-bounds"),
        "storage" => say.t("settings-storage"),
        _ => say.t("settings-node"),
    }
}

impl CheckView {
    fn new(say: Tongue, check: Check) -> Self {
        let (class, finding) = match check.finding {
            Finding::Well => ("well", say.t("doctor-well")),
            Finding::Mind => ("mind", say.t("doctor-mind")),
            Finding::Ill => ("ill", say.t("doctor-ill")),
        };
        Self { class, finding, what: check.what, seen: check.seen, remedy: check.remedy }
    }
}

async fn page(
    site: &Site,
    visitor: &Visitor,
    error: Option<String>,
    checks: Option<Vec<Check>>,
    said: Option<String>,
) -> Result<SettingsPage, Failure> {
    let say = visitor.say;
    let moment = |at| say.moment(at, &TimeZone::UTC);
    let brake = site.store.brake_all().await?;
    let nodes = site.store.nodes().await?;
    let groups = GROUPS.iter().map(|(id, _)| Group {
        id,
        title: group_words(say, id),
        settings: site
            .settings
            .iter()
            .filter(|setting| group_of(setting.key) == *id)
            .map(|setting| view(say, setting))
            .collect(),
    });
    Ok(SettingsPage {
        room: visitor.room(site, "settings", &say.t("nav-settings")).saying(said),
        say,
        error,
        stopped: brake.map(|brake| (brake.who, brake.why, moment(brake.at))),
        checks: checks.map(|checks| checks.into_iter().map(|check| CheckView::new(say, check)).collect()),
        groups: groups.filter(|group| !group.settings.is_empty()).collect(),
        nodes: nodes.into_iter().map(|node| (node.place, node.roles, moment(node.started_at))).collect(),
    })
}

/// `GET /desk/settings`
pub(crate) async fn get(
    State(site): State<Site>,
    keeper: Keeper,
    Query(said): Query<Said>,
) -> Result<Response, Failure> {
    show(&page(&site, &keeper, None, None, said.words(keeper.say)).await?)
}

/// `POST /desk/settings`: the brake for all accounts, or a look at whether everything is well.
pub(crate) async fn post(State(site): State<Site>, sent: Sent) -> Result<Response, Failure> {
    let (visitor, fields) = (sent.keeper()?, &sent.fields);
    let (engine, say) = (engine(&site)?, visitor.say);
    let why = fields.get("why");
    let done = match fields.get("deed") {
        "stop" => engine.brake_all(&visitor.person, true, why).await.map(|_| "stopped"),
        "go" => engine.brake_all(&visitor.person, false, why).await.map(|_| "goes-on"),
        "examine" => {
            let checks = examine_within(engine, PATIENCE).await;
            let error = checks.is_none().then(|| say.t("doctor-slow"));
            return show(&page(&site, visitor, error, checks, None).await?);
        }
        _ => return Err(Failure::NotFound),
    };
    match done {
        Ok(said) => Ok(go(&format!("/desk/settings?said={said}"))),
        Err(error @ (DeskError::NotFound | DeskError::Store(_) | DeskError::MayNot(_))) => {
            Err(refused(error))
        }
        Err(error) => {
            let page = page(&site, visitor, Some(sentence(&error.to_string())), None, None).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, show(&page)?).into_response())
        }
    }
}
