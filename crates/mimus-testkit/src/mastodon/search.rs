//! `GET /api/v2/search`: a status by its address. What it is asked to fetch from elsewhere it does not find.

use serde_json::json;

use super::answer::{Outcome, ok};
use super::serve::Call;
use super::world::State;

const READS: &[&str] = &["read", "read:search"];

pub(super) fn answer(state: &State, call: &Call) -> Outcome {
    let caller = state.caller(call, READS)?;
    let wanted = call.params.text("q").unwrap_or_default();
    let reader = Some(caller.user);
    let readable = state.statuses.keys().filter(|id| state.readable(id.0, reader).is_some());
    let found = readable.map(|id| state.status_json(*id, reader)).find(|status| {
        status["url"].as_str() == Some(wanted.as_str()) || status["uri"].as_str() == Some(wanted.as_str())
    });
    ok(&json!({"accounts": [], "statuses": found.into_iter().collect::<Vec<_>>(), "hashtags": []}))
}
