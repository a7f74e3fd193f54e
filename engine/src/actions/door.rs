//! The one door: whatever anybody wants done outside passes here, a batch at a time.
//!
//! In this order: merge (with each other and with what waits in the ledger), guards, limits, policy. A winner that a
//! guard blocks does not hand its place to the loser.

use std::collections::{BTreeMap, BTreeSet};

use dsl::{Approval, Forbids, Guard, GuardFacts, Limit, LimitPeriod, MissingReason, Role, Truth};
use jiff::{SignedDuration, Timestamp};
use uuid::Uuid;

use super::{
    Kind, merge,
    policy::{self, Direction, Requirement},
    state::State,
    store::{self, Action, Step},
};
use crate::{
    campaigns,
    connections::{
        RegisteredAccount,
        platform::{SwitchStatus, TargetKind, WriteField, WriteTarget, WriteValue},
    },
    identity::Actor,
    metrics::table::Snapshot,
    notifications::{self, Notification},
    random::Random,
    store::{StoreError, Tx, params},
};

/// Who asks.
#[derive(Debug, Clone)]
pub enum Origin {
    Rule {
        id: Uuid,
        version: i64,
        name: String,
        approval: Approval,
        /// Seconds, from the moment of application.
        cooldown: Option<i64>,
        limits: Vec<Limit>,
        /// Which comes first where a limit lets only some through: the greater.
        rank: i64,
    },
    Person {
        id: Uuid,
        role: Role,
        name: String,
    },
}

impl Origin {
    fn actor(&self) -> Actor {
        match self {
            Self::Rule { id, .. } => Actor::Rule(*id),
            Self::Person { id, .. } => Actor::User(*id),
        }
    }

    fn label(&self) -> &str {
        match self {
            Self::Rule { name, .. } | Self::Person { name, .. } => name,
        }
    }
}

/// One wish: an absolute value for one field of one platform object, and what is expected to be found there.
#[derive(Debug, Clone)]
pub struct Proposal {
    pub kind: Kind,
    pub target: WriteTarget,
    pub target_name: String,
    /// How many campaigns the target moves.
    pub shared_by: u32,
    pub field: WriteField,
    pub expected: WriteValue,
    pub value: WriteValue,
    pub campaign_id: Option<Uuid>,
    /// What a day may cost more (or less) afterwards, in micros; `None` where it cannot be said.
    pub per_day_micros: Option<i64>,
    pub reason: String,
    pub origin: Origin,
    pub decision_id: Option<Uuid>,
    pub undoes: Option<Uuid>,
}

impl Proposal {
    fn direction(&self) -> Direction {
        match (&self.expected, &self.value) {
            (WriteValue::Money(from), WriteValue::Money(to)) if to <= from => Direction::Safer,
            (_, WriteValue::Status(SwitchStatus::Paused | SwitchStatus::Removed)) => Direction::Safer,
            _ => Direction::Riskier,
        }
    }

    fn raises_budget(&self) -> bool {
        self.field == WriteField::Budget && self.direction() == Direction::Riskier
    }
}

/// What the door said to one proposal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Admission {
    Opened {
        action_id: Uuid,
        state: State,
    },
    /// `action_id` is absent when the same refusal stands in the ledger already.
    Blocked {
        action_id: Option<Uuid>,
        by: String,
        reason: String,
    },
}

/// What the door looks at.
pub struct Door<'a> {
    pub account: &'a RegisteredAccount,
    pub snapshot: &'a Snapshot,
    pub guards: &'a [Guard],
    pub random: &'a Random,
    pub at: Timestamp,
}

#[derive(Debug, Clone)]
struct Refusal {
    by: String,
    reason: String,
}

