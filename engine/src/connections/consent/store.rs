//! SQL of consents on their way.

use jiff::Timestamp;
use uuid::Uuid;

use super::{KEPT, Problem, ProblemCode};
use crate::{
    connections::{grants, platform::RemoteAccount},
    identity::OrgScope,
    store::{Row, StoreError, Tx, params, statements},
};

statements! {
    INSERT_CONNECTION = "insert into connection (org_id, id, platform, user_id, session_hash, state_hash, verifier, redirect_uri, state, reconnects,
            scopes, candidates, created_at, updated_at, expires_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, 'waiting', $9, '', '[]', $10, $10, $11)";
    /// The platform's answer is taken once, in time, from the browser and the person it was begun with.
    CLAIM = "update connection set state = 'exchanging', updated_at = $5
        where org_id = $1 and state_hash = $2 and session_hash = $3 and user_id = $4 and state = 'waiting' and expires_at > $5
        returning id, platform, verifier, redirect_uri, reconnects";
    BY_STATE = "select id, session_hash, user_id from connection where org_id = $1 and state_hash = $2";
    END = "update connection set state = $3, problem = $4, problem_detail = $5, scopes = $6, verifier = null, updated_at = $7
        where org_id = $1 and id = $2 and state = 'exchanging'";
    OFFER = "update connection set state = $3, grant_id = $4, scopes = $5, candidates = $6, verifier = null, updated_at = $7, expires_at = $8
        where org_id = $1 and id = $2 and state = 'exchanging'";
    /// A choice is taken once and in time.
    CHOSEN = "update connection set state = 'done', updated_at = $3
        where org_id = $1 and id = $2 and state = 'choosing' and expires_at > $3";
    CONNECTION = "select c.id, c.platform, c.state, c.problem, c.problem_detail, c.reconnects, a.name as reconnects_name, c.grant_id, c.scopes,
            c.candidates, c.expires_at
        from connection c left join ad_account a on a.org_id = c.org_id and a.id = c.reconnects
        where c.org_id = $1 and c.id = $2";
    DELETE_CONNECTION = "delete from connection where org_id = $1 and id = $2 returning grant_id";
    /// Over every organisation: what nobody chose from in time.
    LAPSED_CHOICES = "select org_id, id, grant_id from connection where state = 'choosing' and expires_at <= $1 and grant_id is not null limit 200";
    DROP_GRANT = "update connection set grant_id = null, candidates = '[]' where org_id = $1 and id = $2";
    DROP_OLD_CONNECTIONS = "delete from connection where org_id is not null and expires_at <= $1";
    /// Who has which of a platform's accounts, over every organisation: one account has one desk.
    CONNECTED = {
        sqlite: "select org_id, id, external_id, grant_id, state, name from ad_account
            where platform = $1 and disconnected_at is null and external_id in (select value from json_each($2))",
        postgres: "select org_id, id, external_id, grant_id, state, name from ad_account
            where platform = $1 and disconnected_at is null and external_id = any($2)",
    };
    DISCONNECTED = "select id from ad_account where org_id = $1 and platform = $2 and external_id = $3 and disconnected_at is not null";
    REVIVE = "update ad_account set grant_id = $3, login_external_id = $4, name = $5, currency = $6, time_zone = $7, brand_id = coalesce($8, brand_id),
            state = 'connecting', state_detail = null, disconnected_at = null, connected_at = $9, updated_at = $9, version = version + 1
        where org_id = $1 and id = $2 and disconnected_at is not null";
    BRAND_EXISTS = "select id from brand where org_id = $1 and id = $2";
    ACCOUNTS_OF_GRANT = "select a.id, a.external_id, a.state, (select count(*) from sync s where s.org_id = a.org_id and s.account_id = a.id) as syncs
        from ad_account a where a.org_id = $1 and a.grant_id = $2 and a.disconnected_at is null";
    /// The account goes on under a new grant; one that waited for it is in service again.
    MOVE_TO_GRANT = "update ad_account set grant_id = $3, login_external_id = $4, state = $5,
            state_detail = case when $5 = 'quarantined' then state_detail else null end, updated_at = $6
        where org_id = $1 and id = $2 and disconnected_at is null";
    CLEAR_FAILURES = "update sync_schedule set next_at = $3, failures = 0, last_error = null where org_id = $1 and account_id = $2";
}

/// An account of the list, who has it and how it stands there.
pub(super) struct Held {
    pub org_id: Uuid,
    pub id: Uuid,
    pub external_id: String,
    pub state: String,
}

pub(super) async fn held(
    tx: &mut Tx,
    platform: dsl::Platform,
    external_ids: Vec<String>,
) -> Result<Vec<Held>, StoreError> {
    tx.fetch_all(CONNECTED, params![platform.as_str(), external_ids])
        .await?
        .iter()
        .map(|row| {
            Ok(Held {
                org_id: row.uuid("org_id")?,
                id: row.uuid("id")?,
                external_id: row.text("external_id")?,
                state: row.text("state")?,
            })
        })
        .collect()
}

/// A row as it stands, before time is looked at.
pub(super) struct Stored {
    pub id: Uuid,
    pub platform: dsl::Platform,
    pub state: String,
    pub problem: Option<Problem>,
    pub reconnects: Option<(Uuid, String)>,
    pub grant_id: Option<Uuid>,
    pub scopes: Vec<String>,
    pub candidates: Vec<RemoteAccount>,
    pub expires_at: Timestamp,
}

fn stored(row: &Row) -> Result<Stored, StoreError> {
    let problem = row
        .opt_text("problem")?
        .and_then(|text| ProblemCode::parse(&text))
        .zip(row.opt_text("problem_detail")?)
        .map(|(code, detail)| Problem { code, detail });
    Ok(Stored {
        id: row.uuid("id")?,
        platform: row.word("platform", |text| text.parse().ok())?,
        state: row.text("state")?,
        problem,
        reconnects: row.opt_uuid("reconnects")?.zip(row.opt_text("reconnects_name")?),
        grant_id: row.opt_uuid("grant_id")?,
        scopes: row
            .text("scopes")?
            .split_ascii_whitespace()
            .map(str::to_owned)
            .collect(),
        candidates: row.json("candidates")?,
        expires_at: row.time("expires_at")?,
    })
}

pub(super) async fn load(tx: &mut Tx, scope: OrgScope, id: Uuid) -> Result<Option<Stored>, StoreError> {
    tx.fetch_optional(CONNECTION, params![scope.id(), id])
        .await?
        .as_ref()
        .map(stored)
        .transpose()
}

pub(super) async fn sweep(tx: &mut Tx, now: Timestamp) -> Result<(), StoreError> {
    for row in tx.fetch_all(LAPSED_CHOICES, params![now]).await? {
        let (scope, id, grant) = (
            OrgScope::of(row.uuid("org_id")?),
            row.uuid("id")?,
            row.uuid("grant_id")?,
        );
        tx.execute_exactly(1, DROP_GRANT, params![scope.id(), id]).await?;
        grants::forget_if_unused(tx, scope, grant, now).await?;
    }
    let old = now.saturating_sub(KEPT).unwrap_or(Timestamp::MIN);
    tx.execute(DROP_OLD_CONNECTIONS, params![old]).await?;
    Ok(())
}
