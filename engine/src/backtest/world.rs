//! A scratch database in which an account's past happens again.
//!
//! It holds one organisation with one account, the rules on trial and the guards, under their own ids. The recorded past
//! sets its campaigns and budgets; the engine's own tick proposes there, and what is let in is carried out at once.

use std::{collections::BTreeMap, sync::Arc};

use dsl::{BoundRule, Level};
use jiff::Timestamp;
use tempfile::TempDir;

use super::{
    known::{Known, KnownLevel},
    recorded::{Recorded, RecordedBudget, RecordedCampaign, RecordedChange, RecordedObject},
};
use crate::{
    Context,
    actions::{held, rehearse},
    campaigns::{self, ChangeSource, store::PropertyChange},
    clock::BusinessClock,
    connections::{self, AccountState, RegisteredAccount, store::NewAccount},
    decisions::tick::{self, TickReport, TickRule},
    hints::Hints,
    identity,
    lookups::{self, Sheets, past::Past},
    metrics::{
        Columns, calendar,
        ingest::{campaign_parts, object_parts},
        table::{AccountTable, ObjectParts, TableParts},
    },
    rates,
    rules::{
        catalog::{self, NEVER},
        store::{self as rule_store, DueRule, StoredGuard, StoredRule},
    },
    store::{DatabaseUrl, Durability, Store, StoreError, StoreOptions, Tx, params},
};

/// A rule on trial, bound to the account.
#[derive(Clone)]
pub(super) struct OnTrial {
    pub stored: StoredRule,
    pub bound: Arc<BoundRule>,
}

impl OnTrial {
    /// What it looks at: the campaigns, where it is about the account.
    pub fn level(&self) -> Level {
        self.bound.rule().scope().level.measured_by()
    }
}

/// What happened to the account at the platform since the world last looked.
#[derive(Debug, Default)]
pub(super) struct Happened {
    pub campaigns: Vec<RecordedCampaign>,
    /// Each after what it stands in.
    pub objects: Vec<RecordedObject>,
    pub changes: Vec<RecordedChange>,
}

/// The rules that are due at an instant; none where only a hold ends.
pub(super) struct Due {
    pub at: Timestamp,
    pub rules: Vec<DueRule>,
}

impl Happened {
    fn is_nothing(&self) -> bool {
        self.campaigns.is_empty() && self.objects.is_empty() && self.changes.is_empty()
    }
}

pub(super) struct World {
    pub context: Context,
    pub account: RegisteredAccount,
    rules: Vec<OnTrial>,
    /// The account's day for which the columns were built, and they.
    table: Option<(i64, Arc<AccountTable>)>,
    /// Removed with the world.
    _folder: TempDir,
}

impl World {
    /// Opens a world in which nothing has happened yet.
    pub async fn open(
        context: &Context,
        account: &RegisteredAccount,
        rules: Vec<OnTrial>,
        guards: Vec<StoredGuard>,
        recorded: &Recorded,
        from: Timestamp,
    ) -> Result<Self, StoreError> {
        let folder = tempfile::Builder::new()
            .prefix("adjutant-backtest-")
            .tempdir()
            .map_err(|error| StoreError::Unusable(format!("no scratch folder can be made: {error}")))?;
        let options = StoreOptions {
            durability: Durability::Scratch,
            ..StoreOptions::new(DatabaseUrl::Sqlite(folder.path().join("world.db")))
        };
        let asked = lookups::known::asked(rules.iter().map(|rule| rule.bound.as_ref()));
        let scope = account.scope;
        let (lookups, rates) = context
            .store
            .read(move |tx| {
                Box::pin(async move {
                    let lookups = lookups::past::read(tx, scope, &asked.lookups).await?;
                    let rates = if asked.rates {
                        rates::past::read(tx, scope).await?
                    } else {
                        rates::past::Past::default()
                    };
                    Ok::<_, StoreError>((lookups, rates))
                })
            })
            .await?;
        let context = Context {
            store: Store::open_running(&options).await?,
            business: BusinessClock::manual(context.process.clone(), from),
            hints: Hints::default(),
            columns: Columns::default(),
            sheets: Sheets::default(),
            ..context.clone()
        };
        let world = Self {
            context,
            account: account.clone(),
            rules,
            table: None,
            _folder: folder,
        };
        world.furnish(guards, (lookups, rates), recorded, from).await?;
        Ok(world)
    }

