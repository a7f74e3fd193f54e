//! The world on disk: one SQLite file in the data folder.
//!
//! The truth is committed with `synchronous = FULL` before its request is answered. The clock's ceiling is written ten
//! times a second through a second connection with `NORMAL`: it survives a killed process, and after a power cut the
//! clock may at worst resume a moment early, behind no committed change (see [`Store::load`]).

use std::fs::{File, TryLockError};
use std::path::{Path, PathBuf};
use std::time::Duration;

use jiff::Timestamp;
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteRow, SqliteSynchronous,
};
use sqlx::{Row, SqliteConnection};

use crate::error::Error;
use crate::truth::{Operation, Source, TruthRow};

/// Changes whenever a stored world would no longer replay to the same reports.
const FORMAT: &str = "adjutant-sandbox 1";
const FILE: &str = "world.sqlite";
const LOCK: &str = "lock";

const SCHEMA: &[&str] = &[
    "CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT",
    "CREATE TABLE clock (id INTEGER PRIMARY KEY CHECK (id = 1), at_us INTEGER NOT NULL) STRICT",
    "CREATE TABLE truth (
        seq INTEGER PRIMARY KEY, event INTEGER NOT NULL, at_us INTEGER NOT NULL, platform TEXT NOT NULL,
        account TEXT NOT NULL, resource TEXT NOT NULL,
        operation TEXT NOT NULL CHECK (operation IN ('create', 'update', 'remove')), field TEXT NOT NULL,
        old TEXT NOT NULL, new TEXT NOT NULL, changed INTEGER NOT NULL,
        source TEXT NOT NULL CHECK (source IN ('api', 'ui')), request_id TEXT NOT NULL, request TEXT NOT NULL) STRICT",
    "CREATE TABLE oauth_code (
        code TEXT PRIMARY KEY, client_id TEXT NOT NULL, redirect_uri TEXT NOT NULL, scope TEXT NOT NULL,
        challenge TEXT, refreshable INTEGER NOT NULL, expires_s INTEGER NOT NULL, used INTEGER NOT NULL DEFAULT 0) STRICT",
    "CREATE TABLE oauth_grant (
        id INTEGER PRIMARY KEY, platform TEXT NOT NULL, client_id TEXT NOT NULL, scope TEXT NOT NULL,
        refresh_token TEXT UNIQUE, revoked INTEGER NOT NULL DEFAULT 0) STRICT",
    "CREATE TABLE oauth_access (
        token TEXT PRIMARY KEY, grant_id INTEGER NOT NULL REFERENCES oauth_grant (id), expires_us INTEGER NOT NULL) STRICT",
];

/// What a data folder holds when it is opened.
pub struct Stored {
    pub seed: u64,
    pub began: Timestamp,
    pub main_campaigns: usize,
    pub clock: Timestamp,
    pub truth: Vec<TruthRow>,
}

/// What a new data folder starts with.
pub struct Beginning {
    pub seed: u64,
    pub began: Timestamp,
    pub main_campaigns: usize,
}

pub struct Store {
    ledger: SqlitePool,
    clock: SqlitePool,
    // Held for the life of the store: two sandboxes must not own one world. The system releases it with the process.
    _lock: File,
}

