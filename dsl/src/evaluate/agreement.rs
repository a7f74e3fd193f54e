//! Columns, tree walk and the naive reference agree on every truth and every reason, on random rules over random tables with gaps;
//! and all agree with amounts worked out by hand near the ends of the integers.

use crate::check::check_waiving_the_duty;
use crate::{
    Attribute, AttributeValue, BoundRule, Currency, Metric, MissingReason, Moment, Supplied, SuppliedUnit,
    Truth,
};
#[path = "../../tests/suite/fixture.rs"]
#[expect(dead_code, reason = "the suite uses more of it")]
pub(crate) mod fixture;

use super::reference::{Reference, shown};
use proptest::collection::vec;
use proptest::prelude::*;

use self::fixture::{Campaign, Memory, dollars, ruled, thursday};

fn compare_all(bound: &BoundRule, table: &Memory, moment: &Moment) {
    let verdicts = bound.evaluate(table, moment);
    for row in 0..table.campaigns.len() {
        let explained = bound.explain(table, moment, row);
        let scope = explained.scope.as_ref().map_or(Truth::True, |node| node.truth);
        assert_eq!(verdicts.scope[row], scope, "scope of row {row}");
        let scope_reason = explained
            .scope
            .as_ref()
            .and_then(|node| node.missing.as_ref())
            .map(|missing| missing.reason);
        assert_eq!(
            verdicts.scope_reason(row),
            scope_reason,
            "reason of the scope of row {row}"
        );
        let reference = Reference {
            rule: bound,
            table,
            moment: *moment,
            row,
        };
        assert_eq!(
            (verdicts.scope[row], verdicts.scope_reason(row)),
            shown(&reference.scope()),
            "scope of row {row} by the reference"
        );
        let released = verdicts
            .release
            .get(row)
            .map(|truth| (*truth, verdicts.release_reason(row)));
        assert_eq!(
            released,
            reference.release().as_ref().map(shown),
            "release of row {row} by the reference"
        );
        assert_eq!(
            released,
            explained.release.as_ref().map(|why| (
                why.condition.truth,
                why.condition.missing.as_ref().map(|missing| missing.reason)
            )),
            "release of row {row} by the walk"
        );
        for branch in 0..verdicts.branches.len() {
            assert_eq!(
                (verdicts.branches[branch][row], verdicts.reason(row, branch)),
                shown(&reference.branch(branch)),
                "branch {branch} of row {row} by the reference"
            );
        }
        for (branch, why) in explained.branches.iter().enumerate() {
            assert_eq!(
                verdicts.branches[branch][row], why.truth,
                "branch {branch} of row {row}: {why:#?}"
            );
            let reason = why
                .condition
                .as_ref()
                .and_then(|node| node.missing.as_ref())
                .map(|missing| missing.reason);
            assert_eq!(
                verdicts.reason(row, branch),
                reason,
                "reason of branch {branch} of row {row}: {why:#?}"
            );
            assert!(!why.reason.is_empty());
        }
    }
}

