//! The inbox: orders and filters with their pages, deciding several at once, totals.

use engine::store::Param;
use jiff::Timestamp;
use reqwest::StatusCode;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::support::{Client, TestApp, kind, problem};

/// Five waiting actions with their lapse and change set; answers the account and their ids.
async fn five(app: &TestApp) -> (Uuid, Vec<Uuid>) {
    let scope = app.organisations[0];
    let desk = app.desk(scope).await;
    let mut ids = vec![desk.action];
    for _ in 0..4 {
        let campaign = app.campaign(scope, desk.account, "Brand 100%").await;
        let at = Param::from("2026-11-17T13:00:00Z".parse::<Timestamp>().unwrap());
        ids.push(app.action(scope, desk.account, campaign, None, at).await);
    }
    let facts = [
        ("2026-11-18T05:00:00Z", Some(-10_i64)),
        ("2026-11-18T01:00:00Z", Some(30)),
        ("2026-11-18T03:00:00Z", None),
        ("2026-11-18T03:00:00Z", Some(20)),
        ("2026-11-18T04:00:00Z", Some(-40)),
    ];
    for (id, (lapses, change)) in ids.iter().zip(facts) {
        app.execute(
            "update action set expires_at = $3, per_day_micros = $4 where org_id = $1 and id = $2",
            vec![
                scope.id().into(),
                (*id).into(),
                lapses.parse::<Timestamp>().unwrap().into(),
                change.into(),
            ],
        )
        .await;
    }
    (desk.account, ids)
}

async fn pages(client: &Client, query: &str) -> Vec<Value> {
    let mut rows = Vec::new();
    let mut path = format!("/api/v1/actions?limit=2&{query}");
    loop {
        let answer = client.get(&path).await;
        assert_eq!(answer.status(), StatusCode::OK, "{path}");
        let link = answer
            .headers()
            .get("link")
            .map(|link| link.to_str().unwrap().to_owned());
        let page: Value = answer.json().await.unwrap();
        rows.extend(page["data"].as_array().unwrap().iter().cloned());
        assert_eq!(link.is_some(), page["next_cursor"].is_string(), "{path}");
        let Some(link) = link else {
            return rows;
        };
        path = link
            .strip_prefix('<')
            .and_then(|rest| rest.strip_suffix(">; rel=\"next\""))
            .unwrap_or_else(|| panic!("{link}"))
            .to_owned();
    }
}

#[tokio::test]
async fn what_waits_comes_by_when_it_lapses_and_the_link_leads_through_every_page() {
    let app = TestApp::start().await;
    five(&app).await;
    let max = app.sign_in("max@acme.test").await;
    let rows = pages(&max, "state=awaiting_approval").await;
    let lapses: Vec<&str> = rows
        .iter()
        .map(|row| row["expires_at"].as_str().unwrap())
        .collect();
    assert_eq!(
        lapses,
        [
            "2026-11-18T01:00:00Z",
            "2026-11-18T03:00:00Z",
            "2026-11-18T03:00:00Z",
            "2026-11-18T04:00:00Z",
            "2026-11-18T05:00:00Z"
        ]
    );
}

#[tokio::test]
async fn every_order_goes_through_all_rows_once() {
    let app = TestApp::start().await;
    let (_, ids) = five(&app).await;
    let max = app.sign_in("max@acme.test").await;
    for key in ["created_at", "expires_at", "updated_at", "per_day_change"] {
        let rising: Vec<Value> = pages(&max, &format!("sort={key}")).await;
        let falling: Vec<Value> = pages(&max, &format!("sort=-{key}")).await;
        assert_eq!(rising.len(), ids.len(), "{key}");
        let id = |row: &Value| row["id"].clone();
        let mut turned: Vec<Value> = falling.iter().map(id).collect();
        turned.reverse();
        assert_eq!(rising.iter().map(id).collect::<Vec<_>>(), turned, "{key}");
    }
    let changes: Vec<Value> = pages(&max, "sort=-per_day_change")
        .await
        .iter()
        .map(|row| row["per_day_change"]["micros"].clone())
        .collect();
    assert_eq!(
        changes,
        [json!(30), json!(20), Value::Null, json!(-10), json!(-40)]
    );
}

