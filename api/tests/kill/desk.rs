//! The running program as a script sees it: a process, its start-up line, its API.

use std::{path::Path, process::Stdio, time::Duration};

use serde_json::Value;
use tokio::{
    io::{AsyncBufReadExt as _, BufReader},
    process::{Child, Command},
};

pub struct Desk {
    child: Child,
    http: reqwest::Client,
    facts: Value,
    cookie: String,
}

/// How the process is started.
pub struct Start<'a> {
    pub data: &'a Path,
    pub database: Option<&'a str>,
    pub port: u16,
    pub speed: u32,
    /// Checkpoint and the file that says it was reached.
    pub halt: Option<(&'a str, &'a Path)>,
}

impl Desk {
    pub async fn start(start: &Start<'_>) -> Result<Self, String> {
        let mut command = Command::new(env!("CARGO_BIN_EXE_adjutant"));
        command.arg("demo").arg("--data").arg(start.data);
        command.args(["--listen", &format!("127.0.0.1:{}", start.port)]);
        command.args(["--sandbox-listen", &format!("127.0.0.1:{}", start.port + 1)]);
        command.args([
            "--speed",
            &start.speed.to_string(),
            "--history-days",
            "12",
            "--lease-seconds",
            "3",
            "--json",
        ]);
        if let Some(database) = start.database {
            command.args(["--database", database]);
        }
        if let Some((point, file)) = start.halt {
            command
                .env("ADJUTANT_HALT_AT", point)
                .env("ADJUTANT_HALT_FILE", file);
        }
        command.env("ADJUTANT_LOG", "warn");
        let mut child = command
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .map_err(|error| error.to_string())?;
        let out = child.stdout.take().ok_or("no standard output")?;
        let mut lines = BufReader::new(out).lines();
        let line = tokio::time::timeout(Duration::from_secs(180), lines.next_line())
            .await
            .map_err(|_| "the program did not start in time")?
            .map_err(|error| error.to_string())?
            .ok_or("the program ended before it started")?;
        let facts: Value = serde_json::from_str(&line).map_err(|error| format!("{line}: {error}"))?;
        let http = reqwest::Client::builder()
            .timeout(Duration::from_secs(4))
            .no_proxy()
            .build()
            .map_err(|error| error.to_string())?;
        Ok(Self {
            child,
            http,
            facts,
            cookie: String::new(),
        })
    }

    fn url(&self, path: &str) -> String {
        format!("{}/api/v1{path}", self.facts["url"].as_str().unwrap())
    }

    fn sandbox(&self, path: &str) -> String {
        format!("{}{path}", self.facts["sandbox_url"].as_str().unwrap())
    }

    pub async fn sign_in(&mut self) -> Result<(), String> {
        let body = serde_json::json!({"email": self.facts["manager"]["email"], "password": self.facts["manager"]["password"]});
        let reply = self
            .http
            .post(self.url("/session"))
            .json(&body)
            .send()
            .await
            .map_err(|error| error.to_string())?;
        if !reply.status().is_success() {
            return Err(format!("sign-in answered {}", reply.status()));
        }
        let cookie = reply
            .headers()
            .get("set-cookie")
            .and_then(|value| value.to_str().ok())
            .ok_or("no cookie")?;
        self.cookie = cookie.split(';').next().unwrap_or_default().to_owned();
        Ok(())
    }

    pub async fn get(&self, path: &str) -> Result<Value, String> {
        let reply = self
            .http
            .get(self.url(path))
            .header("cookie", &self.cookie)
            .send()
            .await
            .map_err(|error| error.to_string())?;
        let status = reply.status();
        let body: Value = reply.json().await.map_err(|error| error.to_string())?;
        if status.is_success() {
            Ok(body)
        } else {
            Err(format!("{path} answered {status}: {body}"))
        }
    }

    /// Approves; a process that is halted inside does not answer, which is no failure here.
    pub async fn approve(&self, id: &str, version: i64) -> Result<(), String> {
        let request = self
            .http
            .post(self.url(&format!("/actions/{id}/approve")))
            .header("cookie", &self.cookie);
        let request = request
            .header("if-match", format!("\"v{version}\""))
            .json(&serde_json::json!({}));
        match request.send().await {
            Ok(reply) if reply.status().is_success() => Ok(()),
            Ok(reply) => Err(format!(
                "approve answered {}: {}",
                reply.status(),
                reply.text().await.unwrap_or_default()
            )),
            Err(error) if error.is_timeout() => Ok(()),
            Err(error) => Err(error.to_string()),
        }
    }

    pub async fn lose_next_reply(&self) -> Result<(), String> {
        let fault = serde_json::json!({"platform": "google", "path": ":mutate", "chance": 1.0, "effect": "drop", "times": 1});
        let reply = self
            .http
            .post(self.sandbox("/_sandbox/faults"))
            .json(&fault)
            .send()
            .await
            .map_err(|error| error.to_string())?;
        if reply.status().is_success() {
            Ok(())
        } else {
            Err(format!(
                "faults answered {}",
                reply.text().await.unwrap_or_default()
            ))
        }
    }

    /// Every change that the platform applied.
    pub async fn truth(&self) -> Result<Vec<Value>, String> {
        let reply = self
            .http
            .get(self.sandbox("/_sandbox/truth"))
            .send()
            .await
            .map_err(|error| error.to_string())?;
        reply.json().await.map_err(|error| error.to_string())
    }

    /// kill -9: no handler runs, nothing is flushed.
    pub async fn kill(mut self) {
        self.child.kill().await.ok();
    }

    /// SIGTERM, and its end.
    pub async fn stop(mut self) {
        if let Some(pid) = self.child.id() {
            Command::new("kill").arg(pid.to_string()).status().await.ok();
        }
        if tokio::time::timeout(Duration::from_secs(20), self.child.wait())
            .await
            .is_err()
        {
            self.child.kill().await.ok();
        }
    }
}
