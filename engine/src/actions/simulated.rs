//! What a shadow would have done: every change that the door would have let in counts as applied at once, in the shadow's own
//! limits and holds. The ledger, the platform and people never hear of it.
//!
//! A shadow reserves nothing: what its limits have used up is counted from its own decisions. What it holds are rows of `hold` under
//! its own id, which nobody else looks at. Called by `decisions::shadow`, which writes the decisions, and by `judge`. Never here:
//! whether a change would be let in (`door`).

use std::collections::BTreeMap;

use dsl::{
    Limit,
    conduct::door::{self, CountedBy},
};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{
    door::{Door, Origin, Proposal, Refusal},
    held::{self, Held, New},
    limits,
    policy::{self, Requirement},
    store,
};
use crate::{
    connections::{
        RegisteredAccount,
        platform::{WriteField, WriteTarget, WriteValue},
    },
    identity::OrgScope,
    notifications::RuleMessage,
    random::Random,
    store::{Row, StoreError, Tx, params, statements},
};

statements! {
    /// What a shadow would have done since an instant, on every account.
    DONE_SINCE = "select account_id, simulated from decision where org_id = $1 and rule_id = $2 and at >= $3 and simulated is not null";
    HELD = "select h.*, r.name as rule_name, r.state as rule_state, r.current_version from hold h join rule r on r.org_id = h.org_id and r.id = h.rule_id
        where h.org_id = $1 and h.account_id = $2 and h.rule_id = $3 and h.ended_at is null order by h.since, h.id";
    GO_ON = "update hold set value = $3, since = $4, ends_at = $5, on_condition = $6, reason = null
        where org_id = $1 and id = $2 and ended_at is null";
    END = "update hold set ended_at = $3, ended = $4 where org_id = $1 and id = $2 and ended_at is null";
    /// What a shadow holds is given back by itself, at the moment at which it ends.
    GIVE_BACK = "update hold set ended_at = ends_at, ended = 'released' where org_id = $1 and account_id = $2 and rule_id = $3 and ended_at is null and ends_at <= $4";
    CHANGED_OUTSIDE = "update hold set ended_at = $6, ended = 'outside' where org_id = $1 and account_id = $2 and target_kind = $3
        and target_external_id = $4 and field = $5 and ended_at is null
        and rule_id in (select id from rule where org_id = $1 and shadow_of is not null)";
}

/// No account's day, and no schedule's, began longer ago than this.
const LONGEST_DAY: SignedDuration = SignedDuration::from_hours(50);

/// What a shadow's decision comes to.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Simulated {
    pub changes: Vec<Change>,
    pub tells: Vec<RuleMessage>,
}

/// One change that a shadow would have made, or would have been refused.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    pub target: WriteTarget,
    pub target_name: String,
    /// How many campaigns the target moves.
    pub shared_by: u32,
    pub field: WriteField,
    pub before: WriteValue,
    pub after: WriteValue,
    pub per_day_micros: Option<i64>,
    /// Who would have been asked; `None`: nobody.
    pub approval: Option<AskedOf>,
    /// What stood in its way; `None`: it counts as applied.
    pub refused: Option<String>,
    /// What limits count it by.
    object: String,
    account_day: i64,
    total_day: i64,
}

/// Whose approval a change would have waited for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AskedOf {
    /// `manager` or `admin`.
    pub role: String,
    pub needed: u32,
}

impl Simulated {
    /// The decision's own; `None` for one that was meant.
    pub(crate) fn read(row: &Row) -> Result<Option<Self>, StoreError> {
        row.opt_text("simulated")?
            .map(|text| {
                serde_json::from_str(&text)
                    .map_err(|error| StoreError::inconsistent("decision.simulated", error.to_string()))
            })
            .transpose()
    }
}

impl Change {
    pub(crate) fn of(door: &Door<'_>, wish: &Proposal, refusal: Option<&Refusal>) -> Self {
        let (approval, total_day) = match &wish.origin {
            Origin::Rule {
                approval, total_day, ..
            } => (policy::for_rule(*approval, wish.direction()), *total_day),
            Origin::Person { .. } => (Requirement::None, 0),
        };
        Self {
            target: wish.target.clone(),
            target_name: wish.target_name.clone(),
            shared_by: wish.shared_by,
            field: wish.field,
            before: wish.expected.clone(),
            after: wish.value.clone(),
            per_day_micros: wish.per_day_micros,
            approval: match approval {
                Requirement::None => None,
                Requirement::Approval { role, needed, .. } => Some(AskedOf {
                    role: role.as_str().to_owned(),
                    needed,
                }),
            },
            refused: refusal.map(|refusal| format!("{}: {}", refusal.by, refusal.reason)),
            object: limits::object(wish),
            account_day: door.snapshot.today(),
            total_day,
        }
    }
}

