//! What a name means inside of one item: a `let`, then a parameter, then an attribute or metric of the object.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::check::suggestion::nearest;
use crate::definitions::Definitions;
use crate::diagnostics::Diagnostic;
use crate::history::Asked;
use crate::money::Currency;
use crate::registry::{self, Attribute, DerivedMetric, Level, Metric, Named, Platform};
use crate::rule::ParamKind;
use crate::script::Script;
use crate::span::Span;
use crate::syntax::MOST_WRITTEN_OUT;
use crate::syntax::tree::NameOf;
use crate::typed::{
    Condition, ConditionNode, Expression, Let, Literal, Missable, Number, NumberNode, Quantity, TypedParam,
};
use crate::window::{Window, WindowEntry};

/// Where an expression stands, and so what it may read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// A rule's `where`.
    Where,
    /// A guard's `where`: no currency and no zone are known there.
    GuardWhere,
    Elsewhere,
    /// The value of a `metric` item: windows come with its uses.
    Definition,
    /// Between the braces of a template: a missing value prints its reason.
    Template,
}

/// What an item declares so far, and what has been found wrong with it.
pub(super) struct Scope<'a> {
    pub(super) text: &'a str,
    /// Offset of the item in the text; typed spans are relative to it.
    pub(super) base: u32,
    pub(super) place: Place,
    /// What the item is about; `None` while its `for` is missing or broken, and then nothing is said about what a level lacks.
    pub(super) about: Option<(Level, Vec<Platform>)>,
    pub(super) diagnostics: &'a mut Vec<Diagnostic>,
    /// What the text and its organisation define.
    pub(super) definitions: &'a Definitions,
    pub(super) used_definitions: BTreeSet<String>,
    pub(super) params: Vec<Declared<ParamKind, TypedParam>>,
    pub(super) lets: Vec<Let>,
    pub(super) let_spans: Vec<Span>,
    /// How many values each `let` holds, written out.
    pub(super) let_sizes: Vec<usize>,
    /// Names of later `let`s, to say "declared below".
    pub(super) later: Vec<String>,
    /// Names whose declaration could not be read: nothing is said about them.
    pub(super) doubtful: BTreeSet<String>,
    pub(super) windows: Vec<WindowEntry>,
    pub(super) default_window: DefaultWindow,
    pub(super) attributes: BTreeSet<Attribute>,
    /// Each amount of the item with the currencies it is given in.
    pub(super) amounts: Vec<(Span, BTreeSet<Currency>)>,
    /// Currencies that the item converts from or to.
    pub(super) other_currencies: BTreeSet<Currency>,
    /// Each use of a parameter that is money: in the account's currency, or in this one.
    pub(super) param_uses: BTreeMap<(usize, Span), Option<Currency>>,
    pub(super) used_params: BTreeSet<usize>,
    pub(super) used_lets: BTreeSet<usize>,
    pub(super) scripts: Scripts<'a>,
    /// Those the item calls, each once.
    pub(super) called: Vec<Arc<Script>>,
    /// What findings ask of the past, by their places among the diagnostics.
    pub(super) asked: Vec<(usize, Asked)>,
}

/// The scripts that an item may call.
#[derive(Clone, Copy, Default)]
pub(super) struct Scripts<'a> {
    pub(super) sound: &'a [Arc<Script>],
    /// Names of scripts that could not be read: nothing is said about their uses.
    pub(super) doubtful: &'a [String],
}

/// A parameter as expressions see it.
pub(super) struct Declared<K, T> {
    pub(super) name: String,
    pub(super) span: Span,
    /// Where its default is written.
    pub(super) default: Span,
    pub(super) kind: K,
    pub(super) typed: T,
}

