//! Grants: what a person consented to, sealed at rest, refreshed before it ends, marked dead when the platform says so.

use jiff::{SignedDuration, Timestamp};
use secrecy::{ExposeSecret as _, SecretString};
use serde::{Deserialize, Serialize};
use uuid::Uuid;
use zeroize::Zeroizing;

use super::{
    platform::{Access, AdPlatform, Grant, PlatformError},
    store,
    vault::{SecretKind, VaultError},
};
use crate::{
    Context,
    identity::OrgScope,
    notifications::{self, Notification},
    store::{StoreError, Tx, params},
};

/// What is said of a grant that is not there any more.
const REPLACED: &str = "it was replaced by a newer consent";
/// A token is refreshed this long before it ends (process time).
const EARLY: SignedDuration = SignedDuration::from_mins(5);

#[derive(Debug, thiserror::Error)]
pub enum GrantError {
    #[error("the connection needs a new consent: {0}")]
    Reconnect(String),
    #[error(transparent)]
    Platform(#[from] PlatformError),
    #[error(transparent)]
    Vault(#[from] VaultError),
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// The tokens as sealed. Never leaves this file unsealed but as [`Grant`].
#[derive(Serialize, Deserialize)]
struct Sealed {
    access_token: Zeroizing<String>,
    refresh_token: Option<Zeroizing<String>>,
}

fn unsealed_bytes(grant: &Grant) -> Result<Zeroizing<Vec<u8>>, StoreError> {
    let sealed = Sealed {
        access_token: Zeroizing::new(grant.access_token.expose_secret().to_owned()),
        refresh_token: grant
            .refresh_token
            .as_ref()
            .map(|token| Zeroizing::new(token.expose_secret().to_owned())),
    };
    serde_json::to_vec(&sealed)
        .map(Zeroizing::new)
        .map_err(|error| StoreError::inconsistent("grant", error.to_string()))
}

/// Stores a new grant and answers its id.
pub async fn store_grant(
    context: &Context,
    scope: OrgScope,
    platform: dsl::Platform,
    grant: &Grant,
) -> Result<Uuid, GrantError> {
    let id = context.random.id();
    let (context, grant) = (context.clone(), grant.clone());
    context
        .store
        .clone()
        .write(move |tx| {
            Box::pin(async move { insert_grant(tx, &context, scope, id, platform, &grant, None).await })
        })
        .await?;
    Ok(id)
}

/// Seals a new grant in the transaction of whatever is connected by it.
pub(super) async fn insert_grant(
    tx: &mut Tx,
    context: &Context,
    scope: OrgScope,
    id: Uuid,
    platform: dsl::Platform,
    grant: &Grant,
    connected_by: Option<Uuid>,
) -> Result<(), GrantError> {
    let bytes = unsealed_bytes(grant)?;
    let secret = context
        .vault
        .seal(tx, scope, SecretKind::PlatformGrant, id, &bytes)
        .await?;
    let (scopes, ends, now) = (
        grant.scopes.join(" "),
        grant.access_expires_at,
        context.process.now(),
    );
    let values = params![
        scope.id(),
        id,
        platform.as_str(),
        secret,
        scopes,
        ends,
        now,
        connected_by
    ];
    tx.execute_exactly(1, store::INSERT_GRANT, values).await?;
    Ok(())
}

/// Forgets a grant that no account in service and no open choice uses. It is not revoked at the platform: Google ends
/// every grant that the same person gave this application when one of them is revoked, those in use too.
pub(super) async fn forget_if_unused(
    tx: &mut Tx,
    scope: OrgScope,
    id: Uuid,
    now: Timestamp,
) -> Result<(), StoreError> {
    if tx
        .fetch_optional(store::GRANT_IN_USE, params![scope.id(), id])
        .await?
        .is_some()
    {
        return Ok(());
    }
    if tx
        .fetch_optional(store::GRANT_HAS_ACCOUNTS, params![scope.id(), id])
        .await?
        .is_some()
    {
        return tx
            .execute_exactly(1, store::BLANK_GRANT, params![scope.id(), id, now])
            .await;
    }
    tx.execute(store::UNLINK_GRANT, params![scope.id(), id]).await?;
    tx.execute(store::DELETE_GRANT, params![scope.id(), id]).await?;
    Ok(())
}

async fn load(context: &Context, scope: OrgScope, id: Uuid) -> Result<Grant, GrantError> {
    let vault = context.vault.clone();
    context
        .store
        .read(|tx| {
            Box::pin(async move {
                // Replaced by a newer consent, and forgotten.
                let Some(row) = tx.fetch_optional(store::GRANT, params![scope.id(), id]).await? else {
                    return Err(GrantError::Reconnect(REPLACED.to_owned()));
                };
                if row.text("state")? == "reconnect" {
                    let detail = row.opt_text("state_detail")?.unwrap_or_default();
                    return Err(GrantError::Reconnect(detail));
                }
                let bytes = vault
                    .open(tx, scope, SecretKind::PlatformGrant, id, &row.bytes("secret")?)
                    .await?;
                let sealed: Sealed = serde_json::from_slice(bytes.expose_secret())
                    .map_err(|error| StoreError::inconsistent("grant", error.to_string()))?;
                Ok(Grant {
                    access_token: SecretString::from(sealed.access_token.to_string()),
                    refresh_token: sealed
                        .refresh_token
                        .map(|token| SecretString::from(token.to_string())),
                    access_expires_at: row.opt_time("access_expires_at")?,
                    grant_expires_at: None,
                    scopes: row
                        .text("scopes")?
                        .split(' ')
                        .filter(|scope| !scope.is_empty())
                        .map(str::to_owned)
                        .collect(),
                })
            })
        })
        .await
}

/// Whether a fresh token is wanted even though the stored one has not ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Freshness {
    /// The stored token will do while it lives.
    Stored,
    /// The platform refused the stored token: get another.
    Refresh,
}

/// What a call needs, refreshed when the stored token is about to end. A dead grant turns its accounts to "reconnect".
pub async fn access(
    context: &Context,
    platform: &dyn AdPlatform,
    scope: OrgScope,
    grant_id: Uuid,
    freshness: Freshness,
) -> Result<Access, GrantError> {
    let grant = load(context, scope, grant_id).await?;
    let now = context.process.now();
    let soon = now.saturating_add(EARLY).unwrap_or(Timestamp::MAX);
    if freshness == Freshness::Stored && grant.access_expires_at.is_none_or(|ends| ends > soon) {
        return Ok(Access {
            token: grant.access_token,
        });
    }
    let fresh = match platform.refresh(&grant).await {
        Ok(fresh) => fresh,
        Err(PlatformError::Reconnect { message }) => {
            mark_dead(context, scope, grant_id, &message).await?;
            return Err(GrantError::Reconnect(message));
        }
        Err(other) => return Err(other.into()),
    };
    let bytes = unsealed_bytes(&fresh)?;
    let vault = context.vault.clone();
    let (scopes, ends) = (fresh.scopes.join(" "), fresh.access_expires_at);
    context
        .store
        .write(move |tx| {
            Box::pin(async move {
                let secret = vault
                    .seal(tx, scope, SecretKind::PlatformGrant, grant_id, &bytes)
                    .await?;
                let values = params![scope.id(), grant_id, secret, scopes, ends, now];
                if tx.execute(store::UPDATE_GRANT, values).await? == 0 {
                    return Err(GrantError::Reconnect(REPLACED.to_owned()));
                }
                Ok::<_, GrantError>(())
            })
        })
        .await?;
    Ok(Access {
        token: fresh.access_token,
    })
}

/// The platform says that the grant is dead: it and its accounts wait for a person; other accounts go on.
pub async fn mark_dead(
    context: &Context,
    scope: OrgScope,
    grant_id: Uuid,
    reason: &str,
) -> Result<(), StoreError> {
    let (now, at, reason) = (context.process.now(), context.business.now(), reason.to_owned());
    let random = context.random.clone();
    context
        .store
        .write(move |tx| {
            Box::pin(async move {
                let dead = tx
                    .execute(store::GRANT_IS_DEAD, params![scope.id(), grant_id, &reason, now])
                    .await?;
                // Replaced and forgotten meanwhile: its accounts live on another.
                if dead == 0 {
                    return Ok(());
                }
                let turned = tx
                    .execute(
                        store::ACCOUNTS_OF_DEAD_GRANT,
                        params![scope.id(), grant_id, &reason, at],
                    )
                    .await?;
                // Told when accounts stop working, not each time somebody finds the grant dead.
                if turned > 0 {
                    let title = match turned {
                        1 => "An account has to be connected again".to_owned(),
                        many => format!("{many} accounts have to be connected again"),
                    };
                    let told = Notification::new(notifications::Kind::Account, title, &reason)
                        .about("accounts", None)
                        .one_of(format!("reconnect:{grant_id}"));
                    notifications::enqueue(tx, scope, random.id(), &told, at).await?;
                }
                Ok::<_, StoreError>(())
            })
        })
        .await?;
    context
        .hints
        .send(Some(scope.id()), crate::hints::Topic::Accounts, None, None);
    Ok(())
}
