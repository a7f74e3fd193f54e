//! The reference: the meaning of a rule written down as simply as it can be said, one row at a time, for the tests alone.
//!
//! It reads the typed tree and a table, and shares nothing else with the plan or the walk: its own fractions (never reduced),
//! its own calendar, its own globs. It is slow, and it is meant to be read beside the specification.
//!
//! Here: conditions. [`numbers`] computes what they compare, with [`values`]; [`groups`] looks at the other rows, [`time`] at the calendar.

mod groups;
mod numbers;
mod time;
mod values;

use self::values::{Value, both, compare, fits};
use crate::bind::BoundParam;
use crate::registry::Attribute;
use crate::table::{AttributeColumn, AttributeValue, Member, MissingReason, Moment, SuppliedValue, Table};
use crate::typed::{Condition, ConditionNode, Expression, Missable, Text, TextNode};
use crate::{BoundRule, Truth};

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
                    Missable::Text(text) => self.text(text).is_err(),
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

    fn attribute(&self, attribute: Attribute) -> Result<AttributeValue, MissingReason> {
        let account = self.moment.at.to_zoned(self.rule.binding.zone.clone());
        let zone = self.rule.rule.body.schedule.zone.as_ref();
        let scheduled = zone.map_or(account.clone(), |zone| self.moment.at.to_zoned(zone.clone()));
        match attribute {
            Attribute::Platform => {
                return Ok(AttributeValue::Enum(Member(self.rule.binding.platform.as_str())));
            }
            Attribute::Account => return Ok(AttributeValue::Text(self.rule.binding.account.as_str().into())),
            Attribute::Currency => {
                return Ok(AttributeValue::Text(self.rule.binding.currency.as_str().into()));
            }
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
            TextNode::LookedUp { lookup, key } => {
                let key = self.text(key)?;
                let row = self.table.lookup(&lookup.name, &key)?;
                let SuppliedValue::Text(text) = &row.value else {
                    return Err(MissingReason::NoRow);
                };
                let age = self.moment.at.as_second() - row.at.as_second();
                match lookup.stale_after {
                    Some(most) if age > most => Err(MissingReason::OldRows),
                    _ => Ok(text.to_string()),
                }
            }
            TextNode::Attribute(attribute) => match self.attribute(*attribute)? {
                AttributeValue::Text(content) => Ok(content.to_string()),
                _ => Err(MissingReason::NotSupplied),
            },
        }
    }
}
