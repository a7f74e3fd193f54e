//! Amounts in another currency: the rate, its day and where it comes from, or why there is none.

use crate::evaluate::{Exchange, NoRate, exchange};
use crate::explain::walk::{Found, Row};
use crate::explanation::{Operand, Raw, Value, ValueKind};
use crate::money::Currency;
use crate::table::MissingReason;
use crate::typed::Number;

impl Row<'_> {
    /// The amount at its rate, both as parts, and why there is no rate.
    pub(super) fn converted(&self, number: &Number, inner: &Number) -> (Found, Vec<Operand>, Option<String>) {
        let amount = self.operand(inner);
        let mut parts = vec![amount.operand];
        let Some((from, to)) = self.exchanged(number, inner) else {
            return (amount.found, parts, None);
        };
        match self.exchange(from, to) {
            Some(Ok(found)) => {
                let result = match &amount.found {
                    Found::Known(value) => Found::Known(value.times(&found.factor)),
                    other => other.clone(),
                };
                parts.push(told(from, to, &found));
                (result, parts, None)
            }
            none => {
                let missing = Found::Missing(MissingReason::NoRate);
                let result = amount.found.unknown_of(&missing).unwrap_or(missing);
                let last = none.and_then(Result::err).and_then(|none| none.last);
                let why = match last {
                    Some(day) => format!("no rate {from}→{to} newer than 7 days; the last is of {day}"),
                    None => format!("no rate {from}→{to} is known"),
                };
                (result, parts, Some(why))
            }
        }
    }

    /// The rate that counts at this moment.
    fn exchange(&self, from: Currency, to: Currency) -> Option<Result<Exchange, NoRate>> {
        let day = self.rule()?.day_of_rates(self.moment);
        Some(exchange(self.table, from, to, day))
    }

    /// The two currencies; `None` where they are one.
    pub(super) fn exchanged(&self, number: &Number, inner: &Number) -> Option<(Currency, Currency)> {
        let own = self.currency()?;
        let (from, to) = (inner.quantity.currency(own), number.quantity.currency(own));
        (from != to).then_some((from, to))
    }
}

/// `1 USD = 0.92 EUR on 2026-03-02 (ecb.csv)`.
fn told(from: Currency, to: Currency, found: &Exchange) -> Operand {
    let given = &found.given;
    let (one, other, way) = if found.turned {
        (to, from, ", the other way round")
    } else {
        (from, to, "")
    };
    let told = format!(
        "1 {one} = {} {other} on {} ({}){way}",
        given.written(),
        given.day,
        given.source
    );
    Operand {
        text: "rate".to_owned(),
        value: Value {
            display: told.clone(),
            kind: ValueKind::Text,
            raw: Raw::Text(told),
            missing: None,
        },
        parts: Vec::new(),
    }
}
