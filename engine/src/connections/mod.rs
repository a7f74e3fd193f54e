//! What is connected: consents, grants and their secrets, ad accounts, and the contract every platform adapter fulfils.
//!
//! Reading order: `consent` (a person agrees, accounts are chosen) → `grants` (tokens) → `first_sync` (history, in
//! pieces) → `accounts` (what an admin does with a connected account); `parking` holds the pauses that platforms ask for.
//!
//! Called by `actors` (token, sync) and `api` (connections, accounts). Never here: a platform's wire format (that is `connectors`).

pub mod accounts;
pub mod brands;
pub mod consent;
pub mod first_sync;
pub mod grants;
pub mod parking;
pub mod platform;
mod reports;
pub mod store;
pub mod vault;
pub mod view;

use dsl::{Currency, Platform};
use jiff::tz::TimeZone;
use uuid::Uuid;

use crate::identity::OrgScope;
use platform::AccountAddress;

/// An account as the runtime knows it. Registering it is one of the two births of an [`OrgScope`].
#[derive(Debug, Clone, PartialEq)]
pub struct RegisteredAccount {
    pub scope: OrgScope,
    pub id: Uuid,
    pub grant_id: Uuid,
    pub platform: Platform,
    pub address: AccountAddress,
    pub name: String,
    pub currency: Currency,
    pub zone: TimeZone,
    pub state: AccountState,
    pub shard: i64,
    pub extra_settled_days: u32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum AccountState {
    /// Known, not yet synced.
    Connecting,
    Active,
    /// The grant is dead; a person has to consent again.
    Reconnect,
    /// Failed too often; an admin resumes it.
    Quarantined,
    /// Closed at the platform.
    Cancelled,
    /// Taken out of service by an admin; its history stays.
    Disconnected,
}

impl AccountState {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Connecting => "connecting",
            Self::Active => "active",
            Self::Reconnect => "reconnect",
            Self::Quarantined => "quarantined",
            Self::Cancelled => "cancelled",
            Self::Disconnected => "disconnected",
        }
    }

    /// Whether rules get a schedule on such an account: it has been read and is in service, well or not.
    pub fn takes_rules(self) -> bool {
        matches!(self, Self::Active | Self::Reconnect | Self::Quarantined)
    }

    pub fn parse(text: &str) -> Option<Self> {
        [
            Self::Connecting,
            Self::Active,
            Self::Reconnect,
            Self::Quarantined,
            Self::Cancelled,
            Self::Disconnected,
        ]
        .into_iter()
        .find(|state| state.as_str() == text)
    }
}

/// The shard of an id: the same on every node and version.
pub fn shard_of(id: Uuid) -> i64 {
    i64::from(
        id.as_bytes()
            .iter()
            .fold(0_u8, |hash, byte| hash.wrapping_mul(31).wrapping_add(*byte)),
    )
}
