//! What the adapter says became of a write when the conversation goes wrong.

use std::time::Duration;

use connectors::google::GoogleAds;
use engine::{
    clock::{Deadline, ProcessClock},
    connections::platform::{
        AdPlatform, PlatformError, RetryScope, SwitchStatus, TargetKind, Write, WriteEffect, WriteField,
        WriteOutcome, WriteTarget, WriteValue,
    },
};
use serde_json::json;
use tokio::{
    io::AsyncReadExt,
    net::{TcpListener, TcpStream},
};
use url::Url;

use crate::scripted::{Act, Scripted, TOKEN, access, account, adapter, options};

fn pause() -> Write {
    Write {
        target: WriteTarget {
            kind: TargetKind::Campaign,
            external_id: "111".to_owned(),
        },
        field: WriteField::Status,
        value: WriteValue::Status(SwitchStatus::Paused),
        idempotency_key: "key".to_owned(),
    }
}

fn soon() -> Deadline {
    Deadline::after(&ProcessClock::system(), Duration::from_secs(5))
}

async fn write_to(server: &Scripted) -> Result<WriteOutcome, PlatformError> {
    server
        .adapter()
        .write(&access(), &account(), &pause(), soon())
        .await
}

const PAUSED: &str = r#"{"results":[{"resourceName":"customers/1234567890/campaigns/111","campaign":{"resourceName":"customers/1234567890/campaigns/111","status":"PAUSED"}}]}"#;

fn failure(status: u16, family: &str, value: &str, details: serde_json::Value) -> Act {
    Act::Answer(
        status,
        json!({"error": {"code": status, "message": "top", "status": "X", "details": [{
            "@type": "type.googleapis.com/google.ads.googleads.v26.errors.GoogleAdsFailure",
            "errors": [{"errorCode": {family: value}, "message": "Google's own text.", "details": details}],
            "requestId": "in-body"}]}})
        .to_string(),
    )
}

#[tokio::test]
async fn a_confirmed_write_is_applied_and_its_exchange_is_kept_without_the_token() {
    let server = Scripted::start([Act::Answer(200, PAUSED.to_owned())]).await;
    let outcome = write_to(&server).await.unwrap();
    assert_eq!(outcome.effect, WriteEffect::Applied);
    assert_eq!(outcome.exchange.status, Some(200));
    assert_eq!(outcome.exchange.request_id.as_deref(), Some("rid-1"));
    assert_eq!(
        outcome.exchange.response["results"][0]["campaign"]["status"],
        "PAUSED"
    );
    assert_eq!(
        outcome.exchange.request["operations"][0]["update"]["status"],
        "PAUSED"
    );
    assert!(!serde_json::to_string(&outcome.exchange).unwrap().contains(TOKEN));

    let heard = server.heard();
    assert_eq!(heard.len(), 1);
    assert_eq!(
        heard[0].line,
        "POST /google/v26/customers/1234567890/campaigns:mutate"
    );
    assert_eq!(
        heard[0].header("authorization"),
        Some(format!("Bearer {TOKEN}").as_str())
    );
    assert_eq!(heard[0].header("login-customer-id"), Some("9999999999"));
    assert_eq!(heard[0].header("developer-token"), None);
    assert_eq!(heard[0].header("content-type"), Some("application/json"));
    assert_eq!(
        serde_json::from_str::<serde_json::Value>(&heard[0].body).unwrap(),
        json!({"operations": [{"updateMask": "status",
            "update": {"resourceName": "customers/1234567890/campaigns/111", "status": "PAUSED"}}],
            "responseContentType": "MUTABLE_RESOURCE"})
    );
}

#[tokio::test]
async fn no_connection_means_nothing_was_done() {
    // A port that was free a moment ago and refuses now.
    let port = TcpListener::bind("127.0.0.1:0")
        .await
        .unwrap()
        .local_addr()
        .unwrap()
        .port();
    let base = Url::parse(&format!("http://127.0.0.1:{port}/google")).unwrap();
    let error = adapter(&base)
        .write(&access(), &account(), &pause(), soon())
        .await
        .unwrap_err();
    assert!(
        matches!(
            error,
            PlatformError::Retry {
                after: None,
                scope: RetryScope::Call,
                ..
            }
        ),
        "{error:?}"
    );
}

