//! Random rules, as texts.

use proptest::collection::vec;
use proptest::prelude::*;

use crate::check::check_waiving_the_duty;

fn window() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "last 3 days",
        "last 1 days",
        "last 5 days settled",
        "yesterday",
        "last 6h",
        "today",
        "this week",
        "this month",
        "lifetime",
        "since last change",
        "last 2 days including today",
        "last 2 days ending 2 days ago",
        "last 2 days settled ending 1 day ago",
        "last 3 days or since creation",
        "last 2 days including today or since creation",
        "last 6h or since creation",
        "this week or since creation",
        "yesterday or since creation",
    ])
}

/// Windows that have an equal period before them, and a usual value.
fn past_window() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "last 1 days",
        "last 3 days settled",
        "last 2 days ending 1 day ago",
        "yesterday",
        "last 6h",
        "today",
        "this week",
    ])
}

/// Windows that platforms answer for as a whole.
fn range_of_days() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "last 3 days",
        "last 5 days settled",
        "last 2 days ending 2 days ago",
        "last 2 days including today",
        "yesterday",
        "this week",
        "lifetime",
    ])
}

/// Those of them that have a past.
fn past_range_of_days() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "last 1 days",
        "last 3 days settled",
        "last 2 days ending 1 day ago",
        "yesterday",
    ])
}

/// Windows that are handed to a script day by day.
fn daily_window() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "last 2 days",
        "last 4 days",
        "last 3 days settled",
        "last 3 days ending 1 day ago",
    ])
}

/// Scripts that compute, fail and reach their limits, as the numbers have it.
const SCRIPTS: &str = "script worst(daily: money per day) -> money {\n  if sum(daily) > 3000 { sqrt(lowest(daily) - 200) } else { highest(daily) - median(daily) }\n}\n\n\
                       script bent(amount: money, by: ratio) -> money {\n  amount * by / (by - 3)\n}\n\n\
                       script rise(daily: count per day) -> ratio {\n  slope(daily) / average(daily)\n}\n\n";

/// An expression that is an amount of money.
fn money(depth: u32) -> BoxedStrategy<String> {
    let leaf = prop_oneof![
        (
            prop::sample::select(vec![
                "spend",
                "revenue",
                "cpa",
                "cpc",
                "cpm",
                "aov",
                "gain",
                "per_order"
            ]),
            window()
        )
            .prop_map(|(metric, window)| format!("{metric} over {window}")),
        (
            prop::sample::select(vec![
                "spend",
                "cpa",
                "(revenue - spend)",
                "(spend / clicks)",
                "per_order"
            ]),
            past_window()
        )
            .prop_map(|(metric, window)| format!("usual {metric} over {window}")),
        (
            prop::sample::select(vec!["spend", "revenue", "cpa", "cpm", "gain", "per_order"]),
            prop::sample::select(vec!["account", "parent", "siblings", "scope"]),
            past_window()
        )
            .prop_map(|(metric, of, window)| format!("{metric} of {of} over {window}")),
        (
            prop::sample::select(vec![
                "sum of spend",
                "average of (spend / clicks)",
                "average of (spend / leads)",
                "average of cpa",
                "sum of gain",
                "sum of (revenue - spend)"
            ]),
            window(),
            prop::sample::select(vec!["", " ignoring missing"])
        )
            .prop_map(|(sum, window, ignoring)| format!("({sum} over {window} in scope{ignoring})")),
        (
            prop::sample::select(vec![
                "spend over W",
                "revenue over W - spend over W",
                "cpa over W else $3",
                "spend of siblings over W"
            ]),
            daily_window()
        )
            .prop_map(|(series, window)| format!("worst({})", series.replace('W', window))),
        (
            prop::sample::select(vec!["spend", "cpa"]),
            window(),
            prop::sample::select(vec!["2", "roas over today", "0.5"])
        )
            .prop_map(|(metric, window, by)| format!("bent({metric} over {window}, {by})")),
        (
            prop::sample::select(vec!["spend", "cpa", "per_order", "revenue"]),
            window()
        )
            .prop_map(|(metric, window)| format!(
                "convert(convert({metric} over {window} to EUR) to account currency)"
            )),
        Just("convert(40 EUR to account currency)".to_owned()),
        Just("budget".to_owned()),
        Just("target_cpa".to_owned()),
        Just("lookup fees[this.name]".to_owned()),
        Just("lookup fees[\"abc\"]".to_owned()),
        Just("dear".to_owned()),
        (0..2_000_i64).prop_map(|amount| format!("${amount}")),
        (1..900_i64).prop_map(|cents| format!("$0.{cents:03}")),
    ];
    if depth == 0 {
        return leaf.boxed();
    }
    prop_oneof![
        3 => leaf,
        1 => (money(depth - 1), money(depth - 1)).prop_map(|(a, b)| format!("({a} + {b})")),
        1 => (money(depth - 1), money(depth - 1)).prop_map(|(a, b)| format!("({a} - {b})")),
        1 => (money(depth - 1), ratio(depth - 1)).prop_map(|(a, b)| format!("{a} * {b}")),
        1 => (money(depth - 1), count(depth - 1)).prop_map(|(a, b)| format!("{a} / ({b})")),
        1 => money(depth - 1).prop_map(|a| format!("-({a})")),
        1 => (money(depth - 1), money(depth - 1)).prop_map(|(a, b)| format!("({a} else {b})")),
    ]
    .boxed()
}

