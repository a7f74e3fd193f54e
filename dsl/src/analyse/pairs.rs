//! Two rules on one object: what they do against each other, and what one does that the other does anyway.

use jiff::Timestamp;

use super::conditions::{Ask, Reader};
use super::example::Example;
use super::finding::{Answer, Finding, Obstacle};
use super::rows::{self, Afterwards};
use super::search::{Budget, Ended, Goal, Look, search};
use super::steps::{KNOWN_WHEN_IT_RUNS, Pull, Step, acts, parts, spot, steps};
use super::terms::{Open, World};
use super::witness::Maker;
use crate::bind::BoundRule;
use crate::display::one_line;
use crate::rational::Rational;
use crate::registry::{Level, Property};
use crate::rule::ActionKind;
use crate::span::Span;
use crate::table::{Moment, Table};
use crate::typed::{Action, ActionDetail, Number, NumberNode, Quantity, RuleBody};

/// Cases for which an example is sought before the question is left open.
const MOST_TRIED: u32 = 24;

/// The branch does not have its turn, unknowns included.
fn rests<'a>(rule: &'a BoundRule, reader: Reader<'a>, branch: usize) -> Goal<'a> {
    Goal::Any(
        parts(rule, branch)
            .into_iter()
            .map(|(condition, ask)| {
                let ask = match ask {
                    Ask::True | Ask::NotFalse => Ask::NotTrue,
                    Ask::False | Ask::NotTrue => Ask::NotFalse,
                };
                Goal::Condition(reader, condition, ask)
            })
            .collect(),
    )
}

/// Looks at pairs of actions in one account.
pub(super) struct Pairs<'a> {
    pub(super) world: &'a World,
    pub(super) at: Timestamp,
    pub(super) history: &'a [(&'a dyn Table, Moment)],
}

impl<'a> Pairs<'a> {
    /// Everything there is to say about two rules, or about one rule's branches among themselves.
    pub(super) fn between(
        &self,
        one: &'a BoundRule,
        other: &'a BoundRule,
        proved: &mut usize,
    ) -> Vec<Finding> {
        let same = std::ptr::eq(one, other);
        let mut found = Vec::new();
        for first in steps(one) {
            for second in steps(other) {
                let amounts = first.property().zip(second.property());
                if amounts.is_some_and(|(one, other)| one != other) {
                    continue;
                }
                // Who yields has said what becomes of the two.
                let apart = same || first.yields_to(&second) || second.yields_to(&first);
                let finding = match (first.pull, second.pull) {
                    // Nobody else switches on what is held.
                    (Pull::Pause, Pull::Resume) if first.holds() && !same => continue,
                    (Pull::Resume, Pull::Pause) if second.holds() && !same => continue,
                    (Pull::Pause, Pull::Resume) if !same || first.branch != second.branch => {
                        self.in_turns(first, second)
                    }
                    (Pull::Resume, Pull::Pause) if !same => self.in_turns(second, first),
                    (Pull::Tag, Pull::Untag)
                        if first.label() == second.label() && (!same || first.branch != second.branch) =>
                    {
                        // Nobody else takes off what is held on, or puts on what is held off.
                        if !same && (first.holds() || second.holds()) {
                            continue;
                        }
                        self.in_turns(first, second)
                    }
                    (Pull::Untag, Pull::Tag) if !same && first.label() == second.label() => {
                        if first.holds() || second.holds() {
                            continue;
                        }
                        self.in_turns(second, first)
                    }
                    _ if apart => continue,
                    (Pull::Pause, _) if second.is_riskier() == Some(true) => self.at_once(first, second),
                    (_, Pull::Pause) if first.is_riskier() == Some(true) => self.at_once(second, first),
                    (Pull::Raise, Pull::Cut) => self.at_once(first, second),
                    (Pull::Cut, Pull::Raise) => self.at_once(second, first),
                    _ => continue,
                };
                match finding {
                    Some(finding) => found.push(finding),
                    None => *proved = proved.saturating_add(1),
                }
            }
        }
        found
    }

