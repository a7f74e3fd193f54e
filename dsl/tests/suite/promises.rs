//! What is known about the guards' promises before anything runs: kept for sure, broken by these firings, or asked at run time.

use dsl::analyse::{self, Promise};
use dsl::{Effect, check};

use crate::analysis::{bound, does, rule};
use crate::fixture::thursday;

fn watched(texts: &[String], guard: &str) -> Vec<analyse::Watched> {
    let rules = bound(&texts.concat());
    let checked = check(&format!(
        "guard \"No runaway budgets\" {{\n  for campaigns\n  {guard}\n}}\n"
    ));
    assert!(checked.is_ok(), "{:#?}", checked.diagnostics);
    analyse::guards(&rules, &checked.guards, thursday().at)
}

fn scale(amount: &str, lines: &str) -> String {
    rule(
        "Scale",
        &format!("  when clicks over yesterday > 10\n  then increase budget by {amount}\n{lines}"),
    )
}

#[test]
fn a_cap_below_the_ceiling_proves_a_guard() {
    let found = watched(&[scale("20% up to $800", "")], "never raise budget above $1,000");
    assert!(matches!(found[0].promise, Promise::Proved), "{found:#?}");
    // Whatever the cap, such budgets are never raised so far.
    let small = rule(
        "Small ones",
        "  when clicks over yesterday > 10 and budget < $500\n  then increase budget by 50%",
    );
    let found = watched(&[small], "never raise budget above $1,000");
    assert!(matches!(found[0].promise, Promise::Proved), "{found:#?}");
}

#[test]
fn a_raise_without_an_end_breaks_a_ceiling_and_the_firing_is_shown() {
    let found = watched(&[scale("20%", "")], "never raise budget above $1,000");
    let Promise::Broken {
        firings,
        example,
        bound: passed,
    } = &found[0].promise
    else {
        panic!("{found:#?}")
    };
    assert_eq!(
        (firings.len(), *passed),
        (1, Some((dsl::Property::Budget, 1_000_000_000)))
    );
    let rules = bound(&scale("20%", ""));
    let effects = does(&rules[0], example.as_ref(), &example.moment());
    assert_eq!(effects, [firings[0].effect.clone()]);
    assert!(amounts(&firings[0]).1 > 1_000_000_000);
    assert!(found[0].in_words(dsl::Currency::USD).contains("`Scale` $"));
}

#[test]
fn raises_of_a_day_are_multiplied_against_the_days_first_budget() {
    let guard = "never raise budget above 150% of budget at start of day";
    let twice = scale("20%", "  cooldown 12h");
    let found = watched(std::slice::from_ref(&twice), guard);
    assert!(
        matches!(found[0].promise, Promise::Proved),
        "1.2 x 1.2 = 1.44: {found:#?}"
    );
    let thrice = scale("20%", "  cooldown 8h");
    let found = watched(&[thrice], guard);
    let Promise::Broken { firings, .. } = &found[0].promise else {
        panic!("{found:#?}")
    };
    assert_eq!(firings.len(), 3, "{firings:#?}");
    let moved: Vec<(i64, i64)> = firings.iter().map(amounts).collect();
    assert!(moved.windows(2).all(|pair| pair[0].1 == pair[1].0));
    assert!(
        firings
            .windows(2)
            .all(|pair| pair[1].at.as_second() - pair[0].at.as_second() >= 8 * 3_600)
    );
    let first = moved[0].0;
    assert!(moved[1].1 * 2 <= first * 3 && moved[2].1 * 2 > first * 3);
}

fn amounts(firing: &analyse::Firing) -> (i64, i64) {
    match firing.effect {
        Effect::SetAmount { from, to, .. } => (from, to),
        _ => panic!("{firing:?}"),
    }
}

#[test]
fn what_must_never_be_paused_is_held_against_every_pause() {
    let guard = "never pause where labels has \"brand\"";
    let careless = rule("Stop", "  when spend over yesterday > $100\n  then pause");
    let found = watched(&[careless], guard);
    let Promise::Broken { firings, example, .. } = &found[0].promise else {
        panic!("{found:#?}")
    };
    assert_eq!(firings.len(), 1);
    assert!(example.in_words().contains("brand"), "{}", example.in_words());
    // Missing labels count as protected, so the rule has to know them.
    let careful = rule(
        "Stop",
        "  when spend over yesterday > $100 and not (labels has \"brand\")\n  then pause",
    );
    let found = watched(&[careful], guard);
    assert!(matches!(found[0].promise, Promise::Proved), "{found:#?}");
    let found = watched(&[scale("20%", "")], "at most 30% of campaigns paused per day");
    assert!(matches!(found[0].promise, Promise::Proved), "{found:#?}");
}

#[test]
fn a_guard_that_no_sequence_breaks_and_no_sum_proves_is_enforced_at_run_time() {
    let slow = rule(
        "Slow",
        "  when impressions over yesterday > 0 and impressions over last 3 days > 0\n    and ctr over yesterday * ctr over last 3 days < 0%\n  then increase budget by 20%",
    );
    let found = watched(&[slow], "never raise budget above $1,000");
    assert!(
        !matches!(found[0].promise, Promise::Proved),
        "what cannot be looked into is not proved: {found:#?}"
    );
}

#[test]
fn two_raises_together_may_pass_what_each_stays_below() {
    let guard = dsl::check(
        "guard \"G\" {\n  for campaigns\n  never raise budget above 150% of budget at start of day\n}\n",
    )
    .guards;
    let rules = bound(
        &[
            rule(
                "One",
                "  when clicks over yesterday > 10\n  then increase budget by 30%\n  cooldown 24h",
            ),
            rule(
                "Other",
                "  when clicks over yesterday > 5\n  then increase budget by 20%\n  cooldown 24h",
            ),
            rule(
                "Stop",
                "  when clicks over yesterday = 0\n  then pause\n  release after 2h",
            ),
        ]
        .concat(),
    );
    let about = |name: &str| {
        analyse::guards_about(name, &rules, &guard, thursday().at)
            .remove(0)
            .promise
    };
    let Promise::Broken { firings, .. } = about("One") else {
        panic!("1.3 x 1.2 = 1.56")
    };
    let names: Vec<&str> = firings.iter().map(|firing| firing.rule.as_str()).collect();
    assert_eq!(
        names,
        ["Other", "One"],
        "the smaller raise wins the first run, the other is made at the next"
    );
    assert!(matches!(about("Stop"), Promise::Proved), "it raises nothing");
    let alone = analyse::guards(&rules[..1], &guard, thursday().at);
    assert!(matches!(alone[0].promise, Promise::Proved), "{alone:#?}");
    // The campaigns that run cost more again when a hold ends.
    let total =
        dsl::check("guard \"G\" {\n  for campaigns\n  never raise total budget of account above $500\n}\n")
            .guards;
    let held = analyse::guards_about("Stop", &rules, &total, thursday().at);
    let said = held[0].in_words(dsl::Currency::USD);
    assert_eq!(
        said,
        "enforced at run time: `Stop` gives back what it changed when its hold ends: see `pause`"
    );
}
