//! Running the tests that stand with a text's rules.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::text::{Diagnostic, Lines, TextSpan, diagnostics};
use crate::{explanation::Explanation, problem::Problem, wire::words};

words! {
    /// How a mutant differs from the rule: a comparison turned round, a number or a parameter moved by a quarter, one check more
    /// or less, `and` for `or`, a window of one day more or less.
    MutationKind: "comparison", "threshold", "parameter", "lasting", "logic", "window"
}

/// A text whose tests are run.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TestText {
    #[schema(
        example = "rule \"Night watch\" {\n  for campaigns on google\n  every 1h\n  when spend over today > $100\n  then pause\n}\n\ntest \"pauses\" of \"Night watch\" {\n  at 2026-03-04 10:00\n  given campaign \"Dear\" { today { spend $120 } }\n  expect pause of \"Dear\" proposed\n}\n"
    )]
    pub text: String,
    /// Also move every threshold and turn every comparison round, one at a time, and say what no test notices. Only where all
    /// tests pass.
    #[serde(default)]
    pub mutate: bool,
}

/// One expectation of a test, or one answer that it scripts.
#[derive(Debug, Serialize, ToSchema)]
pub struct TestedExpectation {
    #[schema(example = "expect pause of \"Dear\" proposed")]
    text: String,
    span: TextSpan,
    /// The tick it was asked after.
    #[schema(value_type = String, format = DateTime)]
    at: Timestamp,
    met: bool,
    /// What was found instead; null where it is met.
    found: Option<String>,
    /// The values behind it; null where it is met or nothing was evaluated.
    explanation: Option<Explanation>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct TestedTest {
    name: String,
    /// The rule it is of.
    rule: String,
    span: TextSpan,
    passed: bool,
    /// Why it could not run at all.
    error: Option<String>,
    expectations: Vec<TestedExpectation>,
}

/// One comparison of a rule, and how often the tests saw it come out how.
#[derive(Debug, Serialize, ToSchema)]
pub struct ComparisonCoverage {
    span: TextSpan,
    text: String,
    #[schema(value_type = i64)]
    was_true: u32,
    #[schema(value_type = i64)]
    was_false: u32,
    #[schema(value_type = i64)]
    unknown: u32,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct RuleCoverage {
    rule: String,
    #[schema(value_type = i64)]
    tests: usize,
    comparisons: Vec<ComparisonCoverage>,
}

/// One change of the rule, and whether a test noticed.
#[derive(Debug, Serialize, ToSchema)]
pub struct Mutant {
    kind: MutationKind,
    span: TextSpan,
    #[schema(example = "$45")]
    was: String,
    #[schema(example = "56.25 USD")]
    is: String,
    survived: bool,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct RuleMutants {
    rule: String,
    mutants: Vec<Mutant>,
}

/// What came of a text's tests.
#[derive(Debug, Serialize, ToSchema)]
pub struct TestedText {
    /// The text has no errors, and every test passed.
    passed: bool,
    tests: Vec<TestedTest>,
    coverage: Vec<RuleCoverage>,
    /// Null unless asked for.
    mutation: Option<Vec<RuleMutants>>,
    diagnostics: Vec<Diagnostic>,
}

/// Runs every test of a text.
pub fn test(body: &TestText) -> Result<TestedText, Problem> {
    let text = body.text.as_str();
    let checked = dsl::check(text);
    let suite = dsl::testing::run(text, &checked);
    let passed = checked.is_ok() && suite.passed();
    let lines = Lines::of(text);
    let mut tests = Vec::with_capacity(suite.tests.len());
    for test in &suite.tests {
        let mut expectations = Vec::with_capacity(test.expectations.len());
        for expectation in &test.expectations {
            expectations.push(TestedExpectation {
                text: expectation.text.clone(),
                span: lines.span(expectation.span),
                at: expectation.at,
                met: expectation.met,
                found: expectation.found.clone(),
                explanation: expectation
                    .explanation
                    .as_deref()
                    .map(Explanation::of)
                    .transpose()?,
            });
        }
        tests.push(TestedTest {
            name: test.name.clone(),
            rule: test.rule.clone(),
            span: lines.span(test.span),
            passed: test.passed,
            error: test.error.clone(),
            expectations,
        });
    }
    let mutation = (body.mutate && passed).then(|| {
        dsl::testing::mutate(text, &checked)
            .into_iter()
            .map(|mutation| RuleMutants {
                rule: mutation.rule,
                mutants: mutation
                    .mutants
                    .into_iter()
                    .map(|mutant| Mutant {
                        kind: kind(mutant.kind).into(),
                        span: lines.span(mutant.span),
                        was: mutant.was,
                        is: mutant.is,
                        survived: mutant.survived,
                    })
                    .collect(),
            })
            .collect()
    });
    let coverage = suite
        .coverage
        .into_iter()
        .map(|coverage| RuleCoverage {
            rule: coverage.rule,
            tests: coverage.tests,
            comparisons: coverage
                .comparisons
                .into_iter()
                .map(|found| ComparisonCoverage {
                    span: lines.span(found.span),
                    text: found.text,
                    was_true: found.was_true,
                    was_false: found.was_false,
                    unknown: found.unknown,
                })
                .collect(),
        })
        .collect();
    Ok(TestedText {
        passed,
        tests,
        coverage,
        mutation,
        diagnostics: diagnostics(text, &checked.diagnostics),
    })
}

const fn kind(kind: dsl::testing::MutationKind) -> &'static str {
    match kind {
        dsl::testing::MutationKind::Comparison => "comparison",
        dsl::testing::MutationKind::Threshold => "threshold",
        dsl::testing::MutationKind::Parameter => "parameter",
        dsl::testing::MutationKind::Lasting => "lasting",
        dsl::testing::MutationKind::Logic => "logic",
        dsl::testing::MutationKind::Window => "window",
    }
}
