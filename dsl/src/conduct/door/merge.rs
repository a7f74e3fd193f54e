//! Who wins where several wishes meet on one platform property.
//!
//! Statuses: pause beats resume. Amounts: any value on the property's safer side wins, the safest first; among those on the other
//! side the nearest; changes never add up.

use std::collections::BTreeMap;

use super::{Asked, Asker, Batch, Change, Refusal};
use crate::effects::ObjectStatus;

/// One wish on a property, in the order in which they were made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Candidate {
    pub change: Change,
    /// Came in earlier, undecided. Wins a tie: nothing is superseded by its equal.
    pub is_waiting: bool,
}

/// The index of the winner. What is there now is what the newest wish expects to find.
#[must_use]
pub fn winner(candidates: &[Candidate], current: &Change) -> Option<usize> {
    let key = |candidate: &Candidate| match (current, candidate.change) {
        (Change::Status { .. }, Change::Status { to, .. }) => (i8::from(to != ObjectStatus::Paused), 0),
        // What is safer first, the safest first; then what is riskier, the nearest first.
        (
            Change::Amount {
                property, from: now, ..
            },
            Change::Amount { to, .. },
        ) => {
            let to = property.risk(to);
            (i8::from(to >= property.risk(*now)), to)
        }
        // What keeps a search from showing ads is safer than what lets it.
        (Change::Negative { .. }, Change::Negative { is_there }) => (i8::from(!is_there), 0),
        _ => (2, 0),
    };
    // A tie goes to the one that waits, then to the first.
    candidates
        .iter()
        .enumerate()
        .min_by_key(|(index, candidate)| (key(candidate), !candidate.is_waiting, *index))
        .map(|(index, _)| index)
}

/// Whether they want different values of something that has no safe side.
fn contradict(candidates: &[Candidate]) -> bool {
    let mut labels = candidates
        .iter()
        .filter(|candidate| matches!(candidate.change, Change::Label { .. }));
    let first = labels.next();
    first.is_some_and(|first| labels.any(|other| other.change != first.change))
}

