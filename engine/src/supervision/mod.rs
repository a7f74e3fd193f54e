//! How the running program shows its actors, and what an admin can do about them.
//!
//! The tree and the stop of one actor come from `actors`, behind [`ActorsView`], so that `api` needs no actor runtime.
//! Quarantine and its end are facts in storage ([`verdict`]): every node's supervision follows them at its next roll-call.

pub mod store;
mod subtree;
pub mod verdict;

pub use subtree::{Subtree, with_subtrees};
pub use verdict::{CommandError, Quarantined, QuarantinedSubject, kill, quarantine, resume};

use jiff::Timestamp;
use uuid::Uuid;

/// What an actor is there for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ActorKind {
    Node,
    Shard,
    Account,
    Campaign,
    Rule,
    Scheduler,
    RequestQueue,
    Writer,
    Outbox,
}

impl ActorKind {
    /// Why nobody may stop an actor of this kind; `None` where its supervisor starts it again.
    pub fn must_live(self) -> Option<&'static str> {
        match self {
            Self::Node => Some("the node carries everything else; stop the program instead"),
            Self::Writer => Some(
                "a commit of every account could be cut short; it is started again by itself if it ever fails",
            ),
            Self::Shard
            | Self::Account
            | Self::Campaign
            | Self::Rule
            | Self::Scheduler
            | Self::RequestQueue
            | Self::Outbox => None,
        }
    }
}

/// How an actor is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ActorState {
    Running,
    Starting,
    /// Failed and will be started again after a pause.
    BackingOff,
    /// Failed too often, or somebody said so; it rests until it is resumed.
    Quarantined,
    Stopped,
}

/// What waits for an actor beyond its mailbox, and what it has handed on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct QueueNumbers {
    pub waiting: u64,
    pub in_flight: u64,
}

/// One actor at one moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActorInfo {
    /// Stable while the actor's subject exists, across restarts.
    pub id: String,
    pub parent: Option<String>,
    pub kind: ActorKind,
    pub name: String,
    pub state: ActorState,
    /// Messages that wait.
    pub mailbox: u64,
    /// Messages handled since the start.
    pub handled: u64,
    pub restarts: u64,
    pub last_error: Option<String>,
    /// When it came into this state (process time).
    pub since: Timestamp,
    /// Whose it is; `None` for what belongs to the node. Never shown: an organisation sees its own and the node's.
    pub org_id: Option<Uuid>,
    pub queue: Option<QueueNumbers>,
    /// What else there is to say: why it rests, until when its calls do.
    pub detail: Option<String>,
}

/// What can be done about an actor now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Can {
    pub kill: bool,
    pub quarantine: bool,
    pub resume: bool,
    /// Why it cannot be killed, where it never can.
    pub why_not: Option<&'static str>,
}

impl ActorInfo {
    /// The account, rule or campaign that it stands for.
    pub fn reference(&self) -> Option<Uuid> {
        self.id.split_once(':').and_then(|(_, id)| id.parse().ok())
    }

    pub fn can(&self) -> Can {
        let alive = matches!(self.state, ActorState::Running | ActorState::Starting);
        let why_not = self.kind.must_live();
        let stands_for_something = Quarantined::of_kind(self.kind).is_some();
        let rests = self.state == ActorState::Quarantined;
        Can {
            kill: alive && why_not.is_none(),
            quarantine: stands_for_something && !rests,
            resume: stands_for_something && rests,
            why_not,
        }
    }

    /// Whether somebody of this organisation may know of it.
    pub fn is_visible_to(&self, org_id: Uuid) -> bool {
        self.org_id.is_none_or(|owner| owner == org_id)
    }
}

/// What became of the wish to stop an actor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Killed {
    /// It ends at its next await; its supervisor starts it again.
    Stopping,
    /// It does not run now.
    NotRunning,
}

/// The supervision tree as seen from outside. Parents come before their children.
pub trait ActorsView: Send + Sync + 'static {
    fn tree(&self) -> Vec<ActorInfo>;

    /// Stops one actor for good, whatever it is in the middle of, in the name of `by`.
    fn kill(&self, id: &str, by: &str) -> Killed;
}
