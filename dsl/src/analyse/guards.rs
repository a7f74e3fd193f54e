//! Guards against the rules they watch: proved never to be needed, or the firings that would break them without the check at run time.

use jiff::Timestamp;
use serde::Serialize;

use super::conditions::{Ask, Reader};
use super::example::Example;
use super::raises::{Days, grown};
use super::search::{Budget, Ended, Goal, Look, search};
use super::sequences::sequence;
use super::steps::{KNOWN_WHEN_IT_RUNS, Pull, Step, acts, compare, steps};
use super::terms::{Open, World};
use super::witness::Maker;
use crate::bind::{BoundParam, BoundRule};
use crate::effects::Effect;
use crate::effects::ObjectStatus;
use crate::evaluate::Truth;
use crate::guard::{Ceiling, Guard, GuardClause, Promise as Clause};
use crate::rational::Rational;
use crate::registry::{Level, Property};
use crate::span::Span;
use crate::typed::{ActionDetail, Comparison, Condition, Number, NumberNode, Quantity};

/// Firings that a sequence may have.
const MOST_FIRINGS: usize = 5;
/// Cases for which an example is sought.
const MOST_TRIED: u32 = 24;
/// Why nothing is known where nothing stands in the way.
const NO_NUMBERS: &str = "no whole numbers were found that show it";

/// What is known about one promise of a guard.
#[derive(Clone, Debug)]
pub struct Watched {
    pub guard: String,
    /// The promise as written.
    pub clause: String,
    pub promise: Promise,
}

/// How a promise stands to the rules.
#[derive(Clone, Debug)]
pub enum Promise {
    /// No action of the rules could ever break it: the check at run time has nothing to stop.
    Proved,
    /// These firings would break it; at run time the last one is stopped.
    Broken {
        firings: Vec<Firing>,
        /// The campaign before the first of them.
        example: Box<Example>,
        /// The riskiest value of a property that the guard lets anybody move it to; `None` where it is not about amounts.
        bound: Option<(Property, i64)>,
    },
    /// Neither is known: the check at run time keeps the promise.
    EnforcedAtRunTime { why: String },
}

/// One action on the way to a broken promise.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Firing {
    pub rule: String,
    pub at: Timestamp,
    pub effect: Effect,
    /// It has no cooldown, and between its last firing and this one its condition was false once.
    pub rearmed: bool,
}

impl Watched {
    /// One sentence for the person who looks after the guard.
    #[must_use]
    pub fn in_words(&self, currency: crate::money::Currency) -> String {
        match &self.promise {
            Promise::Proved => "proved: no rule could ever break it".to_owned(),
            Promise::EnforcedAtRunTime { why } => format!("enforced at run time: {why}"),
            Promise::Broken {
                firings,
                example,
                bound,
            } => {
                let steps: Vec<String> = firings
                    .iter()
                    .map(|firing| match &firing.effect {
                        Effect::SetAmount {
                            property, from, to, ..
                        } => format!(
                            "`{}` {} → {}",
                            firing.rule,
                            property.shown(*from, currency),
                            property.shown(*to, currency)
                        ),
                        Effect::SetStatus {
                            to: ObjectStatus::Paused,
                        } => format!("`{}` pausing", firing.rule),
                        _ => format!("`{}`", firing.rule),
                    })
                    .collect();
                let passes = bound.map_or_else(
                    || "would break it".to_owned(),
                    |(property, bound)| format!("would pass {}", property.shown(bound, currency)),
                );
                let between = if firings.iter().any(|firing| firing.rearmed) {
                    ", each once its condition has been false in between,"
                } else {
                    ""
                };
                format!(
                    "without the check at run time {}{between} {passes}; for example a campaign with {}",
                    crate::display::list(&steps, "then"),
                    example.in_words()
                )
            }
        }
    }
}

/// Looks at guards over the rules of one account.
pub(super) struct Watch<'a> {
    pub(super) world: &'a World,
    pub(super) rules: &'a [BoundRule],
    pub(super) at: Timestamp,
    /// The rule in question; `None`: all of them.
    pub(super) about: Option<&'a str>,
}

