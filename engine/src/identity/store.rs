//! The SQL of people, organisations, sessions, set-up links and failed sign-ins.

use dsl::conduct::policy::Scripts;
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
    ALL_ORGANISATIONS = "select id, name from organisation order by created_at, id";
    ORGANISATION_BY_NAME = "select id from organisation where name = $1 order by created_at, id limit 1";
    INSERT_ORGANISATION = "insert into organisation (id, name, created_at) values ($1, $2, $3)";
    INSERT_DEFAULT_BRAND = "insert into brand (org_id, id, name, is_default, created_at) values ($1, $2, $3, 1, $4)";

    PROFILE = "select id, name, email, locale, version, created_at from app_user where id = $1";
    /// Null leaves a field as it is.
    UPDATE_PROFILE = "
        update app_user set name = coalesce($3, name), locale = coalesce($4, locale), version = version + 1
        where id = $1 and version = $2";
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
    MEMBERSHIP = "select role, version from membership where org_id = $1 and user_id = $2 and brand_id is null";
    SET_ROLE = "update membership set role = $3, version = version + 1
        where org_id = $1 and user_id = $2 and brand_id is null and version = $4";
    SEEN = "update membership set last_seen_at = $3 where org_id = $1 and user_id = $2 and brand_id is null";
    MEMBERS = "
        select u.id, u.name, u.email, m.role, m.created_at as joined_at, m.last_seen_at, m.version
        from membership m join app_user u on u.id = m.user_id and u.disabled_at is null
        where m.org_id = $1 and m.brand_id is null order by u.name, u.id";
    MEMBER_BY_EMAIL = "
        select u.id from membership m join app_user u on u.id = m.user_id
        where m.org_id = $1 and m.brand_id is null and u.email_key = $2";
    DELETE_MEMBERSHIPS = "delete from membership where org_id = $1 and user_id = $2";
    /// Held until the end of the transaction, so that two admins cannot remove each other at once.
    LOCK_ADMINS = {
        sqlite: "select user_id from membership where org_id = $1 and role = 'admin' and brand_id is null",
        postgres: "select user_id from membership where org_id = $1 and role = 'admin' and brand_id is null for update",
    };

    INSERT_SESSION = "
        insert into session (token_hash, id, org_id, user_id, created_at, last_seen_at, expires_at, user_agent)
        values ($1, $2, $3, $4, $5, $5, $6, $7)";
    /// Role, name and membership are read fresh on each request: a change is in force with the next one.
    LIVE_SESSION = "
        select s.id, s.org_id, s.user_id, s.last_seen_at, s.expires_at, u.name, u.email, m.role, o.name as organisation
        from session s
        join app_user u on u.id = s.user_id and u.disabled_at is null
        join membership m on m.org_id = s.org_id and m.user_id = s.user_id and m.brand_id is null
        join organisation o on o.id = s.org_id
        where s.token_hash = $1 and s.expires_at > $2 and s.last_seen_at > $3";
    TOUCH_SESSION = "update session set last_seen_at = $3 where org_id = $1 and token_hash = $2";
    DELETE_SESSION = "delete from session where token_hash = $1 returning org_id, user_id";
    /// Somebody's live sessions, wherever they are: they are the person's own, newest use first.
    SESSIONS_OF_USER = "
        select id, created_at, last_seen_at, user_agent from session
        where user_id = $1 and expires_at > $2 and last_seen_at > $3 order by last_seen_at desc, id";
    DELETE_SESSION_OF_USER = "delete from session where user_id = $1 and id = $2";
    DELETE_OTHER_SESSIONS = "delete from session where user_id = $1 and id <> $2";
    DELETE_SESSIONS_OF_MEMBER = "delete from session where org_id = $1 and user_id = $2";
    DELETE_ENDED_SESSIONS = "delete from session where org_id = $1 and user_id = $2 and (expires_at <= $3 or last_seen_at <= $4)";

    ORGANISATION = "
        select o.id, o.name, o.version, o.trusts_scripts, o.stopped_at, o.stopped_reason, u.name as stopped_by,
          (select count(*) from brand b where b.org_id = o.id) as brands,
          (select count(*) from ad_account a where a.org_id = o.id and a.state <> 'cancelled') as accounts
        from organisation o left join app_user u on u.id = o.stopped_by where o.id = $1";
    /// Null leaves a field as it is.
    CHANGE_ORGANISATION = "update organisation set name = coalesce($3, name), trusts_scripts = coalesce($4, trusts_scripts),
            version = version + 1
        where id = $1 and version = $2";
    TRUSTS_SCRIPTS = "select trusts_scripts from organisation where id = $1";
    STOP_ORGANISATION = "
        update organisation set stopped_at = $2, stopped_by = $3, stopped_reason = $4, version = version + 1
        where id = $1 and stopped_at is null";
    RESUME_ORGANISATION = "
        update organisation set stopped_at = null, stopped_by = null, stopped_reason = null, version = version + 1
        where id = $1 and stopped_at is not null";

    INSERT_INVITE = "
        insert into invite (org_id, id, token_hash, email, email_key, role, created_by, created_at, expires_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    INVITES = "
        select i.id, i.email, i.role, i.created_at, i.expires_at, i.used_at, i.revoked_at, u.name as created_by
        from invite i join app_user u on u.id = i.created_by
        where i.org_id = $1 and ($2 = 0 or i.id = $3) order by i.created_at desc, i.id desc limit 500";
    /// Sending again makes a new link and ends the old.
    REVOKE_INVITES_TO = "update invite set revoked_at = $3 where org_id = $1 and email_key = $2 and used_at is null and revoked_at is null";
    REVOKE_INVITE = "update invite set revoked_at = $3 where org_id = $1 and id = $2 and used_at is null and revoked_at is null and expires_at > $3";
    LIVE_INVITE = "
        select i.org_id, i.id, i.email, i.role, i.expires_at, o.name as organisation
        from invite i join organisation o on o.id = i.org_id
        where i.token_hash = $1 and i.used_at is null and i.revoked_at is null and i.expires_at > $2";
    USE_INVITE = "
        update invite set used_at = $3, used_by = $4
        where org_id = $1 and id = $2 and used_at is null and revoked_at is null and expires_at > $3";

    DELETE_SETUP_LINKS = "delete from setup_link where used_at is null";
    INSERT_SETUP_LINK = "insert into setup_link (token_hash, created_at, expires_at) values ($1, $2, $3)";
    LIVE_SETUP_LINK = "select token_hash from setup_link where token_hash = $1 and used_at is null and expires_at > $2";
    USE_SETUP_LINK = "update setup_link set used_at = $2 where token_hash = $1 and used_at is null and expires_at > $2";

    /// Locked where the database has more than one writer: attempts on one address go one after the other.
    // Reads by writing: the row is there and locked afterwards, so that attempts at the same moment are counted one by one.
    LOGIN_FAILURES = "
        insert into login_failure (email_hash, failures, last_at) values ($1, 0, $2)
        on conflict (email_hash) do update set failures = login_failure.failures
        returning failures, last_at";
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

/// Every organisation, oldest first. Only the command line calls it.
pub async fn organisations(tx: &mut Tx) -> Result<Vec<(OrgScope, String)>, StoreError> {
    tx.fetch_all(ALL_ORGANISATIONS, params![])
        .await?
        .iter()
        .map(|row| Ok((OrgScope::of(row.uuid("id")?), row.text("name")?)))
        .collect()
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

/// What the organisation thinks of scripts.
pub(crate) async fn scripts(tx: &mut Tx, scope: OrgScope) -> Result<Scripts, StoreError> {
    let row = tx.fetch_one(TRUSTS_SCRIPTS, params![scope.id()]).await?;
    Ok(if row.flag("trusts_scripts")? {
        Scripts::Trusted
    } else {
        Scripts::Asked
    })
}
