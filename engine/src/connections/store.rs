//! SQL of grants, ad accounts, shards and the sync schedule.

use std::time::Duration;

use jiff::{Timestamp, tz::TimeZone};
use uuid::Uuid;

use super::{AccountState, RegisteredAccount, first_sync, platform::AccountAddress, shard_of};
use crate::{
    identity::OrgScope,
    store::{Dialect, Row, StoreError, Tx, params, statements},
};

statements! {
    INSERT_GRANT = "insert into platform_grant (org_id, id, platform, secret, scopes, state, access_expires_at, created_at, updated_at, connected_by)
        values ($1, $2, $3, $4, $5, 'live', $6, $7, $7, $8)";
    GRANT = "select platform, secret, state, state_detail, access_expires_at, scopes from platform_grant where org_id = $1 and id = $2";
    /// A grant that died or was forgotten while its token was fetched stays as it is.
    UPDATE_GRANT = "update platform_grant set secret = $3, scopes = $4, access_expires_at = $5, updated_at = $6
        where org_id = $1 and id = $2 and state = 'live'";
    GRANT_IS_DEAD = "update platform_grant set state = 'reconnect', state_detail = $3, updated_at = $4 where org_id = $1 and id = $2";
    ACCOUNTS_OF_DEAD_GRANT = "update ad_account set state = 'reconnect', state_detail = $3, updated_at = $4
        where org_id = $1 and grant_id = $2 and state in ('connecting', 'active')";
    /// Nobody can use it any more, and it is not kept: accounts that are out of service only keep its row.
    BLANK_GRANT = {
        sqlite: "update platform_grant set secret = x'', state = 'reconnect', state_detail = 'forgotten: no account uses it', access_expires_at = null,
            updated_at = $3 where org_id = $1 and id = $2",
        postgres: "update platform_grant set secret = ''::bytea, state = 'reconnect', state_detail = 'forgotten: no account uses it', access_expires_at = null,
            updated_at = $3 where org_id = $1 and id = $2",
    };
    GRANT_IN_USE = "select 1 as n from ad_account where org_id = $1 and grant_id = $2 and disconnected_at is null
        union all select 1 as n from connection where org_id = $1 and grant_id = $2 and state = 'choosing' limit 1";
    GRANT_HAS_ACCOUNTS = "select 1 as n from ad_account where org_id = $1 and grant_id = $2 limit 1";
    UNLINK_GRANT = "update connection set grant_id = null where org_id = $1 and grant_id = $2";
    DELETE_GRANT = "delete from platform_grant where org_id = $1 and id = $2";
    DEFAULT_BRAND = "select id from brand where org_id = $1 and is_default = 1";
    INSERT_ACCOUNT = "insert into ad_account (org_id, id, brand_id, grant_id, platform, external_id, login_external_id, name, currency, time_zone,
            state, shard, extra_settled_days, connected_at, updated_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'connecting', $11, 0, $12, $12)";
    INSERT_SYNC_SCHEDULE = "insert into sync_schedule (org_id, account_id, next_at, failures) values ($1, $2, $3, 0)";
    /// The runtime's own view over every organisation: the birth of each account's scope.
    ALL_ACCOUNTS = "select org_id, id, grant_id, platform, external_id, login_external_id, name, currency, time_zone,
            case when disconnected_at is null then state else 'disconnected' end as state, shard, extra_settled_days
        from ad_account order by org_id, id";
    ACCOUNTS_OF = "select org_id, id, grant_id, platform, external_id, login_external_id, name, currency, time_zone,
            case when disconnected_at is null then state else 'disconnected' end as state, shard, extra_settled_days
        from ad_account where org_id = $1 order by id";
    ACCOUNT = "select org_id, id, grant_id, platform, external_id, login_external_id, name, currency, time_zone,
            case when disconnected_at is null then state else 'disconnected' end as state, shard, extra_settled_days
        from ad_account where org_id = $1 and id = $2";
    SET_ACTIVE = "update ad_account set state = 'active', state_detail = null, updated_at = $3
        where org_id = $1 and id = $2 and state in ('connecting', 'active')";
    SET_STATE = "update ad_account set state = $3, state_detail = $4, updated_at = $5 where org_id = $1 and id = $2";
    SYNC_DONE = "update sync_schedule set next_at = $3, failures = 0, last_error = null, running_since = null where org_id = $1 and account_id = $2";
    SYNC_BEGUN = "update sync_schedule set running_since = $3 where org_id = $1 and account_id = $2";
    SYNC_DUE = "update sync_schedule set next_at = $3 where org_id = $1 and account_id = $2";
    SYNC_FAILED = "update sync_schedule set next_at = $3, failures = failures + 1, last_error = $4, running_since = null
        where org_id = $1 and account_id = $2";
    /// What is due, over every organisation: the scheduler's wheel.
    DUE_SYNCS = "select s.org_id, s.account_id, s.next_at, s.failures from sync_schedule s
        join ad_account a on a.org_id = s.org_id and a.id = s.account_id
        where s.next_at <= $1 and a.state in ('connecting', 'active') order by s.next_at limit 1000";
    NEXT_SYNC = "select next_at, failures from sync_schedule where org_id = $1 and account_id = $2";
    SEED_SHARD = "insert into shard (id, epoch, expires_at) values ($1, 0, 0) on conflict (id) do nothing";
    /// Takes every shard that is free, expired or already ours; a change of owner raises the epoch. With `$4` = 1 whoever
    /// held a shard before is known to be gone.
    LEASE_SHARDS = "update shard set epoch = case when owner = $1 then epoch else epoch + 1 end, owner = $1, expires_at = $3
        where owner is null or owner = $1 or expires_at <= $2 or $4 = 1 returning id, epoch";
    RELEASE_SHARDS = "update shard set expires_at = 0 where owner = $1";
    REMEMBER = "insert into program_state (key, value) values ($1, $2) on conflict (key) do update set value = excluded.value";
    REMEMBERED = "select value from program_state where key = $1";
}

