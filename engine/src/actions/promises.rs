//! Guards at the door: what every enabled guard says to a wish, whoever asked.
//!
//! Called by `judge` when something is proposed and by `standing` when it is approved and again before it is sent.
//! What is under way counts as if it had happened where it raises, never where it lowers. Never here: who may write guards.

use std::collections::{BTreeMap, BTreeSet};

use dsl::{Forbids, Guard, GuardFacts, MissingReason, Truth};

use super::{
    door::{Proposal, Refusal},
    store::Action,
};
use crate::{
    connections::{
        RegisteredAccount,
        platform::{SwitchStatus, TargetKind, WriteField, WriteTarget, WriteValue},
    },
    metrics::{calendar, table::Snapshot},
    store::{StoreError, Tx, params, statements},
};

statements! {
    /// The budgets of an account and how many running campaigns spend from each.
    RUNNING = "select b.external_id, b.amount_micros, b.period,
          (select count(*) from campaign c where c.org_id = b.org_id and c.budget_id = b.id and c.status = 'active') as running
        from budget b where b.org_id = $1 and b.account_id = $2 and b.removed_at is null";
    /// The budget each campaign spends from. A campaign without one spends what nobody here knows.
    SPENDERS = "select c.external_id, c.status, b.external_id as budget from campaign c
        left join budget b on b.org_id = c.org_id and b.id = c.budget_id and b.removed_at is null
        where c.org_id = $1 and c.account_id = $2 and c.status <> 'removed'";
    /// Campaigns that were paused by our own hand since an instant.
    PAUSED_SINCE = "select distinct external_id from property_change where org_id = $1 and account_id = $2
        and target_kind = 'campaign' and field = 'status' and source = 'adjutant' and at >= $3 and new_value = $4";
}

/// One change of one property, on its way.
#[derive(Debug, Clone, Copy)]
pub(super) struct Wanted<'a> {
    pub target: &'a WriteTarget,
    pub field: WriteField,
    pub expected: &'a WriteValue,
    pub value: &'a WriteValue,
}

impl<'a> From<&'a Proposal> for Wanted<'a> {
    fn from(proposal: &'a Proposal) -> Self {
        Self {
            target: &proposal.target,
            field: proposal.field,
            expected: &proposal.expected,
            value: &proposal.value,
        }
    }
}

impl<'a> From<&'a Action> for Wanted<'a> {
    fn from(action: &'a Action) -> Self {
        Self {
            target: &action.target,
            field: action.field,
            expected: &action.expected,
            value: &action.value,
        }
    }
}

impl Wanted<'_> {
    fn pauses(&self) -> bool {
        self.target.kind == TargetKind::Campaign && *self.value == WriteValue::Status(SwitchStatus::Paused)
    }

    fn resumes(&self) -> bool {
        self.target.kind == TargetKind::Campaign && *self.value == WriteValue::Status(SwitchStatus::Active)
    }

    fn amounts(&self) -> Option<(i64, i64)> {
        match (self.field, self.expected, self.value) {
            (WriteField::Budget, WriteValue::Money(from), WriteValue::Money(to)) => Some((*from, *to)),
            _ => None,
        }
    }
}

/// The money an account's running campaigns may spend a day, and what is on its way to raise it.
#[derive(Debug, Default)]
struct Total {
    /// Daily budgets: amount and how many running campaigns spend from it.
    budgets: BTreeMap<String, (i64, i64)>,
    /// Live campaigns: whether they run, and their budget.
    campaigns: BTreeMap<String, (bool, Option<String>)>,
    /// Budgets for a whole run; no part of a day's sum.
    lifetime: BTreeSet<String>,
}

impl Total {
    async fn read(tx: &mut Tx, account: &RegisteredAccount) -> Result<Self, StoreError> {
        let (org, id) = (account.scope.id(), account.id);
        let mut total = Self::default();
        for row in tx.fetch_all(RUNNING, params![org, id]).await? {
            let id = row.text("external_id")?;
            if row.text("period")? == "daily" {
                total
                    .budgets
                    .insert(id, (row.i64("amount_micros")?, row.i64("running")?));
            } else {
                total.lifetime.insert(id);
            }
        }
        for row in tx.fetch_all(SPENDERS, params![org, id]).await? {
            let runs = row.word("status", SwitchStatus::parse)? == SwitchStatus::Active;
            let budget = row.opt_text("budget")?;
            total.campaigns.insert(row.text("external_id")?, (runs, budget));
        }
        Ok(total)
    }

