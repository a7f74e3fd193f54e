//! Characters that make a text look like another: invisible ones and those that turn the reading direction.

use crate::diagnostics::Diagnostic;
use crate::span::Span;

const HIDDEN: [(char, &str); 15] = [
    ('\u{200B}', "a zero-width space"),
    ('\u{200C}', "a zero-width non-joiner"),
    ('\u{2060}', "a word joiner"),
    // At the very beginning it is a byte order mark, and outside of texts an error.
    ('\u{FEFF}', "a zero-width no-break space"),
    ('\u{00AD}', "a soft hyphen"),
    ('\u{200E}', "a left-to-right mark"),
    ('\u{200F}', "a right-to-left mark"),
    ('\u{202A}', "a direction embedding"),
    ('\u{202B}', "a direction embedding"),
    ('\u{202D}', "a direction override"),
    ('\u{202E}', "a direction override"),
    ('\u{2066}', "a direction isolate"),
    ('\u{2067}', "a direction isolate"),
    ('\u{2068}', "a direction isolate"),
    ('\u{2069}', "the end of a direction isolate"),
];

/// Warns once for the first hidden character of each kind.
pub(super) fn warn(text: &str, diagnostics: &mut Vec<Diagnostic>) {
    if text.is_ascii() || text.len() > crate::syntax::MOST_BYTES {
        return;
    }
    for (hidden, name) in HIDDEN {
        let found = text
            .char_indices()
            .find(|(at, character)| *character == hidden && (*at > 0 || hidden != '\u{FEFF}'));
        if let Some((at, _)) = found {
            let span = Span::from_offsets(at, at.saturating_add(hidden.len_utf8()));
            diagnostics.push(
                Diagnostic::new("W0509", span, format!("{name} hides here"))
                    .help("a reader sees another text than the program; names copied from elsewhere often carry one")
                    .possible_fix("remove it", span, ""),
            );
        }
    }
}
