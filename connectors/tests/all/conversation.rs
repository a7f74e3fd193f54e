//! Reads: streams, pages, caps, and errors in the places where Google puts them.

use std::time::Duration;

use connectors::google::GoogleAds;
use dsl::Level;
use engine::connections::platform::{
    AdPlatform, Grain, MetricsReply, MetricsRequest, PlatformError, RemoteAccountState, RetryScope,
    SwitchStatus, TargetKind, WriteField, WriteTarget, WriteValue,
};
use jiff::civil::date;
use secrecy::SecretString;
use serde_json::json;

use crate::scripted::{Act, Scripted, access, account, options};

fn days() -> MetricsRequest {
    MetricsRequest {
        level: dsl::Level::Campaigns,
        first: date(2026, 11, 20),
        last: date(2026, 11, 21),
        grain: Grain::Day,
        job: None,
    }
}

fn hours() -> MetricsRequest {
    MetricsRequest {
        level: dsl::Level::Campaigns,
        grain: Grain::Hour,
        ..days()
    }
}

fn row(campaign: u64, day: &str, clicks: u64) -> serde_json::Value {
    json!({"campaign": {"id": campaign.to_string()}, "segments": {"date": day}, "metrics": {"clicks": clicks.to_string()}})
}

fn query_error(value: &str) -> serde_json::Value {
    json!({"error": {"code": 400, "message": "Request contains an invalid argument.", "status": "INVALID_ARGUMENT",
        "details": [{"@type": "type.googleapis.com/google.ads.googleads.v26.errors.GoogleAdsFailure",
            "errors": [{"errorCode": {"queryError": value}, "message": "Error in query: unexpected field campaign.labels."}]}]}})
}

fn text(value: &serde_json::Value) -> String {
    value.to_string()
}

async fn metrics(server: &Scripted, request: &MetricsRequest) -> Result<MetricsReply, PlatformError> {
    server.adapter().metrics(&access(), &account(), request).await
}

#[tokio::test]
async fn all_chunks_of_a_stream_are_one_report() {
    let body = json!([{"results": [row(2, "2026-11-20", 1)]}, {"fieldMask": "campaign.id"}, {"results": [row(1, "2026-11-20", 5)]}]);
    let server = Scripted::start([Act::Answer(200, text(&body))]).await;
    let MetricsReply::Rows(report) = metrics(&server, &days()).await.unwrap() else {
        panic!("a job")
    };
    let found: Vec<_> = report
        .rows
        .iter()
        .map(|row| (row.external_id.as_str(), row.cells.clicks))
        .collect();
    assert_eq!(found, [("1", 5), ("2", 1)]);
    assert_eq!(
        server.heard()[0].line,
        "POST /google/v26/customers/1234567890/googleAds:searchStream"
    );
}

#[tokio::test]
async fn an_empty_report_is_empty_in_both_of_its_forms() {
    for body in ["[]", r#"[{"fieldMask":"campaign.id","requestId":"r"}]"#] {
        let server = Scripted::start([Act::Answer(200, body.to_owned())]).await;
        let MetricsReply::Rows(report) = metrics(&server, &days()).await.unwrap() else {
            panic!("a job")
        };
        // What was asked for and is not there is zero.
        assert_eq!((report.rows.len(), report.further.len()), (0, 4), "{body}");
    }
}

#[tokio::test]
async fn half_a_report_is_no_report() {
    let whole =
        text(&json!([{"results": [row(1, "2026-11-20", 5)]}, {"results": [row(2, "2026-11-20", 5)]}]));
    let half = &whole[..whole.len() / 2 + 5];
    for act in [
        Act::CutAnswer(200, half.to_owned()),
        Act::CutAnswer(200, whole.clone()),
        Act::Answer(200, half.to_owned()),
        Act::Answer(200, "<html>".to_owned()),
        Act::Answer(200, text(&json!([{"results": [{"campaign": {"id": "1"}}]}]))),
        Act::Answer(200, whole.replace("\"5\"", "\"many\"")),
        Act::Hang,
        Act::Silence,
        Act::Noise,
    ] {
        let server = Scripted::start([act.clone()]).await;
        let error = metrics(&server, &days()).await.unwrap_err();
        assert!(
            matches!(
                error,
                PlatformError::Retry {
                    scope: RetryScope::Call,
                    ..
                }
            ),
            "{act:?}: {error:?}"
        );
        assert_eq!(server.heard().len(), 1, "{act:?}");
    }
}

