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
        ("GET", "/_emulator/bill") => Ok((200, bill(state))),
        _ => Err(problems::no_such_path(path)),
    }
}

fn bill(state: &State) -> Value {
    let bill = state.billing.bill();
    let requests: Value = bill.requests.iter().map(|(call, count)| (call.name(), json!(count))).collect();
    let shares: Value = bill.highest_share.iter().map(|(call, share)| (call.name(), json!(share))).collect();
    json!({
        "requests": requests, "highest_share": shares, "posts": bill.posts, "users": bill.users,
        "micros": bill.micros, "refused_429": bill.refused_429,
    })
}
