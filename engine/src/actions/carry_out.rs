//! What the account's owner does with an approved action: check again, write the intent, send, learn what became of it.
//!
//! The order is the promise. The intent is committed before the first byte leaves; a lost answer is doubt and is
//! resolved by reading; a process that dies anywhere leaves a row from which the next owner goes on.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use uuid::Uuid;

use super::{
    checkpoint, held,
    moves::{self, Funding},
    settle, standing,
    state::State,
    store::{self, Action, Step, StepEnd},
};
use crate::{
    Context, campaigns,
    clock::Deadline,
    connections::{
        RegisteredAccount,
        grants::{self, Freshness, GrantError},
        parking,
        platform::{AdPlatform, Exchange, PlatformError, Write, WriteEffect, WriteOutcome},
    },
    hints::Topic,
    identity::{Actor, OrgScope},
    random::Random,
    rules::progress::Ended,
    store::{StoreError, params},
};

/// The longest that one write may take, from just before the first byte (process time).
pub const WRITE_DEADLINE: Duration = Duration::from_secs(20);
/// How often a request that changed nothing is repeated before the action is given up.
const MAX_ATTEMPTS: i64 = 8;

/// The lease under which the owner writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Owner {
    pub node: Uuid,
    pub epoch: i64,
}

/// Whether the condition still holds on today's values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Recheck {
    Holds,
    /// The sentence that says why not.
    Fails(String),
}

/// Where an action stands after its owner's turn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Turn {
    /// Ended, for better or worse.
    Ended(State),
    /// To be looked at again later.
    Later(State),
    /// Somebody else moved it; nothing was done.
    Moved,
}

/// Everything one turn needs.
pub struct Session<'a> {
    pub context: &'a Context,
    pub account: &'a RegisteredAccount,
    pub platform: &'a dyn AdPlatform,
    pub owner: Owner,
    /// How long one write may take (process time); well below the lease.
    pub write_deadline: Duration,
}

