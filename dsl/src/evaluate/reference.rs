//! The reference: the meaning of a rule written down as simply as it can be said, one row at a time, for the tests alone.
//!
//! It reads the typed tree and a table, and shares nothing else with the plan or the walk: its own fractions (never reduced),
//! its own calendar, its own globs. It is slow, and it is meant to be read beside the specification.

use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};
use num_bigint::BigInt;

use crate::bind::BoundParam;
use crate::rational::Rational;
use crate::registry::{Attribute, Metric, MetricUnit};
use crate::script::{Argument, Script};
use crate::syntax::tree::AggregateForm;
use crate::table::{
    AttributeColumn, AttributeValue, Column, Member, MissingReason, Moment, SuppliedUnit, Table,
};
use crate::typed::{
    Aggregate, Comparison, Condition, ConditionNode, Counted, Expression, Fallback, Group, Missable, Number,
    NumberNode, Operator, Quantity, Ranking, ScriptArgument, Sign, Take, Text, TextNode,
};
use crate::window::{Period, ResolvedWindow, WindowBase};
use crate::{BoundRule, Truth};

/// Over and under; the lower part is above zero.
#[derive(Clone, Debug)]
struct Fraction(BigInt, BigInt);

#[derive(Clone, Debug)]
enum Value {
    Is(Fraction),
    Infinite,
    /// Something above zero over zero, straight from a division.
    OverZero,
    Unknown(MissingReason),
}

/// A condition's truth; unknown with its heaviest reason.
pub(crate) type Verdict = Result<bool, MissingReason>;

/// A rule on one row of a table at one moment.
pub(crate) struct Reference<'a> {
    pub(crate) rule: &'a BoundRule,
    pub(crate) table: &'a dyn Table,
    pub(crate) moment: Moment,
    pub(crate) row: usize,
}

/// Truth and reason, as the evaluator gives them.
pub(crate) fn shown(verdict: &Verdict) -> (Truth, Option<MissingReason>) {
    match verdict {
        Ok(true) => (Truth::True, None),
        Ok(false) => (Truth::False, None),
        Err(reason) => (Truth::Unknown, Some(*reason)),
    }
}

