//! How people say things at first: the words of other tools and of speech, each answered with how it is written here.

use super::{Source, can_join, holds_condition};
use crate::diagnostics::{Diagnostic, Edit, Fix};
use crate::display::list;
use crate::money::Currency;
use crate::span::Span;
use crate::syntax::cursor::{Expected, Mistake};
use crate::syntax::literals::is_currency_sign;
use crate::syntax::scan::{Token, TokenKind};

/// Spellings of other languages, each with its fix.
pub(super) fn foreign(word: &str, span: Span, text: &str, token: Token) -> Option<Diagnostic> {
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
        _ if token.kind == TokenKind::OpenText => return Some(crate::syntax::cut::unclosed_text(text, span)),
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

/// The place at which reading stopped, with what stands around it.
pub(super) struct Heard<'s> {
    source: &'s Source<'s>,
    mistake: &'s Mistake,
    found: Token,
    span: Span,
    word: &'s str,
    before: Option<Token>,
    /// The token before, as written.
    last: &'s str,
}

/// What people say at first, and how it is written.
pub(super) fn loose_speech(source: &Source<'_>, mistake: &Mistake, found: Token) -> Option<Diagnostic> {
    let before = source.at(mistake.at, -1);
    let heard = Heard {
        source,
        mistake,
        found,
        span: found.span(),
        word: found.text(source.text),
        before,
        last: before.map_or("", |token| token.text(source.text)),
    };
    heard
        .window()
        .or_else(|| heard.amount())
        .or_else(|| match found.kind {
            TokenKind::Word => heard.joined().or_else(|| heard.word()),
            TokenKind::Number => heard.preposition().or_else(|| heard.number()),
            TokenKind::Symbol if is_currency_sign(heard.word) => heard.preposition(),
            TokenKind::Symbol => heard.sign(),
            TokenKind::Text => heard.quoted(),
            _ => None,
        })
}

fn said(span: Span, message: impl Into<String>, help: impl Into<String>) -> Diagnostic {
    Diagnostic::new("E0101", span, message).help(help)
}

