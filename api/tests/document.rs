//! The OpenAPI document against the routes and the answers.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::support::TestApp;

fn schema_of<'d>(document: &'d Value, path: &str, method: &str) -> &'d Value {
    let response =
        &document["paths"][path][method]["responses"]["200"]["content"]["application/json"]["schema"];
    assert!(response.is_object(), "{method} {path} documents no body");
    response
}

/// A small judge: every key that is there is documented, everything required is there, types fit.
fn hold(document: &Value, schema: &Value, value: &Value, at: &str) {
    if let Some(reference) = schema["$ref"].as_str() {
        let name = reference.rsplit('/').next().unwrap();
        let target = &document["components"]["schemas"][name];
        assert!(target.is_object(), "{at}: {reference} is not in the document");
        return hold(document, target, value, at);
    }
    if let Some(parts) = schema["allOf"].as_array() {
        let (keys, required) = properties(document, schema);
        check_keys(&keys, &required, value, at);
        for part in parts {
            hold_properties(document, part, value, at);
        }
        return;
    }
    if let Some(choices) = schema["oneOf"].as_array() {
        let fits = |choice: &&Value| {
            let target = choice["$ref"].as_str().map_or(*choice, |reference| {
                document.pointer(reference.strip_prefix('#').unwrap()).unwrap()
            });
            match target["type"].as_str() {
                Some("null") => value.is_null(),
                Some("array") => value.is_array(),
                Some("string") => value.is_string(),
                Some("integer" | "number") => value.is_number(),
                _ => !value.is_null(),
            }
        };
        let chosen = choices.iter().find(fits);
        return hold(
            document,
            chosen.unwrap_or_else(|| panic!("{at}: no choice fits {value}")),
            value,
            at,
        );
    }
    let types: Vec<&str> = match &schema["type"] {
        Value::String(one) => vec![one],
        Value::Array(several) => several.iter().filter_map(Value::as_str).collect(),
        _ => return,
    };
    let fits = types.iter().any(|name| match *name {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "boolean" => value.is_boolean(),
        "null" => value.is_null(),
        other => panic!("{at}: unknown type {other}"),
    });
    assert!(fits, "{at}: {value} is no {types:?}");
    if let (Some(words), Some(_)) = (schema["enum"].as_array(), value.as_str()) {
        assert!(words.contains(value), "{at}: {value} is none of {words:?}");
    }
    if let Some(items) = value.as_array() {
        for (position, item) in items.iter().enumerate() {
            hold(document, &schema["items"], item, &format!("{at}/{position}"));
        }
    }
    if value.is_object() && schema["properties"].is_object() {
        let (keys, required) = properties(document, schema);
        check_keys(&keys, &required, value, at);
        hold_properties(document, schema, value, at);
    }
}

fn properties(document: &Value, schema: &Value) -> (BTreeSet<String>, BTreeSet<String>) {
    if let Some(reference) = schema["$ref"].as_str() {
        return properties(
            document,
            &document["components"]["schemas"][reference.rsplit('/').next().unwrap()],
        );
    }
    let mut keys = BTreeSet::new();
    let mut required = BTreeSet::new();
    for part in schema["allOf"].as_array().into_iter().flatten() {
        let (more_keys, more_required) = properties(document, part);
        keys.extend(more_keys);
        required.extend(more_required);
    }
    keys.extend(
        schema["properties"]
            .as_object()
            .into_iter()
            .flatten()
            .map(|(key, _)| key.clone()),
    );
    required.extend(
        schema["required"]
            .as_array()
            .into_iter()
            .flatten()
            .map(|key| key.as_str().unwrap().to_owned()),
    );
    (keys, required)
}

fn check_keys(keys: &BTreeSet<String>, required: &BTreeSet<String>, value: &Value, at: &str) {
    let there: BTreeSet<String> = value.as_object().unwrap().keys().cloned().collect();
    assert!(
        there.is_subset(keys),
        "{at}: undocumented {:?}",
        there.difference(keys)
    );
    assert!(
        required.is_subset(&there),
        "{at}: missing {:?}",
        required.difference(&there)
    );
}

fn hold_properties(document: &Value, schema: &Value, value: &Value, at: &str) {
    if let Some(reference) = schema["$ref"].as_str() {
        let target = &document["components"]["schemas"][reference.rsplit('/').next().unwrap()];
        return hold_properties(document, target, value, at);
    }
    for (key, inner) in value.as_object().unwrap() {
        let property = &schema["properties"][key];
        if property.is_object() {
            hold(document, property, inner, &format!("{at}/{key}"));
        }
    }
}

