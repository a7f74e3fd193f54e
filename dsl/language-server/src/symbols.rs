//! The outline of a document, and what of it can be folded.

use dsl::Span;
use dsl::editor::{DeclaredKind, ItemKind};

use crate::document::Document;
use crate::wire::{Folding, Symbol};

const CLASS: u8 = 5;
const METHOD: u8 = 6;
const INTERFACE: u8 = 11;
const VARIABLE: u8 = 13;
const CONSTANT: u8 = 14;

pub(crate) fn symbols(document: &mut Document) -> Vec<Symbol> {
    let items = document.outline().items.clone();
    items
        .iter()
        .map(|item| {
            let selected = item.name.unwrap_or(item.span.before());
            let written = selected.of(&document.text).trim_matches('"');
            Symbol {
                name: if written.is_empty() {
                    item.kind.word().to_owned()
                } else {
                    written.to_owned()
                },
                detail: Some(item.kind.word().to_owned()),
                kind: match item.kind {
                    ItemKind::Rule => CLASS,
                    ItemKind::Guard => INTERFACE,
                    ItemKind::Test => METHOD,
                    ItemKind::Metric | ItemKind::Lookup => VARIABLE,
                },
                range: document.range(item.span),
                selection_range: document.range(selected),
                children: item
                    .names
                    .iter()
                    .map(|name| Symbol {
                        name: name.declared.name.clone(),
                        detail: Some(name.declared.form.chars().take(120).collect()),
                        kind: match name.declared.kind {
                            DeclaredKind::Let => VARIABLE,
                            DeclaredKind::Param(_)
                            | DeclaredKind::Script
                            | DeclaredKind::ScriptOfActions
                            | DeclaredKind::Metric { .. }
                            | DeclaredKind::Lookup(_) => CONSTANT,
                        },
                        range: document.range(name.clause),
                        selection_range: document.range(name.span),
                        children: Vec::new(),
                    })
                    .collect(),
            }
        })
        .collect()
}

pub(crate) fn foldings(document: &mut Document) -> Vec<Folding> {
    let items = document.outline().items.clone();
    let mut found = Vec::new();
    for item in &items {
        if let Some(doc) = item.doc {
            found.extend(folding(document, doc, Some("comment")));
        }
        let body = Span::new(item.doc.map_or(item.span.start, |doc| doc.end), item.span.end);
        let body = Span::new(
            item.name.map_or(body.start, |name| name.start.max(body.start)),
            body.end,
        );
        found.extend(folding(document, body, None));
        for clause in &item.clauses {
            found.extend(folding(document, clause.span, None));
        }
    }
    found
}

fn folding(document: &Document, span: Span, kind: Option<&'static str>) -> Option<Folding> {
    let range = document.range(span);
    (range.end.line > range.start.line).then_some(Folding {
        start_line: range.start.line,
        end_line: range.end.line,
        kind,
    })
}
