//! What has happened but is not reported yet, and how long each kind of news takes.

use std::cmp::Ordering;

use super::book::{Book, Conversion, Credit, Traffic};
use super::{Day, UnitId};
use crate::chance::Dice;

/// Something that becomes visible at `at_second`, booked on the account's local `day` and `hour`.
#[derive(Debug)]
pub struct Arrival {
    pub at_second: i64,
    pub sequence: u64,
    pub account: usize,
    pub unit: UnitId,
    pub day: Day,
    pub hour: usize,
    pub event: Event,
}

/// One step's traffic of one unit, on its way into the reports.
#[derive(Debug)]
pub struct Report {
    pub account: usize,
    pub unit: UnitId,
    pub day: Day,
    pub hour: usize,
    pub traffic: Traffic,
}

#[derive(Debug)]
pub enum Event {
    Conversion(Conversion),
    Credit(Credit),
}

// Earliest first out of a max-heap; the sequence makes the order total.
impl Ord for Arrival {
    fn cmp(&self, other: &Self) -> Ordering {
        (other.at_second, other.sequence).cmp(&(self.at_second, self.sequence))
    }
}
impl PartialOrd for Arrival {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
impl PartialEq for Arrival {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}
impl Eq for Arrival {}

const MINUTE: f64 = 60.0;
const HOUR: f64 = 3600.0;
const DAY: f64 = 86_400.0;
/// Nothing converts later than this after the click: the click-through conversion window.
pub const CONVERSION_WINDOW_SECONDS: f64 = 30.0 * DAY;

/// Steps after its own at whose end traffic is reported: usually within the hour, always within three.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "between 2 and 34"
)]
pub fn report_delay(dice: &mut Dice) -> usize {
    (if dice.unit() < 0.7 {
        dice.between(2.0, 10.0)
    } else {
        dice.between(10.0, 35.0)
    }) as usize
}

/// Seconds from click to conversion: most within hours, the rest trickles in over the weeks.
pub fn conversion_lag(dice: &mut Dice) -> f64 {
    let draw = dice.unit();
    if draw < 0.70 {
        dice.exponential(2.0 * HOUR)
    } else if draw < 0.86 {
        dice.between(0.5 * DAY, 3.0 * DAY)
    } else if draw < 0.96 {
        dice.between(3.0 * DAY, 10.0 * DAY)
    } else {
        dice.between(10.0 * DAY, 28.0 * DAY)
    }
}

/// Seconds from the conversion to its appearance in reports.
#[expect(clippy::cast_possible_truncation, reason = "a few hours in seconds")]
pub fn conversion_processing(dice: &mut Dice) -> i64 {
    (dice.between(10.0, 170.0) * MINUTE) as i64
}

/// Whether invalid clicks of a day are credited back: one day in fifteen, a small part of its dearest hour.
#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    reason = "an hour's cost is far below 2^53 micros"
)]
pub fn credit(book: &Book, day: Day, dice: &mut Dice) -> Option<(usize, Credit)> {
    if dice.unit() >= 1.0 / 15.0 {
        return None;
    }
    let (hour, cell) = book
        .day(day)?
        .hours
        .iter()
        .enumerate()
        .max_by_key(|(_, cell)| cell.cost_micros)?;
    if cell.clicks < 4 {
        return None;
    }
    let clicks = 1 + (cell.clicks as f64 * dice.between(0.0, 0.12)) as i64;
    let cost_micros = (cell.cost_micros as f64 * clicks as f64 / cell.clicks as f64) as i64 / 10_000 * 10_000;
    (cost_micros > 0).then_some((hour, Credit { clicks, cost_micros }))
}

#[expect(clippy::cast_possible_truncation, reason = "a few days in seconds")]
pub fn credit_delay(dice: &mut Dice) -> i64 {
    (dice.between(1.0, 72.0) * HOUR) as i64
}
