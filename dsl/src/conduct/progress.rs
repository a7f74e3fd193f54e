//! Where one rule stands on one object: idle → pending → awaiting → acted. Pure.
//!
//! A row exists only while something is remembered; idle is the absence of a row. "Awaiting" is an open action in the
//! ledger; "acted" lasts until the cooldown has passed or, without one, until one false check re-arms the branch.

use crate::{Lasting, Rule, Truth, Verdicts};
use jiff::{SignedDuration, Timestamp};

/// The remembered state of one rule on one object.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// The condition has been true, not yet for as long as `lasting` asks.
    Pending {
        checks: u32,
        unknowns: u32,
        since: Timestamp,
    },
    /// An action is open in the ledger.
    Awaiting,
    /// The action was applied or refused.
    Acted {
        /// Until when the branch rests; from the moment of application.
        cooldown_until: Option<Timestamp>,
        /// A false check was seen since.
        rearmed: bool,
    },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    pub state: State,
    pub branch: usize,
    /// Data timestamp of the last check that counted: checks on the same data count once.
    pub last_data_until: Option<Timestamp>,
}

/// One check of one object.
#[derive(Debug, Clone, Copy)]
pub struct Check<'a> {
    /// Each branch's own truth, in order.
    pub truths: &'a [Truth],
    /// Each branch's `lasting`.
    pub lasting: &'a [Option<Lasting>],
    /// Which branches have no condition of their own: they act at every run, there is nothing that could be false between.
    pub unconditional: &'a [bool],
    /// The rule's cooldown in seconds.
    pub cooldown: Option<i64>,
    pub at: Timestamp,
    pub data_until: Option<Timestamp>,
    /// Whether the object is in the rule's scope now.
    pub in_scope: bool,
}

/// What every check of one rule has in common.
#[derive(Debug, Clone)]
pub struct Checks {
    lasting: Vec<Option<Lasting>>,
    unconditional: Vec<bool>,
    cooldown: Option<i64>,
}

impl Checks {
    #[must_use]
    pub fn of(rule: &Rule) -> Self {
        let branches = rule.branches();
        Self {
            lasting: branches.iter().map(|branch| branch.lasting).collect(),
            unconditional: branches.iter().map(|branch| branch.is_unconditional).collect(),
            cooldown: rule.cooldown(),
        }
    }

    /// Takes one object one check further; `row` is its place in the verdicts.
    #[must_use]
    pub fn take(
        &self,
        before: Option<Progress>,
        verdicts: &Verdicts,
        row: usize,
        at: Timestamp,
        data_until: Option<Timestamp>,
    ) -> (Option<Progress>, Outcome) {
        let truths: Vec<Truth> = verdicts
            .branches
            .iter()
            .map(|branch| branch.get(row).copied().unwrap_or(Truth::Unknown))
            .collect();
        check(
            before,
            &Check {
                truths: &truths,
                lasting: &self.lasting,
                unconditional: &self.unconditional,
                cooldown: self.cooldown,
                at,
                data_until,
                in_scope: verdicts.scope.get(row) == Some(&Truth::True),
            },
        )
    }
}

/// What a check comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Not in scope, nothing remembered.
    Outside,
    NotFired,
    /// A value was missing; nothing acts, later branches were not tried.
    Unknown {
        branch: usize,
    },
    /// True, but not for long enough yet.
    Pending {
        branch: usize,
    },
    /// Acts now.
    Fires {
        branch: usize,
    },
    /// True, but an action of this rule on this object is still open.
    Awaiting,
    /// True, but it acted recently.
    Resting {
        until: Option<Timestamp>,
    },
}

/// Why a pool as a whole does not move: something of its last move is open, or rests.
pub fn pool_waits(remembered: impl IntoIterator<Item = Progress>, at: Timestamp) -> Option<Outcome> {
    let mut rests: Option<Option<Timestamp>> = None;
    for progress in remembered {
        match progress.state {
            State::Awaiting => return Some(Outcome::Awaiting),
            State::Acted { cooldown_until, .. } if cooldown_until.is_none_or(|until| at < until) => {
                rests = Some(rests.flatten().max(cooldown_until));
            }
            State::Acted { .. } | State::Pending { .. } => {}
        }
    }
    rests.map(|until| Outcome::Resting { until })
}

