//! What could not be read → messages for people: what was expected, what was found, and what is probably meant.

mod speech;

use crate::diagnostics::Diagnostic;
use crate::display::list;
use crate::span::Span;
use crate::syntax::cursor::{Expected, Mistake};
use crate::syntax::scan::{Token, TokenKind};

/// Words of rare forms, and of later editions, are no advice.
const RARE: [&str; 11] = [
    "ignoring", "in", "of", "changing", "until", "for", "if", "escalate", "apply", "script", "negative",
];

/// What was being read.
pub(super) struct Source<'t> {
    pub(super) text: &'t str,
    pub(super) tokens: &'t [Token],
    /// How it is called in a message.
    pub(super) called: &'static str,
}

impl Source<'_> {
    /// The token so far from another.
    fn at(&self, place: usize, offset: isize) -> Option<Token> {
        self.tokens.get(place.checked_add_signed(offset)?).copied()
    }

    /// The text behind it, to the end.
    fn behind(&self) -> &str {
        let end = self.tokens.last().map_or(0, |token| token.end);
        self.text.get(end..).unwrap_or_default()
    }
}

/// One diagnostic for a piece that cannot be read.
pub(super) fn describe(source: &Source<'_>, mistake: &Mistake) -> Diagnostic {
    let (text, tokens, called) = (source.text, source.tokens, source.called);
    let found = tokens.get(mistake.at).copied();
    let before = source.at(mistake.at, -1);
    let previous = before.map_or_else(String::new, |token| format!(" after `{}`", token.text(text)));

    if found.is_none_or(|found| found.kind == TokenKind::Close)
        && let Some(diagnostic) = unbalanced(text, tokens)
    {
        return diagnostic;
    }
    let Some(found) = found else {
        if called == "this `every`"
            && let Some(day) = before.filter(|last| last.text(text) == "day")
        {
            return speech::daily(day);
        }
        let span = before.map_or(Span::default(), |token| token.span());
        let expected = expectation(mistake);
        let comment = source
            .behind()
            .trim_start_matches([' ', '\t'])
            .strip_prefix('#')
            .filter(|rest| !rest.starts_with([' ', '#']));
        return Diagnostic::new(
            "E0101",
            span,
            format!("{called} ends too early: expected {expected}{previous}"),
        )
        .help(match comment {
            Some(rest) => {
                let name = rest.split_whitespace().next().unwrap_or_default();
                format!("`#` begins a comment; write `\"#{name}\"` in quotes")
            }
            None => {
                "a clause goes on over the next line unless that line begins a clause of its own".to_owned()
            }
        });
    };
    let span = found.span();
    let word = found.text(text);
    if let Some(diagnostic) = speech::foreign(word, span, text, found) {
        return diagnostic;
    }
    if let Some(diagnostic) = speech::loose_speech(source, mistake, found) {
        return diagnostic;
    }
    let mut message = format!("expected {}{previous}, found `{word}`", expectation(mistake));
    let mut help = None;
    match found.kind {
        TokenKind::Number if word.chars().any(char::is_alphabetic) => {
            message = format!("`{word}` is neither a number nor a number with a unit");
            help = Some(
                "write durations as `15m`, `6h` or `7d`, amounts as `$45` or `45 EUR`, and `10k` as `10,000`"
                    .to_owned(),
            );
        }
        TokenKind::Word if word == "not" => {
            help = Some("`not` stands before the whole comparison: `not name matches \"Brand*\"`".to_owned());
        }
        TokenKind::Word if called == "this `for`" && matches!(word, "on" | "in") => {
            help = Some(
                "platforms and accounts stand before `where`: `for campaigns on google where …`".to_owned(),
            );
        }
        TokenKind::Word | TokenKind::Number
            if !expects_value(mistake) && can_join(before, text) && holds_condition(called) =>
        {
            message = format!("`{word}` does not continue what stands before it");
            help = Some(
                "join two conditions with `and` or `or`; a line that begins no clause of its own belongs to the clause above"
                    .to_owned(),
            );
        }
        TokenKind::Doc => help = Some("a doc string stands above its rule, in the first column".to_owned()),
        _ => {}
    }
    let mut diagnostic = Diagnostic::new("E0101", span, message);
    if let Some(help) = help {
        diagnostic = diagnostic.help(help);
    }
    diagnostic
}

