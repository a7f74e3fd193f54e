//! What a script of actions returned: as actions of the language, and as an explanation quotes it.

use crate::effects::ObjectStatus;
use crate::explain::walk::{Found, Row};
use crate::explain::words;
use crate::explanation::{Missing, Operand, Raw, Value, ValueKind};
use crate::registry::{Attribute, AttributeKind, Property};
use crate::rule::ActionKind;
use crate::script::{By, Failure, Returned, ScriptKind, in_words};
use crate::typed::{Action, ActionDetail, Number, NumberNode, Piece, Quantity};

/// What stands for the object's name in the text of a message.
const NAME: &str = "{this.name}";

impl Row<'_> {
    /// The actions that a `run script` comes to here, and what the explanation shows of it; `None` for any other action.
    pub(super) fn returned(&self, action: &Action) -> Option<(Result<Vec<Action>, Failure>, Operand)> {
        let ActionDetail::Script { script, arguments } = &action.detail else {
            return None;
        };
        let (handed_over, parts) = self.handed_over(script, arguments);
        let found = match handed_over {
            Ok(values) => script.actions(&values),
            Err(reason) => Err(Failure {
                reason,
                detail: reason.words().to_owned(),
            }),
        };
        let value = match &found {
            Ok(actions) => {
                let shown = |amount| {
                    let value = Found::Known(ScriptKind::Money.leave(amount));
                    words::value(&value, Quantity::Money, self.currency(), true).display
                };
                let words = in_words(actions, &shown);
                Value {
                    display: words.clone(),
                    kind: ValueKind::Text,
                    raw: Raw::Text(words),
                    missing: None,
                }
            }
            Err(failure) => Value {
                display: "unknown".to_owned(),
                kind: ValueKind::Text,
                raw: Raw::Nothing,
                missing: Some(Missing {
                    reason: failure.reason,
                    detail: failure.detail.clone(),
                }),
            },
        };
        let operand = Operand {
            text: self.source(action.span),
            value,
            parts,
        };
        let found = found.map(|actions| actions.into_iter().map(|own| as_written(own, action)).collect());
        Some((found, operand))
    }
}

/// As if it were written in the place of the `run script` that returned it.
fn as_written(returned: Returned, run: &Action) -> Action {
    let (kind, detail) = match returned {
        Returned::Switch(ObjectStatus::Paused) => (ActionKind::Pause, ActionDetail::Switch),
        Returned::Switch(ObjectStatus::Active) => (ActionKind::Resume, ActionDetail::Switch),
        Returned::Amount { kind, property, by } => {
            let detail = ActionDetail::Amount {
                property,
                amount: amount(property, by, run),
                up_to: None,
                down_to: None,
                changing: None,
            };
            (kind, detail)
        }
        Returned::Notify {
            channel,
            target,
            text,
        } => {
            let mut template = Vec::new();
            for (index, piece) in text.split(NAME).enumerate() {
                if index > 0 {
                    template.push(Piece::Attribute(Attribute::Name));
                }
                template.push(Piece::Text(piece.to_owned()));
            }
            let detail = ActionDetail::Notify {
                channel,
                target,
                template,
            };
            (ActionKind::Notify, detail)
        }
    };
    Action {
        kind,
        span: run.span,
        detail,
        until: run.until,
    }
}

fn amount(property: Property, by: By, run: &Action) -> Number {
    let (kind, quantity, value) = match by {
        By::Share(share) => (ScriptKind::Percent, Quantity::Percent, share),
        By::Amount(value) if property.attribute().kind() == AttributeKind::Ratio => {
            (ScriptKind::Ratio, Quantity::Ratio, value)
        }
        By::Amount(value) => (ScriptKind::Money, Quantity::Money, value),
    };
    Number {
        span: run.span,
        quantity,
        node: NumberNode::Constant(kind.leave(value)),
    }
}
