//! Guards: promises about what Adjutant will never do, checked at the one door every action passes.

use std::collections::BTreeSet;
use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::diagnostics::Diagnostic;
use crate::display::{decimal, list};
use crate::evaluate::Truth;
use crate::money::Currency;
use crate::rational::Rational;
use crate::registry::{Level, Platform, Property};
use crate::rule::Scope;
use crate::span::Span;
use crate::table::{MissingReason, Moment, Table};
use crate::typed::Condition;

/// A guard without errors.
#[derive(Clone)]
pub struct Guard {
    pub(crate) body: Arc<GuardBody>,
}

#[derive(Debug)]
pub(crate) struct GuardBody {
    pub(crate) name: String,
    pub(crate) doc: Option<String>,
    pub(crate) text: String,
    pub(crate) scope: Scope,
    pub(crate) scope_condition: Option<Condition>,
    pub(crate) clauses: Vec<GuardClause>,
    /// Per clause: which of the guard's objects it protects; `None`: all of them.
    pub(crate) conditions: Vec<Option<Condition>>,
    /// Of the amounts of money in these conditions; `None` where there are none.
    pub(crate) currency: Option<Currency>,
    /// The warnings that it accepts.
    pub(crate) accepts: Vec<crate::check::Accept>,
}

/// One promise of a guard.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct GuardClause {
    /// As written, on one line.
    pub text: String,
    pub forbids: Forbids,
    /// In the text that was checked.
    #[serde(skip)]
    pub(crate) span: Span,
    #[serde(skip)]
    pub(crate) promise: Promise,
}

/// What a clause forbids.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Forbids {
    /// Moving an amount away from its safe side, beyond a bound: a budget above it, a target ROAS below it. What moves it to the
    /// safer side passes, even while it is still beyond.
    RiskBeyond,
    /// Raising a budget, or switching a campaign on, such that the account's running budgets together pass the ceiling.
    /// What lowers the sum passes, even while it is still above.
    TotalBudgetRaiseAbove,
    /// Moving an amount further away from where the day began, up or down.
    ChangeBeyond,
    /// Pausing.
    Pause,
    /// Pausing more than so many objects of a level on one account day.
    PausesPerDay,
}

/// What a clause promises, with its values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Promise {
    /// `never raise … above`; `never lower … below` where the safe side is above.
    Risk(Property, Ceiling),
    Total(Ceiling),
    Change(Property, Ceiling),
    Pause,
    /// Of the objects of this level.
    Paused(Pauses, Level),
}

/// How many objects may be paused a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Pauses {
    /// Of the objects that run; 0.3 is 30%.
    Share(Rational),
    Count(u32),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Ceiling {
    /// A share of the last value known before the account's midnight; 2 is 200%. For a change, the share it may move by.
    OfDayStart(Rational),
    /// Micros per currency.
    Amounts(Vec<(Currency, i64)>),
    /// Millionths of a ratio.
    Ratio(i64),
}

/// What a ceiling is computed from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GuardFacts {
    pub currency: Currency,
    /// The last value of the guarded property known before the account's midnight: micros, millionths of a ratio.
    pub at_day_start: Result<i64, MissingReason>,
}

/// Why there is no ceiling. Either way the guarded action is blocked, never freed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoCeiling {
    #[error("the guard has no amount in {currency}, the account's currency")]
    NoAmount { currency: Currency },
    #[error("the value at the start of the day is not known: {}", .reason.words())]
    Missing { reason: MissingReason },
}

impl GuardFacts {
    fn of_day_start(&self, share: &Rational) -> Result<Rational, NoCeiling> {
        let start = self
            .at_day_start
            .map_err(|reason| NoCeiling::Missing { reason })?;
        Ok(Rational::integer(start).times(share))
    }

    fn whole(value: &Rational) -> Result<i64, NoCeiling> {
        i64::try_from(value.floor()).map_err(|_| NoCeiling::Missing {
            reason: MissingReason::Overflow,
        })
    }
}

impl GuardClause {
    /// The property whose amount it bounds; `None` for promises about pauses and about the account's total.
    #[must_use]
    pub const fn property(&self) -> Option<Property> {
        match &self.promise {
            Promise::Risk(property, _) | Promise::Change(property, _) => Some(*property),
            Promise::Total(_) | Promise::Pause | Promise::Paused(..) => None,
        }
    }
}

impl Guard {
    #[must_use]
    pub fn name(&self) -> &str {
        &self.body.name
    }

    #[must_use]
    pub fn doc(&self) -> Option<&str> {
        self.body.doc.as_deref()
    }

