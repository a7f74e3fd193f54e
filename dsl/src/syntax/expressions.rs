//! Pest's pairs → expressions, windows and literals.

use pest::iterators::Pair;

use crate::diagnostics::Diagnostic;
use crate::span::Span;
use crate::syntax::Rule;
use crate::syntax::tree::{
    AggregateForm, Expr, ExprKind, LiteralSyntax, NameOf, PastForm, RankingSyntax, Relation, Spanned,
    WindowSyntax,
};
use crate::typed::{Comparison, Operator, Sign};
use crate::window::Period;

pub(crate) struct Reader<'a> {
    /// Offset of the clause in the text.
    pub(crate) base: u32,
    pub(crate) diagnostics: &'a mut Vec<Diagnostic>,
}

type P<'i> = Pair<'i, Rule>;

impl Reader<'_> {
    pub(crate) fn span(&self, pair: &P<'_>) -> Span {
        let span = pair.as_span();
        // Trailing blanks and comments that a rule swallowed do not belong to it.
        let trimmed = crate::syntax::mistakes::trim_end(span.as_str());
        let narrow = |offset: usize| u32::try_from(offset).unwrap_or(u32::MAX);
        let start = self.base.saturating_add(narrow(span.start()));
        Span::new(start, start.saturating_add(narrow(trimmed.len())))
    }

    /// Rules `expression` and `disjunction`.
    pub(crate) fn expression(&mut self, pair: P<'_>) -> Expr {
        let span = self.span(&pair);
        match pair.as_rule() {
            Rule::expression => match pair.into_inner().next() {
                Some(inner) => self.expression(inner),
                None => broken(span),
            },
            Rule::disjunction => self.several(pair, Rule::conjunction, Self::conjunction, ExprKind::Or),
            _ => broken(span),
        }
    }

    fn conjunction(&mut self, pair: P<'_>) -> Expr {
        self.several(pair, Rule::negation, Self::negation, ExprKind::And)
    }

    /// The parts between a repeated operator; a single part stands for itself.
    fn several(
        &mut self,
        pair: P<'_>,
        part: Rule,
        read: impl Fn(&mut Self, P<'_>) -> Expr,
        join: impl Fn(Vec<Expr>) -> ExprKind,
    ) -> Expr {
        let span = self.span(&pair);
        let mut parts = Vec::new();
        for inner in pair.into_inner().filter(|inner| inner.as_rule() == part) {
            parts.push(read(self, inner));
        }
        single_or(parts, span, join)
    }

    fn negation(&mut self, pair: P<'_>) -> Expr {
        let span = self.span(&pair);
        let mut starts = Vec::new();
        let mut value = broken(span);
        for inner in pair.into_inner() {
            match inner.as_rule() {
                Rule::k_not => starts.push(self.span(&inner)),
                Rule::ranking => value = self.ranking(inner, None),
                _ => value = self.comparison(inner),
            }
        }
        for start in starts.into_iter().rev() {
            let span = start.to(value.span);
            value = Expr {
                span,
                kind: ExprKind::Not(Box::new(value)),
            };
        }
        value
    }

    fn comparison(&mut self, pair: P<'_>) -> Expr {
        let span = self.span(&pair);
        let mut inner = pair.into_inner();
        let Some(left) = inner.next().map(|left| self.fallback(left)) else {
            return broken(span);
        };
        let Some(tail) = inner.next() else { return left };
        if let Some(second) = inner.next() {
            return Expr {
                span,
                kind: ExprKind::Chained(self.span(&second)),
            };
        }
        let kind = tail
            .into_inner()
            .next()
            .map_or(ExprKind::Literal(LiteralSyntax::Broken), |tail| {
                self.tail(left, tail)
            });
        Expr { span, kind }
    }

    fn tail(&mut self, left: Expr, pair: P<'_>) -> ExprKind {
        let rule = pair.as_rule();
        if rule == Rule::top_tail {
            return match pair.into_inner().next() {
                Some(ranking) => self.ranking(ranking, Some(left)).kind,
                None => ExprKind::Literal(LiteralSyntax::Broken),
            };
        }
        let left = Box::new(left);
        let negated = pair
            .clone()
            .into_inner()
            .any(|inner| inner.as_rule() == Rule::k_not);
        let mut values = Vec::new();
        let mut operator = None;
        for inner in pair.into_inner() {
            match inner.as_rule() {
                Rule::fallback => values.push(self.fallback(inner)),
                Rule::members => {
                    for member in inner.into_inner() {
                        values.push(self.fallback(member));
                    }
                }
                Rule::compare => operator = Some((comparison(inner.as_str()), self.span(&inner))),
                _ => {}
            }
        }
        let right = values.first().cloned().map(Box::new);
        match (rule, right) {
            (Rule::missing_tail, _) => ExprKind::IsMissing { of: left, negated },
            (Rule::is_tail, Some(right)) => ExprKind::Is { left, right, negated },
            (Rule::matches_tail, Some(right)) => ExprKind::Matches { left, right },
            (Rule::has_tail, Some(right)) => ExprKind::Has { left, right },
            (Rule::in_tail, Some(_)) => {
                // `in ("a", "b")` and `in "a", "b"` are the same list.
                let flat = values.into_iter().flat_map(|value| match value.kind {
                    ExprKind::List(members) => members,
                    _ => vec![value],
                });
                ExprKind::In {
                    left,
                    right: flat.collect(),
                }
            }
            (Rule::compare_tail, Some(right)) => match operator {
                Some((operator, operator_span)) => ExprKind::Compare {
                    operator,
                    operator_span,
                    left,
                    right,
                },
                None => ExprKind::Literal(LiteralSyntax::Broken),
            },
            _ => ExprKind::Literal(LiteralSyntax::Broken),
        }
    }

    fn ranking(&mut self, pair: P<'_>, subject: Option<Expr>) -> Expr {
        let span = self.span(&pair);
        let (mut top, mut take, mut by, mut within, mut having) = (true, None, None, None, None);
        for inner in pair.into_inner() {
            match inner.as_rule() {
                Rule::k_top => top = inner.as_str() == "top",
                Rule::percent | Rule::number => take = Some(self.spanned_literal(inner)),
                Rule::fallback => by = Some(self.fallback(inner)),
                Rule::within => within = inner.into_inner().find_map(|word| relation(word.as_rule())),
                Rule::having => {
                    having = inner
                        .into_inner()
                        .find(|inner| inner.as_rule() == Rule::comparison)
                        .map(|inner| self.comparison(inner));
                }
                _ => {}
            }
        }
        let (Some(take), Some(by)) = (take, by) else {
            return broken(span);
        };
        let kind = ExprKind::Ranking(Box::new(RankingSyntax {
            subject,
            top,
            take,
            by,
            within,
            having,
        }));
        Expr { span, kind }
    }

    pub(crate) fn fallback(&mut self, pair: P<'_>) -> Expr {
        let span = self.span(&pair);
        let mut parts = Vec::new();
        for inner in pair.into_inner() {
            match inner.as_rule() {
                Rule::sum => parts.push(self.sum(inner)),
                Rule::infinite => parts.push(Expr {
                    span: self.span(&inner),
                    kind: ExprKind::Infinite,
                }),
                _ => {}
            }
        }
        let mut parts = parts.into_iter().rev();
        let Some(mut value) = parts.next() else {
            return broken(span);
        };
        // `a else b else c` tries them in order.
        for part in parts {
            let span = part.span.to(value.span);
            value = Expr {
                span,
                kind: ExprKind::Else {
                    value: Box::new(part),
                    fallback: Box::new(value),
                },
            };
        }
        value
    }

    pub(crate) fn sum(&mut self, pair: P<'_>) -> Expr {
        let span = self.span(&pair);
        let mut sign = Sign::Plus;
        let mut terms = Vec::new();
        for inner in pair.into_inner() {
            match inner.as_rule() {
                Rule::sign => {
                    sign = if inner.as_str() == "-" {
                        Sign::Minus
                    } else {
                        Sign::Plus
                    }
                }
                _ => terms.push((sign, self.product(inner))),
            }
        }
        if terms.len() == 1 {
            return terms.pop().map_or_else(|| broken(span), |(_, term)| term);
        }
        Expr {
            span,
            kind: ExprKind::Sum(terms),
        }
    }

    fn product(&mut self, pair: P<'_>) -> Expr {
        let span = self.span(&pair);
        let mut operator = Operator::Times;
        let mut factors = Vec::new();
        for inner in pair.into_inner() {
            match inner.as_rule() {
                Rule::factor => {
                    operator = if inner.as_str() == "/" {
                        Operator::Over
                    } else {
                        Operator::Times
                    }
                }
                _ => factors.push((operator, self.unary(inner))),
            }
        }
        if factors.len() == 1 {
            return factors.pop().map_or_else(|| broken(span), |(_, factor)| factor);
        }
        Expr {
            span,
            kind: ExprKind::Product(factors),
        }
    }

    fn unary(&mut self, pair: P<'_>) -> Expr {
        let span = self.span(&pair);
        let mut starts = Vec::new();
        let mut value = broken(span);
        for inner in pair.into_inner() {
            match inner.as_rule() {
                Rule::minus => starts.push(self.span(&inner)),
                _ => value = self.operand(inner),
            }
        }
        for start in starts.into_iter().rev() {
            let span = start.to(value.span);
            value = Expr {
                span,
                kind: ExprKind::Negated(Box::new(value)),
            };
        }
        value
    }

    fn operand(&mut self, pair: P<'_>) -> Expr {
        let span = self.span(&pair);
        let mut value = broken(span);
        for inner in pair.into_inner() {
            let part = self.span(&inner);
            match inner.as_rule() {
                Rule::primary => {
                    value = inner
                        .into_inner()
                        .next()
                        .map_or_else(|| broken(span), |inner| self.primary(inner))
                }
                Rule::attribution => value = foreseen(span, "attribution windows (`conversions[7d click]`)"),
                Rule::relation | Rule::in_scope => {
                    let of = inner.into_inner().find_map(|word| relation(word.as_rule()));
                    if let (Some(of), false) = (of, matches!(value.kind, ExprKind::Foreseen(_))) {
                        value = related(value, of, part);
                    }
                }
                Rule::ignoring => value = ignoring(value, part),
                Rule::over => {
                    if matches!(value.kind, ExprKind::Foreseen(_)) {
                        continue;
                    }
                    let window = inner.into_inner().find(|inner| inner.as_rule() == Rule::window);
                    let Some(window) = window.map(|window| self.window(window)) else {
                        continue;
                    };
                    value = match value.kind {
                        ExprKind::Past {
                            form,
                            inner,
                            over: None,
                        } => {
                            let (inner, over) = over_inner(*inner, window);
                            Expr {
                                span: value.span.to(part),
                                kind: ExprKind::Past {
                                    form,
                                    inner: Box::new(inner),
                                    over,
                                },
                            }
                        }
                        ExprKind::Aggregate {
                            form,
                            inner,
                            over: None,
                            placed,
                            ignoring_missing,
                        } => {
                            let (inner, over) = over_inner(*inner, window);
                            Expr {
                                span: value.span.to(part),
                                kind: ExprKind::Aggregate {
                                    form,
                                    inner: Box::new(inner),
                                    over,
                                    placed,
                                    ignoring_missing,
                                },
                            }
                        }
                        ExprKind::Related { inner, of, of_span }
                            if matches!(inner.kind, ExprKind::Name { over: None, .. }) =>
                        {
                            let (inner, _) = over_inner(*inner, window);
                            Expr {
                                span: value.span.to(part),
                                kind: ExprKind::Related {
                                    inner: Box::new(inner),
                                    of,
                                    of_span,
                                },
                            }
                        }
                        ExprKind::Name { name, of, over: None } => Expr {
                            span: value.span.to(part),
                            kind: ExprKind::Name {
                                name,
                                of,
                                over: Some(window),
                            },
                        },
                        _ => Expr {
                            span: value.span.to(part),
                            kind: ExprKind::MisplacedOver {
                                inner: Box::new(value),
                                over: part,
                            },
                        },
                    };
                }
                _ => {}
            }
        }
        value
    }

    fn primary(&mut self, pair: P<'_>) -> Expr {
        let span = self.span(&pair);
        let kind = match pair.as_rule() {
            Rule::group => {
                let mut parts = Vec::new();
                for inner in pair.into_inner() {
                    parts.push(self.expression(inner));
                }
                if parts.len() != 1 {
                    return Expr {
                        span,
                        kind: ExprKind::List(parts),
                    };
                }
                let inner = parts.pop().unwrap_or_else(|| broken(span));
                // A compound keeps its parentheses in whatever is said about it; a single word needs none.
                return match inner.kind {
                    ExprKind::Name { .. } | ExprKind::Literal(_) => inner,
                    kind => Expr { span, kind },
                };
            }
            Rule::infinite => ExprKind::Infinite,
            Rule::convert => ExprKind::Foreseen("`convert`"),
            Rule::looked_up => {
                let mut name = None;
                let mut key = None;
                for inner in pair.into_inner() {
                    match inner.as_rule() {
                        Rule::name => name = Some(self.word(&inner)),
                        Rule::fallback => key = Some(self.fallback(inner)),
                        _ => {}
                    }
                }
                match (name, key) {
                    (Some(name), Some(key)) => ExprKind::LookedUp {
                        name,
                        key: Box::new(key),
                    },
                    _ => ExprKind::Literal(LiteralSyntax::Broken),
                }
            }
            Rule::aggregate => {
                let mut form = AggregateForm::Sum;
                let mut value = broken(span);
                for inner in pair.into_inner() {
                    match inner.as_rule() {
                        Rule::k_count => form = AggregateForm::Count,
                        Rule::k_average => form = AggregateForm::Average,
                        Rule::group | Rule::path => value = self.primary(inner),
                        Rule::two_words => {
                            value = Expr {
                                span: self.span(&inner),
                                kind: ExprKind::Name {
                                    name: crate::display::one_line(inner.as_str()),
                                    of: None,
                                    over: None,
                                },
                            };
                        }
                        _ => {}
                    }
                }
                ExprKind::Aggregate {
                    form,
                    inner: Box::new(value),
                    over: None,
                    placed: false,
                    ignoring_missing: false,
                }
            }
            Rule::change_of | Rule::usual => {
                let form = if pair.as_rule() == Rule::usual {
                    PastForm::Usual
                } else {
                    PastForm::ChangeOf
                };
                let inner = pair
                    .into_inner()
                    .find(|inner| matches!(inner.as_rule(), Rule::group | Rule::path))
                    .map_or_else(|| broken(span), |inner| self.primary(inner));
                ExprKind::Past {
                    form,
                    inner: Box::new(inner),
                    over: None,
                }
            }
            Rule::elapsed => {
                let period = pair.into_inner().find_map(|inner| match inner.as_rule() {
                    Rule::k_today => Some(Period::Today),
                    Rule::k_week => Some(Period::Week),
                    Rule::k_month => Some(Period::Month),
                    _ => None,
                });
                period.map_or(ExprKind::Literal(LiteralSyntax::Broken), ExprKind::Elapsed)
            }
            Rule::call => {
                let mut name = Spanned {
                    value: String::new(),
                    span,
                };
                let mut arguments = Vec::new();
                for inner in pair.into_inner() {
                    match inner.as_rule() {
                        Rule::name => {
                            name = Spanned {
                                value: inner.as_str().to_owned(),
                                span: self.span(&inner),
                            }
                        }
                        _ => arguments.push(self.expression(inner)),
                    }
                }
                ExprKind::Call { name, arguments }
            }
            Rule::path => {
                let mut of = None;
                let mut name = String::new();
                for inner in pair.into_inner() {
                    match inner.as_rule() {
                        Rule::this_dot => of = Some(NameOf::This),
                        Rule::parent_dot => of = Some(NameOf::Parent),
                        _ => inner.as_str().clone_into(&mut name),
                    }
                }
                ExprKind::Name { name, of, over: None }
            }
            _ => ExprKind::Literal(self.literal(pair)),
        };
        Expr { span, kind }
    }
}

