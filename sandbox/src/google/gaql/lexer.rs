//! Text to tokens.

use super::query_error;
use crate::google::failure::AdsError;

#[derive(Debug, Clone, PartialEq)]
pub enum Token {
    /// A keyword, a field name, an enum constant: letters, digits, `_` and `.`.
    Word(String),
    Text(String),
    Number(String),
    Symbol(&'static str),
}

const SYMBOLS: [&str; 9] = ["!=", "<=", ">=", "=", "<", ">", "(", ")", ","];

pub fn tokens(text: &str) -> Result<Vec<Token>, AdsError> {
    let mut tokens = Vec::new();
    let mut rest = text.trim_start();
    while let Some(first) = rest.chars().next() {
        if let Some(symbol) = SYMBOLS.into_iter().find(|symbol| rest.starts_with(symbol)) {
            tokens.push(Token::Symbol(symbol));
            rest = rest.get(symbol.len()..).unwrap_or_default();
        } else if first == '\'' || first == '"' {
            let (token, after) = text_literal(rest, first)?;
            tokens.push(token);
            rest = after;
        } else if first.is_ascii_alphabetic() || first == '_' {
            let end = rest
                .find(|c: char| !(c.is_ascii_alphanumeric() || c == '_' || c == '.'))
                .unwrap_or(rest.len());
            let (word, after) = rest.split_at(end);
            tokens.push(Token::Word(word.to_owned()));
            rest = after;
        } else if first.is_ascii_digit() || first == '-' || first == '+' || first == '.' {
            let end = rest
                .char_indices()
                .skip(1)
                .find(|(_, c)| !(c.is_ascii_alphanumeric() || *c == '.' || *c == '_'))
                .map_or(rest.len(), |(at, _)| at);
            let (number, after) = rest.split_at(end);
            if number.parse::<f64>().is_err() {
                return Err(query_error(
                    "BAD_NUMBER",
                    format!("Error in query: invalid number '{number}'."),
                ));
            }
            tokens.push(Token::Number(number.to_owned()));
            rest = after;
        } else if first.is_ascii() {
            return Err(query_error(
                "UNEXPECTED_INPUT",
                format!("Error in query: unexpected input {first}."),
            ));
        } else {
            return Err(query_error(
                "BAD_SYMBOL",
                format!("Error in query: unexpected symbol '{first}'."),
            ));
        }
        rest = rest.trim_start();
    }
    Ok(tokens)
}

fn text_literal(rest: &str, quote: char) -> Result<(Token, &str), AdsError> {
    let mut text = String::new();
    let mut letters = rest.char_indices().skip(1);
    while let Some((at, letter)) = letters.next() {
        match letter {
            _ if letter == quote => {
                let after = rest.get(at + letter.len_utf8()..).unwrap_or_default();
                return Ok((Token::Text(text), after));
            }
            '\n' | '\r' => {
                return Err(query_error(
                    "PROHIBITED_NEWLINE_IN_STRING",
                    "Error in query: newline in a string.",
                ));
            }
            '\\' => match letters.next() {
                Some((_, escaped @ ('\\' | '\'' | '"'))) => text.push(escaped),
                Some((_, other)) => {
                    return Err(query_error(
                        "BAD_ESCAPE_SEQUENCE",
                        format!("Error in query: bad escape '\\{other}'."),
                    ));
                }
                None => break,
            },
            _ => text.push(letter),
        }
    }
    Err(query_error(
        "STRING_NOT_TERMINATED",
        "Error in query: unterminated string.",
    ))
}
