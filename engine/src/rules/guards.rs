//! What admins do with guards: promises that every action passes, whoever asks.

use std::collections::BTreeSet;

use dsl::{Diagnostic, Forbids, Level, Truth};
use jiff::Timestamp;
use uuid::Uuid;

use super::{
    catalog,
    editing::{Hand, RuleError},
    store,
};
use crate::{
    Context,
    audit::{self, AuditActor, AuditEvent},
    connections::platform::SwitchStatus,
    decisions::trial,
    hints::Topic,
    identity::{OrgScope, Permission, Principal},
    store::{Row, StoreError, Tx, params},
};

/// A guard as pages show it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GuardView {
    pub id: Uuid,
    pub name: String,
    pub doc: Option<String>,
    pub text: String,
    /// Empty when the stored text no longer checks.
    pub in_plain_words: String,
    pub version: i64,
    /// `enabled` or `disabled`.
    pub state: String,
    pub updated_at: Timestamp,
    pub updated_by: Option<String>,
}

impl GuardView {
    fn read(row: &Row) -> Result<Self, StoreError> {
        let text = row.text("text")?;
        let checked = dsl::check(&text);
        let guard = checked.guards.first();
        Ok(Self {
            id: row.uuid("id")?,
            name: row.text("name")?,
            doc: guard.and_then(|guard| guard.doc()).map(str::to_owned),
            in_plain_words: guard.map(dsl::Guard::in_plain_words).unwrap_or_default(),
            text,
            version: row.i64("version")?,
            state: row.text("state")?,
            updated_at: row.time("updated_at")?,
            updated_by: row.opt_text("updated_by")?,
        })
    }
}

/// The organisation's guards, by name.
pub async fn guards(context: &Context, scope: OrgScope) -> Result<Vec<GuardView>, StoreError> {
    let rows = context
        .store
        .read(|tx| Box::pin(async move { tx.fetch_all(store::GUARDS, params![scope.id()]).await }))
        .await?;
    rows.iter().map(GuardView::read).collect()
}

pub async fn guard(context: &Context, scope: OrgScope, id: Uuid) -> Result<Option<GuardView>, StoreError> {
    let row = context
        .store
        .read(|tx| Box::pin(async move { tx.fetch_optional(store::GUARD, params![scope.id(), id]).await }))
        .await?;
    row.as_ref().map(GuardView::read).transpose()
}

pub(super) fn checked(principal: &Principal, text: &str) -> Result<dsl::Guard, RuleError> {
    if !principal.may(Permission::GuardsWrite) {
        return Err(RuleError::NotAllowed("only an admin may write guards".to_owned()));
    }
    let checked = dsl::check(text);
    if !checked.is_ok() {
        return Err(RuleError::Diagnostics(checked.diagnostics));
    }
    match (checked.guards.as_slice(), checked.rules.len()) {
        ([guard], 0) => Ok(guard.clone()),
        (guards, rules) => Err(RuleError::NotOne {
            rules,
            guards: guards.len(),
        }),
    }
}

/// Saves a new guard; it holds from now on. Only admins may.
pub async fn save(context: &Context, principal: &Principal, text: &str) -> Result<Uuid, RuleError> {
    let guard = checked(principal, text)?;
    let (hand, text) = (Hand::of(context, principal), text.to_owned());
    let id = context
        .store
        .write(move |tx| Box::pin(async move { save_in(tx, &hand, &guard, &text).await }))
        .await?;
    tell(context, principal.scope, id);
    Ok(id)
}

/// As [`save`], in a transaction of the caller's; `guard` is what the text was checked to be.
pub(super) async fn save_in(
    tx: &mut Tx,
    hand: &Hand,
    guard: &dsl::Guard,
    text: &str,
) -> Result<Uuid, RuleError> {
    let scope = hand.principal.scope;
    let name = guard.name().to_owned();
    let taken = tx
        .fetch_optional(store::GUARD_BY_NAME, params![scope.id(), &name])
        .await?;
    if taken.is_some() {
        return Err(RuleError::NameTaken(name));
    }
    catalog::read_for_guard(tx, scope, guard, &hand.platforms, hand.at).await?;
    let id = hand.random.id();
    let values = params![scope.id(), id, name, text, hand.now, hand.principal.actor];
    tx.execute_exactly(1, store::INSERT_GUARD, values).await?;
    record(tx, hand, "guard.saved", id, serde_json::json!({ "text": text })).await?;
    Ok(id)
}

/// Replaces a guard's text, if it is still at `version`. The audit keeps both texts.
pub async fn replace(
    context: &Context,
    principal: &Principal,
    id: Uuid,
    version: i64,
    text: &str,
) -> Result<(), RuleError> {
    let guard = checked(principal, text)?;
    let (hand, text) = (Hand::of(context, principal), text.to_owned());
    context
        .store
        .write(move |tx| Box::pin(async move { replace_in(tx, &hand, (id, version), &guard, &text).await }))
        .await?;
    tell(context, principal.scope, id);
    Ok(())
}

