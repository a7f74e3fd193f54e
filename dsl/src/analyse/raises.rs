//! Raises that nothing holds: no upper end, no cooldown, no limit, with the worst day written out.

use num_traits::Pow;

use super::single::Advice;
use crate::diagnostics::Diagnostic;
use crate::display::{decimal, plural};
use crate::rational::Rational;
use crate::rule::{ActionKind, Limit, LimitPeriod, LimitReach, Most};
use crate::schedule::Schedule;
use crate::typed::{ActionDetail, Expression, Literal, Number, NumberNode, Quantity, RuleBody};

const DAY: i64 = 86_400;
/// A growth beyond this is only counted, not written out.
const MOST_TIMES: u32 = 300;

impl Advice<'_> {
    pub(super) fn raises(&mut self) {
        let body = self.body;
        for action in body.branches.iter().flat_map(|branch| &branch.actions) {
            let ActionDetail::Amount {
                amount,
                up_to,
                changing,
                ..
            } = &action.detail
            else {
                continue;
            };
            if action.kind != ActionKind::Increase {
                continue;
            }
            let span = self.absolute(action.span);
            if up_to.is_none() {
                // The lesser of two shares is not known here.
                let worst = written(body, amount)
                    .filter(|_| changing.is_none())
                    .map_or_else(String::new, |worst| format!("; as it stands, {worst}"));
                self.say(
                    Diagnostic::new("W0501", span, "this raise has no upper end")
                        .help(format!("write `up to` and an amount{worst}")),
                );
            }
            if body.cooldown.is_none() {
                self.say(
                    Diagnostic::new("W0502", span, "this raise has no cooldown")
                        .help("without one it can be repeated as soon as the condition has been false once; add `cooldown 24h`"),
                );
            }
            if body.limits.iter().all(|limit| limit.reach == LimitReach::Object) {
                self.say(
                    Diagnostic::new("W0503", span, "nothing limits how many campaigns this raises")
                        .help("add `at most 5 per day`"),
                );
            }
        }
    }
}

/// `3 x +20% = +72.8% a day`.
fn written(body: &RuleBody, amount: &Number) -> Option<String> {
    let times = times_a_day(body)?;
    if amount.quantity == Quantity::Percent {
        let share = constant(body, amount).filter(Rational::is_positive)?;
        let percent = |share: &Rational, digits| decimal(&share.times(&Rational::integer(100)), digits, 0);
        let one = percent(&share, 2);
        return Some(match grown(&share, times) {
            Some(all) => format!("{times} x +{one}% = +{}% a day", percent(&all, 1)),
            None => format!("it can fire {} a day", plural(i64::from(times), "time")),
        });
    }
    let NumberNode::Amounts(amounts) = &behind(body, amount).node else {
        return None;
    };
    let (currency, micros) = amounts.first()?;
    let all = micros.checked_mul(i64::from(times))?;
    Some(format!(
        "{times} x +{} = +{} a day",
        currency.display(*micros),
        currency.display(all)
    ))
}

/// What so many raises by this share come to; `None` beyond what anybody would read.
pub(super) fn grown(share: &Rational, times: u32) -> Option<Rational> {
    if times > MOST_TIMES {
        return None;
    }
    let factor = Rational::integer(1).plus(share);
    let all = Rational::fraction(
        Pow::pow(factor.numerator(), times),
        Pow::pow(factor.denominator(), times),
    )?;
    let limit = Rational::integer(1_000_000);
    (all < limit).then(|| all.minus(&Rational::integer(1)))
}

/// How often a rule can act on one object on its busiest day of 24 hours; `None` where nothing but the syncs holds it back.
pub(super) fn times_a_day(body: &RuleBody) -> Option<u32> {
    let per_day = body
        .limits
        .iter()
        .filter(|limit| limit.per == LimitPeriod::Day)
        .filter_map(count)
        .min();
    let times = busiest(&body.schedule, body.cooldown);
    match (times, per_day) {
        (Some(times), Some(most)) => Some(times.min(most)),
        (times, most) => times.or(most),
    }
    .filter(|times| *times > 0)
}

const fn count(limit: &Limit) -> Option<u32> {
    match limit.most {
        Most::Count(count) => Some(count),
        Most::ShareOfSpend(_) => None,
    }
}

