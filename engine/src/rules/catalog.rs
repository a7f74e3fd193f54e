//! Stored rules brought to life: checked, bound to accounts, scheduled there.

use std::collections::{BTreeMap, BTreeSet};

use dsl::{Attribute, Binding, BoundRule, Level};
use jiff::Timestamp;
use uuid::Uuid;

use super::store::{self, StoredRule};
pub use super::{
    editing::{RuleError, disable, enable, save},
    guards::save as save_guard,
};
use crate::{
    connections::{self, RegisteredAccount, platform::Platforms},
    identity::OrgScope,
    metrics::{self, table::FRESHNESS_PROMISE},
    store::{StoreError, Tx, params},
};

/// How far in the future a rule without a next mark sleeps (`every sync` waits for the sync instead).
pub const NEVER: Timestamp = Timestamp::constant(253_402_207_200, 0);

/// Why a stored rule cannot run on an account although it was saved without errors.
#[derive(Debug, thiserror::Error)]
pub enum BindFailure {
    #[error("the stored text no longer checks: {0}")]
    Text(String),
    #[error(
        "{level} are not read from {platform} accounts yet: their rules can be written and tested, not run"
    )]
    Level { level: Level, platform: dsl::Platform },
    #[error(
        "the labels of {level} are not read from {platform} accounts yet: rules about them can be written and tested, not run"
    )]
    Labels { level: Level, platform: dsl::Platform },
    /// Its members are judged together, and each account is judged by itself.
    #[error(
        "a pool over several platforms or accounts can be written and tested, not run yet: name one platform, and one account at most"
    )]
    JoinsAccounts,
    #[error(transparent)]
    Bind(#[from] dsl::BindError),
}

/// Whether every value given for a parameter fits it.
///
/// # Errors
/// [`RuleError::Overrides`] with all that do not.
pub(crate) fn values_fit(rule: &dsl::Rule, values: &BTreeMap<String, String>) -> Result<(), RuleError> {
    let wrong: Vec<(String, String)> = values
        .iter()
        .filter_map(|(name, value)| {
            let error = rule.check_override(name, value).err()?;
            Some((name.clone(), error.to_string()))
        })
        .collect();
    if wrong.is_empty() {
        Ok(())
    } else {
        Err(RuleError::Overrides(wrong))
    }
}

/// The one rule of a text that was checked without errors.
pub fn single_rule(text: &str) -> Result<dsl::Rule, RuleError> {
    let checked = dsl::load(text);
    if !checked.is_ok() {
        // What is refused is told with its warnings.
        return Err(RuleError::Diagnostics(dsl::check(text).diagnostics));
    }
    match (checked.rules.as_slice(), checked.guards.len()) {
        ([rule], 0) => Ok(rule.clone()),
        (rules, guards) => Err(RuleError::NotOne {
            rules: rules.len(),
            guards,
        }),
    }
}

/// What ties a rule to this account.
pub fn binding(
    account: &RegisteredAccount,
    platforms: &Platforms,
    overrides: &[(String, String)],
) -> Binding {
    let money_step = platforms.get(&account.platform).map_or_else(
        || account.currency.minor_unit_micros(),
        |platform| platform.money_step(&account.currency),
    );
    Binding {
        platform: account.platform,
        currency: account.currency,
        zone: account.zone.clone(),
        account: account.name.clone(),
        overrides: overrides.to_vec(),
        extra_settled_days: account.extra_settled_days,
        money_step,
    }
}

/// Binds a stored rule to an account. `Ok(None)`: the account is outside the rule's scope, which is no failure.
pub fn bind(
    stored: &StoredRule,
    account: &RegisteredAccount,
    platforms: &Platforms,
) -> Result<Option<BoundRule>, BindFailure> {
    bind_recorded(stored, account, platforms)?
        .map(|bound| read_today(bound, platforms))
        .transpose()
}

/// As [`bind`], for the recorded past: what was read then can be judged, whether or not it is read today.
pub fn bind_recorded(
    stored: &StoredRule,
    account: &RegisteredAccount,
    platforms: &Platforms,
) -> Result<Option<BoundRule>, BindFailure> {
    let rule = single_rule(&stored.text).map_err(|error| BindFailure::Text(error.to_string()))?;
    if !rule.scope().includes(account.platform, &account.name) {
        return Ok(None);
    }
    if rule.scope().joins_accounts() {
        return Err(BindFailure::JoinsAccounts);
    }
    Ok(Some(rule.bind(&binding(
        account,
        platforms,
        &stored.overrides,
    ))?))
}

