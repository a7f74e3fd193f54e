//! Search terms: from the day a library rule about them is enabled to a negative keyword at the platform, and back.

use jiff::ToSpan as _;
use jiff::civil::{Date, date};
use reqwest::StatusCode;
use serde_json::{Value, json};

use crate::{
    stage::Stage,
    support::{Client, TestApp},
};

/// From two minutes after the stage's begin until seven in Los Angeles on the day after, half an hour before the rule's time.
const UNTIL_SEVEN: i64 = 25 * 3_600 - 120;
const PAGE: &str = "limit=500&level=search_term";

async fn terms_of(client: &Client, campaign: &str) -> Vec<Value> {
    let id = client.campaign(campaign).await["id"].as_str().unwrap().to_owned();
    let found = client
        .read(&format!("/api/v1/campaigns/{id}/objects?{PAGE}"))
        .await;
    found["data"].as_array().unwrap().clone()
}

/// The library's rule with thresholds that two days of traffic reach.
async fn idle_searches(client: &Client) -> String {
    let params = json!({ "params": { "floor": "$1, 1 EUR", "chance": "5" } });
    let filled = client
        .post("/api/v1/library/searches-without-sales/text", &params)
        .await;
    assert_eq!(filled.status(), StatusCode::OK);
    let filled: Value = filled.json().await.unwrap();
    client.enabled_rule(filled["text"].as_str().unwrap()).await
}

async fn cells(app: &TestApp, grain: &'static str) -> i64 {
    let count = "select count(*) as n from metric_block where org_id is not null and level = 'search_term' and grain = $1";
    app.count(count, vec![grain.into()]).await
}

/// The days for which searches were read, newest question last.
fn asked(stage: &Stage) -> Vec<(Date, Date)> {
    stage.asked("FROM search_term_view")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_search_that_sold_nothing_is_proposed_approved_excluded_at_the_platform_and_let_go_again() {
    let (stage, ada, account) = Stage::connected().await;
    let path = format!("/api/v1/accounts/{account}");
    let read_again = async |seconds: i64| {
        let before = ada.read(&path).await["data_sets"][0]["last_read_at"].clone();
        stage.later(seconds).await;
        ada.sync(&account).await;
        let good = |account: &Value| account["data_sets"][0]["last_read_at"] != before;
        stage.until(&ada, &path, "another sync", good).await
    };
    read_again(60).await;
    assert!(asked(&stage).is_empty(), "nobody asked for searches yet");

    let rule = idle_searches(&ada).await;
    read_again(60).await;
    // The list and the numbers of 90 days, and no hour of them.
    let (first, last) = (date(2026, 8, 19), date(2026, 11, 17));
    assert_eq!(asked(&stage), [(first, last), (first, last)]);
    assert_eq!(cells(&stage.app, "hour").await, 0);
    assert!(cells(&stage.app, "day").await > 0);
    let beans = terms_of(&ada, "Local - Coffee beans delivery").await;
    assert!(beans.len() > 5, "{}", beans.len());
    let day = beans.iter().find(|term| term["last_7_days"] != Value::Null);
    assert!(day.is_some(), "{beans:?}");
    // A campaign that has no ad groups has no searches, either.
    assert!(terms_of(&ada, "PMax - Gift boxes").await.is_empty());

    // Later readings list the same days, and ask for the numbers of those that may have changed.
    read_again(UNTIL_SEVEN).await;
    let [.., list, numbers] = asked(&stage)[..] else {
        panic!("{:?}", asked(&stage))
    };
    let tomorrow = last.tomorrow().unwrap();
    assert_eq!((list, numbers.1), ((first + 1.day(), tomorrow), tomorrow));
    assert!(numbers.0 > first + 30.days(), "{numbers:?}");

    stage.later(1_860).await;
    let waiting = format!("/api/v1/actions?state=awaiting_approval&rule={rule}&limit=500");
    let proposed = stage
        .until(&ada, &waiting, "a proposal", |found| {
            found["data"][0] != Value::Null
        })
        .await;
    let action = &proposed["data"][0];
    assert_eq!(
        (&action["kind"], &action["object"]["level"]),
        (&json!("add_negative_keyword"), &json!("search_term"))
    );
    let typed = action["object"]["name"].as_str().unwrap();
    let items = json!([{ "id": action["id"], "version": action["version"] }]);
    let decided = ada
        .post(
            "/api/v1/actions/decide",
            &json!({ "verdict": "approve", "items": items }),
        )
        .await;
    assert_eq!(decided.status(), StatusCode::OK);
    let one = format!("/api/v1/actions/{}", action["id"].as_str().unwrap());
    stage
        .until(&ada, &one, "the negative keyword", |action| {
            action["state"] == "applied"
        })
        .await;
    let truth = stage.changes().await;
    let created = truth.last().unwrap();
    assert_eq!(
        created["new"]["keyword"],
        json!({ "text": typed, "matchType": "EXACT" })
    );
    assert_eq!(created["new"]["negative"], json!(true));

    // It is excluded here at once, and the platform says the same at the next sync.
    let campaign = action["campaign"]["name"].as_str().unwrap();
    let word = async || {
        let terms = terms_of(&ada, campaign).await;
        let of = terms.iter().find(|term| term["id"] == action["object"]["id"]);
        of.unwrap()["delivery"].as_str().unwrap().to_owned()
    };
    assert_eq!(word().await, "excluded");
    read_again(3_600).await;
    assert_eq!(word().await, "excluded");

    let undo = ada.post(&format!("{one}/undo"), &json!({})).await;
    assert!(undo.status().is_success(), "{}", undo.text().await.unwrap());
    let begun = std::time::Instant::now();
    while stage.changes().await.len() == truth.len() {
        assert!(begun.elapsed().as_secs() < 60, "the undo did not come about");
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    read_again(3_600).await;
    assert_eq!(word().await, "none");
}
