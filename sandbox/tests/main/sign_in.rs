//! Consent, tokens and revocation.

use std::collections::HashMap;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use reqwest::{Response, StatusCode};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use url::Url;

use crate::lab::{Lab, SMALL};

const REDIRECT: &str = "http://127.0.0.1:8080/callback";
const SCOPE: &str = "https://www.googleapis.com/auth/adwords";
const VERIFIER: &str = "a-verifier-of-more-than-forty-three-letters-0123456789";

fn ask() -> Vec<(&'static str, String)> {
    vec![
        ("client_id", "sandbox-client".to_owned()),
        ("redirect_uri", REDIRECT.to_owned()),
        ("response_type", "code".to_owned()),
        ("scope", SCOPE.to_owned()),
        ("access_type", "offline".to_owned()),
        ("prompt", "consent".to_owned()),
        ("state", "a b&c".to_owned()),
        ("code_challenge", URL_SAFE_NO_PAD.encode(Sha256::digest(VERIFIER))),
        ("code_challenge_method", "S256".to_owned()),
    ]
}

/// Presses a button with the boxes as the page shows them: ticked.
async fn decide(lab: &Lab, ask: &[(&str, String)], decision: &str) -> Response {
    decide_with(lab, ask, decision, &[SCOPE]).await
}

async fn decide_with(lab: &Lab, ask: &[(&str, String)], decision: &str, ticked: &[&str]) -> Response {
    let mut form = ask.to_vec();
    form.extend(ticked.iter().map(|scope| ("granted_scope", (*scope).to_owned())));
    form.push(("decision", decision.to_owned()));
    lab.http()
        .post(lab.url("/google/accounts/o/oauth2/v2/decision"))
        .form(&form)
        .send()
        .await
        .unwrap()
}

fn answer(response: &Response) -> HashMap<String, String> {
    assert_eq!(response.status(), 302);
    let target = Url::parse(response.headers()["location"].to_str().unwrap()).unwrap();
    assert!(target.as_str().starts_with(REDIRECT));
    target.query_pairs().into_owned().collect()
}

async fn token(lab: &Lab, form: &[(&str, &str)]) -> (StatusCode, Value) {
    let response = lab
        .http()
        .post(lab.url("/google/oauth2/token"))
        .form(form)
        .send()
        .await
        .unwrap();
    (response.status(), response.json().await.unwrap())
}

fn exchange(code: &str) -> Vec<(&'static str, &str)> {
    vec![
        ("grant_type", "authorization_code"),
        ("code", code),
        ("client_id", "sandbox-client"),
        ("client_secret", "sandbox-secret"),
        ("redirect_uri", REDIRECT),
        ("code_verifier", VERIFIER),
    ]
}

