//! Tests that live with rules: `test` items, run on a history that they write down themselves.
//!
//! `script` is a checked test, `history` the table it builds, `run` walks it step by step: on `stage` stands where it has come to, `ground` is one
//! account with the rules bound to it, `tick` one tick, with the evaluator and the state machine of the engine (`conduct`). `verdict` says whether an expectation is met and what was found instead, `coverage`
//! which comparisons were ever true, false and unknown, `mutation` whether a test notices a moved threshold.
//! Called by the command line, the API, the editor and the engine where a rule is saved. Pure: no clock, no storage.
//!
//! What is not simulated: the platforms' own refusals, rules of other texts, values read again between approval and
//! application, and people's changes other than those the test gives.

mod answers;
mod coverage;
mod door;
mod ground;
mod history;
mod holds;
mod mutation;
mod run;
pub(crate) mod script;
mod stage;
mod tick;
mod verdict;

use serde::Serialize;

use crate::check::{Checked, check_among};
use crate::definitions::Definitions;
use crate::diagnostics::Diagnostic;
use crate::explanation::Explanation;
use crate::rule::Rule;
use crate::span::Span;

pub use coverage::{ComparisonCoverage, RuleCoverage};
pub use mutation::{Mutant, Mutation, MutationKind, mutate};
pub use script::Test;

/// Most checks (times x campaigns) of all tests of one text: what an editor can wait for.
const MOST_CHECKS: usize = 20_000;

/// Every test of a text, run.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Suite {
    pub tests: Vec<TestReport>,
    /// Of every rule without errors, whether it has tests or not.
    pub coverage: Vec<RuleCoverage>,
}

/// One test.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TestReport {
    pub name: String,
    /// The rule it is of, and the others that run together with it.
    pub rule: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub together_with: Vec<String>,
    pub span: Span,
    pub passed: bool,
    /// Why it could not run at all: the rule does not fit the test's account.
    pub error: Option<String>,
    pub expectations: Vec<ExpectationReport>,
}

/// One expectation or answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ExpectationReport {
    /// As written, on one line.
    pub text: String,
    pub span: Span,
    /// The tick it was asked after.
    pub at: jiff::Timestamp,
    pub met: bool,
    /// What was found instead; `None` where it is met.
    pub found: Option<String>,
    /// The values behind it; `None` where it is met or nothing was evaluated.
    pub explanation: Option<Box<Explanation>>,
}

impl TestReport {
    fn too_long(test: &Test) -> Self {
        Self {
            name: test.name().to_owned(),
            rule: test.rule().to_owned(),
            together_with: test.rules().iter().skip(1).cloned().collect(),
            span: test.span(),
            passed: false,
            error: Some(format!(
                "the tests of this text check campaigns more than {MOST_CHECKS} times; take times or campaigns out"
            )),
            expectations: Vec::new(),
        }
    }
}

impl Suite {
    /// Every test passed; a text without tests passes.
    #[must_use]
    pub fn passed(&self) -> bool {
        self.tests.iter().all(|test| test.passed)
    }

    /// What failed, as findings about the text: a rule is not saved with one.
    #[must_use]
    pub fn diagnostics(&self) -> Vec<Diagnostic> {
        let mut found = Vec::new();
        for test in &self.tests {
            if let Some(error) = &test.error {
                let message = format!("the test `{}` cannot run: {error}", test.name);
                found.push(Diagnostic::new("E0809", test.span, message).help("mend the rule, or the test"));
            }
            for expectation in test.expectations.iter().filter(|expectation| !expectation.met) {
                let instead = expectation.found.as_deref().unwrap_or("nothing");
                let message = format!("the test `{}` fails: {instead}", test.name);
                found.push(
                    Diagnostic::new("E0809", expectation.span, message).help("mend the rule, or the test"),
                );
            }
        }
        found
    }
}

/// Everything there is to say about a text, in its order: what the checker finds and, where that is no error, which tests fail.
#[must_use]
pub fn findings(text: &str, definitions: &Definitions) -> Vec<Diagnostic> {
    let checked = check_among(text, definitions);
    let failing = if checked.is_ok() {
        run(text, &checked).diagnostics()
    } else {
        Vec::new()
    };
    let mut found = checked.diagnostics;
    found.extend(failing);
    found.sort_by_key(|diagnostic| (diagnostic.span, diagnostic.code));
    found
}

/// The rules a test is of; `None` when one of them has errors.
fn rules_of<'a>(test: &Test, checked: &'a Checked) -> Option<Vec<&'a Rule>> {
    let find = |name: &String| checked.rules.iter().find(|rule| rule.name() == name);
    test.rules().iter().map(find).collect()
}

/// Runs every sound test of a text that was checked.
#[must_use]
pub fn run(text: &str, checked: &Checked) -> Suite {
    let mut coverage: Vec<coverage::Collector> = checked.rules.iter().map(coverage::Collector::of).collect();
    let mut checks = 0_usize;
    let tests = checked
        .tests
        .iter()
        .filter_map(|test| {
            let rules = rules_of(test, checked)?;
            checks = checks.saturating_add(test.checks());
            if checks > MOST_CHECKS {
                return Some(TestReport::too_long(test));
            }
            Some(run::run(text, test, &rules, &checked.guards, &mut coverage, None))
        })
        .collect();
    Suite {
        tests,
        coverage: coverage.into_iter().map(coverage::Collector::finish).collect(),
    }
}
