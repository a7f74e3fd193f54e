//! Formatting.

use serde_json::json;

use crate::client::{Client, URI};

async fn edits(client: &mut Client) -> serde_json::Value {
    client
        .request(
            "textDocument/formatting",
            json!({ "textDocument": { "uri": URI }, "options": { "tabSize": 2, "insertSpaces": true } }),
        )
        .await
}

#[tokio::test]
async fn only_the_lines_that_differ_are_changed() {
    let mut client = Client::ready().await;
    client
        .open("rule \"Ä\" {\n  for campaigns\n    every   1h\n  then pause\n}\n")
        .await;
    let found = edits(&mut client).await;
    assert_eq!(
        found,
        json!([{
            "range": { "start": { "line": 2, "character": 0 }, "end": { "line": 3, "character": 0 } },
            "newText": "  every 1h\n",
        }])
    );
    client
        .rewrite("rule \"A\" {\n  for campaigns\n  every 1h\n  then pause\n}\n")
        .await;
    assert_eq!(edits(&mut client).await, json!([]));
}

#[tokio::test]
async fn a_text_that_cannot_be_read_is_left_alone_with_the_reason() {
    let mut client = Client::ready().await;
    client.open("rule \"A\" {\n  for campaigns\n  when (\n").await;
    let (code, message) = client
        .refusal(
            "textDocument/formatting",
            json!({ "textDocument": { "uri": URI }, "options": { "tabSize": 2, "insertSpaces": true } }),
        )
        .await;
    assert_eq!(code, -32_803);
    assert!(
        message.starts_with("line ") && message.contains("cannot be read"),
        "{message}"
    );
}
