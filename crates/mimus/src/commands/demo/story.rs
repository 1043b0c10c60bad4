//! The demo step by step: mirrors, a follow, deliveries, each told as it happens.

use std::time::{Duration, Instant};

use jiff::Timestamp;
use mimus_core::rich_text::parse_html;
use mimus_core::{Language, LocalHandle, MirrorPolicy, Network, RichText};
use mimus_engine::Engine;
use mimus_engine::ingest::Reading;
use mimus_engine::mirrors::{AddMirror, Refresh};
use mimus_http::{HttpClient, Request};
use mimus_networks::SourceLocation;
use mimus_store::Person;
use mimus_web::demo::{Follower, ReceivedActivity};
use serde_json::Value;
use url::Url;

use super::content::{Content, Edition};
use crate::say;

/// Longest wait for something to arrive.
const PATIENCE: Duration = Duration::from_secs(30);

/// Longest excerpt of a post, in characters.
const EXCERPT: usize = 70;

/// Makes the mirrors, and returns their handles; the first is the one whose source will change.
pub(super) async fn make_mirrors(engine: &Engine, content: &Content) -> Result<Vec<LocalHandle>, String> {
    say::line("1. Sources become mirrors\n");
    let sources = [
        ("observatory", Network::Feed, content.observatory(), "a feed"),
        ("borrowed_songs", Network::Archive, content.archive(), "an archive as X gives it to its users"),
        ("dawn_chorus", Network::Feed, content.chorus(), "a feed that stands for an account on X"),
    ];
    let mut handles = Vec::with_capacity(sources.len());
    for (name, network, path, what) in sources {
        let place = path.to_str().ok_or("the folder's path is not Unicode")?;
        let handle = LocalHandle::new(name).map_err(|e| e.to_string())?;
        let add = AddMirror {
            location: SourceLocation::new(network, place).map_err(|e| e.to_string())?,
            handle: Some(handle.clone()),
            policy: MirrorPolicy {
                // For the posts that do not tell theirs.
                language: Language::new("en").ok(),
                ..MirrorPolicy::default()
            },
        };
        let added =
            engine.add_mirror(&Person::at_the_command_line(), add).await.map_err(|e| e.to_string())?;
        let title = added.mirror.profile.name.clone();
        let reading = added.read(&mut |_, _| {}).await.map_err(|e| e.to_string())?;
        say::line(&format!("   {title}, {what}: {}", counts(&reading)));
        say::line(&format!("     {}", address(engine, &handle)));
        say::line(&format!("     {}\n", engine.addresses.page(&handle)));
        handles.push(handle);
    }
    Ok(handles)
}

fn counts(reading: &Reading) -> String {
    let (pictures, missing) = reading.media;
    let files = if pictures == 1 { "file" } else { "files" };
    let mut told = format!("{} posts, {pictures} media {files} stored", reading.added);
    if missing > 0 {
        told.push_str(&format!(", {missing} not to be had"));
    }
    let left_out: u64 = reading.skipped.values().sum();
    if left_out > 0 {
        let whys: Vec<&str> = reading.skipped.keys().map(String::as_str).collect();
        told.push_str(&format!("; {left_out} left out ({})", whys.join("; ")));
    }
    told
}

fn address(engine: &Engine, handle: &LocalHandle) -> String {
    format!("@{handle}@{}", engine.addresses.host())
}

/// Lets the follower find and follow every mirror.
pub(super) async fn follow(
    engine: &Engine,
    follower: &Follower,
    http: &HttpClient,
    handles: &[LocalHandle],
) -> Result<(), String> {
    say::line("3. Somebody on another server follows\n");
    for handle in handles {
        let name = address(engine, handle);
        let actor = look_up(engine.addresses.base(), name.trim_start_matches('@'), http).await?;
        say::line(&format!("   {} looks up {name} and finds {actor}", follower.handle()));
        let sent = Instant::now();
        follower.follow(&actor).await.map_err(|e| format!("the follow of {name} failed: {e}"))?;
        let accept = wait_for(follower, "Accept", Some(&actor), 0).await?;
        say::line(&format!(
            "     Follow sent; Accept came back after {} ms{}",
            sent.elapsed().as_millis(),
            signed(&accept)
        ));
    }
    say::line("");
    Ok(())
}

