//! One sync of one account: ask the platform, store what it says; and one piece of a new account's history. Used by the
//! account's queue and by the demo's replay.

use std::time::Duration;

use dsl::Level;
use engine::{
    Context,
    actions::breaches,
    campaigns::{self, Drift},
    connections::{
        self, AccountState, RegisteredAccount,
        first_sync::{self, FirstSync, Piece},
        grants::{self, Freshness, GrantError},
        platform::{
            Access, AdPlatform, Grain, MOST_SEARCH_TERMS, MetricsReply, MetricsReport, MetricsRequest,
            PlatformError, RemoteObject, RetryScope,
        },
    },
    hints::Topic,
    metrics::{
        self, SyncOutcome, calendar,
        ingest::{Answer, BACKFILL_DAYS, HOURLY_DAYS, SyncSpan},
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
        /// How far the platform's "not now" reaches.
        scope: RetryScope,
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
                scope: RetryScope::Call,
                message: error.to_string(),
            },
        }
    }
}

impl From<PlatformError> for SyncError {
    fn from(error: PlatformError) -> Self {
        match error {
            PlatformError::Reconnect { message } => Self::Reconnect(message),
            PlatformError::Retry {
                after,
                scope,
                message,
                ..
            } => Self::Later {
                after,
                scope,
                message,
            },
            other => Self::Later {
                after: None,
                scope: RetryScope::Call,
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

/// What is to be read.
enum Reading {
    /// The account as it stands, with the days that may have changed; at first also the newest piece of its history.
    Present,
    /// An earlier piece of its history.
    Piece(FirstSync, Piece),
}

/// Reads one account and stores what changed, in one transaction. Repeating it is harmless. The first time it reads the
/// newest piece of the account's history and makes the account active.
pub async fn sync_account(
    context: &Context,
    platform: &dyn AdPlatform,
    account: &RegisteredAccount,
) -> Result<SyncOutcome, SyncError> {
    persistently(context, platform, account, &Reading::Present).await
}

/// Reads the next earlier piece of a new account's history; `None` when none is left, or the first is still to come.
pub async fn read_history(
    context: &Context,
    platform: &dyn AdPlatform,
    account: &RegisteredAccount,
) -> Result<Option<SyncOutcome>, SyncError> {
    let (scope, id, at) = (account.scope, account.id, context.business.now());
    let found = context
        .store
        .read(|tx| Box::pin(async move { first_sync::find(tx, scope, id).await }))
        .await?;
    let today = calendar::day_at(at, &account.zone);
    let piece = found
        .filter(|history| history.read_from.is_some())
        .and_then(|history| history.next_piece(today).map(|piece| (history, piece)));
    let Some((history, piece)) = piece else {
        return Ok(None);
    };
    let reading = Reading::Piece(history, piece);
    persistently(context, platform, account, &reading).await.map(Some)
}

/// A token that is not accepted is refreshed once, and the reading repeated once.
async fn persistently(
    context: &Context,
    platform: &dyn AdPlatform,
    account: &RegisteredAccount,
    reading: &Reading,
) -> Result<SyncOutcome, SyncError> {
    match attempt(context, platform, account, Freshness::Stored, reading).await {
        Err(Attempt::Unauthorized) => {
            match attempt(context, platform, account, Freshness::Refresh, reading).await {
                Err(Attempt::Unauthorized) => {
                    let why = "the platform does not accept a fresh token";
                    grants::mark_dead(context, account.scope, account.grant_id, why).await?;
                    Err(SyncError::Reconnect(why.to_owned()))
                }
                Err(Attempt::Failed(error)) => Err(error),
                Ok(outcome) => Ok(outcome),
            }
        }
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
    reading: &Reading,
) -> Result<SyncOutcome, Attempt> {
    let access = grants::access(context, platform, account.scope, account.grant_id, freshness).await?;
    let outcome = match reading {
        Reading::Present => present(context, platform, account, &access).await?,
        Reading::Piece(history, piece) => {
            earlier(context, platform, account, &access, history, *piece).await?
        }
    };
    let scope = account.scope;
    context.hints.send(
        Some(scope.id()),
        Topic::Campaigns,
        Some(account.id),
        Some(outcome.seq),
    );
    context
        .hints
        .send(Some(scope.id()), Topic::Accounts, Some(account.id), None);
    Ok(outcome)
}

/// The account as it stands.
async fn present(
    context: &Context,
    platform: &dyn AdPlatform,
    account: &RegisteredAccount,
    access: &Access,
) -> Result<SyncOutcome, Attempt> {
    let (scope, account_id) = (account.scope, account.id);
    // Noted before the platform is asked: what it answers is at least this fresh.
    let observed_at = context.business.now();
    let asked = account.clone();
    let (last, history, levels) = context
        .store
        .write(move |tx| {
            Box::pin(async move {
                connections::store::sync_runs(tx, scope, account_id, Some(observed_at)).await?;
                let history = first_sync::find(tx, scope, account_id).await?;
                if history
                    .as_ref()
                    .is_some_and(|history| history.read_from.is_none())
                {
                    first_sync::note_begun(tx, scope, account_id, observed_at).await?;
                }
                let last = metrics::store::last_sync(tx, scope, account_id, Level::Campaigns).await?;
                let levels = catalog::levels(tx, &asked).await?;
                Ok::<_, StoreError>((last, history, levels))
            })
        })
        .await
        .map_err(SyncError::Store)?;
    let today = calendar::day_at(observed_at, &account.zone);
    let first_piece = history
        .clone()
        .filter(|history| history.read_from.is_none())
        .and_then(|history| history.next_piece(today).map(|piece| (history, piece)));
    let span = match &first_piece {
        Some((_, piece)) => SyncSpan {
            first: calendar::date_of(piece.first),
            first_hourly: calendar::date_of(today.saturating_sub(HOURLY_DAYS)),
            last: calendar::date_of(piece.last),
            backfilled: true,
        },
        None => {
            let planned = SyncSpan::plan(
                Level::Campaigns,
                observed_at,
                &account.zone,
                last.map(|(_, until)| until),
            );
            // Days before those that are read belong to the history's own pieces.
            let from = history.as_ref().and_then(|history| history.read_from);
            SyncSpan {
                first: from.map_or(planned.first, |from| planned.first.max(calendar::date_of(from))),
                ..planned
            }
        }
    };
    let structure = platform
        .structure(access, &account.address)
        .await
        .map_err(sorted_out)?;
    let reader = Reader {
        context,
        platform,
        access,
        account,
    };
    let answer = reader.answer(Level::Campaigns, observed_at, &span).await?;
    let mut below = Vec::new();
    for level in levels {
        // A platform that does not know the level has no rule that could run.
        if !platform.levels().contains(&level) {
            continue;
        }
        match reader.level(level, observed_at).await {
            Ok(read) => below.push(read),
            // What reaches no further than this call leaves this level stale; the campaigns go on.
            Err(Attempt::Failed(SyncError::Later {
                scope: RetryScope::Call,
                message,
                ..
            })) => {
                tracing::warn!(account = %account_id, %level, message, "not read this time");
            }
            Err(other) => return Err(other),
        }
    }
    let (random, platforms, account) = (context.random.clone(), context.platforms.clone(), account.clone());
    let outcome = context
        .store
        .write_in(Queue::Bulk, move |tx| {
            Box::pin(async move {
                let mut drift: Vec<Drift> = campaigns::store::apply_structure(
                    tx,
                    scope,
                    account_id,
                    &random,
                    &structure,
                    observed_at,
                )
                .await?;
                // Before the campaigns' own numbers: the account's newest sync is theirs.
                for read in &below {
                    let shown = (read.level, read.objects.as_slice());
                    let moved =
                        campaigns::objects::apply(tx, scope, account_id, &random, shown, observed_at).await?;
                    drift.extend(moved);
                    metrics::ingest(tx, &account, read.level, &read.answer).await?;
                    if read.more {
                        campaigns::negatives::tell_of_more(tx, &account, &random, observed_at).await?;
                    }
                }
                campaigns::store::tell_of_drift(tx, scope, account_id, &random, &drift, observed_at).await?;
                if !drift.is_empty() {
                    tracing::info!(account = %account_id, changes = drift.len(), "changed outside");
                }
                let outcome = metrics::ingest(tx, &account, Level::Campaigns, &answer).await?;
                breaches::tell(tx, &account, &drift, &random, observed_at).await?;
                let next = next_sync(observed_at);
                let active = connections::store::sync_succeeded(tx, &account, next, observed_at).await?;
                if let Some((before, piece)) = &first_piece {
                    let rows = outcome.rows_read;
                    first_sync::note_read(tx, scope, account_id, before, *piece, rows, observed_at).await?;
                }
                if active && account.state == AccountState::Connecting {
                    catalog::schedule_account(tx, &account, &platforms, observed_at).await?;
                }
                if active {
                    catalog::after_sync(tx, &account, answer.finished_at).await?;
                }
                Ok::<_, StoreError>(outcome)
            })
        })
        .await
        .map_err(SyncError::Store)?;
    Ok(outcome)
}

/// Days before those that were read, by day.
async fn earlier(
    context: &Context,
    platform: &dyn AdPlatform,
    account: &RegisteredAccount,
    access: &Access,
    history: &FirstSync,
    piece: Piece,
) -> Result<SyncOutcome, Attempt> {
    let (scope, account_id) = (account.scope, account.id);
    let observed_at = context.business.now();
    let last = context
        .store
        .write(move |tx| {
            Box::pin(async move {
                first_sync::note_begun(tx, scope, account_id, observed_at).await?;
                metrics::store::last_sync(tx, scope, account_id, Level::Campaigns).await
            })
        })
        .await
        .map_err(SyncError::Store)?;
    let (first, last_day) = (calendar::date_of(piece.first), calendar::date_of(piece.last));
    let reader = Reader {
        context,
        platform,
        access,
        account,
    };
    let by_day = reader
        .rows(Level::Campaigns, (first, last_day), Grain::Day)
        .await?;
    let answer = Answer {
        observed_at,
        // How far the present reaches is not moved by reading the past.
        data_until: last.map_or(observed_at, |(_, until)| until),
        finished_at: context.business.now(),
        first,
        // No hours: those that are kept came with the first piece.
        first_hourly: calendar::date_of(piece.last.saturating_add(1)),
        last: last_day,
        by_day,
        by_hour: MetricsReport::default(),
        backfilled: true,
    };
    let (account, history) = (account.clone(), history.clone());
    let outcome = context
        .store
        .write_in(Queue::Bulk, move |tx| {
            Box::pin(async move {
                let outcome = metrics::ingest(tx, &account, Level::Campaigns, &answer).await?;
                let rows = outcome.rows_read;
                first_sync::note_read(tx, scope, account_id, &history, piece, rows, observed_at).await?;
                Ok::<_, StoreError>(outcome)
            })
        })
        .await
        .map_err(SyncError::Store)?;
    Ok(outcome)
}

/// What the platform says about one level below the campaigns.
struct LevelRead {
    level: Level,
    objects: Vec<RemoteObject>,
    /// There are more, which are not read.
    more: bool,
    answer: Answer,
}

/// One account that is being read.
struct Reader<'a> {
    context: &'a Context,
    platform: &'a dyn AdPlatform,
    access: &'a Access,
    account: &'a RegisteredAccount,
}

impl Reader<'_> {
    /// One level below the campaigns: its objects, and the days that are new or may have changed.
    async fn level(&self, level: Level, observed_at: Timestamp) -> Result<LevelRead, Attempt> {
        let (scope, account_id) = (self.account.scope, self.account.id);
        let last = self
            .context
            .store
            .read(move |tx| {
                Box::pin(async move { metrics::store::last_sync(tx, scope, account_id, level).await })
            })
            .await
            .map_err(SyncError::Store)?;
        let read_until = last.map(|(_, until)| until);
        let span = SyncSpan::plan(level, observed_at, &self.account.zone, read_until);
        // What is there by its traffic is listed for all the days that are kept of it.
        let today = calendar::day_at(observed_at, &self.account.zone);
        let days = (calendar::date_of(today.saturating_sub(BACKFILL_DAYS)), span.last);
        let mut objects = self
            .platform
            .objects(self.access, &self.account.address, level, days)
            .await
            .map_err(sorted_out)?;
        let more = level == Level::SearchTerms && cut(&mut objects, MOST_SEARCH_TERMS);
        let answer = self.answer(level, observed_at, &span).await?;
        Ok(LevelRead {
            level,
            objects,
            more,
            answer,
        })
    }

    /// The numbers of a span, by day and by hour.
    async fn answer(&self, level: Level, observed_at: Timestamp, span: &SyncSpan) -> Result<Answer, Attempt> {
        let by_day = self.rows(level, (span.first, span.last), Grain::Day).await?;
        let (first_hourly, by_hour) = if level.tells_hours() {
            let hours = (span.first_hourly, span.last);
            (span.first_hourly, self.rows(level, hours, Grain::Hour).await?)
        } else {
            // No hour of any day.
            let none = calendar::day_number(span.last).saturating_add(1);
            (calendar::date_of(none), MetricsReport::default())
        };
        Ok(Answer {
            observed_at,
            data_until: observed_at,
            finished_at: self.context.business.now(),
            first: span.first,
            first_hourly,
            last: span.last,
            by_day,
            by_hour,
            backfilled: span.backfilled,
        })
    }

    /// All rows of a span, following a job at the platform where it makes one.
    async fn rows(
        &self,
        level: Level,
        (first, last): (Date, Date),
        grain: Grain,
    ) -> Result<MetricsReport, Attempt> {
        let clock = &self.context.business;
        let mut request = MetricsRequest {
            level,
            first,
            last,
            grain,
            job: None,
        };
        let patience = clock.now().saturating_add(JOB_PATIENCE).unwrap_or(Timestamp::MAX);
        loop {
            let reply = self
                .platform
                .metrics(self.access, &self.account.address, &request)
                .await;
            match reply.map_err(sorted_out)? {
                MetricsReply::Rows(report) => return Ok(report),
                MetricsReply::Later { job, after } => {
                    let next = clock.now().saturating_add(after).unwrap_or(Timestamp::MAX);
                    if next > patience {
                        let message =
                            "the platform's report takes too long; it is asked for again later".to_owned();
                        return Err(Attempt::Failed(SyncError::Later {
                            after: None,
                            scope: RetryScope::Call,
                            message,
                        }));
                    }
                    clock.sleep_until(next).await;
                    request.job = Some(job);
                }
            }
        }
    }
}

/// Keeps so many, the first ones; answers whether there were more.
fn cut<T>(found: &mut Vec<T>, most: usize) -> bool {
    let more = found.len() > most;
    found.truncate(most);
    more
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_costs_most_is_kept_and_that_there_is_more_is_known() {
        let mut found = vec!["dear", "fair", "cheap"];
        assert!(!cut(&mut found, 3));
        assert!(cut(&mut found, 2));
        assert_eq!(found, ["dear", "fair"]);
    }

    #[test]
    fn syncs_come_ten_minutes_before_each_hour() {
        let at = |text: &str| text.parse::<Timestamp>().unwrap();
        assert_eq!(next_sync(at("2026-03-03T14:00:00Z")), at("2026-03-03T14:50:00Z"));
        assert_eq!(next_sync(at("2026-03-03T14:50:00Z")), at("2026-03-03T15:50:00Z"));
        assert_eq!(next_sync(at("2026-03-03T14:59:59Z")), at("2026-03-03T15:50:00Z"));
    }
}
