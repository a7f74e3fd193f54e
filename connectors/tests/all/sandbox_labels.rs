//! Labels of the simulated platform: made with their first link, linked once, taken off and read back.

use engine::{
    campaigns::labels,
    connections::platform::{PlatformError, TargetKind, Write, WriteField, WriteTarget, WriteValue},
};
use serde_json::json;

use crate::world::{MAIN, World};

fn set(campaign: &str, label: &str, is_there: bool) -> Write {
    let campaign = WriteTarget {
        kind: TargetKind::Campaign,
        external_id: campaign.to_owned(),
    };
    Write {
        target: labels::target(&campaign, label),
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
