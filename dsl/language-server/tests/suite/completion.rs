//! Completion: in whole and half-written text.

use serde_json::json;

use crate::client::{Client, in_rule, position};

async fn offered(marked: &str) -> Vec<String> {
    let (mut client, place) = Client::with(marked).await;
    client.labels(&place).await
}

fn has(offered: &[String], wanted: &[&str]) {
    for word in wanted {
        assert!(
            offered.iter().any(|label| label == word),
            "{word} is not among {offered:?}"
        );
    }
}

fn lacks(offered: &[String], unwanted: &[&str]) {
    for word in unwanted {
        assert!(
            !offered.iter().any(|label| label == word),
            "{word} is among {offered:?}"
        );
    }
}

#[tokio::test]
async fn an_empty_text_begins_with_a_whole_rule() {
    let labels = offered("│").await;
    has(&labels, &["language 1", "rule", "guard", "rule: stop the loss"]);
}

#[tokio::test]
async fn what_belongs_to_a_window_is_given_with_it() {
    let given = |facts: &str| {
        format!(
            "{}\n\ntest \"T\" of \"R\" {{\n  at 2026-03-04 10:00\n  given campaign \"A\" {{ {facts} }}\n}}\n",
            in_rule("when spend over today > $5\n  then pause")
        )
    };
    has(&offered(&given("│")).await, &["reach", "frequency", "budget"]);
    has(&offered(&given("reach 12,000 │")).await, &["over"]);
    has(
        &offered(&given("reach 12,000 over │")).await,
        &["yesterday", "this month"],
    );
    let labels = offered(&given("reach 12,000 over last 7 days │")).await;
    has(&labels, &["settled", "ending", "each of last"]);
}

#[tokio::test]
async fn an_attribution_window_is_completed_and_its_metric_goes_on_as_without_it() {
    for rule in [
        "when cpa[│\n  then pause",
        "when change of revenue[│\n  then pause",
    ] {
        let labels = offered(&in_rule(rule)).await;
        assert_eq!(
            labels,
            [
                "7d click",
                "1d click",
                "14d click",
                "28d click",
                "30d click",
                "1d view"
            ]
        );
    }
    let labels = offered(&in_rule("when cpa[7d │\n  then pause")).await;
    assert_eq!(labels, ["click", "view"]);
    let labels = offered(&in_rule("when cpa[7d click] │\n  then pause")).await;
    has(&labels, &["over", "of account", "else", ">"]);
    let labels = offered(&in_rule("when cpa[7d click] over today > │\n  then pause")).await;
    has(&labels, &["$45"]);
}

#[tokio::test]
async fn a_conversion_is_completed_up_to_its_currency() {
    let labels = offered(&in_rule("when │\n  then pause")).await;
    has(&labels, &["convert"]);
    let labels = offered(&in_rule("when convert(spend over today │\n  then pause")).await;
    has(&labels, &["to", "+"]);
    let labels = offered(&in_rule("when convert(spend over today to │\n  then pause")).await;
    assert_eq!(labels, ["EUR", "USD", "GBP", "account currency"]);
    let labels = offered(&in_rule("when convert(spend over today to EUR) │\n  then pause")).await;
    has(&labels, &[">"]);
    lacks(&labels, &["to"]);
}

#[tokio::test]
async fn a_metric_is_completed_from_its_sums_to_its_unit_and_then_where_it_is_used() {
    let labels = offered("│").await;
    has(&labels, &["metric"]);
    let labels = offered("metric gain = │\n").await;
    has(&labels, &["revenue", "spend", "net_margin"]);
    lacks(&labels, &["roas", "budget", "name", "gain"]);
    let labels = offered("metric gain \"what is left\" = revenue - spend │\n").await;
    has(&labels, &["as", "+", "/"]);
    lacks(&labels, &["over", ">"]);
    let labels = offered("metric gain = revenue - spend as │\n").await;
    assert_eq!(labels, ["percent", "ratio", "money"]);
    let own = "metric gain = revenue - spend as money\n\n";
    let labels = offered(&format!("{own}{}", in_rule("when │\n  then pause"))).await;
    has(&labels, &["gain", "net_margin", "spend"]);
    let labels = offered(&format!("{own}{}", in_rule("when gain │\n  then pause"))).await;
    has(&labels, &["over", "of account", ">"]);
    lacks(&labels, &["else"]);
    let labels = offered(&in_rule("when net_margin over today │\n  then pause")).await;
    has(&labels, &["else", "settled"]);
    let labels = offered(&format!("{own}rule \"A\" {{\n  for campaigns where │\n}}\n")).await;
    lacks(&labels, &["gain", "net_margin", "spend"]);
}

