//! The rule editor's language server over a WebSocket.

use std::time::Duration;

use engine::identity;
use futures::{SinkExt as _, StreamExt as _};
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio_tungstenite::{
    MaybeTlsStream, WebSocketStream, connect_async,
    tungstenite::{Error, Message, client::IntoClientRequest as _, http::StatusCode},
};

use crate::support::{Client, TestApp};

const URI: &str = "inmemory://rule";

struct Editor {
    socket: WebSocketStream<MaybeTlsStream<TcpStream>>,
    last_id: i64,
}

/// Opens the socket as a page of `origin` would.
async fn open(app: &TestApp, client: &Client, origin: Option<&str>) -> Result<Editor, StatusCode> {
    let address = app.base.replacen("http", "ws", 1);
    let mut request = format!("{address}/api/v1/lsp").into_client_request().unwrap();
    let headers = request.headers_mut();
    if let Some(origin) = origin {
        headers.insert("origin", origin.parse().unwrap());
    }
    if let Some(cookie) = &client.cookie {
        headers.insert("cookie", cookie.parse().unwrap());
    }
    match connect_async(request).await {
        Ok((socket, _)) => Ok(Editor { socket, last_id: 0 }),
        Err(Error::Http(response)) => Err(response.status()),
        Err(error) => panic!("{error}"),
    }
}

/// An open, initialized editor of the app's own page.
async fn editor(app: &TestApp, client: &Client) -> Editor {
    let mut editor = open(app, client, Some(&app.base)).await.unwrap();
    let result = editor.request("initialize", json!({ "capabilities": {} })).await;
    assert_eq!(result["serverInfo"]["name"], "adjutant");
    editor
}

impl Editor {
    async fn send(&mut self, message: &Value) {
        self.socket
            .send(Message::text(message.to_string()))
            .await
            .unwrap();
    }

    /// The next message of the protocol; `None` when the socket was closed.
    async fn next(&mut self) -> Option<Value> {
        loop {
            let message = tokio::time::timeout(Duration::from_secs(60), self.socket.next())
                .await
                .expect("something in time");
            match message {
                Some(Ok(Message::Text(text))) => return Some(serde_json::from_str(&text).unwrap()),
                Some(Ok(Message::Ping(_) | Message::Pong(_))) => {}
                Some(Ok(Message::Close(_)) | Err(_)) | None => return None,
                Some(Ok(other)) => panic!("{other:?}"),
            }
        }
    }

    async fn request(&mut self, method: &str, params: Value) -> Value {
        self.last_id += 1;
        let id = self.last_id;
        self.send(&json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params }))
            .await;
        loop {
            let message = self.next().await.expect("an answer");
            if message["id"] == id {
                assert!(message.get("error").is_none(), "{message}");
                return message["result"].clone();
            }
        }
    }

    async fn write(&mut self, text: &str) {
        self.send(&json!({
            "jsonrpc": "2.0", "method": "textDocument/didOpen",
            "params": { "textDocument": { "uri": URI, "languageId": "adjutant", "version": 1, "text": text } },
        }))
        .await;
    }

    async fn labels_at(&mut self, line: u32, character: u32) -> Vec<String> {
        let place =
            json!({ "textDocument": { "uri": URI }, "position": { "line": line, "character": character } });
        let list = self.request("textDocument/completion", place).await;
        let items = list["items"].as_array().unwrap();
        items
            .iter()
            .map(|item| item["label"].as_str().unwrap().to_owned())
            .collect()
    }

    async fn hover_at(&mut self, line: u32, character: u32) -> String {
        let place =
            json!({ "textDocument": { "uri": URI }, "position": { "line": line, "character": character } });
        let hover = self.request("textDocument/hover", place).await;
        hover["contents"]["value"].as_str().unwrap_or_default().to_owned()
    }
}

#[tokio::test]
async fn a_signed_in_page_gets_findings_and_its_own_organisations_names() {
    let app = TestApp::start().await;
    let desk = app.desk(app.organisations[0]).await;
    app.campaign(app.organisations[0], desk.account, "Brand 100%")
        .await;
    let other = app.desk(app.organisations[1]).await;
    app.campaign(app.organisations[1], other.account, "Zenith secret")
        .await;

    let mia = app.sign_in("mia@acme.test").await;
    let mut editor = editor(&app, &mia).await;
    editor
        .write("rule \"A\" {\n  for campaigns where name is \"\"\n  every 1h\n  when spend over today > 5\n  then pause\n}\n")
        .await;
    let found = editor.next().await.unwrap();
    assert_eq!(found["method"], "textDocument/publishDiagnostics");
    assert_eq!(found["params"]["diagnostics"][0]["code"], "E0204");

    let labels = editor.labels_at(1, 31).await;
    assert!(
        labels.contains(&"Prospecting US".to_owned()) && labels.contains(&"Brand 100%".to_owned()),
        "{labels:?}"
    );
    assert!(!labels.contains(&"Zenith secret".to_owned()));
    let keywords = editor.labels_at(3, 2).await;
    assert!(keywords.contains(&"cooldown".to_owned()));
}

