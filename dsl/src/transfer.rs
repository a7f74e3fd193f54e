//! How much each side of a move gives and takes: whole steps of the platform's money, exact, never more taken than given.

/// What bounds a move, in micros.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Bounds {
    pub(crate) at_most: i64,
    /// Nobody who gives is cut below it.
    pub(crate) keeping: i64,
    /// The smallest step of a budget.
    pub(crate) step: i64,
}

/// The budgets after the move, in the order of those before it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Moved {
    pub(crate) givers: Vec<i64>,
    pub(crate) takers: Vec<i64>,
}

/// Shares out what moves. Both sides stand in the order of their ranking.
///
/// Givers give in proportion to what they have above `keeping`, takers take in proportion to their budgets; steps that do not come out
/// even go to those in front. A budget between two steps ends on one, on the side where less is moved. `None` where nothing can move.
pub(crate) fn share_out(givers: &[i64], takers: &[i64], bounds: Bounds) -> Option<Moved> {
    let step = bounds.step.max(1);
    let room = |budget: &i64| down(budget.saturating_sub(bounds.keeping), step).max(0);
    let rooms: Vec<i64> = givers.iter().map(room).collect();
    let most = down(bounds.at_most, step).min(total(&rooms)?);
    let cuts = portions(most, &rooms, step)?;
    let mut after: Vec<i64> = givers
        .iter()
        .zip(&cuts)
        .map(|(budget, cut)| up(budget.saturating_sub(*cut), step).min(*budget))
        .collect();
    let given = total(givers)?.checked_sub(total(&after)?)?;
    let raises = portions(given, takers, step)?;
    let taken: Vec<i64> = takers
        .iter()
        .zip(&raises)
        .map(|(budget, raise)| down(budget.saturating_add(*raise), step).max(*budget))
        .collect();
    // What nobody takes is not given: those at the end keep it.
    let mut spare = given.checked_sub(total(&taken)?.checked_sub(total(takers)?)?)?;
    for (budget, after) in givers.iter().zip(&mut after).rev() {
        let cut = budget.saturating_sub(*after);
        let kept = if spare >= cut { cut } else { down(spare, step) };
        *after = after.saturating_add(kept);
        spare = spare.saturating_sub(kept);
    }
    let given = total(givers)?.checked_sub(total(&after)?)?;
    (given > 0).then_some(Moved {
        givers: after,
        takers: taken,
    })
}

/// Parts of a whole by weight, in steps; what is left over goes to those in front, a step each.
fn portions(whole: i64, weights: &[i64], step: i64) -> Option<Vec<i64>> {
    let all = i128::from(total(weights)?);
    if whole <= 0 || all <= 0 {
        return None;
    }
    let mut parts: Vec<i64> = weights
        .iter()
        .map(|weight| {
            // INVARIANT: two numbers of 64 bits each, and a part is no larger than the whole.
            let part = i128::from(whole)
                .saturating_mul(i128::from((*weight).max(0)))
                .checked_div(all)?;
            Some(down(i64::try_from(part).ok()?, step))
        })
        .collect::<Option<_>>()?;
    let mut left = whole.saturating_sub(total(&parts)?);
    for (part, weight) in parts.iter_mut().zip(weights) {
        if left >= step && *weight > 0 {
            *part = part.saturating_add(step);
            left = left.saturating_sub(step);
        }
    }
    Some(parts)
}

fn total(amounts: &[i64]) -> Option<i64> {
    amounts
        .iter()
        .try_fold(0_i64, |sum, amount| sum.checked_add(*amount))
}

fn down(amount: i64, step: i64) -> i64 {
    amount.saturating_sub(amount.checked_rem_euclid(step).unwrap_or(0))
}

fn up(amount: i64, step: i64) -> i64 {
    let below = down(amount, step);
    if below == amount {
        amount
    } else {
        below.saturating_add(step)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn bounds(at_most: i64, keeping: i64, step: i64) -> Bounds {
        Bounds {
            at_most,
            keeping,
            step,
        }
    }

    #[test]
    fn givers_give_by_what_they_have_to_spare_and_takers_take_by_size() {
        let moved = share_out(&[120, 60], &[100, 300], bounds(50, 20, 1)).unwrap();
        // 100 and 40 to spare: 35.7 and 14.3 of 50; the step left over goes to the first.
        assert_eq!(moved.givers, [84, 46]);
        assert_eq!(moved.takers, [113, 337]);
    }

    #[test]
    fn nobody_is_cut_below_what_each_keeps_and_nothing_moves_where_nobody_can_give() {
        assert_eq!(
            share_out(&[25, 20], &[100], bounds(50, 20, 1)).unwrap().givers,
            [20, 20]
        );
        assert_eq!(share_out(&[20, 10], &[100], bounds(50, 20, 1)), None);
        assert_eq!(share_out(&[100], &[], bounds(50, 20, 1)), None);
        assert_eq!(share_out(&[], &[100], bounds(50, 20, 1)), None);
        assert_eq!(share_out(&[100], &[0], bounds(50, 20, 1)), None);
        assert_eq!(share_out(&[100], &[100], bounds(9, 20, 10)), None);
    }

    proptest! {
        #[test]
        fn what_is_taken_is_never_more_than_what_is_given_and_that_never_more_than_was_meant(
            givers in proptest::collection::vec(1_i64..2_000, 0..6),
            takers in proptest::collection::vec(1_i64..2_000, 0..6),
            at_most in 0_i64..3_000,
            keeping in 1_i64..500,
            step in 1_i64..40,
        ) {
            if let Some(moved) = share_out(&givers, &takers, bounds(at_most, keeping, step)) {
                let given: i64 = givers.iter().sum::<i64>() - moved.givers.iter().sum::<i64>();
                let taken: i64 = moved.takers.iter().sum::<i64>() - takers.iter().sum::<i64>();
                prop_assert!(taken <= given && given <= at_most, "{given} given, {taken} taken");
                for (before, after) in givers.iter().zip(&moved.givers) {
                    prop_assert!(after == before || (after < before && *after >= keeping && after % step == 0));
                }
                for (before, after) in takers.iter().zip(&moved.takers) {
                    prop_assert!(after == before || (after > before && after % step == 0));
                }
                // Less than a step is given in vain, and on whole steps nothing is.
                prop_assert!(given - taken < step, "{given} given, {taken} taken");
                if givers.iter().chain(&takers).all(|budget| budget % step == 0) {
                    prop_assert_eq!(given, taken);
                }
            }
        }
    }
}
