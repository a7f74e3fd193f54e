//! What rules set that still stands, and how it is given back.
//!
//! Derived, never stored: the newest change of a property is one of ours and belongs to the rule's action. A change from
//! outside ends a hold by being newer.

use std::{collections::BTreeMap, sync::Arc};

use dsl::Currency;
use jiff::Timestamp;
use uuid::Uuid;

use super::{
    door::{self, Admission, Door},
    held, settle,
    state::State,
    store::{self, Step},
    undo,
};
use crate::{
    campaigns::{labels, objects::ObjectRef, view::CampaignRef},
    connections::{
        self,
        platform::{WriteField, WriteTarget, WriteValue},
        view::AccountRef,
    },
    identity::{Permission, Principal},
    metrics::ingest,
    random::Random,
    rules::{catalog, progress::Ended, store::StoredRule, view::RuleRef},
    store::{Row, StoreError, Tx, params, statements},
};

statements! {
    /// The newest change per property where it is one of a rule's actions; `$2`/`$4` ask for one rule or one campaign, whose
    /// shared budget counts as its own.
    HOLDS = "
        select a.id, a.rule_id, a.rule_version, r.name as rule_name, a.campaign_id, cm.name as campaign_name, a.object_id,
          ob.level as object_level, ob.name as object_name, ob.match_type as object_match_type, up.name as object_parent, a.field,
          a.target_kind, a.target_external_id, a.expected, a.target,
          a.currency, a.undone_by, c.at as since, h.id as hold_id, h.ends_at, h.on_condition, h.reason as hold_reason, h.way_back_id,
          v.text as rule_text,
          (select o.name from hold x join rule o on o.org_id = x.org_id and o.id = x.rule_id
            where x.org_id = a.org_id and x.account_id = a.account_id and x.target_kind = a.target_kind
              and x.target_external_id = a.target_external_id and x.field = a.field and x.ended_at is null and x.rule_id <> a.rule_id and o.shadow_of is null
            order by x.since, x.id limit 1) as also_held_by,
          acc.id as account_id, acc.name as account_name, acc.platform, acc.currency as account_currency, acc.time_zone,
          (select count(*) from action o where o.org_id = a.org_id and o.account_id = a.account_id and o.target_kind = a.target_kind
            and o.target_external_id = a.target_external_id and o.field = a.field
            and o.state in ('proposed', 'awaiting_approval', 'approved', 'intent', 'retrying', 'unknown', 'accepted')) as open
        from action a
        join property_change c on c.org_id = a.org_id and c.action_id = a.id and c.source = 'adjutant'
        join ad_account acc on acc.org_id = a.org_id and acc.id = a.account_id
        join rule r on r.org_id = a.org_id and r.id = a.rule_id
        join rule_version v on v.org_id = r.org_id and v.rule_id = r.id and v.version = r.current_version
        left join hold h on h.org_id = a.org_id and h.account_id = a.account_id and h.target_kind = a.target_kind
          and h.target_external_id = a.target_external_id and h.field = a.field and h.rule_id = a.rule_id and h.ended_at is null
        left join campaign cm on cm.org_id = a.org_id and cm.id = a.campaign_id
        left join ad_object ob on ob.org_id = a.org_id and ob.id = a.object_id
        left join ad_object up on up.org_id = ob.org_id and up.id = ob.parent_id
        where a.org_id = $1 and a.state = 'applied' and a.undone_by is null
          and ($2 = 0 or a.rule_id = $3)
          and ($4 = 0 or a.campaign_id = $5 or (a.target_kind = 'budget' and exists (
            select 1 from campaign x join budget b on b.org_id = x.org_id and b.id = x.budget_id
            where x.org_id = a.org_id and x.id = $5 and x.account_id = a.account_id and b.external_id = a.target_external_id)))
          and not exists (select 1 from property_change later
            where later.org_id = c.org_id and later.account_id = c.account_id and later.target_kind = c.target_kind
              and later.external_id = c.external_id and later.field = c.field
              and (later.at > c.at or (later.at = c.at and later.id > c.id)))
        order by c.at desc, a.id desc limit $6";
    /// What a rule asked for and nobody has begun to carry out.
    OPEN_OF_RULE = "select * from action where org_id = $1 and rule_id = $2
        and state in ('awaiting_approval', 'approved', 'retrying') order by created_at, id";
}

/// The most holds that are listed or restored at once.
const MOST: i64 = 1_000;