fn relation(rule: Rule) -> Option<Relation> {
    Some(match rule {
        Rule::k_account => Relation::Account,
        Rule::k_parent => Relation::Parent,
        Rule::k_siblings => Relation::Siblings,
        Rule::k_scope => Relation::Scope,
        _ => return None,
    })
}

/// `of account` belongs to the metric, which may stand inside of `change of` or `sum of`; `in scope` belongs to the sum.
fn related(value: Expr, of: Relation, of_span: Span) -> Expr {
    let span = value.span.to(of_span);
    let kind = match value.kind {
        ExprKind::Aggregate {
            form,
            inner,
            over,
            placed: false,
            ignoring_missing,
        } if of == Relation::Scope => ExprKind::Aggregate {
            form,
            inner,
            over,
            placed: true,
            ignoring_missing,
        },
        ExprKind::Aggregate {
            form,
            inner,
            over,
            placed,
            ignoring_missing,
        } => ExprKind::Aggregate {
            form,
            inner: Box::new(related(*inner, of, of_span)),
            over,
            placed,
            ignoring_missing,
        },
        ExprKind::Past { form, inner, over } => ExprKind::Past {
            form,
            inner: Box::new(related(*inner, of, of_span)),
            over,
        },
        kind => ExprKind::Related {
            inner: Box::new(Expr {
                span: value.span,
                kind,
            }),
            of,
            of_span,
        },
    };
    Expr { span, kind }
}

