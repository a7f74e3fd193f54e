//! The one way a text is laid out: indentation, blanks, line ends. Words, texts and comments stay as they are, and so do the
//! author's line breaks inside of a clause.
//!
//! What comes out is read again: when it would mean anything else, or a comment was lost, nothing is given back. A text that
//! cannot be read is left to its author.

use crate::span::Span;
use crate::syntax::scan::{self, Token, TokenKind};
use crate::syntax::{self, ClauseKind, ClauseText, ItemText};

/// Why a text was not laid out.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FormatError {
    #[error("the text cannot be read: {message}")]
    Unreadable {
        /// Where.
        span: Span,
        message: String,
    },
    #[error(
        "laid out, the text would have {bytes} bytes, and at most {} are read: divide it",
        syntax::MOST_BYTES
    )]
    TooLong { bytes: usize },
    /// A mistake of the formatter's own: better said than printed.
    #[error("laying the text out would change what it means; please report this")]
    Moved,
}

/// Lays a text out. The result laid out again is the same.
///
/// # Errors
/// [`FormatError`], when the text cannot be read, or the result would not say the same.
pub fn format(text: &str) -> Result<String, FormatError> {
    let read = syntax::read(text);
    // Only what cannot be read stands in the way; what is wrong in its meaning can be laid out all the same.
    if let Some(found) = read
        .diagnostics
        .iter()
        .find(|found| found.is_error() && !found.code.starts_with("E09"))
    {
        return Err(FormatError::Unreadable {
            span: found.span,
            message: found.message.clone(),
        });
    }
    let out = laid_out(text);
    if out.len() > syntax::MOST_BYTES {
        return Err(FormatError::TooLong { bytes: out.len() });
    }
    if shape(&without_line_ends(text)) == shape(&out) && comments(text) == comments(&out) {
        Ok(out)
    } else {
        Err(FormatError::Moved)
    }
}

const CLAUSE: usize = 2;
/// The second line of a clause.
const FURTHER: usize = 4;
/// An action below `then`, under the first.
const ACTION: usize = 7;
const ACTION_FURTHER: usize = 9;
/// Blanks before the help of a parameter that has the longest form of its neighbours.
const BEFORE_HELP: usize = 3;

/// One line to be: its indentation and text, a comment behind it, and whether a blank line stands before it.
#[derive(Debug, Default)]
struct Line {
    indent: usize,
    text: String,
    comment: Option<String>,
    blank_before: bool,
    /// Where the help of a `param` begins in `text`.
    help_at: Option<usize>,
    /// Kept as it is, line by line.
    verbatim: bool,
}

/// What a token is for the layout.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Role {
    /// Outside of items, and an item's head.
    Outside,
    ItemWord,
    OpenBrace,
    CloseBrace,
    Opener,
    /// The first token of an action on a line of its own.
    Action,
    Clause,
    InAction,
    Doc,
    /// A whole script.
    Script,
    Help,
    /// Inside of so many braces of a clause; what closes one counts to those outside.
    Nested(usize),
}

fn laid_out(text: &str) -> String {
    let tokens = syntax::tokens_around_scripts(text);
    let roles = roles(text, &tokens);
    let mut lines: Vec<Line> = Vec::new();
    let mut end = 0_usize;
    for (index, (token, role)) in tokens.iter().zip(&roles).enumerate() {
        let gap = text.get(end..token.start).unwrap_or("");
        let previous = index.checked_sub(1).and_then(|at| tokens.get(at));
        let previous_role = index.checked_sub(1).and_then(|at| roles.get(at)).copied();
        let indent = indent_of(*role, token);
        let comment_indent = if *role == Role::CloseBrace { CLAUSE } else { indent };
        let newline_in_gap = gap_comments(gap, comment_indent, previous.is_some(), &mut lines);
        let breaks = previous.is_none()
            || matches!(
                role,
                Role::ItemWord | Role::CloseBrace | Role::Opener | Role::Action | Role::Doc | Role::Script
            )
            || matches!(
                previous_role,
                Some(Role::OpenBrace | Role::CloseBrace | Role::Doc | Role::Script)
            )
            || (newline_in_gap && (*role != Role::OpenBrace || gap.contains('#')));
        let written = token.text(text);
        if breaks {
            lines.push(Line {
                indent,
                text: match role {
                    Role::Script => script(text, token),
                    Role::Doc => trimmed(written),
                    _ => written.to_owned(),
                },
                blank_before: blank_before(gap, *role, previous_role),
                help_at: (*role == Role::Help).then_some(0),
                verbatim: matches!(role, Role::Doc | Role::Script),
                comment: None,
            });
        } else if let Some(line) = lines.last_mut() {
            let before = previous.map_or("", |previous| previous.text(text));
            let touches = gap.is_empty();
            if *role == Role::Help {
                line.help_at = Some(line.text.len());
            }
            let two_back = index.checked_sub(2).and_then(|at| tokens.get(at));
            if is_spaced(text, two_back, previous, before, token, touches) {
                line.text.push(' ');
            }
            line.text.push_str(written);
        }
        end = token.end;
    }
    let tail = text.get(end..).unwrap_or("");
    gap_comments(tail, 0, !tokens.is_empty(), &mut lines);
    align_help(&mut lines);
    printed(&lines)
}

