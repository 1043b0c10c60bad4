//! Playing a day of thousands of accounts on a virtual clock, to see what a way of reading takes and how fresh it is.

mod chart;
mod freshness;
mod month;
mod old;
mod process;
mod purse;
mod random;
mod reader;
mod table;
mod world;
mod x;

use std::collections::BTreeMap;
use std::path::PathBuf;

use clap::{Args, Subcommand};
use mimus_networks::x::plan::{self, Account, Budget, Means, Priority};
use mimus_networks::x::{Endpoint, Limits};
use serde::Serialize;

use freshness::Freshness;
use reader::Setting;
use world::{DAY, HOUR, World};
use x::Used;

/// What to play.
#[derive(Debug, Subcommand)]
pub(crate) enum Simulate {
    /// A day of 10,760 accounts by three policies, 100,000 accounts, and a month of 1,000 at five dollars
    Saturation(Saturation),
}

#[derive(Debug, Args)]
pub(crate) struct Saturation {
    /// Print one JSON object
    #[arg(long)]
    json: bool,
    /// How many accounts the three policies read
    #[arg(long, default_value_t = 10_760, value_parser = clap::value_parser!(u32).range(1..=200_000))]
    accounts: u32,
    /// Another seed makes other accounts and other chances
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Draw the chart into this file
    #[arg(long, value_name = "FILE.svg")]
    chart: Option<PathBuf>,
}

/// A day to learn in, a day that counts, and time in which its last posts are still read.
const COUNTED: (u64, u64) = (DAY, 2 * DAY);
const UNTIL: u64 = 2 * DAY + 4 * HOUR;

/// One policy and what was measured.
#[derive(Debug, Clone, Serialize)]
struct Row {
    policy: &'static str,
    limits: &'static str,
    requests: BTreeMap<&'static str, u64>,
    /// Of the busiest window, in percent.
    windows: BTreeMap<&'static str, f64>,
    refused: u64,
    rules: usize,
    rules_percent: f64,
    posts_billed: u64,
    strangers_billed: u64,
    month_percent: f64,
    dollars: f64,
    dollars_at_todays_price: f64,
    /// What was billed by the price of the new posts themselves.
    money_ratio: f64,
    freshness: Freshness,
    cpu_seconds_a_day: Option<f64>,
}

#[derive(Debug, Clone, Serialize)]
struct Target {
    what: String,
    met: bool,
    measured: String,
}

#[derive(Debug, Serialize)]
struct Report {
    accounts: u32,
    seed: u64,
    rows: Vec<Row>,
    peak_memory_mb: Option<f64>,
    /// What the planner says of 100,000 accounts, in its own words.
    hundred_thousand: String,
    month: month::Month,
    targets: Vec<Target>,
}

/// Runs it.
pub(crate) fn run(what: &Simulate) -> Result<(), String> {
    let Simulate::Saturation(saturation) = what;
    let report = saturation.play();
    if let Some(file) = &saturation.chart {
        std::fs::write(file, chart::draw(&report.rows, report.accounts))
            .map_err(|error| format!("{} cannot be written: {error}", file.display()))?;
    }
    if saturation.json {
        crate::say(&serde_json::to_string_pretty(&report).map_err(|error| error.to_string())?);
    } else {
        crate::say(table::print(&report).trim_end());
    }
    let missed: Vec<&str> =
        report.targets.iter().filter(|target| !target.met).map(|target| target.what.as_str()).collect();
    if missed.is_empty() { Ok(()) } else { Err(format!("missed: {}", missed.join("; "))) }
}

impl Saturation {
    fn play(&self) -> Report {
        let world = World::new(self.accounts as usize, UNTIL, self.seed);
        let rows = vec![
            old_row(&world),
            mimus_row(&world, Limits::ELEVATED_2022, "Mimus (a)", self.seed),
            mimus_row(&world, Limits::PAY_PER_USE, "Mimus (b)", self.seed),
        ];
        drop(world);
        let peak_memory_mb = process::peak_memory_mb();
        let month = month::play(self.seed);
        let hundred_thousand = hundred_thousand(self.seed);
        let targets = targets(&rows, peak_memory_mb, &hundred_thousand, &month);
        Report {
            accounts: self.accounts,
            seed: self.seed,
            rows,
            peak_memory_mb,
            hundred_thousand: hundred_thousand.to_string(),
            month,
            targets,
        }
    }
}

fn old_row(world: &World) -> Row {
    let start = process::cpu_seconds();
    let (used, read) = old::play(world, COUNTED, UNTIL);
    let freshness = read.freshness(world, COUNTED, |_| true);
    row("Software of 2022", &Limits::ELEVATED_2022, &used, 0, freshness, start)
}

fn mimus_row(world: &World, limits: Limits, policy: &'static str, seed: u64) -> Row {
    let start = process::cpu_seconds();
    let setting = Setting { limits, month: None, owned: 0, counted: COUNTED, until: UNTIL, seed };
    let outcome = reader::play(world, setting);
    let freshness = outcome.read.freshness(world, COUNTED, |_| true);
    row(policy, &limits, &outcome.used, outcome.rules, freshness, start)
}

