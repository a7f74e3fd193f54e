//! Lookups with their whole history, carried into the scratch world of a backtest: there, as here, a tick sees what was known at its
//! instant.

use std::collections::BTreeSet;

use uuid::Uuid;

use crate::{
    identity::OrgScope,
    store::{StoreError, Tx, params, statements},
};

statements! {
    ALL_LOOKUPS = "select id, kind, version, created_at from lookup where org_id = $1";
    ALL_NAMES = "select name, since, until from lookup_named where org_id = $1 and lookup_id = $2";
    ALL_VERSIONS = "select version, at, saved_at, source, row_count, changed from lookup_version where org_id = $1 and lookup_id = $2";
    ALL_ROWS = "select key, since, until, millionths, currency, content from lookup_row where org_id = $1 and lookup_id = $2";
    COPY_LOOKUP = "insert into lookup (org_id, id, kind, version, created_at) values ($1, $2, $3, $4, $5)";
    COPY_NAME = "insert into lookup_named (org_id, lookup_id, name, since, until) values ($1, $2, $3, $4, $5)";
    COPY_VERSION = "insert into lookup_version (org_id, lookup_id, version, at, saved_at, saved_by, source, row_count, changed)
        values ($1, $2, $3, $4, $5, null, $6, $7, $8)";
    COPY_ROW = "insert into lookup_row (org_id, lookup_id, key, since, until, millionths, currency, content)
        values ($1, $2, $3, $4, $5, $6, $7, $8)";
}

/// Everything that is kept of one lookup.
#[derive(Debug, Clone)]
pub struct Past {
    id: Uuid,
    kind: String,
    version: i64,
    created_at: i64,
    names: Vec<PastName>,
    versions: Vec<PastVersion>,
    rows: Vec<PastRow>,
}

#[derive(Debug, Clone)]
struct PastName {
    name: String,
    since: i64,
    until: Option<i64>,
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
struct PastRow {
    key: String,
    since: i64,
    until: Option<i64>,
    millionths: Option<i64>,
    currency: Option<String>,
    content: Option<String>,
}

/// The whole history of the lookups that ever had one of these names.
pub async fn read(tx: &mut Tx, scope: OrgScope, names: &BTreeSet<String>) -> Result<Vec<Past>, StoreError> {
    let mut found = Vec::new();
    if names.is_empty() {
        return Ok(found);
    }
    for row in tx.fetch_all(ALL_LOOKUPS, params![scope.id()]).await? {
        let id = row.uuid("id")?;
        let mut called = Vec::new();
        for row in tx.fetch_all(ALL_NAMES, params![scope.id(), id]).await? {
            called.push(PastName {
                name: row.text("name")?,
                since: row.i64("since")?,
                until: row.opt_i64("until")?,
            });
        }
        if !called.iter().any(|past| names.contains(&past.name)) {
            continue;
        }
        let mut past = Past {
            id,
            names: called,
            kind: row.text("kind")?,
            version: row.i64("version")?,
            created_at: row.i64("created_at")?,
            versions: Vec::new(),
            rows: Vec::new(),
        };
        for row in tx.fetch_all(ALL_VERSIONS, params![scope.id(), id]).await? {
            past.versions.push(PastVersion {
                version: row.i64("version")?,
                at: row.i64("at")?,
                saved_at: row.i64("saved_at")?,
                source: row.opt_text("source")?,
                row_count: row.i64("row_count")?,
                changed: row.i64("changed")?,
            });
        }
        for row in tx.fetch_all(ALL_ROWS, params![scope.id(), id]).await? {
            past.rows.push(PastRow {
                key: row.text("key")?,
                since: row.i64("since")?,
                until: row.opt_i64("until")?,
                millionths: row.opt_i64("millionths")?,
                currency: row.opt_text("currency")?,
                content: row.opt_text("content")?,
            });
        }
        found.push(past);
    }
    Ok(found)
}

/// Writes it into a database that has nothing of it.
pub async fn write(tx: &mut Tx, scope: OrgScope, lookups: &[Past]) -> Result<(), StoreError> {
    for past in lookups {
        let values = params![scope.id(), past.id, &past.kind, past.version, past.created_at];
        tx.execute_exactly(1, COPY_LOOKUP, values).await?;
        for called in &past.names {
            let values = params![scope.id(), past.id, &called.name, called.since, called.until];
            tx.execute_exactly(1, COPY_NAME, values).await?;
        }
        for of in &past.versions {
            let values = params![
                scope.id(),
                past.id,
                of.version,
                of.at,
                of.saved_at,
                of.source.clone(),
                of.row_count,
                of.changed
            ];
            tx.execute_exactly(1, COPY_VERSION, values).await?;
        }
        for row in &past.rows {
            let values = params![
                scope.id(),
                past.id,
                &row.key,
                row.since,
                row.until,
                row.millionths,
                row.currency.clone(),
                row.content.clone()
            ];
            tx.execute_exactly(1, COPY_ROW, values).await?;
        }
    }
    Ok(())
}
