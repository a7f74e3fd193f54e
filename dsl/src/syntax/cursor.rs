//! A walk over the tokens of one clause. It goes forward one token at a time, remembers the furthest place that was looked at
//! and what could have stood there, and answers with spans of the text.
//!
//! Reading answers with `None` when it cannot go on; [`Reader::finish`] turns that into the reason.

use crate::diagnostics::Diagnostic;
use crate::span::Span;
use crate::syntax::MOST_NESTING;
use crate::syntax::scan::{Token, TokenKind};
use crate::syntax::tree::Spanned;

/// What could stand somewhere; a message lists them in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Expected {
    /// This word, or this sign.
    Word(&'static str),
    Value,
    Number,
    Money,
    Percent,
    Duration,
    Unit,
    Date,
    Time,
    Text,
    Name,
    AnyWord,
    Comparison,
    Window,
    Level,
    Cadence,
    Action,
    Checks,
    Argument,
    ArgumentKind,
    Returned,
    End,
}

/// Where a clause could not be read on, and what would have been understood there.
#[derive(Debug)]
pub(super) struct Mistake {
    /// Index of the token; behind the last one when the clause ends too early.
    pub(super) at: usize,
    pub(super) expected: Vec<Expected>,
}

/// Why a clause was not read.
pub(super) enum Stop {
    Mistake(Mistake),
    /// It has been answered already.
    Told(Box<Diagnostic>),
}

/// Where a reader stands, to come back to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Place(usize);

pub(super) struct Reader<'t> {
    text: &'t str,
    tokens: &'t [Token],
    /// Index of the next token.
    at: usize,
    /// The next token as written; empty at the end.
    here: &'t str,
    /// Parentheses that are open here.
    depth: usize,
    furthest: usize,
    expected: Vec<Expected>,
    told: Option<Box<Diagnostic>>,
    /// About what was read, such as a day that no calendar has.
    findings: Vec<Diagnostic>,
}

impl<'t> Reader<'t> {
    pub(super) fn new(text: &'t str, tokens: &'t [Token]) -> Self {
        Self {
            text,
            tokens,
            at: 0,
            here: tokens.first().map_or("", |token| token.text(text)),
            depth: 0,
            furthest: 0,
            expected: Vec::with_capacity(16),
            told: None,
            findings: Vec::new(),
        }
    }

    /// What was read, with all there is to say about it, or why it was not.
    pub(super) fn finish<T>(self, read: Option<T>) -> Result<(T, Vec<Diagnostic>), Stop> {
        match (read, self.told) {
            (Some(read), _) => Ok((read, self.findings)),
            (None, Some(told)) => Err(Stop::Told(told)),
            (None, None) => Err(Stop::Mistake(Mistake {
                at: self.furthest,
                expected: self.expected,
            })),
        }
    }

    pub(super) fn say(&mut self, finding: Diagnostic) {
        self.findings.push(finding);
    }

    // ---- looking ------------------------------------------------------------------------------------------------

