//! What people keep about themselves: name, language, password.

use jiff::Timestamp;
use secrecy::SecretString;
use uuid::Uuid;

use super::{
    email::failure_key,
    login::{self, LoginError},
    password::{self, Comparison, HashingFailed},
    principal::Principal,
    session::Session,
    setup::{FieldProblem, name_problem},
    store,
};
use crate::{
    Context,
    audit::{self, AuditActor, AuditEvent},
    notifications::{self, Notification},
    store::{StoreError, params},
};

/// Languages that the pages speak.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Locale {
    English,
    German,
}

impl Locale {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::German => "de",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        [Self::English, Self::German]
            .into_iter()
            .find(|locale| locale.as_str() == text)
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Profile {
    pub id: Uuid,
    pub name: String,
    pub email: String,
    /// `None`: the browser's language.
    pub locale: Option<Locale>,
    pub version: i64,
    pub created_at: Timestamp,
}

#[derive(Debug, thiserror::Error)]
pub enum ProfileError {
    #[error("the profile has changed since you looked")]
    Moved,
    #[error("some fields have to be filled in differently")]
    Fields(Vec<FieldProblem>),
    #[error(transparent)]
    Login(#[from] LoginError),
    #[error(transparent)]
    Hashing(#[from] HashingFailed),
    #[error(transparent)]
    Store(#[from] StoreError),
}

fn field(field: &'static str, detail: impl Into<String>) -> ProfileError {
    ProfileError::Fields(vec![FieldProblem {
        field,
        detail: detail.into(),
    }])
}

pub async fn profile(context: &Context, principal: &Principal) -> Result<Profile, StoreError> {
    let user_id = principal.actor;
    context
        .store
        .read(move |tx| {
            Box::pin(async move {
                let row = tx.fetch_one(store::PROFILE, params![user_id]).await?;
                Ok(Profile {
                    id: row.uuid("id")?,
                    name: row.text("name")?,
                    email: row.text("email")?,
                    locale: row.opt_text("locale")?.as_deref().and_then(Locale::parse),
                    version: row.i64("version")?,
                    created_at: row.time("created_at")?,
                })
            })
        })
        .await
}

/// Changes name or language; what is `None` stays.
pub async fn update_profile(
    context: &Context,
    principal: &Principal,
    version: i64,
    name: Option<&str>,
    locale: Option<Locale>,
) -> Result<(), ProfileError> {
    let name = name.map(|name| name.trim().to_owned());
    if let Some(problem) = name.as_deref().and_then(name_problem) {
        return Err(field("name", problem));
    }
    let (random, principal, now) = (context.random.clone(), principal.clone(), context.process.now());
    context
        .store
        .write(move |tx| {
            Box::pin(async move {
                let locale = locale.map(Locale::as_str);
                let values = params![principal.actor, version, name, locale];
                if tx.execute(store::UPDATE_PROFILE, values).await? != 1 {
                    return Err(ProfileError::Moved);
                }
                let event = AuditEvent::done("profile_changed", AuditActor::of(&principal))
                    .on("user", principal.actor);
                Ok(audit::record(tx, &random, principal.scope, now, event).await?)
            })
        })
        .await
}

/// Changes the password of the session's person and ends their other sessions. The current one has to be given; wrong
/// ones count like wrong sign-ins.
pub async fn change_password(
    context: &Context,
    session: &Session,
    current: SecretString,
    new: SecretString,
) -> Result<(), ProfileError> {
    let principal = &session.principal;
    let own_words = [
        session.organisation.as_str(),
        principal.name.as_str(),
        session.email.as_str(),
    ];
    if let Err(problem) = password::check_new(&new, &own_words) {
        return Err(field("new", problem.to_string()));
    }
    let stored = login::count_attempt(context, &session.email)
        .await?
        .map(|candidate| candidate.user.password_hash);
    if password::compare(current, stored).await? == Comparison::Different {
        let event = AuditEvent::refused("authn_password_change", AuditActor::of(principal))
            .on("user", principal.actor);
        audit::record_alone(context, principal.scope, event).await?;
        return Err(field("current", "this is not your password"));
    }
    let hash = password::hash(new, &context.random).await?;
    let (now, at) = (context.process.now(), context.business.now());
    let (random, session) = (context.random.clone(), session.clone());
    context
        .store
        .write(move |tx| {
            Box::pin(async move {
                let principal = &session.principal;
                let (scope, user_id) = (principal.scope, principal.actor);
                tx.execute_exactly(1, store::SET_PASSWORD_HASH, params![user_id, hash])
                    .await?;
                tx.execute(store::DELETE_OTHER_SESSIONS, params![user_id, session.id])
                    .await?;
                tx.execute(store::FORGET_LOGIN_FAILURES, params![failure_key(&session.email)])
                    .await?;
                let event =
                    AuditEvent::done("authn_password_change", AuditActor::of(principal)).on("user", user_id);
                audit::record(tx, &random, scope, now, event).await?;
                let told = Notification::new(
                    notifications::Kind::Security,
                    "Your password was changed",
                    "All your other sessions have ended. If it was not you, tell an admin at once.",
                )
                .about("profile", None)
                .to(user_id);
                Ok(notifications::enqueue(tx, scope, random.id(), &told, at).await?)
            })
        })
        .await
}
