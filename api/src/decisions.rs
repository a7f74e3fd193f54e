//! Decisions: the list of past ones, and one with everything that led to it.

use axum::extract::State;
use engine::{
    decisions::{
        Outcome,
        history::{self, DecisionFilter, DecisionPlace, PastDecision},
        view::{self, DecisionView},
    },
    identity::Permission,
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

use crate::{
    AppState, cursor,
    explanation::Explanation,
    extract::{Caller, Json, PathId, Query},
    permission::{Access, guard},
    problem::{Problem, ProblemDocument},
    rules::shadow::SimulatedChange,
    wire::{ActionAccount, NamedRef, ObjectBelow, WireRuleRef, told, words},
};

pub fn routes() -> OpenApiRouter<AppState> {
    let read = Access::Permission(Permission::DecisionsRead);
    OpenApiRouter::new()
        .routes(guard(read, routes!(list_decisions)))
        .routes(guard(read, routes!(get_decision)))
}

words! {
    /// How the decision came out.
    DecisionOutcome: "fired", "pending", "not_fired", "unknown", "blocked", "waiting", "held_out"
}

/// A past check on one line.
#[derive(Debug, Serialize, ToSchema)]
pub struct DecisionSummary {
    /// Null where nothing acted: it is recorded without its tree of values.
    id: Option<Uuid>,
    at: Timestamp,
    rule: WireRuleRef,
    /// Null where it is about the account.
    campaign: Option<NamedRef>,
    /// What it is about, where that is below the campaign.
    object: Option<ObjectBelow>,
    account: ActionAccount,
    outcome: DecisionOutcome,
    reason: String,
    action_ids: Vec<Uuid>,
    /// The rule's shadow decided so: nothing was done.
    simulated: bool,
}

impl From<PastDecision> for DecisionSummary {
    fn from(past: PastDecision) -> Self {
        Self {
            id: past.id,
            at: past.at,
            rule: past.rule.into(),
            campaign: past.campaign.map(NamedRef::from),
            object: past.object.map(ObjectBelow::from),
            account: past.account.into(),
            outcome: past.outcome.as_str().into(),
            reason: past.reason,
            action_ids: past.actions,
            simulated: past.is_simulated,
        }
    }
}

#[derive(Debug, Serialize, ToSchema)]
pub struct DecisionSummaryList {
    data: Vec<DecisionSummary>,
    next_cursor: Option<String>,
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct DecisionQuery {
    /// A rule, or a rule's shadow: what a shadow would have done is listed only where it is named.
    pub(crate) rule: Option<Uuid>,
    /// With it every check of the campaign is listed, without it those that acted or were blocked.
    pub(crate) campaign: Option<Uuid>,
    /// Something below a campaign: every check of it alone is listed.
    pub(crate) object: Option<Uuid>,
    pub(crate) account: Option<Uuid>,
    #[param(example = "blocked")]
    pub(crate) outcome: Option<String>,
    /// The first instant.
    pub(crate) from: Option<Timestamp>,
    /// The first instant no longer included.
    pub(crate) to: Option<Timestamp>,
    /// `next_cursor` of the page before, with the same filters.
    pub(crate) cursor: Option<String>,
    #[param(minimum = 1, maximum = 500)]
    pub(crate) limit: Option<i64>,
}

impl DecisionQuery {
    /// Which decisions: the list and its export ask alike.
    pub(crate) fn selection(self) -> Result<DecisionFilter, Problem> {
        let outcome = match self.outcome.as_deref() {
            None => None,
            Some(word) => Some(Outcome::parse(word).ok_or_else(|| {
                Problem::invalid_field("outcome", format!("`{word}` is no outcome of a check"))
            })?),
        };
        let filter = DecisionFilter {
            rule: self.rule,
            campaign: self.campaign,
            object: self.object,
            account: self.account,
            outcome,
            from: self.from,
            to: self.to,
        };
        if filter.needs_a_campaign() {
            return Err(Problem::invalid_field(
                "campaign",
                "name a campaign: checks that came to nothing are listed per campaign",
            ));
        }
        Ok(filter)
    }
}

/// Past decisions, newest first
#[utoipa::path(
    get, path = "/decisions", operation_id = "list_decisions", tag = "decisions",
    params(DecisionQuery),
    responses(
        (status = 200, description = "A page of decisions", body = DecisionSummaryList),
        (status = 422, description = "Invalid input", body = ProblemDocument, content_type = "application/problem+json"),
    ),
)]
async fn list_decisions(
    State(state): State<AppState>,
    caller: Caller,
    Query(query): Query<DecisionQuery>,
) -> Result<Json<DecisionSummaryList>, Problem> {
    let limit = usize::try_from(cursor::limit(query.limit)?).unwrap_or(usize::MAX);
    let cursor = query.cursor.clone();
    let filter = query.selection()?;
    let filters = format!("decisions {filter:?}");
    let after: Option<DecisionPlace> = cursor::read(cursor.as_deref(), &filters)?;
    let scope = caller.principal().scope;
    let page = history::decisions(&state.context, scope, filter, after, limit).await?;
    Ok(Json(DecisionSummaryList {
        data: page.rows.into_iter().map(DecisionSummary::from).collect(),
        next_cursor: page.next.and_then(|place| cursor::write(&place, &filters)),
    }))
}

