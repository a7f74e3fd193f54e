//! The checked tree: names resolved, kinds known, windows numbered. Explanations walk it; binding compiles it to a plan.
//!
//! Made by `check`, read by `bind`, `evaluate`, `explain` and `effects`. Nothing here can be wrong any more.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::money::Currency;
use crate::rational::Rational;
use crate::registry::{Attribute, DerivedMetric, Metric, NotifyChannel, Property};
use crate::rule::{ActionKind, Approval, Branch, Lasting, Limit, Param, Scope, WithoutData};
use crate::schedule::Schedule;
use crate::script::Script;
use crate::span::Span;
use crate::syntax::tree::AggregateForm;
use crate::window::{Period, WindowEntry};

/// A checked rule. Spans are offsets into `text`.
#[derive(Debug)]
pub(crate) struct RuleBody {
    pub(crate) name: String,
    pub(crate) doc: Option<String>,
    pub(crate) text: String,
    /// Where `text` begins in the file.
    pub(crate) start: u32,
    pub(crate) param_list: Vec<Param>,
    pub(crate) params: Vec<TypedParam>,
    pub(crate) scope: Scope,
    pub(crate) scope_condition: Option<Condition>,
    pub(crate) schedule: Schedule,
    pub(crate) approval: Approval,
    /// From where on a budget moves far.
    pub(crate) far: Option<Far>,
    pub(crate) cooldown: Option<i64>,
    pub(crate) release: Release,
    /// Names of the rules before which it steps back.
    pub(crate) yields_to: Vec<String>,
    /// Names it had.
    pub(crate) formerly: Vec<String>,
    /// The share of the objects that it never acts on.
    pub(crate) hold_out: Option<Rational>,
    pub(crate) limits: Vec<Limit>,
    /// Per limit: what comes first.
    pub(crate) limit_orders: Vec<Option<Number>>,
    pub(crate) without_data: WithoutData,
    /// The warnings that it accepts.
    pub(crate) accepts: Vec<crate::check::Accept>,
    pub(crate) lets: Vec<Let>,
    pub(crate) windows: Vec<WindowEntry>,
    pub(crate) branch_list: Vec<Branch>,
    pub(crate) branches: Vec<TypedBranch>,
    pub(crate) attributes: BTreeSet<Attribute>,
    pub(crate) currencies: Option<BTreeSet<Currency>>,
    /// The definitions it uses, those behind them included.
    pub(crate) definitions: BTreeSet<String>,
    /// The scripts it calls, each once.
    pub(crate) scripts: Vec<Arc<Script>>,
    /// The lookups it asks, those inside of its metrics included.
    pub(crate) lookups: Vec<Arc<OwnLookup>>,
}

/// A `metric` item: made of base metrics, without a window of its own.
#[derive(Debug)]
pub(crate) struct OwnMetric {
    pub(crate) name: String,
    pub(crate) help: Option<String>,
    /// As written, on one line.
    pub(crate) formula: String,
    /// The whole item as written.
    pub(crate) text: String,
    pub(crate) quantity: Quantity,
    /// A quotient of two sums, or one sum.
    pub(crate) value: Number,
    pub(crate) bases: Vec<Metric>,
    /// The other definitions it is made of, those behind them included.
    pub(crate) uses: BTreeSet<String>,
    /// What its lookups are asked by.
    pub(crate) attributes: BTreeSet<Attribute>,
}

/// A `lookup` item: what the organisation supplies for a key.
#[derive(Debug, PartialEq, Eq, Hash)]
pub(crate) struct OwnLookup {
    pub(crate) name: String,
    pub(crate) quantity: Quantity,
    /// The file it is said to come from.
    pub(crate) source: String,
    /// Seconds after which what was supplied no longer counts.
    pub(crate) stale_after: Option<i64>,
    /// The whole item as written.
    pub(crate) text: String,
}

impl OwnMetric {
    /// A quotient of two sums, which a zero below the line leaves undefined.
    pub(crate) fn divides(&self) -> bool {
        self.value.parts_of_quotient().is_some()
    }
}

/// `20% or $500`: a change is far that passes any of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Far {
    pub(crate) share: Option<Rational>,
    pub(crate) amounts: Vec<(Currency, i64)>,
}

