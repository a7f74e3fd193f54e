//! The world on its first day: an agency's manager account and its clients.

use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};

use super::{Account, Accounts, MANAGER, Object, Resource, ResourceName};
use crate::chance::Dice;
use crate::google::value::Value;
use crate::market::character::{Character, Personality};
use crate::market::rhythm::Rhythm;
use Personality::{Bleeder, Drifter, Poor, Steady, Winner};

/// One campaign as it was set up: name, channel, bidding, nature, daily budget in whole units, ad groups, status.
struct Setup {
    name: &'static str,
    channel: &'static str,
    bidding: &'static str,
    nature: Personality,
    budget: i64,
    groups: &'static [&'static str],
    status: &'static str,
    /// Spends from the account's shared budget.
    shared: bool,
}

const fn on(
    name: &'static str,
    channel: &'static str,
    bidding: &'static str,
    nature: Personality,
    budget: i64,
    groups: &'static [&'static str],
) -> Setup {
    Setup {
        name,
        channel,
        bidding,
        nature,
        budget,
        groups,
        status: "ENABLED",
        shared: false,
    }
}

const fn shared(name: &'static str, groups: &'static [&'static str]) -> Setup {
    Setup {
        name,
        channel: "SEARCH",
        bidding: "MANUAL_CPC",
        nature: Steady,
        budget: 80,
        groups,
        status: "ENABLED",
        shared: true,
    }
}

const fn off(name: &'static str, budget: i64, status: &'static str) -> Setup {
    Setup {
        name,
        channel: "SEARCH",
        bidding: "TARGET_SPEND",
        nature: Steady,
        budget,
        groups: &["All"],
        status,
        shared: false,
    }
}

const MAIN: &[Setup] = &[
    on(
        "Brand US - Exact",
        "SEARCH",
        "MANUAL_CPC",
        Winner,
        90,
        &["Brand", "Brand + shoes"],
    ),
    shared("Brand US - Phrase", &["Brand phrase"]),
    shared("Brand + Category US", &["Brand running", "Brand trail"]),
    shared("Brand US - Spanish", &["Marca"]),
    on(
        "Prospecting US - Running shoes",
        "SEARCH",
        "MAXIMIZE_CONVERSIONS",
        Bleeder,
        260,
        &["Running shoes", "Best running shoes"],
    ),
    on(
        "Prospecting US - Trail shoes",
        "SEARCH",
        "TARGET_CPA",
        Drifter,
        140,
        &["Trail shoes", "Hiking shoes"],
    ),
    on(
        "Prospecting CA - Running shoes",
        "SEARCH",
        "MAXIMIZE_CONVERSIONS",
        Poor,
        180,
        &["Running shoes"],
    ),
    on(
        "Non-brand US - Marathon shoes",
        "SEARCH",
        "TARGET_ROAS",
        Winner,
        120,
        &["Marathon shoes", "Race day"],
    ),
    on(
        "Non-brand US - Wide fit",
        "SEARCH",
        "MANUAL_CPC",
        Drifter,
        90,
        &["Wide fit", "Extra wide"],
    ),
    on(
        "Non-brand US - Kids running shoes",
        "SEARCH",
        "MAXIMIZE_CONVERSIONS",
        Poor,
        160,
        &["Kids"],
    ),
    on(
        "Competitor US - Conquest terms",
        "SEARCH",
        "MANUAL_CPC",
        Bleeder,
        200,
        &["Conquest A", "Conquest B"],
    ),
    on(
        "Shopping US - All products",
        "SHOPPING",
        "MAXIMIZE_CONVERSION_VALUE",
        Drifter,
        240,
        &["All products"],
    ),
    on(
        "Shopping US - Best sellers",
        "SHOPPING",
        "TARGET_ROAS",
        Winner,
        150,
        &["Best sellers"],
    ),
    on(
        "Shopping US - Clearance",
        "SHOPPING",
        "MAXIMIZE_CONVERSION_VALUE",
        Poor,
        220,
        &["Clearance"],
    ),
    on(
        "PMax US - Core catalogue",
        "PERFORMANCE_MAX",
        "MAXIMIZE_CONVERSION_VALUE",
        Steady,
        300,
        &[],
    ),
    on(
        "PMax US - New arrivals",
        "PERFORMANCE_MAX",
        "MAXIMIZE_CONVERSIONS",
        Bleeder,
        320,
        &[],
    ),
    on(
        "PMax US - Accessories",
        "PERFORMANCE_MAX",
        "MAXIMIZE_CONVERSION_VALUE",
        Winner,
        110,
        &[],
    ),
    on(
        "Display Retargeting US - Cart abandoners",
        "DISPLAY",
        "TARGET_CPA",
        Winner,
        80,
        &["Cart 7 days", "Cart 30 days"],
    ),
    on(
        "Display Prospecting US - Fitness audiences",
        "DISPLAY",
        "MAXIMIZE_CONVERSIONS",
        Bleeder,
        180,
        &["In-market", "Affinity"],
    ),
    on(
        "Demand Gen US - Spring story",
        "DEMAND_GEN",
        "MAXIMIZE_CONVERSIONS",
        Poor,
        200,
        &["Story"],
    ),
    on(
        "Video US - Product films",
        "VIDEO",
        "TARGET_CPA",
        Poor,
        150,
        &["Films"],
    ),
    on(
        "DSA US - Catch all",
        "SEARCH",
        "TARGET_SPEND",
        Drifter,
        130,
        &["All pages"],
    ),
    off("Back to school 2025", 60, "PAUSED"),
    off("Test - Old landing page", 40, "REMOVED"),
];

const EUROPE: &[Setup] = &[
    on("Brand DE - Exact", "SEARCH", "MANUAL_CPC", Winner, 70, &["Marke"]),
    on(
        "Brand FR - Exact",
        "SEARCH",
        "MANUAL_CPC",
        Steady,
        60,
        &["Marque"],
    ),
    on(
        "Prospecting DE - Laufschuhe",
        "SEARCH",
        "MAXIMIZE_CONVERSIONS",
        Bleeder,
        190,
        &["Laufschuhe", "Joggingschuhe"],
    ),
    on(
        "Prospecting FR - Chaussures running",
        "SEARCH",
        "TARGET_CPA",
        Drifter,
        120,
        &["Running"],
    ),
    on(
        "Prospecting NL - Hardloopschoenen",
        "SEARCH",
        "MAXIMIZE_CONVERSIONS",
        Poor,
        130,
        &["Hardlopen"],
    ),
    on(
        "Shopping DE - Alle Produkte",
        "SHOPPING",
        "TARGET_ROAS",
        Winner,
        140,
        &["Alle"],
    ),
    on(
        "Shopping FR - Tous produits",
        "SHOPPING",
        "MAXIMIZE_CONVERSION_VALUE",
        Drifter,
        130,
        &["Tous"],
    ),
    on(
        "PMax EU - Core catalogue",
        "PERFORMANCE_MAX",
        "MAXIMIZE_CONVERSION_VALUE",
        Steady,
        240,
        &[],
    ),
    on(
        "PMax EU - Outlet",
        "PERFORMANCE_MAX",
        "MAXIMIZE_CONVERSIONS",
        Bleeder,
        170,
        &[],
    ),
    on(
        "Display Retargeting EU",
        "DISPLAY",
        "TARGET_CPA",
        Poor,
        110,
        &["Besucher 14 Tage"],
    ),
    on(
        "Video EU - Markenfilm",
        "VIDEO",
        "TARGET_CPA",
        Poor,
        120,
        &["Film"],
    ),
    off("Winterschlussverkauf 2025", 50, "PAUSED"),
];

const SMALL: &[Setup] = &[
    on(
        "Brand - Harbor Coffee",
        "SEARCH",
        "MANUAL_CPC",
        Winner,
        45,
        &["Brand"],
    ),
    on(
        "Local - Coffee beans delivery",
        "SEARCH",
        "MAXIMIZE_CONVERSIONS",
        Steady,
        60,
        &["Beans", "Subscription"],
    ),
    on(
        "Prospecting - Espresso machines",
        "SEARCH",
        "TARGET_SPEND",
        Bleeder,
        110,
        &["Machines"],
    ),
    on(
        "PMax - Gift boxes",
        "PERFORMANCE_MAX",
        "MAXIMIZE_CONVERSION_VALUE",
        Poor,
        90,
        &[],
    ),
    on(
        "Demand Gen - Morning ritual",
        "DEMAND_GEN",
        "MAXIMIZE_CONVERSIONS",
        Drifter,
        70,
        &["Ritual"],
    ),
];

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
    let clients: [(Account, &[Setup], usize); 4] = [
        (
            blank(
                1_234_567_890,
                "Fleetfoot Running US",
                "USD",
                "America/New_York",
                "ENABLED",
            ),
            MAIN,
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
            SMALL.len(),
        ),
    ];
    for (account, setups, count) in clients {
        let (account, nature) = furnish(account, setups, count, seed, began);
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
        ad_groups: std::collections::BTreeMap::new(),
    }
}

fn furnish(
    mut account: Account,
    setups: &[Setup],
    count: usize,
    seed: u64,
    began: Timestamp,
) -> (Account, Vec<(i64, Character)>) {
    let mut natures = Vec::new();
    // Ids differ between accounts, as they do on the platform.
    let offset = account.id % 97 * 100_000;
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
        account.insert(campaign_object(
            id,
            &name,
            setup,
            &budget,
            &format!("{started} 00:00:00"),
            &mut dice,
        ));
        let campaign = ResourceName {
            customer: account.id,
            resource: Resource::Campaign,
            id,
        }
        .to_string();
        for (place, group) in setup.groups.iter().enumerate() {
            let place = i64::try_from(place).unwrap_or_default();
            let id = Resource::AdGroup.first_id() + offset + number * 10 + place;
            account.insert(ad_group_object(id, group, setup, &campaign, &mut dice));
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
    let mut budget = Object::new(Resource::Budget, id);
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
    let mut campaign = Object::new(Resource::Campaign, id);
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
    let mut group = Object::new(Resource::AdGroup, id);
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
