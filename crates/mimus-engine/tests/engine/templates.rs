//! Templates: who may keep them, and that each time of a rhythm has one draft, whatever dies meanwhile.

use std::future::poll_fn;
use std::pin::pin;
use std::task::Poll;

use jiff::{SignedDuration, Timestamp};
use mimus_core::desk::{Content, Days, Entry, Rhythm, Role};
use mimus_core::render::{DestinationLimits, MastodonLimits};
use mimus_core::{Network, Profile};
use mimus_engine::desk::DeskError;
use mimus_engine::desk::templates::TemplateIntent;
use mimus_engine::desk::templates::recur::turn;
use mimus_engine::{Engine, Node};
use mimus_store::{
    AccountId, AccountStanding, Draft, DraftFilter, DraftState, NewAccount, NewPerson, Person, PersonState,
};

use crate::house::{House, on_both};

on_both!(
    each_time_has_one_draft_up_for_review,
    after_a_long_stop_the_latest_is_made_and_the_rest_is_said_to_be_missed,
    a_turn_that_dies_anywhere_makes_none_twice_and_loses_none,
    many_at_once_make_one,
    one_node_makes_them_and_another_goes_on,
    it_stops_where_who_made_it_has_left_and_goes_on_with_another,
    it_stops_where_who_made_it_may_not_edit_any_more,
    a_change_makes_nothing_again_that_was_made,
    a_change_that_did_not_see_the_last_draft_is_refused,
    only_who_may_edit_for_all_its_accounts_has_it,
    a_template_is_kept_of_a_draft_and_made_into_drafts,
    what_could_not_be_kept_to_is_refused,
);

pub(crate) async fn account(engine: &Engine, id: &str) -> AccountId {
    let limits = DestinationLimits::Mastodon(MastodonLimits::default());
    let standing = AccountStanding { handle: id, profile: &Profile::default(), limits: &limits, rules: &[] };
    let credentials = b"sealed".to_vec();
    let new = NewAccount { network: Network::Mastodon, server: "", remote_id: id, standing, credentials };
    engine.store.connect_account(&new, engine.clock.now()).await.unwrap().id
}

pub(crate) async fn somebody(engine: &Engine, name: &str, roles: &[(AccountId, Role)]) -> Person {
    let new = NewPerson { name, shown: name, keeper: false, state: PersonState::Active, password: None };
    let id = engine.store.add_person(&new, &[], engine.clock.now()).await.unwrap();
    for (account, role) in roles {
        engine.store.set_roles(id, *account, &[*role], &[], engine.clock.now()).await.unwrap();
    }
    engine.store.person(id).await.unwrap().unwrap()
}

/// Daily at 13:00 UTC, made two hours before: what is kept at noon is due at once.
fn daily() -> Rhythm {
    Rhythm { days: Days::Day {}, at: "13:00".parse().unwrap(), zone: "UTC".into(), lead: 2 }
}

fn wanted(account: AccountId, rhythm: Option<Rhythm>) -> TemplateIntent {
    let content = Content { text: "No. {number} of {date}".into(), ..Content::default() };
    TemplateIntent { name: "Daily".into(), content, accounts: vec![account], rhythm }
}

/// All drafts, the first begun first.
async fn drafts(engine: &Engine) -> Vec<Draft> {
    let mut drafts = Vec::new();
    for line in engine.store.drafts(&DraftFilter::default(), None, 500).await.unwrap() {
        drafts.push(engine.store.draft(line.id).await.unwrap().unwrap());
    }
    drafts.sort_by_key(|draft| draft.id);
    drafts
}

async fn texts(engine: &Engine) -> Vec<String> {
    drafts(engine).await.into_iter().map(|draft| draft.content.text).collect()
}

async fn deeds(engine: &Engine, deed: &str) -> Vec<Entry> {
    let mut entries = engine.store.record_after(0, 1_000).await.unwrap();
    entries.retain(|entry| entry.deed == deed);
    entries
}

fn time(time: &str) -> Timestamp {
    time.parse().unwrap()
}

