//! Verdicts over columns: one pass per account, a thousand rows at a time, exact and three-valued.
//!
//! `compile` makes a `plan` of a checked rule for one account, `globs` are the patterns it may hold, `lanes` holds a batch's numbers and `answers` its truths, `kernels` computes on them, `fused` compares
//! columns without either, `wide` computes what is asked of all rows at once and `ranking` orders
//! them, `needed` says which registers that takes, `run` walks the plan, `tick` knows what is the same in every row; `cost` says what that takes at most. The engine calls [`crate::BoundRule::evaluate`]. Nothing here explains or formats: see `explain`.

#[cfg(test)]
pub(crate) mod agreement;
mod answers;
mod compile;
mod cost;
mod fused;
mod globs;
mod kernels;
mod lanes;
mod lookups;
mod needed;
mod plan;
mod ranking;
mod rates;
#[cfg(test)]
pub(crate) mod reference;
mod run;
mod scripts;
mod tick;
mod wide;

use serde::{Deserialize, Serialize};

use crate::table::MissingReason;

pub use cost::{Cost, step_words};
pub(crate) use globs::glob_matches;
pub(crate) use plan::Plan;
pub(crate) use rates::{Exchange, NoRate, exchange};
pub use scripts::Interrupted;
pub(crate) use tick::tick_value;

/// Kleene's three values, in the order in which `and` takes the least and `or` the greatest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Truth {
    False,
    Unknown,
    True,
}

impl Truth {
    #[must_use]
    pub const fn known(value: bool) -> Self {
        if value { Self::True } else { Self::False }
    }

    #[must_use]
    pub const fn negated(self) -> Self {
        match self {
            Self::False => Self::True,
            Self::Unknown => Self::Unknown,
            Self::True => Self::False,
        }
    }

    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::False => "false",
            Self::Unknown => "unknown",
            Self::True => "true",
        }
    }
}

/// The verdicts on every row of a table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verdicts {
    /// The rule's `where`, a truth per row. `Unknown` is outside, and counted.
    pub scope: Vec<Truth>,
    /// `[branch][row]`: the truth of each condition by itself; an unconditional branch is true everywhere.
    pub branches: Vec<Vec<Truth>>,
    /// As `branches`: the reason byte where the truth is unknown, 0 elsewhere.
    reasons: Vec<Vec<u8>>,
    scope_reasons: Vec<u8>,
    /// `release when`, a truth per row, in scope or not; empty for a rule without it. Only `True` releases.
    pub release: Vec<Truth>,
    release_reasons: Vec<u8>,
}

impl Verdicts {
    /// Why the branch is unknown for this row; `None` where it is known.
    #[must_use]
    pub fn reason(&self, row: usize, branch: usize) -> Option<MissingReason> {
        self.reasons
            .get(branch)?
            .get(row)
            .copied()
            .and_then(MissingReason::from_code)
    }

    /// Why it is unknown whether the row is in scope; `None` where it is known.
    #[must_use]
    pub fn scope_reason(&self, row: usize) -> Option<MissingReason> {
        self.scope_reasons
            .get(row)
            .copied()
            .and_then(MissingReason::from_code)
    }

    /// Why it is unknown whether what is held on this row is released; `None` where it is known.
    #[must_use]
    pub fn release_reason(&self, row: usize) -> Option<MissingReason> {
        self.release_reasons
            .get(row)
            .copied()
            .and_then(MissingReason::from_code)
    }

    #[must_use]
    pub fn rows(&self) -> usize {
        self.scope.len()
    }

    /// The first branch that is not false for this row, with its truth: the one whose turn it is. A later branch is tried only
    /// when every earlier one is false, so an unknown one stops the chain. `lasting` is for the caller to apply to it.
    #[must_use]
    pub fn turn(&self, row: usize) -> Option<(usize, Truth)> {
        self.branches
            .iter()
            .enumerate()
            .map(|(index, truths)| (index, truths.get(row).copied().unwrap_or(Truth::Unknown)))
            .find(|(_, truth)| *truth != Truth::False)
    }
}
