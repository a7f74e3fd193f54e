//! What hangs on an action's end, in the transaction that ends it: the stored object, the rule's progress, its messages.

use jiff::Timestamp;

use super::{
    held,
    store::{self, Action},
};
use crate::{
    campaigns::{self, ChangeSource, store::PropertyChange},
    identity::OrgScope,
    metrics::rollup,
    notifications,
    random::Random,
    rules::{
        progress::{self, Ended},
        store as rule_store,
    },
    store::{StoreError, Tx, params},
};

/// The stored object follows the applied action at once.
pub(super) async fn note_change(
    tx: &mut Tx,
    scope: OrgScope,
    action: &Action,
    random: &Random,
    at: Timestamp,
) -> Result<(), StoreError> {
    let change = PropertyChange {
        target: &action.target,
        field: action.field,
        at,
        old: Some(&action.expected),
        new: &action.value,
        source: ChangeSource::Adjutant,
        action_id: Some(action.id),
    };
    campaigns::store::apply_own_change(tx, scope, action.account_id, random, change).await?;
    held::applied(tx, scope, action, random, at).await?;
    rollup::refresh_budgets(tx, scope, action.account_id).await?;
    if let Some(undone) = action.undoes {
        tx.execute(store::SET_UNDONE, params![scope.id(), undone, action.id])
            .await?;
    }
    Ok(())
}

/// Tells the rule's progress on the object how its action ended; a stale or lapsed proposal makes the rule due again.
pub(super) async fn settle_progress(
    tx: &mut Tx,
    scope: OrgScope,
    action: &Action,
    how: Ended,
    at: Timestamp,
) -> Result<(), StoreError> {
    // What is given back is none of the rule's own steps: its cooldown and its count go on.
    if action.gives_back {
        return Ok(());
    }
    let (Some(rule_id), Some(object)) = (action.rule_id, action.object()) else {
        return Ok(());
    };
    let Some(progress) = rule_store::progress_on(tx, scope, rule_id, object).await? else {
        return Ok(());
    };
    let next = progress::ended(progress, action.cooldown_seconds, how);
    rule_store::put_progress(tx, scope, action.account_id, rule_id, object, next, at).await?;
    if how == Ended::Open {
        rule_store::pull_schedule(tx, scope, rule_id, action.account_id, at).await?;
    }
    Ok(())
}

/// Sends the decision's notifications once none of its actions is open any more.
pub(super) async fn settle_decision(
    tx: &mut Tx,
    scope: OrgScope,
    action: &Action,
    random: &Random,
    at: Timestamp,
) -> Result<(), StoreError> {
    let Some(decision_id) = action.decision_id else {
        return Ok(());
    };
    let open = tx
        .fetch_one(store::OPEN_OF_DECISION, params![scope.id(), decision_id])
        .await?
        .i64("n")?;
    if open == 0 {
        notifications::send_for_decision(tx, scope, decision_id, random, at).await?;
    }
    Ok(())
}
