//! A place in a text: what could stand there, and what it would replace.

mod outside;
mod quoted;

use self::outside::{definition, header, outside, script};
use self::quoted::quoted;
use super::expect::{Before, Declared, DeclaredKind, Piece, Slot, expect};
use super::outline::{braces, declarations, definitions};
use crate::display::one_line;
use crate::span::Span;
use crate::syntax::scan::{self, Token, TokenKind};
use crate::syntax::tree::ItemKind;
use crate::syntax::{
    ClauseKind, MOST_CLAUSES, closing_brace, cut_clauses, cut_items, cut_scripts, region_at,
};

/// A place and what could stand there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// The half-written word before the place, which a choice would replace. Never crosses a line.
    pub replaces: Span,
    /// Inside of a text's quotes.
    pub quoted: bool,
    pub slots: Vec<Slot>,
    /// The names of the item.
    pub declared: Vec<Declared>,
    /// The platforms and accounts that the item's `for` names, in order.
    pub platforms: Vec<String>,
    pub accounts: Vec<String>,
}

impl Place {
    fn nothing(offset: usize) -> Self {
        Self {
            replaces: Span::from_offsets(offset, offset),
            ..Self::default()
        }
    }
}

/// The word, number or text under this place, its quotes included.
#[must_use]
pub fn word_at(text: &str, offset: u32) -> Option<Span> {
    let offset = offset as usize;
    let region = region_at(text, offset);
    let tokens = scan::tokens(text, region.start, region.end);
    tokens
        .iter()
        // At a border the right one is meant, unless it is a sign.
        .filter(|token| token.start <= offset && offset <= token.end)
        .max_by_key(|token| (is_wordy(token.kind), token.start))
        .map(|token| {
            if token.kind == TokenKind::Text
                && let Some((start, end)) = braces(text, token)
                    .into_iter()
                    .find(|(start, end)| *start <= offset && offset <= *end)
            {
                let inner = scan::tokens(text, start, end);
                if let Some(word) = inner
                    .iter()
                    .find(|inner| inner.start <= offset && offset <= inner.end)
                {
                    return word.span();
                }
            }
            token.span()
        })
}

const fn is_wordy(kind: TokenKind) -> bool {
    matches!(kind, TokenKind::Word | TokenKind::Number | TokenKind::Text)
}

/// What could stand at this place. An offset inside of a character or beyond the text gets nothing.
#[must_use]
pub fn place(text: &str, offset: u32) -> Place {
    place_among(text, offset, &[])
}

/// As [`place`], with names that are defined outside of the text.
#[must_use]
pub fn place_among(text: &str, offset: u32, shared: &[Declared]) -> Place {
    let offset = offset as usize;
    if !text.is_char_boundary(offset) {
        return Place::nothing(offset.min(text.len()));
    }
    let region = region_at(text, offset);
    let tokens = scan::tokens(text, region.start, offset);
    if in_comment(text, region.start, &tokens, offset) {
        return Place::nothing(offset);
    }
    if region.raw {
        let closed = cut_scripts(text)
            .into_iter()
            .find(|script| script.closed && (region.start..offset).contains(&(script.span.end as usize)));
        return match closed {
            Some(closed) => {
                let behind = scan::tokens(text, closed.span.end as usize, offset);
                outside(text, false, &behind, offset)
            }
            None => script(text, &tokens, offset),
        };
    }
    let Some(kind) = region.kind else {
        return outside(text, region.first, tokens.as_slice(), offset);
    };
    let mut defined = definitions(text, &cut_items(text));
    defined.extend_from_slice(shared);
    if kind.is_definition() {
        return definition(text, kind, &tokens, &defined, offset);
    }
    let open = tokens.iter().position(|token| token.kind == TokenKind::BraceOpen);
    let Some(open) = open else {
        return header(kind, &tokens, offset);
    };
    let inside = tokens.get(open.saturating_add(1)..).unwrap_or(&[]);
    if let Some(close) = closing_brace(text, kind, inside) {
        let behind = inside.get(close.saturating_add(1)..).unwrap_or(&[]);
        return outside(text, false, behind, offset);
    }
    let all = scan::tokens(text, region.start, region.end);
    body(text, kind, &all, inside, &defined, offset)
}

/// Behind a `#` that no text holds.
fn in_comment(text: &str, start: usize, tokens: &[Token], offset: usize) -> bool {
    let from = tokens.last().map_or(start, |token| token.end);
    let tail = text.get(from..offset).unwrap_or("");
    tail.rsplit('\n').next().is_some_and(|line| line.contains('#'))
        && !tokens.last().is_some_and(|token| in_text(text, token, offset))
}