fn ignoring(value: Expr, part: Span) -> Expr {
    match value.kind {
        ExprKind::Aggregate {
            form,
            inner,
            over,
            placed,
            ..
        } => Expr {
            span: value.span.to(part),
            kind: ExprKind::Aggregate {
                form,
                inner,
                over,
                placed,
                ignoring_missing: true,
            },
        },
        _ => Expr {
            span: value.span.to(part),
            kind: ExprKind::MisplacedIgnoring(part),
        },
    }
}

/// `change of spend over W`: the window is that of the metric; behind parentheses it is that of every metric in them.
fn over_inner(inner: Expr, window: WindowSyntax) -> (Expr, Option<WindowSyntax>) {
    let span = inner.span.to(window.span);
    match inner.kind {
        ExprKind::Name { name, of, over: None } => {
            let kind = ExprKind::Name {
                name,
                of,
                over: Some(window),
            };
            (Expr { span, kind }, None)
        }
        ExprKind::Related { inner, of, of_span } => {
            let (inner, over) = over_inner(*inner, window);
            let kind = ExprKind::Related {
                inner: Box::new(inner),
                of,
                of_span,
            };
            (Expr { span, kind }, over)
        }
        kind => (
            Expr {
                span: inner.span,
                kind,
            },
            Some(window),
        ),
    }
}

fn single_or(mut parts: Vec<Expr>, span: Span, join: impl Fn(Vec<Expr>) -> ExprKind) -> Expr {
    if parts.len() == 1 {
        return parts.pop().unwrap_or_else(|| broken(span));
    }
    Expr {
        span,
        kind: join(parts),
    }
}

fn broken(span: Span) -> Expr {
    Expr {
        span,
        kind: ExprKind::Literal(LiteralSyntax::Broken),
    }
}

fn foreseen(span: Span, what: &'static str) -> Expr {
    Expr {
        span,
        kind: ExprKind::Foreseen(what),
    }
}

fn comparison(symbol: &str) -> Comparison {
    match symbol {
        "!=" => Comparison::NotEqual,
        "<" => Comparison::Less,
        "<=" => Comparison::AtMost,
        ">" => Comparison::Greater,
        ">=" => Comparison::AtLeast,
        _ => Comparison::Equal,
    }
}
