//! The actors as an admin looks after them: stopped ones come back, what rests stays at rest, what keeps failing rests by
//! itself and says why.

use reqwest::{Response, StatusCode};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::{
    stage::{MAIN, Stage},
    support::{Client, id, kind, problem},
};

const RULE: &str = "language 1\n\nrule \"Watch\" {\n  for campaigns on google\n  every 1h\n  when spend over last 7 days >= $0 then notify slack \"#desk\" \"still here\"\n}\n";

fn actor<'a>(tree: &'a Value, id: &str) -> Option<&'a Value> {
    tree["tree"]
        .as_array()
        .unwrap()
        .iter()
        .find(|actor| actor["id"] == id)
}

async fn command(client: &Client, id: &str, what: &str, body: &Value) -> Response {
    client.post(&format!("/api/v1/actors/{id}/{what}"), body).await
}

async fn kill(client: &Client, id: &str) {
    let killed = command(client, id, "kill", &json!({})).await;
    assert_eq!(
        killed.status(),
        StatusCode::ACCEPTED,
        "{id}: {}",
        killed.text().await.unwrap()
    );
}

async fn quarantine(client: &Client, id: &str, reason: &str) {
    let rests = command(client, id, "quarantine", &json!({ "reason": reason })).await;
    assert_eq!(
        rests.status(),
        StatusCode::ACCEPTED,
        "{id}: {}",
        rests.text().await.unwrap()
    );
}

async fn resume(client: &Client, id: &str) {
    let resumed = command(client, id, "resume", &json!({})).await;
    assert_eq!(
        resumed.status(),
        StatusCode::ACCEPTED,
        "{id}: {}",
        resumed.text().await.unwrap()
    );
}

async fn until_actor(
    stage: &Stage,
    client: &Client,
    id: &str,
    what: &str,
    good: impl Fn(&Value) -> bool,
) -> Value {
    let tree = stage
        .until(client, "/api/v1/actors", what, |tree| {
            actor(tree, id).is_some_and(&good)
        })
        .await;
    actor(&tree, id).unwrap().clone()
}

fn runs(actor: &Value) -> bool {
    actor["state"] == "running"
}

/// An account with its history, and a rule at work.
async fn at_work() -> (Stage, Client, String, String) {
    let (stage, ada, account) = Stage::connected().await;
    let rule = ada.enabled_rule(RULE).await;
    until_actor(&stage, &ada, &format!("rule:{rule}"), "the rule's actor", runs).await;
    (stage, ada, account, rule)
}

/// Where an action is read.
fn page_of(action: &Value) -> String {
    format!("/api/v1/actions/{}", action["id"].as_str().unwrap())
}

