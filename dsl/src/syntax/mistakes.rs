//! Pest's errors → messages for people: what was expected, what was found, and what is probably meant.

use pest::error::{Error, ErrorVariant, InputLocation};

use crate::diagnostics::Diagnostic;
use crate::display::list;
use crate::span::Span;
use crate::syntax::Rule;
use crate::syntax::scan::{self, Token, TokenKind};

/// The place where pest gave up, relative to the clause.
pub(super) fn position(error: &Error<Rule>) -> usize {
    match error.location {
        InputLocation::Pos(at) | InputLocation::Span((at, _)) => at,
    }
}

/// One diagnostic for a clause that cannot be read. `clause` is how the clause is called in the message, `behind` the text that
/// follows it.
pub(super) fn describe(
    source: &str,
    behind: &str,
    base: u32,
    error: &Error<Rule>,
    clause: &str,
) -> Diagnostic {
    let at = position(error);
    let tokens = scan::tokens(source, 0, source.len());
    let found = tokens.iter().find(|token| token.end > at).copied();
    let before = tokens.iter().rev().find(|token| token.end <= at).copied();
    let place = |token: Token| {
        Span::new(
            base.saturating_add(token.span().start),
            base.saturating_add(token.span().end),
        )
    };
    let previous = before.map_or_else(String::new, |token| format!(" after `{}`", token.text(source)));

    if found.is_none_or(|found| found.kind == TokenKind::Close)
        && let Some(diagnostic) = unbalanced(source, base, &tokens)
    {
        return diagnostic;
    }
    let Some(found) = found else {
        let span = before.map_or(Span::new(base, base), place);
        let expected = expectation(error);
        let comment = behind
            .trim_start_matches([' ', '\t'])
            .strip_prefix('#')
            .filter(|rest| !rest.starts_with([' ', '#']));
        return Diagnostic::new(
            "E0101",
            span,
            format!("{clause} ends too early: expected {expected}{previous}"),
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
    let span = place(found);
    let word = found.text(source);
    if let Some(diagnostic) = foreign(word, span, source, base, found) {
        return diagnostic;
    }
    if let Some(diagnostic) = loose_speech(source, &tokens, found, before, clause, span) {
        return diagnostic;
    }
    let mut message = format!("expected {}{previous}, found `{word}`", expectation(error));
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
        TokenKind::Word if clause == "this `for`" && matches!(word, "on" | "in") => {
            help = Some(
                "platforms and accounts stand before `where`: `for campaigns on google where …`".to_owned(),
            );
        }
        TokenKind::Word | TokenKind::Number
            if !expects_value(error) && can_join(before, source) && holds_condition(clause) =>
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
fn foreign(word: &str, span: Span, source: &str, base: u32, token: Token) -> Option<Diagnostic> {
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
        _ if token.kind == TokenKind::OpenText => {
            let rest = source
                .get(token.start..)
                .and_then(|rest| rest.lines().next())
                .unwrap_or("")
                .trim_end();
            let span = Span::new(
                span.start,
                base.saturating_add(Span::from_offsets(0, token.start.saturating_add(rest.len())).end),
            );
            return Some(super::cut::unclosed_text(source, span));
        }
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
fn loose_speech(
    source: &str,
    tokens: &[Token],
    found: Token,
    before: Option<Token>,
    clause: &str,
    span: Span,
) -> Option<Diagnostic> {
    let word = found.text(source);
    let lower = word.to_lowercase();
    let last = before.map_or("", |token| token.text(source));
    let next = tokens
        .iter()
        .find(|token| token.start >= found.end)
        .map_or("", |token| token.text(source));
    let said = |message: String, help: String| Some(Diagnostic::new("E0101", span, message).help(help));
    let is_number = |text: &str| text.starts_with(|first: char| first.is_ascii_digit());
    match found.kind {
        TokenKind::Word => match lower.as_str() {
            "dollars" | "dollar" | "usd" | "bucks" if is_number(last) => said(
                format!("`{word}` is no unit"),
                format!("amounts are written `${last}` or `{last} USD`"),
            ),
            "euros" | "euro" | "eur" if is_number(last) => said(
                format!("`{word}` is no unit"),
                format!("amounts are written `€{last}` or `{last} EUR`"),
            ),
            "contains" | "contain" | "includes" | "include" | "like" if holds_condition(clause) => said(
                format!("`{word}` is written `matches` here, with `*` for any letters"),
                format!("write `{last} matches \"*{}*\"`", unquoted(next)),
            ),
            "starts" | "begins" if holds_condition(clause) => said(
                format!("`{word} with` is written `matches` here, with `*` for any letters"),
                format!("write `{last} matches \"Brand*\"`"),
            ),
            "last" | "today" | "yesterday" | "lifetime"
                if can_join(before, source) && holds_condition(clause) =>
            {
                said(
                    format!("a window stands behind `over`, and `{word}` stands behind `{last}`"),
                    format!(
                        "write `{last} over {word}{}`",
                        if lower == "last" { " …" } else { "" }
                    ),
                )
            }
            "if" => said(
                "a condition does not begin with `if`".to_owned(),
                "write `when` on a line of its own, and `then` behind the condition".to_owned(),
            ),
            "and" | "or" if ["this action", "this `then`", "this `otherwise`"].contains(&clause) => said(
                format!("two actions are not joined with `{word}`"),
                "each action begins a line of its own".to_owned(),
            ),
            "per" if last == "times" => said(
                "`times` is not written".to_owned(),
                "write `at most 5 per day`".to_owned(),
            ),
            _ => None,
        },
        TokenKind::Number => {
            let hour = lower.strip_suffix("am").or_else(|| lower.strip_suffix("pm"));
            if hour.is_some_and(|hour| {
                hour.chars()
                    .all(|letter| letter.is_ascii_digit() || letter == ':')
            }) {
                return said(
                    format!("`{word}` is no time of day here"),
                    "times are written from `00:00` to `23:59`: `06:00` in the morning, `22:00` at night"
                        .to_owned(),
                );
            }
            let comma = lower.rfind(',')?;
            let point = lower.find('.')?;
            if point > comma {
                return None;
            }
            said(
                format!(
                    "`{word}` is no number here: a comma groups thousands, and a point begins the fraction"
                ),
                "write `1,000.50`".to_owned(),
            )
        }
        _ => None,
    }
}

/// The text between its quotes.
fn unquoted(text: &str) -> &str {
    text.strip_prefix('"')
        .and_then(|rest| rest.strip_suffix('"'))
        .unwrap_or("Brand")
}

fn holds_condition(clause: &str) -> bool {
    [
        "this `release`",
        "this `when`",
        "this `otherwise when`",
        "this `let`",
        "this `for`",
        "the braces",
    ]
    .contains(&clause)
}

/// A parenthesis without its partner: what the grammar stumbles over somewhere behind it.
fn unbalanced(source: &str, base: u32, tokens: &[Token]) -> Option<Diagnostic> {
    let mut open: Vec<&Token> = Vec::new();
    for token in tokens {
        match token.kind {
            TokenKind::Open => open.push(token),
            TokenKind::Close if open.pop().is_none() => {
                let span = Span::new(
                    base.saturating_add(token.span().start),
                    base.saturating_add(token.span().end),
                );
                let message = format!("this `{}` closes nothing", token.text(source));
                return Some(Diagnostic::new("E0101", span, message).help("remove it, or open it earlier"));
            }
            _ => {}
        }
    }
    let token = open.pop()?;
    let span = Span::new(
        base.saturating_add(token.span().start),
        base.saturating_add(token.span().end),
    );
    let message = format!("this `{}` is never closed", token.text(source));
    Some(Diagnostic::new("E0101", span, message).help("close it where the part it holds together ends"))
}

/// A value stands before: what follows could only be joined to it.
fn can_join(before: Option<Token>, source: &str) -> bool {
    before.is_some_and(|token| match token.kind {
        TokenKind::Number | TokenKind::Text | TokenKind::Close => true,
        TokenKind::Word => !super::is_reserved(token.text(source)),
        TokenKind::Symbol => token.text(source) == "%",
        _ => false,
    })
}

fn positives(error: &Error<Rule>) -> &[Rule] {
    match &error.variant {
        ErrorVariant::ParsingError { positives, .. } => positives,
        ErrorVariant::CustomError { .. } => &[],
    }
}

fn expects_value(error: &Error<Rule>) -> bool {
    positives(error)
        .iter()
        .any(|rule| phrase(*rule).as_deref() == Some("a value"))
}

/// What could have stood there, in at most four phrases.
fn expectation(error: &Error<Rule>) -> String {
    let mut phrases: Vec<String> = Vec::new();
    for phrase in positives(error).iter().filter_map(|rule| phrase(*rule)) {
        if !phrases.contains(&phrase) {
            phrases.push(phrase);
        }
    }
    // Where a value fits, everything else is a detail.
    if phrases.iter().any(|phrase| phrase == "a value") {
        return "a value".to_owned();
    }
    phrases.retain(|phrase| phrase != "the end" || positives(error).len() == 1);
    if phrases.is_empty() || phrases.len() > 4 {
        return "something else".to_owned();
    }
    list(&phrases, "or")
}

fn phrase(rule: Rule) -> Option<String> {
    let fixed = match rule {
        Rule::expression
        | Rule::disjunction
        | Rule::conjunction
        | Rule::negation
        | Rule::comparison
        | Rule::fallback
        | Rule::sum
        | Rule::product
        | Rule::unary
        | Rule::operand
        | Rule::primary
        | Rule::group
        | Rule::path
        | Rule::literal
        | Rule::literals
        | Rule::members
        | Rule::ceiling => "a value",
        Rule::number | Rule::decimal => "a number",
        Rule::duration => "a duration such as `6h`",
        Rule::unit => "a unit such as `h` or `days`",
        Rule::time => "a time such as `09:00`",
        Rule::text | Rule::texts | Rule::inner => "a text in quotes",
        Rule::money => "an amount such as `$45`",
        Rule::percent => "a percentage such as `20%`",
        Rule::word | Rule::words => "a word",
        Rule::name => "a name",
        Rule::level => "`campaigns`",
        Rule::window | Rule::window_base | Rule::last_window => "a window such as `last 3 days`",
        Rule::cadence => "`1h`, `day at 09:00` or `sync`",
        Rule::tail | Rule::compare | Rule::compare_tail => "a comparison such as `> $45`",
        Rule::action | Rule::amount_action => "an action such as `pause`",
        Rule::checks => "`2 checks`",
        Rule::EOI => "the end",
        Rule::k_at_most => "`at most`",
        Rule::k_days => "`days`",
        Rule::k_checks => "`checks`",
        Rule::k_catch_up => "`catch up`",
        Rule::up_to => "`up to`",
        Rule::down_to => "`down to`",
        Rule::lasting => "`lasting`",
        Rule::hours => "`between`",
        Rule::weekdays => "`on`",
        Rule::zone => "`in`",
        Rule::script_param => "an argument such as `daily: count per day`",
        Rule::colon => "`:` and a kind such as `count`",
        Rule::arrow => "`->` and a kind such as `ratio`",
        Rule::per_day => "`per day`",
        _ => {
            let name = format!("{rule:?}");
            let word = name.strip_prefix("k_")?;
            // Words of rare forms, and of later editions, are no advice.
            let later = [
                "ignoring", "in", "of", "changing", "until", "for", "if", "escalate", "apply", "script",
                "negative",
            ];
            return (!later.contains(&word)).then(|| format!("`{word}`"));
        }
    };
    Some(fixed.to_owned())
}

/// A piece of source without the blanks and comments at its end.
pub(super) fn trim_end(source: &str) -> &str {
    let trimmed =
        source.trim_end_matches(|character: char| character.is_whitespace() || character == '\u{FEFF}');
    if !trimmed.contains('#') {
        return trimmed;
    }
    let end = scan::tokens(source, 0, source.len())
        .last()
        .map_or(0, |token| token.end);
    source.get(..end).unwrap_or(trimmed)
}
