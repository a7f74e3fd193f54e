//! What came of a backtest, read from its scratch world.

use std::collections::BTreeMap;

use dsl::{Level, MissingReason};
use jiff::Timestamp;
use uuid::Uuid;

use super::{
    MOST_FIRINGS, MOST_MOVED, Request,
    courses::{self, Moved, Simulated, Span},
    days::{self, Day},
    known::Known,
    recorded::Recorded,
    world::World,
};
use crate::{
    actions::State,
    campaigns::{objects::ObjectRef, view::CampaignRef},
    connections::{
        RegisteredAccount,
        platform::{TargetKind, WriteField, WriteTarget, WriteValue},
        view::AccountRef,
    },
    decisions::{Blocker, Outcome, tick::Unknowns},
    metrics::calendar,
    notifications::RuleMessage,
    rules::detail::account_ref,
    store::{Row, StoreError, params, statements},
};

statements! {
    TALLIES = "select r.id, r.name, count(p.tick_id) as checks, coalesce(cast(sum(p.fired) as bigint), 0) as fired,
            coalesce(cast(sum(p.pending) as bigint), 0) as pending, coalesce(cast(sum(p.not_fired) as bigint), 0) as not_fired,
            coalesce(cast(sum(p.unknown) as bigint), 0) as unknown, coalesce(cast(sum(p.blocked) as bigint), 0) as blocked,
            coalesce(cast(sum(p.outside) as bigint), 0) as outside
        from rule r left join decision_pack p on p.org_id = r.org_id and p.rule_id = r.id
        where r.org_id = $1 group by r.id, r.name order by r.name";
    FIRINGS = "select d.id, d.at, d.rule_id, r.name as rule_name, d.campaign_id, c.name as campaign_name, d.object_id,
            o.level as object_level, o.name as object_name, o.match_type as object_match_type, up.name as object_parent, d.outcome, d.branch, d.reason, d.blocked, d.notify
        from decision d join rule r on r.org_id = d.org_id and r.id = d.rule_id
        left join campaign c on c.org_id = d.org_id and c.id = d.campaign_id
        left join ad_object o on o.org_id = d.org_id and o.id = d.object_id
        left join ad_object up on up.org_id = o.org_id and up.id = o.parent_id
        where d.org_id = $1 order by d.at, r.name, c.name, o.name, d.id limit $2";
    COUNT_FIRINGS = "select count(*) as n from decision where org_id = $1";
    CHANGES = "select decision_id, target_kind, target_external_id, field, expected, target, target_name, shared_by, state, state_detail, per_day_micros
        from action where org_id = $1 and decision_id is not null order by created_at, id";
    /// What was held and would have come back.
    RETURNS = "select a.created_at as at, a.rule_id, r.name as rule_name, a.campaign_id, c.name as campaign_name, a.object_id,
            o.level as object_level, o.name as object_name, o.match_type as object_match_type, up.name as object_parent, a.reason, a.target_kind, a.target_external_id, a.field, a.expected, a.target, a.target_name, a.shared_by, a.state, a.state_detail, a.per_day_micros
        from action a join rule r on r.org_id = a.org_id and r.id = a.rule_id
        join campaign c on c.org_id = a.org_id and c.id = a.campaign_id
        left join ad_object o on o.org_id = a.org_id and o.id = a.object_id
        left join ad_object up on up.org_id = o.org_id and up.id = o.parent_id
        where a.org_id = $1 and a.gives_back = 1 order by a.created_at, a.id limit $2";
    /// What the run moved; everything else happened in earnest.
    SIMULATED = "select p.target_kind, p.external_id, p.field, p.at, p.new_value, a.target_name
        from property_change p join action a on a.org_id = p.org_id and a.id = p.action_id
        where p.org_id = $1 and p.source = 'adjutant' order by p.at, p.id";
    FIRST_APPLIED = "select min(updated_at) as at from action where org_id = $1 and state = 'applied'";
}

/// What rules would have done, account by account.
#[derive(Debug, Clone)]
pub struct Backtest {
    pub from: Timestamp,
    pub until: Timestamp,
    pub accounts: Vec<AccountBacktest>,
}

impl Backtest {
    pub(super) fn new(request: &Request) -> Self {
        Self {
            from: request.from,
            until: request.until,
            accounts: Vec::new(),
        }
    }

    /// Whether its time was up before the span was over.
    pub fn is_cut_short(&self) -> bool {
        self.accounts.iter().any(|account| account.reached < self.until)
    }

    pub(super) fn add(&mut self, account: Option<AccountBacktest>) {
        self.accounts.extend(account);
    }
}

