//! Windows of metrics: their bounds, the default, and the numbering by which sums are shared.

use num_traits::ToPrimitive;

use crate::check::names::{DefaultWindow, Scope};
use crate::diagnostics::Diagnostic;
use crate::rational::Rational;
use crate::registry::Metric;
use crate::span::Span;
use crate::syntax::tree::{WindowKind, WindowSuffix, WindowSyntax};
use crate::window::{MOST_DAYS, MOST_HOURS, Window, WindowBase, WindowEntry};

/// Checks a window as written.
pub(super) fn window(syntax: &WindowSyntax, diagnostics: &mut Vec<Diagnostic>) -> Option<Window> {
    let suffixes = suffixes(syntax, diagnostics)?;
    let base = base(syntax, diagnostics)?;
    together(syntax, base, &suffixes, diagnostics)?;
    let mut window = Window::of(base);
    if let WindowBase::LastDays {
        settled,
        including_today,
        ..
    } = &mut window.base
    {
        *settled = suffixes.settled.is_some();
        *including_today = suffixes.including_today.is_some();
    }
    window.ending = suffixes.ending.map_or(0, |(_, days)| days);
    window.since_creation = suffixes.since_creation.is_some();
    Some(window)
}

/// The words behind a window, each at most once.
#[derive(Default)]
struct Suffixes {
    settled: Option<Span>,
    including_today: Option<Span>,
    ending: Option<(Span, u16)>,
    since_creation: Option<Span>,
}

fn suffixes(syntax: &WindowSyntax, diagnostics: &mut Vec<Diagnostic>) -> Option<Suffixes> {
    let mut found = Suffixes::default();
    for suffix in &syntax.suffixes {
        let span = suffix.span;
        let earlier = match &suffix.value {
            WindowSuffix::Settled => found.settled.replace(span),
            WindowSuffix::IncludingToday => found.including_today.replace(span),
            WindowSuffix::OrSinceCreation => found.since_creation.replace(span),
            WindowSuffix::Ending(days) => {
                let Some(days) = days.as_ref().and_then(|days| whole(days, MOST_DAYS)) else {
                    diagnostics.push(
                        Diagnostic::new("E0306", span, "a window moves back by whole days, 1 to 400")
                            .help("write `last 7 days ending 7 days ago`"),
                    );
                    return None;
                };
                found.ending.replace((span, days)).map(|(span, _)| span)
            }
        };
        if let Some(earlier) = earlier {
            diagnostics.push(
                Diagnostic::new("E0308", span, "this stands behind the window twice")
                    .help("once is enough")
                    .label(earlier, "the first one"),
            );
            return None;
        }
    }
    Some(found)
}

/// Which words go with which window.
fn together(
    syntax: &WindowSyntax,
    base: WindowBase,
    suffixes: &Suffixes,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<()> {
    let mut say = |diagnostic| diagnostics.push(diagnostic);
    let complete_days = match base {
        WindowBase::LastDays { days, .. } => Some(days),
        _ => None,
    };
    if let (Some(settled), None) = (suffixes.settled, complete_days) {
        say(
            Diagnostic::new("E0305", settled, "`settled` goes only with `last N days`")
                .help("only complete days can be moved back until their numbers hardly change any more"),
        );
        return None;
    }
    if let (Some(including), None) = (suffixes.including_today, complete_days) {
        say(Diagnostic::new(
            "E0308",
            including,
            "`including today` goes only with `last N days`",
        )
        .help("rolling hours, `today`, `this week` and `this month` reach up to the data anyway"));
        return None;
    }
    if let (Some((ending, _)), None) = (suffixes.ending, complete_days) {
        say(
            Diagnostic::new("E0308", ending, "`ending … ago` goes only with `last N days`")
                .help("write `last 7 days ending 7 days ago`"),
        );
        return None;
    }
    if let (Some(including), Some((other, word))) = (
        suffixes.including_today,
        suffixes
            .settled
            .map(|span| (span, "settled"))
            .or(suffixes.ending.map(|(span, _)| (span, "ending … ago"))),
    ) {
        let why = if word == "settled" {
            "today's numbers have not settled"
        } else {
            "a window that ended days ago does not reach today"
        };
        say(Diagnostic::new(
            "E0308",
            including.to(other),
            format!("`including today` and `{word}` contradict each other"),
        )
        .help(format!("{why}: leave one of the two out")));
        return None;
    }
    if let (Some(since), WindowBase::Lifetime | WindowBase::SinceLastChange) = (suffixes.since_creation, base)
    {
        say(
            Diagnostic::new("E0308", since, "this window never begins before the creation")
                .help("leave `or since creation` out")
                .safe_fix(
                    "remove it",
                    Span::new(syntax.span.start, since.end),
                    base_text(base),
                ),
        );
        return None;
    }
    let moved = suffixes.ending.map_or(0, |(_, days)| i64::from(days));
    if i64::from(complete_days.unwrap_or(0)).saturating_add(moved) > MOST_DAYS {
        say(Diagnostic::new(
            "E0306",
            syntax.span,
            "this window reaches back more than 400 days",
        )
        .help("days are kept for 400 days"));
        return None;
    }
    Some(())
}

const fn base_text(base: WindowBase) -> &'static str {
    match base {
        WindowBase::Lifetime => "lifetime",
        _ => "since last change",
    }
}

