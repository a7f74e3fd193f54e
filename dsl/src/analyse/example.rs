//! One object that shows what a finding claims: its values and the instant, as a table of one row that the evaluator judges.

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

use jiff::civil;
use serde::Serialize;

use super::conditions::Changed;
use super::rows::relabelled;
use crate::column::Column;
use crate::registry::{Attribute, Metric};
use crate::table::{AttributeColumn, AttributeValue, MissingReason, Moment, Table};
use crate::window::ResolvedWindow;

/// A value of the example in a marketer's words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Reading {
    /// `spend`, `status`.
    pub name: String,
    /// As written in the rule; `None` for attributes.
    pub window: Option<String>,
    /// `$120.00`, `active`.
    pub value: String,
}

/// A campaign that shows it. Built by the analyser, or found in the rows that the caller gave.
#[derive(Clone, Debug)]
pub struct Example {
    pub(super) moment: Moment,
    pub(super) readings: Vec<Reading>,
    pub(super) sums: HashMap<(Metric, ResolvedWindow), Result<i64, MissingReason>>,
    pub(super) attributes: BTreeMap<Attribute, Result<AttributeValue, MissingReason>>,
    /// What an action changed, for the check after it.
    pub(super) afterwards: BTreeMap<Attribute, Result<AttributeValue, MissingReason>>,
    /// The name of the object in the caller's rows.
    pub(super) found: Option<String>,
    /// On some of its days more was taken back than came in.
    pub(super) taken_back: bool,
}

impl Example {
    /// The tick at which the rules see it.
    #[must_use]
    pub const fn moment(&self) -> Moment {
        self.moment
    }

    /// What the finding rests on, in the order of the rules.
    #[must_use]
    pub fn readings(&self) -> &[Reading] {
        &self.readings
    }

    /// The object's name, when it is one of the caller's.
    #[must_use]
    pub fn found(&self) -> Option<&str> {
        self.found.as_deref()
    }

    /// The same object after the first action, at the next check.
    #[must_use]
    pub fn after(&self) -> Self {
        let mut after = self.clone();
        after.attributes.extend(after.afterwards.clone());
        after
    }

    /// The same, its first action leaving this changed.
    pub(super) fn leaving(mut self, changed: Changed<'_>) -> Self {
        if let Changed::Label(label, is_there) = changed {
            let labels = self.attributes.get(&Attribute::Labels).cloned();
            let labels = labels
                .unwrap_or(Err(MissingReason::NotSupplied))
                .map(|value| match value {
                    AttributeValue::Labels(labels) => relabelled(&labels, label, is_there),
                    other => other,
                });
            self.afterwards = BTreeMap::from([(Attribute::Labels, labels)]);
        }
        self
    }

    /// `spend $120.00 and conversions 2 over last 3 days, status active`.
    #[must_use]
    pub fn in_words(&self) -> String {
        let mut parts: Vec<String> = Vec::new();
        let mut windows: Vec<&str> = Vec::new();
        for reading in &self.readings {
            if let Some(window) = &reading.window
                && !windows.contains(&window.as_str())
            {
                windows.push(window);
            }
        }
        for window in windows {
            let values: Vec<String> = self
                .readings
                .iter()
                .filter(|reading| reading.window.as_deref() == Some(window))
                .map(|reading| format!("{} {}", reading.name, reading.value))
                .collect();
            parts.push(format!("{} over {window}", crate::display::list(&values, "and")));
        }
        parts.extend(
            self.readings
                .iter()
                .filter(|reading| reading.window.is_none())
                .map(|reading| format!("{} {}", reading.name, reading.value)),
        );
        if self.taken_back {
            parts.push("on days when results were taken back".to_owned());
        }
        parts.join(", ")
    }
}

impl Table for Example {
    fn rows(&self) -> usize {
        1
    }

    fn sums(&self, metric: Metric, window: &ResolvedWindow, rows: Range<usize>, out: &mut Column) {
        for _ in rows {
            out.push(self.sums.get(&(metric, *window)).copied().unwrap_or(Ok(0)));
        }
    }

    fn attribute(&self, attribute: Attribute, rows: Range<usize>, out: &mut AttributeColumn) {
        for _ in rows {
            out.push(
                self.attributes
                    .get(&attribute)
                    .cloned()
                    .unwrap_or(Err(MissingReason::NotSupplied)),
            );
        }
    }

    fn budget_at_day_start(&self, _row: usize) -> Result<i64, MissingReason> {
        match self.attributes.get(&Attribute::Budget) {
            Some(Ok(AttributeValue::Money(micros))) => Ok(*micros),
            Some(Err(reason)) => Err(*reason),
            _ => Err(MissingReason::NotSupplied),
        }
    }
}

/// The value of a number attribute.
pub(super) fn of_number(attribute: Attribute, value: i64) -> Option<AttributeValue> {
    use crate::registry::AttributeKind;
    Some(match attribute.kind() {
        AttributeKind::Money => AttributeValue::Money(value),
        AttributeKind::Ratio => AttributeValue::Ratio(value),
        AttributeKind::Duration => AttributeValue::Duration(value),
        AttributeKind::Count => AttributeValue::Count(value),
        AttributeKind::Date => {
            let epoch = civil::date(1970, 1, 1);
            AttributeValue::Date(epoch.checked_add(jiff::Span::new().try_days(value).ok()?).ok()?)
        }
        AttributeKind::Text | AttributeKind::Enum | AttributeKind::Labels => return None,
    })
}
