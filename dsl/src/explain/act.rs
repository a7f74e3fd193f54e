//! What a branch would do: absolute values, on the safe side of the platform's step, within the caps.

use num_integer::Integer;
use num_traits::ToPrimitive;

use crate::bind::BoundRule;
use crate::effects::{Act, Direction, Effect, NoEffect, ObjectStatus};
use crate::explain::walk::{Found, Ground, Row, raw_text};
use crate::explanation::{Raw, Value};
use crate::negative::NegativeKeyword;
use crate::rational::Rational;
use crate::registry::{Attribute, NegativeMatch, Property};
use crate::rule::{ActionKind, Rank};
use crate::table::{AttributeValue, MissingReason, Moment, Table};
use crate::typed::{Action, ActionDetail, Expression, Number, Piece, Quantity, Text};

impl BoundRule {
    /// Where a row stands among those that a limit lets through; `None` for a limit that names no order of its own.
    #[must_use]
    pub fn rank(&self, table: &dyn Table, moment: &Moment, row: usize, limit: usize) -> Option<Rank> {
        let order = self.rule.body.limit_orders.get(limit)?.as_ref()?;
        let walk = Row::new(Ground::Rule(self), table, moment, row);
        Some(Rank(known(&walk, order).ok()))
    }

    /// What the branch would do to this row now: one act per action in the order of the rule, and of a script as many as it returned.
    /// A script that returns nothing that can be done keeps the whole branch from doing anything.
    ///
    /// Whether the branch has its turn is not asked here: see [`crate::Verdicts::turn`].
    #[must_use]
    pub fn acts(&self, table: &dyn Table, moment: &Moment, row: usize, branch: usize) -> Vec<Act> {
        let walk = Row::new(Ground::Rule(self), table, moment, row);
        let step = self.binding.money_step;
        let actions = self
            .rule
            .body
            .branches
            .get(branch)
            .map(|branch| branch.actions.as_slice())
            .unwrap_or_default();
        let mut found = Vec::with_capacity(actions.len());
        let mut missing: Option<MissingReason> = None;
        for (index, action) in actions.iter().enumerate() {
            let mut act = |action: &Action| {
                found.push(Act {
                    action: index,
                    kind: action.kind,
                    property: action.property(),
                    effect: effect(&walk, action, step).unwrap_or_else(|why| Effect::None { why }),
                });
            };
            match walk.returned(action) {
                None => act(action),
                Some((Ok(returned), _)) => returned.iter().for_each(act),
                Some((Err(failure), _)) => missing = missing.max(Some(failure.reason)),
            }
        }
        let Some(missing) = missing else {
            return found;
        };
        let nothing = actions.iter().enumerate().map(|(index, action)| Act {
            action: index,
            kind: action.kind,
            property: action.property(),
            effect: Effect::None {
                why: NoEffect::NotReturned { missing },
            },
        });
        nothing.collect()
    }

