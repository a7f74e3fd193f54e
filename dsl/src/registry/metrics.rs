//! The metrics, each described once: unit, definition, class, delay, spelling.

use serde::Serialize;

use super::platforms::{Platform, closed_list};

closed_list! {
    /// A base metric: a cell in the account's columns.
    Metric, "metric", {
        Impressions = "impressions",
        Clicks = "clicks",
        Spend = "spend",
        Conversions = "conversions",
        Revenue = "revenue",
    }
}

closed_list! {
    /// A metric computed from the window's sums of two base metrics.
    DerivedMetric, "metric", {
        Ctr = "ctr",
        Cpc = "cpc",
        Cpm = "cpm",
        Cpa = "cpa",
        Cvr = "cvr",
        Roas = "roas",
        Acos = "acos",
        Aov = "aov",
    }
}

/// What a cell of a base metric counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum MetricUnit {
    /// Millionths of the account's currency.
    MoneyMicros,
    /// Whole things.
    Count,
    /// Millionths of one: platforms attribute 0.37 of a conversion.
    CountMicros,
    /// A quotient that is an amount of money.
    MoneyQuotient,
    /// A quotient without a unit.
    Quotient,
}

/// How a metric behaves over time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum MetricClass {
    /// Sums over time.
    Additive,
    /// A quotient of two window sums.
    Derived,
}

/// How a quotient is written in rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Spelling {
    Money,
    Percent,
    Ratio,
    Count,
}

/// Everything the language knows about one metric.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct MetricInfo {
    pub name: &'static str,
    pub unit: MetricUnit,
    /// One sentence for hover and reference.
    pub definition: &'static str,
    /// The formula of a derived metric, in base metrics.
    pub formula: Option<&'static str>,
    pub class: MetricClass,
    pub platforms: &'static [Platform],
    /// Whether it can be undefined, so that a rule must say what that means.
    pub partial: bool,
    pub spelling: Spelling,
    /// Whole days until the value of a day hardly moves any more, by platform in the order of [`Platform::ALL`].
    settled_lag: [u8; 4],
}

impl MetricInfo {
    /// Whole days by which `settled` moves a window back on this platform. Accounts can raise it, never lower it.
    #[must_use]
    pub fn settled_lag_days(&self, platform: Platform) -> u32 {
        self.settled_lag
            .get(platform.index())
            .copied()
            .map_or(0, u32::from)
    }
}

// Delays by platform: google, meta, tiktok, amazon.
// Delivery is final at the end of the day, but Amazon takes back invalid clicks for a day longer.
const DELIVERY: [u8; 4] = [0, 0, 0, 1];
// Attributed results arrive late: Google books within hours and corrects for about a day, Meta and TikTok model and
// receive events for about two days, Amazon restates attributed sales for about three.
const ATTRIBUTED: [u8; 4] = [1, 2, 2, 3];

const fn base(name: &'static str, unit: MetricUnit, definition: &'static str, lag: [u8; 4]) -> MetricInfo {
    MetricInfo {
        name,
        unit,
        definition,
        formula: None,
        class: MetricClass::Additive,
        platforms: Platform::ALL,
        partial: false,
        spelling: match unit {
            MetricUnit::MoneyMicros | MetricUnit::MoneyQuotient => Spelling::Money,
            MetricUnit::Count | MetricUnit::CountMicros | MetricUnit::Quotient => Spelling::Count,
        },
        settled_lag: lag,
    }
}

const fn derived(
    name: &'static str,
    formula: &'static str,
    definition: &'static str,
    spelling: Spelling,
    lag: [u8; 4],
) -> MetricInfo {
    MetricInfo {
        name,
        unit: match spelling {
            Spelling::Money => MetricUnit::MoneyQuotient,
            Spelling::Percent | Spelling::Ratio | Spelling::Count => MetricUnit::Quotient,
        },
        definition,
        formula: Some(formula),
        class: MetricClass::Derived,
        platforms: Platform::ALL,
        partial: true,
        spelling,
        settled_lag: lag,
    }
}

static METRICS: [MetricInfo; 13] = [
    base(
        "impressions",
        MetricUnit::Count,
        "how often ads were shown",
        DELIVERY,
    ),
    base(
        "clicks",
        MetricUnit::Count,
        "clicks the platform counts as clicks on the ad",
        DELIVERY,
    ),
    base(
        "spend",
        MetricUnit::MoneyMicros,
        "what delivery cost, in the account's currency",
        DELIVERY,
    ),
    base(
        "conversions",
        MetricUnit::CountMicros,
        "results attributed by the platform, fractions included",
        ATTRIBUTED,
    ),
    base(
        "revenue",
        MetricUnit::MoneyMicros,
        "value of the attributed conversions, in the account's currency",
        ATTRIBUTED,
    ),
    derived(
        "ctr",
        "clicks / impressions",
        "click-through rate: clicks per impression",
        Spelling::Percent,
        DELIVERY,
    ),
    derived(
        "cpc",
        "spend / clicks",
        "cost per click",
        Spelling::Money,
        DELIVERY,
    ),
    derived(
        "cpm",
        "spend * 1000 / impressions",
        "cost per thousand impressions",
        Spelling::Money,
        DELIVERY,
    ),
    derived(
        "cpa",
        "spend / conversions",
        "cost per conversion",
        Spelling::Money,
        ATTRIBUTED,
    ),
    derived(
        "cvr",
        "conversions / clicks",
        "conversion rate: conversions per click",
        Spelling::Percent,
        ATTRIBUTED,
    ),
    derived(
        "roas",
        "revenue / spend",
        "return on ad spend: revenue per unit of spend",
        Spelling::Ratio,
        ATTRIBUTED,
    ),
    derived(
        "acos",
        "spend / revenue",
        "advertising cost of sales: spend per unit of revenue",
        Spelling::Percent,
        ATTRIBUTED,
    ),
    derived(
        "aov",
        "revenue / conversions",
        "average value of a conversion",
        Spelling::Money,
        ATTRIBUTED,
    ),
];

