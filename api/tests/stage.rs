//! The program with a simulated Google behind it: what a person does in a browser, and what the platform saw.

use std::{
    path::PathBuf,
    sync::Arc,
    time::{Duration, Instant},
};

use connectors::google::{GoogleAds, Options};
use engine::{clock::ProcessClock, connections::platform::Platforms};
use jiff::civil::Date;
use reqwest::{Method, StatusCode, redirect::Policy};
use secrecy::SecretString;
use serde_json::{Value, json};
use url::Url;

use crate::support::{Client, Setting, TestApp};

pub const NOW: &str = "2026-11-17T14:00:00Z";
/// Five campaigns, reached directly.
pub const SMALL: &str = "4567890123";
pub const MAIN: &str = "1234567890";
/// Cancelled at the platform.
pub const CLOSED: &str = "3456789012";
/// How long anything may take to come about (process time).
const PATIENCE: Duration = Duration::from_secs(60);

pub struct Stage {
    pub app: TestApp,
    sandbox: String,
    record: PathBuf,
    http: reqwest::Client,
    _running: sandbox::Running,
    _folder: tempfile::TempDir,
}

/// The first and the last day that each question names.
fn spans(questions: &[String]) -> Vec<(Date, Date)> {
    let days = |query: &String| {
        let days: Vec<Date> = query.split('\'').filter_map(|part| part.parse().ok()).collect();
        (days[0], days[1])
    };
    questions.iter().map(days).collect()
}

/// What a person does on the consent page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision {
    Allow,
    /// Allow, with the box of the permission left empty.
    AllowNothing,
    Cancel,
}

