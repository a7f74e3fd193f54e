//! What the clauses of a test wait for.

use super::windows::{attribution, over_at, window};
use super::{Piece, Slot, TextOf, ValuePlace, Wanted, ahead, has, is_after, levels};
use crate::registry::{Attribute, AttributeKind, Metric};
use crate::syntax::scan::TokenKind;
use crate::syntax::test_trees::TestClauseKind;

const SERIES: &[&str] = &["each of last", "last", "today", "yesterday", "on"];

const FIELDS: &[&str] = &[
    "status",
    "age",
    "budget",
    "bid",
    "match_type",
    "term_status",
    "objective",
    "labels",
    "delivery",
    "channel",
    "start_date",
    "end_date",
    "shares budget",
    "reach",
    "frequency",
];

/// What can stand behind these tokens of a clause of a test.
pub(super) fn test_clause(kind: TestClauseKind, pieces: &[Piece<'_>]) -> Vec<Slot> {
    let last = pieces.last().copied();
    let word = last.map_or("", |piece| piece.text);
    let is_number = last.is_some_and(|piece| piece.kind == TokenKind::Number);
    let is_text = last.is_some_and(|piece| piece.kind == TokenKind::Text);
    match kind {
        TestClauseKind::At => match word {
            "at" => vec![Slot::Literals(&["2026-03-04 10:00"])],
            "in" => vec![Slot::Text(TextOf::Zone)],
            _ if is_number => vec![Slot::Words(&["in"])],
            _ => Vec::new(),
        },
        TestClauseKind::SettledLag => match word {
            "lag" => vec![Slot::Literals(&["1 day", "2 days", "3 days"])],
            _ if is_number => vec![Slot::Unit(&["days"])],
            _ => Vec::new(),
        },
        TestClauseKind::With => match pieces.len() {
            1 => vec![Slot::Parameter],
            2 => vec![Slot::Words(&["="])],
            _ => Vec::new(),
        },
        TestClauseKind::Given => given_clause(pieces, word, is_number, is_text),
        TestClauseKind::Expect => expect_clause(pieces, word, is_text),
        TestClauseKind::Decide => match word {
            "as" => vec![Slot::Words(&["manager", "admin", "marketer"])],
            _ if is_text => vec![Slot::Words(&["as", ","])],
            _ => vec![Slot::Text(TextOf::Free)],
        },
    }
}

fn given_clause(pieces: &[Piece<'_>], word: &str, is_number: bool, is_text: bool) -> Vec<Slot> {
    let last = pieces.last();
    let opens = |piece: &&Piece<'_>| piece.kind == TokenKind::BraceOpen;
    let closes = |piece: &&Piece<'_>| piece.kind == TokenKind::BraceClose;
    let open = pieces.iter().filter(opens).count();
    let depth = open.saturating_sub(pieces.iter().filter(closes).count());
    if open == 0 {
        return match word {
            "given" => vec![levels::one(), Slot::Words(&["lookup", "rate"])],
            "rate" => vec![Slot::Words(&["USD", "EUR", "GBP"])],
            "to" if has(pieces, "rate") => vec![Slot::Words(&["EUR", "USD", "GBP"])],
            _ if is_after(ahead(pieces, 1), "rate") => vec![Slot::Words(&["to"])],
            _ if has(pieces, "rate") && is_number => vec![Slot::Words(&["on"])],
            _ if has(pieces, "rate") => Vec::new(),
            "lookup" => vec![Slot::Lookup],
            _ if is_after(ahead(pieces, 1), "lookup") => vec![Slot::Words(&["{"])],
            "campaign" => vec![Slot::Text(TextOf::Campaign)],
            word if !levels::second_of_one(word).is_empty() => levels::second_of_one(word),
            "group" | "keyword" | "target" | "term" => vec![Slot::Text(TextOf::Free)],
            "of" => vec![Slot::Words(&["campaign"])],
            "on" => vec![Slot::Platform],
            "in" => vec![Slot::Words(&["account", "ad group"])],
            "account" => vec![Slot::Text(TextOf::Account)],
            _ if is_text && is_after(ahead(pieces, 1), "account") && !has(pieces, "in") => {
                vec![Slot::Words(&["{", "on"])]
            }
            _ if is_text && has(pieces, "campaign") => vec![Slot::Words(&["{", "on", "in account"])],
            _ if is_text && has(pieces, "group") => vec![Slot::Words(&["of campaign", "{"])],
            _ if is_text
                && ["ad", "keyword", "target", "term"]
                    .into_iter()
                    .any(|one| has(pieces, one)) =>
            {
                vec![Slot::Words(&["in ad group", "{"])]
            }
            _ if is_text || !is_number => vec![Slot::Words(&["{", "on", "in account"])],
            _ => Vec::new(),
        };
    }
    if word == "budget" && is_after(ahead(pieces, 1), "shares") {
        return vec![Slot::Text(TextOf::Free)];
    }
    if has(pieces.get(..2).unwrap_or(&[]), "lookup") {
        return match is_text {
            true => vec![Slot::Literals(&["40%", "2.5", "$12", "\"gold\""])],
            false => vec![Slot::Text(TextOf::Campaign)],
        };
    }
    if let Some(slots) = attribution(pieces) {
        return slots;
    }
    if let Some(over) = over_at(pieces).filter(|_| depth == 1) {
        let behind = pieces.get(over..).unwrap_or(&[]);
        let mut slots = window(behind);
        // Behind a window that is read to its end stands what else is said of the object.
        if !is_number && !matches!(word, "over" | "last" | "ending") {
            slots.extend(said_of_an_object());
        }
        return slots;
    }
    let is_windowed = |piece: &Piece<'_>| piece.text.parse::<Metric>().is_ok_and(Metric::is_windowed);
    if last.is_some_and(is_windowed) && depth == 1 {
        return vec![Slot::Literals(&["12,000", "2.5"]), Slot::Words(&["_"])];
    }
    if (is_number || word == "_") && ahead(pieces, 1).last().is_some_and(is_windowed) {
        return vec![Slot::Words(&["over"])];
    }
    if let Ok(attribute) = word.parse::<Attribute>() {
        return match attribute.kind() {
            AttributeKind::Enum => vec![Slot::Member(attribute)],
            AttributeKind::Labels => vec![Slot::Text(TextOf::Label)],
            AttributeKind::Money => vec![Slot::Literals(&["$100"])],
            AttributeKind::Ratio => vec![Slot::Literals(&["3.5"])],
            AttributeKind::Duration => vec![Slot::Literals(&["60d"])],
            _ => Vec::new(),
        };
    }
    match (word, depth) {
        ("each", _) => vec![Slot::Words(&["of last"])],
        ("of", _) => vec![Slot::Words(&["last"])],
        ("last", _) => vec![Slot::Literals(&["3 days", "6 days", "6 hours"])],
        ("on", 1) => vec![Slot::Literals(&["2026-03-01"])],
        ("shares", 1) => vec![Slot::Words(&["budget"])],
        (_, 0) => Vec::new(),
        (_, 1) => said_of_an_object().to_vec(),
        _ => vec![Slot::Words(&[
            "spend",
            "conversions",
            "revenue",
            "clicks",
            "impressions",
            "orders",
            "units",
            "new_to_brand_orders",
            "leads",
            "installs",
            "video_views",
            "engagements",
            "all_conversions",
            "all_conversions_value",
            "_",
            "stale",
        ])],
    }
}

/// What begins a statement between the braces of a given object.
const fn said_of_an_object() -> [Slot; 2] {
    [Slot::Words(SERIES), Slot::Words(FIELDS)]
}

fn expect_clause(pieces: &[Piece<'_>], word: &str, is_text: bool) -> Vec<Slot> {
    if has(pieces, "because") {
        let begins = pieces
            .iter()
            .rposition(|piece| matches!(piece.text, "because" | "and"))
            .map_or(0, |at| at.saturating_add(1));
        let ground = pieces.get(begins..).unwrap_or(&[]);
        if let Some(slots) = attribution(ground) {
            return slots;
        }
        if let Some(over) = over_at(ground)
            && !ground.iter().any(|piece| matches!(piece.text, "=" | "is"))
        {
            let mut slots = window(ground.get(over..).unwrap_or(&[]));
            slots.push(Slot::Words(&["=", "is missing"]));
            return slots;
        }
        return match word {
            "." if is_after(ahead(pieces, 1), "parent") => vec![Slot::ParentField],
            "because" | "and" => vec![Slot::Value {
                place: ValuePlace::Condition,
                wanted: Wanted::Anything,
            }],
            "is" => vec![Slot::Words(&["missing"])],
            "=" => vec![Slot::Literals(&["$60"]), Slot::Words(&["infinite"])],
            _ => vec![Slot::Words(&["=", "is missing", "over", "and"])],
        };
    }
    match word {
        "expect" => vec![Slot::Words(&[
            "pause",
            "resume",
            "increase budget",
            "decrease budget",
            "set budget",
            "increase bid",
            "decrease bid",
            "set bid",
            "move budget",
            "add negative keyword",
            "add label",
            "remove label",
            "notify",
            "nothing of",
            "unknown of",
        ])],
        "increase" | "decrease" | "set" => vec![Slot::Property],
        "add" => vec![Slot::Words(&["negative keyword", "label"])],
        "remove" => vec![Slot::Words(&["label"])],
        "label" => vec![Slot::Text(TextOf::Label), Slot::Words(&["of"])],
        "negative" => vec![Slot::Words(&["keyword"])],
        "keyword" => vec![Slot::Words(&["exact", "phrase"])],
        "exact" | "phrase" => vec![Slot::Text(TextOf::Free), Slot::Words(&["of"])],
        "move" => vec![Slot::Words(&["budget"])],
        "of" | "by" => vec![Slot::Text(TextOf::Free)],
        "to" => vec![Slot::Literals(&["$120"])],
        "budget" | "bid" => vec![Slot::Words(&["to", "of"])],
        "pause" | "resume" | "nothing" | "unknown" | "notify" => vec![Slot::Words(&["of"])],
        _ if is_text && (has(pieces, "nothing") || has(pieces, "unknown")) => {
            vec![Slot::Words(&["because", "by"])]
        }
        _ if is_text && (has(pieces, "negative") || has(pieces, "label")) && !has(pieces, "of") => {
            vec![Slot::Words(&["of"])]
        }
        _ if is_text && has(pieces, "notify") => {
            vec![Slot::Words(&["of", "sent", "blocked", "held_out", "by"])]
        }
        _ if is_text => vec![Slot::Words(&[
            "proposed",
            "applied",
            "pending",
            "blocked",
            "held_out",
            "rejected",
            "expired",
            "superseded",
            "by",
        ])],
        _ if pieces.last().is_some_and(|last| last.kind == TokenKind::Number) => vec![Slot::Words(&["of"])],
        _ => vec![Slot::Words(&["because"])],
    }
}
