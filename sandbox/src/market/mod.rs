//! The market: people who see, click and buy, hour after hour, for every campaign of every account.
//!
//! The world (`crate::world`) tells it what is switched on and at which budget; the platforms read what has become
//! visible. It knows nothing of any platform's wire, names or errors, and it never reads a clock: it is advanced.
//!
//! It steps through business time on a fixed grid of five minutes and never looks back. A step is computed once, from
//! the state that is in force when it ends, so a later edit cannot touch an hour that has been reported. What a step
//! brings forth is not visible at once: traffic is reported up to three hours late, conversions come days later and
//! are booked on the date of the click, and now and then a little cost is credited back.

pub mod arrivals;
pub mod book;
pub mod character;
#[cfg(test)]
mod properties;
pub mod rhythm;
pub mod sharing;
mod spending;

use std::collections::{BTreeMap, BinaryHeap, VecDeque};

use jiff::{Timestamp, civil, tz::TimeZone};

use crate::chance::Dice;
use arrivals::{Arrival, Event, Report};
use book::Book;
use character::{Character, Mood};
use rhythm::Rhythm;
use sharing::{PartKey, Parts, Sharing, Split};

/// Length of a step in seconds. Time zones are offset by multiples of 15 minutes, so steps never straddle a local hour.
pub const STEP_SECONDS: i64 = 300;
const STEPS_PER_HOUR: f64 = 12.0;

/// What is being advertised with: an ad group, or the campaign itself where the platform has no ad groups under it.
pub type UnitId = u64;
pub type CampaignId = i64;
pub type BudgetId = i64;
/// Days since 1970-01-01 in an account's own calendar.
pub type Day = i32;

/// One thing that may spend, as the platform's settings stand now.
#[derive(Debug, Clone, PartialEq)]
pub struct UnitPlan {
    pub unit: UnitId,
    pub campaign: CampaignId,
    pub budget: BudgetId,
    /// False when it, its campaign, its budget or its account is not serving.
    pub serving: bool,
    /// Part of the campaign's demand that comes through this unit; parts of one campaign add up to 1.
    pub share: f64,
    /// How hard it bids compared with the day it was created; 1 is unchanged.
    pub bid: f64,
    /// What its ads are given beyond clicks.
    pub attention: Attention,
    /// What its traffic is dealt out to.
    pub parts: Parts,
}

/// Of what is shown, the part whose film is watched and the part that is engaged with, each from 0 to 1.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Attention {
    pub watched: f64,
    pub engaged: f64,
}

#[derive(Debug, Clone, PartialEq)]
pub struct BudgetPlan {
    pub budget: BudgetId,
    /// Average daily budget in micros of the account's currency.
    pub daily_micros: i64,
}

/// Everything the market has to know about one account's settings.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Plan {
    pub units: Vec<UnitPlan>,
    pub budgets: Vec<BudgetPlan>,
}

#[derive(Debug)]
struct Unit {
    plan: UnitPlan,
    /// Micros a day that the market would absorb through this unit today, before any budget.
    day_demand: f64,
    /// Micros this unit aims to spend today under its budget.
    day_plan: f64,
    click_micros: f64,
    click_rate: f64,
    conversion_rate: f64,
    // Of the campaign's nature, at hand in every step.
    rhythm: Rhythm,
    order_micros: f64,
    patience: f64,
    /// Place of its budget among the account's purses.
    purse: usize,
}

#[derive(Debug)]
struct Stall {
    zone: TimeZone,
    day: Option<Day>,
    month: i32,
    campaigns: BTreeMap<CampaignId, (Character, Mood)>,
    units: Vec<Unit>,
    /// In the order of their ids.
    purses: Vec<(BudgetId, spending::Purse)>,
    books: BTreeMap<UnitId, Book>,
    sharing: BTreeMap<(UnitId, Split), Sharing>,
}

