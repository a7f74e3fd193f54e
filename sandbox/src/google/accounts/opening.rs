//! The world on its first day: an agency's manager account and its clients.

use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};

use super::clients::{EUROPE, EUROPE_LABELS, Labelled, MAIN, MAIN_LABELS, SMALL, SMALL_LABELS, Setup};
use super::{Account, Accounts, MANAGER, Object, Resource, ResourceName, ads, searches};
use crate::chance::Dice;
use crate::google::value::Value;
use crate::market::character::Character;
use crate::market::rhythm::Rhythm;

/// An opened world: the accounts, and the nature of every campaign in them, by account.
pub struct Opening {
    pub accounts: Accounts,
    pub natures: Vec<Vec<(i64, Character)>>,
}

/// Opens the accounts. `main_campaigns` sizes the first client: campaigns beyond the written list are derived from it.
pub fn open(seed: u64, began: Timestamp, main_campaigns: usize) -> Opening {
    let manager = blank(MANAGER, "Northwind Agency", "USD", "America/New_York", "ENABLED");
    let mut accounts = vec![Account {
        manager: true,
        direct: true,
        managed: false,
        ..manager
    }];
    let mut natures = vec![Vec::new()];
    let clients: [(Account, &[Setup], Labelled, usize); 4] = [
        (
            blank(
                1_234_567_890,
                "Fleetfoot Running US",
                "USD",
                "America/New_York",
                "ENABLED",
            ),
            MAIN,
            MAIN_LABELS,
            main_campaigns,
        ),
        (
            blank(
                2_345_678_901,
                "Fleetfoot Running Europe",
                "EUR",
                "Europe/Berlin",
                "ENABLED",
            ),
            EUROPE,
            EUROPE_LABELS,
            EUROPE.len(),
        ),
        (
            blank(
                3_456_789_012,
                "Fleetfoot Outlet (closed)",
                "USD",
                "America/Chicago",
                "CANCELED",
            ),
            &[],
            &[],
            0,
        ),
        (
            blank(
                4_567_890_123,
                "Harbor Coffee Roasters",
                "USD",
                "America/Los_Angeles",
                "ENABLED",
            ),
            SMALL,
            SMALL_LABELS,
            SMALL.len(),
        ),
    ];
    for (account, setups, labels, count) in clients {
        let (account, nature) = furnish(account, setups, labels, count, seed, began);
        accounts.push(account);
        natures.push(nature);
    }
    Opening {
        accounts: Accounts { accounts },
        natures,
    }
}

fn blank(
    id: i64,
    name: &str,
    currency: &'static str,
    zone_name: &'static str,
    status: &'static str,
) -> Account {
    Account {
        id,
        name: name.to_owned(),
        currency,
        zone_name,
        // The zones above are in the bundled database; UTC would only ever be seen if that were broken.
        zone: TimeZone::get(zone_name).unwrap_or(TimeZone::UTC),
        status,
        manager: false,
        // The agency's user was invited to the small client and to the closed one directly.
        direct: matches!(id, 4_567_890_123 | 3_456_789_012),
        managed: id != 4_567_890_123,
        objects: std::collections::BTreeMap::new(),
        labels: Vec::new(),
        ad_groups: std::collections::BTreeMap::new(),
    }
}

