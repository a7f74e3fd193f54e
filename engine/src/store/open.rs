//! Opening a database, reading and writing.

use std::{
    path::PathBuf,
    str::FromStr,
    sync::{Arc, atomic::Ordering},
    time::Duration,
};

use sqlx::{
    Connection as _, PgPool, SqlitePool,
    postgres::{PgConnectOptions, PgPoolOptions},
    sqlite::{
        SqliteConnectOptions, SqliteConnection, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous,
    },
};
use tokio::sync::{Mutex, mpsc, oneshot};

use super::{
    error::StoreError,
    migrate,
    statement::Dialect,
    tx::{Connection, Tx, TxFuture},
    writer::{Counters, Job, QUEUE_LIMIT, Queue, Receivers, TypedJob, WriterLoop, WriterStatus},
};

/// Marks an SQLite file as ours ("ADJT"), so that a foreign file is refused instead of migrated.
const APPLICATION_ID: i64 = 0x4144_4A54;
/// How long a statement waits for a lock or a pool's connection (process time).
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);
/// Readers on SQLite; each holds a small page cache.
const READERS: u32 = 4;

/// Where the data lives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DatabaseUrl {
    Sqlite(PathBuf),
    Postgres(String),
}

impl FromStr for DatabaseUrl {
    type Err = StoreError;

    fn from_str(text: &str) -> Result<Self, StoreError> {
        if text.starts_with("postgres://") || text.starts_with("postgresql://") {
            Ok(Self::Postgres(text.to_owned()))
        } else if let Some(path) = text.strip_prefix("sqlite:") {
            Ok(Self::Sqlite(PathBuf::from(path.trim_start_matches("//"))))
        } else {
            Err(StoreError::Unusable(format!(
                "the database address `{}` is neither `postgres://…` nor `sqlite:PATH`",
                text.split('@').next_back().unwrap_or_default()
            )))
        }
    }
}

#[derive(Debug, Clone)]
pub struct StoreOptions {
    pub url: DatabaseUrl,
    /// Connections to PostgreSQL.
    pub connections: u32,
    pub durability: Durability,
}

/// What a commit promises on SQLite.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Durability {
    /// It survives a power cut.
    #[default]
    Full,
    /// Nothing: the file is thrown away when its owner ends.
    Scratch,
}

impl StoreOptions {
    pub fn new(url: DatabaseUrl) -> Self {
        Self {
            url,
            connections: 8,
            durability: Durability::Full,
        }
    }
}

#[derive(Clone)]
enum Backend {
    Sqlite {
        readers: SqlitePool,
        ledger: mpsc::Sender<Box<dyn Job>>,
        bulk: mpsc::Sender<Box<dyn Job>>,
        writer: WriterLoop,
        /// Held for as long as any clone of the store lives: one process at a time writes the file. A reader takes none.
        _lock: Option<Arc<std::fs::File>>,
    },
    Postgres {
        pool: PgPool,
        counters: Arc<Counters>,
    },
}

/// The database, cheap to clone.
#[derive(Clone)]
pub struct Store {
    backend: Backend,
}

impl Store {
    /// Opens (creating an SQLite file where none is) and migrates. On SQLite the caller has to run the returned
    /// [`WriterLoop`]; until it does, writes wait.
    ///
    /// # Errors
    /// [`StoreError::Unusable`] with one sentence that says what to do: a foreign or corrupt file, a server that is away.
    pub async fn open(options: &StoreOptions) -> Result<(Self, Option<WriterLoop>), StoreError> {
        match &options.url {
            DatabaseUrl::Sqlite(path) => open_sqlite(path, options.durability).await,
            DatabaseUrl::Postgres(url) => open_postgres(url, options.connections).await,
        }
    }

    /// Like [`Store::open`] with the writer running on a task of its own, for commands and tests.
    pub async fn open_running(options: &StoreOptions) -> Result<Self, StoreError> {
        let (store, writer) = Self::open(options).await?;
        if let Some(writer) = writer {
            tokio::spawn(async move {
                if let Err(error) = writer.run().await {
                    tracing::error!(%error, "the writer stopped");
                }
            });
        }
        Ok(store)
    }

