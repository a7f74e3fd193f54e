//! Who is alive: the vital signs behind the actors page, and addresses that count what waits.
//!
//! Our own directory instead of the library's process-global registry, so that many runtimes fit in one test process.

use std::{
    collections::BTreeMap,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
};

use engine::{
    clock::ProcessClock,
    hints::{Hints, Topic},
    supervision::{ActorInfo, ActorKind, ActorState, ActorsView, Killed, QueueNumbers},
};
use jiff::Timestamp;
use ractor::{ActorCell, ActorId, ActorRef, ActorStatus, Message, SupervisionEvent};
use uuid::Uuid;

#[derive(Debug)]
struct Condition {
    state: ActorState,
    since: Timestamp,
    last_error: Option<String>,
    detail: Option<String>,
    queue: Option<QueueNumbers>,
    /// The living actor.
    cell: Option<ActorCell>,
    /// Somebody stopped it: in whose name.
    killed_by: Option<String>,
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

    fn lives_in(&self, cell: ActorCell) {
        self.lock().cell = Some(cell);
    }

    pub fn state(&self) -> ActorState {
        self.lock().state
    }

    /// What waits for it beyond the mailbox.
    pub fn holds(&self, queue: QueueNumbers) {
        self.lock().queue = Some(queue);
    }

    /// What else there is to say about it; `None` takes it back.
    pub fn says(&self, detail: Option<String>) {
        self.lock().detail = detail;
    }

    /// Why it ended without an error of its own: somebody stopped it. Told once.
    pub fn killed(&self) -> Option<String> {
        self.lock().killed_by.take().map(|by| format!("killed by {by}"))
    }

    fn lock(&self) -> MutexGuard<'_, Condition> {
        self.condition.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn info(&self) -> ActorInfo {
        let condition = self.lock();
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
            queue: condition.queue,
            detail: condition.detail.clone(),
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
                    detail: None,
                    queue: None,
                    cell: None,
                    killed_by: None,
                }),
            })
        });
        Arc::clone(vitals)
    }

    /// Notes a change of state. An error is kept until the next one.
    pub fn set(&self, vitals: &Vitals, state: ActorState, error: Option<String>) {
        {
            let mut condition = vitals.lock();
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

    /// Everything below an actor that just ended goes with it and comes back with it.
    pub fn fell(&self, above: &str, error: &str) {
        let entries: Vec<Arc<Vitals>> = {
            let entries = self.entries.lock().unwrap_or_else(PoisonError::into_inner);
            entries.values().cloned().collect()
        };
        let mut fallen = vec![above.to_owned()];
        while let Some(above) = fallen.pop() {
            for vitals in entries
                .iter()
                .filter(|vitals| vitals.parent.as_deref() == Some(&*above))
            {
                if vitals.lock().state == ActorState::Running {
                    self.set(vitals, ActorState::BackingOff, Some(error.to_owned()));
                }
                fallen.push(vitals.id.clone());
            }
        }
    }

    /// An actor that entered.
    pub fn find(&self, id: &str) -> Option<Arc<Vitals>> {
        let entries = self.entries.lock().unwrap_or_else(PoisonError::into_inner);
        entries.get(id).cloned()
    }

    /// Campaigns below an account that starts: they are asleep now, unless they rest.
    pub fn leave_asleep(&self, above: &str) {
        let mut entries = self.entries.lock().unwrap_or_else(PoisonError::into_inner);
        entries.retain(|_, vitals| {
            vitals.kind != ActorKind::Campaign
                || vitals.parent.as_deref() != Some(above)
                || vitals.state() == ActorState::Quarantined
        });
    }

    /// Everything below an actor that will not come back is not wanted any more.
    pub fn leave_below(&self, above: &str) {
        let below: Vec<String> = {
            let entries = self.entries.lock().unwrap_or_else(PoisonError::into_inner);
            let below = entries
                .values()
                .filter(|vitals| vitals.parent.as_deref() == Some(above));
            below.map(|vitals| vitals.id.clone()).collect()
        };
        for id in below {
            self.leave_with_all(&id);
        }
    }

    /// An actor and all below it are not wanted any more.
    pub fn leave_with_all(&self, id: &str) {
        let mut gone = vec![id.to_owned()];
        while let Some(above) = gone.pop() {
            let mut entries = self.entries.lock().unwrap_or_else(PoisonError::into_inner);
            entries.remove(&above);
            let below = entries
                .values()
                .filter(|vitals| vitals.parent.as_deref() == Some(&*above));
            gone.extend(below.map(|vitals| vitals.id.clone()));
        }
        self.hints.send(None, Topic::Actors, None, None);
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

    fn kill(&self, id: &str, by: &str) -> Killed {
        let vitals = self
            .entries
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .get(id)
            .cloned();
        let Some(vitals) = vitals else {
            return Killed::NotRunning;
        };
        let mut condition = vitals.lock();
        let alive = condition
            .cell
            .clone()
            .filter(|cell| !matches!(cell.get_status(), ActorStatus::Stopping | ActorStatus::Stopped));
        let Some(cell) = alive else {
            return Killed::NotRunning;
        };
        condition.killed_by = Some(by.to_owned());
        drop(condition);
        cell.kill();
        Killed::Stopping
    }
}

/// How a child ended that nobody asked to end in good order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum End {
    Failed(String),
    /// Somebody stopped it; the text says who. Not a failure: it is started again, and it is not counted.
    Killed(String),
}

impl End {
    /// What a supervision event says about a child; `None` for beginnings, and for ends in good order.
    pub fn of(
        event: &SupervisionEvent,
        vitals: impl Fn(ActorId) -> Option<Arc<Vitals>>,
    ) -> Option<(ActorId, Self)> {
        match event {
            SupervisionEvent::ActorFailed(cell, error) => {
                let id = cell.get_id();
                // A stop that met an actor already failing is used up with it.
                if let Some(vitals) = vitals(id) {
                    let _ = vitals.killed();
                }
                Some((id, Self::Failed(error.to_string())))
            }
            SupervisionEvent::ActorTerminated(cell, _, _) => {
                let id = cell.get_id();
                Some((id, Self::Killed(vitals(id)?.killed()?)))
            }
            _ => None,
        }
    }

    pub fn text(&self) -> &str {
        match self {
            Self::Failed(text) | Self::Killed(text) => text,
        }
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
        vitals.lives_in(actor.get_cell());
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
