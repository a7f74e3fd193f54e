//! What people keep about themselves, their password, and where they are signed in.

use axum::{
    extract::State,
    http::{HeaderValue, StatusCode, header::ETAG},
    response::{IntoResponse as _, Response},
};
use engine::identity::{self, Ending, Locale, ProfileError};
use jiff::Timestamp;
use secrecy::SecretString;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

use crate::{
    AppState,
    extract::{Caller, IfMatch, Json, PathId, etag},
    permission::{Access, guard},
    problem::{Problem, ProblemField},
    session::{Role, refused_sign_in},
    wire::words,
};

pub fn routes() -> OpenApiRouter<AppState> {
    let own = Access::SignedIn;
    OpenApiRouter::new()
        .routes(guard(own, routes!(get_profile, update_profile)))
        .routes(guard(own, routes!(change_password)))
        .routes(guard(own, routes!(list_sessions, delete_other_sessions)))
        .routes(guard(own, routes!(delete_one_session)))
}

words! {
    /// A language of the pages.
    LocaleWord: "en", "de"
}

/// A language of the pages.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum LocaleChoice {
    En,
    De,
}

impl From<LocaleChoice> for Locale {
    fn from(choice: LocaleChoice) -> Self {
        match choice {
            LocaleChoice::En => Self::English,
            LocaleChoice::De => Self::German,
        }
    }
}

/// The person who is signed in.
#[derive(Debug, Serialize, ToSchema)]
pub struct Profile {
    id: Uuid,
    #[schema(example = "Ada Byron")]
    name: String,
    #[schema(example = "ada@example.com")]
    email: String,
    role: Role,
    #[schema(example = "Acme Marketing")]
    organisation: String,
    /// Null: the browser's language.
    locale: Option<LocaleWord>,
    created_at: Timestamp,
    /// Grows with every change; the ETag is `"v"` and this.
    version: i64,
}

impl Profile {
    async fn read(state: &AppState, caller: &Caller) -> Result<Self, Problem> {
        let profile = identity::profile(&state.context, caller.principal()).await?;
        Ok(Self {
            id: profile.id,
            name: profile.name,
            email: profile.email,
            role: caller.principal().role.as_str().into(),
            organisation: caller.0.organisation.clone(),
            locale: profile.locale.map(|locale| locale.as_str().into()),
            created_at: profile.created_at,
            version: profile.version,
        })
    }

    fn answer(self) -> Response {
        let tag = HeaderValue::from_str(&etag(self.version)).ok();
        let mut response = Json(self).into_response();
        if let Some(tag) = tag {
            response.headers_mut().insert(ETAG, tag);
        }
        response
    }
}

/// Your profile
#[utoipa::path(
    get, path = "/profile", operation_id = "get_profile", tag = "identity",
    responses((status = 200, description = "The profile", body = Profile, headers(("ETag" = String)))),
)]
async fn get_profile(State(state): State<AppState>, caller: Caller) -> Result<Response, Problem> {
    Ok(Profile::read(&state, &caller).await?.answer())
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ProfileChange {
    #[schema(example = "Ada King", min_length = 1, max_length = 120)]
    name: Option<String>,
    locale: Option<LocaleChoice>,
}

/// Change your name or language
///
/// What is not sent stays as it is.
#[utoipa::path(
    patch, path = "/profile", operation_id = "update_profile", tag = "identity",
    params(("If-Match" = Option<String>, Header, description = "The ETag that was read. Without it: 428.")),
    request_body = ProfileChange,
    responses((status = 200, description = "Changed", body = Profile, headers(("ETag" = String)))),
)]
async fn update_profile(
    State(state): State<AppState>,
    caller: Caller,
    IfMatch(version): IfMatch,
    Json(body): Json<ProfileChange>,
) -> Result<Response, Problem> {
    let locale = body.locale.map(Locale::from);
    let changed = identity::update_profile(
        &state.context,
        caller.principal(),
        version,
        body.name.as_deref(),
        locale,
    )
    .await;
    match changed {
        Ok(()) => Ok(Profile::read(&state, &caller).await?.answer()),
        Err(ProfileError::Moved) => {
            let current = Profile::read(&state, &caller).await?;
            Err(Problem::moved(
                "your profile changed since you looked; look again",
                &current,
            ))
        }
        Err(error) => Err(error.into()),
    }
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PasswordChange {
    #[schema(format = Password)]
    current: String,
    /// At least 12 characters; not one that attackers try first.
    #[schema(format = Password)]
    new: String,
}

/// Change your password
///
/// Ends all your other sessions. Wrong current passwords are counted like wrong sign-ins.
#[utoipa::path(
    post, path = "/profile/password", operation_id = "change_password", tag = "identity",
    request_body = PasswordChange,
    responses((status = 204, description = "Changed; the other sessions have ended")),
)]
async fn change_password(
    State(state): State<AppState>,
    caller: Caller,
    Json(body): Json<PasswordChange>,
) -> Result<StatusCode, Problem> {
    let (current, new) = (SecretString::from(body.current), SecretString::from(body.new));
    identity::change_password(&state.context, &caller.0, current, new).await?;
    Ok(StatusCode::NO_CONTENT)
}

