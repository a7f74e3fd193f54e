//! The currency of a test's accounts.

use crate::check::tests::{Reading, clauses, expected};
use crate::diagnostics::Diagnostic;
use crate::money::Currency;
use crate::span::Span;
use crate::syntax::test_trees::{GivenValue, TestClause};
use crate::syntax::tree::{Item, LiteralSyntax};

impl Reading<'_> {
    /// One test has one currency: that of its accounts.
    pub(super) fn find_currency(&mut self, item: &Item) {
        let mut amounts: Vec<(Currency, Span)> = Vec::new();
        let mut note = |literal: &LiteralSyntax, span: Span| {
            if let LiteralSyntax::Money(currency, _) = literal {
                amounts.push((*currency, span));
            }
        };
        let converts = |literal: &LiteralSyntax| {
            let LiteralSyntax::Money(currency, _) = literal else {
                return false;
            };
            let mut rules = self.rules.iter();
            rules.any(|rule| rule.body.other_currencies.contains(currency))
        };
        for (clause, _) in clauses(item) {
            match clause {
                TestClause::Given(given) => {
                    let cells = given.series.iter().flat_map(|series| &series.cells);
                    for value in given.facts.iter().chain(cells).flat_map(|fact| &fact.values) {
                        if let GivenValue::Literal(literal) = &value.value {
                            note(literal, value.span);
                        }
                    }
                }
                // What a rule converts is expected in another currency.
                TestClause::Expect(expect) => expected::literals(expect, &mut |literal, span| {
                    if !converts(literal) {
                        note(literal, span);
                    }
                }),
                // A row may be in another currency: it then supplies nothing.
                _ => {}
            }
        }
        for (currency, span) in amounts {
            match self.currency {
                None => self.currency = Some((currency, span)),
                Some((first, at)) if first != currency => {
                    self.say(
                        Diagnostic::new(
                            "E0804",
                            span,
                            format!("the accounts of one test have one currency: here is {currency}, there was {first}"),
                        )
                        .help("write two tests for two currencies")
                        .label(at, format!("an amount in {first}")),
                    );
                    return;
                }
                Some(_) => {}
            }
        }
    }
}
