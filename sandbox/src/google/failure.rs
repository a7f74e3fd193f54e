//! Google's error bodies: the HTTP envelope and the `GoogleAdsFailure` inside it.

use axum::http::StatusCode;
use serde_json::{Value as Json, json};

/// One error of a `GoogleAdsFailure`.
#[derive(Debug, Clone, PartialEq)]
pub struct AdsError {
    /// Key of the `ErrorCode` oneof: `queryError`.
    pub family: &'static str,
    /// Constant of that family: `UNRECOGNIZED_FIELD`.
    pub code: &'static str,
    pub message: String,
    context: Box<Context>,
}

/// What an error points at.
#[derive(Debug, Clone, Default, PartialEq)]
struct Context {
    /// The offending value, where there is one.
    trigger: Option<String>,
    /// Snake-case path of field names, with an index where the field is repeated.
    location: Vec<(String, Option<usize>)>,
    details: Option<Json>,
}

impl AdsError {
    pub fn new(family: &'static str, code: &'static str, message: impl Into<String>) -> Self {
        Self {
            family,
            code,
            message: message.into(),
            context: Box::default(),
        }
    }

    pub fn trigger(mut self, value: impl Into<String>) -> Self {
        self.context.trigger = Some(value.into());
        self
    }

    /// Appends a dotted path below what is already there.
    pub fn below(mut self, path: &str) -> Self {
        self.context.location.extend(
            path.split('.')
                .filter(|part| !part.is_empty())
                .map(|part| (part.to_owned(), None)),
        );
        self
    }

    pub fn details(mut self, details: Json) -> Self {
        self.context.details = Some(details);
        self
    }

    /// Puts a path before what is already there.
    pub fn within(mut self, place: &[(String, Option<usize>)]) -> Self {
        self.context.location.splice(0..0, place.iter().cloned());
        self
    }

    /// `operations[1].create.campaign`
    pub fn path(&self) -> String {
        let parts = self.context.location.iter().map(|(name, index)| match index {
            Some(index) => format!("{name}[{index}]"),
            None => name.clone(),
        });
        parts.collect::<Vec<_>>().join(".")
    }

    fn to_json(&self) -> Json {
        let mut error = json!({ "errorCode": { self.family: self.code }, "message": self.message });
        if let Some(trigger) = &self.context.trigger {
            error["trigger"] = json!({ "stringValue": trigger });
        }
        if !self.context.location.is_empty() {
            let elements: Vec<Json> = self
                .context
                .location
                .iter()
                .map(|(name, index)| match index {
                    Some(index) => json!({ "fieldName": name, "index": index }),
                    None => json!({ "fieldName": name }),
                })
                .collect();
            error["location"] = json!({ "fieldPathElements": elements });
        }
        if let Some(details) = &self.context.details {
            error["details"] = details.clone();
        }
        error
    }
}

/// `google.rpc.Code` names and the HTTP status each is sent with (google/rpc/code.proto).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rpc {
    InvalidArgument,
    Unauthenticated,
    PermissionDenied,
    NotFound,
    Aborted,
    ResourceExhausted,
    Internal,
    Unimplemented,
    Unavailable,
    DeadlineExceeded,
}

impl Rpc {
    fn parts(self) -> (StatusCode, &'static str, &'static str) {
        match self {
            Rpc::InvalidArgument => (
                StatusCode::BAD_REQUEST,
                "INVALID_ARGUMENT",
                "Request contains an invalid argument.",
            ),
            Rpc::Unauthenticated => (
                StatusCode::UNAUTHORIZED,
                "UNAUTHENTICATED",
                "Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or other \
                 valid authentication credential. See \
                 https://developers.google.com/identity/sign-in/web/devconsole-project.",
            ),
            Rpc::PermissionDenied => (
                StatusCode::FORBIDDEN,
                "PERMISSION_DENIED",
                "The caller does not have permission",
            ),
            Rpc::NotFound => (StatusCode::NOT_FOUND, "NOT_FOUND", "Method not found."),
            Rpc::Aborted => (StatusCode::CONFLICT, "ABORTED", "The operation was aborted."),
            Rpc::ResourceExhausted => (
                StatusCode::TOO_MANY_REQUESTS,
                "RESOURCE_EXHAUSTED",
                "Resource has been exhausted (e.g. check quota).",
            ),
            Rpc::Internal => (
                StatusCode::INTERNAL_SERVER_ERROR,
                "INTERNAL",
                "Internal error encountered.",
            ),
            Rpc::Unimplemented => (
                StatusCode::NOT_IMPLEMENTED,
                "UNIMPLEMENTED",
                "Operation is not implemented, or supported, or enabled.",
            ),
            Rpc::Unavailable => (
                StatusCode::SERVICE_UNAVAILABLE,
                "UNAVAILABLE",
                "The service is currently unavailable.",
            ),
            Rpc::DeadlineExceeded => (
                StatusCode::GATEWAY_TIMEOUT,
                "DEADLINE_EXCEEDED",
                "Deadline expired before operation could complete.",
            ),
        }
    }

    pub fn http(self) -> StatusCode {
        self.parts().0
    }

