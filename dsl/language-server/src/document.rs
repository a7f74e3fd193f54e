//! An open document: its text, where its lines begin, and what was found in it.

use std::sync::Arc;

use dsl::editor::Outline;
use dsl::{Diagnostic, Span};

use crate::wire::{ContentChange, Position, Range};

/// The longest text that is kept, in bytes: somewhat more than the language reads, so that a text that is just too long is
/// answered like one.
const MOST_BYTES: usize = 2_000_000;

/// An open document.
#[derive(Debug)]
pub(crate) struct Document {
    pub(crate) version: i64,
    pub(crate) text: Arc<str>,
    lines: Lines,
    /// Of this very text; `None` until asked for.
    pub(crate) findings: Option<Arc<[Diagnostic]>>,
    outline: Option<Outline>,
}

impl Document {
    pub(crate) fn new(version: i64, text: String) -> Self {
        let text = bounded(text);
        Self {
            version,
            lines: Lines::of(&text),
            text: text.into(),
            findings: None,
            outline: None,
        }
    }

    /// Applies edits in their order; each speaks of the text that the one before left.
    pub(crate) fn change(&mut self, version: i64, changes: Vec<ContentChange>) {
        for change in changes {
            let text = match change.range {
                None => change.text,
                Some(range) => {
                    let span = self.span(range);
                    let mut text = String::with_capacity(self.text.len().saturating_add(change.text.len()));
                    text.push_str(self.text.get(..span.start as usize).unwrap_or(""));
                    text.push_str(&change.text);
                    text.push_str(self.text.get(span.end as usize..).unwrap_or(""));
                    text
                }
            };
            let text = bounded(text);
            self.lines = Lines::of(&text);
            self.text = text.into();
        }
        self.version = version;
        self.findings = None;
        self.outline = None;
    }

    pub(crate) fn outline(&mut self) -> &Outline {
        let text = &self.text;
        self.outline.get_or_insert_with(|| dsl::editor::outline(text))
    }

    /// Byte offset of a position; beyond a line's end is its end, beyond the last line is the text's end.
    pub(crate) fn offset(&self, position: Position) -> u32 {
        self.lines.offset(&self.text, position)
    }

    pub(crate) fn span(&self, range: Range) -> Span {
        let (start, end) = (self.offset(range.start), self.offset(range.end));
        Span::new(start.min(end), end.max(start))
    }

    pub(crate) fn range(&self, span: Span) -> Range {
        Range {
            start: self.lines.position(&self.text, span.start),
            end: self.lines.position(&self.text, span.end),
        }
    }

    /// Everything there is.
    #[cfg(test)]
    pub(crate) fn whole(&self) -> Range {
        self.range(Span::from_offsets(0, self.text.len()))
    }
}

/// A text beyond the limit is cut: it stays too long for the language, and costs no more.
fn bounded(mut text: String) -> String {
    if text.len() > MOST_BYTES {
        let mut end = MOST_BYTES;
        while !text.is_char_boundary(end) {
            end = end.saturating_sub(1);
        }
        text.truncate(end);
    }
    text
}

/// Where lines begin. A line ends with `\n`, `\r\n` or `\r`.
#[derive(Debug)]
struct Lines {
    /// Byte offset of each line's start, and whether the line is plain ASCII.
    starts: Vec<(u32, bool)>,
}

impl Lines {
    fn of(text: &str) -> Self {
        let bytes = text.as_bytes();
        let mut starts = vec![(0, true)];
        for (at, byte) in bytes.iter().enumerate() {
            let next = at.saturating_add(1);
            let ends = *byte == b'\n' || (*byte == b'\r' && bytes.get(next) != Some(&b'\n'));
            if ends {
                starts.push((u32::try_from(next).unwrap_or(u32::MAX), true));
            } else if !byte.is_ascii()
                && let Some((_, ascii)) = starts.last_mut()
            {
                *ascii = false;
            }
        }
        Self { starts }
    }

