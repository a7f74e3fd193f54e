//! What could not be read → messages for people: what was expected, what was found, and what is probably meant.

use crate::diagnostics::{Diagnostic, Edit, Fix};
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
    let before = mistake
        .at
        .checked_sub(1)
        .and_then(|before| tokens.get(before))
        .copied();
    let previous = before.map_or_else(String::new, |token| format!(" after `{}`", token.text(text)));

    if found.is_none_or(|found| found.kind == TokenKind::Close)
        && let Some(diagnostic) = unbalanced(text, tokens)
    {
        return diagnostic;
    }
    let Some(found) = found else {
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
    if let Some(diagnostic) = foreign(word, span, text, found) {
        return diagnostic;
    }
    if let Some(diagnostic) = loose_speech(source, mistake.at, found, before) {
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

/// Spellings of other languages, each with its fix.
fn foreign(word: &str, span: Span, text: &str, token: Token) -> Option<Diagnostic> {
    let meant = match word {
        "==" => "=",
        "&&" | "&" => "and",
        "||" | "|" => "or",
        "<>" | "≠" => "!=",
        "=>" | "≥" => ">=",
        "=<" | "≤" => "<=",
        "!" => "not",
        "×" => "*",
        "÷" => "/",
        "−" | "–" => "-",
        "AND" | "And" => "and",
        "OR" | "Or" => "or",
        "NOT" | "Not" => "not",
        "“" | "”" | "„" | "'" | "‘" | "’" | "`" => "\"",
        ";" => {
            return Some(
                Diagnostic::new("E0116", span, "clauses are not ended with `;`")
                    .help("a clause ends where the next line begins a new one")
                    .safe_fix("remove `;`", span, ""),
            );
        }
        _ if token.kind == TokenKind::OpenText => return Some(super::cut::unclosed_text(text, span)),
        _ => return None,
    };
    Some(if meant == "\"" {
        Diagnostic::new(
            "E0116",
            span,
            format!("texts stand in straight quotes, not in `{word}`"),
        )
        .help("write `\"Prospecting*\"`")
        .safe_fix("write `\"`", span, meant)
    } else {
        Diagnostic::new("E0116", span, format!("`{word}` is written `{meant}` here"))
            .help(format!("write `{meant}`"))
            .safe_fix(format!("write `{meant}`"), span, meant)
    })
}

/// What people say at first, and how it is written.
fn loose_speech(source: &Source<'_>, at: usize, found: Token, before: Option<Token>) -> Option<Diagnostic> {
    let (text, called) = (source.text, source.called);
    let (span, word) = (found.span(), found.text(text));
    let lower = word.to_lowercase();
    let last = before.map_or("", |token| token.text(text));
    let behind = source.tokens.get(at.saturating_add(1)).copied();
    let next = behind.map_or("", |token| token.text(text));
    let found_here = |message: String, help: String| Diagnostic::new("E0101", span, message).help(help);
    let said = |message: String, help: String| Some(found_here(message, help));
    let written = |message: String, meant: &str| found_here(message, format!("amounts are written {meant}"));
    let is_number = |text: &str| text.starts_with(|first: char| first.is_ascii_digit());
    match found.kind {
        TokenKind::Word => match lower.as_str() {
            "dollars" | "dollar" | "usd" | "bucks" if is_number(last) => Some(
                written(
                    format!("`{word}` is no unit"),
                    &format!("`${last}` or `{last} USD`"),
                )
                .safe_fix(format!("write `{last} USD`"), span, "USD"),
            ),
            "euros" | "euro" | "eur" if is_number(last) => Some(
                written(
                    format!("`{word}` is no unit"),
                    &format!("`€{last}` or `{last} EUR`"),
                )
                .safe_fix(format!("write `{last} EUR`"), span, "EUR"),
            ),
            "contains" | "contain" | "includes" | "include" | "like" if holds_condition(called) => {
                let meant = format!("matches \"*{}*\"", unquoted(next));
                let found = found_here(
                    format!("`{word}` is written `matches` here, with `*` for any letters"),
                    format!("write `{last} {meant}`"),
                );
                Some(match behind.filter(|behind| behind.kind == TokenKind::Text) {
                    Some(behind) => found.safe_fix(format!("write `{meant}`"), span.to(behind.span()), meant),
                    None => found,
                })
            }
            "starts" | "begins" if holds_condition(called) => said(
                format!("`{word} with` is written `matches` here, with `*` for any letters"),
                format!("write `{last} matches \"Brand*\"`"),
            ),
            "last" | "today" | "yesterday" | "lifetime"
                if can_join(before, text) && holds_condition(called) =>
            {
                let meant = format!("{last} over {word}{}", if lower == "last" { " …" } else { "" });
                Some(
                    found_here(
                        format!("a window stands behind `over`, and `{word}` stands behind `{last}`"),
                        format!("write `{meant}`"),
                    )
                    .safe_fix(format!("write `{meant}`"), span.before(), "over "),
                )
            }
            "if" => {
                let found = found_here(
                    "a condition does not begin with `if`".to_owned(),
                    "write `when` on a line of its own, and `then` behind the condition".to_owned(),
                );
                let line = text
                    .get(..span.start as usize)
                    .and_then(|text| text.rsplit('\n').next());
                Some(if line.is_some_and(|line| line.trim().is_empty()) {
                    found.possible_fix("write `when`", span, "when")
                } else {
                    found
                })
            }
            "and" | "or" if ["this action", "this `then`", "this `otherwise`"].contains(&called) => {
                let found = found_here(
                    format!("two actions are not joined with `{word}`"),
                    "each action begins a line of its own".to_owned(),
                );
                Some(match before.filter(|_| lower == "and") {
                    Some(before) => found.safe_fix(
                        "put the second action on a line of its own",
                        before.span().after().to(span),
                        "\n      ",
                    ),
                    None => found,
                })
            }
            "per" if last == "times" => {
                let times = before.map_or(span, |before| before.span());
                Some(
                    Diagnostic::new("E0101", times, "`times` is not written")
                        .help("write `at most 5 per day`")
                        .safe_fix("remove `times`", times.to(span.before()), ""),
                )
            }
            _ => None,
        },
        TokenKind::Number => {
            let hour = lower.strip_suffix("am").or_else(|| lower.strip_suffix("pm"));
            if hour.is_some_and(|hour| {
                hour.chars()
                    .all(|letter| letter.is_ascii_digit() || letter == ':')
            }) {
                let mut found = found_here(
                    format!("`{word}` is no time of day here"),
                    "times are written from `00:00` to `23:59`: `06:00` in the morning, `22:00` at night"
                        .to_owned(),
                );
                // All of them at once: who writes one so writes the other so.
                let times: Vec<Edit> = source
                    .tokens
                    .iter()
                    .filter_map(|token| {
                        Some(Edit {
                            span: token.span(),
                            new_text: on_the_clock(&token.text(text).to_lowercase())?,
                        })
                    })
                    .collect();
                if !times.is_empty() {
                    let written: Vec<String> =
                        times.iter().map(|edit| format!("`{}`", edit.new_text)).collect();
                    found.fixes.push(Fix {
                        title: format!("write {}", list(&written, "and")),
                        safe: true,
                        edits: times,
                    });
                }
                return Some(found);
            }
            None
        }
        // `1.000,50`: the comma ended the number.
        TokenKind::Symbol if word == "," => {
            let (first, last) = (before?, behind?);
            let held_together = first.end == found.start && found.end == last.start;
            let numbers = first.kind == TokenKind::Number && last.kind == TokenKind::Number;
            if !held_together || !numbers || !first.text(text).contains('.') {
                return None;
            }
            let whole = first.span().to(last.span());
            let meant = format!("{}.{}", first.text(text).replace('.', ","), last.text(text));
            let found = Diagnostic::new(
                "E0101",
                whole,
                format!(
                    "`{}` is no number here: a comma groups thousands, and a point begins the fraction",
                    whole.of(text)
                ),
            );
            // In groups of three it can mean nothing else.
            let grouped = first.text(text).split('.').skip(1).all(|group| group.len() == 3);
            Some(if grouped {
                found
                    .help(format!("write `{meant}`"))
                    .safe_fix(format!("write `{meant}`"), whole, meant)
            } else {
                found.help("write `1,000.50`")
            })
        }
        _ => None,
    }
}

/// `6am` and `10:30pm` as a clock of 24 hours shows them.
fn on_the_clock(written: &str) -> Option<String> {
    let (time, is_afternoon) = match written.strip_suffix("pm") {
        Some(time) => (time, true),
        None => (written.strip_suffix("am")?, false),
    };
    let (hour, minute) = time.split_once(':').unwrap_or((time, "00"));
    let hour: u8 = hour.parse().ok().filter(|hour| (1..=12).contains(hour))?;
    let hour = match (hour, is_afternoon) {
        (12, false) => 0,
        (12, true) => 12,
        (hour, false) => hour,
        (hour, true) => hour.checked_add(12)?,
    };
    (minute.len() == 2).then(|| format!("{hour:02}:{minute}"))
}

/// The text between its quotes.
fn unquoted(text: &str) -> &str {
    text.strip_prefix('"')
        .and_then(|rest| rest.strip_suffix('"'))
        .unwrap_or("Brand")
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
