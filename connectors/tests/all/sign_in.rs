//! The consent page's address and the token endpoint.

use std::collections::BTreeMap;

use connectors::google::{GoogleAds, SetupError};
use engine::connections::platform::{AdPlatform, ConsentRequest, Grant, PlatformError};
use jiff::SignedDuration;
use secrecy::{ExposeSecret, SecretString};
use url::{Url, form_urlencoded};

use crate::scripted::{Act, Scripted, options};

const TOKENS: &str = r#"{"access_token":"ya29.new","expires_in":3599,"refresh_token":"1//0refresh","scope":"https://www.googleapis.com/auth/adwords","token_type":"Bearer"}"#;
const REFRESHED: &str = r#"{"access_token":"ya29.newer","expires_in":3599,"scope":"https://www.googleapis.com/auth/adwords","token_type":"Bearer"}"#;

fn grant() -> Grant {
    Grant {
        access_token: SecretString::from("ya29.old"),
        refresh_token: Some(SecretString::from("1//0refresh")),
        access_expires_at: None,
        grant_expires_at: None,
        scopes: vec!["https://www.googleapis.com/auth/adwords".to_owned()],
    }
}

async fn exchange(server: &Scripted) -> Result<Grant, PlatformError> {
    server
        .adapter()
        .exchange_code("4/code", "the-verifier", "http://127.0.0.1:8080/callback")
        .await
}

async fn refresh(server: &Scripted) -> Result<Grant, PlatformError> {
    server.adapter().refresh(&grant()).await
}

fn answer(status: u16, body: &str) -> Act {
    Act::Answer(status, body.to_owned())
}

fn form(body: &str) -> BTreeMap<String, String> {
    form_urlencoded::parse(body.as_bytes()).into_owned().collect()
}

#[tokio::test]
async fn the_consent_address_asks_for_lasting_access_bound_to_the_session() {
    let server = Scripted::start([]).await;
    let url = server.adapter().consent_url(&ConsentRequest {
        redirect_uri: "https://desk.example.com/callback?a=1&b=2".to_owned(),
        state: "s t/ate".to_owned(),
        code_challenge: "challenge".to_owned(),
    });
    let url = Url::parse(&url).unwrap();
    assert_eq!(url.path(), "/google/o/oauth2/v2/auth");
    let query: BTreeMap<_, _> = url.query_pairs().into_owned().collect();
    for (name, value) in [
        ("client_id", "client"),
        ("redirect_uri", "https://desk.example.com/callback?a=1&b=2"),
        ("response_type", "code"),
        ("scope", "https://www.googleapis.com/auth/adwords"),
        ("access_type", "offline"),
        ("prompt", "consent"),
        ("state", "s t/ate"),
        ("code_challenge", "challenge"),
        ("code_challenge_method", "S256"),
    ] {
        assert_eq!(query.get(name).map(String::as_str), Some(value), "{name}");
    }
    assert!(!url.as_str().contains("the-client-secret"));
}

#[tokio::test]
async fn a_code_becomes_a_grant() {
    let server = Scripted::start([answer(200, TOKENS)]).await;
    let before = engine::clock::ProcessClock::system().now();
    let grant = exchange(&server).await.unwrap();
    assert_eq!(grant.access_token.expose_secret(), "ya29.new");
    assert_eq!(grant.refresh_token.unwrap().expose_secret(), "1//0refresh");
    let left = grant.access_expires_at.unwrap().duration_since(before);
    assert!(
        left >= SignedDuration::from_secs(3_590) && left <= SignedDuration::from_secs(3_620),
        "{left}"
    );
    let heard = server.heard();
    assert_eq!(heard[0].line, "POST /google/token");
    assert_eq!(
        heard[0].header("content-type"),
        Some("application/x-www-form-urlencoded")
    );
    let form = form(&heard[0].body);
    for (name, value) in [
        ("grant_type", "authorization_code"),
        ("code", "4/code"),
        ("code_verifier", "the-verifier"),
        ("redirect_uri", "http://127.0.0.1:8080/callback"),
        ("client_id", "client"),
        ("client_secret", "the-client-secret"),
    ] {
        assert_eq!(form.get(name).map(String::as_str), Some(value), "{name}");
    }
}

#[tokio::test]
async fn a_refresh_keeps_the_stored_refresh_token() {
    let server = Scripted::start([answer(200, REFRESHED)]).await;
    let fresh = refresh(&server).await.unwrap();
    assert_eq!(fresh.access_token.expose_secret(), "ya29.newer");
    assert_eq!(fresh.refresh_token.unwrap().expose_secret(), "1//0refresh");
    assert_eq!(
        form(&server.heard()[0].body)
            .get("refresh_token")
            .map(String::as_str),
        Some("1//0refresh")
    );
}

#[tokio::test]
async fn a_dead_grant_asks_for_a_person_and_is_not_tried_again() {
    let dead = r#"{"error":"invalid_grant","error_description":"Token has been expired or revoked."}"#;
    let server = Scripted::start([answer(400, dead)]).await;
    let error = refresh(&server).await.unwrap_err();
    let PlatformError::Reconnect { message } = error else {
        panic!("{error:?}")
    };
    assert!(
        message.contains("Token has been expired or revoked."),
        "{message}"
    );
    assert_eq!(server.heard().len(), 1);

    let without = Grant {
        refresh_token: None,
        ..grant()
    };
    let error = server.adapter().refresh(&without).await.unwrap_err();
    assert!(matches!(error, PlatformError::Reconnect { .. }));
    assert_eq!(server.heard().len(), 1);
}

