//! Cuts a text into items, and items into clauses, by their openers alone. This is where error tolerance comes from: whatever is
//! wrong inside of a clause stays inside of it.

use crate::check::suggestion::nearest;
use crate::diagnostics::Diagnostic;
use crate::span::Span;
use crate::syntax::scan::{self, Token, TokenKind};
use crate::syntax::test_trees::TestClauseKind;
use crate::syntax::tree::{ClauseKind, ItemKind};
use crate::syntax::{MOST_CLAUSES, MOST_FINDINGS};

/// An item, not yet read.
#[derive(Debug)]
pub(crate) struct ItemText {
    pub(crate) kind: ItemKind,
    pub(crate) span: Span,
    /// The doc string with its quotes.
    pub(crate) doc: Option<Span>,
    /// The quoted name with its quotes; `None` when it is missing.
    pub(crate) name: Option<Span>,
    /// The quoted rule that a test is of, with its quotes.
    pub(crate) subjects: Vec<Span>,
    pub(crate) clauses: Vec<ClauseText>,
    pub(crate) broken: bool,
}

/// A clause, not yet read: its opener's kind and its tokens.
#[derive(Debug)]
pub(crate) struct ClauseText {
    pub(crate) kind: ClauseKind,
    /// From the first to the last token.
    pub(crate) span: Span,
    pub(crate) tokens: Vec<Token>,
}

const ITEM_WORDS: [&str; 6] = ["rule", "guard", "metric", "lookup", "script", "test"];
const ACTION_VERBS: [&str; 9] = [
    "pause", "resume", "set", "increase", "decrease", "add", "remove", "notify", "run",
];

/// Every opener, longest first where one begins another.
const OPENERS: [(&[&str], ClauseKind); 21] = [
    (&["param"], ClauseKind::Param),
    (&["for"], ClauseKind::For),
    (&["pool"], ClauseKind::Pool),
    (&["every"], ClauseKind::Every),
    (&["window"], ClauseKind::Window),
    (&["let"], ClauseKind::Let),
    (&["when"], ClauseKind::When),
    (&["then"], ClauseKind::Then),
    (&["otherwise", "when"], ClauseKind::OtherwiseWhen),
    (&["otherwise"], ClauseKind::Otherwise),
    (&["approve"], ClauseKind::Approve),
    (&["without", "approval"], ClauseKind::WithoutApproval),
    (&["without", "data"], ClauseKind::WithoutData),
    (&["cooldown"], ClauseKind::Cooldown),
    (&["at", "most"], ClauseKind::Limit),
    (&["never"], ClauseKind::Never),
    (&["release"], ClauseKind::Release),
    (&["yields", "to"], ClauseKind::YieldsTo),
    (&["formerly"], ClauseKind::Formerly),
    (&["hold", "out"], ClauseKind::HoldOut),
    (&["accept"], ClauseKind::Accept),
];

/// The openers of tests.
const TEST_OPENERS: [(&[&str], ClauseKind); 7] = [
    (&["at"], ClauseKind::Test(TestClauseKind::At)),
    (&["settled", "lag"], ClauseKind::Test(TestClauseKind::SettledLag)),
    (&["with"], ClauseKind::Test(TestClauseKind::With)),
    (&["given"], ClauseKind::Test(TestClauseKind::Given)),
    (&["expect"], ClauseKind::Test(TestClauseKind::Expect)),
    (&["approve"], ClauseKind::Test(TestClauseKind::Decide)),
    (&["reject"], ClauseKind::Test(TestClauseKind::Decide)),
];

const fn openers_of(kind: ItemKind) -> &'static [(&'static [&'static str], ClauseKind)] {
    match kind {
        ItemKind::Rule | ItemKind::Guard => &OPENERS,
        ItemKind::Test => &TEST_OPENERS,
        ItemKind::Metric | ItemKind::Lookup => &[],
    }
}

/// The nearest opener to a word that is none, for a line that begins with it.
pub(super) fn opener_like(word: &str, kind: ItemKind) -> Option<&'static str> {
    let openers = openers_of(kind);
    if word.len() < 3 || openers.iter().any(|(words, _)| words.first() == Some(&word)) {
        return None;
    }
    nearest(
        word,
        openers.iter().filter_map(|(words, _)| words.first().copied()),
    )
}

