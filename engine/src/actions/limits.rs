//! Limits of rules, as the store keeps them: what is used up, and by which action.
//!
//! Counted when something is let in, given back when it comes to nothing: what is used stands in the ledger beside the action
//! that uses it. What a limit lets through is `dsl::conduct::door`'s. Called by `judge` and `door`. Never here: guards, which
//! bind everybody.

use std::collections::{BTreeMap, BTreeSet};

use dsl::{
    Limit, LimitReach,
    conduct::door::{self, CountedBy},
};
use uuid::Uuid;

use super::door::{Door, Origin, Proposal};
use crate::store::{StoreError, Tx, params, statements};

statements! {
    RESERVE = "insert into guard_usage (org_id, guard_key, scope_key, account_day, action_id, amount) values ($1, $2, $3, $4, $5, $6)";
    USED = "select coalesce(cast(sum(amount) as bigint), 0) as used from guard_usage where org_id = $1 and guard_key = $2 and scope_key = $3 and account_day = $4";
    USED_BY_OBJECT = "select scope_key, cast(sum(amount) as bigint) as used from guard_usage
        where org_id = $1 and guard_key = $2 and account_day = $3 group by scope_key";
    /// Nobody else lets anything in for this rule until the transaction ends: accounts tick at the same time, and share the total.
    LOCK_RULE = "update rule set state = state where org_id = $1 and id = $2";
}

/// Where a limit in total keeps its count.
const EVERYWHERE: &str = "everywhere";

/// The key under which a rule's count stands.
fn key(rule: Uuid, counted: CountedBy) -> String {
    let word = match counted {
        CountedBy::Spend => "spend",
        CountedBy::Account => "per_day",
        CountedBy::Object => "per_object",
        CountedBy::Everywhere => "total",
    };
    format!("rule:{rule}:{word}")
}

/// The day of a count: the account's, or the schedule's for a total.
fn day(door: &Door<'_>, counted: CountedBy, total_day: i64) -> i64 {
    match counted {
        CountedBy::Everywhere => total_day,
        _ => door.snapshot.today(),
    }
}

/// What a limit per object counts by.
pub(super) fn object(proposal: &Proposal) -> String {
    proposal
        .object_id
        .or(proposal.campaign_id)
        .map_or_else(|| proposal.target.external_id.clone(), |id| id.to_string())
}

/// What a count counts together.
fn scope_key(door: &Door<'_>, counted: CountedBy, object: impl FnOnce() -> String) -> String {
    match counted {
        CountedBy::Spend | CountedBy::Account => door.account.id.to_string(),
        CountedBy::Object => object(),
        CountedBy::Everywhere => EVERYWHERE.to_owned(),
    }
}

/// Keeps the totals of these rules still until the transaction ends.
pub(super) async fn hold_still(
    tx: &mut Tx,
    door: &Door<'_>,
    proposals: &[Proposal],
) -> Result<(), StoreError> {
    let mut rules = BTreeSet::new();
    for proposal in proposals {
        if let Origin::Rule { id, limits, .. } = &proposal.origin
            && limits.iter().any(|limit| limit.reach == LimitReach::Total)
        {
            rules.insert(*id);
        }
    }
    // In the order of their ids, so that two of these never wait for each other.
    for rule in rules {
        tx.execute(LOCK_RULE, params![door.account.scope.id(), rule])
            .await?;
    }
    Ok(())
}

/// Counts an admitted proposal under every limit of its rule.
pub(super) async fn reserve(
    tx: &mut Tx,
    door: &Door<'_>,
    proposal: &Proposal,
    action_id: Uuid,
) -> Result<(), StoreError> {
    let Origin::Rule {
        id,
        limits,
        total_day,
        ..
    } = &proposal.origin
    else {
        return Ok(());
    };
    for (counted, amount) in door::reserves(limits, proposal.per_day_micros) {
        let values = params![
            door.account.scope.id(),
            key(*id, counted),
            scope_key(door, counted, || object(proposal)),
            day(door, counted, *total_day),
            action_id,
            amount
        ];
        tx.execute_exactly(1, RESERVE, values).await?;
    }
    Ok(())
}

/// Per limit of a rule: what is used up, by what it counts together.
pub(super) async fn used(
    tx: &mut Tx,
    door: &Door<'_>,
    rule: Uuid,
    limits: &[Limit],
    total_day: i64,
) -> Result<Vec<BTreeMap<String, i64>>, StoreError> {
    let org = door.account.scope.id();
    let mut all = Vec::with_capacity(limits.len());
    for limit in limits {
        let mut used = BTreeMap::new();
        match door::counted_by(limit) {
            None => {}
            Some(CountedBy::Object) => {
                let values = params![org, key(rule, CountedBy::Object), door.snapshot.today()];
                for row in tx.fetch_all(USED_BY_OBJECT, values).await? {
                    used.insert(row.text("scope_key")?, row.i64("used")?);
                }
            }
            Some(counted) => {
                let values = params![
                    org,
                    key(rule, counted),
                    scope_key(door, counted, String::new),
                    day(door, counted, total_day)
                ];
                used.insert(String::new(), tx.fetch_one(USED, values).await?.i64("used")?);
            }
        }
        all.push(used);
    }
    Ok(all)
}
