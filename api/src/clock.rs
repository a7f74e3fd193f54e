//! The two clocks, so that pages count down in the right one.

use axum::extract::State;
use engine::clock::BusinessSource;
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    AppState,
    extract::Json,
    permission::{Access, guard},
    wire::words,
};

pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(guard(Access::SignedIn, routes!(get_clock)))
}

words! {
    /// Who owns business time: this machine, the simulated platforms, or a test.
    ClockSource: "system", "sandbox", "manual"
}

/// Business time (schedules, approvals, windows) and process time (sessions).
#[derive(Debug, Serialize, ToSchema)]
pub struct Clock {
    business_now: Timestamp,
    process_now: Timestamp,
    /// Business seconds per second.
    speed: f64,
    source: ClockSource,
    /// Business time stands still because its owner has not been heard.
    stalled: bool,
}

/// What time it is
#[utoipa::path(
    get, path = "/clock", operation_id = "get_clock", tag = "clock",
    responses((status = 200, description = "Both clocks", body = Clock)),
)]
async fn get_clock(State(state): State<AppState>) -> Json<Clock> {
    let reading = state.context.business.reading();
    let source = match reading.source {
        BusinessSource::System => "system",
        BusinessSource::Sandbox => "sandbox",
        BusinessSource::Manual => "manual",
    };
    Json(Clock {
        business_now: reading.business_now,
        process_now: reading.process_now,
        speed: reading.speed,
        source: source.into(),
        stalled: reading.stalled,
    })
}
