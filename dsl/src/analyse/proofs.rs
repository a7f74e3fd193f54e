//! Nothing is called proved that a row contradicts: random rules against random rows, in each of the ways a condition can be asked.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use proptest::collection::vec;
use proptest::prelude::*;

use super::conditions::{Ask, Reader};
use super::search::{Budget, Ended, Goal, Look, search};
use super::terms::World;
use super::witness::Maker;
use crate::check::check_waiving_the_duty;
use crate::evaluate::agreement::fixture::{Campaign, Memory, dollars, thursday};
use crate::{Attribute, AttributeValue, BoundRule, Metric, MissingReason, Truth};

fn window() -> impl Strategy<Value = &'static str> {
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

fn condition(depth: u32) -> BoxedStrategy<String> {
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

fn cell(metric: Metric) -> BoxedStrategy<Result<i64, MissingReason>> {
    let known = match metric {
        Metric::Impressions | Metric::Clicks => (0..4_i64).boxed(),
        Metric::Spend => (0..5_i64).prop_map(|units| units * 1_000_000).boxed(),
        Metric::Conversions | Metric::Revenue => (-2..5_i64).prop_map(|units| units * 500_000).boxed(),
    };
    prop_oneof![12 => known.prop_map(Ok), 1 => Just(Err(MissingReason::NoSync))].boxed()
}

fn campaign() -> impl Strategy<Value = Campaign> {
    let days = prop::sample::select(Metric::ALL.to_vec())
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

fn bound(conditions: &[String]) -> BoundRule {
    let mut text = "rule \"Random\" {\n  for campaigns\n  every 1h\n".to_owned();
    for (index, condition) in conditions.iter().enumerate() {
        let opener = if index == 0 { "when" } else { "otherwise when" };
        text.push_str(&format!(
            "  {opener} {condition}\n  then notify slack \"#a\" \"x\"\n"
        ));
    }
    text.push_str("}\n");
    let checked = check_waiving_the_duty(&text);
    assert!(checked.is_ok(), "{text}\n{:#?}", checked.diagnostics);
    checked.rules[0].bind(&dollars()).unwrap()
}

fn world() -> World {
    let binding = dollars();
    World {
        platform: binding.platform,
        currency: binding.currency,
        zone: TimeZone::UTC,
        account: Some(binding.account),
        extra_settled_days: 0,
    }
}

fn is(ask: Ask, truth: Truth) -> bool {
    match ask {
        Ask::True => truth == Truth::True,
        Ask::False => truth == Truth::False,
        Ask::NotTrue => truth != Truth::True,
        Ask::NotFalse => truth != Truth::False,
    }
}

fn monday() -> Timestamp {
    "2026-03-02T00:00:00Z".parse().unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 250, ..ProptestConfig::default() })]

    #[test]
    fn what_is_proved_impossible_no_row_shows_and_every_example_shows_what_it_claims(
        conditions in vec(condition(2), 1..3),
        asks in vec(prop::sample::select(vec![Ask::True, Ask::True, Ask::False, Ask::NotTrue, Ask::NotFalse]), 2),
        campaigns in vec(campaign(), 60),
    ) {
        let rule = bound(&conditions);
        let world = world();
        let reader = Reader::bound(&rule, &world);
        let asked: Vec<Ask> = asks.into_iter().take(conditions.len()).collect();
        let goals = || {
            rule.rule.body.branches.iter().zip(&asked)
                .map(|(branch, ask)| Goal::Condition(reader, branch.condition.as_ref().unwrap(), *ask))
                .collect::<Vec<_>>()
        };
        let shown = |verdicts: &crate::Verdicts, row: usize| {
            verdicts.branches.iter().zip(&asked).all(|(truths, ask)| is(*ask, truths[row]))
        };
        let table = Memory::of(campaigns);
        let verdicts = rule.evaluate(&table, &thursday());
        let by_force = (0..table.campaigns.len()).find(|row| shown(&verdicts, *row));
        let rules = [&rule];
        let maker = Maker { world: &world, rules: &rules, from: monday() };
        let mut example = None;
        let mut tried = 0;
        let ended = search(goals(), Budget::WHOLE, &mut |facts| {
            tried += 1;
            if tried > 12 {
                return Look::Open(super::terms::Open { text: String::new(), span: crate::Span::default(), why: "enough" });
            }
            match maker.example(facts, &|example| {
                let verdicts = rule.evaluate(example, &example.moment());
                shown(&verdicts, 0)
            }) {
                Some(found) => {
                    example = Some(found);
                    Look::Stop
                }
                None => Look::Open(super::terms::Open { text: String::new(), span: crate::Span::default(), why: "no example" }),
            }
        });
        if ended == Ended::Proved {
            prop_assert!(by_force.is_none(), "{conditions:?} as {asked:?} is shown by {:?}", by_force.map(|row| &table.campaigns[row]));
        }
        if let Some(example) = example {
            let verdicts = rule.evaluate(&example, &example.moment());
            prop_assert!(shown(&verdicts, 0), "{conditions:?} as {asked:?}: {}", example.in_words());
        }
    }
}

/// Where only sums, words and globs are asked, each question is decided: how many are not is counted, so that a search that gives up
/// at once does not pass as a careful one.
#[test]
fn nearly_every_linear_question_is_decided() {
    use proptest::strategy::ValueTree;
    use proptest::test_runner::TestRunner;
    let mut runner = TestRunner::deterministic();
    let (mut proved, mut shown, mut open) = (0, 0, 0);
    let world = world();
    for _ in 0..400 {
        let text = condition(2).new_tree(&mut runner).unwrap().current();
        let rule = bound(std::slice::from_ref(&text));
        let reader = Reader::bound(&rule, &world);
        let rules = [&rule];
        let maker = Maker {
            world: &world,
            rules: &rules,
            from: monday(),
        };
        let condition = rule.rule.body.branches[0].condition.as_ref().unwrap();
        let mut is_linear = true;
        let ended = search(
            vec![Goal::Condition(reader, condition, Ask::True)],
            Budget::WHOLE,
            &mut |facts| {
                is_linear &= facts.free.is_empty();
                let example = maker.example(facts, &|example| {
                    rule.evaluate(example, &example.moment()).branches[0][0] == Truth::True
                });
                match example {
                    Some(_) => Look::Stop,
                    None => Look::Open(super::terms::Open {
                        text: text.clone(),
                        span: crate::Span::default(),
                        why: "no example",
                    }),
                }
            },
        );
        match ended {
            Ended::Proved => proved += 1,
            Ended::Found => shown += 1,
            Ended::NotDecided(_) if is_linear => {
                open += 1;
                eprintln!("not decided: {text}");
            }
            Ended::NotDecided(_) => {}
        }
    }
    assert!(proved >= 20, "only {proved} were proved impossible");
    assert!(shown >= 200, "only {shown} were shown");
    assert!(open <= 8, "{open} linear questions were left open");
}

#[test]
fn an_attribute_value_of_each_kind_is_made_from_its_number() {
    for attribute in Attribute::ALL {
        let made = super::example::of_number(*attribute, 3);
        assert_eq!(
            made.as_ref().and_then(AttributeValue::integer),
            made.is_some().then_some(3),
            "{attribute}"
        );
    }
}
