//! A running desk, asked over its API by the command line, as a person who is signed in for as long as the command takes.

use anyhow::{Context as _, bail};
use reqwest::{
    Method, StatusCode,
    header::{COOKIE, SET_COOKIE},
};
use serde_json::{Value, json};

use crate::command::{DeskOptions, PASSWORD_VARIABLE};

/// A session on a desk.
pub struct Desk {
    client: reqwest::Client,
    api: url::Url,
    /// `name=value`.
    cookie: String,
}

/// What the desk answered.
pub struct Answer {
    pub status: StatusCode,
    pub body: Value,
}

impl Answer {
    /// The body of an answer that is none of the expected refusals.
    pub fn or_fail(self) -> anyhow::Result<Value> {
        if self.status.is_success() {
            return Ok(self.body);
        }
        bail!("the desk answers {}: {}", self.status.as_u16(), self.detail())
    }

    /// What the problem says.
    pub fn detail(&self) -> &str {
        self.body
            .get("detail")
            .and_then(Value::as_str)
            .unwrap_or("without saying why")
    }
}

impl Desk {
    /// Signs in.
    pub async fn enter(options: &DeskOptions) -> anyhow::Result<Self> {
        let password = std::env::var(PASSWORD_VARIABLE).with_context(|| {
            format!(
                "set {PASSWORD_VARIABLE} to the password of {}; arguments are visible to every process",
                options.email
            )
        })?;
        let secret_is_safe = options.server.scheme() == "https"
            || matches!(options.server.host(), Some(url::Host::Ipv4(host)) if host.is_loopback())
            || matches!(options.server.host(), Some(url::Host::Ipv6(host)) if host.is_loopback())
            || matches!(options.server.host(), Some(url::Host::Domain("localhost")));
        if !secret_is_safe {
            bail!(
                "{} is neither this machine nor https: the password would be readable on the way",
                options.server
            );
        }
        let api = options
            .server
            .join("/api/v1/")
            .context("the address of the desk is no base of others")?;
        let client = reqwest::Client::builder().build()?;
        let answer = client
            .post(api.join("session")?)
            .json(&json!({ "email": options.email, "password": password }))
            .send()
            .await
            .with_context(|| format!("no desk answers at {}", options.server))?;
        let cookie = answer
            .headers()
            .get_all(SET_COOKIE)
            .iter()
            .filter_map(|value| value.to_str().ok()?.split(';').next())
            .next()
            .map(str::to_owned);
        let status = answer.status();
        let body: Value = answer.json().await.unwrap_or(Value::Null);
        match cookie {
            Some(cookie) if status.is_success() => Ok(Self { client, api, cookie }),
            _ => bail!(
                "signing in to {} failed: {}",
                options.server,
                Answer { status, body }.detail()
            ),
        }
    }

    pub async fn post(&self, path: &str, body: &Value) -> anyhow::Result<Answer> {
        self.send(Method::POST, path, Some(body)).await
    }

    /// Signs out; a session that ended already is no failure.
    pub async fn leave(self) {
        // Nothing is left to do when it fails: the session ends by itself.
        let _ = self.send(Method::DELETE, "session", None).await;
    }

    async fn send(&self, method: Method, path: &str, body: Option<&Value>) -> anyhow::Result<Answer> {
        let mut request = self
            .client
            .request(method, self.api.join(path)?)
            .header(COOKIE, &self.cookie);
        if let Some(body) = body {
            request = request.json(body);
        }
        let answer = request.send().await.context("the desk does not answer")?;
        let status = answer.status();
        Ok(Answer {
            status,
            body: answer.json().await.unwrap_or(Value::Null),
        })
    }
}
