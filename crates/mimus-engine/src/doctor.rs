//! The doctor: looks at the whole of it from outside in, and says what to do.

use std::fmt;
use std::time::Duration;

use http::header;
use jiff::Timestamp;
use mimus_http::{HttpClient, Request};
use mimus_store::StoreError;
use serde::Serialize;
use tokio::sync::Mutex;
use url::Url;

use crate::Engine;

/// How a look turned out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Finding {
    /// All is well.
    Well,
    /// It works, and could be better.
    Mind,
    /// It does not work.
    Ill,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Well => "well",
            Self::Mind => "mind",
            Self::Ill => "ill",
        })
    }
}

/// One thing that was looked at.
#[derive(Debug, Clone, Serialize)]
pub struct Check {
    /// What was looked at.
    pub what: &'static str,
    /// How it turned out.
    pub finding: Finding,
    /// What was seen.
    pub seen: String,
    /// What to do, where there is something.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub remedy: Option<String>,
}

fn well(what: &'static str, seen: impl Into<String>) -> Check {
    Check { what, finding: Finding::Well, seen: seen.into(), remedy: None }
}

fn mind(what: &'static str, seen: impl Into<String>, remedy: impl Into<String>) -> Check {
    Check { what, finding: Finding::Mind, seen: seen.into(), remedy: Some(remedy.into()) }
}

fn ill(what: &'static str, seen: impl Into<String>, remedy: impl Into<String>) -> Check {
    Check { what, finding: Finding::Ill, seen: seen.into(), remedy: Some(remedy.into()) }
}

/// Looks at everything. Asks nothing of anybody but our own public address.
pub async fn examine(engine: &Engine) -> Vec<Check> {
    let mut checks =
        vec![address(engine), database(engine).await, media_folder(engine), media_budget(engine).await];
    checks.extend(from_outside(engine).await);
    checks.push(sources(engine).await);
    checks.extend(metered_calls(engine).await);
    checks
}

/// One look at a time: each goes through the whole database.
static LOOKING: Mutex<()> = Mutex::const_new(());

/// The same within `patience`; `None` where it takes longer, or somebody else looks just now.
pub async fn examine_within(engine: &Engine, patience: Duration) -> Option<Vec<Check>> {
    let looking = LOOKING.try_lock().ok()?;
    let checks = tokio::time::timeout(patience, examine(engine)).await.ok();
    drop(looking);
    checks
}

/// Whether an address means this machine to whoever asks it.
fn is_this_machine(host: &str) -> bool {
    host.starts_with("localhost") || host.starts_with("127.") || host.starts_with("[::1]")
}

fn address(engine: &Engine) -> Check {
    const WHAT: &str = "public address";
    let url = engine.addresses.base_url();
    let host = engine.addresses.host();
    if url.scheme() == "https" {
        well(WHAT, url.as_str())
    } else if is_this_machine(host) {
        mind(
            WHAT,
            format!("{url} is this machine only"),
            "to be followed from elsewhere, set MIMUS_PUBLIC_URL to an https address before the first mirror is made: it is part of every actor's name and cannot be changed later",
        )
    } else {
        ill(
            WHAT,
            format!("{url} is not https"),
            "set MIMUS_PUBLIC_URL to an https address; other servers do not follow plain ones",
        )
    }
}

async fn database(engine: &Engine) -> Check {
    const WHAT: &str = "database";
    if let Err(error @ StoreError::Unreadable { .. }) = engine.store.check_integrity().await {
        return ill(
            WHAT,
            error.to_string(),
            "the file is damaged: stop Mimus, keep a copy of it, and restore a backup",
        );
    }
    match engine.store.mirror_totals().await {
        Ok((mirrors, posts)) => {
            let kind = if engine.store.is_sqlite() { "SQLite" } else { "PostgreSQL" };
            well(WHAT, format!("{kind} answers: {mirrors} mirrors, {posts} posts"))
        }
        Err(error) => ill(
            WHAT,
            error.to_string(),
            "see that MIMUS_DATABASE_URL names a database that is up and that has room",
        ),
    }
}

fn media_folder(engine: &Engine) -> Check {
    const WHAT: &str = "media folder";
    match engine.media.incoming() {
        Ok(_) => well(WHAT, format!("{} can be written to", engine.media.path().display())),
        Err(error) => ill(
            WHAT,
            format!("{}: {error}", engine.media.path().display()),
            "let the user that runs mimus write there, and see that the disk is not full",
        ),
    }
}

async fn media_budget(engine: &Engine) -> Check {
    const WHAT: &str = "media";
    let budget = engine.limits.media_budget;
    match engine.store.media_bytes().await {
        Ok(bytes) if bytes <= budget => well(WHAT, format!("{} MiB of {} MiB", bytes >> 20, budget >> 20)),
        Ok(bytes) => mind(
            WHAT,
            format!("{} MiB, over the budget of {} MiB", bytes >> 20, budget >> 20),
            "raise media_budget_mib; what is left came from archives and cannot be had again, so it is kept",
        ),
        Err(error) => ill(WHAT, error.to_string(), "see the database"),
    }
}

async fn fetch(http: &HttpClient, url: &str) -> Result<mimus_http::Response, String> {
    let url = Url::parse(url).map_err(|e| e.to_string())?;
    let answer =
        http.send(Request::get(url).timeout(Duration::from_secs(10))).await.map_err(|e| e.to_string())?;
    if answer.status.is_success() {
        Ok(answer)
    } else {
        Err(format!("{} answers {}", answer.url, answer.status))
    }
}

