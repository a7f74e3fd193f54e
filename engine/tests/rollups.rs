//! Sums that dashboards read: equal to the days below them whatever was restated, budgets counted once.

use std::collections::{BTreeMap, BTreeSet};

use engine::{
    campaigns::list::{self, CampaignFilter, Sort},
    connections::platform::{
        BaseCells, MetricsReport, MetricsRow, SwitchStatus, TargetKind, WriteField, WriteValue,
    },
    metrics::{self, calendar, ingest::Answer, rollup},
    store::StoreError,
};
use jiff::{SignedDuration, Timestamp};
use proptest::{
    strategy::{Strategy, ValueTree as _},
    test_runner::TestRunner,
};

use crate::support::{World, campaign, on_both, structure_of};

/// One answer of the platform: which days were asked for and what it said, as offsets from the first day.
#[derive(Debug, Clone)]
struct Reply {
    first: i64,
    length: i64,
    /// Campaign, offset inside the span, spend in cents, conversions in tenths.
    cells: Vec<(u8, i64, i64, i64)>,
}

const FIRST: i64 = 20_600;
const DAYS: i64 = 14;

fn replies() -> impl Strategy<Value = Vec<Reply>> {
    let reply = (0..DAYS, 1..6_i64).prop_flat_map(|(first, length)| {
        let cell = (1..=3_u8, 0..length, 0..50_000_i64, 0..40_i64);
        proptest::collection::vec(cell, 0..12).prop_map(move |cells| Reply { first, length, cells })
    });
    proptest::collection::vec(reply, 1..10)
}

fn rows(reply: &Reply) -> Vec<MetricsRow> {
    // One row per campaign and day, as platforms answer.
    let mut unique = BTreeMap::new();
    for (campaign, offset, cents, tenths) in &reply.cells {
        unique.insert((*campaign, *offset), (*cents, *tenths));
    }
    unique
        .into_iter()
        .map(|((campaign, offset), (cents, tenths))| MetricsRow {
            external_id: campaign.to_string(),
            date: calendar::date_of(FIRST + reply.first + offset),
            hour: None,
            cells: BaseCells {
                impressions: cents * 3,
                clicks: cents / 7,
                spend: cents * 10_000,
                conversions: tenths * 100_000,
                revenue: tenths * 3_000_000,
            },
            further: Vec::new(),
        })
        .collect()
}

async fn ingest(world: &World, first: i64, last: i64, observed_at: Timestamp, by_day: Vec<MetricsRow>) {
    let answer = Answer {
        observed_at,
        data_until: observed_at,
        finished_at: observed_at,
        first: calendar::date_of(first),
        first_hourly: calendar::date_of(last),
        last: calendar::date_of(last),
        by_day: by_day.into(),
        by_hour: MetricsReport::default(),
        backfilled: false,
    };
    let account = world.account.clone();
    world
        .context
        .store
        .write(move |tx| {
            Box::pin(async move { metrics::ingest(tx, &account, dsl::Level::Campaigns, &answer).await })
        })
        .await
        .unwrap();
}

/// The days as stored, and the sums over them.
async fn stored(world: &World) -> (BTreeMap<i64, BaseCells>, BTreeMap<i64, (BaseCells, Option<i64>)>) {
    let (scope, id) = (world.account.scope, world.account.id);
    world
        .context
        .store
        .read(|tx| {
            Box::pin(async move {
                let mut below: BTreeMap<i64, BaseCells> = BTreeMap::new();
                let days = metrics::store::days(tx, scope, id, FIRST - 100, FIRST + 100).await?;
                for (day, cells) in days.into_values().flatten() {
                    let sum = below.entry(day).or_default();
                    *sum = sum.plus(cells);
                }
                let above = rollup::account_days(tx, scope, id, FIRST - 100, FIRST + 100).await?;
                Ok::<_, StoreError>((below, above))
            })
        })
        .await
        .unwrap()
}

async fn budget_in_force(world: &World, day: i64) -> Option<i64> {
    let (scope, id) = (world.account.scope, world.account.id);
    let days = world
        .context
        .store
        .read(|tx| Box::pin(async move { rollup::account_days(tx, scope, id, day, day).await }))
        .await
        .unwrap();
    days.get(&day).and_then(|(_, budget)| *budget)
}

fn noon(day: i64, world: &World) -> Timestamp {
    calendar::day_start(day, &world.account.zone) + SignedDuration::from_hours(12)
}

