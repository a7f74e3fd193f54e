//! What the door thinks of a batch, before anything is written: merge, pauses against raises, guards, limits.
//!
//! Reads only, so that a page can ask the same questions. Called by `door` alone.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    door::{Door, Proposal, Refusal},
    limits, merge,
    promises::{Promises, Wanted},
    store,
    store::Action,
};
use crate::{
    campaigns,
    connections::platform::{SwitchStatus, TargetKind, WriteField, WriteTarget, WriteValue},
    store::{StoreError, Tx},
};

/// What the door thinks of a batch.
pub(super) struct Judgement {
    /// The account's open actions.
    pub open: Vec<Action>,
    /// Per proposal.
    pub refusals: Vec<Option<Refusal>>,
    /// Winning proposal → the waiting action (in `open`) that it supersedes.
    pub superseded: BTreeMap<usize, usize>,
}

/// Judges a batch. Writes nothing.
pub(super) async fn judge(
    tx: &mut Tx,
    door: &Door<'_>,
    proposals: &[Proposal],
) -> Result<Judgement, StoreError> {
    let open = store::open(tx, door.account.scope, door.account.id).await?;
    let mut refusals: Vec<Option<Refusal>> = vec![None; proposals.len()];
    let superseded = merge_all(door, proposals, &open, &mut refusals);
    drop_raises_of_paused(tx, door, proposals, &open, &mut refusals).await?;
    guard_all(tx, door, proposals, &open, &mut refusals).await?;
    limits::apply(tx, door, proposals, &open, &superseded, &mut refusals).await?;
    Ok(Judgement {
        open,
        refusals,
        superseded,
    })
}

/// Merges per property; answers, per winning proposal, the waiting action that it supersedes.
fn merge_all(
    door: &Door<'_>,
    proposals: &[Proposal],
    open: &[Action],
    refusals: &mut [Option<Refusal>],
) -> BTreeMap<usize, usize> {
    let mut groups: BTreeMap<(WriteTarget, WriteField), Vec<usize>> = BTreeMap::new();
    for (index, proposal) in proposals.iter().enumerate() {
        groups
            .entry((proposal.target.clone(), proposal.field))
            .or_default()
            .push(index);
    }
    let mut superseded = BTreeMap::new();
    for ((target, field), members) in groups {
        let holder = open
            .iter()
            .position(|action| action.target == target && action.field == field);
        let waiting = holder.and_then(|at| open.get(at));
        let mut refuse = |index: usize, by: &str, reason: String| {
            if let Some(slot) = refusals.get_mut(index) {
                *slot = Some(Refusal {
                    by: by.to_owned(),
                    reason,
                });
            }
        };
        if let Some(action) = waiting.filter(|action| !action.state.is_undecided()) {
            for index in members {
                refuse(
                    index,
                    "in flight",
                    format!(
                        "an action on {} is already {}",
                        action.target_name,
                        action.state.as_str()
                    ),
                );
            }
            continue;
        }
        let mut candidates: Vec<merge::Candidate> = waiting
            .map(|action| merge::Candidate {
                value: action.value.clone(),
                is_waiting: true,
            })
            .into_iter()
            .collect();
        let offset = candidates.len();
        let chosen: Vec<&Proposal> = members.iter().filter_map(|index| proposals.get(*index)).collect();
        candidates.extend(chosen.iter().map(|proposal| merge::Candidate {
            value: proposal.value.clone(),
            is_waiting: false,
        }));
        let Some(current) = chosen.first().map(|proposal| &proposal.expected) else {
            continue;
        };
        let winner = merge::winner(&candidates, current);
        for (position, index) in members.iter().enumerate() {
            if winner == Some(position.saturating_add(offset)) {
                if let Some(at) = holder {
                    superseded.insert(*index, at);
                }
                continue;
            }
            let won = winner
                .and_then(|won| won.checked_sub(offset))
                .and_then(|won| chosen.get(won));
            let (by, reason) = match (won, proposals.get(*index)) {
                (Some(won), Some(lost)) => lost_to(door, won, lost),
                (_, lost) => {
                    let own = lost.and_then(|lost| lost.origin.rule()).is_some()
                        && lost.and_then(|lost| lost.origin.rule())
                            == waiting.and_then(|action| action.rule_id);
                    let reason = match waiting {
                        Some(action) if own => format!(
                            "this rule's proposal for the same property already waits: {}",
                            door.shown(&action.value)
                        ),
                        _ => "a safer proposal for the same property already waits".to_owned(),
                    };
                    ("waiting proposal".to_owned(), reason)
                }
            };
            refuse(*index, &by, reason);
        }
    }
    superseded
}