/// Per limit of a shadow: what it has used up, by what the limit counts together.
pub(super) async fn used(
    tx: &mut Tx,
    door: &Door<'_>,
    shadow: Uuid,
    limits: &[Limit],
    total_day: i64,
) -> Result<Vec<BTreeMap<String, i64>>, StoreError> {
    let mut all = vec![BTreeMap::new(); limits.len()];
    if limits.iter().all(|limit| door::counted_by(limit).is_none()) {
        return Ok(all);
    }
    let since = door.at.saturating_sub(LONGEST_DAY).unwrap_or(Timestamp::MIN);
    let today = door.snapshot.today();
    for row in tx
        .fetch_all(DONE_SINCE, params![door.account.scope.id(), shadow, since])
        .await?
    {
        let here = row.uuid("account_id")? == door.account.id;
        let done = Simulated::read(&row)?.unwrap_or_default();
        for change in done.changes.iter().filter(|change| change.refused.is_none()) {
            for (limit, used) in limits.iter().zip(&mut all) {
                let (counts, key, amount) = match door::counted_by(limit) {
                    None => continue,
                    Some(CountedBy::Spend) => {
                        let moved = change.per_day_micros.map_or(0, i64::saturating_abs);
                        (here && change.account_day == today, "", moved)
                    }
                    Some(CountedBy::Account) => (here && change.account_day == today, "", 1),
                    Some(CountedBy::Object) => (change.account_day == today, change.object.as_str(), 1),
                    Some(CountedBy::Everywhere) => (change.total_day == total_day, "", 1),
                };
                if counts {
                    let sum = used.entry(key.to_owned()).or_default();
                    *sum = i64::saturating_add(*sum, amount);
                }
            }
        }
    }
    Ok(all)
}

/// Gives back what a shadow holds and what is over by now.
pub(crate) async fn give_back(
    tx: &mut Tx,
    scope: OrgScope,
    account_id: Uuid,
    shadow: Uuid,
    at: Timestamp,
) -> Result<(), StoreError> {
    tx.execute(GIVE_BACK, params![scope.id(), account_id, shadow, at])
        .await?;
    Ok(())
}

/// What a shadow holds on an account, the eldest first.
pub(crate) async fn live(
    tx: &mut Tx,
    scope: OrgScope,
    account_id: Uuid,
    shadow: Uuid,
) -> Result<Vec<Held>, StoreError> {
    tx.fetch_all(HELD, params![scope.id(), account_id, shadow])
        .await?
        .iter()
        .map(Held::read)
        .collect()
}

/// A change counts as applied: what it holds begins or goes on, and one that stays replaces what was held.
pub(crate) async fn applied(
    tx: &mut Tx,
    account: &RegisteredAccount,
    random: &Random,
    wish: &Proposal,
    live: &[Held],
    at: Timestamp,
) -> Result<(), StoreError> {
    let Origin::Rule { id, version, .. } = &wish.origin else {
        return Ok(());
    };
    let scope = account.scope;
    let own = live
        .iter()
        .find(|held| held.target == wish.target && held.field == wish.field);
    match (own, wish.terms) {
        (None, None) => {}
        (Some(own), None) => {
            tx.execute_exactly(1, END, params![scope.id(), own.id, at, "replaced"])
                .await?;
        }
        (Some(own), Some(terms)) => {
            let values = params![
                scope.id(),
                own.id,
                store::value_text(&wish.value)?,
                at,
                terms.ends_at(at),
                terms.on_condition,
            ];
            tx.execute_exactly(1, GO_ON, values).await?;
        }
        (None, Some(_)) => {
            let new = New {
                target: &wish.target,
                field: wish.field,
                campaign_id: wish.campaign_id,
                object_id: wish.object_id,
                rule: (*id, *version),
                action_id: None,
                base: &wish.expected,
                value: &wish.value,
                terms: wish.terms,
            };
            held::begin(tx, account.id, scope, random, new, at).await?;
        }
    }
    Ok(())
}

/// A value changed outside: no shadow holds anything there any more.
pub(super) async fn changed_outside(
    tx: &mut Tx,
    scope: OrgScope,
    account_id: Uuid,
    target: &WriteTarget,
    field: WriteField,
    at: Timestamp,
) -> Result<(), StoreError> {
    let values = params![
        scope.id(),
        account_id,
        target.kind.as_str(),
        &target.external_id,
        field.as_str(),
        at
    ];
    tx.execute(CHANGED_OUTSIDE, values).await?;
    Ok(())
}