// ---- random rules ----------------------------------------------------------------------------------------------------------

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
            prop::sample::select(vec!["impressions", "clicks", "conversions"]),
            window()
        )
            .prop_map(|(metric, window)| format!("{metric} over {window}")),
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
            prop::sample::select(vec![
                "spend",
                "cpa",
                "roas",
                "keep",
                "kept",
                "(revenue - spend)",
                "(spend else dear)",
                "spend of account"
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

fn condition(depth: u32) -> BoxedStrategy<String> {
    let operator = || prop::sample::select(vec![">", "<", ">=", "<=", "=", "!="]);
    let leaf = prop_oneof![
        4 => (money(2), operator(), money(2)).prop_map(|(a, op, b)| format!("{a} {op} {b}")),
        2 => (count(2), operator(), count(1)).prop_map(|(a, op, b)| format!("{a} {op} {b}")),
        1 => (money(1), money(1), operator(), ratio(1)).prop_map(|(a, b, op, c)| format!("({a}) / ({b}) {op} {c}")),
        1 => (prop::sample::select(vec!["cpa", "cpc", "roas", "per_order"]), window(), operator(), 0..90_i64).prop_map(|(metric, window, op, n)| {
            let limit = if metric == "roas" { n.to_string() } else { format!("${n}") };
            format!("{metric} over {window} else infinite {op} {limit}")
        }),
        1 => (money(1), count(1), operator(), 0..90_i64)
            .prop_map(|(a, b, op, n)| format!("(({a}) / ({b})) else infinite {op} ${n}")),
        1 => Just("status is active".to_owned()),
        1 => Just("status is not paused".to_owned()),
        1 => Just("status in active, removed".to_owned()),
        1 => Just("name matches \"*a*\"".to_owned()),
        1 => Just("name in \"abc\", \"ba\"".to_owned()),
        1 => Just("labels has \"brand\"".to_owned()),
        1 => Just("age >= 7d".to_owned()),
        1 => Just("start_date < 2026-01-01".to_owned()),
        1 => Just("hour >= 10".to_owned()),
        1 => Just("weekday is thu".to_owned()),
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

// ---- random tables ---------------------------------------------------------------------------------------------------------

fn reason() -> impl Strategy<Value = MissingReason> {
    prop::sample::select(vec![
        MissingReason::NoSync,
        MissingReason::Stale,
        MissingReason::IncompleteWindow,
        MissingReason::NotSupplied,
        MissingReason::Overflow,
        MissingReason::MergedHour,
    ])
}

fn cell() -> impl Strategy<Value = Result<i64, MissingReason>> {
    prop_oneof![
        4 => (0..500_i64).prop_map(|units| Ok(units * 1_000_000)),
        3 => Just(Ok(0)),
        2 => (-5_i64..50).prop_map(Ok),
        1 => any::<i64>().prop_map(Ok),
        1 => prop::sample::select(vec![i64::MAX, i64::MIN, i64::MAX - 1, -1, 1]).prop_map(Ok),
        1 => reason().prop_map(Err),
    ]
}

fn campaign() -> impl Strategy<Value = Campaign> {
    let days = vec(
        (
            prop::sample::select(Metric::ALL.to_vec()),
            prop_oneof![3 => 0..9_i8, 1 => -28..0_i8],
            cell(),
        ),
        0..18,
    );
    let attributes = vec(attribute(), 0..8);
    // Days around those of the windows, so that some windows begin before the campaign and some hold no day of it.
    let beginning = || {
        prop::option::of(
            (0..10_i8).prop_map(|day| jiff::civil::date(2026, 2, 26) + jiff::Span::new().days(day)),
        )
    };
    (days, attributes, beginning(), beginning()).prop_map(|(days, attributes, created, changed)| {
        let mut campaign = Campaign {
            created,
            changed,
            ..Campaign::default()
        };
        for (metric, day, cell) in days {
            let date = jiff::civil::date(2026, 2, 25) + jiff::Span::new().days(day);
            campaign.days.insert((metric, date), cell);
        }
        campaign.attributes.extend(attributes);
        campaign
    })
}

fn attribute() -> impl Strategy<Value = (Attribute, Result<AttributeValue, MissingReason>)> {
    let status = prop::sample::select(vec!["active", "paused", "removed"]).prop_map(|word| {
        (
            Attribute::Status,
            AttributeValue::Enum(Attribute::Status.member(word).unwrap()),
        )
    });
    let name = prop::sample::select(vec!["abc", "ba", "xyz", "BRAND"])
        .prop_map(|name| (Attribute::Name, AttributeValue::Text(name.into())));
    let labels = prop::sample::select(vec!["brand", "other"]).prop_map(|label| {
        (
            Attribute::Labels,
            AttributeValue::Labels(vec![label.into()].into()),
        )
    });
    let rest = prop_oneof![
        (0..1_000_i64).prop_map(|units| (Attribute::Budget, AttributeValue::Money(units * 1_000_000))),
        (0..90_i64).prop_map(|units| (Attribute::TargetCpa, AttributeValue::Money(units * 1_000_000))),
        (0..900_i64).prop_map(|cents| (Attribute::TargetRoas, AttributeValue::Ratio(cents * 10_000))),
        (0..20_i64).prop_map(|days| (Attribute::Age, AttributeValue::Duration(days * 86_400))),
        Just((
            Attribute::StartDate,
            AttributeValue::Date(jiff::civil::date(2025, 12, 31))
        )),
        Just((
            Attribute::EndDate,
            AttributeValue::Date(jiff::civil::date(2026, 12, 31))
        )),
    ];
    let known = prop_oneof![status, name, labels, rest].prop_map(|(attribute, value)| (attribute, Ok(value)));
    let missing = (
        prop::sample::select(vec![Attribute::Status, Attribute::Name, Attribute::Budget]),
        reason(),
    )
        .prop_map(|(attribute, reason)| (attribute, Err(reason)));
    prop_oneof![6 => known, 1 => missing]
}

fn supplied() -> impl Strategy<Value = ((String, String), Supplied)> {
    (
        prop::sample::select(vec!["shares", "fees"]),
        prop::sample::select(vec!["abc", "ba", "xyz"]),
        prop_oneof![3 => (0..900_i64).prop_map(|cell| cell * 1_000), 1 => any::<i64>()],
        prop::sample::select(vec![
            SuppliedUnit::Percent,
            SuppliedUnit::Percent,
            SuppliedUnit::Money(Currency::USD),
            SuppliedUnit::Money(Currency::USD),
            SuppliedUnit::Money(Currency::EUR),
            SuppliedUnit::Count,
        ]),
        0..6_i64,
    )
        .prop_map(|(lookup, key, millionths, unit, days)| {
            let row = Supplied {
                millionths,
                unit,
                at: thursday().at - jiff::Span::new().hours(days * 24),
                version: 1,
            };
            ((lookup.to_owned(), key.to_owned()), row)
        })
}

fn text(condition: &str, release: Option<&str>) -> String {
    let release = release.map_or_else(
        || "notify slack \"#a\" \"{dear}\"".to_owned(),
        |release| format!("set budget to $5\n  release when {release}"),
    );
    format!(
        "{SCRIPTS}metric gain = revenue - spend * 1.1 as money\n\nmetric keep = gain / (spend + clicks * 0.02 USD) as percent\n\n\
         metric per_order = -gain / conversions as money\n\nlookup shares: text -> percent from \"a.csv\" stale after 3 days\n\n\
         lookup fees: text -> money from \"b.csv\"\n\nmetric kept = (revenue * lookup shares[this.name] - spend) / spend as percent\n\nrule \"Random\" {{\n  param few: count = 3\n  param dear: money = $45\n  \
         for campaigns on google where status is active or age > 3d\n  every 1h\n  let some = few * 1\n  let price = dear\n  \
         when ({condition}) and some > 0 and price > 0\n  then {release}\n}}\n"
    )
}

/// The rule with this condition, undefined quotients left as they are.
fn accepted(condition: &str, release: Option<&str>) -> crate::Rule {
    let checked = check_waiving_the_duty(&text(condition, release));
    assert!(checked.is_ok(), "{condition}\n{:#?}", checked.diagnostics);
    checked.rules.into_iter().next().unwrap()
}

/// A condition on ad groups that asks about what they stand in, and about those beside them.
fn below() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        (
            prop::sample::select(vec!["spend", "cpa", "roas * $1", "clicks * $1"]),
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
        ])
        .prop_map(str::to_owned),
    ];
    vec(leaf, 1..4).prop_map(|parts| parts.join(" and "))
}

fn below_text(condition: &str) -> String {
    format!(
        "rule \"Random\" {{\n  for ad groups where parent.status is active or age > 3d\n  every 1h\n  when {condition}\n  \
         then notify slack \"#a\" \"{{parent.name}}\"\n}}\n"
    )
}

/// How many random rules are tried; `make test-language-long` asks for a million.
fn cases() -> u32 {
    std::env::var("LANGUAGE_CASES")
        .ok()
        .and_then(|cases| cases.parse().ok())
        .unwrap_or(3_000)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), ..ProptestConfig::default() })]

    #[test]
    fn columns_and_tree_walk_agree_on_random_rules_over_random_tables(
        condition in condition(2),
        release in prop::option::weighted(0.3, condition(1)),
        campaigns in vec(campaign(), 1..6),
        supplied in vec(supplied(), 0..6),
        hours_behind in prop_oneof![4 => Just(Some(0_i64)), 2 => (0..60_i64).prop_map(Some), 1 => Just(None)],
    ) {
        let bound = accepted(&condition, release.as_deref()).bind(&dollars()).unwrap();
        let at = thursday().at;
        let moment = Moment { at, data_until: hours_behind.map(|hours| at - jiff::Span::new().hours(hours)) };
        let table = Memory { supplied: supplied.into_iter().collect(), ..Memory::of(campaigns) };
        compare_all(&bound, &table, &moment);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases() / 6, ..ProptestConfig::default() })]

    #[test]
    fn all_three_agree_on_what_stands_below_a_campaign(
        condition in below(),
        groups in vec(campaign(), 1..7),
        above in vec(campaign(), 1..4),
    ) {
        let checked = check_waiving_the_duty(&below_text(&condition));
        prop_assert!(checked.is_ok(), "{condition}\n{:#?}", checked.diagnostics);
        let bound = checked.rules[0].bind(&dollars()).unwrap();
        compare_all(&bound, &Memory::of(groups).below(above), &thursday());
    }
}

