//! What every enabled guard says to a wish, whoever asked. What is under way counts as if it had happened where it raises,
//! never where it lowers.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use super::below::Name;
use super::standing::{Levels, Mornings, Running, of_level};
use super::stops::Counted;
use super::{Change, PlaceKind, Refusal, Wanted};
use crate::evaluate::Truth;
use crate::guard::{Forbids, Guard, GuardFacts};
use crate::money::Currency;
use crate::registry::{Level, Platform, Property};
use crate::table::{MissingReason, Moment};

/// Everything guards are compared with on one account.
pub struct Ground<'a> {
    currency: Currency,
    moment: Moment,
    pub(super) guards: Vec<&'a Guard>,
    pub(super) levels: Levels<'a>,
    running: Option<&'a Running>,
    mornings: &'a Mornings,
    /// What was stopped by our own hand on this account day.
    pub(super) stopped_today: &'a BTreeSet<Name>,
    /// Per guard and promise about the pauses of a day, when it is first asked.
    pub(super) counted: BTreeMap<(usize, usize), OnceLock<Counted>>,
}

/// How a wish stands to the objects of a guard.
enum Reach {
    /// It is about one of them, or about something under one: these rows, of which one counts; none where it is not known which.
    Under(Vec<usize>),
    /// It is about something that stands above or beside them: only what a pause takes with it concerns the guard.
    Beyond,
}

impl<'a> Ground<'a> {
    /// The guards among these that speak about an account.
    #[must_use]
    pub fn of_account(guards: &'a [Guard], platform: Platform, name: &str) -> Vec<&'a Guard> {
        guards
            .iter()
            .filter(|guard| guard.watches(platform, name))
            .collect()
    }

    /// `running` is needed where a guard speaks of the account's total.
    #[must_use]
    pub fn new(
        guards: Vec<&'a Guard>,
        moment: Moment,
        levels: Levels<'a>,
        currency: Currency,
        running: Option<&'a Running>,
        (mornings, stopped_today): (&'a Mornings, &'a BTreeSet<Name>),
    ) -> Self {
        let counted = guards.iter().enumerate().flat_map(|(at, guard)| {
            let clauses = guard.clauses().iter().enumerate();
            clauses
                .filter(|(_, clause)| clause.forbids == Forbids::PausesPerDay)
                .map(move |(index, _)| ((at, index), OnceLock::new()))
        });
        Self {
            counted: counted.collect(),
            currency,
            moment,
            guards,
            levels,
            running,
            mornings,
            stopped_today,
        }
    }

    /// What the first guard that objects says. `reserved` is everything else that is under way.
    #[must_use]
    pub fn objection(&self, wanted: Wanted<'_>, reserved: &[Wanted<'_>]) -> Option<Refusal> {
        self.guards.iter().enumerate().find_map(|(at, guard)| {
            let reach = self.reach(guard.scope().level, wanted);
            let reason = (0..guard.clauses().len()).find_map(|index| {
                if guard.counts(index).is_some() {
                    return self.too_many(at, index, wanted, reserved);
                }
                match &reach {
                    // A guard covers everything that its objects spend from; an unknown answer is covered. An object nobody is
                    // known to spend from is covered too: its campaigns are not known, so they cannot be excluded.
                    Reach::Under(rows) => (rows.is_empty()
                        || rows.iter().any(|row| self.covers(guard, *row) != Truth::False))
                    .then(|| self.clause_objects(guard, index, wanted, rows, reserved))
                    .flatten(),
                    Reach::Beyond => self.takes_along(guard, index, wanted, reserved),
                }
            })?;
            Some(refusal(guard, self.currency, reason))
        })
    }

    /// What the first guard that it breaks says of a change that somebody made outside, once it is there. What is not known is no
    /// breach, and how many are paused a day is a promise about what Adjutant does.
    #[must_use]
    pub fn breach(&self, made: Wanted<'_>) -> Option<Refusal> {
        self.guards.iter().find_map(|guard| {
            let rows = match self.reach(guard.scope().level, made) {
                Reach::Under(rows) => rows,
                Reach::Beyond => self.taken_rows(guard, made, &[]).unwrap_or_default(),
            };
            let covered = rows.iter().any(|row| self.covers(guard, *row) == Truth::True);
            let reason = (0..guard.clauses().len())
                .filter(|_| covered)
                .find_map(|index| self.clause_is_broken(guard, index, made, &rows))?;
            Some(refusal(guard, self.currency, reason))
        })
    }

