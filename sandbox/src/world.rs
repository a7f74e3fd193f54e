//! The world: its accounts as they stand, its market, and the list of changes that led here.
//!
//! A world is a function of (seed, beginning, truth): [`World::open`] makes its first moment, [`World::enter`] makes
//! one recorded change. A running sandbox and a reopened one walk the same two functions, so they cannot differ.

use jiff::{Timestamp, ToSpan, civil, tz::TimeZone};

use crate::google::accounts::{self, Accounts, Resource, ResourceName};
use crate::market::Market;
use crate::truth::{Change, Deed, Operation, Source, TruthRow};

/// A new world already has this many days of reports behind it, so that a first look is not an empty page.
const PREHISTORY_DAYS: i64 = 35;
/// Campaigns of the first client when nothing else is asked for.
pub const MAIN_CAMPAIGNS: usize = 24;
/// The zone whose working day the default beginning is chosen for.
const MAIN_ZONE: &str = "America/New_York";
/// Days of business time between the default beginning and the Tuesday morning it leads to.
const LEAD_DAYS: i64 = 90;

pub struct World {
    seed: u64,
    pub google: Accounts,
    pub market: Market,
    truth: Vec<TruthRow>,
    /// Per account: a campaign starts or ends by the calendar, so its plan changes without anybody's doing.
    timed: Vec<bool>,
    /// Seconds since 1970 of the next hour at which timed plans are looked at again.
    next_hour: i64,
}

/// Who asked for changes, and when.
#[derive(Debug, Clone)]
pub struct Origin {
    pub at: Timestamp,
    pub platform: &'static str,
    pub account: String,
    pub source: Source,
    pub request_id: String,
}

/// The default beginning: 90 calendar days before the latest Tuesday 09:00 in New York that is not after `today`.
pub fn default_start(process_now: Timestamp) -> Timestamp {
    let zone = TimeZone::get(MAIN_ZONE).unwrap_or(TimeZone::UTC);
    let today = process_now.to_zoned(zone.clone()).date();
    let since_tuesday = i64::from((today.weekday().to_monday_zero_offset() + 6) % 7);
    today
        .checked_sub((since_tuesday + LEAD_DAYS).days())
        .and_then(|date| date.at(9, 0, 0, 0).to_zoned(zone))
        .map_or(process_now, |zoned| zoned.timestamp())
}

/// Seconds from `start` until the same wall clock time 90 days later in the main zone; 90 x 24 h give or take an hour.
pub fn lead_seconds(start: Timestamp) -> i64 {
    let zone = TimeZone::get(MAIN_ZONE).unwrap_or(TimeZone::UTC);
    let local: civil::DateTime = start.to_zoned(zone.clone()).datetime();
    local
        .checked_add(LEAD_DAYS.days())
        .and_then(|later| later.to_zoned(zone))
        .map_or(LEAD_DAYS * 86_400, |zoned| {
            zoned.timestamp().as_second() - start.as_second()
        })
}

impl World {
    /// The world's first moment.
    pub fn open(seed: u64, began: Timestamp, main_campaigns: usize) -> Self {
        let opening = accounts::open(seed, began, main_campaigns);
        let from = began.checked_sub((PREHISTORY_DAYS * 24).hours()).unwrap_or(began);
        let mut market = Market::new(seed, from);
        let mut timed = Vec::new();
        for (account, natures) in opening.accounts.iter().zip(opening.natures) {
            let index = market.open(account.zone.clone());
            for (campaign, nature) in natures {
                market.admit(index, campaign, nature);
            }
            timed.push(false);
        }
        let next_hour = (from.as_second().div_euclid(3600) + 1) * 3600;
        let mut world = Self {
            seed,
            google: opening.accounts,
            market,
            truth: Vec::new(),
            timed,
            next_hour,
        };
        for index in 0..world.timed.len() {
            world.replan(index, from);
        }
        world
    }

