//! What a shadow would have done beside what its rule did: the campaigns on which only one of the two acts, and what the other said
//! about them at that moment.
//!
//! Both sides are decisions, whatever approvals, guards and the platform made of the rule's later on. Called by the rule's page.

use std::collections::{BTreeMap, HashMap};

use jiff::Timestamp;
use uuid::Uuid;

use super::{
    Outcome,
    pack::{self, Line},
};
use crate::{
    Context,
    actions::simulated::{self, AskedOf, Simulated},
    campaigns::{objects::ObjectRef, view::CampaignRef},
    connections::{
        platform::{WriteField, WriteTarget, WriteValue},
        view::AccountRef,
    },
    identity::OrgScope,
    notifications::{RuleMessage, reached},
    rules::{
        shadow::{self, Shadow},
        store as rule_store,
    },
    store::{Row, StoreError, Tx, params, statements},
};

statements! {
    /// What the rule and its shadow decided to do, the eldest first.
    DECIDED = "
        select d.id, d.at, d.rule_id, d.reason, d.notify, d.simulated, d.campaign_id, c.name as campaign_name,
          d.object_id, o.level as object_level, o.name as object_name, o.match_type as object_match_type, up.name as object_parent,
          a.id as account_id, a.name as account_name, a.platform, a.currency as account_currency, a.time_zone
        from decision d
        left join campaign c on c.org_id = d.org_id and c.id = d.campaign_id
        left join ad_object o on o.org_id = d.org_id and o.id = d.object_id
        left join ad_object up on up.org_id = o.org_id and up.id = o.parent_id
        join ad_account a on a.org_id = d.org_id and a.id = d.account_id
        where d.org_id = $1 and d.rule_id in ($2, $3) and d.outcome = 'fired' and d.at >= $4
        order by d.at, d.id limit $5";
    /// What the rule proposed for it.
    PROPOSED = "
        select decision_id, target_kind, target_external_id, field, target_name, shared_by, expected, target, per_day_micros, state, state_detail from action
        where org_id = $1 and rule_id = $2 and created_at >= $3 and decision_id is not null order by created_at, id";
    /// What the last check of one of the two said, up to a moment.
    LAST_CHECK = "select at, body from decision_pack where org_id = $1 and rule_id = $2 and account_id = $3 and at >= $4 and at <= $5
        order by at desc limit 1";
    TALLY = "
        select count(*) as checks, cast(sum(fired) as bigint) as fired, cast(sum(pending) as bigint) as pending,
          cast(sum(not_fired) as bigint) as not_fired, cast(sum(unknown) as bigint) as unknown,
          cast(sum(blocked) as bigint) as blocked, cast(sum(held_out) as bigint) as held_out, max(at) as last_at
        from decision_pack where org_id = $1 and rule_id = $2";
    NOT_BOUND = "select a.name, s.not_bound from rule_schedule s join ad_account a on a.org_id = s.org_id and a.id = s.account_id
        where s.org_id = $1 and s.rule_id = $2 and s.not_bound is not null order by a.name";
    NEXT = "select min(next_at) as next_at from rule_schedule where org_id = $1 and rule_id = $2 and not_bound is null";
    /// What a shadow holds at a moment; what is over by then was given back.
    HOLDS = "
        select h.campaign_id, c.name as campaign_name, h.object_id, o.level as object_level, o.name as object_name, o.match_type as object_match_type, up.name as object_parent, h.target_kind, h.target_external_id, h.field, h.base, h.value, h.since, h.ends_at, h.on_condition,
          a.id as account_id, a.name as account_name, a.platform, a.currency as account_currency, a.time_zone
        from hold h
        join ad_account a on a.org_id = h.org_id and a.id = h.account_id
        join campaign c on c.org_id = h.org_id and c.id = h.campaign_id
        left join ad_object o on o.org_id = h.org_id and o.id = h.object_id
        left join ad_object up on up.org_id = o.org_id and up.id = o.parent_id
        where h.org_id = $1 and h.rule_id = $2 and h.ended_at is null and (h.ends_at is null or h.ends_at > $3) order by h.since, h.id limit $4";
}

/// Decisions of both that are compared, at most.
const MOST_DECISIONS: i64 = 5_000;
/// Campaigns that one list names, at most.
const MOST_LISTED: usize = 100;

