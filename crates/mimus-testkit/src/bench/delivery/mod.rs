//! Delivering posts to many servers.

mod courier;
#[cfg(feature = "rival")]
pub(crate) mod rival;
mod rounds;
mod seed;
mod signature;

use std::time::Duration;

use clap::Args;
use serde_json::{Value, json};

use self::courier::Delivered;
use self::rounds::Round;
use super::{Figure, figure};
use crate::inboxes::MAX_SERVERS;
use crate::say;

/// How many subscriber servers, and how much waits for each.
#[derive(Debug, Clone, Args)]
pub(crate) struct Delivery {
    /// How many subscriber servers, each at an address of its own
    #[arg(long, default_value_t = 2_000, value_parser = clap::value_parser!(u32).range(1..i64::from(MAX_SERVERS)))]
    servers: u32,
    /// How many posts go to each
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..=10_000))]
    activities: u32,
    /// How many followers each server has; all share its inbox, unless --own-inboxes is given
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..=10_000))]
    followers: u32,
    /// Each follower has an inbox of his own that is delivered to, as on servers without a shared one
    #[arg(long)]
    own_inboxes: bool,
    /// Measure no longer than this, from the first delivery on; otherwise to the end
    #[arg(long, value_name = "SECONDS")]
    seconds: Option<u64>,
    /// How often it is measured; medians count. The processor's pace changes from second to second, so each round has
    /// a signature's cost before and after
    #[arg(long, default_value_t = 5, value_parser = clap::value_parser!(u32).range(1..=100))]
    rounds: u32,
    /// How it grows: a table of 200, 2,000, 20,000 and 200,000 servers with 1 and 100 posts, each cell no longer
    /// than a minute or --seconds
    #[arg(long)]
    growth: bool,
}

/// One thing to measure.
#[derive(Debug, Clone)]
pub(crate) struct Cell {
    pub(crate) servers: u32,
    pub(crate) activities: u32,
    pub(crate) followers: u32,
    pub(crate) own_inboxes: bool,
    pub(crate) seconds: Option<Duration>,
}

impl Cell {
    /// Inboxes of each server that are delivered to.
    pub(crate) fn inboxes(&self) -> u32 {
        if self.own_inboxes { self.followers } else { 1 }
    }

    /// All deliveries.
    pub(crate) fn deliveries(&self) -> u64 {
        u64::from(self.servers) * u64::from(self.inboxes()) * u64::from(self.activities)
    }
}

/// Most servers that the other crate is measured with.
#[cfg(feature = "rival")]
const RIVAL_SERVERS: u32 = 10_000;

impl Delivery {
    pub(crate) async fn run(self, json: bool) -> Result<Option<Vec<Figure>>, String> {
        if self.growth {
            return self.growth(json).await.map(|()| None);
        }
        let cell = Cell {
            servers: self.servers,
            activities: self.activities,
            followers: self.followers,
            own_inboxes: self.own_inboxes,
            seconds: self.seconds.map(Duration::from_secs),
        };
        let mut rounds = Vec::new();
        let mut before = signature::cpu_ms(&[b'x'; 2_000])?;
        for n in 1..=self.rounds {
            eprintln!("round {n} of {}", self.rounds);
            let mimus = courier::run(&cell).await?;
            let after = signature::cpu_ms(mimus.document.as_bytes())?;
            let signature = f64::midpoint(before, after);
            let rival = rival(&cell, &mimus.document).await?;
            before = if rival.is_some() { signature::cpu_ms(mimus.document.as_bytes())? } else { after };
            rounds.push(Round { signature, mimus, rival });
        }
        let mut figures = vec![
            figure("subscriber servers", cell.servers.into(), ""),
            figure("inboxes of each", cell.inboxes().into(), ""),
            figure("activities", cell.activities.into(), ""),
        ];
        figures.extend(rounds::figures(&rounds));
        Ok(Some(figures))
    }

    async fn growth(&self, json: bool) -> Result<(), String> {
        let mut before = signature::cpu_ms(&[b'x'; 2_000])?;
        let mut rows: Vec<Value> = Vec::new();
        if !json {
            say(
                "   servers  activities  deliveries    per second  CPU ms each  signatures  connections  peak MiB  a signature",
            );
        }
        for activities in [1, 100] {
            for servers in [200, 2_000, 20_000, 200_000] {
                let cell = Cell {
                    servers,
                    activities,
                    followers: self.followers,
                    own_inboxes: self.own_inboxes,
                    seconds: Some(Duration::from_secs(self.seconds.unwrap_or(60))),
                };
                let row = courier::run(&cell).await?;
                let after = signature::cpu_ms(row.document.as_bytes())?;
                let signature = f64::midpoint(before, after);
                before = after;
                let ratio = row.cpu_ms() / signature;
                if json {
                    rows.push(json!({
                        "servers": servers, "activities": activities, "deliveries": row.deliveries,
                        "complete": row.complete, "per_second": row.per_second(), "cpu_ms": row.cpu_ms(),
                        "signature_ms": signature, "over_signature": ratio, "connections": row.counts.connections, "peak_mib": row.peak,
                        "servers_reached": row.counts.servers,
                    }));
                    continue;
                }
                let part = if row.complete { ' ' } else { '+' };
                say(&format!(
                    "{servers:>10}  {activities:>10}  {:>10}{part} {:>12.1}  {:>11.3}  {ratio:>10.2}  {:>11}  {:>8.1}  {signature:>8.3} ms",
                    row.deliveries,
                    row.per_second(),
                    row.cpu_ms(),
                    row.counts.connections,
                    row.peak
                ));
            }
        }
        if json {
            say(&json!({"cells": rows}).to_string());
        } else {
            say("+: time was up before all was delivered");
        }
        Ok(())
    }
}

/// The other crate's figures, where it was built in and can carry the cell.
#[cfg(feature = "rival")]
async fn rival(cell: &Cell, document: &str) -> Result<Option<Delivered>, String> {
    if cell.servers > RIVAL_SERVERS {
        eprintln!(
            "activitypub_federation is left out: it keeps a connection to each of more than {RIVAL_SERVERS} servers"
        );
        return Ok(None);
    }
    rival::measure(cell, document).await.map(Some)
}

#[cfg(not(feature = "rival"))]
#[expect(clippy::unused_async, reason = "as with the other crate")]
async fn rival(_: &Cell, _: &str) -> Result<Option<Delivered>, String> {
    eprintln!(
        "for activitypub_federation beside it: cargo build --release -p mimus-testkit --features rival"
    );
    Ok(None)
}

#[expect(clippy::disallowed_methods, reason = "the server that is measured goes by the system's clock")]
fn now() -> jiff::Timestamp {
    jiff::Timestamp::now()
}