impl Reference<'_> {
    pub(crate) fn scope(&self) -> Verdict {
        self.rule
            .rule
            .body
            .scope_condition
            .as_ref()
            .map_or(Ok(true), |condition| self.condition(condition))
    }

    pub(crate) fn branch(&self, branch: usize) -> Verdict {
        self.rule.rule.body.branches[branch]
            .condition
            .as_ref()
            .map_or(Ok(true), |condition| self.condition(condition))
    }

    pub(crate) fn release(&self) -> Option<Verdict> {
        let release = self.rule.rule.body.release.when.as_ref()?;
        Some(self.condition(release))
    }

    pub(crate) fn condition(&self, condition: &Condition) -> Verdict {
        match &condition.node {
            ConditionNode::And(parts) => self.all(parts, false),
            ConditionNode::Or(parts) => self.all(parts, true),
            ConditionNode::Not(inner) => self.condition(inner).map(|value| !value),
            ConditionNode::Constant(value) => Ok(*value),
            ConditionNode::Parameter { index, negated } => match &self.rule.params[*index] {
                BoundParam::Bool(value) => Ok(value != negated),
                other => panic!("{other:?} is no condition"),
            },
            ConditionNode::Let(index) => match &self.rule.rule.body.lets[*index].value {
                Expression::Condition(inner) => self.condition(inner),
                other => panic!("{other:?} is no condition"),
            },
            ConditionNode::Compare {
                operator,
                left,
                right,
            } => compare(*operator, &self.number(left), &self.number(right)),
            ConditionNode::IsMissing { of, negated } => {
                let missing = match of {
                    Missable::Number(number) => {
                        matches!(self.number(number), Value::OverZero | Value::Unknown(_))
                    }
                    Missable::Attribute(attribute) => self.attribute(*attribute).is_err(),
                };
                Ok(missing != *negated)
            }
            ConditionNode::Member {
                attribute,
                members,
                negated,
                ..
            } => {
                let word = match self.attribute(*attribute)? {
                    AttributeValue::Enum(member) => member.as_str(),
                    _ => return Err(MissingReason::NotSupplied),
                };
                let mut found = false;
                for member in members {
                    if *member == word {
                        found = true;
                    }
                }
                Ok(found != *negated)
            }
            ConditionNode::TextIs {
                left, right, negated, ..
            } => {
                let left = self.text(left);
                let mut missing = None;
                let mut found = false;
                for other in right {
                    match both(&left, &self.text(other)) {
                        Ok((one, other)) => found |= one == other,
                        Err(reason) => missing = missing.max(Some(reason)),
                    }
                }
                match (found, missing) {
                    (true, _) => Ok(!*negated),
                    (false, Some(reason)) => Err(reason),
                    (false, None) => Ok(*negated),
                }
            }
            ConditionNode::Matches { text, glob } => {
                let (text, glob) = both(&self.text(text), &self.text(glob))?;
                let text: Vec<char> = text.to_lowercase().chars().collect();
                let glob: Vec<char> = glob.to_lowercase().chars().collect();
                Ok(fits(&glob, &text))
            }
            ConditionNode::Ranked(ranking) => self.ranked(ranking),
            ConditionNode::AllKnown { asked, .. } => self.condition(asked),
            ConditionNode::Has { labels, label } => {
                let label = self.text(label);
                let labels = self.attribute(*labels);
                match (labels, label) {
                    (Ok(AttributeValue::Labels(labels)), Ok(label)) => {
                        Ok(labels.iter().any(|own| **own == *label))
                    }
                    (Ok(_), Ok(_)) => Err(MissingReason::NotSupplied),
                    (Err(one), Err(other)) => Err(one.max(other)),
                    (Err(reason), _) | (_, Err(reason)) => Err(reason),
                }
            }
        }
    }

    /// `or` where `decides` is true, `and` where it is false: one such part decides, else an unknown one makes it unknown.
    fn all(&self, parts: &[Condition], decides: bool) -> Verdict {
        let mut heaviest = None;
        for part in parts {
            match self.condition(part) {
                Ok(value) if value == decides => return Ok(decides),
                Ok(_) => {}
                Err(reason) => heaviest = heaviest.max(Some(reason)),
            }
        }
        heaviest.map_or(Ok(!decides), Err)
    }

    fn number(&self, number: &Number) -> Value {
        match &number.node {
            NumberNode::Constant(value) => Value::Is(Fraction(value.numerator(), value.denominator())),
            NumberNode::Amounts(amounts) => {
                for (currency, micros) in amounts {
                    if *currency == self.rule.binding.currency {
                        return whole(*micros);
                    }
                }
                Value::Unknown(MissingReason::NotSupplied)
            }
            NumberNode::Parameter(index) => match &self.rule.params[*index] {
                BoundParam::Number(value) => Value::Is(Fraction(value.numerator(), value.denominator())),
                other => panic!("{other:?} is no number"),
            },
            NumberNode::Let(index) => match &self.rule.rule.body.lets[*index].value {
                Expression::Number(inner) => self.number(inner),
                other => panic!("{other:?} is no number"),
            },
            NumberNode::Attribute(attribute) => match self.attribute(*attribute) {
                Ok(
                    AttributeValue::Money(value)
                    | AttributeValue::Duration(value)
                    | AttributeValue::Count(value),
                ) => whole(value),
                Ok(AttributeValue::Ratio(value)) => {
                    Value::Is(Fraction(BigInt::from(value), BigInt::from(1_000_000)))
                }
                Ok(AttributeValue::Date(date)) => whole(day_number(date)),
                Ok(_) => Value::Unknown(MissingReason::NotSupplied),
                Err(reason) => Value::Unknown(reason),
            },
            NumberNode::Metric { metric, window } => self.metric(*metric, *window),
            NumberNode::Derived { metric, over, under } => {
                let thousand = Fraction(BigInt::from(metric.factor()), BigInt::from(1));
                let over = match self.number(over) {
                    Value::Is(over) => Value::Is(times(&over, &thousand)),
                    other => other,
                };
                divide(over, self.number(under))
            }
            NumberNode::LookedUp { lookup, key } => {
                let key = match self.text(key) {
                    Ok(key) => key,
                    Err(reason) => return Value::Unknown(reason),
                };
                match self.table.lookup(&lookup.name, &key) {
                    Err(reason) => Value::Unknown(reason),
                    Ok(row) => {
                        let money = lookup.quantity == Quantity::Money;
                        let age = self.moment.at.as_second() - row.at.as_second();
                        let fits = match row.unit {
                            SuppliedUnit::Money(currency) => money && currency == self.rule.binding.currency,
                            SuppliedUnit::Percent => lookup.quantity == Quantity::Percent,
                            SuppliedUnit::Ratio => lookup.quantity == Quantity::Ratio,
                            SuppliedUnit::Count => lookup.quantity == Quantity::Count,
                        };
                        if !fits {
                            Value::Unknown(MissingReason::NoRow)
                        } else if lookup.stale_after.is_some_and(|most| age > most) {
                            Value::Unknown(MissingReason::OldRows)
                        } else if money {
                            whole(row.millionths)
                        } else {
                            Value::Is(Fraction(BigInt::from(row.millionths), BigInt::from(1_000_000)))
                        }
                    }
                }
            }
            NumberNode::Own { value, .. } => self.number(value),
            NumberNode::Sum(terms) => {
                let mut total: Option<Value> = None;
                for (sign, term) in terms {
                    let mut term = self.number(term);
                    if *sign == Sign::Minus {
                        term = negative(term);
                    }
                    total = Some(match total {
                        None => term,
                        Some(total) => together(total, term, plus),
                    });
                }
                total.unwrap()
            }
            NumberNode::Product(factors) => {
                let mut total: Option<Value> = None;
                for (operator, factor) in factors {
                    let factor = self.number(factor);
                    total = Some(match (total, operator) {
                        (None, _) => factor,
                        (Some(total), Operator::Times) => together(total, factor, times),
                        (Some(total), Operator::Over) => divide(total, factor),
                    });
                }
                total.unwrap()
            }
            NumberNode::Negated(inner) => negative(self.number(inner)),
            NumberNode::Change { now, before } => {
                let gap = together(self.number(now), negative(self.number(before)), plus);
                divide(gap, self.number(before))
            }
            NumberNode::Usual { weeks, .. } => median(weeks.iter().map(|week| self.number(week)).collect()),
            NumberNode::Elapsed(period) => self.elapsed(*period),
            NumberNode::Total {
                metric,
                window,
                group,
            } => self.total(*metric, *window, *group),
            NumberNode::Aggregate(aggregate) => self.aggregate(aggregate),
            NumberNode::Script { script, arguments } => self.script(script, arguments),
            NumberNode::Else { value, fallback } => match (self.number(value), fallback) {
                (Value::OverZero, Fallback::Infinite) => Value::Infinite,
                (Value::OverZero | Value::Unknown(MissingReason::Undefined), Fallback::Value(other)) => {
                    self.number(other)
                }
                (value, _) => value,
            },
        }
    }

    /// Whatever argument is missing makes the result missing; the script itself runs as it always does.
    fn script(&self, script: &Script, arguments: &[ScriptArgument]) -> Value {
        let mut heaviest = None;
        let mut handed_over = Vec::new();
        for argument in arguments {
            let mut values = Vec::new();
            for number in argument.numbers() {
                match self.number(number) {
                    Value::Is(Fraction(over, under)) => values.push(Rational::fraction(over, under).unwrap()),
                    other => {
                        heaviest = heaviest.max(Some(reason(&other).unwrap_or(MissingReason::Undefined)))
                    }
                }
            }
            handed_over.push(match argument {
                ScriptArgument::One(_) => Argument::One(values.pop().unwrap_or_else(Rational::zero)),
                ScriptArgument::Daily { .. } => Argument::Daily(values),
            });
        }
        if let Some(reason) = heaviest {
            return Value::Unknown(reason);
        }
        match script.run(&handed_over) {
            Ok(value) => Value::Is(Fraction(value.numerator().clone(), value.denominator().clone())),
            Err(failure) => Value::Unknown(failure.reason),
        }
    }

    fn metric(&self, metric: Metric, window: usize) -> Value {
        let resolved = match self.window(window) {
            Ok(resolved) => resolved,
            Err(reason) => return Value::Unknown(reason),
        };
        let mut column = Column::default();
        self.table
            .sums(metric, &resolved, self.row..self.row + 1, &mut column);
        match column.get(0).unwrap() {
            Ok(cell) if metric.unit() == MetricUnit::CountMicros => {
                Value::Is(Fraction(BigInt::from(cell), BigInt::from(1_000_000)))
            }
            Ok(cell) => whole(cell),
            Err(reason) => Value::Unknown(reason),
        }
    }

    fn other(&self, row: usize) -> Reference<'_> {
        Reference {
            rule: self.rule,
            table: self.table,
            moment: self.moment,
            row,
        }
    }

    /// The rows for which `where` is true.
    fn members(&self) -> Vec<usize> {
        (0..self.table.rows())
            .filter(|row| self.other(*row).scope() == Ok(true))
            .collect()
    }

    fn total(&self, metric: Metric, window: usize, group: Group) -> Value {
        let resolved = match self.window(window) {
            Ok(resolved) => resolved,
            Err(reason) => return Value::Unknown(reason),
        };
        let rows = match group {
            Group::Scope => self.members(),
            Group::Account => (0..self.table.rows()).collect(),
            Group::Siblings => (0..self.table.rows())
                .filter(|row| *row != self.row && self.table.family(*row) == self.table.family(self.row))
                .collect(),
            Group::Parent => {
                let mut column = Column::default();
                self.table
                    .parent_sums(metric, &resolved, self.row..self.row + 1, &mut column);
                let under = if metric.unit() == MetricUnit::CountMicros {
                    1_000_000
                } else {
                    1
                };
                return match column.get(0).unwrap() {
                    Ok(cell) => Value::Is(Fraction(BigInt::from(cell), BigInt::from(under))),
                    Err(reason) => Value::Unknown(reason),
                };
            }
        };
        let (mut sum, mut heaviest) = (BigInt::from(0), None);
        for row in rows {
            let mut column = Column::default();
            let window = if group == Group::Scope {
                resolved
            } else {
                resolved.of_account()
            };
            self.table.sums(metric, &window, row..row + 1, &mut column);
            match column.get(0).unwrap() {
                Ok(cell) => sum += cell,
                // A campaign that is younger than the window adds nothing to its account.
                Err(MissingReason::NotYet) if group != Group::Scope => {}
                Err(reason) => heaviest = heaviest.max(Some(reason)),
            }
        }
        let under = if metric.unit() == MetricUnit::CountMicros {
            1_000_000
        } else {
            1
        };
        heaviest.map_or(Value::Is(Fraction(sum, BigInt::from(under))), Value::Unknown)
    }

    fn aggregate(&self, aggregate: &Aggregate) -> Value {
        let (mut sum, mut known, mut heaviest) = (Fraction(BigInt::from(0), BigInt::from(1)), 0_i64, None);
        for row in self.members() {
            let member = self.other(row);
            match &aggregate.of {
                Counted::Members => known += 1,
                Counted::Condition(condition) => match member.condition(condition) {
                    Ok(true) => known += 1,
                    Ok(false) => {}
                    Err(reason) => heaviest = heaviest.max(Some(reason)),
                },
                Counted::Number(number) => match member.number(number) {
                    Value::Is(value) => {
                        known += 1;
                        sum = plus(&sum, &value);
                    }
                    other => heaviest = heaviest.max(reason(&other)),
                },
            }
        }
        let counts = aggregate.form == AggregateForm::Count;
        match heaviest {
            Some(reason) if !aggregate.ignoring_missing || (known == 0 && !counts) => Value::Unknown(reason),
            _ if counts => whole(known),
            _ if aggregate.form == AggregateForm::Sum => Value::Is(sum),
            _ => match divide(Value::Is(sum), whole(known)) {
                Value::OverZero => Value::Unknown(MissingReason::Undefined),
                other => other,
            },
        }
    }

    /// In front is whom fewer than so many others stand before.
    fn ranked(&self, ranking: &Ranking) -> Verdict {
        let is_ranked = |row: usize| -> Verdict {
            let other = self.other(row);
            if ranking.within == Group::Scope && !other.scope()? {
                return Ok(false);
            }
            if ranking.within == Group::Parent && self.table.family(row) != self.table.family(self.row) {
                return Ok(false);
            }
            if let Some(having) = &ranking.having
                && !other.condition(having)?
            {
                return Ok(false);
            }
            reason(&other.number(&ranking.by)).map_or(Ok(true), Err)
        };
        if !is_ranked(self.row)? {
            return Ok(false);
        }
        let key = |row: usize| {
            let other = self.other(row);
            let spend = ranking.tie.map(|window| other.metric(Metric::Spend, window));
            (other.number(&ranking.by), spend)
        };
        let greater = |one: &Value, other: &Value| compare(Comparison::Greater, one, other) == Ok(true);
        let (own, own_spend) = key(self.row);
        let (mut ranked, mut before) = (0_usize, 0_usize);
        for row in (0..self.table.rows()).filter(|row| is_ranked(*row) == Ok(true)) {
            ranked += 1;
            let (value, spend) = key(row);
            let (ahead, behind) = if ranking.top {
                (greater(&value, &own), greater(&own, &value))
            } else {
                (greater(&own, &value), greater(&value, &own))
            };
            let by_tie = match (&spend, &own_spend) {
                (Some(Value::Is(_)), Some(Value::Unknown(_))) => true,
                (Some(Value::Unknown(_)), Some(Value::Is(_))) => false,
                (Some(spend), Some(own)) if greater(spend, own) => true,
                (Some(spend), Some(own)) if greater(own, spend) => false,
                _ => row < self.row,
            };
            if row != self.row && (ahead || (!behind && by_tie)) {
                before += 1;
            }
        }
        let front = match &ranking.take {
            Take::Count(count) => *count as usize,
            Take::Share(share) => {
                let floor = share.numerator() * BigInt::from(ranked) / share.denominator();
                usize::try_from(floor).unwrap()
            }
        };
        Ok(before < front)
    }

    /// The days or hours a window stands for, by the words of the specification.
    fn window(&self, index: usize) -> Result<ResolvedWindow, MissingReason> {
        let entry = &self.rule.rule.body.windows[index];
        let zone = &self.rule.binding.zone;
        let data = self.moment.data_until.ok_or(MissingReason::NoSync)?;
        let data = if data > self.moment.at {
            self.moment.at
        } else {
            data
        };
        let today = self.moment.at.to_zoned(zone.clone()).date();
        let midnight = |day: Date| day.to_zoned(zone.clone()).unwrap().timestamp();
        // The last full hour of the local day, counted from its first instant.
        let full_hour = |instant: Timestamp| {
            let start = midnight(instant.to_zoned(zone.clone()).date());
            let mut mark = start;
            while mark + 1.hour() <= instant {
                mark += 1.hour();
            }
            mark
        };
        let complete = |first: Date, last: Date| {
            if data < midnight(last.tomorrow().unwrap()) {
                Err(MissingReason::Stale)
            } else {
                Ok(ResolvedWindow::Days { first, last })
            }
        };
        let window = entry.window;
        if window.ending > 0 || window.since_creation || window.moved.is_some() {
            return self.placed(index);
        }
        match window.base {
            WindowBase::Yesterday => {
                let day = today.yesterday().unwrap();
                complete(day, day)
            }
            WindowBase::LastDays {
                days,
                settled,
                including_today: false,
            } => {
                let mut back = 1_i64;
                if settled {
                    let slowest = entry
                        .settled_by
                        .iter()
                        .map(|metric| metric.settled_lag_days(self.rule.binding.platform))
                        .max()
                        .unwrap();
                    back += i64::from(slowest + self.rule.binding.extra_settled_days);
                }
                let last = today - back.days();
                complete(last - (i64::from(days) - 1).days(), last)
            }
            WindowBase::Today => {
                let from = midnight(today);
                if data < from {
                    return Err(MissingReason::Stale);
                }
                Ok(ResolvedWindow::Hours {
                    from,
                    until: full_hour(data),
                })
            }
            WindowBase::LastHours { hours } => {
                let until = full_hour(data);
                let length = i64::from(hours).hours();
                if until <= self.moment.at - length {
                    return Err(MissingReason::Stale);
                }
                Ok(ResolvedWindow::Hours {
                    from: until - length,
                    until,
                })
            }
            WindowBase::LastDays { .. }
            | WindowBase::ThisWeek
            | WindowBase::ThisMonth
            | WindowBase::Lifetime
            | WindowBase::SinceLastChange => self.placed(index),
        }
    }

    /// Windows that are moved, not over or each object's own are placed by the one function that `window` tests by itself; only
    /// what is computed from them is computed again here.
    fn placed(&self, index: usize) -> Result<ResolvedWindow, MissingReason> {
        let entry = &self.rule.rule.body.windows[index];
        entry.resolve(&self.moment, &self.rule.binding.zone, self.rule.lag_days(entry))
    }

    /// Elapsed seconds of a period by its seconds.
    fn elapsed(&self, period: Period) -> Value {
        let zone = &self.rule.binding.zone;
        let today = self.moment.at.to_zoned(zone.clone()).date();
        let mut first = today;
        let begins = |day: Date| match period {
            Period::Today => true,
            Period::Week => day.weekday() == jiff::civil::Weekday::Monday,
            Period::Month => day.day() == 1,
        };
        while !begins(first) {
            first = first.yesterday().unwrap();
        }
        let mut next = first.tomorrow().unwrap();
        while !begins(next) {
            next = next.tomorrow().unwrap();
        }
        let second = |day: Date| day.to_zoned(zone.clone()).unwrap().timestamp().as_second();
        Value::Is(Fraction(
            BigInt::from(self.moment.at.as_second() - second(first)),
            BigInt::from(second(next) - second(first)),
        ))
    }

    fn attribute(&self, attribute: Attribute) -> Result<AttributeValue, MissingReason> {
        let account = self.moment.at.to_zoned(self.rule.binding.zone.clone());
        let zone = self.rule.rule.body.schedule.zone.as_ref();
        let scheduled = zone.map_or(account.clone(), |zone| self.moment.at.to_zoned(zone.clone()));
        match attribute {
            Attribute::Platform => {
                return Ok(AttributeValue::Enum(Member(self.rule.binding.platform.as_str())));
            }
            Attribute::Account => return Ok(AttributeValue::Text(self.rule.binding.account.as_str().into())),
            Attribute::Hour => return Ok(AttributeValue::Count(i64::from(scheduled.hour()))),
            Attribute::Weekday => {
                let words = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
                let day = usize::try_from(scheduled.weekday().to_monday_zero_offset()).unwrap();
                return Ok(AttributeValue::Enum(Member(words[day])));
            }
            Attribute::DaysLeftInMonth => {
                let mut left = 0;
                let mut day = account.date();
                while day.month() == account.month() {
                    left += 1;
                    day = day.tomorrow().unwrap();
                }
                return Ok(AttributeValue::Count(left));
            }
            _ => {}
        }
        let mut column = AttributeColumn::default();
        self.table
            .attribute(attribute, self.row..self.row + 1, &mut column);
        column.cells()[0].clone()
    }

    fn text(&self, text: &Text) -> Result<String, MissingReason> {
        match &text.node {
            TextNode::Constant(content) => Ok(content.clone()),
            TextNode::Parameter(index) => match &self.rule.params[*index] {
                BoundParam::Text(content) => Ok(content.clone()),
                other => panic!("{other:?} is no text"),
            },
            TextNode::Let(index) => match &self.rule.rule.body.lets[*index].value {
                Expression::Text(inner) => self.text(inner),
                other => panic!("{other:?} is no text"),
            },
            TextNode::Attribute(attribute) => match self.attribute(*attribute)? {
                AttributeValue::Text(content) => Ok(content.to_string()),
                _ => Err(MissingReason::NotSupplied),
            },
        }
    }
}