/// Every metric, base metrics first.
#[must_use]
pub fn metrics() -> &'static [MetricInfo] {
    &METRICS
}

impl Metric {
    /// What a cell of this metric counts.
    #[must_use]
    pub const fn unit(self) -> MetricUnit {
        match self {
            Self::Impressions | Self::Clicks => MetricUnit::Count,
            Self::Conversions => MetricUnit::CountMicros,
            Self::Spend | Self::Revenue => MetricUnit::MoneyMicros,
        }
    }

    #[must_use]
    pub fn settled_lag_days(self, platform: Platform) -> u32 {
        METRICS
            .iter()
            .find(|info| info.name == self.as_str())
            .map_or(0, |info| info.settled_lag_days(platform))
    }

    /// Whether platforms attribute it to a day after that day: it comes late, and is taken back at times.
    pub(crate) const fn is_attributed(self) -> bool {
        matches!(self, Self::Conversions | Self::Revenue)
    }

    /// Whether a bucket is never below zero. Attributed results are taken back, and then a day can be.
    pub(crate) const fn is_never_negative(self) -> bool {
        !self.is_attributed()
    }

    pub(crate) const fn is_money(self) -> bool {
        matches!(self.unit(), MetricUnit::MoneyMicros)
    }
}

impl DerivedMetric {
    /// Numerator and denominator.
    #[must_use]
    pub const fn parts(self) -> (Metric, Metric) {
        match self {
            Self::Ctr => (Metric::Clicks, Metric::Impressions),
            Self::Cpc => (Metric::Spend, Metric::Clicks),
            Self::Cpm => (Metric::Spend, Metric::Impressions),
            Self::Cpa => (Metric::Spend, Metric::Conversions),
            Self::Cvr => (Metric::Conversions, Metric::Clicks),
            Self::Roas => (Metric::Revenue, Metric::Spend),
            Self::Acos => (Metric::Spend, Metric::Revenue),
            Self::Aov => (Metric::Revenue, Metric::Conversions),
        }
    }

    /// What the quotient is multiplied by: 1,000 for `cpm`.
    #[must_use]
    pub const fn factor(self) -> i64 {
        match self {
            Self::Cpm => 1_000,
            _ => 1,
        }
    }

    #[must_use]
    pub const fn spelling(self) -> Spelling {
        match self {
            Self::Ctr | Self::Cvr | Self::Acos => Spelling::Percent,
            Self::Roas => Spelling::Ratio,
            Self::Cpc | Self::Cpm | Self::Cpa | Self::Aov => Spelling::Money,
        }
    }

    #[must_use]
    pub const fn formula(self) -> &'static str {
        match self {
            Self::Ctr => "clicks / impressions",
            Self::Cpc => "spend / clicks",
            Self::Cpm => "spend * 1000 / impressions",
            Self::Cpa => "spend / conversions",
            Self::Cvr => "conversions / clicks",
            Self::Roas => "revenue / spend",
            Self::Acos => "spend / revenue",
            Self::Aov => "revenue / conversions",
        }
    }
}

/// A metric as a rule names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Named {
    Base(Metric),
    Derived(DerivedMetric),
}

impl Named {
    /// The base metrics it is made of.
    pub(crate) fn bases(self) -> Vec<Metric> {
        match self {
            Self::Base(metric) => vec![metric],
            Self::Derived(derived) => vec![derived.parts().0, derived.parts().1],
        }
    }
}

pub(crate) fn metric_named(name: &str) -> Option<Named> {
    name.parse()
        .map(Named::Base)
        .or_else(|_| name.parse().map(Named::Derived))
        .ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_has_one_description_that_agrees_with_its_type() {
        for info in metrics() {
            match metric_named(info.name).unwrap() {
                Named::Base(metric) => assert_eq!((metric.unit(), info.partial), (info.unit, false)),
                Named::Derived(metric) => {
                    assert_eq!(Some(metric.formula()), info.formula);
                    assert_eq!(metric.spelling(), info.spelling);
                    let slowest = |platform| {
                        metric
                            .parts()
                            .0
                            .settled_lag_days(platform)
                            .max(metric.parts().1.settled_lag_days(platform))
                    };
                    for platform in Platform::ALL {
                        assert_eq!(
                            info.settled_lag_days(*platform),
                            slowest(*platform),
                            "{}",
                            info.name
                        );
                    }
                }
            }
        }
        assert_eq!(metrics().len(), Metric::ALL.len() + DerivedMetric::ALL.len());
    }
}
