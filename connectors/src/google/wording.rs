//! Google's errors in words for the people who meet them: what happened and what to do, then Google's own text.

use dsl::Currency;

use super::failure::AdsError;

/// One error of the Ads backend.
pub fn of_error(error: &AdsError) -> String {
    let said = match (&*error.family, &*error.value) {
        ("campaignBudgetError", "BUDGET_BELOW_PER_DAY_MINIMUM") => below_minimum(error),
        (family, value) => match known(family, value) {
            Some(sentence) => sentence.to_owned(),
            None => format!("Google refused this with the code {}", error.code()),
        },
    };
    with_platform_text(said, &error.message)
}

/// A refusal before the Ads backend was reached.
pub fn of_reason(reason: &str, message: &str) -> String {
    let said = match reason {
        "SERVICE_DISABLED" => {
            "the Google Ads API is not switched on in the Google Cloud project of this installation: an administrator \
             enables it in the Google Cloud console"
        }
        "ACCESS_TOKEN_SCOPE_INSUFFICIENT" => {
            "the connection was made without the permission to manage Google Ads: connect again and leave that \
             permission ticked"
        }
        "ACCESS_TOKEN_EXPIRED" => "the access to Google Ads has run out",
        _ => "Google does not accept the access of this connection",
    };
    with_platform_text(said.to_owned(), message)
}

/// An error of Google's that carries no code of its own.
pub fn of_status(status: u16, message: &str) -> String {
    let said = match status {
        401 => "Google does not accept the access of this connection".to_owned(),
        403 => "Google does not allow this".to_owned(),
        404 => "Google does not know this address: the version of the API in use may have been retired"
            .to_owned(),
        429 => "Google asks for a pause".to_owned(),
        500..=599 => "Google had a problem of its own".to_owned(),
        other => format!("Google answered with HTTP status {other}"),
    };
    with_platform_text(said, message)
}

/// A reply that is not in Google's format.
pub fn unreadable(status: u16) -> String {
    if status == 404 {
        return "nothing of Google Ads answers at this address: the version of the API in use may have been retired, or \
                google.api_base is wrong"
            .to_owned();
    }
    format!(
        "something other than Google Ads answered, with HTTP status {status}: a proxy or an outage in between"
    )
}

fn with_platform_text(said: String, platform_text: &str) -> String {
    let text = platform_text.trim();
    if text.is_empty() {
        said
    } else {
        format!("{said}; Google says: {text}")
    }
}

fn below_minimum(error: &AdsError) -> String {
    let amount = error
        .minimum
        .as_ref()
        .map(|minimum| match minimum.currency.parse::<Currency>() {
            Ok(currency) => currency.display(minimum.micros),
            Err(_) => format!("{} millionths of a unit", minimum.micros),
        });
    match amount {
        Some(amount) => format!("the budget is below Google's minimum for this campaign, {amount}"),
        None => "the budget is below Google's minimum for this campaign".to_owned(),
    }
}

