//! Who may call what: every operation of the document against every kind of caller.

use engine::identity::{Permission, Role};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::support::{Client, Desk, GUARD, RULE, TestApp, problem};

struct Operation {
    method: Method,
    path: String,
    permission: String,
}

async fn operations(app: &TestApp) -> Vec<Operation> {
    let document = app.anonymous().read("/api/v1/openapi.json").await;
    let mut operations = Vec::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            let permission = operation["x-permission"].as_str();
            operations.push(Operation {
                method: method.to_uppercase().parse().unwrap(),
                path: path.clone(),
                permission: permission
                    .unwrap_or_else(|| panic!("{method} {path} declares no permission"))
                    .to_owned(),
            });
        }
    }
    assert!(operations.len() >= 19, "the document lost operations");
    operations
}

async fn call(client: &Client, operation: &Operation, id: Uuid) -> reqwest::Response {
    let path = format!("/api/v1{}", operation.path.replace("{id}", &id.to_string()));
    let request = client.request(operation.method.clone(), &path);
    let request = if matches!(operation.method, Method::POST | Method::PATCH | Method::PUT) {
        request.json(&json!({}))
    } else {
        request
    };
    request.send().await.unwrap()
}

/// What the organisation has of the kind that a path is about.
fn own(desk: &Desk, path: &str) -> Uuid {
    match path.split('/').nth(1) {
        Some("decisions") => desk.decision,
        Some("rules") => desk.rule,
        Some("guards") => desk.guard,
        Some("campaigns") => desk.campaign,
        Some("accounts") => desk.account,
        Some("connections") => desk.connection,
        _ => desk.action,
    }
}

fn granted(permission: &str, role: Role) -> bool {
    match permission {
        "anyone" | "signed-in" => true,
        word => {
            let known = Permission::ALL
                .iter()
                .find(|permission| permission.as_str() == word);
            known
                .unwrap_or_else(|| panic!("`{word}` is no permission"))
                .is_granted_to(role)
        }
    }
}

#[tokio::test]
async fn every_operation_lets_in_exactly_whom_it_declares() {
    let app = TestApp::start().await;
    let desk = app.desk(app.organisations[0]).await;
    let callers = [
        ("ada@acme.test", Role::Admin),
        ("max@acme.test", Role::Manager),
        ("mia@acme.test", Role::Marketer),
    ];
    let operations = operations(&app).await;
    for operation in &operations {
        let name = format!("{} {}", operation.method, operation.path);
        let id = own(&desk, &operation.path);
        let anonymous = call(&app.anonymous(), operation, id).await.status();
        if operation.permission == "anyone" {
            assert_ne!(anonymous, StatusCode::UNAUTHORIZED, "{name}");
        } else {
            assert_eq!(anonymous, StatusCode::UNAUTHORIZED, "{name}");
        }
        for (email, role) in callers {
            // Signed in anew each time: one of the operations signs out.
            let client = app.sign_in(email).await;
            let status = call(&client, operation, id).await.status();
            assert_ne!(status, StatusCode::UNAUTHORIZED, "{name} as {role:?}");
            if granted(&operation.permission, role) {
                // Set-up refuses everybody once an organisation exists; without a valid body it says so first.
                assert_ne!(status, StatusCode::FORBIDDEN, "{name} as {role:?}");
            } else {
                assert_eq!(status, StatusCode::FORBIDDEN, "{name} as {role:?}");
            }
            assert!(!status.is_server_error(), "{name} as {role:?}: {status}");
        }
    }
}

#[tokio::test]
async fn another_organisations_admin_gets_the_answer_for_what_does_not_exist() {
    let app = TestApp::start().await;
    let desk = app.desk(app.organisations[0]).await;
    let stranger = app.sign_in("zoe@zenith.test").await;
    let mut seen = 0;
    for operation in operations(&app)
        .await
        .iter()
        .filter(|operation| operation.path.contains("{id}"))
    {
        let own = own(&desk, &operation.path);
        let answer = async |id: Uuid| {
            let path = format!("/api/v1{}", operation.path.replace("{id}", &id.to_string()));
            let request = stranger
                .request(operation.method.clone(), &path)
                .header("if-match", "\"v3\"");
            let body = match path.rsplit('/').next() {
                Some("reject") => json!({ "reason": "no" }),
                Some("actions") => json!({ "kind": "pause", "reason": "no" }),
                Some("quarantine") => json!({ "reason": "wait" }),
                Some("accounts") => json!({ "external_ids": ["1"] }),
                Some("disable") => json!({ "holds": "keep" }),
                _ if operation.method == Method::PUT && path.contains("/rules/") => json!({ "text": RULE }),
                _ if operation.method == Method::PUT && path.contains("/guards/") => json!({ "text": GUARD }),
                _ if path.contains("/brands/") => json!({ "name": "Other" }),
                _ => json!({}),
            };
            let request = if matches!(operation.method, Method::POST | Method::PATCH | Method::PUT) {
                request.json(&body)
            } else {
                request
            };
            let response = request.send().await.unwrap();
            assert_eq!(
                response.status(),
                StatusCode::NOT_FOUND,
                "{} {path}",
                operation.method
            );
            let mut body = problem(response).await;
            body.as_object_mut().unwrap().remove("request_id");
            body
        };
        assert_eq!(
            answer(own).await,
            answer(Uuid::from_u128(42)).await,
            "{}",
            operation.path
        );
        seen += 1;
    }
    assert!(seen >= 6);
    let lists = [
        "/api/v1/actions",
        "/api/v1/rules",
        "/api/v1/guards",
        "/api/v1/decisions",
        "/api/v1/campaigns",
        "/api/v1/accounts",
    ];
    for list in lists {
        assert_eq!(stranger.read(list).await["data"], json!([]), "{list}");
    }
    assert_eq!(
        stranger.read("/api/v1/actions/counts").await["awaiting_approval"],
        0
    );
}

#[tokio::test]
async fn a_refusal_is_audited_with_what_was_needed() {
    let app = TestApp::start().await;
    let mia = app.sign_in("mia@acme.test").await;
    let refused = mia.get("/api/v1/actors").await;
    assert_eq!(refused.status(), StatusCode::FORBIDDEN);
    let id = problem(refused).await["request_id"].as_str().unwrap().to_owned();
    // Exactly one row, or the statement fails.
    app.execute(
        "update audit_event set detail = detail where org_id = $1 and event = 'authz_fail' and outcome = 'refused'
           and request_id = $2 and detail like '%actors.read%'",
        vec![app.organisations[0].id().into(), id.into()],
    )
    .await;
}

#[tokio::test]
async fn an_admin_sees_the_nodes_actors_and_their_own() {
    let app = TestApp::start().await;
    let names = async |email: &str| -> Vec<Value> {
        let tree = app.sign_in(email).await.read("/api/v1/actors").await;
        tree["tree"]
            .as_array()
            .unwrap()
            .iter()
            .map(|actor| actor["id"].clone())
            .collect()
    };
    assert_eq!(names("ada@acme.test").await, ["actor-0", "actor-1"]);
    assert_eq!(names("zoe@zenith.test").await, ["actor-0", "actor-2"]);
}