#[tokio::test]
async fn answers_are_what_the_document_says() {
    let app = TestApp::start().await;
    let desk = app.desk(app.organisations[0]).await;
    let ada = app.sign_in("ada@acme.test").await;
    let document = ada.read("/api/v1/openapi.json").await;
    let cases = [
        ("/session", "/session".to_owned()),
        ("/setup", "/setup".to_owned()),
        ("/clock", "/clock".to_owned()),
        ("/actions", "/actions".to_owned()),
        ("/actions/counts", "/actions/counts".to_owned()),
        ("/actions/{id}", format!("/actions/{}", desk.action)),
        ("/decisions/{id}", format!("/decisions/{}", desk.decision)),
        ("/decisions", "/decisions".to_owned()),
        ("/rules", "/rules".to_owned()),
        ("/rules/{id}", format!("/rules/{}", desk.rule)),
        ("/rules/{id}/versions", format!("/rules/{}/versions", desk.rule)),
        ("/rules/{id}/holds", format!("/rules/{}/holds", desk.rule)),
        (
            "/campaigns/{id}/rules",
            format!("/campaigns/{}/rules", desk.campaign),
        ),
        (
            "/campaigns/{id}/holds",
            format!("/campaigns/{}/holds", desk.campaign),
        ),
        ("/guards", "/guards".to_owned()),
        ("/guards/{id}", format!("/guards/{}", desk.guard)),
        ("/library", "/library".to_owned()),
        ("/library/{id}", "/library/stop-loss".to_owned()),
        ("/diagnostics/{code}", "/diagnostics/E0101".to_owned()),
        ("/campaigns", "/campaigns".to_owned()),
        ("/accounts", "/accounts".to_owned()),
        ("/actors", "/actors".to_owned()),
        ("/actions/waiting/totals", "/actions/waiting/totals".to_owned()),
        ("/members", "/members".to_owned()),
        ("/invites", "/invites".to_owned()),
        ("/profile", "/profile".to_owned()),
        ("/sessions", "/sessions".to_owned()),
        ("/notifications", "/notifications".to_owned()),
        ("/notifications/counts", "/notifications/counts".to_owned()),
        ("/organisation", "/organisation".to_owned()),
    ];
    for (path, call) in cases {
        let value = ada.read(&format!("/api/v1{call}")).await;
        hold(&document, schema_of(&document, path, "get"), &value, path);
    }
    let posts = [
        ("/rules/check", serde_json::json!({ "text": "rule" })),
        (
            "/rules/preview",
            serde_json::json!({ "text": crate::rules::NIGHT }),
        ),
        (
            "/backtests",
            serde_json::json!({ "text": crate::rules::NIGHT, "days": 2, "with_enabled": true }),
        ),
        (
            "/backtests/compare",
            serde_json::json!({ "before": crate::rules::NIGHT, "after": crate::rules::NIGHT.replace("$", "$1"), "days": 2 }),
        ),
        ("/library/{id}/text", serde_json::json!({})),
        (
            "/library/import",
            serde_json::json!({ "from": "tiktok", "file": include_str!("../../engine/src/rules/import/fixtures/tiktok.json"), "currency": "EUR" }),
        ),
    ];
    for (path, body) in posts {
        let call = format!("/api/v1{}", path.replace("{id}", "stop-loss"));
        let response = ada.post(&call, &body).await;
        assert_eq!(response.status(), 200, "{path}");
        let value: Value = response.json().await.unwrap();
        hold(&document, schema_of(&document, path, "post"), &value, path);
    }
}

#[tokio::test]
async fn every_operation_has_a_name_a_summary_and_says_how_it_fails() {
    let app = TestApp::start().await;
    let document = app.anonymous().read("/api/v1/openapi.json").await;
    assert!(document["openapi"].as_str().unwrap().starts_with("3.1"));
    assert_eq!(document["servers"][0]["url"], "/api/v1");
    let mut names = BTreeSet::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            let at = format!("{method} {path}");
            assert!(
                names.insert(operation["operationId"].as_str().expect(&at).to_owned()),
                "{at}: name used twice"
            );
            assert!(
                operation["summary"].as_str().is_some_and(|text| !text.is_empty()),
                "{at}: no summary"
            );
            assert!(operation["x-permission"].is_string(), "{at}: no permission");
            let responses = operation["responses"].as_object().unwrap();
            assert!(responses.contains_key("default"), "{at}");
            for (status, response) in responses {
                if status.starts_with('4') || status == "default" {
                    let content = response["content"]
                        .as_object()
                        .unwrap_or_else(|| panic!("{at} {status}: no body"));
                    assert!(content.contains_key("application/problem+json"), "{at} {status}");
                }
            }
        }
    }
}

#[tokio::test]
async fn every_reference_of_the_document_resolves() {
    let app = TestApp::start().await;
    let document = app.anonymous().read("/api/v1/openapi.json").await;
    let mut waiting = vec![&document];
    let mut seen = 0;
    while let Some(value) = waiting.pop() {
        match value {
            Value::Object(members) => {
                if let Some(reference) = members.get("$ref").and_then(Value::as_str) {
                    let pointer = reference.strip_prefix('#').unwrap();
                    assert!(document.pointer(pointer).is_some(), "{reference}");
                    seen += 1;
                }
                waiting.extend(members.values());
            }
            Value::Array(items) => waiting.extend(items),
            _ => {}
        }
    }
    assert!(seen > 50);
}

