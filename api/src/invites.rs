//! Invitations by link: made and revoked by admins, followed by whoever holds the link.

use axum::{
    extract::State,
    http::{HeaderMap, HeaderValue, StatusCode, header::LOCATION},
    response::{IntoResponse as _, Response},
};
use engine::identity::{self, Acceptance, InviteError, InviteView, Permission};
use jiff::Timestamp;
use secrecy::{ExposeSecret as _, SecretString};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

use crate::{
    AppState, cookie,
    extract::{Caller, Json, Origin, PathId, Query},
    permission::{Access, guard},
    problem::{Kind, Problem, ProblemField},
    session::{Role, RoleChoice, Session, refused_sign_in, signed_in},
    wire::{PREFIX, words},
};

pub fn routes() -> OpenApiRouter<AppState> {
    let write = Access::Permission(Permission::MembersWrite);
    OpenApiRouter::new()
        .routes(guard(write, routes!(list_invites, create_invite)))
        .routes(guard(write, routes!(get_invite, delete_invite)))
        // Whoever holds the link: it is the proof.
        .routes(guard(Access::Anyone, routes!(look_at_invite, accept_invite)))
}

words! {
    /// How an invitation stands.
    InviteState: "open", "used", "expired", "revoked"
}

/// An invitation. Its link is shown once, when it is made.
#[derive(Debug, Serialize, ToSchema)]
pub struct Invite {
    id: Uuid,
    #[schema(example = "eve@example.com")]
    email: String,
    role: Role,
    created_at: Timestamp,
    expires_at: Timestamp,
    #[schema(example = "Ada Byron")]
    created_by: String,
    state: InviteState,
}

impl From<InviteView> for Invite {
    fn from(invite: InviteView) -> Self {
        Self {
            id: invite.id,
            email: invite.email,
            role: invite.role.as_str().into(),
            created_at: invite.created_at,
            expires_at: invite.expires_at,
            created_by: invite.created_by,
            state: invite.state.as_str().into(),
        }
    }
}

async fn read(state: &AppState, caller: &Caller, id: Uuid) -> Result<Invite, Problem> {
    let found = identity::invites(&state.context, caller.principal().scope, Some(id)).await?;
    found
        .into_iter()
        .next()
        .map(Invite::from)
        .ok_or_else(Problem::not_found)
}

#[derive(Debug, Serialize, ToSchema)]
pub struct InviteList {
    data: Vec<Invite>,
}

/// Invitations, newest first
///
/// The newest 500, ended ones included.
#[utoipa::path(
    get, path = "/invites", operation_id = "list_invites", tag = "identity",
    responses((status = 200, description = "The invitations", body = InviteList)),
)]
async fn list_invites(State(state): State<AppState>, caller: Caller) -> Result<Json<InviteList>, Problem> {
    let invites = identity::invites(&state.context, caller.principal().scope, None).await?;
    Ok(Json(InviteList {
        data: invites.into_iter().map(Invite::from).collect(),
    }))
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewInvite {
    #[schema(example = "eve@example.com", max_length = 254)]
    email: String,
    role: RoleChoice,
}

/// A fresh invitation with its link.
#[derive(Debug, Serialize, ToSchema)]
pub struct CreatedInvite {
    invite: Invite,
    /// Shown this once: hand it to the invited person.
    #[schema(example = "https://desk.example.com/invite?token=2rWc7mX0vQh5k1pTzL9sYbNfJ3aEoUi8")]
    url: String,
}

/// Invite somebody
///
/// Answers the link, once. It works once, for seven days, for this address. Inviting the same address again ends the
/// earlier link.
#[utoipa::path(
    post, path = "/invites", operation_id = "create_invite", tag = "identity",
    request_body = NewInvite,
    responses((status = 201, description = "Invited", body = CreatedInvite, headers(("Location" = String, description = "The invitation")))),
)]
async fn create_invite(
    State(state): State<AppState>,
    caller: Caller,
    headers: HeaderMap,
    Json(body): Json<NewInvite>,
) -> Result<Response, Problem> {
    let (id, token) =
        identity::invite(&state.context, caller.principal(), &body.email, body.role.into()).await?;
    let url = format!(
        "{}/invite?token={}",
        state.address.origin(&headers),
        token.expose_secret()
    );
    let created = CreatedInvite {
        invite: read(&state, &caller, id).await?,
        url,
    };
    let mut response = (StatusCode::CREATED, Json(created)).into_response();
    if let Ok(location) = HeaderValue::from_str(&format!("{PREFIX}/invites/{id}")) {
        response.headers_mut().insert(LOCATION, location);
    }
    Ok(response)
}

/// One invitation
#[utoipa::path(
    get, path = "/invites/{id}", operation_id = "get_invite", tag = "identity",
    params(("id" = Uuid, Path, description = "The invitation")),
    responses((status = 200, description = "The invitation", body = Invite)),
)]
async fn get_invite(
    State(state): State<AppState>,
    caller: Caller,
    PathId(id): PathId,
) -> Result<Json<Invite>, Problem> {
    read(&state, &caller, id).await.map(Json)
}

