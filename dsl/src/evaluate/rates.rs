//! Exchange rates: which one counts on a day, the same for the columns and for the walk.

use jiff::civil::Date;

use crate::bind::BoundRule;
use crate::display::decimal;
use crate::evaluate::lanes::Lane;
use crate::evaluate::run::Batch;
use crate::money::Currency;
use crate::rational::Rational;
use crate::table::{MissingReason, Moment, Rate, Table};

/// Days after which a rate no longer counts: weekends and holidays have none, a week without any is an outage.
const MOST_DAYS: i32 = 7;

/// The rate that counts, and the pair that it was given for.
#[derive(Clone, Debug)]
pub(crate) struct Exchange {
    /// What one unit is worth.
    pub(crate) factor: Rational,
    pub(crate) given: Rate,
    /// It was given the other way round.
    pub(crate) turned: bool,
}

/// Why there is none: the day of the last one, where there was any.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct NoRate {
    pub(crate) last: Option<Date>,
}

/// The newest rate of the two currencies on a day, given either way round; of one day, the one given this way.
pub(crate) fn exchange(
    table: &dyn Table,
    from: Currency,
    to: Currency,
    on: Date,
) -> Result<Exchange, NoRate> {
    let read = |given: Rate, turned: bool| {
        let value = given.value()?;
        let factor = if turned {
            Rational::integer(1).over(&value)?
        } else {
            value
        };
        Some(Exchange {
            factor,
            given,
            turned,
        })
    };
    let straight = table.rate(from, to, on).and_then(|given| read(given, false));
    let turned = table.rate(to, from, on).and_then(|given| read(given, true));
    let newest = match (straight, turned) {
        (Some(one), Some(other)) if other.given.day > one.given.day => Some(other),
        (one, other) => one.or(other),
    };
    let Some(found) = newest else {
        return Err(NoRate { last: None });
    };
    let last = found.given.day;
    match on.since(last) {
        Ok(age) if age.get_days() <= MOST_DAYS => Ok(found),
        _ => Err(NoRate { last: Some(last) }),
    }
}

impl Rate {
    /// `None` for what is not above zero.
    fn value(&self) -> Option<Rational> {
        let unit = 10_i64.checked_pow(self.decimals)?;
        Rational::fraction(self.digits, unit).filter(Rational::is_positive)
    }

    /// As it was given: `0.92`.
    pub(crate) fn written(&self) -> String {
        self.value()
            .map_or_else(String::new, |value| decimal(&value, self.decimals, 0))
    }
}

impl BoundRule {
    /// The day whose rates count: that of the check, in the account's calendar.
    pub(crate) fn day_of_rates(&self, moment: &Moment) -> Date {
        moment.at.to_zoned(self.binding.zone.clone()).date()
    }
}

impl Batch<'_> {
    /// The same in every row.
    pub(super) fn rate(&self, from: Currency, to: Currency) -> Lane {
        match exchange(self.table, from, to, self.rule.day_of_rates(self.moment)) {
            Ok(found) => Lane::constant(found.factor, self.rows()),
            Err(_) => self.missing(MissingReason::NoRate),
        }
    }
}
