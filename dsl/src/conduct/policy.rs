//! Who has to agree. The organisation's policy is the floor; a rule can only be stricter.

use crate::{Approval, Role};

/// How long a proposal waits when the rule names no time.
pub const DEFAULT_WAIT_SECONDS: i64 = 24 * 3_600;

/// In which direction an action moves money.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// Less can be spent afterwards.
    Safer,
    /// More can be spent afterwards.
    Riskier,
}

/// What has to happen before an action may be sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Requirement {
    None,
    Approval {
        role: Role,
        /// Business seconds until the proposal lapses.
        within: i64,
    },
}

/// The requirement for a rule's action. A rule that says `without approval` is heard where less can be spent
/// afterwards; whatever raises spend needs a manager.
pub fn for_rule(approval: Approval, direction: Direction) -> Requirement {
    match approval {
        Approval::Without if direction == Direction::Safer => Requirement::None,
        Approval::Without | Approval::Policy => Requirement::Approval {
            role: Role::Manager,
            within: DEFAULT_WAIT_SECONDS,
        },
        Approval::By { role, within, .. } => {
            // `approve by marketer` would be laxer than the floor.
            let role = if role == Role::Marketer {
                Role::Manager
            } else {
                role
            };
            Requirement::Approval {
                role,
                within: within.unwrap_or(DEFAULT_WAIT_SECONDS),
            }
        }
    }
}

/// The requirement for a person's own action: managers and admins answer for it themselves, a marketer asks.
pub fn for_person(role: Role) -> Requirement {
    match role {
        Role::Manager | Role::Admin => Requirement::None,
        Role::Marketer => Requirement::Approval {
            role: Role::Manager,
            within: DEFAULT_WAIT_SECONDS,
        },
    }
}

/// Whether somebody of `role` may give an approval that asks for `wanted`. An admin stands in for a manager.
pub fn may_approve(role: Role, wanted: Role) -> bool {
    match wanted {
        Role::Admin => role == Role::Admin,
        Role::Manager => matches!(role, Role::Manager | Role::Admin),
        Role::Marketer => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_approval_is_heard_only_where_less_is_spent_afterwards() {
        assert_eq!(for_rule(Approval::Without, Direction::Safer), Requirement::None);
        assert!(matches!(
            for_rule(Approval::Without, Direction::Riskier),
            Requirement::Approval {
                role: Role::Manager,
                ..
            }
        ));
    }

    #[test]
    fn a_rule_can_be_stricter_than_policy_but_not_laxer() {
        let by = |role| Approval::By {
            role,
            within: Some(60),
            unanswered: crate::Unanswered::Expire,
        };
        assert_eq!(
            for_rule(by(Role::Admin), Direction::Safer),
            Requirement::Approval {
                role: Role::Admin,
                within: 60
            }
        );
        assert_eq!(
            for_rule(by(Role::Marketer), Direction::Safer),
            Requirement::Approval {
                role: Role::Manager,
                within: 60
            }
        );
    }
}
