//! Attribution windows: which of them a metric has on the platforms that an item is about, and that two never meet.

use crate::check::names::{Resolved, Scope};
use crate::check::suggestion::nearest;
use crate::diagnostics::Diagnostic;
use crate::display::list;
use crate::registry::{Attribution, Metric, Platform, bases_within};
use crate::span::Span;
use crate::syntax::tree::Spanned;
use crate::typed::Number;

/// The windows that this platform can be asked for.
fn windows_of(platform: Platform) -> Vec<&'static str> {
    Attribution::ALL
        .iter()
        .filter(|window| window.platforms().contains(&platform))
        .map(|window| window.as_str())
        .collect()
}

/// `there are 1d click, 7d click, 28d click and 1d view on Meta`, of each of these platforms that has any.
fn windows_there_are(platforms: &[Platform]) -> String {
    let told: Vec<String> = platforms
        .iter()
        .map(|platform| (platform, windows_of(*platform)))
        .filter(|(_, windows)| !windows.is_empty())
        .map(|(platform, windows)| format!("{} on {}", list(&windows, "and"), platform.title()))
        .collect();
    if told.is_empty() {
        return String::new();
    }
    format!("there are {}", told.join("; "))
}

/// The metric is known on one of these platforms, and within this window on none.
pub(super) fn not_within(metric: Metric, window: Attribution, asked: &[Platform], span: Span) -> Diagnostic {
    let supplying: Vec<Platform> = asked
        .iter()
        .copied()
        .filter(|platform| metric.info().platforms.contains(platform))
        .collect();
    let titles: Vec<&str> = supplying.iter().map(|platform| platform.title()).collect();
    let found = Diagnostic::new(
        "E0348",
        span,
        format!("`{metric}` is not known on {}", list(&titles, "and")),
    );
    let there_are = windows_there_are(&supplying);
    if !there_are.is_empty() {
        return found.help(there_are);
    }
    found.help(format!(
        "leave `[{window}]` out: within which window a result counts is set at {}, and cannot be asked for",
        list(&titles, "and")
    ))
}

impl Scope<'_> {
    /// The window that stands behind a name, which must be that of results.
    pub(super) fn attribution(
        &mut self,
        written: &Spanned<String>,
        resolved: Resolved,
        span: Span,
    ) -> Option<Attribution> {
        let Ok(window) = written.value.parse::<Attribution>() else {
            self.no_such_window(written);
            return None;
        };
        let bases = match resolved {
            Resolved::Metric(metric) => metric.bases(),
            Resolved::Own(index) => self.definitions.metrics.get(index)?.bases.clone(),
            Resolved::Let(_) | Resolved::Parameter(_) | Resolved::Attribute(_) => Vec::new(),
        };
        if bases_within(&bases, Some(window)) != bases {
            return Some(window);
        }
        let whole = self.source(span);
        let name = whole.split('[').next().unwrap_or_default().trim_end();
        let (message, help) = if bases.is_empty() {
            (
                format!("an attribution window follows a metric, and `{name}` is none"),
                "give it to the metrics inside of it",
            )
        } else if bases.iter().any(|metric| metric.attribution().is_some()) {
            (
                format!("`{name}` says itself within which attribution window it counts"),
                "leave the window out here, or take it out of the metric",
            )
        } else if bases.iter().any(|metric| metric.is_attributed()) {
            (
                format!("`{name}` is counted within one attribution window alone"),
                "leave the window out",
            )
        } else {
            (
                format!("`{name}` counts no results, so that no attribution window changes it"),
                "results are `conversions`, `revenue`, `orders`, `units`, `leads`, `installs`, and what is made of them",
            )
        };
        let found = Diagnostic::new("E0349", span, message).help(help).possible_fix(
            format!("write `{name}`"),
            span,
            name,
        );
        self.say(found);
        None
    }

    fn no_such_window(&mut self, written: &Spanned<String>) {
        let known = Attribution::ALL.iter().map(|window| window.as_str());
        let found = Diagnostic::new(
            "E0348",
            written.span,
            format!("there is no attribution window `{}`", written.value),
        );
        self.say(match nearest(&written.value, known) {
            Some(meant) => found
                .help(format!(
                    "did you mean `{meant}`? {}",
                    windows_there_are(Platform::ALL)
                ))
                .possible_fix(format!("write `{meant}`"), written.span, meant),
            None => found.help(windows_there_are(Platform::ALL)),
        });
    }

    /// Results that meet are counted within one attribution window.
    pub(super) fn one_attribution(&mut self, numbers: &[Number]) -> Option<()> {
        let mut first: Option<(Metric, Span)> = None;
        for number in numbers {
            let measured = self.measured_in(number);
            for (metric, _) in measured.into_iter().filter(|(metric, _)| metric.has_windows()) {
                let Some((other, beside)) = first else {
                    first = Some((metric, number.span));
                    continue;
                };
                if other.attribution() != metric.attribution() {
                    self.two_attributions((other, beside), (metric, number.span));
                    return None;
                }
            }
        }
        Some(())
    }

    fn two_attributions(&mut self, (one, beside): (Metric, Span), (other, here): (Metric, Span)) {
        let window = one.attribution().or(other.attribution());
        let give = window.map_or_else(String::new, |window| format!(", such as `[{window}]`"));
        let counted = |metric: Metric| {
            metric.attribution().map_or_else(
                || "results here are counted as the account is set".to_owned(),
                |window| format!("results here are counted {}", window.words()),
            )
        };
        let (here, beside) = (self.absolute(here), self.absolute(beside));
        let found = Diagnostic::new(
            "E0350",
            here,
            format!("`{one}` and `{other}` count within different attribution windows, and cannot meet"),
        )
        .help(format!("give both the same window{give}"))
        .label(beside, counted(one))
        .label(here, counted(other));
        self.say(found);
    }
}
