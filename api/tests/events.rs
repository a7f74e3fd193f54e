//! The stream of hints.

use std::time::Duration;

use engine::{hints::Topic, identity};
use reqwest::{Method, Response, StatusCode};
use uuid::Uuid;

use crate::support::{Client, TestApp};

async fn open(client: &Client, last_id: Option<&str>) -> Response {
    let request = client.request(Method::GET, "/api/v1/events");
    let request = match last_id {
        Some(id) => request.header("last-event-id", id),
        None => request,
    };
    let response = request.send().await.unwrap();
    assert_eq!(response.status(), StatusCode::OK);
    assert_eq!(response.headers()["content-type"], "text/event-stream");
    assert_eq!(response.headers()["x-accel-buffering"], "no");
    response
}

/// The next event as text; `None` when the stream ended.
async fn next(stream: &mut Response) -> Option<String> {
    let chunk = tokio::time::timeout(Duration::from_secs(10), stream.chunk())
        .await
        .expect("an event in time")
        .unwrap();
    chunk.map(|bytes| String::from_utf8(bytes.to_vec()).unwrap())
}

fn id_of(event: &str) -> String {
    event
        .lines()
        .find_map(|line| line.strip_prefix("id: "))
        .unwrap()
        .to_owned()
}

#[tokio::test]
async fn a_hint_reaches_the_organisation_it_concerns_and_nobody_else() {
    let app = TestApp::start().await;
    let mut max = open(&app.sign_in("max@acme.test").await, None).await;
    let mut zoe = open(&app.sign_in("zoe@zenith.test").await, None).await;
    let action = Uuid::from_u128(9);
    app.context.hints.send(
        Some(app.organisations[0].id()),
        Topic::Actions,
        Some(action),
        Some(4),
    );
    app.context.hints.send(None, Topic::Clock, None, None);
    let hint = next(&mut max).await.unwrap();
    assert!(
        hint.contains("event: hint") && hint.contains(&action.to_string()) && hint.contains("\"version\":4"),
        "{hint}"
    );
    assert!(!hint.contains(&app.organisations[0].id().to_string()));
    let first_for_zoe = next(&mut zoe).await.unwrap();
    assert!(first_for_zoe.contains("\"topic\":\"clock\""), "{first_for_zoe}");
}

#[tokio::test]
async fn hints_about_actors_are_for_admins() {
    let app = TestApp::start().await;
    let mut max = open(&app.sign_in("max@acme.test").await, None).await;
    let mut ada = open(&app.sign_in("ada@acme.test").await, None).await;
    app.context.hints.send(None, Topic::Actors, None, None);
    app.context.hints.send(None, Topic::Clock, None, None);
    assert!(next(&mut ada).await.unwrap().contains("\"topic\":\"actors\""));
    assert!(next(&mut max).await.unwrap().contains("\"topic\":\"clock\""));
}

#[tokio::test]
async fn who_comes_back_gets_what_was_missed_or_is_told_to_fetch_everything() {
    let app = TestApp::start().await;
    let client = app.sign_in("max@acme.test").await;
    let mut stream = open(&client, None).await;
    app.context.hints.send(None, Topic::Clock, None, Some(1));
    let seen = id_of(&next(&mut stream).await.unwrap());
    drop(stream);
    app.context.hints.send(None, Topic::Clock, None, Some(2));
    // The hub numbers it on a task of its own.
    tokio::time::sleep(Duration::from_millis(200)).await;
    let missed = next(&mut open(&client, Some(&seen)).await).await.unwrap();
    assert!(missed.contains("\"version\":2"), "{missed}");
    let unknown = next(&mut open(&client, Some("another-run-5")).await)
        .await
        .unwrap();
    assert!(
        unknown.contains("event: resync") && unknown.contains("id: "),
        "{unknown}"
    );
}

#[tokio::test]
async fn a_stream_ends_with_its_session_and_sends_nothing_after_it() {
    let app = TestApp::start().await;
    let client = app.sign_in("max@acme.test").await;
    let mut stream = open(&client, None).await;
    client
        .request(Method::DELETE, "/api/v1/session")
        .send()
        .await
        .unwrap();
    tokio::time::sleep(Duration::from_millis(1_100)).await;
    app.context
        .hints
        .send(Some(app.organisations[0].id()), Topic::Actions, None, None);
    assert_eq!(next(&mut stream).await, None);
}

#[tokio::test]
async fn a_silent_stream_ends_soon_after_its_session_and_does_not_keep_it_alive() {
    let app = TestApp::start().await;
    let client = app.sign_in("max@acme.test").await;
    let token = client
        .cookie
        .clone()
        .unwrap()
        .split_once('=')
        .unwrap()
        .1
        .to_owned();
    let mut stream = open(&client, None).await;
    app.context.process.advance(jiff::SignedDuration::from_hours(13));
    assert_eq!(next(&mut stream).await, None);
    assert!(identity::look_up(&app.context, &token).await.is_err());
}

#[tokio::test]
async fn streams_end_when_the_program_stops() {
    let mut app = TestApp::start().await;
    let mut stream = open(&app.sign_in("max@acme.test").await, None).await;
    app.stop();
    assert_eq!(next(&mut stream).await, None);
}
