//! Writes against the simulated platform, held against its own record of what was changed.

use std::time::Duration;

use engine::connections::platform::{
    AdPlatform, PlatformError, RetryScope, SwitchStatus, WriteEffect, WriteValue,
};
use serde_json::{Value, json};

use crate::world::{MAIN, World, money, pause, status};

#[tokio::test]
async fn a_pause_is_one_change_of_one_field() {
    let world = World::after_days(0).await;
    let (campaign, _) = world.campaign().await;
    let write = pause(&campaign);
    assert_eq!(
        world.read(&write).await.unwrap(),
        Some(WriteValue::Status(SwitchStatus::Active))
    );

    let outcome = world.write(&write).await.unwrap();
    assert_eq!(outcome.effect, WriteEffect::Applied);
    assert!(outcome.exchange.request_id.is_some());
    let truth = world.truth().await;
    assert_eq!(truth.len(), 1, "{truth:?}");
    assert_eq!(
        truth[0]["resource"],
        format!("customers/{MAIN}/campaigns/{}", campaign.external_id)
    );
    assert_eq!(
        (&truth[0]["old"], &truth[0]["new"]),
        (&json!("ENABLED"), &json!("PAUSED"))
    );
    assert_eq!(truth[0]["source"], "api");
    assert_eq!(
        truth[0]["request_id"].as_str(),
        outcome.exchange.request_id.as_deref()
    );
    assert_eq!(
        world.read(&write).await.unwrap(),
        Some(WriteValue::Status(SwitchStatus::Paused))
    );

    world
        .write(&status(&campaign.external_id, SwitchStatus::Active))
        .await
        .unwrap();
    assert_eq!(
        world.read(&write).await.unwrap(),
        Some(WriteValue::Status(SwitchStatus::Active))
    );
}

#[tokio::test]
async fn a_shared_budget_moves_all_its_campaigns_at_once() {
    let world = World::after_days(0).await;
    let before = world.structure().await;
    let shared = before.budgets.iter().find(|budget| budget.shared).unwrap();
    let target = shared.amount_micros + 10_000;
    let write = money(&shared.external_id, target);
    world.write(&write).await.unwrap();
    assert_eq!(world.read(&write).await.unwrap(), Some(WriteValue::Money(target)));
    let after = world.structure().await;
    let moved = after
        .budgets
        .iter()
        .find(|budget| budget.external_id == shared.external_id)
        .unwrap();
    assert_eq!((moved.amount_micros, moved.campaigns), (target, 3));
    assert_eq!(after.campaigns.len(), before.campaigns.len());
    assert_eq!(world.truth().await.len(), 1);
}

#[tokio::test]
async fn budgets_that_google_refuses_are_refused_in_words() {
    let world = World::after_days(0).await;
    let (_, budget) = world.campaign().await;
    for (micros, code, words) in [
        (
            60_000_001,
            "campaignBudgetError.NON_MULTIPLE_OF_MINIMUM_CURRENCY_UNIT",
            "smallest amount",
        ),
        (
            10_000,
            "campaignBudgetError.BUDGET_BELOW_PER_DAY_MINIMUM",
            "below Google's minimum for this campaign, $",
        ),
        (
            -10_000,
            "campaignBudgetError.NEGATIVE_MONEY_AMOUNT",
            "cannot be negative",
        ),
    ] {
        let error = world
            .write(&money(&budget.external_id, micros))
            .await
            .unwrap_err();
        let PlatformError::Refused {
            code: found,
            message,
            exchange,
        } = error
        else {
            panic!("{micros}: {error:?}")
        };
        assert_eq!(found, code);
        assert!(
            message.contains(words) && message.contains("Google says: "),
            "{message}"
        );
        assert!(exchange.request_id.is_some());
    }
    assert!(
        world
            .truth()
            .await
            .iter()
            .all(|row| row["changed"] == json!(false))
    );
}

#[tokio::test]
async fn what_is_not_there_any_more_is_out_of_sync() {
    let world = World::after_days(0).await;
    let error = world
        .write(&status("999999999999", SwitchStatus::Paused))
        .await
        .unwrap_err();
    assert!(matches!(error, PlatformError::OutOfSync { .. }), "{error:?}");
    assert_eq!(
        world
            .read(&status("999999999999", SwitchStatus::Paused))
            .await
            .unwrap(),
        None
    );

    let (campaign, _) = world.campaign().await;
    let resource = format!("customers/{MAIN}/campaigns/{}", campaign.external_id);
    let edit = json!({"platform": "google", "account": MAIN, "resource": resource, "field": "status", "value": "REMOVED"});
    world.tell("_sandbox/edit", &edit).await;
    let error = world.write(&pause(&campaign)).await.unwrap_err();
    assert!(matches!(error, PlatformError::OutOfSync { .. }), "{error:?}");
    assert_eq!(
        world.read(&pause(&campaign)).await.unwrap(),
        Some(WriteValue::Status(SwitchStatus::Removed))
    );
}

/// The changes of this one campaign's status that really happened.
async fn effects(world: &World, campaign: &str) -> usize {
    let resource = format!("customers/{MAIN}/campaigns/{campaign}");
    world
        .truth()
        .await
        .iter()
        .filter(|row| row["resource"] == resource.as_str())
        .count()
}

