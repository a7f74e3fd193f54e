//! Labels in the tests of rules: a set that rules add to and take from, alone, together and for a while.

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

fn rule(name: &str, actions: &str) -> String {
    format!(
        "rule \"{name}\" {{\n  for campaigns where status is active\n  every day at 09:00\n  then {actions}\n  without approval\n}}\n\n"
    )
}

#[test]
fn a_label_that_is_there_is_not_added_and_one_that_is_not_is_not_removed() {
    let mark = rule("Mark", "add label \"seen\"\n       remove label \"new\"");
    passes(&format!(
        "{mark}test \"set\" of \"Mark\" {{\n  at 2026-03-04 09:00\n  given campaign \"A\" {{ labels \"new\", \"brand\" }}\n  \
         given campaign \"B\" {{ labels \"seen\" }}\n  expect add label \"seen\" of \"A\" applied\n  expect remove label \"new\" of \"A\" applied\n  \
         expect add label \"seen\" of \"B\" blocked\n  at 2026-03-05 09:00\n  expect remove label \"new\" of \"A\" blocked\n}}\n"
    ));
}

#[test]
fn a_label_for_a_while_goes_away_again_unless_it_was_somebody_elses() {
    let mark = rule("Mark", "add label \"seen\" until 18:00");
    passes(&format!(
        "{mark}test \"while\" of \"Mark\" {{\n  at 2026-03-04 09:00\n  given campaign \"A\" {{ budget $10 }}\n  \
         given campaign \"Theirs\" {{ labels \"seen\" }}\n  expect add label \"seen\" of \"A\" applied\n  at 18:00\n  \
         expect remove label \"seen\" of \"A\" applied\n  expect nothing of \"Theirs\"\n}}\n"
    ));
}

#[test]
fn two_labels_of_one_object_are_held_each_by_itself() {
    let mark = rule(
        "Mark",
        "add label \"seen\" until 18:00\n       add label \"today\" for today",
    );
    passes(&format!(
        "{mark}test \"both\" of \"Mark\" {{\n  at 2026-03-04 09:00\n  given campaign \"A\" {{ budget $10 }}\n  \
         expect add label \"seen\" of \"A\" applied\n  expect add label \"today\" of \"A\" applied\n  at 18:00\n  \
         expect remove label \"seen\" of \"A\" applied\n  at 2026-03-05 00:00\n  expect remove label \"today\" of \"A\" applied\n}}\n"
    ));
}

#[test]
fn what_a_person_took_off_is_not_given_back() {
    let mark = rule("Mark", "remove label \"new\" until 18:00");
    passes(&format!(
        "{mark}test \"by hand\" of \"Mark\" {{\n  at 2026-03-04 09:00\n  given campaign \"A\" {{ labels \"new\" }}\n  \
         given campaign \"B\" {{ labels \"new\" }}\n  expect remove label of \"A\" applied\n  at 12:00\n  \
         given campaign \"A\" {{ labels \"new\", \"brand\" }}\n  given campaign \"B\" {{ labels \"brand\" }}\n  at 18:00\n  \
         expect nothing of \"A\"\n  expect add label \"new\" of \"B\" applied\n}}\n"
    ));
}

#[test]
fn rules_that_add_and_remove_one_label_take_turns() {
    let (adds, removes) = (
        rule("Adds", "add label \"seen\""),
        rule("Removes", "remove label \"seen\" until 18:00"),
    );
    passes(&format!(
        "{adds}{removes}test \"both\" of \"Adds\", \"Removes\" {{\n  at 2026-03-04 09:00\n  given campaign \"A\" {{ budget $10 }}\n  \
         given campaign \"B\" {{ labels \"seen\" }}\n  expect add label \"seen\" of \"A\" by \"Adds\" applied\n  \
         expect remove label \"seen\" of \"B\" by \"Removes\" applied\n  at 2026-03-05 09:00\n  \
         expect remove label \"seen\" of \"A\" by \"Removes\" applied\n}}\n"
    ));
}

#[test]
fn what_one_rule_keeps_away_another_does_not_add() {
    let keeps = rule("Keeps away", "remove label \"seen\" for today");
    let adds = rule("Adds", "add label \"seen\"").replace("day at 09:00", "day at 12:00");
    passes(&format!(
        "{keeps}{adds}test \"held\" of \"Keeps away\", \"Adds\" {{\n  at 2026-03-04 09:00\n  given campaign \"A\" {{ labels \"seen\" }}\n  \
         expect remove label \"seen\" of \"A\" applied\n  at 12:00\n  expect add label \"seen\" of \"A\" blocked\n}}\n"
    ));
}

#[test]
fn labels_of_ad_groups_and_keywords_are_marked_alike() {
    let mark = "rule \"Mark\" {\n  for keywords on google where status is active\n  every day at 09:00\n  then add label \"seen\"\n  \
                without approval\n}\n\n";
    passes(&format!(
        "{mark}test \"below\" of \"Mark\" {{\n  at 2026-03-04 09:00\n  given keyword \"shoes\" in ad group \"G\" of campaign \"C\" on google {{ bid $1 }}\n  \
         given keyword \"boots\" in ad group \"G\" on google {{ labels \"seen\" }}\n  expect add label \"seen\" of \"shoes\" applied\n  \
         expect add label \"seen\" of \"boots\" blocked\n}}\n"
    ));
}