    /// The guard's own source, doc string included.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.body.text
    }

    #[must_use]
    pub fn scope(&self) -> &Scope {
        &self.body.scope
    }

    /// Whether it speaks about an account: one of its scope, on a platform that has such objects at all.
    #[must_use]
    pub fn watches(&self, platform: Platform, account: &str) -> bool {
        let scope = self.scope();
        scope.includes(platform, account) && scope.level.info().platforms.contains(&platform)
    }

    /// The levels that it speaks of: that of its objects, and those of which it counts pauses.
    #[must_use]
    pub fn levels(&self) -> BTreeSet<Level> {
        let counted = (0..self.body.clauses.len()).filter_map(|index| self.counts(index));
        counted.chain([self.body.scope.level]).collect()
    }

    /// The level of which a clause counts pauses; `None` for any other clause.
    #[must_use]
    pub fn counts(&self, clause: usize) -> Option<Level> {
        match self.promise(clause)? {
            Promise::Paused(_, level) => Some(*level),
            _ => None,
        }
    }

    #[must_use]
    pub fn clauses(&self) -> &[GuardClause] {
        &self.body.clauses
    }

    /// The warnings that its text accepts.
    #[must_use]
    pub fn accepts(&self) -> &[crate::check::Accept] {
        &self.body.accepts
    }

    /// The currency in which its `where` asks for money, where that is another than the account's: what asks is not known there.
    #[must_use]
    pub fn foreign(&self, currency: Currency) -> Option<Currency> {
        self.body.currency.filter(|own| *own != currency)
    }

    /// Whether the guard covers this row of an account in this currency; the account itself is for [`Scope::includes`] to say.
    /// `Unknown` counts as covered: a guard is never lifted by a lack of data.
    #[must_use]
    pub fn covers(&self, table: &dyn Table, row: usize, (moment, currency): (&Moment, Currency)) -> Truth {
        match &self.body.scope_condition {
            None => Truth::True,
            Some(condition) => {
                crate::explain::guard_covers(&self.body, condition, table, row, (moment, currency))
            }
        }
    }

    /// The riskiest value to which the clause lets anybody move its property, or the highest sum of the account's running budgets;
    /// rounded to the safe side. For any other clause there is none.
    ///
    /// # Errors
    /// [`NoCeiling`]: the action is blocked.
    pub fn ceiling(&self, clause: usize, facts: &GuardFacts) -> Result<i64, NoCeiling> {
        match self.promise(clause) {
            Some(Promise::Risk(property, ceiling)) => ceiling.amount(*property, facts),
            Some(Promise::Total(ceiling)) => ceiling.amount(Property::Budget, facts),
            _ => Err(NoCeiling::Missing {
                reason: MissingReason::NotSupplied,
            }),
        }
    }

    /// The lowest and highest value that a clause against changes lets stand until midnight; the distance from the start of the day
    /// is rounded down. For any other clause there are none.
    ///
    /// # Errors
    /// [`NoCeiling`]: the action is blocked, whichever way it goes.
    pub fn span_of_day(&self, clause: usize, facts: &GuardFacts) -> Result<(i64, i64), NoCeiling> {
        let missing = |reason| NoCeiling::Missing { reason };
        let Some(Promise::Change(_, step)) = self.promise(clause) else {
            return Err(missing(MissingReason::NotSupplied));
        };
        let step = step.distance(facts)?;
        let start = facts.at_day_start.map_err(missing)?;
        let both = start.checked_sub(step).zip(start.checked_add(step));
        both.ok_or(missing(MissingReason::Overflow))
    }

    /// Whether the clause protects this row, which the guard covers. `Unknown` counts as protected.
    #[must_use]
    pub fn protects(
        &self,
        clause: usize,
        table: &dyn Table,
        row: usize,
        (moment, currency): (&Moment, Currency),
    ) -> Truth {
        match self.body.conditions.get(clause) {
            Some(Some(condition)) => {
                crate::explain::guard_covers(&self.body, condition, table, row, (moment, currency))
            }
            _ => Truth::True,
        }
    }

    /// How many of `running` objects a clause against pauses lets be paused on one day, rounded down; `None` for any other.
    #[must_use]
    pub fn most_paused(&self, clause: usize, running: usize) -> Option<usize> {
        match self.promise(clause)? {
            Promise::Paused(Pauses::Count(count), _) => usize::try_from(*count).ok(),
            Promise::Paused(Pauses::Share(share), _) => {
                let running = i64::try_from(running).ok()?;
                usize::try_from(Rational::integer(running).times(share).floor()).ok()
            }
            _ => None,
        }
    }

    /// Promises that come to nothing at all where few objects run: a share of them that rounds down to none lets nothing be paused.
    /// `running`: the accounts that the guard speaks about, by name, with how many of what it counts run there.
    #[must_use]
    pub fn allowing_none(&self, running: &[(String, Level, usize)]) -> Vec<Diagnostic> {
        let mut found = Vec::new();
        for (index, clause) in self.body.clauses.iter().enumerate() {
            let none: Vec<String> = running
                .iter()
                .filter(|(_, level, _)| self.counts(index) == Some(*level))
                .filter(|(_, _, running)| self.most_paused(index, *running) == Some(0))
                .map(|(account, _, running)| format!("{account} ({running} running)"))
                .collect();
            if none.is_empty() {
                continue;
            }
            let message = format!(
                "`{}` lets nothing be paused in {}",
                clause.text,
                list(&none, "and")
            );
            let level = self.counts(index).unwrap_or(self.body.scope.level);
            let mut warning = Diagnostic::new("W0701", clause.span, message)
                .help(format!("a share is rounded down; give a number, as in `at most 1 {level} paused per day`, or leave it if that is meant"));
            if let Some((_, rest)) = clause.text.split_once("% of ") {
                let one = format!("at most 1 {rest}");
                warning = warning.possible_fix(format!("write `{one}`"), clause.span, one);
            }
            found.push(warning);
        }
        found
    }

    fn promise(&self, clause: usize) -> Option<&Promise> {
        self.body.clauses.get(clause).map(|clause| &clause.promise)
    }
}