/// A rule's shadow with everything a page shows of it.
#[derive(Debug, Clone)]
pub struct SideBySide {
    pub shadow: Shadow,
    /// Whether the rule itself is at work beside it.
    pub rule_runs: bool,
    pub tally: Tally,
    /// The earliest next check; `None` where it waits for a synchronisation, or can run nowhere.
    pub next_at: Option<Timestamp>,
    /// Accounts that it cannot be tied to, and why.
    pub not_bound: Vec<(String, String)>,
    /// Campaigns on which only the shadow would have acted.
    pub only_shadow: Differences,
    /// Campaigns on which only the rule acted.
    pub only_rule: Differences,
    /// Campaigns on which both act, with other values or telling other people.
    pub differently: Differences,
    /// Campaigns on which both act alike.
    pub alike: usize,
    pub holds: Vec<SimulatedHold>,
    /// The comparison stops here, because too much happened since.
    pub compared_until: Option<Timestamp>,
}

/// What a shadow's checks came to, objects counted once per check.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// Checks, one per account.
    pub checks: i64,
    pub fired: i64,
    pub pending: i64,
    pub not_fired: i64,
    pub unknown: i64,
    pub blocked: i64,
    pub held_out: i64,
    pub last_at: Option<Timestamp>,
}

/// Campaigns on which the two differ, the first of them named.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Differences {
    pub total: usize,
    pub rows: Vec<Difference>,
}

/// One campaign.
#[derive(Debug, Clone, PartialEq)]
pub struct Difference {
    pub account: AccountRef,
    /// `None` where it is about the account.
    pub campaign: Option<CampaignRef>,
    /// What it is about, where that is below the campaign.
    pub object: Option<ObjectRef>,
    pub shadow: Option<Did>,
    pub rule: Option<Did>,
    /// What the one that did not act said when the other did; `None` where it was not checked until then.
    pub meanwhile: Option<Meanwhile>,
}

impl Difference {
    fn about(&self) -> Uuid {
        let above = self
            .campaign
            .as_ref()
            .map_or(self.account.id, |campaign| campaign.id);
        self.object.as_ref().map_or(above, |object| object.id)
    }
}

/// What one of the two did, or would have done, to a campaign.
#[derive(Debug, Clone, PartialEq)]
pub struct Did {
    /// The first time: its decision says why.
    pub decision_id: Uuid,
    pub at: Timestamp,
    pub reason: String,
    /// How often.
    pub times: usize,
    /// The first time's.
    pub changes: Vec<Change>,
    /// What it told, or would have told, the first time.
    pub tells: Vec<RuleMessage>,
}

/// One change, done or simulated.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    pub target: WriteTarget,
    pub field: WriteField,
    pub target_name: String,
    pub shared_by: u32,
    pub before: WriteValue,
    pub after: WriteValue,
    pub per_day_micros: Option<i64>,
    /// Whose approval it would have waited for; none was waited for.
    pub approval: Option<AskedOf>,
    /// Why it did not, or would not, come about.
    pub stopped: Option<String>,
}

/// What the other one said.
#[derive(Debug, Clone, PartialEq)]
pub struct Meanwhile {
    pub at: Timestamp,
    /// `None`: the campaign was outside of its scope.
    pub outcome: Option<Outcome>,
    pub note: Option<String>,
}

/// What a shadow would hold.
#[derive(Debug, Clone, PartialEq)]
pub struct SimulatedHold {
    pub account: AccountRef,
    pub campaign: CampaignRef,
    /// What it is about, where that is below the campaign.
    pub object: Option<ObjectRef>,
    pub target: WriteTarget,
    pub field: WriteField,
    /// What it would go back to, and what it is held at.
    pub base: WriteValue,
    pub value: WriteValue,
    pub since: Timestamp,
    pub ends_at: Option<Timestamp>,
    pub on_condition: bool,
}

impl From<simulated::Change> for Change {
    fn from(change: simulated::Change) -> Self {
        Self {
            target: change.target,
            field: change.field,
            target_name: change.target_name,
            shared_by: change.shared_by,
            before: change.before,
            after: change.after,
            per_day_micros: change.per_day_micros,
            approval: change.approval,
            stopped: change.refused,
        }
    }
}

