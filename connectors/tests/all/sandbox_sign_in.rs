//! The consent walk and the life of a grant, as a person and the simulated platform play it.

use std::collections::BTreeMap;

use engine::connections::platform::{Access, AdPlatform, ConsentRequest, PlatformError};
use secrecy::ExposeSecret;
use serde_json::json;
use url::Url;

use crate::world::World;

/// RFC 7636, appendix B.
const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
const REDIRECT: &str = "http://127.0.0.1:8080/connections/google/callback";

/// Opens the page behind the adapter's address, presses one of its two buttons and answers what comes back.
async fn consent(world: &World, decision: &str) -> BTreeMap<String, String> {
    consent_with(world, decision, Boxes::AsTheyAre).await
}

#[derive(PartialEq)]
enum Boxes {
    AsTheyAre,
    Cleared,
}

async fn consent_with(world: &World, decision: &str, boxes: Boxes) -> BTreeMap<String, String> {
    let page = world.google.consent_url(&ConsentRequest {
        redirect_uri: REDIRECT.to_owned(),
        state: "a state & more".to_owned(),
        code_challenge: CHALLENGE.to_owned(),
    });
    let browser = reqwest::Client::builder()
        .no_proxy()
        .redirect(reqwest::redirect::Policy::none())
        .build()
        .unwrap();
    let reply = browser.get(&page).send().await.unwrap();
    assert!(reply.status().is_success(), "{}", reply.status());
    let html = reply.text().await.unwrap();
    assert!(html.contains("Allow") && html.contains("Cancel"), "{html}");

    let mut form: Vec<(String, String)> = Url::parse(&page)
        .unwrap()
        .query_pairs()
        .into_owned()
        .filter(|(name, _)| html.contains(name.as_str()))
        .collect();
    if boxes == Boxes::AsTheyAre {
        let ticked = html
            .split("type=\"checkbox\"")
            .skip(1)
            .filter_map(|tag| tag.split("value=\"").nth(1)?.split('"').next());
        form.extend(ticked.map(|scope| ("granted_scope".to_owned(), scope.to_owned())));
    }
    form.push(("decision".to_owned(), decision.to_owned()));
    let action = html
        .split("action=\"")
        .nth(1)
        .and_then(|rest| rest.split('"').next())
        .unwrap();
    let target = Url::parse(&page).unwrap().join(action).unwrap();
    let origin = target.origin().ascii_serialization();
    let answer = browser
        .post(target)
        .header("origin", origin)
        .form(&form)
        .send()
        .await
        .unwrap();
    assert!(answer.status().is_redirection(), "{}", answer.status());
    let back = Url::parse(answer.headers()["location"].to_str().unwrap()).unwrap();
    assert!(back.as_str().starts_with(REDIRECT), "{back}");
    back.query_pairs().into_owned().collect()
}

#[tokio::test]
async fn a_person_who_allows_gives_a_grant_that_works() {
    let world = World::after_days(0).await;
    let back = consent(&world, "allow").await;
    assert_eq!(back["state"], "a state & more");
    let grant = world
        .google
        .exchange_code(&back["code"], VERIFIER, REDIRECT)
        .await
        .unwrap();
    assert!(grant.refresh_token.is_some() && grant.access_expires_at.is_some());
    let access = Access {
        token: grant.access_token.clone(),
    };
    assert!(!world.google.accounts(&access).await.unwrap().is_empty());

    let fresh = world.google.refresh(&grant).await.unwrap();
    assert_ne!(
        fresh.access_token.expose_secret(),
        grant.access_token.expose_secret()
    );
    assert_eq!(
        fresh.refresh_token.unwrap().expose_secret(),
        grant.refresh_token.unwrap().expose_secret()
    );
    let access = Access {
        token: fresh.access_token,
    };
    assert!(!world.google.accounts(&access).await.unwrap().is_empty());
}

#[tokio::test]
async fn a_person_who_clears_the_box_gives_a_grant_that_says_so_and_opens_nothing() {
    let world = World::after_days(0).await;
    let back = consent_with(&world, "allow", Boxes::Cleared).await;
    let grant = world
        .google
        .exchange_code(&back["code"], VERIFIER, REDIRECT)
        .await
        .unwrap();
    let needed = world.google.needed_scopes()[0].name;
    assert!(!grant.scopes.is_empty());
    assert!(
        !grant.scopes.iter().any(|scope| scope == needed),
        "{:?}",
        grant.scopes
    );
    let access = Access {
        token: grant.access_token.clone(),
    };
    let error = world.google.accounts(&access).await.unwrap_err();
    assert!(matches!(error, PlatformError::Reconnect { .. }), "{error:?}");
}

#[tokio::test]
async fn a_person_who_cancels_gives_nothing() {
    let world = World::after_days(0).await;
    let back = consent(&world, "cancel").await;
    assert_eq!(back["error"], "access_denied");
    assert!(!back.contains_key("code"));
}

#[tokio::test]
async fn a_code_is_good_for_its_own_session_once() {
    let world = World::after_days(0).await;
    let back = consent(&world, "allow").await;
    let wrong = "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx";
    let error = world
        .google
        .exchange_code(&back["code"], wrong, REDIRECT)
        .await
        .unwrap_err();
    assert!(matches!(error, PlatformError::Reconnect { .. }), "{error:?}");

    let back = consent(&world, "allow").await;
    world
        .google
        .exchange_code(&back["code"], VERIFIER, REDIRECT)
        .await
        .unwrap();
    let error = world
        .google
        .exchange_code(&back["code"], VERIFIER, REDIRECT)
        .await
        .unwrap_err();
    assert!(matches!(error, PlatformError::Reconnect { .. }), "{error:?}");
}

#[tokio::test]
async fn a_hiccup_of_the_token_endpoint_is_overcome_and_a_lost_answer_is_told() {
    let world = World::after_days(0).await;
    world
        .fault_once("oauth2/token", json!({"effect": "status", "status": 503}))
        .await;
    assert!(world.google.refresh(&world.grant).await.is_ok());
    for fault in [
        json!({"effect": "drop"}),
        json!({"effect": "reset"}),
        json!({"effect": "garbage"}),
    ] {
        world.fault_once("oauth2/token", fault.clone()).await;
        let error = world.google.refresh(&world.grant).await.unwrap_err();
        assert!(matches!(error, PlatformError::Retry { .. }), "{fault}: {error:?}");
        assert!(
            world.google.refresh(&world.grant).await.is_ok(),
            "{fault}: Google does not rotate refresh tokens"
        );
    }
}

#[tokio::test]
async fn a_token_ends_in_the_platforms_own_time() {
    let world = World::after_days(0).await;
    assert!(world.google.accounts(&world.access).await.is_ok());
    world
        .tell("_sandbox/clock", &json!({"advance_seconds": 3_700}))
        .await;
    let error = world.google.accounts(&world.access).await.unwrap_err();
    assert!(matches!(error, PlatformError::Unauthorized { .. }), "{error:?}");
    let fresh = world.google.refresh(&world.grant).await.unwrap();
    assert!(
        world
            .google
            .accounts(&Access {
                token: fresh.access_token
            })
            .await
            .is_ok()
    );
}
