//! Numbers of the checked tree: what they measure, what they are made of.

use std::sync::Arc;

use crate::money::Currency;
use crate::rational::Rational;
use crate::registry::{Attribute, Attribution, DerivedMetric, Metric, Spelling};
use crate::script::Script;
use crate::span::Span;
use crate::syntax::tree::AggregateForm;
use crate::typed::{Condition, OwnLookup, OwnMetric, Text};
use crate::window::Period;

/// What a number measures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Quantity {
    /// Micros of the account's currency.
    Money,
    /// Micros of this currency, whatever the account's is.
    MoneyIn(Currency),
    /// A quotient written as percent.
    Percent,
    /// A quotient written as ratio.
    Ratio,
    /// A quotient of no fixed spelling.
    Quotient,
    Count,
    /// A bare number: takes the kind of what it stands beside.
    Scalar,
    /// Seconds.
    Duration,
    /// Days since 1970-01-01.
    Date,
}

impl Quantity {
    /// What a metric of this spelling measures.
    pub(crate) const fn of(spelling: Spelling) -> Self {
        match spelling {
            Spelling::Money => Self::Money,
            Spelling::Percent => Self::Percent,
            Spelling::Ratio => Self::Ratio,
            Spelling::Count => Self::Count,
        }
    }

    pub(crate) const fn is_quotient(self) -> bool {
        matches!(self, Self::Percent | Self::Ratio | Self::Quotient)
    }

    pub(crate) const fn is_money(self) -> bool {
        matches!(self, Self::Money | Self::MoneyIn(_))
    }

    /// The currency of an amount in an account of this one.
    pub(crate) const fn currency(self, own: Currency) -> Currency {
        match self {
            Self::MoneyIn(currency) => currency,
            _ => own,
        }
    }

    /// How messages call it.
    pub(crate) const fn words(self) -> &'static str {
        match self {
            Self::Money => "an amount of money",
            Self::MoneyIn(_) => "an amount in a currency of its own",
            Self::Percent => "a percentage",
            Self::Ratio => "a ratio",
            Self::Quotient => "a quotient",
            Self::Count => "a count",
            Self::Scalar => "a plain number",
            Self::Duration => "a duration",
            Self::Date => "a date",
        }
    }
}

#[derive(Clone, Debug)]
pub(crate) struct Number {
    pub(crate) span: Span,
    pub(crate) quantity: Quantity,
    pub(crate) node: NumberNode,
}

#[derive(Clone, Debug)]
pub(crate) enum NumberNode {
    Constant(Rational),
    /// Amounts per currency; the account's decides.
    Amounts(Vec<(Currency, i64)>),
    Parameter(usize),
    Let(usize),
    Attribute(Attribute),
    /// The sum of a base metric over `windows[window]`.
    Metric {
        metric: Metric,
        window: usize,
    },
    /// `over / under`, times the metric's factor, of sums over the same window.
    Derived {
        metric: DerivedMetric,
        over: Box<Number>,
        under: Box<Number>,
    },
    Sum(Vec<(Sign, Number)>),
    /// The first operator is always `Times`.
    Product(Vec<(Operator, Number)>),
    Negated(Box<Number>),
    Else {
        value: Box<Number>,
        fallback: Fallback,
    },
    /// What a lookup supplies for a key.
    LookedUp {
        lookup: Arc<OwnLookup>,
        key: Box<Text>,
    },
    /// `convert(spend to EUR)`: an amount at the rate of its currency in that of the result.
    Converted(Box<Number>),
    /// A metric of the organisation's or the text's own; the value is that of its definition over this place's window.
    Own {
        metric: Arc<OwnMetric>,
        value: Box<Number>,
    },
    /// `(now - before) / before`: the same number over a window and over the equal period before it.
    Change {
        now: Box<Number>,
        before: Box<Number>,
    },
    /// The median of the same number 7, 14, 21 and 28 days earlier, of which three must be known.
    Usual {
        of: Box<Number>,
        weeks: Vec<Number>,
    },
    /// How much of the period has passed at the tick.
    Elapsed(Period),
    /// The sum of a base metric over `windows[window]` and over the rows of the group.
    Total {
        metric: Metric,
        window: usize,
        group: Group,
    },
    /// `sum of`, `count of`, `average of` … `in scope`.
    /// What a row adds to a sum over others: where the window holds no day of its life, nothing.
    Part {
        metric: Metric,
        window: usize,
    },
    Aggregate(Box<Aggregate>),
    /// `trend(conversions over last 14 days)`.
    Script {
        script: Arc<Script>,
        arguments: Vec<ScriptArgument>,
    },
}

/// What a script is called with, in the order of its parameters.
#[derive(Clone, Debug)]
pub(crate) enum ScriptArgument {
    One(Number),
    /// `per day`: the whole as written, and the same of each of its days, the oldest first.
    Daily {
        of: Number,
        days: Vec<Number>,
    },
}

impl ScriptArgument {
    /// What it is computed from.
    pub(crate) fn numbers(&self) -> &[Number] {
        match self {
            Self::One(number) => std::slice::from_ref(number),
            Self::Daily { days, .. } => days,
        }
    }
}

