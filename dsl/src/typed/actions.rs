//! Actions of the checked tree: what a branch does once its condition is true.

use std::sync::Arc;

use crate::registry::{Attribute, NegativeMatch, NotifyChannel, Property};
use crate::rule::ActionKind;
use crate::script::{Able, Script};
use crate::span::Span;
use crate::typed::{Expression, Number, Ranking, ScriptArgument, Text};

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
    /// `run script trim(budget)`: as many actions as it returns.
    Script {
        script: Arc<Script>,
        arguments: Vec<ScriptArgument>,
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
    /// The property it writes; `None` for a message, and for a script, which may write several.
    pub(crate) const fn property(&self) -> Option<Property> {
        match &self.detail {
            ActionDetail::Switch => Some(Property::Status),
            ActionDetail::Amount { property, .. } => Some(*property),
            ActionDetail::Move(_) => Some(Property::Budget),
            ActionDetail::Negative { .. } => Some(Property::Negative),
            ActionDetail::Label { .. } => Some(Property::Label),
            ActionDetail::Notify { .. } | ActionDetail::Script { .. } => None,
        }
    }

    /// Everything it can do: a script whatever stands in it, any other action one thing.
    pub(crate) fn able(&self) -> Vec<Able> {
        match &self.detail {
            ActionDetail::Script { script, .. } => script.able().to_vec(),
            _ => vec![(self.kind, self.property())],
        }
    }

    /// Whether it can do any of these.
    pub(crate) fn can(&self, kinds: &[ActionKind]) -> bool {
        self.able().iter().any(|(kind, _)| kinds.contains(kind))
    }

    /// Whether it can do anything but tell.
    pub(crate) fn can_change(&self) -> bool {
        self.able().iter().any(|(kind, _)| *kind != ActionKind::Notify)
    }

    /// The numbers it is made of.
    pub(crate) fn numbers(&self) -> impl Iterator<Item = &Number> {
        let arguments: &[ScriptArgument] = match &self.detail {
            ActionDetail::Script { arguments, .. } => arguments,
            _ => &[],
        };
        let (amounts, pieces): ([Option<&Number>; 4], &[Piece]) = match &self.detail {
            ActionDetail::Switch
            | ActionDetail::Negative { .. }
            | ActionDetail::Label { .. }
            | ActionDetail::Script { .. } => ([None; 4], &[]),
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
            .chain(arguments.iter().flat_map(ScriptArgument::numbers))
    }
}
