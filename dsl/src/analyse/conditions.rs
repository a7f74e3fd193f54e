//! Conditions of the checked tree as choices between literals, in each of the four ways a three-valued condition can be asked.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use super::guess::Guess;
use super::numbers::{Case, Outcome};
use super::terms::{IS_FALSE, IS_TRUE, IS_UNKNOWN, Literal, Open, Place, Stretch, TextTest, Var, World};
use crate::bind::{BoundParam, BoundRule};
use crate::display::one_line;
use crate::evaluate::glob_matches;
use crate::guard::GuardBody;
use crate::registry::Attribute;
use crate::span::Span;
use crate::typed::{Condition, ConditionNode, Expression, Let, Missable, RuleBody, Text, TextNode};
use crate::window::WindowEntry;

/// The choices that a condition without parts comes to, of which one must hold in full.
pub(super) type Ways = Rc<[Vec<Literal>]>;

/// What conditions of one rule came to in one world: several questions about a rule ask the same of them.
#[derive(Debug, Default)]
pub(super) struct Seen(RefCell<HashMap<(*const Condition, Ask), Ways>>);

/// What an action has changed of the object by the next check.
#[derive(Clone, Copy, Debug)]
pub(super) enum Changed<'a> {
    /// It was paused or resumed.
    Switch,
    /// The label was put on, or taken off.
    Label(&'a str, bool),
}

/// What a condition shall be. Unknown is neither true nor false.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Ask {
    True,
    False,
    NotTrue,
    NotFalse,
}

impl Ask {
    pub(super) const fn negated(self) -> Self {
        match self {
            Self::True => Self::False,
            Self::False => Self::True,
            Self::NotTrue => Self::NotFalse,
            Self::NotFalse => Self::NotTrue,
        }
    }

    /// Whether an answer of yes or no will do.
    pub(super) const fn takes(self, value: bool) -> bool {
        match self {
            Self::True | Self::NotFalse => value,
            Self::False | Self::NotTrue => !value,
        }
    }

    pub(super) const fn takes_unknown(self) -> bool {
        matches!(self, Self::NotTrue | Self::NotFalse)
    }
}

/// Reads the conditions of one rule or guard.
#[derive(Clone, Copy, Debug)]
pub(super) struct Reader<'a> {
    pub(super) world: &'a World,
    name: &'a str,
    pub(super) text: &'a str,
    pub(super) lets: &'a [Let],
    windows: &'a [WindowEntry],
    /// `None`: any that its bounds allow.
    pub(super) params: Option<&'a [BoundParam]>,
    clock: &'a str,
    /// Reads the object as another rule's action left it.
    after: Option<Changed<'a>>,
    /// INVARIANT: belongs to this rule, this world and no parameters, and outlives none of the rule's conditions.
    seen: Option<&'a Seen>,
    /// Every number is known, and this.
    pub(super) guess: Option<&'a Guess>,
}

impl<'a> Reader<'a> {
    /// A rule whose parameters may still be set to anything.
    pub(super) fn unbound(body: &'a RuleBody, world: &'a World) -> Self {
        Self {
            world,
            name: &body.name,
            text: &body.text,
            lets: &body.lets,
            windows: &body.windows,
            params: None,
            clock: "",
            after: None,
            seen: None,
            guess: None,
        }
    }

    pub(super) fn bound(rule: &'a BoundRule, world: &'a World) -> Self {
        let body = &rule.rule.body;
        Self {
            world,
            name: &body.name,
            text: &body.text,
            lets: &body.lets,
            windows: &body.windows,
            params: Some(&rule.params),
            clock: body.schedule.zone_in(&world.zone).iana_name().unwrap_or_default(),
            after: None,
            seen: None,
            guess: None,
        }
    }

    /// The same, for conditions of the rule's own alone, remembering what they came to.
    pub(super) const fn remembering(self, seen: &'a Seen) -> Self {
        Self {
            seen: Some(seen),
            ..self
        }
    }

    /// The same, each number being what was guessed.
    pub(super) const fn guessing(self, guess: &'a Guess) -> Self {
        Self {
            guess: Some(guess),
            ..self
        }
    }

