//! What the control surface reads and writes.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use utoipa::{IntoParams, ToSchema};

#[derive(Debug, Serialize, ToSchema)]
pub struct Health {
    #[schema(example = "ok")]
    pub status: &'static str,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct ClockState {
    /// Business time.
    #[schema(value_type = String, format = DateTime)]
    pub now: Timestamp,
    /// Business seconds in a process second; 0 stands still.
    pub speed: f64,
}

/// At least one of the two.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ClockChange {
    /// Seconds of business time to jump ahead, 0 to ten years.
    #[serde(default)]
    #[schema(minimum = 0, maximum = 316_224_000)]
    pub advance_seconds: Option<f64>,
    #[serde(default)]
    #[schema(minimum = 0, maximum = 100_000)]
    pub speed: Option<f64>,
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Since {
    /// Only rows after this number.
    #[serde(default)]
    #[param(minimum = 0)]
    pub since_seq: Option<i64>,
}

/// A change that a person makes in the platform's own pages.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Edit {
    #[schema(example = "google")]
    pub platform: String,
    #[schema(example = "1234567890")]
    pub account: String,
    /// The platform's own name of what is changed.
    pub resource: String,
    /// Path of the field, as the platform writes it.
    #[schema(example = "status")]
    pub field: String,
    /// The new value as the platform writes it; null clears the field.
    #[schema(value_type = Object)]
    pub value: Json,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PlatformName {
    #[schema(example = "google")]
    pub platform: String,
}

/// A grant as if a person had consented.
#[derive(Debug, Serialize, ToSchema)]
pub struct GrantedTokens {
    pub token: String,
    pub refresh_token: String,
    /// Accounts that the tokens open and that can be worked with.
    pub accounts: Vec<ReachableAccount>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct ReachableAccount {
    pub id: String,
    pub name: String,
    /// Account to go through (`login-customer-id`); null when it is reached directly.
    pub login_id: Option<String>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct Revoked {
    /// Grants that were alive until now.
    pub revoked: u64,
}

/// RFC 9457.
#[derive(Debug, Serialize, ToSchema)]
pub struct Problem {
    #[serde(rename = "type")]
    pub kind: String,
    pub title: String,
    pub status: u16,
    pub detail: String,
}
