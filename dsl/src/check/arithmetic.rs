//! Arithmetic: which kinds may be added, multiplied and divided, what `else` may stand for, and that currencies never meet.

use crate::check::names::Scope;
use crate::diagnostics::Diagnostic;
use crate::money::Currency;
use crate::rule::currency_names;
use crate::span::Span;
use crate::syntax::tree::{Expr, ExprKind};
use crate::typed::{Expression, Fallback, Number, NumberNode, Operator, Quantity, Sign};
use std::collections::BTreeSet;

impl Scope<'_> {
    /// `infinite` is compared or printed, never computed with.
    pub(super) fn finite<'n>(&mut self, numbers: impl Iterator<Item = &'n Number>) -> Option<()> {
        for number in numbers {
            if self.can_be_infinite(number) {
                let span = self.absolute(number.span);
                self.say(
                    Diagnostic::new(
                        "E0303",
                        span,
                        "an infinite value can be compared, and not computed with",
                    )
                    .help("compare it first, or replace the undefined quotient by a number: `else 0`"),
                );
                return None;
            }
        }
        Some(())
    }

    pub(super) fn can_be_infinite(&self, number: &Number) -> bool {
        match &self.behind(number).node {
            NumberNode::Else { value, fallback } => match fallback {
                Fallback::Infinite => true,
                Fallback::Value(other) => self.can_be_infinite(value) || self.can_be_infinite(other),
            },
            _ => false,
        }
    }

    pub(super) fn sum_quantity(&mut self, typed: &[Number], terms: &[(Sign, Expr)]) -> Option<Quantity> {
        let mut quantity: Option<Quantity> = None;
        for ((number, (_, expr)), index) in typed.iter().zip(terms).zip(0_usize..) {
            if is_zero(number) && typed.len() > 1 {
                continue;
            }
            let next = match quantity {
                None => number.quantity,
                Some(sum) => match added(sum, number.quantity) {
                    Some(next) => next,
                    None => {
                        self.cannot_add(sum, number, expr, typed.get(index.saturating_sub(1)));
                        return None;
                    }
                },
            };
            if next == Quantity::Date {
                self.say(
                    Diagnostic::new("E0206", expr.span, "dates are compared, not added")
                        .help("write `start_date > 2026-03-01`, or use `age`"),
                );
                return None;
            }
            quantity = Some(next);
        }
        self.one_currency(typed.iter())?;
        Some(quantity.unwrap_or(Quantity::Scalar))
    }

    pub(super) fn cannot_add(
        &mut self,
        sum: Quantity,
        number: &Number,
        expr: &Expr,
        before: Option<&Number>,
    ) {
        let written = self.source(expr.span);
        let mut found = if sum.is_money() && number.quantity.is_quotient() {
            Diagnostic::new("E0207", expr.span, format!("`{written}` cannot be added to an amount of money"))
                .help("to change a budget write `increase budget by 20%`; to compare with a share more write `spend > 1.2 * budget`")
        } else if (sum.is_money() || sum == Quantity::Duration) && number.quantity == Quantity::Scalar {
            let (offer, unit) = if let Quantity::MoneyIn(currency) = sum {
                (format!("{written} {currency}"), "a currency")
            } else if sum == Quantity::Money {
                (format!("${written}"), "a currency")
            } else {
                (format!("{written}d"), "a unit")
            };
            Diagnostic::new(
                "E0204",
                expr.span,
                format!("`{written}` needs {unit} to be added here"),
            )
            .help(format!("write `{offer}`"))
            .possible_fix(format!("write `{offer}`"), expr.span, offer.clone())
        } else {
            Diagnostic::new(
                "E0206",
                expr.span,
                format!("{} cannot be added to {}", number.quantity.words(), sum.words()),
            )
            .help("only values of one kind can be added")
        };
        if let Some(before) = before {
            let span = self.absolute(before.span);
            found = found.label(span, format!("this is {}", before.quantity.words()));
        }
        self.say(found);
    }

    pub(super) fn product_quantity(&mut self, factors: &[(Operator, Number)]) -> Option<Quantity> {
        let mut quantity: Option<Quantity> = None;
        for (operator, number) in factors {
            if *operator == Operator::Over && is_zero(number) {
                let span = self.absolute(number.span);
                self.say(
                    Diagnostic::new("E0307", span, "this divides by zero")
                        .help("a quotient over zero is never defined"),
                );
                return None;
            }
            let next = match (quantity, operator) {
                (None, _) => Some(number.quantity),
                (Some(left), Operator::Times) => multiplied(left, number.quantity),
                (Some(left), Operator::Over) => divided(left, number.quantity),
            };
            let Some(next) = next else {
                let left = quantity.unwrap_or(Quantity::Scalar).words();
                let right = number.quantity.words();
                let span = self.absolute(number.span);
                let (verb, help) = match operator {
                    Operator::Times => (
                        "multiplied by",
                        "multiply by a plain number, a percentage or a ratio",
                    ),
                    Operator::Over => ("divided by", "divide money by a count, or two values of one kind"),
                };
                self.say(
                    Diagnostic::new("E0206", span, format!("{left} cannot be {verb} {right}")).help(help),
                );
                return None;
            };
            quantity = Some(next);
        }
        // Money times money is refused above, so that at most one side carries a currency — or both cancel.
        self.one_currency(factors.iter().map(|(_, number)| number))?;
        quantity
    }

    pub(super) fn else_number(&mut self, expr: &Expr, value: &Expr, fallback: &Expr) -> Option<Number> {
        let mut typed = self.number(value)?;
        let can_be_undefined = self.can_be_undefined(&typed);
        let (quantity, fallback) = if matches!(fallback.kind, ExprKind::Infinite) {
            let root = self.behind(&typed);
            if !is_quotient(root) {
                let written = self.source(value.span);
                self.say(
                    Diagnostic::new("E0303", fallback.span, format!("`{written}` is no quotient, so it cannot be infinite"))
                        .help("put `else infinite` right behind the quotient: `(spend / conversions) else infinite`"),
                );
                return None;
            }
            (typed.quantity, Fallback::Infinite)
        } else {
            let other = self.number(fallback)?;
            let [first, other] = self.met_pair([typed, other])?;
            typed = first;
            let quantity = if is_zero(&other) {
                Some(typed.quantity)
            } else {
                added(typed.quantity, other.quantity)
            };
            let Some(quantity) = quantity else {
                let message = format!(
                    "`else` gives {}, but stands for {}",
                    other.quantity.words(),
                    typed.quantity.words()
                );
                self.say(
                    Diagnostic::new("E0203", fallback.span, message)
                        .help("both sides of `else` are of one kind"),
                );
                return None;
            };
            self.one_currency([&typed, &other].into_iter())?;
            (quantity, Fallback::Value(Box::new(other)))
        };
        if !can_be_undefined {
            let written = self.source(value.span);
            let span = Span::new(value.span.end, expr.span.end);
            let blanks = span
                .of(self.text)
                .len()
                .saturating_sub(span.of(self.text).trim_start().len());
            let shown = Span::new(
                span.start.saturating_add(u32::try_from(blanks).unwrap_or(0)),
                span.end,
            );
            self.say(
                Diagnostic::new(
                    "W0508",
                    shown,
                    format!("`{written}` is never undefined, so this `else` never applies"),
                )
                .help("`else` replaces a division by zero only; data that is missing stays missing")
                .safe_fix("remove it", span, ""),
            );
        }
        Some(Number {
            span: self.relative(expr.span),
            quantity,
            node: NumberNode::Else {
                value: Box::new(typed),
                fallback,
            },
        })
    }

    /// Whether a division inside of the number could meet a zero.
    pub(super) fn can_be_undefined(&self, number: &Number) -> bool {
        let mut found = false;
        let mut seen = BTreeSet::new();
        let mut waiting = vec![number];
        while let Some(number) = waiting.pop() {
            number.walk(&mut |part| match &part.node {
                NumberNode::Derived { .. } | NumberNode::Change { .. } => found = true,
                NumberNode::Product(factors) => {
                    found |= factors.iter().any(|(operator, factor)| {
                        *operator == Operator::Over && !matches!(factor.node, NumberNode::Constant(_))
                    });
                }
                NumberNode::Let(index) => {
                    if let Some(Expression::Number(value)) = self.lets.get(*index).map(|found| &found.value)
                        && seen.insert(*index)
                    {
                        waiting.push(value);
                    }
                }
                _ => {}
            });
        }
        found
    }

    /// Values that meet must share at least one currency.
    pub(super) fn one_currency<'n>(&mut self, numbers: impl Iterator<Item = &'n Number>) -> Option<()> {
        let mut shared: Option<(BTreeSet<Currency>, Span)> = None;
        for number in numbers {
            let Some(own) = self.currencies(number) else {
                continue;
            };
            if own.is_empty() {
                // Said where it arose.
                return None;
            }
            let span = number.span;
            shared = Some(match shared.take() {
                None => (own, span),
                Some((others, before)) => {
                    let both: BTreeSet<Currency> = others.intersection(&own).copied().collect();
                    if both.is_empty() {
                        let (here, there) = (self.absolute(span), self.absolute(before));
                        self.say(
                            Diagnostic::new(
                                "E0208",
                                here,
                                format!("an amount in {} cannot meet one in {}", currency_names(&own), currency_names(&others)),
                            )
                            .help("an account has one currency; give a parameter one amount per currency: `$45, 40 EUR`")
                            .label(there, format!("this is in {}", currency_names(&others))),
                        );
                        return None;
                    }
                    (both, span)
                }
            });
        }
        Some(())
    }
}

