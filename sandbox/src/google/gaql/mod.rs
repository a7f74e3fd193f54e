//! The query language: text → tokens → query → checked query.
//!
//! `google::search` calls [`parse`] and [`check::check`]; nothing here reads accounts or metrics.

pub mod check;
pub mod dates;
mod lexer;
mod parser;

pub use parser::{Direction, Operator, parse};

use super::failure::AdsError;

/// An error of the query family.
pub fn query_error(code: &'static str, message: impl Into<String>) -> AdsError {
    AdsError::new("queryError", code, message)
}

#[cfg(test)]
mod properties {
    //! Whatever text arrives, the answer is a query or an error.

    use jiff::civil::date;
    use proptest::prelude::*;

    use super::{check::check, parse};

    /// Words that make a text look like a query.
    fn query_like() -> impl Strategy<Value = String> {
        let word = prop::sample::select(vec![
            "SELECT",
            "FROM",
            "WHERE",
            "AND",
            "ORDER",
            "BY",
            "LIMIT",
            "PARAMETERS",
            "DURING",
            "BETWEEN",
            "IN",
            "NOT",
            "LIKE",
            "CONTAINS",
            "ANY",
            "IS",
            "NULL",
            "campaign",
            "campaign.id",
            "campaign.name",
            "campaign.status",
            "segments.date",
            "segments.hour",
            "segments.month",
            "metrics.clicks",
            "change_event",
            "change_event.change_date_time",
            "TODAY",
            "LAST_30_DAYS",
            "'2026-11-01'",
            "'2026-11-31'",
            "'ENABLED'",
            "'x",
            "3",
            "-1",
            "1e400",
            "(",
            ")",
            ",",
            "=",
            "!=",
            ">=",
            "<",
            "\u{e9}",
            "\\",
            "--",
            "customer_client.level",
            "campaign.primary_status_reasons",
        ]);
        prop::collection::vec(word, 0..24).prop_map(|words| words.join(" "))
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]

        #[test]
        fn no_text_makes_the_parser_panic(text in any::<String>()) {
            let _ = parse(&text);
        }

        #[test]
        fn nothing_like_a_query_makes_the_checker_panic(text in query_like(), day in 0_i32..20_000) {
            if let Ok(query) = parse(&text) {
                let _ = check(&query, date(2000, 1, 1).checked_add(jiff::Span::new().days(day)).unwrap());
            }
        }

        /// Texts in quotes come back as they were written.
        #[test]
        fn string_literals_survive_escaping(text in "[^\r\n]{0,40}") {
            let escaped = text.replace('\\', "\\\\").replace('\'', "\\'");
            let query = parse(&format!("SELECT campaign.id FROM campaign WHERE campaign.name = '{escaped}'")).unwrap();
            prop_assert_eq!(query.conditions[0].operands[0].raw(), text);
        }
    }
}