pub(super) fn is_action_verb(word: &str) -> bool {
    ACTION_VERBS.contains(&word) || word == "move"
}

pub(super) fn action_verb_like(word: &str) -> Option<&'static str> {
    nearest(word, ACTION_VERBS.into_iter())
}

struct ItemStart {
    word: &'static str,
    at: usize,
    doc: Option<Span>,
}

impl ItemStart {
    /// `None` of a script.
    fn kind(&self) -> Option<ItemKind> {
        ItemKind::ALL.into_iter().find(|kind| kind.word() == self.word)
    }

    fn region_start(&self) -> usize {
        self.doc.map_or(self.at, |doc| doc.start as usize)
    }
}

/// The stretch of a text that belongs to one item, or to none.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Region {
    /// `None` outside of rules and guards.
    pub(crate) kind: Option<ItemKind>,
    /// Where the item's word stands.
    pub(crate) start: usize,
    /// Where the next item begins.
    pub(crate) end: usize,
    /// Nothing but blanks, comments and `language` stands before it.
    pub(crate) first: bool,
    /// Inside of a script, where the language's own words mean nothing.
    pub(crate) raw: bool,
}

/// The region that holds a place.
pub(crate) fn region_at(text: &str, offset: usize) -> Region {
    let starts = item_starts(text, &mut Vec::new());
    let next = starts.partition_point(|start| start.region_start() <= offset);
    let end = starts.get(next).map_or(text.len(), ItemStart::region_start);
    match next.checked_sub(1).and_then(|at| starts.get(at)) {
        Some(start) if start.at <= offset => Region {
            kind: start.kind(),
            start: start.at,
            end,
            first: false,
            raw: start.word == "script",
        },
        // Between a doc string and its item.
        Some(start) => Region {
            kind: None,
            start: start.region_start(),
            end: start.at,
            first: false,
            raw: false,
        },
        None => Region {
            kind: None,
            start: 0,
            end,
            first: true,
            raw: false,
        },
    }
}

/// The items of a text but its scripts. Text outside of items and unclosed items become diagnostics.
pub(super) fn items(text: &str, diagnostics: &mut Vec<Diagnostic>) -> Vec<ItemText> {
    let starts = item_starts(text, diagnostics);
    let first = starts.first().map_or(text.len(), ItemStart::region_start);
    preamble(text, first, diagnostics);
    let mut found = Vec::new();
    for (index, start) in starts.iter().enumerate() {
        if diagnostics.len() > MOST_FINDINGS {
            break;
        }
        let end = starts
            .get(index.saturating_add(1))
            .map_or(text.len(), ItemStart::region_start);
        match start.kind().map(|kind| (kind, kind.definition())) {
            Some((kind, None)) => found.push(item(text, kind, start, end, diagnostics)),
            Some((kind, Some(clause))) => found.push(definition(text, kind, clause, start, end)),
            // Raw text, read elsewhere.
            None => after_script(text, start, end, diagnostics),
        }
    }
    found
}

/// A script, not yet read: its body is raw text.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ScriptText {
    /// Doc string and body.
    pub(crate) span: Span,
    /// The doc string with its quotes.
    pub(crate) doc: Option<Span>,
    /// From its word up to its `{`.
    pub(crate) head: Span,
    /// Between its braces; `None` when it has no `{`.
    pub(crate) body: Option<Span>,
    /// The line that is exactly `}` is there.
    pub(crate) closed: bool,
}

/// The scripts of a text, in order.
pub(super) fn scripts(text: &str) -> Vec<ScriptText> {
    let starts = item_starts(text, &mut Vec::new());
    let ends = starts
        .iter()
        .skip(1)
        .map(ItemStart::region_start)
        .chain([text.len()]);
    starts
        .iter()
        .zip(ends)
        .filter(|(start, _)| start.word == "script")
        .map(|(start, end)| script(text, start, end))
        .collect()
}

