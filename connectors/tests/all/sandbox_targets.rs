//! What campaigns of the simulated platform bid towards: read with them, written where their strategy has it, read back.

use engine::connections::platform::{
    PlatformError, RemoteCampaign, TargetKind, Write, WriteField, WriteTarget, WriteValue,
};

use crate::world::World;

fn change(campaign: &RemoteCampaign, field: WriteField, value: WriteValue) -> Write {
    Write {
        target: WriteTarget {
            kind: TargetKind::Campaign,
            external_id: campaign.external_id.clone(),
        },
        field,
        value,
        idempotency_key: "test".to_owned(),
    }
}

#[tokio::test]
async fn a_target_is_moved_within_the_strategy_that_has_it() {
    let world = World::after_days(1).await;
    let campaigns = world.structure().await.campaigns;
    let by = |has: &dyn Fn(&RemoteCampaign) -> bool| campaigns.iter().find(|campaign| has(campaign)).unwrap();
    let cpa = by(&|campaign| campaign.target_cpa_micros.is_some());
    let roas = by(&|campaign| campaign.target_roas_millionths.is_some());
    for (campaign, field, value, last) in [
        (
            cpa,
            WriteField::TargetCpa,
            WriteValue::Money(31_230_000),
            "target_cpa_micros",
        ),
        (
            roas,
            WriteField::TargetRoas,
            WriteValue::Ratio(3_350_000),
            "target_roas",
        ),
    ] {
        let write = change(campaign, field, value.clone());
        world.write(&write).await.unwrap();
        assert_eq!(world.read(&write).await.unwrap(), Some(value));
        let truth = world.truth().await;
        let told = truth.last().unwrap()["field"].as_str().unwrap().to_owned();
        assert!(told.ends_with(last), "{told}");
        let now = world.structure().await.campaigns;
        let now = now
            .iter()
            .find(|now| now.external_id == campaign.external_id)
            .unwrap();
        assert_eq!(
            now.bid_strategy, campaign.bid_strategy,
            "the strategy was switched"
        );
    }
    // Nothing is sent where the strategy has no such target: it would switch the strategy.
    let write = change(roas, WriteField::TargetCpa, WriteValue::Money(20_000_000));
    let before = world.truth().await.len();
    assert!(matches!(
        world.write(&write).await,
        Err(PlatformError::OutOfSync { .. })
    ));
    assert_eq!(world.truth().await.len(), before);
}
