//! The chart of the three policies, an SVG that is readable in light and dark.

use std::fmt::Write as _;

use mimus_networks::x::Endpoint;

use super::Row;
use super::table::{seconds, thousands};

const WIDTH: f64 = 880.0;
const TOP: f64 = 92.0;
const BLOCK: f64 = 128.0;
const BARS: (f64, f64) = (140.0, 250.0);
const WAITS: (f64, f64) = (520.0, 330.0);

const STYLE: &str = "\
text{font:14px system-ui,sans-serif;fill:#24292f}\
.title{font-size:18px;font-weight:600}.name{font-weight:600}.quiet{fill:#57606a;font-size:12px}\
.line{stroke:#d0d7de}.rest{fill:#eaeef2}.used{fill:#2f6f8f}.full{fill:#b35900}.span{stroke:#2f6f8f}.back{fill:#fff}\
@media(prefers-color-scheme:dark){text{fill:#e6edf3}.quiet{fill:#9198a1}.line{stroke:#3d444d}.rest{fill:#262c36}\
.used{fill:#6cb6d9}.full{fill:#e0934b}.span{stroke:#6cb6d9}.back{fill:#0d1117}}";

/// Draws it.
pub(super) fn draw(rows: &[Row], accounts: u32) -> String {
    let height = TOP + BLOCK * rows.len() as f64 + 30.0;
    let accounts = thousands(accounts);
    let mut out = String::new();
    let _ = writeln!(
        out,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH:.0} {height:.0}\" role=\"img\" \
         aria-labelledby=\"title desc\">\n<title id=\"title\">Reading {accounts} accounts on X for a day</title>\n\
         <desc id=\"desc\">{}</desc>\n<style>{STYLE}</style>\n<rect class=\"back\" width=\"100%\" height=\"100%\"/>",
        describe(rows)
    );
    text(&mut out, 24.0, 34.0, "title", &format!("Reading {accounts} accounts on X for a day"));
    text(&mut out, 24.0, 62.0, "quiet", "Share of each quota, busiest 15 minutes");
    text(&mut out, WAITS.0, 62.0, "quiet", "From a post to its reading: half of all posts, 95 of 100");
    axis(&mut out, height);
    for (at, row) in rows.iter().enumerate() {
        let top = TOP + BLOCK * at as f64;
        text(&mut out, 24.0, top + 16.0, "name", &format!("{} · {}", row.policy, row.limits));
        bars(&mut out, row, top + 30.0);
        waits(&mut out, row, top + 62.0);
    }
    out.push_str("</svg>\n");
    out
}

fn text(out: &mut String, x: f64, y: f64, class: &str, words: &str) {
    let _ = writeln!(out, "<text x=\"{x:.0}\" y=\"{y:.0}\" class=\"{class}\">{words}</text>");
}

