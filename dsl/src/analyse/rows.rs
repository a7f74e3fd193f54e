//! Examples from the caller's own rows.

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;
use std::sync::Arc;

use super::conditions::Changed;
use super::example::{Example, Reading};
use crate::bind::BoundRule;
use crate::column::Column;
use crate::evaluate::tick_value;
use crate::explain::{attribute_display, metric_display};
use crate::registry::{Attribute, Metric};
use crate::table::{AttributeColumn, AttributeValue, MissingReason, Moment, Table};
use crate::window::ResolvedWindow;

/// One row of the caller's, with everything the rules read of it.
pub(super) fn example(rules: &[&BoundRule], table: &dyn Table, moment: &Moment, row: usize) -> Example {
    let one = row..row.saturating_add(1);
    let mut sums = HashMap::new();
    let mut readings: Vec<Reading> = Vec::new();
    let mut attributes = BTreeMap::new();
    for rule in rules {
        let currency = rule.binding.currency;
        for used in rule.windows(moment) {
            let Ok(window) = used.resolved else { continue };
            for metric in used.metrics {
                let mut column = Column::default();
                table.sums(metric, &window, one.clone(), &mut column);
                let cell = column.get(0).unwrap_or(Err(MissingReason::NoSync));
                if sums.insert((metric, window), cell).is_none() {
                    readings.push(Reading {
                        name: metric.as_str().to_owned(),
                        window: Some(used.text.clone()),
                        value: cell
                            .ok()
                            .and_then(|cell| metric_display(metric.as_str(), |_| Some(cell), currency))
                            .unwrap_or_else(|| "not known".to_owned()),
                    });
                }
            }
        }
        for attribute in
            rule.rule
                .attributes()
                .into_iter()
                .chain([Attribute::Status, Attribute::Budget, Attribute::Name])
        {
            if attributes.contains_key(&attribute) {
                continue;
            }
            let schedule = Some(rule.rule.schedule());
            let value = match tick_value(attribute, moment, &rule.binding.zone, schedule) {
                Some(value) => Ok(value),
                None if attribute.is_ambient() => continue,
                None => cell(table, attribute, row),
            };
            if attribute != Attribute::Name {
                readings.push(Reading {
                    name: attribute.as_str().replace('_', " "),
                    window: None,
                    value: attribute_display(attribute, &value, currency),
                });
            }
            attributes.insert(attribute, value);
        }
    }
    let found = match attributes.get(&Attribute::Name) {
        Some(Ok(AttributeValue::Text(name))) => name.to_string(),
        _ => "a campaign of yours".to_owned(),
    };
    Example {
        moment: *moment,
        readings,
        sums,
        attributes,
        afterwards: Attribute::Status
            .member("paused")
            .map(|paused| (Attribute::Status, Ok(AttributeValue::Enum(paused))))
            .into_iter()
            .collect(),
        found: Some(found),
        taken_back: false,
    }
}

fn cell(table: &dyn Table, attribute: Attribute, row: usize) -> Result<AttributeValue, MissingReason> {
    let mut column = AttributeColumn::default();
    table.attribute(attribute, row..row.saturating_add(1), &mut column);
    column
        .cells()
        .first()
        .cloned()
        .unwrap_or(Err(MissingReason::NoSync))
}

/// A table whose objects have all been paused, or been given a label, or lost one.
pub(super) struct Afterwards<'t> {
    table: &'t dyn Table,
    changed: Changed<'t>,
}

impl<'t> Afterwards<'t> {
    pub(super) const fn of(table: &'t dyn Table, changed: Changed<'t>) -> Self {
        Self { table, changed }
    }
}

/// The labels with one more, or one less.
pub(super) fn relabelled(labels: &[Arc<str>], label: &str, is_there: bool) -> AttributeValue {
    let others = labels.iter().filter(|own| ***own != *label).cloned();
    AttributeValue::Labels(others.chain(is_there.then(|| label.into())).collect())
}

impl Table for Afterwards<'_> {
    fn rows(&self) -> usize {
        self.table.rows()
    }

    fn sums(&self, metric: Metric, window: &ResolvedWindow, rows: Range<usize>, out: &mut Column) {
        self.table.sums(metric, window, rows, out);
    }

    fn attribute(&self, attribute: Attribute, rows: Range<usize>, out: &mut AttributeColumn) {
        match (self.changed, attribute) {
            (Changed::Switch, Attribute::Status) => {
                for _ in rows {
                    out.push(
                        Attribute::Status
                            .member("paused")
                            .map(AttributeValue::Enum)
                            .ok_or(MissingReason::NotSupplied),
                    );
                }
            }
            (Changed::Label(label, is_there), Attribute::Labels) => {
                let mut before = AttributeColumn::default();
                self.table.attribute(attribute, rows, &mut before);
                for cell in before.cells() {
                    out.push(match cell {
                        Ok(AttributeValue::Labels(labels)) => Ok(relabelled(labels, label, is_there)),
                        other => other.clone(),
                    });
                }
            }
            _ => self.table.attribute(attribute, rows, out),
        }
    }

    fn begins(&self, window: &ResolvedWindow, row: usize) -> Result<jiff::civil::Date, MissingReason> {
        self.table.begins(window, row)
    }

    fn lookup(&self, lookup: &str, key: &str) -> Result<crate::Supplied, MissingReason> {
        self.table.lookup(lookup, key)
    }

    fn rate(&self, from: crate::Currency, to: crate::Currency, on: jiff::civil::Date) -> Option<crate::Rate> {
        self.table.rate(from, to, on)
    }

    fn budget_at_day_start(&self, row: usize) -> Result<i64, MissingReason> {
        self.table.budget_at_day_start(row)
    }
}