#[test]
fn a_table_of_many_batches_is_judged_like_its_rows() {
    let rule = ruled("  window last 3 days\n  when spend > $100 and cpa else infinite > $45\n  then pause");
    let bound = rule.bind(&dollars()).unwrap();
    let campaigns: Vec<Campaign> = (0..2_500_i64)
        .map(|index| {
            Campaign::default()
                .day(Metric::Spend, "2026-03-03", index * 100_000)
                .day(Metric::Conversions, "2026-03-03", (index % 7) * 1_000_000)
        })
        .collect();
    let table = Memory::of(campaigns);
    let verdicts = bound.evaluate(&table, &thursday());
    assert_eq!(verdicts.rows(), 2_500);
    for row in [0, 1, 1_023, 1_024, 1_025, 2_047, 2_048, 2_499] {
        let spend = i64::try_from(row).unwrap() * 100_000;
        let conversions = i64::try_from(row).unwrap() % 7;
        let expected = spend > 100_000_000 && (conversions == 0 || spend > 45_000_000 * conversions);
        assert_eq!(verdicts.branches[0][row], Truth::known(expected), "row {row}");
        assert_eq!(
            bound.explain(&table, &thursday(), row).branches[0].truth,
            Truth::known(expected)
        );
    }
}

/// One millionth decides between sums near the ends of the integers; the products of the second comparison do not fit 128 bits.
#[test]
fn quotients_near_the_limits_are_compared_exactly() {
    let rule = ruled(
        "  window last 3 days\n  let share = spend / revenue\n  \
         when clicks > 0 and revenue > 0 and spend > 0 and cpc > aov_of_clicks\n  then notify slack \"#a\" \"above\"\n  \
         otherwise when clicks > 0 and revenue > 0 and spend > 0 and share * share * share > cube * cube * cube\n  then notify slack \"#a\" \"cubed\""
            .replace("aov_of_clicks", "(revenue / clicks)")
            .replace("cube", "((spend - $0.000001) / revenue)")
            .as_str(),
    );
    let bound = rule.bind(&dollars()).unwrap();
    let extreme = |spend: i64, revenue: i64| {
        Campaign::default()
            .day(Metric::Clicks, "2026-03-03", i64::MAX)
            .day(Metric::Spend, "2026-03-03", spend)
            .day(Metric::Revenue, "2026-03-03", revenue)
    };
    let table = Memory::of([
        extreme(i64::MAX, i64::MAX - 1),
        extreme(i64::MAX - 1, i64::MAX),
        extreme(i64::MAX, i64::MAX),
        extreme(1, i64::MAX),
    ]);
    let verdicts = bound.evaluate(&table, &thursday());
    assert_eq!(
        verdicts.branches[0],
        [Truth::True, Truth::False, Truth::False, Truth::False]
    );
    assert_eq!(verdicts.branches[1], [Truth::True; 4]);
    compare_all(&bound, &table, &thursday());
}

