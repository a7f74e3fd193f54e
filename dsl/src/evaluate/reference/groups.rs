//! What is asked about other rows: sums over groups, aggregates and rankings.

use num_bigint::BigInt;

use super::values::{Fraction, Value, compare, divide, parts, plus, reason, whole};
use super::{Reference, Verdict};
use crate::column::Column;
use crate::registry::Metric;
use crate::syntax::tree::AggregateForm;
use crate::table::MissingReason;
use crate::typed::{Aggregate, Comparison, Counted, Group, Ranking, Take};

impl Reference<'_> {
    pub(super) fn other(&self, row: usize) -> Reference<'_> {
        Reference {
            rule: self.rule,
            table: self.table,
            moment: self.moment,
            row,
        }
    }

    /// The rows for which `where` is true.
    pub(super) fn members(&self) -> Vec<usize> {
        (0..self.table.rows())
            .filter(|row| self.other(*row).scope() == Ok(true))
            .collect()
    }

    pub(super) fn total(&self, metric: Metric, window: usize, group: Group) -> Value {
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
                return match column.get(0).unwrap() {
                    Ok(cell) => Value::Is(Fraction(BigInt::from(cell), BigInt::from(parts(metric)))),
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
        heaviest.map_or(
            Value::Is(Fraction(sum, BigInt::from(parts(metric)))),
            Value::Unknown,
        )
    }

    pub(super) fn aggregate(&self, aggregate: &Aggregate) -> Value {
        let (mut sum, mut known, mut heaviest) = (Fraction(BigInt::from(0), BigInt::from(1)), 0_i64, None);
        let all = 0..self.table.rows();
        let stands_with = |row: &usize| self.table.family(*row) == self.table.family(self.row);
        let members: Vec<usize> = match aggregate.group {
            Group::Scope => self.members(),
            Group::Account => all.collect(),
            Group::Parent => all.filter(stands_with).collect(),
            Group::Siblings => all.filter(stands_with).filter(|row| *row != self.row).collect(),
        };
        for row in members {
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
    pub(super) fn ranked(&self, ranking: &Ranking) -> Verdict {
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
}
