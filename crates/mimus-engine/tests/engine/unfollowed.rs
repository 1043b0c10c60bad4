//! Mirrors of X that nobody follows.

use jiff::SignedDuration;
use mimus_core::{Basis, LocalHandle, MirrorPolicy, Profile};
use mimus_engine::janitor;
use mimus_store::{MirrorId, MirrorState, NewFollower, NewMirror, UNFOLLOWED};

use crate::house::{House, on_both};

on_both!(they_rest_after_a_month_but_ones_own,);

async fn mirror(house: &House, name: &str, location: &str, basis: Basis) -> MirrorId {
    let policy = MirrorPolicy { basis, ..MirrorPolicy::default() };
    let new = NewMirror {
        handle: &LocalHandle::new(name).unwrap(),
        location,
        policy: &policy,
        profile: &Profile::default(),
        private_key: b"none",
        public_key: "none",
        first_read_at: None,
        reader: None,
    };
    house.engine.store.add_mirror(&new, house.engine.clock.now()).await.unwrap()
}

async fn they_rest_after_a_month_but_ones_own(house: House) {
    let store = &house.engine.store;
    let lonely = mirror(&house, "lonely", "x:id/1", Basis::Other).await;
    let own = mirror(&house, "own", "x:id/2", Basis::Own).await;
    let loved = mirror(&house, "loved", "x:id/3", Basis::Other).await;
    let feed = mirror(&house, "feed", "feed:https://news.example/feed", Basis::Other).await;
    let follower = NewFollower {
        mirror: loved,
        actor: "https://far.example/users/ana",
        follow_id: "https://far.example/follows/1",
        inbox: "https://far.example/inbox",
        delivery_inbox: "https://far.example/inbox",
        answer: &serde_json::json!({"type": "Accept"}),
    };
    store.add_follower(&follower, house.engine.clock.now()).await.unwrap();
    let state = async |id| store.mirror_by_id(id).await.unwrap().unwrap().state;
    let days = SignedDuration::from_hours(24);
    janitor::tidy(&house.engine).await.unwrap();
    house.pass(days * 29);
    janitor::tidy(&house.engine).await.unwrap();
    assert_eq!(state(lonely).await, MirrorState::Active, "not before the time is over");
    // Who loses the last follower has the whole time again.
    store.remove_follower(loved, follower.actor).await.unwrap();
    house.pass(days * 2);
    janitor::tidy(&house.engine).await.unwrap();
    let rests = store.mirror_by_id(lonely).await.unwrap().unwrap();
    assert_eq!((rests.state, rests.state_reason.as_deref()), (MirrorState::Paused, Some(UNFOLLOWED)));
    for other in [own, loved, feed] {
        assert_eq!(state(other).await, MirrorState::Active);
    }
    house.pass(days * 31);
    janitor::tidy(&house.engine).await.unwrap();
    assert_eq!(state(loved).await, MirrorState::Paused);
    assert_eq!((state(own).await, state(feed).await), (MirrorState::Active, MirrorState::Active));
}