async fn each_time_has_one_draft_up_for_review(house: House) {
    let engine = &house.engine;
    let town = account(engine, "town").await;
    let ana = somebody(engine, "ana", &[(town, Role::Editor)]).await;
    engine.keep_template(&ana, wanted(town, Some(daily()))).await.unwrap();
    assert_eq!(turn(engine).await.unwrap(), 1);
    assert_eq!(turn(engine).await.unwrap(), 0, "nothing twice");
    house.pass(SignedDuration::from_mins(22 * 60 + 59));
    assert_eq!(turn(engine).await.unwrap(), 0, "a minute too early");
    house.pass(SignedDuration::from_mins(1));
    assert_eq!(turn(engine).await.unwrap(), 1);
    let drafts = drafts(engine).await;
    assert_eq!(texts(engine).await, ["No. 1 of 2026-11-20", "No. 2 of 2026-11-21"]);
    for (draft, from) in drafts.iter().zip(["2026-11-20T13:00:00Z", "2026-11-21T13:00:00Z"]) {
        assert_eq!(draft.state, DraftState::Proposed);
        assert_eq!(draft.window.from, Some(time(from)));
        assert_eq!((draft.author, draft.editor), (Some(ana.id), Some(ana.id)), "who is not its reviewer");
        assert_eq!((draft.accounts.as_slice(), draft.slot), ([town].as_slice(), None));
    }
    let said = deeds(engine, "draft.recurred").await;
    let about: Vec<&str> = said.iter().map(|entry| entry.about.as_str()).collect();
    assert_eq!(about, [format!("draft {}", drafts[0].id), format!("draft {}", drafts[1].id)]);
    assert!(deeds(engine, "template.missed").await.is_empty());
}

async fn after_a_long_stop_the_latest_is_made_and_the_rest_is_said_to_be_missed(house: House) {
    let engine = &house.engine;
    let town = account(engine, "town").await;
    let ana = somebody(engine, "ana", &[(town, Role::Publisher)]).await;
    engine.keep_template(&ana, wanted(town, Some(daily()))).await.unwrap();
    house.pass(SignedDuration::from_hours(24 * 9));
    assert_eq!(turn(engine).await.unwrap(), 1);
    assert_eq!(turn(engine).await.unwrap(), 0);
    assert_eq!(texts(engine).await, ["No. 1 of 2026-11-29"]);
    let missed = deeds(engine, "template.missed").await;
    assert_eq!(missed.len(), 1);
    assert_eq!(missed[0].detail["missed"], 9);
}

/// Lets `turn` go on for `steps` polls, then drops it as a process that is killed does. True where it had ended.
async fn dies_after(engine: &Engine, steps: usize) -> bool {
    let mut turn = pin!(turn(engine));
    for _ in 0..steps {
        let ended = poll_fn(|context| Poll::Ready(turn.as_mut().poll(context).is_ready())).await;
        if ended {
            return true;
        }
        tokio::task::yield_now().await;
    }
    false
}

async fn a_turn_that_dies_anywhere_makes_none_twice_and_loses_none(house: House) {
    let engine = &house.engine;
    let town = account(engine, "town").await;
    let ana = somebody(engine, "ana", &[(town, Role::Editor)]).await;
    engine.keep_template(&ana, wanted(town, Some(daily()))).await.unwrap();
    let (mut died, mut ended) = (0, 0);
    for steps in 0..60 {
        if dies_after(engine, steps * steps).await {
            ended += 1;
        } else {
            died += 1;
        }
        while turn(engine).await.unwrap() > 0 {}
        let expected = steps + 1;
        assert_eq!(drafts(engine).await.len(), expected, "after a turn that died at step {}", steps * steps);
        house.pass(SignedDuration::from_hours(24));
    }
    assert!(died > 5, "{died} died, {ended} ended");
    let mut windows: Vec<_> = drafts(engine).await.iter().map(|draft| draft.window.from).collect();
    windows.dedup();
    assert_eq!(windows.len(), 60, "each for a time of its own");
    assert_eq!(deeds(engine, "draft.recurred").await.len(), 60);
    assert!(deeds(engine, "template.missed").await.is_empty());
}

async fn many_at_once_make_one(house: House) {
    let engine = &house.engine;
    let town = account(engine, "town").await;
    let ana = somebody(engine, "ana", &[(town, Role::Editor)]).await;
    engine.keep_template(&ana, wanted(town, Some(daily()))).await.unwrap();
    // First holds that are asked for at once are under different names, and only one of them would have the duty.
    engine.node.hold().await.unwrap();
    for day in 1..=5 {
        let mut turns = tokio::task::JoinSet::new();
        for _ in 0..6 {
            let engine = engine.clone();
            turns.spawn(async move { turn(&engine).await.unwrap() });
        }
        let made: usize = turns.join_all().await.into_iter().sum();
        assert_eq!((made, drafts(engine).await.len()), (1, day));
        house.pass(SignedDuration::from_hours(24));
    }
}