    /// [`Self::acts`] without where they come from.
    #[must_use]
    pub fn effects(&self, table: &dyn Table, moment: &Moment, row: usize, branch: usize) -> Vec<Effect> {
        let acts = self.acts(table, moment, row, branch);
        acts.into_iter().map(|act| act.effect).collect()
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
        ActionDetail::Move(moved) => walk.moved(moved, step),
        ActionDetail::Negative { matching, text } => negative(walk, *matching, text),
        ActionDetail::Label { label } => set_label(walk, label, action.kind == ActionKind::AddLabel),
        ActionDetail::Notify {
            channel,
            target,
            template,
        } => Ok(Effect::Notify {
            channel: *channel,
            target: target.clone(),
            text: template.iter().map(|piece| filled(walk, piece)).collect(),
        }),
        // Taken apart into what it returned before anybody asks for its effect.
        ActionDetail::Script { .. } => Err(NoEffect::NotReturned {
            missing: MissingReason::ScriptFailed,
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

/// What is excluded already needs no negative keyword, whichever keeps it from showing ads.
fn negative(walk: &Row<'_>, matching: NegativeMatch, text: &Text) -> Result<Effect, NoEffect> {
    if let Ok(AttributeValue::Enum(status)) = walk.attribute(Attribute::TermStatus)
        && status.as_str() == "excluded"
    {
        return Err(NoEffect::Excluded);
    }
    let value = walk.text_operand(text).value;
    if let Some(missing) = value.missing {
        return Err(NoEffect::Unknown {
            missing: missing.reason,
        });
    }
    NegativeKeyword::new(matching, raw_text(&value))
        .map(|keyword| Effect::AddNegative { keyword })
        .map_err(|fault| NoEffect::UnfitText { fault })
}

/// Labels are a set: adding what is there, and removing what is not, changes nothing.
fn set_label(walk: &Row<'_>, label: &str, is_there: bool) -> Result<Effect, NoEffect> {
    let unknown = |missing| NoEffect::Unknown { missing };
    match walk.attribute(Attribute::Labels).map_err(unknown)? {
        AttributeValue::Labels(labels) if labels.iter().any(|own| **own == *label) == is_there => {
            Err(NoEffect::AlreadySo)
        }
        AttributeValue::Labels(_) => Ok(Effect::SetLabel {
            label: label.to_owned(),
            is_there,
        }),
        _ => Err(unknown(MissingReason::NotSupplied)),
    }
}

/// What bounds a change.
struct Caps<'a> {
    up_to: Option<&'a Number>,
    down_to: Option<&'a Number>,
    changing: Option<&'a Number>,
}

/// A property's values laid along the way from safe to risky: more is riskier there, whatever the property.
struct Way {
    property: Property,
    step: i64,
}

impl Way {
    /// A number of the language on this way, in cells.
    fn place(&self, value: &Rational) -> Option<Rational> {
        let cell = value.over(&self.property.attribute().cell_scale())?;
        Some(if self.property.is_safer_above() {
            cell.negated()
        } else {
            cell
        })
    }

    fn known(&self, walk: &Row<'_>, number: &Number) -> Result<Rational, NoEffect> {
        self.place(&known(walk, number)?).ok_or(NoEffect::Unknown {
            missing: MissingReason::Undefined,
        })
    }

    fn on_step(&self, place: &Rational, side: Side) -> Result<i64, NoEffect> {
        on_step(place, self.step, side)
    }

    fn cap_reached(&self, cap: &Rational, current: i64) -> NoEffect {
        match whole(cap) {
            Ok(cap) => NoEffect::CapReached {
                property: self.property,
                cap: self.property.risk(cap),
                current,
            },
            Err(why) => why,
        }
    }
}

fn amount_of(
    walk: &Row<'_>,
    (kind, property): (ActionKind, Property),
    amount: &Number,
    caps: &Caps<'_>,
    money_step: i64,
) -> Result<Effect, NoEffect> {
    let unknown = |missing| NoEffect::Unknown { missing };
    let value = walk.attribute(property.attribute()).map_err(unknown)?;
    let from = value.integer().ok_or(unknown(MissingReason::NotSupplied))?;
    let way = Way {
        property,
        step: property.step(money_step),
    };
    let current = Rational::integer(property.risk(from));
    let share_of = |number: &Number| {
        let value = known(walk, number)?;
        Ok::<_, NoEffect>(if number.quantity == Quantity::Percent {
            Rational::integer(from).times(&value)
        } else {
            // A distance has no direction.
            let cells = value.over(&property.attribute().cell_scale());
            cells.ok_or(unknown(MissingReason::Undefined))?
        })
    };
    let target = match kind {
        ActionKind::Increase | ActionKind::Decrease => {
            let moved = share_of(amount)?;
            // An amount below zero turns neither action into the other.
            if !moved.is_positive() {
                return Err(NoEffect::TooSmallToMove);
            }
            if (kind == ActionKind::Increase) == property.is_safer_above() {
                current.minus(&moved)
            } else {
                current.plus(&moved)
            }
        }
        _ => way.known(walk, amount)?,
    };
    if target == current {
        return Err(NoEffect::AlreadySo);
    }
    let room = match caps.changing {
        None => None,
        Some(most) => {
            let room = share_of(most)?;
            if !room.is_positive() {
                return Err(NoEffect::TooSmallToMove);
            }
            Some(room)
        }
    };
    // On the way to the safe side the cap of the safe side counts, on the other one that of the other.
    let (riskiest, safest) = if property.is_safer_above() {
        (caps.down_to, caps.up_to)
    } else {
        (caps.up_to, caps.down_to)
    };
    let riskier = target > current;
    let to = if riskier {
        let target = match &room {
            None => target,
            Some(room) => target.min(current.plus(room)),
        };
        let target = match riskiest {
            None => target,
            Some(cap) => {
                let cap = way.known(walk, cap)?;
                if cap <= current {
                    return Err(way.cap_reached(&cap, from));
                }
                target.min(cap)
            }
        };
        way.on_step(&target, Side::Below)?
    } else {
        let mut to = way.on_step(&target, Side::Below)?;
        if let Some(lowest) = room.map(|room| current.minus(&room))
            && Rational::integer(to) < lowest
        {
            // Rounding to the safe side would move it further than it may.
            to = way.on_step(&lowest, Side::Above)?;
        }
        if let Some(floor) = safest {
            let floor = way.known(walk, floor)?;
            if floor >= current {
                return Err(way.cap_reached(&floor, from));
            }
            if Rational::integer(to) < floor {
                to = way.on_step(&floor, Side::Above)?;
            }
        }
        to
    };
    // There and back is one step.
    let to = property.risk(to);
    if to <= 0 {
        return Err(NoEffect::NotPositive);
    }
    let moves = if riskier {
        property.risk(to) > property.risk(from)
    } else {
        property.risk(to) < property.risk(from)
    };
    if moves {
        Ok(Effect::SetAmount {
            property,
            from,
            to,
            direction: if to > from {
                Direction::Raise
            } else {
                Direction::Cut
            },
        })
    } else {
        Err(NoEffect::TooSmallToMove)
    }
}

pub(super) fn known(walk: &Row<'_>, number: &Number) -> Result<Rational, NoEffect> {
    match walk.operand(number).found {
        Found::Known(value) => Ok(value),
        other => Err(NoEffect::Unknown {
            missing: other.reason().unwrap_or(MissingReason::Undefined),
        }),
    }
}

pub(super) fn whole(value: &Rational) -> Result<i64, NoEffect> {
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