fn count(depth: u32) -> BoxedStrategy<String> {
    let leaf = prop_oneof![
        (
            prop::sample::select(vec![
                "impressions",
                "clicks",
                "conversions",
                "leads",
                "all_conversions"
            ]),
            window()
        )
            .prop_map(|(metric, window)| format!("{metric} over {window}")),
        range_of_days().prop_map(|window| format!("reach over {window}")),
        (
            prop::sample::select(vec![
                "usual reach over W",
                "(average of reach over W in scope ignoring missing)"
            ]),
            past_range_of_days()
        )
            .prop_map(|(form, window)| form.replace('W', window)),
        (0..100_i64).prop_map(|number| format!("few * {number}")),
        (1..99_i64).prop_map(|number| format!("{number}.5 * few")),
        Just("few".to_owned()),
        Just("count of campaigns in scope".to_owned()),
        (prop::sample::select(vec![
            "count of (spend over yesterday > $20) in scope",
            "count of (cpa over last 3 days > $5) in scope ignoring missing",
            "clicks of siblings over today",
        ]))
        .prop_map(str::to_owned),
    ];
    if depth == 0 {
        return leaf.boxed();
    }
    prop_oneof![
        3 => leaf,
        1 => (count(depth - 1), count(depth - 1)).prop_map(|(a, b)| format!("({a} - {b})")),
        1 => (count(depth - 1), ratio(depth - 1)).prop_map(|(a, b)| format!("({a}) * ({b})")),
    ]
    .boxed()
}

fn ratio(depth: u32) -> BoxedStrategy<String> {
    let leaf = prop_oneof![
        Just("target_roas".to_owned()),
        (
            prop::sample::select(vec![
                "(frequency over W)",
                "(impressions over W / reach over W)",
                "(frequency over W else 3)"
            ]),
            range_of_days()
        )
            .prop_map(|(form, window)| form.replace('W', window)),
        (
            prop::sample::select(vec![
                "(change of reach over W)",
                "(usual frequency over W)",
                "rise(reach over W)"
            ]),
            past_range_of_days()
        )
            .prop_map(|(form, window)| form.replace(
                'W',
                if form.starts_with("rise") {
                    "last 3 days"
                } else {
                    window
                }
            )),
        (
            prop::sample::select(vec![
                "ctr",
                "cvr",
                "roas",
                "acos",
                "keep",
                "keep of scope",
                "kept",
                "kept of scope"
            ]),
            window()
        )
            .prop_map(|(metric, window)| format!("({metric} over {window})")),
        (prop::sample::select(vec!["account", "siblings"]), past_window())
            .prop_map(|(of, window)| format!("(keep of {of} over {window})")),
        (
            prop::sample::select(vec!["account", "parent", "siblings"]),
            past_window()
        )
            .prop_map(|(of, window)| format!("(kept of {of} over {window})")),
        (
            prop::sample::select(vec![
                "spend",
                "cpa",
                "roas",
                "keep",
                "kept",
                "(revenue - spend)",
                "(spend else dear)",
                "spend of account",
                "(convert(revenue - spend to EUR))"
            ]),
            past_window()
        )
            .prop_map(|(metric, window)| format!("(change of {metric} over {window})")),
        (
            prop::sample::select(vec!["clicks", "conversions", "impressions of account"]),
            daily_window()
        )
            .prop_map(|(metric, window)| format!("rise({metric} over {window})")),
        prop::sample::select(vec!["today", "this week", "this month"])
            .prop_map(|period| format!("elapsed_share of {period}")),
        Just("lookup shares[this.name]".to_owned()),
        (0..300_i64).prop_map(|percent| format!("{percent}%")),
    ];
    if depth == 0 {
        return leaf.boxed();
    }
    prop_oneof![
        2 => leaf,
        1 => (money(depth - 1), money(depth - 1)).prop_map(|(a, b)| format!("(({a}) / ({b}))")),
    ]
    .boxed()
}

