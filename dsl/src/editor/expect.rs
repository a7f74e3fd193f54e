//! What the clause before a place still expects there, read from its tokens alone: a clause that is not finished has no tree.

use std::sync::LazyLock;

use crate::registry::{Attribute, AttributeKind, Spelling, attributes, metrics};
use crate::syntax::ClauseKind;
use crate::syntax::scan::TokenKind;
use crate::syntax::test_trees::TestClauseKind;
use crate::syntax::tree::ItemKind;

/// One kind of thing that could stand at a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Slot {
    /// An item, between items; `language 1` where nothing stands before.
    Item {
        first: bool,
    },
    /// A clause of an item that already has these.
    Clause {
        item: ItemKind,
        given: Vec<&'static str>,
    },
    Action,
    /// These words of the language, in order of likelihood.
    Words(&'static [&'static str]),
    /// These pieces of text, such as `24h`.
    Literals(&'static [&'static str]),
    /// A number, condition or text.
    Value {
        place: ValuePlace,
        wanted: Wanted,
    },
    /// What can follow a value.
    Operator {
        left: Operand,
        compared: bool,
    },
    /// A word of an enumeration.
    Member(Attribute),
    /// A field behind `parent.`.
    ParentField,
    /// A field behind `this.`.
    Field,
    Window,
    Platform,
    Weekday,
    Property,
    /// A parameter of the rule that a test is of.
    Parameter,
    /// Inside of quotes, or with them.
    Text(TextOf),
    /// A function of scripts, or an argument.
    ScriptWord,
    /// Units behind a number that stands directly before the place.
    Unit(&'static [&'static str]),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ValuePlace {
    /// Behind `where`: attributes only.
    Where,
    Condition,
    /// What a budget becomes or changes by.
    Amount,
    /// Between the braces of a message.
    Template,
    /// The value of a `metric` item: sums and what they are multiplied with.
    Definition,
}

/// What a text can name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TextOf {
    Campaign,
    /// A pattern of campaign names.
    CampaignPattern,
    Account,
    Label,
    Zone,
    /// The channel or address of a message.
    Target,
    Message,
    /// The name of a rule or guard, or help.
    Free,
}

/// The kind a value must be of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Wanted {
    Anything,
    Money,
    Percent,
    Ratio,
    Count,
    Duration,
    Date,
    Text,
    /// What `else` puts in the place of a quotient.
    Fallback,
}

/// What stands left of an operator.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Operand {
    /// A metric; one that can be undefined takes `else`.
    Metric {
        partial: bool,
        windowed: bool,
    },
    Member(Attribute),
    Text,
    Labels,
    Number,
    Unknown,
}

/// A name that an item declares.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Declared {
    pub name: String,
    pub kind: DeclaredKind,
    /// The clause as written, on one line.
    pub form: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DeclaredKind {
    Let,
    /// The word behind the colon.
    Param(String),
    /// A `metric` item; how it is written, and whether it divides.
    Metric {
        spelling: Spelling,
        partial: bool,
    },
    /// A script that the text holds, or an argument inside of one.
    Script,
}

impl From<crate::MetricDefinition> for Declared {
    fn from(metric: crate::MetricDefinition) -> Self {
        Self {
            form: crate::display::one_line(&metric.text),
            kind: DeclaredKind::Metric {
                spelling: metric.spelling,
                partial: metric.partial,
            },
            name: metric.name,
        }
    }
}

/// A token before the place.
#[derive(Clone, Copy, Debug)]
pub(super) struct Piece<'a> {
    pub(super) kind: TokenKind,
    pub(super) text: &'a str,
}

/// The tokens of the clause before the place, its opener included.
pub(super) struct Before<'a> {
    pub(super) in_guard: bool,
    pub(super) pieces: &'a [Piece<'a>],
    pub(super) declared: &'a [Declared],
}

const DURATIONS: &[&str] = &["15m", "1h", "6h", "24h", "7d"];
const DURATION_UNITS: &[&str] = &["m", "h", "d", "w", "minutes", "hours", "days", "weeks"];
const TIMES: &[&str] = &["06:00", "09:00", "18:00", "22:00"];

