//! Users of the emulator as tests set them up.

use jiff::Timestamp;
use mimus_networks::x::{Endpoint, OAuth1Keys};

use super::{Emulator, Fault, FaultKind, NewPost, UploadSeen, UserTokens};

impl Emulator {
    fn known_or_new(&self, handle: &str) -> u64 {
        let known = self.state().world.user_by_handle(handle).map(|account| account.id);
        known.unwrap_or_else(|| self.add_user(handle, handle))
    }

    /// An account, made where there is none, that has granted the app everything.
    #[must_use]
    pub fn connect_user(&self, handle: &str) -> UserTokens {
        let user = self.known_or_new(handle);
        let mut state = self.state();
        let (now, life) = (state.world.now(), state.options.token_life);
        state.people.grant_all(user, now, life)
    }

    /// An account, made where there is none, with keys of OAuth 1.0a.
    ///
    /// # Panics
    /// Where the emulator's own keys hold what keys may not.
    #[must_use]
    pub fn connect_user_oauth1(&self, handle: &str) -> OAuth1Keys {
        let user = self.known_or_new(handle);
        let mut state = self.state();
        let options = state.options.clone();
        let keys = state.people.keys(user, &options);
        keys.unwrap_or_else(|| panic!("the emulator's keys cannot be such"))
    }

    /// Who is signed in where the page of consent is opened. It consents by itself.
    pub fn sign_in_as(&self, handle: &str) {
        let user = self.known_or_new(handle);
        self.state().people.at_page = Some(user);
    }

    /// An account takes back all that it granted.
    pub fn revoke_user(&self, handle: &str) {
        let user = self.known_or_new(handle);
        self.state().people.revoke_all(user);
    }

    /// The tokens with which calls are made for an account are over; the refresh tokens are not.
    pub fn expire_access(&self, handle: &str) {
        let user = self.known_or_new(handle);
        self.state().people.expire_access(user);
    }

    /// An account pays for long posts and edits.
    pub fn subscribe(&self, handle: &str) {
        let user = self.known_or_new(handle);
        self.change(user, |account| account.subscribed = true);
    }

    /// The posts of an account as they stand, oldest first, each with its id.
    #[must_use]
    pub fn posts_of(&self, handle: &str) -> Vec<(u64, NewPost)> {
        let user = self.known_or_new(handle);
        let state = self.state();
        let newest: Vec<(u64, NewPost)> =
            state.world.newest_first_of(user).map(|post| (post.id, post.content.clone())).collect();
        newest.into_iter().rev().collect()
    }

    /// The media that an account has sent, oldest first.
    #[must_use]
    pub fn uploads_of(&self, handle: &str) -> Vec<UploadSeen> {
        let user = self.known_or_new(handle);
        self.state().uploads.of(user)
    }

    /// When a post was written.
    ///
    /// # Panics
    /// Where there is no such post.
    #[must_use]
    pub fn written_at(&self, post: u64) -> Timestamp {
        let state = self.state();
        state.world.post(post).map_or_else(|| panic!("no post {post}"), |post| post.written)
    }

    /// Something goes wrong with the next so many calls, beside what is set to go wrong already.
    pub fn inject(&self, endpoint: Endpoint, kind: FaultKind, times: u32) {
        self.state().faults.add(Fault { endpoint, kind, times: Some(times) });
    }
}
