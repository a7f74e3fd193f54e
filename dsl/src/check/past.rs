//! `change of` and `usual`: the same number over earlier windows. The number is typed once, and then copied with its windows moved.

use crate::check::names::Scope;
use crate::check::supply::no_range_of_days;
use crate::check::windows;
use crate::diagnostics::Diagnostic;
use crate::display::plural;
use crate::registry::Metric;
use crate::span::Span;
use crate::syntax::tree::{Expr, PastForm, WindowSyntax};
use crate::typed::{Expression, Fallback, Number, NumberNode, Quantity};
use crate::window::{MOST_DAYS, Window, WindowBase, WindowEntry};

/// The weeks whose median is usual.
const USUAL_WEEKS: [u16; 4] = [7, 14, 21, 28];
/// The longest rolling window with a usual value: hours are held around the same day of each of the four weeks.
const MOST_USUAL_HOURS: u16 = 24;

/// Where a copy lies.
#[derive(Clone, Copy)]
enum Step {
    /// The window itself, as far as it is compared.
    Now,
    /// The equal period before it.
    Before,
    /// So many days earlier.
    Earlier(u16),
    /// One day of it: the last, or so many days before.
    Day(u16),
}

impl Scope<'_> {
    pub(super) fn past(
        &mut self,
        expr: &Expr,
        form: PastForm,
        inner: &Expr,
        over: Option<&WindowSyntax>,
    ) -> Option<Number> {
        let number = self.with_window(over, |scope| scope.number(inner))??;
        self.finite([&number].into_iter())?;
        if !self.is_measured(&number) {
            let written = self.source(inner.span);
            self.say(
                Diagnostic::new(
                    "E0309",
                    inner.span,
                    format!("`{written}` is not measured over a window, so nothing is known of its past"),
                )
                .help(format!("write `{} spend over last 7 days`", form.words())),
            );
            return None;
        }
        let span = self.relative(expr.span);
        let (quantity, node) = match form {
            PastForm::ChangeOf => {
                let now = self.moved(&number, Step::Now, form, inner.span)?;
                let before = self.moved(&number, Step::Before, form, inner.span)?;
                let node = NumberNode::Change {
                    now: Box::new(now),
                    before: Box::new(before),
                };
                (Quantity::Percent, node)
            }
            PastForm::Usual => {
                let mut weeks = Vec::new();
                for days in USUAL_WEEKS {
                    weeks.push(self.moved(&number, Step::Earlier(days), form, inner.span)?);
                }
                let quantity = number.quantity;
                let node = NumberNode::Usual {
                    of: Box::new(number),
                    weeks,
                };
                (quantity, node)
            }
        };
        Some(Number { span, quantity, node })
    }

    /// The same number of one day of its window: the last, or so many days before that.
    pub(super) fn day_of(&mut self, number: &Number, back: u16, said_at: Span) -> Option<Number> {
        self.moved(number, Step::Day(back), PastForm::ChangeOf, said_at)
    }

    /// The metrics a number is made of, each with its window, those behind its `let`s too.
    pub(super) fn measured_in(&self, number: &Number) -> Vec<(Metric, usize)> {
        let mut found = Vec::new();
        let mut waiting = vec![number];
        let mut seen = std::collections::BTreeSet::new();
        while let Some(number) = waiting.pop() {
            number.walk(&mut |part| match part.node {
                NumberNode::Metric { metric, window } | NumberNode::Total { metric, window, .. } => {
                    found.push((metric, window));
                }
                NumberNode::Let(index) if seen.insert(index) => {
                    if let Some(Expression::Number(value)) = self.lets.get(index).map(|found| &found.value) {
                        waiting.push(value);
                    }
                }
                _ => {}
            });
        }
        found
    }

    /// Made of metrics and constants alone, of metrics at least once.
    pub(super) fn is_measured(&self, number: &Number) -> bool {
        let mut metrics = false;
        let mut others = false;
        number.walk(&mut |part| match &part.node {
            NumberNode::Metric { .. } | NumberNode::Total { .. } => metrics = true,
            NumberNode::Attribute(_)
            | NumberNode::Change { .. }
            | NumberNode::Usual { .. }
            | NumberNode::Aggregate(_)
            | NumberNode::Script { .. }
            | NumberNode::Elapsed(_) => others = true,
            NumberNode::Let(index) => match self.lets.get(*index).map(|found| &found.value) {
                Some(Expression::Number(value)) => {
                    if self.is_measured(value) {
                        metrics = true;
                    } else {
                        others |= !self.is_constant(value);
                    }
                }
                _ => others = true,
            },
            _ => {}
        });
        metrics && !others
    }

    /// A copy of the number with every window moved; a `let` is written out, because its own windows stay where they are.
    fn moved(&mut self, number: &Number, step: Step, form: PastForm, said_at: Span) -> Option<Number> {
        let node = match &number.node {
            NumberNode::Metric { metric, window } => NumberNode::Metric {
                metric: *metric,
                window: self.moved_window(*window, *metric, step, form, said_at)?,
            },
            NumberNode::Total {
                metric,
                window,
                group,
            } => NumberNode::Total {
                metric: *metric,
                window: self.moved_window(*window, *metric, step, form, said_at)?,
                group: *group,
            },
            NumberNode::Derived { metric, over, under } => NumberNode::Derived {
                metric: *metric,
                over: Box::new(self.moved(over, step, form, said_at)?),
                under: Box::new(self.moved(under, step, form, said_at)?),
            },
            NumberNode::Own { metric, value } => NumberNode::Own {
                metric: std::sync::Arc::clone(metric),
                value: Box::new(self.moved(value, step, form, said_at)?),
            },
            NumberNode::Sum(terms) => {
                let mut moved = Vec::new();
                for (sign, term) in terms {
                    moved.push((*sign, self.moved(term, step, form, said_at)?));
                }
                NumberNode::Sum(moved)
            }
            NumberNode::Product(factors) => {
                let mut moved = Vec::new();
                for (operator, factor) in factors {
                    moved.push((*operator, self.moved(factor, step, form, said_at)?));
                }
                NumberNode::Product(moved)
            }
            // At the rate of the check, before as now.
            NumberNode::Converted(inner) => {
                NumberNode::Converted(Box::new(self.moved(inner, step, form, said_at)?))
            }
            NumberNode::Negated(inner) => {
                NumberNode::Negated(Box::new(self.moved(inner, step, form, said_at)?))
            }
            NumberNode::Else { value, fallback } => NumberNode::Else {
                value: Box::new(self.moved(value, step, form, said_at)?),
                fallback: match fallback {
                    Fallback::Infinite => Fallback::Infinite,
                    Fallback::Value(other) => {
                        Fallback::Value(Box::new(self.moved(other, step, form, said_at)?))
                    }
                },
            },
            NumberNode::Let(index) => match self.lets.get(*index).map(|found| found.value.clone()) {
                Some(Expression::Number(value)) => {
                    let inner = self.moved(&value, step, form, said_at)?;
                    return Some(Number {
                        span: number.span,
                        ..inner
                    });
                }
                _ => return None,
            },
            NumberNode::Constant(_)
            | NumberNode::Amounts(_)
            | NumberNode::Parameter(_)
            | NumberNode::Attribute(_)
            | NumberNode::Elapsed(_)
            | NumberNode::LookedUp { .. }
            | NumberNode::Part { .. }
            | NumberNode::Aggregate(_)
            | NumberNode::Change { .. }
            | NumberNode::Script { .. }
            | NumberNode::Usual { .. } => number.node.clone(),
        };
        Some(Number {
            span: number.span,
            quantity: number.quantity,
            node,
        })
    }

    fn moved_window(
        &mut self,
        index: usize,
        metric: Metric,
        step: Step,
        form: PastForm,
        said_at: Span,
    ) -> Option<usize> {
        let entry = self.windows.get(index)?.clone();
        let window = match step {
            Step::Now => entry.window.compared(),
            Step::Before => entry.window.before(),
            Step::Earlier(days) => entry.window.earlier(days),
            Step::Day(back) => entry.window.day(back),
        };
        let window = window.filter(|_| has_usual(form, entry.window));
        let Some(window) = window else {
            self.say(no_past(form, &entry, said_at));
            return None;
        };
        if reach(window) > MOST_DAYS {
            self.say(
                Diagnostic::new("E0306", said_at, "this reaches back more than 400 days")
                    .help("days are kept for 400 days"),
            );
            return None;
        }
        if metric.is_windowed() && !window.is_one_range_of_days() {
            let text = match form {
                PastForm::ChangeOf => format!("the period before {}", entry.text),
                PastForm::Usual => format!("{} of an earlier week", entry.text),
            };
            self.say(no_range_of_days(metric, &text, said_at));
            return None;
        }
        if window == entry.window {
            return Some(index);
        }
        // Copies of one entry share its delay, whatever metrics are still to join it.
        let original = entry.copy_of.unwrap_or(index);
        let found = self.windows.iter().position(|other| {
            other.window == window && (!window.is_settled() || other.copy_of == Some(original))
        });
        let index = found.unwrap_or_else(|| {
            let text = match step {
                Step::Now => entry.text.clone(),
                Step::Before => format!("the period before {}", entry.text),
                Step::Earlier(days) => format!("{}, {} earlier", entry.text, plural(i64::from(days), "day")),
                Step::Day(0) => format!("the last day of {}", entry.text),
                Step::Day(back) => format!(
                    "the day {} before the last of {}",
                    plural(i64::from(back), "day"),
                    entry.text
                ),
            };
            self.windows.push(WindowEntry {
                copy_of: Some(original),
                is_part: matches!(step, Step::Day(_)),
                ..WindowEntry::new(window, &text, &entry.settled_by)
            });
            self.windows.len().saturating_sub(1)
        });
        if let Some(entry) = self.windows.get_mut(index) {
            windows::add(&mut entry.metrics, &[metric]);
        }
        Some(index)
    }
}

