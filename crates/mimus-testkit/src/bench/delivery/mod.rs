//! Delivering posts to many servers.

mod courier;
#[cfg(feature = "rival")]
pub(crate) mod rival;
mod seed;
mod signature;

use std::time::Duration;

use clap::Args;
use serde_json::{Value, json};

use self::courier::Delivered;
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
        // Before and after, and the lower counts: what else the machine does makes a yardstick longer, and a ratio
        // look better than it is.
        let before = signature::cpu_ms(&[b'x'; 2_000])?;
        let mimus = courier::run(&cell).await?;
        let signature = signature::cpu_ms(mimus.document.as_bytes())?.min(before);
        let mut figures = vec![
            figure("subscriber servers", cell.servers.into(), ""),
            figure("inboxes of each", cell.inboxes().into(), ""),
            figure("activities", cell.activities.into(), ""),
        ];
        let mut add = |name: &str, value: f64, unit| figures.push(figure(name, value, unit));
        add("deliveries", mimus.deliveries as f64, if mimus.complete { "" } else { "(time was up)" });
        add("bytes of the document", mimus.document.len() as f64, "");
        add("connections made", mimus.counts.connections as f64, "");
        add("deliveries a second", mimus.per_second(), "/s");
        add("CPU of the deliverer, a delivery", mimus.cpu_ms(), "ms");
        add("peak memory of the deliverer", mimus.peak, "MiB");
        add("CPU of one RSA-2048 signature", signature, "ms");
        add("delivery over signature (aim: at most 1.5)", mimus.cpu_ms() / signature, "times");
        self.beside(&cell, &mimus, &mut add).await?;
        Ok(Some(figures))
    }

    #[cfg(feature = "rival")]
    async fn beside(
        &self,
        cell: &Cell,
        mimus: &Delivered,
        add: &mut impl FnMut(&str, f64, &'static str),
    ) -> Result<(), String> {
        if cell.servers > RIVAL_SERVERS {
            eprintln!(
                "activitypub_federation is left out: it keeps a connection to each of more than {RIVAL_SERVERS} servers"
            );
            return Ok(());
        }
        let rival = rival::measure(cell, &mimus.document).await?;
        add("activitypub_federation: deliveries", rival.deliveries as f64, "");
        add("activitypub_federation: deliveries a second", rival.per_second(), "/s");
        add("activitypub_federation: CPU, a delivery", rival.cpu_ms(), "ms");
        add("activitypub_federation: peak memory", rival.peak, "MiB");
        add(
            "activitypub_federation over Mimus (aim: at least 2.5)",
            rival.cpu_ms() / mimus.cpu_ms(),
            "times",
        );
        Ok(())
    }

    #[cfg(not(feature = "rival"))]
    async fn beside(
        &self,
        _: &Cell,
        _: &Delivered,
        _: &mut impl FnMut(&str, f64, &'static str),
    ) -> Result<(), String> {
        eprintln!(
            "for activitypub_federation beside it: cargo build --release -p mimus-testkit --features rival"
        );
        Ok(())
    }

    async fn growth(&self, json: bool) -> Result<(), String> {
        let signature = signature::cpu_ms(&[b'x'; 2_000])?;
        let mut rows: Vec<Value> = Vec::new();
        if !json {
            say(
                "   servers  activities  deliveries    per second  CPU ms each  signatures  connections  peak MiB",
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
                let ratio = row.cpu_ms() / signature;
                if json {
                    rows.push(json!({
                        "servers": servers, "activities": activities, "deliveries": row.deliveries,
                        "complete": row.complete, "per_second": row.per_second(), "cpu_ms": row.cpu_ms(),
                        "over_signature": ratio, "connections": row.counts.connections, "peak_mib": row.peak,
                        "servers_reached": row.counts.servers,
                    }));
                    continue;
                }
                let part = if row.complete { ' ' } else { '+' };
                say(&format!(
                    "{servers:>10}  {activities:>10}  {:>10}{part} {:>12.1}  {:>11.3}  {ratio:>10.2}  {:>11}  {:>8.1}",
                    row.deliveries,
                    row.per_second(),
                    row.cpu_ms(),
                    row.counts.connections,
                    row.peak
                ));
            }
        }
        if json {
            say(&json!({"signature_ms": signature, "cells": rows}).to_string());
        } else {
            say("+: time was up before all was delivered");
            say(&format!("one RSA-2048 signature: {signature:.3} ms of CPU"));
        }
        Ok(())
    }
}

#[expect(clippy::disallowed_methods, reason = "the server that is measured goes by the system's clock")]
fn now() -> jiff::Timestamp {
    jiff::Timestamp::now()
}
