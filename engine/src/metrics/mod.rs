//! What was measured: syncs, the columns that rules read, and what was known when.
//!
//! * `metric_day` holds the campaigns' current values by day, for pages and roll-ups;
//! * `account_day` and `campaign_recent` hold sums of them, for lists and dashboards;
//! * `metric_block` holds a day's hours of every object, compressed, for the columns; of the levels below the campaigns, which no
//!   page adds up, the days as well, and of the campaigns' days what the platform reports beyond the base metrics;
//! * `metric_frame` holds, per sync of a level, only the cells that changed: replaying frames up to a moment gives what was known then.
//!
//! Called by the account's owner (sync, freeze) and by pages. Never here: what a rule makes of a number.

pub mod calendar;
pub mod codec;
pub mod columns;
mod days;
pub mod derived;
pub mod frame;
mod further;
pub mod ingest;
pub mod rollup;
pub mod snapshot;
mod span;
pub mod store;
pub mod table;

pub use columns::Columns;
pub use frame::{Cell, Frame};
pub use further::{Further, Reported};
pub use ingest::{SyncOutcome, ingest};
pub use snapshot::Snapshot;
pub use table::{AccountTable, ObjectColumns};
