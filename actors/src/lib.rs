//! The runtime: the supervision tree, schedules, and who owns what.
//!
//! ```text
//! Node ─┬─ Scheduler   one wheel over the truth: what is due, for whom
//!       ├─ Writer      SQLite's group commit
//!       ├─ Outbox      notifications, the audit's seals
//!       └─ Shard × N ─┬─ AccountActor ─┬─ RequestQueue   one call at a time, the ledger first
//!                     │                └─ CampaignActor  awake while anything is in motion there
//!                     └─ RuleActor     dead-man alarm of one rule
//! ```
//!
//! Storage is the writer of truth; an actor never is. An actor that dies loses a cache, nothing else. Knows platforms
//! only through `engine`'s traits. Never here: SQL, HTTP, a business rule.
#![cfg_attr(
    not(test),
    deny(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::panic,
        clippy::indexing_slicing
    )
)]

mod account;
mod campaign;
mod directory;
mod leases;
mod node;
mod outbox;
mod request_queue;
mod restart;
mod rule;
mod runtime;
mod scheduler;
mod shard;
mod sync;
mod writer;

pub use restart::{Restart, RestartPolicy};
pub use runtime::{Error, Handle, Options, run};
pub use sync::{SyncError, read_history, sync_account};
