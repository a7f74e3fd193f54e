//! Holds: what a rule set for a while, and what it goes back to. Pure.
//!
//! The holds of one property are a set: what is in force is the safest of them, and what was there before the first one comes
//! back when the last one ends. Time and a true `release when` end one hold; a change from outside ends them all and gives
//! nothing back. Never here: who is asked before something is given back (`policy`), when anybody looks.

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use crate::bind::BoundRule;
use crate::effects::ObjectStatus;
use crate::evaluate::Truth;
use crate::money::Currency;
use crate::registry::Property;
use crate::schedule::{Cadence, Schedule, Weekdays};
use crate::typed::Until;

/// What one action of a rule holds for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Terms {
    /// `until 06:00`, `until tomorrow`, `for today`: fixed when the action is proposed.
    pub until: Option<Timestamp>,
    /// `release after`: seconds from the moment of application.
    pub after: Option<i64>,
    /// `release when`: each check of the rule asks.
    pub on_condition: bool,
}

impl Terms {
    /// When a hold that is in force since `since` ends by time; `None`: only its condition or somebody ends it.
    #[must_use]
    pub fn ends_at(&self, since: Timestamp) -> Option<Timestamp> {
        let after = self.after.map(|seconds| {
            since
                .saturating_add(SignedDuration::from_secs(seconds))
                .unwrap_or(Timestamp::MAX)
        });
        self.until.into_iter().chain(after).min()
    }
}

/// A value of a property that can be held.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Setting {
    Status(ObjectStatus),
    /// Micros of the account's currency, millionths of a ratio.
    Amount(Property, i64),
    /// Whether a label is there.
    Label(bool),
}

impl Setting {
    /// Whether both are values of one property.
    #[must_use]
    pub fn same_property(self, other: Self) -> bool {
        self.property() == other.property()
    }

    const fn property(self) -> Property {
        match self {
            Self::Status(_) => Property::Status,
            Self::Amount(property, _) => property,
            Self::Label(_) => Property::Label,
        }
    }

    /// As people read it.
    pub(crate) fn shown(self, currency: Currency) -> String {
        match self {
            Self::Status(ObjectStatus::Active) => "active".to_owned(),
            Self::Status(ObjectStatus::Paused) => "paused".to_owned(),
            Self::Amount(property, cell) => property.shown(cell, currency),
            Self::Label(true) => "added".to_owned(),
            Self::Label(false) => "removed".to_owned(),
        }
    }

    /// What somebody does who holds it so.
    pub(crate) fn held(self, currency: Currency) -> String {
        match self {
            Self::Label(true) => "keeps it there".to_owned(),
            Self::Label(false) => "keeps it away".to_owned(),
            other => format!("holds it at {}", other.shown(currency)),
        }
    }

    /// The safer comes first: a pause; what is furthest on the safe side of what was there before, then the nearest on the other.
    fn order(self, base: Self) -> (u8, i64) {
        match (self, base) {
            (Self::Status(ObjectStatus::Paused), _) => (0, 0),
            (Self::Status(ObjectStatus::Active), _) => (1, 0),
            (Self::Amount(property, amount), Self::Amount(_, before))
                if property.risk(amount) < property.risk(before) =>
            {
                (0, property.risk(amount))
            }
            (Self::Amount(property, amount), _) => (1, property.risk(amount)),
            // Neither is safer: what differs from what was there before is what somebody wants.
            (Self::Label(_), _) => (u8::from(self == base), 0),
        }
    }
}

/// What is in force while these are held, above `base`; `base` itself when nothing is.
#[must_use]
pub fn in_force(base: Setting, held: &[Setting]) -> Setting {
    held.iter()
        .copied()
        .min_by_key(|setting| setting.order(base))
        .unwrap_or(base)
}

