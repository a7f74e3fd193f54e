//! The truth: every change that was made to the simulated world, in order, with who asked for it.
//!
//! The world is its beginning (a function of the seed) plus this list. It is what the store keeps, what a reopened
//! world is rebuilt from, and what a test compares a program's own ledger with.

use jiff::Timestamp;
use serde::Serialize;
use serde_json::Value as Json;
use utoipa::ToSchema;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Operation {
    Create,
    Update,
    Remove,
}

impl Operation {
    pub fn name(self) -> &'static str {
        match self {
            Operation::Create => "create",
            Operation::Update => "update",
            Operation::Remove => "remove",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        [Operation::Create, Operation::Update, Operation::Remove]
            .into_iter()
            .find(|it| it.name() == name)
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Source {
    /// A program, through the platform's API.
    Api,
    /// A person, in the platform's own pages.
    Ui,
}

impl Source {
    pub fn name(self) -> &'static str {
        match self {
            Source::Api => "api",
            Source::Ui => "ui",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        [Source::Api, Source::Ui].into_iter().find(|it| it.name() == name)
    }
}

/// One field of one resource that a request set. `changed` is false when it already had that value.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct TruthRow {
    /// 1, 2, 3, … without gaps.
    pub seq: i64,
    /// Rows of one operation share it: a mutate that sets two fields of a campaign is one event with two rows.
    pub event: i64,
    /// Business time.
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
    #[schema(example = "google")]
    pub platform: String,
    #[schema(example = "1234567890")]
    pub account: String,
    /// The platform's own name of what was changed.
    #[schema(example = "customers/1234567890/campaignBudgets/7000000001")]
    pub resource: String,
    pub operation: Operation,
    /// Path of the field in the platform's words; empty for a creation, whose `new` is the whole resource.
    #[schema(example = "amount_micros")]
    pub field: String,
    /// Value before, as the platform writes it; null where there was none.
    pub old: Json,
    pub new: Json,
    pub changed: bool,
    pub source: Source,
    pub request_id: String,
    /// The operation as it was received.
    pub request: Json,
}

/// What a platform wants to change, before it is numbered and dated.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    pub resource: String,
    pub operation: Operation,
    pub field: String,
    pub old: Json,
    pub new: Json,
}

/// The changes of one operation and the operation itself.
#[derive(Debug, Clone, PartialEq)]
pub struct Deed {
    pub changes: Vec<Change>,
    pub request: Json,
}
