//! Decides what an error reply means for its caller: the error code first, the HTTP status second.
//!
//! A pure function, because a wrong line in here either loses a change or makes it twice.

use std::time::Duration;

use engine::connections::platform::RetryScope;

use super::{
    failure::{AdsError, Failure, QuotaReach},
    wording,
};

/// Whether the call could have changed anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CallKind {
    Read,
    Mutate,
}

/// The decision.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision {
    /// Certainly without effect; the same call may succeed later.
    Retry {
        after: Option<Duration>,
        scope: RetryScope,
    },
    /// A mutate whose effect is unknown.
    Doubt,
    /// The access token was not accepted.
    Unauthorized,
    /// A person has to consent again.
    Reconnect,
    /// Certainly without effect, and it would be so again.
    Refused,
    /// The object is gone or not as it was known.
    OutOfSync,
}

/// The decision with its code and what to tell a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    pub decision: Decision,
    /// Stable: `campaignBudgetError.DUPLICATE_NAME`, `SERVICE_DISABLED`, `http.404`.
    pub code: String,
    pub message: String,
}

/// What an unpublished wait is when a short window of query cost is used up. Google names none; minutes are advised.
const SHORT_TERM_COST_PAUSE: Duration = Duration::from_secs(5 * 60);
/// The same for the long window.
const LONG_TERM_COST_PAUSE: Duration = Duration::from_secs(60 * 60);

/// Judges a reply that is not a success.
///
/// `failure` is `None` when the body was not an error of Google's; `retry_after` is the HTTP header, which Google does
/// not document and which counts only where the body says nothing.
pub fn judge(
    kind: CallKind,
    http_status: u16,
    failure: Option<&Failure>,
    retry_after: Option<Duration>,
) -> Verdict {
    let Some(failure) = failure else {
        return Verdict {
            decision: by_unreadable_status(kind, http_status, retry_after),
            code: format!("http.{http_status}"),
            message: wording::unreadable(http_status),
        };
    };
    let by_error =
        |error: &AdsError| by_code(kind, error).unwrap_or_else(|| by_status(kind, http_status, retry_after));
    // Several errors at once: the one that decides is the one that a repeat can help least.
    let decisive = failure
        .errors
        .iter()
        .map(|error| (by_error(error), error))
        .max_by_key(|(decision, _)| weight(*decision));
    if let Some((decision, error)) = decisive {
        return Verdict {
            decision,
            code: error.code(),
            message: wording::of_error(error),
        };
    }
    if let Some((decision, reason)) = by_reason(failure) {
        return Verdict {
            decision,
            code: reason.to_owned(),
            message: wording::of_reason(reason, &failure.message),
        };
    }
    Verdict {
        decision: by_status(kind, http_status, retry_after),
        code: if failure.status.is_empty() {
            format!("http.{http_status}")
        } else {
            failure.status.clone()
        },
        message: wording::of_status(http_status, &failure.message),
    }
}

/// The decision when nothing is known but that no proper answer came.
pub fn uncertain(kind: CallKind) -> Decision {
    match kind {
        CallKind::Read => Decision::Retry {
            after: None,
            scope: RetryScope::Call,
        },
        CallKind::Mutate => Decision::Doubt,
    }
}

fn weight(decision: Decision) -> u8 {
    match decision {
        Decision::Retry { .. } => 0,
        Decision::Refused => 1,
        Decision::OutOfSync => 2,
        Decision::Unauthorized => 3,
        Decision::Reconnect => 4,
        // Above all: an effect that may exist outweighs every certainty about the rest of the reply.
        Decision::Doubt => 5,
    }
}

