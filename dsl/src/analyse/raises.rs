//! Raises that nothing holds: no upper end, no cooldown, no limit, with the worst day written out.

use num_traits::Pow;

use super::single::Advice;
use crate::diagnostics::Diagnostic;
use crate::display::{decimal, plural};
use crate::rational::Rational;
use crate::registry::Property;
use crate::rule::{ActionKind, Lasting, Limit, LimitPeriod, LimitReach, Most};
use crate::span::Span;
use crate::typed::{ActionDetail, Expression, Literal, Number, NumberNode, Quantity, RuleBody, TypedBranch};

const DAY: i64 = 86_400;
const HOUR: i64 = 3_600;
/// A growth beyond this is only counted, not written out.
const MOST_TIMES: u32 = 300;

impl Advice<'_> {
    pub(super) fn raises(&mut self) {
        let body = self.body;
        let actions = body
            .branches
            .iter()
            .flat_map(|branch| branch.actions.iter().map(move |action| (branch, action)));
        for (branch, action) in actions {
            if let ActionDetail::Script { script, .. } = &action.detail {
                let raised = script.able().iter().find_map(|(kind, property)| {
                    let property = (*property)?;
                    let what = if property.is_safer_above() { "cut" } else { "raise" };
                    (*kind == riskier(property) || *kind == ActionKind::Set && property != Property::Status)
                        .then_some(what)
                });
                if let Some(what) = raised {
                    let span = self.absolute(action.span);
                    self.say(
                        Diagnostic::new(
                            "W0501",
                            span,
                            format!("whether this {what} has an end is not decided: the script says how far it goes"),
                        )
                        .help("bound it inside of the script, and keep the promise with a guard, such as `never raise budget above $500`: guards hold whatever a script returns"),
                    );
                    self.unpaced(span, what);
                }
                continue;
            }
            let ActionDetail::Amount {
                property,
                amount,
                up_to,
                down_to,
                changing,
            } = &action.detail
            else {
                continue;
            };
            // Of a target ROAS it is the way down that lets more be spent.
            let is_down = property.is_safer_above();
            let (cap, what, end, help) = if is_down {
                (down_to, "cut", "lower", "`down to` and a ratio")
            } else {
                (up_to, "raise", "upper", "`up to` and an amount")
            };
            if action.kind != riskier(*property) {
                continue;
            }
            let span = self.absolute(action.span);
            if cap.is_none() {
                // The lesser of two shares is not known here.
                let worst = written(body, branch, amount)
                    .filter(|_| changing.is_none() && !is_down)
                    .map_or_else(String::new, |worst| format!("; as it stands, {worst}"));
                self.say(
                    Diagnostic::new("W0501", span, format!("this {what} has no {end} end"))
                        .help(format!("write {help}{worst}")),
                );
            }
            self.unpaced(span, what);
        }
    }

    /// A raise that nothing keeps from being repeated, or from being done everywhere.
    fn unpaced(&mut self, span: Span, what: &str) {
        let body = self.body;
        if body.cooldown.is_none() {
            self.say(
                Diagnostic::new("W0502", span, format!("this {what} has no cooldown"))
                    .help("without one it can be repeated as soon as the condition has been false once; add `cooldown 24h`"),
            );
        }
        if body.limits.iter().all(|limit| limit.reach == LimitReach::Object) {
            self.say(
                Diagnostic::new(
                    "W0503",
                    span,
                    format!("nothing limits how many {} this {what}s", body.scope.level),
                )
                .help("add `at most 5 per day`"),
            );
        }
    }
}

/// The way that leads away from the safe side.
const fn riskier(property: Property) -> ActionKind {
    if property.is_safer_above() {
        ActionKind::Decrease
    } else {
        ActionKind::Increase
    }
}

/// `3 x +20% = +72.8% a day`.
fn written(body: &RuleBody, branch: &TypedBranch, amount: &Number) -> Option<String> {
    let times = times_a_day(body, branch, Days::Of24Hours)?;
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

/// Which days are looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Days {
    Of24Hours,
    /// Those too on which the clock goes back by an hour.
    OfAnyLength,
}

