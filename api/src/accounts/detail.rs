//! Everything about one account, as it is sent.

use engine::connections::accounts::{self as room, PROMISED_EVERY};
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::Account;
use crate::wire::words;

words! {
    /// Whether the consent still holds.
    GrantState: "live", "reconnect"
}
words! {
    /// A kind of data.
    DataSetName: "structure", "metrics by day", "metrics by hour"
}
words! {
    /// Whether the data is as current as promised.
    DataSetState: "fresh", "late", "missing"
}
words! {
    /// How far the reading of the history is.
    FirstSyncState: "waiting", "running", "done", "failed"
}

/// The consent that the account is reached by.
#[derive(Debug, Serialize, ToSchema)]
pub struct AccountGrant {
    state: GrantState,
    state_detail: Option<String>,
    scopes: Vec<String>,
    /// When the present token ends; it is renewed before.
    access_expires_at: Option<Timestamp>,
    /// Who gave it; null where nobody did through the desk.
    connected_by: Option<String>,
    connected_at: Timestamp,
}

/// One kind of data and how current it is.
#[derive(Debug, Serialize, ToSchema)]
pub struct AccountDataSet {
    name: DataSetName,
    data_until: Option<Timestamp>,
    last_read_at: Option<Timestamp>,
    promised_every_minutes: i64,
    state: DataSetState,
}

/// The history of a new account, read in pieces, the newest days first.
#[derive(Debug, Serialize, ToSchema)]
pub struct AccountFirstSync {
    state: FirstSyncState,
    days_done: i64,
    days_total: i64,
    rows: i64,
    started_at: Option<Timestamp>,
    /// Why the last piece could not be read; it is tried again by itself.
    last_error: Option<String>,
}

/// The regular reading.
#[derive(Debug, Serialize, ToSchema)]
pub struct AccountSync {
    /// In a row.
    failures: u32,
    last_error: Option<String>,
    next_at: Option<Timestamp>,
    running: bool,
}

/// What waits for the platform.
#[derive(Debug, Serialize, ToSchema)]
pub struct AccountQueue {
    waiting: i64,
    in_flight: i64,
    /// The platform asked for a pause until then.
    parked_until: Option<Timestamp>,
    parked_why: Option<String>,
}

/// A rule that looks at the account.
#[derive(Debug, Serialize, ToSchema)]
pub struct AccountRule {
    id: Uuid,
    name: String,
    /// Why it cannot work here; null when it does.
    not_bound: Option<String>,
}

/// One account with everything about it.
#[derive(Debug, Serialize, ToSchema)]
pub struct AccountDetail {
    #[serde(flatten)]
    account: Account,
    /// As in the ETag.
    version: i64,
    /// Days added to every metric's settling lag.
    extra_settled_days: u32,
    grant: AccountGrant,
    data_sets: Vec<AccountDataSet>,
    /// Null for accounts whose history was read at once.
    first_sync: Option<AccountFirstSync>,
    sync: AccountSync,
    queue: AccountQueue,
    rules: Vec<AccountRule>,
}

impl From<room::AccountDetail> for AccountDetail {
    fn from(detail: room::AccountDetail) -> Self {
        let (parked_until, parked_why) = detail
            .queue
            .parked
            .map(|parked| (parked.until, parked.why))
            .unzip();
        Self {
            account: detail.account.into(),
            version: detail.version,
            extra_settled_days: detail.extra_settled_days,
            grant: AccountGrant {
                state: if detail.grant.is_live { "live" } else { "reconnect" }.into(),
                state_detail: detail.grant.state_detail,
                scopes: detail.grant.scopes,
                access_expires_at: detail.grant.access_expires_at,
                connected_by: detail.grant.connected_by,
                connected_at: detail.grant.connected_at,
            },
            data_sets: detail
                .data_sets
                .into_iter()
                .map(|set| AccountDataSet {
                    name: set.name.into(),
                    data_until: set.data_until,
                    last_read_at: set.last_read_at,
                    promised_every_minutes: PROMISED_EVERY.as_mins(),
                    state: set.state.as_str().into(),
                })
                .collect(),
            first_sync: detail.first_sync.map(|sync| AccountFirstSync {
                state: sync.state.as_str().into(),
                days_done: sync.days_done(),
                days_total: sync.days_total(),
                rows: sync.rows,
                started_at: sync.started_at,
                last_error: sync.last_error,
            }),
            sync: AccountSync {
                failures: detail.sync.failures,
                last_error: detail.sync.last_error,
                next_at: detail.sync.next_at,
                running: detail.sync.running,
            },
            queue: AccountQueue {
                waiting: detail.queue.waiting,
                in_flight: detail.queue.in_flight,
                parked_until,
                parked_why,
            },
            rules: detail
                .rules
                .into_iter()
                .map(|rule| AccountRule {
                    id: rule.id,
                    name: rule.name,
                    not_bound: rule.not_bound,
                })
                .collect(),
        }
    }
}
