//! What each clause holds.

use crate::rational::Rational;
use crate::registry::NegativeMatch;
use crate::span::Span;
use crate::syntax::tree::{Expr, LiteralSyntax, RankingSyntax, Spanned};

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
    /// `add negative keyword exact "free"`: without a text it is the object's own.
    Negative {
        matching: NegativeMatch,
        text: Option<Expr>,
    },
    /// `add label "x"`, `remove label "x"`.
    Label {
        is_there: bool,
        label: Spanned<String>,
    },
    /// `run script trim(budget)`.
    Script {
        name: Spanned<String>,
        arguments: Vec<Expr>,
    },
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