    /// The next token.
    pub(super) fn token(&self) -> Option<&'t Token> {
        self.tokens.get(self.at)
    }

    /// The next token as written; empty at the end.
    pub(super) fn here(&self) -> &'t str {
        self.here
    }

    pub(super) fn kind(&self) -> Option<TokenKind> {
        self.token().map(|token| token.kind)
    }

    /// A token further on; 0 is the next.
    pub(super) fn later(&self, offset: usize) -> Option<&'t Token> {
        self.tokens.get(self.at.saturating_add(offset))
    }

    /// A token further on as written; empty behind the end.
    pub(super) fn ahead(&self, offset: usize) -> &'t str {
        self.later(offset).map_or("", |token| self.written(token))
    }

    pub(super) fn written(&self, token: &Token) -> &'t str {
        token.text(self.text)
    }

    /// Whether a word that can be a name stands there.
    pub(super) fn is_name(&self, offset: usize) -> bool {
        self.later(offset)
            .is_some_and(|token| token.kind == TokenKind::Word && !super::is_operator(self.written(token)))
    }

    // ---- going on -----------------------------------------------------------------------------------------------

    pub(super) fn advance(&mut self, tokens: usize) {
        self.at = self.at.saturating_add(tokens);
        self.here = self.ahead(0);
    }

    pub(super) fn place(&self) -> Place {
        Place(self.at)
    }

    pub(super) fn back_to(&mut self, place: Place) {
        self.at = place.0;
        self.here = self.ahead(0);
    }

    /// From the token at a place to the one before the next.
    pub(super) fn since(&self, place: Place) -> Span {
        let first = self.tokens.get(place.0);
        let last = self.at.checked_sub(1).and_then(|last| self.tokens.get(last));
        match (first, last) {
            (Some(first), Some(last)) if place.0 < self.at => Span::from_offsets(first.start, last.end),
            (Some(first), _) => first.span().before(),
            (None, _) => self
                .tokens
                .last()
                .map_or(Span::default(), |last| last.span().after()),
        }
    }

    /// The text that [`Reader::since`] spans.
    pub(super) fn text_since(&self, place: Place) -> &'t str {
        self.since(place).of(self.text)
    }

    /// The tokens from a place to the one before the next, as written.
    pub(super) fn pieces_since(&self, place: Place) -> impl Iterator<Item = &'t str> {
        let read = self.tokens.get(place.0..self.at).unwrap_or(&[]);
        read.iter().map(|token| token.text(self.text))
    }

    /// Notes what could stand here.
    pub(super) fn note(&mut self, expected: Expected) {
        if self.at > self.furthest {
            self.furthest = self.at;
            self.expected.clear();
        }
        if self.at == self.furthest {
            self.expected.push(expected);
        }
    }

    /// Nothing fits here but what is named.
    pub(super) fn fail<T>(&mut self, expected: Expected) -> Option<T> {
        self.note(expected);
        None
    }

    /// Takes a word or a sign if it comes next, and keeps quiet about it if not.
    pub(super) fn takes(&mut self, word: &str) -> bool {
        let found = self.here == word;
        if found {
            self.advance(1);
        }
        found
    }

    /// Takes a word if it comes next.
    pub(super) fn word(&mut self, word: &'static str) -> bool {
        let found = self.takes(word);
        if !found {
            self.note(Expected::Word(word));
        }
        found
    }

    /// Takes both words if they come next.
    pub(super) fn two(&mut self, first: &'static str, second: &'static str) -> bool {
        let place = self.place();
        let found = self.word(first) && self.word(second);
        if !found {
            self.back_to(place);
        }
        found
    }

    /// A word or a sign that must stand here.
    pub(super) fn expect(&mut self, word: &'static str) -> Option<()> {
        self.word(word).then_some(())
    }

    /// Whatever word comes next.
    pub(super) fn any_word(&mut self) -> Option<Spanned<String>> {
        match self.token() {
            Some(token) if token.kind == TokenKind::Word => {
                let word = Spanned {
                    value: self.here.to_owned(),
                    span: token.span(),
                };
                self.advance(1);
                Some(word)
            }
            _ => self.fail(Expected::AnyWord),
        }
    }

    /// A word that can be a name.
    pub(super) fn name(&mut self) -> Option<Spanned<String>> {
        if self.is_name(0) {
            self.any_word()
        } else {
            self.fail(Expected::Name)
        }
    }

    /// Nothing may follow.
    pub(super) fn end(&mut self) -> Option<()> {
        match self.token() {
            None => Some(()),
            Some(_) => self.fail(Expected::End),
        }
    }

    /// `item ("," item)*`.
    pub(super) fn list<T>(&mut self, mut item: impl FnMut(&mut Self) -> Option<T>) -> Option<Vec<T>> {
        let mut found = vec![item(self)?];
        while self.takes(",") {
            found.push(item(self)?);
        }
        Some(found)
    }

    // ---- depth --------------------------------------------------------------------------------------------------

    /// Reads what stands inside of something, unless that is too deep. `None` then, with the finding at the token before.
    pub(super) fn inside<T>(&mut self, read: impl FnOnce(&mut Self) -> Option<T>) -> Option<T> {
        self.depth = self.depth.saturating_add(1);
        self.shallow(0)?;
        let found = read(self);
        self.depth = self.depth.saturating_sub(1);
        found
    }

    /// Whether so many prefixes fit in here.
    pub(super) fn shallow(&mut self, prefixes: usize) -> Option<()> {
        if self.depth.saturating_add(prefixes) <= MOST_NESTING {
            return Some(());
        }
        let place = Place(self.at.saturating_sub(1));
        let message = format!("this is nested more than {MOST_NESTING} deep");
        self.told = Some(Box::new(
            Diagnostic::new("E0107", self.since(place), message).help("name the inner parts with `let`"),
        ));
        None
    }
}