    /// The line's text without its end.
    fn line<'t>(&self, text: &'t str, line: usize) -> &'t str {
        let Some((start, _)) = self.starts.get(line) else {
            return "";
        };
        let end = self
            .starts
            .get(line.saturating_add(1))
            .map_or(text.len(), |(next, _)| *next as usize);
        text.get(*start as usize..end)
            .unwrap_or("")
            .trim_end_matches(['\n', '\r'])
    }

    fn offset(&self, text: &str, position: Position) -> u32 {
        let line = position.line as usize;
        let Some((start, ascii)) = self.starts.get(line) else {
            return u32::try_from(text.len()).unwrap_or(u32::MAX);
        };
        let written = self.line(text, line);
        let inside = if *ascii {
            (position.character as usize).min(written.len())
        } else {
            let mut units = 0_usize;
            written
                .char_indices()
                .find(|(_, letter)| {
                    // Inside of a surrogate pair is before it.
                    units = units.saturating_add(letter.len_utf16());
                    units > position.character as usize
                })
                .map_or(written.len(), |(at, _)| at)
        };
        start.saturating_add(u32::try_from(inside).unwrap_or(u32::MAX))
    }

    fn position(&self, text: &str, offset: u32) -> Position {
        let after = self.starts.partition_point(|(start, _)| *start <= offset);
        let line = after.saturating_sub(1);
        let (start, ascii) = self.starts.get(line).copied().unwrap_or((0, true));
        let inside = (offset.saturating_sub(start)) as usize;
        let character = if ascii {
            inside.min(self.line(text, line).len())
        } else {
            self.line(text, line)
                .char_indices()
                .take_while(|(at, _)| *at < inside)
                .map(|(_, letter)| letter.len_utf16())
                .sum()
        };
        Position {
            line: u32::try_from(line).unwrap_or(u32::MAX),
            character: u32::try_from(character).unwrap_or(u32::MAX),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(line: u32, character: u32) -> Position {
        Position { line, character }
    }

    #[test]
    fn positions_count_utf_16_units() {
        let text = "a😀é\nb";
        let document = Document::new(1, text.to_owned());
        assert_eq!(document.offset(at(0, 3)), 5, "behind the pair");
        assert_eq!(document.offset(at(0, 2)), 1, "inside of a pair is before it");
        assert_eq!(document.offset(at(0, 4)), 7);
        assert_eq!(document.offset(at(0, 99)), 7, "a line ends where it ends");
        assert_eq!(document.offset(at(9, 0)), 9, "the text ends where it ends");
        assert_eq!(document.range(Span::new(5, 9)).start, at(0, 3));
        assert_eq!(document.range(Span::new(5, 9)).end, at(1, 1));
    }

    #[test]
    fn every_kind_of_line_end_ends_a_line() {
        let document = Document::new(1, "a\r\nb\rc\nd".to_owned());
        for (offset, position) in [(0, at(0, 0)), (3, at(1, 0)), (5, at(2, 0)), (7, at(3, 0))] {
            assert_eq!(document.offset(position), offset);
            assert_eq!(document.range(Span::new(offset, offset)).start, position);
        }
        assert_eq!(document.offset(at(0, 5)), 1);
    }

    #[test]
    fn edits_are_applied_one_after_the_other() {
        let mut document = Document::new(1, "one\ntwo".to_owned());
        let edit = |line, from, to, text: &str| ContentChange {
            range: Some(Range {
                start: at(line, from),
                end: at(line, to),
            }),
            text: text.to_owned(),
        };
        document.change(
            2,
            vec![edit(1, 0, 3, "ü"), edit(1, 1, 1, "!"), edit(0, 9, 9, "?")],
        );
        assert_eq!(&*document.text, "one?\nü!");
        document.change(
            3,
            vec![ContentChange {
                range: None,
                text: "new".to_owned(),
            }],
        );
        assert_eq!((document.version, &*document.text), (3, "new"));
        assert_eq!(document.whole().end, at(0, 3));
    }

    #[test]
    fn a_text_without_end_is_cut_at_a_character() {
        let document = Document::new(1, "é".repeat(2_000_000));
        assert!(document.text.len() <= MOST_BYTES && document.text.len() > 1_000_000);
    }
}
