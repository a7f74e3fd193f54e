//! Kinds of numbers: what may be added, multiplied and divided, and what comes out.

use std::collections::BTreeSet;

use crate::check::names::{Place, Resolved, Scope};
use crate::diagnostics::Diagnostic;
use crate::rational::Rational;
use crate::registry::{AttributeKind, Attribution, Metric, Named, bases_within};
use crate::rule::ParamKind;
use crate::span::Span;
use crate::syntax::tree::{Expr, ExprKind, LiteralSyntax, WindowSyntax};
use crate::typed::{Expression, Number, NumberNode, Operator, Quantity};

impl Scope<'_> {
    /// An expression that must be a number.
    pub(super) fn number(&mut self, expr: &Expr) -> Option<Number> {
        let span = self.relative(expr.span);
        let built = |quantity, node| Some(Number { span, quantity, node });
        match &expr.kind {
            ExprKind::Literal(literal) => self.literal_number(literal, expr.span),
            ExprKind::Name {
                name,
                of,
                attribution,
                over,
            } => {
                let own = over
                    .as_ref()
                    .map_or(expr.span, |over| self.before_over(expr.span, over.span));
                let resolved = self.resolve(name, *of, own)?;
                let attribution = match attribution {
                    Some(written) => Some(self.attribution(written, resolved, own)?),
                    None => None,
                };
                self.named_number(resolved, name, attribution, over.as_ref(), expr.span)
            }
            ExprKind::Sum(terms) => {
                let typed = self.all(terms.iter().map(|(_, term)| term))?;
                self.finite(typed.iter())?;
                let typed = self.met(typed)?;
                let quantity = self.sum_quantity(&typed, terms)?;
                built(
                    quantity,
                    NumberNode::Sum(terms.iter().map(|(sign, _)| *sign).zip(typed).collect()),
                )
            }
            ExprKind::Product(factors) => {
                let typed = self.all(factors.iter().map(|(_, factor)| factor))?;
                self.finite(typed.iter())?;
                let typed = self.met(typed)?;
                let typed: Vec<(Operator, Number)> =
                    factors.iter().map(|(operator, _)| *operator).zip(typed).collect();
                let quantity = self.product_quantity(&typed)?;
                built(quantity, NumberNode::Product(typed))
            }
            ExprKind::Share { share, of } => {
                let typed = self.all([&**share, &**of].into_iter())?;
                self.finite(typed.iter())?;
                let typed: Vec<(Operator, Number)> = typed
                    .into_iter()
                    .map(|number| (Operator::Times, number))
                    .collect();
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
            ExprKind::Past { form, inner, over } => self.past(expr, *form, inner, over.as_ref()),
            ExprKind::Related { inner, of, of_span } => self.related(expr, inner, *of, *of_span),
            ExprKind::Aggregate {
                form,
                inner,
                over,
                placed,
                ignoring_missing,
            } => self.aggregate(expr, *form, inner, over.as_ref(), (*placed, *ignoring_missing)),
            ExprKind::MisplacedIgnoring(span) => {
                self.say(
                    Diagnostic::new(
                        "E0310",
                        *span,
                        "`ignoring missing` follows a sum, a count or an average",
                    )
                    .help("write `sum of spend over last 7 days in scope ignoring missing`"),
                );
                None
            }
            ExprKind::Elapsed(period) => {
                if self.place == Place::GuardWhere {
                    self.say(
                        Diagnostic::new(
                            "E0210",
                            expr.span,
                            "a guard holds at every hour, so it cannot ask how much of a day has passed",
                        )
                        .help("choose the campaigns by name, label, status or age"),
                    );
                    return None;
                }
                built(Quantity::Quotient, NumberNode::Elapsed(*period))
            }
            ExprKind::LookedUp { name, key } => self.looked_up(expr, name, key),
            ExprKind::Convert { inner, to } => self.converted(expr, inner, to),
            ExprKind::Infinite => {
                self.say(
                    Diagnostic::new("E0303", expr.span, "`infinite` stands only right of `else`")
                        .help("write `cpa else infinite`: no conversions then count as infinitely dear"),
                );
                None
            }
            ExprKind::MisplacedOver { inner, over } => {
                if let ExprKind::Call { name, arguments } = &inner.kind {
                    self.script_call(inner, name, arguments);
                    return None;
                }
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
            ExprKind::Call { name, arguments } => self.script_call(expr, name, arguments),
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
        attribution: Option<Attribution>,
        over: Option<&WindowSyntax>,
        span: Span,
    ) -> Option<Number> {
        let at = self.relative(span);
        if let (Some(over), true) = (over, self.place == Place::Definition) {
            self.say(
                Diagnostic::new(
                    "E0320",
                    over.span,
                    "a metric has no window of its own: it takes the one of the place where it is used",
                )
                .help("leave the window out; rules write it behind the metric's name"),
            );
            return None;
        }
        if let (Some(over), false) = (over, matches!(resolved, Resolved::Metric(_) | Resolved::Own(_))) {
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
            Resolved::Metric(_) | Resolved::Own(_) => {
                if matches!(self.place, Place::Where | Place::GuardWhere) {
                    self.say(
                        Diagnostic::new("E0210", span, format!("`{name}` is a metric, and `where` reads attributes only"))
                            .help("put conditions on metrics behind `when`; `where` says which campaigns the rule is about"),
                    );
                    return None;
                }
                match resolved {
                    Resolved::Own(index) => self.own_metric(index, attribution, over, span),
                    Resolved::Metric(metric) => {
                        let bases = bases_within(&metric.bases(), attribution);
                        let window = self.window_of(&bases, over, span)?;
                        Some(metric_number(metric, attribution, window, at))
                    }
                    _ => None,
                }
            }
            Resolved::Attribute(attribute) => {
                let quantity = match attribute.kind() {
                    AttributeKind::Money => Quantity::Money,
                    AttributeKind::Ratio => Quantity::Ratio,
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
                if quantity == Quantity::Money {
                    self.param_uses.insert((index, at), None);
                }
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
        if self.place == Place::GuardWhere && attribute == crate::registry::Attribute::Currency {
            self.say(
                Diagnostic::new(
                    "E0210",
                    span,
                    "a guard's `where` is about campaigns, and a currency is the account's",
                )
                .help("choose the accounts by name: `in account \"Shop EU\"`"),
            );
            return None;
        }
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
        let mut seen = BTreeSet::new();
        let mut found = false;
        while let Some(index) = waiting.pop() {
            let mut see = |number: &Number| match number.node {
                NumberNode::Metric { .. }
                | NumberNode::Derived { .. }
                | NumberNode::Script { .. }
                | NumberNode::Total { .. }
                | NumberNode::Aggregate(_) => found = true,
                NumberNode::Let(inner) if seen.insert(inner) => waiting.push(inner),
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
}

/// The typed number of a metric over a window, its results within an attribution window where one is named.
fn metric_number(metric: Named, attribution: Option<Attribution>, window: usize, span: Span) -> Number {
    let base_number = |metric: Metric, window, span| {
        let metric = attribution.map_or(metric, |attribution| metric.within(attribution));
        base_number(metric, window, span)
    };
    match metric {
        Named::Base(metric) => base_number(metric, window, span),
        Named::Derived(metric) => {
            let (over, under) = metric.parts();
            Number {
                span,
                quantity: Quantity::of(metric.spelling()),
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
    Number {
        span,
        quantity: Quantity::of(metric.info().spelling),
        node: NumberNode::Metric { metric, window },
    }
}

pub(super) fn kind_words(kind: AttributeKind) -> &'static str {
    match kind {
        AttributeKind::Money => "an amount of money",
        AttributeKind::Ratio => "a ratio",
        AttributeKind::Text => "a text",
        AttributeKind::Enum => "one of a list of words",
        AttributeKind::Duration => "a duration",
        AttributeKind::Date => "a date",
        AttributeKind::Labels => "a list of labels",
        AttributeKind::Count => "a number",
    }
}

/// Days since 1970-01-01.
pub(crate) fn epoch_days(date: jiff::civil::Date) -> i64 {
    let epoch = jiff::civil::date(1970, 1, 1);
    date.since((jiff::Unit::Day, epoch))
        .map_or(0, |span| i64::from(span.get_days()))
}
