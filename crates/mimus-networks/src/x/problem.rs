//! What X says when it cannot or will not, and what that means for what to do next.
//!
//! X writes errors in several shapes (facts/x-in-practice.md §6): the HTTP status is looked at first, then the last part
//! of the problem's `type`, then its title.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::Deserialize;

use super::lenient;
use crate::connector::Failure;

/// One problem as X words it.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Problem {
    #[serde(deserialize_with = "lenient::text")]
    title: Option<String>,
    #[serde(deserialize_with = "lenient::text")]
    detail: Option<String>,
    #[serde(rename = "type", deserialize_with = "lenient::text")]
    kind: Option<String>,
    #[serde(deserialize_with = "lenient::text")]
    message: Option<String>,
    #[serde(deserialize_with = "lenient::number")]
    code: Option<u64>,
    #[serde(deserialize_with = "lenient::text")]
    reason: Option<String>,
    #[serde(deserialize_with = "lenient::text")]
    reset_date: Option<String>,
    #[serde(deserialize_with = "lenient::text")]
    resource_type: Option<String>,
    #[serde(deserialize_with = "lenient::text")]
    resource_id: Option<String>,
    #[serde(deserialize_with = "lenient::text")]
    value: Option<String>,
    #[serde(deserialize_with = "lenient::text")]
    connection_issue: Option<String>,
    #[serde(deserialize_with = "lenient::text")]
    disconnect_type: Option<String>,
    #[serde(deserialize_with = "lenient::list::<_, _, 20>")]
    errors: Vec<Problem>,
}

/// Why something that was asked for by its id is not there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Absence {
    /// There is no such thing, or no longer.
    Gone,
    /// The account is suspended.
    Suspended,
    /// Only approved followers see it.
    Protected,
    /// X says something else; it may come back.
    Other,
}

impl Problem {
    /// The last part of its type, such as `resource-not-found`. The host before it is of no account.
    #[must_use]
    pub fn tail(&self) -> &str {
        self.kind.as_deref().and_then(|kind| kind.rsplit('/').next()).unwrap_or_default()
    }

    /// X's own words, at most 300 characters.
    #[must_use]
    pub fn words(&self) -> String {
        let title = self.title.as_deref();
        let detail = self.detail.as_deref().or(self.message.as_deref());
        let within = self.errors.first().map(Self::words).filter(|words| !words.is_empty());
        let words = match (title, detail, within) {
            (Some(title), Some(detail), _) if title != detail => format!("{title}: {detail}"),
            (_, Some(detail), _) => detail.to_owned(),
            (_, _, Some(within)) => within,
            (Some(title), None, None) => title.to_owned(),
            (None, None, None) => String::new(),
        };
        words.chars().filter(|c| !c.is_control()).take(300).collect()
    }

    /// The id of what is not there, and of what kind it is (`tweet`, `user`).
    #[must_use]
    pub fn resource(&self) -> Option<(&str, &str)> {
        Some((self.resource_type.as_deref()?, self.resource_id.as_deref().or(self.value.as_deref())?))
    }

    /// Why it is not there.
    #[must_use]
    pub fn absence(&self) -> Absence {
        let says = |word: &str| self.words().to_lowercase().contains(word);
        match self.tail() {
            _ if says("suspended") => Absence::Suspended,
            "not-authorized-for-resource" => Absence::Protected,
            "resource-not-found" => Absence::Gone,
            _ => Absence::Other,
        }
    }

    /// Whether X has let the stream go, in the stream itself.
    #[must_use]
    pub fn ends_stream(&self) -> bool {
        self.tail() == "operational-disconnect" || self.disconnect_type.is_some()
    }

    fn is_too_many_connections(&self) -> bool {
        self.connection_issue.as_deref() == Some("TooManyConnections")
    }
}

/// What a refusal means for what to do next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// The call itself is wrong; the same call will fail again.
    Wrong(String),
    /// The token is not accepted.
    Token(String),
    /// The money is used up: nothing that costs anything until the operator has seen to it.
    Credits(String),
    /// The spending limit that the operator set at X is reached, until this day where X names it.
    SpendCap {
        /// When it starts anew.
        until: Option<Timestamp>,
        /// X's words.
        why: String,
    },
    /// The month's posts are used up.
    MonthlyCap(String),
    /// X does not allow this to this app or token at all.
    Forbidden(String),
    /// There is no such thing.
    NotFound(String),
    /// The stream has no rules.
    NoRules(String),
    /// The window is used up.
    Window(String),
    /// X holds a stream for this app open already.
    Connected(String),
    /// X is not well; later it may be.
    Unwell(String),
}

impl Refusal {
    /// Reads the answer to a call that failed. The body may be anything: a problem, the older form, HTML, nothing.
    #[must_use]
    pub fn read(status: u16, body: &[u8]) -> Self {
        let problem: Problem = serde_json::from_slice(body).unwrap_or_default();
        let said = match problem.words() {
            words if words.is_empty() => format!("X answers {status}"),
            words => format!("X answers {status}: {words}"),
        };
        let code = problem.code.or_else(|| problem.errors.first().and_then(|inner| inner.code));
        let title = problem.title.as_deref().unwrap_or_default();
        let tail = problem.tail();
        let speaks_of_credits = said.to_lowercase().contains("credit");
        if title == "SpendCapReached" {
            return Self::SpendCap { until: problem.reset_date.as_deref().and_then(start_of_day), why: said };
        }
        if tail == "usage-capped" {
            return Self::MonthlyCap(said);
        }
        if status == 402 || title == "CreditsDepleted" || (status == 403 && speaks_of_credits) {
            return Self::Credits(said);
        }
        match status {
            401 => Self::Token(said),
            403 if matches!(code, Some(89 | 99 | 32)) => Self::Token(said),
            403 => Self::Forbidden(match problem.reason.as_deref() {
                Some(reason) => format!("{said} ({reason})"),
                None => said,
            }),
            404 | 410 => Self::NotFound(said),
            409 => Self::NoRules(said),
            429 if problem.is_too_many_connections() => Self::Connected(said),
            429 => Self::Window(said),
            408 | 500..=599 => Self::Unwell(said),
            _ => Self::Wrong(said),
        }
    }

    /// In the six kinds of every network's failures. `until` is when the window starts anew, as X's headers say.
    #[must_use]
    pub fn failure(self, until: Timestamp) -> Failure {
        match self {
            Self::Wrong(why) | Self::NoRules(why) | Self::NotFound(why) => Failure::Rejected { why },
            Self::Forbidden(why) => {
                Failure::Rejected { why: format!("{why}; look at the app's access in X's developer console") }
            }
            Self::Token(why) => Failure::SignInAgain { why },
            Self::Window(why) => Failure::RateLimited { until, why },
            Self::SpendCap { until: day, why } => Failure::RateLimited {
                until: day.unwrap_or(until),
                why: format!("{why}; the spending limit set in X's developer console is reached"),
            },
            Self::Credits(why) => Failure::RateLimited {
                until,
                why: format!("{why}; buy credits in X's developer console, Mimus looks again by itself"),
            },
            Self::MonthlyCap(why) => {
                Failure::RateLimited { until, why: format!("{why}; the month's posts are used up") }
            }
            Self::Connected(why) | Self::Unwell(why) => Failure::Retry { why },
        }
    }
}

fn start_of_day(date: &str) -> Option<Timestamp> {
    let date: Date = date.get(..10)?.parse().ok()?;
    Some(date.to_zoned(jiff::tz::TimeZone::UTC).ok()?.timestamp())
}
