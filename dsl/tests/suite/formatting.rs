//! The formatter: one layout, the same meaning, and nothing lost.

use std::sync::LazyLock;

use dsl::{FormatError, check, codes, format};
use proptest::prelude::*;

use crate::corpus::corpus;
use crate::library::library;

/// Every text of the corpus, the library, and the examples of the diagnostics that can be read.
fn texts() -> &'static [String] {
    static TEXTS: LazyLock<Vec<String>> = LazyLock::new(readable);
    &TEXTS
}

fn readable() -> Vec<String> {
    corpus()
        .into_iter()
        .map(|(_, text)| text)
        .chain(library().into_iter().map(|(_, text)| text))
        .chain(codes().flat_map(|page| [page.example.to_owned(), page.better.to_owned()]))
        .filter(|text| format(text).is_ok())
        .collect()
}

/// What the checker has to say, without where.
fn said(text: &str) -> Vec<(&'static str, String)> {
    let mut said: Vec<(&'static str, String)> = check(text)
        .diagnostics
        .into_iter()
        // Messages quote the text, blanks and all.
        .map(|found| (found.code, found.message.split_whitespace().collect()))
        .collect();
    said.sort();
    said
}

#[test]
fn the_library_is_laid_out_already() {
    let library = library();
    assert!(
        library.len() > 10,
        "only {} texts are in the library",
        library.len()
    );
    for (_, text) in library {
        assert_eq!(format(&text).unwrap(), text);
    }
}

#[test]
fn a_text_laid_out_twice_is_the_same_and_says_the_same() {
    let texts = texts();
    assert!(texts.len() > 60, "only {} texts can be laid out", texts.len());
    for text in texts {
        let once = format(text).unwrap();
        assert_eq!(format(&once).unwrap(), once, "of {text}");
        assert_eq!(said(&once), said(text), "{once}");
    }
}

#[test]
fn every_text_of_the_corpus_can_be_laid_out() {
    for (name, text) in corpus() {
        assert!(format(&text).is_ok(), "{name}: {:?}", format(&text));
    }
}

#[test]
fn indentation_blanks_and_line_ends_are_the_formatters() {
    let text = "language   1\r\n\r\n\r\n\r\n\"\"\"\nWhy.   \n\"\"\"\n\nrule  \"A\"{for campaigns on google,meta where status is active\n      and  not(age>1d)\n\
                every 1h # often\n\n\n  param a:money=$5 ,4 EUR \"short\"\n param longer : count = 10 from 1 to 20   \"long\"\n# about the condition\n\
                when spend over last 3 days>a and budget*2/3 - -$1>$0 then pause\nnotify slack \"#a\"   \"b\"\n otherwise increase budget by 20%\n   up to \
                $300\n\n}\nguard \"B\" { for campaigns never raise budget above 200 % of budget at start of day, $5 }";
    let expected = "language 1\n\n\"\"\"\nWhy.\n\"\"\"\nrule \"A\" {\n  for campaigns on google, meta where status is active\n    and not (age > 1d)\n  \
                    every 1h  # often\n\n  param a: money = $5, 4 EUR              \"short\"\n  param longer: count = 10 from 1 to 20   \"long\"\n  \
                    # about the condition\n  when spend over last 3 days > a and budget * 2 / 3 - -$1 > $0\n  then pause\n       notify slack \"#a\" \
                    \"b\"\n  otherwise increase budget by 20%\n         up to $300\n}\n\nguard \"B\" {\n  for campaigns never raise budget above 200% of \
                    budget at start of day, $5\n}\n";
    let text = text.replace("for campaigns never", "for campaigns\nnever");
    let expected = expected.replace("for campaigns never", "for campaigns\n  never");
    assert_eq!(format(&text).unwrap(), expected);
}

#[test]
fn how_names_are_spaced_means_nothing() {
    let rule = |condition: &str| {
        std::format!("rule \"A\" {{\n  for campaigns\n  every 1h\n  when {condition}\n  then pause\n}}\n")
    };
    let test = |ground: &str| {
        let given = "  at 2026-03-04 10:00\n  given campaign \"C\" on google { status active }\n";
        std::format!(
            "test \"B\" of \"A\" {{\n{given}  expect pause of \"C\" proposed because {ground} = $60\n}}\n"
        )
    };
    for (written, laid_out) in [
        (
            rule("revenue[7d clic<k] > 2 * spend"),
            rule("revenue[7d clic < k] > 2 * spend"),
        ),
        (rule("revenue[ 7d   click ] > $1"), rule("revenue[7d click] > $1")),
        (test("this . cpa"), test("this.cpa")),
        (
            test("cpa[7d  click]  over last  3 days"),
            test("cpa[7d click] over last 3 days"),
        ),
    ] {
        assert_eq!(format(&written).as_deref(), Ok(laid_out.as_str()));
        assert_eq!(format(&laid_out).as_deref(), Ok(laid_out.as_str()));
    }
}

#[test]
fn comments_stay_where_they_belong() {
    let text = "# top\nlanguage 1 # behind\n\n# above the rule\nrule \"A\" { # opens\n  # first\n  for campaigns # level\n      # between\n    where age > 1d\n  \
                every 1h\n\n  # before then\n  then pause # acts\n  # last\n} # closed\n# end\n";
    let expected = "# top\nlanguage 1  # behind\n\n# above the rule\nrule \"A\" {  # opens\n  # first\n  for campaigns  # level\n    # between\n    where age \
                    > 1d\n  every 1h\n\n  # before then\n  then pause  # acts\n  # last\n}  # closed\n# end\n";
    let once = format(text).unwrap();
    assert_eq!(once, expected);
    assert_eq!(format(&once).unwrap(), once);
}

#[test]
fn dates_times_numbers_and_texts_are_left_alone() {
    for condition in [
        "start_date <= 2026-03-31",
        "spend over today > $1,204.50",
        "hour >= 6 and name is \"a  b # c\"",
        "ctr over today > 2.5%",
        "this.name is \"x\"",
    ] {
        let text = std::format!(
            "rule \"A\" {{\n  for campaigns\n  every day at 09:00\n  when {condition}\n  then pause\n}}\n"
        );
        assert_eq!(format(&text).unwrap(), text);
    }
}

#[test]
fn a_text_that_is_too_long_once_it_is_laid_out_is_left_as_it_is() {
    let rule = "rule \"A\" {\n  for campaigns\n  every 6h\n  then pause\n}\n";
    // Rules get an empty line between them.
    let text = rule.repeat(1_000_000 / rule.len());
    assert!(text.len() <= 1_000_000);
    let refused = format(&text).unwrap_err();
    assert!(
        matches!(refused, FormatError::TooLong { bytes } if bytes > 1_000_000)
            && refused.to_string().ends_with("divide it"),
        "{refused}"
    );
}

#[test]
fn what_cannot_be_read_is_left_to_its_author() {
    for text in [
        "rule \"A\" {",
        "rule \"A\" {\n  for campaigns\n  every 1h\n  when (spend > $1\n  then pause\n}\n",
        "stray\n",
        "rule \"A\" {\n  for campaigns where name is \"open\n  every 1h\n  then pause\n}\n",
    ] {
        assert!(
            matches!(format(text), Err(FormatError::Unreadable { .. })),
            "{text}"
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    /// Blanks and empty lines between tokens are nobody's meaning: however they are scattered, the layout is the same kind of thing.
    #[test]
    fn scattered_blanks_lead_to_a_layout_that_says_the_same(
        which in 0..1_000_usize,
        blanks in prop::collection::vec((0..10_000_usize, prop::sample::select(vec![" ", "   ", "\t", "\n", "\n\n\n", " # note\n", "\r\n"])), 0..12),
    ) {
        let texts = texts();
        let mut text = texts[which % texts.len()].clone();
        for (at, blank) in blanks {
            let at = at % (text.len() + 1);
            if text.is_char_boundary(at) {
                text.insert_str(at, blank);
            }
        }
        match format(&text) {
            Ok(once) => {
                prop_assert_eq!(format(&once).unwrap(), once.clone());
                prop_assert_eq!(said(&once), said(&text));
            }
            Err(error) => prop_assert!(matches!(error, FormatError::Unreadable { .. }), "{}", text),
        }
    }
}

#[test]
fn a_file_whose_lines_end_as_on_windows_is_laid_out_with_its_scripts() {
    let text = "script trend(daily: count per day) -> ratio {\n\n  slope(daily) / average(daily)\n}\n";
    assert_eq!(format(&text.replace('\n', "\r\n")).unwrap(), text);
}

#[test]
fn what_the_reader_cannot_see_is_named_instead_of_moved() {
    let rule = "rule \"A\" {\n  for campaigns\n  every 1h\n  when spend over today > $1\n  then pause\n}\n";
    let refused = |text: &str, code: &str, says: &str| {
        let found = check(text).diagnostics;
        assert!(
            found
                .iter()
                .any(|found| found.code == code && found.message.contains(says)),
            "{found:#?}"
        );
        assert!(
            matches!(format(text), Err(FormatError::Unreadable { .. })),
            "{:?}",
            format(text)
        );
    };
    // Behind an item, indented: to one reader it swallows the next item, to another it does not.
    refused(
        &format!("{rule}  \"\"\" open\n{rule}").replacen("\"A\"", "\"B\"", 1),
        "E0106",
        "never closed",
    );
    refused(
        &format!("{rule}  \"\"\" shut \"\"\"\n"),
        "E0102",
        "belongs to no item",
    );
    // Behind a definition, on its line.
    let gain = "metric gain = revenue - spend as money";
    refused(
        &format!("{gain} \"\"\"\n\nmetric loss = gain * -1 as money\n"),
        "E0106",
        "never closed",
    );
    refused(
        &format!("{gain} \"\"\"what is left\"\"\"\n"),
        "E0102",
        "belongs to no item",
    );
    refused(
        &rule.replace("every", "ev\u{FEFF}ery"),
        "E0132",
        "byte order mark",
    );
    refused(
        &rule.replace("rule \"A\"", "rule\u{FEFF} \"A\""),
        "E0132",
        "byte order mark",
    );
    refused(
        &format!("script last_day(daily: count \u{FEFF}per day) -> count {{\n  last(daily)\n}}\n\n{rule}"),
        "E0132",
        "byte order mark",
    );
    // At the beginning it is what it is, in a comment nothing, and in a text it is warned of.
    assert!(check(&format!("\u{FEFF}language 1\n\n{rule}# a\u{FEFF}b\n")).is_ok());
    let named = rule.replace("when spend over today > $1", "when name is \"a\u{FEFF}b\"");
    let found = check(&named).diagnostics;
    assert!(
        matches!(found.as_slice(), [found] if found.code == "W0509"),
        "{found:#?}"
    );
}
