//! The inbox and the ledger: lists, the whole story of one action, approving, rejecting, undoing.

mod shown;

use std::collections::BTreeSet;

use axum::{
    extract::State,
    http::{
        HeaderMap, StatusCode,
        header::{ETAG, IF_NONE_MATCH},
    },
    response::{IntoResponse, Response},
};
use engine::{
    actions::{self, ActionError, Kind as LedgerKind, State as Ledger, Verdict, inbox, view},
    identity::Permission,
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

use crate::{
    AppState, cursor,
    extract::{Caller, IfMatch, Json, PathId, Query, etag},
    permission::{Access, guard},
    problem::{Kind, Problem, ProblemDocument},
    wire::{Money, ShownValue},
};

pub use shown::{ActionDetail, ActionMoved, ActionSummary};

pub fn routes() -> OpenApiRouter<AppState> {
    let read = Access::Permission(Permission::ActionsRead);
    let decide = Access::Permission(Permission::ActionsApprove);
    OpenApiRouter::new()
        .routes(guard(read, routes!(list_actions)))
        .routes(guard(read, routes!(get_action_counts)))
        .routes(guard(read, routes!(get_waiting_totals)))
        .routes(guard(decide, routes!(decide_actions)))
        .routes(guard(read, routes!(get_action)))
        .routes(guard(decide, routes!(approve_action)))
        .routes(guard(decide, routes!(reject_action)))
        .routes(guard(read, routes!(preview_undo)))
        .routes(guard(decide, routes!(undo_action)))
}

#[derive(Debug, Serialize, ToSchema)]
pub struct ActionSummaryList {
    data: Vec<ActionSummary>,
    next_cursor: Option<String>,
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct ActionQuery {
    /// States, with commas between them; all when absent.
    #[param(example = "awaiting_approval")]
    pub(crate) state: Option<String>,
    pub(crate) rule: Option<Uuid>,
    pub(crate) campaign: Option<Uuid>,
    pub(crate) account: Option<Uuid>,
    pub(crate) brand: Option<Uuid>,
    #[param(inline)]
    pub(crate) kind: Option<KindChoice>,
    /// A part of the name of what is changed, its campaign or its rule.
    #[param(example = "prospecting", max_length = 200)]
    pub(crate) q: Option<String>,
    /// `-` for descending. Otherwise what waits comes by when it lapses, what has ended by when it ended, all else newest
    /// first.
    #[param(inline)]
    pub(crate) sort: Option<SortChoice>,
    /// `next_cursor` of the page before, with the same filters and order.
    pub(crate) cursor: Option<String>,
    #[param(minimum = 1, maximum = 500)]
    pub(crate) limit: Option<i64>,
}

impl ActionQuery {
    /// Which actions, in which order: the list and its export ask alike.
    pub(crate) fn selection(self) -> Result<(inbox::ActionFilter, inbox::Order), Problem> {
        let states = states(self.state.as_deref())?;
        let order = self
            .sort
            .map_or_else(|| inbox::Order::usual(&states), inbox::Order::from);
        let text = self.q.filter(|text| !text.trim().is_empty());
        if text
            .as_ref()
            .is_some_and(|text| text.chars().count() > LONGEST_TEXT)
        {
            return Err(Problem::invalid_field(
                "q",
                format!("use at most {LONGEST_TEXT} characters"),
            ));
        }
        let filter = inbox::ActionFilter {
            states,
            rule: self.rule,
            campaign: self.campaign,
            account: self.account,
            brand: self.brand,
            kind: self.kind.map(LedgerKind::from),
            text,
        };
        Ok((filter, order))
    }
}

/// The longest part of a name that is looked for, in characters.
const LONGEST_TEXT: usize = 200;

/// What it does.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum KindChoice {
    Pause,
    Resume,
    SetBudget,
}

impl From<KindChoice> for LedgerKind {
    fn from(choice: KindChoice) -> Self {
        match choice {
            KindChoice::Pause => Self::Pause,
            KindChoice::Resume => Self::Resume,
            KindChoice::SetBudget => Self::SetBudget,
        }
    }
}

/// An order of the list.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
pub(crate) enum SortChoice {
    #[serde(rename = "created_at")]
    Created,
    #[serde(rename = "-created_at")]
    CreatedDescending,
    #[serde(rename = "expires_at")]
    Expires,
    #[serde(rename = "-expires_at")]
    ExpiresDescending,
    #[serde(rename = "updated_at")]
    Updated,
    #[serde(rename = "-updated_at")]
    UpdatedDescending,
    #[serde(rename = "per_day_change")]
    PerDayChange,
    #[serde(rename = "-per_day_change")]
    PerDayChangeDescending,
}

impl From<SortChoice> for inbox::Order {
    fn from(choice: SortChoice) -> Self {
        use inbox::{Direction::*, Key};
        let (key, direction) = match choice {
            SortChoice::Created => (Key::Created, Ascending),
            SortChoice::CreatedDescending => (Key::Created, Descending),
            SortChoice::Expires => (Key::Expires, Ascending),
            SortChoice::ExpiresDescending => (Key::Expires, Descending),
            SortChoice::Updated => (Key::Updated, Ascending),
            SortChoice::UpdatedDescending => (Key::Updated, Descending),
            SortChoice::PerDayChange => (Key::PerDayChange, Ascending),
            SortChoice::PerDayChangeDescending => (Key::PerDayChange, Descending),
        };
        Self { key, direction }
    }
}

fn states(text: Option<&str>) -> Result<BTreeSet<Ledger>, Problem> {
    let words = text
        .into_iter()
        .flat_map(|text| text.split(','))
        .map(str::trim)
        .filter(|word| !word.is_empty());
    words
        .map(|word| {
            Ledger::parse(word)
                .ok_or_else(|| Problem::invalid_field("state", format!("`{word}` is no state of an action")))
        })
        .collect()
}

/// Actions
#[utoipa::path(
    get, path = "/actions", operation_id = "list_actions", tag = "actions",
    params(ActionQuery),
    responses(
        (status = 200, description = "A page of actions", body = ActionSummaryList),
        (status = 422, description = "Invalid input", body = ProblemDocument, content_type = "application/problem+json"),
    ),
)]
async fn list_actions(
    State(state): State<AppState>,
    caller: Caller,
    Query(query): Query<ActionQuery>,
) -> Result<Json<ActionSummaryList>, Problem> {
    let limit = cursor::limit(query.limit)?;
    let cursor = query.cursor.clone();
    let (filter, order) = query.selection()?;
    let filters = format!("actions {filter:?} {order:?}");
    let after = cursor::read(cursor.as_deref(), &filters)?;
    let scope = caller.principal().scope;
    let mut rows = inbox::actions(
        &state.context,
        scope,
        filter,
        order,
        after,
        limit.saturating_add(1),
    )
    .await?;
    let next_cursor = cursor::next(&mut rows, limit, &filters, |row| order.place(row));
    Ok(Json(ActionSummaryList {
        data: rows.into_iter().map(ActionSummary::from).collect(),
        next_cursor,
    }))
}

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
async fn get_action_counts(
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
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct WaitingQuery {
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
async fn get_waiting_totals(
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
    }))
}

