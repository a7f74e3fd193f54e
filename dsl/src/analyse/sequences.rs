//! Raises of one day after each other, as the conduct of the product lets them: lasting, cooldown, limits and the merge of what fires
//! at one tick, without the guards' check. What a campaign shows stays as it is, but for what is raised; where a rule without a cooldown
//! waits for its condition to be false once, it is false at that check.

use jiff::{Timestamp, ToSpan};

use super::example::Example;
use super::guards::{Firing, Promise};
use super::steps::{Pull, Step};
use super::terms::World;
use crate::bind::BoundRule;
use crate::conduct::progress::{Checks, Ended, Outcome, Progress, State, ended};
use crate::effects::{Direction, Effect};
use crate::evaluate::{Truth, Verdicts};
use crate::guard::{Guard, GuardFacts};
use crate::registry::Property;
use crate::rule::{LimitPeriod, Most};
use crate::table::{AttributeValue, MissingReason, Moment};

/// One rule on its way through the day.
struct Walker<'a> {
    rule: &'a BoundRule,
    checks: Checks,
    progress: Option<Progress>,
    fired: u32,
    /// What has to last has lasted before the first check.
    is_first: bool,
    /// A check at which its condition was false lies behind its last firing.
    rearmed: bool,
}

/// What a rule would do at a tick.
struct Wish {
    walker: usize,
    after: Option<Progress>,
    effect: Effect,
    to: i64,
}

impl<'a> Walker<'a> {
    fn of(rule: &'a BoundRule) -> Self {
        Self {
            rule,
            checks: Checks::of(&rule.rule),
            progress: None,
            fired: 0,
            is_first: true,
            rearmed: false,
        }
    }

    fn runs(&self, at: Timestamp, world: &World) -> bool {
        let schedule = self.rule.rule.schedule();
        if schedule.is_by_event() {
            return schedule.allows(at, &world.zone);
        }
        let before = at.checked_sub(1.second()).ok();
        before.and_then(|before| schedule.next_after(before, &world.zone)) == Some(at)
    }

    fn next(&self, at: Timestamp, world: &World) -> Option<Timestamp> {
        let schedule = self.rule.rule.schedule();
        if schedule.is_by_event() {
            at.checked_add(1.hour()).ok()
        } else {
            schedule.next_after(at, &world.zone)
        }
    }

    /// Whether the limits of the day let it act once more.
    fn may_act(&self) -> bool {
        self.rule
            .rule
            .body
            .limits
            .iter()
            .all(|limit| match (limit.per, &limit.most) {
                (LimitPeriod::Day, Most::Count(most)) => self.fired < *most,
                _ => true,
            })
    }

    /// Takes the object one check further; the raise that it wants.
    fn check(
        &mut self,
        table: &Example,
        moment: &Moment,
        raised: Property,
    ) -> Option<(Option<Progress>, Effect, i64)> {
        let verdicts = self.rule.evaluate(table, moment);
        if std::mem::take(&mut self.is_first)
            && let Some((branch, Truth::True)) = verdicts.turn(0)
        {
            self.progress = Some(Progress {
                state: State::Pending {
                    checks: u32::MAX.saturating_sub(1),
                    unknowns: 0,
                    since: Timestamp::MIN,
                },
                branch,
                last_data_until: None,
            });
        }
        let take = |verdicts: &Verdicts| {
            self.checks
                .take(self.progress, verdicts, 0, moment.at, moment.data_until)
        };
        let (after, outcome) = take(&verdicts);
        match outcome {
            Outcome::Fires { branch } if self.may_act() => {
                let effects = self.rule.effects(table, moment, 0, branch);
                let raise = effects.into_iter().find_map(|effect| match effect {
                    Effect::SetAmount {
                        property,
                        direction: Direction::Raise,
                        to,
                        ..
                    } if property == raised => Some((effect, to)),
                    _ => None,
                });
                return raise.map(|(effect, to)| (after, effect, to));
            }
            // Nothing comes of it: nothing is remembered.
            Outcome::Fires { .. } => {}
            Outcome::Resting { until: None } => {
                self.progress = take(&never(&verdicts)).0;
                self.rearmed = true;
            }
            _ => self.progress = after,
        }
        None
    }
}

