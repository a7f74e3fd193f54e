//! Who may call what: every operation of the document against every kind of caller.

use engine::identity::{Permission, Role};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::{
    matrix::{Row, Seed, row},
    support::{TestApp, problem},
};

struct Operation {
    id: String,
    method: Method,
    path: String,
    permission: String,
    row: Row,
}

/// Every operation with its row; names those that have none.
fn operations() -> Vec<Operation> {
    let document: Value = serde_json::from_str(api::openapi::document()).unwrap();
    let mut operations = Vec::new();
    let mut without = Vec::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            let id = operation["operationId"].as_str().unwrap();
            let permission = operation["x-permission"].as_str();
            let permission = permission.unwrap_or_else(|| {
                panic!("{method} {path} declares no permission: register it through permission::guard")
            });
            let Some(row) = row(id) else {
                without.push(format!("`{id}` ({method} {path})"));
                continue;
            };
            operations.push(Operation {
                id: id.to_owned(),
                method: method.to_uppercase().parse().unwrap(),
                path: path.clone(),
                permission: permission.to_owned(),
                row,
            });
        }
    }
    assert!(
        without.is_empty(),
        "operations without a row in api/tests/matrix.rs (what its path names, its body, its answer when permitted): {}",
        without.join(", ")
    );
    operations
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

const CALLERS: [(&str, Role); 3] = [
    ("mia@acme.test", Role::Marketer),
    ("max@acme.test", Role::Manager),
    ("ada@acme.test", Role::Admin),
];

async fn planted() -> (TestApp, Seed) {
    let app = TestApp::start().await;
    let seed = Seed::plant(&app).await;
    (app, seed)
}

/// Refused, whichever of the two it is: nobody who may not is told more.
async fn refused(app: &TestApp, seed: &Seed, operation: &Operation) {
    let Operation {
        id,
        method,
        path,
        permission,
        row,
    } = operation;
    if permission != "anyone" {
        let answer = seed.call(&app.anonymous(), method, path, row, None).await;
        assert_eq!(answer.status(), StatusCode::UNAUTHORIZED, "{id}, not signed in");
        problem(answer).await;
    }
    for (email, role) in CALLERS {
        if granted(permission, role) {
            continue;
        }
        let client = app.sign_in(email).await;
        let answer = seed.call(&client, method, path, row, None).await;
        assert_eq!(answer.status(), StatusCode::FORBIDDEN, "{id} as {role:?}");
        problem(answer).await;
    }
}

/// For the admin of another organisation, what is ours does not exist.
async fn hidden(app: &TestApp, seed: &Seed, operation: &Operation) {
    let Operation {
        id,
        method,
        path,
        row,
        ..
    } = operation;
    if seed.id(row.target).is_none() {
        return;
    }
    let stranger = app.sign_in("zoe@zenith.test").await;
    let mut answers = Vec::new();
    for other in [None, Some(Uuid::from_u128(42))] {
        let answer = seed.call(&stranger, method, path, row, other).await;
        assert_eq!(
            answer.status(),
            StatusCode::NOT_FOUND,
            "{id} as another organisation's admin"
        );
        let mut body = problem(answer).await;
        body.as_object_mut().unwrap().remove("request_id");
        answers.push(body);
    }
    assert_eq!(answers[0], answers[1], "{id}");
}

/// Let in: the first with exactly the answer of the row, the others no less.
async fn let_in(app: &TestApp, seed: &Seed, operation: &Operation, wrong: &mut Vec<String>) {
    let Operation {
        id,
        method,
        path,
        permission,
        row,
    } = operation;
    let mut expected = Some(row.answer);
    for (email, role) in CALLERS.into_iter().rev() {
        if !granted(permission, role) {
            continue;
        }
        let client = app.sign_in(email).await;
        let answer = seed.call(&client, method, path, row, None).await;
        let status = answer.status();
        let turned_away = status == StatusCode::UNAUTHORIZED
            || (status == StatusCode::FORBIDDEN && row.answer != 403 && permission != "anyone");
        let other = expected
            .take()
            .is_some_and(|expected| expected != status.as_u16());
        if turned_away || other || status.is_server_error() {
            let shown = if status.is_success() {
                String::new()
            } else {
                answer.text().await.unwrap()
            };
            wrong.push(format!("{id} as {role:?}: {status}, not {}: {shown}", row.answer));
        }
    }
}

#[tokio::test]
async fn whoever_only_reads_is_let_in_refused_or_told_nothing_as_the_operation_declares() {
    let (app, seed) = planted().await;
    let operations = operations();
    assert!(operations.len() >= 44, "the document lost operations");
    let mut wrong = Vec::new();
    for operation in operations.iter().filter(|each| each.method == Method::GET) {
        refused(&app, &seed, operation).await;
        hidden(&app, &seed, operation).await;
        let_in(&app, &seed, operation, &mut wrong).await;
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[tokio::test]
async fn whoever_changes_something_is_let_in_refused_or_told_nothing_as_the_operation_declares() {
    let mut wrong = Vec::new();
    for operation in operations().iter().filter(|each| each.method != Method::GET) {
        // Each on a desk of its own: some of them end sessions, change passwords or take people out.
        let (app, seed) = planted().await;
        refused(&app, &seed, operation).await;
        hidden(&app, &seed, operation).await;
        let_in(&app, &seed, operation, &mut wrong).await;
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[tokio::test]
async fn another_organisations_admin_sees_empty_lists() {
    let (app, _) = planted().await;
    let stranger = app.sign_in("zoe@zenith.test").await;
    let lists = [
        "/api/v1/actions",
        "/api/v1/rules",
        "/api/v1/campaigns",
        "/api/v1/accounts",
        "/api/v1/invites",
    ];
    for list in lists {
        assert_eq!(stranger.read(list).await["data"], json!([]), "{list}");
    }
    let members = stranger.read("/api/v1/members").await;
    assert_eq!(members["data"].as_array().unwrap().len(), 1);
    assert_eq!(
        stranger.read("/api/v1/actions/counts").await["awaiting_approval"],
        0
    );
    assert_eq!(stranger.read("/api/v1/actions/waiting/totals").await["count"], 0);
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
