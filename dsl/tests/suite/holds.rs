//! Holds in the tests of rules: what ends by time, by condition, and by somebody else's hand.

use dsl::{Checked, check, testing};

fn passes(text: &str) {
    let checked: Checked = check(text);
    assert!(checked.is_ok(), "{text}\n{:#?}", checked.diagnostics);
    let suite = testing::run(text, &checked);
    assert!(!suite.tests.is_empty());
    for report in suite.tests {
        assert!(report.passed, "{report:#?}");
    }
}

const NIGHT: &str = "rule \"Night\" {\n  for campaigns where status is active\n  every day at 22:00\n  then pause until 06:00\n  \
    without approval\n  release without approval\n}\n\n";

#[test]
fn a_pause_until_morning_ends_by_itself_whatever_the_rules_schedule() {
    passes(&format!(
        "{NIGHT}test \"night\" of \"Night\" {{\n  at 2026-03-25 22:00 in \"Europe/Berlin\"\n  given campaign \"A\" {{ budget $10 }}\n  \
         given campaign \"Off\" {{ status paused }}\n  expect pause of \"A\" applied\n  expect nothing of \"Off\"\n  \
         at 2026-03-26 05:59\n  expect nothing of \"A\"\n  at 06:00\n  expect resume of \"A\" applied\n  expect nothing of \"Off\"\n  \
         at 22:00\n  expect pause of \"A\" applied\n}}\n"
    ));
}

#[test]
fn on_the_night_of_a_clock_change_the_end_is_the_same_time_of_the_wall_clock() {
    let nights = [
        ("America/New_York", "2026-03-07", "2026-03-08", "05:59", "06:00"),
        ("Europe/Berlin", "2026-10-24", "2026-10-25", "05:59", "06:00"),
        (
            "Australia/Lord_Howe",
            "2026-10-03",
            "2026-10-04",
            "05:59",
            "06:00",
        ),
    ];
    for (zone, evening, morning, before, end) in nights {
        passes(&format!(
            "{NIGHT}test \"night\" of \"Night\" {{\n  at {evening} 22:00 in \"{zone}\"\n  given campaign \"A\" {{ budget $10 }}\n  \
             expect pause of \"A\" applied\n  at {morning} {before}\n  expect nothing of \"A\"\n  at {end}\n  expect resume of \"A\" applied\n}}\n"
        ));
    }
}

#[test]
fn what_somebody_else_changed_is_not_given_back() {
    passes(&format!(
        "{NIGHT}test \"by hand\" of \"Night\" {{\n  at 2026-03-25 22:00\n  given campaign \"A\" {{ budget $10 }}\n  expect pause of \"A\" applied\n  \
         at 2026-03-26 01:00\n  given campaign \"A\" {{ status paused }}\n  at 06:00\n  expect nothing of \"A\"\n}}\n"
    ));
}

#[test]
fn a_raise_of_spend_waits_for_an_approval_and_a_no_keeps_what_is() {
    let rule = NIGHT.replace("  release without approval\n", "");
    passes(&format!(
        "{rule}test \"yes\" of \"Night\" {{\n  at 2026-03-25 22:00\n  given campaign \"A\" {{ budget $10 }}\n  \
         at 2026-03-26 06:00\n  expect resume of \"A\" proposed\n  at 2026-03-28 06:00\n  expect resume of \"A\" proposed\n  approve \"A\"\n  \
         expect resume of \"A\" applied\n}}\n\ntest \"no\" of \"Night\" {{\n  at 2026-03-25 22:00\n  given campaign \"A\" {{ budget $10 }}\n  \
         at 2026-03-26 06:00\n  expect resume of \"A\" proposed\n  reject \"A\"\n  expect resume of \"A\" rejected\n  at 2026-03-27 06:00\n  \
         expect nothing of \"A\"\n}}\n"
    ));
}

const BLEEDER: &str = "rule \"Bleeder\" {\n  for campaigns where status is active\n  every 1h\n  \
    when spend over today > $50\n  then set budget to $20\n  without approval\n  cooldown 24h\n  \
    release when revenue over yesterday > $90\n  release after 3 days\n  release without approval\n}\n\n";

