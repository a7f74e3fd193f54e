//! What people and programs do with lookups: name one, call it something else, remove it, and replace its rows. Every replacement is a version; rows that it leaves as they
//! are stay as they are, so that a file of twenty thousand rows in which one changed writes one.

use std::collections::BTreeMap;

use uuid::Uuid;

use super::{
    Kind,
    file::{Cell, Problem},
    view,
};
use crate::{
    Context,
    audit::{self, AuditActor, AuditEvent},
    hints::Topic,
    identity::{OrgScope, Permission, Principal},
    store::{StoreError, Tx, params, statements},
};

statements! {
    INSERT_LOOKUP = "insert into lookup (org_id, id, kind, version, created_at) values ($1, $2, $3, 0, $4)";
    LOOKUP_BY_NAME = "select lookup_id from lookup_named where org_id = $1 and name = $2 and until is null";
    NAME_OF = "select name from lookup_named where org_id = $1 and lookup_id = $2 and until is null";
    INSERT_NAME = "insert into lookup_named (org_id, lookup_id, name, since, until) values ($1, $2, $3, $4, null)";
    END_NAME = "update lookup_named set until = $3 where org_id = $1 and lookup_id = $2 and until is null";
    /// A name that was given and taken back at the same instant was never asked by.
    DROP_UNASKED = "delete from lookup_named where org_id = $1 and lookup_id = $2 and since = until";
    /// Whoever comes second waits here, and replaces what the first one left.
    BUMP_LOOKUP = "update lookup set version = version + 1 where org_id = $1 and id = $2 and exists
        (select 1 from lookup_named n where n.org_id = lookup.org_id and n.lookup_id = lookup.id and n.until is null)
        returning kind, version";
    INSERT_VERSION = "insert into lookup_version (org_id, lookup_id, version, at, saved_at, saved_by, source, row_count, changed)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    CURRENT_ROWS = "select key, millionths, currency, content from lookup_row where org_id = $1 and lookup_id = $2 and until is null";
    END_ROW = "update lookup_row set until = $4 where org_id = $1 and lookup_id = $2 and key = $3 and until is null";
    INSERT_ROW = "insert into lookup_row (org_id, lookup_id, key, since, until, millionths, currency, content)
        values ($1, $2, $3, $4, null, $5, $6, $7)";
}

/// Why nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum LookupError {
    #[error("{0}")]
    NotAllowed(String),
    #[error("there is no such lookup")]
    NotFound,
    #[error("there is a lookup called `{0}` already")]
    NameTaken(String),
    #[error("`{0}` is no name for a lookup: it is one word of letters, digits and `_`")]
    Name(String),
    /// Rules ask it by the name it has.
    #[error("{} it by the name `{name}`; change or archive {} first", asked(.rules), if .rules.len() == 1 { "it" } else { "them" })]
    Asked { name: String, rules: Vec<String> },
    /// Each line that does not fit.
    #[error("{} line(s) do not fit", .0.len())]
    Rows(Vec<Problem>),
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Most rules that are named in one sentence.
const MOST_NAMED: usize = 5;

/// `the rules "Thin", "Below its margin" and 3 more ask`.
fn asked(rules: &[String]) -> String {
    let named: Vec<String> = rules
        .iter()
        .take(MOST_NAMED)
        .map(|rule| format!("\"{rule}\""))
        .collect();
    let more = match rules.len().saturating_sub(MOST_NAMED) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    let (rule, ask) = if rules.len() == 1 {
        ("rule", "asks")
    } else {
        ("rules", "ask")
    };
    format!("the {rule} {}{more} {ask}", named.join(", "))
}

/// What became of a replacement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Supply {
    pub version: i64,
    pub rows: usize,
    /// Rows that are new, gone or different.
    pub changed: usize,
}

fn allowed(principal: &Principal) -> Result<(), LookupError> {
    if principal.may(Permission::RulesWrite) {
        return Ok(());
    }
    Err(LookupError::NotAllowed(
        "only marketers and admins may supply lookups".to_owned(),
    ))
}

