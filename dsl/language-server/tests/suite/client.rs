//! A scripted client, and the desk it works at.

use std::time::Duration;

use dsl::Platform;
use language_server::{CampaignName, KnownAccount, KnownCampaign, Memory, Names, Today, serve};
use serde_json::{Value, json};
use tokio::sync::mpsc;

pub const URI: &str = "inmemory://rule";

/// A conversation with one server.
pub struct Client {
    to_server: mpsc::Sender<String>,
    from_server: mpsc::Receiver<String>,
    last_id: i64,
    version: i64,
}

/// A desk with two campaigns in one account.
pub fn desk() -> Memory {
    let campaign = |name: &str, platform: Platform, account: &str| KnownCampaign {
        name: CampaignName {
            name: name.to_owned(),
            account: account.to_owned(),
            platform,
        },
        status: "active".to_owned(),
        delivery: "limited".to_owned(),
        budget: Some("$100.00".to_owned()),
        today: vec![("spend", "$45.00".to_owned())],
    };
    Memory {
        campaigns: vec![
            campaign("Prospecting US", Platform::Google, "Shop US"),
            campaign("Brand \"core\"", Platform::Meta, "Shop DE"),
        ],
        accounts: vec![KnownAccount {
            name: "Shop US".to_owned(),
            platform: Platform::Google,
            brand: "Shop".to_owned(),
            currency: "USD".to_owned(),
        }],
        definitions: dsl::Definitions::read(
            "metric net_margin \"profit on ad spend\" = (revenue - spend) / spend as percent\n",
        )
        .0,
        labels: vec!["brand".to_owned(), "seasonal".to_owned()],
        today: vec![(
            "spend".to_owned(),
            Today {
                value: "$1,204.50".to_owned(),
                of: "2 accounts in USD".to_owned(),
            },
        )],
        past: None,
    }
}

impl Client {
    /// Connected, nothing said yet.
    pub fn connected(names: impl Names) -> Self {
        let (to_server, incoming) = mpsc::channel(64);
        let (outgoing, from_server) = mpsc::channel(64);
        tokio::spawn(serve(names, incoming, outgoing));
        Self {
            to_server,
            from_server,
            last_id: 0,
            version: 0,
        }
    }

    /// Initialized, with the desk's names.
    pub async fn ready() -> Self {
        Self::ready_at(desk()).await
    }

    /// Ready at a desk whose past counts this for every question.
    pub async fn remembering(past: (dsl::Tally, u32)) -> Self {
        let past = Some(past);
        Self::ready_at(Memory { past, ..desk() }).await
    }

    async fn ready_at(desk: Memory) -> Self {
        let mut client = Self::connected(desk);
        client.request("initialize", json!({ "capabilities": {} })).await;
        client.notify("initialized", json!({})).await;
        client
    }

    /// Ready, with this text open; `│` marks the place that the position stands for.
    pub async fn with(marked: &str) -> (Self, Value) {
        let mut client = Self::ready().await;
        let (text, position) = marked_place(marked);
        client.open(&text).await;
        (client, position)
    }

    pub async fn send(&self, text: impl Into<String>) {
        self.to_server.send(text.into()).await.unwrap();
    }

    pub async fn notify(&self, method: &str, params: Value) {
        self.send(json!({ "jsonrpc": "2.0", "method": method, "params": params }).to_string())
            .await;
    }

    /// The next message, whatever it is.
    pub async fn next(&mut self) -> Value {
        let text = tokio::time::timeout(Duration::from_secs(60), self.from_server.recv())
            .await
            .expect("the server says something")
            .expect("the server is there");
        serde_json::from_str(&text).unwrap()
    }

    /// Whether the server has hung up.
    pub async fn is_over(&mut self) -> bool {
        tokio::time::timeout(Duration::from_secs(60), self.from_server.recv())
            .await
            .expect("the server hangs up")
            .is_none()
    }

    /// Sends a request and gives back its whole answer; findings that come in between are skipped.
    pub async fn ask(&mut self, method: &str, params: Value) -> Value {
        self.last_id += 1;
        let id = self.last_id;
        self.send(json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params }).to_string())
            .await;
        loop {
            let message = self.next().await;
            if message["id"] == id {
                return message;
            }
        }
    }

    /// The result of a request that succeeds.
    pub async fn request(&mut self, method: &str, params: Value) -> Value {
        let answer = self.ask(method, params).await;
        assert!(answer.get("error").is_none(), "{answer}");
        answer["result"].clone()
    }

    /// The error code and message of a request that fails.
    pub async fn refusal(&mut self, method: &str, params: Value) -> (i64, String) {
        let answer = self.ask(method, params).await;
        (
            answer["error"]["code"].as_i64().expect("an error"),
            answer["error"]["message"].as_str().unwrap().to_owned(),
        )
    }

    pub async fn open(&mut self, text: &str) {
        self.version += 1;
        self.notify(
            "textDocument/didOpen",
            json!({ "textDocument": { "uri": URI, "languageId": "adjutant", "version": self.version, "text": text } }),
        )
        .await;
    }

    /// Replaces the whole text.
    pub async fn rewrite(&mut self, text: &str) {
        self.version += 1;
        self.notify(
            "textDocument/didChange",
            json!({
                "textDocument": { "uri": URI, "version": self.version },
                "contentChanges": [{ "text": text }],
            }),
        )
        .await;
    }

    /// The next findings.
    pub async fn findings(&mut self) -> Value {
        loop {
            let message = self.next().await;
            if message["method"] == "textDocument/publishDiagnostics" {
                return message["params"].clone();
            }
        }
    }

    /// What is offered at a place, labels in order.
    pub async fn labels(&mut self, position: &Value) -> Vec<String> {
        let list = self.at("textDocument/completion", position).await;
        list["items"]
            .as_array()
            .unwrap()
            .iter()
            .map(|item| item["label"].as_str().unwrap().to_owned())
            .collect()
    }

    /// A request about a place in the open document.
    pub async fn at(&mut self, method: &str, position: &Value) -> Value {
        self.request(
            method,
            json!({ "textDocument": { "uri": URI }, "position": position }),
        )
        .await
    }
}

/// The text without its `│`, and where that stood.
pub fn marked_place(marked: &str) -> (String, Value) {
    let at = marked.find('│').expect("a marked place");
    (marked.replace('│', ""), position(marked, at))
}

/// The position of a byte offset.
pub fn position(text: &str, offset: usize) -> Value {
    let before = &text[..offset];
    let line = before.matches('\n').count();
    let character = before.rsplit('\n').next().unwrap().encode_utf16().count();
    json!({ "line": line, "character": character })
}

/// Lines inside of a rule that is otherwise whole.
pub fn in_rule(lines: &str) -> String {
    format!("rule \"Example\" {{\n  for campaigns\n  every 1h\n  {lines}\n}}\n")
}
