//! What is kept of a conversation with Google: the change, the objects, the errors and the request id.

use std::time::Duration;

use bytes::Bytes;
use engine::connections::platform::Exchange;
use reqwest::Method;
use serde_json::Value;
use url::Url;

use crate::http::{AllowList, LostCall, Reply, Secrets};

/// The fields that may be kept. No credential ever stands in a field of these names; those are in headers and in the
/// forms of the token endpoint, which are not captured at all.
const ALLOWED: AllowList = AllowList {
    fields: &[
        // what was asked
        "operations",
        "updateMask",
        "update",
        "mutateOperations",
        "labelOperation",
        "campaignLabelOperation",
        "adGroupLabelOperation",
        "adGroupAdLabelOperation",
        "adGroupCriterionLabelOperation",
        "create",
        "remove",
        "partialFailure",
        "validateOnly",
        "responseContentType",
        "query",
        // the objects
        "resourceName",
        "campaign",
        "campaignBudget",
        "adGroup",
        "adGroupAd",
        "adGroupCriterion",
        "label",
        "status",
        "amountMicros",
        "totalAmountMicros",
        "name",
        "results",
        "mutateOperationResponses",
        "labelResult",
        "campaignLabelResult",
        "adGroupLabelResult",
        "adGroupAdLabelResult",
        "adGroupCriterionLabelResult",
        // the errors
        "error",
        "error_description",
        "code",
        "message",
        "details",
        "@type",
        "errors",
        "trigger",
        "stringValue",
        "int64Value",
        "location",
        "fieldPathElements",
        "fieldName",
        "index",
        "requestId",
        "partialFailureError",
        "quotaErrorDetails",
        "rateScope",
        "rateName",
        "retryDelay",
        "budgetPerDayMinimumErrorDetails",
        "currencyCode",
        "budgetPerDayMinimumMicros",
        "minimumBudgetAmountMicros",
        "failedBudgetAmountMicros",
        "reason",
        "domain",
    ],
    word_maps: &["errorCode"],
};

/// The header that names a call in Google's own logs.
const REQUEST_ID: &str = "request-id";

/// The request's side of an exchange, kept until its end is known.
#[derive(Debug, Clone)]
pub struct Asked {
    method: Method,
    url: Url,
    body: Value,
    secrets: Secrets,
}

impl Asked {
    /// `body` is JSON or absent; pass `None` for forms, which hold secrets.
    pub fn new(method: &Method, url: &Url, body: Option<&Bytes>, secrets: Secrets) -> Self {
        let body = body.map_or(Value::Null, |body| ALLOWED.keep_body(body, &secrets));
        let mut url = url.clone();
        url.set_query(None);
        Self {
            method: method.clone(),
            url,
            body,
            secrets,
        }
    }

    /// A request that was never made, refused by the adapter itself.
    pub fn nothing() -> Exchange {
        Exchange::default()
    }

    /// No usable answer came.
    pub fn lost(&self, lost: &LostCall) -> Exchange {
        self.exchange(None, Value::Null, None, lost.took)
    }

    /// An answer came.
    pub fn answered(&self, reply: &Reply) -> Exchange {
        self.exchange(
            Some(reply.status),
            ALLOWED.keep_body(&reply.body, &self.secrets),
            reply.header(REQUEST_ID).map(str::to_owned),
            reply.took,
        )
    }

    /// An answer came and only part of it matters.
    pub fn answered_in_part(
        &self,
        status: u16,
        part: &Value,
        request_id: Option<&str>,
        took: Duration,
    ) -> Exchange {
        self.exchange(
            Some(status),
            ALLOWED.keep(part, &self.secrets),
            request_id.map(str::to_owned),
            took,
        )
    }

    /// A text of the platform, without secrets.
    pub fn clean(&self, text: &str) -> String {
        self.secrets.blot(text)
    }

    fn exchange(
        &self,
        status: Option<u16>,
        response: Value,
        request_id: Option<String>,
        took: Duration,
    ) -> Exchange {
        Exchange {
            method: self.method.to_string(),
            url: self.url.to_string(),
            request: self.body.clone(),
            status,
            response,
            request_id,
            duration_ms: u64::try_from(took.as_millis()).unwrap_or(u64::MAX),
        }
    }
}

/// The request id of an answer's head.
pub fn request_id(headers: &reqwest::header::HeaderMap) -> Option<String> {
    headers
        .get(REQUEST_ID)
        .and_then(|value| value.to_str().ok())
        .map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use secrecy::SecretString;
    use serde_json::json;

    use super::*;

    #[test]
    fn a_change_is_kept_and_nothing_that_is_not_on_the_list() {
        let body = Bytes::from(
            json!({"operations": [{"updateMask": "status", "update": {"resourceName": "customers/1/campaigns/2",
                "status": "PAUSED", "secretNote": "x"}}], "access_token": "ya29.token"})
            .to_string(),
        );
        let url =
            Url::parse("https://googleads.googleapis.com/v26/customers/1/campaigns:mutate?key=AIza").unwrap();
        let secrets = Secrets::new([SecretString::from("ya29.token")]);
        let asked = Asked::new(&Method::POST, &url, Some(&body), secrets);
        let reply = Reply {
            status: 400,
            headers: reqwest::header::HeaderMap::new(),
            body: Bytes::from_static(
                br#"{"error":{"code":400,"message":"ya29.token is bad","details":[{"errors":[{"errorCode":{"fieldError":"REQUIRED"}}],"authorization":"Bearer x"}]}}"#,
            ),
            took: Duration::from_millis(12),
        };
        let exchange = asked.answered(&reply);
        assert_eq!(
            exchange.url,
            "https://googleads.googleapis.com/v26/customers/1/campaigns:mutate"
        );
        assert_eq!(
            exchange.request,
            json!({"operations": [{"updateMask": "status",
                "update": {"resourceName": "customers/1/campaigns/2", "status": "PAUSED"}}]})
        );
        assert_eq!(
            exchange.response,
            json!({"error": {"code": 400, "message": "[secret] is bad",
                "details": [{"errors": [{"errorCode": {"fieldError": "REQUIRED"}}]}]}})
        );
        assert_eq!(exchange.duration_ms, 12);
        assert!(!serde_json::to_string(&exchange).unwrap().contains("ya29"));
    }
}