/// By the error's own code; `None` leaves it to the HTTP status.
fn by_code(kind: CallKind, error: &AdsError) -> Option<Decision> {
    let soon = Decision::Retry {
        after: None,
        scope: RetryScope::Call,
    };
    Some(match (error.family.as_str(), error.value.as_str()) {
        ("quotaError", value) => return by_quota(error, value),

        // The transaction was given up as a whole: certainly without effect, whatever HTTP status it comes with.
        ("databaseError", "CONCURRENT_MODIFICATION" | "DATA_CONSTRAINT_VIOLATION") => soon,
        // Somebody made a label of this name in the meantime: the next look finds it.
        ("labelError", "DUPLICATE_NAME") => soon,
        ("internalError", _) => uncertain(kind),

        (
            "authenticationError",
            "OAUTH_TOKEN_REVOKED"
            | "OAUTH_TOKEN_DISABLED"
            | "GOOGLE_ACCOUNT_DELETED"
            | "NOT_ADS_USER"
            | "TWO_STEP_VERIFICATION_NOT_ENROLLED"
            | "ADVANCED_PROTECTION_NOT_ENROLLED",
        ) => Decision::Reconnect,
        (
            "authenticationError",
            "CUSTOMER_NOT_FOUND"
            | "CLIENT_CUSTOMER_ID_INVALID"
            | "ORGANIZATION_NOT_RECOGNIZED"
            | "ORGANIZATION_NOT_APPROVED"
            | "ORGANIZATION_NOT_ASSOCIATED_WITH_DEVELOPER_TOKEN"
            | "DEVELOPER_TOKEN_INVALID",
        ) => Decision::Refused,
        ("authenticationError", _) => Decision::Unauthorized,
        ("authorizationError", _) => Decision::Refused,

        ("mutateError" | "requestError", "RESOURCE_NOT_FOUND")
        | ("idError", "NOT_FOUND")
        | ("contextError" | "operationAccessDeniedError", "OPERATION_NOT_PERMITTED_FOR_REMOVED_RESOURCE")
        | ("campaignBudgetError", "CAMPAIGN_BUDGET_REMOVED")
        | ("campaignError", "CAMPAIGN_LABEL_DOES_NOT_EXIST" | "CAMPAIGN_LABEL_ALREADY_EXISTS")
        | ("adGroupError", "ADGROUP_LABEL_DOES_NOT_EXIST" | "ADGROUP_LABEL_ALREADY_EXISTS")
        | ("adGroupAdError", "AD_GROUP_AD_LABEL_DOES_NOT_EXIST" | "AD_GROUP_AD_LABEL_ALREADY_EXISTS")
        | (
            "adGroupCriterionError",
            "AD_GROUP_CRITERION_LABEL_DOES_NOT_EXIST" | "AD_GROUP_CRITERION_LABEL_ALREADY_EXISTS",
        ) => Decision::OutOfSync,

        _ => return None,
    })
}

fn by_quota(error: &AdsError, value: &str) -> Option<Decision> {
    let delay = error.quota.and_then(|quota| quota.retry_delay);
    let reach = error
        .quota
        .and_then(|quota| quota.reach)
        .map(|reach| match reach {
            QuotaReach::Account => RetryScope::Account,
            QuotaReach::Project => RetryScope::Application,
        });
    let (after, scope) = match value {
        // Operations of a day, counted per Google Cloud project.
        "RESOURCE_EXHAUSTED" => (delay, reach.unwrap_or(RetryScope::Application)),
        // A token bucket per customer.
        "RESOURCE_TEMPORARILY_EXHAUSTED" => (delay, reach.unwrap_or(RetryScope::Account)),
        "EXCESSIVE_SHORT_TERM_QUERY_RESOURCE_CONSUMPTION" => (
            Some(delay.unwrap_or(SHORT_TERM_COST_PAUSE)),
            reach.unwrap_or(RetryScope::Account),
        ),
        "EXCESSIVE_LONG_TERM_QUERY_RESOURCE_CONSUMPTION" => (
            Some(delay.unwrap_or(LONG_TERM_COST_PAUSE)),
            reach.unwrap_or(RetryScope::Account),
        ),
        "ACCESS_PROHIBITED" => return Some(Decision::Refused),
        _ => return None,
    };
    Some(Decision::Retry { after, scope })
}

fn by_reason(failure: &Failure) -> Option<(Decision, &'static str)> {
    [
        ("ACCESS_TOKEN_SCOPE_INSUFFICIENT", Decision::Reconnect),
        ("SERVICE_DISABLED", Decision::Refused),
        ("ACCESS_TOKEN_EXPIRED", Decision::Unauthorized),
        ("ACCESS_TOKEN_TYPE_UNSUPPORTED", Decision::Unauthorized),
        ("CREDENTIALS_MISSING", Decision::Unauthorized),
    ]
    .into_iter()
    .find(|(reason, _)| failure.has_reason(reason))
    .map(|(reason, decision)| (decision, reason))
}

/// By the HTTP status of a reply that is certainly Google's.
fn by_status(kind: CallKind, status: u16, retry_after: Option<Duration>) -> Decision {
    match status {
        401 => Decision::Unauthorized,
        // ABORTED: another transaction won.
        409 => Decision::Retry {
            after: retry_after,
            scope: RetryScope::Call,
        },
        429 => Decision::Retry {
            after: retry_after,
            scope: RetryScope::Account,
        },
        // The server may have stopped waiting while it worked.
        408 | 499 => uncertain(kind),
        400..=498 => Decision::Refused,
        _ => uncertain(kind),
    }
}

