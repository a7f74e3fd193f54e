//! What a rule does in one step: a branch with one of its actions, which way that moves the object, and what has to be so for it.

use super::conditions::{Ask, Changed, Reader};
use super::finding::Spot;
use super::raises::{Days, times_a_day};
use super::search::Goal;
use super::terms::{Literal, Place, Var};
use crate::bind::BoundRule;
use crate::display::one_line;
use crate::effects::{Direction, Effect, ObjectStatus};
use crate::evaluate::Truth;
use crate::rational::Rational;
use crate::registry::{Attribute, Level, Property};
use crate::rule::ActionKind;
use crate::span::Span;
use crate::table::{Moment, Table};
use crate::typed::{
    Action, ActionDetail, Comparison, Condition, ConditionNode, Number, NumberNode, Operator, Quantity,
};

/// Which way an action moves its object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Pull {
    Pause,
    Resume,
    Raise,
    Cut,
    /// Puts a label on.
    Tag,
    /// Takes a label off.
    Untag,
}

impl Pull {
    pub(super) fn is(self, effect: &Effect) -> bool {
        match (self, effect) {
            (Self::Pause, Effect::SetStatus { to }) => *to == ObjectStatus::Paused,
            (Self::Resume, Effect::SetStatus { to }) => *to == ObjectStatus::Active,
            (Self::Raise, Effect::SetAmount { direction, .. }) => *direction == Direction::Raise,
            (Self::Cut, Effect::SetAmount { direction, .. }) => *direction == Direction::Cut,
            (Self::Tag, Effect::SetLabel { is_there, .. }) => *is_there,
            (Self::Untag, Effect::SetLabel { is_there, .. }) => !*is_there,
            _ => false,
        }
    }
}

/// An action of a rule with one way it can move.
#[derive(Clone, Copy, Debug)]
pub(super) struct Step<'a> {
    pub(super) rule: &'a BoundRule,
    pub(super) branch: usize,
    pub(super) action: usize,
    pub(super) pull: Pull,
    /// What it moves an amount of; a switch has none, it meets everything.
    property: Option<Property>,
}

/// Why nothing is proved of what a script may return.
pub(super) const KNOWN_WHEN_IT_RUNS: &str = "what a script returns is known when it runs";

