//! Connected accounts: the list, one account with everything about it, and what an admin does with it.

mod detail;

use axum::{
    extract::State,
    http::{StatusCode, header::ETAG},
    response::{IntoResponse, Response},
};
use engine::{
    connections::{
        accounts::{self, AccountError, MOST_EXTRA_DAYS},
        view::{self, AccountView},
    },
    identity::Permission,
    supervision::{self, CommandError, Quarantined},
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

use crate::{
    AppState, cursor,
    extract::{Caller, IfMatch, Json, PathId, Query, etag},
    permission::{Access, guard},
    problem::{Kind, Problem, ProblemDocument},
    wire::{Empty, NamedRef, Platform, words},
};

pub use detail::AccountDetail;

pub fn routes() -> OpenApiRouter<AppState> {
    let read = Access::Permission(Permission::AccountsRead);
    let write = Access::Permission(Permission::AccountsWrite);
    OpenApiRouter::new()
        .routes(guard(read, routes!(list_accounts)))
        .routes(guard(read, routes!(get_account)))
        .routes(guard(write, routes!(edit_account)))
        .routes(guard(write, routes!(disconnect_account)))
        .routes(guard(write, routes!(sync_account)))
        .routes(guard(write, routes!(resume_account)))
}

words! {
    /// How the connection stands.
    AccountState: "connecting", "active", "reconnect", "quarantined", "cancelled", "disconnected"
}

/// A connected ad account.
#[derive(Debug, Serialize, ToSchema)]
pub struct Account {
    id: Uuid,
    name: String,
    platform: Platform,
    /// The platform's own id.
    external_id: String,
    currency: &'static str,
    time_zone: String,
    state: AccountState,
    /// Why, where it is not well.
    state_detail: Option<String>,
    brand: NamedRef,
    last_sync_at: Option<Timestamp>,
    next_sync_at: Option<Timestamp>,
    /// The end of what the newest sync covers.
    data_until: Option<Timestamp>,
    campaigns: i64,
    /// Days of history that are known.
    history_days: i64,
}

impl From<AccountView> for Account {
    fn from(account: AccountView) -> Self {
        Self {
            id: account.id,
            name: account.name,
            platform: account.platform.as_str().into(),
            external_id: account.external_id,
            currency: account.currency.as_str(),
            time_zone: account.time_zone,
            state: account.state.as_str().into(),
            state_detail: account.state_detail,
            brand: NamedRef {
                id: account.brand_id,
                name: account.brand_name,
            },
            last_sync_at: account.last_sync_at,
            next_sync_at: account.next_sync_at,
            data_until: account.data_until,
            campaigns: account.campaigns,
            history_days: account.history_days,
        }
    }
}

#[derive(Debug, Serialize, ToSchema)]
pub struct AccountList {
    data: Vec<Account>,
    next_cursor: Option<String>,
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct AccountQuery {
    /// `next_cursor` of the page before.
    cursor: Option<String>,
    #[param(minimum = 1, maximum = 500)]
    limit: Option<i64>,
    /// Those that were taken out of service, too.
    disconnected: Option<bool>,
}

/// Connected accounts, by name
#[utoipa::path(
    get, path = "/accounts", operation_id = "list_accounts", tag = "accounts",
    params(AccountQuery),
    responses((status = 200, description = "A page of accounts", body = AccountList)),
)]
async fn list_accounts(
    State(state): State<AppState>,
    caller: Caller,
    Query(query): Query<AccountQuery>,
) -> Result<Json<AccountList>, Problem> {
    let limit = cursor::limit(query.limit)?;
    let with_disconnected = query.disconnected.unwrap_or(false);
    let filters = format!("accounts {with_disconnected}");
    let after = cursor::read(query.cursor.as_deref(), &filters)?;
    let mut rows = view::accounts(
        &state.context,
        caller.principal().scope,
        after,
        limit.saturating_add(1),
        with_disconnected,
    )
    .await?;
    let next_cursor = cursor::next(&mut rows, limit, &filters, |row| (row.name.clone(), row.id));
    Ok(Json(AccountList {
        data: rows.into_iter().map(Account::from).collect(),
        next_cursor,
    }))
}

/// One account
///
/// Everything about it: its token, how current each kind of data is, how far its history is read, what waits for it.
#[utoipa::path(
    get, path = "/accounts/{id}", operation_id = "get_account", tag = "accounts",
    params(("id" = Uuid, Path, description = "The account")),
    responses(
        (status = 200, description = "The account", body = AccountDetail, headers(("ETag" = String, description = "`\"v3\"`: send it back as If-Match"))),
        (status = 404, description = "Not found", body = ProblemDocument, content_type = "application/problem+json"),
    ),
)]
async fn get_account(
    State(state): State<AppState>,
    caller: Caller,
    PathId(id): PathId,
) -> Result<Response, Problem> {
    answer(&state, &caller, id, StatusCode::OK).await
}

async fn answer(
    state: &AppState,
    caller: &Caller,
    id: Uuid,
    status: StatusCode,
) -> Result<Response, Problem> {
    let detail = accounts::detail(&state.context, caller.principal().scope, id)
        .await?
        .ok_or_else(Problem::not_found)?;
    let tag = etag(detail.version);
    Ok((status, [(ETAG, tag)], Json(AccountDetail::from(detail))).into_response())
}

/// What is changed; what is absent stays.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AccountEdit {
    /// The brand it belongs to.
    brand_id: Option<Uuid>,
    /// Days added to every metric's settling lag, for accounts whose conversions come late.
    #[schema(minimum = 0, maximum = 30, example = 2)]
    extra_settled_days: Option<u32>,
}

