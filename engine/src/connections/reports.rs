//! What a platform is asked to measure, and what it answers: part of the contract in `platform`.

use std::time::Duration;

use dsl::{Level, Metric};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// The grain of a metrics request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Grain {
    Day,
    Hour,
}

impl Grain {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Hour => "hour",
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MetricsRequest {
    pub level: Level,
    pub first: Date,
    /// Inclusive.
    pub last: Date,
    pub grain: Grain,
    /// The handle of an earlier [`MetricsReply::Later`], to go on with it.
    pub job: Option<String>,
}

#[derive(Debug, Clone, PartialEq)]
pub enum MetricsReply {
    Rows(MetricsReport),
    /// The platform works on it; ask again with this handle after this long (business time).
    Later {
        job: String,
        after: Duration,
    },
}

/// What was measured: the base metrics of every row, and those beyond them that this answer holds.
///
/// Of a metric that is listed, no row and no value mean zero; of one that is not, nothing is known, and rules find it missing.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct MetricsReport {
    /// The metrics beyond the base ones, each once. A sum over hours or days must be the sum of them.
    pub further: Vec<Metric>,
    pub rows: Vec<MetricsRow>,
}

impl From<Vec<MetricsRow>> for MetricsReport {
    /// The base metrics alone.
    fn from(rows: Vec<MetricsRow>) -> Self {
        Self {
            further: Vec::new(),
            rows,
        }
    }
}

/// One object's metrics in one bucket. Absent base metrics are zero: the platform dropped them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MetricsRow {
    pub external_id: String,
    pub date: Date,
    /// The hour 0-23 of the account's local day at hour grain, else `None`. A row without an hour in the answer to a
    /// request by hour says that the platform has no such report by hour: no hour of the range is covered then, and
    /// none may be taken for zero.
    pub hour: Option<i8>,
    pub cells: BaseCells,
    /// The values of [`MetricsReport::further`], in its order and in the units of [`Metric::unit`]; what is left out at the end is
    /// zero.
    pub further: Vec<i64>,
}

/// The five base metrics. Money and conversions in millionths, counts whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct BaseCells {
    pub impressions: i64,
    pub clicks: i64,
    pub spend: i64,
    pub conversions: i64,
    pub revenue: i64,
}

impl BaseCells {
    /// Cell by cell; a sum past the range stays at its end.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        Self {
            impressions: self.impressions.saturating_add(other.impressions),
            clicks: self.clicks.saturating_add(other.clicks),
            spend: self.spend.saturating_add(other.spend),
            conversions: self.conversions.saturating_add(other.conversions),
            revenue: self.revenue.saturating_add(other.revenue),
        }
    }
}