#[tokio::test]
async fn hover_knows_todays_value_and_how_a_named_campaign_stands() {
    let app = TestApp::start().await;
    let scope = app.organisations[0];
    let desk = app.desk(scope).await;
    // The test's clock stands on 2026-11-17 in New York: day 20,774.
    app.execute(
        "insert into metric_day (org_id, account_id, campaign_id, day, impressions, clicks, spend, conversions, revenue, sync_seq)
         values ($1, $2, $3, 20774, 1000, 40, 90000000, 2000000, 270000000, 1)",
        vec![scope.id().into(), desk.account.into(), desk.campaign.into()],
    )
    .await;
    let mia = app.sign_in("mia@acme.test").await;
    let mut editor = editor(&app, &mia).await;
    editor
        .write(
            "rule \"A\" {\n  for campaigns on google in account \"Acme US\" where name is \"Prospecting US\"\n  every 1h\n  \
             when cpa over today else infinite > $5\n  then pause\n}\n",
        )
        .await;
    let cpa = editor.hover_at(3, 8).await;
    assert!(cpa.contains("spend / conversions"), "{cpa}");
    assert!(cpa.contains("**$45.00** today, 1 account in USD"), "{cpa}");
    let campaign = editor.hover_at(1, 65).await;
    assert!(
        campaign.contains("Acme US") && campaign.contains("spend $90.00"),
        "{campaign}"
    );
    let account = editor.hover_at(1, 40).await;
    assert!(account.contains("USD"), "{account}");

    // On another platform there is nothing to sum.
    editor
        .write("rule \"A\" {\n  for campaigns on meta\n  every 1h\n  when cpa over today else infinite > $5\n  then pause\n}\n")
        .await;
    assert!(!editor.hover_at(3, 8).await.contains("today, 1 account"));
}

#[tokio::test]
async fn only_the_programs_own_pages_and_only_with_a_session() {
    let app = TestApp::start().await;
    let mia = app.sign_in("mia@acme.test").await;
    let own = app.base.clone();
    let port = own.rsplit(':').next().unwrap();
    for origin in [
        None,
        Some("https://evil.test".to_owned()),
        Some("null".to_owned()),
        Some(format!("http://localhost:{port}")),
        Some("http://127.0.0.1:1".to_owned()),
        Some(format!("https://127.0.0.1:{port}")),
        Some(format!("{own}/")),
        Some(format!("{own}.evil.test")),
    ] {
        let refused = open(&app, &mia, origin.as_deref()).await.err();
        assert_eq!(refused, Some(StatusCode::FORBIDDEN), "{origin:?}");
    }
    let refused = open(&app, &app.anonymous(), Some(&own)).await.err();
    assert_eq!(refused, Some(StatusCode::UNAUTHORIZED));
    assert!(open(&app, &mia, Some(&own)).await.is_ok());
}

#[tokio::test]
async fn a_plain_request_is_told_what_is_spoken_here() {
    let app = TestApp::start().await;
    let mia = app.sign_in("mia@acme.test").await;
    let response = mia
        .request(reqwest::Method::GET, "/api/v1/lsp")
        .header("origin", &app.base)
        .send()
        .await
        .unwrap();
    assert_eq!(response.status().as_u16(), 400);
    let problem = crate::support::problem(response).await;
    assert!(problem["detail"].as_str().unwrap().contains("WebSocket"));
}

#[tokio::test]
async fn a_person_has_a_bounded_number_of_editors() {
    let app = TestApp::start().await;
    let mia = app.sign_in("mia@acme.test").await;
    let mut editors = Vec::new();
    for _ in 0..16 {
        editors.push(open(&app, &mia, Some(&app.base)).await.unwrap());
    }
    let refused = open(&app, &mia, Some(&app.base)).await.err();
    assert_eq!(refused, Some(StatusCode::TOO_MANY_REQUESTS));
    let max = app.sign_in("max@acme.test").await;
    assert!(
        open(&app, &max, Some(&app.base)).await.is_ok(),
        "another person has places of their own"
    );
    let mut closed = editors.pop().unwrap();
    closed.socket.close(None).await.unwrap();
    while closed.next().await.is_some() {}
    let again = tokio::time::timeout(Duration::from_secs(20), async {
        while open(&app, &mia, Some(&app.base)).await.is_err() {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    });
    again.await.expect("the place is free again");
}

#[tokio::test]
async fn a_message_beyond_the_limit_and_a_binary_one_end_the_socket_and_nothing_else() {
    let app = TestApp::start().await;
    let mia = app.sign_in("mia@acme.test").await;
    for message in [Message::text("x".repeat(5 << 20)), Message::binary(vec![1, 2, 3])] {
        let mut ended = editor(&app, &mia).await;
        // The server may hang up before everything was written.
        let _ = ended.socket.send(message).await;
        assert!(ended.next().await.is_none());
    }
    let mut broken = editor(&app, &mia).await;
    broken
        .socket
        .send(Message::text("{ this is no message"))
        .await
        .unwrap();
    assert_eq!(broken.next().await.unwrap()["error"]["code"], -32_700);
    broken.write("rule").await;
    assert!(broken.next().await.is_some());
}

#[tokio::test]
async fn the_socket_ends_when_its_client_says_exit_or_the_program_stops() {
    let mut app = TestApp::start().await;
    let mia = app.sign_in("mia@acme.test").await;
    let mut leaving = editor(&app, &mia).await;
    leaving.send(&json!({ "jsonrpc": "2.0", "method": "exit" })).await;
    assert!(leaving.next().await.is_none());
    let mut staying = editor(&app, &mia).await;
    app.stop();
    assert!(staying.next().await.is_none());
}

#[tokio::test]
async fn the_socket_ends_when_its_session_ends() {
    let app = TestApp::start().await;
    let mia = app.sign_in("mia@acme.test").await;
    let mut open = editor(&app, &mia).await;
    let token = mia.cookie.clone().unwrap();
    let token = token.split_once('=').unwrap().1;
    identity::log_out(&app.context, token, None).await.unwrap();
    // Noticed at the next ping.
    assert!(open.next().await.is_none());
}
