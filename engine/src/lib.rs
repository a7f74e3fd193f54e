//! The domain of Adjutant: its types, the rules of the business, its state machines, and their SQL.
//!
//! One room per business area (`identity`, `connections`, `campaigns`, `metrics`, `lookups`, `rules`, `decisions`, `actions`,
//! `backtest`, `notifications`, `audit`, `analytics`); each holds its types and pure logic and, beside them, a `store.rs` with its SQL and a
//! `view.rs` with what people are shown. `actors` and `api` call in; nothing here knows HTTP or an actor.
#![cfg_attr(
    not(test),
    deny(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::panic,
        clippy::indexing_slicing
    )
)]

pub mod actions;
pub mod analytics;
pub mod audit;
pub mod backtest;
pub mod campaigns;
pub mod clock;
pub mod connections;
pub mod context;
pub mod decisions;
pub mod hints;
pub mod idempotency;
pub mod identity;
pub mod lookups;
pub mod metrics;
pub mod notifications;
pub mod random;
pub mod rates;
pub mod rules;
pub mod store;
pub mod supervision;

pub use context::Context;
