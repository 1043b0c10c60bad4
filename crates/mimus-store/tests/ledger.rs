//! What the Ledger's tables promise, on SQLite and on PostgreSQL alike: nodes that reserve at once never take more than
//! there is, and what is counted is right across midnights, months and deaths.

#![allow(clippy::unwrap_used, clippy::print_stdout)]

mod both;

use std::time::Duration;

use jiff::Timestamp;
use mimus_core::CredentialName;
use mimus_store::{
    AlsoWindow, Given, MonthAsk, NewReservation, NodeName, ObjectKind, Objects, Reserved, Settlement, Store,
    ToldWindow, UtcDay, UtcMonth, WindowAsk,
};
use tokio::task::JoinSet;

use both::{Fresh, postgres, sqlite};

/// Runs one test on both databases.
macro_rules! on_both {
    ($($name:ident),* $(,)?) => {$(
        mod $name {
            #[tokio::test(flavor = "multi_thread")]
            async fn on_sqlite() {
                super::check::$name(super::sqlite().await).await;
            }
            #[tokio::test(flavor = "multi_thread")]
            async fn on_postgres() {
                if let Some(fresh) = super::postgres(concat!("ledger_", stringify!($name))).await {
                    super::check::$name(fresh).await;
                }
            }
        }
    )*};
}

on_both!(
    nodes_that_race_for_a_window_get_what_it_allows,
    nodes_that_race_for_the_money_get_what_there_is,
    an_object_is_charged_once_a_day,
    an_answer_after_midnight_is_charged_in_full,
    what_is_never_settled_costs_its_most,
    a_month_begins_with_its_own_money,
    what_the_network_says_of_a_window_counts,
    a_call_that_never_left_gives_its_place_back,
    a_held_credential_reserves_nothing,
    a_call_that_a_longer_window_refuses_takes_nothing,
    delays_and_alarms_are_kept_and_forgotten,
    the_ledger_moves_with_a_backup,
    nodes_that_do_all_at_once_lose_no_count,
);

const ENDPOINT: &str = "GET /2/tweets";
const POST: i64 = 5_000;
const WINDOW: Duration = Duration::from_secs(900);
const LIFE: Duration = Duration::from_secs(300);

fn time(words: &str) -> Timestamp {
    words.parse().unwrap()
}

fn noon() -> Timestamp {
    time("2026-11-20T12:00:00Z")
}

fn later(from: Timestamp, seconds: i64) -> Timestamp {
    Timestamp::from_second(from.as_second() + seconds).unwrap()
}

/// What a test asks for: posts of an account, with the first credential, from a month with money for `budget` posts.
struct Ask {
    credential: CredentialName,
    node: NodeName,
    window: Option<WindowAsk>,
    posts: u32,
    micros: i64,
    cap: i64,
    now: Timestamp,
}

fn ask(window: u32, posts: u32, budget: i64) -> Ask {
    Ask {
        credential: CredentialName::app("main").unwrap(),
        node: NodeName::new("one"),
        window: Some(WindowAsk { allowed: window, percent: 100, length: WINDOW }),
        posts,
        micros: budget * POST,
        cap: i64::MAX,
        now: noon(),
    }
}

impl Ask {
    async fn of(&self, store: &Store) -> Reserved {
        let asked = NewReservation {
            node: &self.node,
            credential: &self.credential,
            endpoint: ENDPOINT,
            window: self.window,
            also: &[],
            posts: self.posts,
            users: 0,
            micros: i64::from(self.posts) * POST,
            month: MonthAsk { micros: self.micros, posts: self.cap },
            now: self.now,
            life: LIFE,
        };
        store.reserve(&asked).await.unwrap()
    }

    async fn granted(&self, store: &Store) -> Given {
        match self.of(store).await {
            Reserved::Granted(given) => given,
            refused => panic!("{refused:?}"),
        }
    }
}

