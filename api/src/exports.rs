//! Lists as CSV files: the filters of the list, every row, streamed page by page.
//!
//! UTF-8 with a byte order mark, RFC 4180. Text that a spreadsheet would take for a formula gets an apostrophe before it;
//! numbers are ours and stay numbers.

mod sheet;

use std::{future::Future, io};

use axum::{
    body::Body,
    extract::State,
    http::{
        HeaderValue,
        header::{CONTENT_DISPOSITION, CONTENT_TYPE},
    },
    response::{IntoResponse as _, Response},
};
use bytes::Bytes;
use engine::{
    actions::{inbox, view::ActionSummary},
    audit::{self, AuditActor, AuditEvent},
    campaigns::{list, view::CampaignView},
    connections::platform::WriteValue,
    decisions::history::{self, DecisionPlace, PastDecision},
    identity::Permission,
    metrics::derived,
    store::StoreError,
};
use jiff::Timestamp;
use serde::Deserialize;
use tokio::sync::mpsc;
use tokio_stream::wrappers::ReceiverStream;
use utoipa::IntoParams;
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

use crate::{
    AppState,
    actions::{ActionQuery, KindChoice, SortChoice},
    campaigns::{CampaignSelection, CampaignSwitch, PlatformName},
    decisions::DecisionQuery,
    extract::{Caller, Origin, Query},
    permission::{Access, guard},
    problem::{Problem, ProblemDocument},
};

use sheet::{Cell, encode, opening};

pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(guard(
            Access::Permission(Permission::CampaignsRead),
            routes!(export_campaigns),
        ))
        .routes(guard(
            Access::Permission(Permission::ActionsRead),
            routes!(export_actions),
        ))
        .routes(guard(
            Access::Permission(Permission::DecisionsRead),
            routes!(export_decisions),
        ))
}

/// Rows read at once.
const PAGE: i64 = 500;
/// Pages that wait for a slow reader.
const AHEAD: usize = 2;

/// One page of rows and where the next begins.
type Page<P> = (Vec<Vec<Cell>>, Option<P>);

/// The whole file, page after page. The first page is read before the answer begins, so that what fails at once is a
/// problem; what fails later breaks the transfer off, and a client sees that the file is not whole.
async fn answer<P, F, Fut>(name: &str, header: &[&str], page: F) -> Result<Response, Problem>
where
    P: Send + 'static,
    F: Fn(Option<P>) -> Fut + Send + 'static,
    Fut: Future<Output = Result<Page<P>, StoreError>> + Send,
{
    let (rows, mut next) = page(None).await?;
    let mut first = opening(header);
    first.extend(encode(&rows));
    let (sender, receiver) = mpsc::channel::<Result<Bytes, io::Error>>(AHEAD);
    tokio::spawn(async move {
        if sender.send(Ok(first.into())).await.is_err() {
            return;
        }
        while let Some(place) = next {
            let chunk = match page(Some(place)).await {
                Ok((rows, after)) => {
                    next = after;
                    Ok(encode(&rows).into())
                }
                Err(error) => {
                    tracing::error!(%error, "an export broke off");
                    next = None;
                    Err(io::Error::other("the export broke off"))
                }
            };
            // A reader who has gone away needs no more pages.
            if sender.send(chunk).await.is_err() {
                return;
            }
        }
    });
    let disposition = HeaderValue::from_str(&format!("attachment; filename=\"{name}\""))
        .unwrap_or(HeaderValue::from_static("attachment"));
    let mut response = Body::from_stream(ReceiverStream::new(receiver)).into_response();
    let headers = response.headers_mut();
    headers.insert(
        CONTENT_TYPE,
        HeaderValue::from_static("text/csv; charset=utf-8; header=present"),
    );
    headers.insert(CONTENT_DISPOSITION, disposition);
    Ok(response)
}

/// Splits a page read with one row too many.
fn cut<T, P>(rows: &mut Vec<T>, place: impl Fn(&T) -> P) -> Option<P> {
    let page = usize::try_from(PAGE).unwrap_or(usize::MAX);
    if rows.len() <= page {
        return None;
    }
    rows.truncate(page);
    rows.last().map(place)
}

/// Says in the audit who took which rows with them.
async fn audit_export(
    state: &AppState,
    caller: &Caller,
    origin: &Origin,
    name: &'static str,
    filter: String,
) -> Result<(), Problem> {
    let principal = caller.principal();
    let event = AuditEvent::done(name, AuditActor::of(principal))
        .with(serde_json::json!({ "filter": filter }))
        .in_request(origin.request_id.as_deref());
    Ok(audit::record_alone(&state.context, principal.scope, event).await?)
}

