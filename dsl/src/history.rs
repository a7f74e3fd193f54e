//! What a finding asks of the past: how often, in the organisation's own stored numbers, that came true of which it speaks.
//!
//! The checker puts a [`Question`] to a finding; whoever has the numbers evaluates its rule day by day, counts with
//! [`Question::count`] and puts the [`History`] beside it. Nothing here reads numbers, and no verdict depends on an answer.

use std::sync::Arc;

use serde::Serialize;

use crate::diagnostics::Diagnostic;
use crate::display::{group_thousands, plural};
use crate::evaluate::{Truth, Verdicts};
use crate::rational::Rational;
use crate::registry::Metric;
use crate::rule::{Branch, Rule};
use crate::table::MissingReason;
use crate::typed::{
    Comparison, Condition, ConditionNode, Number, NumberNode, Quantity, Release, RuleBody, TypedBranch,
};

/// Fewer results than this behind a quotient are hardly any.
const FEW: i64 = 3;

/// What a finding asks of the past.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    rule: Rule,
    asks: Asks,
}

/// What the branches of a question's rule are, and what is counted of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Asks {
    /// The one branch compares the number: how often it was undefined.
    Undefined,
    /// The first branch is what is judged, the second says whether fewer than [`FEW`] of the metric stood behind it.
    Few(Metric),
}

/// A question whose rule is not whole yet.
#[derive(Clone, Debug)]
pub(crate) struct Asked {
    branches: Vec<Condition>,
    asks: Asks,
}

/// Looks at objects, and how many of them came to what was asked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    pub looks: u64,
    pub times: u64,
}

impl std::ops::AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.looks = self.looks.saturating_add(other.looks);
        self.times = self.times.saturating_add(other.times);
    }
}

/// What the organisation's own past says of a finding.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct History {
    /// How many days back the oldest look was, counted from today.
    pub days: u32,
    /// One at each object of the rule's scope at the end of each day, where the numbers were known.
    pub looks: u64,
    /// In how many of them it was as the finding says.
    pub times: u64,
    /// The same in words.
    pub says: String,
}

impl Asked {
    /// How often a number was undefined.
    pub(crate) fn undefined(number: &Number) -> Self {
        let compared = compared(number.clone(), Comparison::Greater, 0);
        Self {
            branches: vec![compared],
            asks: Asks::Undefined,
        }
    }

    /// How often hardly any results stood behind the numbers that a condition judges; `None` where they are not made of the
    /// object's own.
    pub(crate) fn few(judged: &Condition, number: &Number) -> Option<Self> {
        let (metric, window) = results_behind(number)?;
        let results = Number {
            span: number.span,
            quantity: Quantity::Count,
            node: NumberNode::Metric { metric, window },
        };
        Some(Self {
            branches: vec![judged.clone(), compared(results, Comparison::Less, FEW)],
            asks: Asks::Few(metric),
        })
    }

    /// Puts the question to its finding.
    pub(crate) fn of(self, body: &RuleBody, found: &mut Diagnostic) {
        let listed = |_: &Condition| Branch {
            condition: None,
            lasting: None,
            actions: Vec::new(),
            is_unconditional: false,
        };
        let branch_list = self.branches.iter().map(listed).collect();
        let branches = self.branches.into_iter().map(|condition| TypedBranch {
            condition: Some(condition),
            lasting: None,
            actions: Vec::new(),
        });
        let body = RuleBody {
            branch_list,
            branches: branches.collect(),
            release: Release::default(),
            limits: Vec::new(),
            limit_orders: Vec::new(),
            far: None,
            ..body.clone()
        };
        found.question = Some(Question {
            rule: Rule { body: Arc::new(body) },
            asks: self.asks,
        });
    }
}

fn compared(left: Number, operator: Comparison, right: i64) -> Condition {
    let right = Number {
        node: NumberNode::Constant(Rational::integer(right)),
        ..left.clone()
    };
    Condition {
        span: left.span,
        node: ConditionNode::Compare {
            operator,
            left,
            right,
        },
    }
}

/// The rarest results that a number is made of: what is few makes it jump. Behind revenue stand conversions.
fn results_behind(number: &Number) -> Option<(Metric, usize)> {
    let mut found: Option<(usize, Metric, usize)> = None;
    number.walk(&mut |part| {
        let NumberNode::Metric { metric, window } = part.node else {
            return;
        };
        let (rank, results) = match metric.without_window() {
            Metric::Conversions | Metric::Revenue => (
                0,
                metric
                    .attribution()
                    .map_or(Metric::Conversions, |window| Metric::Conversions.within(window)),
            ),
            Metric::AllConversions | Metric::AllConversionsValue => (0, Metric::AllConversions),
            Metric::Clicks => (1, Metric::Clicks),
            Metric::Impressions => (2, Metric::Impressions),
            _ => return,
        };
        if found.is_none_or(|(best, ..)| rank < best) {
            found = Some((rank, results, window));
        }
    });
    found.map(|(_, results, window)| (results, window))
}

impl Question {
    /// What is to be evaluated on past days: it has the scope of the finding's rule, and no actions.
    #[must_use]
    pub const fn rule(&self) -> &Rule {
        &self.rule
    }

    /// Counts one look at every object in scope. Where the numbers were not known nobody could look.
    #[must_use]
    pub fn count(&self, verdicts: &Verdicts) -> Tally {
        let truth = |branch: usize, row: usize| verdicts.branches.get(branch)?.get(row).copied();
        let mut tally = Tally::default();
        for (row, _) in verdicts
            .scope
            .iter()
            .enumerate()
            .filter(|(_, scope)| **scope == Truth::True)
        {
            let is_known = truth(0, row).is_some_and(|truth| truth != Truth::Unknown);
            let (looked, is_so) = match self.asks {
                Asks::Undefined => {
                    let is_undefined = verdicts.reason(row, 0) == Some(MissingReason::Undefined);
                    (is_known || is_undefined, is_undefined)
                }
                Asks::Few(_) => (is_known, truth(1, row) == Some(Truth::True)),
            };
            tally.looks = tally.looks.saturating_add(u64::from(looked));
            tally.times = tally.times.saturating_add(u64::from(looked && is_so));
        }
        tally
    }

    /// The answer; `None` where nobody could look.
    #[must_use]
    pub fn answer(&self, tally: Tally, days: u32) -> Option<History> {
        if tally.looks == 0 {
            return None;
        }
        let often = if tally.times == 0 {
            format!("in none of {}", group_thousands(&tally.looks.to_string()))
        } else {
            let [times, looks] = [tally.times, tally.looks].map(|count| group_thousands(&count.to_string()));
            format!("in {times} of {looks}")
        };
        let days_back = plural(i64::from(days), "day");
        let what = match self.asks {
            Asks::Undefined => "this was undefined".to_owned(),
            Asks::Few(metric) => format!("fewer than {FEW} {metric} stood behind it"),
        };
        let one = self.rule.scope().level.one();
        Some(History {
            days,
            looks: tally.looks,
            times: tally.times,
            says: format!("in your last {days_back} {what} {often} looks, one at each {one} a day"),
        })
    }
}
