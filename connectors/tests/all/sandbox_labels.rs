//! Labels of the simulated platform: made with their first link, linked once, taken off and read back.

use dsl::Level;
use engine::{
    campaigns::labels,
    connections::platform::{
        AdPlatform as _, PlatformError, RemoteObject, TargetKind, Write, WriteField, WriteTarget, WriteValue,
    },
};
use jiff::civil::date;
use serde_json::json;

use crate::world::{MAIN, World};

fn set(campaign: &str, label: &str, is_there: bool) -> Write {
    set_of((TargetKind::Campaign, campaign), label, is_there)
}

fn set_of((kind, id): (TargetKind, &str), label: &str, is_there: bool) -> Write {
    let object = WriteTarget {
        kind,
        external_id: id.to_owned(),
    };
    Write {
        target: labels::target(&object, label),
        field: WriteField::Label,
        value: WriteValue::Label(is_there),
        idempotency_key: "test".to_owned(),
    }
}

/// The labels of a campaign as the next sync reads them.
async fn carried(world: &World, campaign: &str) -> Vec<String> {
    let structure = world.structure().await;
    let mut campaigns = structure.campaigns.into_iter();
    campaigns.find(|one| one.external_id == campaign).unwrap().labels
}

/// How many labels were made, whoever carries them.
async fn made(world: &World) -> usize {
    let truth = world.truth().await;
    let labels = format!("customers/{MAIN}/labels/");
    let made = |row: &&serde_json::Value| {
        row["resource"].as_str().unwrap().starts_with(&labels) && row["changed"] == json!(true)
    };
    truth.iter().filter(made).count()
}

#[tokio::test]
async fn a_label_is_made_with_its_first_link_taken_off_and_linked_again() {
    let world = World::after_days(0).await;
    let (campaign, _) = world.campaign().await;
    let id = campaign.external_id.as_str();
    for (is_there, labels) in [(true, 1), (false, 1), (true, 1)] {
        let write = set(id, "paused by us", is_there);
        assert_eq!(
            world.read(&write).await.unwrap(),
            Some(WriteValue::Label(!is_there))
        );
        world.write(&write).await.unwrap();
        assert_eq!(
            world.read(&write).await.unwrap(),
            Some(WriteValue::Label(is_there))
        );
        let now = carried(&world, id).await;
        assert_eq!(now.contains(&"paused by us".to_owned()), is_there, "{now:?}");
        // What it carried before, it still does.
        assert!(campaign.labels.iter().all(|label| now.contains(label)), "{now:?}");
        assert_eq!(made(&world).await, labels);
        // Once more changes nothing, and says so.
        let again = world.write(&write).await.unwrap_err();
        assert!(matches!(again, PlatformError::OutOfSync { .. }), "{again:?}");
    }
}

#[tokio::test]
async fn an_answer_that_was_lost_leaves_nothing_half_done_and_nothing_twice() {
    let world = World::after_days(0).await;
    let (campaign, _) = world.campaign().await;
    let write = set(&campaign.external_id, "it's \"new\"", true);
    let lost = json!({ "effect": "drop" });
    world.fault_once("googleAds:mutate", lost).await;
    let error = world.write(&write).await.unwrap_err();
    assert!(matches!(error, PlatformError::Doubt { .. }), "{error:?}");
    assert_eq!(world.read(&write).await.unwrap(), Some(WriteValue::Label(true)));
    let again = world.write(&write).await.unwrap_err();
    assert!(matches!(again, PlatformError::OutOfSync { .. }), "{again:?}");
    assert_eq!(made(&world).await, 1);
}

#[tokio::test]
async fn a_label_of_the_account_is_linked_and_not_made_again() {
    let world = World::after_days(0).await;
    let structure = world.structure().await;
    let known = structure
        .campaigns
        .iter()
        .find_map(|campaign| campaign.labels.first())
        .unwrap();
    let bare = structure
        .campaigns
        .iter()
        .find(|one| one.labels.is_empty())
        .unwrap();
    world.write(&set(&bare.external_id, known, true)).await.unwrap();
    assert_eq!(
        carried(&world, &bare.external_id).await,
        std::slice::from_ref(known)
    );
    assert_eq!(made(&world).await, 0);
}

