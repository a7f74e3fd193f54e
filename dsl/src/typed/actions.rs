//! Actions of the checked tree: what a branch does once its condition is true.

use crate::registry::{Attribute, NegativeMatch, NotifyChannel, Property};
use crate::rule::ActionKind;
use crate::span::Span;
use crate::typed::{Expression, Number, Ranking, Text};

#[derive(Clone, Debug)]
pub(crate) struct Action {
    pub(crate) kind: ActionKind,
    pub(crate) span: Span,
    pub(crate) detail: ActionDetail,
    /// `until 06:00`, `until tomorrow`, `for today`.
    pub(crate) until: Option<Until>,
}

#[derive(Clone, Debug)]
pub(crate) enum ActionDetail {
    /// `pause`, `resume`.
    Switch,
    /// `set`, `increase`, `decrease`.
    Amount {
        property: Property,
        amount: Number,
        up_to: Option<Number>,
        down_to: Option<Number>,
        /// The most that it moves: a percentage of the present value, or an amount.
        changing: Option<Box<Number>>,
    },
    Notify {
        channel: NotifyChannel,
        target: String,
        template: Vec<Piece>,
    },
    Move(Box<Move>),
    /// `add negative keyword exact "free"`.
    Negative {
        matching: NegativeMatch,
        text: Text,
    },
    /// `add label "x"`, `remove label "x"`.
    Label {
        label: String,
    },
}

/// When an action ends by itself, on the clock of the rule's zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Until {
    /// The next time the clock shows this.
    Time(jiff::civil::Time),
    /// The next day begins.
    Tomorrow,
}

/// `move budget from bottom 20% by roas to top 20% by roas moving at most 10% of pool budget each keeping $20`.
#[derive(Clone, Debug)]
pub(crate) struct Move {
    /// Who gives, and who takes; both among the scope.
    pub(crate) from: Ranking,
    pub(crate) to: Ranking,
    /// A percentage is one of all budgets of the scope together.
    pub(crate) at_most: Number,
    /// Below which nobody is cut.
    pub(crate) keeping: Number,
}

/// A piece of a template.
#[derive(Clone, Debug)]
pub(crate) enum Piece {
    Text(String),
    Value(Expression),
    /// An attribute that is neither number nor condition: labels, enumerations, dates.
    Attribute(Attribute),
}

impl Action {
    /// The numbers it is made of.
    pub(crate) fn numbers(&self) -> impl Iterator<Item = &Number> {
        let (amounts, pieces): ([Option<&Number>; 4], &[Piece]) = match &self.detail {
            ActionDetail::Switch | ActionDetail::Negative { .. } | ActionDetail::Label { .. } => {
                ([None; 4], &[])
            }
            ActionDetail::Amount {
                amount,
                up_to,
                down_to,
                changing,
                ..
            } => (
                [
                    Some(amount),
                    up_to.as_ref(),
                    down_to.as_ref(),
                    changing.as_deref(),
                ],
                &[],
            ),
            ActionDetail::Notify { template, .. } => ([None; 4], template),
            ActionDetail::Move(moved) => (
                [
                    Some(&moved.from.by),
                    Some(&moved.to.by),
                    Some(&moved.at_most),
                    Some(&moved.keeping),
                ],
                &[],
            ),
        };
        amounts
            .into_iter()
            .flatten()
            .chain(pieces.iter().filter_map(|piece| match piece {
                Piece::Value(Expression::Number(number)) => Some(number),
                _ => None,
            }))
    }
}
