//! Findings and their fixes.

use dsl::Tally;
use serde_json::{Value, json};

use crate::client::{Client, URI, in_rule};

#[tokio::test]
async fn an_opened_document_gets_its_findings_with_help_and_fixes() {
    let mut client = Client::ready().await;
    client
        .open(&in_rule("when spend over today > 100 # ünï 😀\n  then pause"))
        .await;
    let found = client.findings().await;
    assert_eq!((&found["uri"], &found["version"]), (&json!(URI), &json!(1)));
    let finding = &found["diagnostics"][0];
    assert_eq!(
        (&finding["code"], &finding["severity"]),
        (&json!("E0204"), &json!(1))
    );
    assert_eq!(
        finding["range"],
        json!({ "start": { "line": 3, "character": 26 }, "end": { "line": 3, "character": 29 } })
    );
    let message = finding["message"].as_str().unwrap();
    assert!(
        message.contains("no currency") && message.contains("write `$100`"),
        "{message}"
    );
    assert_eq!(finding["data"]["fixes"][0]["edits"][0]["newText"], "$100");
    assert!(!finding["data"]["message"].as_str().unwrap().contains('\n'));
}

#[tokio::test]
async fn findings_follow_the_edits() {
    let mut client = Client::ready().await;
    client
        .open(&in_rule("when spend over today > 100\n  then pause"))
        .await;
    assert_eq!(
        client.findings().await["diagnostics"].as_array().unwrap().len(),
        1
    );
    client
        .notify(
            "textDocument/didChange",
            json!({
                "textDocument": { "uri": URI, "version": 2 },
                "contentChanges": [{
                    "range": { "start": { "line": 3, "character": 26 }, "end": { "line": 3, "character": 26 } }, "text": "$",
                }],
            }),
        )
        .await;
    let found = client.findings().await;
    assert_eq!(
        (&found["version"], &found["diagnostics"]),
        (&json!(2), &json!([]))
    );
}

#[tokio::test]
async fn a_warning_is_one_and_a_second_place_is_named() {
    let mut client = Client::ready().await;
    client.open("rule \"A\" {\n  for campaigns\n  every 1h\n  then pause\n}\nrule \"A\" {\n  for campaigns\n  every 1h\n  then pause\n}\n").await;
    let found = client.findings().await;
    let twice = found["diagnostics"]
        .as_array()
        .unwrap()
        .iter()
        .find(|finding| finding["code"] == "E0114")
        .unwrap();
    assert_eq!(twice["relatedInformation"][0]["location"]["uri"], URI);
    assert_eq!(
        twice["relatedInformation"][0]["location"]["range"]["start"]["line"],
        0
    );
    client
        .rewrite(&in_rule(
            "when cpa over today > $5 and conversions over today > 0\n  then pause",
        ))
        .await;
    let found = client.findings().await;
    assert_eq!(found["diagnostics"][0]["severity"], 2, "{found}");
}

#[tokio::test]
async fn the_fixes_under_a_range_are_code_actions_that_answer_the_finding() {
    let text = in_rule("when spend over today > 100\n  then pause");
    let mut client = Client::ready().await;
    client.open(&text).await;
    let place = json!({ "line": 3, "character": 27 });
    let actions = client
        .request(
            "textDocument/codeAction",
            json!({ "textDocument": { "uri": URI }, "range": { "start": place, "end": place }, "context": { "diagnostics": [] } }),
        )
        .await;
    let action = &actions[0];
    assert_eq!(
        (&action["kind"], &action["diagnostics"][0]["code"]),
        (&json!("quickfix"), &json!("E0204"))
    );
    let edit = &action["edit"]["changes"][URI][0];
    client
        .notify(
            "textDocument/didChange",
            json!({
                "textDocument": { "uri": URI, "version": 2 },
                "contentChanges": [{ "range": edit["range"], "text": edit["newText"] }],
            }),
        )
        .await;
    loop {
        let found = client.findings().await;
        if found["version"] == 2 {
            assert_eq!(found["diagnostics"], json!([]));
            break;
        }
    }
    let elsewhere = json!({ "line": 0, "character": 0 });
    let none = client
        .request(
            "textDocument/codeAction",
            json!({ "textDocument": { "uri": URI }, "range": { "start": elsewhere, "end": elsewhere }, "context": { "diagnostics": [] } }),
        )
        .await;
    assert_eq!(none, json!([]));
}

#[tokio::test]
async fn a_closed_document_has_no_findings_any_more() {
    let mut client = Client::ready().await;
    client.open("rule").await;
    assert_ne!(client.findings().await["diagnostics"], json!([]));
    client
        .notify("textDocument/didClose", json!({ "textDocument": { "uri": URI } }))
        .await;
    assert_eq!(client.findings().await["diagnostics"], json!([]));
    let gone: Value = client
        .at("textDocument/hover", &json!({ "line": 0, "character": 0 }))
        .await;
    assert_eq!(gone, Value::Null);
}

#[tokio::test]
async fn rules_that_work_against_each_other_point_at_each_other() {
    let mut client = Client::ready().await;
    let rule =
        |name: &str, lines: &str| format!("rule \"{name}\" {{\n  for campaigns\n  every 1h\n  {lines}\n}}\n");
    client
        .open(&format!(
            "{}{}",
            rule("Stop", "when spend over yesterday > $100 then pause"),
            rule(
                "Scale",
                "when clicks over yesterday > 10 then increase budget by 20% up to $500\n  cooldown 24h\n  at most 3 per day"
            )
        ))
        .await;
    let found = client.findings().await;
    let finding = &found["diagnostics"][0];
    assert_eq!(
        (&finding["code"], &finding["severity"]),
        (&json!("W0801"), &json!(2))
    );
    assert!(
        finding["data"]["help"]
            .as_str()
            .unwrap()
            .contains("for example a campaign with"),
        "{finding}"
    );
    let related = &finding["relatedInformation"][0];
    assert_eq!(related["location"]["range"]["start"]["line"], 8);
    assert!(
        related["message"].as_str().unwrap().contains("`Scale`"),
        "{related}"
    );
}

#[tokio::test]
async fn a_finding_says_how_often_it_came_true_in_the_organisations_own_past() {
    let past = Tally {
        looks: 9_811,
        times: 1_204,
    };
    let mut client = Client::remembering((past, 90)).await;
    client
        .open(&in_rule("when cpa over last 3 days > $45\n  then pause"))
        .await;
    let found = client.findings().await;
    let finding = &found["diagnostics"][0];
    assert_eq!(finding["code"], "E0302");
    let says = "in your last 90 days this was undefined in 1,204 of 9,811 looks, one at each campaign a day";
    assert_eq!(
        finding["data"]["history"],
        json!({ "days": 90, "looks": 9811, "times": 1204, "says": says })
    );
    let message = finding["message"].as_str().unwrap();
    assert_eq!(
        message.lines().nth(1),
        Some(says),
        "between what and how to mend it"
    );
}
