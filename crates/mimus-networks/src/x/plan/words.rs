//! A plan in words, for `mimus ledger --plan`.

use std::collections::BTreeMap;
use std::fmt;
use std::time::Duration;

use super::{Plan, Reach, Reason, Way};

/// `12,345`; from a million on `1.2 million`.
pub(super) fn count(number: f64) -> String {
    if number >= 1e6 {
        return format!("{:.1} million", number / 1e6);
    }
    let digits = format!("{number:.0}");
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// `7 s`, `12 min`, `2.7 h`.
pub(super) fn span(time: Duration) -> String {
    let seconds = time.as_secs_f64();
    match seconds {
        s if s < 99.5 => format!("{s:.0} s"),
        s if s < 99.5 * 60.0 => format!("{:.0} min", s / 60.0),
        s => format!("{:.1} h", s / 3_600.0),
    }
}

impl Way {
    fn words(self) -> &'static str {
        match self {
            Self::Activity => "activity events",
            Self::Stream { guarded: false } => "stream",
            Self::Stream { guarded: true } => "stream, quotes by search",
            Self::Search => "searches",
            Self::List => "lists",
            Self::Timeline => "timelines",
            Self::Own => "own tokens",
        }
    }
}

impl fmt::Display for Way {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.words())
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NoToken => "no token for X is set",
            Self::Money => "the budget leaves less than one post a month for it",
            Self::PostsOfMonth => "the posts that X sells in a month leave less than one for it",
            Self::Requests => "X's windows leave less than one look a day for it",
        })
    }
}

impl fmt::Display for Plan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let forecast = &self.forecast;
        writeln!(f, "{} accounts are read, {} are not.", self.accounts.len(), self.unread.len())?;
        let mut ways: BTreeMap<&str, (usize, f64)> = BTreeMap::new();
        for reading in self.accounts.values() {
            let way = ways.entry(reading.way.words()).or_default();
            *way = (way.0 + 1, way.1 + reading.read_per_day());
        }
        for (way, (accounts, posts)) in ways {
            writeln!(f, "  {way:<26} {accounts:>7} accounts {:>9} posts a day", count(posts))?;
        }
        for (name, reach) in [("Owners' accounts", &forecast.owned), ("Asked for by others", &forecast.asked)]
        {
            writeln!(f, "{name}: {}", Described(reach))?;
        }
        writeln!(f, "Requests of each window of 15 minutes, at most:")?;
        for load in &forecast.loads {
            let share = load.share() * 100.0;
            writeln!(
                f,
                "  {:<38} {:>7.0} of {:>6}  {share:>5.1} %",
                load.endpoint.name(),
                load.most,
                load.limit
            )?;
        }
        writeln!(f, "Stream rules: {}. Activity subscriptions: {}.", forecast.rules, forecast.subscriptions)?;
        writeln!(
            f,
            "Posts a day: {} read, {} not. Money: {} a month.",
            count(forecast.posts_per_day),
            count(forecast.missed_per_day),
            cents(forecast.money_per_month())
        )?;
        if let (Some(p50), Some(p95)) = (forecast.p50, forecast.p95) {
            writeln!(
                f,
                "Half of what is read is read within {}, 95 of 100 within {}.",
                span(p50),
                span(p95)
            )?;
        }
        self.write_bindings(f)?;
        let mut reasons: BTreeMap<Reason, usize> = BTreeMap::new();
        for reason in self.unread.values() {
            *reasons.entry(*reason).or_default() += 1;
        }
        reasons.iter().try_for_each(|(reason, accounts)| {
            writeln!(f, "Not read: {accounts} accounts, because {reason}.")
        })
    }
}

impl Plan {
    fn write_bindings(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.bindings.iter().any(super::Binding::binds) {
            let binds = self.bindings.iter().filter(|binding| binding.binds());
            return binds.enumerate().try_for_each(|(at, binding)| {
                writeln!(f, "{}{}", if at == 0 { "What binds: " } else { "Then: " }, binding.words)
            });
        }
        let Some(nearest) = self.bindings.first() else { return Ok(()) };
        writeln!(f, "No limit binds. The nearest: {}", nearest.words)
    }
}

/// Dollars and cents, rounded up.
fn cents(money: mimus_core::Money) -> mimus_core::Money {
    mimus_core::Money::from_micros(money.micros().div_ceil(10_000).saturating_mul(10_000))
}

struct Described<'a>(&'a Reach);

impl fmt::Display for Described<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Reach { whole, part, unread, p50, p95 } = self.0;
        write!(f, "{whole} read whole, {part} in part, {unread} not")?;
        if let (Some(p50), Some(p95)) = (p50, p95) {
            write!(f, "; half of their posts within {}, 95 of 100 within {}", span(*p50), span(*p95))?;
        }
        Ok(())
    }
}