impl Store {
    /// Opens the folder's world, beginning a new one in an empty or missing folder.
    pub async fn open(folder: &Path, beginning: Beginning) -> Result<(Self, Stored), Error> {
        let foreign = |reason: &str| Error::ForeignFolder {
            path: folder.to_owned(),
            reason: reason.to_owned(),
        };
        if folder.exists() && !folder.is_dir() {
            return Err(foreign("it is not a folder"));
        }
        let file = folder.join(FILE);
        if !file.exists() && folder.is_dir() {
            let stranger = std::fs::read_dir(folder)
                .map_err(|source| Error::Folder {
                    path: folder.to_owned(),
                    source,
                })?
                .filter_map(Result::ok)
                .find(|entry| entry.file_name() != LOCK);
            if let Some(entry) = stranger {
                return Err(foreign(&format!(
                    "it holds `{}` and no {FILE}",
                    entry.file_name().display()
                )));
            }
        }
        std::fs::create_dir_all(folder).map_err(|source| Error::Folder {
            path: folder.to_owned(),
            source,
        })?;
        let lock = lock(folder).await?;
        let is_new = !file.exists();
        let corrupt = |source: sqlx::Error| Error::CorruptFolder {
            path: file.clone(),
            reason: one_line(&source),
        };
        let options = |synchronous| {
            SqliteConnectOptions::new()
                .filename(&file)
                .create_if_missing(true)
                .journal_mode(SqliteJournalMode::Wal)
                .foreign_keys(true)
                .busy_timeout(Duration::from_secs(10))
                .synchronous(synchronous)
        };
        let pool = |synchronous| {
            SqlitePoolOptions::new()
                .max_connections(1)
                .connect_with(options(synchronous))
        };
        let ledger = pool(SqliteSynchronous::Full).await.map_err(corrupt)?;
        if is_new {
            begin(&ledger, &beginning).await.map_err(corrupt)?;
        }
        let stored = check_and_load(&ledger, &file, beginning.seed).await?;
        let clock = pool(SqliteSynchronous::Normal).await.map_err(corrupt)?;
        Ok((
            Self {
                ledger,
                clock,
                _lock: lock,
            },
            stored,
        ))
    }

    pub async fn save_clock(&self, at_us: i64) -> Result<(), sqlx::Error> {
        sqlx::query("UPDATE clock SET at_us = $1 WHERE id = 1")
            .bind(at_us)
            .execute(&self.clock)
            .await
            .map(drop)
    }

    /// Commits changes; when this returns they have happened, whatever becomes of the process.
    pub async fn commit(&self, rows: &[TruthRow]) -> Result<(), sqlx::Error> {
        let mut transaction = self.ledger.begin_with("BEGIN IMMEDIATE").await?;
        for row in rows {
            insert_truth(&mut transaction, row).await?;
        }
        transaction.commit().await
    }

    /// The connection for rooms that keep small tables of their own here (sign-in).
    pub fn ledger(&self) -> &SqlitePool {
        &self.ledger
    }

    pub async fn close(&self) {
        self.ledger.close().await;
        self.clock.close().await;
    }
}

/// Takes the folder's lock. A predecessor that is just ending gets two seconds to let go.
async fn lock(folder: &Path) -> Result<File, Error> {
    let path: PathBuf = folder.join(LOCK);
    let failed = |source| Error::Folder {
        path: path.clone(),
        source,
    };
    let file = File::options()
        .create(true)
        .truncate(false)
        .write(true)
        .open(&path)
        .map_err(failed)?;
    for _ in 0..40 {
        match file.try_lock() {
            Ok(()) => return Ok(file),
            Err(TryLockError::WouldBlock) => tokio::time::sleep(Duration::from_millis(50)).await,
            Err(TryLockError::Error(source)) => return Err(failed(source)),
        }
    }
    Err(Error::InUse {
        path: folder.to_owned(),
    })
}

async fn begin(pool: &SqlitePool, beginning: &Beginning) -> Result<(), sqlx::Error> {
    let mut transaction = pool.begin().await?;
    for statement in SCHEMA {
        sqlx::query(*statement).execute(&mut *transaction).await?;
    }
    let meta = [
        ("format", FORMAT.to_owned()),
        ("seed", beginning.seed.to_string()),
        ("began_us", beginning.began.as_microsecond().to_string()),
        ("main_campaigns", beginning.main_campaigns.to_string()),
    ];
    for (key, value) in meta {
        sqlx::query("INSERT INTO meta (key, value) VALUES ($1, $2)")
            .bind(key)
            .bind(value)
            .execute(&mut *transaction)
            .await?;
    }
    sqlx::query("INSERT INTO clock (id, at_us) VALUES (1, $1)")
        .bind(beginning.began.as_microsecond())
        .execute(&mut *transaction)
        .await?;
    transaction.commit().await
}

