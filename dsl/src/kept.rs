//! Sums that a table computed once and lends to every rule that asks for them: see [`Table::kept_sums`].
//!
//! Never here: what is in a column, which is the table's own.

use std::sync::OnceLock;

use crate::column::Column;
use crate::registry::Metric;
use crate::table::Table;
use crate::window::ResolvedWindow;

/// Columns by metric and window. They only ever get more, so that each stays where it is while it is lent.
#[derive(Clone, Debug, Default)]
pub struct KeptSums(OnceLock<Box<Kept>>);

#[derive(Clone, Debug)]
struct Kept {
    metric: Metric,
    window: ResolvedWindow,
    column: Column,
    next: KeptSums,
}

impl KeptSums {
    /// The sums of every row of the table, computed when they are asked for first. They must not change afterwards.
    pub fn of(&self, table: &(impl Table + ?Sized), metric: Metric, window: &ResolvedWindow) -> &Column {
        let mut place = self;
        loop {
            let kept = place.0.get_or_init(|| {
                let mut column = Column::with_capacity(table.rows());
                table.sums(metric, window, 0..table.rows(), &mut column);
                Box::new(Kept {
                    metric,
                    window: *window,
                    column,
                    next: Self::default(),
                })
            });
            if kept.metric == metric && kept.window == *window {
                return &kept.column;
            }
            place = &kept.next;
        }
    }
}
