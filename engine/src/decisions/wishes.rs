//! What a firing branch wants, effect by effect: proposals for the door, messages, or nothing and why.
//!
//! Called by the tick and by `trial`; both hand the proposals to the same door. Never here: whether it may be done.

use dsl::{
    Act, ActionKind, BoundRule, Effect, NoEffect, ObjectStatus, Property, Rank,
    conduct::{
        holds::Terms,
        policy::{self, Scripts},
        spend,
    },
};
use uuid::Uuid;

use super::Blocker;
use crate::{
    actions::{
        Kind,
        door::{Origin, Proposal},
    },
    campaigns::{labels, negatives},
    connections::{
        RegisteredAccount,
        platform::{SwitchStatus, TargetKind, WriteField, WriteTarget, WriteValue},
    },
    metrics::{ObjectColumns, Snapshot},
    notifications::RuleMessage,
};

/// One branch that fires on one object.
pub struct Asked<'a> {
    pub rule_id: Uuid,
    /// The rule in whose place it is simulated.
    pub shadow_of: Option<Uuid>,
    pub rule_version: i64,
    pub bound: &'a BoundRule,
    pub row: usize,
    pub branch: usize,
    /// The sentence that goes into the ledger.
    pub reason: String,
    pub decision_id: Option<Uuid>,
    /// [`super::scope_spend::of`].
    pub scope_spend: Option<i64>,
    /// What the organisation thinks of scripts.
    pub scripts: Scripts,
}

/// What one action of the branch comes to, or one that a script of it returned.
#[derive(Debug, Clone)]
pub struct Wished {
    pub kind: ActionKind,
    /// The property it writes, or would.
    pub property: Option<Property>,
    pub wish: Wish,
}

#[derive(Debug, Clone)]
pub enum Wish {
    Propose(Box<Proposal>),
    Tell(RuleMessage),
    Nothing(Blocker),
    /// The property is as wanted already: where another rule holds it so, this one joins.
    Same(Box<Same>),
}

/// A property that is as a rule wants it.
#[derive(Debug, Clone)]
pub struct Same {
    pub target: WriteTarget,
    pub field: WriteField,
    pub campaign_id: Option<Uuid>,
    pub object_id: Option<Uuid>,
    /// What the rule's action holds for; `None` for one that stays.
    pub terms: Option<Terms>,
    /// What is said where nobody holds it.
    pub otherwise: Blocker,
}

/// One wish per action of the branch, in the order of the rule, and per action that a script of it returned.
pub fn of(account: &RegisteredAccount, snapshot: &Snapshot, asked: &Asked<'_>) -> Vec<Wished> {
    let Some(object) = snapshot.object(asked.row) else {
        return Vec::new();
    };
    // Of an account nothing is changed.
    let base =
        TargetKind::of_level(snapshot.table.level).map(|kind| base(account, snapshot, asked, (object, kind)));
    asked
        .bound
        .acts(snapshot, &snapshot.moment(), asked.row, asked.branch)
        .into_iter()
        .map(|act| {
            let terms = asked.bound.terms(asked.branch, act.action, snapshot.at);
            Wished {
                kind: act.kind,
                property: act.property,
                wish: match (&base, act.effect) {
                    (
                        _,
                        Effect::Notify {
                            channel,
                            target,
                            text,
                        },
                    ) => Wish::Tell(RuleMessage {
                        channel: channel.as_str().to_owned(),
                        target,
                        text,
                    }),
                    (Some(base), effect) => {
                        let act = Act { effect, ..act };
                        wish(account, snapshot, (asked, object), base, terms, act)
                    }
                    (None, _) => Wish::Nothing(Blocker {
                        by: "account".to_owned(),
                        reason: "a rule about accounts changes nothing".to_owned(),
                    }),
                },
            }
        })
        .collect()
}

/// A proposal about the object, whose value is still to be put in.
fn base(
    account: &RegisteredAccount,
    snapshot: &Snapshot,
    asked: &Asked<'_>,
    (object, kind): (&ObjectColumns, TargetKind),
) -> Proposal {
    let rule = asked.bound.rule();
    let rank = spend_over_rule_window(snapshot, asked.bound, asked.row);
    let moment = snapshot.moment();
    let by_spend = || Rank::of((rank > i64::MIN).then_some(rank));
    let total_zone = rule.schedule().zone_in(&account.zone);
    let origin = Origin::Rule {
        id: asked.rule_id,
        shadow_of: asked.shadow_of,
        version: asked.rule_version,
        name: rule.name().to_owned(),
        approval: policy::asked(policy::heard(rule, asked.scripts), false),
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
        yields_to: rule.yields_to().to_vec(),
    };
    Proposal {
        kind: Kind::Pause,
        target: WriteTarget {
            kind,
            external_id: object.external_id.clone(),
        },
        target_name: object.path.to_string(),
        shared_by: 1,
        field: WriteField::Status,
        expected: WriteValue::Status(object.status),
        value: WriteValue::Status(object.status),
        campaign_id: object.campaign_id,
        object_id: object.below_campaign(),
        per_day_micros: None,
        reason: asked.reason.clone(),
        origin,
        decision_id: asked.decision_id,
        undoes: None,
        terms: None,
        gives_back: None,
        in_move: rule.scope().pooled,
    }
}

