//! Time passes in the scratch world: synchronisations land, changes happen, rules are due.

use std::{
    collections::{BTreeMap, BTreeSet},
    num::NonZero,
    sync::Arc,
};

use dsl::Level;
use jiff::Timestamp;
use tokio::{sync::Semaphore, task::JoinSet};
use tracing::Instrument as _;
use uuid::Uuid;

use super::{
    Backtest, BacktestError, Candidate, MOST_AT_ONCE, Request,
    known::{Frames, Known},
    recorded::{Recorded, Sync},
    report::{self, AccountBacktest},
    world::{Happened, OnTrial, World},
};
use crate::{
    Context,
    clock::Deadline,
    connections::RegisteredAccount,
    decisions::tick::Unknowns,
    identity::OrgScope,
    metrics::calendar,
    rules::{
        RuleError, catalog,
        store::{self as rule_store, StoredGuard, StoredRule},
    },
    store::{StoreError, params},
};

static PLACES: Semaphore = Semaphore::const_new(MOST_AT_ONCE);

/// Runs rules over the recorded past of the organisation's accounts.
///
/// # Errors
/// As [`Backtesting::of`] and [`Backtesting::run`].
pub async fn run(context: &Context, scope: OrgScope, request: &Request) -> Result<Backtest, BacktestError> {
    Backtesting::of(context, scope, request).await?.run().await
}

/// A backtest about to run: its text binds, and who takes part is known.
pub struct Backtesting {
    context: Context,
    rules: Vec<StoredRule>,
    guards: Vec<StoredGuard>,
    accounts: Vec<RegisteredAccount>,
    candidate: Option<Uuid>,
    request: Request,
}

impl Backtesting {
    /// # Errors
    /// [`BacktestError::Rule`] as when saving the text; [`BacktestError::Unusable`] where there is nothing to run.
    pub async fn of(context: &Context, scope: OrgScope, request: &Request) -> Result<Self, BacktestError> {
        if request.from >= request.until {
            return Err(BacktestError::Unusable(
                "the span ends before it begins".to_owned(),
            ));
        }
        let candidate = match &request.candidate {
            None => None,
            Some(candidate) => Some(on_trial(context, candidate)?),
        };
        let candidate_id = candidate.as_ref().map(|rule| rule.id);
        let (rules, guards, accounts) = participants(context, scope, candidate, request).await?;
        if rules.is_empty() {
            return Err(BacktestError::Unusable(
                "no rule is enabled: enable one, or try a text".to_owned(),
            ));
        }
        Ok(Self {
            context: context.clone(),
            rules,
            guards,
            accounts,
            candidate: candidate_id,
            request: request.clone(),
        })
    }

    /// Runs the accounts, side by side as far as there are cores.
    ///
    /// # Errors
    /// [`BacktestError::Busy`]; [`BacktestError::Store`].
    pub async fn run(self) -> Result<Backtest, BacktestError> {
        let _place = PLACES.try_acquire().map_err(|_| BacktestError::Busy)?;
        self.go().await
    }

    /// Runs two at once, in the place of one.
    ///
    /// # Errors
    /// As [`Self::run`].
    pub async fn run_both(self, other: Self) -> Result<(Backtest, Backtest), BacktestError> {
        let _place = PLACES.try_acquire().map_err(|_| BacktestError::Busy)?;
        tokio::try_join!(self.go(), other.go())
    }

    async fn go(mut self) -> Result<Backtest, BacktestError> {
        let deadline = Deadline::after(&self.context.process, self.request.patience);
        let accounts = std::mem::take(&mut self.accounts);
        let trial = Arc::new(self);
        // An account keeps a core busy.
        let cores = std::thread::available_parallelism().map_or(1, NonZero::get);
        let cores = Arc::new(Semaphore::new(cores));
        // Whoever stops waiting stops them all.
        let mut running = JoinSet::new();
        for (place, account) in accounts.into_iter().enumerate() {
            let (trial, cores) = (Arc::clone(&trial), Arc::clone(&cores));
            let run = async move {
                // It is never closed.
                let _core = cores.acquire().await.ok();
                let run = AccountRun {
                    trial: &trial,
                    account: &account,
                    deadline,
                };
                run.run().await.map(|found| (place, found))
            };
            running.spawn(run.in_current_span());
        }
        let found: Result<BTreeMap<_, _>, _> = running.join_all().await.into_iter().collect();
        let mut backtest = Backtest::new(&trial.request);
        for account in found?.into_values() {
            backtest.add(account);
        }
        Ok(backtest)
    }
}

