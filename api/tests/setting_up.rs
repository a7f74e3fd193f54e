//! The first set-up.

use engine::identity;
use jiff::SignedDuration;
use reqwest::StatusCode;
use secrecy::ExposeSecret as _;
use serde_json::{Value, json};

use crate::support::{Setting, TestApp, cookie_of, kind, problem};

fn form(token: &str) -> Value {
    json!({
        "token": token,
        "organisation": "Acme Marketing",
        "name": "Ada Byron",
        "email": "ada@acme.test",
        "password": "long enough to guess at",
    })
}

async fn empty() -> (TestApp, String) {
    let app = TestApp::start_with(Setting {
        without_people: true,
        ..Setting::default()
    })
    .await;
    let token = identity::issue_setup_link(&app.context).await.unwrap().unwrap();
    let token = token.expose_secret().to_owned();
    (app, token)
}

#[tokio::test]
async fn the_link_makes_the_organisation_and_its_admin_once() {
    let (app, token) = empty().await;
    let client = app.anonymous();
    assert_eq!(client.read("/api/v1/setup").await["open"], true);
    let response = client.post("/api/v1/setup", &form(&token)).await;
    assert_eq!(response.status(), StatusCode::OK);
    let admin = client.with_cookie(cookie_of(&response));
    let session: Value = response.json().await.unwrap();
    assert_eq!(session["role"], "admin");
    assert_eq!(admin.read("/api/v1/session").await, session);
    assert_eq!(client.read("/api/v1/setup").await["open"], false);
    let again = client.post("/api/v1/setup", &form(&token)).await;
    assert_eq!(again.status(), StatusCode::FORBIDDEN);
    assert_eq!(kind(&problem(again).await), "link-ended");
    assert!(
        identity::issue_setup_link(&app.context).await.unwrap().is_none(),
        "no link for an organisation that exists"
    );
}

#[tokio::test]
async fn two_people_who_follow_the_link_at_once_make_one_organisation() {
    let (app, token) = empty().await;
    let tries = (0..4).map(|_| {
        let (client, form) = (app.anonymous(), form(&token));
        tokio::spawn(async move { client.post("/api/v1/setup", &form).await.status() })
    });
    let mut made = 0;
    for attempt in tries.collect::<Vec<_>>() {
        made += usize::from(attempt.await.unwrap() == StatusCode::OK);
    }
    assert_eq!(made, 1);
}

#[tokio::test]
async fn an_old_a_replaced_and_an_invented_link_get_the_same_answer() {
    let (app, old) = empty().await;
    let client = app.anonymous();
    let fresh = identity::issue_setup_link(&app.context).await.unwrap().unwrap();
    let answer = async |token: &str| {
        let response = client.post("/api/v1/setup", &form(token)).await;
        assert_eq!(response.status(), StatusCode::FORBIDDEN);
        let mut body = problem(response).await;
        body.as_object_mut().unwrap().remove("request_id");
        body
    };
    let replaced = answer(&old).await;
    assert_eq!(replaced, answer("invented").await);
    app.context.process.advance(SignedDuration::from_hours(25));
    assert_eq!(replaced, answer(fresh.expose_secret()).await);
}

#[tokio::test]
async fn every_field_is_checked_and_named() {
    let (app, token) = empty().await;
    let client = app.anonymous();
    let body = json!({ "token": token, "organisation": " ", "name": "Ada\nByron", "email": "ada", "password": "short" });
    let refused = client.post("/api/v1/setup", &body).await;
    assert_eq!(refused.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let found = problem(refused).await;
    let pointers: Vec<&str> = found["errors"]
        .as_array()
        .unwrap()
        .iter()
        .map(|error| error["pointer"].as_str().unwrap())
        .collect();
    assert_eq!(pointers, ["/organisation", "/name", "/email", "/password"]);
    let accepted = client.post("/api/v1/setup", &form(&token)).await;
    assert_eq!(
        accepted.status(),
        StatusCode::OK,
        "a refused form does not use the link up"
    );
}
