//! What people are told. Everything that goes out waits in the outbox first, committed with what it tells about.
//!
//! Called by the ledger (a decision's actions have ended), the tick (data is missing) and the outbox's actor. Never
//! here: how a channel is spoken to (that is `connectors`).

pub mod store;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    identity::OrgScope,
    random::Random,
    store::{StoreError, Tx, params},
};

/// One message of a rule, with its values filled in when it was decided.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RuleMessage {
    pub channel: String,
    /// `#paid-social`, an address, …
    pub target: String,
    pub text: String,
}

/// A notification in the outbox.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notification {
    pub title: String,
    pub body: String,
    pub ref_kind: String,
    pub ref_id: Option<Uuid>,
}

/// Puts a notification into the outbox. With the same `id` it goes out once, however often this is called.
pub async fn enqueue(
    tx: &mut Tx,
    scope: OrgScope,
    id: Uuid,
    notification: &Notification,
    at: Timestamp,
) -> Result<(), StoreError> {
    let payload = serde_json::to_string(notification)
        .map_err(|error| StoreError::inconsistent("notification", error.to_string()))?;
    tx.execute(store::ENQUEUE, params![scope.id(), id, payload, at])
        .await?;
    Ok(())
}

/// Sends what a decision wanted to say, with what became of its actions. Once per decision.
pub async fn send_for_decision(
    tx: &mut Tx,
    scope: OrgScope,
    decision_id: Uuid,
    random: &Random,
    at: Timestamp,
) -> Result<(), StoreError> {
    let Some(row) = tx
        .fetch_optional(store::TAKE_DECISION, params![scope.id(), decision_id, at])
        .await?
    else {
        return Ok(());
    };
    let messages: Vec<RuleMessage> = row.json("notify")?;
    if messages.is_empty() {
        return Ok(());
    }
    let mut became = Vec::new();
    for action in tx
        .fetch_all(store::ACTIONS_OF_DECISION, params![scope.id(), decision_id])
        .await?
    {
        let detail = action
            .opt_text("state_detail")?
            .map(|detail| format!(" ({detail})"))
            .unwrap_or_default();
        became.push(format!(
            "{} of {}: {}{detail}",
            action.text("kind")?,
            action.text("target_name")?,
            action.text("state")?
        ));
    }
    for message in messages {
        let mut body = message.text.clone();
        if !became.is_empty() {
            body = format!("{body}\n{}", became.join("\n"));
        }
        let title = format!("{} {}", message.channel, message.target)
            .trim()
            .to_owned();
        let notification = Notification {
            title,
            body,
            ref_kind: "decision".to_owned(),
            ref_id: Some(decision_id),
        };
        enqueue(tx, scope, random.id(), &notification, at).await?;
    }
    Ok(())
}

/// Delivers what waits to the in-app list. Answers how many were delivered.
pub async fn deliver(context: &crate::Context) -> Result<usize, StoreError> {
    let at = context.business.now();
    let delivered = context
        .store
        .write(move |tx| {
            Box::pin(async move {
                let mut delivered = Vec::new();
                for row in tx.fetch_all(store::DUE, params![at]).await? {
                    let (org, id) = (row.uuid("org_id")?, row.uuid("id")?);
                    let notification: Notification = row.json("payload")?;
                    tx.execute(
                        store::INSERT,
                        params![
                            org,
                            id,
                            notification.title,
                            notification.body,
                            notification.ref_kind,
                            notification.ref_id,
                            at,
                        ],
                    )
                    .await?;
                    tx.execute_exactly(1, store::SENT, params![org, id]).await?;
                    delivered.push(org);
                }
                Ok::<_, StoreError>(delivered)
            })
        })
        .await?;
    for org in &delivered {
        context
            .hints
            .send(Some(*org), crate::hints::Topic::Notifications, None, None);
    }
    Ok(delivered.len())
}
