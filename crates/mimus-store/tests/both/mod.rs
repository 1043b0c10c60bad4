//! A fresh, empty store on either database.

use mimus_store::{Store, StoreOptions};

/// A fresh, empty store, and what keeps it alive.
pub(crate) struct Fresh {
    pub(crate) store: Store,
    url: String,
    _folder: tempfile::TempDir,
}

impl Fresh {
    async fn open(url: String, folder: tempfile::TempDir) -> Self {
        Self { store: open(&url).await, url, _folder: folder }
    }

    /// Another node's handle on the same database.
    #[allow(dead_code, reason = "not all tests have a second node")]
    pub(crate) async fn other(&self) -> Store {
        open(&self.url).await
    }
}

async fn open(url: &str) -> Store {
    Store::open(&StoreOptions { url: url.to_owned(), connections: 4 }).await.unwrap()
}

pub(crate) async fn sqlite() -> Fresh {
    let folder = tempfile::tempdir().unwrap();
    Fresh::open(format!("sqlite:{}", folder.path().join("mimus.db").display()), folder).await
}

pub(crate) async fn postgres(name: &str) -> Option<Fresh> {
    let Ok(base) = std::env::var("MIMUS_TEST_POSTGRES_URL") else {
        assert!(std::env::var_os("MIMUS_TEST_REQUIRE_PEERS").is_none(), "MIMUS_TEST_POSTGRES_URL is not set");
        println!("skipped on PostgreSQL: MIMUS_TEST_POSTGRES_URL is not set");
        return None;
    };
    let name: String = name.chars().take(45).collect();
    let url = mimus_store::testing::fresh_database(&base, &name).await.unwrap();
    Some(Fresh::open(url, tempfile::tempdir().unwrap()).await)
}
