//! What a lookup supplied for one row: the value, the version it stands in, or why there is none.

use std::sync::Arc;

use crate::explain::walk::{Found, Row};
use crate::explanation::{Operand, Raw, Value, ValueKind};
use crate::rational::Rational;
use crate::table::{MissingReason, Supplied, SuppliedUnit, SuppliedValue};
use crate::typed::{OwnLookup, Text};

/// What was found, what it was asked by and where it stands, and why it is missing.
type Told<T> = (Result<T, MissingReason>, Vec<Operand>, Option<String>);

impl Row<'_> {
    /// The number that a lookup supplies.
    pub(super) fn looked_up(&self, lookup: &OwnLookup, key: &Text) -> (Found, Vec<Operand>, Option<String>) {
        let (found, parts, why) = self.told(lookup, key, |row| {
            let currency = self.currency().ok_or(MissingReason::NoRow)?;
            lookup.value(row, self.at(), currency)
        });
        let found = match found {
            Ok(value) => Found::Known(Rational::integer(value).times(&lookup.scale())),
            Err(reason) => Found::Missing(reason),
        };
        (found, parts, why)
    }

    /// The text that a lookup supplies.
    pub(super) fn looked_up_text(&self, lookup: &OwnLookup, key: &Text) -> Told<Arc<str>> {
        self.told(lookup, key, |row| lookup.words(row, self.at()))
    }

    fn told<T>(
        &self,
        lookup: &OwnLookup,
        key: &Text,
        read: impl Fn(&Supplied) -> Result<T, MissingReason>,
    ) -> Told<T> {
        let key = self.text_operand(key);
        let name = &lookup.name;
        let Raw::Text(asked) = &key.value.raw else {
            let reason = key.value.missing.as_ref().map(|missing| missing.reason);
            return (Err(reason.unwrap_or(MissingReason::NotSupplied)), vec![key], None);
        };
        let (found, why, version) = match self.supplied(name, asked) {
            Ok(row) => {
                let found = read(&row);
                let why = match &found {
                    Ok(_) => None,
                    Err(MissingReason::OldRows) => Some(format!("`{name}` is older than the rule allows")),
                    Err(_) => Some(format!("`{name}` supplies {} for it", words(&row.value))),
                };
                (found, why, Some(version(lookup, &row)))
            }
            Err(reason) => (Err(reason), Some(format!("`{name}` has no row for it")), None),
        };
        let parts = version.into_iter().chain([key]).collect();
        (found, parts, why)
    }
}

fn words(value: &SuppliedValue) -> String {
    match value {
        SuppliedValue::Number(_, SuppliedUnit::Percent) => "a percentage".to_owned(),
        SuppliedValue::Number(_, SuppliedUnit::Ratio) => "a ratio".to_owned(),
        SuppliedValue::Number(_, SuppliedUnit::Count) => "a count".to_owned(),
        SuppliedValue::Number(_, SuppliedUnit::Money(currency)) => format!("an amount in {currency}"),
        SuppliedValue::Text(_) => "a text".to_owned(),
    }
}

/// Which version of the lookup the row stands in, and when that was supplied.
fn version(lookup: &OwnLookup, row: &Supplied) -> Operand {
    let told = format!(
        "version {} of {}",
        row.version,
        row.at.strftime("%Y-%m-%d %H:%M UTC")
    );
    Operand {
        text: lookup.name.clone(),
        value: Value {
            display: told.clone(),
            kind: ValueKind::Text,
            raw: Raw::Text(told),
            missing: None,
        },
        parts: Vec::new(),
    }
}
