//! `/livez`: the process turns. `/readyz`: it can serve. Nothing secret, nothing about versions.

use std::time::Duration;

use axum::{
    Json, Router,
    extract::State,
    http::{StatusCode, header::CACHE_CONTROL},
    response::{IntoResponse, Response},
    routing::get,
};
use engine::store::StoreError;
use serde::Serialize;

use crate::AppState;

/// Longer than this the database counts as away (process time).
const PATIENCE: Duration = Duration::from_secs(1);
/// Writes that may wait before the program says that it is behind.
const WAITING_LIMIT: usize = 900;

pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/livez", get(livez))
        .route("/readyz", get(readyz))
}

#[derive(Serialize)]
struct Liveness {
    status: &'static str,
}

/// Asks nothing of the database: a restart would not mend it.
async fn livez() -> Response {
    ([(CACHE_CONTROL, "no-store")], Json(Liveness { status: "ok" })).into_response()
}

#[derive(Serialize)]
struct Readiness {
    status: &'static str,
    checks: Checks,
}

#[derive(Serialize)]
struct Checks {
    database: DatabaseCheck,
    writer: WriterCheck,
    serving: bool,
}

#[derive(Serialize)]
struct DatabaseCheck {
    ok: bool,
    ms: u128,
}

#[derive(Serialize)]
struct WriterCheck {
    ok: bool,
    waiting: usize,
}

async fn readyz(State(state): State<AppState>) -> Response {
    let begun = state.context.process.instant();
    let asked = engine::identity::setup_is_open(&state.context);
    let reachable: Result<Result<bool, StoreError>, _> = tokio::time::timeout(PATIENCE, asked).await;
    let database = DatabaseCheck {
        ok: matches!(reachable, Ok(Ok(_))),
        ms: begun.elapsed().as_millis(),
    };
    let waiting = state.context.store.writer_status().waiting;
    let writer = WriterCheck {
        ok: waiting < WAITING_LIMIT,
        waiting,
    };
    let serving = !state.lifecycle.is_draining();
    let ready = database.ok && writer.ok && serving;
    let status = if ready {
        StatusCode::OK
    } else {
        StatusCode::SERVICE_UNAVAILABLE
    };
    let word = if ready { "ok" } else { "unavailable" };
    let body = Readiness {
        status: word,
        checks: Checks {
            database,
            writer,
            serving,
        },
    };
    (status, [(CACHE_CONTROL, "no-store")], Json(body)).into_response()
}
