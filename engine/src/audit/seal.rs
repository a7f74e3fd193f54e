//! Sealing: new events enter their organisation's chain, in batches, once.

use uuid::Uuid;

use super::{
    chain::{self, GENESIS, Hash},
    store::{self, StoredEvent},
};
use crate::{
    Context,
    store::{StoreError, Tx, params},
};

/// Events sealed in one transaction at the most.
const BATCH: i64 = 200;
/// How far before the last sealed event late ones are looked for. Ids carry the time of their making, and no
/// transaction lives as long as this; what is older still (a clock set back) is found by [`seal_all`] at the next start.
const LOOK_BACK_MILLIS: u64 = 60 * 60 * 1_000;

/// How much of the past is looked through.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reach {
    Recent,
    Everything,
}

/// Chains what is new in every organisation and answers how many events that were. Cheap when there is nothing.
pub async fn seal(context: &Context) -> Result<u64, StoreError> {
    seal_organisations(context, Reach::Recent).await
}

/// Like [`seal`], looking through the whole past: once at start-up.
pub async fn seal_all(context: &Context) -> Result<u64, StoreError> {
    seal_organisations(context, Reach::Everything).await
}

async fn seal_organisations(context: &Context, reach: Reach) -> Result<u64, StoreError> {
    // Reading first keeps the one writer free in the seconds in which nothing happened.
    let waiting = context
        .store
        .read(move |tx| {
            Box::pin(async move {
                let mut waiting = Vec::new();
                for row in tx.fetch_all(store::ORGANISATIONS, params![]).await? {
                    let org_id = row.uuid("id")?;
                    let head = Head::read(tx, org_id).await?;
                    let first = tx
                        .fetch_optional(store::UNSEALED, params![org_id, head.floor(reach), 1_i64])
                        .await?;
                    if first.is_some() {
                        waiting.push(org_id);
                    }
                }
                Ok::<_, StoreError>(waiting)
            })
        })
        .await?;
    let mut sealed: u64 = 0;
    for org_id in waiting {
        loop {
            let batch = context
                .store
                .write(move |tx| Box::pin(seal_batch(tx, org_id, reach)))
                .await;
            match batch {
                Ok(count) => {
                    sealed = sealed.saturating_add(u64::try_from(count).unwrap_or(0));
                    if count < BATCH {
                        break;
                    }
                }
                // Another node sealed at the same moment; it has done our work.
                Err(StoreError::Conflict { .. }) => break,
                Err(error) => return Err(error),
            }
        }
    }
    Ok(sealed)
}

async fn seal_batch(tx: &mut Tx, org_id: Uuid, reach: Reach) -> Result<i64, StoreError> {
    let head = Head::read(tx, org_id).await?;
    let mut seq = head.seq;
    let mut hash = head.hash;
    let mut count = 0_i64;
    for row in tx
        .fetch_all(store::UNSEALED, params![org_id, head.floor(reach), BATCH])
        .await?
    {
        let event = StoredEvent::read(&row)?;
        seq = seq.saturating_add(1);
        hash = chain::next(&hash, &chain::record(org_id, seq, &event));
        tx.execute_exactly(
            1,
            store::INSERT_SEAL,
            params![org_id, seq, event.id, hash.to_vec()],
        )
        .await?;
        count = count.saturating_add(1);
    }
    Ok(count)
}

/// Where an organisation's chain ends.
struct Head {
    seq: i64,
    hash: Hash,
    event_id: Option<Uuid>,
}

impl Head {
    async fn read(tx: &mut Tx, org_id: Uuid) -> Result<Self, StoreError> {
        let Some(row) = tx.fetch_optional(store::LAST_SEAL, params![org_id]).await? else {
            return Ok(Self {
                seq: 0,
                hash: GENESIS,
                event_id: None,
            });
        };
        let hash = row
            .bytes("hash")?
            .try_into()
            .map_err(|_| StoreError::inconsistent("audit_seal.hash", "length"))?;
        Ok(Self {
            seq: row.i64("seq")?,
            hash,
            event_id: Some(row.uuid("event_id")?),
        })
    }

    /// The id after which unsealed events are looked for.
    fn floor(&self, reach: Reach) -> Uuid {
        let made = self
            .event_id
            .and_then(|id| id.get_timestamp())
            .filter(|_| reach == Reach::Recent);
        let Some((seconds, nanos)) = made.map(|timestamp| timestamp.to_unix()) else {
            return Uuid::nil();
        };
        let millis = seconds
            .saturating_mul(1_000)
            .saturating_add(u64::from(nanos / 1_000_000));
        uuid::Builder::from_unix_timestamp_millis(millis.saturating_sub(LOOK_BACK_MILLIS), &[0; 10])
            .into_uuid()
    }
}
