//! What admins do with guards: promises that every action passes, whoever asks.

use dsl::{Diagnostic, Forbids, Truth};
use jiff::Timestamp;
use uuid::Uuid;

use super::{editing::RuleError, store};
use crate::{
    Context,
    audit::{self, AuditActor, AuditEvent},
    connections::platform::SwitchStatus,
    decisions::trial,
    hints::Topic,
    identity::{OrgScope, Permission, Principal},
    store::{Row, StoreError, params},
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

fn checked(principal: &Principal, text: &str) -> Result<dsl::Guard, RuleError> {
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
    let name = checked(principal, text)?.name().to_owned();
    let (scope, now, random) = (principal.scope, context.process.now(), context.random.clone());
    let (principal, text) = (principal.clone(), text.to_owned());
    let id = context
        .store
        .write(move |tx| {
            Box::pin(async move {
                let taken = tx
                    .fetch_optional(store::GUARD_BY_NAME, params![scope.id(), &name])
                    .await?;
                if taken.is_some() {
                    return Err(RuleError::NameTaken(name));
                }
                let id = random.id();
                let values = params![scope.id(), id, name, &text, now, principal.actor];
                tx.execute_exactly(1, store::INSERT_GUARD, values).await?;
                let event = AuditEvent::done("guard.saved", AuditActor::of(&principal))
                    .on("guard", id)
                    .with(serde_json::json!({ "text": text }));
                audit::record(tx, &random, scope, now, event).await?;
                Ok(id)
            })
        })
        .await?;
    context.hints.send(Some(scope.id()), Topic::Rules, Some(id), None);
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
    let name = checked(principal, text)?.name().to_owned();
    let (scope, now, random) = (principal.scope, context.process.now(), context.random.clone());
    let (principal, text) = (principal.clone(), text.to_owned());
    context
        .store
        .write(move |tx| {
            Box::pin(async move {
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
                let values = params![scope.id(), id, version, name, &text, now, principal.actor];
                if tx.execute(store::UPDATE_GUARD, values).await? == 0 {
                    return Err(RuleError::Moved);
                }
                let event = AuditEvent::done("guard.changed", AuditActor::of(&principal))
                    .on("guard", id)
                    .with(serde_json::json!({ "before": row.text("text")?, "text": text }));
                audit::record(tx, &random, scope, now, event).await?;
                Ok(())
            })
        })
        .await?;
    context.hints.send(Some(scope.id()), Topic::Rules, Some(id), None);
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
    let (scope, now, random) = (principal.scope, context.process.now(), context.random.clone());
    let principal = principal.clone();
    context
        .store
        .write(move |tx| {
            Box::pin(async move {
                let row = tx
                    .fetch_optional(store::GUARD, params![scope.id(), id])
                    .await?
                    .ok_or(RuleError::NotFound)?;
                let values = params![scope.id(), id, version, now, principal.actor];
                if tx.execute(store::ARCHIVE_GUARD, values).await? == 0 {
                    return Err(RuleError::Moved);
                }
                let event = AuditEvent::done("guard.archived", AuditActor::of(&principal))
                    .on("guard", id)
                    .with(serde_json::json!({ "text": row.text("text")? }));
                audit::record(tx, &random, scope, now, event).await?;
                Ok::<_, RuleError>(())
            })
        })
        .await?;
    context.hints.send(Some(scope.id()), Topic::Rules, Some(id), None);
    Ok(())
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

/// The accounts that a guard speaks about, with how many of its campaigns run there.
fn running(guard: &dsl::Guard, grounds: &[trial::Ground]) -> Vec<(String, usize)> {
    grounds
        .iter()
        .filter(|ground| {
            guard
                .scope()
                .includes(ground.account.platform, &ground.account.name)
        })
        .map(|ground| {
            let moment = ground.snapshot.moment();
            let campaigns = ground.snapshot.table.campaigns().iter().enumerate();
            let running = campaigns.filter(|(row, campaign)| {
                campaign.status == SwitchStatus::Active
                    && guard.covers(&ground.snapshot, *row, &moment) != Truth::False
            });
            (ground.account.name.clone(), running.count())
        })
        .collect()
}