fn whole(value: i64) -> Value {
    Value::Is(Fraction(BigInt::from(value), BigInt::from(1)))
}

fn plus(one: &Fraction, other: &Fraction) -> Fraction {
    Fraction(&one.0 * &other.1 + &other.0 * &one.1, &one.1 * &other.1)
}

fn times(one: &Fraction, other: &Fraction) -> Fraction {
    Fraction(&one.0 * &other.0, &one.1 * &other.1)
}

fn reason(value: &Value) -> Option<MissingReason> {
    match value {
        Value::Is(_) | Value::Infinite => None,
        Value::OverZero => Some(MissingReason::Undefined),
        Value::Unknown(reason) => Some(*reason),
    }
}

/// Two values: the heavier reason stands where one is not known, and nothing is computed with infinity.
fn together(one: Value, other: Value, compute: fn(&Fraction, &Fraction) -> Fraction) -> Value {
    match (&one, &other) {
        (Value::Is(one), Value::Is(other)) => Value::Is(compute(one, other)),
        _ => Value::Unknown(
            reason(&one)
                .max(reason(&other))
                .unwrap_or(MissingReason::Undefined),
        ),
    }
}

fn divide(over: Value, under: Value) -> Value {
    let zero = BigInt::from(0);
    match (&over, &under) {
        (Value::Is(over), Value::Is(under)) => {
            if under.0 > zero {
                Value::Is(Fraction(&over.0 * &under.1, &over.1 * &under.0))
            } else if under.0 == zero && over.0 > zero {
                Value::OverZero
            } else {
                Value::Unknown(MissingReason::Undefined)
            }
        }
        _ => Value::Unknown(
            reason(&over)
                .max(reason(&under))
                .unwrap_or(MissingReason::Undefined),
        ),
    }
}

