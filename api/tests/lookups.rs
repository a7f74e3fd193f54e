//! Lookups over HTTP: named, supplied whole or not at all, read page by page, and asked for by rules that are enabled.

use reqwest::{Method, Response, StatusCode};
use serde_json::{Value, json};

use crate::support::{Client, TestApp, problem};

const THIN: &str = "language 1\n\nlookup margins: text -> percent from \"margins.csv\" stale after 7 days\n\n\
    rule \"Thin\" {\n  for campaigns\n  every 1h\n  when spend over today > $10 and lookup margins[this.name] < 20%\n  then pause\n  \
    cooldown 12h\n}\n";

async fn put(client: &Client, path: &str, body: Value) -> Response {
    let request = client.request(Method::PUT, &format!("/api/v1{path}"));
    request.json(&body).send().await.unwrap()
}

#[tokio::test]
async fn a_lookup_is_named_and_supplied_by_file_and_by_rows() {
    let app = TestApp::start().await;
    app.desk(app.organisations[0]).await;
    let mia = app.sign_in("mia@acme.test").await;

    let rule: Value = mia
        .post("/api/v1/rules", &json!({ "text": THIN }))
        .await
        .json()
        .await
        .unwrap();
    let enable = async || {
        let path = format!("/api/v1/rules/{}/enable", rule["id"].as_str().unwrap());
        let request = mia.request(Method::POST, &path).header("if-match", "\"v1\"");
        request.json(&json!({})).send().await.unwrap()
    };
    let refused = problem(enable().await).await;
    let detail = refused["detail"].as_str().unwrap();
    assert!(detail.contains("which nobody has named yet"), "{detail}");

    let body = json!({ "name": "margins", "kind": "percent" });
    let created = mia.post("/api/v1/lookups", &body).await;
    assert_eq!(created.status(), StatusCode::CREATED);
    let place = created.headers()["location"].to_str().unwrap().to_owned();
    let path = place.strip_prefix("/api/v1").unwrap().to_owned();
    assert_eq!(
        mia.post("/api/v1/lookups", &body).await.status(),
        StatusCode::CONFLICT
    );
    assert_eq!(enable().await.status(), StatusCode::OK);

    let file = |text: &str| json!({ "name": "margins.csv", "text": text });
    let bad = put(
        &mia,
        &format!("{path}/file"),
        file("key,value\nA,40%\nB,0.4\nA,20%\n"),
    )
    .await;
    assert_eq!(bad.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let bad = problem(bad).await;
    let lines: Vec<&str> = bad["errors"]
        .as_array()
        .unwrap()
        .iter()
        .map(|error| error["pointer"].as_str().unwrap())
        .collect();
    assert_eq!(lines, ["/lines/3", "/lines/4"]);
    assert_eq!(
        mia.read(&format!("/api/v1{path}")).await["version"],
        0,
        "nothing of it was taken"
    );

    let good = put(&mia, &format!("{path}/file"), file("key,value\nA,40%\nB,12.5%\n")).await;
    let good: Value = good.json().await.unwrap();
    assert_eq!(good, json!({ "version": 1, "rows": 2, "changed": 2 }));
    let sent = json!({ "rows": [{ "key": "B", "value": "12.5%" }, { "key": "C", "value": "7%" }] });
    let sent: Value = put(&mia, &format!("{path}/rows"), sent)
        .await
        .json()
        .await
        .unwrap();
    assert_eq!(sent, json!({ "version": 2, "rows": 2, "changed": 2 }));

    let detail = mia.read(&format!("/api/v1{path}")).await;
    assert_eq!(
        (&detail["source"], &detail["supplied_by"]),
        (&Value::Null, &json!("Mia"))
    );
    assert_eq!(detail["versions"][1]["source"], "margins.csv");
    assert_eq!(detail["used_by"][0]["name"], "Thin");
    assert_eq!(detail["used_by"][0]["stale_after_seconds"], 604_800);
    let page = mia.read(&format!("/api/v1{path}/rows?after=B")).await;
    assert_eq!(
        page,
        json!({ "data": [{ "key": "C", "value": "7%" }], "has_more": false })
    );
    let before = mia.read(&format!("/api/v1{path}/rows?version=1")).await;
    assert_eq!(
        before["data"],
        json!([{ "key": "A", "value": "40%" }, { "key": "B", "value": "12.5%" }])
    );
    assert_eq!(app.audited("lookup.supplied").await, 2);

    let patch = async |name: &str| {
        let request = mia.request(Method::PATCH, &format!("/api/v1{path}"));
        request.json(&json!({ "name": name })).send().await.unwrap()
    };
    let remove = async || {
        let request = mia.request(Method::DELETE, &format!("/api/v1{path}"));
        request.send().await.unwrap()
    };
    for refused in [patch("shares").await, remove().await] {
        assert_eq!(refused.status(), StatusCode::CONFLICT);
        let detail = problem(refused).await["detail"].to_string();
        assert!(
            detail.contains("Thin") && detail.contains("asks it by the name `margins`"),
            "{detail}"
        );
    }
    assert_eq!(mia.read(&format!("/api/v1{path}")).await["name"], "margins");
}

#[tokio::test]
async fn a_lookup_that_no_rule_asks_is_renamed_and_removed() {
    let app = TestApp::start().await;
    app.desk(app.organisations[0]).await;
    let mia = app.sign_in("mia@acme.test").await;
    let body = json!({ "name": "fees", "kind": "money" });
    let created: Value = mia.post("/api/v1/lookups", &body).await.json().await.unwrap();
    let path = format!("/api/v1/lookups/{}", created["id"].as_str().unwrap());
    let named = async |name: &str| {
        let request = mia.request(Method::PATCH, &path).json(&json!({ "name": name }));
        request.send().await.unwrap()
    };
    let misnamed = named("agency fees").await;
    assert_eq!(misnamed.status(), StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(problem(misnamed).await["errors"][0]["pointer"], "/name");
    let renamed: Value = named("agency_fees").await.json().await.unwrap();
    assert_eq!(renamed["name"], "agency_fees");
    assert_eq!(
        mia.read("/api/v1/lookups").await["data"][0]["name"],
        "agency_fees"
    );

    let removed = mia.request(Method::DELETE, &path).send().await.unwrap();
    assert_eq!(removed.status(), StatusCode::NO_CONTENT);
    assert_eq!(mia.read("/api/v1/lookups").await["data"], json!([]));
    assert_eq!(named("fees").await.status(), StatusCode::NOT_FOUND);
    assert_eq!(app.audited("lookup.renamed").await, 1);
    assert_eq!(app.audited("lookup.removed").await, 1);
    assert_eq!(
        mia.post("/api/v1/lookups", &body).await.status(),
        StatusCode::CREATED,
        "its name is free"
    );
}

#[tokio::test]
async fn a_file_that_is_too_large_is_refused_before_it_is_read() {
    let app = TestApp::start().await;
    app.desk(app.organisations[0]).await;
    let mia = app.sign_in("mia@acme.test").await;
    let body = json!({ "name": "fees", "kind": "money" });
    let created: Value = mia.post("/api/v1/lookups", &body).await.json().await.unwrap();
    let path = format!("/lookups/{}/file", created["id"].as_str().unwrap());
    let large = put(
        &mia,
        &path,
        json!({ "name": "fees.csv", "text": "x".repeat(950_000) }),
    )
    .await;
    assert!(
        problem(large).await["errors"][0]["detail"]
            .as_str()
            .unwrap()
            .contains("at most 900000")
    );
    let larger = put(
        &mia,
        &path,
        json!({ "name": "fees.csv", "text": "x".repeat(1_100_000) }),
    )
    .await;
    assert_eq!(larger.status(), StatusCode::PAYLOAD_TOO_LARGE);
}
