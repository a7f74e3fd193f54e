//! Syncs: what changed is kept, what was known when can be told, what no sync covers is missing.

use std::sync::Arc;

use dsl::{Column, Metric, MissingReason, ResolvedWindow, Table as _};
use engine::{
    connections::platform::{BaseCells, MetricsRow, Structure},
    metrics::{
        self,
        ingest::{Answer, SyncSpan, load_table},
    },
};
use jiff::{Timestamp, civil::Date};

use crate::support::{World, at, campaign, on_both, structure_of};

fn row(id: &str, date: &str, hour: Option<i8>, spend: i64) -> MetricsRow {
    MetricsRow {
        external_id: id.to_owned(),
        date: date.parse().unwrap(),
        hour,
        cells: BaseCells {
            impressions: 100,
            clicks: 10,
            spend: spend * 1_000_000,
            conversions: 0,
            revenue: 0,
        },
        further: Vec::new(),
    }
}

fn answer(
    observed: &str,
    first: &str,
    last: &str,
    by_day: Vec<MetricsRow>,
    by_hour: Vec<MetricsRow>,
) -> Answer {
    Answer {
        observed_at: at(observed),
        data_until: at(observed),
        finished_at: at(observed),
        first: first.parse().unwrap(),
        first_hourly: last.parse().unwrap(),
        last: last.parse().unwrap(),
        by_day: by_day.into(),
        by_hour: by_hour.into(),
        backfilled: false,
    }
}

async fn ingest(world: &World, answer: Answer) -> metrics::SyncOutcome {
    let account = world.account.clone();
    world
        .context
        .store
        .write(move |tx| {
            Box::pin(async move { metrics::ingest(tx, &account, dsl::Level::Campaigns, &answer).await })
        })
        .await
        .unwrap()
}

async fn spend(world: &World, now: &str, window: ResolvedWindow) -> Result<i64, MissingReason> {
    measured(world, Metric::Spend, now, window).await
}

async fn measured(
    world: &World,
    metric: Metric,
    now: &str,
    window: ResolvedWindow,
) -> Result<i64, MissingReason> {
    let (account, now): (_, Timestamp) = (world.account.clone(), at(now));
    let table = world
        .context
        .store
        .read(|tx| Box::pin(async move { load_table(tx, &account, now).await }))
        .await
        .unwrap();
    let snapshot = Arc::new(table).at(now);
    let mut column = Column::with_capacity(1);
    snapshot.sums(metric, &window, 0..1, &mut column);
    // Two rules of a tick are lent the same column.
    let other = snapshot.clone();
    let (kept, lent) = (
        snapshot.kept_sums(metric, &window).unwrap(),
        other.kept_sums(metric, &window).unwrap(),
    );
    assert!(std::ptr::eq(kept, lent));
    assert_eq!(kept.get(0), column.get(0));
    column.get(0).unwrap()
}

fn days(first: &str, last: &str) -> ResolvedWindow {
    ResolvedWindow::Days {
        first: first.parse().unwrap(),
        last: last.parse().unwrap(),
    }
}

fn hours(from: &str, until: &str) -> ResolvedWindow {
    ResolvedWindow::Hours {
        from: at(from),
        until: at(until),
    }
}

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

/// The only campaign, begun on this day.
fn begun(start: &str, budget: i64) -> Structure {
    let (mut campaign, budget) = campaign("1", "One", budget);
    campaign.start_date = Some(day(start));
    structure_of(vec![(campaign, budget)])
}

fn since_creation(from: Option<&str>, last: &str, to_date: bool) -> ResolvedWindow {
    ResolvedWindow::SinceCreation {
        from: from.map(day),
        last: day(last),
        to_date,
    }
}

