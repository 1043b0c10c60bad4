//! Faults that tests ask for.

use std::time::Duration;

use axum::http::Method;

/// Something that goes wrong with some calls.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// What goes wrong.
    pub kind: FaultKind,
    /// With which calls.
    pub on: On,
    /// How many calls it befalls.
    pub times: u32,
}

impl Fault {
    /// A fault of the next call of that method whose path begins so.
    #[must_use]
    pub fn once(kind: FaultKind, method: Method, prefix: &str) -> Self {
        Self { kind, on: On { method, prefix: prefix.into() }, times: 1 }
    }
}

/// The calls that a fault befalls.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct On {
    /// Their method.
    pub method: Method,
    /// What their path begins with, such as `/api/v1/statuses`.
    pub prefix: String,
}

/// What goes wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FaultKind {
    /// The connection closes without an answer; nothing was done.
    DropBefore,
    /// The call is done, then the connection closes without an answer.
    DropAfter,
    /// It answers with this status and does nothing.
    Status(u16),
    /// The call is done, then it answers with this status.
    StatusAfter(u16),
    /// It takes this long to begin, and does the call then even where nobody waits for the answer any more.
    Slow(Duration),
    /// It answers that the window is full until so long from now, and does nothing.
    RateLimited {
        /// How long until the window ends.
        reset_in: Duration,
    },
    /// What is uploaded stays in the works for good.
    MediaNeverReady,
    /// A stream opens, and breaks in the middle of its first event.
    CutStream,
}

#[derive(Default)]
pub(super) struct Faults(Vec<Fault>);

impl Faults {
    pub(super) fn add(&mut self, fault: Fault) {
        self.0.push(fault);
    }

    pub(super) fn clear(&mut self) {
        self.0.clear();
    }

    /// The fault of this call, which is then counted.
    pub(super) fn take(&mut self, method: &Method, path: &str) -> Option<FaultKind> {
        let befallen = |fault: &&mut Fault| fault.on.method == *method && path.starts_with(&fault.on.prefix);
        self.0.retain(|fault| fault.times > 0);
        let fault = self.0.iter_mut().find(befallen)?;
        fault.times -= 1;
        Some(fault.kind)
    }
}
