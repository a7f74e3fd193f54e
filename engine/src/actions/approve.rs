//! What people decide about a waiting action.

use std::collections::HashMap;

use dsl::Approval;
use jiff::{SignedDuration, Timestamp};
use uuid::Uuid;

use super::{
    ActionError, checkpoint, moves,
    policy::{self, Next},
    standing,
    state::State,
    store::{self, Action, Step},
};
use crate::{
    Context,
    audit::{self, AuditActor, AuditEvent},
    connections,
    hints::Topic,
    identity::{self, Actor, OrgScope, Permission, Principal, Role},
    notifications::{self, Notification},
    random::Random,
    rules::{catalog, progress::Ended, store as rule_store},
    store::{StoreError, Tx, params},
};

async fn waiting(tx: &mut Tx, principal: &Principal, id: Uuid, version: i64) -> Result<Action, ActionError> {
    let action = store::load(tx, principal.scope, id)
        .await?
        .ok_or(ActionError::NotFound)?;
    if !principal.may(Permission::ActionsApprove) {
        return Err(ActionError::NotAllowed(
            "your role may not approve or reject actions".to_owned(),
        ));
    }
    if action.version != version {
        return Err(ActionError::Moved);
    }
    if action.state != State::AwaitingApproval {
        return Err(ActionError::NotWaiting(action.state));
    }
    let wanted = action.approval_role.unwrap_or(Role::Manager);
    if !policy::may_approve(principal.role, wanted) {
        return Err(ActionError::NotAllowed(format!(
            "this action needs the approval of a person with the role {wanted}"
        )));
    }
    if action.requested_by == Some(principal.actor) {
        return Err(ActionError::NotAllowed(
            "you asked for this action; somebody else has to approve it".to_owned(),
        ));
    }
    Ok(action)
}

/// Says yes. Answers the new state: approved when nobody else is needed. A yes to a leg of a move is one to all that wait of it.
///
/// # Errors
/// [`ActionError::Moved`] when the action is not at `version` any more; nothing is written then.
pub async fn approve(
    context: &Context,
    principal: &Principal,
    id: Uuid,
    version: i64,
) -> Result<State, ActionError> {
    approve_together(context, principal, id, version)
        .await
        .map(|(state, _)| state)
}

/// One person's yes to one action.
async fn say_yes(
    tx: &mut Tx,
    person: &Principal,
    action: &Action,
    at: Timestamp,
) -> Result<State, ActionError> {
    let (scope, id) = (person.scope, action.id);
    let values = params![scope.id(), id, person.actor, "approve", None::<String>, at];
    tx.execute_exactly(1, store::INSERT_APPROVAL, values)
        .await
        .map_err(|error| match error {
            StoreError::Conflict { .. } => {
                ActionError::NotAllowed("you have approved this action already".to_owned())
            }
            other => other.into(),
        })?;
    let given = tx
        .fetch_one(store::COUNT_APPROVALS, params![scope.id(), id])
        .await?
        .i64("n")?;
    if given < action.approvals_needed {
        return Ok(State::AwaitingApproval);
    }
    if !store::step(tx, scope, action, Step::to(State::Approved, person.cause(), at)).await? {
        return Err(ActionError::Moved);
    }
    Ok(State::Approved)
}

fn ids_of(actions: &[Action]) -> Vec<Uuid> {
    actions.iter().map(|action| action.id).collect()
}

/// Says yes, and tells which actions that was said to.
async fn approve_together(
    context: &Context,
    principal: &Principal,
    id: Uuid,
    version: i64,
) -> Result<(State, Vec<Uuid>), ActionError> {
    let (at, now) = (context.business.now(), context.process.now());
    let (random, person) = (context.random.clone(), principal.clone());
    // Read before the write begins: what guards compare with is much. Whoever sends it asks them once more.
    let scope = principal.scope;
    let objection = context
        .store
        .read(|tx| {
            Box::pin(async move {
                let Some(action) = store::load(tx, scope, id).await? else {
                    return Ok(None);
                };
                let account = connections::store::account(tx, scope, action.account_id).await?;
                let Some(account) = account.filter(|_| action.state == State::AwaitingApproval) else {
                    return Ok(None);
                };
                for leg in moves::answered_together(tx, scope, &action).await? {
                    let objection = standing::objection(tx, &account, &leg, at).await?;
                    if objection.is_some() {
                        return Ok(objection);
                    }
                }
                Ok::<_, StoreError>(None)
            })
        })
        .await?;
    let (state, answered) = context
        .store
        .write(move |tx| {
            Box::pin(async move {
                let scope = person.scope;
                let action = waiting(tx, &person, id, version).await?;
                if action.expires_at.is_some_and(|until| until <= at) {
                    return Err(ActionError::Impossible(
                        "the proposal lapsed before you answered; nothing was sent".to_owned(),
                    ));
                }
                if let Some(refusal) = objection {
                    return Err(ActionError::Impossible(format!(
                        "{} forbids it now: {}; nothing was sent",
                        refusal.by, refusal.reason
                    )));
                }
                let mut state = State::AwaitingApproval;
                let legs = moves::answered_together(tx, scope, &action).await?;
                for leg in &legs {
                    state = say_yes(tx, &person, leg, at).await?;
                    let event =
                        AuditEvent::done("action.approved", AuditActor::of(&person)).on("action", leg.id);
                    audit::record(tx, &random, scope, now, event).await?;
                }
                checkpoint::pass("approve.before_commit").await;
                Ok((state, ids_of(&legs)))
            })
        })
        .await?;
    checkpoint::pass("approve.after_commit").await;
    for id in &answered {
        context
            .hints
            .send(Some(principal.scope.id()), Topic::Actions, Some(*id), None);
    }
    Ok((state, answered))
}

