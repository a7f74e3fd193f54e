//! Text → syntax tree. `scan` finds tokens, `cut` finds items and clauses, and a [`cursor::Reader`] walks over the tokens of one
//! clause: each of its functions reads one form of the grammar, which stands above it and as a whole in `docs/language.md`.
//! `mistakes` turns what could not be read into messages.
//!
//! Called by `check` and by `literal`. Nothing here knows what a name means.

mod actions;
mod arithmetic;
mod attached;
mod clauses;
mod conditions;
mod conduct;
mod cursor;
mod cut;
mod definitions;
mod expectations;
mod given;
#[cfg(test)]
mod grammar_tests;
mod limits;
mod literals;
mod mistakes;
mod operands;
#[cfg(test)]
mod round_trip_tests;
pub(crate) mod scan;
mod schedules;
mod scripts;
pub(crate) mod test_trees;
mod texts;
pub(crate) mod tree;
mod windows;

use crate::diagnostics::Diagnostic;
use crate::span::Span;
use cursor::{Reader, Stop};
use tree::{Expr, Item, ItemKind, LiteralSyntax, Spanned};

pub(crate) use cut::{ClauseText, ItemText, ScriptText, closing_brace, region_at};
pub(crate) use scan::is_word;
pub(crate) use texts::unquoted;
pub(crate) use tree::ClauseKind;

/// Longest text that is read, in bytes.
pub(crate) const MOST_BYTES: usize = 1_000_000;
/// Deepest nesting of parentheses, `not` and signs.
pub(crate) const MOST_NESTING: usize = 64;
/// Most clauses in one item.
pub(crate) const MOST_CLAUSES: usize = 500;
/// Most findings before reading stops: what is so far from rules is no rules.
pub(crate) const MOST_FINDINGS: usize = 2_000;
/// Most values in one expression with every `let` written out.
pub(crate) const MOST_WRITTEN_OUT: usize = 5_000;
/// Most tokens in one clause: far above what a person writes, low enough that every later pass is quick.
pub(crate) const MOST_TOKENS: usize = 2_000;

/// What a text holds, as written.
#[derive(Debug, Default)]
pub(crate) struct File {
    pub(crate) items: Vec<Item>,
    pub(crate) scripts: Vec<tree::ScriptItem>,
    pub(crate) diagnostics: Vec<Diagnostic>,
}

/// Reads a text. Never fails: what cannot be read becomes a diagnostic, and its neighbours are read all the same.
pub(crate) fn read(text: &str) -> File {
    if text.len() > MOST_BYTES {
        let diagnostic = Diagnostic::new(
            "E0108",
            Span::new(0, 0),
            format!("the text has {} bytes; at most {MOST_BYTES} are read", text.len()),
        )
        .help("split it into several files");
        return File {
            diagnostics: vec![diagnostic],
            ..File::default()
        };
    }
    let mut file = File::default();
    byte_order_marks(text, &mut file.diagnostics);
    for item in cut::items(text, &mut file.diagnostics) {
        if file.diagnostics.len() > MOST_FINDINGS {
            let message = format!(
                "there is more wrong here than {MOST_FINDINGS} findings can say; the rest is not read"
            );
            file.diagnostics.push(
                Diagnostic::new("E0108", item.span.before(), message).help("mend what is found above first"),
            );
            break;
        }
        let read = clauses::item(text, item, &mut file.diagnostics);
        file.items.extend(read);
    }
    for script in cut::scripts(text) {
        if file.diagnostics.len() > MOST_FINDINGS {
            break;
        }
        file.scripts
            .extend(scripts::read(text, &script, &mut file.diagnostics));
    }
    file
}

/// A byte order mark that is no longer at the beginning: files were put together, or a text was pasted. Invisible, it would part a
/// word in two for one reader and not for another.
fn byte_order_marks(text: &str, diagnostics: &mut Vec<Diagnostic>) {
    const MARK: char = '\u{FEFF}';
    if text.rfind(MARK).is_none_or(|at| at == 0) {
        return;
    }
    let mut end = 0_usize;
    let mut tokens = tokens_around_scripts(text);
    // A script is one token; its head is read like everything else.
    for script in cut_scripts(text) {
        let (start, behind) = (script.head.start as usize, script.head.end as usize);
        if let Some(at) = tokens.iter().position(|token| token.start == start) {
            let body = tokens.get(at).copied().map(|token| scan::Token {
                start: behind,
                ..token
            });
            tokens.splice(at..=at, scan::tokens(text, start, behind).into_iter().chain(body));
        }
    }
    let gaps = tokens.iter().map(|token| (token.start, token.end));
    for (start, next) in gaps.chain([(text.len(), text.len())]) {
        let from = std::mem::replace(&mut end, next);
        let gap = text.get(from..start).unwrap_or("");
        // A comment may hold anything.
        let mut in_comment = false;
        for (offset, character) in gap.char_indices() {
            match character {
                '#' => in_comment = true,
                '\n' => in_comment = false,
                MARK if !in_comment && from.saturating_add(offset) > 0 => {
                    let at = from.saturating_add(offset);
                    let span = Span::from_offsets(at, at.saturating_add(MARK.len_utf8()));
                    diagnostics.push(
                        Diagnostic::new("E0132", span, "an invisible byte order mark stands inside of the text")
                            .help("it belongs at the very beginning of a file, or nowhere; it came with a copied text")
                            .safe_fix("remove it", span, ""),
                    );
                    return;
                }
                _ => {}
            }
        }
    }
}

