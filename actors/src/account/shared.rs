//! What one account's actors share: its columns, its compiled rules, the way to its platform.

use std::{
    collections::{HashMap, HashSet},
    sync::{Arc, Mutex, PoisonError, RwLock},
};

use dsl::BoundRule;
use engine::{
    Context,
    connections::{
        self, RegisteredAccount,
        parking::{self, Parked},
        platform::AdPlatform,
    },
    metrics::{AccountTable, ingest},
    rules::{catalog, store::StoredRule},
    store::StoreError,
};
use uuid::Uuid;

use crate::{directory::Directory, leases::Leases};

/// Everything in it can be read again from storage.
pub struct AccountShared {
    pub context: Context,
    pub directory: Directory,
    pub leases: Leases,
    pub platform: Arc<dyn AdPlatform>,
    account: RwLock<RegisteredAccount>,
    table: RwLock<Arc<AccountTable>>,
    plans: Mutex<HashMap<(Uuid, i64), Arc<BoundRule>>>,
    /// Campaigns on which nothing is carried out.
    pub(super) resting: Mutex<HashSet<Uuid>>,
}

impl AccountShared {
    pub async fn load(
        context: Context,
        directory: Directory,
        leases: Leases,
        platform: Arc<dyn AdPlatform>,
        account: RegisteredAccount,
    ) -> Result<Self, StoreError> {
        let at = context.business.now();
        let owned = account.clone();
        let table = context
            .store
            .read(|tx| Box::pin(async move { ingest::load_table(tx, &owned, at).await }))
            .await?;
        let table = Arc::new(table);
        context.columns.show(&table);
        Ok(Self {
            context,
            directory,
            leases,
            platform,
            account: RwLock::new(account),
            table: RwLock::new(table),
            plans: Mutex::default(),
            resting: Mutex::default(),
        })
    }

    pub fn account(&self) -> RegisteredAccount {
        self.account
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// The present version of the columns.
    pub fn table(&self) -> Arc<AccountTable> {
        Arc::clone(&self.table.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Reads account and columns again: after a sync, after an applied action.
    pub async fn reload(&self) -> Result<(), StoreError> {
        let (at, known) = (self.context.business.now(), self.account());
        let (account, table) = self
            .context
            .store
            .read(|tx| {
                Box::pin(async move {
                    let account = connections::store::account(tx, known.scope, known.id)
                        .await?
                        .unwrap_or(known);
                    let table = ingest::load_table(tx, &account, at).await?;
                    Ok::<_, StoreError>((account, table))
                })
            })
            .await?;
        *self.account.write().unwrap_or_else(PoisonError::into_inner) = account;
        let table = Arc::new(table);
        *self.table.write().unwrap_or_else(PoisonError::into_inner) = Arc::clone(&table);
        self.context.columns.show(&table);
        Ok(())
    }

    /// The account was edited, or goes on under another grant: plans depend on it, too.
    pub async fn changed(&self) -> Result<(), StoreError> {
        self.plans.lock().unwrap_or_else(PoisonError::into_inner).clear();
        self.reload().await
    }

    /// The pause that the platform asked for, while it lasts.
    pub async fn parked(&self) -> Result<Option<Parked>, StoreError> {
        let (account, at) = (self.account(), self.context.business.now());
        self.context
            .store
            .read(|tx| Box::pin(async move { parking::parked(tx, account.scope, account.id, at).await }))
            .await
    }

    /// Nothing is carried out on this campaign.
    pub(super) fn rests(&self, campaign: Uuid) -> bool {
        self.resting
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .contains(&campaign)
    }

    /// A rule version's plan for this account, compiled once.
    pub fn plan(&self, stored: &StoredRule) -> Option<Arc<BoundRule>> {
        let key = (stored.id, stored.version);
        let mut plans = self.plans.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(plan) = plans.get(&key) {
            return Some(Arc::clone(plan));
        }
        match catalog::bind(stored, &self.account(), &self.context.platforms) {
            Ok(Some(bound)) => {
                let bound = Arc::new(bound);
                plans.insert(key, Arc::clone(&bound));
                Some(bound)
            }
            Ok(None) => None,
            Err(error) => {
                tracing::error!(rule = %stored.id, version = stored.version, %error, "a stored rule does not bind");
                None
            }
        }
    }
}
