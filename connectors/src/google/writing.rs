//! Changes of one field to an absolute value. `reading_back` says what came of one whose answer was lost.

use engine::{
    clock::Deadline,
    connections::platform::{
        Access, AccountAddress, PlatformError, SwitchStatus, TargetKind, Write, WriteEffect, WriteField,
        WriteOutcome, WriteTarget, WriteValue,
    },
};
use serde_json::{Value, json};

use super::{
    client::{Client, Mutated, Route, refused},
    customer_id::{CustomerId, is_object_id},
    failure::Failure,
    labels, negatives, queries, targets,
};
use crate::numbers::Whole;

/// One change, ready to be sent.
#[derive(Debug, PartialEq)]
struct Plan {
    /// The method under the customer: `campaigns:mutate`.
    method: &'static str,
    /// The name of the object in the reply: `campaign`.
    object: &'static str,
    resource_name: String,
    /// The changed field as the wire names it.
    field: &'static str,
    value: Value,
}

/// Sends one change.
pub async fn write(
    client: &Client,
    access: &Access,
    account: &AccountAddress,
    write: &Write,
    deadline: Deadline,
) -> Result<WriteOutcome, PlatformError> {
    if write.target.kind == TargetKind::Negative {
        return negatives::write(client, access, account, write, deadline).await;
    }
    if write.target.kind == TargetKind::Label {
        return labels::write(client, access, account, write, deadline).await;
    }
    let route = Route::of(account)?;
    let place = match write.field {
        WriteField::TargetCpa | WriteField::TargetRoas => {
            Some(place_of_target(client, access, &route, write).await?)
        }
        _ => None,
    };
    let plan = plan(&route.customer, write, place)?;
    let mutated = client
        .mutate(access, &route, plan.method, &body(&plan), deadline)
        .await?;
    let confirmed = confirm(&plan, &mutated.reply.body);
    outcome(mutated, confirmed)
}

/// What a reply to a change comes to.
pub(super) fn outcome(
    mutated: Mutated,
    confirmed: Result<(), Contradiction>,
) -> Result<WriteOutcome, PlatformError> {
    match confirmed {
        Ok(()) => Ok(WriteOutcome {
            effect: WriteEffect::Applied,
            exchange: mutated.exchange,
        }),
        Err(Contradiction::Failed(failure)) => Err(mutated.failed(&failure)),
        Err(Contradiction::Unreadable(what)) => Err(Mutated::unreadable(mutated, &what)),
    }
}

/// Where the campaign's present strategy has the target that is to be written.
async fn place_of_target(
    client: &Client,
    access: &Access,
    route: &Route,
    write: &Write,
) -> Result<&'static str, PlatformError> {
    let ObjectId { id, .. } = object_id(&write.target)?;
    if write.target.kind != TargetKind::Campaign {
        return Err(no_such_field(write.target.kind, write.field));
    }
    let rows = client.search(access, route, &queries::bidding_of(id)).await?;
    let campaign = rows.into_iter().next().and_then(|row| row.campaign);
    let gone = |message: String| PlatformError::OutOfSync {
        message,
        exchange: Box::default(),
    };
    let campaign = campaign.ok_or_else(|| gone("the campaign is not there any more".to_owned()))?;
    if targets::is_portfolio(&campaign) {
        return Err(refused(
            "portfolio_strategy",
            "the campaign bids with a portfolio strategy: its target belongs to all campaigns of the portfolio".to_owned(),
        ));
    }
    targets::place(&campaign.bidding_strategy_type, write.field).ok_or_else(|| {
        gone(format!(
            "the campaign's strategy has no {} any more",
            write.field.property().words()
        ))
    })
}

