//! Databases that tests begin with: one is migrated and furnished per process, each test's own is a copy of it.

use std::path::Path;

use engine::{
    clock::ProcessClock,
    random::Random,
    store::{DatabaseUrl, Store, StoreOptions},
};
use sqlx::{Connection as _, PgConnection, SqliteConnection};
use tempfile::TempDir;
use tokio::sync::OnceCell;

/// Names a PostgreSQL cluster in which tests may make databases.
const CLUSTER: &str = "ADJUTANT_TEST_POSTGRES";

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Database {
    Sqlite,
    Postgres,
}

/// Which database the suite runs on: PostgreSQL where a cluster is named, else SQLite.
pub fn database() -> Database {
    match std::env::var_os(CLUSTER) {
        Some(_) => Database::Postgres,
        None => Database::Sqlite,
    }
}

pub async fn open_at(url: DatabaseUrl) -> Store {
    Store::open_running(&StoreOptions {
        connections: 4,
        ..StoreOptions::new(url)
    })
    .await
    .unwrap()
}

/// What the copies are made of, and what its furnisher has to say of it.
pub struct Template<T> {
    sqlite: OnceCell<(Vec<u8>, T)>,
    postgres: OnceCell<(String, T)>,
}

impl<T: Clone> Template<T> {
    pub const fn new() -> Self {
        Self {
            sqlite: OnceCell::const_new(),
            postgres: OnceCell::const_new(),
        }
    }

    /// A database of one test's own, in its folder or in the cluster; `furnish` is given an empty store, once.
    pub async fn copy(
        &self,
        database: Database,
        folder: &TempDir,
        furnish: impl AsyncFnOnce(Store) -> T,
    ) -> (DatabaseUrl, T) {
        match database {
            Database::Sqlite => {
                let (file, said) = self.sqlite.get_or_init(|| sqlite(furnish)).await;
                let path = folder.path().join("adjutant.db");
                std::fs::write(&path, file).unwrap();
                (DatabaseUrl::Sqlite(path), said.clone())
            }
            Database::Postgres => {
                let (template, said) = self.postgres.get_or_init(|| postgres(furnish)).await;
                let name = name();
                in_cluster(&format!("create database {name} template {template}")).await;
                (DatabaseUrl::Postgres(address(&name)), said.clone())
            }
        }
    }
}

async fn sqlite<T>(furnish: impl AsyncFnOnce(Store) -> T) -> (Vec<u8>, T) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("adjutant.db");
    let said = furnish(open_at(DatabaseUrl::Sqlite(path.clone())).await).await;
    // What is still in the log of a store that was in use comes along.
    let whole = folder.path().join("whole.db");
    copy_sqlite(&path, &whole).await;
    (std::fs::read(whole).unwrap(), said)
}

async fn copy_sqlite(from: &Path, to: &Path) {
    let mut connection = SqliteConnection::connect(&format!("sqlite:{}", from.display()))
        .await
        .unwrap();
    let sql = format!("vacuum into '{}'", to.display());
    sqlx::raw_sql(sqlx::AssertSqlSafe(sql))
        .execute(&mut connection)
        .await
        .unwrap();
}

async fn postgres<T>(furnish: impl AsyncFnOnce(Store) -> T) -> (String, T) {
    let name = name();
    in_cluster(&format!("create database {name}")).await;
    let said = furnish(open_at(DatabaseUrl::Postgres(address(&name))).await).await;
    // What somebody is connected to cannot be copied.
    in_cluster(&format!("alter database {name} with allow_connections false")).await;
    in_cluster(&format!(
        "select pg_terminate_backend(pid, 5000) from pg_stat_activity where datname = '{name}'"
    ))
    .await;
    (name, said)
}

fn name() -> String {
    format!("test_{}", Random::system(ProcessClock::system()).id().simple())
}

fn cluster() -> String {
    std::env::var(CLUSTER).unwrap()
}

fn address(database: &str) -> String {
    let cluster = cluster();
    let (base, _) = cluster.rsplit_once('/').unwrap();
    format!("{base}/{database}")
}

async fn in_cluster(sql: &str) {
    let mut connection = PgConnection::connect(&cluster()).await.unwrap();
    sqlx::raw_sql(sqlx::AssertSqlSafe(sql.to_owned()))
        .execute(&mut connection)
        .await
        .unwrap();
}