/// The hold of another rule that a wish loses to: one that is safer, or smaller where both raise. Equals join.
#[must_use]
pub fn stronger(base: Setting, held: &[Setting], wish: Setting) -> Option<usize> {
    held.iter()
        .enumerate()
        .filter(|(_, setting)| setting.order(base) < wish.order(base))
        .min_by_key(|(_, setting)| setting.order(base))
        .map(|(index, _)| index)
}

/// Why a hold ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    Time,
    Condition,
}

/// Whether a hold ends now. An unknown condition keeps holding.
#[must_use]
pub fn ends(ends_at: Option<Timestamp>, condition: Option<Truth>, at: Timestamp) -> Option<Ending> {
    if ends_at.is_some_and(|end| end <= at) {
        Some(Ending::Time)
    } else if condition == Some(Truth::True) {
        Some(Ending::Condition)
    } else {
        None
    }
}

impl Until {
    /// The first instant after `at` at which it ends. A time that a clock change skips is the first instant after the gap; one
    /// that a clock change repeats is its first pass, as for `day at`.
    pub(crate) fn after(self, at: Timestamp, zone: &TimeZone) -> Option<Timestamp> {
        let time = match self {
            Self::Time(time) => time,
            Self::Tomorrow => jiff::civil::Time::midnight(),
        };
        let daily = Schedule {
            cadence: Cadence::DayAt(time),
            hours: None,
            days: Weekdays::ALL,
            zone: None,
            catch_up: false,
        };
        daily.next_after(at, zone)
    }
}

