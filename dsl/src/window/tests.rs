//! Windows placed on calendars of several zones, and across clock changes.

use jiff::Unit;
use jiff::civil;
use jiff::tz::TimeZone;

use super::*;
use crate::rational::Rational;
use crate::registry::{Metric, Platform};
use crate::table::{MissingReason, Moment};

fn zone(name: &str) -> TimeZone {
    TimeZone::get(name).unwrap()
}

fn last_days(days: u16, settled: bool, including_today: bool) -> WindowBase {
    WindowBase::LastDays {
        days,
        settled,
        including_today,
    }
}

fn entry(base: WindowBase) -> WindowEntry {
    WindowEntry {
        metrics: vec![Metric::Spend],
        ..WindowEntry::new(Window::of(base), "", &[Metric::Conversions])
    }
}

fn moment(at: &str, data_until: &str) -> Moment {
    Moment {
        at: at.parse().unwrap(),
        data_until: Some(data_until.parse().unwrap()),
    }
}

fn days(first: &str, last: &str) -> Result<ResolvedWindow, MissingReason> {
    Ok(ResolvedWindow::Days {
        first: first.parse().unwrap(),
        last: last.parse().unwrap(),
    })
}

fn hours(from: &str, until: &str) -> Result<ResolvedWindow, MissingReason> {
    Ok(ResolvedWindow::Hours {
        from: from.parse().unwrap(),
        until: until.parse().unwrap(),
    })
}

#[test]
fn complete_days_end_yesterday_in_the_accounts_zone() {
    // 03:00 in UTC is still the evening before in New York.
    let moment = moment("2026-03-05T03:00:00Z", "2026-03-05T03:00:00Z");
    let last_three = entry(last_days(3, false, false));
    assert_eq!(
        last_three.resolve(&moment, &zone("America/New_York"), 0),
        days("2026-03-01", "2026-03-03")
    );
    assert_eq!(
        last_three.resolve(&moment, &zone("Asia/Kolkata"), 0),
        days("2026-03-02", "2026-03-04")
    );
}

#[test]
fn settled_moves_the_end_back_by_the_slowest_metric_of_the_platform() {
    let settled = entry(last_days(3, true, false));
    assert_eq!(settled.lag_days(Platform::Google, 0), 1);
    assert_eq!(settled.lag_days(Platform::Amazon, 2), 5);
    let moment = moment("2026-03-05T12:00:00Z", "2026-03-05T12:00:00Z");
    assert_eq!(
        settled.resolve(&moment, &TimeZone::UTC, 1),
        days("2026-03-01", "2026-03-03")
    );
    assert_eq!(entry(WindowBase::Yesterday).lag_days(Platform::Amazon, 2), 0);
}

#[test]
fn a_day_is_not_known_before_a_sync_covers_its_end() {
    let moment = moment("2026-03-05T00:30:00Z", "2026-03-04T23:50:00Z");
    assert_eq!(
        entry(WindowBase::Yesterday).resolve(&moment, &TimeZone::UTC, 0),
        Err(MissingReason::Stale)
    );
}

#[test]
fn rolling_hours_end_at_the_last_mark_the_data_reaches() {
    let moment = moment("2026-03-05T10:05:00Z", "2026-03-05T09:58:00Z");
    let six = entry(WindowBase::LastHours { hours: 6 });
    assert_eq!(
        six.resolve(&moment, &TimeZone::UTC, 0),
        hours("2026-03-05T03:00:00Z", "2026-03-05T09:00:00Z")
    );
    // Kolkata is five and a half hours ahead: its hours begin at half past in UTC.
    assert_eq!(
        six.resolve(&moment, &zone("Asia/Kolkata"), 0),
        hours("2026-03-05T03:30:00Z", "2026-03-05T09:30:00Z")
    );
}

#[test]
fn rolling_hours_that_end_before_the_asked_ones_begin_are_stale() {
    let moment = moment("2026-03-05T20:00:00Z", "2026-03-05T09:58:00Z");
    assert_eq!(
        entry(WindowBase::LastHours { hours: 6 }).resolve(&moment, &TimeZone::UTC, 0),
        Err(MissingReason::Stale)
    );
}