/// `target`: where the campaign has the target that is written.
fn plan(customer: &CustomerId, write: &Write, target: Option<&'static str>) -> Result<Plan, PlatformError> {
    object_id(&write.target)?;
    let kind = write.target.kind;
    let (method, collection, object) = match kind {
        TargetKind::Campaign => ("campaigns:mutate", "campaigns", "campaign"),
        TargetKind::Budget => ("campaignBudgets:mutate", "campaignBudgets", "campaignBudget"),
        TargetKind::AdGroup => ("adGroups:mutate", "adGroups", "adGroup"),
        TargetKind::Ad => ("adGroupAds:mutate", "adGroupAds", "adGroupAd"),
        TargetKind::Keyword => ("adGroupCriteria:mutate", "adGroupCriteria", "adGroupCriterion"),
        TargetKind::Negative | TargetKind::Label => return Err(no_such_field(kind, write.field)),
    };
    let (field, value) = match (kind, write.field, &write.value) {
        (
            TargetKind::Campaign | TargetKind::AdGroup | TargetKind::Ad | TargetKind::Keyword,
            WriteField::Status,
            WriteValue::Status(status),
        ) => {
            let word = match status {
                SwitchStatus::Active => "ENABLED",
                SwitchStatus::Paused => "PAUSED",
                SwitchStatus::Removed => {
                    return Err(refused(
                        "removal",
                        "removing is final at Google and cannot be undone: pause instead, or remove it in Google Ads"
                            .to_owned(),
                    ));
                }
            };
            ("status", Value::from(word))
        }
        // 64-bit integers are strings in the JSON of protocol buffers.
        (TargetKind::Budget, WriteField::Budget, WriteValue::Money(micros)) => {
            ("amountMicros", Value::from(micros.to_string()))
        }
        (TargetKind::AdGroup | TargetKind::Keyword, WriteField::Bid, WriteValue::Money(micros)) => {
            ("cpcBidMicros", Value::from(micros.to_string()))
        }
        (TargetKind::Campaign, WriteField::TargetCpa, WriteValue::Money(micros)) => (
            target.ok_or_else(|| no_such_field(kind, write.field))?,
            Value::from(micros.to_string()),
        ),
        (TargetKind::Campaign, WriteField::TargetRoas, WriteValue::Ratio(millionths)) => (
            target.ok_or_else(|| no_such_field(kind, write.field))?,
            decimal(*millionths),
        ),
        (_, field, value) if !is_value_of(field, value) => {
            return Err(refused(
                "mismatched_value",
                "the value does not belong to this field".to_owned(),
            ));
        }
        (kind, field, _) => return Err(no_such_field(kind, field)),
    };
    Ok(Plan {
        method,
        object,
        resource_name: format!("customers/{customer}/{collection}/{}", write.target.external_id),
        field,
        value,
    })
}

fn is_value_of(field: WriteField, value: &WriteValue) -> bool {
    match field {
        WriteField::Status => matches!(value, WriteValue::Status(_)),
        WriteField::Budget | WriteField::Bid | WriteField::TargetCpa => {
            matches!(value, WriteValue::Money(_))
        }
        WriteField::TargetRoas => matches!(value, WriteValue::Ratio(_)),
        WriteField::Negative => matches!(value, WriteValue::Negative(_)),
        WriteField::Label => matches!(value, WriteValue::Label(_)),
    }
}

/// Millionths as the nearest number that the wire has, which is printed with the same digits.
fn decimal(millionths: i64) -> Value {
    let (whole, rest) = (millionths.div_euclid(1_000_000), millionths.rem_euclid(1_000_000));
    format!("{whole}.{rest:06}")
        .parse::<f64>()
        .map_or(Value::Null, Value::from)
}

/// A number, and where it is named together with another object, that one's.
pub(super) struct ObjectId<'a> {
    pub within: Option<&'a str>,
    pub id: &'a str,
}

/// Digits only: they stand in paths and queries as they are.
pub(super) fn object_id(target: &WriteTarget) -> Result<ObjectId<'_>, PlatformError> {
    ObjectId::parse(target.kind, &target.external_id).ok_or_else(|| {
        refused(
            "invalid_target",
            format!("`{}` is not the id of a Google Ads object", target.external_id),
        )
    })
}

impl<'a> ObjectId<'a> {
    pub fn parse(kind: TargetKind, external_id: &'a str) -> Option<Self> {
        let (within, id) = match (kind, external_id.split_once('~')) {
            (TargetKind::Ad | TargetKind::Keyword, Some((within, id))) => (Some(within), id),
            (TargetKind::Ad | TargetKind::Keyword, None) => return None,
            _ => (None, external_id),
        };
        (within.is_none_or(is_object_id) && is_object_id(id)).then_some(Self { within, id })
    }
}

