//! What is to become of a request, and why.

use mimus_federation::signature::{SignatureError, Verified};

#[derive(Clone, Copy)]
pub(crate) enum Expect {
    Accept,
    Refuse(fn(&SignatureError) -> bool),
}
macro_rules! refuse {
    ($pattern:pat) => {
        $crate::expectation::Expect::Refuse(|fault| matches!(fault, $pattern))
    };
}

#[track_caller]
pub(crate) fn expect(name: &str, result: Result<Verified, SignatureError>, expected: Expect) {
    match (result, expected) {
        (Ok(verified), Expect::Accept) => assert!(!verified.key_id.is_empty()),
        (Err(fault), Expect::Refuse(fits)) if fits(&fault) => {}
        (result, _) => panic!("{name}: {result:?}"),
    }
}
pub(crate) use refuse;