/// What can stand behind these tokens of a clause.
pub(super) fn expect(kind: ClauseKind, before: &Before<'_>) -> Vec<Slot> {
    let pieces = before.pieces;
    let last = pieces.last().copied();
    let word = last.map_or("", |piece| piece.text);
    let is_number = last.is_some_and(|piece| piece.kind == TokenKind::Number);
    match kind {
        ClauseKind::For => for_clause(before),
        ClauseKind::Every => every_clause(pieces),
        ClauseKind::Window => window(pieces),
        ClauseKind::Let => match pieces.len() {
            0 | 1 => Vec::new(),
            2 => vec![Slot::Words(&["="])],
            _ => expression(before, 3, ValuePlace::Condition),
        },
        ClauseKind::Param => param_clause(pieces),
        ClauseKind::When | ClauseKind::OtherwiseWhen => {
            let skip = if kind == ClauseKind::When { 1 } else { 2 };
            when_clause(before, skip)
        }
        ClauseKind::Then => vec![Slot::Action],
        ClauseKind::Otherwise => vec![Slot::Action, Slot::Words(&["when"])],
        ClauseKind::Action => action_clause(before),
        ClauseKind::Approve => approve_clause(pieces),
        ClauseKind::WithoutData => match word {
            "data" => vec![Slot::Words(&["hold", "alert after"])],
            "alert" => vec![Slot::Words(&["after"])],
            "after" => vec![Slot::Literals(&["6h", "24h"])],
            _ if is_number => vec![Slot::Unit(DURATION_UNITS)],
            _ => Vec::new(),
        },
        ClauseKind::YieldsTo => match word {
            "yields" => vec![Slot::Words(&["to"])],
            "to" | "," => vec![Slot::Text(TextOf::Free)],
            _ => Vec::new(),
        },
        ClauseKind::Formerly if matches!(word, "formerly" | ",") => vec![Slot::Text(TextOf::Free)],
        ClauseKind::HoldOut => match word {
            "hold" => vec![Slot::Words(&["out"])],
            "out" => vec![Slot::Literals(&["10%", "20%"])],
            _ if is_number && !unit_is_written(last) => vec![Slot::Unit(&["%"])],
            _ => Vec::new(),
        },
        ClauseKind::Release => match pieces.get(1).map(|piece| piece.text) {
            None => vec![Slot::Words(&["when", "after", "without approval"])],
            Some("when") => expression(before, 2, ValuePlace::Condition),
            Some("without") if pieces.len() == 2 => vec![Slot::Words(&["approval"])],
            Some("after") if pieces.len() == 2 => vec![Slot::Literals(&["24h", "7 days"])],
            Some("after") if is_number && !unit_is_written(last) => vec![Slot::Unit(DURATION_UNITS)],
            _ => Vec::new(),
        },
        ClauseKind::Cooldown => match word {
            "cooldown" => vec![Slot::Literals(&["24h", "48h", "7d"])],
            _ if is_number => vec![Slot::Unit(DURATION_UNITS)],
            _ => Vec::new(),
        },
        ClauseKind::Limit if before.in_guard => match (word, pieces.len()) {
            ("most", _) => vec![Slot::Literals(&[
                "30% of campaigns paused per day",
                "5 campaigns paused per day",
            ])],
            ("%", _) => vec![Slot::Words(&["of campaigns paused per day"])],
            ("of", _) => vec![Slot::Words(&["campaigns"])],
            ("campaigns", _) => vec![Slot::Words(&["paused per day"])],
            ("paused", _) => vec![Slot::Words(&["per day"])],
            ("per", _) => vec![Slot::Words(&["day"])],
            _ if is_number && word.ends_with('%') => vec![Slot::Words(&["of campaigns paused per day"])],
            _ if is_number => vec![Slot::Unit(&["%"]), Slot::Words(&["campaigns paused per day"])],
            _ => Vec::new(),
        },
        ClauseKind::Limit => limit_clause(before),
        ClauseKind::Never => never_clause(before),
        ClauseKind::Accept if pieces.len() == 1 => vec![Slot::Words(&WARNINGS)],
        ClauseKind::Accept if pieces.len() == 2 => vec![Slot::Text(TextOf::Free)],
        ClauseKind::Test(kind) => test_clause(kind, pieces),
        ClauseKind::Metric => metric_item(before),
        _ => Vec::new(),
    }
}

