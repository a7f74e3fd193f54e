//! The web pages: the page on every path that is not the API's, assets by name.

use reqwest::{Method, StatusCode};

use crate::support::TestApp;

#[tokio::test]
async fn every_path_of_the_ui_answers_the_page() {
    let app = TestApp::start().await;
    for path in [
        "/",
        "/index.html",
        "/rules",
        "/decisions/0193",
        "/setup?token=x",
        "/apiary",
    ] {
        let response = app.anonymous().get(path).await;
        assert_eq!(response.status(), StatusCode::OK, "{path}");
        assert_eq!(
            response.headers()["content-type"],
            "text/html; charset=utf-8",
            "{path}"
        );
        assert!(
            response.text().await.unwrap().starts_with("<!doctype html>"),
            "{path}"
        );
    }
}

#[tokio::test]
async fn an_asset_that_does_not_exist_is_not_the_page() {
    let app = TestApp::start().await;
    for path in ["/assets/nothing.js", "/assets/", "/assets/../index.html.br"] {
        let response = app.anonymous().get(path).await;
        if path.contains("..") {
            // The client resolves the dots itself; what arrives is a page's path.
            continue;
        }
        assert_eq!(response.status(), StatusCode::NOT_FOUND, "{path}");
        assert_eq!(response.headers()["cache-control"], "no-store");
    }
}

#[tokio::test]
async fn a_page_is_only_read() {
    let app = TestApp::start().await;
    let response = app
        .anonymous()
        .request(Method::POST, "/rules")
        .send()
        .await
        .unwrap();
    assert_eq!(response.status(), StatusCode::METHOD_NOT_ALLOWED);
    assert_eq!(response.headers()["allow"], "GET, HEAD");
}

#[tokio::test]
async fn embedded_assets_are_kept_for_ever_and_sent_compressed() {
    let app = TestApp::start().await;
    let page = app.anonymous().get("/").await.text().await.unwrap();
    if !api::web::is_embedded() {
        assert!(page.contains("make web"), "the placeholder says what to run");
        return;
    }
    let path = page
        .split('"')
        .find(|part| part.starts_with("/assets/") && part.ends_with(".js"))
        .unwrap();
    let get = |encoding: &'static str| {
        app.anonymous()
            .request(Method::GET, path)
            .header("accept-encoding", encoding)
            .send()
    };
    let compressed = get("br").await.unwrap();
    assert_eq!(compressed.headers()["content-encoding"], "br");
    assert_eq!(compressed.headers()["vary"], "accept-encoding");
    assert!(
        compressed.headers()["cache-control"]
            .to_str()
            .unwrap()
            .contains("immutable")
    );
    assert_eq!(
        compressed.headers()["content-type"],
        "text/javascript; charset=utf-8"
    );
    let plain = get("identity").await.unwrap();
    assert!(!plain.headers().contains_key("content-encoding"));
    let tag = plain.headers()["etag"].clone();
    assert_ne!(
        tag,
        compressed.headers()["etag"],
        "two encodings are two representations"
    );
    let again = app
        .anonymous()
        .request(Method::GET, path)
        .header("if-none-match", tag)
        .header("accept-encoding", "identity");
    assert_eq!(again.send().await.unwrap().status(), StatusCode::NOT_MODIFIED);
    let twin = app.anonymous().get(&format!("{path}.br")).await;
    assert_eq!(twin.status(), StatusCode::NOT_FOUND);
}