/// Names a lookup; it has no rows yet.
///
/// # Errors
/// [`LookupError::Name`] and [`LookupError::NameTaken`].
pub async fn create(
    context: &Context,
    principal: &Principal,
    name: &str,
    kind: Kind,
) -> Result<Uuid, LookupError> {
    allowed(principal)?;
    let name = named(name)?;
    let (scope, now, at) = (principal.scope, context.process.now(), context.business.now());
    let (random, principal) = (context.random.clone(), principal.clone());
    let id = context
        .store
        .write(move |tx| {
            Box::pin(async move {
                free(tx, scope, &name).await?;
                let id = random.id();
                let values = params![scope.id(), id, kind.as_str(), now];
                tx.execute_exactly(1, INSERT_LOOKUP, values).await?;
                tx.execute_exactly(1, INSERT_NAME, params![scope.id(), id, &name, at])
                    .await?;
                let event = AuditEvent::done("lookup.created", AuditActor::of(&principal))
                    .on("lookup", id)
                    .with(serde_json::json!({ "name": name, "kind": kind.as_str() }));
                audit::record(tx, &random, scope, now, event).await?;
                Ok::<_, LookupError>(id)
            })
        })
        .await?;
    context.hints.send(Some(scope.id()), Topic::Rules, Some(id), None);
    Ok(id)
}

fn named(name: &str) -> Result<String, LookupError> {
    if dsl::editor::is_name(name) && name.chars().count() <= 60 {
        return Ok(name.to_owned());
    }
    Err(LookupError::Name(name.to_owned()))
}

async fn free(tx: &mut Tx, scope: OrgScope, name: &str) -> Result<(), LookupError> {
    match tx
        .fetch_optional(LOOKUP_BY_NAME, params![scope.id(), name])
        .await?
    {
        Some(_) => Err(LookupError::NameTaken(name.to_owned())),
        None => Ok(()),
    }
}

/// Gives a lookup another name, from now on: what was decided before still finds it by the name it had.
///
/// # Errors
/// [`LookupError::Asked`] while rules ask it, [`LookupError::Name`] and [`LookupError::NameTaken`].
pub async fn rename(
    context: &Context,
    principal: &Principal,
    id: Uuid,
    name: &str,
) -> Result<(), LookupError> {
    let name = named(name)?;
    call(context, principal, id, Some(name)).await
}

/// Takes a lookup out of the organisation's hands and frees its name. Its rows stay for looking back.
///
/// # Errors
/// [`LookupError::Asked`] while rules ask it.
pub async fn remove(context: &Context, principal: &Principal, id: Uuid) -> Result<(), LookupError> {
    call(context, principal, id, None).await
}

/// Ends the name a lookup has, and begins another one.
async fn call(
    context: &Context,
    principal: &Principal,
    id: Uuid,
    name: Option<String>,
) -> Result<(), LookupError> {
    allowed(principal)?;
    let (scope, now, at) = (principal.scope, context.process.now(), context.business.now());
    let (random, principal) = (context.random.clone(), principal.clone());
    context
        .store
        .write(move |tx| {
            Box::pin(async move {
                let row = tx
                    .fetch_optional(NAME_OF, params![scope.id(), id])
                    .await?
                    .ok_or(LookupError::NotFound)?;
                let before = row.text("name")?;
                if name.as_ref() == Some(&before) {
                    return Ok(());
                }
                let rules = view::asking(tx, scope, &before).await?;
                if !rules.is_empty() {
                    let rules = rules.into_iter().map(|rule| rule.name).collect();
                    return Err(LookupError::Asked { name: before, rules });
                }
                if let Some(name) = &name {
                    free(tx, scope, name).await?;
                }
                tx.execute_exactly(1, END_NAME, params![scope.id(), id, at])
                    .await?;
                tx.execute(DROP_UNASKED, params![scope.id(), id]).await?;
                if let Some(name) = &name {
                    tx.execute_exactly(1, INSERT_NAME, params![scope.id(), id, name, at])
                        .await?;
                }
                let (done, said) = match name {
                    Some(name) => (
                        "lookup.renamed",
                        serde_json::json!({ "from": before, "to": name }),
                    ),
                    None => ("lookup.removed", serde_json::json!({ "name": before })),
                };
                let event = AuditEvent::done(done, AuditActor::of(&principal))
                    .on("lookup", id)
                    .with(said);
                audit::record(tx, &random, scope, now, event).await?;
                Ok::<_, LookupError>(())
            })
        })
        .await?;
    context.hints.send(Some(scope.id()), Topic::Rules, Some(id), None);
    Ok(())
}