fn furnish(
    mut account: Account,
    setups: &[Setup],
    labels: Labelled,
    count: usize,
    seed: u64,
    began: Timestamp,
) -> (Account, Vec<(i64, Character)>) {
    let mut natures = Vec::new();
    // Ids differ between accounts, as they do on the platform.
    let offset = account.id % 97 * 100_000;
    account.own_labels(labels.iter().map(|(name, _)| *name), offset);
    let mut shared_budget: Option<String> = None;
    for index in 0..count {
        let Some(setup) = setups.get(index % setups.len().max(1)) else {
            break;
        };
        let round = index / setups.len().max(1);
        let name = if round == 0 {
            setup.name.to_owned()
        } else {
            format!("{} #{}", setup.name, round + 1)
        };
        let number = i64::try_from(index).unwrap_or_default();
        let joins_shared = setup.shared && round == 0;
        let mut dice = Dice::new(seed, &[6, account.id.unsigned_abs(), number.unsigned_abs()]);

        let budget = match (&shared_budget, joins_shared) {
            (Some(name), true) => name.clone(),
            _ => {
                let id = Resource::Budget.first_id() + offset + number;
                let amount = setup.budget * if joins_shared { 3 } else { 1 } * 1_000_000;
                let title = if joins_shared {
                    "Shared - Brand portfolio"
                } else {
                    name.as_str()
                };
                account.insert(budget_object(
                    id,
                    title,
                    amount,
                    joins_shared,
                    setup.status == "REMOVED",
                ));
                let resource = ResourceName {
                    customer: account.id,
                    resource: Resource::Budget,
                    beyond: 0,
                    within: 0,
                    id,
                }
                .to_string();
                if joins_shared {
                    shared_budget = Some(resource.clone());
                }
                resource
            }
        };

        let id = Resource::Campaign.first_id() + offset + number;
        let started = began
            .to_zoned(account.zone.clone())
            .date()
            .checked_sub(400.days())
            .unwrap_or_default();
        let mut campaign = campaign_object(
            id,
            &name,
            setup,
            &budget,
            &format!("{started} 00:00:00"),
            &mut dice,
        );
        let carried: Vec<String> = account
            .labels()
            .iter()
            .zip(labels)
            .filter(|(_, (_, carriers))| carriers.contains(&name.as_str()))
            .map(|(label, _)| account.label_name(label))
            .collect();
        if !carried.is_empty() {
            campaign.set("campaign.labels", Value::List(carried));
        }
        account.insert(campaign);
        let campaign = ResourceName {
            customer: account.id,
            resource: Resource::Campaign,
            beyond: 0,
            within: 0,
            id,
        }
        .to_string();
        for (place, group) in setup.groups.iter().enumerate() {
            let place = i64::try_from(place).unwrap_or_default();
            let id = Resource::AdGroup.first_id() + offset + number * 10 + place;
            let group = ad_group_object(id, group, setup, &campaign, &mut dice);
            for keyword in keywords(&account, &group, setup) {
                account.insert(keyword);
            }
            let first = Resource::AdGroupAd.first_id() + offset + (number * 10 + place) * 10;
            for ad in ads::first_ads(&group, &account.name_of(&group), setup.channel, first) {
                account.insert(ad);
            }
            account.insert(group);
        }
        let rhythm = match setup.channel {
            "VIDEO" | "DISPLAY" | "DEMAND_GEN" => Rhythm::AllDay,
            _ if setup.name.starts_with("Competitor") || setup.name.starts_with("DSA") => Rhythm::Office,
            _ => Rhythm::Evening,
        };
        #[expect(clippy::cast_precision_loss, reason = "whole units of currency")]
        let budget_micros = setup.budget as f64 * 1e6;
        natures.push((
            id,
            Character::draw(setup.nature, rhythm, budget_micros, &mut dice),
        ));
    }
    (account, natures)
}

fn budget_object(id: i64, name: &str, amount_micros: i64, shared: bool, removed: bool) -> Object {
    let mut budget = Object::new(Resource::Budget, 0, id);
    budget.set("campaign_budget.name", Value::text(name));
    budget.set("campaign_budget.amount_micros", Value::Int(amount_micros));
    budget.set(
        "campaign_budget.status",
        Value::text(if removed { "REMOVED" } else { "ENABLED" }),
    );
    budget.set("campaign_budget.delivery_method", Value::text("STANDARD"));
    budget.set("campaign_budget.explicitly_shared", Value::Bool(shared));
    budget.set("campaign_budget.period", Value::text("DAILY"));
    budget.set("campaign_budget.type", Value::text("STANDARD"));
    budget
}

#[expect(clippy::cast_possible_truncation, reason = "bids are small")]
fn cents(dice: &mut Dice, low: f64, high: f64) -> Value {
    Value::Int((dice.between(low, high) * 100.0) as i64 * 10_000)
}