/// One property that a rule set and that is still so.
#[derive(Debug, Clone, PartialEq)]
pub struct Hold {
    pub action_id: Uuid,
    pub rule: RuleRef,
    pub account: AccountRef,
    pub campaign: Option<CampaignRef>,
    /// What it stands on, where that is below the campaign.
    pub object: Option<ObjectRef>,
    pub field: WriteField,
    /// Which one, where a label is held.
    pub label: Option<String>,
    /// What it was before, and what giving it back would set.
    pub before: WriteValue,
    pub after: WriteValue,
    pub currency: Currency,
    pub since: Timestamp,
    /// What ends it by itself; `None` for a change that stays.
    pub ends: Option<Ends>,
    /// Why the asking person cannot give it back now; `None` when they can.
    pub why_not: Option<String>,
}

/// When what a rule set goes back by itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ends {
    /// `None` while only its condition or somebody can end it.
    pub at: Option<Timestamp>,
    /// The rule's `release when`, as written.
    pub when: Option<String>,
    /// Another rule that holds the same: the old value comes back with the last.
    pub also_held_by: Option<String>,
    /// It has ended, and the way back waits or is tried again.
    pub is_over: bool,
}

/// Whose holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Of {
    Rule(Uuid),
    Campaign(Uuid),
}

fn hold_of(row: &Row, principal: &Principal) -> Result<Hold, StoreError> {
    let campaign = row.opt_uuid("campaign_id")?.zip(row.opt_text("campaign_name")?);
    let why_not = if row.i64("open")? > 0 {
        Some("an action on it is already open")
    } else if !principal.may(Permission::ActionsApprove) {
        Some("your role may not undo actions")
    } else {
        None
    };
    Ok(Hold {
        action_id: row.uuid("id")?,
        rule: RuleRef {
            id: row.uuid("rule_id")?,
            name: row.text("rule_name")?,
            version: row.i64("rule_version")?,
        },
        account: AccountRef::read(row)?,
        campaign: campaign.map(|(id, name)| CampaignRef { id, name }),
        object: ObjectRef::read(row)?,
        label: labels::of_target(&WriteTarget::read(row)?).map(str::to_owned),
        field: row.word("field", WriteField::parse)?,
        before: row.json("expected")?,
        after: row.json("target")?,
        currency: row.word("currency", |text| text.parse().ok())?,
        since: row.time("since")?,
        ends: match row.opt_uuid("hold_id")? {
            None => None,
            Some(_) => Some(Ends {
                at: row.opt_time("ends_at")?,
                // The rule's own text says it; a text that no longer checks says nothing.
                when: match row.opt_i64("on_condition")? {
                    Some(1) => catalog::single_rule(&row.text("rule_text")?)
                        .ok()
                        .and_then(|rule| rule.release().when),
                    _ => None,
                },
                also_held_by: row.opt_text("also_held_by")?,
                is_over: row.opt_text("hold_reason")?.is_some() || row.opt_uuid("way_back_id")?.is_some(),
            }),
        },
        why_not: why_not.map(str::to_owned),
    })
}

/// What stands, newest first.
pub async fn standing(tx: &mut Tx, principal: &Principal, of: Of) -> Result<Vec<Hold>, StoreError> {
    let (rule, campaign) = match of {
        Of::Rule(id) => (Some(id), None),
        Of::Campaign(id) => (None, Some(id)),
    };
    let values = params![
        principal.scope.id(),
        rule.is_some(),
        rule.unwrap_or_default(),
        campaign.is_some(),
        campaign.unwrap_or_default(),
        MOST,
    ];
    tx.fetch_all(HOLDS, values)
        .await?
        .iter()
        .map(|row| hold_of(row, principal))
        .collect()
}

/// Takes back what a rule proposed and nobody has begun to carry out. Answers how many actions that were.
pub async fn withdraw(
    tx: &mut Tx,
    principal: &Principal,
    rule_id: Uuid,
    random: &Random,
    at: Timestamp,
) -> Result<usize, StoreError> {
    let scope = principal.scope;
    let mut withdrawn = 0_usize;
    for row in tx.fetch_all(OPEN_OF_RULE, params![scope.id(), rule_id]).await? {
        let action = store::action_of(&row)?;
        let step = Step::to(State::Cancelled, principal.cause(), at).because("its rule was disabled");
        if !store::step(tx, scope, &action, step).await? {
            continue;
        }
        settle::settle_progress(tx, scope, &action, Ended::Open, at).await?;
        settle::settle_decision(tx, scope, &action, random, at).await?;
        withdrawn = withdrawn.saturating_add(1);
    }
    Ok(withdrawn)
}

