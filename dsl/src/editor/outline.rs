//! The parts of a text: items, clauses, and the names that items declare, with every place where each is used.

use super::expect::{Before, Declared, DeclaredKind, Piece, Slot, expect};
use crate::display::one_line;
use crate::registry::Spelling;
use crate::span::Span;
use crate::syntax::scan::{self, Token, TokenKind};
use crate::syntax::tree::ItemKind;
use crate::syntax::{ClauseKind, ClauseText, ItemText, MOST_CLAUSES, MOST_TOKENS, cut_items, cut_scripts};

/// What a text holds, read as far as it can be.
#[derive(Clone, Debug, Default)]
pub struct Outline {
    pub items: Vec<ItemOutline>,
    pub scripts: Vec<ScriptOutline>,
}

/// A script: raw text with a head.
#[derive(Clone, Debug)]
pub struct ScriptOutline {
    /// Doc string and body.
    pub span: Span,
    /// From its word up to its `{`.
    pub head: Span,
}

/// A rule or guard.
#[derive(Clone, Debug)]
pub struct ItemOutline {
    pub kind: ItemKind,
    /// Doc string and body.
    pub span: Span,
    pub doc: Option<Span>,
    /// The quoted name, with its quotes.
    pub name: Option<Span>,
    /// The quoted rules that a test is of, with their quotes.
    pub subjects: Vec<Span>,
    pub clauses: Vec<ClauseOutline>,
    pub names: Vec<NameOutline>,
}

/// A clause, by its opener.
#[derive(Clone, Debug)]
pub struct ClauseOutline {
    /// The words it opens with, such as `at most`; an action's verb.
    pub opener: String,
    pub span: Span,
}

/// A `let` or `param` and its uses.
#[derive(Clone, Debug)]
pub struct NameOutline {
    pub declared: Declared,
    /// The name in its declaration.
    pub span: Span,
    /// The whole declaring clause.
    pub clause: Span,
    pub uses: Vec<Span>,
}

impl Outline {
    /// The item whose text, doc string included, holds this place.
    #[must_use]
    pub fn item_at(&self, offset: u32) -> Option<&ItemOutline> {
        self.items
            .iter()
            .find(|item| item.span.start <= offset && offset <= item.span.end)
    }

    /// The name that is declared or used at this place.
    #[must_use]
    pub fn name_at(&self, offset: u32) -> Option<(&ItemOutline, &NameOutline)> {
        let item = self.item_at(offset)?;
        let name = item.names.iter().find(|name| {
            std::iter::once(&name.span)
                .chain(&name.uses)
                .any(|span| span.start <= offset && offset <= span.end)
        })?;
        Some((item, name))
    }
}

/// Reads the parts of a text. Never fails.
#[must_use]
pub fn outline(text: &str) -> Outline {
    let items = cut_items(text)
        .iter()
        .map(|item| item_outline(text, item))
        .collect();
    let scripts = cut_scripts(text)
        .iter()
        .map(|script| ScriptOutline {
            span: script.span,
            head: script.head,
        })
        .collect();
    Outline { items, scripts }
}

fn item_outline(text: &str, item: &ItemText) -> ItemOutline {
    let mut names = declarations(text, &item.clauses);
    let declared: Vec<Declared> = names.iter().map(|name| name.declared.clone()).collect();
    if !names.is_empty() {
        // A clause that is too long to be read has no uses to speak of.
        for clause in item
            .clauses
            .iter()
            .filter(|clause| clause.tokens.len() <= MOST_TOKENS)
        {
            uses(text, clause, &declared, &mut names);
        }
    }
    ItemOutline {
        kind: item.kind,
        span: item.span,
        doc: item.doc,
        name: item.name,
        subjects: item.subjects.clone(),
        clauses: item
            .clauses
            .iter()
            .map(|clause| ClauseOutline {
                opener: opener(text, clause),
                span: clause.span,
            })
            .collect(),
        names,
    }
}

fn opener(text: &str, clause: &ClauseText) -> String {
    let words = match clause.kind {
        ClauseKind::OtherwiseWhen
        | ClauseKind::WithoutApproval
        | ClauseKind::WithoutData
        | ClauseKind::Limit
        | ClauseKind::Approve => 2,
        _ => 1,
    };
    let words: Vec<&str> = clause
        .tokens
        .iter()
        .take(words)
        .map(|token| token.text(text))
        .collect();
    words.join(" ")
}