/// How many shards accounts and rules are spread over; stored with each, so that it never changes under them.
pub const SHARDS: i64 = 256;
/// How long a lease lasts without renewal (process time).
pub const LEASE: Duration = Duration::from_secs(45);

/// What has to be known of an account to connect it.
#[derive(Debug, Clone)]
pub struct NewAccount {
    pub platform: dsl::Platform,
    pub address: AccountAddress,
    pub name: String,
}

fn account_of(row: &Row) -> Result<RegisteredAccount, StoreError> {
    let time_zone = row.text("time_zone")?;
    let zone = TimeZone::get(&time_zone)
        .map_err(|error| StoreError::inconsistent("time_zone", format!("`{time_zone}`: {error}")))?;
    let currency = row.word("currency", |text| text.parse().ok())?;
    Ok(RegisteredAccount {
        scope: OrgScope::of(row.uuid("org_id")?),
        id: row.uuid("id")?,
        grant_id: row.uuid("grant_id")?,
        platform: row.word("platform", |text| text.parse().ok())?,
        address: AccountAddress {
            external_id: row.text("external_id")?,
            login_external_id: row.opt_text("login_external_id")?,
            currency,
            time_zone,
        },
        name: row.text("name")?,
        currency,
        zone,
        state: row.word("state", AccountState::parse)?,
        shard: row.i64("shard")?,
        extra_settled_days: row.u32("extra_settled_days")?,
    })
}

/// Accounts as storage has them. A row that cannot be read (a zone that the zone database no longer knows, say) is set
/// apart, so that its neighbours live.
#[derive(Debug, Default)]
pub struct Accounts {
    pub readable: Vec<RegisteredAccount>,
    pub unreadable: Vec<UnreadableAccount>,
}

#[derive(Debug)]
pub struct UnreadableAccount {
    pub scope: OrgScope,
    pub id: Uuid,
    pub why: StoreError,
}