impl Heard<'_> {
    fn next(&self, offset: isize) -> &str {
        self.source
            .at(self.mistake.at, offset)
            .map_or("", |token| token.text(self.source.text))
    }

    fn expects(&self, word: &'static str) -> bool {
        self.mistake.expected.contains(&Expected::Word(word))
    }

    fn in_condition(&self) -> bool {
        holds_condition(self.source.called)
    }

    /// A value stands before, so that this could only say more about it.
    fn behind_value(&self) -> bool {
        can_join(self.before, self.source.text) && self.in_condition()
    }

    /// Windows without their words: `window 14 days`, `spend today`, `clicks in last 7 days`, `over last week`.
    fn window(&self) -> Option<Diagnostic> {
        let lower = self.word.to_lowercase();
        let starts = ["last", "today", "yesterday", "lifetime"];
        if self.mistake.expected.contains(&Expected::Window) {
            let insert = |span: Span| {
                let window = format!("last {} {}", self.word, self.next(1));
                let window = window.trim_end();
                said(
                    span,
                    "a window counts back from today: it begins with `last`",
                    format!("write `{window}`"),
                )
            };
            return match self.found.kind {
                TokenKind::Number => {
                    Some(insert(self.span).safe_fix("write `last`", self.span.before(), "last "))
                }
                TokenKind::Word if ["past", "previous", "the", "trailing"].contains(&lower.as_str()) => {
                    let found = said(
                        self.span,
                        format!("a window is not written with `{}`", self.word),
                        "write `last 7 days`, `today`, `yesterday` or `this month`",
                    );
                    let next = self.source.at(self.mistake.at, 1)?;
                    Some(match next.text(self.source.text) {
                        "last" => found.safe_fix(
                            format!("remove `{}`", self.word),
                            self.span.to(next.span().before()),
                            "",
                        ),
                        _ => found.safe_fix("write `last`", self.span, "last"),
                    })
                }
                _ => None,
            };
        }
        if self.last == "last" && matches!(lower.as_str(), "day" | "week" | "month" | "quarter" | "year") {
            let days = match lower.as_str() {
                "day" => "1 day",
                "week" => "7 days",
                "month" => "30 days",
                "quarter" => "90 days",
                _ => "365 days",
            };
            return Some(
                said(
                    self.span,
                    format!("`last {}` could mean several things, so a window says how many days it has", self.word),
                    format!("write `last {days}` for the complete days before today; `this week` begins on Monday, `this month` on the 1st"),
                )
                .possible_fix(format!("write `last {days}`"), self.span, days),
            );
        }
        if !self.in_condition() {
            return None;
        }
        // `in` began a list of values, and `last` was read as one of them.
        if self.found.kind == TokenKind::Number && self.last == "last" && self.next(-2) == "in" {
            let preposition = self.source.at(self.mistake.at, -2)?.span();
            return Some(
                said(
                    preposition,
                    "a window stands behind `over`",
                    "write `over last 7 days`",
                )
                .safe_fix("write `over`", preposition, "over"),
            );
        }
        if self.found.kind != TokenKind::Word || !self.behind_value() {
            return None;
        }
        if ["for", "during", "within", "since", "from"].contains(&lower.as_str())
            && starts.contains(&self.next(1))
        {
            return Some(
                said(
                    self.span,
                    "a window stands behind `over`",
                    format!(
                        "write `over {}{}`",
                        self.next(1),
                        if self.next(1) == "last" { " …" } else { "" }
                    ),
                )
                .safe_fix("write `over`", self.span, "over"),
            );
        }
        if !starts.contains(&lower.as_str()) {
            return None;
        }
        let (last, word) = (self.last, self.word);
        let meant = format!("{last} over {word}{}", if lower == "last" { " …" } else { "" });
        Some(
            said(
                self.span,
                format!("a window stands behind `over`, and `{word}` stands behind `{last}`"),
                format!("write `{meant}`"),
            )
            .safe_fix(format!("write `{meant}`"), self.span.before(), "over "),
        )
    }

    /// Amounts: `100 dollars`, `45$`, `increase budget 10%`.
    fn amount(&self) -> Option<Diagnostic> {
        let (last, word) = (self.last, self.word);
        let is_number = last.starts_with(|first: char| first.is_ascii_digit());
        if is_number && let Some((sign, code)) = currency_called(word) {
            let found = said(
                self.span,
                format!("`{word}` is no unit"),
                format!("amounts are written `{sign}{last}` or `{last} {code}`"),
            );
            return Some(found.safe_fix(format!("write `{last} {code}`"), self.span, code));
        }
        let number = self.before.filter(|before| before.kind == TokenKind::Number)?;
        let leads = self
            .source
            .at(self.mistake.at, 1)
            .is_some_and(|next| next.kind == TokenKind::Number && next.start == self.found.end);
        if is_currency_sign(word) && !leads {
            let whole = number.span().to(self.span);
            let meant = format!("{word}{last}");
            return Some(
                said(
                    whole,
                    format!("the sign stands before its amount, not behind it: `{meant}`"),
                    format!("write `{meant}`"),
                )
                .safe_fix(format!("write `{meant}`"), whole, meant),
            );
        }
        None
    }

    /// Words that join what is not joined so.
    fn joined(&self) -> Option<Diagnostic> {
        let (span, word) = (self.span, self.word);
        match word.to_lowercase().as_str() {
            "if" => {
                let found = said(
                    span,
                    "a condition does not begin with `if`",
                    "write `when` on a line of its own, and `then` behind the condition",
                );
                Some(if self.found.first_on_line {
                    found.possible_fix("write `when`", span, "when")
                } else {
                    found
                })
            }
            "and" | "or" if acts(self.source.called) => {
                let found = said(
                    span,
                    format!("two actions are not joined with `{word}`"),
                    "each action begins a line of its own",
                );
                Some(match self.before.filter(|_| word == "and") {
                    Some(before) => found.safe_fix(
                        "put the second action on a line of its own",
                        before.span().after().to(span),
                        "\n      ",
                    ),
                    None => found,
                })
            }
            "between" if self.behind_value() => {
                let (least, most) = match (self.next(1), self.next(2), self.next(3)) {
                    (least, "and", most) => (least, most),
                    _ => ("1", "2"),
                };
                Some(said(
                    span,
                    "a range is written as two comparisons",
                    format!("write the value twice: `… >= {least} and … <= {most}`"),
                ))
            }
            _ => None,
        }
    }

    fn word(&self) -> Option<Diagnostic> {
        let (span, word, last) = (self.span, self.word, self.last);
        match word.to_lowercase().as_str() {
            "contains" | "contain" | "includes" | "include" | "like" if self.in_condition() => {
                let meant = format!("matches \"*{}*\"", unquoted(self.next(1)));
                let found = said(
                    span,
                    format!("`{word}` is written `matches` here, with `*` for any letters"),
                    format!("write `{last} {meant}`"),
                );
                let text = self.source.at(self.mistake.at, 1);
                Some(match text.filter(|text| text.kind == TokenKind::Text) {
                    Some(text) => found.safe_fix(format!("write `{meant}`"), span.to(text.span()), meant),
                    None => found,
                })
            }
            "starts" | "begins" if self.in_condition() => Some(said(
                span,
                format!("`{word} with` is written `matches` here, with `*` for any letters"),
                format!("write `{last} matches \"Brand*\"`"),
            )),
            "never" | "not" if acts(self.source.called) => self.bound(self.next(1), span),
            "below" | "above" | "under" | "over" if last == "never" => self.bound(word, self.before?.span()),
            "per" if last == "times" => {
                let times = self.before.map_or(span, |before| before.span());
                Some(
                    said(times, "`times` is not written", "write `at most 5 per day`").safe_fix(
                        "remove `times`",
                        times.to(span.before()),
                        "",
                    ),
                )
            }
            "limit" | "max" | "maximum" | "only" if self.found.first_on_line && acts(self.source.called) => {
                Some(
                    said(
                        span,
                        format!("a limit does not begin with `{word}`"),
                        "write `at most 5 per day`",
                    )
                    .safe_fix("write `at most`", span, "at most"),
                )
            }
            "hour" if last == "every" => Some(
                said(span, "an hour is written as a duration", "write `every 1h`").safe_fix(
                    "write `1h`",
                    span,
                    "1h",
                ),
            ),
            _ => None,
        }
    }

    /// `never below $20` behind an action: how far one change goes.
    fn bound(&self, side: &str, start: Span) -> Option<Diagnostic> {
        let cap = match side {
            "below" | "under" => "down to",
            "above" | "over" => "up to",
            _ => return None,
        };
        let side_span = if side == self.word {
            self.span
        } else {
            self.source.at(self.mistake.at, 1)?.span()
        };
        let whole = start.to(side_span);
        Some(
            said(
                whole,
                format!("how far an action goes is said with `{cap}`"),
                format!("write `{cap}` and the amount behind the action; `never` promises something for every rule, in a guard"),
            )
            .safe_fix(format!("write `{cap}`"), whole, cap),
        )
    }

    fn number(&self) -> Option<Diagnostic> {
        let (span, word) = (self.span, self.word);
        let lower = word.to_lowercase();
        if let Some(ratio) = lower.strip_suffix('x')
            && ratio
                .chars()
                .all(|letter| letter.is_ascii_digit() || letter == '.')
        {
            return Some(
                said(
                    span,
                    "a ratio is a plain number: it has no `x`",
                    format!("write `{ratio}`"),
                )
                .safe_fix(format!("write `{ratio}`"), span, ratio),
            );
        }
        let hour = lower.strip_suffix("am").or_else(|| lower.strip_suffix("pm"))?;
        if !hour
            .chars()
            .all(|letter| letter.is_ascii_digit() || letter == ':')
        {
            return None;
        }
        let mut found = said(
            span,
            format!("`{word}` is no time of day here"),
            "times are written from `00:00` to `23:59`: `06:00` in the morning, `22:00` at night",
        );
        // All of them at once: who writes one so writes the other so.
        let times: Vec<Edit> = self
            .source
            .tokens
            .iter()
            .filter_map(|token| {
                Some(Edit {
                    span: token.span(),
                    new_text: on_the_clock(&token.text(self.source.text).to_lowercase())?,
                })
            })
            .collect();
        if !times.is_empty() {
            let written: Vec<String> = times.iter().map(|edit| format!("`{}`", edit.new_text)).collect();
            found.fixes.push(Fix {
                title: format!("write {}", list(&written, "and")),
                safe: true,
                edits: times,
            });
        }
        Some(found)
    }

    /// `increase budget 10%`, `set budget $20`.
    fn preposition(&self) -> Option<Diagnostic> {
        if !self.expects("by") || !acts(self.source.called) {
            return None;
        }
        let preposition = if self.next(-2) == "set" { "to" } else { "by" };
        Some(
            said(
                self.span,
                format!("`{preposition}` stands before what a value is changed {preposition}"),
                format!(
                    "write `{} {} {preposition} {}{}`",
                    self.next(-2),
                    self.last,
                    self.word,
                    self.amount_behind()
                ),
            )
            .safe_fix(
                format!("write `{preposition}`"),
                self.span.before(),
                format!("{preposition} "),
            ),
        )
    }

    /// What a currency's sign stands before.
    fn amount_behind(&self) -> &str {
        match self.found.kind {
            TokenKind::Symbol => self.next(1),
            _ => "",
        }
    }

    fn sign(&self) -> Option<Diagnostic> {
        match self.word {
            "." => self.whose(),
            "," => self.grouped().or_else(|| self.currencies()),
            _ => None,
        }
    }

    /// `campaign.name`: whose field it is, in words of other tools.
    fn whose(&self) -> Option<Diagnostic> {
        let owner = self
            .before
            .filter(|before| before.kind == TokenKind::Word && !matches!(self.last, "this" | "parent"))?;
        let field = self.next(1);
        Some(said(
            owner.span().to(self.span),
            format!(
                "a field is asked by its own name, and that of what the object stands in with `parent.`, not with `{}.`",
                self.last
            ),
            format!("write `{field}` for the object's own, `parent.{field}` for what it stands in"),
        ))
    }

    /// `spend > $50, 45 EUR`: an amount for each currency, where one value stands.
    fn currencies(&self) -> Option<Diagnostic> {
        let starts_amount = |at: isize| {
            let [first, second] = [at, at.saturating_add(1)].map(|at| self.next(at));
            let is_number = |word: &str| word.starts_with(|first: char| first.is_ascii_digit());
            is_currency_sign(first) && is_number(second)
                || is_number(first) && second.parse::<Currency>().is_ok()
        };
        if !self.in_condition() || !starts_amount(1) || !starts_amount(-2) {
            return None;
        }
        let [first, second, third, fourth] = [-2, -1, 1, 2].map(|at| self.next(at));
        let amount = |one: &str, other: &str| {
            let space = if is_currency_sign(one) { "" } else { " " };
            format!("{one}{space}{other}")
        };
        let both = format!("{}, {}", amount(first, second), amount(third, fourth));
        Some(said(
            self.span,
            "a condition compares with one amount; amounts in several currencies stand in a `param`",
            format!(
                "write `param floor: money = {both}` above, and `floor` here: each account is compared in its own currency"
            ),
        ))
    }

    /// `1.000,50`: the comma ended the number.
    fn grouped(&self) -> Option<Diagnostic> {
        let (first, last) = (self.before?, self.source.at(self.mistake.at, 1)?);
        let text = self.source.text;
        let held_together = first.end == self.found.start && self.found.end == last.start;
        let numbers = first.kind == TokenKind::Number && last.kind == TokenKind::Number;
        if !held_together || !numbers || !first.text(text).contains('.') {
            return None;
        }
        let whole = first.span().to(last.span());
        let meant = format!("{}.{}", first.text(text).replace('.', ","), last.text(text));
        let message = format!(
            "`{}` is no number here: a comma groups thousands, and a point begins the fraction",
            whole.of(text)
        );
        // In groups of three it can mean nothing else.
        let grouped = first.text(text).split('.').skip(1).all(|group| group.len() == 3);
        Some(if grouped {
            said(whole, message, format!("write `{meant}`")).safe_fix(
                format!("write `{meant}`"),
                whole,
                meant,
            )
        } else {
            said(whole, message, "write `1,000.50`")
        })
    }

    /// `notify "it happened"`.
    fn quoted(&self) -> Option<Diagnostic> {
        (self.last == "notify" && acts(self.source.called)).then(|| {
            said(
                self.span,
                "who is told, and over what, stands before the text",
                format!(
                    "write `notify slack \"#channel\" {0}` or `notify email \"a@b.c\" {0}`",
                    self.word
                ),
            )
        })
    }
}

/// An `every` that ends behind `day`.
pub(super) fn daily(last: Token) -> Diagnostic {
    let end = last.span().after();
    said(
        last.span(),
        "at what time of the day is not said",
        "write `every day at 09:00`",
    )
    .possible_fix("write `at 09:00`", end, " at 09:00")
}

/// A currency as it is called in speech: its sign, and its code.
fn currency_called(word: &str) -> Option<(&'static str, &'static str)> {
    Some(match word.to_lowercase().as_str() {
        "dollars" | "dollar" | "usd" | "bucks" => ("$", "USD"),
        "euros" | "euro" | "eur" => ("€", "EUR"),
        "pounds" | "pound" | "gbp" => ("£", "GBP"),
        _ => return None,
    })
}

fn acts(called: &str) -> bool {
    ["this action", "this `then`", "this `otherwise`"].contains(&called)
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
