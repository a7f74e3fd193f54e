//! What stands below the campaigns of the simulated platform: read, measured, changed and read back.

use std::collections::BTreeMap;

use dsl::{Level, NegativeKeyword, NegativeMatch};
use engine::campaigns::negatives;
use engine::connections::platform::{
    AdPlatform, Grain, MetricsReply, MetricsRequest, MetricsRow, PlatformError, RemoteObject, SwitchStatus,
    TargetKind, Write, WriteField, WriteTarget, WriteValue,
};
use jiff::civil::Date;
use serde_json::json;

use crate::world::{MAIN, World};

async fn rows(world: &World, level: Level, day: Date, grain: Grain) -> Vec<MetricsRow> {
    let request = MetricsRequest {
        level,
        first: day,
        last: day,
        grain,
        job: None,
    };
    match world
        .google
        .metrics(&world.access, &world.main(), &request)
        .await
        .unwrap()
    {
        MetricsReply::Rows(report) => report.rows,
        MetricsReply::Later { .. } => panic!("a report that comes later"),
    }
}

fn spend(rows: &[MetricsRow]) -> i64 {
    rows.iter().map(|row| row.cells.spend).sum()
}

/// The last whole day of the main account.
async fn yesterday(world: &World) -> Date {
    world.ask("_sandbox/clock").await["now"]
        .as_str()
        .unwrap()
        .parse::<jiff::Timestamp>()
        .unwrap()
        .in_tz("America/New_York")
        .unwrap()
        .date()
        .yesterday()
        .unwrap()
}

#[tokio::test]
async fn ad_groups_are_read_with_their_numbers_paused_and_bid_on() {
    let world = World::after_days(3).await;
    let structure = world.structure().await;
    let google = &world.google;
    let days = (yesterday(&world).await, yesterday(&world).await);
    assert_eq!(
        google.levels(),
        [Level::AdGroups, Level::Ads, Level::Keywords, Level::SearchTerms]
    );
    let groups = google
        .objects(&world.access, &world.main(), Level::AdGroups, days)
        .await
        .unwrap();
    let by_campaign = |id: &str| {
        let campaign = structure
            .campaigns
            .iter()
            .find(|campaign| campaign.external_id == id);
        campaign.map(|campaign| campaign.bid_strategy.as_str())
    };
    assert!(groups.len() > 20, "{}", groups.len());
    for group in &groups {
        // Each stands in a campaign that is listed, and has a bid where nobody else bids.
        let strategy = by_campaign(&group.parent_external_id).unwrap();
        assert_eq!(group.bid_micros.is_some(), strategy == "manual_cpc", "{group:?}");
    }

    // A campaign spends what its ad groups spend, by day and by hour.
    let day = yesterday(&world).await;
    let by_group = rows(&world, Level::AdGroups, day, Grain::Day).await;
    assert_eq!(
        spend(&by_group),
        spend(&rows(&world, Level::AdGroups, day, Grain::Hour).await)
    );
    let mut sums: BTreeMap<&str, i64> = BTreeMap::new();
    for row in &by_group {
        let group = groups
            .iter()
            .find(|group| group.external_id == row.external_id)
            .unwrap();
        *sums.entry(&group.parent_external_id).or_default() += row.cells.spend;
    }
    let campaigns = rows(&world, Level::Campaigns, day, Grain::Day).await;
    assert!(sums.len() > 10, "{sums:?}");
    for (campaign, sum) in sums {
        let whole = campaigns.iter().find(|row| row.external_id == campaign).unwrap();
        assert_eq!(whole.cells.spend, sum, "{campaign}");
    }

    let group = groups.iter().find(|group| group.bid_micros.is_some()).unwrap();
    changed_and_read_back(&world, TargetKind::AdGroup, &group.external_id, "adGroups").await;
}

