//! Text outside of every item.

use crate::check::suggestion::nearest;
use crate::diagnostics::Diagnostic;
use crate::span::Span;
use crate::syntax::cut::starts::ITEM_WORDS;
use crate::syntax::scan::{self, Token, TokenKind};

/// What stands before the first item: at most the `language` line.
pub(super) fn preamble(text: &str, end: usize, diagnostics: &mut Vec<Diagnostic>) {
    let tokens = scan::tokens(text, 0, end);
    let mut rest = tokens.as_slice();
    if let [language, edition, tail @ ..] = rest
        && language.text(text) == "language"
    {
        if edition.text(text) != "1" {
            diagnostics.push(
                Diagnostic::new(
                    "E0113",
                    edition.span(),
                    format!("there is no edition `{}` of the language", edition.text(text)),
                )
                .help("this program reads `language 1`")
                .safe_fix("write `1`", edition.span(), "1"),
            );
        }
        rest = tail;
    }
    outside(text, rest, diagnostics);
}

/// Text outside of items; one diagnostic for each stretch of it.
pub(super) fn outside(text: &str, tokens: &[Token], diagnostics: &mut Vec<Diagnostic>) {
    let (docs, tokens): (Vec<Token>, Vec<Token>) = tokens
        .iter()
        .copied()
        .partition(|token| token.kind == TokenKind::Doc);
    let is_closed = |doc: &Token| {
        let text = doc.text(text);
        text.len() >= 6 && text.ends_with("\"\"\"")
    };
    if let Some(open) = docs.iter().find(|doc| !is_closed(doc)) {
        let quotes = Span::from_offsets(open.start, open.start.saturating_add(3));
        // One in the first column has been answered for where items are looked for.
        let is_told = diagnostics
            .iter()
            .any(|found| found.code == "E0106" && found.span == quotes);
        if !is_told {
            diagnostics.push(
                Diagnostic::new("E0106", quotes, "this doc string is never closed")
                    .help("end it with `\"\"\"`, or take the three quotes away"),
            );
            return;
        }
    }
    let (Some(first), Some(last)) = (tokens.first(), tokens.last()) else {
        if let Some(doc) = docs.iter().find(|doc| is_closed(doc)) {
            let quotes = Span::from_offsets(doc.start, doc.start.saturating_add(3));
            diagnostics.push(
                Diagnostic::new("E0102", quotes, "this doc string belongs to no item")
                    .help("a doc string begins in the first column, directly above its rule, guard or test"),
            );
        }
        return;
    };
    let word = first.text(text);
    let span = Span::from_offsets(first.start, first.end);
    if let Some(indented) = ITEM_WORDS.into_iter().find(|item| *item == word) {
        diagnostics.push(
            Diagnostic::new(
                "E0102",
                span,
                format!("a `{indented}` begins in the first column of its line"),
            )
            .help("take the blanks before it away"),
        );
    } else if word == "language" {
        diagnostics.push(
            Diagnostic::new("E0113", span, "`language` stands once, at the very top")
                .help("remove this line"),
        );
    } else {
        let whole = Span::from_offsets(first.start, last.end);
        let line = whole.of(text).lines().next().unwrap_or("");
        let short: String = crate::display::one_line(line).chars().take(40).collect();
        let mut found = Diagnostic::new(
            "E0102",
            span,
            format!("`{short}` stands outside of every rule and guard"),
        );
        let suggestion = nearest(word, ITEM_WORDS.into_iter());
        found = match suggestion {
            Some(meant) => found.help(format!("did you mean `{meant}`?")).possible_fix(
                format!("write `{meant}`"),
                span,
                meant,
            ),
            None => found
                .help("a text holds items such as `rule \"Name\" { … }`, each beginning in the first column"),
        };
        diagnostics.push(found);
    }
}
