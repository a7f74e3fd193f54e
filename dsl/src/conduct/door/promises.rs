//! What every enabled guard says to a wish, whoever asked. What is under way counts as if it had happened where it raises,
//! never where it lowers.

use std::collections::{BTreeMap, BTreeSet};

use super::{Change, PlaceKind, Refusal, Wanted};
use crate::evaluate::Truth;
use crate::guard::{Forbids, Guard, GuardFacts};
use crate::money::Currency;
use crate::registry::{Platform, Property};
use crate::table::{MissingReason, Moment, Table};

/// One row of the account's table, as guards ask for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row<'a> {
    pub id: &'a str,
    /// The budget it spends from.
    pub budget: Option<&'a str>,
    pub runs: bool,
}

/// Something below a campaign: its level, and its id.
type Name = (&'static str, String);

/// What stands below the campaigns, as far as it is known.
#[derive(Clone, Debug, Default)]
pub struct Below {
    families: BTreeMap<String, Family>,
}

/// What stands below one campaign.
#[derive(Clone, Debug, Default)]
struct Family {
    /// Each with its own switch.
    on: BTreeMap<Name, bool>,
    /// By what they stand in; `None` for the campaign itself.
    inside: BTreeMap<Option<Name>, Vec<Name>>,
}

impl Below {
    /// Notes an object below a campaign, with what it stands in where that is not the campaign itself. What something stands in runs
    /// unless it is said to be off.
    pub fn put(
        &mut self,
        campaign: &str,
        within: Option<(&'static str, &str)>,
        (level, id): (&'static str, &str),
        on: bool,
    ) {
        let within = within.map(|(level, id)| (level, id.to_owned()));
        let family = self.families.entry(campaign.to_owned()).or_default();
        if let Some(above) = within.clone().filter(|above| !family.on.contains_key(above)) {
            family.note(None, above, true);
        }
        family.note(within, (level, id.to_owned()), on);
    }

    /// Whether nothing in the campaign runs once these are switched off: of some level, which runs only through what stands in it,
    /// everything is off. `false` for a campaign of which nothing is known.
    #[must_use]
    pub fn is_empty(&self, campaign: &str, stopped: &BTreeSet<(&str, &str)>) -> bool {
        let family = self.families.get(campaign);
        family.is_some_and(|family| !family.runs(&None, stopped))
    }

    fn knows(&self, campaign: &str, (level, id): (&'static str, &str)) -> bool {
        let family = self.families.get(campaign);
        family.is_some_and(|family| family.on.contains_key(&(level, id.to_owned())))
    }
}

impl Family {
    fn note(&mut self, within: Option<Name>, name: Name, on: bool) {
        if self.on.insert(name.clone(), on).is_none() {
            self.inside.entry(within).or_default().push(name);
        }
    }

    /// Whether something runs with what stands in it: of each level that is known there, at least one.
    fn runs(&self, within: &Option<Name>, stopped: &BTreeSet<(&str, &str)>) -> bool {
        let inside = self.inside.get(within).map_or(&[][..], Vec::as_slice);
        let levels: BTreeSet<&str> = inside.iter().map(|(level, _)| *level).collect();
        levels.into_iter().all(|level| {
            let mut own = inside.iter().filter(|name| name.0 == level);
            own.any(|name| {
                self.on.get(name) == Some(&true)
                    && !stopped.contains(&(name.0, name.1.as_str()))
                    && self.runs(&Some(name.clone()), stopped)
            })
        })
    }
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

/// Everything guards are compared with on one account.
pub struct Ground<'a> {
    currency: Currency,
    table: &'a dyn Table,
    moment: Moment,
    guards: Vec<&'a Guard>,
    rows: Vec<Row<'a>>,
    by_budget: BTreeMap<&'a str, Vec<usize>>,
    by_id: BTreeMap<&'a str, usize>,
    below: &'a Below,
    running: Option<&'a Running>,
    mornings: &'a Mornings,
    /// Campaigns that were paused by our own hand on this account day.
    paused_today: &'a BTreeSet<String>,
}

impl<'a> Ground<'a> {
    /// The guards among these that speak about an account.
    #[must_use]
    pub fn of_account(guards: &'a [Guard], platform: Platform, name: &str) -> Vec<&'a Guard> {
        guards
            .iter()
            .filter(|guard| guard.scope().includes(platform, name))
            .collect()
    }

    /// `running` is needed where a guard speaks of the account's total; `rows` are those of the table.
    #[must_use]
    pub fn new(
        guards: Vec<&'a Guard>,
        (table, moment): (&'a dyn Table, Moment),
        (rows, below): (Vec<Row<'a>>, &'a Below),
        currency: Currency,
        running: Option<&'a Running>,
        (mornings, paused_today): (&'a Mornings, &'a BTreeSet<String>),
    ) -> Self {
        let mut by_budget: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        let mut by_id = BTreeMap::new();
        for (index, row) in rows.iter().enumerate() {
            by_id.insert(row.id, index);
            if let Some(budget) = row.budget {
                by_budget.entry(budget).or_default().push(index);
            }
        }
        Self {
            currency,
            table,
            moment,
            guards,
            rows,
            by_budget,
            by_id,
            below,
            running,
            mornings,
            paused_today,
        }
    }

    /// What the first guard that objects says. `reserved` is everything else that is under way.
    #[must_use]
    pub fn objection(&self, wanted: Wanted<'_>, reserved: &[Wanted<'_>]) -> Option<Refusal> {
        let rows = self.rows_of(wanted);
        for guard in &self.guards {
            // A guard covers everything that its objects spend from; an unknown answer is covered. An object nobody is
            // known to spend from is covered too: its campaigns are not known, so they cannot be excluded.
            let covered = rows.is_empty()
                || rows
                    .iter()
                    .any(|row| guard.covers(self.table, *row, &self.moment) != Truth::False);
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

    /// What the first guard that it breaks says of a change that somebody made outside, once it is there. What is not known is no
    /// breach, and how many are paused a day is a promise about what Adjutant does.
    #[must_use]
    pub fn breach(&self, made: Wanted<'_>) -> Option<Refusal> {
        let rows = self.rows_of(made);
        let covers = |guard: &Guard| {
            rows.iter()
                .any(|row| guard.covers(self.table, *row, &self.moment) == Truth::True)
        };
        self.guards
            .iter()
            .filter(|guard| covers(guard))
            .find_map(|guard| {
                let reason = (0..guard.clauses().len())
                    .find_map(|index| self.clause_is_broken(guard, index, made, &rows))?;
                Some(Refusal {
                    by: format!("guard \"{}\"", guard.name()),
                    reason,
                })
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
        let facts = self.facts(made, rows);
        match clause.forbids {
            Forbids::RiskBeyond => guard.ceiling(index, &facts).is_ok().then_some(())?,
            Forbids::ChangeBeyond => guard.span_of_day(index, &facts).is_ok().then_some(())?,
            Forbids::Pause => {
                let is_protected =
                    |row: &usize| guard.protects(index, self.table, *row, &self.moment) == Truth::True;
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

    fn facts(&self, wanted: Wanted<'_>, rows: &[usize]) -> GuardFacts {
        let property = wanted.change.property();
        let at_day_start = if property == Property::Budget {
            let row = rows.first().ok_or(MissingReason::NoSync);
            row.and_then(|row| self.table.budget_at_day_start(*row))
        } else {
            let place = (wanted.place.kind, wanted.place.id.to_owned(), property);
            self.mornings.get(&place).copied().ok_or(MissingReason::NoSync)
        };
        GuardFacts {
            currency: self.currency,
            at_day_start,
        }
    }

    /// A guard covers everything that stands under its campaigns.
    fn rows_of(&self, wanted: Wanted<'_>) -> Vec<usize> {
        if let Some(campaign) = wanted.campaign() {
            return self.by_id.get(campaign).copied().into_iter().collect();
        }
        if wanted.place.kind == PlaceKind::Budget {
            return self.by_budget.get(wanted.place.id).cloned().unwrap_or_default();
        }
        self.by_id.get(wanted.place.id).copied().into_iter().collect()
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
        let facts = self.facts(wanted, rows);
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
                        .any(|row| guard.protects(index, self.table, *row, &self.moment) != Truth::False);
                (wanted.stops() && protected).then(|| clause.text.clone())
            }
            Forbids::PausesPerDay => {
                if !wanted.stops() || !self.empties(wanted, reserved) {
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

    /// Whether a pause leaves nothing running in its campaign, with everything else that is under way: a campaign's own always does,
    /// and so does that of something that is not known to stand there.
    fn empties(&self, wanted: Wanted<'_>, reserved: &[Wanted<'_>]) -> bool {
        let (Some(campaign), Some(own)) = (wanted.campaign(), below(&wanted)) else {
            return true;
        };
        let mut stopped = stopped_below(reserved);
        stopped.insert(own);
        !self.below.knows(campaign, own) || self.below.is_empty(campaign, &stopped)
    }

    /// The guard's campaigns that run or were paused today, and how many of them are paused already by somebody else's
    /// wish than this one.
    fn pauses(&self, guard: &Guard, wanted: Wanted<'_>, reserved: &[Wanted<'_>]) -> (usize, usize) {
        let stopped = stopped_below(reserved);
        let stops: BTreeMap<&str, bool> = reserved
            .iter()
            .filter(|other| other.stops())
            .map(|other| match other.campaign() {
                Some(campaign) => (
                    campaign,
                    below(other).is_some_and(|own| !self.below.knows(campaign, own)),
                ),
                None => (other.place.id, true),
            })
            .fold(BTreeMap::new(), |mut stops, (campaign, whole)| {
                *stops.entry(campaign).or_default() |= whole;
                stops
            });
        let on_the_way: BTreeSet<&str> = stops
            .into_iter()
            .filter(|(campaign, whole)| *whole || self.below.is_empty(campaign, &stopped))
            .map(|(campaign, _)| campaign)
            .collect();
        let own = wanted.campaign().unwrap_or(wanted.place.id);
        let (mut running, mut paused) = (0_usize, 0_usize);
        for (index, row) in self.rows.iter().enumerate() {
            let is_paused = self.paused_today.contains(row.id) || on_the_way.contains(row.id);
            let counts = is_paused || row.runs;
            if !counts || guard.covers(self.table, index, &self.moment) == Truth::False {
                continue;
            }
            running = running.saturating_add(1);
            if is_paused && row.id != own {
                paused = paused.saturating_add(1);
            }
        }
        (running, paused)
    }
}

/// What is written to, where it stands below a campaign.
fn below<'a>(wanted: &Wanted<'a>) -> Option<(&'static str, &'a str)> {
    match wanted.place.kind {
        PlaceKind::Below(level) => Some((level, wanted.place.id)),
        PlaceKind::Campaign | PlaceKind::Budget => None,
    }
}

/// What is switched off below the campaigns.
fn stopped_below<'a>(reserved: &[Wanted<'a>]) -> BTreeSet<(&'a str, &'a str)> {
    let stops = reserved.iter().filter(|other| other.stops());
    stops.filter_map(below).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEYWORD: &str = "keyword";
    const GROUP: &str = "ad_group";

    #[test]
    fn a_campaign_is_empty_once_some_level_of_it_has_nothing_that_runs() {
        let mut below = Below::default();
        below.put("c", None, (GROUP, "g"), true);
        below.put("c", None, (GROUP, "h"), true);
        below.put("c", Some((GROUP, "g")), (KEYWORD, "k"), true);
        below.put("c", Some((GROUP, "g")), (KEYWORD, "l"), false);
        let empty = |stopped: &[(&'static str, &'static str)]| {
            below.is_empty("c", &stopped.iter().copied().collect())
        };
        assert!(!empty(&[]));
        assert!(!empty(&[(KEYWORD, "k")]));
        // The other ad group has no keywords that are known: it runs by its own switch.
        assert!(empty(&[(KEYWORD, "k"), (GROUP, "h")]));
        assert!(!empty(&[(KEYWORD, "k"), (KEYWORD, "h")]));
        assert!(!Below::default().is_empty("c", &BTreeSet::new()));
    }
}