async fn check_and_load(pool: &SqlitePool, file: &Path, seed: u64) -> Result<Stored, Error> {
    let corrupt = |reason: String| Error::CorruptFolder {
        path: file.to_owned(),
        reason,
    };
    let damaged = |source: sqlx::Error| corrupt(one_line(&source));
    let check: String = sqlx::query_scalar("PRAGMA quick_check(1)")
        .fetch_one(pool)
        .await
        .map_err(damaged)?;
    if check != "ok" {
        return Err(corrupt(check.replace('\n', " ")));
    }
    let format: Option<String> = sqlx::query_scalar("SELECT value FROM meta WHERE key = 'format'")
        .fetch_optional(pool)
        .await
        .map_err(|_| Error::ForeignFolder {
            path: file.to_owned(),
            reason: "its database was not made by the sandbox".to_owned(),
        })?;
    if format.as_deref() != Some(FORMAT) {
        return Err(Error::ForeignFolder {
            path: file.to_owned(),
            reason: format!(
                "its format is `{}`, this version reads `{FORMAT}`",
                format.unwrap_or_default()
            ),
        });
    }
    let number = async |key: &'static str| {
        let text: String = sqlx::query_scalar("SELECT value FROM meta WHERE key = $1")
            .bind(key)
            .fetch_one(pool)
            .await
            .map_err(damaged)?;
        text.parse::<u64>()
            .map_err(|_| corrupt(format!("`{key}` is not a number")))
    };
    let stored_seed = number("seed").await?;
    if stored_seed != seed {
        return Err(Error::OtherSeed {
            path: file.to_owned(),
            stored: stored_seed,
            asked: seed,
        });
    }
    let time = |us: i64| Timestamp::from_microsecond(us).map_err(|error| corrupt(error.to_string()));
    let began = time(i64::try_from(number("began_us").await?).unwrap_or_default())?;
    let main_campaigns = usize::try_from(number("main_campaigns").await?).unwrap_or_default();
    let at_us: i64 = sqlx::query_scalar("SELECT at_us FROM clock WHERE id = 1")
        .fetch_one(pool)
        .await
        .map_err(damaged)?;
    let rows = sqlx::query("SELECT * FROM truth ORDER BY seq")
        .fetch_all(pool)
        .await
        .map_err(damaged)?;
    let mut truth = Vec::with_capacity(rows.len());
    for row in rows {
        truth.push(
            read_truth(&row).map_err(|reason| corrupt(format!("a truth row is unreadable: {reason}")))?,
        );
    }
    // After a power cut the clock may be behind the last commit by the writes that were not flushed.
    let clock = truth
        .last()
        .map_or(time(at_us)?, |row| row.at.max(time(at_us).unwrap_or(row.at)));
    Ok(Stored {
        seed: stored_seed,
        began,
        main_campaigns,
        clock,
        truth,
    })
}

async fn insert_truth(connection: &mut SqliteConnection, row: &TruthRow) -> Result<(), sqlx::Error> {
    sqlx::query(
        "INSERT INTO truth (seq, event, at_us, platform, account, resource, operation, field, old, new, changed,
            source, request_id, request)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
    )
    .bind(row.seq)
    .bind(row.event)
    .bind(row.at.as_microsecond())
    .bind(&row.platform)
    .bind(&row.account)
    .bind(&row.resource)
    .bind(row.operation.name())
    .bind(&row.field)
    .bind(row.old.to_string())
    .bind(row.new.to_string())
    .bind(row.changed)
    .bind(row.source.name())
    .bind(&row.request_id)
    .bind(row.request.to_string())
    .execute(connection)
    .await
    .map(drop)
}

fn read_truth(row: &SqliteRow) -> Result<TruthRow, Box<dyn std::error::Error + Send + Sync>> {
    let operation: String = row.try_get("operation")?;
    let source: String = row.try_get("source")?;
    let json = |column: &str| -> Result<serde_json::Value, Box<dyn std::error::Error + Send + Sync>> {
        Ok(serde_json::from_str(&row.try_get::<String, _>(column)?)?)
    };
    Ok(TruthRow {
        seq: row.try_get("seq")?,
        event: row.try_get("event")?,
        at: Timestamp::from_microsecond(row.try_get("at_us")?)?,
        platform: row.try_get("platform")?,
        account: row.try_get("account")?,
        resource: row.try_get("resource")?,
        operation: Operation::from_name(&operation).ok_or("unknown operation")?,
        field: row.try_get("field")?,
        old: json("old")?,
        new: json("new")?,
        changed: row.try_get("changed")?,
        source: Source::from_name(&source).ok_or("unknown source")?,
        request_id: row.try_get("request_id")?,
        request: json("request")?,
    })
}

fn one_line(error: &sqlx::Error) -> String {
    error.to_string().replace('\n', " ")
}