    pub(super) fn maker<'r>(&'r self, rules: &'r [&'r BoundRule]) -> Maker<'r> {
        Maker {
            world: self.world,
            rules,
            from: self.at,
        }
    }

    /// Both act on one object in one run.
    fn at_once(&self, first: Step<'a>, second: Step<'a>) -> Option<Finding> {
        let shows = |table: &dyn Table, moment: &Moment, row: usize| {
            first.happens(table, moment, row) && second.happens(table, moment, row)
        };
        let rules = [first.rule, second.rule];
        let from_history = self.history.iter().find_map(|(table, moment)| {
            let (ones, others) = (
                first.rule.evaluate(*table, moment),
                second.rule.evaluate(*table, moment),
            );
            (0..table.rows())
                .find(|row| {
                    first.happens_in(&ones, *table, moment, *row)
                        && second.happens_in(&others, *table, moment, *row)
                })
                .map(|row| rows::example(&rules, *table, moment, row))
        });
        let answer = match from_history {
            Some(example) => Answer::CounterExample(Box::new(example)),
            None => {
                let maker = self.maker(&rules);
                maker.ticks().next()?;
                let needs = [first.needs(), second.needs()];
                let mut goals = Vec::new();
                for (step, needs) in [first, second].iter().zip(&needs) {
                    let reader = Reader::bound(step.rule, self.world);
                    goals.extend(acts(step.rule, reader, step.branch));
                    goals.extend(needs.iter().map(|need| Goal::Condition(reader, need, Ask::True)));
                    goals.extend(step.switch(false).into_iter().map(Goal::Literal));
                }
                self.sought(goals, &maker, &[first, second], &|example| {
                    shows(example, &example.moment, 0)
                })?
            }
        };
        let (message, what) = if first.pull == Pull::Pause {
            (
                format!(
                    "`{}` pauses {} whose {} `{}` {}",
                    first.name(),
                    first.level(),
                    second.property().map_or("budget", Property::words),
                    second.name(),
                    if second.pull == Pull::Raise {
                        "raises"
                    } else {
                        "cuts"
                    }
                ),
                if second.pull == Pull::Raise {
                    "in one run; the pause wins and the raise is dropped"
                } else {
                    "in one run; the pause wins and the cut is dropped"
                },
            )
        } else {
            (
                format!(
                    "`{}` raises {}s that `{}` cuts",
                    first.name(),
                    first.property().map_or("budget", Property::words),
                    second.name()
                ),
                if first.is_riskier() == Some(true) {
                    "in one run; the cut wins and the raise is dropped"
                } else {
                    "in one run; the raise wins and the cut is dropped"
                },
            )
        };
        Some(self.finding("W0801", message, first, second, answer, what))
    }

    /// One switches the object off, or puts a label on it, and with the same numbers the other takes that back.
    fn in_turns(&self, first: Step<'a>, second: Step<'a>) -> Option<Finding> {
        let rules = [first.rule, second.rule];
        let from_history = self.history.iter().find_map(|(table, moment)| {
            let changed = Afterwards::of(*table, first.leaves());
            let (ones, others) = (
                first.rule.evaluate(*table, moment),
                second.rule.evaluate(&changed, moment),
            );
            (0..table.rows())
                .find(|row| {
                    first.happens_in(&ones, *table, moment, *row)
                        && second.happens_in(&others, &changed, moment, *row)
                })
                .map(|row| rows::example(&rules, *table, moment, row))
        });
        let answer = match from_history {
            Some(example) => Answer::CounterExample(Box::new(example)),
            None => {
                let maker = self.maker(&rules);
                maker.ticks().next()?;
                let before = Reader::bound(first.rule, self.world);
                let after = Reader::bound(second.rule, self.world).afterwards(first.leaves());
                let goals = acts(first.rule, before, first.branch)
                    .into_iter()
                    .chain(acts(second.rule, after, second.branch))
                    .chain(first.switch(false).into_iter().map(Goal::Literal))
                    .chain(second.switch(true).into_iter().map(Goal::Literal))
                    .collect();
                self.sought(goals, &maker, &[first, second], &|example| {
                    first.happens(example, &example.moment, 0)
                        && second.happens(
                            &example.clone().leaving(first.leaves()).after(),
                            &example.moment,
                            0,
                        )
                })?
            }
        };
        let answer = match answer {
            Answer::CounterExample(example) => {
                Answer::CounterExample(Box::new(example.leaving(first.leaves())))
            }
            other => other,
        };
        let who = if std::ptr::eq(first.rule, second.rule) {
            format!("`{}`", first.name())
        } else {
            format!("`{}` and `{}`", first.name(), second.name())
        };
        let level = first.level();
        let message = match first.label() {
            Some(label) => {
                format!("{who} would put the label \"{label}\" on {level} and take it off in turns")
            }
            None => format!("{who} would switch {level} off and on in turns"),
        };
        Some(self.finding(
            "W0802",
            message,
            first,
            second,
            answer,
            "at its next check, with the same numbers",
        ))
    }

    /// `None`: proved that there is nothing.
    pub(super) fn sought(
        &self,
        goals: Vec<Goal<'_>>,
        maker: &Maker<'_>,
        steps: &[Step<'a>],
        shows: &dyn Fn(&Example) -> bool,
    ) -> Option<Answer> {
        let mut found = None;
        let mut tried = 0_u32;
        let ended = search(goals, Budget::WHOLE, &mut |facts| {
            tried = tried.saturating_add(1);
            if tried <= MOST_TRIED
                && let Some(example) = maker.example(facts, shows)
            {
                found = Some(example);
                return Look::Stop;
            }
            Look::Open(facts.in_the_way().cloned().unwrap_or(Open {
                text: String::new(),
                span: Span::default(),
                why: "no whole numbers were found that show it",
            }))
        });
        match (found, ended) {
            (Some(example), _) => Some(Answer::CounterExample(Box::new(example))),
            (None, Ended::Proved) => None,
            (None, Ended::NotDecided(open)) => {
                let unforeseen = steps.iter().find(|step| step.is_of_script());
                Some(Answer::NotDecided(unforeseen.map_or_else(
                    || obstacle(&open, steps),
                    |step| Obstacle {
                        at: Some(step.spot()),
                        why: KNOWN_WHEN_IT_RUNS.to_owned(),
                    },
                )))
            }
            (None, Ended::Found) => None,
        }
    }

    fn finding(
        &self,
        code: &'static str,
        message: String,
        first: Step<'a>,
        second: Step<'a>,
        answer: Answer,
        how: &str,
    ) -> Finding {
        let help = match &answer {
            Answer::CounterExample(example) => format!(
                "for example {} with {}: `{}` {} it, and `{}` {} it {how}; narrow one of the two conditions",
                example
                    .found()
                    .map_or_else(|| one_of(first.level()), |name| format!("`{name}`")),
                example.in_words(),
                first.name(),
                first.verb(),
                second.name(),
                second.verb(),
            ),
            Answer::NotDecided(obstacle) => format!("possible, but not decided: {}", obstacle.in_words()),
            Answer::Proved => String::new(),
        };
        Finding {
            code,
            message,
            help,
            spots: vec![first.spot(), second.spot()],
            answer,
        }
    }

    /// Whatever `one` does, `other` does as well: `None` when it does not, or when that is not known.
    pub(super) fn covered(&self, one: &'a BoundRule, other: &'a BoundRule) -> Option<Finding> {
        if !acts_alike(one, other) {
            return None;
        }
        let (own, theirs) = (Reader::bound(one, self.world), Reader::bound(other, self.world));
        let mut spots = Vec::new();
        for (index, branch) in one.rule.body.branches.iter().enumerate() {
            let same = other.rule.body.branches.iter().position(|candidate| {
                candidate
                    .actions
                    .iter()
                    .map(|action| action.kind)
                    .eq(branch.actions.iter().map(|action| action.kind))
                    && branch
                        .actions
                        .iter()
                        .zip(&candidate.actions)
                        .all(|(own, their)| same_change(own, one, their, other))
            })?;
            let mut goals = acts(one, own, index);
            goals.push(rests(other, theirs, same));
            if search(goals, Budget::WHOLE, &mut |facts| {
                facts
                    .in_the_way()
                    .map_or(Look::Stop, |open| Look::Open(open.clone()))
            }) != Ended::Proved
            {
                return None;
            }
            let span = |rule: &BoundRule, index: usize| {
                rule.rule.body.branches.get(index).map(|branch| {
                    branch
                        .condition
                        .as_ref()
                        .map(|condition| condition.span)
                        .or_else(|| branch.actions.first().map(|action| action.span))
                        .unwrap_or_default()
                })
            };
            spots.push(spot(one, span(one, index)?));
            spots.push(spot(other, span(other, same)?));
        }
        let (own, their) = (&one.rule.body.name, &other.rule.body.name);
        Some(Finding {
            code: "W0803",
            message: format!("`{own}` adds nothing: whatever it does, `{their}` does too"),
            help: format!(
                "when `{own}` acts, `{their}` acts at the same run, or has done so already; remove one of the two, or narrow `{their}`"
            ),
            spots,
            answer: Answer::Proved,
        })
    }
}