/// The same check with every condition false.
fn never(verdicts: &Verdicts) -> Verdicts {
    let mut never = verdicts.clone();
    never
        .branches
        .iter_mut()
        .flatten()
        .for_each(|truth| *truth = Truth::False);
    never
}

/// Lets the raises act until the guard's ceiling is passed, `most` times at most.
pub(super) fn sequence(
    world: &World,
    guard: &Guard,
    index: usize,
    example: &Example,
    raises: &[Step<'_>],
    most: usize,
) -> Option<Promise> {
    let property = guard.clauses().get(index)?.property()?;
    let at_day_start = match example.attributes.get(&property.attribute()) {
        Some(Ok(value)) => value.integer().ok_or(MissingReason::NotSupplied),
        Some(Err(reason)) => Err(*reason),
        None => Err(MissingReason::NotSupplied),
    };
    let facts = GuardFacts {
        currency: world.currency,
        at_day_start,
    };
    let ceiling = guard.ceiling(index, &facts).ok()?;
    let mut walkers: Vec<Walker<'_>> = Vec::new();
    for step in raises {
        if step.pull == Pull::Raise && walkers.iter().all(|walker| !std::ptr::eq(walker.rule, step.rule)) {
            walkers.push(Walker::of(step.rule));
        }
    }
    let mut now = example.clone();
    let mut firings: Vec<Firing> = Vec::new();
    let day = |at: Timestamp| at.to_zoned(world.zone.clone()).date();
    let begun = day(example.moment().at);
    while firings.len() < most && day(now.moment().at) == begun {
        let moment = now.moment();
        let mut wishes = Vec::new();
        for (place, walker) in walkers.iter_mut().enumerate() {
            if walker.runs(moment.at, world)
                && let Some((after, effect, to)) = walker.check(&now, &moment, property)
            {
                wishes.push(Wish {
                    walker: place,
                    after,
                    effect,
                    to,
                });
            }
        }
        // Raises of one tick do not add up: the smallest is made, the others have come to nothing.
        if let Some(wish) = wishes.into_iter().min_by_key(|wish| wish.to)
            && let Some(walker) = walkers.get_mut(wish.walker)
        {
            firings.push(Firing {
                rule: walker.rule.rule.name().to_owned(),
                at: moment.at,
                effect: wish.effect,
                rearmed: std::mem::take(&mut walker.rearmed),
            });
            if wish.to > ceiling && guard.covers(&now, 0, (&moment, world.currency)) != Truth::False {
                return Some(Promise::Broken {
                    firings,
                    example: Box::new(example.clone()),
                    bound: Some((property, ceiling)),
                });
            }
            walker.fired = walker.fired.saturating_add(1);
            walker.progress = wish.after.and_then(|after| {
                ended(
                    after,
                    walker.rule.rule.cooldown(),
                    Ended::Applied { at: moment.at },
                )
            });
            now.attributes
                .insert(property.attribute(), Ok(AttributeValue::Money(wish.to)));
        }
        let at = walkers
            .iter()
            .filter_map(|walker| walker.next(moment.at, world))
            .min()?;
        now = moved(&now, at, &walkers)?;
    }
    None
}

/// The same object at a later tick, its windows moved along.
fn moved(example: &Example, at: Timestamp, walkers: &[Walker<'_>]) -> Option<Example> {
    let before = example.moment();
    let after = Moment {
        at,
        data_until: Some(at),
    };
    let mut next = example.clone();
    next.moment = after;
    next.sums.clear();
    for walker in walkers {
        for (was, is) in walker
            .rule
            .windows(&before)
            .into_iter()
            .zip(walker.rule.windows(&after))
        {
            let (Ok(from), Ok(to)) = (was.resolved, is.resolved) else {
                return None;
            };
            for metric in was.metrics {
                if let Some(value) = example.sums.get(&(metric, from)) {
                    next.sums.insert((metric, to), *value);
                }
            }
        }
    }
    Some(next)
}
