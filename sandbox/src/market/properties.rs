//! Properties of the market under arbitrary edits.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp, tz::TimeZone};
use proptest::prelude::*;

use super::character::{Character, Personality};
use super::rhythm::Rhythm;
use super::sharing::Parts;
use super::{Attention, BudgetPlan, Market, Plan, UnitPlan, date_of};
use crate::chance::Dice;

#[derive(Debug, Clone)]
struct Edit {
    after_minutes: i64,
    budget_units: i64,
    serving: [bool; 2],
    bid: f64,
}

fn edits() -> impl Strategy<Value = Vec<Edit>> {
    let edit = (1_i64..4000, 1_i64..2000, any::<[bool; 2]>(), 0.2_f64..4.0).prop_map(
        |(after_minutes, budget_units, serving, bid)| Edit {
            after_minutes,
            budget_units,
            serving,
            bid,
        },
    );
    prop::collection::vec(edit, 1..30)
}

fn begin() -> Timestamp {
    // The night before clocks go forward in New York, so that runs cross a day of 23 hours.
    "2026-03-07T05:00:00Z".parse().unwrap()
}

fn market(seed: u64) -> Market {
    let mut market = Market::new(seed, begin());
    market.open(TimeZone::get("America/New_York").unwrap());
    for campaign in [1, 2] {
        let nature = Character::draw(
            Personality::Drifter,
            Rhythm::Evening,
            300e6,
            &mut Dice::new(seed, &[9, campaign]),
        );
        market.admit(0, i64::try_from(campaign).unwrap(), nature);
    }
    market
}

fn plan(edit: &Edit) -> Plan {
    let unit = |id: u64, campaign: i64, serving: bool| UnitPlan {
        unit: id,
        campaign,
        budget: 1,
        serving,
        share: 1.0,
        bid: edit.bid,
        attention: Attention {
            watched: 0.4,
            engaged: 0.02,
        },
        parts: Parts::default(),
    };
    Plan {
        units: vec![unit(11, 1, edit.serving[0]), unit(12, 2, edit.serving[1])],
        budgets: vec![BudgetPlan {
            budget: 1,
            daily_micros: edit.budget_units * 1_000_000,
        }],
    }
}

fn spent(market: &Market) -> i64 {
    let books = [11, 12].into_iter().filter_map(|unit| market.book(0, unit));
    books
        .flat_map(|book| book.days(i32::MIN, i32::MAX))
        .flat_map(|(_, page)| &page.hours)
        .map(|cell| cell.cost_micros)
        .sum()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// A shared budget that changes at any moment: never above twice the highest amount of the day, nor above 30.4
    /// times the highest amount of the month.
    #[test]
    fn limits_hold_under_any_edits(seed in 0_u64..1000, edits in edits()) {
        let mut market = market(seed);
        let mut now = begin();
        let zone = TimeZone::get("America/New_York").unwrap();
        let mut highest: BTreeMap<i32, i64> = BTreeMap::new();
        for edit in &edits {
            let from = now;
            market.set_plan(0, plan(edit));
            now += SignedDuration::from_mins(edit.after_minutes);
            market.advance_to(now);
            let mut at = from;
            while at <= now {
                let day = super::day_number(at.to_zoned(zone.clone()).date());
                let amount = highest.entry(day).or_default();
                *amount = (*amount).max(edit.budget_units * 1_000_000);
                at += SignedDuration::from_mins(15);
            }
        }
        market.advance_to(now + SignedDuration::from_hours(4));
        let mut months: BTreeMap<String, (i64, i64)> = BTreeMap::new();
        for (day, amount) in &highest {
            let pages = [11, 12].into_iter().filter_map(|unit| market.book(0, unit)?.day(*day));
            let cost: i64 = pages.flat_map(|page| &page.hours).map(|cell| cell.cost_micros).sum();
            prop_assert!(cost <= 2 * amount, "{cost} on {amount}");
            let entry = months.entry(date_of(*day).strftime("%Y-%m").to_string()).or_default();
            entry.0 = entry.0.max(*amount);
            entry.1 += cost;
        }
        for (month, (amount, cost)) in months {
            prop_assert!(cost as f64 <= 30.4 * amount as f64 + 1.0, "{month}: {cost} on {amount}");
        }
    }

    /// What is paused costs nothing: once everything reported has come in, only credits move the total.
    #[test]
    fn a_paused_account_spends_nothing(seed in 0_u64..1000, days in 1_i64..6) {
        let mut market = market(seed);
        let on = Edit { after_minutes: 0, budget_units: 300, serving: [true, true], bid: 1.0 };
        market.set_plan(0, plan(&on));
        let paused_at = begin() + SignedDuration::from_hours(30);
        market.advance_to(paused_at);
        market.set_plan(0, plan(&Edit { serving: [false, false], ..on }));
        market.advance_to(paused_at + SignedDuration::from_hours(3));
        let before = spent(&market);
        prop_assert!(before > 0);
        market.advance_to(paused_at + SignedDuration::from_hours(3 + 24 * days));
        prop_assert!(spent(&market) <= before);
    }

    /// The steps in which time is advanced do not matter, only the moments of the edits.
    #[test]
    fn the_way_to_a_moment_does_not_matter(seed in 0_u64..1000, edits in edits(), stride in 1_i64..700) {
        let run = |stride: Option<i64>| {
            let mut market = market(seed);
            let mut now = begin();
            for edit in edits.iter().take(6) {
                market.set_plan(0, plan(edit));
                let end = now + SignedDuration::from_mins(edit.after_minutes);
                while let Some(stride) = stride && now + SignedDuration::from_mins(stride) < end {
                    now += SignedDuration::from_mins(stride);
                    market.advance_to(now);
                }
                now = end;
                market.advance_to(now);
            }
            (market.book(0, 11).cloned(), market.book(0, 12).cloned())
        };
        prop_assert_eq!(run(None), run(Some(stride)));
    }

    /// Cells never go negative, and clicks never exceed impressions.
    #[test]
    fn cells_are_sane_at_every_moment(seed in 0_u64..1000, edits in edits()) {
        let mut market = market(seed);
        let mut now = begin();
        for edit in &edits {
            market.set_plan(0, plan(edit));
            now += SignedDuration::from_mins(edit.after_minutes);
            market.advance_to(now);
        }
        for book in [11, 12].into_iter().filter_map(|unit| market.book(0, unit)) {
            for (_, page) in book.days(i32::MIN, i32::MAX) {
                for cell in &page.hours {
                    prop_assert!(cell.clicks >= 0 && cell.cost_micros >= 0 && cell.conversions >= 0);
                    prop_assert!(cell.clicks <= cell.impressions && cell.impressions <= cell.eligible);
                    prop_assert!(cell.all_conversions >= cell.conversions);
                    prop_assert!(cell.all_value_micros >= cell.value_micros);
                    prop_assert!((0..=cell.impressions).contains(&cell.video_views));
                    prop_assert!((0..=cell.impressions).contains(&cell.engagements));
                }
            }
        }
    }
}
