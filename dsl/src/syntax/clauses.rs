//! Clauses → tree. Each is read by itself, so that a broken one leaves its neighbours alone.

use crate::diagnostics::Diagnostic;
use crate::syntax::MOST_TOKENS;
use crate::syntax::cursor::{Reader, Stop};
use crate::syntax::cut::{self, ClauseText, ItemText};
use crate::syntax::mistakes::{self, Source};
use crate::syntax::scan::{Token, TokenKind};
use crate::syntax::test_trees::TestClauseKind;
use crate::syntax::texts::unquoted;
use crate::syntax::tree::{Clause, ClauseKind, Item, LiteralSyntax, Spanned};

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

/// What clauses are called in messages; `None` for those that are their opener alone.
fn called(kind: ClauseKind) -> Option<&'static str> {
    Some(match kind {
        ClauseKind::For => "this `for`",
        ClauseKind::Pool => "this `pool`",
        ClauseKind::Every => "this `every`",
        ClauseKind::Window => "this `window`",
        ClauseKind::Let => "this `let`",
        ClauseKind::Param => "this `param`",
        ClauseKind::When => "this `when`",
        ClauseKind::OtherwiseWhen => "this `otherwise when`",
        ClauseKind::Action => "this action",
        ClauseKind::Approve => "this `approve`",
        ClauseKind::WithoutApproval => "`without approval`",
        ClauseKind::WithoutData => "`without data`",
        ClauseKind::Cooldown => "this `cooldown`",
        ClauseKind::Release => "this `release`",
        ClauseKind::YieldsTo => "this `yields to`",
        ClauseKind::Formerly => "this `formerly`",
        ClauseKind::HoldOut => "this `hold out`",
        ClauseKind::Limit => "this `at most`",
        ClauseKind::Never => "this `never`",
        ClauseKind::Accept => "this `accept`",
        ClauseKind::Test(kind) => match kind {
            TestClauseKind::At => "this `at`",
            TestClauseKind::SettledLag => "this `settled lag`",
            TestClauseKind::With => "this `with`",
            TestClauseKind::Given => "this `given`",
            TestClauseKind::Expect => "this `expect`",
            TestClauseKind::Decide => "this answer",
        },
        ClauseKind::Metric => "this metric",
        ClauseKind::Lookup => "this lookup",
        ClauseKind::Then | ClauseKind::Otherwise => return None,
    })
}

impl Reader<'_> {
    /// `clause = for_clause | pool_clause | every_clause | window_clause | let_clause | param_clause | when_clause | "then" action_clause
    ///        | otherwise_clause | "otherwise" action_clause | action_clause | approve_clause | without_approval_clause
    ///        | without_data_clause | cooldown_clause | release_clause | yields_clause | formerly_clause | hold_out_clause
    ///        | limit_clause | never_clause | accept_clause`
    /// `test_clause = at_clause | settled_lag_clause | with_clause | given_clause | expect_clause | decide_clause`
    fn clause(&mut self, kind: ClauseKind) -> Option<Clause> {
        let read = match kind {
            ClauseKind::For => self.scope_clause("for"),
            ClauseKind::Pool => self.scope_clause("pool"),
            ClauseKind::Every => self.every_clause(),
            ClauseKind::Window => self.window_clause(),
            ClauseKind::Let => self.let_clause(),
            ClauseKind::Param => self.param_clause(),
            ClauseKind::When => self.when_clause(),
            ClauseKind::OtherwiseWhen => self.otherwise_clause(),
            ClauseKind::Action => self.action_clause(),
            ClauseKind::Approve => self.approve_clause(),
            ClauseKind::WithoutApproval => self.without_approval_clause(),
            ClauseKind::WithoutData => self.without_data_clause(),
            ClauseKind::Cooldown => self.cooldown_clause(),
            ClauseKind::Release => self.release_clause(),
            ClauseKind::YieldsTo => self.yields_clause(),
            ClauseKind::Formerly => self.formerly_clause(),
            ClauseKind::HoldOut => self.hold_out_clause(),
            ClauseKind::Limit => self.limit_clause(),
            ClauseKind::Never => self.never_clause(),
            ClauseKind::Accept => self.accept_clause(),
            ClauseKind::Test(kind) => match kind {
                TestClauseKind::At => self.test_at(),
                TestClauseKind::SettledLag => self.settled_lag(),
                TestClauseKind::With => self.with_clause(),
                TestClauseKind::Given => self.given_clause(),
                TestClauseKind::Expect => self.expect_clause(),
                TestClauseKind::Decide => self.decide_clause(),
            }
            .map(Clause::Test),
            ClauseKind::Metric => self.metric_item(),
            ClauseKind::Lookup => self.lookup_item(),
            ClauseKind::Then | ClauseKind::Otherwise => None,
        };
        let read = read?;
        self.end()?;
        Some(read)
    }
}

