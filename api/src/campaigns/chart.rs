//! The numbers of a campaign, and of what stands below one, by day.

use axum::extract::State;
use dsl::Currency;
use engine::{
    campaigns::{
        changes::{Author, ChangeView},
        chart::{self, Chart, DayCell as Cell, Series},
        subject::Subject,
    },
    metrics::calendar,
};
use jiff::{Timestamp, civil::Date, tz::TimeZone};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::{
    AppState,
    extract::{Caller, Json, PathId, Query},
    problem::{Problem, ProblemDocument},
    range::{self, Comparison},
    wire::{Totals, millionths, words},
};

words! {
    /// Who changed it.
    MarkKind: "rule", "person", "outside", "undo"
}
words! {
    /// What was changed.
    MarkProperty: "status", "budget", "bid", "target_cpa", "target_roas", "negative_keyword", "label"
}

/// One day of the account's calendar.
#[derive(Debug, Serialize, ToSchema)]
pub struct DayCell {
    day: Date,
    /// A sync covers it: zeros mean zero. Else nobody asked, and zeros mean nothing.
    known: bool,
    /// Micros of the currency.
    spend: i64,
    impressions: i64,
    clicks: i64,
    conversions: f64,
    /// Micros of the currency.
    revenue: i64,
    /// Micros in force at the day's end; null where not known.
    budget: Option<i64>,
}

impl From<Cell> for DayCell {
    fn from(cell: Cell) -> Self {
        Self {
            day: calendar::date_of(cell.day),
            known: cell.known,
            spend: cell.cells.spend,
            impressions: cell.cells.impressions,
            clicks: cell.cells.clicks,
            conversions: millionths(cell.cells.conversions),
            revenue: cell.cells.revenue,
            budget: cell.budget_micros,
        }
    }
}

/// Something that changed inside the range.
#[derive(Debug, Serialize, ToSchema)]
pub struct CampaignMark {
    at: Timestamp,
    day: Date,
    kind: MarkKind,
    property: MarkProperty,
    before: Option<String>,
    after: String,
    /// The rule's or person's name; the platform's word where it was changed there.
    by: String,
    action_id: Option<Uuid>,
}

impl CampaignMark {
    fn new(change: ChangeView, zone: &TimeZone, currency: Currency) -> Self {
        let kind = match &change.by {
            _ if change.is_undo => "undo",
            Author::Rule(_) => "rule",
            Author::User(_) => "person",
            Author::Outside(_) | Author::System => "outside",
        };
        Self {
            at: change.at,
            day: calendar::date_of(calendar::day_at(change.at, zone)),
            kind: kind.into(),
            property: change.field.as_str().into(),
            before: change.before.as_ref().map(|value| value.shown(currency)),
            after: change.after.shown(currency),
            by: change.by.name().to_owned(),
            action_id: change.action_id,
        }
    }
}

/// The range of the same length before.
#[derive(Debug, Serialize, ToSchema)]
pub struct ComparedDays {
    from: Date,
    to: Date,
    days: Vec<DayCell>,
}

/// A campaign's numbers by day. Every day of the range is there.
#[derive(Debug, Serialize, ToSchema)]
pub struct CampaignMetrics {
    from: Date,
    to: Date,
    #[schema(example = "USD")]
    currency: &'static str,
    #[schema(example = "America/New_York")]
    time_zone: String,
    data_until: Option<Timestamp>,
    /// The last day whose numbers are not expected to move any more; null before the first sync.
    settled_until: Option<Date>,
    days: Vec<DayCell>,
    compare: Option<ComparedDays>,
    /// Oldest first.
    marks: Vec<CampaignMark>,
    /// Of the known days.
    totals: Totals,
    compare_totals: Option<Totals>,
}

fn cells(series: &Series) -> Vec<DayCell> {
    series.days.iter().copied().map(DayCell::from).collect()
}

impl From<Chart> for CampaignMetrics {
    fn from(chart: Chart) -> Self {
        let currency = chart.account.currency;
        let zone = &chart.account.zone;
        let marks = chart
            .marks
            .into_iter()
            .map(|change| CampaignMark::new(change, zone, currency))
            .collect();
        let total = |series: &Series| Totals::new(&series.total, currency);
        Self {
            from: calendar::date_of(chart.series.range.first),
            to: calendar::date_of(chart.series.range.last),
            currency: currency.as_str(),
            time_zone: chart.account.address.time_zone,
            data_until: chart.data_until,
            settled_until: chart.settled_until.map(calendar::date_of),
            days: cells(&chart.series),
            totals: total(&chart.series),
            compare_totals: chart.compare.as_ref().map(total),
            compare: chart.compare.map(|series| ComparedDays {
                from: calendar::date_of(series.range.first),
                to: calendar::date_of(series.range.last),
                days: cells(&series),
            }),
            marks,
        }
    }
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct MetricsQuery {
    /// First day, of the account's calendar; 30 days when absent.
    #[param(example = "2026-10-19")]
    from: Option<Date>,
    /// Last day; the account's today when absent.
    #[param(example = "2026-11-17")]
    to: Option<Date>,
    #[param(inline)]
    compare: Option<Comparison>,
}

/// A campaign's numbers by day
#[utoipa::path(
    get, path = "/campaigns/{id}/metrics", operation_id = "get_campaign_metrics", tag = "campaigns",
    params(("id" = Uuid, Path, description = "The campaign"), MetricsQuery),
    responses(
        (status = 200, description = "The numbers", body = CampaignMetrics),
        (status = 404, description = "Not found", body = ProblemDocument, content_type = "application/problem+json"),
        (status = 422, description = "Invalid input", body = ProblemDocument, content_type = "application/problem+json"),
    ),
)]
pub(super) async fn get_campaign_metrics(
    State(state): State<AppState>,
    caller: Caller,
    PathId(id): PathId,
    Query(query): Query<MetricsQuery>,
) -> Result<Json<CampaignMetrics>, Problem> {
    numbers(&state, &caller, Subject::Campaign(id), &query).await
}

/// The numbers of something below a campaign, by day
///
/// There are none before an enabled rule first asked for its level.
#[utoipa::path(
    get, path = "/objects/{id}/metrics", operation_id = "get_object_metrics", tag = "campaigns",
    params(("id" = Uuid, Path, description = "The object"), MetricsQuery),
    responses(
        (status = 200, description = "The numbers", body = CampaignMetrics),
        (status = 404, description = "Not found", body = ProblemDocument, content_type = "application/problem+json"),
        (status = 422, description = "Invalid input", body = ProblemDocument, content_type = "application/problem+json"),
    ),
)]
pub(super) async fn get_object_metrics(
    State(state): State<AppState>,
    caller: Caller,
    PathId(id): PathId,
    Query(query): Query<MetricsQuery>,
) -> Result<Json<CampaignMetrics>, Problem> {
    numbers(&state, &caller, Subject::Object(id), &query).await
}

async fn numbers(
    state: &AppState,
    caller: &Caller,
    subject: Subject,
    query: &MetricsQuery,
) -> Result<Json<CampaignMetrics>, Problem> {
    let scope = caller.principal().scope;
    let today = chart::account_today(&state.context, scope, subject)
        .await?
        .ok_or_else(Problem::not_found)?;
    let range = range::read(query.from, query.to, today)?;
    let compare = query.compare == Some(Comparison::Previous);
    let chart = chart::chart(&state.context, scope, subject, range, compare).await?;
    chart
        .map(|chart| Json(chart.into()))
        .ok_or_else(Problem::not_found)
}
