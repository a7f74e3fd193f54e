//! Exchange rates: what the organisation says a currency was worth in another on a day.

use axum::extract::State;
use engine::{
    identity::Permission,
    rates::{
        RateError, Supply, file,
        view::{self, RateView, VersionView},
    },
};
use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    AppState,
    extract::{Caller, Json, Query},
    lookups::line,
    permission::{Access, guard},
    problem::{Kind, Problem, ProblemDocument},
};

/// Most rates of one answer.
const MOST_ROWS: i64 = 200;

pub fn routes() -> OpenApiRouter<AppState> {
    let read = Access::Permission(Permission::RulesRead);
    let write = Access::Permission(Permission::OrganisationWrite);
    OpenApiRouter::new()
        .routes(guard(read, routes!(get_rates)))
        .routes(guard(read, routes!(list_rate_days)))
        .routes(guard(write, routes!(upload_rate_file)))
        .routes(guard(write, routes!(add_rates)))
}

/// What one unit of a currency was worth in another on a day.
#[derive(Debug, Serialize, ToSchema)]
pub struct Rate {
    #[schema(value_type = String, format = Date, example = "2026-03-04")]
    day: Date,
    #[schema(example = "USD")]
    from: String,
    #[schema(example = "EUR")]
    to: String,
    /// With the digits it was given in.
    #[schema(example = "0.92")]
    rate: String,
    /// From when on rules see it.
    supplied_at: Timestamp,
    /// The file it came from; `null` where it came through the API.
    #[schema(example = "rates.csv")]
    source: Option<String>,
}

impl From<RateView> for Rate {
    fn from(rate: RateView) -> Self {
        Self {
            day: rate.pair.day,
            from: rate.pair.from.to_string(),
            to: rate.pair.to.to_string(),
            rate: rate.given.written(),
            supplied_at: rate.supplied_at,
            source: rate.source,
        }
    }
}

/// One upload.
#[derive(Debug, Serialize, ToSchema)]
pub struct RateVersion {
    version: i64,
    at: Timestamp,
    by: Option<String>,
    #[schema(example = "rates.csv")]
    source: Option<String>,
    /// Rates that it named.
    rows: i64,
    /// Those that were new or different.
    changed: i64,
}

impl From<VersionView> for RateVersion {
    fn from(version: VersionView) -> Self {
        Self {
            version: version.version,
            at: version.at,
            by: version.by,
            source: version.source,
            rows: version.rows,
            changed: version.changed,
        }
    }
}

/// Every pair with its last rate, and the last uploads.
#[derive(Debug, Serialize, ToSchema)]
pub struct Rates {
    /// By their currencies.
    pairs: Vec<Rate>,
    /// The last 50, newest first.
    versions: Vec<RateVersion>,
}

/// Rates at a glance
///
/// A rate counts on its day and on the 7 after it.
#[utoipa::path(
    get, path = "/rates", operation_id = "get_rates", tag = "rates",
    responses((status = 200, description = "Every pair with its last rate", body = Rates)),
)]
async fn get_rates(State(state): State<AppState>, caller: Caller) -> Result<Json<Rates>, Problem> {
    let (rates, versions) = view::summary(&state.context, caller.principal().scope).await?;
    Ok(Json(Rates {
        pairs: rates.into_iter().map(Into::into).collect(),
        versions: versions.into_iter().map(Into::into).collect(),
    }))
}

/// Which rates.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct RateQuery {
    #[param(example = "USD")]
    from: String,
    #[param(example = "EUR")]
    to: String,
    /// The day after which the page ends; without it the newest come first.
    #[param(value_type = Option<String>, format = Date)]
    before: Option<Date>,
}

/// Up to 200 rates of a pair.
#[derive(Debug, Serialize, ToSchema)]
pub struct RateDays {
    /// The newest day first.
    data: Vec<Rate>,
    /// Whether older days follow: ask again with the last day as `before`.
    has_more: bool,
}

