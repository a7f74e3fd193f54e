//! Everything that speaks to the outside: today the Google Ads adapter.
//!
//! `api` builds the adapters and wires them; the owners of accounts in `actors` call them through the traits that
//! `engine` declares. Nothing in here decides what should be done, keeps state between calls or writes to the store: an
//! adapter turns one typed request into one conversation and its answer into one typed decision.

#![cfg_attr(
    not(test),
    deny(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::panic,
        clippy::indexing_slicing
    )
)]
#![deny(
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss
)]

pub mod google;
pub mod http;
pub mod numbers;
