//! The states of an action and the only ways between them.

use serde::{Deserialize, Serialize};

/// Where an action stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// On its way through the door; never seen outside the proposing transaction.
    Proposed,
    AwaitingApproval,
    /// Everybody agreed; the owner has not begun.
    Approved,
    /// Written down that a request is about to be sent. Committed before the first byte leaves.
    Intent,
    /// In force at the platform. Final.
    Applied,
    /// Lost to another proposal, a guard or a limit. Final.
    Blocked,
    Rejected,
    Expired,
    /// Today's values or the condition no longer fit. Final; a fresh proposal may take its place.
    Stale,
    /// A newer proposal took its place. Final.
    Superseded,
    Cancelled,
    /// A request was sent and its answer is lost: only a read can tell.
    Unknown,
    /// Nothing was done yet and it may be tried again, not before a given time.
    Retrying,
    /// The platform took it; it is in force from a given time.
    Accepted,
    /// Given up, with the reason. Final.
    Dead,
}

impl State {
    pub const ALL: [Self; 15] = [
        Self::Proposed,
        Self::AwaitingApproval,
        Self::Approved,
        Self::Intent,
        Self::Applied,
        Self::Blocked,
        Self::Rejected,
        Self::Expired,
        Self::Stale,
        Self::Superseded,
        Self::Cancelled,
        Self::Unknown,
        Self::Retrying,
        Self::Accepted,
        Self::Dead,
    ];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Proposed => "proposed",
            Self::AwaitingApproval => "awaiting_approval",
            Self::Approved => "approved",
            Self::Intent => "intent",
            Self::Applied => "applied",
            Self::Blocked => "blocked",
            Self::Rejected => "rejected",
            Self::Expired => "expired",
            Self::Stale => "stale",
            Self::Superseded => "superseded",
            Self::Cancelled => "cancelled",
            Self::Unknown => "unknown",
            Self::Retrying => "retrying",
            Self::Accepted => "accepted",
            Self::Dead => "dead",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == text)
    }

    /// Open: it holds its target, nothing else may be started there.
    pub fn is_open(self) -> bool {
        matches!(
            self,
            Self::Proposed
                | Self::AwaitingApproval
                | Self::Approved
                | Self::Intent
                | Self::Retrying
                | Self::Unknown
                | Self::Accepted
        )
    }

    /// Nobody has decided yet: a newer proposal may take its place.
    pub fn is_undecided(self) -> bool {
        matches!(self, Self::Proposed | Self::AwaitingApproval)
    }

    /// Whether the ledger may go from here to there. Everything not named is refused.
    pub fn may_become(self, next: Self) -> bool {
        use State::{
            Accepted, Applied, Approved, AwaitingApproval, Blocked, Cancelled, Dead, Expired, Intent,
            Proposed, Rejected, Retrying, Stale, Superseded, Unknown,
        };
        match self {
            Proposed => matches!(next, AwaitingApproval | Approved | Blocked),
            AwaitingApproval => matches!(
                next,
                Approved | Rejected | Expired | Superseded | Cancelled | Stale
            ),
            Approved => matches!(next, Intent | Stale | Expired | Cancelled | Blocked),
            // A crash after the intent leaves doubt, never a second send.
            Intent => matches!(next, Applied | Accepted | Unknown | Retrying | Dead | Stale),
            Unknown => matches!(next, Applied | Retrying | Stale | Dead),
            Retrying => matches!(next, Intent | Stale | Expired | Cancelled | Blocked | Dead),
            Accepted => matches!(next, Applied | Unknown | Stale | Dead),
            Applied | Blocked | Rejected | Expired | Stale | Superseded | Cancelled | Dead => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_states_are_inverse() {
        for state in State::ALL {
            assert_eq!(State::parse(state.as_str()), Some(state));
        }
    }

    #[test]
    fn final_states_lead_nowhere_and_open_ones_lead_to_an_end() {
        for state in State::ALL {
            let leads_on = State::ALL.iter().any(|next| state.may_become(*next));
            assert_eq!(leads_on, state.is_open(), "{state:?}");
        }
        for start in State::ALL.into_iter().filter(|state| state.is_open()) {
            let mut reached = vec![start];
            while let Some(next) = State::ALL
                .into_iter()
                .find(|next| !reached.contains(next) && reached.iter().any(|from| from.may_become(*next)))
            {
                reached.push(next);
            }
            assert!(
                reached.iter().any(|state| !state.is_open()),
                "{start:?} has no end"
            );
        }
    }

    #[test]
    fn nothing_is_sent_without_an_intent_and_doubt_is_never_sent_again_directly() {
        for state in State::ALL {
            if state.may_become(State::Applied) {
                assert!(matches!(state, State::Intent | State::Unknown | State::Accepted));
            }
        }
        assert!(!State::Unknown.may_become(State::Intent));
        assert!(!State::AwaitingApproval.may_become(State::Intent));
    }
}
