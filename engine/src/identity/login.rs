//! Signing in with e-mail and password.
//!
//! An attempt is counted *before* the password is compared, in a transaction of its own: a burst of parallel guesses
//! meets the same delay as a slow row of them. The count is per address, known or not; the answer, its time and what is
//! written are the same for both. The delay is short and bounded, so that guessing at somebody's account keeps them
//! waiting for minutes at the most, never locked out.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use secrecy::SecretString;

use super::{
    email::{Email, failure_key},
    password::{self, Comparison, HashingFailed},
    principal::OrgScope,
    session::{self, Session},
    store::{self, KnownUser},
};
use crate::{
    Context,
    audit::{self, AuditActor, AuditEvent},
    random::token_hash,
    store::{StoreError, params},
};

/// Wrong passwords that cost nothing but the hash.
const FREE_FAILURES: u32 = 5;
/// The longest a next attempt is delayed; the first delay is one second and each doubles.
const LONGEST_DELAY: SignedDuration = SignedDuration::from_mins(5);
/// A row of failures is forgotten when nobody tried for this long.
const FORGOTTEN_AFTER: SignedDuration = SignedDuration::from_hours(24);

/// What came with the request.
#[derive(Debug, Clone)]
pub struct LoginAttempt {
    pub email: String,
    pub password: SecretString,
    pub user_agent: String,
    /// The cookie that came along: the session behind it ends, whoever's it was.
    pub previous_token: Option<SecretString>,
    pub request_id: Option<String>,
}

/// A session that just began, with the token for the cookie.
#[derive(Debug, Clone)]
pub struct NewSession {
    pub token: SecretString,
    pub session: Session,
}