/// A text with its values, as if it were saved.
fn on_trial(context: &Context, candidate: &Candidate) -> Result<StoredRule, RuleError> {
    let rule = catalog::single_rule(&candidate.text)?;
    catalog::values_fit(&rule, &candidate.overrides)?;
    Ok(StoredRule {
        id: candidate.rule_id.unwrap_or_else(|| context.random.id()),
        name: rule.name().to_owned(),
        version: 1,
        text: candidate.text.clone(),
        overrides: candidate.overrides.clone().into_iter().collect(),
    })
}

/// The rules that run, the guards they meet, and the accounts they look at.
async fn participants(
    context: &Context,
    scope: OrgScope,
    candidate: Option<StoredRule>,
    request: &Request,
) -> Result<(Vec<StoredRule>, Vec<StoredGuard>, Vec<RegisteredAccount>), StoreError> {
    let (only, with_enabled) = (request.account, request.with_enabled);
    context
        .store
        .read(move |tx| {
            Box::pin(async move {
                let mut rules = Vec::new();
                if with_enabled {
                    for row in tx.fetch_all(rule_store::ENABLED, params![scope.id()]).await? {
                        rules.push(rule_store::stored_rule(&row)?);
                    }
                }
                if let Some(candidate) = candidate {
                    // A rule's next version takes the place of its present one, and a name belongs to one rule.
                    rules.retain(|rule| rule.id != candidate.id && rule.name != candidate.name);
                    rules.push(candidate);
                }
                let guards = rule_store::enabled_guards(tx, scope).await?;
                let mut accounts = catalog::accounts(tx, scope).await?;
                accounts.retain(|account| only.is_none_or(|id| id == account.id));
                Ok((rules, guards, accounts))
            })
        })
        .await
}

struct AccountRun<'a> {
    trial: &'a Backtesting,
    account: &'a RegisteredAccount,
    deadline: Deadline,
}

impl AccountRun<'_> {
    async fn run(&self) -> Result<Option<AccountBacktest>, BacktestError> {
        let mut on_trial = Vec::new();
        let mut not_bound = Vec::new();
        for stored in &self.trial.rules {
            match catalog::bind_recorded(stored, self.account, &self.trial.context.platforms) {
                Ok(Some(bound)) => on_trial.push(OnTrial {
                    stored: stored.clone(),
                    bound: Arc::new(bound),
                }),
                Ok(None) => {}
                Err(failure) => not_bound.push((stored.name.clone(), failure.to_string())),
            }
        }
        if on_trial.is_empty() && not_bound.is_empty() {
            return Ok(None);
        }
        let levels: BTreeSet<Level> = on_trial
            .iter()
            .flat_map(|rule| rule.level().below_campaigns())
            .chain(catalog::levels_of_guards(&self.trial.guards, self.account))
            .collect();
        let (account, until) = (self.account.clone(), self.trial.request.until);
        let recorded = self
            .trial
            .context
            .store
            .read(move |tx| Box::pin(async move { Recorded::load(tx, &account, &levels, until).await }))
            .await?;
        on_trial.retain(|rule| {
            let level = rule.level();
            let is_recorded = level == Level::Campaigns || recorded.known_since(level).is_some();
            if !is_recorded {
                let why = format!(
                    "nothing is recorded of {level} in these days: they are read for enabled rules only"
                );
                not_bound.push((rule.stored.name.clone(), why));
            }
            is_recorded
        });
        let looked_at = on_trial.iter().map(OnTrial::level);
        let known_since = looked_at
            .filter_map(|level| recorded.known_since(level))
            .min()
            .or_else(|| recorded.known_since(Level::Campaigns));
        // Before the first synchronisation every check is unknown: there is nothing to run.
        let from = known_since.map_or(self.trial.request.from, |since| {
            since.max(self.trial.request.from)
        });
        let mut world = World::open(
            &self.trial.context,
            self.account,
            on_trial.clone(),
            self.trial.guards.clone(),
            &recorded,
            from,
        )
        .await?;
        let mut past = Past::of(self, &recorded);
        // What was known when the span begins, before any rule looks at it.
        while past.next_sync().is_some_and(|sync| sync.finished_at <= from) {
            past.learn().await?;
        }
        past.happen(&mut world, from).await?;
        let mut reached = self.trial.request.until;
        let mut unknown: BTreeMap<Uuid, Unknowns> = BTreeMap::new();
        loop {
            let due = world.next_due().await?;
            let sync = past.next_sync().map(|sync| sync.finished_at);
            let Some(at) = sync
                .into_iter()
                .chain(due.as_ref().map(|due| due.at))
                .min()
                .filter(|at| *at < self.trial.request.until)
            else {
                break;
            };
            if self.deadline.has_passed(&self.trial.context.process) {
                reached = at;
                break;
            }
            past.happen(&mut world, at).await?;
            if let Some(sync) = past.next_sync().filter(|sync| sync.finished_at <= at) {
                past.learn().await?;
                world.synced(sync.level, at).await?;
            } else if let Some(due) = due {
                for (rule, found) in world.tick(&past.known, due).await?.unknown {
                    let sums = unknown.entry(rule).or_default();
                    for (reason, times) in found {
                        let sum = sums.entry(reason).or_default();
                        *sum = sum.saturating_add(times);
                    }
                }
            }
        }
        let found = report::Found {
            account: self.account,
            not_bound,
            reached,
            known_since,
            from,
            recorded: &recorded,
            known: &past.known,
            candidate: self.trial.candidate,
            in_scope: on_trial
                .iter()
                .map(|rule| (rule.stored.id, rule.bound.rule().scope().level))
                .collect(),
            unknown,
        };
        Ok(Some(report::read(&world, found).await?))
    }
}