/// The shadow of a rule, and what it comes to. `None`: there is no such rule; inside, `None`: no shadow of it runs.
pub async fn of(
    context: &Context,
    scope: OrgScope,
    rule_id: Uuid,
) -> Result<Option<Option<SideBySide>>, StoreError> {
    let at = context.business.now();
    context
        .store
        .read(move |tx| {
            Box::pin(async move {
                let Some(row) = tx
                    .fetch_optional(rule_store::CURRENT, params![scope.id(), rule_id])
                    .await?
                else {
                    return Ok(None);
                };
                let Some(shadow) = shadow::of(tx, scope, rule_id).await? else {
                    return Ok(Some(None));
                };
                let rule_runs = row.text("state")? == "enabled";
                read(tx, scope, rule_id, shadow, rule_runs, at)
                    .await
                    .map(|found| Some(Some(found)))
            })
        })
        .await
}

async fn read(
    tx: &mut Tx,
    scope: OrgScope,
    rule_id: Uuid,
    shadow: Shadow,
    rule_runs: bool,
    at: Timestamp,
) -> Result<SideBySide, StoreError> {
    let (id, since) = (shadow.rule.id, shadow.since);
    let tally = tx.fetch_one(TALLY, params![scope.id(), id]).await?;
    let count = |column| Ok::<_, StoreError>(tally.opt_i64(column)?.unwrap_or(0));
    let tally = Tally {
        checks: count("checks")?,
        fired: count("fired")?,
        pending: count("pending")?,
        not_fired: count("not_fired")?,
        unknown: count("unknown")?,
        blocked: count("blocked")?,
        held_out: count("held_out")?,
        last_at: tally.opt_time("last_at")?,
    };
    let next = tx.fetch_one(NEXT, params![scope.id(), id]).await?;
    let next_at = next.opt_time("next_at")?;
    let mut not_bound = Vec::new();
    for row in tx.fetch_all(NOT_BOUND, params![scope.id(), id]).await? {
        not_bound.push((row.text("name")?, row.text("not_bound")?));
    }
    let most = i64::try_from(MOST_LISTED).unwrap_or(i64::MAX);
    let mut holds = Vec::new();
    for row in tx.fetch_all(HOLDS, params![scope.id(), id, at, most]).await? {
        holds.push(SimulatedHold {
            account: AccountRef::read(&row)?,
            campaign: campaign_of(&row)?,
            object: ObjectRef::read(&row)?,
            target: WriteTarget::read(&row)?,
            field: row.word("field", WriteField::parse)?,
            base: row.json("base")?,
            value: row.json("value")?,
            since: row.time("since")?,
            ends_at: row.opt_time("ends_at")?,
            on_condition: row.flag("on_condition")?,
        });
    }
    let mut found = SideBySide {
        shadow,
        rule_runs,
        tally,
        next_at: next_at.filter(|at| *at < crate::rules::catalog::NEVER),
        not_bound,
        only_shadow: Differences::default(),
        only_rule: Differences::default(),
        differently: Differences::default(),
        alike: 0,
        holds,
        compared_until: None,
    };
    let values = params![scope.id(), id, rule_id, since, MOST_DECISIONS];
    let decided = tx.fetch_all(DECIDED, values).await?;
    if i64::try_from(decided.len()).unwrap_or(i64::MAX) >= MOST_DECISIONS {
        found.compared_until = decided.last().map(|row| row.time("at")).transpose()?;
    }
    let mut proposed: HashMap<Uuid, Vec<Change>> = HashMap::new();
    for row in tx
        .fetch_all(PROPOSED, params![scope.id(), rule_id, since])
        .await?
    {
        proposed
            .entry(row.uuid("decision_id")?)
            .or_default()
            .push(change_of(&row)?);
    }
    for difference in by_object(id, &decided, &mut proposed)? {
        let list = match (&difference.shadow, &difference.rule) {
            (Some(would), Some(did)) if alike(would, did) => {
                found.alike = found.alike.saturating_add(1);
                continue;
            }
            (Some(_), Some(_)) => &mut found.differently,
            (Some(_), None) => &mut found.only_shadow,
            _ => &mut found.only_rule,
        };
        list.total = list.total.saturating_add(1);
        if list.rows.len() < MOST_LISTED {
            list.rows.push(difference);
        }
    }
    let mut checks = Checks {
        scope,
        since,
        read: HashMap::new(),
    };
    for row in &mut found.only_shadow.rows {
        row.meanwhile = checks.said(tx, rule_id, row).await?;
    }
    for row in &mut found.only_rule.rows {
        row.meanwhile = checks.said(tx, id, row).await?;
    }
    Ok(found)
}

