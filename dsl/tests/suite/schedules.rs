//! Schedules across clock changes: New York, Berlin, São Paulo, Kolkata, Lord Howe, St. John's.

use dsl::Schedule;
use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};

use crate::fixture::rule;

fn schedule(every: &str) -> Schedule {
    rule(&format!(
        "rule \"Example\" {{\n  for campaigns\n  {every}\n  then pause\n}}\n"
    ))
    .schedule()
    .clone()
}

fn at(zoned: &str) -> Timestamp {
    zoned.parse::<Zoned>().unwrap().timestamp()
}

/// The wall-clock times of the next runs, with their offsets.
fn runs(every: &str, zone: &str, from: &str, count: usize) -> Vec<String> {
    let schedule = schedule(every);
    let zone = TimeZone::get(zone).unwrap();
    let mut now = at(from);
    let mut found = Vec::new();
    for _ in 0..count {
        let next = schedule.next_after(now, &zone).unwrap();
        assert!(next > now, "{every}: {next} is not after {now}");
        found.push(next.to_zoned(zone.clone()).strftime("%d %H:%M %z").to_string());
        now = next;
    }
    found
}

#[test]
fn marks_are_those_of_the_clock_and_strictly_later() {
    assert_eq!(
        runs("every 6h", "UTC", "2026-03-05T06:00[UTC]", 3),
        ["05 12:00 +0000", "05 18:00 +0000", "06 00:00 +0000"]
    );
    assert_eq!(
        runs("every 15m", "UTC", "2026-03-05T06:01[UTC]", 2),
        ["05 06:15 +0000", "05 06:30 +0000"]
    );
    assert_eq!(
        runs("every 1h", "Asia/Kolkata", "2026-03-05T06:01[Asia/Kolkata]", 1),
        ["05 07:00 +0530"],
        "the marks are the zone's, half an hour off those of UTC"
    );
}

#[test]
fn new_york_loses_an_hour_in_march() {
    let zone = "America/New_York";
    assert_eq!(
        runs("every 1h", zone, "2026-03-08T00:30[America/New_York]", 3),
        ["08 01:00 -0500", "08 03:00 -0400", "08 04:00 -0400"]
    );
    assert_eq!(
        runs(
            "every day at 02:30",
            zone,
            "2026-03-07T12:00[America/New_York]",
            2
        ),
        ["08 03:00 -0400", "09 02:30 -0400"],
        "a time that does not exist runs at the first instant after the gap"
    );
    assert_eq!(
        runs("every 2h", zone, "2026-03-08T00:30[America/New_York]", 2),
        ["08 03:00 -0400", "08 04:00 -0400"]
    );
}

#[test]
fn new_york_repeats_an_hour_in_november() {
    let zone = "America/New_York";
    assert_eq!(
        runs("every 30m", zone, "2026-11-01T00:30[America/New_York]", 5),
        [
            "01 01:00 -0400",
            "01 01:30 -0400",
            "01 01:00 -0500",
            "01 01:30 -0500",
            "01 02:00 -0500"
        ]
    );
    assert_eq!(
        runs("every 1h", zone, "2026-11-01T00:30[America/New_York]", 3),
        ["01 01:00 -0400", "01 01:00 -0500", "01 02:00 -0500"]
    );
    assert_eq!(
        runs(
            "every day at 01:30",
            zone,
            "2026-10-31T12:00[America/New_York]",
            2
        ),
        ["01 01:30 -0400", "02 01:30 -0500"],
        "a time that exists twice runs at its first pass"
    );
    assert_eq!(
        runs("every 2h", zone, "2026-11-01T00:30[America/New_York]", 2),
        ["01 02:00 -0500", "01 04:00 -0500"]
    );
}

#[test]
fn berlin_changes_at_two_and_at_three() {
    let zone = "Europe/Berlin";
    assert_eq!(
        runs("every 1h", zone, "2026-03-29T01:00[Europe/Berlin]", 2),
        ["29 03:00 +0200", "29 04:00 +0200"]
    );
    assert_eq!(
        runs("every 1h", zone, "2026-10-25T01:30[Europe/Berlin]", 3),
        ["25 02:00 +0200", "25 02:00 +0100", "25 03:00 +0100"]
    );
    assert_eq!(
        runs("every 12h", zone, "2026-10-24T13:00[Europe/Berlin]", 3),
        ["25 00:00 +0200", "25 12:00 +0100", "26 00:00 +0100"]
    );
}

#[test]
fn sao_paulo_lost_and_repeated_midnight() {
    let zone = "America/Sao_Paulo";
    assert_eq!(
        runs(
            "every day at 00:00",
            zone,
            "2018-11-03T12:00[America/Sao_Paulo]",
            2
        ),
        ["04 01:00 -0200", "05 00:00 -0200"],
        "the fourth begins at one"
    );
    assert_eq!(
        runs("every 1h", zone, "2018-02-17T22:30[America/Sao_Paulo]", 3),
        ["17 23:00 -0200", "17 23:00 -0300", "18 00:00 -0300"]
    );
}

