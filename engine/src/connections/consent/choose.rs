//! Choosing from what a consent reaches; and giving up.

use std::collections::BTreeSet;

use uuid::Uuid;

use super::{
    State, store,
    view::{CandidateStatus, candidates},
};
use crate::{
    Context,
    audit::{self, AuditActor, AuditEvent},
    connections::{self, first_sync, grants, platform::RemoteAccount, store::NewAccount},
    hints::Topic,
    identity::{OrgScope, Principal},
    store::{StoreError, Tx, params},
};

#[derive(Debug, thiserror::Error)]
pub enum ChooseError {
    #[error("there is no such connection")]
    NotFound,
    #[error("this connection is {} and offers nothing to choose from", .0.as_str())]
    NotChoosing(State),
    /// By position in what was chosen, why it cannot be connected.
    #[error("{} of the chosen accounts cannot be connected", .0.len())]
    Accounts(Vec<(usize, String)>),
    #[error("there is no such brand")]
    NoBrand,
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Registers the chosen accounts, all or none; answers their ids. The running node reads them from now on.
pub async fn choose(
    context: &Context,
    principal: &Principal,
    id: Uuid,
    external_ids: Vec<String>,
    brand: Option<Uuid>,
) -> Result<Vec<Uuid>, ChooseError> {
    let (inner, scope, principal) = (context.clone(), principal.scope, principal.clone());
    let accounts = context
        .store
        .write(move |tx| Box::pin(async move { take(tx, &inner, &principal, id, external_ids, brand).await }))
        .await?;
    for account in &accounts {
        context
            .hints
            .send(Some(scope.id()), Topic::Accounts, Some(*account), None);
    }
    Ok(accounts)
}

async fn take(
    tx: &mut Tx,
    context: &Context,
    principal: &Principal,
    id: Uuid,
    external_ids: Vec<String>,
    brand: Option<Uuid>,
) -> Result<Vec<Uuid>, ChooseError> {
    let (scope, now, at) = (principal.scope, context.process.now(), context.business.now());
    let stored = store::load(tx, scope, id).await?.ok_or(ChooseError::NotFound)?;
    let state = super::view::state_of(&stored, now);
    let grant_id = match (state, stored.grant_id) {
        (State::Choosing, Some(grant)) => grant,
        _ => return Err(ChooseError::NotChoosing(state)),
    };
    if let Some(brand) = brand
        && tx
            .fetch_optional(store::BRAND_EXISTS, params![scope.id(), brand])
            .await?
            .is_none()
    {
        return Err(ChooseError::NoBrand);
    }
    let offered = candidates(tx, scope, &stored).await?;
    let mut refused = Vec::new();
    let mut chosen: Vec<RemoteAccount> = Vec::new();
    let mut seen = BTreeSet::new();
    for (position, external_id) in external_ids.iter().enumerate() {
        let candidate = offered
            .iter()
            .find(|candidate| candidate.remote.address.external_id == *external_id);
        match candidate {
            _ if !seen.insert(external_id.as_str()) => {
                refused.push((position, "this account is named twice".to_owned()));
            }
            None => refused.push((position, "this consent does not reach such an account".to_owned())),
            Some(candidate) if candidate.status == CandidateStatus::Available => {
                chosen.push(candidate.remote.clone());
            }
            Some(candidate) => {
                let why = candidate.why_not.clone().unwrap_or_default();
                refused.push((position, why));
            }
        }
    }
    if !refused.is_empty() {
        return Err(ChooseError::Accounts(refused));
    }
    if tx.execute(store::CHOSEN, params![scope.id(), id, now]).await? == 0 {
        return Err(ChooseError::NotChoosing(State::Done));
    }
    let mut accounts = Vec::with_capacity(chosen.len());
    for remote in chosen {
        let (account, event) =
            register(tx, context, scope, &stored.platform, remote, grant_id, brand, at).await?;
        let event = AuditEvent::done(event, AuditActor::of(principal)).on("account", account);
        audit::record(tx, &context.random, scope, now, event).await?;
        accounts.push(account);
    }
    Ok(accounts)
}

#[expect(clippy::too_many_arguments, reason = "one call, of one function in this file")]
async fn register(
    tx: &mut Tx,
    context: &Context,
    scope: OrgScope,
    platform: &dsl::Platform,
    remote: RemoteAccount,
    grant_id: Uuid,
    brand: Option<Uuid>,
    at: jiff::Timestamp,
) -> Result<(Uuid, &'static str), StoreError> {
    let earlier = tx
        .fetch_optional(
            store::DISCONNECTED,
            params![scope.id(), platform.as_str(), &remote.address.external_id],
        )
        .await?;
    let Some(earlier) = earlier else {
        let id = context.random.id();
        let account = NewAccount {
            platform: *platform,
            address: remote.address,
            name: remote.name,
        };
        connections::store::insert_account(tx, scope, id, grant_id, &account, brand, at).await?;
        return Ok((id, "account.connected"));
    };
    let id = earlier.uuid("id")?;
    let values = params![
        scope.id(),
        id,
        grant_id,
        remote.address.login_external_id,
        remote.name,
        remote.address.currency.as_str(),
        remote.address.time_zone,
        brand,
        at,
    ];
    tx.execute_exactly(1, store::REVIVE, values).await?;
    tx.execute_exactly(1, store::CLEAR_FAILURES, params![scope.id(), id, at])
        .await?;
    first_sync::begin(tx, scope, id, at).await?;
    Ok((id, "account.revived"))
}

/// Gives a connection up; its grant is forgotten unless an account uses it.
pub async fn abandon(context: &Context, principal: &Principal, id: Uuid) -> Result<(), ChooseError> {
    let (now, random, principal) = (context.process.now(), context.random.clone(), principal.clone());
    context
        .store
        .write(move |tx| {
            Box::pin(async move {
                let scope = principal.scope;
                let row = tx
                    .fetch_optional(store::DELETE_CONNECTION, params![scope.id(), id])
                    .await?
                    .ok_or(ChooseError::NotFound)?;
                if let Some(grant) = row.opt_uuid("grant_id")? {
                    grants::forget_if_unused(tx, scope, grant, now).await?;
                }
                let event =
                    AuditEvent::done("connection.abandoned", AuditActor::of(&principal)).on("connection", id);
                audit::record(tx, &random, scope, now, event).await?;
                Ok(())
            })
        })
        .await
}
