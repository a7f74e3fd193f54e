//! Whether the guards still let an action through that stands in the ledger: asked by whoever approves it, and by the
//! account's owner just before it is sent. Guards may have been written since, and values may have moved outside.

use std::sync::Arc;

use dsl::conduct::door::{Refusal, Wanted};
use jiff::Timestamp;

use super::{
    promises::Promises,
    state::State,
    store::{self, Action},
};
use crate::{
    connections::RegisteredAccount,
    metrics::ingest,
    rules::catalog,
    store::{StoreError, Tx},
};

/// What a guard says against the action now; `None` when all of them let it pass. What is approved or under way is reserved:
/// all of it for an action that still waits, and what came first for one that is about to be sent.
pub(super) async fn objection(
    tx: &mut Tx,
    account: &RegisteredAccount,
    action: &Action,
    at: Timestamp,
) -> Result<Option<Refusal>, StoreError> {
    let guards = catalog::guards(tx, account.scope).await?;
    if !guards
        .iter()
        .any(|guard| guard.watches(account.platform, &account.name))
    {
        return Ok(None);
    }
    let open = store::open(tx, account.scope, account.id).await?.readable;
    let snapshot = Arc::new(ingest::load_table(tx, account, at).await?).at(at);
    let reserved: Vec<Wanted<'_>> = open
        .iter()
        .filter(|other| {
            other.id != action.id
                && match other.state {
                    State::Proposed | State::AwaitingApproval => false,
                    State::Approved | State::Retrying => {
                        action.state.is_undecided()
                            || (other.created_at, other.id) < (action.created_at, action.id)
                    }
                    _ => true,
                }
        })
        .map(|other| other.wanted(&snapshot.table))
        .collect();
    let promises = Promises::read(tx, account, &snapshot, &guards).await?;
    Ok(promises.objection(action.wanted(&snapshot.table), &reserved))
}
