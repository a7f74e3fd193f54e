//! What a tick writes down: what became of a branch that fired, its decision, and the packed record of every check.
//!
//! Called by `tick` and `shadow`, inside of the tick's transaction.

use std::collections::BTreeMap;

use uuid::Uuid;

use super::{
    Blocker, Outcome,
    pack::{self, Line},
    reason_of, store,
    tick::{Evaluated, Firing, Tick, TickReport},
};
use crate::{
    actions::{door::Admission, simulated::Simulated},
    metrics::table::ObjectColumns,
    notifications,
    rules::progress::{self, Admitted, Progress},
    store::{StoreError, Tx, params},
};

/// What became of one firing branch.
pub(super) struct Settled {
    pub(super) line: Line,
    pub(super) progress: Option<Progress>,
}

impl Settled {
    pub(super) fn of(object: Uuid, firing: &Firing, outcome: Outcome, progress: Option<Progress>) -> Self {
        let note = firing
            .blocked
            .first()
            .map(|blocker| format!("{}: {}", blocker.by, blocker.reason));
        let line = Line {
            object,
            outcome,
            branch: u32::try_from(firing.branch).ok(),
            note,
        };
        Self { line, progress }
    }
}

/// The object that a branch fired on.
pub(super) fn object_of<'a>(
    candidate: &'a Evaluated,
    firing: &Firing,
) -> Result<&'a ObjectColumns, StoreError> {
    candidate
        .snapshot
        .object(firing.row)
        .ok_or_else(|| StoreError::inconsistent("decision", "a branch fired on no object"))
}

impl Tick<'_> {
    /// Writes down what became of one firing branch.
    pub(super) async fn settle(
        &self,
        tx: &mut Tx,
        candidate: &Evaluated,
        mut firing: Firing,
        admissions: &[Admission],
        report: &mut TickReport,
    ) -> Result<Settled, StoreError> {
        let object = object_of(candidate, &firing)?;
        let (mut open, mut written) = (0_usize, 0_usize);
        for position in &firing.proposals {
            match admissions.get(*position) {
                Some(Admission::Opened { .. }) => {
                    open = open.saturating_add(1);
                    written = written.saturating_add(1);
                }
                Some(Admission::Blocked {
                    action_id,
                    by,
                    reason,
                }) => {
                    written = written.saturating_add(usize::from(action_id.is_some()));
                    firing.blocked.push(Blocker {
                        by: by.clone(),
                        reason: reason.clone(),
                    });
                }
                None => {}
            }
        }
        report.opened = report.opened.saturating_add(open);
        let joined = self.join(tx, candidate, &mut firing).await?;
        // Nothing is to be done outside: it has told, or it holds what another rule did.
        let only_messages = firing.proposals.is_empty() && (!firing.messages.is_empty() || joined > 0);
        let outcome = if open > 0 || only_messages {
            Outcome::Fired
        } else {
            Outcome::Blocked
        };
        if outcome == Outcome::Blocked {
            report.blocked = report.blocked.saturating_add(written);
        }
        let admitted = match outcome {
            Outcome::Fired if only_messages => Admitted::Told,
            Outcome::Fired => Admitted::Opened,
            _ => Admitted::Nothing,
        };
        let cooldown = candidate.rule.bound.rule().cooldown();
        let progress = progress::admitted(firing.before, firing.after, admitted, cooldown, self.at);
        if written > 0 || only_messages {
            self.insert_decision(tx, candidate, &firing, outcome, None)
                .await?;
            if open == 0 && only_messages {
                notifications::send_for_decision(
                    tx,
                    self.account.scope,
                    firing.decision_id,
                    self.random,
                    self.at,
                )
                .await?;
            }
        }
        Ok(Settled::of(object.id, &firing, outcome, progress))
    }

    /// `simulated` is what a shadow would have done; its messages are told to nobody.
    pub(super) async fn insert_decision(
        &self,
        tx: &mut Tx,
        candidate: &Evaluated,
        firing: &Firing,
        outcome: Outcome,
        simulated: Option<&Simulated>,
    ) -> Result<(), StoreError> {
        let text = |value: serde_json::Result<String>| {
            value.map_err(|error| StoreError::inconsistent("decision", error.to_string()))
        };
        let object = object_of(candidate, firing)?;
        let moment = candidate.snapshot.moment();
        let Some(explanation) = &firing.explanation else {
            return Err(StoreError::inconsistent(
                "decision",
                "a branch fired without an explanation",
            ));
        };
        let reason = reason_of(explanation, firing.branch);
        let rule = &candidate.rule.due.rule;
        tx.execute_exactly(
            1,
            store::INSERT_DECISION,
            params![
                self.account.scope.id(),
                firing.decision_id,
                self.account.id,
                self.id,
                rule.id,
                rule.version,
                object.campaign_id,
                self.at,
                moment.data_until,
                outcome.as_str(),
                i64::try_from(firing.branch).unwrap_or(i64::MAX),
                reason,
                text(serde_json::to_string(explanation))?,
                text(serde_json::to_string(&firing.blocked))?,
                match simulated {
                    None => text(serde_json::to_string(&firing.messages))?,
                    Some(_) => "[]".to_owned(),
                },
                object.below_campaign(),
                simulated
                    .map(|simulated| text(serde_json::to_string(simulated)))
                    .transpose()?,
            ],
        )
        .await
    }

    pub(super) async fn insert_pack(
        &self,
        tx: &mut Tx,
        candidate: &Evaluated,
        lines: &[Line],
        outside: i64,
    ) -> Result<(), StoreError> {
        let mut counts: BTreeMap<Outcome, i64> = BTreeMap::new();
        for line in lines {
            let count = counts.entry(line.outcome).or_default();
            *count = count.saturating_add(1);
        }
        let count = |outcome| counts.get(&outcome).copied().unwrap_or(0);
        let rule = &candidate.rule.due.rule;
        tx.execute_exactly(
            1,
            store::INSERT_PACK,
            params![
                self.account.scope.id(),
                self.id,
                rule.id,
                self.account.id,
                rule.version,
                self.at,
                count(Outcome::Fired),
                count(Outcome::Pending).saturating_add(count(Outcome::Waiting)),
                count(Outcome::NotFired),
                count(Outcome::Unknown),
                count(Outcome::Blocked),
                outside,
                pack::pack(lines)?,
                count(Outcome::HeldOut),
            ],
        )
        .await
    }
}
