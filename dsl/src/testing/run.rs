//! Walks a test: one step after the other, each on the stage that the steps before it left behind.

use crate::guard::Guard;
use crate::rule::Rule;
use crate::testing::coverage::Collector;
use crate::testing::script::{Step, Test};
use crate::testing::stage::{Forced, Stage};
use crate::testing::verdict;
use crate::testing::{ExpectationReport, TestReport};

/// Runs one test of these rules, each of which may be watched.
pub(super) fn run(
    text: &str,
    test: &Test,
    rules: &[&Rule],
    guards: &[Guard],
    coverage: &mut [Collector],
    forced: Option<Forced<'_>>,
) -> TestReport {
    let script = &*test.body;
    let mut report = TestReport {
        name: script.name.clone(),
        rule: test.rule().to_owned(),
        together_with: test.rules().iter().skip(1).cloned().collect(),
        span: script.span,
        passed: false,
        error: None,
        expectations: Vec::new(),
    };
    for found in &mut *coverage {
        if rules.iter().any(|rule| found.is_of(rule)) {
            found.count_test();
        }
    }
    let mut stage = match Stage::new(script, rules, guards, forced) {
        Ok(stage) => stage,
        Err(error) => {
            report.error = Some(error);
            return report;
        }
    };
    let mut ticking = false;
    for step in &script.steps {
        let ticks = matches!(step, Step::Tick(_));
        if ticks && !ticking {
            stage.since = stage.tick.saturating_add(1);
        }
        ticking = ticks;
        match step {
            Step::Given {
                object,
                at,
                facts,
                cells,
                fetched,
            } => {
                stage.changed_outside(*object, facts);
                stage.give(*object, *at, |campaign, zone| {
                    campaign.give(*at, facts, cells, zone);
                    campaign.give_windows(fetched);
                });
                if let Some(budget) = facts.get(&crate::registry::Attribute::Budget) {
                    stage.give_sharers(*object, *at, |campaign| campaign.give_budget(budget));
                }
            }
            Step::Supply { lookup, at, rows } => {
                for ground in &mut stage.grounds {
                    ground.account.supply(lookup, *at, rows);
                }
            }
            Step::Rate { from, to, rate } => {
                for ground in &mut stage.grounds {
                    ground.account.give_rate(*from, *to, rate);
                }
            }
            Step::Tick(at) => stage.tick(*at, coverage),
            Step::Expect(expected) => report.expectations.push(verdict::judge(text, &stage, expected)),
            Step::Decide {
                span,
                object,
                approves,
                role,
            } => {
                let refused = stage.decide(*object, *approves, *role).err();
                report.expectations.push(ExpectationReport {
                    text: crate::display::one_line(span.of(text)),
                    span: *span,
                    at: stage.now,
                    met: refused.is_none(),
                    found: refused,
                    explanation: None,
                });
            }
        }
    }
    report.passed = report.expectations.iter().all(|expectation| expectation.met);
    report
}
