//! The HTTP side of Adjutant: routes, the session cookie, problems, hints, the embedded web UI.
//!
//! One file per room; each declares its routes through [`permission::guard`]. What is shown comes from
//! `engine::<room>::view`, what is done goes to `engine::<room>`. Never here: SQL, a business rule, an actor.
#![cfg_attr(
    not(test),
    deny(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::panic,
        clippy::indexing_slicing
    )
)]

pub mod accounts;
pub mod actions;
pub mod actors;
pub mod address;
pub mod backtests;
pub mod brands;
pub mod campaigns;
pub mod clock;
pub mod connections;
mod cookie;
mod cursor;
pub mod decisions;
pub mod events;
pub mod explanation;
pub mod exports;
pub mod extract;
pub mod guards;
pub mod health;
pub mod idempotency;
pub mod imports;
pub mod invites;
pub mod library;
pub mod lifecycle;
pub mod lookups;
pub mod lsp;
pub mod members;
pub mod notifications;
pub mod openapi;
pub mod organisation;
pub mod overview;
pub mod permission;
pub mod problem;
pub mod profile;
mod range;
pub mod rate_limit;
pub mod rates;
pub mod request;
pub mod rules;
pub mod session;
pub mod setup;
pub mod web;
pub mod wire;

use std::{future::Future, io, net::SocketAddr, sync::Arc, time::Duration};

use axum::{
    Extension, Router,
    http::StatusCode,
    middleware::{from_fn, from_fn_with_state},
    response::IntoResponse as _,
};
use engine::{Context, supervision::ActorsView};
use tokio::net::TcpListener;
use tower::ServiceBuilder;
use tower_http::{
    catch_panic::CatchPanicLayer, csrf::CsrfLayer, limit::RequestBodyLimitLayer, timeout::TimeoutLayer,
};

use crate::{
    address::Address,
    events::EventHub,
    lifecycle::Lifecycle,
    lsp::Editors,
    problem::Problem,
    rate_limit::{RateLimit, RateLimits},
    request::{BODY_LIMIT, REQUEST_TIMEOUT},
};

/// How long open requests may go on after the program was told to stop (process time).
const DRAIN_TIMEOUT: Duration = Duration::from_secs(20);

/// What every route is handed; cheap to clone.
#[derive(Clone)]
pub struct AppState {
    pub context: Context,
    pub actors: Arc<dyn ActorsView>,
    pub address: Arc<Address>,
    pub events: EventHub,
    pub lifecycle: Lifecycle,
    pub editors: Editors,
    pub rate_limit: RateLimit,
}

impl AppState {
    /// Call inside a runtime: the hub of events begins to listen.
    pub fn new(context: Context, actors: Arc<dyn ActorsView>, address: Address, limits: RateLimits) -> Self {
        let rate_limit = RateLimit::new(limits, &context.process);
        let events = EventHub::start(&context.hints, context.random.id());
        Self {
            context,
            actors,
            address: Arc::new(address),
            events,
            lifecycle: Lifecycle::default(),
            editors: Editors::default(),
            rate_limit,
        }
    }
}

/// The whole HTTP side as one service.
pub fn app(state: AppState) -> Router {
    let (api, _) = openapi::router().split_for_parts();
    let csrf = match state.address.trusted_origin() {
        // An origin that a parser made of a URL is always taken.
        Some(origin) => CsrfLayer::new()
            .add_trusted_origin(origin)
            .unwrap_or_else(|_| CsrfLayer::new()),
        None => CsrfLayer::new(),
    };
    let api = api.fallback(async || Problem::not_found()).layer(
        ServiceBuilder::new()
            .layer(from_fn(request::no_store))
            .layer(TimeoutLayer::with_status_code(
                StatusCode::GATEWAY_TIMEOUT,
                REQUEST_TIMEOUT,
            ))
            .layer(csrf)
            .layer(RequestBodyLimitLayer::new(BODY_LIMIT))
            .layer(Extension(state.clone())),
    );
    let pages = Router::new().nest(wire::PREFIX, api).fallback(web::serve).layer(
        ServiceBuilder::new()
            .layer(from_fn_with_state(state.clone(), request::secure_headers))
            .layer(from_fn(problem::shape))
            .layer(from_fn_with_state(state.clone(), request::check_host))
            .layer(CatchPanicLayer::custom(|_| Problem::internal().into_response())),
    );
    let routes = health::routes()
        .merge(pages)
        .layer(from_fn_with_state(state.clone(), request::identify))
        .with_state(state);
    // Around the whole: a router writes `Allow` after its own layers have run.
    Router::new()
        .fallback_service(routes)
        .layer(from_fn(request::options))
}

/// Serves until `shutdown` ends, then lets open requests end.
///
/// # Errors
/// When the listener fails.
pub async fn serve(
    state: AppState,
    listener: TcpListener,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> io::Result<()> {
    let lifecycle = state.lifecycle.clone();
    let app = app(state).into_make_service_with_connect_info::<SocketAddr>();
    let server = axum::serve(listener, app).with_graceful_shutdown({
        let lifecycle = lifecycle.clone();
        async move {
            shutdown.await;
            lifecycle.drain();
        }
    });
    tokio::select! {
        served = server.into_future() => served,
        () = async {
            lifecycle.draining().await;
            tokio::time::sleep(DRAIN_TIMEOUT).await;
        } => {
            tracing::warn!("some requests did not end in time and were cut off");
            Ok(())
        }
    }
}
