//! What there is to say about one rule: parts that are never or always true, branches that never have their turn, scopes without
//! objects, actions that change nothing. Parameters may be anything within reach: what is said holds whatever they are set to.

use jiff::tz::TimeZone;

use super::conditions::{Ask, Reader, Seen};
use super::guess::is_possible;
use super::search::{Budget, Ended, Goal, Look, search};
use super::terms::World;
use crate::diagnostics::Diagnostic;
use crate::display::{list, one_line};
use crate::money::Currency;
use crate::registry::{Attribute, Platform, Property};
use crate::rule::{ActionKind, Rule};
use crate::span::Span;
use crate::typed::{
    Action, ActionDetail, Comparison, Condition, ConditionNode, Expression, Let, Number, NumberNode, RuleBody,
};

/// Questions asked about one rule before the rest is left unsaid.
const MOST_QUESTIONS: u32 = 400;

/// Everything there is to say about a rule by itself, its spans moved by `base`.
pub(crate) fn advise(rule: &Rule, base: u32, diagnostics: &mut Vec<Diagnostic>) {
    let mut advice = Advice {
        body: &rule.body,
        worlds: worlds(&rule.body)
            .into_iter()
            .map(|world| (world, Seen::default()))
            .collect(),
        questions: 0,
        met: Vec::new(),
        base,
        diagnostics,
    };
    advice.raises();
    advice.scope();
    advice.branches();
}

/// The accounts that make a difference to what the rule reads.
fn worlds(body: &RuleBody) -> Vec<World> {
    let by_platform = body.attributes.contains(&Attribute::Platform)
        || body.windows.iter().any(|entry| entry.window.is_settled());
    let all = if body.scope.platforms.is_empty() {
        Platform::ALL
    } else {
        &body.scope.platforms
    };
    let platforms = if by_platform {
        all
    } else {
        all.get(..1).unwrap_or(all)
    };
    let currencies: Vec<Currency> = match &body.currencies {
        None => vec![Currency::USD],
        Some(currencies) => currencies.iter().copied().collect(),
    };
    let accounts: Vec<Option<String>> =
        if body.scope.accounts.is_empty() || !body.attributes.contains(&Attribute::Account) {
            vec![None]
        } else {
            body.scope.accounts.iter().cloned().map(Some).collect()
        };
    let mut found = Vec::new();
    for platform in platforms {
        for currency in &currencies {
            for account in &accounts {
                found.push(World {
                    platform: *platform,
                    currency: *currency,
                    zone: TimeZone::UTC,
                    account: account.clone(),
                    extra_settled_days: 0,
                });
            }
        }
    }
    found
}

pub(super) struct Advice<'a> {
    pub(super) body: &'a RuleBody,
    worlds: Vec<(World, Seen)>,
    questions: u32,
    /// What was seen to be possible together: any part of it is possible too.
    met: Vec<Vec<Asked<'a>>>,
    base: u32,
    diagnostics: &'a mut Vec<Diagnostic>,
}

/// A condition with what it shall be.
type Asked<'c> = (&'c Condition, Ask);

/// An action that changes nothing, and what to say about it.
type Idle<'a> = (&'a Action, String);

/// An `and` that shall be true is the list of its parts, in the order of the text.
fn parts_of<'c>(asked: &[Asked<'c>]) -> Vec<Asked<'c>> {
    fn add<'c>(condition: &'c Condition, ask: Ask, parts: &mut Vec<Asked<'c>>) {
        match &condition.node {
            ConditionNode::And(inner) if ask == Ask::True => {
                inner.iter().for_each(|part| add(part, ask, parts));
            }
            _ => parts.push((condition, ask)),
        }
    }
    let mut parts = Vec::with_capacity(asked.len());
    asked
        .iter()
        .for_each(|(condition, ask)| add(condition, *ask, &mut parts));
    parts
}

impl<'a> Advice<'a> {
    pub(super) fn absolute(&self, span: Span) -> Span {
        Span::new(
            span.start.saturating_add(self.base),
            span.end.saturating_add(self.base),
        )
    }

    fn source(&self, span: Span) -> String {
        one_line(span.of(&self.body.text))
    }