#[tokio::test]
async fn an_error_behind_the_first_chunk_spoils_the_report() {
    let late = json!({"error": {"code": 503, "message": "busy", "status": "UNAVAILABLE"}});
    let body = json!([{"results": [row(1, "2026-11-20", 5)]}, late]);
    let server = Scripted::start([Act::Answer(200, text(&body))]).await;
    let error = metrics(&server, &days()).await.unwrap_err();
    let PlatformError::Retry { message, .. } = error else {
        panic!("{error:?}")
    };
    assert!(message.contains("busy"), "{message}");
}

#[tokio::test]
async fn an_error_is_read_inside_an_array_and_outside() {
    let error = query_error("REQUESTED_METRICS_FOR_MANAGER");
    for body in [text(&json!([error])), text(&error)] {
        let server = Scripted::start([Act::Answer(400, body)]).await;
        let error = metrics(&server, &days()).await.unwrap_err();
        let PlatformError::Refused {
            code,
            message,
            exchange,
        } = error
        else {
            panic!("{error:?}")
        };
        assert_eq!(code, "queryError.REQUESTED_METRICS_FOR_MANAGER");
        assert!(message.contains("manager account"), "{message}");
        assert_eq!(exchange.request_id.as_deref(), Some("rid-1"));
    }
}

#[tokio::test]
async fn a_report_by_hour_that_google_refuses_comes_by_day() {
    let refused = text(&json!([query_error(
        "PROHIBITED_SEGMENT_WITH_METRIC_IN_SELECT_OR_WHERE_CLAUSE"
    )]));
    let by_day = text(&json!([{"results": [row(1, "2026-11-20", 5)]}]));
    let server = Scripted::start([
        Act::Answer(400, refused.clone()),
        Act::Answer(400, refused),
        Act::Answer(200, by_day),
    ])
    .await;
    let MetricsReply::Rows(report) = metrics(&server, &hours()).await.unwrap() else {
        panic!("a job")
    };
    let row = &report.rows[0];
    assert_eq!((row.hour, row.cells.clicks), (None, 5));
    let heard = server.heard();
    assert!(heard[1].body.contains("segments.hour") && !heard[2].body.contains("segments.hour"));
}

#[tokio::test]
async fn where_google_refuses_a_metric_the_base_ones_are_read_and_it_is_not_listed() {
    let refused = text(&json!([query_error(
        "PROHIBITED_METRIC_IN_SELECT_OR_WHERE_CLAUSE"
    )]));
    let base = text(&json!([{"results": [row(1, "2026-11-20", 5)]}]));
    let server = Scripted::start([Act::Answer(400, refused), Act::Answer(200, base)]).await;
    let MetricsReply::Rows(report) = metrics(&server, &days()).await.unwrap() else {
        panic!("a job")
    };
    assert_eq!(report.further, []);
    assert_eq!(
        (report.rows[0].cells.clicks, report.rows[0].further.len()),
        (5, 0)
    );
    let heard = server.heard();
    for field in [
        "engagements",
        "video_trueview_views",
        "all_conversions",
        "all_conversions_value",
    ] {
        let field = format!("metrics.{field}");
        assert!(
            heard[0].body.contains(&field) && !heard[1].body.contains(&field),
            "{field}"
        );
    }
}

#[tokio::test]
async fn any_other_refusal_of_a_query_is_told() {
    let refused = text(&json!([query_error("UNRECOGNIZED_FIELD")]));
    let server = Scripted::start([Act::Answer(400, refused)]).await;
    assert!(matches!(
        metrics(&server, &hours()).await.unwrap_err(),
        PlatformError::Refused { .. }
    ));
    assert!(server.is_done());
}

#[tokio::test]
async fn questions_that_make_no_sense_are_not_sent() {
    let server = Scripted::start([]).await;
    let backwards = MetricsRequest {
        level: dsl::Level::Campaigns,
        first: date(2026, 11, 22),
        ..days()
    };
    assert!(matches!(
        metrics(&server, &backwards).await.unwrap_err(),
        PlatformError::Refused { .. }
    ));
    let job = MetricsRequest {
        job: Some("7".to_owned()),
        ..days()
    };
    assert!(matches!(
        metrics(&server, &job).await.unwrap_err(),
        PlatformError::Refused { .. }
    ));
    assert!(server.heard().is_empty());
}