    /// Opens an existing database for reading, beside a program that may be at work on it. Every write is refused.
    ///
    /// # Errors
    /// [`StoreError::Unusable`] where there is none, or it is not at this program's version.
    pub async fn open_reading(options: &StoreOptions) -> Result<Self, StoreError> {
        let store = match &options.url {
            DatabaseUrl::Sqlite(path) => read_sqlite(path).await?,
            DatabaseUrl::Postgres(url) => read_postgres(url, options.connections).await?,
        };
        store
            .read(|tx| Box::pin(async move { migrate::check_is_current(tx).await }))
            .await?;
        Ok(store)
    }

    pub fn dialect(&self) -> Dialect {
        match self.backend {
            Backend::Sqlite { .. } => Dialect::Sqlite,
            Backend::Postgres { .. } => Dialect::Postgres,
        }
    }

    /// Runs `work` in one transaction. Until this returns `Ok`, nothing has been promised; after `Ok` it is on disk.
    /// `work` awaits the database and nothing else.
    pub async fn write<T, E, F>(&self, work: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
        F: for<'t> FnOnce(&'t mut Tx) -> TxFuture<'t, T, E> + Send + 'static,
    {
        self.write_in(Queue::Ledger, work).await
    }

    /// Like [`Store::write`], choosing the queue.
    pub async fn write_in<T, E, F>(&self, queue: Queue, work: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
        F: for<'t> FnOnce(&'t mut Tx) -> TxFuture<'t, T, E> + Send + 'static,
    {
        match &self.backend {
            Backend::Sqlite { ledger, bulk, .. } => {
                let (reply, answer) = oneshot::channel();
                let job = Box::new(TypedJob {
                    work: Some(work),
                    outcome: None,
                    reply,
                });
                let sender = match queue {
                    Queue::Ledger => ledger,
                    Queue::Bulk => bulk,
                };
                sender.send(job).await.map_err(|_| E::from(StoreError::Closed))?;
                answer.await.map_err(|_| E::from(StoreError::Closed))?
            }
            Backend::Postgres { pool, counters } => {
                let transaction = pool.begin().await.map_err(StoreError::from)?;
                let mut tx = Tx {
                    connection: Connection::Postgres(transaction),
                };
                let value = work(&mut tx).await?;
                let Connection::Postgres(transaction) = tx.connection else {
                    return Err(StoreError::Closed.into());
                };
                transaction.commit().await.map_err(StoreError::from)?;
                counters.commits.fetch_add(1, Ordering::Relaxed);
                counters.jobs.fetch_add(1, Ordering::Relaxed);
                Ok(value)
            }
        }
    }

    /// Runs `work` on one consistent snapshot.
    pub async fn read<T, E, F>(&self, work: F) -> Result<T, E>
    where
        T: Send,
        E: From<StoreError>,
        F: for<'t> FnOnce(&'t mut Tx) -> TxFuture<'t, T, E> + Send,
    {
        let connection = match &self.backend {
            Backend::Sqlite { readers, .. } => {
                Connection::Reader(readers.begin().await.map_err(StoreError::from)?)
            }
            Backend::Postgres { pool, .. } => {
                let begin = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";
                Connection::Postgres(pool.begin_with(begin).await.map_err(StoreError::from)?)
            }
        };
        work(&mut Tx { connection }).await
    }

    pub fn writer_status(&self) -> WriterStatus {
        let (counters, waiting) = match &self.backend {
            Backend::Sqlite {
                ledger, bulk, writer, ..
            } => {
                let queued =
                    |sender: &mpsc::Sender<Box<dyn Job>>| QUEUE_LIMIT.saturating_sub(sender.capacity());
                (&writer.counters, queued(ledger).saturating_add(queued(bulk)))
            }
            Backend::Postgres { counters, .. } => (counters, 0),
        };
        WriterStatus {
            commits: counters.commits.load(Ordering::Relaxed),
            jobs: counters.jobs.load(Ordering::Relaxed),
            failed: counters.failed.load(Ordering::Relaxed),
            waiting,
        }
    }
}

