#![allow(clippy::unwrap_used)]

use proptest::prelude::*;

use super::*;

fn account(id: u64, rate: f64) -> Account {
    Account {
        id,
        handle: format!("a{id}"),
        priority: Priority::Asked,
        posts_per_day: rate,
        strangers_per_day: 0.0,
        own_token: false,
        originals_per_day: 0.0,
    }
}

const BASE: u64 = 1_000_000_000_000_000_000;

#[test]
fn ten_thousand_accounts_stay_far_under_todays_limits() {
    let accounts: Vec<Account> = (0..10_760).map(|n| account(BASE + n, 2.0)).collect();
    let plan = plan(&accounts, &Means::APP, &Limits::PAY_PER_USE, &Budget::OPEN, None);
    assert!(plan.rules.len() <= 333, "{}", plan.rules.len());
    assert!(plan.forecast.loads.iter().all(|load| load.share() <= 0.1001), "{:?}", plan.forecast.loads);
    assert!(plan.forecast.p95.unwrap() < Duration::from_secs(10));
    assert!(plan.bindings.iter().all(|binding| !binding.binds()));
}

#[test]
fn under_the_limits_of_2022_the_busiest_are_streamed_and_the_others_looked_at() {
    let accounts: Vec<Account> =
        (0..10_760).map(|n| account(BASE + n, 0.1 + 4_000.0 / (n + 10) as f64)).collect();
    let plan = plan(&accounts, &Means::APP, &Limits::ELEVATED_2022, &Budget::OPEN, None);
    assert_eq!(plan.accounts.len(), 10_760);
    assert!(plan.rules.len() <= 25);
    assert_eq!(plan.accounts[&BASE].way, Way::Stream { guarded: false });
    assert_ne!(plan.accounts[&(BASE + 10_759)].way, Way::Stream { guarded: false });
    assert!(plan.forecast.p95.unwrap() < Duration::from_secs(1_200), "{:?}", plan.forecast.p95);
}

#[test]
fn the_limit_that_binds_is_named_with_what_would_lift_it() {
    let accounts: Vec<Account> = (0..100_000).map(|n| account(BASE + n, 2.0)).collect();
    let plan = plan(&accounts, &Means::APP, &Limits::PAY_PER_USE, &Budget::OPEN, None);
    let first = &plan.bindings[0];
    assert_eq!((first.limit, first.binds()), (Limit::PostsOfMonth, true));
    assert!(first.words.contains("6.0 million") && first.words.contains("Enterprise"), "{}", first.words);
    assert_eq!(plan.accounts.len() + plan.unread.len(), 100_000);
    let words = plan.to_string();
    assert!(words.contains("What binds: Posts a month") && words.contains("Then: Stream rules"), "{words}");
}

#[test]
fn five_dollars_read_owners_first_and_say_what_is_left_out() {
    let mut accounts: Vec<Account> = (0..1_000).map(|n| account(BASE + n, 2.0)).collect();
    accounts[0].priority = Priority::Owned;
    let five = Budget::month(Money::from_dollars(5));
    let plan = plan(&accounts, &Means::APP, &Limits::PAY_PER_USE, &five, None);
    assert_eq!(plan.accounts[&BASE].read_per_day(), 2.0);
    assert!(plan.forecast.money_per_month() <= Money::from_dollars(5));
    assert!(!plan.unread.is_empty() && plan.unread.values().all(|reason| *reason == Reason::Money));
    assert!(plan.to_string().contains("the budget leaves less than one post a month"), "{plan}");
    let forecast = &plan.forecast;
    assert_eq!((forecast.owned.whole, forecast.asked.unread), (1, plan.unread.len()));
    assert!((forecast.posts_per_day + forecast.missed_per_day - 2_000.0).abs() < 1e-6);
    assert!(plan.rules.is_empty(), "what pushes cannot be paid before it comes");
}

#[test]
fn an_account_that_strangers_quote_is_guarded_and_its_quotes_searched() {
    let mut loud = account(BASE, 10.0);
    loud.strangers_per_day = 40.0;
    let accounts = [loud, account(BASE + 1, 10.0)];
    let plan = plan(&accounts, &Means::APP, &Limits::PAY_PER_USE, &Budget::OPEN, None);
    assert_eq!(plan.accounts[&BASE].way, Way::Stream { guarded: true });
    assert_eq!(plan.accounts[&(BASE + 1)].way, Way::Stream { guarded: false });
    let values: Vec<String> = plan.rules.iter().map(Rule::value).collect();
    assert!(values.contains(&format!("(from:{BASE}) -is:quote")), "{values:?}");
    assert_eq!(plan.searches.len(), 1);
    assert_eq!(plan.searches[0].asked, Asked::Quotes);
    assert_eq!(plan.forecast.money_per_day, Money::from_micros(100_000));
}

