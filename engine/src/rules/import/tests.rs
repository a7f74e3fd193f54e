//! Exports as the platforms give them, beside what becomes of them. `ADJUTANT_WRITE_FIXTURES=1` writes the second anew; read
//! every line of the difference.

use super::*;

const META: &str = include_str!("fixtures/meta.json");
const TIKTOK: &str = include_str!("fixtures/tiktok.json");

fn dollars() -> Options {
    Options {
        currency: Some(Currency::USD),
        ..Options::default()
    }
}

fn told() -> Option<Told> {
    Some(Told {
        channel: dsl::NotifyChannel::Slack,
        target: "#paid".to_owned(),
    })
}

/// The rules and the report stand in files beside the export.
fn holds(name: &str, imported: &[Imported]) {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/rules/import/fixtures");
    let report: Vec<_> = imported
        .iter()
        .map(|rule| serde_json::json!({ "name": rule.name, "id": rule.id, "whole": rule.whole, "parts": rule.parts }))
        .collect();
    let report = format!("{}\n", serde_json::to_string_pretty(&report).unwrap());
    for (file, text) in [
        (format!("{name}.rule"), file(imported)),
        (format!("{name}.report.json"), report),
    ] {
        let path = format!("{folder}/{file}");
        if std::env::var_os("ADJUTANT_WRITE_FIXTURES").is_some() {
            std::fs::write(&path, &text).unwrap();
        }
        assert_eq!(
            std::fs::read_to_string(&path).unwrap_or_default(),
            text,
            "{file} says something else"
        );
    }
}

#[test]
fn metas_rules_arrive_with_their_units_windows_and_times() {
    let options = Options {
        roas: Some("website_purchase_roas".to_owned()),
        notify: told(),
        ..dollars()
    };
    let imported = import(Source::Meta, META, &options).unwrap();
    holds("meta", &imported);
    let checked = dsl::check(&file(&imported));
    assert!(checked.is_ok(), "{:#?}", checked.diagnostics);
    assert_eq!(
        checked.rules.len(),
        imported.iter().filter(|rule| rule.whole).count()
    );
}

#[test]
fn tiktoks_rules_arrive_with_their_units_windows_and_times() {
    let options = Options {
        roas: Some("ROAS_COMPLETE_PAYMENT".to_owned()),
        currency: Some(Currency::EUR),
        notify: told(),
        ..Options::default()
    };
    let imported = import(Source::TikTok, TIKTOK, &options).unwrap();
    holds("tiktok", &imported);
    let checked = dsl::check(&file(&imported));
    assert!(checked.is_ok(), "{:#?}", checked.diagnostics);
    assert_eq!(checked.rules.len(), 2);
}

/// One Meta rule with these filters.
fn meta(filters: &str) -> Imported {
    let json = format!(
        r#"{{ "name": "One", "evaluation_spec": {{ "evaluation_type": "SCHEDULE", "filters": [
            {{ "field": "entity_type", "value": "CAMPAIGN", "operator": "EQUAL" }}, {filters} ] }},
            "execution_spec": {{ "execution_type": "PAUSE" }}, "schedule_spec": {{ "schedule_type": "DAILY" }} }}"#
    );
    import(Source::Meta, &json, &dollars()).unwrap().remove(0)
}

fn became<'r>(rule: &'r Imported, field: &str) -> &'r Became {
    &rule
        .parts
        .iter()
        .find(|part| part.value.contains(field))
        .unwrap_or_else(|| panic!("no part has {field}: {:#?}", rule.parts))
        .became
}

fn reason<'r>(rule: &'r Imported, field: &str) -> &'r str {
    match became(rule, field) {
        Became::Lost {
            reason,
            decides: true,
        } => reason,
        other => panic!("{field}: {other:?}"),
    }
}

