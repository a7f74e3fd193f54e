//! What people are shown of lookups: each with its age, its rows, its versions, and the rules that ask it.

use jiff::Timestamp;
use uuid::Uuid;

use super::Kind;
use crate::{
    Context,
    identity::OrgScope,
    store::{Row, StoreError, Tx, params, statements},
};

statements! {
    LOOKUPS = "select l.id, n.name, l.kind, l.version, v.at, v.source, v.row_count, u.name as saved_by from lookup l
        join lookup_named n on n.org_id = l.org_id and n.lookup_id = l.id and n.until is null
        left join lookup_version v on v.org_id = l.org_id and v.lookup_id = l.id and v.version = l.version
        left join app_user u on u.id = v.saved_by
        where l.org_id = $1 order by n.name";
    LOOKUP = "select l.id, n.name, l.kind, l.version, v.at, v.source, v.row_count, u.name as saved_by from lookup l
        join lookup_named n on n.org_id = l.org_id and n.lookup_id = l.id and n.until is null
        left join lookup_version v on v.org_id = l.org_id and v.lookup_id = l.id and v.version = l.version
        left join app_user u on u.id = v.saved_by
        where l.org_id = $1 and l.id = $2";
    VERSIONS = "select v.version, v.at, v.source, v.row_count, v.changed, u.name as saved_by from lookup_version v
        left join app_user u on u.id = v.saved_by
        where v.org_id = $1 and v.lookup_id = $2 order by v.version desc limit 50";
    ROWS = "select key, millionths, currency, content from lookup_row
        where org_id = $1 and lookup_id = $2 and since <= $3 and (until is null or until > $3) and key > $4 order by key limit $5";
    /// The texts that could ask one: those that hold its name.
    ASKING = "select r.id, r.name, r.state, v.text from rule r
        join rule_version v on v.org_id = r.org_id and v.rule_id = r.id and v.version = r.current_version
        where r.org_id = $1 and r.archived_at is null order by r.name";
}

/// A lookup as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LookupView {
    pub id: Uuid,
    pub name: String,
    pub kind: Kind,
    /// Grows with every replacement; 0 before the first.
    pub version: i64,
    /// When rules saw its rows first; `None` before the first.
    pub supplied_at: Option<Timestamp>,
    pub supplied_by: Option<String>,
    /// The last file's name; `None` where the rows came through the API.
    pub source: Option<String>,
    pub rows: i64,
}

impl LookupView {
    fn read(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.uuid("id")?,
            name: row.text("name")?,
            kind: Kind::read(row)?,
            version: row.i64("version")?,
            supplied_at: row.opt_time("at")?,
            supplied_by: row.opt_text("saved_by")?,
            source: row.opt_text("source")?,
            rows: row.opt_i64("row_count")?.unwrap_or(0),
        })
    }
}

/// One replacement of the rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VersionView {
    pub version: i64,
    pub at: Timestamp,
    pub by: Option<String>,
    pub source: Option<String>,
    pub rows: i64,
    pub changed: i64,
}

/// A rule that asks a lookup.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AskingRule {
    pub id: Uuid,
    pub name: String,
    pub state: String,
    /// Seconds after which the rule takes the rows for stale; `None` for never.
    pub stale_after: Option<i64>,
}

/// One row as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowView {
    pub key: String,
    /// As it would be uploaded: `40%`, `12.5 EUR`, `2.5`, `gold`.
    pub value: String,
}

/// A lookup with its history and the rules that ask it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LookupDetail {
    pub lookup: LookupView,
    pub versions: Vec<VersionView>,
    pub rules: Vec<AskingRule>,
}

/// All of them, by name.
pub async fn lookups(context: &Context, scope: OrgScope) -> Result<Vec<LookupView>, StoreError> {
    let rows = context
        .store
        .read(|tx| Box::pin(async move { tx.fetch_all(LOOKUPS, params![scope.id()]).await }))
        .await?;
    rows.iter().map(LookupView::read).collect()
}

