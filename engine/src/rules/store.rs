//! SQL of rules, versions, schedules, progress and guards.

use std::collections::HashMap;

use jiff::Timestamp;
use uuid::Uuid;

use super::progress::{Progress, State};
use crate::{
    identity::OrgScope,
    store::{Row, StoreError, Tx, params, statements},
};

statements! {
    INSERT_RULE = "insert into rule (org_id, id, name, state, current_version, shard, created_at, updated_at, revision, library_id)
        values ($1, $2, $3, 'draft', 1, $4, $5, $5, 1, $6)";
    RULE_BY_NAME = "select id, revision from rule where org_id = $1 and name = $2 and archived_at is null and shadow_of is null";
    BUMP_RULE = "update rule set current_version = $3, revision = revision + 1, updated_at = $4
        where org_id = $1 and id = $2 and current_version = $3 - 1";
    INSERT_VERSION = "insert into rule_version (org_id, rule_id, version, text, overrides, created_at, created_by, note)
        values ($1, $2, $3, $4, $5, $6, $7, $8)";
    NAMES = "select id, name from rule where org_id = $1";
    RENAME = "update rule set name = $3 where org_id = $1 and id = $2";
    /// The present text of every rule that was not put away.
    ALL_CURRENT = "select r.id, r.name, r.current_version, v.text, v.overrides from rule r
        join rule_version v on v.org_id = r.org_id and v.rule_id = r.id and v.version = r.current_version
        where r.org_id = $1 and r.archived_at is null and r.shadow_of is null order by r.name";
    SET_STATE = "update rule set state = $3, state_detail = null, revision = revision + 1, updated_at = $4 where org_id = $1 and id = $2";
    ARCHIVE = "update rule set archived_at = $3, revision = revision + 1, updated_at = $3 where org_id = $1 and id = $2 and archived_at is null";
    CURRENT = "select r.id, r.name, r.state, r.state_detail, r.current_version, r.revision, r.shard, v.text, v.overrides from rule r
        join rule_version v on v.org_id = r.org_id and v.rule_id = r.id and v.version = r.current_version
        where r.org_id = $1 and r.id = $2 and r.archived_at is null and r.shadow_of is null";
    /// Every rule that is, or once was, at work: what a campaign's page answers for.
    AT_WORK = "select r.id, r.name, r.state, r.state_detail, r.current_version, r.revision, r.shard, v.text, v.overrides,
          (select s.id from rule s where s.org_id = r.org_id and s.shadow_of = r.id and s.archived_at is null) as shadow_id
        from rule r
        join rule_version v on v.org_id = r.org_id and v.rule_id = r.id and v.version = r.current_version
        where r.org_id = $1 and r.archived_at is null and r.state <> 'draft' order by r.name";
    ENABLED = "select r.id, r.name, r.state, r.current_version, r.shard, v.text, v.overrides from rule r
        join rule_version v on v.org_id = r.org_id and v.rule_id = r.id and v.version = r.current_version
        where r.org_id = $1 and r.state = 'enabled' order by r.name";
    /// What ticks judge: the enabled rules, and shadows.
    JUDGED = "select r.id, r.name, r.state, r.current_version, r.shard, v.text, v.overrides from rule r
        join rule_version v on v.org_id = r.org_id and v.rule_id = r.id and v.version = r.current_version
        where r.org_id = $1 and (r.state = 'enabled' or r.shadow_of is not null) and r.archived_at is null order by r.name";
    /// Those of them whose text may say `every status change`; the text itself decides.
    JUDGED_ON_CHANGE = "select r.id, r.name, r.state, r.current_version, r.shard, v.text, v.overrides from rule r
        join rule_version v on v.org_id = r.org_id and v.rule_id = r.id and v.version = r.current_version
        where r.org_id = $1 and (r.state = 'enabled' or r.shadow_of is not null) and r.archived_at is null and v.text like '%every%status%change%' order by r.name";
    /// Every enabled rule of every organisation: the runtime's roll-call.
    ALL_ENABLED = "select r.org_id, r.id, r.name, r.shard from rule r where r.state = 'enabled' order by r.id";
    UPSERT_SCHEDULE = "insert into rule_schedule (org_id, rule_id, account_id, next_at, not_bound) values ($1, $2, $3, $4, $5)
        on conflict (org_id, rule_id, account_id) do update set next_at = excluded.next_at, not_bound = excluded.not_bound";
    DELETE_SCHEDULE = "delete from rule_schedule where org_id = $1 and rule_id = $2 and account_id = $3";
    DELETE_SCHEDULES = "delete from rule_schedule where org_id = $1 and rule_id = $2";
    /// Moves a due rule on; a rule that was moved already drops out of the tick.
    MOVE_SCHEDULE = "update rule_schedule set next_at = $5, last_at = $6 where org_id = $1 and rule_id = $2 and account_id = $3 and next_at = $4";
    PULL_SCHEDULE = "update rule_schedule set next_at = $4 where org_id = $1 and rule_id = $2 and account_id = $3 and next_at > $4 and not_bound is null";
    /// What is due, over every organisation: the scheduler's wheel.
    DUE_ACCOUNTS = "select distinct s.account_id from rule_schedule s
        join ad_account a on a.org_id = s.org_id and a.id = s.account_id
        join rule r on r.org_id = s.org_id and r.id = s.rule_id
        where s.next_at <= $1 and s.not_bound is null and a.state = 'active' and (r.state = 'enabled' or r.shadow_of is not null) limit 1000";
    /// What is due on an account: the enabled rules, then the shadows.
    DUE_RULES = "select s.rule_id, s.next_at, r.name, r.current_version, r.shadow_of, v.text, v.overrides from rule_schedule s
        join rule r on r.org_id = s.org_id and r.id = s.rule_id and (r.state = 'enabled' or r.shadow_of is not null)
        join rule_version v on v.org_id = r.org_id and v.rule_id = r.id and v.version = r.current_version
        where s.org_id = $1 and s.account_id = $2 and s.next_at <= $3 and s.not_bound is null
        order by case when r.shadow_of is null then 0 else 1 end, r.name";
    NEXT_DUE = "select min(next_at) as next_at from rule_schedule where not_bound is null and next_at > $1";
    PROGRESS = "select rule_id, object_id, state, branch, checks, unknowns, since, last_data_until, cooldown_until, rearmed
        from rule_progress where org_id = $1 and account_id = $2";
    PROGRESS_OF = "select rule_id, object_id, state, branch, checks, unknowns, since, last_data_until, cooldown_until, rearmed
        from rule_progress where org_id = $1 and rule_id = $2 and object_id = $3";
    UPSERT_PROGRESS = "insert into rule_progress (org_id, rule_id, object_id, account_id, state, branch, checks, unknowns, since, last_data_until, cooldown_until, rearmed)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
        on conflict (org_id, rule_id, object_id) do update set state = excluded.state, branch = excluded.branch, checks = excluded.checks,
            unknowns = excluded.unknowns, since = excluded.since, last_data_until = excluded.last_data_until,
            cooldown_until = excluded.cooldown_until, rearmed = excluded.rearmed";
    DELETE_PROGRESS = "delete from rule_progress where org_id = $1 and rule_id = $2 and object_id = $3";
    INSERT_GUARD = "insert into guard (org_id, id, name, text, version, state, updated_at, updated_by) values ($1, $2, $3, $4, 1, 'enabled', $5, $6)";
    UPDATE_GUARD = "update guard set name = $4, text = $5, version = version + 1, updated_at = $6, updated_by = $7
        where org_id = $1 and id = $2 and version = $3 and archived_at is null";
    ARCHIVE_GUARD = "update guard set archived_at = $4, state = 'disabled', version = version + 1, updated_at = $4, updated_by = $5
        where org_id = $1 and id = $2 and version = $3 and archived_at is null";
    GUARD = "select g.id, g.name, g.text, g.version, g.state, g.updated_at, u.name as updated_by from guard g
        left join app_user u on u.id = g.updated_by where g.org_id = $1 and g.id = $2 and g.archived_at is null";
    GUARDS = "select g.id, g.name, g.text, g.version, g.state, g.updated_at, u.name as updated_by from guard g
        left join app_user u on u.id = g.updated_by where g.org_id = $1 and g.archived_at is null order by g.name";
    GUARD_BY_NAME = "select id from guard where org_id = $1 and name = $2 and archived_at is null";
    ENABLED_GUARDS = "select id, name, text, version from guard where org_id = $1 and state = 'enabled' and archived_at is null order by name";
    VERSION = "select v.text, v.overrides, r.name from rule_version v join rule r on r.org_id = v.org_id and r.id = v.rule_id
        where v.org_id = $1 and v.rule_id = $2 and v.version = $3";
}

