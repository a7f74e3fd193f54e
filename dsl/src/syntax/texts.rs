//! Texts in quotes.

use crate::syntax::cursor::{Expected, Reader};
use crate::syntax::scan::TokenKind;
use crate::syntax::tree::{LiteralSyntax, Spanned};

impl<'t> Reader<'t> {
    /// A text with its quotes and escapes, if one comes next.
    fn quoted_here(&self) -> Option<&'t str> {
        let token = self.token().filter(|token| token.kind == TokenKind::Text)?;
        let written = self.written(token);
        is_escaped_well(written).then_some(written)
    }

    /// A text, its escapes resolved.
    pub(super) fn quoted(&mut self) -> Option<Spanned<String>> {
        let text = self.quoted_as_written()?;
        Some(Spanned {
            value: unquoted(&text.value),
            span: text.span,
        })
    }

    /// A text with its quotes and escapes: places inside of it are places of the source.
    pub(super) fn quoted_as_written(&mut self) -> Option<Spanned<String>> {
        let Some(written) = self.quoted_here() else {
            return self.fail(Expected::Text);
        };
        let place = self.place();
        self.advance(1);
        Some(Spanned {
            value: written.to_owned(),
            span: self.since(place),
        })
    }

    /// A text, if one comes next; notes nothing.
    pub(super) fn text_literal(&mut self) -> Option<Spanned<LiteralSyntax>> {
        self.quoted_here()?;
        let text = self.quoted()?;
        Some(Spanned {
            value: LiteralSyntax::Text(text.value),
            span: text.span,
        })
    }
}

/// Only quotes and backslashes are escaped.
fn is_escaped_well(quoted: &str) -> bool {
    let mut rest = quoted.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'\\' && !matches!(rest.next(), Some(b'"' | b'\\')) {
            return false;
        }
    }
    true
}

/// The text between the quotes, its escapes resolved.
pub(crate) fn unquoted(source: &str) -> String {
    let inner = source
        .strip_prefix('"')
        .and_then(|rest| rest.strip_suffix('"'))
        .unwrap_or(source);
    let mut out = String::with_capacity(inner.len());
    let mut escaped = false;
    for character in inner.chars() {
        if character == '\\' && !escaped {
            escaped = true;
        } else {
            out.push(character);
            escaped = false;
        }
    }
    out
}
