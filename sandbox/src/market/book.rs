//! What a platform can report by now: cells of hours, and the conversions behind them.

use std::collections::BTreeMap;

use jiff::{Timestamp, tz::TimeZone};

use super::arrivals::{Event, conversion_processing};
use super::{Day, day_number};
use crate::chance::Dice;

/// Clicks and cost of one step.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Traffic {
    pub impressions: i64,
    pub clicks: i64,
    pub cost_micros: i64,
    /// Impressions that an unlimited budget could have bought.
    pub eligible: i64,
    /// Impressions whose film was watched.
    pub video_views: i64,
    /// Impressions that were opened, unfolded or watched for a while.
    pub engagements: i64,
}

impl Traffic {
    pub fn is_nothing(&self) -> bool {
        self.impressions == 0 && self.clicks == 0 && self.eligible == 0
    }
}

/// Money and clicks given back for invalid traffic.
#[derive(Debug, Clone, PartialEq)]
pub struct Credit {
    pub clicks: i64,
    pub cost_micros: i64,
}

/// One attributed conversion.
#[derive(Debug, Clone, PartialEq)]
pub struct Conversion {
    /// Attributed part, in millionths.
    pub part: i64,
    pub value_micros: i64,
    /// Counted in "conversions"; others only in "all conversions".
    pub primary: bool,
    pub lag_seconds: i64,
    /// Local hour of the click.
    pub click_hour: usize,
    /// Local day and hour of the conversion itself.
    pub day: Day,
    pub hour: usize,
}

impl Conversion {
    pub fn new(part: i64, value_micros: i64, primary: bool, lag_seconds: i64) -> Self {
        Self {
            part,
            value_micros,
            primary,
            lag_seconds,
            click_hour: 0,
            day: 0,
            hour: 0,
        }
    }

    /// Dates the conversion from the second of its click, and returns the second at which it will be reported.
    pub fn complete(&mut self, clicked: i64, zone: &TimeZone, dice: &mut Dice) -> i64 {
        let converted = clicked + self.lag_seconds;
        if let Ok(at) = Timestamp::from_second(converted) {
            let local = at.to_zoned(zone.clone()).datetime();
            self.day = day_number(local.date());
            self.hour = usize::from(local.hour().unsigned_abs());
        }
        converted + conversion_processing(dice)
    }
}

/// Totals of one local hour (or of any group of hours). Fractions are millionths, money is micros.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Cell {
    pub impressions: i64,
    pub clicks: i64,
    pub cost_micros: i64,
    pub eligible: i64,
    pub video_views: i64,
    pub engagements: i64,
    pub invalid_clicks: i64,
    pub conversions: i64,
    pub value_micros: i64,
    pub all_conversions: i64,
    pub all_value_micros: i64,
}

impl Cell {
    pub fn add(&mut self, other: &Cell) {
        self.impressions += other.impressions;
        self.clicks += other.clicks;
        self.cost_micros += other.cost_micros;
        self.eligible += other.eligible;
        self.video_views += other.video_views;
        self.engagements += other.engagements;
        self.invalid_clicks += other.invalid_clicks;
        self.conversions += other.conversions;
        self.value_micros += other.value_micros;
        self.all_conversions += other.all_conversions;
        self.all_value_micros += other.all_value_micros;
    }

    fn convert(&mut self, conversion: &Conversion) {
        self.all_conversions += conversion.part;
        self.all_value_micros += conversion.value_micros;
        if conversion.primary {
            self.conversions += conversion.part;
            self.value_micros += conversion.value_micros;
        }
    }
}

/// One local day. The repeated hour of an autumn day is merged into one cell, as platforms do.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct DayPage {
    pub hours: [Cell; 24],
    /// Conversions booked on this day by their clicks.
    pub conversions: Vec<Conversion>,
    /// Conversions that happened on this day, whenever the click was.
    pub converted: [Cell; 24],
}

/// Everything visible of one unit.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Book {
    days: BTreeMap<Day, DayPage>,
}

impl Book {
    pub(super) fn report(&mut self, day: Day, hour: usize, traffic: &Traffic) {
        if let Some(cell) = self.days.entry(day).or_default().hours.get_mut(hour) {
            cell.impressions += traffic.impressions;
            cell.clicks += traffic.clicks;
            cell.cost_micros += traffic.cost_micros;
            cell.eligible += traffic.eligible;
            cell.video_views += traffic.video_views;
            cell.engagements += traffic.engagements;
        }
    }

    pub(super) fn enter(&mut self, day: Day, hour: usize, event: &Event) {
        let page = self.days.entry(day).or_default();
        let Some(cell) = page.hours.get_mut(hour) else {
            return;
        };
        match event {
            Event::Credit(credit) => {
                cell.clicks -= credit.clicks;
                cell.invalid_clicks += credit.clicks;
                cell.cost_micros -= credit.cost_micros;
            }
            Event::Conversion(conversion) => self.convert(
                day,
                Conversion {
                    click_hour: hour,
                    ..conversion.clone()
                },
            ),
        }
    }

    /// Sets a whole day: its hours without their conversions, and the conversions.
    pub(super) fn put(&mut self, day: Day, page: DayPage, conversions: Vec<Conversion>) {
        let own = self.days.entry(day).or_default();
        own.hours = page.hours;
        for conversion in conversions {
            self.convert(day, conversion);
        }
    }

    /// Books a conversion on the day and hour of its click, and counts it where it happened.
    fn convert(&mut self, day: Day, conversion: Conversion) {
        let happened = self.days.entry(conversion.day).or_default();
        if let Some(cell) = happened.converted.get_mut(conversion.hour) {
            cell.convert(&conversion);
        }
        let page = self.days.entry(day).or_default();
        if let Some(cell) = page.hours.get_mut(conversion.click_hour) {
            cell.convert(&conversion);
        }
        page.conversions.push(conversion);
    }

    pub fn day(&self, day: Day) -> Option<&DayPage> {
        self.days.get(&day)
    }

    /// Days from `first` to `last`, both included, in order.
    pub fn days(&self, first: Day, last: Day) -> impl Iterator<Item = (Day, &DayPage)> {
        // An empty or inverted range has no days; BTreeMap::range would panic on an inverted one.
        let last = if first > last { None } else { Some(last) };
        last.into_iter()
            .flat_map(move |last| self.days.range(first..=last).map(|(day, page)| (*day, page)))
    }
}
