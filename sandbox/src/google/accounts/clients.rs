//! The agency's clients as written down: the campaigns of each account on its first day. [`super::opening`] makes them real.

use crate::market::character::Personality::{self, Bleeder, Drifter, Poor, Steady, Winner};

/// One campaign as it was set up: name, channel, bidding, nature, daily budget in whole units, ad groups, status.
pub(super) struct Setup {
    pub(super) name: &'static str,
    pub(super) channel: &'static str,
    pub(super) bidding: &'static str,
    pub(super) nature: Personality,
    pub(super) budget: i64,
    pub(super) groups: &'static [&'static str],
    pub(super) status: &'static str,
    /// Spends from the account's shared budget.
    pub(super) shared: bool,
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

/// What an account's people mark campaigns with: each label and the campaigns that carry it. One carries none yet.
pub(super) type Labelled = &'static [(&'static str, &'static [&'static str])];

pub(super) const MAIN_LABELS: Labelled = &[
    (
        "brand",
        &[
            "Brand US - Exact",
            "Brand US - Phrase",
            "Brand + Category US",
            "Brand US - Spanish",
        ],
    ),
    ("protected", &["Brand US - Exact", "PMax US - Core catalogue"]),
    (
        "seasonal",
        &["Demand Gen US - Spring story", "Back to school 2025"],
    ),
    ("experiment", &[]),
];

pub(super) const EUROPE_LABELS: Labelled = &[
    ("brand", &["Brand DE - Exact", "Brand FR - Exact"]),
    ("saisonal", &["Winterschlussverkauf 2025"]),
];

pub(super) const SMALL_LABELS: Labelled = &[("brand", &["Brand - Harbor Coffee"])];

pub(super) const MAIN: &[Setup] = &[
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

pub(super) const EUROPE: &[Setup] = &[
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

pub(super) const SMALL: &[Setup] = &[
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
