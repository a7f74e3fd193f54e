//! Numbers over actions: the inbox's tabs, and what a selection of waiting ones comes to.

use axum::extract::State;
use engine::actions::{inbox, view};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::MOST_AT_ONCE;
use crate::{
    AppState,
    extract::{Caller, Json, Query},
    problem::Problem,
    wire::Money,
};

/// The numbers on the inbox's tabs.
#[derive(Debug, Serialize, ToSchema)]
pub struct ActionCounts {
    awaiting_approval: i64,
    /// Decided, their end not known yet.
    in_flight: i64,
    /// Applied since midnight of their account's day.
    applied_today: i64,
    /// Given up in the last seven days.
    failed: i64,
}

/// How many actions wait, run, were applied and failed
#[utoipa::path(
    get, path = "/actions/counts", operation_id = "get_action_counts", tag = "actions",
    responses((status = 200, description = "The counts", body = ActionCounts)),
)]
pub(super) async fn get_action_counts(
    State(state): State<AppState>,
    caller: Caller,
) -> Result<Json<ActionCounts>, Problem> {
    let counts = view::counts(&state.context, caller.principal().scope).await?;
    Ok(Json(ActionCounts {
        awaiting_approval: counts.awaiting_approval,
        in_flight: counts.in_flight,
        applied_today: counts.applied_today,
        failed: counts.failed,
    }))
}

/// What the waiting actions of a selection come to.
#[derive(Debug, Serialize, ToSchema)]
pub struct WaitingTotals {
    count: i64,
    /// What a day's spend can change by if all are approved, per currency.
    per_day_change: Vec<Money>,
    pauses: i64,
    resumes: i64,
    budgets: i64,
    bids: i64,
    /// Targets to be set.
    targets: i64,
    /// Negative keywords to be added or removed.
    negatives: i64,
    /// Labels to be added or removed.
    labels: i64,
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct WaitingQuery {
    rule: Option<Uuid>,
    campaign: Option<Uuid>,
    /// Ids of actions, with commas between them; at most 200.
    ids: Option<String>,
}

/// What the waiting actions of a selection come to
#[utoipa::path(
    get, path = "/actions/waiting/totals", operation_id = "get_waiting_totals", tag = "actions",
    params(WaitingQuery),
    responses((status = 200, description = "The totals", body = WaitingTotals)),
)]
pub(super) async fn get_waiting_totals(
    State(state): State<AppState>,
    caller: Caller,
    Query(query): Query<WaitingQuery>,
) -> Result<Json<WaitingTotals>, Problem> {
    let ids = query.ids.as_deref().map(ids).transpose()?;
    let scope = caller.principal().scope;
    let totals = inbox::waiting_totals(&state.context, scope, query.rule, query.campaign, ids).await?;
    Ok(Json(WaitingTotals {
        count: totals.count,
        per_day_change: totals
            .per_day_micros
            .into_iter()
            .map(|(currency, micros)| Money::new(micros, currency))
            .collect(),
        pauses: totals.pauses,
        resumes: totals.resumes,
        budgets: totals.budgets,
        bids: totals.bids,
        targets: totals.targets,
        negatives: totals.negatives,
        labels: totals.labels,
    }))
}

fn ids(text: &str) -> Result<Vec<Uuid>, Problem> {
    let words: Vec<&str> = text
        .split(',')
        .map(str::trim)
        .filter(|word| !word.is_empty())
        .collect();
    if words.len() > MOST_AT_ONCE {
        return Err(Problem::invalid_field(
            "ids",
            format!("name at most {MOST_AT_ONCE}"),
        ));
    }
    words
        .into_iter()
        .map(|word| {
            word.parse()
                .map_err(|_| Problem::invalid_field("ids", format!("`{word}` is no id")))
        })
        .collect()
}