#[test]
fn lord_howe_shifts_by_half_an_hour() {
    let zone = "Australia/Lord_Howe";
    assert_eq!(
        runs("every 1h", zone, "2026-10-04T01:00[Australia/Lord_Howe]", 2),
        ["04 02:30 +1100", "04 03:00 +1100"],
        "two o'clock does not exist: the first instant after the gap is half past"
    );
    assert_eq!(
        runs("every 30m", zone, "2026-04-05T01:00[Australia/Lord_Howe]", 3),
        ["05 01:30 +1100", "05 01:30 +1030", "05 02:00 +1030"]
    );
}

#[test]
fn st_johns_once_repeated_the_evening_before() {
    // Until 2011 the clock went back at one minute past midnight, so that midnight came twice.
    let zone = "America/St_Johns";
    assert_eq!(
        runs("every 1h", zone, "2010-11-06T22:30[America/St_Johns]", 4),
        [
            "06 23:00 -0230",
            "07 00:00 -0230",
            "07 00:00 -0330",
            "07 01:00 -0330"
        ]
    );
    assert_eq!(
        runs("every 30m", zone, "2010-11-06T23:30[America/St_Johns]", 3),
        ["07 00:00 -0230", "06 23:30 -0330", "07 00:00 -0330"],
        "half past eleven comes again after midnight"
    );
}

#[test]
fn hours_and_weekdays_bound_the_runs() {
    // 6 March 2026 is a Friday.
    assert_eq!(
        runs(
            "every 6h between 06:00 and 22:00 on weekdays",
            "UTC",
            "2026-03-06T12:00[UTC]",
            3
        ),
        ["06 18:00 +0000", "09 06:00 +0000", "09 12:00 +0000"]
    );
    assert_eq!(
        runs(
            "every 1h between 22:00 and 02:00 on fri",
            "UTC",
            "2026-03-06T22:30[UTC]",
            4
        ),
        [
            "06 23:00 +0000",
            "07 00:00 +0000",
            "07 01:00 +0000",
            "13 22:00 +0000"
        ],
        "the hours after midnight belong to the weekday on which they began"
    );
    assert_eq!(
        runs(
            "every day at 09:00 on mon, wed",
            "UTC",
            "2026-03-06T12:00[UTC]",
            2
        ),
        ["09 09:00 +0000", "11 09:00 +0000"]
    );
}

#[test]
fn a_named_zone_wins_over_the_accounts() {
    let schedule = schedule("every day at 09:00 in \"Europe/Berlin\"");
    let next = schedule
        .next_after(
            at("2026-03-05T12:00[UTC]"),
            &TimeZone::get("America/New_York").unwrap(),
        )
        .unwrap();
    assert_eq!(next, at("2026-03-06T09:00[Europe/Berlin]"));
    assert_eq!(schedule.to_string(), "every day at 09:00 in Europe/Berlin");
}

#[test]
fn every_sync_has_no_marks_and_still_has_hours() {
    let schedule = schedule("every sync between 06:00 and 22:00");
    assert!(schedule.on_every_sync());
    assert_eq!(schedule.cadence(), None);
    assert_eq!(
        schedule.next_after(at("2026-03-05T12:00[UTC]"), &TimeZone::UTC),
        None
    );
    assert!(schedule.allows(at("2026-03-05T12:00[UTC]"), &TimeZone::UTC));
    assert!(!schedule.allows(at("2026-03-05T22:00[UTC]"), &TimeZone::UTC));
}

#[test]
fn schedules_describe_themselves() {
    assert_eq!(
        schedule("every 1h between 06:00 and 22:00 on mon, wed").to_string(),
        "every 1 hour between 06:00 and 22:00 on mon, wed"
    );
    assert_eq!(
        schedule("every 15m on weekdays").to_string(),
        "every 15 minutes on weekdays"
    );
    assert_eq!(schedule("every 24h").cadence(), Some(86_400));
}

/// Every run lies on a mark, and no mark is left out: compared with a walk over every minute of two years.
#[test]
fn runs_over_two_years_are_the_marks_a_clock_shows() {
    for zone in ["America/New_York", "Australia/Lord_Howe", "Asia/Kolkata"] {
        let zone = TimeZone::get(zone).unwrap();
        let schedule = schedule("every 4h");
        let start = "2026-01-01T00:00:00Z".parse::<Timestamp>().unwrap();
        let end = "2028-01-01T00:00:00Z".parse::<Timestamp>().unwrap();
        let mut expected = Vec::new();
        let mut instant = start + jiff::Span::new().minutes(1);
        let mut before = start.to_zoned(zone.clone()).datetime();
        let mut shown = std::collections::BTreeSet::new();
        while instant < end {
            let wall = instant.to_zoned(zone.clone()).datetime();
            // The marks between two neighbouring minutes: one, or those that a gap swallowed.
            let mut mark = before.date().to_datetime(jiff::civil::Time::midnight());
            while mark <= wall {
                if mark > before && shown.insert(mark) && expected.last() != Some(&instant) {
                    expected.push(instant);
                }
                mark += jiff::Span::new().hours(4);
            }
            before = wall;
            instant += jiff::Span::new().minutes(1);
        }
        let mut found = Vec::new();
        let mut now = start;
        while let Some(next) = schedule.next_after(now, &zone).filter(|next| *next < end) {
            found.push(next);
            now = next;
        }
        assert_eq!(found, expected);
    }
}