/// Lets proposals in or says why not. One answer per proposal, in order.
pub async fn propose(
    tx: &mut Tx,
    door: &Door<'_>,
    proposals: Vec<Proposal>,
) -> Result<Vec<Admission>, StoreError> {
    if proposals.is_empty() {
        return Ok(Vec::new());
    }
    let open = store::open(tx, door.account.scope, door.account.id).await?;
    let mut refusals: Vec<Option<Refusal>> = vec![None; proposals.len()];
    let superseded = merge_all(&proposals, &open, &mut refusals);
    drop_raises_of_paused(tx, door, &proposals, &open, &mut refusals).await?;
    guard_all(door, &proposals, &mut refusals);
    limit_all(tx, door, &proposals, &mut refusals).await?;
    let mut admissions = Vec::with_capacity(proposals.len());
    for (index, proposal) in proposals.iter().enumerate() {
        let refusal = refusals.get(index).cloned().flatten();
        if let Some(refusal) = refusal {
            admissions.push(block(tx, door, proposal, refusal).await?);
            continue;
        }
        if let Some(action) = superseded.get(&index).and_then(|at| open.get(*at)) {
            let step = Step::to(State::Superseded, proposal.origin.actor(), door.at)
                .because("a newer proposal took its place");
            if !store::step(tx, door.account.scope, action, step).await? {
                return Err(StoreError::inconsistent(
                    "action.superseded",
                    action.id.to_string(),
                ));
            }
            release_progress(tx, door, action).await?;
        }
        admissions.push(admit(tx, door, proposal).await?);
    }
    let waits = |admission: &Admission| matches!(admission, Admission::Opened { state, .. } if *state == State::AwaitingApproval);
    if admissions.iter().any(waits) {
        tell_approvers(tx, door).await?;
    }
    Ok(admissions)
}

/// One line for all that waits, however many batches it came in.
async fn tell_approvers(tx: &mut Tx, door: &Door<'_>) -> Result<(), StoreError> {
    let scope = door.account.scope;
    let row = tx.fetch_one(store::COUNT_WAITING, params![scope.id()]).await?;
    let title = match row.i64("n")? {
        1 => "1 action waits for approval".to_owned(),
        many => format!("{many} actions wait for approval"),
    };
    let body = match row.opt_time("lapses")? {
        Some(_) => "What nobody answers in time lapses and changes nothing.",
        None => "They wait until somebody answers.",
    };
    let told = Notification::new(notifications::Kind::Approval, title, body)
        .about("inbox", None)
        .to_approvers()
        .newest_of("waiting");
    notifications::enqueue(tx, scope, door.random.id(), &told, door.at).await
}

/// Merges per property; answers, per winning proposal, the waiting action that it supersedes.
fn merge_all(
    proposals: &[Proposal],
    open: &[Action],
    refusals: &mut [Option<Refusal>],
) -> BTreeMap<usize, usize> {
    let mut groups: BTreeMap<(WriteTarget, WriteField), Vec<usize>> = BTreeMap::new();
    for (index, proposal) in proposals.iter().enumerate() {
        groups
            .entry((proposal.target.clone(), proposal.field))
            .or_default()
            .push(index);
    }
    let mut superseded = BTreeMap::new();
    for ((target, field), members) in groups {
        let holder = open
            .iter()
            .position(|action| action.target == target && action.field == field);
        let waiting = holder.and_then(|at| open.get(at));
        let mut refuse = |index: usize, by: &str, reason: String| {
            if let Some(slot) = refusals.get_mut(index) {
                *slot = Some(Refusal {
                    by: by.to_owned(),
                    reason,
                });
            }
        };
        if let Some(action) = waiting.filter(|action| !action.state.is_undecided()) {
            for index in members {
                refuse(
                    index,
                    "in flight",
                    format!(
                        "an action on {} is already {}",
                        action.target_name,
                        action.state.as_str()
                    ),
                );
            }
            continue;
        }
        let mut candidates: Vec<merge::Candidate> = waiting
            .map(|action| merge::Candidate {
                value: action.value.clone(),
                is_waiting: true,
            })
            .into_iter()
            .collect();
        let offset = candidates.len();
        let chosen: Vec<&Proposal> = members.iter().filter_map(|index| proposals.get(*index)).collect();
        candidates.extend(chosen.iter().map(|proposal| merge::Candidate {
            value: proposal.value.clone(),
            is_waiting: false,
        }));
        let Some(current) = chosen.first().map(|proposal| &proposal.expected) else {
            continue;
        };
        let winner = merge::winner(&candidates, current);
        for (position, index) in members.iter().enumerate() {
            if winner == Some(position.saturating_add(offset)) {
                if let Some(at) = holder {
                    superseded.insert(*index, at);
                }
                continue;
            }
            let (by, reason) = match winner
                .and_then(|won| won.checked_sub(offset))
                .and_then(|won| chosen.get(won))
            {
                Some(won) => (
                    won.origin.label().to_owned(),
                    format!("lost to \"{}\"", won.origin.label()),
                ),
                None => (
                    "waiting proposal".to_owned(),
                    "a safer proposal for the same property already waits".to_owned(),
                ),
            };
            refuse(*index, &by, reason);
        }
    }
    superseded
}

