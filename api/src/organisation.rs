//! The organisation, and the switch that stops everything it would write to a platform.

use axum::{
    extract::State,
    http::{HeaderValue, header::ETAG},
    response::{IntoResponse as _, Response},
};
use engine::identity::{self, OrganisationError, Permission};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

use crate::{
    AppState,
    extract::{Caller, IfMatch, Json, etag},
    permission::{Access, guard},
    problem::{Kind, Problem, ProblemField},
    wire::Empty,
};

pub fn routes() -> OpenApiRouter<AppState> {
    let stop = Access::Permission(Permission::OrganisationStop);
    OpenApiRouter::new()
        // Everybody sees whether the desk stands still.
        .routes(guard(Access::SignedIn, routes!(get_organisation)))
        .routes(guard(
            Access::Permission(Permission::OrganisationWrite),
            routes!(update_organisation),
        ))
        .routes(guard(stop, routes!(stop_organisation)))
        .routes(guard(stop, routes!(resume_organisation)))
}

/// Since when nothing is written to a platform, who stopped it and why.
#[derive(Debug, Serialize, ToSchema)]
pub struct Stopped {
    /// Business time.
    at: Timestamp,
    #[schema(example = "Max Okafor")]
    by: Option<String>,
    #[schema(example = "the tracking of the shop is broken")]
    reason: String,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct Organisation {
    id: Uuid,
    #[schema(example = "Acme Marketing")]
    name: String,
    /// Whether what rules with scripts want needs no more approval than what other rules want. Otherwise it waits for a manager,
    /// whatever the rule says: nobody can prove what a script computes.
    trusts_scripts: bool,
    /// Null while everything runs.
    stopped: Option<Stopped>,
    brands: i64,
    accounts: i64,
    /// Grows with every change; the ETag is `"v"` and this.
    version: i64,
}

impl Organisation {
    async fn read(state: &AppState, caller: &Caller) -> Result<Self, Problem> {
        let organisation = identity::organisation(&state.context, caller.principal().scope).await?;
        Ok(Self {
            id: organisation.id,
            name: organisation.name,
            trusts_scripts: organisation.trusts_scripts,
            stopped: organisation.stopped.map(|stopped| Stopped {
                at: stopped.at,
                by: stopped.by,
                reason: stopped.reason,
            }),
            brands: organisation.brands,
            accounts: organisation.accounts,
            version: organisation.version,
        })
    }

    async fn answer(state: &AppState, caller: &Caller) -> Result<Response, Problem> {
        let organisation = Self::read(state, caller).await?;
        let tag = HeaderValue::from_str(&etag(organisation.version)).ok();
        let mut response = Json(organisation).into_response();
        if let Some(tag) = tag {
            response.headers_mut().insert(ETAG, tag);
        }
        Ok(response)
    }
}

/// The organisation, and whether it is stopped
#[utoipa::path(
    get, path = "/organisation", operation_id = "get_organisation", tag = "organisation",
    responses((status = 200, description = "The organisation", body = Organisation, headers(("ETag" = String)))),
)]
async fn get_organisation(State(state): State<AppState>, caller: Caller) -> Result<Response, Problem> {
    Organisation::answer(&state, &caller).await
}

/// What is left out stays.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OrganisationChange {
    #[schema(example = "Acme Marketing", min_length = 1, max_length = 120)]
    name: Option<String>,
    /// Whether what rules with scripts want needs no more approval than what other rules want.
    #[schema(example = true)]
    trusts_scripts: Option<bool>,
}

/// Rename the organisation, or say whether its scripts are trusted
#[utoipa::path(
    patch, path = "/organisation", operation_id = "update_organisation", tag = "organisation",
    params(("If-Match" = Option<String>, Header, description = "The ETag that was read. Without it: 428.")),
    request_body = OrganisationChange,
    responses((status = 200, description = "Changed", body = Organisation, headers(("ETag" = String)))),
)]
async fn update_organisation(
    State(state): State<AppState>,
    caller: Caller,
    IfMatch(version): IfMatch,
    Json(body): Json<OrganisationChange>,
) -> Result<Response, Problem> {
    let change = identity::OrganisationChange {
        name: body.name,
        trusts_scripts: body.trusts_scripts,
    };
    match identity::change_organisation(&state.context, caller.principal(), version, change).await {
        Ok(()) => Organisation::answer(&state, &caller).await,
        Err(OrganisationError::Moved) => {
            let current = Organisation::read(&state, &caller).await?;
            Err(Problem::moved(
                "the organisation changed since you looked; look again",
                &current,
            ))
        }
        Err(error) => Err(error.into()),
    }
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Stop {
    /// For everybody who finds the desk standing still.
    #[schema(
        example = "the tracking of the shop is broken",
        min_length = 1,
        max_length = 500
    )]
    reason: String,
}

/// Stop every change
///
/// From now on nothing is written to any platform, whatever was approved. What waits goes on after resuming, or lapses.
/// Stopped already: the first reason stands.
#[utoipa::path(
    post, path = "/organisation/stop", operation_id = "stop_organisation", tag = "organisation",
    request_body = Stop,
    responses((status = 200, description = "Stopped", body = Organisation, headers(("ETag" = String)))),
)]
async fn stop_organisation(
    State(state): State<AppState>,
    caller: Caller,
    Json(body): Json<Stop>,
) -> Result<Response, Problem> {
    identity::stop(&state.context, caller.principal(), &body.reason).await?;
    Organisation::answer(&state, &caller).await
}

/// Let changes go out again
///
/// What was approved meanwhile and has not lapsed is checked again and goes out.
#[utoipa::path(
    post, path = "/organisation/resume", operation_id = "resume_organisation", tag = "organisation",
    request_body = Empty,
    responses((status = 200, description = "Running", body = Organisation, headers(("ETag" = String)))),
)]
async fn resume_organisation(
    State(state): State<AppState>,
    caller: Caller,
    Json(Empty {}): Json<Empty>,
) -> Result<Response, Problem> {
    identity::resume(&state.context, caller.principal()).await?;
    Organisation::answer(&state, &caller).await
}

impl From<OrganisationError> for Problem {
    fn from(error: OrganisationError) -> Self {
        match error {
            OrganisationError::NotAllowed => Self::new(Kind::NotPermitted, error.to_string()),
            OrganisationError::Moved => Self::new(Kind::Moved, error.to_string()),
            OrganisationError::Field(field) => Self::invalid(ProblemField::of_body(vec![field])),
            OrganisationError::Store(error) => error.into(),
        }
    }
}