/// What ends what the rule holds; nothing in it: only what its actions say themselves.
#[derive(Debug, Default)]
pub(crate) struct Release {
    pub(crate) when: Option<Condition>,
    /// Seconds.
    pub(crate) after: Option<i64>,
    pub(crate) without_approval: bool,
}

impl Release {
    /// Whether every change of the rule is held.
    pub(crate) const fn holds(&self) -> bool {
        self.when.is_some() || self.after.is_some()
    }
}

/// When an action ends by itself, on the clock of the rule's zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Until {
    /// The next time the clock shows this.
    Time(jiff::civil::Time),
    /// The next day begins.
    Tomorrow,
}

#[derive(Debug)]
pub(crate) struct TypedBranch {
    pub(crate) condition: Option<Condition>,
    pub(crate) lasting: Option<Lasting>,
    pub(crate) actions: Vec<Action>,
}

#[derive(Debug)]
pub(crate) struct Let {
    pub(crate) name: String,
    pub(crate) value: Expression,
}

/// A parameter with its parsed default and bounds.
#[derive(Debug)]
pub(crate) struct TypedParam {
    pub(crate) default: Literal,
    pub(crate) from: Option<Literal>,
    pub(crate) to: Option<Literal>,
}

/// A literal of a parameter: what stands in the rule and in an override.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Literal {
    Money(Vec<(Currency, i64)>),
    /// Percent, ratio and count in ones; durations in seconds.
    Number(Rational),
    Text(String),
    Bool(bool),
}