/// A quotient at the root: what `else infinite` can follow.
pub(super) fn is_quotient(number: &Number) -> bool {
    match &number.node {
        NumberNode::Derived { .. } => true,
        NumberNode::Own { metric, .. } => metric.divides(),
        NumberNode::Product(factors) => factors
            .last()
            .is_some_and(|(operator, _)| *operator == Operator::Over),
        _ => false,
    }
}

/// The literal `0` fits every kind.
pub(super) fn is_zero(number: &Number) -> bool {
    number.quantity == Quantity::Scalar
        && matches!(&number.node, NumberNode::Constant(value) if value.is_zero())
}

/// The kind of a sum; a plain number takes the kind of a count or ratio.
pub(super) fn added(left: Quantity, right: Quantity) -> Option<Quantity> {
    use Quantity::{Count, Quotient, Ratio, Scalar};
    match (left, right) {
        _ if left == right => Some(left),
        (Scalar, Count | Ratio | Quotient) => Some(right),
        (Count | Ratio | Quotient, Scalar) => Some(left),
        _ if left.is_quotient() && right.is_quotient() => Some(Quotient),
        _ => None,
    }
}

pub(super) fn multiplied(left: Quantity, right: Quantity) -> Option<Quantity> {
    use Quantity::{Count, Date, Scalar};
    match (left, right) {
        (Date, _) | (_, Date) => None,
        (Scalar, other) | (other, Scalar) => Some(other),
        _ if left.is_quotient() && right.is_quotient() => {
            Some(if left == right { left } else { Quantity::Quotient })
        }
        // `20% of X`: a share of something is that something.
        _ if left.is_quotient() => Some(right),
        _ if right.is_quotient() => Some(left),
        (money, Count) | (Count, money) if money.is_money() => Some(money),
        _ => None,
    }
}

pub(super) fn divided(left: Quantity, right: Quantity) -> Option<Quantity> {
    use Quantity::{Count, Date, Quotient, Scalar};
    match (left, right) {
        (Date, _) | (_, Date) => None,
        (_, Scalar) => Some(left),
        _ if left == right => Some(Quotient),
        (money, Count) if money.is_money() => Some(money),
        _ if left.is_quotient() && right.is_quotient() => Some(Quotient),
        _ if right.is_quotient() => Some(left),
        _ => None,
    }
}
