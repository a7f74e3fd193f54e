//! Reads Google's error replies: a `google.rpc.Status` that usually carries a `GoogleAdsFailure`.

use std::time::Duration;

use serde_json::Value;

use crate::numbers::Millionths;

/// An error reply, as far as it could be read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Failure {
    /// The HTTP status that the body itself states; the only one there is when an error comes in the middle of a stream.
    pub code: Option<u16>,
    /// The name of the `google.rpc.Code`, such as `PERMISSION_DENIED`.
    pub status: String,
    pub message: String,
    /// Empty when the request did not get as far as the Ads backend.
    pub errors: Vec<AdsError>,
    /// `google.rpc.ErrorInfo.reason`, such as `SERVICE_DISABLED`.
    pub reasons: Vec<String>,
    pub request_id: Option<String>,
}

/// One `GoogleAdsError`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AdsError {
    /// The key of the `errorCode` oneof, such as `quotaError`.
    pub family: String,
    /// Its value, such as `RESOURCE_EXHAUSTED`.
    pub value: String,
    pub message: String,
    pub quota: Option<Quota>,
    pub minimum: Option<BudgetMinimum>,
}

/// `QuotaErrorDetails`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quota {
    pub retry_delay: Option<Duration>,
    pub reach: Option<QuotaReach>,
}

/// `QuotaRateScope`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum QuotaReach {
    /// `ACCOUNT`: per customer account.
    Account,
    /// `DEVELOPER`: per Google Cloud project.
    Project,
}

/// `BudgetPerDayMinimumErrorDetails`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BudgetMinimum {
    pub currency: String,
    pub micros: i64,
}

impl AdsError {
    /// Family and value as one stable text: `campaignBudgetError.MONEY_AMOUNT_TOO_LARGE`.
    pub fn code(&self) -> String {
        format!("{}.{}", self.family, self.value)
    }
}

impl Failure {
    /// Reads an error body: `{"error":{…}}`, or the same inside an array as the streaming calls send it.
    /// `None`: this is not an error of Google's.
    pub fn of_body(body: &[u8]) -> Option<Self> {
        let value: Value = serde_json::from_slice(body).ok()?;
        let object = match &value {
            Value::Array(items) => items.iter().find(|item| item.get("error").is_some())?,
            other => other,
        };
        Self::of_status(object.get("error")?)
    }

    /// Reads a `google.rpc.Status` object.
    pub fn of_status(status: &Value) -> Option<Self> {
        let object = status.as_object()?;
        let mut failure = Self {
            code: object
                .get("code")
                .and_then(Value::as_u64)
                .and_then(|code| u16::try_from(code).ok()),
            status: text(status, "status"),
            message: text(status, "message"),
            ..Self::default()
        };
        for detail in object
            .get("details")
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
        {
            let kind = text(detail, "@type");
            if kind.ends_with("GoogleAdsFailure") {
                let errors = detail
                    .get("errors")
                    .and_then(Value::as_array)
                    .into_iter()
                    .flatten();
                failure.errors.extend(errors.map(ads_error));
                let request_id = text(detail, "requestId");
                if !request_id.is_empty() {
                    failure.request_id = Some(request_id);
                }
            } else if kind.ends_with("google.rpc.ErrorInfo") {
                failure.reasons.push(text(detail, "reason"));
            }
        }
        Some(failure)
    }

    pub fn has_reason(&self, reason: &str) -> bool {
        self.reasons.iter().any(|found| found == reason)
    }
}

fn text(value: &Value, name: &str) -> String {
    value
        .get(name)
        .and_then(Value::as_str)
        .unwrap_or_default()
        .to_owned()
}

fn ads_error(error: &Value) -> AdsError {
    let (family, value) = error
        .get("errorCode")
        .and_then(Value::as_object)
        .and_then(|codes| codes.iter().next())
        .map(|(family, value)| (family.clone(), value.as_str().unwrap_or_default().to_owned()))
        .unwrap_or_default();
    let details = error.get("details");
    AdsError {
        family,
        value,
        message: text(error, "message"),
        quota: details
            .and_then(|details| details.get("quotaErrorDetails"))
            .map(quota),
        minimum: details
            .and_then(|details| details.get("budgetPerDayMinimumErrorDetails"))
            .and_then(minimum),
    }
}

fn quota(details: &Value) -> Quota {
    Quota {
        retry_delay: details
            .get("retryDelay")
            .and_then(Value::as_str)
            .and_then(duration),
        reach: match details.get("rateScope").and_then(Value::as_str) {
            Some("ACCOUNT") => Some(QuotaReach::Account),
            Some("DEVELOPER") => Some(QuotaReach::Project),
            _ => None,
        },
    }
}

