//! The guards of the text, asked about each change a firing branch wants: with everything else that is under way.

use std::collections::{BTreeMap, BTreeSet};

use crate::effects::{Direction, Effect, ObjectStatus};
use crate::evaluate::Truth;
use crate::guard::{Forbids, Guard, GuardFacts};
use crate::money::Currency;
use crate::registry::{Attribute, Platform};
use crate::table::{AttributeColumn, AttributeValue, MissingReason, Moment, Table};
use crate::testing::history::Account;
use crate::testing::run::Blocker;

/// One account, and what is under way on it.
pub(super) struct Door<'a> {
    pub(super) guards: &'a [Guard],
    pub(super) account: &'a Account,
    pub(super) platform: Platform,
    pub(super) name: &'a str,
    pub(super) currency: Currency,
    pub(super) moment: Moment,
    /// Row and change of everything proposed and not yet applied.
    pub(super) under_way: Vec<(usize, Effect)>,
    /// Rows that were paused on this account day.
    pub(super) paused_today: BTreeSet<usize>,
}

impl Door<'_> {
    /// What the first guard that objects says. What passes counts as under way for the next.
    pub(super) fn ask(&mut self, row: usize, wanted: &Effect) -> Option<Blocker> {
        let guards = self.guards.iter().filter(|guard| {
            guard.scope().includes(self.platform, self.name)
                && guard.covers(self.account, row, &self.moment) != Truth::False
        });
        for guard in guards {
            for index in 0..guard.clauses().len() {
                if let Some(reason) = self.objection(guard, index, row, wanted) {
                    return Some(Blocker {
                        by: format!("guard \"{}\"", guard.name()),
                        reason,
                    });
                }
            }
        }
        self.under_way.push((row, wanted.clone()));
        None
    }

    fn objection(&self, guard: &Guard, index: usize, row: usize, wanted: &Effect) -> Option<String> {
        let clause = guard.clauses().get(index)?;
        let facts = GuardFacts {
            currency: self.currency,
            budget_at_day_start: self.account.budget_at_day_start(row),
        };
        let raise = match wanted {
            Effect::SetBudget {
                to,
                direction: Direction::Raise,
                ..
            } => Some(*to),
            _ => None,
        };
        let resumes = matches!(
            wanted,
            Effect::SetStatus {
                to: ObjectStatus::Active
            }
        );
        let said = |error: &dyn std::fmt::Display| Some(format!("{} ({error})", clause.text));
        match clause.forbids {
            Forbids::BudgetRaiseAbove => match guard.ceiling(index, &facts) {
                _ if raise.is_none() => None,
                Ok(ceiling) if raise.is_some_and(|to| to <= ceiling) => None,
                Ok(_) => Some(clause.text.clone()),
                Err(missing) => said(&missing),
            },
            Forbids::TotalBudgetRaiseAbove => {
                if raise.is_none() && !resumes {
                    return None;
                }
                let ceiling = match guard.ceiling(index, &facts) {
                    Ok(ceiling) => ceiling,
                    Err(missing) => return said(&missing),
                };
                let before = self.total(&self.under_way);
                let mut all = self.under_way.clone();
                all.push((row, wanted.clone()));
                match (before, self.total(&all)) {
                    (Some(before), Some(after)) if after <= ceiling || after <= before => None,
                    (_, Some(after)) => said(&format_args!(
                        "with it the account's running budgets would be {} a day",
                        self.currency.display(after)
                    )),
                    (_, None) => said(&"the budgets of all running campaigns are not known"),
                }
            }
            Forbids::BudgetChangeBeyond => {
                let Effect::SetBudget { to, .. } = wanted else {
                    return None;
                };
                match guard.span_of_day(index, &facts) {
                    Ok((low, high)) if (low..=high).contains(to) => None,
                    Ok((low, high)) => said(&format_args!(
                        "today from {} to {}",
                        self.currency.display(low.max(0)),
                        self.currency.display(high)
                    )),
                    Err(missing) => said(&missing),
                }
            }
            Forbids::Pause => {
                let is_protected = guard.protects(index, self.account, row, &self.moment) != Truth::False;
                (is_pause(wanted) && is_protected).then(|| clause.text.clone())
            }
            Forbids::PausesPerDay => {
                if !is_pause(wanted) {
                    return None;
                }
                let (running, paused) = self.pauses(guard, row);
                let most = guard.most_paused(index, running).unwrap_or(0);
                (paused >= most).then(|| format!("{} ({paused} of {running} are used up)", clause.text))
            }
        }
    }

    /// The sum of the budgets of what runs once these changes are in force; `None` when one of them is not known.
    fn total(&self, changes: &[(usize, Effect)]) -> Option<i64> {
        let mut runs: BTreeMap<usize, bool> = BTreeMap::new();
        let mut budgets: BTreeMap<usize, i64> = BTreeMap::new();
        for (row, effect) in changes {
            match effect {
                Effect::SetStatus { to } => {
                    runs.insert(*row, *to == ObjectStatus::Active);
                }
                Effect::SetBudget { to, .. } => {
                    budgets.insert(*row, *to);
                }
                _ => {}
            }
        }
        let mut total = 0_i64;
        for row in 0..self.account.rows() {
            if !runs.get(&row).copied().unwrap_or_else(|| self.is_active(row)) {
                continue;
            }
            let budget = match budgets.get(&row) {
                Some(budget) => *budget,
                None => match self.attribute(row, Attribute::Budget) {
                    Ok(AttributeValue::Money(micros)) => micros,
                    _ => return None,
                },
            };
            total = total.checked_add(budget)?;
        }
        Some(total)
    }

    /// The guard's campaigns that run or were paused today, and how many of them are paused already.
    fn pauses(&self, guard: &Guard, wanted: usize) -> (usize, usize) {
        let is_paused = |row: usize| {
            self.paused_today.contains(&row)
                || self
                    .under_way
                    .iter()
                    .any(|(other, effect)| *other == row && is_pause(effect))
        };
        let counts = |row: &usize| {
            (is_paused(*row) || self.is_active(*row))
                && guard.covers(self.account, *row, &self.moment) != Truth::False
        };
        let running: Vec<usize> = (0..self.account.rows()).filter(counts).collect();
        let paused = running
            .iter()
            .filter(|row| **row != wanted && is_paused(**row))
            .count();
        (running.len(), paused)
    }

    fn is_active(&self, row: usize) -> bool {
        matches!(self.attribute(row, Attribute::Status), Ok(AttributeValue::Enum(member)) if member.as_str() == "active")
    }

    fn attribute(&self, row: usize, attribute: Attribute) -> Result<AttributeValue, MissingReason> {
        let mut column = AttributeColumn::default();
        self.account
            .attribute(attribute, row..row.saturating_add(1), &mut column);
        column
            .cells()
            .first()
            .cloned()
            .unwrap_or(Err(MissingReason::NotSupplied))
    }
}

fn is_pause(effect: &Effect) -> bool {
    matches!(
        effect,
        Effect::SetStatus {
            to: ObjectStatus::Paused
        }
    )
}
