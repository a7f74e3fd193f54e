//! How often somebody may ask.

use std::num::NonZeroU32;

use api::rate_limit::RateLimits;
use reqwest::{Method, StatusCode};
use serde_json::json;

use crate::support::{PASSWORD, Setting, TestApp, kind, problem};

async fn limited(per_person: u32, per_address: u32) -> TestApp {
    TestApp::start_with(Setting {
        limits: RateLimits {
            per_person: NonZeroU32::new(per_person),
            per_address: NonZeroU32::new(per_address),
            trusted_proxies: Vec::new(),
        },
        ..Setting::default()
    })
    .await
}

#[tokio::test]
async fn every_answer_says_what_is_left_and_too_many_are_refused_with_when_to_come_back() {
    let app = limited(3, 100).await;
    let max = app.sign_in("max@acme.test").await;
    for left in [2, 1, 0] {
        let answer = max.get("/api/v1/session").await;
        assert_eq!(answer.status(), StatusCode::OK);
        assert_eq!(answer.headers()["ratelimit-policy"], "\"person\";q=3;w=60");
        let standing = answer.headers()["ratelimit"].to_str().unwrap().to_owned();
        assert!(
            standing.starts_with(&format!("\"person\";r={left};t=")),
            "{standing}"
        );
    }
    let refused = max.get("/api/v1/session").await;
    assert_eq!(refused.status(), StatusCode::TOO_MANY_REQUESTS);
    assert!(
        refused.headers()["ratelimit"]
            .to_str()
            .unwrap()
            .starts_with("\"person\";r=0")
    );
    let wait: u64 = refused.headers()["retry-after"]
        .to_str()
        .unwrap()
        .parse()
        .unwrap();
    assert!((1..=20).contains(&wait), "{wait}");
    assert_eq!(kind(&problem(refused).await), "too-many-requests");
    // Somebody else is not in the way, and neither are health checks and the pages.
    assert_eq!(
        app.sign_in("mia@acme.test")
            .await
            .get("/api/v1/session")
            .await
            .status(),
        StatusCode::OK
    );
    for path in ["/livez", "/"] {
        assert_ne!(
            max.get(path).await.status(),
            StatusCode::TOO_MANY_REQUESTS,
            "{path}"
        );
    }
}

#[tokio::test]
async fn what_role_forbids_counts_as_well() {
    let app = limited(2, 100).await;
    let mia = app.sign_in("mia@acme.test").await;
    for _ in 0..2 {
        assert_eq!(mia.get("/api/v1/actors").await.status(), StatusCode::FORBIDDEN);
    }
    assert_eq!(
        mia.get("/api/v1/actors").await.status(),
        StatusCode::TOO_MANY_REQUESTS
    );
}

#[tokio::test]
async fn before_it_is_known_who_asks_the_address_counts_whatever_it_says_of_itself() {
    let app = limited(100, 4).await;
    let stranger = app.anonymous();
    let body = json!({ "email": "max@acme.test", "password": "wrong" });
    for number in 0..4 {
        let request = stranger
            .request(Method::POST, "/api/v1/session")
            .header("x-forwarded-for", format!("198.51.100.{number}"))
            .json(&body);
        assert_eq!(request.send().await.unwrap().status(), StatusCode::UNAUTHORIZED);
    }
    // Requests without a session count there, too.
    assert_eq!(
        stranger.get("/api/v1/actions").await.status(),
        StatusCode::TOO_MANY_REQUESTS
    );
    let right = json!({ "email": "max@acme.test", "password": PASSWORD });
    let refused = stranger.post("/api/v1/session", &right).await;
    assert_eq!(refused.status(), StatusCode::TOO_MANY_REQUESTS);
    assert!(
        refused.headers()["ratelimit-policy"]
            .to_str()
            .unwrap()
            .starts_with("\"address\"")
    );
}