/// Pauses an object, and where it has a bid changes that: all is there, and in the truth.
async fn changed_and_read_back(world: &World, kind: TargetKind, id: &str, collection: &str) {
    let change = |field, value| Write {
        target: WriteTarget {
            kind,
            external_id: id.to_owned(),
        },
        field,
        value,
        idempotency_key: "test".to_owned(),
    };
    let paused = (
        change(WriteField::Status, WriteValue::Status(SwitchStatus::Paused)),
        "status",
        json!("PAUSED"),
    );
    let bid = (
        change(WriteField::Bid, WriteValue::Money(1_230_000)),
        "cpc_bid_micros",
        json!("1230000"),
    );
    let changes = match kind {
        TargetKind::Ad => vec![paused],
        _ => vec![paused, bid],
    };
    for (write, field, new) in changes {
        world.write(&write).await.unwrap();
        assert_eq!(world.read(&write).await.unwrap(), Some(write.value.clone()));
        let truth = world.truth().await;
        let last = truth.last().unwrap();
        assert_eq!(last["resource"], format!("customers/{MAIN}/{collection}/{id}"));
        assert_eq!((&last["field"], &last["new"]), (&json!(field), &new));
    }
}

#[tokio::test]
async fn keywords_are_read_with_their_numbers_paused_and_bid_on() {
    let world = World::after_days(3).await;
    let google = &world.google;
    let address = world.main();
    let days = (yesterday(&world).await, yesterday(&world).await);
    let groups = google
        .objects(&world.access, &address, Level::AdGroups, days)
        .await
        .unwrap();
    let keywords = google
        .objects(&world.access, &address, Level::Keywords, days)
        .await
        .unwrap();
    assert!(keywords.len() > 60, "{}", keywords.len());
    for keyword in &keywords {
        let parent = groups
            .iter()
            .find(|group| group.external_id == keyword.parent_external_id)
            .unwrap();
        // Where its ad group's bid is asked for, a keyword may have one of its own.
        assert!(
            keyword.bid_micros.is_none() || parent.bid_micros.is_some(),
            "{keyword:?}"
        );
        assert!(matches!(
            keyword.match_type.as_deref(),
            Some("exact" | "phrase" | "broad")
        ));
    }

    // An ad group spends what its keywords spend; the same words stand in several.
    let day = yesterday(&world).await;
    let by_keyword = rows(&world, Level::Keywords, day, Grain::Day).await;
    assert_eq!(
        spend(&by_keyword),
        spend(&rows(&world, Level::Keywords, day, Grain::Hour).await)
    );
    let mut sums: BTreeMap<&str, i64> = BTreeMap::new();
    for row in &by_keyword {
        let keyword = keywords
            .iter()
            .find(|keyword| keyword.external_id == row.external_id)
            .unwrap();
        *sums.entry(&keyword.parent_external_id).or_default() += row.cells.spend;
    }
    let by_group = rows(&world, Level::AdGroups, day, Grain::Day).await;
    assert!(sums.len() > 8, "{sums:?}");
    for (group, sum) in sums {
        let whole = by_group.iter().find(|row| row.external_id == group).unwrap();
        assert_eq!(whole.cells.spend, sum, "{group}");
    }

    let keyword = keywords
        .iter()
        .find(|keyword| keyword.bid_micros.is_some())
        .unwrap();
    changed_and_read_back(
        &world,
        TargetKind::Keyword,
        &keyword.external_id,
        "adGroupCriteria",
    )
    .await;
}

