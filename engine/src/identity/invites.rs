//! Invitations: a link, shown once, that lets one person in with one role.
//!
//! Nothing of the link but its digest is stored. It works once, for seven days (process time), for the address it was made
//! for. Who has an account already proves it with their password; everybody else chooses one.

use jiff::{SignedDuration, Timestamp};
use secrecy::{ExposeSecret as _, SecretString};
use uuid::Uuid;

use super::{
    email::Email,
    login::{self, LoginError, NewSession},
    members::{MemberError, require_admin},
    password::{self, Comparison, HashingFailed},
    principal::{OrgScope, Principal, Role},
    session,
    setup::{FieldProblem, name_problem},
    store::{self, KnownUser},
};
use crate::{
    Context,
    audit::{self, AuditActor, AuditEvent},
    hints::Topic,
    notifications::{self, Notification},
    random::token_hash,
    store::{Row, StoreError, Tx, params},
};

/// How long a link lives (process time).
pub const LINK_LIFE: SignedDuration = SignedDuration::from_hours(7 * 24);

#[derive(Debug, thiserror::Error)]
pub enum InviteError {
    /// Unknown, used, revoked or expired: one answer for all.
    #[error("this invitation does not work any more; ask for a new one")]
    LinkEnded,
    #[error("there is no such invitation")]
    NotFound,
    #[error("{0}")]
    Impossible(&'static str),
    #[error("some fields have to be filled in differently")]
    Fields(Vec<FieldProblem>),
    #[error(transparent)]
    Member(#[from] MemberError),
    #[error(transparent)]
    Login(#[from] LoginError),
    #[error(transparent)]
    Hashing(#[from] HashingFailed),
    #[error(transparent)]
    Store(#[from] StoreError),
}

fn field(field: &'static str, detail: impl Into<String>) -> InviteError {
    InviteError::Fields(vec![FieldProblem {
        field,
        detail: detail.into(),
    }])
}

/// How an invitation stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InviteState {
    Open,
    Used,
    Expired,
    Revoked,
}

impl InviteState {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Used => "used",
            Self::Expired => "expired",
            Self::Revoked => "revoked",
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InviteView {
    pub id: Uuid,
    pub email: String,
    pub role: Role,
    pub created_at: Timestamp,
    pub expires_at: Timestamp,
    pub created_by: String,
    pub state: InviteState,
}

impl InviteView {
    fn read(row: &Row, now: Timestamp) -> Result<Self, StoreError> {
        let expires_at = row.time("expires_at")?;
        let state = if row.opt_time("used_at")?.is_some() {
            InviteState::Used
        } else if row.opt_time("revoked_at")?.is_some() {
            InviteState::Revoked
        } else if expires_at <= now {
            InviteState::Expired
        } else {
            InviteState::Open
        };
        Ok(Self {
            id: row.uuid("id")?,
            email: row.text("email")?,
            role: store::role_of(row)?,
            created_at: row.time("created_at")?,
            expires_at,
            created_by: row.text("created_by")?,
            state,
        })
    }
}

/// The organisation's newest invitations, or the one of this id.
pub async fn invites(
    context: &Context,
    scope: OrgScope,
    only: Option<Uuid>,
) -> Result<Vec<InviteView>, StoreError> {
    let now = context.process.now();
    context
        .store
        .read(move |tx| {
            Box::pin(async move {
                let values = params![scope.id(), only.is_some(), only.unwrap_or_default()];
                let rows = tx.fetch_all(store::INVITES, values).await?;
                rows.iter().map(|row| InviteView::read(row, now)).collect()
            })
        })
        .await
}

/// Makes an invitation and answers its id and the token of its link. Earlier open links to the same address end.
pub async fn invite(
    context: &Context,
    admin: &Principal,
    email: &str,
    role: Role,
) -> Result<(Uuid, SecretString), InviteError> {
    require_admin(admin)?;
    let email = Email::parse(email)
        .ok_or_else(|| field("email", "write an e-mail address, such as ada@example.com"))?;
    let token = context.random.token();
    let hash = token_hash(token.expose_secret());
    let now = context.process.now();
    // As the database will answer it: whole microseconds.
    let ends = now.saturating_add(LINK_LIFE).unwrap_or(now);
    let (random, admin) = (context.random.clone(), admin.clone());
    let scope = admin.scope;
    let id = context
        .store
        .write(move |tx| {
            Box::pin(async move {
                let member = params![scope.id(), email.key()];
                if tx.fetch_optional(store::MEMBER_BY_EMAIL, member).await?.is_some() {
                    return Err(field(
                        "email",
                        "somebody with this address belongs to the organisation already",
                    ));
                }
                tx.execute(store::REVOKE_INVITES_TO, params![scope.id(), email.key(), now])
                    .await?;
                let id = random.id();
                let values = params![
                    scope.id(),
                    id,
                    hash,
                    email.as_typed(),
                    email.key(),
                    role.as_str(),
                    admin.actor,
                    now,
                    ends
                ];
                tx.execute_exactly(1, store::INSERT_INVITE, values).await?;
                let event = AuditEvent::done("invite_created", AuditActor::of(&admin))
                    .on("invite", id)
                    .with(serde_json::json!({ "role": role.as_str() }));
                audit::record(tx, &random, scope, now, event).await?;
                Ok(id)
            })
        })
        .await?;
    Ok((id, token))
}

/// Ends an open invitation.
pub async fn revoke_invite(context: &Context, admin: &Principal, id: Uuid) -> Result<(), InviteError> {
    require_admin(admin)?;
    let now = context.process.now();
    let (random, admin) = (context.random.clone(), admin.clone());
    context
        .store
        .write(move |tx| {
            Box::pin(async move {
                let scope = admin.scope;
                let only = params![scope.id(), true, id];
                if tx.fetch_optional(store::INVITES, only).await?.is_none() {
                    return Err(InviteError::NotFound);
                }
                if tx
                    .execute(store::REVOKE_INVITE, params![scope.id(), id, now])
                    .await?
                    != 1
                {
                    return Err(InviteError::Impossible("the invitation has ended already"));
                }
                let event = AuditEvent::done("invite_revoked", AuditActor::of(&admin)).on("invite", id);
                Ok(audit::record(tx, &random, scope, now, event).await?)
            })
        })
        .await
}

/// What somebody with the link is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenInvite {
    pub organisation: String,
    pub email: String,
    pub role: Role,
    pub expires_at: Timestamp,
    /// The address has a password here already: it joins with that one.
    pub has_account: bool,
    scope: OrgScope,
    id: Uuid,
}

/// Looks at an invitation by its link's token.
pub async fn look_at_invite(context: &Context, token: &SecretString) -> Result<OpenInvite, InviteError> {
    let hash = token_hash(token.expose_secret());
    let now = context.process.now();
    context
        .store
        .read(move |tx| {
            Box::pin(async move {
                let row = tx
                    .fetch_optional(store::LIVE_INVITE, params![hash, now])
                    .await?
                    .ok_or(InviteError::LinkEnded)?;
                let email = row.text("email")?;
                let known = match Email::parse(&email) {
                    Some(email) => store::user_by_email(tx, &email).await?,
                    None => None,
                };
                Ok(OpenInvite {
                    organisation: row.text("organisation")?,
                    email,
                    role: store::role_of(&row)?,
                    expires_at: row.time("expires_at")?,
                    has_account: known.is_some(),
                    scope: OrgScope::of(row.uuid("org_id")?),
                    id: row.uuid("id")?,
                })
            })
        })
        .await
}

/// What the invited person fills in.
#[derive(Debug, Clone)]
pub struct Acceptance {
    pub token: SecretString,
    pub name: String,
    pub password: SecretString,
    pub user_agent: String,
    /// The cookie that came along: the session behind it ends, whoever's it was.
    pub previous_token: Option<SecretString>,
    pub request_id: Option<String>,
}

/// Who joins.
enum Joining {
    New { name: String, password_hash: String },
    Known(KnownUser),
}

/// Lets the invited person in and signs them in.
pub async fn accept_invite(context: &Context, form: Acceptance) -> Result<NewSession, InviteError> {
    let invite = look_at_invite(context, &form.token).await?;
    let email = Email::parse(&invite.email).ok_or(InviteError::LinkEnded)?;
    let joining = if invite.has_account {
        Joining::Known(prove(context, &invite.email, &form.password).await?)
    } else {
        newcomer(context, &invite, &form).await?
    };
    let (now, at) = (context.process.now(), context.business.now());
    let inner = context.clone();
    let scope = invite.scope;
    let begun = context
        .store
        .write(move |tx| {
            Box::pin(async move {
                if let Some(previous) = &form.previous_token {
                    let hash = token_hash(previous.expose_secret());
                    tx.fetch_optional(store::DELETE_SESSION, params![hash]).await?;
                }
                let (user_id, name) = enter(tx, &inner, &invite, joining, &email, now).await?;
                // The one row of the link decides between two people who follow it at the same time.
                let used = params![scope.id(), invite.id, now, user_id];
                if tx.execute(store::USE_INVITE, used).await? != 1 {
                    return Err(InviteError::LinkEnded);
                }
                let event = AuditEvent::done("invite_accepted", AuditActor::user(user_id))
                    .on("invite", invite.id)
                    .with(serde_json::json!({ "role": invite.role.as_str() }))
                    .in_request(form.request_id.as_deref());
                audit::record(tx, &inner.random, scope, now, event).await?;
                let told = Notification::new(
                    notifications::Kind::Security,
                    format!("{name} joined as {}", invite.role),
                    format!("{} accepted the invitation.", invite.email),
                )
                .about("member", Some(user_id))
                .to_admins();
                notifications::enqueue(tx, scope, inner.random.id(), &told, at).await?;
                let begun = session::begin(tx, &inner, scope, user_id, &form.user_agent, now).await?;
                Ok(begun.of(session::Owner {
                    scope,
                    user_id,
                    name,
                    email: invite.email,
                    role: invite.role,
                    organisation: invite.organisation,
                }))
            })
        })
        .await?;
    context
        .hints
        .send(Some(scope.id()), Topic::Organisation, None, None);
    Ok(begun)
}

/// Writes the person and their membership.
async fn enter(
    tx: &mut Tx,
    context: &Context,
    invite: &OpenInvite,
    joining: Joining,
    email: &Email,
    now: Timestamp,
) -> Result<(Uuid, String), InviteError> {
    let (user_id, name) = match joining {
        Joining::Known(user) => (user.id, user.name),
        Joining::New { name, password_hash } => {
            let inserted = store::insert_user(tx, &context.random, email, &name, &password_hash, now).await;
            match inserted {
                Ok(id) => (id, name),
                // Another invitation of the same address was accepted a moment ago.
                Err(StoreError::Conflict { .. }) => return Err(sign_in_instead()),
                Err(error) => return Err(error.into()),
            }
        }
    };
    match store::insert_membership(tx, &context.random, invite.scope, user_id, invite.role, now).await {
        Ok(()) => Ok((user_id, name)),
        Err(StoreError::Conflict { .. }) => Err(InviteError::Impossible(
            "you belong to this organisation already; sign in",
        )),
        Err(error) => Err(error.into()),
    }
}

fn sign_in_instead() -> InviteError {
    field(
        "password",
        "this address has a password here already: sign in with that one to join",
    )
}

/// The password of an address that is known here; wrong ones count like wrong sign-ins.
async fn prove(context: &Context, email: &str, password: &SecretString) -> Result<KnownUser, InviteError> {
    let known = login::count_attempt(context, email)
        .await?
        .map(|candidate| candidate.user);
    let stored = known.as_ref().map(|user| user.password_hash.clone());
    let comparison = password::compare(password.clone(), stored).await?;
    match known {
        Some(user) if comparison != Comparison::Different => {
            login::forget_failures(context, email).await?;
            Ok(user)
        }
        _ => Err(sign_in_instead()),
    }
}

async fn newcomer(context: &Context, invite: &OpenInvite, form: &Acceptance) -> Result<Joining, InviteError> {
    let mut problems = Vec::new();
    let name = form.name.trim().to_owned();
    if let Some(detail) = name_problem(&name) {
        problems.push(FieldProblem {
            field: "name",
            detail,
        });
    }
    let own_words = [invite.organisation.as_str(), name.as_str(), invite.email.as_str()];
    if let Err(problem) = password::check_new(&form.password, &own_words) {
        problems.push(FieldProblem {
            field: "password",
            detail: problem.to_string(),
        });
    }
    if !problems.is_empty() {
        return Err(InviteError::Fields(problems));
    }
    let password_hash = password::hash(form.password.clone(), &context.random).await?;
    Ok(Joining::New { name, password_hash })
}
