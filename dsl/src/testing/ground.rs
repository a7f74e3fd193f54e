//! The ground under a test: one account with its objects and the rules bound to it.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use jiff::civil::Date;

use crate::bind::BoundRule;
use crate::guard::Guard;
use crate::registry::{Level, Platform};
use crate::table::Table;
use crate::testing::history::{Account, Campaign};
use crate::testing::script::{Object, Script};
use crate::testing::stage::first_instant;

/// One account of the test with the rules bound to it.
pub(super) struct Ground {
    /// One, or all those that a pool joins.
    pub(super) accounts: Vec<(Platform, String)>,
    /// In the order of the stage's rules.
    pub(super) bound: Vec<BoundRule>,
    pub(super) account: Account,
    /// The objects that the rules are about, in the order of the account's rows.
    pub(super) objects: Vec<usize>,
    /// Every object of the account: how many levels above the rules' own, and its row there.
    pub(super) places: BTreeMap<usize, (usize, usize)>,
    /// The levels that guards speak of, where no rule's objects stand in them: each with its objects in the order of its rows.
    pub(super) beside: BTreeMap<Level, (Account, Vec<usize>)>,
}

impl Ground {
    pub(super) fn holds(&self, object: &Object) -> bool {
        self.accounts
            .iter()
            .any(|(platform, name)| *platform == object.platform && *name == object.account)
    }

    /// Those of the guards that look after any of its accounts.
    pub(super) fn guards<'g>(&self, guards: &'g [Guard]) -> Vec<&'g Guard> {
        let watched = |guard: &&Guard| {
            let mut accounts = self.accounts.iter();
            accounts.any(|(platform, name)| guard.scope().includes(*platform, name))
        };
        guards.iter().filter(watched).collect()
    }

    /// The account's campaigns, whatever the rules are about.
    pub(super) fn campaigns(&self) -> &Account {
        self.account.campaigns_table()
    }

    /// The campaigns of the account, in the order of their rows.
    pub(super) fn campaign_objects(&self) -> Vec<usize> {
        self.objects_at(self.account.height())
    }

    /// The objects so many levels above the rules' own, in the order of their rows.
    pub(super) fn objects_at(&self, wanted: usize) -> Vec<usize> {
        let mut found: Vec<(usize, usize)> = self
            .places
            .iter()
            .filter(|(_, (height, _))| *height == wanted)
            .map(|(object, (_, row))| (*row, *object))
            .collect();
        found.sort_unstable();
        found.into_iter().map(|(_, object)| object).collect()
    }

    /// Every level of the account below the campaigns, with its objects in the order of its rows, the highest first.
    pub(super) fn levels_below(&self, own: Level) -> Vec<(Level, &Account, Vec<usize>)> {
        let mut table = Some(&self.account);
        let mut found = Vec::new();
        for (height, level) in own.below_campaigns().into_iter().rev().enumerate() {
            if let Some(account) = table {
                found.insert(0, (level, account, self.objects_at(height)));
                table = account.above.as_deref();
            }
        }
        let beside = self.beside.iter();
        found.extend(beside.map(|(level, (account, objects))| (*level, account, objects.clone())));
        found
    }

    /// The object in its place, whatever its level.
    pub(super) fn object_mut(&mut self, object: usize) -> Option<&mut Campaign> {
        if let Some((height, row)) = self.places.get(&object).copied() {
            return self.account.object_mut(height, row);
        }
        self.beside.values_mut().find_map(|(account, objects)| {
            let row = objects.iter().position(|own| *own == object)?;
            account.campaigns.get_mut(row)
        })
    }

    fn row_of(&self, object: usize) -> Option<usize> {
        let beside = || {
            let mut levels = self.beside.values();
            levels.find_map(|(_, objects)| objects.iter().position(|own| *own == object))
        };
        self.places.get(&object).map(|(_, row)| *row).or_else(beside)
    }
}

/// The levels that guards speak of, beside those of the rules.
pub(super) fn furnish_beside(ground: &mut Ground, script: &Script, levels: &BTreeSet<Level>) {
    let at = first_instant(script);
    for level in levels {
        let mut account = Account::new(ground.account.zone.clone());
        let mut own = Vec::new();
        for (index, object) in script.objects.iter().enumerate() {
            if object.level == *level && ground.holds(object) {
                account.campaigns.push(Campaign::new(&object.name, at));
                account.budgets.push(own.len());
                account.parents.push(
                    object
                        .parent
                        .and_then(|parent| ground.row_of(parent))
                        .unwrap_or(0),
                );
                own.push(index);
            }
        }
        ground.beside.insert(*level, (account, own));
    }
}

/// The objects of the account, level by level.
pub(super) fn furnish(ground: &mut Ground, script: &Script, level: Level) {
    let at = first_instant(script);
    let levels = level.with_those_above();
    let mut built: Option<Account> = None;
    for (place, level) in levels.iter().enumerate() {
        let height = levels.len().saturating_sub(place).saturating_sub(1);
        let mut account = Account::new(ground.account.zone.clone());
        for (index, object) in script.objects.iter().enumerate() {
            if object.level != *level || !ground.holds(object) {
                continue;
            }
            let row = account.campaigns.len();
            let earlier = script.objects.iter().take(index).enumerate();
            let sharer = earlier
                .filter(|(_, other)| other.shares_with(object))
                .find_map(|(other, _)| ground.places.get(&other))
                .map(|(_, row)| *row);
            account.budgets.push(sharer.unwrap_or(row));
            ground.places.insert(index, (height, row));
            account.campaigns.push(Campaign::new(&object.name, at));
            let parent = object.parent.and_then(|parent| ground.places.get(&parent));
            account.parents.push(parent.map_or(0, |(_, row)| *row));
        }
        account.above = built.take().map(Box::new);
        built = Some(account);
    }
    if let Some(account) = built {
        ground.account = account;
    }
}

/// Whether a row of the test's account runs.
impl Ground {
    /// What is known at an instant is looked at; answers with the account's day then.
    pub(super) fn begin(&mut self, at: Timestamp) -> Date {
        let today = at.to_zoned(self.account.zone.clone()).date();
        self.account.each_level(&mut |level| {
            level.at = at;
            for campaign in &mut level.campaigns {
                campaign.begin_day(today);
            }
        });
        for (level, _) in self.beside.values_mut() {
            level.at = at;
        }
        today
    }
}

pub(super) fn runs(account: &Account, row: usize) -> bool {
    use crate::registry::Attribute;
    use crate::table::{AttributeColumn, AttributeValue};
    let mut column = AttributeColumn::default();
    account.attribute(Attribute::Status, row..row.saturating_add(1), &mut column);
    matches!(column.cells().first(), Some(Ok(AttributeValue::Enum(member))) if member.as_str() == "active")
}
