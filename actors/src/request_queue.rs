//! An account's queue to its platform: one job at a time, the ledger before the sync, the sync before the history, held
//! back by the platform's word.
//!
//! Bounded by construction: the account hands in at most one sync, one piece of history and each open action once.

use std::{collections::VecDeque, sync::Arc, time::Duration};

use engine::{
    actions::{
        self,
        carry_out::{Recheck, Session, Turn},
    },
    connections::{
        self, AccountState, first_sync,
        parking::{self, Parked},
    },
    decisions::{recheck, store as decision_store},
    hints::Topic,
    lookups::known,
    rules::store as rule_store,
    store::StoreError,
    supervision::{ActorState, QueueNumbers},
};
use jiff::{SignedDuration, Timestamp};
use ractor::{Actor, ActorProcessingErr, ActorRef, SupervisionEvent};
use uuid::Uuid;

use crate::{
    account::{AccountMessage, AccountShared},
    directory::Vitals,
    sync::{SyncError, read_history, sync_account},
};

pub enum Job {
    Sync,
    History,
    Turn { action: Uuid, campaign: Option<Uuid> },
}

pub enum QueueMessage {
    Enqueue(Job),
    /// Take the next job.
    Next,
}

pub struct RequestQueue;

pub struct QueueState {
    shared: Arc<AccountShared>,
    vitals: Arc<Vitals>,
    account: ActorRef<AccountMessage>,
    ledger: VecDeque<(Uuid, Option<Uuid>)>,
    sync: bool,
    history: bool,
    /// A `Next` is on its way.
    awake: bool,
}

impl Actor for RequestQueue {
    type Msg = QueueMessage;
    type State = QueueState;
    type Arguments = (Arc<AccountShared>, Arc<Vitals>, ActorRef<AccountMessage>);

    async fn pre_start(
        &self,
        _myself: ActorRef<QueueMessage>,
        (shared, vitals, account): Self::Arguments,
    ) -> Result<QueueState, ActorProcessingErr> {
        shared.directory.set(&vitals, ActorState::Running, None);
        Ok(QueueState {
            shared,
            vitals,
            account,
            ledger: VecDeque::new(),
            sync: false,
            history: false,
            awake: false,
        })
    }

    async fn handle(
        &self,
        myself: ActorRef<QueueMessage>,
        message: QueueMessage,
        state: &mut QueueState,
    ) -> Result<(), ActorProcessingErr> {
        match message {
            QueueMessage::Enqueue(job) => {
                state.vitals.handled();
                match job {
                    Job::Sync => state.sync = true,
                    Job::History => state.history = true,
                    Job::Turn { action, campaign } => state.ledger.push_back((action, campaign)),
                }
            }
            QueueMessage::Next => {
                state.awake = false;
                if let Some(parked) = state.shared.parked().await? {
                    state.hand_back(&parked)?;
                    return Ok(());
                }
                state.vitals.says(None);
                if let Some((action, campaign)) = state.ledger.pop_front() {
                    state.shows(1);
                    let done = match (state.turn(action).await, campaign) {
                        (Ok(turn), _) => AccountMessage::Turned {
                            action,
                            campaign,
                            turn,
                        },
                        // What is wrong with one action is its campaign's matter; the account's others go on.
                        (Err(error), Some(campaign)) if concerns_it_alone(&error) => {
                            AccountMessage::TurnFailed {
                                action,
                                campaign,
                                error: error.to_string(),
                            }
                        }
                        (Err(error), _) => return Err(error.into()),
                    };
                    state.account.cast(done)?;
                } else if std::mem::take(&mut state.sync) {
                    state.shows(1);
                    state.sync().await?;
                    state.account.cast(AccountMessage::Synced)?;
                } else if std::mem::take(&mut state.history) {
                    state.shows(1);
                    state.history().await?;
                    state.account.cast(AccountMessage::HistoryRead)?;
                }
            }
        }
        state.shows(0);
        // What was enqueued while a job ran is taken in first: then the ledger can go before the sync.
        if !state.awake && (!state.ledger.is_empty() || state.sync || state.history) {
            state.awake = true;
            myself.cast(QueueMessage::Next)?;
        }
        Ok(())
    }

    async fn handle_supervisor_evt(
        &self,
        _myself: ActorRef<QueueMessage>,
        _event: SupervisionEvent,
        _state: &mut QueueState,
    ) -> Result<(), ActorProcessingErr> {
        // It supervises nobody.
        Ok(())
    }
}