impl<'a> Step<'a> {
    pub(super) fn typed(&self) -> Option<&'a Action> {
        self.rule
            .rule
            .body
            .branches
            .get(self.branch)?
            .actions
            .get(self.action)
    }

    /// Whether what it changes comes back at the end of a hold.
    pub(super) fn holds(&self) -> bool {
        self.rule.rule.body.release.holds() || self.typed().is_some_and(|action| action.until.is_some())
    }

    pub(super) fn yields_to(&self, other: &Self) -> bool {
        self.rule
            .rule
            .body
            .yields_to
            .iter()
            .any(|name| name == other.name())
    }

    /// Whether it moves an amount, and away from its safe side.
    pub(super) fn is_riskier(&self) -> Option<bool> {
        let property = self.property()?;
        match self.pull {
            Pull::Raise => Some(!property.is_safer_above()),
            Pull::Cut => Some(property.is_safer_above()),
            Pull::Pause | Pull::Resume | Pull::Tag | Pull::Untag => None,
        }
    }

    /// `pauses`, `raises the bid of`, `puts the label "x" on`.
    pub(super) fn verb(&self) -> String {
        let property = self.property().map_or("", Property::words);
        match self.pull {
            Pull::Pause => "pauses".to_owned(),
            Pull::Resume => "resumes".to_owned(),
            Pull::Raise => format!("raises the {property} of"),
            Pull::Cut => format!("cuts the {property} of"),
            Pull::Tag => format!("puts the label \"{}\" on", self.label().unwrap_or_default()),
            Pull::Untag => format!("takes the label \"{}\" off", self.label().unwrap_or_default()),
        }
    }

    /// The label that it puts on or takes off.
    pub(super) fn label(&self) -> Option<&'a str> {
        match &self.typed()?.detail {
            ActionDetail::Label { label } => Some(label),
            _ => None,
        }
    }

    /// What it leaves changed of the object, as far as it is followed.
    pub(super) fn leaves(&self) -> Changed<'a> {
        match self.label() {
            Some(label) => Changed::Label(label, self.pull == Pull::Tag),
            None => Changed::Switch,
        }
    }

    /// How often it can happen to one object on its busiest day.
    pub(super) fn times_a_day(&self, days: Days) -> Option<u32> {
        let body = &self.rule.rule.body;
        times_a_day(body, body.branches.get(self.branch)?, days)
    }

    pub(super) const fn property(&self) -> Option<Property> {
        self.property
    }

    /// Whether a script may do it, and nobody knows how far before it runs.
    pub(super) fn is_of_script(&self) -> bool {
        self.typed()
            .is_some_and(|action| matches!(action.detail, ActionDetail::Script { .. }))
    }

    pub(super) fn level(&self) -> Level {
        self.rule.rule.body.scope.level
    }

    pub(super) fn name(&self) -> &'a str {
        &self.rule.rule.body.name
    }

    pub(super) fn spot(&self) -> Spot {
        let span = self.typed().map(|action| action.span).unwrap_or_default();
        spot(self.rule, span)
    }

    /// Whether the rule does it to this row.
    pub(super) fn happens(&self, table: &dyn Table, moment: &Moment, row: usize) -> bool {
        let verdicts = self.rule.evaluate(table, moment);
        self.happens_in(&verdicts, table, moment, row)
    }

    pub(super) fn happens_in(
        &self,
        verdicts: &crate::evaluate::Verdicts,
        table: &dyn Table,
        moment: &Moment,
        row: usize,
    ) -> bool {
        verdicts.scope.get(row) == Some(&Truth::True)
            && verdicts.turn(row) == Some((self.branch, Truth::True))
            && self
                .rule
                .acts(table, moment, row, self.branch)
                .iter()
                .filter(|act| act.action == self.action)
                .filter(|act| self.property.is_none() || act.property == self.property)
                .any(|act| self.pull.is(&act.effect))
    }

    /// What must hold for the action to move anything, besides its branch having its turn.
    pub(super) fn needs(&self) -> Vec<Condition> {
        let Some(action) = self.typed() else {
            return Vec::new();
        };
        let ActionDetail::Amount {
            property,
            amount,
            up_to,
            down_to,
            ..
        } = &action.detail
        else {
            return Vec::new();
        };
        let span = action.span;
        let zero = number(span, NumberNode::Constant(Rational::zero()));
        let budget = number(span, NumberNode::Attribute(property.attribute()));
        let moved = if amount.quantity == Quantity::Percent {
            number(
                span,
                NumberNode::Product(vec![
                    (Operator::Times, budget.clone()),
                    (Operator::Times, amount.clone()),
                ]),
            )
        } else {
            amount.clone()
        };
        let mut needs = match (action.kind, self.pull) {
            (ActionKind::Set, Pull::Raise) => vec![compare(amount, Comparison::Greater, &budget)],
            (ActionKind::Set, _) => vec![compare(amount, Comparison::Less, &budget)],
            _ => vec![compare(&moved, Comparison::Greater, &zero)],
        };
        if self.pull == Pull::Raise {
            needs.extend(up_to.iter().map(|cap| compare(cap, Comparison::Greater, &budget)));
        } else {
            needs.extend(
                down_to
                    .iter()
                    .map(|floor| compare(floor, Comparison::Less, &budget)),
            );
        }
        needs
    }

    /// The object's switch as the action must find it.
    pub(super) fn switch(&self, after: bool) -> Vec<Literal> {
        let place = if after { Place::After } else { Place::Object };
        match self.pull {
            Pull::Pause => is_switched(place(Attribute::Status), "active"),
            Pull::Resume => is_switched(place(Attribute::Status), "paused"),
            Pull::Tag | Pull::Untag if !after => self.is_labelled(),
            Pull::Raise | Pull::Cut | Pull::Tag | Pull::Untag => Vec::new(),
        }
    }

    /// The object's switch as the action leaves it.
    pub(super) fn switched(&self) -> Vec<Literal> {
        match self.pull {
            Pull::Pause => is_switched(Place::After(Attribute::Status), "paused"),
            Pull::Resume => is_switched(Place::After(Attribute::Status), "active"),
            Pull::Raise | Pull::Cut | Pull::Tag | Pull::Untag => Vec::new(),
        }
    }

    /// The labels are known, and its own is not there yet, or there.
    fn is_labelled(&self) -> Vec<Literal> {
        let place = Place::Object(Attribute::Labels);
        let label = self.label().unwrap_or_default().to_owned();
        vec![
            Literal::Known(Var::Attribute(place.clone())),
            Literal::Label {
                place,
                label,
                holds: self.pull == Pull::Untag,
            },
        ]
    }
}