#[tokio::test]
async fn doubt_is_said_exactly_when_the_effect_may_exist_and_reading_back_settles_it() {
    let world = World::after_days(0).await;
    // (fault, whether it took effect)
    for (fault, took_effect) in [
        (json!({"effect": "drop"}), true),
        (json!({"effect": "garbage"}), true),
        (json!({"effect": "reset"}), false),
        (json!({"effect": "status", "status": 500}), false),
        (json!({"effect": "status", "status": 503}), false),
        (json!({"effect": "status", "status": 504}), false),
    ] {
        let (campaign, _) = world.campaign().await;
        let write = pause(&campaign);
        world.fault_once("campaigns:mutate", fault.clone()).await;
        let error = world.write(&write).await.unwrap_err();
        assert!(matches!(error, PlatformError::Doubt { .. }), "{fault}: {error:?}");
        let expected = if took_effect {
            SwitchStatus::Paused
        } else {
            SwitchStatus::Active
        };
        assert_eq!(
            world.read(&write).await.unwrap(),
            Some(WriteValue::Status(expected)),
            "{fault}"
        );
        assert_eq!(
            effects(&world, &campaign.external_id).await,
            usize::from(took_effect),
            "{fault}: no second effect"
        );
        // What the ledger does then: nothing more, or the same once again.
        if !took_effect {
            world.write(&write).await.unwrap();
        }
        assert_eq!(effects(&world, &campaign.external_id).await, 1, "{fault}");
    }
}

#[tokio::test]
async fn a_slow_platform_leaves_doubt_and_acts_once_later() {
    let world = World::after_days(0).await;
    let (campaign, _) = world.campaign().await;
    let write = pause(&campaign);
    world
        .fault_once("campaigns:mutate", json!({"effect": "delay", "delay_ms": 2_500}))
        .await;
    let error = world.write(&write).await.unwrap_err();
    assert!(matches!(error, PlatformError::Doubt { .. }), "{error:?}");
    for _ in 0..50 {
        if effects(&world, &campaign.external_id).await > 0 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    assert_eq!(effects(&world, &campaign.external_id).await, 1);
    assert_eq!(
        world.read(&write).await.unwrap(),
        Some(WriteValue::Status(SwitchStatus::Paused))
    );
}

#[tokio::test]
async fn a_certain_failure_is_never_called_doubt() {
    let world = World::after_days(0).await;
    let (campaign, _) = world.campaign().await;
    let write = pause(&campaign);
    let fault = |status: u16| json!({"effect": "status", "status": status});

    world.fault_once("campaigns:mutate", fault(429)).await;
    let error = world.write(&write).await.unwrap_err();
    assert!(
        matches!(&error, PlatformError::Retry { after: Some(after), scope: RetryScope::Account, .. } if *after == Duration::from_secs(30)),
        "{error:?}"
    );
    world.fault_once("campaigns:mutate", fault(409)).await;
    let error = world.write(&write).await.unwrap_err();
    assert!(
        matches!(
            error,
            PlatformError::Retry {
                scope: RetryScope::Call,
                ..
            }
        ),
        "{error:?}"
    );
    world.fault_once("campaigns:mutate", fault(401)).await;
    let error = world.write(&write).await.unwrap_err();
    assert!(matches!(error, PlatformError::Unauthorized { .. }), "{error:?}");
    for status in [400, 403, 404] {
        world.fault_once("campaigns:mutate", fault(status)).await;
        let error = world.write(&write).await.unwrap_err();
        assert!(
            matches!(error, PlatformError::Refused { .. }),
            "{status}: {error:?}"
        );
    }
    assert_eq!(world.truth().await, Vec::<Value>::new());
}

#[tokio::test]
async fn a_spent_quota_says_how_long_and_for_whom() {
    let world = World::after_days(0).await;
    let write = status("999999999999", SwitchStatus::Paused);
    for _ in 0..2_000 {
        match world.read(&write).await {
            Ok(_) => {}
            Err(PlatformError::Retry {
                after,
                scope,
                message,
                ..
            }) => {
                assert!(
                    after.is_some_and(|after| after >= Duration::from_secs(1)),
                    "{after:?}"
                );
                assert_eq!(scope, RetryScope::Account);
                assert!(message.contains("pause"), "{message}");
                return;
            }
            Err(other) => panic!("{other:?}"),
        }
    }
    panic!("the quota never ran out");
}

#[tokio::test]
async fn a_withdrawn_grant_ends_in_a_request_to_consent_again() {
    let world = World::after_days(0).await;
    let fresh = world.google.refresh(&world.grant).await.unwrap();
    assert!(fresh.refresh_token.is_some());
    world
        .tell("_sandbox/revoke", &json!({"platform": "google"}))
        .await;
    let (target, truth) = (status("1", SwitchStatus::Paused), world.truth().await);
    let error = world.write(&target).await.unwrap_err();
    assert!(
        matches!(
            error,
            PlatformError::Unauthorized { .. } | PlatformError::Reconnect { .. }
        ),
        "{error:?}"
    );
    let error = world.google.accounts(&world.access).await.unwrap_err();
    assert!(
        matches!(
            error,
            PlatformError::Unauthorized { .. } | PlatformError::Reconnect { .. }
        ),
        "{error:?}"
    );
    let error = world.google.refresh(&world.grant).await.unwrap_err();
    let PlatformError::Reconnect { message } = error else {
        panic!("{error:?}")
    };
    assert!(message.contains("invalid_grant"), "{message}");
    assert_eq!(world.truth().await, truth);
}
