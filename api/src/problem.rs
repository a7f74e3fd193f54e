//! Errors as clients see them: RFC 9457 problem documents, one registry of types.

use axum::{
    body::Body,
    extract::Request,
    http::{
        HeaderValue, StatusCode,
        header::{CONTENT_LENGTH, CONTENT_TYPE, RETRY_AFTER},
    },
    middleware::Next,
    response::{IntoResponse, Response},
};
use engine::store::StoreError;
use serde::Serialize;
use tower_http::csrf::ProtectionError;
use utoipa::ToSchema;

use crate::request::RequestId;

/// What kind of problem it is. `type` is a stable name; titles are for people.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Malformed,
    NotSignedIn,
    WrongCredentials,
    NotPermitted,
    CrossSite,
    LinkEnded,
    NotFound,
    MethodNotAllowed,
    Conflict,
    Moved,
    TooLarge,
    MediaType,
    WrongHost,
    Invalid,
    PreconditionRequired,
    IdempotencyMismatch,
    TooManyAttempts,
    TooManyRequests,
    Internal,
    Unavailable,
    TooSlow,
}

impl Kind {
    /// The registry, in the order of the statuses.
    pub const ALL: &'static [Self] = &[
        Self::Malformed,
        Self::NotSignedIn,
        Self::WrongCredentials,
        Self::NotPermitted,
        Self::CrossSite,
        Self::LinkEnded,
        Self::NotFound,
        Self::MethodNotAllowed,
        Self::Conflict,
        Self::Moved,
        Self::TooLarge,
        Self::MediaType,
        Self::WrongHost,
        Self::Invalid,
        Self::IdempotencyMismatch,
        Self::PreconditionRequired,
        Self::TooManyAttempts,
        Self::TooManyRequests,
        Self::Internal,
        Self::Unavailable,
        Self::TooSlow,
    ];

    /// The last word of the type, the status and the title.
    pub const fn entry(self) -> (&'static str, StatusCode, &'static str) {
        match self {
            Self::Malformed => ("malformed", StatusCode::BAD_REQUEST, "The request cannot be read"),
            Self::NotSignedIn => ("not-signed-in", StatusCode::UNAUTHORIZED, "Sign in to go on"),
            Self::WrongCredentials => ("wrong-credentials", StatusCode::UNAUTHORIZED, "Sign-in failed"),
            Self::NotPermitted => (
                "not-permitted",
                StatusCode::FORBIDDEN,
                "Your role does not permit this",
            ),
            Self::CrossSite => (
                "cross-site",
                StatusCode::FORBIDDEN,
                "The request came from another site",
            ),
            Self::LinkEnded => (
                "link-ended",
                StatusCode::FORBIDDEN,
                "The link does not work any more",
            ),
            Self::NotFound => ("not-found", StatusCode::NOT_FOUND, "Not found"),
            Self::MethodNotAllowed => (
                "method-not-allowed",
                StatusCode::METHOD_NOT_ALLOWED,
                "Method not allowed",
            ),
            Self::Conflict => ("conflict", StatusCode::CONFLICT, "This is not possible now"),
            Self::Moved => (
                "moved",
                StatusCode::PRECONDITION_FAILED,
                "It changed since you read it",
            ),
            Self::TooLarge => (
                "too-large",
                StatusCode::PAYLOAD_TOO_LARGE,
                "The request is too large",
            ),
            Self::MediaType => ("media-type", StatusCode::UNSUPPORTED_MEDIA_TYPE, "Send JSON"),
            Self::WrongHost => (
                "wrong-host",
                StatusCode::MISDIRECTED_REQUEST,
                "This is not the program's address",
            ),
            Self::Invalid => (
                "invalid",
                StatusCode::UNPROCESSABLE_ENTITY,
                "Some input is not valid",
            ),
            Self::PreconditionRequired => (
                "precondition-required",
                StatusCode::PRECONDITION_REQUIRED,
                "Say which version you read",
            ),
            Self::TooManyAttempts => (
                "too-many-attempts",
                StatusCode::TOO_MANY_REQUESTS,
                "Too many attempts",
            ),
            Self::IdempotencyMismatch => (
                "idempotency-mismatch",
                StatusCode::UNPROCESSABLE_ENTITY,
                "The key belongs to another request",
            ),
            Self::TooManyRequests => (
                "too-many-requests",
                StatusCode::TOO_MANY_REQUESTS,
                "Too many requests",
            ),
            Self::Internal => (
                "internal",
                StatusCode::INTERNAL_SERVER_ERROR,
                "Something went wrong on our side",
            ),
            Self::Unavailable => (
                "unavailable",
                StatusCode::SERVICE_UNAVAILABLE,
                "The program is not available now",
            ),
            Self::TooSlow => (
                "too-slow",
                StatusCode::GATEWAY_TIMEOUT,
                "The answer took too long",
            ),
        }
    }

    /// The kind of an answer that a layer gave without saying more.
    fn of_status(status: StatusCode) -> Self {
        match status {
            StatusCode::UNAUTHORIZED => Self::NotSignedIn,
            StatusCode::FORBIDDEN => Self::NotPermitted,
            StatusCode::NOT_FOUND => Self::NotFound,
            StatusCode::METHOD_NOT_ALLOWED => Self::MethodNotAllowed,
            StatusCode::PAYLOAD_TOO_LARGE => Self::TooLarge,
            StatusCode::UNSUPPORTED_MEDIA_TYPE => Self::MediaType,
            StatusCode::SERVICE_UNAVAILABLE => Self::Unavailable,
            StatusCode::GATEWAY_TIMEOUT => Self::TooSlow,
            status if status.is_client_error() => Self::Malformed,
            _ => Self::Internal,
        }
    }
}

