//! How the running program shows its actors: the tree that the admin sees, and the view that `actors` provides of it.
//!
//! Declared here so that `api` can show the tree without knowing the actor runtime.

use jiff::Timestamp;
use serde::Serialize;

/// What an actor is there for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
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

/// How an actor is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ActorState {
    Running,
    Starting,
    /// Failed and will be started again after a pause.
    BackingOff,
    /// Failed too often; somebody has to look and resume it.
    Quarantined,
    Stopped,
}

/// One actor at one moment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
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
    #[serde(skip)]
    pub org_id: Option<uuid::Uuid>,
}

/// The supervision tree as seen from outside. Parents come before their children.
pub trait ActorsView: Send + Sync + 'static {
    fn tree(&self) -> Vec<ActorInfo>;
}
