//! An account's days as they were and as they would have been: what its budgets came to, and what it spent.
//!
//! Budgets and switches are known on both sides. What would have been spent is not, and no more is said than the record
//! bears out: a campaign's recorded spend counts for the share of its recorded hours in which the run had it on as well, and
//! a smaller budget would have been kept to as the recorded one was. What a raise or a campaign left on would have spent
//! besides is nowhere recorded, and nothing is added for it.
//!
//! `report` asks; nothing is written here.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use jiff::{Timestamp, civil::Date, tz::TimeZone};
use uuid::Uuid;

use super::recorded::{Known, Recorded};
use crate::{
    connections::platform::{SwitchStatus, TargetKind, WriteField, WriteTarget, WriteValue},
    metrics::calendar,
};

/// The period of the budgets that are counted: an amount for a whole run has no share of a day.
const DAILY: &str = "daily";

/// One day of the account's calendar; amounts in micros of its currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Day {
    pub date: Date,
    /// What was really spent, as known at the end of the run.
    pub spend: i64,
    /// The part of it that would have been spent all the same.
    pub simulated_spend: i64,
    /// Daily budgets with a campaign that is on, at the day's end or where the run ends.
    pub budget: i64,
    pub simulated_budget: i64,
}

/// A value that was set in the scratch world.
#[derive(Debug, Clone)]
pub struct Simulated {
    pub target: WriteTarget,
    pub field: WriteField,
    pub at: Timestamp,
    pub new: WriteValue,
}

/// The days from `first` to `last`, of which the last is over at `reached`.
pub(super) fn days(
    recorded: &Recorded,
    simulated: &[Simulated],
    known: &Known,
    zone: &TimeZone,
    (first, last, reached): (i64, i64, Timestamp),
) -> Vec<Day> {
    let account = Account::of(recorded, simulated);
    (first..=last)
        .map(|day| {
            let span = Span {
                from: calendar::day_start(day, zone),
                until: calendar::day_end(day, zone).min(reached),
            };
            let (spend, simulated_spend) = account.spend(known, day, span);
            Day {
                date: calendar::date_of(day),
                spend,
                simulated_spend,
                budget: account.budget(span.until, |course| &course.recorded),
                simulated_budget: account.budget(span.until, |course| &course.simulated),
            }
        })
        .collect()
}

#[derive(Clone, Copy)]
struct Span {
    from: Timestamp,
    until: Timestamp,
}

/// Values in the order of time; each holds until the next.
type Values = Vec<(Timestamp, i64)>;

/// One property over time: micros of a budget, or 1 while a campaign is on.
struct Course {
    recorded: Values,
    simulated: Values,
}

struct Campaign {
    id: Uuid,
    budget: Option<Uuid>,
    on: Course,
}

struct Account {
    campaigns: Vec<Campaign>,
    budgets: BTreeMap<Uuid, Course>,
}

