//! Nothing a person or a program can type makes the checker panic, hang or overflow.

use dsl::{check, code_page, codes};
use proptest::prelude::*;

const RULE: &str = include_str!("../../../rules-library/stop-loss/stop-loss.rule");

fn codes_of(text: &str) -> Vec<&'static str> {
    check(text)
        .diagnostics
        .iter()
        .map(|finding| finding.code)
        .collect()
}

fn around(condition: &str) -> String {
    format!("rule \"Example\" {{\n  for campaigns\n  every 1h\n  when {condition}\n  then pause\n}}\n")
}

#[test]
fn nesting_beyond_the_limit_is_one_finding_however_deep() {
    for depth in [65, 1_000, 20_000] {
        let nested = format!("{}spend over today > $1{}", "(".repeat(depth), ")".repeat(depth));
        assert!(
            matches!(codes_of(&around(&nested)).as_slice(), ["E0107" | "E0108"]),
            "{depth} parentheses"
        );
        assert!(matches!(
            codes_of(&around(&format!("{} status is active", "not ".repeat(depth)))).as_slice(),
            ["E0107" | "E0108"]
        ));
        let signs = format!("spend over today > {} $1", "- ".repeat(depth));
        assert!(matches!(
            codes_of(&around(&signs)).as_slice(),
            ["E0107" | "E0108"]
        ));
    }
    let deep = format!("{}spend over today > $1{}", "(".repeat(60), ")".repeat(60));
    assert_eq!(codes_of(&around(&deep)), Vec::<&str>::new());
}

#[test]
fn unclosed_and_surplus_parentheses_end_in_a_finding() {
    assert_eq!(codes_of(&around("(spend over today > $1")), ["E0101"]);
    assert_eq!(codes_of(&around("spend over today > $1)")), ["E0101"]);
    assert_eq!(codes_of(&around(&"(".repeat(60))), ["E0101"]);
}

#[test]
fn a_text_of_a_megabyte_is_read_and_a_longer_one_refused() {
    let rule = around("spend over today > $1");
    let mut text = String::new();
    let mut number = 0;
    while text.len() + rule.len() + 10 < 1_000_000 {
        text.push_str(&rule.replace("Example", &format!("Example {number}")));
        number += 1;
    }
    let checked = check(&text);
    assert!(checked.is_ok());
    assert_eq!(checked.rules.len(), number);
    assert_eq!(codes_of(&"x".repeat(1_000_001)), ["E0108"]);
}

#[test]
fn a_megabyte_of_one_kind_of_token_ends_without_a_rule() {
    for piece in [
        "(",
        "a ",
        "1+",
        "\"",
        "\"\"\"",
        "rule \"",
        "{\n",
        "not ",
        "\n",
        "when ",
        "#",
        "$1,",
        "in (",
        "rule \"a\" {\n",
        "let a = b\n",
        "when a\n",
        "script a(\n",
        "\"\"\"\n",
        "cooldwn 1h\n",
    ] {
        let text = piece.repeat(900_000 / piece.len());
        for text in [text.clone(), around(&text)] {
            let checked = check(&text[..text.len().min(1_000_000)]);
            assert!(checked.rules.is_empty(), "{piece:?} made a rule");
        }
    }
}

#[test]
fn an_item_has_so_many_clauses_and_no_more() {
    let lets = |count: usize| {
        let lines: Vec<String> = (0..count)
            .map(|number| format!("let a{number} = {number} * clicks over today"))
            .collect();
        around(&format!("spend over today > $1\n  {}", lines.join("\n  ")))
    };
    assert!(!codes_of(&lets(400)).contains(&"E0108"));
    assert_eq!(
        codes_of(&lets(600))
            .iter()
            .filter(|code| **code == "E0108")
            .count(),
        1
    );
}

/// Each `let` stands for what it names, twice: the rule is small, what it would be written out is not.
#[test]
fn names_that_double_each_other_end_in_a_finding() {
    let lets: Vec<String> = (1..200)
        .map(|number| format!("let a{number} = a{} + a{}", number - 1, number - 1))
        .collect();
    let text = around(&format!(
        "a199 > $1\n  let a0 = spend over today + $1\n  {}",
        lets.join("\n  ")
    ));
    assert_eq!(codes_of(&text), ["E0108"]);
    let conditions: Vec<String> = (1..200)
        .map(|number| format!("let a{number} = a{} and not a{}", number - 1, number - 1))
        .collect();
    let text = around(&format!(
        "a199\n  let a0 = cpa over today > $1\n  {}",
        conditions.join("\n  ")
    ));
    assert_eq!(codes_of(&text), ["E0108"]);
}

#[test]
fn long_chains_are_no_nesting() {
    let chain = vec!["spend over today > $1"; 250].join(" and ");
    assert_eq!(codes_of(&around(&chain)), Vec::<&str>::new());
    let sum = vec!["spend over today"; 300].join(" + ");
    assert_eq!(codes_of(&around(&format!("{sum} > $1"))), Vec::<&str>::new());
}