/// The most actions decided, or added up by id, in one request.
const MOST_AT_ONCE: usize = 200;

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

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum VerdictChoice {
    Approve,
    Reject,
}

/// An action in the version that was looked at.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DecideItem {
    id: Uuid,
    #[schema(minimum = 0)]
    version: i64,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Decide {
    verdict: VerdictChoice,
    /// Needed to reject: for whoever wrote the rule.
    #[schema(example = "the sale starts tomorrow", max_length = 1000)]
    reason: Option<String>,
    #[schema(min_items = 1, max_items = 200)]
    items: Vec<DecideItem>,
}

/// Why one item was not decided.
#[derive(Debug, Serialize, ToSchema)]
pub struct DecideProblem {
    #[schema(example = "urn:adjutant:problem:moved")]
    r#type: String,
    #[schema(example = "It changed since you read it")]
    title: String,
    #[schema(example = "the action moved on; look again and decide again")]
    detail: String,
}

/// What became of one item.
#[derive(Debug, Serialize, ToSchema)]
pub struct DecideResult {
    id: Uuid,
    ok: bool,
    /// Where it stands now; null where there is no such action.
    state: Option<shown::ActionState>,
    version: Option<i64>,
    problem: Option<DecideProblem>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct DecideResults {
    /// One per item, in their order.
    results: Vec<DecideResult>,
}

/// Approve or reject several
///
/// Each by itself, in the version that was looked at: what moved on meanwhile, or is not yours to decide, fails alone and
/// says why; the others are decided.
#[utoipa::path(
    post, path = "/actions/decide", operation_id = "decide_actions", tag = "actions",
    request_body = Decide,
    responses((status = 200, description = "What became of each", body = DecideResults)),
)]
async fn decide_actions(
    State(state): State<AppState>,
    caller: Caller,
    Json(body): Json<Decide>,
) -> Result<Json<DecideResults>, Problem> {
    if body.items.is_empty() || body.items.len() > MOST_AT_ONCE {
        return Err(Problem::invalid_field(
            "/items",
            format!("name 1 to {MOST_AT_ONCE} actions"),
        ));
    }
    let verdict = match body.verdict {
        VerdictChoice::Approve => Verdict::Approve,
        VerdictChoice::Reject => Verdict::Reject(rejection(body.reason.as_deref().unwrap_or_default())?),
    };
    let items: Vec<(Uuid, i64)> = body.items.iter().map(|item| (item.id, item.version)).collect();
    let principal = caller.principal();
    let decided = actions::decide(&state.context, principal, &verdict, &items).await;
    let ids = items.iter().map(|(id, _)| *id).collect();
    let standing = inbox::standing(&state.context, principal.scope, ids).await?;
    let results = items.iter().zip(decided).map(|((id, _), result)| {
        let stands = standing.iter().find(|(known, ..)| known == id);
        let problem = result.err().map(|error| {
            let problem = match error {
                ActionError::Moved => Problem::new(Kind::Moved, MOVED),
                other => plain_refusal(other),
            };
            let (r#type, title, detail) = problem.words();
            DecideProblem {
                r#type,
                title,
                detail,
            }
        });
        DecideResult {
            id: *id,
            ok: problem.is_none(),
            state: stands.map(|(_, state, _)| state.as_str().into()),
            version: stands.map(|(.., version)| *version),
            problem,
        }
    });
    Ok(Json(DecideResults {
        results: results.collect(),
    }))
}

/// One action
#[utoipa::path(
    get, path = "/actions/{id}", operation_id = "get_action", tag = "actions",
    params(("id" = Uuid, Path, description = "The action")),
    responses(
        (status = 200, description = "The action", body = ActionDetail, headers(("ETag" = String, description = "`\"v3\"`: send it back as If-Match"))),
        (status = 304, description = "Still the version named by If-None-Match"),
        (status = 404, description = "Not found", body = ProblemDocument, content_type = "application/problem+json"),
    ),
)]
async fn get_action(
    State(state): State<AppState>,
    caller: Caller,
    PathId(id): PathId,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let detail = ActionDetail::read(&state, &caller, id).await?;
    let tag = etag(detail.summary.version);
    let known = headers.get(IF_NONE_MATCH).and_then(|value| value.to_str().ok());
    if known.is_some_and(|known| known.split(',').any(|each| each.trim() == tag)) {
        return Ok((StatusCode::NOT_MODIFIED, [(ETAG, tag)]).into_response());
    }
    Ok(detail.answer(StatusCode::OK))
}

