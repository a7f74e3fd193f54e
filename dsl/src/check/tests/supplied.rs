//! What a test gives to lookups.

use std::collections::BTreeMap;

use jiff::Timestamp;

use crate::check::lookups::lookup_named;
use crate::check::tests::Reading;
use crate::diagnostics::Diagnostic;
use crate::money::MICROS_PER_UNIT;
use crate::rational::Rational;
use crate::syntax::tree::{LiteralSyntax, Spanned};
use crate::table::SuppliedUnit;
use crate::testing::script::Step;
use crate::typed::Quantity;

impl Reading<'_> {
    /// `given lookup margins { "A" 40% }`.
    pub(super) fn supply(
        &mut self,
        name: &Spanned<String>,
        rows: &[(Spanned<String>, Spanned<LiteralSyntax>)],
        at: Timestamp,
    ) {
        let Some(lookup) = lookup_named(self.definitions, name, "E0804", |found| self.say(found)) else {
            return;
        };
        let mut supplied: BTreeMap<String, (i64, SuppliedUnit)> = BTreeMap::new();
        for (key, value) in rows {
            let millions = |number: &Rational| number.times(&Rational::integer(MICROS_PER_UNIT)).to_i64();
            let read = match (lookup.quantity, &value.value) {
                (Quantity::Money, LiteralSyntax::Money(currency, micros)) => {
                    Some((*micros, SuppliedUnit::Money(*currency)))
                }
                (Quantity::Percent, LiteralSyntax::Percent(share)) => {
                    millions(share).map(|cell| (cell, SuppliedUnit::Percent))
                }
                (Quantity::Ratio, LiteralSyntax::Number(number)) => {
                    millions(number).map(|cell| (cell, SuppliedUnit::Ratio))
                }
                (Quantity::Count, LiteralSyntax::Number(number)) => {
                    millions(number).map(|cell| (cell, SuppliedUnit::Count))
                }
                (_, LiteralSyntax::Broken) => continue,
                _ => None,
            };
            let Some(read) = read else {
                let written = value.span.of(self.text);
                let what = lookup.quantity.words();
                self.say(
                    Diagnostic::new(
                        "E0804",
                        value.span,
                        format!("`{}` supplies {what}, and `{written}` is none", lookup.name),
                    )
                    .help(
                        "write a value of its kind, such as `40%`, `2.5` or `$12`, with at most 6 decimals",
                    ),
                );
                continue;
            };
            if supplied.insert(key.value.clone(), read).is_some() {
                self.say(
                    Diagnostic::new("E0804", key.span, format!("`{}` has two values here", key.value))
                        .help("keep one of them"),
                );
            }
        }
        self.steps.push(Step::Supply {
            lookup: lookup.name.clone(),
            at,
            rows: supplied,
        });
    }
}
