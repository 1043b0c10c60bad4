#![allow(clippy::unwrap_used)]
use proptest::prelude::*;

use super::*;

fn at(time: &str) -> Timestamp {
    time.parse().unwrap()
}

fn rhythm(days: Days, time: &str, lead: u16) -> Rhythm {
    Rhythm { days, at: time.parse().unwrap(), zone: "UTC".into(), lead }
}

fn times(rhythm: &Rhythm, from: &str, zone: &TimeZone, count: usize) -> Vec<String> {
    let first = rhythm.next(at(from), zone);
    let all = std::iter::successors(first, |last| rhythm.next(*last, zone));
    all.take(count).map(|at| at.to_string()).collect()
}

#[test]
fn a_week_has_its_days() {
    let fridays = rhythm(Days::Week { on: vec![1, 5] }, "09:00", 0);
    assert_eq!(
        times(&fridays, "2026-11-24T09:00:00Z", &TimeZone::UTC, 3),
        ["2026-11-27T09:00:00Z", "2026-11-30T09:00:00Z", "2026-12-04T09:00:00Z"]
    );
}

#[test]
fn a_time_itself_is_not_after_itself() {
    let daily = rhythm(Days::Day {}, "09:00", 0);
    assert_eq!(times(&daily, "2026-11-24T09:00:00Z", &TimeZone::UTC, 1), ["2026-11-25T09:00:00Z"]);
    assert_eq!(times(&daily, "2026-11-24T08:59:59Z", &TimeZone::UTC, 1), ["2026-11-24T09:00:00Z"]);
}

#[test]
fn short_months_have_their_last_day() {
    let last = rhythm(Days::Month { on: 31 }, "12:00", 0);
    assert_eq!(
        times(&last, "2028-01-31T12:00:00Z", &TimeZone::UTC, 3),
        ["2028-02-29T12:00:00Z", "2028-03-31T12:00:00Z", "2028-04-30T12:00:00Z"]
    );
}

#[test]
fn weekdays_are_counted_in_their_month() {
    let second = rhythm(Days::MonthWeekday { nth: 2, on: 2 }, "12:00", 0);
    assert_eq!(
        times(&second, "2026-11-01T00:00:00Z", &TimeZone::UTC, 2),
        ["2026-11-10T12:00:00Z", "2026-12-08T12:00:00Z"]
    );
    let fifth = rhythm(Days::MonthWeekday { nth: 5, on: 1 }, "12:00", 0);
    assert_eq!(
        times(&fifth, "2026-11-01T00:00:00Z", &TimeZone::UTC, 2),
        ["2026-11-30T12:00:00Z", "2027-03-29T12:00:00Z"],
        "months without a fifth Monday are passed over"
    );
    let last = rhythm(Days::MonthWeekday { nth: -1, on: 7 }, "12:00", 0);
    assert_eq!(times(&last, "2026-11-01T00:00:00Z", &TimeZone::UTC, 1), ["2026-11-29T12:00:00Z"]);
}

#[test]
fn clocks_that_are_changed_change_nothing_on_the_wall() {
    let berlin = TimeZone::get("Europe/Berlin").unwrap();
    let night = rhythm(Days::Day {}, "02:30", 0);
    // On 29 March there is no half past two; on 25 October there are two.
    assert_eq!(
        times(&night, "2026-03-27T12:00:00Z", &berlin, 3),
        ["2026-03-28T01:30:00Z", "2026-03-29T01:30:00Z", "2026-03-30T00:30:00Z"]
    );
    assert_eq!(
        times(&night, "2026-10-24T12:00:00Z", &berlin, 2),
        ["2026-10-25T00:30:00Z", "2026-10-26T01:30:00Z"]
    );
}

#[test]
fn a_day_that_a_country_left_out_gives_no_second_time() {
    let apia = TimeZone::get("Pacific/Apia").unwrap();
    let daily = rhythm(Days::Day {}, "09:00", 0);
    // Samoa had no 30 December 2011.
    assert_eq!(
        times(&daily, "2011-12-29T00:00:00Z", &apia, 3),
        ["2011-12-29T19:00:00Z", "2011-12-30T19:00:00Z", "2011-12-31T19:00:00Z"]
    );
}