fn campaign_object(
    id: i64,
    name: &str,
    setup: &Setup,
    budget: &str,
    started: &str,
    dice: &mut Dice,
) -> Object {
    let mut campaign = Object::new(Resource::Campaign, 0, id);
    campaign.set("campaign.name", Value::text(name));
    campaign.set("campaign.status", Value::text(setup.status));
    campaign.set("campaign.advertising_channel_type", Value::text(setup.channel));
    campaign.set("campaign.bidding_strategy_type", Value::text(setup.bidding));
    campaign.set("campaign.campaign_budget", Value::text(budget));
    campaign.set("campaign.start_date_time", Value::text(started));
    campaign.set("campaign.experiment_type", Value::text("BASE"));
    campaign.set(
        "campaign.contains_eu_political_advertising",
        Value::text("DOES_NOT_CONTAIN_EU_POLITICAL_ADVERTISING"),
    );
    if setup.channel == "SEARCH" {
        campaign.set(
            "campaign.network_settings.target_google_search",
            Value::Bool(true),
        );
        campaign.set(
            "campaign.network_settings.target_search_network",
            Value::Bool(true),
        );
        campaign.set(
            "campaign.network_settings.target_content_network",
            Value::Bool(false),
        );
        campaign.set(
            "campaign.network_settings.target_partner_search_network",
            Value::Bool(false),
        );
    }
    let roas = Value::Double((dice.between(2.0, 5.0) * 10.0).round() / 10.0);
    match setup.bidding {
        "MANUAL_CPC" => campaign.set("campaign.manual_cpc.enhanced_cpc_enabled", Value::Bool(false)),
        "TARGET_CPA" => campaign.set("campaign.target_cpa.target_cpa_micros", cents(dice, 20.0, 60.0)),
        "TARGET_ROAS" => campaign.set("campaign.target_roas.target_roas", roas),
        "MAXIMIZE_CONVERSION_VALUE" => campaign.set("campaign.maximize_conversion_value.target_roas", roas),
        "TARGET_SPEND" => campaign.set(
            "campaign.target_spend.cpc_bid_ceiling_micros",
            cents(dice, 1.0, 3.0),
        ),
        _ => {}
    }
    campaign.birth_bid = campaign.bid();
    campaign
}

fn ad_group_object(id: i64, name: &str, setup: &Setup, campaign: &str, dice: &mut Dice) -> Object {
    let mut group = Object::new(Resource::AdGroup, 0, id);
    group.set("ad_group.name", Value::text(name));
    group.set("ad_group.status", Value::text("ENABLED"));
    group.set("ad_group.campaign", Value::text(campaign));
    let kind = match setup.channel {
        "SHOPPING" => Some("SHOPPING_PRODUCT_ADS"),
        "DISPLAY" => Some("DISPLAY_STANDARD"),
        "VIDEO" => Some("VIDEO_RESPONSIVE"),
        "SEARCH" if setup.name.starts_with("DSA") => Some("SEARCH_DYNAMIC_ADS"),
        "SEARCH" => Some("SEARCH_STANDARD"),
        // Ad groups of Demand Gen have no type of their own.
        _ => None,
    };
    if let Some(kind) = kind {
        group.set("ad_group.type", Value::text(kind));
    }
    group.set("ad_group.cpc_bid_micros", cents(dice, 0.5, 2.5));
    group.birth_bid = group.bid();
    group
}

/// The keywords of an ad group on the search network; those of the others are none. Where the account bids by hand, every
/// second one has a bid of its own.
fn keywords(account: &Account, group: &Object, setup: &Setup) -> Vec<Object> {
    if group.text("ad_group.type") != "SEARCH_STANDARD" {
        return Vec::new();
    }
    let name = account.name_of(group);
    searches::first_keywords(group.name())
        .into_iter()
        .enumerate()
        .map(|(place, (text, match_type))| {
            let mut keyword = searches::keyword(group.id, &name, &text, match_type);
            let mut dice = Dice::new(0, &[12, group.id.unsigned_abs(), keyword.id.unsigned_abs()]);
            if setup.bidding == "MANUAL_CPC" && place % 2 == 0 {
                keyword.set("ad_group_criterion.cpc_bid_micros", cents(&mut dice, 0.5, 2.5));
            }
            keyword.birth_bid = keyword.bid();
            keyword
        })
        .collect()
}
