//! The ledger: what the system wants done outside, who agreed, what became of it.
//!
//! Every action of a rule, a person or the API passes [`door::propose`]; there is no second door. `state` is the state
//! machine, `judge` is what the door thinks before it writes: it reads, with `limits` and `promises`, what the pure door of the
//! rule language (`dsl::conduct::door`: merge, guards, limits) is asked with; `policy` is pure as well. `standing` is what
//! guards say later on, `breaches` what they say of changes made outside, `held` what rules hold and `way_back` how it is
//! given back, `inbox`, `holds` and `view` are what pages read, `approve`, `own` and `undo`
//! hold what people do, `carry_out` what the account's owner does, `read_back` how a lost answer is resolved, `moves` what legs of one move owe each other, `withdraw`
//! what happens when an account goes out of service, `rehearse` what a backtest does with what was let in, `simulated` what a
//! shadow would have done.
//! Never here: how a platform is spoken to.

pub mod approve;
pub mod breaches;
pub mod carry_out;
pub mod checkpoint;
pub mod door;
pub mod held;
pub mod holds;
pub mod inbox;
mod judge;
pub mod limits;
pub mod moves;
pub mod own;
pub mod promises;
mod read_back;
pub(crate) mod rehearse;
mod settle;
pub mod simulated;
mod standing;
pub mod state;
pub mod store;
pub mod undo;
pub mod view;
pub mod way_back;
pub mod withdraw;

pub use approve::{Verdict, approve, decide, reject};
pub use dsl::conduct::policy;
pub use state::State;
pub use undo::{UndoPreview, preview_undo, propose_undo};

use crate::{
    connections::platform::{SwitchStatus, WriteField, WriteValue},
    store::StoreError,
};

/// Why a person's wish about an action was not carried out. Nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum ActionError {
    #[error("there is no such action")]
    NotFound,
    #[error("{0}")]
    NotAllowed(String),
    /// Somebody or something was faster: look again.
    #[error("the action has changed since you looked at it")]
    Moved,
    #[error("the action is not waiting for an approval: it is {}", .0.as_str())]
    NotWaiting(State),
    #[error("{0}")]
    Impossible(String),
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What an action does, in the words of the rule language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Pause,
    Resume,
    SetBudget,
    SetBid,
    SetTargetCpa,
    SetTargetRoas,
    AddNegative,
    RemoveNegative,
    AddLabel,
    RemoveLabel,
}

impl Kind {
    pub const ALL: [Self; 10] = [
        Self::Pause,
        Self::Resume,
        Self::SetBudget,
        Self::SetBid,
        Self::SetTargetCpa,
        Self::SetTargetRoas,
        Self::AddNegative,
        Self::RemoveNegative,
        Self::AddLabel,
        Self::RemoveLabel,
    ];

    /// What setting a field to a value is called.
    pub fn setting(field: WriteField, value: &WriteValue) -> Self {
        match (field, value) {
            (WriteField::Budget, _) => Self::SetBudget,
            (WriteField::Bid, _) => Self::SetBid,
            (WriteField::TargetCpa, _) => Self::SetTargetCpa,
            (WriteField::TargetRoas, _) => Self::SetTargetRoas,
            (WriteField::Negative, WriteValue::Negative(false)) => Self::RemoveNegative,
            (WriteField::Negative, _) => Self::AddNegative,
            (WriteField::Label, WriteValue::Label(false)) => Self::RemoveLabel,
            (WriteField::Label, _) => Self::AddLabel,
            (WriteField::Status, WriteValue::Status(SwitchStatus::Active)) => Self::Resume,
            (WriteField::Status, _) => Self::Pause,
        }
    }

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Pause => "pause",
            Self::Resume => "resume",
            Self::SetBudget => "set_budget",
            Self::SetBid => "set_bid",
            Self::SetTargetCpa => "set_target_cpa",
            Self::SetTargetRoas => "set_target_roas",
            Self::AddNegative => "add_negative_keyword",
            Self::RemoveNegative => "remove_negative_keyword",
            Self::AddLabel => "add_label",
            Self::RemoveLabel => "remove_label",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == text)
    }
}
