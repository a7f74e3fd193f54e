//! Places inside of quotes: names of the organisation, and the values of a message.

use super::Place;
use crate::editor::expect::{Before, Piece, Slot, TextOf, ValuePlace, expect, expression};
use crate::editor::outline::braces;
use crate::span::Span;
use crate::syntax::cut_clauses;
use crate::syntax::scan::{self, Token, TokenKind};
use crate::syntax::tree::ItemKind;

pub(super) fn quoted(
    text: &str,
    kind: ItemKind,
    before: &[Token],
    open: &Token,
    offset: usize,
    place: &mut Place,
) {
    place.quoted = true;
    let start = open.start.saturating_add(1);
    // What stands between the place and the closing quote is replaced with the rest, when there is a closing quote.
    let line_end = text
        .get(open.start..)
        .and_then(|rest| rest.find('\n'))
        .map_or(text.len(), |at| open.start.saturating_add(at));
    let end = scan::tokens(text, open.start, line_end)
        .first()
        .filter(|token| token.kind == TokenKind::Text)
        .map_or(offset, |token| token.end.saturating_sub(1));
    place.replaces = Span::from_offsets(start.min(offset), end.max(offset));
    let clauses = cut_clauses(text, kind, before);
    let Some(clause) = clauses.last() else { return };
    let pieces: Vec<Piece<'_>> = clause
        .tokens
        .iter()
        .map(|token| Piece {
            kind: token.kind,
            text: token.text(text),
        })
        .collect();
    let known = Before {
        in_guard: kind == ItemKind::Guard,
        pieces: &pieces,
        declared: &place.declared,
    };
    let texts: Vec<Slot> = expect(clause.kind, &known)
        .into_iter()
        .filter(|slot| matches!(slot, Slot::Text(_)))
        .collect();
    if texts.contains(&Slot::Text(TextOf::Message)) {
        message(text, open, offset, place);
        return;
    }
    place.slots = texts;
}

/// Between the braces of a message, a value; elsewhere in it, nothing.
fn message(text: &str, open: &Token, offset: usize, place: &mut Place) {
    let here = Token { end: offset, ..*open };
    place.replaces = Span::from_offsets(offset, offset);
    let Some((start, _)) = braces(text, &here)
        .into_iter()
        .find(|(start, end)| *start <= offset && *end == offset)
    else {
        return;
    };
    let tokens = scan::tokens(text, start, offset);
    let partial = tokens
        .last()
        .filter(|token| token.end == offset && token.kind == TokenKind::Word);
    let before = if partial.is_some() {
        tokens.get(..tokens.len().saturating_sub(1)).unwrap_or(&[])
    } else {
        tokens.as_slice()
    };
    let pieces: Vec<Piece<'_>> = before
        .iter()
        .map(|token| Piece {
            kind: token.kind,
            text: token.text(text),
        })
        .collect();
    let known = Before {
        in_guard: false,
        pieces: &pieces,
        declared: &place.declared,
    };
    place.replaces = Span::from_offsets(partial.map_or(offset, |token| token.start), offset);
    place.slots = expression(&known, 0, ValuePlace::Template);
}