#[tokio::test]
async fn a_line_begins_with_the_clauses_its_item_still_takes() {
    let labels = offered(&in_rule("│")).await;
    has(
        &labels,
        &[
            "when",
            "then",
            "let",
            "cooldown",
            "at most",
            "approve by",
            "without approval",
        ],
    );
    lacks(&labels, &["never"]);
    let when = labels.iter().position(|label| label == "when").unwrap();
    let every = labels.iter().position(|label| label == "every").unwrap();
    assert!(when < every, "what stands already comes last: {labels:?}");
    let labels = offered("guard \"A\" {\n  │\n}\n").await;
    has(&labels, &["for", "never"]);
    lacks(&labels, &["when", "every"]);
}

#[tokio::test]
async fn a_half_written_word_is_replaced_by_the_choice() {
    let (mut client, place) = Client::with(&in_rule("when spe│")).await;
    let list = client.at("textDocument/completion", &place).await;
    let spend = list["items"]
        .as_array()
        .unwrap()
        .iter()
        .find(|item| item["label"] == "spend")
        .unwrap();
    assert_eq!(
        spend["textEdit"]["range"]["start"],
        json!({ "line": 3, "character": 7 })
    );
    assert_eq!(spend["textEdit"]["range"]["end"], place);
    assert_eq!(spend["detail"], "money");
    let doc = spend["documentation"]["value"].as_str().unwrap();
    assert!(
        doc.contains("what delivery cost") && doc.contains("Google Ads 0 days"),
        "{doc}"
    );
}

#[tokio::test]
async fn attributes_are_offered_in_where_and_metrics_are_not() {
    let labels = offered("rule \"A\" {\n  for campaigns where │").await;
    has(&labels, &["status", "name", "age", "not"]);
    lacks(&labels, &["spend", "cpa"]);
}

#[tokio::test]
async fn an_enumeration_is_compared_with_its_own_words() {
    for comparison in [
        "status is │",
        "status is not │",
        "this.status = │",
        "status is active and status is pa│",
    ] {
        let labels = offered(&format!("rule \"A\" {{\n  for campaigns where {comparison}\n")).await;
        has(&labels, &["active", "paused"]);
        lacks(&labels, &["delivering", "spend", "mon"]);
    }
    let labels = offered("rule \"A\" {\n  for campaigns where channel in search, │").await;
    has(&labels, &["shopping", "video"]);
}

#[tokio::test]
async fn platforms_windows_actions_channels_and_roles_have_their_places() {
    has(
        &offered("rule \"A\" {\n  for campaigns on │").await,
        &["google", "meta", "tiktok", "amazon"],
    );
    has(
        &offered(&in_rule("when spend over │")).await,
        &["last 3 days", "today", "yesterday"],
    );
    has(
        &offered(&in_rule("then │")).await,
        &["pause", "increase budget", "notify"],
    );
    has(
        &offered(&in_rule("then pause\n       │")).await,
        &["notify", "cooldown", "otherwise when"],
    );
    has(&offered(&in_rule("then notify │")).await, &["slack", "email"]);
    has(
        &offered(&in_rule("approve by │")).await,
        &["manager", "admin", "marketer"],
    );
    has(
        &offered(&in_rule("approve by manager │")).await,
        &["within", "unanswered"],
    );
    has(&offered(&in_rule("without │")).await, &["data", "approval"]);
    has(&offered(&in_rule("at │")).await, &["most"]);
    has(
        &offered(&in_rule("param a: │")).await,
        &["money", "percent", "duration"],
    );
    has(
        &offered("rule \"A\" {\n  every │").await,
        &["1h", "day at", "sync"],
    );
    has(
        &offered("rule \"A\" {\n  every day at 09:00 on │").await,
        &["weekdays", "mon"],
    );
}