fn minimum(details: &Value) -> Option<BudgetMinimum> {
    let micros = ["minimumBudgetAmountMicros", "budgetPerDayMinimumMicros"]
        .into_iter()
        .find_map(|name| match details.get(name)? {
            Value::String(digits) => digits.parse().ok(),
            number => number.as_i64(),
        })?;
    Some(BudgetMinimum {
        currency: text(details, "currencyCode"),
        micros,
    })
}

/// A protobuf duration, `40591s` or `1.5s`, rounded up to a millisecond.
fn duration(text: &str) -> Option<Duration> {
    let seconds = Millionths::parse(text.strip_suffix('s')?).ok()?;
    let micros = u64::try_from(seconds.0).ok()?;
    Some(Duration::from_millis(micros.div_ceil(1_000)))
}

#[cfg(test)]
mod tests {
    use super::*;

    const QUOTA: &str = r#"{"error":{"code":429,"message":"Resource has been exhausted (e.g. check quota).","status":"RESOURCE_EXHAUSTED","details":[{"@type":"type.googleapis.com/google.ads.googleads.v21.errors.GoogleAdsFailure","errors":[{"errorCode":{"quotaError":"RESOURCE_EXHAUSTED"},"message":"Too many requests. Retry in 40591 seconds.","details":{"quotaErrorDetails":{"rateScope":"DEVELOPER","rateName":"Number of operations for basic access","retryDelay":"40591s"}}}],"requestId":"xN_KaZRHZuU6Rlgt3cM2uQ"}]}}"#;

    #[test]
    fn a_quota_failure_is_read_in_full() {
        let failure = Failure::of_body(QUOTA.as_bytes()).unwrap();
        assert_eq!(failure.code, Some(429));
        assert_eq!(failure.request_id.as_deref(), Some("xN_KaZRHZuU6Rlgt3cM2uQ"));
        let error = &failure.errors[0];
        assert_eq!(error.code(), "quotaError.RESOURCE_EXHAUSTED");
        let quota = error.quota.unwrap();
        assert_eq!(quota.retry_delay, Some(Duration::from_secs(40_591)));
        assert_eq!(quota.reach, Some(QuotaReach::Project));
    }

    #[test]
    fn the_array_form_of_the_streaming_calls_is_the_same_failure() {
        let wrapped = format!("[{QUOTA}]");
        assert_eq!(
            Failure::of_body(wrapped.as_bytes()),
            Failure::of_body(QUOTA.as_bytes())
        );
    }

    #[test]
    fn a_failure_before_the_ads_backend_carries_its_reason() {
        let body = br#"{"error":{"code":403,"message":"Google Ads API has not been used in project 7 before or it is disabled.","status":"PERMISSION_DENIED","details":[{"@type":"type.googleapis.com/google.rpc.Help"},{"@type":"type.googleapis.com/google.rpc.ErrorInfo","reason":"SERVICE_DISABLED","domain":"googleapis.com"}]}}"#;
        let failure = Failure::of_body(body).unwrap();
        assert!(failure.errors.is_empty());
        assert!(failure.has_reason("SERVICE_DISABLED"));
    }

    #[test]
    fn the_minimum_of_a_budget_is_read() {
        let body = br#"{"error":{"code":400,"details":[{"@type":"x/google.ads.googleads.v26.errors.GoogleAdsFailure","errors":[{"errorCode":{"campaignBudgetError":"BUDGET_BELOW_PER_DAY_MINIMUM"},"message":"Too low.","details":{"budgetPerDayMinimumErrorDetails":{"currencyCode":"USD","budgetPerDayMinimumMicros":"1000000","minimumBudgetAmountMicros":"1000000"}}}]}]}}"#;
        let failure = Failure::of_body(body).unwrap();
        assert_eq!(
            failure.errors[0].minimum,
            Some(BudgetMinimum {
                currency: "USD".to_owned(),
                micros: 1_000_000
            })
        );
    }

    #[test]
    fn what_is_no_error_of_googles_is_none() {
        for body in [
            "",
            "<html>502</html>",
            "[]",
            "{}",
            "[{\"results\":[]}]",
            "{\"error\":\"invalid_grant\"}",
        ] {
            assert_eq!(Failure::of_body(body.as_bytes()), None, "{body}");
        }
    }

    #[test]
    fn odd_durations_are_no_panic() {
        assert_eq!(duration("1.5s"), Some(Duration::from_millis(1_500)));
        assert_eq!(duration("0.0001s"), Some(Duration::from_millis(1)));
        for bad in ["", "s", "-3s", "3", "1e99s"] {
            assert_eq!(duration(bad), None, "{bad}");
        }
    }
}