/// A rule with its current version's text.
#[derive(Debug, Clone)]
pub struct StoredRule {
    pub id: Uuid,
    pub name: String,
    pub version: i64,
    pub text: String,
    /// Parameter → typed literal.
    pub overrides: Vec<(String, String)>,
}

fn overrides_of(row: &Row) -> Result<Vec<(String, String)>, StoreError> {
    let map: std::collections::BTreeMap<String, String> = row.json("overrides")?;
    Ok(map.into_iter().collect())
}

pub(crate) fn stored_rule(row: &Row) -> Result<StoredRule, StoreError> {
    Ok(StoredRule {
        id: row.uuid("id")?,
        name: row.text("name")?,
        version: row.i64("current_version")?,
        text: row.text("text")?,
        overrides: overrides_of(row)?,
    })
}

/// One version of a rule as it was written, whatever became of the rule since.
pub async fn version(
    tx: &mut Tx,
    scope: OrgScope,
    rule_id: Uuid,
    version: i64,
) -> Result<Option<StoredRule>, StoreError> {
    tx.fetch_optional(VERSION, params![scope.id(), rule_id, version])
        .await?
        .map(|row| {
            Ok(StoredRule {
                id: rule_id,
                name: row.text("name")?,
                version,
                text: row.text("text")?,
                overrides: overrides_of(&row)?,
            })
        })
        .transpose()
}

