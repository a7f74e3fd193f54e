//! The protocol's shapes, as far as they are used here. Field names are those of the Language Server Protocol 3.17.

use std::collections::BTreeMap;

use dsl::History;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Line and UTF-16 code unit, both from zero.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) struct Position {
    pub(crate) line: u32,
    pub(crate) character: u32,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Range {
    pub(crate) start: Position,
    pub(crate) end: Position,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct TextEdit {
    pub(crate) range: Range,
    pub(crate) new_text: String,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct DidOpen {
    pub(crate) text_document: OpenedDocument,
}

#[derive(Clone, Debug, Deserialize)]
pub(crate) struct OpenedDocument {
    pub(crate) uri: String,
    pub(crate) version: i64,
    pub(crate) text: String,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct DidChange {
    pub(crate) text_document: VersionedDocument,
    pub(crate) content_changes: Vec<ContentChange>,
}

#[derive(Clone, Debug, Deserialize)]
pub(crate) struct VersionedDocument {
    pub(crate) uri: String,
    pub(crate) version: i64,
}

/// Without a range, the whole text.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct ContentChange {
    pub(crate) range: Option<Range>,
    pub(crate) text: String,
}

#[derive(Clone, Debug, Deserialize)]
pub(crate) struct DocumentId {
    pub(crate) uri: String,
}

/// Parameters of every request about a whole document.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct AboutDocument {
    pub(crate) text_document: DocumentId,
}

/// Parameters of every request about a place.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct AboutPlace {
    pub(crate) text_document: DocumentId,
    pub(crate) position: Position,
    pub(crate) context: Option<CompletionContext>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct CompletionContext {
    pub(crate) trigger_character: Option<String>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct AboutRange {
    pub(crate) text_document: DocumentId,
    pub(crate) range: Range,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Rename {
    pub(crate) text_document: DocumentId,
    pub(crate) position: Position,
    pub(crate) new_name: String,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Finding {
    pub(crate) range: Range,
    /// 1 error, 2 warning.
    pub(crate) severity: u8,
    pub(crate) code: &'static str,
    pub(crate) source: &'static str,
    pub(crate) message: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) related_information: Vec<Related>,
    pub(crate) data: FindingData,
}

/// What clients that know this server show beside a finding.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct FindingData {
    /// The message without its help.
    pub(crate) message: String,
    pub(crate) help: Option<String>,
    /// What the organisation's past says of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) history: Option<History>,
    pub(crate) fixes: Vec<FindingFix>,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct FindingFix {
    pub(crate) title: String,
    /// Says what the author certainly meant.
    pub(crate) safe: bool,
    pub(crate) edits: Vec<TextEdit>,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct Related {
    pub(crate) location: Location,
    pub(crate) message: String,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct Location {
    pub(crate) uri: String,
    pub(crate) range: Range,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct WorkspaceEdit {
    pub(crate) changes: BTreeMap<String, Vec<TextEdit>>,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct CodeAction {
    pub(crate) title: String,
    pub(crate) kind: &'static str,
    pub(crate) diagnostics: Vec<Finding>,
    pub(crate) is_preferred: bool,
    pub(crate) edit: WorkspaceEdit,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct Markup {
    kind: &'static str,
    pub(crate) value: String,
}

impl Markup {
    pub(crate) fn markdown(value: impl Into<String>) -> Self {
        Self {
            kind: "markdown",
            value: value.into(),
        }
    }
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct Hover {
    pub(crate) contents: Markup,
    pub(crate) range: Range,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct CompletionList {
    pub(crate) is_incomplete: bool,
    pub(crate) items: Vec<CompletionItem>,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct CompletionItem {
    pub(crate) label: String,
    pub(crate) kind: u8,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) detail: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) documentation: Option<Markup>,
    pub(crate) sort_text: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) filter_text: Option<String>,
    /// 1 plain, 2 snippet.
    pub(crate) insert_text_format: u8,
    pub(crate) text_edit: TextEdit,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Symbol {
    pub(crate) name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) detail: Option<String>,
    pub(crate) kind: u8,
    pub(crate) range: Range,
    pub(crate) selection_range: Range,
    pub(crate) children: Vec<Symbol>,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Folding {
    pub(crate) start_line: u32,
    pub(crate) end_line: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) kind: Option<&'static str>,
}

/// What this server can do, for the answer to `initialize`.
pub(crate) fn capabilities() -> Value {
    serde_json::json!({
        "capabilities": {
            "positionEncoding": "utf-16",
            // Documents come whole when opened, then as edits.
            "textDocumentSync": { "openClose": true, "change": 2 },
            "completionProvider": { "triggerCharacters": ["\"", ".", "{", " "] },
            "hoverProvider": true,
            "definitionProvider": true,
            "referencesProvider": true,
            "renameProvider": { "prepareProvider": true },
            "codeActionProvider": { "codeActionKinds": ["quickfix"] },
            "documentSymbolProvider": true,
            "foldingRangeProvider": true,
            "documentFormattingProvider": true,
        },
        "serverInfo": { "name": "adjutant", "version": env!("CARGO_PKG_VERSION") },
    })
}
