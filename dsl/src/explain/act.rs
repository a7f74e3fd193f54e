//! What a branch would do: absolute values, on the safe side of the platform's step, within the caps.

use num_integer::Integer;
use num_traits::ToPrimitive;

use crate::bind::BoundRule;
use crate::effects::{Direction, Effect, NoEffect, ObjectStatus};
use crate::explain::walk::{Found, Ground, Row};
use crate::explanation::{Raw, Value};
use crate::rational::Rational;
use crate::registry::{Attribute, Property};
use crate::rule::{ActionKind, Rank};
use crate::table::{AttributeValue, MissingReason, Moment, Table};
use crate::typed::{Action, ActionDetail, Expression, Number, Piece, Quantity};

impl BoundRule {
    /// Where a row stands among those that a limit lets through; `None` for a limit that names no order of its own.
    #[must_use]
    pub fn rank(&self, table: &dyn Table, moment: &Moment, row: usize, limit: usize) -> Option<Rank> {
        let order = self.rule.body.limit_orders.get(limit)?.as_ref()?;
        let walk = Row::new(Ground::Rule(self), table, moment, row);
        Some(Rank(known(&walk, order).ok()))
    }

    /// What the branch would do to this row now, one effect per action in the order of the rule.
    ///
    /// Whether the branch has its turn is not asked here: see [`crate::Verdicts::turn`].
    #[must_use]
    pub fn effects(&self, table: &dyn Table, moment: &Moment, row: usize, branch: usize) -> Vec<Effect> {
        let walk = Row::new(Ground::Rule(self), table, moment, row);
        let step = self.binding.money_step.max(1);
        let actions = self
            .rule
            .body
            .branches
            .get(branch)
            .map(|branch| branch.actions.as_slice())
            .unwrap_or_default();
        actions
            .iter()
            .map(|action| effect(&walk, action, step).unwrap_or_else(|why| Effect::None { why }))
            .collect()
    }
}

fn effect(walk: &Row<'_>, action: &Action, step: i64) -> Result<Effect, NoEffect> {
    match &action.detail {
        ActionDetail::Switch => {
            let to = if action.kind == ActionKind::Pause {
                ObjectStatus::Paused
            } else {
                ObjectStatus::Active
            };
            switch(walk, to)
        }
        ActionDetail::Amount {
            property,
            amount,
            up_to,
            down_to,
            changing,
        } => {
            let caps = Caps {
                up_to: up_to.as_ref(),
                down_to: down_to.as_ref(),
                changing: changing.as_deref(),
            };
            amount_of(walk, (action.kind, *property), amount, &caps, step)
        }
        ActionDetail::Notify {
            channel,
            target,
            template,
        } => Ok(Effect::Notify {
            channel: *channel,
            target: target.clone(),
            text: template.iter().map(|piece| filled(walk, piece)).collect(),
        }),
    }
}

fn switch(walk: &Row<'_>, to: ObjectStatus) -> Result<Effect, NoEffect> {
    let status = walk
        .attribute(Attribute::Status)
        .map_err(|missing| NoEffect::Unknown { missing })?;
    let AttributeValue::Enum(status) = status else {
        return Err(NoEffect::Unknown {
            missing: MissingReason::NotSupplied,
        });
    };
    match (status.as_str(), to) {
        ("removed", _) => Err(NoEffect::Removed),
        ("active", ObjectStatus::Active) | ("paused", ObjectStatus::Paused) => Err(NoEffect::AlreadySo),
        _ => Ok(Effect::SetStatus { to }),
    }
}

/// What bounds a change.
struct Caps<'a> {
    up_to: Option<&'a Number>,
    down_to: Option<&'a Number>,
    changing: Option<&'a Number>,
}

