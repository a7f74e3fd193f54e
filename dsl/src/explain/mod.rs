//! The tree walk: one row at a time, on exact fractions, saying why. `walk` judges, `words` writes values and sentences, `act` says
//! what a branch would do, `replay` works a stored explanation out once more.
//!
//! It shares no arithmetic with `evaluate`: a property test holds the two equal on random rules and tables.

mod act;
mod lookups;
mod measure;
mod portfolio;
mod rates;
mod replay;
mod returned;
mod shown;
mod transfer;
mod walk;
mod words;

pub use replay::EVALUATOR;
pub use shown::metric_display;

use crate::bind::BoundRule;
use crate::evaluate::Truth;
use crate::explanation::{
    Bound, BranchExplanation, Explanation, Grain, LetValue, Missing, Operand, Raw, ReleaseExplanation, Value,
    ValueKind, WindowExplanation,
};
use crate::guard::GuardBody;
use crate::table::{MissingReason, Moment, Table};
use crate::typed::{Condition, Expression};
use crate::window::{ResolvedWindow, WindowUse};
use walk::{Ground, Row};

pub(crate) fn guard_covers(
    body: &GuardBody,
    condition: &Condition,
    table: &dyn Table,
    row: usize,
    (moment, currency): (&Moment, crate::money::Currency),
) -> Truth {
    let ground = Ground::Guard {
        text: &body.text,
        currency,
    };
    Row::new(ground, table, moment, row).judge(condition).truth
}

/// An attribute's value as explanations show it.
pub(crate) fn attribute_display(
    attribute: crate::registry::Attribute,
    value: &Result<crate::table::AttributeValue, MissingReason>,
    currency: crate::money::Currency,
) -> String {
    words::attribute_value(attribute, value, Some(currency)).display
}

/// A date given in days since 1970.
pub(crate) fn date_words(days: &crate::rational::Rational) -> String {
    words::date(days)
}

impl BoundRule {
    /// The sentence that decides whether this row is in the rule's scope; `None` for a rule without `where`.
    #[must_use]
    pub fn scope_reason(&self, table: &dyn Table, moment: &Moment, row: usize) -> Option<String> {
        let walk = Row::new(Ground::Rule(self), table, moment, row);
        let condition = self.rule.body.scope_condition.as_ref()?;
        Some(words::sentence(&walk.judge(condition).because))
    }

    /// Why the rule judges this row as it does. Agrees with [`BoundRule::evaluate`] on every truth.
    #[must_use]
    pub fn explain(&self, table: &dyn Table, moment: &Moment, row: usize) -> Explanation {
        let walk = Row::new(Ground::Rule(self), table, moment, row);
        let body = &self.rule.body;
        let lets = body.lets.iter().map(|found| LetValue {
            name: found.name.clone(),
            text: walk.source(found.value.span()),
            value: match &found.value {
                Expression::Number(number) => walk.operand(number).operand.value,
                Expression::Condition(condition) => {
                    let judged = walk.judge(condition);
                    truth_value(judged.truth, judged.reason)
                }
                Expression::Text(text) => walk.text_operand(text).value,
            },
        });
        let branches = body
            .branches
            .iter()
            .zip(&body.branch_list)
            .map(|(typed, listed)| {
                let judged = typed.condition.as_ref().map(|condition| walk.judge(condition));
                let truth = judged.as_ref().map_or(Truth::True, |judged| judged.truth);
                // What a script would return where the branch does not act is asked of nobody.
                let acting = typed.actions.iter().filter(|_| truth == Truth::True);
                let returned: Vec<Operand> = acting
                    .filter_map(|action| walk.returned(action))
                    .map(|(_, shown)| shown)
                    .collect();
                BranchExplanation {
                    truth,
                    lasting: typed.lasting.map(|lasting| lasting.to_string()),
                    actions: listed.actions.iter().map(|action| action.text.clone()).collect(),
                    reason: judged.as_ref().map_or_else(
                        || "it acts at every run".to_owned(),
                        |judged| words::sentence(&judged.because),
                    ) + &words::returned(&returned),
                    returned,
                    condition: judged.map(|judged| judged.node),
                }
            });
        Explanation {
            evaluator: EVALUATOR,
            at: moment.at,
            data_until: moment.data_until,
            scope: body
                .scope_condition
                .as_ref()
                .map(|condition| walk.judge(condition).node),
            lets: lets.collect(),
            branches: branches.collect(),
            release: body.release.when.as_ref().map(|condition| {
                let judged = walk.judge(condition);
                ReleaseExplanation {
                    reason: words::sentence(&judged.because),
                    condition: judged.node,
                }
            }),
            windows: self
                .windows(moment)
                .into_iter()
                .zip(&body.windows)
                .filter(|(_, entry)| !entry.is_part)
                .map(|(window, _)| window)
                .map(|window| explain_window(window, table, row))
                .collect(),
        }
    }
}

fn truth_value(truth: Truth, reason: Option<MissingReason>) -> Value {
    Value {
        display: truth.as_str().to_owned(),
        kind: ValueKind::Bool,
        raw: if truth == Truth::Unknown {
            Raw::Nothing
        } else {
            Raw::Text(truth.as_str().to_owned())
        },
        missing: reason.map(missing),
    }
}

pub(super) fn missing(reason: MissingReason) -> Missing {
    Missing {
        reason,
        detail: reason.words().to_owned(),
    }
}

fn explain_window(window: WindowUse, table: &dyn Table, row: usize) -> WindowExplanation {
    let days = |first, last| Ok((Bound::Day(first), Bound::Day(last), Grain::Day));
    let placed = match window.resolved {
        Ok(ResolvedWindow::Days { first, last } | ResolvedWindow::ToDate { first, last }) => {
            days(first, last)
        }
        Ok(
            resolved @ (ResolvedWindow::SinceCreation { last, .. } | ResolvedWindow::SinceChange { last }),
        ) => table.begins(&resolved, row).and_then(|first| days(first, last)),
        Ok(ResolvedWindow::DaysAndHours { first, until, .. }) => {
            Ok((Bound::Day(first), Bound::Instant(until), Grain::Hour))
        }
        Ok(ResolvedWindow::Hours { from, until } | ResolvedWindow::HoursSinceCreation { from, until }) => {
            Ok((Bound::Instant(from), Bound::Instant(until), Grain::Hour))
        }
        Err(reason) => Err(reason),
    };
    let (from, to, grain, reason) = match placed {
        Ok((from, to, grain)) => (Some(from), Some(to), grain, None),
        Err(reason) => (None, None, Grain::Day, Some(missing(reason))),
    };
    WindowExplanation {
        text: window.text,
        from,
        to,
        grain,
        lag_days: window.lag_days,
        metrics: window.metrics,
        missing: reason,
    }
}