#[test]
fn what_is_due_is_the_latest_and_the_rest_is_missed() {
    let daily = rhythm(Days::Day {}, "09:00", 24);
    let first = at("2026-11-20T09:00:00Z");
    let due = |now: &str| daily.due(first, at(now), &TimeZone::UTC);
    assert_eq!(due("2026-11-19T08:59:59Z"), None);
    let next = |time| Some(at(time));
    let on_time = Due { latest: first, missed: 0, next: next("2026-11-21T09:00:00Z") };
    assert_eq!(due("2026-11-19T09:00:00Z"), Some(on_time));
    let late = Due { latest: at("2026-11-24T09:00:00Z"), missed: 4, next: next("2026-11-25T09:00:00Z") };
    assert_eq!(due("2026-11-23T10:00:00Z"), Some(late));
}

#[test]
fn rhythms_that_nothing_could_keep_to_are_refused() {
    let week = |on: &[i8]| Days::Week { on: on.to_vec() };
    for wrong in [week(&[]), week(&[0]), week(&[8]), week(&[1, 1]), Days::MonthWeekday { nth: 1, on: 0 }] {
        assert_eq!(rhythm(wrong, "09:00", 0).check(), Err(RhythmError::Weekdays));
    }
    for day in [0, 32, -1] {
        assert_eq!(rhythm(Days::Month { on: day }, "09:00", 0).check(), Err(RhythmError::MonthDay(day)));
    }
    for nth in [0, 6, -2] {
        let wrong = rhythm(Days::MonthWeekday { nth, on: 1 }, "09:00", 0);
        assert_eq!(wrong.check(), Err(RhythmError::Nth(nth)));
    }
    let long = rhythm(Days::Day {}, "09:00", MAX_LEAD + 1);
    assert_eq!(long.check(), Err(RhythmError::Lead(MAX_LEAD + 1)));
    let fifth = rhythm(Days::MonthWeekday { nth: 5, on: 7 }, "09:00", MAX_LEAD);
    assert_eq!(fifth.check(), Ok(()));
}

fn any_days() -> impl Strategy<Value = Days> {
    let nth = prop_oneof![1..=5i8, Just(-1)];
    prop_oneof![
        Just(Days::Day {}),
        prop::collection::btree_set(1..=7i8, 1..=7)
            .prop_map(|on| Days::Week { on: on.into_iter().collect() }),
        (1..=31i8).prop_map(|on| Days::Month { on }),
        (nth, 1..=7i8).prop_map(|(nth, on)| Days::MonthWeekday { nth, on }),
    ]
}

fn any_zone() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "UTC",
        "Europe/Berlin",
        "America/New_York",
        "Australia/Lord_Howe",
        "Pacific/Apia",
        "Africa/Cairo",
    ])
}

proptest! {
    #[test]
    fn times_only_grow_and_each_is_one_of_the_rhythm(
        days in any_days(), hour in 0..24i8, minute in 0..60i8, zone in any_zone(), begin in 1_200_000_000..2_000_000_000i64,
    ) {
        let rhythm = Rhythm { days, at: Time::constant(hour, minute, 0, 0), zone: zone.into(), lead: 0 };
        prop_assert_eq!(rhythm.check(), Ok(()));
        let zone = TimeZone::get(zone).unwrap();
        let mut last = Timestamp::from_second(begin).unwrap();
        for _ in 0..40 {
            let next = rhythm.next(last, &zone).unwrap();
            prop_assert!(next > last);
            // Of its own day, or of the one before where the clock skipped it.
            let day = next.to_zoned(zone.clone()).date();
            let of = |date: Date| {
                rhythm.days.has(date) && date.to_datetime(rhythm.at).to_zoned(zone.clone()).unwrap().timestamp() == next
            };
            prop_assert!(of(day) || of(day.yesterday().unwrap()), "{}", next);
            last = next;
        }
    }

    #[test]
    fn nothing_due_is_left_out(days in any_days(), lead in 0..=MAX_LEAD, waited in 0..3_000i64) {
        let rhythm = Rhythm { days, at: Time::constant(9, 0, 0, 0), zone: "UTC".into(), lead };
        let first = rhythm.next(at("2026-01-01T00:00:00Z"), &TimeZone::UTC).unwrap();
        let now = rhythm.made_at(first) + SignedDuration::from_hours(waited);
        let due = rhythm.due(first, now, &TimeZone::UTC).unwrap();
        let all = std::iter::successors(Some(first), |last| rhythm.next(*last, &TimeZone::UTC));
        let all: Vec<Timestamp> = all.take_while(|at| rhythm.made_at(*at) <= now).collect();
        prop_assert_eq!(Some(&due.latest), all.last());
        prop_assert_eq!(due.missed as usize + 1, all.len());
        prop_assert!(rhythm.made_at(due.next.unwrap()) > now);
    }
}
