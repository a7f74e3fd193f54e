//! What a tick does besides firing: gives back what is over, asks what releases, joins what others hold, leaves alone what is held
//! out, and makes up for what was missed.
//!
//! Called by `tick` alone, inside of its transaction.

use dsl::LONGEST_MISS;
use dsl::conduct::holds;
use jiff::Timestamp;

use super::tick::{Evaluated, Firing, Tick, TickReport, TickRule};
use crate::{
    actions::{
        door::{self, Door},
        held::{self, Joining},
        simulated, way_back,
    },
    rules::catalog,
    store::{StoreError, Tx},
};

impl Tick<'_> {
    /// No rule is due: only what is over is given back.
    pub(super) async fn give_back(&self, tx: &mut Tx) -> Result<TickReport, StoreError> {
        let scope = self.account.scope;
        let mut batch = Vec::new();
        let returns = way_back::over(tx, self.account, self.at, &mut batch).await?;
        let guards = catalog::guards(tx, scope).await?;
        let door = Door {
            account: self.account,
            snapshot: self.snapshot,
            guards: &guards,
            random: self.random,
            at: self.at,
        };
        let admissions = door::propose(tx, &door, batch).await?;
        Ok(TickReport {
            opened: way_back::settle(tx, scope, &returns, &admissions, self.at).await?,
            ..TickReport::default()
        })
    }

    /// Asks the `release when` of every rule of the tick about everything it holds, in its scope or not.
    pub(super) async fn ask_releases(&self, tx: &mut Tx, taken: &[Evaluated]) -> Result<(), StoreError> {
        if taken
            .iter()
            .all(|candidate| candidate.verdicts.release.is_empty())
        {
            return Ok(());
        }
        let (scope, account) = (self.account.scope, self.account.id);
        let mut live = held::live(tx, scope, account).await?;
        for shadow in taken.iter().filter(|candidate| candidate.rule.is_shadow()) {
            let id = shadow.rule.due.rule.id;
            live.extend(simulated::live(tx, scope, account, id).await?);
        }
        for candidate in taken {
            let (rule, bound) = (candidate.rule.due.rule.id, &candidate.rule.bound);
            for held in live
                .iter()
                .filter(|held| held.rule_id == rule && held.on_condition)
            {
                let row = candidate
                    .snapshot
                    .table
                    .objects()
                    .iter()
                    .position(|object| Some(object.id) == held.object());
                let truth = row.and_then(|row| candidate.verdicts.release.get(row).copied());
                let (Some(row), Some(_)) = (row, holds::ends(None, truth, self.at)) else {
                    continue;
                };
                let explanation = bound.explain(&candidate.snapshot, &candidate.snapshot.moment(), row);
                let reason = explanation
                    .release
                    .map(|release| release.reason)
                    .unwrap_or_default();
                held::condition_true(tx, self.account.scope, held, &reason, self.at).await?;
            }
        }
        Ok(())
    }

    /// Joins what other rules hold as this one wants it. Answers how often.
    pub(super) async fn join(
        &self,
        tx: &mut Tx,
        candidate: &Evaluated,
        firing: &mut Firing,
    ) -> Result<usize, StoreError> {
        let mut joined = 0_usize;
        for same in std::mem::take(&mut firing.same) {
            let joining = Joining {
                rule_id: candidate.rule.due.rule.id,
                rule_version: candidate.rule.due.rule.version,
                campaign_id: same.campaign_id,
                object_id: same.object_id,
                target: &same.target,
                field: same.field,
                terms: same.terms,
            };
            if held::join(tx, self.account, self.random, joining, self.at).await? {
                joined = joined.saturating_add(1);
            } else {
                firing.blocked.push(same.otherwise);
            }
        }
        Ok(joined)
    }
}

/// Whether the rule leaves this object alone.
pub(super) fn is_held_out(candidate: &Evaluated, row: usize) -> bool {
    candidate
        .snapshot
        .object(row)
        .is_some_and(|object| candidate.rule.bound.rule().holds_out(&object.external_id))
}

/// The time that a tick judges a rule at: the tick's own, or the one missed by a rule that catches up.
pub(super) fn judged_at(rule: &TickRule, at: Timestamp) -> Timestamp {
    if !rule.bound.rule().schedule().catches_up() {
        return at;
    }
    let earliest = at.saturating_sub(LONGEST_MISS).unwrap_or(Timestamp::MIN);
    rule.due.due_at.clamp(earliest.min(at), at)
}
