//! Rates with their whole history, carried into the scratch world of a backtest: there, as here, a tick sees what was known at its
//! instant.

use crate::{
    identity::OrgScope,
    store::{StoreError, Tx, params, statements},
};

statements! {
    ALL_VERSIONS = "select version, at, saved_at, source, row_count, changed from rate_version where org_id = $1";
    ALL_RATES = "select base, quote, day, since, until, rate from rate_row where org_id = $1";
    COPY_VERSION = "insert into rate_version (org_id, version, at, saved_at, saved_by, source, row_count, changed)
        values ($1, $2, $3, $4, null, $5, $6, $7)";
    COPY_RATE = "insert into rate_row (org_id, base, quote, day, since, until, rate) values ($1, $2, $3, $4, $5, $6, $7)";
}

/// Everything that is kept of an organisation's rates.
#[derive(Debug, Clone, Default)]
pub struct Past {
    versions: Vec<PastVersion>,
    rates: Vec<PastRate>,
}

#[derive(Debug, Clone)]
struct PastVersion {
    version: i64,
    at: i64,
    saved_at: i64,
    source: Option<String>,
    row_count: i64,
    changed: i64,
}

#[derive(Debug, Clone)]
struct PastRate {
    base: String,
    quote: String,
    day: i64,
    since: i64,
    until: Option<i64>,
    rate: String,
}

/// The whole history of the rates.
pub async fn read(tx: &mut Tx, scope: OrgScope) -> Result<Past, StoreError> {
    let mut past = Past::default();
    for row in tx.fetch_all(ALL_VERSIONS, params![scope.id()]).await? {
        past.versions.push(PastVersion {
            version: row.i64("version")?,
            at: row.i64("at")?,
            saved_at: row.i64("saved_at")?,
            source: row.opt_text("source")?,
            row_count: row.i64("row_count")?,
            changed: row.i64("changed")?,
        });
    }
    for row in tx.fetch_all(ALL_RATES, params![scope.id()]).await? {
        past.rates.push(PastRate {
            base: row.text("base")?,
            quote: row.text("quote")?,
            day: row.i64("day")?,
            since: row.i64("since")?,
            until: row.opt_i64("until")?,
            rate: row.text("rate")?,
        });
    }
    Ok(past)
}

/// Writes it into a database that has nothing of it.
pub async fn write(tx: &mut Tx, scope: OrgScope, past: &Past) -> Result<(), StoreError> {
    for of in &past.versions {
        let values = params![
            scope.id(),
            of.version,
            of.at,
            of.saved_at,
            of.source.clone(),
            of.row_count,
            of.changed
        ];
        tx.execute_exactly(1, COPY_VERSION, values).await?;
    }
    for of in &past.rates {
        let values = params![
            scope.id(),
            &of.base,
            &of.quote,
            of.day,
            of.since,
            of.until,
            &of.rate
        ];
        tx.execute_exactly(1, COPY_RATE, values).await?;
    }
    Ok(())
}
