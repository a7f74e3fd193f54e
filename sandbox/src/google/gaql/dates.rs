//! Dates of queries: the names that DURING takes, and periods that begin on a date.

use jiff::civil::{Date, DateTime, Weekday};
use jiff::{Span, ToSpan};

/// Days from `first` to `last`, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Days {
    pub first: Date,
    pub last: Date,
}

fn back(date: Date, days: i64) -> Date {
    date.checked_sub(days.days()).unwrap_or(date)
}

fn forth(date: Date, span: Span) -> Date {
    date.checked_add(span).unwrap_or(date)
}

/// The days that a DURING literal names, seen from `today`.
pub fn during(literal: &str, today: Date) -> Option<Days> {
    let days = |first, last| Some(Days { first, last });
    let since_monday = i64::from(today.weekday().to_monday_zero_offset());
    let since_sunday = i64::from(today.weekday().to_sunday_zero_offset());
    let yesterday = back(today, 1);
    match literal.to_ascii_uppercase().as_str() {
        "TODAY" => days(today, today),
        "YESTERDAY" => days(yesterday, yesterday),
        // The running day is not part of the last N days.
        "LAST_7_DAYS" => days(back(today, 7), yesterday),
        "LAST_14_DAYS" => days(back(today, 14), yesterday),
        "LAST_30_DAYS" => days(back(today, 30), yesterday),
        "LAST_BUSINESS_WEEK" => {
            let monday = back(today, since_monday + 7);
            days(monday, forth(monday, 4.days()))
        }
        "THIS_MONTH" => days(today.first_of_month(), today),
        "LAST_MONTH" => {
            let last = back(today.first_of_month(), 1);
            days(last.first_of_month(), last)
        }
        "THIS_WEEK_MON_TODAY" => days(back(today, since_monday), today),
        "THIS_WEEK_SUN_TODAY" => days(back(today, since_sunday), today),
        "LAST_WEEK_MON_SUN" => days(back(today, since_monday + 7), back(today, since_monday + 1)),
        "LAST_WEEK_SUN_SAT" => days(back(today, since_sunday + 7), back(today, since_sunday + 1)),
        _ => None,
    }
}

/// `2026-11-21`
pub fn date(text: &str) -> Option<Date> {
    let shape = text.len() == 10
        && text.bytes().enumerate().all(|(at, byte)| match at {
            4 | 7 => byte == b'-',
            _ => byte.is_ascii_digit(),
        });
    shape.then(|| text.parse().ok()).flatten()
}

/// `2026-11-21 14:03:11`, with or without a fraction; a bare date is its first moment.
pub fn date_time(text: &str) -> Option<DateTime> {
    if let Some(date) = date(text) {
        return Some(date.at(0, 0, 0, 0));
    }
    let (day, time) = text.split_once(' ')?;
    date(day)?;
    time.split_once(':').filter(|(hour, _)| hour.len() == 2)?;
    format!("{day}T{time}").parse().ok()
}

/// Monday of the date's week.
pub fn week(date: Date) -> Date {
    back(date, i64::from(date.weekday().to_monday_zero_offset()))
}

pub fn quarter(date: Date) -> Date {
    let month = (date.month() - 1) / 3 * 3 + 1;
    Date::new(date.year(), month, 1).unwrap_or(date)
}

/// The days of the period of a core date segment that begins on `start`; nothing when no period begins there.
pub fn period(segment: &str, start: Date) -> Option<Days> {
    let last = match segment {
        "segments.date" => start,
        "segments.week" if start.weekday() == Weekday::Monday => forth(start, 6.days()),
        "segments.month" if start.day() == 1 => start.last_of_month(),
        "segments.quarter" if quarter(start) == start => back(forth(start, 3.months()), 1),
        "segments.year" if start.day_of_year() == 1 => back(forth(start, 1.year()), 1),
        _ => return None,
    };
    Some(Days { first: start, last })
}

#[cfg(test)]
mod tests {
    use super::{Days, date, date_time, during};

    fn span(literal: &str, today: &str) -> (String, String) {
        let Days { first, last } = during(literal, today.parse().unwrap()).unwrap();
        (first.to_string(), last.to_string())
    }

    #[test]
    fn named_ranges_end_where_the_platform_ends_them() {
        // 2026-11-22 is a Sunday.
        let today = "2026-11-22";
        let range = |first: &str, last: &str| (first.to_owned(), last.to_owned());
        assert_eq!(span("LAST_7_DAYS", today), range("2026-11-15", "2026-11-21"));
        assert_eq!(span("THIS_MONTH", today), range("2026-11-01", "2026-11-22"));
        assert_eq!(span("LAST_MONTH", today), range("2026-10-01", "2026-10-31"));
        assert_eq!(
            span("THIS_WEEK_MON_TODAY", today),
            range("2026-11-16", "2026-11-22")
        );
        assert_eq!(
            span("THIS_WEEK_SUN_TODAY", today),
            range("2026-11-22", "2026-11-22")
        );
        assert_eq!(
            span("LAST_WEEK_MON_SUN", today),
            range("2026-11-09", "2026-11-15")
        );
        assert_eq!(
            span("LAST_WEEK_SUN_SAT", today),
            range("2026-11-15", "2026-11-21")
        );
        assert_eq!(
            span("LAST_BUSINESS_WEEK", today),
            range("2026-11-09", "2026-11-13")
        );
    }

    #[test]
    fn only_the_documented_shapes_are_dates() {
        assert!(date("2026-11-21").is_some());
        assert!(date("20261121").is_none());
        assert!(date("2026-02-30").is_none());
        assert!(date_time("2026-11-21 14:03:11.123456").is_some());
        assert!(date_time("2026-11-21").is_some());
        assert!(date_time("2026-11-21T14:03:11").is_none());
    }
}
