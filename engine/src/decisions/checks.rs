//! One rule against every object of one version of the columns: verdict and progress meet. Pure.
//!
//! Called by the tick, which writes what follows, and by `trial`, which writes nothing.

use dsl::{BoundRule, Truth, Verdicts};
use uuid::Uuid;

use crate::{
    metrics::table::Snapshot,
    rules::progress::{self, Check, Progress},
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
    let rule = bound.rule();
    let lasting: Vec<_> = rule.branches().iter().map(|branch| branch.lasting).collect();
    let unconditional: Vec<bool> = rule
        .branches()
        .iter()
        .map(|branch| branch.is_unconditional)
        .collect();
    let mut found = Vec::with_capacity(snapshot.table.campaigns().len());
    let mut truths = Vec::with_capacity(lasting.len());
    for (row, campaign) in snapshot.table.campaigns().iter().enumerate() {
        let before = remembered(campaign.id);
        truths.clear();
        truths.extend(
            verdicts
                .branches
                .iter()
                .map(|branch| branch.get(row).copied().unwrap_or(Truth::Unknown)),
        );
        let check = Check {
            truths: &truths,
            lasting: &lasting,
            unconditional: &unconditional,
            cooldown: rule.cooldown(),
            at: snapshot.at,
            data_until: snapshot.table.data_until,
            in_scope: verdicts.scope.get(row) == Some(&Truth::True),
        };
        let (after, outcome) = progress::check(before, &check);
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
