//! Places that no clause is around: between items, in their headers, in definitions and in scripts.

use super::{Place, in_text};
use crate::editor::expect::{Before, Declared, DeclaredKind, Piece, Slot, expect};
use crate::script::ACTIONS;
use crate::span::Span;
use crate::syntax::ClauseKind;
use crate::syntax::scan::{Token, TokenKind};
use crate::syntax::tree::ItemKind;

pub(super) fn outside(text: &str, first: bool, before: &[Token], offset: usize) -> Place {
    let partial = before
        .last()
        .filter(|token| token.end == offset && token.kind == TokenKind::Word);
    let rest = if partial.is_some() {
        before.get(..before.len().saturating_sub(1)).unwrap_or(&[])
    } else {
        before
    };
    let start = partial.map_or(offset, |token| token.start);
    let line = text
        .get(..start)
        .and_then(|before| before.rsplit('\n').next())
        .unwrap_or("");
    // An item begins in column one.
    if !line.is_empty()
        || rest
            .last()
            .is_some_and(|token| token.kind == TokenKind::Doc && token.end == offset)
    {
        return Place::nothing(offset);
    }
    Place {
        replaces: Span::from_offsets(start, offset),
        slots: vec![Slot::Item {
            first: first && rest.is_empty(),
        }],
        ..Place::default()
    }
}

/// Between the item's word and its `{`.
pub(super) fn header(kind: ItemKind, tokens: &[Token], offset: usize) -> Place {
    // The word itself may still be written: `ru` begins no item, `rule` does.
    if let [word] = tokens
        && word.end == offset
    {
        return Place {
            replaces: word.span(),
            slots: vec![Slot::Item { first: false }],
            ..Place::default()
        };
    }
    let mut found = Place::nothing(offset);
    let partial = tokens
        .last()
        .filter(|token| token.end == offset && token.kind == TokenKind::Word);
    let before = match partial {
        Some(word) => {
            found.replaces = word.span();
            tokens.get(..tokens.len().saturating_sub(1)).unwrap_or(&[])
        }
        None => tokens,
    };
    let texts = before
        .iter()
        .filter(|token| token.kind == TokenKind::Text)
        .count();
    match (kind, before, texts) {
        (ItemKind::Test, [_, _], 1) => found.slots.push(Slot::Words(&["of"])),
        (ItemKind::Test, [.., last], 2..) if last.kind == TokenKind::Text => {
            found.slots.push(Slot::Words(&["{", ","]));
        }
        (ItemKind::Rule | ItemKind::Guard, [_, _], 1) => {
            found.slots.push(Slot::Words(&["{"]));
        }
        _ => {}
    }
    found
}

/// Inside of an item that is one clause; a line that begins in column one may be the next item.
pub(super) fn definition(
    text: &str,
    kind: ItemKind,
    tokens: &[Token],
    defined: &[Declared],
    offset: usize,
) -> Place {
    if tokens.is_empty() {
        return Place::nothing(offset);
    }
    let partial = tokens
        .last()
        .filter(|token| token.end == offset && matches!(token.kind, TokenKind::Word | TokenKind::Number));
    let before = match partial {
        Some(_) => tokens.get(..tokens.len().saturating_sub(1)).unwrap_or(&[]),
        None => tokens,
    };
    let start = partial.map_or(offset, |token| token.start);
    let column_one = text
        .get(..start)
        .is_none_or(|ahead| ahead.is_empty() || ahead.ends_with('\n'));
    if column_one || tokens.last().is_some_and(|token| in_text(text, token, offset)) {
        return if column_one {
            outside(text, false, tokens, offset)
        } else {
            Place::nothing(offset)
        };
    }
    let pieces: Vec<Piece<'_>> = before
        .iter()
        .map(|token| Piece {
            kind: token.kind,
            text: token.text(text),
        })
        .collect();
    let own = before.get(1).map_or("", |token| token.text(text));
    let declared: Vec<Declared> = defined.iter().filter(|name| name.name != own).cloned().collect();
    let slots = expect(
        if kind == ItemKind::Lookup {
            ClauseKind::Lookup
        } else {
            ClauseKind::Metric
        },
        &Before {
            in_guard: false,
            pieces: &pieces,
            declared: &declared,
        },
    );
    Place {
        replaces: Span::from_offsets(start, offset),
        slots,
        declared,
        ..Place::default()
    }
}

/// Inside of a script: its functions and arguments.
pub(super) fn script(text: &str, tokens: &[Token], offset: usize) -> Place {
    let mut place = Place::nothing(offset);
    let partial = tokens
        .last()
        .filter(|token| token.end == offset && token.kind == TokenKind::Word);
    place.replaces = Span::from_offsets(partial.map_or(offset, |token| token.start), offset);
    let whole = match partial {
        Some(_) => tokens.get(..tokens.len().saturating_sub(1)).unwrap_or(&[]),
        None => tokens,
    };
    let line = text.get(..offset).and_then(|before| before.rsplit('\n').next());
    if line.is_some_and(|line| line.contains("//")) {
        return place;
    }
    if tokens.iter().any(|token| token.kind == TokenKind::BraceOpen) {
        let head = tokens
            .iter()
            .take_while(|token| token.kind != TokenKind::BraceOpen);
        let makes_actions = head.last().is_some_and(|token| token.text(text) == ACTIONS);
        place.slots.push(Slot::ScriptWord { makes_actions });
        let arguments = tokens
            .iter()
            .zip(tokens.iter().skip(1))
            .take_while(|(token, _)| token.kind != TokenKind::BraceOpen)
            .filter(|(token, next)| token.kind == TokenKind::Word && next.text(text) == ":")
            .map(|(token, _)| Declared {
                name: token.text(text).to_owned(),
                kind: DeclaredKind::Script,
                form: token.text(text).to_owned(),
            });
        place.declared = arguments.collect();
    } else if let Some(before) = tokens
        .iter()
        .rev()
        .find(|token| token.end < offset || token.kind != TokenKind::Word)
        && matches!(before.text(text), ":" | ">" | "->")
    {
        let kinds: &'static [&'static str] = &["money", "percent", "ratio", "count", "duration"];
        place.slots.push(Slot::Words(kinds));
        if before.text(text) != ":" {
            place.slots.push(Slot::Words(&[ACTIONS]));
        }
    } else if let [.., colon, kind] = whole
        && colon.text(text) == ":"
        && kind.kind == TokenKind::Word
    {
        place.slots.push(Slot::Words(&["per day"]));
    }
    place
}