    pub(super) fn guard(body: &'a GuardBody, world: &'a World) -> Self {
        Self {
            world,
            name: &body.name,
            text: &body.text,
            lets: &[],
            windows: &[],
            params: Some(&[]),
            clock: world.zone.iana_name().unwrap_or_default(),
            after: None,
            seen: None,
            guess: None,
        }
    }

    /// The same, after an action changed the object.
    pub(super) const fn afterwards(self, changed: Changed<'a>) -> Self {
        Self {
            after: Some(changed),
            ..self
        }
    }

    pub(super) fn source(&self, span: Span) -> String {
        one_line(span.of(self.text))
    }

    /// The same text in another rule is another atom: names and windows may mean something else there.
    pub(super) fn key(&self, span: Span) -> String {
        let after = if self.after.is_some() { " afterwards" } else { "" };
        format!("{}{after}: {}", self.name, self.source(span))
    }

    pub(super) fn open(&self, span: Span, why: &'static str) -> Open {
        Open {
            text: self.source(span),
            span,
            why,
        }
    }

    pub(super) fn stretch(&self, window: usize) -> Option<Stretch> {
        self.windows
            .get(window)
            .map(|entry| Stretch::of(entry, self.world))
    }

    pub(super) fn place(&self, attribute: Attribute) -> Place {
        if attribute.is_of_the_tick() {
            Place::Clock(attribute, self.clock.to_owned())
        } else if matches!(self.after, Some(Changed::Switch))
            && matches!(
                attribute,
                Attribute::Status | Attribute::Delivery | Attribute::TimeSinceChange
            )
        {
            Place::After(attribute)
        } else {
            Place::Object(attribute)
        }
    }

    /// Whether this is the label that an action put on or took off.
    fn has_changed(&self, labels: Attribute, label: &str) -> bool {
        labels == Attribute::Labels
            && matches!(self.after, Some(Changed::Label(changed, _)) if changed == label)
    }

    /// The choices, of which one must hold in full. Every child condition is followed by the caller.
    pub(super) fn ways(&self, condition: &Condition, ask: Ask) -> Ways {
        let Some(Seen(seen)) = self.seen else {
            return self.leaf(condition, ask).into();
        };
        let key = (std::ptr::from_ref(condition), ask);
        if let Some(ways) = seen.borrow().get(&key) {
            return Rc::clone(ways);
        }
        let ways: Ways = self.leaf(condition, ask).into();
        seen.borrow_mut().insert(key, Rc::clone(&ways));
        ways
    }

    fn leaf(&self, condition: &Condition, ask: Ask) -> Vec<Vec<Literal>> {
        let settled = |value: bool| {
            if ask.takes(value) {
                vec![Vec::new()]
            } else {
                Vec::new()
            }
        };
        match &condition.node {
            ConditionNode::And(_) | ConditionNode::Or(_) | ConditionNode::Not(_) | ConditionNode::Let(_) => {
                // INVARIANT: `search` takes these apart.
                vec![Vec::new()]
            }
            ConditionNode::Constant(value) => settled(*value),
            ConditionNode::Parameter { index, negated } => match self.params {
                Some(params) => {
                    let value = matches!(params.get(*index), Some(BoundParam::Bool(true)));
                    settled(value != *negated)
                }
                None => self.free_condition(
                    condition.span,
                    ask,
                    &format!("parameter {index}"),
                    *negated,
                    "it depends on a parameter",
                ),
            },
            ConditionNode::Compare {
                operator,
                left,
                right,
            } => {
                let wanted = if ask.takes(true) {
                    *operator
                } else {
                    operator.opposite()
                };
                self.compared(condition.span, left, right, wanted, ask.takes_unknown())
            }
            ConditionNode::Member {
                attribute,
                members,
                negated,
                ..
            } => self.member(*attribute, members, *negated, ask),
            ConditionNode::TextIs {
                left, right, negated, ..
            } => self.text_is(condition.span, left, right, *negated, ask),
            ConditionNode::Matches { text, glob } => self.matches(condition.span, text, glob, ask),
            ConditionNode::Has { labels, label } => match self.content(label) {
                Content::Constant(label) if self.has_changed(*labels, &label) => {
                    settled(matches!(self.after, Some(Changed::Label(_, true))))
                }
                Content::Constant(label) => {
                    let place = Place::Object(*labels);
                    self.of_cell(
                        Var::Attribute(place.clone()),
                        vec![vec![Literal::Label {
                            place,
                            label,
                            holds: ask.takes(true),
                        }]],
                        ask,
                    )
                }
                _ => self.free_condition(condition.span, ask, &self.key(condition.span), false, UNREAD_TEXT),
            },
            ConditionNode::IsMissing {
                of: Missable::Text(text),
                negated,
            } => match self.content(text) {
                Content::Constant(_) => settled(*negated),
                Content::Place(place) => self.is_unknown(place, *negated, ask),
                Content::Unread => {
                    self.free_condition(condition.span, ask, &self.key(condition.span), false, UNREAD_TEXT)
                }
            },
            ConditionNode::IsMissing { of, negated } => self.is_missing(of, *negated, ask),
            ConditionNode::Ranked(_) | ConditionNode::AllKnown { .. } => self.free_condition(
                condition.span,
                ask,
                &self.key(condition.span),
                false,
                "it depends on the other campaigns",
            ),
        }
    }

