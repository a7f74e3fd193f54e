//! What a test gives of windows as a whole: `reach 12,000 over last 7 days`.

use jiff::Timestamp;

use crate::check::supply::no_range_of_days;
use crate::check::tests::Reading;
use crate::check::windows;
use crate::diagnostics::Diagnostic;
use crate::registry::{Metric, MetricUnit, Platform};
use crate::span::Span;
use crate::syntax::test_trees::{FactSyntax, GivenClause};
use crate::syntax::tree::WindowSyntax;
use crate::table::Moment;
use crate::testing::script::{Cell, Fetched};
use crate::window::{ResolvedWindow, Window, WindowEntry};

/// A metric that belongs to a window stands beside the days, with its window.
pub(super) fn of_a_window(metric: Metric, span: Span) -> Diagnostic {
    let value = match metric.unit() {
        MetricUnit::RatioMicros => "2.5",
        _ => "12,000",
    };
    Diagnostic::new(
        "E0804",
        span,
        format!("`{metric}` belongs to a window as a whole"),
    )
    .help(format!(
        "write it beside the days, with its window: `{metric} {value} over last 7 days`"
    ))
}

impl Reading<'_> {
    /// Everything a `given` says of windows as a whole.
    pub(super) fn windowed(&mut self, given: &GivenClause, object: usize, at: Timestamp) -> Fetched {
        let mut fetched = Fetched::new();
        for (fact, over) in &given.windowed {
            let Some((key, cell)) = self.window_value(fact, over, object, at) else {
                continue;
            };
            if fetched.insert(key, cell).is_some() {
                let message = format!("`{}` is given twice over the same days", fact.name.value);
                self.say(
                    Diagnostic::new("E0805", fact.name.span.to(over.span), message).help("keep one of them"),
                );
            }
        }
        fetched
    }

    /// The object's platform, which reports the metric.
    pub(super) fn supplies(&mut self, object: usize, metric: Metric, span: Span) -> Option<Platform> {
        let platform = self.objects.get(object)?.platform;
        // Without its rule it is not known which platform an object is on that names none.
        if !self.complete || metric.is_supplied_by(platform) {
            return Some(platform);
        }
        let other = Platform::ALL.iter().find(|other| metric.is_supplied_by(**other));
        let found = Diagnostic::new(
            "E0804",
            span,
            format!("`{metric}` is not known on {}", platform.title()),
        );
        self.say(match other {
            Some(other) => found.help(format!(
                "give an object of another platform: write `on {other}` behind its name"
            )),
            None => found.help("no platform has it"),
        });
        None
    }

    fn window_value(
        &mut self,
        fact: &FactSyntax,
        over: &WindowSyntax,
        object: usize,
        at: Timestamp,
    ) -> Option<((Metric, ResolvedWindow), Cell)> {
        let metric = self.metric(&fact.name)?;
        if !metric.is_windowed() {
            self.say(
                Diagnostic::new(
                    "E0804",
                    fact.name.span.to(over.span),
                    format!("`{metric}` happens on days, and a window is the sum of them"),
                )
                .help(format!(
                    "give it in a series: `each of last 7 days {{ {metric} … }}`"
                )),
            );
            return None;
        }
        let platform = self.supplies(object, metric, fact.name.span)?;
        let [value] = fact.values.as_slice() else {
            let found = Diagnostic::new(
                "E0805",
                fact.name.span,
                format!("`{metric}` takes one value for a window"),
            );
            self.say(found.help("write each window by itself"));
            return None;
        };
        let window = windows::window(over, self.diagnostics)?;
        let text = crate::display::one_line(over.span.of(self.text));
        if !window.is_one_range_of_days() {
            self.say(no_range_of_days(metric, &text, over.span));
            return None;
        }
        let cell = self.cell(metric, value)?;
        let entry = self.as_the_rules_mean(window, &text, metric);
        let lag = match self.settled_lag {
            Some(fixed) if entry.is_settled() => fixed,
            _ => entry.lag_days(platform, 0),
        };
        let moment = Moment {
            at,
            data_until: Some(at),
        };
        let resolved = entry.resolve(&moment, &self.zone, lag).ok()?;
        Some(((metric, resolved), cell))
    }

    /// The same window in the rules, whose other metrics have a say in when it has settled.
    fn as_the_rules_mean(&self, window: Window, text: &str, metric: Metric) -> WindowEntry {
        let mut entries = self.rules.iter().flat_map(|rule| &rule.body.windows);
        let meant = entries.find(|entry| entry.window == window && entry.metrics.contains(&metric));
        meant
            .cloned()
            .unwrap_or_else(|| WindowEntry::new(window, text, &[metric]))
    }
}