/// No fields.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Empty {}

/// Approve
///
/// Counts towards the approvals that the action needs; with the last one it is on its way.
#[utoipa::path(
    post, path = "/actions/{id}/approve", operation_id = "approve_action", tag = "actions",
    params(
        ("id" = Uuid, Path, description = "The action"),
        ("If-Match" = Option<String>, Header, description = "The ETag that was read. Without it: 428."),
    ),
    request_body = Empty,
    responses(
        (status = 200, description = "Approved", body = ActionDetail, headers(("ETag" = String))),
        (status = 404, description = "Not found", body = ProblemDocument, content_type = "application/problem+json"),
        (status = 409, description = "It does not wait for anybody", body = ProblemDocument, content_type = "application/problem+json"),
        (status = 412, description = "It moved on", body = ActionMoved, content_type = "application/problem+json"),
        (status = 428, description = "If-Match is required", body = ProblemDocument, content_type = "application/problem+json"),
    ),
)]
async fn approve_action(
    State(state): State<AppState>,
    caller: Caller,
    PathId(id): PathId,
    IfMatch(version): IfMatch,
    Json(Empty {}): Json<Empty>,
) -> Result<Response, Problem> {
    match actions::approve(&state.context, caller.principal(), id, version).await {
        Ok(_) => Ok(ActionDetail::read(&state, &caller, id)
            .await?
            .answer(StatusCode::OK)),
        Err(error) => Err(refusal(&state, &caller, id, error).await),
    }
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Reject {
    /// For whoever wrote the rule.
    #[schema(example = "the sale starts tomorrow", max_length = 1000)]
    reason: String,
}

/// The longest reason, in characters.
const LONGEST_REASON: usize = 1_000;

/// The reason of a rejection, or what is wrong with it.
fn rejection(reason: &str) -> Result<String, Problem> {
    let reason = reason.trim();
    if reason.is_empty() {
        return Err(Problem::invalid_field(
            "/reason",
            "say why, for whoever wrote the rule",
        ));
    }
    if reason.chars().count() > LONGEST_REASON {
        return Err(Problem::invalid_field(
            "/reason",
            format!("use at most {LONGEST_REASON} characters"),
        ));
    }
    Ok(reason.to_owned())
}

/// Reject
#[utoipa::path(
    post, path = "/actions/{id}/reject", operation_id = "reject_action", tag = "actions",
    params(
        ("id" = Uuid, Path, description = "The action"),
        ("If-Match" = Option<String>, Header, description = "The ETag that was read. Without it: 428."),
    ),
    request_body = Reject,
    responses(
        (status = 200, description = "Rejected", body = ActionDetail, headers(("ETag" = String))),
        (status = 404, description = "Not found", body = ProblemDocument, content_type = "application/problem+json"),
        (status = 409, description = "It does not wait for anybody", body = ProblemDocument, content_type = "application/problem+json"),
        (status = 412, description = "It moved on", body = ActionMoved, content_type = "application/problem+json"),
        (status = 422, description = "Invalid input", body = ProblemDocument, content_type = "application/problem+json"),
        (status = 428, description = "If-Match is required", body = ProblemDocument, content_type = "application/problem+json"),
    ),
)]
async fn reject_action(
    State(state): State<AppState>,
    caller: Caller,
    PathId(id): PathId,
    IfMatch(version): IfMatch,
    Json(body): Json<Reject>,
) -> Result<Response, Problem> {
    let reason = rejection(&body.reason)?;
    match actions::reject(&state.context, caller.principal(), id, version, &reason).await {
        Ok(_) => Ok(ActionDetail::read(&state, &caller, id)
            .await?
            .answer(StatusCode::OK)),
        Err(error) => Err(refusal(&state, &caller, id, error).await),
    }
}

