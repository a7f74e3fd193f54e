//! The running sums of one object's days: every window's sum is one subtraction, whatever its length.

use dsl::MissingReason;

use super::frame::{METRICS, lanes};
use crate::connections::platform::BaseCells;

/// Sums from an object's first day with traffic to its last. Before the first nothing had happened, and after the last nothing more:
/// an object that was shown for a week holds a week, however long the history behind the columns.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct DaySums {
    base: [LaneSums; METRICS],
    /// In the order of the table's further metrics; a lane of which the object has nothing is empty.
    further: Vec<LaneSums>,
}

/// The sums of one metric.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct LaneSums {
    from: i64,
    /// The sum of the days before the n-th.
    sums: Vec<i64>,
    /// The day with which the sum left the range.
    lost: Option<i64>,
}

impl LaneSums {
    fn with_room(from: i64, days: usize) -> Self {
        let mut sums = Vec::with_capacity(days.saturating_add(1));
        sums.push(0);
        Self {
            from,
            sums,
            lost: None,
        }
    }

    fn push(&mut self, day: i64, value: i64) {
        let before = self.sums.last().copied().unwrap_or(0);
        let sum = before.checked_add(value);
        if sum.is_none() {
            self.lost = self.lost.or(Some(day));
        }
        self.sums.push(sum.unwrap_or(before));
    }

    /// `days` ascend.
    fn of(days: &[(i64, i64)]) -> Self {
        let shown = |(_, value): &&(i64, i64)| *value != 0;
        let (Some((from, _)), Some((last, _))) = (days.iter().find(shown), days.iter().rev().find(shown))
        else {
            return Self::default();
        };
        let mut values = days.iter().skip_while(|(day, _)| day < from).peekable();
        let mut own = Self::with_room(*from, count(*from, *last));
        for day in *from..=*last {
            let today = values.next_if(|(other, _)| *other == day);
            own.push(day, today.map_or(0, |(_, value)| *value));
        }
        own
    }

    /// Both ends included.
    fn between(&self, first: i64, last: i64) -> Result<i64, MissingReason> {
        let before = |day: i64| {
            if self.lost.is_some_and(|lost| day > lost) {
                return Err(MissingReason::Overflow);
            }
            let at = usize::try_from(day.saturating_sub(self.from)).unwrap_or(0);
            Ok(self.sums.get(at).or(self.sums.last()).copied().unwrap_or(0))
        };
        before(last.saturating_add(1))?
            .checked_sub(before(first)?)
            .ok_or(MissingReason::Overflow)
    }
}

/// Days from one to another, both included.
fn count(first: i64, last: i64) -> usize {
    usize::try_from(last.saturating_sub(first).saturating_add(1)).unwrap_or(0)
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
        let mut base = std::array::from_fn(|_| LaneSums::with_room(*from, count(*from, *last)));
        for day in *from..=*last {
            let today = cells.next_if(|(other, _)| *other == day);
            let today = today.map_or_else(BaseCells::default, |(_, cells)| *cells);
            for (lane, value) in base.iter_mut().zip(lanes(today)) {
                lane.push(day, value);
            }
        }
        Self {
            base,
            further: Vec::new(),
        }
    }

    /// Puts a further metric in its place; its days ascend.
    pub fn put(&mut self, place: usize, days: &[(i64, i64)]) {
        if self.further.len() <= place {
            self.further
                .resize_with(place.saturating_add(1), LaneSums::default);
        }
        if let Some(lane) = self.further.get_mut(place) {
            *lane = LaneSums::of(days);
        }
    }

    /// The sum of a metric over days, both ends included. Lanes beyond the base metrics that the object has nothing of are zero.
    pub fn between(&self, lane: usize, first: i64, last: i64) -> Result<i64, MissingReason> {
        let further = || self.further.get(lane.saturating_sub(METRICS));
        match self.base.get(lane).or_else(further) {
            Some(lane) => lane.between(first, last),
            None => Ok(0),
        }
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
    fn a_further_metric_has_days_of_its_own() {
        let mut sums = DaySums::of(&[(100, spend(1))]);
        sums.put(1, &[(97, 0), (98, 4), (101, 5)]);
        assert_eq!(sums.between(METRICS + 1, 98, 100), Ok(4));
        assert_eq!(sums.between(METRICS + 1, 0, 200), Ok(9));
        // Nothing of it, and nothing of what no object of the table has.
        assert_eq!(sums.between(METRICS, 0, 200), Ok(0));
        assert_eq!(sums.between(METRICS + 2, 0, 200), Ok(0));
        assert_eq!(sums.further[1].sums, [0, 4, 4, 4, 9]);
    }

    #[test]
    fn only_the_days_between_the_first_and_the_last_traffic_are_held() {
        let sums = DaySums::of(&[(0, spend(0)), (100, spend(1)), (102, spend(2)), (399, spend(0))]);
        assert_eq!(sums.base[SPEND].sums, [0, 1, 1, 3]);
    }
}
