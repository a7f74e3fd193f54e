//! What the evaluator reads: the frozen columns of one account. The engine implements [`Table`]; nothing here stores or fetches.

use std::ops::Range;
use std::sync::Arc;

use jiff::{Timestamp, civil};
use serde::{Deserialize, Serialize};

use crate::column::Column;
use crate::money::Currency;
use crate::registry::{Attribute, Metric};
use crate::window::ResolvedWindow;

/// The instant a tick belongs to, and how far the account's data reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Moment {
    /// The tick's instant on the business clock.
    pub at: Timestamp,
    /// The end of what completed syncs cover; `None` while the account was never synced.
    pub data_until: Option<Timestamp>,
}

/// Why a value is not known. Every missing value has a reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MissingReason {
    /// A division by zero, or by a number below it. The only reason `else` replaces.
    Undefined,
    /// `usual`: fewer than three of the four earlier periods are known.
    TooFewKnown,
    /// The platform does not report this value for this object.
    NotSupplied,
    /// A lookup has no row for the name, or one in another unit.
    NoRow,
    /// The rows of a lookup are older than the rule allows.
    OldRows,
    /// No exchange rate of the last days is known.
    NoRate,
    /// The window begins with a day that has not come: none has passed since the object's last change or creation.
    NotYet,
    /// The window reaches back before the object existed, or before the account's history begins.
    IncompleteWindow,
    /// A window cuts through an hour that the platform merged with its repetition at a clock change.
    MergedHour,
    /// The data is older than its syncs promise.
    Stale,
    /// No completed sync covers the window.
    NoSync,
    /// The sum leaves the range of a cell.
    Overflow,
    /// A script could not compute its result.
    ScriptFailed,
    /// A script reached one of its limits.
    ScriptLimit,
    /// The look was not made: the rules due together cost more than one run may.
    OverBudget,
}

impl MissingReason {
    pub const ALL: [Self; 15] = [
        Self::Undefined,
        Self::TooFewKnown,
        Self::NotSupplied,
        Self::NoRow,
        Self::OldRows,
        Self::NoRate,
        Self::NotYet,
        Self::IncompleteWindow,
        Self::MergedHour,
        Self::Stale,
        Self::NoSync,
        Self::Overflow,
        Self::ScriptFailed,
        Self::ScriptLimit,
        Self::OverBudget,
    ];