/// What a number measures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Quantity {
    /// Micros of the account's currency.
    Money,
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
    pub(crate) const fn is_quotient(self) -> bool {
        matches!(self, Self::Percent | Self::Ratio | Self::Quotient)
    }

    /// How messages call it.
    pub(crate) const fn words(self) -> &'static str {
        match self {
            Self::Money => "an amount of money",
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
pub(crate) enum Expression {
    Number(Number),
    Condition(Condition),
    Text(Text),
}

impl Expression {
    pub(crate) const fn span(&self) -> Span {
        match self {
            Self::Number(number) => number.span,
            Self::Condition(condition) => condition.span,
            Self::Text(text) => text.span,
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
    pub(crate) ignoring_missing: bool,
}

#[derive(Clone, Debug)]
pub(crate) enum Counted {
    /// `count of campaigns`.
    Members,
    Number(Number),
    Condition(Condition),
}

/// `in top 3 by E within account having P`.
#[derive(Clone, Debug)]
pub(crate) struct Ranking {
    pub(crate) top: bool,
    pub(crate) take: Take,
    pub(crate) by: Number,
    /// `Parent`, `Account` or `Scope`.
    pub(crate) within: Group,
    pub(crate) having: Option<Condition>,
    /// The window over which spend decides between equals.
    pub(crate) tie: Option<usize>,
}

/// How many stand in front.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Take {
    Count(u32),
    /// Of those that are ranked, rounded down.
    Share(Rational),
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

#[derive(Clone, Debug)]
pub(crate) struct Condition {
    pub(crate) span: Span,
    pub(crate) node: ConditionNode,
}

#[derive(Clone, Debug)]
pub(crate) enum ConditionNode {
    And(Vec<Condition>),
    Or(Vec<Condition>),
    Not(Box<Condition>),
    Compare {
        operator: Comparison,
        left: Number,
        right: Number,
    },
    /// The attribute is one of the members.
    Member {
        attribute: Attribute,
        members: Vec<&'static str>,
        negated: bool,
        right: Span,
    },
    /// The text is one of these.
    TextIs {
        left: Text,
        right: Vec<Text>,
        negated: bool,
        right_span: Span,
    },
    /// Anchored, ignoring case.
    Matches {
        text: Text,
        glob: Text,
    },
    /// The labels, the object's own or its parent's, contain this one.
    Has {
        labels: Attribute,
        label: Text,
    },
    IsMissing {
        of: Missable,
        negated: bool,
    },
    Constant(bool),
    Parameter {
        index: usize,
        negated: bool,
    },
    Let(usize),
    Ranked(Box<Ranking>),
    /// Every object of the scope has a known value of this: true, or unknown. `asked` is the same as a comparison.
    AllKnown {
        of: Box<Number>,
        asked: Box<Condition>,
    },
}

/// What `is missing` can be asked of.
#[derive(Clone, Debug)]
pub(crate) enum Missable {
    Number(Number),
    Attribute(Attribute),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Comparison {
    Equal,
    NotEqual,
    Less,
    AtMost,
    Greater,
    AtLeast,
}

impl Comparison {
    pub(crate) const fn symbol(self) -> &'static str {
        match self {
            Self::Equal => "=",
            Self::NotEqual => "!=",
            Self::Less => "<",
            Self::AtMost => "<=",
            Self::Greater => ">",
            Self::AtLeast => ">=",
        }
    }

    /// The comparison with its sides exchanged.
    pub(crate) const fn mirrored(self) -> Self {
        match self {
            Self::Equal => Self::Equal,
            Self::NotEqual => Self::NotEqual,
            Self::Less => Self::Greater,
            Self::AtMost => Self::AtLeast,
            Self::Greater => Self::Less,
            Self::AtLeast => Self::AtMost,
        }
    }

    /// The comparison that holds exactly when this one does not.
    pub(crate) const fn opposite(self) -> Self {
        match self {
            Self::Equal => Self::NotEqual,
            Self::NotEqual => Self::Equal,
            Self::Less => Self::AtLeast,
            Self::AtMost => Self::Greater,
            Self::Greater => Self::AtMost,
            Self::AtLeast => Self::Less,
        }
    }

    pub(crate) const fn holds(self, ordering: std::cmp::Ordering) -> bool {
        match self {
            Self::Equal => ordering.is_eq(),
            Self::NotEqual => ordering.is_ne(),
            Self::Less => ordering.is_lt(),
            Self::AtMost => ordering.is_le(),
            Self::Greater => ordering.is_gt(),
            Self::AtLeast => ordering.is_ge(),
        }
    }
}

#[derive(Clone, Debug)]
pub(crate) struct Text {
    pub(crate) span: Span,
    pub(crate) node: TextNode,
}

#[derive(Clone, Debug)]
pub(crate) enum TextNode {
    Constant(String),
    Parameter(usize),
    /// `name` or `account`; an enumeration only inside of templates.
    Attribute(Attribute),
    Let(usize),
}

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

    /// A copy over another window, every part of it said to stand at one place.
    pub(crate) fn placed(&self, window: usize, span: Span) -> Number {
        let copy = |number: &Number| Box::new(number.placed(window, span));
        let node = match &self.node {
            NumberNode::Metric { metric, .. } => NumberNode::Metric {
                metric: *metric,
                window,
            },
            NumberNode::Own { metric, value } => NumberNode::Own {
                metric: Arc::clone(metric),
                value: copy(value),
            },
            NumberNode::Sum(terms) => NumberNode::Sum(
                terms
                    .iter()
                    .map(|(sign, term)| (*sign, term.placed(window, span)))
                    .collect(),
            ),
            NumberNode::Product(factors) => NumberNode::Product(
                factors
                    .iter()
                    .map(|(operator, factor)| (*operator, factor.placed(window, span)))
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
            NumberNode::Negated(inner) => inner.walk(visit),
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

impl Action {
    /// The numbers it is made of.
    pub(crate) fn numbers(&self) -> impl Iterator<Item = &Number> {
        let (amounts, pieces): ([Option<&Number>; 4], &[Piece]) = match &self.detail {
            ActionDetail::Switch => ([None; 4], &[]),
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

impl Condition {
    /// Calls `visit` for this condition and every condition inside of it; `let`s are not followed.
    pub(crate) fn walk<'a>(&'a self, visit: &mut impl FnMut(&'a Condition)) {
        visit(self);
        match &self.node {
            ConditionNode::And(parts) | ConditionNode::Or(parts) => {
                parts.iter().for_each(|part| part.walk(visit))
            }
            ConditionNode::Not(inner) | ConditionNode::AllKnown { asked: inner, .. } => inner.walk(visit),
            ConditionNode::Ranked(ranking) => {
                if let Some(having) = &ranking.having {
                    having.walk(visit);
                }
            }
            _ => {}
        }
    }

    /// The numbers it asks about, those of conditions inside of it left out.
    pub(crate) fn numbers(&self) -> Vec<&Number> {
        match &self.node {
            ConditionNode::Compare { left, right, .. } => vec![left, right],
            ConditionNode::IsMissing {
                of: Missable::Number(number),
                ..
            } => vec![number],
            ConditionNode::Ranked(ranking) => vec![&ranking.by],
            _ => Vec::new(),
        }
    }
}
