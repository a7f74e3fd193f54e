//! Formatting: the one layout, as edits of the lines that differ.

use dsl::{FormatError, Span};

use crate::document::Document;
use crate::message::Refusal;
use crate::wire::TextEdit;

/// At most one edit, from the first line that differs to the last: a cursor elsewhere stays where it is.
pub(crate) fn edits(document: &Document) -> Result<Vec<TextEdit>, Refusal> {
    let text = &*document.text;
    let laid_out = dsl::format(text).map_err(|error| match &error {
        FormatError::Unreadable { span, .. } => {
            let line = document.range(*span).start.line.saturating_add(1);
            Refusal::failed(format!("line {line}: {error}"))
        }
        FormatError::TooLong { .. } | FormatError::Moved => Refusal::failed(error.to_string()),
    })?;
    if laid_out == text {
        return Ok(Vec::new());
    }
    let same_start: usize = lines(text)
        .zip(lines(&laid_out))
        .take_while(|(old, new)| old == new)
        .map(|(line, _)| line.len())
        .sum();
    let (old, new) = (
        text.get(same_start..).unwrap_or(""),
        laid_out.get(same_start..).unwrap_or(""),
    );
    let same_end: usize = lines(old)
        .rev()
        .zip(lines(new).rev())
        .take_while(|(old, new)| old == new)
        .map(|(line, _)| line.len())
        .sum();
    let end = text.len().saturating_sub(same_end);
    let new_text = new.get(..new.len().saturating_sub(same_end)).unwrap_or(new);
    Ok(vec![TextEdit {
        range: document.range(Span::from_offsets(same_start, end)),
        new_text: new_text.to_owned(),
    }])
}

/// Lines with their ends.
fn lines(text: &str) -> impl DoubleEndedIterator<Item = &str> {
    text.split_inclusive('\n')
}
