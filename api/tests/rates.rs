//! Exchange rates over HTTP: added by an admin, corrected, and read by everybody.

use reqwest::{Method, Response, StatusCode};
use serde_json::{Value, json};

use crate::support::{Client, TestApp, problem};

async fn put(client: &Client, path: &str, body: Value) -> Response {
    let request = client.request(Method::PUT, &format!("/api/v1{path}"));
    request.json(&body).send().await.unwrap()
}

#[tokio::test]
async fn rates_are_added_by_file_and_by_rows_and_everybody_reads_them() {
    let app = TestApp::start().await;
    app.desk(app.organisations[0]).await;
    let (ada, mia) = (
        app.sign_in("ada@acme.test").await,
        app.sign_in("mia@acme.test").await,
    );
    let file = |text: &str| json!({ "name": "rates.csv", "text": text });

    let refused = put(
        &mia,
        "/rates/file",
        file("day,from,to,rate\n2026-01-02,USD,EUR,0.92\n"),
    )
    .await;
    assert_eq!(refused.status(), StatusCode::FORBIDDEN);
    let bad = put(
        &ada,
        "/rates/file",
        file("day,from,to,rate\n2026-01-02,USD,EUR,0.92\n2026-01-02,USD,EUR,nil\n2026-13-02,USD,EUR,1\n"),
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
        mia.read("/api/v1/rates").await,
        json!({ "pairs": [], "versions": [] }),
        "nothing of it was taken"
    );

    let central =
        "Date,USD,JPY,\n2026-01-05,1.0871,162.31,\n2026-01-02,1.085,N/A,\n2020-01-02,1.1193,121.75,\n";
    let good: Value = put(&ada, "/rates/file", file(central))
        .await
        .json()
        .await
        .unwrap();
    assert_eq!(
        good,
        json!({ "version": 1, "rows": 3, "changed": 3, "older_days": 1 })
    );
    let row = json!({ "rows": [{ "day": "2026-01-05", "from": "EUR", "to": "USD", "rate": "1.0900" }] });
    let sent: Value = put(&ada, "/rates/rows", row).await.json().await.unwrap();
    assert_eq!(
        sent,
        json!({ "version": 2, "rows": 1, "changed": 1, "older_days": 0 })
    );

    let all = mia.read("/api/v1/rates").await;
    let told = |rate: &Value| {
        format!("{} {} {} {}", rate["day"], rate["from"], rate["to"], rate["rate"]).replace('"', "")
    };
    let pairs: Vec<String> = all["pairs"].as_array().unwrap().iter().map(told).collect();
    assert_eq!(pairs, ["2026-01-05 EUR JPY 162.31", "2026-01-05 EUR USD 1.09"]);
    assert_eq!(
        all["pairs"][1]["source"],
        Value::Null,
        "the correction came through the API"
    );
    assert_eq!(
        (&all["versions"][0]["by"], &all["versions"][1]["source"]),
        (&json!("Ada"), &json!("rates.csv"))
    );
    let days = mia.read("/api/v1/rates/days?from=EUR&to=USD").await;
    let days: Vec<String> = days["data"].as_array().unwrap().iter().map(told).collect();
    assert_eq!(days, ["2026-01-05 EUR USD 1.09", "2026-01-02 EUR USD 1.085"]);
    let older = mia
        .read("/api/v1/rates/days?from=EUR&to=USD&before=2026-01-05")
        .await;
    assert_eq!(
        (older["data"].as_array().unwrap().len(), &older["has_more"]),
        (1, &json!(false))
    );
    assert_eq!(app.audited("rates.supplied").await, 2);
}
