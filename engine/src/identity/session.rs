//! Browser sessions: an opaque token in a cookie, its digest in the database.
//!
//! A session ends after [`IDLE`] without a request and after [`ABSOLUTE`] in any case (process time). Twelve hours let a
//! desk stay open over a working day and close it over night; a week makes everybody prove themselves once a week.

use jiff::{SignedDuration, Timestamp};
use secrecy::{ExposeSecret as _, SecretString};
use uuid::Uuid;

use super::{
    login::NewSession,
    principal::{OrgScope, Principal, PrincipalKind, Role},
    store,
};
use crate::{
    Context,
    audit::{self, AuditActor, AuditEvent},
    random::token_hash,
    store::{StoreError, Tx, params},
};

/// A session ends when nobody used it for this long.
pub const IDLE: SignedDuration = SignedDuration::from_hours(12);
/// A session ends this long after it began.
pub const ABSOLUTE: SignedDuration = SignedDuration::from_hours(7 * 24);
/// The last use is written at most this often: it only has to be exact against [`IDLE`].
const TOUCH_EVERY: SignedDuration = SignedDuration::from_mins(5);
/// A browser's name for itself, cut to what a list of sessions can show.
const USER_AGENT_LIMIT: usize = 200;

/// Somebody's live session: who they are and what the page's head shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// Names the session to its owner; not its token.
    pub id: Uuid,
    pub principal: Principal,
    pub email: String,
    pub organisation: String,
    pub expires_at: Timestamp,
}

#[derive(Debug, thiserror::Error)]
pub enum AuthenticationError {
    /// Unknown, ended, or its owner left: sign in again.
    #[error("sign in to go on")]
    NotSignedIn,
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Who presents this token, with the role they have now. Counts as a use of the session.
pub async fn authenticate(context: &Context, token: &str) -> Result<Session, AuthenticationError> {
    let now = context.process.now();
    let hash = token_hash(token);
    let (session, last_seen_at) = find(context, hash.clone(), now).await?;
    if now.duration_since(last_seen_at) >= TOUCH_EVERY {
        touch(context, &session.principal, hash, now).await?;
    }
    Ok(session)
}

/// Like [`authenticate`] without counting as a use: an open page that only listens does not keep its session alive.
pub async fn look_up(context: &Context, token: &str) -> Result<Session, AuthenticationError> {
    let (session, _) = find(context, token_hash(token), context.process.now()).await?;
    Ok(session)
}

async fn find(
    context: &Context,
    hash: Vec<u8>,
    now: Timestamp,
) -> Result<(Session, Timestamp), AuthenticationError> {
    let used_since = now.saturating_sub(IDLE).unwrap_or(Timestamp::MIN);
    context
        .store
        .read(move |tx| {
            Box::pin(async move {
                let row = tx
                    .fetch_optional(store::LIVE_SESSION, params![hash, now, used_since])
                    .await?;
                let row = row.ok_or(AuthenticationError::NotSignedIn)?;
                let principal = Principal {
                    scope: OrgScope::of(row.uuid("org_id")?),
                    actor: row.uuid("user_id")?,
                    name: row.text("name")?,
                    on_behalf_of: None,
                    kind: PrincipalKind::User,
                    role: store::role_of(&row)?,
                };
                let session = Session {
                    id: row.uuid("id")?,
                    principal,
                    email: row.text("email")?,
                    organisation: row.text("organisation")?,
                    expires_at: row.time("expires_at")?,
                };
                Ok((session, row.time("last_seen_at")?))
            })
        })
        .await
}

async fn touch(
    context: &Context,
    principal: &Principal,
    hash: Vec<u8>,
    now: Timestamp,
) -> Result<(), AuthenticationError> {
    let (scope, user_id) = (principal.scope, principal.actor);
    let touched = context
        .store
        .write(move |tx| {
            Box::pin(async move {
                tx.execute_exactly(1, store::TOUCH_SESSION, params![scope.id(), hash, now])
                    .await?;
                tx.execute(store::SEEN, params![scope.id(), user_id, now]).await?;
                Ok(())
            })
        })
        .await;
    match touched {
        Ok(()) => Ok(()),
        // Signed out between the read and the write.
        Err(StoreError::RowsAffected { .. }) => Err(AuthenticationError::NotSignedIn),
        Err(error) => Err(error.into()),
    }
}

/// Ends the session of this token; an unknown token is nothing to end.
pub async fn log_out(context: &Context, token: &str, request_id: Option<&str>) -> Result<(), StoreError> {
    let hash = token_hash(token);
    let random = context.random.clone();
    let at = context.process.now();
    let request_id = request_id.map(str::to_owned);
    context
        .store
        .write(move |tx| {
            Box::pin(async move {
                let Some(row) = tx.fetch_optional(store::DELETE_SESSION, params![hash]).await? else {
                    return Ok(());
                };
                let scope = OrgScope::of(row.uuid("org_id")?);
                let event = AuditEvent::done("session_ended", AuditActor::user(row.uuid("user_id")?))
                    .in_request(request_id.as_deref());
                audit::record(tx, &random, scope, at, event).await
            })
        })
        .await
}

/// A session row that was just written.
pub(crate) struct Begun {
    pub id: Uuid,
    pub token: SecretString,
    pub expires_at: Timestamp,
}

/// A new session row; answers its token, which is shown to nobody but the browser.
pub(crate) async fn begin(
    tx: &mut Tx,
    context: &Context,
    scope: OrgScope,
    user_id: Uuid,
    user_agent: &str,
    now: Timestamp,
) -> Result<Begun, StoreError> {
    let used_since = now.saturating_sub(IDLE).unwrap_or(Timestamp::MIN);
    tx.execute(
        store::DELETE_ENDED_SESSIONS,
        params![scope.id(), user_id, now, used_since],
    )
    .await?;
    let token = context.random.token();
    let expires_at = now.saturating_add(ABSOLUTE).unwrap_or(Timestamp::MAX);
    // As the database will answer it: whole microseconds.
    let expires_at = Timestamp::from_microsecond(expires_at.as_microsecond()).unwrap_or(expires_at);
    let user_agent: String = user_agent
        .chars()
        .filter(|letter| !letter.is_control())
        .take(USER_AGENT_LIMIT)
        .collect();
    let hash = token_hash(token.expose_secret());
    let id = context.random.id();
    let values = params![hash, id, scope.id(), user_id, now, expires_at, user_agent];
    tx.execute_exactly(1, store::INSERT_SESSION, values).await?;
    tx.execute(store::SEEN, params![scope.id(), user_id, now]).await?;
    Ok(Begun {
        id,
        token,
        expires_at,
    })
}

/// Whose a fresh session is.
pub(crate) struct Owner {
    pub scope: OrgScope,
    pub user_id: Uuid,
    pub name: String,
    pub email: String,
    pub role: Role,
    pub organisation: String,
}

impl Begun {
    /// What a fresh session answers with, before it was ever read back.
    pub(crate) fn of(self, owner: Owner) -> NewSession {
        let principal = Principal {
            scope: owner.scope,
            actor: owner.user_id,
            name: owner.name,
            on_behalf_of: None,
            kind: PrincipalKind::User,
            role: owner.role,
        };
        NewSession {
            token: self.token,
            session: Session {
                id: self.id,
                principal,
                email: owner.email,
                organisation: owner.organisation,
                expires_at: self.expires_at,
            },
        }
    }
}

/// One of somebody's live sessions, as they see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionView {
    pub id: Uuid,
    pub created_at: Timestamp,
    pub last_seen_at: Timestamp,
    pub user_agent: String,
}