#[tokio::test]
async fn a_cursor_of_another_order_is_refused() {
    let app = TestApp::start().await;
    five(&app).await;
    let max = app.sign_in("max@acme.test").await;
    let page = max.read("/api/v1/actions?limit=2&sort=expires_at").await;
    let cursor = page["next_cursor"].as_str().unwrap();
    let other = max
        .get(&format!(
            "/api/v1/actions?limit=2&sort=-created_at&cursor={cursor}"
        ))
        .await;
    assert_eq!(other.status(), StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn actions_are_found_by_account_brand_kind_and_a_part_of_a_name_taken_literally() {
    let app = TestApp::start().await;
    let (account, ids) = five(&app).await;
    let max = app.sign_in("max@acme.test").await;
    let count = async |query: &str| pages(&max, query).await.len();
    assert_eq!(count(&format!("account={account}")).await, ids.len());
    assert_eq!(count(&format!("account={}", Uuid::from_u128(1))).await, 0);
    assert_eq!(count(&format!("brand={}", Uuid::from_u128(1))).await, 0);
    assert_eq!(count("kind=pause").await, ids.len());
    assert_eq!(count("kind=set_budget").await, 0);
    assert_eq!(count("q=100%25").await, 4, "the campaigns' names hold `100%`");
    assert_eq!(count("q=1%25").await, 0, "a per cent sign is no wildcard");
    assert_eq!(count("q=STOP").await, 1, "the rule's name");
}

#[tokio::test]
async fn several_are_decided_at_once_each_by_itself() {
    let app = TestApp::start().await;
    let (_, ids) = five(&app).await;
    let max = app.sign_in("max@acme.test").await;
    let unknown = Uuid::from_u128(7);
    let body = json!({ "verdict": "approve", "items": [
        { "id": ids[0], "version": 3 },
        { "id": ids[1], "version": 2 },
        { "id": unknown, "version": 1 },
        { "id": ids[2], "version": 3 },
        { "id": ids[2], "version": 3 },
    ] });
    let answer: Value = max
        .post("/api/v1/actions/decide", &body)
        .await
        .json()
        .await
        .unwrap();
    let results = answer["results"].as_array().unwrap();
    let word = |position: usize| {
        let problem = &results[position]["problem"];
        if problem.is_null() { "ok" } else { kind(problem) }
    };
    let words: Vec<&str> = (0..5).map(word).collect();
    assert_eq!(words, ["ok", "moved", "not-found", "ok", "moved"]);
    assert_eq!(
        (&results[0]["state"], &results[0]["version"]),
        (&json!("approved"), &json!(4))
    );
    assert_eq!(
        (&results[1]["state"], &results[1]["version"]),
        (&json!("awaiting_approval"), &json!(3))
    );
    assert_eq!(
        (&results[2]["state"], &results[2]["ok"]),
        (&Value::Null, &json!(false))
    );

    let without_reason = json!({ "verdict": "reject", "items": [{ "id": ids[3], "version": 3 }] });
    let refused = max.post("/api/v1/actions/decide", &without_reason).await;
    assert_eq!(problem(refused).await["errors"][0]["pointer"], "/reason");
    let rejected =
        json!({ "verdict": "reject", "reason": "not now", "items": [{ "id": ids[3], "version": 3 }] });
    let answer: Value = max
        .post("/api/v1/actions/decide", &rejected)
        .await
        .json()
        .await
        .unwrap();
    assert_eq!(answer["results"][0]["state"], "rejected");
    let detail = max.read(&format!("/api/v1/actions/{}", ids[3])).await;
    assert_eq!(detail["approvals"][0]["reason"], "not now");

    for items in [json!([]), json!(vec![json!({ "id": ids[0], "version": 1 }); 201])] {
        let refused = max
            .post(
                "/api/v1/actions/decide",
                &json!({ "verdict": "approve", "items": items }),
            )
            .await;
        assert_eq!(problem(refused).await["errors"][0]["pointer"], "/items");
    }
}

#[tokio::test]
async fn what_waits_is_added_up_for_a_selection() {
    let app = TestApp::start().await;
    let (_, ids) = five(&app).await;
    let max = app.sign_in("max@acme.test").await;
    let all = max.read("/api/v1/actions/waiting/totals").await;
    assert_eq!(
        (&all["count"], &all["pauses"], &all["budgets"]),
        (&json!(5), &json!(5), &json!(0))
    );
    assert_eq!(all["per_day_change"], json!([{ "micros": 0, "currency": "USD" }]));
    let two = format!("/api/v1/actions/waiting/totals?ids={},{}", ids[1], ids[3]);
    let two = max.read(&two).await;
    assert_eq!(two["count"], 2);
    assert_eq!(
        two["per_day_change"],
        json!([{ "micros": 50, "currency": "USD" }])
    );
    let refused = max.get("/api/v1/actions/waiting/totals?ids=1").await;
    assert_eq!(refused.status(), StatusCode::UNPROCESSABLE_ENTITY);
}
