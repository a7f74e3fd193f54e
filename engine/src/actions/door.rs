//! The one door: whatever anybody wants done outside passes here, a batch at a time.
//!
//! In this order: merge (with each other and with what waits in the ledger), guards, limits, policy. A winner that a
//! guard blocks does not hand its place to the loser.

use std::collections::BTreeMap;

pub use dsl::conduct::door::Refusal;
use dsl::{Approval, Guard, Limit, Rank, Role, conduct::holds::Terms};
use jiff::{SignedDuration, Timestamp};
use uuid::Uuid;

use super::{
    Kind,
    judge::{self, Judgement},
    limits, moves,
    policy::{self, Direction, Requirement},
    state::State,
    store::{self, Action, Step},
};
use crate::{
    connections::{
        RegisteredAccount,
        platform::{SwitchStatus, WriteField, WriteTarget, WriteValue},
    },
    identity::Actor,
    metrics::Snapshot,
    notifications::{self, Notification},
    random::Random,
    store::{StoreError, Tx, params},
};

/// Who asks.
#[derive(Debug, Clone)]
pub enum Origin {
    Rule {
        id: Uuid,
        /// The rule in whose place this one is simulated; `None` for one that is at work.
        shadow_of: Option<Uuid>,
        version: i64,
        name: String,
        approval: Approval,
        /// Seconds, from the moment of application.
        cooldown: Option<i64>,
        limits: Vec<Limit>,
        /// Per limit: which comes first where it lets only some through, the greater.
        ranks: Vec<Rank>,
        /// Spend over the rule's window: which comes first anywhere else.
        rank: i64,
        /// What the rule's campaigns spend on a mean day, where a limit asks for it and it is known.
        scope_spend: Option<i64>,
        /// The day of a limit in total.
        total_day: i64,
        /// Names of the rules before which it steps back.
        yields_to: Vec<String>,
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

    /// The rule that asks; `None` for a person.
    pub fn rule(&self) -> Option<Uuid> {
        match self {
            Self::Rule { id, .. } => Some(*id),
            Self::Person { .. } => None,
        }
    }

    /// The rule in whose place the one that asks is simulated.
    pub(super) fn shadow_of(&self) -> Option<Uuid> {
        match self {
            Self::Rule { shadow_of, .. } => *shadow_of,
            Self::Person { .. } => None,
        }
    }

    /// The rules before which it steps back.
    pub(super) fn yields_to(&self) -> &[String] {
        match self {
            Self::Rule { yields_to, .. } => yields_to,
            Self::Person { .. } => &[],
        }
    }

    /// What comes first where only some are let through: a person, then what spends most.
    pub(super) fn rank(&self) -> i64 {
        match self {
            Self::Rule { rank, .. } => *rank,
            Self::Person { .. } => i64::MAX,
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
    /// The object below the campaign, where it is about one.
    pub object_id: Option<Uuid>,
    /// What a day may cost more (or less) afterwards, in micros; `None` where it cannot be said.
    pub per_day_micros: Option<i64>,
    pub reason: String,
    pub origin: Origin,
    pub decision_id: Option<Uuid>,
    pub undoes: Option<Uuid>,
    /// What it holds for once it is applied; `None` for a change that stays.
    pub terms: Option<Terms>,
    /// It gives back what a rule held.
    pub gives_back: Option<GivesBack>,
    /// It is a leg of its rule's move: the legs of one tick are one thing.
    pub in_move: bool,
}

/// What makes a proposal the end of a hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GivesBack {
    /// The rule says `release without approval`.
    pub without_approval: bool,
}

impl Proposal {
    /// A cut of a move sets this and no less: nobody takes more of it.
    fn give_only(&mut self, to: i64) {
        if let Some(wanted) = self.value.cell() {
            let kept = to.saturating_sub(wanted);
            self.per_day_micros = self.per_day_micros.map(|change| change.saturating_add(kept));
        }
        self.value = WriteValue::amount(self.field.property(), to);
    }

    pub(super) fn direction(&self) -> Direction {
        direction(self.field, &self.expected, &self.value)
    }
}

/// In which direction a change moves money.
pub(super) fn direction(field: WriteField, from: &WriteValue, to: &WriteValue) -> Direction {
    let risk = |cell| field.property().risk(cell);
    match (from.cell(), to.cell(), to) {
        (Some(from), Some(to), _) if risk(to) <= risk(from) => Direction::Safer,
        (
            _,
            _,
            WriteValue::Status(SwitchStatus::Paused | SwitchStatus::Removed)
            | WriteValue::Negative(true)
            // A label spends nothing, there or not.
            | WriteValue::Label(_),
        ) => Direction::Safer,
        _ => Direction::Riskier,
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

/// What the door would say to each proposal; nothing is written.
pub async fn ask(
    tx: &mut Tx,
    door: &Door<'_>,
    proposals: &[Proposal],
) -> Result<Vec<Option<Refusal>>, StoreError> {
    if proposals.is_empty() {
        return Ok(Vec::new());
    }
    Ok(judge::judge(tx, door, proposals).await?.refusals)
}

/// What the door would say to the wishes of one shadow, with what everybody else wants beside them. The rule that it stands for
/// wants nothing here, and has nothing open or held.
pub(crate) async fn simulate(
    tx: &mut Tx,
    door: &Door<'_>,
    wishes: &[Proposal],
    beside: &[Proposal],
) -> Result<Vec<Option<Refusal>>, StoreError> {
    if wishes.is_empty() {
        return Ok(Vec::new());
    }
    limits::hold_still(tx, door, wishes).await?;
    let instead_of = wishes.iter().find_map(|wish| wish.origin.shadow_of());
    let beside = beside
        .iter()
        .filter(|proposal| instead_of.is_none() || proposal.origin.rule() != instead_of);
    let world: Vec<Proposal> = wishes.iter().chain(beside).cloned().collect();
    let mut refusals = ask(tx, door, &world).await?;
    refusals.truncate(wishes.len());
    Ok(refusals)
}

/// Lets proposals in or says why not. One answer per proposal, in order.
///
/// # Errors
/// A shadow's wish never comes in.
pub async fn propose(
    tx: &mut Tx,
    door: &Door<'_>,
    mut proposals: Vec<Proposal>,
) -> Result<Vec<Admission>, StoreError> {
    if proposals.is_empty() {
        return Ok(Vec::new());
    }
    if let Some(shadow) = proposals
        .iter()
        .find(|proposal| proposal.origin.shadow_of().is_some())
    {
        return Err(StoreError::inconsistent(
            "action",
            format!("a shadow wants to set {}", shadow.target_name),
        ));
    }
    limits::hold_still(tx, door, &proposals).await?;
    let Judgement {
        open,
        refusals,
        superseded,
        smaller,
    } = judge::judge(tx, door, &proposals).await?;
    for (index, to) in smaller {
        if let Some(proposal) = proposals.get_mut(index) {
            proposal.give_only(to);
        }
    }
    // Per rule: the move that its legs of this tick belong to.
    let mut of_rules: BTreeMap<Uuid, Uuid> = BTreeMap::new();
    let mut admissions = Vec::with_capacity(proposals.len());
    for (index, proposal) in proposals.iter().enumerate() {
        let refusal = refusals.get(index).cloned().flatten();
        let mover = proposal.origin.rule().filter(|_| proposal.in_move);
        let move_id = mover.map(|rule| *of_rules.entry(rule).or_insert_with(|| door.random.id()));
        if let Some(refusal) = refusal {
            admissions.push(block(tx, door, proposal, move_id, refusal).await?);
            continue;
        }
        for action in superseded
            .get(&index)
            .into_iter()
            .flatten()
            .filter_map(|at| open.get(*at))
        {
            let step = Step::to(State::Superseded, proposal.origin.actor(), door.at).because(
                if action.target == proposal.target && action.field == proposal.field {
                    "a newer proposal took its place"
                } else {
                    "a pause of it, or of what it stands in, was proposed"
                },
            );
            if !store::step(tx, door.account.scope, action, step).await? {
                return Err(StoreError::inconsistent(
                    "action.superseded",
                    action.id.to_string(),
                ));
            }
            release_progress(tx, door, action).await?;
        }
        admissions.push(admit(tx, door, proposal, move_id).await?);
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

/// Writes an admitted proposal into the ledger, with its reservation.
async fn admit(
    tx: &mut Tx,
    door: &Door<'_>,
    proposal: &Proposal,
    move_id: Option<Uuid>,
) -> Result<Admission, StoreError> {
    let requirement = match (&proposal.origin, proposal.gives_back) {
        (Origin::Rule { approval, .. }, Some(GivesBack { without_approval })) => {
            let asked = policy::for_release(*approval, without_approval, proposal.direction());
            return admit_return(tx, door, proposal, asked).await;
        }
        (Origin::Rule { approval, .. }, None) => {
            policy::for_rule(*approval, moves::weight(proposal.in_move, proposal.direction()))
        }
        (Origin::Person { role, .. }, _) => policy::for_person(*role),
    };
    let (state, role, needed, expires_at) = match requirement {
        Requirement::None => (State::Approved, None, 0, None),
        Requirement::Approval { role, needed, within } => {
            let until = door
                .at
                .saturating_add(SignedDuration::from_secs(within))
                .unwrap_or(Timestamp::MAX);
            (
                State::AwaitingApproval,
                Some(role),
                i64::from(needed),
                Some(until),
            )
        }
    };
    // What would be over already is not done any more.
    let until = proposal.terms.and_then(|terms| terms.until);
    let expires_at = expires_at.into_iter().chain(until).min();
    let id = insert(
        tx,
        door,
        proposal,
        move_id,
        (state, None),
        (role, needed, expires_at),
    )
    .await?;
    limits::reserve(tx, door, proposal, id).await?;
    Ok(Admission::Opened { action_id: id, state })
}

/// The end of a hold waits for as long as people take: what is held stays held meanwhile.
async fn admit_return(
    tx: &mut Tx,
    door: &Door<'_>,
    proposal: &Proposal,
    asked: Option<(Role, u32)>,
) -> Result<Admission, StoreError> {
    let (state, role, needed) = match asked {
        None => (State::Approved, None, 0),
        Some((role, needed)) => (State::AwaitingApproval, Some(role), i64::from(needed)),
    };
    let id = insert(tx, door, proposal, None, (state, None), (role, needed, None)).await?;
    Ok(Admission::Opened { action_id: id, state })
}

/// Writes a refusal into the ledger, unless the same one stands there from today.
async fn block(
    tx: &mut Tx,
    door: &Door<'_>,
    proposal: &Proposal,
    move_id: Option<Uuid>,
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
    let blocked = (State::Blocked, Some(detail.as_str()));
    let id = insert(tx, door, proposal, move_id, blocked, (None, 0, None)).await?;
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
    move_id: Option<Uuid>,
    (state, detail): (State, Option<&str>),
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
            proposal.terms.and_then(|terms| terms.until),
            proposal.terms.and_then(|terms| terms.after),
            proposal.terms.map(|terms| i64::from(terms.on_condition)),
            proposal.gives_back.is_some(),
            proposal.object_id,
            move_id,
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
