//! `/desk/schedule`: a week as a table, and its days as a list.

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Span, ToSpan};
use mimus_engine::desk::accounts::AtDesk;
use serde::Deserialize;

use super::draft::list::{LineView, Lines, among};
use super::room::{Room, show};
use super::session::{Visitor, engine, refused};
use crate::Site;
use crate::pages::error::Failure;
use crate::tongue::Tongue;

/// Drafts in a week.
const DRAFTS: u32 = 500;

#[derive(Template)]
#[template(path = "desk/schedule.html")]
struct WeekPage {
    room: Room,
    say: Tongue,
    title: String,
    before: String,
    after: String,
    days: Vec<DayView>,
    zone: String,
}

struct DayView {
    name: String,
    machine: String,
    today: bool,
    /// What goes out in the morning, at noon, in the afternoon and in the evening.
    lines: Vec<LineView>,
    /// Slots that are free, by their times.
    free: Vec<String>,
}

/// Which week.
#[derive(Deserialize)]
pub(crate) struct Which {
    /// A day in it.
    day: Option<String>,
}

/// `GET /desk/schedule?day=2026-11-23`
pub(crate) async fn get(
    State(site): State<Site>,
    visitor: Visitor,
    Query(which): Query<Which>,
) -> Result<Response, Failure> {
    let say = visitor.say;
    let accounts = engine(&site)?.desk_accounts().await.map_err(refused)?;
    let seen = among(&visitor.person);
    let own = accounts.iter().find(|at| seen.as_ref().is_none_or(|seen| seen.contains(&at.account.id)));
    let zone = own.map_or(TimeZone::UTC, AtDesk::zone);
    let now = site.clock.now();
    let today = now.to_zoned(zone.clone()).date();
    let day: Date = which.day.and_then(|day| day.parse().ok()).unwrap_or(today);
    let bad = |_| Failure::NotFound;
    let back = i32::from(day.weekday().to_monday_zero_offset());
    let monday = day.checked_sub(Span::new().days(back)).map_err(bad)?;
    let at = |date: Date| date.to_zoned(zone.clone()).map(|at| at.timestamp()).map_err(bad);
    let (from, until) = (at(monday)?, at(monday.checked_add(7.days()).map_err(bad)?)?);
    let lines = Lines::load(&site, say).await?;
    let visible = |accounts: &[mimus_store::AccountId]| {
        seen.as_ref().is_none_or(|seen| accounts.iter().any(|account| seen.contains(account)))
    };
    let found = site.store.drafts_with_slots(from, until, DRAFTS).await?;
    let found: Vec<_> = found.into_iter().filter(|line| visible(&line.accounts)).collect();
    let taken: Vec<_> = found.iter().filter_map(|line| line.slot).collect();
    let mut days = Vec::with_capacity(7);
    for offset in 0..7 {
        let date = monday.checked_add(Span::new().days(offset)).map_err(bad)?;
        let of_day = |at: jiff::Timestamp| at.to_zoned(zone.clone()).date() == date;
        let start = at(date)?.max(now);
        let slots =
            own.map(|at| at.desk.slots.after(start, &zone).take_while(|at| of_day(*at)).collect::<Vec<_>>());
        let free = slots.unwrap_or_default().into_iter().filter(|slot| !taken.contains(slot));
        days.push(DayView {
            name: say.weekday(date),
            machine: date.to_string(),
            today: date == today,
            free: free.map(|slot| say.moment(slot, &zone).time).collect(),
            lines: found
                .iter()
                .filter(|line| line.slot.is_some_and(of_day))
                .map(|line| lines.view(line.clone(), "/schedule"))
                .collect(),
        });
    }
    let link = |days: i32| {
        let date = monday.checked_add(Span::new().days(days)).unwrap_or(monday);
        format!("/desk/schedule?day={date}")
    };
    show(&WeekPage {
        room: visitor.room(&site, "schedule", &say.t("nav-schedule")),
        say,
        title: say.with("week-of", "day", say.day(monday)),
        before: link(-7),
        after: link(7),
        days,
        zone: zone.iana_name().unwrap_or("UTC").to_owned(),
    })
}
