//! Signing in and out, and how long it lasts.

use std::time::Instant;

use engine::identity::{self, Role};
use jiff::SignedDuration;
use reqwest::{Method, Response, StatusCode};
use serde_json::{Value, json};

use crate::support::{Client, PASSWORD, Setting, TestApp, cookie_of, kind, problem};

async fn try_to_sign_in(client: &Client, email: &str, password: &str) -> Response {
    client
        .post(
            "/api/v1/session",
            &json!({ "email": email, "password": password }),
        )
        .await
}

#[tokio::test]
async fn a_session_says_who_where_and_what_is_permitted() {
    let app = TestApp::start().await;
    let session = app.sign_in("Max@ACME.test ").await.read("/api/v1/session").await;
    assert_eq!(session["user"]["name"], "Max");
    assert_eq!(session["user"]["email"], "max@acme.test");
    assert_eq!(session["organisation"]["name"], "Acme");
    assert_eq!(session["role"], "manager");
    let permissions = session["permissions"].as_array().unwrap();
    assert!(permissions.contains(&json!("actions.approve")) && !permissions.contains(&json!("actors.read")));
}

#[tokio::test]
async fn the_cookie_on_this_machine_is_out_of_scripts_reach_and_differently_named() {
    let app = TestApp::start().await;
    let response = try_to_sign_in(&app.anonymous(), "max@acme.test", PASSWORD).await;
    let cookie = response.headers()["set-cookie"].to_str().unwrap();
    assert!(cookie.starts_with("adjutant-loopback="), "{cookie}");
    for attribute in ["HttpOnly", "SameSite=Lax", "Path=/"] {
        assert!(cookie.contains(attribute), "{cookie}");
    }
    assert!(!cookie.contains("Secure") && !cookie.contains("Domain"));
}

#[tokio::test]
async fn the_cookie_behind_tls_has_the_host_prefix() {
    let app = TestApp::start_with(Setting {
        public_url: Some("https://desk.example.com"),
        ..Setting::default()
    })
    .await;
    let response = try_to_sign_in(&app.anonymous(), "max@acme.test", PASSWORD).await;
    assert!(
        response.headers()["strict-transport-security"]
            .to_str()
            .unwrap()
            .starts_with("max-age=31536000")
    );
    let cookie = response.headers()["set-cookie"].to_str().unwrap().to_owned();
    assert!(cookie.starts_with("__Host-adjutant="), "{cookie}");
    assert!(cookie.contains("Secure") && cookie.contains("HttpOnly") && !cookie.contains("Domain"));
    let renamed = cookie_of(&response).replace("__Host-adjutant", "adjutant-loopback");
    let client = app.anonymous().with_cookie(renamed);
    assert_eq!(
        client.get("/api/v1/session").await.status(),
        StatusCode::UNAUTHORIZED
    );
}

#[tokio::test]
async fn an_unknown_address_and_a_wrong_password_cannot_be_told_apart() {
    let app = TestApp::start().await;
    let answer = async |email: &str, password: &str| {
        let response = try_to_sign_in(&app.anonymous(), email, password).await;
        assert_eq!(response.status(), StatusCode::UNAUTHORIZED);
        let mut headers: Vec<(String, String)> = response
            .headers()
            .iter()
            .map(|(name, value)| (name.to_string(), value.to_str().unwrap().to_owned()))
            .filter(|(name, _)| name != "date" && name != "x-request-id")
            .collect();
        headers.sort();
        let mut body = problem(response).await;
        body.as_object_mut().unwrap().remove("request_id");
        (headers, body)
    };
    let wrong = answer("max@acme.test", "not the password").await;
    assert_eq!(wrong, answer("nobody@acme.test", "not the password").await);
    assert_eq!(wrong, answer("not an address", "not the password").await);
}

#[tokio::test]
async fn an_unknown_address_costs_as_much_time_as_a_wrong_password() {
    let app = TestApp::start().await;
    let median = async |email: &str| {
        let mut times = Vec::new();
        for _ in 0..15 {
            let begun = Instant::now();
            try_to_sign_in(&app.anonymous(), email, "not the password").await;
            times.push(begun.elapsed());
            app.context.process.advance(SignedDuration::from_mins(10));
        }
        times.sort();
        times[7]
    };
    let (known, unknown) = (median("max@acme.test").await, median("nobody@acme.test").await);
    let (fast, slow) = (known.min(unknown), known.max(unknown));
    // Without the work of a hash the unknown address would answer ten times faster.
    assert!(fast * 4 > slow, "known {known:?}, unknown {unknown:?}");
}

#[tokio::test]
async fn wrong_passwords_delay_the_next_attempt_for_known_and_unknown_addresses_alike() {
    let app = TestApp::start().await;
    app.context.process.stand_still();
    for email in ["max@acme.test", "nobody@acme.test"] {
        for _ in 0..5 {
            let refused = try_to_sign_in(&app.anonymous(), email, "not the password").await;
            assert_eq!(refused.status(), StatusCode::UNAUTHORIZED);
        }
        let delayed = try_to_sign_in(&app.anonymous(), email, PASSWORD).await;
        assert_eq!(delayed.status(), StatusCode::TOO_MANY_REQUESTS, "{email}");
        let seconds: u64 = delayed.headers()["retry-after"]
            .to_str()
            .unwrap()
            .parse()
            .unwrap();
        assert!((1..=2).contains(&seconds));
        assert_eq!(kind(&problem(delayed).await), "too-many-attempts");
    }
    app.context.process.advance(SignedDuration::from_secs(3));
    let answered = try_to_sign_in(&app.anonymous(), "max@acme.test", PASSWORD).await;
    assert_eq!(
        answered.status(),
        StatusCode::OK,
        "the right password works after the delay"
    );
    let again = try_to_sign_in(&app.anonymous(), "max@acme.test", "not the password").await;
    assert_eq!(
        again.status(),
        StatusCode::UNAUTHORIZED,
        "and the count began anew"
    );
}