/// The metrics and lookups that the items of a text define.
pub(super) fn definitions(text: &str, items: &[ItemText]) -> Vec<Declared> {
    items
        .iter()
        .filter(|item| item.kind.is_definition())
        .filter_map(|item| {
            let tokens = &item.clauses.first()?.tokens;
            let words = || tokens.iter().map(|token| token.text(text));
            if item.kind == ItemKind::Lookup {
                return Some(Declared {
                    name: item.name?.of(text).to_owned(),
                    kind: DeclaredKind::Lookup(match words().nth(5) {
                        Some("money") => Some(Spelling::Money),
                        Some("percent") => Some(Spelling::Percent),
                        Some("ratio") => Some(Spelling::Ratio),
                        Some("text") => None,
                        _ => Some(Spelling::Count),
                    }),
                    form: one_line(item.clauses.first()?.span.of(text)),
                });
            }
            let spelling = match words().next_back() {
                Some("money") => Spelling::Money,
                Some("percent") => Spelling::Percent,
                _ => Spelling::Ratio,
            };
            Some(Declared {
                name: item.name?.of(text).to_owned(),
                kind: DeclaredKind::Metric {
                    spelling,
                    partial: words().any(|word| word == "/"),
                },
                form: one_line(item.clauses.first()?.span.of(text)),
            })
        })
        .take(MOST_CLAUSES)
        .collect()
}

/// The names that these clauses declare, in order.
pub(super) fn declarations(text: &str, clauses: &[ClauseText]) -> Vec<NameOutline> {
    clauses
        .iter()
        .filter(|clause| matches!(clause.kind, ClauseKind::Let | ClauseKind::Param))
        .filter_map(|clause| {
            let name = clause
                .tokens
                .get(1)
                .filter(|token| token.kind == TokenKind::Word)?;
            let kind = if clause.kind == ClauseKind::Let {
                DeclaredKind::Let
            } else {
                let word = clause.tokens.get(3).map_or("", |token| token.text(text));
                DeclaredKind::Param(word.to_owned())
            };
            Some(NameOutline {
                declared: Declared {
                    name: name.text(text).to_owned(),
                    kind,
                    form: one_line(clause.span.of(text)),
                },
                span: name.span(),
                clause: clause.span,
                uses: Vec::new(),
            })
        })
        .collect()
}

/// Adds the places of a clause where a declared name stands for its value: not where the same word is a word of an
/// enumeration, a field of `this`, or part of the clause itself.
fn uses(text: &str, clause: &ClauseText, declared: &[Declared], names: &mut [NameOutline]) {
    let pieces: Vec<Piece<'_>> = clause
        .tokens
        .iter()
        .map(|token| Piece {
            kind: token.kind,
            text: token.text(text),
        })
        .collect();
    for (index, token) in clause.tokens.iter().enumerate() {
        match token.kind {
            TokenKind::Word => {
                let word = token.text(text);
                if !declared.iter().any(|known| known.name == word) {
                    continue;
                }
                let before = Before {
                    // Guards declare no names.
                    in_guard: false,
                    pieces: pieces.get(..index).unwrap_or(&[]),
                    declared,
                };
                let is_value = expect(clause.kind, &before)
                    .iter()
                    .any(|slot| matches!(slot, Slot::Value { .. }));
                if is_value {
                    push(names, word, token.span());
                }
            }
            TokenKind::Text
                if clause.kind == ClauseKind::Action
                    && pieces.first().is_some_and(|first| first.text == "notify") =>
            {
                for (word, span) in template_words(text, token) {
                    push(names, word, span);
                }
            }
            _ => {}
        }
    }
}

fn push(names: &mut [NameOutline], word: &str, span: Span) {
    // The last declaration of a name that is declared twice is the one that holds nothing: the first counts.
    if let Some(name) = names.iter_mut().find(|name| name.declared.name == word) {
        name.uses.push(span);
    }
}

/// The bare words between the braces of a message.
fn template_words<'t>(text: &'t str, token: &Token) -> Vec<(&'t str, Span)> {
    let mut found = Vec::new();
    for (start, end) in braces(text, token) {
        let tokens = scan::tokens(text, start, end);
        for (index, inner) in tokens.iter().enumerate() {
            let field = index
                .checked_sub(1)
                .and_then(|at| tokens.get(at))
                .is_some_and(|dot| dot.text(text) == ".");
            if inner.kind == TokenKind::Word && !field {
                found.push((inner.text(text), inner.span()));
            }
        }
    }
    found
}

/// The stretches between single braces; `{{` and `}}` are braces of the text.
pub(super) fn braces(text: &str, token: &Token) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut open = None;
    let mut characters = token.text(text).char_indices().peekable();
    while let Some((at, character)) = characters.next() {
        let here = token.start.saturating_add(at);
        match (character, open) {
            ('{', None) if characters.next_if(|(_, next)| *next == '{').is_none() => {
                open = Some(here.saturating_add(1));
            }
            ('}', Some(start)) => {
                found.push((start, here));
                open = None;
            }
            _ => {}
        }
    }
    if let Some(start) = open {
        found.push((start, token.end));
    }
    found
}