/// What undoing would change.
#[derive(Debug, Serialize, ToSchema)]
pub struct UndoPreview {
    before: ShownValue,
    after: ShownValue,
    possible: bool,
    why_not: Option<String>,
}

/// What undoing would change
#[utoipa::path(
    get, path = "/actions/{id}/undo", operation_id = "preview_undo", tag = "actions",
    params(("id" = Uuid, Path, description = "The applied action")),
    responses(
        (status = 200, description = "The preview", body = UndoPreview),
        (status = 404, description = "Not found", body = ProblemDocument, content_type = "application/problem+json"),
    ),
)]
async fn preview_undo(
    State(state): State<AppState>,
    caller: Caller,
    PathId(id): PathId,
) -> Result<Json<UndoPreview>, Problem> {
    let detail = view::action(&state.context, caller.principal(), id)
        .await?
        .ok_or_else(Problem::not_found)?;
    let currency = detail.summary.currency;
    match actions::preview_undo(&state.context, caller.principal(), id).await {
        Ok(preview) => Ok(Json(UndoPreview {
            before: ShownValue::new(&preview.before, currency),
            after: ShownValue::new(&preview.after, currency),
            possible: preview.why_not.is_none(),
            why_not: preview.why_not,
        })),
        Err(error) => Err(refusal(&state, &caller, id, error).await),
    }
}

