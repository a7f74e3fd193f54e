//! A checked rule, compiled for one account: registers in the order in which they are computed, each sum and each quotient once.
//!
//! Here: what a plan consists of. [`super::compile`] makes it.

use std::collections::BTreeSet;
use std::hash::Hash;
use std::sync::Arc;

use crate::evaluate::fused::Fused;
use crate::evaluate::needed::Needed;
use crate::money::Currency;
use crate::rational::Rational;
use crate::registry::{Attribute, Metric};
use crate::script::Script;
use crate::syntax::tree::AggregateForm;
use crate::typed::{Comparison, Group, OwnLookup, Take};
use crate::window::Period;

/// Index of a number register.
pub(super) type N = usize;

/// Index of a condition register.
pub(super) type C = usize;

#[derive(Clone, Debug)]
pub(crate) struct Plan {
    pub(super) numbers: Vec<NumberOp>,
    pub(super) conditions: Vec<ConditionOp>,
    pub(super) scope: Option<C>,
    pub(super) branches: Vec<Option<C>>,
    /// `release when`.
    pub(super) release: Option<C>,
    /// What [`NumberOp::Script`] names.
    pub(super) scripts: Vec<Arc<Script>>,
    /// The attributes the plan reads from the table.
    pub(super) attributes: BTreeSet<Attribute>,
    /// Per condition: the comparison of columns it is, where it is no more than that. Its sides then need no register.
    pub(super) fused: Vec<Option<Fused>>,
    /// What scope, branches and release are made of.
    pub(super) live: Needed,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum NumberOp {
    Constant(Rational),
    Metric {
        metric: Metric,
        window: usize,
    },
    /// What a row adds to a sum over others: nothing where the window holds no day of its life.
    Part {
        metric: Metric,
        window: usize,
    },
    /// A metric of what the row stands in.
    OfParent {
        metric: Metric,
        window: usize,
    },
    /// Money, durations, dates, and the counts of the tick.
    Attribute(Attribute),
    LookedUp {
        lookup: Arc<OwnLookup>,
        key: TextOp,
    },
    /// What one unit of a currency is worth in another, the same in every row.
    Rate {
        from: Currency,
        to: Currency,
    },
    /// An amount at a rate: what is undefined stays so.
    Convert(N, N),
    Add(N, N),
    Multiply(N, N),
    Divide(N, N),
    Else(N, N),
    ElseInfinite(N),
    /// The median of the known ones, of which there must be three.
    Median(Vec<N>),
    Elapsed(Period),
    /// Of all rows, computed before any batch: see `wide`.
    Total {
        metric: Metric,
        window: usize,
        group: Group,
    },
    /// Of all rows in scope, or of another group, computed before any batch.
    Aggregate {
        form: AggregateForm,
        group: Group,
        of: CountedOp,
        ignoring_missing: bool,
    },
    /// A script of the plan, row by row.
    Script {
        script: usize,
        arguments: Vec<ArgumentOp>,
    },
}

/// What a script is called with.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum ArgumentOp {
    One(N),
    Daily(Vec<N>),
}

impl ArgumentOp {
    pub(super) fn registers(&self) -> &[N] {
        match self {
            Self::One(register) => std::slice::from_ref(register),
            Self::Daily(registers) => registers,
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum CountedOp {
    Members,
    Number(N),
    Condition(C),
}

/// A ranking of all rows, computed before any batch.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct RankedOp {
    pub(super) top: bool,
    pub(super) take: Take,
    pub(super) by: N,
    pub(super) within: Group,
    pub(super) having: Option<C>,
    pub(super) tie: Option<N>,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum ConditionOp {
    Constant(bool),
    Compare {
        operator: Comparison,
        left: N,
        right: N,
    },
    And(Vec<C>),
    Or(Vec<C>),
    Not(C),
    Member {
        attribute: Attribute,
        members: Vec<&'static str>,
        negated: bool,
    },
    TextIs {
        text: Attribute,
        among: Vec<TextOp>,
        negated: bool,
    },
    /// The pattern in lower case.
    Matches {
        text: Attribute,
        glob: String,
    },
    Has {
        labels: Attribute,
        label: TextOp,
    },
    /// Texts of which one at least is looked up: the left one is one of the others, or matches one.
    Texts {
        left: TextOp,
        among: Vec<TextOp>,
        matches: bool,
        negated: bool,
    },
    TextMissing {
        text: TextOp,
        negated: bool,
    },
    NumberMissing {
        number: N,
        negated: bool,
    },
    AttributeMissing {
        attribute: Attribute,
        negated: bool,
    },
    Ranked(RankedOp),
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum TextOp {
    Constant(String),
    Attribute(Attribute),
    LookedUp {
        lookup: Arc<OwnLookup>,
        key: Box<TextOp>,
    },
}

impl TextOp {
    /// The attribute that it is, or that it is asked by.
    pub(super) fn attribute(&self) -> Option<Attribute> {
        match self {
            Self::Constant(_) => None,
            Self::Attribute(attribute) => Some(*attribute),
            Self::LookedUp { key, .. } => key.attribute(),
        }
    }

    pub(super) const fn is_looked_up(&self) -> bool {
        matches!(self, Self::LookedUp { .. })
    }
}
