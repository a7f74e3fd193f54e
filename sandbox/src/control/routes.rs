//! The control surface's operations.

use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Query, State};
use axum::extract::rejection::QueryRejection;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::de::DeserializeOwned;

use super::bodies::{ClockChange, ClockState, Edit, GrantedTokens, Health, PlatformName, Problem, ReachableAccount, Revoked, Since};
use super::problem;
use crate::clock::{MAX_ADVANCE_SECONDS, MAX_SPEED};
use crate::faults::{Fault, SetFault};
use crate::google::accounts::MANAGER;
use crate::google::{mutate, oauth};
use crate::sandbox::Sandbox;
use crate::truth::TruthRow;

fn read<T: DeserializeOwned>(body: &[u8]) -> Result<T, Response> {
    serde_json::from_slice(body).map_err(|error| problem(StatusCode::BAD_REQUEST, "unreadable-body", &error.to_string()))
}

fn refused(detail: &str) -> Response {
    problem(StatusCode::UNPROCESSABLE_ENTITY, "refused", detail)
}

fn failed(error: &sqlx::Error) -> Response {
    tracing::error!(%error, "the store failed");
    problem(StatusCode::INTERNAL_SERVER_ERROR, "store", "the store failed; see the sandbox's log")
}

fn only_google(platform: &str) -> Result<(), Response> {
    if platform == "google" {
        return Ok(());
    }
    Err(refused(&format!("`platform` is `{platform}`; this sandbox simulates google")))
}

/// Whether the sandbox serves.
#[utoipa::path(get, path = "/_sandbox/health", responses((status = 200, body = Health)))]
pub async fn health() -> Json<Health> {
    Json(Health { status: "ok" })
}

/// Every change that was made to the world, oldest first.
#[utoipa::path(get, path = "/_sandbox/truth", params(Since),
    responses((status = 200, body = Vec<TruthRow>), (status = 400, body = Problem)))]
pub async fn truth(State(sandbox): State<Arc<Sandbox>>, since: Result<Query<Since>, QueryRejection>) -> Response {
    let since = match since {
        Ok(Query(since)) => since.since_seq.unwrap_or(0),
        Err(error) => return problem(StatusCode::BAD_REQUEST, "unreadable-query", &error.body_text()),
    };
    let moment = sandbox.moment().await;
    let rows = moment.world.truth();
    let start = rows.partition_point(|row| row.seq <= since);
    Json(rows.get(start..).unwrap_or_default()).into_response()
}

/// Business time.
#[utoipa::path(get, path = "/_sandbox/clock", responses((status = 200, body = ClockState)))]
pub async fn clock(State(sandbox): State<Arc<Sandbox>>) -> Json<ClockState> {
    Json(ClockState { now: sandbox.clock.now(), speed: sandbox.clock.speed() })
}

/// Jumps ahead, changes the speed, or both. Answers when the market has caught up.
#[utoipa::path(post, path = "/_sandbox/clock", request_body = ClockChange,
    responses((status = 200, body = ClockState), (status = 400, body = Problem), (status = 422, body = Problem)))]
pub async fn set_clock(State(sandbox): State<Arc<Sandbox>>, body: Bytes) -> Response {
    let change: ClockChange = match read(&body) {
        Ok(change) => change,
        Err(response) => return response,
    };
    if change.advance_seconds.is_none() && change.speed.is_none() {
        return refused("give `advance_seconds`, `speed` or both");
    }
    let advance = change.advance_seconds.unwrap_or(0.0);
    if !(0.0..=MAX_ADVANCE_SECONDS).contains(&advance) {
        return refused(&format!("`advance_seconds` is {advance}; time goes forward, by at most ten years at once"));
    }
    if let Some(speed) = change.speed
        && !(0.0..=MAX_SPEED).contains(&speed)
    {
        return refused(&format!("`speed` is {speed}; it must be between 0 and {MAX_SPEED}"));
    }
    if let Err(error) = sandbox.clock.set(&sandbox.store, advance, change.speed).await {
        return failed(&error);
    }
    let now = sandbox.moment().await.now;
    Json(ClockState { now, speed: sandbox.clock.speed() }).into_response()
}

