//! Metrics of one's own: worked out by hand.

use dsl::{
    Currency, Definitions, Metric, MissingReason, Spelling, Supplied, SuppliedUnit, SuppliedValue, Truth,
    check, check_among,
};

use crate::fixture::{Campaign, Memory, dollars, rule, thursday};

const UNIT: i64 = 1_000_000;
const MARGIN: &str = "metric margin \"profit on ad spend\" = (revenue - spend) / spend as percent\n";

fn campaign(name: &str, spend: i64, revenue: i64) -> Campaign {
    Campaign::named(name)
        .status("active")
        .day(Metric::Spend, "2026-03-03", spend * UNIT)
        .day(Metric::Revenue, "2026-03-03", revenue * UNIT)
}

fn with(definitions: &str, condition: &str) -> String {
    format!(
        "{definitions}\nrule \"Example\" {{\n  for campaigns\n  every 1h\n  window last 3 days\n  when {condition}\n  then notify slack \"#a\" \"x\"\n}}\n"
    )
}

fn codes(text: &str) -> Vec<&'static str> {
    check(text).diagnostics.iter().map(|found| found.code).collect()
}

#[test]
fn a_metric_of_ones_own_is_a_quotient_of_sums_for_a_campaign_and_for_its_account() {
    // 50%, -50% and no spend at all; together 30 on 120.
    let table = Memory::of([
        campaign("A", 100, 150),
        campaign("B", 20, 10),
        campaign("C", 0, 5),
    ]);
    let judged = |condition: &str| {
        let bound = rule(&with(MARGIN, condition)).bind(&dollars()).unwrap();
        let verdicts = bound.evaluate(&table, &thursday());
        for row in 0..3 {
            let explained = bound.explain(&table, &thursday(), row);
            assert_eq!(verdicts.branches[0][row], explained.branches[0].truth);
        }
        verdicts.branches[0].clone()
    };
    assert_eq!(
        judged("spend > 0 and margin = 50%"),
        [Truth::True, Truth::False, Truth::False]
    );
    assert_eq!(
        judged("spend of account > 0 and margin of account = 37.5%"),
        [Truth::True; 3],
        "(165 - 120) / 120"
    );
    assert_eq!(
        judged("spend of siblings > 0 and margin of siblings <= -25%"),
        [Truth::True, Truth::False, Truth::False]
    );
    assert_eq!(
        judged("margin else infinite > 1,000%"),
        [Truth::False, Truth::False, Truth::True]
    );
}

#[test]
fn an_explanation_names_the_metric_its_sums_and_what_is_missing() {
    let table = Memory::of([
        campaign("A", 100, 150),
        campaign("B", 100, 150).gap(Metric::Revenue, "2026-03-04", MissingReason::Stale),
    ]);
    let bound = rule(&with(MARGIN, "spend > $10 and margin > 20%"))
        .bind(&dollars())
        .unwrap();
    let explained = bound.explain(&table, &thursday(), 0);
    let node = &explained.branches[0].condition.as_ref().unwrap().children[1];
    let left = node.left.as_ref().unwrap();
    assert_eq!(
        (left.text.as_str(), left.value.display.as_str()),
        ("margin", "50%")
    );
    let parts: Vec<(&str, &str)> = left
        .parts
        .iter()
        .map(|part| (part.text.as_str(), part.value.display.as_str()))
        .collect();
    assert_eq!(parts, [("revenue", "$150.00"), ("spend", "$100.00")]);
    let missing = bound.explain(&table, &thursday(), 1);
    assert_eq!(missing.branches[0].truth, Truth::Unknown);
    let node = &missing.branches[0].condition.as_ref().unwrap().children[1];
    assert_eq!(node.missing.as_ref().unwrap().reason, MissingReason::Stale);
}

#[test]
fn a_rule_says_what_an_undefined_metric_means_as_with_the_platforms_own() {
    assert_eq!(codes(&with(MARGIN, "margin > 20%")), ["E0302"]);
    assert_eq!(
        codes(&with(MARGIN, "spend > $10 and margin > 20%")),
        [] as [&str; 0]
    );
    assert_eq!(
        codes(&with(MARGIN, "spend > $10 and (margin else 0) > 20%")),
        [] as [&str; 0]
    );
    assert_eq!(
        codes(&with(MARGIN, "margin is not missing and margin > 20%")),
        [] as [&str; 0]
    );
    // A sum is never undefined.
    let profit = "metric profit = revenue - spend as money\n";
    assert_eq!(codes(&with(profit, "profit > $20")), [] as [&str; 0]);
    assert_eq!(codes(&with(profit, "profit else $0 > $20")), ["W0508"]);
}