    pub(super) fn say(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    /// Whether these can never hold together, in any account of the scope and whatever the parameters are.
    fn never(&mut self, asked: &[Asked<'a>]) -> bool {
        self.never_with(asked, None)
    }

    /// As [`Self::never`], with what an action needs beside it.
    fn never_with(&mut self, asked: &[Asked<'a>], needed: Option<&Condition>) -> bool {
        self.questions = self.questions.saturating_add(1);
        if self.questions > MOST_QUESTIONS || asked.is_empty() && needed.is_none() {
            return false;
        }
        let is_alone = needed.is_none();
        if is_alone && matches!(asked, [(part, _)] if is_plainly_open(part, &self.body.lets)) {
            return false;
        }
        let parts = parts_of(asked);
        if is_alone && self.have_met(&parts) {
            return false;
        }
        let needed = needed.map(|condition| (condition, Ask::True));
        let all: Vec<(&Condition, Ask)> = asked.iter().copied().chain(needed).collect();
        let first = self.worlds.first();
        if first.is_some_and(|(world, _)| is_possible(Reader::unbound(self.body, world), &all)) {
            self.met.push(parts);
            return false;
        }
        for (world, seen) in &self.worlds {
            let reader = Reader::unbound(self.body, world);
            let remembering = reader.remembering(seen);
            let goals = asked
                .iter()
                .map(|(condition, ask)| Goal::Condition(remembering, condition, *ask))
                // Made for this question alone: nothing is remembered of it.
                .chain(needed.map(|(condition, ask)| Goal::Condition(reader, condition, ask)))
                .collect();
            match search(goals, Budget::WHILE_TYPING, &mut |_| Look::Stop) {
                Ended::Proved => {}
                Ended::Found => {
                    self.met.push(parts);
                    return false;
                }
                Ended::NotDecided(_) => return false,
            }
        }
        true
    }

    fn have_met(&self, parts: &[Asked<'a>]) -> bool {
        let is_in = |met: &[Asked<'a>], (condition, ask): &Asked<'a>| {
            met.iter()
                .any(|(other, how)| std::ptr::eq(*other, *condition) && how == ask)
        };
        self.met
            .iter()
            .any(|met| parts.iter().all(|part| is_in(met, part)))
    }

    fn scope(&mut self) {
        let body = self.body;
        let Some(condition) = &body.scope_condition else {
            return;
        };
        if self.never(&[(condition, Ask::True)]) {
            let blamed: Vec<Span> = self
                .least(&[(condition, Ask::True)])
                .iter()
                .map(|part| part.span)
                .collect();
            let parts = self.parts(&blamed);
            let found = Diagnostic::new(
                "W0521",
                self.absolute(blamed.last().copied().unwrap_or(condition.span)),
                "nothing can ever be in this scope",
            )
            .help(if blamed.len() > 1 {
                format!("{parts} cannot be true together")
            } else {
                format!("{parts} is never true here")
            });
            let found = self.labelled(found, &blamed);
            self.say(found);
        } else {
            self.examine(condition);
        }
    }

    fn branches(&mut self) {
        let body = self.body;
        let scope: Vec<Asked<'a>> = body
            .scope_condition
            .iter()
            .map(|scope| (scope, Ask::True))
            .collect();
        if self.never(&scope) {
            return;
        }
        let mut earlier: Vec<Asked<'a>> = Vec::new();
        for (index, branch) in body.branches.iter().enumerate() {
            let own: Vec<Asked<'a>> = branch
                .condition
                .iter()
                .map(|condition| (condition, Ask::True))
                .collect();
            let reached: Vec<Asked<'a>> = scope.iter().chain(&earlier).chain(&own).copied().collect();
            let span = branch
                .condition
                .as_ref()
                .map(|condition| condition.span)
                .or_else(|| branch.actions.first().map(|action| action.span))
                .unwrap_or_default();
            // The hardest question first: where an action can do something, all that leads to it is possible.
            let idle: Vec<Idle<'a>> = branch
                .actions
                .iter()
                .filter_map(|action| self.without_effect(action, &reached))
                .collect();
            if self.never(&own) {
                if let Some(condition) = &branch.condition {
                    self.contradiction(condition);
                }
            } else {
                if let Some(condition) = &branch.condition {
                    self.examine(condition);
                }
                let in_scope: Vec<Asked<'a>> = scope.iter().chain(&own).copied().collect();
                if !scope.is_empty() && !own.is_empty() && self.never(&in_scope) {
                    self.outside_of_scope(&in_scope, span);
                } else if index > 0 && self.never(&reached) {
                    self.never_its_turn(&earlier, span, branch.condition.is_some());
                } else {
                    for (action, help) in idle {
                        let found = Diagnostic::new(
                            "W0522",
                            self.absolute(action.span),
                            format!("`{}` can never change anything here", self.source(action.span)),
                        )
                        .help(help);
                        self.say(found);
                    }
                }
            }
            earlier.extend(branch.condition.iter().map(|condition| (condition, Ask::False)));
        }
    }

    /// A condition that the scope rules out.
    fn outside_of_scope(&mut self, asked: &[Asked<'a>], span: Span) {
        let blamed: Vec<Span> = self.least(asked).iter().map(|part| part.span).collect();
        let own = blamed.last().copied().unwrap_or(span);
        let found = Diagnostic::new(
            "W0505",
            self.absolute(own),
            format!("`{}` can never be true here", self.source(own)),
        )
        .help("the rule never looks at such an object: see its `where`");
        let found = self.labelled(found, &blamed);
        self.say(found);
    }

    fn never_its_turn(&mut self, earlier: &[Asked<'a>], span: Span, has_condition: bool) {
        let (message, help) = if has_condition {
            (
                "this branch never has its turn",
                "whenever its condition is true, a branch before it acts, or waits for data; put the narrower condition first",
            )
        } else {
            (
                "this `otherwise` is never reached",
                "a branch is tried only when every one before it is false, and they are never all false",
            )
        };
        let mut found = Diagnostic::new("W0520", self.absolute(span), message).help(help);
        if let Some((first, _)) = earlier.last() {
            found = found.label(self.absolute(first.span), "takes every case before it");
        }
        self.say(found);
    }

    /// The action, if its object is never in a state that it would change.
    fn without_effect(&mut self, action: &'a Action, reached: &[Asked<'a>]) -> Option<Idle<'a>> {
        let beyond = |property: Property, limit: &Number, operator| Condition {
            span: limit.span,
            node: ConditionNode::Compare {
                operator,
                left: Number {
                    span: limit.span,
                    quantity: limit.quantity,
                    node: NumberNode::Attribute(property.attribute()),
                },
                right: limit.clone(),
            },
        };
        let switched = |member| Condition {
            span: action.span,
            node: ConditionNode::Member {
                attribute: Attribute::Status,
                members: vec![member],
                negated: false,
                right: action.span,
            },
        };
        let (needed, help) = match (action.kind, &action.detail) {
            (ActionKind::Pause, _) => (
                switched("active"),
                "only what is `active` can be paused, and this branch never meets it".to_owned(),
            ),
            (ActionKind::Resume, _) => (
                switched("paused"),
                "only what is `paused` can be resumed, and this branch never meets it".to_owned(),
            ),
            (
                ActionKind::Increase,
                ActionDetail::Amount {
                    property,
                    up_to: Some(cap),
                    ..
                },
            ) => (
                beyond(*property, cap, Comparison::Less),
                format!("a {property} at or above `up to` stays as it is, and this branch meets no other"),
            ),
            (
                ActionKind::Decrease,
                ActionDetail::Amount {
                    property,
                    down_to: Some(floor),
                    ..
                },
            ) => (
                beyond(*property, floor, Comparison::Greater),
                format!("a {property} at or below `down to` stays as it is, and this branch meets no other"),
            ),
            _ => return None,
        };
        self.never_with(reached, Some(&needed)).then_some((action, help))
    }

    /// Looks for parts of a condition that is itself neither impossible nor always true.
    fn examine(&mut self, condition: &'a Condition) {
        if let Some(span) = self.always(condition) {
            let found = Diagnostic::new(
                "W0504",
                self.absolute(span),
                format!("`{}` is always true", self.source(span)),
            )
            .help("the value cannot be otherwise; it can be left out");
            self.say(found);
            return;
        }
        let parts: &[Condition] = match &condition.node {
            ConditionNode::And(parts) | ConditionNode::Or(parts) => parts,
            ConditionNode::Not(inner) => std::slice::from_ref(inner),
            _ => &[],
        };
        for part in parts {
            if !is_written_out(part) && self.never(&[(part, Ask::True)]) {
                self.contradiction(part);
            } else {
                self.examine(part);
            }
        }
    }

    /// The condition's span when it is never false; of an `and` each part is looked at by itself.
    fn always(&mut self, condition: &'a Condition) -> Option<Span> {
        if is_written_out(condition) {
            return None;
        }
        match &condition.node {
            ConditionNode::And(_) | ConditionNode::Not(_) => None,
            ConditionNode::Or(parts) => {
                if !self.never(&[(condition, Ask::False)]) {
                    return None;
                }
                let alone = parts
                    .iter()
                    .find(|part| !is_written_out(part) && self.never(&[(part, Ask::False)]));
                Some(alone.map_or(condition.span, |part| part.span))
            }
            _ => self.never(&[(condition, Ask::False)]).then_some(condition.span),
        }
    }

    fn contradiction(&mut self, condition: &'a Condition) {
        if let ConditionNode::Or(parts) = &condition.node {
            // None of the alternatives is possible, each for a reason of its own.
            parts.iter().for_each(|part| self.contradiction(part));
            return;
        }
        let blamed = self.least(&[(condition, Ask::True)]);
        let spans: Vec<Span> = blamed.iter().map(|part| part.span).collect();
        let span = spans.last().copied().unwrap_or(condition.span);
        let one_word = blamed.len() == 2
            && blamed.iter().all(|part| {
                matches!((&part.node, blamed.first().map(|first| &first.node)),
                    (ConditionNode::Member { attribute, .. }, Some(ConditionNode::Member { attribute: first, .. }))
                        if attribute == first)
            });
        let (message, help) = match (blamed.as_slice(), one_word) {
            (
                [
                    Condition {
                        node: ConditionNode::Member { attribute, .. },
                        ..
                    },
                    _,
                ],
                true,
            ) => (
                format!("`{attribute}` cannot be both at once, so this is never true"),
                "join the two with `or`, or write `in`",
            ),
            (parts, _) => (
                format!("`{}` can never be true here", self.source(span)),
                match parts.len() {
                    0 | 1 => "the value never gets there",
                    2 => "no value is both; one of the two is probably turned round, or `or` was meant",
                    _ => "nothing is all of these at once",
                },
            ),
        };
        let found = Diagnostic::new("W0505", self.absolute(span), message).help(help);
        let found = self.labelled(found, &spans);
        self.say(found);
    }

    fn labelled(&self, found: Diagnostic, blamed: &[Span]) -> Diagnostic {
        let others = blamed.get(..blamed.len().saturating_sub(1)).unwrap_or_default();
        others.iter().fold(found, |found, span| {
            found.label(self.absolute(*span), "because this is asked for too")
        })
    }

    fn parts(&self, blamed: &[Span]) -> String {
        let parts: Vec<String> = blamed
            .iter()
            .map(|span| format!("`{}`", self.source(*span)))
            .collect();
        list(&parts, "and")
    }

    /// The parts of what is impossible together of which none can be left out, in the order of the text.
    fn least(&mut self, asked: &[Asked<'a>]) -> Vec<&'a Condition> {
        let mut parts = parts_of(asked);
        let mut index = 0;
        while index < parts.len() {
            let fewer: Vec<Asked<'a>> = parts
                .iter()
                .enumerate()
                .filter(|(place, _)| *place != index)
                .map(|(_, part)| *part)
                .collect();
            if !fewer.is_empty() && self.never(&fewer) {
                parts = fewer;
            } else {
                index = index.saturating_add(1);
            }
        }
        parts.iter().map(|(condition, _)| *condition).collect()
    }
}

/// Whether a glance tells that a condition can be true and can be false: what begins at zero and ends nowhere, beside what is above
/// zero or is free; one of several words of an attribute.
fn is_plainly_open(condition: &Condition, lets: &[Let]) -> bool {
    match &condition.node {
        ConditionNode::Compare {
            operator: Comparison::Less | Comparison::AtMost | Comparison::Greater | Comparison::AtLeast,
            left,
            right,
        } => {
            let is_in_reach = match &right.node {
                NumberNode::Constant(value) => value.is_positive(),
                NumberNode::Amounts(amounts) => amounts.iter().all(|(_, micros)| *micros > 0),
                NumberNode::Parameter(_) => true,
                _ => false,
            };
            is_in_reach && reaches_everywhere(left, lets)
        }
        ConditionNode::Member {
            attribute, members, ..
        } => {
            *attribute != Attribute::Platform
                && !members.is_empty()
                && attribute.members().iter().any(|member| !members.contains(member))
        }
        _ => false,
    }
}

/// Whether a number can be zero and can be larger than any other: a sum, a quotient of two sums.
fn reaches_everywhere(number: &Number, lets: &[Let]) -> bool {
    match &number.node {
        NumberNode::Metric { .. } => true,
        NumberNode::Attribute(attribute) => matches!(attribute.bounds(), (None | Some(0), None)),
        NumberNode::Derived { over, under, .. } => matches!(
            (&over.node, &under.node),
            (NumberNode::Metric { metric: one, .. }, NumberNode::Metric { metric: other, .. }) if one != other
        ),
        NumberNode::Else { value, .. } => reaches_everywhere(value, lets),
        NumberNode::Let(index) => match lets.get(*index).map(|found| &found.value) {
            Some(Expression::Number(value)) => reaches_everywhere(value, lets),
            _ => false,
        },
        _ => false,
    }
}

/// `true` and `false` stand there because somebody wants them to.
fn is_written_out(condition: &Condition) -> bool {
    matches!(
        condition.node,
        ConditionNode::Constant(_) | ConditionNode::Parameter { .. }
    )
}
