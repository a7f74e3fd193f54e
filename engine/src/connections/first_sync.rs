//! The history of a newly connected account: read in pieces, newest days first, so that rules can judge early and an
//! interruption costs one piece. The first piece makes the account active; the others follow while rules run.

use jiff::Timestamp;
use uuid::Uuid;

use crate::{
    identity::OrgScope,
    metrics::ingest::BACKFILL_DAYS,
    store::{Row, StoreError, Tx, params, statements},
};

/// Days of the account's calendar in one piece. The first also holds the days that are read by hour.
pub const PIECE_DAYS: i64 = 15;

statements! {
    /// A new account begins; one that comes back begins again: its numbers may have been restated meanwhile.
    INSERT_FIRST_SYNC = "insert into first_sync (org_id, account_id, state, rows_read, next_at, failures) values ($1, $2, 'waiting', 0, $3, 0)
        on conflict (org_id, account_id) do update set state = 'waiting', first_day = null, last_day = null, read_from = null, rows_read = 0,
            started_at = null, finished_at = null, next_at = excluded.next_at, failures = 0, last_error = null";
    FIRST_SYNC = "select state, first_day, last_day, read_from, rows_read, started_at, next_at, failures, last_error from first_sync
        where org_id = $1 and account_id = $2";
    FIRST_SYNC_BEGUN = "update first_sync set state = 'running', started_at = coalesce(started_at, $3)
        where org_id = $1 and account_id = $2 and state <> 'done'";
    /// By compare-and-set on how far the history was read: a piece counts once.
    FIRST_SYNC_READ = "update first_sync set state = $4, first_day = $5, last_day = $6, read_from = $7, rows_read = rows_read + $8,
            finished_at = $9, next_at = $10, failures = 0, last_error = null
        where org_id = $1 and account_id = $2 and coalesce(read_from, -1) = $3 and state <> 'done'";
    FIRST_SYNC_FAILED = "update first_sync set state = 'failed', next_at = $3, failures = failures + 1, last_error = $4
        where org_id = $1 and account_id = $2 and state <> 'done'";
    FIRST_SYNC_DUE = "update first_sync set next_at = $3 where org_id = $1 and account_id = $2 and state <> 'done'";
    /// Active accounts whose history goes on, over every organisation: the scheduler's wheel.
    DUE_HISTORIES = "select f.org_id, f.account_id from first_sync f join ad_account a on a.org_id = f.org_id and a.id = f.account_id
        where f.next_at <= $1 and f.state <> 'done' and f.read_from is not null and a.state = 'active' order by f.next_at limit 1000";
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FirstSyncState {
    Waiting,
    Running,
    Done,
    /// The last piece could not be read; it is tried again.
    Failed,
}

impl FirstSyncState {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Running => "running",
            Self::Done => "done",
            Self::Failed => "failed",
        }
    }

    fn parse(text: &str) -> Option<Self> {
        [Self::Waiting, Self::Running, Self::Done, Self::Failed]
            .into_iter()
            .find(|state| state.as_str() == text)
    }
}

/// How far the history of an account was read. Days are days since 1970 of the account's calendar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FirstSync {
    pub state: FirstSyncState,
    /// The whole span, known once the first piece is read: its first day and the day on which reading began.
    pub span: Option<(i64, i64)>,
    /// The earliest day read so far.
    pub read_from: Option<i64>,
    pub rows: i64,
    pub started_at: Option<Timestamp>,
    pub next_at: Timestamp,
    pub failures: u32,
    pub last_error: Option<String>,
}

/// Days to be read, inclusive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Piece {
    pub first: i64,
    pub last: i64,
}

impl FirstSync {
    fn read(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            state: row.word("state", FirstSyncState::parse)?,
            span: row.opt_i64("first_day")?.zip(row.opt_i64("last_day")?),
            read_from: row.opt_i64("read_from")?,
            rows: row.i64("rows_read")?,
            started_at: row.opt_time("started_at")?,
            next_at: row.time("next_at")?,
            failures: row.u32("failures")?,
            last_error: row.opt_text("last_error")?,
        })
    }

    /// What is to be read next on this day of the account; `None` when the history is whole.
    pub fn next_piece(&self, today: i64) -> Option<Piece> {
        if self.state == FirstSyncState::Done {
            return None;
        }
        let Some((begin, from)) = self.span.map(|(begin, _)| begin).zip(self.read_from) else {
            return Some(Piece {
                first: today.saturating_sub(PIECE_DAYS),
                last: today,
            });
        };
        let last = from.saturating_sub(1);
        let first = last.saturating_sub(PIECE_DAYS.saturating_sub(1)).max(begin);
        (first <= last).then_some(Piece { first, last })
    }

    /// Finished days of the span that are read.
    pub fn days_done(&self) -> i64 {
        match self.span.zip(self.read_from) {
            Some(((_, last), from)) => last.saturating_sub(from),
            None => 0,
        }
    }

    /// Finished days of the whole span.
    pub fn days_total(&self) -> i64 {
        self.span
            .map_or(BACKFILL_DAYS, |(first, last)| last.saturating_sub(first))
    }
}