impl QueueState {
    fn shows(&self, in_flight: u64) {
        let waiting = self
            .ledger
            .len()
            .saturating_add(usize::from(self.sync))
            .saturating_add(usize::from(self.history));
        self.vitals.holds(QueueNumbers {
            waiting: u64::try_from(waiting).unwrap_or(u64::MAX),
            in_flight,
        });
    }

    /// Calls rest: everything goes back to where it came from; storage says that it is due, and the scheduler brings it
    /// again when the pause is over.
    fn hand_back(&mut self, parked: &Parked) -> Result<(), ActorProcessingErr> {
        self.vitals
            .says(Some(format!("calls rest until {}: {}", parked.until, parked.why)));
        for (action, campaign) in self.ledger.drain(..) {
            self.account.cast(AccountMessage::Turned {
                action,
                campaign,
                turn: None,
            })?;
        }
        if std::mem::take(&mut self.sync) {
            self.account.cast(AccountMessage::Synced)?;
        }
        if std::mem::take(&mut self.history) {
            self.account.cast(AccountMessage::HistoryRead)?;
        }
        self.shows(0);
        Ok(())
    }

    /// One turn with one action; `None` when this node may not write for the account now.
    async fn turn(&self, id: Uuid) -> Result<Option<Turn>, StoreError> {
        let shared = &self.shared;
        let account = shared.account();
        let Some(owner) = shared.leases.owner(account.shard) else {
            return Ok(None);
        };
        if account.state != AccountState::Active {
            return Ok(None);
        }
        let scope = account.scope;
        let context = &shared.context;
        // The rule version that proposed it, whatever version is current by now.
        let (stored, branch, object) = context
            .store
            .read(|tx| {
                Box::pin(async move {
                    let Some(action) = actions::store::load(tx, scope, id).await? else {
                        return Ok((None, None, None));
                    };
                    let stored = match (action.rule_id, action.rule_version) {
                        (Some(rule), Some(version)) => rule_store::version(tx, scope, rule, version).await?,
                        _ => None,
                    };
                    let branch = match action.decision_id {
                        Some(decision) => decision_store::branch_of(tx, scope, decision).await?,
                        None => None,
                    };
                    Ok::<_, StoreError>((stored, branch, action.object()))
                })
            })
            .await?;
        let session = Session {
            context,
            account: &account,
            platform: shared.platform.as_ref(),
            owner,
            write_deadline: shared.leases.times().write_deadline,
        };
        let plan = stored.as_ref().and_then(|stored| shared.plan(stored));
        let asked = known::asked(plan.iter().map(AsRef::as_ref));
        let looked_up = known::at(context, scope, &asked, context.business.now()).await?;
        let turn = session
            .turn(id, |action| {
                if action.rule_id.is_none() {
                    return Recheck::Holds;
                }
                let (Some(plan), Some(branch), Some(object)) = (&plan, branch, object) else {
                    return Recheck::Fails("the rule that asked for it can no longer be read".to_owned());
                };
                let level = plan.rule().scope().level;
                let snapshot = shared.table().at_level(level, context.business.now());
                recheck::recheck(plan, &snapshot.knowing(looked_up), object, branch)
            })
            .await?;
        if matches!(turn, Turn::Ended(_)) || shared.account().state != AccountState::Active {
            shared.reload().await?;
        }
        Ok(Some(turn))
    }

    /// Reads the account. Failures are written down and tried again later; they never fail the actor.
    async fn sync(&self) -> Result<(), StoreError> {
        let shared = &self.shared;
        let account = shared.account();
        if shared.leases.owner(account.shard).is_none()
            || !matches!(account.state, AccountState::Active | AccountState::Connecting)
        {
            return Ok(());
        }
        let context = &shared.context;
        match sync_account(context, shared.platform.as_ref(), &account).await {
            Ok(outcome) => {
                tracing::info!(account = %account.id, seq = outcome.seq, rows = outcome.rows_read, changed = outcome.cells_changed, "synced");
            }
            Err(SyncError::Store(error)) => return Err(error),
            Err(SyncError::Reconnect(why)) => {
                shared.reload().await?;
                if shared.account().grant_id == account.grant_id {
                    tracing::warn!(account = %account.id, %why, "needs a new consent");
                    self.postpone(SignedDuration::from_hours(1), &why).await?;
                } else {
                    // A person gave a new one while the old one was asked: it goes on at once.
                    self.begin_again().await?;
                }
            }
            Err(SyncError::Later {
                after,
                scope: reach,
                message,
            }) => {
                tracing::warn!(account = %account.id, %message, "sync failed; tried again later");
                parking::park(context, &account, reach, after, &message).await?;
                let (scope, id) = (account.scope, account.id);
                let schedule = context
                    .store
                    .read(|tx| Box::pin(async move { connections::store::next_sync(tx, scope, id).await }))
                    .await?;
                let failures = schedule.map_or(0, |(_, failures)| failures);
                self.postpone(pause(failures, after), &message).await?;
            }
        }
        shared.reload().await?;
        context
            .hints
            .send(Some(account.scope.id()), Topic::Accounts, Some(account.id), None);
        Ok(())
    }