/// A pause on every campaign that spends from a budget drops raises of that budget.
async fn drop_raises_of_paused(
    tx: &mut Tx,
    door: &Door<'_>,
    proposals: &[Proposal],
    open: &[Action],
    refusals: &mut [Option<Refusal>],
) -> Result<(), StoreError> {
    let is_pause = |value: &WriteValue| *value == WriteValue::Status(SwitchStatus::Paused);
    let mut paused: BTreeSet<String> = open
        .iter()
        .filter(|action| action.target.kind == TargetKind::Campaign && is_pause(&action.value))
        .map(|action| action.target.external_id.clone())
        .collect();
    for (proposal, refusal) in proposals.iter().zip(refusals.iter()) {
        if refusal.is_none() && proposal.target.kind == TargetKind::Campaign && is_pause(&proposal.value) {
            paused.insert(proposal.target.external_id.clone());
        }
    }
    if paused.is_empty() {
        return Ok(());
    }
    for (proposal, refusal) in proposals.iter().zip(refusals.iter_mut()) {
        if refusal.is_some() || !proposal.raises_budget() {
            continue;
        }
        let spenders = campaigns::store::campaigns_of_budget(
            tx,
            door.account.scope,
            door.account.id,
            &proposal.target.external_id,
        )
        .await?;
        if !spenders.is_empty()
            && spenders
                .iter()
                .all(|(_, _, external_id)| paused.contains(external_id))
        {
            let reason = "a pause of the campaign is proposed or under way".to_owned();
            *refusal = Some(Refusal {
                by: "pause".to_owned(),
                reason,
            });
        }
    }
    Ok(())
}

/// Asks every guard about every surviving raise. What cannot be computed blocks.
fn guard_all(door: &Door<'_>, proposals: &[Proposal], refusals: &mut [Option<Refusal>]) {
    let moment = door.snapshot.moment();
    for (proposal, refusal) in proposals.iter().zip(refusals.iter_mut()) {
        let (None, true, WriteValue::Money(wanted)) = (&refusal, proposal.raises_budget(), &proposal.value)
        else {
            continue;
        };
        let spends = |row: usize| {
            door.snapshot
                .campaign(row)
                .and_then(|campaign| campaign.budget.as_ref())
                .is_some_and(|budget| budget.external_id == proposal.target.external_id)
        };
        let rows: Vec<usize> = (0..door.snapshot.table.campaigns().len())
            .filter(|row| spends(*row))
            .collect();
        for guard in door
            .guards
            .iter()
            .filter(|guard| guard.scope().includes(door.account.platform, &door.account.name))
        {
            // A guard covers everything that its objects spend from; an unknown answer is covered. A budget nobody is
            // known to spend from is covered too: its campaigns are not known, so they cannot be excluded.
            let covered = rows.is_empty()
                || rows
                    .iter()
                    .any(|row| guard.covers(door.snapshot, *row, &moment) != Truth::False);
            if !covered {
                continue;
            }
            let budget_at_day_start = rows.first().map_or(Err(MissingReason::NoSync), |row| {
                dsl::Table::budget_at_day_start(door.snapshot, *row)
            });
            let facts = GuardFacts {
                currency: door.account.currency,
                budget_at_day_start,
            };
            for (index, clause) in guard.clauses().iter().enumerate() {
                let Forbids::BudgetRaiseAbove = clause.forbids;
                let stopped = match guard.ceiling(index, &facts) {
                    Ok(ceiling) if *wanted <= ceiling => None,
                    Ok(_) => Some(clause.text.clone()),
                    Err(missing) => Some(format!("{} ({missing})", clause.text)),
                };
                if let Some(reason) = stopped {
                    *refusal = Some(Refusal {
                        by: format!("guard \"{}\"", guard.name()),
                        reason,
                    });
                    break;
                }
            }
            if refusal.is_some() {
                break;
            }
        }
    }
}

