//! A checked test: accounts, campaigns and their history, and the steps of the script in order.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use crate::money::Currency;
use crate::negative::NegativeKeyword;
use crate::rational::Rational;
use crate::registry::{Attribute, Level, Metric, NegativeMatch, Platform, Property, Role};
use crate::span::Span;
use crate::table::{AttributeValue, MissingReason, Rate, SuppliedValue};
use crate::window::ResolvedWindow;

/// A test without errors.
#[derive(Clone)]
pub struct Test {
    pub(crate) body: Arc<Script>,
}

impl Test {
    #[must_use]
    pub fn name(&self) -> &str {
        &self.body.name
    }

    /// The rule it is of; where it is of several, the first.
    #[must_use]
    pub fn rule(&self) -> &str {
        self.body.rules.first().map_or("", String::as_str)
    }

    /// Every rule it is of, as written.
    #[must_use]
    pub fn rules(&self) -> &[String] {
        &self.body.rules
    }

    pub(crate) fn is_of(&self, rule: &str) -> bool {
        self.body.rules.iter().any(|own| own == rule)
    }

    /// How many checks it takes: its times, each on every campaign, by every rule.
    pub(crate) fn checks(&self) -> usize {
        let steps = &self.body.steps;
        let ticks = steps.iter().filter(|step| matches!(step, Step::Tick(_))).count();
        ticks
            .saturating_mul(self.body.objects.len())
            .saturating_mul(self.body.rules.len())
    }

    /// Where it stands in the text.
    #[must_use]
    pub fn span(&self) -> Span {
        self.body.span
    }
}

impl std::fmt::Debug for Test {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Test")
            .field("name", &self.body.name)
            .finish_non_exhaustive()
    }
}

#[derive(Debug)]
pub(crate) struct Script {
    pub(crate) name: String,
    /// In the order in which they are named.
    pub(crate) rules: Vec<String>,
    pub(crate) span: Span,
    pub(crate) zone: TimeZone,
    pub(crate) currency: Currency,
    pub(crate) settled_lag: Option<u32>,
    /// Parameters and their typed literals here.
    pub(crate) overrides: Vec<(String, String)>,
    pub(crate) objects: Vec<Object>,
    pub(crate) steps: Vec<Step>,
}

/// An object of the test: one that the rule is about, or one that such stand in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Object {
    pub(crate) level: Level,
    pub(crate) name: String,
    /// What it stands in; `None` for campaigns.
    pub(crate) parent: Option<usize>,
    pub(crate) platform: Platform,
    pub(crate) account: String,
    /// The budget that it shares with others of its account.
    pub(crate) shares: Option<String>,
}

impl Object {
    /// Whether the two spend from one budget.
    pub(crate) fn shares_with(&self, other: &Self) -> bool {
        self.shares.is_some()
            && (self.platform, &self.account, &self.shares) == (other.platform, &other.account, &other.shares)
    }
}

pub(crate) type Fact = Result<AttributeValue, MissingReason>;
pub(crate) type Cell = Result<i64, MissingReason>;
/// What belongs to a window as a whole.
pub(crate) type Fetched = BTreeMap<(Metric, ResolvedWindow), Cell>;

#[derive(Debug)]
pub(crate) enum Step {
    /// What is so from this instant on.
    Given {
        object: usize,
        at: Timestamp,
        facts: BTreeMap<Attribute, Fact>,
        cells: Vec<(Metric, Bucket, Cell)>,
        /// Values of one window as a whole.
        fetched: Fetched,
    },
    /// The rows of a lookup from this instant on.
    Supply {
        lookup: String,
        at: Timestamp,
        rows: BTreeMap<String, SuppliedValue>,
    },
    /// A rate from this instant on.
    Rate {
        from: Currency,
        to: Currency,
        rate: Rate,
    },
    /// A tick on a fresh sync.
    Tick(Timestamp),
    Expect(Expectation),
    Decide {
        span: Span,
        object: usize,
        approves: bool,
        /// Whose answer it is; somebody's who may give it where nobody is named.
        role: Option<Role>,
    },
}

/// A stretch of time that one value is given for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Bucket {
    /// A day of the account's calendar, known up to this instant.
    Day { date: Date, until: Timestamp },
    /// The hour that begins here.
    Hour(Timestamp),
}

#[derive(Debug)]
pub(crate) struct Expectation {
    pub(crate) span: Span,
    pub(crate) object: usize,
    /// Whose doing it is, by its place among the test's rules; anybody's where none is named.
    pub(crate) by: Option<usize>,
    pub(crate) what: Expected,
    pub(crate) because: Vec<Ground>,
}

#[derive(Debug)]
pub(crate) enum Expected {
    Nothing,
    Unknown,
    Acts {
        action: ActionWanted,
        state: StateWanted,
    },
}

#[derive(Debug)]
pub(crate) enum ActionWanted {
    Pause,
    Resume,
    Amount {
        property: Property,
        direction: Option<crate::effects::Direction>,
        to: Option<i64>,
    },
    /// Any of this match where none is named.
    Negative {
        matching: NegativeMatch,
        keyword: Option<NegativeKeyword>,
    },
    /// Any label where none is named.
    Label {
        is_there: bool,
        label: Option<String>,
    },
    /// A pattern of what it says.
    Notify(Option<String>),
}

/// Where an action stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum StateWanted {
    Proposed,
    Applied,
    Pending,
    Blocked,
    HeldOut,
    Rejected,
    Expired,
    Superseded,
    Sent,
}

impl StateWanted {
    pub(crate) const ALL: [Self; 9] = [
        Self::Proposed,
        Self::Applied,
        Self::Pending,
        Self::Blocked,
        Self::HeldOut,
        Self::Rejected,
        Self::Expired,
        Self::Superseded,
        Self::Sent,
    ];

    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Proposed => "proposed",
            Self::Applied => "applied",
            Self::Pending => "pending",
            Self::Blocked => "blocked",
            Self::HeldOut => "held_out",
            Self::Rejected => "rejected",
            Self::Expired => "expired",
            Self::Superseded => "superseded",
            Self::Sent => "sent",
        }
    }
}

/// A value that the rule must have seen.
#[derive(Debug)]
pub(crate) struct Ground {
    pub(crate) span: Span,
    /// As the rule writes it, on one line.
    pub(crate) value: String,
    pub(crate) is: GroundIs,
}

#[derive(Debug)]
pub(crate) enum GroundIs {
    /// In the unit of the value's kind: micros, shares, ones, seconds; with the decimals it was written with.
    Number {
        number: Rational,
        decimals: u32,
        kind: GroundKind,
    },
    Date(Date),
    Text(String),
    Infinite,
    Missing,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum GroundKind {
    Money(Currency),
    Percent,
    Duration,
    /// Counts, ratios and everything without a unit.
    Plain,
}

/// A whole number of hours later.
pub(crate) fn after_hours(at: Timestamp, hours: i64) -> Timestamp {
    at.saturating_add(SignedDuration::from_hours(hours))
        .unwrap_or(Timestamp::MAX)
}
