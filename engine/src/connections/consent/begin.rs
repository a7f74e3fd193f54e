//! Sending a person to the platform.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use dsl::Platform;
use secrecy::{ExposeSecret as _, SecretString};
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use super::{CONSENT_LASTS, store};
use crate::{
    Context,
    audit::{self, AuditActor, AuditEvent},
    connections::{
        self, AccountState,
        platform::ConsentRequest,
        vault::{SecretKind, VaultError},
    },
    identity::Principal,
    random::token_hash,
    store::{StoreError, params},
};

/// A connection that was begun.
#[derive(Debug, Clone)]
pub struct Begun {
    pub id: Uuid,
    /// Where the browser goes now. Carries the state: for this browser alone.
    pub consent_url: String,
}

#[derive(Debug, thiserror::Error)]
pub enum BeginError {
    #[error("{0} is not set up in this installation")]
    NotAvailable(Platform),
    #[error("there is no such account")]
    NoAccount,
    #[error("{0}")]
    Impossible(&'static str),
    #[error(transparent)]
    Vault(#[from] VaultError),
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Makes the state that travels, bound to the session behind `session_token`. With `account` the consent replaces that
/// account's grant.
pub async fn begin(
    context: &Context,
    principal: &Principal,
    session_token: &str,
    platform: Platform,
    account: Option<Uuid>,
    redirect_uri: &str,
) -> Result<Begun, BeginError> {
    let adapter = context
        .platforms
        .get(&platform)
        .cloned()
        .ok_or(BeginError::NotAvailable(platform))?;
    let (id, state, verifier) = (
        context.random.id(),
        context.random.token(),
        context.random.token(),
    );
    let consent_url = adapter.consent_url(&ConsentRequest {
        redirect_uri: redirect_uri.to_owned(),
        state: state.expose_secret().to_owned(),
        code_challenge: challenge_of(&verifier),
    });
    let (session_hash, state_hash) = (token_hash(session_token), token_hash(state.expose_secret()));
    let now = context.process.now();
    let expires = now.saturating_add(CONSENT_LASTS).unwrap_or(now);
    let (vault, random) = (context.vault.clone(), context.random.clone());
    let (principal, redirect_uri) = (principal.clone(), redirect_uri.to_owned());
    context
        .store
        .write(move |tx| {
            Box::pin(async move {
                let scope = principal.scope;
                if let Some(account) = account {
                    let known = connections::store::account(tx, scope, account)
                        .await?
                        .ok_or(BeginError::NoAccount)?;
                    if known.platform != platform {
                        return Err(BeginError::NoAccount);
                    }
                    if known.state == AccountState::Disconnected {
                        return Err(BeginError::Impossible(
                            "this account is out of service; connect it as a new one, its history is still there",
                        ));
                    }
                }
                store::sweep(tx, now).await?;
                let secret = verifier.expose_secret().as_bytes();
                let sealed = vault
                    .seal(tx, scope, SecretKind::ConsentVerifier, id, secret)
                    .await?;
                let values = params![
                    scope.id(),
                    id,
                    platform.as_str(),
                    principal.actor,
                    session_hash,
                    state_hash,
                    sealed,
                    redirect_uri,
                    account,
                    now,
                    expires,
                ];
                tx.execute_exactly(1, store::INSERT_CONNECTION, values).await?;
                let event = AuditEvent::done("connection.begun", AuditActor::of(&principal))
                    .on("connection", id)
                    .with(serde_json::json!({ "platform": platform.as_str(), "reconnects": account }));
                audit::record(tx, &random, scope, now, event).await?;
                Ok(())
            })
        })
        .await?;
    Ok(Begun { id, consent_url })
}

/// S256 of RFC 7636.
fn challenge_of(verifier: &SecretString) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(verifier.expose_secret()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_challenge_is_the_one_of_the_rfc() {
        let verifier = SecretString::from("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk");
        assert_eq!(
            challenge_of(&verifier),
            "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
        );
    }
}
