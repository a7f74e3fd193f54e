//! Metrics of a group of hours, and the segments that groups are made by.

use jiff::civil::Date;

use crate::google::fields::{
    Field,
    words::{LAG_BUCKETS, MONTHS, WEEKDAYS},
};
use crate::google::gaql::dates;
use crate::google::value::Value;
use crate::market::book::{Cell, Conversion};

/// Sums of a group.
#[derive(Debug, Clone, Default)]
pub struct Totals {
    pub booked: Cell,
    /// Conversions by the day on which they happened.
    pub by_conversion_date: Cell,
}

#[expect(clippy::cast_precision_loss, reason = "counts and micros are far below 2^53")]
fn real(number: i64) -> f64 {
    number as f64
}

fn millionths(number: i64) -> f64 {
    real(number) / 1e6
}

fn ratio(part: f64, whole: f64) -> f64 {
    if whole == 0.0 { 0.0 } else { part / whole }
}

impl Totals {
    pub fn add(&mut self, other: &Totals) {
        self.booked.add(&other.booked);
        self.by_conversion_date.add(&other.by_conversion_date);
    }

    /// The value of a metric.
    pub fn value(&self, metric: &Field) -> Value {
        let cell = &self.booked;
        let converted = &self.by_conversion_date;
        let cost = real(cell.cost_micros);
        Value::Double(match metric.path() {
            "impressions" => return Value::Int(cell.impressions),
            "clicks" | "interactions" => return Value::Int(cell.clicks),
            "engagements" => return Value::Int(cell.engagements),
            "video_trueview_views" => return Value::Int(cell.video_views),
            "invalid_clicks" => return Value::Int(cell.invalid_clicks),
            "cost_micros" => return Value::Int(cell.cost_micros),
            "ctr" => ratio(real(cell.clicks), real(cell.impressions)),
            // Averages of money are in micros.
            "average_cpc" | "average_cost" => ratio(cost, real(cell.clicks)),
            "average_cpm" => ratio(cost * 1000.0, real(cell.impressions)),
            "conversions" => millionths(cell.conversions),
            "conversions_value" => millionths(cell.value_micros),
            "conversions_from_interactions_rate" => ratio(millionths(cell.conversions), real(cell.clicks)),
            "cost_per_conversion" => ratio(cost, millionths(cell.conversions)),
            "value_per_conversion" => ratio(millionths(cell.value_micros), millionths(cell.conversions)),
            "all_conversions" => millionths(cell.all_conversions),
            "all_conversions_value" => millionths(cell.all_value_micros),
            "conversions_by_conversion_date" => millionths(converted.conversions),
            "conversions_value_by_conversion_date" => millionths(converted.value_micros),
            "all_conversions_by_conversion_date" => millionths(converted.all_conversions),
            // Shares below a tenth are reported as 0.0999, lost shares above nine tenths as 0.9001.
            "search_impression_share" if cell.eligible == 0 => return Value::Absent,
            "search_impression_share" => {
                real(cell.impressions).min(real(cell.eligible)) / real(cell.eligible).max(1.0)
            }
            "search_budget_lost_impression_share" if cell.eligible == 0 => return Value::Absent,
            "search_budget_lost_impression_share" => {
                (1.0 - real(cell.impressions) / real(cell.eligible)).clamp(0.0, 0.9001)
            }
            _ => return Value::Absent,
        })
    }

    /// True when the metric is nothing: such rows are not returned once a segment is selected.
    pub fn is_zero(&self, metric: &Field) -> bool {
        match self.value(metric) {
            Value::Int(int) => int == 0,
            Value::Double(double) => double == 0.0,
            _ => true,
        }
    }
}

/// The value of a segment for a local hour; the lag bucket comes from the conversion instead.
pub fn segment(segment: &Field, date: Date, hour: usize, bucket: Option<&'static str>) -> Value {
    let pick = |names: &[&'static str], index: i8| {
        names
            .get(usize::from(index.unsigned_abs()))
            .map_or(Value::Absent, |name| Value::text(*name))
    };
    match segment.path() {
        "date" => Value::Text(date.to_string()),
        "week" => Value::Text(dates::week(date).to_string()),
        "month" => Value::Text(date.first_of_month().to_string()),
        "quarter" => Value::Text(dates::quarter(date).to_string()),
        "year" => Value::Int(i64::from(date.year())),
        "day_of_week" => pick(WEEKDAYS, date.weekday().to_monday_zero_offset()),
        "month_of_year" => pick(MONTHS, date.month() - 1),
        "hour" => Value::Int(i64::try_from(hour).unwrap_or_default()),
        "conversion_lag_bucket" => bucket.map_or(Value::Absent, Value::text),
        _ => Value::Absent,
    }
}

/// The bucket of the time between a click and its conversion.
pub fn lag_bucket(conversion: &Conversion) -> Option<&'static str> {
    let days = conversion.lag_seconds / 86_400;
    let index = match days {
        0..=13 => days,
        14..=20 => 14,
        21..=29 => 15,
        30..=44 => 16,
        45..=59 => 17,
        _ => 18,
    };
    LAG_BUCKETS.get(usize::try_from(index).ok()?).copied()
}

/// One conversion as a cell.
pub fn cell_of(conversion: &Conversion) -> Cell {
    let counted = i64::from(conversion.primary);
    Cell {
        conversions: counted * conversion.part,
        value_micros: counted * conversion.value_micros,
        all_conversions: conversion.part,
        all_value_micros: conversion.value_micros,
        ..Cell::default()
    }
}