/// Says no, with a reason. Final; the rule rests for its cooldown. A no to a leg of a move is one to all that wait of it.
pub async fn reject(
    context: &Context,
    principal: &Principal,
    id: Uuid,
    version: i64,
    reason: &str,
) -> Result<State, ActionError> {
    reject_together(context, principal, id, version, reason)
        .await
        .map(|_| State::Rejected)
}

/// Says no, and tells which actions that was said to.
async fn reject_together(
    context: &Context,
    principal: &Principal,
    id: Uuid,
    version: i64,
    reason: &str,
) -> Result<Vec<Uuid>, ActionError> {
    let reason = reason.trim().to_owned();
    if reason.is_empty() {
        return Err(ActionError::Impossible(
            "say why, so that the rule's author can learn from it".to_owned(),
        ));
    }
    let (at, now) = (context.business.now(), context.process.now());
    let (random, person) = (context.random.clone(), principal.clone());
    let answered = context
        .store
        .write(move |tx| {
            Box::pin(async move {
                let scope = person.scope;
                let action = waiting(tx, &person, id, version).await?;
                let legs = moves::answered_together(tx, scope, &action).await?;
                for leg in &legs {
                    let values = params![scope.id(), leg.id, person.actor, "reject", &reason, at];
                    tx.execute_exactly(1, store::INSERT_APPROVAL, values).await?;
                    let step = Step::to(State::Rejected, person.cause(), at).because(&reason);
                    if !store::step(tx, scope, leg, step).await? {
                        return Err(ActionError::Moved);
                    }
                    super::settle::settle_progress(tx, scope, leg, Ended::Rejected { at }, at).await?;
                    super::settle::settle_decision(tx, scope, leg, &random, at).await?;
                    let event =
                        AuditEvent::done("action.rejected", AuditActor::of(&person)).on("action", leg.id);
                    audit::record(tx, &random, scope, now, event).await?;
                }
                Ok::<_, ActionError>(ids_of(&legs))
            })
        })
        .await?;
    for id in &answered {
        context
            .hints
            .send(Some(principal.scope.id()), Topic::Actions, Some(*id), None);
    }
    Ok(answered)
}

/// A person's answer to several actions at once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    Approve,
    /// With the reason.
    Reject(String),
}

/// Decides one after the other, each by its own compare-and-set: what moved on or is not theirs to decide fails alone.
/// One answer per item, in order.
pub async fn decide(
    context: &Context,
    principal: &Principal,
    verdict: &Verdict,
    items: &[(Uuid, i64)],
) -> Vec<Result<State, ActionError>> {
    let mut results = Vec::with_capacity(items.len());
    // Other legs of moves that were answered: each may be named as well, once.
    let mut answered: HashMap<Uuid, State> = HashMap::new();
    for (id, version) in items {
        if let Some(state) = answered.remove(id) {
            results.push(Ok(state));
            continue;
        }
        let answer = match verdict {
            Verdict::Approve => approve_together(context, principal, *id, *version).await,
            Verdict::Reject(reason) => reject_together(context, principal, *id, *version, reason)
                .await
                .map(|ids| (State::Rejected, ids)),
        };
        results.push(answer.map(|(state, ids)| {
            let others = ids.into_iter().filter(|other| other != id);
            answered.extend(others.map(|other| (other, state)));
            state
        }));
    }
    results
}

