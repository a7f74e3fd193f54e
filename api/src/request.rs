//! What every request goes through before and after its route: an id and a span, the host check, headers, time.

use std::{sync::Arc, time::Duration};

use axum::{
    body::Body,
    extract::{Request, State},
    http::{
        HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Uri,
        header::{
            ALLOW, CACHE_CONTROL, CONTENT_LENGTH, CONTENT_SECURITY_POLICY, CONTENT_TYPE, HOST,
            STRICT_TRANSPORT_SECURITY,
        },
    },
    middleware::Next,
    response::{IntoResponse as _, Response},
};
use tracing::Instrument as _;

use crate::{
    AppState,
    problem::{Kind, Problem},
};

/// The longest a request may take, the password's hash included (process time).
pub const REQUEST_TIMEOUT: Duration = Duration::from_secs(30);
/// The largest body taken.
pub const BODY_LIMIT: usize = 1 << 20;

/// Names one request in logs, audit and problem documents. Always our own: a client's could forge a log.
#[derive(Debug, Clone)]
pub struct RequestId(Arc<str>);

impl RequestId {
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Gives the request its id, runs it inside a span, and sends the id back.
pub async fn identify(State(state): State<AppState>, mut request: Request, next: Next) -> Response {
    let id: Arc<str> = state.context.random.id().simple().to_string().into();
    request.extensions_mut().insert(RequestId(id.clone()));
    let (method, path) = (request.method().clone(), request.uri().path().to_owned());
    let span = tracing::info_span!("request", id = %id, %method, %path);
    async move {
        let begun = state.context.process.instant();
        let mut response = next.run(request).await;
        let took = begun.elapsed();
        tracing::debug!(
            status = response.status().as_u16(),
            took_ms = took.as_millis(),
            "answered"
        );
        if let Ok(value) = HeaderValue::from_str(&id) {
            response
                .headers_mut()
                .insert(HeaderName::from_static("x-request-id"), value);
        }
        response
    }
    .instrument(span)
    .await
}

/// Refuses a request that names another host: a page of that host, pointed at our address, must not speak to us.
pub async fn check_host(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let host = requested_host(request.uri(), request.headers());
    if host.is_some_and(|host| state.address.answers_to(host)) {
        next.run(request).await
    } else {
        Problem::new(
            Kind::WrongHost,
            "open the address that the program was started with",
        )
        .into_response()
    }
}

fn requested_host<'r>(uri: &'r Uri, headers: &'r HeaderMap) -> Option<&'r str> {
    match uri.authority() {
        Some(authority) => Some(authority.as_str()),
        None => headers.get(HOST)?.to_str().ok(),
    }
}

const HEADERS: [(&str, &str); 6] = [
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "no-referrer"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    (
        "permissions-policy",
        "geolocation=(), camera=(), microphone=(), payment=(), usb=()",
    ),
    ("x-frame-options", "DENY"),
];

/// The headers that every answer carries; a page's own policy is left alone.
pub async fn secure_headers(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    for (name, value) in HEADERS {
        headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
    headers
        .entry(CONTENT_SECURITY_POLICY)
        .or_insert(HeaderValue::from_static(
            "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
        ));
    if state.address.is_secure() {
        let forever = HeaderValue::from_static("max-age=31536000; includeSubDomains");
        headers.insert(STRICT_TRANSPORT_SECURITY, forever);
    }
    response
}

/// `OPTIONS` answers what a path can do; a wrong method is told the same in `Allow`.
pub async fn options(request: Request, next: Next) -> Response {
    let asks = *request.method() == Method::OPTIONS;
    if !request.uri().path().starts_with("/api/") {
        return next.run(request).await;
    }
    let mut response = next.run(request).await;
    if response.status() != StatusCode::METHOD_NOT_ALLOWED {
        return response;
    }
    let known = response
        .headers()
        .get(ALLOW)
        .and_then(|value| value.to_str().ok());
    let Some(known) = known.filter(|known| !known.is_empty()) else {
        return response;
    };
    let allow = HeaderValue::from_str(&format!("{known},OPTIONS"));
    if asks {
        *response.status_mut() = StatusCode::NO_CONTENT;
        *response.body_mut() = Body::empty();
        response.headers_mut().remove(CONTENT_TYPE);
        response.headers_mut().remove(CONTENT_LENGTH);
    }
    if let Ok(allow) = allow {
        response.headers_mut().insert(ALLOW, allow);
    }
    response
}

/// Answers of the API are for the asking session alone and for this moment.
pub async fn no_store(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    response
        .headers_mut()
        .entry(CACHE_CONTROL)
        .or_insert(HeaderValue::from_static("no-store"));
    response
}
