//! kill -9 at every step of an action's life. The program runs for real, against the sandbox as its own process; the
//! sandbox's record of applied changes is the judge: one effective change each, none lost.
//!
//! Not part of `cargo test`: `make test-kill` runs it, on SQLite and, where `ADJUTANT_TEST_POSTGRES` names a cluster,
//! on PostgreSQL.

mod desk;
mod scene;

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
    let mut failures = Vec::new();
    let mut passed = 0;
    runtime.block_on(async {
        for database in databases() {
            let scene = Scene::prepare(database.clone()).await;
            for (point, only_when_dropped) in POINTS {
                for dropped in [false, true] {
                    if only_when_dropped && !dropped {
                        continue;
                    }
                    match scene.play(point, dropped).await {
                        Ok(halted) => {
                            passed += 1;
                            println!(
                                "ok: {database}, {point}, reply {}, {halted}",
                                if dropped { "dropped" } else { "kept" }
                            );
                        }
                        Err(why) => {
                            println!("FAILED: {database}, {point}, dropped={dropped}: {why}");
                            failures.push(format!("{database}, {point}, dropped={dropped}: {why}"));
                        }
                    }
                }
            }
            scene.end().await;
        }
    });
    println!("{passed} passed, {} failed", failures.len());
    assert!(failures.is_empty(), "{}", failures.join("\n"));
    assert!(passed >= 24, "only {passed} scenarios were played");
}