    /// The sum once all of these are done; `None` where it cannot be said.
    fn after(&self, changes: &[Wanted<'_>]) -> Option<i64> {
        let mut amounts: BTreeMap<&str, i64> = self
            .budgets
            .iter()
            .map(|(id, (amount, _))| (id.as_str(), *amount))
            .collect();
        let mut running: BTreeSet<&str> = self
            .budgets
            .iter()
            .filter(|(_, (_, running))| *running > 0)
            .map(|(id, _)| id.as_str())
            .collect();
        let mut unknown = self
            .campaigns
            .values()
            .any(|(runs, budget)| *runs && budget.is_none());
        for change in changes {
            if let Some((_, to)) = change.amounts()
                && let Some(amount) = amounts.get_mut(change.target.external_id.as_str())
            {
                *amount = to.max(*amount);
            }
            if change.resumes() {
                match self.campaigns.get(&change.target.external_id) {
                    Some((_, Some(budget))) => {
                        if let Some((id, _)) = self.budgets.get_key_value(budget) {
                            running.insert(id.as_str());
                        }
                    }
                    _ => unknown = true,
                }
            }
        }
        if unknown {
            return None;
        }
        running.into_iter().try_fold(0_i64, |sum, id| {
            sum.checked_add(amounts.get(id).copied().unwrap_or(0))
        })
    }
}

/// Everything guards are compared with, read once for a batch.
pub(super) struct Promises<'a> {
    account: &'a RegisteredAccount,
    snapshot: &'a Snapshot,
    guards: Vec<&'a Guard>,
    by_budget: BTreeMap<&'a str, Vec<usize>>,
    by_campaign: BTreeMap<&'a str, usize>,
    total: Option<Total>,
    /// Campaigns that Adjutant paused on this account day.
    paused_today: BTreeSet<String>,
}

impl<'a> Promises<'a> {
    /// Reads what the guards of this account need; nothing where none speaks about it.
    pub async fn read(
        tx: &mut Tx,
        account: &'a RegisteredAccount,
        snapshot: &'a Snapshot,
        guards: &'a [Guard],
    ) -> Result<Self, StoreError> {
        let guards: Vec<&Guard> = guards
            .iter()
            .filter(|guard| guard.scope().includes(account.platform, &account.name))
            .collect();
        let speaks = |forbids: Forbids| {
            guards
                .iter()
                .any(|guard| guard.clauses().iter().any(|clause| clause.forbids == forbids))
        };
        let total = if speaks(Forbids::TotalBudgetRaiseAbove) {
            Some(Total::read(tx, account).await?)
        } else {
            None
        };
        let mut paused_today = BTreeSet::new();
        if speaks(Forbids::PausesPerDay) {
            let midnight = calendar::day_start(snapshot.today(), &account.zone);
            let paused = super::store::value_text(&WriteValue::Status(SwitchStatus::Paused))?;
            let values = params![account.scope.id(), account.id, midnight, paused];
            for row in tx.fetch_all(PAUSED_SINCE, values).await? {
                paused_today.insert(row.text("external_id")?);
            }
        }
        let mut by_budget: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        let mut by_campaign = BTreeMap::new();
        if !guards.is_empty() {
            for (row, campaign) in snapshot.table.campaigns().iter().enumerate() {
                by_campaign.insert(campaign.external_id.as_str(), row);
                if let Some(budget) = &campaign.budget {
                    by_budget
                        .entry(budget.external_id.as_str())
                        .or_default()
                        .push(row);
                }
            }
        }
        Ok(Self {
            account,
            snapshot,
            guards,
            by_budget,
            by_campaign,
            total,
            paused_today,
        })
    }

    pub fn is_empty(&self) -> bool {
        self.guards.is_empty()
    }

