//! What lookups supply: one row's value, the same for the columns and for the walk, and a batch of them.

use std::collections::BTreeMap;

use jiff::Timestamp;

use crate::evaluate::lanes::{KNOWN, Lane};
use crate::evaluate::plan::TextOp;
use crate::evaluate::run::{Batch, Words};
use crate::money::{Currency, MICROS_PER_UNIT};
use crate::rational::Rational;
use crate::registry::Attribute;
use crate::table::{AttributeValue, MissingReason, Supplied, SuppliedUnit};
use crate::typed::{OwnLookup, Quantity};

impl OwnLookup {
    /// What the rule reads in an account of this currency.
    pub(crate) const fn unit(&self, currency: Currency) -> SuppliedUnit {
        match self.quantity {
            Quantity::Money => SuppliedUnit::Money(currency),
            Quantity::Percent => SuppliedUnit::Percent,
            Quantity::Ratio => SuppliedUnit::Ratio,
            _ => SuppliedUnit::Count,
        }
    }

    /// What a row is worth at an instant, in units of [`OwnLookup::scale`].
    pub(crate) fn value(
        &self,
        row: &Supplied,
        at: Timestamp,
        currency: Currency,
    ) -> Result<i64, MissingReason> {
        if row.unit != self.unit(currency) {
            return Err(MissingReason::NoRow);
        }
        let age = at.duration_since(row.at).as_secs();
        if self.stale_after.is_some_and(|most| age > most) {
            return Err(MissingReason::OldRows);
        }
        Ok(row.millionths)
    }

    /// Money is counted in micros, everything else in ones.
    pub(crate) fn scale(&self) -> Rational {
        if self.quantity == Quantity::Money {
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
        let asked = |key: &str| {
            let row = self.table.lookup(&lookup.name, key)?;
            lookup.value(&row, self.moment.at, currency)
        };
        let cells: Vec<Result<i64, MissingReason>> = match key {
            TextOp::Constant(key) => vec![asked(key); self.rows()],
            TextOp::Attribute(attribute) => match attributes.get(attribute) {
                None => vec![Err(MissingReason::NotSupplied); self.rows()],
                Some(cells) => cells
                    .iter()
                    .map(|cell| match cell {
                        Ok(AttributeValue::Text(key)) => asked(key),
                        Ok(_) => Err(MissingReason::NotSupplied),
                        Err(reason) => Err(*reason),
                    })
                    .collect(),
            },
        };
        let values: Vec<i64> = cells.iter().map(|cell| cell.unwrap_or(0)).collect();
        let states = cells
            .iter()
            .map(|cell| cell.map_or_else(MissingReason::code, |_| KNOWN))
            .collect();
        Lane::cells(&values, states, lookup.scale())
    }
}
