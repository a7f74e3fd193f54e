//! A store of its own for each in-module test.

use crate::store::{DatabaseUrl, Store, StoreOptions};

/// An empty, migrated SQLite store in a folder that lives as long as the second value.
pub(crate) async fn fresh_store() -> (Store, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let options = StoreOptions::new(DatabaseUrl::Sqlite(folder.path().join("adjutant.db")));
    (Store::open_running(&options).await.unwrap(), folder)
}