    fn member(
        &self,
        attribute: Attribute,
        members: &[&'static str],
        negated: bool,
        ask: Ask,
    ) -> Vec<Vec<Literal>> {
        if attribute == Attribute::Platform {
            let value = members.contains(&self.world.platform.as_str()) != negated;
            return if ask.takes(value) {
                vec![Vec::new()]
            } else {
                Vec::new()
            };
        }
        let wanted = ask.takes(true) != negated;
        let mut bits = 0_u64;
        for (index, member) in attribute.members().iter().enumerate() {
            if members.contains(member) == wanted {
                bits |= u32::try_from(index)
                    .ok()
                    .and_then(|index| 1_u64.checked_shl(index))
                    .unwrap_or(0);
            }
        }
        let place = self.place(attribute);
        let among = vec![vec![Literal::Among {
            place: place.clone(),
            members: bits,
        }]];
        self.of_cell(Var::Attribute(place), among, ask)
    }

    /// Whether it can be missing at all.
    pub(super) fn can_be_missing(&self, var: &Var) -> bool {
        self.guess.is_none() && var.can_be_missing()
    }

    /// Choices that need the cell, and where unknown will do, the cell's absence.
    fn of_cell(&self, var: Var, choices: Vec<Vec<Literal>>, ask: Ask) -> Vec<Vec<Literal>> {
        if !self.can_be_missing(&var) {
            return choices;
        }
        let mut found: Vec<Vec<Literal>> = choices
            .into_iter()
            .map(|choice| {
                std::iter::once(Literal::Known(var.clone()))
                    .chain(choice)
                    .collect()
            })
            .collect();
        if ask.takes_unknown() {
            found.push(vec![Literal::Missing(var)]);
        }
        found
    }

    fn text_is(&self, span: Span, left: &Text, right: &[Text], negated: bool, ask: Ask) -> Vec<Vec<Literal>> {
        let rights: Option<Vec<String>> = right
            .iter()
            .map(|text| match self.content(text) {
                Content::Constant(text) => Some(text),
                _ => None,
            })
            .collect();
        let (content, Some(rights)) = (self.content(left), rights) else {
            return self.free_condition(span, ask, &self.key(span), false, UNREAD_TEXT);
        };
        let wanted = ask.takes(true) != negated;
        match content {
            Content::Constant(text) => {
                let value = rights.contains(&text) != negated;
                if ask.takes(value) {
                    vec![Vec::new()]
                } else {
                    Vec::new()
                }
            }
            Content::Place(place) => {
                let test = |text: String, holds: bool| Literal::Text {
                    place: place.clone(),
                    test: TextTest::Is(text),
                    holds,
                };
                let choices = if wanted {
                    rights.into_iter().map(|text| vec![test(text, true)]).collect()
                } else {
                    vec![rights.into_iter().map(|text| test(text, false)).collect()]
                };
                self.of_cell(Var::Attribute(place.clone()), choices, ask)
            }
            Content::Unread => self.free_condition(span, ask, &self.key(span), false, UNREAD_TEXT),
        }
    }

    fn matches(&self, span: Span, text: &Text, glob: &Text, ask: Ask) -> Vec<Vec<Literal>> {
        match (self.content(text), self.content(glob)) {
            (Content::Constant(text), Content::Constant(glob)) => {
                let value = glob_matches(&glob.to_lowercase(), &text.to_lowercase());
                if ask.takes(value) {
                    vec![Vec::new()]
                } else {
                    Vec::new()
                }
            }
            (Content::Place(place), Content::Constant(glob)) => {
                let choices = vec![vec![Literal::Text {
                    place: place.clone(),
                    test: TextTest::Matches(glob),
                    holds: ask.takes(true),
                }]];
                self.of_cell(Var::Attribute(place), choices, ask)
            }
            _ => self.free_condition(span, ask, &self.key(span), false, UNREAD_TEXT),
        }
    }

    fn content(&self, text: &Text) -> Content {
        match &text.node {
            TextNode::Constant(content) => Content::Constant(content.clone()),
            TextNode::Parameter(index) => match self.params.map(|params| params.get(*index)) {
                Some(Some(BoundParam::Text(content))) => Content::Constant(content.clone()),
                _ => Content::Unread,
            },
            TextNode::Attribute(Attribute::Account) => match &self.world.account {
                Some(account) => Content::Constant(account.clone()),
                None => Content::Place(Place::Object(Attribute::Account)),
            },
            // A rule is looked at in the currencies of its amounts, and its accounts may have any other.
            TextNode::Attribute(Attribute::Currency) => Content::Unread,
            TextNode::LookedUp { .. } => Content::Unread,
            TextNode::Attribute(attribute) => Content::Place(self.place(*attribute)),
            TextNode::Let(index) => match self.lets.get(*index).map(|found| &found.value) {
                Some(Expression::Text(inner)) => self.content(inner),
                _ => Content::Unread,
            },
        }
    }

    fn is_unknown(&self, place: Place, negated: bool, ask: Ask) -> Vec<Vec<Literal>> {
        let var = Var::Attribute(place);
        match (self.can_be_missing(&var), ask.takes(true) != negated) {
            (true, true) => vec![vec![Literal::Missing(var)]],
            (true, false) => vec![vec![Literal::Known(var)]],
            (false, true) => Vec::new(),
            (false, false) => vec![Vec::new()],
        }
    }

    /// A number is missing where it is undefined too.
    fn is_missing(&self, of: &Missable, negated: bool, ask: Ask) -> Vec<Vec<Literal>> {
        let wanted = ask.takes(true) != negated;
        match of {
            Missable::Attribute(attribute) => self.is_unknown(self.place(*attribute), negated, ask),
            // INVARIANT: `leaf` has answered.
            Missable::Text(_) => vec![Vec::new()],
            Missable::Number(number) => self
                .cases(number)
                .into_iter()
                .filter(|Case { outcome, .. }| {
                    let missing =
                        matches!(outcome, Outcome::Missing | Outcome::Undefined | Outcome::OverZero);
                    missing == wanted
                })
                .map(|case| case.literals)
                .collect(),
        }
    }

    /// A condition of which nothing is known but that it has an outcome.
    fn free_condition(
        &self,
        span: Span,
        ask: Ask,
        key: &str,
        negated: bool,
        why: &'static str,
    ) -> Vec<Vec<Literal>> {
        let wanted = if ask.takes(true) != negated {
            IS_TRUE
        } else {
            IS_FALSE
        };
        let unknown = if ask.takes_unknown() { IS_UNKNOWN } else { 0 };
        vec![vec![Literal::Free {
            key: key.to_owned(),
            outcomes: wanted | unknown,
            open: self.open(span, why),
        }]]
    }
}

const UNREAD_TEXT: &str = "it asks for texts that are not written in the rule";

enum Content {
    Constant(String),
    Place(Place),
    Unread,
}
