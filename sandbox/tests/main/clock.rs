//! Business time.

use jiff::{Timestamp, tz::TimeZone};
use reqwest::Method;
use serde_json::{Value, json};

use crate::lab::Lab;

async fn now(lab: &Lab) -> Timestamp {
    let (_, body) = lab.control(Method::GET, "clock", Value::Null).await;
    body["now"].as_str().unwrap().parse().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn time_stands_still_at_speed_zero_and_runs_at_any_other() {
    let lab = Lab::new().await;
    let first = now(&lab).await;
    tokio::time::sleep(std::time::Duration::from_millis(300)).await;
    assert_eq!(now(&lab).await, first);
    let asked = std::time::Instant::now();
    let (status, _) = lab.control(Method::POST, "clock", json!({ "speed": 3600 })).await;
    let running = std::time::Instant::now();
    assert_eq!(status, 200);
    tokio::time::sleep(std::time::Duration::from_millis(700)).await;
    let shortest = running.elapsed().as_secs_f64() * 3600.0;
    let elapsed = now(&lab).await.duration_since(first).as_secs_f64();
    let longest = asked.elapsed().as_secs_f64() * 3600.0;
    assert!(
        (shortest - 1.0..=longest + 1.0).contains(&elapsed),
        "{elapsed} s of business time, between {shortest} and {longest} expected"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn time_never_steps_back_across_kills_stops_jumps_and_changes_of_speed() {
    let mut lab = Lab::with(|options| options.speed = 600.0).await;
    let mut last = now(&lab).await;
    for round in 0..12 {
        match round % 4 {
            0 => lab.kill_and_reopen().await,
            1 => {
                lab.control(
                    Method::POST,
                    "clock",
                    json!({ "advance_seconds": 50, "speed": 10.0 * f64::from(round) }),
                )
                .await;
            }
            2 => lab.stop_and_reopen().await,
            _ => {
                lab.control(Method::POST, "clock", json!({ "speed": 50_000 }))
                    .await;
            }
        }
        for _ in 0..40 {
            let present = now(&lab).await;
            assert!(present >= last, "round {round}: {last} then {present}");
            last = present;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stopped_world_resumes_where_it_stood() {
    let mut lab = Lab::new().await;
    lab.control(Method::POST, "clock", json!({ "advance_seconds": 12345.5 }))
        .await;
    let before = now(&lab).await;
    lab.stop_and_reopen().await;
    assert_eq!(now(&lab).await, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_default_world_reaches_a_tuesday_morning_after_ninety_days() {
    let lab = Lab::with(|options| options.start = None).await;
    let start = now(&lab).await;
    lab.control(
        Method::POST,
        "clock",
        json!({ "advance_seconds": sandbox::lead_seconds(start) }),
    )
    .await;
    let local = now(&lab)
        .await
        .to_zoned(TimeZone::get("America/New_York").unwrap());
    assert_eq!(local.strftime("%A %H:%M").to_string(), "Tuesday 09:00");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_clock_refuses_to_go_back_and_says_so() {
    let lab = Lab::new().await;
    for body in [
        json!({ "advance_seconds": -1 }),
        json!({ "speed": -1 }),
        json!({}),
        json!({ "advance_seconds": 1e12 }),
    ] {
        let (status, problem) = lab.control(Method::POST, "clock", body.clone()).await;
        assert_eq!(status, 422, "{body}");
        assert!(!problem["detail"].as_str().unwrap().is_empty());
    }
    let (status, _) = lab.control(Method::POST, "clock", json!({ "advance": 1 })).await;
    assert_eq!(status, 400, "unknown members are refused");
}