fn sqlite_options(path: &std::path::Path, durability: Durability) -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .filename(path)
        .journal_mode(SqliteJournalMode::Wal)
        // The ledger's intents must survive a power cut: the call they announce may already be on the wire.
        .synchronous(match durability {
            Durability::Full => SqliteSynchronous::Full,
            Durability::Scratch => SqliteSynchronous::Off,
        })
        .foreign_keys(true)
        .busy_timeout(BUSY_TIMEOUT)
        .pragma("temp_store", "memory")
        .pragma("cache_size", "-16384")
        .statement_cache_capacity(256)
}

async fn open_sqlite(
    path: &std::path::Path,
    durability: Durability,
) -> Result<(Store, Option<WriterLoop>), StoreError> {
    let shown = path.display();
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        std::fs::create_dir_all(folder).map_err(|error| {
            StoreError::Unusable(format!("cannot create the folder {}: {error}", folder.display()))
        })?;
    }
    let lock = Arc::new(lock_file(path)?);
    let fresh = std::fs::metadata(path).map_or(0, |meta| meta.len()) == 0;
    let unusable = |error: sqlx::Error| {
        StoreError::Unusable(format!(
            "{shown} cannot be used as Adjutant's database ({error}); restore it from a backup or name another folder with --data"
        ))
    };
    if !fresh {
        check_is_ours(path).await?;
    }
    let mut connection =
        SqliteConnection::connect_with(&sqlite_options(path, durability).create_if_missing(true))
            .await
            .map_err(unusable)?;
    if fresh {
        sqlx::query(sqlx::AssertSqlSafe(format!(
            "PRAGMA application_id = {APPLICATION_ID}"
        )))
        .execute(&mut connection)
        .await
        .map_err(unusable)?;
    }
    let mut tx = Tx {
        connection: Connection::Writer(connection),
    };
    migrate::run(&mut tx).await?;
    let readers = SqlitePoolOptions::new()
        .max_connections(READERS)
        .acquire_timeout(BUSY_TIMEOUT)
        // A file in this process does not go away; the pool looks at a connection when it comes back.
        .test_before_acquire(false)
        .connect_with(
            sqlite_options(path, durability)
                .read_only(true)
                .pragma("cache_size", "-4096"),
        )
        .await
        .map_err(unusable)?;
    let (ledger, ledger_receiver) = mpsc::channel(QUEUE_LIMIT);
    let (bulk, bulk_receiver) = mpsc::channel(QUEUE_LIMIT);
    let receivers = Receivers {
        ledger: ledger_receiver,
        bulk: bulk_receiver,
        tx: Some(tx),
    };
    let writer = WriterLoop {
        receivers: Arc::new(Mutex::new(receivers)),
        counters: Arc::new(Counters::default()),
    };
    let store = Store {
        backend: Backend::Sqlite {
            readers,
            ledger,
            bulk,
            writer: writer.clone(),
            _lock: Some(lock),
        },
    };
    Ok((store, Some(writer)))
}

async fn read_sqlite(path: &std::path::Path) -> Result<Store, StoreError> {
    let shown = path.display();
    if !path.exists() {
        return Err(StoreError::Unusable(format!(
            "{shown} does not exist; name the data folder with --data"
        )));
    }
    check_is_ours(path).await?;
    let readers = SqlitePoolOptions::new()
        .max_connections(READERS)
        .acquire_timeout(BUSY_TIMEOUT)
        // A file in this process does not go away; the pool looks at a connection when it comes back.
        .test_before_acquire(false)
        .connect_with(sqlite_options(path, Durability::Full).read_only(true))
        .await
        .map_err(|error| StoreError::Unusable(format!("{shown} cannot be read: {error}")))?;
    // Nobody receives: a write finds its queue closed.
    let ((ledger, _), (bulk, _)) = (mpsc::channel(1), mpsc::channel(1));
    let (_, ledger_receiver) = mpsc::channel(1);
    let (_, bulk_receiver) = mpsc::channel(1);
    let writer = WriterLoop {
        receivers: Arc::new(Mutex::new(Receivers {
            ledger: ledger_receiver,
            bulk: bulk_receiver,
            tx: None,
        })),
        counters: Arc::new(Counters::default()),
    };
    Ok(Store {
        backend: Backend::Sqlite {
            readers,
            ledger,
            bulk,
            writer,
            _lock: None,
        },
    })
}

