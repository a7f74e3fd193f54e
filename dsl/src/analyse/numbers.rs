//! Numbers of the checked tree as quotients of linear sums, with the cases in which they are undefined or missing.

use std::cmp::Ordering;

use super::conditions::Reader;
use super::terms::{EQUAL, GREATER, LESS, Linear, Literal, Place, Relation, Rowed, Var, rowed};
use crate::rational::Rational;
use crate::span::Span;
use crate::typed::{Comparison, Expression, Fallback, Number, NumberNode, Operator, Sign};

/// What a number comes to.
#[derive(Clone, Debug)]
pub(super) enum Outcome {
    /// `over / under`; the case's literals hold `under` above zero.
    Known {
        over: Linear,
        under: Linear,
    },
    /// Known, but not a quotient of sums.
    Opaque,
    Infinite,
    /// A quotient over zero whose numerator is above it.
    OverZero,
    Undefined,
    Missing,
}

/// One way for a number to come out, and what must hold for it. The cases of a number cover everything that can be.
#[derive(Clone, Debug)]
pub(super) struct Case {
    pub(super) literals: Vec<Literal>,
    pub(super) outcome: Outcome,
}

/// More ways than are worth following.
const MOST_CASES: usize = 64;

pub(super) const NOT_LINEAR: &str = "it multiplies or divides quotients by each other";
const TOO_MANY: &str = "it can come out in more than 64 ways";

fn known(over: Linear) -> Outcome {
    Outcome::Known {
        over,
        under: Linear::one(),
    }
}