#[tokio::test]
async fn a_lost_answer_is_doubt_in_every_form() {
    for act in [
        Act::Hang,
        Act::Silence,
        Act::Noise,
        Act::CutAnswer(200, PAUSED.to_owned()),
        Act::Answer(200, "<html>all is well</html>".to_owned()),
        Act::Answer(200, "{}".to_owned()),
        Act::Answer(200, PAUSED.replace("PAUSED", "ENABLED")),
        Act::Answer(200, PAUSED.replace("111", "112")),
        Act::Answer(204, String::new()),
        Act::Answer(500, "oops".to_owned()),
        Act::Answer(502, String::new()),
        Act::Answer(
            503,
            r#"{"error":{"code":503,"message":"busy","status":"UNAVAILABLE"}}"#.to_owned(),
        ),
        Act::Answer(
            504,
            r#"{"error":{"code":504,"status":"DEADLINE_EXCEEDED"}}"#.to_owned(),
        ),
        Act::Answer(403, "<html>the company's proxy</html>".to_owned()),
        Act::AnswerWith(302, "location: http://127.0.0.1:1/elsewhere\r\n", String::new()),
        failure(400, "internalError", "TRANSIENT_ERROR", json!({})),
    ] {
        let server = Scripted::start([act.clone()]).await;
        let error = write_to(&server).await.unwrap_err();
        assert!(matches!(error, PlatformError::Doubt { .. }), "{act:?}: {error:?}");
        assert_eq!(server.heard().len(), 1, "{act:?}: sent once and never again");
    }
}

#[tokio::test]
async fn a_refusal_with_a_code_is_certain() {
    let server = Scripted::start([failure(
        400,
        "campaignBudgetError",
        "MONEY_AMOUNT_TOO_LARGE",
        json!({}),
    )])
    .await;
    let error = write_to(&server).await.unwrap_err();
    let PlatformError::Refused {
        code,
        message,
        exchange,
    } = error
    else {
        panic!("{error:?}")
    };
    assert_eq!(code, "campaignBudgetError.MONEY_AMOUNT_TOO_LARGE");
    assert!(
        message.contains("above Google's maximum") && message.contains("Google's own text."),
        "{message}"
    );
    assert_eq!(exchange.status, Some(400));
    assert_eq!(
        exchange.response["error"]["details"][0]["errors"][0]["errorCode"]["campaignBudgetError"],
        "MONEY_AMOUNT_TOO_LARGE"
    );
}

#[tokio::test]
async fn a_vanished_object_asks_for_a_sync() {
    let server = Scripted::start([failure(400, "mutateError", "RESOURCE_NOT_FOUND", json!({}))]).await;
    assert!(matches!(
        write_to(&server).await.unwrap_err(),
        PlatformError::OutOfSync { .. }
    ));
}

#[tokio::test]
async fn a_quota_tells_how_long_and_for_whom() {
    let details = json!({"quotaErrorDetails": {"rateScope": "DEVELOPER", "retryDelay": "40591s"}});
    let server = Scripted::start([failure(429, "quotaError", "RESOURCE_EXHAUSTED", details)]).await;
    let error = write_to(&server).await.unwrap_err();
    let PlatformError::Retry { after, scope, .. } = error else {
        panic!("{error:?}")
    };
    assert_eq!(
        (after, scope),
        (Some(Duration::from_secs(40_591)), RetryScope::Application)
    );
}

#[tokio::test]
async fn an_access_token_that_is_not_accepted_is_told_from_a_withdrawn_grant() {
    let body = r#"{"error":{"code":401,"message":"Request had invalid authentication credentials.","status":"UNAUTHENTICATED"}}"#;
    let server = Scripted::start([
        Act::Answer(401, body.to_owned()),
        failure(401, "authenticationError", "OAUTH_TOKEN_REVOKED", json!({})),
    ])
    .await;
    assert!(matches!(
        write_to(&server).await.unwrap_err(),
        PlatformError::Unauthorized { .. }
    ));
    assert!(matches!(
        write_to(&server).await.unwrap_err(),
        PlatformError::Reconnect { .. }
    ));
}

#[tokio::test]
async fn after_the_deadline_nothing_is_sent() {
    let server = Scripted::start([]).await;
    let past = Deadline::after(&ProcessClock::system(), Duration::ZERO);
    let error = server
        .adapter()
        .write(&access(), &account(), &pause(), past)
        .await
        .unwrap_err();
    assert!(matches!(error, PlatformError::TooLate), "{error:?}");
    assert!(server.heard().is_empty());
}

