//! Windows.

use crate::rational::Rational;
use crate::syntax::cursor::{Expected, Reader};
use crate::syntax::literals::unit_seconds;
use crate::syntax::tree::{Spanned, WindowKind, WindowSuffix, WindowSyntax};

impl Reader<'_> {
    /// `window = length suffix*`
    pub(super) fn window(&mut self) -> Option<WindowSyntax> {
        let place = self.place();
        let kind = self.window_length()?;
        let mut suffixes = Vec::new();
        loop {
            let place = self.place();
            let Some(value) = self.window_suffix()? else { break };
            suffixes.push(Spanned {
                value,
                span: self.since(place),
            });
        }
        Some(WindowSyntax {
            span: self.since(place),
            kind,
            suffixes,
        })
    }

    /// `length = "last" duration | "today" | "yesterday" | "this" ("week" | "month") | "lifetime" | "since" "last" "change"`
    fn window_length(&mut self) -> Option<WindowKind> {
        if self.takes("last") {
            return self.last_window();
        }
        if self.takes("this") {
            if self.word("week") {
                return Some(WindowKind::ThisWeek);
            }
            self.expect("month")?;
            return Some(WindowKind::ThisMonth);
        }
        if self.takes("since") {
            self.expect("last")?;
            self.expect("change")?;
            return Some(WindowKind::SinceLastChange);
        }
        let kind = match self.here() {
            "today" => WindowKind::Today,
            "yesterday" => WindowKind::Yesterday,
            "lifetime" => WindowKind::Lifetime,
            _ => return self.fail(Expected::Window),
        };
        self.advance(1);
        Some(kind)
    }

    fn last_window(&mut self) -> Option<WindowKind> {
        let (number, unit) = self.amount_of_time()?;
        Some(match unit {
            "day" | "days" => WindowKind::Days(number),
            "h" | "hour" | "hours" => WindowKind::Hours(number),
            "d" => WindowKind::ShortDays(number),
            "w" | "week" | "weeks" => WindowKind::OtherUnit("weeks"),
            _ => WindowKind::OtherUnit("minutes"),
        })
    }

    /// `suffix = "settled" | "including" "today" | "ending" duration "ago" | "or" "since" "creation"`
    ///
    /// `Some(None)` when none comes next.
    fn window_suffix(&mut self) -> Option<Option<WindowSuffix>> {
        // `or` joins conditions too.
        if self.here() == "or" && self.ahead(1) == "since" {
            self.advance(2);
            self.expect("creation")?;
            return Some(Some(WindowSuffix::OrSinceCreation));
        }
        Some(Some(if self.takes("settled") {
            WindowSuffix::Settled
        } else if self.takes("including") {
            self.expect("today")?;
            WindowSuffix::IncludingToday
        } else if self.takes("ending") {
            let (number, unit) = self.amount_of_time()?;
            self.expect("ago")?;
            WindowSuffix::Ending(whole_days(&number, unit))
        } else {
            return Some(None);
        }))
    }
}

/// The days of a duration that is written in days or weeks.
fn whole_days(number: &Rational, unit: &str) -> Option<Rational> {
    match unit_seconds(unit).checked_div(86_400) {
        Some(0) | None => None,
        Some(days) => Some(number.times(&Rational::integer(days))),
    }
}