/// One check's effect on what is remembered. `None` as the new state is idle.
pub fn check(before: Option<Progress>, check: &Check<'_>) -> (Option<Progress>, Outcome) {
    if let Some(Progress {
        state: State::Awaiting,
        ..
    }) = before
    {
        return (before, Outcome::Awaiting);
    }
    if !check.in_scope {
        // What acted keeps its rest after leaving the scope; what was pending starts again.
        let kept = before.filter(|progress| matches!(progress.state, State::Acted { .. }));
        return (
            kept.and_then(|progress| rested(progress, check)),
            Outcome::Outside,
        );
    }
    // The first branch that is not false decides; unknown stops the chain.
    let reached = check
        .truths
        .iter()
        .enumerate()
        .find(|(_, truth)| **truth != Truth::False);
    let Some((branch, truth)) = reached else {
        let kept = before.and_then(|progress| match progress.state {
            State::Acted { cooldown_until, .. } => {
                let rearmed = Progress {
                    state: State::Acted {
                        cooldown_until,
                        rearmed: true,
                    },
                    ..progress
                };
                rested(rearmed, check)
            }
            State::Pending { .. } | State::Awaiting => None,
        });
        return (kept, Outcome::NotFired);
    };
    if let Some(progress) = before
        && let State::Acted {
            cooldown_until,
            rearmed,
        } = progress.state
    {
        let rests = match (check.cooldown, cooldown_until) {
            (Some(_), Some(until)) => check.at < until,
            // The cooldown begins with the application; until then nothing else may start.
            (Some(_), None) => !rearmed,
            (None, _) => {
                let acts_always = check.unconditional.get(branch) == Some(&true);
                !rearmed && !acts_always && progress.branch == branch
            }
        };
        if rests {
            if *truth == Truth::Unknown {
                return (before, Outcome::Unknown { branch });
            }
            return (
                before,
                Outcome::Resting {
                    until: cooldown_until,
                },
            );
        }
    }
    let pending = before
        .filter(|progress| matches!(progress.state, State::Pending { .. }) && progress.branch == branch);
    if *truth == Truth::Unknown {
        return unknown(pending, branch, check);
    }
    let Some(lasting) = check.lasting.get(branch).copied().flatten() else {
        return (Some(awaiting(branch, check)), Outcome::Fires { branch });
    };
    let fresh = pending.is_none_or(|progress| progress.last_data_until != check.data_until);
    let (checks, since) = match pending.map(|progress| progress.state) {
        Some(State::Pending { checks, since, .. }) => (checks.saturating_add(u32::from(fresh)), since),
        _ => (1, check.at),
    };
    let long_enough = match lasting {
        Lasting::Checks(wanted) => checks >= wanted,
        Lasting::For(seconds) => check.at.duration_since(since) >= SignedDuration::from_secs(seconds),
    };
    if long_enough {
        return (Some(awaiting(branch, check)), Outcome::Fires { branch });
    }
    let state = State::Pending {
        checks,
        unknowns: 0,
        since,
    };
    (
        Some(Progress {
            state,
            branch,
            last_data_until: check.data_until,
        }),
        Outcome::Pending { branch },
    )
}

/// Unknown freezes a pending count; as many unknowns in a row as the count asks for reset it.
fn unknown(pending: Option<Progress>, branch: usize, check: &Check<'_>) -> (Option<Progress>, Outcome) {
    let outcome = Outcome::Unknown { branch };
    let Some(progress) = pending else {
        return (None, outcome);
    };
    let State::Pending {
        checks,
        unknowns,
        since,
    } = progress.state
    else {
        return (None, outcome);
    };
    let unknowns = unknowns.saturating_add(1);
    let limit = match check.lasting.get(branch).copied().flatten() {
        Some(Lasting::Checks(wanted)) => wanted,
        _ => u32::MAX,
    };
    if unknowns >= limit {
        return (None, outcome);
    }
    (
        Some(Progress {
            state: State::Pending {
                checks,
                unknowns,
                since,
            },
            ..progress
        }),
        outcome,
    )
}