/// As [`replace`], in a transaction of the caller's; `guard` is what the text was checked to be.
pub(super) async fn replace_in(
    tx: &mut Tx,
    hand: &Hand,
    (id, version): (Uuid, i64),
    guard: &dsl::Guard,
    text: &str,
) -> Result<(), RuleError> {
    let scope = hand.principal.scope;
    let name = guard.name().to_owned();
    let row = tx
        .fetch_optional(store::GUARD, params![scope.id(), id])
        .await?
        .ok_or(RuleError::NotFound)?;
    let taken = tx
        .fetch_optional(store::GUARD_BY_NAME, params![scope.id(), &name])
        .await?;
    if taken
        .map(|row| row.uuid("id"))
        .transpose()?
        .is_some_and(|other| other != id)
    {
        return Err(RuleError::NameTaken(name));
    }
    catalog::read_for_guard(tx, scope, guard, &hand.platforms, hand.at).await?;
    let values = params![
        scope.id(),
        id,
        version,
        name,
        text,
        hand.now,
        hand.principal.actor
    ];
    if tx.execute(store::UPDATE_GUARD, values).await? == 0 {
        return Err(RuleError::Moved);
    }
    let texts = serde_json::json!({ "before": row.text("text")?, "text": text });
    record(tx, hand, "guard.changed", id, texts).await?;
    Ok(())
}

/// Puts a guard away, if it is still at `version`: it no longer holds.
pub async fn archive(
    context: &Context,
    principal: &Principal,
    id: Uuid,
    version: i64,
) -> Result<(), RuleError> {
    if !principal.may(Permission::GuardsWrite) {
        return Err(RuleError::NotAllowed(
            "only an admin may put guards away".to_owned(),
        ));
    }
    let hand = Hand::of(context, principal);
    context
        .store
        .write(move |tx| Box::pin(async move { archive_in(tx, &hand, id, version).await }))
        .await?;
    tell(context, principal.scope, id);
    Ok(())
}

/// As [`archive`], in a transaction of the caller's, who made sure that an admin asks.
pub(super) async fn archive_in(tx: &mut Tx, hand: &Hand, id: Uuid, version: i64) -> Result<(), RuleError> {
    let scope = hand.principal.scope;
    let row = tx
        .fetch_optional(store::GUARD, params![scope.id(), id])
        .await?
        .ok_or(RuleError::NotFound)?;
    let values = params![scope.id(), id, version, hand.now, hand.principal.actor];
    if tx.execute(store::ARCHIVE_GUARD, values).await? == 0 {
        return Err(RuleError::Moved);
    }
    let text = serde_json::json!({ "text": row.text("text")? });
    record(tx, hand, "guard.archived", id, text).await?;
    Ok(())
}

async fn record(
    tx: &mut Tx,
    hand: &Hand,
    what: &'static str,
    id: Uuid,
    details: serde_json::Value,
) -> Result<(), StoreError> {
    let event = AuditEvent::done(what, AuditActor::of(&hand.principal))
        .on("guard", id)
        .with(details);
    audit::record(tx, &hand.random, hand.principal.scope, hand.now, event).await
}

pub(super) fn tell(context: &Context, scope: OrgScope, id: Uuid) {
    context.hints.send(Some(scope.id()), Topic::Rules, Some(id), None);
}

/// What there is to say about each guard: by its text, and in the accounts as they are. One list per guard.
pub async fn warnings(
    context: &Context,
    scope: OrgScope,
    guards: &[GuardView],
) -> Result<Vec<Vec<Diagnostic>>, StoreError> {
    let checked: Vec<dsl::Checked> = guards.iter().map(|guard| dsl::check(&guard.text)).collect();
    let counts_shares = checked
        .iter()
        .flat_map(|checked| &checked.guards)
        .flat_map(|guard| guard.clauses())
        .any(|clause| clause.forbids == Forbids::PausesPerDay);
    // Only such a promise depends on what runs.
    let grounds = if counts_shares {
        trial::grounds(context, scope, None).await?
    } else {
        Vec::new()
    };
    Ok(checked
        .into_iter()
        .map(|checked| {
            let here = checked
                .guards
                .first()
                .map(|guard| guard.allowing_none(&running(guard, &grounds)));
            let mut found = checked.diagnostics;
            found.extend(here.unwrap_or_default());
            found
        })
        .collect())
}

/// The accounts that a guard speaks about, with how many run there of what its promises count.
fn running(guard: &dsl::Guard, grounds: &[trial::Ground]) -> Vec<(String, Level, usize)> {
    let counted: BTreeSet<Level> = (0..guard.clauses().len())
        .filter_map(|clause| guard.counts(clause))
        .collect();
    let here = grounds
        .iter()
        .filter(|ground| guard.watches(ground.account.platform, &ground.account.name));
    here.flat_map(|ground| {
        let counted = counted.iter().filter_map(|level| {
            let running = running_of(guard, ground, *level)?;
            Some((ground.account.name.clone(), *level, running))
        });
        counted.collect::<Vec<_>>()
    })
    .collect()
}

/// How many of a level run that stand under the guard's objects; `None` where it is not known.
fn running_of(guard: &dsl::Guard, ground: &trial::Ground, level: Level) -> Option<usize> {
    let (snapshot, currency) = (&ground.snapshot, ground.account.currency);
    let own = guard.scope().level;
    let table = &snapshot.table;
    if level != Level::Campaigns && !table.below().any(|below| below.level == level) {
        return None;
    }
    let rows = table.at_level(level, snapshot.at);
    let above = table.at_level(own, snapshot.at);
    let moment = snapshot.moment();
    let covers = |row: usize| guard.covers(&above, row, (&moment, currency)) != Truth::False;
    let running = rows.table.objects().iter().enumerate().filter(|(row, object)| {
        let is_on = object.status == SwitchStatus::Active;
        is_on && rows.row_above(*row, own).is_none_or(covers)
    });
    Some(running.count())
}
