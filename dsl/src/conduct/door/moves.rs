//! What becomes of a move of which not every leg comes in: it gets smaller, raises no more than it cuts, and cuts no more than it raises.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::{Asked, Asker, Batch, Change, Refusal};

/// Drops the raises that nothing pays for any more, and then the cuts that nobody takes. What spends most stays first. Gives back
/// which cuts are made smaller, and what they now set: what is left over is not cut. The amounts of a move stand on whole steps, so
/// that what is left over of them is made of whole steps, too.
pub(super) fn balance(batch: &Batch<'_>, refusals: &mut [Option<Refusal>]) -> BTreeMap<usize, i64> {
    let mut smaller = BTreeMap::new();
    let movers: BTreeSet<usize> = batch
        .asked
        .iter()
        .zip(refusals.iter())
        .filter(|(asked, refusal)| asked.in_move && refusal.is_some())
        .filter_map(|(asked, _)| match asked.by {
            Asker::Rule(rule) => Some(rule),
            Asker::Person(_) => None,
        })
        .collect();
    for rule in movers {
        let mut legs: Vec<(usize, &Asked<'_>, i64)> = batch
            .asked
            .iter()
            .enumerate()
            .filter(|(index, asked)| {
                asked.in_move
                    && asked.by == Asker::Rule(rule)
                    && refusals.get(*index).is_some_and(Option::is_none)
            })
            .filter_map(|(index, asked)| match asked.wanted.change {
                Change::Amount { from, to, .. } => Some((index, asked, to.saturating_sub(from))),
                Change::Status { .. } | Change::Negative { .. } | Change::Label { .. } => None,
            })
            .collect();
        legs.sort_by_key(|(index, asked, _)| (Reverse(asked.rank), *index));
        let mut left: i64 = legs
            .iter()
            .filter(|(_, _, change)| *change < 0)
            .fold(0, |sum, (_, _, change)| sum.saturating_sub(*change));
        let mut refuse = |index: usize, reason: &str| {
            if let Some(slot) = refusals.get_mut(index) {
                *slot = Some(Refusal {
                    by: "move".to_owned(),
                    reason: reason.to_owned(),
                });
            }
        };
        for (index, _, change) in legs.iter().filter(|(_, _, change)| *change > 0) {
            if *change <= left {
                left = left.saturating_sub(*change);
            } else {
                refuse(*index, "the cuts that would pay for it do not come in");
            }
        }
        for (index, _, change) in legs.iter().rev().filter(|(_, _, change)| *change < 0) {
            if change.saturating_neg() <= left {
                left = left.saturating_add(*change);
                refuse(*index, "nobody takes what it would give");
            }
        }
        // Every cut that stays is larger than what is left over: the last of them gives only what is taken of it.
        let last = legs
            .iter()
            .rev()
            .find(|(index, _, change)| *change < 0 && refusals.get(*index).is_some_and(Option::is_none));
        if let (Some((index, asked, _)), true) = (last, left > 0)
            && let Change::Amount { to, .. } = asked.wanted.change
        {
            smaller.insert(*index, to.saturating_add(left));
        }
    }
    smaller
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;
    use crate::conduct::door::{Place, PlaceKind, Wanted};
    use crate::money::Currency;
    use crate::registry::Property;

    const IDS: [&str; 8] = ["a", "b", "c", "d", "e", "f", "g", "h"];

    /// What each leg comes to, 0 where it does not come in.
    fn settled(changes: &[i64], refused: &[bool]) -> Vec<i64> {
        let asked = changes
            .iter()
            .zip(IDS)
            .enumerate()
            .map(|(index, (change, id))| Asked {
                wanted: Wanted {
                    place: Place {
                        kind: PlaceKind::Budget,
                        id,
                        label: None,
                    },
                    above: [None; 2],
                    change: Change::Amount {
                        property: Property::Budget,
                        from: 1_000,
                        to: 1_000 + change,
                    },
                },
                by: Asker::Rule(0),
                object: id,
                rank: i64::try_from(index).unwrap(),
                ranks: &[],
                moves: Some(*change),
                gives_back: false,
                in_move: true,
            });
        let batch = Batch {
            currency: "USD".parse::<Currency>().unwrap(),
            rules: Vec::new(),
            asked: asked.collect(),
            open: Vec::new(),
            spenders: BTreeMap::new(),
            held: Vec::new(),
        };
        let mut refusals: Vec<Option<Refusal>> = refused
            .iter()
            .map(|refused| {
                refused.then(|| Refusal {
                    by: "guard".to_owned(),
                    reason: "no".to_owned(),
                })
            })
            .collect();
        let smaller = balance(&batch, &mut refusals);
        let legs = changes.iter().zip(&refusals).enumerate();
        legs.map(
            |(index, (change, refusal))| match (refusal, smaller.get(&index)) {
                (Some(_), smaller) => {
                    assert_eq!(smaller, None, "what is refused is not made smaller");
                    0
                }
                (None, Some(to)) => to - 1_000,
                (None, None) => *change,
            },
        )
        .collect()
    }

    #[test]
    fn a_raise_that_nothing_pays_for_is_dropped_and_so_is_a_cut_that_nobody_takes() {
        assert_eq!(settled(&[-50, -30, 40, 40], &[true, false, false, false]), [0; 4]);
        assert_eq!(
            settled(&[-50, -30, 30, 50], &[true, false, false, false]),
            [0, -30, 30, 0]
        );
        assert_eq!(
            settled(&[-50, -30, 30, 50], &[false, false, false, true]),
            [0, -30, 30, 0]
        );
    }

    #[test]
    fn a_cut_of_which_only_a_part_is_taken_gives_that_part() {
        // Of 80 only 60 are taken: the cut that spends least is 20 smaller.
        assert_eq!(
            settled(&[-30, -50, 60, 20], &[false, false, false, true]),
            [-10, -50, 60, 0]
        );
        assert_eq!(settled(&[-50, 20, 30], &[false, true, false]), [-30, 0, 30]);
        // A move of which every leg comes in stays as it was proposed.
        assert_eq!(settled(&[-50, 49], &[false, false]), [-50, 49]);
    }

    proptest! {
        #[test]
        fn what_is_left_raises_exactly_what_it_cuts(
            legs in proptest::collection::vec((-60_i64..60, any::<bool>()), 1..8),
        ) {
            let changes: Vec<i64> = legs.iter().map(|(change, _)| *change).collect();
            let refused: Vec<bool> = legs.iter().map(|(_, refused)| *refused).collect();
            prop_assume!(refused.contains(&true));
            let settled = settled(&changes, &refused);
            prop_assert_eq!(settled.iter().sum::<i64>(), 0);
            for (change, settled) in changes.iter().zip(settled) {
                prop_assert!(settled == 0 || settled == *change || (*change < settled && settled < 0));
            }
        }
    }
}
