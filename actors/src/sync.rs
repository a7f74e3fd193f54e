//! One sync of one account: ask the platform, store what it says. Used by the account's actor and by the demo's replay.

use std::time::Duration;

use engine::{
    Context, campaigns,
    connections::{
        self, AccountState, RegisteredAccount,
        grants::{self, Freshness, GrantError},
        platform::{Access, AdPlatform, Grain, MetricsReply, MetricsRequest, MetricsRow, PlatformError},
    },
    hints::Topic,
    metrics::{
        self, SyncOutcome,
        ingest::{Answer, SyncSpan},
    },
    rules::catalog,
    store::{Queue, StoreError},
};
use jiff::{SignedDuration, Timestamp, civil::Date};

/// Minute of each hour at which accounts are read: ten minutes before the marks of hourly rules.
const SYNC_MINUTE: i64 = 50;
/// How long a job at the platform is polled before the sync is given up for now (business time).
const JOB_PATIENCE: SignedDuration = SignedDuration::from_mins(15);

#[derive(Debug, thiserror::Error)]
pub enum SyncError {
    /// The grant is dead; a person has to consent again. The account says so already.
    #[error("the connection needs a new consent: {0}")]
    Reconnect(String),
    /// Not now; the text says why. `after` is business time.
    #[error("{message}")]
    Later {
        after: Option<Duration>,
        message: String,
    },
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<GrantError> for SyncError {
    fn from(error: GrantError) -> Self {
        match error {
            GrantError::Reconnect(message) => Self::Reconnect(message),
            GrantError::Platform(error) => error.into(),
            GrantError::Store(error) => Self::Store(error),
            GrantError::Vault(error) => Self::Later {
                after: None,
                message: error.to_string(),
            },
        }
    }
}

impl From<PlatformError> for SyncError {
    fn from(error: PlatformError) -> Self {
        match error {
            PlatformError::Reconnect { message } => Self::Reconnect(message),
            PlatformError::Retry { after, message, .. } => Self::Later { after, message },
            other => Self::Later {
                after: None,
                message: other.to_string(),
            },
        }
    }
}

/// The next regular sync after an instant.
pub fn next_sync(at: Timestamp) -> Timestamp {
    let hour = at.as_second().div_euclid(3_600).saturating_mul(3_600);
    let mark = hour.saturating_add(SYNC_MINUTE.saturating_mul(60));
    let mark = if mark > at.as_second() {
        mark
    } else {
        mark.saturating_add(3_600)
    };
    Timestamp::from_second(mark).unwrap_or(Timestamp::MAX)
}

/// Reads one account and stores what changed, in one transaction. Repeating it is harmless.
pub async fn sync_account(
    context: &Context,
    platform: &dyn AdPlatform,
    account: &RegisteredAccount,
) -> Result<SyncOutcome, SyncError> {
    match attempt(context, platform, account, Freshness::Stored).await {
        Err(Attempt::Unauthorized) => match attempt(context, platform, account, Freshness::Refresh).await {
            Err(Attempt::Unauthorized) => {
                let why = "the platform does not accept a fresh token";
                grants::mark_dead(context, account.scope, account.grant_id, why).await?;
                Err(SyncError::Reconnect(why.to_owned()))
            }
            Err(Attempt::Failed(error)) => Err(error),
            Ok(outcome) => Ok(outcome),
        },
        Err(Attempt::Failed(SyncError::Reconnect(why))) => {
            grants::mark_dead(context, account.scope, account.grant_id, &why).await?;
            Err(SyncError::Reconnect(why))
        }
        Err(Attempt::Failed(error)) => Err(error),
        Ok(outcome) => Ok(outcome),
    }
}

enum Attempt {
    Unauthorized,
    Failed(SyncError),
}

impl<E: Into<SyncError>> From<E> for Attempt {
    fn from(error: E) -> Self {
        Self::Failed(error.into())
    }
}

fn sorted_out(error: PlatformError) -> Attempt {
    match error {
        PlatformError::Unauthorized { .. } => Attempt::Unauthorized,
        other => Attempt::Failed(other.into()),
    }
}

async fn attempt(
    context: &Context,
    platform: &dyn AdPlatform,
    account: &RegisteredAccount,
    freshness: Freshness,
) -> Result<SyncOutcome, Attempt> {
    let (scope, account_id) = (account.scope, account.id);
    let access = grants::access(context, platform, scope, account.grant_id, freshness).await?;
    let last = context
        .store
        .read(|tx| Box::pin(async move { metrics::store::last_sync(tx, scope, account_id).await }))
        .await
        .map_err(SyncError::Store)?;
    // Noted before the platform is asked: what it answers is at least this fresh.
    let observed_at = context.business.now();
    let span = SyncSpan::plan(observed_at, &account.zone, last.map(|(_, until)| until));
    let structure = platform
        .structure(&access, &account.address)
        .await
        .map_err(sorted_out)?;
    let by_day = rows(
        context,
        platform,
        &access,
        account,
        span.first,
        span.last,
        Grain::Day,
    )
    .await?;
    let by_hour = rows(
        context,
        platform,
        &access,
        account,
        span.first_hourly,
        span.last,
        Grain::Hour,
    )
    .await?;
    let answer = Answer {
        observed_at,
        data_until: observed_at,
        finished_at: context.business.now(),
        first: span.first,
        first_hourly: span.first_hourly,
        last: span.last,
        by_day,
        by_hour,
        backfilled: span.backfilled,
    };
    let (random, platforms, account) = (context.random.clone(), context.platforms.clone(), account.clone());
    let outcome = context
        .store
        .write_in(Queue::Bulk, move |tx| {
            Box::pin(async move {
                let drift = campaigns::store::apply_structure(
                    tx,
                    scope,
                    account_id,
                    &random,
                    &structure,
                    observed_at,
                )
                .await?;
                if !drift.is_empty() {
                    tracing::info!(account = %account_id, changes = drift.len(), "changed outside");
                }
                let outcome = metrics::ingest(tx, &account, &answer).await?;
                connections::store::sync_succeeded(tx, &account, next_sync(observed_at), observed_at).await?;
                if account.state == AccountState::Connecting {
                    catalog::schedule_account(tx, &account, &platforms, observed_at).await?;
                }
                Ok::<_, StoreError>(outcome)
            })
        })
        .await
        .map_err(SyncError::Store)?;
    context.hints.send(
        Some(scope.id()),
        Topic::Campaigns,
        Some(account_id),
        Some(outcome.seq),
    );
    context
        .hints
        .send(Some(scope.id()), Topic::Accounts, Some(account_id), None);
    Ok(outcome)
}

/// All rows of a span, following a job at the platform where it makes one.
async fn rows(
    context: &Context,
    platform: &dyn AdPlatform,
    access: &Access,
    account: &RegisteredAccount,
    first: Date,
    last: Date,
    grain: Grain,
) -> Result<Vec<MetricsRow>, Attempt> {
    let mut request = MetricsRequest {
        first,
        last,
        grain,
        job: None,
    };
    let patience = context
        .business
        .now()
        .saturating_add(JOB_PATIENCE)
        .unwrap_or(Timestamp::MAX);
    loop {
        match platform
            .metrics(access, &account.address, &request)
            .await
            .map_err(sorted_out)?
        {
            MetricsReply::Rows(rows) => return Ok(rows),
            MetricsReply::Later { job, after } => {
                let next = context
                    .business
                    .now()
                    .saturating_add(after)
                    .unwrap_or(Timestamp::MAX);
                if next > patience {
                    let message =
                        "the platform's report takes too long; it is asked for again later".to_owned();
                    return Err(Attempt::Failed(SyncError::Later { after: None, message }));
                }
                context.business.sleep_until(next).await;
                request.job = Some(job);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn syncs_come_ten_minutes_before_each_hour() {
        let at = |text: &str| text.parse::<Timestamp>().unwrap();
        assert_eq!(next_sync(at("2026-03-03T14:00:00Z")), at("2026-03-03T14:50:00Z"));
        assert_eq!(next_sync(at("2026-03-03T14:50:00Z")), at("2026-03-03T15:50:00Z"));
        assert_eq!(next_sync(at("2026-03-03T14:59:59Z")), at("2026-03-03T15:50:00Z"));
    }
}
