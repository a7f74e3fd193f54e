//! Findings for machines: JSON of our own, and SARIF 2.1.0 as code hosts read it.

use api::rules::text::Lines;
use serde_json::{Value, json};

use super::{Found, Read};

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
    let files: Vec<File<'_>> = reads.iter().map(File::of).collect();
    let results: Vec<Value> = files
        .iter()
        .flat_map(|file| file.findings.iter().map(|found| result(file, found, &files)))
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

/// A file as SARIF names it, with its lines.
struct File<'r> {
    uri: String,
    lines: Lines<'r>,
    findings: &'r [Found],
}

impl<'r> File<'r> {
    fn of(read: &'r Read) -> Self {
        Self {
            uri: read.file.replace('\\', "/"),
            lines: Lines::of(&read.text),
            findings: &read.findings,
        }
    }
}

fn result(file: &File<'_>, found: &Found, files: &[File<'_>]) -> Value {
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
        .map(|label| location(file, label.span, Some(&label.text)));
    let others = found
        .related
        .iter()
        .filter_map(|place| Some(location(files.get(place.file)?, place.span, Some(&place.text))));
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
        "locations": [location(file, diagnostic.span, None)],
        "relatedLocations": related,
    })
}

/// Lines and columns from 1, columns in UTF-16 units.
fn location(file: &File<'_>, span: dsl::Span, message: Option<&str>) -> Value {
    let span = file.lines.span(span);
    let mut location = json!({
        "physicalLocation": {
            "artifactLocation": { "uri": file.uri },
            "region": {
                "startLine": span.start.line.saturating_add(1),
                "startColumn": span.start.character.saturating_add(1),
                "endLine": span.end.line.saturating_add(1),
                "endColumn": span.end.character.saturating_add(1),
            },
        },
    });
    if let (Some(object), Some(text)) = (location.as_object_mut(), message) {
        object.insert("message".to_owned(), json!({ "text": text }));
    }
    location
}
