//! One campaign of which a question may well be true, thought up at a glance: what is true of it is possible, and the other cases need
//! not be looked at. Asked by `single` before it searches; that nothing was found here proves nothing.

use super::conditions::{Ask, Reader};
use super::int::Int;
use super::search::{Budget, Ended, Goal, Look, search};
use super::sums::{Piece, relative};
use super::terms::{Place, Var};
use crate::rational::Rational;
use crate::registry::{Attribute, Metric};
use crate::typed::{
    Comparison, Condition, ConditionNode, Expression, Fallback, Missable, Number, NumberNode, Operator, Sign,
};

/// A number of every campaign. A metric is the same over all windows: all of it came in on days that they share.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Cell {
    Metric(Metric),
    Attribute(Attribute),
    Parameter(usize),
}

/// Where a number should lie.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Size {
    Small,
    /// Nothing is wished for, or both.
    Between,
    Large,
}

impl Size {
    /// Far apart, so that quotients of two sizes are far apart too.
    const fn number(self) -> i64 {
        match self {
            Self::Small => 1,
            Self::Between => 1_000_000_000,
            Self::Large => 1_000_000_000_000_000,
        }
    }

    const fn opposite(self) -> Self {
        match self {
            Self::Small => Self::Large,
            Self::Between => Self::Between,
            Self::Large => Self::Small,
        }
    }
}

/// What each number is.
#[derive(Debug, Default)]
pub(super) struct Guess {
    sizes: Vec<(Cell, Size)>,
    /// What all windows share in which a metric is read, on each axis.
    shared: Vec<(Metric, Piece)>,
}

/// Whether a campaign was thought up of which all of this is true, in the world of the reader.
pub(super) fn is_possible(reader: Reader<'_>, asked: &[(&Condition, Ask)]) -> bool {
    let mut guess = Guess::default();
    let can_be = asked
        .iter()
        .all(|(condition, ask)| guess.condition(reader, condition, *ask, true));
    if !can_be {
        return false;
    }
    let reader = reader.guessing(&guess);
    let goals = asked
        .iter()
        .map(|(condition, ask)| Goal::Condition(reader, condition, *ask))
        .collect();
    search(goals, Budget::WHILE_TYPING, &mut |_| Look::Stop) == Ended::Found
}

impl Reader<'_> {
    /// The one number that comes of what was guessed, where one does; where none does, its cases tell why.
    pub(super) fn guessed(&self, number: &Number) -> Option<Rational> {
        let guess = self.guess?;
        Some(match &number.node {
            NumberNode::Constant(value) => value.clone(),
            NumberNode::Amounts(amounts) => {
                let wanted = number.quantity.currency(self.world.currency);
                let (_, micros) = amounts.iter().find(|(code, _)| *code == wanted)?;
                Rational::integer(*micros)
            }
            NumberNode::Parameter(index) if self.params.is_none() => {
                guess.value(&Var::Attribute(Place::Parameter(*index)))
            }
            NumberNode::Attribute(attribute) => guess.value(&Var::Attribute(self.place(*attribute))),
            NumberNode::Metric { metric, window } => guess.value(&Var::Sum(*metric, self.stretch(*window)?)),
            NumberNode::Let(index) => match &self.lets.get(*index)?.value {
                Expression::Number(value) => self.guessed(value)?,
                _ => return None,
            },
            NumberNode::Own { value, .. } | NumberNode::Else { value, .. } => self.guessed(value)?,
            NumberNode::Derived { metric, over, under } => {
                let over = self.guessed(over)?.times(&Rational::integer(metric.factor()));
                over.over(&self.guessed(under)?)?
            }
            NumberNode::Negated(inner) => self.guessed(inner)?.negated(),
            NumberNode::Sum(terms) => {
                let ((_, first), others) = terms.split_first()?;
                others
                    .iter()
                    .try_fold(self.guessed(first)?, |sum, (sign, term)| {
                        let term = self.guessed(term)?;
                        Some(match sign {
                            Sign::Plus => sum.plus(&term),
                            Sign::Minus => sum.plus(&term.negated()),
                        })
                    })?
            }
            NumberNode::Product(factors) => {
                let ((_, first), others) = factors.split_first()?;
                others
                    .iter()
                    .try_fold(self.guessed(first)?, |product, (operator, factor)| {
                        let factor = self.guessed(factor)?;
                        match operator {
                            Operator::Times => Some(product.times(&factor)),
                            Operator::Over => product.over(&factor),
                        }
                    })?
            }
            _ => return None,
        })
    }
}

impl Guess {
    /// The value, in the numbers of the checked tree.
    pub(super) fn value(&self, var: &Var) -> Rational {
        let cell = match var {
            Var::Sum(metric, _) => Cell::Metric(*metric),
            Var::Attribute(Place::Parameter(index)) => Cell::Parameter(*index),
            Var::Attribute(
                Place::Object(attribute) | Place::After(attribute) | Place::Clock(attribute, _),
            ) => Cell::Attribute(*attribute),
        };
        let wished = self.sizes.iter().find(|(other, _)| *other == cell);
        let size = wished.map_or(Size::Between, |(_, size)| *size).number();
        match var.domain() {
            // Whole cells too, whether one is worth one or a millionth; and whole numbers are quick to compute with.
            (least, None) if least.as_ref().is_none_or(|least| *least <= Int::from(1)) => {
                Rational::integer(size)
            }
            (least, most) => {
                let cells = Int::from(size).max(least.unwrap_or(Int::from(1)));
                let cells = most.map_or(cells.clone(), |most| cells.min(most));
                Rational::integer(cells.big()).times(&var.scale())
            }
        }
    }