pub(super) fn no_such_field(kind: TargetKind, field: WriteField) -> PlatformError {
    let (kind, field) = (kind.as_str(), field.as_str());
    refused(
        "unsupported_field",
        format!("a {kind} in Google Ads has no {field} that can be changed here"),
    )
}

fn body(plan: &Plan) -> Value {
    // A path leads through the messages that the field stands in.
    let (outer, value) = match plan.field.split_once('.') {
        Some((message, field)) => (message, json!({ field: plan.value })),
        None => (plan.field, plan.value.clone()),
    };
    json!({
        "operations": [{
            "updateMask": plan.field,
            "update": { "resourceName": plan.resource_name, outer: value },
        }],
        // The reply then shows the object as it is after the change: it is held against what was asked.
        "responseContentType": "MUTABLE_RESOURCE",
    })
}

/// Why a 200 reply is no confirmation.
#[derive(Debug, PartialEq)]
pub(super) enum Contradiction {
    /// The change was rejected inside a success.
    Failed(Box<Failure>),
    Unreadable(String),
}

/// Whether the reply says that exactly this change was made. Field by field where the reply tells.
fn confirm(plan: &Plan, body: &[u8]) -> Result<(), Contradiction> {
    let unreadable = |what: &str| Contradiction::Unreadable(what.to_owned());
    let result = one_result(body)?;
    let name = result
        .get("resourceName")
        .and_then(Value::as_str)
        .unwrap_or_default();
    if name != plan.resource_name {
        return Err(unreadable("the result names another object"));
    }
    let pointer = format!("/{}/{}", plan.object, plan.field.replace('.', "/"));
    match result.pointer(&pointer) {
        Some(told) if !is_same(told, &plan.value) => {
            Err(unreadable("the object has another value than was sent"))
        }
        _ => Ok(()),
    }
}

/// The one result of a reply to one change.
pub(super) fn one_result(body: &[u8]) -> Result<Value, Contradiction> {
    let one = results(body, "results", 1)?.pop();
    one.ok_or_else(|| Contradiction::Unreadable("no result".to_owned()))
}

/// The results of a reply, in the field that its method answers in: one for each operation.
pub(super) fn results(body: &[u8], field: &str, operations: usize) -> Result<Vec<Value>, Contradiction> {
    let reply: Value =
        serde_json::from_slice(body).map_err(|error| Contradiction::Unreadable(error.to_string()))?;
    if let Some(failure) = reply.get("partialFailureError").and_then(Failure::of_status) {
        return Err(Contradiction::Failed(Box::new(failure)));
    }
    let results = reply.get(field).and_then(Value::as_array);
    results
        .filter(|results| results.len() == operations)
        .cloned()
        .ok_or_else(|| Contradiction::Unreadable("not one result for each operation".to_owned()))
}

/// Whether the reply is about an object whose resource name begins like this.
pub(super) fn begins(name: Option<&Value>, with: &str) -> Result<(), Contradiction> {
    if name
        .and_then(Value::as_str)
        .is_some_and(|name| name.starts_with(with))
    {
        return Ok(());
    }
    Err(Contradiction::Unreadable(
        "the result names another object".to_owned(),
    ))
}

/// Somebody else was there first: nothing is sent.
pub(super) fn nothing_to_do(message: &str) -> PlatformError {
    PlatformError::OutOfSync {
        message: message.to_owned(),
        exchange: Box::default(),
    }
}

