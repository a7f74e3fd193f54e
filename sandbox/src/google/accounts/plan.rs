//! What the market has to know of a Google account: who may spend, from which budget, how hard it bids.

use jiff::Timestamp;
use jiff::civil::DateTime;

use super::{Account, Object, Resource, ads, searches};
use crate::chance::Dice;
use crate::market::character::{Character, Personality};
use crate::market::rhythm::Rhythm;
use crate::market::sharing::{Part, Parts};
use crate::market::{Attention, BudgetPlan, Plan, UnitPlan};

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
                attention: attention(campaign, campaign.id),
                parts: Parts::default(),
            });
        }
        let weights: Vec<f64> = groups
            .iter()
            .map(|group| Dice::new(0, &[group.id.unsigned_abs()]).between(0.5, 1.5))
            .collect();
        let total: f64 = weights.iter().sum();
        let manual = campaign.text("campaign.bidding_strategy_type") == "MANUAL_CPC";
        for (group, weight) in groups.iter().zip(&weights) {
            // A bid of an ad group or a keyword counts only under manual bidding; elsewhere it is stored and ignored.
            let bid = if manual {
                group.bid_factor()
            } else {
                campaign.bid_factor()
            };
            let keywords = Keywords::of(account, group, manual, bid);
            let living = account.ads_of(group).filter(|ad| !ad.is_removed());
            let ads: Vec<Part> = living.map(ads::part).collect();
            // Without an ad that is on there is nothing to show.
            let shows = ads.is_empty() || ads.iter().any(|ad| ad.clicks > 0);
            plan.units.push(UnitPlan {
                unit: group.id.unsigned_abs(),
                campaign: campaign.id,
                budget: budget.id,
                serving: serving && group.status() == "ENABLED" && keywords.on > 0.0 && shows,
                share: weight / total * keywords.on,
                bid: keywords.bid,
                attention: attention(campaign, group.id),
                parts: Parts {
                    searches: keywords.parts,
                    ads,
                },
            });
        }
    }
    plan
}

/// What the ads of a channel are given beyond clicks: films are watched, and texts are read by whoever clicks them.
fn attention(campaign: &Object, unit: i64) -> Attention {
    let (watched, engaged) = match campaign.text("campaign.advertising_channel_type") {
        "VIDEO" => (0.34, 0.021),
        "DEMAND_GEN" => (0.12, 0.034),
        "PERFORMANCE_MAX" => (0.03, 0.006),
        "DISPLAY" => (0.0, 0.004),
        _ => return Attention::default(),
    };
    // Some films are better than others.
    let own = Dice::new(0, &[15, unit.unsigned_abs()]).between(0.75, 1.25);
    Attention {
        watched: watched * own,
        engaged: engaged * own,
    }
}

/// An ad group's keywords, as the market sees them.
struct Keywords {
    /// The part of their reach that is switched on: 1 where all are, or where there are none to switch.
    on: f64,
    /// How hard they bid together.
    bid: f64,
    /// The searches behind each.
    parts: Vec<Part>,
}

impl Keywords {
    fn of(account: &Account, group: &Object, manual: bool, group_bid: f64) -> Self {
        let (mut all, mut on, mut bids) = (0.0, 0.0, 0.0);
        let mut parts = Vec::new();
        let negatives = account.negatives_of(group);
        for keyword in account.keywords_of(group) {
            let bid = if manual {
                bid_of(keyword, group, group_bid)
            } else {
                group_bid
            };
            let (words, match_type) = keyword.keyword();
            for (search, number) in searches::of_keyword(words, match_type).iter().zip(0..) {
                let reach = real(search.reach);
                all += reach;
                let is_excluded = |typed: &str| {
                    let mut negatives = negatives.iter();
                    negatives.any(|negative| searches::excludes(negative.keyword(), typed))
                };
                let is_on = keyword.status() == "ENABLED" && !search.text.as_deref().is_some_and(is_excluded);
                if is_on {
                    on += reach;
                    bids += reach * bid;
                }
                // Who bids more is clicked more often, beside the others; how often it is shown for a click differs.
                let pull = if is_on { bid.powf(0.9) } else { 0.0 };
                let shown = Dice::new(0, &[13, keyword.id.unsigned_abs(), number]).between(0.7, 1.4);
                parts.push(Part {
                    key: (keyword.id, number),
                    clicks: whole(reach * pull),
                    shown: whole(reach * pull * shown),
                    buying: whole(real(search.buying) * pull),
                });
            }
        }
        Self {
            on: if all > 0.0 { on / all } else { 1.0 },
            bid: if on > 0.0 { bids / on } else { group_bid },
            parts,
        }
    }
}

/// How hard a keyword bids compared with its first day: by its own bid, or else by its ad group's.
fn bid_of(keyword: &Object, group: &Object, group_bid: f64) -> f64 {
    match (keyword.bid(), keyword.birth_bid) {
        (None, _) => group_bid,
        (Some(_), Some(_)) => keyword.bid_factor(),
        (Some(own), None) => group.birth_bid.map_or(1.0, |birth| (own / birth).clamp(0.2, 4.0)),
    }
}

#[expect(clippy::cast_precision_loss, reason = "thousandths")]
fn real(thousandths: u64) -> f64 {
    thousandths as f64
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a few thousand, never below zero"
)]
fn whole(weight: f64) -> u64 {
    weight.round() as u64
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
