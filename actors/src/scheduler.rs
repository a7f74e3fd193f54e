//! One wheel over the truth: which accounts have rules, syncs or ledger work due. Reads storage, keeps nothing.

use std::{sync::Arc, time::Duration};

use engine::{
    Context, actions, connections, hints::Topic, rules, store::StoreError, supervision::ActorState,
};
use ractor::{Actor, ActorProcessingErr, ActorRef, SupervisionEvent};
use tokio::task::JoinHandle;
use uuid::Uuid;

use crate::directory::{Directory, Vitals};

/// The longest process time between two looks.
const LONGEST: Duration = Duration::from_millis(500);
/// The shortest: a burst of hints is one look.
const SHORTEST: Duration = Duration::from_millis(20);

/// What is due on one account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Due {
    Tick,
    Sync,
    Ledger,
    /// A piece of a new account's history.
    History,
}

pub enum SchedulerMessage {
    Look,
}

pub struct Scheduler;

pub type Deliver = Arc<dyn Fn(Uuid, Due) + Send + Sync>;

pub struct SchedulerState {
    context: Context,
    vitals: Arc<Vitals>,
    deliver: Deliver,
    pacemaker: JoinHandle<()>,
}

impl Actor for Scheduler {
    type Msg = SchedulerMessage;
    type State = SchedulerState;
    type Arguments = (Context, Directory, Arc<Vitals>, Deliver);

    async fn pre_start(
        &self,
        myself: ActorRef<SchedulerMessage>,
        (context, directory, vitals, deliver): Self::Arguments,
    ) -> Result<SchedulerState, ActorProcessingErr> {
        directory.set(&vitals, ActorState::Running, None);
        // One message is in the mailbox at the most: the next look is asked for after the last.
        myself.cast(SchedulerMessage::Look)?;
        Ok(SchedulerState {
            context,
            vitals,
            deliver,
            pacemaker: tokio::spawn(async {}),
        })
    }

    async fn handle(
        &self,
        myself: ActorRef<SchedulerMessage>,
        SchedulerMessage::Look: SchedulerMessage,
        state: &mut SchedulerState,
    ) -> Result<(), ActorProcessingErr> {
        state.vitals.handled();
        // Listened to before looking: what changes while we look is looked at again.
        let mut hints = state.context.hints.listen();
        state.look().await?;
        let business = state.context.business.clone();
        let store = state.context.store.clone();
        state.pacemaker = tokio::spawn(async move {
            let now = business.now();
            let next = store
                .read(|tx| {
                    Box::pin(async move {
                        let rule = rules::store::next_due(tx, now).await?;
                        Ok::<_, StoreError>(
                            rule.into_iter()
                                .chain(actions::held::next_due(tx, now).await?)
                                .min(),
                        )
                    })
                })
                .await;
            let mark = next.ok().flatten().unwrap_or(jiff::Timestamp::MAX);
            let ledger_moved = async {
                loop {
                    match hints.recv().await {
                        Ok(hint) if matches!(hint.topic, Topic::Actions | Topic::Accounts | Topic::Rules) => {
                            return;
                        }
                        Ok(_) => {}
                        Err(_) => return,
                    }
                }
            };
            tokio::time::sleep(SHORTEST).await;
            tokio::select! {
                () = tokio::time::sleep(LONGEST) => {}
                () = business.sleep_until(mark) => {}
                () = ledger_moved => {}
            }
            if myself.cast(SchedulerMessage::Look).is_err() {
                tracing::debug!("the scheduler is gone");
            }
        });
        Ok(())
    }

    async fn post_stop(
        &self,
        _myself: ActorRef<SchedulerMessage>,
        state: &mut SchedulerState,
    ) -> Result<(), ActorProcessingErr> {
        state.pacemaker.abort();
        Ok(())
    }

    async fn handle_supervisor_evt(
        &self,
        _myself: ActorRef<SchedulerMessage>,
        _event: SupervisionEvent,
        _state: &mut SchedulerState,
    ) -> Result<(), ActorProcessingErr> {
        // It supervises nobody.
        Ok(())
    }
}

impl SchedulerState {
    async fn look(&self) -> Result<(), StoreError> {
        let reading = self.context.business.reading();
        if reading.stalled {
            // The owner of business time is silent: nothing becomes due, nothing lapses.
            return Ok(());
        }
        let at = reading.business_now;
        actions::approve::expire_lapsed(&self.context).await?;
        let (ticks, syncs, ledger, histories) = self
            .context
            .store
            .read(|tx| {
                Box::pin(async move {
                    let mut ticks = rules::store::due_accounts(tx, at).await?;
                    ticks.extend(actions::held::due_accounts(tx, at).await?);
                    let syncs = connections::store::due_syncs(tx, at).await?;
                    let ledger = actions::store::ready_accounts(tx, at).await?;
                    let histories = connections::first_sync::due(tx, at).await?;
                    Ok::<_, StoreError>((ticks, syncs, ledger, histories))
                })
            })
            .await?;
        for account in ledger {
            (self.deliver)(account, Due::Ledger);
        }
        for account in ticks {
            (self.deliver)(account, Due::Tick);
        }
        for account in syncs {
            (self.deliver)(account, Due::Sync);
        }
        for account in histories {
            (self.deliver)(account, Due::History);
        }
        Ok(())
    }
}
