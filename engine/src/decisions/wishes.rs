//! What a firing branch wants, effect by effect: proposals for the door, messages, or nothing and why.
//!
//! Called by the tick and by `trial`; both hand the proposals to the same door. Never here: whether it may be done.

use dsl::{Approval, BoundRule, Column, Effect, Metric, NoEffect, ObjectStatus, Rank, Table as _};
use uuid::Uuid;

use super::Blocker;
use crate::{
    actions::{
        Kind,
        door::{Origin, Proposal},
    },
    connections::{
        RegisteredAccount,
        platform::{SwitchStatus, TargetKind, WriteField, WriteTarget, WriteValue},
    },
    metrics::table::Snapshot,
    notifications::RuleMessage,
};

/// One branch that fires on one campaign.
pub struct Asked<'a> {
    pub rule_id: Uuid,
    pub rule_version: i64,
    pub bound: &'a BoundRule,
    pub row: usize,
    pub branch: usize,
    /// The sentence that goes into the ledger.
    pub reason: String,
    pub decision_id: Option<Uuid>,
    /// [`super::scope_spend::of`].
    pub scope_spend: Option<i64>,
}

/// What one action of the branch comes to.
#[derive(Debug, Clone)]
pub enum Wish {
    Propose(Box<Proposal>),
    Tell(RuleMessage),
    Nothing(Blocker),
}

/// One wish per action of the branch, in the order of the rule.
pub fn of(account: &RegisteredAccount, snapshot: &Snapshot, asked: &Asked<'_>) -> Vec<Wish> {
    let Some(campaign) = snapshot.campaign(asked.row) else {
        return Vec::new();
    };
    let rule = asked.bound.rule();
    let rank = spend_over_rule_window(snapshot, asked.bound, asked.row);
    let moment = snapshot.moment();
    let by_spend = || Rank::of((rank > i64::MIN).then_some(rank));
    let total_zone = rule.schedule().zone_in(&account.zone);
    let origin = Origin::Rule {
        id: asked.rule_id,
        version: asked.rule_version,
        name: rule.name().to_owned(),
        // Only a budget can move far.
        approval: match rule.approval() {
            Approval::IfBudgetMoves => Approval::Without,
            approval => approval,
        },
        cooldown: rule.cooldown(),
        limits: rule.limits().to_vec(),
        ranks: (0..rule.limits().len())
            .map(|limit| {
                let own = asked.bound.rank(snapshot, &moment, asked.row, limit);
                own.unwrap_or_else(by_spend)
            })
            .collect(),
        rank,
        scope_spend: asked.scope_spend,
        total_day: crate::metrics::calendar::day_at(snapshot.at, total_zone),
    };
    let base = Proposal {
        kind: Kind::Pause,
        target: WriteTarget {
            kind: TargetKind::Campaign,
            external_id: campaign.external_id.clone(),
        },
        target_name: campaign.name.to_string(),
        shared_by: 1,
        field: WriteField::Status,
        expected: WriteValue::Status(campaign.status),
        value: WriteValue::Status(campaign.status),
        campaign_id: Some(campaign.id),
        per_day_micros: None,
        reason: asked.reason.clone(),
        origin,
        decision_id: asked.decision_id,
        undoes: None,
    };
    asked
        .bound
        .effects(snapshot, &snapshot.moment(), asked.row, asked.branch)
        .into_iter()
        .map(|effect| match effect {
            Effect::SetStatus { to } => {
                let (kind, value, sign) = match to {
                    ObjectStatus::Paused => (Kind::Pause, SwitchStatus::Paused, -1),
                    ObjectStatus::Active => (Kind::Resume, SwitchStatus::Active, 1),
                };
                Wish::Propose(Box::new(Proposal {
                    kind,
                    value: WriteValue::Status(value),
                    per_day_micros: mean_daily_spend(snapshot, asked.row)
                        .and_then(|spend| spend.checked_mul(sign)),
                    ..base.clone()
                }))
            }
            Effect::SetBudget { from, to, .. } => match &campaign.budget {
                None => Wish::Nothing(Blocker {
                    by: "budget".to_owned(),
                    reason: "the campaign's budget is not known".to_owned(),
                }),
                Some(budget) => Wish::Propose(Box::new(Proposal {
                    kind: Kind::SetBudget,
                    target: WriteTarget {
                        kind: TargetKind::Budget,
                        external_id: budget.external_id.clone(),
                    },
                    target_name: if budget.campaigns > 1 {
                        budget.name.clone()
                    } else {
                        campaign.name.to_string()
                    },
                    shared_by: budget.campaigns.max(1),
                    field: WriteField::Budget,
                    expected: WriteValue::Money(from),
                    value: WriteValue::Money(to),
                    per_day_micros: to.checked_sub(from),
                    origin: asked_about(asked, &base.origin, from, to),
                    ..base.clone()
                })),
            },
            Effect::Notify {
                channel,
                target,
                text,
            } => Wish::Tell(RuleMessage {
                channel: channel.as_str().to_owned(),
                target,
                text,
            }),
            Effect::None { why } => Wish::Nothing(Blocker {
                by: "nothing to do".to_owned(),
                reason: no_effect(account, why),
            }),
        })
        .collect()
}

/// A budget that moves far waits for a manager, where the rule says so.
fn asked_about(asked: &Asked<'_>, origin: &Origin, from: i64, to: i64) -> Origin {
    let mut origin = origin.clone();
    if let Origin::Rule { approval, .. } = &mut origin
        && asked.bound.moves_far(from, to)
    {
        *approval = Approval::Policy;
    }
    origin
}

fn no_effect(account: &RegisteredAccount, why: NoEffect) -> String {
    let money = |micros| account.currency.display(micros);
    match why {
        NoEffect::TooSmallToMove => "too small to move".to_owned(),
        NoEffect::AlreadySo => "it is already so".to_owned(),
        NoEffect::CapReached { cap, current } => {
            format!(
                "the rule's cap of {} is reached (now {})",
                money(cap),
                money(current)
            )
        }
        NoEffect::NotPositive => "nothing would be left of the budget".to_owned(),
        NoEffect::Removed => "the campaign was removed".to_owned(),
        NoEffect::Unknown { missing } => format!("a value it needs is not known: {}", missing.words()),
    }
}

/// Spend over the rule's own first window: what a limit lets through first. Missing comes last.
pub fn spend_over_rule_window(snapshot: &Snapshot, bound: &BoundRule, row: usize) -> i64 {
    let windows = bound.windows(&snapshot.moment());
    let with_spend = windows
        .iter()
        .find(|window| window.metrics.contains(&Metric::Spend));
    let Some(Ok(window)) = with_spend
        .or_else(|| windows.first())
        .map(|window| &window.resolved)
    else {
        return i64::MIN;
    };
    sum(snapshot, row, window).unwrap_or(i64::MIN)
}

/// Mean daily spend of the seven complete days before today.
pub fn mean_daily_spend(snapshot: &Snapshot, row: usize) -> Option<i64> {
    let today = snapshot.today();
    let date = |day: i64| crate::metrics::calendar::date_of(day);
    let window = dsl::ResolvedWindow::Days {
        first: date(today.checked_sub(7)?),
        last: date(today.checked_sub(1)?),
    };
    sum(snapshot, row, &window).map(|sum| sum / 7)
}

fn sum(snapshot: &Snapshot, row: usize, window: &dsl::ResolvedWindow) -> Option<i64> {
    let mut column = Column::with_capacity(1);
    snapshot.sums(Metric::Spend, window, row..row.checked_add(1)?, &mut column);
    column.get(0)?.ok()
}
