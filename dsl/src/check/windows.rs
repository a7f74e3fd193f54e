//! Windows of metrics: their bounds, the default, and the numbering by which sums are shared.

use num_traits::ToPrimitive;

use crate::check::names::{DefaultWindow, Scope};
use crate::diagnostics::Diagnostic;
use crate::rational::Rational;
use crate::registry::{Metric, Named};
use crate::span::Span;
use crate::syntax::tree::{WindowKind, WindowSyntax};
use crate::window::{MOST_DAYS, MOST_HOURS, Window, WindowEntry};

/// Checks a window as written.
pub(super) fn window(syntax: &WindowSyntax, diagnostics: &mut Vec<Diagnostic>) -> Option<Window> {
    let span = syntax.span;
    let mut say = |diagnostic| diagnostics.push(diagnostic);
    let window = match &syntax.kind {
        WindowKind::Foreseen(what) => {
            let verb = if what.contains(" and ") || what.contains("windows") {
                "are"
            } else {
                "is"
            };
            say(Diagnostic::new(
                "E0905",
                span,
                format!("{what} {verb} not available in this edition yet"),
            )
            .help("use `last N days`, `last N h`, `today` or `yesterday`"));
            return None;
        }
        WindowKind::OtherUnit(unit) => {
            say(
                Diagnostic::new("E0306", span, format!("a window cannot be written in {unit}"))
                    .help("use complete days, `last 7 days`, or rolling hours, `last 6h`"),
            );
            return None;
        }
        WindowKind::ShortDays(days) => {
            let count = days.to_i64().unwrap_or(1).clamp(1, MOST_DAYS);
            let hours = count.saturating_mul(24);
            say(Diagnostic::new("E0306", span, format!("`last {count}d` could mean complete days or rolling hours"))
                .help(format!("write `last {count} days` for complete days, or `last {hours}h` for rolling hours; they differ across a clock change"))
                .possible_fix(format!("write `last {count} days`"), span, format!("last {count} days"))
                .possible_fix(format!("write `last {hours}h`"), span, format!("last {hours}h")));
            return None;
        }
        WindowKind::Days(days) => match whole(days, MOST_DAYS) {
            Some(days) => Window::LastDays {
                days,
                settled: syntax.settled.is_some(),
            },
            None => {
                say(Diagnostic::new(
                    "E0306",
                    span,
                    "a window has at least 1 and at most 400 whole days",
                )
                .help("write `last 7 days`"));
                return None;
            }
        },
        WindowKind::Hours(hours) => match whole(hours, MOST_HOURS) {
            Some(hours) => Window::LastHours { hours },
            None => {
                say(Diagnostic::new(
                    "E0306",
                    span,
                    "a rolling window has at least 1 and at most 2,160 whole hours",
                )
                .help("hours are kept for 90 days; beyond them use complete days"));
                return None;
            }
        },
        WindowKind::Today => Window::Today,
        WindowKind::Yesterday => Window::Yesterday,
    };
    if let (Some(settled), false) = (syntax.settled, matches!(window, Window::LastDays { .. })) {
        say(
            Diagnostic::new("E0305", settled, "`settled` goes only with `last N days`")
                .help("only complete days can be moved back until their numbers hardly change any more"),
        );
        return None;
    }
    Some(window)
}

fn whole(number: &Rational, most: i64) -> Option<u16> {
    number
        .to_i64()
        .filter(|count| (1..=most).contains(count))
        .and_then(|count| count.to_u16())
}

impl Scope<'_> {
    /// The number of the window a metric is summed over: its own, or the rule's.
    pub(super) fn window_of(
        &mut self,
        metric: Named,
        over: Option<&WindowSyntax>,
        span: Span,
    ) -> Option<usize> {
        let bases = metric.bases();
        if let Some(over) = over {
            let window = window(over, self.diagnostics)?;
            let text = self.source(over.span);
            return Some(self.entry(window, &text, &bases));
        }
        match self.default_window.clone() {
            DefaultWindow::Doubtful => None,
            DefaultWindow::None => {
                let name = self.source(span);
                self.say(
                    Diagnostic::new(
                        "E0301",
                        span,
                        format!("`{name}` needs a window: over which time?"),
                    )
                    .help(format!(
                        "write `{name} over last 7 days`, or give the rule a line `window last 7 days`"
                    ))
                    .possible_fix(
                        format!("write `{name} over last 7 days`"),
                        span,
                        format!("{name} over last 7 days"),
                    ),
                );
                None
            }
            DefaultWindow::Is { window, text, entry } => {
                let index = match entry {
                    Some(index) => index,
                    None => {
                        let index = self.windows.len();
                        self.windows.push(WindowEntry {
                            window,
                            text: text.clone(),
                            metrics: Vec::new(),
                            settled_by: Vec::new(),
                        });
                        self.default_window = DefaultWindow::Is {
                            window,
                            text,
                            entry: Some(index),
                        };
                        index
                    }
                };
                if let Some(entry) = self.windows.get_mut(index) {
                    add(&mut entry.metrics, &bases);
                    // Under a `window` clause the slowest metric of the rule decides for all of them.
                    add(&mut entry.settled_by, &bases);
                }
                Some(index)
            }
        }
    }

    fn entry(&mut self, window: Window, text: &str, bases: &[Metric]) -> usize {
        let default = match self.default_window {
            DefaultWindow::Is { entry, .. } => entry,
            _ => None,
        };
        // Without `settled` the metrics do not move the window, so that every use of the same words shares one.
        let settled = matches!(window, Window::LastDays { settled: true, .. });
        let found = self.windows.iter().enumerate().position(|(index, entry)| {
            entry.window == window && (!settled || (Some(index) != default && entry.settled_by == bases))
        });
        let index = found.unwrap_or_else(|| {
            self.windows.push(WindowEntry {
                window,
                text: text.to_owned(),
                metrics: Vec::new(),
                settled_by: bases.to_vec(),
            });
            self.windows.len().saturating_sub(1)
        });
        if let Some(entry) = self.windows.get_mut(index) {
            add(&mut entry.metrics, bases);
        }
        index
    }
}

fn add(metrics: &mut Vec<Metric>, more: &[Metric]) {
    for metric in more {
        if !metrics.contains(metric) {
            metrics.push(*metric);
        }
    }
}