#[tokio::test]
async fn units_follow_numbers() {
    has(&offered(&in_rule("cooldown 24│")).await, &["h", "d", "minutes"]);
    has(&offered(&in_rule("window last 3│")).await, &["days", "hours"]);
    has(
        &offered("rule \"A\" {\n  for campaigns where age > 7│").await,
        &["d", "days"],
    );
}

#[tokio::test]
async fn names_declared_above_are_offered_below() {
    let labels = offered(&in_rule(
        "param cap: money = $5\n  let cost = cpa else infinite\n  when │",
    ))
    .await;
    has(&labels, &["cost", "cap", "spend"]);
    let labels = offered(&in_rule("when │\n  let cost = cpa else infinite")).await;
    lacks(&labels, &["cost"]);
    let labels = offered(&in_rule(
        "param cap: money = $5\n  then increase budget by 20% up to │",
    ))
    .await;
    has(&labels, &["cap", "$50", "budget"]);
}

#[tokio::test]
async fn quotes_hold_the_organisations_names() {
    let (mut client, place) = Client::with("rule \"A\" {\n  for campaigns where name is \"pros│\"\n").await;
    let list = client.at("textDocument/completion", &place).await;
    assert_eq!(list["isIncomplete"], true);
    let items = list["items"].as_array().unwrap();
    assert_eq!(items.len(), 1, "{items:?}");
    assert_eq!(items[0]["label"], "Prospecting US");
    assert_eq!(items[0]["detail"], "Google Ads · Shop US");
    assert_eq!(items[0]["textEdit"]["newText"], "Prospecting US");
    assert_eq!(items[0]["textEdit"]["range"]["start"]["character"], 31);

    has(
        &offered("rule \"A\" {\n  for campaigns where name is │").await,
        &["Prospecting US", "Brand \"core\""],
    );
    has(
        &offered("rule \"A\" {\n  for campaigns in account \"│").await,
        &["Shop US"],
    );
    has(
        &offered(&in_rule("when labels has \"│\"")).await,
        &["brand", "seasonal"],
    );
}

#[tokio::test]
async fn campaigns_are_those_of_the_rules_own_scope_and_their_quotes_are_escaped() {
    let (mut client, place) = Client::with("rule \"A\" {\n  for campaigns on meta where name is │\n").await;
    let list = client.at("textDocument/completion", &place).await;
    let item = list["items"]
        .as_array()
        .unwrap()
        .iter()
        .find(|item| item["label"] == "Brand \"core\"")
        .unwrap();
    assert_eq!(item["textEdit"]["newText"], "\"Brand \\\"core\\\"\"");
    lacks(&client.labels(&place).await, &["Prospecting US"]);
}

#[tokio::test]
async fn messages_take_values_between_their_braces_and_nothing_elsewhere() {
    let labels = offered(&in_rule("then notify slack \"#a\" \"{sp│}\"")).await;
    has(&labels, &["spend", "status"]);
    let labels = offered(&in_rule("then notify slack \"#a\" \"{this.│")).await;
    has(&labels, &["name", "budget"]);
    assert_eq!(
        offered(&in_rule("then notify slack \"#a\" \"sp│\"")).await,
        Vec::<String>::new()
    );
}

#[tokio::test]
async fn comments_and_doc_strings_get_nothing() {
    assert_eq!(offered(&in_rule("# when s│")).await, Vec::<String>::new());
    assert_eq!(
        offered("\"\"\"\nru│\n\"\"\"\nrule \"A\" {\n}\n").await,
        Vec::<String>::new()
    );
}

#[tokio::test]
async fn a_blank_opens_a_list_only_where_few_words_fit() {
    let asked = |position: serde_json::Value| {
        json!({
            "textDocument": { "uri": crate::client::URI }, "position": position,
            "context": { "triggerKind": 2, "triggerCharacter": " " },
        })
    };
    let (mut client, place) = Client::with("rule \"A\" {\n  for campaigns on │").await;
    let list = client.request("textDocument/completion", asked(place)).await;
    assert_eq!(list["items"].as_array().unwrap().len(), 4);
    let (mut client, place) = Client::with(&in_rule("when │")).await;
    let list = client.request("textDocument/completion", asked(place)).await;
    assert_eq!(list["items"].as_array().unwrap().len(), 0);
}

