//! Shadows over HTTP: started by a marketer, read beside the rule, ended or put to work.

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::{
    rules::NIGHT,
    support::{Client, TestApp, problem},
};

async fn shadow(client: &Client, path: &str) -> Value {
    client
        .get(&format!("/api/v1{path}/shadow"))
        .await
        .json::<Value>()
        .await
        .unwrap()["shadow"]
        .clone()
}

#[tokio::test]
async fn a_marketer_lets_a_text_run_as_a_shadow_and_puts_it_to_work() {
    let app = TestApp::start().await;
    app.desk(app.organisations[0]).await;
    let mia = app.sign_in("mia@acme.test").await;
    let id = mia.enabled_rule(NIGHT).await;
    let path = format!("/rules/{id}");
    assert_eq!(shadow(&mia, &path).await, Value::Null);

    let start = format!("/api/v1{path}/shadow");
    let same = problem(mia.post(&start, &json!({})).await).await;
    assert!(
        same["detail"].as_str().unwrap().contains("at work already"),
        "{same}"
    );
    let later = NIGHT.replace("22:00", "23:00");
    let both = mia.post(&start, &json!({ "version": 1, "text": later })).await;
    assert_eq!(problem(both).await["errors"][0]["pointer"], "/version");
    let broken = mia
        .post(&start, &json!({ "text": later.replace("pause", "paws") }))
        .await;
    assert_eq!(broken.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let renamed = mia
        .post(&start, &json!({ "text": later.replace("\"Night\"", "\"Day\"") }))
        .await;
    assert_eq!(renamed.status(), StatusCode::UNPROCESSABLE_ENTITY);

    let started = mia
        .post(&start, &json!({ "text": later, "note": "an hour more" }))
        .await;
    assert_eq!(started.status(), StatusCode::CREATED);
    let runs = shadow(&mia, &path).await;
    assert_eq!(
        (
            &runs["text"],
            &runs["version"],
            &runs["rule_runs"],
            &runs["note"],
            &runs["checks"]["checks"]
        ),
        (
            &json!(later),
            &Value::Null,
            &json!(true),
            &json!("an hour more"),
            &json!(0)
        )
    );
    assert_eq!(
        mia.post(&start, &json!({ "text": later })).await.status(),
        StatusCode::CONFLICT
    );
    // It is no rule among the others, and none of its own.
    let rules: Value = mia.get("/api/v1/rules").await.json().await.unwrap();
    let nights = rules["data"].as_array().unwrap().iter();
    assert_eq!(nights.filter(|rule| rule["name"] == "Night").count(), 1);
    let own = format!("/api/v1/rules/{}", runs["id"].as_str().unwrap());
    assert_eq!(mia.get(&own).await.status(), StatusCode::NOT_FOUND);

    let read = mia.get(&format!("/api/v1{path}")).await;
    let tag = read.headers()["etag"].to_str().unwrap().to_owned();
    let promote = async |accept: Value| {
        mia.request(Method::POST, &format!("{start}/promote"))
            .header("if-match", &tag)
            .json(&json!({ "accept": accept }))
            .send()
            .await
            .unwrap()
    };
    let answer = promote(json!([])).await;
    let answer = if answer.status() == StatusCode::CONFLICT {
        let found: Value = answer.json().await.unwrap();
        let codes = found["diagnostics"].as_array().unwrap().iter();
        let codes: Vec<&Value> = codes.map(|one| &one["code"]).collect();
        promote(json!(codes)).await
    } else {
        answer
    };
    assert_eq!(answer.status(), StatusCode::OK);
    let rule: Value = answer.json().await.unwrap();
    assert_eq!(
        (&rule["version"], &rule["state"], &rule["text"]),
        (&json!(2), &json!("enabled"), &json!(later))
    );
    assert_eq!(shadow(&mia, &path).await, Value::Null);

    // A version of before, and back.
    let old = mia.post(&start, &json!({ "version": 1 })).await;
    assert_eq!(old.status(), StatusCode::CREATED);
    assert_eq!(shadow(&mia, &path).await["version"], 1);
    let ended = mia.request(Method::DELETE, &start).send().await.unwrap();
    assert_eq!(ended.status(), StatusCode::NO_CONTENT);
    let ended = mia.request(Method::DELETE, &start).send().await.unwrap();
    assert_eq!(ended.status(), StatusCode::CONFLICT);
}
