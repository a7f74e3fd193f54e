//! SQLite's group commit as a supervised actor: its loop runs on a task; if the task ends, the actor fails and is
//! started again on the same queues.

use std::sync::Arc;

use engine::{store::WriterLoop, supervision::ActorState};
use ractor::{Actor, ActorProcessingErr, ActorRef, SupervisionEvent};

use crate::directory::{Directory, Vitals};

pub enum WriterMessage {
    /// The loop ended, with its error.
    Ended(Option<String>),
}

pub struct WriterActor;

impl Actor for WriterActor {
    type Msg = WriterMessage;
    type State = tokio::task::JoinHandle<()>;
    type Arguments = (WriterLoop, Directory, Arc<Vitals>);

    async fn pre_start(
        &self,
        myself: ActorRef<WriterMessage>,
        (writer, directory, vitals): Self::Arguments,
    ) -> Result<Self::State, ActorProcessingErr> {
        let task = tokio::spawn(async move {
            let error = writer.run().await.err().map(|error| error.to_string());
            if myself.cast(WriterMessage::Ended(error)).is_err() {
                tracing::debug!("the writer's actor is gone");
            }
        });
        directory.set(&vitals, ActorState::Running, None);
        Ok(task)
    }

    async fn handle(
        &self,
        myself: ActorRef<WriterMessage>,
        WriterMessage::Ended(error): WriterMessage,
        _state: &mut Self::State,
    ) -> Result<(), ActorProcessingErr> {
        match error {
            None => {
                myself.stop(None);
                Ok(())
            }
            Some(error) => Err(error.into()),
        }
    }

    async fn post_stop(
        &self,
        _myself: ActorRef<WriterMessage>,
        _task: &mut Self::State,
    ) -> Result<(), ActorProcessingErr> {
        // The task goes on until every writer is gone: nothing that waits for a commit is lost.
        Ok(())
    }

    async fn handle_supervisor_evt(
        &self,
        _myself: ActorRef<WriterMessage>,
        _event: SupervisionEvent,
        _state: &mut Self::State,
    ) -> Result<(), ActorProcessingErr> {
        // It supervises nobody.
        Ok(())
    }
}
