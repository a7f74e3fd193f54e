//! Comparisons of numbers: both sides measure the same thing, or the finding offers the unit that is missing.

use crate::check::arithmetic::is_zero;
use crate::check::conditions::Side;
use crate::check::names::Scope;
use crate::diagnostics::Diagnostic;
use crate::display::decimal;
use crate::rational::Rational;
use crate::registry::DerivedMetric;
use crate::span::Span;
use crate::syntax::tree::{Expr, ExprKind};
use crate::typed::{Comparison, Condition, ConditionNode, Number, NumberNode, Quantity};

impl Scope<'_> {
    pub(super) fn comparison(
        &mut self,
        expr: &Expr,
        operator: Comparison,
        operator_span: Span,
        left: &Expr,
        right: &Expr,
    ) -> Option<Condition> {
        let (left_side, right_side) = (self.side(left)?, self.side(right)?);
        if !matches!(
            (&left_side, &right_side),
            (Side::Number | Side::Silent, Side::Number | Side::Silent)
        ) {
            let negated = operator == Comparison::NotEqual;
            if matches!(operator, Comparison::Equal | Comparison::NotEqual) {
                return self.equality(expr, left, right, negated, operator.symbol());
            }
            let words = if matches!(left_side, Side::Number) {
                self.source(right.span)
            } else {
                self.source(left.span)
            };
            self.say(
                Diagnostic::new(
                    "E0213",
                    operator_span,
                    format!("`{}` compares numbers, and `{words}` is none", operator.symbol()),
                )
                .help("words and texts are compared with `is`, `in` and `matches`"),
            );
            return None;
        }
        let typed_left = self.number(left);
        let typed_right = self.number(right);
        let [left_number, right_number] = self.met_pair([typed_left?, typed_right?])?;
        self.comparable(&left_number, left, &right_number, right)?;
        self.one_currency([&left_number, &right_number].into_iter())?;
        Some(Condition {
            span: self.relative(expr.span),
            node: ConditionNode::Compare {
                operator,
                left: left_number,
                right: right_number,
            },
        })
    }

    /// Both sides measure the same thing, or a plain number takes the other side's kind.
    pub(super) fn comparable(
        &mut self,
        left: &Number,
        left_expr: &Expr,
        right: &Number,
        right_expr: &Expr,
    ) -> Option<()> {
        if is_zero(left) || is_zero(right) {
            return Some(());
        }
        // The literal is what is wrong, on whichever side it stands.
        let (value, value_expr, literal, literal_expr) = if is_literal(left_expr) && !is_literal(right_expr) {
            (right, right_expr, left, left_expr)
        } else {
            (left, left_expr, right, right_expr)
        };
        // A metric is called by its name alone: its window is not what is wrong.
        let written = match &value_expr.kind {
            ExprKind::Name { name, .. } => name.clone(),
            _ => self.source(value_expr.span),
        };
        let given = self.source(literal_expr.span);
        let constant = self.is_constant(literal);
        let found = match (value.quantity, literal.quantity) {
            (a, b) if a == b && a != Quantity::Percent && a != Quantity::Ratio => return Some(()),
            (Quantity::Count | Quantity::Ratio | Quantity::Quotient, Quantity::Scalar)
            | (Quantity::Scalar, Quantity::Count | Quantity::Ratio | Quantity::Quotient) => return Some(()),
            (Quantity::Ratio, Quantity::Percent) if constant => {
                let as_ratio = constant_of(literal).map(|share| decimal(&share, 9, 0));
                let formula = self
                    .formula_of(value)
                    .map_or_else(String::new, |formula| format!(": {formula}"));
                let found = Diagnostic::new(
                    "E0205",
                    literal_expr.span,
                    format!("`{written}` is written as a ratio{formula}, not as a percentage"),
                );
                match as_ratio {
                    Some(ratio) => found
                        .help(format!("`{given}` is a ratio of {ratio}: write `{ratio}`"))
                        .safe_fix(format!("write `{ratio}`"), literal_expr.span, ratio),
                    None => found.help("declare the parameter as `ratio`"),
                }
            }
            (Quantity::Percent, Quantity::Ratio) if constant => Diagnostic::new(
                "E0205",
                literal_expr.span,
                format!("`{written}` is written as a percentage, not as a ratio"),
            )
            .help("declare the parameter as `percent`"),
            (a, b) if a.is_quotient() && b.is_quotient() => return Some(()),
            (Quantity::Percent, Quantity::Scalar) => {
                let found = Diagnostic::new(
                    "E0204",
                    literal_expr.span,
                    format!("`{written}` is a percentage, and `{given}` is a plain number"),
                );
                if is_literal(literal_expr) {
                    found.help(format!("write `{given}%`")).possible_fix(
                        format!("write `{given}%`"),
                        literal_expr.span,
                        format!("{given}%"),
                    )
                } else {
                    found.help("write percentages with their sign, as in `2%`")
                }
            }
            (Quantity::Money, Quantity::Scalar) => {
                let offer = self.money_offer(&given);
                Diagnostic::new(
                    "E0204",
                    literal_expr.span,
                    format!("`{written}` is an amount of money, and `{given}` has no currency"),
                )
                .help(if offer.starts_with('$') {
                    format!("write `{offer}`, or `{given} EUR` for euros")
                } else {
                    format!("write `{offer}`")
                })
                .possible_fix(format!("write `{offer}`"), literal_expr.span, offer)
            }
            (Quantity::Duration, Quantity::Scalar) => Diagnostic::new(
                "E0204",
                literal_expr.span,
                format!("`{written}` is a duration, and `{given}` has no unit"),
            )
            .help(format!("write `{given}d` for days, or `{given}h` for hours"))
            .possible_fix(
                format!("write `{given}d`"),
                literal_expr.span,
                format!("{given}d"),
            )
            .possible_fix(
                format!("write `{given}h`"),
                literal_expr.span,
                format!("{given}h"),
            ),
            (a, b) => {
                let whole = value_expr.span.to(literal_expr.span);
                let (value_span, literal_span) = (value_expr.span, literal_expr.span);
                Diagnostic::new(
                    "E0203",
                    whole,
                    format!("{} is compared with {}", a.words(), b.words()),
                )
                .help("both sides of a comparison measure the same thing")
                .label(value_span, format!("`{written}` is {}", a.words()))
                .label(literal_span, format!("`{given}` is {}", b.words()))
            }
        };
        self.say(found);
        None
    }

    /// An amount in the currency the rule already speaks, else in dollars.
    pub(super) fn money_offer(&self, given: &str) -> String {
        let spoken = self
            .amounts
            .first()
            .and_then(|(_, currencies)| currencies.iter().next().copied());
        match spoken.map(|currency| (currency, currency.symbol())) {
            Some((_, Some(symbol))) => format!("{symbol}{given}"),
            Some((currency, None)) => format!("{given} {currency}"),
            None => format!("${given}"),
        }
    }

    pub(super) fn is_constant(&self, number: &Number) -> bool {
        let mut constant = true;
        number.walk(&mut |part| {
            constant &= !matches!(
                part.node,
                NumberNode::Metric { .. }
                    | NumberNode::Attribute(_)
                    | NumberNode::Let(_)
                    | NumberNode::Derived { .. }
                    | NumberNode::Elapsed(_)
                    | NumberNode::LookedUp { .. }
                    | NumberNode::Total { .. }
                    | NumberNode::Aggregate(_)
            );
        });
        constant
    }

    pub(super) fn formula_of(&self, number: &Number) -> Option<String> {
        match &self.behind(number).node {
            NumberNode::Derived { metric, .. } => Some(DerivedMetric::formula(*metric).to_owned()),
            NumberNode::Own { metric, .. } => Some(metric.formula.clone()),
            _ => None,
        }
    }
}

pub(super) fn is_literal(expr: &Expr) -> bool {
    match &expr.kind {
        ExprKind::Literal(_) => true,
        ExprKind::Negated(inner) | ExprKind::Share { of: inner, .. } => is_literal(inner),
        _ => false,
    }
}

pub(super) fn constant_of(number: &Number) -> Option<Rational> {
    match &number.node {
        NumberNode::Constant(value) => Some(value.clone()),
        NumberNode::Negated(inner) => constant_of(inner).map(|value| value.negated()),
        _ => None,
    }
}