fn script(text: &str, start: &ItemStart, end: usize) -> ScriptText {
    let whole = text.get(start.at..end).unwrap_or("");
    let first_line = whole.find('\n').map_or(whole.len(), |at| at.saturating_add(1));
    let close = script_length(whole, first_line);
    let inside = whole.get(..close.unwrap_or(whole.len())).unwrap_or(whole);
    let open = inside.find('{');
    let head_end = open.unwrap_or(first_line);
    let head = inside.get(..head_end).unwrap_or("").trim_end();
    // The closing line without what follows its brace.
    let inside = inside.trim_end();
    let body_end = match close {
        Some(_) => inside.len().saturating_sub(1),
        None => inside.len(),
    };
    let at = |offset: usize| start.at.saturating_add(offset);
    ScriptText {
        span: Span::from_offsets(start.region_start(), at(inside.len())),
        doc: start.doc,
        head: Span::from_offsets(start.at, at(head.len())),
        body: open
            .map(|open| open.saturating_add(1))
            .filter(|open| *open <= body_end)
            .map(|open| Span::from_offsets(at(open), at(body_end))),
        closed: close.is_some(),
    }
}

/// What stands behind the closing brace of a script belongs to nothing.
fn after_script(text: &str, start: &ItemStart, end: usize, diagnostics: &mut Vec<Diagnostic>) {
    let found = script(text, start, end);
    if found.closed {
        let tokens = scan::tokens(text, found.span.end as usize, end);
        outside(text, &tokens, diagnostics);
    }
}

/// Items begin in column one with their word and what must follow it. A closed doc string is never cut, nor a script before
/// its `}`; if either is left open, the next item closes it.
fn item_starts(text: &str, diagnostics: &mut Vec<Diagnostic>) -> Vec<ItemStart> {
    let mut starts: Vec<ItemStart> = Vec::new();
    let mut doc = None;
    // Once a script finds no end, no later one will: the text is not searched again for each.
    let mut scripts_close = true;
    let mut at = 0;
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        // Looked for only where a whole line is taken: doc strings on one long line must not search it again and again.
        let line_end = || rest.find('\n').map_or(rest.len(), |end| end.saturating_add(1));
        let step;
        if let Some(body) = rest.strip_prefix("\"\"\"") {
            if let Some(close) = body.find("\"\"\"") {
                let end = at.saturating_add(close).saturating_add(6);
                doc = Some(Span::from_offsets(at, end));
                let length = close.saturating_add(6);
                // The rest of the closing line belongs to the text, not to the doc string.
                let behind = rest.get(length..).unwrap_or("");
                let next = behind.trim_start_matches([' ', '\t', '\r']);
                if !next.is_empty() && !next.starts_with('\n') {
                    at = at.saturating_add(length);
                    continue;
                }
                step = length.saturating_add(
                    behind
                        .find('\n')
                        .map_or(behind.len(), |end| end.saturating_add(1)),
                );
            } else {
                diagnostics.push(
                    Diagnostic::new(
                        "E0106",
                        Span::from_offsets(at, at.saturating_add(3)),
                        "this doc string is never closed",
                    )
                    .help("end it with `\"\"\"` before the rule begins"),
                );
                step = next_item(rest, line_end());
                doc = None;
            }
        } else if let Some(word) = item_word(rest) {
            starts.push(ItemStart {
                word,
                at,
                doc: doc.take(),
            });
            step = if word == "script" && scripts_close {
                let length = script_length(rest, line_end());
                scripts_close = length.is_some();
                length.unwrap_or_else(|| next_item(rest, line_end()))
            } else if word == "script" {
                next_item(rest, line_end())
            } else {
                line_end()
            };
        } else {
            step = line_end();
            let line = rest.get(..step).unwrap_or(rest).trim();
            // Text between a doc string and an item belongs to neither, and is answered for.
            if !line.is_empty() && !line.starts_with('#') {
                doc = None;
            }
        }
        at = at.saturating_add(step);
    }
    starts
}

/// Bytes up to the next line that begins an item, or to the end.
fn next_item(rest: &str, from: usize) -> usize {
    let mut at = from;
    while let Some(line) = rest.get(at..).filter(|line| !line.is_empty()) {
        if item_word(line).is_some() {
            return at;
        }
        at = at.saturating_add(line.find('\n').map_or(line.len(), |end| end.saturating_add(1)));
    }
    rest.len()
}

