//! Who wins where several wishes meet on one platform property. Pure.
//!
//! Statuses: pause beats resume. Amounts: any target on the safer side wins, the safest first; among raises the smallest;
//! raises never add. A pause on a campaign drops raises of the budget that only paused campaigns spend from.

use crate::connections::platform::{SwitchStatus, WriteValue};

/// One wish on a property, in the order in which they were made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    pub value: WriteValue,
    /// Already in the ledger, undecided. Wins a tie: nothing is superseded by its equal.
    pub is_waiting: bool,
}

/// The index of the winner. `current` is the property's present value.
pub fn winner(candidates: &[Candidate], current: &WriteValue) -> Option<usize> {
    let best = |better: &dyn Fn(&Candidate, &Candidate) -> bool| {
        let mut best: Option<usize> = None;
        for (index, candidate) in candidates.iter().enumerate() {
            let replace = best.and_then(|at| candidates.get(at)).is_none_or(|champion| {
                better(candidate, champion)
                    || (candidate.value == champion.value && candidate.is_waiting && !champion.is_waiting)
            });
            if replace {
                best = Some(index);
            }
        }
        best
    };
    match current {
        WriteValue::Status(_) => {
            let rank = |candidate: &Candidate| match candidate.value {
                WriteValue::Status(SwitchStatus::Paused) => 0,
                _ => 1,
            };
            best(&|left, right| rank(left) < rank(right))
        }
        WriteValue::Money(now) => {
            let key = |candidate: &Candidate| match candidate.value {
                // Cuts first, the deepest first; then raises, the smallest first.
                WriteValue::Money(amount) if amount < *now => (0, amount),
                WriteValue::Money(amount) => (1, amount),
                WriteValue::Status(_) => (2, 0),
            };
            best(&|left, right| key(left) < key(right))
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn money(amount: i64) -> Candidate {
        Candidate {
            value: WriteValue::Money(amount),
            is_waiting: false,
        }
    }

    #[test]
    fn pause_beats_resume() {
        let status = |status| Candidate {
            value: WriteValue::Status(status),
            is_waiting: false,
        };
        let current = WriteValue::Status(SwitchStatus::Active);
        assert_eq!(
            winner(
                &[status(SwitchStatus::Active), status(SwitchStatus::Paused)],
                &current
            ),
            Some(1)
        );
    }

    #[test]
    fn any_cut_beats_every_raise_and_the_smallest_raise_wins_alone() {
        let current = WriteValue::Money(100);
        assert_eq!(
            winner(&[money(120), money(90), money(70), money(150)], &current),
            Some(2)
        );
        assert_eq!(winner(&[money(150), money(115), money(120)], &current), Some(1));
        assert_eq!(winner(&[], &current), None);
    }

    #[test]
    fn a_waiting_proposal_is_not_superseded_by_its_equal() {
        let current = WriteValue::Money(100);
        let waiting = Candidate {
            is_waiting: true,
            ..money(115)
        };
        assert_eq!(winner(&[waiting.clone(), money(115)], &current), Some(0));
        assert_eq!(winner(&[money(115), waiting], &current), Some(1));
    }

    proptest! {
        #[test]
        fn the_winner_never_moves_further_from_safety_than_any_other(current in 1_i64..1_000, amounts in proptest::collection::vec(1_i64..2_000, 1..8)) {
            let candidates: Vec<_> = amounts.iter().copied().map(money).collect();
            let won = winner(&candidates, &WriteValue::Money(current)).unwrap();
            let smallest = amounts.iter().min().unwrap();
            prop_assert_eq!(amounts[won], *smallest);
        }
    }
}
