//! Campaigns over HTTP: orders, one campaign's days, and what a person asks of it. Brands, and the overview.

use engine::store::Param;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::support::{TestApp, kind, problem};

#[tokio::test]
async fn an_unknown_order_is_refused_with_those_that_exist_and_a_cursor_is_for_its_own_order() {
    let app = TestApp::start().await;
    let scope = app.organisations[0];
    let desk = app.desk(scope).await;
    app.campaign(scope, desk.account, "Second").await;
    let mia = app.sign_in("mia@acme.test").await;
    let refused = problem(mia.get("/api/v1/campaigns?sort=speed").await).await;
    assert_eq!(refused["errors"][0]["pointer"], "sort");
    assert!(refused["detail"].as_str().unwrap().contains("spend_7d"));
    let page = mia.read("/api/v1/campaigns?sort=-spend_7d&limit=1").await;
    let cursor = page["next_cursor"].as_str().unwrap();
    let other = mia
        .get(&format!(
            "/api/v1/campaigns?sort=spend_7d&limit=1&cursor={cursor}"
        ))
        .await;
    assert_eq!(other.status(), StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn a_campaigns_days_come_with_totals_that_are_absent_where_undefined() {
    let app = TestApp::start().await;
    let scope = app.organisations[0];
    let desk = app.desk(scope).await;
    app.execute(
        "insert into metric_day (org_id, account_id, campaign_id, day, impressions, clicks, spend, conversions, revenue, sync_seq)
         values ($1, $2, $3, 20773, 1000, 20, 50000000, 0, 100000000, 1)",
        vec![Param::from(scope.id()), desk.account.into(), desk.campaign.into()],
    )
    .await;
    app.sum_up(scope, desk.account).await;
    let mia = app.sign_in("mia@acme.test").await;
    let path = format!("/api/v1/campaigns/{}/metrics", desk.campaign);
    let chart = mia
        .read(&format!("{path}?from=2026-11-16&to=2026-11-17&compare=previous"))
        .await;
    assert_eq!(chart["days"].as_array().unwrap().len(), 2);
    assert_eq!(chart["days"][0]["spend"], 50_000_000);
    let totals = &chart["totals"];
    assert_eq!(
        (totals["ctr"].as_f64(), totals["roas"].as_f64()),
        (Some(0.02), Some(2.0))
    );
    assert_eq!(totals["cpc"]["micros"], 2_500_000);
    assert_eq!((&totals["cpa"], &totals["cvr"]), (&Value::Null, &json!(0.0)));
    assert_eq!(
        (&chart["compare"]["from"], &chart["compare"]["to"]),
        (&json!("2026-11-14"), &json!("2026-11-15"))
    );
    assert_eq!(chart["compare_totals"]["roas"], Value::Null);
    let usual = mia.read(&path).await;
    assert_eq!(
        (usual["days"].as_array().unwrap().len(), &usual["to"]),
        (30, &json!("2026-11-17"))
    );
    let turned = mia.get(&format!("{path}?from=2026-11-17&to=2026-11-16")).await;
    assert_eq!(turned.status(), StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn a_person_sees_what_an_action_would_do_before_asking_for_it() {
    let app = TestApp::start().await;
    let scope = app.organisations[0];
    let desk = app.desk(scope).await;
    let other = app.campaign(scope, desk.account, "Second").await;
    let path = format!("/api/v1/campaigns/{other}/actions");
    let (mia, max) = (
        app.sign_in("mia@acme.test").await,
        app.sign_in("max@acme.test").await,
    );
    let shown = mia
        .post(&path, &json!({ "kind": "pause", "reason": "", "dry_run": true }))
        .await;
    assert_eq!(shown.status(), StatusCode::OK);
    let shown: Value = shown.json().await.unwrap();
    assert_eq!(
        (&shown["before"]["display"], &shown["after"]["display"]),
        (&json!("active"), &json!("paused"))
    );
    assert_eq!(
        (&shown["needs_approval"], &shown["blocked"]),
        (&json!(true), &json!([]))
    );
    let history = mia.read(&format!("/api/v1/campaigns/{other}/history")).await;
    assert_eq!(history["data"], json!([]), "a look leaves no trace");

    let unexplained = mia.post(&path, &json!({ "kind": "pause", "reason": " " })).await;
    assert_eq!(problem(unexplained).await["errors"][0]["pointer"], "/reason");
    let asked = mia
        .post(&path, &json!({ "kind": "pause", "reason": "the page is down" }))
        .await;
    assert_eq!(asked.status(), StatusCode::CREATED);
    let asked: Value = asked.json().await.unwrap();
    assert_eq!(
        (&asked["state"], &asked["requested_by"]["name"]),
        (&json!("awaiting_approval"), &json!("Mia"))
    );

    let without = max
        .post(&path, &json!({ "kind": "set_budget", "reason": "more" }))
        .await;
    assert_eq!(problem(without).await["errors"][0]["pointer"], "/budget");
    let none = max
        .post(&path, &json!({ "kind": "set_budget", "budget": { "micros": 5_000_000, "currency": "USD" }, "reason": "more" }))
        .await;
    assert_eq!(
        kind(&problem(none).await),
        "conflict",
        "it has no budget of its own"
    );
}

#[tokio::test]
async fn a_brand_is_made_renamed_and_removed_once_nothing_is_filed_under_it() {
    let app = TestApp::start().await;
    let scope = app.organisations[0];
    let desk = app.desk(scope).await;
    let ada = app.sign_in("ada@acme.test").await;
    let made = ada
        .post("/api/v1/brands", &json!({ "name": " Fleetfoot " }))
        .await;
    assert_eq!(made.status(), StatusCode::CREATED);
    let made: Value = made.json().await.unwrap();
    assert_eq!(
        (&made["name"], &made["accounts"]),
        (&json!("Fleetfoot"), &json!(0))
    );
    let path = format!("/api/v1/brands/{}", made["id"].as_str().unwrap());
    let twin = ada.post("/api/v1/brands", &json!({ "name": "Fleetfoot" })).await;
    assert_eq!(kind(&problem(twin).await), "conflict");
    let renamed = ada
        .request(Method::PATCH, &path)
        .json(&json!({ "name": "Harbor" }))
        .send()
        .await
        .unwrap();
    assert_eq!(renamed.status(), StatusCode::OK);
    let id: uuid::Uuid = made["id"].as_str().unwrap().parse().unwrap();
    let file = |brand: uuid::Uuid| vec![Param::from(scope.id()), desk.account.into(), brand.into()];
    app.execute(
        "update ad_account set brand_id = $3 where org_id = $1 and id = $2",
        file(id),
    )
    .await;
    let remove = async || ada.request(Method::DELETE, &path).send().await.unwrap();
    assert_eq!(kind(&problem(remove().await).await), "conflict");
    let brands = ada.read("/api/v1/brands").await;
    assert_eq!(
        brands["data"][0]["is_default"], true,
        "the default brand comes first"
    );
    let default: uuid::Uuid = brands["data"][0]["id"].as_str().unwrap().parse().unwrap();
    app.execute(
        "update ad_account set brand_id = $3 where org_id = $1 and id = $2",
        file(default),
    )
    .await;
    assert_eq!(remove().await.status(), StatusCode::NO_CONTENT);
    assert_eq!(remove().await.status(), StatusCode::NOT_FOUND);
    let standing = ada
        .request(Method::DELETE, &format!("/api/v1/brands/{default}"))
        .send()
        .await
        .unwrap();
    assert_eq!(
        kind(&problem(standing).await),
        "conflict",
        "new accounts need a place"
    );
}

#[tokio::test]
async fn the_overview_says_what_is_spent_and_waits_and_names_actors_only_to_admins() {
    let app = TestApp::start().await;
    let scope = app.organisations[0];
    let desk = app.desk(scope).await;
    app.execute(
        "insert into metric_day (org_id, account_id, campaign_id, day, impressions, clicks, spend, conversions, revenue, sync_seq)
         values ($1, $2, $3, 20774, 1000, 20, 50000000, 1000000, 100000000, 1)",
        vec![Param::from(scope.id()), desk.account.into(), desk.campaign.into()],
    )
    .await;
    app.sum_up(scope, desk.account).await;
    let mia = app.sign_in("mia@acme.test").await;
    let seen = mia.read("/api/v1/overview?compare=previous").await;
    assert_eq!(
        (&seen["from"], &seen["to"]),
        (&json!("2026-10-19"), &json!("2026-11-17"))
    );
    assert_eq!(
        seen["rows"][0]["today"]["spend"],
        json!({ "micros": 50_000_000, "currency": "USD" })
    );
    assert_eq!(seen["rows"][0]["today"]["share_of_day"], 0.375);
    assert_eq!(seen["totals"][0]["cpa"]["micros"], 50_000_000);
    assert_eq!(seen["waiting"]["count"], 1);
    assert_eq!(
        seen["waiting"]["per_day_change"],
        json!([{ "micros": -120_000_000, "currency": "USD" }])
    );
    assert_eq!(seen["series"][0]["days"].as_array().unwrap().len(), 30);
    let actors = |seen: &Value| {
        let unhealthy = seen["unhealthy"].as_array().unwrap();
        unhealthy.iter().filter(|each| each["kind"] == "actor").count()
    };
    assert_eq!(actors(&seen), 0);
}