fn amount_of(
    walk: &Row<'_>,
    (kind, property): (ActionKind, Property),
    amount: &Number,
    caps: &Caps<'_>,
    step: i64,
) -> Result<Effect, NoEffect> {
    let unknown = |missing| NoEffect::Unknown { missing };
    let from = match walk.attribute(property.attribute()).map_err(unknown)? {
        AttributeValue::Money(micros) => micros,
        _ => return Err(unknown(MissingReason::NotSupplied)),
    };
    let current = Rational::integer(from);
    let change = known(walk, amount)?;
    let share = amount.quantity == Quantity::Percent;
    let moved = if share {
        current.times(&change)
    } else {
        change.clone()
    };
    let target = match kind {
        ActionKind::Increase => current.plus(&moved),
        ActionKind::Decrease => current.minus(&moved),
        _ => change,
    };
    if target == current {
        return Err(if kind == ActionKind::Set {
            NoEffect::AlreadySo
        } else {
            NoEffect::TooSmallToMove
        });
    }
    let raises = target > current;
    // An amount below zero turns neither action into the other.
    if (kind == ActionKind::Increase && !raises) || (kind == ActionKind::Decrease && raises) {
        return Err(NoEffect::TooSmallToMove);
    }
    let room = match caps.changing {
        None => None,
        Some(most) => {
            let value = known(walk, most)?;
            let room = if most.quantity == Quantity::Percent {
                current.times(&value)
            } else {
                value
            };
            if !room.is_positive() {
                return Err(NoEffect::TooSmallToMove);
            }
            Some(room)
        }
    };
    let (to, direction) = if raises {
        let target = match &room {
            None => target,
            Some(room) => target.min(current.plus(room)),
        };
        let target = match caps.up_to {
            None => target,
            Some(cap) => {
                let cap = known(walk, cap)?;
                if cap <= current {
                    return Err(NoEffect::CapReached {
                        cap: whole(&cap)?,
                        current: from,
                    });
                }
                target.min(cap)
            }
        };
        (on_step(&target, step, Side::Below)?, Direction::Raise)
    } else {
        let mut to = on_step(&target, step, Side::Below)?;
        if let Some(lowest) = room.map(|room| current.minus(&room))
            && Rational::integer(to) < lowest
        {
            // Rounding down would move it further than it may.
            to = on_step(&lowest, step, Side::Above)?;
        }
        if let Some(floor) = caps.down_to {
            let floor = known(walk, floor)?;
            if floor >= current {
                return Err(NoEffect::CapReached {
                    cap: whole(&floor)?,
                    current: from,
                });
            }
            if Rational::integer(to) < floor {
                to = on_step(&floor, step, Side::Above)?;
            }
        }
        if to <= 0 {
            return Err(NoEffect::NotPositive);
        }
        (to, Direction::Cut)
    };
    let moves = if raises { to > from } else { to < from };
    if moves {
        Ok(Effect::SetAmount {
            property,
            from,
            to,
            direction,
        })
    } else {
        Err(NoEffect::TooSmallToMove)
    }
}

fn known(walk: &Row<'_>, number: &Number) -> Result<Rational, NoEffect> {
    match walk.operand(number).found {
        Found::Known(value) => Ok(value),
        other => Err(NoEffect::Unknown {
            missing: other.reason().unwrap_or(MissingReason::Undefined),
        }),
    }
}

fn whole(value: &Rational) -> Result<i64, NoEffect> {
    value.floor().to_i64().ok_or(NoEffect::Unknown {
        missing: MissingReason::Overflow,
    })
}

#[derive(Clone, Copy)]
enum Side {
    Below,
    Above,
}

/// The nearest multiple of the step on one side.
fn on_step(value: &Rational, step: i64, side: Side) -> Result<i64, NoEffect> {
    let overflow = NoEffect::Unknown {
        missing: MissingReason::Overflow,
    };
    let micros = match side {
        Side::Below => value.floor(),
        Side::Above => value
            .negated()
            .floor()
            .checked_mul(&(-1).into())
            .ok_or(overflow)?,
    };
    let micros = micros.to_i128().ok_or(overflow)?;
    let step = i128::from(step);
    let steps = match side {
        Side::Below => Integer::div_floor(&micros, &step),
        Side::Above => Integer::div_ceil(&micros, &step),
    };
    steps
        .checked_mul(step)
        .and_then(|micros| i64::try_from(micros).ok())
        .ok_or(overflow)
}

/// A piece of a template with its value; a missing one prints its reason.
fn filled(walk: &Row<'_>, piece: &Piece) -> String {
    match piece {
        Piece::Text(text) => text.clone(),
        Piece::Attribute(attribute) => {
            let value = walk.attribute(*attribute);
            plain(&walk.attribute_operand(*attribute, &value).value)
        }
        Piece::Value(Expression::Number(number)) => plain(&walk.operand(number).operand.value),
        Piece::Value(Expression::Text(text)) => plain(&walk.text_operand(text).value),
        Piece::Value(Expression::Condition(condition)) => walk.judge(condition).truth.as_str().to_owned(),
    }
}

/// A value inside of running text: texts without their quotes.
fn plain(value: &Value) -> String {
    match (&value.missing, &value.raw, value.kind) {
        (Some(missing), _, _) => format!("unknown ({})", missing.detail),
        (None, Raw::Text(text), crate::explanation::ValueKind::Text) => text.clone(),
        _ => value.display.clone(),
    }
}