/// What became of one hold's restore.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Restored {
    pub campaign: Option<CampaignRef>,
    pub object: Option<ObjectRef>,
    pub field: WriteField,
    /// Which one, where a label was held.
    pub label: Option<String>,
    /// What it was, and what it is to be again.
    pub before: WriteValue,
    pub after: WriteValue,
    pub currency: Currency,
    pub outcome: RestoreOutcome,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RestoreOutcome {
    /// A proposal of the old value stands in the ledger.
    Proposed {
        action_id: Uuid,
        state: State,
    },
    Refused {
        reason: String,
    },
}

/// Proposes the old value of everything that the rule set and that still stands, in the asking person's name: whoever may
/// not decide alone asks those who may.
pub async fn restore(
    tx: &mut Tx,
    principal: &Principal,
    rule: &StoredRule,
    random: &Random,
    at: Timestamp,
) -> Result<Vec<Restored>, StoreError> {
    let scope = principal.scope;
    let mut by_account: BTreeMap<Uuid, Vec<Hold>> = BTreeMap::new();
    for hold in standing(tx, principal, Of::Rule(rule.id)).await? {
        by_account.entry(hold.account.id).or_default().push(hold);
    }
    let guards = catalog::guards(tx, scope).await?;
    let mut answers = Vec::new();
    let mut returning = Vec::new();
    for (account_id, holds) in by_account {
        let Some(account) = connections::store::account(tx, scope, account_id).await? else {
            continue;
        };
        let snapshot = Arc::new(ingest::load_table(tx, &account, at).await?).at(at);
        let live = held::live(tx, scope, account_id).await?;
        let mut own: Vec<Option<Uuid>> = vec![None; holds.len()];
        let mut proposals = Vec::with_capacity(holds.len());
        let mut refused = vec![None; holds.len()];
        for ((hold, refusal), own) in holds.iter().zip(refused.iter_mut()).zip(own.iter_mut()) {
            let Some(action) = store::load(tx, scope, hold.action_id).await? else {
                *refusal = Some("the action it came from is not there any more".to_owned());
                continue;
            };
            match undo::obstacle(tx, scope, &action).await?.1 {
                Some(why_not) => *refusal = Some(why_not),
                None => {
                    let there =
                        |held: &&held::Held| held.target == action.target && held.field == action.field;
                    let mine = live.iter().filter(there).find(|held| held.rule_id == rule.id);
                    if let Some(other) = live.iter().filter(there).find(|held| held.rule_id != rule.id) {
                        *refusal = Some(format!(
                            "\"{}\" holds it, too: it goes back when that ends",
                            other.rule_name
                        ));
                        continue;
                    }
                    let reason = format!("\"{}\" was disabled and what it set is restored", rule.name);
                    let mut proposal = undo::proposal(&action, principal, reason);
                    if let Some(held) = mine {
                        // What was there before the first of several actions.
                        proposal.value = held.base.clone();
                        *own = Some(held.id);
                    }
                    proposals.push(proposal);
                }
            }
        }
        let door = Door {
            account: &account,
            snapshot: &snapshot,
            guards: &guards,
            random,
            at,
        };
        let mut admissions = door::propose(tx, &door, proposals).await?.into_iter();
        for ((hold, refusal), own) in holds.into_iter().zip(refused).zip(own) {
            let outcome = match refusal {
                Some(reason) => RestoreOutcome::Refused { reason },
                None => match admissions.next() {
                    Some(Admission::Opened { action_id, state }) => {
                        returning.extend(own.map(|held| (held, action_id)));
                        RestoreOutcome::Proposed { action_id, state }
                    }
                    Some(Admission::Blocked { by, reason, .. }) => RestoreOutcome::Refused {
                        reason: format!("{by}: {reason}"),
                    },
                    None => RestoreOutcome::Refused {
                        reason: "the door gave no answer".to_owned(),
                    },
                },
            };
            answers.push(Restored {
                campaign: hold.campaign,
                object: hold.object,
                field: hold.field,
                label: hold.label,
                before: hold.after,
                after: hold.before,
                currency: hold.currency,
                outcome,
            });
        }
    }
    // What is on its way back ends when it arrives; everything else is let go now.
    held::end_joined(tx, scope, rule.id, at).await?;
    held::let_go(tx, scope, rule.id, &returning, at).await?;
    Ok(answers)
}

/// A rule that is disabled lets go of what it holds: everything stays as it is.
pub async fn keep(
    tx: &mut Tx,
    principal: &Principal,
    rule_id: Uuid,
    at: Timestamp,
) -> Result<(), StoreError> {
    held::keep(tx, principal.scope, rule_id, at).await
}

/// What stands, for a page.
pub async fn holds(context: &crate::Context, principal: &Principal, of: Of) -> Result<Vec<Hold>, StoreError> {
    let person = principal.clone();
    context
        .store
        .read(move |tx| Box::pin(async move { standing(tx, &person, of).await }))
        .await
}