/// Lines without the blanks at their ends.
fn trimmed(lines: &str) -> String {
    let lines: Vec<&str> = lines.lines().map(str::trim_end).collect();
    lines.join("\n")
}

/// A script with its head laid out. Its body stays as it is, to the blanks at the lines' ends: the language does not read it.
fn script(text: &str, token: &Token) -> String {
    let whole = token.text(text);
    let Some(open) = whole.find('{') else {
        return whole.to_owned();
    };
    let (head, body) = whole.split_at(open);
    let mut out = String::new();
    let mut before = "";
    for part in scan::tokens(head, 0, head.len()) {
        let written = part.text(head);
        let glued = matches!(written, "(" | ")" | "," | ":")
            || matches!(before, "" | "(")
            || (before == "-" && written == ">");
        if !glued {
            out.push(' ');
        }
        out.push_str(written);
        before = written;
    }
    // A comment in the head belongs to its author's lines.
    if head.contains('#') {
        return whole.to_owned();
    }
    out.push(' ');
    out.push_str(body);
    out
}

fn printed(lines: &[Line]) -> String {
    let mut out = String::new();
    for (index, line) in lines.iter().enumerate() {
        if line.blank_before && index > 0 {
            out.push('\n');
        }
        if line.verbatim {
            for (number, part) in line.text.lines().enumerate() {
                if number > 0 {
                    out.push('\n');
                }
                out.push_str(part);
            }
        } else {
            out.push_str(&" ".repeat(line.indent));
            out.push_str(line.text.trim_end());
        }
        if let Some(comment) = &line.comment {
            if !line.text.is_empty() {
                out.push_str("  ");
            }
            out.push_str(comment);
        }
        out.push('\n');
    }
    out
}

/// The roles of a text's tokens, by its items and clauses.
fn roles(text: &str, tokens: &[Token]) -> Vec<Role> {
    let mut roles = vec![Role::Outside; tokens.len()];
    let at = |offset: usize| tokens.partition_point(|token| token.start < offset);
    for (index, token) in tokens.iter().enumerate() {
        if token.kind == TokenKind::Doc
            && let Some(role) = roles.get_mut(index)
        {
            *role = Role::Doc;
        }
    }
    for script in syntax::cut_scripts(text) {
        if let Some(role) = roles.get_mut(at(script.head.start as usize)) {
            *role = Role::Script;
        }
    }
    for item in syntax::cut_items(text) {
        let head = item.doc.map_or(item.span.start, |doc| doc.end) as usize;
        let first = at(head);
        let mut set = |index: usize, role: Role| {
            if let Some(slot) = roles.get_mut(index) {
                *slot = role;
            }
        };
        set(first, Role::ItemWord);
        let close = at(item.span.end as usize).saturating_sub(1);
        let open = tokens
            .iter()
            .skip(first)
            .position(|token| token.kind == TokenKind::BraceOpen)
            .filter(|_| !item.kind.is_definition())
            .map(|offset| first.saturating_add(offset));
        if let Some(open) = open {
            set(open, Role::OpenBrace);
            set(close, Role::CloseBrace);
        }
        clause_roles(&item, &at, &mut set);
    }
    roles
}

