//! The protocol itself: order, life and death, and what is no message.

use std::time::Duration;

use language_server::{CampaignName, KnownAccount, KnownCampaign, Names, Scope, Today};
use serde_json::{Value, json};

use crate::client::{Client, URI, desk, in_rule};

#[tokio::test]
async fn nothing_is_answered_before_initialize_and_after_shutdown() {
    let mut client = Client::connected(desk());
    assert_eq!(client.refusal("textDocument/hover", json!({})).await.0, -32_002);
    let result = client.request("initialize", json!({ "capabilities": {} })).await;
    assert_eq!(result["capabilities"]["positionEncoding"], "utf-16");
    assert_eq!(client.refusal("initialize", json!({})).await.0, -32_803);
    assert!(client.request("shutdown", Value::Null).await.is_null());
    assert_eq!(client.refusal("textDocument/hover", json!({})).await.0, -32_600);
    client.notify("exit", Value::Null).await;
    assert!(client.is_over().await);
}

#[tokio::test]
async fn every_method_it_names_in_its_capabilities_is_there_and_others_are_refused() {
    let mut client = Client::ready().await;
    client.open("rule \"A\" {\n}\n").await;
    let place = json!({ "line": 0, "character": 1 });
    let params = json!({
        "textDocument": { "uri": URI }, "position": place, "range": { "start": place, "end": place },
        "context": { "diagnostics": [] },
    });
    for method in [
        "completion",
        "hover",
        "definition",
        "references",
        "codeAction",
        "documentSymbol",
        "foldingRange",
        "prepareRename",
    ] {
        client
            .request(&format!("textDocument/{method}"), params.clone())
            .await;
    }
    assert_eq!(
        client
            .refusal("textDocument/typeDefinition", params.clone())
            .await
            .0,
        -32_601
    );
    assert_eq!(
        client
            .refusal("textDocument/hover", json!({ "textDocument": 7 }))
            .await
            .0,
        -32_602
    );
    let unknown = json!({ "textDocument": { "uri": "inmemory://other" }, "position": place });
    assert!(client.request("textDocument/hover", unknown).await.is_null());
}

#[tokio::test]
async fn what_is_no_message_is_answered_and_the_conversation_goes_on() {
    let mut client = Client::ready().await;
    let deep = format!("{}{}", "[".repeat(20_000), "]".repeat(20_000));
    for (text, code) in [
        ("{", -32_700),
        ("", -32_700),
        (deep.as_str(), -32_700),
        ("[]", -32_600),
        ("7", -32_600),
        ("{\"jsonrpc\":\"2.0\"}", -32_600),
        ("{\"id\":{},\"method\":\"a\"}", -32_600),
        ("{\"id\":3,\"method\":4}", -32_600),
    ] {
        client.send(text).await;
        assert_eq!(client.next().await["error"]["code"], code, "{text:.40}");
    }
    // Answers to nothing and unknown notifications are no reason to speak.
    client
        .send("{\"jsonrpc\":\"2.0\",\"id\":9,\"result\":null}")
        .await;
    client.notify("$/whatever", json!({})).await;
    client
        .notify(
            "textDocument/didChange",
            json!({ "textDocument": { "uri": "none", "version": 1 }, "contentChanges": [] }),
        )
        .await;
    client.open(&in_rule("then pause")).await;
    assert_eq!(client.findings().await["uri"], URI);
}

#[tokio::test]
async fn a_request_id_may_be_a_text() {
    let mut client = Client::connected(desk());
    client
        .send("{\"jsonrpc\":\"2.0\",\"id\":\"a\",\"method\":\"initialize\",\"params\":{}}")
        .await;
    assert_eq!(client.next().await["id"], "a");
}

#[tokio::test]
async fn answers_are_about_the_text_as_it_was_when_asked() {
    let mut client = Client::ready().await;
    client.open("").await;
    for number in 0..50 {
        client
            .rewrite(&format!("rule \"Number {number}\" {{\n}}\n"))
            .await;
        let found = client
            .request(
                "textDocument/documentSymbol",
                json!({ "textDocument": { "uri": URI } }),
            )
            .await;
        assert_eq!(found[0]["name"], format!("Number {number}"));
    }
}

