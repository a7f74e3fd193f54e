//! Lookups: what an organisation supplies for names, such as margins by campaign, as rules read it with `lookup margins[this.name]`.
//!
//! `file` reads what people upload, `supply` keeps it version by version, `known` gives rules what was known at an instant, `sheets`
//! keeps what was read last, `past` carries it into backtests, `view` is what people are shown. Called by ticks, trials and backtests, and by pages. Never here: what a value means (that is the `dsl`).

pub mod file;
pub mod known;
pub mod past;
mod sheets;
pub mod supply;
pub mod view;

pub use file::{Cell, Problem};
pub use known::Known;
pub use sheets::Sheets;
pub use supply::{LookupError, Supply};

use crate::store::{Row, StoreError};

/// What a lookup supplies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Percent,
    Ratio,
    Money,
    Count,
    Text,
}

impl Kind {
    pub const ALL: [Self; 5] = [Self::Percent, Self::Ratio, Self::Money, Self::Count, Self::Text];

    /// The word stored and sent, and written in rules.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Percent => "percent",
            Self::Ratio => "ratio",
            Self::Money => "money",
            Self::Count => "count",
            Self::Text => "text",
        }
    }

    pub fn named(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == word)
    }

    /// How sentences call what it supplies.
    const fn words(self) -> &'static str {
        match self {
            Self::Percent => "percentages",
            Self::Ratio => "ratios",
            Self::Money => "amounts of money",
            Self::Count => "counts",
            Self::Text => "texts",
        }
    }

    /// From a row of `lookup`.
    fn read(row: &Row) -> Result<Self, StoreError> {
        let word = row.text("kind")?;
        Self::named(&word).ok_or_else(|| StoreError::inconsistent("lookup.kind", word))
    }
}

/// As a rule reads it: numbers of a spelling, or texts.
impl From<Option<dsl::Spelling>> for Kind {
    fn from(spelling: Option<dsl::Spelling>) -> Self {
        match spelling {
            Some(dsl::Spelling::Percent) => Self::Percent,
            Some(dsl::Spelling::Ratio) => Self::Ratio,
            Some(dsl::Spelling::Money) => Self::Money,
            Some(dsl::Spelling::Count) => Self::Count,
            None => Self::Text,
        }
    }
}