#[test]
fn units_of_own_metrics_are_held_to() {
    let ratio = "metric back = (revenue - spend) / spend as ratio\n";
    assert_eq!(codes(&with(MARGIN, "spend > $10 and margin > 20")), ["E0204"]);
    assert_eq!(codes(&with(ratio, "spend > $10 and back > 300%")), ["E0205"]);
    assert_eq!(codes(&with(MARGIN, "spend > $10 and margin > $3")), ["E0203"]);
}

#[test]
fn definitions_beside_a_text_are_known_to_it_and_told_by_the_rule() {
    let (shared, found) = Definitions::read(
        "metric gain = revenue - spend as money\n\nmetric margin = gain / spend as percent\n\nmetric other = clicks / impressions as percent\n",
    );
    assert!(found.is_empty(), "{found:#?}");
    let names: Vec<String> = shared.metrics().map(|metric| metric.name).collect();
    assert_eq!(names, ["gain", "margin", "other"]);
    let margin = shared.metrics().nth(1).unwrap();
    assert_eq!((margin.spelling, margin.partial), (Spelling::Percent, true));

    let text = with("", "spend > $10 and margin > 20%");
    assert!(!check(&text).is_ok());
    let checked = check_among(&text, &shared);
    assert!(checked.diagnostics.is_empty(), "{:#?}", checked.diagnostics);
    let used = checked.rules[0].definitions();
    assert_eq!(
        used.iter().map(String::as_str).collect::<Vec<_>>(),
        ["gain", "margin"]
    );
    // What it was checked against stands for itself.
    let pinned = shared.text_of(used);
    let (again, found) = Definitions::read(&pinned);
    assert!(found.is_empty());
    assert!(check_among(&text, &again).is_ok());
    assert!(!pinned.contains("other"));
    // One name never means two things.
    let doubled = with(MARGIN, "spend > $10 and margin > 20%");
    let found: Vec<_> = check_among(&doubled, &shared)
        .diagnostics
        .iter()
        .map(|found| found.code)
        .collect();
    assert_eq!(found, ["E0321"]);
}

#[test]
fn a_test_judges_an_own_metric_and_a_mutant_of_the_threshold_is_noticed() {
    let text = format!(
        "{}\ntest \"keeps what earns\" of \"Example\" {{\n  at 2026-03-04 10:00\n  given campaign \"A\" {{ each of last 3 days {{ spend $50  revenue $60 }} }}\n  given campaign \"B\" {{ each of last 3 days {{ spend $50  revenue $59 }} }}\n  expect notify of \"A\" sent because margin = 20%\n  expect nothing of \"B\"\n}}\n",
        with(MARGIN, "spend > $10 and margin >= 20%")
    );
    let checked = check(&text);
    assert!(checked.is_ok(), "{:#?}", checked.diagnostics);
    let suite = dsl::testing::run(&text, &checked);
    assert!(suite.passed(), "{:#?}", suite.tests);
    let mutants = dsl::testing::mutate(&text, &checked);
    assert!(
        mutants[0]
            .mutants
            .iter()
            .any(|mutant| mutant.was == "20%" && !mutant.survived)
    );
}

const LOOKUPS: &str = "lookup margins: text -> percent from \"margins.csv\" stale after 7 days\n\n\
    lookup fees: text -> money from \"fees.csv\"\n\n\
    metric poas = (revenue * lookup margins[this.name]) / spend as ratio\n";

fn row(millionths: i64, unit: SuppliedUnit, days_ago: i64) -> Supplied {
    Supplied {
        value: SuppliedValue::Number(millionths, unit),
        at: thursday().at - jiff::SignedDuration::from_hours(days_ago * 24),
        version: 3,
    }
}

