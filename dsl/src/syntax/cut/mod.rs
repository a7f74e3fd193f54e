//! Cuts a text into items, and items into clauses, by their openers alone. This is where error tolerance comes from: whatever is
//! wrong inside of a clause stays inside of it.
//!
//! `starts` finds where items begin, `items` cuts one, `openers` cuts its body into clauses, `outside` answers for what belongs to none.

mod items;
mod openers;
mod outside;
mod scripts;
mod starts;

use crate::diagnostics::Diagnostic;
use crate::span::Span;
use crate::syntax::scan::Token;
use crate::syntax::tree::{ClauseKind, ItemKind};

pub(crate) use items::closing_brace;
pub(in crate::syntax) use items::items;
pub(in crate::syntax) use openers::{
    action_verb_like, clauses, is_action_elsewhere, is_action_verb, opener_like, unknown_clause,
};
pub(crate) use scripts::ScriptText;
pub(in crate::syntax) use scripts::scripts;
pub(crate) use starts::region_at;

/// An item, not yet read.
#[derive(Debug)]
pub(crate) struct ItemText {
    pub(crate) kind: ItemKind,
    pub(crate) span: Span,
    /// The doc string with its quotes.
    pub(crate) doc: Option<Span>,
    /// The quoted name with its quotes; `None` when it is missing.
    pub(crate) name: Option<Span>,
    /// The quoted rule that a test is of, with its quotes.
    pub(crate) subjects: Vec<Span>,
    pub(crate) clauses: Vec<ClauseText>,
    pub(crate) broken: bool,
}

/// A clause, not yet read: its opener's kind and its tokens.
#[derive(Debug)]
pub(crate) struct ClauseText {
    pub(crate) kind: ClauseKind,
    /// From the first to the last token.
    pub(crate) span: Span,
    pub(crate) tokens: Vec<Token>,
}

pub(in crate::syntax) fn unclosed_text(text: &str, span: Span) -> Diagnostic {
    Diagnostic::new("E0105", span, "this text is not closed on its line")
        .help("put a `\"` at its end")
        .possible_fix("close the text at the end of the line", span.after(), "\"")
        .label_if_brace(text, span)
}

impl Diagnostic {
    /// A text that swallowed the closing brace explains the odd place of the next finding.
    fn label_if_brace(self, text: &str, span: Span) -> Self {
        if span.of(text).contains('}') {
            self.label(span, "everything up to the end of the line counts as text")
        } else {
            self
        }
    }
}

fn span_of(tokens: &[Token]) -> Span {
    match (tokens.first(), tokens.last()) {
        (Some(first), Some(last)) => Span::from_offsets(first.start, last.end),
        _ => Span::default(),
    }
}