#[test]
fn every_keyword_ends_at_a_word_boundary() {
    // The trap: `or` must not be cut out of `orders`, nor `and` out of `android`.
    assert_eq!(codes_of(&around("clicks over today > 1 orders > 2")), ["E0101"]);
    assert_eq!(codes_of(&around("clicks over today > 1 android > 2")), ["E0101"]);
    assert_eq!(codes_of(&around("clicks over todays > 1")), ["E0101"]);
    assert_eq!(codes_of(&around("notstatus is active")), ["E0201"]);
    assert_eq!(codes_of(&around("clicks overtoday > 1")), ["E0101"]);
}

/// Every place that a finding names is a piece of the text, so that it can be underlined and mended.
fn places_fit(text: &str) -> Result<(), String> {
    for finding in check(text).diagnostics {
        let labels = finding.labels.iter().map(|label| label.span);
        let edits = finding
            .fixes
            .iter()
            .flat_map(|fix| &fix.edits)
            .map(|edit| edit.span);
        for span in std::iter::once(finding.span).chain(labels).chain(edits) {
            if text.get(span.start as usize..span.end as usize).is_none() {
                return Err(format!("{span:?} is no piece of the text: {finding:?}"));
            }
        }
    }
    Ok(())
}

#[test]
fn a_letter_of_several_bytes_anywhere_moves_no_place_off_the_text() {
    let sharp = "rule \"Hard stop\" {\n  for campaigns on google\n  every 1h\n  when spend over today > $1\n  then notify slack \"#a\" \"{ } {spend over today}\"\n}\n";
    for text in [sharp, RULE] {
        for (at, character) in text.char_indices() {
            for other in ["\u{a0}", "é"] {
                let (before, after) = text.split_at(at);
                let instead = &after[character.len_utf8()..];
                for bent in [
                    format!("{before}{other}{after}"),
                    format!("{before}{other}{instead}"),
                ] {
                    places_fit(&bent).unwrap_or_else(|fault| panic!("{fault}\n{bent}"));
                }
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_answered(text in "\\PC{0,200}") {
        let _ = check(&text);
        let _ = check(&around(&text));
    }

    #[test]
    fn any_soup_of_the_languages_words_is_answered(words in prop::collection::vec(prop::sample::select(vec![
        "rule", "\"A\"", "{", "}", "for", "campaigns", "on", "google", "where", "every", "1h", "window", "last", "3", "days", "settled",
        "let", "x", "=", "cpa", "else", "infinite", "when", ">", "$45", "and", "or", "not", "(", ")", "spend", "then", "pause", "increase",
        "budget", "by", "20%", "up", "to", "approve", "manager", "within", "4h", "cooldown", "at", "most", "5", "per", "day", "\n", "\n  ",
        "over", "today", "is", "missing", "guard", "never", "raise", "above", "of", "start", "param", ":", "money", ",", "40 EUR", "\"\"\"",
        "notify", "slack", "\"#a\"", "\"{cpa}\"", "-", "*", "/", "in", "has", "matches", "#c", "lasting", "2", "checks", "otherwise",
    ]), 0..80)) {
        let _ = check(&words.join(" "));
    }

    #[test]
    fn a_damaged_rule_is_answered_with_places_inside_of_the_text(
        at in 0..RULE.len(),
        length in 0..40_usize,
        insert in "[a-z0-9(){}\"#$%,. \n]{0,12}",
    ) {
        let start = (0..=at).rev().find(|offset| RULE.is_char_boundary(*offset)).unwrap();
        let end = (at + length..=RULE.len()).find(|offset| RULE.is_char_boundary(*offset)).unwrap_or(RULE.len());
        let text = format!("{}{insert}{}", &RULE[..start], &RULE[end..]);
        for finding in check(&text).diagnostics {
            let span = finding.span;
            prop_assert!(span.start <= span.end && span.end as usize <= text.len(), "{finding:?}");
            prop_assert!(text.is_char_boundary(span.start as usize) && text.is_char_boundary(span.end as usize));
            for fix in &finding.fixes {
                let _ = check(&fix.apply(&text));
            }
        }
    }
}

/// The house style of messages: lower case, no full stop, nothing of the implementation.
#[test]
fn every_message_speaks_the_house_style() {
    let mut seen = 0;
    for page in codes() {
        assert!(code_page(page).starts_with("# "));
        for finding in check(page.example).diagnostics {
            seen += 1;
            for text in std::iter::once(&finding.message).chain(&finding.help) {
                let first = text.chars().next().unwrap();
                assert!(!first.is_uppercase(), "{text}");
                assert!(!text.ends_with('.'), "{text}");
                assert!(!text.contains('\n'), "{text}");
                for word in [
                    "Rule::",
                    "Option",
                    "Vec<",
                    "Token",
                    "parse error",
                    "k_",
                    "pest",
                    "None",
                ] {
                    assert!(!text.contains(word), "{text}");
                }
            }
        }
    }
    assert!(seen > 60);
}