fn clause_roles(item: &ItemText, at: &impl Fn(usize) -> usize, set: &mut impl FnMut(usize, Role)) {
    let mut before: Option<&ClauseText> = None;
    for clause in &item.clauses {
        let start = at(clause.tokens.first().map_or(0, |token| token.start));
        let acting = clause.kind == ClauseKind::Action;
        let mut depth = 0_usize;
        for (offset, token) in clause.tokens.iter().enumerate() {
            let index = start.saturating_add(offset);
            if token.kind == TokenKind::BraceClose {
                depth = depth.saturating_sub(1);
            }
            let nested = depth > 0 || token.kind == TokenKind::BraceClose;
            let inside = depth;
            if token.kind == TokenKind::BraceOpen {
                depth = depth.saturating_add(1);
            }
            let role = match (offset, acting) {
                // The first action goes on behind its `then`, unless the author broke the line.
                (0, true) => {
                    let opens = before.is_some_and(|before| {
                        matches!(before.kind, ClauseKind::Then | ClauseKind::Otherwise)
                    });
                    if opens && !token.first_on_line {
                        Role::InAction
                    } else {
                        Role::Action
                    }
                }
                // The item's own word is its opener.
                (0, false) if item.kind.is_definition() => Role::ItemWord,
                (0, false) => Role::Opener,
                _ if nested => Role::Nested(inside),
                (_, true) => Role::InAction,
                (_, false) => {
                    let last = offset.saturating_add(1) == clause.tokens.len();
                    if clause.kind == ClauseKind::Param && last && token.kind == TokenKind::Text && offset > 5
                    {
                        Role::Help
                    } else {
                        Role::Clause
                    }
                }
            };
            set(index, role);
        }
        before = Some(clause);
    }
}

const fn indent_of(role: Role, token: &Token) -> usize {
    match role {
        Role::Outside | Role::ItemWord | Role::CloseBrace | Role::Doc | Role::Script | Role::OpenBrace => 0,
        Role::Opener => CLAUSE,
        Role::Action => ACTION,
        Role::InAction => {
            if token.first_on_line {
                ACTION_FURTHER
            } else {
                ACTION
            }
        }
        Role::Clause | Role::Help => FURTHER,
        Role::Nested(depth) => depth.saturating_add(1).saturating_mul(CLAUSE),
    }
}

/// Adds the comments of a gap, the first behind the line above when it stood there. True when the gap broke the line.
fn gap_comments(gap: &str, indent: usize, behind: bool, lines: &mut Vec<Line>) -> bool {
    let mut parts = gap.split('\n');
    let first = parts.next().unwrap_or("").trim();
    let mut broke = false;
    if first.starts_with('#') {
        match lines.last_mut() {
            Some(line) if behind && line.comment.is_none() => line.comment = Some(first.to_owned()),
            _ => lines.push(comment_line(first, indent, false)),
        }
        broke = true;
    }
    let mut blank = false;
    for part in parts {
        broke = true;
        let part = part.trim();
        if part.starts_with('#') {
            lines.push(comment_line(part, indent, blank));
            blank = false;
        } else {
            blank = true;
        }
        // The last piece is what stands before the next token, not a blank line; a comment cannot be there.
    }
    broke
}

fn comment_line(text: &str, indent: usize, blank_before: bool) -> Line {
    Line {
        indent,
        comment: Some(text.to_owned()),
        blank_before,
        ..Line::default()
    }
}

/// Whether a blank line belongs before a line: as the author wrote, none directly inside of braces, one between items.
fn blank_before(gap: &str, role: Role, previous: Option<Role>) -> bool {
    let after_comment = gap.rsplit_once('#').map_or(gap, |(_, tail)| tail);
    let written = after_comment.matches('\n').count() > 1;
    match (previous, role) {
        (None, _) => false,
        (Some(Role::Doc), Role::ItemWord | Role::Script) => false,
        (Some(Role::OpenBrace), _) | (_, Role::CloseBrace) => {
            written && gap.contains('#') && role != Role::CloseBrace
        }
        // A comment directly above an item belongs to it; the blank line stands above that.
        (_, Role::ItemWord | Role::Script | Role::Doc) => written || !gap.contains('#'),
        _ => written,
    }
}

/// Whether a blank stands between two tokens of a line.
fn is_spaced(
    text: &str,
    two_back: Option<&Token>,
    previous: Option<&Token>,
    before: &str,
    token: &Token,
    touches: bool,
) -> bool {
    let Some(previous) = previous else { return false };
    let here = token.text(text);
    if matches!(here, "," | ")" | "]" | ":" | ".")
        || matches!(before, "(" | "[" | "." | "$" | "€" | "£" | "₹" | "¥")
    {
        return false;
    }
    // `2.5 %` is one thing, and so is a date.
    if here == "%" && previous.kind == TokenKind::Number {
        return false;
    }
    if touches && (here == "-" || before == "-") && in_date(text, token) {
        return false;
    }
    if before == "-" {
        return !is_sign(text, two_back);
    }
    // `f(` and `spend[` hold together where the author wrote them so; `and (` does not.
    if matches!(token.kind, TokenKind::Open) && previous.kind == TokenKind::Word {
        return !touches || here == "(" && syntax::is_reserved(before);
    }
    true
}