/// Equal as the wire means it: a 64-bit integer may be a string or a number.
fn is_same(told: &Value, sent: &Value) -> bool {
    if told == sent {
        return true;
    }
    let whole = |value: &Value| match value {
        Value::String(text) => Whole::parse(text).ok(),
        Value::Number(number) => Whole::parse(&number.to_string()).ok(),
        _ => None,
    };
    matches!((whole(told), whole(sent)), (Some(told), Some(sent)) if told == sent)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn change(kind: TargetKind, id: &str, field: WriteField, value: WriteValue) -> Write {
        Write {
            target: WriteTarget {
                kind,
                external_id: id.to_owned(),
            },
            field,
            value,
            idempotency_key: "k".to_owned(),
        }
    }

    fn planned(write: &Write) -> Result<Plan, PlatformError> {
        plan(&CustomerId::parse("1234567890").unwrap(), write, None)
    }

    fn pause() -> Plan {
        let value = WriteValue::Status(SwitchStatus::Paused);
        planned(&change(TargetKind::Campaign, "111", WriteField::Status, value)).unwrap()
    }

    #[test]
    fn a_status_is_one_masked_field_of_the_campaign() {
        let plan = pause();
        assert_eq!(plan.method, "campaigns:mutate");
        assert_eq!(
            body(&plan),
            json!({"operations": [{"updateMask": "status",
                "update": {"resourceName": "customers/1234567890/campaigns/111", "status": "PAUSED"}}],
                "responseContentType": "MUTABLE_RESOURCE"})
        );
    }

    #[test]
    fn a_budget_is_written_on_the_budget_object_as_a_string_of_micros() {
        let write = change(
            TargetKind::Budget,
            "222",
            WriteField::Budget,
            WriteValue::Money(60_000_000),
        );
        let plan = planned(&write).unwrap();
        assert_eq!(plan.method, "campaignBudgets:mutate");
        assert_eq!(
            body(&plan)["operations"],
            json!([{"updateMask": "amountMicros",
                "update": {"resourceName": "customers/1234567890/campaignBudgets/222", "amountMicros": "60000000"}}])
        );
    }

    #[test]
    fn a_bid_is_written_on_the_ad_group() {
        let write = change(
            TargetKind::AdGroup,
            "77",
            WriteField::Bid,
            WriteValue::Money(900_000),
        );
        let plan = planned(&write).unwrap();
        assert_eq!(plan.method, "adGroups:mutate");
        assert_eq!(
            body(&plan)["operations"],
            json!([{"updateMask": "cpcBidMicros",
                "update": {"resourceName": "customers/1234567890/adGroups/77", "cpcBidMicros": "900000"}}])
        );
    }

    #[test]
    fn a_keyword_and_an_ad_are_written_within_their_ad_group() {
        let bid = WriteValue::Money(900_000);
        let plan = planned(&change(
            TargetKind::Keyword,
            "77~300",
            WriteField::Bid,
            bid.clone(),
        ))
        .unwrap();
        assert_eq!(
            (plan.method, plan.object, plan.resource_name.as_str()),
            (
                "adGroupCriteria:mutate",
                "adGroupCriterion",
                "customers/1234567890/adGroupCriteria/77~300"
            )
        );
        let off = WriteValue::Status(SwitchStatus::Paused);
        let plan = planned(&change(TargetKind::Ad, "77~800", WriteField::Status, off)).unwrap();
        assert_eq!(
            (plan.method, plan.object, plan.resource_name.as_str()),
            (
                "adGroupAds:mutate",
                "adGroupAd",
                "customers/1234567890/adGroupAds/77~800"
            )
        );
        let bid_of_ad = planned(&change(TargetKind::Ad, "77~800", WriteField::Bid, bid.clone()));
        assert!(
            matches!(&bid_of_ad, Err(PlatformError::Refused { code, .. }) if code == "unsupported_field"),
            "{bid_of_ad:?}"
        );
        for id in ["300", "77~", "77~300~1", "77~x"] {
            let refused =
                planned(&change(TargetKind::Keyword, id, WriteField::Bid, bid.clone())).unwrap_err();
            assert!(
                matches!(&refused, PlatformError::Refused { code, .. } if code == "invalid_target"),
                "{id}"
            );
        }
    }

    #[test]
    fn a_target_is_written_into_the_strategy_that_has_it() {
        let write = change(
            TargetKind::Campaign,
            "111",
            WriteField::TargetRoas,
            WriteValue::Ratio(3_350_000),
        );
        let customer = CustomerId::parse("1234567890").unwrap();
        let place = targets::place("MAXIMIZE_CONVERSION_VALUE", WriteField::TargetRoas);
        let plan = plan(&customer, &write, place).unwrap();
        assert_eq!(
            body(&plan)["operations"],
            json!([{"updateMask": "maximizeConversionValue.targetRoas",
                "update": {"resourceName": "customers/1234567890/campaigns/111", "maximizeConversionValue": {"targetRoas": 3.35}}}])
        );
        let reply = |roas: &str| {
            format!(
                r#"{{"results":[{{"resourceName":"customers/1234567890/campaigns/111","campaign":{{"maximizeConversionValue":{{"targetRoas":{roas}}}}}}}]}}"#
            )
        };
        assert_eq!(confirm(&plan, reply("3.35").as_bytes()), Ok(()));
        assert!(confirm(&plan, reply("3.5").as_bytes()).is_err());
    }

    #[test]
    fn what_cannot_be_written_is_refused_before_anything_is_sent() {
        let status = WriteValue::Status(SwitchStatus::Paused);
        let removed = WriteValue::Status(SwitchStatus::Removed);
        for (write, expected) in [
            (
                change(TargetKind::Campaign, "1", WriteField::Status, removed),
                "removal",
            ),
            (
                change(
                    TargetKind::Campaign,
                    "1",
                    WriteField::Budget,
                    WriteValue::Money(1),
                ),
                "unsupported_field",
            ),
            (
                change(TargetKind::Budget, "1", WriteField::Status, status.clone()),
                "unsupported_field",
            ),
            (
                change(
                    TargetKind::Campaign,
                    "1",
                    WriteField::Status,
                    WriteValue::Money(1),
                ),
                "mismatched_value",
            ),
            (
                change(TargetKind::Campaign, "1/../2", WriteField::Status, status),
                "invalid_target",
            ),
        ] {
            let error = planned(&write).unwrap_err();
            assert!(
                matches!(&error, PlatformError::Refused { code, .. } if code == expected),
                "{error:?}"
            );
        }
    }

    #[test]
    fn only_a_reply_about_this_object_and_value_confirms() {
        let plan = pause();
        let confirm = |body: &str| confirm(&plan, body.as_bytes());
        let name = "customers/1234567890/campaigns/111";
        assert_eq!(
            confirm(&format!(r#"{{"results":[{{"resourceName":"{name}"}}]}}"#)),
            Ok(())
        );
        assert_eq!(
            confirm(&format!(
                r#"{{"results":[{{"resourceName":"{name}","campaign":{{"status":"PAUSED"}}}}]}}"#
            )),
            Ok(())
        );
        for bad in [
            "",
            "{}",
            "[]",
            "<html>ok</html>",
            r#"{"results":[]}"#,
            r#"{"results":[{}]}"#,
            r#"{"results":[{"resourceName":"customers/1234567890/campaigns/112"}]}"#,
            &format!(r#"{{"results":[{{"resourceName":"{name}","campaign":{{"status":"ENABLED"}}}}]}}"#),
            &format!(r#"{{"results":[{{"resourceName":"{name}"}},{{"resourceName":"{name}"}}]}}"#),
        ] {
            assert!(matches!(confirm(bad), Err(Contradiction::Unreadable(_))), "{bad}");
        }
    }

    #[test]
    fn an_amount_is_confirmed_in_both_forms_of_an_integer() {
        let write = change(
            TargetKind::Budget,
            "222",
            WriteField::Budget,
            WriteValue::Money(60_000_000),
        );
        let plan = planned(&write).unwrap();
        for (told, same) in [
            ("\"60000000\"", true),
            ("60000000", true),
            ("\"50000000\"", false),
            ("6e7", true),
        ] {
            let body = format!(
                r#"{{"results":[{{"resourceName":"customers/1234567890/campaignBudgets/222","campaignBudget":{{"amountMicros":{told}}}}}]}}"#
            );
            assert_eq!(confirm(&plan, body.as_bytes()).is_ok(), same, "{told}");
        }
    }

    #[test]
    fn a_failure_inside_a_success_is_a_failure() {
        let body = br#"{"partialFailureError":{"code":3,"message":"x","details":[{"@type":"t/google.ads.googleads.v26.errors.GoogleAdsFailure","errors":[{"errorCode":{"campaignError":"INVALID_STATUS_CHANGE"},"message":"No."}]}]},"results":[{}]}"#;
        let Err(Contradiction::Failed(failure)) = confirm(&pause(), body) else {
            panic!("not a failure")
        };
        assert_eq!(failure.errors[0].code(), "campaignError.INVALID_STATUS_CHANGE");
    }
}
