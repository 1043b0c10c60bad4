//! The stream: kept open, with patience when it breaks.

use std::time::Duration;

use jiff::Timestamp;
use mimus_networks::Failure;
use mimus_networks::x::{Answer, Behalf, MeteredX, StreamOver};
use tokio::sync::{mpsc, watch};

use super::rules;

/// Posts that are granted at once.
const BLOCK: u32 = 50;

/// What the stream is to match, and for whom.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Wanted {
    pub(super) rules: Vec<String>,
    pub(super) owned: bool,
}

/// What the stream tells.
#[derive(Debug)]
pub(super) enum Heard {
    /// It is open.
    Open,
    /// Posts.
    Posts(Box<Answer>),
    /// It is over, or could not be opened.
    Over(String),
}

/// How long to wait before the next try (X, "handling disconnections"): after a break at once, then a quarter of a second
/// more each time up to 16; after a refusal 5 seconds, doubled up to 320; where X says until when, until then.
#[derive(Debug, Default)]
struct Patience {
    breaks: u32,
    refusals: u32,
}

impl Patience {
    fn after_break(&mut self) -> Duration {
        let wait = Duration::from_millis(250).saturating_mul(self.breaks).min(Duration::from_secs(16));
        self.breaks += 1;
        wait
    }

    fn after(&mut self, failure: &Failure, now: Timestamp) -> Duration {
        let wait = Duration::from_secs(5 << self.refusals.min(6));
        self.refusals += 1;
        match failure {
            Failure::RateLimited { until, .. } => {
                let told = Duration::try_from(until.duration_since(now)).unwrap_or_default();
                told.clamp(Duration::from_secs(1), Duration::from_secs(15 * 60))
            }
            _ => wait,
        }
    }
}

/// Holds the stream open with the rules that are wanted, and tells what it hears, until nobody listens any more.
pub(super) async fn listen(x: MeteredX, mut wanted: watch::Receiver<Wanted>, heard: mpsc::Sender<Heard>) {
    let mut patience = Patience::default();
    loop {
        let now = wanted.borrow_and_update().clone();
        if now.rules.is_empty() {
            if wanted.changed().await.is_err() {
                return;
            }
            continue;
        }
        let wait = match once(&x, &now, &mut wanted, &heard, &mut patience).await {
            Ok(Some(wait)) => wait,
            Ok(None) => Duration::ZERO,
            Err(Closed) => return,
        };
        tokio::select! {
            () = tokio::time::sleep(wait) => {}
            changed = wanted.changed() => if changed.is_err() { return },
        }
    }
}

/// Nobody listens.
struct Closed;

/// Opens the stream and reads it until it ends. Returns how long to wait; `None` where the rules have changed.
async fn once(
    x: &MeteredX,
    now: &Wanted,
    wanted: &mut watch::Receiver<Wanted>,
    heard: &mpsc::Sender<Heard>,
    patience: &mut Patience,
) -> Result<Option<Duration>, Closed> {
    let behalf = if now.owned { Behalf::Owned } else { Behalf::Asked };
    let opened = async {
        rules::keep_in_step(x, &now.rules).await?;
        if patience.refusals > 1 {
            // A stream that broke without X's knowledge still counts as open.
            x.end_connections().await?;
        }
        x.stream(behalf, BLOCK).await
    };
    let mut stream = match opened.await {
        Ok(stream) => stream,
        Err(failure) => {
            let wait = patience.after(&failure, x.now());
            tell(heard, Heard::Over(failure.to_string())).await?;
            return Ok(Some(wait));
        }
    };
    tell(heard, Heard::Open).await?;
    loop {
        let next = tokio::select! {
            next = stream.next() => next,
            changed = wanted.changed() => {
                // Rules are changed while the stream is open: X applies them at once.
                if changed.is_err() {
                    stream.close().await;
                    return Err(Closed);
                }
                let new = wanted.borrow_and_update().clone();
                match rules::keep_in_step(x, &new.rules).await {
                    Ok(()) if !new.rules.is_empty() => continue,
                    Ok(()) => {
                        stream.close().await;
                        return Ok(None);
                    }
                    Err(failure) => {
                        stream.close().await;
                        tell(heard, Heard::Over(failure.to_string())).await?;
                        return Ok(Some(patience.after(&failure, x.now())));
                    }
                }
            }
        };
        match next {
            Ok(answer) => {
                *patience = Patience::default();
                if heard.send(Heard::Posts(Box::new(answer))).await.is_err() {
                    stream.close().await;
                    return Err(Closed);
                }
            }
            Err(over) => {
                stream.close().await;
                let wait = match &over {
                    StreamOver::End(_) => patience.after_break(),
                    StreamOver::Refused(failure) => patience.after(failure, x.now()),
                };
                tell(heard, Heard::Over(over.to_string())).await?;
                return Ok(Some(wait));
            }
        }
    }
}

async fn tell(heard: &mpsc::Sender<Heard>, what: Heard) -> Result<(), Closed> {
    heard.send(what).await.map_err(|_| Closed)
}
