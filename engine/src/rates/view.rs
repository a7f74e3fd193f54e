//! What people are shown of rates: each pair with its last day, every rate by day, and who supplied them when.

use dsl::Currency;
use jiff::{Timestamp, civil::Date};

use super::{Given, Pair, supply};
use crate::{
    Context,
    identity::OrgScope,
    metrics::calendar::day_number,
    store::{Row, StoreError, params, statements},
};

statements! {
    LAST_RATES = "select r.day, r.base, r.quote, r.rate, v.source, v.at from rate_row r
        join rate_version v on v.org_id = r.org_id and v.version = r.since
        where r.org_id = $1 and r.until is null and r.day =
            (select max(o.day) from rate_row o where o.org_id = r.org_id and o.base = r.base and o.quote = r.quote and o.until is null)
        order by r.base, r.quote";
    RATES = "select r.day, r.base, r.quote, r.rate, v.source, v.at from rate_row r
        join rate_version v on v.org_id = r.org_id and v.version = r.since
        where r.org_id = $1 and r.base = $2 and r.quote = $3 and r.until is null and r.day < $4 order by r.day desc limit $5";
    VERSIONS = "select v.version, v.at, v.source, v.row_count, v.changed, u.name as saved_by from rate_version v
        left join app_user u on u.id = v.saved_by
        where v.org_id = $1 order by v.version desc limit 50";
}

/// One rate as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RateView {
    pub pair: Pair,
    pub given: Given,
    /// From when on rules saw it.
    pub supplied_at: Timestamp,
    /// The file it came from; `None` where it came through the API.
    pub source: Option<String>,
}

impl RateView {
    fn read(row: &Row) -> Result<Self, StoreError> {
        let (pair, given) = supply::pair(row)?;
        Ok(Self {
            pair,
            given,
            supplied_at: row.time("at")?,
            source: row.opt_text("source")?,
        })
    }
}

/// One upload.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VersionView {
    pub version: i64,
    pub at: Timestamp,
    pub by: Option<String>,
    pub source: Option<String>,
    pub rows: i64,
    pub changed: i64,
}

/// The last rate of every pair, by its currencies, and the last 50 uploads, newest first.
pub async fn summary(
    context: &Context,
    scope: OrgScope,
) -> Result<(Vec<RateView>, Vec<VersionView>), StoreError> {
    let (rates, versions) = context
        .store
        .read(move |tx| {
            Box::pin(async move {
                let rates = tx.fetch_all(LAST_RATES, params![scope.id()]).await?;
                let versions = tx.fetch_all(VERSIONS, params![scope.id()]).await?;
                Ok::<_, StoreError>((rates, versions))
            })
        })
        .await?;
    let rates = rates.iter().map(RateView::read).collect::<Result<_, _>>()?;
    let versions = versions
        .iter()
        .map(|row| {
            Ok(VersionView {
                version: row.i64("version")?,
                at: row.time("at")?,
                by: row.opt_text("saved_by")?,
                source: row.opt_text("source")?,
                rows: row.i64("row_count")?,
                changed: row.i64("changed")?,
            })
        })
        .collect::<Result<_, StoreError>>()?;
    Ok((rates, versions))
}

/// At most `limit` rates of a pair, the newest day first, of days before this one.
pub async fn rates(
    context: &Context,
    scope: OrgScope,
    (from, to): (Currency, Currency),
    before: Option<Date>,
    limit: i64,
) -> Result<Vec<RateView>, StoreError> {
    let before = before.map_or(i64::MAX, day_number);
    let rows = context
        .store
        .read(move |tx| {
            Box::pin(async move {
                let values = params![scope.id(), from.to_string(), to.to_string(), before, limit];
                tx.fetch_all(RATES, values).await
            })
        })
        .await?;
    rows.iter().map(RateView::read).collect()
}
