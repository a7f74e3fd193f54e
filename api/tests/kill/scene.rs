//! One prepared state, played once per scenario from a fresh copy.

use std::{
    fmt,
    path::{Path, PathBuf},
    sync::atomic::{AtomicU16, AtomicU32, Ordering},
    time::{Duration, Instant},
};

use serde_json::Value;
use tempfile::TempDir;
use tokio::process::Command;

use crate::desk::{Desk, Start};

/// Business seconds per second while a scenario is played: an hour takes twenty seconds.
const SPEED: u32 = 180;
/// How long anything may take to come about (process time).
const PATIENCE: Duration = Duration::from_secs(45);

#[derive(Clone)]
pub enum Database {
    Sqlite,
    /// The cluster's address.
    Postgres(String),
}

impl fmt::Display for Database {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Sqlite => "SQLite",
            Self::Postgres(_) => "PostgreSQL",
        })
    }
}

pub struct Scene {
    database: Database,
    folder: TempDir,
    base: Option<String>,
    played: AtomicU32,
}

/// The first of two neighbouring ports that nobody listens on. No pair is handed out twice, so that scenarios that run
/// beside each other stay apart.
fn free_ports() -> u16 {
    static NEXT: AtomicU16 = AtomicU16::new(21_000);
    loop {
        let port = NEXT.fetch_add(2, Ordering::Relaxed);
        assert!(port < 60_000, "no free ports are left");
        let free = |port| std::net::TcpListener::bind(("127.0.0.1", port)).is_ok();
        if free(port) && free(port + 1) {
            return port;
        }
    }
}

async fn sql(cluster: &str, statement: String) {
    use sqlx::Connection as _;
    let mut connection = sqlx::PgConnection::connect(cluster).await.unwrap();
    sqlx::raw_sql(sqlx::AssertSqlSafe(statement))
        .execute(&mut connection)
        .await
        .unwrap();
}

fn database_named(cluster: &str, name: &str) -> String {
    let (server, _) = cluster.rsplit_once('/').unwrap();
    format!("{server}/{name}")
}

fn is_open(action: &Value) -> bool {
    matches!(
        action["state"].as_str(),
        Some("proposed" | "awaiting_approval" | "approved" | "intent" | "retrying" | "unknown" | "accepted")
    )
}

async fn waiting(desk: &Desk) -> Result<Vec<Value>, String> {
    let page = desk.get("/actions?state=awaiting_approval&limit=100").await?;
    Ok(page["data"].as_array().cloned().unwrap_or_default())
}

impl Scene {
    /// Lives through a short history and stops with proposals in the inbox.
    pub async fn prepare(database: Database) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let base = match &database {
            Database::Sqlite => None,
            Database::Postgres(cluster) => {
                sql(cluster, "create database kill_base".to_owned()).await;
                Some(database_named(cluster, "kill_base"))
            }
        };
        let data = folder.path().join("base");
        let start = Start {
            data: &data,
            database: base.as_deref(),
            port: free_ports(),
            speed: SPEED,
            halt: None,
        };
        let mut desk = Desk::start(&start).await.unwrap();
        desk.sign_in().await.unwrap();
        let begun = Instant::now();
        while waiting(&desk).await.unwrap().is_empty() {
            assert!(begun.elapsed() < PATIENCE, "no proposal came");
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
        desk.stop().await;
        Self {
            database,
            folder,
            base,
            played: AtomicU32::new(0),
        }
    }

    /// A fresh copy of folder and database.
    async fn copy(&self) -> (PathBuf, Option<String>) {
        let number = self.played.fetch_add(1, Ordering::Relaxed);
        let data = self.folder.path().join(format!("play-{number}"));
        let copied = Command::new("cp")
            .arg("-a")
            .arg(self.folder.path().join("base"))
            .arg(&data)
            .status()
            .await
            .unwrap();
        assert!(copied.success());
        let database = match (&self.database, &self.base) {
            (Database::Postgres(cluster), Some(_)) => {
                let name = format!("kill_play_{number}");
                sql(cluster, format!("create database {name} template kill_base")).await;
                Some(database_named(cluster, &name))
            }
            _ => None,
        };
        (data, database)
    }

