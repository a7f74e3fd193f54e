//! The organisation itself: its name, and the switch that stops everything it would write to a platform.

use jiff::Timestamp;
use uuid::Uuid;

use super::{
    principal::{OrgScope, Permission, Principal},
    setup::{FieldProblem, name_problem},
    store,
};
use crate::{
    Context,
    audit::{self, AuditActor, AuditEvent},
    hints::Topic,
    notifications::{self, Notification},
    store::{Row, StoreError, params},
};

/// The longest reason, in characters.
pub const LONGEST_REASON: usize = 500;

/// Since when nothing is written, who stopped it and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stopped {
    pub at: Timestamp,
    pub by: Option<String>,
    pub reason: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Organisation {
    pub id: Uuid,
    pub name: String,
    pub version: i64,
    /// Whether what rules with scripts want needs no more approval than what other rules want.
    pub trusts_scripts: bool,
    pub stopped: Option<Stopped>,
    pub brands: i64,
    pub accounts: i64,
}

#[derive(Debug, thiserror::Error)]
pub enum OrganisationError {
    #[error("your role may not do this")]
    NotAllowed,
    #[error("the organisation has changed since you looked")]
    Moved,
    #[error("{}", .0.detail)]
    Field(FieldProblem),
    #[error(transparent)]
    Store(#[from] StoreError),
}

fn field(field: &'static str, detail: impl Into<String>) -> OrganisationError {
    OrganisationError::Field(FieldProblem {
        field,
        detail: detail.into(),
    })
}

pub async fn organisation(context: &Context, scope: OrgScope) -> Result<Organisation, StoreError> {
    context
        .store
        .read(move |tx| {
            Box::pin(async move {
                let row = tx.fetch_one(store::ORGANISATION, params![scope.id()]).await?;
                Ok(Organisation {
                    id: row.uuid("id")?,
                    name: row.text("name")?,
                    version: row.i64("version")?,
                    trusts_scripts: row.flag("trusts_scripts")?,
                    stopped: stopped(&row)?,
                    brands: row.i64("brands")?,
                    accounts: row.i64("accounts")?,
                })
            })
        })
        .await
}

fn stopped(row: &Row) -> Result<Option<Stopped>, StoreError> {
    let Some(at) = row.opt_time("stopped_at")? else {
        return Ok(None);
    };
    Ok(Some(Stopped {
        at,
        by: row.opt_text("stopped_by")?,
        reason: row.opt_text("stopped_reason")?.unwrap_or_default(),
    }))
}

/// What an admin changes of the organisation; nothing for what stays.
#[derive(Debug, Clone, Default)]
pub struct OrganisationChange {
    pub name: Option<String>,
    /// Whether what rules with scripts want needs no more approval than what other rules want.
    pub trusts_scripts: Option<bool>,
}

pub async fn change_organisation(
    context: &Context,
    admin: &Principal,
    version: i64,
    change: OrganisationChange,
) -> Result<(), OrganisationError> {
    if !admin.may(Permission::OrganisationWrite) {
        return Err(OrganisationError::NotAllowed);
    }
    let name = change.name.map(|name| name.trim().to_owned());
    if let Some(problem) = name.as_deref().and_then(name_problem) {
        return Err(field("name", problem));
    }
    let trusts = change.trusts_scripts;
    let done: Vec<&'static str> = [
        name.is_some().then_some("organisation_renamed"),
        trusts.map(|trusts| {
            if trusts {
                "scripts_trusted"
            } else {
                "scripts_asked_about"
            }
        }),
    ]
    .into_iter()
    .flatten()
    .collect();
    let (random, admin, now) = (context.random.clone(), admin.clone(), context.process.now());
    let scope = admin.scope;
    context
        .store
        .write(move |tx| {
            Box::pin(async move {
                let values = params![scope.id(), version, name, trusts.map(i64::from)];
                if tx.execute(store::CHANGE_ORGANISATION, values).await? != 1 {
                    return Err(OrganisationError::Moved);
                }
                for what in done {
                    let event = AuditEvent::done(what, AuditActor::of(&admin));
                    audit::record(tx, &random, scope, now, event).await?;
                }
                Ok(())
            })
        })
        .await?;
    tell(context, scope);
    Ok(())
}

/// Stops everything: from the commit on no intent is written, whatever was approved. Answers whether it was running.
/// What waits goes on after [`resume`], or lapses.
pub async fn stop(context: &Context, principal: &Principal, reason: &str) -> Result<bool, OrganisationError> {
    if !principal.may(Permission::OrganisationStop) {
        return Err(OrganisationError::NotAllowed);
    }
    let reason = reason.trim().to_owned();
    if reason.is_empty() {
        return Err(field(
            "reason",
            "say why, for everybody who finds the desk standing still",
        ));
    }
    if reason.chars().count() > LONGEST_REASON {
        return Err(field(
            "reason",
            format!("use at most {LONGEST_REASON} characters"),
        ));
    }
    switch(context, principal, Some(reason)).await
}

/// Lets what is approved go out again. Answers whether it was stopped.
pub async fn resume(context: &Context, principal: &Principal) -> Result<bool, OrganisationError> {
    if !principal.may(Permission::OrganisationStop) {
        return Err(OrganisationError::NotAllowed);
    }
    switch(context, principal, None).await
}

async fn switch(
    context: &Context,
    principal: &Principal,
    reason: Option<String>,
) -> Result<bool, OrganisationError> {
    let (now, at) = (context.process.now(), context.business.now());
    let (random, principal) = (context.random.clone(), principal.clone());
    let scope = principal.scope;
    let changed = context
        .store
        .write(move |tx| {
            Box::pin(async move {
                let changed = match &reason {
                    Some(reason) => {
                        let values = params![scope.id(), at, principal.actor, reason];
                        tx.execute(store::STOP_ORGANISATION, values).await?
                    }
                    None => {
                        tx.execute(store::RESUME_ORGANISATION, params![scope.id()])
                            .await?
                    }
                };
                if changed == 0 {
                    return Ok::<_, OrganisationError>(false);
                }
                let (event, title, body) = match reason {
                    Some(reason) => (
                        "organisation_stopped",
                        format!("{} stopped all changes", principal.name),
                        format!("{reason}\nNothing is written to any platform until somebody resumes."),
                    ),
                    None => (
                        "organisation_resumed",
                        format!("{} resumed changes", principal.name),
                        "What is approved and has not lapsed goes out now.".to_owned(),
                    ),
                };
                let event = AuditEvent::done(event, AuditActor::of(&principal));
                audit::record(tx, &random, scope, now, event).await?;
                let told =
                    Notification::new(notifications::Kind::Security, title, body).about("organisation", None);
                notifications::enqueue(tx, scope, random.id(), &told, at).await?;
                Ok(true)
            })
        })
        .await?;
    if changed {
        tell(context, scope);
    }
    Ok(changed)
}

fn tell(context: &Context, scope: OrgScope) {
    context
        .hints
        .send(Some(scope.id()), Topic::Organisation, None, None);
}