#[derive(Clone, Debug)]
pub(super) enum DefaultWindow {
    None,
    /// There is one, and it could not be read.
    Doubtful,
    Is {
        window: Window,
        text: String,
        entry: Option<usize>,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Resolved {
    Let(usize),
    Parameter(usize),
    Attribute(Attribute),
    Metric(Named),
    /// A metric of one's own, by its place among the definitions.
    Own(usize),
}

impl Scope<'_> {
    /// The place in the item's own text.
    pub(super) fn relative(&self, span: Span) -> Span {
        Span::new(
            span.start.saturating_sub(self.base),
            span.end.saturating_sub(self.base),
        )
    }

    /// The place in the whole text.
    pub(super) fn absolute(&self, span: Span) -> Span {
        Span::new(
            span.start.saturating_add(self.base),
            span.end.saturating_add(self.base),
        )
    }

    pub(super) fn say(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    /// As [`Self::say`], asking the past about it.
    pub(super) fn say_asking(&mut self, diagnostic: Diagnostic, asked: Option<Asked>) {
        let place = self.diagnostics.len();
        self.asked.extend(asked.map(|asked| (place, asked)));
        self.say(diagnostic);
    }

    pub(super) fn source(&self, span: Span) -> String {
        crate::display::one_line(span.of(self.text))
    }

    /// Finds what `name` means, or says what is wrong with it.
    pub(super) fn resolve(&mut self, name: &str, of: Option<NameOf>, span: Span) -> Option<Resolved> {
        if of == Some(NameOf::Parent) {
            return self.field_of_parent(name, span);
        }
        if of.is_none() {
            if let Some(index) = self.lets.iter().position(|declared| declared.name == name) {
                self.used_lets.insert(index);
                return Some(Resolved::Let(index));
            }
            if let Some(index) = self.params.iter().position(|declared| declared.name == name) {
                self.used_params.insert(index);
                return Some(Resolved::Parameter(index));
            }
            if self.doubtful.contains(name) {
                return None;
            }
            if self.later.iter().any(|later| later == name) {
                self.say(
                    Diagnostic::new("E0212", span, format!("`{name}` is used before its `let`")).help(
                        "a `let` may use only what stands above it, so that values never go round in circles",
                    ),
                );
                return None;
            }
        }
        if let Ok(attribute) = name.parse::<Attribute>() {
            return self.at_this_level(attribute, span).map(Resolved::Attribute);
        }
        if let Some(metric) = registry::metric_named(name) {
            return Some(Resolved::Metric(metric));
        }
        if of.is_none() {
            if let Some(index) = self
                .definitions
                .metrics
                .iter()
                .position(|metric| metric.name == name)
            {
                return Some(Resolved::Own(index));
            }
            if self.definitions.doubtful.contains(name) {
                return None;
            }
        }
        if let Some(foreseen) = registry::foreseen_name(name) {
            self.say(no_name_of_its_own(&foreseen, foreseen.instead, span));
            return None;
        }
        self.unknown_name(name, of, span);
        None
    }

    /// `parent.status`.
    fn field_of_parent(&mut self, name: &str, span: Span) -> Option<Resolved> {
        // What a campaign stands in is its account, which has a name and nothing else that a rule can read.
        if name == "name"
            && self
                .about
                .as_ref()
                .is_some_and(|(level, _)| *level == Level::Campaigns)
        {
            return Some(Resolved::Attribute(Attribute::Account));
        }
        if let Ok(attribute) = format!("parent.{name}").parse::<Attribute>() {
            return self.at_this_level(attribute, span).map(Resolved::Attribute);
        }
        if registry::metric_named(name).is_some() {
            self.say(
                Diagnostic::new(
                    "E0230",
                    span,
                    format!("`{name}` is measured, and fields of the parent are not"),
                )
                .help(format!("write `{name} of parent`")),
            );
            return None;
        }
        let fields = Attribute::ALL
            .iter()
            .filter(|attribute| attribute.in_parent().is_some())
            .map(|attribute| attribute.as_str());
        let found = Diagnostic::new("E0230", span, format!("there is no field `parent.{name}`"));
        self.say(match nearest(&format!("parent.{name}"), fields.clone()) {
            Some(meant) => found.help(format!("did you mean `{meant}`?")).possible_fix(
                format!("write `{meant}`"),
                span,
                meant,
            ),
            None => {
                let fields: Vec<&str> = fields.collect();
                found.help(format!("there are {}", crate::display::list(&fields, "and")))
            }
        });
        None
    }

    /// The attribute, where the level that the item is about has it on a platform that it is about.
    pub(super) fn at_this_level(&mut self, attribute: Attribute, span: Span) -> Option<Attribute> {
        let Some((level, platforms)) = self.about.clone() else {
            return Some(attribute);
        };
        let on = level.info().has(attribute);
        if platforms.is_empty() && !on.is_empty() || platforms.iter().any(|platform| on.contains(platform)) {
            return Some(attribute);
        }
        let one = level.one();
        let found = if on.is_empty() {
            Diagnostic::new("E0230", span, format!("{level} have no `{attribute}`"))
        } else {
            let where_not: Vec<&str> = platforms.iter().map(|platform| platform.title()).collect();
            Diagnostic::new(
                "E0230",
                span,
                format!(
                    "{level} have no `{attribute}` on {}",
                    crate::display::list(&where_not, "and")
                ),
            )
        };
        let of_parent = format!("parent.{attribute}").parse::<Attribute>().ok();
        let higher = of_parent.filter(|field| !level.info().has(*field).is_empty());
        let found = match (attribute.in_parent(), higher) {
            (_, Some(field)) => found
                .help(format!(
                    "the {} that the {one} stands in has one: `{field}`",
                    level.parent().map_or("object", Level::one)
                ))
                .possible_fix(format!("write `{field}`"), span, field.as_str()),
            (Some(_), _) if level == Level::Campaigns => {
                found.help("a campaign stands in its account, which has a name: `account`")
            }
            _ => found.help(format!(
                "{} {one} has {}",
                crate::display::article(one),
                crate::display::list(&own_fields(level), "and")
            )),
        };
        self.say(found);
        None
    }

    /// Whether a name stands for a text, so that a `let` of it does too.
    pub(super) fn stands_for_text(&self, name: &str, of: Option<NameOf>) -> bool {
        if of.is_none() {
            if let Some(found) = self.lets.iter().find(|declared| declared.name == name) {
                return matches!(found.value, Expression::Text(_));
            }
            if let Some(found) = self.params.iter().find(|declared| declared.name == name) {
                return found.kind == ParamKind::Text;
            }
        }
        name.parse::<Attribute>()
            .is_ok_and(|attribute| attribute.kind() == registry::AttributeKind::Text)
    }

    /// Whether the item declares this name somewhere, readable or not.
    pub(super) fn is_declared(&self, name: &str) -> bool {
        self.doubtful.contains(name)
            || self.definitions.doubtful.contains(name)
            || self.later.iter().any(|later| later == name)
    }

    /// Whether a name stands for a condition.
    pub(super) fn stands_for_condition(&self, name: &str) -> bool {
        match self.lets.iter().find(|declared| declared.name == name) {
            Some(found) => matches!(found.value, Expression::Condition(_)),
            None => self
                .params
                .iter()
                .any(|declared| declared.name == name && declared.kind == ParamKind::Bool),
        }
    }

    fn unknown_name(&mut self, name: &str, of: Option<NameOf>, span: Span) {
        let member_of = Attribute::ALL
            .iter()
            .find(|attribute| attribute.member(name).is_some());
        let found = Diagnostic::new("E0201", span, format!("unknown name `{name}`"));
        let known = self.known_names();
        let meant = nearest(name, known.iter().map(String::as_str)).map(str::to_owned);
        let found = match (meant, member_of) {
            _ if matches!(name, "null" | "nil" | "none" | "undefined" | "unknown" | "empty") => {
                found.help("what is not known is asked with `is missing` or `is not missing`: `cpc is not missing`")
            }
            (Some(meant), _) => {
                let prefix = if of.is_some() { "this." } else { "" };
                found.help(format!("did you mean `{meant}`?")).possible_fix(
                    format!("write `{prefix}{meant}`"),
                    span,
                    format!("{prefix}{meant}"),
                )
            }
            (None, Some(attribute)) => found.help(format!("`{name}` is a value of `{attribute}`: write `{attribute} is {name}`")),
            (None, None) => found.help(
                "a name is a `let`, a `param`, a metric such as `spend`, or an attribute such as `status`; texts stand in quotes",
            ),
        };
        self.say(found);
    }

    fn known_names(&self) -> Vec<String> {
        let lets = self.lets.iter().map(|declared| declared.name.clone());
        let params = self.params.iter().map(|declared| declared.name.clone());
        let words = Attribute::ALL
            .iter()
            .map(|attribute| attribute.as_str())
            .chain(Metric::ALL.iter().map(|metric| metric.as_str()))
            .chain(DerivedMetric::ALL.iter().map(|metric| metric.as_str()));
        let own = self.definitions.names().map(str::to_owned);
        lets.chain(params)
            .chain(own)
            .chain(words.map(str::to_owned))
            .collect()
    }

    /// The number behind names: a `let` stands for its value, a converted amount for the amount, whose sign it has.
    pub(super) fn behind<'n>(&'n self, number: &'n Number) -> &'n Number {
        let mut number = number;
        // Each `let` uses only earlier ones, so this ends.
        loop {
            number = match &number.node {
                NumberNode::Converted(inner) => inner,
                NumberNode::Let(index) => match self.lets.get(*index).map(|found| &found.value) {
                    Some(Expression::Number(value)) => value,
                    _ => return number,
                },
                _ => return number,
            };
        }
    }

    /// The currencies in which a number has a value; `None` means all of them.
    pub(super) fn currencies(&self, number: &Number) -> Option<BTreeSet<Currency>> {
        let mut found: Option<BTreeSet<Currency>> = None;
        let mut seen = BTreeSet::new();
        let mut waiting = vec![number];
        while let Some(number) = waiting.pop() {
            number.walk(&mut |part| {
                let own = match &part.node {
                    _ if matches!(part.quantity, Quantity::MoneyIn(_)) => return,
                    NumberNode::Amounts(amounts) => amounts.iter().map(|(code, _)| *code).collect(),
                    NumberNode::Parameter(index) => {
                        match self.params.get(*index).map(|param| &param.typed.default) {
                            Some(Literal::Money(amounts)) => amounts.iter().map(|(code, _)| *code).collect(),
                            _ => return,
                        }
                    }
                    NumberNode::Let(index) => {
                        if let Some(Expression::Number(value)) =
                            self.lets.get(*index).map(|found| &found.value)
                            && seen.insert(*index)
                        {
                            waiting.push(value);
                        }
                        return;
                    }
                    _ => return,
                };
                found = Some(match found.take() {
                    None => own,
                    Some(others) => others.intersection(&own).copied().collect(),
                });
            });
        }
        found
    }

    /// How many values an expression would hold with every `let` written out; saturates.
    pub(super) fn written_out(&self, expression: &Expression) -> usize {
        match expression {
            Expression::Number(number) => self.number_written_out(number),
            Expression::Condition(condition) => self.condition_written_out(condition),
            Expression::Text(_) => 1,
        }
    }

    pub(super) fn number_written_out(&self, number: &Number) -> usize {
        let mut size = 0_usize;
        number.walk(&mut |part| {
            size = size.saturating_add(match part.node {
                NumberNode::Let(index) => self.let_sizes.get(index).copied().unwrap_or(1),
                _ => 1,
            });
        });
        size
    }

    pub(super) fn condition_written_out(&self, condition: &Condition) -> usize {
        let mut size = 0_usize;
        condition.walk(&mut |part| {
            size = size.saturating_add(match &part.node {
                ConditionNode::Compare { .. } | ConditionNode::Ranked(_) => {
                    part.numbers().into_iter().fold(1, |size: usize, number| {
                        size.saturating_add(self.number_written_out(number))
                    })
                }
                ConditionNode::IsMissing {
                    of: Missable::Number(number),
                    ..
                } => self.number_written_out(number),
                ConditionNode::Let(index) => self.let_sizes.get(*index).copied().unwrap_or(1),
                _ => 1,
            });
        });
        size
    }

    /// Every later pass follows each use of a `let`: a few lines that double each other would keep them busy for good. `None`, and
    /// said so, when the expression is beyond that.
    pub(super) fn bounded(&mut self, size: usize, span: Span) -> Option<()> {
        if size <= MOST_WRITTEN_OUT {
            return Some(());
        }
        self.say(
            Diagnostic::new(
                "E0108",
                span,
                format!("with every `let` written out this holds more than {MOST_WRITTEN_OUT} values"),
            )
            .help("a `let` that uses another twice doubles it: say it more simply"),
        );
        None
    }
}

/// What is known under another name.
pub(super) fn no_name_of_its_own(foreseen: &registry::Foreseen, meant: &str, span: Span) -> Diagnostic {
    let message = format!("there is no `{}`: {}", foreseen.name, foreseen.because);
    Diagnostic::new("E0907", span, message).help(format!("write `{meant}`"))
}

/// The attributes of a level, as a person is told.
fn own_fields(level: Level) -> Vec<&'static str> {
    level
        .info()
        .attributes()
        .filter(|attribute| attribute.in_parent().is_none())
        .map(Attribute::as_str)
        .collect()
}
