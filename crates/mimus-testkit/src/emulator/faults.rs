//! Faults that tests ask for.

use std::time::Duration;

use mimus_networks::x::Endpoint;

/// Something that goes wrong with an endpoint.
#[derive(Debug, Clone, Copy)]
pub struct Fault {
    /// With which.
    pub endpoint: Endpoint,
    /// What goes wrong.
    pub kind: FaultKind,
    /// How many calls it befalls; each, where none is given.
    pub times: Option<u32>,
}

/// What goes wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FaultKind {
    /// X answers with this status and does nothing.
    Status(u16),
    /// The connection breaks before a byte of the answer's body.
    Cut,
    /// The connection breaks in the middle of the body; of the stream, in the middle of its first post.
    CutMidLine,
    /// X takes this long to begin its answer.
    Delay(Duration),
    /// The body comes in pieces of a few bytes.
    Drip,
    /// X does nothing, and no answer comes.
    Hang,
    /// X does what was asked, and no answer comes.
    ActAndHang,
    /// X does what was asked, and answers with this status.
    ActAndStatus(u16),
}

/// Longer than any client waits.
const FOREVER: Duration = Duration::from_secs(60 * 60);

/// What a fault does before X acts.
pub(super) async fn before(fault: Option<FaultKind>) {
    match fault {
        Some(FaultKind::Delay(delay)) => tokio::time::sleep(delay).await,
        Some(FaultKind::Hang) => tokio::time::sleep(FOREVER).await,
        _ => {}
    }
}

/// What a fault does after X has acted: perhaps another status.
pub(super) async fn after(fault: Option<FaultKind>) -> Option<u16> {
    match fault {
        Some(FaultKind::ActAndHang) => {
            tokio::time::sleep(FOREVER).await;
            None
        }
        Some(FaultKind::ActAndStatus(status)) => Some(status),
        _ => None,
    }
}

#[derive(Default)]
pub(super) struct Faults(Vec<Fault>);

impl Faults {
    pub(super) fn set(&mut self, faults: Vec<Fault>) {
        self.0 = faults;
    }

    /// Adds to what goes wrong.
    pub(super) fn add(&mut self, fault: Fault) {
        self.0.push(fault);
    }

    /// The fault of this call, which is then counted.
    pub(super) fn take(&mut self, endpoint: Endpoint) -> Option<FaultKind> {
        let fault = self.0.iter_mut().find(|fault| fault.endpoint == endpoint && fault.times != Some(0))?;
        fault.times = fault.times.map(|times| times - 1);
        Some(fault.kind)
    }
}
