//! What an admin does about an actor: stop it, let its subject rest, resume it. Each is audited.

use jiff::Timestamp;
use uuid::Uuid;

use super::{ActorKind, ActorsView, Killed, store};
use crate::{
    Context,
    audit::{self, AuditActor, AuditEvent},
    connections,
    hints::Topic,
    identity::{OrgScope, Principal},
    notifications::{self, Notification},
    store::{StoreError, Tx, params},
};

/// What may rest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Quarantined {
    Account,
    Rule,
    /// Nothing is carried out on it; its rules are still evaluated.
    Campaign,
}

impl Quarantined {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Account => "account",
            Self::Rule => "rule",
            Self::Campaign => "campaign",
        }
    }

    pub(super) fn parse(text: &str) -> Option<Self> {
        [Self::Account, Self::Rule, Self::Campaign]
            .into_iter()
            .find(|kind| kind.as_str() == text)
    }

    pub(super) fn of_kind(kind: ActorKind) -> Option<Self> {
        match kind {
            ActorKind::Account => Some(Self::Account),
            ActorKind::Rule => Some(Self::Rule),
            ActorKind::Campaign => Some(Self::Campaign),
            _ => None,
        }
    }

    /// The subject that an actor's id names (`account:0193…`).
    fn of_actor(id: &str) -> Option<(Self, Uuid)> {
        let (kind, id) = id.split_once(':')?;
        Some((Self::parse(kind)?, id.parse().ok()?))
    }
}

/// Something that rests, for the runtime.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QuarantinedSubject {
    pub scope: OrgScope,
    pub kind: Quarantined,
    pub id: Uuid,
    pub name: String,
    pub shard: i64,
    /// Of accounts and campaigns.
    pub account_id: Option<Uuid>,
    pub reason: String,
}