    /// Advances by at most a simulated day towards `now`; true when there is more to do. Bounded, so that a caller
    /// that holds the world across a long jump can let others breathe in between.
    pub fn advance(&mut self, now: Timestamp) -> bool {
        for _ in 0..24 {
            if self.next_hour > now.as_second() {
                self.market.advance_to(now);
                return false;
            }
            let Ok(hour) = Timestamp::from_second(self.next_hour) else {
                return false;
            };
            self.market.advance_to(hour);
            for index in 0..self.timed.len() {
                if self.timed.get(index) == Some(&true) {
                    self.replan(index, hour);
                }
            }
            self.next_hour += 3600;
        }
        true
    }

    /// Advances all the way to `now`.
    pub fn advance_fully(&mut self, now: Timestamp) {
        while self.advance(now) {}
    }

    /// Numbers and dates lawful changes. Nothing has happened until [`World::enter`] is given each row.
    pub fn number(&self, deeds: &[Deed], origin: &Origin) -> Vec<TruthRow> {
        let (mut seq, mut event) = self.truth.last().map_or((0, 0), |row| (row.seq, row.event));
        let mut rows = Vec::new();
        for deed in deeds.iter().filter(|deed| !deed.changes.is_empty()) {
            event += 1;
            for change in &deed.changes {
                seq += 1;
                rows.push(TruthRow {
                    seq,
                    event,
                    at: origin.at,
                    platform: origin.platform.to_owned(),
                    account: origin.account.clone(),
                    resource: change.resource.clone(),
                    operation: change.operation,
                    field: change.field.clone(),
                    old: change.old.clone(),
                    new: change.new.clone(),
                    changed: change.old != change.new,
                    source: origin.source,
                    request_id: origin.request_id.clone(),
                    request: deed.request.clone(),
                });
            }
        }
        rows
    }

    /// Makes a committed change. The market is first brought to the moment of the change, so that what was is settled.
    pub fn enter(&mut self, row: TruthRow) {
        self.advance_fully(row.at);
        let change = Change {
            resource: row.resource.clone(),
            operation: row.operation,
            field: row.field.clone(),
            old: row.old.clone(),
            new: row.new.clone(),
        };
        if let Some(index) = self.google.apply(&row.account, &change) {
            if change.operation == Operation::Create {
                self.admit(index, &row);
            }
            self.replan(index, row.at);
        }
        self.truth.push(row);
    }

    fn admit(&mut self, index: usize, row: &TruthRow) {
        let Some(name) = ResourceName::parse(&row.resource) else {
            return;
        };
        let Some(account) = self.google.get(name.customer) else {
            return;
        };
        if let Some(campaign) = account
            .get(Resource::Campaign, name.id)
            .filter(|it| it.resource == name.resource)
        {
            let nature = accounts::newborn(account, campaign, self.seed);
            self.market.admit(index, campaign.id, nature);
        }
    }

    fn replan(&mut self, index: usize, now: Timestamp) {
        let Some(account) = self.google.iter().nth(index) else {
            return;
        };
        self.market.set_plan(index, accounts::market_plan(account, now));
        if let Some(timed) = self.timed.get_mut(index) {
            *timed = accounts::is_timed(account, now);
        }
    }

    pub fn truth(&self) -> &[TruthRow] {
        &self.truth
    }
}

#[cfg(test)]
mod tests {
    use super::{MAIN_ZONE, default_start, lead_seconds};
    use jiff::{SignedDuration, Timestamp, civil::Weekday, tz::TimeZone};

    #[test]
    fn ninety_days_after_the_beginning_it_is_a_tuesday_morning_in_new_york_in_every_season() {
        let zone = TimeZone::get(MAIN_ZONE).unwrap();
        let mut process_now: Timestamp = "2026-01-01T03:00:00Z".parse().unwrap();
        for _ in 0..400 {
            let start = default_start(process_now);
            let later = start + SignedDuration::from_secs(lead_seconds(start));
            let local = later.to_zoned(zone.clone());
            assert_eq!(
                (local.weekday(), local.hour(), local.minute()),
                (Weekday::Tuesday, 9, 0)
            );
            let today = process_now.to_zoned(zone.clone()).date();
            assert!(
                local.date() <= today && local.date() > today.checked_sub(jiff::Span::new().days(7)).unwrap()
            );
            process_now += SignedDuration::from_hours(25);
        }
    }
}
