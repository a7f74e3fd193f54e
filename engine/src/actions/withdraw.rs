//! Taking back what was not sent: an account goes out of service, and nothing may be done to it any more.

use std::collections::BTreeSet;

use jiff::{SignedDuration, Timestamp};
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
    store::{StoreError, Tx, params, statements},
};

/// An intent this old (business time) is no live request: a write is given up after twenty seconds.
const LONGEST_REQUEST: SignedDuration = SignedDuration::from_mins(5);

statements! {
    /// Requests that are on their way now: written down by the account's present owner, which is at work, a moment ago. Any
    /// other intent is what a process left behind that ended in the middle.
    ON_THEIR_WAY = "select x.id from action x join ad_account a on a.org_id = x.org_id and a.id = x.account_id
        join shard s on s.id = a.shard
        where x.org_id = $1 and x.account_id = $2 and x.state = 'intent' and x.epoch = s.epoch and x.updated_at > $3 and a.state = 'active'";
}

/// What an account was left with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Withdrawn {
    /// How many actions were ended.
    pub ended: usize,
    /// How many requests are on their way to the platform; their answers are waited for.
    pub on_their_way: usize,
}

/// Ends every open action of an account but those whose request is on its way. What was not sent is cancelled; what is in
/// doubt ends as given up, because nobody will be able to ask the platform.
pub async fn withdraw_all(
    tx: &mut Tx,
    scope: OrgScope,
    account_id: Uuid,
    random: &Random,
    by: Actor,
    at: Timestamp,
) -> Result<Withdrawn, StoreError> {
    let young = at.saturating_sub(LONGEST_REQUEST).unwrap_or(Timestamp::MIN);
    let live = tx
        .fetch_all(ON_THEIR_WAY, params![scope.id(), account_id, young])
        .await?
        .iter()
        .map(|row| row.uuid("id"))
        .collect::<Result<BTreeSet<Uuid>, StoreError>>()?;
    let mut withdrawn = Withdrawn {
        ended: 0,
        on_their_way: 0,
    };
    for action in store::open(tx, scope, account_id).await?.readable {
        if live.contains(&action.id) {
            withdrawn.on_their_way = withdrawn.on_their_way.saturating_add(1);
            continue;
        }
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
            // It moved on between the look and the step: it is looked at again.
            withdrawn.on_their_way = withdrawn.on_their_way.saturating_add(1);
            continue;
        }
        settle::settle_progress(tx, scope, &action, how, at).await?;
        settle::settle_decision(tx, scope, &action, random, at).await?;
        withdrawn.ended = withdrawn.ended.saturating_add(1);
    }
    Ok(withdrawn)
}
