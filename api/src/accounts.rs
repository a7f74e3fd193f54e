//! Connected accounts.

use axum::extract::State;
use engine::connections::view::{self, AccountView};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

use crate::{
    AppState, cursor,
    extract::{Caller, Json, Query},
    permission::{Access, guard},
    problem::Problem,
    wire::{NamedRef, Platform, words},
};
use engine::identity::Permission;

pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(guard(
        Access::Permission(Permission::AccountsRead),
        routes!(list_accounts),
    ))
}

words! {
    /// How the connection stands.
    AccountState: "connecting", "active", "reconnect", "quarantined", "cancelled"
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
    let after = cursor::read(query.cursor.as_deref(), "accounts")?;
    let mut rows = view::accounts(
        &state.context,
        caller.principal().scope,
        after,
        limit.saturating_add(1),
    )
    .await?;
    let next_cursor = cursor::next(&mut rows, limit, "accounts", |row| (row.name.clone(), row.id));
    Ok(Json(AccountList {
        data: rows.into_iter().map(Account::from).collect(),
        next_cursor,
    }))
}