/// Rates of a pair, by day
#[utoipa::path(
    get, path = "/rates/days", operation_id = "list_rate_days", tag = "rates",
    params(RateQuery),
    responses(
        (status = 200, description = "A page of rates", body = RateDays),
        (status = 422, description = "No currency", body = ProblemDocument, content_type = "application/problem+json"),
    ),
)]
async fn list_rate_days(
    State(state): State<AppState>,
    caller: Caller,
    Query(query): Query<RateQuery>,
) -> Result<Json<RateDays>, Problem> {
    let named = |pointer: &'static str, code: &str| {
        code.parse().map_err(|_| {
            Problem::invalid_field(
                pointer,
                format!("`{code}` is no currency: write its ISO code, as in `EUR`"),
            )
        })
    };
    let pair = (named("/from", &query.from)?, named("/to", &query.to)?);
    let scope = caller.principal().scope;
    let limit = MOST_ROWS.saturating_add(1);
    let mut rates = view::rates(&state.context, scope, pair, query.before, limit).await?;
    let most = usize::try_from(MOST_ROWS).unwrap_or(usize::MAX);
    let has_more = rates.len() > most;
    rates.truncate(most);
    Ok(Json(RateDays {
        data: rates.into_iter().map(Into::into).collect(),
        has_more,
    }))
}

/// What became of an upload.
#[derive(Debug, Serialize, ToSchema)]
pub struct RatesSupplied {
    version: i64,
    /// Rates that were named.
    #[schema(example = 2)]
    rows: usize,
    /// Those that were new or different; 0 where the same came again.
    #[schema(example = 1)]
    changed: usize,
    /// Days that were left out because they are more than 400 days older than the newest.
    #[schema(example = 0)]
    older_days: usize,
}

impl From<Supply> for RatesSupplied {
    fn from(supply: Supply) -> Self {
        Self {
            version: supply.version,
            rows: supply.rows,
            changed: supply.changed,
            older_days: supply.older_days,
        }
    }
}

fn refused(error: RateError) -> Problem {
    match error {
        RateError::NotAllowed(why) => Problem::new(Kind::NotPermitted, why),
        RateError::Rows(problems) => Problem::invalid(problems.into_iter().map(line).collect()),
        RateError::Store(error) => error.into(),
    }
}

/// A file as text.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RateFile {
    #[schema(example = "rates.csv", max_length = 200)]
    name: String,
    /// `day,from,to,rate`, or the history of the European Central Bank as it is published.
    #[schema(example = "day,from,to,rate\n2026-03-04,USD,EUR,0.92\n2026-03-04,GBP,EUR,1.1513\n")]
    text: String,
}

/// Upload a file of rates
///
/// Its rates are added, and correct those of the same days, all of them or none: every line that does not fit is named, and nothing is
/// changed.
#[utoipa::path(
    put, path = "/rates/file", operation_id = "upload_rate_file", tag = "rates",
    request_body = RateFile,
    responses(
        (status = 200, description = "What became of it", body = RatesSupplied),
        (status = 422, description = "Lines do not fit; `errors` names each as `/lines/N`", body = ProblemDocument, content_type = "application/problem+json"),
    ),
)]
async fn upload_rate_file(
    State(state): State<AppState>,
    caller: Caller,
    Json(body): Json<RateFile>,
) -> Result<Json<RatesSupplied>, Problem> {
    let RateFile { name, text } = body;
    if name.trim().is_empty() || name.chars().count() > 200 {
        return Err(Problem::invalid_field("/name", "it has 1 to 200 characters"));
    }
    let read = move |today| file::read(&text, today);
    let supplied = engine::rates::supply::add(&state.context, caller.principal(), Some(name), read)
        .await
        .map_err(refused)?;
    Ok(Json(supplied.into()))
}

/// One rate to add.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RateRow {
    #[schema(example = "2026-03-04")]
    day: String,
    #[schema(example = "USD")]
    from: String,
    #[schema(example = "EUR")]
    to: String,
    /// What one unit is worth: a number above zero with at most 12 decimals.
    #[schema(example = "0.92")]
    rate: String,
}

/// Rates to add.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AddRates {
    rows: Vec<RateRow>,
}

/// Add rates, or correct them
///
/// For programs, and for a single day; the same as uploading a file with these rows.
#[utoipa::path(
    put, path = "/rates/rows", operation_id = "add_rates", tag = "rates",
    request_body = AddRates,
    responses(
        (status = 200, description = "What became of it", body = RatesSupplied),
        (status = 422, description = "Rows do not fit; `errors` names each as `/lines/N`, counted from one", body = ProblemDocument, content_type = "application/problem+json"),
    ),
)]
async fn add_rates(
    State(state): State<AppState>,
    caller: Caller,
    Json(body): Json<AddRates>,
) -> Result<Json<RatesSupplied>, Problem> {
    let read = move |today| {
        let rows = body.rows.iter();
        let each = rows.map(|row| [&row.day, &row.from, &row.to, &row.rate].map(String::as_str));
        file::checked(each, today)
    };
    let supplied = engine::rates::supply::add(&state.context, caller.principal(), None, read)
        .await
        .map_err(refused)?;
    Ok(Json(supplied.into()))
}