fn awaiting(branch: usize, check: &Check<'_>) -> Progress {
    Progress {
        state: State::Awaiting,
        branch,
        last_data_until: check.data_until,
    }
}

/// Drops an acted state that no longer holds anything back.
fn rested(progress: Progress, check: &Check<'_>) -> Option<Progress> {
    let State::Acted {
        cooldown_until,
        rearmed,
    } = progress.state
    else {
        return Some(progress);
    };
    let over = match cooldown_until {
        Some(until) => check.at >= until,
        None => rearmed,
    };
    (!over).then_some(progress)
}

/// What a firing branch's wishes came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Admitted {
    /// At least one action came in.
    Opened,
    /// It only tells, and has told.
    Told,
    /// Everything was refused, or would change nothing.
    Nothing,
}

/// Where a rule stands after a branch fired. What came to nothing spends neither cooldown nor count.
pub fn admitted(
    before: Option<Progress>,
    after: Option<Progress>,
    what: Admitted,
    cooldown: Option<i64>,
    at: Timestamp,
) -> Option<Progress> {
    match what {
        Admitted::Opened => after,
        Admitted::Told => after.and_then(|after| ended(after, cooldown, Ended::Applied { at })),
        Admitted::Nothing => before,
    }
}

/// How an open action of the rule ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ended {
    /// In force since this moment.
    Applied { at: Timestamp },
    /// A person said no: the rule rests as if it had acted.
    Rejected { at: Timestamp },
    /// Nobody answered, today's values differ, somebody else won: the rule may propose again.
    Open,
    /// Refused by the platform for good: rests as if it had acted, so that the same refusal is not asked for each hour.
    Refused { at: Timestamp },
}

