//! The report as people read it.

use std::fmt::Write as _;

use mimus_networks::x::Endpoint;

use super::{Report, Row};

/// `4.1 s`, `12.3 min`, `2.7 h`.
pub(super) fn seconds(time: f64) -> String {
    match time {
        time if time < 99.95 => format!("{time:.1} s"),
        time if time < 99.95 * 60.0 => format!("{:.1} min", time / 60.0),
        time => format!("{:.1} h", time / 3_600.0),
    }
}

/// `10,760`.
pub(super) fn thousands(number: u32) -> String {
    let (high, low) = (number / 1_000, number % 1_000);
    if high == 0 { low.to_string() } else { format!("{high},{low:03}") }
}

fn line(out: &mut String, name: &str, rows: &[Row], of: impl Fn(&Row) -> String) {
    let _ = write!(out, "{name:<34}");
    for row in rows {
        let _ = write!(out, "{:>20}", of(row));
    }
    out.push('\n');
}

/// The whole report.
pub(super) fn print(report: &Report) -> String {
    let mut out = String::new();
    let rows = &report.rows;
    let _ = writeln!(
        out,
        "24 h of {} accounts, two posts a day on average (seed {})\n",
        thousands(report.accounts),
        report.seed
    );
    line(&mut out, "", rows, |row| row.policy.to_owned());
    line(&mut out, "limits of", rows, |row| {
        row.limits.split(['(', ')']).nth(1).unwrap_or(row.limits).to_owned()
    });
    for (name, endpoint) in [
        ("timelines read", Endpoint::UserTweets),
        ("searches", Endpoint::SearchRecent),
        ("connections of the stream", Endpoint::Stream),
        ("changes of its rules", Endpoint::StreamRulesWrite),
    ] {
        line(&mut out, name, rows, |row| row.requests.get(endpoint.name()).copied().unwrap_or(0).to_string());
    }
    out.push_str("share of the busiest window\n");
    for (name, endpoint) in [
        ("  timelines", Endpoint::UserTweets),
        ("  searches", Endpoint::SearchRecent),
        ("  connections", Endpoint::Stream),
        ("  changes of rules", Endpoint::StreamRulesWrite),
    ] {
        line(&mut out, name, rows, |row| {
            format!("{:.1} %", row.windows.get(endpoint.name()).copied().unwrap_or(0.0))
        });
    }
    line(&mut out, "share of the stream's rules", rows, |row| {
        format!("{:.1} % ({})", row.rules_percent, row.rules)
    });
    line(&mut out, "share of a month's posts", rows, |row| format!("{:.1} %", row.month_percent));
    line(&mut out, "posts billed (strangers')", rows, |row| {
        format!("{} ({})", row.posts_billed, row.strangers_billed)
    });
    line(&mut out, "dollars that day", rows, |row| format!("{:.2}", row.dollars));
    line(&mut out, "  at today's price", rows, |row| format!("{:.2}", row.dollars_at_todays_price));
    line(&mut out, "  beside the posts' own price", rows, |row| {
        format!("{:+.1} %", (row.money_ratio - 1.0) * 100.0)
    });
    line(&mut out, "freshness p50", rows, |row| seconds(row.freshness.p50));
    line(&mut out, "freshness p95", rows, |row| seconds(row.freshness.p95));
    line(&mut out, "posts never read", rows, |row| {
        format!("{} of {}", row.freshness.unread, row.freshness.posts)
    });
    let cpu = |row: &Row| {
        row.cpu_seconds_a_day.map_or_else(|| "unknown".to_owned(), |seconds| format!("{seconds:.1} s"))
    };
    line(&mut out, "CPU a day, the model of X with it", rows, cpu);
    if let Some(memory) = report.peak_memory_mb {
        let _ = writeln!(out, "{:<34}{memory:>20.0} MB in all", "peak memory");
    }
    let _ = writeln!(out, "\n100,000 accounts under today's limits\n\n{}", report.hundred_thousand);
    month(&mut out, report);
    out.push_str("Targets\n\n");
    for target in &report.targets {
        let _ = writeln!(
            out,
            "{:<7}{:<48}{}",
            if target.met { "met" } else { "MISSED" },
            target.what,
            target.measured
        );
    }
    out
}

fn month(out: &mut String, report: &Report) {
    let month = &report.month;
    let most = month.spent_per_day.iter().copied().fold(0.0, f64::max);
    let _ = writeln!(out, "1,000 accounts, ${:.2} a month, 30 days\n", month.budget);
    let _ = writeln!(out, "spent ${:.3}; most in a day ${most:.3}; each day:", month.spent);
    for days in month.spent_per_day.chunks(10) {
        let days: Vec<String> = days.iter().map(|day| format!("{day:.3}")).collect();
        let _ = writeln!(out, "  {}", days.join(" "));
    }
    let _ = writeln!(
        out,
        "{:<22}{:>9}{:>12}{:>9}{:>10}{:>10}{:>16}{:>10}{:>10}",
        "", "accounts", "read whole", "in part", "not read", "silent", "posts read", "p50", "p95"
    );
    for (name, tier) in [("owners' accounts", &month.owned), ("asked for by others", &month.asked)] {
        let fresh = &tier.freshness;
        let read = format!("{} of {}", fresh.posts - fresh.unread, fresh.posts);
        let _ = writeln!(
            out,
            "{name:<22}{:>9}{:>12}{:>9}{:>10}{:>10}{read:>16}{:>10}{:>10}",
            tier.accounts,
            tier.whole,
            tier.part,
            tier.unread,
            tier.silent,
            seconds(fresh.p50),
            seconds(fresh.p95)
        );
    }
    let _ = writeln!(out, "\nThe plan in the middle of the month:\n\n{}", month.plan);
}