/// The middle of the known values, of which three of four must be known.
fn median(values: Vec<Value>) -> Value {
    let mut known = Vec::new();
    let mut heaviest = MissingReason::TooFewKnown;
    for value in &values {
        match value {
            Value::Is(value) => known.push(value.clone()),
            other => heaviest = heaviest.max(reason(other).unwrap_or(MissingReason::TooFewKnown)),
        }
    }
    known.sort_by(|one, other| (&one.0 * &other.1).cmp(&(&other.0 * &one.1)));
    match known.as_slice() {
        [] => Value::Unknown(heaviest),
        [_, middle, _] => Value::Is(middle.clone()),
        [_, one, other, _] => Value::Is(times(
            &plus(one, other),
            &Fraction(BigInt::from(1), BigInt::from(2)),
        )),
        _ => Value::Unknown(MissingReason::TooFewKnown),
    }
}

fn negative(value: Value) -> Value {
    match value {
        Value::Is(Fraction(over, under)) => Value::Is(Fraction(-over, under)),
        other => Value::Unknown(reason(&other).unwrap_or(MissingReason::Undefined)),
    }
}

fn compare(operator: Comparison, left: &Value, right: &Value) -> Verdict {
    use std::cmp::Ordering::{Equal, Greater, Less};
    let order = match (left, right) {
        (Value::Is(left), Value::Is(right)) => (&left.0 * &right.1).cmp(&(&right.0 * &left.1)),
        (Value::Infinite, Value::Infinite) => Equal,
        (Value::Infinite, Value::Is(_)) => Greater,
        (Value::Is(_), Value::Infinite) => Less,
        _ => return Err(reason(left).max(reason(right)).unwrap()),
    };
    Ok(match operator {
        Comparison::Equal => order == Equal,
        Comparison::NotEqual => order != Equal,
        Comparison::Less => order == Less,
        Comparison::AtMost => order != Greater,
        Comparison::Greater => order == Greater,
        Comparison::AtLeast => order != Less,
    })
}