/// The market of every account. Indexes of accounts are the order in which they were opened.
#[derive(Debug)]
pub struct Market {
    seed: u64,
    /// First step that has not been computed, in steps since 1970.
    next_step: i64,
    stalls: Vec<Stall>,
    /// Traffic by the step at whose end it is reported; the first belongs to `next_step`.
    reports: VecDeque<Vec<Report>>,
    /// What takes longer: conversions and credits.
    pending: BinaryHeap<Arrival>,
    sequence: u64,
}

impl Market {
    /// A market that begins at the first step boundary not before `from`.
    pub fn new(seed: u64, from: Timestamp) -> Self {
        let next_step = from.as_second().div_euclid(STEP_SECONDS)
            + i64::from(from.as_second().rem_euclid(STEP_SECONDS) != 0);
        Self {
            seed,
            next_step,
            stalls: Vec::new(),
            reports: VecDeque::new(),
            pending: BinaryHeap::new(),
            sequence: 0,
        }
    }

    /// Opens an account; its days are calendar days of `zone`.
    pub fn open(&mut self, zone: TimeZone) -> usize {
        self.stalls.push(Stall {
            zone,
            day: None,
            month: 0,
            campaigns: BTreeMap::new(),
            units: Vec::new(),
            purses: Vec::new(),
            books: BTreeMap::new(),
            sharing: BTreeMap::new(),
        });
        self.stalls.len() - 1
    }

    /// Lets a campaign enter the market with the nature it was born with.
    pub fn admit(&mut self, account: usize, campaign: CampaignId, character: Character) {
        if let Some(stall) = self.stalls.get_mut(account) {
            stall
                .campaigns
                .entry(campaign)
                .or_insert_with(|| (character, Mood::default()));
        }
    }

    /// Replaces an account's settings. They are in force for every step that has not been computed.
    pub fn set_plan(&mut self, account: usize, plan: Plan) {
        let Some(stall) = self.stalls.get_mut(account) else {
            return;
        };
        let mut known: BTreeMap<BudgetId, spending::Purse> =
            std::mem::take(&mut stall.purses).into_iter().collect();
        let purses: BTreeMap<BudgetId, spending::Purse> = plan
            .budgets
            .iter()
            .map(|budget| {
                let mut purse = known.remove(&budget.budget).unwrap_or_default();
                purse.daily_micros = budget.daily_micros;
                (budget.budget, purse)
            })
            .collect();
        stall.purses = purses.into_iter().collect();
        for unit in &plan.units {
            for split in Split::ALL {
                let parts = unit.parts.by(split);
                if !parts.is_empty() {
                    let sharing = stall.sharing.entry((unit.unit, split)).or_default();
                    sharing.set(self.next_step * STEP_SECONDS, parts);
                }
            }
        }
        stall.units = plan
            .units
            .into_iter()
            .filter_map(|unit| {
                let purse = stall
                    .purses
                    .binary_search_by_key(&unit.budget, |(id, _)| *id)
                    .ok()?;
                let (character, _) = stall.campaigns.get(&unit.campaign)?;
                Some(Unit::idle(unit, character, purse))
            })
            .collect();
        stall.settle();
    }

    /// True when `advance_to(now)` would compute at least one step.
    pub fn is_behind(&self, now: Timestamp) -> bool {
        (self.next_step + 1) * STEP_SECONDS <= now.as_second()
    }

    /// Computes every step that has ended by `now` and shows everything that has been reported by `now`.
    pub fn advance_to(&mut self, now: Timestamp) {
        while self.is_behind(now) {
            let step = self.next_step;
            for index in 0..self.stalls.len() {
                self.step_account(index, step);
            }
            self.next_step += 1;
            for Report {
                account,
                unit,
                day,
                hour,
                traffic,
            } in self.reports.pop_front().unwrap_or_default()
            {
                if let Some(stall) = self.stalls.get_mut(account) {
                    stall.books.entry(unit).or_default().report(day, hour, &traffic);
                }
            }
            self.show_until((step + 1) * STEP_SECONDS);
        }
        self.show_until(now.as_second());
    }