/// A script is raw text to the first line that is exactly `}`; `None` when there is none.
fn script_length(rest: &str, from: usize) -> Option<usize> {
    let mut at = from;
    while let Some(line) = rest.get(at..).filter(|line| !line.is_empty()) {
        let length = line.find('\n').map_or(line.len(), |end| end.saturating_add(1));
        at = at.saturating_add(length);
        if line.get(..length).is_some_and(|line| line.trim_end() == "}") {
            return Some(at);
        }
    }
    None
}

fn item_word(line: &str) -> Option<&'static str> {
    let word = ITEM_WORDS.into_iter().find(|word| {
        line.strip_prefix(word)
            .is_some_and(|rest| !rest.starts_with(scan::is_word))
    })?;
    let rest = line.get(word.len()..)?.lines().next().unwrap_or("").trim_start();
    let after_name = rest.trim_start_matches(scan::is_word).trim_start();
    let named = after_name.len() < rest.len();
    let follows = match word {
        "rule" | "guard" => true,
        "test" => rest.starts_with('"'),
        "lookup" => named && after_name.starts_with(':'),
        "script" => named && after_name.starts_with('('),
        _ => named && (after_name.starts_with('=') || after_name.starts_with('"')),
    };
    follows.then_some(word)
}

/// What stands before the first item: at most the `language` line.
fn preamble(text: &str, end: usize, diagnostics: &mut Vec<Diagnostic>) {
    let tokens = scan::tokens(text, 0, end);
    let mut rest = tokens.as_slice();
    if let [language, edition, tail @ ..] = rest
        && language.text(text) == "language"
    {
        if edition.text(text) != "1" {
            diagnostics.push(
                Diagnostic::new(
                    "E0113",
                    edition.span(),
                    format!("there is no edition `{}` of the language", edition.text(text)),
                )
                .help("this program reads `language 1`")
                .safe_fix("write `1`", edition.span(), "1"),
            );
        }
        rest = tail;
    }
    outside(text, rest, diagnostics);
}

/// Text outside of items; one diagnostic for each stretch of it.
fn outside(text: &str, tokens: &[Token], diagnostics: &mut Vec<Diagnostic>) {
    let (docs, tokens): (Vec<Token>, Vec<Token>) = tokens
        .iter()
        .copied()
        .partition(|token| token.kind == TokenKind::Doc);
    let is_closed = |doc: &Token| {
        let text = doc.text(text);
        text.len() >= 6 && text.ends_with("\"\"\"")
    };
    if let Some(open) = docs.iter().find(|doc| !is_closed(doc)) {
        let quotes = Span::from_offsets(open.start, open.start.saturating_add(3));
        // One in the first column has been answered for where items are looked for.
        let is_told = diagnostics
            .iter()
            .any(|found| found.code == "E0106" && found.span == quotes);
        if !is_told {
            diagnostics.push(
                Diagnostic::new("E0106", quotes, "this doc string is never closed")
                    .help("end it with `\"\"\"`, or take the three quotes away"),
            );
            return;
        }
    }
    let (Some(first), Some(last)) = (tokens.first(), tokens.last()) else {
        if let Some(doc) = docs.iter().find(|doc| is_closed(doc)) {
            let quotes = Span::from_offsets(doc.start, doc.start.saturating_add(3));
            diagnostics.push(
                Diagnostic::new("E0102", quotes, "this doc string belongs to no item")
                    .help("a doc string begins in the first column, directly above its rule, guard or test"),
            );
        }
        return;
    };
    let word = first.text(text);
    let span = Span::from_offsets(first.start, first.end);
    if let Some(indented) = ITEM_WORDS.into_iter().find(|item| *item == word) {
        diagnostics.push(
            Diagnostic::new(
                "E0102",
                span,
                format!("a `{indented}` begins in the first column of its line"),
            )
            .help("take the blanks before it away"),
        );
    } else if word == "language" {
        diagnostics.push(
            Diagnostic::new("E0113", span, "`language` stands once, at the very top")
                .help("remove this line"),
        );
    } else {
        let whole = Span::from_offsets(first.start, last.end);
        let line = whole.of(text).lines().next().unwrap_or("");
        let short: String = crate::display::one_line(line).chars().take(40).collect();
        let mut found = Diagnostic::new(
            "E0102",
            span,
            format!("`{short}` stands outside of every rule and guard"),
        );
        let suggestion = nearest(word, ITEM_WORDS.into_iter());
        found = match suggestion {
            Some(meant) => found.help(format!("did you mean `{meant}`?")).possible_fix(
                format!("write `{meant}`"),
                span,
                meant,
            ),
            None => found
                .help("a text holds items such as `rule \"Name\" { … }`, each beginning in the first column"),
        };
        diagnostics.push(found);
    }
}

