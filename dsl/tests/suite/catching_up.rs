//! Times that a rule missed while nothing ran, in the tests of rules: judged each by itself, the oldest first.

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

/// Marks what was dear on the day before.
const MARK: &str = "rule \"Mark\" {\n  for campaigns\n  every day at 09:00 catch up\n  when spend over yesterday > $100\n  \
                    then add label \"dear\"\n  without approval\n}\n\n";

/// One dear day, between the first time of the test and `now`.
fn story(rule: &str, day: &str, now: &str, expected: &str) -> String {
    format!(
        "{rule}test \"stood still\" of \"Mark\" {{\n  at 2026-03-02 09:00\n  given campaign \"A\" {{ on 2026-03-01 {{ spend $10 }} }}\n  \
         expect nothing of \"A\"\n  at {now}\n  given campaign \"A\" {{ on {day} {{ spend $150 }} }}\n  {expected}\n}}\n"
    )
}

#[test]
fn a_time_that_was_missed_is_judged_as_if_it_were_now() {
    let now = "2026-03-05 12:00";
    passes(&story(
        MARK,
        "2026-03-02",
        now,
        "expect add label \"dear\" of \"A\" applied",
    ));
    // On time or not at all.
    let plain = MARK.replace(" catch up", "");
    passes(&story(&plain, "2026-03-02", now, "expect nothing of \"A\""));
    let on_time = "2026-03-05 09:00";
    passes(&story(&plain, "2026-03-02", on_time, "expect nothing of \"A\""));
    passes(&story(
        &plain,
        "2026-03-04",
        on_time,
        "expect add label \"dear\" of \"A\" applied",
    ));
}

#[test]
fn what_was_missed_more_than_a_week_ago_is_let_go() {
    let expected = "expect nothing of \"A\"";
    passes(&story(MARK, "2026-03-03", "2026-03-20 12:00", expected));
    let expected = "expect add label \"dear\" of \"A\" applied";
    passes(&story(MARK, "2026-03-13", "2026-03-20 12:00", expected));
}

#[test]
fn the_first_time_of_a_test_makes_up_for_nothing() {
    passes(&format!(
        "{MARK}test \"begins\" of \"Mark\" {{\n  at 2026-03-05 12:00\n  given campaign \"A\" {{ on 2026-03-03 {{ spend $150 }} }}\n  \
         expect nothing of \"A\"\n}}\n"
    ));
}

#[test]
fn each_missed_time_is_a_check_of_its_own() {
    // Two checks in a row are true; one of them was missed.
    let twice = MARK.replace("> $100", "> $100 lasting 2 checks");
    passes(&format!(
        "{twice}test \"two checks\" of \"Mark\" {{\n  at 2026-03-02 09:00\n  given campaign \"A\" {{ on 2026-03-01 {{ spend $150 }} }}\n  \
         expect add label \"dear\" of \"A\" pending\n  at 2026-03-03 12:00\n  given campaign \"A\" {{ on 2026-03-02 {{ spend $150 }} }}\n  \
         expect add label \"dear\" of \"A\" applied\n}}\n"
    ));
}
