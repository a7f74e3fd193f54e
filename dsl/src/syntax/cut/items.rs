//! One item after the other: its head, and where its braces stand.

use crate::diagnostics::Diagnostic;
use crate::span::Span;
use crate::syntax::cut::openers::clauses;
use crate::syntax::cut::outside::{outside, preamble};
use crate::syntax::cut::scripts::after_script;
use crate::syntax::cut::starts::{ItemStart, item_starts};
use crate::syntax::cut::{ClauseText, ItemText, span_of, unclosed_text};
use crate::syntax::scan::{self, Token, TokenKind};
use crate::syntax::tree::{ClauseKind, ItemKind};
use crate::syntax::{MOST_CLAUSES, MOST_FINDINGS};

/// `text_of_rules = ("language" "1")? (doc? item)*`
/// `item = rule | guard | test | metric_item | lookup_item | script`
/// `rule = "rule" text "{" clause* "}"`
/// `guard = "guard" text "{" clause* "}"`
/// `test = "test" text "of" texts "{" test_clause* "}"`
/// `script = script_head "{" … "}"`
///
/// The items of a text but its scripts. Text outside of items and unclosed items become diagnostics.
pub(in crate::syntax) fn items(text: &str, diagnostics: &mut Vec<Diagnostic>) -> Vec<ItemText> {
    let starts = item_starts(text, diagnostics);
    let first = starts.first().map_or(text.len(), ItemStart::region_start);
    preamble(text, first, diagnostics);
    let mut found = Vec::new();
    for (index, start) in starts.iter().enumerate() {
        if diagnostics.len() > MOST_FINDINGS {
            break;
        }
        let end = starts
            .get(index.saturating_add(1))
            .map_or(text.len(), ItemStart::region_start);
        match start.kind().map(|kind| (kind, kind.definition())) {
            Some((kind, None)) => found.push(item(text, kind, start, end, diagnostics)),
            Some((kind, Some(clause))) => found.push(definition(text, kind, clause, start, end, diagnostics)),
            // Raw text, read elsewhere.
            None => after_script(text, start, end, diagnostics),
        }
    }
    found
}

fn item(
    text: &str,
    kind: ItemKind,
    start: &ItemStart,
    end: usize,
    diagnostics: &mut Vec<Diagnostic>,
) -> ItemText {
    let word = kind.word();
    let tokens = scan::tokens(text, start.at, end);
    let mut broken = false;
    let head = tokens
        .first()
        .map_or(Span::from_offsets(start.at, start.at), Token::span);
    let open = tokens.iter().position(|token| token.kind == TokenKind::BraceOpen);
    let header = tokens
        .get(1..open.unwrap_or(tokens.len()).min(LONGEST_HEADER))
        .unwrap_or(&[]);
    let name = header
        .first()
        .filter(|token| token.kind == TokenKind::Text)
        .map(Token::span);
    let mut subjects = Vec::new();
    if name.is_none() {
        broken = true;
        let span = header.first().map_or(head, Token::span);
        diagnostics.push(
            if header
                .first()
                .is_some_and(|token| token.kind == TokenKind::OpenText)
            {
                unclosed_text(text, span)
            } else {
                Diagnostic::new("E0101", span, format!("a {word} needs a name in quotes"))
                    .help(format!("write `{word} \"Name\" {{`"))
            },
        );
    } else if kind == ItemKind::Test {
        match header.get(1..).unwrap_or(&[]) {
            [of, rules @ ..] if of.text(text) == "of" && is_list_of_texts(text, rules) => {
                subjects = rules.iter().step_by(2).map(Token::span).collect();
            }
            rest => {
                broken = true;
                let span = rest
                    .first()
                    .map_or_else(|| name.unwrap_or(head).after(), Token::span);
                diagnostics.push(
                    Diagnostic::new("E0101", span, "a test says of which rule it is")
                        .help("write `test \"what it shows\" of \"Rule\" {`"),
                );
            }
        }
    } else if let (Some(extra), true) = (header.get(1), open.is_some()) {
        broken = true;
        diagnostics.push(
            Diagnostic::new(
                "E0101",
                extra.span(),
                format!("expected `{{` after the name, found `{}`", extra.text(text)),
            )
            .help(format!("the clauses of a {word} stand between `{{` and `}}`")),
        );
    }
    let Some(open) = open else {
        if name.is_some() {
            diagnostics.push(
                Diagnostic::new("E0104", name.unwrap_or(head), format!("this {word} has no `{{`"))
                    .help(format!("the clauses of a {word} stand between `{{` and `}}`")),
            );
        }
        let span = Span::from_offsets(start.region_start(), end);
        return ItemText {
            kind,
            span,
            doc: start.doc,
            name,
            subjects,
            clauses: Vec::new(),
            broken: true,
        };
    };
    let inside = tokens.get(open.saturating_add(1)..).unwrap_or(&[]);
    let close = closing_brace(text, kind, inside);
    let body = inside.get(..close.unwrap_or(inside.len())).unwrap_or(&[]);
    let span_end = match close.and_then(|close| inside.get(close)) {
        Some(close_token) => {
            let behind = close.map_or(0, |close| close.saturating_add(1));
            outside(text, inside.get(behind..).unwrap_or(&[]), diagnostics);
            close_token.end
        }
        None => {
            broken = true;
            let span = name.map_or(head, |name| head.to(name));
            diagnostics.push(
                Diagnostic::new("E0104", span, format!("this {word} is never closed"))
                    .help("end it with a `}` on a line of its own"),
            );
            body.last().map_or(end, |token| token.end)
        }
    };
    let mut clauses = clauses(text, kind, body, diagnostics, &mut broken);
    if let Some(first) = clauses.get(MOST_CLAUSES) {
        broken = true;
        let message = format!(
            "this {word} has {} clauses; at most {MOST_CLAUSES} are read",
            clauses.len()
        );
        diagnostics.push(Diagnostic::new("E0108", first.span, message).help("split it into several rules"));
        clauses.truncate(MOST_CLAUSES);
    }
    ItemText {
        kind,
        span: Span::from_offsets(start.region_start(), span_end),
        doc: start.doc,
        name,
        subjects,
        clauses,
        broken,
    }
}

