//! The first set-up, behind its one-time link.

use axum::{extract::State, response::Response};
use engine::identity::{self, SetupError, SetupForm};
use secrecy::SecretString;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    AppState,
    extract::{Json, Origin},
    permission::{Access, guard},
    problem::{Kind, Problem, ProblemDocument, ProblemField},
    session::{Session, signed_in},
};

pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(guard(Access::Anyone, routes!(get_setup)))
        .routes(guard(Access::Anyone, routes!(create_setup)))
}

/// Whether nobody has set the program up yet.
#[derive(Debug, Serialize, ToSchema)]
pub struct SetupState {
    open: bool,
}

/// Is the first set-up still to be done?
#[utoipa::path(
    get, path = "/setup", operation_id = "get_setup", tag = "identity",
    responses((status = 200, description = "Open while no organisation exists", body = SetupState)),
)]
async fn get_setup(State(state): State<AppState>) -> Result<Json<SetupState>, Problem> {
    Ok(Json(SetupState {
        open: identity::setup_is_open(&state.context).await?,
    }))
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Setup {
    /// From the link that the program printed.
    token: String,
    #[schema(example = "Acme Marketing")]
    organisation: String,
    #[schema(example = "Ada Byron")]
    name: String,
    #[schema(example = "ada@example.com")]
    email: String,
    #[schema(format = Password, min_length = 12)]
    password: String,
}

/// Create the organisation and its first admin
///
/// Works once, with the link's token, while no organisation exists. The admin is signed in by it.
#[utoipa::path(
    post, path = "/setup", operation_id = "create_setup", tag = "identity",
    request_body = Setup,
    responses(
        (status = 200, description = "Created and signed in", body = Session),
        (status = 403, description = "The link does not work any more", body = ProblemDocument, content_type = "application/problem+json"),
        (status = 422, description = "Invalid input", body = ProblemDocument, content_type = "application/problem+json"),
    ),
)]
async fn create_setup(
    State(state): State<AppState>,
    origin: Origin,
    Json(body): Json<Setup>,
) -> Result<Response, Problem> {
    let form = SetupForm {
        token: SecretString::from(body.token),
        organisation: body.organisation,
        name: body.name,
        email: body.email,
        password: SecretString::from(body.password),
        user_agent: origin.user_agent,
        request_id: origin.request_id,
    };
    match identity::set_up(&state.context, form).await {
        Ok(begun) => Ok(signed_in(&state, &begun)),
        Err(SetupError::LinkEnded) => Err(Problem::new(Kind::LinkEnded, SetupError::LinkEnded.to_string())),
        Err(SetupError::Fields(problems)) => Err(Problem::invalid(ProblemField::of_body(problems))),
        Err(SetupError::Store(error)) => Err(error.into()),
        Err(error @ (SetupError::Hashing(_) | SetupError::Vault(_))) => {
            tracing::error!(%error, "the first set-up");
            Err(Problem::internal())
        }
    }
}
