//! Accounts, structure and metrics of the simulated platform.

use std::collections::{BTreeMap, BTreeSet};

use dsl::Metric;
use engine::connections::platform::{
    AdPlatform, BaseCells, BudgetPeriod, Grain, MetricsReply, MetricsRequest, MetricsRow, PlatformError,
    RemoteAccountState, RetryScope, SwitchStatus,
};
use jiff::{SignedDuration, Timestamp, civil::Date, tz::TimeZone};
use serde_json::json;

use crate::world::{CLOSED, MAIN, MANAGER, SMALL, World};

async fn today(world: &World) -> Date {
    let clock = world.ask("_sandbox/clock").await;
    let now: Timestamp = clock["now"].as_str().unwrap().parse().unwrap();
    now.to_zoned(TimeZone::get("America/New_York").unwrap()).date()
}

/// What Google reports beyond the base metrics, in the order of a row's values.
const FURTHER: [Metric; 4] = [
    Metric::Engagements,
    Metric::VideoViews,
    Metric::AllConversions,
    Metric::AllConversionsValue,
];

async fn rows(world: &World, first: Date, last: Date, grain: Grain) -> Vec<MetricsRow> {
    let request = MetricsRequest {
        level: dsl::Level::Campaigns,
        first,
        last,
        grain,
        job: None,
    };
    match world
        .google
        .metrics(&world.access, &world.main(), &request)
        .await
        .unwrap()
    {
        MetricsReply::Rows(report) => {
            assert_eq!(report.further, FURTHER);
            report.rows
        }
        MetricsReply::Later { .. } => panic!("Google has no jobs"),
    }
}

#[tokio::test]
async fn accounts_come_with_the_way_to_them() {
    let world = World::after_days(0).await;
    let accounts = world.google.accounts(&world.access).await.unwrap();
    let found: BTreeMap<_, _> = accounts
        .iter()
        .map(|account| {
            let address = &account.address;
            (
                address.external_id.as_str(),
                (
                    address.login_external_id.as_deref(),
                    address.currency.as_str(),
                    account.state,
                ),
            )
        })
        .collect();
    assert_eq!(found[MAIN], (Some(MANAGER), "USD", RemoteAccountState::Open));
    assert_eq!(found[SMALL], (None, "USD", RemoteAccountState::Open));
    assert_eq!(
        found["2345678901"],
        (Some(MANAGER), "EUR", RemoteAccountState::Open)
    );
    assert_eq!(found[CLOSED].2, RemoteAccountState::Closed);
    assert!(!found.contains_key(MANAGER), "managers are left out");
    let main = accounts
        .iter()
        .find(|account| account.address.external_id == MAIN)
        .unwrap();
    assert_eq!(main.address, world.main());
    assert!(!main.name.is_empty());
}

#[tokio::test]
async fn every_account_that_is_listed_as_open_can_be_read() {
    let world = World::after_days(0).await;
    for account in world.google.accounts(&world.access).await.unwrap() {
        let structure = world.google.structure(&world.access, &account.address).await;
        match account.state {
            RemoteAccountState::Open => assert!(!structure.unwrap().campaigns.is_empty(), "{account:?}"),
            RemoteAccountState::Closed => {
                let error = structure.unwrap_err();
                assert!(
                    matches!(&error, PlatformError::Refused { code, .. } if code == "authorizationError.CUSTOMER_NOT_ENABLED"
                        || code == "authorizationError.USER_PERMISSION_DENIED"),
                    "{error:?}"
                );
            }
        }
    }
}

#[tokio::test]
async fn a_client_is_not_reached_without_its_manager() {
    let world = World::after_days(0).await;
    let mut direct = world.main();
    direct.login_external_id = None;
    let error = world.google.structure(&world.access, &direct).await.unwrap_err();
    let PlatformError::Refused {
        code,
        message,
        exchange,
    } = error
    else {
        panic!("{error:?}")
    };
    assert_eq!(code, "authorizationError.USER_PERMISSION_DENIED");
    assert!(message.contains("no longer has access"), "{message}");
    assert!(exchange.request_id.is_some());
}