/// Accounts with a rule due at `at`, over every organisation.
pub async fn due_accounts(tx: &mut Tx, at: Timestamp) -> Result<Vec<Uuid>, StoreError> {
    tx.fetch_all(DUE_ACCOUNTS, params![at])
        .await?
        .iter()
        .map(|row| row.uuid("account_id"))
        .collect()
}

/// The instant of the next tick after `at`, over every organisation.
pub async fn next_due(tx: &mut Tx, at: Timestamp) -> Result<Option<Timestamp>, StoreError> {
    tx.fetch_one(NEXT_DUE, params![at]).await?.opt_time("next_at")
}

/// A rule that is due on one account.
#[derive(Debug, Clone)]
pub struct DueRule {
    pub rule: StoredRule,
    /// The schedule's own mark: the compare-and-set's expected value.
    pub due_at: Timestamp,
    /// The rule in whose place it is simulated; `None` for one that is at work.
    pub shadow_of: Option<Uuid>,
}

pub async fn due_rules(
    tx: &mut Tx,
    scope: OrgScope,
    account_id: Uuid,
    at: Timestamp,
) -> Result<Vec<DueRule>, StoreError> {
    tx.fetch_all(DUE_RULES, params![scope.id(), account_id, at])
        .await?
        .iter()
        .map(|row| {
            let rule = StoredRule {
                id: row.uuid("rule_id")?,
                name: row.text("name")?,
                version: row.i64("current_version")?,
                text: row.text("text")?,
                overrides: overrides_of(row)?,
            };
            Ok(DueRule {
                rule,
                due_at: row.time("next_at")?,
                shadow_of: row.opt_uuid("shadow_of")?,
            })
        })
        .collect()
}

/// Moves a rule's schedule on; `false` when somebody else did.
pub async fn move_schedule(
    tx: &mut Tx,
    scope: OrgScope,
    rule_id: Uuid,
    account_id: Uuid,
    due_at: Timestamp,
    next_at: Timestamp,
    at: Timestamp,
) -> Result<bool, StoreError> {
    Ok(tx
        .execute(
            MOVE_SCHEDULE,
            params![scope.id(), rule_id, account_id, due_at, next_at, at],
        )
        .await?
        == 1)
}

/// Makes a rule due now on one account: its proposal went stale and today's values deserve a fresh one.
pub async fn pull_schedule(
    tx: &mut Tx,
    scope: OrgScope,
    rule_id: Uuid,
    account_id: Uuid,
    at: Timestamp,
) -> Result<(), StoreError> {
    tx.execute(PULL_SCHEDULE, params![scope.id(), rule_id, account_id, at])
        .await?;
    Ok(())
}

