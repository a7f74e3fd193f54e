//! The sandbox for one test: its own data folder, its own port, and the control surface.
//!
//! `ADJUTANT_RECORD=FILE` makes every sandbox append its exchanges to that file, for the outside judge that lives with
//! the sandbox: it then sees the very requests that this adapter sends.

use std::{path::PathBuf, time::Duration};

use connectors::{
    google::{GoogleAds, Options},
    http::Timeouts,
};
use engine::{
    clock::{Deadline, ProcessClock},
    connections::platform::{
        Access, AccountAddress, AdPlatform, Grant, PlatformError, RemoteBudget, RemoteCampaign, Structure,
        SwitchStatus, TargetKind, Write, WriteField, WriteOutcome, WriteTarget, WriteValue,
    },
};
use secrecy::SecretString;
use serde_json::{Value, json};
use tempfile::TempDir;
use url::Url;

/// The main client of the simulated agency, reached through its manager.
pub const MAIN: &str = "1234567890";
pub const MANAGER: &str = "9999999999";
pub const CLOSED: &str = "3456789012";
pub const SMALL: &str = "4567890123";

pub struct World {
    pub google: GoogleAds,
    pub access: Access,
    pub grant: Grant,
    base: Url,
    control: reqwest::Client,
    _running: sandbox::Running,
    _data: TempDir,
}

impl World {
    /// A fresh world that stands still, some days after its beginning.
    pub async fn after_days(days: i64) -> Self {
        let data = tempfile::tempdir().unwrap();
        let mut options = sandbox::Options::new(data.path().join("world"));
        options.seed = 7;
        options.speed = 0.0;
        options.record = std::env::var_os("ADJUTANT_RECORD").map(PathBuf::from);
        let running = sandbox::start(options).await.unwrap();
        let base = Url::parse(&format!("http://{}/", running.addr)).unwrap();
        let control = reqwest::Client::builder().no_proxy().build().unwrap();
        if days > 0 {
            let ahead = json!({"advance_seconds": days * 86_400});
            post(&control, &base, "_sandbox/clock", &ahead).await;
        }
        // Tokens end in business time: they are asked for after the jump.
        let tokens = post(&control, &base, "_sandbox/token", &json!({"platform": "google"})).await;
        let text = |name: &str| SecretString::from(tokens[name].as_str().unwrap().to_owned());
        Self {
            google: GoogleAds::new(Options {
                api_base: base.join("google").unwrap(),
                accounts_base: base.join("google/accounts").unwrap(),
                oauth_base: base.join("google/oauth2").unwrap(),
                client_id: "sandbox-client".to_owned(),
                client_secret: SecretString::from("sandbox-secret"),
                developer_token: None,
                process_clock: ProcessClock::system(),
                timeouts: Timeouts {
                    mutate: Duration::from_millis(1_500),
                    token_pause: Duration::from_millis(5),
                    ..Timeouts::default()
                },
            })
            .unwrap(),
            access: Access { token: text("token") },
            grant: Grant {
                access_token: text("token"),
                refresh_token: Some(text("refresh_token")),
                access_expires_at: None,
                grant_expires_at: None,
                scopes: Vec::new(),
            },
            base,
            control,
            _running: running,
            _data: data,
        }
    }

    /// Posts to the control surface.
    pub async fn tell(&self, path: &str, body: &Value) -> Value {
        post(&self.control, &self.base, path, body).await
    }

    /// The next request to a path that contains `path` meets this fault, once.
    pub async fn fault_once(&self, path: &str, mut fault: Value) {
        fault["platform"] = json!("google");
        fault["path"] = json!(path);
        fault["times"] = json!(1);
        self.tell("_sandbox/faults", &fault).await;
    }

    /// Asks the control surface.
    pub async fn ask(&self, path: &str) -> Value {
        let reply = self
            .control
            .get(self.base.join(path).unwrap())
            .send()
            .await
            .unwrap();
        serde_json::from_slice(&reply.bytes().await.unwrap()).unwrap()
    }

    /// Everything that was changed so far, whoever did it.
    pub async fn truth(&self) -> Vec<Value> {
        match self.ask("_sandbox/truth").await {
            Value::Array(rows) => rows,
            other => panic!("not a list: {other}"),
        }
    }

    pub fn main(&self) -> AccountAddress {
        AccountAddress {
            external_id: MAIN.to_owned(),
            login_external_id: Some(MANAGER.to_owned()),
            currency: "USD".parse().unwrap(),
            time_zone: "America/New_York".to_owned(),
        }
    }

    pub async fn structure(&self) -> Structure {
        self.google.structure(&self.access, &self.main()).await.unwrap()
    }

    /// An active campaign with a budget of its own, and that budget.
    pub async fn campaign(&self) -> (RemoteCampaign, RemoteBudget) {
        let structure = self.structure().await;
        let active = structure
            .campaigns
            .iter()
            .filter(|campaign| campaign.status == SwitchStatus::Active);
        let budget_of = |campaign: &RemoteCampaign| {
            let id = campaign.budget_external_id.as_ref()?;
            structure
                .budgets
                .iter()
                .find(|budget| budget.external_id == *id && !budget.shared)
                .cloned()
        };
        let mut own = active.filter_map(|campaign| Some((campaign.clone(), budget_of(campaign)?)));
        own.next().unwrap()
    }

    pub async fn write(&self, write: &Write) -> Result<WriteOutcome, PlatformError> {
        let deadline = Deadline::after(&ProcessClock::system(), Duration::from_secs(10));
        self.google
            .write(&self.access, &self.main(), write, deadline)
            .await
    }

    pub async fn read(&self, write: &Write) -> Result<Option<WriteValue>, PlatformError> {
        self.google
            .read(&self.access, &self.main(), &write.target, write.field)
            .await
    }
}

async fn post(control: &reqwest::Client, base: &Url, path: &str, body: &Value) -> Value {
    let request = control
        .post(base.join(path).unwrap())
        .json(body)
        .timeout(Duration::from_secs(120));
    let reply = request.send().await.unwrap();
    let status = reply.status();
    let text = reply.text().await.unwrap();
    assert!(status.is_success(), "{path}: {status} {text}");
    serde_json::from_str(&text).unwrap_or(Value::Null)
}

pub fn pause(campaign: &RemoteCampaign) -> Write {
    status(&campaign.external_id, SwitchStatus::Paused)
}

pub fn status(campaign: &str, status: SwitchStatus) -> Write {
    Write {
        target: WriteTarget {
            kind: TargetKind::Campaign,
            external_id: campaign.to_owned(),
        },
        field: WriteField::Status,
        value: WriteValue::Status(status),
        idempotency_key: "test".to_owned(),
    }
}

pub fn money(budget: &str, micros: i64) -> Write {
    Write {
        target: WriteTarget {
            kind: TargetKind::Budget,
            external_id: budget.to_owned(),
        },
        field: WriteField::Budget,
        value: WriteValue::Money(micros),
        idempotency_key: "test".to_owned(),
    }
}