/// The switch is known, and this.
pub(super) fn is_switched(place: Place, word: &str) -> Vec<Literal> {
    let members = Attribute::Status
        .members()
        .iter()
        .position(|member| *member == word)
        .and_then(|index| u32::try_from(index).ok())
        .and_then(|index| 1_u64.checked_shl(index))
        .unwrap_or(0);
    vec![
        Literal::Known(Var::Attribute(place.clone())),
        Literal::Among { place, members },
    ]
}

pub(super) fn spot(rule: &BoundRule, span: Span) -> Spot {
    Spot {
        rule: rule.rule.body.name.clone(),
        span,
        text: one_line(span.of(&rule.rule.body.text)),
    }
}

pub(super) fn number(span: Span, node: NumberNode) -> Number {
    Number {
        span,
        quantity: Quantity::Money,
        node,
    }
}

pub(super) fn compare(left: &Number, operator: Comparison, right: &Number) -> Condition {
    Condition {
        span: left.span,
        node: ConditionNode::Compare {
            operator,
            left: left.clone(),
            right: right.clone(),
        },
    }
}

const fn pulls(kind: ActionKind) -> &'static [Pull] {
    match kind {
        ActionKind::Pause => &[Pull::Pause],
        ActionKind::Resume => &[Pull::Resume],
        ActionKind::Increase => &[Pull::Raise],
        ActionKind::Decrease => &[Pull::Cut],
        ActionKind::Set | ActionKind::Move => &[Pull::Raise, Pull::Cut],
        ActionKind::AddLabel => &[Pull::Tag],
        ActionKind::RemoveLabel => &[Pull::Untag],
        // They spend nothing, and nothing meets them; a script does other kinds.
        ActionKind::AddNegative | ActionKind::Notify | ActionKind::RunScript => &[],
    }
}

/// Every way in which the rule moves an object.
pub(super) fn steps(rule: &BoundRule) -> Vec<Step<'_>> {
    let mut found = Vec::new();
    for (branch, typed) in rule.rule.body.branches.iter().enumerate() {
        for (action, typed) in typed.actions.iter().enumerate() {
            // A script may do the same in several ways: once is enough.
            let mut ways: Vec<(Pull, Option<Property>)> = Vec::new();
            for (kind, property) in typed.able() {
                for pull in pulls(kind) {
                    let of = property.filter(|property| *property != Property::Status);
                    if !ways.contains(&(*pull, of)) {
                        ways.push((*pull, of));
                    }
                }
            }
            found.extend(ways.into_iter().map(|(pull, property)| Step {
                rule,
                branch,
                action,
                pull,
                property,
            }));
        }
    }
    found
}

/// The branch has its turn: the object is in scope, every earlier branch is false, its own condition true.
pub(super) fn acts<'a>(rule: &'a BoundRule, reader: Reader<'a>, branch: usize) -> Vec<Goal<'a>> {
    parts(rule, branch)
        .into_iter()
        .map(|(condition, ask)| Goal::Condition(reader, condition, ask))
        .collect()
}

pub(super) fn parts(rule: &BoundRule, branch: usize) -> Vec<(&Condition, Ask)> {
    let body = &rule.rule.body;
    let earlier = body
        .branches
        .iter()
        .take(branch)
        .filter_map(|branch| branch.condition.as_ref())
        .map(|condition| (condition, Ask::False));
    let own = body
        .branches
        .get(branch)
        .and_then(|branch| branch.condition.as_ref());
    body.scope_condition
        .iter()
        .chain(own)
        .map(|condition| (condition, Ask::True))
        .chain(earlier)
        .collect()
}
