//! What one look of a rule costs at most, known before it is run: parts × objects + n log n per ranking + scripts × their operations.

use serde::Serialize;

use crate::display::{group_thousands, plural};
use crate::evaluate::needed::Needed;
use crate::evaluate::plan::{ConditionOp, NumberOp, Plan};
use crate::registry::Level;
use crate::script::MOST_OPERATIONS;

/// Steps that one operation of a script counts as: an interpreter's operation takes about ten times as long as a column's.
const STEPS_AN_OPERATION: u64 = 10;

/// What one look of a rule at one account's objects costs at most, in steps. A step is one part of the rule at one object.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Cost {
    pub objects: u64,
    /// Sums, attributes, operators and comparisons, each counted once however often it is written.
    pub parts: u64,
    pub rankings: u64,
    /// Calls of scripts at one object.
    pub scripts: u64,
    pub steps: u64,
}

impl Cost {
    /// `runs`: the scripts that its branches run, which are not of the plan.
    pub(super) fn of(plan: &Plan, runs: usize, objects: u64) -> Self {
        let needed = Needed::throughout(plan);
        let is_script = |number: &&usize| matches!(plan.numbers.get(**number), Some(NumberOp::Script { .. }));
        let is_ranking =
            |condition: &&usize| matches!(plan.conditions.get(**condition), Some(ConditionOp::Ranked(_)));
        let count = |found: usize| u64::try_from(found).unwrap_or(u64::MAX);
        let called = count(needed.numbers.iter().filter(is_script).count());
        let scripts = called.saturating_add(count(runs));
        let rankings = count(needed.conditions.iter().filter(is_ranking).count());
        let all = count(needed.numbers.len().saturating_add(needed.conditions.len()));
        let parts = all.saturating_sub(called).saturating_sub(rankings);
        let ordering = objects.saturating_mul(halvings(objects));
        let running = MOST_OPERATIONS.saturating_mul(STEPS_AN_OPERATION);
        let steps = parts
            .saturating_mul(objects)
            .saturating_add(rankings.saturating_mul(ordering))
            .saturating_add(scripts.saturating_mul(objects).saturating_mul(running));
        Self {
            objects,
            parts,
            rankings,
            scripts,
            steps,
        }
    }

    /// The arithmetic: `7 parts × 1,200 campaigns + 1 ranking × 1,200 × 11 = 21,600 steps`.
    #[must_use]
    pub fn in_words(&self, level: Level) -> String {
        let shown = |count: u64| group_thousands(&count.to_string());
        let counted = |count: u64, noun: &str| plural(i64::try_from(count).unwrap_or(i64::MAX), noun);
        let objects = format!(
            "{} {}",
            shown(self.objects),
            if self.objects == 1 {
                level.one().to_owned()
            } else {
                level.to_string()
            }
        );
        let mut terms = vec![format!("{} × {objects}", counted(self.parts, "part"))];
        if self.rankings > 0 {
            let each = format!("{} × {}", shown(self.objects), halvings(self.objects));
            terms.push(format!("{} × {each}", counted(self.rankings, "ranking")));
        }
        if self.scripts > 0 {
            let running = shown(MOST_OPERATIONS.saturating_mul(STEPS_AN_OPERATION));
            terms.push(format!(
                "{} × {objects} × {running}",
                counted(self.scripts, "script")
            ));
        }
        format!("{} = {}", terms.join(" + "), step_words(self.steps))
    }
}

/// `3,600 steps`.
#[must_use]
pub fn step_words(steps: u64) -> String {
    let noun = if steps == 1 { "step" } else { "steps" };
    format!("{} {noun}", group_thousands(&steps.to_string()))
}

/// How often a number of objects can be halved, which is how often each is compared where they are ordered.
fn halvings(objects: u64) -> u64 {
    objects
        .checked_ilog2()
        .map_or(0, |halvings| u64::from(halvings).saturating_add(1))
}
