//! Lists: pages, filters, numbers.

use engine::store::Param;
use serde_json::{Value, json};

use crate::support::{Client, TestApp};

async fn all_pages(client: &Client, path: &str, limit: usize) -> Vec<Value> {
    let mut rows = Vec::new();
    let mut cursor = None::<String>;
    loop {
        let separator = if path.contains('?') { '&' } else { '?' };
        let more = cursor
            .map(|cursor| format!("&cursor={cursor}"))
            .unwrap_or_default();
        let page = client
            .read(&format!("/api/v1{path}{separator}limit={limit}{more}"))
            .await;
        let data = page["data"].as_array().unwrap();
        assert!(data.len() <= limit);
        rows.extend(data.iter().cloned());
        match page["next_cursor"].as_str() {
            Some(next) => cursor = Some(next.to_owned()),
            None => return rows,
        }
    }
}

#[tokio::test]
async fn pages_of_campaigns_join_to_the_whole_list_even_where_names_repeat() {
    let app = TestApp::start().await;
    let scope = app.organisations[0];
    let desk = app.desk(scope).await;
    for name in ["Brand", "Brand", "Brand", "Display", "Retargeting"] {
        app.campaign(scope, desk.account, name).await;
    }
    let mia = app.sign_in("mia@acme.test").await;
    let rows = all_pages(&mia, "/campaigns", 2).await;
    let names: Vec<&str> = rows.iter().map(|row| row["name"].as_str().unwrap()).collect();
    assert_eq!(
        names,
        [
            "Brand",
            "Brand",
            "Brand",
            "Display",
            "Prospecting US",
            "Retargeting"
        ]
    );
    let mut ids: Vec<&str> = rows.iter().map(|row| row["id"].as_str().unwrap()).collect();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), 6);
}

#[tokio::test]
async fn campaigns_are_found_by_part_of_their_name_taken_literally() {
    let app = TestApp::start().await;
    let scope = app.organisations[0];
    let desk = app.desk(scope).await;
    app.campaign(scope, desk.account, "50% off").await;
    app.campaign(scope, desk.account, "500 off").await;
    let mia = app.sign_in("mia@acme.test").await;
    let found = mia.read("/api/v1/campaigns?q=50%25%20OFF").await;
    let names: Vec<&Value> = found["data"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| &row["name"])
        .collect();
    assert_eq!(names, ["50% off"]);
    let elsewhere = mia
        .read(&format!("/api/v1/campaigns?account={}", uuid::Uuid::from_u128(5)))
        .await;
    assert_eq!(elsewhere["data"], json!([]));
}

#[tokio::test]
async fn a_campaigns_numbers_are_of_its_accounts_own_days() {
    let app = TestApp::start().await;
    let scope = app.organisations[0];
    let desk = app.desk(scope).await;
    // 2026-11-17 is day 20774; the clock stands at 14:00 UTC, 09:00 in New York.
    let days: [(i64, i64, i64); 4] = [
        (20_774, 30, 1),
        (20_773, 100, 2),
        (20_767, 60, 0),
        (20_766, 999, 9),
    ];
    for (day, spend, conversions) in days {
        app.execute(
            "insert into metric_day (org_id, account_id, campaign_id, day, impressions, clicks, spend, conversions, revenue, sync_seq)
             values ($1, $2, $3, $4, 10, 1, $5, $6, $7, 1)",
            vec![
                Param::from(scope.id()), desk.account.into(), desk.campaign.into(), day.into(),
                (spend * 1_000_000).into(), (conversions * 1_000_000).into(), (spend * 2_000_000).into(),
            ],
        )
        .await;
    }
    app.sum_up(scope, desk.account).await;
    let mia = app.sign_in("mia@acme.test").await;
    let campaign = mia.read("/api/v1/campaigns").await["data"][0].clone();
    assert_eq!(
        campaign["today"]["spend"],
        json!({ "micros": 30_000_000, "currency": "USD" })
    );
    assert_eq!(campaign["today"]["conversions"], 1.0);
    let week = &campaign["last_7_days"];
    assert_eq!(
        week["spend"]["micros"], 160_000_000,
        "today and the eighth day back are not in it"
    );
    assert_eq!(week["cpa"]["micros"], 80_000_000);
    assert_eq!(week["roas"], 2.0);
}

#[tokio::test]
async fn numbers_that_no_sync_covers_are_absent_and_not_zero() {
    let app = TestApp::start().await;
    let scope = app.organisations[0];
    app.desk(scope).await;
    let mia = app.sign_in("mia@acme.test").await;
    assert_eq!(
        mia.read("/api/v1/campaigns").await["data"][0]["today"]["spend"]["micros"],
        0,
        "synced: zero is known"
    );
    // A day later nothing has been synced: today is not known, and neither is the whole week.
    app.context.business.set("2026-11-18T14:00:00Z".parse().unwrap());
    let stale = mia.read("/api/v1/campaigns").await["data"][0].clone();
    assert_eq!(stale["today"], Value::Null);
}

#[tokio::test]
async fn actions_are_listed_newest_first_and_by_state() {
    let app = TestApp::start().await;
    let scope = app.organisations[0];
    let desk = app.desk(scope).await;
    let mut made = vec![desk.action.to_string()];
    for _ in 0..4 {
        let campaign = app.campaign(scope, desk.account, "Display").await;
        // All at the same instant: the id decides.
        let at = app.context.business.now().into();
        made.push(
            app.action(scope, desk.account, campaign, None, at)
                .await
                .to_string(),
        );
    }
    let max = app.sign_in("max@acme.test").await;
    let rows = all_pages(&max, "/actions?state=awaiting_approval,approved", 2).await;
    let listed: Vec<&str> = rows.iter().map(|row| row["id"].as_str().unwrap()).collect();
    made.sort_by(|left, right| right.cmp(left));
    assert_eq!(listed, made);
    assert_eq!(max.read("/api/v1/actions?state=applied").await["data"], json!([]));
    let filtered = max
        .read(&format!("/api/v1/actions?campaign={}", desk.campaign))
        .await;
    assert_eq!(filtered["data"].as_array().unwrap().len(), 1);
    assert_eq!(max.read("/api/v1/actions/counts").await["awaiting_approval"], 5);
}

#[tokio::test]
async fn what_was_applied_today_counts_from_the_accounts_own_midnight() {
    let app = TestApp::start().await;
    let scope = app.organisations[0];
    let desk = app.desk(scope).await;
    let ada = app.sign_in("ada@acme.test").await;
    let applied_at = async |at: &str| {
        let at: jiff::Timestamp = at.parse().unwrap();
        let sql = "update action set state = 'applied', updated_at = $3 where org_id = $1 and id = $2";
        app.execute(sql, vec![Param::from(scope.id()), desk.action.into(), at.into()])
            .await;
        ada.read("/api/v1/actions/counts").await["applied_today"].clone()
    };
    // Midnight in New York is 05:00 UTC.
    assert_eq!(applied_at("2026-11-17T04:59:59Z").await, 0);
    assert_eq!(applied_at("2026-11-17T05:00:00Z").await, 1);
}

#[tokio::test]
async fn an_accounts_line_says_how_it_stands() {
    let app = TestApp::start().await;
    app.desk(app.organisations[0]).await;
    let account = app.sign_in("ada@acme.test").await.read("/api/v1/accounts").await["data"][0].clone();
    assert_eq!(account["name"], "Acme US");
    assert_eq!(account["brand"]["name"], "Acme");
    assert_eq!(account["campaigns"], 1);
    assert_eq!(account["history_days"], 75);
    assert_eq!(account["data_until"], "2026-11-17T14:00:00Z");
}