fn holds_condition(called: &str) -> bool {
    [
        "this `release`",
        "this `when`",
        "this `otherwise when`",
        "this `let`",
        "this `for`",
        "the braces",
    ]
    .contains(&called)
}

/// A parenthesis without its partner: what the grammar stumbles over somewhere behind it.
fn unbalanced(text: &str, tokens: &[Token]) -> Option<Diagnostic> {
    let mut open: Vec<&Token> = Vec::new();
    for token in tokens {
        match token.kind {
            TokenKind::Open => open.push(token),
            TokenKind::Close if open.pop().is_none() => {
                let message = format!("this `{}` closes nothing", token.text(text));
                return Some(
                    Diagnostic::new("E0101", token.span(), message).help("remove it, or open it earlier"),
                );
            }
            _ => {}
        }
    }
    let token = open.pop()?;
    let message = format!("this `{}` is never closed", token.text(text));
    Some(
        Diagnostic::new("E0101", token.span(), message)
            .help("close it where the part it holds together ends"),
    )
}

/// A value stands before: what follows could only be joined to it.
fn can_join(before: Option<Token>, text: &str) -> bool {
    before.is_some_and(|token| match token.kind {
        TokenKind::Number | TokenKind::Text | TokenKind::Close => true,
        TokenKind::Word => !super::is_reserved(token.text(text)),
        TokenKind::Symbol => token.text(text) == "%",
        _ => false,
    })
}

fn expects_value(mistake: &Mistake) -> bool {
    mistake.expected.contains(&Expected::Value)
}

/// What could have stood there, in at most four phrases.
fn expectation(mistake: &Mistake) -> String {
    // Where a value fits, everything else is a detail.
    if expects_value(mistake) {
        return Expected::Value.phrase();
    }
    let mut expected = mistake.expected.clone();
    expected.sort_unstable();
    expected.dedup();
    expected.retain(|expected| !matches!(expected, Expected::Word(word) if RARE.contains(word)));
    if expected.len() > 1 {
        expected.retain(|expected| *expected != Expected::End);
    }
    if expected.is_empty() || expected.len() > 4 {
        return "something else".to_owned();
    }
    let phrases: Vec<String> = expected.into_iter().map(Expected::phrase).collect();
    list(&phrases, "or")
}

impl Expected {
    fn phrase(self) -> String {
        match self {
            Self::Word(word) => return format!("`{word}`"),
            Self::Value => "a value",
            Self::Number => "a number",
            Self::Money => "an amount such as `$45`",
            Self::Percent => "a percentage such as `20%`",
            Self::Duration => "a duration such as `6h`",
            Self::Unit => "a unit such as `h` or `days`",
            Self::Date => "a day such as `2026-03-31`",
            Self::Time => "a time such as `09:00`",
            Self::Text => "a text in quotes",
            Self::Name => "a name",
            Self::AnyWord => "a word",
            Self::Comparison => "a comparison such as `> $45`",
            Self::Window => "a window such as `last 3 days`",
            Self::Level => "`campaigns`",
            Self::Cadence => "`1h`, `day at 09:00` or `sync`",
            Self::Action => "an action such as `pause`",
            Self::Checks => "`2 checks`",
            Self::Argument => "an argument such as `daily: count per day`",
            Self::ArgumentKind => "`:` and a kind such as `count`",
            Self::Returned => "`->` and a kind such as `ratio`",
            Self::End => "the end",
        }
        .to_owned()
    }
}
