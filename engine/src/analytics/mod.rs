//! What the desk looks like as a whole: today against budgets, a range against the one before, what waits, what was done,
//! what is not well.
//!
//! Reads the sums that `metrics::rollup` keeps and the other rooms' tables; writes nothing. Called by pages alone. Never
//! here: a sum over currencies, a quotient of quotients.

pub mod health;
pub mod overview;

pub use health::{Ailment, AilmentKind};
pub use overview::{Overview, overview};