#[tokio::test]
async fn only_what_google_retries_is_retried_and_only_so_often() {
    for (status, body) in [
        (500, "oops"),
        (503, "{}"),
        (408, ""),
        (429, r#"{"error":"rate_limited"}"#),
        (400, r#"{"error":"internal_failure"}"#),
        (400, r#"{"error":"temporarily_unavailable"}"#),
    ] {
        let server =
            Scripted::start([answer(status, body), answer(status, body), answer(200, REFRESHED)]).await;
        assert!(refresh(&server).await.is_ok(), "{status} {body}");

        let server = Scripted::start(vec![answer(status, body); 3]).await;
        let error = refresh(&server).await.unwrap_err();
        assert!(
            matches!(error, PlatformError::Retry { .. }),
            "{status} {body}: {error:?}"
        );
        assert!(server.is_done(), "{status} {body}: three attempts");
    }
    for (status, body) in [
        (502, "oops"),
        (401, r#"{"error":"invalid_client"}"#),
        (400, r#"{"error":"invalid_request"}"#),
    ] {
        let server = Scripted::start([answer(status, body)]).await;
        assert!(refresh(&server).await.is_err(), "{status} {body}");
        assert_eq!(server.heard().len(), 1, "{status} {body}");
    }
}

#[tokio::test]
async fn the_operators_mistakes_are_named_without_the_secret() {
    let body = r#"{"error":"invalid_client","error_description":"The OAuth client was not found: the-client-secret"}"#;
    let server = Scripted::start([answer(401, body)]).await;
    let error = refresh(&server).await.unwrap_err();
    assert!(!format!("{error:?}").contains("the-client-secret"), "{error:?}");
    let PlatformError::Refused {
        code,
        message,
        exchange,
    } = error
    else {
        panic!("{error:?}")
    };
    assert_eq!(code, "invalid_client");
    assert!(message.contains("google.client_id"), "{message}");
    assert_eq!(
        exchange.request,
        serde_json::Value::Null,
        "forms hold secrets and are not kept"
    );
}

#[tokio::test]
async fn an_answer_that_is_no_token_is_not_taken_for_one() {
    for body in [
        "",
        "<html>",
        "{}",
        r#"{"access_token":""}"#,
        r#"{"access_token":"ya29.x","expires_in":"soon"}"#,
    ] {
        let server = Scripted::start([answer(200, body)]).await;
        let error = refresh(&server).await.unwrap_err();
        assert!(matches!(error, PlatformError::Retry { .. }), "{body}: {error:?}");
        assert!(!format!("{error:?}").contains("ya29.x"));
    }
}

#[tokio::test]
async fn a_consent_that_is_not_enough_says_what_to_do() {
    let no_refresh =
        r#"{"access_token":"ya29.x","expires_in":1,"scope":"https://www.googleapis.com/auth/adwords"}"#;
    let no_scope =
        r#"{"access_token":"ya29.x","expires_in":1,"refresh_token":"1//0abcdef","scope":"openid"}"#;
    let server = Scripted::start([answer(200, no_refresh)]).await;
    let error = exchange(&server).await.unwrap_err();
    assert!(matches!(error, PlatformError::Reconnect { .. }), "{error:?}");
    assert!(error.to_string().contains("myaccount.google.com"), "{error}");
    // What was granted is told as it is; whether it is enough is the caller's to say, by what is needed.
    let server = Scripted::start([answer(200, no_scope)]).await;
    let grant = exchange(&server).await.unwrap();
    assert_eq!(grant.scopes, ["openid"]);
    let needed = server.adapter().needed_scopes();
    assert!(
        needed
            .iter()
            .all(|scope| !grant.scopes.iter().any(|granted| granted == scope.name))
    );
}

#[tokio::test]
async fn a_limited_grant_says_when_it_ends() {
    let limited = TOKENS.replace(
        "\"expires_in\":3599",
        "\"expires_in\":3599,\"refresh_token_expires_in\":604799",
    );
    let server = Scripted::start([answer(200, &limited)]).await;
    let grant = exchange(&server).await.unwrap();
    assert!(grant.grant_expires_at.unwrap() > grant.access_expires_at.unwrap());
}

#[test]
fn a_configuration_that_cannot_work_is_refused_in_one_line() {
    let base = Url::parse("http://127.0.0.1:1").unwrap();
    for (change, hint) in [
        (
            Box::new(|options: &mut connectors::google::Options| {
                options.oauth_base = Url::parse("http://oauth2.googleapis.com").unwrap();
            }) as Box<dyn Fn(&mut connectors::google::Options)>,
            "google.oauth_base",
        ),
        (
            Box::new(|options| options.client_id = " ".to_owned()),
            "google.client_id",
        ),
        (
            Box::new(|options| options.client_secret = SecretString::from("")),
            "google.client_secret",
        ),
        (
            Box::new(|options| options.developer_token = Some(SecretString::from("a\nb"))),
            "google.developer_token",
        ),
    ] {
        let mut options = options(&base);
        change(&mut options);
        let error: SetupError = GoogleAds::new(options).unwrap_err();
        let text = error.to_string();
        assert!(text.contains(hint) && !text.contains('\n'), "{text}");
    }
}

#[test]
fn googles_own_addresses_are_the_default() {
    let options = connectors::google::Options::production(
        "client".to_owned(),
        SecretString::from("secret"),
        engine::clock::ProcessClock::system(),
    )
    .unwrap();
    assert_eq!(options.api_base.as_str(), "https://googleads.googleapis.com/");
    assert!(GoogleAds::new(options).is_ok());
}
