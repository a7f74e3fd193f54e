//! Signing in and out; who is signed in.

use axum::{
    extract::State,
    http::{HeaderMap, StatusCode, header::SET_COOKIE},
    response::{IntoResponse, Response},
};
use engine::identity::{self, LoginAttempt, LoginError, NewSession, Permission};
use jiff::Timestamp;
use secrecy::SecretString;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

use crate::{
    AppState, cookie,
    extract::{Caller, Json, Origin},
    permission::{Access, guard},
    problem::{Kind, Problem},
    wire::words,
};

pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(guard(Access::Anyone, routes!(create_session)))
        .routes(guard(Access::SignedIn, routes!(get_session)))
        // Signing out of a session that has ended is done already.
        .routes(guard(Access::Anyone, routes!(delete_session)))
}

words! {
    /// What somebody is in the organisation.
    Role: "admin", "manager", "marketer"
}

/// What somebody is to be in the organisation.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum RoleChoice {
    Admin,
    Manager,
    Marketer,
}

impl From<RoleChoice> for identity::Role {
    fn from(choice: RoleChoice) -> Self {
        match choice {
            RoleChoice::Admin => Self::Admin,
            RoleChoice::Manager => Self::Manager,
            RoleChoice::Marketer => Self::Marketer,
        }
    }
}

/// Who is signed in, where, and what their role permits.
#[derive(Debug, Serialize, ToSchema)]
pub struct Session {
    user: SessionUser,
    organisation: SessionOrganisation,
    role: Role,
    /// What the role permits at all; a single action may still be refused.
    #[schema(example = json!(["actions.read", "actions.approve"]))]
    permissions: Vec<&'static str>,
    /// When the session ends in any case.
    expires_at: Timestamp,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct SessionUser {
    id: Uuid,
    name: String,
    email: String,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct SessionOrganisation {
    id: Uuid,
    name: String,
}

impl From<&identity::Session> for Session {
    fn from(session: &identity::Session) -> Self {
        let principal = &session.principal;
        let permitted = Permission::ALL
            .iter()
            .filter(|permission| principal.may(**permission));
        Self {
            user: SessionUser {
                id: principal.actor,
                name: principal.name.clone(),
                email: session.email.clone(),
            },
            organisation: SessionOrganisation {
                id: principal.scope.id(),
                name: session.organisation.clone(),
            },
            role: principal.role.as_str().into(),
            permissions: permitted.map(|permission| permission.as_str()).collect(),
            expires_at: session.expires_at,
        }
    }
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SignIn {
    #[schema(example = "ada@example.com")]
    email: String,
    #[schema(format = Password)]
    password: String,
}

/// Sign in
///
/// Answers the session and sets its cookie. An unknown address and a wrong password get the same answer.
#[utoipa::path(
    post, path = "/session", operation_id = "create_session", tag = "identity",
    request_body = SignIn,
    responses(
        (status = 200, description = "Signed in", body = Session),
        (status = 401, description = "The address or the password is not right", body = crate::problem::ProblemDocument, content_type = "application/problem+json"),
        (status = 422, description = "Invalid input", body = crate::problem::ProblemDocument, content_type = "application/problem+json"),
        (status = 429, description = "Too many attempts", body = crate::problem::ProblemDocument, content_type = "application/problem+json"),
    ),
)]
async fn create_session(
    State(state): State<AppState>,
    headers: HeaderMap,
    origin: Origin,
    Json(body): Json<SignIn>,
) -> Result<Response, Problem> {
    let attempt = LoginAttempt {
        email: body.email,
        password: SecretString::from(body.password),
        user_agent: origin.user_agent,
        previous_token: cookie::token(&headers, &state.address).map(SecretString::from),
        request_id: origin.request_id,
    };
    match identity::login(&state.context, attempt).await {
        Ok(begun) => Ok(signed_in(&state, &begun)),
        Err(error) => Err(refused_sign_in(error)),
    }
}

/// Why somebody could not prove who they are.
pub fn refused_sign_in(error: LoginError) -> Problem {
    match error {
        LoginError::Refused => Problem::new(Kind::WrongCredentials, error.to_string()),
        LoginError::TooMany { retry_after } => {
            Problem::new(Kind::TooManyAttempts, error.to_string()).retry_after(retry_after.as_secs())
        }
        LoginError::Hashing(error) => {
            tracing::error!(%error, "proving who somebody is");
            Problem::internal()
        }
        LoginError::Store(error) => error.into(),
    }
}

/// The answer to whoever just proved who they are: the session and its cookie.
pub fn signed_in(state: &AppState, begun: &NewSession) -> Response {
    let mut response = Json(Session::from(&begun.session)).into_response();
    if let Some(value) = cookie::set(&begun.token, &state.address) {
        response.headers_mut().append(SET_COOKIE, value);
    }
    response
}

/// Who is signed in
#[utoipa::path(
    get, path = "/session", operation_id = "get_session", tag = "identity",
    responses((status = 200, description = "The session", body = Session)),
)]
async fn get_session(caller: Caller) -> Json<Session> {
    Json(Session::from(&*caller.0))
}

/// Sign out
///
/// Ends the session and clears its cookie; also when there was none.
#[utoipa::path(
    delete, path = "/session", operation_id = "delete_session", tag = "identity",
    responses((status = 204, description = "Signed out")),
)]
async fn delete_session(
    State(state): State<AppState>,
    headers: HeaderMap,
    origin: Origin,
) -> Result<Response, Problem> {
    if let Some(token) = cookie::token(&headers, &state.address) {
        identity::log_out(&state.context, &token, origin.request_id.as_deref()).await?;
    }
    // No `Clear-Site-Data`: answers are never stored, and what a page keeps is its colours and keys, not anybody's data.
    let mut response = StatusCode::NO_CONTENT.into_response();
    if let Some(value) = cookie::clear(&state.address) {
        response.headers_mut().append(SET_COOKIE, value);
    }
    Ok(response)
}
