//! Windows: `last 7 days ending 7 days ago or since creation`, and attribution windows: `[7d click]`.

use super::{Piece, Slot, ahead, is_after};
use crate::syntax::scan::TokenKind;

/// What can stand behind `last 3 days`.
pub(super) const WINDOW_SUFFIXES: &[&str] = &["settled", "including today", "ending", "or since creation"];

/// What an attribution window that is begun behind a name waits for; `None` outside of one.
pub(super) fn attribution(pieces: &[Piece<'_>]) -> Option<Vec<Slot>> {
    let open = pieces
        .iter()
        .rposition(|piece| matches!(piece.kind, TokenKind::Open | TokenKind::Close))?;
    let ahead = pieces.get(..open).unwrap_or(&[]);
    let is_begun = pieces.get(open).is_some_and(|piece| piece.text == "[")
        && ahead.last().is_some_and(|piece| piece.kind == TokenKind::Word)
        && !is_after(self::ahead(ahead, 1), "lookup");
    let last = pieces.last().filter(|_| is_begun)?;
    Some(match last.text {
        "[" => vec![Slot::Literals(&[
            "7d click",
            "1d click",
            "14d click",
            "28d click",
            "30d click",
            "1d view",
        ])],
        "click" | "view" => Vec::new(),
        _ => vec![Slot::Words(&["click", "view"])],
    })
}

/// The place of the name before a closed attribution window, which the tokens up to `last` end with.
pub(super) fn before_attribution(pieces: &[Piece<'_>], last: usize) -> Option<usize> {
    pieces.get(last).filter(|piece| piece.text == "]")?;
    let open = pieces.get(..last)?.iter().rposition(|piece| piece.text == "[")?;
    let name = open.checked_sub(1)?;
    (!is_after(pieces.get(..name).unwrap_or(&[]), "lookup")).then_some(name)
}

/// What a window that is begun waits for.
pub(super) fn window(pieces: &[Piece<'_>]) -> Vec<Slot> {
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

/// Whether the parentheses that close here stand behind `change of` or `usual`, and take a window for all that is in them.
pub(super) fn takes_window(pieces: &[Piece<'_>]) -> bool {
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

/// Whether the last tokens are a window behind `over`.
pub(super) fn in_window(pieces: &[Piece<'_>]) -> bool {
    over_at(pieces).is_some()
}

/// Where the `over` of the window stands that the tokens end with.
pub(super) fn over_at(pieces: &[Piece<'_>]) -> Option<usize> {
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
