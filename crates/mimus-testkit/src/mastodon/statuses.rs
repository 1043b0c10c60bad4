//! The calls under `/api/v1/statuses`.

use jiff::SignedDuration;
use serde_json::{Value, json};

use super::answer::{Outcome, Refused, ok};
use super::media;
use super::params::{Params, is_true, items, text};
use super::publish::{Draft, MediaChange, PollDraft};
use super::serve::Call;
use super::status::{Status, StatusId, Visibility};
use super::world::{Caller, State};

const READS: &[&str] = &["read", "read:statuses"];
const WRITES: &[&str] = &["write", "write:statuses"];

/// How many statuses may be asked for at once.
const MOST: usize = 20;

/// How long a key gives the same status.
const REMEMBERED: SignedDuration = SignedDuration::from_hours(1);

pub(super) fn answer(state: &mut State, call: &Call, rest: &[&str]) -> Outcome {
    match (call.method.as_str(), rest) {
        ("POST", []) => create(state, call),
        ("GET", []) => several(state, call),
        ("GET", [id]) => {
            let (reader, status) = found(state, call, id)?;
            ok(&state.status_json(status.id, reader))
        }
        ("GET", [id, "history"]) => {
            let (_, status) = found(state, call, id)?;
            let versions = status.history.iter().map(|version| state.version_json(status, version));
            ok(&Value::Array(versions.collect()))
        }
        ("GET", [id, "source"]) => {
            state.caller(call, READS)?;
            let (_, status) = found(state, call, id)?;
            ok(&json!({"id": *id, "text": status.text, "spoiler_text": status.spoiler_text}))
        }
        ("PUT", [id]) => edit(state, call, id),
        ("DELETE", [id]) => delete(state, call, id),
        ("POST", [id, "reblog"]) => reblog(state, call, id),
        ("POST", [id, "unreblog"]) => unreblog(state, call, id),
        _ => Err(Refused::new(404, "Not Found")),
    }
}

/// Those of the ids that the caller may read.
fn several(state: &State, call: &Call) -> Outcome {
    let reader = state.reader(call, READS)?;
    let ids = call.params.list("id").into_iter().filter_map(text).filter_map(|id| id.parse().ok());
    let found = ids.take(MOST).filter_map(|id| state.readable(id, reader));
    ok(&Value::Array(found.map(|status| state.status_json(status.id, reader)).collect()))
}

/// A status that the caller may read.
fn found<'s>(state: &'s State, call: &Call, id: &str) -> Result<(Option<u64>, &'s Status), Refused> {
    let reader = state.reader(call, READS)?;
    let status = id.parse().ok().and_then(|id| state.readable(id, reader));
    Ok((reader, status.ok_or_else(Refused::not_found)?))
}

/// A status of the caller's own.
fn own(state: &State, caller: &Caller, id: &str) -> Result<StatusId, Refused> {
    let id = StatusId(id.parse().map_err(|_| Refused::not_found())?);
    let own = state.statuses.get(&id).filter(|status| status.author == caller.user);
    own.map(|status| status.id).ok_or_else(Refused::not_found)
}

fn visibility(params: &Params) -> Result<Option<Visibility>, Refused> {
    let Some(word) = params.text("visibility").filter(|word| !word.is_empty()) else { return Ok(None) };
    let read = Visibility::read(&word).map(Some);
    read.ok_or_else(|| Refused::new(422, format!("'{word}' is not a valid visibility")))
}

fn draft(state: &State, params: &Params) -> Result<Draft, Refused> {
    let poll = params.get("poll").filter(|poll| poll.is_object()).map(|poll| PollDraft {
        options: poll.get("options").map(items).unwrap_or_default().into_iter().filter_map(text).collect(),
        expires_in: poll.get("expires_in").and_then(text).and_then(|seconds| seconds.parse().ok()),
        multiple: poll.get("multiple").is_some_and(is_true),
        hide_totals: poll.get("hide_totals").is_some_and(is_true),
    });
    let mut media_changes = Vec::new();
    for change in params.list("media_attributes") {
        let Some(id) = change.get("id").and_then(text).and_then(|id| id.parse().ok()) else { continue };
        let description = change.get("description").and_then(text);
        state.check_description(description.as_deref())?;
        media_changes.push(MediaChange { id, description, focus: media::focus(change.get("focus")) });
    }
    // What is no number is an id that nothing has.
    let number = |words: String| words.parse().unwrap_or_default();
    let target = |name| params.text(name).filter(|id| !id.is_empty()).map(number);
    Ok(Draft {
        text: params.text("status").unwrap_or_default(),
        spoiler_text: params.text("spoiler_text").unwrap_or_default(),
        sensitive: params.flag("sensitive"),
        visibility: visibility(params)?.unwrap_or_default(),
        language: params.text("language"),
        in_reply_to: target("in_reply_to_id"),
        quote: target("quoted_status_id"),
        media_ids: params.list("media_ids").into_iter().filter_map(text).map(number).collect(),
        media_changes,
        poll,
    })
}

