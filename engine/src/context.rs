//! What every use case is handed: the store, the two clocks, randomness, the vault, the platforms, the hints.

use std::sync::Arc;

use crate::{
    clock::{BusinessClock, ProcessClock},
    connections::{platform::Platforms, vault::Vault},
    hints::Hints,
    lookups::Sheets,
    metrics::Columns,
    random::Random,
    store::Store,
};

/// Cheap to clone; everything in it is shared.
#[derive(Clone)]
pub struct Context {
    pub store: Store,
    pub business: BusinessClock,
    pub process: ProcessClock,
    pub random: Random,
    pub vault: Vault,
    pub platforms: Arc<Platforms>,
    pub hints: Hints,
    pub columns: Columns,
    pub sheets: Sheets,
    /// What the rules due at once on one account may cost together: [`budget`](crate::decisions::budget).
    pub steps_a_run: u64,
}