/// A row's millionths, currency and text, as the database holds them.
type Stored = (Option<i64>, Option<String>, Option<String>);

fn stored(cell: Cell) -> Stored {
    match cell {
        Cell::Number { millionths, currency } => (
            Some(millionths),
            currency.map(|currency| currency.to_string()),
            None,
        ),
        Cell::Text(text) => (None, None, Some(text)),
    }
}

/// Reads rows by the lookup's kind and puts them in the place of those that are there, all of them or none.
///
/// # Errors
/// [`LookupError::Rows`] with every line that does not fit.
pub async fn replace(
    context: &Context,
    principal: &Principal,
    id: Uuid,
    source: Option<String>,
    read: impl FnOnce(Kind) -> Result<BTreeMap<String, Cell>, Vec<Problem>> + Send + 'static,
) -> Result<Supply, LookupError> {
    allowed(principal)?;
    let (scope, now, at) = (principal.scope, context.process.now(), context.business.now());
    let (random, principal) = (context.random.clone(), principal.clone());
    let supply = context
        .store
        .write(move |tx| {
            Box::pin(async move {
                let row = tx
                    .fetch_optional(BUMP_LOOKUP, params![scope.id(), id])
                    .await?
                    .ok_or(LookupError::NotFound)?;
                let version = row.i64("version")?;
                let wanted = read(Kind::read(&row)?).map_err(LookupError::Rows)?;
                let mut there: BTreeMap<String, Stored> = BTreeMap::new();
                for row in tx.fetch_all(CURRENT_ROWS, params![scope.id(), id]).await? {
                    there.insert(
                        row.text("key")?,
                        (
                            row.opt_i64("millionths")?,
                            row.opt_text("currency")?,
                            row.opt_text("content")?,
                        ),
                    );
                }
                let rows = wanted.len();
                let mut changed = 0_usize;
                for key in there.keys().filter(|key| !wanted.contains_key(*key)) {
                    tx.execute_exactly(1, END_ROW, params![scope.id(), id, key, version])
                        .await?;
                    changed = changed.saturating_add(1);
                }
                for (key, cell) in wanted {
                    let stored = stored(cell);
                    if let Some(before) = there.get(&key) {
                        if *before == stored {
                            continue;
                        }
                        tx.execute_exactly(1, END_ROW, params![scope.id(), id, &key, version])
                            .await?;
                    }
                    let (millionths, currency, content) = stored;
                    let values = params![scope.id(), id, key, version, millionths, currency, content];
                    tx.execute_exactly(1, INSERT_ROW, values).await?;
                    changed = changed.saturating_add(1);
                }
                let count = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
                let values = params![
                    scope.id(),
                    id,
                    version,
                    at,
                    now,
                    principal.actor,
                    source.clone(),
                    count(rows),
                    count(changed)
                ];
                tx.execute_exactly(1, INSERT_VERSION, values).await?;
                let event = AuditEvent::done("lookup.supplied", AuditActor::of(&principal))
                    .on("lookup", id)
                    .with(serde_json::json!({
                        "version": version, "rows": rows, "changed": changed, "file": source
                    }));
                audit::record(tx, &random, scope, now, event).await?;
                Ok::<_, LookupError>(Supply {
                    version,
                    rows,
                    changed,
                })
            })
        })
        .await?;
    context.hints.send(Some(scope.id()), Topic::Rules, Some(id), None);
    Ok(supply)
}
