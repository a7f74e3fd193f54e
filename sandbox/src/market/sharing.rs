//! How what one unit brings is dealt out to its parts: an ad group's keywords, and the searches behind each; the ads that were shown.
//!
//! Parts have no market of their own. What an hour brought is dealt to them when it is asked for, by the weights that stood when
//! the hour began: every click, cent and conversion to exactly one of them, so that the parts are the whole at any time.

use std::sync::Arc;

use super::book::{Book, Cell, Conversion, DayPage};
use super::{Day, UnitId};
use crate::chance::Dice;

/// What money is dealt out in.
const CENT_MICROS: i64 = 10_000;

/// What a part is known by: what it belongs to, and its number there.
pub type PartKey = (i64, u64);

/// By what a unit is dealt out: each way is the whole by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Split {
    Searches,
    Ads,
}

impl Split {
    pub const ALL: [Self; 2] = [Self::Searches, Self::Ads];
}

/// What a unit is dealt out to; empty where nobody asks for less than the whole.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Parts {
    pub searches: Vec<Part>,
    pub ads: Vec<Part>,
}

impl Parts {
    pub(super) fn by(&self, split: Split) -> &[Part] {
        match split {
            Split::Searches => &self.searches,
            Split::Ads => &self.ads,
        }
    }
}

/// A part of a unit, with its weights beside those of the others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    pub key: PartKey,
    /// Of clicks and what they cost.
    pub clicks: u64,
    /// Of what was shown and not clicked.
    pub shown: u64,
    /// Of conversions.
    pub buying: u64,
}

/// The parts of one unit, since when.
#[derive(Debug, Clone, Default)]
pub(super) struct Sharing {
    since: Vec<(i64, Arc<[Part]>)>,
}

impl Sharing {
    /// The weights from this second on.
    pub(super) fn set(&mut self, second: i64, parts: &[Part]) {
        if self.since.last().is_none_or(|(_, last)| **last != *parts) {
            self.since.push((second, Arc::from(parts)));
        }
    }

    /// The weights as they stood at a second. Where none of them took anything then, the next that did: what is in the hour came
    /// later in it.
    fn at(&self, second: i64) -> &[Part] {
        let takes = |parts: &[Part]| parts.iter().any(|part| part.clicks > 0);
        let now = self
            .since
            .partition_point(|(since, _)| *since <= second)
            .saturating_sub(1);
        let later = self.since.iter().skip(now);
        let earlier = self.since.iter().take(now).rev();
        later
            .chain(earlier)
            .map(|(_, parts)| &**parts)
            .find(|parts| takes(parts))
            .unwrap_or_default()
    }

    /// The book of those parts that are asked for, for clicks from `first` to `last`.
    pub(super) fn book(
        &self,
        whole: &Book,
        unit: UnitId,
        (first, last): (Day, Day),
        start_of: impl Fn(Day) -> i64,
        is_asked: impl Fn(PartKey) -> bool,
    ) -> Book {
        let mut book = Book::default();
        for (day, page) in whole.days(first, last) {
            let midnight = start_of(day);
            let mut own = DayPage::default();
            let hours = page.hours.iter().zip(own.hours.iter_mut());
            for (second, (cell, own)) in (midnight..).step_by(3_600).zip(hours) {
                if *cell != Cell::default() {
                    let turn = Dice::new(0, &[8, unit, second.unsigned_abs()]).bits();
                    *own = deal(cell, self.at(second), turn, &is_asked);
                }
            }
            let asked: Vec<Conversion> = page
                .conversions
                .iter()
                .filter(|conversion| {
                    let hour = i64::try_from(conversion.click_hour).unwrap_or_default();
                    winner(conversion, self.at(midnight + hour * 3_600)).is_some_and(&is_asked)
                })
                .cloned()
                .collect();
            book.put(day, own, asked);
        }
        book
    }
}

/// Deals a count out by weights; `turn` says who gets what is left over. The portions add up to the count.
fn portions(count: i64, weights: &[u64], turn: u64) -> Vec<i64> {
    let whole: u64 = weights.iter().sum();
    let (Ok(count), true) = (u64::try_from(count), whole > 0) else {
        return vec![0; weights.len()];
    };
    let shift = u128::from(turn % whole);
    let upto = |weight: u64| (u128::from(count) * u128::from(weight) + shift) / u128::from(whole);
    let mut sum = 0;
    weights
        .iter()
        .map(|weight| {
            let before = upto(sum);
            sum += weight;
            i64::try_from(upto(sum) - before).unwrap_or_default()
        })
        .collect()
}

