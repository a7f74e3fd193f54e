//! What a browser is told about every answer.

use reqwest::{Method, StatusCode};

use crate::support::TestApp;

#[tokio::test]
async fn every_answer_carries_the_security_headers() {
    let app = TestApp::start().await;
    for path in [
        "/",
        "/api/v1/setup",
        "/api/v1/nothing",
        "/assets/nothing.js",
        "/rules",
    ] {
        let response = app.anonymous().get(path).await;
        let header = |name: &str| {
            response
                .headers()
                .get(name)
                .map(|value| value.to_str().unwrap().to_owned())
        };
        assert_eq!(
            header("x-content-type-options").as_deref(),
            Some("nosniff"),
            "{path}"
        );
        assert_eq!(
            header("referrer-policy").as_deref(),
            Some("no-referrer"),
            "{path}"
        );
        assert_eq!(
            header("cross-origin-opener-policy").as_deref(),
            Some("same-origin"),
            "{path}"
        );
        assert_eq!(
            header("cross-origin-resource-policy").as_deref(),
            Some("same-origin"),
            "{path}"
        );
        assert!(
            header("permissions-policy").unwrap().contains("camera=()"),
            "{path}"
        );
        let policy = header("content-security-policy").unwrap();
        assert!(
            policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'"),
            "{path}: {policy}"
        );
        assert!(header("x-request-id").is_some_and(|id| id.len() == 32), "{path}");
        assert_eq!(
            header("strict-transport-security"),
            None,
            "plain HTTP must not promise TLS"
        );
        assert_eq!(header("access-control-allow-origin"), None);
    }
}

#[tokio::test]
async fn a_pages_policy_lets_run_only_what_carries_its_nonce() {
    let app = TestApp::start().await;
    let page = async || {
        let response = app.anonymous().get("/").await;
        assert_eq!(response.headers()["cache-control"], "no-cache");
        let policy = response.headers()["content-security-policy"]
            .to_str()
            .unwrap()
            .to_owned();
        (policy, response.text().await.unwrap())
    };
    let (policy, body) = page().await;
    let nonce = policy
        .split("script-src 'self' 'nonce-")
        .nth(1)
        .unwrap()
        .split('\'')
        .next()
        .unwrap()
        .to_owned();
    assert!(nonce.len() >= 22, "{nonce}");
    assert!(body.contains(&format!("nonce=\"{nonce}\"")) && !body.contains("__CSP_NONCE__"));
    assert!(policy.contains(&format!("style-src-elem 'self' 'nonce-{nonce}'")));
    assert!(!policy.contains("script-src 'unsafe") && !policy.contains("unsafe-eval"));
    for directive in [
        "base-uri 'none'",
        "form-action 'self'",
        "connect-src 'self'",
        "font-src 'self'",
    ] {
        assert!(policy.contains(directive), "{policy}");
    }
    let (other, _) = page().await;
    assert!(!other.contains(&nonce), "a nonce is used once");
}

#[tokio::test]
async fn head_is_answered_like_get_without_a_body() {
    let app = TestApp::start().await;
    for path in ["/", "/api/v1/setup"] {
        let response = app.anonymous().request(Method::HEAD, path).send().await.unwrap();
        assert_eq!(response.status(), StatusCode::OK, "{path}");
        assert!(response.bytes().await.unwrap().is_empty());
    }
}