/// The rules whose text asks a lookup, archived ones left out, by name.
pub(super) async fn asking(
    tx: &mut Tx,
    scope: OrgScope,
    lookup: &str,
) -> Result<Vec<AskingRule>, StoreError> {
    let mut rules = Vec::new();
    for row in tx.fetch_all(ASKING, params![scope.id()]).await? {
        let text = row.text("text")?;
        if !text.contains(lookup) {
            continue;
        }
        let declared = dsl::check(&text)
            .rules
            .iter()
            .flat_map(dsl::Rule::lookups)
            .find(|asked| asked.name == lookup);
        if let Some(declared) = declared {
            rules.push(AskingRule {
                id: row.uuid("id")?,
                name: row.text("name")?,
                state: row.text("state")?,
                stale_after: declared.stale_after,
            });
        }
    }
    Ok(rules)
}

pub async fn lookup(
    context: &Context,
    scope: OrgScope,
    id: Uuid,
) -> Result<Option<LookupDetail>, StoreError> {
    let read = context
        .store
        .read(move |tx| {
            Box::pin(async move {
                let Some(row) = tx.fetch_optional(LOOKUP, params![scope.id(), id]).await? else {
                    return Ok(None);
                };
                let lookup = LookupView::read(&row)?;
                let versions = tx.fetch_all(VERSIONS, params![scope.id(), id]).await?;
                let rules = asking(tx, scope, &lookup.name).await?;
                Ok::<_, StoreError>(Some((lookup, versions, rules)))
            })
        })
        .await?;
    let Some((lookup, versions, rules)) = read else {
        return Ok(None);
    };
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
    Ok(Some(LookupDetail {
        lookup,
        versions,
        rules,
    }))
}

/// At most `limit` rows of a version, or of the last one, whose names come after this one; `None` when there is no such lookup.
pub async fn rows(
    context: &Context,
    scope: OrgScope,
    id: Uuid,
    version: Option<i64>,
    after: String,
    limit: i64,
) -> Result<Option<Vec<RowView>>, StoreError> {
    let read = context
        .store
        .read(move |tx| {
            Box::pin(async move {
                let Some(row) = tx.fetch_optional(LOOKUP, params![scope.id(), id]).await? else {
                    return Ok(None);
                };
                let (kind, last) = (Kind::read(&row)?, row.i64("version")?);
                let values = params![scope.id(), id, version.unwrap_or(last), after, limit];
                Ok::<_, StoreError>(Some((kind, tx.fetch_all(ROWS, values).await?)))
            })
        })
        .await?;
    let Some((kind, rows)) = read else {
        return Ok(None);
    };
    rows.iter()
        .map(|row| {
            Ok(RowView {
                key: row.text("key")?,
                value: match row.opt_text("content")? {
                    Some(text) => text,
                    None => written(kind, row.i64("millionths")?, row.opt_text("currency")?.as_deref()),
                },
            })
        })
        .collect::<Result<Vec<_>, StoreError>>()
        .map(Some)
}

/// The value as a file holds it; read again it is the same.
fn written(kind: Kind, millionths: i64, currency: Option<&str>) -> String {
    let decimals: usize = if kind == Kind::Percent { 4 } else { 6 };
    let unit = 10_u64.pow(u32::try_from(decimals).unwrap_or(6));
    let size = millionths.unsigned_abs();
    let (whole, rest) = (
        size.checked_div(unit).unwrap_or(0),
        size.checked_rem(unit).unwrap_or(0),
    );
    let fraction = format!("{rest:0decimals$}");
    let fraction = fraction.trim_end_matches('0');
    let sign = if millionths < 0 { "-" } else { "" };
    let number = if fraction.is_empty() {
        format!("{sign}{whole}")
    } else {
        format!("{sign}{whole}.{fraction}")
    };
    match (kind, currency) {
        (Kind::Percent, _) => format!("{number}%"),
        (Kind::Money, Some(currency)) => format!("{number} {currency}"),
        _ => number,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lookups::file;

    #[test]
    fn a_value_that_is_written_out_is_read_as_the_same() {
        for (kind, value) in [
            (Kind::Percent, "40%"),
            (Kind::Percent, "-12.3456%"),
            (Kind::Ratio, "2.5"),
            (Kind::Count, "0.000001"),
            (Kind::Money, "1204.5 EUR"),
        ] {
            let rows = file::checked(kind, [("A", value)].into_iter()).unwrap();
            let file::Cell::Number { millionths, currency } = rows["A"] else {
                panic!("{:?} is no number", rows["A"]);
            };
            let currency = currency.map(|currency| currency.to_string());
            assert_eq!(written(kind, millionths, currency.as_deref()), value);
        }
    }
}
