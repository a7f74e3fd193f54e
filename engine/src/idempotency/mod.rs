//! Requests that may arrive twice: the first is carried out, a repetition gets its answer.
//!
//! Called by `api` around every changing request that names a key. A key belongs to one person in one organisation for
//! [`KEPT_FOR`]. What is kept: digests of the key and of the request, and the answer, sealed with the organisation's data
//! key because it may hold what is shown only once. Never here: what an answer is made of.

use jiff::{SignedDuration, Timestamp};
use secrecy::ExposeSecret as _;
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use crate::{
    Context,
    connections::vault::{SecretKind, VaultError},
    identity::{OrgScope, Principal},
    random::token_hash,
    store::{StoreError, params, statements},
};

statements! {
    /// The first of several at once gets the row.
    CLAIM = "
        insert into idempotency (org_id, id, user_id, key_hash, fingerprint, answer, created_at, expires_at)
        values ($1, $2, $3, $4, $5, null, $6, $7) on conflict (org_id, user_id, key_hash) do nothing";
    CLAIMED = "
        select id, fingerprint, answer, created_at, expires_at from idempotency
        where org_id = $1 and user_id = $2 and key_hash = $3";
    /// A row whose time is over, or whose request can no longer be running, is nobody's any more.
    RECLAIM = "delete from idempotency where org_id = $1 and id = $2 and created_at = $3";
    KEEP = "update idempotency set answer = $3 where org_id = $1 and id = $2";
    RELEASE = "delete from idempotency where org_id = $1 and id = $2 and answer is null";
    /// Over every organisation: the outbox's actor tidies up for all.
    FORGET_EXPIRED = "delete from idempotency where expires_at <= $1";
}

/// How long a key is known (process time).
pub const KEPT_FOR: SignedDuration = SignedDuration::from_hours(24);
/// After this a request cannot be running any more: its program was stopped under it (process time).
const GIVEN_UP_AFTER: SignedDuration = SignedDuration::from_secs(120);

/// The right to carry a request out under its key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ticket {
    scope: OrgScope,
    id: Uuid,
}

/// What a key stands for now.
#[derive(Debug)]
pub enum Claim {
    /// New: carry it out, then [`keep`] the answer or [`release`] the key.
    First(Ticket),
    /// The first is still being carried out.
    Running,
    /// It named another request.
    Mismatch,
    /// It was carried out: the answer as it was kept.
    Done(Vec<u8>),
}

/// What a request is recognised by.
pub fn fingerprint(method: &str, path: &str, body: &[u8]) -> Vec<u8> {
    let mut digest = Sha256::new();
    for part in [method.as_bytes(), path.as_bytes(), body] {
        // With its length, so that no two requests share a text.
        digest.update(u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
        digest.update(part);
    }
    digest.finalize().to_vec()
}

/// Claims a key for a request.
pub async fn claim(
    context: &Context,
    principal: &Principal,
    key: &str,
    fingerprint: Vec<u8>,
) -> Result<Claim, VaultError> {
    let (scope, user_id, key) = (principal.scope, principal.actor, token_hash(key));
    let (now, random, vault) = (
        context.process.now(),
        context.random.clone(),
        context.vault.clone(),
    );
    let expires_at = now.saturating_add(KEPT_FOR).unwrap_or(Timestamp::MAX);
    let given_up = now.saturating_sub(GIVEN_UP_AFTER).unwrap_or(Timestamp::MIN);
    context
        .store
        .write(move |tx| {
            Box::pin(async move {
                let id = random.id();
                let claim = params![
                    scope.id(),
                    id,
                    user_id,
                    key.clone(),
                    fingerprint.clone(),
                    now,
                    expires_at
                ];
                if tx.execute(CLAIM, claim).await? == 1 {
                    return Ok(Claim::First(Ticket { scope, id }));
                }
                let row = tx.fetch_one(CLAIMED, params![scope.id(), user_id, key]).await?;
                let (known, created_at) = (row.uuid("id")?, row.time("created_at")?);
                let answer = row.opt_bytes("answer")?;
                let is_over = row.time("expires_at")? <= now || (answer.is_none() && created_at <= given_up);
                if is_over {
                    let mine = tx
                        .execute(RECLAIM, params![scope.id(), known, created_at])
                        .await?
                        == 1
                        && tx.execute(CLAIM, claim).await? == 1;
                    return Ok(if mine {
                        Claim::First(Ticket { scope, id })
                    } else {
                        Claim::Running
                    });
                }
                if row.bytes("fingerprint")? != fingerprint {
                    return Ok(Claim::Mismatch);
                }
                let Some(sealed) = answer else {
                    return Ok(Claim::Running);
                };
                let opened = vault
                    .open(tx, scope, SecretKind::KeptAnswer, known, &sealed)
                    .await?;
                Ok(Claim::Done(opened.expose_secret().to_vec()))
            })
        })
        .await
}

/// Keeps the answer for whoever asks again under the same key.
pub async fn keep(context: &Context, ticket: Ticket, answer: Vec<u8>) -> Result<(), VaultError> {
    let vault = context.vault.clone();
    let Ticket { scope, id } = ticket;
    context
        .store
        .write(move |tx| {
            Box::pin(async move {
                let sealed = vault.seal(tx, scope, SecretKind::KeptAnswer, id, &answer).await?;
                // None when the key's time ran out meanwhile.
                tx.execute(KEEP, params![scope.id(), id, sealed]).await?;
                Ok(())
            })
        })
        .await
}

/// Nothing was changed: the key is free again.
pub async fn release(context: &Context, ticket: Ticket) -> Result<(), StoreError> {
    let Ticket { scope, id } = ticket;
    context
        .store
        .write(move |tx| {
            Box::pin(async move {
                tx.execute(RELEASE, params![scope.id(), id]).await?;
                Ok(())
            })
        })
        .await
}

/// Forgets keys whose time is over, and their answers; answers how many.
pub async fn forget_expired(context: &Context) -> Result<u64, StoreError> {
    let now = context.process.now();
    context
        .store
        .write(move |tx| Box::pin(async move { tx.execute(FORGET_EXPIRED, params![now]).await }))
        .await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requests_that_differ_anywhere_have_different_fingerprints() {
        let one = fingerprint("POST", "/a", b"{}");
        assert_eq!(one, fingerprint("POST", "/a", b"{}"));
        assert_ne!(one, fingerprint("POST", "/a", b"{ }"));
        assert_ne!(one, fingerprint("POST", "/a{", b"}"));
        assert_ne!(one, fingerprint("PUT", "/a", b"{}"));
    }
}
