//! X by its API v2.
//!
//! Facts about X are of August 2026; what its documents leave open is built so that either answer works.

pub mod activity;
pub(crate) mod address;
pub mod answer;
pub mod client;
pub mod convert;
pub mod cursor;
pub mod id;
pub(crate) mod lenient;
pub mod limits;
pub mod lists;
pub mod media;
pub mod meter;
pub mod model;
pub(crate) mod names;
pub mod oauth1;
pub mod oauth2;
pub mod own;
pub mod plan;
pub mod problem;
pub mod profile;
pub mod profiles;
pub mod publish;
pub mod reader;
mod retire;
pub mod rules;
pub mod secret;
pub mod stream;
pub mod upload;
pub mod user;
pub mod webhook;
pub(crate) mod words;
pub mod write;
pub mod writes;

pub use activity::{Delivery, Event, EventKind, Subscription, Subscriptions, Webhook};
pub use answer::{Answer, Users};
pub use client::{BearerToken, BearerTokenError, CallError, Called, PageOf, Window, XClient};
pub use convert::{Converted, Loss, NoPost, convert};
pub use cursor::Cursor;
pub use id::{TweetId, TweetIdError};
pub use limits::{Endpoint, Limits, Prices};
pub use lists::list_is_gone;
pub use media::{FilmLimit, MediaLoss};
pub use meter::{Behalf, Brings, Grant, Meter, MeteredStream, MeteredX, Spent, StreamOver, StreamTab};
pub use model::{Includes, ReferenceKind, Tweet, User};
pub use oauth1::OAuth1Keys;
pub use oauth2::{OAuth2App, SignIn, Tokens};
pub use own::XOwnReader;
pub use problem::{Absence, Problem, Refusal};
pub use profile::profile;
pub use profiles::{PROFILE_EVERY, PROFILES_A_CALL, Standing, standing};
pub use publish::XPublisher;
pub use reader::{Place, Sorted, XReader, sort};
pub use retire::XRetirer;
pub use rules::{Rule, RuleAdded, RuleChange};
pub use secret::{Secret, SecretError};
pub use stream::{PostStream, StreamEnd};
pub use upload::{Category, Medium, Progress};
pub use user::{RefreshLease, TokenKeeper, UserCallError, UserCredentials, XUser};
pub use write::NewTweet;
pub use writes::{LongWindow, WriteKind, WritePrices, has_link, long_windows};

use crate::connector::{Failure, OnePost};

/// Reads one post of an answer, a stream's line or an event. Of several the first is taken, and the others are named.
pub fn read_one(json: &[u8]) -> Result<OnePost, Failure> {
    let answer = Answer::parse(json)?;
    let Some(tweet) = answer.tweets.first() else {
        let why = answer.problems.first().map(Problem::words).unwrap_or_default();
        return Err(Failure::Rejected { why: format!("the answer holds no post. {why}").trim().to_owned() });
    };
    let mut warnings = Vec::new();
    if answer.tweets.len() > 1 {
        warnings.push(format!("the answer holds {} posts; only the first is shown", answer.tweets.len()));
    }
    let handle_of = |byline: &mimus_core::Byline| byline.handle.clone();
    Ok(match convert(tweet, &answer.includes, FilmLimit::default()) {
        Ok(Converted { post, author, losses }) => {
            warnings.extend(losses.iter().map(ToString::to_string));
            let answered = post.reply_to.as_ref().and_then(|reply| reply.author.as_ref()).and_then(handle_of);
            let same = answered.is_some() && answered == author.as_ref().and_then(handle_of);
            OnePost { post: Ok(post), is_own_reply: same || tweet.answers_itself(), warnings }
        }
        Err(why) => OnePost { post: Err(why.to_string()), is_own_reply: false, warnings },
    })
}