/// How a proposal is told that another one of the same batch came before it.
fn lost_to(door: &Door<'_>, won: &Proposal, lost: &Proposal) -> (String, String) {
    if won.origin.rule().is_some() && won.origin.rule() == lost.origin.rule() {
        return (
            "shared budget".to_owned(),
            format!(
                "another campaign of this rule on the same budget asked for {}",
                door.shown(&won.value)
            ),
        );
    }
    let name = won.origin.label();
    (name.to_owned(), format!("lost to \"{name}\""))
}

/// A pause on every campaign that spends from a budget drops raises of that budget.
async fn drop_raises_of_paused(
    tx: &mut Tx,
    door: &Door<'_>,
    proposals: &[Proposal],
    open: &[Action],
    refusals: &mut [Option<Refusal>],
) -> Result<(), StoreError> {
    let is_pause = |value: &WriteValue| *value == WriteValue::Status(SwitchStatus::Paused);
    let mut paused: BTreeSet<String> = open
        .iter()
        .filter(|action| action.target.kind == TargetKind::Campaign && is_pause(&action.value))
        .map(|action| action.target.external_id.clone())
        .collect();
    for (proposal, refusal) in proposals.iter().zip(refusals.iter()) {
        if refusal.is_none() && proposal.target.kind == TargetKind::Campaign && is_pause(&proposal.value) {
            paused.insert(proposal.target.external_id.clone());
        }
    }
    if paused.is_empty() {
        return Ok(());
    }
    for (proposal, refusal) in proposals.iter().zip(refusals.iter_mut()) {
        if refusal.is_some() || !proposal.raises_budget() {
            continue;
        }
        let spenders = campaigns::store::campaigns_of_budget(
            tx,
            door.account.scope,
            door.account.id,
            &proposal.target.external_id,
        )
        .await?;
        if !spenders.is_empty()
            && spenders
                .iter()
                .all(|(_, _, external_id)| paused.contains(external_id))
        {
            let reason = "a pause of the campaign is proposed or under way".to_owned();
            *refusal = Some(Refusal {
                by: "pause".to_owned(),
                reason,
            });
        }
    }
    Ok(())
}

/// Asks every guard about every surviving wish, what matters most first: whatever is let in is reserved for those behind it,
/// and so is everything that is open in the ledger.
async fn guard_all(
    tx: &mut Tx,
    door: &Door<'_>,
    proposals: &[Proposal],
    open: &[Action],
    refusals: &mut [Option<Refusal>],
) -> Result<(), StoreError> {
    let promises = Promises::read(tx, door.account, door.snapshot, door.guards).await?;
    if promises.is_empty() {
        return Ok(());
    }
    let mut order: Vec<usize> = (0..proposals.len())
        .filter(|index| refusals.get(*index).is_some_and(Option::is_none))
        .collect();
    order.sort_by_key(|index| {
        std::cmp::Reverse(
            proposals
                .get(*index)
                .map_or(i64::MIN, |proposal| proposal.origin.rank()),
        )
    });
    let mut let_in: Vec<&Proposal> = Vec::new();
    for index in order {
        let Some(proposal) = proposals.get(index) else {
            continue;
        };
        // What this one replaces is not there beside it.
        let same =
            |target: &WriteTarget, field: WriteField| *target == proposal.target && field == proposal.field;
        let reserved: Vec<Wanted<'_>> = open
            .iter()
            .filter(|action| !same(&action.target, action.field))
            .map(Wanted::from)
            .chain(let_in.iter().copied().map(Wanted::from))
            .collect();
        match promises.objection(Wanted::from(proposal), &reserved) {
            None => let_in.push(proposal),
            Some(objection) => {
                if let Some(slot) = refusals.get_mut(index) {
                    *slot = Some(objection);
                }
            }
        }
    }
    Ok(())
}
