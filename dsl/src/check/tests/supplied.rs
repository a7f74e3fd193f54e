//! What a test gives to lookups, and the exchange rates of its days.

use std::collections::BTreeMap;

use jiff::Timestamp;

use crate::check::lookups::lookup_named;
use crate::check::rates::currency_named;
use crate::check::tests::Reading;
use crate::diagnostics::Diagnostic;
use crate::money::MICROS_PER_UNIT;
use crate::rational::Rational;
use crate::syntax::test_trees::GivenRate;
use crate::syntax::tree::{LiteralSyntax, Spanned};
use crate::table::{Rate, SuppliedUnit, SuppliedValue};
use crate::testing::script::Step;
use crate::typed::Quantity;

/// A number has no more decimals.
const MOST_DECIMALS: u32 = 9;

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
        let mut supplied: BTreeMap<String, SuppliedValue> = BTreeMap::new();
        for (key, value) in rows {
            let millions = |number: &Rational| number.times(&Rational::integer(MICROS_PER_UNIT)).to_i64();
            let number =
                |number: &Rational, unit| millions(number).map(|cell| SuppliedValue::Number(cell, unit));
            let read = match (lookup.quantity, &value.value) {
                (Some(Quantity::Money), LiteralSyntax::Money(currency, micros)) => {
                    Some(SuppliedValue::Number(*micros, SuppliedUnit::Money(*currency)))
                }
                (Some(Quantity::Percent), LiteralSyntax::Percent(share)) => {
                    number(share, SuppliedUnit::Percent)
                }
                (Some(Quantity::Ratio), LiteralSyntax::Number(ratio)) => number(ratio, SuppliedUnit::Ratio),
                (Some(Quantity::Count), LiteralSyntax::Number(count)) => number(count, SuppliedUnit::Count),
                (None, LiteralSyntax::Text(text)) => Some(SuppliedValue::Text(text.as_str().into())),
                (_, LiteralSyntax::Broken) => continue,
                _ => None,
            };
            let Some(read) = read else {
                let written = value.span.of(self.text);
                let what = lookup.quantity.map_or("texts", Quantity::words);
                self.say(
                    Diagnostic::new(
                        "E0804",
                        value.span,
                        format!("`{}` supplies {what}, and `{written}` is none", lookup.name),
                    )
                    .help(
                        "write a value of its kind, such as `40%`, `2.5` or `$12`, with at most 6 decimals; texts stand in quotes",
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

    /// `given rate USD to EUR 0.92 on 2026-03-02`.
    pub(super) fn rate(&mut self, given: &GivenRate, at: Timestamp) {
        let named = [&given.from, &given.to]
            .map(|code| currency_named(&code.value, code.span, "E0804", |found| self.say(found)));
        let [Some(from), Some(to)] = named else {
            return;
        };
        if from == to {
            self.say(
                Diagnostic::new("E0804", given.to.span, "a rate is one between two currencies")
                    .help(format!("one {from} is always one {from}")),
            );
            return;
        }
        let day = match given.on.as_ref().map(|day| &day.value) {
            None => at.to_zoned(self.zone.clone()).date(),
            Some(LiteralSyntax::Date(day)) => *day,
            // Answered for already.
            Some(_) => return,
        };
        let LiteralSyntax::Number(value) = &given.value.value else {
            return;
        };
        let digits = (0..=MOST_DECIMALS).find_map(|decimals| {
            let unit = Rational::integer(10_i64.checked_pow(decimals)?);
            let digits = value.times(&unit);
            digits
                .is_integer()
                .then(|| digits.to_i64())?
                .map(|digits| (digits, decimals))
        });
        let Some((digits, decimals)) = digits.filter(|_| value.is_positive()) else {
            self.say(
                Diagnostic::new("E0804", given.value.span, "a rate is a number above zero").help(format!(
                    "say what one {from} is worth: `given rate {from} to {to} 0.92`"
                )),
            );
            return;
        };
        self.steps.push(Step::Rate {
            from,
            to,
            rate: Rate {
                digits,
                decimals,
                day,
                source: "the test".into(),
            },
        });
    }
}
