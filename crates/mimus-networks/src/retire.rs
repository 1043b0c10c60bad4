//! The ability to list an account's own old posts, and to look at one of them: for those that are to go. They are deleted by
//! [`crate::Publish::delete`].

use jiff::Timestamp;
use mimus_core::RemoteId;
use mimus_core::policy::OwnPost;

use crate::connector::{BoxFuture, Failure};

/// Old posts of a connected account.
pub trait Retire: Send + Sync {
    /// A page of what the account has posted before a time, the newest first. Posts that are not for everybody are left out.
    fn old_posts<'a>(
        &'a self,
        before: Timestamp,
        cursor: Option<&'a str>,
    ) -> BoxFuture<'a, Result<OldPage, Failure>>;

    /// One of them as it stands now; none where it is gone, or not for everybody.
    fn look<'a>(&'a self, id: &'a RemoteId) -> BoxFuture<'a, Result<Option<OwnPost>, Failure>>;
}

/// A page of old posts.
#[derive(Debug, Clone)]
pub struct OldPage {
    /// The posts.
    pub posts: Vec<OwnPost>,
    /// Where it goes on; none at the end.
    pub cursor: Option<String>,
}