#[test]
fn activity_takes_whom_strangers_make_dear() {
    let mut accounts: Vec<Account> = (0..1_000).map(|n| account(BASE + n, 2.0)).collect();
    accounts[900].strangers_per_day = 9.0;
    let means = Means { webhooks: true, activity: true, ..Means::APP };
    let plan = plan(&accounts, &means, &Limits::PAY_PER_USE, &Budget::OPEN, None);
    assert_eq!(plan.subscriptions.len(), 750);
    assert_eq!(plan.accounts[&(BASE + 900)].way, Way::Activity);
    assert!(plan.searches.is_empty());
}

#[test]
fn without_a_token_nothing_is_read_and_it_says_so() {
    let means = Means { app_token: false, ..Means::APP };
    let plan = plan(&[account(1, 1.0)], &means, &Limits::PAY_PER_USE, &Budget::OPEN, None);
    assert_eq!(plan.unread, BTreeMap::from([(1, Reason::NoToken)]));
}

fn some_accounts(most: usize) -> impl Strategy<Value = Vec<Account>> {
    let one = (1_u64..u64::MAX, any::<bool>(), -3.0_f64..3.0, 0.0_f64..3.0);
    proptest::collection::vec(one, 0..most).prop_map(|rows| {
        rows.into_iter()
            .map(|(id, owned, rate, strangers)| Account {
                priority: if owned { Priority::Owned } else { Priority::Asked },
                strangers_per_day: strangers,
                own_token: false,
                originals_per_day: 0.0,
                ..account(id, 10_f64.powf(rate))
            })
            .collect()
    })
}

fn some_means() -> impl Strategy<Value = Means> {
    any::<(bool, bool, bool, bool, bool)>().prop_map(
        |(app_token, user_token, lists_allowed, webhooks, activity)| Means {
            app_token,
            user_token,
            lists_allowed,
            webhooks,
            activity,
        },
    )
}

