//! The outside world of Adjutant, simulated on loopback: an ad platform with accounts, campaigns and a market that
//! buys, its sign-in, and a control surface that tells the truth about what was done to it.
//!
//! It is a program of its own. It depends on no other crate of the workspace and shares no type with the adapters it
//! is talked to by: a simulator built from the adapter's own types would agree with the adapter's mistakes.
//!
//! | prefix | what it stands for |
//! |---|---|
//! | `/google/v26/…` | `googleads.googleapis.com` |
//! | `/google/accounts/…` | `accounts.google.com` (consent) |
//! | `/google/oauth2/…` | `oauth2.googleapis.com` (tokens) |
//! | `/_sandbox/…` | the control surface, described at `/_sandbox/openapi.json` |
//!
//! [`run`] serves until told to stop; [`start`] does so beside a test.

mod chance;
mod clock;
mod connection;
mod control;
mod error;
mod exchange;
mod faults;
mod google;
mod market;
mod options;
mod record;
mod sandbox;
mod server;
mod store;
mod truth;
mod world;

pub use error::Error;
pub use options::{Limits, Options};
pub use server::{Running, run, start};
pub use world::lead_seconds;
