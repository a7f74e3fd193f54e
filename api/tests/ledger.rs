//! Approving and rejecting over HTTP: preconditions, conflicts, who may.

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::support::{Client, TestApp, kind, problem};

async fn decide(
    client: &Client,
    action: Uuid,
    what: &str,
    tag: Option<&str>,
    body: Value,
) -> reqwest::Response {
    let request = client
        .request(Method::POST, &format!("/api/v1/actions/{action}/{what}"))
        .json(&body);
    let request = match tag {
        Some(tag) => request.header("if-match", tag),
        None => request,
    };
    request.send().await.unwrap()
}

#[tokio::test]
async fn an_approval_names_the_version_it_is_for_and_answers_the_next() {
    let app = TestApp::start().await;
    let desk = app.desk(app.organisations[0]).await;
    let max = app.sign_in("max@acme.test").await;
    let read = max.get(&format!("/api/v1/actions/{}", desk.action)).await;
    assert_eq!(read.headers()["etag"], "\"v3\"");
    let detail: Value = read.json().await.unwrap();
    assert_eq!(
        detail["can"],
        json!({ "approve": true, "reject": true, "undo": false, "why_not": null })
    );
    assert_eq!(detail["before"]["display"], "active");
    assert_eq!(
        detail["per_day_change"],
        json!({ "micros": -120_000_000, "currency": "USD" })
    );

    let missing = decide(&max, desk.action, "approve", None, json!({})).await;
    assert_eq!(missing.status(), StatusCode::PRECONDITION_REQUIRED);
    assert_eq!(kind(&problem(missing).await), "precondition-required");
    let star = decide(&max, desk.action, "approve", Some("*"), json!({})).await;
    assert_eq!(star.status(), StatusCode::BAD_REQUEST);

    let moved = decide(&max, desk.action, "approve", Some("\"v2\""), json!({})).await;
    assert_eq!(moved.status(), StatusCode::PRECONDITION_FAILED);
    let moved = problem(moved).await;
    assert_eq!(moved["current"]["id"], json!(desk.action));
    assert_eq!(moved["current"]["version"], 3);

    let approved = decide(&max, desk.action, "approve", Some("\"v3\""), json!({})).await;
    assert_eq!(approved.status(), StatusCode::OK);
    let tag = approved.headers()["etag"].to_str().unwrap().to_owned();
    let detail: Value = approved.json().await.unwrap();
    assert_eq!(detail["state"], "approved");
    assert_eq!(tag, format!("\"v{}\"", detail["version"]));
    assert_eq!(detail["approvals"][0]["name"], "Max");
    assert_eq!(detail["history"].as_array().unwrap().last().unwrap()["by"], "Max");

    let again = decide(&max, desk.action, "approve", Some(&tag), json!({})).await;
    assert_eq!(again.status(), StatusCode::CONFLICT);
    assert_eq!(kind(&problem(again).await), "conflict");
}

#[tokio::test]
async fn a_rejection_needs_a_reason() {
    let app = TestApp::start().await;
    let desk = app.desk(app.organisations[0]).await;
    let max = app.sign_in("max@acme.test").await;
    for body in [
        json!({}),
        json!({ "reason": "  " }),
        json!({ "reason": "x".repeat(1_001) }),
    ] {
        let refused = decide(&max, desk.action, "reject", Some("\"v3\""), body).await;
        assert_eq!(refused.status(), StatusCode::UNPROCESSABLE_ENTITY);
    }
    let rejected = decide(
        &max,
        desk.action,
        "reject",
        Some("\"v3\""),
        json!({ "reason": "the sale starts tomorrow" }),
    )
    .await;
    assert_eq!(rejected.status(), StatusCode::OK);
    let detail: Value = rejected.json().await.unwrap();
    assert_eq!(detail["state"], "rejected");
    assert_eq!(detail["approvals"][0]["reason"], "the sale starts tomorrow");
}

#[tokio::test]
async fn two_managers_who_decide_at_once_do_not_both_win() {
    let app = TestApp::start().await;
    let desk = app.desk(app.organisations[0]).await;
    let (max, ada) = (
        app.sign_in("max@acme.test").await,
        app.sign_in("ada@acme.test").await,
    );
    let (approved, rejected) = tokio::join!(
        decide(&max, desk.action, "approve", Some("\"v3\""), json!({})),
        decide(
            &ada,
            desk.action,
            "reject",
            Some("\"v3\""),
            json!({ "reason": "no" })
        ),
    );
    let won = [approved.status(), rejected.status()]
        .iter()
        .filter(|status| status.is_success())
        .count();
    assert_eq!(won, 1, "{} {}", approved.status(), rejected.status());
}

#[tokio::test]
async fn a_marketer_sees_why_they_may_not_decide() {
    let app = TestApp::start().await;
    let desk = app.desk(app.organisations[0]).await;
    let mia = app.sign_in("mia@acme.test").await;
    let detail = mia.read(&format!("/api/v1/actions/{}", desk.action)).await;
    assert_eq!(detail["can"]["approve"], false);
    assert_eq!(detail["can"]["why_not"], "your role may not approve actions");
}

#[tokio::test]
async fn an_unchanged_action_is_not_sent_again() {
    let app = TestApp::start().await;
    let desk = app.desk(app.organisations[0]).await;
    let max = app.sign_in("max@acme.test").await;
    let path = format!("/api/v1/actions/{}", desk.action);
    let same = max
        .request(Method::GET, &path)
        .header("if-none-match", "\"v3\"")
        .send()
        .await
        .unwrap();
    assert_eq!(same.status(), StatusCode::NOT_MODIFIED);
    let other = max
        .request(Method::GET, &path)
        .header("if-none-match", "\"v2\"")
        .send()
        .await
        .unwrap();
    assert_eq!(other.status(), StatusCode::OK);
}

#[tokio::test]
async fn a_waiting_action_cannot_be_undone_and_says_so() {
    let app = TestApp::start().await;
    let desk = app.desk(app.organisations[0]).await;
    let max = app.sign_in("max@acme.test").await;
    let preview = max.read(&format!("/api/v1/actions/{}/undo", desk.action)).await;
    assert_eq!(preview["possible"], false);
    assert!(
        preview["why_not"]
            .as_str()
            .unwrap()
            .contains("only an applied action")
    );
    let refused = decide(&max, desk.action, "undo", None, json!({})).await;
    assert_eq!(refused.status(), StatusCode::CONFLICT);
}