/// What one effect comes to for the object.
fn wish(
    account: &RegisteredAccount,
    snapshot: &Snapshot,
    (asked, object): (&Asked<'_>, &ObjectColumns),
    base: &Proposal,
    terms: Option<Terms>,
    act: Act,
) -> Wish {
    match act.effect {
        Effect::SetStatus { to } => {
            let (status, sign) = match to {
                ObjectStatus::Paused => (SwitchStatus::Paused, -1),
                ObjectStatus::Active => (SwitchStatus::Active, 1),
            };
            let value = WriteValue::Status(status);
            Wish::Propose(Box::new(Proposal {
                kind: Kind::setting(WriteField::Status, &value),
                value,
                per_day_micros: mean_daily_spend(snapshot, asked.row)
                    .and_then(|spend| spend.checked_mul(sign)),
                terms,
                ..base.clone()
            }))
        }
        // What a bid or a target changes a day's spend by, nobody can say.
        Effect::SetAmount {
            property, from, to, ..
        } if property != Property::Budget => {
            let (field, value) = (WriteField::of(property), WriteValue::amount(property, to));
            Wish::Propose(Box::new(Proposal {
                kind: Kind::setting(field, &value),
                field,
                expected: WriteValue::amount(property, from),
                value,
                terms,
                ..base.clone()
            }))
        }
        Effect::SetAmount { from, to, .. } => match &object.budget {
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
                    object.name.to_string()
                },
                shared_by: budget.campaigns.max(1),
                field: WriteField::Budget,
                expected: WriteValue::Money(from),
                value: WriteValue::Money(to),
                per_day_micros: to.checked_sub(from),
                origin: about_money(asked, &base.origin, from, to),
                terms,
                ..base.clone()
            })),
        },
        Effect::AddNegative { keyword } => match snapshot.stands_in(asked.row) {
            None => Wish::Nothing(Blocker {
                by: "ad group".to_owned(),
                reason: "the search term's ad group is not known".to_owned(),
            }),
            Some(ad_group) => {
                let value = WriteValue::Negative(true);
                Wish::Propose(Box::new(Proposal {
                    kind: Kind::setting(WriteField::Negative, &value),
                    target: negatives::target(&ad_group.external_id, &keyword),
                    target_name: format!("{} › {keyword}", ad_group.path),
                    field: WriteField::Negative,
                    expected: WriteValue::Negative(false),
                    value,
                    // What the search spends is not spent any more.
                    per_day_micros: mean_daily_spend(snapshot, asked.row).and_then(i64::checked_neg),
                    ..base.clone()
                }))
            }
        },
        Effect::SetLabel { label, is_there } => {
            let value = WriteValue::Label(is_there);
            Wish::Propose(Box::new(Proposal {
                kind: Kind::setting(WriteField::Label, &value),
                target: labels::target(&base.target, &label),
                target_name: format!("{} › {label}", base.target_name),
                field: WriteField::Label,
                expected: WriteValue::Label(!is_there),
                value,
                // It spends nothing.
                per_day_micros: Some(0),
                terms,
                ..base.clone()
            }))
        }
        Effect::Notify {
            channel,
            target,
            text,
        } => Wish::Tell(RuleMessage {
            channel: channel.as_str().to_owned(),
            target,
            text,
        }),
        Effect::None { why } => {
            let otherwise = Blocker {
                by: "nothing to do".to_owned(),
                reason: why.words(account.currency),
            };
            let action = asked
                .bound
                .rule()
                .branches()
                .get(asked.branch)
                .and_then(|branch| branch.actions.get(act.action));
            let label = action.and_then(|action| action.label.as_deref());
            let place = match (why, act.property) {
                (NoEffect::AlreadySo, Some(Property::Budget)) => object.budget.as_ref().map(|budget| {
                    let target = WriteTarget {
                        kind: TargetKind::Budget,
                        external_id: budget.external_id.clone(),
                    };
                    (target, WriteField::Budget)
                }),
                (NoEffect::AlreadySo, Some(property)) => {
                    let whole = || base.target.clone();
                    let target = label.map_or_else(whole, |label| labels::target(&base.target, label));
                    Some((target, WriteField::of(property)))
                }
                _ => None,
            };
            match place {
                None => Wish::Nothing(otherwise),
                Some((target, field)) => Wish::Same(Box::new(Same {
                    target,
                    field,
                    campaign_id: object.campaign_id,
                    object_id: base.object_id,
                    terms,
                    otherwise,
                })),
            }
        }
    }
}

/// A budget that moves far waits for a manager, where the rule says so.
fn about_money(asked: &Asked<'_>, origin: &Origin, from: i64, to: i64) -> Origin {
    let mut origin = origin.clone();
    if let Origin::Rule { approval, .. } = &mut origin {
        *approval = policy::asked(
            policy::heard(asked.bound.rule(), asked.scripts),
            asked.bound.moves_far(from, to),
        );
    }
    origin
}

/// Spend over the rule's own first window: what a limit lets through first.
pub fn spend_over_rule_window(snapshot: &Snapshot, bound: &BoundRule, row: usize) -> i64 {
    spend::over_rule_window(snapshot, bound, &snapshot.moment(), row)
}

/// Mean daily spend of the seven complete days before today.
pub fn mean_daily_spend(snapshot: &Snapshot, row: usize) -> Option<i64> {
    spend::mean_day(snapshot, crate::metrics::calendar::date_of(snapshot.today()), row)
}
