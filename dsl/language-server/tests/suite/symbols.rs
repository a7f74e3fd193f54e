//! The outline of a document, and its folds.

use serde_json::json;

use crate::client::{Client, URI};

const TEXT: &str = "language 1\n\n\"\"\"\nWhy.\n\"\"\"\nrule \"One\" {\n  param cap: money = $5\n  for campaigns\n    where age > 1d\n  \
                    every 1h\n  let a = spend over today\n  when a > cap\n  then pause\n}\n\nguard \"Two\" {\n  for campaigns\n  never raise \
                    budget above $5\n}\n";

#[tokio::test]
async fn rules_and_guards_are_symbols_with_their_names_below() {
    let mut client = Client::ready().await;
    client.open(TEXT).await;
    let found = client
        .request(
            "textDocument/documentSymbol",
            json!({ "textDocument": { "uri": URI } }),
        )
        .await;
    let names: Vec<&str> = found
        .as_array()
        .unwrap()
        .iter()
        .map(|symbol| symbol["name"].as_str().unwrap())
        .collect();
    assert_eq!(names, ["One", "Two"]);
    assert_eq!(found[0]["range"]["start"]["line"], 2);
    assert_eq!(
        found[0]["selectionRange"]["start"],
        json!({ "line": 5, "character": 5 })
    );
    let below: Vec<&str> = found[0]["children"]
        .as_array()
        .unwrap()
        .iter()
        .map(|symbol| symbol["name"].as_str().unwrap())
        .collect();
    assert_eq!(below, ["cap", "a"]);
    assert_eq!(found[1]["detail"], "guard");
}

#[tokio::test]
async fn doc_strings_items_and_long_clauses_fold() {
    let mut client = Client::ready().await;
    client.open(TEXT).await;
    let found = client
        .request(
            "textDocument/foldingRange",
            json!({ "textDocument": { "uri": URI } }),
        )
        .await;
    let folds: Vec<(u64, u64)> = found
        .as_array()
        .unwrap()
        .iter()
        .map(|fold| {
            (
                fold["startLine"].as_u64().unwrap(),
                fold["endLine"].as_u64().unwrap(),
            )
        })
        .collect();
    assert_eq!(folds, [(2, 4), (5, 13), (7, 8), (15, 18)]);
}
