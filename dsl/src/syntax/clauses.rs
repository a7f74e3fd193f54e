//! Clauses → tree, one pest entry rule each.

use pest::Parser;

use crate::diagnostics::Diagnostic;
use crate::syntax::cut::{self, ClauseText, ItemText};
use crate::syntax::expressions::Reader;
use crate::syntax::literals::unquoted;
use crate::syntax::scan::{Token, TokenKind};
use crate::syntax::test_trees::TestClauseKind;
use crate::syntax::tree::{Clause, ClauseKind, Item, LiteralSyntax, Spanned};
use crate::syntax::{Grammar, MOST_NESTING, MOST_TOKENS, Rule, mistakes, scan};

/// Reads an item's clauses. `None` when it has no name to be known by.
pub(super) fn item(text: &str, item: ItemText, diagnostics: &mut Vec<Diagnostic>) -> Option<Item> {
    let mut broken = item.broken;
    let mut clauses = Vec::new();
    for clause in &item.clauses {
        let before = diagnostics.len();
        clauses.extend(read(text, clause, &item, diagnostics));
        broken |= diagnostics.iter().skip(before).any(Diagnostic::is_error);
    }
    let name = item.name?;
    let doc = item.doc.map(|span| {
        let quoted = span.of(text);
        let inner = quoted
            .strip_prefix("\"\"\"")
            .and_then(|rest| rest.strip_suffix("\"\"\""))
            .unwrap_or(quoted);
        Spanned {
            value: inner.trim().to_owned(),
            span,
        }
    });
    Some(Item {
        kind: item.kind,
        span: item.span,
        doc,
        name: Spanned {
            value: unquoted(name.of(text)),
            span: name,
        },
        subjects: item
            .subjects
            .iter()
            .map(|span| Spanned {
                value: unquoted(span.of(text)),
                span: *span,
            })
            .collect(),
        clauses,
        broken,
    })
}

/// What clauses are called in messages, and the pest rule they begin with; `None` for those without a grammar of their own.
fn entry(kind: ClauseKind) -> Option<(Rule, &'static str)> {
    Some(match kind {
        ClauseKind::For => (Rule::for_clause, "this `for`"),
        ClauseKind::Every => (Rule::every_clause, "this `every`"),
        ClauseKind::Window => (Rule::window_clause, "this `window`"),
        ClauseKind::Let => (Rule::let_clause, "this `let`"),
        ClauseKind::Param => (Rule::param_clause, "this `param`"),
        ClauseKind::When => (Rule::when_clause, "this `when`"),
        ClauseKind::OtherwiseWhen => (Rule::otherwise_clause, "this `otherwise when`"),
        ClauseKind::Action => (Rule::action_clause, "this action"),
        ClauseKind::Approve => (Rule::approve_clause, "this `approve`"),
        ClauseKind::WithoutApproval => (Rule::without_approval_clause, "`without approval`"),
        ClauseKind::WithoutData => (Rule::without_data_clause, "`without data`"),
        ClauseKind::Cooldown => (Rule::cooldown_clause, "this `cooldown`"),
        ClauseKind::Release => (Rule::release_clause, "this `release`"),
        ClauseKind::YieldsTo => (Rule::yields_clause, "this `yields to`"),
        ClauseKind::Formerly => (Rule::formerly_clause, "this `formerly`"),
        ClauseKind::HoldOut => (Rule::hold_out_clause, "this `hold out`"),
        ClauseKind::Limit => (Rule::limit_clause, "this `at most`"),
        ClauseKind::Never => (Rule::never_clause, "this `never`"),
        ClauseKind::Accept => (Rule::accept_clause, "this `accept`"),
        ClauseKind::Test(kind) => match kind {
            TestClauseKind::At => (Rule::test_at_clause, "this `at`"),
            TestClauseKind::SettledLag => (Rule::settled_lag_clause, "this `settled lag`"),
            TestClauseKind::With => (Rule::with_clause, "this `with`"),
            TestClauseKind::Given => (Rule::given_clause, "this `given`"),
            TestClauseKind::Expect => (Rule::expect_clause, "this `expect`"),
            TestClauseKind::Decide => (Rule::decide_clause, "this answer"),
        },
        ClauseKind::Metric => (Rule::metric_item, "this metric"),
        ClauseKind::Lookup => (Rule::lookup_item, "this lookup"),
        _ => return None,
    })
}

