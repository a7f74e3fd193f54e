//! Rules and how they are doing.

use axum::extract::State;
use engine::{
    identity::Permission,
    rules::view::{self, RuleView},
};
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
    wire::words,
};

pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(guard(
        Access::Permission(Permission::RulesRead),
        routes!(list_rules),
    ))
}

words! {
    /// Whether the rule runs.
    RuleState: "draft", "enabled", "disabled", "quarantined"
}

/// A rule in its current version.
#[derive(Debug, Serialize, ToSchema)]
pub struct Rule {
    id: Uuid,
    name: String,
    doc: Option<String>,
    version: i64,
    state: RuleState,
    state_detail: Option<String>,
    /// When it runs, as the language writes it.
    #[schema(example = "every 1h")]
    schedule: String,
    /// What it looks at, as the language writes it.
    #[schema(example = "campaigns on google")]
    scope: String,
    next_at: Option<Timestamp>,
    last_tick_at: Option<Timestamp>,
    /// Actions applied in the last 24 hours.
    acted_24h: i64,
    /// Actions that wait for somebody.
    waiting: i64,
    /// Of the objects it judged in the last 24 hours, the share it could not judge.
    unknown_share: Option<f64>,
    text: String,
    updated_at: Timestamp,
    updated_by: Option<String>,
}

impl From<RuleView> for Rule {
    fn from(rule: RuleView) -> Self {
        Self {
            id: rule.id,
            name: rule.name,
            doc: rule.doc,
            version: rule.version,
            state: rule.state.into(),
            state_detail: rule.state_detail,
            schedule: rule.schedule,
            scope: rule.scope,
            next_at: rule.next_at,
            last_tick_at: rule.last_tick_at,
            acted_24h: rule.acted_24h,
            waiting: rule.waiting,
            unknown_share: rule.unknown_share,
            text: rule.text,
            updated_at: rule.updated_at,
            updated_by: rule.updated_by,
        }
    }
}

#[derive(Debug, Serialize, ToSchema)]
pub struct RuleList {
    data: Vec<Rule>,
    next_cursor: Option<String>,
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct RuleQuery {
    /// `next_cursor` of the page before.
    cursor: Option<String>,
    #[param(minimum = 1, maximum = 500)]
    limit: Option<i64>,
}

/// Rules, by name
#[utoipa::path(
    get, path = "/rules", operation_id = "list_rules", tag = "rules",
    params(RuleQuery),
    responses((status = 200, description = "A page of rules", body = RuleList)),
)]
async fn list_rules(
    State(state): State<AppState>,
    caller: Caller,
    Query(query): Query<RuleQuery>,
) -> Result<Json<RuleList>, Problem> {
    let limit = cursor::limit(query.limit)?;
    let after = cursor::read(query.cursor.as_deref(), "rules")?;
    let mut rows = view::rules(
        &state.context,
        caller.principal().scope,
        after,
        limit.saturating_add(1),
    )
    .await?;
    let next_cursor = cursor::next(&mut rows, limit, "rules", |row| (row.name.clone(), row.id));
    Ok(Json(RuleList {
        data: rows.into_iter().map(Rule::from).collect(),
        next_cursor,
    }))
}
