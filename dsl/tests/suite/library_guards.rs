//! The guards of the library keep their promises: each stands in one text with a rule that would break it.

use crate::library::library;

/// A test of this rule in the text of the guard passes, and fails without the guard.
fn held_by(guard: &str, rule: &str) {
    let (_, text) = library()
        .into_iter()
        .find(|(name, _)| name == guard)
        .unwrap_or_else(|| panic!("there is no {guard}"));
    let passes = |text: &str| {
        let checked = dsl::check(text);
        assert!(checked.is_ok(), "{guard}: {:#?}", checked.diagnostics);
        assert!(!checked.tests.is_empty(), "{guard}");
        let failing = dsl::testing::run(text, &checked).diagnostics();
        failing.into_iter().map(|found| found.message).collect::<Vec<_>>()
    };
    let failing = passes(&format!("{text}\n{rule}"));
    assert!(failing.is_empty(), "{guard}: {failing:#?}");
    assert!(!passes(rule).is_empty(), "{guard} makes no difference");
}

const PAUSE: &str = r#"
rule "Pauses everything" {
  for campaigns
    where status is active
  every 1h
  then pause
  without approval
  cooldown 24h
}
"#;

const RAISE: &str = r#"
rule "Raises" {
  for campaigns
    where status is active
  every 1h
  then increase budget by 50% up to $100,000
  without approval
  cooldown 24h
  at most 9 per day
}
"#;

#[test]
fn the_brand_and_the_first_days_are_not_paused() {
    held_by(
        "brand-stays-on",
        &format!(
            r#"{PAUSE}
test "spares the brand" of "Pauses everything" {{
  at 2026-03-25 10:00
  given campaign "Shoes" {{ labels "de" }}
  given campaign "Labelled" {{ labels "brand" }}
  given campaign "Search | Brand | DE" {{ }}
  expect pause of "Shoes" applied
  expect pause of "Labelled" blocked
  expect pause of "Search | Brand | DE" blocked
}}
"#
        ),
    );
    held_by(
        "first-days",
        &format!(
            r#"{PAUSE}
test "spares the young" of "Pauses everything" {{
  at 2026-03-25 10:00
  given campaign "Old" {{ age 4d }}
  given campaign "Young" {{ age 2d }}
  expect pause of "Old" applied
  expect pause of "Young" blocked
}}
"#
        ),
    );
}

#[test]
fn a_day_changes_little() {
    held_by(
        "slow-hands",
        &format!(
            r#"{PAUSE}{RAISE}
test "a third of three" of "Pauses everything" {{
  at 2026-03-25 10:00
  given campaign "A" {{ yesterday {{ spend $30 }} }}
  given campaign "B" {{ yesterday {{ spend $20 }} }}
  given campaign "C" {{ yesterday {{ spend $10 }} }}
  expect pause of "A" applied
  expect pause of "B" blocked
  expect pause of "C" blocked
}}

test "a third of a budget" of "Raises" {{
  at 2026-03-25 10:00
  given campaign "A" {{ budget $100 }}
  expect increase budget of "A" blocked
}}
"#
        ),
    );
    held_by(
        "leave-learning-alone",
        &format!(
            r#"{RAISE}
test "learning is left alone" of "Raises" {{
  at 2026-03-25 10:00
  given campaign "Learns" {{ delivery learning budget $100 }}
  given campaign "Delivers" {{ delivery delivering budget $100 }}
  expect increase budget of "Learns" blocked
  expect increase budget to $150 of "Delivers" proposed
}}
"#
        ),
    );
}

#[test]
fn budgets_stay_below_what_was_promised() {
    held_by(
        "no-runaway-budgets",
        r#"
rule "Leaps" {
  for campaigns
    where status is active
  every 1h
  then set budget to 2.5 * budget up to $100,000
  without approval
  cooldown 24h
  at most 9 per day
}

test "no leaps" of "Leaps" {
  at 2026-03-25 10:00
  given campaign "Small" { budget $100 }
  given campaign "Large" { budget $600 }
  expect set budget of "Small" blocked
  expect set budget of "Large" blocked
}
"#,
    );
    held_by(
        "account-ceiling",
        &format!(
            r#"{RAISE}
test "together never more than the ceiling" of "Raises" {{
  at 2026-03-25 10:00
  given campaign "A" {{ budget $2,000 yesterday {{ spend $9 }} }}
  given campaign "B" {{ budget $2,500 }}
  expect increase budget of "A" blocked
  expect increase budget of "B" blocked
}}
"#
        ),
    );
}