fn base(syntax: &WindowSyntax, diagnostics: &mut Vec<Diagnostic>) -> Option<WindowBase> {
    let span = syntax.span;
    let mut say = |diagnostic| diagnostics.push(diagnostic);
    Some(match &syntax.kind {
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
            Some(days) => WindowBase::LastDays {
                days,
                settled: false,
                including_today: false,
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
            Some(hours) => WindowBase::LastHours { hours },
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
        WindowKind::Today => WindowBase::Today,
        WindowKind::Yesterday => WindowBase::Yesterday,
        WindowKind::ThisWeek => WindowBase::ThisWeek,
        WindowKind::ThisMonth => WindowBase::ThisMonth,
        WindowKind::Lifetime => WindowBase::Lifetime,
        WindowKind::SinceLastChange => WindowBase::SinceLastChange,
    })
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
        bases: &[Metric],
        over: Option<&WindowSyntax>,
        span: Span,
    ) -> Option<usize> {
        self.supplied(bases, span)?;
        if let Some(over) = over {
            let window = window(over, self.diagnostics)?;
            let text = self.source(over.span);
            self.fetchable(bases, window, &text, over.span)?;
            return Some(self.entry(window, &text, bases));
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
                self.fetchable(bases, window, &text, span)?;
                let index = match entry {
                    Some(index) => index,
                    None => {
                        let index = self.windows.len();
                        self.windows.push(WindowEntry::new(window, &text, &[]));
                        self.default_window = DefaultWindow::Is {
                            window,
                            text,
                            entry: Some(index),
                        };
                        index
                    }
                };
                if let Some(entry) = self.windows.get_mut(index) {
                    add(&mut entry.metrics, bases);
                    // Under a `window` clause the slowest metric of the rule decides for all of them.
                    add(&mut entry.settled_by, bases);
                }
                Some(index)
            }
        }
    }

    /// Earlier copies of a window have its delay, now that every metric which joins it is known.
    pub(super) fn settle_copies(&mut self) {
        let delays: Vec<Vec<Metric>> = self
            .windows
            .iter()
            .map(|entry| entry.settled_by.clone())
            .collect();
        for entry in &mut self.windows {
            if let Some(original) = entry.copy_of.and_then(|index| delays.get(index)) {
                entry.settled_by.clone_from(original);
            }
        }
    }

    fn entry(&mut self, window: Window, text: &str, bases: &[Metric]) -> usize {
        let default = match self.default_window {
            DefaultWindow::Is { entry, .. } => entry,
            _ => None,
        };
        // Without `settled` the metrics do not move the window, so that every use of the same words shares one.
        let settled = window.is_settled();
        let found = self.windows.iter().enumerate().position(|(index, entry)| {
            entry.window == window
                && (!settled
                    || (Some(index) != default && entry.copy_of.is_none() && entry.settled_by == bases))
        });
        let index = found.unwrap_or_else(|| {
            self.windows.push(WindowEntry::new(window, text, bases));
            self.windows.len().saturating_sub(1)
        });
        if let Some(entry) = self.windows.get_mut(index) {
            add(&mut entry.metrics, bases);
            // An earlier copy that the rule now names by itself is one of its windows.
            if entry.copy_of.take().is_some() {
                text.clone_into(&mut entry.text);
            }
        }
        index
    }
}

pub(super) fn add(metrics: &mut Vec<Metric>, more: &[Metric]) {
    for metric in more {
        if !metrics.contains(metric) {
            metrics.push(*metric);
        }
    }
}
