//! Extractors that fail as problems: bodies, query strings, ids, preconditions, and who is asking.

use std::sync::Arc;

use axum::{
    extract::{FromRequest, FromRequestParts, Request, rejection::JsonRejection},
    http::{HeaderMap, header::IF_MATCH, header::USER_AGENT, request::Parts},
    response::{IntoResponse, Response},
};
use engine::identity::{Principal, Session};
use serde::{Serialize, de::DeserializeOwned};
use uuid::Uuid;

use crate::{
    AppState,
    problem::{Kind, Problem},
    request::RequestId,
};

/// A JSON body, in and out.
pub struct Json<T>(pub T);

impl<T: DeserializeOwned> FromRequest<AppState> for Json<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &AppState) -> Result<Self, Problem> {
        match axum::Json::<T>::from_request(request, state).await {
            Ok(axum::Json(value)) => Ok(Self(value)),
            Err(rejection) => Err(match &rejection {
                JsonRejection::JsonDataError(error) => invalid_body(&error.body_text()),
                JsonRejection::JsonSyntaxError(_) => Problem::new(Kind::Malformed, "the body is not JSON"),
                JsonRejection::MissingJsonContentType(_) => Problem::new(
                    Kind::MediaType,
                    "the body must be `content-type: application/json`",
                ),
                other if other.status().as_u16() == 413 => {
                    Problem::new(Kind::TooLarge, "the body is larger than 1 MiB")
                }
                _ => Problem::new(Kind::Malformed, "the body could not be read"),
            }),
        }
    }
}

/// axum's text is `Failed to deserialize the JSON body into the target type: PATH: MESSAGE at line …`.
fn invalid_body(text: &str) -> Problem {
    let message = text.split_once("type: ").map_or(text, |(_, rest)| rest);
    let message = message
        .rsplit_once(" at line ")
        .map_or(message, |(before, _)| before);
    match message.split_once(": ") {
        Some((path, detail)) if !path.contains([' ', '`']) => {
            Problem::invalid_field(format!("/{}", path.replace('.', "/")), detail)
        }
        _ => Problem::invalid_field("", message),
    }
}

impl<T: Serialize> IntoResponse for Json<T> {
    fn into_response(self) -> Response {
        axum::Json(self.0).into_response()
    }
}

/// A query string.
pub struct Query<T>(pub T);

impl<T: DeserializeOwned> FromRequestParts<AppState> for Query<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Problem> {
        match axum::extract::Query::<T>::from_request_parts(parts, state).await {
            Ok(axum::extract::Query(value)) => Ok(Self(value)),
            Err(rejection) => {
                let text = rejection.body_text();
                let message = text
                    .split_once("string: ")
                    .map_or(text.as_str(), |(_, rest)| rest);
                Err(match message.split_once(": ") {
                    Some((name, detail)) if !name.contains([' ', '`']) => {
                        Problem::invalid_field(name, detail)
                    }
                    _ => Problem::invalid_field("", message),
                })
            }
        }
    }
}

/// The id in the path. What is no id is answered like an id that does not exist.
pub struct PathId(pub Uuid);

impl FromRequestParts<AppState> for PathId {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Problem> {
        let path = axum::extract::Path::<Uuid>::from_request_parts(parts, state).await;
        path.map(|axum::extract::Path(id)| Self(id))
            .map_err(|_| Problem::not_found())
    }
}

/// The version that the caller read, from `If-Match: "v3"`.
pub struct IfMatch(pub i64);

impl FromRequestParts<AppState> for IfMatch {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &AppState) -> Result<Self, Problem> {
        let missing = || {
            Problem::new(
                Kind::PreconditionRequired,
                "send `If-Match` with the ETag that you read",
            )
        };
        let value = parts.headers.get(IF_MATCH).ok_or_else(missing)?;
        let text = value.to_str().unwrap_or_default().trim();
        // `*` would approve whatever it is by now: the very thing this header is asked for to prevent.
        version_of(text).map(Self).ok_or_else(|| {
            Problem::new(
                Kind::Malformed,
                "`If-Match` must be one ETag as it was sent, such as \"v3\"",
            )
        })
    }
}

fn version_of(etag: &str) -> Option<i64> {
    etag.strip_prefix("\"v")?
        .strip_suffix('"')?
        .parse()
        .ok()
        .filter(|version| *version >= 0)
}

/// The ETag of a version.
pub fn etag(version: i64) -> String {
    format!("\"v{version}\"")
}

/// Who is asking. Present on every route but those for anyone; put there by the permission check.
#[derive(Clone)]
pub struct Caller(pub Arc<Session>);

impl Caller {
    pub fn principal(&self) -> &Principal {
        &self.0.principal
    }
}

impl FromRequestParts<AppState> for Caller {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &AppState) -> Result<Self, Problem> {
        parts.extensions.get::<Self>().cloned().ok_or_else(|| {
            tracing::error!("a route that is for anyone asks who is asking");
            Problem::internal()
        })
    }
}

/// What the audit wants to know of a request.
pub struct Origin {
    pub request_id: Option<String>,
    pub user_agent: String,
}

impl FromRequestParts<AppState> for Origin {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &AppState) -> Result<Self, Self::Rejection> {
        let request_id = parts
            .extensions
            .get::<RequestId>()
            .map(|id| id.as_str().to_owned());
        Ok(Self {
            request_id,
            user_agent: user_agent(&parts.headers),
        })
    }
}

fn user_agent(headers: &HeaderMap) -> String {
    headers
        .get(USER_AGENT)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default()
        .to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_whole_etag_names_a_version() {
        assert_eq!(version_of(&etag(3)), Some(3));
        for text in [
            "",
            "*",
            "v3",
            "\"3\"",
            "W/\"v3\"",
            "\"v3\", \"v4\"",
            "\"v-1\"",
            "\"v3",
        ] {
            assert_eq!(version_of(text), None, "{text}");
        }
    }
}