/// Revoke an open invitation
#[utoipa::path(
    delete, path = "/invites/{id}", operation_id = "delete_invite", tag = "identity",
    params(("id" = Uuid, Path, description = "The invitation")),
    responses(
        (status = 204, description = "Revoked"),
        (status = 409, description = "It has ended already", body = crate::problem::ProblemDocument, content_type = "application/problem+json"),
    ),
)]
async fn delete_invite(
    State(state): State<AppState>,
    caller: Caller,
    PathId(id): PathId,
) -> Result<StatusCode, Problem> {
    identity::revoke_invite(&state.context, caller.principal(), id).await?;
    Ok(StatusCode::NO_CONTENT)
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct InviteQuery {
    /// From the link.
    #[param(example = "2rWc7mX0vQh5k1pTzL9sYbNfJ3aEoUi8")]
    token: String,
}

/// What somebody with the link is shown.
#[derive(Debug, Serialize, ToSchema)]
pub struct OpenInvite {
    #[schema(example = "Acme Marketing")]
    organisation: String,
    #[schema(example = "eve@example.com")]
    email: String,
    role: Role,
    expires_at: Timestamp,
    /// The address has a password here already: accept with that one.
    has_account: bool,
}

/// Look at an invitation by its link
#[utoipa::path(
    get, path = "/invite", operation_id = "look_at_invite", tag = "identity",
    params(InviteQuery),
    responses(
        (status = 200, description = "The invitation", body = OpenInvite),
        (status = 403, description = "The link does not work any more", body = crate::problem::ProblemDocument, content_type = "application/problem+json"),
    ),
)]
async fn look_at_invite(
    State(state): State<AppState>,
    Query(query): Query<InviteQuery>,
) -> Result<Json<OpenInvite>, Problem> {
    let invite = identity::look_at_invite(&state.context, &SecretString::from(query.token)).await?;
    Ok(Json(OpenInvite {
        organisation: invite.organisation,
        email: invite.email,
        role: invite.role.as_str().into(),
        expires_at: invite.expires_at,
        has_account: invite.has_account,
    }))
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AcceptInvite {
    /// From the link.
    #[schema(example = "2rWc7mX0vQh5k1pTzL9sYbNfJ3aEoUi8")]
    token: String,
    /// Not asked of an address that has an account.
    #[schema(example = "Eve Laurent")]
    #[serde(default)]
    name: String,
    /// A new one of at least 12 characters; of an address that has an account, its own.
    #[schema(format = Password)]
    password: String,
}

/// Accept an invitation
///
/// Makes the person and signs them in. An address that is known here joins with the password it has; otherwise it is told
/// to sign in with that one.
#[utoipa::path(
    post, path = "/invite", operation_id = "accept_invite", tag = "identity",
    request_body = AcceptInvite,
    responses(
        (status = 201, description = "Joined and signed in", body = Session, headers(("Location" = String, description = "The session"))),
        (status = 403, description = "The link does not work any more", body = crate::problem::ProblemDocument, content_type = "application/problem+json"),
        (status = 409, description = "The person belongs to the organisation already", body = crate::problem::ProblemDocument, content_type = "application/problem+json"),
    ),
)]
async fn accept_invite(
    State(state): State<AppState>,
    headers: HeaderMap,
    origin: Origin,
    Json(body): Json<AcceptInvite>,
) -> Result<Response, Problem> {
    let form = Acceptance {
        token: SecretString::from(body.token),
        name: body.name,
        password: SecretString::from(body.password),
        user_agent: origin.user_agent,
        previous_token: cookie::token(&headers, &state.address).map(SecretString::from),
        request_id: origin.request_id,
    };
    let begun = identity::accept_invite(&state.context, form).await?;
    let mut response = signed_in(&state, &begun);
    *response.status_mut() = StatusCode::CREATED;
    if let Ok(location) = HeaderValue::from_str(&format!("{PREFIX}/session")) {
        response.headers_mut().insert(LOCATION, location);
    }
    Ok(response)
}

impl From<InviteError> for Problem {
    fn from(error: InviteError) -> Self {
        match error {
            InviteError::LinkEnded => Self::new(Kind::LinkEnded, error.to_string()),
            InviteError::NotFound => Self::not_found(),
            InviteError::Impossible(detail) => Self::new(Kind::Conflict, detail),
            InviteError::Fields(fields) => Self::invalid(ProblemField::of_body(fields)),
            InviteError::Member(error) => error.into(),
            InviteError::Login(error) => refused_sign_in(error),
            InviteError::Hashing(error) => {
                tracing::error!(%error, "accepting an invitation");
                Self::internal()
            }
            InviteError::Store(error) => error.into(),
        }
    }
}
