//! Exchange rates: what one currency was worth in another on a day, as rules read it with `convert(spend to EUR)`.
//!
//! `file` reads what people upload, `supply` keeps it version by version, `known` gives rules what was known at an instant, `past`
//! carries it into backtests, `view` is what people are shown. Called by ticks, trials and backtests, and by pages. Never here: which
//! rate counts on a day (that is the `dsl`).

pub mod file;
pub mod known;
pub mod past;
pub mod supply;
pub mod view;

pub use file::{Given, Pair};
pub use known::Rates;
pub use supply::{RateError, Supply};