/// Asks WebFinger for the actor behind `name@host`.
async fn look_up(base: &str, account: &str, http: &HttpClient) -> Result<String, String> {
    let mut url = Url::parse(&format!("{base}/.well-known/webfinger")).map_err(|e| format!("{base}: {e}"))?;
    url.query_pairs_mut().append_pair("resource", &format!("acct:{account}"));
    let answer = http.send(Request::get(url.clone())).await.map_err(|e| format!("{url}: {e}"))?;
    let document: Value = serde_json::from_slice(&answer.body).unwrap_or_default();
    let links = document["links"].as_array().map(Vec::as_slice).unwrap_or_default();
    let own = links.iter().find(|link| link["rel"] == "self").and_then(|link| link["href"].as_str());
    own.map(str::to_owned).ok_or_else(|| format!("{url} answered {} and names no actor", answer.status))
}

/// Changes the first mirror's source, has it read, and tells what the follower receives.
pub(super) async fn change(
    engine: &Engine,
    follower: &Follower,
    content: &Content,
    handle: &LocalHandle,
) -> Result<(), String> {
    say::line("4. The feed changes: an entry is added, one is corrected, one is taken down\n");
    let changed = engine.clock.now();
    let before = follower.received().len();
    content
        .write_observatory(Edition::Second, changed)
        .map_err(|e| format!("the feed cannot be written: {e}"))?;
    refresh(engine, handle).await?;
    for kind in ["Create", "Update"] {
        wait_for(follower, kind, None, before).await?;
    }
    // Feeds flicker: an entry counts as removed when it is missing for the second time.
    refresh(engine, handle).await?;
    wait_for(follower, "Delete", None, before).await?;
    for received in follower.received().iter().skip(before) {
        tell(received, changed);
    }
    say::line("");
    Ok(())
}

async fn refresh(engine: &Engine, handle: &LocalHandle) -> Result<(), String> {
    let begun = Instant::now();
    loop {
        match engine
            .refresh_mirror(&Person::at_the_command_line(), handle, Refresh::default(), &mut |_, _| {})
            .await
        {
            Ok(_) => return Ok(()),
            // The poller has it in hand.
            Err(mimus_engine::mirrors::MirrorError::Busy(_)) if begun.elapsed() < PATIENCE => {
                tokio::time::sleep(Duration::from_millis(200)).await;
            }
            Err(error) => return Err(error.to_string()),
        }
    }
}

/// The first valid activity of that kind, from that actor where one is named, after the first `skipped` that came.
async fn wait_for(
    follower: &Follower,
    kind: &str,
    actor: Option<&str>,
    skipped: usize,
) -> Result<ReceivedActivity, String> {
    let wanted = |received: &ReceivedActivity| {
        received.signature.is_ok()
            && received.kind() == kind
            && actor.is_none_or(|actor| received.actor() == actor)
    };
    let arrival = follower.received_once(|all| all.iter().skip(skipped).any(wanted));
    let all = tokio::time::timeout(PATIENCE, arrival).await;
    let found = all.ok().and_then(|all| all.into_iter().skip(skipped).find(wanted));
    found.ok_or_else(|| {
        let refused = follower.received().into_iter().rev().find_map(|received| received.signature.err());
        let why = refused.map(|why| format!("; the last that was turned away: {why}")).unwrap_or_default();
        format!("no valid {kind} has reached the follower within {} s{why}", PATIENCE.as_secs())
    })
}

fn tell(received: &ReceivedActivity, changed: Timestamp) {
    let what = match received.kind() {
        "Create" => "the new post",
        "Update" => "the corrected post",
        "Delete" => "the post that was taken down, missing at two looks",
        _ => "something else",
    };
    say::line(&format!(
        "   {:<7} {what}; received {} ms after the change{}",
        received.kind(),
        received.at.duration_since(changed).as_millis(),
        signed(received)
    ));
    let words = received.document["object"]["content"].as_str().unwrap_or_default();
    let text = parse_html(words, None, Network::Mastodon).text;
    let line = text.as_str().split_whitespace().collect::<Vec<_>>().join(" ");
    if !line.is_empty() {
        say::line(&format!("           “{}”", RichText::plain(line).truncated(EXCERPT).0.as_str()));
    }
}

/// How the signature was found, to be put behind a sentence.
fn signed(received: &ReceivedActivity) -> String {
    match &received.signature {
        Ok(scheme) => format!(", validly signed ({scheme})"),
        Err(why) => format!(", and turned away: {why}"),
    }
}