/// Edit an account
#[utoipa::path(
    patch, path = "/accounts/{id}", operation_id = "edit_account", tag = "accounts",
    params(
        ("id" = Uuid, Path, description = "The account"),
        ("If-Match" = Option<String>, Header, description = "The ETag that was read. Without it: 428."),
    ),
    request_body = AccountEdit,
    responses(
        (status = 200, description = "Edited", body = AccountDetail, headers(("ETag" = String))),
        (status = 404, description = "Not found", body = ProblemDocument, content_type = "application/problem+json"),
        (status = 409, description = "It is out of service", body = ProblemDocument, content_type = "application/problem+json"),
        (status = 412, description = "Somebody else edited it", body = ProblemDocument, content_type = "application/problem+json"),
        (status = 422, description = "Invalid input", body = ProblemDocument, content_type = "application/problem+json"),
        (status = 428, description = "If-Match is required", body = ProblemDocument, content_type = "application/problem+json"),
    ),
)]
async fn edit_account(
    State(state): State<AppState>,
    caller: Caller,
    PathId(id): PathId,
    IfMatch(version): IfMatch,
    Json(body): Json<AccountEdit>,
) -> Result<Response, Problem> {
    if body.extra_settled_days.is_some_and(|days| days > MOST_EXTRA_DAYS) {
        return Err(Problem::invalid_field(
            "/extra_settled_days",
            format!("use at most {MOST_EXTRA_DAYS} days"),
        ));
    }
    let edit = accounts::AccountEdit {
        brand: body.brand_id,
        extra_settled_days: body.extra_settled_days,
    };
    match accounts::edit(&state.context, caller.principal(), id, version, edit).await {
        Ok(()) => answer(&state, &caller, id, StatusCode::OK).await,
        Err(AccountError::Moved) => {
            let current = accounts::detail(&state.context, caller.principal().scope, id)
                .await?
                .map(AccountDetail::from);
            Err(Problem::moved(
                "the account was edited since you read it; look again",
                &current,
            ))
        }
        Err(error) => Err(refusal(error)),
    }
}

fn refusal(error: AccountError) -> Problem {
    match error {
        AccountError::NotFound => Problem::not_found(),
        AccountError::NoBrand => Problem::invalid_field("/brand_id", "there is no such brand"),
        AccountError::Moved => Problem::new(Kind::Moved, error.to_string()),
        AccountError::Impossible(why) => Problem::new(Kind::Conflict, why),
        AccountError::Store(error) => error.into(),
    }
}

/// Disconnect an account
///
/// Rules no longer look at it, and what was not sent is cancelled. Its history stays; connecting it again goes on with it.
#[utoipa::path(
    delete, path = "/accounts/{id}", operation_id = "disconnect_account", tag = "accounts",
    params(("id" = Uuid, Path, description = "The account")),
    responses(
        (status = 204, description = "Out of service"),
        (status = 404, description = "Not found", body = ProblemDocument, content_type = "application/problem+json"),
        (status = 409, description = "A change is being sent at this moment", body = ProblemDocument, content_type = "application/problem+json"),
    ),
)]
async fn disconnect_account(
    State(state): State<AppState>,
    caller: Caller,
    PathId(id): PathId,
) -> Result<StatusCode, Problem> {
    accounts::disconnect(&state.context, caller.principal(), id)
        .await
        .map_err(refusal)?;
    Ok(StatusCode::NO_CONTENT)
}

/// Read an account now
///
/// Makes its next sync due at once, and what is left of its history.
#[utoipa::path(
    post, path = "/accounts/{id}/sync", operation_id = "sync_account", tag = "accounts",
    params(("id" = Uuid, Path, description = "The account")),
    request_body = Empty,
    responses(
        (status = 202, description = "It is being read", body = AccountDetail),
        (status = 404, description = "Not found", body = ProblemDocument, content_type = "application/problem+json"),
        (status = 409, description = "It cannot be read now", body = ProblemDocument, content_type = "application/problem+json"),
    ),
)]
async fn sync_account(
    State(state): State<AppState>,
    caller: Caller,
    PathId(id): PathId,
    Json(Empty {}): Json<Empty>,
) -> Result<Response, Problem> {
    accounts::sync_now(&state.context, caller.principal(), id)
        .await
        .map_err(refusal)?;
    answer(&state, &caller, id, StatusCode::ACCEPTED).await
}

/// Resume a quarantined account
#[utoipa::path(
    post, path = "/accounts/{id}/resume", operation_id = "resume_account", tag = "accounts",
    params(("id" = Uuid, Path, description = "The account")),
    request_body = Empty,
    responses(
        (status = 200, description = "In service again", body = AccountDetail),
        (status = 404, description = "Not found", body = ProblemDocument, content_type = "application/problem+json"),
        (status = 409, description = "It is not quarantined", body = ProblemDocument, content_type = "application/problem+json"),
    ),
)]
async fn resume_account(
    State(state): State<AppState>,
    caller: Caller,
    PathId(id): PathId,
    Json(Empty {}): Json<Empty>,
) -> Result<Response, Problem> {
    let (context, principal) = (&state.context, caller.principal());
    match supervision::verdict::resume_subject(context, principal, Quarantined::Account, id).await {
        Ok(()) => answer(&state, &caller, id, StatusCode::OK).await,
        Err(CommandError::NotFound) => Err(Problem::not_found()),
        Err(CommandError::Impossible(why)) => Err(Problem::new(Kind::Conflict, why)),
        Err(CommandError::Store(error)) => Err(error.into()),
    }
}
