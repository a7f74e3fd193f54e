//! Code actions: the fixes of the findings under a range.

use std::collections::BTreeMap;

use crate::document::Document;
use crate::findings;
use crate::wire::{CodeAction, Range, WorkspaceEdit};

pub(crate) fn code_actions(uri: &str, document: &Document, range: Range) -> Vec<CodeAction> {
    let asked = document.span(range);
    document
        .findings
        .as_deref()
        .unwrap_or(&[])
        .iter()
        .filter(|found| found.span.start <= asked.end && asked.start <= found.span.end)
        .flat_map(|found| {
            found.fixes.iter().map(move |fix| CodeAction {
                title: fix.title.clone(),
                kind: "quickfix",
                diagnostics: vec![findings::finding(uri, document, found)],
                is_preferred: fix.safe,
                edit: WorkspaceEdit {
                    changes: BTreeMap::from([(uri.to_owned(), findings::edits(document, fix))]),
                },
            })
        })
        .collect()
}
