//! Connecting accounts: to the platform and back, and the choice of what it offers.

use std::fmt;

use axum::{
    extract::{Query as RawQuery, State},
    http::{HeaderMap, StatusCode, header::LOCATION},
    response::{IntoResponse, Response},
};
use engine::{
    connections::{
        consent::{self, Answer, AnswerError, BeginError, ChooseError},
        platform::Platforms,
        view,
    },
    identity::{self, AuthenticationError, Permission},
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

use crate::{
    AppState,
    accounts::Account,
    cookie,
    extract::{Caller, Json, PathId},
    permission::{Access, guard},
    problem::{Kind, Problem, ProblemDocument, ProblemField},
    wire::{NamedRef, Platform, words},
};

pub fn routes() -> OpenApiRouter<AppState> {
    let read = Access::Permission(Permission::AccountsRead);
    let write = Access::Permission(Permission::AccountsWrite);
    OpenApiRouter::new()
        .routes(guard(read, routes!(list_connection_platforms)))
        .routes(guard(write, routes!(create_connection)))
        .routes(guard(write, routes!(get_connection)))
        .routes(guard(write, routes!(delete_connection)))
        .routes(guard(write, routes!(choose_accounts)))
        // The browser comes from another site: who it is and what it may is asked inside.
        .routes(guard(Access::Anyone, routes!(take_consent)))
}

/// Where the platform sends the browser back to, below the program's own address.
const CALLBACK: &str = "/api/v1/oauth/callback";
/// The most accounts chosen at once.
const MOST_CHOSEN: usize = 200;

words! {
    /// Where a connection stands.
    ConnectionState: "waiting", "refused", "failed", "choosing", "done", "expired"
}
words! {
    /// What kind of end it came to.
    ConnectionProblemCode: "refused", "missing_scope", "code_rejected", "no_accounts", "expired", "platform_error"
}
words! {
    /// Whether an account can be chosen, and why not.
    CandidateStatus: "available", "connected", "closed", "other_organisation"
}

/// A platform and whether it can be connected.
#[derive(Debug, Serialize, ToSchema)]
pub struct ConnectionPlatform {
    platform: Platform,
    available: bool,
    why_not: Option<String>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct ConnectionPlatformList {
    data: Vec<ConnectionPlatform>,
}

fn offered(platforms: &Platforms) -> Vec<ConnectionPlatform> {
    [
        dsl::Platform::Google,
        dsl::Platform::Meta,
        dsl::Platform::Tiktok,
        dsl::Platform::Amazon,
    ]
    .into_iter()
    .map(|platform| {
        let available = platforms.contains_key(&platform);
        let why_not = match platform {
            _ if available => None,
            dsl::Platform::Google => Some(
                "this installation has no OAuth client for Google Ads; start it with --google-client-id and its secret",
            ),
            _ => Some("this version of the program does not speak to this platform"),
        };
        ConnectionPlatform {
            platform: platform.as_str().into(),
            available,
            why_not: why_not.map(str::to_owned),
        }
    })
    .collect()
}

/// Platforms that can be connected
#[utoipa::path(
    get, path = "/connections/platforms", operation_id = "list_connection_platforms", tag = "connections",
    responses((status = 200, description = "Every platform, available or not", body = ConnectionPlatformList)),
)]
async fn list_connection_platforms(State(state): State<AppState>) -> Json<ConnectionPlatformList> {
    Json(ConnectionPlatformList {
        data: offered(&state.context.platforms),
    })
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewConnection {
    #[schema(value_type = Platform, example = "google")]
    platform: String,
    /// The account whose dead consent is to be replaced; absent for new accounts.
    account_id: Option<Uuid>,
}

/// A connection that was begun.
#[derive(Debug, Serialize, ToSchema)]
pub struct ConnectionBegun {
    id: Uuid,
    /// Where the browser goes now, at the top level: the platform's own page.
    #[schema(example = "https://accounts.google.com/o/oauth2/v2/auth?client_id=…&state=…")]
    consent_url: String,
}

/// Begin to connect
///
/// Answers the platform's page for the consent. Its answer is taken within ten minutes, once, and from this browser only.
#[utoipa::path(
    post, path = "/connections", operation_id = "create_connection", tag = "connections",
    request_body(content = NewConnection, example = json!({ "platform": "google" })),
    responses(
        (status = 201, description = "Begun", body = ConnectionBegun, headers(("Location" = String, description = "The connection"))),
        (status = 409, description = "Not possible now", body = ProblemDocument, content_type = "application/problem+json"),
        (status = 422, description = "Invalid input", body = ProblemDocument, content_type = "application/problem+json"),
    ),
)]
async fn create_connection(
    State(state): State<AppState>,
    caller: Caller,
    headers: HeaderMap,
    Json(body): Json<NewConnection>,
) -> Result<Response, Problem> {
    let platform = body
        .platform
        .parse::<dsl::Platform>()
        .map_err(|_| Problem::invalid_field("/platform", "use google, meta, tiktok or amazon"))?;
    let session = cookie::token(&headers, &state.address).ok_or_else(|| {
        Problem::new(
            Kind::NotPermitted,
            "connect accounts in a browser: the consent is bound to its session",
        )
    })?;
    let redirect_uri = format!("{}{CALLBACK}", state.address.origin(&headers));
    let begun = consent::begin(
        &state.context,
        caller.principal(),
        &session,
        platform,
        body.account_id,
        &redirect_uri,
    )
    .await;
    match begun {
        Ok(begun) => {
            let location = format!("/api/v1/connections/{}", begun.id);
            let body = Json(ConnectionBegun {
                id: begun.id,
                consent_url: begun.consent_url,
            });
            Ok((StatusCode::CREATED, [(LOCATION, location)], body).into_response())
        }
        Err(BeginError::NotAvailable(platform)) => {
            let why = offered(&state.context.platforms)
                .into_iter()
                .find(|offer| offer.platform == platform.as_str().into())
                .and_then(|offer| offer.why_not);
            Err(Problem::new(Kind::Conflict, why.unwrap_or_default()))
        }
        Err(BeginError::NoAccount) => Err(Problem::invalid_field(
            "/account_id",
            "there is no such account on this platform",
        )),
        Err(BeginError::Impossible(why)) => Err(Problem::new(Kind::Conflict, why)),
        Err(BeginError::Store(error)) => Err(error.into()),
        Err(BeginError::Vault(error)) => {
            tracing::error!(%error, "a connection could not be begun");
            Err(Problem::internal())
        }
    }
}