#[tokio::test]
async fn labels_are_named_by_a_second_query_only_when_there_are_any() {
    let campaign = |labels: &[&str]| json!([{"results": [{"campaign": {"id": "1", "status": "ENABLED", "labels": labels}}]}]);
    let names = json!({"results": [{"label": {"resourceName": "customers/1234567890/labels/3", "name": "protected"}}]});
    let server = Scripted::start([
        Act::Answer(200, text(&campaign(&["customers/1234567890/labels/3"]))),
        Act::Answer(200, text(&names)),
        Act::Answer(200, text(&campaign(&[]))),
    ])
    .await;
    let adapter = server.adapter();
    let structure = adapter.structure(&access(), &account()).await.unwrap();
    assert_eq!(structure.campaigns[0].labels, ["protected"]);
    let structure = adapter.structure(&access(), &account()).await.unwrap();
    assert!(structure.campaigns[0].labels.is_empty());
    assert!(server.is_done());
}

#[tokio::test]
async fn a_backend_without_labels_is_asked_without_them_and_any_other_unknown_field_is_an_error() {
    let campaign = json!([{"results": [{"campaign": {"id": "1", "status": "ENABLED"}}]}]);
    let unknown = query_error("UNRECOGNIZED_FIELD");
    let other = text(&unknown).replace("campaign.labels", "campaign.name");
    let server = Scripted::start([
        Act::Answer(400, text(&json!([unknown]))),
        Act::Answer(200, text(&campaign)),
        Act::Answer(400, format!("[{other}]")),
    ])
    .await;
    let adapter = server.adapter();
    assert_eq!(
        adapter
            .structure(&access(), &account())
            .await
            .unwrap()
            .campaigns
            .len(),
        1
    );
    assert!(!server.heard()[1].body.contains("campaign.labels"));
    let error = adapter.structure(&access(), &account()).await.unwrap_err();
    assert!(matches!(error, PlatformError::Refused { .. }), "{error:?}");
    assert!(server.is_done());
}

#[tokio::test]
async fn labels_that_cannot_be_read_are_an_error_not_an_empty_list() {
    let campaign = json!([{"results": [{"campaign": {"id": "1", "status": "ENABLED", "labels": ["customers/1/labels/3"]}}]}]);
    let server = Scripted::start([
        Act::Answer(200, text(&campaign)),
        Act::Answer(500, "oops".to_owned()),
    ])
    .await;
    assert!(server.adapter().structure(&access(), &account()).await.is_err());
}

#[tokio::test]
async fn a_level_of_a_backend_without_labels_is_read_without_and_its_labels_are_not_known() {
    let group =
        json!([{"results": [{"adGroup": {"id": "7", "status": "ENABLED"}, "campaign": {"id": "1"}}]}]);
    let unknown = text(&query_error("UNRECOGNIZED_FIELD")).replace("campaign.labels", "ad_group.labels");
    let server = Scripted::start([
        Act::Answer(400, format!("[{unknown}]")),
        Act::Answer(200, text(&group)),
        Act::Answer(200, text(&group)),
    ])
    .await;
    let adapter = server.adapter();
    let days = (date(2026, 1, 1), date(2026, 1, 1));
    for expected in [None, Some(Vec::new())] {
        let groups = adapter
            .objects(&access(), &account(), Level::AdGroups, days)
            .await;
        assert_eq!(groups.unwrap()[0].labels, expected);
    }
    let asked: Vec<bool> = server
        .heard()
        .iter()
        .map(|heard| heard.body.contains("ad_group.labels"))
        .collect();
    assert_eq!(asked, [true, false, true]);
}

