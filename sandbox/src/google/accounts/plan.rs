//! What the market has to know of a Google account: who may spend, from which budget, how hard it bids.

use jiff::Timestamp;
use jiff::civil::DateTime;

use super::{Account, Object, Resource};
use crate::chance::Dice;
use crate::market::character::{Character, Personality};
use crate::market::rhythm::Rhythm;
use crate::market::{BudgetPlan, Plan, UnitPlan};

/// Translates an account's settings at this moment.
pub fn market_plan(account: &Account, now: Timestamp) -> Plan {
    let local = now.to_zoned(account.zone.clone()).datetime();
    let mut plan = Plan::default();
    for budget in account
        .all(Resource::Budget)
        .filter(|budget| !budget.is_removed())
    {
        let daily_micros = budget.int("campaign_budget.amount_micros").unwrap_or_default();
        plan.budgets.push(BudgetPlan {
            budget: budget.id,
            daily_micros,
        });
    }
    for campaign in account.all(Resource::Campaign) {
        let Some(budget) = account.budget_of(campaign) else {
            continue;
        };
        let serving = account.status == "ENABLED" && !budget.is_removed() && is_serving(campaign, local);
        let groups: Vec<&Object> = account.ad_groups_of(campaign).collect();
        if groups.is_empty() {
            // Performance Max and its kin have no ad groups: the campaign itself is what spends.
            plan.units.push(UnitPlan {
                unit: campaign.id.unsigned_abs(),
                campaign: campaign.id,
                budget: budget.id,
                serving,
                share: 1.0,
                bid: campaign.bid_factor(),
            });
        }
        let weights: Vec<f64> = groups
            .iter()
            .map(|group| Dice::new(0, &[group.id.unsigned_abs()]).between(0.5, 1.5))
            .collect();
        let total: f64 = weights.iter().sum();
        let manual = campaign.text("campaign.bidding_strategy_type") == "MANUAL_CPC";
        for (group, weight) in groups.iter().zip(&weights) {
            plan.units.push(UnitPlan {
                unit: group.id.unsigned_abs(),
                campaign: campaign.id,
                budget: budget.id,
                serving: serving && group.status() == "ENABLED",
                share: weight / total,
                // An ad group's own bid counts only under manual bidding; elsewhere it is stored and ignored.
                bid: if manual {
                    group.bid_factor()
                } else {
                    campaign.bid_factor()
                },
            });
        }
    }
    plan
}

/// Enabled and inside its dates.
pub(crate) fn is_serving(campaign: &Object, local: DateTime) -> bool {
    campaign.status() == "ENABLED" && flight(campaign, local) == Flight::Running
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Flight {
    Pending,
    Running,
    Ended,
}

/// Where the local time lies relative to the campaign's start and end.
pub(crate) fn flight(campaign: &Object, local: DateTime) -> Flight {
    let time = |field: &str| campaign.text(field).parse::<DateTime>().ok();
    if time("campaign.start_date_time").is_some_and(|start| local < start) {
        Flight::Pending
    } else if time("campaign.end_date_time").is_some_and(|end| local > end) {
        Flight::Ended
    } else {
        Flight::Running
    }
}

/// The nature of a campaign that a caller created: nobody knows in advance what it will be.
#[expect(clippy::cast_precision_loss, reason = "budgets are far below 2^53 micros")]
pub fn newborn(account: &Account, campaign: &Object, seed: u64) -> Character {
    let mut dice = Dice::new(seed, &[5, campaign.id.unsigned_abs()]);
    let personality = match dice.unit() {
        draw if draw < 0.12 => Personality::Bleeder,
        draw if draw < 0.24 => Personality::Winner,
        draw if draw < 0.40 => Personality::Poor,
        _ => Personality::Drifter,
    };
    let rhythm = match campaign.text("campaign.advertising_channel_type") {
        "VIDEO" | "DISPLAY" | "DEMAND_GEN" => Rhythm::AllDay,
        _ => Rhythm::Evening,
    };
    let budget = account
        .budget_of(campaign)
        .and_then(|budget| budget.int("campaign_budget.amount_micros"))
        .unwrap_or(50_000_000);
    Character::draw(personality, rhythm, budget as f64, &mut dice)
}

/// True when a campaign that is not removed starts later or has an end: time alone will change the plan.
pub fn is_timed(account: &Account, now: Timestamp) -> bool {
    let local = now.to_zoned(account.zone.clone()).datetime();
    account
        .all(Resource::Campaign)
        .filter(|campaign| !campaign.is_removed())
        .any(|campaign| {
            flight(campaign, local) == Flight::Pending || !campaign.text("campaign.end_date_time").is_empty()
        })
}