/// The codes that can be accepted.
static WARNINGS: LazyLock<Vec<&'static str>> = LazyLock::new(|| {
    crate::diagnostics::codes()
        .map(|page| page.code)
        .filter(|code| code.starts_with('W') && *code != "W0523")
        .collect()
});

/// `metric NAME "help" = EXPR as UNIT`.
fn metric_item(before: &Before<'_>) -> Vec<Slot> {
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

fn has(pieces: &[Piece<'_>], word: &str) -> bool {
    pieces
        .iter()
        .any(|piece| piece.kind == TokenKind::Word && piece.text == word)
}

/// `24h` is a whole duration, `24` waits for its unit.
fn unit_is_written(piece: Option<Piece<'_>>) -> bool {
    piece.is_some_and(|piece| {
        piece
            .text
            .ends_with(|last: char| last.is_alphabetic() || last == '%')
    })
}

fn for_clause(before: &Before<'_>) -> Vec<Slot> {
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
        "for" => vec![Slot::Words(&["campaigns", "ad groups", "keywords"])],
        "ad" => vec![Slot::Words(&["groups"])],
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

fn every_clause(pieces: &[Piece<'_>]) -> Vec<Slot> {
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

/// What can stand behind `last 3 days`.
const WINDOW_SUFFIXES: &[&str] = &["settled", "including today", "ending", "or since creation"];

/// The tokens without the last so many.
fn ahead<'p, 't>(pieces: &'p [Piece<'t>], last: usize) -> &'p [Piece<'t>] {
    pieces.get(..pieces.len().saturating_sub(last)).unwrap_or(&[])
}

fn window(pieces: &[Piece<'_>]) -> Vec<Slot> {
    let Some(last) = pieces.last() else {
        return Vec::new();
    };
    match last.text {
        "window" | "over" => vec![Slot::Window],
        "last" if is_after(ahead(pieces, 1), "since") => vec![Slot::Words(&["change"])],
        "last" => vec![Slot::Literals(&["3 days", "7 days", "30 days", "72h", "24h"])],
        "settled" => vec![Slot::Words(&["ending", "or since creation"])],
        "day" | "days" | "week" | "weeks" if is_after(ahead(pieces, 2), "ending") => {
            vec![Slot::Words(&["ago"])]
        }
        "day" | "days" => vec![Slot::Words(WINDOW_SUFFIXES)],
        "this" => vec![Slot::Words(&["week", "month"])],
        "since" if is_after(ahead(pieces, 1), "or") => vec![Slot::Words(&["creation"])],
        "since" => vec![Slot::Words(&["last change"])],
        "or" => vec![Slot::Words(&["since creation"])],
        "including" => vec![Slot::Words(&["today"])],
        "ending" => vec![Slot::Literals(&["7 days ago", "28 days ago"])],
        "h" | "hours" | "hour" | "today" | "yesterday" | "week" | "month" | "ago" => {
            vec![Slot::Words(&["or since creation"])]
        }
        _ if last.kind == TokenKind::Number => vec![Slot::Unit(&["days", "h", "hours"])],
        _ => Vec::new(),
    }
}

fn param_clause(pieces: &[Piece<'_>]) -> Vec<Slot> {
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

fn when_clause(before: &Before<'_>, skip: usize) -> Vec<Slot> {
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

fn action_clause(before: &Before<'_>) -> Vec<Slot> {
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
                let start = pieces
                    .iter()
                    .rposition(|piece| matches!(piece.text, "to" | "by" | "most"))
                    .map_or(pieces.len(), |at| at.saturating_add(1));
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
        _ => Vec::new(),
    }
}

fn approve_clause(pieces: &[Piece<'_>]) -> Vec<Slot> {
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

fn limit_clause(before: &Before<'_>) -> Vec<Slot> {
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

fn never_clause(before: &Before<'_>) -> Vec<Slot> {
    let pieces = before.pieces;
    let Some(last) = pieces.last() else {
        return Vec::new();
    };
    let verb = pieces.get(1).map_or("", |piece| piece.text);
    match (verb, last.text) {
        ("", _) => vec![Slot::Words(&[
            "raise budget above",
            "raise total budget of account above",
            "change budget by more than",
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
        ("raise", "above" | ",") => vec![
            Slot::Literals(&["$1,000", "900 EUR"]),
            Slot::Literals(&["200% of budget at start of day"]),
        ],
        ("raise", "%") => vec![Slot::Words(&["of budget at start of day"])],
        ("raise", number) if number.ends_with('%') => vec![Slot::Words(&["of budget at start of day"])],
        ("raise", "of") if has(pieces, "start") => vec![Slot::Words(&["day"])],
        ("raise", "of") => vec![Slot::Words(&["budget"])],
        ("raise", "budget") if pieces.len() > 3 => vec![Slot::Words(&["at"])],
        ("raise", "at") => vec![Slot::Words(&["start"])],
        ("raise", "start") => vec![Slot::Words(&["of"])],
        ("raise", _) if pieces.len() == 3 => vec![Slot::Words(&["above"])],
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

/// What can stand at the end of an expression that begins at `start`.
pub(super) fn expression(before: &Before<'_>, start: usize, place: ValuePlace) -> Vec<Slot> {
    let pieces = before.pieces.get(start..).unwrap_or(&[]);
    let value = |wanted| Slot::Value { place, wanted };
    let Some(last) = pieces.last() else {
        let wanted = if place == ValuePlace::Amount {
            Wanted::Money
        } else {
            Wanted::Anything
        };
        return vec![value(wanted)];
    };
    let ahead = pieces.get(..pieces.len().saturating_sub(1)).unwrap_or(&[]);
    match last.kind {
        TokenKind::Symbol => match last.text {
            "." if is_after(ahead, "parent") => vec![Slot::ParentField],
            "." => vec![Slot::Field],
            "=" | "!=" | "<" | "<=" | ">" | ">=" => compared(before, ahead, place, false),
            "+" | "-" => vec![value(
                kind_of(before, ahead).map_or(Wanted::Anything, |kind| kind.wanted()),
            )],
            "*" | "/" => vec![value(Wanted::Anything)],
            "," => listed(before, ahead, place),
            "%" => vec![after(before, pieces)],
            _ => Vec::new(),
        },
        TokenKind::Open => vec![value(Wanted::Anything)],
        TokenKind::Close if takes_window(pieces) => vec![Slot::Words(&["over"]), after(before, pieces)],
        TokenKind::Close | TokenKind::Text => vec![after(before, pieces)],
        TokenKind::Number => number(before, pieces, ahead),
        TokenKind::Word => match last.text {
            "or" if over_at(ahead).is_some() => {
                vec![value(Wanted::Anything), Slot::Words(&["since creation"])]
            }
            "and" | "or" | "not" if !is_after(ahead, "is") => vec![value(Wanted::Anything)],
            "change" if over_at(pieces).is_none() => vec![Slot::Words(&["of"])],
            "elapsed_share" => vec![Slot::Words(&["of"])],
            "of" if is_after(ahead, "elapsed_share") => {
                vec![Slot::Words(&["today", "this week", "this month"])]
            }
            "ad" if is_after(ahead, "of") && has(pieces, "count") => vec![Slot::Words(&["groups"])],
            "of" if is_after(ahead, "count") => vec![
                value(Wanted::Anything),
                Slot::Words(&["campaigns", "ad groups", "keywords"]),
            ],
            "of" if ["change", "sum", "average"]
                .iter()
                .any(|word| is_after(ahead, word)) =>
            {
                vec![value(Wanted::Anything)]
            }
            "of" => vec![Slot::Words(&["account", "parent", "siblings", "scope"])],
            "sum" | "average" | "count" => vec![Slot::Words(&["of"])],
            "top" | "bottom" => vec![Slot::Literals(&["3", "20%"])],
            "by" => vec![value(Wanted::Anything)],
            "having" => vec![value(Wanted::Anything)],
            "within" => vec![Slot::Words(&["account", "parent", "scope"])],
            "ignoring" => vec![Slot::Words(&["missing"])],
            "in" if value_begins(ahead) => vec![Slot::Words(&["top", "bottom"])],
            "usual" => vec![value(Wanted::Anything)],
            "this" if is_after(ahead, "of") => vec![Slot::Words(&["week", "month"])],
            "not" => compared(
                before,
                ahead.get(..ahead.len().saturating_sub(1)).unwrap_or(&[]),
                place,
                true,
            )
            .into_iter()
            .chain([Slot::Words(&["missing"])])
            .collect(),
            "is" => {
                let mut slots = compared(before, ahead, place, true);
                slots.push(Slot::Words(&["not", "missing", "not missing"]));
                slots
            }
            "in" => {
                let mut slots = compared(before, ahead, place, true);
                slots.push(Slot::Words(&["scope"]));
                slots
            }
            "account" | "parent" | "scope" if is_after(ahead, "within") => {
                vec![Slot::Words(&["having"]), after(before, pieces)]
            }
            "account" | "parent" | "siblings" | "scope" if is_after(ahead, "of") => {
                vec![Slot::Words(&["over"]), after(before, pieces)]
            }
            "matches" => vec![Slot::Text(TextOf::CampaignPattern), value(Wanted::Text)],
            "has" => vec![Slot::Text(TextOf::Label), value(Wanted::Text)],
            "else" => {
                let wanted = kind_of(before, ahead).map_or(Wanted::Anything, |kind| kind.wanted());
                vec![Slot::Words(&["infinite"]), value(wanted)]
            }
            "over" => vec![Slot::Window],
            "last" | "ending" | "including" => window(pieces),
            "since" | "this" if over_at(pieces).is_some() => window(pieces),
            "day" | "days" | "week" | "weeks" if is_after(self::ahead(pieces, 2), "ending") => window(pieces),
            "day" | "days" if in_window(pieces) => vec![Slot::Words(WINDOW_SUFFIXES), after(before, pieces)],
            "h" | "hours" | "today" | "yesterday" | "week" | "month" | "ago" | "settled"
                if in_window(pieces) =>
            {
                let mut slots = window(pieces);
                slots.push(after(before, pieces));
                slots
            }
            "this" => Vec::new(),
            _ => vec![after(before, pieces)],
        },
        _ => Vec::new(),
    }
}

/// Nothing stands before that a word could continue: a value begins here.
fn value_begins(pieces: &[Piece<'_>]) -> bool {
    pieces
        .last()
        .is_none_or(|piece| piece.kind == TokenKind::Open || matches!(piece.text, "and" | "or" | "not" | "="))
}

/// Whether the parentheses that close here stand behind `change of` or `usual`, and take a window for all that is in them.
fn takes_window(pieces: &[Piece<'_>]) -> bool {
    let mut open = 0_usize;
    let at = pieces.iter().rposition(|piece| {
        match piece.kind {
            TokenKind::Close => open = open.saturating_add(1),
            TokenKind::Open => open = open.saturating_sub(1),
            _ => {}
        }
        open == 0
    });
    let ahead = pieces.get(..at.unwrap_or(0)).unwrap_or(&[]);
    is_after(ahead, "usual") || (is_after(ahead, "of") && is_after(self::ahead(ahead, 1), "change"))
}

fn is_after(pieces: &[Piece<'_>], word: &str) -> bool {
    pieces
        .last()
        .is_some_and(|piece| piece.kind == TokenKind::Word && piece.text == word)
}

fn number(before: &Before<'_>, pieces: &[Piece<'_>], ahead: &[Piece<'_>]) -> Vec<Slot> {
    if is_after(ahead, "top") || is_after(ahead, "bottom") {
        return vec![Slot::Words(&["by"]), Slot::Unit(&["%"])];
    }
    if unit_is_written(pieces.last().copied()) {
        return vec![after(before, pieces)];
    }
    if is_after(ahead, "last") {
        return window(pieces);
    }
    // A number beside a duration waits for its unit; every other one may be whole.
    let mut slots = Vec::new();
    let operator = ahead.last().map_or("", |piece| piece.text);
    let left = ahead.get(..ahead.len().saturating_sub(1)).unwrap_or(&[]);
    let wanted = kind_of(before, left).map(|kind| kind.wanted());
    if matches!(operator, "=" | "!=" | "<" | "<=" | ">" | ">=" | "+" | "-") {
        match wanted {
            Some(Wanted::Duration) => return vec![Slot::Unit(DURATION_UNITS)],
            Some(Wanted::Percent) => slots.push(Slot::Unit(&["%"])),
            Some(Wanted::Money) if !matches!(operator, "+" | "-") => {
                slots.push(Slot::Unit(&["EUR", "USD", "GBP"]));
            }
            _ => {}
        }
    }
    if matches!(operator, "by" | "to") {
        slots.push(Slot::Unit(&["%", "EUR", "USD", "GBP"]));
    }
    slots.push(after(before, pieces));
    slots
}

/// Whether the last tokens are a window behind `over`.
fn in_window(pieces: &[Piece<'_>]) -> bool {
    over_at(pieces).is_some()
}

fn over_at(pieces: &[Piece<'_>]) -> Option<usize> {
    let at = pieces
        .iter()
        .rposition(|piece| piece.kind == TokenKind::Word && piece.text == "over")?;
    let behind = pieces.get(at.saturating_add(1)..)?;
    let words = behind.iter().enumerate().all(|(index, piece)| {
        let or_since = piece.text == "or"
            && behind
                .get(index.saturating_add(1))
                .is_some_and(|next| next.text == "since");
        or_since
            || piece.kind == TokenKind::Number
            || matches!(
                piece.text,
                "last"
                    | "day"
                    | "days"
                    | "hour"
                    | "hours"
                    | "h"
                    | "settled"
                    | "today"
                    | "yesterday"
                    | "this"
                    | "week"
                    | "weeks"
                    | "month"
                    | "lifetime"
                    | "since"
                    | "change"
                    | "including"
                    | "ending"
                    | "ago"
                    | "creation"
            )
    });
    (behind.len() <= 12 && words).then_some(at)
}

/// What a name is, as far as its word tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Metric(Spelling, bool),
    Attribute(Attribute),
    Param(Wanted),
    Let,
}

impl Kind {
    fn wanted(self) -> Wanted {
        match self {
            Self::Metric(Spelling::Money, _) => Wanted::Money,
            Self::Metric(Spelling::Percent, _) => Wanted::Percent,
            Self::Metric(Spelling::Ratio, _) => Wanted::Ratio,
            Self::Metric(Spelling::Count, _) => Wanted::Count,
            Self::Attribute(attribute) => match attribute.kind() {
                AttributeKind::Money => Wanted::Money,
                AttributeKind::Duration => Wanted::Duration,
                AttributeKind::Date => Wanted::Date,
                AttributeKind::Count => Wanted::Count,
                AttributeKind::Text | AttributeKind::Labels => Wanted::Text,
                AttributeKind::Enum => Wanted::Anything,
            },
            Self::Param(wanted) => wanted,
            Self::Let => Wanted::Anything,
        }
    }
}

/// The kind of the value at the end of these tokens.
fn kind_of(before: &Before<'_>, pieces: &[Piece<'_>]) -> Option<Kind> {
    let end = over_at(pieces).unwrap_or(pieces.len());
    let last = end.checked_sub(1)?;
    // `spend of account` is spend.
    let related = pieces
        .get(last)
        .is_some_and(|piece| matches!(piece.text, "account" | "parent" | "siblings" | "scope"))
        && is_after(pieces.get(..last).unwrap_or(&[]), "of");
    let at = if related { last.checked_sub(2)? } else { last };
    let piece = pieces.get(at).filter(|piece| piece.kind == TokenKind::Word)?;
    let field = at
        .checked_sub(1)
        .and_then(|dot| pieces.get(dot))
        .is_some_and(|dot| dot.text == ".");
    // A change is a percentage, whatever it is a change of.
    let before_name = pieces.get(..at).unwrap_or(&[]);
    let changes = is_after(before_name, "of") && is_after(ahead(before_name, 1), "change");
    if !field && let Some(declared) = before.declared.iter().find(|known| known.name == piece.text) {
        return Some(match &declared.kind {
            DeclaredKind::Let | DeclaredKind::Script => Kind::Let,
            DeclaredKind::Metric { .. } if changes => Kind::Metric(Spelling::Percent, true),
            DeclaredKind::Metric { spelling, partial } => Kind::Metric(*spelling, *partial),
            DeclaredKind::Param(word) => Kind::Param(match word.as_str() {
                "money" => Wanted::Money,
                "percent" => Wanted::Percent,
                "ratio" => Wanted::Ratio,
                "count" => Wanted::Count,
                "duration" => Wanted::Duration,
                "text" => Wanted::Text,
                _ => Wanted::Anything,
            }),
        });
    }
    attributes()
        .iter()
        .find(|info| info.name == piece.text)
        .map(|info| Kind::Attribute(info.attribute))
        .or_else(|| {
            metrics().iter().find(|info| info.name == piece.text).map(|info| {
                if changes {
                    Kind::Metric(Spelling::Percent, true)
                } else {
                    Kind::Metric(info.spelling, info.partial)
                }
            })
        })
}

/// What stands right of a comparison, whose left side ends these tokens. `wordy`: the comparison asks for words or texts.
fn compared(before: &Before<'_>, left: &[Piece<'_>], place: ValuePlace, wordy: bool) -> Vec<Slot> {
    let kind = kind_of(before, left);
    match kind {
        Some(Kind::Attribute(attribute)) => match attribute.kind() {
            AttributeKind::Enum => vec![Slot::Member(attribute)],
            AttributeKind::Text => vec![
                Slot::Text(if attribute == Attribute::Account {
                    TextOf::Account
                } else {
                    TextOf::Campaign
                }),
                Slot::Value {
                    place,
                    wanted: Wanted::Text,
                },
            ],
            _ if wordy => Vec::new(),
            _ => vec![Slot::Value {
                place,
                wanted: Kind::Attribute(attribute).wanted(),
            }],
        },
        Some(Kind::Metric(..)) if wordy => Vec::new(),
        _ => vec![Slot::Value {
            place,
            wanted: kind.map_or(Wanted::Anything, Kind::wanted),
        }],
    }
}

/// Behind a comma: another word of the enumeration or another text, or another amount.
fn listed(before: &Before<'_>, pieces: &[Piece<'_>], place: ValuePlace) -> Vec<Slot> {
    let in_at = pieces
        .iter()
        .rposition(|piece| piece.kind == TokenKind::Word && piece.text == "in");
    match in_at {
        Some(at) => compared(before, pieces.get(..at).unwrap_or(&[]), place, true),
        None => vec![Slot::Value {
            place,
            wanted: Wanted::Anything,
        }],
    }
}

/// The operators that fit behind the value at the end of these tokens.
fn after(before: &Before<'_>, pieces: &[Piece<'_>]) -> Slot {
    let since = pieces
        .iter()
        .rposition(|piece| {
            piece.kind == TokenKind::Word && matches!(piece.text, "and" | "or")
                || piece.kind == TokenKind::Open
        })
        .map_or(0, |at| at.saturating_add(1));
    let part = pieces.get(since..).unwrap_or(&[]);
    let compared = part.iter().any(|piece| match piece.kind {
        TokenKind::Symbol => matches!(piece.text, "=" | "!=" | "<" | "<=" | ">" | ">="),
        TokenKind::Word => matches!(piece.text, "is" | "in" | "matches" | "has"),
        // What stands in closed parentheses is most often a condition.
        TokenKind::Close => true,
        _ => false,
    });
    let left = match kind_of(before, pieces) {
        Some(Kind::Metric(_, partial)) => Operand::Metric {
            partial: partial || part.iter().any(|piece| piece.text == "/"),
            windowed: over_at(pieces).is_some(),
        },
        Some(Kind::Attribute(attribute)) => match attribute.kind() {
            AttributeKind::Enum => Operand::Member(attribute),
            AttributeKind::Text => Operand::Text,
            AttributeKind::Labels => Operand::Labels,
            _ => Operand::Number,
        },
        Some(Kind::Param(Wanted::Text)) => Operand::Text,
        Some(Kind::Param(Wanted::Anything) | Kind::Let) => Operand::Unknown,
        Some(Kind::Param(_)) => Operand::Number,
        None => match pieces.last().map(|piece| piece.kind) {
            Some(TokenKind::Number) => Operand::Number,
            Some(TokenKind::Text) => Operand::Text,
            _ => Operand::Unknown,
        },
    };
    // A parameter or `let` may be a condition by itself.
    let compared = compared || left == Operand::Unknown;
    Slot::Operator { left, compared }
}

const SERIES: &[&str] = &["each of last", "last", "today", "yesterday", "on"];

/// What can stand behind these tokens of a clause of a test.
fn test_clause(kind: TestClauseKind, pieces: &[Piece<'_>]) -> Vec<Slot> {
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
    let opens = |piece: &&Piece<'_>| piece.kind == TokenKind::BraceOpen;
    let closes = |piece: &&Piece<'_>| piece.kind == TokenKind::BraceClose;
    let open = pieces.iter().filter(opens).count();
    let depth = open.saturating_sub(pieces.iter().filter(closes).count());
    if open == 0 {
        return match word {
            "given" => vec![Slot::Words(&["campaign", "ad group", "keyword"])],
            "campaign" => vec![Slot::Text(TextOf::Campaign)],
            "ad" => vec![Slot::Words(&["group"])],
            "group" | "keyword" => vec![Slot::Text(TextOf::Free)],
            "of" => vec![Slot::Words(&["campaign"])],
            "on" => vec![Slot::Platform],
            "in" => vec![Slot::Words(&["account", "ad group"])],
            "account" => vec![Slot::Text(TextOf::Account)],
            _ if is_text && has(pieces, "campaign") => vec![Slot::Words(&["{", "on", "in account"])],
            _ if is_text && has(pieces, "group") => vec![Slot::Words(&["of campaign", "{"])],
            _ if is_text && has(pieces, "keyword") => vec![Slot::Words(&["in ad group", "{"])],
            _ if is_text || !is_number => vec![Slot::Words(&["{", "on", "in account"])],
            _ => Vec::new(),
        };
    }
    if word == "budget" && is_after(ahead(pieces, 1), "shares") {
        return vec![Slot::Text(TextOf::Free)];
    }
    if let Ok(attribute) = word.parse::<Attribute>() {
        return match attribute.kind() {
            AttributeKind::Enum => vec![Slot::Member(attribute)],
            AttributeKind::Labels => vec![Slot::Text(TextOf::Label)],
            AttributeKind::Money => vec![Slot::Literals(&["$100"])],
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
        (_, 1) => vec![
            Slot::Words(SERIES),
            Slot::Words(&[
                "status",
                "age",
                "budget",
                "bid",
                "match_type",
                "labels",
                "delivery",
                "channel",
                "start_date",
                "end_date",
                "shares budget",
            ]),
        ],
        _ => vec![Slot::Words(&[
            "spend",
            "conversions",
            "revenue",
            "clicks",
            "impressions",
            "_",
            "stale",
        ])],
    }
}

fn expect_clause(pieces: &[Piece<'_>], word: &str, is_text: bool) -> Vec<Slot> {
    if has(pieces, "because") {
        let begins = pieces
            .iter()
            .rposition(|piece| matches!(piece.text, "because" | "and"))
            .map_or(0, |at| at.saturating_add(1));
        let ground = pieces.get(begins..).unwrap_or(&[]);
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
            "notify",
            "nothing of",
            "unknown of",
        ])],
        "increase" | "decrease" | "set" => vec![Slot::Property],
        "of" | "by" => vec![Slot::Text(TextOf::Free)],
        "to" => vec![Slot::Literals(&["$120"])],
        "budget" | "bid" => vec![Slot::Words(&["to", "of"])],
        "pause" | "resume" | "nothing" | "unknown" | "notify" => vec![Slot::Words(&["of"])],
        _ if is_text && (has(pieces, "nothing") || has(pieces, "unknown")) => {
            vec![Slot::Words(&["because", "by"])]
        }
        _ if is_text && has(pieces, "notify") => vec![Slot::Words(&["of", "sent", "blocked", "by"])],
        _ if is_text => vec![Slot::Words(&[
            "proposed",
            "applied",
            "pending",
            "blocked",
            "rejected",
            "expired",
            "superseded",
            "by",
        ])],
        _ if pieces.last().is_some_and(|last| last.kind == TokenKind::Number) => vec![Slot::Words(&["of"])],
        _ => vec![Slot::Words(&["because"])],
    }
}
