//! The way of X's events from the webhook to the collector of the same process.

use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use tokio::sync::mpsc;
use url::Url;

/// Events that wait at most; each is below 1 MiB, and most are a few kilobytes.
const WAITING: usize = 256;

/// Where X's events arrive, and who takes them. Cheap to clone; without a webhook nothing is subscribed to.
#[derive(Clone, Default)]
pub struct Activity {
    webhook: Option<Url>,
    ends: bool,
    taker: Arc<Mutex<Option<mpsc::Sender<Bytes>>>>,
}

impl Activity {
    /// X is told to send events to this address.
    #[must_use]
    pub fn at(webhook: Url) -> Self {
        Self { webhook: Some(webhook), ..Self::default() }
    }

    /// X is to send none; subscriptions from before are ended.
    #[must_use]
    pub fn ended() -> Self {
        Self { ends: true, ..Self::default() }
    }

    pub(super) fn ends(&self) -> bool {
        self.ends
    }

    /// Takes the body of a signed delivery; false where there is no room, or nobody here who reads X: X sends it again.
    #[must_use]
    pub fn deliver(&self, body: Bytes) -> bool {
        let taker = self.taker.lock().unwrap_or_else(PoisonError::into_inner);
        taker.as_ref().is_some_and(|taker| taker.try_send(body).is_ok())
    }

    /// Where X is to send events.
    #[must_use]
    pub fn webhook(&self) -> Option<&Url> {
        self.webhook.as_ref()
    }

    /// What arrives from now on, until the receiver is dropped. Without a webhook nothing does.
    pub(super) fn open(&self) -> mpsc::Receiver<Bytes> {
        let (sender, receiver) = mpsc::channel(WAITING);
        if self.webhook.is_some() {
            *self.taker.lock().unwrap_or_else(PoisonError::into_inner) = Some(sender);
        }
        receiver
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_nobody_takes_is_not_taken() {
        let event = || Bytes::from_static(b"{}");
        let activity = Activity::at(Url::parse("https://mimus.example/x/webhook").expect("an address"));
        assert!(!activity.deliver(event()));
        let taker = activity.open();
        assert!((0..WAITING).all(|_| activity.deliver(event())));
        assert!(!activity.deliver(event()));
        drop(taker);
        assert!(!activity.deliver(event()));
        drop(Activity::default().open());
        assert!(!Activity::default().deliver(event()));
    }
}