/// Words that only a person can know: names and what enumerations do not list.
fn is_own(before: &str, word: &str) -> bool {
    let line = before.rsplit('\n').next().unwrap().trim();
    // The head of a script names it and its arguments; its body is another language.
    let in_script = before
        .rfind("\nscript ")
        .is_some_and(|at| !before[at..].contains("\n}"));
    ["let", "param", "metric", "lookup"].contains(&line)
        || in_script && !(line.ends_with(':') || line.ends_with("->") || word == "per" || word == "day")
        || word == "language"
        || ["rule", "guard"].contains(&word)
}

/// The proof that completion knows the grammar: cut every text of the corpus before every word, and the word is offered.
#[tokio::test]
async fn whatever_the_corpus_says_would_have_been_offered_there() {
    let folder = std::path::PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../corpus");
    let mut client = Client::ready().await;
    client.open("").await;
    let (mut asked, mut missed) = (0, Vec::new());
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        if !name.ends_with(".rule") {
            continue;
        }
        let text = std::fs::read_to_string(&path).unwrap();
        let units = [
            "m", "h", "d", "w", "minutes", "hours", "days", "weeks", "week", "day", "hour", "EUR", "USD",
            "GBP",
        ];
        for (start, word) in words_of(&text) {
            let before = &text[..start];
            if is_own(before, word) || units.contains(&word) {
                continue;
            }
            client.rewrite(before).await;
            let labels = client.labels(&position(&text, start)).await;
            asked += 1;
            let offered = labels
                .iter()
                .any(|label| label == word || label.split([' ', '.']).any(|part| part == word));
            if !offered {
                let line = before.rsplit('\n').next().unwrap();
                missed.push(format!("{name}: `{line}` wants `{word}`, offered {labels:?}"));
            }
        }
    }
    assert!(
        missed.is_empty(),
        "{} of {asked}:\n{}",
        missed.len(),
        missed.join("\n")
    );
    assert!(asked > 500, "only {asked} words");
}

/// Words outside of comments, texts and doc strings.
fn words_of(text: &str) -> Vec<(usize, &str)> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < text.len() {
        let rest = &text[at..];
        if let Some(doc) = rest.strip_prefix("\"\"\"") {
            at += 6 + doc.find("\"\"\"").unwrap();
        } else if let Some(quoted) = rest.strip_prefix('"') {
            let mut escaped = false;
            let end = quoted
                .find(|letter| {
                    let ends = letter == '"' && !escaped;
                    escaped = letter == '\\' && !escaped;
                    ends
                })
                .unwrap();
            at += end + 2;
        } else if rest.starts_with('#') {
            at += rest.find('\n').unwrap();
        } else {
            let first = rest.chars().next().unwrap();
            let length = rest
                .find(|letter: char| !letter.is_alphanumeric() && letter != '_')
                .unwrap_or(rest.len());
            if first.is_alphabetic() {
                found.push((at, &rest[..length]));
                at += length;
            } else if first.is_ascii_digit() {
                at += length;
            } else {
                at += first.len_utf8();
            }
        }
    }
    found
}

#[tokio::test]
async fn windows_are_offered_word_by_word() {
    let windows = offered(&in_rule("when spend over │")).await;
    has(
        &windows,
        &["this week", "this month", "lifetime", "since last change"],
    );
    let suffixes = ["settled", "including today", "ending", "or since creation"];
    has(
        &offered(&in_rule("when spend over last 3 days │")).await,
        &suffixes,
    );
    has(&offered(&in_rule("window last 3 days │")).await, &suffixes);
    has(
        &offered(&in_rule("when spend over last 3 days ending │")).await,
        &["7 days ago"],
    );
    has(
        &offered(&in_rule("when spend over last 3 days ending 7 days │")).await,
        &["ago"],
    );
    has(
        &offered(&in_rule("when spend over last 3 days including │")).await,
        &["today"],
    );
    has(
        &offered(&in_rule("when spend over since │")).await,
        &["last change"],
    );
    let behind = offered(&in_rule("when spend over this month │")).await;
    has(&behind, &["or since creation", ">", "<"]);
    has(
        &offered(&in_rule("when spend over last 7 days ending 7 days ago > │")).await,
        &["$45"],
    );
}
