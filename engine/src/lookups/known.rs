//! What lookups supplied at an instant: read once for a tick, a trial or a backtest, and asked row by row.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    sync::Arc,
};

use dsl::{BoundRule, MissingReason, Supplied, SuppliedUnit, SuppliedValue};
use jiff::Timestamp;

use super::{Kind, Sheets, sheets::Sheet};
use crate::{
    Context,
    identity::OrgScope,
    rates::{self, Rates},
    store::{Row, StoreError, Tx, params, statements},
};

statements! {
    /// The version of each lookup that counted at an instant, under the name it had then.
    VERSIONS_AT = "select l.id, n.name, l.kind, v.version, v.at from lookup l
        join lookup_named n on n.org_id = l.org_id and n.lookup_id = l.id and n.since <= $2 and (n.until is null or n.until > $2)
        join lookup_version v on v.org_id = l.org_id and v.lookup_id = l.id
        where l.org_id = $1 and v.version =
            (select max(w.version) from lookup_version w where w.org_id = l.org_id and w.lookup_id = l.id and w.at <= $2)";
    KINDS = "select n.name, l.kind from lookup l
        join lookup_named n on n.org_id = l.org_id and n.lookup_id = l.id and n.until is null where l.org_id = $1";
    ROWS_AT = "select key, millionths, currency, content from lookup_row
        where org_id = $1 and lookup_id = $2 and since <= $3 and (until is null or until > $3)";
}

/// The rows of some lookups as they were known at an instant, and the exchange rates.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Known {
    lookups: BTreeMap<String, Sheet>,
    pub rates: Rates,
}

impl Known {
    /// # Errors
    /// `NoRow` where there is no such lookup, or no row for the key.
    pub fn row(&self, lookup: &str, key: &str) -> Result<Supplied, MissingReason> {
        self.lookups
            .get(lookup)
            .and_then(|rows| rows.get(key))
            .cloned()
            .ok_or(MissingReason::NoRow)
    }
}

/// What rules ask of the organisation.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Asked {
    pub lookups: BTreeSet<String>,
    /// Whether any of them converts amounts.
    pub rates: bool,
}

/// What these rules ask.
pub fn asked<'r>(rules: impl Iterator<Item = &'r BoundRule>) -> Asked {
    let mut asked = Asked::default();
    for bound in rules {
        let names = bound.rule().lookups().map(|lookup| lookup.name);
        asked.lookups.extend(names);
        asked.rates |= bound.rule().converts();
    }
    asked
}

/// What keeps a rule from being put to work: a lookup that nobody has named, or that supplies something else than the rule reads.
pub async fn objection(tx: &mut Tx, scope: OrgScope, rule: &dsl::Rule) -> Result<Option<String>, StoreError> {
    let asked: Vec<_> = rule.lookups().collect();
    if asked.is_empty() {
        return Ok(None);
    }
    let mut kinds = BTreeMap::new();
    for row in tx.fetch_all(KINDS, params![scope.id()]).await? {
        kinds.insert(row.text("name")?, Kind::read(&row)?);
    }
    Ok(asked.into_iter().find_map(|lookup| {
        let (name, wanted) = (lookup.name, Kind::from(lookup.spelling));
        match kinds.get(&name) {
            Some(kind) if *kind == wanted => None,
            Some(kind) => Some(format!(
                "the rule reads `lookup {name}` as {wanted}, and what is supplied is {kind}",
                wanted = wanted.words(),
                kind = kind.words()
            )),
            None => Some(format!(
                "the rule asks `lookup {name}`, which nobody has named yet: create it under lookups and supply its rows"
            )),
        }
    }))
}

/// What was known of all lookups and rates at an instant.
pub async fn everything(
    tx: &mut Tx,
    sheets: &Sheets,
    scope: OrgScope,
    instant: Timestamp,
) -> Result<Known, StoreError> {
    let rates = rates::known::at(tx, scope, instant).await?;
    let known = read(tx, sheets, scope, instant, |_| true).await?;
    Ok(Known { rates, ..known })
}

/// What was known of what is asked at an instant. Nothing is read where nothing is asked.
pub async fn at(
    context: &Context,
    scope: OrgScope,
    asked: &Asked,
    instant: Timestamp,
) -> Result<Arc<Known>, StoreError> {
    if *asked == Asked::default() {
        return Ok(Arc::default());
    }
    let (asked, sheets) = (asked.clone(), context.sheets.clone());
    let known = context
        .store
        .read(move |tx| {
            Box::pin(async move {
                let rates = if asked.rates {
                    rates::known::at(tx, scope, instant).await?
                } else {
                    Rates::default()
                };
                let wanted = |name: &str| asked.lookups.contains(name);
                let known = read(tx, &sheets, scope, instant, wanted).await?;
                Ok::<_, StoreError>(Known { rates, ..known })
            })
        })
        .await?;
    Ok(Arc::new(known))
}

async fn read(
    tx: &mut Tx,
    sheets: &Sheets,
    scope: OrgScope,
    instant: Timestamp,
    wanted: impl Fn(&str) -> bool + Send,
) -> Result<Known, StoreError> {
    let mut known = Known::default();
    for found in tx.fetch_all(VERSIONS_AT, params![scope.id(), instant]).await? {
        let name = found.text("name")?;
        if !wanted(&name) {
            continue;
        }
        let (id, version) = (found.uuid("id")?, found.i64("version")?);
        let sheet = match sheets.of(id, version) {
            Some(sheet) => sheet,
            None => {
                let (kind, supplied_at) = (Kind::read(&found)?, found.time("at")?);
                let mut rows = HashMap::new();
                for row in tx.fetch_all(ROWS_AT, params![scope.id(), id, version]).await? {
                    let supplied = Supplied {
                        value: value(kind, &row)?,
                        at: supplied_at,
                        version,
                    };
                    rows.insert(row.text("key")?, supplied);
                }
                let sheet = Arc::new(rows);
                sheets.keep(id, version, &sheet);
                sheet
            }
        };
        known.lookups.insert(name, sheet);
    }
    Ok(known)
}

fn value(kind: Kind, row: &Row) -> Result<SuppliedValue, StoreError> {
    match (kind, row.opt_i64("millionths")?, row.opt_text("content")?) {
        (Kind::Text, None, Some(text)) => Ok(SuppliedValue::Text(text.into())),
        (kind, Some(millionths), None) => {
            let unit = unit(kind, row.opt_text("currency")?)?;
            Ok(SuppliedValue::Number(millionths, unit))
        }
        (_, _, content) => Err(StoreError::inconsistent(
            "lookup_row.content",
            content.unwrap_or_default(),
        )),
    }
}

fn unit(kind: Kind, currency: Option<String>) -> Result<SuppliedUnit, StoreError> {
    let wrong = |code: String| StoreError::inconsistent("lookup_row.currency", code);
    Ok(match (kind, currency) {
        (Kind::Percent, None) => SuppliedUnit::Percent,
        (Kind::Ratio, None) => SuppliedUnit::Ratio,
        (Kind::Count, None) => SuppliedUnit::Count,
        (Kind::Money, Some(code)) => SuppliedUnit::Money(code.parse().map_err(|_| wrong(code))?),
        (_, code) => return Err(wrong(code.unwrap_or_default())),
    })
}