/// Which rows are added up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Group {
    /// What the object stands in, by its own numbers. That of a campaign is its account: `Account`.
    Parent,
    /// Every object of the account. One that is younger than the window counts from its creation on: the account existed before.
    Account,
    /// The other objects of the same parent.
    Siblings,
    /// The objects for which the rule's `where` is true.
    Scope,
}

impl Group {
    pub(crate) const fn words(self) -> &'static str {
        match self {
            Self::Parent => "parent",
            Self::Account => "account",
            Self::Siblings => "siblings",
            Self::Scope => "scope",
        }
    }
}

#[derive(Clone, Debug)]
pub(crate) struct Aggregate {
    pub(crate) form: AggregateForm,
    pub(crate) of: Counted,
    /// Over whom; what is beside the scope is made of metrics with a lookup alone.
    pub(crate) group: Group,
    pub(crate) ignoring_missing: bool,
}

#[derive(Clone, Debug)]
pub(crate) enum Counted {
    /// `count of campaigns`.
    Members,
    Number(Number),
    Condition(Condition),
}

#[derive(Clone, Debug)]
pub(crate) enum Fallback {
    Value(Box<Number>),
    Infinite,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Sign {
    Plus,
    Minus,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Operator {
    Times,
    Over,
}

impl Number {
    /// What stands above and below the line, where this is a quotient of two.
    pub(crate) fn parts_of_quotient(&self) -> Option<(&Number, &Number)> {
        match &self.node {
            NumberNode::Product(factors) => match factors.as_slice() {
                [(_, over), (Operator::Over, under)] => Some((over, under)),
                _ => None,
            },
            _ => None,
        }
    }

    /// The attribution window that the results in it are asked for within; `let`s are not followed.
    pub(crate) fn attribution(&self) -> Option<Attribution> {
        let mut found = None;
        self.walk(&mut |part| {
            if let NumberNode::Metric { metric, .. }
            | NumberNode::Part { metric, .. }
            | NumberNode::Total { metric, .. } = part.node
            {
                found = found.or(metric.attribution());
            }
        });
        found
    }

    /// A copy over another window, its results within an attribution window where one is named, every part of it said to stand at
    /// one place.
    pub(crate) fn placed(&self, window: usize, attribution: Option<Attribution>, span: Span) -> Number {
        let placed = |number: &Number| number.placed(window, attribution, span);
        let copy = |number: &Number| Box::new(placed(number));
        let node = match &self.node {
            NumberNode::Metric { metric, .. } => NumberNode::Metric {
                metric: attribution.map_or(*metric, |attribution| metric.within(attribution)),
                window,
            },
            NumberNode::Own { metric, value } => NumberNode::Own {
                metric: Arc::clone(metric),
                value: copy(value),
            },
            NumberNode::Sum(terms) => {
                NumberNode::Sum(terms.iter().map(|(sign, term)| (*sign, placed(term))).collect())
            }
            NumberNode::Product(factors) => NumberNode::Product(
                factors
                    .iter()
                    .map(|(operator, factor)| (*operator, placed(factor)))
                    .collect(),
            ),
            NumberNode::Negated(inner) => NumberNode::Negated(copy(inner)),
            NumberNode::LookedUp { lookup, key } => NumberNode::LookedUp {
                lookup: Arc::clone(lookup),
                key: Box::new(Text {
                    span,
                    node: key.node.clone(),
                }),
            },
            node => node.clone(),
        };
        Number {
            span,
            quantity: self.quantity,
            node,
        }
    }

    /// Calls `visit` for this number and everything it is made of; `let`s are not followed.
    pub(crate) fn walk<'a>(&'a self, visit: &mut impl FnMut(&'a Number)) {
        visit(self);
        match &self.node {
            NumberNode::Constant(_)
            | NumberNode::Amounts(_)
            | NumberNode::Parameter(_)
            | NumberNode::Let(_)
            | NumberNode::Attribute(_)
            | NumberNode::Elapsed(_)
            | NumberNode::Total { .. }
            | NumberNode::LookedUp { .. }
            | NumberNode::Part { .. }
            | NumberNode::Metric { .. } => {}
            NumberNode::Aggregate(aggregate) => match &aggregate.of {
                Counted::Members => {}
                Counted::Number(number) => number.walk(visit),
                Counted::Condition(condition) => condition.walk(&mut |part| {
                    part.numbers().into_iter().for_each(|number| number.walk(visit));
                }),
            },
            NumberNode::Change { now, before } => {
                now.walk(visit);
                before.walk(visit);
            }
            NumberNode::Usual { weeks, .. } => weeks.iter().for_each(|week| week.walk(visit)),
            NumberNode::Script { arguments, .. } => arguments
                .iter()
                .flat_map(ScriptArgument::numbers)
                .for_each(|number| number.walk(visit)),
            NumberNode::Derived { over, under, .. } => {
                over.walk(visit);
                under.walk(visit);
            }
            NumberNode::Sum(terms) => terms.iter().for_each(|(_, term)| term.walk(visit)),
            NumberNode::Product(factors) => factors.iter().for_each(|(_, factor)| factor.walk(visit)),
            NumberNode::Negated(inner) | NumberNode::Converted(inner) => inner.walk(visit),
            NumberNode::Own { value, .. } => value.walk(visit),
            NumberNode::Else { value, fallback } => {
                value.walk(visit);
                if let Fallback::Value(other) = fallback {
                    other.walk(visit);
                }
            }
        }
    }
}