fn quotas(row: &Row) -> [(&'static str, f64); 4] {
    let window = |endpoint: Endpoint| row.windows.get(endpoint.name()).copied().unwrap_or(0.0);
    [
        ("timelines", window(Endpoint::UserTweets)),
        ("searches", window(Endpoint::SearchRecent)),
        ("stream rules", row.rules_percent),
        ("posts a month", row.month_percent),
    ]
}

fn bars(out: &mut String, row: &Row, top: f64) {
    for (at, (name, percent)) in quotas(row).into_iter().enumerate() {
        let y = top + 21.0 * at as f64;
        let width = BARS.1 * percent.clamp(0.0, 100.0) / 100.0;
        let class = if percent > 90.0 { "full" } else { "used" };
        text(out, 24.0, y + 10.0, "quiet", name);
        let _ = writeln!(
            out,
            "<rect class=\"rest\" x=\"{:.0}\" y=\"{y:.0}\" width=\"{:.0}\" height=\"12\" rx=\"3\"/>\
             <rect class=\"{class}\" x=\"{:.0}\" y=\"{y:.0}\" width=\"{width:.1}\" height=\"12\" rx=\"3\"/>",
            BARS.0, BARS.1, BARS.0
        );
        text(out, BARS.0 + BARS.1 + 10.0, y + 10.0, "quiet", &format!("{percent:.1} %"));
    }
}

/// Where a time stands on the axis from a second to five hours, by its logarithm.
fn place(seconds: f64) -> f64 {
    WAITS.0 + WAITS.1 * (seconds.clamp(1.0, 18_000.0).ln() / 18_000.0_f64.ln())
}

fn axis(out: &mut String, height: f64) {
    for (time, name) in [
        (1.0, "1 s"),
        (10.0, "10 s"),
        (60.0, "1 min"),
        (900.0, "15 min"),
        (3_600.0, "1 h"),
        (18_000.0, "5 h"),
    ] {
        let x = place(time);
        let _ = writeln!(
            out,
            "<line class=\"line\" x1=\"{x:.1}\" y1=\"{TOP:.0}\" x2=\"{x:.1}\" y2=\"{:.0}\"/>\
             <text x=\"{x:.1}\" y=\"{:.0}\" class=\"quiet\" text-anchor=\"middle\">{name}</text>",
            height - 30.0,
            height - 12.0
        );
    }
}

fn waits(out: &mut String, row: &Row, y: f64) {
    let (half, most) = (place(row.freshness.p50), place(row.freshness.p95));
    let _ = writeln!(
        out,
        "<line class=\"span\" x1=\"{half:.1}\" y1=\"{y:.0}\" x2=\"{most:.1}\" y2=\"{y:.0}\" stroke-width=\"4\"/>\
         <circle class=\"used\" cx=\"{half:.1}\" cy=\"{y:.0}\" r=\"7\"/>\
         <circle class=\"used\" cx=\"{most:.1}\" cy=\"{y:.0}\" r=\"5\"/>"
    );
    let middle = f64::midpoint(half, most).clamp(WAITS.0 + 70.0, WAITS.0 + WAITS.1 - 70.0);
    let words = format!("{} · {}", seconds(row.freshness.p50), seconds(row.freshness.p95));
    let _ =
        writeln!(out, "<text x=\"{middle:.1}\" y=\"{:.0}\" text-anchor=\"middle\">{words}</text>", y + 26.0);
}

fn describe(rows: &[Row]) -> String {
    let sentences = rows.iter().map(|row| {
        let quotas: Vec<String> =
            quotas(row).iter().map(|(name, percent)| format!("{name} {percent:.1} %")).collect();
        format!(
            "{}, limits of {}: {}; half of the posts are read within {}, 95 of 100 within {}.",
            row.policy,
            row.limits,
            quotas.join(", "),
            seconds(row.freshness.p50),
            seconds(row.freshness.p95)
        )
    });
    sentences.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::super::freshness::Freshness;
    use super::*;

    #[test]
    fn it_is_drawn_with_words_for_those_who_do_not_see_it() {
        let row = Row {
            policy: "Mimus",
            limits: "today",
            requests: BTreeMap::new(),
            windows: BTreeMap::from([(Endpoint::SearchRecent.name(), 97.5)]),
            refused: 0,
            rules: 3,
            rules_percent: 30.0,
            posts_billed: 1,
            strangers_billed: 0,
            month_percent: 20.0,
            dollars: 1.0,
            dollars_at_todays_price: 1.0,
            money_ratio: 1.0,
            freshness: Freshness { posts: 1, unread: 0, p50: 4.0, p95: 900.0 },
            cpu_seconds_a_day: None,
        };
        let svg = draw(&[row], 10_760);
        assert!(svg.contains("<title id=\"title\">Reading 10,760 accounts"), "{svg}");
        assert!(svg.contains("searches 97.5 %") && svg.contains("95 of 100 within 15.0 min"), "{svg}");
        assert!(svg.contains("class=\"full\"") && svg.contains("prefers-color-scheme:dark"), "{svg}");
    }
}