/// One account's share of a backtest.
#[derive(Debug, Clone)]
pub struct AccountBacktest {
    pub account: AccountRef,
    /// Rules that cannot run here, and why.
    pub not_bound: Vec<(String, String)>,
    /// How far the run came: before the span's end only where its time was up.
    pub reached: Timestamp,
    /// Before this nothing is recorded: every check is unknown.
    pub known_since: Option<Timestamp>,
    /// From here on the account would have gone another way than the recorded one.
    pub differs_from: Option<Timestamp>,
    pub rules: Vec<RuleTally>,
    /// In the order of time, at most [`MOST_FIRINGS`].
    pub firings: Vec<Firing>,
    pub firings_total: usize,
    pub days: Vec<Day>,
    /// Budgets and bids that the run moved, at most [`MOST_MOVED`].
    pub moved: Vec<Moved>,
    pub moved_total: usize,
}

/// How often a rule's checks came to what. One check is one object at one tick.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleTally {
    pub id: Uuid,
    pub name: String,
    pub is_candidate: bool,
    /// What it looks at.
    pub level: Level,
    /// When the first numbers of its level were there: before, it found no objects.
    pub known_since: Option<Timestamp>,
    pub ticks: i64,
    pub fired: i64,
    /// True, and waiting: for `lasting`, for a cooldown, for an open action.
    pub waiting: i64,
    pub not_fired: i64,
    pub unknown: i64,
    /// The same by the first reason why a value was missing, most often first.
    pub unknown_because: Vec<(MissingReason, u64)>,
    pub blocked: i64,
    /// Outside of the rule's `where`.
    pub outside: i64,
}

/// One rule acting, or being kept from it, on one object.
#[derive(Debug, Clone, PartialEq)]
pub struct Firing {
    pub at: Timestamp,
    pub rule_id: Uuid,
    pub rule: String,
    /// `None` where it is about the account.
    pub campaign: Option<CampaignRef>,
    /// What it is about, where that stands below the campaign.
    pub object: Option<ObjectRef>,
    pub outcome: Outcome,
    pub branch: i64,
    pub reason: String,
    /// Guards, limits and other rules that stood in the way.
    pub blocked: Vec<Blocker>,
    pub changes: Vec<Change>,
    /// Messages it would have sent.
    pub tells: Vec<RuleMessage>,
    /// It gives back what the rule held.
    pub gives_back: bool,
}

impl Firing {
    /// The object that it is about: the campaign, or what stands below it; `None` of the account.
    pub fn about(&self) -> Option<Uuid> {
        let campaign = self.campaign.as_ref().map(|campaign| campaign.id);
        self.object.as_ref().map(|object| object.id).or(campaign)
    }
}

/// One value that would have been set, or was kept from being set.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    pub target: WriteTarget,
    pub field: WriteField,
    pub target_name: String,
    /// Campaigns that the target moves.
    pub shared_by: u32,
    pub before: WriteValue,
    pub after: WriteValue,
    pub per_day_micros: Option<i64>,
    /// Why it would not have come about.
    pub blocked: Option<String>,
}

/// What the run itself knows.
pub(super) struct Found<'a> {
    pub account: &'a RegisteredAccount,
    pub not_bound: Vec<(String, String)>,
    pub reached: Timestamp,
    pub known_since: Option<Timestamp>,
    pub from: Timestamp,
    pub recorded: &'a Recorded,
    pub known: &'a Known,
    pub candidate: Option<Uuid>,
    /// The rules that ran here, each with what it looks at.
    pub in_scope: BTreeMap<Uuid, Level>,
    /// Per rule, what its checks lacked.
    pub unknown: BTreeMap<Uuid, Unknowns>,
}

pub(super) async fn read(world: &World, found: Found<'_>) -> Result<AccountBacktest, StoreError> {
    let scope = world.account.scope;
    let limit = i64::try_from(MOST_FIRINGS).unwrap_or(i64::MAX);
    let (tallies, firings, total, changes, returns, simulated, differs_from) = world
        .context
        .store
        .read(move |tx| {
            Box::pin(async move {
                let total = tx.fetch_one(COUNT_FIRINGS, params![scope.id()]).await?.i64("n")?;
                Ok::<_, StoreError>((
                    tx.fetch_all(TALLIES, params![scope.id()]).await?,
                    tx.fetch_all(FIRINGS, params![scope.id(), limit]).await?,
                    total,
                    tx.fetch_all(CHANGES, params![scope.id()]).await?,
                    tx.fetch_all(RETURNS, params![scope.id(), limit]).await?,
                    tx.fetch_all(SIMULATED, params![scope.id()]).await?,
                    tx.fetch_one(FIRST_APPLIED, params![scope.id()])
                        .await?
                        .opt_time("at")?,
                ))
            })
        })
        .await?;
    let mut by_decision: BTreeMap<Uuid, Vec<Change>> = BTreeMap::new();
    for row in &changes {
        by_decision
            .entry(row.uuid("decision_id")?)
            .or_default()
            .push(change(row)?);
    }
    let mut firings: Vec<Firing> = firings
        .iter()
        .map(|row| firing(row, &mut by_decision))
        .collect::<Result<_, _>>()?;
    let total = usize::try_from(total)
        .unwrap_or(usize::MAX)
        .saturating_add(returns.len());
    for row in &returns {
        firings.push(way_back(row)?);
    }
    firings.sort_by_key(|firing| firing.at);
    firings.truncate(MOST_FIRINGS);
    let simulated: Vec<Simulated> = simulated.iter().map(simulated_change).collect::<Result<_, _>>()?;
    let zone = &found.account.zone;
    let mut moved = courses::moved(
        found.recorded,
        &simulated,
        Span {
            from: found.from,
            until: found.reached,
        },
    );
    let moved_total = moved.len();
    moved.truncate(MOST_MOVED);
    let span = (
        calendar::day_at(found.from, zone),
        calendar::day_at(found.reached, zone),
        found.reached,
    );
    let rules = tallies
        .iter()
        .filter_map(|row| tally(row, &found).transpose())
        .collect::<Result<_, _>>()?;
    Ok(AccountBacktest {
        account: account_ref(found.account),
        not_bound: found.not_bound,
        reached: found.reached,
        known_since: found.known_since,
        differs_from,
        rules,
        firings,
        firings_total: total,
        days: days::days(found.recorded, &simulated, found.known, zone, span),
        moved,
        moved_total,
    })
}

