//! Whether a metric is supplied where an item asks for it: by a platform that the item is about, over a window that it can be
//! fetched for, and never added up where it belongs to one window of one object.

use crate::check::attribution::not_within;
use crate::check::names::{Place, Scope};
use crate::diagnostics::Diagnostic;
use crate::display::list;
use crate::registry::{Attribute, Level, Metric, MetricInfo, Platform};
use crate::span::Span;
use crate::typed::Number;
use crate::window::{Window, WindowBase};

fn titles(platforms: &[Platform]) -> Vec<&'static str> {
    platforms.iter().map(|platform| platform.title()).collect()
}

fn words(platforms: &[Platform]) -> String {
    let words: Vec<&str> = platforms.iter().map(|platform| platform.as_str()).collect();
    words.join(", ")
}

/// None of the platforms has it.
fn not_supplied(info: &MetricInfo, level: Level, asked: &[Platform], span: Span) -> Diagnostic {
    let found = Diagnostic::new(
        "E0345",
        span,
        format!("`{}` is not known on {}", info.name, list(&titles(asked), "and")),
    );
    let here: Vec<Platform> = info
        .platforms
        .iter()
        .copied()
        .filter(|platform| level.info().platforms.contains(platform))
        .collect();
    found.help(if here.is_empty() {
        let elsewhere = list(&titles(info.platforms), "and");
        format!("it is known on {elsewhere}, where there are no {level}")
    } else {
        format!(
            "it is known on {}: write `on {}`",
            list(&titles(&here), "and"),
            words(&here)
        )
    })
}

impl Scope<'_> {
    /// Each of the metrics is supplied by one of the platforms that the item is about.
    pub(super) fn supplied(&mut self, metrics: &[Metric], span: Span) -> Option<()> {
        let Some((level, named)) = &self.about else {
            return Some(());
        };
        let asked = if named.is_empty() {
            level.info().platforms
        } else {
            named.as_slice()
        };
        let is_known = |metric: Metric| asked.iter().any(|platform| metric.is_supplied_by(*platform));
        let lacking = metrics.iter().find(|metric| !is_known(**metric));
        let Some(metric) = lacking else {
            return Some(());
        };
        let found = match metric.attribution() {
            Some(window) if is_known(metric.without_window()) => not_within(*metric, window, asked, span),
            _ => not_supplied(metric.info(), *level, asked, span),
        };
        self.say(found);
        None
    }

    /// Each of the metrics can be had over this window.
    pub(super) fn fetchable(
        &mut self,
        metrics: &[Metric],
        window: Window,
        text: &str,
        span: Span,
    ) -> Option<()> {
        let level = self.level();
        if window.base == WindowBase::SinceLastChange
            && self.about.is_some()
            && level.info().has(Attribute::TimeSinceChange).is_empty()
        {
            self.say(
                Diagnostic::new(
                    "E0230",
                    span,
                    format!(
                        "{level} have no `time_since_change`, so that nothing begins with their last change"
                    ),
                )
                .help("use a window such as `last 7 days`"),
            );
            return None;
        }
        // A metric of one's own has no window before it is used.
        if self.place == Place::Definition || window.is_one_range_of_days() {
            return Some(());
        }
        let Some(metric) = metrics.iter().find(|metric| metric.is_windowed()) else {
            return Some(());
        };
        self.say(no_range_of_days(*metric, text, span));
        None
    }

    /// What belongs to one window of one object is not the sum of anything.
    pub(super) fn can_be_added_up(&mut self, number: &Number, span: Span) -> Option<()> {
        let measured = self.measured_in(number);
        let windowed = measured.iter().find(|(metric, _)| metric.is_windowed());
        let Some((metric, _)) = windowed else {
            return Some(());
        };
        let (level, one) = (self.level(), self.level().one());
        self.say(
            Diagnostic::new(
                "E0347",
                span,
                format!("`{metric}` cannot be added up: whoever saw two of the {level} would count twice"),
            )
            .help(format!(
                "ask for the value of each {one}, or for `average of {metric} … in scope`"
            )),
        );
        None
    }
}

pub(super) fn no_range_of_days(metric: Metric, text: &str, span: Span) -> Diagnostic {
    Diagnostic::new(
        "E0346",
        span,
        format!(
            "`{metric}` is fetched for whole days, the same for every object, and `{text}` is no such window"
        ),
    )
    .help("use `last 7 days`, `yesterday`, `this week`, `this month` or `lifetime`")
}