    /// The word stored and sent: `no_sync`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Undefined => "undefined",
            Self::TooFewKnown => "too_few_known",
            Self::NotSupplied => "not_supplied",
            Self::NoRow => "no_row",
            Self::OldRows => "old_rows",
            Self::NoRate => "no_rate",
            Self::NotYet => "not_yet",
            Self::IncompleteWindow => "incomplete_window",
            Self::MergedHour => "merged_hour",
            Self::Stale => "stale",
            Self::NoSync => "no_sync",
            Self::Overflow => "overflow",
            Self::ScriptFailed => "script_failed",
            Self::ScriptLimit => "script_limit",
            Self::OverBudget => "over_budget",
        }
    }

    /// In a person's words, to follow "not known: ".
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Undefined => "it divides by zero",
            Self::TooFewKnown => "fewer than 3 of the 4 weeks before are known",
            Self::NotSupplied => "the platform does not supply it",
            Self::NoRow => "its lookup has no value for it",
            Self::OldRows => "its lookup is older than the rule allows",
            Self::NoRate => "no exchange rate of the last 7 days is known",
            Self::NotYet => "the window has no day in it yet",
            Self::IncompleteWindow => "the window begins before there is data for this object",
            Self::MergedHour => "the window cuts an hour that the platform merged at the clock change",
            Self::Stale => "the data is older than its syncs promise",
            Self::NoSync => "no completed sync covers the window",
            Self::Overflow => "the sum is larger than a cell can hold",
            Self::ScriptFailed => "the script could not compute it",
            Self::ScriptLimit => "the script reached its limits",
            Self::OverBudget => "the rules that were due together cost more than one run may",
        }
    }

    /// The lane's byte: 0 is known, 1 infinite, 2 undefined with a numerator above zero, then the reasons in ascending weight.
    /// Where two values are combined the heavier reason stays, so that an outage never looks like a division.
    pub(crate) const fn code(self) -> u8 {
        match self {
            Self::Undefined => 3,
            Self::TooFewKnown => 4,
            Self::NotSupplied => 5,
            Self::NoRow => 6,
            Self::OldRows => 7,
            Self::NoRate => 8,
            Self::NotYet => 9,
            Self::IncompleteWindow => 10,
            Self::MergedHour => 11,
            Self::Stale => 12,
            Self::NoSync => 13,
            Self::Overflow => 14,
            Self::ScriptFailed => 15,
            Self::ScriptLimit => 16,
            Self::OverBudget => 17,
        }
    }

    pub(crate) const fn from_code(code: u8) -> Option<Self> {
        match code {
            2 | 3 => Some(Self::Undefined),
            4 => Some(Self::TooFewKnown),
            5 => Some(Self::NotSupplied),
            6 => Some(Self::NoRow),
            7 => Some(Self::OldRows),
            8 => Some(Self::NoRate),
            9 => Some(Self::NotYet),
            10 => Some(Self::IncompleteWindow),
            11 => Some(Self::MergedHour),
            12 => Some(Self::Stale),
            13 => Some(Self::NoSync),
            14 => Some(Self::Overflow),
            15 => Some(Self::ScriptFailed),
            16 => Some(Self::ScriptLimit),
            17 => Some(Self::OverBudget),
            _ => None,
        }
    }
}

impl std::fmt::Display for MissingReason {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

/// One attribute of one object. The variant must be that of [`Attribute::kind`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AttributeValue {
    /// Micros of the account's currency.
    Money(i64),
    /// Millionths of one.
    Ratio(i64),
    Text(Arc<str>),
    /// A member of [`Attribute::members`]; get it through [`Attribute::member`].
    Enum(Member),
    /// Seconds.
    Duration(i64),
    /// A day of the account's calendar.
    Date(civil::Date),
    /// A whole number of the tick; no table is asked for one.
    Count(i64),
    Labels(Arc<[Arc<str>]>),
    Bool(bool),
}

/// A word of a closed list, such as `active`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(transparent)]
pub struct Member(pub(crate) &'static str);

impl Member {
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        self.0
    }
}

/// One attribute of a range of rows, a cell per row, each known or missing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AttributeColumn {
    cells: Vec<Result<AttributeValue, MissingReason>>,
}

impl AttributeColumn {
    pub fn push_known(&mut self, value: AttributeValue) {
        self.cells.push(Ok(value));
    }

    pub fn push_missing(&mut self, reason: MissingReason) {
        self.cells.push(Err(reason));
    }

    pub fn push(&mut self, cell: Result<AttributeValue, MissingReason>) {
        self.cells.push(cell);
    }

    #[must_use]
    pub fn len(&self) -> usize {
        self.cells.len()
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.cells.is_empty()
    }

    pub fn clear(&mut self) {
        self.cells.clear();
    }

    pub(crate) fn into_cells(self) -> Vec<Result<AttributeValue, MissingReason>> {
        self.cells
    }

    /// Every cell pushed so far.
    pub fn cells(&self) -> &[Result<AttributeValue, MissingReason>] {
        &self.cells
    }
}

/// The unit of a number that a lookup supplies. A rule that reads another kind, or another currency, finds nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SuppliedUnit {
    Percent,
    Ratio,
    Count,
    Money(Currency),
}

/// What a lookup supplies for one key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SuppliedValue {
    /// Millionths of one: 400,000 is 40%; money in micros.
    Number(i64, SuppliedUnit),
    Text(Arc<str>),
}

/// One row of a lookup.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Supplied {
    pub value: SuppliedValue,
    /// When the version that holds the row was supplied.
    pub at: Timestamp,
    /// The number of that version.
    pub version: i64,
}

