//! Who has to agree. The organisation's policy is the floor; a rule can only be stricter.

use crate::{Approval, Role, Rule, Unanswered};

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
        /// How many people of the role.
        needed: u32,
        /// Business seconds until the proposal lapses.
        within: i64,
    },
}

/// What a rule says about one of its actions. Only a budget can move far.
#[must_use]
pub const fn asked(approval: Approval, moves_far: bool) -> Approval {
    match approval {
        Approval::IfBudgetMoves if moves_far => Approval::Policy,
        Approval::IfBudgetMoves => Approval::Without,
        approval => approval,
    }
}

/// What an organisation thinks of scripts: nobody can prove what one computes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Scripts {
    /// A rule that calls one is asked about.
    #[default]
    Asked,
    /// An admin said that they need no more approval than other rules.
    Trusted,
}

/// What a rule asks for, as far as it is heard. A rule that calls a script which is not trusted is asked about, and never goes ahead
/// because nobody answered.
pub fn heard(rule: &Rule, scripts: Scripts) -> Approval {
    let approval = rule.approval();
    if rule.is_analysable() || scripts == Scripts::Trusted {
        return approval;
    }
    match approval {
        Approval::Without | Approval::IfBudgetMoves | Approval::Policy => Approval::Policy,
        Approval::By {
            role,
            needed,
            within,
            unanswered: Unanswered::Apply,
        } => Approval::By {
            role,
            needed,
            within,
            unanswered: Unanswered::Expire,
        },
        by => by,
    }
}

/// The requirement for a rule's action. A rule that says `without approval` is heard where less can be spent
/// afterwards; whatever raises spend needs a manager.
pub fn for_rule(approval: Approval, direction: Direction) -> Requirement {
    match approval {
        Approval::Without if direction == Direction::Safer => Requirement::None,
        Approval::Without | Approval::Policy => Requirement::Approval {
            role: Role::Manager,
            needed: 1,
            within: DEFAULT_WAIT_SECONDS,
        },
        // What moves far is resolved before it comes here; where nobody did, it is asked about.
        Approval::IfBudgetMoves => Requirement::Approval {
            role: Role::Manager,
            needed: 1,
            within: DEFAULT_WAIT_SECONDS,
        },
        Approval::By {
            role, needed, within, ..
        } => {
            // `approve by marketer` would be laxer than the floor.
            let role = if role == Role::Marketer {
                Role::Manager
            } else {
                role
            };
            Requirement::Approval {
                role,
                needed: needed.max(1),
                within: within.unwrap_or(DEFAULT_WAIT_SECONDS),
            }
        }
    }
}

/// The requirement for giving back what a rule held. `without` is the rule's `release without approval`: then nobody is asked, in
/// either direction, because a person chose the value that comes back. Otherwise what raises spend asks whom the rule asks, a
/// manager at least, and waits for as long as it takes: what is held stays held meanwhile.
pub fn for_release(approval: Approval, without: bool, direction: Direction) -> Option<(Role, u32)> {
    if without || direction == Direction::Safer {
        return None;
    }
    match for_rule(approval, direction) {
        Requirement::None => None,
        Requirement::Approval { role, needed, .. } => Some((role, needed)),
    }
}

/// The requirement for a person's own action: managers and admins answer for it themselves, a marketer asks.
pub fn for_person(role: Role) -> Requirement {
    match role {
        Role::Manager | Role::Admin => Requirement::None,
        Role::Marketer => Requirement::Approval {
            role: Role::Manager,
            needed: 1,
            within: DEFAULT_WAIT_SECONDS,
        },
    }
}

/// What becomes of a proposal that nobody answered in time: who is asked next, whether it goes ahead, or neither.
pub fn unanswered(approval: Approval, asked: Role, direction: Direction) -> Next {
    match approval {
        // A marketer's approval was raised to a manager's: then a manager is nobody new.
        Approval::By {
            unanswered: Unanswered::Escalate { to },
            ..
        } if !may_approve(asked, to) => Next::Ask(to),
        Approval::By {
            unanswered: Unanswered::Apply,
            ..
        } if direction == Direction::Safer => Next::Apply,
        _ => Next::Expire,
    }
}

/// What follows on silence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Next {
    Ask(Role),
    Apply,
    Expire,
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
    fn what_raises_spend_again_is_asked_about_unless_the_rule_says_otherwise() {
        assert_eq!(
            for_release(Approval::Without, false, Direction::Riskier),
            Some((Role::Manager, 1))
        );
        assert_eq!(for_release(Approval::Policy, true, Direction::Riskier), None);
        assert_eq!(for_release(Approval::Policy, false, Direction::Safer), None);
    }

    #[test]
    fn a_rule_can_be_stricter_than_policy_but_not_laxer() {
        let by = |role| Approval::By {
            role,
            needed: 2,
            within: Some(60),
            unanswered: crate::Unanswered::Expire,
        };
        assert_eq!(
            for_rule(by(Role::Admin), Direction::Safer),
            Requirement::Approval {
                role: Role::Admin,
                needed: 2,
                within: 60
            }
        );
        assert_eq!(
            for_rule(by(Role::Marketer), Direction::Safer),
            Requirement::Approval {
                role: Role::Manager,
                needed: 2,
                within: 60
            }
        );
    }

    #[test]
    fn silence_never_lets_a_raise_pass_and_never_asks_the_same_role_again() {
        let by = |unanswered| Approval::By {
            role: Role::Manager,
            needed: 1,
            within: None,
            unanswered,
        };
        let escalates = by(Unanswered::Escalate { to: Role::Admin });
        assert_eq!(
            unanswered(escalates, Role::Manager, Direction::Riskier),
            Next::Ask(Role::Admin)
        );
        assert_eq!(
            unanswered(escalates, Role::Admin, Direction::Riskier),
            Next::Expire
        );
        let applies = by(Unanswered::Apply);
        assert_eq!(unanswered(applies, Role::Manager, Direction::Safer), Next::Apply);
        assert_eq!(
            unanswered(applies, Role::Manager, Direction::Riskier),
            Next::Expire
        );
        assert_eq!(
            unanswered(by(Unanswered::Expire), Role::Manager, Direction::Safer),
            Next::Expire
        );
    }
}
