//! The benches.

pub(crate) mod delivery;
mod idle;
mod import;
mod inbox;
mod newsroom;
mod reading;

use clap::Subcommand;
use serde_json::{Value, json};

use crate::say;

/// What can be measured.
#[derive(Debug, Subcommand)]
pub(crate) enum Bench {
    /// Import an archive: time and peak memory, beside inflating and parsing the same file
    Import {
        /// How many tweets
        #[arg(long, default_value_t = 100_000)]
        tweets: u64,
    },
    #[command(alias = "pages")]
    /// An idle server and its pages: time until ready, resident memory, time per page beside /healthz
    Idle {
        /// How many mirrors
        #[arg(long, default_value_t = 1_000)]
        mirrors: u32,
        /// How many followers in all
        #[arg(long, default_value_t = 10_000)]
        followers: u32,
        /// How many requests per page
        #[arg(long, default_value_t = 500)]
        requests: u32,
    },
    /// Deliver a post to many servers, durably: CPU of a delivery beside that of a signature
    Delivery(delivery::Delivery),
    /// Send to the inbox from many servers while one floods it: time of an answer, and what the flood is told
    Inbox(inbox::Inbox),
    /// Read thousands of accounts of X from the emulator: CPU and memory, calls, the fullest window
    Reading(reading::Reading),
    /// Open every page of the Desk over a newsroom of years: time per page beside /healthz
    Newsroom(newsroom::Newsroom),
}

impl Bench {
    /// Measures, and prints.
    pub(crate) async fn run(self, json: bool) -> Result<(), String> {
        let figures = match self {
            Self::Import { tweets } => import::run(tweets).await?,
            Self::Idle { mirrors, followers, requests } => idle::run(mirrors, followers, requests).await?,
            Self::Inbox(inbox) => inbox.run().await?,
            Self::Reading(reading) => reading.run().await?,
            Self::Newsroom(newsroom) => newsroom.run().await?,
            Self::Delivery(delivery) => match delivery.run(json).await? {
                Some(figures) => figures,
                None => return Ok(()),
            },
        };
        if json {
            let object: serde_json::Map<String, Value> =
                figures.into_iter().map(|f| (f.name, json!({"value": f.value, "unit": f.unit}))).collect();
            say(&Value::Object(object).to_string());
        } else {
            for figure in figures {
                say(&format!("{:<54} {:>12.2} {}", figure.name, figure.value, figure.unit));
            }
        }
        Ok(())
    }
}

/// Something measured.
pub(crate) struct Figure {
    name: String,
    value: f64,
    unit: &'static str,
}

pub(crate) fn figure(name: impl Into<String>, value: f64, unit: &'static str) -> Figure {
    Figure { name: name.into(), value, unit }
}