/// Once per cooldown; without one, at every second check, for in between the condition has been false.
fn busiest(schedule: &Schedule, cooldown: Option<i64>) -> Option<u32> {
    if schedule.is_by_event() {
        let cooldown = cooldown.filter(|cooldown| *cooldown > 0)?;
        let times = (DAY.saturating_sub(1)).checked_div(cooldown)?.saturating_add(1);
        return u32::try_from(times).ok();
    }
    schedule
        .days_of_marks()
        .iter()
        .map(|marks| {
            let mut times = 0_u32;
            let mut last: Option<(usize, i64)> = None;
            for (index, mark) in marks.iter().enumerate() {
                let ready = match (last, cooldown) {
                    (None, _) => true,
                    (Some((_, at)), Some(cooldown)) => mark.saturating_sub(at) >= cooldown,
                    (Some((before, _)), None) => index.saturating_sub(before) >= 2,
                };
                if ready {
                    times = times.saturating_add(1);
                    last = Some((index, *mark));
                }
            }
            times
        })
        .max()
}

fn behind<'a>(body: &'a RuleBody, number: &'a Number) -> &'a Number {
    let mut number = number;
    // A `let` names earlier ones only, so this ends.
    while let NumberNode::Let(index) = &number.node {
        match body.lets.get(*index).map(|found| &found.value) {
            Some(Expression::Number(value)) => number = value,
            _ => break,
        }
    }
    number
}

fn constant(body: &RuleBody, number: &Number) -> Option<Rational> {
    match &behind(body, number).node {
        NumberNode::Constant(value) => Some(value.clone()),
        NumberNode::Parameter(index) => match body.params.get(*index).map(|param| &param.default) {
            Some(Literal::Number(value)) => Some(value.clone()),
            _ => None,
        },
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::check;

    fn body(every: &str, cooldown: Option<u32>, limit: Option<u32>) -> crate::Rule {
        let cooldown = cooldown.map_or(String::new(), |hours| format!("  cooldown {hours}h\n"));
        let limit = limit.map_or(String::new(), |count| format!("  at most {count} per day\n"));
        let text = format!(
            "rule \"Raise\" {{\n  for campaigns\n  every {every}\n  when spend over today > $1\n  then increase budget by 20%\n{cooldown}{limit}}}\n"
        );
        let checked = check(&text);
        assert!(checked.is_ok(), "{text}{:#?}", checked.diagnostics);
        checked.rules.into_iter().next().unwrap()
    }

    /// One object for a day of checks, its condition true where the pattern says so.
    fn simulated(rule: &crate::Rule, marks: &[i64], pattern: &[bool], share: &Rational) -> Rational {
        let mut budget = Rational::integer(1);
        let mut fired = 0_u32;
        let mut last: Option<i64> = None;
        let mut was_false = true;
        let most = rule.limits().iter().filter_map(count).min();
        for (mark, holds) in marks.iter().zip(pattern) {
            if !holds {
                was_false = true;
                continue;
            }
            let ready = match (rule.cooldown(), last) {
                (Some(cooldown), Some(at)) => mark - at >= cooldown,
                (None, Some(_)) => was_false,
                (_, None) => true,
            };
            if ready && most.is_none_or(|most| fired < most) {
                budget = budget.plus(&budget.times(share));
                fired += 1;
                last = Some(*mark);
                was_false = false;
            }
        }
        budget
    }

    proptest! {
        #[test]
        fn no_day_is_worse_than_the_worst_case_and_one_is_as_bad(
            every in prop::sample::select(vec!["15m", "30m", "1h", "4h", "12h", "1h between 06:00 and 22:00", "2h between 22:00 and 04:00", "day at 09:00"]),
            cooldown in prop::option::of(1_u32..30),
            limit in prop::option::of(1_u32..9),
            patterns in prop::collection::vec(prop::collection::vec(any::<bool>(), 96), 12),
        ) {
            let rule = body(every, cooldown, limit);
            let times = times_a_day(&rule.body).unwrap();
            let share = Rational::fraction(1, 5).unwrap();
            let worst = grown(&share, times).unwrap().plus(&Rational::integer(1));
            let mut reached = Rational::integer(1);
            let alternating: Vec<bool> = (0..96).map(|index| index % 2 == 0).collect();
            for marks in rule.body.schedule.days_of_marks() {
                for pattern in patterns.iter().chain([&vec![true; 96], &alternating]) {
                    let budget = simulated(&rule, &marks, pattern, &share);
                    prop_assert!(budget <= worst, "{times} times a day, and yet {budget:?}");
                    reached = reached.max(budget);
                }
            }
            prop_assert_eq!(reached, worst);
        }
    }

    #[test]
    fn the_worst_day_is_computed_exactly() {
        let rule = body("1h", Some(8), None);
        assert_eq!(times_a_day(&rule.body), Some(3));
        let share = Rational::fraction(1, 5).unwrap();
        assert_eq!(grown(&share, 3), Rational::fraction(91, 125));
    }
}
