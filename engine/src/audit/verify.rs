//! Verifying: walking an organisation's chain from its beginning.

use super::{
    chain::{self, GENESIS},
    store::{self, StoredEvent},
};
use crate::{
    identity::OrgScope,
    store::{Store, StoreError, params},
};

const PAGE: i64 = 1_000;

/// What a walk along the chain found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verification {
    /// Seals that hold, from the beginning.
    pub holds: i64,
    /// Events not sealed yet. Seconds after the last change there are none; many old ones mean that the chain's tail was
    /// cut off.
    pub unsealed: i64,
    pub broken: Option<ChainBreak>,
}

/// The first place that was tampered with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChainBreak {
    pub seq: i64,
    pub reason: &'static str,
}

/// Recomputes every seal of an organisation and names the first that does not hold.
pub async fn verify(store: &Store, scope: OrgScope) -> Result<Verification, StoreError> {
    store
        .read(move |tx| {
            Box::pin(async move {
                let unsealed = tx
                    .fetch_one(store::COUNT_UNSEALED, params![scope.id()])
                    .await?
                    .i64("n")?;
                let mut holds = 0_i64;
                let mut hash = GENESIS;
                loop {
                    let rows = tx
                        .fetch_all(store::CHAIN, params![scope.id(), holds, PAGE])
                        .await?;
                    let page = i64::try_from(rows.len()).unwrap_or(PAGE);
                    for row in &rows {
                        let expected_seq = holds.saturating_add(1);
                        let broken = |reason| {
                            Ok(Verification {
                                holds,
                                unsealed,
                                broken: Some(ChainBreak {
                                    seq: expected_seq,
                                    reason,
                                }),
                            })
                        };
                        if row.i64("seq")? != expected_seq {
                            return broken("the seal is gone");
                        }
                        if row.opt_uuid("id")?.is_none() {
                            return broken("the event is gone");
                        }
                        let event = match StoredEvent::read(row) {
                            Ok(event) => event,
                            Err(_) => return broken("the event cannot be read"),
                        };
                        hash = chain::next(&hash, &chain::record(scope.id(), expected_seq, &event));
                        if row.bytes("hash")? != hash {
                            return broken("the event or its seal was changed");
                        }
                        holds = expected_seq;
                    }
                    if page < PAGE {
                        return Ok(Verification {
                            holds,
                            unsealed,
                            broken: None,
                        });
                    }
                }
            })
        })
        .await
}

/// Every organisation's chain, by the organisation's name. For the operator of the installation.
pub async fn verify_all(store: &Store) -> Result<Vec<(String, Verification)>, StoreError> {
    let organisations = store
        .read(|tx| {
            Box::pin(async move {
                let rows = tx.fetch_all(store::ORGANISATIONS, params![]).await?;
                rows.iter()
                    .map(|row| Ok::<_, StoreError>((row.uuid("id")?, row.text("name")?)))
                    .collect::<Result<Vec<_>, _>>()
            })
        })
        .await?;
    let mut found = Vec::with_capacity(organisations.len());
    for (id, name) in organisations {
        found.push((name, verify(store, OrgScope::of(id)).await?));
    }
    Ok(found)
}
