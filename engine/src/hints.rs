//! Hints that something changed, for open pages. A hint carries no data and may be lost: the page fetches again.

use serde::Serialize;
use tokio::sync::broadcast;
use uuid::Uuid;

/// How many hints a slow listener may fall behind before it is told to fetch everything again.
const CAPACITY: usize = 1_024;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Topic {
    Actions,
    Decisions,
    Campaigns,
    Accounts,
    Rules,
    Actors,
    Clock,
    Notifications,
    /// Its name, its people, whether it is stopped.
    Organisation,
}

#[derive(Debug, Clone, Serialize)]
pub struct Hint {
    /// Whom it concerns; never sent out.
    #[serde(skip)]
    pub org_id: Option<Uuid>,
    pub topic: Topic,
    #[serde(rename = "ref")]
    pub reference: Option<Uuid>,
    pub version: Option<i64>,
}

/// The process's hint channel, cheap to clone.
#[derive(Debug, Clone)]
pub struct Hints {
    sender: broadcast::Sender<Hint>,
}

impl Default for Hints {
    fn default() -> Self {
        Self {
            sender: broadcast::channel(CAPACITY).0,
        }
    }
}

impl Hints {
    pub fn send(&self, org_id: Option<Uuid>, topic: Topic, reference: Option<Uuid>, version: Option<i64>) {
        // Nobody listening is the common case.
        let _ = self.sender.send(Hint {
            org_id,
            topic,
            reference,
            version,
        });
    }

    pub fn listen(&self) -> broadcast::Receiver<Hint> {
        self.sender.subscribe()
    }
}