/// What Meta's documentation says of its windows: those in days hold today, those in `D` do not.
#[test]
fn metas_windows_are_the_days_meta_means() {
    for (preset, window) in [
        ("TODAY", "today or since creation"),
        ("YESTERDAY", "yesterday or since creation"),
        ("LAST_2_DAYS", "last 1 day including today or since creation"),
        ("LAST_7_DAYS", "last 6 days including today or since creation"),
        ("LAST_7D", "last 7 days or since creation"),
        ("LAST_ND_14_8", "last 7 days ending 7 days ago or since creation"),
        (
            "LAST_ND_60_29",
            "last 32 days ending 28 days ago or since creation",
        ),
        ("THIS_WEEK_MON_TODAY", "this week or since creation"),
        ("LIFETIME", "lifetime"),
    ] {
        let rule = meta(&format!(
            r#"{{ "field": "time_preset", "value": "{preset}", "operator": "EQUAL" }}, {{ "field": "spent", "value": 1, "operator": "GREATER_THAN" }}"#
        ));
        assert!(rule.whole, "{preset}: {:#?}", rule.parts);
        assert!(
            rule.text.contains(&format!("  window {window}\n")),
            "{preset}: {}",
            rule.text
        );
        assert!(rule.text.contains("spend > $0.01"), "{}", rule.text);
    }
    for preset in [
        "THIS_WEEK_SUN_TODAY",
        "LAST_ND_LIFETIME_8",
        "LAST_0_DAYS",
        "LAST_0D",
        "LAST_ND_8_14",
        "NEXT_WEEK",
    ] {
        let rule = meta(&format!(
            r#"{{ "field": "time_preset", "value": "{preset}", "operator": "EQUAL" }}, {{ "field": "spent", "value": 1, "operator": "GREATER_THAN" }}"#
        ));
        assert!(!rule.whole && !reason(&rule, preset).is_empty());
    }
}

#[test]
fn amounts_are_exact_and_need_a_currency() {
    let spent = |value: &str, currency| {
        let json = format!(
            r#"[{{ "name": "One", "evaluation_spec": {{ "evaluation_type": "SCHEDULE", "filters": [
                {{ "field": "entity_type", "value": "CAMPAIGN", "operator": "EQUAL" }},
                {{ "field": "time_preset", "value": "TODAY", "operator": "EQUAL" }},
                {{ "field": "spent", "value": {value}, "operator": "GREATER_THAN" }} ] }},
                "execution_spec": {{ "execution_type": "PAUSE" }}, "schedule_spec": {{ "schedule_type": "DAILY" }} }}]"#
        );
        let options = Options {
            currency,
            ..Options::default()
        };
        import(Source::Meta, &json, &options).unwrap().remove(0)
    };
    let yen = "JPY".parse().ok();
    for (value, currency, written) in [
        ("123456", Some(Currency::USD), "spend > $1,234.56"),
        ("\"1050\"", Some(Currency::EUR), "spend > €10.50"),
        ("1050.5", Some(Currency::USD), "spend > $10.505"),
        ("500", yen, "spend > 500 JPY"),
        ("0", Some(Currency::USD), "spend > $0.00"),
    ] {
        let rule = spent(value, currency);
        assert!(rule.whole, "{value}: {:#?}", rule.parts);
        assert!(rule.text.contains(written), "{value}: {}", rule.text);
    }
    assert!(reason(&spent("1000", None), "spent").contains("--currency"));
    assert!(reason(&spent("\"1e3\"", Some(Currency::USD)), "spent").contains("plain number"));
    assert!(reason(&spent("\"\"", Some(Currency::USD)), "spent").contains("plain number"));
    assert!(!spent("99999999999999999999999", Some(Currency::USD)).whole);
}

#[test]
fn a_rule_that_lost_a_condition_is_no_rule() {
    let rule = meta(
        r#"{ "field": "time_preset", "value": "TODAY", "operator": "EQUAL" },
           { "field": "spent", "value": 5000, "operator": "GREATER_THAN" },
           { "field": "video_view", "value": 5000, "operator": "LESS_THAN" }"#,
    );
    assert!(!rule.whole);
    assert_eq!(reason(&rule, "video_view"), "`video_view` is not known here");
    let text = file(std::slice::from_ref(&rule));
    assert!(text.contains("\n# missing: evaluation_spec.filters[3]"), "{text}");
    assert!(dsl::check(&text).rules.is_empty(), "{text}");
}

