//! kill -9 at every step of an action's life. The program runs for real, against the sandbox as its own process; the
//! sandbox's record of applied changes is the judge: one effective change each, none lost.
//!
//! Not part of `cargo test`: `make test-kill` runs it, on SQLite and, where `ADJUTANT_TEST_POSTGRES` names a cluster,
//! on PostgreSQL.

mod desk;
mod scene;

use futures::{StreamExt as _, future::join_all};
use scene::{Database, Scene};

/// Where the process is killed, and whether that point is only passed when a reply was lost.
const POINTS: [(&str, bool); 15] = [
    ("tick.before_commit", false),
    ("tick.after_commit", false),
    ("approve.before_commit", false),
    ("approve.after_commit", false),
    ("recheck.done", false),
    ("intent.before_commit", false),
    ("intent.after_commit", false),
    ("write.before_send", false),
    ("write.after_reply", false),
    ("outcome.before_commit", false),
    ("outcome.after_commit", false),
    ("doubt.after_commit", true),
    ("read_back.before_send", true),
    ("read_back.after_reply", true),
    ("resolved.after_commit", true),
];

fn databases() -> Vec<Database> {
    let mut databases = vec![Database::Sqlite];
    if let Ok(cluster) = std::env::var("ADJUTANT_TEST_POSTGRES") {
        databases.push(Database::Postgres(cluster));
    }
    databases
}

#[test]
fn a_process_killed_at_any_step_leaves_exactly_one_effect() {
    assert_eq!(
        POINTS.map(|(name, _)| name).as_slice(),
        engine::actions::checkpoint::NAMES
    );
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .unwrap();
    // Both databases at once: a scenario mostly waits for a program to start or for a lease to end.
    let played = runtime.block_on(join_all(databases().into_iter().map(play_every_point)));
    let passed: usize = played.iter().map(|(passed, _)| passed).sum();
    let failures: Vec<String> = played.into_iter().flat_map(|(_, failures)| failures).collect();
    println!("{passed} passed, {} failed", failures.len());
    assert!(failures.is_empty(), "{}", failures.join("\n"));
    assert!(passed >= 24, "only {passed} scenarios were played");
}

/// Scenarios of one database that are played beside each other.
const BESIDE: usize = 2;

/// How many scenarios passed on this database, and what was wrong with the others.
async fn play_every_point(database: Database) -> (usize, Vec<String>) {
    let scene = Scene::prepare(database.clone()).await;
    let scenarios = POINTS.into_iter().flat_map(|(point, only_when_dropped)| {
        let kept = (!only_when_dropped).then_some((point, false));
        kept.into_iter().chain([(point, true)])
    });
    let results: Vec<_> = futures::stream::iter(scenarios)
        .map(|(point, dropped)| {
            let (scene, database) = (&scene, &database);
            async move {
                let reply = if dropped { "dropped" } else { "kept" };
                let played = scene.play(point, dropped).await;
                let told = format!("{database}, {point}, reply {reply}");
                match &played {
                    Ok(ended) => println!("ok: {told}, {ended}"),
                    Err(why) => println!("FAILED: {told}: {why}"),
                }
                played.map_err(|why| format!("{told}: {why}"))
            }
        })
        .buffer_unordered(BESIDE)
        .collect()
        .await;
    scene.end().await;
    let passed = results.iter().filter(|result| result.is_ok()).count();
    (passed, results.into_iter().filter_map(Result::err).collect())
}