/// Nothing besides the conditions keeps `other` from doing what `one` does. What would be done twice, such as a raise by a share, is
/// done once by each of the two, and what is held by both is held until the later end.
fn acts_alike(one: &BoundRule, other: &BoundRule) -> bool {
    let (own, their) = (&one.rule.body, &other.rule.body);
    let kept = |body: &RuleBody| {
        body.branches.iter().all(|branch| {
            branch.lasting.is_none()
                && branch.actions.iter().all(|action| {
                    action.until.is_none()
                        && matches!(
                            action.kind,
                            ActionKind::Pause | ActionKind::Resume | ActionKind::Set
                        )
                })
        })
    };
    own.schedule == their.schedule
        && their.limits.is_empty()
        && their.cooldown.is_none()
        && their.hold_out.is_none()
        && their.yields_to.is_empty()
        && !own.release.holds()
        && !their.release.holds()
        && !own.branches.is_empty()
        && own.approval == their.approval
        && own.far == their.far
        && kept(own)
        && kept(their)
}

/// `a campaign`, `an ad group`.
pub(super) fn one_of(level: Level) -> String {
    let article = if level.one().starts_with(['a', 'e', 'i', 'o', 'u']) {
        "an"
    } else {
        "a"
    };
    format!("{article} {}", level.one())
}