impl Account {
    fn of(recorded: &Recorded, simulated: &[Simulated]) -> Self {
        type Place<'a> = (TargetKind, &'a str, WriteField);
        let mut happened: HashMap<Place<'_>, Values> = HashMap::new();
        for change in &recorded.changes {
            let place = (
                change.target.kind,
                change.target.external_id.as_str(),
                change.field,
            );
            happened
                .entry(place)
                .or_default()
                .push((change.at, measure(&change.new)));
        }
        let mut moved: HashMap<Place<'_>, Values> = HashMap::new();
        for change in simulated {
            let place = (
                change.target.kind,
                change.target.external_id.as_str(),
                change.field,
            );
            moved
                .entry(place)
                .or_default()
                .push((change.at, measure(&change.new)));
        }
        let course = |place: Place<'_>, since: Timestamp, first: &WriteValue| {
            let mut values = vec![(since, measure(first))];
            values.extend(happened.get(&place).into_iter().flatten());
            let mut with = values.clone();
            with.extend(moved.get(&place).into_iter().flatten());
            // What happened at an instant was there before the run looked at it.
            with.sort_by_key(|(at, _)| *at);
            Course {
                recorded: values,
                simulated: with,
            }
        };
        Self {
            campaigns: recorded
                .campaigns
                .iter()
                .map(|campaign| Campaign {
                    id: campaign.id,
                    budget: campaign.budget_id,
                    on: course(
                        (TargetKind::Campaign, &campaign.external_id, WriteField::Status),
                        campaign.first_seen_at,
                        &recorded.first_status(campaign),
                    ),
                })
                .collect(),
            budgets: recorded
                .budgets
                .iter()
                .filter(|budget| budget.period == DAILY)
                .map(|budget| {
                    let place = (
                        TargetKind::Budget,
                        budget.external_id.as_str(),
                        WriteField::Budget,
                    );
                    let first = WriteValue::Money(recorded.first_amount(budget));
                    (budget.id, course(place, Timestamp::MIN, &first))
                })
                .collect(),
        }
    }

    /// What the budgets of the campaigns that are on come to.
    fn budget(&self, at: Timestamp, side: impl Fn(&Course) -> &Values) -> i64 {
        let spent_from: BTreeSet<Uuid> = self
            .campaigns
            .iter()
            .filter(|campaign| value_at(side(&campaign.on), at) == 1)
            .filter_map(|campaign| campaign.budget)
            .collect();
        spent_from
            .iter()
            .filter_map(|id| self.budgets.get(id))
            .fold(0, |sum, course| {
                i64::saturating_add(sum, value_at(side(course), at))
            })
    }

    /// What was spent, and what of it would have been.
    fn spend(&self, known: &Known, day: i64, span: Span) -> (i64, i64) {
        let mut recorded = 0_i64;
        let mut by_budget: BTreeMap<Option<Uuid>, i64> = BTreeMap::new();
        for campaign in &self.campaigns {
            let spend = known.spend_on(campaign.id, day);
            recorded = recorded.saturating_add(spend);
            let left = by_budget.entry(campaign.budget).or_default();
            *left = left.saturating_add(campaign.left_on(spend, span));
        }
        let simulated = by_budget.into_iter().fold(0_i64, |sum, (budget, spend)| {
            let course = budget.and_then(|id| self.budgets.get(&id));
            sum.saturating_add(course.map_or(spend, |course| course.kept_to(spend, span)))
        });
        (recorded, simulated)
    }
}

impl Campaign {
    /// The part of a day's spend that falls into the time in which it would have been on as well.
    fn left_on(&self, spend: i64, span: Span) -> i64 {
        let (mut on, mut both) = (0_i128, 0_i128);
        for (seconds, was, would) in self.on.stretches(span) {
            on = on.saturating_add(seconds.saturating_mul(was));
            both = both.saturating_add(seconds.saturating_mul(was.min(would)));
        }
        // Nothing says when a campaign spent that was off all day.
        if on == 0 { spend } else { share(spend, both, on) }
    }
}

impl Course {
    /// What would have been spent of a smaller budget: no more than it, and beyond it only as the recorded one was exceeded.
    fn kept_to(&self, spend: i64, span: Span) -> i64 {
        let (mut length, mut was, mut would) = (0_i128, 0_i128, 0_i128);
        for (seconds, recorded, simulated) in self.stretches(span) {
            length = length.saturating_add(seconds);
            was = was.saturating_add(seconds.saturating_mul(recorded));
            would = would.saturating_add(seconds.saturating_mul(simulated));
        }
        if would >= was {
            spend
        } else if length.saturating_mul(i128::from(spend)) > was {
            share(spend, would, was)
        } else {
            spend.min(share(1, would, length))
        }
    }

    /// The seconds of a span, cut wherever something changed, with what held on either side.
    fn stretches(&self, span: Span) -> Vec<(i128, i128, i128)> {
        if self.simulated.len() == self.recorded.len() {
            return Vec::new();
        }
        let changes = self.simulated.iter().map(|(at, _)| *at);
        let mut cuts: BTreeSet<Timestamp> =
            changes.filter(|at| *at > span.from && *at < span.until).collect();
        cuts.extend([span.from, span.until]);
        cuts.iter()
            .zip(cuts.iter().skip(1))
            .map(|(from, until)| {
                (
                    i128::from(until.duration_since(*from).as_secs()),
                    i128::from(value_at(&self.recorded, *from)),
                    i128::from(value_at(&self.simulated, *from)),
                )
            })
            .collect()
    }
}

fn measure(value: &WriteValue) -> i64 {
    match value {
        WriteValue::Money(micros) => *micros,
        WriteValue::Status(status) => i64::from(*status == SwitchStatus::Active),
    }
}

/// What held at an instant; nothing before the first value.
fn value_at(values: &Values, at: Timestamp) -> i64 {
    let before = values.partition_point(|(since, _)| *since <= at);
    before
        .checked_sub(1)
        .and_then(|last| values.get(last))
        .map_or(0, |(_, value)| *value)
}

fn share(of: i64, part: i128, whole: i128) -> i64 {
    i128::from(of)
        .saturating_mul(part)
        .checked_div(whole)
        .and_then(|share| i64::try_from(share).ok())
        .unwrap_or(of)
}