/// Whether a token that the text before the place ends with is a quoted text that the place is in.
fn in_text(text: &str, token: &Token, offset: usize) -> bool {
    token.kind == TokenKind::OpenText
        && text
            .get(token.start..offset)
            .is_some_and(|inside| !inside.contains('\n'))
}

fn body(
    text: &str,
    kind: ItemKind,
    all: &[Token],
    inside: &[Token],
    defined: &[Declared],
    offset: usize,
) -> Place {
    let whole = whole_body(text, kind, all);
    let every_clause = cut_clauses(text, kind, whole);
    let mut declared: Vec<Declared> = if kind == ItemKind::Test {
        names_of_subject(text, all)
    } else {
        declarations(text, &every_clause)
            .into_iter()
            // A name is known only below its own clause.
            .filter(|name| (name.clause.end as usize) <= offset)
            .map(|name| name.declared)
            .take(MOST_CLAUSES)
            .collect()
    };
    // A name of the item's own hides a definition.
    for name in defined {
        if kind != ItemKind::Guard && declared.iter().all(|own| own.name != name.name) {
            declared.push(name.clone());
        }
    }
    if kind == ItemKind::Rule {
        declared.extend(scripts(text));
    }
    let mut place = Place {
        declared,
        ..Place::nothing(offset)
    };
    scope(text, &every_clause, &mut place);
    let given: Vec<&'static str> = every_clause
        .iter()
        .filter_map(|clause| clause_opener(clause.kind))
        .collect();

    let last = inside.last();
    // Inside of quotes.
    if let Some(open) = last.filter(|token| in_text(text, token, offset)) {
        let before = inside.get(..inside.len().saturating_sub(1)).unwrap_or(&[]);
        quoted(text, kind, before, open, offset, &mut place);
        return place;
    }
    let partial =
        last.filter(|token| token.end == offset && matches!(token.kind, TokenKind::Word | TokenKind::Number));
    let before = if partial.is_some() {
        inside.get(..inside.len().saturating_sub(1)).unwrap_or(&[])
    } else {
        inside
    };
    let start = partial.map_or(offset, |token| token.start);
    let line_start = text
        .get(..start)
        .and_then(|before| before.rsplit('\n').next())
        .is_some_and(|line| line.trim().is_empty())
        || before.is_empty();
    place.replaces = Span::from_offsets(start, offset);

    let clauses = cut_clauses(text, kind, before);
    let current = clauses.last();
    let mut pieces: Vec<Piece<'_>> = current
        .map(|clause| {
            clause
                .tokens
                .iter()
                .map(|token| Piece {
                    kind: token.kind,
                    text: token.text(text),
                })
                .collect()
        })
        .unwrap_or_default();
    // A half-written number takes a unit: `24` and `24h` alike.
    if let Some(number) = partial.filter(|token| token.kind == TokenKind::Number) {
        let written = number.text(text);
        let digits = written
            .find(|letter: char| !letter.is_ascii_digit() && !matches!(letter, '.' | ',' | ':'))
            .unwrap_or(written.len());
        let number_text = written.get(..digits).unwrap_or(written);
        pieces.push(Piece {
            kind: TokenKind::Number,
            text: number_text,
        });
        place.replaces = Span::from_offsets(start.saturating_add(digits), offset);
    }
    if current.is_some() && first_word_of_two(text, kind, before, start, &mut place) {
        return place;
    }
    let clause_kind = current.map(|clause| clause.kind);
    if let Some(clause_kind) = clause_kind {
        let known = Before {
            in_guard: kind == ItemKind::Guard,
            pieces: &pieces,
            declared: &place.declared,
        };
        place.slots = expect(clause_kind, &known);
    }
    if line_start {
        let acting = matches!(
            clause_kind,
            Some(ClauseKind::Then | ClauseKind::Otherwise | ClauseKind::Action)
        );
        if acting && !place.slots.contains(&Slot::Action) {
            place.slots.push(Slot::Action);
        }
        place.slots.push(Slot::Clause { item: kind, given });
    }
    place
}

