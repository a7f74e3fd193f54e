//! How money leaves a budget: pacing over the day, the platform's overdelivery, and its two hard limits.

use jiff::civil::Date;

use super::arrivals::{CONVERSION_WINDOW_SECONDS, conversion_lag};
use super::book::{Conversion, Traffic};
use super::character::{Character, MEAN_CREDIT, attributed_part};
use super::{Attention, Unit};
use crate::chance::Dice;

/// A platform may spend up to twice the average daily budget on one day.
const OVERDELIVERY: i64 = 2;
/// Over a calendar month it spends at most 30.4 times the average daily budget (365 / 12, rounded).
const MONTH_FACTOR: f64 = 30.4;
const STEPS_PER_DAY: f64 = 288.0;
/// Costs are whole cents, as an invoice has them.
const CENT_MICROS: i64 = 10_000;

/// What a budget has spent today and this month, in micros.
#[derive(Debug, Clone)]
pub struct Purse {
    pub daily_micros: i64,
    day_spent: i64,
    month_spent: i64,
    /// Spend that the steps of this month have allowed so far.
    month_accrued: f64,
    steps_left_in_month: f64,
    /// Steps of today that have counted; a day of 25 hours counts no more than another.
    steps_today: f64,
    days_in_month: f64,
    /// How far above or below the average the platform aims today.
    appetite: f64,
}

impl Default for Purse {
    fn default() -> Self {
        Self {
            daily_micros: 0,
            day_spent: 0,
            month_spent: 0,
            month_accrued: 0.0,
            steps_left_in_month: 31.0 * STEPS_PER_DAY,
            steps_today: 0.0,
            days_in_month: 31.0,
            appetite: 1.0,
        }
    }
}

impl Purse {
    pub fn next_day(&mut self, new_month: bool, date: Date, dice: &mut Dice) {
        self.day_spent = 0;
        self.steps_today = 0.0;
        self.days_in_month = f64::from(date.days_in_month());
        let days_left = self.days_in_month - f64::from(date.day()) + 1.0;
        self.steps_left_in_month = days_left * STEPS_PER_DAY;
        if new_month {
            self.month_spent = 0;
            self.month_accrued = 0.0;
        }
        // Mostly near the average; one day in twelve the platform sees an opportunity.
        self.appetite = if dice.unit() < 1.0 / 12.0 {
            dice.between(1.3, 1.8)
        } else {
            dice.factor(0.10).min(1.25)
        };
    }

    /// Micros that the platform aims to spend today.
    #[expect(clippy::cast_precision_loss, reason = "budgets are far below 2^53 micros")]
    pub fn day_target(&self) -> f64 {
        self.daily_micros as f64 * self.appetite
    }

    /// Counts one step of this month at the budget in force.
    #[expect(clippy::cast_precision_loss, reason = "budgets are far below 2^53 micros")]
    pub fn accrue(&mut self) {
        if self.steps_today >= STEPS_PER_DAY {
            return;
        }
        self.steps_today += 1.0;
        self.month_accrued += self.daily_micros as f64 * MONTH_FACTOR / (self.days_in_month * STEPS_PER_DAY);
        self.steps_left_in_month = (self.steps_left_in_month - 1.0).max(0.0);
    }

    /// Micros that may still be spent now without breaking the limit of the day or of the month.
    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        reason = "budgets are far below 2^53 micros"
    )]
    fn room(&self) -> i64 {
        let ahead = self.daily_micros as f64 * MONTH_FACTOR * self.steps_left_in_month
            / (self.days_in_month * STEPS_PER_DAY);
        let month = (self.month_accrued + ahead).floor() as i64 - self.month_spent;
        (self.daily_micros * OVERDELIVERY - self.day_spent)
            .min(month)
            .max(0)
    }

    /// Spends up to `micros`, in whole cents, and says how much it was.
    fn spend(&mut self, micros: i64) -> i64 {
        let spent = micros.min(self.room()).max(0) / CENT_MICROS * CENT_MICROS;
        self.day_spent += spent;
        self.month_spent += spent;
        spent
    }
}

impl Attention {
    /// What of the traffic is watched and engaged with: never more than was shown.
    #[expect(clippy::cast_precision_loss, reason = "a step's counts are small")]
    pub(super) fn given_to(self, traffic: &mut Traffic, dice: &mut Dice) {
        let shown = traffic.impressions as f64;
        let mut of_shown = |part: f64| dice.poisson(shown * part).min(traffic.impressions);
        let (video_views, engagements) = (of_shown(self.watched), of_shown(self.engaged));
        traffic.video_views = video_views;
        traffic.engagements = engagements;
    }
}

impl Unit {
    /// A unit that spends nothing until it is settled what it may spend.
    pub fn idle(plan: super::UnitPlan, nature: &Character, purse: usize) -> Self {
        Self {
            plan,
            day_demand: 0.0,
            day_plan: 0.0,
            click_micros: nature.click_micros,
            click_rate: nature.click_rate,
            conversion_rate: 0.0,
            rhythm: nature.rhythm,
            order_micros: nature.order_micros,
            patience: nature.patience,
            purse,
        }
    }

    /// What one step brings: `part` is this step's part of the day.
    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        reason = "a step's counts are small"
    )]
    pub fn traffic(&self, part: f64, purse: &mut Purse, dice: &mut Dice) -> Traffic {
        let eligible = dice.poisson(self.day_demand * part / self.click_micros / self.click_rate);
        let wanted = dice.poisson(self.day_plan * part / self.click_micros);
        let noise = dice.factor(if wanted > 0 {
            0.25 / (wanted as f64).sqrt()
        } else {
            0.0
        });
        if purse.room() < CENT_MICROS {
            // The budget is used up: people search, nothing is shown.
            return Traffic {
                eligible,
                ..Traffic::default()
            };
        }
        let asked = (wanted as f64 * self.click_micros * noise) as i64;
        let spent = purse.spend(asked);
        // Where the budget ran out, only the clicks that were paid for happened. Rounded up, because whole cents leave
        // `spent` a little short of `asked` in every step.
        let paid = i128::from(wanted) * i128::from(spent);
        let clicks = if asked > 0 {
            ((paid + i128::from(asked) - 1) / i128::from(asked)) as i64
        } else {
            0
        };
        let cost_micros = spent;
        let shown = if self.day_demand > 0.0 {
            (eligible as f64 * self.day_plan / self.day_demand) as i64
        } else {
            0
        };
        let impressions = shown.max(clicks);
        Traffic {
            impressions,
            clicks,
            cost_micros,
            eligible: eligible.max(impressions),
            ..Traffic::default()
        }
    }

    /// Conversions that follow from these clicks.
    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        reason = "values are far below 2^53 micros"
    )]
    pub fn conversions(&self, clicks: i64, dice: &mut Dice) -> Vec<Conversion> {
        let mean = clicks as f64 * self.conversion_rate / MEAN_CREDIT;
        let primary = dice.poisson(mean);
        let secondary = dice.poisson(mean * 0.12);
        let mut conversions = Vec::new();
        for index in 0..primary + secondary {
            let part = attributed_part(dice);
            let whole = self.order_micros * dice.factor(0.45);
            let value = (whole * part as f64 / 1e6) as i64 / CENT_MICROS * CENT_MICROS;
            let lag_seconds = (self.patience * conversion_lag(dice)).min(CONVERSION_WINDOW_SECONDS);
            conversions.push(Conversion::new(part, value, index < primary, lag_seconds as i64));
        }
        conversions
    }
}
