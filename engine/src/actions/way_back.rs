//! The way back of what rules held: what is over goes through the one door as a proposal, and is tried again until it is done.
//!
//! Called by the tick alone. `held` keeps what is held; here is what becomes of it at its end.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};
use uuid::Uuid;

use super::{
    Kind,
    door::{Admission, GivesBack, Origin, Proposal},
    held::{Held, end_one, in_force, live, on_the_way},
    policy, store,
};
use crate::{
    campaigns,
    connections::{
        RegisteredAccount,
        platform::{SwitchStatus, WriteField, WriteTarget, WriteValue},
    },
    identity::{self, OrgScope},
    rules::{catalog, store as rule_store},
    store::{StoreError, Tx, params, statements},
};

statements! {
    POSTPONE = "update hold set retry_at = $3 where org_id = $1 and id = $2 and ended_at is null";
    TARGET_NAME = "select target_name from action where org_id = $1 and account_id = $2 and target_kind = $3 and target_external_id = $4
        order by created_at desc, id desc limit 1";
}

/// After how long a way back that was refused is tried again.
const TRY_AGAIN_AFTER: SignedDuration = SignedDuration::from_mins(15);

/// One property to be given back, and whose holds end with it.
#[derive(Debug, Clone)]
pub(crate) struct Return {
    ending: Vec<Uuid>,
    /// Where the proposal lies in the batch.
    pub position: usize,
}

/// Looks for what is over on an account. What others hold with the same value ends here and now; for everything else a proposal
/// goes into the batch. Answers what has to be told [`settle`] once the door has answered.
pub(crate) async fn over(
    tx: &mut Tx,
    account: &RegisteredAccount,
    at: Timestamp,
    batch: &mut Vec<Proposal>,
) -> Result<Vec<Return>, StoreError> {
    let scope = account.scope;
    let mut sets: BTreeMap<(WriteTarget, WriteField), Vec<Held>> = BTreeMap::new();
    for held in live(tx, scope, account.id).await? {
        sets.entry(held.property()).or_default().push(held);
    }
    let mut returns = Vec::new();
    for ((target, field), set) in sets {
        let (over, staying): (Vec<&Held>, Vec<&Held>) = set.iter().partition(|held| held.is_over(at));
        let due: Vec<&Held> = over
            .iter()
            .copied()
            .filter(|held| held.way_back.is_none() && held.retry_at.is_none_or(|retry| retry <= at))
            .collect();
        let Some(first) = due.first() else {
            continue;
        };
        let current = campaigns::store::current_value(tx, scope, account.id, &target, field).await?;
        let wanted = in_force(first, staying.iter().copied());
        let under_way = over.iter().find_map(|held| held.way_back);
        let (Some(current), Some(wanted)) = (current, wanted) else {
            for held in &due {
                end_one(tx, scope, held.id, at).await?;
            }
            continue;
        };
        if current == wanted {
            for held in &due {
                end_one(tx, scope, held.id, at).await?;
            }
            continue;
        }
        if let Some(under_way) = under_way {
            for held in &due {
                on_the_way(tx, scope, held.id, under_way).await?;
            }
            continue;
        }
        returns.push(Return {
            ending: due.iter().map(|held| held.id).collect(),
            position: batch.len(),
        });
        batch.push(proposal(tx, account, first, current, wanted).await?);
    }
    Ok(returns)
}

/// Writes down what the door said to the ways back.
pub(crate) async fn settle(
    tx: &mut Tx,
    scope: OrgScope,
    returns: &[Return],
    admissions: &[Admission],
    at: Timestamp,
) -> Result<usize, StoreError> {
    let mut opened = 0_usize;
    for one in returns {
        match admissions.get(one.position) {
            Some(Admission::Opened { action_id, .. }) => {
                opened = opened.saturating_add(1);
                for id in &one.ending {
                    on_the_way(tx, scope, *id, *action_id).await?;
                }
            }
            _ => {
                let retry = at.saturating_add(TRY_AGAIN_AFTER).unwrap_or(Timestamp::MAX);
                for id in &one.ending {
                    tx.execute(POSTPONE, params![scope.id(), *id, retry]).await?;
                }
            }
        }
    }
    Ok(opened)
}

/// The proposal that gives a property back, in the name of the rule whose hold ended first.
async fn proposal(
    tx: &mut Tx,
    account: &RegisteredAccount,
    held: &Held,
    current: WriteValue,
    wanted: WriteValue,
) -> Result<Proposal, StoreError> {
    let scope = account.scope;
    // A rule that can no longer be read asks as policy says.
    let rule = rule_store::version(tx, scope, held.rule_id, held.rule_now)
        .await?
        .and_then(|stored| catalog::single_rule(&stored.text).ok());
    let scripts = identity::store::scripts(tx, scope).await?;
    let made_by = match held.action_id {
        Some(id) => store::load(tx, scope, id).await?,
        None => None,
    };
    let since = held
        .since
        .to_zoned(account.zone.clone())
        .strftime("%Y-%m-%d %H:%M");
    let why = held
        .reason
        .clone()
        .unwrap_or_else(|| "its time is over".to_owned());
    let per_day_micros = match (held.field, &current, &wanted) {
        (_, _, WriteValue::Status(SwitchStatus::Active)) => made_by
            .as_ref()
            .and_then(|action| action.per_day_micros)
            .and_then(i64::checked_neg),
        (WriteField::Budget, WriteValue::Money(from), WriteValue::Money(to)) => to.checked_sub(*from),
        _ => None,
    };
    let name = match &made_by {
        Some(action) => action.target_name.clone(),
        None => {
            let values = params![
                scope.id(),
                account.id,
                held.target.kind.as_str(),
                &held.target.external_id
            ];
            match tx.fetch_optional(TARGET_NAME, values).await? {
                Some(row) => row.text("target_name")?,
                None => held.target.external_id.clone(),
            }
        }
    };
    Ok(Proposal {
        kind: Kind::setting(held.field, &wanted),
        target: held.target.clone(),
        target_name: name,
        shared_by: made_by.as_ref().map_or(1, |action| action.shared_by),
        field: held.field,
        expected: current,
        value: wanted,
        campaign_id: held.campaign_id,
        object_id: held.object_id,
        per_day_micros,
        reason: format!("held since {since}: {why}"),
        origin: Origin::Rule {
            id: held.rule_id,
            shadow_of: None,
            version: held.rule_now,
            name: held.rule_name.clone(),
            approval: rule
                .as_ref()
                .map_or(dsl::Approval::Policy, |rule| policy::heard(rule, scripts)),
            cooldown: None,
            // Neither cooldown nor limits concern what is given back.
            limits: Vec::new(),
            ranks: Vec::new(),
            rank: i64::MIN,
            scope_spend: None,
            total_day: 0,
            // What was held is given back, whoever wants what there.
            yields_to: Vec::new(),
        },
        decision_id: None,
        undoes: None,
        terms: None,
        in_move: false,
        gives_back: Some(GivesBack {
            without_approval: rule.is_some_and(|rule| rule.release().without_approval),
        }),
    })
}