/// What one unit of a currency was worth in another on a day, with the digits it was given in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rate {
    /// All digits, without the point.
    pub digits: i64,
    /// How many of them stand behind the point.
    pub decimals: u32,
    pub day: civil::Date,
    /// Where it comes from, for explanations: a file's name.
    pub source: Arc<str>,
}

/// One account's frozen columns; rows are the objects of one level. Row order must not change between calls.
///
/// The evaluator asks for ranges of about a thousand rows. `platform`, `account` and the attributes of the tick
/// (`hour`, `weekday`, `days_left_in_month`) are answered by the evaluator itself and never asked for.
pub trait Table {
    fn rows(&self) -> usize;

    /// Pushes exactly one cell per row of `rows` onto `out`: the sum of `metric` over `window`. A metric that belongs to a window as
    /// a whole ([`Metric::is_windowed`]) has the value that was fetched for this very window; without one it is `NotSupplied`.
    ///
    /// A bucket that a completed sync covers and that has no row is zero. A window that reaches back before the object
    /// existed, or that no completed sync covers, is missing with its reason. A sum beyond an `i64` is `Overflow`.
    fn sums(&self, metric: Metric, window: &ResolvedWindow, rows: Range<usize>, out: &mut Column);

    /// What [`Self::sums`] gives for all rows, where the table has it ready: the evaluator then reads it where it lies. A table that is
    /// asked by many rules at one instant keeps what they share (see [`crate::KeptSums`]).
    fn kept_sums(&self, metric: Metric, window: &ResolvedWindow) -> Option<&Column> {
        let (_, _) = (metric, window);
        None
    }

    /// The first day of a window that begins on another day for each object (see [`ResolvedWindow::is_per_object`]), for
    /// explanations.
    ///
    /// # Errors
    /// The reason why the window cannot be placed for this row; `sums` gives the same.
    fn begins(&self, window: &ResolvedWindow, row: usize) -> Result<civil::Date, MissingReason> {
        let (_, _) = (window, row);
        Err(MissingReason::NotSupplied)
    }

    /// Pushes exactly one cell per row of `rows` onto `out`.
    fn attribute(&self, attribute: Attribute, rows: Range<usize>, out: &mut AttributeColumn);

    /// Pushes exactly one cell per row of `rows` onto `out`: the sum of `metric` over `window` of what the row stands in. Never
    /// asked of a table of campaigns: the account is the sum of them.
    fn parent_sums(&self, metric: Metric, window: &ResolvedWindow, rows: Range<usize>, out: &mut Column) {
        let (_, _) = (metric, window);
        for _ in rows {
            out.push_missing(MissingReason::NotSupplied);
        }
    }

    /// Which rows stand in the same object: those with the same number. All of a table of campaigns do.
    fn family(&self, row: usize) -> usize {
        let _ = row;
        0
    }

    /// Which rows spend from the same budget: those with the same number.
    fn budget_of(&self, row: usize) -> usize {
        row
    }

    /// What a lookup of the organisation supplies for a key at the table's instant. The evaluator asks how old it is.
    ///
    /// # Errors
    /// `NoRow` where there is no such lookup, or no row for the key.
    fn lookup(&self, lookup: &str, key: &str) -> Result<Supplied, MissingReason> {
        let (_, _) = (lookup, key);
        Err(MissingReason::NoRow)
    }

    /// The last rate given for this pair, as known at the table's instant, whose day is not after `on`. The evaluator asks how old
    /// it is.
    fn rate(&self, from: Currency, to: Currency, on: civil::Date) -> Option<Rate> {
        let (_, _, _) = (from, to, on);
        None
    }

    /// The last budget known before the account's midnight, in micros.
    ///
    /// # Errors
    /// The reason why there is none; guards that build on it then block.
    fn budget_at_day_start(&self, row: usize) -> Result<i64, MissingReason>;
}
