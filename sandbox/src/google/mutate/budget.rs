//! Rules of campaign budgets.

use serde_json::json;

use super::lawful::{Draft, required};
use crate::google::accounts::{Object, Resource};
use crate::google::failure::AdsError;
use crate::google::fields::Field;
use crate::google::value::Value;

/// Smallest daily budget a campaign runs on: one unit of the currency.
const PER_DAY_MINIMUM_MICROS: i64 = 1_000_000;
/// Largest amount that is taken for meant.
const MAXIMUM_MICROS: i64 = 10_000_000_000_000;
const MAX_NAME_BYTES: usize = 255;

fn error(code: &'static str, message: impl Into<String>) -> AdsError {
    AdsError::new("campaignBudgetError", code, message)
}

fn is_shared(budget: &Object) -> bool {
    *budget.get("campaign_budget.explicitly_shared") == Value::Bool(true)
}

/// Money as a multiple of what the currency can express.
pub fn whole_units(draft: &Draft, micros: i64) -> Result<(), AdsError> {
    let unit = draft.account.minimum_unit_micros();
    if micros < 0 {
        return Err(
            error("NEGATIVE_MONEY_AMOUNT", "A money amount was negative.").trigger(micros.to_string())
        );
    }
    if micros % unit != 0 {
        let text = format!(
            "A money amount was not a multiple of a minimum unit. The minimum unit is {unit} micros."
        );
        return Err(error("NON_MULTIPLE_OF_MINIMUM_CURRENCY_UNIT", text).trigger(micros.to_string()));
    }
    Ok(())
}

/// Whether `value` may become `field`; `old` is the budget before an update, nothing on creation.
pub fn check(
    draft: &Draft,
    old: Option<&Object>,
    field: &'static Field,
    value: &Value,
) -> Result<Vec<(&'static Field, Value)>, AdsError> {
    match (field.path(), value) {
        ("amount_micros", Value::Int(micros)) => amount(draft, *micros)?,
        ("amount_micros", _) => {
            return Err(AdsError::new(
                "fieldError",
                "FIELD_CANNOT_BE_CLEARED",
                "The field cannot be cleared.",
            ));
        }
        ("total_amount_micros", Value::Absent) => {}
        ("total_amount_micros", _) => {
            return Err(error(
                "TOTAL_BUDGET_AMOUNT_MUST_BE_UNSET_FOR_BUDGET_PERIOD_DAILY",
                "Total budget amount must be unset when BudgetPeriod is DAILY.",
            ));
        }
        ("name", _) if old.is_some_and(|budget| !is_shared(budget)) => {
            return Err(error(
                "CANNOT_MODIFY_FIELD_OF_IMPLICITLY_SHARED_CAMPAIGN_BUDGET",
                "This field is not mutable on implicitly shared campaign budgets.",
            ));
        }
        ("name", Value::Text(name)) => self::name(draft, old, name)?,
        ("name", _) => {
            return Err(AdsError::new(
                "fieldError",
                "REQUIRED",
                "The required field was not present.",
            ));
        }
        ("delivery_method", Value::Text(method)) if method == "ACCELERATED" => {
            return Err(error(
                "CANNOT_USE_ACCELERATED_DELIVERY_MODE",
                "Cannot use accelerated delivery method on this budget.",
            ));
        }
        ("explicitly_shared", value) => {
            let shared = *value == Value::Bool(true);
            match old.map(is_shared) {
                Some(true) if !shared => {
                    return Err(error(
                        "CANNOT_UPDATE_CAMPAIGN_BUDGET_TO_IMPLICITLY_SHARED",
                        "Cannot change explicitly shared campaign budgets back to implicitly shared ones.",
                    ));
                }
                Some(false) if shared => {
                    return Err(error(
                        "CANNOT_UPDATE_CAMPAIGN_BUDGET_TO_EXPLICITLY_SHARED",
                        "Cannot change an implicitly shared campaign budget to an explicitly shared one.",
                    ));
                }
                _ => {}
            }
        }
        ("period", Value::Text(period)) if period != "DAILY" => {
            return Err(error(
                "CAMPAIGN_BUDGET_PERIOD_NOT_AVAILABLE",
                "Customer is not on the allow-list for this campaign budget period.",
            ));
        }
        _ => {}
    }
    Ok(Vec::new())
}

fn amount(draft: &Draft, micros: i64) -> Result<(), AdsError> {
    whole_units(draft, micros)?;
    if micros > MAXIMUM_MICROS {
        return Err(error(
            "MONEY_AMOUNT_TOO_LARGE",
            "A money amount was greater than the maximum allowed.",
        )
        .trigger(micros.to_string()));
    }
    if micros < PER_DAY_MINIMUM_MICROS {
        let text = "Budget amount or total amount must be above this campaign's per-day minimum. See the error's \
                    details.budget_per_day_minimum_error_details field for more information.";
        return Err(error("BUDGET_BELOW_PER_DAY_MINIMUM", text)
            .trigger(micros.to_string())
            .details(json!({
                "budgetPerDayMinimumErrorDetails": {
                    "currencyCode": draft.account.currency,
                    "budgetPerDayMinimumMicros": PER_DAY_MINIMUM_MICROS.to_string(),
                    "minimumBudgetAmountMicros": PER_DAY_MINIMUM_MICROS.to_string(),
                    "failedBudgetAmountMicros": micros.to_string(),
                }
            })));
    }
    Ok(())
}

fn name(draft: &Draft, old: Option<&Object>, name: &str) -> Result<(), AdsError> {
    if name.trim().is_empty() {
        let message = "The specified field should have a least one non-whitespace character in it.";
        return Err(AdsError::new("stringLengthError", "EMPTY", message));
    }
    if name.len() > MAX_NAME_BYTES {
        return Err(AdsError::new("stringLengthError", "TOO_LONG", "Too long.").trigger(name));
    }
    let taken = draft.account.all(Resource::Budget).any(|budget| {
        is_shared(budget)
            && !budget.is_removed()
            && old.is_none_or(|old| old.id != budget.id)
            && budget.name() == name
    });
    if taken {
        return Err(error(
            "DUPLICATE_NAME",
            "A campaign budget with this name already exists.",
        )
        .trigger(name));
    }
    Ok(())
}

/// Fills in what the platform fills in, and asks for what it asks for.
pub fn complete(_draft: &Draft, budget: &mut Object) -> Result<(), AdsError> {
    let defaults = [
        ("campaign_budget.explicitly_shared", Value::Bool(true)),
        ("campaign_budget.period", Value::text("DAILY")),
        ("campaign_budget.delivery_method", Value::text("STANDARD")),
        ("campaign_budget.type", Value::text("STANDARD")),
    ];
    for (field, value) in defaults {
        if *budget.get(field) == Value::Absent {
            budget.set(field, value);
        }
    }
    budget.set("campaign_budget.status", Value::text("ENABLED"));
    if budget.int("campaign_budget.amount_micros").is_none() {
        return Err(required("amount_micros"));
    }
    if is_shared(budget) && budget.name().is_empty() {
        return Err(required("name"));
    }
    Ok(())
}