    fn clause_is_broken(
        &self,
        guard: &Guard,
        index: usize,
        made: Wanted<'_>,
        rows: &[usize],
    ) -> Option<String> {
        let clause = guard.clauses().get(index)?;
        let facts = self.facts(made);
        if matches!(self.reach(guard.scope().level, made), Reach::Beyond) {
            let broken = clause.forbids == Forbids::Pause
                && rows.iter().any(|row| {
                    self.covers(guard, *row) == Truth::True
                        && self.protects(guard, index, *row) == Truth::True
                });
            return broken
                .then(|| self.takes_along(guard, index, made, &[]))
                .flatten();
        }
        match clause.forbids {
            Forbids::RiskBeyond => guard.ceiling(index, &facts).is_ok().then_some(())?,
            Forbids::ChangeBeyond => guard.span_of_day(index, &facts).is_ok().then_some(())?,
            Forbids::Pause => {
                let is_protected = |row: &usize| self.protects(guard, index, *row) == Truth::True;
                rows.iter().any(is_protected).then_some(())?;
            }
            Forbids::PausesPerDay => return None,
            Forbids::TotalBudgetRaiseAbove => {
                let raises = made.resumes() || made.of_budget().is_some_and(|(from, to)| to > from);
                let ceiling = guard.ceiling(index, &facts).ok().filter(|_| raises)?;
                let now = self.running?.after(&[]).filter(|now| *now > ceiling)?;
                return Some(format!(
                    "{} (the account's running budgets are {} a day)",
                    clause.text,
                    self.currency.display(now)
                ));
            }
        }
        self.clause_objects(guard, index, made, rows, &[])
    }

    fn facts(&self, wanted: Wanted<'_>) -> GuardFacts {
        let property = wanted.change.property();
        let at_day_start = if property == Property::Budget && wanted.campaign().is_none() {
            let rows = self.campaigns_of(wanted);
            let row = rows.first().zip(self.levels.known.get(&Level::Campaigns));
            let row = row.ok_or(MissingReason::NoSync);
            row.and_then(|(row, campaigns)| campaigns.table.budget_at_day_start(*row))
        } else {
            let place = (wanted.place.kind, wanted.place.id.to_owned(), property);
            self.mornings.get(&place).copied().ok_or(MissingReason::NoSync)
        };
        GuardFacts {
            currency: self.currency,
            at_day_start,
        }
    }

    /// Whether a guard covers a row of its own level; not known where the level is not.
    pub(super) fn covers(&self, guard: &Guard, row: usize) -> Truth {
        let standing = self.levels.known.get(&guard.scope().level);
        standing.map_or(Truth::Unknown, |standing| {
            guard.covers(standing.table, row, (&self.moment, self.currency))
        })
    }

    /// Whether a promise is about a row of the guard's level.
    pub(super) fn protects(&self, guard: &Guard, index: usize, row: usize) -> Truth {
        let standing = self.levels.known.get(&guard.scope().level);
        standing.map_or(Truth::Unknown, |standing| {
            guard.protects(index, standing.table, row, (&self.moment, self.currency))
        })
    }

    /// The campaigns that a wish is about, or stands under, or that spend from it.
    fn campaigns_of(&self, wanted: Wanted<'_>) -> Vec<usize> {
        let Some(campaigns) = self.levels.known.get(&Level::Campaigns) else {
            return Vec::new();
        };
        match (wanted.campaign(), wanted.place.kind) {
            (Some(campaign), _) => campaigns.row(campaign),
            (None, PlaceKind::Budget) => {
                let spenders = campaigns.by_budget.get(wanted.place.id);
                spenders.cloned().unwrap_or_default()
            }
            (None, _) => campaigns.row(wanted.place.id),
        }
    }

