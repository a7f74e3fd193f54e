//! Which shards this node owns, under which epoch, and until when it may believe so.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use engine::{
    Context,
    actions::carry_out::{Owner, WRITE_DEADLINE},
    connections::store::{lease_shards, release_shards, renew_shards},
    store::StoreError,
};
use uuid::Uuid;

/// The times that hang together: a write must have ended, and its owner must have stopped believing in its lease, before
/// anybody else may take the shard (process time).
#[derive(Debug, Clone, Copy)]
pub struct LeaseTimes {
    pub lease: Duration,
    pub renewal: Duration,
    /// How long before the lease's end this node stops believing in it.
    pub fence_margin: Duration,
    pub write_deadline: Duration,
}

impl LeaseTimes {
    /// 45 s of lease mean: renewed every 10 s, not believed in its last 5 s, writes given up after 20 s.
    pub fn of(lease: Duration) -> Self {
        Self {
            lease,
            renewal: lease.mul_f64(10.0 / 45.0),
            fence_margin: lease.mul_f64(5.0 / 45.0),
            write_deadline: lease.mul_f64(20.0 / 45.0).min(WRITE_DEADLINE),
        }
    }
}

#[derive(Debug, Default)]
struct Held {
    epochs: HashMap<i64, i64>,
    renewed: Option<Instant>,
}

/// The node's leases, cheap to clone.
#[derive(Clone)]
pub struct Leases {
    context: Context,
    node: Uuid,
    times: LeaseTimes,
    held: Arc<Mutex<Held>>,
}

impl Leases {
    pub fn new(context: Context, node: Uuid, times: LeaseTimes) -> Self {
        Self {
            context,
            node,
            times,
            held: Arc::default(),
        }
    }

    pub fn times(&self) -> LeaseTimes {
        self.times
    }

    /// Takes what is free. Once at the start.
    pub async fn take(&self) -> Result<usize, StoreError> {
        self.update(true).await
    }

    /// Renews what is held and takes what others let expire.
    pub async fn renew(&self) -> Result<usize, StoreError> {
        self.update(false).await
    }

    async fn update(&self, first: bool) -> Result<usize, StoreError> {
        // Measured before the statement: the lease can only be longer than believed.
        let asked = self.context.process.instant();
        let (node, now, lease) = (self.node, self.context.process.now(), self.times.lease);
        let shards = self
            .context
            .store
            .write(move |tx| {
                Box::pin(async move {
                    if first {
                        lease_shards(tx, node, now, lease).await
                    } else {
                        renew_shards(tx, node, now, lease).await
                    }
                })
            })
            .await?;
        let count = shards.len();
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        held.epochs = shards.into_iter().collect();
        held.renewed = Some(asked);
        Ok(count)
    }

    /// Gives everything back, so that another node need not wait.
    pub async fn release(&self) -> Result<(), StoreError> {
        self.held
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .epochs
            .clear();
        let node = self.node;
        self.context
            .store
            .write(move |tx| Box::pin(async move { release_shards(tx, node).await }))
            .await
    }

    /// Under what epoch this node may write for a shard; `None` when it does not own it or can no longer be sure.
    pub fn owner(&self, shard: i64) -> Option<Owner> {
        let held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        let age = self
            .context
            .process
            .instant()
            .saturating_duration_since(held.renewed?);
        if age > self.times.lease.saturating_sub(self.times.fence_margin) {
            return None;
        }
        held.epochs.get(&shard).map(|epoch| Owner {
            node: self.node,
            epoch: *epoch,
        })
    }
}