/// Names that never come.
struct Silent;

impl Names for Silent {
    async fn campaigns(&self, _: &str, _: &Scope, _: usize) -> Vec<CampaignName> {
        std::future::pending().await
    }
    async fn campaign(&self, _: &str, _: &Scope) -> Vec<KnownCampaign> {
        std::future::pending().await
    }
    async fn accounts(&self) -> Vec<KnownAccount> {
        std::future::pending().await
    }
    async fn labels(&self) -> Vec<String> {
        std::future::pending().await
    }
    async fn definitions(&self) -> dsl::Definitions {
        dsl::Definitions::default()
    }
    async fn today(&self, _: &str, _: &Scope) -> Vec<Today> {
        std::future::pending().await
    }
    async fn look_back(&self, _: &mut [dsl::Diagnostic]) {}
}

#[tokio::test]
async fn a_cancelled_request_is_answered_as_cancelled_and_holds_nobody_up() {
    let mut client = Client::connected(Silent);
    client.request("initialize", json!({})).await;
    let text = "rule \"A\" {\n  for campaigns where name is \"";
    client.open(text).await;
    let params = json!({ "textDocument": { "uri": URI }, "position": { "line": 1, "character": 31 } });
    client
        .send(
            json!({ "jsonrpc": "2.0", "id": 100, "method": "textDocument/completion", "params": params })
                .to_string(),
        )
        .await;
    client.notify("$/cancelRequest", json!({ "id": 100 })).await;
    loop {
        let message = client.next().await;
        if message["id"] == 100 {
            assert_eq!(message["error"]["code"], -32_800);
            break;
        }
    }
    let found = client
        .request(
            "textDocument/documentSymbol",
            json!({ "textDocument": { "uri": URI } }),
        )
        .await;
    assert_eq!(found[0]["name"], "A");
}

#[tokio::test]
async fn hostile_texts_end_in_findings() {
    let mut client = Client::ready().await;
    client.open("").await;
    client.findings().await;
    let nested = in_rule(&format!(
        "when {}spend over today > $1{}\n  then pause",
        "(".repeat(20_000),
        ")".repeat(20_000)
    ));
    let long = "x".repeat(1_000_001);
    let quotes = "\"a ".repeat(300_000);
    for (text, code) in [(nested, "E0108"), (long, "E0108"), (quotes, "E0102")] {
        client.rewrite(&text).await;
        let found = client.findings().await;
        let codes: Vec<&Value> = found["diagnostics"]
            .as_array()
            .unwrap()
            .iter()
            .map(|finding| &finding["code"])
            .collect();
        assert!(
            codes.contains(&&json!(code)) || codes.contains(&&json!("E0106")),
            "{codes:?}"
        );
        for method in ["completion", "hover", "definition"] {
            client
                .at(
                    &format!("textDocument/{method}"),
                    &json!({ "line": 3, "character": 15_000 }),
                )
                .await;
        }
    }
}

#[tokio::test]
async fn positions_outside_of_the_text_are_answered() {
    let mut client = Client::ready().await;
    client.open("rule \"Ä😀\" {\n  for campaigns\n}\n").await;
    for (line, character) in [
        (0, 7),
        (0, 8),
        (0, 4_000_000_000_u32),
        (99, 0),
        (u32::MAX, u32::MAX),
    ] {
        let place = json!({ "line": line, "character": character });
        client.at("textDocument/completion", &place).await;
        client.at("textDocument/hover", &place).await;
    }
}

#[tokio::test]
async fn while_somebody_types_only_the_newest_text_is_judged() {
    let mut client = Client::ready().await;
    client.open("").await;
    for number in 1..40 {
        client.rewrite(&format!("rule \"{number}\" {{")).await;
    }
    let mut judged = Vec::new();
    loop {
        let version = client.findings().await["version"].as_i64().unwrap();
        judged.push(version);
        if version == 40 {
            break;
        }
    }
    assert!(judged.is_sorted() && judged.len() < 40, "{judged:?}");
    let quiet = tokio::time::timeout(Duration::from_millis(50), client.next()).await;
    assert!(quiet.is_err(), "nothing more is to be said");
}
