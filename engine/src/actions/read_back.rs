//! How doubt ends: the property is read back, and what it shows says what became of the request.
//!
//! The target value means applied. The expected value means that the request did not arrive, believed only once it is older
//! than the platform's read lag. Anything else is somebody else's change. Called by [`super::carry_out`] alone.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

use super::{
    carry_out::{POSTPONE, Session, Turn, backoff},
    checkpoint,
    state::State,
    store::{self, Action, Step, StepEnd},
};
use crate::{
    connections::{
        grants::Freshness,
        parking,
        platform::{DoubtResolution, PlatformError, WriteValue},
    },
    identity::Actor,
    rules::progress::Ended,
    store::{StoreError, params},
};

/// How often doubt is asked about before somebody has to look.
const MAX_READ_BACKS: i64 = 12;

impl Session<'_> {
    /// Resolves doubt by reading the property back.
    pub(super) async fn resolve(&self, action: Action) -> Result<Turn, StoreError> {
        match self.platform.resolution(action.field) {
            DoubtResolution::Compare | DoubtResolution::EffectiveLater => {}
            // The same key again is safe there: the platform recognises it. No adapter of these kinds exists whose
            // request could be rebuilt from the row alone, so both end visibly instead of guessing.
            DoubtResolution::PlatformKey | DoubtResolution::NaturalKey => {
                let why = "this platform's way of resolving a lost answer is not available for this action";
                return self
                    .end(
                        &action,
                        State::Dead,
                        why,
                        Ended::Refused {
                            at: self.context.business.now(),
                        },
                    )
                    .await;
            }
        }
        let (scope, id, at) = (self.scope(), action.id, self.context.business.now());
        let (reads, sent_at) = self
            .context
            .store
            .write(move |tx| {
                Box::pin(async move {
                    let reads = tx
                        .fetch_one(store::COUNT_READ_BACKS, params![scope.id(), id])
                        .await?
                        .i64("n")?;
                    let last = tx
                        .fetch_optional(store::LAST_WRITE, params![scope.id(), id])
                        .await?;
                    let sent_at = last.map(|row| row.opt_time("started_at")).transpose()?.flatten();
                    let key = format!("{id}:read:{}", reads.saturating_add(1));
                    let attempt = reads.saturating_add(1);
                    let values = params![scope.id(), id, "read_back", "sent", attempt, key, at];
                    tx.execute_exactly(1, store::INSERT_STEP, values).await?;
                    Ok::<_, StoreError>((reads, sent_at))
                })
            })
            .await?;
        checkpoint::pass("read_back.before_send").await;
        let found = self.read(&action).await;
        checkpoint::pass("read_back.after_reply").await;
        let at = self.context.business.now();
        let turn = match found {
            Ok(Some(value)) if value == action.value => self.applied(&action, None).await?,
            Ok(Some(value)) if value == action.expected => {
                let lag = SignedDuration::try_from(self.platform.read_lag()).unwrap_or(SignedDuration::MAX);
                let settled_at = sent_at
                    .unwrap_or(at)
                    .saturating_add(lag)
                    .unwrap_or(Timestamp::MAX);
                if at < settled_at {
                    // "Still the old value" proves nothing yet: the platform's reads may lag behind its writes.
                    self.ask_again(
                        &action,
                        reads,
                        settled_at,
                        "the platform still shows the old value; asking again",
                    )
                    .await?
                } else {
                    self.retry(
                        &action,
                        None,
                        Some(Duration::ZERO),
                        "read back: the change did not arrive; sending it again",
                    )
                    .await?
                }
            }
            Ok(found) => {
                let found = found.map_or_else(
                    || "nothing".to_owned(),
                    |value| value.shown(self.account.currency),
                );
                let why = format!("read back: found {found}, neither the old value nor the new one");
                let step = Step::to(State::Stale, Actor::System, at).because(&why);
                self.finish_step(&action, StepEnd::Done, None, None, step, Some(Ended::Open))
                    .await?;
                Turn::Ended(State::Stale)
            }
            Err(error) => {
                let wait = backoff(reads.saturating_add(1), &self.context.random);
                let next = at.saturating_add(wait).unwrap_or(Timestamp::MAX);
                self.ask_again(&action, reads, next, &error).await?
            }
        };
        checkpoint::pass("resolved.after_commit").await;
        Ok(turn)
    }

    /// How often the action was read back so far.
    pub(super) async fn read_backs(&self, action: &Action) -> Result<i64, StoreError> {
        let (scope, id) = (self.scope(), action.id);
        self.context
            .store
            .read(move |tx| {
                Box::pin(async move {
                    tx.fetch_one(store::COUNT_READ_BACKS, params![scope.id(), id])
                        .await?
                        .i64("n")
                })
            })
            .await
    }

    async fn read(&self, action: &Action) -> Result<Option<WriteValue>, String> {
        let address = &self.account.address;
        let access = self
            .access(Freshness::Stored)
            .await
            .map_err(|error| error.to_string())?;
        let read = match self
            .platform
            .read(&access, address, &action.target, action.field)
            .await
        {
            Err(PlatformError::Unauthorized { .. }) => {
                let access = self
                    .access(Freshness::Refresh)
                    .await
                    .map_err(|error| error.to_string())?;
                self.platform
                    .read(&access, address, &action.target, action.field)
                    .await
            }
            other => other,
        };
        if let Err(PlatformError::Retry {
            after,
            scope,
            message,
            ..
        }) = &read
        {
            parking::park(self.context, self.account, *scope, *after, message)
                .await
                .map_err(|error| error.to_string())?;
        }
        read.map_err(|error| error.to_string())
    }

    /// Doubt remains: another read later, or a visible end after too many.
    async fn ask_again(
        &self,
        action: &Action,
        reads: i64,
        next: Timestamp,
        why: &str,
    ) -> Result<Turn, StoreError> {
        let (scope, id, at) = (self.scope(), action.id, self.context.business.now());
        if reads.saturating_add(1) >= MAX_READ_BACKS {
            let why = format!(
                "what became of the request could not be learned: {why}; look at the platform, then decide again"
            );
            return self.end(action, State::Dead, &why, Ended::Refused { at }).await;
        }
        let (version, why) = (action.version, why.to_owned());
        self.context
            .store
            .write(move |tx| {
                Box::pin(async move {
                    store::end_step(tx, scope, id, StepEnd::Doubt, None, Some(&why), at).await?;
                    tx.execute_exactly(1, POSTPONE, params![scope.id(), id, version, next, &why, at])
                        .await
                })
            })
            .await?;
        Ok(Turn::Later(State::Unknown))
    }
}
