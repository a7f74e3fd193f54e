//! The control surface's operations.

use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::de::DeserializeOwned;

use super::Refusal;
use super::bodies::{
    ClockChange, ClockState, Edit, GrantedTokens, Health, PlatformName, Problem, ReachableAccount, Revoked,
    Since,
};
use crate::clock::{MAX_ADVANCE_SECONDS, MAX_SPEED};
use crate::faults::{Fault, SetFault};
use crate::google::accounts::MANAGER;
use crate::google::{mutate, oauth};
use crate::sandbox::Sandbox;
use crate::truth::TruthRow;

fn read<T: DeserializeOwned>(body: &[u8]) -> Result<T, Refusal> {
    let unreadable = |error: serde_json::Error| Refusal {
        status: StatusCode::BAD_REQUEST,
        kind: "unreadable-body",
        detail: error.to_string(),
    };
    serde_json::from_slice(body).map_err(unreadable)
}

fn refused(detail: impl Into<String>) -> Refusal {
    Refusal {
        status: StatusCode::UNPROCESSABLE_ENTITY,
        kind: "refused",
        detail: detail.into(),
    }
}

impl From<sqlx::Error> for Refusal {
    fn from(error: sqlx::Error) -> Self {
        tracing::error!(%error, "the store failed");
        let detail = "the store failed; see the sandbox's log".to_owned();
        Refusal {
            status: StatusCode::INTERNAL_SERVER_ERROR,
            kind: "store",
            detail,
        }
    }
}

fn only_google(platform: &str) -> Result<(), Refusal> {
    if platform == "google" {
        return Ok(());
    }
    Err(refused(format!(
        "`platform` is `{platform}`; this sandbox simulates google"
    )))
}

/// Whether the sandbox serves.
#[utoipa::path(get, path = "/_sandbox/health", responses((status = 200, body = Health)))]
pub async fn health() -> Json<Health> {
    Json(Health { status: "ok" })
}

/// Every change that was made to the world, oldest first.
#[utoipa::path(get, path = "/_sandbox/truth", params(Since),
    responses((status = 200, body = Vec<TruthRow>), (status = 400, body = Problem)))]
pub async fn truth(
    State(sandbox): State<Arc<Sandbox>>,
    since: Result<Query<Since>, QueryRejection>,
) -> Result<Response, Refusal> {
    let Query(since) = since.map_err(|error| Refusal {
        status: StatusCode::BAD_REQUEST,
        kind: "unreadable-query",
        detail: error.body_text(),
    })?;
    let since = since.since_seq.unwrap_or(0);
    let moment = sandbox.moment().await;
    let rows = moment.world.truth();
    let start = rows.partition_point(|row| row.seq <= since);
    Ok(Json(rows.get(start..).unwrap_or_default()).into_response())
}

/// Business time.
#[utoipa::path(get, path = "/_sandbox/clock", responses((status = 200, body = ClockState)))]
pub async fn clock(State(sandbox): State<Arc<Sandbox>>) -> Json<ClockState> {
    Json(ClockState {
        now: sandbox.clock.now(),
        speed: sandbox.clock.speed(),
    })
}

/// Jumps ahead, changes the speed, or both. Answers when the market has caught up.
#[utoipa::path(post, path = "/_sandbox/clock", request_body = ClockChange,
    responses((status = 200, body = ClockState), (status = 400, body = Problem), (status = 422, body = Problem)))]
pub async fn set_clock(State(sandbox): State<Arc<Sandbox>>, body: Bytes) -> Result<Response, Refusal> {
    let change: ClockChange = read(&body)?;
    if change.advance_seconds.is_none() && change.speed.is_none() {
        return Err(refused("give `advance_seconds`, `speed` or both"));
    }
    let advance = change.advance_seconds.unwrap_or(0.0);
    if !(0.0..=MAX_ADVANCE_SECONDS).contains(&advance) {
        return Err(refused(format!(
            "`advance_seconds` is {advance}; time goes forward, by at most ten years at once"
        )));
    }
    if let Some(speed) = change.speed
        && !(0.0..=MAX_SPEED).contains(&speed)
    {
        return Err(refused(format!(
            "`speed` is {speed}; it must be between 0 and {MAX_SPEED}"
        )));
    }
    sandbox.clock.set(&sandbox.store, advance, change.speed).await?;
    let now = sandbox.moment().await.now;
    Ok(Json(ClockState {
        now,
        speed: sandbox.clock.speed(),
    })
    .into_response())
}

/// Faults that are set.
#[utoipa::path(get, path = "/_sandbox/faults", responses((status = 200, body = Vec<SetFault>)))]
pub async fn faults(State(sandbox): State<Arc<Sandbox>>) -> Json<Vec<SetFault>> {
    Json(sandbox.with_faults(|faults| faults.all().to_vec()))
}

/// Sets a fault. Of several that meet a request the first set takes effect.
#[utoipa::path(post, path = "/_sandbox/faults", request_body = Fault,
    responses((status = 201, body = SetFault), (status = 400, body = Problem), (status = 422, body = Problem)))]
pub async fn add_fault(State(sandbox): State<Arc<Sandbox>>, body: Bytes) -> Result<Response, Refusal> {
    let fault: Fault = read(&body)?;
    fault.check().map_err(refused)?;
    let set = sandbox.with_faults(|faults| faults.add(fault));
    Ok((StatusCode::CREATED, Json(set)).into_response())
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
pub async fn edit(State(sandbox): State<Arc<Sandbox>>, body: Bytes) -> Result<Response, Refusal> {
    let edit: Edit = read(&body)?;
    only_google(&edit.platform)?;
    let Ok(account) = edit.account.parse() else {
        return Err(refused(format!(
            "`account` is `{}`; it must be ten digits",
            edit.account
        )));
    };
    let rows = mutate::edit_by_hand(&sandbox, account, &edit.resource, &edit.field, &edit.value)
        .await
        .map_err(refused)?;
    Ok(Json(rows).into_response())
}

/// Tokens without the consent page, for tests.
#[utoipa::path(post, path = "/_sandbox/token", request_body = PlatformName,
    responses((status = 200, body = GrantedTokens), (status = 400, body = Problem), (status = 422, body = Problem)))]
pub async fn token(State(sandbox): State<Arc<Sandbox>>, body: Bytes) -> Result<Response, Refusal> {
    let asked: PlatformName = read(&body)?;
    only_google(&asked.platform)?;
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
    let tokens = oauth::grant(&sandbox.store, oauth::DEFAULT_CLIENT.0, moment.now).await?;
    let refresh_token = tokens.refresh.unwrap_or_default();
    Ok(Json(GrantedTokens {
        token: tokens.access,
        refresh_token,
        accounts,
    })
    .into_response())
}

/// Revokes all grants of a platform, as a person can in their account's settings.
#[utoipa::path(post, path = "/_sandbox/revoke", request_body = PlatformName,
    responses((status = 200, body = Revoked), (status = 400, body = Problem), (status = 422, body = Problem)))]
pub async fn revoke(State(sandbox): State<Arc<Sandbox>>, body: Bytes) -> Result<Response, Refusal> {
    let asked: PlatformName = read(&body)?;
    only_google(&asked.platform)?;
    let revoked = oauth::revoke_all(&sandbox.store).await?;
    Ok(Json(Revoked { revoked }).into_response())
}
