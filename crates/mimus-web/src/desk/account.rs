//! `/desk/accounts/{id}`: an account's charter, its slots, who does what for it, and its brake.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Response};
use http::StatusCode;
use jiff::civil::Time;
use mimus_core::Language;
use mimus_core::charter::{Charter, ReviewRules, Rule, Rules, Topic, Weight};
use mimus_core::desk::{Deed, Slots};
use mimus_core::policy::QuietHours;
use mimus_engine::desk::accounts::AtDesk;
use mimus_engine::desk::{DeskError, Unusable};
use mimus_store::{AccountId, AccountState, RouteState};

use super::draft::edit::Said;
use super::people::role_words;
use super::room::{Room, show};
use super::session::{Fields, Sent, Visitor, engine, go, refused};
use crate::Site;
use crate::pages::error::Failure;
use crate::tongue::Tongue;

#[derive(Template)]
#[template(path = "desk/account.html")]
struct AccountPage {
    room: Room,
    say: Tongue,
    error: Option<String>,
    id: i64,
    name: String,
    public: String,
    state: String,
    stopped: Option<String>,
    /// Whether its own brake is pulled.
    braked: bool,
    may_brake: bool,
    may_publish: bool,
    may_keep: bool,
    charter: CharterView,
    people: Vec<(String, String)>,
}

