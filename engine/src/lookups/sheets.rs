//! The rows read last, kept so that a tick a quarter of an hour later need not read twenty thousand again. A version never changes, so
//! that what is kept is never wrong.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use dsl::Supplied;
use uuid::Uuid;

/// Most lookups whose rows are kept; beyond them everything is read anew.
const MOST_SHEETS: usize = 64;

/// One version's rows by name.
pub(super) type Sheet = Arc<HashMap<String, Supplied>>;

/// Cheap to clone; all clones see the same rows.
#[derive(Debug, Clone, Default)]
pub struct Sheets {
    held: Arc<Mutex<HashMap<Uuid, (i64, Sheet)>>>,
}

impl Sheets {
    pub(super) fn of(&self, lookup: Uuid, version: i64) -> Option<Sheet> {
        let held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        held.get(&lookup)
            .filter(|(kept, _)| *kept == version)
            .map(|(_, sheet)| Arc::clone(sheet))
    }

    pub(super) fn keep(&self, lookup: Uuid, version: i64, sheet: &Sheet) {
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        if held.len() >= MOST_SHEETS && !held.contains_key(&lookup) {
            held.clear();
        }
        held.insert(lookup, (version, Arc::clone(sheet)));
    }
}
