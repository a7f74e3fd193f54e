//! `change of`, `usual` and `elapsed_share`: numbers worked out by hand, and what is missing when.

use dsl::{Metric, MissingReason, Truth};

use crate::fixture::{Campaign, Memory, dollars, ruled, thursday};

const UNIT: i64 = 1_000_000;

fn spent(days: &[(&str, i64)]) -> Campaign {
    days.iter().fold(Campaign::default(), |campaign, (day, units)| {
        campaign.day(Metric::Spend, day, units * UNIT)
    })
}

/// The verdict on a campaign by plan and by walk, which must agree, and the sentence.
fn judged(condition: &str, campaign: Campaign) -> (Truth, Option<MissingReason>, String) {
    let bound = ruled(&format!("  when {condition}\n  then notify slack \"#a\" \"x\""))
        .bind(&dollars())
        .unwrap();
    let table = Memory::of([campaign]);
    let verdicts = bound.evaluate(&table, &thursday());
    let branch = bound.explain(&table, &thursday(), 0).branches.remove(0);
    assert_eq!(verdicts.branches[0][0], branch.truth, "{branch:#?}");
    (branch.truth, verdicts.reason(0, 0), branch.reason)
}

#[test]
fn a_change_is_relative_to_the_equal_period_before() {
    // Thursday, 5 March: the last three days are 2 to 4 March, the three before 27 February to 1 March.
    let grown = || spent(&[("2026-03-03", 60), ("2026-02-28", 40), ("2026-02-26", 900)]);
    let change = "change of spend over last 3 days";
    let guarded = |limit: &str| format!("spend over last 3 days ending 3 days ago > 0 and {change} {limit}");
    assert_eq!(judged(&guarded("= 50%"), grown()).0, Truth::True);
    assert_eq!(judged(&guarded("> 50%"), grown()).0, Truth::False);
    assert_eq!(
        judged(&guarded("> 49.999999%"), grown()).2,
        "spend over last 3 days ending 3 days ago $40.00 is above 0 and change of spend over last 3 days 50% is above 49.999999%"
    );
    // Nothing before: undefined, which `else` replaces, and an outage, which it does not.
    let new = spent(&[("2026-03-03", 60)]);
    assert_eq!(
        judged(&format!("({change} else 0) = 0"), new.clone()).0,
        Truth::True
    );
    let dark = new.gap(Metric::Spend, "2026-02-27", MissingReason::NoSync);
    assert_eq!(
        judged(&format!("({change} else 0) = 0"), dark).1,
        Some(MissingReason::NoSync)
    );
}

#[test]
fn a_change_of_an_expression_moves_every_metric_in_it() {
    let campaign = spent(&[("2026-03-03", 60), ("2026-02-28", 40)])
        .day(Metric::Revenue, "2026-03-03", 90 * UNIT)
        .day(Metric::Revenue, "2026-02-28", 50 * UNIT)
        .day(Metric::Conversions, "2026-03-03", 2 * UNIT)
        .day(Metric::Conversions, "2026-02-28", UNIT);
    let holds = |condition: &str| judged(condition, campaign.clone()).0 == Truth::True;
    assert!(holds(
        "(change of (revenue - spend) over last 3 days else 0) = 200%"
    ));
    assert!(holds("(change of cpa over last 3 days else 0) = -25%"));
    assert!(holds("(change of roas over last 3 days else 0) = 20%"));
    // A `let` carries its own window into the comparison.
    let bound = ruled(
        "  let margin = (revenue over last 3 days) - (spend over last 3 days)\n  when (change of margin else 0) = 200%\n  then notify slack \"#a\" \"x\"",
    )
    .bind(&dollars())
    .unwrap();
    let table = Memory::of([campaign.clone()]);
    assert_eq!(bound.evaluate(&table, &thursday()).branches[0], [Truth::True]);
}