/// A listener whose queue is full lets a connection wait in the network; emptied, it lets the connection stand.
#[tokio::test]
async fn a_connection_that_stands_only_after_the_deadline_carries_nothing() {
    let socket = tokio::net::TcpSocket::new_v4().unwrap();
    socket.bind("127.0.0.1:0".parse().unwrap()).unwrap();
    let address = socket.local_addr().unwrap();
    let listener = socket.listen(1).unwrap();
    let mut filling = Vec::new();
    while let Ok(connected) =
        tokio::time::timeout(Duration::from_millis(200), TcpStream::connect(address)).await
    {
        filling.push(connected.unwrap());
        assert!(filling.len() < 100, "the queue of the listener never fills");
    }
    let arrived = tokio::spawn(async move {
        tokio::time::sleep(Duration::from_millis(500)).await;
        drop(filling);
        let mut longest = 0;
        let deadline = tokio::time::Instant::now() + Duration::from_secs(3);
        while let Ok(Ok((mut stream, _))) = tokio::time::timeout_at(deadline, listener.accept()).await {
            let mut bytes = Vec::new();
            let _ = tokio::time::timeout_at(deadline, stream.read_to_end(&mut bytes)).await;
            longest = longest.max(String::from_utf8_lossy(&bytes).matches("operations").count());
        }
        longest
    });

    let mut patient = options(&Url::parse(&format!("http://{address}/google")).unwrap());
    patient.timeouts.connect = Duration::from_secs(5);
    patient.timeouts.mutate = Duration::from_secs(5);
    let adapter = GoogleAds::new(patient).unwrap();
    let deadline = Deadline::after(&ProcessClock::system(), Duration::from_millis(300));
    let error = adapter
        .write(&access(), &account(), &pause(), deadline)
        .await
        .unwrap_err();
    assert!(matches!(error, PlatformError::TooLate), "{error:?}");
    assert_eq!(arrived.await.unwrap(), 0, "the body reached the network");
}

#[tokio::test]
async fn a_connection_that_the_server_closed_meanwhile_is_no_doubt() {
    let server = Scripted::start([
        Act::AnswerAndClose(200, PAUSED.to_owned()),
        Act::Answer(200, PAUSED.to_owned()),
    ])
    .await;
    let adapter = server.adapter();
    adapter
        .write(&access(), &account(), &pause(), soon())
        .await
        .unwrap();
    tokio::time::sleep(Duration::from_millis(50)).await;
    adapter
        .write(&access(), &account(), &pause(), soon())
        .await
        .unwrap();
    assert_eq!(server.heard().len(), 2);
}

#[tokio::test]
async fn an_address_without_google_ads_is_a_refusal_that_names_the_setting() {
    let server = Scripted::start([Act::Answer(404, "<html>404. That's an error.</html>".to_owned())]).await;
    let error = write_to(&server).await.unwrap_err();
    let PlatformError::Refused { code, message, .. } = error else {
        panic!("{error:?}")
    };
    assert_eq!(code, "http.404");
    assert!(message.contains("google.api_base"), "{message}");
}

#[tokio::test]
async fn a_write_that_the_adapter_cannot_make_is_refused_without_a_call() {
    let server = Scripted::start([]).await;
    let mut write = pause();
    write.value = WriteValue::Status(SwitchStatus::Removed);
    let error = server
        .adapter()
        .write(&access(), &account(), &write, soon())
        .await
        .unwrap_err();
    assert!(
        matches!(&error, PlatformError::Refused { code, .. } if code == "removal"),
        "{error:?}"
    );
    let mut elsewhere = account();
    elsewhere.external_id = "1/campaigns".to_owned();
    let error = server
        .adapter()
        .write(&access(), &elsewhere, &pause(), soon())
        .await
        .unwrap_err();
    assert!(
        matches!(&error, PlatformError::Refused { code, .. } if code == "invalid_account"),
        "{error:?}"
    );
    assert!(server.heard().is_empty());
}

#[tokio::test]
async fn a_token_that_the_platform_repeats_is_not_kept() {
    let body =
        json!({"error": {"code": 400, "message": format!("bad: {TOKEN}"), "status": "INVALID_ARGUMENT"}});
    let server = Scripted::start([Act::Answer(400, body.to_string())]).await;
    let error = write_to(&server).await.unwrap_err();
    assert!(!format!("{error} {error:?}").contains(TOKEN), "{error:?}");
    let PlatformError::Refused { message, .. } = error else {
        panic!("{error:?}")
    };
    assert!(message.contains("[secret]"), "{message}");
}