fn read(
    text: &str,
    clause: &ClauseText,
    item: &ItemText,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Spanned<Clause>> {
    let span = clause.span;
    let here = |value| Some(Spanned { value, span });
    match clause.kind {
        // Cutting has done all there is to do: actions follow as clauses of their own.
        ClauseKind::Then | ClauseKind::Otherwise => {
            return here(if clause.kind == ClauseKind::Then {
                Clause::Then
            } else {
                Clause::Otherwise
            });
        }
        _ => {}
    }
    let Some(called) = called(clause.kind) else {
        return here(Clause::Broken(clause.kind));
    };
    if let Some(refused) = too_long(&clause.tokens).or_else(|| unclosed(text, &clause.tokens)) {
        diagnostics.push(refused);
        return here(Clause::Broken(clause.kind));
    }
    let mut reader = Reader::new(text, &clause.tokens);
    let read_clause = reader.clause(clause.kind);
    match reader.finish(read_clause) {
        Ok((read, findings)) => {
            let failed = findings.iter().any(Diagnostic::is_error);
            diagnostics.extend(findings);
            here(if failed { Clause::Broken(clause.kind) } else { read })
        }
        Err(Stop::Told(told)) => {
            diagnostics.push(*told);
            here(Clause::Broken(clause.kind))
        }
        Err(Stop::Mistake(mistake)) => {
            let at = clause
                .tokens
                .get(mistake.at)
                .map_or(span.end as usize, |token| token.start);
            match stray_line(text, clause, item, at, diagnostics) {
                // The stray line is its own mistake; the clause above it lives.
                Some(shorter) if !shorter.tokens.is_empty() => read(text, &shorter, item, diagnostics),
                Some(_) => here(Clause::Broken(clause.kind)),
                None => {
                    let source = Source {
                        text,
                        tokens: &clause.tokens,
                        called,
                    };
                    diagnostics.push(mistakes::describe(&source, &mistake));
                    here(Clause::Broken(clause.kind))
                }
            }
        }
    }
}

/// A text that does not end on its line takes what follows along: it is answered for first.
fn unclosed(text: &str, tokens: &[Token]) -> Option<Diagnostic> {
    let open = tokens.iter().find(|token| token.kind == TokenKind::OpenText)?;
    Some(cut::unclosed_text(text, open.span()))
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
    let acts = in_actions && !cut::is_action_verb(word);
    if acts && cut::is_action_elsewhere(word) {
        diagnostics.push(unknown_action(text, token));
    } else if cut::opener_like(word, item.kind).is_some() {
        diagnostics.push(cut::unknown_clause(text, token, item.kind));
    } else if acts && cut::action_verb_like(word).is_some() {
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

/// More tokens than are read at once.
pub(super) fn too_long(tokens: &[Token]) -> Option<Diagnostic> {
    let first = tokens.first().filter(|_| tokens.len() > MOST_TOKENS)?;
    let message = format!(
        "this clause has {} words and signs; at most {MOST_TOKENS} are read",
        tokens.len()
    );
    Some(
        Diagnostic::new("E0108", first.span(), message).help("split it into several `let`s or several rules"),
    )
}

impl Spanned<LiteralSyntax> {
    /// Seconds, when this is a duration.
    pub(crate) fn seconds(&self) -> Option<i64> {
        match self.value {
            LiteralSyntax::Duration(seconds) => Some(seconds),
            _ => None,
        }
    }
}