fn campaign_of(row: &Row) -> Result<CampaignRef, StoreError> {
    Ok(CampaignRef {
        id: row.uuid("campaign_id")?,
        name: row.text("campaign_name")?,
    })
}

fn change_of(row: &Row) -> Result<Change, StoreError> {
    let stopped = match row.text("state")?.as_str() {
        "blocked" => row.opt_text("state_detail")?,
        _ => None,
    };
    Ok(Change {
        target: WriteTarget::read(row)?,
        field: row.word("field", WriteField::parse)?,
        target_name: row.text("target_name")?,
        shared_by: row.u32("shared_by")?,
        before: row.json("expected")?,
        after: row.json("target")?,
        per_day_micros: row.opt_i64("per_day_micros")?,
        approval: None,
        stopped,
    })
}

/// What the two decided, object by object, in the order of the first decision about each.
fn by_object(
    shadow: Uuid,
    decided: &[Row],
    proposed: &mut HashMap<Uuid, Vec<Change>>,
) -> Result<Vec<Difference>, StoreError> {
    let mut places: BTreeMap<Uuid, usize> = BTreeMap::new();
    let mut found: Vec<Difference> = Vec::new();
    for row in decided {
        let difference = Difference {
            account: AccountRef::read(row)?,
            campaign: CampaignRef::read(row)?,
            object: ObjectRef::read(row)?,
            shadow: None,
            rule: None,
            meanwhile: None,
        };
        let place = *places.entry(difference.about()).or_insert(found.len());
        if place == found.len() {
            found.push(difference);
        }
        let Some(difference) = found.get_mut(place) else {
            continue;
        };
        let side = if row.uuid("rule_id")? == shadow {
            &mut difference.shadow
        } else {
            &mut difference.rule
        };
        if let Some(did) = side {
            did.times = did.times.saturating_add(1);
            continue;
        }
        let id = row.uuid("id")?;
        let (changes, tells) = match Simulated::read(row)? {
            Some(would) => {
                let changes = would.changes.into_iter().map(Change::from);
                (changes.collect(), would.tells)
            }
            None => (proposed.remove(&id).unwrap_or_default(), row.json("notify")?),
        };
        *side = Some(Did {
            decision_id: id,
            at: row.time("at")?,
            reason: row.text("reason")?,
            times: 1,
            changes,
            tells,
        });
    }
    Ok(found)
}

/// Whether both set the same and tell the same people. When they first did, how often, and in which words may differ.
fn alike(one: &Did, other: &Did) -> bool {
    fn sets(did: &Did) -> BTreeMap<(&WriteTarget, WriteField), &WriteValue> {
        let changes = did.changes.iter().filter(|change| change.stopped.is_none());
        changes
            .map(|change| ((&change.target, change.field), &change.after))
            .collect()
    }
    sets(one) == sets(other) && reached(&one.tells) == reached(&other.tells)
}

/// The last check of one of the two on an account, up to a moment.
struct LastCheck {
    at: Timestamp,
    lines: Vec<Line>,
}

/// The packed records that were opened already, by whose they are, the account and the moment.
struct Checks {
    scope: OrgScope,
    since: Timestamp,
    read: HashMap<(Uuid, Uuid, Timestamp), Option<LastCheck>>,
}

impl Checks {
    /// What `other` said about a campaign when the one that acts first did.
    async fn said(
        &mut self,
        tx: &mut Tx,
        other: Uuid,
        difference: &Difference,
    ) -> Result<Option<Meanwhile>, StoreError> {
        let Some(acted) = difference.shadow.as_ref().or(difference.rule.as_ref()) else {
            return Ok(None);
        };
        let key = (other, difference.account.id, acted.at);
        if !self.read.contains_key(&key) {
            let values = params![
                self.scope.id(),
                other,
                difference.account.id,
                self.since,
                acted.at
            ];
            let found = match tx.fetch_optional(LAST_CHECK, values).await? {
                None => None,
                Some(row) => Some(LastCheck {
                    at: row.time("at")?,
                    lines: pack::unpack(&row.bytes("body")?)?,
                }),
            };
            self.read.insert(key, found);
        }
        Ok(self.read.get(&key).and_then(Option::as_ref).map(|check| {
            let line = check.lines.iter().find(|line| line.object == difference.about());
            Meanwhile {
                at: check.at,
                outcome: line.map(|line| line.outcome),
                note: line.and_then(|line| line.note.clone()),
            }
        }))
    }
}