/// Why a connection came to nothing.
#[derive(Debug, Serialize, ToSchema)]
pub struct ConnectionProblem {
    code: ConnectionProblemCode,
    title: String,
    detail: String,
    what_to_do: String,
}

/// A permission that is needed, and whether it was given.
#[derive(Debug, Serialize, ToSchema)]
pub struct ConnectionScope {
    #[schema(example = "https://www.googleapis.com/auth/adwords")]
    name: String,
    granted: bool,
    needed_for: String,
}

/// A manager account.
#[derive(Debug, Serialize, ToSchema)]
pub struct ConnectionManager {
    external_id: String,
    name: String,
}

/// An account that the consent reaches.
#[derive(Debug, Serialize, ToSchema)]
pub struct ConnectionCandidate {
    #[schema(example = "1234567890")]
    external_id: String,
    name: String,
    /// Through whom it is reached; null where directly.
    manager: Option<ConnectionManager>,
    #[schema(example = "USD")]
    currency: &'static str,
    #[schema(example = "America/New_York")]
    time_zone: String,
    status: CandidateStatus,
    /// The account here, where it is connected.
    account_id: Option<Uuid>,
    why_not: Option<String>,
}

/// One connection, from the consent to the choice.
#[derive(Debug, Serialize, ToSchema)]
pub struct Connection {
    id: Uuid,
    platform: Platform,
    state: ConnectionState,
    problem: Option<ConnectionProblem>,
    /// The account whose consent is replaced.
    reconnects: Option<NamedRef>,
    scopes: Vec<ConnectionScope>,
    /// When it lapses unless it is gone on with.
    expires_at: Timestamp,
    /// What the consent reaches; empty until it was given.
    candidates: Vec<ConnectionCandidate>,
}