/// The person's own live sessions, newest use first.
pub async fn sessions(context: &Context, principal: &Principal) -> Result<Vec<SessionView>, StoreError> {
    let (user_id, now) = (principal.actor, context.process.now());
    let used_since = now.saturating_sub(IDLE).unwrap_or(Timestamp::MIN);
    context
        .store
        .read(move |tx| {
            Box::pin(async move {
                let rows = tx
                    .fetch_all(store::SESSIONS_OF_USER, params![user_id, now, used_since])
                    .await?;
                rows.iter()
                    .map(|row| {
                        Ok(SessionView {
                            id: row.uuid("id")?,
                            created_at: row.time("created_at")?,
                            last_seen_at: row.time("last_seen_at")?,
                            user_agent: row.text("user_agent")?,
                        })
                    })
                    .collect()
            })
        })
        .await
}

/// Which of somebody's own sessions end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    One(Uuid),
    /// All but this one.
    AllBut(Uuid),
}

/// Ends sessions of the person who asks; answers how many. Their next request finds them gone.
pub async fn end_sessions(
    context: &Context,
    principal: &Principal,
    ending: Ending,
) -> Result<u64, StoreError> {
    let (principal, random, now) = (principal.clone(), context.random.clone(), context.process.now());
    context
        .store
        .write(move |tx| {
            Box::pin(async move {
                let (statement, id) = match ending {
                    Ending::One(id) => (store::DELETE_SESSION_OF_USER, id),
                    Ending::AllBut(id) => (store::DELETE_OTHER_SESSIONS, id),
                };
                let ended = tx.execute(statement, params![principal.actor, id]).await?;
                if ended > 0 {
                    let event = AuditEvent::done("session_ended", AuditActor::of(&principal))
                        .on("user", principal.actor)
                        .with(serde_json::json!({ "ended": ended }));
                    audit::record(tx, &random, principal.scope, now, event).await?;
                }
                Ok(ended)
            })
        })
        .await
}
