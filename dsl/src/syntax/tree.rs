//! The syntax tree: what was written, with its places, before anything is known about meaning.

use crate::money::Currency;
use crate::rational::Rational;
use crate::span::Span;
use crate::syntax::test_trees::{TestClause, TestClauseKind};
use crate::typed::{Comparison, Operator, Sign};
use crate::window::Period;

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Spanned<T> {
    pub(crate) value: T,
    pub(crate) span: Span,
}

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
    Negated(Box<Expr>),
    Infinite,
    /// `lookup margins[this.name]`.
    LookedUp {
        name: Spanned<String>,
        key: Box<Expr>,
    },
    Name {
        name: String,
        of: Option<NameOf>,
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
    /// A form of a later edition.
    Foreseen(&'static str),
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

#[derive(Clone, Debug)]
pub(crate) struct ForClause {
    /// `pool` stands in the place of `for`: what it is about is judged as one.
    pub(crate) pooled: bool,
    pub(crate) level: Spanned<String>,
    pub(crate) platforms: Vec<Spanned<String>>,
    pub(crate) accounts: Vec<Spanned<String>>,
    pub(crate) condition: Option<Expr>,
}

#[derive(Clone, Debug)]
pub(crate) struct EveryClause {
    pub(crate) cadence: Spanned<CadenceSyntax>,
    pub(crate) parts: Vec<Spanned<EveryPart>>,
}

#[derive(Clone, Debug)]
pub(crate) enum CadenceSyntax {
    Every(Spanned<LiteralSyntax>),
    DayAt(Spanned<LiteralSyntax>),
    Sync,
    StatusChange,
}

#[derive(Clone, Debug)]
pub(crate) enum EveryPart {
    Between(Spanned<LiteralSyntax>, Spanned<LiteralSyntax>),
    On(Vec<Spanned<String>>),
    In(Spanned<String>),
    CatchUp,
}

/// `accept W0501 "the account has a cap of its own"`.
#[derive(Clone, Debug)]
pub(crate) struct AcceptClause {
    pub(crate) code: Spanned<String>,
    pub(crate) reason: Spanned<String>,
}

/// One value, or one amount per currency.
pub(crate) type Literals = Spanned<Vec<Spanned<LiteralSyntax>>>;

#[derive(Clone, Debug)]
pub(crate) struct ParamClause {
    pub(crate) name: Spanned<String>,
    pub(crate) kind: Spanned<String>,
    pub(crate) default: Literals,
    pub(crate) bounds: Option<(Literals, Literals)>,
    pub(crate) help: Option<Spanned<String>>,
}

#[derive(Clone, Debug)]
pub(crate) struct LetClause {
    pub(crate) name: Spanned<String>,
    pub(crate) value: Expr,
}

/// `metric NAME "help" = EXPR as UNIT`.
#[derive(Clone, Debug)]
pub(crate) struct MetricClause {
    pub(crate) help: Option<Spanned<String>>,
    pub(crate) value: Expr,
    pub(crate) unit: Spanned<String>,
}

/// `lookup NAME: text -> KIND from "file" stale after D`.
#[derive(Clone, Debug)]
pub(crate) struct LookupClause {
    pub(crate) key: Spanned<String>,
    pub(crate) kind: Spanned<String>,
    pub(crate) source: Spanned<String>,
    pub(crate) stale_after: Option<Spanned<LiteralSyntax>>,
}

#[derive(Clone, Debug)]
pub(crate) struct WhenClause {
    pub(crate) condition: Expr,
    pub(crate) lasting: Option<Spanned<LastingSyntax>>,
}

#[derive(Clone, Debug)]
pub(crate) enum LastingSyntax {
    Checks(Rational),
    For(Spanned<LiteralSyntax>),
}

#[derive(Clone, Debug)]
pub(crate) struct ActionSyntax {
    pub(crate) span: Span,
    pub(crate) kind: ActionSyntaxKind,
    /// `until …`, `for today`.
    pub(crate) hold: Option<Spanned<HoldSyntax>>,
}

#[derive(Clone, Debug)]
pub(crate) enum ActionSyntaxKind {
    Pause,
    Resume,
    Amount {
        verb: AmountVerb,
        property: Spanned<String>,
        /// `to` or `by`, whichever was written.
        preposition: Spanned<&'static str>,
        amount: Expr,
        caps: Vec<Spanned<CapSyntax>>,
    },
    Notify {
        channel: Spanned<String>,
        target: Spanned<String>,
        template: Spanned<String>,
    },
    Move(Box<MoveSyntax>),
    Foreseen(&'static str),
}

/// `move budget from bottom 20% by roas to top 20% by roas moving at most 10% of pool budget each keeping $20`.
#[derive(Clone, Debug)]
pub(crate) struct MoveSyntax {
    pub(crate) from: Spanned<RankingSyntax>,
    pub(crate) to: Spanned<RankingSyntax>,
    pub(crate) at_most: Option<Spanned<MostMovedSyntax>>,
    pub(crate) keeping: Option<Spanned<Vec<Expr>>>,
    /// `as each platform counts`.
    pub(crate) as_each_counts: bool,
}

/// How much moves at most: a share of all budgets of the pool, or one amount per currency.
#[derive(Clone, Debug)]
pub(crate) enum MostMovedSyntax {
    ShareOfPool(Expr),
    Amounts(Vec<Expr>),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum AmountVerb {
    Set,
    Increase,
    Decrease,
}

#[derive(Clone, Debug)]
pub(crate) enum CapSyntax {
    UpTo(Expr),
    DownTo(Expr),
    Changing(Expr),
}

#[derive(Clone, Debug)]
pub(crate) enum ApproveClause {
    By {
        role: Spanned<String>,
        quorum: Option<Spanned<Rational>>,
        within: Option<Spanned<LiteralSyntax>>,
        unanswered: Option<Spanned<UnansweredSyntax>>,
    },
    /// `if budget moves more than 20% or $500`: one value, or amounts per currency, for each part.
    If(Vec<Spanned<Vec<Spanned<LiteralSyntax>>>>),
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum UnansweredSyntax {
    Expire,
    Escalate(Spanned<String>),
    Apply,
}

#[derive(Clone, Debug)]
pub(crate) enum LimitClause {
    Count {
        count: Spanned<Rational>,
        per_run: bool,
        /// `per object`, `in total`.
        reach: Option<Spanned<LimitReachSyntax>>,
        /// `highest … first`.
        highest: Option<Expr>,
    },
    /// `10% of scope spend per day`.
    ShareOfSpend(Spanned<LiteralSyntax>),
    /// `30% of campaigns paused per day`, `5 campaigns paused per day`.
    Paused {
        most: Spanned<LiteralSyntax>,
        level: Spanned<String>,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum LimitReachSyntax {
    Object,
    Total,
}

#[derive(Clone, Debug)]
pub(crate) enum NeverClause {
    /// `raise … above`, `lower … below`.
    Beyond {
        verb: Spanned<RiskVerb>,
        property: Spanned<String>,
        ceilings: Vec<Spanned<CeilingSyntax>>,
    },
    /// `raise total budget of account above …`.
    RaiseTotalAbove {
        ceilings: Vec<Spanned<CeilingSyntax>>,
    },
    /// `change budget by more than … per day`.
    ChangeByMore {
        property: Spanned<String>,
        steps: Vec<Spanned<CeilingSyntax>>,
    },
    Pause {
        condition: Option<Expr>,
    },
}

#[derive(Clone, Debug)]
pub(crate) enum CeilingSyntax {
    /// `200% of budget at start of day`.
    ShareOfStart(LiteralSyntax, Spanned<String>),
    Literal(LiteralSyntax),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RiskVerb {
    Raise,
    Lower,
}

#[derive(Clone, Debug)]
pub(crate) enum WithoutDataSyntax {
    Hold,
    AlertAfter(Spanned<LiteralSyntax>),
}

/// How long an action lasts, behind the action.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum HoldSyntax {
    /// `until 06:00`.
    Until(LiteralSyntax),
    /// `until tomorrow`.
    Tomorrow,
    /// `for today`.
    Today,
    /// `until` and something that is neither.
    Other(String),
}

/// What ends what a rule holds.
#[derive(Clone, Debug)]
pub(crate) enum ReleaseClause {
    When(Expr),
    After(Spanned<LiteralSyntax>),
    WithoutApproval,
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