pub(super) fn condition(depth: u32) -> BoxedStrategy<String> {
    let operator = || prop::sample::select(vec![">", "<", ">=", "<=", "=", "!="]);
    let leaf = prop_oneof![
        4 => (money(2), operator(), money(2)).prop_map(|(a, op, b)| format!("{a} {op} {b}")),
        2 => (count(2), operator(), count(1)).prop_map(|(a, op, b)| format!("{a} {op} {b}")),
        2 => (money(1), operator(), 0..90_i64).prop_map(|(a, op, n)| format!("convert({a} to EUR) {op} {n} EUR")),
        1 => (money(1), operator(), money(1)).prop_map(|(a, op, b)| format!("convert({a} to EUR) - dues {op} convert({b} to EUR)")),
        1 => (prop::sample::select(vec!["cpa", "per_order"]), window(), operator(), 0..90_i64)
            .prop_map(|(metric, window, op, n)| format!("convert({metric} over {window} to EUR) else infinite {op} {n} EUR")),
        1 => (money(1), money(1), operator(), ratio(1)).prop_map(|(a, b, op, c)| format!("({a}) / ({b}) {op} {c}")),
        1 => (prop::sample::select(vec!["cpa", "cpc", "roas", "per_order"]), window(), operator(), 0..90_i64).prop_map(|(metric, window, op, n)| {
            let limit = if metric == "roas" { n.to_string() } else { format!("${n}") };
            format!("{metric} over {window} else infinite {op} {limit}")
        }),
        2 => (
            prop::sample::select(vec![
                "cpa[7d click]",
                "cpa[1d view] of account",
                "usual per_order[7d click]",
                "revenue[7d click] of siblings",
                "spend over W / conversions[28d click]",
            ]),
            past_window(),
            operator(),
            0..90_i64
        )
            .prop_map(|(metric, window, op, n)| {
                let metric = metric.replace('W', window);
                format!("({metric} over {window}) {op} ${n}")
            }),
        1 => (money(1), count(1), operator(), 0..90_i64)
            .prop_map(|(a, b, op, n)| format!("(({a}) / ({b})) else infinite {op} ${n}")),
        1 => Just("status is active".to_owned()),
        1 => Just("status is not paused".to_owned()),
        1 => Just("status in active, removed".to_owned()),
        1 => Just("name matches \"*a*\"".to_owned()),
        1 => Just("name in \"abc\", \"ba\"".to_owned()),
        2 => prop::sample::select(vec![
            "lookup tiers[this.name] is \"abc\"",
            "lookup tiers[this.name] != name",
            "\"ba\" is lookup tiers[this.name]",
            "name in \"abc\", lookup tiers[this.name], \"xyz\"",
            "lookup tiers[this.name] in \"ba\", lookup tiers[\"abc\"]",
            "lookup tiers[this.name] matches \"*A*\"",
            "name matches pattern",
            "labels has lookup tiers[this.name]",
            "lookup tiers[this.name] is missing",
            "pattern is not missing",
            "lookup fees[lookup tiers[this.name]] > $0.2",
            "lookup tiers[lookup tiers[account]] is missing",
        ])
            .prop_map(str::to_owned),
        1 => Just("labels has \"brand\"".to_owned()),
        1 => Just("age >= 7d".to_owned()),
        1 => Just("start_date < 2026-01-01".to_owned()),
        1 => Just("hour >= 10".to_owned()),
        1 => Just("weekday is thu".to_owned()),
        1 => prop::sample::select(vec!["currency is \"USD\"", "currency in \"EUR\", \"CHF\"", "currency matches \"u*\""])
            .prop_map(str::to_owned),
        1 => Just("objective is not leads".to_owned()),
        1 => Just("days_left_in_month = 27".to_owned()),
        1 => money(1).prop_map(|a| format!("{a} is missing").replace("$0.", "$1.")),
        1 => Just("end_date is missing".to_owned()),
        2 => (
            prop::sample::select(vec!["top 1", "top 3", "bottom 2", "bottom 50%", "top 34%"]),
            money(1),
            prop::sample::select(vec!["", " within account", " within parent", " within scope"]),
            prop::sample::select(vec!["", " having spend over yesterday > $10", " having (status is active or cpa over today > $2)"]),
        )
            .prop_map(|(side, by, within, having)| format!("in {side} by {by} + budget{within}{having}")),
        1 => (prop::sample::select(vec!["top 2", "bottom 2"]), past_window())
            .prop_map(|(side, window)| format!("in {side} by cpa over {window} else infinite within account")),
    ];
    if depth == 0 {
        return leaf.boxed();
    }
    prop_oneof![
        3 => leaf,
        2 => vec(condition(depth - 1), 2..4).prop_map(|parts| format!("({})", parts.join(" and "))),
        2 => vec(condition(depth - 1), 2..4).prop_map(|parts| format!("({})", parts.join(" or "))),
        1 => condition(depth - 1).prop_map(|inner| format!("not ({inner})")),
    ]
    .boxed()
}