#[tokio::test]
async fn structure_shows_campaigns_budgets_and_who_shares_one() {
    let world = World::after_days(0).await;
    let structure = world.structure().await;
    assert!(structure.campaigns.len() >= 20, "{}", structure.campaigns.len());
    let ids: BTreeSet<_> = structure
        .campaigns
        .iter()
        .map(|campaign| &campaign.external_id)
        .collect();
    assert_eq!(ids.len(), structure.campaigns.len());
    for campaign in &structure.campaigns {
        assert!(campaign.status != SwitchStatus::Removed && !campaign.name.is_empty());
        assert!(
            !campaign.delivery.is_empty()
                && !campaign.channel.is_empty()
                && !campaign.bid_strategy.is_empty()
        );
        assert_eq!(campaign.channel, campaign.channel.to_lowercase());
        assert!(campaign.start_date.is_some());
        let budget = campaign.budget_external_id.as_ref().unwrap();
        assert!(structure.budgets.iter().any(|found| found.external_id == *budget));
    }
    let shared: Vec<_> = structure.budgets.iter().filter(|budget| budget.shared).collect();
    assert_eq!(shared.len(), 1);
    assert_eq!((shared[0].campaigns, shared[0].period), (3, BudgetPeriod::Daily));
    assert!(
        structure
            .budgets
            .iter()
            .all(|budget| budget.amount_micros > 0 && budget.campaigns >= 1)
    );
}

#[tokio::test]
async fn a_change_made_by_a_person_at_the_platform_is_seen() {
    let world = World::after_days(0).await;
    let (campaign, budget) = world.campaign().await;
    let resource = format!("customers/{MAIN}/campaignBudgets/{}", budget.external_id);
    let edit = json!({"platform": "google", "account": MAIN, "resource": resource, "field": "amount_micros", "value": "77000000"});
    world.tell("_sandbox/edit", &edit).await;
    let (again, after) = world.campaign().await;
    assert_eq!(
        (again.external_id, after.amount_micros),
        (campaign.external_id, 77_000_000)
    );
}

#[tokio::test]
async fn hours_add_up_to_days_exactly() {
    let world = World::after_days(12).await;
    let last = today(&world).await.yesterday().unwrap();
    let first = last - jiff::Span::new().days(6);
    let by_day = rows(&world, first, last, Grain::Day).await;
    let by_hour = rows(&world, first, last, Grain::Hour).await;
    assert!(
        by_day.len() > 100 && by_hour.len() > by_day.len() * 10,
        "{} {}",
        by_day.len(),
        by_hour.len()
    );

    let mut sums: BTreeMap<(String, Date), (BaseCells, [i64; 4])> = BTreeMap::new();
    for row in &by_hour {
        assert!(row.hour.is_some_and(|hour| (0..24).contains(&hour)));
        let (sum, further) = sums.entry((row.external_id.clone(), row.date)).or_default();
        sum.impressions += row.cells.impressions;
        sum.clicks += row.cells.clicks;
        sum.spend += row.cells.spend;
        sum.conversions += row.cells.conversions;
        sum.revenue += row.cells.revenue;
        for (sum, value) in further.iter_mut().zip(&row.further) {
            *sum += value;
        }
    }
    let (mut spend, mut beyond) = (0, [0; 4]);
    for row in &by_day {
        assert_eq!(row.hour, None);
        assert!((first..=last).contains(&row.date));
        let (sum, further) = sums
            .remove(&(row.external_id.clone(), row.date))
            .unwrap_or_default();
        let cells = row.cells;
        assert_eq!(
            (sum.impressions, sum.clicks, sum.spend),
            (cells.impressions, cells.clicks, cells.spend),
            "{row:?}"
        );
        // Fractions are doubles at the platform: each hour is rounded to a millionth once.
        assert!(
            (sum.conversions - cells.conversions).abs() <= 24,
            "{row:?} {sum:?}"
        );
        assert!((sum.revenue - cells.revenue).abs() <= 24, "{row:?} {sum:?}");
        spend += cells.spend;
        let [engagements, views, all, value] = row.further[..] else {
            panic!("{row:?}")
        };
        assert_eq!(further[..2], [engagements, views], "{row:?}");
        assert!(
            (further[2] - all).abs() <= 24 && (further[3] - value).abs() <= 24,
            "{row:?} {further:?}"
        );
        // What is counted in "conversions" is counted in all of them.
        assert!(all >= cells.conversions && value >= cells.revenue, "{row:?}");
        assert!(engagements.max(views) <= cells.impressions, "{row:?}");
        for (sum, value) in beyond.iter_mut().zip(&row.further) {
            *sum += value;
        }
    }
    assert!(beyond.iter().all(|sum| *sum > 0), "{beyond:?}");
    assert!(
        sums.is_empty(),
        "hours of days that are not in the daily report: {sums:?}"
    );
    assert!(spend > 0);
}