/// Undo
///
/// Proposes the action that sets the old value again, through the same door as every other action.
#[utoipa::path(
    post, path = "/actions/{id}/undo", operation_id = "undo_action", tag = "actions",
    params(("id" = Uuid, Path, description = "The applied action")),
    request_body = Empty,
    responses(
        (status = 201, description = "The new action", body = ActionDetail, headers(("ETag" = String), ("Location" = String, description = "The new action"))),
        (status = 404, description = "Not found", body = ProblemDocument, content_type = "application/problem+json"),
        (status = 409, description = "It cannot be undone", body = ProblemDocument, content_type = "application/problem+json"),
    ),
)]
async fn undo_action(
    State(state): State<AppState>,
    caller: Caller,
    PathId(id): PathId,
    Json(Empty {}): Json<Empty>,
) -> Result<Response, Problem> {
    match actions::propose_undo(&state.context, caller.principal(), id).await {
        Ok(new) => Ok(ActionDetail::read(&state, &caller, new)
            .await?
            .answer(StatusCode::CREATED)),
        Err(error) => Err(refusal(&state, &caller, id, error).await),
    }
}

const MOVED: &str = "the action moved on; look again and decide again";

/// Why the ledger refused, as a problem; with what the action is now where it moved on.
async fn refusal(state: &AppState, caller: &Caller, id: Uuid, error: ActionError) -> Problem {
    match error {
        ActionError::Moved => match ActionDetail::read(state, caller, id).await {
            Ok(current) => Problem::moved(MOVED, &current),
            Err(problem) => problem,
        },
        other => plain_refusal(other),
    }
}

fn plain_refusal(error: ActionError) -> Problem {
    match error {
        ActionError::NotFound => Problem::not_found(),
        ActionError::NotAllowed(detail) => Problem::new(Kind::NotPermitted, detail),
        ActionError::Moved => Problem::new(Kind::Moved, MOVED),
        ActionError::NotWaiting(at) => Problem::new(
            Kind::Conflict,
            format!("the action is {} and does not wait for anybody", at.as_str()),
        ),
        ActionError::Impossible(detail) => Problem::new(Kind::Conflict, detail),
        ActionError::Store(error) => error.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_documented_states_are_the_ledgers() {
        let ledger: Vec<&str> = Ledger::ALL.iter().map(|state| state.as_str()).collect();
        assert_eq!(shown::ActionState::WORDS, ledger);
    }

    #[test]
    fn states_are_read_from_a_list_and_unknown_words_are_refused() {
        let read = states(Some("awaiting_approval, approved,")).unwrap();
        assert_eq!(read, BTreeSet::from([Ledger::AwaitingApproval, Ledger::Approved]));
        assert!(states(None).unwrap().is_empty());
        assert!(states(Some("waiting")).is_err());
    }
}
