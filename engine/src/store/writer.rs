//! SQLite's group commit: one writing connection, many writers.
//!
//! Jobs queue up while a commit is on its way to the disk; the next `BEGIN IMMEDIATE` takes all that wait, each inside its
//! own savepoint, so that one job's failure undoes that job alone. An answer is given only after the commit. Two queues:
//! the ledger goes first, bulk loads (metrics) enter one chunk at a time, so that an approval never waits behind a sync.

use std::{
    panic::AssertUnwindSafe,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use futures::FutureExt as _;
use tokio::sync::{Mutex, mpsc, oneshot};

use super::{
    error::StoreError,
    tx::{Tx, TxFuture},
};

/// How many ledger jobs share one commit at the most.
const GROUP_LIMIT: usize = 128;
/// How many jobs may wait in a queue before callers wait to enter it.
pub(super) const QUEUE_LIMIT: usize = 1_024;

/// Which queue a write enters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Queue {
    /// Decisions, approvals, intents, outcomes: first.
    Ledger,
    /// Loads in chunks of at most 500 rows: one chunk a commit.
    Bulk,
}

pub(super) trait Job: Send {
    fn run<'t>(&'t mut self, tx: &'t mut Tx) -> TxFuture<'t, ()>;
    /// Tells the caller; `committed` is the commit's own result.
    fn answer(self: Box<Self>, committed: Result<(), StoreError>);
}

pub(super) struct TypedJob<T, E, F> {
    pub work: Option<F>,
    pub outcome: Option<Result<T, E>>,
    pub reply: oneshot::Sender<Result<T, E>>,
}

impl<T, E, F> Job for TypedJob<T, E, F>
where
    T: Send + 'static,
    E: From<StoreError> + Send + 'static,
    F: for<'t> FnOnce(&'t mut Tx) -> TxFuture<'t, T, E> + Send + 'static,
{
    fn run<'t>(&'t mut self, tx: &'t mut Tx) -> TxFuture<'t, ()> {
        Box::pin(async move {
            let Some(work) = self.work.take() else {
                return Err(StoreError::Closed);
            };
            // A panic inside one job must not take the others' commit with it.
            let outcome = AssertUnwindSafe(work(tx))
                .catch_unwind()
                .await
                .unwrap_or_else(|_| {
                    Err(StoreError::inconsistent("write", "the work panicked; it was rolled back").into())
                });
            let keep = outcome.is_ok();
            self.outcome = Some(outcome);
            if keep { Ok(()) } else { Err(StoreError::Closed) }
        })
    }

    fn answer(self: Box<Self>, committed: Result<(), StoreError>) {
        let result = match (committed, self.outcome) {
            (Err(error), _) => Err(error.into()),
            (Ok(()), Some(outcome)) => outcome,
            (Ok(()), None) => Err(StoreError::Closed.into()),
        };
        // The caller may have gone away; the write stands all the same.
        let _ = self.reply.send(result);
    }
}

#[derive(Debug, Default)]
pub(super) struct Counters {
    pub commits: AtomicU64,
    pub jobs: AtomicU64,
    pub failed: AtomicU64,
}

/// What the writer has done since the start, for the actors page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WriterStatus {
    pub commits: u64,
    pub jobs: u64,
    pub failed: u64,
    pub waiting: usize,
}

pub(super) struct Receivers {
    pub ledger: mpsc::Receiver<Box<dyn Job>>,
    pub bulk: mpsc::Receiver<Box<dyn Job>>,
    pub tx: Option<Tx>,
}

/// The writer's loop. The supervision tree runs it; if its task dies, the next run goes on with the same queues.
#[derive(Clone)]
pub struct WriterLoop {
    pub(super) receivers: Arc<Mutex<Receivers>>,
    pub(super) counters: Arc<Counters>,
}

impl WriterLoop {
    /// Writes until every sender is gone, then closes the connection.
    ///
    /// # Errors
    /// [`StoreError`] when the connection is lost; the caller restarts the loop.
    pub async fn run(&self) -> Result<(), StoreError> {
        let mut receivers = self.receivers.lock().await;
        loop {
            let Receivers { ledger, bulk, tx } = &mut *receivers;
            let Some(tx) = tx.as_mut() else {
                return Err(StoreError::Closed);
            };
            let first = tokio::select! {
                biased;
                job = ledger.recv() => job,
                job = bulk.recv(), if !bulk.is_closed() || !bulk.is_empty() => job,
            };
            let Some(first) = first else {
                break;
            };
            let mut group = vec![first];
            while group.len() < GROUP_LIMIT
                && let Ok(job) = ledger.try_recv()
            {
                group.push(job);
            }
            if let Ok(job) = bulk.try_recv() {
                group.push(job);
            }
            self.commit(tx, group).await;
        }
        if let Some(tx) = receivers.tx.take() {
            tx.close().await;
        }
        Ok(())
    }

    async fn commit(&self, tx: &mut Tx, mut group: Vec<Box<dyn Job>>) {
        let result = async {
            // Said together where nothing stands between: every word goes to the connection's own thread and back.
            let mut open = "BEGIN IMMEDIATE; SAVEPOINT job";
            for job in &mut group {
                tx.script(open).await?;
                if job.run(tx).await.is_err() {
                    tx.script("ROLLBACK TO job").await?;
                }
                open = "RELEASE job; SAVEPOINT job";
            }
            tx.script("RELEASE job; COMMIT").await
        }
        .await;
        let jobs = u64::try_from(group.len()).unwrap_or(u64::MAX);
        self.counters.jobs.fetch_add(jobs, Ordering::Relaxed);
        match result {
            Ok(()) => {
                self.counters.commits.fetch_add(1, Ordering::Relaxed);
                for job in group {
                    job.answer(Ok(()));
                }
            }
            Err(error) => {
                tracing::error!(%error, jobs, "a group commit failed; nothing of it was kept");
                self.counters.failed.fetch_add(1, Ordering::Relaxed);
                if let Err(error) = tx.script("ROLLBACK").await {
                    tracing::debug!(%error, "nothing to roll back");
                }
                let text = error.to_string();
                for job in group {
                    job.answer(Err(StoreError::Unusable(text.clone())));
                }
            }
        }
    }
}