    /// Reads a piece of the history. Failures are written down and tried again later; they never fail the actor.
    async fn history(&self) -> Result<(), StoreError> {
        let shared = &self.shared;
        let account = shared.account();
        if shared.leases.owner(account.shard).is_none() || account.state != AccountState::Active {
            return Ok(());
        }
        let context = &shared.context;
        let (why, asked) = match read_history(context, shared.platform.as_ref(), &account).await {
            Ok(None) => return Ok(()),
            Ok(Some(outcome)) => {
                tracing::info!(account = %account.id, rows = outcome.rows_read, "a piece of the history was read");
                shared.reload().await?;
                return Ok(());
            }
            Err(SyncError::Store(error)) => return Err(error),
            Err(SyncError::Reconnect(why)) => (why, None),
            Err(SyncError::Later {
                after,
                scope: reach,
                message,
            }) => {
                parking::park(context, &account, reach, after, &message).await?;
                (message, after)
            }
        };
        tracing::warn!(account = %account.id, %why, "a piece of the history could not be read; tried again later");
        let (scope, id, at) = (account.scope, account.id, context.business.now());
        context
            .store
            .write(move |tx| {
                Box::pin(async move {
                    let failures = first_sync::find(tx, scope, id)
                        .await?
                        .map_or(0, |history| history.failures);
                    let next = at
                        .saturating_add(pause(failures, asked))
                        .unwrap_or(Timestamp::MAX);
                    first_sync::note_failed(tx, scope, id, next, &why).await
                })
            })
            .await?;
        shared.reload().await?;
        context
            .hints
            .send(Some(scope.id()), Topic::Accounts, Some(id), None);
        Ok(())
    }

    /// The account's sync is due now, and none runs.
    async fn begin_again(&self) -> Result<(), StoreError> {
        let (account, at) = (self.shared.account(), self.shared.context.business.now());
        self.shared
            .context
            .store
            .write(move |tx| {
                Box::pin(async move {
                    connections::store::sync_runs(tx, account.scope, account.id, None).await?;
                    connections::store::sync_due(tx, account.scope, account.id, at).await
                })
            })
            .await
    }

    async fn postpone(&self, by: SignedDuration, why: &str) -> Result<(), StoreError> {
        let account = self.shared.account();
        let next = self
            .shared
            .context
            .business
            .now()
            .saturating_add(by)
            .unwrap_or(Timestamp::MAX);
        let why = why.to_owned();
        self.shared
            .context
            .store
            .write(move |tx| {
                Box::pin(async move {
                    connections::store::sync_failed(tx, &account, next, &why).await?;
                    if account.state == AccountState::Connecting {
                        first_sync::note_failed(tx, account.scope, account.id, next, &why).await?;
                    }
                    Ok(())
                })
            })
            .await
    }
}

/// Whether a failure lies in what is stored of one action, not in the database.
fn concerns_it_alone(error: &StoreError) -> bool {
    matches!(
        error,
        StoreError::Inconsistent { .. } | StoreError::RowsAffected { .. } | StoreError::Conflict { .. }
    )
}

/// Half a minute doubling to an hour, and not before the platform's own time.
fn pause(failures: u32, asked: Option<Duration>) -> SignedDuration {
    let own = SignedDuration::from_secs(30_i64.saturating_mul(1 << failures.min(7)));
    let asked = asked
        .and_then(|asked| SignedDuration::try_from(asked).ok())
        .unwrap_or_default();
    own.max(asked)
}
