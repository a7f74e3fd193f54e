//! The platform's answer: taken once, exchanged for a grant, and what it reaches.

use std::{sync::Arc, time::Duration};

use jiff::Timestamp;
use secrecy::ExposeSecret as _;
use uuid::Uuid;

use super::{CHOICE_LASTS, ProblemCode, State, store};
use crate::{
    Context,
    audit::{self, AuditActor, AuditEvent, Outcome},
    connections::{
        self, AccountState, first_sync, grants,
        grants::GrantError,
        platform::{Access, AdPlatform, Grant, PlatformError, RemoteAccount, RemoteAccountState},
        vault::{SecretKind, VaultError},
    },
    hints::Topic,
    identity::{OrgScope, Permission, Principal},
    random::token_hash,
    store::{StoreError, Tx, params},
};

/// How long the platform may take to exchange the code and list accounts (process time). Well below the time-out of the
/// request that waits for it.
const PATIENCE: Duration = Duration::from_secs(20);

/// What the browser brought back.
#[derive(Debug, Clone)]
pub enum Answer {
    Code(String),
    /// The platform's word for why there is none (`access_denied`).
    Error(String),
}

/// Why an answer cannot be taken. None of them changes anything.
#[derive(Debug, thiserror::Error)]
pub enum AnswerError {
    /// Nobody here asked for it, or it was asked for too long ago.
    #[error("this sign-in was not begun here, or too long ago")]
    Unknown,
    /// It was begun in another browser or by somebody else.
    #[error("this sign-in was begun in another session")]
    OtherSession,
    #[error("your role may not connect accounts")]
    NotAllowed,
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Takes the answer that belongs to `state` and goes on to wherever it leads; answers the connection's id. What came of
/// it is in the connection, also when it failed. An answer that was taken already is not taken again.
pub async fn answer(
    context: &Context,
    principal: &Principal,
    session_token: &str,
    state: &str,
    answer: Answer,
) -> Result<Uuid, AnswerError> {
    if !principal.may(Permission::AccountsWrite) {
        return Err(AnswerError::NotAllowed);
    }
    let (session_hash, state_hash) = (token_hash(session_token), token_hash(state));
    let (scope, user, now) = (principal.scope, principal.actor, context.process.now());
    let vault = context.vault.clone();
    let claimed = context
        .store
        .write(move |tx| {
            Box::pin(async move {
                let row = tx
                    .fetch_optional(
                        store::CLAIM,
                        params![scope.id(), &*state_hash, &*session_hash, user, now],
                    )
                    .await?;
                let Some(row) = row else {
                    let known = tx
                        .fetch_optional(store::BY_STATE, params![scope.id(), &*state_hash])
                        .await?
                        .ok_or(AnswerError::Unknown)?;
                    // Its own browser comes again, or came too late: the connection's page says how it stands.
                    return if known.bytes("session_hash")? == session_hash && known.uuid("user_id")? == user {
                        Ok(Err(known.uuid("id")?))
                    } else {
                        Err(AnswerError::OtherSession)
                    };
                };
                let id = row.uuid("id")?;
                let sealed = row.bytes("verifier")?;
                let verifier = match vault
                    .open(tx, scope, SecretKind::ConsentVerifier, id, &sealed)
                    .await
                {
                    Ok(bytes) => String::from_utf8(bytes.expose_secret().to_vec()).ok(),
                    Err(VaultError::Store(error)) => return Err(error.into()),
                    Err(error) => {
                        tracing::error!(connection = %id, %error, "a consent's verifier does not open");
                        None
                    }
                };
                Ok(Ok(Claimed {
                    scope,
                    id,
                    platform: row.word("platform", |text| text.parse().ok())?,
                    verifier,
                    redirect_uri: row.text("redirect_uri")?,
                    reconnects: row.opt_uuid("reconnects")?,
                }))
            })
        })
        .await?;
    let claimed = match claimed {
        Ok(claimed) => claimed,
        Err(again) => return Ok(again),
    };
    let id = claimed.id;
    // On a task of its own: a browser that goes away in the middle must not leave it half done.
    let (context, principal) = (context.clone(), principal.clone());
    let finished = tokio::spawn(async move { finish(&context, &principal, claimed, answer).await }).await;
    match finished {
        Ok(done) => done?,
        Err(error) => tracing::error!(connection = %id, %error, "a consent was not looked at to its end"),
    }
    Ok(id)
}

struct Claimed {
    scope: OrgScope,
    id: Uuid,
    platform: dsl::Platform,
    verifier: Option<String>,
    redirect_uri: String,
    reconnects: Option<Uuid>,
}

/// Why it ends here.
struct Ending {
    code: ProblemCode,
    detail: String,
    granted: Vec<String>,
}

impl Ending {
    fn new(code: ProblemCode, detail: impl Into<String>) -> Self {
        Self {
            code,
            detail: detail.into(),
            granted: Vec::new(),
        }
    }
}

async fn finish(
    context: &Context,
    principal: &Principal,
    claimed: Claimed,
    answer: Answer,
) -> Result<(), StoreError> {
    let reached = match answer {
        Answer::Error(word) => Err(refused(claimed.platform, &word)),
        Answer::Code(code) => match tokio::time::timeout(PATIENCE, ask(context, &claimed, &code)).await {
            Ok(reached) => reached,
            Err(_) => Err(Ending::new(
                ProblemCode::PlatformError,
                format!("{} did not answer in time", claimed.platform),
            )),
        },
    };
    let (scope, id) = (claimed.scope, claimed.id);
    match reached {
        Ok((grant, found)) => match offer(context, principal, &claimed, grant, found).await {
            Ok(()) => {}
            Err(OfferError::Ending(ending)) => end(context, principal, scope, id, ending).await?,
            Err(OfferError::Store(error)) => return Err(error),
        },
        Err(ending) => end(context, principal, scope, id, ending).await?,
    }
    context.hints.send(Some(scope.id()), Topic::Accounts, None, None);
    Ok(())
}

/// Only a word of the protocol is repeated: the rest of an address is anybody's to write.
fn refused(platform: dsl::Platform, word: &str) -> Ending {
    match word {
        "access_denied" => Ending::new(
            ProblemCode::Refused,
            format!("access to {platform} was refused on its page"),
        ),
        _ => {
            let harmless =
                word.len() <= 64 && word.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_');
            let said = if harmless {
                format!(" (`{word}`)")
            } else {
                String::new()
            };
            Ending::new(
                ProblemCode::PlatformError,
                format!("{platform} ended the sign-in with an error{said}"),
            )
        }
    }
}

async fn ask(
    context: &Context,
    claimed: &Claimed,
    code: &str,
) -> Result<(Grant, Vec<RemoteAccount>), Ending> {
    let platform: Arc<dyn AdPlatform> =
        context.platforms.get(&claimed.platform).cloned().ok_or_else(|| {
            Ending::new(
                ProblemCode::PlatformError,
                format!("{} is not set up in this installation any more", claimed.platform),
            )
        })?;
    let verifier = claimed.verifier.as_deref().ok_or_else(|| {
        Ending::new(
            ProblemCode::CodeRejected,
            "what this sign-in was begun with can no longer be opened",
        )
    })?;
    let grant = platform
        .exchange_code(code, verifier, &claimed.redirect_uri)
        .await
        .map_err(|error| match error {
            PlatformError::Reconnect { message } | PlatformError::Unauthorized { message } => {
                Ending::new(ProblemCode::CodeRejected, message)
            }
            other => Ending::new(ProblemCode::PlatformError, other.to_string()),
        })?;
    let missing: Vec<&str> = platform
        .needed_scopes()
        .iter()
        .filter(|needed| !grant.scopes.iter().any(|granted| granted == needed.name))
        .map(|needed| needed.needed_for)
        .collect();
    if !missing.is_empty() {
        return Err(Ending {
            granted: grant.scopes.clone(),
            ..Ending::new(
                ProblemCode::MissingScope,
                format!(
                    "a permission was not ticked: it is needed for {}",
                    missing.join("; ")
                ),
            )
        });
    }
    let access = Access {
        token: grant.access_token.clone(),
    };
    let found = platform.accounts(&access).await.map_err(|error| Ending {
        granted: grant.scopes.clone(),
        ..Ending::new(
            ProblemCode::PlatformError,
            format!("the accounts could not be listed: {error}"),
        )
    })?;
    if found.is_empty() {
        return Err(Ending {
            granted: grant.scopes,
            ..Ending::new(
                ProblemCode::NoAccounts,
                format!(
                    "the person who signed in reaches no advertising account of {}",
                    claimed.platform
                ),
            )
        });
    }
    Ok((grant, found))
}

async fn end(
    context: &Context,
    principal: &Principal,
    scope: OrgScope,
    id: Uuid,
    ending: Ending,
) -> Result<(), StoreError> {
    let (now, random, principal) = (context.process.now(), context.random.clone(), principal.clone());
    tracing::info!(connection = %id, code = ending.code.as_str(), detail = ending.detail, "a connection came to nothing");
    context
        .store
        .write(move |tx| {
            Box::pin(async move {
                // Refused or failed; what is expired says so by its time.
                let state = match ending.code.state() {
                    State::Refused => "refused",
                    _ => "failed",
                };
                let values = params![
                    scope.id(),
                    id,
                    state,
                    ending.code.as_str(),
                    &ending.detail,
                    ending.granted.join(" "),
                    now,
                ];
                // Abandoned meanwhile: nothing is left to say.
                if tx.execute(store::END, values).await? == 0 {
                    return Ok(());
                }
                let outcome = match ending.code.state() {
                    State::Refused => Outcome::Refused,
                    _ => Outcome::Failed,
                };
                let event = AuditEvent::new("connection.ended", AuditActor::of(&principal), outcome)
                    .on("connection", id)
                    .with(serde_json::json!({ "problem": ending.code.as_str(), "detail": ending.detail }));
                audit::record(tx, &random, scope, now, event).await
            })
        })
        .await
}

enum OfferError {
    Ending(Ending),
    Store(StoreError),
}

impl From<StoreError> for OfferError {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl From<GrantError> for OfferError {
    fn from(error: GrantError) -> Self {
        match error {
            GrantError::Store(error) => Self::Store(error),
            other => Self::Ending(Ending::new(
                ProblemCode::PlatformError,
                format!("the consent could not be kept: {other}"),
            )),
        }
    }
}

/// Keeps the grant and offers what it reaches; or, for a reconnection, puts it in the place of the dead one.
async fn offer(
    context: &Context,
    principal: &Principal,
    claimed: &Claimed,
    grant: Grant,
    found: Vec<RemoteAccount>,
) -> Result<(), OfferError> {
    let (inner, principal) = (context.clone(), principal.clone());
    let (scope, id, platform, reconnects) = (claimed.scope, claimed.id, claimed.platform, claimed.reconnects);
    let grant_id = context.random.id();
    context
        .store
        .write(move |tx| {
            Box::pin(async move {
                let now = inner.process.now();
                grants::insert_grant(
                    tx,
                    &inner,
                    scope,
                    grant_id,
                    platform,
                    &grant,
                    Some(principal.actor),
                )
                .await?;
                let (state, lasts) = match reconnects {
                    None => ("choosing", CHOICE_LASTS),
                    Some(account) => {
                        replace(tx, &inner, &principal, account, grant_id, &found).await?;
                        ("done", CHOICE_LASTS)
                    }
                };
                let listed = serde_json::to_string(&found)
                    .map_err(|error| StoreError::inconsistent("connection.candidates", error.to_string()))?;
                let until = now.saturating_add(lasts).unwrap_or(Timestamp::MAX);
                let values = params![
                    scope.id(),
                    id,
                    state,
                    grant_id,
                    grant.scopes.join(" "),
                    listed,
                    now,
                    until
                ];
                tx.execute_exactly(1, store::OFFER, values).await?;
                let event = AuditEvent::done("connection.consented", AuditActor::of(&principal))
                    .on("connection", id)
                    .with(serde_json::json!({ "accounts": found.len() }));
                audit::record(tx, &inner.random, scope, now, event).await?;
                Ok(())
            })
        })
        .await
}

/// The new grant takes the place of `account`'s old one, for every account of the old one that it reaches.
async fn replace(
    tx: &mut Tx,
    context: &Context,
    principal: &Principal,
    account: Uuid,
    grant_id: Uuid,
    found: &[RemoteAccount],
) -> Result<(), OfferError> {
    let (scope, at) = (principal.scope, context.business.now());
    let gone = || {
        Ending::new(
            ProblemCode::NoAccounts,
            "the account was taken out of service meanwhile",
        )
    };
    let known = connections::store::account(tx, scope, account)
        .await?
        .filter(|known| known.state != AccountState::Disconnected)
        .ok_or_else(|| OfferError::Ending(gone()))?;
    let open = |external_id: &str| {
        found.iter().find(|remote| {
            remote.address.external_id == external_id && remote.state == RemoteAccountState::Open
        })
    };
    if open(&known.address.external_id).is_none() {
        return Err(OfferError::Ending(Ending::new(
            ProblemCode::NoAccounts,
            format!(
                "the person who signed in does not reach \"{}\" ({}), or it is closed",
                known.name, known.address.external_id
            ),
        )));
    }
    let of_old = tx
        .fetch_all(store::ACCOUNTS_OF_GRANT, params![scope.id(), known.grant_id])
        .await?;
    for row in of_old {
        let (id, external_id) = (row.uuid("id")?, row.text("external_id")?);
        let Some(remote) = open(&external_id) else {
            continue;
        };
        let before = row.word("state", AccountState::parse)?;
        let state = match before {
            AccountState::Reconnect if row.i64("syncs")? == 0 => AccountState::Connecting,
            AccountState::Reconnect => AccountState::Active,
            other => other,
        };
        let login = remote.address.login_external_id.clone();
        let values = params![scope.id(), id, grant_id, login, state.as_str(), at];
        tx.execute_exactly(1, store::MOVE_TO_GRANT, values).await?;
        tx.execute(store::CLEAR_FAILURES, params![scope.id(), id, at])
            .await?;
        first_sync::make_due(tx, scope, id, at).await?;
        let event = AuditEvent::done("account.reconnected", AuditActor::of(principal)).on("account", id);
        audit::record(tx, &context.random, scope, context.process.now(), event).await?;
    }
    grants::forget_if_unused(tx, scope, known.grant_id, context.process.now()).await?;
    Ok(())
}