/// The history of an account is to be read from the beginning.
pub async fn begin(tx: &mut Tx, scope: OrgScope, account_id: Uuid, at: Timestamp) -> Result<(), StoreError> {
    tx.execute_exactly(1, INSERT_FIRST_SYNC, params![scope.id(), account_id, at])
        .await
}

/// `None` for accounts that were connected before histories were read in pieces.
pub async fn find(tx: &mut Tx, scope: OrgScope, account_id: Uuid) -> Result<Option<FirstSync>, StoreError> {
    tx.fetch_optional(FIRST_SYNC, params![scope.id(), account_id])
        .await?
        .as_ref()
        .map(FirstSync::read)
        .transpose()
}

/// A piece is being asked for.
pub async fn note_begun(
    tx: &mut Tx,
    scope: OrgScope,
    account_id: Uuid,
    at: Timestamp,
) -> Result<(), StoreError> {
    tx.execute(FIRST_SYNC_BEGUN, params![scope.id(), account_id, at])
        .await?;
    Ok(())
}

/// A piece is stored, in the same transaction. Answers whether the history is whole now; a piece that somebody else
/// stored meanwhile counts for nothing.
pub async fn note_read(
    tx: &mut Tx,
    scope: OrgScope,
    account_id: Uuid,
    before: &FirstSync,
    piece: Piece,
    rows: u64,
    at: Timestamp,
) -> Result<bool, StoreError> {
    let (first_day, last_day) = before
        .span
        .unwrap_or_else(|| (piece.last.saturating_sub(BACKFILL_DAYS), piece.last));
    let whole = piece.first <= first_day;
    let state = if whole {
        FirstSyncState::Done
    } else {
        FirstSyncState::Running
    };
    let rows = i64::try_from(rows).unwrap_or(i64::MAX);
    tx.execute(
        FIRST_SYNC_READ,
        params![
            scope.id(),
            account_id,
            before.read_from.unwrap_or(-1),
            state.as_str(),
            first_day,
            last_day,
            piece.first,
            rows,
            whole.then_some(at),
            at,
        ],
    )
    .await?;
    Ok(whole)
}

/// A piece could not be read: tried again at `next`.
pub async fn note_failed(
    tx: &mut Tx,
    scope: OrgScope,
    account_id: Uuid,
    next: Timestamp,
    error: &str,
) -> Result<(), StoreError> {
    tx.execute(FIRST_SYNC_FAILED, params![scope.id(), account_id, next, error])
        .await?;
    Ok(())
}

/// Somebody wants it to go on now.
pub async fn make_due(
    tx: &mut Tx,
    scope: OrgScope,
    account_id: Uuid,
    at: Timestamp,
) -> Result<(), StoreError> {
    tx.execute(FIRST_SYNC_DUE, params![scope.id(), account_id, at])
        .await?;
    Ok(())
}

/// Accounts whose history goes on, over every organisation.
pub async fn due(tx: &mut Tx, at: Timestamp) -> Result<Vec<Uuid>, StoreError> {
    tx.fetch_all(DUE_HISTORIES, params![at])
        .await?
        .iter()
        .map(|row| row.uuid("account_id"))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fresh() -> FirstSync {
        FirstSync {
            state: FirstSyncState::Waiting,
            span: None,
            read_from: None,
            rows: 0,
            started_at: None,
            next_at: Timestamp::UNIX_EPOCH,
            failures: 0,
            last_error: None,
        }
    }

    #[test]
    fn the_pieces_lie_side_by_side_and_make_ninety_days_and_today() {
        let today = 20_000;
        let mut sync = fresh();
        let mut days = Vec::new();
        let mut done = Vec::new();
        while let Some(piece) = sync.next_piece(today) {
            days.extend((piece.first..=piece.last).rev());
            sync.span = sync.span.or(Some((piece.last - BACKFILL_DAYS, piece.last)));
            sync.read_from = Some(piece.first);
            done.push(sync.days_done());
        }
        assert_eq!(days, (today - 90..=today).rev().collect::<Vec<_>>());
        assert_eq!(done, [15, 30, 45, 60, 75, 90]);
        assert_eq!(sync.days_total(), 90);
    }

    #[test]
    fn the_span_does_not_move_with_the_days_that_reading_takes() {
        let mut sync = fresh();
        sync.span = Some((910, 1_000));
        sync.read_from = Some(985);
        assert_eq!(
            sync.next_piece(1_004),
            Some(Piece {
                first: 970,
                last: 984
            })
        );
        sync.read_from = Some(912);
        assert_eq!(
            sync.next_piece(1_004),
            Some(Piece {
                first: 910,
                last: 911
            })
        );
        sync.read_from = Some(910);
        assert_eq!(sync.next_piece(1_004), None);
    }
}