/// How many tokens of an item's head are read. One that is cut here ends with a comma, and is refused for it.
const LONGEST_HEADER: usize = 67;

/// `"A", "B"`.
fn is_list_of_texts(text: &str, tokens: &[Token]) -> bool {
    tokens.len() % 2 == 1
        && tokens.iter().enumerate().all(|(at, token)| {
            if at % 2 == 0 {
                token.kind == TokenKind::Text
            } else {
                token.text(text) == ","
            }
        })
}

/// An item that is one clause from its word to the next item. Its head has been looked at: a name follows the word.
/// A doc string in it belongs to no item: the next item's stands above that one's first column, and is not cut here.
fn definition(
    text: &str,
    kind: ItemKind,
    clause: ClauseKind,
    start: &ItemStart,
    end: usize,
    diagnostics: &mut Vec<Diagnostic>,
) -> ItemText {
    let (docs, tokens): (Vec<Token>, Vec<Token>) = scan::tokens(text, start.at, end)
        .into_iter()
        .partition(|token| token.kind == TokenKind::Doc);
    outside(text, &docs, diagnostics);
    let span = span_of(&tokens);
    ItemText {
        kind,
        span: Span::from_offsets(start.region_start(), span.end as usize),
        doc: start.doc,
        name: tokens.get(1).map(Token::span),
        subjects: Vec::new(),
        clauses: vec![ClauseText {
            kind: clause,
            span,
            tokens,
        }],
        broken: false,
    }
}

/// Where an item's own brace closes among the tokens behind its `{`. In a test braces nest; where they do not balance,
/// the first one in column one closes it, so that a `given` left open costs only itself.
pub(crate) fn closing_brace(text: &str, kind: ItemKind, inside: &[Token]) -> Option<usize> {
    let closes = |token: &Token| token.kind == TokenKind::BraceClose;
    if kind != ItemKind::Test {
        return inside.iter().position(closes);
    }
    let mut depth = 0_usize;
    let balanced = inside.iter().position(|token| match token.kind {
        TokenKind::BraceOpen => {
            depth = depth.saturating_add(1);
            false
        }
        TokenKind::BraceClose if depth == 0 => true,
        TokenKind::BraceClose => {
            depth = depth.saturating_sub(1);
            false
        }
        _ => false,
    });
    let in_column_one = |token: &Token| {
        token
            .start
            .checked_sub(1)
            .is_none_or(|before| text.as_bytes().get(before) == Some(&b'\n'))
    };
    balanced.or_else(|| {
        inside
            .iter()
            .position(|token| closes(token) && in_column_one(token))
    })
}
