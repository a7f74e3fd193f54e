//! What an object spends, as limits ask for it: over the rule's window, and on a mean day.

use jiff::ToSpan;
use jiff::civil::Date;

use crate::bind::BoundRule;
use crate::column::Column;
use crate::evaluate::{Truth, Verdicts};
use crate::registry::Metric;
use crate::table::{Moment, Table};
use crate::window::ResolvedWindow;

/// Spend over the rule's own first window: what a limit lets through first. Missing comes last.
#[must_use]
pub fn over_rule_window(table: &dyn Table, bound: &BoundRule, moment: &Moment, row: usize) -> i64 {
    let windows = bound.windows(moment);
    let with_spend = windows
        .iter()
        .find(|window| window.metrics.contains(&Metric::Spend));
    let Some(Ok(window)) = with_spend
        .or_else(|| windows.first())
        .map(|window| &window.resolved)
    else {
        return i64::MIN;
    };
    sum(table, row, window).unwrap_or(i64::MIN)
}

/// Mean daily spend of the seven complete days before `today`.
#[must_use]
pub fn mean_day(table: &dyn Table, today: Date, row: usize) -> Option<i64> {
    sum(table, row, &week_before(today)?)?.checked_div(7)
}

/// The same of everything in the rule's scope together; `None` when one of them is not known.
#[must_use]
pub fn mean_day_of_scope(table: &dyn Table, today: Date, verdicts: &Verdicts) -> Option<i64> {
    let rows = table.rows();
    let mut column = Column::with_capacity(rows);
    table.sums(Metric::Spend, &week_before(today)?, 0..rows, &mut column);
    let mut sum = 0_i64;
    for row in (0..rows).filter(|row| verdicts.scope.get(*row) == Some(&Truth::True)) {
        sum = sum.checked_add(column.get(row)?.ok()?)?;
    }
    sum.checked_div(7)
}

fn week_before(today: Date) -> Option<ResolvedWindow> {
    Some(ResolvedWindow::Days {
        first: today.checked_sub(7.days()).ok()?,
        last: today.yesterday().ok()?,
    })
}

fn sum(table: &dyn Table, row: usize, window: &ResolvedWindow) -> Option<i64> {
    let mut column = Column::with_capacity(1);
    table.sums(Metric::Spend, window, row..row.checked_add(1)?, &mut column);
    column.get(0)?.ok()
}