async fn one_node_makes_them_and_another_goes_on(house: House) {
    let engine = &house.engine;
    let town = account(engine, "town").await;
    let ana = somebody(engine, "ana", &[(town, Role::Editor)]).await;
    engine.keep_template(&ana, wanted(town, Some(daily()))).await.unwrap();
    assert_eq!(turn(engine).await.unwrap(), 1);
    house.pass(SignedDuration::from_hours(24));
    let other = Engine { node: Node::new(engine.store.clone(), "other"), ..engine.clone() };
    assert_eq!(turn(&other).await.unwrap(), 0, "the first node has the duty");
    engine.node.leave().await.unwrap();
    assert_eq!(turn(&other).await.unwrap(), 1);
}

async fn it_stops_where_who_made_it_has_left_and_goes_on_with_another(house: House) {
    let engine = &house.engine;
    let town = account(engine, "town").await;
    let ana = somebody(engine, "ana", &[(town, Role::Editor)]).await;
    let bo = somebody(engine, "bo", &[(town, Role::Editor)]).await;
    let id = engine.keep_template(&ana, wanted(town, Some(daily()))).await.unwrap();
    engine.store.end_person(ana.id, &[], engine.clock.now()).await.unwrap();
    for _ in 0..3 {
        assert_eq!(turn(engine).await.unwrap(), 0);
    }
    assert!(drafts(engine).await.is_empty());
    assert_eq!(deeds(engine, "template.stopped").await.len(), 1, "said once");
    let stopped = engine.template_for(&bo, id).await.unwrap();
    assert!(stopped.stopped.as_ref().unwrap().contains("has left"), "{:?}", stopped.stopped);
    let by_hand = engine.draft_from_template(&bo, id).await;
    assert!(matches!(by_hand, Err(DeskError::Stopped(_))), "{by_hand:?}");
    house.pass(SignedDuration::from_hours(48));
    engine.change_template(&bo, id, stopped.version, wanted(town, Some(daily()))).await.unwrap();
    assert_eq!(turn(engine).await.unwrap(), 1);
    let made = drafts(engine).await;
    assert_eq!((made.len(), made[0].author), (1, Some(bo.id)));
    assert_eq!(deeds(engine, "template.missed").await[0].detail["missed"], 2);
}

async fn it_stops_where_who_made_it_may_not_edit_any_more(house: House) {
    let engine = &house.engine;
    let town = account(engine, "town").await;
    let ana = somebody(engine, "ana", &[(town, Role::Editor)]).await;
    engine.keep_template(&ana, wanted(town, Some(daily()))).await.unwrap();
    engine.store.set_roles(ana.id, town, &[Role::Auditor], &[], engine.clock.now()).await.unwrap();
    assert_eq!(turn(engine).await.unwrap(), 0);
    assert_eq!(deeds(engine, "template.stopped").await.len(), 1);
    assert!(drafts(engine).await.is_empty());
}

async fn a_change_makes_nothing_again_that_was_made(house: House) {
    let engine = &house.engine;
    let town = account(engine, "town").await;
    let ana = somebody(engine, "ana", &[(town, Role::Editor)]).await;
    let id = engine.keep_template(&ana, wanted(town, Some(daily()))).await.unwrap();
    assert_eq!(turn(engine).await.unwrap(), 1);
    // Another lead, no rhythm, and the rhythm again: today's draft is there.
    for rhythm in [Some(Rhythm { lead: 3, ..daily() }), None, Some(daily())] {
        let version = engine.template_for(&ana, id).await.unwrap().version;
        engine.change_template(&ana, id, version, wanted(town, rhythm)).await.unwrap();
        assert_eq!(turn(engine).await.unwrap(), 0);
    }
    let next = engine.template_for(&ana, id).await.unwrap().next_at;
    assert_eq!(next, Some(time("2026-11-21T13:00:00Z")));
}

async fn a_change_that_did_not_see_the_last_draft_is_refused(house: House) {
    let engine = &house.engine;
    let town = account(engine, "town").await;
    let ana = somebody(engine, "ana", &[(town, Role::Editor)]).await;
    let id = engine.keep_template(&ana, wanted(town, Some(daily()))).await.unwrap();
    let seen = engine.template_for(&ana, id).await.unwrap();
    assert_eq!(turn(engine).await.unwrap(), 1);
    let new = mimus_store::NewTemplate {
        name: "Daily",
        accounts: &seen.accounts,
        content: &seen.content,
        rhythm: seen.rhythm.as_ref(),
        next_at: seen.next_at,
        author: ana.id,
    };
    let now = engine.clock.now();
    assert!(!engine.store.write_template(id, seen.version, &new, &[], seen.made, now).await.unwrap());
    assert_eq!(turn(engine).await.unwrap(), 0, "today's is not made again");
    let old = engine.change_template(&ana, id, seen.version + 1, wanted(town, None)).await;
    assert!(matches!(old, Err(DeskError::Changed)), "{old:?}");
}

