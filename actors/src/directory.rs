//! Who is alive: the vital signs behind the actors page, and addresses that count what waits.
//!
//! Our own directory instead of the library's process-global registry, so that many runtimes fit in one test process.

use std::{
    collections::BTreeMap,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
};

use engine::{
    clock::ProcessClock,
    hints::{Hints, Topic},
    supervision::{ActorInfo, ActorKind, ActorState, ActorsView},
};
use jiff::Timestamp;
use ractor::{ActorRef, Message};
use uuid::Uuid;

#[derive(Debug)]
struct Condition {
    state: ActorState,
    since: Timestamp,
    last_error: Option<String>,
}

/// One actor's signs of life, kept across its restarts.
#[derive(Debug)]
pub struct Vitals {
    id: String,
    parent: Option<String>,
    kind: ActorKind,
    name: String,
    org_id: Option<Uuid>,
    queued: AtomicU64,
    handled: AtomicU64,
    restarts: AtomicU64,
    condition: Mutex<Condition>,
}

impl Vitals {
    /// One message was taken from the mailbox.
    pub fn handled(&self) {
        self.handled.fetch_add(1, Ordering::Relaxed);
        // A restart resets the count; a message in flight then must not take it below zero.
        let _ = self
            .queued
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, |queued| {
                Some(queued.saturating_sub(1))
            });
    }

    fn queued(&self) {
        self.queued.fetch_add(1, Ordering::Relaxed);
    }

    fn info(&self) -> ActorInfo {
        let condition = self.condition.lock().unwrap_or_else(PoisonError::into_inner);
        ActorInfo {
            id: self.id.clone(),
            parent: self.parent.clone(),
            kind: self.kind,
            name: self.name.clone(),
            state: condition.state,
            mailbox: self.queued.load(Ordering::Relaxed),
            handled: self.handled.load(Ordering::Relaxed),
            restarts: self.restarts.load(Ordering::Relaxed),
            last_error: condition.last_error.clone(),
            since: condition.since,
            org_id: self.org_id,
        }
    }
}

/// What an actor is, when it enters the directory.
#[derive(Debug, Clone)]
pub struct Subject {
    pub id: String,
    pub parent: Option<String>,
    pub kind: ActorKind,
    pub name: String,
    pub org_id: Option<Uuid>,
}

/// The directory, cheap to clone.
#[derive(Clone)]
pub struct Directory {
    entries: Arc<Mutex<BTreeMap<String, Arc<Vitals>>>>,
    clock: ProcessClock,
    hints: Hints,
}

impl Directory {
    pub fn new(clock: ProcessClock, hints: Hints) -> Self {
        Self {
            entries: Arc::default(),
            clock,
            hints,
        }
    }

    /// Enters an actor, or finds it again after a restart.
    pub fn enter(&self, subject: Subject) -> Arc<Vitals> {
        let mut entries = self.entries.lock().unwrap_or_else(PoisonError::into_inner);
        let vitals = entries.entry(subject.id.clone()).or_insert_with(|| {
            Arc::new(Vitals {
                id: subject.id,
                parent: subject.parent,
                kind: subject.kind,
                name: subject.name,
                org_id: subject.org_id,
                queued: AtomicU64::new(0),
                handled: AtomicU64::new(0),
                restarts: AtomicU64::new(0),
                condition: Mutex::new(Condition {
                    state: ActorState::Starting,
                    since: self.clock.now(),
                    last_error: None,
                }),
            })
        });
        Arc::clone(vitals)
    }

    /// Notes a change of state. An error is kept until the next one.
    pub fn set(&self, vitals: &Vitals, state: ActorState, error: Option<String>) {
        {
            let mut condition = vitals.condition.lock().unwrap_or_else(PoisonError::into_inner);
            if condition.state == ActorState::BackingOff && state == ActorState::Running {
                vitals.restarts.fetch_add(1, Ordering::Relaxed);
                vitals.queued.store(0, Ordering::Relaxed);
            }
            condition.state = state;
            condition.since = self.clock.now();
            if error.is_some() {
                condition.last_error = error;
            }
        }
        self.hints.send(vitals.org_id, Topic::Actors, None, None);
    }

    /// An actor went to sleep: it leaves the tree.
    pub fn leave(&self, id: &str) {
        self.entries
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .remove(id);
        self.hints.send(None, Topic::Actors, None, None);
    }
}

impl ActorsView for Directory {
    fn tree(&self) -> Vec<ActorInfo> {
        let entries = self.entries.lock().unwrap_or_else(PoisonError::into_inner);
        let mut infos: Vec<ActorInfo> = entries.values().map(|vitals| vitals.info()).collect();
        drop(entries);
        // Parents before children: by depth, then by name.
        let depth = |kind: ActorKind| match kind {
            ActorKind::Node => 0,
            ActorKind::Scheduler | ActorKind::Writer | ActorKind::Outbox | ActorKind::Shard => 1,
            ActorKind::Account | ActorKind::Rule => 2,
            ActorKind::RequestQueue | ActorKind::Campaign => 3,
        };
        infos.sort_by(|left, right| {
            (depth(left.kind), &left.name, &left.id).cmp(&(depth(right.kind), &right.name, &right.id))
        });
        infos
    }
}

/// An actor's address that counts what it sends.
pub struct Address<M: Message> {
    actor: ActorRef<M>,
    vitals: Arc<Vitals>,
}

impl<M: Message> Clone for Address<M> {
    fn clone(&self) -> Self {
        Self {
            actor: self.actor.clone(),
            vitals: Arc::clone(&self.vitals),
        }
    }
}

impl<M: Message> Address<M> {
    pub fn new(actor: ActorRef<M>, vitals: Arc<Vitals>) -> Self {
        Self { actor, vitals }
    }

    /// Sends a message. An actor that is gone is its supervisor's concern: the truth is in storage, the scheduler asks again.
    pub fn cast(&self, message: M) {
        self.vitals.queued();
        if let Err(error) = self.actor.cast(message) {
            tracing::debug!(actor = %self.vitals.id, %error, "a message found nobody");
        }
    }

    pub fn actor(&self) -> &ActorRef<M> {
        &self.actor
    }

    pub fn vitals(&self) -> &Arc<Vitals> {
        &self.vitals
    }

    pub fn is(&self, id: ractor::ActorId) -> bool {
        self.actor.get_id() == id
    }
}
