//! `Idempotency-Key`: sent twice, done once.

use reqwest::{Method, Response, StatusCode};
use serde_json::{Value, json};

use crate::support::{Client, TestApp, kind, problem};

async fn keyed(client: &Client, path: &str, key: &str, body: &Value) -> Response {
    client
        .request(Method::POST, &format!("/api/v1{path}"))
        .header("idempotency-key", key)
        .json(body)
        .send()
        .await
        .unwrap()
}

fn invitation(email: &str) -> Value {
    json!({ "email": email, "role": "manager" })
}

#[tokio::test]
async fn a_repeated_request_is_answered_as_before_and_not_carried_out_again() {
    let app = TestApp::start().await;
    let ada = app.sign_in("ada@acme.test").await;
    let first = keyed(&ada, "/invites", "\"k-1\"", &invitation("eve@acme.test")).await;
    assert_eq!(first.status(), StatusCode::CREATED);
    assert!(first.headers().get("idempotency-replayed").is_none());
    let location = first.headers()["location"].clone();
    let first: Value = first.json().await.unwrap();
    // Quoted or bare, it is the same key.
    let again = keyed(&ada, "/invites", "k-1", &invitation("eve@acme.test")).await;
    assert_eq!(again.status(), StatusCode::CREATED);
    assert_eq!(again.headers()["idempotency-replayed"], "true");
    assert_eq!(again.headers()["location"], location);
    assert_eq!(again.headers()["content-type"], "application/json");
    assert_eq!(again.json::<Value>().await.unwrap(), first);
    let invites = ada.read("/api/v1/invites").await;
    assert_eq!(invites["data"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn a_key_of_another_request_is_refused_and_another_persons_key_is_another_key() {
    let app = TestApp::start().await;
    let ada = app.sign_in("ada@acme.test").await;
    keyed(&ada, "/invites", "k-1", &invitation("eve@acme.test")).await;
    let other = keyed(&ada, "/invites", "k-1", &invitation("tom@acme.test")).await;
    assert_eq!(other.status(), StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(kind(&problem(other).await), "idempotency-mismatch");
    let elsewhere = keyed(&ada, "/organisation/resume", "k-1", &json!({})).await;
    assert_eq!(elsewhere.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let zoe = app.sign_in("zoe@zenith.test").await;
    let hers = keyed(&zoe, "/invites", "k-1", &invitation("eve@acme.test")).await;
    assert_eq!(hers.status(), StatusCode::CREATED);
    assert!(hers.headers().get("idempotency-replayed").is_none());
    for key in ["", "two words"] {
        let malformed = keyed(&ada, "/invites", key, &invitation("tom@acme.test")).await;
        assert_eq!(malformed.status(), StatusCode::BAD_REQUEST, "{key:?}");
    }
}

#[tokio::test]
async fn of_several_at_once_one_is_carried_out() {
    let app = TestApp::start().await;
    let ada = app.sign_in("ada@acme.test").await;
    let body = invitation("eve@acme.test");
    let together = (0..8).map(|_| keyed(&ada, "/invites", "k-1", &body));
    let mut urls = Vec::new();
    for answer in futures::future::join_all(together).await {
        match answer.status() {
            StatusCode::CREATED => urls.push(answer.json::<Value>().await.unwrap()["url"].clone()),
            StatusCode::CONFLICT => {
                assert!(answer.headers().contains_key("retry-after"));
                assert_eq!(kind(&problem(answer).await), "conflict");
            }
            other => panic!("{other}"),
        }
    }
    urls.dedup();
    assert_eq!(urls.len(), 1, "one link, however often it is answered");
    assert_eq!(
        ada.read("/api/v1/invites").await["data"]
            .as_array()
            .unwrap()
            .len(),
        1
    );
}

#[tokio::test]
async fn a_refused_request_leaves_its_key_free() {
    let app = TestApp::start().await;
    let ada = app.sign_in("ada@acme.test").await;
    let refused = keyed(&ada, "/invites", "k-1", &invitation("nobody")).await;
    assert_eq!(refused.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let mended = keyed(&ada, "/invites", "k-1", &invitation("eve@acme.test")).await;
    assert_eq!(mended.status(), StatusCode::CREATED);
}

#[tokio::test]
async fn an_answer_is_kept_for_a_day_and_never_in_clear() {
    let app = TestApp::start().await;
    let ada = app.sign_in("ada@acme.test").await;
    keyed(&ada, "/invites", "k-1", &invitation("eve@acme.test")).await;
    // Exactly one row is kept and nothing of the link can be read from it.
    let clear = b"invite?token=".to_vec();
    let sql = if std::env::var_os("ADJUTANT_TEST_POSTGRES").is_some() {
        "update idempotency set expires_at = expires_at where org_id = $1 and answer is not null and position($2 in answer) = 0"
    } else {
        "update idempotency set expires_at = expires_at where org_id = $1 and answer is not null and instr(answer, $2) = 0"
    };
    app.execute(sql, vec![app.organisations[0].id().into(), clear.into()])
        .await;
    let forgotten = async || engine::idempotency::forget_expired(&app.context).await.unwrap();
    assert_eq!(forgotten().await, 0);
    app.context.process.advance(engine::idempotency::KEPT_FOR);
    assert_eq!(forgotten().await, 1);
}
