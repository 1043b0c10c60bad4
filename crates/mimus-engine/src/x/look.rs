//! One look at several accounts: a search, or a list.

use std::collections::BTreeSet;

use jiff::{SignedDuration, Timestamp};
use mimus_networks::Failure;
use mimus_networks::x::plan::{Asked, query};
use mimus_networks::x::{
    Answer, Behalf, CallError, MeteredX, PageOf, Refusal, Tweet, TweetId, UserCallError, XUser, list_is_gone,
};

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

/// What a look at a list brought.
pub(super) struct ListLook {
    /// Its posts that are new.
    pub(super) answer: Answer,
    /// The newest post on it.
    pub(super) newest: Option<TweetId>,
    /// Whether nothing is missing since the newest that was known.
    pub(super) whole: bool,
    /// Whether X has no such list.
    pub(super) gone: bool,
}

/// What is new on a list since its newest known post. X shows the list's owner what everybody else may not see, so the posts
/// themselves are those that the app is given; of the same day they cost nothing more.
pub(super) async fn list(
    x: &MeteredX,
    owner: &XUser,
    behalf: Behalf,
    list: u64,
    known: Option<TweetId>,
    at_most: u32,
) -> Result<ListLook, Failure> {
    let (mut new, mut token) = (BTreeSet::new(), None);
    let mut look = ListLook { answer: Answer::default(), newest: known, whole: false, gone: false };
    for _ in 0..PAGES {
        let page = PageOf { at_most, token: token.take(), ..PageOf::default() };
        let answer = match owner.list_tweets(behalf, list, &page).await {
            Ok(answer) => answer,
            Err(UserCallError::Call(CallError::Refused { refusal: Refusal::NotFound(_), .. })) => {
                look.gone = true;
                return Ok(look);
            }
            Err(error) => return Err(error.failure(x.now())),
        };
        look.gone = list_is_gone(&answer.problems);
        let ids: Vec<TweetId> = answer.tweets.iter().filter_map(Tweet::id).collect();
        let at_known = ids.iter().any(|id| Some(*id) <= known);
        look.newest = look.newest.max(ids.iter().max().copied());
        new.extend(ids.into_iter().filter(|id| Some(*id) > known));
        token = answer.next_token;
        // A list that is read for the first time holds what was read otherwise.
        look.whole = at_known || token.is_none();
        if look.whole || look.gone || known.is_none() {
            break;
        }
    }
    let new: Vec<TweetId> = new.into_iter().collect();
    for ids in new.chunks(100) {
        look.answer.join(x.tweets(behalf, ids).await?);
    }
    Ok(look)
}