impl Promise {
    pub(crate) const fn forbids(&self) -> Forbids {
        match self {
            Self::Risk(..) => Forbids::RiskBeyond,
            Self::Total(_) => Forbids::TotalBudgetRaiseAbove,
            Self::Change(..) => Forbids::ChangeBeyond,
            Self::Pause => Forbids::Pause,
            Self::Paused(..) => Forbids::PausesPerDay,
        }
    }
}

impl Ceiling {
    /// A bound of the property, rounded to its safe side.
    fn amount(&self, property: Property, facts: &GuardFacts) -> Result<i64, NoCeiling> {
        match self {
            Self::OfDayStart(share) if property.is_safer_above() => {
                let exact = facts.of_day_start(share)?.negated();
                GuardFacts::whole(&exact).map(i64::saturating_neg)
            }
            _ => self.distance(facts),
        }
    }

    /// How far, rounded down.
    fn distance(&self, facts: &GuardFacts) -> Result<i64, NoCeiling> {
        match self {
            Self::Ratio(millionths) => Ok(*millionths),
            Self::Amounts(amounts) => amounts
                .iter()
                .find(|(currency, _)| *currency == facts.currency)
                .map(|(_, micros)| *micros)
                .ok_or(NoCeiling::NoAmount {
                    currency: facts.currency,
                }),
            Self::OfDayStart(share) => GuardFacts::whole(&facts.of_day_start(share)?),
        }
    }

    /// `30%`, `$100, 90 EUR`.
    fn step(&self) -> String {
        match self {
            Self::OfDayStart(share) => percent(share),
            Self::Amounts(_) | Self::Ratio(_) => self.describe(Property::Budget),
        }
    }

    /// `200% of budget at start of day`.
    pub(crate) fn describe(&self, property: Property) -> String {
        match self {
            Self::OfDayStart(share) => {
                format!("{} of {property} at start of day", percent(share))
            }
            Self::Ratio(millionths) => decimal(&Rational::millionths(*millionths), 6, 0),
            Self::Amounts(amounts) => {
                let amounts: Vec<String> = amounts
                    .iter()
                    .map(|(code, micros)| code.display(*micros))
                    .collect();
                amounts.join(", ")
            }
        }
    }
}

/// `30%`.
pub(crate) fn percent(share: &Rational) -> String {
    format!("{}%", decimal(&share.times(&Rational::integer(100)), 6, 0))
}

impl fmt::Display for GuardClause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.promise {
            Promise::Risk(property, bound) => {
                let (verb, side) = property.risky_side();
                write!(f, "never {verb} {property} {side} {}", bound.describe(*property))
            }
            Promise::Total(ceiling) => {
                write!(
                    f,
                    "never raise total budget of account above {}",
                    ceiling.describe(Property::Budget)
                )
            }
            Promise::Change(property, step) => {
                write!(f, "never change {property} by more than {} per day", step.step())
            }
            // Which ones stands in the text alone.
            Promise::Pause => f.write_str(&self.text),
            Promise::Paused(Pauses::Share(share), level) => {
                write!(f, "at most {} of {level} paused per day", percent(share))
            }
            Promise::Paused(Pauses::Count(count), level) => {
                write!(f, "at most {count} {level} paused per day")
            }
        }
    }
}

impl fmt::Debug for Guard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Guard")
            .field("name", &self.body.name)
            .finish_non_exhaustive()
    }
}

impl PartialEq for Guard {
    /// Guards are equal when their texts are.
    fn eq(&self, other: &Self) -> bool {
        self.body.text == other.body.text
    }
}

impl Eq for Guard {}