impl Reader<'_> {
    pub(super) fn cases(&self, number: &Number) -> Vec<Case> {
        let found = self.came_out(number);
        if found.len() > MOST_CASES {
            return self.unreadable(number.span, TOO_MANY);
        }
        found
    }

    fn came_out(&self, number: &Number) -> Vec<Case> {
        match &number.node {
            NumberNode::Constant(value) => always(known(Linear::constant(value.clone()))),
            NumberNode::Amounts(amounts) => {
                let wanted = number.quantity.currency(self.world.currency);
                let own = amounts.iter().find(|(code, _)| *code == wanted);
                always(own.map_or(Outcome::Missing, |(_, micros)| {
                    known(Linear::constant(Rational::integer(*micros)))
                }))
            }
            NumberNode::Parameter(index) => always(match self.params {
                None => return self.cell(Var::Attribute(Place::Parameter(*index))),
                Some(params) => {
                    let currency = number.quantity.currency(self.world.currency);
                    let value = params.get(*index).and_then(|param| param.number(currency));
                    value.map_or(Outcome::Missing, |value| known(Linear::constant(value)))
                }
            }),
            NumberNode::Let(index) => match self.lets.get(*index).map(|found| &found.value) {
                Some(Expression::Number(value)) => self.cases(value),
                _ => always(Outcome::Missing),
            },
            NumberNode::Attribute(attribute) => self.cell(Var::Attribute(self.place(*attribute))),
            NumberNode::Metric { metric, window } => match self.stretch(*window) {
                Some(stretch) => self.cell(Var::Sum(*metric, stretch)),
                None => self.unreadable(number.span, "its window cannot be compared with others"),
            },
            NumberNode::Derived { metric, over, under } => {
                let factor = Rational::integer(metric.factor());
                let over: Vec<Case> = self
                    .cases(over)
                    .into_iter()
                    .map(|case| Case {
                        outcome: match case.outcome {
                            Outcome::Known { over, under } => Outcome::Known {
                                over: over.times(&factor),
                                under,
                            },
                            other => other,
                        },
                        literals: case.literals,
                    })
                    .collect();
                paired(&over, &self.cases(under), divide)
            }
            NumberNode::LookedUp { .. } => {
                self.unreadable(number.span, "it is looked up in a table of your own")
            }
            NumberNode::Converted(_) => self.unreadable(number.span, "it depends on an exchange rate"),
            NumberNode::Own { value, .. } => self.cases(value),
            NumberNode::Sum(terms) => self.folded(terms, |so_far, sign, term| {
                let term = match sign {
                    Sign::Plus => term,
                    Sign::Minus => negated(term),
                };
                paired(&so_far, &term, |one, other| both(one, other, plus))
            }),
            NumberNode::Product(factors) => self.folded(factors, |so_far, operator, factor| match operator {
                Operator::Times => paired(&so_far, &factor, |one, other| both(one, other, times)),
                Operator::Over => paired(&so_far, &factor, divide),
            }),
            NumberNode::Negated(inner) => negated(self.cases(inner)),
            NumberNode::Change { now, before } => {
                let before = self.cases(before);
                let gap = paired(&self.cases(now), &negated(before.clone()), |one, other| {
                    both(one, other, plus)
                });
                paired(&gap, &before, divide)
            }
            NumberNode::Usual { .. } => self.unreadable(number.span, "it is the median of earlier weeks"),
            NumberNode::Script { .. } => self.unreadable(number.span, "it is what a script computes"),
            NumberNode::Total { .. } | NumberNode::Part { .. } | NumberNode::Aggregate(_) => {
                self.unreadable(number.span, "it adds up other campaigns")
            }
            NumberNode::Elapsed(_) => self.unreadable(number.span, "it passes with the time of day"),
            NumberNode::Else { value, fallback } => {
                let mut found = Vec::new();
                for case in self.cases(value) {
                    match (&case.outcome, fallback) {
                        (Outcome::OverZero, Fallback::Infinite) => found.push(Case {
                            literals: case.literals,
                            outcome: Outcome::Infinite,
                        }),
                        (Outcome::OverZero | Outcome::Undefined, Fallback::Value(other)) => {
                            found.extend(self.cases(other).into_iter().map(|other| Case {
                                literals: case.literals.iter().cloned().chain(other.literals).collect(),
                                outcome: other.outcome,
                            }));
                        }
                        _ => found.push(case),
                    }
                }
                found
            }
        }
    }

    fn cell(&self, var: Var) -> Vec<Case> {
        if let Some(guess) = self.guess {
            return always(known(Linear::constant(guess.value(&var))));
        }
        if !var.can_be_missing() {
            return always(known(Linear::var(var)));
        }
        vec![
            Case {
                literals: vec![Literal::Known(var.clone())],
                outcome: known(Linear::var(var.clone())),
            },
            Case {
                literals: vec![Literal::Missing(var)],
                outcome: Outcome::Missing,
            },
        ]
    }

    /// Anything at all: what cannot be looked into may come out any way.
    pub(super) fn unreadable(&self, span: Span, why: &'static str) -> Vec<Case> {
        [
            Outcome::Opaque,
            Outcome::OverZero,
            Outcome::Undefined,
            Outcome::Missing,
        ]
        .into_iter()
        .enumerate()
        .map(|(index, outcome)| Case {
            literals: vec![Literal::Free {
                key: format!("number {}", self.key(span)),
                outcomes: u8::try_from(index)
                    .ok()
                    .and_then(|index| 1_u8.checked_shl(index.into()))
                    .unwrap_or(1),
                open: self.open(span, why),
            }],
            outcome,
        })
        .collect()
    }

    fn folded<S: Copy>(
        &self,
        parts: &[(S, Number)],
        join: impl Fn(Vec<Case>, S, Vec<Case>) -> Vec<Case>,
    ) -> Vec<Case> {
        let mut so_far: Option<Vec<Case>> = None;
        for (sign, part) in parts {
            let part = self.cases(part);
            so_far = Some(match so_far {
                // A leading minus is a negation of its own.
                None => part,
                Some(so_far) if so_far.len().saturating_mul(part.len()) > MOST_CASES.saturating_mul(4) => {
                    let _ = so_far;
                    return parts
                        .first()
                        .map_or_else(Vec::new, |(_, first)| self.unreadable(first.span, TOO_MANY));
                }
                Some(so_far) => join(so_far, *sign, part),
            });
        }
        so_far.unwrap_or_else(|| always(Outcome::Undefined))
    }

    /// The cases in which a comparison has an answer that `wanted` takes, and, if asked for, those in which it has none.
    pub(super) fn compared(
        &self,
        span: Span,
        left: &Number,
        right: &Number,
        wanted: Comparison,
        or_unknown: bool,
    ) -> Vec<Vec<Literal>> {
        if let Some((one, other)) = self.guessed(left).zip(self.guessed(right)) {
            return if wanted.holds(one.cmp(&other)) {
                vec![Vec::new()]
            } else {
                Vec::new()
            };
        }
        let (lefts, rights) = (self.cases(left), self.cases(right));
        let mut found = Vec::new();
        for one in &lefts {
            for other in &rights {
                let settled = |answer: bool| if answer { vec![None] } else { Vec::new() };
                // The literal that each way has beside those of the two cases, if any.
                let ways: Vec<Option<Literal>> = match (&one.outcome, &other.outcome) {
                    (
                        Outcome::Known { over, under },
                        Outcome::Known {
                            over: second,
                            under: below,
                        },
                    ) => match difference(over, under, second, below) {
                        Some(form) => relations(wanted)
                            .iter()
                            .filter_map(|relation| match rowed(&form, *relation) {
                                Rowed::Always => Some(None),
                                Rowed::Never => None,
                                Rowed::Row(row) => Some(Some(Literal::Row(row))),
                            })
                            .collect(),
                        None => vec![Some(self.free(span, left, right, wanted))],
                    },
                    (Outcome::Opaque, Outcome::Known { .. } | Outcome::Opaque)
                    | (Outcome::Known { .. }, Outcome::Opaque) => {
                        vec![Some(self.free(span, left, right, wanted))]
                    }
                    (Outcome::Infinite, Outcome::Infinite) => settled(wanted.holds(Ordering::Equal)),
                    (Outcome::Infinite, Outcome::Known { .. } | Outcome::Opaque) => {
                        settled(wanted.holds(Ordering::Greater))
                    }
                    (Outcome::Known { .. } | Outcome::Opaque, Outcome::Infinite) => {
                        settled(wanted.holds(Ordering::Less))
                    }
                    _ => settled(or_unknown),
                };
                let mut ways = ways.into_iter();
                // Most pairs have one way or none: only further ones need a copy.
                let Some((last, literals)) = ways.next_back().zip(joined(&one.literals, &other.literals))
                else {
                    continue;
                };
                for way in ways {
                    found.push(literals.iter().cloned().chain(way).collect());
                }
                let mut literals = literals;
                literals.extend(last);
                found.push(literals);
            }
        }
        found
    }

    fn free(&self, span: Span, left: &Number, right: &Number, wanted: Comparison) -> Literal {
        let (left, right) = (self.key(left.span), self.key(right.span));
        let (key, wanted) = if left <= right {
            (format!("{left} ? {right}"), wanted)
        } else {
            (format!("{right} ? {left}"), wanted.mirrored())
        };
        let outcomes = match wanted {
            Comparison::Less => LESS,
            Comparison::AtMost => LESS | EQUAL,
            Comparison::Equal => EQUAL,
            Comparison::NotEqual => LESS | GREATER,
            Comparison::AtLeast => EQUAL | GREATER,
            Comparison::Greater => GREATER,
        };
        Literal::Free {
            key,
            outcomes,
            open: self.open(span, NOT_LINEAR),
        }
    }
}