fn row(
    policy: &'static str,
    limits: &Limits,
    used: &Used,
    rules: usize,
    freshness: Freshness,
    start: Option<f64>,
) -> Row {
    let percent = |(endpoint, made): (&Endpoint, &u32)| {
        let limit = f64::from(limits.app_window(*endpoint).unwrap_or(1));
        (endpoint.name(), f64::from(*made) / limit * 100.0)
    };
    let cpu = start.and_then(|start| Some((process::cpu_seconds()? - start) / (UNTIL as f64 / DAY as f64)));
    Row {
        policy,
        limits: limits.name,
        requests: used.requests.iter().map(|(endpoint, made)| (endpoint.name(), *made)).collect(),
        windows: used.busiest.iter().map(percent).collect(),
        refused: used.refused,
        rules,
        rules_percent: rules as f64 / limits.stream_rules as f64 * 100.0,
        posts_billed: used.billed,
        strangers_billed: used.strangers,
        month_percent: used.billed as f64 * plan::MONTH / limits.posts_per_month as f64 * 100.0,
        dollars: limits.prices.post.times(used.billed).dollars(),
        dollars_at_todays_price: Limits::PAY_PER_USE.prices.post.times(used.billed).dollars(),
        money_ratio: used.billed as f64 / (freshness.posts as f64).max(1.0),
        freshness,
        cpu_seconds_a_day: cpu,
    }
}

/// What the planner says when it knows the rates of 100,000 accounts.
fn hundred_thousand(seed: u64) -> plan::Plan {
    let world = World::new(100_000, 0, seed);
    let accounts: Vec<Account> = world
        .ids
        .iter()
        .zip(&world.rates)
        .map(|(id, rate)| Account {
            id: *id,
            handle: String::new(),
            priority: Priority::Asked,
            posts_per_day: *rate,
            strangers_per_day: 0.0,
            own_token: false,
            originals_per_day: 0.0,
        })
        .collect();
    plan::plan(&accounts, &Means::APP, &Limits::PAY_PER_USE, &Budget::OPEN, None)
}

fn targets(rows: &[Row], memory: Option<f64>, large: &plan::Plan, month: &month::Month) -> Vec<Target> {
    let mut targets = Vec::new();
    let mut target = |what: &str, met: bool, measured: String| {
        targets.push(Target { what: what.to_owned(), met, measured });
    };
    let busiest = |row: &Row| row.windows.values().copied().fold(0.0, f64::max);
    let [_, old, today] = rows else { return targets };
    let most = busiest(old).max(old.rules_percent).max(old.month_percent);
    target("(a) nothing above 100 %", most <= 100.0 && old.refused == 0, format!("{most:.1} %"));
    target("(a) p95 at most 15 min", old.freshness.p95 <= 900.0, table::seconds(old.freshness.p95));
    target("(b) every window at most 10 %", busiest(today) <= 10.0, format!("{:.1} %", busiest(today)));
    target(
        "(b) at most a third of the rules",
        today.rules_percent <= 100.0 / 3.0,
        format!("{:.1} %", today.rules_percent),
    );
    target("(b) p50 at most 15 s", today.freshness.p50 <= 15.0, table::seconds(today.freshness.p50));
    target("(b) p95 at most 60 s", today.freshness.p95 <= 60.0, table::seconds(today.freshness.p95));
    let extra = (today.money_ratio - 1.0) * 100.0;
    target("(b) money within 5 % of the new posts' price", extra.abs() <= 5.0, format!("{extra:+.1} %"));
    let unread = old.freshness.unread + today.freshness.unread;
    let posts = old.freshness.posts + today.freshness.posts;
    let missing = unread as f64 / (posts as f64).max(1.0) * 100.0;
    target("(a), (b) at most 1 post in 1,000 never read", missing <= 0.1, format!("{unread} of {posts}"));
    let first = large.bindings.first();
    let named = first.is_some_and(plan::Binding::leaves_unread);
    target(
        "100,000 accounts: what binds is named",
        named,
        first.map_or(String::new(), |first| format!("{:?}", first.limit)),
    );
    target("$5 a month: nothing beyond it", month.within, format!("${:.3} spent", month.spent));
    target("$5 a month: owners' accounts come first", month.owners_first(), month.order());
    let cpu = [old, today].iter().filter_map(|row| row.cpu_seconds_a_day).fold(0.0, f64::max);
    target("CPU under 10 % of a core", cpu < 8_640.0, format!("{cpu:.1} s a day"));
    let megabytes = memory.unwrap_or(0.0);
    target("memory under 150 MB", megabytes < 150.0, format!("{megabytes:.0} MB"));
    targets
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_small_day_is_read_fresh_and_whole() {
        let world = World::new(300, UNTIL, 3);
        let row = mimus_row(&world, Limits::PAY_PER_USE, "Mimus", 3);
        assert!(row.freshness.posts > 300 && row.freshness.unread == 0, "{:?}", row.freshness);
        assert!(row.freshness.p95 < 60.0 && row.refused == 0, "{:?}", row.freshness);
        assert!(row.windows.values().all(|percent| *percent <= 10.0), "{:?}", row.windows);
    }

    #[test]
    fn the_old_policy_waits_for_its_turn() {
        let world = World::new(2_000, UNTIL, 3);
        let row = old_row(&world);
        assert!((700.0..1_100.0).contains(&row.freshness.p50), "{:?}", row.freshness);
    }
}