/// Whether everything in the tree is well, told from its top.
fn all_well(tree: &Value) -> bool {
    let node = actor(tree, "node").unwrap();
    let total = tree["tree"].as_array().unwrap().len();
    node["subtree"] == json!({ "total": total, "unhealthy": 0, "worst": "running" })
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stopped_actor_is_started_again_by_its_supervisor() {
    let (stage, ada, account, rule) = at_work().await;
    stage
        .until(&ada, "/api/v1/actors", "a healthy tree", all_well)
        .await;
    let tree = ada.read("/api/v1/actors").await;
    let shard = actor(&tree, &format!("account:{account}")).unwrap()["parent"]
        .as_str()
        .unwrap()
        .to_owned();
    for id in [
        format!("queue:{account}"),
        format!("account:{account}"),
        format!("rule:{rule}"),
        shard,
        "scheduler".to_owned(),
        "outbox".to_owned(),
    ] {
        let tree = ada.read("/api/v1/actors").await;
        let before = actor(&tree, &id).unwrap()["restarts"].as_u64().unwrap();
        kill(&ada, &id).await;
        let back = until_actor(&stage, &ada, &id, "its return", |actor| {
            runs(actor) && actor["restarts"].as_u64() == Some(before + 1)
        })
        .await;
        assert_eq!(back["last_error"], "killed by Ada", "{id}");
        stage
            .until(
                &ada,
                "/api/v1/actors",
                &format!("a healthy tree after {id}"),
                all_well,
            )
            .await;
    }
    // And what was stopped works again.
    ada.sync(&account).await;
    stage
        .until(
            &ada,
            &format!("/api/v1/accounts/{account}"),
            "a sync",
            |account| {
                account["sync"]["running"] == false && account["sync"]["next_at"] == "2026-11-17T14:50:00Z"
            },
        )
        .await;

    // What carries the others is not stopped; what is not there neither; and only by an admin of its organisation.
    let refused = command(&ada, "node", "kill", &json!({})).await;
    assert_eq!(kind(&problem(refused).await), "conflict");
    let nobody = command(
        &ada,
        &format!("account:{}", Uuid::from_u128(7)),
        "kill",
        &json!({}),
    )
    .await;
    assert_eq!(nobody.status(), StatusCode::NOT_FOUND);
    let zoe = stage.app.sign_in("zoe@zenith.test").await;
    let foreign = command(&zoe, &format!("account:{account}"), "kill", &json!({})).await;
    assert_eq!(foreign.status(), StatusCode::NOT_FOUND);
    let max = stage.app.sign_in("max@acme.test").await;
    let not_his = command(&max, &format!("account:{account}"), "kill", &json!({})).await;
    assert_eq!(not_his.status(), StatusCode::FORBIDDEN);
    assert_eq!(stage.app.audited("actor.killed").await, 6);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_campaign_that_is_stopped_in_the_middle_of_a_request_leaves_one_effect() {
    let (stage, ada, account, _) = at_work().await;
    stage
        .fault(
            ":mutate",
            json!({ "effect": "delay", "delay_ms": 1_500, "times": 1 }),
        )
        .await;
    let asked = ada.pause("PMax - Gift boxes").await;
    let (id, action) = (
        format!("campaign:{}", asked["campaign"]["id"].as_str().unwrap()),
        page_of(&asked),
    );
    stage
        .until(&ada, &action, "the request", |action| action["state"] == "intent")
        .await;
    until_actor(&stage, &ada, &id, "the campaign's actor", runs).await;
    kill(&ada, &id).await;
    // Its queue with it: whether the request arrived is now in doubt, and is asked, later than the platform's own lag.
    kill(&ada, &format!("queue:{account}")).await;
    stage
        .until(&ada, &action, "the doubt", |action| action["state"] == "unknown")
        .await;
    tokio::time::sleep(std::time::Duration::from_millis(1_500)).await;
    stage.later(600).await;
    stage
        .until(&ada, &action, "its end", |action| action["state"] == "applied")
        .await;
    assert_eq!(stage.changes().await.len(), 1);
    // Nothing is in motion on it: it sleeps, and left no shadow in the tree.
    stage
        .until(&ada, "/api/v1/actors", "its sleep", |tree| {
            actor(tree, &id).is_none() && all_well(tree)
        })
        .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_quarantined_account_rests_over_restarts_and_says_why_until_it_is_resumed() {
    let (mut stage, ada, account, _) = at_work().await;
    let id = format!("account:{account}");
    quarantine(&ada, &id, "the client asked us to keep still").await;
    let why = "Ada: the client asked us to keep still";
    let rests = |actor: &Value| actor["state"] == "quarantined" && actor["detail"] == why;
    let shown = until_actor(&stage, &ada, &id, "its rest", rests).await;
    assert_eq!(
        shown["can"],
        json!({ "kill": false, "quarantine": false, "resume": true, "why_not": null })
    );
    assert_eq!(
        shown["subtree"],
        json!({ "total": 1, "unhealthy": 1, "worst": "quarantined" })
    );
    let tree = ada.read("/api/v1/actors").await;
    assert!(
        actor(&tree, &format!("queue:{account}")).is_none(),
        "its queue rests with it"
    );
    let node = actor(&tree, "node").unwrap();
    assert_eq!(
        (&node["subtree"]["unhealthy"], &node["subtree"]["worst"]),
        (&json!(1), &json!("quarantined"))
    );
    let page = ada.read(&format!("/api/v1/accounts/{account}")).await;
    assert_eq!(
        (&page["state"], &page["state_detail"]),
        (&json!("quarantined"), &json!(why))
    );
    for (what, body) in [("kill", json!({})), ("sync", json!({}))] {
        let refused = match what {
            "kill" => command(&ada, &id, what, &body).await,
            _ => ada.post(&format!("/api/v1/accounts/{account}/sync"), &body).await,
        };
        assert_eq!(kind(&problem(refused).await), "conflict");
    }

    stage.app.stop_actors().await;
    stage.app.start_actors().await;
    until_actor(&stage, &ada, &id, "its rest after a restart", rests).await;

    resume(&ada, &id).await;
    until_actor(&stage, &ada, &id, "its return", runs).await;
    stage
        .until(&ada, "/api/v1/actors", "a healthy tree", all_well)
        .await;
    let page = ada.read(&format!("/api/v1/accounts/{account}")).await;
    assert_eq!(
        (&page["state"], &page["state_detail"]),
        (&json!("active"), &Value::Null)
    );
    let again = command(&ada, &id, "resume", &json!({})).await;
    assert_eq!(kind(&problem(again).await), "conflict");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_quarantined_rule_looks_at_nothing_until_it_is_resumed() {
    let (stage, ada, _, rule) = at_work().await;
    let id = format!("rule:{rule}");
    quarantine(&ada, &id, "too loud").await;
    until_actor(&stage, &ada, &id, "its rest", |actor| {
        actor["state"] == "quarantined" && actor["detail"] == "Ada: too loud"
    })
    .await;
    let page = ada.read(&format!("/api/v1/rules/{rule}")).await;
    assert_eq!(page["state"], "quarantined", "{page}");
    resume(&ada, &id).await;
    until_actor(&stage, &ada, &id, "its return", runs).await;
    assert_eq!(
        ada.read(&format!("/api/v1/rules/{rule}")).await["state"],
        "enabled"
    );
    stage
        .until(&ada, "/api/v1/actors", "a healthy tree", all_well)
        .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_carried_out_on_a_quarantined_campaign_until_it_is_resumed() {
    let (mut stage, ada, account, _) = at_work().await;
    let row = ada.campaign("PMax - Gift boxes").await;
    let id = format!("campaign:{}", row["id"].as_str().unwrap());
    quarantine(&ada, &id, "its landing page is being rebuilt").await;
    let rests = |actor: &Value| actor["state"] == "quarantined";
    let shown = until_actor(&stage, &ada, &id, "its rest", rests).await;
    assert_eq!(
        (&shown["parent"], &shown["detail"], &shown["name"]),
        (
            &json!(format!("account:{account}")),
            &json!("Ada: its landing page is being rebuilt"),
            &json!("PMax - Gift boxes")
        )
    );
    let action = page_of(&ada.pause("PMax - Gift boxes").await);
    // The account's others go on.
    let other = page_of(&ada.pause("Demand Gen - Morning ritual").await);
    stage
        .until(&ada, &other, "the other's end", |action| {
            action["state"] == "applied"
        })
        .await;
    // Neither its supervisor's return nor the program's changes that.
    kill(&ada, &format!("account:{account}")).await;
    until_actor(
        &stage,
        &ada,
        &format!("account:{account}"),
        "its return",
        |actor| runs(actor) && actor["restarts"] == 1,
    )
    .await;
    stage.app.stop_actors().await;
    stage.app.start_actors().await;
    for _ in 0..20 {
        let tree = ada.read("/api/v1/actors").await;
        assert!(actor(&tree, &id).is_none_or(rests), "{tree}");
        assert_eq!(ada.read(&action).await["state"], "approved");
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    assert_eq!(stage.changes().await.len(), 1);
    resume(&ada, &id).await;
    stage
        .until(&ada, &action, "its end", |action| action["state"] == "applied")
        .await;
    stage
        .until(&ada, "/api/v1/actors", "a healthy tree", all_well)
        .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_that_keeps_failing_ends_in_quarantine_and_says_why() {
    let (stage, ada, account, _) = at_work().await;
    // What is stored of it makes no sense: its columns cannot be loaded.
    stage.app.execute(
        "update campaign set labels = 'no list' where org_id is not null and account_id = $1 and name = 'PMax - Gift boxes'",
        vec![id(&account)],
    )
    .await;
    let actor_id = format!("account:{account}");
    kill(&ada, &actor_id).await;
    let failing = until_actor(&stage, &ada, &actor_id, "its failure", |actor| {
        actor["state"] == "backing_off"
            && actor["last_error"]
                .as_str()
                .is_some_and(|it| it.contains("labels"))
    })
    .await;
    assert_eq!(failing["subtree"]["worst"], "backing_off");
    let rests = until_actor(&stage, &ada, &actor_id, "its quarantine", |actor| {
        actor["state"] == "quarantined"
    })
    .await;
    assert!(rests["detail"].as_str().unwrap().contains("labels"), "{rests}");
    stage
        .until(&ada, "/api/v1/actors", "its queue's end", |tree| {
            actor(tree, &format!("queue:{account}")).is_none()
        })
        .await;
    // It stays there, is written down once, and somebody is told.
    tokio::time::sleep(std::time::Duration::from_secs(3)).await;
    let page = ada.read(&format!("/api/v1/accounts/{account}")).await;
    assert_eq!(page["state"], "quarantined");
    assert!(
        page["state_detail"].as_str().unwrap().contains("labels"),
        "{page}"
    );
    assert_eq!(stage.app.audited("actor.quarantined").await, 1);
    stage
        .until(&ada, "/api/v1/notifications", "the notification", |told| {
            told.to_string().contains("An account was quarantined")
        })
        .await;

    stage.app.execute(
        "update campaign set labels = '[]' where org_id is not null and account_id = $1 and name = 'PMax - Gift boxes'",
        vec![id(&account)],
    )
    .await;
    resume(&ada, &actor_id).await;
    until_actor(&stage, &ada, &actor_id, "its return", runs).await;
    stage
        .until(&ada, "/api/v1/actors", "a healthy tree", all_well)
        .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rule_that_keeps_failing_ends_in_quarantine_and_says_why() {
    let (stage, ada, account, rule) = at_work().await;
    stage
        .app
        .execute(
            "update rule_version set text = 'not a rule' where org_id is not null and rule_id = $1",
            vec![id(&rule)],
        )
        .await;
    let actor_id = format!("rule:{rule}");
    kill(&ada, &actor_id).await;
    let rests = until_actor(&stage, &ada, &actor_id, "its quarantine", |actor| {
        actor["state"] == "quarantined"
    })
    .await;
    assert!(rests["detail"].as_str().unwrap().contains("text"), "{rests}");
    // Its account goes on.
    let tree = ada.read("/api/v1/actors").await;
    assert!(actor(&tree, &format!("account:{account}")).is_some_and(runs));
    stage
        .app
        .execute(
            "update rule_version set text = $2 where org_id is not null and rule_id = $1",
            vec![id(&rule), RULE.into()],
        )
        .await;
    resume(&ada, &actor_id).await;
    until_actor(&stage, &ada, &actor_id, "its return", runs).await;
    stage
        .until(&ada, "/api/v1/actors", "a healthy tree", all_well)
        .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_campaign_that_keeps_failing_ends_in_quarantine_and_its_account_goes_on() {
    let (stage, ada, account, _) = at_work().await;
    // Two changes wait for their campaigns; then what is stored of one makes no sense any more.
    let of = async |name: &str| ada.campaign(name).await["id"].as_str().unwrap().to_owned();
    let (bad, good) = (
        of("PMax - Gift boxes").await,
        of("Demand Gen - Morning ritual").await,
    );
    let (actor_id, other_id) = (format!("campaign:{bad}"), format!("campaign:{good}"));
    for id in [&actor_id, &other_id] {
        quarantine(&ada, id, "so that it waits").await;
        until_actor(&stage, &ada, id, "its rest", |actor| {
            actor["state"] == "quarantined"
        })
        .await;
    }
    let action = page_of(&ada.pause("PMax - Gift boxes").await);
    let other = page_of(&ada.pause("Demand Gen - Morning ritual").await);
    stage
        .app
        .execute(
            "update action set target = 'nonsense' where org_id is not null and campaign_id = $1",
            vec![id(&bad)],
        )
        .await;
    resume(&ada, &actor_id).await;
    until_actor(&stage, &ada, &actor_id, "its failure", |actor| {
        actor["state"] == "backing_off" && actor["parent"] == format!("account:{account}")
    })
    .await;
    resume(&ada, &other_id).await;
    stage
        .until(&ada, &other, "the other's end", |action| {
            action["state"] == "applied"
        })
        .await;
    let rests = until_actor(&stage, &ada, &actor_id, "its quarantine", |actor| {
        actor["state"] == "quarantined" && actor["detail"].is_string()
    })
    .await;
    assert!(rests["detail"].as_str().unwrap().contains("target"), "{rests}");
    let tree = ada.read("/api/v1/actors").await;
    let above = actor(&tree, &format!("account:{account}")).unwrap();
    assert_eq!(
        (&above["state"], &above["restarts"]),
        (&json!("running"), &json!(0))
    );
    assert_eq!(above["subtree"]["worst"], "quarantined");
    stage
        .until(&ada, "/api/v1/notifications", "the notification", |told| {
            told.to_string().contains("A campaign was quarantined")
        })
        .await;

    stage.app.execute(
        r#"update action set target = '{"kind":"status","value":"paused"}' where org_id is not null and campaign_id = $1"#,
        vec![id(&bad)],
    )
    .await;
    resume(&ada, &actor_id).await;
    stage
        .until(&ada, &action, "its end", |action| action["state"] == "applied")
        .await;
    stage
        .until(&ada, "/api/v1/actors", "a healthy tree", all_well)
        .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_that_cannot_be_read_is_set_aside_and_its_neighbours_live() {
    let (mut stage, ada, account) = Stage::connected().await;
    let neighbour = stage.connect(&ada, &[MAIN]).await.remove(0);
    stage.app.stop_actors().await;
    stage
        .app
        .execute(
            "update ad_account set time_zone = 'Mars/Olympus' where org_id is not null and id = $1",
            vec![id(&account)],
        )
        .await;
    stage.app.start_actors().await;
    until_actor(
        &stage,
        &ada,
        &format!("account:{neighbour}"),
        "the neighbour",
        runs,
    )
    .await;
    let actor_id = format!("account:{account}");
    let rests = until_actor(&stage, &ada, &actor_id, "its quarantine", |actor| {
        actor["state"] == "quarantined"
    })
    .await;
    assert!(
        rests["detail"].as_str().unwrap().contains("Mars/Olympus"),
        "{rests}"
    );
    // The neighbour's rules are bound and looked at as before.
    ada.enabled_rule(RULE).await;

    stage
        .app
        .execute(
            "update ad_account set time_zone = 'America/New_York' where org_id is not null and id = $1",
            vec![id(&account)],
        )
        .await;
    resume(&ada, &actor_id).await;
    until_actor(&stage, &ada, &actor_id, "its return", runs).await;
    assert_eq!(stage.app.audited("actor.quarantined").await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_organisation_sees_its_own_actors_alone() {
    let (stage, ada, account, _) = at_work().await;
    let zoe = stage.app.sign_in("zoe@zenith.test").await;
    let theirs = stage.connect(&zoe, &[MAIN]).await.remove(0);
    until_actor(&stage, &zoe, &format!("account:{theirs}"), "their actor", runs).await;
    for (client, own, foreign) in [(&ada, &account, &theirs), (&zoe, &theirs, &account)] {
        let tree = client.read("/api/v1/actors").await.to_string();
        assert!(tree.contains(own.as_str()) && !tree.contains(foreign.as_str()));
    }
}
