//! Nothing is called proved that a row contradicts: random rules against random rows, in each of the ways a condition can be asked.

use jiff::Timestamp;
use proptest::collection::vec;
use proptest::prelude::*;

use super::random::{campaign, cases, condition, world};
use crate::analyse::conditions::{Ask, Reader};
use crate::analyse::search::{Budget, Ended, Goal, Look, search};
use crate::analyse::witness::Maker;
use crate::check::check_waiving_the_duty;
use crate::evaluate::agreement::fixture::{Memory, dollars, thursday};
use crate::{Attribute, AttributeValue, BoundRule, Truth};

pub(super) fn bound(conditions: &[String]) -> BoundRule {
    let mut text = "rule \"Random\" {\n  for campaigns\n  every 1h\n".to_owned();
    for (index, condition) in conditions.iter().enumerate() {
        let opener = if index == 0 { "when" } else { "otherwise when" };
        text.push_str(&format!(
            "  {opener} {condition}\n  then notify slack \"#a\" \"x\"\n"
        ));
    }
    text.push_str("}\n");
    let checked = check_waiving_the_duty(&text);
    assert!(checked.is_ok(), "{text}\n{:#?}", checked.diagnostics);
    checked.rules[0].bind(&dollars()).unwrap()
}

fn is(ask: Ask, truth: Truth) -> bool {
    match ask {
        Ask::True => truth == Truth::True,
        Ask::False => truth == Truth::False,
        Ask::NotTrue => truth != Truth::True,
        Ask::NotFalse => truth != Truth::False,
    }
}

fn monday() -> Timestamp {
    "2026-03-02T00:00:00Z".parse().unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(60), ..ProptestConfig::default() })]

    #[test]
    fn what_is_proved_impossible_no_row_shows_and_every_example_shows_what_it_claims(
        conditions in vec(condition(2), 1..3),
        asks in vec(prop::sample::select(vec![Ask::True, Ask::True, Ask::False, Ask::NotTrue, Ask::NotFalse]), 2),
        campaigns in vec(campaign(), 60),
    ) {
        let rule = bound(&conditions);
        let world = world();
        let reader = Reader::bound(&rule, &world);
        let asked: Vec<Ask> = asks.into_iter().take(conditions.len()).collect();
        let goals = || {
            rule.rule.body.branches.iter().zip(&asked)
                .map(|(branch, ask)| Goal::Condition(reader, branch.condition.as_ref().unwrap(), *ask))
                .collect::<Vec<_>>()
        };
        let shown = |verdicts: &crate::Verdicts, row: usize| {
            verdicts.branches.iter().zip(&asked).all(|(truths, ask)| is(*ask, truths[row]))
        };
        let table = Memory::of(campaigns);
        let verdicts = rule.evaluate(&table, &thursday());
        let by_force = (0..table.campaigns.len()).find(|row| shown(&verdicts, *row));
        let rules = [&rule];
        let maker = Maker { world: &world, rules: &rules, from: monday() };
        let mut example = None;
        let mut tried = 0;
        let ended = search(goals(), Budget::WHOLE, &mut |facts| {
            tried += 1;
            if tried > 12 {
                return Look::Open(crate::analyse::terms::Open { text: String::new(), span: crate::Span::default(), why: "enough" });
            }
            match maker.example(facts, &|example| {
                let verdicts = rule.evaluate(example, &example.moment());
                shown(&verdicts, 0)
            }) {
                Some(found) => {
                    example = Some(found);
                    Look::Stop
                }
                None => Look::Open(crate::analyse::terms::Open { text: String::new(), span: crate::Span::default(), why: "no example" }),
            }
        });
        if ended == Ended::Proved {
            prop_assert!(by_force.is_none(), "{conditions:?} as {asked:?} is shown by {:?}", by_force.map(|row| &table.campaigns[row]));
        }
        if let Some(example) = example {
            let verdicts = rule.evaluate(&example, &example.moment());
            prop_assert!(shown(&verdicts, 0), "{conditions:?} as {asked:?}: {}", example.in_words());
        }
    }
}

/// Where only sums, words and globs are asked, each question is decided: how many are not is counted, so that a search that gives up
/// at once does not pass as a careful one.
#[test]
fn nearly_every_linear_question_is_decided() {
    use proptest::strategy::ValueTree;
    use proptest::test_runner::TestRunner;
    let mut runner = TestRunner::deterministic();
    let (mut proved, mut shown, mut open) = (0, 0, 0);
    let world = world();
    for _ in 0..400 {
        let text = condition(2).new_tree(&mut runner).unwrap().current();
        let rule = bound(std::slice::from_ref(&text));
        let reader = Reader::bound(&rule, &world);
        let rules = [&rule];
        let maker = Maker {
            world: &world,
            rules: &rules,
            from: monday(),
        };
        let condition = rule.rule.body.branches[0].condition.as_ref().unwrap();
        let mut is_linear = true;
        let ended = search(
            vec![Goal::Condition(reader, condition, Ask::True)],
            Budget::WHOLE,
            &mut |facts| {
                is_linear &= facts.free.is_empty();
                let example = maker.example(facts, &|example| {
                    rule.evaluate(example, &example.moment()).branches[0][0] == Truth::True
                });
                match example {
                    Some(_) => Look::Stop,
                    None => Look::Open(crate::analyse::terms::Open {
                        text: text.clone(),
                        span: crate::Span::default(),
                        why: "no example",
                    }),
                }
            },
        );
        match ended {
            Ended::Proved => proved += 1,
            Ended::Found => shown += 1,
            Ended::NotDecided(_) if is_linear => {
                open += 1;
                eprintln!("not decided: {text}");
            }
            Ended::NotDecided(_) => {}
        }
    }
    assert!(proved >= 20, "only {proved} were proved impossible");
    assert!(shown >= 200, "only {shown} were shown");
    assert!(open <= 8, "{open} linear questions were left open");
}

#[test]
fn an_attribute_value_of_each_kind_is_made_from_its_number() {
    for attribute in Attribute::ALL {
        let made = crate::analyse::example::of_number(*attribute, 3);
        assert_eq!(
            made.as_ref().and_then(AttributeValue::integer),
            made.is_some().then_some(3),
            "{attribute}"
        );
    }
}
