//! What goes out: notifications from the outbox, and the audit's seals, once a second.

use std::{sync::Arc, time::Duration};

use engine::{Context, audit, idempotency, notifications, supervision::ActorState};
use ractor::{Actor, ActorProcessingErr, ActorRef, SupervisionEvent};

use crate::directory::{Directory, Vitals};

/// Process time between two rounds.
const ROUND: Duration = Duration::from_secs(1);
/// How many rounds between two looks for kept answers whose time is over.
const ROUNDS_PER_TIDYING: u32 = 60;

pub enum OutboxMessage {
    Round,
}

pub struct Outbox;

impl Actor for Outbox {
    type Msg = OutboxMessage;
    type State = (Context, Arc<Vitals>, u32);
    type Arguments = (Context, Directory, Arc<Vitals>);

    async fn pre_start(
        &self,
        myself: ActorRef<OutboxMessage>,
        (context, directory, vitals): Self::Arguments,
    ) -> Result<Self::State, ActorProcessingErr> {
        directory.set(&vitals, ActorState::Running, None);
        myself.send_after(ROUND, || OutboxMessage::Round);
        Ok((context, vitals, 0))
    }

    async fn handle(
        &self,
        myself: ActorRef<OutboxMessage>,
        OutboxMessage::Round: OutboxMessage,
        (context, vitals, round): &mut Self::State,
    ) -> Result<(), ActorProcessingErr> {
        vitals.handled();
        let delivered = notifications::deliver(context).await?;
        let sealed = audit::seal_all(context).await?;
        if *round == 0 {
            idempotency::forget_expired(context).await?;
        }
        *round = round.wrapping_add(1) % ROUNDS_PER_TIDYING;
        if delivered > 0 || sealed > 0 {
            tracing::debug!(delivered, sealed, "outbox round");
        }
        myself.send_after(ROUND, || OutboxMessage::Round);
        Ok(())
    }

    async fn handle_supervisor_evt(
        &self,
        _myself: ActorRef<OutboxMessage>,
        _event: SupervisionEvent,
        _state: &mut Self::State,
    ) -> Result<(), ActorProcessingErr> {
        // It supervises nobody.
        Ok(())
    }
}
