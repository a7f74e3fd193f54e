//! What a finding asks of the past, and what is counted.

use dsl::{Metric, MissingReason, Question, Tally};

use crate::fixture::{Campaign, Memory, dollars, thursday};

const UNIT: i64 = 1_000_000;
const DAY: &str = "2026-03-04";

fn text(scope: &str, condition: &str) -> String {
    format!(
        "language 1\n\nrule \"R\" {{\n  for {scope}\n  every 1h\n  let cost = cpa over yesterday\n  when {condition}\n  then pause\n}}\n"
    )
}

/// The question of the text's finding with this code.
fn question(code: &str, text: &str) -> Question {
    let checked = dsl::check(text);
    let found = checked.diagnostics.iter().find(|found| found.code == code);
    let found = found.unwrap_or_else(|| panic!("{:#?}", checked.diagnostics));
    found.question.clone().expect("it asks something of the past")
}

fn looked(question: &Question, campaigns: impl IntoIterator<Item = Campaign>) -> Tally {
    let bound = question.rule().bind(&dollars()).unwrap();
    let table = Memory::of(campaigns);
    question.count(&bound.evaluate(&table, &thursday()))
}

/// A campaign that spent a hundred dollars on the day for so many conversions.
fn sold(name: &str, conversions: i64) -> Campaign {
    Campaign::named(name).day(Metric::Spend, DAY, 100 * UNIT).day(
        Metric::Conversions,
        DAY,
        conversions * UNIT,
    )
}

#[test]
fn a_quotient_nobody_answered_for_is_counted_where_it_was_undefined() {
    let asked = question(
        "E0302",
        &text("campaigns where name matches \"Shop*\"", "cost > $45"),
    );
    let dark = Campaign::named("Shop dark").gap(Metric::Conversions, DAY, MissingReason::NoSync);
    let campaigns = [
        sold("Shop a", 0),
        sold("Shop b", 2),
        sold("Shop c", 0),
        sold("Brand", 0),
        dark,
    ];
    let tally = looked(&asked, campaigns);
    // Outside of the scope nobody looks, and where nothing was read nobody could.
    assert_eq!(tally, Tally { looks: 3, times: 2 });
    let history = asked.answer(
        Tally {
            looks: 9_811,
            times: 1_204,
        },
        90,
    );
    assert_eq!(
        history.unwrap().says,
        "in your last 90 days this was undefined in 1,204 of 9,811 looks, one at each campaign a day"
    );
    assert_eq!(asked.answer(Tally::default(), 0), None);
}

#[test]
fn a_change_of_nothing_is_undefined_too() {
    let asked = question(
        "E0302",
        &text(
            "campaigns",
            "cost else 0 = 0 and spend over today > $1 and change of spend over yesterday > 20%",
        ),
    );
    let grown = sold("a", 1).day(Metric::Spend, "2026-03-03", 50 * UNIT);
    assert_eq!(
        looked(&asked, [grown, sold("b", 1)]),
        Tally { looks: 2, times: 1 }
    );
}

#[test]
fn a_quotient_judged_without_volume_asks_how_few_results_stood_behind_it() {
    let asked = question("W0506", &text("campaigns", "cost else infinite > $45"));
    let idle = Campaign::named("idle");
    // Nothing spent for nothing is not judged: 0/0 stays missing.
    let tally = looked(&asked, [sold("a", 0), sold("b", 2), sold("c", 3), idle]);
    assert_eq!(tally, Tally { looks: 3, times: 2 });
    let says = asked.answer(tally, 1).unwrap().says;
    assert_eq!(
        says,
        "in your last 1 day fewer than 3 conversions stood behind it in 2 of 3 looks, one at each campaign a day"
    );
    let never = asked
        .answer(
            Tally {
                looks: 1_000,
                times: 0,
            },
            30,
        )
        .unwrap()
        .says;
    assert!(never.contains("in none of 1,000 looks"), "{never}");
}

#[test]
fn what_is_not_the_objects_own_division_asks_nothing() {
    let text = text("campaigns", "cost else 0 > $45 and spend over today > $5")
        .replace("cost else 0 > $45", "spend over today > 20 * budget");
    assert!(
        dsl::check(&text)
            .diagnostics
            .iter()
            .all(|found| found.question.is_none())
    );
}

#[test]
fn the_past_is_no_part_of_what_was_accepted() {
    let text = text("campaigns", "cost else infinite > $45");
    let mut found = dsl::check(&text).diagnostics;
    let found = found.iter_mut().find(|found| found.code == "W0506").unwrap();
    let before = found.evidence(&text);
    found.history = found
        .question
        .clone()
        .unwrap()
        .answer(Tally { looks: 9, times: 4 }, 3);
    assert!(found.history.is_some());
    assert_eq!(found.evidence(&text), before, "or every day would ask again");
}