    async fn furnish(
        &self,
        guards: Vec<StoredGuard>,
        (lookups, rates): (Vec<Past>, rates::past::Past),
        recorded: &Recorded,
        from: Timestamp,
    ) -> Result<(), StoreError> {
        let (account, random, rules) = (
            self.account.clone(),
            self.context.random.clone(),
            self.rules.clone(),
        );
        let budgets = recorded.budgets.clone();
        self.context
            .store
            .write(move |tx| {
                Box::pin(async move {
                    let scope = account.scope;
                    tx.execute_exactly(
                        1,
                        identity::store::INSERT_ORGANISATION,
                        params![scope.id(), "Backtest", from],
                    )
                    .await?;
                    tx.execute_exactly(
                        1,
                        identity::store::INSERT_DEFAULT_BRAND,
                        params![scope.id(), random.id(), "Backtest", from],
                    )
                    .await?;
                    insert_account(tx, &account, from).await?;
                    for budget in &budgets {
                        insert_budget(tx, &account, budget, from).await?;
                    }
                    for guard in &guards {
                        tx.execute_exactly(
                            1,
                            rule_store::INSERT_GUARD,
                            params![
                                scope.id(),
                                guard.id,
                                &guard.name,
                                &guard.text,
                                from,
                                None::<uuid::Uuid>
                            ],
                        )
                        .await?;
                    }
                    lookups::past::write(tx, scope, &lookups).await?;
                    rates::past::write(tx, scope, &rates).await?;
                    for rule in &rules {
                        insert_rule(tx, &account, rule, from).await?;
                    }
                    Ok::<_, StoreError>(())
                })
            })
            .await
    }

    /// What happened to the account at the platform becomes so here too. A value that rules moved here stays moved until
    /// the recorded past itself moves it.
    pub async fn happen(&mut self, happened: Happened) -> Result<(), StoreError> {
        if happened.is_nothing() {
            return Ok(());
        }
        self.table = None;
        let (account, random) = (self.account.clone(), self.context.random.clone());
        self.context
            .store
            .write(move |tx| {
                Box::pin(async move {
                    for campaign in &happened.campaigns {
                        insert_campaign(tx, &account, campaign).await?;
                    }
                    for object in &happened.objects {
                        insert_object(tx, &account, object).await?;
                    }
                    for change in &happened.changes {
                        let recorded = PropertyChange {
                            target: &change.target,
                            field: change.field,
                            at: change.at,
                            old: None,
                            new: &change.new,
                            source: if change.is_first {
                                ChangeSource::FirstSeen
                            } else {
                                ChangeSource::Outside
                            },
                            action_id: None,
                        };
                        campaigns::store::apply_own_change(tx, account.scope, account.id, &random, recorded)
                            .await?;
                    }
                    Ok::<_, StoreError>(())
                })
            })
            .await
    }

    /// A synchronisation landed: the columns are built anew. That of the campaigns is the last of its round: rules that wait for
    /// one are due.
    pub async fn synced(&mut self, level: Level, at: Timestamp) -> Result<(), StoreError> {
        self.table = None;
        if level != Level::Campaigns {
            return Ok(());
        }
        let account = self.account.clone();
        self.context
            .store
            .write(move |tx| Box::pin(async move { catalog::after_sync(tx, &account, at).await }))
            .await
    }