#[test]
fn the_document_is_the_same_for_the_same_program() {
    let text = api::openapi::document();
    assert!(text.ends_with("}\n"));
    let value: Value = serde_json::from_str(text).unwrap();
    assert_eq!(
        format!("{}\n", serde_json::to_string_pretty(&value).unwrap()),
        text
    );
}

#[test]
fn the_document_that_the_web_pages_are_made_from_is_this_one() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../web/openapi.json");
    let committed = std::fs::read_to_string(path).unwrap();
    let same = committed == api::openapi::document();
    assert!(
        same,
        "run `adjutant openapi > web/openapi.json`, then `npm run types` in web"
    );
}

fn document() -> Value {
    serde_json::from_str(api::openapi::document()).unwrap()
}

/// Every operation with its place, for a message.
fn operations(document: &Value) -> Vec<(String, &Value)> {
    let paths = document["paths"].as_object().unwrap().iter();
    paths
        .flat_map(|(path, item)| {
            let item = item.as_object().unwrap().iter();
            item.map(move |(method, operation)| (format!("{method} {path}"), operation))
        })
        .collect()
}

#[test]
fn every_text_of_a_body_has_a_plausible_example() {
    let missing = api::openapi::examples::missing(&document());
    assert!(
        missing.is_empty(),
        "no example is known for {missing:?}: add `#[schema(example = …)]` where the property is declared, or a line in \
         api/src/openapi/examples.rs"
    );
}

#[test]
fn every_body_has_an_example_that_its_own_schema_accepts() {
    let document = document();
    let mut seen = 0;
    for (at, operation) in operations(&document) {
        let answers = operation["responses"].as_object().unwrap().iter();
        let answers = answers
            .filter(|(status, _)| status.starts_with('2'))
            .map(|(_, response)| &response["content"]);
        for content in answers.chain([&operation["requestBody"]["content"]]) {
            for (media_type, media) in content.as_object().into_iter().flatten() {
                let example = &media["example"];
                assert!(!example.is_null(), "{at}: {media_type} has no example");
                if media_type == "application/json" {
                    hold(&document, &media["schema"], example, &at);
                }
                seen += 1;
            }
        }
    }
    assert!(seen > 50, "only {seen} bodies were seen");
}

#[test]
fn every_property_has_a_type() {
    let document = document();
    let mut untyped = Vec::new();
    for (name, schema) in document["components"]["schemas"].as_object().unwrap() {
        let parts = schema["allOf"].as_array().cloned().unwrap_or_default();
        for part in parts.iter().chain([schema]) {
            for (property, schema) in part["properties"].as_object().into_iter().flatten() {
                let says = ["type", "$ref", "oneOf", "anyOf", "allOf", "enum"];
                if !says.iter().any(|key| !schema[key].is_null()) {
                    untyped.push(format!("{name}.{property}"));
                }
            }
        }
    }
    assert!(untyped.is_empty(), "give these a schema: {untyped:?}");
}

#[test]
fn what_is_created_says_where_it_is_and_what_can_fail_is_documented() {
    let document = document();
    for (at, operation) in operations(&document) {
        let responses = &operation["responses"];
        if responses["201"].is_object() {
            assert!(
                responses["201"]["headers"]["Location"].is_object(),
                "{at}: 201 without `Location`"
            );
        }
        let has = |place: &str, name: Option<&str>| {
            let parameters = operation["parameters"].as_array().into_iter().flatten();
            parameters
                .filter(|parameter| parameter["in"] == place)
                .any(|parameter| name.is_none_or(|name| parameter["name"] == name))
        };
        let mut wanted = vec!["429"];
        if has("path", None) {
            wanted.push("404");
        }
        if has("header", Some("If-Match")) {
            wanted.extend(["412", "428"]);
        }
        if operation["requestBody"].is_object() {
            wanted.extend(["400", "415", "422"]);
        }
        if at.starts_with("post") && operation["x-permission"] != "anyone" {
            wanted.push("409");
            assert!(has("header", Some("Idempotency-Key")), "{at}");
        }
        for status in wanted {
            assert!(responses[status].is_object(), "{at}: {status} is not documented");
        }
    }
}

#[test]
fn the_manual_lists_every_type_of_problem() {
    let manual = include_str!("../../docs/api.md");
    let listed: Vec<&str> = manual
        .lines()
        .filter(|line| line.starts_with("| `urn:adjutant:problem:"))
        .collect();
    let known: Vec<String> = api::problem::Kind::ALL
        .iter()
        .map(|kind| {
            let (name, status, title) = kind.entry();
            format!(
                "| `urn:adjutant:problem:{name}` | {} | {title} |",
                status.as_u16()
            )
        })
        .collect();
    assert_eq!(listed, known, "docs/api.md, the table of problems");
}