async fn works(lab: &Lab, access: &str) -> u16 {
    let url = lab.url(&format!("/google/v26/customers/{SMALL}/googleAds:search"));
    let body = json!({ "query": "SELECT customer.id FROM customer" });
    lab.http()
        .post(url)
        .bearer_auth(access)
        .json(&body)
        .send()
        .await
        .unwrap()
        .status()
        .as_u16()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_box_left_unticked_gives_tokens_that_open_less() {
    let lab = Lab::new().await;
    let page = lab
        .http()
        .get(lab.url("/google/accounts/o/oauth2/v2/auth"))
        .query(&ask())
        .send()
        .await
        .unwrap()
        .text()
        .await
        .unwrap();
    let ticked = format!(r#"<input type="checkbox" name="granted_scope" value="{SCOPE}" checked>"#);
    assert!(page.contains(&ticked), "{page}");

    // Asked for with the sign-in's own scopes: those have no box and stay.
    let mut both = ask();
    both[3].1 = format!("openid {SCOPE} email");
    for (asked, left) in [(ask(), "openid"), (both.clone(), "openid email")] {
        let redirect = answer(&decide_with(&lab, &asked, "allow", &[]).await);
        assert_eq!(redirect["scope"], left);
        let (status, tokens) = token(&lab, &exchange(&redirect["code"])).await;
        assert_eq!((status.as_u16(), &tokens["scope"]), (200, &json!(left)));
        let url = lab.url(&format!("/google/v26/customers/{SMALL}/googleAds:search"));
        let refused = lab
            .http()
            .post(url)
            .bearer_auth(tokens["access_token"].as_str().unwrap())
            .json(&json!({ "query": "SELECT customer.id FROM customer" }))
            .send()
            .await
            .unwrap();
        assert_eq!(refused.status(), 403);
        let body: Value = refused.json().await.unwrap();
        assert_eq!(
            body["error"]["details"][0]["reason"], "ACCESS_TOKEN_SCOPE_INSUFFICIENT",
            "{body}"
        );
    }

    // A scope that was never asked for is not given, whatever the form says.
    let redirect = answer(&decide_with(&lab, &both, "allow", &[SCOPE, "https://mail.google.com/"]).await);
    assert_eq!(redirect["scope"], format!("openid {SCOPE} email"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_allows_and_the_program_gets_tokens_that_last_an_hour() {
    let mut lab = Lab::new().await;
    let page = lab
        .http()
        .get(lab.url("/google/accounts/o/oauth2/v2/auth"))
        .query(&ask())
        .send()
        .await
        .unwrap();
    assert_eq!(page.status(), 200);
    let html = page.text().await.unwrap();
    assert!(html.contains(">Allow</button>") && html.contains(">Cancel</button>"));
    let redirect = answer(&decide(&lab, &ask(), "allow").await);
    assert_eq!(redirect["state"], "a b&c");
    assert_eq!(redirect["scope"], SCOPE);
    let (status, tokens) = token(&lab, &exchange(&redirect["code"])).await;
    assert_eq!(status, 200, "{tokens}");
    assert_eq!(
        (&tokens["expires_in"], &tokens["token_type"]),
        (&json!(3599), &json!("Bearer"))
    );
    let (access, refresh) = (
        tokens["access_token"].as_str().unwrap(),
        tokens["refresh_token"].as_str().unwrap(),
    );
    assert_eq!(works(&lab, access).await, 200);
    // A code is good once.
    let (status, body) = token(&lab, &exchange(&redirect["code"])).await;
    assert_eq!((status.as_u16(), &body["error"]), (400, &json!("invalid_grant")));
    lab.advance(3600.0).await;
    assert_eq!(works(&lab, access).await, 401);
    let form = [
        ("grant_type", "refresh_token"),
        ("refresh_token", refresh),
        ("client_id", "sandbox-client"),
        ("client_secret", "sandbox-secret"),
    ];
    let (status, fresh) = token(&lab, &form).await;
    assert_eq!(status, 200);
    assert!(fresh.get("refresh_token").is_none(), "a refresh does not rotate");
    assert_eq!(works(&lab, fresh["access_token"].as_str().unwrap()).await, 200);
    // Tokens survive a kill.
    lab.kill_and_reopen().await;
    assert_eq!(works(&lab, fresh["access_token"].as_str().unwrap()).await, 200);
    lab.control(reqwest::Method::POST, "revoke", json!({ "platform": "google" }))
        .await;
    assert_eq!(works(&lab, fresh["access_token"].as_str().unwrap()).await, 401);
    let (status, body) = token(&lab, &form).await;
    assert_eq!(status, 400);
    assert_eq!(
        body,
        json!({ "error": "invalid_grant", "error_description": "Token has been expired or revoked." })
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_cancels_and_the_program_is_told() {
    let lab = Lab::new().await;
    let redirect = answer(&decide(&lab, &ask(), "cancel").await);
    assert_eq!(
        (redirect["error"].as_str(), redirect["state"].as_str()),
        ("access_denied", "a b&c")
    );
    assert!(!redirect.contains_key("code"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_is_not_shown_for_a_wrong_request_and_nobody_is_redirected() {
    let lab = Lab::new().await;
    for (name, value, status) in [
        ("client_id", "nobody", 401),
        ("redirect_uri", "https://evil.example/callback", 400),
        ("redirect_uri", "javascript:alert(1)", 400),
        ("response_type", "token", 400),
        ("scope", "openid", 400),
        ("code_challenge_method", "plain", 400),
    ] {
        let mut wrong = ask();
        wrong
            .iter_mut()
            .filter(|(key, _)| *key == name)
            .for_each(|(_, it)| value.clone_into(it));
        let page = lab
            .http()
            .get(lab.url("/google/accounts/o/oauth2/v2/auth"))
            .query(&wrong)
            .send()
            .await
            .unwrap();
        assert_eq!(page.status().as_u16(), status, "{name}={value}");
        let decided = decide(&lab, &wrong, "allow").await;
        assert_eq!(decided.status().as_u16(), status, "{name}={value}");
        assert!(!decided.headers().contains_key("location"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_decision_from_a_foreign_page_is_refused() {
    let lab = Lab::new().await;
    let mut form = ask();
    form.push(("decision", "allow".to_owned()));
    let request = lab
        .http()
        .post(lab.url("/google/accounts/o/oauth2/v2/decision"))
        .form(&form);
    let response = request
        .header("origin", "https://evil.example")
        .send()
        .await
        .unwrap();
    assert_eq!(response.status(), 400);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_is_bound_to_its_client_its_address_and_its_verifier() {
    let lab = Lab::with(|options| options.clients.push(("other".to_owned(), "secret".to_owned()))).await;
    for (name, value, status, error) in [
        ("client_id", "nobody", 401, "invalid_client"),
        ("client_secret", "wrong", 401, "invalid_client"),
        (
            "redirect_uri",
            "http://127.0.0.1:1/",
            400,
            "redirect_uri_mismatch",
        ),
        ("code_verifier", "another", 400, "invalid_grant"),
        ("code_verifier", "", 400, "invalid_grant"),
        ("code", "4/0Anonsense", 400, "invalid_grant"),
        ("grant_type", "password", 400, "unsupported_grant_type"),
    ] {
        let redirect = answer(&decide(&lab, &ask(), "allow").await);
        let mut form = exchange(&redirect["code"]);
        form.iter_mut()
            .filter(|(key, _)| *key == name)
            .for_each(|(_, it)| *it = value);
        let (found, body) = token(&lab, &form).await;
        assert_eq!(
            (found.as_u16(), &body["error"]),
            (status, &json!(error)),
            "{name}={value}"
        );
        assert!(body["error_description"].is_string());
    }
    let redirect = answer(&decide(&lab, &ask(), "allow").await);
    let mut form = exchange(&redirect["code"]);
    form[2].1 = "other";
    form[3].1 = "secret";
    assert_eq!(token(&lab, &form).await.1["error"], "invalid_grant");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refresh_token_comes_with_offline_access_and_fresh_consent() {
    let lab = Lab::with(|options| options.clients.push(("fresh".to_owned(), "secret".to_owned()))).await;
    let consent = async |access_type: &str, prompt: &str| {
        let mut ask = ask();
        for (key, value) in &mut ask {
            match *key {
                "client_id" => *value = "fresh".to_owned(),
                "access_type" => access_type.clone_into(value),
                "prompt" => prompt.clone_into(value),
                _ => {}
            }
        }
        let redirect = answer(&decide(&lab, &ask, "allow").await);
        let mut form = exchange(&redirect["code"]);
        form[2].1 = "fresh";
        form[3].1 = "secret";
        token(&lab, &form).await.1.get("refresh_token").is_some()
    };
    assert!(!consent("online", "consent").await);
    assert!(consent("offline", "").await, "the first consent");
    assert!(!consent("offline", "").await, "the second without asking again");
    assert!(consent("offline", "consent").await);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_revocation_endpoint_ends_a_grant() {
    let lab = Lab::new().await;
    let grant = lab.grant().await;
    let access = grant["token"].as_str().unwrap();
    assert_eq!(works(&lab, access).await, 200);
    let url = lab.url("/google/oauth2/revoke");
    let revoke = async |token: &str| {
        lab.http()
            .post(&url)
            .query(&[("token", token)])
            .send()
            .await
            .unwrap()
            .status()
            .as_u16()
    };
    assert_eq!(revoke(grant["refresh_token"].as_str().unwrap()).await, 200);
    assert_eq!(works(&lab, access).await, 401);
    assert_eq!(revoke(grant["refresh_token"].as_str().unwrap()).await, 400);
    assert_eq!(works(&lab, &lab.token).await, 200, "other grants live on");
}

#[tokio::test(flavor = "multi_thread")]
async fn requests_without_a_living_token_are_turned_away() {
    let lab = Lab::new().await;
    assert_eq!(works(&lab, "ya29.nonsense").await, 401);
    let url = lab.url(&format!("/google/v26/customers/{SMALL}/googleAds:searchStream"));
    let response = lab
        .http()
        .post(url)
        .json(&json!({ "query": "SELECT customer.id FROM customer" }))
        .send()
        .await
        .unwrap();
    assert_eq!(response.status(), 401);
    let body: Value = response.json().await.unwrap();
    assert_eq!(body[0]["error"]["status"], "UNAUTHENTICATED");
}
