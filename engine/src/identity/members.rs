//! Who belongs to an organisation and as what.

use jiff::Timestamp;
use secrecy::SecretString;
use uuid::Uuid;

use super::{
    email::Email,
    password::{self, Comparison, HashingFailed},
    principal::{OrgScope, Principal, Role},
    setup::name_problem,
    store,
};
use crate::{
    Context,
    audit::{self, AuditActor, AuditEvent},
    connections::vault::VaultError,
    notifications::{self, Notification},
    store::{StoreError, Tx, params},
};

/// Somebody who is to belong to an organisation.
#[derive(Debug, Clone)]
pub struct NewPerson {
    pub name: String,
    pub email: String,
    pub password: SecretString,
    pub role: Role,
}

#[derive(Debug, thiserror::Error)]
pub enum MemberError {
    #[error("nobody of this organisation has this id")]
    NotFound,
    #[error("only an admin may change who belongs to the organisation")]
    NotAllowed,
    #[error("the organisation needs at least one admin; make somebody else an admin first")]
    LastAdmin,
    /// Somebody was faster: look again.
    #[error("the member has changed since you looked")]
    Moved,
    #[error("`{0}` is no e-mail address or already belongs to somebody")]
    Email(String),
    #[error("the name cannot be used: {0}")]
    Name(String),
    #[error("{0}")]
    Password(#[from] password::PasswordProblem),
    #[error(transparent)]
    Hashing(#[from] HashingFailed),
    #[error(transparent)]
    Vault(#[from] VaultError),
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Adds somebody new to the admin's own organisation.
pub async fn add_person(
    context: &Context,
    admin: &Principal,
    person: NewPerson,
) -> Result<Uuid, MemberError> {
    require_admin(admin)?;
    let (name, email) = checked(&person)?;
    password::check_new(&person.password, &[&person.name, &person.email])?;
    let hash = password::hash(person.password, &context.random).await?;
    let now = context.process.now();
    let inner = context.clone();
    let admin = admin.clone();
    context
        .store
        .write(move |tx| {
            Box::pin(async move {
                let inserted = store::insert_user(tx, &inner.random, &email, &name, &hash, now).await;
                let user_id = match inserted {
                    Err(StoreError::Conflict { .. }) => {
                        return Err(MemberError::Email(email.as_typed().to_owned()));
                    }
                    other => other?,
                };
                store::insert_membership(tx, &inner.random, admin.scope, user_id, person.role, now).await?;
                let event = AuditEvent::done("member_added", AuditActor::of(&admin))
                    .on("user", user_id)
                    .with(serde_json::json!({ "role": person.role.as_str() }));
                audit::record(tx, &inner.random, admin.scope, now, event).await?;
                Ok(user_id)
            })
        })
        .await
}

/// Somebody who belongs to the organisation, as a list shows them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MemberView {
    pub id: Uuid,
    pub name: String,
    pub email: String,
    pub role: Role,
    pub joined_at: Timestamp,
    pub last_seen_at: Option<Timestamp>,
    pub version: i64,
}

/// Everybody who belongs to the organisation, by name.
pub async fn members(context: &Context, scope: OrgScope) -> Result<Vec<MemberView>, StoreError> {
    context
        .store
        .read(move |tx| {
            Box::pin(async move {
                let rows = tx.fetch_all(store::MEMBERS, params![scope.id()]).await?;
                rows.iter()
                    .map(|row| {
                        Ok(MemberView {
                            id: row.uuid("id")?,
                            name: row.text("name")?,
                            email: row.text("email")?,
                            role: store::role_of(row)?,
                            joined_at: row.time("joined_at")?,
                            last_seen_at: row.opt_time("last_seen_at")?,
                            version: row.i64("version")?,
                        })
                    })
                    .collect()
            })
        })
        .await
}

/// Gives a member another role; in force with their next request. `version` is the one the admin saw; `None` takes
/// whatever stands.
pub async fn change_role(
    context: &Context,
    admin: &Principal,
    user_id: Uuid,
    version: Option<i64>,
    role: Role,
) -> Result<(), MemberError> {
    require_admin(admin)?;
    let (now, at) = (context.process.now(), context.business.now());
    let random = context.random.clone();
    let admin = admin.clone();
    context
        .store
        .write(move |tx| {
            Box::pin(async move {
                let scope = admin.scope;
                // First of all: two admins who demote each other go one after the other.
                let kept = keep_an_admin(tx, scope, user_id).await;
                let (before, current) = role_of_member(tx, scope, user_id).await?;
                if version.is_some_and(|seen| seen != current) {
                    return Err(MemberError::Moved);
                }
                if role != Role::Admin {
                    kept?;
                }
                let values = params![scope.id(), user_id, role.as_str(), current];
                if tx.execute(store::SET_ROLE, values).await? != 1 {
                    return Err(MemberError::Moved);
                }
                if before != role {
                    let told = Notification::new(
                        notifications::Kind::Security,
                        format!("You are now {role}"),
                        format!("{} changed your role from {before} to {role}.", admin.name),
                    )
                    .about("profile", None)
                    .to(user_id);
                    notifications::enqueue(tx, scope, random.id(), &told, at).await?;
                }
                let event = AuditEvent::done("authz_change", AuditActor::of(&admin))
                    .on("user", user_id)
                    .with(serde_json::json!({ "from": before.as_str(), "to": role.as_str() }));
                Ok(audit::record(tx, &random, scope, now, event).await?)
            })
        })
        .await
}

/// Takes somebody out of the organisation; their sessions in it end at once. `version` as in [`change_role`].
pub async fn remove_person(
    context: &Context,
    admin: &Principal,
    user_id: Uuid,
    version: Option<i64>,
) -> Result<(), MemberError> {
    require_admin(admin)?;
    let now = context.process.now();
    let random = context.random.clone();
    let admin = admin.clone();
    context
        .store
        .write(move |tx| {
            Box::pin(async move {
                let scope = admin.scope;
                let kept = keep_an_admin(tx, scope, user_id).await;
                let (_, current) = role_of_member(tx, scope, user_id).await?;
                if version.is_some_and(|seen| seen != current) {
                    return Err(MemberError::Moved);
                }
                kept?;
                tx.execute(store::DELETE_SESSIONS_OF_MEMBER, params![scope.id(), user_id])
                    .await?;
                tx.execute(store::DELETE_MEMBERSHIPS, params![scope.id(), user_id])
                    .await?;
                let event = AuditEvent::done("member_removed", AuditActor::of(&admin)).on("user", user_id);
                Ok(audit::record(tx, &random, scope, now, event).await?)
            })
        })
        .await
}

/// Makes an organisation with these people, or brings one of this name up to date: whoever is missing is added and
/// everybody has the password given. For demonstrations and tests; no policy is asked about the passwords.
pub async fn seed_people(
    context: &Context,
    organisation: &str,
    people: &[NewPerson],
) -> Result<OrgScope, MemberError> {
    let now = context.process.now();
    let inner = context.clone();
    let wanted = organisation.to_owned();
    let scope = context
        .store
        .write(move |tx| {
            Box::pin(async move {
                if let Some(row) = tx
                    .fetch_optional(store::ORGANISATION_BY_NAME, params![&wanted])
                    .await?
                {
                    return Ok::<_, MemberError>(OrgScope::of(row.uuid("id")?));
                }
                let scope = store::insert_organisation(tx, &inner.random, &wanted, now).await?;
                inner.vault.create_data_key(tx, scope, now).await?;
                Ok(scope)
            })
        })
        .await?;
    for person in people {
        seed_person(context, scope, person).await?;
    }
    Ok(scope)
}

async fn seed_person(context: &Context, scope: OrgScope, person: &NewPerson) -> Result<(), MemberError> {
    let (name, email) = checked(person)?;
    let known = context
        .store
        .read({
            let email = email.clone();
            move |tx| Box::pin(async move { store::user_by_email(tx, &email).await })
        })
        .await?;
    let unchanged = match &known {
        Some(user) => {
            password::compare(person.password.clone(), Some(user.password_hash.clone())).await?
                != Comparison::Different
        }
        None => false,
    };
    let hash = if unchanged {
        None
    } else {
        Some(password::hash(person.password.clone(), &context.random).await?)
    };
    let now = context.process.now();
    let random = context.random.clone();
    let role = person.role;
    context
        .store
        .write(move |tx| {
            Box::pin(async move {
                let user_id = match (known, hash) {
                    (Some(user), None) => user.id,
                    (Some(user), Some(hash)) => {
                        tx.execute_exactly(1, store::SET_PASSWORD_HASH, params![user.id, hash])
                            .await?;
                        user.id
                    }
                    (None, hash) => {
                        store::insert_user(tx, &random, &email, &name, &hash.unwrap_or_default(), now).await?
                    }
                };
                if tx
                    .fetch_optional(store::MEMBERSHIP, params![scope.id(), user_id])
                    .await?
                    .is_none()
                {
                    store::insert_membership(tx, &random, scope, user_id, role, now).await?;
                    let event = AuditEvent::done("member_added", AuditActor::SYSTEM)
                        .on("user", user_id)
                        .with(serde_json::json!({ "role": role.as_str() }));
                    audit::record(tx, &random, scope, now, event).await?;
                }
                Ok(())
            })
        })
        .await
}

pub(super) fn require_admin(principal: &Principal) -> Result<(), MemberError> {
    if principal.role == Role::Admin {
        Ok(())
    } else {
        Err(MemberError::NotAllowed)
    }
}

fn checked(person: &NewPerson) -> Result<(String, Email), MemberError> {
    if let Some(problem) = name_problem(&person.name) {
        return Err(MemberError::Name(problem));
    }
    let email = Email::parse(&person.email).ok_or_else(|| MemberError::Email(person.email.clone()))?;
    Ok((person.name.trim().to_owned(), email))
}

/// The member's role and the version of their membership.
async fn role_of_member(tx: &mut Tx, scope: OrgScope, user_id: Uuid) -> Result<(Role, i64), MemberError> {
    let row = tx
        .fetch_optional(store::MEMBERSHIP, params![scope.id(), user_id])
        .await?
        .ok_or(MemberError::NotFound)?;
    Ok((store::role_of(&row)?, row.i64("version")?))
}

/// Refuses when `leaving` is the only admin.
async fn keep_an_admin(tx: &mut Tx, scope: OrgScope, leaving: Uuid) -> Result<(), MemberError> {
    let mut others = false;
    let mut is_admin = false;
    for row in tx.fetch_all(store::LOCK_ADMINS, params![scope.id()]).await? {
        let admin = row.uuid("user_id")?;
        is_admin |= admin == leaving;
        others |= admin != leaving;
    }
    if is_admin && !others {
        Err(MemberError::LastAdmin)
    } else {
        Ok(())
    }
}
