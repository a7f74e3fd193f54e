//! Rules, guards and the library over HTTP.

use reqwest::{Method, Response, StatusCode};
use serde_json::{Value, json};

use crate::support::{Client, GUARD, RULE, TestApp, kind, problem};

pub const NIGHT: &str = "language 1\n\nrule \"Night\" {\n  for campaigns where status is active\n  every day at 22:00\n  then pause\n  cooldown 12h\n}\n";

async fn send(
    client: &Client,
    method: Method,
    path: &str,
    tag: Option<&str>,
    body: Option<Value>,
) -> Response {
    let request = client.request(method, &format!("/api/v1{path}"));
    let request = match tag {
        Some(tag) => request.header("if-match", tag),
        None => request,
    };
    match body {
        Some(body) => request.json(&body),
        None => request,
    }
    .send()
    .await
    .unwrap()
}

fn tag(response: &Response) -> String {
    response.headers()["etag"].to_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_rule_is_written_changed_enabled_disabled_and_put_away_each_on_what_was_read() {
    let app = TestApp::start().await;
    app.desk(app.organisations[0]).await;
    let mia = app.sign_in("mia@acme.test").await;
    let created = mia
        .post(
            "/api/v1/rules",
            &json!({ "text": NIGHT, "note": " first ", "library_id": "night-pause" }),
        )
        .await;
    assert_eq!(created.status(), StatusCode::CREATED);
    let place = created.headers()["location"].to_str().unwrap().to_owned();
    let first = tag(&created);
    let body: Value = created.json().await.unwrap();
    let path = format!("/rules/{}", body["id"].as_str().unwrap());
    assert_eq!(place, format!("/api/v1{path}"));
    assert_eq!(
        (&body["state"], &body["version"], &body["versions"]),
        (&json!("draft"), &json!(1), &json!(1))
    );
    assert_eq!(body["library"]["id"], "night-pause");
    assert_eq!(
        body["can"],
        json!({ "edit": true, "enable": true, "disable": false, "archive": true })
    );
    assert!(
        body["in_plain_words"]
            .as_str()
            .unwrap()
            .contains("pauses the campaign")
    );

    let twice = mia.post("/api/v1/rules", &json!({ "text": NIGHT })).await;
    assert_eq!(twice.status(), StatusCode::CONFLICT);
    let text = NIGHT.replace("22:00", "23:00");
    let without = send(&mia, Method::PUT, &path, None, Some(json!({ "text": text }))).await;
    assert_eq!(without.status(), StatusCode::PRECONDITION_REQUIRED);
    let saved = send(
        &mia,
        Method::PUT,
        &path,
        Some(&first),
        Some(json!({ "text": text })),
    )
    .await;
    assert_eq!(saved.status(), StatusCode::OK);
    let second = tag(&saved);
    let late = send(
        &mia,
        Method::PUT,
        &path,
        Some(&first),
        Some(json!({ "text": NIGHT })),
    )
    .await;
    assert_eq!(late.status(), StatusCode::PRECONDITION_FAILED);
    assert_eq!(problem(late).await["current"]["version"], 2);
    let versions = mia.read(&format!("/api/v1{path}/versions")).await;
    assert_eq!(versions["data"][1]["note"], "first");
    assert_eq!(versions["data"][0]["created_by"], "Mia");

    let enabled = send(
        &mia,
        Method::POST,
        &format!("{path}/enable"),
        Some(&second),
        Some(json!({})),
    )
    .await;
    assert_eq!(enabled.status(), StatusCode::OK);
    let third = tag(&enabled);
    let enabled: Value = enabled.json().await.unwrap();
    assert_eq!(enabled["state"], "enabled");
    assert_eq!(enabled["accounts"][0]["account"]["name"], "Acme US");
    assert!(enabled["accounts"][0]["next_at"].is_string());
    let kept = send(&mia, Method::DELETE, &path, Some(&third), None).await;
    assert_eq!(kept.status(), StatusCode::CONFLICT);
    let wrong = send(
        &mia,
        Method::POST,
        &format!("{path}/disable"),
        Some(&third),
        Some(json!({ "holds": "burn" })),
    )
    .await;
    assert_eq!(wrong.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let disabled = send(
        &mia,
        Method::POST,
        &format!("{path}/disable"),
        Some(&third),
        Some(json!({ "holds": "restore" })),
    )
    .await;
    assert_eq!(disabled.status(), StatusCode::OK);
    let fourth = tag(&disabled);
    let disabled: Value = disabled.json().await.unwrap();
    assert_eq!(
        (&disabled["state"], &disabled["withdrawn"], &disabled["restored"]),
        (&json!("disabled"), &json!(0), &json!([]))
    );
    let gone = send(&mia, Method::DELETE, &path, Some(&fourth), None).await;
    assert_eq!(gone.status(), StatusCode::NO_CONTENT);
    assert_eq!(
        mia.get(&format!("/api/v1{path}")).await.status(),
        StatusCode::NOT_FOUND
    );
}

#[tokio::test]
async fn a_rule_that_was_read_before_is_not_sent_again() {
    let app = TestApp::start().await;
    let desk = app.desk(app.organisations[0]).await;
    let max = app.sign_in("max@acme.test").await;
    let path = format!("/api/v1/rules/{}", desk.rule);
    let read = max.get(&path).await;
    let known = tag(&read);
    let again = max
        .request(Method::GET, &path)
        .header("if-none-match", known)
        .send()
        .await
        .unwrap();
    assert_eq!(again.status(), StatusCode::NOT_MODIFIED);
    let body: Value = read.json().await.unwrap();
    assert_eq!(body["can"]["edit"], false, "a manager reads rules");
}

#[tokio::test]
async fn a_text_with_errors_is_refused_with_what_the_checker_found() {
    let app = TestApp::start().await;
    let mia = app.sign_in("mia@acme.test").await;
    let text = NIGHT.replace("status is active", "status is activ");
    let refused = mia.post("/api/v1/rules", &json!({ "text": text })).await;
    assert_eq!(refused.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let refused = problem(refused).await;
    assert_eq!(refused["errors"][0]["pointer"], "/text");
    let found = &refused["diagnostics"][0];
    assert_eq!(found["severity"], "error");
    assert_eq!(found["underlined"], "activ");
    assert_eq!(found["span"]["start"]["line"], 3);
    let code = found["code"].as_str().unwrap();
    let page = mia.read(&format!("/api/v1/diagnostics/{code}")).await;
    assert!(page["text"].as_str().unwrap().starts_with(&format!("# {code}")));
    let value = mia
        .post(
            "/api/v1/rules",
            &json!({ "text": RULE, "overrides": { "max_cpa": "45" } }),
        )
        .await;
    assert_eq!(value.status(), StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(problem(value).await["errors"][0]["pointer"], "/overrides/max_cpa");
    let shelf = mia
        .post(
            "/api/v1/rules",
            &json!({ "text": NIGHT, "library_id": "nothing" }),
        )
        .await;
    assert_eq!(problem(shelf).await["errors"][0]["pointer"], "/library_id");
}

#[tokio::test]
async fn a_check_answers_whatever_is_found_and_reads_back_what_is_sound() {
    let app = TestApp::start().await;
    let max = app.sign_in("max@acme.test").await;
    let text = format!("{RULE}\n{}", GUARD.trim_start_matches("language 1\n"));
    let response = max.post("/api/v1/rules/check", &json!({ "text": text })).await;
    assert_eq!(response.status(), StatusCode::OK);
    let body: Value = response.json().await.unwrap();
    assert_eq!(body["rules"][0]["params"][0]["max"], "$500");
    assert_eq!(body["guards"][0]["name"], "Ceiling");
    assert!(
        body["rules"][0]["in_plain_words"]
            .as_str()
            .unwrap()
            .contains("cost per conversion")
    );
    let broken: Value = max
        .post("/api/v1/rules/check", &json!({ "text": "rule \"A\" {\n" }))
        .await
        .json()
        .await
        .unwrap();
    assert!(!broken["diagnostics"].as_array().unwrap().is_empty());
}

#[tokio::test]
async fn a_preview_shows_what_would_happen_and_leaves_no_trace() {
    let app = TestApp::start().await;
    let desk = app.desk(app.organisations[0]).await;
    let max = app.sign_in("max@acme.test").await;
    let before = max.read("/api/v1/actions").await;
    let response = max.post("/api/v1/rules/preview", &json!({ "text": NIGHT })).await;
    assert_eq!(response.status(), StatusCode::OK);
    let body: Value = response.json().await.unwrap();
    assert_eq!((&body["acting"], &body["shown"]), (&json!(1), &json!(1)));
    let row = &body["rows"][0];
    assert_eq!(
        (&row["outcome"], &row["campaign"]["id"]),
        (&json!("acts"), &json!(desk.campaign))
    );
    let effect = &row["effects"][0];
    assert_eq!(
        (
            &effect["kind"],
            &effect["before"]["display"],
            &effect["after"]["display"]
        ),
        (&json!("pause"), &json!("active"), &json!("paused"))
    );
    assert_eq!(max.read("/api/v1/actions").await, before);
    let refused = max
        .post("/api/v1/rules/preview", &json!({ "text": "nonsense" }))
        .await;
    assert_eq!(refused.status(), StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn a_campaign_tells_how_each_rule_stands_to_it() {
    let app = TestApp::start().await;
    let desk = app.desk(app.organisations[0]).await;
    let mia = app.sign_in("mia@acme.test").await;
    let body = mia
        .read(&format!("/api/v1/campaigns/{}/rules", desk.campaign))
        .await;
    assert_eq!(body["data"][0]["rule"]["name"], "Stop loss");
    assert_eq!(
        body["data"][0]["outcome"], "unknown",
        "a campaign without history"
    );
    assert!(body["data"][0]["explanation"]["windows"][0]["text"] == "last 3 days");
    let missing = mia.get(&format!("/api/v1/campaigns/{}/rules", desk.rule)).await;
    assert_eq!(missing.status(), StatusCode::NOT_FOUND);
    let holds = mia
        .read(&format!("/api/v1/campaigns/{}/holds", desk.campaign))
        .await;
    assert_eq!(holds["data"], json!([]));
}

#[tokio::test]
async fn past_decisions_are_listed_by_what_is_asked_for() {
    let app = TestApp::start().await;
    let desk = app.desk(app.organisations[0]).await;
    let max = app.sign_in("max@acme.test").await;
    let listed = async |query: &str| max.read(&format!("/api/v1/decisions{query}")).await["data"].clone();
    let all = listed("").await;
    assert_eq!(all[0]["id"], json!(desk.decision));
    assert_eq!(all[0]["action_ids"], json!([desk.action]));
    assert_eq!(listed("?outcome=blocked").await, json!([]));
    assert_eq!(listed(&format!("?rule={}", desk.rule)).await, all);
    assert_eq!(listed("?from=2026-11-18T00:00:00Z").await, json!([]));
    for query in ["?outcome=unknown", "?outcome=nothing"] {
        let refused = max.get(&format!("/api/v1/decisions{query}")).await;
        assert_eq!(refused.status(), StatusCode::UNPROCESSABLE_ENTITY, "{query}");
    }
}

#[tokio::test]
async fn the_library_fills_in_values_of_ones_own() {
    let app = TestApp::start().await;
    let mia = app.sign_in("mia@acme.test").await;
    let shelves = mia.read("/api/v1/library").await;
    assert!(shelves["data"].as_array().unwrap().len() >= 12);
    assert!(
        shelves["data"]
            .as_array()
            .unwrap()
            .iter()
            .all(|item| item["installed"] == 0)
    );
    let fill = async |id: &str, body: Value| mia.post(&format!("/api/v1/library/{id}/text"), &body).await;
    let filled = fill(
        "stop-loss",
        json!({ "name": "Our stop", "params": { "max_cpa": "$60, 55 EUR" } }),
    )
    .await;
    assert_eq!(filled.status(), StatusCode::OK);
    let filled: Value = filled.json().await.unwrap();
    assert_eq!(filled["diagnostics"], json!([]));
    let text = filled["text"].as_str().unwrap();
    assert!(
        text.contains("rule \"Our stop\"") && text.contains("= $60, 55 EUR from"),
        "{text}"
    );
    let installed = mia
        .post(
            "/api/v1/rules",
            &json!({ "text": text, "library_id": "stop-loss" }),
        )
        .await;
    assert_eq!(installed.status(), StatusCode::CREATED);
    assert_eq!(mia.read("/api/v1/library/stop-loss").await["installed"], 1);
    let wrong = fill("stop-loss", json!({ "params": { "max_cpa": "60" } })).await;
    assert_eq!(wrong.status(), StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(problem(wrong).await["errors"][0]["pointer"], "/params/max_cpa");
    let name = fill("stop-loss", json!({ "name": "a\"b" })).await;
    assert_eq!(problem(name).await["errors"][0]["pointer"], "/name");
    assert_eq!(fill("nothing", json!({})).await.status(), StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn guards_are_an_admins_and_read_by_everybody() {
    let app = TestApp::start().await;
    let desk = app.desk(app.organisations[0]).await;
    let (ada, mia) = (
        app.sign_in("ada@acme.test").await,
        app.sign_in("mia@acme.test").await,
    );
    let path = format!("/guards/{}", desk.guard);
    let read = mia.get(&format!("/api/v1{path}")).await;
    assert_eq!(tag(&read), "\"v3\"");
    let refused = send(
        &mia,
        Method::PUT,
        &path,
        Some("\"v3\""),
        Some(json!({ "text": GUARD })),
    )
    .await;
    assert_eq!(refused.status(), StatusCode::FORBIDDEN);
    let stricter = GUARD.replace("$1,000", "$500");
    let saved = send(
        &ada,
        Method::PUT,
        &path,
        Some("\"v3\""),
        Some(json!({ "text": stricter })),
    )
    .await;
    assert_eq!(saved.status(), StatusCode::OK);
    let saved: Value = saved.json().await.unwrap();
    assert_eq!(
        (&saved["version"], &saved["updated_by"]),
        (&json!(4), &json!("Ada"))
    );
    let late = send(&ada, Method::DELETE, &path, Some("\"v3\""), None).await;
    assert_eq!(late.status(), StatusCode::PRECONDITION_FAILED);
    assert_eq!(problem(late).await["current"]["version"], 4);
    let twice = ada.post("/api/v1/guards", &json!({ "text": GUARD })).await;
    assert_eq!(kind(&problem(twice).await), "conflict");
    let gone = send(&ada, Method::DELETE, &path, Some("\"v4\""), None).await;
    assert_eq!(gone.status(), StatusCode::NO_CONTENT);
    assert_eq!(ada.read("/api/v1/guards").await["data"], json!([]));
    let broken = ada.post("/api/v1/guards", &json!({ "text": NIGHT })).await;
    assert_eq!(problem(broken).await["errors"][0]["pointer"], "/text");
}

#[tokio::test]
async fn a_rule_that_works_against_an_enabled_one_is_enabled_only_with_the_finding_accepted() {
    let app = TestApp::start().await;
    app.desk(app.organisations[0]).await;
    let mia = app.sign_in("mia@acme.test").await;
    let rule = |name: &str, lines: &str| {
        format!("language 1\n\nrule \"{name}\" {{\n  for campaigns\n  every 1h\n  {lines}\n}}\n")
    };
    let stop = rule("Stop at noon", "when spend over yesterday > $100\n  then pause");
    let scale = rule(
        "Scale at noon",
        "when clicks over yesterday > 10\n  then increase budget by 20% up to $500\n  cooldown 24h\n  at most 3 per day",
    );
    let mut paths = Vec::new();
    for text in [&stop, &scale] {
        let created = mia.post("/api/v1/rules", &json!({ "text": text })).await;
        assert_eq!(created.status(), StatusCode::CREATED);
        let tag = tag(&created);
        let body: Value = created.json().await.unwrap();
        paths.push((format!("/rules/{}", body["id"].as_str().unwrap()), tag));
    }
    let (path, etag) = &paths[0];
    let accept = json!({ "accept": ["W0801", "W0802", "W0803"] });
    let enabled = send(
        &mia,
        Method::POST,
        &format!("{path}/enable"),
        Some(etag),
        Some(accept),
    )
    .await;
    assert_eq!(enabled.status(), StatusCode::OK);

    let looked: Value = mia
        .post("/api/v1/rules/analyse", &json!({ "text": scale }))
        .await
        .json()
        .await
        .unwrap();
    let found = looked["findings"]
        .as_array()
        .unwrap()
        .iter()
        .find(|found| found["places"][0]["rule"] == "Stop at noon")
        .unwrap_or_else(|| panic!("{looked}"));
    assert_eq!(
        (&found["code"], &found["answer"]),
        (&json!("W0801"), &json!("shown"))
    );
    assert!(!found["example"]["values"].as_array().unwrap().is_empty());
    assert_eq!(found["places"][1]["span"]["start"]["line"], 6, "{found}");
    assert_eq!(found["places"][0]["span"], Value::Null);

    let (path, etag) = &paths[1];
    let enable = format!("{path}/enable");
    let refused = send(&mia, Method::POST, &enable, Some(etag), Some(json!({}))).await;
    assert_eq!(refused.status(), StatusCode::CONFLICT);
    let refused: Value = refused.json().await.unwrap();
    assert!(
        refused["detail"].as_str().unwrap().contains("Stop at noon"),
        "{refused}"
    );
    assert_eq!(refused["diagnostics"][0]["code"], "W0801");
    let codes = refused["diagnostics"]
        .as_array()
        .unwrap()
        .iter()
        .map(|found| found["code"].clone());
    let accept = json!({ "accept": codes.collect::<Vec<_>>() });
    let enabled = send(&mia, Method::POST, &enable, Some(etag), Some(accept)).await;
    assert_eq!(enabled.status(), StatusCode::OK);
    let wrong = send(
        &mia,
        Method::POST,
        "/rules/analyse",
        None,
        Some(json!({ "text": "nonsense" })),
    )
    .await;
    assert_eq!(wrong.status(), StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn an_export_of_another_engine_is_written_anew_and_says_what_is_missing() {
    let app = TestApp::start().await;
    let mia = app.sign_in("mia@acme.test").await;
    let import = async |body: Value| mia.post("/api/v1/library/import", &body).await;
    let file = include_str!("../../engine/src/rules/import/fixtures/meta.json");
    let answer = import(json!({
        "from": "meta", "file": file, "currency": "USD", "roas": "website_purchase_roas", "slack": "#paid", "conversions": "",
    }))
    .await;
    assert_eq!(answer.status(), StatusCode::OK);
    let answer: Value = answer.json().await.unwrap();
    let rules = answer["data"].as_array().unwrap();
    let first = &rules[0];
    assert_eq!(first["whole"], true);
    let text = first["text"].as_str().unwrap();
    assert!(
        text.contains("window last 2 days including today or since creation"),
        "{text}"
    );
    let parts = first["parts"].as_array().unwrap();
    let state = |what: &str| {
        let part = parts
            .iter()
            .find(|part| part["value"].as_str().unwrap().contains(what));
        part.unwrap_or_else(|| panic!("{what}: {parts:#?}"))["state"].clone()
    };
    assert_eq!(state("\"spent\""), "carried");
    assert_eq!(state("\"cost_per\""), "look_at");
    assert_eq!(state("ENABLED"), "left_out");
    let missing = rules
        .iter()
        .find(|rule| rule["name"] == "Five steps, then stop")
        .unwrap();
    assert_eq!(missing["whole"], false);
    assert!(
        missing["parts"]
            .as_array()
            .unwrap()
            .iter()
            .any(|part| part["state"] == "missing")
    );
    // What is whole is saved as any other text.
    let saved = mia.post("/api/v1/rules", &json!({ "text": text })).await;
    assert_eq!(saved.status(), StatusCode::CREATED);
    for (body, pointer) in [
        (json!({ "from": "meta", "file": "[" }), "/file"),
        (json!({ "from": "meta", "file": "[]" }), "/file"),
        (json!({ "from": "google", "file": file }), "/from"),
        (
            json!({ "from": "meta", "file": file, "currency": "dollars" }),
            "/currency",
        ),
    ] {
        let refused = import(body).await;
        assert_eq!(refused.status(), StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(problem(refused).await["errors"][0]["pointer"], pointer);
    }
}

#[tokio::test]
async fn a_text_one_of_whose_tests_fails_is_not_saved_and_says_what_was_found_instead() {
    let app = TestApp::start().await;
    let mia = app.sign_in("mia@acme.test").await;
    let text = |expected: &str| {
        format!(
            "{NIGHT}\ntest \"pauses at night\" of \"Night\" {{\n  at 2026-03-04 22:00\n  given campaign \"A\" {{ status active }}\n  {expected}\n}}\n"
        )
    };
    let refused = mia
        .post(
            "/api/v1/rules",
            &json!({ "text": text("expect nothing of \"A\"") }),
        )
        .await;
    assert_eq!(refused.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let refused: Value = refused.json().await.unwrap();
    let [found] = refused["diagnostics"].as_array().unwrap().as_slice() else {
        panic!("{refused:#}")
    };
    assert_eq!(found["code"], "E0809");
    assert_eq!(found["underlined"], "expect nothing of \"A\"");
    assert!(
        found["message"].as_str().unwrap().contains("pause proposed"),
        "{found:#}"
    );
    let listed: Value = mia.get("/api/v1/rules").await.json().await.unwrap();
    assert_eq!(listed["data"], json!([]), "nothing was written");

    let saved = mia
        .post(
            "/api/v1/rules",
            &json!({ "text": text("expect pause of \"A\" proposed") }),
        )
        .await;
    assert_eq!(saved.status(), StatusCode::CREATED);
    // The next version is refused for the same reason, and the rule stays as it is.
    let etag = tag(&saved);
    let rule: Value = saved.json().await.unwrap();
    let path = format!("/rules/{}", rule["id"].as_str().unwrap());
    let worse = json!({ "text": text("expect unknown of \"A\""), "overrides": {} });
    let refused = send(&mia, Method::PUT, &path, Some(&etag), Some(worse)).await;
    assert_eq!(refused.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let now: Value = mia.get(&format!("/api/v1{path}")).await.json().await.unwrap();
    assert_eq!((&now["version"], &now["text"]), (&rule["version"], &rule["text"]));
}

#[tokio::test]
async fn a_warning_is_shown_on_saving_asked_on_enabling_and_what_moved_is_said_first() {
    let app = TestApp::start().await;
    app.desk(app.organisations[0]).await;
    let mia = app.sign_in("mia@acme.test").await;
    let text = "language 1\n\nrule \"Scale slowly\" {\n  for campaigns\n  every day at 09:00\n  when clicks over yesterday > 9,000,000\n  \
                then increase budget by 5% up to $500\n  cooldown 24h\n}\n";
    let saved = mia.post("/api/v1/rules", &json!({ "text": text })).await;
    let etag = tag(&saved);
    let rule: Value = saved.json().await.unwrap();
    assert_eq!(rule["warnings"][0]["code"], "W0503", "{rule:#}");
    assert_eq!(rule["accepted"], json!([]));
    let path = format!("/rules/{}", rule["id"].as_str().unwrap());
    let enable = format!("{path}/enable");
    let stale = send(&mia, Method::POST, &enable, Some("\"v99\""), Some(json!({}))).await;
    assert_eq!(stale.status(), StatusCode::PRECONDITION_FAILED);
    let asked = send(&mia, Method::POST, &enable, Some(&etag), Some(json!({}))).await;
    assert_eq!(asked.status(), StatusCode::CONFLICT);
    let asked: Value = asked.json().await.unwrap();
    assert_eq!(asked["diagnostics"][0]["code"], "W0503");

    // In the text, with a reason: nothing is asked.
    let accepted = text.replace(
        "  cooldown 24h\n",
        "  cooldown 24h\n  accept W0503 \"one campaign\"\n",
    );
    let body = json!({ "text": accepted, "overrides": {} });
    let saved = send(&mia, Method::PUT, &path, Some(&etag), Some(body)).await;
    let etag = tag(&saved);
    let rule: Value = saved.json().await.unwrap();
    assert_eq!(rule["warnings"], json!([]));
    let one = &rule["accepted"][0];
    assert_eq!(
        (&one["code"], &one["reason"], &one["version"]),
        (&json!("W0503"), &json!("one campaign"), &json!(2))
    );
    // What remains is about the rules that run there already.
    let others = json!({ "accept": ["W0801", "W0802", "W0803"] });
    let enabled = send(&mia, Method::POST, &enable, Some(&etag), Some(others)).await;
    assert_eq!(enabled.status(), StatusCode::OK);
}

#[tokio::test]
async fn two_texts_are_compared_each_with_its_own_values() {
    let app = TestApp::start().await;
    app.desk(app.organisations[0]).await;
    let mia = app.sign_in("mia@acme.test").await;
    let compare = async |before_overrides: Value| {
        let body = json!({
            "before": RULE, "after": RULE.replace("max_cpa", "most"), "overrides": { "most": "$60" },
            "before_overrides": before_overrides, "days": 1,
        });
        mia.post("/api/v1/backtests/compare", &body).await
    };
    assert_eq!(
        compare(json!({ "max_cpa": "$45" })).await.status(),
        StatusCode::OK
    );
    // The new text's values are the old one's where nothing else is said, and the old one knows no such parameter.
    let refused = problem(compare(Value::Null).await).await;
    assert_eq!(refused["errors"][0]["pointer"], "/overrides/most");
}