#[derive(Debug, thiserror::Error)]
pub enum CommandError {
    #[error("there is no such actor")]
    NotFound,
    #[error("{0}")]
    Impossible(String),
    #[error(transparent)]
    Store(#[from] StoreError),
}

fn impossible(why: impl Into<String>) -> CommandError {
    CommandError::Impossible(why.into())
}

/// Stops one actor of this process; its supervisor starts it again. What it was in the middle of is found in storage.
pub async fn kill(
    context: &Context,
    principal: &Principal,
    actors: &dyn ActorsView,
    id: &str,
) -> Result<(), CommandError> {
    let actor = actors
        .tree()
        .into_iter()
        .find(|actor| actor.id == id && actor.is_visible_to(principal.scope.id()))
        .ok_or(CommandError::NotFound)?;
    let can = actor.can();
    if let Some(why) = can.why_not {
        return Err(impossible(why));
    }
    // Written down first: an actor that ends without a name to it would be worse than a name without an end.
    let event = AuditEvent::done("actor.killed", AuditActor::of(principal))
        .with(serde_json::json!({ "actor": id, "name": actor.name }));
    if !can.kill {
        return Err(impossible("it does not run now"));
    }
    audit::record_alone(context, principal.scope, event).await?;
    match actors.kill(id, &principal.name) {
        Killed::Stopping => Ok(()),
        Killed::NotRunning => Err(impossible("it ended by itself meanwhile")),
    }
}

/// Lets an account, a rule or a campaign rest until somebody resumes it, on every node.
pub async fn quarantine(
    context: &Context,
    principal: &Principal,
    actors: &dyn ActorsView,
    id: &str,
    reason: &str,
) -> Result<(), CommandError> {
    let (kind, subject) = subject_of(principal, actors, id)?;
    let (now, at, random) = (
        context.process.now(),
        context.business.now(),
        context.random.clone(),
    );
    let (person, reason, scope) = (
        principal.clone(),
        format!("{}: {reason}", principal.name),
        principal.scope,
    );
    context
        .store
        .write(move |tx| {
            Box::pin(async move {
                exists(tx, scope, kind, subject).await?;
                if !rest(tx, scope, kind, subject, &reason, at, now).await? {
                    return Err(impossible(match kind {
                        Quarantined::Rule => "only an enabled rule can be quarantined",
                        _ => "it is not in service",
                    }));
                }
                let event = AuditEvent::done("actor.quarantined", AuditActor::of(&person))
                    .on(kind.as_str(), subject)
                    .with(serde_json::json!({ "reason": reason }));
                audit::record(tx, &random, scope, now, event).await?;
                Ok(())
            })
        })
        .await?;
    tell(context, scope, kind, subject);
    Ok(())
}

/// Ends a quarantine; what failed before is forgiven.
pub async fn resume(
    context: &Context,
    principal: &Principal,
    actors: &dyn ActorsView,
    id: &str,
) -> Result<(), CommandError> {
    let (kind, subject) = subject_of(principal, actors, id)?;
    resume_subject(context, principal, kind, subject).await
}

/// The same, by what the actor stands for.
pub async fn resume_subject(
    context: &Context,
    principal: &Principal,
    kind: Quarantined,
    subject: Uuid,
) -> Result<(), CommandError> {
    let (now, at, random) = (
        context.process.now(),
        context.business.now(),
        context.random.clone(),
    );
    let (person, scope) = (principal.clone(), principal.scope);
    context
        .store
        .write(move |tx| {
            Box::pin(async move {
                exists(tx, scope, kind, subject).await?;
                let lifted = store::lift(tx, scope, kind, subject).await?;
                let moved = match kind {
                    Quarantined::Account => {
                        let moved = tx
                            .execute(store::ACCOUNT_RESUMES, params![scope.id(), subject, at])
                            .await?;
                        if moved > 0 {
                            connections::store::sync_due(tx, scope, subject, at).await?;
                            connections::first_sync::make_due(tx, scope, subject, at).await?;
                        }
                        moved > 0
                    }
                    Quarantined::Rule => {
                        tx.execute(store::RULE_RESUMES, params![scope.id(), subject, now])
                            .await?
                            > 0
                    }
                    Quarantined::Campaign => lifted,
                };
                if !moved {
                    return Err(impossible("it is not quarantined"));
                }
                let event =
                    AuditEvent::done("actor.resumed", AuditActor::of(&person)).on(kind.as_str(), subject);
                audit::record(tx, &random, scope, now, event).await?;
                Ok(())
            })
        })
        .await?;
    tell(context, scope, kind, subject);
    Ok(())
}

/// The verdict of the supervision itself: failed too often. Answers `false` when its subject is not in service any more.
pub async fn give_up(
    context: &Context,
    scope: OrgScope,
    kind: Quarantined,
    subject: Uuid,
    error: &str,
) -> Result<bool, StoreError> {
    let (now, at, random) = (
        context.process.now(),
        context.business.now(),
        context.random.clone(),
    );
    let error = error.to_owned();
    let rests = context
        .store
        .write(move |tx| {
            Box::pin(async move {
                // Said once, however often its supervisor comes to the same verdict before it hears of its own.
                if store::is_quarantined(tx, scope, kind, subject).await? {
                    return Ok(true);
                }
                let rests = rest(tx, scope, kind, subject, &error, at, now).await?;
                if rests {
                    let event = AuditEvent::done("actor.quarantined", AuditActor::SYSTEM)
                        .on(kind.as_str(), subject)
                        .with(serde_json::json!({ "reason": error }));
                    audit::record(tx, &random, scope, now, event).await?;
                    let (sort, title) = match kind {
                        Quarantined::Account => (notifications::Kind::Account, "An account was quarantined"),
                        Quarantined::Rule => (notifications::Kind::Rule, "A rule was quarantined"),
                        Quarantined::Campaign => (notifications::Kind::Failure, "A campaign was quarantined"),
                    };
                    let body = format!("It kept failing and stands still until an admin resumes it: {error}");
                    let told = Notification::new(sort, title, body).about(kind.as_str(), Some(subject));
                    notifications::enqueue(tx, scope, random.id(), &told, at).await?;
                }
                Ok::<_, StoreError>(rests)
            })
        })
        .await?;
    tell(context, scope, kind, subject);
    Ok(rests)
}

async fn rest(
    tx: &mut Tx,
    scope: OrgScope,
    kind: Quarantined,
    subject: Uuid,
    reason: &str,
    at: Timestamp,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let moved = match kind {
        Quarantined::Account => {
            tx.execute(store::ACCOUNT_RESTS, params![scope.id(), subject, reason, at])
                .await?
        }
        Quarantined::Rule => {
            tx.execute(store::RULE_RESTS, params![scope.id(), subject, reason, now])
                .await?
        }
        Quarantined::Campaign => 1,
    };
    if moved == 0 {
        return Ok(false);
    }
    store::put(tx, scope, kind, subject, reason, at).await?;
    Ok(true)
}

/// What an actor's id stands for. An actor that nothing stands behind is told apart from one that is not there.
fn subject_of(
    principal: &Principal,
    actors: &dyn ActorsView,
    id: &str,
) -> Result<(Quarantined, Uuid), CommandError> {
    if let Some(subject) = Quarantined::of_actor(id) {
        return Ok(subject);
    }
    let visible = actors
        .tree()
        .into_iter()
        .any(|actor| actor.id == id && actor.is_visible_to(principal.scope.id()));
    Err(if visible {
        impossible("only accounts, rules and campaigns can be quarantined")
    } else {
        CommandError::NotFound
    })
}

async fn exists(tx: &mut Tx, scope: OrgScope, kind: Quarantined, id: Uuid) -> Result<(), CommandError> {
    let found = match kind {
        Quarantined::Account => connections::store::account(tx, scope, id).await?.is_some(),
        Quarantined::Rule => tx
            .fetch_optional(store::RULE_EXISTS, params![scope.id(), id])
            .await?
            .is_some(),
        Quarantined::Campaign => tx
            .fetch_optional(store::CAMPAIGN_EXISTS, params![scope.id(), id])
            .await?
            .is_some(),
    };
    if found {
        Ok(())
    } else {
        Err(CommandError::NotFound)
    }
}

fn tell(context: &Context, scope: OrgScope, kind: Quarantined, id: Uuid) {
    let topic = match kind {
        Quarantined::Account => Topic::Accounts,
        Quarantined::Rule => Topic::Rules,
        // The runtime calls the roll on a hint about accounts; a campaign belongs to one.
        Quarantined::Campaign => Topic::Accounts,
    };
    let reference = (kind != Quarantined::Campaign).then_some(id);
    context.hints.send(Some(scope.id()), topic, reference, None);
    context.hints.send(Some(scope.id()), Topic::Actors, None, None);
}