/// How often a branch can act on one object on its busiest day; `None` where nothing but the syncs holds it back.
pub(super) fn times_a_day(body: &RuleBody, branch: &TypedBranch, days: Days) -> Option<u32> {
    let per_day = body
        .limits
        .iter()
        .filter(|limit| limit.per == LimitPeriod::Day)
        .filter_map(count)
        .min();
    let times = if body.schedule.is_by_event() {
        on_events(body.cooldown, days)
    } else {
        let mut all = body.schedule.busy_days();
        if days == Days::OfAnyLength {
            let repeats = body.schedule.cadence() <= Some(HOUR);
            let long = all
                .iter()
                .flat_map(|marks| (0..24).map(move |hour| longer(marks, hour, repeats)))
                .collect::<Vec<_>>();
            all.extend(long);
        }
        all.iter()
            .map(|marks| firings(marks, body.cooldown, branch))
            .max()
    };
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

/// Once per cooldown, whenever something comes in.
fn on_events(cooldown: Option<i64>, days: Days) -> Option<u32> {
    let cooldown = cooldown.filter(|cooldown| *cooldown > 0)?;
    let day = if days == Days::Of24Hours {
        DAY
    } else {
        DAY.saturating_add(HOUR)
    };
    let times = day.saturating_sub(1).checked_div(cooldown)?.saturating_add(1);
    u32::try_from(times).ok()
}

/// The marks in seconds from midnight of a day whose clock shows this hour twice.
fn longer(marks: &[i64], hour: i64, repeats: bool) -> Vec<i64> {
    let (from, until) = (
        hour.saturating_mul(HOUR),
        hour.saturating_add(1).saturating_mul(HOUR),
    );
    let later = marks
        .iter()
        .filter(|mark| **mark >= until || repeats && **mark >= from)
        .map(|mark| mark.saturating_add(HOUR));
    marks
        .iter()
        .copied()
        .filter(|mark| *mark < until)
        .chain(later)
        .collect()
}

/// Once per cooldown; without one, at every second check, for in between the condition has been false, and at every check where there
/// is no condition. What has to last is counted from the first check that may act again, and by midnight it may have lasted long enough.
fn firings(marks: &[i64], cooldown: Option<i64>, branch: &TypedBranch) -> u32 {
    let apart = if branch.condition.is_some() { 2 } else { 1 };
    let mut times = 0_u32;
    let mut last: Option<(usize, i64)> = None;
    // The check that the condition has been true since.
    let mut since: Option<(usize, i64)> = None;
    for (index, mark) in marks.iter().enumerate() {
        let ready = match (last, cooldown) {
            (None, _) => true,
            (Some((_, at)), Some(cooldown)) => mark.saturating_sub(at) >= cooldown,
            (Some((before, _)), None) => index.saturating_sub(before) >= apart,
        };
        if !ready {
            continue;
        }
        let (first, begun) = *since.get_or_insert((index, *mark));
        let checks = index.saturating_sub(first).saturating_add(1);
        let lasts = match branch.lasting {
            _ if last.is_none() => true,
            None => true,
            Some(Lasting::Checks(wanted)) => u32::try_from(checks).is_ok_and(|checks| checks >= wanted),
            Some(Lasting::For(seconds)) => mark.saturating_sub(begun) >= seconds,
        };
        if lasts {
            times = times.saturating_add(1);
            last = Some((index, *mark));
            since = None;
        }
    }
    times
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

    #[test]
    fn the_worst_day_is_computed_exactly() {
        let rule = body("1h", Some(8), None);
        assert_eq!(
            times_a_day(&rule.body, &rule.body.branches[0], Days::Of24Hours),
            Some(3)
        );
        let share = Rational::fraction(1, 5).unwrap();
        assert_eq!(grown(&share, 3), Rational::fraction(91, 125));
    }
}