fn item(
    text: &str,
    kind: ItemKind,
    start: &ItemStart,
    end: usize,
    diagnostics: &mut Vec<Diagnostic>,
) -> ItemText {
    let word = kind.word();
    let tokens = scan::tokens(text, start.at, end);
    let mut broken = false;
    let head = tokens
        .first()
        .map_or(Span::from_offsets(start.at, start.at), Token::span);
    let open = tokens.iter().position(|token| token.kind == TokenKind::BraceOpen);
    let header = tokens
        .get(1..open.unwrap_or(tokens.len()).min(LONGEST_HEADER))
        .unwrap_or(&[]);
    let name = header
        .first()
        .filter(|token| token.kind == TokenKind::Text)
        .map(Token::span);
    let mut subjects = Vec::new();
    if name.is_none() {
        broken = true;
        let span = header.first().map_or(head, Token::span);
        diagnostics.push(
            if header
                .first()
                .is_some_and(|token| token.kind == TokenKind::OpenText)
            {
                unclosed_text(text, span)
            } else {
                Diagnostic::new("E0101", span, format!("a {word} needs a name in quotes"))
                    .help(format!("write `{word} \"Name\" {{`"))
            },
        );
    } else if kind == ItemKind::Test {
        match header.get(1..).unwrap_or(&[]) {
            [of, rules @ ..] if of.text(text) == "of" && is_list_of_texts(text, rules) => {
                subjects = rules.iter().step_by(2).map(Token::span).collect();
            }
            rest => {
                broken = true;
                let span = rest
                    .first()
                    .map_or_else(|| name.unwrap_or(head).after(), Token::span);
                diagnostics.push(
                    Diagnostic::new("E0101", span, "a test says of which rule it is")
                        .help("write `test \"what it shows\" of \"Rule\" {`"),
                );
            }
        }
    } else if let (Some(extra), true) = (header.get(1), open.is_some()) {
        broken = true;
        diagnostics.push(
            Diagnostic::new(
                "E0101",
                extra.span(),
                format!("expected `{{` after the name, found `{}`", extra.text(text)),
            )
            .help(format!("the clauses of a {word} stand between `{{` and `}}`")),
        );
    }
    let Some(open) = open else {
        if name.is_some() {
            diagnostics.push(
                Diagnostic::new("E0104", name.unwrap_or(head), format!("this {word} has no `{{`"))
                    .help(format!("the clauses of a {word} stand between `{{` and `}}`")),
            );
        }
        let span = Span::from_offsets(start.region_start(), end);
        return ItemText {
            kind,
            span,
            doc: start.doc,
            name,
            subjects,
            clauses: Vec::new(),
            broken: true,
        };
    };
    let inside = tokens.get(open.saturating_add(1)..).unwrap_or(&[]);
    let close = closing_brace(text, kind, inside);
    let body = inside.get(..close.unwrap_or(inside.len())).unwrap_or(&[]);
    let span_end = match close.and_then(|close| inside.get(close)) {
        Some(close_token) => {
            let behind = close.map_or(0, |close| close.saturating_add(1));
            outside(text, inside.get(behind..).unwrap_or(&[]), diagnostics);
            close_token.end
        }
        None => {
            broken = true;
            let span = name.map_or(head, |name| head.to(name));
            diagnostics.push(
                Diagnostic::new("E0104", span, format!("this {word} is never closed"))
                    .help("end it with a `}` on a line of its own"),
            );
            body.last().map_or(end, |token| token.end)
        }
    };
    let mut clauses = clauses(text, kind, body, diagnostics, &mut broken);
    if let Some(first) = clauses.get(MOST_CLAUSES) {
        broken = true;
        let message = format!(
            "this {word} has {} clauses; at most {MOST_CLAUSES} are read",
            clauses.len()
        );
        diagnostics.push(Diagnostic::new("E0108", first.span, message).help("split it into several rules"));
        clauses.truncate(MOST_CLAUSES);
    }
    ItemText {
        kind,
        span: Span::from_offsets(start.region_start(), span_end),
        doc: start.doc,
        name,
        subjects,
        clauses,
        broken,
    }
}