/// What of an hour's traffic falls to those parts that are asked for.
fn deal(cell: &Cell, parts: &[Part], turn: u64, is_asked: impl Fn(PartKey) -> bool) -> Cell {
    let by_clicks: Vec<u64> = parts.iter().map(|part| part.clicks).collect();
    let by_shown: Vec<u64> = parts.iter().map(|part| part.shown).collect();
    let clicks = portions(cell.clicks, &by_clicks, turn);
    // Whoever clicked pays.
    let paying: Vec<u64> = clicks.iter().map(|clicks| clicks.unsigned_abs()).collect();
    let payers = if cell.clicks > 0 { &paying } else { &by_clicks };
    let cents = portions(cell.cost_micros / CENT_MICROS, payers, turn);
    let unclicked = portions(cell.impressions - cell.clicks, &by_shown, turn);
    let missed = portions(cell.eligible - cell.impressions, &by_shown, turn);
    let invalid = portions(cell.invalid_clicks, &by_clicks, turn);
    // Nobody watches what was not shown.
    let shown: Vec<u64> = clicks
        .iter()
        .zip(&unclicked)
        .map(|(clicked, unclicked)| (clicked + unclicked).unsigned_abs())
        .collect();
    let watched = portions(cell.video_views, &shown, turn);
    let engaged = portions(cell.engagements, &shown, turn);
    let mut own = Cell::default();
    for (at, part) in parts.iter().enumerate().filter(|(_, part)| is_asked(part.key)) {
        let of = |portions: &[i64]| portions.get(at).copied().unwrap_or_default();
        debug_assert!(
            part.clicks > 0 || of(&clicks) == 0,
            "what takes nothing gets nothing"
        );
        let impressions = of(&clicks) + of(&unclicked);
        own.add(&Cell {
            clicks: of(&clicks),
            cost_micros: of(&cents) * CENT_MICROS,
            impressions,
            eligible: impressions + of(&missed),
            video_views: of(&watched),
            engagements: of(&engaged),
            invalid_clicks: of(&invalid),
            ..Cell::default()
        });
    }
    own
}

/// The one part that a conversion belongs to, whatever else is reported before or after it.
fn winner(conversion: &Conversion, parts: &[Part]) -> Option<PartKey> {
    let whole: u64 = parts.iter().map(|part| part.buying).sum();
    let purpose = [
        11,
        conversion.lag_seconds,
        conversion.value_micros,
        conversion.part,
    ]
    .map(i64::unsigned_abs);
    let mut drawn = Dice::new(0, &purpose).bits().checked_rem(whole)?;
    parts
        .iter()
        .find(|part| match drawn.checked_sub(part.buying) {
            Some(rest) => {
                drawn = rest;
                false
            }
            None => true,
        })
        .map(|part| part.key)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn part(number: u64, clicks: u64) -> Part {
        Part {
            key: (1, number),
            clicks,
            shown: clicks * 3 % 7 + 1,
            buying: clicks,
        }
    }

    proptest! {
        #[test]
        fn the_parts_are_the_whole(clicks in 0_i64..50, more in 0_i64..500, cents in 0_i64..10_000, watched in 0_i64..=100, turn: u64,
            weights in proptest::collection::vec(1_u64..900, 1..9)) {
            let parts: Vec<Part> = (0..).zip(weights).map(|(number, weight)| part(number, weight)).collect();
            let cell = Cell {
                clicks,
                impressions: clicks + more,
                eligible: clicks + more * 2,
                cost_micros: cents * CENT_MICROS,
                video_views: (clicks + more) * watched / 100,
                engagements: (clicks + more) * (100 - watched) / 100,
                ..Cell::default()
            };
            let mut sum = Cell::default();
            for part in &parts {
                let own = deal(&cell, &parts, turn, |key| key == part.key);
                prop_assert!(own.clicks <= own.impressions && own.impressions <= own.eligible);
                prop_assert!(own.video_views <= own.impressions && own.engagements <= own.impressions);
                sum.add(&own);
            }
            prop_assert_eq!(sum, cell);
        }
    }

    #[test]
    fn an_hour_is_dealt_out_as_its_beginning_stood() {
        let mut sharing = Sharing::default();
        sharing.set(0, &[part(1, 5), part(2, 5)]);
        sharing.set(7_300, &[part(1, 0), part(2, 5)]);
        sharing.set(20_000, &[part(1, 0), part(2, 0)]);
        sharing.set(30_000, &[part(1, 5), part(2, 0)]);
        let takes = |second| {
            let taking = sharing.at(second).iter().filter(|part| part.clicks > 0);
            taking.map(|part| part.key.1).collect::<Vec<_>>()
        };
        assert_eq!(takes(7_200), [1, 2]);
        assert_eq!(takes(10_800), [2]);
        // Nothing ran when this hour began; what is in it came when something ran again.
        assert_eq!(takes(28_800), [1]);
    }
}
