//! Findings for machines: JSON of our own, and SARIF 2.1.0 as code hosts read it.

use serde_json::{Value, json};

use super::{Found, Read};

/// Line and column from 1, columns in UTF-16 units as SARIF counts them.
pub(super) fn position(text: &str, offset: u32) -> (usize, usize) {
    let before = text.get(..(offset as usize).min(text.len())).unwrap_or(text);
    let line = before.matches('\n').count().saturating_add(1);
    let start = before.rfind('\n').map_or(0, |at| at.saturating_add(1));
    let column = before.get(start..).unwrap_or_default().encode_utf16().count();
    (line, column.saturating_add(1))
}

pub(super) fn json(reads: &[Read]) -> Value {
    let files: Vec<Value> = reads
        .iter()
        .map(|read| {
            let diagnostics: Vec<Value> = read.findings.iter().map(|found| one(found, reads)).collect();
            json!({ "file": read.file, "ok": read.checked.is_ok(), "diagnostics": diagnostics })
        })
        .collect();
    json!({ "files": files })
}

fn one(found: &Found, reads: &[Read]) -> Value {
    let mut value = json!(found.diagnostic);
    let related: Vec<Value> = found
        .related
        .iter()
        .filter_map(|place| {
            let file = &reads.get(place.file)?.file;
            Some(json!({ "file": file, "span": place.span, "text": place.text }))
        })
        .collect();
    if let Some(object) = value.as_object_mut() {
        object.insert("related".to_owned(), Value::Array(related));
    }
    value
}

pub(super) fn sarif(reads: &[Read]) -> Value {
    let mut codes: Vec<&str> = reads
        .iter()
        .flat_map(|read| read.findings.iter().map(|found| found.diagnostic.code))
        .collect();
    codes.sort_unstable();
    codes.dedup();
    let rules: Vec<Value> = codes
        .iter()
        .filter_map(|code| dsl::explain_code(code))
        .map(|page| {
            json!({
                "id": page.code,
                "shortDescription": { "text": page.title },
                "fullDescription": { "text": page.explanation },
            })
        })
        .collect();
    let results: Vec<Value> = reads
        .iter()
        .flat_map(|read| read.findings.iter().map(move |found| result(read, found, reads)))
        .collect();
    json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "adjutant",
                "version": env!("CARGO_PKG_VERSION"),
                "rules": rules,
            } },
            "columnKind": "utf16CodeUnits",
            "results": results,
        }],
    })
}

fn result(read: &Read, found: &Found, reads: &[Read]) -> Value {
    let diagnostic = &found.diagnostic;
    let history = diagnostic.history.as_ref().map(|history| history.says.as_str());
    let parts = [
        Some(diagnostic.message.as_str()),
        history,
        diagnostic.help.as_deref(),
    ];
    let text = parts.into_iter().flatten().collect::<Vec<_>>().join("; ");
    let own = diagnostic
        .labels
        .iter()
        .map(|label| location(read, label.span, Some(&label.text)));
    let others = found
        .related
        .iter()
        .filter_map(|place| Some(location(reads.get(place.file)?, place.span, Some(&place.text))));
    let related: Vec<Value> = own
        .chain(others)
        .enumerate()
        .map(|(index, mut location)| {
            if let Some(object) = location.as_object_mut() {
                object.insert("id".to_owned(), json!(index));
            }
            location
        })
        .collect();
    json!({
        "ruleId": diagnostic.code,
        "level": match diagnostic.severity {
            dsl::Severity::Error => "error",
            dsl::Severity::Warning => "warning",
        },
        "message": { "text": text },
        "locations": [location(read, diagnostic.span, None)],
        "relatedLocations": related,
    })
}

fn location(read: &Read, span: dsl::Span, message: Option<&str>) -> Value {
    let (start_line, start_column) = position(&read.text, span.start);
    let (end_line, end_column) = position(&read.text, span.end);
    let mut location = json!({
        "physicalLocation": {
            "artifactLocation": { "uri": read.file.replace('\\', "/") },
            "region": {
                "startLine": start_line,
                "startColumn": start_column,
                "endLine": end_line,
                "endColumn": end_column,
            },
        },
    });
    if let (Some(object), Some(text)) = (location.as_object_mut(), message) {
        object.insert("message".to_owned(), json!({ "text": text }));
    }
    location
}
