//! Names of rules: where they are declared and used, and renaming them.

use serde_json::{Value, json};

use crate::client::{Client, URI, in_rule};

const RULE: &str = "param cap: money = $5\n  let cost = cpa else infinite\n  let status_text = \"a\"\n  when co│st > cap and this.cost = cost\n  \
                    then increase budget by 20% up to cap\n       notify slack \"#a\" \"{cost} cost {{cost}} {spend / 2}\"";

fn places(edits: &Value) -> Vec<(u64, u64)> {
    edits
        .as_array()
        .unwrap()
        .iter()
        .map(|edit| {
            let start = &edit["range"]["start"];
            (
                start["line"].as_u64().unwrap(),
                start["character"].as_u64().unwrap(),
            )
        })
        .collect()
}

#[tokio::test]
async fn a_use_leads_to_its_declaration() {
    let (mut client, place) = Client::with(&in_rule(RULE)).await;
    let found = client.at("textDocument/definition", &place).await;
    assert_eq!(found["uri"], URI);
    assert_eq!(found["range"]["start"], json!({ "line": 4, "character": 6 }));
    let nothing = client
        .at("textDocument/definition", &json!({ "line": 1, "character": 4 }))
        .await;
    assert!(nothing.is_null());
}

#[tokio::test]
async fn renaming_changes_every_use_and_nothing_that_is_only_called_the_same() {
    let (mut client, place) = Client::with(&in_rule(RULE)).await;
    let edit = client
        .request(
            "textDocument/rename",
            json!({ "textDocument": { "uri": URI }, "position": place, "newName": "cost_per_sale" }),
        )
        .await;
    // Not `this.cost`, not the word in the message, not the doubled braces.
    assert_eq!(places(&edit["changes"][URI]), [(4, 6), (6, 7), (6, 34), (8, 27)]);
    let references = client.at("textDocument/references", &place).await;
    assert_eq!(references.as_array().unwrap().len(), 4);
}

#[tokio::test]
async fn a_word_of_an_enumeration_is_not_a_use() {
    let (mut client, place) = Client::with(&in_rule(
        "let pa│used = spend over today\n  when status is paused and paused > $5\n  then pause",
    ))
    .await;
    let edit = client
        .request(
            "textDocument/rename",
            json!({ "textDocument": { "uri": URI }, "position": place, "newName": "cost" }),
        )
        .await;
    assert_eq!(places(&edit["changes"][URI]), [(3, 6), (4, 28)]);
}

#[tokio::test]
async fn a_rule_does_not_know_the_names_of_another() {
    let text = format!(
        "{}\n{}",
        in_rule("let co│st = spend over today\n  when cost > $1\n  then pause"),
        in_rule("when cost > $1\n  then pause").replace("Example", "Other")
    );
    let (mut client, place) = Client::with(&text).await;
    assert_eq!(
        client
            .at("textDocument/references", &place)
            .await
            .as_array()
            .unwrap()
            .len(),
        2
    );
}

#[tokio::test]
async fn what_cannot_be_a_name_is_refused_with_the_reason() {
    let (mut client, place) = Client::with(&in_rule(RULE)).await;
    for (name, part) in [
        ("two words", "one word"),
        ("and", "one word"),
        ("", "one word"),
        ("1st", "one word"),
        ("cap", "already has"),
        ("spend", "metric or field"),
    ] {
        let (code, message) = client
            .refusal(
                "textDocument/rename",
                json!({ "textDocument": { "uri": URI }, "position": place, "newName": name }),
            )
            .await;
        assert_eq!(code, -32_803);
        assert!(message.contains(part), "{name}: {message}");
    }
    let (_, message) = client
        .refusal(
            "textDocument/rename",
            json!({ "textDocument": { "uri": URI }, "position": { "line": 1, "character": 3 }, "newName": "a" }),
        )
        .await;
    assert!(message.contains("only names"), "{message}");
    assert!(
        client
            .at(
                "textDocument/prepareRename",
                &json!({ "line": 1, "character": 3 })
            )
            .await
            .is_null()
    );
    let range = client.at("textDocument/prepareRename", &place).await;
    assert_eq!(range["start"], json!({ "line": 6, "character": 7 }));
}
