//! A metric's value as people read it, outside of any rule: for hover and the like.

use crate::explain::words::number_display;
use crate::money::{Currency, MICROS_PER_UNIT};
use crate::rational::Rational;
use crate::registry::{Metric, MetricUnit, Named, Spelling, metric_named};
use crate::typed::Quantity;

/// The value of a metric over sums of base metrics, in their own units, written as the metric is. `None` for an unknown name and
/// for a quotient over zero.
#[must_use]
pub fn metric_display(name: &str, sum: impl Fn(Metric) -> i64, currency: Currency) -> Option<String> {
    let named = metric_named(name)?;
    let (value, quantity) = match named {
        Named::Base(metric) => {
            let cell = Rational::integer(sum(metric));
            match metric.unit() {
                MetricUnit::MoneyMicros => (cell, Quantity::Money),
                MetricUnit::CountMicros => (cell.over(&Rational::integer(MICROS_PER_UNIT))?, Quantity::Count),
                _ => (cell, Quantity::Count),
            }
        }
        Named::Derived(metric) => {
            let (over, under) = metric.parts();
            let scaled = |metric: Metric| {
                let cell = Rational::integer(sum(metric));
                if metric.unit() == MetricUnit::CountMicros {
                    cell.over(&Rational::integer(MICROS_PER_UNIT))
                } else {
                    Some(cell)
                }
            };
            let value = scaled(over)?
                .times(&Rational::integer(metric.factor()))
                .over(&scaled(under)?)?;
            let quantity = match metric.spelling() {
                Spelling::Money => Quantity::Money,
                Spelling::Percent => Quantity::Percent,
                Spelling::Ratio => Quantity::Ratio,
                Spelling::Count => Quantity::Count,
            };
            (value, quantity)
        }
    };
    Some(number_display(&value, quantity, Some(currency), None))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_metric_is_written_in_its_own_spelling() {
        let sum = |metric| match metric {
            Metric::Impressions => 20_000,
            Metric::Clicks => 400,
            Metric::Spend => 180_000_000,
            Metric::Conversions => 4_500_000,
            Metric::Revenue => 540_000_000,
        };
        let shown = |name| metric_display(name, sum, Currency::USD);
        for (name, text) in [
            ("impressions", "20,000"),
            ("conversions", "4.5"),
            ("spend", "$180.00"),
            ("ctr", "2%"),
            ("cpa", "$40.00"),
            ("cpm", "$9.00"),
            ("roas", "3"),
            ("cpc", "$0.45"),
        ] {
            assert_eq!(shown(name).as_deref(), Some(text), "{name}");
        }
        assert_eq!(metric_display("cpa", |_| 0, Currency::USD), None);
        assert_eq!(shown("name"), None);
    }
}
