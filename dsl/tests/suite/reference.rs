//! The written reference says what the registry and the checker say.

use dsl::{AttributeKind, Platform, actions, attributes, check, metrics};

const REFERENCE: &str = include_str!("../../../docs/language.md");

#[test]
fn every_rule_of_the_reference_is_without_findings() {
    let mut blocks = 0;
    for block in REFERENCE.split("```adjutant\n").skip(1) {
        let text = block.split("```").next().unwrap();
        let found = check(text).diagnostics;
        assert!(found.is_empty(), "{text}\n{found:#?}");
        blocks += 1;
    }
    assert!(blocks >= 2);
}

#[test]
fn every_test_of_the_reference_passes_and_every_clause_of_tests_is_in_it() {
    let mut tests = 0;
    for block in REFERENCE.split("```adjutant\n").skip(1) {
        let text = block.split("```").next().unwrap();
        let suite = dsl::testing::run(text, &check(text));
        assert!(suite.passed(), "{:#?}", suite.tests);
        tests += suite.tests.len();
    }
    assert!(tests >= 1);
    for clause in dsl::test_clauses() {
        assert!(
            REFERENCE.contains(&format!("`{}", clause.opener)),
            "{}",
            clause.opener
        );
    }
    for word in dsl::test_words() {
        assert!(REFERENCE.contains(word.word), "{}", word.word);
    }
}

#[test]
fn the_reference_names_every_metric_attribute_and_action() {
    let names = metrics()
        .iter()
        .map(|metric| metric.name)
        .chain(attributes().iter().map(|attribute| attribute.name));
    for name in names {
        assert!(
            REFERENCE.contains(&format!("`{name}`")),
            "{name} is not in the reference"
        );
    }
    for action in actions() {
        let first = action.words.split(' ').next().unwrap();
        assert!(
            REFERENCE.contains(&format!("`{first}")),
            "{} is not in the reference",
            action.words
        );
    }
    for attribute in attributes()
        .iter()
        .filter(|attribute| ["status", "delivery"].contains(&attribute.name))
    {
        assert_eq!(attribute.kind, AttributeKind::Enum);
        let flat = REFERENCE.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(
            flat.contains(&attribute.members.join(" ")),
            "the words of {} differ",
            attribute.name
        );
    }
}

#[test]
fn the_delays_in_the_reference_are_those_of_the_registry() {
    for (names, line) in [
        (
            ["impressions", "clicks", "spend"].as_slice(),
            "| impressions, clicks, spend |",
        ),
        (&["conversions", "revenue"], "| conversions, revenue |"),
    ] {
        let row = REFERENCE.lines().find(|row| row.starts_with(line)).unwrap();
        let written: Vec<u32> = row
            .split('|')
            .skip(2)
            .filter_map(|cell| cell.trim().parse().ok())
            .collect();
        for name in names {
            let info = metrics().iter().find(|metric| metric.name == *name).unwrap();
            let known: Vec<u32> = Platform::ALL
                .iter()
                .map(|platform| info.settled_lag_days(*platform))
                .collect();
            assert_eq!(written, known, "{name}");
        }
    }
}
