//! Undo: an action whose target is the stored old value, refused if anybody changed the property since.

use std::sync::Arc;

use serde::Serialize;
use uuid::Uuid;

use super::{
    ActionError, Kind,
    door::{self, Admission, Door, Origin, Proposal},
    state::State,
    store,
};
use crate::{
    Context,
    audit::{self, AuditActor, AuditEvent},
    campaigns,
    connections::{
        self,
        platform::{WriteField, WriteValue},
    },
    hints::Topic,
    identity::{OrgScope, Permission, Principal},
    metrics::{ingest, table::AccountTable},
    rules::catalog,
    store::{StoreError, Tx},
};

/// What an undo would change, shown before it is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct UndoPreview {
    /// The value now.
    pub before: WriteValue,
    /// The value afterwards.
    pub after: WriteValue,
    /// Why it cannot be undone; `None` when it can.
    pub why_not: Option<String>,
}

/// The property's value now, and what about the action keeps it from being undone by anybody.
pub(super) async fn obstacle(
    tx: &mut Tx,
    scope: OrgScope,
    action: &store::Action,
) -> Result<(Option<WriteValue>, Option<String>), StoreError> {
    let current =
        campaigns::store::current_value(tx, scope, action.account_id, &action.target, action.field).await?;
    let why_not = if action.state != State::Applied {
        Some(format!(
            "only an applied action can be undone; this one is {}",
            action.state.as_str()
        ))
    } else if action.undone_by.is_some() {
        Some("it has been undone already".to_owned())
    } else if current.as_ref() != Some(&action.value) {
        Some("the value was changed since; undoing would overwrite that change".to_owned())
    } else {
        None
    };
    Ok((current, why_not))
}

/// The proposal that sets an applied action's old value again, in a person's name.
pub(super) fn proposal(action: &store::Action, principal: &Principal, reason: String) -> Proposal {
    let per_day_micros = match (action.field, &action.value, &action.expected) {
        (WriteField::Budget, WriteValue::Money(now), WriteValue::Money(then)) => then.checked_sub(*now),
        _ => None,
    };
    Proposal {
        kind: Kind::setting(action.field, &action.expected),
        target: action.target.clone(),
        target_name: action.target_name.clone(),
        shared_by: 1,
        field: action.field,
        expected: action.value.clone(),
        value: action.expected.clone(),
        campaign_id: action.campaign_id,
        object_id: action.object_id,
        per_day_micros,
        reason,
        origin: Origin::Person {
            id: principal.actor,
            role: principal.role,
            name: principal.name.clone(),
        },
        decision_id: None,
        undoes: Some(action.id),
        terms: None,
        gives_back: None,
        in_move: false,
    }
}

async fn judge(
    tx: &mut Tx,
    principal: &Principal,
    id: Uuid,
) -> Result<(store::Action, UndoPreview), ActionError> {
    let action = store::load(tx, principal.scope, id)
        .await?
        .ok_or(ActionError::NotFound)?;
    let (current, obstacle) = obstacle(tx, principal.scope, &action).await?;
    let why_not = obstacle.or_else(|| {
        (!principal.may(Permission::ActionsApprove)).then(|| "your role may not undo actions".to_owned())
    });
    let before = current.unwrap_or_else(|| action.value.clone());
    let preview = UndoPreview {
        before,
        after: action.expected.clone(),
        why_not,
    };
    Ok((action, preview))
}

/// Says what undoing would change and whether it may.
pub async fn preview_undo(
    context: &Context,
    principal: &Principal,
    id: Uuid,
) -> Result<UndoPreview, ActionError> {
    let person = principal.clone();
    context
        .store
        .read(|tx| Box::pin(async move { Ok(judge(tx, &person, id).await?.1) }))
        .await
}

/// Proposes the undo of one applied action through the one door. Answers the new action's id.
pub async fn propose_undo(context: &Context, principal: &Principal, id: Uuid) -> Result<Uuid, ActionError> {
    let (at, now, random) = (
        context.business.now(),
        context.process.now(),
        context.random.clone(),
    );
    let person = principal.clone();
    let admission = context
        .store
        .write(move |tx| {
            Box::pin(async move {
                let scope = person.scope;
                let (action, preview) = judge(tx, &person, id).await?;
                if let Some(why_not) = preview.why_not {
                    return Err(ActionError::Impossible(why_not));
                }
                let account = connections::store::account(tx, scope, action.account_id)
                    .await?
                    .ok_or(ActionError::NotFound)?;
                let table: AccountTable = ingest::load_table(tx, &account, at).await?;
                let snapshot = Arc::new(table).at(at);
                let guards = catalog::guards(tx, scope).await?;
                let proposal = proposal(&action, &person, format!("Undo of: {}", action.reason));
                let door = Door {
                    account: &account,
                    snapshot: &snapshot,
                    guards: &guards,
                    random: &random,
                    at,
                };
                let admission = door::propose(tx, &door, vec![proposal]).await?.pop();
                let event =
                    AuditEvent::done("action.undo_requested", AuditActor::of(&person)).on("action", id);
                audit::record(tx, &random, scope, now, event).await?;
                Ok(admission)
            })
        })
        .await?;
    context
        .hints
        .send(Some(principal.scope.id()), Topic::Actions, Some(id), None);
    match admission {
        Some(Admission::Opened { action_id, .. }) => Ok(action_id),
        Some(Admission::Blocked { by, reason, .. }) => Err(ActionError::Impossible(format!(
            "it cannot be undone now: {by}: {reason}"
        ))),
        None => Err(ActionError::NotFound),
    }
}
