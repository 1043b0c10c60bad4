//! A fediverse server that follows and records.

use std::net::SocketAddr;
use std::time::Duration;

use mimus_http::{ClientConfig, HttpClient};
use mimus_web::demo::Follower;

use crate::say;

/// Runs until Ctrl-C, and prints what comes in.
pub(crate) async fn run(port: u16, follow: Option<String>) -> Result<(), String> {
    let mut config = ClientConfig::new("mimus-testkit");
    config.allow_private_addresses = true;
    let http = HttpClient::new(config).map_err(|e| e.to_string())?;
    let follower =
        Follower::start(SocketAddr::from(([127, 0, 0, 1], port)), http).await.map_err(|e| e.to_string())?;
    say(&format!("listening as {}", follower.actor()));
    if let Some(actor) = follow {
        follower.follow(&actor).await.map_err(|e| e.to_string())?;
        say(&format!("asked to follow {actor}"));
    }
    let mut seen = 0;
    loop {
        tokio::select! {
            _ = tokio::signal::ctrl_c() => return Ok(()),
            () = tokio::time::sleep(Duration::from_millis(200)) => {}
        }
        let received = follower.received();
        for activity in received.iter().skip(seen) {
            say(&format!("{activity:?}"));
        }
        seen = received.len();
    }
}