impl Accounts {
    fn of(rows: &[Row]) -> Result<Self, StoreError> {
        let mut accounts = Self::default();
        for row in rows {
            match account_of(row) {
                Ok(account) => accounts.readable.push(account),
                Err(why) => accounts.unreadable.push(UnreadableAccount {
                    scope: OrgScope::of(row.uuid("org_id")?),
                    id: row.uuid("id")?,
                    why,
                }),
            }
        }
        Ok(accounts)
    }
}

/// Every account of every organisation. Only the runtime calls it; each account carries its own scope from here on.
pub async fn all_accounts(tx: &mut Tx) -> Result<Accounts, StoreError> {
    Accounts::of(&tx.fetch_all(ALL_ACCOUNTS, &[]).await?)
}

/// Every account of one organisation, those out of service too.
pub async fn accounts_of(tx: &mut Tx, scope: OrgScope) -> Result<Accounts, StoreError> {
    Accounts::of(&tx.fetch_all(ACCOUNTS_OF, params![scope.id()]).await?)
}

pub async fn account(
    tx: &mut Tx,
    scope: OrgScope,
    id: Uuid,
) -> Result<Option<RegisteredAccount>, StoreError> {
    tx.fetch_optional(ACCOUNT, params![scope.id(), id])
        .await?
        .as_ref()
        .map(account_of)
        .transpose()
}

/// Registers an account under a brand, the organisation's default one where none is named; its first sync is due at once.
///
/// # Errors
/// [`StoreError::Conflict`] when this organisation has it already.
pub async fn insert_account(
    tx: &mut Tx,
    scope: OrgScope,
    id: Uuid,
    grant_id: Uuid,
    account: &NewAccount,
    brand: Option<Uuid>,
    at: Timestamp,
) -> Result<(), StoreError> {
    let brand = match brand {
        Some(brand) => brand,
        None => default_brand(tx, scope).await?,
    };
    tx.execute_exactly(
        1,
        INSERT_ACCOUNT,
        params![
            scope.id(),
            id,
            brand,
            grant_id,
            account.platform.as_str(),
            &account.address.external_id,
            account.address.login_external_id.clone(),
            &account.name,
            account.address.currency.as_str(),
            &account.address.time_zone,
            shard_of(id),
            at,
        ],
    )
    .await?;
    tx.execute_exactly(1, INSERT_SYNC_SCHEDULE, params![scope.id(), id, at])
        .await?;
    first_sync::begin(tx, scope, id, at).await
}

async fn default_brand(tx: &mut Tx, scope: OrgScope) -> Result<Uuid, StoreError> {
    tx.fetch_one(DEFAULT_BRAND, params![scope.id()]).await?.uuid("id")
}

pub async fn set_account_state(
    tx: &mut Tx,
    scope: OrgScope,
    id: Uuid,
    state: AccountState,
    detail: Option<&str>,
    at: Timestamp,
) -> Result<(), StoreError> {
    tx.execute_exactly(1, SET_STATE, params![scope.id(), id, state.as_str(), detail, at])
        .await
}

/// A sync succeeded: the account is active and due again at `next`. Answers `false` when somebody took the account out
/// of service meanwhile: what was read is kept, its state stays.
pub async fn sync_succeeded(
    tx: &mut Tx,
    account: &RegisteredAccount,
    next: Timestamp,
    at: Timestamp,
) -> Result<bool, StoreError> {
    tx.execute_exactly(1, SYNC_DONE, params![account.scope.id(), account.id, next])
        .await?;
    let active = tx
        .execute(SET_ACTIVE, params![account.scope.id(), account.id, at])
        .await?;
    Ok(active == 1)
}

/// The owner begins (`Some`) to read the account or is known not to (`None`).
pub async fn sync_runs(
    tx: &mut Tx,
    scope: OrgScope,
    account_id: Uuid,
    since: Option<Timestamp>,
) -> Result<(), StoreError> {
    tx.execute_exactly(1, SYNC_BEGUN, params![scope.id(), account_id, since])
        .await
}

/// Makes the account's next sync due at an instant.
pub async fn sync_due(
    tx: &mut Tx,
    scope: OrgScope,
    account_id: Uuid,
    at: Timestamp,
) -> Result<(), StoreError> {
    tx.execute_exactly(1, SYNC_DUE, params![scope.id(), account_id, at])
        .await
}