    /// What is due next, and when.
    pub async fn next_due(&self) -> Result<Option<Due>, StoreError> {
        let (scope, account_id) = (self.account.scope, self.account.id);
        self.context
            .store
            .read(move |tx| {
                Box::pin(async move {
                    let rule = rule_store::next_due(tx, Timestamp::MIN).await?;
                    let hold = held::next_due(tx, Timestamp::MIN).await?;
                    let Some(at) = rule.into_iter().chain(hold).min().filter(|at| *at < NEVER) else {
                        return Ok(None);
                    };
                    let rules = rule_store::due_rules(tx, scope, account_id, at).await?;
                    Ok(Some(Due { at, rules }))
                })
            })
            .await
    }

    /// Runs what is due and carries out what the door lets in.
    pub async fn tick(&mut self, known: &Known, due: Due) -> Result<TickReport, StoreError> {
        let Due { at, rules: due } = due;
        self.context.business.set(at);
        let (scope, account_id) = (self.account.scope, self.account.id);
        let rules = due
            .into_iter()
            .filter_map(|due| {
                let on_trial = self.rules.iter().find(|rule| rule.stored.id == due.rule.id)?;
                Some(TickRule {
                    due,
                    bound: Arc::clone(&on_trial.bound),
                })
            })
            .collect();
        let table = self.columns(known, at).await?;
        let report = tick::run(&self.context, &self.account, &table, rules, at).await?;
        if report.opened > 0 {
            let random = self.context.random.clone();
            self.context
                .store
                .write(move |tx| {
                    Box::pin(
                        async move { rehearse::carry_out_at_once(tx, scope, account_id, &random, at).await },
                    )
                })
                .await?;
            self.table = None;
        }
        Ok(report)
    }

    async fn columns(&mut self, known: &Known, at: Timestamp) -> Result<Arc<AccountTable>, StoreError> {
        let today = calendar::day_at(at, &self.account.zone);
        // Values at the start of the day are those of another day after midnight.
        if let Some((_, table)) = self.table.as_ref().filter(|(day, _)| *day == today) {
            return Ok(Arc::clone(table));
        }
        let account = self.account.clone();
        let mut days = known.campaigns.days(today);
        let mut below: BTreeMap<Level, _> = known
            .below
            .iter()
            .map(|(level, known)| (*level, known.days(today)))
            .collect();
        let (campaigns, mut below) = self
            .context
            .store
            .read(move |tx| {
                Box::pin(async move {
                    let campaigns = campaign_parts(tx, &account, today, &mut days).await?;
                    let mut objects = BTreeMap::new();
                    for (level, days) in &mut below {
                        objects.insert(*level, object_parts(tx, &account, *level, days).await?);
                    }
                    Ok::<_, StoreError>((campaigns, objects))
                })
            })
            .await?;
        let mut table = self.table_of(Level::Campaigns, &known.campaigns, campaigns, today);
        for (level, known) in &known.below {
            let objects = below.remove(level).unwrap_or_default();
            table.put_below(self.table_of(*level, known, objects, today));
        }
        let table = Arc::new(table);
        self.table = Some((today, Arc::clone(&table)));
        Ok(table)
    }

    fn table_of(
        &self,
        level: Level,
        known: &KnownLevel,
        objects: Vec<ObjectParts>,
        today: i64,
    ) -> AccountTable {
        AccountTable::build(TableParts {
            level,
            account_id: self.account.id,
            name: self.account.name.clone(),
            platform: self.account.platform,
            currency: self.account.currency,
            zone: self.account.zone.clone(),
            sync_seq: known.seq,
            data_until: known.data_until,
            coverage: known.coverage(today),
            objects,
            further: known.further(today),
            hours: known.hours(today),
        })
    }
}

