//! Connecting accounts: to the platform and back, what can go wrong on the way, and an account's life afterwards.

use engine::store::{Param, Statement, StoreError};
use jiff::{SignedDuration, ToSpan as _, civil::Date};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::{
    stage::{CLOSED, Decision, MAIN, SMALL, Stage},
    support::{Client, TestApp, kind, problem},
};

const SCOPE: &str = "https://www.googleapis.com/auth/adwords";

/// One number that the store answers.
async fn count(app: &TestApp, sql: &'static str, params: Vec<Param>) -> i64 {
    let statement = Statement::both("test", sql);
    app.context
        .store
        .read(move |tx| Box::pin(async move { tx.fetch_one(statement, &params).await?.i64("n") }))
        .await
        .map_err(|error: StoreError| panic!("{sql}: {error}"))
        .unwrap()
}

async fn grants(app: &TestApp) -> i64 {
    count(
        app,
        "select count(*) as n from platform_grant where org_id is not null",
        vec![],
    )
    .await
}

async fn audited(app: &TestApp, kind: &str) -> i64 {
    count(
        app,
        "select count(*) as n from audit_event where org_id is not null and event = $1",
        vec![kind.into()],
    )
    .await
}

fn id(text: &str) -> Param {
    text.parse::<Uuid>().unwrap().into()
}

/// What a person is told when it came to nothing: what happened, and what to do.
fn told<'a>(connection: &'a Value, state: &str, code: &str) -> (&'a str, &'a str) {
    assert_eq!(connection["state"], state, "{connection}");
    let problem = &connection["problem"];
    assert_eq!(problem["code"], code, "{connection}");
    let text = |name: &str| problem[name].as_str().unwrap();
    assert!(!text("title").is_empty());
    (text("detail"), text("what_to_do"))
}

#[tokio::test]
async fn a_consent_is_taken_once_and_a_replay_changes_nothing() {
    let stage = Stage::open().await;
    let ada = stage.app.sign_in("ada@acme.test").await;
    let (connection, page) = stage.begin(&ada, None).await;
    let asked: Vec<(String, String)> = page.query_pairs().into_owned().collect();
    let of = |name: &str| {
        let found = asked.iter().find(|(key, _)| key == name);
        found.map(|(_, value)| value.clone()).unwrap()
    };
    assert_eq!(of("code_challenge_method"), "S256");
    assert_eq!(of("access_type"), "offline");
    assert_eq!(
        of("redirect_uri"),
        format!("{}/api/v1/oauth/callback", stage.app.base)
    );
    // Neither the state nor the verifier lies in the database.
    let state = of("state");
    let plain = count(
        &stage.app,
        "select count(*) as n from connection where org_id is not null and (state_hash = $1 or verifier = $1)",
        vec![state.clone().into_bytes().into()],
    )
    .await;
    assert_eq!(plain, 0);

    let answer = stage.decide(&page, Decision::Allow).await;
    let place = format!("/accounts/connect/{connection}");
    assert_eq!(stage.come_back(&ada, &answer).await, place);
    let path = format!("/api/v1/connections/{connection}");
    let standing = ada.read(&path).await;
    assert_eq!(standing["state"], "choosing");
    assert_eq!(standing["scopes"][0]["granted"], true);
    for _ in 0..2 {
        assert_eq!(stage.come_back(&ada, &answer).await, place);
    }
    // Nor does another answer for the same state count.
    let mut other = answer.clone();
    other.set_query(Some(&format!("state={state}&error=access_denied")));
    assert_eq!(stage.come_back(&ada, &other).await, place);
    assert_eq!(ada.read(&path).await, standing);
    assert_eq!(
        (
            grants(&stage.app).await,
            audited(&stage.app, "connection.consented").await
        ),
        (1, 1)
    );
}

