//! Metrics beyond the base ones: known where a sync reported them, missing where none did, and the same in a backtest.

use std::sync::Arc;

use dsl::{Column, Level, Metric, MissingReason, ResolvedWindow, Table as _};
use engine::{
    connections::platform::{MetricsReport, MetricsRow},
    decisions::Outcome,
    metrics::{
        self, Frame, SyncOutcome,
        frame::Block,
        ingest::{Answer, load_table},
    },
    store::StoreError,
};

use crate::{
    backtests::{only, request, tried},
    ledger::{furnish, install, open, rows, tick},
    levels::{groups, read, row},
    support::{World, at, on_both},
};

/// A row with its further values.
fn with(row: MetricsRow, further: &[i64]) -> MetricsRow {
    MetricsRow {
        further: further.to_vec(),
        ..row
    }
}

fn report(further: &[Metric], rows: Vec<MetricsRow>) -> MetricsReport {
    MetricsReport {
        further: further.to_vec(),
        rows,
    }
}

/// Reads days until 3 March.
async fn ingest(
    world: &World,
    level: Level,
    (first, observed): (&str, &str),
    (by_day, by_hour): (MetricsReport, MetricsReport),
) -> SyncOutcome {
    let answer = Answer {
        observed_at: at(observed),
        data_until: at(observed),
        finished_at: at(observed),
        first: first.parse().unwrap(),
        first_hourly: "2026-03-03".parse().unwrap(),
        last: "2026-03-03".parse().unwrap(),
        by_day,
        by_hour,
        backfilled: false,
    };
    let account = world.account.clone();
    world
        .context
        .store
        .write(move |tx| Box::pin(async move { metrics::ingest(tx, &account, level, &answer).await }))
        .await
        .unwrap()
}

/// What the rows of a level had of a metric, in the order of the platform's names.
async fn measured(
    world: &World,
    level: Level,
    metric: Metric,
    window: &ResolvedWindow,
) -> Vec<Result<i64, MissingReason>> {
    let (account, now) = (world.account.clone(), at("2026-03-03T17:30:00Z"));
    let table = world
        .context
        .store
        .read(|tx| Box::pin(async move { load_table(tx, &account, now).await }))
        .await
        .unwrap();
    let snapshot = Arc::new(table).at_level(level, now);
    let mut column = Column::with_capacity(snapshot.rows());
    snapshot.sums(metric, window, 0..snapshot.rows(), &mut column);
    let mut found: Vec<_> = (0..snapshot.rows())
        .map(|row| {
            (
                snapshot.object(row).unwrap().external_id.clone(),
                column.get(row).unwrap(),
            )
        })
        .collect();
    found.sort();
    found.into_iter().map(|(_, cell)| cell).collect()
}

fn days(first: &str, last: &str) -> ResolvedWindow {
    ResolvedWindow::Days {
        first: first.parse().unwrap(),
        last: last.parse().unwrap(),
    }
}

/// How many bytes of blocks and frames say something of further metrics.
async fn packed(world: &World) -> (usize, usize) {
    world
        .context
        .store
        .read(|tx| {
            Box::pin(async move {
                let both = |sql| engine::store::Statement::both("test", sql);
                let mut counts = (0, 0);
                for row in tx.fetch_all(both("select body from metric_block"), &[]).await? {
                    let block = Block::unpack(&row.bytes("body")?)?;
                    counts.0 += usize::from(!block.further.is_empty());
                }
                for row in tx.fetch_all(both("select body from metric_frame"), &[]).await? {
                    let frame = Frame::unpack(&row.bytes("body")?)?;
                    counts.1 += usize::from(!frame.further.is_empty());
                }
                Ok::<_, StoreError>(counts)
            })
        })
        .await
        .unwrap()
}

/// The campaigns' spend as furnished, and how often each of the first two was engaged with a day.
fn engaged(first: i64, second: i64, all_conversions: i64) -> MetricsReport {
    let of = |id: &str, spend: i64, values: [i64; 2]| {
        let rows = rows(id, spend).into_iter();
        rows.map(move |row| with(row, &values)).collect::<Vec<_>>()
    };
    report(
        &[Metric::Engagements, Metric::AllConversions],
        [
            of("1", 60, [first, all_conversions]),
            of("2", 45, [second, 0]),
            of("3", 1, [0, 0]),
        ]
        .concat(),
    )
}

