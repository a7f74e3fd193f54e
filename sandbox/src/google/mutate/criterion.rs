//! Rules of keywords: those of ad groups, and those that a campaign excludes.

use super::ad_group;
use super::lawful::{Draft, not_found, required};
use crate::google::accounts::{Object, Resource, ResourceName, searches};
use crate::google::failure::AdsError;
use crate::google::fields::Field;
use crate::google::value::Value;

const MAX_LETTERS: usize = 80;
const MAX_WORDS: usize = 10;
/// Letters that no keyword may hold.
const ILLEGAL: &[char] = &[
    ',', '!', '@', '%', '^', '(', ')', '=', '{', '}', ';', '~', '`', '<', '>', '?', '\\', '|', '*',
];

/// An error of the keyword's own family.
fn error(resource: Resource, code: &'static str, message: &str) -> AdsError {
    let family = match resource {
        Resource::CampaignCriterion => "campaignCriterionError",
        _ => "adGroupCriterionError",
    };
    AdsError::new(family, code, message)
}

fn criterion_error(code: &'static str, message: &str) -> AdsError {
    AdsError::new("criterionError", code, message)
}

/// Whether `value` may become `field` of this keyword.
pub fn check(
    draft: &Draft,
    keyword: &Object,
    field: &'static Field,
    value: &Value,
) -> Result<Vec<(&'static Field, Value)>, AdsError> {
    let is_new = draft
        .account
        .named(name_of(draft, keyword))
        .is_none_or(Object::is_removed);
    if keyword.is_negative() && !is_new {
        let code = match keyword.resource {
            Resource::CampaignCriterion => "CANNOT_UPDATE_NEGATIVE_CRITERION",
            _ => "CANT_UPDATE_NEGATIVE",
        };
        let message = "Negative criteria are not updatable.";
        return Err(error(keyword.resource, code, message));
    }
    match (field.path(), value) {
        ("cpc_bid_micros", Value::Int(_)) if keyword.is_negative() => Err(criterion_error(
            "FIELD_INCOMPATIBLE_WITH_NEGATIVE_TARGETING",
            "Field is not allowed to be set when the negative field is set to true.",
        )),
        ("status" | "cpc_bid_micros", _) => ad_group::check_switch_and_bid(draft, field, value),
        ("keyword.text", Value::Text(text)) => self::text(text).map(|()| Vec::new()),
        _ => Ok(Vec::new()),
    }
}

fn name_of(draft: &Draft, keyword: &Object) -> ResourceName {
    ResourceName {
        customer: draft.account.id,
        resource: keyword.resource,
        beyond: 0,
        within: keyword.within,
        id: keyword.id,
    }
}

fn text(text: &str) -> Result<(), AdsError> {
    let error = |code, message: &str| Err(criterion_error(code, message).trigger(text));
    if text.trim().is_empty() {
        return error("INVALID_KEYWORD_TEXT", "Keyword text is invalid.");
    }
    if text.chars().count() > MAX_LETTERS {
        return error("KEYWORD_TEXT_TOO_LONG", "Keyword text is too long.");
    }
    if text.split_whitespace().count() > MAX_WORDS {
        return error("KEYWORD_HAS_TOO_MANY_WORDS", "Keyword text has too many words.");
    }
    if text.contains(ILLEGAL) {
        return error(
            "KEYWORD_HAS_INVALID_CHARS",
            "Keyword text has invalid characters or symbols.",
        );
    }
    Ok(())
}

/// Fills in what the platform fills in, and asks for what it asks for.
pub fn complete(draft: &Draft, keyword: &mut Object) -> Result<(), AdsError> {
    let resource = keyword.resource;
    let (owner, path, place) = match resource {
        Resource::CampaignCriterion => (
            Resource::Campaign,
            "campaign",
            keyword.text("campaign_criterion.campaign"),
        ),
        _ => (
            Resource::AdGroup,
            "ad_group",
            keyword.text("ad_group_criterion.ad_group"),
        ),
    };
    if place.is_empty() {
        return Err(required(path));
    }
    let owner = ResourceName::parse(place)
        .filter(|name| name.resource == owner && name.customer == draft.account.id)
        .and_then(|name| draft.account.named(name))
        .filter(|owner| !owner.is_removed())
        .ok_or_else(|| not_found(place).below(path))?;
    // Keywords are for the search network, and a campaign can only exclude them.
    let fits = match resource {
        Resource::CampaignCriterion => keyword.is_negative(),
        _ => owner.text("ad_group.type") == "SEARCH_STANDARD",
    };
    if !fits {
        return Err(criterion_error(
            "CANNOT_ADD_CRITERIA_TYPE",
            "The criteria type cannot be targeted.",
        ));
    }
    let (words, match_type) = keyword.keyword();
    if words.is_empty() {
        let message = "Concrete type of criterion is required for create operations.";
        return Err(error(resource, "CONCRETE_TYPE_REQUIRED", message));
    }
    if match_type.is_empty() {
        return Err(required("keyword.match_type"));
    }
    let whole = searches::named(keyword.clone(), owner.id, words, match_type);
    *keyword = whole;
    match draft.account.named(name_of(draft, keyword)) {
        Some(there) if !there.is_removed() && there.is_negative() != keyword.is_negative() => Err(error(
            resource,
            "CANNOT_TARGET_AND_EXCLUDE",
            "Cannot target and exclude the same criterion at once.",
        )),
        _ => Ok(()),
    }
}
