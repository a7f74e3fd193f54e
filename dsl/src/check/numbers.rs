//! Kinds of numbers: what may be added, multiplied and divided, and what comes out.

use std::collections::BTreeSet;

use crate::check::names::{Place, Resolved, Scope};
use crate::diagnostics::Diagnostic;
use crate::money::Currency;
use crate::rational::Rational;
use crate::registry::{AttributeKind, DerivedMetric, Metric, Named, Spelling};
use crate::rule::{ParamKind, currency_names};
use crate::span::Span;
use crate::syntax::tree::{Expr, ExprKind, LiteralSyntax, WindowSyntax};
use crate::typed::{Expression, Fallback, Number, NumberNode, Operator, Quantity, Sign};

impl Scope<'_> {
    /// An expression that must be a number.
    pub(super) fn number(&mut self, expr: &Expr) -> Option<Number> {
        let span = self.relative(expr.span);
        let built = |quantity, node| Some(Number { span, quantity, node });
        match &expr.kind {
            ExprKind::Literal(literal) => self.literal_number(literal, expr.span),
            ExprKind::Name { name, of, over } => {
                let own = over
                    .as_ref()
                    .map_or(expr.span, |over| self.before_over(expr.span, over.span));
                let resolved = self.resolve(name, *of, own)?;
                self.named_number(resolved, name, over.as_ref(), expr.span)
            }
            ExprKind::Sum(terms) => {
                let typed = self.all(terms.iter().map(|(_, term)| term))?;
                self.finite(typed.iter())?;
                let quantity = self.sum_quantity(&typed, terms)?;
                built(
                    quantity,
                    NumberNode::Sum(terms.iter().map(|(sign, _)| *sign).zip(typed).collect()),
                )
            }
            ExprKind::Product(factors) => {
                let typed = self.all(factors.iter().map(|(_, factor)| factor))?;
                self.finite(typed.iter())?;
                let typed: Vec<(Operator, Number)> =
                    factors.iter().map(|(operator, _)| *operator).zip(typed).collect();
                let quantity = self.product_quantity(&typed)?;
                built(quantity, NumberNode::Product(typed))
            }
            ExprKind::Negated(inner) => {
                let inner = self.number(inner)?;
                self.finite([&inner].into_iter())?;
                if inner.quantity == Quantity::Date {
                    self.say(Diagnostic::new("E0206", expr.span, "a date has no negative"));
                    return None;
                }
                built(inner.quantity, NumberNode::Negated(Box::new(inner)))
            }
            ExprKind::Else { value, fallback } => self.else_number(expr, value, fallback),
            ExprKind::Infinite => {
                self.say(
                    Diagnostic::new("E0303", expr.span, "`infinite` stands only right of `else`")
                        .help("write `cpa else infinite`: no conversions then count as infinitely dear"),
                );
                None
            }
            ExprKind::MisplacedOver { inner, over } => {
                let inner = self.source(inner.span);
                self.say(
                    Diagnostic::new(
                        "E0304",
                        *over,
                        format!("`over` follows a metric, and `{inner}` is none"),
                    )
                    .help("give each metric its window: `spend over today / clicks over today`"),
                );
                None
            }
            ExprKind::Foreseen(what) => {
                self.foreseen(what, expr.span);
                None
            }
            ExprKind::List(_) => {
                self.say(Diagnostic::new(
                    "E0209",
                    expr.span,
                    "a list stands only behind `in`",
                ));
                None
            }
            _ => {
                self.say(
                    Diagnostic::new(
                        "E0209",
                        expr.span,
                        "a number is needed here, and this is a condition",
                    )
                    .help("conditions are joined with `and`, `or` and `not`"),
                );
                None
            }
        }
    }

    /// The name in `name over window`.
    fn before_over(&self, whole: Span, window: Span) -> Span {
        let head = Span::new(whole.start, window.start).of(self.text).trim_end();
        let name = head.strip_suffix("over").unwrap_or(head).trim_end();
        Span::new(
            whole.start,
            whole.start.saturating_add(u32::try_from(name.len()).unwrap_or(0)),
        )
    }

    pub(super) fn foreseen(&mut self, what: &str, span: Span) {
        let verb = if what.contains(" and ")
            || what.ends_with('s')
            || what.contains("windows")
            || what.contains("metrics")
            || what.contains("rankings")
        {
            "are"
        } else {
            "is"
        };
        self.say(Diagnostic::new(
            "E0906",
            span,
            format!("{what} {verb} not available in this edition yet"),
        ));
    }

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

    fn can_be_infinite(&self, number: &Number) -> bool {
        match &self.behind(number).node {
            NumberNode::Else { value, fallback } => match fallback {
                Fallback::Infinite => true,
                Fallback::Value(other) => self.can_be_infinite(value) || self.can_be_infinite(other),
            },
            _ => false,
        }
    }

    fn all<'e>(&mut self, exprs: impl Iterator<Item = &'e Expr>) -> Option<Vec<Number>> {
        // Every part is checked before the first failure counts: each mistake gets its message.
        let typed: Vec<Option<Number>> = exprs.map(|expr| self.number(expr)).collect();
        typed.into_iter().collect()
    }

    fn literal_number(&mut self, literal: &LiteralSyntax, span: Span) -> Option<Number> {
        let at = self.relative(span);
        let built = |quantity, value| {
            Some(Number {
                span: at,
                quantity,
                node: NumberNode::Constant(value),
            })
        };
        match literal {
            LiteralSyntax::Number(number) => built(Quantity::Scalar, number.clone()),
            LiteralSyntax::Percent(share) => built(Quantity::Percent, share.clone()),
            LiteralSyntax::Duration(seconds) => built(Quantity::Duration, Rational::integer(*seconds)),
            LiteralSyntax::Date(date) => built(Quantity::Date, Rational::integer(epoch_days(*date))),
            LiteralSyntax::Money(currency, micros) => {
                if self.place == Place::GuardWhere {
                    self.say(
                        Diagnostic::new(
                            "E0906",
                            span,
                            "amounts of money in a guard's `where` are not available in this edition yet",
                        )
                        .help("choose the campaigns by name, label, status or age"),
                    );
                    return None;
                }
                self.amounts.push((span, BTreeSet::from([*currency])));
                Some(Number {
                    span: at,
                    quantity: Quantity::Money,
                    node: NumberNode::Amounts(vec![(*currency, *micros)]),
                })
            }
            LiteralSyntax::Time(_) => {
                self.say(
                    Diagnostic::new("E0203", span, "a time of day stands only in the schedule")
                        .help("write `every 1h between 06:00 and 22:00`, or compare `hour` with a number: `hour >= 18`"),
                );
                None
            }
            LiteralSyntax::Text(_) => {
                self.say(
                    Diagnostic::new("E0203", span, "a number is needed here, and this is a text")
                        .help("numbers stand without quotes"),
                );
                None
            }
            LiteralSyntax::Bool(_) => {
                self.say(Diagnostic::new(
                    "E0209",
                    span,
                    "a number is needed here, and this is a condition",
                ));
                None
            }
            LiteralSyntax::Broken => None,
        }
    }

    /// A name that must stand for a number.
    pub(super) fn named_number(
        &mut self,
        resolved: Resolved,
        name: &str,
        over: Option<&WindowSyntax>,
        span: Span,
    ) -> Option<Number> {
        let at = self.relative(span);
        if let (Some(over), false) = (over, matches!(resolved, Resolved::Metric(_))) {
            self.say(
                Diagnostic::new(
                    "E0304",
                    over.span,
                    format!("`over` follows a metric, and `{name}` is none"),
                )
                .help(match resolved {
                    Resolved::Let(_) => "a `let` carries its own window: give it to the metrics inside of it",
                    _ => "only metrics are summed over time; leave the window out",
                }),
            );
            return None;
        }
        match resolved {
            Resolved::Metric(metric) => {
                if matches!(self.place, Place::Where | Place::GuardWhere) {
                    self.say(
                        Diagnostic::new("E0210", span, format!("`{name}` is a metric, and `where` reads attributes only"))
                            .help("put conditions on metrics behind `when`; `where` says which campaigns the rule is about"),
                    );
                    return None;
                }
                let window = self.window_of(metric, over, span)?;
                Some(metric_number(metric, window, at))
            }
            Resolved::Attribute(attribute) => {
                let quantity = match attribute.kind() {
                    AttributeKind::Money => Quantity::Money,
                    AttributeKind::Duration => Quantity::Duration,
                    AttributeKind::Date => Quantity::Date,
                    AttributeKind::Count => Quantity::Count,
                    AttributeKind::Text | AttributeKind::Enum | AttributeKind::Labels => {
                        self.say(
                            Diagnostic::new(
                                "E0203",
                                span,
                                format!(
                                    "a number is needed here, and `{name}` is {}",
                                    kind_words(attribute.kind())
                                ),
                            )
                            .help("it can be compared only with its own kind"),
                        );
                        return None;
                    }
                };
                self.reads(attribute, span)?;
                Some(Number {
                    span: at,
                    quantity,
                    node: NumberNode::Attribute(attribute),
                })
            }
            Resolved::Parameter(index) => {
                let kind = self.params.get(index)?.kind;
                let quantity = match kind {
                    ParamKind::Money => Quantity::Money,
                    ParamKind::Percent => Quantity::Percent,
                    ParamKind::Ratio => Quantity::Ratio,
                    ParamKind::Count => Quantity::Count,
                    ParamKind::Duration => Quantity::Duration,
                    ParamKind::Text | ParamKind::Bool => {
                        self.say(
                            Diagnostic::new(
                                "E0203",
                                span,
                                format!("a number is needed here, and `{name}` is a {}", kind.as_str()),
                            )
                            .help("it can be compared only with its own kind"),
                        );
                        return None;
                    }
                };
                Some(Number {
                    span: at,
                    quantity,
                    node: NumberNode::Parameter(index),
                })
            }
            Resolved::Let(index) => {
                let found = self.lets.get(index)?;
                let Expression::Number(value) = &found.value else {
                    self.say(
                        Diagnostic::new(
                            "E0209",
                            span,
                            format!("a number is needed here, and `{name}` is not one"),
                        )
                        .help("see its `let`"),
                    );
                    return None;
                };
                let quantity = value.quantity;
                if matches!(self.place, Place::Where | Place::GuardWhere) && self.reads_metrics(index) {
                    self.say(
                        Diagnostic::new("E0210", span, format!("`{name}` is made of metrics, and `where` reads attributes only"))
                            .help("put conditions on metrics behind `when`; `where` says which campaigns the rule is about"),
                    );
                    return None;
                }
                Some(Number {
                    span: at,
                    quantity,
                    node: NumberNode::Let(index),
                })
            }
        }
    }

    /// Notes that the item reads an attribute; a guard cannot read those of the tick.
    pub(super) fn reads(&mut self, attribute: crate::registry::Attribute, span: Span) -> Option<()> {
        if self.place == Place::GuardWhere && attribute.is_of_the_tick() {
            self.say(
                Diagnostic::new(
                    "E0210",
                    span,
                    format!("a guard holds at every hour, so it cannot ask for `{attribute}`"),
                )
                .help("choose the campaigns by name, label, status or age"),
            );
            return None;
        }
        self.attributes.insert(attribute);
        Some(())
    }

    fn reads_metrics(&self, index: usize) -> bool {
        let mut waiting = vec![index];
        let mut found = false;
        while let Some(index) = waiting.pop() {
            let mut see = |number: &Number| match number.node {
                NumberNode::Metric { .. } | NumberNode::Derived { .. } => found = true,
                NumberNode::Let(inner) => waiting.push(inner),
                _ => {}
            };
            match self.lets.get(index).map(|found| &found.value) {
                Some(Expression::Number(number)) => number.walk(&mut see),
                Some(Expression::Condition(_)) => found = true,
                _ => {}
            }
        }
        found
    }

    fn sum_quantity(&mut self, typed: &[Number], terms: &[(Sign, Expr)]) -> Option<Quantity> {
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

    fn cannot_add(&mut self, sum: Quantity, number: &Number, expr: &Expr, before: Option<&Number>) {
        let written = self.source(expr.span);
        let mut found = if sum == Quantity::Money && number.quantity.is_quotient() {
            Diagnostic::new("E0207", expr.span, format!("`{written}` cannot be added to an amount of money"))
                .help("to change a budget write `increase budget by 20%`; to compare with a share more write `spend > 1.2 * budget`")
        } else if (sum == Quantity::Money || sum == Quantity::Duration) && number.quantity == Quantity::Scalar
        {
            let (offer, unit) = if sum == Quantity::Money {
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

    fn product_quantity(&mut self, factors: &[(Operator, Number)]) -> Option<Quantity> {
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

    fn else_number(&mut self, expr: &Expr, value: &Expr, fallback: &Expr) -> Option<Number> {
        let typed = self.number(value)?;
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
    fn can_be_undefined(&self, number: &Number) -> bool {
        let mut found = false;
        let mut waiting = vec![number];
        while let Some(number) = waiting.pop() {
            number.walk(&mut |part| match &part.node {
                NumberNode::Derived { .. } => found = true,
                NumberNode::Product(factors) => {
                    found |= factors.iter().any(|(operator, factor)| {
                        *operator == Operator::Over && !matches!(factor.node, NumberNode::Constant(_))
                    });
                }
                NumberNode::Let(index) => {
                    if let Some(Expression::Number(value)) = self.lets.get(*index).map(|found| &found.value) {
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

/// The typed number of a metric over a window.
fn metric_number(metric: Named, window: usize, span: Span) -> Number {
    match metric {
        Named::Base(metric) => base_number(metric, window, span),
        Named::Derived(metric) => {
            let (over, under) = metric.parts();
            Number {
                span,
                quantity: derived_quantity(metric),
                node: NumberNode::Derived {
                    metric,
                    over: Box::new(base_number(over, window, span)),
                    under: Box::new(base_number(under, window, span)),
                },
            }
        }
    }
}

fn base_number(metric: Metric, window: usize, span: Span) -> Number {
    let quantity = if metric.is_money() {
        Quantity::Money
    } else {
        Quantity::Count
    };
    Number {
        span,
        quantity,
        node: NumberNode::Metric { metric, window },
    }
}

fn derived_quantity(metric: DerivedMetric) -> Quantity {
    match metric.spelling() {
        Spelling::Money => Quantity::Money,
        Spelling::Percent => Quantity::Percent,
        Spelling::Ratio => Quantity::Ratio,
        Spelling::Count => Quantity::Count,
    }
}

/// A quotient at the root: what `else infinite` can follow.
fn is_quotient(number: &Number) -> bool {
    match &number.node {
        NumberNode::Derived { .. } => true,
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

pub(super) fn kind_words(kind: AttributeKind) -> &'static str {
    match kind {
        AttributeKind::Money => "an amount of money",
        AttributeKind::Text => "a text",
        AttributeKind::Enum => "one of a list of words",
        AttributeKind::Duration => "a duration",
        AttributeKind::Date => "a date",
        AttributeKind::Labels => "a list of labels",
        AttributeKind::Count => "a number",
    }
}

/// The kind of a sum; a plain number takes the kind of a count or ratio.
fn added(left: Quantity, right: Quantity) -> Option<Quantity> {
    use Quantity::{Count, Quotient, Ratio, Scalar};
    match (left, right) {
        _ if left == right => Some(left),
        (Scalar, Count | Ratio | Quotient) => Some(right),
        (Count | Ratio | Quotient, Scalar) => Some(left),
        _ if left.is_quotient() && right.is_quotient() => Some(Quotient),
        _ => None,
    }
}

fn multiplied(left: Quantity, right: Quantity) -> Option<Quantity> {
    use Quantity::{Count, Date, Money, Scalar};
    match (left, right) {
        (Date, _) | (_, Date) => None,
        (Scalar, other) | (other, Scalar) => Some(other),
        _ if left.is_quotient() && right.is_quotient() => {
            Some(if left == right { left } else { Quantity::Quotient })
        }
        // `20% of X`: a share of something is that something.
        _ if left.is_quotient() => Some(right),
        _ if right.is_quotient() => Some(left),
        (Money, Count) | (Count, Money) => Some(Money),
        _ => None,
    }
}

fn divided(left: Quantity, right: Quantity) -> Option<Quantity> {
    use Quantity::{Count, Date, Money, Quotient, Scalar};
    match (left, right) {
        (Date, _) | (_, Date) => None,
        (_, Scalar) => Some(left),
        _ if left == right => Some(Quotient),
        (Money, Count) => Some(Money),
        _ if left.is_quotient() && right.is_quotient() => Some(Quotient),
        _ if right.is_quotient() => Some(left),
        _ => None,
    }
}

/// Days since 1970-01-01.
pub(crate) fn epoch_days(date: jiff::civil::Date) -> i64 {
    let epoch = jiff::civil::date(1970, 1, 1);
    date.since((jiff::Unit::Day, epoch))
        .map_or(0, |span| i64::from(span.get_days()))
}
