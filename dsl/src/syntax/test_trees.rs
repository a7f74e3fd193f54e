//! The clauses of `test` items, as written.

use jiff::civil::{Date, Time};

use crate::registry::NegativeMatch;
use crate::span::Span;
use crate::syntax::tree::{AmountVerb, LiteralSyntax, Spanned, WindowSyntax};
use crate::table::MissingReason;

/// What a clause of a test is by its opener alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum TestClauseKind {
    At,
    SettledLag,
    With,
    Given,
    Expect,
    /// `approve` and `reject`.
    Decide,
}

/// One clause of a test.
#[derive(Clone, Debug)]
pub(crate) enum TestClause {
    At {
        instants: Vec<Spanned<InstantSyntax>>,
        zone: Option<Spanned<String>>,
    },
    SettledLag(Spanned<LiteralSyntax>),
    /// A parameter's value here: name, and where its literals stand.
    With {
        name: Spanned<String>,
        value: Span,
    },
    Given(GivenClause),
    /// `given lookup margins { "A" 40% }`: its rows from here on.
    Supply {
        lookup: Spanned<String>,
        rows: Vec<(Spanned<String>, Spanned<LiteralSyntax>)>,
    },
    /// `given rate USD to EUR 0.92 on 2026-03-02`.
    Rate(GivenRate),
    Expect(ExpectClause),
    Decide {
        approves: bool,
        names: Vec<Spanned<String>>,
        /// Whose answer it is.
        role: Option<Spanned<String>>,
    },
}

/// `2026-03-04 10:00`, or a time on the day of the instant before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct InstantSyntax {
    pub(crate) date: Option<Date>,
    pub(crate) time: Time,
}

/// What one unit of a currency is worth in another from here on.
#[derive(Clone, Debug)]
pub(crate) struct GivenRate {
    pub(crate) from: Spanned<String>,
    pub(crate) to: Spanned<String>,
    pub(crate) value: Spanned<LiteralSyntax>,
    /// The day that it is of; that of its instant where none is named.
    pub(crate) on: Option<Spanned<LiteralSyntax>>,
}

#[derive(Clone, Debug)]
pub(crate) struct GivenClause {
    pub(crate) level: Spanned<String>,
    pub(crate) name: Spanned<String>,
    /// What it stands in, as written: `in ad group "Shoes" of campaign "Brand US"`.
    pub(crate) path: Vec<(Spanned<String>, Spanned<String>)>,
    pub(crate) platform: Option<Spanned<String>>,
    pub(crate) account: Option<Spanned<String>>,
    /// The budget it shares with others.
    pub(crate) shares: Vec<Spanned<String>>,
    pub(crate) facts: Vec<FactSyntax>,
    /// Values of one window as a whole: `reach 12,000 over last 7 days`.
    pub(crate) windowed: Vec<(FactSyntax, WindowSyntax)>,
    pub(crate) series: Vec<SeriesSyntax>,
}

/// `status active`, `labels "a", "b"`.
#[derive(Clone, Debug)]
pub(crate) struct FactSyntax {
    pub(crate) name: Spanned<String>,
    pub(crate) values: Vec<Spanned<GivenValue>>,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum GivenValue {
    Literal(LiteralSyntax),
    Word(String),
    /// `_` or `stale`.
    Gap(MissingReason),
}

/// `each of last 6 days { spend $60 conversions 1 }`.
#[derive(Clone, Debug)]
pub(crate) struct SeriesSyntax {
    pub(crate) period: Spanned<PeriodSyntax>,
    pub(crate) cells: Vec<FactSyntax>,
    /// `{ _ }`: every metric that a platform reports.
    pub(crate) gaps: Vec<Spanned<MissingReason>>,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum PeriodSyntax {
    Today,
    Yesterday,
    On(Date),
    /// The same values in each.
    Each(Spanned<LiteralSyntax>),
    /// One value each, the oldest first.
    Last(Spanned<LiteralSyntax>),
}

#[derive(Clone, Debug)]
pub(crate) struct ExpectClause {
    pub(crate) span: Span,
    pub(crate) of: Spanned<String>,
    /// The rule whose doing it is.
    pub(crate) by: Option<Spanned<String>>,
    pub(crate) what: ExpectSyntax,
    pub(crate) because: Vec<GroundSyntax>,
}

#[derive(Clone, Debug)]
pub(crate) enum ExpectSyntax {
    Nothing,
    Unknown,
    Acts {
        action: Spanned<ExpectedAction>,
        state: Spanned<String>,
    },
}

#[derive(Clone, Debug)]
pub(crate) enum ExpectedAction {
    Pause,
    Resume,
    Amount {
        verb: AmountVerb,
        property: Spanned<String>,
        to: Option<Spanned<LiteralSyntax>>,
    },
    /// `move budget to $80`: a leg of a move.
    Move {
        to: Option<Spanned<LiteralSyntax>>,
    },
    /// `add negative keyword exact "free"`: without a text any of that match.
    Negative {
        matching: NegativeMatch,
        text: Option<Spanned<String>>,
    },
    /// `add label "x"`, `remove label "x"`: without a text any label.
    Label {
        is_there: bool,
        label: Option<Spanned<String>>,
    },
    Notify {
        says: Option<Spanned<String>>,
    },
}

/// Such as `cost = $60` and `clicks is missing`.
#[derive(Clone, Debug)]
pub(crate) struct GroundSyntax {
    pub(crate) span: Span,
    /// The value as it stands in the rule.
    pub(crate) value: Spanned<String>,
    /// Its name alone, without a window.
    pub(crate) name: Spanned<String>,
    pub(crate) is: Spanned<GroundValue>,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum GroundValue {
    Literal(LiteralSyntax),
    Word(String),
    Infinite,
    Missing,
}