fn settlement<'a>(reservation: &'a Given, ids: &[&'a str], now: Timestamp) -> Settlement<'a> {
    let posts =
        Objects { name: "post", kind: ObjectKind::Post, price: POST, once_a_day: true, ids: ids.to_vec() };
    Settlement { reservation, objects: vec![posts], failed: false, unsent: false, window: None, now }
}

async fn state(store: &Store, now: Timestamp) -> (i64, i64, i64, i64) {
    let state = store.ledger_month(UtcMonth::of(now)).await.unwrap().state;
    (state.spent / POST, state.reserved / POST, state.posts, state.posts_reserved)
}

/// How many of a hundred tasks on two nodes are granted what they ask for at once.
async fn race(fresh: &Fresh, ask: fn() -> Ask) -> usize {
    let stores = [fresh.store.clone(), fresh.other().await];
    let mut tasks = JoinSet::new();
    for n in 0..100 {
        let store = stores[n % 2].clone();
        tasks.spawn(async move { matches!(ask().of(&store).await, Reserved::Granted(_)) });
    }
    tasks.join_all().await.into_iter().filter(|granted| *granted).count()
}

mod check {
    use super::*;

    pub(crate) async fn nodes_that_race_for_a_window_get_what_it_allows(fresh: Fresh) {
        assert_eq!(race(&fresh, || ask(37, 1, 1_000)).await, 37);
        let windows = fresh.store.ledger_windows(noon()).await.unwrap();
        assert_eq!((windows[0].used, windows[0].allowed), (37, 37));
        // What was refused by the window has taken no money.
        assert_eq!(state(&fresh.store, noon()).await, (0, 37, 0, 37));
        let Reserved::Window { until, allowed: 37, used: 37 } = ask(37, 1, 1_000).of(&fresh.store).await
        else {
            panic!("the window was not full");
        };
        assert_eq!(until, later(noon(), 900));
        // The next window is raced for as well.
        let next = || Ask { now: later(noon(), 900), ..ask(37, 1, 1_000) };
        assert_eq!(race(&fresh, next).await, 37);
    }

    pub(crate) async fn nodes_that_race_for_the_money_get_what_there_is(fresh: Fresh) {
        assert_eq!(race(&fresh, || ask(1_000, 3, 40)).await, 13);
        assert_eq!(state(&fresh.store, noon()).await, (0, 39, 0, 39));
        // What the money refused has taken no call of the window.
        assert_eq!(fresh.store.ledger_windows(noon()).await.unwrap()[0].used, 13);
        assert!(matches!(ask(1_000, 2, 40).of(&fresh.store).await, Reserved::Month(_)));
        ask(1_000, 1, 40).granted(&fresh.store).await;
        // Of the posts that may be read in a month no more are given than there are, though there is money.
        let capped = || Ask { cap: 100, ..ask(1_000, 7, 1_000) };
        assert_eq!(race(&fresh, capped).await, 8);
    }

    pub(crate) async fn an_object_is_charged_once_a_day(fresh: Fresh) {
        let store = &fresh.store;
        let first = ask(10, 5, 100).granted(store).await;
        let cost = store.settle(&settlement(&first, &["1", "2", "2", "3"], noon())).await.unwrap();
        assert_eq!((cost.micros, cost.posts, cost.late), (3 * POST, 3, false));
        assert_eq!(state(store, noon()).await, (3, 0, 3, 0));
        let again = ask(10, 5, 100).granted(store).await;
        assert_eq!(store.settle(&settlement(&again, &["3", "4"], noon())).await.unwrap().posts, 1);
        // A settlement that is repeated counts nothing.
        assert!(store.settle(&settlement(&again, &["9"], noon())).await.unwrap().late);
        let tomorrow = time("2026-11-21T00:00:00Z");
        let after = Ask { now: tomorrow, ..ask(10, 5, 100) }.granted(store).await;
        assert_eq!(store.settle(&settlement(&after, &["3", "4"], tomorrow)).await.unwrap().posts, 2);
        let days = store.ledger_days(UtcDay::of(noon())).await.unwrap();
        let days: Vec<_> = days.iter().map(|d| (d.day.to_string(), d.requests, d.posts, d.micros)).collect();
        assert_eq!(days, [("2026-11-20".into(), 2, 4, 20_000), ("2026-11-21".into(), 1, 2, 10_000)]);
    }

    pub(crate) async fn an_answer_after_midnight_is_charged_in_full(fresh: Fresh) {
        let store = &fresh.store;
        let (before, after) = (time("2026-11-20T23:59:59Z"), time("2026-11-21T00:00:01Z"));
        let seen = Ask { now: before, ..ask(10, 2, 100) }.granted(store).await;
        store.settle(&settlement(&seen, &["1"], before)).await.unwrap();
        let across = Ask { now: before, ..ask(10, 2, 100) }.granted(store).await;
        assert_eq!(store.settle(&settlement(&across, &["1", "2"], after)).await.unwrap().posts, 2);
        // Which day it was charged on is not known, so that it is new on the next.
        let next = Ask { now: after, ..ask(10, 2, 100) }.granted(store).await;
        assert_eq!(store.settle(&settlement(&next, &["1", "2"], after)).await.unwrap().posts, 2);
    }

    pub(crate) async fn what_is_never_settled_costs_its_most(fresh: Fresh) {
        let (store, other) = (&fresh.store, fresh.other().await);
        let lost = ask(10, 7, 100).granted(store).await;
        assert_eq!(store.expire_reservations(later(noon(), 299), LIFE).await.unwrap(), 0);
        assert_eq!(store.open_reservations().await.unwrap(), std::slice::from_ref(&lost));
        let (one, two) = tokio::join!(
            store.expire_reservations(later(noon(), 300), LIFE),
            other.expire_reservations(later(noon(), 300), LIFE)
        );
        assert_eq!(one.unwrap() + two.unwrap(), 1);
        assert_eq!(state(store, noon()).await, (7, 0, 7, 0));
        let late = store.settle(&settlement(&lost, &["1"], later(noon(), 301))).await.unwrap();
        assert!(late.late);
        assert_eq!(state(store, noon()).await, (7, 0, 7, 0));
        // The clock is set back by a day: what would hold its money for as long is given up.
        ask(10, 1, 100).granted(store).await;
        assert_eq!(store.expire_reservations(later(noon(), -86_400), LIFE).await.unwrap(), 1);
    }

    pub(crate) async fn a_month_begins_with_its_own_money(fresh: Fresh) {
        let store = &fresh.store;
        let last = time("2026-12-31T23:59:58Z");
        let open = Ask { now: last, ..ask(10, 4, 4) }.granted(store).await;
        assert!(matches!(Ask { now: last, ..ask(10, 1, 4) }.of(store).await, Reserved::Month(_)));
        let first = time("2027-01-01T00:00:00Z");
        let new = Ask { now: first, ..ask(10, 4, 4) }.granted(store).await;
        assert_eq!(state(store, first).await, (0, 4, 0, 4));
        // What was reserved in the old month is paid from it.
        store.settle(&settlement(&open, &["1", "2"], first)).await.unwrap();
        assert_eq!((state(store, last).await, state(store, first).await), ((2, 0, 2, 0), (0, 4, 0, 4)));
        store.settle(&settlement(&new, &["1"], first)).await.unwrap();
        assert_eq!(state(store, first).await, (1, 0, 1, 0));
    }

    pub(crate) async fn what_the_network_says_of_a_window_counts(fresh: Fresh) {
        let store = &fresh.store;
        let told = |allowed, remaining, at| {
            Some(ToldWindow { allowed, remaining, resets_at: later(noon(), at), length: WINDOW })
        };
        let first = ask(100, 1, 1_000).granted(store).await;
        // Somebody else uses the same token, and less is allowed than thought.
        let told_first = Settlement { window: told(50, 10, 600), ..settlement(&first, &[], noon()) };
        store.settle(&told_first).await.unwrap();
        let window = |at| async move { store.ledger_windows(later(noon(), at)).await.unwrap().remove(0) };
        let now = window(0).await;
        assert_eq!((now.allowed, now.used, now.resets_at), (50, 40, later(noon(), 600)));
        // An older answer that comes late takes nothing back.
        let open: Vec<Given> =
            vec![ask(100, 1, 1_000).granted(store).await, ask(100, 1, 1_000).granted(store).await];
        let older = Settlement { window: told(50, 40, 600), ..settlement(&open[0], &[], noon()) };
        store.settle(&older).await.unwrap();
        assert_eq!(window(0).await.used, 42);
        // In the next window what is still on its way is counted along.
        let _under_way = ask(100, 1, 1_000).granted(store).await;
        let next = Settlement { window: told(60, 59, 890), ..settlement(&open[1], &[], noon()) };
        store.settle(&next).await.unwrap();
        let now = window(0).await;
        assert_eq!((now.allowed, now.used, now.resets_at), (60, 2, later(noon(), 890)));
        // Whom anyone asked for leaves a tenth.
        let asked = |percent| Ask {
            window: Some(WindowAsk { allowed: 100, percent, length: WINDOW }),
            ..ask(100, 0, 0)
        };
        let mut granted = 0;
        while matches!(asked(90).of(store).await, Reserved::Granted(_)) {
            granted += 1;
        }
        assert_eq!(granted, 52);
        while matches!(asked(100).of(store).await, Reserved::Granted(_)) {
            granted += 1;
        }
        assert_eq!(granted, 58);
        // The next window keeps what was told of it.
        Ask { now: later(noon(), 890), ..ask(100, 0, 0) }.granted(store).await;
        let now = window(890).await;
        assert_eq!((now.allowed, now.used), (60, 1));
    }

    pub(crate) async fn a_call_that_never_left_gives_its_place_back(fresh: Fresh) {
        let store = &fresh.store;
        let given = ask(1, 1, 1).granted(store).await;
        let unsent = Settlement { unsent: true, failed: true, ..settlement(&given, &[], noon()) };
        store.settle(&unsent).await.unwrap();
        assert_eq!(state(store, noon()).await, (0, 0, 0, 0));
        assert!(store.ledger_days(UtcDay::of(noon())).await.unwrap().is_empty());
        let failed = ask(1, 1, 1).granted(store).await;
        store.settle(&Settlement { failed: true, ..settlement(&failed, &[], noon()) }).await.unwrap();
        let days = store.ledger_days(UtcDay::of(noon())).await.unwrap();
        assert_eq!((days[0].requests, days[0].failed, days[0].micros), (1, 1, 0));
        // One that failed has been made, and the window knows it.
        assert!(matches!(ask(1, 1, 1).of(store).await, Reserved::Window { .. }));
    }

    pub(crate) async fn a_call_that_a_longer_window_refuses_takes_nothing(fresh: Fresh) {
        let store = &fresh.store;
        let (user, app) = (CredentialName::user("ana").unwrap(), CredentialName::app("main").unwrap());
        let (node, day) = (NodeName::new("one"), Duration::from_secs(86_400));
        let of = |credential, name, allowed, length| AlsoWindow {
            credential,
            name,
            window: WindowAsk { allowed, percent: 100, length },
        };
        let also = [of(&user, "3 hours", 3, WINDOW * 12), of(&app, "a day", 5, day)];
        let at = |now| NewReservation {
            node: &node,
            credential: &user,
            endpoint: "POST /2/tweets",
            window: Some(WindowAsk { allowed: 2, percent: 100, length: WINDOW }),
            also: &also,
            posts: 0,
            users: 0,
            micros: POST,
            month: MonthAsk { micros: 100 * POST, posts: i64::MAX },
            now,
            life: LIFE,
        };
        let later = |windows: u32| noon() + WINDOW * windows;
        let mut seen = Vec::new();
        for windows in [0, 0, 0, 1, 1, 12, 12, 13] {
            let now = later(windows);
            seen.push(match store.reserve(&at(now)).await.unwrap() {
                Reserved::Granted(_) => "granted",
                Reserved::Window { until, allowed: 2, .. } if until == now + WINDOW => {
                    "the quarter of an hour"
                }
                Reserved::Window { until, allowed: 3, .. } if until == later(12) => "the 3 hours",
                Reserved::Window { until, allowed: 5, .. } if until == noon() + day => "the day",
                other => panic!("{other:?}"),
            });
        }
        let (short, long) = ("the quarter of an hour", "the 3 hours");
        assert_eq!(seen, ["granted", "granted", short, "granted", long, "granted", "granted", "the day"]);
        assert_eq!(state(store, noon()).await, (0, 5, 0, 0), "what was refused took no money");
        let windows = store.ledger_windows(later(13)).await.unwrap();
        let used: Vec<u64> = windows.iter().map(|window| window.used).collect();
        assert_eq!(used, [5, 2], "of the day and of the second 3 hours");
    }

    pub(crate) async fn a_held_credential_reserves_nothing(fresh: Fresh) {
        let store = &fresh.store;
        let (name, until) = (ask(1, 1, 1).credential, later(noon(), 60));
        store.hold_credential(&name, "the credits are used up", until).await.unwrap();
        let held = Reserved::Held { why: "the credits are used up".into(), until };
        assert_eq!(ask(1, 1, 1).of(store).await, held);
        let other = CredentialName::user("robin").unwrap();
        Ask { credential: other, ..ask(1, 0, 0) }.granted(store).await;
        assert_eq!(store.ledger_holds(noon()).await.unwrap().len(), 1);
        assert!(store.ledger_holds(until).await.unwrap().is_empty());
        assert!(store.lift_hold(&name).await.unwrap());
        ask(1, 1, 1).granted(store).await;
    }

    pub(crate) async fn delays_and_alarms_are_kept_and_forgotten(fresh: Fresh) {
        let store = &fresh.store;
        let delays: Vec<Duration> = [0, 5, 6, 4_000, 90_000].map(Duration::from_secs).to_vec();
        store.note_delays(&delays, noon()).await.unwrap();
        store.note_delays(&delays[..1], later(noon(), 59)).await.unwrap();
        let counts: Vec<_> = store.delays(noon()).await.unwrap().iter().map(|c| (c.bound, c.posts)).collect();
        assert_eq!(counts, [(5, 3), (15, 1), (14_400, 1), (i64::MAX, 1)]);
        assert!(store.raise_alarm("budget", noon()).await.unwrap());
        assert!(!fresh.other().await.raise_alarm("budget", later(noon(), 60)).await.unwrap());
        assert!(store.end_alarms(later(noon(), 60)).await.unwrap().is_empty());
        assert_eq!(store.end_alarms(later(noon(), 61)).await.unwrap(), ["budget"]);
        let given = ask(1, 2, 2).granted(store).await;
        store.settle(&settlement(&given, &["1"], noon())).await.unwrap();
        let (day, month) = (later(noon(), 86_400), later(noon(), 3_600));
        // One object, one window, the delays.
        assert_eq!(store.forget_ledger(day, month).await.unwrap(), 6);
        assert_eq!(state(store, noon()).await, (1, 0, 1, 0));
    }

    pub(crate) async fn the_ledger_moves_with_a_backup(fresh: Fresh) {
        let store = &fresh.store;
        let given = ask(10, 5, 100).granted(store).await;
        store.settle(&settlement(&given, &["1", "2"], noon())).await.unwrap();
        let open = ask(10, 5, 100).granted(store).await;
        store.hold_credential(&open.credential, "a reason", later(noon(), 60)).await.unwrap();
        store.note_delays(&[Duration::from_secs(1)], noon()).await.unwrap();
        let new = sqlite().await;
        for table in store.tables().await.unwrap() {
            let rows = store.dump(&table, 0, 100).await.unwrap();
            new.store.restore(&table, &rows).await.unwrap();
        }
        new.store.restored().await.unwrap();
        assert_eq!(state(&new.store, noon()).await, (2, 5, 2, 5));
        assert_eq!(new.store.open_reservations().await.unwrap(), std::slice::from_ref(&open));
        assert_eq!(new.store.settle(&settlement(&open, &["2", "3"], noon())).await.unwrap().posts, 1);
        assert_eq!(new.store.delays(noon()).await.unwrap(), store.delays(noon()).await.unwrap());
        assert_eq!(new.store.ledger_holds(noon()).await.unwrap(), store.ledger_holds(noon()).await.unwrap());
    }

    /// A hundred tasks on two nodes reserve, settle overlapping objects told in any order, fail, vanish and expire.
    pub(crate) async fn nodes_that_do_all_at_once_lose_no_count(fresh: Fresh) {
        let stores = [fresh.store.clone(), fresh.other().await];
        let mut tasks = JoinSet::new();
        for n in 0..100_usize {
            let store = stores[n % 2].clone();
            tasks.spawn(async move {
                let given = ask(1_000, 10, 10_000).granted(&store).await;
                let mut ids: Vec<String> = (n..n + 10).map(|id| format!("{:03}", id % 50)).collect();
                if n.is_multiple_of(3) {
                    ids.reverse();
                }
                let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
                match n % 10 {
                    0 => {}
                    1 => drop(store.expire_reservations(noon(), LIFE).await.unwrap()),
                    2 => {
                        let failed = Settlement { failed: true, ..settlement(&given, &[], noon()) };
                        store.settle(&failed).await.unwrap();
                    }
                    _ => drop(store.settle(&settlement(&given, &ids, noon())).await.unwrap()),
                }
            });
        }
        tasks.join_all().await;
        // Twenty vanished.
        assert_eq!(state(&fresh.store, noon()).await, (50, 200, 50, 200));
        let later = later(noon(), 300);
        let (one, two) = tokio::join!(
            stores[0].expire_reservations(later, LIFE),
            stores[1].expire_reservations(later, LIFE)
        );
        assert_eq!(one.unwrap() + two.unwrap(), 20);
        assert_eq!(state(&fresh.store, noon()).await, (250, 0, 250, 0));
        let days = fresh.store.ledger_days(UtcDay::of(noon())).await.unwrap();
        let [day] = &days[..] else { panic!("{days:?}") };
        assert_eq!((day.requests, day.failed, day.posts, day.micros), (100, 10, 250, 1_250_000));
    }
}
