//! What a campaign is like: its hidden nature, which no platform shows, and its mood, which changes from day to day.

use jiff::civil::Weekday;

use super::rhythm::Rhythm;
use crate::chance::Dice;

/// The kinds of campaign that a marketer meets. Amounts are units of the account's currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Personality {
    /// Cost per conversion above 80 at more than 60 spend a day: to be stopped.
    Bleeder,
    /// Return on ad spend above 5 and held back by its budget: to be scaled.
    Winner,
    /// Return between 1 and 1.8 at real spend: to be trimmed, not stopped.
    Poor,
    /// Neither.
    Steady,
    /// Starts in the middle and wanders far: a winner for some weeks, poor for others.
    Drifter,
}

/// A campaign's hidden nature, fixed at birth.
#[derive(Debug, Clone, PartialEq)]
pub struct Character {
    pub personality: Personality,
    pub rhythm: Rhythm,
    /// Micros a day that the market absorbs at the bids it was born with.
    pub demand_micros: f64,
    pub click_micros: f64,
    /// Clicks per impression.
    pub click_rate: f64,
    /// Conversions per click when next to nothing is spent; it falls as spend grows.
    first_conversion_rate: f64,
    /// Daily spend in micros at which the audience is used up to 1 - 1/e.
    saturation_micros: f64,
    /// Mean value of a whole conversion in micros.
    pub order_micros: f64,
    /// Stretches the time from click to conversion.
    pub patience: f64,
    /// Standard deviation of a day's change in quality and demand, in logarithms.
    restlessness: f64,
    /// How far quality may go from where it began, in logarithms.
    leash: f64,
}

/// Mean part of a conversion that attribution gives to this account's click.
pub const MEAN_CREDIT: f64 = 0.795;
const ATTRIBUTED: [(f64, i64); 5] = [
    (0.60, 1_000_000),
    (0.75, 500_000),
    (0.85, 750_000),
    (0.93, 333_333),
    (1.01, 250_000),
];

/// Draws the part of a conversion that is attributed, in millionths.
pub fn attributed_part(dice: &mut Dice) -> i64 {
    let draw = dice.unit();
    ATTRIBUTED
        .iter()
        .find(|(below, _)| draw < *below)
        .map_or(1_000_000, |(_, part)| *part)
}

/// Efficiency left at `used` times the saturation spend: the mean height of 1 - e^-x up to x, over its slope at zero.
fn efficiency(used: f64) -> f64 {
    if used < 1e-6 {
        1.0
    } else {
        (1.0 - (-used).exp()) / used
    }
}

impl Character {
    /// Draws a nature of this personality for a campaign that starts with this daily budget in micros.
    pub fn draw(personality: Personality, rhythm: Rhythm, budget_micros: f64, dice: &mut Dice) -> Self {
        // (cost per conversion, return on ad spend, demand over budget, saturation at the first budget,
        // restlessness, leash)
        let (cost, roas, demand, used, restlessness, leash) = match personality {
            Personality::Bleeder => (
                dice.between(130.0, 190.0),
                dice.between(0.30, 0.65),
                dice.between(1.0, 1.3),
                0.9,
                0.02,
                0.12,
            ),
            Personality::Winner => (
                dice.between(13.0, 24.0),
                dice.between(7.5, 10.0),
                dice.between(2.2, 3.4),
                0.2,
                0.02,
                0.12,
            ),
            Personality::Poor => (
                dice.between(32.0, 46.0),
                dice.between(1.45, 1.62),
                dice.between(1.1, 1.5),
                1.0,
                0.015,
                0.09,
            ),
            Personality::Steady => (
                dice.between(24.0, 42.0),
                dice.between(2.5, 3.8),
                dice.between(0.75, 1.25),
                0.6,
                0.03,
                0.18,
            ),
            Personality::Drifter => (
                dice.between(26.0, 44.0),
                dice.between(2.4, 3.6),
                dice.between(1.0, 1.8),
                0.6,
                0.16,
                1.2,
            ),
        };
        let click_micros = dice.between(0.45, 1.60) * 1e6 * if rhythm == Rhythm::AllDay { 0.5 } else { 1.0 };
        let spend = budget_micros * f64::min(demand, 1.0);
        let conversion_rate = click_micros / (cost * 1e6);
        Self {
            personality,
            rhythm,
            demand_micros: budget_micros * demand,
            click_micros,
            click_rate: match rhythm {
                Rhythm::Evening => dice.between(0.025, 0.07),
                Rhythm::Office => dice.between(0.03, 0.08),
                Rhythm::AllDay => dice.between(0.006, 0.015),
            },
            first_conversion_rate: conversion_rate / efficiency(used),
            saturation_micros: spend / used,
            order_micros: cost * roas * 1e6,
            patience: dice.between(0.7, 1.3),
            restlessness,
            leash,
        }
    }

    /// Attributed conversions per click at this daily spend: each further unit of money finds a weaker click.
    pub fn conversion_rate(&self, daily_spend_micros: f64) -> f64 {
        self.first_conversion_rate * efficiency(daily_spend_micros / self.saturation_micros)
    }
}

/// What changes from day to day: factors around 1.
#[derive(Debug, Clone, PartialEq)]
pub struct Mood {
    pub quality: f64,
    pub demand: f64,
    pub price: f64,
    quality_walk: f64,
    demand_walk: f64,
}

impl Default for Mood {
    fn default() -> Self {
        Self {
            quality: 1.0,
            demand: 1.0,
            price: 1.0,
            quality_walk: 0.0,
            demand_walk: 0.0,
        }
    }
}

impl Mood {
    /// Walks on by one day. Quality returns slowly to where it began, so winners recover and bleeders relapse.
    pub fn next_day(&mut self, character: &Character, weekday: Weekday, dice: &mut Dice) {
        let leash = character.leash;
        self.quality_walk =
            (self.quality_walk * 0.97 + character.restlessness * dice.normal()).clamp(-leash, leash);
        self.demand_walk = (self.demand_walk * 0.97 + 0.5 * character.restlessness * dice.normal())
            .clamp(-leash / 2.0, leash / 2.0);
        self.quality = self.quality_walk.exp();
        self.demand = self.demand_walk.exp() * character.rhythm.weekday(weekday) * dice.factor(0.05);
        self.price = dice.factor(0.04);
    }
}

#[cfg(test)]
mod tests {
    use super::{Character, Personality, Rhythm};
    use crate::chance::Dice;

    #[test]
    fn more_spend_finds_weaker_clicks_but_never_fewer_conversions() {
        let character = Character::draw(
            Personality::Steady,
            Rhythm::Evening,
            100e6,
            &mut Dice::new(1, &[1]),
        );
        let mut last_rate = f64::INFINITY;
        let mut last_total = 0.0;
        for spend in (1..=60).map(|tens| f64::from(tens) * 10e6) {
            let rate = character.conversion_rate(spend);
            let total = rate * spend / character.click_micros;
            assert!(rate < last_rate, "the rate falls at {spend}");
            assert!(total > last_total, "the total grows at {spend}");
            (last_rate, last_total) = (rate, total);
        }
    }
}
