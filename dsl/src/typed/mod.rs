//! The checked tree: names resolved, kinds known, windows numbered. Explanations walk it; binding compiles it to a plan.
//!
//! Made by `check`, read by `bind`, `evaluate`, `explain` and `effects`. Nothing here can be wrong any more.
//!
//! Here: the rule as a whole and what organisations define for it; [`numbers`], [`conditions`] and [`actions`] are what it is made of.

mod actions;
mod conditions;
mod numbers;

pub(crate) use actions::{Action, ActionDetail, Move, Piece, Until};
pub(crate) use conditions::{Comparison, Condition, ConditionNode, Missable, Ranking, Take, Text, TextNode};
pub(crate) use numbers::{
    Aggregate, Counted, Fallback, Group, Number, NumberNode, Operator, Quantity, ScriptArgument, Sign,
};

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::money::Currency;
use crate::rational::Rational;
use crate::registry::{Attribute, Metric};
use crate::rule::{Approval, Branch, Lasting, Limit, Param, Scope, WithoutData};
use crate::schedule::Schedule;
use crate::script::Script;
use crate::span::Span;
use crate::window::WindowEntry;

/// A checked rule. Spans are offsets into `text`.
#[derive(Clone, Debug)]
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
    /// Those that it converts from or to: without one of them it converts nothing.
    pub(crate) other_currencies: BTreeSet<Currency>,
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
    /// `None`: texts.
    pub(crate) quantity: Option<Quantity>,
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
#[derive(Clone, Debug, Default)]
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

#[derive(Clone, Debug)]
pub(crate) struct TypedBranch {
    pub(crate) condition: Option<Condition>,
    pub(crate) lasting: Option<Lasting>,
    pub(crate) actions: Vec<Action>,
}

#[derive(Clone, Debug)]
pub(crate) struct Let {
    pub(crate) name: String,
    pub(crate) value: Expression,
}

/// A parameter with its parsed default and bounds.
#[derive(Clone, Debug)]
pub(crate) struct TypedParam {
    pub(crate) default: Literal,
    pub(crate) from: Option<Literal>,
    pub(crate) to: Option<Literal>,
    pub(crate) read_in: ReadIn,
}

/// The currencies in which a rule reads a parameter that is money.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct ReadIn {
    /// In that of the account it runs on.
    pub(crate) account: bool,
    /// In these, whatever the account's is.
    pub(crate) fixed: BTreeSet<Currency>,
}

impl ReadIn {
    /// Those that there must be an amount in, for an account of this one.
    pub(crate) fn needed(&self, own: Option<Currency>) -> BTreeSet<Currency> {
        let own = own.filter(|_| self.account);
        self.fixed.iter().copied().chain(own).collect()
    }
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