/// The scripts that a rule of this text can call.
fn scripts(text: &str) -> Vec<Declared> {
    cut_scripts(text)
        .iter()
        .take(MOST_CLAUSES)
        .filter_map(|script| {
            let head = one_line(script.head.of(text));
            let name: String = head
                .strip_prefix("script")?
                .trim_start()
                .chars()
                .take_while(|character| scan::is_word(*character))
                .collect();
            Some(Declared {
                name,
                kind: if head.trim_end().ends_with(crate::script::ACTIONS) {
                    DeclaredKind::ScriptOfActions
                } else {
                    DeclaredKind::Script
                },
                form: head,
            })
        })
        .collect()
}

/// The names that the rules declare of which a test is.
fn names_of_subject(text: &str, all: &[Token]) -> Vec<Declared> {
    let head = all
        .iter()
        .take_while(|token| token.kind != TokenKind::BraceOpen)
        .filter(|token| token.kind == TokenKind::Text);
    // The first text is the test's own name.
    let subjects: Vec<&str> = head.skip(1).map(|token| token.text(text)).collect();
    let mut found: Vec<Declared> = Vec::new();
    for rule in cut_items(text).iter().filter(|item| item.kind == ItemKind::Rule) {
        if rule.name.is_some_and(|name| subjects.contains(&name.of(text))) {
            found.extend(
                declarations(text, &rule.clauses)
                    .into_iter()
                    .map(|name| name.declared),
            );
        }
    }
    found.truncate(MOST_CLAUSES);
    found
}

/// The line begins with the first word of an opener of two words, and the place is behind it.
fn first_word_of_two(text: &str, kind: ItemKind, before: &[Token], start: usize, place: &mut Place) -> bool {
    let Some(first) = before.last().filter(|token| token.first_on_line) else {
        return false;
    };
    if text
        .get(first.end..start)
        .is_none_or(|between| between.contains('\n'))
    {
        return false;
    }
    let second: &'static [&'static str] = match first.text(text) {
        "at" if kind != ItemKind::Test => &["most"],
        "without" => &["data", "approval"],
        "hold" if kind == ItemKind::Rule => &["out"],
        "yields" if kind == ItemKind::Rule => &["to"],
        "approve" if kind == ItemKind::Rule => &["by", "if budget moves more than"],
        "settled" if kind == ItemKind::Test => &["lag"],
        _ => return false,
    };
    place.slots = vec![Slot::Words(second)];
    true
}

/// The tokens between an item's braces.
fn whole_body<'a>(text: &str, kind: ItemKind, all: &'a [Token]) -> &'a [Token] {
    let open = all
        .iter()
        .position(|token| token.kind == TokenKind::BraceOpen)
        .map_or(all.len(), |at| at.saturating_add(1));
    let inside = all.get(open..).unwrap_or(&[]);
    let close = closing_brace(text, kind, inside).unwrap_or(inside.len());
    inside.get(..close).unwrap_or(&[])
}

/// What the `for` or `pool` clause names.
fn scope(text: &str, clauses: &[crate::syntax::ClauseText], place: &mut Place) {
    let Some(clause) = clauses
        .iter()
        .find(|clause| matches!(clause.kind, ClauseKind::For | ClauseKind::Pool))
    else {
        return;
    };
    for token in &clause.tokens {
        let word = token.text(text);
        if token.kind == TokenKind::Word && word == "where" {
            break;
        }
        match token.kind {
            TokenKind::Word if word.parse::<crate::Platform>().is_ok() => {
                place.platforms.push(word.to_owned())
            }
            TokenKind::Text => place.accounts.push(crate::syntax::unquoted(word)),
            _ => {}
        }
    }
}

/// The words of the clause in the registry.
const fn clause_opener(kind: ClauseKind) -> Option<&'static str> {
    Some(match kind {
        ClauseKind::For => "for",
        ClauseKind::Pool => "pool",
        ClauseKind::Every => "every",
        ClauseKind::Window => "window",
        ClauseKind::Let => "let",
        ClauseKind::Param => "param",
        ClauseKind::When => "when",
        ClauseKind::Then => "then",
        ClauseKind::OtherwiseWhen => "otherwise when",
        ClauseKind::Otherwise => "otherwise",
        ClauseKind::Approve => "approve by",
        ClauseKind::WithoutApproval => "without approval",
        ClauseKind::WithoutData => "without data",
        ClauseKind::Cooldown => "cooldown",
        ClauseKind::Limit => "at most",
        ClauseKind::Never => "never",
        ClauseKind::Release => "release",
        ClauseKind::YieldsTo => "yields to",
        ClauseKind::Formerly => "formerly",
        ClauseKind::HoldOut => "hold out",
        ClauseKind::Accept => "accept",
        _ => return None,
    })
}
