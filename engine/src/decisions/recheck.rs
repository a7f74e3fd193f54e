//! The check just before an approved action is sent: does the rule still want it, on today's values?

use dsl::{BoundRule, Truth};
use uuid::Uuid;

use crate::{actions::carry_out::Recheck, metrics::Snapshot};

/// Evaluates the rule version that proposed the action on one object as it stands now. Unknown counts as no: money
/// does not move on missing data.
pub fn recheck(bound: &BoundRule, snapshot: &Snapshot, object: Uuid, branch: usize) -> Recheck {
    let row = snapshot.table.objects().iter().position(|row| row.id == object);
    let Some(row) = row else {
        return Recheck::Fails(format!(
            "the {} is not there any more",
            snapshot.table.level.one()
        ));
    };
    let explanation = bound.explain(snapshot, &snapshot.moment(), row);
    if let Some(scope) = &explanation.scope
        && scope.truth != Truth::True
    {
        return Recheck::Fails(format!(
            "the {} has left the rule's scope",
            snapshot.table.level.one()
        ));
    }
    for (index, found) in explanation
        .branches
        .iter()
        .enumerate()
        .take(branch.saturating_add(1))
    {
        let wanted = if index == branch {
            Truth::True
        } else {
            Truth::False
        };
        if found.truth != wanted {
            return Recheck::Fails(match found.truth {
                Truth::Unknown => format!("on today's data it cannot be said any more: {}", found.reason),
                Truth::True | Truth::False => {
                    format!("on today's data the rule no longer asks for it: {}", found.reason)
                }
            });
        }
    }
    if explanation.branches.len() <= branch {
        return Recheck::Fails("the rule has no such branch".to_owned());
    }
    Recheck::Holds
}
