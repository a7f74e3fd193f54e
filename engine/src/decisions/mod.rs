//! What was decided: ticks, decisions with their tree of values, and the packed record of everything that did not act.
//!
//! Called by the account's owner for each tick, and by pages. Never here: whether an action may be done (`actions`).

pub mod pack;
pub mod recheck;
pub mod store;
pub mod tick;
pub mod view;

use serde::{Deserialize, Serialize};

/// What one check of one object came to, as stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    Fired,
    Pending,
    NotFired,
    Unknown,
    Blocked,
    /// True, but resting or with an action still open.
    Waiting,
}

impl Outcome {
    pub const ALL: [Self; 6] = [
        Self::Fired,
        Self::Pending,
        Self::NotFired,
        Self::Unknown,
        Self::Blocked,
        Self::Waiting,
    ];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Fired => "fired",
            Self::Pending => "pending",
            Self::NotFired => "not_fired",
            Self::Unknown => "unknown",
            Self::Blocked => "blocked",
            Self::Waiting => "waiting",
        }
    }
}

/// Why an action of a decision did not come about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Blocker {
    /// A guard, a limit, another rule, or the effect itself.
    pub by: String,
    pub reason: String,
}