#[test]
fn a_condition_releases_outside_of_the_scope_too_and_the_unknown_keeps_holding() {
    passes(&format!(
        "{BLEEDER}test \"condition\" of \"Bleeder\" {{\n  at 2026-03-25 10:00\n  given campaign \"A\" {{ budget $100  today {{ spend $60 }} }}\n  \
         expect decrease budget to $20 of \"A\" applied\n  at 2026-03-26 09:00\n  \
         given campaign \"A\" {{ status paused  yesterday {{ revenue _ }} }}\n  expect nothing of \"A\"\n  at 10:00\n  \
         given campaign \"A\" {{ yesterday {{ revenue $91 }} }}\n  expect increase budget to $100 of \"A\" applied\n}}\n"
    ));
}

#[test]
fn whichever_end_comes_first_ends_the_hold_and_the_value_before_both_cuts_comes_back() {
    passes(&format!(
        "{}test \"time\" of \"Bleeder\" {{\n  at 2026-03-25 10:00\n  given campaign \"A\" {{ budget $100  today {{ spend $60 }} }}\n  \
         expect decrease budget to $50 of \"A\" applied\n  at 2026-03-26 10:00\n  given campaign \"A\" {{ today {{ spend $60 }} }}\n  \
         expect decrease budget to $25 of \"A\" applied\n  at 2026-03-29 09:30\n  expect nothing of \"A\"\n  at 10:00\n  \
         expect increase budget to $100 of \"A\" applied\n}}\n",
        BLEEDER.replace("set budget to $20", "decrease budget by 50%")
    ));
}

#[test]
fn what_would_be_over_already_is_not_done_any_more() {
    let rule = NIGHT.replace(
        "  without approval\n  release",
        "  approve by manager within 24h\n  release",
    );
    passes(&format!(
        "{rule}test \"late\" of \"Night\" {{\n  at 2026-03-25 22:00\n  given campaign \"A\" {{ budget $10 }}\n  expect pause of \"A\" proposed\n  \
         at 2026-03-26 06:00\n  expect pause of \"A\" expired\n}}\n"
    ));
}

#[test]
fn two_rules_hold_one_pause_and_it_ends_with_the_last_of_them() {
    let second = "rule \"Second\" {\n  for campaigns\n  every day at 23:00\n  then pause\n  without approval\n  release after 2 days\n  \
        release without approval\n}\n\n";
    passes(&format!(
        "{NIGHT}{second}test \"both\" of \"Night\", \"Second\" {{\n  at 2026-03-25 22:00, 23:00\n  given campaign \"A\" {{ budget $10 }}\n  \
         expect pause of \"A\" by \"Night\" applied\n  at 2026-03-26 06:00\n  expect nothing of \"A\"\n  at 2026-03-27 22:59\n  \
         expect nothing of \"A\"\n  at 23:00\n  expect resume of \"A\" by \"Second\" applied\n}}\n"
    ));
}

#[test]
fn a_riskier_wish_of_another_rule_loses_to_what_is_held() {
    let raise = "rule \"Raise\" {\n  for campaigns\n  every 1h\n  when spend over today > $10\n  then increase budget by 10% up to $500\n  \
        without approval\n  cooldown 1h\n  at most 3 per day\n}\n\n";
    passes(&format!(
        "{BLEEDER}{raise}test \"meets\" of \"Bleeder\", \"Raise\" {{\n  at 2026-03-25 10:00\n  given campaign \"A\" {{ budget $100  today {{ spend $60 }} }}\n  \
         expect decrease budget to $20 of \"A\" by \"Bleeder\" applied\n  at 11:00\n  expect increase budget of \"A\" by \"Raise\" blocked\n}}\n"
    ));
}

#[test]
fn plain_words_say_when_it_ends_and_who_is_asked() {
    let words = |text: &str| check(text).rules[0].in_plain_words(&[]);
    let night = words(NIGHT);
    assert!(night.contains("it pauses the campaign, until 06:00."), "{night}");
    assert!(night.contains("Going back asks nobody."), "{night}");
    let bleeder = words(BLEEDER);
    assert!(
        bleeder.contains("goes back to what it was when")
            && bleeder.contains("or after 3 days, whichever comes first"),
        "{bleeder}"
    );
}
