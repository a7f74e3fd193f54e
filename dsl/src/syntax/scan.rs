//! A small lexer for cutting: it knows words, texts, comments and brackets, and nothing of the grammar.

use crate::span::Span;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TokenKind {
    Word,
    /// Begins with a digit; everything up to the next blank or operator, `10k` and `06:00` included.
    Number,
    /// A quoted text that ends on its line.
    Text,
    /// A quoted text that does not.
    OpenText,
    /// `"""` … `"""`, or up to the end.
    Doc,
    /// `(` or `[`.
    Open,
    /// `)` or `]`.
    Close,
    BraceOpen,
    BraceClose,
    /// One or two characters of punctuation.
    Symbol,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Token {
    pub(crate) kind: TokenKind,
    pub(crate) start: usize,
    pub(crate) end: usize,
    /// Only blanks stand before it on its line.
    pub(crate) first_on_line: bool,
}

impl Token {
    pub(crate) fn text<'a>(&self, source: &'a str) -> &'a str {
        source.get(self.start..self.end).unwrap_or("")
    }

    pub(crate) fn span(&self) -> Span {
        Span::from_offsets(self.start, self.end)
    }
}

/// The tokens of `source[from..to]`; offsets are those of `source`.
pub(crate) fn tokens(source: &str, from: usize, to: usize) -> Vec<Token> {
    let region = source.get(from..to).unwrap_or("");
    // Few tokens are shorter, with the blanks behind them.
    let mut found = Vec::with_capacity(region.len() / 4);
    let mut first_on_line = source.get(..from).is_none_or(|before| {
        before
            .rsplit('\n')
            .next()
            .is_some_and(|line| line.trim().is_empty())
    });
    let mut at = 0_usize;
    while let Some(rest) = region.get(at..)
        && let Some(character) = rest.chars().next()
    {
        let (kind, length) = match character {
            ' ' => {
                at = at.saturating_add(rest.bytes().take_while(|byte| *byte == b' ').count());
                continue;
            }
            '\n' => {
                first_on_line = true;
                at = at.saturating_add(1);
                continue;
            }
            _ if character.is_whitespace() || character == '\u{FEFF}' => {
                at = at.saturating_add(character.len_utf8());
                continue;
            }
            '#' => {
                at = at.saturating_add(rest.find('\n').unwrap_or(rest.len()));
                continue;
            }
            '"' if rest.starts_with("\"\"\"") => {
                let body = rest.get(3..).unwrap_or("");
                let length = body
                    .find("\"\"\"")
                    .map_or(rest.len(), |end| end.saturating_add(6));
                (TokenKind::Doc, length)
            }
            '"' => text_length(rest),
            '(' | '[' => (TokenKind::Open, 1),
            ')' | ']' => (TokenKind::Close, 1),
            '{' => (TokenKind::BraceOpen, 1),
            '}' => (TokenKind::BraceClose, 1),
            _ if character.is_ascii_digit() => (TokenKind::Number, number_length(rest)),
            _ if is_word(character) => (TokenKind::Word, word_length(rest)),
            _ => (TokenKind::Symbol, symbol_length(rest, character)),
        };
        let start = from.saturating_add(at);
        at = at.saturating_add(length);
        found.push(Token {
            kind,
            start,
            end: from.saturating_add(at),
            first_on_line,
        });
        first_on_line = false;
    }
    found
}

pub(crate) fn is_word(character: char) -> bool {
    character.is_alphanumeric() || character == '_'
}

fn word_length(rest: &str) -> usize {
    let plain = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_';
    let length = rest.bytes().take_while(plain).count();
    // Letters of other alphabets are rare, and are looked at one by one.
    match rest.as_bytes().get(length) {
        Some(byte) if !byte.is_ascii() => rest.find(|next| !is_word(next)).unwrap_or(rest.len()),
        _ => length,
    }
}

fn text_length(rest: &str) -> (TokenKind, usize) {
    let mut escaped = false;
    for (at, character) in rest.char_indices().skip(1) {
        match character {
            '\n' => {
                return (
                    TokenKind::OpenText,
                    rest.get(..at).map_or(at, |text| text.trim_end().len()),
                );
            }
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return (TokenKind::Text, at.saturating_add(1)),
            _ => {}
        }
    }
    (TokenKind::OpenText, rest.trim_end().len())
}

/// A number, and what is glued to it: `1,000.50`, `06:00`, `10k`, `20%`. A comma that groups no thousands ends it.
fn number_length(rest: &str) -> usize {
    let bytes = rest.as_bytes();
    let digit_at = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let begun = decimal_length(rest);
    let glued = rest.get(begun..).unwrap_or("");
    for (offset, character) in glued.char_indices() {
        let at = begun.saturating_add(offset);
        let goes_on = is_word(character) || matches!(character, '.' | ':') && digit_at(at.saturating_add(1));
        if !goes_on {
            return if character == '%' {
                at.saturating_add(1)
            } else {
                at
            };
        }
    }
    rest.len()
}

/// Bytes of the number that a text begins with: digits, or groups of three behind commas, and a fraction.
pub(super) fn decimal_length(text: &str) -> usize {
    let bytes = text.as_bytes();
    let digits = |from: usize| {
        bytes
            .iter()
            .skip(from)
            .take_while(|byte| byte.is_ascii_digit())
            .count()
    };
    let mut length = digits(0);
    if length <= 3 {
        while bytes.get(length) == Some(&b',') && digits(length.saturating_add(1)) == 3 {
            length = length.saturating_add(4);
        }
    }
    match digits(length.saturating_add(1)) {
        fraction @ 1.. if bytes.get(length) == Some(&b'.') => {
            length.saturating_add(1).saturating_add(fraction)
        }
        _ => length,
    }
}

fn symbol_length(rest: &str, first: char) -> usize {
    const PAIRS: [&str; 10] = ["->", "!=", "<=", ">=", "==", "&&", "||", "<>", "=>", "=<"];
    if PAIRS.iter().any(|pair| rest.starts_with(pair)) {
        2
    } else {
        first.len_utf8()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(source: &str) -> Vec<(&str, TokenKind)> {
        tokens(source, 0, source.len())
            .iter()
            .map(|token| (token.text(source), token.kind))
            .collect()
    }

    #[test]
    fn texts_end_at_the_lines_end_and_comments_begin_outside_of_them() {
        use TokenKind::{OpenText, Symbol, Text, Word};
        assert_eq!(
            words("notify \"#a \\\" b\" # c\nname = \"open  \n x"),
            [
                ("notify", Word),
                ("\"#a \\\" b\"", Text),
                ("name", Word),
                ("=", Symbol),
                ("\"open", OpenText),
                ("x", Word)
            ]
        );
    }

    #[test]
    fn numbers_keep_what_is_glued_to_them() {
        let found = words("1,204 06:00 2.5% 10k $45");
        let texts: Vec<&str> = found.iter().map(|(text, _)| *text).collect();
        assert_eq!(texts, ["1,204", "06:00", "2.5%", "10k", "$", "45"]);
    }

    #[test]
    fn the_first_token_of_a_line_knows_it() {
        let source = "a b\n  c";
        let firsts: Vec<bool> = tokens(source, 0, source.len())
            .iter()
            .map(|token| token.first_on_line)
            .collect();
        assert_eq!(firsts, [true, false, true]);
    }
}