    /// What the first guard that objects says. `reserved` is everything else that is under way.
    pub fn objection(&self, wanted: Wanted<'_>, reserved: &[Wanted<'_>]) -> Option<Refusal> {
        let rows = self.rows(wanted.target);
        let moment = self.snapshot.moment();
        for guard in &self.guards {
            // A guard covers everything that its objects spend from; an unknown answer is covered. An object nobody is
            // known to spend from is covered too: its campaigns are not known, so they cannot be excluded.
            let covered = rows.is_empty()
                || rows
                    .iter()
                    .any(|row| guard.covers(self.snapshot, *row, &moment) != Truth::False);
            if !covered {
                continue;
            }
            for index in 0..guard.clauses().len() {
                if let Some(reason) = self.clause_objects(guard, index, wanted, &rows, reserved) {
                    return Some(Refusal {
                        by: format!("guard \"{}\"", guard.name()),
                        reason,
                    });
                }
            }
        }
        None
    }

    fn rows(&self, target: &WriteTarget) -> Vec<usize> {
        match target.kind {
            TargetKind::Budget => self
                .by_budget
                .get(target.external_id.as_str())
                .cloned()
                .unwrap_or_default(),
            _ => self
                .by_campaign
                .get(target.external_id.as_str())
                .copied()
                .into_iter()
                .collect(),
        }
    }

    fn clause_objects(
        &self,
        guard: &Guard,
        index: usize,
        wanted: Wanted<'_>,
        rows: &[usize],
        reserved: &[Wanted<'_>],
    ) -> Option<String> {
        let clause = guard.clauses().get(index)?;
        let money = |micros: i64| self.account.currency.display(micros);
        let facts = GuardFacts {
            currency: self.account.currency,
            budget_at_day_start: rows.first().map_or(Err(MissingReason::NoSync), |row| {
                dsl::Table::budget_at_day_start(self.snapshot, *row)
            }),
        };
        match clause.forbids {
            Forbids::BudgetRaiseAbove => {
                let (from, to) = wanted.amounts()?;
                if to <= from {
                    return None;
                }
                match guard.ceiling(index, &facts) {
                    Ok(ceiling) if to <= ceiling => None,
                    Ok(_) => Some(clause.text.clone()),
                    Err(missing) => Some(format!("{} ({missing})", clause.text)),
                }
            }
            Forbids::TotalBudgetRaiseAbove => {
                let total = self.total.as_ref()?;
                let raises = wanted.resumes() || wanted.amounts().is_some_and(|(from, to)| to > from);
                let is_lifetime =
                    wanted.amounts().is_some() && total.lifetime.contains(&wanted.target.external_id);
                if !raises || is_lifetime {
                    return None;
                }
                let ceiling = match guard.ceiling(index, &facts) {
                    Ok(ceiling) => ceiling,
                    Err(missing) => return Some(format!("{} ({missing})", clause.text)),
                };
                let before = total.after(reserved);
                let all: Vec<Wanted<'_>> = reserved.iter().copied().chain([wanted]).collect();
                match (before, total.after(&all)) {
                    (Some(before), Some(after)) if after <= ceiling || after <= before => None,
                    (_, Some(after)) => Some(format!(
                        "{} (with it, and with what is under way, the account's running budgets would be {} a day)",
                        clause.text,
                        money(after)
                    )),
                    (_, None) => Some(format!(
                        "{} (the budgets of all running campaigns are not known)",
                        clause.text
                    )),
                }
            }
            Forbids::BudgetChangeBeyond => {
                let (_, to) = wanted.amounts()?;
                match guard.span_of_day(index, &facts) {
                    Ok((low, high)) if (low..=high).contains(&to) => None,
                    Ok((low, high)) => Some(format!(
                        "{} (today from {} to {})",
                        clause.text,
                        money(low.max(0)),
                        money(high)
                    )),
                    Err(missing) => Some(format!("{} ({missing})", clause.text)),
                }
            }
            Forbids::Pause => {
                let moment = self.snapshot.moment();
                let protected = rows.is_empty()
                    || rows
                        .iter()
                        .any(|row| guard.protects(index, self.snapshot, *row, &moment) != Truth::False);
                (wanted.pauses() && protected).then(|| clause.text.clone())
            }
            Forbids::PausesPerDay => {
                if !wanted.pauses() {
                    return None;
                }
                let (running, paused) = self.pauses(guard, wanted, reserved);
                let most = guard.most_paused(index, running).unwrap_or(0);
                if paused < most {
                    return None;
                }
                Some(if most == 0 {
                    format!(
                        "{} (of {running} running ones that rounds down to none)",
                        clause.text
                    )
                } else {
                    format!("{} ({paused} of {running} are used up)", clause.text)
                })
            }
        }
    }

    /// The guard's campaigns that run or were paused today, and how many of them are paused already by somebody else's
    /// wish than this one.
    fn pauses(&self, guard: &Guard, wanted: Wanted<'_>, reserved: &[Wanted<'_>]) -> (usize, usize) {
        let moment = self.snapshot.moment();
        let on_the_way: BTreeSet<&str> = reserved
            .iter()
            .filter(|other| other.pauses())
            .map(|other| other.target.external_id.as_str())
            .collect();
        let (mut running, mut paused) = (0_usize, 0_usize);
        for (row, campaign) in self.snapshot.table.campaigns().iter().enumerate() {
            let id = campaign.external_id.as_str();
            let is_paused = self.paused_today.contains(id) || on_the_way.contains(id);
            let counts = is_paused || campaign.status == SwitchStatus::Active;
            if !counts || guard.covers(self.snapshot, row, &moment) == Truth::False {
                continue;
            }
            running = running.saturating_add(1);
            if is_paused && id != wanted.target.external_id {
                paused = paused.saturating_add(1);
            }
        }
        (running, paused)
    }
}
