//! Starting and draining the whole tree.

use std::{sync::Arc, time::Duration};

use engine::{
    Context,
    store::{StoreError, WriterLoop},
    supervision::{ActorInfo, ActorKind, ActorState, ActorsView},
};
use ractor::{Actor, ActorRef};

use crate::{
    directory::{Directory, Subject},
    leases::{LeaseTimes, Leases},
    node::{Node, NodeArguments, NodeMessage, Routes},
};

/// How long what is under way may take to end when the program is told to stop (process time).
const DRAIN: Duration = Duration::from_secs(30);

/// What the runtime needs.
pub struct Options {
    pub context: Context,
    /// SQLite's writer; absent on PostgreSQL.
    pub writer: Option<WriterLoop>,
    /// How long this node's leases last without renewal.
    pub lease: Duration,
}

#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("the supervision tree did not start: {0}")]
    Start(String),
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// The running tree.
pub struct Handle {
    node: ActorRef<NodeMessage>,
    leases: Leases,
    directory: Directory,
}

/// Starts the tree. When this returns, shards are leased and due work is being delivered.
pub async fn run(options: Options) -> Result<Handle, Error> {
    let Options {
        context,
        writer,
        lease,
    } = options;
    let directory = Directory::new(context.process.clone(), context.hints.clone());
    let leases = Leases::new(context.clone(), context.random.id(), LeaseTimes::of(lease));
    let vitals = directory.enter(Subject {
        id: "node".to_owned(),
        parent: None,
        kind: ActorKind::Node,
        name: "Node".to_owned(),
        org_id: None,
    });
    let arguments = NodeArguments {
        context,
        directory: directory.clone(),
        leases: leases.clone(),
        vitals,
        writer,
        routes: Routes::default(),
    };
    let (node, _) = Actor::spawn(None, Node, arguments)
        .await
        .map_err(|error| Error::Start(error.to_string()))?;
    Ok(Handle {
        node,
        leases,
        directory,
    })
}

impl Handle {
    /// The tree, for the actors page.
    pub fn view(&self) -> Arc<dyn ActorsView> {
        Arc::new(self.directory.clone())
    }

    /// Gives the leases back first, so that nothing new is begun; waits for what is under way; then ends the tree.
    pub async fn stop(self) -> Result<(), Error> {
        self.leases.release().await?;
        let busy =
            |info: &ActorInfo| matches!(info.kind, ActorKind::Campaign) && info.state == ActorState::Running;
        let waited = tokio::time::timeout(DRAIN, async {
            while self.directory.tree().iter().any(busy) {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        })
        .await;
        if waited.is_err() {
            // What did not end stands as an intent in the ledger; the next owner reads back what became of it.
            tracing::warn!(
                "an action was still under way when the program stopped; it is looked at on the next start"
            );
        }
        self.node.stop(None);
        Ok(())
    }
}
