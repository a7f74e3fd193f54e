//! Taking back what was not sent: an account goes out of service, and nothing may be done to it any more.

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

/// What stands in the way of taking everything back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Withdrawn {
    /// How many actions were ended.
    All(usize),
    /// A request is on its way to the platform; its answer is waited for.
    RequestUnderWay,
}

/// Ends every open action of an account. What was not sent is cancelled; what is in doubt ends as given up, because nobody
/// will be able to ask the platform. `may_be_sending`: the account's owner is at work, so an intent is a live request.
pub async fn withdraw_all(
    tx: &mut Tx,
    scope: OrgScope,
    account_id: Uuid,
    may_be_sending: bool,
    random: &Random,
    by: Actor,
    at: Timestamp,
) -> Result<Withdrawn, StoreError> {
    let open = store::open(tx, scope, account_id).await?;
    if may_be_sending && open.iter().any(|action| action.state == State::Intent) {
        return Ok(Withdrawn::RequestUnderWay);
    }
    let mut ended = 0_usize;
    for action in open {
        let (to, why, how) = if action.state.may_become(State::Cancelled) {
            (
                State::Cancelled,
                "the account was disconnected before it was sent",
                Ended::Open,
            )
        } else {
            (
                State::Dead,
                "the account was disconnected before it was known what became of the request; look at the platform",
                Ended::Refused { at },
            )
        };
        if !store::step(tx, scope, &action, Step::to(to, by, at).because(why)).await? {
            return Ok(Withdrawn::RequestUnderWay);
        }
        settle::settle_progress(tx, scope, &action, how, at).await?;
        settle::settle_decision(tx, scope, &action, random, at).await?;
        ended = ended.saturating_add(1);
    }
    Ok(Withdrawn::All(ended))
}
