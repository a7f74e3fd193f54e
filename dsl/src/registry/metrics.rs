//! What a metric is: its unit, its class, its delay, its spelling. The list of them all is in `measured`.

use serde::Serialize;

use super::measured::METRICS;
use super::platforms::{Platform, closed_list};

closed_list! {
    /// A base metric: a cell in the account's columns.
    Metric, "metric", {
        Impressions = "impressions",
        Clicks = "clicks",
        Spend = "spend",
        Conversions = "conversions",
        Revenue = "revenue",
        Reach = "reach",
        Frequency = "frequency",
        Orders = "orders",
        Units = "units",
        NewToBrandOrders = "new_to_brand_orders",
        Leads = "leads",
        Installs = "installs",
        VideoViews = "video_views",
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
    /// Millionths of one, of a ratio.
    RatioMicros,
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
    /// Belongs to one window as a whole: fetched for each window that a rule names, and never added up.
    Windowed,
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
    /// What it is called in a sentence.
    pub words: &'static str,
    pub unit: MetricUnit,
    /// One sentence for hover and reference.
    pub definition: &'static str,
    /// The formula of a derived metric, in base metrics.
    pub formula: Option<&'static str>,
    pub class: MetricClass,
    pub platforms: &'static [Platform],
    /// Where it exists too, and is not read yet.
    pub later: &'static [Platform],
    /// Whether platforms attribute it to a day after that day: it comes late, and is taken back at times.
    pub attributed: bool,
    /// Whether it can be undefined, so that a rule must say what that means.
    pub partial: bool,
    pub spelling: Spelling,
    /// Whole days until the value of a day hardly moves any more, by platform in the order of [`Platform::ALL`].
    pub(super) settled_lag: [u8; 4],
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

/// Every metric, base metrics first.
#[must_use]
pub fn metrics() -> &'static [MetricInfo] {
    &METRICS
}

impl Metric {
    /// Those that every platform supplies, for every day and hour: what an account's columns hold.
    pub const EVERYWHERE: [Self; 5] = [
        Self::Impressions,
        Self::Clicks,
        Self::Spend,
        Self::Conversions,
        Self::Revenue,
    ];

    #[must_use]
    pub fn info(self) -> &'static MetricInfo {
        // INVARIANT: the table begins with the base metrics in the order of the enumeration; a test walks it.
        METRICS.get(self as usize).unwrap_or(&METRICS[0])
    }

    /// What a cell of this metric counts.
    #[must_use]
    pub fn unit(self) -> MetricUnit {
        self.info().unit
    }

    /// Whether it belongs to one window as a whole, so that it is fetched for each and never added up.
    #[must_use]
    pub fn is_windowed(self) -> bool {
        self.info().class == MetricClass::Windowed
    }

    #[must_use]
    pub fn settled_lag_days(self, platform: Platform) -> u32 {
        self.info().settled_lag_days(platform)
    }

    pub(crate) fn is_attributed(self) -> bool {
        self.info().attributed
    }

    /// Whether a bucket is never below zero. Attributed results are taken back, and then a day can be.
    pub(crate) fn is_never_negative(self) -> bool {
        !self.is_attributed()
    }

    /// How many of something it says: `conversions`, and not `spend`.
    pub(crate) fn is_number_of_things(self) -> bool {
        let info = self.info();
        info.class == MetricClass::Additive && info.spelling == Spelling::Count
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
                Named::Base(metric) => assert_eq!((metric.info().name, info.partial), (info.name, false)),
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

    #[test]
    fn what_an_accounts_columns_hold_sums_over_time_on_every_platform() {
        for metric in Metric::EVERYWHERE {
            assert_eq!(metric.info().class, MetricClass::Additive);
            assert_eq!(metric.info().platforms, Platform::ALL);
        }
    }
}
