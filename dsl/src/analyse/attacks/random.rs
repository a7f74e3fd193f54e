//! Random conditions and random campaigns of a small domain, where what can happen soon does.

use jiff::tz::TimeZone;
use proptest::collection::vec;
use proptest::prelude::*;

use crate::analyse::terms::World;
use crate::evaluate::agreement::fixture::{Campaign, dollars};
use crate::{Attribute, Metric, MissingReason};

/// How many random cases are tried; `make test-language-long` asks for many more.
pub(super) fn cases(few: u32) -> u32 {
    std::env::var("ANALYSIS_CASES")
        .ok()
        .and_then(|cases| cases.parse().ok())
        .unwrap_or(few)
}

pub(super) fn window() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "yesterday",
        "last 2 days",
        "last 3 days",
        "last 5 days",
        "today",
        "last 2 days settled",
    ])
}

/// Money that one multiplication keeps linear, most of the time.
fn money(depth: u32) -> BoxedStrategy<String> {
    let leaf = prop_oneof![
        4 => (prop::sample::select(vec!["spend", "revenue"]), window()).prop_map(|(metric, window)| format!("({metric} over {window})")),
        2 => (prop::sample::select(vec!["cpa", "cpc", "aov"]), window()).prop_map(|(metric, window)| format!("({metric} over {window})")),
        1 => Just("budget".to_owned()),
        3 => (0..7_i64).prop_map(|amount| format!("${amount}")),
    ];
    if depth == 0 {
        return leaf.boxed();
    }
    prop_oneof![
        4 => leaf,
        1 => (money(depth - 1), money(depth - 1)).prop_map(|(a, b)| format!("({a} + {b})")),
        1 => (money(depth - 1), money(depth - 1)).prop_map(|(a, b)| format!("({a} - {b})")),
        1 => (money(depth - 1), 1..4_i64).prop_map(|(a, n)| format!("({a} * {n})")),
        1 => (money(depth - 1), window()).prop_map(|(a, window)| format!("({a} / (clicks over {window}))")),
        1 => (window(), window()).prop_map(|(a, b)| format!("(cpc over {a} * clicks over {b})")),
        1 => (money(depth - 1), money(depth - 1)).prop_map(|(a, b)| format!("({a} else {b})")),
        1 => money(depth - 1).prop_map(|a| format!("(-{a})")),
    ]
    .boxed()
}

pub(super) fn condition(depth: u32) -> BoxedStrategy<String> {
    let operator = || prop::sample::select(vec![">", "<", ">=", "<=", "=", "!="]);
    let leaf = prop_oneof![
        5 => (money(1), operator(), money(1)).prop_map(|(a, op, b)| format!("{a} {op} {b}")),
        3 => (prop::sample::select(vec!["clicks", "conversions", "impressions"]), window(), operator(), 0..5_i64)
            .prop_map(|(metric, window, op, n)| format!("{metric} over {window} {op} {n}")),
        2 => (prop::sample::select(vec!["cpa", "cpc"]), window(), operator(), 0..5_i64)
            .prop_map(|(metric, window, op, n)| format!("{metric} over {window} else infinite {op} ${n}")),
        1 => (window(), operator(), 0..200_i64).prop_map(|(window, op, n)| format!("ctr over {window} {op} {n}%")),
        1 => prop::sample::select(vec![
            "status is active", "status is not paused", "status in active, removed", "name matches \"a*\"",
            "name matches \"*b\"", "name is \"ab\"", "name is not \"ab\"", "labels has \"brand\"",
            "hour >= 10", "hour < 9", "weekday is thu", "platform is google", "platform is meta",
            "budget is missing", "status is missing", "age > 3d",
        ]).prop_map(str::to_owned),
        1 => money(1).prop_map(|a| format!("{a} is missing")),
    ];
    if depth == 0 {
        return leaf.boxed();
    }
    prop_oneof![
        2 => leaf,
        4 => vec(condition(depth - 1), 2..4).prop_map(|parts| format!("({})", parts.join(" and "))),
        2 => vec(condition(depth - 1), 2..3).prop_map(|parts| format!("({})", parts.join(" or "))),
        1 => condition(depth - 1).prop_map(|inner| format!("not ({inner})")),
    ]
    .boxed()
}

/// What a scope may ask: no metric.
pub(super) fn attributes() -> impl Strategy<Value = String> {
    let one = prop::sample::select(vec![
        "status is active",
        "status is not paused",
        "name matches \"a*\"",
        "name is not \"ab\"",
        "labels has \"brand\"",
        "budget > $2",
        "budget <= $4",
        "age > 2d",
        "not (labels has \"brand\")",
    ]);
    vec(one, 1..3).prop_map(|parts| parts.join(" and "))
}

fn cell(metric: Metric) -> BoxedStrategy<Result<i64, MissingReason>> {
    let known = match metric {
        Metric::Impressions | Metric::Clicks => (0..4_i64).boxed(),
        Metric::Spend => (0..5_i64).prop_map(|units| units * 1_000_000).boxed(),
        _ => (-2..5_i64).prop_map(|units| units * 500_000).boxed(),
    };
    prop_oneof![12 => known.prop_map(Ok), 1 => Just(Err(MissingReason::NoSync))].boxed()
}

pub(super) fn campaign() -> impl Strategy<Value = Campaign> {
    let days = prop::sample::select(Metric::EVERYWHERE.to_vec())
        .prop_flat_map(|metric| (Just(metric), 0..6_i8, cell(metric)));
    let attributes = (
        prop::sample::select(vec!["active", "paused", "removed"]),
        prop::sample::select(vec!["a", "ab", "b", "Ab", "xb"]),
        any::<bool>(),
        0..6_i64,
        0..8_i64,
        0..12_u8,
    );
    (vec(days, 0..12), attributes).prop_map(|(days, (status, name, brand, budget, age, gap))| {
        let mut campaign = Campaign::named(name)
            .status(status)
            .labelled(if brand { &["brand"] } else { &["other"] })
            .budget(budget)
            .aged(age);
        let missing = |attribute| (attribute, Err(MissingReason::NotSupplied));
        campaign.attributes.extend(match gap {
            0 => Some(missing(Attribute::Status)),
            1 => Some(missing(Attribute::Budget)),
            2 => Some(missing(Attribute::Name)),
            _ => None,
        });
        for (metric, day, cell) in days {
            let date = jiff::civil::date(2026, 2, 28) + jiff::Span::new().days(day);
            campaign.days.insert((metric, date), cell);
        }
        campaign
    })
}

pub(super) fn world() -> World {
    let binding = dollars();
    World {
        platform: binding.platform,
        currency: binding.currency,
        zone: TimeZone::UTC,
        account: Some(binding.account),
        extra_settled_days: 0,
    }
}