    /// A guard covers everything that stands under its objects.
    fn reach(&self, level: Level, wanted: Wanted<'_>) -> Reach {
        if level == Level::Campaigns {
            return Reach::Under(self.campaigns_of(wanted));
        }
        let own = match wanted.place.kind {
            PlaceKind::Campaign => Level::Campaigns,
            PlaceKind::Budget if wanted.campaign().is_none() => Level::Campaigns,
            PlaceKind::Budget => Level::AdGroups,
            // A negative keyword is one of the ad group that its search term stands in.
            PlaceKind::Below(key) => Level::of_key(key).unwrap_or(Level::SearchTerms),
        };
        if !own.below_campaigns().contains(&level) {
            return Reach::Beyond;
        }
        let id = if own == level {
            Some(wanted.place.id)
        } else {
            of_level(&wanted.above, level)
        };
        let rows = id.zip(self.levels.known.get(&level));
        Reach::Under(rows.map_or_else(Vec::new, |(id, standing)| standing.row(id)))
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
        let facts = self.facts(wanted);
        // What is about another property than this one has nothing to say of it.
        let amount = match wanted.change {
            Change::Amount { property, to, .. } if clause.property() == Some(property) => {
                Some((property, to))
            }
            _ => None,
        };
        match clause.forbids {
            Forbids::RiskBeyond => {
                let (property, to) = amount?;
                if !wanted.change.is_riskier() {
                    return None;
                }
                match guard.ceiling(index, &facts) {
                    Ok(bound) if property.risk(to) <= property.risk(bound) => None,
                    Ok(_) => Some(clause.text.clone()),
                    Err(missing) => Some(format!("{} ({missing})", clause.text)),
                }
            }
            Forbids::TotalBudgetRaiseAbove => {
                let running = self.running?;
                let raises = wanted.resumes() || wanted.of_budget().is_some_and(|(from, to)| to > from);
                let is_lifetime = wanted.of_budget().is_some() && running.lifetime.contains(wanted.place.id);
                if !raises || is_lifetime {
                    return None;
                }
                let ceiling = match guard.ceiling(index, &facts) {
                    Ok(ceiling) => ceiling,
                    Err(missing) => return Some(format!("{} ({missing})", clause.text)),
                };
                let before = running.after(reserved);
                let all: Vec<Wanted<'_>> = reserved.iter().copied().chain([wanted]).collect();
                match (before, running.after(&all)) {
                    (Some(before), Some(after)) if after <= ceiling || after <= before => None,
                    (_, Some(after)) => Some(format!(
                        "{} (with it, and with what is under way, the account's running budgets would be {} a day)",
                        clause.text,
                        self.currency.display(after)
                    )),
                    (_, None) => Some(format!(
                        "{} (the budgets of all running campaigns are not known)",
                        clause.text
                    )),
                }
            }
            Forbids::ChangeBeyond => {
                let (property, to) = amount?;
                match guard.span_of_day(index, &facts) {
                    Ok((low, high)) if (low..=high).contains(&to) => None,
                    Ok((low, high)) => Some(format!(
                        "{} (today from {} to {})",
                        clause.text,
                        property.shown(low.max(0), self.currency),
                        property.shown(high, self.currency)
                    )),
                    Err(missing) => Some(format!("{} ({missing})", clause.text)),
                }
            }
            Forbids::Pause => {
                let protected = rows.is_empty()
                    || rows
                        .iter()
                        .any(|row| self.protects(guard, index, *row) != Truth::False);
                (wanted.stops() && protected).then(|| match self.stands_in(guard, wanted, rows) {
                    Some(above) => format!("{} (it stands in {above})", clause.text),
                    None => clause.text.clone(),
                })
            }
            Forbids::PausesPerDay => None,
        }
    }

    /// `the ad group "Shoes"`: the guard's object that something stands in, where that is not a campaign.
    fn stands_in(&self, guard: &Guard, wanted: Wanted<'_>, rows: &[usize]) -> Option<String> {
        let level = guard.scope().level;
        let row = rows.first().filter(|_| level != Level::Campaigns)?;
        let row = self.levels.known.get(&level)?.rows.get(*row)?;
        (row.id != wanted.place.id).then(|| format!("the {} \"{}\"", level.one(), row.name))
    }
}

fn refusal(guard: &Guard, currency: Currency, mut reason: String) -> Refusal {
    if let Some(foreign) = guard.foreign(currency) {
        reason = format!(
            "{reason} (its `where` asks for amounts in {foreign}; in {currency} that is not known, and counts as covered)"
        );
    }
    Refusal {
        by: format!("guard \"{}\"", guard.name()),
        reason,
    }
}
