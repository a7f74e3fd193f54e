//! Guards: promises about what Adjutant will never do, checked at the one door every action passes.

use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::display::decimal;
use crate::evaluate::Truth;
use crate::money::Currency;
use crate::rational::Rational;
use crate::rule::Scope;
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
}

/// One promise of a guard.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct GuardClause {
    /// As written, on one line.
    pub text: String,
    pub forbids: Forbids,
    #[serde(skip)]
    pub(crate) ceiling: Ceiling,
}

/// What a clause forbids.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Forbids {
    /// Setting, increasing or moving a budget to a value above the ceiling. Cuts pass, even while still above it.
    BudgetRaiseAbove,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Ceiling {
    /// A share of the last budget known before the account's midnight; 2 is 200%.
    OfDayStart(Rational),
    /// Micros per currency.
    Amounts(Vec<(Currency, i64)>),
}

/// What a ceiling is computed from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GuardFacts {
    pub currency: Currency,
    /// Micros; [`Table::budget_at_day_start`].
    pub budget_at_day_start: Result<i64, MissingReason>,
}

/// Why there is no ceiling. Either way the guarded action is blocked, never freed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoCeiling {
    #[error("the guard has no amount in {currency}, the account's currency")]
    NoAmount { currency: Currency },
    #[error("the budget at the start of the day is not known: {}", .reason.words())]
    Missing { reason: MissingReason },
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

    #[must_use]
    pub fn clauses(&self) -> &[GuardClause] {
        &self.body.clauses
    }

    /// Whether the guard covers this row; the account itself is for [`Scope::includes`] to say.
    /// `Unknown` counts as covered: a guard is never lifted by a lack of data.
    #[must_use]
    pub fn covers(&self, table: &dyn Table, row: usize, moment: &Moment) -> Truth {
        match &self.body.scope_condition {
            None => Truth::True,
            Some(condition) => crate::explain::guard_covers(&self.body, condition, table, row, moment),
        }
    }

    /// The highest budget, in micros, to which the clause lets anybody raise; rounded down.
    ///
    /// # Errors
    /// [`NoCeiling`]: the action is blocked.
    pub fn ceiling(&self, clause: usize, facts: &GuardFacts) -> Result<i64, NoCeiling> {
        let missing = |reason| NoCeiling::Missing { reason };
        let Some(clause) = self.body.clauses.get(clause) else {
            return Err(missing(MissingReason::NotSupplied));
        };
        match &clause.ceiling {
            Ceiling::Amounts(amounts) => amounts
                .iter()
                .find(|(currency, _)| *currency == facts.currency)
                .map(|(_, micros)| *micros)
                .ok_or(NoCeiling::NoAmount {
                    currency: facts.currency,
                }),
            Ceiling::OfDayStart(share) => {
                let start = facts.budget_at_day_start.map_err(missing)?;
                let ceiling = Rational::integer(start).times(share).floor();
                i64::try_from(ceiling).map_err(|_| missing(MissingReason::Overflow))
            }
        }
    }
}

impl Ceiling {
    /// `200% of budget at start of day`.
    pub(crate) fn describe(&self) -> String {
        match self {
            Self::OfDayStart(share) => {
                format!(
                    "{}% of budget at start of day",
                    decimal(&share.times(&Rational::integer(100)), 6, 0)
                )
            }
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

impl fmt::Display for GuardClause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.forbids {
            Forbids::BudgetRaiseAbove => write!(f, "never raise budget above {}", self.ceiling.describe()),
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