#[tokio::test]
async fn ads_are_read_with_their_numbers_under_the_words_they_show_and_paused() {
    let world = World::after_days(3).await;
    let (google, address) = (&world.google, world.main());
    let day = yesterday(&world).await;
    let listed = |level| google.objects(&world.access, &address, level, (day, day));
    let groups = listed(Level::AdGroups).await.unwrap();
    let ads = listed(Level::Ads).await.unwrap();
    assert!(ads.len() > 60, "{}", ads.len());
    for ad in &ads {
        assert!(
            groups
                .iter()
                .any(|group| group.external_id == ad.parent_external_id),
            "{ad:?}"
        );
        assert!(ad.bid_micros.is_none() && ad.match_type.is_none(), "{ad:?}");
    }
    // Search ads are known by their headlines, others by their names.
    let named = |name: &str| ads.iter().find(|ad| ad.name == name);
    assert!(named("Running shoes | 20% off today").is_some());
    assert!(ads.iter().any(|ad| ad.name.ends_with(" - Rated 4.8 of 5")));

    // An ad group spends what its ads spend.
    let by_ad = rows(&world, Level::Ads, day, Grain::Day).await;
    assert_eq!(
        spend(&by_ad),
        spend(&rows(&world, Level::Ads, day, Grain::Hour).await)
    );
    let mut sums: BTreeMap<&str, i64> = BTreeMap::new();
    for row in &by_ad {
        let group = row.external_id.split_once('~').unwrap().0;
        *sums.entry(group).or_default() += row.cells.spend;
    }
    sums.retain(|_, sum| *sum > 0);
    let by_group = rows(&world, Level::AdGroups, day, Grain::Day).await;
    let groups: BTreeMap<&str, i64> = by_group
        .iter()
        .filter(|row| row.cells.spend > 0)
        .map(|row| (row.external_id.as_str(), row.cells.spend))
        .collect();
    assert!(groups.len() > 10, "{groups:?}");
    assert_eq!(sums, groups);

    changed_and_read_back(&world, TargetKind::Ad, &ads[0].external_id, "adGroupAds").await;
}

#[tokio::test]
async fn searches_are_read_with_their_numbers_and_kept_from_showing_ads() {
    let world = World::after_days(3).await;
    let (google, address) = (&world.google, world.main());
    let day = yesterday(&world).await;
    let terms = || google.objects(&world.access, &address, Level::SearchTerms, (day, day));
    let before = terms().await.unwrap();
    assert!(before.len() > 100, "{}", before.len());
    // What so few typed that it is not told is missing: never more than the ad group.
    let by_term = rows(&world, Level::SearchTerms, day, Grain::Day).await;
    let by_group = rows(&world, Level::AdGroups, day, Grain::Day).await;
    let mut sums: BTreeMap<&str, i64> = BTreeMap::new();
    for row in &by_term {
        // What stands in a removed ad group is not listed any more.
        let Some(term) = before.iter().find(|term| term.external_id == row.external_id) else {
            continue;
        };
        *sums.entry(&term.parent_external_id).or_default() += row.cells.spend;
    }
    for (group, sum) in sums {
        let whole = by_group.iter().find(|row| row.external_id == group).unwrap();
        assert!(sum > 0 && sum <= whole.cells.spend, "{group}: {sum}");
    }

    let idle = before
        .iter()
        .find(|term| term.name.starts_with("used ") && term.delivery == "none")
        .unwrap();
    let keyword = NegativeKeyword::new(NegativeMatch::Phrase, "used").unwrap();
    let target = negatives::target(&idle.parent_external_id, &keyword);
    let set = |is_there| Write {
        target: target.clone(),
        field: WriteField::Negative,
        value: WriteValue::Negative(is_there),
        idempotency_key: "test".to_owned(),
    };
    let status_of = |terms: &[RemoteObject]| {
        let found = terms.iter().find(|term| term.external_id == idle.external_id);
        found.map(|term| term.delivery.clone())
    };
    for (is_there, word) in [(true, "excluded"), (false, "none")] {
        let write = set(is_there);
        assert_eq!(
            world.read(&write).await.unwrap(),
            Some(WriteValue::Negative(!is_there))
        );
        world.write(&write).await.unwrap();
        assert_eq!(
            world.read(&write).await.unwrap(),
            Some(WriteValue::Negative(is_there))
        );
        assert_eq!(status_of(&terms().await.unwrap()).as_deref(), Some(word));
        // Once more changes nothing, and says so.
        let again = world.write(&write).await.unwrap_err();
        assert!(matches!(again, PlatformError::OutOfSync { .. }), "{again:?}");
    }
}
