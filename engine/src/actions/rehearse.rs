//! Carrying out at once, without anybody asked and without a platform: what a rehearsal does with what was let in.
//!
//! Called by `backtest` in its scratch world and by nothing else; there is no platform behind it that could hear anything.

use jiff::Timestamp;
use uuid::Uuid;

use super::{
    settle,
    state::State,
    store::{self, Step},
};
use crate::{
    identity::{Actor, OrgScope},
    random::Random,
    rules::progress::Ended,
    store::{StoreError, Tx},
};

/// Takes every open action of the account all the way to applied. Answers how many there were.
pub(crate) async fn carry_out_at_once(
    tx: &mut Tx,
    scope: OrgScope,
    account_id: Uuid,
    random: &Random,
    at: Timestamp,
) -> Result<usize, StoreError> {
    let open = store::open(tx, scope, account_id).await?.readable;
    for action in &open {
        let mut action = action.clone();
        for next in [State::Approved, State::Intent, State::Applied] {
            if !action.state.may_become(next) {
                continue;
            }
            if !store::step(tx, scope, &action, Step::to(next, Actor::System, at)).await? {
                return Err(StoreError::inconsistent("action.version", action.id.to_string()));
            }
            action.state = next;
            action.version = action.version.saturating_add(1);
        }
        settle::note_change(tx, scope, &action, random, at).await?;
        settle::settle_progress(tx, scope, &action, Ended::Applied { at }, at).await?;
        settle::settle_decision(tx, scope, &action, random, at).await?;
    }
    Ok(open.len())
}