/// Where the day's count of a rule on an account is kept.
fn day_limit_key(rule_id: Uuid) -> String {
    format!("rule:{rule_id}:per_day")
}

/// Applies each rule's limits, what matters most first.
async fn limit_all(
    tx: &mut Tx,
    door: &Door<'_>,
    proposals: &[Proposal],
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
    for (rule_id, mut members) in by_rule {
        let rank = |index: &usize| match proposals.get(*index).map(|proposal| &proposal.origin) {
            Some(Origin::Rule { rank, .. }) => *rank,
            _ => i64::MIN,
        };
        members.sort_by_key(|index| std::cmp::Reverse(rank(index)));
        let Some(Origin::Rule { limits, .. }) = members
            .first()
            .and_then(|index| proposals.get(*index))
            .map(|first| &first.origin)
        else {
            continue;
        };
        let used = tx
            .fetch_one(
                store::USED,
                params![
                    door.account.scope.id(),
                    day_limit_key(rule_id),
                    door.account.id.to_string(),
                    door.snapshot.today()
                ],
            )
            .await?
            .i64("used")?;
        for limit in limits {
            let already = match limit.per {
                LimitPeriod::Run => 0,
                LimitPeriod::Day => used,
            };
            let room = usize::try_from(i64::from(limit.count).saturating_sub(already).max(0)).unwrap_or(0);
            let alive: Vec<usize> = members
                .iter()
                .copied()
                .filter(|index| refusals.get(*index).is_some_and(Option::is_none))
                .collect();
            for index in alive.into_iter().skip(room) {
                let period = match limit.per {
                    LimitPeriod::Run => "run",
                    LimitPeriod::Day => "day",
                };
                if let Some(slot) = refusals.get_mut(index) {
                    let reason = format!("the rule's limit of {} per {period} is reached", limit.count);
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

/// Writes an admitted proposal into the ledger, with its reservation.
async fn admit(tx: &mut Tx, door: &Door<'_>, proposal: &Proposal) -> Result<Admission, StoreError> {
    let requirement = match &proposal.origin {
        Origin::Rule { approval, .. } => policy::for_rule(*approval, proposal.direction()),
        Origin::Person { role, .. } => policy::for_person(*role),
    };
    let (state, role, needed, expires_at) = match requirement {
        Requirement::None => (State::Approved, None, 0, None),
        Requirement::Approval { role, within } => {
            let until = door
                .at
                .saturating_add(SignedDuration::from_secs(within))
                .unwrap_or(Timestamp::MAX);
            (State::AwaitingApproval, Some(role), 1, Some(until))
        }
    };
    let id = insert(tx, door, proposal, state, None, (role, needed, expires_at)).await?;
    if let Origin::Rule {
        id: rule_id, limits, ..
    } = &proposal.origin
        && limits.iter().any(|limit| limit.per == LimitPeriod::Day)
    {
        tx.execute_exactly(
            1,
            store::RESERVE,
            params![
                door.account.scope.id(),
                day_limit_key(*rule_id),
                door.account.id.to_string(),
                door.snapshot.today(),
                id,
                1_i64,
            ],
        )
        .await?;
    }
    Ok(Admission::Opened { action_id: id, state })
}

/// Writes a refusal into the ledger, unless the same one stands there from today.
async fn block(
    tx: &mut Tx,
    door: &Door<'_>,
    proposal: &Proposal,
    refusal: Refusal,
) -> Result<Admission, StoreError> {
    let detail = format!("{}: {}", refusal.by, refusal.reason);
    if let Origin::Rule { id, .. } = &proposal.origin {
        let last = tx
            .fetch_optional(
                store::LAST_OF_RULE,
                params![
                    door.account.scope.id(),
                    door.account.id,
                    proposal.target.kind.as_str(),
                    &proposal.target.external_id,
                    proposal.field.as_str(),
                    *id,
                ],
            )
            .await?;
        if let Some(row) = last {
            let midnight = crate::metrics::calendar::day_start(door.snapshot.today(), &door.account.zone);
            let same = row.text("state")? == State::Blocked.as_str()
                && row.opt_text("state_detail")?.as_deref() == Some(detail.as_str())
                && row.time("updated_at")? >= midnight;
            if same {
                return Ok(Admission::Blocked {
                    action_id: None,
                    by: refusal.by,
                    reason: refusal.reason,
                });
            }
        }
    }
    let id = insert(tx, door, proposal, State::Blocked, Some(&detail), (None, 0, None)).await?;
    Ok(Admission::Blocked {
        action_id: Some(id),
        by: refusal.by,
        reason: refusal.reason,
    })
}

async fn insert(
    tx: &mut Tx,
    door: &Door<'_>,
    proposal: &Proposal,
    state: State,
    detail: Option<&str>,
    (role, needed, expires_at): (Option<Role>, i64, Option<Timestamp>),
) -> Result<Uuid, StoreError> {
    let scope = door.account.scope;
    let id = door.random.id();
    let (rule_id, rule_version, cooldown, requested_by) = match &proposal.origin {
        Origin::Rule {
            id,
            version,
            cooldown,
            ..
        } => (Some(*id), Some(*version), *cooldown, None),
        Origin::Person { id, .. } => (None, None, None, Some(*id)),
    };
    let requested_kind = proposal.origin.actor().kind();
    tx.execute_exactly(
        1,
        store::INSERT,
        params![
            scope.id(),
            id,
            door.account.id,
            state.as_str(),
            detail,
            proposal.kind.as_str(),
            proposal.target.kind.as_str(),
            &proposal.target.external_id,
            &proposal.target_name,
            proposal.shared_by,
            proposal.field.as_str(),
            store::value_text(&proposal.expected)?,
            store::value_text(&proposal.value)?,
            door.account.currency.as_str(),
            proposal.per_day_micros,
            proposal.campaign_id,
            rule_id,
            rule_version,
            proposal.decision_id,
            requested_kind,
            requested_by,
            &proposal.reason,
            role.map(|role| role.as_str()),
            needed,
            expires_at,
            cooldown,
            proposal.undoes,
            door.at,
        ],
    )
    .await?;
    let by = proposal.origin.actor();
    store::note(tx, scope, id, door.at, State::Proposed, by, None).await?;
    store::note(tx, scope, id, door.at, state, Actor::System, detail).await?;
    Ok(id)
}

/// The rule whose proposal was superseded may propose again.
async fn release_progress(tx: &mut Tx, door: &Door<'_>, action: &Action) -> Result<(), StoreError> {
    super::settle::settle_progress(
        tx,
        door.account.scope,
        action,
        crate::rules::progress::Ended::Open,
        door.at,
    )
    .await
}
