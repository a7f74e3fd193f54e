//! What the clause before a place still expects there, read from its tokens alone: a clause that is not finished has no tree.
//!
//! `slots` are the answers, `levels` the words for campaigns and what stands below them, `clauses` what each clause of a rule or guard waits for, `values` what an
//! expression waits for, `windows` what a window does, `test_items` the clauses of a test. Called by `place` and `outline`.

mod clauses;
mod levels;
mod slots;
mod test_items;
mod values;
mod windows;

use std::sync::LazyLock;

use crate::syntax::ClauseKind;
use crate::syntax::scan::TokenKind;

use clauses::{
    action_clause, approve_clause, every_clause, for_clause, limit_clause, lookup_item, metric_item,
    never_clause, param_clause, when_clause,
};
pub use slots::{Declared, DeclaredKind, Operand, Slot, TextOf, ValuePlace, Wanted};
use test_items::test_clause;
pub(super) use values::expression;
use windows::window;

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
        ClauseKind::For | ClauseKind::Pool => for_clause(before),
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
                "10% of keywords paused per day",
            ])],
            ("%", _) => vec![Slot::Words(&["of campaigns paused per day", "of"])],
            ("of", _) => vec![levels::switched()],
            ("ad", _) => levels::second_of_many("ad"),
            ("campaigns" | "groups" | "ads" | "keywords", _) => vec![Slot::Words(&["paused per day"])],
            ("paused", _) => vec![Slot::Words(&["per day"])],
            ("per", _) => vec![Slot::Words(&["day"])],
            _ if is_number && word.ends_with('%') => {
                vec![Slot::Words(&["of campaigns paused per day", "of"])]
            }
            _ if is_number => vec![Slot::Unit(&["%"]), Slot::Words(&["campaigns paused per day"])],
            _ => Vec::new(),
        },
        ClauseKind::Limit => limit_clause(before),
        ClauseKind::Never => never_clause(before),
        ClauseKind::Accept if pieces.len() == 1 => vec![Slot::Words(&WARNINGS)],
        ClauseKind::Accept if pieces.len() == 2 => vec![Slot::Text(TextOf::Free)],
        ClauseKind::Test(kind) => test_clause(kind, pieces),
        ClauseKind::Metric => metric_item(before),
        ClauseKind::Lookup => lookup_item(pieces),
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

/// The tokens without the last so many.
fn ahead<'p, 't>(pieces: &'p [Piece<'t>], last: usize) -> &'p [Piece<'t>] {
    pieces.get(..pieces.len().saturating_sub(last)).unwrap_or(&[])
}

fn is_after(pieces: &[Piece<'_>], word: &str) -> bool {
    pieces
        .last()
        .is_some_and(|piece| piece.kind == TokenKind::Word && piece.text == word)
}
