//! What becomes of a move of which not every leg comes in: it gets smaller, and never raises more than it cuts.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use super::{Asked, Asker, Batch, Change, Refusal};

/// Drops the raises that nothing pays for any more, and then the cuts that nobody takes. What spends most stays first.
pub(super) fn balance(batch: &Batch<'_>, refusals: &mut [Option<Refusal>]) {
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
                Change::Status { .. } => None,
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
    }
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

    fn judged(changes: &[i64], refused: &[bool]) -> Vec<Option<Refusal>> {
        let asked = changes
            .iter()
            .zip(IDS)
            .enumerate()
            .map(|(index, (change, id))| Asked {
                wanted: Wanted {
                    place: Place {
                        kind: PlaceKind::Budget,
                        id,
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
        balance(&batch, &mut refusals);
        refusals
    }

    fn stays(changes: &[i64], refused: &[bool]) -> Vec<bool> {
        judged(changes, refused).iter().map(Option::is_none).collect()
    }

    #[test]
    fn a_raise_that_nothing_pays_for_is_dropped_and_so_is_a_cut_that_nobody_takes() {
        assert_eq!(
            stays(&[-50, -30, 40, 40], &[true, false, false, false]),
            [false, false, false, false]
        );
        assert_eq!(
            stays(&[-50, -30, 30, 50], &[true, false, false, false]),
            [false, true, true, false]
        );
        assert_eq!(
            stays(&[-50, -30, 30, 50], &[false, false, false, true]),
            [false, true, true, false]
        );
        assert_eq!(stays(&[-50, 49], &[false, false]), [true, true]);
    }

    proptest! {
        #[test]
        fn what_is_left_never_raises_more_than_it_cuts_and_cuts_nothing_in_vain(
            legs in proptest::collection::vec((-60_i64..60, any::<bool>()), 1..8),
        ) {
            let changes: Vec<i64> = legs.iter().map(|(change, _)| *change).collect();
            let refused: Vec<bool> = legs.iter().map(|(_, refused)| *refused).collect();
            prop_assume!(refused.contains(&true));
            let left: Vec<i64> = changes
                .iter()
                .zip(stays(&changes, &refused))
                .filter(|(_, stays)| *stays)
                .map(|(change, _)| *change)
                .collect();
            let surplus = -left.iter().sum::<i64>();
            prop_assert!(surplus >= 0);
            prop_assert!(left.iter().all(|change| *change >= 0 || -change > surplus));
        }
    }
}