impl From<consent::Connection> for Connection {
    fn from(connection: consent::Connection) -> Self {
        Self {
            id: connection.id,
            platform: connection.platform.as_str().into(),
            state: connection.state.as_str().into(),
            problem: connection.problem.map(|problem| ConnectionProblem {
                code: problem.code.as_str().into(),
                title: problem.code.title().to_owned(),
                what_to_do: problem.code.what_to_do().to_owned(),
                detail: problem.detail,
            }),
            reconnects: connection.reconnects.map(|(id, name)| NamedRef { id, name }),
            scopes: connection
                .scopes
                .into_iter()
                .map(|scope| ConnectionScope {
                    name: scope.name,
                    granted: scope.granted,
                    needed_for: scope.needed_for,
                })
                .collect(),
            expires_at: connection.expires_at,
            candidates: connection.candidates.into_iter().map(Into::into).collect(),
        }
    }
}

impl From<consent::Candidate> for ConnectionCandidate {
    fn from(candidate: consent::Candidate) -> Self {
        let remote = candidate.remote;
        let manager_name = remote.manager_name;
        Self {
            external_id: remote.address.external_id,
            name: remote.name,
            manager: remote
                .address
                .login_external_id
                .map(|external_id| ConnectionManager {
                    name: manager_name.unwrap_or_else(|| external_id.clone()),
                    external_id,
                }),
            currency: remote.address.currency.as_str(),
            time_zone: remote.address.time_zone,
            status: candidate.status.as_str().into(),
            account_id: candidate.account_id,
            why_not: candidate.why_not,
        }
    }
}

async fn read(state: &AppState, caller: &Caller, id: Uuid) -> Result<Connection, Problem> {
    consent::connection(&state.context, caller.principal().scope, id)
        .await?
        .map(Connection::from)
        .ok_or_else(Problem::not_found)
}

/// One connection
#[utoipa::path(
    get, path = "/connections/{id}", operation_id = "get_connection", tag = "connections",
    params(("id" = Uuid, Path, description = "The connection")),
    responses(
        (status = 200, description = "Where it stands", body = Connection),
        (status = 404, description = "Not found", body = ProblemDocument, content_type = "application/problem+json"),
    ),
)]
async fn get_connection(
    State(state): State<AppState>,
    caller: Caller,
    PathId(id): PathId,
) -> Result<Json<Connection>, Problem> {
    Ok(Json(read(&state, &caller, id).await?))
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChosenAccounts {
    /// Those of the candidates that are to be connected.
    #[schema(min_items = 1, max_items = 200, example = json!(["1234567890"]))]
    external_ids: Vec<String>,
    /// The brand they belong to; the organisation's default one when absent.
    brand_id: Option<Uuid>,
}

/// The accounts that were connected.
#[derive(Debug, Serialize, ToSchema)]
pub struct ConnectedAccounts {
    accounts: Vec<Account>,
}

/// Choose accounts
///
/// Connects all of them or none. Their history is read from now on, the newest days first.
#[utoipa::path(
    post, path = "/connections/{id}/accounts", operation_id = "choose_accounts", tag = "connections",
    params(("id" = Uuid, Path, description = "The connection")),
    request_body = ChosenAccounts,
    responses(
        (status = 200, description = "Connected", body = ConnectedAccounts),
        (status = 404, description = "Not found", body = ProblemDocument, content_type = "application/problem+json"),
        (status = 409, description = "It offers nothing to choose from any more", body = ProblemDocument, content_type = "application/problem+json"),
        (status = 422, description = "Some cannot be connected; each is named", body = ProblemDocument, content_type = "application/problem+json"),
    ),
)]
async fn choose_accounts(
    State(state): State<AppState>,
    caller: Caller,
    PathId(id): PathId,
    Json(body): Json<ChosenAccounts>,
) -> Result<Json<ConnectedAccounts>, Problem> {
    if body.external_ids.is_empty() || body.external_ids.len() > MOST_CHOSEN {
        // An id that does not exist is not there whatever is sent to it.
        read(&state, &caller, id).await?;
        return Err(Problem::invalid_field(
            "/external_ids",
            format!("choose from 1 to {MOST_CHOSEN} accounts"),
        ));
    }
    let chosen = consent::choose(
        &state.context,
        caller.principal(),
        id,
        body.external_ids,
        body.brand_id,
    )
    .await;
    match chosen {
        Ok(ids) => {
            let accounts = view::chosen(&state.context, caller.principal().scope, ids).await?;
            Ok(Json(ConnectedAccounts {
                accounts: accounts.into_iter().map(Account::from).collect(),
            }))
        }
        Err(error) => Err(refusal(error)),
    }
}