fn always(outcome: Outcome) -> Vec<Case> {
    vec![Case {
        literals: Vec::new(),
        outcome,
    }]
}

/// What a comparison asks of the difference of its sides.
const fn relations(wanted: Comparison) -> &'static [Relation] {
    match wanted {
        Comparison::Equal => &[Relation::Zero],
        Comparison::NotEqual => &[Relation::Above, Relation::Below],
        Comparison::Less => &[Relation::Below],
        Comparison::AtMost => &[Relation::AtMost],
        Comparison::Greater => &[Relation::Above],
        Comparison::AtLeast => &[Relation::AtLeast],
    }
}

/// A form with the sign of `over / under - second / below`, both lower parts being above zero.
fn difference(over: &Linear, under: &Linear, second: &Linear, below: &Linear) -> Option<Linear> {
    if under == below {
        return Some(over.minus(second));
    }
    if let Some(factor) = under.multiple_of(below) {
        // over / (factor * below) against second / below.
        return Some(over.minus(&second.times(&factor)));
    }
    Some(over.product(below)?.minus(&second.product(under)?))
}

/// The literals of both, once each; `None` when a cell would have to be known and missing.
fn joined(one: &[Literal], other: &[Literal]) -> Option<Vec<Literal>> {
    let mut all = one.to_vec();
    for literal in other {
        match literal {
            Literal::Known(var) => {
                if one
                    .iter()
                    .any(|own| matches!(own, Literal::Missing(other) if other == var))
                {
                    return None;
                }
                if !one
                    .iter()
                    .any(|own| matches!(own, Literal::Known(other) if other == var))
                {
                    all.push(literal.clone());
                }
            }
            Literal::Missing(var) => {
                if one
                    .iter()
                    .any(|own| matches!(own, Literal::Known(other) if other == var))
                {
                    return None;
                }
                if !one
                    .iter()
                    .any(|own| matches!(own, Literal::Missing(other) if other == var))
                {
                    all.push(literal.clone());
                }
            }
            _ => all.push(literal.clone()),
        }
    }
    Some(all)
}

fn paired(
    ones: &[Case],
    others: &[Case],
    join: impl Fn(&Outcome, &Outcome) -> Vec<(Vec<Literal>, Outcome)>,
) -> Vec<Case> {
    let mut found = Vec::new();
    for one in ones {
        for other in others {
            let Some(literals) = joined(&one.literals, &other.literals) else {
                continue;
            };
            let mut outcomes = join(&one.outcome, &other.outcome).into_iter();
            let last = outcomes.next_back();
            for (more, outcome) in outcomes {
                let literals = literals.iter().cloned().chain(more).collect();
                found.push(Case { literals, outcome });
            }
            if let Some((more, outcome)) = last {
                let mut literals = literals;
                literals.extend(more);
                found.push(Case { literals, outcome });
            }
        }
    }
    found
}

