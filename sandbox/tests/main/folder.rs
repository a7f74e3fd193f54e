//! The world on disk, and what a sandbox refuses to start with.

use std::{
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use reqwest::Method;
use sandbox::{Error, Options};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::lab::{DAY, Lab, MAIN};

const EVERYTHING: &str = "SELECT campaign.id, campaign.name, campaign.status, campaign_budget.amount_micros, segments.date, \
     segments.hour, metrics.impressions, metrics.clicks, metrics.cost_micros, metrics.conversions, \
     metrics.conversions_value, metrics.invalid_clicks FROM campaign \
     WHERE segments.date BETWEEN '2026-07-15' AND '2026-09-30'";

#[tokio::test(flavor = "multi_thread")]
async fn a_killed_world_comes_back_with_the_same_truth_and_the_same_figures() {
    let mut lab = Lab::new().await;
    for (index, name) in ["Brand US - Exact", "PMax US - New arrivals", "DSA US - Catch all"]
        .into_iter()
        .enumerate()
    {
        lab.advance(0.37 * DAY).await;
        let row = lab.campaign(MAIN, name).await;
        let micros = 50_000_000 * (index as i64 + 2);
        assert_eq!(
            lab.set_budget(MAIN, &row["campaign"]["campaignBudget"], micros)
                .await
                .0,
            200
        );
        lab.advance(1.2 * DAY).await;
        assert_eq!(
            lab.set_status(MAIN, &row["campaign"]["resourceName"], "PAUSED")
                .await
                .0,
            200
        );
        lab.advance(777.0).await;
        assert_eq!(
            lab.set_status(MAIN, &row["campaign"]["resourceName"], "ENABLED")
                .await
                .0,
            200
        );
    }
    lab.advance(2.0 * DAY).await;
    let (truth, figures) = (lab.truth().await, lab.rows(MAIN, EVERYTHING).await);
    assert_eq!(truth.len(), 9);
    lab.kill_and_reopen().await;
    assert_eq!(lab.truth().await, truth);
    assert_eq!(lab.rows(MAIN, EVERYTHING).await, figures);
    // And it goes on in the same way as if it had never been killed.
    lab.advance(DAY).await;
    let after_kill = lab.rows(MAIN, EVERYTHING).await;
    lab.stop_and_reopen().await;
    assert_eq!(lab.rows(MAIN, EVERYTHING).await, after_kill);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_whose_reply_was_cut_by_a_kill_is_there_afterwards() {
    let mut lab = Lab::new().await;
    let campaign = lab.campaign(MAIN, "Brand US - Exact").await["campaign"]["resourceName"].clone();
    lab.fault(json!({ "platform": "google", "path": "campaigns:mutate", "effect": "drop" }))
        .await;
    let body = json!({ "operations": [{ "updateMask": "status", "update": { "resourceName": campaign, "status": "PAUSED" } }] });
    assert!(lab.try_post(MAIN, "campaigns:mutate", &body).await.is_err());
    lab.kill_and_reopen().await;
    assert_eq!(
        lab.campaign(MAIN, "Brand US - Exact").await["campaign"]["status"],
        "PAUSED"
    );
    assert_eq!(lab.truth().await.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_was_answered_before_a_kill_has_happened() {
    let mut lab = Lab::with(|options| options.speed = 500.0).await;
    // Long-lived tokens are not to be had: the whole run is shorter than one.
    for round in 1..=4 {
        lab.advance(1.0).await;
        let heard = Arc::new(AtomicUsize::new(0));
        let mut writers = Vec::new();
        for (writer, name) in ["Brand US - Exact", "PMax US - New arrivals", "DSA US - Catch all"]
            .into_iter()
            .enumerate()
        {
            let budget = lab.campaign(MAIN, name).await["campaign"]["campaignBudget"].clone();
            let url = lab.url(&format!("/google/v26/customers/{MAIN}/campaignBudgets:mutate"));
            let (client, token, heard) = (lab.http().clone(), lab.token.clone(), Arc::clone(&heard));
            writers.push(tokio::spawn(async move {
                let mut answered = Vec::new();
                for number in 1..10_000 {
                    let micros =
                        (round * 10_000_000 + i64::try_from(writer).unwrap() * 1_000_000 + number) * 10_000;
                    let update = json!({ "resourceName": budget, "amountMicros": micros.to_string() });
                    let body = json!({ "operations": [{ "updateMask": "amountMicros", "update": update }] });
                    let request = client
                        .post(&url)
                        .bearer_auth(&token)
                        .header("login-customer-id", "9999999999")
                        .json(&body);
                    match request.send().await {
                        Ok(reply) if reply.status() == 200 => {
                            answered.push(micros.to_string());
                            heard.fetch_add(1, Ordering::Relaxed);
                        }
                        _ => break,
                    }
                }
                answered
            }));
        }
        // In the middle of the writing, however slow the machine.
        let writing = async {
            while heard.load(Ordering::Relaxed) < 12 {
                tokio::time::sleep(std::time::Duration::from_millis(2)).await;
            }
        };
        tokio::time::timeout(std::time::Duration::from_secs(60), writing)
            .await
            .expect("nothing is answered");
        lab.kill_and_reopen().await;
        let truth = lab.truth().await;
        let seqs: Vec<i64> = truth.iter().map(|row| row["seq"].as_i64().unwrap()).collect();
        assert_eq!(seqs, (1..=seqs.len() as i64).collect::<Vec<_>>(), "without gaps");
        assert!(
            truth.is_sorted_by_key(|row| row["at"].as_str().unwrap().parse::<jiff::Timestamp>().unwrap())
        );
        for writer in writers {
            for micros in writer.await.unwrap() {
                assert!(
                    truth.iter().any(|row| row["new"] == micros),
                    "{micros} was answered and is gone"
                );
            }
        }
    }
    // What stands is what the last row of each budget says.
    let truth = lab.truth().await;
    lab.token = lab.grant().await["token"].as_str().unwrap().to_owned();
    for name in ["Brand US - Exact", "PMax US - New arrivals", "DSA US - Catch all"] {
        let row = lab.campaign(MAIN, name).await;
        let last = truth
            .iter()
            .rev()
            .find(|it| it["resource"] == row["campaign"]["campaignBudget"])
            .unwrap();
        assert_eq!(last["new"], row["campaignBudget"]["amountMicros"]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_world_can_be_begun_with_many_more_campaigns() {
    let mut lab = Lab::with(|options| options.campaigns = 400).await;
    lab.advance(DAY).await;
    let rows = lab
        .rows(MAIN, "SELECT campaign.name, campaign.id FROM campaign")
        .await;
    let names: std::collections::BTreeSet<&str> = rows
        .iter()
        .map(|row| row["campaign"]["name"].as_str().unwrap())
        .collect();
    assert_eq!((rows.len(), names.len()), (400, 400));
    let active = "SELECT campaign.id, metrics.clicks FROM campaign WHERE metrics.clicks > 0 AND segments.date DURING YESTERDAY";
    assert!(lab.rows(MAIN, active).await.len() > 300);
}

async fn refusal(options: Options) -> String {
    match sandbox::start(options).await {
        Ok(_) => panic!("it started"),
        Err(error) => {
            let text = error.to_string();
            assert_eq!(text.lines().count(), 1, "{text}");
            text
        }
    }
}

fn options(folder: &Path) -> Options {
    Options::new(folder)
}

#[tokio::test(flavor = "multi_thread")]
async fn only_loopback_addresses_are_listened_on() {
    let folder = TempDir::new().unwrap();
    let mut options = options(&folder.path().join("world"));
    options.listen = "0.0.0.0:0".parse().unwrap();
    assert!(refusal(options).await.contains("loopback"));
    assert!(!folder.path().join("world").exists(), "nothing was begun");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_taken_port_is_named() {
    let folder = TempDir::new().unwrap();
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let mut options = options(&folder.path().join("world"));
    options.listen = taken.local_addr().unwrap();
    assert!(refusal(options).await.contains("--listen"));
}

#[tokio::test(flavor = "multi_thread")]
async fn foreign_and_damaged_folders_are_left_alone() {
    let folder = TempDir::new().unwrap();
    std::fs::write(folder.path().join("thesis.txt"), "years of work").unwrap();
    assert!(refusal(options(folder.path())).await.contains("thesis.txt"));
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);

    let file = folder.path().join("thesis.txt");
    assert!(refusal(options(&file)).await.contains("not a folder"));

    let corrupt = TempDir::new().unwrap();
    std::fs::write(corrupt.path().join("world.sqlite"), vec![7_u8; 9000]).unwrap();
    assert!(refusal(options(corrupt.path())).await.contains("damaged"));

    let lab = Lab::new().await;
    let copy = TempDir::new().unwrap();
    std::fs::copy(lab.data().join("world.sqlite"), copy.path().join("world.sqlite")).unwrap();
    let bytes = std::fs::read(copy.path().join("world.sqlite")).unwrap();
    std::fs::write(copy.path().join("world.sqlite"), &bytes[..bytes.len() / 2]).unwrap();
    let text = refusal(options(copy.path())).await;
    assert!(
        text.contains("damaged") || text.contains("not a sandbox's data"),
        "{text}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_folder_in_use_and_another_seed_are_refused() {
    let mut lab = Lab::new().await;
    assert!(refusal(lab.options()).await.contains("in use"));
    let mut other = lab.options();
    other.seed = 99;
    lab.stop_and_reopen().await;
    // The lock is looked at first: a copy of the folder shows the seed.
    let copy = TempDir::new().unwrap();
    for entry in std::fs::read_dir(lab.data()).unwrap().map(Result::unwrap) {
        std::fs::copy(entry.path(), copy.path().join(entry.file_name())).unwrap();
    }
    other.data = copy.path().to_owned();
    let error = sandbox::start(other).await.err().unwrap();
    assert!(
        matches!(
            error,
            Error::OtherSeed {
                stored: 1,
                asked: 99,
                ..
            }
        ),
        "{error}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_control_surface_answers_programs_only() {
    let lab = Lab::new().await;
    let get = |path: &str| lab.http().get(lab.url(path));
    assert_eq!(get("/_sandbox/health").send().await.unwrap().status(), 200);
    let own = lab.url("");
    assert_eq!(
        get("/_sandbox/truth")
            .header("origin", own)
            .send()
            .await
            .unwrap()
            .status(),
        200
    );
    let foreign = get("/_sandbox/truth")
        .header("origin", "https://evil.example")
        .send()
        .await
        .unwrap();
    assert_eq!(foreign.status(), 403);
    assert_eq!(foreign.headers()["content-type"], "application/problem+json");
    let rebound = get("/_sandbox/truth")
        .header("host", "evil.example")
        .send()
        .await
        .unwrap();
    assert_eq!(rebound.status(), 403);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_control_surface_describes_every_path_it_has() {
    let lab = Lab::new().await;
    let (_, document) = lab.control(Method::GET, "openapi.json", Value::Null).await;
    assert!(document["openapi"].as_str().unwrap().starts_with("3.1"));
    let paths: Vec<&String> = document["paths"].as_object().unwrap().keys().collect();
    let expected = ["clock", "edit", "faults", "health", "revoke", "token", "truth"]
        .map(|path| format!("/_sandbox/{path}"));
    assert_eq!(paths, expected.iter().collect::<Vec<_>>());
    let fields = document["components"]["schemas"]["TruthRow"]["properties"]
        .as_object()
        .unwrap();
    for field in [
        "seq",
        "at",
        "platform",
        "account",
        "resource",
        "field",
        "old",
        "new",
        "changed",
        "source",
        "request_id",
        "request",
    ] {
        assert!(fields.contains_key(field), "{field}");
    }
    let (status, problem) = lab.control(Method::GET, "nonsense", Value::Null).await;
    assert_eq!((status.as_u16(), &problem["status"]), (404, &json!(404)));
}
