//! The rates that were known at an instant: read once for a tick, a trial or a backtest, and asked pair by pair.

use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
};

use dsl::{Currency, Rate};
use jiff::{Timestamp, civil::Date, tz::TimeZone};

use super::supply;
use crate::{
    identity::OrgScope,
    metrics::calendar::day_number,
    store::{StoreError, Tx, params, statements},
};

statements! {
    /// The days on which it can be this instant somewhere, and of each pair the last day before them. Days of later versions are
    /// not there yet.
    RATES_AT = "select r.day, r.base, r.quote, r.rate, v.source from rate_row r
        join rate_version v on v.org_id = r.org_id and v.version = r.since
        where r.org_id = $1 and r.since <= $2 and (r.until is null or r.until > $2) and r.day <= $4 and (r.day >= $3 or r.day =
            (select max(o.day) from rate_row o where o.org_id = r.org_id and o.base = r.base and o.quote = r.quote
                and o.day < $3 and o.since <= $2 and (o.until is null or o.until > $2)))";
    VERSION_AT = "select max(version) as version from rate_version where org_id = $1 and at <= $2";
}

/// By pair and day.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Rates {
    pairs: HashMap<(Currency, Currency), BTreeMap<Date, Rate>>,
}

impl Rates {
    /// The last one of the pair whose day is not after this one.
    pub fn rate(&self, from: Currency, to: Currency, on: Date) -> Option<Rate> {
        let (_, rate) = self.pairs.get(&(from, to))?.range(..=on).next_back()?;
        Some(rate.clone())
    }
}

/// What was known at an instant.
pub async fn at(tx: &mut Tx, scope: OrgScope, instant: Timestamp) -> Result<Rates, StoreError> {
    let mut known = Rates::default();
    let found = tx
        .fetch_optional(VERSION_AT, params![scope.id(), instant])
        .await?;
    let version = found.map(|row| row.opt_i64("version")).transpose()?.flatten();
    let Some(version) = version else {
        return Ok(known);
    };
    let day = day_number(instant.to_zoned(TimeZone::UTC).date());
    let (first, last) = (day.saturating_sub(1), day.saturating_add(1));
    for row in tx
        .fetch_all(RATES_AT, params![scope.id(), version, first, last])
        .await?
    {
        let (pair, given) = supply::pair(&row)?;
        let source: Arc<str> = row
            .opt_text("source")?
            .map_or_else(|| Arc::from("sent through the API"), Arc::from);
        let rate = Rate {
            digits: given.digits,
            decimals: given.decimals,
            day: pair.day,
            source,
        };
        known
            .pairs
            .entry((pair.from, pair.to))
            .or_default()
            .insert(pair.day, rate);
    }
    Ok(known)
}
