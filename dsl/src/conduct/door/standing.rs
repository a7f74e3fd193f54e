//! What stands in an account as guards are compared with it: its levels, and the budgets that run.

use std::collections::{BTreeMap, BTreeSet};

use super::below::Below;
use super::{Place, PlaceKind, Wanted};
use crate::registry::{Level, Property};
use crate::table::Table;

/// One row of a level's table, as guards ask for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row<'a> {
    pub id: &'a str,
    pub name: &'a str,
    /// What it stands in, the nearest first, up to its campaign; nothing for campaigns.
    pub above: [Option<Place<'a>>; 2],
    /// The budget it spends from.
    pub budget: Option<&'a str>,
    /// By its own switch.
    pub runs: bool,
}

/// The objects of one level of the account.
pub struct Standing<'a> {
    pub(super) table: &'a dyn Table,
    pub(super) rows: Vec<Row<'a>>,
    pub(super) by_id: BTreeMap<&'a str, usize>,
    pub(super) by_budget: BTreeMap<&'a str, Vec<usize>>,
}

impl<'a> Standing<'a> {
    /// `rows` are those of the table.
    #[must_use]
    pub fn new(table: &'a dyn Table, rows: Vec<Row<'a>>) -> Self {
        let mut by_budget: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        let mut by_id = BTreeMap::new();
        for (index, row) in rows.iter().enumerate() {
            by_id.insert(row.id, index);
            if let Some(budget) = row.budget {
                by_budget.entry(budget).or_default().push(index);
            }
        }
        Self {
            table,
            rows,
            by_id,
            by_budget,
        }
    }

    pub(super) fn row(&self, id: &str) -> Vec<usize> {
        self.by_id.get(id).copied().into_iter().collect()
    }
}

/// What stands in the account, as far as guards speak of it. A level that is in neither list is one that the account does not have.
pub struct Levels<'a> {
    /// With the campaigns at least.
    pub known: BTreeMap<Level, Standing<'a>>,
    /// Levels that the account has and that nobody has read yet.
    pub unread: BTreeSet<Level>,
    pub below: &'a Below,
}

/// The last values known before the account's midnight of what guards bound, but for budgets, which the table knows.
pub type Mornings = BTreeMap<(PlaceKind, String, Property), i64>;

/// The money an account's running campaigns may spend a day.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Running {
    /// Daily budgets: amount, and how many running campaigns spend from it.
    pub budgets: BTreeMap<String, (i64, i64)>,
    /// Live campaigns: whether they run, and their budget.
    pub campaigns: BTreeMap<String, (bool, Option<String>)>,
    /// Budgets for a whole run; no part of a day's sum.
    pub lifetime: BTreeSet<String>,
}

impl Running {
    /// The sum once all of these are done; `None` where it cannot be said.
    pub(super) fn after(&self, changes: &[Wanted<'_>]) -> Option<i64> {
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
            if let Some((_, to)) = change.of_budget()
                && let Some(amount) = amounts.get_mut(change.place.id)
            {
                *amount = to.max(*amount);
            }
            if change.resumes() {
                match self.campaigns.get(change.place.id) {
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

/// The object of a level among those that something stands in.
pub(super) fn of_level<'a>(above: &[Option<Place<'a>>; 2], level: Level) -> Option<&'a str> {
    let kind = match level {
        Level::Campaigns => PlaceKind::Campaign,
        level => PlaceKind::Below(level.key()),
    };
    let mut above = above.iter().flatten();
    above.find(|place| place.kind == kind).map(|place| place.id)
}