/// Limits that bind with few accounts.
fn some_limits() -> impl Strategy<Value = Limits> {
    (0_usize..6, 0_usize..40, 1_000_u64..100_000, any::<bool>()).prop_map(
        |(rules, subscriptions, posts, today)| {
            let mut limits = if today { Limits::PAY_PER_USE } else { Limits::ELEVATED_2022 };
            limits.stream_rules = rules;
            limits.activity_subscriptions = subscriptions;
            limits.posts_per_month = posts;
            limits
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn every_account_has_one_way_and_no_limit_is_passed(
        accounts in some_accounts(300), more in some_accounts(20), means in some_means(), limits in some_limits(),
        month in proptest::option::of(0_u64..4_000),
    ) {
        let budget = month.map_or(Budget::OPEN, |dollars| Budget::month(Money::from_dollars(dollars)));
        let first = plan(&accounts, &means, &limits, &budget, None);
        let later: Vec<Account> = accounts.iter().skip(3).chain(&more).cloned().collect();
        let second = plan(&later, &means, &limits, &budget, Some(&first));
        for (accounts, plan) in [(&accounts, &first), (&later, &second)] {
            let mut places: BTreeMap<u64, usize> = BTreeMap::new();
            let pushed = plan.rules.iter().flat_map(|rule| &rule.accounts).chain(&plan.subscriptions);
            let posts = plan.searches.iter().filter(|search| search.asked == Asked::Posts);
            let looked = posts.flat_map(|search| &search.accounts).chain(plan.lists.iter().flat_map(|list| &list.accounts));
            let alone = plan.timelines.iter().map(|timeline| &timeline.account);
            for id in pushed.chain(looked).chain(alone).chain(plan.unread.keys()) {
                *places.entry(*id).or_default() += 1;
            }
            let ids: BTreeSet<u64> = accounts.iter().map(|account| account.id).collect();
            prop_assert!(places.values().all(|places| *places == 1), "{places:?}");
            prop_assert_eq!(places.into_keys().collect::<BTreeSet<_>>(), ids);

            prop_assert!(plan.rules.len() <= limits.stream_rules);
            prop_assert!(plan.rules.iter().all(|rule| rule.value().len() <= limits.rule_chars));
            prop_assert!(plan.searches.iter().all(|search| query(&search.accounts, search.asked).len() <= limits.query_chars));
            for load in &plan.forecast.loads {
                prop_assert!(load.share() <= 1.0, "{load:?}");
                prop_assert!(load.most <= f64::from(load.limit));
            }
            if let Some(dollars) = month {
                prop_assert!(plan.forecast.money_per_month() <= Money::from_dollars(dollars), "{}", plan.forecast.money_per_day);
            }
            prop_assert!(plan.forecast.posts_per_day * MONTH <= limits.posts_per_month as f64);
        }
    }

    #[test]
    fn more_money_never_makes_an_owners_account_worse(
        accounts in some_accounts(200), limits in some_limits(), month in 0_u64..2_000, more in 1_u64..2_000,
    ) {
        let with = |dollars| plan(&accounts, &Means::APP, &limits, &Budget::month(Money::from_dollars(dollars)), None);
        let (poor, rich) = (with(month), with(month + more));
        let wait = |reading: &Reading| match reading.way {
            Way::Activity | Way::Stream { .. } | Way::Own => Duration::ZERO,
            _ => reading.every.unwrap(),
        };
        for (id, before) in poor.accounts.iter().filter(|(_, reading)| reading.priority == Priority::Owned) {
            let after = rich.accounts.get(id);
            prop_assert!(after.is_some(), "{id} is no longer read");
            let after = after.unwrap();
            prop_assert!(after.read_per_day() >= before.read_per_day() - 1e-9);
            prop_assert!(wait(after) <= wait(before) + Duration::from_millis(1), "{before:?} {after:?}");
        }
    }

    #[test]
    fn one_account_more_changes_few_rules(rates in proptest::collection::vec(0.1_f64..50.0, 100..400)) {
        let mut accounts: Vec<Account> = rates.iter().zip(0..).map(|(rate, n)| account(BASE + n * 11, *rate)).collect();
        let first = plan(&accounts, &Means::APP, &Limits::PAY_PER_USE, &Budget::OPEN, None);
        accounts.push(account(BASE + 5, 3.0));
        let second = plan(&accounts, &Means::APP, &Limits::PAY_PER_USE, &Budget::OPEN, Some(&first));
        let changes = Changes::between(&first.rules, &second.rules);
        prop_assert!(changes.add.len() == 1 && changes.delete.len() <= 1, "{changes:?}");
    }
}

#[test]
fn whom_his_own_token_reads_nothing_else_reads_and_he_costs_a_fifth() {
    let limits = Limits::PAY_PER_USE;
    let mut own = account(BASE, 100.0);
    let dear = plan(&[own.clone()], &Means::APP, &limits, &Budget::OPEN, None);
    own.own_token = true;
    let cheap = plan(&[own.clone()], &Means::APP, &limits, &Budget::OPEN, None);
    assert_eq!(cheap.accounts[&BASE].way, Way::Own);
    assert!(cheap.rules.is_empty() && cheap.timelines.is_empty() && cheap.searches.is_empty());
    assert_eq!(cheap.own, [Timeline { account: BASE, every: Duration::from_secs(60) }]);
    assert_eq!(dear.forecast.money_per_day.micros(), 500_000);
    assert_eq!(cheap.forecast.money_per_day.micros(), 100_000);
    // Money that reads a fifth of it otherwise reads it whole.
    let budget = Budget::month("4".parse().unwrap());
    let whole = plan(&[own], &Means::APP, &limits, &budget, None);
    assert!((whole.accounts[&BASE].read_per_day() - 100.0).abs() < 1e-6, "{:?}", whole.accounts);
}

#[test]
fn what_is_repeated_and_quoted_is_paid_as_well() {
    let mut fond_of_others = account(BASE, 10.0);
    fond_of_others.originals_per_day = 6.0;
    let plan = plan(&[fond_of_others], &Means::APP, &Limits::PAY_PER_USE, &Budget::OPEN, None);
    assert_eq!(plan.forecast.money_per_day.micros(), 16 * 5_000);
    assert_eq!(plan.accounts[&BASE].way, Way::Stream { guarded: false }, "no guard would keep it away");
}