/// Ties a checked rule to an account whose columns it can read: those of campaigns, and of the levels that its platform is read for.
pub fn tie(
    rule: &dsl::Rule,
    account: &RegisteredAccount,
    platforms: &Platforms,
    overrides: &[(String, String)],
) -> Result<BoundRule, BindFailure> {
    let bound = rule.bind(&binding(account, platforms, overrides))?;
    if rule.scope().joins_accounts() {
        return Err(BindFailure::JoinsAccounts);
    }
    read_today(bound, platforms)
}

fn read_today(bound: BoundRule, platforms: &Platforms) -> Result<BoundRule, BindFailure> {
    let (level, platform) = (bound.rule().scope().level, bound.binding().platform);
    let supply = platforms.get(&platform);
    if level.measured_by() != Level::Campaigns && !is_read(platforms, platform, level) {
        return Err(BindFailure::Level { level, platform });
    }
    let attributes = bound.rule().attributes();
    let labelled = [
        (Attribute::Labels, Some(level)),
        (Attribute::ParentLabels, level.parent()),
    ];
    for (attribute, of) in labelled {
        if let Some(level) = of
            && attributes.contains(&attribute)
            && supply.is_some_and(|supply| !supply.labels().contains(&level))
        {
            return Err(BindFailure::Labels { level, platform });
        }
    }
    Ok(bound)
}

fn is_read(platforms: &Platforms, platform: dsl::Platform, level: Level) -> bool {
    platforms
        .get(&platform)
        .is_some_and(|platform| platform.levels().contains(&level))
}

/// The levels below the campaigns that enabled rules and guards ask for on this account, with those that they stand in, the highest
/// first. Each costs a list and two reports per sync: nobody pays for what nobody asks about.
pub async fn levels(tx: &mut Tx, account: &RegisteredAccount) -> Result<BTreeSet<Level>, StoreError> {
    let mut levels = BTreeSet::new();
    for row in tx.fetch_all(store::ENABLED, params![account.scope.id()]).await? {
        // A text that no longer checks is told about where its rule is due.
        let Ok(rule) = single_rule(&store::stored_rule(&row)?.text) else {
            continue;
        };
        if rule.scope().includes(account.platform, &account.name) {
            levels.extend(rule.scope().level.below_campaigns());
        }
    }
    levels.extend(levels_of_guards(
        &store::enabled_guards(tx, account.scope).await?,
        account,
    ));
    Ok(levels)
}

/// The levels below the campaigns that guards ask for on an account, with those that they stand in.
pub fn levels_of_guards(guards: &[store::StoredGuard], account: &RegisteredAccount) -> BTreeSet<Level> {
    // One that no longer checks is told about at the door, which lets nothing pass.
    let guards = guards.iter().flat_map(|stored| dsl::load(&stored.text).guards);
    guards
        .filter(|guard| guard.watches(account.platform, &account.name))
        .flat_map(|guard| guard.levels())
        .flat_map(Level::below_campaigns)
        .collect()
}

/// Whether a guard's levels can be read where it speaks. What is read nowhere yet is read as soon as there is time; until then
/// whatever the guard could have something against is blocked.
///
/// # Errors
/// [`RuleError::NotNow`]: a platform whose accounts are not read down to there.
pub(super) async fn read_for_guard(
    tx: &mut Tx,
    scope: OrgScope,
    guard: &dsl::Guard,
    platforms: &Platforms,
    at: Timestamp,
) -> Result<(), RuleError> {
    let levels = guard.levels();
    if levels.iter().all(|level| *level == Level::Campaigns) {
        return Ok(());
    }
    for account in accounts(tx, scope).await? {
        if !guard.watches(account.platform, &account.name) {
            continue;
        }
        let there = |level: &&Level| level.info().platforms.contains(&account.platform);
        let below = levels.iter().filter(|level| **level != Level::Campaigns);
        for level in below.filter(there) {
            if !is_read(platforms, account.platform, *level) {
                return Err(RuleError::NotNow(format!(
                    "{level} are not read from {} accounts yet, and {} is one: every pause there would be blocked; name the \
                     platforms or accounts that the guard is for, as in `for {level} on google`",
                    account.platform.title(),
                    account.name
                )));
            }
            let read = metrics::store::last_sync(tx, scope, account.id, *level).await?;
            if read.is_none_or(|(_, until)| at.duration_since(until) > FRESHNESS_PROMISE) {
                connections::store::sync_due(tx, scope, account.id, at).await?;
            }
        }
    }
    Ok(())
}

/// Gives every enabled rule of the organisation, and every shadow, a schedule on a newly connected account.
pub async fn schedule_account(
    tx: &mut Tx,
    account: &RegisteredAccount,
    platforms: &Platforms,
    at: Timestamp,
) -> Result<(), StoreError> {
    for row in tx.fetch_all(store::JUDGED, params![account.scope.id()]).await? {
        schedule(tx, &store::stored_rule(&row)?, account, platforms, at).await?;
    }
    Ok(())
}

