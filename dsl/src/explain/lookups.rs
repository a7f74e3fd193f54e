//! What a lookup supplied for one row: the value, the version it stands in, or why there is none.

use crate::explain::walk::{Found, Row};
use crate::explanation::{Operand, Raw, Value, ValueKind};
use crate::rational::Rational;
use crate::table::{MissingReason, Supplied, SuppliedUnit};
use crate::typed::{OwnLookup, Text};

impl Row<'_> {
    /// The value, what it was asked by and where it stands, and why it is missing.
    pub(super) fn looked_up(&self, lookup: &OwnLookup, key: &Text) -> (Found, Vec<Operand>, Option<String>) {
        let key = self.text_operand(key);
        let name = &lookup.name;
        let Raw::Text(asked) = &key.value.raw else {
            let reason = key.value.missing.as_ref().map(|missing| missing.reason);
            return (
                Found::Missing(reason.unwrap_or(MissingReason::NotSupplied)),
                vec![key],
                None,
            );
        };
        let (found, why, version) = match (self.supplied(name, asked), self.currency()) {
            (Ok(row), Some(currency)) => {
                let found = match lookup.value(&row, self.at(), currency) {
                    Ok(value) => (
                        Found::Known(Rational::integer(value).times(&lookup.scale())),
                        None,
                    ),
                    Err(MissingReason::OldRows) => (
                        Found::Missing(MissingReason::OldRows),
                        Some(format!("`{name}` is older than the rule allows")),
                    ),
                    Err(reason) => (
                        Found::Missing(reason),
                        Some(format!("`{name}` supplies {} for it", words(row.unit))),
                    ),
                };
                (found.0, found.1, Some(version(lookup, &row)))
            }
            (found, _) => (
                Found::Missing(found.err().unwrap_or(MissingReason::NoRow)),
                Some(format!("`{name}` has no row for it")),
                None,
            ),
        };
        let parts = version.into_iter().chain([key]).collect();
        (found, parts, why)
    }
}

fn words(unit: SuppliedUnit) -> String {
    match unit {
        SuppliedUnit::Percent => "a percentage".to_owned(),
        SuppliedUnit::Ratio => "a ratio".to_owned(),
        SuppliedUnit::Count => "a count".to_owned(),
        SuppliedUnit::Money(currency) => format!("an amount in {currency}"),
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
