//! What lookups supply: one row's value, the same for the columns and for the walk, and a batch of them.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::Timestamp;

use crate::evaluate::Truth;
use crate::evaluate::answers::Answers;
use crate::evaluate::globs::glob_matches;
use crate::evaluate::lanes::{KNOWN, Lane};
use crate::evaluate::plan::TextOp;
use crate::evaluate::run::{Batch, Words};
use crate::money::{Currency, MICROS_PER_UNIT};
use crate::rational::Rational;
use crate::registry::Attribute;
use crate::table::{AttributeValue, MissingReason, Supplied, SuppliedUnit, SuppliedValue};
use crate::typed::{OwnLookup, Quantity};

/// A text of one row, or why there is none.
type Cell = Result<Arc<str>, MissingReason>;

impl OwnLookup {
    /// What the rule reads in an account of this currency; `None`: texts.
    pub(crate) fn unit(&self, currency: Currency) -> Option<SuppliedUnit> {
        self.quantity.map(|quantity| match quantity {
            Quantity::Money => SuppliedUnit::Money(currency),
            Quantity::Percent => SuppliedUnit::Percent,
            Quantity::Ratio => SuppliedUnit::Ratio,
            _ => SuppliedUnit::Count,
        })
    }

    /// What a row is worth at an instant, in units of [`OwnLookup::scale`].
    pub(crate) fn value(
        &self,
        row: &Supplied,
        at: Timestamp,
        currency: Currency,
    ) -> Result<i64, MissingReason> {
        match row.value {
            SuppliedValue::Number(millionths, unit) if Some(unit) == self.unit(currency) => {
                self.is_fresh(row, at).map(|()| millionths)
            }
            _ => Err(MissingReason::NoRow),
        }
    }

    /// The text that a row holds.
    pub(crate) fn words(&self, row: &Supplied, at: Timestamp) -> Cell {
        match &row.value {
            SuppliedValue::Text(text) if self.quantity.is_none() => {
                self.is_fresh(row, at).map(|()| Arc::clone(text))
            }
            _ => Err(MissingReason::NoRow),
        }
    }

    fn is_fresh(&self, row: &Supplied, at: Timestamp) -> Result<(), MissingReason> {
        let age = at.duration_since(row.at).as_secs();
        if self.stale_after.is_some_and(|most| age > most) {
            return Err(MissingReason::OldRows);
        }
        Ok(())
    }

    /// Money is counted in micros, everything else in ones.
    pub(crate) fn scale(&self) -> Rational {
        if self.quantity == Some(Quantity::Money) {
            Rational::integer(1)
        } else {
            Rational::fraction(1, MICROS_PER_UNIT).unwrap_or_else(Rational::zero)
        }
    }
}

impl Batch<'_> {
    /// What a lookup supplies for each row's key.
    pub(super) fn looked_up(
        &self,
        lookup: &OwnLookup,
        key: &TextOp,
        attributes: &BTreeMap<Attribute, Words>,
    ) -> Lane {
        let currency = self.rule.binding.currency;
        let cells: Vec<Result<i64, MissingReason>> = self.for_each_key(key, attributes, |key| {
            let row = self.table.lookup(&lookup.name, key)?;
            lookup.value(&row, self.moment.at, currency)
        });
        let values: Vec<i64> = cells.iter().map(|cell| cell.unwrap_or(0)).collect();
        let states = cells
            .iter()
            .map(|cell| cell.map_or_else(MissingReason::code, |_| KNOWN))
            .collect();
        Lane::cells(&values, states, lookup.scale())
    }

    /// A text of each row.
    pub(super) fn texts(&self, text: &TextOp, attributes: &BTreeMap<Attribute, Words>) -> Vec<Cell> {
        match text {
            TextOp::LookedUp { lookup, key } => self.for_each_key(key, attributes, |key| {
                let row = self.table.lookup(&lookup.name, key)?;
                lookup.words(&row, self.moment.at)
            }),
            other => self.for_each_key(other, attributes, |text| Ok(text.into())),
        }
    }

    /// Asks for a text of each row; one that is the same for all is asked for once.
    fn for_each_key<T: Clone>(
        &self,
        key: &TextOp,
        attributes: &BTreeMap<Attribute, Words>,
        ask: impl Fn(&str) -> Result<T, MissingReason>,
    ) -> Vec<Result<T, MissingReason>> {
        match key {
            TextOp::Constant(key) => vec![ask(key); self.rows()],
            TextOp::Attribute(attribute) => match attributes.get(attribute) {
                None => vec![Err(MissingReason::NotSupplied); self.rows()],
                Some(cells) => cells
                    .iter()
                    .map(|cell| match cell {
                        Ok(AttributeValue::Text(key)) => ask(key),
                        Ok(_) => Err(MissingReason::NotSupplied),
                        Err(reason) => Err(*reason),
                    })
                    .collect(),
            },
            TextOp::LookedUp { .. } => {
                let keys = self.texts(key, attributes);
                keys.into_iter().map(|key| ask(&key?)).collect()
            }
        }
    }

    /// Whether the left text of each row is one of the others, or matches one.
    pub(super) fn compare_texts(
        &self,
        left: &TextOp,
        among: &[TextOp],
        matches: bool,
        attributes: &BTreeMap<Attribute, Words>,
    ) -> Answers {
        let left = self.texts(left, attributes);
        let each: Vec<Answers> = among
            .iter()
            .map(|other| {
                let other = self.texts(other, attributes);
                let pairs = left.iter().zip(&other);
                pairs
                    .map(|pair| match pair {
                        (Ok(one), Ok(other)) => {
                            let holds = if matches {
                                glob_matches(&other.to_lowercase(), &one.to_lowercase())
                            } else {
                                one == other
                            };
                            (Truth::known(holds), KNOWN)
                        }
                        (Err(one), Err(other)) => (Truth::Unknown, (*one.max(other)).code()),
                        (Err(reason), Ok(_)) | (Ok(_), Err(reason)) => (Truth::Unknown, reason.code()),
                    })
                    .collect()
            })
            .collect();
        Answers::or(each.iter(), self.rows())
    }
}
