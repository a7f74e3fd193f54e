//! Limits of rules at the door: how often, and how much, a rule may act.
//!
//! Counted when something is let in, given back when it comes to nothing: what is used stands in the ledger beside the action
//! that uses it. Called by `judge` and `door`. Never here: guards, which bind everybody.

use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet},
};

use dsl::{Limit, LimitPeriod, LimitReach, Most, Rank, Share};
use uuid::Uuid;

use super::{
    door::{Door, Origin, Proposal, Refusal},
    store::Action,
};
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

/// What is counted, and where: the key of a count, its scope and its day.
struct Count {
    key: String,
    scope: String,
    day: i64,
}

impl Count {
    fn of(door: &Door<'_>, rule: Uuid, total_day: i64, proposal: &Proposal, limit: &Limit) -> Option<Self> {
        if limit.per == LimitPeriod::Run {
            return None;
        }
        let today = door.snapshot.today();
        let account = door.account.id.to_string();
        let (word, scope, day) = match (&limit.most, limit.reach) {
            (Most::ShareOfSpend(_), _) => ("spend", account, today),
            (Most::Count(_), LimitReach::Account) => ("per_day", account, today),
            (Most::Count(_), LimitReach::Object) => ("per_object", object(proposal), today),
            (Most::Count(_), LimitReach::Total) => ("total", EVERYWHERE.to_owned(), total_day),
        };
        Some(Self {
            key: format!("rule:{rule}:{word}"),
            scope,
            day,
        })
    }
}

/// What a limit per object counts by.
fn object(proposal: &Proposal) -> String {
    proposal
        .campaign_id
        .map_or_else(|| proposal.target.external_id.clone(), |id| id.to_string())
}

/// How much of a share of spend a wish moves; `None` where it cannot be said.
fn moves(proposal: &Proposal) -> Option<i64> {
    proposal.per_day_micros.map(|micros| micros.saturating_abs())
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
    let mut counted = BTreeSet::new();
    for limit in limits {
        let Some(count) = Count::of(door, *id, *total_day, proposal, limit) else {
            continue;
        };
        if !counted.insert(count.key.clone()) {
            continue;
        }
        let amount = match limit.most {
            Most::Count(_) => 1,
            Most::ShareOfSpend(_) => moves(proposal).unwrap_or(0),
        };
        let values = params![
            door.account.scope.id(),
            count.key,
            count.scope,
            count.day,
            action_id,
            amount
        ];
        tx.execute_exactly(1, RESERVE, values).await?;
    }
    Ok(())
}

/// Applies each rule's limits, what comes first by the limit's own order.
pub(super) async fn apply(
    tx: &mut Tx,
    door: &Door<'_>,
    proposals: &[Proposal],
    open: &[Action],
    superseded: &BTreeMap<usize, usize>,
    refusals: &mut [Option<Refusal>],
) -> Result<(), StoreError> {
    let mut by_rule: BTreeMap<Uuid, Vec<usize>> = BTreeMap::new();
    for (index, proposal) in proposals.iter().enumerate() {
        if let Origin::Rule { id, limits, .. } = &proposal.origin
            && !limits.is_empty()
            && refusals.get(index).is_some_and(Option::is_none)
        {
            by_rule.entry(*id).or_default().push(index);
        }
    }
    for (rule_id, members) in by_rule {
        let Some(Origin::Rule { limits, .. }) = members
            .first()
            .and_then(|index| proposals.get(*index))
            .map(|first| &first.origin)
        else {
            continue;
        };
        for (at, limit) in limits.iter().enumerate() {
            let mut alive: Vec<(usize, &Proposal)> = members
                .iter()
                .filter(|index| refusals.get(**index).is_some_and(Option::is_none))
                .filter_map(|index| Some((*index, proposals.get(*index)?)))
                .collect();
            alive.sort_by_key(|(_, proposal)| Reverse(rank(proposal, at)));
            // A proposal that takes the place of this rule's own is counted already.
            let counted_already = |index: usize| {
                superseded
                    .get(&index)
                    .and_then(|at| open.get(*at))
                    .is_some_and(|action| action.rule_id == Some(rule_id))
            };
            let refused = match &limit.most {
                Most::Count(most) => {
                    by_count(tx, door, rule_id, limit, *most, &alive, &counted_already).await?
                }
                Most::ShareOfSpend(share) => by_spend(tx, door, rule_id, limit, share, &alive).await?,
            };
            for (index, reason) in refused {
                if let Some(slot) = refusals.get_mut(index) {
                    *slot = Some(Refusal {
                        by: "limit".to_owned(),
                        reason,
                    });
                }
            }
        }
    }
    Ok(())
}

