//! Guards broken outside: what somebody changed at the platform that Adjutant itself would not have done.
//!
//! Called behind a sync with what it found changed. A guard promises what Adjutant will not cause; what others cause it can only tell.

use std::{collections::BTreeSet, sync::Arc};

use dsl::conduct::door::Refusal;
use jiff::Timestamp;

use super::promises::{Promises, wanted};
use crate::{
    campaigns::Drift,
    connections::RegisteredAccount,
    metrics::ingest,
    notifications::{self, Notification},
    random::Random,
    rules::catalog,
    store::{StoreError, Tx},
};

/// Tells the admins of every guard that a change outside has broken; answers how many there are.
pub async fn tell(
    tx: &mut Tx,
    account: &RegisteredAccount,
    drift: &[Drift],
    random: &Random,
    at: Timestamp,
) -> Result<usize, StoreError> {
    if drift.is_empty() {
        return Ok(0);
    }
    let guards = catalog::guards(tx, account.scope).await?;
    if !guards
        .iter()
        .any(|guard| guard.watches(account.platform, &account.name))
    {
        return Ok(0);
    }
    let snapshot = Arc::new(ingest::load_table(tx, account, at).await?).at(at);
    let promises = Promises::read(tx, account, &snapshot, &guards).await?;
    // Each promise once, however many changes broke it.
    let found: BTreeSet<(String, String)> = promises.ground().map_or_else(BTreeSet::new, |ground| {
        drift
            .iter()
            .filter_map(|change| {
                let object = snapshot.table.id_below(&change.target);
                let what = (&change.target, change.field, change.campaign_id, object);
                ground.breach(wanted(what, (&change.from, &change.to), &snapshot.table))
            })
            .map(|Refusal { by, reason }| (by, reason))
            .collect()
    });
    for (guard, promise) in &found {
        let told = Notification::new(
            notifications::Kind::Account,
            format!("{} was changed outside Adjutant against the {guard}", account.name),
            format!("{promise}\nAdjutant did not do it and does not undo it; from now on the guard holds for what is there."),
        )
        .about("account", Some(account.id))
        .one_of(format!("breach:{}:{guard}:{promise}", account.id))
        .to_admins();
        notifications::enqueue(tx, account.scope, random.id(), &told, at).await?;
    }
    Ok(found.len())
}
