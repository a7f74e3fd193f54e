//! The checker's findings as a client shows them.

use dsl::{Diagnostic, Severity};
use serde::Serialize;

use crate::document::Document;
use crate::wire::{Finding, FindingData, FindingFix, Location, Related, TextEdit};

/// More findings than this help nobody, and are not kept.
pub(crate) const MOST: usize = 500;

#[derive(Serialize)]
pub(crate) struct Published<'u> {
    uri: &'u str,
    version: i64,
    diagnostics: Vec<Finding>,
}

pub(crate) fn published<'u>(uri: &'u str, document: &Document) -> Published<'u> {
    let findings = document.findings.as_deref().unwrap_or(&[]);
    Published {
        uri,
        version: document.version,
        diagnostics: findings
            .iter()
            .map(|found| finding(uri, document, found))
            .collect(),
    }
}

/// Nothing is found in a document that was closed.
pub(crate) fn closed(uri: &str) -> serde_json::Value {
    serde_json::json!({ "uri": uri, "diagnostics": [] })
}

pub(crate) fn finding(uri: &str, document: &Document, found: &Diagnostic) -> Finding {
    let history = found.history.as_ref().map(|history| history.says.as_str());
    let lines = [Some(found.message.as_str()), history, found.help.as_deref()];
    let message = lines.into_iter().flatten().collect::<Vec<_>>().join("\n");
    Finding {
        range: document.range(found.span),
        severity: match found.severity {
            Severity::Error => 1,
            Severity::Warning => 2,
        },
        code: found.code,
        source: "adjutant",
        message,
        related_information: found
            .labels
            .iter()
            .map(|label| Related {
                location: Location {
                    uri: uri.to_owned(),
                    range: document.range(label.span),
                },
                message: label.text.clone(),
            })
            .collect(),
        data: FindingData {
            message: found.message.clone(),
            help: found.help.clone(),
            history: found.history.clone(),
            fixes: found
                .fixes
                .iter()
                .map(|fix| FindingFix {
                    title: fix.title.clone(),
                    safe: fix.safe,
                    edits: edits(document, fix),
                })
                .collect(),
        },
    }
}

pub(crate) fn edits(document: &Document, fix: &dsl::Fix) -> Vec<TextEdit> {
    fix.edits
        .iter()
        .map(|edit| TextEdit {
            range: document.range(edit.span),
            new_text: edit.new_text.clone(),
        })
        .collect()
}