#[tokio::test]
async fn today_is_there_and_tomorrow_is_empty() {
    let world = World::after_days(3).await;
    let today = today(&world).await;
    assert!(!rows(&world, today, today, Grain::Hour).await.is_empty());
    let tomorrow = today + SignedDuration::from_hours(24);
    assert!(rows(&world, tomorrow, tomorrow, Grain::Hour).await.is_empty());
}

#[tokio::test]
async fn a_manager_has_no_metrics() {
    let world = World::after_days(0).await;
    let mut manager = world.main();
    manager.external_id = MANAGER.to_owned();
    let day = today(&world).await;
    let request = MetricsRequest {
        level: dsl::Level::Campaigns,
        first: day,
        last: day,
        grain: Grain::Day,
        job: None,
    };
    let error = world
        .google
        .metrics(&world.access, &manager, &request)
        .await
        .unwrap_err();
    assert!(
        matches!(&error, PlatformError::Refused { code, .. } if code == "queryError.REQUESTED_METRICS_FOR_MANAGER"),
        "{error:?}"
    );
}

#[tokio::test]
async fn no_fault_makes_a_read_answer_with_less_than_the_truth() {
    let world = World::after_days(2).await;
    let whole = world.structure().await;
    for fault in [
        json!({"effect": "status", "status": 500}),
        json!({"effect": "status", "status": 503}),
        json!({"effect": "status", "status": 504}),
        json!({"effect": "status", "status": 409}),
        json!({"effect": "reset"}),
        json!({"effect": "drop"}),
        json!({"effect": "garbage"}),
    ] {
        world.fault_once("googleAds:searchStream", fault.clone()).await;
        let error = world
            .google
            .structure(&world.access, &world.main())
            .await
            .unwrap_err();
        assert!(
            matches!(
                error,
                PlatformError::Retry {
                    scope: RetryScope::Call,
                    ..
                }
            ),
            "{fault}: {error:?}"
        );
        assert_eq!(world.structure().await, whole, "{fault}");
    }
    world
        .fault_once(
            "googleAds:searchStream",
            json!({"effect": "delay", "delay_ms": 300}),
        )
        .await;
    assert_eq!(world.structure().await, whole);
}

#[tokio::test]
async fn campaigns_come_with_the_names_of_their_labels_as_they_are_now() {
    let world = World::after_days(0).await;
    let of = async |name: &str| {
        let structure = world.structure().await;
        let campaign = structure.campaigns.into_iter().find(|it| it.name == name);
        campaign.unwrap()
    };
    assert_eq!(of("Brand US - Exact").await.labels, ["brand", "protected"]);
    let plain = of("Prospecting US - Trail shoes").await;
    assert!(plain.labels.is_empty());

    let seasonal = of("Demand Gen US - Spring story").await;
    assert_eq!(seasonal.labels, ["seasonal"]);
    let edit = json!({
        "platform": "google", "account": MAIN, "field": "labels", "value": [],
        "resource": format!("customers/{MAIN}/campaigns/{}", seasonal.external_id),
    });
    world.tell("_sandbox/edit", &edit).await;
    assert!(of("Demand Gen US - Spring story").await.labels.is_empty());
}
