//! Limits of rules: how often, and how much, a rule may act. Counted when something is let in; whoever keeps the counts gives
//! them back when it comes to nothing.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::{Asked, Asker, Batch, Refusal, RuleAtDoor};
use crate::rule::{Limit, LimitPeriod, LimitReach, Most, Share};

/// What a limit's count is kept by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum CountedBy {
    /// Money moved, per account and account day.
    Spend,
    /// Actions per account and account day.
    Account,
    /// Actions per object and account day.
    Object,
    /// Actions of all accounts on the schedule's day.
    Everywhere,
}

/// What a limit's count is kept by; `None` for a limit per run, which remembers nothing.
#[must_use]
pub fn counted_by(limit: &Limit) -> Option<CountedBy> {
    if limit.per == LimitPeriod::Run {
        return None;
    }
    Some(match (&limit.most, limit.reach) {
        (Most::ShareOfSpend(_), _) => CountedBy::Spend,
        (Most::Count(_), LimitReach::Account) => CountedBy::Account,
        (Most::Count(_), LimitReach::Object) => CountedBy::Object,
        (Most::Count(_), LimitReach::Total) => CountedBy::Everywhere,
    })
}

/// What a wish that comes in takes from each count of its rule. Limits that count the same share one count.
#[must_use]
pub fn reserves(limits: &[Limit], moves: Option<i64>) -> BTreeMap<CountedBy, i64> {
    limits
        .iter()
        .filter_map(|limit| {
            let amount = match limit.most {
                Most::Count(_) => 1,
                Most::ShareOfSpend(_) => moves.map_or(0, i64::saturating_abs),
            };
            Some((counted_by(limit)?, amount))
        })
        .collect()
}

/// Applies each rule's limits, what comes first by the limit's own order.
pub(super) fn apply(
    batch: &Batch<'_>,
    superseded: &BTreeMap<usize, usize>,
    refusals: &mut [Option<Refusal>],
) {
    for (number, rule) in batch.rules.iter().enumerate() {
        for (at, limit) in rule.limits.iter().enumerate() {
            let mut alive: Vec<(usize, &Asked<'_>)> = batch
                .asked
                .iter()
                .enumerate()
                .filter(|(index, asked)| {
                    asked.by == Asker::Rule(number)
                        && !asked.gives_back
                        && refusals.get(*index).is_some_and(Option::is_none)
                })
                .collect();
            // By the limit's own order, then by spend.
            alive.sort_by_key(|(_, asked)| Reverse((asked.ranks.get(at), asked.rank)));
            // A wish that takes the place of this rule's own is counted already.
            let counted_already = |index: usize| {
                superseded
                    .get(&index)
                    .and_then(|at| batch.open.get(*at))
                    .is_some_and(|action| action.rule == Some(number))
            };
            let used = rule.used.get(at).cloned().unwrap_or_default();
            let refused = match &limit.most {
                Most::Count(most) => by_count(limit, *most, used, &alive, counted_already),
                Most::ShareOfSpend(share) => by_spend(batch, rule, share, &used, &alive),
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
}

fn by_count(
    limit: &Limit,
    most: u32,
    mut used: BTreeMap<String, i64>,
    alive: &[(usize, &Asked<'_>)],
    counted_already: impl Fn(usize) -> bool,
) -> Vec<(usize, String)> {
    let reason = format!("the rule's limit of {} is reached", words(limit, most));
    let mut refused = Vec::new();
    for (index, asked) in alive {
        if limit.per == LimitPeriod::Day && counted_already(*index) {
            continue;
        }
        let key = if limit.reach == LimitReach::Object {
            asked.object.to_owned()
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
    refused
}

/// `5 per day in total`.
fn words(limit: &Limit, most: u32) -> String {
    let period = match limit.per {
        LimitPeriod::Run => "run",
        LimitPeriod::Day => "day",
    };
    let reach = match limit.reach {
        LimitReach::Account => "",
        LimitReach::Object => " for one object",
        LimitReach::Total => " in total",
    };
    format!("{most} per {period}{reach}")
}

fn by_spend(
    batch: &Batch<'_>,
    rule: &RuleAtDoor<'_>,
    share: &Share,
    used: &BTreeMap<String, i64>,
    alive: &[(usize, &Asked<'_>)],
) -> Vec<(usize, String)> {
    let room = rule.scope_spend.and_then(|spend| Some((spend, share.of(spend)?)));
    let Some((spend, room)) = room else {
        let reason = format!(
            "{share} of the scope's spend is not known: a campaign's last 7 complete days are missing"
        );
        return alive.iter().map(|(index, _)| (*index, reason.clone())).collect();
    };
    let mut used = used.get("").copied().unwrap_or(0);
    let money = |micros: i64| batch.currency.display(micros);
    let mut refused = Vec::new();
    for (index, asked) in alive {
        let Some(amount) = asked.moves.map(i64::saturating_abs) else {
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
    refused
}