/// How many tokens of an item's head are read. One that is cut here ends with a comma, and is refused for it.
const LONGEST_HEADER: usize = 67;

/// `"A", "B"`.
fn is_list_of_texts(text: &str, tokens: &[Token]) -> bool {
    tokens.len() % 2 == 1
        && tokens.iter().enumerate().all(|(at, token)| {
            if at % 2 == 0 {
                token.kind == TokenKind::Text
            } else {
                token.text(text) == ","
            }
        })
}

/// An item that is one clause from its word to the next item. Its head has been looked at: a name follows the word.
fn definition(text: &str, kind: ItemKind, clause: ClauseKind, start: &ItemStart, end: usize) -> ItemText {
    let tokens: Vec<Token> = scan::tokens(text, start.at, end)
        .into_iter()
        .filter(|token| token.kind != TokenKind::Doc)
        .collect();
    let span = span_of(&tokens);
    ItemText {
        kind,
        span: Span::from_offsets(start.region_start(), span.end as usize),
        doc: start.doc,
        name: tokens.get(1).map(Token::span),
        subjects: Vec::new(),
        clauses: vec![ClauseText {
            kind: clause,
            span,
            tokens,
        }],
        broken: false,
    }
}

/// Where an item's own brace closes among the tokens behind its `{`. In a test braces nest; where they do not balance,
/// the first one in column one closes it, so that a `given` left open costs only itself.
pub(crate) fn closing_brace(text: &str, kind: ItemKind, inside: &[Token]) -> Option<usize> {
    let closes = |token: &Token| token.kind == TokenKind::BraceClose;
    if kind != ItemKind::Test {
        return inside.iter().position(closes);
    }
    let mut depth = 0_usize;
    let balanced = inside.iter().position(|token| match token.kind {
        TokenKind::BraceOpen => {
            depth = depth.saturating_add(1);
            false
        }
        TokenKind::BraceClose if depth == 0 => true,
        TokenKind::BraceClose => {
            depth = depth.saturating_sub(1);
            false
        }
        _ => false,
    });
    let in_column_one = |token: &Token| {
        token
            .start
            .checked_sub(1)
            .is_none_or(|before| text.as_bytes().get(before) == Some(&b'\n'))
    };
    balanced.or_else(|| {
        inside
            .iter()
            .position(|token| closes(token) && in_column_one(token))
    })
}

pub(super) fn unclosed_text(text: &str, span: Span) -> Diagnostic {
    Diagnostic::new("E0105", span, "this text is not closed on its line")
        .help("put a `\"` at its end")
        .possible_fix("close the text at the end of the line", span.after(), "\"")
        .label_if_brace(text, span)
}

impl Diagnostic {
    /// A text that swallowed the closing brace explains the odd place of the next finding.
    fn label_if_brace(self, text: &str, span: Span) -> Self {
        if span.of(text).contains('}') {
            self.label(span, "everything up to the end of the line counts as text")
        } else {
            self
        }
    }
}