on_both! {
    async fn an_unchanged_sync_writes_no_cell_and_a_restated_day_replaces_the_old_value(world) {
        world.structure(structure_of(vec![campaign("1", "One", 50)]), at("2026-03-01T12:00:00Z")).await;
        let rows = vec![row("1", "2026-03-01", None, 60), row("1", "2026-03-02", None, 70)];
        let first = ingest(&world, answer("2026-03-03T14:00:00Z", "2026-03-01", "2026-03-03", rows.clone(), vec![])).await;
        assert_eq!(first.cells_changed, 2);
        let again = ingest(&world, answer("2026-03-03T15:00:00Z", "2026-03-01", "2026-03-03", rows, vec![])).await;
        assert_eq!((again.seq, again.cells_changed), (2, 0));
        assert_eq!(spend(&world, "2026-03-03T15:00:00Z", days("2026-03-01", "2026-03-02")).await, Ok(130_000_000));

        // Day one grew, day two is no longer reported: it is zero now.
        let restated = vec![row("1", "2026-03-01", None, 65)];
        let third = ingest(&world, answer("2026-03-03T16:00:00Z", "2026-03-01", "2026-03-03", restated, vec![])).await;
        assert_eq!(third.cells_changed, 2);
        assert_eq!(spend(&world, "2026-03-03T16:00:00Z", days("2026-03-01", "2026-03-02")).await, Ok(65_000_000));

        // What was known when: the frames tell.
        let (scope, id) = (world.account.scope, world.account.id);
        let known = world.context.store.read(|tx| Box::pin(async move {
            metrics::store::known_at(tx, scope, id, dsl::Level::Campaigns, at("2026-03-03T15:30:00Z")).await
        })).await.unwrap();
        let total: i64 = known.iter().filter(|((_, _, hour), _)| hour.is_none()).map(|(_, cells)| cells.spend).sum();
        assert_eq!(total, 130_000_000);
    }

    async fn a_day_without_a_row_is_zero_and_a_day_without_a_sync_is_missing(world) {
        world.structure(structure_of(vec![campaign("1", "One", 50)]), at("2026-03-01T12:00:00Z")).await;
        ingest(&world, answer("2026-03-03T14:00:00Z", "2026-03-01", "2026-03-03", vec![row("1", "2026-03-02", None, 7)], vec![])).await;
        assert_eq!(spend(&world, "2026-03-03T14:30:00Z", days("2026-03-01", "2026-03-01")).await, Ok(0));
        assert_eq!(spend(&world, "2026-03-03T14:30:00Z", days("2026-02-27", "2026-03-01")).await, Err(MissingReason::IncompleteWindow));
        // What no connector supplies is no zero.
        assert_eq!(measured(&world, Metric::Reach, "2026-03-03T14:30:00Z", days("2026-03-01", "2026-03-01")).await, Err(MissingReason::NotSupplied));
        // Today so far is known; tomorrow is not.
        assert_eq!(spend(&world, "2026-03-03T14:30:00Z", days("2026-03-03", "2026-03-03")).await, Ok(0));
        assert_eq!(spend(&world, "2026-03-03T14:30:00Z", days("2026-03-04", "2026-03-04")).await, Err(MissingReason::NoSync));
    }

    async fn yesterday_is_missing_until_a_sync_after_its_end(world) {
        world.structure(structure_of(vec![campaign("1", "One", 50)]), at("2026-03-01T12:00:00Z")).await;
        // 23:50 in New York: the day is not over.
        ingest(&world, answer("2026-03-04T04:50:00Z", "2026-03-01", "2026-03-03", vec![row("1", "2026-03-03", None, 7)], vec![])).await;
        assert_eq!(spend(&world, "2026-03-04T05:10:00Z", days("2026-03-03", "2026-03-03")).await, Err(MissingReason::NoSync));
        ingest(&world, answer("2026-03-04T05:50:00Z", "2026-03-01", "2026-03-04", vec![row("1", "2026-03-03", None, 8)], vec![])).await;
        assert_eq!(spend(&world, "2026-03-04T06:10:00Z", days("2026-03-03", "2026-03-03")).await, Ok(8_000_000));
    }

    async fn old_data_is_stale_and_never_looks_like_a_number(world) {
        world.structure(structure_of(vec![campaign("1", "One", 50)]), at("2026-03-01T12:00:00Z")).await;
        ingest(&world, answer("2026-03-03T14:00:00Z", "2026-03-01", "2026-03-03", vec![row("1", "2026-03-02", None, 7)], vec![])).await;
        assert_eq!(spend(&world, "2026-03-03T17:00:00Z", days("2026-03-02", "2026-03-02")).await, Ok(7_000_000));
        assert_eq!(spend(&world, "2026-03-03T17:00:01Z", days("2026-03-02", "2026-03-02")).await, Err(MissingReason::Stale));
    }

    async fn hours_sum_exactly_and_a_merged_hour_is_not_cut(world) {
        world.structure(structure_of(vec![campaign("1", "One", 50)]), at("2026-10-30T12:00:00Z")).await;
        // Clocks go back on 1 November 2026: 01:00 happens twice and is reported once.
        let by_hour = (0..12).map(|hour| row("1", "2026-11-01", Some(hour), i64::from(hour) + 1)).collect();
        ingest(&world, answer("2026-11-01T18:00:00Z", "2026-10-30", "2026-11-01", vec![], by_hour)).await;
        let now = "2026-11-01T18:00:00Z";
        // Midnight to three by the clock: hours 0, 1 (both passes), 2.
        assert_eq!(spend(&world, now, hours("2026-11-01T04:00:00Z", "2026-11-01T08:00:00Z")).await, Ok(6_000_000));
        assert_eq!(spend(&world, now, hours("2026-11-01T04:00:00Z", "2026-11-01T06:00:00Z")).await, Err(MissingReason::MergedHour));
        assert_eq!(spend(&world, now, hours("2026-11-01T07:00:00Z", "2026-11-01T09:00:00Z")).await, Ok(7_000_000));
        assert_eq!(spend(&world, now, hours("2026-11-01T17:00:00Z", "2026-11-01T19:00:00Z")).await, Err(MissingReason::NoSync));
    }

    async fn a_report_by_hour_that_was_answered_by_day_covers_no_hour(world) {
        world.structure(structure_of(vec![campaign("1", "One", 50)]), at("2026-03-01T12:00:00Z")).await;
        let by_day_after_all = vec![row("1", "2026-03-03", None, 7)];
        ingest(&world, answer("2026-03-03T18:00:00Z", "2026-03-01", "2026-03-03", vec![], by_day_after_all)).await;
        let window = hours("2026-03-03T14:00:00Z", "2026-03-03T16:00:00Z");
        assert_eq!(spend(&world, "2026-03-03T18:00:00Z", window).await, Err(MissingReason::NoSync));
    }

    async fn windows_that_begin_with_each_campaign_know_its_creation_and_its_last_change(world) {
        world.structure(begun("2026-03-01", 50), at("2026-03-01T12:00:00Z")).await;
        let by_day = (1..=5).map(|date| row("1", &format!("2026-03-0{date}"), None, 10 + date)).collect();
        ingest(&world, answer("2026-03-05T15:10:00Z", "2026-02-20", "2026-03-05", by_day, vec![])).await;
        let now = "2026-03-05T15:30:00Z";
        let to_date = ResolvedWindow::ToDate { first: day("2026-03-03"), last: day("2026-03-05") };
        assert_eq!(spend(&world, now, to_date).await, Ok(42_000_000));
        // The first traffic was on the first of March; the account's history reaches further back.
        assert_eq!(spend(&world, now, since_creation(None, "2026-03-05", true)).await, Ok(65_000_000));
        assert_eq!(spend(&world, now, since_creation(Some("2026-02-25"), "2026-03-03", false)).await, Ok(36_000_000));
        assert_eq!(spend(&world, now, days("2026-02-25", "2026-03-03")).await, Err(MissingReason::IncompleteWindow));
        // A window that ended before the campaign began holds nothing of it, and that is no zero.
        assert_eq!(spend(&world, now, since_creation(Some("2026-02-25"), "2026-02-28", false)).await, Err(MissingReason::NotYet));
        // No change is known: since its creation. Then the budget changes on the evening of the third, in New York.
        let changed = ResolvedWindow::SinceChange { last: day("2026-03-05") };
        assert_eq!(spend(&world, now, changed).await, Ok(65_000_000));
        world.structure(begun("2026-03-01", 80), at("2026-03-04T02:00:00Z")).await;
        assert_eq!(spend(&world, now, changed).await, Ok(29_000_000));
        world.structure(begun("2026-03-01", 90), at("2026-03-05T15:00:00Z")).await;
        assert_eq!(spend(&world, now, changed).await, Err(MissingReason::NotYet));
        // A change at the very midnight leaves the day whole.
        world.structure(begun("2026-03-01", 95), at("2026-03-05T05:00:00Z")).await;
        assert_eq!(spend(&world, now, changed).await, Ok(15_000_000));
    }

    async fn a_lifetime_that_began_before_the_history_is_not_known(world) {
        world.structure(begun("2026-02-27", 50), at("2026-03-01T12:00:00Z")).await;
        let by_day = vec![row("1", "2026-02-27", None, 5), row("1", "2026-03-02", None, 7)];
        ingest(&world, answer("2026-03-03T15:00:00Z", "2026-02-26", "2026-03-03", by_day, vec![])).await;
        assert_eq!(spend(&world, "2026-03-03T15:30:00Z", since_creation(None, "2026-03-03", true)).await, Ok(12_000_000));
        let mut started = campaign("2", "Two", 50);
        started.0.start_date = Some(day("2025-06-01"));
        world.structure(structure_of(vec![campaign("1", "One", 50), started]), at("2026-03-03T15:10:00Z")).await;
        let (account, now) = (world.account.clone(), at("2026-03-03T15:30:00Z"));
        let table = world.context.store.read(|tx| Box::pin(async move { load_table(tx, &account, now).await })).await.unwrap();
        let old = table.objects().iter().position(|row| row.external_id == "2").unwrap();
        let snapshot = Arc::new(table).at(now);
        let mut column = Column::with_capacity(1);
        snapshot.sums(Metric::Spend, &since_creation(None, "2026-03-03", true), old..old + 1, &mut column);
        assert_eq!(column.get(0), Some(Err(MissingReason::IncompleteWindow)));
    }

    async fn hours_before_a_campaign_count_as_nothing_where_the_rule_says_so(world) {
        world.structure(begun("2026-03-03", 50), at("2026-03-03T12:00:00Z")).await;
        let by_hour = (9..12).map(|hour| row("1", "2026-03-03", Some(hour), 5)).collect();
        ingest(&world, answer("2026-03-03T18:00:00Z", "2026-02-20", "2026-03-03", vec![row("1", "2026-03-03", None, 15)], by_hour)).await;
        let now = "2026-03-03T18:00:00Z";
        // New York's third begins at five: the first three hours lie on the day before the campaign.
        let (from, until) = (at("2026-03-03T02:00:00Z"), at("2026-03-03T16:00:00Z"));
        assert_eq!(spend(&world, now, ResolvedWindow::Hours { from, until }).await, Err(MissingReason::IncompleteWindow));
        assert_eq!(spend(&world, now, ResolvedWindow::HoursSinceCreation { from, until }).await, Ok(10_000_000));
        let before = ResolvedWindow::HoursSinceCreation { from, until: at("2026-03-03T05:00:00Z") };
        assert_eq!(spend(&world, now, before).await, Err(MissingReason::NotYet));
    }

    async fn the_same_hours_of_the_weeks_before_are_held(world) {
        world.structure(structure_of(vec![campaign("1", "One", 50)]), at("2026-02-01T12:00:00Z")).await;
        for (observed, date) in [("2026-02-05T23:00:00Z", "2026-02-05"), ("2026-02-20T23:00:00Z", "2026-02-20")] {
            let by_hour = (0..24).map(|hour| row("1", date, Some(hour), i64::from(hour))).collect();
            ingest(&world, answer(observed, "2026-02-01", date, vec![row("1", date, None, 276)], by_hour)).await;
        }
        let by_hour = vec![row("1", "2026-03-05", Some(0), 9)];
        ingest(&world, answer("2026-03-05T15:10:00Z", "2026-02-01", "2026-03-05", vec![row("1", "2026-02-03", None, 4), row("1", "2026-02-05", None, 276)], by_hour)).await;
        let now = "2026-03-05T15:30:00Z";
        // Four weeks before: hours 0 to 2 of the account's day, and the whole days in front of it.
        assert_eq!(spend(&world, now, hours("2026-02-05T05:00:00Z", "2026-02-05T08:00:00Z")).await, Ok(3_000_000));
        let week = |first: &str, until: &str| ResolvedWindow::DaysAndHours { first: day(first), until: at(until), since_creation: false };
        assert_eq!(spend(&world, now, week("2026-02-02", "2026-02-05T08:00:00Z")).await, Ok(7_000_000));
        // At midnight the last day has no hour yet.
        assert_eq!(spend(&world, now, week("2026-02-02", "2026-02-05T05:00:00Z")).await, Ok(4_000_000));
        assert_eq!(spend(&world, now, week("2026-01-20", "2026-02-05T08:00:00Z")).await, Err(MissingReason::IncompleteWindow));
        // Two weeks and a day before is held, three weeks less a day is not.
        assert_eq!(spend(&world, now, hours("2026-02-20T05:00:00Z", "2026-02-20T08:00:00Z")).await, Ok(3_000_000));
        assert_eq!(spend(&world, now, hours("2026-02-14T05:00:00Z", "2026-02-14T08:00:00Z")).await, Err(MissingReason::NoSync));
    }

    async fn a_change_outside_is_noticed_and_a_first_sight_is_not_a_change(world) {
        world.structure(structure_of(vec![campaign("1", "One", 50)]), at("2026-03-01T12:00:00Z")).await;
        world.structure(structure_of(vec![campaign("1", "One", 80)]), at("2026-03-02T12:00:00Z")).await;
        let (account, now) = (world.account.clone(), at("2026-03-03T12:00:00Z"));
        let table = world.context.store.read(|tx| Box::pin(async move { load_table(tx, &account, now).await })).await.unwrap();
        let row = &table.objects()[0];
        assert_eq!(row.last_change_at, Some(at("2026-03-02T12:00:00Z")));
        assert_eq!(row.budget.as_ref().unwrap().at_day_start, Ok(80_000_000));
    }
}