/// What the language learns is carried from then on: whether a rule is whole is the checker's to say.
#[test]
fn a_rule_is_whole_where_the_checker_knows_all_its_words() {
    for (level, field) in [
        ("CAMPAIGN", "spent"),
        ("CAMPAIGN", "frequency"),
        ("ADSET", "spent"),
        ("ADSET", "reach"),
        ("AD", "spent"),
    ] {
        let json = format!(
            r#"[{{ "name": "One", "evaluation_spec": {{ "evaluation_type": "SCHEDULE", "filters": [
                {{ "field": "entity_type", "value": "{level}", "operator": "EQUAL" }},
                {{ "field": "time_preset", "value": "LAST_7D", "operator": "EQUAL" }},
                {{ "field": "{field}", "value": 3, "operator": "GREATER_THAN" }} ] }},
                "execution_spec": {{ "execution_type": "PAUSE" }}, "schedule_spec": {{ "schedule_type": "DAILY" }} }}]"#
        );
        let rule = import(Source::Meta, &json, &dollars()).unwrap().remove(0);
        let said: String = rule
            .text
            .lines()
            .filter(|line| !line.starts_with("# missing"))
            .map(|line| format!("{line}\n"))
            .collect();
        let checked = dsl::check(&said);
        assert_eq!(rule.whole, checked.is_ok(), "{level} {field}: {}", rule.text);
        for found in checked.diagnostics.iter().filter(|found| found.is_error()) {
            assert!(
                rule.parts.iter().any(|part| matches!(
                    &part.became,
                    Became::Lost { reason, decides: true } if reason.starts_with(&found.message)
                )),
                "{level} {field}: {} is not among {:#?}",
                found.message,
                rule.parts
            );
        }
    }
    let campaign = meta(
        r#"{ "field": "time_preset", "value": "LAST_7D", "operator": "EQUAL" },
           { "field": "spent", "value": 3, "operator": "GREATER_THAN" }"#,
    );
    assert!(campaign.whole);
}

#[test]
fn a_count_is_conversions_only_where_the_account_says_so() {
    let filters = r#"{ "field": "time_preset", "value": "TODAY", "operator": "EQUAL" },
        { "field": "offsite_conversion.fb_pixel_purchase", "value": 3, "operator": "LESS_THAN" },
        { "field": "cost_per_purchase_fb", "value": 4000, "operator": "GREATER_THAN" }"#;
    let rule = meta(filters);
    assert!(
        reason(&rule, "\"offsite_conversion.fb_pixel_purchase\"")
            .contains("--conversions offsite_conversion.fb_pixel_purchase")
    );
    let json = format!(
        r#"{{ "name": "One", "evaluation_spec": {{ "evaluation_type": "SCHEDULE", "filters": [
            {{ "field": "entity_type", "value": "CAMPAIGN", "operator": "EQUAL" }}, {filters} ] }},
            "execution_spec": {{ "execution_type": "PAUSE" }}, "schedule_spec": {{ "schedule_type": "DAILY" }} }}"#
    );
    let options = Options {
        conversions: Some("offsite_conversion.fb_pixel_purchase".to_owned()),
        ..dollars()
    };
    let rule = import(Source::Meta, &json, &options).unwrap().remove(0);
    assert!(rule.whole, "{:#?}", rule.parts);
    assert!(rule.text.contains("conversions < 3"), "{}", rule.text);
    assert!(
        rule.text.contains("conversions > 0 and cpa > $40.00"),
        "{}",
        rule.text
    );
}

