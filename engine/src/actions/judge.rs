//! What the door thinks of a batch, before anything is written: reads what is open, used up and under guard, and asks the pure
//! door of the rule language.
//!
//! Reads only, so that a page can ask the same questions. Called by `door` alone.

use std::collections::BTreeMap;

use dsl::conduct::door::{self as pure, Asked, Asker, Batch, Open, RuleAtDoor};
use uuid::Uuid;

use super::{
    door::{Door, Origin, Proposal, Refusal, direction},
    held, limits,
    policy::Direction,
    promises::Promises,
    simulated, store,
    store::{Action, OpenActions},
};
use crate::{
    campaigns,
    connections::platform::{TargetKind, WriteField},
    metrics::AccountTable,
    rules::store as rule_store,
    store::{StoreError, Tx, params},
};

/// What the door thinks of a batch.
pub(super) struct Judgement {
    /// The account's open actions.
    pub open: Vec<Action>,
    /// Per proposal.
    pub refusals: Vec<Option<Refusal>>,
    /// Winning proposal → the waiting actions (in `open`) that it supersedes.
    pub superseded: BTreeMap<usize, Vec<usize>>,
    /// Cuts of a move that come in smaller, with what they set.
    pub smaller: BTreeMap<usize, i64>,
}

/// Judges a batch. Writes nothing.
pub(super) async fn judge(
    tx: &mut Tx,
    door: &Door<'_>,
    proposals: &[Proposal],
) -> Result<Judgement, StoreError> {
    let OpenActions {
        readable: mut open,
        unreadable,
    } = store::open(tx, door.account.scope, door.account.id).await?;
    // A shadow stands in its rule's place: what that one has open or holds is not there.
    let instead_of = proposals.iter().find_map(|proposal| proposal.origin.shadow_of());
    if let Some(rule) = instead_of {
        open.retain(|action| action.rule_id != Some(rule));
    }
    let names: BTreeMap<Uuid, String> = if proposals
        .iter()
        .all(|proposal| proposal.origin.yields_to().is_empty())
    {
        BTreeMap::new()
    } else {
        tx.fetch_all(rule_store::NAMES, params![door.account.scope.id()])
            .await?
            .iter()
            .map(|row| Ok((row.uuid("id")?, row.text("name")?)))
            .collect::<Result<_, StoreError>>()?
    };
    let mut rules: Vec<RuleAtDoor<'_>> = Vec::new();
    // What is given back stands beside a rule's own wishes: its limits do not concern it.
    let mut numbers: BTreeMap<(Uuid, bool), usize> = BTreeMap::new();
    let mut spenders: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for proposal in proposals {
        if let Origin::Rule {
            id,
            shadow_of,
            name,
            limits,
            scope_spend,
            total_day,
            yields_to,
            ..
        } = &proposal.origin
            && !numbers.contains_key(&(*id, proposal.gives_back.is_some()))
        {
            numbers.insert((*id, proposal.gives_back.is_some()), rules.len());
            rules.push(RuleAtDoor {
                name,
                limits,
                used: match shadow_of {
                    None => limits::used(tx, door, *id, limits, *total_day).await?,
                    Some(_) => simulated::used(tx, door, *id, limits, *total_day).await?,
                },
                scope_spend: *scope_spend,
                yields_to,
            });
        }
    }
    let wishes = proposals
        .iter()
        .map(|proposal| (&proposal.target, &proposal.expected, &proposal.value));
    let waiting = open
        .iter()
        .map(|action| (&action.target, &action.expected, &action.value));
    for (target, expected, value) in wishes.chain(waiting) {
        let budget = &target.external_id;
        if target.kind == TargetKind::Budget
            && direction(WriteField::Budget, expected, value) == Direction::Riskier
            && !spenders.contains_key(budget)
        {
            let (scope, account) = (door.account.scope, door.account.id);
            let found = campaigns::store::campaigns_of_budget(tx, scope, account, budget).await?;
            let ids = found.into_iter().map(|(_, _, external_id)| external_id);
            spenders.insert(budget.clone(), ids.collect());
        }
    }
    let mut live = held::live(tx, door.account.scope, door.account.id).await?;
    live.retain(|held| Some(held.rule_id) != instead_of);
    let objects: Vec<String> = proposals.iter().map(limits::object).collect();
    let asked = proposals
        .iter()
        .zip(&objects)
        .map(|(proposal, object)| asked(proposal, object, &numbers, &door.snapshot.table));
    let batch = Batch {
        currency: door.account.currency,
        rules,
        asked: asked.collect(),
        open: open
            .iter()
            .map(|action| Open {
                wanted: action.wanted(&door.snapshot.table),
                rule: action
                    .rule_id
                    .and_then(|id| numbers.get(&(id, action.gives_back)).copied()),
                rule_name: action.rule_id.and_then(|id| names.get(&id)).map(String::as_str),
                is_undecided: action.state.is_undecided(),
                target_name: &action.target_name,
                state: action.state.as_str(),
            })
            .collect(),
        spenders,
        held: live
            .iter()
            .filter_map(|held| held.at_door(&door.account.zone))
            .collect(),
    };
    let promises = Promises::read(tx, door.account, door.snapshot, door.guards).await?;
    let mut judged = pure::judge(&batch, promises.ground().as_ref());
    drop(batch);
    for (place, (proposal, refusal)) in proposals.iter().zip(&mut judged.refusals).enumerate() {
        let is_taken = unreadable
            .iter()
            .any(|other| other.holds(&proposal.target, proposal.field));
        if is_taken && refusal.is_none() {
            judged.superseded.remove(&place);
            *refusal = Some(Refusal {
                by: "in flight".to_owned(),
                reason: "an open action on it cannot be read; it has to end first".to_owned(),
            });
        }
    }
    Ok(Judgement {
        open,
        refusals: judged.refusals,
        superseded: judged.superseded,
        smaller: judged.smaller,
    })
}

fn asked<'a>(
    proposal: &'a Proposal,
    object: &'a str,
    numbers: &BTreeMap<(Uuid, bool), usize>,
    table: &'a AccountTable,
) -> Asked<'a> {
    let (by, ranks): (_, &[dsl::Rank]) = match &proposal.origin {
        Origin::Rule { id, ranks, .. } => {
            let key = (*id, proposal.gives_back.is_some());
            (
                Asker::Rule(numbers.get(&key).copied().unwrap_or(usize::MAX)),
                ranks,
            )
        }
        Origin::Person { name, .. } => (Asker::Person(name), &[]),
    };
    Asked {
        wanted: proposal.wanted(table),
        by,
        object,
        rank: proposal.origin.rank(),
        ranks,
        moves: proposal.per_day_micros,
        gives_back: proposal.gives_back.is_some(),
        in_move: proposal.in_move,
    }
}