/// Answers for what nobody answered in time: a higher role is asked, it goes ahead, or it ends, as its rule says. Called by
/// the scheduler; repeating it changes nothing.
pub async fn expire_lapsed(context: &Context) -> Result<usize, StoreError> {
    let at = context.business.now();
    let lapsed = context
        .store
        .read(|tx| Box::pin(async move { store::lapsed(tx, at).await }))
        .await?;
    let mut ended = 0_usize;
    for (scope, id) in lapsed {
        let random = context.random.clone();
        let moved = context
            .store
            .write(move |tx| {
                Box::pin(async move {
                    let Some(action) = store::load(tx, scope, id).await? else {
                        return Ok(false);
                    };
                    if !action.state.may_become(State::Expired) {
                        return Ok(false);
                    }
                    // What would be over already is not done any more, whatever silence means.
                    let is_over = action
                        .terms
                        .and_then(|terms| terms.until)
                        .is_some_and(|end| end <= at);
                    if action.state == State::AwaitingApproval && !is_over {
                        match silence(tx, scope, &action).await? {
                            (Next::Ask(role), within) => {
                                return escalate(tx, scope, &action, role, within, &random, at).await;
                            }
                            (Next::Apply, within) => {
                                return go_ahead(tx, scope, &action, within, at).await;
                            }
                            (Next::Expire, _) => {}
                        }
                    }
                    let why = match action.state {
                        State::AwaitingApproval => "nobody answered in time; nothing was sent",
                        _ => "it could not be sent before its time was over; nothing was changed",
                    };
                    let step = Step::to(State::Expired, Actor::System, at).because(why);
                    if !store::step(tx, scope, &action, step).await? {
                        return Ok(false);
                    }
                    super::settle::settle_progress(tx, scope, &action, Ended::Open, at).await?;
                    super::settle::settle_decision(tx, scope, &action, &random, at).await?;
                    Ok::<_, StoreError>(true)
                })
            })
            .await?;
        if moved {
            ended = ended.saturating_add(1);
            context
                .hints
                .send(Some(scope.id()), Topic::Actions, Some(id), None);
        }
    }
    Ok(ended)
}

/// What the rule version that asked says about silence, and for how long it let people think.
async fn silence(tx: &mut Tx, scope: OrgScope, action: &Action) -> Result<(Next, i64), StoreError> {
    let (Some(rule), Some(version)) = (action.rule_id, action.rule_version) else {
        return Ok((Next::Expire, 0));
    };
    let stored = rule_store::version(tx, scope, rule, version).await?;
    // A rule that can no longer be read says nothing: what it asked for lapses.
    let Some(rule) = stored.and_then(|stored| catalog::single_rule(&stored.text).ok()) else {
        return Ok((Next::Expire, 0));
    };
    let within = match rule.approval() {
        Approval::By { within, .. } => within,
        _ => None,
    };
    let asked = action.approval_role.unwrap_or(Role::Manager);
    let scripts = identity::store::scripts(tx, scope).await?;
    let next = policy::unanswered(policy::heard(&rule, scripts), asked, action.weight());
    Ok((next, within.unwrap_or(policy::DEFAULT_WAIT_SECONDS)))
}

fn later(at: Timestamp, seconds: i64) -> Timestamp {
    at.saturating_add(SignedDuration::from_secs(seconds))
        .unwrap_or(Timestamp::MAX)
}

/// Asks a higher role, for as long again.
async fn escalate(
    tx: &mut Tx,
    scope: OrgScope,
    action: &Action,
    role: Role,
    within: i64,
    random: &Random,
    at: Timestamp,
) -> Result<bool, StoreError> {
    let values = params![
        scope.id(),
        action.id,
        action.version,
        role.as_str(),
        later(at, within),
        at
    ];
    if tx.execute(store::ESCALATE, values).await? == 0 {
        return Ok(false);
    }
    let why = format!("nobody answered in time; it now waits for somebody with the role {role}");
    store::note(
        tx,
        scope,
        action.id,
        at,
        State::AwaitingApproval,
        Actor::System,
        Some(&why),
    )
    .await?;
    let told = Notification::new(
        notifications::Kind::Approval,
        format!("{} waits for {role}", action.target_name),
        "Nobody answered in time, so a higher role is asked.",
    )
    .about("action", Some(action.id))
    .to_approvers();
    notifications::enqueue(tx, scope, random.id(), &told, at).await?;
    Ok(true)
}

/// Lets a pause or cut go ahead on silence.
async fn go_ahead(
    tx: &mut Tx,
    scope: OrgScope,
    action: &Action,
    within: i64,
    at: Timestamp,
) -> Result<bool, StoreError> {
    let values = params![scope.id(), action.id, action.version, later(at, within)];
    if tx.execute(store::NEEDS_NOBODY, values).await? == 0 {
        return Ok(false);
    }
    let why = "nobody answered in time; as its rule says, it goes ahead";
    let step = Step::to(State::Approved, Actor::System, at).because(why);
    store::step(tx, scope, action, step).await
}