    /// The status that an error of this family and code is sent with.
    fn of(error: &AdsError) -> Self {
        match (error.family, error.code) {
            ("authenticationError", _) => Rpc::Unauthenticated,
            ("authorizationError", _) => Rpc::PermissionDenied,
            ("quotaError", _) => Rpc::ResourceExhausted,
            ("internalError", "DEADLINE_EXCEEDED") => Rpc::DeadlineExceeded,
            ("internalError", "TRANSIENT_ERROR") => Rpc::Unavailable,
            ("internalError", _) => Rpc::Internal,
            ("databaseError", "CONCURRENT_MODIFICATION") => Rpc::Aborted,
            _ => Rpc::InvalidArgument,
        }
    }
}

/// A request that failed as a whole.
#[derive(Debug, Clone, PartialEq)]
pub struct Failure {
    rpc: Rpc,
    message: Option<String>,
    errors: Vec<AdsError>,
    /// Details that are not a `GoogleAdsFailure`: `google.rpc.ErrorInfo`, `google.rpc.BadRequest`.
    other_details: Vec<Json>,
}

impl From<AdsError> for Failure {
    fn from(error: AdsError) -> Self {
        Failure::of(vec![error])
    }
}

impl Failure {
    /// A failure with these errors; the first decides the status. An empty list is an internal error.
    pub fn of(errors: Vec<AdsError>) -> Self {
        let rpc = errors.first().map_or(Rpc::Internal, Rpc::of);
        Self {
            rpc,
            message: None,
            errors,
            other_details: Vec::new(),
        }
    }

    pub fn bare(rpc: Rpc) -> Self {
        Self {
            rpc,
            message: None,
            errors: Vec::new(),
            other_details: Vec::new(),
        }
    }

    /// The JSON does not fit the request message; such errors come before the Ads backend sees the request.
    pub fn malformed(field: &str, description: impl Into<String>) -> Self {
        let description = description.into();
        let mut violation = json!({ "description": description });
        if !field.is_empty() {
            violation["field"] = json!(field);
        }
        Self {
            rpc: Rpc::InvalidArgument,
            message: Some(description),
            errors: Vec::new(),
            other_details: vec![json!({
                "@type": "type.googleapis.com/google.rpc.BadRequest",
                "fieldViolations": [violation],
            })],
        }
    }

    /// An access token that is unknown, expired or revoked.
    pub fn unauthenticated() -> Self {
        Self {
            rpc: Rpc::Unauthenticated,
            message: None,
            errors: vec![AdsError::new(
                "authenticationError",
                "OAUTH_TOKEN_INVALID",
                "OAuth token in the request is invalid or has expired.",
            )],
            other_details: Vec::new(),
        }
    }

    /// A token that a person gave without the permission that this API is behind; it never reaches the Ads backend.
    pub fn insufficient_scope() -> Self {
        Self {
            rpc: Rpc::PermissionDenied,
            message: Some("Request had insufficient authentication scopes.".to_owned()),
            errors: Vec::new(),
            other_details: vec![json!({
                "@type": "type.googleapis.com/google.rpc.ErrorInfo",
                "reason": "ACCESS_TOKEN_SCOPE_INSUFFICIENT",
                "domain": "googleapis.com",
                "metadata": { "service": "googleads.googleapis.com" },
            })],
        }
    }

    pub fn http(&self) -> StatusCode {
        self.rpc.http()
    }

    /// `{"error": {…}}`
    pub fn to_json(&self, request_id: &str) -> Json {
        let (status, name, message) = self.rpc.parts();
        let mut error = json!({
            "code": status.as_u16(),
            "message": self.message.as_deref().unwrap_or(message),
            "status": name,
        });
        let mut details = self.other_details.clone();
        if !self.errors.is_empty() {
            details.push(failure_detail(&self.errors, request_id));
        }
        if !details.is_empty() {
            error["details"] = json!(details);
        }
        json!({ "error": error })
    }
}

/// The `GoogleAdsFailure` with its type, as it stands in `details`.
pub fn failure_detail(errors: &[AdsError], request_id: &str) -> Json {
    json!({
        "@type": format!("type.googleapis.com/google.ads.googleads.{}.errors.GoogleAdsFailure", super::VERSION),
        "errors": errors.iter().map(AdsError::to_json).collect::<Vec<_>>(),
        "requestId": request_id,
    })
}

/// The body with which Google answers when this HTTP status is forced on a request.
pub fn forced(status: u16) -> Failure {
    match status {
        400 => AdsError::new("queryError", "QUERY_ERROR", "Query error.").into(),
        401 => Failure::unauthenticated(),
        403 => super::access::denied(),
        409 => AdsError::new(
            "databaseError",
            "CONCURRENT_MODIFICATION",
            "Multiple requests were attempting to modify the same resource at once. Retry the request.",
        )
        .into(),
        429 => super::quota::too_fast(30),
        503 => AdsError::new(
            "internalError",
            "TRANSIENT_ERROR",
            "A transient internal error has occurred. Please retry the request.",
        )
        .into(),
        504 => AdsError::new(
            "internalError",
            "DEADLINE_EXCEEDED",
            "The request took longer than a deadline.",
        )
        .into(),
        404 => Failure::bare(Rpc::NotFound),
        501 => Failure::bare(Rpc::Unimplemented),
        _ => AdsError::new(
            "internalError",
            "INTERNAL_ERROR",
            "An internal error has occurred.",
        )
        .into(),
    }
}
