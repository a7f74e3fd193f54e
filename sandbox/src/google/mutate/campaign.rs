//! Rules of campaigns.

use serde_json::Value as Json;

use super::lawful::{Draft, not_found, required};
use super::{budget, local};
use crate::google::accounts::{Flight, Object, Resource, ResourceName, flight};
use crate::google::failure::AdsError;
use crate::google::fields::{self, Field};
use crate::google::gaql::dates;
use crate::google::value::{Value, camel};

/// Standard bidding strategies: the message that switches to each, and its type.
const SCHEMES: [(&str, &str); 7] = [
    ("manual_cpc", "MANUAL_CPC"),
    ("manual_cpm", "MANUAL_CPM"),
    ("maximize_conversions", "MAXIMIZE_CONVERSIONS"),
    ("maximize_conversion_value", "MAXIMIZE_CONVERSION_VALUE"),
    ("target_cpa", "TARGET_CPA"),
    ("target_roas", "TARGET_ROAS"),
    ("target_spend", "TARGET_SPEND"),
];
const MAX_NAME_LETTERS: usize = 255;

fn error(code: &'static str, message: impl Into<String>) -> AdsError {
    AdsError::new("campaignError", code, message)
}

/// Whether `value` may become `field`, and what else changes with it.
pub fn check(
    draft: &Draft,
    old: Option<&Object>,
    field: &'static Field,
    value: &Value,
) -> Result<Vec<(&'static Field, Value)>, AdsError> {
    match (field.path(), value) {
        ("name", Value::Text(name)) => self::name(draft, old, name)?,
        ("name" | "status" | "campaign_budget", Value::Absent) => {
            return Err(AdsError::new(
                "fieldError",
                "REQUIRED",
                "The required field was not present.",
            ));
        }
        ("status", Value::Text(status)) => self::status(draft, old, status)?,
        ("campaign_budget", Value::Text(name)) => self::budget(draft, old, name)?,
        ("start_date_time" | "end_date_time", _) => dates_of_flight(draft, old, field, value)?,
        ("maximize_conversion_value.target_roas" | "target_roas.target_roas", Value::Double(roas))
            if !(0.01..=1000.0).contains(roas) =>
        {
            let code = if *roas < 0.01 { "TOO_LOW" } else { "TOO_HIGH" };
            return Err(
                AdsError::new("rangeError", code, "The target ROAS is out of range.")
                    .trigger(roas.to_string()),
            );
        }
        (path, Value::Int(micros)) if path.ends_with("_micros") => budget::whole_units(draft, *micros)?,
        _ => {}
    }
    Ok(old.map_or_else(Vec::new, |campaign| switch_bidding(campaign, field)))
}

/// Setting a field of another bidding strategy switches to it and clears what the last one had.
fn switch_bidding(campaign: &Object, field: &'static Field) -> Vec<(&'static Field, Value)> {
    let Some((scheme, _)) = field.path().split_once('.') else {
        return Vec::new();
    };
    let Some((_, kind)) = SCHEMES.into_iter().find(|(name, _)| *name == scheme) else {
        return Vec::new();
    };
    if campaign.text("campaign.bidding_strategy_type") == kind {
        return Vec::new();
    }
    let kind_field = fields::find("campaign.bidding_strategy_type").map(|field| (field, Value::text(kind)));
    let cleared = fields::of_resource("campaign").filter(|other| {
        let of_scheme = other
            .path()
            .split_once('.')
            .is_some_and(|(message, _)| SCHEMES.iter().any(|(name, _)| *name == message));
        of_scheme
            && !other.path().starts_with(&format!("{scheme}."))
            && *campaign.get(other.name) != Value::Absent
    });
    kind_field
        .into_iter()
        .chain(cleared.map(|other| (other, Value::Absent)))
        .collect()
}