#[test]
fn seventy_two_hours_and_three_days_differ_across_a_clock_change() {
    // New York loses an hour on 8 March 2026.
    let zone = zone("America/New_York");
    let moment = moment("2026-03-10T04:00:00Z", "2026-03-10T04:00:00Z");
    let from = |day: civil::Date| day.to_zoned(zone.clone()).unwrap().timestamp();
    let Ok(ResolvedWindow::Days { first, last }) =
        entry(last_days(3, false, false)).resolve(&moment, &zone, 0)
    else {
        panic!("no days")
    };
    let elapsed = from(last.tomorrow().unwrap())
        .since((Unit::Hour, from(first)))
        .unwrap()
        .get_hours();
    assert_eq!(elapsed, 71);
}

#[test]
fn today_reaches_from_midnight_to_the_data() {
    let zone = zone("Europe/Berlin");
    let now = moment("2026-03-05T10:20:00Z", "2026-03-05T10:10:00Z");
    assert_eq!(
        entry(WindowBase::Today).resolve(&now, &zone, 0),
        hours("2026-03-04T23:00:00Z", "2026-03-05T10:00:00Z")
    );
    let late = moment("2026-03-05T10:20:00Z", "2026-03-04T20:00:00Z");
    assert_eq!(
        entry(WindowBase::Today).resolve(&late, &zone, 0),
        Err(MissingReason::Stale)
    );
    let never = Moment {
        at: now.at,
        data_until: None,
    };
    assert_eq!(
        entry(WindowBase::Today).resolve(&never, &zone, 0),
        Err(MissingReason::NoSync)
    );
}

fn to_date(first: &str, last: &str) -> Result<ResolvedWindow, MissingReason> {
    Ok(ResolvedWindow::ToDate {
        first: first.parse().unwrap(),
        last: last.parse().unwrap(),
    })
}

#[test]
fn weeks_begin_on_monday_and_months_on_the_first() {
    // Thursday noon in Berlin; the data reaches two hours less far.
    let zone = zone("Europe/Berlin");
    let now = moment("2026-03-05T11:00:00Z", "2026-03-05T09:12:00Z");
    let week = entry(WindowBase::ThisWeek);
    assert_eq!(week.resolve(&now, &zone, 0), to_date("2026-03-02", "2026-03-05"));
    let month = entry(WindowBase::ThisMonth);
    assert_eq!(month.resolve(&now, &zone, 0), to_date("2026-03-01", "2026-03-05"));
    // A Sunday belongs to the week that began six days before.
    let sunday = moment("2026-03-08T11:00:00Z", "2026-03-08T10:00:00Z");
    assert_eq!(
        week.resolve(&sunday, &zone, 0),
        to_date("2026-03-02", "2026-03-08")
    );
    // Monday has begun and the data has not reached it.
    let monday = moment("2026-03-09T00:20:00Z", "2026-03-08T22:50:00Z");
    assert_eq!(week.resolve(&monday, &zone, 0), Err(MissingReason::Stale));
    assert_eq!(
        month.resolve(&monday, &zone, 0),
        to_date("2026-03-01", "2026-03-08")
    );
}

#[test]
fn including_today_adds_the_day_that_is_not_over() {
    let now = moment("2026-03-05T10:20:00Z", "2026-03-05T10:10:00Z");
    let open = entry(last_days(3, false, true));
    assert_eq!(
        open.resolve(&now, &TimeZone::UTC, 0),
        to_date("2026-03-02", "2026-03-05")
    );
}

#[test]
fn a_moved_window_ends_that_many_days_earlier_on_top_of_its_delay() {
    let now = moment("2026-03-20T10:20:00Z", "2026-03-20T10:10:00Z");
    let mut moved = entry(last_days(7, false, false));
    moved.window.ending = 7;
    assert_eq!(
        moved.resolve(&now, &TimeZone::UTC, 0),
        days("2026-03-06", "2026-03-12")
    );
    moved.window = Window {
        base: last_days(7, true, false),
        ..moved.window
    };
    assert_eq!(moved.lag_days(Platform::Google, 1), 2);
    assert_eq!(
        moved.resolve(&now, &TimeZone::UTC, 2),
        days("2026-03-04", "2026-03-10")
    );
}

#[test]
fn windows_that_begin_with_each_object_name_only_their_end() {
    let now = moment("2026-03-05T10:20:00Z", "2026-03-05T10:10:00Z");
    let day = |text: &str| text.parse::<civil::Date>().unwrap();
    assert_eq!(
        entry(WindowBase::Lifetime).resolve(&now, &TimeZone::UTC, 0),
        Ok(ResolvedWindow::SinceCreation {
            from: None,
            last: day("2026-03-05"),
            to_date: true
        })
    );
    assert_eq!(
        entry(WindowBase::SinceLastChange).resolve(&now, &TimeZone::UTC, 0),
        Ok(ResolvedWindow::SinceChange {
            last: day("2026-03-05")
        })
    );
    let mut young = entry(last_days(7, false, false));
    young.window.since_creation = true;
    assert_eq!(
        young.resolve(&now, &TimeZone::UTC, 0),
        Ok(ResolvedWindow::SinceCreation {
            from: Some(day("2026-02-26")),
            last: day("2026-03-04"),
            to_date: false
        })
    );
}