async fn read_postgres(url: &str, connections: u32) -> Result<Store, StoreError> {
    let unusable = |error: sqlx::Error| {
        StoreError::Unusable(format!(
            "PostgreSQL cannot be used ({error}); check --database and that the server accepts this user"
        ))
    };
    let options: PgConnectOptions = url.parse().map_err(unusable)?;
    let pool = PgPoolOptions::new()
        .max_connections(connections)
        .acquire_timeout(BUSY_TIMEOUT)
        .connect_with(
            options
                .application_name("adjutant (reading)")
                .options([("default_transaction_read_only", "on")]),
        )
        .await
        .map_err(unusable)?;
    Ok(Store {
        backend: Backend::Postgres {
            pool,
            counters: Arc::new(Counters::default()),
        },
    })
}

/// Takes the lock beside the database; the operating system gives it back when the process ends, however it ends.
fn lock_file(path: &std::path::Path) -> Result<std::fs::File, StoreError> {
    let mut name = path.as_os_str().to_owned();
    name.push(".lock");
    let lock_path = std::path::PathBuf::from(name);
    let refused = |error: &dyn std::fmt::Display| {
        StoreError::Unusable(format!(
            "the lock {} cannot be taken: {error}",
            lock_path.display()
        ))
    };
    let file = std::fs::OpenOptions::new()
        .create(true)
        .truncate(false)
        .write(true)
        .open(&lock_path)
        .map_err(|error| refused(&error))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(std::fs::TryLockError::WouldBlock) => Err(StoreError::Unusable(format!(
            "{} is in use by another Adjutant process; stop it or name another folder with --data",
            path.display()
        ))),
        Err(std::fs::TryLockError::Error(error)) => Err(refused(&error)),
    }
}

/// Refuses a file that another program wrote, before anything is changed in it.
async fn check_is_ours(path: &std::path::Path) -> Result<(), StoreError> {
    let shown = path.display();
    let corrupt = |error: sqlx::Error| {
        StoreError::Unusable(format!(
            "{shown} is not a readable SQLite database ({error}); restore it from a backup or name another folder with --data"
        ))
    };
    let options = SqliteConnectOptions::new()
        .filename(path)
        .read_only(true)
        .busy_timeout(BUSY_TIMEOUT);
    let mut probe = SqliteConnection::connect_with(&options).await.map_err(corrupt)?;
    let id: i64 = sqlx::query_scalar("PRAGMA application_id")
        .fetch_one(&mut probe)
        .await
        .map_err(corrupt)?;
    let check: String = sqlx::query_scalar("PRAGMA quick_check(1)")
        .fetch_one(&mut probe)
        .await
        .map_err(corrupt)?;
    probe.close().await.map_err(corrupt)?;
    if id != APPLICATION_ID {
        return Err(StoreError::Unusable(format!(
            "{shown} belongs to another program; name another folder with --data"
        )));
    }
    if check != "ok" {
        return Err(StoreError::Unusable(format!(
            "{shown} is damaged ({check}); restore it from a backup or name another folder with --data"
        )));
    }
    Ok(())
}

async fn open_postgres(url: &str, connections: u32) -> Result<(Store, Option<WriterLoop>), StoreError> {
    let unusable = |error: sqlx::Error| {
        StoreError::Unusable(format!(
            "PostgreSQL cannot be used ({error}); check --database and that the server accepts this user"
        ))
    };
    let options: PgConnectOptions = url.parse().map_err(unusable)?;
    let pool = PgPoolOptions::new()
        .max_connections(connections)
        .acquire_timeout(BUSY_TIMEOUT)
        .connect_with(options.application_name("adjutant"))
        .await
        .map_err(unusable)?;
    let transaction = pool.begin().await.map_err(unusable)?;
    let mut tx = Tx {
        connection: Connection::Postgres(transaction),
    };
    migrate::run(&mut tx).await?;
    let Connection::Postgres(transaction) = tx.connection else {
        return Err(StoreError::Closed);
    };
    transaction.commit().await.map_err(unusable)?;
    Ok((
        Store {
            backend: Backend::Postgres {
                pool,
                counters: Arc::new(Counters::default()),
            },
        },
        None,
    ))
}