/// `None` for a rule that did not run here.
fn tally(row: &Row, found: &Found<'_>) -> Result<Option<RuleTally>, StoreError> {
    let id = row.uuid("id")?;
    let Some(level) = found.in_scope.get(&id).copied() else {
        return Ok(None);
    };
    let mut unknown_because: Vec<(MissingReason, u64)> = found
        .unknown
        .get(&id)
        .into_iter()
        .flatten()
        .map(|(reason, times)| (*reason, *times))
        .collect();
    unknown_because.sort_by_key(|(_, times)| std::cmp::Reverse(*times));
    Ok(Some(RuleTally {
        id,
        name: row.text("name")?,
        is_candidate: found.candidate == Some(id),
        level,
        known_since: found.recorded.known_since(level.measured_by()),
        ticks: row.i64("checks")?,
        fired: row.i64("fired")?,
        waiting: row.i64("pending")?,
        not_fired: row.i64("not_fired")?,
        unknown: row.i64("unknown")?,
        unknown_because,
        blocked: row.i64("blocked")?,
        outside: row.i64("outside")?,
    }))
}

fn firing(row: &Row, changes: &mut BTreeMap<Uuid, Vec<Change>>) -> Result<Firing, StoreError> {
    Ok(Firing {
        at: row.time("at")?,
        rule_id: row.uuid("rule_id")?,
        rule: row.text("rule_name")?,
        campaign: CampaignRef::read(row)?,
        object: ObjectRef::read(row)?,
        outcome: row.word("outcome", Outcome::parse)?,
        branch: row.i64("branch")?,
        reason: row.text("reason")?,
        blocked: row.json("blocked")?,
        changes: changes.remove(&row.uuid("id")?).unwrap_or_default(),
        tells: row.json("notify")?,
        gives_back: false,
    })
}

fn way_back(row: &Row) -> Result<Firing, StoreError> {
    let change = change(row)?;
    Ok(Firing {
        at: row.time("at")?,
        rule_id: row.uuid("rule_id")?,
        rule: row.text("rule_name")?,
        campaign: CampaignRef::read(row)?,
        object: ObjectRef::read(row)?,
        outcome: if change.blocked.is_some() {
            Outcome::Blocked
        } else {
            Outcome::Fired
        },
        branch: 0,
        reason: row.text("reason")?,
        blocked: Vec::new(),
        changes: vec![change],
        tells: Vec::new(),
        gives_back: true,
    })
}

fn change(row: &Row) -> Result<Change, StoreError> {
    let state = row.word("state", State::parse)?;
    Ok(Change {
        target: WriteTarget::read(row)?,
        field: row.word("field", WriteField::parse)?,
        target_name: row.text("target_name")?,
        shared_by: row.u32("shared_by")?,
        before: row.json("expected")?,
        after: row.json("target")?,
        per_day_micros: row.opt_i64("per_day_micros")?,
        blocked: if state == State::Applied {
            None
        } else {
            Some(
                row.opt_text("state_detail")?
                    .unwrap_or_else(|| state.as_str().to_owned()),
            )
        },
    })
}

fn simulated_change(row: &Row) -> Result<Simulated, StoreError> {
    Ok(Simulated {
        target: WriteTarget {
            kind: row.word("target_kind", TargetKind::parse)?,
            external_id: row.text("external_id")?,
        },
        field: row.word("field", WriteField::parse)?,
        at: row.time("at")?,
        new: row.json("new_value")?,
        name: row.text("target_name")?,
    })
}