impl Stage {
    /// Two organisations, and a platform that stands still at [`NOW`]. The actors do not run yet.
    pub async fn open() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let record = folder.path().join("record.jsonl");
        let mut options = sandbox::Options::new(folder.path().join("world"));
        options.speed = 0.0;
        options.start = Some("2026-11-15T14:00:00Z".parse().unwrap());
        options.record = Some(record.clone());
        let running = sandbox::start(options).await.unwrap();
        let sandbox = running.url();
        let google = GoogleAds::new(Options {
            api_base: format!("{sandbox}/google").parse().unwrap(),
            accounts_base: format!("{sandbox}/google/accounts").parse().unwrap(),
            oauth_base: format!("{sandbox}/google/oauth2").parse().unwrap(),
            ..Options::production(
                "sandbox-client".to_owned(),
                SecretString::from("sandbox-secret"),
                ProcessClock::system(),
            )
            .unwrap()
        })
        .unwrap();
        let mut platforms = Platforms::new();
        platforms.insert(dsl::Platform::Google, Arc::new(google));
        let app = TestApp::start_with(Setting {
            platforms,
            now: NOW,
            ..Setting::default()
        })
        .await;
        let http = reqwest::Client::builder()
            .no_proxy()
            .redirect(Policy::none())
            .timeout(PATIENCE)
            .build()
            .unwrap();
        let stage = Self {
            app,
            sandbox,
            record,
            http,
            _running: running,
            _folder: folder,
        };
        stage
            .tell("clock", &json!({ "advance_seconds": 2 * 86_400 }))
            .await;
        stage
    }

    /// Speaks to the platform's control surface.
    pub async fn tell(&self, path: &str, body: &Value) -> Value {
        let url = format!("{}/_sandbox/{path}", self.sandbox);
        let reply = self.http.post(url).json(body).send().await.unwrap();
        let status = reply.status();
        let text = reply.text().await.unwrap();
        assert!(status.is_success(), "{path}: {status} {text}");
        serde_json::from_str(&text).unwrap_or_default()
    }

    /// Business time goes on by so many seconds, here and at the platform.
    pub async fn later(&self, seconds: i64) {
        self.tell("clock", &json!({ "advance_seconds": seconds })).await;
        let business = &self.app.context.business;
        business.set(business.now() + jiff::SignedDuration::from_secs(seconds));
    }

    /// Disturbs requests whose path contains `path`.
    pub async fn fault(&self, path: &str, mut fault: Value) {
        fault["platform"] = json!("google");
        fault["path"] = json!(path);
        self.tell("faults", &fault).await;
    }

    pub async fn no_faults(&self) {
        let url = format!("{}/_sandbox/faults", self.sandbox);
        assert!(self.http.delete(url).send().await.unwrap().status().is_success());
    }

    /// What was changed at the platform through its API.
    pub async fn changes(&self) -> Vec<Value> {
        let url = format!("{}/_sandbox/truth", self.sandbox);
        let rows: Vec<Value> = self.http.get(url).send().await.unwrap().json().await.unwrap();
        rows.into_iter().filter(|row| row["source"] == "api").collect()
    }

    /// The spans of days that were asked for by day, in the order of the questions.
    pub fn asked_by_day(&self) -> Vec<(Date, Date)> {
        let mut asked = self.questions();
        asked.retain(|query| query.contains("metrics.clicks") && !query.contains("segments.hour"));
        spans(&asked)
    }

    /// The spans of days of the questions that contain `part`, in their order.
    pub fn asked(&self, part: &str) -> Vec<(Date, Date)> {
        let mut asked = self.questions();
        asked.retain(|query| query.contains(part));
        spans(&asked)
    }

    /// What the platform was asked in its query language.
    fn questions(&self) -> Vec<String> {
        let record = std::fs::read_to_string(&self.record).unwrap();
        let lines = record
            .lines()
            .map(|line| serde_json::from_str::<Value>(line).unwrap())
            .filter(|line| line["kind"] == "request");
        lines
            .filter_map(|line| Some(line["body"]["query"].as_str()?.to_owned()))
            .collect()
    }

    /// Begins to connect and answers the connection's id and the platform's page.
    pub async fn begin(&self, client: &Client, account: Option<&str>) -> (String, Url) {
        let body = match account {
            Some(account) => json!({ "platform": "google", "account_id": account }),
            None => json!({ "platform": "google" }),
        };
        let response = client.post("/api/v1/connections", &body).await;
        let status = response.status();
        let begun: Value = response.json().await.unwrap();
        assert_eq!(status, StatusCode::CREATED, "{begun}");
        let page = begun["consent_url"].as_str().unwrap().parse().unwrap();
        (begun["id"].as_str().unwrap().to_owned(), page)
    }

    /// Decides on the platform's page as its form would, and answers where the platform sends the browser.
    pub async fn decide(&self, page: &Url, decision: Decision) -> Url {
        let html = self
            .http
            .get(page.clone())
            .send()
            .await
            .unwrap()
            .text()
            .await
            .unwrap();
        let mut form: Vec<(String, String)> = page.query_pairs().into_owned().collect();
        if decision == Decision::Allow {
            let boxes = html
                .split(r#"type="checkbox" name="granted_scope" value=""#)
                .skip(1);
            let before = form.len();
            form.extend(boxes.map(|rest| {
                (
                    "granted_scope".to_owned(),
                    rest.split('"').next().unwrap().to_owned(),
                )
            }));
            assert!(form.len() > before, "the page has no box: {html}");
        }
        let word = if decision == Decision::Cancel {
            "cancel"
        } else {
            "allow"
        };
        form.push(("decision".to_owned(), word.to_owned()));
        let decided = self
            .http
            .post(format!("{}/google/accounts/o/oauth2/v2/decision", self.sandbox))
            .form(&form)
            .send()
            .await
            .unwrap();
        assert_eq!(decided.status(), StatusCode::FOUND);
        decided.headers()["location"].to_str().unwrap().parse().unwrap()
    }

    /// Follows the platform's answer in a browser with this session; answers where the program sends it.
    pub async fn come_back(&self, client: &Client, answer: &Url) -> String {
        let request = self.http.request(Method::GET, answer.clone());
        let request = match &client.cookie {
            Some(cookie) => request.header("cookie", cookie),
            None => request,
        };
        let response = request.send().await.unwrap();
        assert_eq!(response.status(), StatusCode::SEE_OTHER);
        response.headers()["location"].to_str().unwrap().to_owned()
    }

    /// The whole way to the platform and back; answers the connection as it stands then.
    pub async fn consent(&self, client: &Client, account: Option<&str>, decision: Decision) -> Value {
        let (id, page) = self.begin(client, account).await;
        let answer = self.decide(&page, decision).await;
        assert_eq!(
            self.come_back(client, &answer).await,
            format!("/accounts/connect/{id}")
        );
        client.read(&format!("/api/v1/connections/{id}")).await
    }

    /// Connects accounts; answers their ids in the order of `external_ids`.
    pub async fn connect(&self, client: &Client, external_ids: &[&str]) -> Vec<String> {
        let connection = self.consent(client, None, Decision::Allow).await;
        assert_eq!(connection["state"], "choosing", "{connection}");
        let path = format!(
            "/api/v1/connections/{}/accounts",
            connection["id"].as_str().unwrap()
        );
        let response = client.post(&path, &json!({ "external_ids": external_ids })).await;
        let status = response.status();
        let connected: Value = response.json().await.unwrap();
        assert_eq!(status, StatusCode::OK, "{connected}");
        let accounts = connected["accounts"].as_array().unwrap();
        external_ids
            .iter()
            .map(|external| {
                let account = accounts
                    .iter()
                    .find(|account| account["external_id"] == *external);
                account.unwrap()["id"].as_str().unwrap().to_owned()
            })
            .collect()
    }

    /// Waits until what stands at `path` is as wanted.
    pub async fn until(
        &self,
        client: &Client,
        path: &str,
        what: &str,
        good: impl Fn(&Value) -> bool,
    ) -> Value {
        let begun = Instant::now();
        loop {
            let value = client.read(path).await;
            if good(&value) {
                return value;
            }
            assert!(begun.elapsed() < PATIENCE, "{what} did not come about: {value:#}");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// Waits until an account's history is whole.
    pub async fn read_whole(&self, client: &Client, account: &str) -> Value {
        self.until(
            client,
            &format!("/api/v1/accounts/{account}"),
            "the whole history",
            |account| account["first_sync"]["state"] == "done",
        )
        .await
    }

    /// The actors run, Ada is signed in, and her small account is connected with its whole history.
    pub async fn connected() -> (Self, Client, String) {
        let mut stage = Self::open().await;
        stage.app.start_actors().await;
        let ada = stage.app.sign_in("ada@acme.test").await;
        let account = stage.connect(&ada, &[SMALL]).await.remove(0);
        stage.read_whole(&ada, &account).await;
        (stage, ada, account)
    }

    /// How many consents are kept.
    pub async fn grants(&self) -> i64 {
        self.app
            .count(
                "select count(*) as n from platform_grant where org_id is not null",
                vec![],
            )
            .await
    }
}
