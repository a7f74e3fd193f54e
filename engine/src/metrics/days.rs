//! The running sums of one object's days: every window's sum is one subtraction, whatever its length.

use dsl::MissingReason;

use super::frame::{METRICS, lanes};
use crate::connections::platform::BaseCells;

/// Sums from an object's first day with traffic to its last. Before the first nothing had happened, and after the last nothing more:
/// an object that was shown for a week holds a week, however long the history behind the columns.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct DaySums {
    from: i64,
    /// Per metric: the sum of the days before the n-th.
    sums: [Vec<i64>; METRICS],
    /// Per metric: the day with which the sum left the range.
    lost: [Option<i64>; METRICS],
}

impl DaySums {
    /// `days` ascend.
    pub fn of(days: &[(i64, BaseCells)]) -> Self {
        let shown = |(_, cells): &&(i64, BaseCells)| *cells != BaseCells::default();
        let (Some((from, _)), Some((last, _))) = (days.iter().find(shown), days.iter().rev().find(shown))
        else {
            return Self::default();
        };
        let mut cells = days.iter().skip_while(|(day, _)| day < from).peekable();
        let mut sums: [Vec<i64>; METRICS] = std::array::from_fn(|_| vec![0]);
        let mut lost = [None; METRICS];
        for day in *from..=*last {
            let today = cells.next_if(|(other, _)| *other == day);
            let today = today.map_or_else(BaseCells::default, |(_, cells)| *cells);
            for ((sums, lost), value) in sums.iter_mut().zip(&mut lost).zip(lanes(today)) {
                let before = sums.last().copied().unwrap_or(0);
                let sum = before.checked_add(value);
                if sum.is_none() {
                    *lost = lost.or(Some(day));
                }
                sums.push(sum.unwrap_or(before));
            }
        }
        Self {
            from: *from,
            sums,
            lost,
        }
    }

    /// The sum of a metric over days, both ends included.
    pub fn between(&self, lane: usize, first: i64, last: i64) -> Result<i64, MissingReason> {
        let sums = self.sums.get(lane).ok_or(MissingReason::NotSupplied)?;
        let lost = self.lost.get(lane).copied().flatten();
        let before = |day: i64| {
            if lost.is_some_and(|lost| day > lost) {
                return Err(MissingReason::Overflow);
            }
            let at = usize::try_from(day.saturating_sub(self.from)).unwrap_or(0);
            Ok(sums.get(at).or(sums.last()).copied().unwrap_or(0))
        };
        before(last.saturating_add(1))?
            .checked_sub(before(first)?)
            .ok_or(MissingReason::Overflow)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn spend(spend: i64) -> BaseCells {
        BaseCells {
            spend,
            ..BaseCells::default()
        }
    }

    /// Where spend lies among the metrics.
    const SPEND: usize = 2;

    proptest! {
        #[test]
        fn a_window_is_the_sum_of_its_days(days in proptest::collection::btree_map(0_i64..60, 0_i64..1_000, 0..20), first in -5_i64..65, length in 0_i64..70) {
            let cells: Vec<(i64, BaseCells)> = days.iter().map(|(day, amount)| (*day, spend(*amount))).collect();
            let expected: i64 = days.range(first..=first + length).map(|(_, amount)| amount).sum();
            prop_assert_eq!(DaySums::of(&cells).between(SPEND, first, first + length), Ok(expected));
        }
    }

    #[test]
    fn a_sum_that_left_the_range_is_missing_from_then_on() {
        let sums = DaySums::of(&[(3, spend(i64::MAX)), (5, spend(1)), (6, spend(7))]);
        assert_eq!(sums.between(SPEND, 0, 4), Ok(i64::MAX));
        assert_eq!(sums.between(SPEND, 5, 6), Err(MissingReason::Overflow));
        // Of what did not, everything is known.
        assert_eq!(sums.between(0, 0, 60), Ok(0));
    }

    #[test]
    fn only_the_days_between_the_first_and_the_last_traffic_are_held() {
        let sums = DaySums::of(&[(0, spend(0)), (100, spend(1)), (102, spend(2)), (399, spend(0))]);
        assert_eq!(sums.sums[SPEND], [0, 1, 1, 3]);
    }
}