fn progress_of(row: &Row) -> Result<((Uuid, Uuid), Progress), StoreError> {
    let state = match row.text("state")?.as_str() {
        "pending" => State::Pending {
            checks: row.u32("checks")?,
            unknowns: row.u32("unknowns")?,
            since: row.time("since")?,
        },
        "awaiting" => State::Awaiting,
        "acted" => State::Acted {
            cooldown_until: row.opt_time("cooldown_until")?,
            rearmed: row.flag("rearmed")?,
        },
        other => return Err(StoreError::inconsistent("rule_progress.state", other)),
    };
    let branch = usize::try_from(row.i64("branch")?).unwrap_or(0);
    let progress = Progress {
        state,
        branch,
        last_data_until: row.opt_time("last_data_until")?,
    };
    Ok(((row.uuid("rule_id")?, row.uuid("object_id")?), progress))
}

/// Everything remembered on one account, by (rule, object).
pub async fn progress(
    tx: &mut Tx,
    scope: OrgScope,
    account_id: Uuid,
) -> Result<HashMap<(Uuid, Uuid), Progress>, StoreError> {
    tx.fetch_all(PROGRESS, params![scope.id(), account_id])
        .await?
        .iter()
        .map(progress_of)
        .collect()
}

pub async fn progress_on(
    tx: &mut Tx,
    scope: OrgScope,
    rule_id: Uuid,
    object_id: Uuid,
) -> Result<Option<Progress>, StoreError> {
    let row = tx
        .fetch_optional(PROGRESS_OF, params![scope.id(), rule_id, object_id])
        .await?;
    Ok(row
        .as_ref()
        .map(progress_of)
        .transpose()?
        .map(|(_, progress)| progress))
}

/// Writes what is remembered of one rule on one object; `None` forgets.
pub async fn put_progress(
    tx: &mut Tx,
    scope: OrgScope,
    account_id: Uuid,
    rule_id: Uuid,
    object_id: Uuid,
    progress: Option<Progress>,
    at: Timestamp,
) -> Result<(), StoreError> {
    let Some(progress) = progress else {
        tx.execute(DELETE_PROGRESS, params![scope.id(), rule_id, object_id])
            .await?;
        return Ok(());
    };
    let (word, checks, unknowns, since, cooldown_until, rearmed) = match progress.state {
        State::Pending {
            checks,
            unknowns,
            since,
        } => ("pending", checks, unknowns, since, None, false),
        State::Awaiting => ("awaiting", 0, 0, at, None, false),
        State::Acted {
            cooldown_until,
            rearmed,
        } => ("acted", 0, 0, at, cooldown_until, rearmed),
    };
    let branch = i64::try_from(progress.branch).unwrap_or(i64::MAX);
    tx.execute_exactly(
        1,
        UPSERT_PROGRESS,
        params![
            scope.id(),
            rule_id,
            object_id,
            account_id,
            word,
            branch,
            checks,
            unknowns,
            since,
            progress.last_data_until,
            cooldown_until,
            rearmed,
        ],
    )
    .await
}

/// A guard's text.
#[derive(Debug, Clone)]
pub struct StoredGuard {
    pub id: Uuid,
    pub name: String,
    pub text: String,
    pub version: i64,
}

pub async fn enabled_guards(tx: &mut Tx, scope: OrgScope) -> Result<Vec<StoredGuard>, StoreError> {
    tx.fetch_all(ENABLED_GUARDS, params![scope.id()])
        .await?
        .iter()
        .map(|row| {
            Ok(StoredGuard {
                id: row.uuid("id")?,
                name: row.text("name")?,
                text: row.text("text")?,
                version: row.i64("version")?,
            })
        })
        .collect()
}

/// A rule of the runtime's roll-call.
#[derive(Debug, Clone)]
pub struct EnabledRule {
    pub scope: OrgScope,
    pub id: Uuid,
    pub name: String,
    pub shard: i64,
}

/// Every enabled rule of every organisation. Only the runtime calls it.
pub async fn all_enabled(tx: &mut Tx) -> Result<Vec<EnabledRule>, StoreError> {
    tx.fetch_all(ALL_ENABLED, &[])
        .await?
        .iter()
        .map(|row| {
            Ok(EnabledRule {
                scope: OrgScope::of(row.uuid("org_id")?),
                id: row.uuid("id")?,
                name: row.text("name")?,
                shard: row.i64("shard")?,
            })
        })
        .collect()
}