/// By the HTTP status alone: a proxy may have answered, before or after the request went through.
fn by_unreadable_status(kind: CallKind, status: u16, retry_after: Option<Duration>) -> Decision {
    match status {
        401 => Decision::Unauthorized,
        429 => Decision::Retry {
            after: retry_after,
            scope: RetryScope::Account,
        },
        // Google's front end answers so, in HTML, for a version that is gone; nobody answers so after having acted.
        404 => Decision::Refused,
        _ => uncertain(kind),
    }
}

#[cfg(test)]
mod tests {
    use super::{super::failure::Quota, *};

    fn error(family: &str, value: &str) -> AdsError {
        AdsError {
            family: family.to_owned(),
            value: value.to_owned(),
            ..AdsError::default()
        }
    }

    fn decide(kind: CallKind, status: u16, errors: Vec<AdsError>) -> Decision {
        let failure = Failure {
            errors,
            ..Failure::default()
        };
        judge(kind, status, Some(&failure), None).decision
    }

    fn mutate(status: u16, family: &str, value: &str) -> Decision {
        decide(CallKind::Mutate, status, vec![error(family, value)])
    }

    const SOON: Decision = Decision::Retry {
        after: None,
        scope: RetryScope::Call,
    };

    #[test]
    fn a_concurrent_modification_is_repeated_whatever_status_it_comes_with() {
        for status in [400, 409, 500, 503] {
            assert_eq!(
                mutate(status, "databaseError", "CONCURRENT_MODIFICATION"),
                SOON,
                "{status}"
            );
        }
    }

    #[test]
    fn an_internal_error_leaves_a_mutate_in_doubt_and_a_read_to_be_repeated() {
        for status in [400, 500, 503, 504] {
            assert_eq!(
                mutate(status, "internalError", "TRANSIENT_ERROR"),
                Decision::Doubt
            );
            let read = decide(
                CallKind::Read,
                status,
                vec![error("internalError", "INTERNAL_ERROR")],
            );
            assert_eq!(read, SOON);
        }
    }

    #[test]
    fn a_vanished_object_is_out_of_sync() {
        for (family, value) in [
            ("mutateError", "RESOURCE_NOT_FOUND"),
            ("requestError", "RESOURCE_NOT_FOUND"),
            ("idError", "NOT_FOUND"),
            ("contextError", "OPERATION_NOT_PERMITTED_FOR_REMOVED_RESOURCE"),
            (
                "operationAccessDeniedError",
                "OPERATION_NOT_PERMITTED_FOR_REMOVED_RESOURCE",
            ),
            ("campaignBudgetError", "CAMPAIGN_BUDGET_REMOVED"),
            ("campaignError", "CAMPAIGN_LABEL_ALREADY_EXISTS"),
            ("adGroupError", "ADGROUP_LABEL_DOES_NOT_EXIST"),
            ("adGroupAdError", "AD_GROUP_AD_LABEL_ALREADY_EXISTS"),
            ("adGroupCriterionError", "AD_GROUP_CRITERION_LABEL_DOES_NOT_EXIST"),
        ] {
            assert_eq!(
                mutate(400, family, value),
                Decision::OutOfSync,
                "{family}.{value}"
            );
        }
    }

    #[test]
    fn a_dead_token_is_told_from_a_dead_grant_and_from_a_closed_door() {
        assert_eq!(
            mutate(401, "authenticationError", "OAUTH_TOKEN_EXPIRED"),
            Decision::Unauthorized
        );
        assert_eq!(
            mutate(401, "authenticationError", "OAUTH_TOKEN_INVALID"),
            Decision::Unauthorized
        );
        assert_eq!(
            mutate(401, "authenticationError", "OAUTH_TOKEN_REVOKED"),
            Decision::Reconnect
        );
        assert_eq!(
            mutate(401, "authenticationError", "TWO_STEP_VERIFICATION_NOT_ENROLLED"),
            Decision::Reconnect
        );
        assert_eq!(
            mutate(403, "authorizationError", "USER_PERMISSION_DENIED"),
            Decision::Refused
        );
        assert_eq!(
            mutate(403, "authorizationError", "CUSTOMER_NOT_ENABLED"),
            Decision::Refused
        );
        assert_eq!(decide(CallKind::Mutate, 401, Vec::new()), Decision::Unauthorized);
    }