/// The organisation's accounts that rules look at: read once and in service.
pub async fn accounts(tx: &mut Tx, scope: OrgScope) -> Result<Vec<RegisteredAccount>, StoreError> {
    let mut accounts = connections::store::accounts_of(tx, scope).await?.readable;
    accounts.retain(|account| account.state.takes_rules());
    Ok(accounts)
}

/// How a rule's schedule on one account came out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scheduled {
    OutsideScope,
    Bound,
    NotBound(String),
}

/// Gives a rule its place in one account's schedule, or takes it away where the account is outside of its scope.
pub(super) async fn schedule(
    tx: &mut Tx,
    stored: &StoredRule,
    account: &RegisteredAccount,
    platforms: &Platforms,
    at: Timestamp,
) -> Result<Scheduled, StoreError> {
    let (next_at, not_bound) = match bind(stored, account, platforms) {
        Ok(None) => {
            tx.execute(
                store::DELETE_SCHEDULE,
                params![account.scope.id(), stored.id, account.id],
            )
            .await?;
            return Ok(Scheduled::OutsideScope);
        }
        Ok(Some(bound)) => {
            // What nobody read so far is read as soon as there is time; until then the rule finds no objects.
            let level = bound.rule().scope().level.measured_by();
            let read = metrics::store::last_sync(tx, account.scope, account.id, level).await?;
            let is_current = read.is_some_and(|(_, until)| at.duration_since(until) <= FRESHNESS_PROMISE);
            if level != Level::Campaigns && !is_current {
                connections::store::sync_due(tx, account.scope, account.id, at).await?;
            }
            (next_mark(&bound, at), None)
        }
        Err(failure) => (NEVER, Some(failure.to_string())),
    };
    tx.execute_exactly(
        1,
        store::UPSERT_SCHEDULE,
        params![
            account.scope.id(),
            stored.id,
            account.id,
            next_at,
            not_bound.clone()
        ],
    )
    .await?;
    Ok(not_bound.map_or(Scheduled::Bound, Scheduled::NotBound))
}

/// A synchronisation of the account has landed: the rules that wait for one are due now, where their hours allow it.
pub async fn after_sync(tx: &mut Tx, account: &RegisteredAccount, at: Timestamp) -> Result<(), StoreError> {
    for row in tx.fetch_all(store::JUDGED, params![account.scope.id()]).await? {
        let stored = store::stored_rule(&row)?;
        let Ok(rule) = single_rule(&stored.text) else {
            continue;
        };
        if rule.schedule().on_every_sync() && rule.schedule().allows(at, &account.zone) {
            store::pull_schedule(tx, account.scope, stored.id, account.id, at).await?;
        }
    }
    Ok(())
}

/// Somebody switched a campaign of the account on or off: the rules that wait for that are due now, where their hours allow it.
pub async fn after_status_change(
    tx: &mut Tx,
    scope: OrgScope,
    account_id: Uuid,
    at: Timestamp,
) -> Result<(), StoreError> {
    for row in tx.fetch_all(store::JUDGED_ON_CHANGE, params![scope.id()]).await? {
        let stored = store::stored_rule(&row)?;
        let Ok(rule) = single_rule(&stored.text) else {
            continue;
        };
        if !rule.schedule().on_every_status_change() {
            continue;
        }
        let account = connections::store::account(tx, scope, account_id).await?;
        if account.is_some_and(|account| rule.schedule().allows(at, &account.zone)) {
            store::pull_schedule(tx, scope, stored.id, account_id, at).await?;
        }
    }
    Ok(())
}

/// The rule's next tick after an instant.
pub fn next_mark(bound: &BoundRule, at: Timestamp) -> Timestamp {
    bound
        .rule()
        .schedule()
        .next_after(at, &bound.binding().zone)
        .unwrap_or(NEVER)
}

/// The organisation's guards, ready to be asked. A stored guard that no longer checks is an error, never skipped.
pub async fn guards(tx: &mut Tx, scope: OrgScope) -> Result<Vec<dsl::Guard>, StoreError> {
    let mut guards = Vec::new();
    for stored in store::enabled_guards(tx, scope).await? {
        let checked = dsl::load(&stored.text);
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
    // A text that no longer checks is evaluated nowhere: somebody has to be told.
    let rule = single_rule(&row.text("text")?)
        .map_err(|error| StoreError::inconsistent("rule_version.text", error.to_string()))?;
    Ok(rule.schedule().cadence())
}
