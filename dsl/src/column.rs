//! Whole numbers of one kind, a cell per row, each known or missing: what a [`crate::Table`] gives and the evaluator computes on.
//!
//! A column knows how large its cells are, so that whoever computes on it need not look first. Never here: attributes, which are words
//! and dates too (`table`).

use crate::table::MissingReason;

/// Sums of one metric over one window, a cell per row. Units are those of [`crate::Metric::unit`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Column {
    values: Vec<i64>,
    /// A byte per cell from the first missing one on; empty until then.
    states: Vec<u8>,
    extent: Extent,
}

/// How large numbers are, without a branch or a comparison for each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Extent {
    /// Every bit that one of them has: the first tells whether any is below zero.
    any: i64,
    /// Every bit that the magnitude of one has, a number below zero taken as its complement.
    magnitude: i64,
}

impl Extent {
    const fn add(&mut self, value: i64) {
        self.any |= value;
        self.magnitude |= value ^ (value >> 63);
    }
}

impl From<Vec<i64>> for Column {
    /// Cells that are all known.
    fn from(values: Vec<i64>) -> Self {
        let mut column = Self::default();
        column.measure(&values);
        column.values = values;
        column
    }
}

impl Column {
    #[must_use]
    pub fn with_capacity(rows: usize) -> Self {
        Self {
            values: Vec::with_capacity(rows),
            ..Self::default()
        }
    }

    pub fn push_known(&mut self, value: i64) {
        self.extent.add(value);
        self.values.push(value);
        if !self.states.is_empty() {
            self.states.push(0);
        }
    }

    pub fn push_missing(&mut self, reason: MissingReason) {
        self.states.resize(self.values.len(), 0);
        self.values.push(0);
        self.states.push(reason.code());
    }

    pub fn push(&mut self, cell: Result<i64, MissingReason>) {
        match cell {
            Ok(value) => self.push_known(value),
            Err(reason) => self.push_missing(reason),
        }
    }

    /// Known cells in a row.
    pub fn extend_known(&mut self, values: &[i64]) {
        self.measure(values);
        self.values.extend_from_slice(values);
        if !self.states.is_empty() {
            self.states.resize(self.values.len(), 0);
        }
    }

    fn measure(&mut self, values: &[i64]) {
        for value in values {
            self.extent.add(*value);
        }
    }

    #[must_use]
    pub fn len(&self) -> usize {
        self.values.len()
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.values.is_empty()
    }

    pub fn clear(&mut self) {
        self.values.clear();
        self.states.clear();
        self.extent = Extent::default();
    }

    /// The cell of one row; `None` beyond the last.
    pub fn get(&self, row: usize) -> Option<Result<i64, MissingReason>> {
        let value = *self.values.get(row)?;
        let state = self.states.get(row).copied().unwrap_or(0);
        Some(MissingReason::from_code(state).map_or(Ok(value), Err))
    }

    /// A value per cell, zero where it is missing.
    pub(crate) fn values(&self) -> &[i64] {
        &self.values
    }

    /// A state per cell; empty while all of them are known.
    pub(crate) fn states(&self) -> &[u8] {
        &self.states
    }

    /// No value is larger in magnitude than two to the power of this.
    pub(crate) const fn bits(&self) -> u32 {
        i64::BITS.saturating_sub(self.extent.magnitude.leading_zeros())
    }

    /// Whether no value is below zero.
    pub(crate) const fn is_never_negative(&self) -> bool {
        self.extent.any >= 0
    }

    /// The same with so many cells: a table that gave too few knows nothing about the rest.
    pub(crate) fn filled(mut self, rows: usize) -> Self {
        while self.values.len() < rows {
            self.push_missing(MissingReason::NoSync);
        }
        self.values.truncate(rows);
        self.states.truncate(rows);
        self
    }

    /// So many values, each with its state.
    pub(crate) fn into_full_lanes(self, rows: usize) -> (Vec<i64>, Vec<u8>) {
        let Self {
            values, mut states, ..
        } = self.filled(rows);
        states.resize(rows, 0);
        (values, states)
    }
}