/// A sync failed: try again at `next`, remember why.
pub async fn sync_failed(
    tx: &mut Tx,
    account: &RegisteredAccount,
    next: Timestamp,
    error: &str,
) -> Result<(), StoreError> {
    tx.execute_exactly(
        1,
        SYNC_FAILED,
        params![account.scope.id(), account.id, next, error],
    )
    .await
}

/// When the account's next sync is due and how many failed in a row.
pub async fn next_sync(
    tx: &mut Tx,
    scope: OrgScope,
    account_id: Uuid,
) -> Result<Option<(Timestamp, u32)>, StoreError> {
    tx.fetch_optional(NEXT_SYNC, params![scope.id(), account_id])
        .await?
        .map(|row| Ok((row.time("next_at")?, row.u32("failures")?)))
        .transpose()
}

/// Accounts whose sync is due, over every organisation.
pub async fn due_syncs(tx: &mut Tx, at: Timestamp) -> Result<Vec<Uuid>, StoreError> {
    tx.fetch_all(DUE_SYNCS, params![at])
        .await?
        .iter()
        .map(|row| row.uuid("account_id"))
        .collect()
}

/// Leases every free shard to `node` for `lease` from `now`; answers the shards held with their epochs. On the embedded
/// database, whose file one process holds at a time, a lease that a killed process left behind is taken over at once.
pub async fn lease_shards(
    tx: &mut Tx,
    node: Uuid,
    now: Timestamp,
    lease: Duration,
) -> Result<Vec<(i64, i64)>, StoreError> {
    for shard in 0..SHARDS {
        tx.execute(SEED_SHARD, params![shard]).await?;
    }
    let alone = tx.dialect() == Dialect::Sqlite;
    take_shards(tx, node, now, lease, alone).await
}

/// Renews the lease on what `node` holds and takes what others let expire.
pub async fn renew_shards(
    tx: &mut Tx,
    node: Uuid,
    now: Timestamp,
    lease: Duration,
) -> Result<Vec<(i64, i64)>, StoreError> {
    take_shards(tx, node, now, lease, false).await
}

async fn take_shards(
    tx: &mut Tx,
    node: Uuid,
    now: Timestamp,
    lease: Duration,
    others_are_gone: bool,
) -> Result<Vec<(i64, i64)>, StoreError> {
    let until = now.saturating_add(lease).unwrap_or(Timestamp::MAX);
    tx.fetch_all(LEASE_SHARDS, params![node, now, until, others_are_gone])
        .await?
        .iter()
        .map(|row| Ok((row.i64("id")?, row.i64("epoch")?)))
        .collect()
}

/// Gives the leases back at once, so that another node need not wait for their end.
pub async fn release_shards(tx: &mut Tx, node: Uuid) -> Result<(), StoreError> {
    tx.execute(RELEASE_SHARDS, params![node]).await?;
    Ok(())
}

const BUSINESS_TIME: &str = "business_time";

/// Writes down the last business time that was acted on: after a restart it does not step back behind it.
pub async fn remember_business_time(context: &crate::Context, at: Timestamp) -> Result<(), StoreError> {
    context
        .store
        .write(move |tx| {
            Box::pin(async move {
                tx.execute_exactly(
                    1,
                    REMEMBER,
                    params![BUSINESS_TIME, at.as_microsecond().to_string()],
                )
                .await
            })
        })
        .await
}

pub async fn remembered_business_time(context: &crate::Context) -> Result<Option<Timestamp>, StoreError> {
    let value = context
        .store
        .read(|tx| {
            Box::pin(async move {
                let row = tx.fetch_optional(REMEMBERED, params![BUSINESS_TIME]).await?;
                row.map(|row| row.text("value")).transpose()
            })
        })
        .await?;
    Ok(value
        .and_then(|text| text.parse().ok())
        .and_then(|micros| Timestamp::from_microsecond(micros).ok()))
}
