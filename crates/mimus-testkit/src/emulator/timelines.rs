//! Posts of an account, and posts by their ids.

use serde_json::{Value, json};

use super::State;
use super::asked::Asked;
use super::bundle::{Bundle, Given, PageAsked, absent_post};
use super::problems::{self, Refused};
use super::world::{Account, Post, Standing};

/// How many posts a timeline reaches back.
const DEPTH: usize = 3_200;
const TIMELINE: [&str; 7] =
    ["max_results", "pagination_token", "since_id", "until_id", "start_time", "end_time", "exclude"];

/// `own` says whether the account asks for its own posts, which it sees whoever else may.
pub(super) fn user_tweets(state: &State, user: u64, own: bool, query: &str) -> Result<Given, Refused> {
    let asked = Asked::read(query, &TIMELINE)?;
    let page = PageAsked::read(&asked, 5..=100, &["pagination_token"])?;
    let world = &state.world;
    let seen = |account: &Account| own && account.standing == Standing::Protected;
    if !world.is_open(user) && !world.user(user).is_some_and(seen) {
        let why = problems::of_account(world.user(user), "id", &user.to_string());
        return Ok(Given { json: json!({"errors": [why]}), ..Given::default() });
    }
    let excluded = asked.text("exclude").unwrap_or_default();
    let is_excluded = |post: &&Post| {
        (excluded.contains("replies") && post.content.reply_to.is_some())
            || (excluded.contains("retweets") && post.content.repost_of.is_some())
    };
    let all = world.newest_first_of(user).take(DEPTH);
    Ok(page.of(all.filter(|post| !is_excluded(post)), world, &asked.wanted()))
}

pub(super) fn tweets(state: &State, query: &str) -> Result<Given, Refused> {
    let asked = Asked::read(query, &["ids"])?;
    let wanted = asked.wanted();
    let mut bundle = Bundle::default();
    for id in asked.named("ids", |id| id.parse::<u64>().is_ok())? {
        let id = id.parse().unwrap_or(0);
        match state.world.public_post(id) {
            Some(post) => bundle.add(post, &state.world, &wanted),
            None => bundle.errors.push(absent_post(id, "ids", &state.world)),
        }
    }
    Ok(bundle.finish(Value::from))
}
