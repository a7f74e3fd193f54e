//! What is in motion on one campaign. Awake while something is; one action at a time, in the order in which they came.

use std::{collections::VecDeque, sync::Arc};

use engine::{
    actions::carry_out::Turn,
    supervision::{ActorState, QueueNumbers},
};
use ractor::{Actor, ActorProcessingErr, ActorRef, SupervisionEvent};
use uuid::Uuid;

use crate::{
    account::{AccountMessage, AccountShared},
    directory::{Address, Vitals},
    request_queue::{Job, QueueMessage},
};

pub enum CampaignMessage {
    /// An action wants its turn.
    Turn(Uuid),
    /// It was started again: go to sleep if nothing waits.
    LookAround,
    /// The queue is done with one.
    Turned { action: Uuid, turn: Option<Turn> },
    /// What is stored of an action makes no sense: the actor ends with this error, and its supervisor decides.
    Failed(String),
}

pub struct CampaignActor;

pub struct CampaignState {
    campaign: Uuid,
    vitals: Arc<Vitals>,
    account: ActorRef<AccountMessage>,
    queue: Address<QueueMessage>,
    waiting: VecDeque<Uuid>,
    /// The action that is with the queue.
    moving: Option<Uuid>,
}

impl CampaignState {
    fn advance(&mut self) {
        if self.moving.is_some() {
            return;
        }
        if let Some(action) = self.waiting.pop_front() {
            self.moving = Some(action);
            self.queue.cast(QueueMessage::Enqueue(Job::Turn {
                action,
                campaign: Some(self.campaign),
            }));
        } else if self.account.cast(AccountMessage::Idle(self.campaign)).is_err() {
            tracing::debug!(campaign = %self.campaign, "the account's actor is gone");
        }
    }
}

impl Actor for CampaignActor {
    type Msg = CampaignMessage;
    type State = CampaignState;
    type Arguments = (
        Uuid,
        Arc<AccountShared>,
        Arc<Vitals>,
        ActorRef<AccountMessage>,
        Address<QueueMessage>,
    );

    async fn pre_start(
        &self,
        _myself: ActorRef<CampaignMessage>,
        (campaign, shared, vitals, account, queue): Self::Arguments,
    ) -> Result<CampaignState, ActorProcessingErr> {
        shared.directory.set(&vitals, ActorState::Running, None);
        Ok(CampaignState {
            campaign,
            vitals,
            account,
            queue,
            waiting: VecDeque::new(),
            moving: None,
        })
    }

    async fn handle(
        &self,
        _myself: ActorRef<CampaignMessage>,
        message: CampaignMessage,
        state: &mut CampaignState,
    ) -> Result<(), ActorProcessingErr> {
        state.vitals.handled();
        match message {
            CampaignMessage::LookAround => {}
            CampaignMessage::Failed(error) => return Err(error.into()),
            CampaignMessage::Turn(action) => state.waiting.push_back(action),
            CampaignMessage::Turned { action, turn } => {
                if state.moving == Some(action) {
                    state.moving = None;
                }
                tracing::debug!(campaign = %state.campaign, %action, ?turn, "a turn is over");
            }
        }
        state.advance();
        state.vitals.holds(QueueNumbers {
            waiting: u64::try_from(state.waiting.len()).unwrap_or(u64::MAX),
            in_flight: u64::from(state.moving.is_some()),
        });
        Ok(())
    }

    async fn handle_supervisor_evt(
        &self,
        _myself: ActorRef<CampaignMessage>,
        _event: SupervisionEvent,
        _state: &mut CampaignState,
    ) -> Result<(), ActorProcessingErr> {
        // It supervises nobody.
        Ok(())
    }
}
