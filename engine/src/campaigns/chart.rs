//! The numbers of a campaign, or of what stands below one, by day: the budget in force at each day's end, and what changed when.

use std::collections::{BTreeMap, BTreeSet};

use dsl::{Level, Metric};
use jiff::Timestamp;

use super::{
    changes::{self, ChangeView},
    subject::Subject,
};
use crate::{
    Context,
    connections::{
        RegisteredAccount,
        platform::{BaseCells, Grain, WriteField},
    },
    identity::OrgScope,
    metrics::{self, calendar, frame::Block, rollup},
    store::{StoreError, Tx},
};

impl Subject {
    /// The cells of its days, and which days of the range were read at all.
    async fn cells(
        self,
        tx: &mut Tx,
        (account, level): (&RegisteredAccount, Level),
        (first, last): (i64, i64),
    ) -> Result<(BTreeMap<i64, BaseCells>, BTreeSet<i64>), StoreError> {
        let scope = account.scope;
        match self {
            Self::Campaign(id) => {
                let cells = metrics::store::campaign_days(tx, scope, id, first, last).await?;
                let known = rollup::account_days(tx, scope, account.id, first, last).await?;
                Ok((cells.into_iter().collect(), known.into_keys().collect()))
            }
            Self::Object(id) => {
                let blocks =
                    metrics::store::blocks(tx, scope, account.id, (level, Grain::Day), (first, last)).await?;
                let of_day = |(day, block): (i64, Block)| {
                    let cells = block.buckets.get(&id)?.first().copied()?;
                    Some((day, cells))
                };
                let known = metrics::store::days_read(tx, scope, account.id, level, (first, last)).await?;
                Ok((
                    blocks.into_iter().filter_map(of_day).collect(),
                    known.into_keys().collect(),
                ))
            }
        }
    }
}

/// Days of an account's calendar as numbers since 1970, inclusive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DayRange {
    pub first: i64,
    pub last: i64,
}

impl DayRange {
    pub fn len(self) -> i64 {
        self.last.saturating_sub(self.first).saturating_add(1)
    }

    pub fn is_empty(self) -> bool {
        self.last < self.first
    }

    /// The range of the same length that ends the day before this one begins.
    #[must_use]
    pub fn previous(self) -> Self {
        Self {
            first: self.first.saturating_sub(self.len()),
            last: self.first.saturating_sub(1),
        }
    }
}

/// One day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DayCell {
    pub day: i64,
    /// A sync covers it: zeros mean zero.
    pub known: bool,
    pub cells: BaseCells,
    /// In force at the day's end; `None` before anybody looked, and where the campaign has no budget of its own.
    pub budget_micros: Option<i64>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Series {
    pub range: DayRange,
    pub days: Vec<DayCell>,
    /// Of the known days.
    pub total: BaseCells,
}

#[derive(Debug, Clone)]
pub struct Chart {
    pub account: RegisteredAccount,
    pub data_until: Option<Timestamp>,
    /// The last day whose numbers are not expected to move any more.
    pub settled_until: Option<i64>,
    pub series: Series,
    pub compare: Option<Series>,
    /// Changes inside the range, oldest first.
    pub marks: Vec<ChangeView>,
}

/// The account's today, for ranges that nobody named.
pub async fn account_today(
    context: &Context,
    scope: OrgScope,
    subject: Subject,
) -> Result<Option<i64>, StoreError> {
    let now = context.business.now();
    context
        .store
        .read(move |tx| {
            Box::pin(async move {
                let found = subject.find(tx, scope).await?;
                Ok(found.map(|found| calendar::day_at(now, &found.account.zone)))
            })
        })
        .await
}

/// The numbers over `range`, and over the range before it where `compare` asks for that.
pub async fn chart(
    context: &Context,
    scope: OrgScope,
    subject: Subject,
    range: DayRange,
    compare: bool,
) -> Result<Option<Chart>, StoreError> {
    context
        .store
        .read(move |tx| Box::pin(async move { read(tx, scope, subject, range, compare).await }))
        .await
}

async fn read(
    tx: &mut Tx,
    scope: OrgScope,
    subject: Subject,
    range: DayRange,
    compare: bool,
) -> Result<Option<Chart>, StoreError> {
    let Some(found) = subject.find(tx, scope).await? else {
        return Ok(None);
    };
    let account = found.account;
    let before = range.previous();
    let data_until = metrics::store::last_sync(tx, scope, account.id, found.level)
        .await?
        .map(|(_, until)| until);
    let changes = changes::changes_until(
        tx,
        &account,
        &found.target,
        found.budget.as_ref(),
        calendar::day_end(range.last, &account.zone),
    )
    .await?;
    let first_asked = if compare { before.first } else { range.first };
    let (cells, known) = subject
        .cells(tx, (&account, found.level), (first_asked, range.last))
        .await?;
    let budgets = BudgetLine::of(&changes, &account);
    let series = |range: DayRange| {
        let days: Vec<DayCell> = (range.first..=range.last)
            .map(|day| DayCell {
                day,
                known: known.contains(&day),
                cells: cells.get(&day).copied().unwrap_or_default(),
                budget_micros: known.contains(&day).then(|| budgets.at_end_of(day)).flatten(),
            })
            .collect();
        let total = days
            .iter()
            .filter(|day| day.known)
            .fold(BaseCells::default(), |total, day| total.plus(day.cells));
        Series { range, days, total }
    };
    let (series, compare) = (series(range), compare.then(|| series(before)));
    let begins = calendar::day_start(range.first, &account.zone);
    let marks = changes
        .into_iter()
        .filter(|change| change.at >= begins && change.before.is_some())
        .collect();
    Ok(Some(Chart {
        settled_until: data_until.map(|until| settled_until(&account, until)),
        data_until,
        series,
        compare,
        marks,
        account,
    }))
}

/// The last day that even the slowest metric's delay has passed.
fn settled_until(account: &RegisteredAccount, data_until: Timestamp) -> i64 {
    let slowest = [Metric::Spend, Metric::Conversions, Metric::Revenue]
        .iter()
        .map(|metric| metric.settled_lag_days(account.platform))
        .max()
        .unwrap_or(0);
    let lag = i64::from(slowest.saturating_add(account.extra_settled_days));
    // The day that the data ends in is not over.
    calendar::day_at(data_until, &account.zone)
        .saturating_sub(1)
        .saturating_sub(lag)
}

/// The budget's amounts by the time they came into force.
struct BudgetLine<'a> {
    steps: Vec<(Timestamp, i64)>,
    account: &'a RegisteredAccount,
}

impl<'a> BudgetLine<'a> {
    fn of(changes: &[ChangeView], account: &'a RegisteredAccount) -> Self {
        let steps = changes
            .iter()
            .filter(|change| change.field == WriteField::Budget)
            .filter_map(|change| Some((change.at, change.after.cell()?)))
            .collect();
        Self { steps, account }
    }

    fn at_end_of(&self, day: i64) -> Option<i64> {
        let end = calendar::day_end(day, &self.account.zone);
        self.steps
            .iter()
            .rev()
            .find(|(at, _)| *at < end)
            .map(|(_, amount)| *amount)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_range_before_is_as_long_and_ends_the_day_before() {
        let week = DayRange {
            first: 100,
            last: 106,
        };
        assert_eq!(week.len(), 7);
        assert_eq!(week.previous(), DayRange { first: 93, last: 99 });
        assert!(DayRange { first: 2, last: 1 }.is_empty());
    }
}
