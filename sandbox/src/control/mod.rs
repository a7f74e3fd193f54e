//! The control surface: the truth, the clock, disturbances, a person's hand in the platform, and sign-in by shortcut.
//!
//! `server` mounts [`router`] under `/_sandbox`, behind a check that no web page elsewhere is asking. It may use
//! everything the sandbox has; the platforms never know of it.

mod bodies;
mod routes;

use axum::Router;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use serde_json::json;
use std::sync::Arc;
use utoipa::OpenApi;

use crate::sandbox::Sandbox;

pub fn router() -> Router<Arc<Sandbox>> {
    Router::new()
        .route("/health", get(routes::health))
        .route("/truth", get(routes::truth))
        .route("/clock", get(routes::clock).post(routes::set_clock))
        .route(
            "/faults",
            get(routes::faults)
                .post(routes::add_fault)
                .delete(routes::clear_faults),
        )
        .route("/edit", post(routes::edit))
        .route("/token", post(routes::token))
        .route("/revoke", post(routes::revoke))
        .route("/openapi.json", get(document))
        .fallback(unknown)
        .method_not_allowed_fallback(unknown)
}

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Adjutant sandbox control surface",
        version = "1",
        description = "Answers programs on this machine only: a request with a foreign Origin or Host is refused with 403."
    ),
    paths(
        routes::health,
        routes::truth,
        routes::clock,
        routes::set_clock,
        routes::faults,
        routes::add_fault,
        routes::clear_faults,
        routes::edit,
        routes::token,
        routes::revoke
    )
)]
struct Document;

async fn document() -> Response {
    axum::Json(Document::openapi()).into_response()
}

async fn unknown() -> Refusal {
    let detail = "there is no such operation; see /_sandbox/openapi.json".to_owned();
    Refusal {
        status: StatusCode::NOT_FOUND,
        kind: "unknown-path",
        detail,
    }
}

/// A request that is not carried out; answered as RFC 9457 writes errors.
#[derive(Debug)]
pub struct Refusal {
    pub status: StatusCode,
    /// Last part of the problem's type.
    pub kind: &'static str,
    pub detail: String,
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let body = json!({
            "type": format!("urn:adjutant:sandbox:{}", self.kind),
            "title": self.status.canonical_reason().unwrap_or_default(),
            "status": self.status.as_u16(),
            "detail": self.detail,
        });
        (
            self.status,
            [(header::CONTENT_TYPE, "application/problem+json")],
            body.to_string(),
        )
            .into_response()
    }
}
