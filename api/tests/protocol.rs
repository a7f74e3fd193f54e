//! The conventions every route keeps: problems, methods, bodies, sizes, hosts, cross-site requests.

use reqwest::{Method, StatusCode};
use serde_json::json;

use crate::support::{PASSWORD, Setting, TestApp, kind, problem};

#[tokio::test]
async fn what_does_not_exist_is_a_problem_under_the_api() {
    let app = TestApp::start().await;
    for path in [
        "/api",
        "/api/",
        "/api/v1",
        "/api/v1/nothing",
        "/api/v2/session",
        "/api/v1/actions/x/y/z",
    ] {
        let response = app.anonymous().get(path).await;
        assert_eq!(response.status(), StatusCode::NOT_FOUND, "{path}");
        assert_eq!(kind(&problem(response).await), "not-found", "{path}");
    }
}

#[tokio::test]
async fn what_is_no_id_is_answered_like_an_id_that_does_not_exist() {
    let app = TestApp::start().await;
    let max = app.sign_in("max@acme.test").await;
    let response = max.get("/api/v1/actions/17").await;
    assert_eq!(response.status(), StatusCode::NOT_FOUND);
    problem(response).await;
}

#[tokio::test]
async fn a_wrong_method_names_the_right_ones_to_everybody() {
    let app = TestApp::start().await;
    let response = app
        .anonymous()
        .request(Method::PUT, "/api/v1/session")
        .send()
        .await
        .unwrap();
    assert_eq!(response.status(), StatusCode::METHOD_NOT_ALLOWED);
    let allow = response.headers()["allow"].to_str().unwrap().to_owned();
    for method in ["GET", "POST", "DELETE"] {
        assert!(allow.contains(method), "{allow}");
    }
    assert_eq!(kind(&problem(response).await), "method-not-allowed");
}

