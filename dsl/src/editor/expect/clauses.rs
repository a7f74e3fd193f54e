//! What each clause of a rule or guard waits for.

use super::{
    Before, DURATION_UNITS, DURATIONS, Piece, Slot, TIMES, TextOf, ValuePlace, Wanted, ahead, expression,
    has, is_after, levels, unit_is_written,
};
use crate::syntax::scan::TokenKind;

pub(super) fn for_clause(before: &Before<'_>) -> Vec<Slot> {
    let pieces = before.pieces;
    let position = |word: &str| {
        pieces
            .iter()
            .position(|piece| piece.kind == TokenKind::Word && piece.text == word)
    };
    if let Some(at) = position("where") {
        return expression(before, at.saturating_add(1), ValuePlace::Where);
    }
    let Some(last) = pieces.last() else {
        return Vec::new();
    };
    let in_accounts = position("account").is_some() || position("in").is_some();
    match last.text {
        "for" | "pool" => vec![levels::many()],
        word if pieces.len() == 2 && !levels::second_of_many(word).is_empty() => levels::second_of_many(word),
        "on" => vec![Slot::Platform],
        "in" => vec![Slot::Words(&["account"])],
        "account" => vec![Slot::Text(TextOf::Account)],
        "," if in_accounts => vec![Slot::Text(TextOf::Account)],
        "," => vec![Slot::Platform],
        _ if in_accounts => vec![Slot::Words(&["where"])],
        _ if position("on").is_some() => vec![Slot::Words(&["where", "in account", ","])],
        _ => vec![Slot::Words(&["where", "on", "in account"])],
    }
}

