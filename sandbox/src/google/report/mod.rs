//! What a checked query sees: entities, metrics, and rows made of both.
//!
//! `google::search` is the only caller. Nothing here changes anything or writes an HTTP reply.

mod change_event;
mod conditions;
mod entity;
mod metrics;
mod rows;

pub use entity::Scene;
pub use rows::{Table, run};
