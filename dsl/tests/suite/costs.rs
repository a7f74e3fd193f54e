//! What a rule costs is known before it is run, and a look that is not made leaves everything unknown.

use dsl::{BoundRule, Level, Metric, MissingReason, Truth};

use crate::fixture::{Campaign, Memory, dollars, thursday};

const UNIT: i64 = 1_000_000;

fn bound(scope: &str, clauses: &str) -> BoundRule {
    let text = format!(
        "language 1\n\nscript half(a: money) -> money {{\n  a / 2\n}}\n\nrule \"R\" {{\n  for {scope}\n  every 1h\n{clauses}\n}}\n"
    );
    let checked = dsl::check(&text);
    assert!(checked.is_ok(), "{:#?}", checked.diagnostics);
    checked.rules[0].bind(&dollars()).unwrap()
}

#[test]
fn parts_count_once_at_each_object_and_the_arithmetic_is_written_out() {
    // One sum, one amount, one comparison.
    let plain = bound("campaigns", "  when spend over today > $100\n  then pause");
    let cost = plain.cost(1_200);
    assert_eq!(
        (cost.parts, cost.rankings, cost.scripts, cost.steps),
        (3, 0, 0, 3_600)
    );
    assert_eq!(
        cost.in_words(Level::Campaigns),
        "3 parts × 1,200 campaigns = 3,600 steps"
    );
    // The same sum again and one more amount and comparison, joined.
    let twice = bound(
        "campaigns",
        "  when spend over today > $100 or spend over today < $1\n  then pause",
    );
    assert_eq!(twice.cost(1).parts, 6);
    assert_eq!(plain.cost(0).steps, 0);
    assert!(plain.cost(usize::MAX).steps == u64::MAX, "never wrapped");
}

#[test]
fn rankings_and_scripts_cost_what_they_take_at_most() {
    let ranked = bound(
        "campaigns",
        "  when in top 3 by spend over today within account\n  then pause",
    )
    .cost(1_000);
    assert_eq!(ranked.rankings, 1);
    assert_eq!(ranked.steps, ranked.parts * 1_000 + 1_000 * 10);
    let scripted = bound("campaigns", "  when half(spend over today) > $5\n  then pause").cost(1_000);
    assert_eq!(scripted.scripts, 1);
    assert_eq!(scripted.steps, scripted.parts * 1_000 + 1_000 * 10_000);
    let words = scripted.in_words(Level::Campaigns);
    assert!(
        words.contains("+ 1 script × 1,000 campaigns × 10,000 = "),
        "{words}"
    );
}

#[test]
fn what_is_computed_beforehand_counts_too() {
    let count = |condition: &str| {
        bound("campaigns", &format!("  when {condition}\n  then pause"))
            .cost(1)
            .parts
    };
    let (few, many) = (
        count("count of (spend over today > $1) in scope > 2"),
        count("count of (spend over today > $1 and clicks over today > 5) in scope > 2"),
    );
    assert!(many >= few + 3, "{few} and {many}");
}

#[test]
fn a_look_that_is_not_made_knows_who_is_in_scope_and_nothing_else() {
    let rule = bound(
        "campaigns where name matches \"Shop*\"",
        "  when spend over today > $100\n  then pause\n  otherwise when spend over today > $50\n  then notify slack \"#a\" \"x\"\n  release when spend over today < $1\n  release after 7 days",
    );
    let spent = |name: &str| Campaign::named(name).day(Metric::Spend, "2026-03-05", 500 * UNIT);
    let table = Memory::of([spent("Shop"), spent("Brand")]);
    let verdicts = rule.withheld(&table, &thursday());
    assert_eq!(verdicts.scope, [Truth::True, Truth::False]);
    assert_eq!(verdicts.turn(0), Some((0, Truth::Unknown)));
    for branch in 0..2 {
        assert_eq!(verdicts.reason(0, branch), Some(MissingReason::OverBudget));
    }
    assert_eq!(verdicts.release, [Truth::Unknown; 2], "what is held stays held");
    assert_eq!(verdicts.release_reason(0), Some(MissingReason::OverBudget));
    assert_eq!(rule.evaluate(&table, &thursday()).turn(0), Some((0, Truth::True)));
}
