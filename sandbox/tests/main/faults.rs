//! Disturbed exchanges: each effect, its count, and what really happened meanwhile.

use std::time::{Duration, Instant};

use reqwest::Method;
use serde_json::{Value, json};

use crate::lab::{Lab, MAIN, MANAGER, SMALL, code};

async fn a_campaign(lab: &Lab) -> Value {
    lab.campaign(MAIN, "Brand US - Exact").await["campaign"]["resourceName"].clone()
}

fn pause(campaign: &Value) -> Value {
    json!({ "operations": [{ "updateMask": "status", "update": { "resourceName": campaign, "status": "PAUSED" } }] })
}

#[tokio::test(flavor = "multi_thread")]
async fn a_forced_status_has_the_platforms_body_and_changes_nothing() {
    let lab = Lab::new().await;
    let campaign = a_campaign(&lab).await;
    for (status, expected) in [
        (401, "authenticationError: OAUTH_TOKEN_INVALID"),
        (403, "authorizationError: USER_PERMISSION_DENIED"),
        (409, "databaseError: CONCURRENT_MODIFICATION"),
        (429, "quotaError: RESOURCE_TEMPORARILY_EXHAUSTED"),
        (500, "internalError: INTERNAL_ERROR"),
        (503, "internalError: TRANSIENT_ERROR"),
        (504, "internalError: DEADLINE_EXCEEDED"),
    ] {
        lab.fault(json!({ "platform": "google", "path": "campaigns:mutate", "effect": "status", "status": status, "times": 1 })).await;
        let (found, reply) = lab.post(MAIN, "campaigns:mutate", pause(&campaign)).await;
        assert_eq!(found.as_u16(), status);
        assert_eq!(code(&reply), expected);
    }
    lab.fault(json!({ "platform": "google", "path": "searchStream", "effect": "status", "status": 429, "times": 1 })).await;
    assert_eq!(
        lab.query_error(MAIN, "SELECT customer.id FROM customer").await,
        "quotaError: RESOURCE_TEMPORARILY_EXHAUSTED"
    );
    lab.fault(json!({ "platform": "google", "path": "/oauth2/token", "effect": "status", "status": 503, "times": 1 })).await;
    let response = lab
        .http()
        .post(lab.url("/google/oauth2/token"))
        .form(&[("a", "b")])
        .send()
        .await
        .unwrap();
    assert_eq!(
        response.json::<Value>().await.unwrap()["error"],
        "temporarily_unavailable"
    );
    assert!(lab.truth().await.is_empty());
    // Every fault is spent.
    assert_eq!(lab.post(MAIN, "campaigns:mutate", pause(&campaign)).await.0, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reset_request_has_not_happened_and_a_dropped_one_has() {
    let lab = Lab::new().await;
    let campaign = a_campaign(&lab).await;
    lab.fault(json!({ "platform": "google", "path": "campaigns:mutate", "effect": "reset", "times": 1 }))
        .await;
    assert!(
        lab.try_post(MAIN, "campaigns:mutate", &pause(&campaign))
            .await
            .is_err()
    );
    assert!(lab.truth().await.is_empty());
    lab.fault(json!({ "platform": "google", "path": "campaigns:mutate", "effect": "drop", "times": 1 }))
        .await;
    assert!(
        lab.try_post(MAIN, "campaigns:mutate", &pause(&campaign))
            .await
            .is_err()
    );
    assert_eq!(lab.truth().await.len(), 1);
    assert_eq!(lab.post(MAIN, "campaigns:mutate", pause(&campaign)).await.0, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn garbage_comes_after_the_work_was_done() {
    let lab = Lab::new().await;
    let campaign = a_campaign(&lab).await;
    lab.fault(json!({ "platform": "google", "path": "/google/v26/customers/*/campaigns:mutate", "effect": "garbage", "times": 1 })).await;
    let response = lab
        .try_post(MAIN, "campaigns:mutate", &pause(&campaign))
        .await
        .unwrap();
    assert_eq!(response.status(), 200);
    assert!(serde_json::from_slice::<Value>(&response.bytes().await.unwrap()).is_err());
    assert_eq!(lab.truth().await.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_delayed_request_happens_even_when_the_peer_has_given_up() {
    let lab = Lab::new().await;
    let campaign = a_campaign(&lab).await;
    lab.fault(json!({ "platform": "google", "path": "campaigns:mutate", "effect": "delay", "delay_ms": 700, "times": 2 })).await;
    let began = Instant::now();
    assert_eq!(lab.post(MAIN, "campaigns:mutate", pause(&campaign)).await.0, 200);
    assert!(began.elapsed() >= Duration::from_millis(700));
    let url = lab.url(&format!("/google/v26/customers/{MAIN}/campaigns:mutate"));
    let request = lab
        .http()
        .post(url)
        .bearer_auth(&lab.token)
        .header("login-customer-id", MANAGER)
        .json(&pause(&campaign));
    assert!(
        request
            .timeout(Duration::from_millis(150))
            .send()
            .await
            .unwrap_err()
            .is_timeout()
    );
    assert_eq!(lab.truth().await.len(), 1, "not yet");
    let deadline = Instant::now() + Duration::from_secs(5);
    while lab.truth().await.len() < 2 {
        assert!(Instant::now() < deadline, "the abandoned request never happened");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn faults_are_listed_counted_deleted_and_checked() {
    let lab = Lab::new().await;
    lab.fault(json!({ "platform": "google", "path": "searchStream", "effect": "status", "status": 500 }))
        .await;
    for _ in 0..3 {
        lab.query_error(MAIN, "SELECT customer.id FROM customer").await;
    }
    let (_, faults) = lab.control(Method::GET, "faults", Value::Null).await;
    assert_eq!(
        (&faults[0]["met"], &faults[0]["effect"]),
        (&json!(3), &json!("status"))
    );
    assert_eq!(lab.control(Method::DELETE, "faults", Value::Null).await.0, 204);
    assert_eq!(lab.rows(MAIN, "SELECT customer.id FROM customer").await.len(), 1);
    for wrong in [
        json!({ "platform": "meta", "effect": "reset" }),
        json!({ "platform": "google", "effect": "reset", "chance": 0 }),
        json!({ "platform": "google", "effect": "reset", "chance": 1.5 }),
        json!({ "platform": "google", "effect": "status", "status": 418 }),
        json!({ "platform": "google", "effect": "reset", "status": 500 }),
        json!({ "platform": "google", "effect": "reset", "times": 0 }),
    ] {
        let (status, problem) = lab.control(Method::POST, "faults", wrong.clone()).await;
        assert_eq!(status, 422, "{wrong}");
        assert!(problem["detail"].as_str().unwrap().contains('`'));
    }
    assert_eq!(
        lab.control(
            Method::POST,
            "faults",
            json!({ "platform": "google", "effect": "explode" })
        )
        .await
        .0,
        400
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn quotas_end_with_the_platforms_two_errors() {
    let lab = Lab::with(|options| {
        options.limits.burst = 3.0;
        options.limits.per_second = 0.000_001;
        options.limits.per_day = 5;
    })
    .await;
    let query = json!({ "query": "SELECT customer.id FROM customer" });
    for _ in 0..3 {
        assert_eq!(lab.post(MAIN, "googleAds:search", query.clone()).await.0, 200);
    }
    let (status, reply) = lab.post(MAIN, "googleAds:search", query.clone()).await;
    assert_eq!(
        (status.as_u16(), code(&reply).as_str()),
        (429, "quotaError: RESOURCE_TEMPORARILY_EXHAUSTED")
    );
    let details = &reply["error"]["details"][0]["errors"][0]["details"]["quotaErrorDetails"];
    assert_eq!(
        (&details["rateScope"], &details["retryDelay"]),
        (&json!("ACCOUNT"), &json!("30s"))
    );
    // Another customer has a bucket of its own, but shares the day.
    for _ in 0..2 {
        assert_eq!(lab.post(SMALL, "googleAds:search", query.clone()).await.0, 200);
    }
    let (status, reply) = lab.post(SMALL, "googleAds:search", query).await;
    assert_eq!(
        (status.as_u16(), code(&reply).as_str()),
        (429, "quotaError: RESOURCE_EXHAUSTED")
    );
    let details = &reply["error"]["details"][0]["errors"][0]["details"]["quotaErrorDetails"];
    assert_eq!(details["rateScope"], "DEVELOPER");
}
