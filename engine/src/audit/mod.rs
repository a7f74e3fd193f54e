//! What happened, who did it, and proof that nobody rewrote it.
//!
//! Every room calls [`record`] in the transaction of the change itself; `actors` runs [`seal`] each second, which chains the
//! new events of every organisation. Never here: the history of one action (that is the ledger's own).

mod chain;
mod event;
mod seal;
pub mod store;
mod verify;

pub use event::{AuditActor, AuditEvent, Outcome, record, record_alone};
pub use seal::{seal, seal_all};
pub use verify::{ChainBreak, Verification, verify, verify_all};