/// The recorded past and how far of it has happened.
struct Past<'a> {
    run: &'a AccountRun<'a>,
    recorded: &'a Recorded,
    frames: BTreeMap<Level, Frames>,
    known: Known,
    syncs: usize,
    changes: usize,
    campaigns: usize,
    objects: usize,
}

impl<'a> Past<'a> {
    fn of(run: &'a AccountRun<'a>, recorded: &'a Recorded) -> Self {
        Self {
            run,
            recorded,
            frames: BTreeMap::new(),
            known: Known::default(),
            syncs: 0,
            changes: 0,
            campaigns: 0,
            objects: 0,
        }
    }

    fn next_sync(&self) -> Option<&'a Sync> {
        self.recorded.syncs.get(self.syncs)
    }

    /// Takes in the next synchronisation.
    async fn learn(&mut self) -> Result<(), StoreError> {
        let Some(sync) = self.next_sync() else {
            return Ok(());
        };
        let frames = self.frames.entry(sync.level);
        let frames = frames.or_insert_with(|| Frames::of(self.run.account, sync.level));
        let frame = frames.take(&self.run.trial.context.store, sync.seq).await?;
        self.known.learn(sync, frame.as_ref(), self.run.account);
        self.known
            .forget_before(calendar::day_at(sync.finished_at, &self.run.account.zone));
        self.syncs = self.syncs.saturating_add(1);
        Ok(())
    }

    /// Lets everything happen that is recorded up to and including an instant.
    async fn happen(&mut self, world: &mut World, at: Timestamp) -> Result<(), StoreError> {
        let past = self.recorded;
        let happened = Happened {
            campaigns: until(&past.campaigns, &mut self.campaigns, |one| {
                one.first_seen_at <= at
            }),
            objects: until(&past.objects, &mut self.objects, |one| one.first_seen_at <= at),
            changes: until(&past.changes, &mut self.changes, |one| one.at <= at),
        };
        world.happen(happened).await
    }
}

/// What comes next in a list as long as something holds of it; `place` moves on behind it.
fn until<T: Clone>(list: &[T], place: &mut usize, holds: impl Fn(&T) -> bool) -> Vec<T> {
    let next: Vec<T> = list
        .iter()
        .skip(*place)
        .take_while(|one| holds(one))
        .cloned()
        .collect();
    *place = place.saturating_add(next.len());
    next
}