/// Cuts a body at its openers. A clause opens a line (or follows the `{`); `then` may also follow its condition on the same line.
pub(super) fn clauses(
    text: &str,
    kind: ItemKind,
    body: &[Token],
    diagnostics: &mut Vec<Diagnostic>,
    broken: &mut bool,
) -> Vec<ClauseText> {
    let mut found: Vec<ClauseText> = Vec::new();
    let mut stray: Vec<Token> = Vec::new();
    let mut index = 0;
    while let Some(token) = body.get(index) {
        let current = found.last().map(|clause| clause.kind);
        let opens = token.first_on_line || index == 0;
        let in_condition = matches!(current, Some(ClauseKind::When | ClauseKind::OtherwiseWhen));
        let in_actions = matches!(
            current,
            Some(ClauseKind::Then | ClauseKind::Otherwise | ClauseKind::Action)
        );
        let word = if token.kind == TokenKind::Word {
            token.text(text)
        } else {
            ""
        };
        let opener = if opens {
            opener_at(text, kind, body, index)
        } else if in_condition && word == "then" {
            Some((ClauseKind::Then, 1))
        } else {
            None
        };
        if let Some((clause, words)) = opener {
            let end = index.saturating_add(words);
            let tokens: Vec<Token> = body.get(index..end).unwrap_or(&[]).to_vec();
            let span = span_of(&tokens);
            found.push(ClauseText {
                kind: clause,
                span,
                tokens,
            });
            index = end;
            // What follows `then` and `otherwise` is the first action.
            if matches!(clause, ClauseKind::Then | ClauseKind::Otherwise)
                && body
                    .get(index)
                    .is_some_and(|next| !next.first_on_line || opener_at(text, kind, body, index).is_none())
            {
                found.push(ClauseText {
                    kind: ClauseKind::Action,
                    span: Span::default(),
                    tokens: Vec::new(),
                });
            }
            continue;
        }
        if in_actions && token.first_on_line && is_action_verb(word) {
            let fresh = found.last().is_some_and(|clause| clause.tokens.is_empty());
            if !fresh {
                found.push(ClauseText {
                    kind: ClauseKind::Action,
                    span: Span::default(),
                    tokens: Vec::new(),
                });
            }
        }
        match found.last_mut() {
            Some(clause) => {
                clause.tokens.push(*token);
                clause.span = span_of(&clause.tokens);
            }
            None => stray.push(*token),
        }
        index = index.saturating_add(1);
    }
    if let Some(first) = stray.first() {
        *broken = true;
        diagnostics.push(unknown_clause(text, first, kind));
    }
    found
}

fn span_of(tokens: &[Token]) -> Span {
    match (tokens.first(), tokens.last()) {
        (Some(first), Some(last)) => Span::from_offsets(first.start, last.end),
        _ => Span::default(),
    }
}

/// A line that opens with a word no clause begins with.
pub(super) fn unknown_clause(text: &str, token: &Token, kind: ItemKind) -> Diagnostic {
    let word = token.text(text);
    let found = Diagnostic::new("E0103", token.span(), format!("unknown clause `{word}`"));
    match opener_like(word, kind) {
        Some(meant) => found.help(format!("did you mean `{meant}`?")).safe_fix(
            format!("write `{meant}`"),
            token.span(),
            meant,
        ),
        None => found.help(match kind {
            ItemKind::Rule => {
                "a rule has `param`, `for`, `every`, `window`, `let`, `when`, `then`, `otherwise`, `approve by`, \
                 `without approval`, `without data`, `cooldown` and `at most`"
            }
            ItemKind::Guard => "a guard has `for`, `never raise`, `never change`, `never pause` and `at most … paused per day`",
            ItemKind::Test => "a test has `at`, `settled lag`, `with`, `given`, `expect`, `approve` and `reject`",
            ItemKind::Lookup => "a lookup is one line: `lookup margins: text -> percent from \"margins.csv\" stale after 7 days`",
            ItemKind::Metric => "a metric is one line: `metric poas \"profit on ad spend\" = (revenue - spend) / spend as ratio`",
        }),
    }
}

fn opener_at(text: &str, kind: ItemKind, body: &[Token], index: usize) -> Option<(ClauseKind, usize)> {
    let word_at = |offset: usize| {
        body.get(index.saturating_add(offset))
            .filter(|token| token.kind == TokenKind::Word)
            .map_or("", |token| token.text(text))
    };
    let (words, found) = openers_of(kind).iter().find(|(words, _)| {
        words
            .iter()
            .enumerate()
            .all(|(offset, word)| word_at(offset) == *word)
    })?;
    // `for today` ends an action; no level is called that.
    if *found == ClauseKind::For && word_at(1) == "today" {
        return None;
    }
    Some((*found, words.len()))
}
