//! Around every exchange: its id, its record, its disturbances; and who may talk to the sandbox at all.

use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{ConnectInfo, OriginalUri, Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use crate::connection::Cut;
use crate::control::Refusal;
use crate::faults::{Effect, Suffering};
use crate::google;
use crate::sandbox::Sandbox;

/// The id with which a platform names a request, in the `request-id` header and in its bodies.
#[derive(Debug, Clone)]
pub struct RequestId(pub String);

impl RequestId {
    fn new() -> Self {
        Self(URL_SAFE_NO_PAD.encode(rand::random::<[u8; 16]>()))
    }
}

/// Largest request body that is read.
const MAX_BODY: usize = 16 * 1024 * 1024;

/// Carries a request to a platform through faults, and records both sides.
///
/// The work runs detached from the connection: a peer that gives up does not stop what it has asked for, as on the
/// real platforms, and a committed change is always made.
pub async fn with_google(
    State(sandbox): State<Arc<Sandbox>>,
    ConnectInfo(cut): ConnectInfo<Cut>,
    request: Request,
    next: Next,
) -> Response {
    let work = tokio::spawn(async move { carry(&sandbox, &cut, request, next).await });
    work.await
        .unwrap_or_else(|_| StatusCode::INTERNAL_SERVER_ERROR.into_response())
}

async fn carry(sandbox: &Sandbox, cut: &Cut, request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    let Ok(body) = to_bytes(body, MAX_BODY).await else {
        return StatusCode::PAYLOAD_TOO_LARGE.into_response();
    };
    let id = RequestId::new();
    parts.extensions.insert(id.clone());
    // The whole path: the router below has already taken its own prefix off the request's.
    let uri = parts
        .extensions
        .get::<OriginalUri>()
        .map_or_else(|| parts.uri.clone(), |original| original.0.clone());
    let target = uri
        .path_and_query()
        .map_or_else(|| uri.path().to_owned(), ToString::to_string);
    let path = uri.path().to_owned();
    if let Some(recorder) = &sandbox.recorder {
        recorder.request(
            &id.0,
            parts.method.as_str(),
            &target,
            content_type(&parts.headers),
            &body,
        );
    }
    let sent = String::from_utf8_lossy(&body);
    let suffering = sandbox.with_faults(|faults| faults.draw("google", &path, &sent));
    let effect = suffering.as_ref().map(|it| it.effect);
    if let Some(Suffering { delay_ms, .. }) = suffering {
        tokio::time::sleep(Duration::from_millis(delay_ms)).await;
    }
    let mut response = match &suffering {
        Some(Suffering {
            effect: Effect::Reset,
            ..
        }) => {
            cut.now();
            return StatusCode::NO_CONTENT.into_response();
        }
        Some(Suffering {
            effect: Effect::Status,
            status,
            ..
        }) => google::forced_reply(&path, *status, &id),
        _ => next.run(Request::from_parts(parts, Body::from(body))).await,
    };
    if effect == Some(Effect::Drop) {
        cut.now();
        return StatusCode::NO_CONTENT.into_response();
    }
    if let Ok(value) = HeaderValue::from_str(&id.0) {
        response.headers_mut().insert("request-id", value);
    }
    if effect == Some(Effect::Garbage) {
        return garble(response).await;
    }
    match &sandbox.recorder {
        Some(recorder) => {
            let (parts, body) = response.into_parts();
            let body = to_bytes(body, usize::MAX).await.unwrap_or_default();
            recorder.response(
                &id.0,
                &target,
                parts.status.as_u16(),
                content_type(&parts.headers),
                &body,
            );
            Response::from_parts(parts, Body::from(body))
        }
        None => response,
    }
}

/// The first half of the real answer followed by what no parser accepts, under a status that promises success.
async fn garble(response: Response) -> Response {
    let (mut parts, body) = response.into_parts();
    let body = to_bytes(body, usize::MAX).await.unwrap_or_default();
    let mut bytes = body.get(..body.len() / 2).unwrap_or_default().to_vec();
    bytes.extend_from_slice(b"\x00\xff<!-- upstream");
    parts.headers.remove(header::CONTENT_LENGTH);
    parts.status = StatusCode::OK;
    Response::from_parts(parts, Body::from(Bytes::from(bytes)))
}

fn content_type(headers: &HeaderMap) -> &str {
    headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default()
}

/// Refuses control requests that a web page elsewhere could have caused, and lets work finish that a peer abandons.
pub async fn with_control(request: Request, next: Next) -> Response {
    if !is_own_origin(request.headers()) || !has_local_host(request.headers()) {
        let detail = "the control surface answers programs on this machine only; send no Origin header and a loopback Host";
        return Refusal {
            status: StatusCode::FORBIDDEN,
            kind: "foreign-origin",
            detail: detail.to_owned(),
        }
        .into_response();
    }
    let work = tokio::spawn(next.run(request));
    work.await
        .unwrap_or_else(|_| StatusCode::INTERNAL_SERVER_ERROR.into_response())
}

/// True without an Origin, or with that of the address the request was sent to.
pub fn is_own_origin(headers: &HeaderMap) -> bool {
    let Some(origin) = headers.get(header::ORIGIN) else {
        return true;
    };
    let host = headers
        .get(header::HOST)
        .and_then(|host| host.to_str().ok())
        .unwrap_or_default();
    origin
        .to_str()
        .is_ok_and(|origin| !host.is_empty() && origin == format!("http://{host}"))
}

/// True when the Host names this machine: a name that merely resolves to it may belong to a foreign page.
fn has_local_host(headers: &HeaderMap) -> bool {
    let Some(host) = headers.get(header::HOST).and_then(|host| host.to_str().ok()) else {
        return true;
    };
    let name = match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => name,
        _ => host,
    };
    let bare = name.trim_start_matches('[').trim_end_matches(']');
    name == "localhost" || bare.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
}
