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
        let chosen = choices
            .iter()
            .find(|choice| (choice["type"] == "null") == value.is_null());
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
        ("/library/{id}/text", serde_json::json!({})),
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