/// `campaigns-2026-11-17.csv`, by business time.
fn file_name(state: &AppState, list: &str) -> String {
    let day = state
        .context
        .business
        .now()
        .to_zoned(jiff::tz::TimeZone::UTC)
        .date();
    format!("{list}-{day}.csv")
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct CampaignExport {
    /// Part of the name, or the platform's id.
    #[param(example = "prospecting")]
    q: Option<String>,
    account: Option<Uuid>,
    brand: Option<Uuid>,
    #[param(inline)]
    status: Option<CampaignSwitch>,
    #[param(inline)]
    platform: Option<PlatformName>,
    /// As in the list.
    #[param(example = "-spend_7d")]
    sort: Option<String>,
}

const CAMPAIGN_COLUMNS: [&str; 22] = [
    "campaign",
    "campaign_id",
    "account",
    "platform",
    "status",
    "delivery",
    "channel",
    "currency",
    "budget",
    "budget_shared",
    "spend_today",
    "impressions_today",
    "clicks_today",
    "conversions_today",
    "revenue_today",
    "spend_7d",
    "conversions_7d",
    "revenue_7d",
    "cpa_7d",
    "roas_7d",
    "data_until",
    "id",
];

fn campaign_row(campaign: CampaignView) -> Vec<Cell> {
    let (today, week) = (campaign.today, campaign.last_7_days);
    vec![
        Cell::text(campaign.name),
        Cell::text(campaign.external_id),
        Cell::text(campaign.account.name),
        Cell::text(campaign.account.platform.as_str()),
        Cell::text(campaign.status.as_str()),
        Cell::text(campaign.delivery),
        Cell::text(campaign.channel),
        Cell::text(campaign.account.currency.as_str()),
        Cell::millionths(campaign.budget_micros),
        Cell::text(if campaign.budget_shared { "yes" } else { "no" }),
        Cell::millionths(today.map(|cells| cells.spend)),
        Cell::whole(today.map(|cells| cells.impressions)),
        Cell::whole(today.map(|cells| cells.clicks)),
        Cell::millionths(today.map(|cells| cells.conversions)),
        Cell::millionths(today.map(|cells| cells.revenue)),
        Cell::millionths(week.map(|cells| cells.spend)),
        Cell::millionths(week.map(|cells| cells.conversions)),
        Cell::millionths(week.map(|cells| cells.revenue)),
        Cell::millionths(week.as_ref().and_then(derived::cost_per_conversion)),
        Cell::millionths(week.as_ref().and_then(derived::return_on_spend)),
        Cell::time(campaign.data_until),
        Cell::text(campaign.id.to_string()),
    ]
}

/// Campaigns as CSV
///
/// Every campaign that the list would show with these filters. An empty cell is a number that nobody knows.
#[utoipa::path(
    get, path = "/exports/campaigns.csv", operation_id = "export_campaigns", tag = "exports",
    params(CampaignExport),
    responses(
        (status = 200, description = "The file", body = String, content_type = "text/csv", headers(("Content-Disposition" = String))),
        (status = 422, description = "Invalid input", body = ProblemDocument, content_type = "application/problem+json"),
    ),
)]
async fn export_campaigns(
    State(state): State<AppState>,
    caller: Caller,
    origin: Origin,
    Query(query): Query<CampaignExport>,
) -> Result<Response, Problem> {
    let asked = format!("{query:?}");
    let selection = CampaignSelection::read(
        query.q,
        query.account,
        query.brand,
        query.status,
        query.platform,
        query.sort.as_deref(),
    )?;
    audit_export(&state, &caller, &origin, "export.campaigns", asked).await?;
    let name = file_name(&state, "campaigns");
    let scope = caller.principal().scope;
    let page = move |after: Option<list::Place>| {
        let (context, filter, sort) = (state.context.clone(), selection.filter.clone(), selection.sort);
        async move {
            let mut rows =
                list::campaigns(&context, scope, filter, sort, after, PAGE.saturating_add(1)).await?;
            let next = cut(&mut rows, |(_, place)| place.clone());
            let cells = rows
                .into_iter()
                .map(|(campaign, _)| campaign_row(campaign))
                .collect();
            Ok((cells, next))
        }
    };
    answer(&name, &CAMPAIGN_COLUMNS, page).await
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct ActionExport {
    /// States, with commas between them; all when absent.
    #[param(example = "applied")]
    state: Option<String>,
    rule: Option<Uuid>,
    campaign: Option<Uuid>,
    /// Something below a campaign.
    object: Option<Uuid>,
    account: Option<Uuid>,
    brand: Option<Uuid>,
    #[param(inline)]
    kind: Option<KindChoice>,
    /// A part of the name of what is changed, its campaign or its rule.
    #[param(example = "prospecting", max_length = 200)]
    q: Option<String>,
    /// As in the list.
    #[param(inline)]
    sort: Option<SortChoice>,
}

const ACTION_COLUMNS: [&str; 22] = [
    "created_at",
    "state",
    "state_detail",
    "kind",
    "property",
    "campaign",
    "target",
    "target_id",
    "shared_by",
    "account",
    "platform",
    "before",
    "after",
    "currency",
    "per_day_change",
    "reason",
    "rule",
    "rule_version",
    "requested_by",
    "expires_at",
    "updated_at",
    "id",
];

fn value(value: &WriteValue) -> Cell {
    match value {
        WriteValue::Money(millionths) | WriteValue::Ratio(millionths) => Cell::millionths(Some(*millionths)),
        WriteValue::Status(status) => Cell::text(status.as_str()),
        WriteValue::Negative(is_there) | WriteValue::Label(is_there) => {
            Cell::text(if *is_there { "added" } else { "not there" })
        }
    }
}

fn action_row(action: ActionSummary) -> Vec<Cell> {
    let requested_by = match action.requested_by {
        engine::actions::view::Requester::Rule { .. } => None,
        engine::actions::view::Requester::User { name, .. } => Some(name),
    };
    let (rule, version) = action.rule.map(|rule| (rule.name, rule.version)).unzip();
    vec![
        Cell::time(Some(action.created_at)),
        Cell::text(action.state.as_str()),
        Cell::opt_text(action.state_detail),
        Cell::text(action.kind),
        Cell::text(action.field.as_str()),
        Cell::opt_text(action.campaign.map(|campaign| campaign.name)),
        Cell::text(action.target.name),
        Cell::text(action.target.external_id),
        Cell::whole(Some(action.target.shared_by)),
        Cell::text(action.account.name),
        Cell::text(action.account.platform.as_str()),
        value(&action.before),
        value(&action.after),
        Cell::text(action.currency.as_str()),
        Cell::millionths(action.per_day_micros),
        Cell::text(action.reason),
        Cell::opt_text(rule),
        Cell::whole(version),
        Cell::opt_text(requested_by),
        Cell::time(action.expires_at),
        Cell::time(Some(action.updated_at)),
        Cell::text(action.id.to_string()),
    ]
}

/// Actions as CSV
///
/// Every action that the list would show with these filters.
#[utoipa::path(
    get, path = "/exports/actions.csv", operation_id = "export_actions", tag = "exports",
    params(ActionExport),
    responses(
        (status = 200, description = "The file", body = String, content_type = "text/csv", headers(("Content-Disposition" = String))),
        (status = 422, description = "Invalid input", body = ProblemDocument, content_type = "application/problem+json"),
    ),
)]
async fn export_actions(
    State(state): State<AppState>,
    caller: Caller,
    origin: Origin,
    Query(query): Query<ActionExport>,
) -> Result<Response, Problem> {
    let asked = format!("{query:?}");
    let (filter, order) = ActionQuery {
        state: query.state,
        rule: query.rule,
        campaign: query.campaign,
        object: query.object,
        account: query.account,
        brand: query.brand,
        kind: query.kind,
        q: query.q,
        sort: query.sort,
        cursor: None,
        limit: None,
    }
    .selection()?;
    audit_export(&state, &caller, &origin, "export.actions", asked).await?;
    let name = file_name(&state, "actions");
    let scope = caller.principal().scope;
    let page = move |after: Option<(i64, Uuid)>| {
        let (context, filter) = (state.context.clone(), filter.clone());
        async move {
            let mut rows =
                inbox::actions(&context, scope, filter, order, after, PAGE.saturating_add(1)).await?;
            let next = cut(&mut rows, |row| order.place(row));
            Ok((rows.into_iter().map(action_row).collect(), next))
        }
    };
    answer(&name, &ACTION_COLUMNS, page).await
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct DecisionExport {
    rule: Option<Uuid>,
    /// With it every check of the campaign is written, without it those that acted or were blocked.
    campaign: Option<Uuid>,
    /// Something below a campaign: every check of it alone is written.
    object: Option<Uuid>,
    account: Option<Uuid>,
    #[param(example = "blocked")]
    outcome: Option<String>,
    /// The first instant.
    from: Option<Timestamp>,
    /// The first instant no longer included.
    to: Option<Timestamp>,
}

const DECISION_COLUMNS: [&str; 13] = [
    "at",
    "outcome",
    "rule",
    "rule_version",
    "campaign",
    "object",
    "account",
    "platform",
    "reason",
    "action_ids",
    "campaign_id",
    "id",
    "simulated",
];

fn decision_row(decision: PastDecision) -> Vec<Cell> {
    let actions: Vec<String> = decision.actions.iter().map(Uuid::to_string).collect();
    vec![
        Cell::time(Some(decision.at)),
        Cell::text(decision.outcome.as_str()),
        Cell::text(decision.rule.name),
        Cell::whole(Some(decision.rule.version)),
        Cell::opt_text(decision.campaign.as_ref().map(|campaign| campaign.name.clone())),
        Cell::opt_text(decision.object.map(|object| object.name)),
        Cell::text(decision.account.name),
        Cell::text(decision.account.platform.as_str()),
        Cell::text(decision.reason),
        Cell::text(actions.join(" ")),
        Cell::opt_text(decision.campaign.map(|campaign| campaign.id.to_string())),
        Cell::opt_text(decision.id.map(|id| id.to_string())),
        Cell::text(if decision.is_simulated { "yes" } else { "no" }),
    ]
}

/// Decisions as CSV
///
/// Every decision that the list would show with these filters.
#[utoipa::path(
    get, path = "/exports/decisions.csv", operation_id = "export_decisions", tag = "exports",
    params(DecisionExport),
    responses(
        (status = 200, description = "The file", body = String, content_type = "text/csv", headers(("Content-Disposition" = String))),
        (status = 422, description = "Invalid input", body = ProblemDocument, content_type = "application/problem+json"),
    ),
)]
async fn export_decisions(
    State(state): State<AppState>,
    caller: Caller,
    origin: Origin,
    Query(query): Query<DecisionExport>,
) -> Result<Response, Problem> {
    let asked = format!("{query:?}");
    let filter = DecisionQuery {
        rule: query.rule,
        campaign: query.campaign,
        object: query.object,
        account: query.account,
        outcome: query.outcome,
        from: query.from,
        to: query.to,
        cursor: None,
        limit: None,
    }
    .selection()?;
    audit_export(&state, &caller, &origin, "export.decisions", asked).await?;
    let name = file_name(&state, "decisions");
    let scope = caller.principal().scope;
    let page = move |after: Option<DecisionPlace>| {
        let (context, filter) = (state.context.clone(), filter.clone());
        async move {
            let size = usize::try_from(PAGE).unwrap_or(usize::MAX);
            let page = history::decisions(&context, scope, filter, after, size).await?;
            Ok((page.rows.into_iter().map(decision_row).collect(), page.next))
        }
    };
    answer(&name, &DECISION_COLUMNS, page).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_has_a_cell_for_every_column() {
        let at = Timestamp::UNIX_EPOCH;
        let account = engine::connections::view::AccountRef {
            id: Uuid::nil(),
            name: "Shop".to_owned(),
            platform: dsl::Platform::Google,
            currency: "USD".parse().unwrap(),
            time_zone: "UTC".to_owned(),
        };
        let campaign = CampaignView {
            id: Uuid::nil(),
            name: "One".to_owned(),
            external_id: "1".to_owned(),
            account: account.clone(),
            status: engine::connections::platform::SwitchStatus::Active,
            delivery: String::new(),
            channel: String::new(),
            budget_micros: None,
            budget_shared: false,
            today: None,
            last_7_days: None,
            data_until: None,
        };
        assert_eq!(campaign_row(campaign).len(), CAMPAIGN_COLUMNS.len());
        let decision = PastDecision {
            id: None,
            at,
            rule: engine::rules::view::RuleRef {
                id: Uuid::nil(),
                name: "Rule".to_owned(),
                version: 1,
            },
            campaign: None,
            object: None,
            account,
            outcome: engine::decisions::Outcome::Fired,
            reason: String::new(),
            actions: Vec::new(),
            is_simulated: false,
        };
        assert_eq!(decision_row(decision).len(), DECISION_COLUMNS.len());
    }
}