async fn insert_account(tx: &mut Tx, account: &RegisteredAccount, at: Timestamp) -> Result<(), StoreError> {
    let scope = account.scope;
    tx.execute_exactly(
        1,
        connections::store::INSERT_GRANT,
        params![
            scope.id(),
            account.grant_id,
            account.platform.as_str(),
            Vec::<u8>::new(),
            "",
            None::<i64>,
            at,
            None::<uuid::Uuid>
        ],
    )
    .await?;
    let new = NewAccount {
        platform: account.platform,
        address: account.address.clone(),
        name: account.name.clone(),
    };
    connections::store::insert_account(tx, scope, account.id, account.grant_id, &new, None, at).await?;
    connections::store::set_account_state(tx, scope, account.id, AccountState::Active, None, at).await
}

async fn insert_budget(
    tx: &mut Tx,
    account: &RegisteredAccount,
    budget: &RecordedBudget,
    at: Timestamp,
) -> Result<(), StoreError> {
    tx.execute_exactly(
        1,
        campaigns::store::INSERT_BUDGET,
        params![
            account.scope.id(),
            budget.id,
            account.id,
            &budget.external_id,
            &budget.name,
            budget.amount_micros,
            &budget.period,
            budget.shared,
            budget.campaigns,
            at
        ],
    )
    .await
}

async fn insert_campaign(
    tx: &mut Tx,
    account: &RegisteredAccount,
    campaign: &RecordedCampaign,
) -> Result<(), StoreError> {
    tx.execute_exactly(
        1,
        campaigns::store::INSERT_CAMPAIGN,
        params![
            account.scope.id(),
            campaign.id,
            account.id,
            &campaign.external_id,
            &campaign.name,
            campaign.status.as_str(),
            &campaign.delivery,
            &campaign.channel,
            &campaign.bid_strategy,
            campaign.budget_id,
            campaign.start_date.clone(),
            campaign.end_date.clone(),
            &campaign.labels,
            campaign.first_seen_at
        ],
    )
    .await
}

async fn insert_object(
    tx: &mut Tx,
    account: &RegisteredAccount,
    object: &RecordedObject,
) -> Result<(), StoreError> {
    tx.execute_exactly(
        1,
        campaigns::objects::INSERT,
        params![
            account.scope.id(),
            account.id,
            object.level.key(),
            &object.external_id,
            object.campaign_id,
            object.parent_id,
            &object.name,
            object.status.as_str(),
            &object.delivery,
            object.bid_micros,
            object.match_type.as_deref(),
            object.labels.as_deref(),
            object.first_seen_at,
            object.id
        ],
    )
    .await
}

async fn insert_rule(
    tx: &mut Tx,
    account: &RegisteredAccount,
    rule: &OnTrial,
    at: Timestamp,
) -> Result<(), StoreError> {
    let (scope, stored) = (account.scope, &rule.stored);
    tx.execute_exactly(
        1,
        rule_store::INSERT_RULE,
        params![
            scope.id(),
            stored.id,
            &stored.name,
            account.shard,
            at,
            None::<String>
        ],
    )
    .await?;
    let overrides: BTreeMap<&String, &String> = stored
        .overrides
        .iter()
        .map(|(name, value)| (name, value))
        .collect();
    let overrides = serde_json::to_string(&overrides)
        .map_err(|error| StoreError::inconsistent("overrides", error.to_string()))?;
    tx.execute_exactly(
        1,
        rule_store::INSERT_VERSION,
        params![
            scope.id(),
            stored.id,
            1_i64,
            &stored.text,
            overrides,
            at,
            None::<uuid::Uuid>,
            None::<String>
        ],
    )
    .await?;
    tx.execute_exactly(
        1,
        rule_store::SET_STATE,
        params![scope.id(), stored.id, "enabled", at],
    )
    .await?;
    tx.execute_exactly(
        1,
        rule_store::UPSERT_SCHEDULE,
        params![
            scope.id(),
            stored.id,
            account.id,
            catalog::next_mark(&rule.bound, at),
            None::<String>
        ],
    )
    .await
}