#[derive(Debug, thiserror::Error)]
pub enum LoginError {
    /// One answer for every reason: unknown address, wrong password, no organisation.
    #[error("the e-mail address or the password is not right")]
    Refused,
    /// Too many wrong passwords for this address; nothing was compared.
    #[error("too many attempts; try again in {} s", retry_after.as_secs())]
    TooMany { retry_after: Duration },
    #[error(transparent)]
    Hashing(#[from] HashingFailed),
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// How long to wait before the next attempt may be compared; `None`: now.
fn delay_left(failures: u32, last_at: Timestamp, now: Timestamp) -> Option<SignedDuration> {
    let doublings = failures.checked_sub(FREE_FAILURES)?;
    let seconds = 1_i64.checked_shl(doublings.min(32)).unwrap_or(i64::MAX);
    let delay = SignedDuration::from_secs(seconds).min(LONGEST_DELAY);
    let left = delay.saturating_sub(now.duration_since(last_at));
    left.is_positive().then_some(left)
}

/// Who is asked about, as far as the database knows them.
pub(super) struct Candidate {
    pub user: KnownUser,
    membership: Option<Membership>,
}

struct Membership {
    scope: OrgScope,
    role: super::Role,
    organisation: String,
}

/// Compares the password and begins a session.
pub async fn login(context: &Context, attempt: LoginAttempt) -> Result<NewSession, LoginError> {
    let candidate = count_attempt(context, &attempt.email).await?;
    let stored = candidate
        .as_ref()
        .map(|candidate| candidate.user.password_hash.clone());
    let comparison = password::compare(attempt.password.clone(), stored).await?;
    let weak = comparison == Comparison::SameButWeak;
    match candidate {
        Some(Candidate {
            user,
            membership: Some(membership),
        }) if comparison != Comparison::Different => {
            let better = if weak {
                Some(password::hash(attempt.password.clone(), &context.random).await?)
            } else {
                None
            };
            begin(context, attempt, user, membership, better).await
        }
        other => {
            let known = other.and_then(|candidate| Some((candidate.user.id, candidate.membership?.scope)));
            refuse(context, attempt, known).await?;
            Err(LoginError::Refused)
        }
    }
}

/// Counts an attempt on this address before anything is compared; answers who it belongs to.
///
/// # Errors
/// [`LoginError::TooMany`] while the delay after earlier failures runs.
pub(super) async fn count_attempt(context: &Context, email: &str) -> Result<Option<Candidate>, LoginError> {
    let key = failure_key(email);
    let email = Email::parse(email);
    let now = context.process.now();
    context
        .store
        .write(move |tx| {
            Box::pin(async move {
                let row = tx
                    .fetch_one(store::LOGIN_FAILURES, params![key.clone(), now])
                    .await?;
                let last_at = row.time("last_at")?;
                let failures = if now.duration_since(last_at) < FORGOTTEN_AFTER {
                    row.u32("failures")?
                } else {
                    0
                };
                if let Some(left) = delay_left(failures, last_at, now) {
                    // Rounded up to whole seconds: what is announced is enough.
                    let seconds = u64::try_from(left.as_secs()).unwrap_or(0).saturating_add(1);
                    return Err(LoginError::TooMany {
                        retry_after: Duration::from_secs(seconds),
                    });
                }
                tx.execute_exactly(
                    1,
                    store::COUNT_LOGIN_ATTEMPT,
                    params![key, failures.saturating_add(1), now],
                )
                .await?;
                let Some(email) = email else {
                    return Ok(None);
                };
                let Some(user) = store::user_by_email(tx, &email).await? else {
                    return Ok(None);
                };
                let membership = match tx
                    .fetch_optional(store::FIRST_MEMBERSHIP, params![user.id])
                    .await?
                {
                    Some(row) => Some(Membership {
                        scope: OrgScope::of(row.uuid("org_id")?),
                        role: store::role_of(&row)?,
                        organisation: row.text("organisation")?,
                    }),
                    None => None,
                };
                Ok(Some(Candidate { user, membership }))
            })
        })
        .await
}

/// The password was right: the row of failures begins anew.
pub(super) async fn forget_failures(context: &Context, email: &str) -> Result<(), StoreError> {
    let key = failure_key(email);
    context
        .store
        .write(move |tx| {
            Box::pin(async move {
                tx.execute(store::FORGET_LOGIN_FAILURES, params![key]).await?;
                Ok(())
            })
        })
        .await
}

/// Leaves the attempt counted. Known and unknown addresses cost one commit each.
async fn refuse(
    context: &Context,
    attempt: LoginAttempt,
    known: Option<(uuid::Uuid, OrgScope)>,
) -> Result<(), LoginError> {
    let key = failure_key(&attempt.email);
    let now = context.process.now();
    let random = context.random.clone();
    context
        .store
        .write(move |tx| {
            Box::pin(async move {
                // None when somebody signed in with the right password meanwhile.
                tx.execute(store::LOGIN_FAILED_AT, params![key, now]).await?;
                if let Some((user_id, scope)) = known {
                    let event = AuditEvent::refused("authn_login_fail", AuditActor::user(user_id))
                        .in_request(attempt.request_id.as_deref());
                    audit::record(tx, &random, scope, now, event).await?;
                }
                Ok(())
            })
        })
        .await
}

async fn begin(
    context: &Context,
    attempt: LoginAttempt,
    user: KnownUser,
    membership: Membership,
    better_hash: Option<String>,
) -> Result<NewSession, LoginError> {
    let now = context.process.now();
    let inner = context.clone();
    context
        .store
        .write(move |tx| {
            Box::pin(async move {
                if let Some(previous) = &attempt.previous_token {
                    let hash = token_hash(secrecy::ExposeSecret::expose_secret(previous));
                    tx.fetch_optional(store::DELETE_SESSION, params![hash]).await?;
                }
                tx.execute(store::FORGET_LOGIN_FAILURES, params![failure_key(&attempt.email)])
                    .await?;
                let forgotten = now.saturating_sub(FORGOTTEN_AFTER).unwrap_or(Timestamp::MIN);
                tx.execute(store::FORGET_OLD_LOGIN_FAILURES, params![forgotten])
                    .await?;
                if let Some(hash) = better_hash {
                    tx.execute_exactly(1, store::SET_PASSWORD_HASH, params![user.id, hash])
                        .await?;
                }
                let Membership {
                    scope,
                    role,
                    organisation,
                } = membership;
                let begun = session::begin(tx, &inner, scope, user.id, &attempt.user_agent, now).await?;
                let event = AuditEvent::done("authn_login_success", AuditActor::user(user.id))
                    .in_request(attempt.request_id.as_deref());
                audit::record(tx, &inner.random, scope, now, event).await?;
                Ok(begun.of(session::Owner {
                    scope,
                    user_id: user.id,
                    name: user.name,
                    email: user.email,
                    role,
                    organisation,
                }))
            })
        })
        .await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_delay_starts_after_five_failures_doubles_and_ends_at_five_minutes() {
        let now = Timestamp::from_second(1_000_000).unwrap();
        let left = |failures| delay_left(failures, now, now).map(|left| left.as_secs());
        assert_eq!(left(0), None);
        assert_eq!(left(4), None);
        assert_eq!(left(5), Some(1));
        assert_eq!(left(6), Some(2));
        assert_eq!(left(12), Some(128));
        assert_eq!(left(14), Some(300));
        assert_eq!(left(u32::MAX), Some(300));
    }

    #[test]
    fn the_delay_runs_from_the_last_attempt() {
        let last = Timestamp::from_second(1_000_000).unwrap();
        let at = |seconds| last.saturating_add(SignedDuration::from_secs(seconds)).unwrap();
        assert!(delay_left(8, last, at(7)).is_some());
        assert!(delay_left(8, last, at(8)).is_none());
    }
}
