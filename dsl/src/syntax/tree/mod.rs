//! The syntax tree: what was written, with its places, before anything is known about meaning.
//!
//! Here: items and their clauses by kind. [`expressions`] has what stands in conditions, [`clauses`] what each clause holds.

mod clauses;
mod expressions;

pub(crate) use clauses::*;
pub(crate) use expressions::*;

use crate::span::Span;
use crate::syntax::test_trees::{TestClause, TestClauseKind};

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Spanned<T> {
    pub(crate) value: T,
    pub(crate) span: Span,
}

/// One clause of an item.
#[derive(Clone, Debug)]
pub(crate) enum Clause {
    For(ForClause),
    Every(EveryClause),
    Window(WindowSyntax),
    Let(LetClause),
    Param(ParamClause),
    When(WhenClause),
    OtherwiseWhen(WhenClause),
    /// The actions of the condition before it follow, or of a branch without one.
    Then,
    /// `otherwise` without `when`; its actions follow.
    Otherwise,
    /// An action of the branch before it.
    Action(ActionSyntax),
    Approve(ApproveClause),
    WithoutApproval,
    WithoutData(WithoutDataSyntax),
    Cooldown(Spanned<LiteralSyntax>),
    Release(ReleaseClause),
    YieldsTo(Vec<Spanned<String>>),
    Formerly(Vec<Spanned<String>>),
    HoldOut(Spanned<LiteralSyntax>),
    Limit(LimitClause),
    Never(NeverClause),
    Accept(AcceptClause),
    /// A clause of a test.
    Test(TestClause),
    /// The whole of a `metric` item.
    Metric(MetricClause),
    /// The whole of a `lookup` item.
    Lookup(LookupClause),
    /// Could not be read; a diagnostic has been given.
    Broken(ClauseKind),
}

/// What a clause is by its opener alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum ClauseKind {
    For,
    Pool,
    Every,
    Window,
    Let,
    Param,
    When,
    Then,
    OtherwiseWhen,
    Otherwise,
    Action,
    Approve,
    WithoutApproval,
    WithoutData,
    Cooldown,
    Limit,
    Never,
    Release,
    YieldsTo,
    Formerly,
    HoldOut,
    Accept,
    Test(TestClauseKind),
    /// A `metric` item is one clause, and so is a `lookup`.
    Metric,
    Lookup,
}

/// `rule`, `guard`, `test`, `metric` or `lookup`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ItemKind {
    Rule,
    Guard,
    Test,
    Metric,
    Lookup,
}

impl ItemKind {
    pub const ALL: [Self; 5] = [Self::Rule, Self::Guard, Self::Test, Self::Metric, Self::Lookup];

    /// The word it begins with.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Rule => "rule",
            Self::Guard => "guard",
            Self::Test => "test",
            Self::Metric => "metric",
            Self::Lookup => "lookup",
        }
    }

    /// What the whole item is, where it is one clause without braces, named by a word.
    pub(crate) const fn definition(self) -> Option<ClauseKind> {
        match self {
            Self::Rule | Self::Guard | Self::Test => None,
            Self::Metric => Some(ClauseKind::Metric),
            Self::Lookup => Some(ClauseKind::Lookup),
        }
    }

    pub(crate) const fn is_definition(self) -> bool {
        self.definition().is_some()
    }
}

/// One item and its clauses.
#[derive(Clone, Debug)]
pub(crate) struct Item {
    pub(crate) kind: ItemKind,
    /// Doc string and body.
    pub(crate) span: Span,
    pub(crate) doc: Option<Spanned<String>>,
    pub(crate) name: Spanned<String>,
    /// The rules that a test is of.
    pub(crate) subjects: Vec<Spanned<String>>,
    pub(crate) clauses: Vec<Spanned<Clause>>,
    /// A clause could not be read, or the item is not closed.
    pub(crate) broken: bool,
}

/// A `script` item: its head read, its body raw.
#[derive(Clone, Debug)]
pub(crate) struct ScriptItem {
    pub(crate) span: Span,
    pub(crate) doc: Option<Spanned<String>>,
    pub(crate) name: Spanned<String>,
    pub(crate) params: Vec<ScriptParam>,
    pub(crate) returns: Spanned<String>,
    pub(crate) body: Spanned<String>,
}

/// `daily: count per day`.
#[derive(Clone, Debug)]
pub(crate) struct ScriptParam {
    pub(crate) name: Spanned<String>,
    pub(crate) kind: Spanned<String>,
    pub(crate) daily: bool,
}