/// One field and what is wrong with it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ProblemField {
    /// JSON pointer into the request's body (`/email`), or the name of a query parameter.
    pub pointer: String,
    pub detail: String,
}

impl ProblemField {
    /// What the engine says about fields, as pointers into the body.
    pub fn of_body(fields: Vec<engine::identity::FieldProblem>) -> Vec<Self> {
        fields
            .into_iter()
            .map(|problem| Self {
                pointer: format!("/{}", problem.field),
                detail: problem.detail,
            })
            .collect()
    }
}

/// A failed request (RFC 9457).
#[derive(Debug, Clone)]
pub struct Problem {
    kind: Kind,
    detail: String,
    errors: Vec<ProblemField>,
    /// What the thing is now, where it moved on under the caller.
    current: Option<Box<serde_json::Value>>,
    /// What the checker found in a text.
    diagnostics: Option<Box<serde_json::Value>>,
    retry_after_seconds: Option<u64>,
}

/// The document as it is sent.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Problem, description = "RFC 9457 problem.")]
pub struct ProblemDocument {
    /// Stable name of the kind of problem: `urn:adjutant:problem:…`.
    #[serde(rename = "type")]
    kind: String,
    title: String,
    #[schema(value_type = i32)]
    status: u16,
    detail: String,
    /// Names this answer in the program's log.
    request_id: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    errors: Vec<ProblemField>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(ignore)]
    current: Option<serde_json::Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(ignore)]
    diagnostics: Option<serde_json::Value>,
}

impl Problem {
    pub fn new(kind: Kind, detail: impl Into<String>) -> Self {
        Self {
            kind,
            detail: detail.into(),
            errors: Vec::new(),
            current: None,
            diagnostics: None,
            retry_after_seconds: None,
        }
    }

    pub fn not_found() -> Self {
        Self::new(
            Kind::NotFound,
            "there is nothing here, or nothing that you may see",
        )
    }

    pub fn not_signed_in() -> Self {
        Self::new(Kind::NotSignedIn, "the session is missing or has ended")
    }

    pub fn internal() -> Self {
        Self::new(
            Kind::Internal,
            "nothing was changed that was not confirmed; the log has more under the request's id",
        )
    }