const UNWATCHED: &str = r#"language 1

rule "Unwatched" {
  for campaigns on google where status is active
  every 1h
  window last 3 days
  when spend > $100 and engagements < 30 and all_conversions < 2
  then pause
  cooldown 24h
  accept W0507 "what comes late does not matter here"
}
"#;

on_both! {
    async fn of_what_is_reported_nothing_means_zero_and_of_everything_else_nothing_is_known(world) {
        furnish(&world).await;
        let window = days("2026-03-01", "2026-03-02");
        let engagements = |window| { let world = &world; async move { measured(world, Level::Campaigns, Metric::Engagements, &window).await } };
        // Nobody has reported it, and nobody pays for it.
        assert_eq!(engagements(window).await, [Err(MissingReason::NotSupplied); 3]);
        assert_eq!(packed(&world).await, (0, 0));

        let reported = engaged(4, 5, 250_000);
        let kept: Vec<_> = reported.rows.iter().filter(|row| row.date.to_string() != "2026-02-28").cloned().collect();
        let by_hour = report(&[Metric::Engagements], vec![with(MetricsRow { hour: Some(9), ..row("1", "2026-03-03", 2) }, &[3])]);
        let spans = ("2026-03-01", "2026-03-03T15:30:00Z");
        let told = (report(&reported.further, kept.clone()), by_hour.clone());
        let outcome = ingest(&world, Level::Campaigns, spans, told).await;
        // Four of engagements and two of all conversions by day; an hour with its spend, and its engagements.
        assert_eq!(outcome.cells_changed, 8);
        assert_eq!(engagements(window).await, [Ok(8), Ok(10), Ok(0)]);
        let all = measured(&world, Level::Campaigns, Metric::AllConversions, &window).await;
        assert_eq!(all, [Ok(500_000), Ok(0), Ok(0)]);
        assert_eq!(engagements(days("2026-02-28", "2026-03-02")).await, [Err(MissingReason::IncompleteWindow); 3]);
        assert_eq!(measured(&world, Level::Campaigns, Metric::VideoViews, &window).await, [Err(MissingReason::NotSupplied); 3]);
        let hours = ResolvedWindow::Hours { from: at("2026-03-03T13:00:00Z"), until: at("2026-03-03T15:00:00Z") };
        assert_eq!(engagements(hours).await, [Ok(3), Ok(0), Ok(0)]);
        // By hour it was not listed.
        assert_eq!(measured(&world, Level::Campaigns, Metric::AllConversions, &hours).await, [Err(MissingReason::NoSync); 3]);
        let mixed = ResolvedWindow::DaysAndHours { first: "2026-03-02".parse().unwrap(), until: at("2026-03-03T15:00:00Z"), since_creation: false };
        assert_eq!(engagements(mixed).await, [Ok(4 + 3), Ok(5), Ok(0)]);
        let since = ResolvedWindow::SinceCreation { from: Some("2026-03-01".parse().unwrap()), last: "2026-03-02".parse().unwrap(), to_date: false };
        assert_eq!(engagements(since).await, [Ok(8), Ok(10), Ok(0)]);

        // The same again changes nothing; a day that is restated, and one that is not reported any more.
        let told = (report(&reported.further, kept.clone()), by_hour.clone());
        assert_eq!(ingest(&world, Level::Campaigns, (spans.0, "2026-03-03T15:40:00Z"), told).await.cells_changed, 0);
        let mut restated = kept.clone();
        restated[0].further = vec![6, 0];
        restated[1].further.clear();
        let told = (report(&reported.further, restated), by_hour.clone());
        assert_eq!(ingest(&world, Level::Campaigns, (spans.0, "2026-03-03T15:50:00Z"), told).await.cells_changed, 4);
        assert_eq!(engagements(window).await, [Ok(6), Ok(10), Ok(0)]);

        // From here on the platform refuses it: what it was is not known of the days that were read again.
        let base: Vec<_> = kept.iter().filter(|row| row.date.to_string() == "2026-03-02").map(|row| with(row.clone(), &[])).collect();
        let outcome = ingest(&world, Level::Campaigns, ("2026-03-02", "2026-03-03T16:30:00Z"), (base.into(), MetricsReport::default())).await;
        assert_eq!(outcome.cells_changed, 1, "the hour that is gone");
        assert_eq!(engagements(window).await, [Err(MissingReason::NoSync); 3]);
        assert_eq!(engagements(days("2026-03-01", "2026-03-01")).await, [Ok(6), Ok(5), Ok(0)]);
    }

    async fn what_stands_below_a_campaign_has_lanes_of_its_own(world) {
        furnish(&world).await;
        read(&world, Level::AdGroups, groups(), Vec::new(), "2026-03-03T14:00:00Z").await;
        let told = report(&[Metric::VideoViews], vec![with(row("g1", "2026-03-02", 30), &[12]), row("g3", "2026-03-02", 25)]);
        let spans = ("2026-02-20", "2026-03-03T15:30:00Z");
        ingest(&world, Level::AdGroups, spans, (told, MetricsReport::default())).await;
        let window = days("2026-03-02", "2026-03-02");
        assert_eq!(measured(&world, Level::AdGroups, Metric::VideoViews, &window).await[0], Ok(12));
        assert_eq!(measured(&world, Level::AdGroups, Metric::Spend, &window).await[0], Ok(30_000_000));
        assert_eq!(measured(&world, Level::Campaigns, Metric::VideoViews, &window).await, [Err(MissingReason::NotSupplied); 3]);
    }

    async fn a_rule_is_tried_on_what_was_reported_when_it_was(world) {
        furnish(&world).await;
        let spans = |observed| ("2026-02-20", observed);
        let hours = MetricsReport::default;
        ingest(&world, Level::Campaigns, spans("2026-03-03T15:30:00Z"), (engaged(4, 5, 0), hours())).await;
        // At 15:00 nothing was known of engagements: where the spend does not decide, the rule could not tell.
        let backtest = tried(&world, &request(UNWATCHED, "2026-03-03T16:10:00Z")).await;
        let tally = &only(&backtest).rules[0];
        assert_eq!((tally.ticks, tally.not_fired, tally.unknown, tally.fired), (2, 2, 2, 2), "{tally:?}");
        install(&world, UNWATCHED).await;
        tick(&world, at("2026-03-03T16:00:00Z")).await;
        let mut real: Vec<_> = open(&world).await.into_iter().map(|action| (action.target_name, action.reason)).collect();
        let fired = |backtest: &engine::backtest::Backtest| {
            let firings = only(backtest).firings.iter().filter(|firing| firing.outcome == Outcome::Fired);
            let mut fired: Vec<_> = firings.map(|firing| (firing.campaign.as_ref().unwrap().name.clone(), firing.reason.clone())).collect();
            fired.sort();
            fired
        };
        real.sort();
        assert_eq!(fired(&backtest), real);
        let reason = "spend $180.00 is above $100.00, engagements 12 is below 30 and all_conversions 0 is below 2";
        assert_eq!(real[0], ("Bleeder".to_owned(), reason.to_owned()));

        // Conversions of every kind that come late change what is decided from then on, and nothing before.
        ingest(&world, Level::Campaigns, spans("2026-03-03T16:30:00Z"), (engaged(4, 5, 1_500_000), hours())).await;
        let early = tried(&world, &request(UNWATCHED, "2026-03-03T16:10:00Z")).await;
        assert_eq!(fired(&early), real);
        let late = engine::backtest::Request { from: at("2026-03-03T16:45:00Z"), ..request(UNWATCHED, "2026-03-03T17:10:00Z") };
        let names: Vec<_> = fired(&tried(&world, &late).await).into_iter().map(|(name, _)| name).collect();
        assert_eq!(names, ["Second"]);
    }
}
