//! The list of rules, and of one rule's versions.

use std::collections::BTreeMap;

use axum::extract::State;
use engine::rules::{
    detail,
    view::{self, RuleFilter, RuleOrder, RulePlace},
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::shown::{Rule, RuleState};
use crate::{
    AppState, cursor,
    extract::{Caller, Json, PathId, Query},
    problem::{Problem, ProblemDocument},
};

#[derive(Debug, Serialize, ToSchema)]
pub struct RuleList {
    data: Vec<Rule>,
    next_cursor: Option<String>,
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct RuleQuery {
    #[param(example = "enabled")]
    state: Option<String>,
    /// Part of the name.
    q: Option<String>,
    /// `name`, `-updated_at` or `-acted_24h`.
    #[param(example = "name")]
    sort: Option<String>,
    /// `next_cursor` of the page before, with the same filters.
    cursor: Option<String>,
    #[param(minimum = 1, maximum = 500)]
    limit: Option<i64>,
}

/// Rules
#[utoipa::path(
    get, path = "/rules", operation_id = "list_rules", tag = "rules",
    params(RuleQuery),
    responses(
        (status = 200, description = "A page of rules", body = RuleList),
        (status = 422, description = "Invalid input", body = ProblemDocument, content_type = "application/problem+json"),
    ),
)]
pub(super) async fn list_rules(
    State(state): State<AppState>,
    caller: Caller,
    Query(query): Query<RuleQuery>,
) -> Result<Json<RuleList>, Problem> {
    let limit = cursor::limit(query.limit)?;
    let order = match query.sort.as_deref() {
        None | Some("name") => RuleOrder::Name,
        Some("-updated_at") => RuleOrder::Updated,
        Some("-acted_24h") => RuleOrder::Acted,
        Some(_) => {
            return Err(Problem::invalid_field(
                "sort",
                "use `name`, `-updated_at` or `-acted_24h`",
            ));
        }
    };
    if query
        .state
        .as_deref()
        .is_some_and(|word| !RuleState::WORDS.contains(&word))
    {
        return Err(Problem::invalid_field(
            "state",
            format!("use one of {}", RuleState::WORDS.join(", ")),
        ));
    }
    let filters = format!("rules {:?} {:?} {order:?}", query.state, query.q);
    let after: Option<RulePlace> = cursor::read(query.cursor.as_deref(), &filters)?;
    let filter = RuleFilter {
        state: query.state,
        text: query.q,
        order,
    };
    let scope = caller.principal().scope;
    let mut rows = view::rules(&state.context, scope, filter, after, limit.saturating_add(1)).await?;
    let next_cursor = cursor::next(&mut rows, limit, &filters, |row| RulePlace::of(row, order));
    Ok(Json(RuleList {
        data: rows.into_iter().map(Rule::from).collect(),
        next_cursor,
    }))
}

/// One version of a rule.
#[derive(Debug, Serialize, ToSchema)]
pub struct RuleVersion {
    version: i64,
    text: String,
    overrides: BTreeMap<String, String>,
    created_at: Timestamp,
    created_by: Option<String>,
    note: Option<String>,
    /// The version that counts now.
    enabled: bool,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct RuleVersionList {
    data: Vec<RuleVersion>,
    next_cursor: Option<String>,
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct VersionQuery {
    /// `next_cursor` of the page before.
    cursor: Option<String>,
    #[param(minimum = 1, maximum = 500)]
    limit: Option<i64>,
}

/// A rule's versions, newest first
#[utoipa::path(
    get, path = "/rules/{id}/versions", operation_id = "list_rule_versions", tag = "rules",
    params(("id" = Uuid, Path, description = "The rule"), VersionQuery),
    responses(
        (status = 200, description = "A page of versions", body = RuleVersionList),
        (status = 404, description = "Not found", body = ProblemDocument, content_type = "application/problem+json"),
    ),
)]
pub(super) async fn list_rule_versions(
    State(state): State<AppState>,
    caller: Caller,
    PathId(id): PathId,
    Query(query): Query<VersionQuery>,
) -> Result<Json<RuleVersionList>, Problem> {
    let limit = cursor::limit(query.limit)?;
    let filters = format!("versions {id}");
    let before = cursor::read(query.cursor.as_deref(), &filters)?;
    let scope = caller.principal().scope;
    let mut rows = detail::versions(&state.context, scope, id, before, limit.saturating_add(1))
        .await?
        .ok_or_else(Problem::not_found)?;
    let next_cursor = cursor::next(&mut rows, limit, &filters, |row| row.version);
    let data = rows
        .into_iter()
        .map(|row| RuleVersion {
            version: row.version,
            text: row.text,
            overrides: row.overrides,
            created_at: row.created_at,
            created_by: row.created_by,
            note: row.note,
            enabled: row.is_current,
        })
        .collect();
    Ok(Json(RuleVersionList { data, next_cursor }))
}