fn text(condition: &str, release: Option<&str>) -> String {
    let release = release.map_or_else(
        || "notify slack \"#a\" \"{dear}\"".to_owned(),
        |release| format!("set budget to $5\n  release when {release}"),
    );
    format!(
        "{SCRIPTS}metric gain = revenue - spend * 1.1 as money\n\nmetric keep = gain / (spend + clicks * 0.02 USD) as percent\n\n\
         metric per_order = -gain / conversions as money\n\nlookup shares: text -> percent from \"a.csv\" stale after 3 days\n\n\
         lookup fees: text -> money from \"b.csv\"\n\nlookup tiers: text -> text from \"c.csv\" stale after 4 days\n\nmetric kept = (revenue * lookup shares[this.name] - spend) / spend as percent\n\nrule \"Random\" {{\n  param few: count = 3\n  param dear: money = $45\n  param dues: money = 12 EUR\n  \
         for campaigns on google, meta where status is active or age > 3d\n  every 1h\n  let pattern = lookup tiers[this.name]\n  let some = few * 1\n  let price = dear\n  let owed = convert(dues to account currency)\n  \
         when ({condition}) and some > 0 and price > 0\n  then {release}\n}}\n"
    )
}

/// The rule with this condition, undefined quotients left as they are.
pub(super) fn accepted(condition: &str, release: Option<&str>) -> crate::Rule {
    let checked = check_waiving_the_duty(&text(condition, release));
    assert!(checked.is_ok(), "{condition}\n{:#?}", checked.diagnostics);
    checked.rules.into_iter().next().unwrap()
}

/// A condition on ad groups that asks about what they stand in, and about those beside them.
pub(super) fn below() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        (
            prop::sample::select(vec![
                "spend",
                "cpa",
                "roas * $1",
                "clicks * $1",
                "earned",
                "worth * $1"
            ]),
            prop::sample::select(vec!["parent", "siblings", "account", "scope"]),
            past_window(),
            prop::sample::select(vec!["<", ">=", "="]),
            0..60_i64
        )
            .prop_map(|(metric, of, window, operator, amount)| {
                let (metric, times) = metric
                    .split_once(" * ")
                    .map_or((metric, String::new()), |(metric, by)| {
                        (metric, format!(" * {by}"))
                    });
                format!("({metric} of {of} over {window}){times} {operator} ${amount}")
            }),
        (
            prop::sample::select(vec!["top 1", "bottom 2", "top 50%", "bottom 30%"]),
            prop::sample::select(vec![
                "spend over yesterday",
                "cpa over last 3 days",
                "budget_of_parent"
            ]),
            prop::sample::select(vec!["parent", "account", "scope"]),
            prop::sample::select(vec!["", " having clicks over last 3 days > 1"])
        )
            .prop_map(|(take, by, within, having)| {
                format!(
                    "in {take} by {} within {within}{having}",
                    by.replace("budget_of_parent", "parent.budget")
                )
            }),
        prop::sample::select(vec![
            "parent.status is active",
            "parent.name matches \"*a*\"",
            "parent.labels has \"brand\"",
            "labels has \"brand\"",
            "parent.budget > $200",
            "parent.budget is missing",
            "parent.name is name",
            "spend over yesterday > 40% * spend of parent over yesterday",
            "count of ad groups in scope > 2",
            "frequency of parent over last 3 days > 2",
            "reach over yesterday < 40% * reach of parent over yesterday",
        ])
        .prop_map(str::to_owned),
    ];
    vec(leaf, 1..4).prop_map(|parts| parts.join(" and "))
}

pub(super) fn below_text(condition: &str) -> String {
    format!(
        "lookup shares: text -> percent from \"a.csv\" stale after 3 days\n\nmetric earned = revenue * lookup shares[parent.name] - spend as money\n\n\
         metric worth = (revenue * lookup shares[this.name] + spend) / (clicks * 1 USD + spend) as ratio\n\nrule \"Random\" {{\n  for ad groups where parent.status is active or age > 3d\n  every 1h\n  when {condition}\n  \
         then notify slack \"#a\" \"{{parent.name}}\"\n}}\n"
    )
}
