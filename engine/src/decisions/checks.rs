//! One rule against every object of one version of the columns: verdict and progress meet. Pure.
//!
//! Called by the tick, which writes what follows, and by `trial`, which writes nothing.

use dsl::{BoundRule, Verdicts};
use uuid::Uuid;

use crate::{
    metrics::Snapshot,
    rules::progress::{self, Progress},
};

/// One object's check.
#[derive(Debug, Clone, Copy)]
pub struct Checked {
    pub row: usize,
    pub object: Uuid,
    pub before: Option<Progress>,
    pub after: Option<Progress>,
    pub outcome: progress::Outcome,
}

/// Takes every object of the table one check further, in the order of the table.
pub fn check_rule(
    snapshot: &Snapshot,
    bound: &BoundRule,
    verdicts: &Verdicts,
    remembered: impl Fn(Uuid) -> Option<Progress>,
) -> Vec<Checked> {
    let checks = progress::Checks::of(bound.rule());
    let objects = snapshot.table.objects();
    // A pool moves as one, and rests as one.
    let waits = if bound.rule().scope().pooled {
        progress::pool_waits(
            objects.iter().filter_map(|object| remembered(object.id)),
            snapshot.at,
        )
    } else {
        None
    };
    let mut found = Vec::with_capacity(objects.len());
    for (row, object) in objects.iter().enumerate() {
        let before = remembered(object.id);
        let (mut after, mut outcome) =
            checks.take(before, verdicts, row, snapshot.at, snapshot.table.data_until);
        if let (progress::Outcome::Fires { .. }, Some(waits)) = (outcome, waits) {
            (after, outcome) = (before, waits);
        }
        found.push(Checked {
            row,
            object: object.id,
            before,
            after,
            outcome,
        });
    }
    found
}