/// Faults that are set.
#[utoipa::path(get, path = "/_sandbox/faults", responses((status = 200, body = Vec<SetFault>)))]
pub async fn faults(State(sandbox): State<Arc<Sandbox>>) -> Json<Vec<SetFault>> {
    Json(sandbox.with_faults(|faults| faults.all().to_vec()))
}

/// Sets a fault. Of several that meet a request the first set takes effect.
#[utoipa::path(post, path = "/_sandbox/faults", request_body = Fault,
    responses((status = 201, body = SetFault), (status = 400, body = Problem), (status = 422, body = Problem)))]
pub async fn add_fault(State(sandbox): State<Arc<Sandbox>>, body: Bytes) -> Response {
    let fault: Fault = match read(&body) {
        Ok(fault) => fault,
        Err(response) => return response,
    };
    if let Err(detail) = fault.check() {
        return refused(&detail);
    }
    let set = sandbox.with_faults(|faults| faults.add(fault));
    (StatusCode::CREATED, Json(set)).into_response()
}

/// Removes all faults.
#[utoipa::path(delete, path = "/_sandbox/faults", responses((status = 204)))]
pub async fn clear_faults(State(sandbox): State<Arc<Sandbox>>) -> StatusCode {
    sandbox.with_faults(crate::faults::Faults::clear);
    StatusCode::NO_CONTENT
}

/// Changes a field as a person would in the platform's own pages, under the platform's rules.
#[utoipa::path(post, path = "/_sandbox/edit", request_body = Edit,
    responses((status = 200, body = Vec<TruthRow>), (status = 400, body = Problem), (status = 422, body = Problem)))]
pub async fn edit(State(sandbox): State<Arc<Sandbox>>, body: Bytes) -> Response {
    let edit: Edit = match read(&body) {
        Ok(edit) => edit,
        Err(response) => return response,
    };
    if let Err(response) = only_google(&edit.platform) {
        return response;
    }
    let Ok(account) = edit.account.parse() else {
        return refused(&format!("`account` is `{}`; it must be ten digits", edit.account));
    };
    match mutate::edit_by_hand(&sandbox, account, &edit.resource, &edit.field, &edit.value).await {
        Ok(rows) => Json(rows).into_response(),
        Err(detail) => refused(&detail),
    }
}

/// Tokens without the consent page, for tests.
#[utoipa::path(post, path = "/_sandbox/token", request_body = PlatformName,
    responses((status = 200, body = GrantedTokens), (status = 400, body = Problem), (status = 422, body = Problem)))]
pub async fn token(State(sandbox): State<Arc<Sandbox>>, body: Bytes) -> Response {
    let asked: PlatformName = match read(&body) {
        Ok(asked) => asked,
        Err(response) => return response,
    };
    if let Err(response) = only_google(&asked.platform) {
        return response;
    }
    let moment = sandbox.moment().await;
    let accounts = moment
        .world
        .google
        .iter()
        .filter(|account| !account.manager && account.status == "ENABLED")
        .map(|account| ReachableAccount {
            id: account.id.to_string(),
            name: account.name.clone(),
            login_id: (!account.direct).then(|| MANAGER.to_string()),
        })
        .collect();
    match oauth::grant(&sandbox.store, oauth::DEFAULT_CLIENT.0, moment.now).await {
        Ok(tokens) => Json(GrantedTokens {
            token: tokens.access,
            refresh_token: tokens.refresh.unwrap_or_default(),
            accounts,
        })
        .into_response(),
        Err(error) => failed(&error),
    }
}

/// Revokes all grants of a platform, as a person can in their account's settings.
#[utoipa::path(post, path = "/_sandbox/revoke", request_body = PlatformName,
    responses((status = 200, body = Revoked), (status = 400, body = Problem), (status = 422, body = Problem)))]
pub async fn revoke(State(sandbox): State<Arc<Sandbox>>, body: Bytes) -> Response {
    let asked: PlatformName = match read(&body) {
        Ok(asked) => asked,
        Err(response) => return response,
    };
    if let Err(response) = only_google(&asked.platform) {
        return response;
    }
    match oauth::revoke_all(&sandbox.store).await {
        Ok(revoked) => Json(Revoked { revoked }).into_response(),
        Err(error) => failed(&error),
    }
}
