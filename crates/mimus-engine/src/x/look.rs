//! One search over several accounts.

use jiff::{SignedDuration, Timestamp};
use mimus_networks::Failure;
use mimus_networks::x::plan::{Asked, query};
use mimus_networks::x::{Answer, Behalf, MeteredX, PageOf};

/// Most pages of one search.
const PAGES: usize = 10;
/// A search reaches back seven days; a little less is asked for, so that the call is not wrong when it arrives.
const REACH: SignedDuration = SignedDuration::from_hours(7 * 24 - 1);

/// Posts of these accounts since a time, all pages in one.
pub(super) async fn search(
    x: &MeteredX,
    behalf: Behalf,
    accounts: &[u64],
    asked: Asked,
    since: Timestamp,
) -> Result<Answer, Failure> {
    let query = query(accounts, asked);
    let reach = x.now().saturating_sub(REACH).unwrap_or(since);
    let mut all = Answer::default();
    let mut token = None;
    for _ in 0..PAGES {
        let page =
            PageOf { from: Some(since.max(reach)), at_most: 100, token: token.take(), ..PageOf::default() };
        let mut answer = x.search_recent(behalf, &query, &page).await?;
        token = answer.next_token.take();
        all.join(answer);
        if token.is_none() {
            break;
        }
    }
    Ok(all)
}