fn name(draft: &Draft, old: Option<&Object>, name: &str) -> Result<(), AdsError> {
    if name.trim().is_empty() {
        let message = "The specified field should have a least one non-whitespace character in it.";
        return Err(AdsError::new("stringLengthError", "EMPTY", message));
    }
    if name.chars().count() > MAX_NAME_LETTERS {
        return Err(AdsError::new("stringLengthError", "TOO_LONG", "Too long.").trigger(name));
    }
    if name.contains(['\0', '\n', '\r']) {
        return Err(error("INVALID_CAMPAIGN_NAME", "Campaign name cannot be used.").trigger(name));
    }
    let taken = draft.account.all(Resource::Campaign).any(|campaign| {
        !campaign.is_removed() && old.is_none_or(|old| old.id != campaign.id) && campaign.name() == name
    });
    if taken {
        return Err(error(
            "DUPLICATE_CAMPAIGN_NAME",
            "Trying to modify the name of an active or paused campaign, where the name is already assigned to another \
             active or paused campaign.",
        )
        .trigger(name));
    }
    Ok(())
}

fn status(draft: &Draft, old: Option<&Object>, status: &str) -> Result<(), AdsError> {
    if status == "REMOVED" {
        return Err(match old {
            Some(_) => AdsError::new(
                "enumError",
                "ENUM_VALUE_NOT_PERMITTED",
                "The enum value is not permitted.",
            )
            .trigger(status),
            None => AdsError::new(
                "operationAccessDeniedError",
                "CREATE_AS_REMOVED_NOT_PERMITTED",
                "A CREATE operation may not set status to REMOVED.",
            ),
        });
    }
    if status == "ENABLED"
        && old.is_some_and(|old| flight(old, local(&draft.account, draft.now)) == Flight::Ended)
    {
        return Err(error(
            "INVALID_OPERATION_IF_SERVING_STATUS_HAS_ENDED",
            "Operation not allowed on a campaign whose serving status has ended.",
        ));
    }
    Ok(())
}

fn budget(draft: &Draft, old: Option<&Object>, text: &str) -> Result<(), AdsError> {
    let budget = ResourceName::parse(text)
        .filter(|name| name.resource == Resource::Budget && name.customer == draft.account.id)
        .and_then(|name| draft.account.get(Resource::Budget, name.id))
        .ok_or_else(|| not_found(text))?;
    if budget.is_removed() {
        return Err(AdsError::new(
            "campaignBudgetError",
            "CAMPAIGN_BUDGET_REMOVED",
            "The requested campaign budget no longer exists.",
        ));
    }
    let shared = *budget.get("campaign_budget.explicitly_shared") == Value::Bool(true);
    let used_by_another = draft
        .account
        .users_of(budget)
        .any(|user| old.is_none_or(|old| old.id != user.id));
    if !shared && used_by_another {
        return Err(AdsError::new(
            "campaignBudgetError",
            "CANNOT_USE_IMPLICITLY_SHARED_CAMPAIGN_BUDGET_WITH_MULTIPLE_CAMPAIGNS",
            "Only explicitly shared campaign budgets can be used with multiple campaigns.",
        ));
    }
    Ok(())
}