    /// Kills the process at `point`, starts it again, and asks the platform what happened.
    pub async fn play(&self, point: &str, dropped: bool) -> Result<&'static str, String> {
        let (data, database) = self.copy().await;
        let halt_file = data.join("halted");
        let start = |halt| Start {
            data: &data,
            database: database.as_deref(),
            port: free_ports(),
            speed: SPEED,
            halt,
        };
        let mut desk = Desk::start(&start(Some((point, halt_file.as_path())))).await?;
        let signed_in = desk.sign_in().await;
        let mut chosen = None;
        if signed_in.is_ok() {
            let actions = waiting(&desk).await?;
            // Statuses and budgets by turns, where both wait.
            let property = if self.played.load(Ordering::Relaxed) % 2 == 0 {
                "budget"
            } else {
                "status"
            };
            let action = actions
                .iter()
                .find(|action| action["property"] == property)
                .or(actions.first())
                .ok_or("the inbox is empty")?;
            if dropped {
                desk.lose_next_reply().await?;
            }
            let id = action["id"].as_str().ok_or("no id")?.to_owned();
            let version = action["version"].as_i64().ok_or("no version")?;
            chosen = Some(action.clone());
            desk.approve(&id, version).await?;
        }
        let begun = Instant::now();
        let mut halted = false;
        while begun.elapsed() < PATIENCE {
            if halt_file.exists() {
                halted = true;
                break;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        desk.kill().await;
        if !halted {
            return Err(format!("the checkpoint was not reached in {PATIENCE:?}"));
        }
        self.judge(&data, database.as_deref(), chosen.ok_or("nobody could sign in")?)
            .await?;
        tokio::fs::remove_dir_all(&data).await.ok();
        Ok("killed there, continued")
    }

    /// After the restart: the action ends applied, the platform changed exactly once, nobody else's proposal is lost.
    async fn judge(&self, data: &Path, database: Option<&str>, chosen: Value) -> Result<(), String> {
        let start = Start {
            data,
            database,
            port: free_ports(),
            speed: SPEED,
            halt: None,
        };
        let mut desk = Desk::start(&start).await?;
        desk.sign_in().await?;
        let id = chosen["id"].as_str().ok_or("no id")?;
        let begun = Instant::now();
        let last = loop {
            let action = desk.get(&format!("/actions/{id}")).await?;
            match action["state"].as_str() {
                // The approval died with the process before it was committed: the person asks again.
                Some("awaiting_approval") => {
                    desk.approve(id, action["version"].as_i64().unwrap_or(0)).await?
                }
                _ if !is_open(&action) => break action,
                _ => {}
            }
            if begun.elapsed() > PATIENCE {
                return Err(format!("the action did not end: {}", action["state"]));
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        };
        if last["state"] != "applied" {
            return Err(format!(
                "the action ended {}: {}",
                last["state"], last["state_detail"]
            ));
        }
        let target = chosen["target"]["external_id"].as_str().ok_or("no target")?;
        let effective: Vec<Value> = desk
            .truth()
            .await?
            .into_iter()
            .filter(|entry| {
                entry["changed"] == true
                    && entry["source"] == "api"
                    && entry["resource"]
                        .as_str()
                        .is_some_and(|resource| resource.ends_with(&format!("/{target}")))
            })
            .collect();
        desk.stop().await;
        if effective.len() == 1 {
            Ok(())
        } else {
            Err(format!("{} effective changes: {effective:?}", effective.len()))
        }
    }

    pub async fn end(self) {
        if let Database::Postgres(cluster) = &self.database {
            for number in 0..self.played.load(Ordering::Relaxed) {
                sql(cluster, format!("drop database if exists kill_play_{number}")).await;
            }
            sql(cluster, "drop database kill_base".to_owned()).await;
        }
    }
}