impl Session<'_> {
    pub(super) fn scope(&self) -> OrgScope {
        self.account.scope
    }

    /// Takes one turn with an action. `recheck` is asked before anything is sent for the first time.
    pub async fn turn(&self, id: Uuid, recheck: impl FnOnce(&Action) -> Recheck) -> Result<Turn, StoreError> {
        let scope = self.scope();
        let loaded = self
            .context
            .store
            .read(|tx| Box::pin(async move { store::load(tx, scope, id).await }))
            .await?;
        let Some(action) = loaded else {
            return Ok(Turn::Moved);
        };
        let turn = match action.state {
            State::Approved | State::Retrying => match self.check(&action, recheck).await? {
                Recheck::Holds => {
                    checkpoint::pass("recheck.done").await;
                    self.send(action).await?
                }
                Recheck::Fails(why) => self.end(&action, State::Stale, &why, Ended::Open).await?,
            },
            // An intent without an outcome: its writer died in between. What it sent is in doubt.
            State::Intent => {
                self.doubt(
                    &action,
                    None,
                    "the program stopped before the answer was written down",
                )
                .await?
            }
            State::Unknown | State::Accepted => self.resolve(action).await?,
            _ => Turn::Moved,
        };
        self.context
            .hints
            .send(Some(scope.id()), Topic::Actions, Some(id), None);
        Ok(turn)
    }

    /// The condition and the expected value, on what is known now.
    async fn check(
        &self,
        action: &Action,
        recheck: impl FnOnce(&Action) -> Recheck,
    ) -> Result<Recheck, StoreError> {
        let (scope, account_id, target, field) = (
            self.scope(),
            action.account_id,
            action.target.clone(),
            action.field,
        );
        let (account, waiting, at) = (self.account.clone(), action.clone(), self.context.business.now());
        let (current, objection, wanted, funding) = self
            .context
            .store
            .read(|tx| {
                Box::pin(async move {
                    let current =
                        campaigns::store::current_value(tx, scope, account_id, &target, field).await?;
                    let objection = standing::objection(tx, &account, &waiting, at).await?;
                    let wanted = !waiting.gives_back || held::still_wanted(tx, scope, &waiting).await?;
                    let funding = moves::funding(tx, scope, &waiting).await?;
                    Ok::<_, StoreError>((current, objection, wanted, funding))
                })
            })
            .await?;
        if !wanted {
            return Ok(Recheck::Fails(
                "what is held there has changed since: this is not what would be given back now".to_owned(),
            ));
        }
        if let Funding::Short { left } = funding {
            return Ok(Recheck::Fails(moves::unpaid(left, self.account.currency)));
        }
        Ok(match current {
            None => Recheck::Fails(format!("{} is not there any more", action.target_name)),
            Some(value) if value == action.expected => match objection {
                Some(refusal) => Recheck::Fails(format!("{}: {}", refusal.by, refusal.reason)),
                // What pays for it has been cut: whether the rule would move it today was asked before that.
                None if action.gives_back || action.takes() => Recheck::Holds,
                None => recheck(action),
            },
            Some(value) if value == action.value => Recheck::Fails(format!(
                "{} is already as wanted; somebody else changed it",
                action.target_name
            )),
            Some(value) => Recheck::Fails(format!(
                "{} was changed since: expected {}, found {}",
                action.target_name,
                action.expected.shown(self.account.currency),
                value.shown(self.account.currency)
            )),
        })
    }

    async fn send(&self, action: Action) -> Result<Turn, StoreError> {
        let (scope, owner) = (self.scope(), self.owner);
        let at = self.context.business.now();
        // A token first: while it is fetched nothing has been promised yet.
        let access = match self.access(Freshness::Stored).await {
            Ok(access) => access,
            Err(failure) => return self.not_now(&action, failure).await,
        };
        let written = self
            .context
            .store
            .write({
                let action = action.clone();
                move |tx| {
                    Box::pin(async move {
                        let written = store::write_intent(tx, scope, &action, at, owner).await?;
                        checkpoint::pass("intent.before_commit").await;
                        Ok::<_, StoreError>(written)
                    })
                }
            })
            .await?;
        if !written {
            return self.gate_stayed_shut(&action).await;
        }
        checkpoint::pass("intent.after_commit").await;
        let deadline = Deadline::after(&self.context.process, self.write_deadline);
        let write = Write {
            target: action.target.clone(),
            field: action.field,
            value: action.value.clone(),
            idempotency_key: store::idempotency_key(&action),
        };
        checkpoint::pass("write.before_send").await;
        let mut answer = self
            .platform
            .write(&access, &self.account.address, &write, deadline)
            .await;
        if let Err(PlatformError::Unauthorized { .. }) = answer {
            // Refused before it was looked at: one fresh token, one repetition.
            answer = match self.access(Freshness::Refresh).await {
                Ok(access) => {
                    self.platform
                        .write(&access, &self.account.address, &write, deadline)
                        .await
                }
                Err(GrantError::Platform(error)) => Err(error),
                Err(GrantError::Reconnect(message)) => Err(PlatformError::Reconnect { message }),
                Err(other) => Err(PlatformError::Reconnect {
                    message: other.to_string(),
                }),
            };
        }
        checkpoint::pass("write.after_reply").await;
        let action = Action {
            state: State::Intent,
            version: action.version.saturating_add(1),
            attempt: action.attempt.saturating_add(1),
            ..action
        };
        let turn = self.record_answer(&action, answer).await?;
        checkpoint::pass("outcome.after_commit").await;
        Ok(turn)
    }

    /// Writes down what a request came to.
    async fn record_answer(
        &self,
        action: &Action,
        answer: Result<WriteOutcome, PlatformError>,
    ) -> Result<Turn, StoreError> {
        let was_in_doubt =
            matches!(answer, Err(PlatformError::OutOfSync { .. })) && self.read_backs(action).await? > 0;
        match answer {
            Ok(WriteOutcome {
                effect: WriteEffect::Applied,
                exchange,
            }) if action.gives() => self.to_be_read_back(action, &exchange).await,
            Ok(WriteOutcome {
                effect: WriteEffect::Applied,
                exchange,
            }) => self.applied(action, Some(&exchange)).await,
            Ok(WriteOutcome {
                effect: WriteEffect::Accepted { effective_at },
                exchange,
            }) => {
                let at = self.context.business.now();
                let step = Step {
                    effective_at: Some(effective_at),
                    ..Step::to(State::Accepted, Actor::System, at)
                };
                self.finish_step(action, StepEnd::Done, Some(&exchange), None, step, None)
                    .await?;
                Ok(Turn::Later(State::Accepted))
            }
            Err(PlatformError::Doubt { message, exchange }) => {
                self.doubt(action, Some(&exchange), &message).await
            }
            Err(PlatformError::Retry {
                after,
                scope,
                message,
                exchange,
            }) => {
                parking::park(self.context, self.account, scope, after, &message).await?;
                self.retry(action, Some(&exchange), after, &message).await
            }
            Err(PlatformError::TooLate) => {
                self.retry(
                    action,
                    None,
                    None,
                    "the deadline passed before the request was sent",
                )
                .await
            }
            Err(PlatformError::Unauthorized { message } | PlatformError::Reconnect { message }) => {
                grants::mark_dead(self.context, self.scope(), self.account.grant_id, &message).await?;
                self.retry(action, None, None, &message).await
            }
            Err(PlatformError::Refused {
                code,
                message,
                exchange,
            }) => {
                let why = format!("the platform refused it: {message} ({code})");
                let at = self.context.business.now();
                let step = Step::to(State::Dead, Actor::System, at).because(&why);
                let ended = Some(Ended::Refused { at });
                self.finish_step(
                    action,
                    StepEnd::Failed,
                    Some(&exchange),
                    Some(&message),
                    step,
                    ended,
                )
                .await?;
                Ok(Turn::Ended(State::Dead))
            }
            // An earlier request of this action was in doubt: what is found may be its own doing, however late it arrived.
            Err(PlatformError::OutOfSync { message, exchange }) if was_in_doubt => {
                self.doubt(action, Some(&exchange), &message).await
            }
            Err(PlatformError::OutOfSync { message, exchange }) => {
                let at = self.context.business.now();
                let step = Step::to(State::Stale, Actor::System, at).because(&message);
                self.finish_step(
                    action,
                    StepEnd::Failed,
                    Some(&exchange),
                    Some(&message),
                    step,
                    Some(Ended::Open),
                )
                .await?;
                Ok(Turn::Ended(State::Stale))
            }
        }
    }

    /// What others of its move are raised with is believed when the platform shows it, not when it says so.
    async fn to_be_read_back(&self, action: &Action, exchange: &Exchange) -> Result<Turn, StoreError> {
        let at = self.context.business.now();
        let step = Step {
            not_before: Some(at),
            ..Step::to(State::Unknown, Actor::System, at)
                .because("sent; it is read back before anything is raised with it")
        };
        self.finish_step(action, StepEnd::Done, Some(exchange), None, step, None)
            .await?;
        Ok(Turn::Later(State::Unknown))
    }

    pub(super) async fn applied(
        &self,
        action: &Action,
        exchange: Option<&Exchange>,
    ) -> Result<Turn, StoreError> {
        let at = self.context.business.now();
        let step = Step::to(State::Applied, Actor::System, at);
        self.finish_step(
            action,
            StepEnd::Done,
            exchange,
            None,
            step,
            Some(Ended::Applied { at }),
        )
        .await?;
        Ok(Turn::Ended(State::Applied))
    }

    /// Nothing was done: again later, or never again after too many tries.
    pub(super) async fn retry(
        &self,
        action: &Action,
        exchange: Option<&Exchange>,
        after: Option<Duration>,
        message: &str,
    ) -> Result<Turn, StoreError> {
        let at = self.context.business.now();
        if action.attempt >= MAX_ATTEMPTS {
            let why = format!("given up after {} tries: {message}", action.attempt);
            let step = Step::to(State::Dead, Actor::System, at).because(&why);
            self.finish_step(
                action,
                StepEnd::Failed,
                exchange,
                Some(message),
                step,
                Some(Ended::Refused { at }),
            )
            .await?;
            return Ok(Turn::Ended(State::Dead));
        }
        let wait = after.unwrap_or_else(|| backoff(action.attempt, &self.context.random));
        let not_before = at
            .saturating_add(SignedDuration::try_from(wait).unwrap_or(SignedDuration::MAX))
            .unwrap_or(Timestamp::MAX);
        let step = Step {
            not_before: Some(not_before),
            ..Step::to(State::Retrying, Actor::System, at).because(message)
        };
        self.finish_step(action, StepEnd::Failed, exchange, Some(message), step, None)
            .await?;
        Ok(Turn::Later(State::Retrying))
    }

    /// The request may or may not have been heard.
    async fn doubt(
        &self,
        action: &Action,
        exchange: Option<&Exchange>,
        message: &str,
    ) -> Result<Turn, StoreError> {
        let at = self.context.business.now();
        let step = Step {
            not_before: Some(at),
            ..Step::to(State::Unknown, Actor::System, at).because(message)
        };
        self.finish_step(action, StepEnd::Doubt, exchange, Some(message), step, None)
            .await?;
        checkpoint::pass("doubt.after_commit").await;
        Ok(Turn::Later(State::Unknown))
    }

    pub(super) async fn access(
        &self,
        freshness: Freshness,
    ) -> Result<crate::connections::platform::Access, GrantError> {
        grants::access(
            self.context,
            self.platform,
            self.scope(),
            self.account.grant_id,
            freshness,
        )
        .await
    }

    /// The token could not be had: nothing was sent, the action waits as it was.
    async fn not_now(&self, action: &Action, failure: GrantError) -> Result<Turn, StoreError> {
        let at = self.context.business.now();
        let wait = backoff(action.attempt.saturating_add(1), &self.context.random);
        let next = at.saturating_add(wait).unwrap_or(Timestamp::MAX);
        let (scope, id, version, why) = (self.scope(), action.id, action.version, failure.to_string());
        tracing::warn!(action = %id, error = %why, "an action waits for a token");
        self.context
            .store
            .write(move |tx| {
                Box::pin(async move {
                    // Compare-and-set: had it moved meanwhile, its new state stands.
                    tx.execute(POSTPONE, params![scope.id(), id, version, next, &why, at])
                        .await?;
                    Ok::<_, StoreError>(())
                })
            })
            .await?;
        Ok(Turn::Later(action.state))
    }

    /// The intent was refused by the last gate: find out which part, and end or wait accordingly.
    async fn gate_stayed_shut(&self, action: &Action) -> Result<Turn, StoreError> {
        let (scope, id, at) = (self.scope(), action.id, self.context.business.now());
        let (gate, fresh, funding) = self
            .context
            .store
            .read(|tx| {
                Box::pin(async move {
                    let row = tx.fetch_one(store::GATE, params![scope.id(), id]).await?;
                    let gate = (
                        row.opt_time("expires_at")?,
                        row.opt_time("stopped_at")?,
                        row.opt_text("rule_state")?,
                        row.i64("epoch")?,
                        row.opt_uuid("owner")?,
                        row.text("account_state")?,
                        row.flag("rests")?,
                    );
                    let fresh = store::load(tx, scope, id).await?;
                    let funding = match &fresh {
                        Some(fresh) => moves::funding(tx, scope, fresh).await?,
                        None => Funding::Enough,
                    };
                    Ok::<_, StoreError>((gate, fresh, funding))
                })
            })
            .await?;
        let Some(fresh) = fresh.filter(|fresh| fresh.version == action.version) else {
            return Ok(Turn::Moved);
        };
        let (expires_at, stopped_at, rule_state, epoch, owner, account_state, rests) = gate;
        if owner != Some(self.owner.node)
            || epoch != self.owner.epoch
            || account_state != "active"
            || stopped_at.is_some()
            || rests
            || (!action.gives_back && rule_state.as_deref() == Some("quarantined"))
        {
            // Not ours to judge, or everything stands still: it stays as it is.
            return Ok(Turn::Later(fresh.state));
        }
        match funding {
            Funding::Enough => {}
            Funding::NotYet => return Ok(Turn::Later(fresh.state)),
            Funding::Short { left } => {
                let why = moves::unpaid(left, self.account.currency);
                return self.end(&fresh, State::Stale, &why, Ended::Open).await;
            }
        }
        if expires_at.is_some_and(|until| until <= at) {
            return self
                .end(
                    &fresh,
                    State::Expired,
                    "its time was over before it could be sent; nothing was changed",
                    Ended::Open,
                )
                .await;
        }
        if !action.gives_back && rule_state.as_deref().is_some_and(|state| state != "enabled") {
            return self
                .end(
                    &fresh,
                    State::Cancelled,
                    "the rule was disabled after the approval",
                    Ended::Open,
                )
                .await;
        }
        self.end(
            &fresh,
            State::Cancelled,
            "somebody whose yes it rests on no longer has the right to give it",
            Ended::Open,
        )
        .await
    }

    /// Ends an action for which nothing was sent in this turn.
    pub(super) async fn end(
        &self,
        action: &Action,
        to: State,
        why: &str,
        ended: Ended,
    ) -> Result<Turn, StoreError> {
        let (scope, at, random) = (
            self.scope(),
            self.context.business.now(),
            self.context.random.clone(),
        );
        let (action, why) = (action.clone(), why.to_owned());
        let moved = self
            .context
            .store
            .write(move |tx| {
                Box::pin(async move {
                    let step = Step::to(to, Actor::System, at).because(&why);
                    if !store::step(tx, scope, &action, step).await? {
                        return Ok(false);
                    }
                    settle::settle_progress(tx, scope, &action, ended, at).await?;
                    settle::settle_decision(tx, scope, &action, &random, at).await?;
                    Ok::<_, StoreError>(true)
                })
            })
            .await?;
        Ok(if moved { Turn::Ended(to) } else { Turn::Moved })
    }

    /// Closes the newest step and takes the machine's step in one transaction, with everything that hangs on it.
    pub(super) async fn finish_step(
        &self,
        action: &Action,
        end: StepEnd,
        exchange: Option<&Exchange>,
        error: Option<&str>,
        step: Step<'_>,
        ended: Option<Ended>,
    ) -> Result<(), StoreError> {
        let scope = self.scope();
        let (action, exchange, error) = (action.clone(), exchange.cloned(), error.map(str::to_owned));
        let (to, detail) = (step.to, step.detail.map(str::to_owned));
        let (not_before, effective_at, by, at) = (step.not_before, step.effective_at, step.by, step.at);
        let (random, process_now) = (self.context.random.clone(), self.context.process.now());
        self.context
            .store
            .write(move |tx| {
                Box::pin(async move {
                    store::end_step(tx, scope, action.id, end, exchange.as_ref(), error.as_deref(), at)
                        .await?;
                    let step = Step {
                        to,
                        detail: detail.as_deref(),
                        not_before,
                        effective_at,
                        by,
                        at,
                    };
                    if !store::step(tx, scope, &action, step).await? {
                        // Only the owner of this epoch moves an action in these states.
                        return Err(StoreError::RowsAffected {
                            what: "action",
                            expected: 1,
                            actual: 0,
                        });
                    }
                    if to == State::Applied {
                        settle::note_change(tx, scope, &action, &random, at).await?;
                        let event = crate::audit::AuditEvent::done(
                            "action.applied",
                            crate::audit::AuditActor::SYSTEM,
                        )
                        .on("action", action.id);
                        crate::audit::record(tx, &random, scope, process_now, event).await?;
                    }
                    if let Some(ended) = ended {
                        settle::settle_progress(tx, scope, &action, ended, at).await?;
                        settle::settle_decision(tx, scope, &action, &random, at).await?;
                    }
                    checkpoint::pass("outcome.before_commit").await;
                    Ok(())
                })
            })
            .await
    }
}

crate::store::statements! {
    POSTPONE = "update action set not_before = $4, state_detail = $5, version = version + 1, updated_at = $6 where org_id = $1 and id = $2 and version = $3";
}

/// Ten seconds doubling to an hour, with a quarter of jitter.
pub(super) fn backoff(attempt: i64, random: &Random) -> Duration {
    let doublings = u32::try_from(attempt.clamp(1, 10).saturating_sub(1)).unwrap_or(0);
    let seconds = 10_u64.saturating_mul(1 << doublings).min(3_600);
    Duration::from_secs(seconds.saturating_add(random.below((seconds / 4).max(1))))
}
