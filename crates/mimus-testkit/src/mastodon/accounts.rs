//! The calls under `/api/v1/accounts`.

use axum::http::header;
use serde_json::{Value, json};
use url::Url;

use super::answer::{self, Outcome, Refused, ok};
use super::serve::Call;
use super::status::{Status, StatusId};
use super::world::State;

/// How many statuses a page has unless it is asked for so many, and how many it may have.
const USUAL: usize = 20;
const MOST: usize = 40;

pub(super) fn answer(state: &State, call: &Call, rest: &[&str]) -> Outcome {
    match rest {
        ["verify_credentials"] => own(state, call),
        ["lookup"] => {
            let acct = call.params.text("acct").unwrap_or_default();
            let user = state.user_named(&acct).ok_or_else(Refused::not_found)?;
            ok(&state.account_json(user))
        }
        [id] => {
            state.reader(call, &["read", "read:accounts"])?;
            let user = id.parse().ok().and_then(|id| state.user(id)).ok_or_else(Refused::not_found)?;
            ok(&state.account_json(user))
        }
        [id, "statuses"] => statuses(state, call, id),
        _ => Err(Refused::new(404, "Not Found")),
    }
}

fn own(state: &State, call: &Call) -> Outcome {
    let caller = state.caller(call, &["profile", "read", "read:accounts"])?;
    let user = state.user(caller.user).ok_or_else(Refused::not_found)?;
    let mut json = state.account_json(user);
    json["source"] = json!({
        "privacy": "public", "sensitive": false, "language": null, "note": "", "fields": [],
        "follow_requests_count": 0, "hide_collections": null, "discoverable": true, "indexable": false,
        "attribution_domains": [], "quote_policy": "public",
    });
    json["role"] = json!({"id": "-99", "name": "", "permissions": "0", "color": "", "highlighted": false});
    ok(&json)
}

fn statuses(state: &State, call: &Call, id: &str) -> Outcome {
    let reader = state.reader(call, &["read", "read:statuses"])?;
    let user = id.parse().ok().and_then(|id| state.user(id)).ok_or_else(Refused::not_found)?;
    let params = &call.params;
    let has = |name: &str| params.flag(name) == Some(true);
    let is_wanted = |status: &&Status| {
        // An answer to oneself is no reply here.
        let replied = status.in_reply_to_id.and_then(|id| state.statuses.get(&id));
        let is_reply =
            status.in_reply_to_id.is_some() && replied.is_none_or(|replied| replied.author != user.id);
        status.author == user.id
            && state.may_read(status, reader)
            && !(has("exclude_replies") && is_reply)
            && !(has("exclude_reblogs") && status.reblog_of.is_some())
            && !(has("only_media") && status.media.is_empty())
            && !has("pinned")
    };
    let most = params.id("limit").and_then(|most| usize::try_from(most).ok()).unwrap_or(USUAL).min(MOST);
    let (min, since) = (params.id("min_id"), params.id("since_id"));
    let after = min.or(since).unwrap_or_default();
    let before = params.id("max_id").unwrap_or(u64::MAX);
    let between = state.statuses.values().filter(|status| status.id.0 > after && status.id.0 < before);
    let wanted = between.filter(is_wanted).map(|status| status.id);
    let mut ids: Vec<StatusId> =
        if min.is_some() { wanted.take(most).collect() } else { wanted.rev().take(most).collect() };
    ids.sort_by_key(|id| std::cmp::Reverse(*id));
    let page: Vec<Value> = ids.iter().map(|id| state.status_json(*id, reader)).collect();
    let mut response = answer::json(200, &Value::Array(page));
    if let (Some(newest), Some(oldest)) = (ids.first(), ids.last()) {
        let mut links = Vec::new();
        if ids.len() == most {
            links.push(link(state, call, ("max_id", *oldest), "next"));
        }
        links.push(link(state, call, ("min_id", *newest), "prev"));
        answer::set(&mut response, header::LINK, &links.join(", "));
    }
    Ok(response)
}

fn link(state: &State, call: &Call, (name, id): (&str, StatusId), relation: &str) -> String {
    let mut url: Url = state.base.clone();
    url.set_path(&call.path);
    let kept = ["limit", "exclude_replies", "exclude_reblogs", "only_media"];
    for kept in kept {
        if let Some(value) = call.params.text(kept) {
            url.query_pairs_mut().append_pair(kept, &value);
        }
    }
    url.query_pairs_mut().append_pair(name, &id.to_string());
    format!("<{url}>; rel=\"{relation}\"")
}
