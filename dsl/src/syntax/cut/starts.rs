//! Where items begin.

use crate::diagnostics::Diagnostic;
use crate::span::Span;
use crate::syntax::scan;
use crate::syntax::tree::ItemKind;

pub(super) const ITEM_WORDS: [&str; 6] = ["rule", "guard", "metric", "lookup", "script", "test"];
pub(super) struct ItemStart {
    pub(super) word: &'static str,
    pub(super) at: usize,
    pub(super) doc: Option<Span>,
}

impl ItemStart {
    /// `None` of a script.
    pub(super) fn kind(&self) -> Option<ItemKind> {
        ItemKind::ALL.into_iter().find(|kind| kind.word() == self.word)
    }

    pub(super) fn region_start(&self) -> usize {
        self.doc.map_or(self.at, |doc| doc.start as usize)
    }
}

/// The stretch of a text that belongs to one item, or to none.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Region {
    /// `None` outside of rules and guards.
    pub(crate) kind: Option<ItemKind>,
    /// Where the item's word stands.
    pub(crate) start: usize,
    /// Where the next item begins.
    pub(crate) end: usize,
    /// Nothing but blanks, comments and `language` stands before it.
    pub(crate) first: bool,
    /// Inside of a script, where the language's own words mean nothing.
    pub(crate) raw: bool,
}

/// The region that holds a place.
pub(crate) fn region_at(text: &str, offset: usize) -> Region {
    let starts = item_starts(text, &mut Vec::new());
    let next = starts.partition_point(|start| start.region_start() <= offset);
    let end = starts.get(next).map_or(text.len(), ItemStart::region_start);
    match next.checked_sub(1).and_then(|at| starts.get(at)) {
        Some(start) if start.at <= offset => Region {
            kind: start.kind(),
            start: start.at,
            end,
            first: false,
            raw: start.word == "script",
        },
        // Between a doc string and its item.
        Some(start) => Region {
            kind: None,
            start: start.region_start(),
            end: start.at,
            first: false,
            raw: false,
        },
        None => Region {
            kind: None,
            start: 0,
            end,
            first: true,
            raw: false,
        },
    }
}

/// Items begin in column one with their word and what must follow it. A closed doc string is never cut, nor a script before
/// its `}`; if either is left open, the next item closes it.
pub(super) fn item_starts(text: &str, diagnostics: &mut Vec<Diagnostic>) -> Vec<ItemStart> {
    let mut starts: Vec<ItemStart> = Vec::new();
    let mut doc = None;
    // Once a script finds no end, no later one will: the text is not searched again for each.
    let mut scripts_close = true;
    let mut at = 0;
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        // Looked for only where a whole line is taken: doc strings on one long line must not search it again and again.
        let line_end = || rest.find('\n').map_or(rest.len(), |end| end.saturating_add(1));
        let step;
        if let Some(body) = rest.strip_prefix("\"\"\"") {
            if let Some(close) = body.find("\"\"\"") {
                let end = at.saturating_add(close).saturating_add(6);
                doc = Some(Span::from_offsets(at, end));
                let length = close.saturating_add(6);
                // The rest of the closing line belongs to the text, not to the doc string.
                let behind = rest.get(length..).unwrap_or("");
                let next = behind.trim_start_matches([' ', '\t', '\r']);
                if !next.is_empty() && !next.starts_with('\n') {
                    at = at.saturating_add(length);
                    continue;
                }
                step = length.saturating_add(
                    behind
                        .find('\n')
                        .map_or(behind.len(), |end| end.saturating_add(1)),
                );
            } else {
                diagnostics.push(
                    Diagnostic::new(
                        "E0106",
                        Span::from_offsets(at, at.saturating_add(3)),
                        "this doc string is never closed",
                    )
                    .help("end it with `\"\"\"` before the rule begins"),
                );
                step = next_item(rest, line_end());
                doc = None;
            }
        } else if let Some(word) = item_word(rest) {
            starts.push(ItemStart {
                word,
                at,
                doc: doc.take(),
            });
            step = if word == "script" && scripts_close {
                let length = script_length(rest, line_end());
                scripts_close = length.is_some();
                length.unwrap_or_else(|| next_item(rest, line_end()))
            } else if word == "script" {
                next_item(rest, line_end())
            } else {
                line_end()
            };
        } else {
            step = line_end();
            let line = rest.get(..step).unwrap_or(rest).trim();
            // Text between a doc string and an item belongs to neither, and is answered for.
            if !line.is_empty() && !line.starts_with('#') {
                doc = None;
            }
        }
        at = at.saturating_add(step);
    }
    starts
}

/// Bytes up to the next line that begins an item, or to the end.
fn next_item(rest: &str, from: usize) -> usize {
    let mut at = from;
    while let Some(line) = rest.get(at..).filter(|line| !line.is_empty()) {
        if item_word(line).is_some() {
            return at;
        }
        at = at.saturating_add(line.find('\n').map_or(line.len(), |end| end.saturating_add(1)));
    }
    rest.len()
}

/// A script is raw text to the first line that is exactly `}`; `None` when there is none.
pub(super) fn script_length(rest: &str, from: usize) -> Option<usize> {
    let mut at = from;
    while let Some(line) = rest.get(at..).filter(|line| !line.is_empty()) {
        let length = line.find('\n').map_or(line.len(), |end| end.saturating_add(1));
        at = at.saturating_add(length);
        if line.get(..length).is_some_and(|line| line.trim_end() == "}") {
            return Some(at);
        }
    }
    None
}

fn item_word(line: &str) -> Option<&'static str> {
    let word = ITEM_WORDS.into_iter().find(|word| {
        line.strip_prefix(word)
            .is_some_and(|rest| !rest.starts_with(scan::is_word))
    })?;
    let rest = line.get(word.len()..)?.lines().next().unwrap_or("").trim_start();
    let after_name = rest.trim_start_matches(scan::is_word).trim_start();
    let named = after_name.len() < rest.len();
    let follows = match word {
        "rule" | "guard" => true,
        "test" => rest.starts_with('"'),
        "lookup" => named && after_name.starts_with(':'),
        "script" => named && after_name.starts_with('('),
        _ => named && (after_name.starts_with('=') || after_name.starts_with('"')),
    };
    follows.then_some(word)
}