/// What the end of an action leaves behind.
pub fn ended(progress: Progress, cooldown: Option<i64>, how: Ended) -> Option<Progress> {
    match how {
        Ended::Open => None,
        Ended::Applied { at } | Ended::Rejected { at } | Ended::Refused { at } => {
            let cooldown_until = cooldown.map(|seconds| {
                at.saturating_add(SignedDuration::from_secs(seconds))
                    .unwrap_or(Timestamp::MAX)
            });
            Some(Progress {
                state: State::Acted {
                    cooldown_until,
                    rearmed: false,
                },
                ..progress
            })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_second(seconds).unwrap()
    }

    fn checked<'a>(truths: &'a [Truth], lasting: &'a [Option<Lasting>], seconds: i64) -> Check<'a> {
        Check {
            truths,
            lasting,
            unconditional: &[],
            cooldown: None,
            at: at(seconds),
            data_until: Some(at(seconds)),
            in_scope: true,
        }
    }

    #[test]
    fn a_true_branch_fires_at_once_and_then_waits_for_its_action() {
        let (state, outcome) = check(None, &checked(&[Truth::True], &[None], 0));
        assert_eq!(outcome, Outcome::Fires { branch: 0 });
        let (state, outcome) = check(state, &checked(&[Truth::True], &[None], 60));
        assert_eq!(outcome, Outcome::Awaiting);
        assert!(matches!(state.unwrap().state, State::Awaiting));
    }

    #[test]
    fn unknown_stops_the_chain_so_that_a_later_branch_never_runs_on_missing_data() {
        let (state, outcome) = check(None, &checked(&[Truth::Unknown, Truth::True], &[None, None], 0));
        assert_eq!((state, outcome), (None, Outcome::Unknown { branch: 0 }));
        let (_, outcome) = check(None, &checked(&[Truth::False, Truth::True], &[None, None], 0));
        assert_eq!(outcome, Outcome::Fires { branch: 1 });
    }

    #[test]
    fn lasting_two_checks_needs_two_checks_on_different_data() {
        let lasting = [Some(Lasting::Checks(2))];
        let first = checked(&[Truth::True], &lasting, 0);
        let (state, outcome) = check(None, &first);
        assert_eq!(outcome, Outcome::Pending { branch: 0 });
        // The same data timestamp counts once.
        let same = Check {
            at: at(60),
            data_until: Some(at(0)),
            ..first
        };
        let (state, outcome) = check(state, &same);
        assert_eq!(outcome, Outcome::Pending { branch: 0 });
        let (_, outcome) = check(state, &checked(&[Truth::True], &lasting, 120));
        assert_eq!(outcome, Outcome::Fires { branch: 0 });
    }

    #[test]
    fn false_resets_a_pending_count_and_unknown_freezes_it_for_a_while() {
        let lasting = [Some(Lasting::Checks(3))];
        let (one, _) = check(None, &checked(&[Truth::True], &lasting, 0));
        let (frozen, outcome) = check(one, &checked(&[Truth::Unknown], &lasting, 60));
        assert_eq!(outcome, Outcome::Unknown { branch: 0 });
        let (two, _) = check(frozen, &checked(&[Truth::True], &lasting, 120));
        let (_, outcome) = check(two, &checked(&[Truth::True], &lasting, 180));
        assert_eq!(outcome, Outcome::Fires { branch: 0 });
        let (reset, _) = check(two, &checked(&[Truth::False], &lasting, 180));
        assert_eq!(reset, None);
        let mut state = one;
        for seconds in [60, 120, 180] {
            state = check(state, &checked(&[Truth::Unknown], &lasting, seconds)).0;
        }
        assert_eq!(state, None);
    }

    #[test]
    fn without_a_cooldown_a_branch_acts_again_only_after_one_false_check() {
        let acted = ended(
            awaiting(0, &checked(&[], &[], 0)),
            None,
            Ended::Applied { at: at(0) },
        );
        let (state, outcome) = check(acted, &checked(&[Truth::True], &[None], 60));
        assert_eq!(outcome, Outcome::Resting { until: None });
        let (state, outcome) = check(state, &checked(&[Truth::False], &[None], 120));
        assert_eq!(outcome, Outcome::NotFired);
        let (_, outcome) = check(state, &checked(&[Truth::True], &[None], 180));
        assert_eq!(outcome, Outcome::Fires { branch: 0 });
    }

    #[test]
    fn a_branch_without_a_condition_acts_at_every_run() {
        let acted = ended(
            awaiting(0, &checked(&[], &[], 0)),
            None,
            Ended::Applied { at: at(0) },
        );
        let daily = Check {
            unconditional: &[true],
            ..checked(&[Truth::True], &[None], 86_400)
        };
        assert_eq!(check(acted, &daily).1, Outcome::Fires { branch: 0 });
    }

    #[test]
    fn a_cooldown_counts_from_the_application_and_a_rejection_rests_as_long() {
        for how in [Ended::Applied { at: at(0) }, Ended::Rejected { at: at(0) }] {
            let acted = ended(awaiting(0, &checked(&[], &[], 0)), Some(3_600), how);
            let resting = Check {
                cooldown: Some(3_600),
                ..checked(&[Truth::True], &[None], 3_599)
            };
            assert_eq!(
                check(acted, &resting).1,
                Outcome::Resting {
                    until: Some(at(3_600))
                }
            );
            let over = Check {
                cooldown: Some(3_600),
                ..checked(&[Truth::True], &[None], 3_600)
            };
            assert_eq!(check(acted, &over).1, Outcome::Fires { branch: 0 });
        }
    }

    #[test]
    fn an_expired_or_stale_proposal_may_be_made_again_at_once() {
        assert_eq!(
            ended(awaiting(0, &checked(&[], &[], 0)), Some(3_600), Ended::Open),
            None
        );
    }
}
