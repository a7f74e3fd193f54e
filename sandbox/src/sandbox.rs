//! The running sandbox's shared state: the clock, the store, the world behind its lock, and what disturbs exchanges.

use std::sync::{Mutex, PoisonError};

use jiff::Timestamp;
use tokio::sync::MutexGuard;

use crate::clock::Clock;
use crate::faults::Faults;
use crate::google::Google;
use crate::record::Recorder;
use crate::store::Store;
use crate::truth::{Deed, TruthRow};
use crate::world::{Origin, World};

pub struct Sandbox {
    pub clock: Clock,
    pub store: Store,
    world: tokio::sync::Mutex<World>,
    faults: Mutex<Faults>,
    pub google: Google,
    pub recorder: Option<Recorder>,
}

/// The world at one moment, held still while a request reads or changes it.
pub struct Moment<'a> {
    pub now: Timestamp,
    pub world: MutexGuard<'a, World>,
}

impl Sandbox {
    pub fn new(
        clock: Clock,
        store: Store,
        world: World,
        google: Google,
        recorder: Option<Recorder>,
        seed: u64,
    ) -> Self {
        Self {
            clock,
            store,
            world: tokio::sync::Mutex::new(world),
            faults: Mutex::new(Faults::new(seed)),
            google,
            recorder,
        }
    }

    /// Takes the world and brings it to the present.
    pub async fn moment(&self) -> Moment<'_> {
        let mut world = self.world.lock().await;
        let now = self.clock.now();
        while world.advance(now) {
            tokio::task::yield_now().await;
        }
        Moment { now, world }
    }

    /// Commits lawful changes, then makes them. The callers run detached from their connection, so a peer that hangs
    /// up cannot stop between the two.
    pub async fn commit(
        &self,
        moment: &mut Moment<'_>,
        deeds: &[Deed],
        origin: &Origin,
    ) -> Result<Vec<TruthRow>, sqlx::Error> {
        let rows = moment.world.number(deeds, origin);
        if rows.is_empty() {
            return Ok(rows);
        }
        self.store.commit(&rows).await?;
        for row in &rows {
            moment.world.enter(row.clone());
        }
        Ok(rows)
    }

    /// Runs `work` on the faults that are set.
    pub fn with_faults<T>(&self, work: impl FnOnce(&mut Faults) -> T) -> T {
        work(&mut self.faults.lock().unwrap_or_else(PoisonError::into_inner))
    }
}
