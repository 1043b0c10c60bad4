//! Actors' keys, parsed once: parsing costs a third of a signature (facts/fediverse.md).

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use mimus_federation::Addresses;
use mimus_federation::signature::SigningKey;
use mimus_store::{MirrorId, Store, StoreError};

/// Most keys kept parsed.
const MAX_KEPT: usize = 2_048;

pub(crate) struct Keys {
    store: Store,
    addresses: Addresses,
    kept: Mutex<HashMap<MirrorId, (SigningKey, String)>>,
}

impl Keys {
    pub(crate) fn new(store: Store, addresses: Addresses) -> Self {
        Self { store, addresses, kept: Mutex::default() }
    }

    /// The key of a mirror's actor, and its id; `None` where the mirror is not there or its key cannot be read.
    pub(crate) async fn of(&self, mirror: MirrorId) -> Result<Option<(SigningKey, String)>, StoreError> {
        if let Some(key) = self.kept.lock().unwrap_or_else(PoisonError::into_inner).get(&mirror) {
            return Ok(Some(key.clone()));
        }
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
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() >= MAX_KEPT {
            kept.clear();
        }
        kept.insert(mirror, (key.clone(), key_id.clone()));
        Ok(Some((key, key_id)))
    }
}
