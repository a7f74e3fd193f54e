//! The first set-up: a one-time link, printed where the program was started, that makes the organisation and its admin.
//!
//! There is no default account. The link works once, for a day, and only while no organisation exists; starting again
//! prints a new one and ends the old.

use jiff::SignedDuration;
use secrecy::{ExposeSecret as _, SecretString};

use super::{
    email::Email,
    login::NewSession,
    password::{self, HashingFailed},
    principal::Role,
    session, store,
};
use crate::{
    Context,
    audit::{self, AuditActor, AuditEvent},
    connections::vault::VaultError,
    random::token_hash,
    store::{StoreError, params},
};

/// How long the link lives (process time).
pub const LINK_LIFE: SignedDuration = SignedDuration::from_hours(24);
/// Names of people and organisations, in characters.
pub const LONGEST_NAME: usize = 120;

/// What the first person fills in.
#[derive(Debug, Clone)]
pub struct SetupForm {
    pub token: SecretString,
    pub organisation: String,
    pub name: String,
    pub email: String,
    pub password: SecretString,
    pub user_agent: String,
    pub request_id: Option<String>,
}

/// One field that has to be filled in differently.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldProblem {
    pub field: &'static str,
    pub detail: String,
}

#[derive(Debug, thiserror::Error)]
pub enum SetupError {
    /// Unknown, used, expired, or an organisation exists already.
    #[error("this set-up link does not work any more; start the program again for a new one")]
    LinkEnded,
    #[error("some fields have to be filled in differently")]
    Fields(Vec<FieldProblem>),
    #[error(transparent)]
    Hashing(#[from] HashingFailed),
    #[error(transparent)]
    Vault(#[from] VaultError),
    #[error(transparent)]
    Store(#[from] StoreError),
}

pub async fn setup_is_open(context: &Context) -> Result<bool, StoreError> {
    let exists = context
        .store
        .read(|tx| Box::pin(store::has_organisation(tx)))
        .await?;
    Ok(!exists)
}

/// A new token for the link, or `None` when an organisation exists. Earlier links end.
pub async fn issue_setup_link(context: &Context) -> Result<Option<SecretString>, StoreError> {
    let token = context.random.token();
    let hash = token_hash(token.expose_secret());
    let now = context.process.now();
    let expires_at = now.saturating_add(LINK_LIFE).unwrap_or(now);
    let open = context
        .store
        .write(move |tx| {
            Box::pin(async move {
                if store::has_organisation(tx).await? {
                    return Ok::<_, StoreError>(false);
                }
                tx.execute(store::DELETE_SETUP_LINKS, params![]).await?;
                tx.execute_exactly(1, store::INSERT_SETUP_LINK, params![hash, now, expires_at])
                    .await?;
                Ok(true)
            })
        })
        .await?;
    Ok(open.then_some(token))
}

/// Makes the organisation, its default brand, its data key and its first admin, and signs the admin in.
pub async fn set_up(context: &Context, form: SetupForm) -> Result<NewSession, SetupError> {
    let now = context.process.now();
    let hash = token_hash(form.token.expose_secret());
    let live = context
        .store
        .read({
            let hash = hash.clone();
            move |tx| {
                Box::pin(async move {
                    let link = tx
                        .fetch_optional(store::LIVE_SETUP_LINK, params![hash, now])
                        .await?;
                    Ok::<_, StoreError>(link.is_some() && !store::has_organisation(tx).await?)
                })
            }
        })
        .await?;
    if !live {
        return Err(SetupError::LinkEnded);
    }
    let (organisation, name, email) = check(&form)?;
    let password_hash = password::hash(form.password.clone(), &context.random).await?;
    let inner = context.clone();
    context
        .store
        .write(move |tx| {
            Box::pin(async move {
                // The one row of the link decides between two people who follow it at the same time.
                if tx.execute(store::USE_SETUP_LINK, params![hash, now]).await? != 1
                    || store::has_organisation(tx).await?
                {
                    return Err(SetupError::LinkEnded);
                }
                let scope = store::insert_organisation(tx, &inner.random, &organisation, now).await?;
                inner.vault.create_data_key(tx, scope, now).await?;
                let user_id =
                    store::insert_user(tx, &inner.random, &email, &name, &password_hash, now).await?;
                store::insert_membership(tx, &inner.random, scope, user_id, Role::Admin, now).await?;
                let event = AuditEvent::done("organisation_created", AuditActor::user(user_id))
                    .in_request(form.request_id.as_deref());
                audit::record(tx, &inner.random, scope, now, event).await?;
                let begun = session::begin(tx, &inner, scope, user_id, &form.user_agent, now).await?;
                let email = email.as_typed().to_owned();
                Ok(begun.of(session::Owner {
                    scope,
                    user_id,
                    name,
                    email,
                    role: Role::Admin,
                    organisation,
                }))
            })
        })
        .await
}

fn check(form: &SetupForm) -> Result<(String, String, Email), SetupError> {
    let mut problems = Vec::new();
    let mut refuse = |field, detail: String| problems.push(FieldProblem { field, detail });
    let organisation = form.organisation.trim().to_owned();
    let name = form.name.trim().to_owned();
    if let Some(detail) = name_problem(&organisation) {
        refuse("organisation", detail);
    }
    if let Some(detail) = name_problem(&name) {
        refuse("name", detail);
    }
    let email = Email::parse(&form.email);
    if email.is_none() {
        refuse(
            "email",
            "write an e-mail address, such as ada@example.com".to_owned(),
        );
    }
    if let Err(problem) = password::check_new(&form.password, &[&organisation, &name, &form.email]) {
        refuse("password", problem.to_string());
    }
    match (email, problems.is_empty()) {
        (Some(email), true) => Ok((organisation, name, email)),
        _ => Err(SetupError::Fields(problems)),
    }
}

/// What is wrong with a name of a person or an organisation, if anything.
pub(crate) fn name_problem(name: &str) -> Option<String> {
    let length = name.trim().chars().count();
    if length == 0 {
        Some("write a name".to_owned())
    } else if length > LONGEST_NAME {
        Some(format!("use at most {LONGEST_NAME} characters"))
    } else if name.chars().any(char::is_control) {
        Some("leave out line breaks and control characters".to_owned())
    } else {
        None
    }
}
