//! What people and programs do with rates: add days, and correct them. Every upload is a version; a rate that it does not name, or names
//! as it is, stays as it is.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::{Given, Pair, file};
use crate::{
    Context,
    audit::{self, AuditActor, AuditEvent},
    hints::Topic,
    identity::{Permission, Principal},
    lookups::Problem,
    metrics::calendar::{date_of, day_number},
    store::{Row, StoreError, params, statements},
};

statements! {
    /// Whoever comes second waits here, and adds to what the first one left.
    BUMP_BOOK = "insert into rate_book (org_id, version) values ($1, 1)
        on conflict (org_id) do update set version = rate_book.version + 1 returning version";
    INSERT_VERSION = "insert into rate_version (org_id, version, at, saved_at, saved_by, source, row_count, changed)
        values ($1, $2, $3, $4, $5, $6, $7, $8)";
    CURRENT_RATES = "select day, base, quote, rate from rate_row
        where org_id = $1 and until is null and day >= $2 and day <= $3";
    END_RATE = "update rate_row set until = $5 where org_id = $1 and base = $2 and quote = $3 and day = $4 and until is null";
    INSERT_RATE = "insert into rate_row (org_id, base, quote, day, since, until, rate) values ($1, $2, $3, $4, $5, null, $6)";
}

/// Why nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum RateError {
    #[error("{0}")]
    NotAllowed(String),
    /// Each line that does not fit.
    #[error("{} line(s) do not fit", .0.len())]
    Rows(Vec<Problem>),
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What became of an upload.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Supply {
    pub version: i64,
    pub rows: usize,
    /// Rates that are new or different.
    pub changed: usize,
    /// Days that were left out because they are too old.
    pub older_days: usize,
}

/// From a row of `rate_row`.
pub(super) fn pair(row: &Row) -> Result<(Pair, Given), StoreError> {
    let currency = |column: &'static str| {
        let code = row.text(column)?;
        code.parse().map_err(|_| StoreError::inconsistent(column, code))
    };
    let written = row.text("rate")?;
    let given = Given::read(&written).ok_or_else(|| StoreError::inconsistent("rate_row.rate", written))?;
    let pair = Pair {
        day: date_of(row.i64("day")?),
        from: currency("base")?,
        to: currency("quote")?,
    };
    Ok((pair, given))
}

/// Reads rates and puts them beside those that are there, all of them or none. A rate of a day that is there already is corrected: what
/// was known before stays known of that time.
///
/// # Errors
/// [`RateError::Rows`] with every line that does not fit.
pub async fn add(
    context: &Context,
    principal: &Principal,
    source: Option<String>,
    read: impl FnOnce(Date) -> Result<file::Read, Vec<Problem>> + Send + 'static,
) -> Result<Supply, RateError> {
    if !principal.may(Permission::OrganisationWrite) {
        return Err(RateError::NotAllowed(
            "only admins may supply exchange rates".to_owned(),
        ));
    }
    let (scope, now, at) = (principal.scope, context.process.now(), context.business.now());
    let (random, principal) = (context.random.clone(), principal.clone());
    // The day that has begun anywhere.
    let today = date_of(day_number(at.to_zoned(jiff::tz::TimeZone::UTC).date()).saturating_add(1));
    let supply = context
        .store
        .write(move |tx| {
            Box::pin(async move {
                let wanted = read(today).map_err(RateError::Rows)?;
                let version = tx
                    .fetch_optional(BUMP_BOOK, params![scope.id()])
                    .await?
                    .ok_or_else(|| StoreError::inconsistent("rate_book", scope.id()))?
                    .i64("version")?;
                let days = || wanted.rates.keys().map(|pair| day_number(pair.day));
                let (first, last) = (days().min().unwrap_or(0), days().max().unwrap_or(0));
                let mut there: BTreeMap<Pair, Given> = BTreeMap::new();
                for row in tx
                    .fetch_all(CURRENT_RATES, params![scope.id(), first, last])
                    .await?
                {
                    let (pair, given) = pair(&row)?;
                    there.insert(pair, given);
                }
                let mut changed = 0_usize;
                for (pair, given) in &wanted.rates {
                    let (base, quote, day) =
                        (pair.from.to_string(), pair.to.to_string(), day_number(pair.day));
                    match there.get(pair) {
                        Some(known) if known == given => continue,
                        Some(_) => {
                            let values = params![scope.id(), &base, &quote, day, version];
                            tx.execute_exactly(1, END_RATE, values).await?;
                        }
                        None => {}
                    }
                    let values = params![scope.id(), base, quote, day, version, given.written()];
                    tx.execute_exactly(1, INSERT_RATE, values).await?;
                    changed = changed.saturating_add(1);
                }
                let count = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
                let rows = wanted.rates.len();
                let values = params![
                    scope.id(),
                    version,
                    at,
                    now,
                    principal.actor,
                    source.clone(),
                    count(rows),
                    count(changed)
                ];
                tx.execute_exactly(1, INSERT_VERSION, values).await?;
                let event =
                    AuditEvent::done("rates.supplied", AuditActor::of(&principal)).with(serde_json::json!({
                        "version": version, "rows": rows, "changed": changed, "file": source
                    }));
                audit::record(tx, &random, scope, now, event).await?;
                Ok::<_, RateError>(Supply {
                    version,
                    rows,
                    changed,
                    older_days: wanted.older_days,
                })
            })
        })
        .await?;
    context.hints.send(Some(scope.id()), Topic::Rules, None, None);
    Ok(supply)
}
