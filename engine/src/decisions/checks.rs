//! One rule against every object of one version of the columns: verdict and progress meet. Pure.
//!
//! Called by the tick, which writes what follows, and by `trial`, which writes nothing.

use dsl::{BoundRule, Verdicts};
use uuid::Uuid;

use crate::{
    metrics::table::Snapshot,
    rules::progress::{self, Progress},
};

/// One object's check.
#[derive(Debug, Clone, Copy)]
pub struct Checked {
    pub row: usize,
    pub campaign: Uuid,
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
    let mut found = Vec::with_capacity(snapshot.table.campaigns().len());
    for (row, campaign) in snapshot.table.campaigns().iter().enumerate() {
        let before = remembered(campaign.id);
        let (after, outcome) = checks.take(before, verdicts, row, snapshot.at, snapshot.table.data_until);
        found.push(Checked {
            row,
            campaign: campaign.id,
            before,
            after,
            outcome,
        });
    }
    found
}