#[test]
fn a_lookup_is_asked_row_by_row_and_what_it_lacks_is_missing_for_a_reason() {
    let table = Memory::of([
        campaign("A", 100, 200),
        campaign("B", 100, 200),
        campaign("C", 100, 200),
    ])
    .supplying("margins", "A", row(400_000, SuppliedUnit::Percent, 1))
    .supplying("margins", "B", row(600_000, SuppliedUnit::Percent, 8))
    .supplying(
        "fees",
        "Shop US",
        row(5_000_000, SuppliedUnit::Money(Currency::USD), 100),
    )
    .supplying("fees", "B", row(5_000_000, SuppliedUnit::Money(Currency::EUR), 1));
    let judged = |condition: &str| {
        let bound = rule(&with(LOOKUPS, condition)).bind(&dollars()).unwrap();
        let verdicts = bound.evaluate(&table, &thursday());
        (0..3)
            .map(|row| (verdicts.branches[0][row], verdicts.reason(row, 0)))
            .collect::<Vec<_>>()
    };
    let (t, u) = (Truth::True, Truth::Unknown);
    assert_eq!(
        judged("lookup margins[this.name] = 40%"),
        [
            (t, None),
            (u, Some(MissingReason::OldRows)),
            (u, Some(MissingReason::NoRow))
        ]
    );
    assert_eq!(
        judged("spend > 0 and poas = 0.8"),
        [
            (t, None),
            (u, Some(MissingReason::OldRows)),
            (u, Some(MissingReason::NoRow))
        ]
    );
    // `else` answers for a division, and never for what nobody supplied.
    assert_eq!(judged("(poas else 0) < 1")[2].0, u);
    assert_eq!(
        judged("lookup fees[account] = $5")[0],
        (t, None),
        "it never goes stale"
    );
    assert_eq!(
        judged("lookup fees[this.name] > 0")[1].1,
        Some(MissingReason::NoRow),
        "in euros"
    );
    assert_eq!(judged("lookup margins[\"A\"] is not missing"), [(t, None); 3]);
}

#[test]
fn a_metric_of_the_scope_takes_each_members_own_row_and_then_divides_once() {
    let table = Memory::of([campaign("A", 100, 200), campaign("B", 300, 1_000)])
        .supplying("margins", "A", row(500_000, SuppliedUnit::Percent, 1))
        .supplying("margins", "B", row(100_000, SuppliedUnit::Percent, 1));
    let bound = rule(&with(LOOKUPS, "spend of scope > 0 and poas of scope = 0.5"))
        .bind(&dollars())
        .unwrap();
    let verdicts = bound.evaluate(&table, &thursday());
    assert_eq!(
        verdicts.branches[0],
        [Truth::True; 2],
        "(200 * 50% + 1000 * 10%) / 400"
    );
}

#[test]
fn of_account_and_of_siblings_each_member_has_its_own_row_and_one_without_makes_the_whole_missing() {
    let both = || {
        Memory::of([campaign("A", 100, 200), campaign("B", 300, 1_000)]).supplying(
            "margins",
            "A",
            row(500_000, SuppliedUnit::Percent, 1),
        )
    };
    let judged = |table: &Memory, condition: &str| {
        let bound = rule(&with(LOOKUPS, condition)).bind(&dollars()).unwrap();
        let verdicts = bound.evaluate(table, &thursday());
        let explained: Vec<_> = (0..2)
            .map(|row| bound.explain(table, &thursday(), row).branches[0].truth)
            .collect();
        assert_eq!(verdicts.branches[0], explained, "{condition}");
        (0..2)
            .map(|row| (verdicts.branches[0][row], verdicts.reason(row, 0)))
            .collect::<Vec<_>>()
    };
    let (t, f) = ((Truth::True, None), (Truth::False, None));
    let known = both().supplying("margins", "B", row(100_000, SuppliedUnit::Percent, 1));
    assert_eq!(
        judged(&known, "(poas of account else 0) = 0.5"),
        [t, t],
        "(200 * 50% + 1000 * 10%) / 400"
    );
    assert_eq!(
        judged(&known, "(poas of parent else 0) = 0.5"),
        [t, t],
        "a campaign stands in its account"
    );
    assert_eq!(
        judged(&known, "(poas of siblings else 0) = 1"),
        [f, t],
        "of B they are A: 200 * 50% / 100"
    );
    assert_eq!(
        judged(&known, "3 * (poas of siblings else 0) = 1"),
        [t, f],
        "of A they are B: 1000 * 10% / 300"
    );
    let unknown = |reason| (Truth::Unknown, Some(reason));
    let none = unknown(MissingReason::NoRow);
    assert_eq!(judged(&both(), "(poas of account else 0) = 0.5"), [none, none]);
    assert_eq!(
        judged(&both(), "(poas of siblings else 0) = 1"),
        [none, t],
        "B has no row, and A has one"
    );
    let old = both().supplying("margins", "B", row(100_000, SuppliedUnit::Percent, 30));
    let stale = unknown(MissingReason::OldRows);
    assert_eq!(judged(&old, "(poas of account else 0) = 0.5"), [stale, stale]);
}

