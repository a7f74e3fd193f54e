//! The overview: the whole desk on one page.

use axum::extract::State;
use dsl::Currency;
use engine::{
    analytics::{
        Ailment, AilmentKind,
        overview::{self, CurrencySeries, DaySum, OverviewRow as Row, Total},
    },
    connections::platform::BaseCells,
    identity::Permission,
    metrics::calendar,
    supervision::{ActorInfo, ActorState},
};
use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

use crate::{
    AppState,
    actions::ActionSummary,
    extract::{Caller, Json, Query},
    permission::{Access, guard},
    problem::{Problem, ProblemDocument},
    range::{self, Comparison},
    wire::{Money, NamedRef, Platform, Totals, words},
};

pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(guard(
        Access::Permission(Permission::CampaignsRead),
        routes!(get_overview),
    ))
}

words! {
    /// What sort of thing is not well.
    UnhealthyKind: "account", "rule", "actor", "data", "stopped"
}

/// One day over the accounts of one currency.
#[derive(Debug, Serialize, ToSchema)]
pub struct OverviewDay {
    day: Date,
    /// Micros of the currency.
    spend: i64,
    /// Micros of the currency.
    revenue: i64,
    /// Every account that was connected by then is in the sum.
    known: bool,
}

impl From<DaySum> for OverviewDay {
    fn from(day: DaySum) -> Self {
        Self {
            day: calendar::date_of(day.day),
            spend: day.spend,
            revenue: day.revenue,
            known: day.known,
        }
    }
}

#[derive(Debug, Serialize, ToSchema)]
pub struct OverviewSeries {
    #[schema(example = "USD")]
    currency: &'static str,
    days: Vec<OverviewDay>,
    compare_days: Option<Vec<OverviewDay>>,
}

impl From<CurrencySeries> for OverviewSeries {
    fn from(series: CurrencySeries) -> Self {
        let days = |days: Vec<DaySum>| days.into_iter().map(OverviewDay::from).collect();
        Self {
            currency: series.currency.as_str(),
            days: days(series.days),
            compare_days: series.compare_days.map(days),
        }
    }
}

/// Today so far, against the budgets in force.
#[derive(Debug, Serialize, ToSchema)]
pub struct OverviewToday {
    spend: Money,
    /// Daily budgets of active campaigns, a shared one once; null before the first sync.
    budget: Option<Money>,
    /// Null without a budget.
    share_of_budget: Option<f64>,
    /// How much of the accounts' own day is over, 0 to 1; over several time zones weighed by budget.
    share_of_day: f64,
}

/// A brand's accounts on one platform in one currency.
#[derive(Debug, Serialize, ToSchema)]
pub struct OverviewRow {
    brand: NamedRef,
    platform: Platform,
    accounts: usize,
    #[schema(example = "USD")]
    currency: &'static str,
    today: OverviewToday,
    range: Totals,
    compare: Option<Totals>,
    /// Accounts whose numbers are older than promised.
    late_accounts: usize,
}

/// A share to four decimals, for display.
fn share(part: i64, whole: i64) -> Option<f64> {
    let scaled = i128::from(part)
        .checked_mul(10_000)?
        .checked_div(i128::from(whole))?;
    Some(f64::from(i32::try_from(scaled).ok()?) / 10_000.0)
}

impl From<Row> for OverviewRow {
    fn from(row: Row) -> Self {
        let money = |micros| Money::new(micros, row.currency);
        let totals = |cells: &BaseCells| Totals::new(cells, row.currency);
        let today = row.today;
        Self {
            today: OverviewToday {
                spend: money(today.spend_micros),
                budget: today.budget_micros.map(money),
                share_of_budget: today
                    .budget_micros
                    .and_then(|budget| share(today.spend_micros, budget)),
                share_of_day: today.share_of_day,
            },
            range: totals(&row.range),
            compare: row.compare.as_ref().map(totals),
            currency: row.currency.as_str(),
            brand: NamedRef {
                id: row.brand_id,
                name: row.brand_name,
            },
            platform: row.platform.as_str().into(),
            accounts: row.accounts,
            late_accounts: row.late_accounts,
        }
    }
}