    /// Wishes what makes the condition so, and notes what it reads; whether the windows of each metric share a day.
    fn condition(&mut self, reader: Reader<'_>, condition: &Condition, ask: Ask, counts: bool) -> bool {
        match &condition.node {
            ConditionNode::And(parts) | ConditionNode::Or(parts) => {
                let all = matches!(condition.node, ConditionNode::And(_)) == ask.takes(true);
                // Where one will do, it is the first.
                parts
                    .iter()
                    .enumerate()
                    .all(|(index, part)| self.condition(reader, part, ask, counts && (all || index == 0)))
            }
            ConditionNode::Not(inner) => self.condition(reader, inner, ask.negated(), counts),
            ConditionNode::Let(index) => match reader.lets.get(*index).map(|found| &found.value) {
                Some(Expression::Condition(inner)) => self.condition(reader, inner, ask, counts),
                _ => true,
            },
            ConditionNode::Compare {
                operator,
                left,
                right,
            } => {
                let operator = if ask.takes(true) {
                    *operator
                } else {
                    operator.opposite()
                };
                let size = match operator {
                    Comparison::Greater | Comparison::AtLeast | Comparison::NotEqual => Size::Large,
                    Comparison::Less | Comparison::AtMost => Size::Small,
                    Comparison::Equal => Size::Between,
                };
                let wish = |size| counts.then_some(size);
                self.number(reader, left, wish(size)) && self.number(reader, right, wish(size.opposite()))
            }
            ConditionNode::IsMissing {
                of: Missable::Number(number),
                ..
            } => self.number(reader, number, None),
            _ => true,
        }
    }

    fn number(&mut self, reader: Reader<'_>, number: &Number, wish: Option<Size>) -> bool {
        let turned = wish.map(Size::opposite);
        match &number.node {
            NumberNode::Attribute(attribute) => {
                self.wish(Cell::Attribute(*attribute), wish);
                true
            }
            NumberNode::Parameter(index) => {
                self.wish(Cell::Parameter(*index), wish);
                true
            }
            NumberNode::Metric { metric, window } => {
                self.wish(Cell::Metric(*metric), wish);
                self.shares(reader, *metric, *window)
            }
            NumberNode::Let(index) => match reader.lets.get(*index).map(|found| &found.value) {
                Some(Expression::Number(value)) => self.number(reader, value, wish),
                _ => true,
            },
            NumberNode::Own { value, .. } => self.number(reader, value, wish),
            NumberNode::Negated(inner) => self.number(reader, inner, turned),
            NumberNode::Derived { over, under, .. } => {
                self.number(reader, over, wish) && self.number(reader, under, turned)
            }
            NumberNode::Change { now, before } => {
                self.number(reader, now, wish) && self.number(reader, before, turned)
            }
            NumberNode::Sum(terms) => terms.iter().all(|(sign, term)| {
                let wish = if *sign == Sign::Plus { wish } else { turned };
                self.number(reader, term, wish)
            }),
            NumberNode::Product(factors) => factors.iter().all(|(operator, factor)| {
                let wish = if *operator == Operator::Times {
                    wish
                } else {
                    turned
                };
                self.number(reader, factor, wish)
            }),
            NumberNode::Else { value, fallback } => {
                self.number(reader, value, wish)
                    && match fallback {
                        Fallback::Value(other) => self.number(reader, other, None),
                        Fallback::Infinite => true,
                    }
            }
            // Constants, and what the analysis cannot look into.
            _ => true,
        }
    }

    fn wish(&mut self, cell: Cell, wish: Option<Size>) {
        let Some(size) = wish else { return };
        match self.sizes.iter_mut().find(|(other, _)| *other == cell) {
            Some((_, own)) if *own != size => *own = Size::Between,
            Some(_) => {}
            None => self.sizes.push((cell, size)),
        }
    }

    /// Whether the window has a part in common with all others in which the metric is read.
    fn shares(&mut self, reader: Reader<'_>, metric: Metric, window: usize) -> bool {
        let Some(stretch) = reader.stretch(window) else {
            return true;
        };
        // What belongs to its window as a whole has no days.
        if metric.is_windowed() {
            return true;
        }
        let piece = relative(&stretch);
        let found = self
            .shared
            .iter_mut()
            .find(|(other, shared)| *other == metric && shared.axis == piece.axis);
        let Some((_, shared)) = found else {
            self.shared.push((metric, piece));
            return true;
        };
        shared.from = shared.from.max(piece.from);
        shared.until = shared.until.min(piece.until);
        shared.from < shared.until
    }
}