#[test]
fn the_kleene_tables_hold_and_an_outage_is_heavier_than_a_division() {
    let rule = ruled(
        "  window last 3 days\n  when spend > $10 and clicks > 5\n  then pause\n  \
         otherwise when spend > $10 or clicks > 5\n  then resume\n  \
         otherwise when (cpa + cpc) else $0 > $1\n  then notify slack \"#a\" \"x\"",
    );
    let bound = rule.bind(&dollars()).unwrap();
    let spend = |campaign: Campaign, units: i64| campaign.day(Metric::Spend, "2026-03-03", units * 1_000_000);
    let dark = |campaign: Campaign| campaign.gap(Metric::Clicks, "2026-03-03", MissingReason::NoSync);
    let table = Memory::of([
        spend(dark(Campaign::default()), 20),
        spend(dark(Campaign::default()), 5),
    ]);
    let verdicts = bound.evaluate(&table, &thursday());
    assert_eq!(verdicts.branches[0], [Truth::Unknown, Truth::False]);
    assert_eq!(verdicts.branches[1], [Truth::True, Truth::Unknown]);
    // cpa divides by zero conversions, cpc has no clicks at all to divide by: `else` must not hide the outage.
    assert_eq!(verdicts.branches[2], [Truth::Unknown, Truth::Unknown]);
    assert_eq!(verdicts.reason(0, 2), Some(MissingReason::NoSync));
    assert_eq!(verdicts.turn(0), Some((0, Truth::Unknown)));
    assert_eq!(verdicts.turn(1), Some((1, Truth::Unknown)));
    compare_all(&bound, &table, &thursday());
}
