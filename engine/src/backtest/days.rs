//! An account's days as they were and as they would have been: what its budgets came to, and what it spent.
//!
//! Budgets and switches are known on both sides. What would have been spent is not, and no more is said than the record
//! bears out: a campaign's recorded spend counts for the share of its recorded hours in which the run had it on as well, and
//! a smaller budget would have been kept to as the recorded one was. What a raise or a campaign left on would have spent
//! besides is nowhere recorded, and nothing is added for it.
//!
//! What stands below a campaign takes its own recorded spend out of it for the time in which only the run had it off, a search for
//! that in which only the run kept it from showing ads. A lower bid
//! would have spent less: how much is nowhere recorded, either.
//!
//! `report` asks; nothing is written here.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use dsl::Level;
use jiff::{Timestamp, civil::Date, tz::TimeZone};
use uuid::Uuid;

use super::{
    courses::{Course, Courses, Simulated, Span, Step, measure, value_at},
    known::Known,
    recorded::Recorded,
};
use crate::{
    connections::platform::{TargetKind, WriteField, WriteValue},
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

/// What can spend, and is switched on or off.
struct Spender {
    id: Uuid,
    level: Level,
    on: Course,
}

struct Campaign {
    spender: Spender,
    budget: Option<Uuid>,
}

struct Account {
    campaigns: Vec<Campaign>,
    budgets: BTreeMap<Uuid, Course>,
    /// By what they stand in: objects that the run switched, and those that these stand in.
    below: HashMap<Uuid, Vec<Spender>>,
}

impl Account {
    fn of(recorded: &Recorded, simulated: &[Simulated]) -> Self {
        let courses = Courses::of(recorded, simulated);
        let campaigns = recorded
            .campaigns
            .iter()
            .map(|campaign| Campaign {
                budget: campaign.budget_id,
                spender: Spender {
                    id: campaign.id,
                    level: Level::Campaigns,
                    on: courses.course(
                        (TargetKind::Campaign, &campaign.external_id, WriteField::Status),
                        campaign.first_seen_at,
                        measure(&WriteValue::Status(campaign.status)),
                    ),
                },
            })
            .collect();
        let budgets = recorded
            .budgets
            .iter()
            .filter(|budget| budget.period == DAILY)
            .map(|budget| {
                let place = (
                    TargetKind::Budget,
                    budget.external_id.as_str(),
                    WriteField::Budget,
                );
                (
                    budget.id,
                    courses.course(place, Timestamp::MIN, budget.amount_micros),
                )
            })
            .collect();
        let mut below: HashMap<Uuid, Vec<Spender>> = HashMap::new();
        // The lowest first: what stands in an object says whether it matters.
        for object in recorded.objects.iter().rev() {
            let on = match object.level {
                Level::SearchTerms => courses.of_search(object),
                _ => {
                    let place = (object.kind, object.external_id.as_str(), WriteField::Status);
                    let first = measure(&WriteValue::Status(object.status));
                    let matters = courses.is_moved(place) || below.contains_key(&object.id);
                    matters.then(|| courses.course(place, object.first_seen_at, first))
                }
            };
            let Some(on) = on else {
                continue;
            };
            let stands_in = object.parent_id.unwrap_or(object.campaign_id);
            below.entry(stands_in).or_default().push(Spender {
                id: object.id,
                level: object.level,
                on,
            });
        }
        Self {
            campaigns,
            budgets,
            below,
        }
    }

    /// What the budgets of the campaigns that are on come to.
    fn budget(&self, at: Timestamp, side: impl Fn(&Course) -> &[Step]) -> i64 {
        let spent_from: BTreeSet<Uuid> = self
            .campaigns
            .iter()
            .filter(|campaign| value_at(side(&campaign.spender.on), at) == 1)
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
            let (spend, kept) = self.kept(&campaign.spender, known, day, span);
            recorded = recorded.saturating_add(spend);
            let left = by_budget.entry(campaign.budget).or_default();
            *left = left.saturating_add(kept);
        }
        let simulated = by_budget.into_iter().fold(0_i64, |sum, (budget, spend)| {
            let course = budget.and_then(|id| self.budgets.get(&id));
            sum.saturating_add(course.map_or(spend, |course| course.kept_to(spend, span)))
        });
        (recorded, simulated)
    }

    /// What an object spent on a day, and the part that falls into the time in which it, and what stands in it, would have been on as
    /// well.
    fn kept(&self, spender: &Spender, known: &Known, day: i64, span: Span) -> (i64, i64) {
        let spend = known.spend_on(spender.level, spender.id, day);
        // Levels divide the same spend in their own ways: the one that loses most counts.
        let mut lost: BTreeMap<Level, i64> = BTreeMap::new();
        for child in self.below.get(&spender.id).into_iter().flatten() {
            let (spend, kept) = self.kept(child, known, day, span);
            let lost = lost.entry(child.level).or_default();
            *lost = lost.saturating_add(spend.saturating_sub(kept));
        }
        let lost = lost.into_values().max().unwrap_or(0);
        (spend, spender.left_on(spend.saturating_sub(lost).max(0), span))
    }
}

impl Spender {
    /// The part of a day's spend that falls into the time in which it would have been on as well.
    fn left_on(&self, spend: i64, span: Span) -> i64 {
        let (mut on, mut both) = (0_i128, 0_i128);
        for (seconds, was, would) in self.on.stretches(span) {
            on = on.saturating_add(seconds.saturating_mul(was));
            both = both.saturating_add(seconds.saturating_mul(was.min(would)));
        }
        // Nothing says when an object spent that was off all day.
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
}

fn share(of: i64, part: i128, whole: i128) -> i64 {
    i128::from(of)
        .saturating_mul(part)
        .checked_div(whole)
        .and_then(|share| i64::try_from(share).ok())
        .unwrap_or(of)
}
