//! A sandbox in a temporary folder, and a client that speaks to it as a program would.

use std::path::PathBuf;

use reqwest::{Client, Method, Response, StatusCode};
use sandbox::{Options, Running};
use serde_json::{Value, json};
use tempfile::TempDir;

pub const MAIN: &str = "1234567890";
pub const SMALL: &str = "4567890123";
pub const MANAGER: &str = "9999999999";
pub const DAY: f64 = 86_400.0;

pub struct Lab {
    _folder: TempDir,
    running: Option<Running>,
    client: Client,
    pub token: String,
    options: Options,
}

impl Lab {
    /// A world that stands still unless it is advanced, so that every figure in a test is exact.
    pub async fn new() -> Self {
        Self::with(|_| {}).await
    }

    pub async fn with(adjust: impl FnOnce(&mut Options)) -> Self {
        let folder = TempDir::new().unwrap();
        let mut options = Options::new(folder.path().join("world"));
        options.speed = 0.0;
        options.start = Some("2026-08-19T13:00:00Z".parse().unwrap());
        adjust(&mut options);
        let mut lab = Self {
            _folder: folder,
            running: None,
            client: client(),
            token: String::new(),
            options,
        };
        lab.open().await;
        lab.token = lab.grant().await["token"].as_str().unwrap().to_owned();
        lab
    }

    async fn open(&mut self) {
        self.running = Some(sandbox::start(self.options.clone()).await.unwrap());
        self.client = client();
    }

    /// Kills the sandbox as `kill -9` would, and starts it again on the same folder.
    pub async fn kill_and_reopen(&mut self) {
        drop(self.running.take());
        self.open().await;
    }

    /// Stops the sandbox in order, and starts it again on the same folder.
    pub async fn stop_and_reopen(&mut self) {
        self.running.take().unwrap().stop().await.unwrap();
        self.open().await;
    }

    pub fn data(&self) -> PathBuf {
        self.options.data.clone()
    }

    pub fn options(&self) -> Options {
        self.options.clone()
    }

    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.running.as_ref().unwrap().url())
    }

    pub fn http(&self) -> &Client {
        &self.client
    }

    pub async fn control(&self, method: Method, path: &str, body: Value) -> (StatusCode, Value) {
        let request = self
            .client
            .request(method, self.url(&format!("/_sandbox/{path}")));
        let request = if body.is_null() {
            request
        } else {
            request.json(&body)
        };
        let response = request.send().await.unwrap();
        let status = response.status();
        let text = response.text().await.unwrap();
        (status, serde_json::from_str(&text).unwrap_or(Value::Null))
    }

    pub async fn grant(&self) -> Value {
        let (status, body) = self
            .control(Method::POST, "token", json!({ "platform": "google" }))
            .await;
        assert_eq!(status, 200);
        body
    }

    /// Advances the clock, and takes a fresh token because the old one expires with business time.
    pub async fn advance(&mut self, seconds: f64) {
        let (status, body) = self
            .control(Method::POST, "clock", json!({ "advance_seconds": seconds }))
            .await;
        assert_eq!(status, 200, "{body}");
        self.token = self.grant().await["token"].as_str().unwrap().to_owned();
    }

    pub async fn truth(&self) -> Vec<Value> {
        let (_, body) = self.control(Method::GET, "truth", Value::Null).await;
        body.as_array().unwrap().clone()
    }

    pub async fn fault(&self, fault: Value) {
        let (status, body) = self.control(Method::POST, "faults", fault).await;
        assert_eq!(status, 201, "{body}");
    }

    pub async fn edit(
        &self,
        account: &str,
        resource: &str,
        field: &str,
        value: Value,
    ) -> (StatusCode, Value) {
        let body = json!({ "platform": "google", "account": account, "resource": resource, "field": field, "value": value });
        self.control(Method::POST, "edit", body).await
    }

    /// A Google Ads call; the client accounts are reached the way each has to be.
    pub async fn try_post(
        &self,
        account: &str,
        method: &str,
        body: &Value,
    ) -> Result<Response, reqwest::Error> {
        let path = format!("/google/v26/customers/{account}/{method}");
        let request = self
            .client
            .post(self.url(&path))
            .bearer_auth(&self.token)
            .json(body);
        let direct = account == SMALL || account == MANAGER;
        let request = if direct {
            request
        } else {
            request.header("login-customer-id", MANAGER)
        };
        request.send().await
    }

    pub async fn post(&self, account: &str, method: &str, body: Value) -> (StatusCode, Value) {
        let response = self.try_post(account, method, &body).await.unwrap();
        let status = response.status();
        assert!(response.headers().contains_key("request-id"));
        (status, response.json().await.unwrap())
    }

    /// All rows of a query through searchStream.
    pub async fn rows(&self, account: &str, query: &str) -> Vec<Value> {
        let (status, body) = self
            .post(account, "googleAds:searchStream", json!({ "query": query }))
            .await;
        assert_eq!(status, 200, "{query}: {body}");
        let chunks = body.as_array().unwrap();
        chunks
            .iter()
            .flat_map(|chunk| chunk["results"].as_array().cloned().unwrap_or_default())
            .collect()
    }

    /// The only error of a query that fails, as `family: CODE`.
    pub async fn query_error(&self, account: &str, query: &str) -> String {
        let (status, body) = self
            .post(account, "googleAds:searchStream", json!({ "query": query }))
            .await;
        assert_ne!(status, 200, "{query}: {body}");
        code(&body[0])
    }

    pub async fn campaign(&self, account: &str, name: &str) -> Value {
        let query = format!(
            "SELECT campaign.id, campaign.name, campaign.status, campaign.campaign_budget, campaign_budget.amount_micros \
             FROM campaign WHERE campaign.name = '{name}'"
        );
        let rows = self.rows(account, &query).await;
        assert_eq!(rows.len(), 1, "{name}");
        rows[0].clone()
    }

    pub async fn set_status(&self, account: &str, resource: &Value, status: &str) -> (StatusCode, Value) {
        let update = json!({ "resourceName": resource, "status": status });
        self.post(
            account,
            "campaigns:mutate",
            json!({ "operations": [{ "updateMask": "status", "update": update }] }),
        )
        .await
    }

    pub async fn set_budget(&self, account: &str, resource: &Value, micros: i64) -> (StatusCode, Value) {
        let update = json!({ "resourceName": resource, "amountMicros": micros.to_string() });
        let body = json!({ "operations": [{ "updateMask": "amountMicros", "update": update }] });
        self.post(account, "campaignBudgets:mutate", body).await
    }
}

fn client() -> Client {
    // The environment's proxy must not stand between a test and loopback.
    Client::builder()
        .no_proxy()
        .redirect(reqwest::redirect::Policy::none())
        .build()
        .unwrap()
}

/// `family: CODE` of the first error in an envelope.
pub fn code(envelope: &Value) -> String {
    let errors = &envelope["error"]["details"][0]["errors"];
    let error = errors[0]["errorCode"]
        .as_object()
        .unwrap_or_else(|| panic!("no error code in {envelope}"));
    let (family, value) = error.iter().next().unwrap();
    format!("{family}: {}", value.as_str().unwrap())
}

pub fn int(value: &Value) -> i64 {
    value.as_str().map_or(0, |text| text.parse().unwrap())
}

pub fn float(value: &Value) -> f64 {
    value.as_f64().unwrap_or(0.0)
}