fn refusal(error: ChooseError) -> Problem {
    match error {
        ChooseError::NotFound => Problem::not_found(),
        ChooseError::NotChoosing(_) => Problem::new(Kind::Conflict, error.to_string()),
        ChooseError::Accounts(refused) => Problem::invalid(
            refused
                .into_iter()
                .map(|(position, detail)| ProblemField {
                    pointer: format!("/external_ids/{position}"),
                    detail,
                })
                .collect(),
        ),
        ChooseError::NoBrand => Problem::invalid_field("/brand_id", "there is no such brand"),
        ChooseError::Store(error) => error.into(),
    }
}

/// Abandon a connection
///
/// Its consent is forgotten unless an account uses it.
#[utoipa::path(
    delete, path = "/connections/{id}", operation_id = "delete_connection", tag = "connections",
    params(("id" = Uuid, Path, description = "The connection")),
    responses(
        (status = 204, description = "Abandoned"),
        (status = 404, description = "Not found", body = ProblemDocument, content_type = "application/problem+json"),
    ),
)]
async fn delete_connection(
    State(state): State<AppState>,
    caller: Caller,
    PathId(id): PathId,
) -> Result<StatusCode, Problem> {
    consent::abandon(&state.context, caller.principal(), id)
        .await
        .map_err(refusal)?;
    Ok(StatusCode::NO_CONTENT)
}

/// What the platform puts behind the address. More than these is ignored: platforms add their own.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct ConsentReply {
    /// What was sent along.
    state: Option<String>,
    /// Stands for the consent.
    code: Option<String>,
    /// Why there is none.
    error: Option<String>,
}

/// Why an answer leads to no connection's page.
#[derive(Debug, Clone, Copy)]
enum Astray {
    Unknown,
    OtherSession,
    SignedOut,
    NotPermitted,
}

impl fmt::Display for Astray {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Unknown => "unknown",
            Self::OtherSession => "session",
            Self::SignedOut => "signed_out",
            Self::NotPermitted => "not_permitted",
        })
    }
}

fn see(path: String) -> Response {
    (StatusCode::SEE_OTHER, [(LOCATION, path)]).into_response()
}

/// Take a platform's answer
///
/// Where the platform sends the browser. Answers with the page of the connection, whatever came of it; or with
/// `/accounts/connect?problem=unknown`, `session`, `signed_out` or `not_permitted` when it belongs to none of this session.
#[utoipa::path(
    get, path = "/oauth/callback", operation_id = "take_consent", tag = "connections",
    params(ConsentReply),
    responses((status = 303, description = "Look there", headers(("Location" = String, description = "A page")))),
)]
async fn take_consent(
    State(state): State<AppState>,
    headers: HeaderMap,
    reply: Result<RawQuery<ConsentReply>, axum::extract::rejection::QueryRejection>,
) -> Result<Response, Problem> {
    let astray = |why: Astray| see(format!("/accounts/connect?problem={why}"));
    let Ok(RawQuery(reply)) = reply else {
        return Ok(astray(Astray::Unknown));
    };
    let Some(travelled) = reply.state.filter(|state| !state.is_empty()) else {
        return Ok(astray(Astray::Unknown));
    };
    let Some(session) = cookie::token(&headers, &state.address) else {
        return Ok(astray(Astray::SignedOut));
    };
    let principal = match identity::authenticate(&state.context, &session).await {
        Ok(session) => session.principal,
        Err(AuthenticationError::NotSignedIn) => return Ok(astray(Astray::SignedOut)),
        Err(AuthenticationError::Store(error)) => return Err(error.into()),
    };
    let answer = match (reply.code, reply.error) {
        (_, Some(error)) => Answer::Error(error),
        (Some(code), None) if !code.is_empty() => Answer::Code(code),
        _ => Answer::Error("no_code".to_owned()),
    };
    match consent::answer(&state.context, &principal, &session, &travelled, answer).await {
        Ok(id) => Ok(see(format!("/accounts/connect/{id}"))),
        Err(AnswerError::Unknown) => Ok(astray(Astray::Unknown)),
        Err(AnswerError::OtherSession) => Ok(astray(Astray::OtherSession)),
        Err(AnswerError::NotAllowed) => Ok(astray(Astray::NotPermitted)),
        Err(AnswerError::Store(error)) => Err(error.into()),
    }
}