/// By the limit's own order, then by spend.
fn rank(proposal: &Proposal, limit: usize) -> (Option<&Rank>, i64) {
    match &proposal.origin {
        Origin::Rule { ranks, rank, .. } => (ranks.get(limit), *rank),
        Origin::Person { .. } => (None, i64::MAX),
    }
}

async fn by_count(
    tx: &mut Tx,
    door: &Door<'_>,
    rule_id: Uuid,
    limit: &Limit,
    most: u32,
    alive: &[(usize, &Proposal)],
    counted_already: &(dyn Fn(usize) -> bool + Sync),
) -> Result<Vec<(usize, String)>, StoreError> {
    let scope = door.account.scope;
    let mut used: BTreeMap<String, i64> = BTreeMap::new();
    if let Some((_, first)) = alive.first()
        && let Origin::Rule { total_day, .. } = &first.origin
        && let Some(count) = Count::of(door, rule_id, *total_day, first, limit)
    {
        if limit.reach == LimitReach::Object {
            for row in tx
                .fetch_all(USED_BY_OBJECT, params![scope.id(), count.key, count.day])
                .await?
            {
                used.insert(row.text("scope_key")?, row.i64("used")?);
            }
        } else {
            let values = params![scope.id(), count.key, count.scope, count.day];
            let row = tx.fetch_one(USED, values).await?;
            used.insert(String::new(), row.i64("used")?);
        }
    }
    let reason = format!("the rule's limit of {} is reached", words(limit, most));
    let mut refused = Vec::new();
    for (index, proposal) in alive {
        if limit.per == LimitPeriod::Day && counted_already(*index) {
            continue;
        }
        let key = if limit.reach == LimitReach::Object {
            object(proposal)
        } else {
            String::new()
        };
        let taken = used.entry(key).or_default();
        if *taken < i64::from(most) {
            *taken = taken.saturating_add(1);
        } else {
            refused.push((*index, reason.clone()));
        }
    }
    Ok(refused)
}

/// `5 per day in total`.
fn words(limit: &Limit, most: u32) -> String {
    let period = match limit.per {
        LimitPeriod::Run => "run",
        LimitPeriod::Day => "day",
    };
    let reach = match limit.reach {
        LimitReach::Account => "",
        LimitReach::Object => " for one campaign",
        LimitReach::Total => " in total",
    };
    format!("{most} per {period}{reach}")
}

async fn by_spend(
    tx: &mut Tx,
    door: &Door<'_>,
    rule_id: Uuid,
    limit: &Limit,
    share: &Share,
    alive: &[(usize, &Proposal)],
) -> Result<Vec<(usize, String)>, StoreError> {
    let Some((_, first)) = alive.first() else {
        return Ok(Vec::new());
    };
    let Origin::Rule {
        scope_spend,
        total_day,
        ..
    } = &first.origin
    else {
        return Ok(Vec::new());
    };
    let room = scope_spend.and_then(|spend| Some((spend, share.of(spend)?)));
    let (Some((spend, room)), Some(count)) = (room, Count::of(door, rule_id, *total_day, first, limit))
    else {
        let reason = format!(
            "{share} of the scope's spend is not known: a campaign's last 7 complete days are missing"
        );
        return Ok(alive.iter().map(|(index, _)| (*index, reason.clone())).collect());
    };
    let values = params![door.account.scope.id(), count.key, count.scope, count.day];
    let mut used = tx.fetch_one(USED, values).await?.i64("used")?;
    let money = |micros: i64| door.account.currency.display(micros);
    let mut refused = Vec::new();
    for (index, proposal) in alive {
        let Some(amount) = moves(proposal) else {
            let reason = "how much of the scope's spend it moves is not known".to_owned();
            refused.push((*index, reason));
            continue;
        };
        match used.checked_add(amount).filter(|sum| *sum <= room) {
            Some(sum) => used = sum,
            None => refused.push((
                *index,
                format!(
                    "it moves {} a day, and of the rule's limit of {share} of the scope's {} a day {} are left",
                    money(amount),
                    money(spend),
                    money(room.saturating_sub(used).max(0))
                ),
            )),
        }
    }
    Ok(refused)
}