/// Merges per property; answers, per winning wish, the open action that it supersedes.
pub(super) fn all(batch: &Batch<'_>, refusals: &mut [Option<Refusal>]) -> BTreeMap<usize, usize> {
    let mut groups: BTreeMap<_, Vec<(usize, &Asked<'_>)>> = BTreeMap::new();
    // Who has stepped back does not compete.
    let competes = |index: usize| refusals.get(index).is_some_and(Option::is_none);
    for (index, asked) in batch
        .asked
        .iter()
        .enumerate()
        .filter(|(index, _)| competes(*index))
    {
        groups
            .entry(asked.wanted.property())
            .or_default()
            .push((index, asked));
    }
    let mut superseded = BTreeMap::new();
    for (property, members) in groups {
        let holder = batch
            .open
            .iter()
            .position(|action| action.wanted.property() == property);
        let waiting = holder.and_then(|at| batch.open.get(at));
        let mut refuse = |index: usize, refusal: Refusal| {
            if let Some(slot) = refusals.get_mut(index) {
                *slot = Some(refusal);
            }
        };
        if let Some(action) = waiting.filter(|action| !action.is_undecided) {
            let reason = format!("an action on {} is already {}", action.target_name, action.state);
            for (index, _) in members {
                refuse(
                    index,
                    Refusal {
                        by: "in flight".to_owned(),
                        reason: reason.clone(),
                    },
                );
            }
            continue;
        }
        let mut candidates: Vec<Candidate> = waiting
            .map(|action| Candidate {
                change: action.wanted.change,
                is_waiting: true,
            })
            .into_iter()
            .collect();
        let offset = candidates.len();
        candidates.extend(members.iter().map(|(_, asked)| Candidate {
            change: asked.wanted.change,
            is_waiting: false,
        }));
        let Some((_, first)) = members.first() else {
            continue;
        };
        if contradict(&candidates) {
            for (index, _) in members {
                refuse(
                    index,
                    Refusal {
                        by: "contradiction".to_owned(),
                        reason: "one wants the label there and another wants it away: nobody acts".to_owned(),
                    },
                );
            }
            continue;
        }
        let winner = winner(&candidates, &first.wanted.change);
        let won = winner
            .and_then(|won| won.checked_sub(offset))
            .and_then(|won| members.get(won));
        for (position, (index, lost)) in members.iter().enumerate() {
            if winner == Some(position.saturating_add(offset)) {
                if let Some(at) = holder {
                    superseded.insert(*index, at);
                }
                continue;
            }
            let refusal = match won {
                Some((_, won)) => lost_to(batch, won, lost),
                None => {
                    let own = matches!(lost.by, Asker::Rule(rule) if waiting.is_some_and(|action| action.rule == Some(rule)));
                    let reason = match waiting {
                        Some(action) if own => format!(
                            "this rule's proposal for the same property already waits: {}",
                            action.wanted.change.shown(batch.currency)
                        ),
                        _ => "a safer proposal for the same property already waits".to_owned(),
                    };
                    Refusal {
                        by: "waiting proposal".to_owned(),
                        reason,
                    }
                }
            };
            refuse(*index, refusal);
        }
    }
    superseded
}

/// How a wish is told that another one of the same batch came before it.
fn lost_to(batch: &Batch<'_>, won: &Asked<'_>, lost: &Asked<'_>) -> Refusal {
    let name = match won.by {
        Asker::Rule(_) if lost.by == won.by && matches!(won.wanted.change, Change::Negative { .. }) => {
            return Refusal {
                by: "same negative keyword".to_owned(),
                reason: "another search term of this rule asks for the same one".to_owned(),
            };
        }
        Asker::Rule(_) if lost.by == won.by => {
            return Refusal {
                by: "shared budget".to_owned(),
                reason: format!(
                    "another campaign of this rule on the same budget asked for {}",
                    won.wanted.change.shown(batch.currency)
                ),
            };
        }
        Asker::Rule(rule) => batch.rules.get(rule).map_or("", |rule| rule.name),
        Asker::Person(name) => name,
    };
    Refusal {
        by: name.to_owned(),
        reason: format!("lost to \"{name}\""),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::registry::Property;

    const NOW: Change = Change::Amount {
        property: Property::Budget,
        from: 100,
        to: 100,
    };

    fn amount(property: Property, to: i64) -> Candidate {
        Candidate {
            change: Change::Amount {
                property,
                from: 100,
                to,
            },
            is_waiting: false,
        }
    }

    fn money(to: i64) -> Candidate {
        amount(Property::Budget, to)
    }

    #[test]
    fn pause_beats_resume() {
        let status = |to| Candidate {
            change: Change::Status {
                from: ObjectStatus::Active,
                to,
            },
            is_waiting: false,
        };
        let both = [status(ObjectStatus::Active), status(ObjectStatus::Paused)];
        assert_eq!(winner(&both, &both[0].change), Some(1));
    }

    #[test]
    fn any_cut_beats_every_raise_and_the_smallest_raise_wins_alone() {
        assert_eq!(
            winner(&[money(120), money(90), money(70), money(150)], &NOW),
            Some(2)
        );
        assert_eq!(winner(&[money(150), money(115), money(120)], &NOW), Some(1));
        assert_eq!(winner(&[], &NOW), None);
    }

    #[test]
    fn a_higher_target_roas_is_the_safer_one() {
        let roas = |to| amount(Property::TargetRoas, to);
        let now = roas(100).change;
        assert_eq!(winner(&[roas(80), roas(120), roas(150)], &now), Some(2));
        assert_eq!(winner(&[roas(60), roas(90), roas(80)], &now), Some(1));
    }

    #[test]
    fn a_label_there_and_away_contradict_and_two_that_agree_do_not() {
        let label = |is_there| Candidate {
            change: Change::Label { is_there },
            is_waiting: false,
        };
        assert!(contradict(&[label(true), label(false)]));
        assert!(!contradict(&[label(true), label(true)]));
        assert!(!contradict(&[money(120), money(90)]));
        assert_eq!(
            winner(&[label(false), label(false)], &label(false).change),
            Some(0)
        );
    }

    #[test]
    fn a_waiting_proposal_is_not_superseded_by_its_equal() {
        let waiting = Candidate {
            is_waiting: true,
            ..money(115)
        };
        assert_eq!(winner(&[waiting, money(115)], &NOW), Some(0));
        assert_eq!(winner(&[money(115), waiting], &NOW), Some(1));
    }

    proptest! {
        #[test]
        fn the_winner_never_moves_further_from_safety_than_any_other(current in 1_i64..1_000, amounts in proptest::collection::vec(1_i64..2_000, 1..8)) {
            let candidates: Vec<_> = amounts.iter().copied().map(money).collect();
            let won = winner(&candidates, &Change::Amount { property: Property::Budget, from: current, to: current }).unwrap();
            prop_assert_eq!(amounts[won], *amounts.iter().min().unwrap());
        }
    }
}
