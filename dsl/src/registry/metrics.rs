//! What a metric is: its unit, its class, its delay, its spelling. The list of them all is in `measured`.

use serde::{Deserialize, Serialize};

use super::attribution::Attribution;
use super::measured::METRICS;
use super::platforms::{Platform, UnknownWord, closed_list};

/// The base metrics by their names, and those of them that are results, which can be asked for within an attribution window.
macro_rules! base_metrics {
    ({ $($variant:ident = $word:literal),+ $(,)? } results { $($result:ident = $name:literal),+ $(,)? }) => {
        /// A base metric: a cell in the account's columns.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Metric {
            $($variant,)+
            /// Results within a window of their own: `conversions[7d click]`.
            Attributed(Results, Attribution),
        }

        closed_list! {
            /// What can be asked for within an attribution window.
            Results, "result", { $($result = $name),+ }
        }

        impl Metric {
            /// Every one, without attribution windows.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The word in rules, storage and API.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $word,)+
                    $(Self::Attributed(Results::$result, window) => match window {
                        Attribution::Click1d => concat!($name, "[1d click]"),
                        Attribution::Click7d => concat!($name, "[7d click]"),
                        Attribution::Click14d => concat!($name, "[14d click]"),
                        Attribution::Click28d => concat!($name, "[28d click]"),
                        Attribution::Click30d => concat!($name, "[30d click]"),
                        Attribution::View1d => concat!($name, "[1d view]"),
                    },)+
                }
            }
        }

        impl From<Results> for Metric {
            /// As the account counts them.
            fn from(results: Results) -> Self {
                match results { $(Results::$result => Self::$result),+ }
            }
        }

        impl std::str::FromStr for Metric {
            type Err = UnknownWord;

            fn from_str(word: &str) -> Result<Self, UnknownWord> {
                if let Some((results, window)) = word.strip_suffix(']').and_then(|word| word.split_once('[')) {
                    return Ok(Self::Attributed(results.parse()?, window.parse()?));
                }
                match word {
                    $($word => Ok(Self::$variant),)+
                    _ => Err(UnknownWord { word: word.to_owned(), list: "metric", members: &[$($word),+] }),
                }
            }
        }
    };
}

base_metrics! {
    {
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
        Engagements = "engagements",
        AllConversions = "all_conversions",
        AllConversionsValue = "all_conversions_value",
    }
    results {
        Conversions = "conversions",
        Revenue = "revenue",
        Orders = "orders",
        Units = "units",
        Leads = "leads",
        Installs = "installs",
    }
}

impl std::fmt::Display for Metric {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Serialize for Metric {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for Metric {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let word = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        word.parse().map_err(serde::de::Error::custom)
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
        let plain = self.without_window();
        // INVARIANT: the table begins with the base metrics in the order of the enumeration; a test walks it.
        Self::ALL
            .iter()
            .position(|metric| *metric == plain)
            .and_then(|place| METRICS.get(place))
            .unwrap_or(&METRICS[0])
    }

    /// The same as the account counts it.
    #[must_use]
    pub fn without_window(self) -> Self {
        match self {
            Self::Attributed(results, _) => results.into(),
            plain => plain,
        }
    }

    /// The attribution window that it is asked for within.
    #[must_use]
    pub const fn attribution(self) -> Option<Attribution> {
        match self {
            Self::Attributed(_, window) => Some(window),
            _ => None,
        }
    }

    /// The same within an attribution window; what is no result, and what has a window already, stays as it is.
    #[must_use]
    pub fn within(self, window: Attribution) -> Self {
        match self.as_str().parse() {
            Ok(results) => Self::Attributed(results, window),
            Err(_) => self,
        }
    }

    /// Whether it can be asked for within an attribution window.
    #[must_use]
    pub fn has_windows(self) -> bool {
        self.attribution().is_some() || self.as_str().parse::<Results>().is_ok()
    }

    /// Whether the platform reports it, within its attribution window.
    #[must_use]
    pub fn is_supplied_by(self, platform: Platform) -> bool {
        self.info().platforms.contains(&platform)
            && self
                .attribution()
                .is_none_or(|window| window.platforms().contains(&platform))
    }

    /// What it is called in a sentence.
    #[must_use]
    pub fn words(self) -> String {
        let words = self.info().words;
        self.attribution().map_or_else(
            || words.to_owned(),
            |window| format!("{words} {}", window.words()),
        )
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

/// The base metrics as they are within an attribution window.
pub(crate) fn bases_within(bases: &[Metric], window: Option<Attribution>) -> Vec<Metric> {
    let within = |metric: &Metric| window.map_or(*metric, |window| metric.within(window));
    bases.iter().map(within).collect()
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
    fn every_result_within_a_window_reads_back_and_keeps_its_unit() {
        for results in Results::ALL {
            let plain = Metric::from(*results);
            assert!(plain.is_attributed(), "{plain}");
            for window in Attribution::ALL {
                let metric = plain.within(*window);
                assert_eq!(metric.as_str(), format!("{plain}[{window}]"));
                assert_eq!(metric.as_str().parse::<Metric>().unwrap(), metric);
                assert_eq!(serde_json::to_value(metric).unwrap(), metric.as_str());
                assert_eq!((metric.unit(), metric.without_window()), (plain.unit(), plain));
            }
        }
        assert_eq!(Metric::Spend.within(Attribution::Click7d), Metric::Spend);
        assert!("spend[7d click]".parse::<Metric>().is_err());
        assert!("conversions[3d click]".parse::<Metric>().is_err());
        for platform in Platform::ALL {
            let asked = Metric::Attributed(Results::Conversions, Attribution::Click7d);
            assert_eq!(
                asked.is_supplied_by(*platform),
                matches!(platform, Platform::Meta | Platform::Amazon)
            );
        }
    }

    #[test]
    fn what_an_accounts_columns_hold_sums_over_time_on_every_platform() {
        for metric in Metric::EVERYWHERE {
            assert_eq!(metric.info().class, MetricClass::Additive);
            assert_eq!(metric.info().platforms, Platform::ALL);
        }
    }
}
