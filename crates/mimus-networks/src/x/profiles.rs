//! What an answer about many accounts says of each.

use jiff::SignedDuration;
use mimus_core::Profile;

use super::Users;
use super::profile::profile;
use super::reader::{PROTECTED, of_account};

/// How often a profile is read again: an account that is read costs two posts.
pub const PROFILE_EVERY: SignedDuration = SignedDuration::from_hours(7 * 24);

/// Accounts in one call (facts/x-api.md §2.2).
pub const PROFILES_A_CALL: usize = 100;

/// What X says of an account among others.
#[derive(Debug, Clone, PartialEq)]
pub enum Standing {
    /// How it looks now.
    Open(Box<Profile>),
    /// It is there and may not be mirrored, and why.
    Protected(&'static str),
    /// It is not there. Its timeline tells why.
    Absent,
    /// Nothing that is understood.
    Unsaid,
}

/// What an answer says of one of the accounts that were asked for.
#[must_use]
pub fn standing(users: &Users, id: u64) -> Standing {
    match users.users.iter().find(|user| user.id() == Some(id)) {
        Some(user) if user.is_protected() => Standing::Protected(PROTECTED),
        Some(user) => Standing::Open(Box::new(profile(user))),
        None if users.problems.iter().any(|problem| of_account(problem, id).is_some()) => Standing::Absent,
        None => Standing::Unsaid,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_account_of_an_answer_is_told_apart() {
        let users = Users::parse(
            br#"{"data":[{"id":"1","name":"One","username":"one"},{"id":"2","name":"Two","username":"two","protected":true}],
                "errors":[{"title":"Forbidden","detail":"User has been suspended: [3].","resource_type":"user",
                "resource_id":"3","type":"https://api.twitter.com/2/problems/resource-not-found"},
                {"title":"Not Found Error","resource_type":"user","value":"4",
                "type":"https://api.twitter.com/2/problems/resource-not-found"}]}"#,
        )
        .unwrap();
        let Standing::Open(one) = standing(&users, 1) else { panic!("the first is open") };
        assert_eq!(one.handle.as_deref(), Some("one"));
        assert_eq!(standing(&users, 2), Standing::Protected(PROTECTED));
        assert_eq!(
            [3, 4, 5].map(|id| standing(&users, id)),
            [Standing::Absent, Standing::Absent, Standing::Unsaid]
        );
    }
}
