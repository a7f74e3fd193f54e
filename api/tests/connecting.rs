//! Connecting accounts: to the platform and back, and what can go wrong on the way.

use engine::store::{Statement, StoreError};
use jiff::SignedDuration;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::{
    stage::{CLOSED, Decision, MAIN, SMALL, Stage},
    support::{kind, problem},
};

const SCOPE: &str = "https://www.googleapis.com/auth/adwords";

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
    let plain = stage.app.count(
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
            stage.grants().await,
            stage.app.audited("connection.consented").await
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
    assert_eq!(stage.grants().await, 0);

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
    assert_eq!(stage.grants().await, 0);
}

#[tokio::test]
async fn a_list_that_nobody_chose_from_is_forgotten_with_its_grant() {
    let stage = Stage::open().await;
    let ada = stage.app.sign_in("ada@acme.test").await;
    let connection = stage.consent(&ada, None, Decision::Allow).await;
    assert_eq!(stage.grants().await, 1);
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
    assert_eq!(stage.grants().await, 0);
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
        stage.grants().await,
        0,
        "nothing is kept of a consent that came to nothing"
    );
    assert_eq!(stage.app.audited("connection.ended").await, 6);
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
    let kept = stage
        .app
        .count(
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
    let before = stage.grants().await;
    let abandoned = ada.request(Method::DELETE, &path).send().await.unwrap();
    assert_eq!(abandoned.status(), StatusCode::NO_CONTENT);
    assert_eq!(stage.grants().await, before - 1);
}
