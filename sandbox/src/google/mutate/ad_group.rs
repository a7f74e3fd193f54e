//! Rules of ad groups.

use super::lawful::{Draft, not_found, required};
use crate::google::accounts::{Object, Resource, ResourceName};
use crate::google::failure::AdsError;
use crate::google::fields::Field;
use crate::google::value::Value;

/// A click that costs more than this is a typing error.
const MAXIMUM_BID_MICROS: i64 = 1_000_000_000;
const MAX_NAME_LETTERS: usize = 255;

fn bidding(code: &'static str, message: &str, micros: i64) -> AdsError {
    AdsError::new("biddingError", code, message).trigger(micros.to_string())
}

/// Whether `value` may become `field` of an existing ad group.
pub fn check(
    draft: &Draft,
    old: Option<&Object>,
    field: &'static Field,
    value: &Value,
) -> Result<Vec<(&'static Field, Value)>, AdsError> {
    match (field.path(), value) {
        ("name", Value::Text(name)) => {
            let campaign = old
                .map(|group| group.text("ad_group.campaign"))
                .unwrap_or_default();
            self::name(draft, old, campaign, name).map(|()| Vec::new())
        }
        ("target_roas", Value::Double(roas)) if !(0.01..=1000.0).contains(roas) => {
            let code = if *roas < 0.01 { "TOO_LOW" } else { "TOO_HIGH" };
            Err(
                AdsError::new("rangeError", code, "The target ROAS is out of range.")
                    .trigger(roas.to_string()),
            )
        }
        _ => check_switch_and_bid(draft, field, value),
    }
}

/// What ad groups, ads and keywords have in common: what must not be emptied, a switch, and what a click may cost.
pub fn check_switch_and_bid(
    draft: &Draft,
    field: &'static Field,
    value: &Value,
) -> Result<Vec<(&'static Field, Value)>, AdsError> {
    match (field.path(), value) {
        ("name" | "status", Value::Absent) => {
            return Err(AdsError::new(
                "fieldError",
                "REQUIRED",
                "The required field was not present.",
            ));
        }
        ("status", Value::Text(status)) if status == "REMOVED" => {
            return Err(AdsError::new(
                "enumError",
                "ENUM_VALUE_NOT_PERMITTED",
                "The enum value is not permitted.",
            )
            .trigger(status));
        }
        ("cpc_bid_micros" | "target_cpa_micros", Value::Int(micros)) => {
            let unit = draft.account.minimum_unit_micros();
            if *micros < unit {
                return Err(bidding("BID_TOO_SMALL", "Bid amount is too small.", *micros));
            }
            if *micros > MAXIMUM_BID_MICROS {
                return Err(bidding("BID_TOO_BIG", "Bid amount is too big.", *micros));
            }
            if micros % unit != 0 {
                let message = "Bid has too many fractional digit precision.";
                return Err(bidding("BID_TOO_MANY_FRACTIONAL_DIGITS", message, *micros));
            }
        }
        _ => {}
    }
    Ok(Vec::new())
}

/// The same for an ad group that is being created: names are unique within the campaign it will belong to.
pub fn check_new(
    draft: &Draft,
    group: &Object,
    field: &'static Field,
    value: &Value,
) -> Result<Vec<(&'static Field, Value)>, AdsError> {
    match (field.path(), value) {
        ("name", Value::Text(name)) => {
            self::name(draft, None, group.text("ad_group.campaign"), name).map(|()| Vec::new())
        }
        _ => check(draft, None, field, value),
    }
}

fn name(draft: &Draft, old: Option<&Object>, campaign: &str, name: &str) -> Result<(), AdsError> {
    let error = |code, message: &str| AdsError::new("adGroupError", code, message).trigger(name);
    if name.trim().is_empty() {
        return Err(error("MISSING_ADGROUP_NAME", "AdGroup name is required for Add."));
    }
    if name.chars().count() > MAX_NAME_LETTERS || name.contains(['\0', '\n', '\r']) {
        return Err(error("INVALID_ADGROUP_NAME", "AdGroup name is not valid."));
    }
    let taken = draft.account.all(Resource::AdGroup).any(|group| {
        !group.is_removed()
            && old.is_none_or(|old| old.id != group.id)
            && group.text("ad_group.campaign") == campaign
            && group.name() == name
    });
    if taken {
        return Err(error(
            "DUPLICATE_ADGROUP_NAME",
            "AdGroup with the same name already exists for the campaign.",
        ));
    }
    Ok(())
}

/// Fills in what the platform fills in, and asks for what it asks for.
pub fn complete(draft: &Draft, group: &mut Object) -> Result<(), AdsError> {
    if group.name().is_empty() {
        return Err(required("name"));
    }
    let text = group.text("ad_group.campaign").to_owned();
    if text.is_empty() {
        return Err(required("campaign"));
    }
    let campaign = ResourceName::parse(&text)
        .filter(|name| name.resource == Resource::Campaign && name.customer == draft.account.id)
        .and_then(|name| draft.account.get(Resource::Campaign, name.id))
        .ok_or_else(|| not_found(&text).below("campaign"))?;
    if campaign.is_removed() {
        return Err(AdsError::new(
            "operationAccessDeniedError",
            "OPERATION_NOT_PERMITTED_FOR_REMOVED_RESOURCE",
            "This operation is not allowed because the resource is removed.",
        )
        .below("campaign"));
    }
    let channel = campaign.text("campaign.advertising_channel_type").to_owned();
    if channel == "PERFORMANCE_MAX" {
        return Err(AdsError::new(
            "adGroupError",
            "CANNOT_ADD_AD_GROUP_FOR_CAMPAIGN_TYPE",
            "Cannot add ad groups for the campaign type.",
        ));
    }
    if *group.get("ad_group.status") == Value::Absent {
        group.set("ad_group.status", Value::text("ENABLED"));
    }
    let kind = match channel.as_str() {
        "SEARCH" => Some("SEARCH_STANDARD"),
        "DISPLAY" => Some("DISPLAY_STANDARD"),
        "SHOPPING" => Some("SHOPPING_PRODUCT_ADS"),
        "VIDEO" => Some("VIDEO_RESPONSIVE"),
        _ => None,
    };
    if let (Some(kind), Value::Absent) = (kind, group.get("ad_group.type")) {
        group.set("ad_group.type", Value::text(kind));
    }
    Ok(())
}