impl From<ProfileError> for Problem {
    fn from(error: ProfileError) -> Self {
        match error {
            ProfileError::Moved => Self::new(crate::problem::Kind::Moved, error.to_string()),
            ProfileError::Fields(fields) => Self::invalid(ProblemField::of_body(fields)),
            ProfileError::Login(error) => refused_sign_in(error),
            ProfileError::Hashing(error) => {
                tracing::error!(%error, "changing a password");
                Self::internal()
            }
            ProfileError::Store(error) => error.into(),
        }
    }
}

/// One place where you are signed in.
#[derive(Debug, Serialize, ToSchema)]
pub struct OwnSession {
    id: Uuid,
    created_at: Timestamp,
    /// The last request, to five minutes.
    last_seen_at: Timestamp,
    /// What the browser says it is; its own word.
    #[schema(example = "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0")]
    user_agent: String,
    /// The session that asks.
    current: bool,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct OwnSessionList {
    data: Vec<OwnSession>,
}

/// Where you are signed in, last used first
#[utoipa::path(
    get, path = "/sessions", operation_id = "list_sessions", tag = "identity",
    responses((status = 200, description = "Your sessions", body = OwnSessionList)),
)]
async fn list_sessions(
    State(state): State<AppState>,
    caller: Caller,
) -> Result<Json<OwnSessionList>, Problem> {
    let sessions = identity::sessions(&state.context, caller.principal()).await?;
    Ok(Json(OwnSessionList {
        data: sessions
            .into_iter()
            .map(|session| OwnSession {
                current: session.id == caller.0.id,
                id: session.id,
                created_at: session.created_at,
                last_seen_at: session.last_seen_at,
                user_agent: session.user_agent,
            })
            .collect(),
    }))
}

/// End one of your sessions
///
/// The one that asks may end itself: it is then signed out.
#[utoipa::path(
    delete, path = "/sessions/{id}", operation_id = "delete_one_session", tag = "identity",
    params(("id" = Uuid, Path, description = "The session")),
    responses((status = 204, description = "Ended")),
)]
async fn delete_one_session(
    State(state): State<AppState>,
    caller: Caller,
    PathId(id): PathId,
) -> Result<StatusCode, Problem> {
    match identity::end_sessions(&state.context, caller.principal(), Ending::One(id)).await? {
        0 => Err(Problem::not_found()),
        _ => Ok(StatusCode::NO_CONTENT),
    }
}

/// End all your other sessions
#[utoipa::path(
    delete, path = "/sessions", operation_id = "delete_other_sessions", tag = "identity",
    responses((status = 204, description = "Ended")),
)]
async fn delete_other_sessions(State(state): State<AppState>, caller: Caller) -> Result<StatusCode, Problem> {
    identity::end_sessions(&state.context, caller.principal(), Ending::AllBut(caller.0.id)).await?;
    Ok(StatusCode::NO_CONTENT)
}