pub(super) fn every_clause(pieces: &[Piece<'_>]) -> Vec<Slot> {
    let Some(last) = pieces.last() else {
        return Vec::new();
    };
    let parts = || {
        let mut words: Vec<Slot> = Vec::new();
        if !has(pieces, "between") {
            words.push(Slot::Words(&["between"]));
        }
        // `on` and `in` belong to the clock; `day at` has no hours of its own to let through.
        if !has(pieces, "on") {
            words.push(Slot::Words(&["on"]));
        }
        if !has(pieces, "in") {
            words.push(Slot::Words(&["in"]));
        }
        if !has(pieces, "catch") && !has(pieces, "sync") && !has(pieces, "status") {
            words.push(Slot::Words(&["catch up"]));
        }
        words
    };
    match last.text {
        "every" => vec![
            Slot::Literals(&["15m", "1h", "6h"]),
            Slot::Words(&["day at", "sync", "status change"]),
        ],
        "status" => vec![Slot::Words(&["change"])],
        "catch" => vec![Slot::Words(&["up"])],
        "day" => vec![Slot::Words(&["at"])],
        "at" | "between" => vec![Slot::Literals(TIMES)],
        "and" => vec![Slot::Literals(TIMES)],
        "on" => vec![Slot::Weekday],
        "," => vec![Slot::Weekday],
        "in" => vec![Slot::Text(TextOf::Zone)],
        _ if last.kind == TokenKind::Number => {
            let after = pieces
                .len()
                .checked_sub(2)
                .and_then(|at| pieces.get(at))
                .map_or("", |piece| piece.text);
            match after {
                "between" => vec![Slot::Words(&["and"])],
                "every" if !unit_is_written(Some(*last)) => vec![Slot::Unit(DURATION_UNITS)],
                _ => parts(),
            }
        }
        _ => parts(),
    }
}

pub(super) fn param_clause(pieces: &[Piece<'_>]) -> Vec<Slot> {
    let kind = pieces
        .iter()
        .position(|piece| piece.text == ":")
        .and_then(|at| pieces.get(at.saturating_add(1)))
        .map_or("", |piece| piece.text);
    let Some(last) = pieces.last() else {
        return Vec::new();
    };
    match (pieces.len(), last.text) {
        (1, _) => Vec::new(),
        (2, _) => vec![Slot::Words(&[":"])],
        (3, _) => vec![Slot::Words(&[
            "money", "percent", "ratio", "count", "duration", "text", "bool",
        ])],
        (4, _) => vec![Slot::Words(&["="])],
        (_, "=" | "from" | "to" | ",") => match kind {
            "money" => vec![Slot::Literals(&["$45", "40 EUR"])],
            "percent" => vec![Slot::Literals(&["20%"])],
            "ratio" => vec![Slot::Literals(&["2.5"])],
            "count" => vec![Slot::Literals(&["10"])],
            "duration" => vec![Slot::Literals(DURATIONS)],
            "text" => vec![Slot::Text(TextOf::Free)],
            "bool" => vec![Slot::Words(&["true", "false"])],
            _ => Vec::new(),
        },
        _ if last.kind == TokenKind::Text => Vec::new(),
        _ => {
            let mut slots = Vec::new();
            if last.kind == TokenKind::Number && kind == "duration" && !unit_is_written(Some(*last)) {
                slots.push(Slot::Unit(DURATION_UNITS));
            }
            match (has(pieces, "from"), has(pieces, "to")) {
                (false, _) => slots.push(Slot::Words(&["from"])),
                (true, false) => slots.push(Slot::Words(&["to"])),
                (true, true) => {}
            }
            slots.push(Slot::Text(TextOf::Free));
            slots
        }
    }
}

pub(super) fn when_clause(before: &Before<'_>, skip: usize) -> Vec<Slot> {
    let pieces = before.pieces;
    let lasting = pieces
        .iter()
        .rposition(|piece| piece.kind == TokenKind::Word && piece.text == "lasting");
    if let Some(at) = lasting {
        let behind = pieces.get(at.saturating_add(1)..).unwrap_or(&[]);
        return match behind {
            [] => vec![Slot::Literals(&["2 checks", "3 checks", "2h"])],
            [number] if number.kind == TokenKind::Number && !unit_is_written(Some(*number)) => {
                vec![Slot::Words(&["checks"]), Slot::Unit(DURATION_UNITS)]
            }
            _ => vec![Slot::Words(&["then"])],
        };
    }
    let mut slots = expression(before, skip, ValuePlace::Condition);
    if slots
        .iter()
        .any(|slot| matches!(slot, Slot::Operator { compared: true, .. }))
    {
        slots.push(Slot::Words(&["then", "lasting"]));
    }
    slots
}

pub(super) fn action_clause(before: &Before<'_>) -> Vec<Slot> {
    let pieces = before.pieces;
    let Some(first) = pieces.first() else {
        return vec![Slot::Action];
    };
    let last = pieces.last().copied().unwrap_or(*first);
    match (first.text, pieces.len()) {
        (_, 2..) if last.text == "until" => vec![Slot::Literals(TIMES), Slot::Words(&["tomorrow"])],
        (_, 2..) if last.text == "for" => vec![Slot::Words(&["today"])],
        (_, 2..) if has(pieces, "until") || has(pieces, "for") => Vec::new(),
        ("pause" | "resume", 1) => vec![Slot::Words(&["until", "for today"])],
        ("notify", 1) => vec![Slot::Words(&["slack", "email"])],
        ("notify", 2) => vec![Slot::Text(TextOf::Target)],
        ("notify", 3) => vec![Slot::Text(TextOf::Message)],
        ("set" | "increase" | "decrease", 1) => vec![Slot::Property],
        ("set", 2) => vec![Slot::Words(&["to"])],
        ("increase" | "decrease", 2) => vec![Slot::Words(&["by"])],
        ("set" | "increase" | "decrease", _) => match last.text {
            "up" | "down" => vec![Slot::Words(&["to"])],
            "changing" => vec![Slot::Words(&["at most"])],
            "at" => vec![Slot::Words(&["most"])],
            _ => {
                let start = behind_the_last(pieces, &["to", "by", "most"]);
                let mut slots = expression(before, start, ValuePlace::Amount);
                if slots.iter().any(|slot| matches!(slot, Slot::Operator { .. })) {
                    let caps: &'static [&'static str] = match first.text {
                        "increase" => &["up to", "changing at most", "until", "for today"],
                        "decrease" => &["down to", "changing at most", "until", "for today"],
                        _ => &["up to", "down to", "changing at most", "until", "for today"],
                    };
                    slots.push(Slot::Words(caps));
                }
                slots
            }
        },
        ("add", 1) => vec![Slot::Words(&["negative keyword", "label"])],
        ("remove", 1) => vec![Slot::Words(&["label"])],
        ("add" | "remove", 2) if last.text == "label" => vec![Slot::Text(TextOf::Label)],
        ("add" | "remove", 3) if is_after(ahead(pieces, 1), "label") => {
            vec![Slot::Words(&["until", "for today"])]
        }
        ("add", 2) => vec![Slot::Words(&["keyword"])],
        ("add", 3) => vec![Slot::Words(&["exact", "phrase"])],
        ("add", 4) => vec![
            Slot::Text(TextOf::Free),
            Slot::Value {
                place: ValuePlace::Amount,
                wanted: Wanted::Text,
            },
        ],
        ("run", 1) => vec![Slot::Words(&["script"])],
        ("run", 2) => vec![Slot::ScriptToRun],
        ("run", 3) => Vec::new(),
        ("run", _) if last.text == ")" => vec![Slot::Words(&["until", "for today"])],
        ("run", _) => expression(before, 4, ValuePlace::Amount),
        ("move", 1) => vec![Slot::Words(&["budget"])],
        ("move", 2) => vec![Slot::Words(&["from"])],
        ("move", _) => move_budget(before, last),
        _ => Vec::new(),
    }
}

/// Behind the last of these words that no parentheses hold: `convert(x to EUR)` has a `to` of its own.
fn behind_the_last(pieces: &[Piece<'_>], words: &[&str]) -> usize {
    let mut open = 0_usize;
    let mut behind = pieces.len();
    for (at, piece) in pieces.iter().enumerate() {
        match piece.kind {
            TokenKind::Open => open = open.saturating_add(1),
            TokenKind::Close => open = open.saturating_sub(1),
            TokenKind::Word if open == 0 && words.contains(&piece.text) => behind = at.saturating_add(1),
            _ => {}
        }
    }
    behind
}

/// Behind `move budget from`.
fn move_budget(before: &Before<'_>, last: Piece<'_>) -> Vec<Slot> {
    let pieces = before.pieces;
    let behind = |word: &str| {
        pieces
            .iter()
            .rposition(|piece| piece.kind == TokenKind::Word && piece.text == word)
            .map(|at| at.saturating_add(1))
    };
    let is_number = last.kind == TokenKind::Number;
    match last.text {
        "from" | "to" => return vec![Slot::Words(&["bottom", "top"])],
        "top" | "bottom" => return vec![Slot::Literals(&["20%", "3"])],
        "moving" => return vec![Slot::Words(&["at most"])],
        "at" => return vec![Slot::Words(&["most"])],
        "most" => {
            let mut slots = vec![Slot::Literals(&["10%"])];
            slots.extend(expression(before, pieces.len(), ValuePlace::Amount));
            return slots;
        }
        "of" if has(pieces, "moving") => return vec![Slot::Words(&["pool budget"])],
        "pool" => return vec![Slot::Words(&["budget"])],
        "budget" => return vec![Slot::Words(&["each keeping"])],
        "as" => return vec![Slot::Words(&["each platform counts"])],
        "each" if has(pieces, "as") => return vec![Slot::Words(&["platform counts"])],
        "each" => return vec![Slot::Words(&["keeping"])],
        "platform" => return vec![Slot::Words(&["counts"])],
        "counts" => return Vec::new(),
        _ => {}
    }
    if let Some(start) = behind("keeping") {
        let mut slots = expression(before, start, ValuePlace::Amount);
        if !slots.is_empty() && last.text != "keeping" {
            slots.push(Slot::Words(&["as each platform counts"]));
        }
        return slots;
    }
    if has(pieces, "moving") {
        return vec![Slot::Words(&["of pool budget", "each keeping"])];
    }
    let side = behind("top").max(behind("bottom"));
    match behind("by").filter(|by| side.is_some_and(|side| *by > side)) {
        Some(start) => {
            let mut slots = expression(before, start, ValuePlace::Condition);
            if slots.iter().any(|slot| matches!(slot, Slot::Operator { .. })) {
                let next: &'static [&'static str] = if has(pieces, "to") {
                    &["moving at most"]
                } else {
                    &["to"]
                };
                slots.push(Slot::Words(next));
            }
            slots
        }
        None if is_number => vec![Slot::Words(&["by"]), Slot::Unit(&["%"])],
        None => vec![Slot::Words(&["by"])],
    }
}

pub(super) fn approve_clause(pieces: &[Piece<'_>]) -> Vec<Slot> {
    let Some(last) = pieces.last() else {
        return Vec::new();
    };
    let is_number = last.kind == TokenKind::Number;
    if has(pieces, "if") {
        return match last.text {
            "if" => vec![Slot::Words(&["budget moves more than"])],
            "budget" => vec![Slot::Words(&["moves more than"])],
            "moves" => vec![Slot::Words(&["more than"])],
            "more" => vec![Slot::Words(&["than"])],
            "than" => vec![Slot::Literals(&["20%", "$500"])],
            "or" if has(pieces, "%") || pieces.iter().any(|piece| piece.text.ends_with('%')) => {
                vec![Slot::Literals(&["$500"])]
            }
            "or" => vec![Slot::Literals(&["20%"])],
            "," => vec![Slot::Literals(&["450 EUR"])],
            _ if has(pieces, "or") => Vec::new(),
            _ => vec![Slot::Words(&["or"])],
        };
    }
    match last.text {
        "approve" => vec![Slot::Words(&["by", "if budget moves more than"])],
        "by" | "to" => vec![Slot::Words(&["manager", "admin", "marketer"])],
        "within" => vec![Slot::Literals(&["4h", "24h", "2d"])],
        "unanswered" => vec![Slot::Words(&["expire", "escalate to", "apply"])],
        "escalate" => vec![Slot::Words(&["to"])],
        "expire" | "apply" => Vec::new(),
        "of" => vec![Slot::Words(&["within", "unanswered"])],
        _ if has(pieces, "escalate") => Vec::new(),
        _ if is_number && !has(pieces, "within") => vec![Slot::Words(&["of"])],
        _ if is_number => {
            let mut slots = vec![Slot::Unit(DURATION_UNITS)];
            if unit_is_written(Some(*last)) {
                slots.push(Slot::Words(&["unanswered"]));
            }
            slots
        }
        _ if has(pieces, "within") => vec![Slot::Words(&["unanswered"])],
        _ => vec![Slot::Words(&["within", "unanswered"]), Slot::Literals(&["2 of"])],
    }
}

pub(super) fn limit_clause(before: &Before<'_>) -> Vec<Slot> {
    let pieces = before.pieces;
    let Some(last) = pieces.last() else {
        return Vec::new();
    };
    let highest = pieces
        .iter()
        .position(|piece| piece.kind == TokenKind::Word && piece.text == "highest");
    if let Some(at) = highest {
        let mut slots = expression(before, at.saturating_add(1), ValuePlace::Condition);
        if slots.iter().any(|slot| matches!(slot, Slot::Operator { .. })) {
            slots.push(Slot::Words(&["first"]));
        }
        return slots;
    }
    let behind_period = || {
        if has(pieces, "object") || has(pieces, "total") {
            vec![Slot::Words(&["highest"])]
        } else {
            vec![Slot::Words(&["per object", "in total", "highest"])]
        }
    };
    match last.text {
        "most" => vec![Slot::Literals(&[
            "5 per day",
            "1 per run",
            "10% of scope spend per day",
        ])],
        "%" => vec![Slot::Words(&["of scope spend per day"])],
        "of" => vec![Slot::Words(&["scope spend per day"])],
        "scope" => vec![Slot::Words(&["spend per day"])],
        "spend" => vec![Slot::Words(&["per day"])],
        "per" if has(pieces, "day") || has(pieces, "run") => vec![Slot::Words(&["object"])],
        "per" if has(pieces, "scope") => vec![Slot::Words(&["day"])],
        "per" => vec![Slot::Words(&["day", "run"])],
        "in" => vec![Slot::Words(&["total"])],
        "day" if has(pieces, "scope") => Vec::new(),
        "day" | "run" | "object" | "total" => behind_period(),
        "," => vec![Slot::Words(&["highest"])],
        text if last.kind == TokenKind::Number && text.ends_with('%') => {
            vec![Slot::Words(&["of scope spend per day"])]
        }
        _ if last.kind == TokenKind::Number => vec![Slot::Words(&["per day", "per run"])],
        _ => Vec::new(),
    }
}

pub(super) fn never_clause(before: &Before<'_>) -> Vec<Slot> {
    let pieces = before.pieces;
    let Some(last) = pieces.last() else {
        return Vec::new();
    };
    let verb = pieces.get(1).map_or("", |piece| piece.text);
    let property = pieces.get(2).map_or("", |piece| piece.text);
    match (verb, last.text) {
        ("", _) => vec![Slot::Words(&[
            "raise budget above",
            "raise total budget of account above",
            "change budget by more than",
            "lower target_roas below",
            "pause",
        ])],
        ("raise", _) if has(pieces, "total") => match last.text {
            "total" => vec![Slot::Words(&["budget of account above"])],
            "budget" => vec![Slot::Words(&["of account above"])],
            "of" => vec![Slot::Words(&["account above"])],
            "account" => vec![Slot::Words(&["above"])],
            "above" | "," => vec![Slot::Literals(&["$20,000", "18,000 EUR"])],
            _ => Vec::new(),
        },
        ("raise", "raise") => vec![Slot::Property, Slot::Words(&["total budget of account above"])],
        ("lower", "lower") => vec![Slot::Property],
        ("raise" | "lower", "above" | "below" | ",") => bounds(property),
        ("raise" | "lower", "at") if has(pieces, "of") => vec![Slot::Words(&["start"])],
        ("raise" | "lower", "start") => vec![Slot::Words(&["of"])],
        ("raise" | "lower", "of") if has(pieces, "start") => vec![Slot::Words(&["day"])],
        ("raise" | "lower", "of") => vec![Slot::Property],
        ("raise" | "lower", word) if word.ends_with('%') => vec![of_start_of_day(property)],
        ("raise" | "lower", word) if word == property && has(pieces, "of") => vec![Slot::Words(&["at"])],
        ("raise", _) if pieces.len() == 3 => vec![Slot::Words(&["above"])],
        ("lower", _) if pieces.len() == 3 => vec![Slot::Words(&["below"])],
        ("change", "change") => vec![Slot::Property],
        ("change", "by") => vec![Slot::Words(&["more than"])],
        ("change", "more") => vec![Slot::Words(&["than"])],
        ("change", "than" | ",") => vec![Slot::Literals(&["30% per day", "$100", "90 EUR"])],
        ("change", "per") => vec![Slot::Words(&["day"])],
        ("change", "day") => Vec::new(),
        ("change", _) if pieces.len() == 3 => vec![Slot::Words(&["by more than"])],
        ("change", _) if has(pieces, "than") => vec![Slot::Words(&["per day"])],
        ("pause", "pause") => vec![Slot::Words(&["where"])],
        ("pause", _) => expression(before, 3, ValuePlace::Where),
        _ => Vec::new(),
    }
}

/// What a bound on a property is: an amount, or a share of the day's start.
fn bounds(property: &str) -> Vec<Slot> {
    let amounts: &[&str] = match property {
        "bid" => &["$2", "1.80 EUR"],
        "target_cpa" => &["$45", "40 EUR"],
        "target_roas" => &["2", "2.5"],
        _ => &["$1,000", "900 EUR"],
    };
    let share: &[&str] = match property {
        "bid" => &["150% of bid at start of day"],
        "target_cpa" => &["150% of target_cpa at start of day"],
        "target_roas" => &["80% of target_roas at start of day"],
        _ => &["200% of budget at start of day"],
    };
    vec![Slot::Literals(amounts), Slot::Literals(share)]
}

/// What stands behind the share of a property.
fn of_start_of_day(property: &str) -> Slot {
    match property {
        "bid" => Slot::Literals(&["of bid at start of day"]),
        "target_cpa" => Slot::Literals(&["of target_cpa at start of day"]),
        "target_roas" => Slot::Literals(&["of target_roas at start of day"]),
        _ => Slot::Words(&["of budget at start of day"]),
    }
}

/// `lookup NAME: text -> KIND from "file" stale after D`.
pub(super) fn lookup_item(pieces: &[Piece<'_>]) -> Vec<Slot> {
    let Some(last) = pieces.last() else {
        return Vec::new();
    };
    match (pieces.len(), last.text) {
        (2, _) => vec![Slot::Words(&[":"])],
        (_, ":") => vec![Slot::Words(&["text"])],
        (4, _) => vec![Slot::Words(&["->"])],
        (_, "->") => vec![Slot::Words(&["percent", "ratio", "money", "count", "text"])],
        (6, _) => vec![Slot::Words(&["from"])],
        (_, "from") => vec![Slot::Text(TextOf::Free)],
        (8, _) => vec![Slot::Words(&["stale after"])],
        (_, "stale") => vec![Slot::Words(&["after"])],
        (_, "after") => vec![Slot::Literals(&["7 days", "24h", "35 days"])],
        _ if last.kind == TokenKind::Number => vec![Slot::Unit(DURATION_UNITS)],
        _ => Vec::new(),
    }
}

/// `metric NAME "help" = EXPR as UNIT`.
pub(super) fn metric_item(before: &Before<'_>) -> Vec<Slot> {
    let pieces = before.pieces;
    let Some(equals) = pieces.iter().position(|piece| piece.text == "=") else {
        return match pieces.len() {
            2 | 3 => vec![Slot::Words(&["="])],
            _ => Vec::new(),
        };
    };
    let start = equals.saturating_add(1);
    if let Some(at) = pieces.iter().position(|piece| piece.text == "as") {
        return if at.saturating_add(1) == pieces.len() {
            vec![Slot::Words(&["percent", "ratio", "money"])]
        } else {
            Vec::new()
        };
    }
    let slots = expression(before, start, ValuePlace::Definition);
    if slots.iter().any(|slot| matches!(slot, Slot::Operator { .. })) {
        return vec![Slot::Words(&["as", "+", "-", "*", "/"])];
    }
    slots
}