    /// Input that was understood and cannot be accepted.
    pub fn invalid(fields: Vec<ProblemField>) -> Self {
        let detail = match fields.as_slice() {
            [only] => format!("{}: {}", only.pointer.trim_start_matches('/'), only.detail),
            more => format!("{} fields have to be filled in differently", more.len()),
        };
        Self {
            errors: fields,
            ..Self::new(Kind::Invalid, detail)
        }
    }

    pub fn invalid_field(pointer: impl Into<String>, detail: impl Into<String>) -> Self {
        Self::invalid(vec![ProblemField {
            pointer: pointer.into(),
            detail: detail.into(),
        }])
    }

    /// It moved on: what it is now comes along.
    pub fn moved(detail: impl Into<String>, current: &impl Serialize) -> Self {
        Self {
            current: serde_json::to_value(current).ok().map(Box::new),
            ..Self::new(Kind::Moved, detail)
        }
    }

    /// What the checker found comes along.
    #[must_use]
    pub fn with_diagnostics(self, diagnostics: &impl Serialize) -> Self {
        Self {
            diagnostics: serde_json::to_value(diagnostics).ok().map(Box::new),
            ..self
        }
    }

    #[must_use]
    pub fn retry_after(mut self, seconds: u64) -> Self {
        self.retry_after_seconds = Some(seconds);
        self
    }

    /// Type, title and detail, for an answer that reports on several things.
    pub fn words(self) -> (String, String, String) {
        let (name, _, title) = self.kind.entry();
        (
            format!("urn:adjutant:problem:{name}"),
            title.to_owned(),
            self.detail,
        )
    }

    fn document(self, request_id: &str) -> ProblemDocument {
        let (name, status, title) = self.kind.entry();
        ProblemDocument {
            kind: format!("urn:adjutant:problem:{name}"),
            title: title.to_owned(),
            status: status.as_u16(),
            detail: self.detail,
            request_id: request_id.to_owned(),
            errors: self.errors,
            current: self.current.map(|value| *value),
            diagnostics: self.diagnostics.map(|value| *value),
        }
    }
}

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Self {
        if matches!(error, StoreError::Closed) {
            return Self::new(
                Kind::Unavailable,
                "the program is shutting down; try again in a moment",
            )
            .retry_after(5);
        }
        tracing::error!(%error, "a request failed on the database");
        Self::internal()
    }
}

/// The document is written by [`shape`], which knows the request's id.
impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let (_, status, _) = self.kind.entry();
        let mut response = status.into_response();
        if let Some(seconds) = self.retry_after_seconds {
            response
                .headers_mut()
                .insert(RETRY_AFTER, HeaderValue::from(seconds));
        }
        response.extensions_mut().insert(self);
        response
    }
}

/// Gives every failed answer the form of a problem, whichever layer it came from.
pub async fn shape(request: Request, next: Next) -> Response {
    let id = request.extensions().get::<RequestId>().cloned();
    let response = next.run(request).await;
    let status = response.status();
    if !(status.is_client_error() || status.is_server_error()) {
        return response;
    }
    let (mut parts, _) = response.into_parts();
    let problem = parts.extensions.remove::<Problem>().unwrap_or_else(|| {
        if parts.extensions.get::<ProtectionError>().is_some() {
            return Problem::new(
                Kind::CrossSite,
                "a page of another site may not change anything here",
            );
        }
        let kind = Kind::of_status(status);
        Problem::new(kind, kind.entry().2.to_lowercase())
    });
    let document = problem.document(id.as_ref().map_or("", RequestId::as_str));
    let text = serde_json::to_vec(&document).unwrap_or_default();
    parts.headers.remove(CONTENT_LENGTH);
    parts
        .headers
        .insert(CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
    // The registry decides: a layer's own status may be a neighbour (408 for a time-out of ours).
    parts.status = StatusCode::from_u16(document.status).unwrap_or(status);
    Response::from_parts(parts, Body::from(text))
}