const fn has_usual(form: PastForm, window: Window) -> bool {
    match (form, window.base) {
        (PastForm::Usual, WindowBase::LastHours { hours }) => hours <= MOST_USUAL_HOURS,
        _ => true,
    }
}

/// Days between the window's first and the tick's.
fn reach(window: Window) -> i64 {
    match window.base {
        WindowBase::LastDays { days, .. } => i64::from(days).saturating_add(i64::from(window.ending)),
        _ => 0,
    }
}

fn no_past(form: PastForm, entry: &WindowEntry, span: Span) -> Diagnostic {
    let text = &entry.text;
    let found = |message: String| Diagnostic::new("E0309", span, message);
    if entry.window.since_creation {
        return found(format!(
            "`{text}` is not equally long for every campaign, so its past is no measure"
        ))
        .help("leave `or since creation` out: for a younger campaign the comparison is then unknown");
    }
    match entry.window.base {
        WindowBase::ThisMonth => {
            found("months are not equally long, so that there is no equal period before this one".to_owned())
                .help("use `last 28 days`, or `this week`")
        }
        WindowBase::Lifetime | WindowBase::SinceLastChange => {
            found(format!("nothing lies before `{text}`")).help("use a window such as `last 7 days`")
        }
        WindowBase::LastHours { .. } => found(format!(
            "`{} … over {text}` reaches over more than a day of each week",
            form.words()
        ))
        .help("rolling windows up to `last 24h` have a usual value; beyond them use complete days"),
        _ => found(format!(
            "`{text}` ends with a day that is not over, so that there is no equal period before it"
        ))
        .help("leave `including today` out, or use `today`"),
    }
}
