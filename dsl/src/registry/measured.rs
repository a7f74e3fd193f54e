//! The metrics, each described once.

use super::metrics::{MetricClass, MetricInfo, MetricUnit, Spelling};
use super::platforms::Platform;

// Delays by platform: google, meta, tiktok, amazon.
// Delivery is final at the end of the day, but Amazon takes back invalid clicks for a day longer.
const DELIVERY: [u8; 4] = [0, 0, 0, 1];
// Attributed results arrive late: Google books within hours and corrects for about a day, Meta and TikTok model and
// receive events for about two days, Amazon restates attributed sales for about three.
const ATTRIBUTED: [u8; 4] = [1, 2, 2, 3];

const SOCIAL: &[Platform] = &[Platform::Meta, Platform::Tiktok];
const AMAZON: &[Platform] = &[Platform::Amazon];
const GOOGLE: &[Platform] = &[Platform::Google];
const VIDEO: &[Platform] = &[Platform::Google, Platform::Meta, Platform::Tiktok];

/// What every platform supplies.
const fn base(name: &'static str, unit: MetricUnit, definition: &'static str, lag: [u8; 4]) -> MetricInfo {
    MetricInfo {
        name,
        words: name,
        unit,
        definition,
        formula: None,
        class: MetricClass::Additive,
        platforms: Platform::ALL,
        attributed: false,
        partial: false,
        spelling: match unit {
            MetricUnit::MoneyMicros | MetricUnit::MoneyQuotient => Spelling::Money,
            MetricUnit::RatioMicros => Spelling::Ratio,
            MetricUnit::Count | MetricUnit::CountMicros | MetricUnit::Quotient => Spelling::Count,
        },
        settled_lag: lag,
    }
}

/// What is attributed, by every platform.
const fn attributed(name: &'static str, unit: MetricUnit, definition: &'static str) -> MetricInfo {
    MetricInfo {
        attributed: true,
        ..base(name, unit, definition, ATTRIBUTED)
    }
}

/// A value of one window as a whole.
const fn windowed(
    name: &'static str,
    words: &'static str,
    unit: MetricUnit,
    definition: &'static str,
) -> MetricInfo {
    MetricInfo {
        words,
        class: MetricClass::Windowed,
        platforms: SOCIAL,
        ..base(name, unit, definition, DELIVERY)
    }
}

/// The same, called something else in sentences and supplied by these alone.
const fn only(words: &'static str, platforms: &'static [Platform], info: MetricInfo) -> MetricInfo {
    MetricInfo {
        words,
        platforms,
        ..info
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
        words: name,
        unit: match spelling {
            Spelling::Money => MetricUnit::MoneyQuotient,
            Spelling::Percent | Spelling::Ratio | Spelling::Count => MetricUnit::Quotient,
        },
        definition,
        formula: Some(formula),
        class: MetricClass::Derived,
        platforms: Platform::ALL,
        attributed: false,
        partial: true,
        spelling,
        settled_lag: lag,
    }
}

/// Every metric, base metrics first, in the order of their enumerations.
pub(super) static METRICS: [MetricInfo; 24] = [
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
    attributed(
        "conversions",
        MetricUnit::CountMicros,
        "results attributed by the platform, fractions included",
    ),
    attributed(
        "revenue",
        MetricUnit::MoneyMicros,
        "value of the attributed conversions, in the account's currency",
    ),
    windowed(
        "reach",
        "the number of people reached",
        MetricUnit::Count,
        "how many people saw an ad, each counted once over the whole window",
    ),
    windowed(
        "frequency",
        "the frequency per person",
        MetricUnit::RatioMicros,
        "how often each of them saw one on average: impressions per person reached over the whole window",
    ),
    only(
        "orders",
        AMAZON,
        attributed(
            "orders",
            MetricUnit::Count,
            "orders that Amazon attributes to an ad, whatever number of pieces is in them",
        ),
    ),
    only(
        "units sold",
        AMAZON,
        attributed("units", MetricUnit::Count, "pieces in the attributed orders"),
    ),
    only(
        "new-to-brand orders",
        AMAZON,
        attributed(
            "new_to_brand_orders",
            MetricUnit::Count,
            "attributed orders of people who had not bought from the brand for a year",
        ),
    ),
    only(
        "leads",
        SOCIAL,
        attributed(
            "leads",
            MetricUnit::Count,
            "people who left their contact, in a form of the platform or on the website",
        ),
    ),
    only(
        "installs",
        SOCIAL,
        attributed(
            "installs",
            MetricUnit::Count,
            "installations of the advertised app",
        ),
    ),
    only(
        "video views",
        VIDEO,
        base(
            "video_views",
            MetricUnit::Count,
            "how often a video was played: on Google Ads for 30 seconds, to its end or with a click, on Meta for 3 seconds or more, \
             on TikTok at all",
            DELIVERY,
        ),
    ),
    only(
        "engagements",
        GOOGLE,
        base(
            "engagements",
            MetricUnit::Count,
            "how often people did more with an ad than see it: expanded it, or went on with its video",
            DELIVERY,
        ),
    ),
    only(
        "conversions of every kind",
        GOOGLE,
        attributed(
            "all_conversions",
            MetricUnit::CountMicros,
            "results of every conversion action, those too that `conversions` leaves out, fractions included",
        ),
    ),
    only(
        "value of every kind of conversion",
        GOOGLE,
        attributed(
            "all_conversions_value",
            MetricUnit::MoneyMicros,
            "value of all conversions, in the account's currency",
        ),
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
