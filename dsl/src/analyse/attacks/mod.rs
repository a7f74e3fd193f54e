//! What the analysis says, attacked: nothing it calls proved is contradicted by a row, by the reference or by a day of checks, and
//! whatever it shows happens again when the campaign is written down as a history and run as a `test`.
//!
//! `random` makes the rules and the rows, `retold` turns an example into a history and into a test's `given`. `conditions` attacks
//! single questions, `guesses` their first answers, `alone` what is said about one rule, `pairs` what is said about two, `days` the worst
//! day and the guards.

mod alone;
mod conditions;
mod days;
mod guesses;
mod pairs;
mod random;
mod retold;

use crate::BoundRule;
use crate::effects::Effect;
use crate::evaluate::reference::Reference;
use crate::table::{Moment, Table};

/// Which branch has its turn on a row, by the reference, and what it does.
fn acts(rule: &BoundRule, table: &dyn Table, moment: &Moment, row: usize) -> Option<(usize, Vec<Effect>)> {
    let reference = Reference {
        rule,
        table,
        moment: *moment,
        row,
    };
    if reference.scope() != Ok(true) {
        return None;
    }
    let turn = (0..rule.rule.body.branches.len())
        .map(|branch| (branch, reference.branch(branch)))
        .find(|(_, verdict)| *verdict != Ok(false))?;
    match turn {
        (branch, Ok(true)) => Some((branch, rule.effects(table, moment, row, branch))),
        _ => None,
    }
}

/// Runs the only test of a text, and says what was found instead of what it expects.
fn unmet(text: &str) -> Vec<String> {
    let checked = crate::check::check_waiving_the_duty(text);
    assert!(checked.is_ok(), "{text}\n{:#?}", checked.diagnostics);
    let suite = crate::testing::run(text, &checked);
    assert_eq!(suite.tests.len(), 1, "{text}");
    let test = &suite.tests[0];
    assert_eq!(test.error, None, "{text}");
    test.expectations
        .iter()
        .filter(|expectation| !expectation.met)
        .map(|expectation| {
            format!(
                "{}: {}",
                expectation.text,
                expectation.found.clone().unwrap_or_default()
            )
        })
        .collect()
}
