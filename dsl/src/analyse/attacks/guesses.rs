//! What was thought up at a glance is found by whoever walks all cases: a guess never hides a proof.

use proptest::collection::vec;
use proptest::prelude::*;

use super::conditions::bound;
use super::random::{cases, condition, world};
use crate::BoundRule;
use crate::analyse::conditions::{Ask, Reader};
use crate::analyse::guess::is_possible;
use crate::analyse::search::{Budget, Ended, Goal, Look, search};
use crate::typed::Condition;

fn asked<'r>(rule: &'r BoundRule, asks: &[Ask]) -> Vec<(&'r Condition, Ask)> {
    let conditions = rule
        .rule
        .body
        .branches
        .iter()
        .filter_map(|branch| branch.condition.as_ref());
    conditions.zip(asks.iter().copied()).collect()
}

fn walked(reader: Reader<'_>, asked: &[(&Condition, Ask)]) -> Ended {
    let goals = asked
        .iter()
        .map(|(condition, ask)| Goal::Condition(reader, condition, *ask))
        .collect();
    search(goals, Budget::WHOLE, &mut |_| Look::Stop)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(200), ..ProptestConfig::default() })]

    #[test]
    fn what_a_guess_shows_to_be_possible_is_never_proved_impossible(
        conditions in vec(condition(2), 1..4),
        asks in vec(prop::sample::select(vec![Ask::True, Ask::True, Ask::False, Ask::NotTrue, Ask::NotFalse]), 3),
    ) {
        let rule = bound(&conditions);
        let world = world();
        for reader in [Reader::unbound(&rule.rule.body, &world), Reader::bound(&rule, &world)] {
            let asked = asked(&rule, &asks);
            if is_possible(reader, &asked) {
                prop_assert_ne!(walked(reader, &asked), Ended::Proved, "{:?} as {:?}", conditions, asks);
            }
        }
    }
}

/// How many of the questions that have an answer a guess has one for: one that never finds anything would hide no proof either.
#[test]
fn most_of_what_is_possible_is_guessed() {
    use proptest::strategy::ValueTree;
    use proptest::test_runner::TestRunner;
    let mut runner = TestRunner::deterministic();
    let world = world();
    let (mut guessed, mut possible) = (0, 0);
    for _ in 0..300 {
        let text = condition(1).new_tree(&mut runner).unwrap().current();
        let rule = bound(std::slice::from_ref(&text));
        let reader = Reader::unbound(&rule.rule.body, &world);
        let asked = asked(&rule, &[Ask::True]);
        guessed += u32::from(is_possible(reader, &asked));
        possible += u32::from(walked(reader, &asked) == Ended::Found);
    }
    assert!(possible >= 200, "only {possible} are possible at all");
    assert!(
        guessed * 2 >= possible,
        "{guessed} of {possible} possible questions were guessed"
    );
}
