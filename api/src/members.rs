//! Who belongs to the organisation and as what.

use axum::{
    extract::State,
    http::{HeaderValue, StatusCode, header::ETAG},
    response::{IntoResponse as _, Response},
};
use engine::identity::{self, MemberError, MemberView, Permission};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

use crate::{
    AppState,
    extract::{Caller, IfMatch, Json, PathId, etag},
    permission::{Access, guard},
    problem::{Kind, Problem},
    session::{Role, RoleChoice},
};

pub fn routes() -> OpenApiRouter<AppState> {
    let write = Access::Permission(Permission::MembersWrite);
    OpenApiRouter::new()
        .routes(guard(
            Access::Permission(Permission::MembersRead),
            routes!(list_members),
        ))
        .routes(guard(write, routes!(update_member)))
        .routes(guard(write, routes!(delete_member)))
}

/// Somebody who belongs to the organisation.
#[derive(Debug, Serialize, ToSchema)]
pub struct Member {
    id: Uuid,
    #[schema(example = "Max Okafor")]
    name: String,
    #[schema(example = "max@example.com")]
    email: String,
    role: Role,
    joined_at: Timestamp,
    /// The last request, to five minutes; null before the first.
    last_seen_at: Option<Timestamp>,
    is_me: bool,
    /// Grows with every change; the ETag is `"v"` and this.
    version: i64,
}

impl Member {
    fn new(member: MemberView, caller: &Caller) -> Self {
        Self {
            is_me: member.id == caller.principal().actor,
            id: member.id,
            name: member.name,
            email: member.email,
            role: member.role.as_str().into(),
            joined_at: member.joined_at,
            last_seen_at: member.last_seen_at,
            version: member.version,
        }
    }

    async fn read(state: &AppState, caller: &Caller, id: Uuid) -> Result<Self, Problem> {
        let members = identity::members(&state.context, caller.principal().scope).await?;
        members
            .into_iter()
            .find(|member| member.id == id)
            .map(|member| Self::new(member, caller))
            .ok_or_else(Problem::not_found)
    }
}

#[derive(Debug, Serialize, ToSchema)]
pub struct MemberList {
    data: Vec<Member>,
}

/// Everybody who belongs to the organisation, by name
#[utoipa::path(
    get, path = "/members", operation_id = "list_members", tag = "identity",
    responses((status = 200, description = "The members", body = MemberList)),
)]
async fn list_members(State(state): State<AppState>, caller: Caller) -> Result<Json<MemberList>, Problem> {
    let members = identity::members(&state.context, caller.principal().scope).await?;
    Ok(Json(MemberList {
        data: members
            .into_iter()
            .map(|member| Member::new(member, &caller))
            .collect(),
    }))
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MemberChange {
    role: RoleChoice,
}

/// Give a member another role
///
/// In force with their next request. The last admin cannot become anything else.
#[utoipa::path(
    patch, path = "/members/{id}", operation_id = "update_member", tag = "identity",
    params(
        ("id" = Uuid, Path, description = "The member"),
        ("If-Match" = Option<String>, Header, description = "The version that was read, as `\"v3\"`. Without it: 428."),
    ),
    request_body = MemberChange,
    responses((status = 200, description = "Changed", body = Member, headers(("ETag" = String)))),
)]
async fn update_member(
    State(state): State<AppState>,
    caller: Caller,
    PathId(id): PathId,
    IfMatch(version): IfMatch,
    Json(body): Json<MemberChange>,
) -> Result<Response, Problem> {
    let role = body.role.into();
    if let Err(error) =
        identity::change_role(&state.context, caller.principal(), id, Some(version), role).await
    {
        return Err(refusal(&state, &caller, id, error).await);
    }
    let member = Member::read(&state, &caller, id).await?;
    let tag = HeaderValue::from_str(&etag(member.version)).ok();
    let mut response = Json(member).into_response();
    if let Some(tag) = tag {
        response.headers_mut().insert(ETAG, tag);
    }
    Ok(response)
}

/// Take somebody out of the organisation
///
/// Their sessions end at once. What they decided stays in the history; the last admin cannot be taken out.
#[utoipa::path(
    delete, path = "/members/{id}", operation_id = "delete_member", tag = "identity",
    params(
        ("id" = Uuid, Path, description = "The member"),
        ("If-Match" = Option<String>, Header, description = "The version that was read, as `\"v3\"`. Without it: 428."),
    ),
    responses((status = 204, description = "Taken out")),
)]
async fn delete_member(
    State(state): State<AppState>,
    caller: Caller,
    PathId(id): PathId,
    IfMatch(version): IfMatch,
) -> Result<StatusCode, Problem> {
    match identity::remove_person(&state.context, caller.principal(), id, Some(version)).await {
        Ok(()) => Ok(StatusCode::NO_CONTENT),
        Err(error) => Err(refusal(&state, &caller, id, error).await),
    }
}

async fn refusal(state: &AppState, caller: &Caller, id: Uuid, error: MemberError) -> Problem {
    match error {
        MemberError::Moved => match Member::read(state, caller, id).await {
            Ok(current) => Problem::moved("the member changed since you looked; look again", &current),
            Err(problem) => problem,
        },
        other => Problem::from(other),
    }
}

impl From<MemberError> for Problem {
    fn from(error: MemberError) -> Self {
        match error {
            MemberError::NotFound => Self::not_found(),
            MemberError::NotAllowed => Self::new(Kind::NotPermitted, error.to_string()),
            MemberError::LastAdmin => Self::new(Kind::Conflict, error.to_string()),
            MemberError::Moved => Self::new(Kind::Moved, error.to_string()),
            MemberError::Email(_) => Self::invalid_field("/email", error.to_string()),
            MemberError::Name(_) => Self::invalid_field("/name", error.to_string()),
            MemberError::Password(_) => Self::invalid_field("/password", error.to_string()),
            MemberError::Store(error) => error.into(),
            MemberError::Hashing(_) | MemberError::Vault(_) => {
                tracing::error!(%error, "members");
                Self::internal()
            }
        }
    }
}