impl BoundRule {
    /// What an action of a branch holds for when it is proposed at `at`; `None` for one that stays.
    #[must_use]
    pub fn terms(&self, branch: usize, action: usize, at: Timestamp) -> Option<Terms> {
        let body = &self.rule.body;
        let action = body.branches.get(branch)?.actions.get(action)?;
        if !action.can_change() || (action.until.is_none() && !body.release.holds()) {
            return None;
        }
        let zone = body.schedule.zone_in(&self.binding.zone);
        Some(Terms {
            until: action.until.and_then(|until| until.after(at, zone)),
            after: body.release.after,
            on_condition: body.release.when.is_some(),
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn instant(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn until(hour: i8, minute: i8, at: &str, zone: &str) -> String {
        let zone = TimeZone::get(zone).unwrap();
        let time = jiff::civil::Time::new(hour, minute, 0, 0).unwrap();
        Until::Time(time).after(instant(at), &zone).unwrap().to_string()
    }

    #[test]
    fn a_time_that_the_clock_skips_ends_at_the_first_instant_after_the_gap() {
        // New York springs from 02:00 EST to 03:00 EDT at 07:00Z.
        assert_eq!(
            until(2, 30, "2026-03-08T04:00:00Z", "America/New_York"),
            "2026-03-08T07:00:00Z"
        );
        // Berlin from 02:00 to 03:00 at 01:00Z.
        assert_eq!(
            until(2, 30, "2026-03-29T00:00:00Z", "Europe/Berlin"),
            "2026-03-29T01:00:00Z"
        );
        // Lord Howe by half an hour: 02:00 +10:30 becomes 02:30 +11:00 at 15:30Z the day before.
        assert_eq!(
            until(2, 15, "2026-10-03T14:00:00Z", "Australia/Lord_Howe"),
            "2026-10-03T15:30:00Z"
        );
    }

    #[test]
    fn a_time_that_the_clock_repeats_ends_at_its_first_pass_and_never_at_its_second() {
        // New York repeats 01:00 to 02:00: 01:30 is 05:30Z and 06:30Z.
        assert_eq!(
            until(1, 30, "2026-11-01T04:00:00Z", "America/New_York"),
            "2026-11-01T05:30:00Z"
        );
        assert_eq!(
            until(1, 30, "2026-11-01T05:45:00Z", "America/New_York"),
            "2026-11-02T06:30:00Z"
        );
        assert_eq!(
            until(2, 30, "2026-10-25T00:00:00Z", "Europe/Berlin"),
            "2026-10-25T00:30:00Z"
        );
        // Lord Howe repeats 01:30 to 02:00: 01:45 is 14:45Z and 15:15Z.
        assert_eq!(
            until(1, 45, "2026-04-04T14:00:00Z", "Australia/Lord_Howe"),
            "2026-04-04T14:45:00Z"
        );
    }

    #[test]
    fn at_the_very_time_it_is_the_next_days() {
        assert_eq!(
            until(6, 0, "2026-03-04T05:00:00Z", "Europe/Berlin"),
            "2026-03-05T05:00:00Z"
        );
        let tomorrow = Until::Tomorrow.after(
            instant("2026-03-28T23:30:00Z"),
            &TimeZone::get("Europe/Berlin").unwrap(),
        );
        // 29 March has 23 hours.
        assert_eq!(tomorrow.unwrap(), instant("2026-03-29T22:00:00Z"));
    }

    #[test]
    fn whichever_end_comes_first_ends_it_and_the_unknown_ends_nothing() {
        let since = instant("2026-03-04T10:00:00Z");
        let terms = Terms {
            until: Some(instant("2026-03-05T05:00:00Z")),
            after: Some(3_600),
            on_condition: true,
        };
        let end = terms.ends_at(since);
        assert_eq!(end, Some(instant("2026-03-04T11:00:00Z")));
        assert_eq!(ends(end, Some(Truth::Unknown), since), None);
        assert_eq!(ends(end, Some(Truth::False), since), None);
        assert_eq!(ends(end, Some(Truth::True), since), Some(Ending::Condition));
        assert_eq!(
            ends(end, None, instant("2026-03-04T11:00:00Z")),
            Some(Ending::Time)
        );
        assert_eq!(ends(None, None, Timestamp::MAX), None);
    }

    #[test]
    fn a_pause_stays_until_the_last_hold_ends() {
        use ObjectStatus::{Active, Paused};
        let base = Setting::Status(Active);
        let pause = Setting::Status(Paused);
        assert_eq!(in_force(base, &[pause, pause]), pause);
        assert_eq!(in_force(base, &[pause]), pause);
        assert_eq!(in_force(base, &[]), base);
        assert_eq!(stronger(base, &[pause], pause), None);
        assert_eq!(stronger(base, &[pause], Setting::Status(Active)), Some(0));
    }

    #[test]
    fn of_two_targets_the_higher_roas_is_in_force() {
        let roas = |millionths| Setting::Amount(Property::TargetRoas, millionths);
        assert_eq!(in_force(roas(3), &[roas(4), roas(5)]), roas(5));
        assert_eq!(in_force(roas(3), &[roas(1), roas(2)]), roas(2));
        assert_eq!(stronger(roas(3), &[roas(4)], roas(2)), Some(0));
    }

    const fn budget(micros: i64) -> Setting {
        Setting::Amount(Property::Budget, micros)
    }

    proptest! {
        /// Holds of a budget, in whatever order they begin and end: never above what the safest of them asks for, raises never
        /// add, and the old value comes back at the end.
        #[test]
        fn a_set_of_budgets_is_as_safe_as_its_safest_and_goes_back_to_the_base(
            base in 1_i64..1_000,
            held in proptest::collection::vec(1_i64..1_000, 0..6),
        ) {
            let settings: Vec<Setting> = held.iter().copied().map(budget).collect();
            let Setting::Amount(_, found) = in_force(budget(base), &settings) else { panic!() };
            let least = held.iter().copied().min();
            match least {
                None => prop_assert_eq!(found, base),
                Some(least) => prop_assert_eq!(found, least),
            }
            for (index, wish) in settings.iter().enumerate() {
                let others: Vec<Setting> = settings.iter().enumerate().filter(|(at, _)| *at != index).map(|(_, one)| *one).collect();
                let loses = stronger(budget(base), &others, *wish).is_some();
                let is_least = Some(held[index]) == least;
                prop_assert_eq!(loses, !is_least);
            }
        }
    }
}