#[tokio::test]
async fn pages_are_followed_to_the_last_one() {
    let first = json!({"resourceNames": ["customers/9999999999"]});
    let manager =
        json!({"results": [{"customer": {"id": "9999999999", "manager": true, "status": "ENABLED"}}]});
    let client = |id: u64, status: &str| json!({"customerClient": {"id": id.to_string(), "status": status, "currencyCode": "EUR", "timeZone": "Europe/Berlin"}});
    let page = json!({"results": [client(1, "ENABLED")], "nextPageToken": "P2"});
    let last = json!({"results": [client(2, "CANCELED")]});
    let acts = [first, manager, page, last].map(|body| Act::Answer(200, text(&body)));
    let server = Scripted::start(acts).await;
    let accounts = server.adapter().accounts(&access()).await.unwrap();
    let found: Vec<_> = accounts
        .iter()
        .map(|account| {
            (
                account.address.external_id.as_str(),
                account.address.login_external_id.as_deref(),
                account.state,
            )
        })
        .collect();
    assert_eq!(
        found,
        [
            ("1", Some("9999999999"), RemoteAccountState::Open),
            ("2", Some("9999999999"), RemoteAccountState::Closed)
        ]
    );
    let heard = server.heard();
    assert_eq!(heard[0].line, "GET /google/v26/customers:listAccessibleCustomers");
    assert_eq!(heard[0].header("login-customer-id"), None);
    assert_eq!(heard[1].header("login-customer-id"), None);
    assert_eq!(heard[2].header("login-customer-id"), Some("9999999999"));
    assert!(!heard[2].body.contains("pageToken") && heard[3].body.contains(r#""pageToken":"P2""#));
    assert!(heard.iter().all(|heard| !heard.body.contains("pageSize")));
}

#[tokio::test]
async fn one_cancelled_account_does_not_hide_the_others() {
    let closed = json!({"error": {"code": 403, "message": "The caller does not have permission", "status": "PERMISSION_DENIED",
        "details": [{"@type": "type.googleapis.com/google.ads.googleads.v26.errors.GoogleAdsFailure",
            "errors": [{"errorCode": {"authorizationError": "CUSTOMER_NOT_ENABLED"}, "message": "Not enabled."}]}]}});
    let open = json!({"results": [{"customer": {"id": "2222222222", "status": "ENABLED", "currencyCode": "USD",
        "timeZone": "America/New_York", "descriptiveName": "Shop"}}]});
    // Both are asked at the same time; whichever comes first gets the first answer.
    let list = json!({"resourceNames": ["customers/1111111111", "customers/2222222222"]});
    let server = Scripted::start([
        Act::Answer(200, text(&list)),
        Act::Answer(403, text(&closed)),
        Act::Answer(200, text(&open)),
    ])
    .await;
    let accounts = server.adapter().accounts(&access()).await.unwrap();
    let mut states: Vec<_> = accounts
        .iter()
        .map(|account| account.state == RemoteAccountState::Open)
        .collect();
    states.sort_unstable();
    assert_eq!(states, [false, true]);
}

#[tokio::test]
async fn a_dead_token_ends_the_listing() {
    let body = r#"{"error":{"code":401,"message":"no","status":"UNAUTHENTICATED"}}"#;
    let server = Scripted::start([Act::Answer(401, body.to_owned())]).await;
    assert!(matches!(
        server.adapter().accounts(&access()).await.unwrap_err(),
        PlatformError::Unauthorized { .. }
    ));
}

async fn read_status(adapter: &GoogleAds) -> Result<Option<WriteValue>, PlatformError> {
    let target = WriteTarget {
        kind: TargetKind::Campaign,
        external_id: "111".to_owned(),
    };
    adapter
        .read(&access(), &account(), &target, WriteField::Status)
        .await
}

#[tokio::test]
async fn reading_back_tells_the_value_or_that_there_is_no_object() {
    let paused = json!({"results": [{"campaign": {"id": "111", "status": "PAUSED"}}]});
    let server = Scripted::start([Act::Answer(200, text(&paused)), Act::Answer(200, "{}".to_owned())]).await;
    let adapter = server.adapter();
    assert_eq!(
        read_status(&adapter).await.unwrap(),
        Some(WriteValue::Status(SwitchStatus::Paused))
    );
    assert_eq!(read_status(&adapter).await.unwrap(), None);
    assert!(server.heard()[0].body.contains("WHERE campaign.id = 111"));
}

#[tokio::test]
async fn a_read_that_fails_is_never_an_absent_object() {
    for act in [
        Act::Hang,
        Act::Answer(200, "nothing".to_owned()),
        Act::Answer(500, "{}".to_owned()),
    ] {
        let server = Scripted::start([act.clone()]).await;
        let error = read_status(&server.adapter()).await.unwrap_err();
        assert!(matches!(error, PlatformError::Retry { .. }), "{act:?}: {error:?}");
    }
}

#[tokio::test]
async fn a_developer_token_is_sent_only_when_there_is_one() {
    let server = Scripted::start([Act::Answer(200, "{}".to_owned())]).await;
    let mut configured = options(&server.base);
    configured.developer_token = Some(SecretString::from("dev-token"));
    let adapter = GoogleAds::new(configured).unwrap();
    read_status(&adapter).await.unwrap();
    assert_eq!(server.heard()[0].header("developer-token"), Some("dev-token"));
    assert!(!format!("{adapter:?}").contains("dev-token"));
}

#[tokio::test]
async fn a_slow_answer_ends_at_the_time_out() {
    let server = Scripted::start([Act::Silence]).await;
    let waited = tokio::time::timeout(Duration::from_secs(5), read_status(&server.adapter()))
        .await
        .unwrap();
    let error = waited.unwrap_err();
    assert!(error.to_string().contains("no answer arrived in time"), "{error}");
}