fn read(
    text: &str,
    clause: &ClauseText,
    item: &ItemText,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Spanned<Clause>> {
    let span = clause.span;
    let here = |value| Some(Spanned { value, span });
    let later = |what: &str, diagnostics: &mut Vec<Diagnostic>, help: Option<&str>| {
        let opener = clause.tokens.first().map_or(span, Token::span);
        let mut found = Diagnostic::new(
            "E0901",
            opener,
            format!("{what} is not available in this edition yet"),
        );
        found.help = help.map(str::to_owned);
        diagnostics.push(found);
    };
    match clause.kind {
        // Cutting has done all there is to do: actions follow as clauses of their own.
        ClauseKind::Then | ClauseKind::Otherwise => {
            return here(if clause.kind == ClauseKind::Then {
                Clause::Then
            } else {
                Clause::Otherwise
            });
        }
        ClauseKind::Pool => later("`pool`", diagnostics, Some("use `for campaigns`")),
        _ => {}
    }
    let Some((rule, name)) = entry(clause.kind) else {
        return here(Clause::Broken(clause.kind));
    };
    let source = span.of(text);
    let behind = text.get(span.end as usize..).unwrap_or_default();
    if limits(text, &clause.tokens, diagnostics).is_none() {
        return here(Clause::Broken(clause.kind));
    }
    if let Some(open) = clause
        .tokens
        .iter()
        .find(|token| token.kind == TokenKind::OpenText)
    {
        diagnostics.push(cut::unclosed_text(text, open.span()));
        return here(Clause::Broken(clause.kind));
    }
    match Grammar::parse(rule, source) {
        Ok(pairs) => {
            let mut reader = Reader {
                base: span.start,
                diagnostics,
            };
            let before = reader.diagnostics.len();
            let read = pairs
                .into_iter()
                .next()
                .and_then(|pair| reader.clause(clause.kind, pair));
            let failed = reader.diagnostics.iter().skip(before).any(Diagnostic::is_error);
            here(match read {
                Some(read) if !failed => read,
                _ => Clause::Broken(clause.kind),
            })
        }
        Err(error) => {
            let at = (span.start as usize).saturating_add(mistakes::position(&error));
            match stray_line(text, clause, item, at, diagnostics) {
                // The stray line is its own mistake; the clause above it lives.
                Some(shorter) if !shorter.tokens.is_empty() => read(text, &shorter, item, diagnostics),
                Some(_) => here(Clause::Broken(clause.kind)),
                None => {
                    diagnostics.push(mistakes::describe(source, behind, span.start, &error, name));
                    here(Clause::Broken(clause.kind))
                }
            }
        }
    }
}

/// A clause broke at or behind a line that begins with a word much like an opener or an action: reports that line and gives
/// back the clause without it, which may be nothing.
fn stray_line(
    text: &str,
    clause: &ClauseText,
    item: &ItemText,
    at: usize,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<ClauseText> {
    let (index, token) = clause
        .tokens
        .iter()
        .enumerate()
        .rfind(|(index, token)| *index > 0 && token.first_on_line && token.start <= at)
        .or_else(|| {
            // A mistyped action verb opens its own cut.
            clause
                .tokens
                .first()
                .filter(|_| clause.kind == ClauseKind::Action)
                .map(|token| (0, token))
        })?;
    let word = token.text(text);
    if token.kind != TokenKind::Word {
        return None;
    }
    let in_actions = clause.kind == ClauseKind::Action;
    if in_actions && index == 0 {
        if cut::is_action_verb(word) || at > token.start {
            return None;
        }
        diagnostics.push(unknown_action(text, token));
        return Some(ClauseText {
            kind: clause.kind,
            span: clause.span,
            tokens: Vec::new(),
        });
    }
    if cut::opener_like(word, item.kind).is_some() {
        diagnostics.push(cut::unknown_clause(text, token, item.kind));
    } else if in_actions && cut::action_verb_like(word).is_some() && !cut::is_action_verb(word) {
        diagnostics.push(unknown_action(text, token));
    } else {
        return None;
    }
    let tokens: Vec<Token> = clause.tokens.get(..index)?.to_vec();
    let span = tokens.first()?.span().to(tokens.last()?.span());
    Some(ClauseText {
        kind: clause.kind,
        span,
        tokens,
    })
}

fn unknown_action(text: &str, token: &Token) -> Diagnostic {
    let word = token.text(text);
    let found = Diagnostic::new("E0117", token.span(), format!("unknown action `{word}`"));
    let next = text
        .get(token.end..)
        .and_then(|rest| rest.split_whitespace().next())
        .unwrap_or_default();
    match (word, next) {
        ("turn" | "switch", "off") => return found.help("to switch a campaign off write `pause`"),
        ("turn" | "switch", "on") => return found.help("to switch a campaign on write `resume`"),
        _ => {}
    }
    match cut::action_verb_like(word) {
        Some(meant) => found.help(format!("did you mean `{meant}`?")).safe_fix(
            format!("write `{meant}`"),
            token.span(),
            meant,
        ),
        None => found.help("there are `pause`, `resume`, `set budget to`, `increase budget by`, `decrease budget by` and `notify`"),
    }
}

/// Checks nesting and length before the recursive grammar sees a clause. `None` when it must not.
pub(super) fn guarded(source: &str, base: u32, diagnostics: &mut Vec<Diagnostic>) -> Option<()> {
    let tokens: Vec<Token> = scan::tokens(source, 0, source.len())
        .into_iter()
        .map(|token| Token {
            start: token.start.saturating_add(base as usize),
            end: token.end.saturating_add(base as usize),
            ..token
        })
        .collect();
    limits_of(
        |token| {
            source
                .get(token.start.saturating_sub(base as usize)..token.end.saturating_sub(base as usize))
                .unwrap_or("")
        },
        &tokens,
        diagnostics,
    )
}

fn limits(text: &str, tokens: &[Token], diagnostics: &mut Vec<Diagnostic>) -> Option<()> {
    limits_of(|token| token.text(text), tokens, diagnostics)
}

fn limits_of<'a>(
    text_of: impl Fn(&Token) -> &'a str,
    tokens: &[Token],
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<()> {
    if let (true, Some(first)) = (tokens.len() > MOST_TOKENS, tokens.first()) {
        diagnostics.push(
            Diagnostic::new(
                "E0108",
                first.span(),
                format!(
                    "this clause has {} words and signs; at most {MOST_TOKENS} are read",
                    tokens.len()
                ),
            )
            .help("split it into several `let`s or several rules"),
        );
        return None;
    }
    let mut open = 0_usize;
    let mut prefixes = 0_usize;
    for token in tokens {
        let word = text_of(token);
        match token.kind {
            TokenKind::Open => open = open.saturating_add(1),
            TokenKind::Close => open = open.saturating_sub(1),
            _ => {}
        }
        prefixes = if word == "not" || word == "-" {
            prefixes.saturating_add(1)
        } else {
            0
        };
        if open.saturating_add(prefixes) > MOST_NESTING {
            diagnostics.push(
                Diagnostic::new(
                    "E0107",
                    token.span(),
                    format!("this is nested more than {MOST_NESTING} deep"),
                )
                .help("name the inner parts with `let`"),
            );
            return None;
        }
    }
    Some(())
}

impl Reader<'_> {}

impl Spanned<LiteralSyntax> {
    /// Seconds, when this is a duration.
    pub(crate) fn seconds(&self) -> Option<i64> {
        match self.value {
            LiteralSyntax::Duration(seconds) => Some(seconds),
            _ => None,
        }
    }
}