/// Whether a `-` behind this token negates what follows.
fn is_sign(text: &str, before: Option<&Token>) -> bool {
    before.is_none_or(|token| match token.kind {
        TokenKind::Open => true,
        TokenKind::Symbol => token.text(text) != "%",
        TokenKind::Word => {
            let word = token.text(text);
            syntax::is_reserved(word) && !matches!(word, "infinite" | "missing" | "true" | "false")
                || matches!(word, "to" | "by" | "from")
        }
        _ => false,
    })
}

/// Whether this token is a part of `2026-03-31`.
fn in_date(text: &str, token: &Token) -> bool {
    let bytes = text.as_bytes();
    let is_date = |start: usize| {
        bytes.get(start..start.saturating_add(10)).is_some_and(|written| {
            written.iter().enumerate().all(|(at, byte)| match at {
                4 | 7 => *byte == b'-',
                _ => byte.is_ascii_digit(),
            })
        })
    };
    (0..10)
        .filter_map(|back| token.start.checked_sub(back))
        .any(is_date)
}

/// Helps of parameters that follow each other begin in one column.
fn align_help(lines: &mut [Line]) {
    let mut start = 0;
    while start < lines.len() {
        let run = lines
            .iter()
            .skip(start)
            .take_while(|line| line.help_at.is_some_and(|at| at > 0))
            .enumerate()
            .take_while(|(offset, line)| *offset == 0 || !line.blank_before)
            .count();
        let group = lines
            .get_mut(start..start.saturating_add(run))
            .unwrap_or_default();
        let form = |line: &Line| {
            line.help_at
                .and_then(|at| line.text.get(..at))
                .map_or(0, |form| form.chars().count())
        };
        let widest = group.iter().map(form).max().unwrap_or(0);
        for line in group {
            let blanks = widest.saturating_sub(form(line)).saturating_add(BEFORE_HELP);
            if let Some(at) = line.help_at {
                let help = line.text.split_off(at.min(line.text.len()));
                line.text.push_str(&" ".repeat(blanks));
                line.text.push_str(help.trim_start());
            }
        }
        start = start.saturating_add(run.max(1));
    }
}

/// A text without the blanks before its line ends, which a doc string would keep. The body of a script keeps its blanks; its lines end as
/// all lines do.
fn without_line_ends(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut from = 0;
    for body in syntax::cut_scripts(text)
        .into_iter()
        .filter_map(|script| script.body)
    {
        out.push_str(&trimmed(text.get(from..body.start as usize).unwrap_or("")));
        out.push_str(&body.of(text).replace("\r\n", "\n"));
        from = body.end as usize;
    }
    out.push_str(&trimmed(text.get(from..).unwrap_or("")));
    out
}

/// Everything a text says, without where it says it: its tree, and, for clauses of later editions, its words.
fn shape(text: &str) -> String {
    let read = syntax::read(text);
    let whole = std::format!("{:?}{:?}", read.items, read.scripts);
    let mut out = without_places(&whole);
    for token in syntax::tokens_around_scripts(text) {
        let written = token.text(text);
        // The head of a script is compared as it was read.
        out.push_str(match written.starts_with("script") {
            true => written.split_once('{').map_or(written, |(_, body)| body),
            false => written,
        });
    }
    for found in &read.diagnostics {
        out.push_str(found.code);
    }
    out
}

/// What a tree shows of itself, `Span { start: 12, end: 15 }` without its numbers.
pub(crate) fn without_places(shown: &str) -> String {
    let mut out = String::with_capacity(shown.len());
    let mut rest = shown;
    while let Some((before, after)) = rest.split_once("Span { start: ") {
        out.push_str(before);
        rest = after.split_once(" }").map_or("", |(_, behind)| behind);
    }
    out.push_str(rest);
    out
}

/// The comments of a text, in order.
fn comments(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut end = 0;
    let tokens = syntax::tokens_around_scripts(text);
    let gaps = tokens
        .iter()
        .map(|token| (token.start, token.end))
        .chain([(text.len(), text.len())]);
    for (start, next) in gaps {
        let gap = text.get(end..start).unwrap_or("");
        found.extend(gap.lines().map(str::trim).filter(|line| line.starts_with('#')));
        end = next;
    }
    found
}
