//! A metric's value as people read it, outside of any rule: for hover and the like.

use crate::explain::words::number_display;
use crate::money::Currency;
use crate::rational::Rational;
use crate::registry::{Metric, Named, metric_named};
use crate::typed::Quantity;

/// The value of a metric over sums of base metrics, in their own units, written as the metric is. `None` for an unknown name, for a
/// quotient over zero and where a sum is not known.
#[must_use]
pub fn metric_display(name: &str, sum: impl Fn(Metric) -> Option<i64>, currency: Currency) -> Option<String> {
    let scaled = |metric: Metric| Some(metric.cell_scale().times(&Rational::integer(sum(metric)?)));
    let (value, quantity) = match metric_named(name)? {
        Named::Base(metric) => (scaled(metric)?, Quantity::of(metric.info().spelling)),
        Named::Derived(metric) => {
            let (over, under) = metric.parts();
            let value = scaled(over)?
                .times(&Rational::integer(metric.factor()))
                .over(&scaled(under)?)?;
            (value, Quantity::of(metric.spelling()))
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
            Metric::Impressions => Some(20_000),
            Metric::Clicks => Some(400),
            Metric::Spend => Some(180_000_000),
            Metric::Conversions => Some(4_500_000),
            Metric::Revenue => Some(540_000_000),
            Metric::Frequency => Some(2_450_000),
            _ => None,
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
            ("frequency", "2.45"),
        ] {
            assert_eq!(shown(name).as_deref(), Some(text), "{name}");
        }
        assert_eq!(metric_display("cpa", |_| Some(0), Currency::USD), None);
        assert_eq!(shown("name"), None);
        assert_eq!(shown("reach"), None);
    }
}