async fn only_who_may_edit_for_all_its_accounts_has_it(house: House) {
    let engine = &house.engine;
    let (town, park) = (account(engine, "town").await, account(engine, "park").await);
    let both = TemplateIntent { accounts: vec![park, town], ..wanted(town, None) };
    let ana = somebody(engine, "ana", &[(town, Role::Editor), (park, Role::Publisher)]).await;
    let id = engine.keep_template(&ana, both.clone()).await.unwrap();
    let others = [Role::Reviewer, Role::Proposer, Role::Engager, Role::Auditor];
    for (at, role) in others.into_iter().enumerate() {
        let half = somebody(engine, &format!("half{at}"), &[(town, Role::Editor), (park, role)]).await;
        assert!(engine.templates(&half).await.unwrap().is_empty(), "{role}");
        assert!(matches!(engine.template_for(&half, id).await, Err(DeskError::NotFound)), "{role}");
        let kept = engine.keep_template(&half, both.clone()).await;
        assert!(matches!(kept, Err(DeskError::MayNot(_))), "{role}: {kept:?}");
        let changed = engine.change_template(&half, id, 1, wanted(town, None)).await;
        assert!(matches!(changed, Err(DeskError::NotFound)), "{role}: {changed:?}");
        assert!(matches!(engine.remove_template(&half, id, 1).await, Err(DeskError::NotFound)), "{role}");
        assert!(matches!(engine.draft_from_template(&half, id).await, Err(DeskError::NotFound)), "{role}");
    }
    // Nor may somebody give it to an account that is not theirs.
    let own = somebody(engine, "own", &[(town, Role::Editor)]).await;
    let mine = engine.keep_template(&own, wanted(town, None)).await.unwrap();
    let given = engine.change_template(&own, mine, 1, both).await;
    assert!(matches!(given, Err(DeskError::MayNot(_))), "{given:?}");
    engine.remove_template(&ana, id, 1).await.unwrap();
    assert!(matches!(engine.template_for(&ana, id).await, Err(DeskError::NotFound)));
    assert_eq!(deeds(engine, "template.removed").await.len(), 2, "one for each account");
}

async fn a_template_is_kept_of_a_draft_and_made_into_drafts(house: House) {
    let engine = &house.engine;
    let town = account(engine, "town").await;
    let ana = somebody(engine, "ana", &[(town, Role::Editor)]).await;
    let first = engine.keep_template(&ana, wanted(town, None)).await.unwrap();
    let draft = engine.draft_from_template(&ana, first).await.unwrap();
    let second = engine.keep_as_template(&ana, draft, "  As  it was ").await.unwrap();
    engine.draft_from_template(&ana, first).await.unwrap();
    engine.draft_from_template(&ana, second).await.unwrap();
    let made = drafts(engine).await;
    assert!(made.iter().all(|draft| draft.state == DraftState::Writing && draft.window.from.is_none()));
    assert_eq!(
        texts(engine).await,
        ["No. 1 of 2026-11-20", "No. 2 of 2026-11-20", "No. 1 of 2026-11-20"],
        "the second template holds what was filled in"
    );
    let names: Vec<String> =
        engine.templates(&ana).await.unwrap().into_iter().map(|template| template.name).collect();
    assert_eq!(names, ["As it was", "Daily"]);
}

async fn what_could_not_be_kept_to_is_refused(house: House) {
    let engine = &house.engine;
    let town = account(engine, "town").await;
    let ana = somebody(engine, "ana", &[(town, Role::Editor)]).await;
    let right = wanted(town, Some(daily()));
    let wrong = [
        TemplateIntent { name: " ".into(), ..right.clone() },
        TemplateIntent { name: "x".repeat(101), ..right.clone() },
        TemplateIntent { accounts: Vec::new(), ..right.clone() },
        TemplateIntent { content: Content::default(), ..right.clone() },
        TemplateIntent { rhythm: Some(Rhythm { zone: "Mars/Base".into(), ..daily() }), ..right.clone() },
        TemplateIntent { rhythm: Some(Rhythm { lead: 673, ..daily() }), ..right.clone() },
        TemplateIntent { rhythm: Some(Rhythm { days: Days::Week { on: vec![] }, ..daily() }), ..right },
    ];
    for wrong in wrong {
        let kept = engine.keep_template(&ana, wrong.clone()).await;
        assert!(matches!(kept, Err(DeskError::Unusable(_) | DeskError::Wanting(_))), "{wrong:?}: {kept:?}");
    }
}
