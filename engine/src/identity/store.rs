//! The SQL of people, organisations, sessions, set-up links and failed sign-ins.

use jiff::Timestamp;
use uuid::Uuid;

use super::{
    email::Email,
    principal::{OrgScope, Role},
};
use crate::{
    random::Random,
    store::{Row, StoreError, Tx, params, statements},
};

statements! {
    COUNT_ORGANISATIONS = "select count(*) as n from organisation";
    ORGANISATION_BY_NAME = "select id from organisation where name = $1 order by created_at, id limit 1";
    INSERT_ORGANISATION = "insert into organisation (id, name, created_at) values ($1, $2, $3)";
    INSERT_DEFAULT_BRAND = "insert into brand (org_id, id, name, is_default, created_at) values ($1, $2, $3, 1, $4)";

    USER_BY_EMAIL = "select id, name, email, password_hash from app_user where email_key = $1 and disabled_at is null";
    INSERT_USER = "insert into app_user (id, email, email_key, name, password_hash, created_at) values ($1, $2, $3, $4, $5, $6)";
    SET_PASSWORD_HASH = "update app_user set password_hash = $2 where id = $1";

    INSERT_MEMBERSHIP = "insert into membership (org_id, id, user_id, role, brand_id, created_at) values ($1, $2, $3, $4, null, $5)";
    /// The organisation somebody signs in to: the one they have belonged to for longest.
    FIRST_MEMBERSHIP = "
        select m.org_id, m.role, o.name as organisation
        from membership m join organisation o on o.id = m.org_id
        where m.user_id = $1 and m.brand_id is null
        order by m.created_at, m.org_id limit 1";
    MEMBERSHIP = "select role from membership where org_id = $1 and user_id = $2 and brand_id is null";
    SET_ROLE = "update membership set role = $3 where org_id = $1 and user_id = $2 and brand_id is null";
    DELETE_MEMBERSHIPS = "delete from membership where org_id = $1 and user_id = $2";
    /// Held until the end of the transaction, so that two admins cannot remove each other at once.
    LOCK_ADMINS = {
        sqlite: "select user_id from membership where org_id = $1 and role = 'admin' and brand_id is null",
        postgres: "select user_id from membership where org_id = $1 and role = 'admin' and brand_id is null for update",
    };

    INSERT_SESSION = "
        insert into session (token_hash, org_id, user_id, created_at, last_seen_at, expires_at, user_agent)
        values ($1, $2, $3, $4, $4, $5, $6)";
    /// Role, name and membership are read fresh on each request: a change is in force with the next one.
    LIVE_SESSION = "
        select s.org_id, s.user_id, s.last_seen_at, s.expires_at, u.name, u.email, m.role, o.name as organisation
        from session s
        join app_user u on u.id = s.user_id and u.disabled_at is null
        join membership m on m.org_id = s.org_id and m.user_id = s.user_id and m.brand_id is null
        join organisation o on o.id = s.org_id
        where s.token_hash = $1 and s.expires_at > $2 and s.last_seen_at > $3";
    TOUCH_SESSION = "update session set last_seen_at = $3 where org_id = $1 and token_hash = $2";
    DELETE_SESSION = "delete from session where token_hash = $1 returning org_id, user_id";
    DELETE_SESSIONS_OF_MEMBER = "delete from session where org_id = $1 and user_id = $2";
    DELETE_ENDED_SESSIONS = "delete from session where org_id = $1 and user_id = $2 and (expires_at <= $3 or last_seen_at <= $4)";

    DELETE_SETUP_LINKS = "delete from setup_link where used_at is null";
    INSERT_SETUP_LINK = "insert into setup_link (token_hash, created_at, expires_at) values ($1, $2, $3)";
    LIVE_SETUP_LINK = "select token_hash from setup_link where token_hash = $1 and used_at is null and expires_at > $2";
    USE_SETUP_LINK = "update setup_link set used_at = $2 where token_hash = $1 and used_at is null and expires_at > $2";

    /// Locked where the database has more than one writer: attempts on one address go one after the other.
    LOGIN_FAILURES = {
        sqlite: "select failures, last_at from login_failure where email_hash = $1",
        postgres: "select failures, last_at from login_failure where email_hash = $1 for update",
    };
    COUNT_LOGIN_ATTEMPT = "
        insert into login_failure (email_hash, failures, last_at) values ($1, $2, $3)
        on conflict (email_hash) do update set failures = excluded.failures, last_at = excluded.last_at";
    LOGIN_FAILED_AT = "update login_failure set last_at = $2 where email_hash = $1";
    FORGET_LOGIN_FAILURES = "delete from login_failure where email_hash = $1";
    FORGET_OLD_LOGIN_FAILURES = "delete from login_failure where last_at <= $1";
}

pub(crate) fn role_of(row: &Row) -> Result<Role, StoreError> {
    row.word("role", |text| text.parse().ok())
}

pub(crate) async fn has_organisation(tx: &mut Tx) -> Result<bool, StoreError> {
    Ok(tx.fetch_one(COUNT_ORGANISATIONS, params![]).await?.i64("n")? > 0)
}

/// An organisation and the brand that takes what nobody has filed yet. The caller gives it a data key.
pub(crate) async fn insert_organisation(
    tx: &mut Tx,
    random: &Random,
    name: &str,
    at: Timestamp,
) -> Result<OrgScope, StoreError> {
    let scope = OrgScope::of(random.id());
    tx.execute_exactly(1, INSERT_ORGANISATION, params![scope.id(), name, at])
        .await?;
    tx.execute_exactly(
        1,
        INSERT_DEFAULT_BRAND,
        params![scope.id(), random.id(), name, at],
    )
    .await?;
    Ok(scope)
}

/// A person as the database knows them.
#[derive(Debug, Clone)]
pub(crate) struct KnownUser {
    pub id: Uuid,
    pub name: String,
    pub email: String,
    pub password_hash: String,
}

pub(crate) async fn user_by_email(tx: &mut Tx, email: &Email) -> Result<Option<KnownUser>, StoreError> {
    let Some(row) = tx.fetch_optional(USER_BY_EMAIL, params![email.key()]).await? else {
        return Ok(None);
    };
    Ok(Some(KnownUser {
        id: row.uuid("id")?,
        name: row.text("name")?,
        email: row.text("email")?,
        password_hash: row.text("password_hash")?,
    }))
}

pub(crate) async fn insert_user(
    tx: &mut Tx,
    random: &Random,
    email: &Email,
    name: &str,
    password_hash: &str,
    at: Timestamp,
) -> Result<Uuid, StoreError> {
    let id = random.id();
    let values = params![id, email.as_typed(), email.key(), name, password_hash, at];
    tx.execute_exactly(1, INSERT_USER, values).await?;
    Ok(id)
}

pub(crate) async fn insert_membership(
    tx: &mut Tx,
    random: &Random,
    scope: OrgScope,
    user_id: Uuid,
    role: Role,
    at: Timestamp,
) -> Result<(), StoreError> {
    let values = params![scope.id(), random.id(), user_id, role.as_str(), at];
    tx.execute_exactly(1, INSERT_MEMBERSHIP, values).await
}
