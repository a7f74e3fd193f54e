//! The ads of a new world, and what each makes of being shown.

use serde_json::json;

use super::{Object, Resource};
use crate::chance::Dice;
use crate::google::value::Value;
use crate::market::sharing::Part;

/// What an ad says, how often it is clicked and how often whoever clicks buys, beside the others of its ad group.
const KINDS: &[(&str, f64, f64)] = &[
    ("20% off today", 1.0, 1.0),
    ("Rated 4.8 of 5", 0.8, 1.3),
    // Shown as often as the others, it is clicked by few and bought from by fewer.
    ("Have you seen this?", 0.35, 0.4),
];
/// Where the platform takes what is said from products or pages, there is one ad.
const ONE_KIND: &[(&str, f64, f64)] = &[("Products", 1.0, 1.0)];

/// An ad group's ads have numbers in a row, of which the first ends in 1.
const FIRST: i64 = 1;

/// The ads of an ad group on the first day; `number` is that of the first.
pub(super) fn first_ads(group: &Object, group_name: &str, channel: &str, number: i64) -> Vec<Object> {
    let kind = match (group.text("ad_group.type"), channel) {
        ("SHOPPING_PRODUCT_ADS", _) => "SHOPPING_PRODUCT_AD",
        ("SEARCH_DYNAMIC_ADS", _) => "EXPANDED_DYNAMIC_SEARCH_AD",
        (_, "DISPLAY") => "RESPONSIVE_DISPLAY_AD",
        (_, "VIDEO") => "VIDEO_RESPONSIVE_AD",
        (_, "DEMAND_GEN") => "DEMAND_GEN_MULTI_ASSET_AD",
        _ => "RESPONSIVE_SEARCH_AD",
    };
    let kinds = match kind {
        "SHOPPING_PRODUCT_AD" | "EXPANDED_DYNAMIC_SEARCH_AD" => ONE_KIND,
        _ => KINDS,
    };
    kinds
        .iter()
        .zip(number..)
        .map(|((says, _, _), number)| {
            let mut ad = Object::new(Resource::AdGroupAd, group.id, number);
            // An ad that is put together from texts has no name but them.
            let (known_by, told) = match kind {
                "RESPONSIVE_SEARCH_AD" => (
                    "ad_group_ad.ad.responsive_search_ad.headlines",
                    Value::Message(json!([{ "text": group.name() }, { "text": says }])),
                ),
                _ => (
                    "ad_group_ad.ad.name",
                    Value::Text(format!("{} - {says}", group.name())),
                ),
            };
            for (field, value) in [
                (known_by, told),
                ("ad_group_ad.ad.type", Value::text(kind)),
                ("ad_group_ad.ad_group", Value::text(group_name)),
                ("ad_group_ad.status", Value::text("ENABLED")),
            ] {
                ad.set(field, value);
            }
            ad
        })
        .collect()
}

/// What of its ad group's traffic falls to an ad, beside the others that are on.
pub(super) fn part(ad: &Object) -> Part {
    let place = usize::try_from(ad.id % 10 - FIRST).unwrap_or_default();
    let (_, clicked, bought) = KINDS.get(place).copied().unwrap_or(("", 1.0, 1.0));
    let reach = match ad.status() {
        "ENABLED" => Dice::new(0, &[14, ad.id.unsigned_abs()]).between(700.0, 1_300.0),
        _ => 0.0,
    };
    Part {
        key: (ad.id, 0),
        clicks: whole(reach * clicked),
        shown: whole(reach),
        buying: whole(reach * clicked * bought),
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a few thousand, never below zero"
)]
fn whole(weight: f64) -> u64 {
    weight.round() as u64
}