fn moved(window: Window) -> WindowEntry {
    WindowEntry::new(window, "", &[])
}

#[test]
fn the_period_before_is_as_long_and_ends_where_the_window_begins() {
    let now = moment("2026-03-20T10:20:00Z", "2026-03-20T10:10:00Z");
    let before = |base: WindowBase| {
        Window::of(base)
            .before()
            .map(|window| moved(window).resolve(&now, &TimeZone::UTC, 0).unwrap())
    };
    assert_eq!(
        before(last_days(7, false, false)),
        days("2026-03-06", "2026-03-12").ok()
    );
    assert_eq!(
        before(WindowBase::Yesterday),
        days("2026-03-18", "2026-03-18").ok()
    );
    assert_eq!(
        before(WindowBase::LastHours { hours: 6 }),
        hours("2026-03-19T22:00:00Z", "2026-03-20T04:00:00Z").ok()
    );
    assert_eq!(
        before(WindowBase::Today),
        hours("2026-03-19T00:00:00Z", "2026-03-19T10:00:00Z").ok()
    );
    assert_eq!(
        before(WindowBase::ThisWeek),
        Some(ResolvedWindow::DaysAndHours {
            first: "2026-03-09".parse().unwrap(),
            until: "2026-03-13T10:00:00Z".parse().unwrap(),
            since_creation: false
        })
    );
    assert_eq!(
        moved(Window::of(WindowBase::ThisWeek).compared().unwrap()).resolve(&now, &TimeZone::UTC, 0),
        Ok(ResolvedWindow::DaysAndHours {
            first: "2026-03-16".parse().unwrap(),
            until: "2026-03-20T10:00:00Z".parse().unwrap(),
            since_creation: false
        })
    );
    for base in [
        WindowBase::ThisMonth,
        WindowBase::Lifetime,
        WindowBase::SinceLastChange,
        last_days(3, false, true),
    ] {
        assert_eq!(before(base), None);
    }
}

#[test]
fn the_same_hour_is_that_of_the_clock_on_both_sides_of_a_change() {
    // Berlin goes forward on 29 March 2026: nine o'clock is eight hours into that day, and nine hours into the one before.
    let zone = zone("Europe/Berlin");
    let now = moment("2026-03-29T07:20:00Z", "2026-03-29T07:10:00Z");
    let today = moved(Window::of(WindowBase::Today).compared().unwrap());
    assert_eq!(
        today.resolve(&now, &zone, 0),
        hours("2026-03-28T23:00:00Z", "2026-03-29T07:00:00Z")
    );
    let yesterday = moved(Window::of(WindowBase::Today).before().unwrap());
    assert_eq!(
        yesterday.resolve(&now, &zone, 0),
        hours("2026-03-27T23:00:00Z", "2026-03-28T08:00:00Z")
    );
    // Half past two did not exist a week ago: the mark behind the gap stands for it.
    let after = moment("2026-04-05T00:40:00Z", "2026-04-05T00:30:00Z");
    let week_ago = moved(Window::of(WindowBase::Today).earlier(7).unwrap());
    assert_eq!(
        week_ago.resolve(&after, &zone, 0),
        hours("2026-03-28T23:00:00Z", "2026-03-29T01:00:00Z")
    );
}

#[test]
fn the_elapsed_share_counts_the_hours_a_day_really_has() {
    let zone = zone("Europe/Berlin");
    let share = |period, at: &str| elapsed_share(period, at.parse().unwrap(), &zone).unwrap();
    let fraction = |over: i64, under: i64| Rational::fraction(over, under).unwrap();
    assert_eq!(share(Period::Today, "2026-03-05T11:00:00Z"), fraction(1, 2));
    assert_eq!(share(Period::Today, "2026-03-29T10:00:00Z"), fraction(11, 23));
    assert_eq!(share(Period::Week, "2026-03-02T23:00:00Z"), fraction(1, 7));
    assert_eq!(share(Period::Week, "2026-03-29T10:00:00Z"), fraction(155, 167));
    assert_eq!(share(Period::Month, "2026-02-14T23:00:00Z"), fraction(1, 2));
}