/// What is worth saying better than Google does.
fn known(family: &str, value: &str) -> Option<&'static str> {
    Some(match (family, value) {
        ("quotaError", "RESOURCE_EXHAUSTED") => {
            "the daily number of Google Ads operations that this installation may use is spent"
        }
        ("quotaError", "RESOURCE_TEMPORARILY_EXHAUSTED") => "Google asks this account for a short pause",
        ("quotaError", "EXCESSIVE_SHORT_TERM_QUERY_RESOURCE_CONSUMPTION")
        | ("quotaError", "EXCESSIVE_LONG_TERM_QUERY_RESOURCE_CONSUMPTION") => {
            "the reports of this account have cost Google too much lately; it asks for a pause"
        }
        ("quotaError", "ACCESS_PROHIBITED") => {
            "Google prohibits this installation from using the Google Ads API"
        }
        ("databaseError", "CONCURRENT_MODIFICATION") => {
            "somebody else changed the same object in the same moment; nothing was changed"
        }
        ("internalError", _) => "Google had a problem of its own",

        ("authenticationError", "OAUTH_TOKEN_EXPIRED" | "OAUTH_TOKEN_INVALID") => {
            "the access token of this connection is no longer valid"
        }
        ("authenticationError", "OAUTH_TOKEN_REVOKED" | "OAUTH_TOKEN_DISABLED") => {
            "the access to Google Ads was withdrawn: connect again"
        }
        ("authenticationError", "GOOGLE_ACCOUNT_DELETED") => {
            "the Google account that made this connection was deleted: connect again with another one"
        }
        ("authenticationError", "NOT_ADS_USER") => {
            "the Google account that made this connection has no Google Ads access: connect again with one that has"
        }
        (
            "authenticationError",
            "TWO_STEP_VERIFICATION_NOT_ENROLLED" | "ADVANCED_PROTECTION_NOT_ENROLLED",
        ) => {
            "the Google account that made this connection must switch on 2-step verification; then connect again"
        }
        ("authenticationError", "CUSTOMER_NOT_FOUND") => "Google does not know this account number",

        ("authorizationError", "USER_PERMISSION_DENIED") => {
            "the person who connected this account no longer has access to it in Google Ads"
        }
        ("authorizationError", "CUSTOMER_NOT_ENABLED") => {
            "this Google Ads account is cancelled or not yet set up; it can be reopened in Google Ads"
        }
        ("authorizationError", "ACTION_NOT_PERMITTED") => {
            "the person who connected this account may look at it but not change it: ask for standard access in Google \
             Ads, or connect again as somebody who has it"
        }
        ("authorizationError", "ACTION_NOT_PERMITTED_FOR_SUSPENDED_ACCOUNT") => {
            "Google has suspended this account; it can be changed again once the suspension is lifted"
        }
        (
            "authorizationError",
            "CLOUD_PROJECT_NOT_APPROVED_FOR_PRODUCTION" | "DEVELOPER_TOKEN_NOT_APPROVED",
        ) => {
            "the Google Cloud project of this installation may only use test accounts: an administrator applies for \
             Explorer, Basic or Standard access in the Google Cloud console"
        }
        ("authorizationError", "PROJECT_DISABLED" | "MISSING_TOS" | "SERVICE_ACCESS_DENIED") => {
            "the Google Cloud project of this installation is not allowed to use the Google Ads API"
        }
        ("authorizationError", "INVALID_LOGIN_CUSTOMER_ID_SERVING_CUSTOMER_ID_COMBINATION") => {
            "the manager account through which this account was connected no longer manages it: refresh the list of \
             accounts of this connection"
        }
        ("authorizationError", "ACCESS_DENIED_FOR_ACCOUNT_TYPE") => {
            "this account is not a Google Ads account"
        }

        ("mutateError" | "requestError", "RESOURCE_NOT_FOUND") | ("idError", "NOT_FOUND") => {
            "the object is not in the account any more"
        }
        ("contextError" | "operationAccessDeniedError", "OPERATION_NOT_PERMITTED_FOR_REMOVED_RESOURCE") => {
            "the object was removed in Google Ads and cannot be changed any more"
        }
        ("campaignBudgetError", "CAMPAIGN_BUDGET_REMOVED") => "the budget was removed in Google Ads",
        ("requestError", "UNSUPPORTED_VERSION") => {
            "Google has retired the version of its API that this installation uses: update the installation"
        }
        ("requestError", "CANNOT_BE_EXECUTED_BY_MANAGER_ACCOUNT")
        | ("queryError", "REQUESTED_METRICS_FOR_MANAGER") => {
            "this is a manager account; connect the accounts below it"
        }

        ("biddingError", "BID_TOO_SMALL") => "the bid is below the smallest that Google accepts",
        ("biddingError", "BID_TOO_BIG") => "the bid is above the greatest that Google accepts",
        ("biddingError", "BID_TOO_MANY_FRACTIONAL_DIGITS") => {
            "the bid is not a multiple of the smallest amount that Google accepts in this currency"
        }
        ("adGroupCriterionError", "CANT_UPDATE_NEGATIVE") => {
            "the keyword became a negative one in Google Ads, which has neither switch nor bid"
        }
        ("campaignBudgetError", "MONEY_AMOUNT_TOO_LARGE") => "the budget is above Google's maximum",
        ("campaignBudgetError", "NEGATIVE_MONEY_AMOUNT") => "a budget cannot be negative",
        ("campaignBudgetError", "NON_MULTIPLE_OF_MINIMUM_CURRENCY_UNIT") => {
            "the budget is not a multiple of the smallest amount that Google accepts in this currency"
        }
        ("campaignBudgetError", "MONEY_AMOUNT_LESS_THAN_CURRENCY_MINIMUM_CPC") => {
            "the budget is smaller than the price of one click can be"
        }
        ("campaignBudgetError", "BUDGET_AMOUNT_MUST_BE_UNSET_FOR_CUSTOM_BUDGET_PERIOD") => {
            "this campaign has one budget for its whole run, not a daily one; change it in Google Ads"
        }
        ("campaignError", "INVALID_OPERATION_IF_SERVING_STATUS_HAS_ENDED") => {
            "the campaign has ended; give it a later end date in Google Ads first"
        }
        ("campaignError", "CANNOT_MODIFY_FOR_TRIAL_CAMPAIGN") => {
            "the campaign is an experiment; status and budget are changed on its base campaign"
        }
        ("campaignError", "INVALID_STATUS_CHANGE") => "Google does not allow this change of status",
        ("mutateError", "EU_POLITICAL_ADVERTISING_DECLARATION_REQUIRED") => {
            "the account has campaigns without the declaration on EU political advertising; declare them in Google Ads \
             first"
        }
        ("operationAccessDeniedError", "OPERATION_NOT_PERMITTED_FOR_CAMPAIGN_TYPE") => {
            "Google does not allow this for campaigns of this type"
        }
        ("operationAccessDeniedError", "MUTATE_NOT_PERMITTED_FOR_CUSTOMER") => {
            "Google does not allow changes to this account"
        }
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::{super::failure::BudgetMinimum, *};

    fn error(family: &str, value: &str, message: &str) -> AdsError {
        AdsError {
            family: family.to_owned(),
            value: value.to_owned(),
            message: message.to_owned(),
            ..AdsError::default()
        }
    }

    #[test]
    fn our_sentence_comes_first_and_googles_text_is_kept() {
        let said = of_error(&error(
            "campaignBudgetError",
            "MONEY_AMOUNT_TOO_LARGE",
            "Too large.",
        ));
        assert_eq!(
            said,
            "the budget is above Google's maximum; Google says: Too large."
        );
    }

    #[test]
    fn the_minimum_is_named_in_the_accounts_money() {
        let mut below = error("campaignBudgetError", "BUDGET_BELOW_PER_DAY_MINIMUM", "");
        below.minimum = Some(BudgetMinimum {
            currency: "EUR".to_owned(),
            micros: 1_500_000,
        });
        assert_eq!(
            of_error(&below),
            "the budget is below Google's minimum for this campaign, €1.50"
        );
    }

    #[test]
    fn an_unknown_code_is_named_so_that_it_can_be_looked_up() {
        let said = of_error(&error("campaignError", "SOMETHING_NEW", "No."));
        assert_eq!(
            said,
            "Google refused this with the code campaignError.SOMETHING_NEW; Google says: No."
        );
    }
}