#[test]
fn usual_is_the_median_of_four_weeks_of_which_three_are_known() {
    let weeks = spent(&[
        ("2026-02-25", 10),
        ("2026-02-18", 40),
        ("2026-02-11", 20),
        ("2026-02-04", 1_000),
    ]);
    let is = |condition: &str, campaign: &Campaign| judged(condition, campaign.clone());
    // Yesterday was a Wednesday: 10, 20, 40 and 1,000 were spent on the four before.
    assert_eq!(is("usual spend over yesterday = $30", &weeks).0, Truth::True);
    assert_eq!(
        is("usual spend over yesterday > $30.01", &weeks).2,
        "usual spend over yesterday $30.00 is not above $30.01"
    );
    let three = weeks
        .clone()
        .gap(Metric::Spend, "2026-02-04", MissingReason::NoSync);
    assert_eq!(is("usual spend over yesterday = $20", &three).0, Truth::True);
    let two = three.gap(Metric::Spend, "2026-02-11", MissingReason::Stale);
    assert_eq!(
        is("usual spend over yesterday = $20", &two).1,
        Some(MissingReason::TooFewKnown)
    );
    let none = two.gap(Metric::Spend, "2026-02-18", MissingReason::Stale).gap(
        Metric::Spend,
        "2026-02-25",
        MissingReason::Stale,
    );
    assert_eq!(
        is("usual spend over yesterday = $20", &none).1,
        Some(MissingReason::NoSync)
    );
    // Weeks without conversions have no cost per conversion: they are not known, and nothing that `else` replaces.
    assert_eq!(
        is("usual cpa over yesterday > $20", &weeks).1,
        Some(MissingReason::TooFewKnown)
    );
    let sold = ["2026-02-25", "2026-02-18", "2026-02-11"]
        .into_iter()
        .fold(weeks, |campaign, day| {
            campaign.day(Metric::Conversions, day, 3 * UNIT)
        });
    assert_eq!(is("3 * usual cpa over yesterday = $20", &sold).0, Truth::True);
}

#[test]
fn a_young_campaign_has_no_usual_week() {
    let young = spent(&[("2026-03-04", 50)]).created("2026-02-20");
    assert_eq!(
        judged("usual spend over yesterday < $50", young).1,
        Some(MissingReason::TooFewKnown)
    );
    let newborn = spent(&[("2026-03-04", 50)]).created("2026-03-01");
    assert_eq!(
        judged("usual spend over yesterday < $50", newborn).1,
        Some(MissingReason::IncompleteWindow)
    );
}

#[test]
fn the_elapsed_share_is_that_of_the_run() {
    // Ten in the morning of a Thursday, 5 March.
    let holds = |condition: &str| judged(condition, Campaign::default().budget(48)).0 == Truth::True;
    assert!(holds("elapsed_share of today * 24 = 10"));
    assert!(holds("elapsed_share of this week * 168 = 82"));
    assert!(holds("elapsed_share of this month * 744 = 106"));
    assert!(holds("elapsed_share of today * budget = $20"));
    let scope = dsl::check(
        "rule \"A\" {\n  for campaigns where elapsed_share of today > 40%\n  every 1h\n  then notify slack \"#a\" \"x\"\n}\n",
    );
    assert!(scope.is_ok(), "{:#?}", scope.diagnostics);
    let bound = scope.rules[0].bind(&dollars()).unwrap();
    let verdicts = bound.evaluate(&Memory::of([Campaign::default()]), &thursday());
    assert_eq!(verdicts.scope, [Truth::True]);
}

#[test]
fn the_periods_compared_are_explained_by_their_days() {
    let rule = ruled(
        "  when (change of spend over last 3 days settled else 0) > 20% and spend over today > $5\n  then pause",
    );
    let mut german = dollars();
    german.platform = dsl::Platform::Meta;
    let windows = rule
        .bind(&german)
        .unwrap()
        .explain(&Memory::of([Campaign::default()]), &thursday(), 0)
        .windows;
    let days: Vec<(String, String, u32)> = windows
        .iter()
        .map(|window| {
            let day = match window.from {
                Some(dsl::Bound::Day(day)) => day.to_string(),
                _ => String::new(),
            };
            (window.text.clone(), day, window.lag_days)
        })
        .collect();
    assert!(days.contains(&("last 3 days settled".to_owned(), "2026-03-02".to_owned(), 0)));
    assert!(days.contains(&(
        "the period before last 3 days settled".to_owned(),
        "2026-02-27".to_owned(),
        0
    )));
}