#[test]
fn a_result_keeps_the_attribution_window_it_is_counted_within() {
    let asked = |field: &str| {
        meta(&format!(
            r#"{{ "field": "{field}", "value": 2, "operator": "GREATER_THAN" }}"#
        ))
    };
    let rule = asked("7d_click:last_7d_cost_per");
    assert!(rule.whole, "{:#?}", rule.parts);
    let over = "over last 7 days or since creation";
    let written = format!("conversions[7d click] {over} > 0 and cpa[7d click] {over} > $0.02");
    assert!(rule.text.contains(&written), "{}", rule.text);
    // What the ad cost is not attributed.
    assert!(
        asked("1d_view:last_7d_spent")
            .text
            .contains(&format!("spend {over} > $0.02"))
    );
    let field = "28d_view_1d_click:last_7d_results";
    assert!(reason(&asked(field), field).contains("`28d_view_1d_click`"));
}

#[test]
fn names_keep_their_signs_and_are_told_apart() {
    let json = r#"[
        { "name": "A \"b\" {c} \\", "evaluation_spec": { "evaluation_type": "SCHEDULE", "filters": [
            { "field": "entity_type", "value": "CAMPAIGN", "operator": "EQUAL" },
            { "field": "name", "value": "50% \"off\"", "operator": "EQUAL" } ] },
          "execution_spec": { "execution_type": "NOTIFICATION" }, "schedule_spec": { "schedule_type": "HOURLY" } },
        { "name": "A \"b\" {c} \\", "evaluation_spec": { "evaluation_type": "SCHEDULE", "filters": [
            { "field": "entity_type", "value": "CAMPAIGN", "operator": "EQUAL" },
            { "field": "name", "value": "what?", "operator": "CONTAIN" } ] },
          "execution_spec": { "execution_type": "PAUSE" }, "schedule_spec": { "schedule_type": "HOURLY" } } ]"#;
    let options = Options {
        notify: told(),
        ..dollars()
    };
    let imported = import(Source::Meta, json, &options).unwrap();
    assert!(imported[0].whole, "{:#?}", imported[0].parts);
    let checked = dsl::check(&imported[0].text);
    assert_eq!(checked.rules[0].name(), "A \"b\" {c} \\");
    assert_eq!(imported[1].name, "A \"b\" {c} \\ (2)");
    assert!(reason(&imported[1], "what?").contains("stand for any letters"));
}

#[test]
fn what_is_no_export_says_what_one_looks_like() {
    assert!(matches!(
        import(Source::Meta, "[", &dollars()),
        Err(ImportError::NotJson(_))
    ));
    for (source, json) in [
        (Source::Meta, "[]"),
        (Source::Meta, "7"),
        (Source::Meta, r#"{"data":[{"name":"x"}]}"#),
        (Source::Meta, TIKTOK),
        (Source::TikTok, META),
        (Source::TikTok, "null"),
        (Source::TikTok, r#"{"rules":[]}"#),
    ] {
        assert!(
            matches!(import(source, json, &dollars()), Err(ImportError::NoRules(_))),
            "{json}"
        );
    }
}

/// Whatever an export holds, the answer is a report and never a crash, and a whole rule always checks.
#[test]
fn no_export_breaks_the_import() {
    let seeds = [(Source::Meta, META), (Source::TikTok, TIKTOK)];
    let odd = [
        "null",
        "-1",
        "[]",
        "{}",
        "\"\"",
        "1e400",
        "[[1]]",
        "\"\\u0000\\\"\"",
        "18446744073709551616",
    ];
    for (source, json) in seeds {
        let bytes: Vec<usize> = json.match_indices(": ").map(|(at, _)| at + 2).collect();
        for (index, at) in bytes.iter().enumerate() {
            let end = json[*at..]
                .find(['\n', ',', '}'])
                .map_or(json.len(), |length| at + length);
            let bent = format!("{}{}{}", &json[..*at], odd[index % odd.len()], &json[end..]);
            for rule in import(source, &bent, &dollars()).into_iter().flatten() {
                assert!(!rule.whole || dsl::check(&rule.text).is_ok(), "{}", rule.text);
            }
        }
    }
}