    fn show_until(&mut self, second: i64) {
        while self
            .pending
            .peek()
            .is_some_and(|arrival| arrival.at_second <= second)
        {
            let Some(arrival) = self.pending.pop() else { return };
            if let Some(stall) = self.stalls.get_mut(arrival.account) {
                stall
                    .books
                    .entry(arrival.unit)
                    .or_default()
                    .enter(arrival.day, arrival.hour, &arrival.event);
            }
        }
    }

    fn step_account(&mut self, index: usize, step: i64) {
        let seed = self.seed;
        let Some(stall) = self.stalls.get_mut(index) else {
            return;
        };
        let Ok(start) = Timestamp::from_second(step * STEP_SECONDS) else {
            return;
        };
        let local = start.to_zoned(stall.zone.clone()).datetime();
        let day = day_number(local.date());
        let hour = usize::from(local.hour().unsigned_abs());
        let mut events: Vec<(UnitId, Day, usize, i64, Event)> = Vec::new();
        if stall.day != Some(day) {
            stall.turn_day(seed, local.date(), &mut events, step * STEP_SECONDS);
        }
        let end = (step + 1) * STEP_SECONDS;
        let parts = Rhythm::ALL.map(|rhythm| rhythm.share_of_day(hour) / STEPS_PER_HOUR);
        for unit in stall
            .units
            .iter()
            .filter(|unit| unit.plan.serving && unit.day_demand > 0.0)
        {
            let Some((_, purse)) = stall.purses.get_mut(unit.purse) else {
                continue;
            };
            let mut dice = Dice::new(seed, &[1, unit.plan.unit, step.unsigned_abs()]);
            let part = parts.get(unit.rhythm as usize).copied().unwrap_or_default();
            let mut traffic = unit.traffic(part, purse, &mut dice);
            if traffic.is_nothing() {
                continue;
            }
            // Dice of their own: what is watched changes nothing of what is clicked.
            let mut own_dice = Dice::new(seed, &[14, unit.plan.unit, step.unsigned_abs()]);
            unit.plan.attention.given_to(&mut traffic, &mut own_dice);
            let delay = arrivals::report_delay(&mut dice);
            for mut conversion in unit.conversions(traffic.clicks, &mut dice) {
                let clicked = end - STEP_SECONDS / 2;
                let reported = conversion.complete(clicked, &stall.zone, &mut dice);
                events.push((unit.plan.unit, day, hour, reported, Event::Conversion(conversion)));
            }
            if self.reports.len() <= delay {
                self.reports.resize_with(delay + 1, Vec::new);
            }
            if let Some(due) = self.reports.get_mut(delay) {
                due.push(Report {
                    account: index,
                    unit: unit.plan.unit,
                    day,
                    hour,
                    traffic,
                });
            }
        }
        for (_, purse) in &mut stall.purses {
            purse.accrue();
        }
        for (unit, day, hour, at_second, event) in events {
            self.sequence += 1;
            self.pending.push(Arrival {
                at_second,
                sequence: self.sequence,
                account: index,
                unit,
                day,
                hour,
                event,
            });
        }
    }

    /// What is visible of one unit; nothing when it never had traffic.
    pub fn book(&self, account: usize, unit: UnitId) -> Option<&Book> {
        self.stalls.get(account)?.books.get(&unit)
    }

    /// What is visible of some parts of a unit, clicked from `first` to `last`; nothing where it is not shared out.
    pub fn book_of_parts(
        &self,
        account: usize,
        (unit, split): (UnitId, Split),
        days: (Day, Day),
        is_asked: impl Fn(PartKey) -> bool,
    ) -> Option<Book> {
        let stall = self.stalls.get(account)?;
        let (whole, sharing) = (stall.books.get(&unit)?, stall.sharing.get(&(unit, split))?);
        // On a day of 23 or 25 hours some hours are dealt out by the weights of an hour before or after: exact all the same.
        let start_of = |day| {
            let midnight = date_of(day).to_zoned(stall.zone.clone());
            midnight.map_or(0, |midnight| midnight.timestamp().as_second())
        };
        Some(sharing.book(whole, unit, days, start_of, is_asked))
    }