/// What can be chosen: the value, in words, and whether it is.
pub(super) type Choices = Vec<(&'static str, String, bool)>;

/// A charter and slots as the form shows them.
struct CharterView {
    text: String,
    /// Each rule: its name in the form, in words, and what it may be with whether it is.
    rules: Vec<(&'static str, String, Choices)>,
    languages: String,
    topics: String,
    reviewers: u8,
    author_may_review: bool,
    proposals: bool,
    names_proposers: bool,
    a_day: String,
    quiet_from: String,
    quiet_to: String,
    zone: String,
    slots: String,
}

const RULES: [(&str, Rule); 7] = [
    ("alt-text", Rule::AltText),
    ("warning", Rule::ContentWarnings),
    ("camel-case", Rule::CamelCaseHashtags),
    ("letters", Rule::PlainLetters),
    ("bullets", Rule::EmojiBullets),
    ("mentions", Rule::KnownMentions),
    ("language", Rule::Languages),
];

fn weight(rules: &Rules, rule: Rule) -> Weight {
    match rule {
        Rule::AltText => rules.alt_text,
        Rule::ContentWarnings => rules.content_warning,
        Rule::CamelCaseHashtags => rules.camel_case_hashtags,
        Rule::PlainLetters => rules.plain_letters,
        Rule::EmojiBullets => rules.emoji_bullets,
        Rule::KnownMentions => rules.known_mentions,
        Rule::Languages => rules.language,
        Rule::Fits | Rule::QuietHours | Rule::ADay | Rule::SaidBefore => Weight::Off,
    }
}

fn rule_words(say: Tongue, name: &str) -> String {
    match name {
        "alt-text" => say.t("rule-alt-text"),
        "warning" => say.t("rule-warning"),
        "camel-case" => say.t("rule-camel-case"),
        "letters" => say.t("rule-letters"),
        "bullets" => say.t("rule-bullets"),
        "mentions" => say.t("rule-mentions"),
        _ => say.t("rule-language"),
    }
}

impl CharterView {
    fn new(say: Tongue, charter: &Charter, slots: &Slots) -> Self {
        let weights = |rule| {
            let now = weight(&charter.rules, rule);
            vec![
                ("off", say.t("weight-off"), now == Weight::Off),
                ("warn", say.t("weight-warn"), now == Weight::Warn),
                ("block", say.t("weight-block"), now == Weight::Block),
            ]
        };
        let topic = |topic: &Topic| format!("{}: {}\n", topic.warning, topic.words.join(", "));
        let time = |time: Time| time.strftime("%H:%M").to_string();
        let quiet = charter.quiet.as_ref();
        Self {
            text: charter.text.clone(),
            rules: RULES.map(|(name, rule)| (name, rule_words(say, name), weights(rule))).into(),
            languages: charter.rules.languages.iter().map(Language::as_str).collect::<Vec<_>>().join(", "),
            topics: charter.rules.topics.iter().map(topic).collect(),
            reviewers: charter.review.reviewers,
            author_may_review: charter.review.author_may_review,
            proposals: charter.proposals,
            names_proposers: charter.names_proposers,
            a_day: charter.a_day.map(|most| most.to_string()).unwrap_or_default(),
            quiet_from: quiet.map(|quiet| time(quiet.from)).unwrap_or_default(),
            quiet_to: quiet.map(|quiet| time(quiet.to)).unwrap_or_default(),
            zone: slots.zone.clone(),
            slots: slots.lines(),
        }
    }
}

fn read(fields: &Fields) -> Result<(Charter, Slots), DeskError> {
    let weight = |name: &str| match fields.get(&format!("rule-{name}")) {
        "warn" => Weight::Warn,
        "block" => Weight::Block,
        _ => Weight::Off,
    };
    let languages = fields.get("languages").split([',', ' ']).map(str::trim).filter(|tag| !tag.is_empty());
    let languages = languages.map(Language::new).collect::<Result<_, _>>();
    let languages = languages.map_err(Unusable::Language)?;
    let lines = fields.get("topics").lines().map(str::trim).filter(|line| !line.is_empty()).take(100);
    let topics = lines.map(|line| {
        let (warning, words) = line.split_once(':').ok_or(Unusable::Topic)?;
        let words =
            words.split(',').map(|word| word.trim().to_owned()).filter(|word| !word.is_empty()).collect();
        Ok(Topic { warning: warning.trim().to_owned(), words })
    });
    let topics = topics.collect::<Result<Vec<_>, DeskError>>()?;
    let slots = Slots::read(fields.get("zone"), fields.get("slots"));
    let slots = slots.map_err(Unusable::Slots)?;
    let quiet = match (fields.get("quiet-from").trim(), fields.get("quiet-to").trim()) {
        ("", "") => None,
        (from, to) => {
            let read = |time: &str| time.parse::<Time>().map_err(|_| Unusable::QuietHours);
            Some(QuietHours { from: read(from)?, to: read(to)?, zone: slots.zone.clone() })
        }
    };
    let charter = Charter {
        text: fields.get("text").trim().chars().take(20_000).collect(),
        rules: Rules {
            alt_text: weight("alt-text"),
            content_warning: weight("warning"),
            camel_case_hashtags: weight("camel-case"),
            plain_letters: weight("letters"),
            emoji_bullets: weight("bullets"),
            known_mentions: weight("mentions"),
            language: weight("language"),
            languages,
            topics,
        },
        review: ReviewRules {
            reviewers: fields.number("reviewers").unwrap_or(1),
            author_may_review: fields.has("author-may-review"),
        },
        proposals: fields.has("proposals"),
        names_proposers: fields.has("names-proposers"),
        a_day: fields.number("a-day").filter(|most| *most > 0),
        quiet,
    };
    Ok((charter, slots))
}

async fn page(
    site: &Site,
    visitor: &Visitor,
    at: &AtDesk,
    (charter, slots): (&Charter, &Slots),
    error: Option<String>,
    said: Option<String>,
) -> Result<AccountPage, Failure> {
    let say = visitor.say;
    let id = at.account.id;
    let name = at.account.name().to_string();
    let people = site.store.people_for(id).await?;
    let people = people.iter().filter_map(|person| {
        let roles: Vec<String> = match person.roles.get(&id) {
            Some(roles) => roles.iter().map(|role| role_words(say, *role)).collect(),
            None if person.keeper => vec![say.t("role-keeper")],
            None => return None,
        };
        Some((person.shown.clone(), roles.join(", ")))
    });
    let reason = at.desk.route_reason.clone().unwrap_or_else(|| say.t("stopped"));
    Ok(AccountPage {
        room: visitor.room(site, "accounts", &name).saying(said),
        say,
        error,
        id: id.get(),
        public: crate::pages::account::path(&at.account),
        state: match at.account.state {
            AccountState::Connected => say.t("account-connected"),
            AccountState::Broken => say.t("account-broken"),
            AccountState::Disconnected => say.t("account-disconnected"),
        },
        stopped: at.all_stopped.clone().or((at.desk.route_state != RouteState::Active).then_some(reason)),
        braked: at.desk.route_state != RouteState::Active,
        may_brake: visitor.person.may(Deed::Brake, id),
        may_publish: visitor.person.may(Deed::Publish, id),
        may_keep: visitor.person.may(Deed::Keep, id),
        charter: CharterView::new(say, charter, slots),
        people: people.collect(),
        name,
    })
}

async fn find(site: &Site, visitor: &Visitor, id: &str) -> Result<AtDesk, Failure> {
    let id: AccountId = id.parse().map_err(|_| Failure::NotFound)?;
    if !visitor.person.may(Deed::Read, id) {
        return Err(Failure::NotFound);
    }
    engine(site)?.desk_account(id).await.map_err(refused)
}

/// `GET /desk/accounts/{id}`
pub(crate) async fn get(
    State(site): State<Site>,
    visitor: Visitor,
    Path(id): Path<String>,
    Query(said): Query<Said>,
) -> Result<Response, Failure> {
    let at = find(&site, &visitor, &id).await?;
    let said = said.words(visitor.say);
    show(&page(&site, &visitor, &at, (&at.desk.charter, &at.desk.slots), None, said).await?)
}

/// `POST /desk/accounts/{id}`: the charter and the slots, or the brake.
pub(crate) async fn post(
    State(site): State<Site>,
    Path(id): Path<String>,
    sent: Sent,
) -> Result<Response, Failure> {
    let (visitor, fields) = (&sent.visitor, &sent.fields);
    let at = find(&site, visitor, &id).await?;
    let engine = engine(&site)?;
    let account = at.account.id;
    let done = match fields.get("deed") {
        "stop" => engine.brake(&visitor.person, account, true, fields.get("why")).await,
        "go" => engine.brake(&visitor.person, account, false, fields.get("why")).await,
        "go-on" if !visitor.person.may(Deed::Publish, account) => Err(DeskError::MayNot(Deed::Publish)),
        "go-on" => match engine.brake(&visitor.person, account, false, fields.get("why")).await {
            Ok(()) => engine.requeue_missed(&visitor.person, account).await.map(drop),
            Err(error) => Err(error),
        },
        "keep" => match read(fields) {
            Ok((charter, slots)) => engine.keep_charter(&visitor.person, account, &charter, &slots).await,
            Err(error) => Err(error),
        },
        _ => Err(DeskError::NotFound),
    };
    match done {
        Ok(()) => Ok(go(&format!("/desk/accounts/{account}?said=kept"))),
        Err(error @ (DeskError::NotFound | DeskError::Store(_) | DeskError::MayNot(_))) => {
            Err(refused(error))
        }
        Err(error) => {
            let (charter, slots) =
                read(fields).unwrap_or_else(|_| (at.desk.charter.clone(), at.desk.slots.clone()));
            let error = Some(visitor.say.desk_error(&error));
            let page = page(&site, visitor, &at, (&charter, &slots), error, None).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, show(&page)?).into_response())
        }
    }
}
