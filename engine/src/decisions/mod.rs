//! What was decided: ticks, decisions with their tree of values, and the packed record of everything that did not act.
//!
//! `checks` lets verdict and progress meet, `wishes` turns effects into proposals; `tick` does what follows, `record` writes it
//! down, `shadow` is the part of a rule that is only simulated and `side_by_side` what it would have done beside what its rule did, `trial` says what would follow. Called by the account's owner for each tick, and by pages. Never here: whether an action may be done
//! (`actions`).

mod alerts;
pub mod budget;
mod checks;
pub mod history;
mod holding;
pub mod insight;
pub mod looking_back;
pub mod pack;
pub mod preview;
pub mod recheck;
mod record;
pub mod scope_spend;
mod shadow;
pub mod side_by_side;
pub mod store;
pub mod tick;
pub mod together;
pub mod trial;
pub mod view;
pub mod why;
mod wishes;

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
    /// It would have acted, and leaves this object alone so that its effect can be measured.
    HeldOut,
}

impl Outcome {
    pub const ALL: [Self; 7] = [
        Self::Fired,
        Self::Pending,
        Self::NotFired,
        Self::Unknown,
        Self::Blocked,
        Self::Waiting,
        Self::HeldOut,
    ];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Fired => "fired",
            Self::Pending => "pending",
            Self::NotFired => "not_fired",
            Self::Unknown => "unknown",
            Self::Blocked => "blocked",
            Self::Waiting => "waiting",
            Self::HeldOut => "held_out",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|outcome| outcome.as_str() == text)
    }
}

/// Why an action of a decision did not come about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Blocker {
    /// A guard, a limit, another rule, or the effect itself.
    pub by: String,
    pub reason: String,
}

/// The sentence of one branch.
fn reason_of(explanation: &dsl::Explanation, branch: usize) -> String {
    explanation
        .branches
        .get(branch)
        .map(|branch| branch.reason.clone())
        .unwrap_or_default()
}