/// Proposals that wait for somebody.
#[derive(Debug, Serialize, ToSchema)]
pub struct OverviewWaiting {
    count: i64,
    /// What a day's spend would change by, per currency.
    per_day_change: Vec<Money>,
    oldest: Option<Timestamp>,
    /// When the next of them lapses.
    lapses_next: Option<Timestamp>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct RuleCount {
    rule: NamedRef,
    count: i64,
}

/// What was done.
#[derive(Debug, Serialize, ToSchema)]
pub struct OverviewActed {
    /// Since midnight of each account's own day.
    today: i64,
    last_7_days: i64,
    /// The five busiest rules of the last seven days.
    by_rule: Vec<RuleCount>,
    /// The newest eight.
    latest: Vec<ActionSummary>,
}

/// Something that is not well.
#[derive(Debug, Serialize, ToSchema)]
pub struct Unhealthy {
    kind: UnhealthyKind,
    id: Option<Uuid>,
    name: String,
    what: String,
    what_to_do: String,
    since: Option<Timestamp>,
    /// Where in the desk it is dealt with.
    #[schema(example = "/accounts/0198f2a4-7c3e-7000-8000-000000000001")]
    href: String,
}

impl From<Ailment> for Unhealthy {
    fn from(ailment: Ailment) -> Self {
        let page = |folder: &str| match ailment.id {
            Some(id) => format!("/{folder}/{id}"),
            None => format!("/{folder}"),
        };
        Self {
            href: match ailment.kind {
                AilmentKind::Account | AilmentKind::Data => page("accounts"),
                AilmentKind::Rule => page("rules"),
                AilmentKind::Actor => "/actors".to_owned(),
                AilmentKind::Stopped => "/settings".to_owned(),
            },
            kind: ailment.kind.as_str().into(),
            id: ailment.id,
            name: ailment.name,
            what: ailment.what,
            what_to_do: ailment.what_to_do,
            since: ailment.since,
        }
    }
}

/// An actor that rests or was put away; `None` for one that is well.
fn ailing(actor: ActorInfo) -> Option<Ailment> {
    let (what, what_to_do) = match actor.state {
        ActorState::BackingOff => (
            "it failed and is started again after a pause",
            "nothing yet; look again if it stays so",
        ),
        ActorState::Quarantined => (
            "it failed too often and rests",
            "look at what failed and resume it",
        ),
        ActorState::Running | ActorState::Starting | ActorState::Stopped => return None,
    };
    Some(Ailment {
        kind: AilmentKind::Actor,
        id: None,
        name: actor.name,
        what: match actor.last_error {
            Some(error) => format!("{what}: {error}"),
            None => what.to_owned(),
        },
        what_to_do: what_to_do.to_owned(),
        since: Some(actor.since),
    })
}

#[derive(Debug, Serialize, ToSchema)]
pub struct Overview {
    at: Timestamp,
    from: Date,
    to: Date,
    /// Up to when the numbers of every working account reach; null while one has none.
    data_until: Option<Timestamp>,
    /// One per currency; never added up over currencies.
    totals: Vec<Totals>,
    compare_totals: Option<Vec<Totals>>,
    series: Vec<OverviewSeries>,
    rows: Vec<OverviewRow>,
    waiting: OverviewWaiting,
    acted: OverviewActed,
    unhealthy: Vec<Unhealthy>,
}

fn totals(totals: Vec<Total>) -> Vec<Totals> {
    totals
        .iter()
        .map(|total| Totals::new(&total.cells, total.currency))
        .collect()
}

impl From<overview::Overview> for Overview {
    fn from(overview: overview::Overview) -> Self {
        let money = |(currency, micros): (Currency, i64)| Money::new(micros, currency);
        let waiting = overview.waiting;
        let acted = overview.acted;
        Self {
            at: overview.at,
            from: calendar::date_of(overview.range.first),
            to: calendar::date_of(overview.range.last),
            data_until: overview.data_until,
            totals: totals(overview.totals),
            compare_totals: overview.compare_totals.map(totals),
            series: overview.series.into_iter().map(OverviewSeries::from).collect(),
            rows: overview.rows.into_iter().map(OverviewRow::from).collect(),
            waiting: OverviewWaiting {
                count: waiting.count,
                per_day_change: waiting.per_day.into_iter().map(money).collect(),
                oldest: waiting.oldest,
                lapses_next: waiting.lapses_next,
            },
            acted: OverviewActed {
                today: acted.today,
                last_7_days: acted.last_7_days,
                by_rule: acted
                    .by_rule
                    .into_iter()
                    .map(|(id, name, count)| RuleCount {
                        rule: NamedRef { id, name },
                        count,
                    })
                    .collect(),
                latest: acted.latest.into_iter().map(ActionSummary::from).collect(),
            },
            unhealthy: overview.ailments.into_iter().map(Unhealthy::from).collect(),
        }
    }
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct OverviewQuery {
    /// First day, of each account's own calendar; 30 days when absent.
    #[param(example = "2026-10-19")]
    from: Option<Date>,
    /// Last day; today when absent.
    #[param(example = "2026-11-17")]
    to: Option<Date>,
    #[param(inline)]
    compare: Option<Comparison>,
}

/// The whole desk on one page
///
/// Today against the budgets in force, a range of days against the one before it, what waits, what was done, and what is
/// not well. Actors are named to those who may see them.
#[utoipa::path(
    get, path = "/overview", operation_id = "get_overview", tag = "overview",
    params(OverviewQuery),
    responses(
        (status = 200, description = "The overview", body = Overview),
        (status = 422, description = "Invalid input", body = ProblemDocument, content_type = "application/problem+json"),
    ),
)]
async fn get_overview(
    State(state): State<AppState>,
    caller: Caller,
    Query(query): Query<OverviewQuery>,
) -> Result<Json<Overview>, Problem> {
    let principal = caller.principal();
    let today = overview::newest_today(&state.context, principal.scope).await?;
    let range = range::read(query.from, query.to, today)?;
    let compare = query.compare == Some(Comparison::Previous);
    let mut found = overview::overview(&state.context, principal.scope, range, compare).await?;
    if principal.may(Permission::ActorsRead) {
        let own = principal.scope.id();
        let visible = |actor: &ActorInfo| actor.org_id.is_none_or(|org_id| org_id == own);
        let tree = state.actors.tree().into_iter();
        found.ailments.extend(tree.filter(visible).filter_map(ailing));
    }
    Ok(Json(found.into()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_of_no_budget_is_absent() {
        assert_eq!(share(30, 120), Some(0.25));
        assert_eq!(share(0, 120), Some(0.0));
        assert_eq!(share(5, 0), None);
    }
}
