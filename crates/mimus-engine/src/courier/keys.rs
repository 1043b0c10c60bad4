//! Actors' keys, parsed once: parsing costs a third of a signature (facts/fediverse.md). Of many deliveries that need the same key
//! at once, one reads it and the others wait.

use mimus_federation::Addresses;
use mimus_federation::signature::SigningKey;
use mimus_store::{MirrorId, Store, StoreError};

use super::shelf::Shelf;

/// Most keys kept parsed.
const MAX_KEPT: usize = 2_048;

/// A key and its id; `None` where the mirror is not there or its key cannot be read.
type Key = Option<(SigningKey, String)>;

pub(crate) struct Keys {
    store: Store,
    addresses: Addresses,
    kept: Shelf<MirrorId, Key>,
}

impl Keys {
    pub(crate) fn new(store: Store, addresses: Addresses) -> Self {
        Self { store, addresses, kept: Shelf::new(MAX_KEPT) }
    }

    /// The key of a mirror's actor, and its id; `None` where the mirror is not there or its key cannot be read.
    pub(crate) async fn of(&self, mirror: MirrorId) -> Result<Key, StoreError> {
        let key = self.kept.have(mirror, || self.read(mirror)).await?;
        if key.is_none() {
            // A key may be mended, a mirror made anew.
            self.kept.forget(&mirror);
        }
        Ok(key)
    }

    async fn read(&self, mirror: MirrorId) -> Result<Key, StoreError> {
        let Some(der) = self.store.private_key(mirror).await? else { return Ok(None) };
        let key = match SigningKey::from_pkcs8_der(&der) {
            Ok(key) => key,
            Err(error) => {
                tracing::error!(%mirror, %error, "an actor's key cannot be read; its activities are not sent");
                return Ok(None);
            }
        };
        let Some(handle) = self.store.mirror_by_id(mirror).await?.map(|mirror| mirror.handle) else {
            return Ok(None);
        };
        let key_id = self.addresses.key_id(&self.addresses.actor(&handle));
        Ok(Some((key, key_id)))
    }
}
