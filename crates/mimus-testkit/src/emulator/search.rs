//! Posts of the last seven days by a query.

use std::time::Duration;

use mimus_networks::x::Limits;

use super::State;
use super::asked::Asked;
use super::bundle::{Given, PageAsked};
use super::problems::{self, Refused};
use super::query::{self, Place};
use super::world::first_id_at;

/// How far the search reaches back.
const DEPTH: Duration = Duration::from_secs(7 * 24 * 60 * 60);
const SEARCH: [&str; 9] = [
    "query",
    "max_results",
    "next_token",
    "pagination_token",
    "since_id",
    "until_id",
    "start_time",
    "end_time",
    "sort_order",
];

pub(super) fn recent(state: &State, query: &str) -> Result<Given, Refused> {
    let asked = Asked::read(query, &SEARCH)?;
    let words = asked.text("query").unwrap_or_default();
    let query = query::parse(words, Limits::PAY_PER_USE.query_chars)
        .map_err(|why| problems::invalid("query", words, &why))?;
    if let (Some(since), Some(_)) = (asked.text("since_id"), asked.text("start_time")) {
        return Err(problems::invalid("since_id", since, "only one of since_id and start_time is taken"));
    }
    let page = PageAsked::read(&asked, 10..=100, &["next_token", "pagination_token"])?;
    let world = &state.world;
    let oldest = first_id_at(world.now().checked_sub(DEPTH).unwrap_or_default());
    let recent = world.newest_first(page.since().max(oldest.saturating_sub(1)));
    let found = recent.filter(|post| query.finds(post, world, Place::Search));
    Ok(page.of(found, world, &asked.wanted()))
}