#[tokio::test]
async fn a_burst_of_parallel_guesses_gets_no_more_tries_than_a_slow_row() {
    let app = TestApp::start().await;
    app.context.process.stand_still();
    let guesses = (0..20).map(|_| {
        let client = app.anonymous();
        tokio::spawn(async move {
            try_to_sign_in(&client, "max@acme.test", "not the password")
                .await
                .status()
        })
    });
    let mut compared = 0;
    for guess in guesses.collect::<Vec<_>>() {
        compared += usize::from(guess.await.unwrap() == StatusCode::UNAUTHORIZED);
    }
    assert_eq!(
        compared, 5,
        "no time passed, so nothing but the free tries was compared"
    );
}

#[tokio::test]
async fn signing_out_ends_the_session_and_its_replay() {
    let app = TestApp::start().await;
    let client = app.sign_in("max@acme.test").await;
    let out = client
        .request(Method::DELETE, "/api/v1/session")
        .send()
        .await
        .unwrap();
    assert_eq!(out.status(), StatusCode::NO_CONTENT);
    assert!(
        out.headers()["set-cookie"]
            .to_str()
            .unwrap()
            .contains("Max-Age=0")
    );
    assert_eq!(
        client.get("/api/v1/session").await.status(),
        StatusCode::UNAUTHORIZED
    );
    let again = client
        .request(Method::DELETE, "/api/v1/session")
        .send()
        .await
        .unwrap();
    assert_eq!(
        again.status(),
        StatusCode::NO_CONTENT,
        "an ended session is signed out already"
    );
}

#[tokio::test]
async fn a_planted_cookie_is_never_adopted_and_a_new_session_ends_the_old() {
    let app = TestApp::start().await;
    let planted = app.anonymous().with_cookie("adjutant-loopback=planted");
    let response = try_to_sign_in(&planted, "max@acme.test", PASSWORD).await;
    assert_ne!(cookie_of(&response), "adjutant-loopback=planted");
    assert_eq!(
        planted.get("/api/v1/session").await.status(),
        StatusCode::UNAUTHORIZED
    );
    let first = app.anonymous().with_cookie(cookie_of(&response));
    assert_eq!(
        try_to_sign_in(&first, "max@acme.test", PASSWORD).await.status(),
        StatusCode::OK
    );
    assert_eq!(
        first.get("/api/v1/session").await.status(),
        StatusCode::UNAUTHORIZED
    );
}

#[tokio::test]
async fn a_session_ends_when_idle_and_in_any_case_after_a_week() {
    let app = TestApp::start().await;
    let idle = app.sign_in("max@acme.test").await;
    app.context.process.advance(SignedDuration::from_hours(13));
    assert_eq!(
        idle.get("/api/v1/session").await.status(),
        StatusCode::UNAUTHORIZED
    );
    let busy = app.sign_in("max@acme.test").await;
    for _ in 0..15 {
        app.context.process.advance(SignedDuration::from_hours(11));
        assert_eq!(busy.get("/api/v1/session").await.status(), StatusCode::OK);
    }
    app.context.process.advance(SignedDuration::from_hours(4));
    assert_eq!(
        busy.get("/api/v1/session").await.status(),
        StatusCode::UNAUTHORIZED
    );
}

#[tokio::test]
async fn a_change_of_role_is_in_force_with_the_next_request_and_a_removal_ends_the_session() {
    let app = TestApp::start().await;
    let max = app.sign_in("max@acme.test").await;
    let id = |session: &Value| session["user"]["id"].as_str().unwrap().parse().unwrap();
    let max_id = id(&max.read("/api/v1/session").await);
    let ada = app.sign_in("ada@acme.test").await;
    let token = ada.cookie.clone().unwrap().split_once('=').unwrap().1.to_owned();
    let admin = identity::authenticate(&app.context, &token)
        .await
        .unwrap()
        .principal;
    identity::change_role(&app.context, &admin, max_id, None, Role::Marketer)
        .await
        .unwrap();
    assert_eq!(max.read("/api/v1/session").await["role"], "marketer");
    identity::remove_person(&app.context, &admin, max_id, None)
        .await
        .unwrap();
    assert_eq!(
        max.get("/api/v1/session").await.status(),
        StatusCode::UNAUTHORIZED
    );
    let back = try_to_sign_in(&app.anonymous(), "max@acme.test", PASSWORD).await;
    assert_eq!(
        back.status(),
        StatusCode::UNAUTHORIZED,
        "who belongs nowhere cannot sign in"
    );
}

#[tokio::test]
async fn the_database_holds_no_token() {
    let app = TestApp::start().await;
    let client = app.sign_in("max@acme.test").await;
    let token = client.cookie.unwrap().split_once('=').unwrap().1.to_owned();
    let digest = engine::random::token_hash(&token);
    // Exactly one row, or the statement fails.
    app.execute(
        "update session set user_agent = 'found' where token_hash = $1",
        vec![digest.into()],
    )
    .await;
    let as_cookie = engine::random::token_hash(&token)
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect::<String>();
    let thief = app
        .anonymous()
        .with_cookie(format!("adjutant-loopback={as_cookie}"));
    assert_eq!(
        thief.get("/api/v1/session").await.status(),
        StatusCode::UNAUTHORIZED
    );
}
