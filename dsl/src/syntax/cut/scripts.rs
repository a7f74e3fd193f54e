//! Scripts: an item whose body is raw text.

use crate::diagnostics::Diagnostic;
use crate::span::Span;
use crate::syntax::cut::outside::outside;
use crate::syntax::cut::starts::{ItemStart, item_starts, script_length};
use crate::syntax::scan;

/// A script, not yet read: its body is raw text.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ScriptText {
    /// Doc string and body.
    pub(crate) span: Span,
    /// The doc string with its quotes.
    pub(crate) doc: Option<Span>,
    /// From its word up to its `{`.
    pub(crate) head: Span,
    /// Between its braces; `None` when it has no `{`.
    pub(crate) body: Option<Span>,
    /// The line that is exactly `}` is there.
    pub(crate) closed: bool,
}

/// The scripts of a text, in order.
pub(in crate::syntax) fn scripts(text: &str) -> Vec<ScriptText> {
    if !text.contains("script") {
        return Vec::new();
    }
    let starts = item_starts(text, &mut Vec::new());
    let ends = starts
        .iter()
        .skip(1)
        .map(ItemStart::region_start)
        .chain([text.len()]);
    starts
        .iter()
        .zip(ends)
        .filter(|(start, _)| start.word == "script")
        .map(|(start, end)| script(text, start, end))
        .collect()
}

fn script(text: &str, start: &ItemStart, end: usize) -> ScriptText {
    let whole = text.get(start.at..end).unwrap_or("");
    let first_line = whole.find('\n').map_or(whole.len(), |at| at.saturating_add(1));
    let close = script_length(whole, first_line);
    let inside = whole.get(..close.unwrap_or(whole.len())).unwrap_or(whole);
    let open = inside.find('{');
    let head_end = open.unwrap_or(first_line);
    let head = inside.get(..head_end).unwrap_or("").trim_end();
    // The closing line without what follows its brace.
    let inside = inside.trim_end();
    let body_end = match close {
        Some(_) => inside.len().saturating_sub(1),
        None => inside.len(),
    };
    let at = |offset: usize| start.at.saturating_add(offset);
    ScriptText {
        span: Span::from_offsets(start.region_start(), at(inside.len())),
        doc: start.doc,
        head: Span::from_offsets(start.at, at(head.len())),
        body: open
            .map(|open| open.saturating_add(1))
            .filter(|open| *open <= body_end)
            .map(|open| Span::from_offsets(at(open), at(body_end))),
        closed: close.is_some(),
    }
}

/// What stands behind the closing brace of a script belongs to nothing.
pub(super) fn after_script(text: &str, start: &ItemStart, end: usize, diagnostics: &mut Vec<Diagnostic>) {
    let found = script(text, start, end);
    if found.closed {
        let tokens = scan::tokens(text, found.span.end as usize, end);
        outside(text, &tokens, diagnostics);
    }
}
