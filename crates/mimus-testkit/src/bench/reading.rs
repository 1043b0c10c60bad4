//! Reading thousands of accounts of X, from the emulator.

use std::path::Path;
use std::time::{Duration, Instant};

use clap::Args;
use jiff::Timestamp;
use mimus_core::{Basis, LocalHandle, MirrorPolicy, Network, Profile, WebUrl};
use mimus_federation::signature::SigningKey;
use mimus_networks::x::Endpoint;
use mimus_store::{NewMirror, NodeName, Recording, Store, StoreOptions};
use mimus_testkit::emulator::{Emulator, NewPost};

use super::{Figure, figure};
use crate::process;

/// How long the server is left to open its stream before it is measured.
const PATIENCE: Duration = Duration::from_secs(120);
/// A day has so many seconds.
const DAY: f64 = 86_400.0;

/// What is read.
#[derive(Debug, Args)]
pub(crate) struct Reading {
    /// How many accounts
    #[arg(long, default_value_t = 10_760)]
    accounts: u32,
    /// Posts of each a day, on average
    #[arg(long, default_value_t = 2.0)]
    posts_a_day: f64,
    /// For how many seconds
    #[arg(long, default_value_t = 120)]
    seconds: u32,
    /// How many times as fast the accounts post as they would
    #[arg(long, default_value_t = 1.0)]
    speed: f64,
}

impl Reading {
    pub(crate) async fn run(&self) -> Result<Vec<Figure>, String> {
        let folder = tempfile::tempdir().map_err(|e| e.to_string())?;
        std::fs::create_dir_all(folder.path().join("data")).map_err(|e| e.to_string())?;
        let emulator = Emulator::start().await.map_err(|e| e.to_string())?;
        let users: Vec<u64> =
            (0..self.accounts).map(|n| emulator.add_user(&format!("account_{n}"), "An account")).collect();
        seed(folder.path(), &users).await.map_err(|e| e.to_string())?;
        let settings = [
            ("MIMUS_X_BASE_URL", emulator.base_url().to_string()),
            ("MIMUS_X_BEARER_TOKEN", emulator.bearer().to_owned()),
        ];
        let (server, _) = process::serve_with(folder.path(), "poller,janitor", &settings).await?;
        let began = Instant::now();
        while emulator.streams_open() == 0 || emulator.rules().is_empty() {
            if began.elapsed() > PATIENCE {
                return Err("the stream is not opened".into());
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        let ready = began.elapsed();
        // What it does at its start, such as filling the gap since it last ran, is shown apart.
        tokio::time::sleep(Duration::from_secs(20)).await;
        let pid = server.0.id();
        let cpu = || process::cpu_seconds(pid).ok_or("the server is gone".to_owned());
        let (start_cpu, start_bill) = (cpu()?, emulator.bill());
        let pause = DAY / (f64::from(self.accounts) * self.posts_a_day * self.speed).max(1e-9);
        let measured = Instant::now();
        let mut written = 0_u32;
        while measured.elapsed().as_secs() < u64::from(self.seconds) {
            let user = users[written as usize * 7_919 % users.len()];
            emulator.post(user, NewPost { text: format!("Number {written}."), ..NewPost::default() });
            written += 1;
            tokio::time::sleep_until((measured + Duration::from_secs_f64(pause * f64::from(written))).into())
                .await;
        }
        let (seconds, used) = (measured.elapsed().as_secs_f64(), cpu()? - start_cpu);
        tokio::time::sleep(Duration::from_secs(3)).await;
        let bill = emulator.bill();
        let mib = |name| process::status_kib(pid, name).unwrap_or(0) as f64 / 1_024.0;
        let calls = |endpoint| {
            let of =
                |bill: &mimus_testkit::emulator::Bill| bill.requests.get(&endpoint).copied().unwrap_or(0);
            (of(&bill) - of(&start_bill)) as f64
        };
        let fullest = bill.highest_share.values().copied().fold(0.0, f64::max);
        Ok(vec![
            figure("accounts", self.accounts.into(), ""),
            figure("rules of the stream", emulator.rules().len() as f64, ""),
            figure("stream open after", ready.as_secs_f64(), "s"),
            figure("CPU of the start", start_cpu, "s"),
            figure("posts written", written.into(), ""),
            figure("posts charged", (bill.posts - start_bill.posts) as f64, ""),
            figure("CPU while reading", used / seconds * 100.0, "% of a core"),
            figure("peak memory", mib("VmHWM"), "MiB"),
            figure("calls: searches", calls(Endpoint::SearchRecent), ""),
            figure("calls: timelines", calls(Endpoint::UserTweets), ""),
            figure("calls: posts by id", calls(Endpoint::Tweets), ""),
            figure("fullest window", fullest * 100.0, "%"),
            figure("calls refused by a full window", bill.refused_429 as f64, ""),
        ])
    }
}

/// Mirrors of all accounts, as if each had been read just now.
async fn seed(folder: &Path, users: &[u64]) -> Result<(), Box<dyn std::error::Error>> {
    let url = format!("sqlite:{}", folder.join("data/mimus.db").display());
    let store = Store::open(&StoreOptions { url, connections: 2 }).await?;
    // One key for all: making ten thousand takes minutes and measures nothing.
    let key = SigningKey::generate()?;
    let secret = key.to_pkcs8_der()?;
    #[expect(clippy::disallowed_methods, reason = "the server beside it runs by the machine's clock")]
    let now = Timestamp::now();
    let node = NodeName::new("bench");
    let policy = MirrorPolicy { basis: Basis::Own, ..MirrorPolicy::default() };
    let cursor = serde_json::json!({ "profile_at": now }).to_string();
    for (n, user) in users.iter().enumerate() {
        let profile = Profile {
            name: "An account".into(),
            handle: Some(format!("account_{n}")),
            url: WebUrl::parse(&format!("https://x.com/account_{n}")).ok(),
            ..Profile::default()
        };
        let new = NewMirror {
            handle: &LocalHandle::new(&format!("account_{n}"))?,
            location: &format!("{}:id/{user}", Network::X),
            policy: &policy,
            profile: &profile,
            private_key: secret.as_bytes(),
            public_key: key.public_key_pem(),
            first_read_at: None,
            reader: Some(&node),
        };
        let mirror = store.add_mirror(&new, now).await?;
        let recording = Recording {
            mirror,
            node: &node,
            changes: &[],
            cursor: &cursor,
            next_read_at: None,
            finished: true,
            announce: false,
            progress: None,
            state: None,
        };
        store.record(&recording, now).await?;
    }
    store.close().await;
    Ok(())
}