/// The levels below campaigns whose labels are read and written.
const BELOW: [(Level, TargetKind); 3] = [
    (Level::AdGroups, TargetKind::AdGroup),
    (Level::Ads, TargetKind::Ad),
    (Level::Keywords, TargetKind::Keyword),
];

/// The objects of a level as the next sync reads them.
async fn objects(world: &World, level: Level) -> Vec<RemoteObject> {
    let days = (date(2026, 1, 1), date(2026, 1, 1));
    let read = world
        .google
        .objects(&world.access, &world.main(), level, days)
        .await;
    read.unwrap()
}

#[tokio::test]
async fn ad_groups_ads_and_keywords_are_labelled_each_by_itself() {
    let world = World::after_days(0).await;
    let levels: Vec<Level> = [Level::Campaigns]
        .into_iter()
        .chain(BELOW.map(|(level, _)| level))
        .collect();
    assert_eq!(world.google.labels(), levels);
    for (already_made, (level, kind)) in BELOW.into_iter().enumerate() {
        let all = objects(&world, level).await;
        assert!(all.iter().all(|one| one.labels == Some(Vec::new())), "{level}");
        let id = all[1].external_id.as_str();
        // The same label for all levels: made with the first link, then found.
        for (is_there, label) in [
            (true, "checked"),
            (false, "checked"),
            (true, "checked"),
            (true, "seen"),
        ] {
            let write = set_of((kind, id), label, is_there);
            assert_eq!(
                world.read(&write).await.unwrap(),
                Some(WriteValue::Label(!is_there))
            );
            world.write(&write).await.unwrap();
            assert_eq!(
                world.read(&write).await.unwrap(),
                Some(WriteValue::Label(is_there))
            );
            // Once more changes nothing, and says so.
            let again = world.write(&write).await.unwrap_err();
            assert!(matches!(again, PlatformError::OutOfSync { .. }), "{again:?}");
        }
        assert_eq!(made(&world).await, 2, "{already_made} levels before");
        for (number, one) in objects(&world, level).await.iter().enumerate() {
            let expected: &[&str] = if number == 1 { &["checked", "seen"] } else { &[] };
            assert_eq!(one.labels.as_deref().unwrap(), expected, "{level} {number}");
        }
    }
}

#[tokio::test]
async fn an_answer_about_a_keyword_that_was_lost_leaves_one_label_and_one_link() {
    let world = World::after_days(0).await;
    let keyword = objects(&world, Level::Keywords).await.remove(0).external_id;
    for is_there in [true, false] {
        let write = set_of((TargetKind::Keyword, &keyword), "checked", is_there);
        world
            .fault_once("googleAds:mutate", json!({ "effect": "drop" }))
            .await;
        let error = world.write(&write).await.unwrap_err();
        assert!(matches!(error, PlatformError::Doubt { .. }), "{error:?}");
        assert_eq!(
            world.read(&write).await.unwrap(),
            Some(WriteValue::Label(is_there))
        );
        let again = world.write(&write).await.unwrap_err();
        assert!(matches!(again, PlatformError::OutOfSync { .. }), "{again:?}");
        assert_eq!(made(&world).await, 1);
        let now = objects(&world, Level::Keywords).await.remove(0).labels.unwrap();
        assert_eq!(now.contains(&"checked".to_owned()), is_there);
    }
}

#[tokio::test]
async fn what_is_gone_is_not_labelled() {
    let world = World::after_days(0).await;
    for (_, kind) in BELOW {
        let id = if kind == TargetKind::AdGroup { "1" } else { "1~2" };
        let error = world
            .write(&set_of((kind, id), "checked", true))
            .await
            .unwrap_err();
        assert!(matches!(error, PlatformError::OutOfSync { .. }), "{error:?}");
        // No label was made for it.
        assert_eq!(made(&world).await, 0);
    }
}
