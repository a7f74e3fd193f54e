//! What rules would have done: their own tick, door and ledger, run over the recorded past.
//!
//! * `recorded` is the past: synchronisations, objects as they arrived, changes of properties; `known` are the numbers as each
//!   synchronisation made them known, on every level;
//! * `world` is a scratch database in which that past happens again and the real tick proposes;
//! * `run` lets its time pass; `report` reads what came of it, `days` what the account's days and the values it moved would have been;
//! * `searches` are the negative keywords of that past and of the run;
//! * `compare` holds two texts against each other.
//!
//! Called by pages and by the command line. Never here: a verdict, a guard, a limit of its own; nothing of the organisation's
//! data is written.

pub mod compare;
mod courses;
mod days;
pub mod known;
pub mod recorded;
pub mod report;
pub mod run;
mod searches;
mod world;

use std::{collections::BTreeMap, time::Duration};

use jiff::Timestamp;
use uuid::Uuid;

pub use courses::{Moved, Step};
pub use days::Day;
pub use report::{AccountBacktest, Backtest, Change, Firing, RuleTally};
pub use run::{Backtesting, run};

/// How long one run may take where nobody waits for longer (process time).
pub const PATIENCE: Duration = Duration::from_secs(20);
/// Firings that an answer lists; all are counted.
pub const MOST_FIRINGS: usize = 2_000;

/// Budgets and bids whose course an answer draws; all are counted.
pub const MOST_MOVED: usize = 100;

/// Runs at the same time; each runs as many accounts at once as there are cores.
pub const MOST_AT_ONCE: usize = 2;

/// What is to be tried on the past.
#[derive(Debug, Clone)]
pub struct Request {
    /// Business time, half open.
    pub from: Timestamp,
    pub until: Timestamp,
    /// One account, or all that rules look at.
    pub account: Option<Uuid>,
    pub candidate: Option<Candidate>,
    /// Whether the enabled rules run beside the candidate: they compete with it for the same properties and limits.
    pub with_enabled: bool,
    /// How long the run may take (process time). What it reached by then is the answer, and says so.
    pub patience: Duration,
}

/// A text that may not be saved yet.
#[derive(Debug, Clone)]
pub struct Candidate {
    pub text: String,
    pub overrides: BTreeMap<String, String>,
    /// The rule of which it is to become the next version: that rule's present version does not run beside it.
    pub rule_id: Option<Uuid>,
}

#[derive(Debug, thiserror::Error)]
pub enum BacktestError {
    #[error(transparent)]
    Rule(#[from] crate::rules::RuleError),
    #[error("{0}")]
    Unusable(String),
    #[error("enough backtests are running; try again when one has ended")]
    Busy,
    #[error(transparent)]
    Store(#[from] crate::store::StoreError),
}
