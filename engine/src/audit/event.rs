//! One audited event and how it is written.

use jiff::Timestamp;
use serde_json::Value;
use uuid::Uuid;

use super::store;
use crate::{
    Context,
    identity::{OrgScope, Principal, PrincipalKind},
    random::Random,
    store::{StoreError, Tx, params},
};

/// Who did it and through whose rights.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AuditActor {
    kind: &'static str,
    id: Option<Uuid>,
    on_behalf_of: Option<Uuid>,
}

impl AuditActor {
    /// The program itself.
    pub const SYSTEM: Self = Self {
        kind: "system",
        id: None,
        on_behalf_of: None,
    };

    pub fn user(id: Uuid) -> Self {
        Self {
            kind: PrincipalKind::User.as_str(),
            id: Some(id),
            on_behalf_of: None,
        }
    }

    pub fn of(principal: &Principal) -> Self {
        Self {
            kind: principal.kind.as_str(),
            id: Some(principal.actor),
            on_behalf_of: principal.on_behalf_of,
        }
    }
}

/// How it ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    Done,
    Refused,
    Failed,
}

impl Outcome {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Refused => "refused",
            Self::Failed => "failed",
        }
    }
}

/// An event before it is written. Names follow OWASP's logging vocabulary where it has one (`authn_login_fail`).
#[derive(Debug, Clone, PartialEq)]
pub struct AuditEvent {
    name: &'static str,
    actor: AuditActor,
    outcome: Outcome,
    target: Option<(&'static str, Uuid)>,
    detail: Value,
    request_id: Option<String>,
}

impl AuditEvent {
    pub fn new(name: &'static str, actor: AuditActor, outcome: Outcome) -> Self {
        Self {
            name,
            actor,
            outcome,
            target: None,
            detail: Value::Object(serde_json::Map::new()),
            request_id: None,
        }
    }

    pub fn done(name: &'static str, actor: AuditActor) -> Self {
        Self::new(name, actor, Outcome::Done)
    }

    pub fn refused(name: &'static str, actor: AuditActor) -> Self {
        Self::new(name, actor, Outcome::Refused)
    }

    /// What it was done to.
    #[must_use]
    pub fn on(mut self, kind: &'static str, id: Uuid) -> Self {
        self.target = Some((kind, id));
        self
    }

    /// What a reader needs beyond the name. Never a secret: the audit is for every admin's eyes.
    #[must_use]
    pub fn with(mut self, detail: Value) -> Self {
        self.detail = detail;
        self
    }

    #[must_use]
    pub fn in_request(mut self, request_id: Option<&str>) -> Self {
        self.request_id = request_id.map(str::to_owned);
        self
    }
}

/// Writes the event in the transaction of the change it describes; it is sealed into the chain shortly after.
/// `at` is process time.
pub async fn record(
    tx: &mut Tx,
    random: &Random,
    scope: OrgScope,
    at: Timestamp,
    event: AuditEvent,
) -> Result<(), StoreError> {
    let (target_kind, target_id) = event.target.unzip();
    let values = params![
        scope.id(),
        random.id(),
        at,
        event.actor.kind,
        event.actor.id,
        event.actor.on_behalf_of,
        event.name,
        target_kind,
        target_id,
        event.outcome.as_str(),
        event.detail.to_string(),
        event.request_id,
    ];
    tx.execute_exactly(1, store::INSERT_EVENT, values).await
}

/// Writes an event that describes no change of ours: a refusal, a look. In a transaction of its own.
pub async fn record_alone(context: &Context, scope: OrgScope, event: AuditEvent) -> Result<(), StoreError> {
    let (random, at) = (context.random.clone(), context.process.now());
    context
        .store
        .write(move |tx| Box::pin(async move { record(tx, &random, scope, at, event).await }))
        .await
}
