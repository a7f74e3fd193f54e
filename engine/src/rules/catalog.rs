//! Saving, enabling and disabling rules; binding them to accounts.

use std::collections::BTreeMap;

use dsl::{Binding, BoundRule, Diagnostic};
use jiff::Timestamp;
use uuid::Uuid;

use super::store::{self, StoredRule};
use crate::{
    Context,
    audit::{self, AuditActor, AuditEvent},
    connections::{self, RegisteredAccount, platform::Platforms, shard_of},
    identity::{OrgScope, Principal},
    store::{StoreError, Tx, params},
};

/// How far in the future a rule without a next mark sleeps (`every sync` waits for the sync instead).
const NEVER: Timestamp = Timestamp::MAX;

#[derive(Debug, thiserror::Error)]
pub enum RuleError {
    /// The text has errors; nothing was saved.
    #[error("the rule has {} error(s)", .0.iter().filter(|found| found.severity == dsl::Severity::Error).count())]
    Diagnostics(Vec<Diagnostic>),
    /// A text is saved as one rule or one guard at a time.
    #[error("the text holds {rules} rules and {guards} guards; save them one by one")]
    NotOne { rules: usize, guards: usize },
    #[error("there is no such rule")]
    NotFound,
    #[error("{0}")]
    NotAllowed(String),
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Why a stored rule cannot run on an account although it was saved without errors.
#[derive(Debug, thiserror::Error)]
pub enum BindFailure {
    #[error("the stored text no longer checks: {0}")]
    Text(String),
    #[error(transparent)]
    Bind(#[from] dsl::BindError),
}

/// The one rule of a text that was checked without errors.
fn single_rule(text: &str) -> Result<dsl::Rule, RuleError> {
    let checked = dsl::check(text);
    if !checked.is_ok() {
        return Err(RuleError::Diagnostics(checked.diagnostics));
    }
    match (checked.rules.as_slice(), checked.guards.len()) {
        ([rule], 0) => Ok(rule.clone()),
        (rules, guards) => Err(RuleError::NotOne {
            rules: rules.len(),
            guards,
        }),
    }
}

/// Binds a stored rule to an account. `Ok(None)`: the account is outside the rule's scope, which is no failure.
pub fn bind(
    stored: &StoredRule,
    account: &RegisteredAccount,
    platforms: &Platforms,
) -> Result<Option<BoundRule>, BindFailure> {
    let rule = single_rule(&stored.text).map_err(|error| BindFailure::Text(error.to_string()))?;
    if !rule.scope().includes(account.platform, &account.name) {
        return Ok(None);
    }
    let money_step = platforms.get(&account.platform).map_or_else(
        || account.currency.minor_unit_micros(),
        |platform| platform.money_step(&account.currency),
    );
    let binding = Binding {
        platform: account.platform,
        currency: account.currency,
        zone: account.zone.clone(),
        account: account.name.clone(),
        overrides: stored.overrides.clone(),
        extra_settled_days: account.extra_settled_days,
        money_step,
    };
    Ok(Some(rule.bind(&binding)?))
}

/// Saves a text as a new rule (a draft) or as the next version of the rule with its name.
///
/// # Errors
/// [`RuleError::Diagnostics`] when the text has errors: nothing is saved then.
pub async fn save(
    context: &Context,
    principal: &Principal,
    text: &str,
    overrides: BTreeMap<String, String>,
) -> Result<(Uuid, i64), RuleError> {
    let rule = single_rule(text)?;
    let (name, text) = (rule.name().to_owned(), text.to_owned());
    let overrides = serde_json::to_string(&overrides).unwrap_or_else(|_| "{}".to_owned());
    let (scope, now, random) = (principal.scope, context.process.now(), context.random.clone());
    let principal = principal.clone();
    let saved = context
        .store
        .write(move |tx| {
            Box::pin(async move {
                let existing = tx
                    .fetch_optional(store::RULE_BY_NAME, params![scope.id(), &name])
                    .await?;
                let (id, version) = match existing {
                    Some(row) => {
                        let id = row.uuid("id")?;
                        let version = row.i64("current_version")?.saturating_add(1);
                        tx.execute_exactly(1, store::BUMP_RULE, params![scope.id(), id, version, now])
                            .await?;
                        (id, version)
                    }
                    None => {
                        let id = random.id();
                        let shard = shard_of(id);
                        tx.execute_exactly(1, store::INSERT_RULE, params![scope.id(), id, &name, shard, now])
                            .await?;
                        (id, 1)
                    }
                };
                let values = params![scope.id(), id, version, text, overrides, now, principal.actor];
                tx.execute_exactly(1, store::INSERT_VERSION, values).await?;
                let event = AuditEvent::done("rule.saved", AuditActor::of(&principal)).on("rule", id);
                audit::record(tx, &random, scope, now, event).await?;
                Ok::<_, RuleError>((id, version))
            })
        })
        .await?;
    context.hints.send(
        Some(scope.id()),
        crate::hints::Topic::Rules,
        Some(saved.0),
        Some(saved.1),
    );
    Ok(saved)
}

/// Enables a rule: every account in its scope gets a schedule; an account it cannot be bound to gets the reason.
pub async fn enable(context: &Context, principal: &Principal, rule_id: Uuid) -> Result<(), RuleError> {
    let (scope, now, at) = (principal.scope, context.process.now(), context.business.now());
    let (platforms, random, principal) = (
        context.platforms.clone(),
        context.random.clone(),
        principal.clone(),
    );
    context
        .store
        .write(move |tx| {
            Box::pin(async move {
                let row = tx
                    .fetch_optional(store::CURRENT, params![scope.id(), rule_id])
                    .await?
                    .ok_or(RuleError::NotFound)?;
                let stored = store::stored_rule(&row)?;
                tx.execute_exactly(
                    1,
                    store::SET_STATE,
                    params![scope.id(), rule_id, "enabled", None::<String>, now],
                )
                .await?;
                for account in connections::store::all_accounts(tx).await? {
                    if account.scope == scope {
                        schedule(tx, &stored, &account, &platforms, at).await?;
                    }
                }
                let event = AuditEvent::done("rule.enabled", AuditActor::of(&principal)).on("rule", rule_id);
                audit::record(tx, &random, scope, now, event).await?;
                Ok::<_, RuleError>(())
            })
        })
        .await?;
    context
        .hints
        .send(Some(scope.id()), crate::hints::Topic::Rules, Some(rule_id), None);
    Ok(())
}

/// Disables a rule: it is no longer evaluated; what it proposed and nobody approved is cancelled by the ledger's gate.
pub async fn disable(context: &Context, principal: &Principal, rule_id: Uuid) -> Result<(), RuleError> {
    let (scope, now) = (principal.scope, context.process.now());
    let (random, principal) = (context.random.clone(), principal.clone());
    context
        .store
        .write(move |tx| {
            Box::pin(async move {
                let changed = tx
                    .execute(
                        store::SET_STATE,
                        params![scope.id(), rule_id, "disabled", None::<String>, now],
                    )
                    .await?;
                if changed == 0 {
                    return Err(RuleError::NotFound);
                }
                tx.execute(store::DELETE_SCHEDULES, params![scope.id(), rule_id])
                    .await?;
                let event = AuditEvent::done("rule.disabled", AuditActor::of(&principal)).on("rule", rule_id);
                audit::record(tx, &random, scope, now, event).await?;
                Ok(())
            })
        })
        .await?;
    context
        .hints
        .send(Some(scope.id()), crate::hints::Topic::Rules, Some(rule_id), None);
    Ok(())
}

/// Gives every enabled rule of the organisation a schedule on a newly connected account.
pub async fn schedule_account(
    tx: &mut Tx,
    account: &RegisteredAccount,
    platforms: &Platforms,
    at: Timestamp,
) -> Result<(), StoreError> {
    for row in tx.fetch_all(store::ENABLED, params![account.scope.id()]).await? {
        schedule(tx, &store::stored_rule(&row)?, account, platforms, at).await?;
    }
    Ok(())
}

async fn schedule(
    tx: &mut Tx,
    stored: &StoredRule,
    account: &RegisteredAccount,
    platforms: &Platforms,
    at: Timestamp,
) -> Result<(), StoreError> {
    let (next_at, not_bound) = match bind(stored, account, platforms) {
        Ok(None) => return Ok(()),
        Ok(Some(bound)) => (next_mark(&bound, at), None),
        Err(failure) => (NEVER, Some(failure.to_string())),
    };
    tx.execute_exactly(
        1,
        store::UPSERT_SCHEDULE,
        params![account.scope.id(), stored.id, account.id, next_at, not_bound],
    )
    .await
}

/// The rule's next tick after an instant.
pub fn next_mark(bound: &BoundRule, at: Timestamp) -> Timestamp {
    bound
        .rule()
        .schedule()
        .next_after(at, &bound.binding().zone)
        .unwrap_or(NEVER)
}

/// Saves a guard. Only admins may.
pub async fn save_guard(context: &Context, principal: &Principal, text: &str) -> Result<Uuid, RuleError> {
    if principal.role != crate::identity::Role::Admin {
        return Err(RuleError::NotAllowed("only an admin may write guards".to_owned()));
    }
    let checked = dsl::check(text);
    if !checked.is_ok() {
        return Err(RuleError::Diagnostics(checked.diagnostics));
    }
    let ([guard], 0) = (checked.guards.as_slice(), checked.rules.len()) else {
        return Err(RuleError::NotOne {
            rules: checked.rules.len(),
            guards: checked.guards.len(),
        });
    };
    let (name, text) = (guard.name().to_owned(), text.to_owned());
    let (scope, now, random) = (principal.scope, context.process.now(), context.random.clone());
    let principal = principal.clone();
    context
        .store
        .write(move |tx| {
            Box::pin(async move {
                let id = random.id();
                let values = params![scope.id(), id, name, text, now, principal.actor];
                tx.execute_exactly(1, store::INSERT_GUARD, values).await?;
                let event = AuditEvent::done("guard.saved", AuditActor::of(&principal)).on("guard", id);
                audit::record(tx, &random, scope, now, event).await?;
                Ok(id)
            })
        })
        .await
}

/// The organisation's guards, ready to be asked. A stored guard that no longer checks is an error, never skipped.
pub async fn guards(tx: &mut Tx, scope: OrgScope) -> Result<Vec<dsl::Guard>, StoreError> {
    let mut guards = Vec::new();
    for stored in store::enabled_guards(tx, scope).await? {
        let checked = dsl::check(&stored.text);
        if !checked.is_ok() || checked.guards.is_empty() {
            return Err(StoreError::inconsistent("guard.text", stored.name));
        }
        guards.extend(checked.guards);
    }
    Ok(guards)
}

/// Seconds between two checks of a rule's current version; `None` for rules that wait for syncs.
pub async fn cadence(tx: &mut Tx, scope: OrgScope, rule_id: Uuid) -> Result<Option<i64>, StoreError> {
    let Some(row) = tx
        .fetch_optional(store::CURRENT, params![scope.id(), rule_id])
        .await?
    else {
        return Ok(None);
    };
    Ok(single_rule(&row.text("text")?)
        .ok()
        .and_then(|rule| rule.schedule().cadence()))
}