#[test]
fn the_first_sync_reads_the_history_the_first_of_a_day_the_month_and_others_three_days() {
    let zone = jiff::tz::TimeZone::get("America/New_York").unwrap();
    let now = at("2026-03-03T14:00:00Z");
    let date = |text: &str| text.parse::<Date>().unwrap();
    let first = SyncSpan::plan(dsl::Level::Campaigns, now, &zone, None);
    assert_eq!((first.first, first.backfilled), (date("2025-12-03"), true));
    let same_day = SyncSpan::plan(
        dsl::Level::Campaigns,
        now,
        &zone,
        Some(at("2026-03-03T13:00:00Z")),
    );
    assert_eq!(
        (same_day.first, same_day.first_hourly),
        (date("2026-02-28"), date("2026-03-02"))
    );
    let next_day = SyncSpan::plan(
        dsl::Level::Campaigns,
        now,
        &zone,
        Some(at("2026-03-02T13:00:00Z")),
    );
    assert_eq!(next_day.first, date("2026-02-01"));
    // After a long silence nothing in between is left out.
    let silence = SyncSpan::plan(
        dsl::Level::Campaigns,
        now,
        &zone,
        Some(at("2026-01-05T13:00:00Z")),
    );
    assert!(silence.first <= date("2026-01-05"));
}
