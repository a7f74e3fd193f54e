//! Google Ads and Google's sign-in, as seen over HTTP.
//!
//! `server` mounts [`router`] under `/google`. What lies below: `accounts` (the state), `gaql` (the query language),
//! `report` (reading), `mutate` (writing), `oauth` (consent and tokens), `access` and `quota` (the gate), `failure`
//! (error bodies). Nothing here knows how the market works or where the truth is kept.

pub mod access;
pub mod accounts;
mod consent;
pub mod failure;
pub mod fields;
pub mod gaql;
pub mod mutate;
pub mod oauth;
pub mod quota;
mod report;
mod request;
mod search;
pub(crate) mod value;

use std::sync::{Arc, Mutex, PoisonError};

use axum::extract::{Path, State};
use axum::http::{HeaderMap, Uri};
use axum::response::Response;
use axum::routing::{get, post};
use axum::{Extension, Router};
use jiff::Timestamp;
use serde_json::json;

use crate::exchange::RequestId;
use crate::sandbox::Sandbox;
use failure::{AdsError, Failure, Rpc};
use quota::{Limits, Quotas};
use request::{reply, respond};

/// The one version of the API that is spoken.
pub const VERSION: &str = "v26";
/// Older versions than this have been switched off.
const OLDEST_LIVING_VERSION: u32 = 23;

/// Google's own state beside the world: who may sign in, and what has been used of the quotas.
pub struct Google {
    /// Pairs of client id and secret.
    pub clients: Vec<(String, String)>,
    quotas: Mutex<Quotas>,
    pages: Mutex<search::Pages>,
}

impl Google {
    pub fn new(clients: Vec<(String, String)>, limits: Limits) -> Self {
        Self {
            clients,
            quotas: Mutex::new(Quotas::new(limits)),
            pages: Mutex::new(search::Pages::default()),
        }
    }

    /// Counts a request against the customer's and the project's quota.
    fn spend(&self, customer: i64, operations: usize, now: Timestamp) -> Result<(), Failure> {
        let operations = u64::try_from(operations).unwrap_or(u64::MAX);
        self.quotas
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .spend(customer, operations, now)
    }
}

pub fn router() -> Router<Arc<Sandbox>> {
    let api = Router::new()
        .route(
            "/customers:listAccessibleCustomers",
            get(list_accessible_customers),
        )
        .route("/customers/{customer}/googleAds:search", post(search::search))
        .route(
            "/customers/{customer}/googleAds:searchStream",
            post(search::search_stream),
        )
        .route("/customers/{customer}/googleAds:mutate", post(mutate::google_ads))
        .route("/customers/{customer}/campaigns:mutate", post(mutate::campaigns))
        .route(
            "/customers/{customer}/campaignBudgets:mutate",
            post(mutate::campaign_budgets),
        )
        .route("/customers/{customer}/adGroups:mutate", post(mutate::ad_groups))
        .route(
            "/customers/{customer}/adGroupAds:mutate",
            post(mutate::ad_group_ads),
        )
        .route(
            "/customers/{customer}/adGroupCriteria:mutate",
            post(mutate::ad_group_criteria),
        )
        .route("/customers/{customer}/labels:mutate", post(mutate::labels))
        .route(
            "/customers/{customer}/campaignLabels:mutate",
            post(mutate::campaign_labels),
        )
        .route(
            "/customers/{customer}/adGroupLabels:mutate",
            post(mutate::ad_group_labels),
        )
        .route(
            "/customers/{customer}/adGroupAdLabels:mutate",
            post(mutate::ad_group_ad_labels),
        )
        .route(
            "/customers/{customer}/adGroupCriterionLabels:mutate",
            post(mutate::ad_group_criterion_labels),
        )
        .route(
            "/customers/{customer}/campaignCriteria:mutate",
            post(mutate::campaign_criteria),
        );
    Router::new()
        .nest(&format!("/{VERSION}"), api)
        .route("/accounts/o/oauth2/v2/auth", get(consent::page))
        .route("/accounts/o/oauth2/v2/decision", post(consent::decide))
        .route("/oauth2/token", post(oauth::token))
        .route("/oauth2/revoke", post(oauth::revoke))
        .fallback(unknown)
        .method_not_allowed_fallback(unknown)
}

/// Anything else: a version that is gone, or no method at all.
async fn unknown(uri: Uri, Extension(id): Extension<RequestId>) -> Response {
    let version = uri
        .path()
        .split('/')
        .find_map(|part| part.strip_prefix('v')?.parse::<u32>().ok());
    let failure = match version {
        Some(version) if version < OLDEST_LIVING_VERSION => AdsError::new(
            "requestError",
            "UNSUPPORTED_VERSION",
            format!("Version v{version} is deprecated. Requests to this version will be blocked."),
        )
        .into(),
        _ => Failure::bare(Rpc::NotFound),
    };
    respond(Err(failure), &id, uri.path().ends_with(":searchStream"))
}

/// Customers the user reaches without going through another; the closed one is among them.
async fn list_accessible_customers(
    State(sandbox): State<Arc<Sandbox>>,
    headers: HeaderMap,
    Extension(id): Extension<RequestId>,
) -> Response {
    let listed = async {
        let moment = sandbox.moment().await;
        access::authenticate(&sandbox, &headers, moment.now).await?;
        let names: Vec<String> = moment
            .world
            .google
            .iter()
            .filter(|it| it.direct)
            .map(accounts::Account::resource_name)
            .collect();
        Ok(json!({ "resourceNames": names }))
    };
    respond(listed.await, &id, false)
}

/// The reply that a fault of kind `status` makes of a request to this path.
pub fn forced_reply(path: &str, status: u16, id: &RequestId) -> Response {
    if path.contains("/oauth2/") {
        return oauth::forced(status);
    }
    let failure = failure::forced(status);
    let json = failure.to_json(&id.0);
    reply(
        failure.http(),
        if path.ends_with(":searchStream") {
            json!([json])
        } else {
            json
        },
    )
}

/// The customer in a path.
type Customer = Path<String>;