/// What others see: our own address asked over the network, certificate included.
async fn from_outside(engine: &Engine) -> Vec<Check> {
    let base = engine.addresses.base();
    let mut checks = Vec::new();
    match fetch(&engine.http, &format!("{base}/healthz")).await {
        Ok(answer) => {
            checks.push(well("server from outside", format!("{base} answers")));
            checks.push(clock(&answer, engine.clock.now()));
        }
        Err(why) if is_this_machine(engine.addresses.host()) => {
            checks.push(mind(
                "server from outside",
                why,
                "nothing, while you only try it out here; with --allow-private-addresses doctor asks this machine too",
            ));
            return checks;
        }
        Err(why) => {
            checks.push(ill(
                "server from outside",
                why,
                "start mimus serve, and let your proxy pass everything under this address to it with the Host header as it came; a private address is only asked with MIMUS_ALLOW_PRIVATE_ADDRESSES",
            ));
            return checks;
        }
    }
    let first = match engine.store.mirrors(None, 1).await {
        Ok(mirrors) => mirrors.into_iter().next(),
        Err(_) => None,
    };
    let Some(mirror) = first else {
        checks.push(mind("WebFinger", "there is no mirror to look up", "add one: mimus mirror add feed:URL"));
        return checks;
    };
    let subject = format!("acct:{}@{}", mirror.handle, engine.addresses.host());
    let webfinger = format!("{base}/.well-known/webfinger?resource={subject}");
    checks.push(match fetch(&engine.http, &webfinger).await {
        Ok(answer) => match serde_json::from_slice::<serde_json::Value>(&answer.body) {
            Ok(found) if found["subject"] == subject.as_str() => {
                well("WebFinger", format!("{subject} is found"))
            }
            Ok(found) => ill(
                "WebFinger",
                format!("{subject} leads to {}", found["subject"]),
                "see that the proxy passes the query on",
            ),
            Err(error) => ill(
                "WebFinger",
                format!("no JSON came: {error}"),
                "see that the proxy passes /.well-known/webfinger to mimus",
            ),
        },
        Err(why) => ill("WebFinger", why, "see that the proxy passes /.well-known/webfinger to mimus"),
    });
    let actor = engine.addresses.actor(&mirror.handle);
    let accept = http::HeaderValue::from_static("application/activity+json");
    let asked = match Url::parse(&actor) {
        Ok(url) => engine
            .http
            .send(Request::get(url).header(header::ACCEPT, accept))
            .await
            .map_err(|e| e.to_string()),
        Err(error) => Err(error.to_string()),
    };
    checks.push(match asked {
        Ok(answer) => match serde_json::from_slice::<serde_json::Value>(&answer.body) {
            Ok(found) if found["id"] == actor.as_str() => {
                well("actor", format!("{actor} is served as ActivityPub"))
            }
            _ => ill(
                "actor",
                format!("{actor} does not answer with its document ({})", answer.status),
                "let the proxy pass the Accept header, and let no cache mix answers to different ones",
            ),
        },
        Err(why) => ill("actor", why, "see the server from outside"),
    });
    checks
}

fn clock(answer: &mimus_http::Response, now: Timestamp) -> Check {
    const WHAT: &str = "clock";
    let date = answer.headers.get(header::DATE).and_then(|v| v.to_str().ok());
    let parsed = date.and_then(|d| jiff::fmt::rfc2822::parse(d).ok()).map(|z| z.timestamp());
    match parsed.map(|theirs| theirs.duration_since(now).as_secs().abs()) {
        Some(off) if off <= 30 => well(WHAT, format!("{off} s off the server's")),
        Some(off) => ill(
            WHAT,
            format!("{off} s off the server's"),
            "set the clock (chrony, systemd-timesyncd): signatures carry the time",
        ),
        None => mind(WHAT, "the server tells no time", "let the proxy pass the Date header"),
    }
}

async fn sources(engine: &Engine) -> Check {
    const WHAT: &str = "sources";
    let mut failing = Vec::new();
    let mut after = None;
    loop {
        let Ok(mirrors) = engine.store.mirrors(after.as_ref(), 200).await else {
            return ill(WHAT, "the mirrors cannot be listed", "see the database");
        };
        for mirror in &mirrors {
            if let Ok(Some(source)) = engine.store.source(mirror.id).await
                && source.failures >= 3
            {
                failing.push(format!("@{} ({})", mirror.handle, source.last_error.unwrap_or_default()));
            }
        }
        match mirrors.last() {
            Some(last) if mirrors.len() == 200 => after = Some(last.handle.clone()),
            _ => break,
        }
    }
    if failing.is_empty() {
        well(WHAT, "none fails")
    } else {
        let shown = failing.iter().take(5).cloned().collect::<Vec<_>>().join("; ");
        mind(
            WHAT,
            format!("{} fail: {shown}", failing.len()),
            "mimus mirror show HANDLE says more; mimus mirror remove HANDLE ends one",
        )
    }
}

/// How metered calls fare; nothing where none was ever made and no money is set apart.
async fn metered_calls(engine: &Engine) -> Option<Check> {
    const WHAT: &str = "metered calls";
    let report = match engine.ledger.report_now().await {
        Ok(report) => report,
        Err(error) => return Some(ill(WHAT, error.to_string(), "mend the database first")),
    };
    let month = &report.month;
    if let Some(alarm) = report.alarms.first() {
        let remedy = "see mimus ledger";
        return Some(if alarm.grave {
            ill(WHAT, &alarm.words, remedy)
        } else {
            mind(WHAT, &alarm.words, remedy)
        });
    }
    match month.budget {
        Some(budget) => Some(well(WHAT, format!("{} of {budget} spent in {}", month.spent, month.name))),
        None if report.metered => Some(mind(
            WHAT,
            format!("{} spent in {}, and no bound is set", month.spent, month.name),
            "set x_budget to the dollars that a month may cost",
        )),
        None => None,
    }
}
