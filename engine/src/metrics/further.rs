//! Metrics beyond the base ones, as an account's columns hold them: a lane for each that the platform reports, and of each lane only the
//! days on which it was reported.
//!
//! INVARIANT: a day that is not reported is missing, never zero. An account whose platform reports nothing further holds no lane.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use dsl::{Metric, MissingReason};
use uuid::Uuid;

use super::{
    frame::{Block, Buckets, METRICS},
    table::index,
};

/// Per metric, what is known of it.
pub type Further = BTreeMap<Metric, Reported>;

/// What is known of one metric by day.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reported {
    /// The days on which it was reported, of whichever objects.
    pub days: BTreeSet<i64>,
    /// What each object had of it, ascending by day; days without are left out.
    pub objects: HashMap<Uuid, Vec<(i64, i64)>>,
}

/// Takes in what a day's block holds beyond the base metrics; days come ascending.
pub(super) fn learn_day(further: &mut Further, day: i64, block: &BTreeMap<Metric, Buckets<i64>>) {
    for (metric, objects) in block {
        let own = further.entry(*metric).or_default();
        own.days.insert(day);
        for (object, values) in objects {
            let value = values.first().copied().unwrap_or(0);
            own.objects.entry(*object).or_default().push((day, value));
        }
    }
}

/// The further metrics of a table, each with the days on which it was reported.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Lanes {
    lanes: Vec<Lane>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Lane {
    metric: Metric,
    /// The first day on which it was reported; `None` where only hours were.
    first: Option<i64>,
    /// Per day from the first: how many days before it were reported.
    reported: Vec<i64>,
}

impl Lanes {
    /// One for each metric that was reported by day or by hour.
    pub fn of(further: &Further, hours: &BTreeMap<i64, Block>) -> Self {
        let by_hour = hours.values().flat_map(|block| block.further.keys());
        let metrics: BTreeSet<Metric> = further.keys().chain(by_hour).copied().collect();
        let lane = |metric: Metric| {
            let days = further.get(&metric).map(|known| &known.days);
            Lane {
                metric,
                first: days.and_then(BTreeSet::first).copied(),
                reported: days.map(counted).unwrap_or_default(),
            }
        };
        Self {
            lanes: metrics.into_iter().map(lane).collect(),
        }
    }

    /// The metrics, in the order of their lanes.
    pub fn metrics(&self) -> impl Iterator<Item = Metric> {
        self.lanes.iter().map(|lane| lane.metric)
    }

    /// Behind those of the base metrics; `None` where nobody reported it.
    pub fn lane(&self, metric: Metric) -> Option<usize> {
        let place = self.lanes.iter().position(|lane| lane.metric == metric)?;
        place.checked_add(METRICS)
    }

    /// Whether a metric was reported on every one of these days; the base ones always are.
    pub fn reported(&self, lane: usize, first: i64, last: i64) -> Result<(), MissingReason> {
        let Some(place) = lane.checked_sub(METRICS) else {
            return Ok(());
        };
        let lane = self.lanes.get(place).ok_or(MissingReason::NotSupplied)?;
        let from = lane.first.ok_or(MissingReason::NotSupplied)?;
        if first < from {
            return Err(MissingReason::IncompleteWindow);
        }
        let before = |day: i64| index(from, day).and_then(|at| lane.reported.get(at));
        let (Some(begin), Some(end)) = (before(first), before(last.saturating_add(1))) else {
            return Err(MissingReason::NoSync);
        };
        let known = end.saturating_sub(*begin);
        if known == last.saturating_sub(first).saturating_add(1) {
            Ok(())
        } else {
            Err(MissingReason::NoSync)
        }
    }
}

/// Per day from the first of them, how many of them lie before it.
fn counted(days: &BTreeSet<i64>) -> Vec<i64> {
    let (Some(first), Some(last)) = (days.first(), days.last()) else {
        return Vec::new();
    };
    let mut counts = vec![0_i64];
    for day in *first..=*last {
        let before = counts.last().copied().unwrap_or(0);
        counts.push(before.saturating_add(i64::from(days.contains(&day))));
    }
    counts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lanes(days: &[i64]) -> Lanes {
        let known = Reported {
            days: days.iter().copied().collect(),
            objects: HashMap::new(),
        };
        Lanes::of(&Further::from([(Metric::Engagements, known)]), &BTreeMap::new())
    }

    #[test]
    fn a_window_is_known_where_each_of_its_days_was_reported() {
        let lanes = lanes(&[10, 11, 13]);
        let lane = lanes.lane(Metric::Engagements).unwrap();
        assert_eq!(lanes.reported(lane, 10, 11), Ok(()));
        assert_eq!(lanes.reported(lane, 13, 13), Ok(()));
        assert_eq!(lanes.reported(lane, 10, 13), Err(MissingReason::NoSync));
        assert_eq!(lanes.reported(lane, 13, 14), Err(MissingReason::NoSync));
        assert_eq!(lanes.reported(lane, 9, 11), Err(MissingReason::IncompleteWindow));
        assert_eq!(lanes.reported(0, 9, 99), Ok(()));
        assert_eq!(lanes.lane(Metric::VideoViews), None);
    }

    #[test]
    fn what_was_reported_by_hour_alone_has_no_days() {
        let block = Block {
            further: BTreeMap::from([(Metric::VideoViews, BTreeMap::new())]),
            ..Block::default()
        };
        let lanes = Lanes::of(&Further::new(), &BTreeMap::from([(7, block)]));
        let lane = lanes.lane(Metric::VideoViews).unwrap();
        assert_eq!(lanes.reported(lane, 7, 7), Err(MissingReason::NotSupplied));
    }
}