#[test]
fn an_explanation_tells_the_row_and_the_version_it_stands_in() {
    let table = Memory::of([campaign("A", 100, 200), campaign("B", 100, 200)]).supplying(
        "margins",
        "A",
        row(400_000, SuppliedUnit::Percent, 1),
    );
    let bound = rule(&with(LOOKUPS, "lookup margins[this.name] > 20%"))
        .bind(&dollars())
        .unwrap();
    let explained = bound.explain(&table, &thursday(), 0);
    let left = explained.branches[0]
        .condition
        .as_ref()
        .unwrap()
        .left
        .clone()
        .unwrap();
    assert_eq!(
        (left.text.as_str(), left.value.display.as_str()),
        ("lookup margins[this.name]", "40%")
    );
    let parts: Vec<&str> = left
        .parts
        .iter()
        .map(|part| part.value.display.as_str())
        .collect();
    assert_eq!(parts, ["version 3 of 2026-03-04 10:00 UTC", "\"A\""]);
    let missing = bound.explain(&table, &thursday(), 1);
    let left = missing.branches[0]
        .condition
        .as_ref()
        .unwrap()
        .left
        .clone()
        .unwrap();
    assert_eq!(left.value.missing.unwrap().detail, "`margins` has no row for it");
}

#[test]
fn a_text_that_is_looked_up_is_compared_told_and_missing_like_any_other() {
    let text = |text: &str, days_ago| Supplied {
        value: SuppliedValue::Text(text.into()),
        ..row(0, SuppliedUnit::Count, days_ago)
    };
    let table = Memory::of([
        campaign("A", 100, 200),
        campaign("B", 100, 200),
        campaign("C", 100, 200),
    ])
    .supplying("tiers", "A", text("Gold", 1))
    .supplying("tiers", "B", text("gold", 30))
    .supplying(
        "fees",
        "Gold",
        row(5_000_000, SuppliedUnit::Money(dsl::Currency::USD), 1),
    );
    let lookups = "lookup tiers: text -> text from \"tiers.csv\" stale after 7 days\n\n\
        lookup fees: text -> money from \"fees.csv\"\n";
    let judged = |condition: &str| {
        let bound = rule(&with(lookups, condition)).bind(&dollars()).unwrap();
        let verdicts = bound.evaluate(&table, &thursday());
        (0..3)
            .map(|row| {
                let explained = bound.explain(&table, &thursday(), row);
                assert_eq!(
                    verdicts.branches[0][row], explained.branches[0].truth,
                    "{condition}"
                );
                (verdicts.branches[0][row], verdicts.reason(row, 0))
            })
            .collect::<Vec<_>>()
    };
    let (t, f) = ((Truth::True, None), (Truth::False, None));
    let unknown = |reason| (Truth::Unknown, Some(reason));
    let others = [unknown(MissingReason::OldRows), unknown(MissingReason::NoRow)];
    let first = |found| [&[found][..], &others].concat();
    assert_eq!(judged("lookup tiers[this.name] is \"Gold\""), first(t));
    assert_eq!(judged("lookup tiers[this.name] is \"gold\""), first(f), "exactly");
    assert_eq!(judged("lookup tiers[this.name] is not \"Gold\""), first(f));
    assert_eq!(
        judged("lookup tiers[this.name] in \"Silver\", \"Gold\""),
        first(t)
    );
    assert_eq!(
        judged("lookup tiers[this.name] matches \"g*\""),
        first(t),
        "ignoring case"
    );
    assert_eq!(
        judged("lookup fees[lookup tiers[this.name]] = $5"),
        first(t),
        "a key of its own"
    );
    assert_eq!(judged("lookup tiers[\"A\"] is name"), [f, f, f]);
    assert_eq!(judged("lookup tiers[this.name] is missing"), [f, t, t]);
    assert_eq!(
        judged("name is \"C\" or lookup tiers[this.name] is \"Gold\"")[2],
        t,
        "what is true anyway is true"
    );
    let explained = rule(&with(lookups, "lookup tiers[this.name] is \"Gold\""))
        .bind(&dollars())
        .unwrap()
        .explain(&table, &thursday(), 0);
    let left = explained.branches[0]
        .condition
        .as_ref()
        .unwrap()
        .left
        .as_ref()
        .unwrap();
    assert_eq!(left.value.display, "\"Gold\"");
    assert!(
        left.parts[0].value.display.starts_with("version 3 of"),
        "{left:?}"
    );
}