#[tokio::test]
async fn an_answer_belongs_to_the_session_that_asked() {
    let stage = Stage::open().await;
    let ada = stage.app.sign_in("ada@acme.test").await;
    let again = stage.app.sign_in("ada@acme.test").await;
    let zoe = stage.app.sign_in("zoe@zenith.test").await;
    let mia = stage.app.sign_in("mia@acme.test").await;
    let (connection, page) = stage.begin(&ada, None).await;
    let answer = stage.decide(&page, Decision::Allow).await;
    let astray = |why: &str| format!("/accounts/connect?problem={why}");
    assert_eq!(stage.come_back(&again, &answer).await, astray("session"));
    assert_eq!(stage.come_back(&zoe, &answer).await, astray("unknown"));
    assert_eq!(stage.come_back(&mia, &answer).await, astray("not_permitted"));
    assert_eq!(
        stage.come_back(&stage.app.anonymous(), &answer).await,
        astray("signed_out")
    );
    let mut wrong = answer.clone();
    wrong.set_query(Some("state=nobody-sent-this&code=x"));
    assert_eq!(stage.come_back(&ada, &wrong).await, astray("unknown"));
    wrong.set_query(Some("code=x"));
    assert_eq!(stage.come_back(&ada, &wrong).await, astray("unknown"));
    assert_eq!(grants(&stage.app).await, 0);

    // None of them used it up.
    assert_eq!(
        stage.come_back(&ada, &answer).await,
        format!("/accounts/connect/{connection}")
    );
    let path = format!("/api/v1/connections/{connection}");
    assert_eq!(ada.read(&path).await["state"], "choosing");
    // What was offered is nobody else's to see or to choose from.
    assert_eq!(zoe.get(&path).await.status(), StatusCode::NOT_FOUND);
    let chosen = zoe
        .post(&format!("{path}/accounts"), &json!({ "external_ids": [SMALL] }))
        .await;
    assert_eq!(chosen.status(), StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn an_answer_that_comes_too_late_gives_nothing_and_says_so() {
    let stage = Stage::open().await;
    let ada = stage.app.sign_in("ada@acme.test").await;
    let (connection, page) = stage.begin(&ada, None).await;
    let answer = stage.decide(&page, Decision::Allow).await;
    stage.app.context.process.advance(SignedDuration::from_mins(11));
    assert_eq!(
        stage.come_back(&ada, &answer).await,
        format!("/accounts/connect/{connection}")
    );
    let standing = ada.read(&format!("/api/v1/connections/{connection}")).await;
    let (detail, to_do) = told(&standing, "expired", "expired");
    assert!(
        detail.contains("in time") && to_do.starts_with("connect again"),
        "{standing}"
    );
    assert_eq!(grants(&stage.app).await, 0);
}

#[tokio::test]
async fn a_list_that_nobody_chose_from_is_forgotten_with_its_grant() {
    let stage = Stage::open().await;
    let ada = stage.app.sign_in("ada@acme.test").await;
    let connection = stage.consent(&ada, None, Decision::Allow).await;
    assert_eq!(grants(&stage.app).await, 1);
    stage.app.context.process.advance(SignedDuration::from_mins(61));
    let path = format!("/api/v1/connections/{}", connection["id"].as_str().unwrap());
    let standing = ada.read(&path).await;
    told(&standing, "expired", "expired");
    assert_eq!(standing["candidates"], json!([]));
    let late = ada
        .post(&format!("{path}/accounts"), &json!({ "external_ids": [SMALL] }))
        .await;
    assert_eq!(kind(&problem(late).await), "conflict");
    engine::connections::consent::sweep(&stage.app.context)
        .await
        .unwrap();
    assert_eq!(grants(&stage.app).await, 0);
}

#[tokio::test]
async fn a_refused_consent_and_a_missing_permission_say_what_happened_and_what_to_do() {
    let stage = Stage::open().await;
    let ada = stage.app.sign_in("ada@acme.test").await;
    let refused = stage.consent(&ada, None, Decision::Cancel).await;
    let (detail, to_do) = told(&refused, "refused", "refused");
    assert!(detail.contains("refused") && to_do.contains("Allow"), "{refused}");
    assert_eq!(refused["candidates"], json!([]));

    let partly = stage.consent(&ada, None, Decision::AllowNothing).await;
    let (detail, to_do) = told(&partly, "refused", "missing_scope");
    assert!(
        detail.contains("reading campaigns") && to_do.contains("ticked"),
        "{partly}"
    );
    assert_eq!(
        (&partly["scopes"][0]["name"], &partly["scopes"][0]["granted"]),
        (&json!(SCOPE), &json!(false))
    );

    // An error of the platform's own; only a harmless word of it is repeated.
    for (word, repeated) in [("server_error", true), ("<b>pay here</b>", false)] {
        let (connection, page) = stage.begin(&ada, None).await;
        let mut answer = stage.decide(&page, Decision::Cancel).await;
        let state = answer
            .query_pairs()
            .find(|(name, _)| name == "state")
            .unwrap()
            .1
            .into_owned();
        answer
            .query_pairs_mut()
            .clear()
            .append_pair("state", &state)
            .append_pair("error", word);
        stage.come_back(&ada, &answer).await;
        let failed = ada.read(&format!("/api/v1/connections/{connection}")).await;
        let (detail, _) = told(&failed, "failed", "platform_error");
        assert_eq!(detail.contains(word), repeated, "{failed}");
    }

    // A code that the platform does not know.
    let (connection, page) = stage.begin(&ada, None).await;
    let mut answer = stage.decide(&page, Decision::Cancel).await;
    let state = answer
        .query_pairs()
        .find(|(name, _)| name == "state")
        .unwrap()
        .1
        .into_owned();
    answer
        .query_pairs_mut()
        .clear()
        .append_pair("state", &state)
        .append_pair("code", "4/made-up");
    stage.come_back(&ada, &answer).await;
    let rejected = ada.read(&format!("/api/v1/connections/{connection}")).await;
    told(&rejected, "failed", "code_rejected");

    // The platform is away.
    let (connection, page) = stage.begin(&ada, None).await;
    let answer = stage.decide(&page, Decision::Allow).await;
    stage
        .fault("oauth2/token", json!({ "effect": "status", "status": 503 }))
        .await;
    stage.come_back(&ada, &answer).await;
    stage.no_faults().await;
    let away = ada.read(&format!("/api/v1/connections/{connection}")).await;
    let (_, to_do) = told(&away, "failed", "platform_error");
    assert!(to_do.contains("try again"), "{away}");

    assert_eq!(
        grants(&stage.app).await,
        0,
        "nothing is kept of a consent that came to nothing"
    );
    assert_eq!(audited(&stage.app, "connection.ended").await, 6);
}

#[tokio::test]
async fn a_grant_is_sealed_and_its_tokens_are_shown_nowhere() {
    let stage = Stage::open().await;
    let ada = stage.app.sign_in("ada@acme.test").await;
    let connection = stage.consent(&ada, None, Decision::Allow).await;
    let statement = Statement::both(
        "test",
        "select secret from platform_grant where org_id is not null",
    );
    let secret = stage
        .app
        .context
        .store
        .read(move |tx| Box::pin(async move { tx.fetch_one(statement, &[]).await?.bytes("secret") }))
        .await
        .map_err(|error: StoreError| error)
        .unwrap();
    let holds = |bytes: &[u8], part: &str| bytes.windows(part.len()).any(|window| window == part.as_bytes());
    assert!(secret.len() > 100);
    for part in ["ya29.", "1//0", "access_token", "refresh"] {
        assert!(!holds(&secret, part), "{part} can be read");
        assert!(!connection.to_string().contains(part), "{part} is shown");
    }
    let kept = count(
        &stage.app,
        "select count(*) as n from connection where org_id is not null and verifier is not null",
        vec![],
    )
    .await;
    assert_eq!(kept, 0, "the verifier is gone with its use");
}

#[tokio::test]
async fn accounts_are_chosen_all_or_none() {
    let stage = Stage::open().await;
    let ada = stage.app.sign_in("ada@acme.test").await;
    let zoe = stage.app.sign_in("zoe@zenith.test").await;
    stage.connect(&zoe, &["2345678901"]).await;
    let connection = stage.consent(&ada, None, Decision::Allow).await;
    let path = format!(
        "/api/v1/connections/{}/accounts",
        connection["id"].as_str().unwrap()
    );
    let status = |external: &str| {
        let candidates = connection["candidates"].as_array().unwrap();
        let candidate = candidates
            .iter()
            .find(|it| it["external_id"] == external)
            .unwrap();
        (
            candidate["status"].as_str().unwrap().to_owned(),
            candidate["why_not"].clone(),
        )
    };
    assert_eq!(status(SMALL).0, "available");
    assert_eq!(status(MAIN).0, "available");
    let (closed, why) = status(CLOSED);
    assert_eq!(closed, "closed");
    assert!(why.as_str().unwrap().contains("cancelled"), "{why}");
    let (elsewhere, why) = status("2345678901");
    assert_eq!(elsewhere, "other_organisation");
    assert!(
        !why.to_string().contains("Zenith"),
        "who has it is nobody's business: {why}"
    );

    let wrong = [SMALL, CLOSED, "2345678901", "1111111111", SMALL];
    let refused = ada.post(&path, &json!({ "external_ids": wrong })).await;
    assert_eq!(refused.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let refused = problem(refused).await;
    let pointers: Vec<&str> = refused["errors"]
        .as_array()
        .unwrap()
        .iter()
        .map(|error| error["pointer"].as_str().unwrap())
        .collect();
    assert_eq!(
        pointers,
        [
            "/external_ids/1",
            "/external_ids/2",
            "/external_ids/3",
            "/external_ids/4"
        ]
    );
    for body in [
        json!({ "external_ids": [] }),
        json!({ "external_ids": [SMALL], "brand_id": Uuid::from_u128(1) }),
    ] {
        assert_eq!(
            ada.post(&path, &body).await.status(),
            StatusCode::UNPROCESSABLE_ENTITY
        );
    }
    assert_eq!(ada.read("/api/v1/accounts").await["data"], json!([]));

    let brand: Value = ada
        .post("/api/v1/brands", &json!({ "name": "Harbor" }))
        .await
        .json()
        .await
        .unwrap();
    let chosen = ada
        .post(
            &path,
            &json!({ "external_ids": [SMALL], "brand_id": brand["id"] }),
        )
        .await;
    assert_eq!(chosen.status(), StatusCode::OK);
    let accounts = ada.read("/api/v1/accounts").await;
    assert_eq!(accounts["data"].as_array().unwrap().len(), 1);
    let account = &accounts["data"][0];
    assert_eq!(
        (
            &account["external_id"],
            &account["brand"]["name"],
            &account["state"]
        ),
        (&json!(SMALL), &json!("Harbor"), &json!("connecting"))
    );
    // A choice counts once.
    let again = ada.post(&path, &json!({ "external_ids": [MAIN] })).await;
    assert_eq!(kind(&problem(again).await), "conflict");

    // Connected already: it leads to the account.
    let second = stage.consent(&ada, None, Decision::Allow).await;
    let known = second["candidates"]
        .as_array()
        .unwrap()
        .iter()
        .find(|candidate| candidate["external_id"] == SMALL)
        .unwrap();
    assert_eq!(
        (&known["status"], &known["account_id"], &known["why_not"]),
        (&json!("connected"), &account["id"], &json!("connected already"))
    );
    let path = format!("/api/v1/connections/{}", second["id"].as_str().unwrap());
    let refused = ada
        .post(&format!("{path}/accounts"), &json!({ "external_ids": [SMALL] }))
        .await;
    assert!(
        problem(refused).await["errors"][0]["detail"]
            .as_str()
            .unwrap()
            .contains("connected already")
    );
    // Giving up forgets the second grant, not the one in use.
    let before = grants(&stage.app).await;
    let abandoned = ada.request(Method::DELETE, &path).send().await.unwrap();
    assert_eq!(abandoned.status(), StatusCode::NO_CONTENT);
    assert_eq!(grants(&stage.app).await, before - 1);
}

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
    let asked = ada.post(&format!("{path}/sync"), &json!({})).await;
    assert!(asked.status().is_success());
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
    let statement = Statement::both(
        "test",
        "update platform_grant set access_expires_at = $1 where org_id is not null",
    );
    let now = app.context.process.now();
    app.context
        .store
        .write(move |tx| Box::pin(async move { tx.execute(statement, &[now.into()]).await }))
        .await
        .map_err(|error: StoreError| error)
        .unwrap();
}

async fn metric_days(app: &TestApp, account: &str) -> i64 {
    count(
        app,
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
    assert!(
        ada.post(&format!("{path}/sync"), &json!({}))
            .await
            .status()
            .is_success()
    );
    stage
        .until(ada, &path, "the dead consent", |account| {
            account["state"] == "reconnect"
        })
        .await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_revoked_consent_sets_the_account_aside_and_a_new_one_heals_it() {
    let mut stage = Stage::open().await;
    stage.app.start_actors().await;
    let ada = stage.app.sign_in("ada@acme.test").await;
    let account = stage.connect(&ada, &[SMALL]).await.remove(0);
    let path = format!("/api/v1/accounts/{account}");
    let healthy = stage.read_whole(&ada, &account).await;
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
    assert_eq!(grants(&stage.app).await, 1, "the dead grant is forgotten");
    // And it can be read.
    assert!(
        ada.post(&format!("{path}/sync"), &json!({}))
            .await
            .status()
            .is_success()
    );
    stage
        .until(&ada, &path, "a sync on the new consent", |account| {
            account["sync"]["last_error"].is_null() && account["sync"]["running"] == false
        })
        .await;
}

const RULE: &str = "language 1\n\nrule \"Watch the brand\" {\n  for campaigns on google where labels has \"brand\"\n  every 1h\n  when spend over last 7 days >= $0 then notify slack \"#desk\" \"still here\"\n}\n";

/// A rule that is enabled.
async fn enabled_rule(client: &Client, text: &str) -> String {
    let created = client.post("/api/v1/rules", &json!({ "text": text })).await;
    let tag = created.headers()["etag"].to_str().unwrap().to_owned();
    let rule: Value = created.json().await.unwrap();
    let id = rule["id"].as_str().unwrap().to_owned();
    let enabled = client
        .request(Method::POST, &format!("/api/v1/rules/{id}/enable"))
        .header("if-match", tag)
        .json(&json!({}))
        .send()
        .await
        .unwrap();
    assert_eq!(
        enabled.status(),
        StatusCode::OK,
        "{}",
        enabled.text().await.unwrap()
    );
    id
}

/// A campaign of the account by its name.
async fn campaign(client: &Client, name: &str) -> Value {
    let found = client.read("/api/v1/campaigns?limit=500").await;
    let row = found["data"]
        .as_array()
        .unwrap()
        .iter()
        .find(|it| it["name"] == name);
    row.unwrap_or_else(|| panic!("{name} is not in {found}")).clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn labels_come_with_the_sync_and_rules_see_them() {
    let mut stage = Stage::open().await;
    stage.app.start_actors().await;
    let ada = stage.app.sign_in("ada@acme.test").await;
    let account = stage.connect(&ada, &[SMALL]).await.remove(0);
    stage.read_whole(&ada, &account).await;
    let brand = campaign(&ada, "Brand - Harbor Coffee").await;
    let labels = async |client: &Client, id: &Value| {
        client
            .read(&format!("/api/v1/campaigns/{}", id.as_str().unwrap()))
            .await["labels"]
            .clone()
    };
    assert_eq!(labels(&ada, &brand["id"]).await, json!(["brand"]));
    let other = campaign(&ada, "PMax - Gift boxes").await;
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
    assert!(
        ada.post(&format!("/api/v1/accounts/{account}/sync"), &json!({}))
            .await
            .status()
            .is_success()
    );
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

/// A change that a person asked for, as it stands in the ledger.
async fn request_pause(client: &Client, name: &str) -> Value {
    let row = campaign(client, name).await;
    let path = format!("/api/v1/campaigns/{}/actions", row["id"].as_str().unwrap());
    let response = client
        .post(
            &path,
            &json!({ "kind": "pause", "reason": "the client asked for it" }),
        )
        .await;
    let status = response.status();
    let action: Value = response.json().await.unwrap();
    assert!(status.is_success(), "{status} {action}");
    action
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_that_is_disconnected_keeps_its_history_and_comes_back_with_it() {
    let mut stage = Stage::open().await;
    stage.app.start_actors().await;
    let ada = stage.app.sign_in("ada@acme.test").await;
    let account = stage.connect(&ada, &[SMALL]).await.remove(0);
    let path = format!("/api/v1/accounts/{account}");
    stage.read_whole(&ada, &account).await;
    let days = metric_days(&stage.app, &account).await;
    let rule = enabled_rule(&ada, RULE).await;
    let bound = |detail: &Value| {
        let rules = detail["rules"].as_array().unwrap().clone();
        rules.iter().any(|it| it["id"] == json!(rule))
    };
    assert!(bound(&ada.read(&path).await));
    // Something that is approved and not sent: its campaign rests.
    let row = campaign(&ada, "PMax - Gift boxes").await;
    let resting = format!(
        "/api/v1/actors/campaign:{}/quarantine",
        row["id"].as_str().unwrap()
    );
    let rests = ada.post(&resting, &json!({ "reason": "not now" })).await;
    assert_eq!(rests.status(), StatusCode::ACCEPTED);
    let action = request_pause(&ada, "PMax - Gift boxes").await;
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
    let secret = count(
        &stage.app,
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
            audited(&stage.app, "account.connected").await,
            audited(&stage.app, "account.revived").await
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
    let mut stage = Stage::open().await;
    stage.app.start_actors().await;
    let ada = stage.app.sign_in("ada@acme.test").await;
    let account = stage.connect(&ada, &[SMALL]).await.remove(0);
    stage.read_whole(&ada, &account).await;
    stage
        .fault(":mutate", json!({ "effect": "delay", "delay_ms": 1_500 }))
        .await;
    let action = request_pause(&ada, "PMax - Gift boxes").await;
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
    let mut stage = Stage::open().await;
    stage.app.start_actors().await;
    let ada = stage.app.sign_in("ada@acme.test").await;
    let account = stage.connect(&ada, &[SMALL]).await.remove(0);
    stage.read_whole(&ada, &account).await;
    stage
        .fault(":mutate", json!({ "effect": "delay", "delay_ms": 14_000 }))
        .await;
    let sent = request_pause(&ada, "PMax - Gift boxes").await;
    // A marketer's wish waits for somebody's yes: nothing of it can be on its way.
    let mia = stage.app.sign_in("mia@acme.test").await;
    let waiting = request_pause(&mia, "Demand Gen - Morning ritual").await;
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