/// What a rule decided about one campaign at one moment, and why.
#[derive(Debug, Serialize, ToSchema)]
pub struct Decision {
    id: Uuid,
    rule: DecisionRule,
    /// Null where it is about the account.
    campaign: Option<NamedRef>,
    /// What it is about, where that is below the campaign.
    object: Option<ObjectBelow>,
    account: ActionAccount,
    at: Timestamp,
    data_until: Option<Timestamp>,
    outcome: DecisionOutcome,
    /// Which of the rule's branches acted, from 0.
    branch: Option<i64>,
    explanation: Explanation,
    /// The stored values, worked out once more without asking the rule, a script or the platform's numbers again, come to the
    /// stored verdict.
    replays: bool,
    action_ids: Vec<Uuid>,
    blocked: Vec<DecisionBlock>,
    /// What the rule's shadow would have done; null for a decision that was meant.
    simulated: Option<SimulatedDecision>,
}

/// What a shadow would have done.
#[derive(Debug, Serialize, ToSchema)]
pub struct SimulatedDecision {
    changes: Vec<SimulatedChange>,
    /// Messages it would have sent.
    #[schema(example = json!(["#ads: Prospecting US spent $120.00"]))]
    tells: Vec<String>,
}

/// The rule in the version that decided.
#[derive(Debug, Serialize, ToSchema)]
pub struct DecisionRule {
    id: Uuid,
    name: String,
    version: i64,
    text: String,
    /// Whether everything it decides by can be analysed; a rule that calls a script is not.
    is_analysable: bool,
}

/// What kept an action from being proposed.
#[derive(Debug, Serialize, ToSchema)]
pub struct DecisionBlock {
    by: String,
    reason: String,
}

impl Decision {
    fn of(decision: DecisionView) -> Result<Self, Problem> {
        let explanation = serde_json::from_value(decision.explanation).map_err(|error| {
            tracing::error!(%error, decision = %decision.id, "a stored explanation cannot be shown");
            Problem::internal()
        })?;
        let currency = decision.account.currency;
        let checked = dsl::check(&decision.rule_text);
        let is_analysable = checked.rules.first().is_none_or(dsl::Rule::is_analysable);
        let simulated = decision.simulated.map(|would| SimulatedDecision {
            tells: told(&would.tells),
            changes: would
                .changes
                .into_iter()
                .map(|change| SimulatedChange::of(change.into(), currency))
                .collect(),
        });
        Ok(Self {
            id: decision.id,
            rule: DecisionRule {
                id: decision.rule.id,
                name: decision.rule.name,
                version: decision.rule.version,
                text: decision.rule_text,
                is_analysable,
            },
            campaign: decision.campaign.map(NamedRef::from),
            object: decision.object.map(ObjectBelow::from),
            account: decision.account.into(),
            at: decision.at,
            data_until: decision.data_until,
            outcome: decision.outcome.into(),
            branch: Some(decision.branch),
            explanation,
            replays: decision.replays,
            action_ids: decision.actions,
            blocked: decision
                .blocked
                .into_iter()
                .map(|block| DecisionBlock {
                    by: block.by,
                    reason: block.reason,
                })
                .collect(),
            simulated,
        })
    }
}

/// One decision
#[utoipa::path(
    get, path = "/decisions/{id}", operation_id = "get_decision", tag = "decisions",
    params(("id" = Uuid, Path, description = "The decision")),
    responses(
        (status = 200, description = "The decision", body = Decision),
        (status = 404, description = "Not found", body = ProblemDocument, content_type = "application/problem+json"),
    ),
)]
async fn get_decision(
    State(state): State<AppState>,
    caller: Caller,
    PathId(id): PathId,
) -> Result<Json<Decision>, Problem> {
    let found = view::decision(&state.context, caller.principal().scope, id).await?;
    Ok(Json(Decision::of(found.ok_or_else(Problem::not_found)?)?))
}
