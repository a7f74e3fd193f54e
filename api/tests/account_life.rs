//! An account's life: its first sync, a consent that is taken back, what the syncs bring, and how it is disconnected.

use jiff::{ToSpan as _, civil::Date};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::{
    stage::{Decision, SMALL, Stage},
    support::{Client, TestApp, id, problem},
};

fn days_of((first, last): (Date, Date)) -> Vec<Date> {
    let mut days = Vec::new();
    let mut day = first;
    while day <= last {
        days.push(day);
        day = day.checked_add(1.day()).unwrap();
    }
    days
}

#[tokio::test(flavor = "multi_thread")]
async fn a_first_sync_that_is_interrupted_goes_on_where_it_stopped() {
    let mut stage = Stage::open().await;
    stage.app.start_actors().await;
    let ada = stage.app.sign_in("ada@acme.test").await;
    // Slow enough to be stopped between two pieces.
    stage
        .fault(
            "googleAds:searchStream",
            json!({ "effect": "delay", "delay_ms": 250 }),
        )
        .await;
    let account = stage.connect(&ada, &[SMALL]).await.remove(0);
    let path = format!("/api/v1/accounts/{account}");
    let half = stage
        .until(&ada, &path, "a part of the history", |account| {
            account["first_sync"]["days_done"].as_i64().unwrap() >= 30
        })
        .await;
    assert_eq!(
        half["state"], "active",
        "rules can judge while the history goes on"
    );
    stage.app.stop_actors().await;
    let stopped = ada.read(&path).await;
    assert_ne!(
        stopped["first_sync"]["state"], "done",
        "it was stopped too late to tell anything"
    );
    let (done, total) = (
        stopped["first_sync"]["days_done"].as_i64().unwrap(),
        stopped["first_sync"]["days_total"].as_i64().unwrap(),
    );
    assert!(done >= 30 && total == 90, "{stopped}");
    let before = stage.asked_by_day();
    let today: Date = "2026-11-17".parse().unwrap();
    let had = today.checked_sub(done.days()).unwrap();

    stage.app.start_actors().await;
    stage.no_faults().await;
    let whole = stage.read_whole(&ada, &account).await;
    assert_eq!(
        (
            whole["first_sync"]["days_done"].as_i64(),
            &whole["first_sync"]["last_error"]
        ),
        (Some(90), &Value::Null)
    );
    let after: Vec<(Date, Date)> = stage.asked_by_day().split_off(before.len());
    assert!(!after.is_empty());
    assert!(
        after.iter().all(|(_, last)| *last < had),
        "days from {had} on were there and are asked for again: {after:?}"
    );
    // Together the pieces are the ninety days and today, each day once; only the piece that was cut off came twice.
    let mut read: Vec<Date> = before
        .iter()
        .copied()
        .filter(|(first, _)| *first >= had)
        .flat_map(days_of)
        .collect();
    read.extend(after.into_iter().flat_map(days_of));
    read.sort_unstable();
    assert_eq!(read, days_of((today.checked_sub(90.days()).unwrap(), today)));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_piece_that_fails_is_told_and_tried_again_by_itself() {
    let mut stage = Stage::open().await;
    stage.app.start_actors().await;
    let ada = stage.app.sign_in("ada@acme.test").await;
    stage
        .fault(
            "googleAds:searchStream",
            json!({ "effect": "status", "status": 503 }),
        )
        .await;
    let account = stage.connect(&ada, &[SMALL]).await.remove(0);
    let path = format!("/api/v1/accounts/{account}");
    let failed = stage
        .until(&ada, &path, "the failure", |account| {
            account["first_sync"]["state"] == "failed"
        })
        .await;
    assert_eq!(failed["state"], "connecting");
    assert!(
        failed["first_sync"]["last_error"].is_string() && failed["sync"]["failures"] == 1,
        "{failed}"
    );
    stage.no_faults().await;
    // Business time stands still; a person need not wait for it.
    ada.sync(&account).await;
    let whole = stage.read_whole(&ada, &account).await;
    assert_eq!(
        (
            &whole["state"],
            &whole["sync"]["failures"],
            &whole["sync"]["last_error"]
        ),
        (&json!("active"), &json!(0), &Value::Null)
    );
}

/// The stored tokens end now, so that the next call has to ask for another.
async fn tokens_end(app: &TestApp) {
    app.execute(
        "update platform_grant set access_expires_at = $1 where org_id is not null",
        vec![app.context.process.now().into()],
    )
    .await;
}

async fn metric_days(app: &TestApp, account: &str) -> i64 {
    app.count(
        "select count(*) as n from metric_day where org_id is not null and account_id = $1",
        vec![id(account)],
    )
    .await
}

/// An account whose consent was taken back at the platform, as the program finds it.
async fn revoked(stage: &Stage, ada: &Client, account: &str) -> Value {
    stage.tell("revoke", &json!({ "platform": "google" })).await;
    tokens_end(&stage.app).await;
    let path = format!("/api/v1/accounts/{account}");
    ada.sync(account).await;
    stage
        .until(ada, &path, "the dead consent", |account| {
            account["state"] == "reconnect"
        })
        .await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_revoked_consent_sets_the_account_aside_and_a_new_one_heals_it() {
    let (stage, ada, account) = Stage::connected().await;
    let path = format!("/api/v1/accounts/{account}");
    let healthy = ada.read(&path).await;
    assert_eq!(
        (&healthy["grant"]["state"], &healthy["grant"]["connected_by"]),
        (&json!("live"), &json!("Ada"))
    );
    let days = metric_days(&stage.app, &account).await;
    assert!(days > 0);

    let aside = revoked(&stage, &ada, &account).await;
    assert_eq!(aside["grant"]["state"], "reconnect");
    for text in [&aside["state_detail"], &aside["grant"]["state_detail"]] {
        assert!(!text.as_str().unwrap().is_empty(), "{aside}");
    }
    // The person is told once, and led to where it is mended.
    let again = "An account has to be connected again";
    let told = stage
        .until(&ada, "/api/v1/notifications", "the notification", |told| {
            told.to_string().contains(again)
        })
        .await;
    let about: Vec<&Value> = told["data"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|it| it["title"] == again)
        .collect();
    assert_eq!(
        (about.len(), &about[0]["href"], &about[0]["count"]),
        (1, &json!("/accounts"), &json!(1)),
        "{told}"
    );
    let now = ada.post(&format!("{path}/sync"), &json!({})).await;
    let refused = problem(now).await;
    assert!(
        refused["detail"].as_str().unwrap().contains("reconnect"),
        "{refused}"
    );

    // A consent with less than is needed, or none, leaves it as it is.
    for decision in [Decision::AllowNothing, Decision::Cancel] {
        let connection = stage.consent(&ada, Some(&account), decision).await;
        assert_eq!(connection["state"], "refused");
        assert_eq!(connection["reconnects"]["id"], json!(account));
        assert_eq!(ada.read(&path).await["state"], "reconnect");
    }
    let connection = stage.consent(&ada, Some(&account), Decision::Allow).await;
    assert_eq!(connection["state"], "done", "{connection}");
    let healed = stage
        .until(&ada, &path, "the healed account", |account| {
            account["state"] == "active" && account["sync"]["running"] == false
        })
        .await;
    assert_eq!(
        (
            &healed["grant"]["state"],
            &healed["state_detail"],
            &healed["sync"]["failures"]
        ),
        (&json!("live"), &Value::Null, &json!(0))
    );
    assert_eq!(
        healed["first_sync"], healthy["first_sync"],
        "the history is not read again"
    );
    assert!(metric_days(&stage.app, &account).await >= days);
    assert_eq!(stage.grants().await, 1, "the dead grant is forgotten");
    // And it can be read.
    ada.sync(&account).await;
    stage
        .until(&ada, &path, "a sync on the new consent", |account| {
            account["sync"]["last_error"].is_null() && account["sync"]["running"] == false
        })
        .await;
}

const RULE: &str = "language 1\n\nrule \"Watch the brand\" {\n  for campaigns on google where labels has \"brand\"\n  every 1h\n  when spend over last 7 days >= $0 then notify slack \"#desk\" \"still here\"\n}\n";

#[tokio::test(flavor = "multi_thread")]
async fn labels_come_with_the_sync_and_rules_see_them() {
    let (stage, ada, account) = Stage::connected().await;
    let brand = ada.campaign("Brand - Harbor Coffee").await;
    let labels = async |client: &Client, id: &Value| {
        client
            .read(&format!("/api/v1/campaigns/{}", id.as_str().unwrap()))
            .await["labels"]
            .clone()
    };
    assert_eq!(labels(&ada, &brand["id"]).await, json!(["brand"]));
    let other = ada.campaign("PMax - Gift boxes").await;
    assert_eq!(labels(&ada, &other["id"]).await, json!([]));

    // In a rule's scope: the labelled campaign and no other.
    let preview = async || -> Vec<String> {
        let response = ada.post("/api/v1/rules/preview", &json!({ "text": RULE })).await;
        let status = response.status();
        let preview: Value = response.json().await.unwrap();
        assert_eq!(status, StatusCode::OK, "{preview}");
        let text = preview.to_string();
        [
            "Brand - Harbor Coffee",
            "PMax - Gift boxes",
            "Local - Coffee beans delivery",
        ]
        .into_iter()
        .filter(|name| text.contains(name))
        .map(str::to_owned)
        .collect()
    };
    assert_eq!(preview().await, ["Brand - Harbor Coffee"]);

    // A person moves the label at the platform; the next sync sees it.
    let resource = |campaign: &Value| {
        format!(
            "customers/{SMALL}/campaigns/{}",
            campaign["external_id"].as_str().unwrap()
        )
    };
    let brand_resource = resource(&brand);
    let edit = |resource: &str, value: Value| json!({ "platform": "google", "account": SMALL, "resource": resource, "field": "labels", "value": value });
    let rows = stage.tell("edit", &edit(&brand_resource, json!([]))).await;
    let label = rows[0]["old"][0].clone();
    stage.tell("edit", &edit(&resource(&other), json!([label]))).await;
    ada.sync(&account).await;
    stage
        .until(
            &ada,
            &format!("/api/v1/campaigns/{}", other["id"].as_str().unwrap()),
            "the new label",
            |campaign| campaign["labels"] == json!(["brand"]),
        )
        .await;
    assert_eq!(labels(&ada, &brand["id"]).await, json!([]));
    assert_eq!(preview().await, ["PMax - Gift boxes"]);
}

const AD_GROUPS: &str = "language 1\n\nrule \"Watch the groups\" {\n  for ad groups on google\n  every sync\n  when spend over last 2 days >= $0 then notify slack \"#desk\" \"still here\"\n}\n";

#[tokio::test(flavor = "multi_thread")]
async fn a_level_that_the_platform_refuses_leaves_the_campaigns_alone() {
    let (stage, ada, account) = Stage::connected().await;
    let rule = ada.enabled_rule(AD_GROUPS).await;
    let path = format!("/api/v1/accounts/{account}");
    let read_again = async || {
        let before = ada.read(&path).await["data_sets"][0]["last_read_at"].clone();
        stage.later(3_600).await;
        ada.sync(&account).await;
        stage
            // To its end: an hour that passes in the middle of one ends the token that it has just been given.
            .until(&ada, &path, "another sync", |account| {
                account["data_sets"][0]["last_read_at"] != before && account["sync"]["running"] == false
            })
            .await
    };
    let refused = json!({ "effect": "status", "status": 400, "body": "FROM ad_group" });
    stage.fault("googleAds:searchStream", refused).await;
    let read = read_again().await;
    assert_eq!(
        (&read["sync"]["failures"], &read["sync"]["last_error"]),
        (&json!(0), &Value::Null)
    );
    let groups = async || {
        let kept = "select count(*) as n from ad_object where org_id is not null and level = 'ad_group'";
        stage.app.count(kept, vec![]).await
    };
    assert_eq!(groups().await, 0);
    stage.no_faults().await;
    read_again().await;
    assert!(groups().await > 0);
    // The rule that this sync made due sees what the sync brought, however soon it runs.
    stage
        .until(
            &ada,
            &format!("/api/v1/rules/{rule}"),
            "a check of them",
            |rule| rule["unknown_share"] == 0.0,
        )
        .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_that_is_disconnected_keeps_its_history_and_comes_back_with_it() {
    let (stage, ada, account) = Stage::connected().await;
    let path = format!("/api/v1/accounts/{account}");
    let days = metric_days(&stage.app, &account).await;
    let rule = ada.enabled_rule(RULE).await;
    let bound = |detail: &Value| {
        let rules = detail["rules"].as_array().unwrap().clone();
        rules.iter().any(|it| it["id"] == json!(rule))
    };
    assert!(bound(&ada.read(&path).await));
    // Something that is approved and not sent: its campaign rests.
    let row = ada.campaign("PMax - Gift boxes").await;
    let resting = format!(
        "/api/v1/actors/campaign:{}/quarantine",
        row["id"].as_str().unwrap()
    );
    let rests = ada.post(&resting, &json!({ "reason": "not now" })).await;
    assert_eq!(rests.status(), StatusCode::ACCEPTED);
    let action = ada.pause("PMax - Gift boxes").await;
    assert_eq!(action["state"], "approved", "{action}");
    let action_path = format!("/api/v1/actions/{}", action["id"].as_str().unwrap());

    let gone = ada.request(Method::DELETE, &path).send().await.unwrap();
    assert_eq!(gone.status(), StatusCode::NO_CONTENT);
    let ended = ada.read(&action_path).await;
    assert_eq!(ended["state"], "cancelled", "{ended}");
    assert!(
        ended["state_detail"].as_str().unwrap().contains("disconnected"),
        "{ended}"
    );
    let out = ada.read(&path).await;
    assert_eq!(
        (&out["state"], bound(&out)),
        (&json!("disconnected"), false),
        "{out}"
    );
    assert_eq!(ada.read("/api/v1/accounts").await["data"], json!([]));
    assert_eq!(metric_days(&stage.app, &account).await, days);
    let secret = stage
        .app
        .count(
            "select coalesce(sum(length(secret)), 0) as n from platform_grant where org_id is not null",
            vec![],
        )
        .await;
    assert_eq!(secret, 0, "its token is forgotten");
    for (method, way, status) in [
        (Method::DELETE, path.clone(), StatusCode::NOT_FOUND),
        (Method::POST, format!("{path}/sync"), StatusCode::CONFLICT),
    ] {
        let response = ada.request(method, &way).json(&json!({})).send().await.unwrap();
        assert_eq!(response.status(), status, "{way}");
    }
    // It is no account to reconnect but one to connect.
    let begun = ada
        .post(
            "/api/v1/connections",
            &json!({ "platform": "google", "account_id": account }),
        )
        .await;
    assert!(
        problem(begun).await["detail"]
            .as_str()
            .unwrap()
            .contains("connect it as a new one")
    );
    stage
        .until(&ada, "/api/v1/actors", "the actors' end", |tree| {
            !tree.to_string().contains(&account)
        })
        .await;

    let back = stage.connect(&ada, &[SMALL]).await.remove(0);
    assert_eq!(back, account, "it is the same account");
    let whole = stage.read_whole(&ada, &account).await;
    assert_eq!(whole["state"], "active");
    assert!(bound(&whole), "rules look at it again: {whole}");
    assert!(metric_days(&stage.app, &account).await >= days);
    assert_eq!(
        (
            stage.app.audited("account.connected").await,
            stage.app.audited("account.revived").await
        ),
        (1, 1)
    );
    assert_eq!(
        stage.changes().await.len(),
        0,
        "nothing of it reached the platform"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn disconnecting_waits_for_the_answer_to_what_is_on_its_way() {
    let (stage, ada, account) = Stage::connected().await;
    stage
        .fault(":mutate", json!({ "effect": "delay", "delay_ms": 1_500 }))
        .await;
    let action = ada.pause("PMax - Gift boxes").await;
    let path = format!("/api/v1/actions/{}", action["id"].as_str().unwrap());
    stage
        .until(&ada, &path, "the request", |action| action["state"] == "intent")
        .await;
    let gone = ada
        .request(Method::DELETE, &format!("/api/v1/accounts/{account}"))
        .send()
        .await
        .unwrap();
    assert_eq!(gone.status(), StatusCode::NO_CONTENT);
    // Its end is known, and it is the platform's own.
    assert_eq!(ada.read(&path).await["state"], "applied");
    assert_eq!(stage.changes().await.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_platform_that_does_not_answer_keeps_the_account_but_nothing_more_is_sent() {
    let (stage, ada, account) = Stage::connected().await;
    stage
        .fault(":mutate", json!({ "effect": "delay", "delay_ms": 14_000 }))
        .await;
    let sent = ada.pause("PMax - Gift boxes").await;
    // A marketer's wish waits for somebody's yes: nothing of it can be on its way.
    let mia = stage.app.sign_in("mia@acme.test").await;
    let waiting = mia.pause("Demand Gen - Morning ritual").await;
    let of = |action: &Value| format!("/api/v1/actions/{}", action["id"].as_str().unwrap());
    stage
        .until(&ada, &of(&sent), "the request", |action| {
            action["state"] == "intent"
        })
        .await;
    let delete = || async {
        ada.request(Method::DELETE, &format!("/api/v1/accounts/{account}"))
            .send()
            .await
            .unwrap()
    };
    let refused = delete().await;
    assert_eq!(refused.status(), StatusCode::CONFLICT);
    let refused = problem(refused).await;
    assert!(
        refused["detail"]
            .as_str()
            .unwrap()
            .contains("try again in a minute"),
        "{refused}"
    );
    assert_eq!(ada.read(&of(&waiting)).await["state"], "cancelled");
    assert_eq!(
        ada.read(&format!("/api/v1/accounts/{account}")).await["state"],
        "active"
    );
    stage.no_faults().await;
    stage
        .until(&ada, &of(&sent), "the answer", |action| {
            action["state"] != "intent"
        })
        .await;
    assert_eq!(delete().await.status(), StatusCode::NO_CONTENT);
}