on_both! {
    async fn sums_equal_the_days_below_them_after_any_restatement(world) {
        let parts = (1..=3).map(|id| campaign(&id.to_string(), &format!("Campaign {id}"), 10)).collect();
        world.structure(structure_of(parts), noon(FIRST, &world)).await;
        let mut runner = TestRunner::deterministic();
        let mut known = BTreeSet::new();
        for round in 0..12 {
            for reply in replies().new_tree(&mut runner).unwrap().current() {
                let (first, last) = (FIRST + reply.first, FIRST + reply.first + reply.length - 1);
                // Always asked later than before: restatements of old days come from a newer sync.
                let observed_at = noon(FIRST + DAYS + 6 + round, &world);
                ingest(&world, first, last, observed_at, rows(&reply)).await;
                known.extend(first..=last);
                let (below, above) = stored(&world).await;
                assert_eq!(above.keys().copied().collect::<BTreeSet<_>>(), known, "covered days, and only they, have sums");
                for (day, (sum, _)) in above {
                    assert_eq!(sum, below.get(&day).copied().unwrap_or_default(), "day {day} after {reply:?}");
                }
            }
        }
    }

    async fn a_campaigns_week_is_the_sum_of_its_seven_days_and_absent_with_a_gap(world) {
        world.structure(structure_of(vec![campaign("1", "One", 10)]), noon(FIRST, &world)).await;
        let row = |day: i64, spend: i64| MetricsRow {
            external_id: "1".to_owned(),
            date: calendar::date_of(day),
            hour: None,
            cells: BaseCells { spend: spend * 1_000_000, clicks: 1, ..BaseCells::default() },
            further: Vec::new(),
        };
        let today = FIRST + 10;
        world.context.business.set(noon(today, &world));
        // Eight days back to today, but the third day before today was never asked for.
        ingest(&world, today - 8, today - 4, noon(today, &world), vec![row(today - 8, 100), row(today - 7, 7), row(today - 4, 4)]).await;
        ingest(&world, today - 2, today, noon(today, &world), vec![row(today - 1, 1), row(today, 50)]).await;
        let shown = async || {
            let page = list::campaigns(&world.context, world.account.scope, CampaignFilter::default(), Sort::default(), None, 10).await.unwrap();
            let (view, _) = page.into_iter().next().unwrap();
            (view.today.map(|cells| cells.spend), view.last_7_days.map(|cells| cells.spend))
        };
        assert_eq!(shown().await, (Some(50_000_000), None));
        ingest(&world, today - 3, today - 3, noon(today, &world), vec![row(today - 3, 3)]).await;
        assert_eq!(shown().await, (Some(50_000_000), Some(15_000_000)), "neither today nor the eighth day back is in it");
        // Midnight passes without a sync: yesterday joins the week, today is not known.
        world.context.business.set(calendar::day_start(today + 1, &world.account.zone));
        assert_eq!(shown().await, (None, Some(58_000_000)));
        // A day later nobody knows the week either.
        world.context.business.set(calendar::day_start(today + 2, &world.account.zone));
        assert_eq!(shown().await, (None, None));
    }

    async fn a_shared_budget_counts_once_and_what_does_not_run_counts_nothing(world) {
        let today = FIRST + 10;
        let (one, mut shared) = campaign("1", "One", 80);
        shared.shared = true;
        shared.campaigns = 2;
        let (mut two, _) = campaign("2", "Two", 0);
        two.budget_external_id = Some(shared.external_id.clone());
        let (mut paused, of_paused) = campaign("3", "Paused", 1_000);
        paused.status = SwitchStatus::Paused;
        let (mut over, of_over) = campaign("4", "Over", 500);
        over.end_date = Some(calendar::date_of(today - 1));
        let (mut ahead, of_ahead) = campaign("5", "Ahead", 300);
        ahead.start_date = Some(calendar::date_of(today + 1));
        let (plain, of_plain) = campaign("6", "Plain", 20);
        let structure = engine::connections::platform::Structure {
            campaigns: vec![one, two, paused, over, ahead, plain],
            budgets: vec![shared, of_paused, of_over, of_ahead, of_plain],
        };
        world.structure(structure, noon(today, &world)).await;
        ingest(&world, today - 2, today, noon(today, &world), Vec::new()).await;
        assert_eq!(budget_in_force(&world, today).await, Some(100_000_000));
        assert_eq!(budget_in_force(&world, today - 1).await, None, "nobody looked then");
    }

    async fn an_applied_change_moves_the_budgets_in_force_without_waiting_for_a_sync(world) {
        let today = FIRST + 10;
        world.structure(structure_of(vec![campaign("1", "One", 50)]), noon(today, &world)).await;
        ingest(&world, today, today, noon(today, &world), Vec::new()).await;
        world.context.business.set(noon(today, &world));
        let target = crate::ledger::target(TargetKind::Budget, "b1");
        world.platform.put(target, WriteField::Budget, WriteValue::Money(50_000_000));
        let campaign = crate::campaigns::only_campaign(&world).await;
        let wish = engine::actions::own::Wish::SetBudget { micros: 75_000_000, currency: world.account.currency };
        let action = engine::actions::own::request(&world.context, &world.manager, campaign, wish, "sale").await.unwrap();
        crate::ledger::carry_out(&world, action, 3).await;
        assert_eq!(budget_in_force(&world, today).await, Some(75_000_000));
    }

    async fn what_was_synced_before_there_were_sums_is_summed_once(world) {
        world.structure(structure_of(vec![campaign("1", "One", 50)]), noon(FIRST, &world)).await;
        let row = MetricsRow {
            external_id: "1".to_owned(),
            date: calendar::date_of(FIRST),
            hour: None,
            cells: BaseCells { spend: 9, ..BaseCells::default() },
            further: Vec::new(),
        };
        ingest(&world, FIRST - 3, FIRST, noon(FIRST, &world), vec![row]).await;
        let (_, whole) = stored(&world).await;
        world.execute("delete from account_day").await;
        world.execute("delete from campaign_recent").await;
        assert_eq!(rollup::catch_up(&world.context).await.unwrap(), 1);
        assert_eq!(stored(&world).await.1, whole);
        assert_eq!(rollup::catch_up(&world.context).await.unwrap(), 0, "there is nothing left to do");
    }
}