/// The scripts of a text, without reading them.
pub(crate) fn cut_scripts(text: &str) -> Vec<ScriptText> {
    cut::scripts(text)
}

/// The tokens of a text; a script is one, whatever stands in it.
pub(crate) fn tokens_around_scripts(text: &str) -> Vec<scan::Token> {
    let mut found = Vec::new();
    let mut from = 0;
    for script in cut_scripts(text) {
        let start = script.head.start as usize;
        let end = script.span.end as usize;
        found.extend(scan::tokens(text, from, start));
        found.push(scan::Token {
            kind: scan::TokenKind::Doc,
            start,
            end,
            first_on_line: true,
        });
        from = end;
    }
    found.extend(scan::tokens(text, from, text.len()));
    found
}

/// Cuts a text into items and clauses without reading them: all there is to say about that is said elsewhere.
pub(crate) fn cut_items(text: &str) -> Vec<ItemText> {
    cut::items(text, &mut Vec::new())
}

/// Cuts the tokens of an item's body into clauses.
pub(crate) fn cut_clauses(text: &str, kind: ItemKind, body: &[scan::Token]) -> Vec<ClauseText> {
    cut::clauses(text, kind, body, &mut Vec::new(), &mut false)
}

/// Reads a piece of a text that is no clause. Everything wrong with it is one finding.
fn read_piece<T>(
    text: &str,
    piece: Span,
    called: &'static str,
    read: impl FnOnce(&mut Reader<'_>) -> Option<T>,
) -> Result<(T, Vec<Diagnostic>), Box<Diagnostic>> {
    let tokens = scan::tokens(text, piece.start as usize, piece.end as usize);
    if let Some(refused) = clauses::too_long(&tokens) {
        return Err(Box::new(refused));
    }
    let mut reader = Reader::new(text, &tokens);
    let whole = read(&mut reader).and_then(|read| reader.end().map(|()| read));
    reader.finish(whole).map_err(|stop| match stop {
        Stop::Told(told) => told,
        Stop::Mistake(mistake) => {
            let source = mistakes::Source {
                text,
                tokens: &tokens,
                called,
            };
            Box::new(mistakes::describe(&source, &mistake))
        }
    })
}

/// Reads the expression between the braces of a template.
pub(crate) fn read_template_value(
    text: &str,
    braces: Span,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Expr> {
    match read_piece(text, braces, "the braces", |reader| reader.expression()) {
        Ok((expr, findings)) => {
            diagnostics.extend(findings);
            Some(expr)
        }
        Err(found) => {
            diagnostics.push(*found);
            None
        }
    }
}

/// Reads the typed literals of an override, such as `$60, 55 EUR`.
pub(crate) fn read_override(source: &str) -> Result<Vec<Spanned<LiteralSyntax>>, Box<Diagnostic>> {
    if source.len() > MOST_TOKENS {
        return Err(Box::new(Diagnostic::new(
            "E0108",
            Span::default(),
            "the value is too long",
        )));
    }
    let whole = Span::from_offsets(0, source.len());
    let (literals, findings) = read_piece(source, whole, "the value", |reader| reader.literals())?;
    match findings.into_iter().next() {
        Some(found) => Err(Box::new(found)),
        None => Ok(literals.value),
    }
}

/// Whether a word is an operator of expressions or begins a part of a clause, and so cannot be a name.
fn is_operator(word: &str) -> bool {
    matches!(
        word,
        "and"
            | "or"
            | "not"
            | "is"
            | "matches"
            | "has"
            | "in"
            | "else"
            | "over"
            | "of"
            | "missing"
            | "infinite"
            | "true"
            | "false"
            | "lasting"
            | "then"
            | "when"
            | "where"
            | "otherwise"
            | "having"
            | "convert"
    )
}

/// Whether a word stands for itself in an expression, so that nothing can be named like it.
pub(crate) fn is_reserved(word: &str) -> bool {
    is_operator(word) || matches!(word, "this" | "parent")
}

/// The words of a piece of source, in order: what a clause that could not be read still tells.
pub(crate) fn scan_words(source: &str) -> impl Iterator<Item = &str> {
    scan::tokens(source, 0, source.len())
        .into_iter()
        .filter(|token| token.kind == scan::TokenKind::Word)
        .filter_map(|token| source.get(token.start..token.end))
}
