//! What begins an item, and what begins a clause of one.

use dsl::editor::ItemKind;
use dsl::{clauses, test_clauses};

use super::{Candidate, Insert, described, kind, plain};
use crate::snippets;

pub(super) fn items(first: bool, base: u8, found: &mut Vec<Candidate>) {
    if first {
        found.push(Candidate {
            insert: Insert::Text("language 1\n\n".to_owned()),
            ..plain(
                "language 1",
                kind::KEYWORD,
                "the edition of the language",
                "**language 1** pins the meaning: later editions add words, and never change what an old text means.",
                base,
            )
        });
    }
    for (order, snippet) in snippets::ITEMS.iter().enumerate() {
        found.push(Candidate {
            insert: Insert::Snippet(snippet.body.to_owned()),
            ..plain(
                snippet.label,
                kind::SNIPPET,
                snippet.detail,
                snippet.detail,
                base.saturating_add(u8::try_from(order).unwrap_or(9)),
            )
        });
    }
    found.push(Candidate {
        insert: Insert::Snippet(LOOKUP.to_owned()),
        ..plain(
            "lookup",
            kind::SNIPPET,
            "a table of your own that rules can ask",
            "a table of your own that rules can ask",
            base.saturating_add(9),
        )
    });
    found.push(Candidate {
        insert: Insert::Snippet(METRIC.to_owned()),
        ..plain(
            "metric",
            kind::SNIPPET,
            "a metric of your own, made of sums",
            "a metric of your own, made of sums",
            base.saturating_add(9),
        )
    });
    found.push(Candidate {
        insert: Insert::Snippet(SCRIPT.to_owned()),
        ..plain(
            "script",
            kind::SNIPPET,
            "what the language will not say, as one expression",
            "what the language will not say, as one expression",
            base.saturating_add(9),
        )
    });
    found.push(Candidate {
        insert: Insert::Snippet(TEST.to_owned()),
        ..plain(
            "test",
            kind::SNIPPET,
            "what a rule has to do on days that are written down",
            "what a rule has to do on days that are written down",
            base.saturating_add(9),
        )
    });
}

const SCRIPT: &str =
    "script ${1:trend}(${2:daily: count per day}) -> ${3:ratio} {\n  ${4:slope(daily)}\n}\n$0";

const LOOKUP: &str =
    "lookup ${1:margins}: text -> ${2:percent} from \"${3:margins.csv}\" stale after ${4:7 days}\n$0";

const METRIC: &str =
    "metric ${1:margin_on_spend} \"${2:profit on ad spend}\" = (revenue - spend) / spend as ${3:percent}\n$0";

/// A test stands behind the rule it is of, so that alone it would not check as the snippets do.
const TEST: &str = "test \"${1:pauses a bleeder}\" of \"${2:Stop loss}\" {\n  at 2026-03-04 10:00\n  given campaign \"${3:Prospecting}\" on \
                    google { status active  age 60d  each of last 6 days { spend \\$60  conversions 0 } }\n  expect ${4:pause} of \
                    \"${3:Prospecting}\" proposed\n}\n$0";

pub(super) fn clause_openers(item: ItemKind, given: &[&'static str], base: u8, found: &mut Vec<Candidate>) {
    for (order, clause) in clauses().iter().chain(test_clauses()).enumerate() {
        let belongs = match item {
            ItemKind::Rule => clause.in_rules,
            ItemKind::Guard => clause.in_guards,
            ItemKind::Test => !clause.in_rules && !clause.in_guards,
            ItemKind::Metric | ItemKind::Lookup => false,
        };
        let spent = clause.once && given.contains(&clause.opener);
        if !belongs {
            continue;
        }
        let rank = base.saturating_add(u8::try_from(order).unwrap_or(20));
        found.push(Candidate {
            insert: match clause.opener {
                "for" => Insert::Text("for campaigns".to_owned()),
                "never" => Insert::Text("never ".to_owned()),
                "without approval" => Insert::Label,
                "param" => {
                    Insert::Snippet("param ${1:name}: ${2:money} = ${3:\\$45} \"${4:what it is}\"".to_owned())
                }
                "let" => Insert::Snippet("let ${1:name} = ".to_owned()),
                opener => Insert::Text(format!("{opener} ")),
            },
            ..plain(
                clause.opener,
                kind::KEYWORD,
                clause.definition,
                described(clause.opener, clause.definition, clause.form),
                // What stands there already is still explained, but comes last.
                if spent { 250 } else { rank },
            )
        });
    }
}
