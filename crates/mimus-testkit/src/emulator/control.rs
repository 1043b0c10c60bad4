//! The emulator's own calls, for those who try it by hand.

use serde::Deserialize;
use serde_json::{Value, json};

use super::State;
use super::problems::{self, Refused};
use super::world::NewPost;

#[derive(Deserialize)]
struct NewUser {
    handle: String,
    #[serde(default)]
    name: String,
}

/// An account, made where there is none.
#[derive(Deserialize)]
struct Named {
    handle: String,
}

#[derive(Deserialize)]
struct NewWords {
    /// A handle or an id.
    user: String,
    text: String,
}

fn read<'a, T: Deserialize<'a>>(body: &'a [u8]) -> Result<T, Refused> {
    serde_json::from_slice(body).map_err(|error| problems::invalid("body", "", &error.to_string()))
}

/// Answers `METHOD /_emulator/…`.
pub(super) fn answer(
    state: &mut State,
    method: &str,
    path: &str,
    body: &[u8],
) -> Result<(u16, Value), Refused> {
    match (method, path) {
        ("POST", "/_emulator/users") => {
            let NewUser { handle, name } = read(body)?;
            let id = state.world.add_user(&handle, if name.is_empty() { &handle } else { &name });
            Ok((201, json!({"id": id.to_string()})))
        }
        ("POST", "/_emulator/posts") => {
            let NewWords { user, text } = read(body)?;
            let by_id = || state.world.user(user.parse().ok()?);
            let Some(author) = state.world.user_by_handle(&user).or_else(by_id).map(|account| account.id)
            else {
                return Err(problems::invalid("user", &user, "there is no such account; add it first"));
            };
            let id = state.world.write(author, NewPost { text, ..NewPost::default() });
            state.publish(id);
            Ok((201, json!({"id": id.to_string()})))
        }
        ("POST", "/_emulator/connect") => {
            let Named { handle } = read(body)?;
            Ok((201, connected(state, &handle)))
        }
        ("POST", "/_emulator/sign-in") => {
            let Named { handle } = read(body)?;
            state.people.at_page = Some(known_or_new(state, &handle));
            Ok((200, json!({"signed_in": handle})))
        }
        ("GET", "/_emulator/bill") => Ok((200, bill(state))),
        ("GET", path) if path.starts_with("/_emulator/posts/") => {
            let handle = path.trim_start_matches("/_emulator/posts/");
            Ok((200, posts(state, handle)))
        }
        _ => Err(problems::no_such_path(path)),
    }
}

fn known_or_new(state: &mut State, handle: &str) -> u64 {
    let known = state.world.user_by_handle(handle).map(|account| account.id);
    known.unwrap_or_else(|| state.world.add_user(handle, handle))
}

/// Tokens of an account that has granted everything.
fn connected(state: &mut State, handle: &str) -> Value {
    let user = known_or_new(state, handle);
    let (now, life) = (state.world.now(), state.options.token_life);
    let tokens = state.people.grant_all(user, now, life);
    json!({
        "user": user.to_string(), "access_token": tokens.access, "refresh_token": tokens.refresh,
        "expires_at": tokens.expires_at.to_string(), "client_id": state.options.client_id,
        "client_secret": state.options.client_secret,
    })
}

/// The posts of an account as they stand, newest first.
fn posts(state: &State, handle: &str) -> Value {
    let author = state.world.user_by_handle(handle).map_or(0, |account| account.id);
    let one = |post: &super::world::Post| {
        let alts: Vec<&Option<String>> = post.content.photos.iter().map(|(_, alt)| alt).collect();
        json!({
            "id": post.id.to_string(), "text": post.content.text, "alt_texts": alts,
            "reply_to": post.content.reply_to.map(|id| id.to_string()),
            "repost_of": post.content.repost_of.map(|id| id.to_string()),
        })
    };
    state.world.newest_first_of(author).map(one).collect()
}

fn bill(state: &State) -> Value {
    let bill = state.billing.bill();
    let requests: Value = bill.requests.iter().map(|(call, count)| (call.name(), json!(count))).collect();
    let shares: Value = bill.highest_share.iter().map(|(call, share)| (call.name(), json!(share))).collect();
    let writes: Value = bill.writes.iter().map(|(kind, count)| (kind.name(), json!(count))).collect();
    json!({
        "requests": requests, "highest_share": shares, "posts": bill.posts, "users": bill.users,
        "owned_posts": bill.owned_posts, "writes": writes, "micros": bill.micros, "refused_429": bill.refused_429,
    })
}