fn create(state: &mut State, call: &Call) -> Outcome {
    let caller = state.caller(call, WRITES)?;
    if call.params.has("scheduled_at") {
        return Err(Refused::new(422, "This server schedules nothing"));
    }
    let draft = draft(state, &call.params)?;
    state.check_targets(&draft, caller.user)?;
    let key = call.header("idempotency-key").filter(|key| !key.is_empty());
    let key = key.map(|key| (caller.user, key.to_owned()));
    if let Some((id, at)) = key.as_ref().and_then(|key| state.idempotency.get(key))
        && state.now().duration_since(*at) < REMEMBERED
    {
        let id = state.statuses.get(id).map(|status| status.id).ok_or_else(Refused::not_found)?;
        return ok(&state.status_json(id, Some(caller.user)));
    }
    let id = state.publish(caller.user, draft, caller.application)?;
    if let Some(key) = key {
        let now = state.now();
        state.idempotency.retain(|_, (_, at)| now.duration_since(*at) < REMEMBERED);
        state.idempotency.insert(key, (id, now));
    }
    ok(&state.status_json(id, Some(caller.user)))
}

fn edit(state: &mut State, call: &Call, id: &str) -> Outcome {
    let caller = state.caller(call, WRITES)?;
    let id = own(state, &caller, id)?;
    let mut draft = draft(state, &call.params)?;
    // A quote stays what it was, and words are not needed beside it.
    draft.quote = state.statuses.get(&id).and_then(|status| status.quote).map(|quote| quote.0);
    state.change(id, &draft)?;
    ok(&state.status_json(id, Some(caller.user)))
}

/// Gives the status with the words as they were written, so that it can be drafted again.
fn delete(state: &mut State, call: &Call, id: &str) -> Outcome {
    let caller = state.caller(call, WRITES)?;
    let id = own(state, &caller, id)?;
    let mut json = state.status_json(id, Some(caller.user));
    let taken = state.take_away(id).ok_or_else(Refused::not_found)?;
    if let Some(json) = json.as_object_mut() {
        json.remove("content");
        json.insert("text".into(), taken.text.clone().into());
    }
    let keeps_media = call.params.flag("delete_media") != Some(true);
    for media in taken.media {
        if keeps_media {
            state.uploads.insert(media.id, media::Held { media, owner: caller.user, polls_left: 0 });
        } else {
            state.files.remove(&media.id);
        }
    }
    ok(&json)
}

fn reblog(state: &mut State, call: &Call, id: &str) -> Outcome {
    let caller = state.caller(call, WRITES)?;
    let id = id.parse().map_err(|_| Refused::not_found())?;
    let given = visibility(&call.params)?;
    let status = state.readable(id, Some(caller.user)).ok_or_else(Refused::not_found)?;
    // Who passes a reblog on passes on what it is of.
    let of = status.reblog_of.unwrap_or(status.id);
    let is_own = status.author == caller.user;
    let visibility = match status.visibility {
        Visibility::Direct => return Err(Refused::not_allowed()),
        Visibility::Private if !is_own => return Err(Refused::not_allowed()),
        Visibility::Private => Visibility::Private,
        _ => given.unwrap_or_default(),
    };
    let id = state.reblog(caller.user, of, visibility, caller.application);
    ok(&state.status_json(id, Some(caller.user)))
}

fn unreblog(state: &mut State, call: &Call, id: &str) -> Outcome {
    let caller = state.caller(call, WRITES)?;
    let id = id.parse().map_err(|_| Refused::not_found())?;
    let status = state.readable(id, Some(caller.user)).ok_or_else(Refused::not_found)?;
    let of = status.reblog_of.unwrap_or(status.id);
    let mut held = state.statuses.values();
    let reblog =
        held.find(|held| held.author == caller.user && held.reblog_of == Some(of)).map(|held| held.id);
    if let Some(reblog) = reblog {
        state.take_away(reblog);
    }
    ok(&state.status_json(of, Some(caller.user)))
}