#[tokio::test]
async fn a_body_must_be_json_of_the_right_shape() {
    let app = TestApp::start().await;
    let client = app.anonymous();
    let post = async |media_type: &str, body: &'static str| {
        let request = client
            .request(Method::POST, "/api/v1/session")
            .header("content-type", media_type)
            .body(body);
        problem(request.send().await.unwrap()).await
    };
    assert_eq!(kind(&post("text/plain", "{}").await), "media-type");
    assert_eq!(
        kind(&post("application/x-www-form-urlencoded", "email=a").await),
        "media-type"
    );
    assert_eq!(kind(&post("application/json", "{").await), "malformed");
    let missing = post("application/json", r#"{"email":"a@b"}"#).await;
    assert_eq!(
        (kind(&missing), missing["status"].as_i64()),
        ("invalid", Some(422))
    );
    let wrong = post("application/json", r#"{"email":1,"password":"x"}"#).await;
    assert_eq!(wrong["errors"][0]["pointer"], "/email");
    let extra = post(
        "application/json",
        r#"{"email":"a@b","password":"x","role":"admin"}"#,
    )
    .await;
    assert!(extra["detail"].as_str().unwrap().contains("role"), "{extra}");
}

#[tokio::test]
async fn a_body_has_a_bound() {
    let app = TestApp::start().await;
    let body = json!({ "email": "a".repeat(2 << 20), "password": "x" });
    let response = app.anonymous().post("/api/v1/session", &body).await;
    assert_eq!(response.status(), StatusCode::PAYLOAD_TOO_LARGE);
    assert_eq!(kind(&problem(response).await), "too-large");
}

#[tokio::test]
async fn unknown_and_impossible_query_parameters_are_refused_by_name() {
    let app = TestApp::start().await;
    let max = app.sign_in("max@acme.test").await;
    let cases = [
        ("limit=0", "limit"),
        ("limit=501", "limit"),
        ("limit=many", "limit"),
        ("cursor=x", "cursor"),
        ("state=waiting", "state"),
        ("rule=17", "rule"),
        ("colour=red", "colour"),
    ];
    for (query, parameter) in cases {
        let response = max.get(&format!("/api/v1/actions?{query}")).await;
        assert_eq!(response.status(), StatusCode::UNPROCESSABLE_ENTITY, "{query}");
        assert_eq!(
            problem(response).await["errors"][0]["pointer"],
            parameter,
            "{query}"
        );
    }
}

#[tokio::test]
async fn another_sites_page_cannot_change_anything() {
    let app = TestApp::start().await;
    let body = json!({ "email": "max@acme.test", "password": PASSWORD });
    let with = async |name: &str, value: String| {
        let request = app
            .anonymous()
            .request(Method::POST, "/api/v1/session")
            .json(&body)
            .header(name, value);
        request.send().await.unwrap()
    };
    for site in ["cross-site", "same-site"] {
        let response = with("sec-fetch-site", site.to_owned()).await;
        assert_eq!(response.status(), StatusCode::FORBIDDEN, "{site}");
        assert_eq!(kind(&problem(response).await), "cross-site");
    }
    assert_eq!(
        with("origin", "https://evil.test".to_owned()).await.status(),
        StatusCode::FORBIDDEN
    );
    assert_eq!(with("origin", app.base.clone()).await.status(), StatusCode::OK);
    assert_eq!(
        with("sec-fetch-site", "same-origin".to_owned()).await.status(),
        StatusCode::OK
    );
    assert_eq!(
        with("sec-fetch-site", "none".to_owned()).await.status(),
        StatusCode::OK
    );
}

#[tokio::test]
async fn behind_tls_the_public_address_is_trusted_and_no_other() {
    let app = TestApp::start_with(Setting {
        public_url: Some("https://desk.example.com"),
        ..Setting::default()
    })
    .await;
    let body = json!({ "email": "max@acme.test", "password": PASSWORD });
    for (origin, expected) in [
        ("https://desk.example.com", StatusCode::OK),
        ("http://desk.example.com", StatusCode::FORBIDDEN),
    ] {
        let request = app
            .anonymous()
            .request(Method::POST, "/api/v1/session")
            .json(&body)
            .header("origin", origin);
        assert_eq!(request.send().await.unwrap().status(), expected, "{origin}");
    }
}

#[tokio::test]
async fn a_request_for_another_host_is_not_answered() {
    let app = TestApp::start().await;
    for path in ["/", "/api/v1/setup"] {
        let response = app
            .anonymous()
            .request(Method::GET, path)
            .header("host", "evil.test")
            .send()
            .await
            .unwrap();
        assert_eq!(response.status(), StatusCode::MISDIRECTED_REQUEST, "{path}");
        assert_eq!(kind(&problem(response).await), "wrong-host");
    }
    let health = app
        .anonymous()
        .request(Method::GET, "/livez")
        .header("host", "10.0.0.7:8080")
        .send()
        .await
        .unwrap();
    assert_eq!(health.status(), StatusCode::OK, "a health check asks by address");
}

#[tokio::test]
async fn answers_of_the_api_are_not_stored() {
    let app = TestApp::start().await;
    let max = app.sign_in("max@acme.test").await;
    for path in [
        "/api/v1/session",
        "/api/v1/actions",
        "/api/v1/nothing",
        "/api/v1/openapi.json",
    ] {
        assert_eq!(
            max.get(path).await.headers()["cache-control"],
            "no-store",
            "{path}"
        );
    }
}

#[tokio::test]
async fn health_is_told_without_secrets_and_readiness_ends_with_draining() {
    let mut app = TestApp::start().await;
    let client = app.anonymous();
    assert_eq!(client.read("/livez").await, json!({ "status": "ok" }));
    let ready = client.read("/readyz").await;
    assert_eq!(ready["status"], "ok");
    assert_eq!(ready["checks"]["database"]["ok"], true);
    app.stop();
    // Nothing new is accepted after the word to stop.
    for _ in 0..50 {
        let asked = client.request(Method::GET, "/readyz").send().await;
        if asked.is_err() || asked.is_ok_and(|answer| answer.status() == StatusCode::SERVICE_UNAVAILABLE) {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    panic!("the server went on accepting after it was told to stop");
}

#[tokio::test]
async fn every_path_says_what_it_can_do() {
    let app = TestApp::start().await;
    let max = app.sign_in("max@acme.test").await;
    let allowed = |response: &reqwest::Response| {
        let text = response.headers()["allow"].to_str().unwrap().to_owned();
        let mut methods: Vec<String> = text.split(',').map(|each| each.trim().to_owned()).collect();
        methods.sort_unstable();
        methods
    };
    let asked = max
        .request(Method::OPTIONS, "/api/v1/profile")
        .send()
        .await
        .unwrap();
    assert_eq!(asked.status(), StatusCode::NO_CONTENT);
    assert_eq!(allowed(&asked), ["GET", "HEAD", "OPTIONS", "PATCH"]);
    let wrong = max.request(Method::PUT, "/api/v1/sessions").send().await.unwrap();
    assert_eq!(wrong.status(), StatusCode::METHOD_NOT_ALLOWED);
    assert_eq!(allowed(&wrong), ["DELETE", "GET", "HEAD", "OPTIONS"]);
    problem(wrong).await;
    let head = max.request(Method::HEAD, "/api/v1/profile").send().await.unwrap();
    assert_eq!(
        (head.status(), head.headers()["etag"].to_str().unwrap()),
        (StatusCode::OK, "\"v1\"")
    );
}
