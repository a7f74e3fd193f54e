//! The columns that the account owners of this process hold, for whoever wants to look at the same ones.
//!
//! A view, never a copy: it ends with the owner's own table, so that it cannot outlive the ownership.

use std::{
    collections::HashMap,
    sync::{Arc, PoisonError, RwLock, Weak},
};

use uuid::Uuid;

use super::table::AccountTable;

/// Cheap to clone; all clones see the same tables.
#[derive(Debug, Clone, Default)]
pub struct Columns {
    held: Arc<RwLock<HashMap<Uuid, Weak<AccountTable>>>>,
}

impl Columns {
    /// The owner's present table of its account.
    pub fn show(&self, table: &Arc<AccountTable>) {
        self.held
            .write()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(table.account_id, Arc::downgrade(table));
    }

    /// The account's columns, where this process owns the account.
    pub fn of(&self, account_id: Uuid) -> Option<Arc<AccountTable>> {
        self.held
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .get(&account_id)
            .and_then(Weak::upgrade)
    }
}
