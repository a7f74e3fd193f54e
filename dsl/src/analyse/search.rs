//! Walks the cases of what is asked, as a tableau: what must hold is taken apart first, choices are tried last.

use std::collections::BTreeSet;
use std::rc::Rc;

use super::conditions::{Ask, Reader, Ways};
use super::facts::Facts;
use super::sums::{Solved, System, relative};
use super::terms::{Literal, Open};
use crate::rational::Rational;
use crate::span::Span;
use crate::typed::{Condition, ConditionNode, Expression};

/// What may be looked at before giving up.
#[derive(Clone, Copy, Debug)]
pub(super) struct Budget {
    cases: u32,
    /// On the way to the cases.
    steps: u32,
}

impl Budget {
    /// A rule is looked at again with each letter typed.
    pub(super) const WHILE_TYPING: Self = Self {
        cases: 64,
        steps: 4_000,
    };
    /// Two conditions of 64 disjuncts each.
    pub(super) const WHOLE: Self = Self {
        cases: 64 * 64,
        steps: 200_000,
    };
}

/// Something that shall hold.
#[derive(Clone, Debug)]
pub(super) enum Goal<'a> {
    Condition(Reader<'a>, &'a Condition, Ask),
    All(Vec<Goal<'a>>),
    Any(Vec<Goal<'a>>),
    Literal(Literal),
}

/// What a look at one case said.
pub(super) enum Look {
    /// It is there, except that this stands in the way of saying so for sure.
    Open(Open),
    /// Found: no need to look further.
    Stop,
}

/// How a search ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Ended {
    /// No case can be.
    Proved,
    Found,
    NotDecided(Open),
}

/// Several ways, of which each is tried with everything else.
#[derive(Clone)]
enum Choice<'a> {
    Goals(Rc<[Goal<'a>]>),
    Ways(Ways),
}

/// One layer of a condition: what it is made of, or the ways it can come about.
enum Layer<'a> {
    Goal(Goal<'a>),
    Ways(Ways),
}

struct Walk<'w> {
    budget: Budget,
    cases: u32,
    steps: u32,
    open: Option<Open>,
    too_much: bool,
    visit: &'w mut dyn FnMut(&Facts) -> Look,
}

/// Every case in which the goals hold together and in which nothing is plainly or linearly impossible.
pub(super) fn search(goals: Vec<Goal<'_>>, budget: Budget, visit: &mut dyn FnMut(&Facts) -> Look) -> Ended {
    let mut walk = Walk {
        budget,
        cases: 0,
        steps: 0,
        open: None,
        too_much: false,
        visit,
    };
    if walk.go(goals, Vec::new(), Facts::default()) {
        return Ended::Found;
    }
    match (walk.open, walk.too_much) {
        (Some(open), _) => Ended::NotDecided(open),
        (None, true) => Ended::NotDecided(Open {
            text: String::new(),
            span: Span::default(),
            why: "there are too many cases to look at",
        }),
        (None, false) => Ended::Proved,
    }
}

impl<'a> Walk<'_> {
    /// Whether the search is over.
    fn go(&mut self, mut now: Vec<Goal<'a>>, mut choices: Vec<Choice<'a>>, mut facts: Facts) -> bool {
        while let Some(goal) = now.pop() {
            if !self.step() {
                return false;
            }
            match goal {
                Goal::Literal(literal) => {
                    if !facts.add(literal) {
                        return false;
                    }
                }
                Goal::All(goals) => now.extend(goals),
                Goal::Any(mut goals) => match goals.len() {
                    0 => return false,
                    1 => now.extend(goals.pop()),
                    _ => choices.push(Choice::Goals(goals.into())),
                },
                Goal::Condition(reader, condition, ask) => match taken_apart(reader, condition, ask) {
                    Layer::Goal(goal) => now.push(goal),
                    Layer::Ways(ways) => match &*ways {
                        [] => return false,
                        [way] => {
                            if !self.goes(way, &mut facts) {
                                return false;
                            }
                        }
                        _ => choices.push(Choice::Ways(ways)),
                    },
                },
            }
        }
        let Some(choice) = choices.pop() else {
            return self.case(&facts);
        };
        match choice {
            Choice::Goals(goals) => {
                let Some((last, others)) = goals.split_last() else {
                    return false;
                };
                for goal in others {
                    if self.go(vec![goal.clone()], choices.clone(), facts.clone()) {
                        return true;
                    }
                    if self.too_much {
                        return false;
                    }
                }
                self.go(vec![last.clone()], choices, facts)
            }
            Choice::Ways(ways) => {
                let Some((last, others)) = ways.split_last() else {
                    return false;
                };
                for way in others {
                    if way.iter().any(|literal| facts.refuses(literal)) {
                        continue;
                    }
                    let mut along = facts.clone();
                    if self.goes(way, &mut along) && self.go(Vec::new(), choices.clone(), along) {
                        return true;
                    }
                    if self.too_much {
                        return false;
                    }
                }
                self.goes(last, &mut facts) && self.go(Vec::new(), choices, facts)
            }
        }
    }

    /// One step more, where there is one left.
    const fn step(&mut self) -> bool {
        self.steps = self.steps.saturating_add(1);
        self.too_much |= self.steps > self.budget.steps;
        !self.too_much
    }

    /// Adds what one way asks for, the last first: whether it can hold together with what is there.
    fn goes(&mut self, way: &[Literal], facts: &mut Facts) -> bool {
        way.iter()
            .rev()
            .all(|literal| self.step() && facts.add(literal.clone()))
    }

    fn case(&mut self, facts: &Facts) -> bool {
        self.cases = self.cases.saturating_add(1);
        if self.cases > self.budget.cases {
            self.too_much = true;
            return false;
        }
        if !possible(facts) {
            return false;
        }
        match (self.visit)(facts) {
            Look::Stop => true,
            Look::Open(open) => {
                self.open.get_or_insert(open);
                false
            }
        }
    }
}

/// One layer of a condition.
fn taken_apart<'a>(reader: Reader<'a>, condition: &'a Condition, ask: Ask) -> Layer<'a> {
    let each = |parts: &'a [Condition]| -> Vec<Goal<'a>> {
        parts
            .iter()
            .map(|part| Goal::Condition(reader, part, ask))
            .collect()
    };
    Layer::Goal(match &condition.node {
        // `and` is true when all are, false when one is, and not true when one is not.
        ConditionNode::And(parts) if ask.takes(true) => Goal::All(each(parts)),
        ConditionNode::And(parts) => Goal::Any(each(parts)),
        ConditionNode::Or(parts) if ask.takes(true) => Goal::Any(each(parts)),
        ConditionNode::Or(parts) => Goal::All(each(parts)),
        ConditionNode::Not(inner) => Goal::Condition(reader, inner, ask.negated()),
        ConditionNode::Let(index) => match reader.lets.get(*index).map(|found| &found.value) {
            Some(Expression::Condition(inner)) => Goal::Condition(reader, inner, ask),
            _ if ask.takes(false) => Goal::All(Vec::new()),
            _ => Goal::Any(Vec::new()),
        },
        _ => return Layer::Ways(reader.ways(condition, ask)),
    })
}

/// Whether whole numbers may keep all bounds, as far as rational ones tell.
fn possible(facts: &Facts) -> bool {
    if facts.hold_near_zero() {
        return true;
    }
    System::of(facts, &BTreeSet::new(), |stretch| Some(relative(stretch)))
        .is_none_or(|system| !matches!(system.solve(&Rational::zero(), &[]), Solved::Impossible))
}