/// Whether two actions of one kind change an object alike.
fn same_change(own: &Action, one: &BoundRule, their: &Action, other: &BoundRule) -> bool {
    let value = |number: &Number, rule: &BoundRule| match &number.node {
        NumberNode::Constant(value) => Some(value.clone()),
        NumberNode::Amounts(amounts) => crate::bind::amount_in(amounts, rule.binding.currency).ok(),
        NumberNode::Parameter(index) => rule.params.get(*index)?.number(rule.binding.currency),
        _ => None,
    };
    let values = |action: &Action, rule: &BoundRule| -> Option<Vec<(Option<Rational>, Option<Quantity>)>> {
        match &action.detail {
            ActionDetail::Switch => Some(Vec::new()),
            ActionDetail::Amount {
                amount,
                up_to,
                down_to,
                changing,
                ..
            } => [
                Some(amount),
                up_to.as_ref(),
                down_to.as_ref(),
                changing.as_deref(),
            ]
            .into_iter()
            .map(|number| match number {
                None => Some((None, None)),
                Some(number) => Some((Some(value(number, rule)?), Some(number.quantity))),
            })
            .collect(),
            ActionDetail::Move(_)
            | ActionDetail::Negative { .. }
            | ActionDetail::Label { .. }
            | ActionDetail::Script { .. }
            | ActionDetail::Notify { .. } => None,
        }
    };
    matches!((values(own, one), values(their, other)), (Some(own), Some(their)) if own == their)
}

fn obstacle(open: &Open, steps: &[Step<'_>]) -> Obstacle {
    let at = steps
        .iter()
        .map(|step| step.rule)
        .find(|rule| !open.text.is_empty() && one_line(open.span.of(&rule.rule.body.text)) == open.text)
        .map(|rule| spot(rule, open.span));
    Obstacle {
        at,
        why: open.why.to_owned(),
    }
}

impl Obstacle {
    /// `roas > 2` in `Scale`: it multiplies …
    #[must_use]
    pub fn in_words(&self) -> String {
        match &self.at {
            Some(spot) => format!(
                "`{}` in `{}` cannot be looked into: {}",
                spot.text, spot.rule, self.why
            ),
            None => self.why.clone(),
        }
    }
}