fn negated(cases: Vec<Case>) -> Vec<Case> {
    cases
        .into_iter()
        .map(|case| Case {
            outcome: match case.outcome {
                Outcome::Known { over, under } => Outcome::Known {
                    over: over.times(&Rational::integer(-1)),
                    under,
                },
                Outcome::Infinite | Outcome::OverZero | Outcome::Undefined => Outcome::Undefined,
                other => other,
            },
            literals: case.literals,
        })
        .collect()
}

type Quotient = (Linear, Linear);

/// Two operands, of which the heavier reason stays where one is not known.
fn both(
    one: &Outcome,
    other: &Outcome,
    compute: impl Fn(&Quotient, &Quotient) -> Option<Quotient>,
) -> Vec<(Vec<Literal>, Outcome)> {
    let outcome = match (one, other) {
        (
            Outcome::Known { over, under },
            Outcome::Known {
                over: second,
                under: below,
            },
        ) => {
            let found = compute(&(over.clone(), under.clone()), &(second.clone(), below.clone()));
            found.map_or(Outcome::Opaque, |(over, under)| Outcome::Known { over, under })
        }
        _ => unknown_of(one, other),
    };
    vec![(Vec::new(), outcome)]
}

fn unknown_of(one: &Outcome, other: &Outcome) -> Outcome {
    match (one, other) {
        (Outcome::Missing, _) | (_, Outcome::Missing) => Outcome::Missing,
        (Outcome::Known { .. } | Outcome::Opaque, Outcome::Known { .. } | Outcome::Opaque) => Outcome::Opaque,
        _ => Outcome::Undefined,
    }
}

fn plus((over, under): &Quotient, (second, below): &Quotient) -> Option<Quotient> {
    if under == below {
        return Some((over.plus(second), under.clone()));
    }
    if let Some(factor) = under.multiple_of(below) {
        return Some((over.plus(&second.times(&factor)), under.clone()));
    }
    Some((
        over.product(below)?.plus(&second.product(under)?),
        under.product(below)?,
    ))
}

fn times((over, under): &Quotient, (second, below): &Quotient) -> Option<Quotient> {
    // `cpc * clicks` is `spend` wherever `cpc` is defined.
    if let Some(factor) = second.multiple_of(under) {
        return Some((over.times(&factor), below.clone()));
    }
    if let Some(factor) = over.multiple_of(below) {
        return Some((second.times(&factor), under.clone()));
    }
    Some((over.product(second)?, under.product(below)?))
}

/// Undefined where the lower part is zero or below.
fn divide(one: &Outcome, other: &Outcome) -> Vec<(Vec<Literal>, Outcome)> {
    let (
        Outcome::Known { over, under },
        Outcome::Known {
            over: second,
            under: below,
        },
    ) = (one, other)
    else {
        if matches!(
            (one, other),
            (
                Outcome::Known { .. } | Outcome::Opaque,
                Outcome::Known { .. } | Outcome::Opaque
            )
        ) {
            // Something in it cannot be looked into, so that it may come out any way but missing.
            return [Outcome::Opaque, Outcome::OverZero, Outcome::Undefined]
                .into_iter()
                .map(|outcome| (Vec::new(), outcome))
                .collect();
        }
        return vec![(Vec::new(), unknown_of(one, other))];
    };
    let mut found = Vec::new();
    let value = quotient(over, under, second, below);
    for (asked, outcome) in [
        (
            &[(second, Relation::Above)][..],
            value.map_or(Outcome::Opaque, |(over, under)| Outcome::Known { over, under }),
        ),
        (
            &[(second, Relation::Zero), (over, Relation::Above)],
            Outcome::OverZero,
        ),
        (
            &[(second, Relation::Zero), (over, Relation::AtMost)],
            Outcome::Undefined,
        ),
        (&[(second, Relation::Below)], Outcome::Undefined),
    ] {
        let rows: Option<Vec<Literal>> = asked
            .iter()
            .filter_map(|(form, relation)| match rowed(form, *relation) {
                Rowed::Always => None,
                Rowed::Never => Some(None),
                Rowed::Row(row) => Some(Some(Literal::Row(row))),
            })
            .collect();
        if let Some(rows) = rows {
            found.push((rows, outcome));
        }
    }
    found
}

/// `(over / under) / (second / below)`, `second` being above zero.
fn quotient(over: &Linear, under: &Linear, second: &Linear, below: &Linear) -> Option<Quotient> {
    if let Some(factor) = over.multiple_of(second) {
        return Some((below.times(&factor), under.clone()));
    }
    if let Some(factor) = below.multiple_of(under) {
        return Some((over.times(&factor), second.clone()));
    }
    Some((over.product(below)?, under.product(second)?))
}