    /// How much more than its budget a campaign could spend today: demand over plan, 1 when nothing holds it back.
    pub fn constraint(&self, account: usize, campaign: CampaignId) -> f64 {
        let Some(stall) = self.stalls.get(account) else {
            return 1.0;
        };
        let (mut demand, mut plan) = (0.0, 0.0);
        for unit in stall
            .units
            .iter()
            .filter(|unit| unit.plan.campaign == campaign && unit.plan.serving)
        {
            demand += unit.day_demand;
            plan += unit.day_plan;
        }
        if plan > 0.0 { demand / plan } else { 1.0 }
    }
}

impl Stall {
    /// A new local day: moods move on, budgets begin again, credits for the day before yesterday are decided.
    fn turn_day(
        &mut self,
        seed: u64,
        date: civil::Date,
        events: &mut Vec<(UnitId, Day, usize, i64, Event)>,
        second: i64,
    ) {
        let day = day_number(date);
        self.day = Some(day);
        for (id, (character, mood)) in &mut self.campaigns {
            let mut dice = Dice::new(seed, &[2, id.unsigned_abs(), u64::from(day.unsigned_abs())]);
            mood.next_day(character, date.weekday(), &mut dice);
        }
        let month = i32::from(date.year()) * 12 + i32::from(date.month());
        let new_month = self.month != month;
        self.month = month;
        for (id, purse) in &mut self.purses {
            let mut dice = Dice::new(seed, &[3, id.unsigned_abs(), u64::from(day.unsigned_abs())]);
            purse.next_day(new_month, date, &mut dice);
        }
        for (unit, book) in &self.books {
            let mut dice = Dice::new(seed, &[4, *unit, u64::from(day.unsigned_abs())]);
            if let Some((hour, credit)) = arrivals::credit(book, day - 2, &mut dice) {
                events.push((
                    *unit,
                    day - 2,
                    hour,
                    second + arrivals::credit_delay(&mut dice),
                    Event::Credit(credit),
                ));
            }
        }
        self.settle();
    }

    /// Shares today's demand out under today's budgets, after a new day or new settings.
    fn settle(&mut self) {
        let mut demanded: BTreeMap<BudgetId, f64> = BTreeMap::new();
        for unit in &mut self.units {
            let Some((character, mood)) = self.campaigns.get(&unit.plan.campaign) else {
                continue;
            };
            unit.day_demand =
                character.demand_micros * mood.demand * unit.plan.share * unit.plan.bid.powf(0.9);
            unit.click_micros = character.click_micros * mood.price * unit.plan.bid.powf(0.5);
            unit.click_rate = character.click_rate;
            if unit.plan.serving {
                *demanded.entry(unit.plan.budget).or_default() += unit.day_demand;
            }
        }
        let mut campaign_plan: BTreeMap<CampaignId, f64> = BTreeMap::new();
        for unit in &mut self.units {
            let total = demanded.get(&unit.plan.budget).copied().unwrap_or(0.0);
            let target = self
                .purses
                .get(unit.purse)
                .map_or(0.0, |(_, purse)| purse.day_target());
            unit.day_plan = if total > target {
                unit.day_demand * target / total
            } else {
                unit.day_demand
            };
            if unit.plan.serving {
                *campaign_plan.entry(unit.plan.campaign).or_default() += unit.day_plan;
            }
        }
        for unit in &mut self.units {
            let Some((character, mood)) = self.campaigns.get(&unit.plan.campaign) else {
                continue;
            };
            let spend = campaign_plan.get(&unit.plan.campaign).copied().unwrap_or(0.0);
            unit.conversion_rate = character.conversion_rate(spend) * mood.quality;
        }
    }
}

/// Days since 1970-01-01 of a calendar date.
pub fn day_number(date: civil::Date) -> Day {
    let epoch = civil::Date::constant(1970, 1, 1);
    epoch.until(date).map_or(0, |span| span.get_days())
}

/// The calendar date of a day number.
pub fn date_of(day: Day) -> civil::Date {
    let epoch = civil::Date::constant(1970, 1, 1);
    epoch.checked_add(jiff::Span::new().days(day)).unwrap_or(epoch)
}
