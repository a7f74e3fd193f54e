//! An account's queue to its platform: one job at a time, the ledger before the sync, held back by the platform's word.
//!
//! Bounded by construction: the account hands in at most one sync and each open action once.

use std::{collections::VecDeque, sync::Arc};

use engine::{
    actions::{
        self,
        carry_out::{Recheck, Session, Turn},
    },
    connections::{self, AccountState},
    decisions::{recheck, store as decision_store},
    hints::Topic,
    rules::store as rule_store,
    store::StoreError,
    supervision::ActorState,
};
use jiff::{SignedDuration, Timestamp};
use ractor::{Actor, ActorProcessingErr, ActorRef, SupervisionEvent};
use uuid::Uuid;

use crate::{
    account::{AccountMessage, AccountShared},
    directory::Vitals,
    sync::{SyncError, sync_account},
};

pub enum Job {
    Sync,
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
                    Job::Turn { action, campaign } => state.ledger.push_back((action, campaign)),
                }
            }
            QueueMessage::Next => {
                state.awake = false;
                if let Some((action, campaign)) = state.ledger.pop_front() {
                    let turn = state.turn(action).await?;
                    state.account.cast(AccountMessage::Turned {
                        action,
                        campaign,
                        turn,
                    })?;
                } else if std::mem::take(&mut state.sync) {
                    state.sync().await?;
                    state.account.cast(AccountMessage::Synced)?;
                }
            }
        }
        // What was enqueued while a job ran is taken in first: then the ledger can go before the sync.
        if !state.awake && (!state.ledger.is_empty() || state.sync) {
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
        let (stored, branch, campaign) = context
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
                    Ok::<_, StoreError>((stored, branch, action.campaign_id))
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
        let turn = session
            .turn(id, |action| {
                if action.rule_id.is_none() {
                    return Recheck::Holds;
                }
                let plan = stored.as_ref().and_then(|stored| shared.plan(stored));
                let (Some(plan), Some(branch), Some(campaign)) = (plan, branch, campaign) else {
                    return Recheck::Fails("the rule that asked for it can no longer be read".to_owned());
                };
                recheck::recheck(
                    &plan,
                    &shared.table().at(context.business.now()),
                    campaign,
                    branch,
                )
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
                tracing::warn!(account = %account.id, %why, "needs a new consent");
                self.postpone(SignedDuration::from_hours(1), &why).await?;
            }
            Err(SyncError::Later { after, message }) => {
                tracing::warn!(account = %account.id, %message, "sync failed; tried again later");
                let (scope, id) = (account.scope, account.id);
                let schedule = context
                    .store
                    .read(|tx| Box::pin(async move { connections::store::next_sync(tx, scope, id).await }))
                    .await?;
                let failures = schedule.map_or(0, |(_, failures)| failures);
                let own = SignedDuration::from_secs(30_i64.saturating_mul(1 << failures.min(7)));
                let asked = after
                    .and_then(|after| SignedDuration::try_from(after).ok())
                    .unwrap_or_default();
                self.postpone(own.max(asked), &message).await?;
            }
        }
        shared.reload().await?;
        context
            .hints
            .send(Some(account.scope.id()), Topic::Accounts, Some(account.id), None);
        Ok(())
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
                Box::pin(async move { connections::store::sync_failed(tx, &account, next, &why).await })
            })
            .await
    }
}
