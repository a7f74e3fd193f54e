//! `Idempotency-Key`: a POST that may be sent twice is carried out once.
//!
//! Put around every changing route by [`crate::permission`], after the caller is known: a key is one person's. Only answers
//! that report success are kept; a refused request changed nothing, and its key is free again. The request is carried out
//! to its end even when the client goes away: whoever asks again finds the answer.

use axum::{
    body::{Body, to_bytes},
    extract::{OriginalUri, Request},
    http::{
        HeaderMap, HeaderName, HeaderValue, StatusCode,
        header::{CONTENT_TYPE, ETAG, LOCATION},
    },
    middleware::Next,
    response::{IntoResponse as _, Response},
};
use engine::{
    connections::vault::VaultError,
    idempotency::{self, Claim, Ticket},
    identity::Principal,
};
use serde::{Deserialize, Serialize};
use tracing::Instrument as _;

use crate::{
    AppState,
    problem::{Kind, Problem},
    request::BODY_LIMIT,
};

/// The request's header.
pub const KEY: &str = "idempotency-key";
/// Says that an answer was given before.
pub const REPLAYED: &str = "idempotency-replayed";
/// The longest key.
const LONGEST: usize = 255;

/// An answer as it is kept.
#[derive(Serialize, Deserialize)]
struct Kept {
    status: u16,
    headers: Vec<(String, String)>,
    body: String,
}

const KEPT_HEADERS: [HeaderName; 3] = [CONTENT_TYPE, ETAG, LOCATION];

/// The key that came along: a quoted string as the draft of the header has it, or the bare text.
fn key(headers: &HeaderMap) -> Result<Option<String>, Problem> {
    let Some(value) = headers.get(KEY) else {
        return Ok(None);
    };
    let text = value.to_str().unwrap_or_default().trim();
    let bare = text
        .strip_prefix('"')
        .and_then(|rest| rest.strip_suffix('"'))
        .unwrap_or(text);
    let plain = bare.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'"');
    if bare.is_empty() || bare.len() > LONGEST || !plain {
        return Err(Problem::new(
            Kind::Malformed,
            format!("`Idempotency-Key` must be 1 to {LONGEST} visible characters, such as a uuid"),
        ));
    }
    Ok(Some(bare.to_owned()))
}

/// Carries the request out, or answers what it came to before.
pub async fn once(state: &AppState, principal: &Principal, request: Request, next: Next) -> Response {
    match key(request.headers()) {
        Ok(None) => next.run(request).await,
        Ok(Some(key)) => match keyed(state, principal, &key, request, next).await {
            Ok(response) => response,
            Err(problem) => problem.into_response(),
        },
        Err(problem) => problem.into_response(),
    }
}

async fn keyed(
    state: &AppState,
    principal: &Principal,
    key: &str,
    request: Request,
    next: Next,
) -> Result<Response, Problem> {
    let (parts, body) = request.into_parts();
    let body = to_bytes(body, BODY_LIMIT)
        .await
        .map_err(|_| Problem::new(Kind::TooLarge, "the body is larger than 1 MiB"))?;
    let path = parts
        .extensions
        .get::<OriginalUri>()
        .map_or(&parts.uri, |OriginalUri(uri)| uri);
    let path = path.path_and_query().map_or("", |path| path.as_str());
    let fingerprint = idempotency::fingerprint(parts.method.as_str(), path, &body);
    match idempotency::claim(&state.context, principal, key, fingerprint)
        .await
        .map_err(broken)?
    {
        Claim::Running => Err(Problem::new(
            Kind::Conflict,
            "a request with this Idempotency-Key is still being carried out; ask again in a moment",
        )
        .retry_after(1)),
        Claim::Mismatch => Err(Problem::new(
            Kind::IdempotencyMismatch,
            "this Idempotency-Key was used for another request; use a new one",
        )),
        Claim::Done(answer) => replay(&answer),
        Claim::First(ticket) => {
            let request = Request::from_parts(parts, Body::from(body));
            let state = state.clone();
            // A task of its own: the client may go away, the request is carried out and its answer kept.
            let carried_out = async move {
                let response = next.run(request).await;
                settle(&state, ticket, response).await
            };
            tokio::spawn(carried_out.in_current_span())
                .await
                .unwrap_or_else(|_| Err(Problem::internal()))
        }
    }
}

async fn settle(state: &AppState, ticket: Ticket, response: Response) -> Result<Response, Problem> {
    if !response.status().is_success() {
        // What failed on our side may have been carried out: until its time is over, the key stays taken.
        if !response.status().is_server_error() {
            idempotency::release(&state.context, ticket).await?;
        }
        return Ok(response);
    }
    let (parts, body) = response.into_parts();
    let body = to_bytes(body, usize::MAX)
        .await
        .map_err(|_| Problem::internal())?;
    let kept = Kept {
        status: parts.status.as_u16(),
        headers: KEPT_HEADERS
            .iter()
            .filter_map(|name| {
                let value = parts.headers.get(name)?.to_str().ok()?;
                Some((name.as_str().to_owned(), value.to_owned()))
            })
            .collect(),
        body: String::from_utf8_lossy(&body).into_owned(),
    };
    let text = serde_json::to_vec(&kept).map_err(|_| Problem::internal())?;
    idempotency::keep(&state.context, ticket, text)
        .await
        .map_err(broken)?;
    Ok(Response::from_parts(parts, Body::from(body)))
}

fn replay(answer: &[u8]) -> Result<Response, Problem> {
    let kept: Kept = serde_json::from_slice(answer).map_err(|error| {
        tracing::error!(%error, "a kept answer cannot be read");
        Problem::internal()
    })?;
    let mut response = kept.body.into_response();
    *response.status_mut() = StatusCode::from_u16(kept.status).unwrap_or(StatusCode::OK);
    response.headers_mut().remove(CONTENT_TYPE);
    for (name, value) in kept.headers {
        if let (Ok(name), Ok(value)) = (HeaderName::try_from(name), HeaderValue::try_from(value)) {
            response.headers_mut().insert(name, value);
        }
    }
    response.headers_mut().insert(
        HeaderName::from_static(REPLAYED),
        HeaderValue::from_static("true"),
    );
    Ok(response)
}

fn broken(error: VaultError) -> Problem {
    match error {
        VaultError::Store(error) => error.into(),
        other => {
            tracing::error!(error = %other, "a kept answer");
            Problem::internal()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(value: &'static str) -> Result<Option<String>, Problem> {
        let mut headers = HeaderMap::new();
        headers.insert(KEY, HeaderValue::from_static(value));
        key(&headers)
    }

    #[test]
    fn a_key_is_read_with_and_without_quotes() {
        assert_eq!(key(&HeaderMap::new()).unwrap(), None);
        assert_eq!(read("\"8e03978e\"").unwrap().as_deref(), Some("8e03978e"));
        assert_eq!(read(" 8e03978e ").unwrap().as_deref(), Some("8e03978e"));
        for value in ["", "\"\"", "two words", "a\"b"] {
            assert!(read(value).is_err(), "{value}");
        }
    }
}