fn both(
    one: &Result<String, MissingReason>,
    other: &Result<String, MissingReason>,
) -> Result<(String, String), MissingReason> {
    match (one, other) {
        (Ok(one), Ok(other)) => Ok((one.clone(), other.clone())),
        (Err(one), Err(other)) => Err(*one.max(other)),
        (Err(reason), Ok(_)) | (Ok(_), Err(reason)) => Err(*reason),
    }
}

/// `*` stands for anything, `?` for one character.
fn fits(glob: &[char], text: &[char]) -> bool {
    match (glob.split_first(), text.split_first()) {
        (None, None) => true,
        (None, Some(_)) => false,
        (Some(('*', rest)), None) => fits(rest, text),
        (Some(('*', rest)), Some((_, after))) => fits(rest, text) || fits(glob, after),
        (Some(_), None) => false,
        (Some((wanted, rest)), Some((found, after))) => {
            (*wanted == '?' || wanted == found) && fits(rest, after)
        }
    }
}

/// Days since 1970, counted.
fn day_number(date: Date) -> i64 {
    let mut days = 0;
    for year in 1970..date.year() {
        days += i64::from(Date::constant(year, 1, 1).days_in_year());
    }
    for year in date.year()..1970 {
        days -= i64::from(Date::constant(year, 1, 1).days_in_year());
    }
    days + i64::from(date.day_of_year()) - 1
}
