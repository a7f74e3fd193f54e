//! What the language knows about the world: platforms, levels, metrics, attributes, actions, and the words of later editions.
//!
//! The checker, completion and the written reference all draw from here, so that one thing is described once.
//! No values and no evaluation: only descriptions.

mod actions;
mod attributes;
mod attribution;
mod clauses;
mod foreseen;
mod levels;
mod measured;
mod metrics;
mod platforms;
mod tests;
mod words;

pub use actions::{ActionInfo, NegativeMatch, NotifyChannel, Property, actions};
pub use attributes::{Attribute, AttributeInfo, AttributeKind, attributes};
pub use attribution::Attribution;
pub use clauses::{ClauseInfo, clauses};
pub use levels::{Level, LevelInfo, levels};
pub use metrics::{DerivedMetric, Metric, MetricClass, MetricInfo, MetricUnit, Results, Spelling, metrics};
pub use platforms::{Platform, Role, SYNC_MINUTES, UnknownWord};
pub use tests::{test_clauses, test_words};
pub use words::{WordInfo, words};

pub(crate) use foreseen::{Foreseen, foreseen_name};
pub(crate) use metrics::{Named, bases_within, metric_named};
