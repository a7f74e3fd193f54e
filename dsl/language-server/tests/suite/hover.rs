//! What the words under the pointer mean.

use crate::client::{Client, in_rule};

async fn shown(marked: &str) -> String {
    let (mut client, place) = Client::with(marked).await;
    let hover = client.at("textDocument/hover", &place).await;
    hover["contents"]["value"].as_str().unwrap_or("").to_owned()
}

#[tokio::test]
async fn a_metric_shows_its_definition_and_todays_value() {
    let text = shown(&in_rule("when sp│end over today > $5\n  then pause")).await;
    for part in [
        "what delivery cost",
        "money",
        "Amazon Ads 1 day",
        "**$1,204.50** today, 2 accounts in USD",
    ] {
        assert!(text.contains(part), "{part} is not in {text}");
    }
    let text = shown(&in_rule("when freq│uency over last 7 days > 3\n  then pause")).await;
    assert!(
        text.contains("fetched for each window of whole days") && text.contains("On Meta, TikTok."),
        "{text}"
    );
    let text = shown(&in_rule("when c│pa else infinite > $5\n  then pause")).await;
    assert!(
        text.contains("spend / conversions") && text.contains("Undefined over zero"),
        "{text}"
    );
}

#[tokio::test]
async fn an_attribution_window_is_explained_and_so_is_the_metric_before_it() {
    let text = shown(&in_rule("when cpa[7d cl│ick] else infinite > $5\n  then pause")).await;
    assert!(text.contains("within so many days of a click"), "{text}");
    let text = shown(&in_rule("when c│pa[7d click] else infinite > $5\n  then pause")).await;
    assert!(text.contains("spend / conversions"), "{text}");
}

#[tokio::test]
async fn metrics_of_ones_own_are_explained_whether_they_stand_in_the_text_or_beside_it() {
    for (marked, parts) in [
        (
            in_rule("when net_mar│gin over today > 5%\n  then pause"),
            [
                "(revenue - spend) / spend as percent",
                "Undefined over zero",
                "of your own",
            ],
        ),
        (
            format!(
                "metric gain \"what is left\" = revenue - spend as money\n\n{}",
                in_rule("when ga│in over today > $5\n  then pause")
            ),
            ["what is left", "revenue - spend as money", "of your own"],
        ),
        (
            "metric gain = reve│nue - spend as money\n".to_owned(),
            ["value of the attributed conversions", "money", "Google Ads"],
        ),
        (
            "met│ric gain = revenue - spend as money\n".to_owned(),
            ["a metric of your own", "SUM / SUM", "percent"],
        ),
    ] {
        let text = shown(&marked).await;
        for part in parts {
            assert!(text.contains(part), "{marked}: {part} is not in {text}");
        }
    }
}

#[tokio::test]
async fn fields_enumerations_clauses_actions_and_words_are_explained() {
    for (marked, part) in [
        (
            "rule \"A\" {\n  for campaigns where del│ivery is limited\n}\n",
            "what really happens",
        ),
        (
            "rule \"A\" {\n  for campaigns where delivery is lim│ited\n}\n",
            "a value of `delivery`",
        ),
        ("rule \"A\" {\n  for campaigns on goo│gle\n}\n", "Google Ads"),
        ("ru│le \"A\" {\n  for campaigns\n}\n", "what then happens"),
    ] {
        let text = shown(marked).await;
        assert!(text.contains(part), "{marked}: {text}");
    }
    for (lines, part) in [
        ("cool│down 24h", "left alone"),
        ("at mo│st 5 per day", "how often the rule may act"),
        ("then pau│se", "switches the object off"),
        ("then increase bud│get by 20% up to $50", "budget per day"),
        (
            "when spend over today > $5 lasting 2 che│cks\n  then pause",
            "runs on fresh data",
        ),
        ("window last 3 days sett│led", "late conversions"),
        ("approve by man│ager", "manager"),
    ] {
        let text = shown(&in_rule(lines)).await;
        assert!(text.contains(part), "{lines}: {text}");
    }
}

#[tokio::test]
async fn a_name_shows_its_declaration() {
    let text = shown(&in_rule(
        "param cap: money = $5 \"the most\"\n  when spend over today > c│ap\n  then pause",
    ))
    .await;
    assert!(text.contains("param cap: money = $5 \"the most\""), "{text}");
    let text = shown(&in_rule(
        "let co│st = cpa else infinite\n  when cost > $5\n  then pause",
    ))
    .await;
    assert!(text.contains("let cost = cpa else infinite"), "{text}");
}

#[tokio::test]
async fn a_campaign_shows_how_it_stands() {
    let text = shown("rule \"A\" {\n  for campaigns where name is \"Prospe│cting US\"\n}\n").await;
    for part in ["Shop US", "Status active", "$100.00 per day", "spend $45.00"] {
        assert!(text.contains(part), "{part} is not in {text}");
    }
    let text = shown("rule \"A\" {\n  for campaigns where name is \"Nobo│dy\"\n}\n").await;
    assert!(text.contains("No campaign"), "{text}");
    let text = shown("rule \"A\" {\n  for campaigns in account \"Shop│ US\"\n}\n").await;
    assert!(text.contains("brand Shop"), "{text}");
}

#[tokio::test]
async fn a_finding_shows_its_page() {
    let text = shown(&in_rule("when spend over today > 1│00\n  then pause")).await;
    assert!(text.contains("E0204"), "{text}");
}

#[tokio::test]
async fn blanks_and_signs_have_nothing_to_say() {
    let (mut client, place) = Client::with(&in_rule("│\n  then pause")).await;
    assert!(client.at("textDocument/hover", &place).await.is_null());
}

#[tokio::test]
async fn words_inside_of_a_test_mean_what_they_mean_there() {
    let text = |lines: &str| {
        format!(
            "rule \"A\" {{\n  for campaigns\n  every 1h\n  when spend over today > $1\n  then pause\n}}\n\ntest \"it\" of \"A\" {{\n  \
             at 2026-03-04 10:00\n{lines}\n}}\n"
        )
    };
    let of = async |line: &str, says: &str| {
        let text = shown(&text(line)).await;
        assert!(text.contains(says), "{line}: {says} is not in {text}");
    };
    of("  se│ttled lag 1 day", "how many days these accounts wait").await;
    of("  giv│en campaign \"B\" { age 3d }", "a campaign and its history").await;
    of(
        "  given campaign \"B\" { e│ach of last 6 days { spend $60 } }",
        "the same values in each",
    )
    .await;
    of(
        "  given campaign \"B\" { sh│ares budget \"P\" }",
        "spends from one budget",
    )
    .await;
    of(
        "  expect pause of \"B\" pro│posed",
        "the action waits for an answer",
    )
    .await;
    of("  expect pause of \"B\" super│seded", "a newer proposal").await;
    of(
        "  expect nothing of \"B\" bec│ause spend over today = $0",
        "values the rule must have seen",
    )
    .await;
    of("  appr│ove \"B\"", "one person agrees").await;
    of("  approve \"B\" a│s admin", "whose answer it is").await;
}

#[tokio::test]
async fn an_accepted_code_shows_its_page() {
    let text = shown(&in_rule(
        "when spend over today > $100\n  then pause\n  accept W05│03 \"known\"",
    ))
    .await;
    assert!(text.contains("a raise without a limit"), "{text}");
}
