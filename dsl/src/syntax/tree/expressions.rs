//! Expressions: names, literals, windows, and what is made of them.

use crate::money::Currency;
use crate::rational::Rational;
use crate::span::Span;
use crate::syntax::tree::Spanned;
use crate::typed::{Comparison, Operator, Sign};
use crate::window::Period;

#[derive(Clone, Debug)]
pub(crate) struct Expr {
    pub(crate) span: Span,
    pub(crate) kind: ExprKind,
}

#[derive(Clone, Debug)]
pub(crate) enum ExprKind {
    Or(Vec<Expr>),
    And(Vec<Expr>),
    Not(Box<Expr>),
    Compare {
        operator: Comparison,
        operator_span: Span,
        left: Box<Expr>,
        right: Box<Expr>,
    },
    /// `a < b < c`.
    Chained(Span),
    Is {
        left: Box<Expr>,
        right: Box<Expr>,
        negated: bool,
    },
    IsMissing {
        of: Box<Expr>,
        negated: bool,
    },
    Matches {
        left: Box<Expr>,
        right: Box<Expr>,
    },
    Has {
        left: Box<Expr>,
        right: Box<Expr>,
    },
    In {
        left: Box<Expr>,
        right: Vec<Expr>,
    },
    Else {
        value: Box<Expr>,
        fallback: Box<Expr>,
    },
    Sum(Vec<(Sign, Expr)>),
    Product(Vec<(Operator, Expr)>),
    /// `20% of budget`.
    Share {
        share: Box<Expr>,
        of: Box<Expr>,
    },
    Negated(Box<Expr>),
    Infinite,
    /// `lookup margins[this.name]`.
    LookedUp {
        name: Spanned<String>,
        key: Box<Expr>,
    },
    /// `convert(spend over today to EUR)`.
    Convert {
        inner: Box<Expr>,
        to: Spanned<ConvertTo>,
    },
    Name {
        name: String,
        of: Option<NameOf>,
        /// `[7d click]`: what stands between the brackets, on one line.
        attribution: Option<Spanned<String>>,
        over: Option<WindowSyntax>,
    },
    /// `change of X over W`, `usual X over W`: the window of every metric in `inner` that names none.
    Past {
        form: PastForm,
        inner: Box<Expr>,
        over: Option<WindowSyntax>,
    },
    /// `spend of account`.
    Related {
        inner: Box<Expr>,
        of: Relation,
        of_span: Span,
    },
    /// `sum of E in scope`; the window is that of every metric in `inner` that names none.
    Aggregate {
        form: AggregateForm,
        inner: Box<Expr>,
        over: Option<WindowSyntax>,
        /// `in scope` stands there.
        placed: bool,
        ignoring_missing: bool,
    },
    /// `in top 3 by E within account having P`.
    Ranking(Box<RankingSyntax>),
    /// `elapsed_share of today`.
    Elapsed(Period),
    /// `ignoring missing` behind something that adds nothing up.
    MisplacedIgnoring(Span),
    /// `over` behind something that is no name.
    MisplacedOver {
        inner: Box<Expr>,
        over: Span,
    },
    List(Vec<Expr>),
    Literal(LiteralSyntax),
    /// `trend(conversions over last 14 days)`.
    Call {
        name: Spanned<String>,
        arguments: Vec<Expr>,
    },
}

/// The currency that an amount is converted to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum ConvertTo {
    /// `account currency`.
    Account,
    /// A code as written.
    Code(String),
}

/// Whose metric it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Relation {
    Account,
    Parent,
    Siblings,
    Scope,
}

impl Relation {
    pub(crate) const fn words(self) -> &'static str {
        match self {
            Self::Account => "account",
            Self::Parent => "parent",
            Self::Siblings => "siblings",
            Self::Scope => "scope",
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum AggregateForm {
    Sum,
    Count,
    Average,
}

impl AggregateForm {
    pub(crate) const fn words(self) -> &'static str {
        match self {
            Self::Sum => "sum of",
            Self::Count => "count of",
            Self::Average => "average of",
        }
    }
}

#[derive(Clone, Debug)]
pub(crate) struct RankingSyntax {
    /// What stands before `in`, where nothing belongs.
    pub(crate) subject: Option<Expr>,
    pub(crate) top: bool,
    pub(crate) take: Spanned<LiteralSyntax>,
    pub(crate) by: Expr,
    pub(crate) within: Option<Relation>,
    pub(crate) having: Option<Expr>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PastForm {
    ChangeOf,
    Usual,
}

impl PastForm {
    pub(crate) const fn words(self) -> &'static str {
        match self {
            Self::ChangeOf => "change of",
            Self::Usual => "usual",
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NameOf {
    This,
    Parent,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum LiteralSyntax {
    Number(Rational),
    Money(Currency, i64),
    Percent(Rational),
    /// Seconds.
    Duration(i64),
    Date(jiff::civil::Date),
    Time(jiff::civil::Time),
    Text(String),
    Bool(bool),
    /// Written wrongly; a diagnostic has been given.
    Broken,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct WindowSyntax {
    pub(crate) span: Span,
    pub(crate) kind: WindowKind,
    pub(crate) suffixes: Vec<Spanned<WindowSuffix>>,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum WindowSuffix {
    Settled,
    IncludingToday,
    /// `ending 7 days ago`: a whole number of days, or `None` for anything else.
    Ending(Option<Rational>),
    OrSinceCreation,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum WindowKind {
    /// `last 3 days`: the unit written as a word of days.
    Days(Rational),
    /// `last 72h`.
    Hours(Rational),
    /// `last 3d`, which reads as either.
    ShortDays(Rational),
    /// Minutes or weeks.
    OtherUnit(&'static str),
    Today,
    Yesterday,
    ThisWeek,
    ThisMonth,
    Lifetime,
    SinceLastChange,
}