fn dates_of_flight(
    draft: &Draft,
    old: Option<&Object>,
    field: &'static Field,
    value: &Value,
) -> Result<(), AdsError> {
    let is_start = field.path() == "start_date_time";
    let here = local(&draft.account, draft.now);
    let Some(text) = value.as_text() else {
        if is_start {
            return Err(AdsError::new(
                "fieldError",
                "FIELD_CANNOT_BE_CLEARED",
                "The field cannot be cleared.",
            ));
        }
        return Ok(());
    };
    let time = dates::date_time(text)
        .filter(|_| text.len() == 19)
        .ok_or_else(|| {
            AdsError::new(
                "dateError",
                "INVALID_STRING_DATE_TIME_SECONDS",
                "The string date time's format should be yyyy-mm-dd hh:mm:ss.",
            )
            .trigger(text)
        })?;
    if is_start && !text.ends_with("00:00:00") {
        return Err(AdsError::new(
            "dateError",
            "DATE_RANGE_ERROR_START_TIME_MUST_BE_THE_START_OF_A_DAY",
            "This campaign type doesn't support a start date time that isn't the start of the day.",
        ));
    }
    if !is_start && !text.ends_with("23:59:59") {
        return Err(AdsError::new(
            "dateError",
            "DATE_RANGE_ERROR_END_TIME_MUST_BE_THE_END_OF_A_DAY",
            "This campaign type doesn't support an end date time that isn't the end of the day.",
        ));
    }
    let start_of = |campaign: &Object| dates::date_time(campaign.text("campaign.start_date_time"));
    if is_start
        && old
            .and_then(start_of)
            .is_some_and(|start| start <= here && start != time)
    {
        return Err(AdsError::new(
            "dateRangeError",
            "CANNOT_MODIFY_START_DATE_IF_ALREADY_STARTED",
            "Trying to change start date on a resource that has started.",
        ));
    }
    if time.date() < here.date() && old.is_none_or(|old| dates::date_time(old.text(field.name)) != Some(time))
    {
        return Err(AdsError::new(
            "dateRangeError",
            "CANNOT_SET_DATE_TO_PAST",
            "Cannot set date to past time.",
        ));
    }
    let other = old.and_then(|old| {
        dates::date_time(old.text(if is_start {
            "campaign.end_date_time"
        } else {
            "campaign.start_date_time"
        }))
    });
    if other.is_some_and(|other| if is_start { time > other } else { time < other }) {
        return Err(AdsError::new(
            "dateRangeError",
            "START_DATE_AFTER_END_DATE",
            "The start date was after the end date.",
        ));
    }
    Ok(())
}

/// Fills in what the platform fills in, and asks for what it asks for.
pub fn complete(draft: &Draft, campaign: &mut Object, body: &Json) -> Result<(), AdsError> {
    for (field, path) in [
        ("campaign.name", "name"),
        ("campaign.advertising_channel_type", "advertising_channel_type"),
        ("campaign.campaign_budget", "campaign_budget"),
        (
            "campaign.contains_eu_political_advertising",
            "contains_eu_political_advertising",
        ),
    ] {
        if *campaign.get(field) == Value::Absent {
            return Err(required(path));
        }
    }
    let schemes: Vec<&str> = SCHEMES
        .iter()
        .filter(|(name, _)| {
            body.get(camel(name))
                .or_else(|| body.get(name))
                .is_some_and(Json::is_object)
        })
        .map(|(_, kind)| *kind)
        .collect();
    match schemes.as_slice() {
        [kind] => campaign.set("campaign.bidding_strategy_type", Value::text(*kind)),
        _ => return Err(required("campaign_bidding_strategy")),
    }
    if *campaign.get("campaign.status") == Value::Absent {
        campaign.set("campaign.status", Value::text("ENABLED"));
    }
    campaign.set("campaign.experiment_type", Value::text("BASE"));
    let start = campaign.text("campaign.start_date_time").to_owned();
    if start.is_empty() {
        let today = format!("{} 00:00:00", local(&draft.account, draft.now).date());
        campaign.set("campaign.start_date_time", Value::Text(today));
    }
    let end = campaign.text("campaign.end_date_time");
    if !end.is_empty() && end < start.as_str() {
        return Err(AdsError::new(
            "dateRangeError",
            "START_DATE_AFTER_END_DATE",
            "The start date was after the end date.",
        ));
    }
    Ok(())
}

/// Both spellings of a day are accepted, `20261201 00:00:00` and `2026-12-01 00:00:00`; the dashed one is stored.
pub fn with_dashes(text: String) -> String {
    match text.split_once(' ') {
        Some((day, time)) if day.len() == 8 && day.bytes().all(|byte| byte.is_ascii_digit()) => {
            let (year, rest) = day.split_at(4);
            let (month, day) = rest.split_at(2);
            format!("{year}-{month}-{day} {time}")
        }
        _ => text,
    }
}