/// What stands between a raise and a ceiling.
enum One {
    Safe,
    Broken(Promise),
    Open(String),
}

impl<'a> Watch<'a> {
    pub(super) fn guard(&self, guard: &'a Guard) -> Vec<Watched> {
        let account = self.world.account.as_deref().unwrap_or_default();
        if !guard.watches(self.world.platform, account) {
            return Vec::new();
        }
        guard
            .clauses()
            .iter()
            .enumerate()
            .map(|(index, clause)| Watched {
                guard: guard.name().to_owned(),
                clause: clause.text.clone(),
                promise: self.promise(guard, index, clause),
            })
            .collect()
    }

    fn promise(&self, guard: &'a Guard, index: usize, clause: &GuardClause) -> Promise {
        let levels = guard.levels();
        if let Some(level) = levels.iter().copied().find(|level| *level != Level::Campaigns) {
            return self.below_campaigns(guard.scope().level, level, clause);
        }
        let of_all = |pulls: &[Pull]| -> Vec<Step<'a>> {
            self.rules
                .iter()
                .filter(|rule| rule.rule.scope().level == Level::Campaigns)
                .flat_map(steps)
                .filter(|step| pulls.contains(&step.pull))
                .collect()
        };
        let asked = |rule: &BoundRule| self.about.is_none_or(|name| rule.rule.name() == name);
        let of = |pulls: &[Pull]| -> Vec<Step<'a>> {
            of_all(pulls)
                .into_iter()
                .filter(|step| asked(step.rule))
                .collect()
        };
        // A guard's `where` asks about campaigns, a rule's about what stands below them: they are not compared, only watched.
        let below = |moves: &dyn Fn(&Step<'a>) -> bool| {
            self.rules
                .iter()
                .filter(|rule| rule.rule.scope().level != Level::Campaigns && asked(rule))
                .flat_map(steps)
                .find(|step| moves(step))
        };
        let watched = match &clause.promise {
            Clause::Pause | Clause::Paused(..) => below(&|step| step.pull == Pull::Pause),
            Clause::Risk(property, _) => below(&|step| moves_riskier(step, *property)),
            Clause::Change(property, _) => below(&|step| step.property() == Some(*property)),
            Clause::Total(_) => None,
        };
        if let Some(step) = watched {
            return Promise::EnforcedAtRunTime {
                why: format!(
                    "`{}` is about {}, which stand below the guard's campaigns",
                    step.rule.rule.name(),
                    step.rule.rule.scope().level
                ),
            };
        }
        // What a hold gives back at its end is a change as any other.
        let given_back: &[Pull] = match &clause.promise {
            Clause::Risk(property, _) if property.is_safer_above() => &[Pull::Raise],
            Clause::Risk(..) => &[Pull::Cut],
            Clause::Total(_) => &[Pull::Cut, Pull::Pause],
            Clause::Change(..) => &[Pull::Cut, Pull::Raise],
            Clause::Pause | Clause::Paused(..) => &[Pull::Resume],
        };
        let bounded = match &clause.promise {
            Clause::Total(_) => Some(Property::Budget),
            _ => clause.property(),
        };
        let is_bounded =
            |step: &Step<'a>| bounded.is_none() || step.property().is_none() || step.property() == bounded;
        if let Some(step) = of(given_back)
            .iter()
            .find(|step| step.holds() && is_bounded(step))
        {
            return Promise::EnforcedAtRunTime {
                why: format!(
                    "`{}` gives back what it changed when its hold ends: see `{}`",
                    step.rule.rule.name(),
                    step.spot().text
                ),
            };
        }
        let risks = |property: Property| -> Vec<Step<'a>> {
            of(&[Pull::Raise, Pull::Cut])
                .into_iter()
                .filter(|step| moves_riskier(step, property))
                .collect()
        };
        match &clause.promise {
            // The search below moves upwards.
            Clause::Risk(property, _) if property.is_safer_above() => unmoved(&risks(*property)),
            Clause::Risk(property, Ceiling::Ratio(_)) => unmoved(&risks(*property)),
            Clause::Risk(property, Ceiling::Amounts(amounts)) => {
                let Some((_, micros)) = amounts
                    .iter()
                    .find(|(currency, _)| *currency == self.world.currency)
                else {
                    return Promise::EnforcedAtRunTime {
                        why: format!(
                            "it has no amount in {}, so every raise is blocked",
                            self.world.currency
                        ),
                    };
                };
                self.all(
                    risks(*property)
                        .iter()
                        .map(|step| self.above_amount(guard, index, *micros, *step)),
                )
            }
            Clause::Risk(property, Ceiling::OfDayStart(share)) => {
                // What others raise counts from the same start of the day.
                let mut raises = of_all(&[Pull::Raise, Pull::Cut]);
                raises.retain(|step| moves_riskier(step, *property));
                let own = risks(*property);
                if own.is_empty() || self.bounded_day(&raises, share) {
                    return Promise::Proved;
                }
                self.all(
                    own.iter()
                        .map(|step| self.above_day_start(guard, index, *step, &raises)),
                )
            }
            Clause::Pause => self.all(
                of(&[Pull::Pause])
                    .iter()
                    .map(|step| self.pauses(guard, index, *step)),
            ),
            // What several objects do together is for the check at run time; where no rule moves that way, nothing is left to it.
            Clause::Total(_) => unmoved(&[risks(Property::Budget), of(&[Pull::Resume])].concat()),
            Clause::Change(property, _) => {
                let mut moves = of(&[Pull::Raise, Pull::Cut]);
                moves.retain(|step| step.property() == Some(*property));
                unmoved(&moves)
            }
            Clause::Paused(..) => unmoved(&of(&[Pull::Pause])),
        }
    }

    /// A promise about what stands below a campaign. What there is of it in the accounts, and what stands in what, is not known here:
    /// it is proved only where no rule moves that way at all.
    fn below_campaigns(&self, own: Level, level: Level, clause: &GuardClause) -> Promise {
        let reaches = |step: &Step<'a>| match &clause.promise {
            // A pause of anything can stop what stands under it, beside it or above it.
            Clause::Pause | Clause::Paused(..) => step.pull == Pull::Pause,
            Clause::Risk(property, _) => moves_riskier(step, *property),
            Clause::Change(property, _) => step.property() == Some(*property),
            Clause::Total(_) => step.pull == Pull::Raise || step.pull == Pull::Resume,
        };
        // What is held is given back by the opposite move.
        let gives_back = |step: &Step<'a>| {
            step.holds()
                && match &clause.promise {
                    Clause::Pause | Clause::Paused(..) => step.pull == Pull::Resume,
                    Clause::Risk(property, _) | Clause::Change(property, _) => {
                        step.property() == Some(*property)
                    }
                    Clause::Total(_) => true,
                }
        };
        let of_amounts = clause.property().is_some();
        let step = self
            .rules
            .iter()
            .filter(|rule| self.about.is_none_or(|name| rule.rule.name() == name))
            .filter(|rule| {
                let about = rule.rule.scope().level;
                !of_amounts || about == own || about.below_campaigns().contains(&own)
            })
            .flat_map(steps)
            .find(|step| reaches(step) || gives_back(step) || step.is_of_script());
        match step {
            None => Promise::Proved,
            Some(step) if step.is_of_script() => Promise::EnforcedAtRunTime {
                why: unforeseen(&step),
            },
            Some(step) => Promise::EnforcedAtRunTime {
                why: format!(
                    "`{}` in `{}` can move that way, and which {level} it would meet is not decided before it runs",
                    step.spot().text,
                    step.rule.rule.name()
                ),
            },
        }
    }

    /// The pause happens to an object that the clause protects.
    fn pauses(&self, guard: &'a Guard, index: usize, step: Step<'a>) -> One {
        self.sought(guard, index, step, &[], &|example| {
            let moment = example.moment();
            let hits = step.happens(example, &moment, 0)
                && guard.covers(example, 0, (&moment, self.world.currency)) != Truth::False
                && guard.protects(index, example, 0, (&moment, self.world.currency)) != Truth::False;
            hits.then(|| Promise::Broken {
                firings: vec![Firing {
                    rule: step.rule.rule.name().to_owned(),
                    at: moment.at,
                    effect: Effect::SetStatus {
                        to: ObjectStatus::Paused,
                    },
                    rearmed: false,
                }],
                example: Box::new(example.clone()),
                bound: None,
            })
        })
    }

    /// Proved only when every part is; broken when one is.
    fn all(&self, parts: impl Iterator<Item = One>) -> Promise {
        let mut open = None;
        for part in parts {
            match part {
                One::Safe => {}
                One::Broken(promise) => return promise,
                One::Open(why) => open = open.or(Some(why)),
            }
        }
        open.map_or(Promise::Proved, |why| Promise::EnforcedAtRunTime { why })
    }

    /// The raise happens to an object of the guard, and what it would set lies above the amount.
    fn above_amount(&self, guard: &'a Guard, index: usize, micros: i64, step: Step<'a>) -> One {
        let Some((target, cap)) = target(&step) else {
            return One::Open(unforeseen(&step));
        };
        let limit = number(NumberNode::Constant(Rational::integer(micros)));
        let mut needs = step.needs();
        needs.push(compare(&target, Comparison::Greater, &limit));
        needs.extend(cap.iter().map(|cap| compare(cap, Comparison::Greater, &limit)));
        self.sought(guard, index, step, &needs, &|example| {
            sequence(self.world, guard, index, example, &[step], 1)
        })
    }

    /// A sequence of raises within a day that passes a share of the day's first budget.
    fn above_day_start(&self, guard: &'a Guard, index: usize, step: Step<'a>, raises: &[Step<'a>]) -> One {
        let needs = step.needs();
        match self.sought(guard, index, step, &needs, &|example| {
            sequence(self.world, guard, index, example, raises, MOST_FIRINGS)
        }) {
            // Each single raise is possible: what is open is how many follow each other.
            One::Open(why) if why == NO_NUMBERS => One::Open(format!(
                "no sequence of at most {MOST_FIRINGS} firings of `{}` in `{}` was found that breaks it, and none was ruled out",
                step.spot().text,
                step.rule.rule.name()
            )),
            other => other,
        }
    }

    fn sought(
        &self,
        guard: &'a Guard,
        index: usize,
        step: Step<'a>,
        needs: &[Condition],
        breaks: &dyn Fn(&Example) -> Option<Promise>,
    ) -> One {
        let reader = Reader::bound(step.rule, self.world);
        let covers = Reader::guard(&guard.body, self.world);
        let mut goals = acts(step.rule, reader, step.branch);
        goals.extend(needs.iter().map(|need| Goal::Condition(reader, need, Ask::True)));
        goals.extend(step.switch(false).into_iter().map(Goal::Literal));
        // Unknown counts as covered.
        let protected = guard.body.conditions.get(index).and_then(Option::as_ref);
        goals.extend(
            guard
                .body
                .scope_condition
                .iter()
                .chain(protected)
                .map(|condition| Goal::Condition(covers, condition, Ask::NotFalse)),
        );
        let rules = [step.rule];
        let maker = Maker {
            world: self.world,
            rules: &rules,
            from: self.midnight(),
        };
        let mut found = None;
        let mut tried = 0_u32;
        let ended = search(goals, Budget::WHOLE, &mut |facts| {
            tried = tried.saturating_add(1);
            if tried <= MOST_TRIED
                && let Some(example) = maker.example(facts, &|example| breaks(example).is_some())
            {
                found = breaks(&example);
                return Look::Stop;
            }
            Look::Open(facts.in_the_way().cloned().unwrap_or(Open {
                text: String::new(),
                span: Span::default(),
                why: NO_NUMBERS,
            }))
        });
        match (found, ended) {
            (Some(promise), _) => One::Broken(promise),
            (None, Ended::Proved) => One::Safe,
            (None, Ended::NotDecided(_)) if step.is_of_script() => One::Open(unforeseen(&step)),
            (None, Ended::NotDecided(open)) if open.text.is_empty() => One::Open(open.why.to_owned()),
            (None, Ended::NotDecided(open)) => One::Open(format!(
                "`{}` in `{}` cannot be looked into: {}",
                open.text,
                step.rule.rule.name(),
                open.why
            )),
            (None, Ended::Found) => One::Open("it was not decided".to_owned()),
        }
    }

    /// The beginning of the next day: a whole day lies before whatever happens then.
    fn midnight(&self) -> Timestamp {
        self.at
            .to_zoned(self.world.zone.clone())
            .tomorrow()
            .and_then(|tomorrow| tomorrow.start_of_day())
            .map_or(self.at, |start| start.timestamp())
    }

    /// Whether all raises of a day together stay within the share, whatever the conditions say.
    fn bounded_day(&self, raises: &[Step<'a>], share: &Rational) -> bool {
        let clock_changes = self.world.zone.following(self.at).next().is_some();
        let days = if clock_changes {
            Days::OfAnyLength
        } else {
            Days::Of24Hours
        };
        let mut all = Rational::integer(1);
        for step in raises {
            let Some(amount) = share_of(step) else {
                return false;
            };
            let Some(more) = step.times_a_day(days).and_then(|times| grown(&amount, times)) else {
                return false;
            };
            all = all.times(&more.plus(&Rational::integer(1)));
        }
        all <= *share
    }
}

/// Proved where nothing moves that way.
fn unmoved(steps: &[Step<'_>]) -> Promise {
    match steps.first() {
        None => Promise::Proved,
        Some(step) if step.is_of_script() => Promise::EnforcedAtRunTime {
            why: unforeseen(step),
        },
        Some(step) => Promise::EnforcedAtRunTime {
            why: format!(
                "`{}` in `{}` moves that way, and the promise counts over a day or over campaigns together",
                step.spot().text,
                step.rule.rule.name()
            ),
        },
    }
}

/// Why nothing is proved of what a script may do.
fn unforeseen(step: &Step<'_>) -> String {
    format!(
        "not decided because of the script in `{}` (`{}`): {KNOWN_WHEN_IT_RUNS}",
        step.rule.rule.name(),
        step.spot().text
    )
}

/// The share by which a step raises, when it is a fixed one.
fn share_of(step: &Step<'_>) -> Option<Rational> {
    let ActionDetail::Amount { amount, .. } = &step.typed()?.detail else {
        return None;
    };
    if step.typed()?.kind != crate::rule::ActionKind::Increase || amount.quantity != Quantity::Percent {
        return None;
    }
    let share = match &amount.node {
        NumberNode::Constant(share) => share.clone(),
        NumberNode::Parameter(index) => match step.rule.params.get(*index)? {
            BoundParam::Number(share) => share.clone(),
            _ => return None,
        },
        _ => return None,
    };
    share.is_positive().then_some(share)
}

fn number(node: NumberNode) -> Number {
    Number {
        span: Span::default(),
        quantity: Quantity::Money,
        node,
    }
}

/// Whether a step moves this property away from its safe side.
fn moves_riskier(step: &Step<'_>, property: Property) -> bool {
    step.property() == Some(property) && step.is_riskier() == Some(true)
}

/// What a raise would set its property to, and its cap.
fn target<'a>(step: &Step<'a>) -> Option<(Number, Option<&'a Number>)> {
    use crate::rule::ActionKind;
    use crate::typed::{Operator, Sign};
    let action = step.typed()?;
    let ActionDetail::Amount {
        property,
        amount,
        up_to,
        ..
    } = &action.detail
    else {
        return None;
    };
    let present = number(NumberNode::Attribute(property.attribute()));
    let moved = if amount.quantity == Quantity::Percent {
        number(NumberNode::Product(vec![
            (Operator::Times, present.clone()),
            (Operator::Times, amount.clone()),
        ]))
    } else {
        amount.clone()
    };
    let target = match action.kind {
        ActionKind::Set => amount.clone(),
        _ => number(NumberNode::Sum(vec![(Sign::Plus, present), (Sign::Plus, moved)])),
    };
    Some((target, up_to.as_ref()))
}
