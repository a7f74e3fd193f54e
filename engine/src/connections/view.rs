//! Connected accounts as pages show them.

use dsl::{Currency, Platform};
use jiff::Timestamp;
use uuid::Uuid;

use super::AccountState;
use crate::{
    Context,
    identity::OrgScope,
    store::{Row, StoreError, Tx, params, statements},
};

statements! {
    /// Those in service; with `$5` = 1 the others too. Of years of hourly syncs only the newest is looked at.
    ACCOUNTS = "
        select a.id, a.name, a.platform, a.external_id, a.currency, a.time_zone,
          case when a.disconnected_at is null then a.state else 'disconnected' end as state, a.state_detail,
          b.id as brand_id, b.name as brand_name, case when a.disconnected_at is null then s.next_at end as next_sync_at,
          (select y.finished_at from sync y where y.org_id = a.org_id and y.account_id = a.id order by y.seq desc limit 1) as last_sync_at,
          (select y.data_until from sync y where y.org_id = a.org_id and y.account_id = a.id order by y.seq desc limit 1) as data_until,
          (select min(d.day) from account_day d where d.org_id = a.org_id and d.account_id = a.id) as first_day,
          (select max(d.day) from account_day d where d.org_id = a.org_id and d.account_id = a.id) as last_day,
          (select count(*) from campaign c where c.org_id = a.org_id and c.account_id = a.id and c.status <> 'removed') as campaigns
        from ad_account a
        join brand b on b.org_id = a.org_id and b.id = a.brand_id
        left join sync_schedule s on s.org_id = a.org_id and s.account_id = a.id
        where a.org_id = $1 and (a.name, a.id) > ($2, $3) and (a.disconnected_at is null or $5 = 1)
        order by a.name, a.id limit $4";
    ACCOUNT_VIEW = "
        select a.id, a.name, a.platform, a.external_id, a.currency, a.time_zone,
          case when a.disconnected_at is null then a.state else 'disconnected' end as state, a.state_detail,
          b.id as brand_id, b.name as brand_name, case when a.disconnected_at is null then s.next_at end as next_sync_at,
          (select y.finished_at from sync y where y.org_id = a.org_id and y.account_id = a.id order by y.seq desc limit 1) as last_sync_at,
          (select y.data_until from sync y where y.org_id = a.org_id and y.account_id = a.id order by y.seq desc limit 1) as data_until,
          (select min(d.day) from account_day d where d.org_id = a.org_id and d.account_id = a.id) as first_day,
          (select max(d.day) from account_day d where d.org_id = a.org_id and d.account_id = a.id) as last_day,
          (select count(*) from campaign c where c.org_id = a.org_id and c.account_id = a.id and c.status <> 'removed') as campaigns
        from ad_account a
        join brand b on b.org_id = a.org_id and b.id = a.brand_id
        left join sync_schedule s on s.org_id = a.org_id and s.account_id = a.id
        where a.org_id = $1 and a.id = $2";
}

/// The account something belongs to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountRef {
    pub id: Uuid,
    pub name: String,
    pub platform: Platform,
    pub currency: Currency,
    /// IANA name.
    pub time_zone: String,
}

impl AccountRef {
    /// Reads the columns `account_id`, `account_name`, `platform`, `account_currency` and `time_zone`.
    pub(crate) fn read(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.uuid("account_id")?,
            name: row.text("account_name")?,
            platform: row.word("platform", |text| text.parse().ok())?,
            currency: row.word("account_currency", |text| text.parse().ok())?,
            time_zone: row.text("time_zone")?,
        })
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountView {
    pub id: Uuid,
    pub name: String,
    pub platform: Platform,
    pub external_id: String,
    pub currency: Currency,
    pub time_zone: String,
    pub state: AccountState,
    pub state_detail: Option<String>,
    pub brand_id: Uuid,
    pub brand_name: String,
    pub last_sync_at: Option<Timestamp>,
    pub next_sync_at: Option<Timestamp>,
    pub data_until: Option<Timestamp>,
    /// Campaigns that are not removed.
    pub campaigns: i64,
    /// Days of the account's calendar from the first to the last that a sync covers.
    pub history_days: i64,
}

impl AccountView {
    fn read(row: &Row) -> Result<Self, StoreError> {
        let covered = row.opt_i64("first_day")?.zip(row.opt_i64("last_day")?);
        Ok(Self {
            id: row.uuid("id")?,
            name: row.text("name")?,
            platform: row.word("platform", |text| text.parse().ok())?,
            external_id: row.text("external_id")?,
            currency: row.word("currency", |text| text.parse().ok())?,
            time_zone: row.text("time_zone")?,
            state: row.word("state", AccountState::parse)?,
            state_detail: row.opt_text("state_detail")?,
            brand_id: row.uuid("brand_id")?,
            brand_name: row.text("brand_name")?,
            last_sync_at: row.opt_time("last_sync_at")?,
            next_sync_at: row.opt_time("next_sync_at")?,
            data_until: row.opt_time("data_until")?,
            campaigns: row.i64("campaigns")?,
            history_days: covered.map_or(0, |(first, last)| last.saturating_sub(first).saturating_add(1)),
        })
    }
}

/// One account of the organisation, also when it is out of service.
pub(super) async fn account(
    tx: &mut Tx,
    scope: OrgScope,
    id: Uuid,
) -> Result<Option<AccountView>, StoreError> {
    tx.fetch_optional(ACCOUNT_VIEW, params![scope.id(), id])
        .await?
        .as_ref()
        .map(AccountView::read)
        .transpose()
}

/// Chosen accounts, by name.
pub async fn chosen(
    context: &Context,
    scope: OrgScope,
    ids: Vec<Uuid>,
) -> Result<Vec<AccountView>, StoreError> {
    context
        .store
        .read(move |tx| {
            Box::pin(async move {
                let mut accounts = Vec::with_capacity(ids.len());
                for id in ids {
                    accounts.extend(account(tx, scope, id).await?);
                }
                accounts.sort_by(|left, right| left.name.cmp(&right.name));
                Ok(accounts)
            })
        })
        .await
}

/// At most `limit` accounts by name, after the one named by `after`; those out of service only where they are asked for.
pub async fn accounts(
    context: &Context,
    scope: OrgScope,
    after: Option<(String, Uuid)>,
    limit: i64,
    with_disconnected: bool,
) -> Result<Vec<AccountView>, StoreError> {
    let (name, id) = after.unwrap_or_default();
    context
        .store
        .read(move |tx| {
            Box::pin(async move {
                let rows = tx
                    .fetch_all(ACCOUNTS, params![scope.id(), name, id, limit, with_disconnected])
                    .await?;
                rows.iter().map(AccountView::read).collect()
            })
        })
        .await
}