    #[test]
    fn quotas_say_how_long_and_how_far() {
        let quota = |value: &str, seconds: Option<u64>, reach: Option<QuotaReach>| {
            let details = Quota {
                retry_delay: seconds.map(Duration::from_secs),
                reach,
            };
            let error = AdsError {
                quota: Some(details),
                ..error("quotaError", value)
            };
            decide(CallKind::Mutate, 429, vec![error])
        };
        let retry = |seconds: Option<u64>, scope| Decision::Retry {
            after: seconds.map(Duration::from_secs),
            scope,
        };
        assert_eq!(
            quota("RESOURCE_EXHAUSTED", Some(40_591), Some(QuotaReach::Project)),
            retry(Some(40_591), RetryScope::Application)
        );
        assert_eq!(
            quota("RESOURCE_EXHAUSTED", None, None),
            retry(None, RetryScope::Application)
        );
        assert_eq!(
            quota(
                "RESOURCE_TEMPORARILY_EXHAUSTED",
                Some(30),
                Some(QuotaReach::Account)
            ),
            retry(Some(30), RetryScope::Account)
        );
        assert_eq!(
            quota("RESOURCE_TEMPORARILY_EXHAUSTED", None, None),
            retry(None, RetryScope::Account)
        );
        assert_eq!(
            quota("EXCESSIVE_SHORT_TERM_QUERY_RESOURCE_CONSUMPTION", None, None),
            retry(Some(300), RetryScope::Account)
        );
        assert_eq!(mutate(403, "quotaError", "ACCESS_PROHIBITED"), Decision::Refused);
    }

    #[test]
    fn an_error_code_of_tomorrow_follows_the_http_status() {
        assert_eq!(mutate(400, "campaignError", "SOMETHING_NEW"), Decision::Refused);
        assert_eq!(mutate(500, "campaignError", "SOMETHING_NEW"), Decision::Doubt);
        assert_eq!(mutate(400, "", ""), Decision::Refused);
    }

    #[test]
    fn a_server_error_leaves_every_mutate_in_doubt_and_no_read() {
        for status in [500, 502, 503, 504, 408, 499, 302, 204] {
            assert_eq!(
                decide(CallKind::Mutate, status, Vec::new()),
                Decision::Doubt,
                "{status}"
            );
            assert_eq!(
                judge(CallKind::Mutate, status, None, None).decision,
                Decision::Doubt,
                "{status}"
            );
            assert_eq!(
                judge(CallKind::Read, status, None, None).decision,
                SOON,
                "{status}"
            );
        }
    }

    #[test]
    fn a_client_error_that_is_not_googles_leaves_a_mutate_in_doubt() {
        assert_eq!(
            judge(CallKind::Mutate, 404, None, None).decision,
            Decision::Refused
        );
        assert_eq!(judge(CallKind::Mutate, 403, None, None).decision, Decision::Doubt);
        assert_eq!(
            judge(CallKind::Mutate, 401, None, None).decision,
            Decision::Unauthorized
        );
        let wait = Some(Duration::from_secs(7));
        assert_eq!(
            judge(CallKind::Mutate, 429, None, wait).decision,
            Decision::Retry {
                after: wait,
                scope: RetryScope::Account
            }
        );
    }

    #[test]
    fn of_several_errors_the_one_that_a_repeat_helps_least_decides() {
        let errors = vec![
            error("databaseError", "CONCURRENT_MODIFICATION"),
            error("campaignError", "DUPLICATE_CAMPAIGN_NAME"),
        ];
        assert_eq!(decide(CallKind::Mutate, 400, errors), Decision::Refused);
        let errors = vec![
            error("campaignError", "INVALID_CAMPAIGN_NAME"),
            error("internalError", "INTERNAL_ERROR"),
        ];
        assert_eq!(decide(CallKind::Mutate, 400, errors), Decision::Doubt);
    }

    #[test]
    fn reasons_outside_the_ads_backend_decide_too() {
        let failure = |reason: &str| Failure {
            reasons: vec![reason.to_owned()],
            ..Failure::default()
        };
        let decide = |reason: &str| judge(CallKind::Mutate, 403, Some(&failure(reason)), None);
        assert_eq!(
            decide("ACCESS_TOKEN_SCOPE_INSUFFICIENT").decision,
            Decision::Reconnect
        );
        assert_eq!(decide("SERVICE_DISABLED").decision, Decision::Refused);
        assert_eq!(decide("SERVICE_DISABLED").code, "SERVICE_DISABLED");
        assert_eq!(decide("RATE_LIMIT_EXCEEDED").decision, Decision::Refused);
    }
}
