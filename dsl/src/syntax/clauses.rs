//! Clauses → tree, one pest entry rule each.

use pest::Parser;
use pest::iterators::Pair;

use crate::diagnostics::Diagnostic;
use crate::rational::Rational;
use crate::syntax::cut::{self, ClauseText, ItemText};
use crate::syntax::expressions::{Reader, unquoted};
use crate::syntax::scan::{Token, TokenKind};
use crate::syntax::tree::{
    ActionSyntax, ActionSyntaxKind, AmountVerb, ApproveClause, CadenceSyntax, CapSyntax, CeilingSyntax,
    Clause, ClauseKind, EveryClause, EveryPart, Expr, ForClause, Item, LastingSyntax, LetClause, LimitClause,
    LiteralSyntax, NeverClause, ParamClause, Spanned, UnansweredSyntax, WhenClause, WithoutDataSyntax,
};
use crate::syntax::{Grammar, MOST_NESTING, MOST_TOKENS, Rule, mistakes, scan};

type P<'i> = Pair<'i, Rule>;

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
        ClauseKind::Limit => (Rule::limit_clause, "this `at most`"),
        ClauseKind::Never => (Rule::never_clause, "this `never`"),
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
        ClauseKind::Release => later(
            "`release`",
            diagnostics,
            Some("undo an action from its page, or write a second rule that resumes"),
        ),
        ClauseKind::YieldsTo => later("`yields to`", diagnostics, None),
        ClauseKind::Formerly => later("`formerly`", diagnostics, None),
        ClauseKind::HoldOut => later("`hold out`", diagnostics, None),
        ClauseKind::Accept => later(
            "`accept`",
            diagnostics,
            Some("warnings do not stop a rule from being saved"),
        ),
        ClauseKind::CatchUp => later(
            "`catch up`",
            diagnostics,
            Some("runs that were missed are not repeated"),
        ),
        _ => {}
    }
    let Some((rule, name)) = entry(clause.kind) else {
        return here(Clause::Broken(clause.kind));
    };
    let source = span.of(text);
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
                    diagnostics.push(mistakes::describe(source, span.start, &error, name));
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
    if cut::opener_like(word).is_some() {
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

impl Reader<'_> {
    fn clause(&mut self, kind: ClauseKind, pair: P<'_>) -> Option<Clause> {
        Some(match kind {
            ClauseKind::For => self.for_clause(pair)?,
            ClauseKind::Every => self.every_clause(pair)?,
            ClauseKind::Window => Clause::Window(self.window(child(pair, Rule::window)?)),
            ClauseKind::Let => {
                let name = child(pair.clone(), Rule::name)?;
                let value = child(pair, Rule::expression)?;
                Clause::Let(LetClause {
                    name: self.word(&name),
                    value: self.expression(value),
                })
            }
            ClauseKind::Param => self.param_clause(pair)?,
            ClauseKind::When => Clause::When(self.when_clause(pair)?),
            ClauseKind::OtherwiseWhen => Clause::OtherwiseWhen(self.when_clause(pair)?),
            ClauseKind::Action => Clause::Action(self.action_clause(pair)?),
            ClauseKind::Approve => Clause::Approve(self.approve_clause(pair)?),
            ClauseKind::WithoutApproval => Clause::WithoutApproval,
            ClauseKind::WithoutData => Clause::WithoutData(match child(pair, Rule::alert_after) {
                None => WithoutDataSyntax::Hold,
                Some(alert) => {
                    WithoutDataSyntax::AlertAfter(self.spanned_literal(child(alert, Rule::duration)?))
                }
            }),
            ClauseKind::Cooldown => Clause::Cooldown(self.spanned_literal(child(pair, Rule::duration)?)),
            ClauseKind::Limit => Clause::Limit(self.limit_clause(pair)?),
            ClauseKind::Never => Clause::Never(self.never_clause(pair)?),
            _ => return None,
        })
    }

    fn word(&self, pair: &P<'_>) -> Spanned<String> {
        Spanned {
            value: pair.as_str().to_owned(),
            span: self.span(pair),
        }
    }

    fn quoted(&self, pair: &P<'_>) -> Spanned<String> {
        Spanned {
            value: unquoted(pair.as_str()),
            span: self.span(pair),
        }
    }

    fn spanned_literal(&mut self, pair: P<'_>) -> Spanned<LiteralSyntax> {
        let span = self.span(&pair);
        Spanned {
            value: self.literal(pair),
            span,
        }
    }

    fn for_clause(&mut self, pair: P<'_>) -> Option<Clause> {
        let mut level = None;
        let mut platforms = Vec::new();
        let mut accounts = Vec::new();
        let mut condition = None;
        for inner in pair.into_inner() {
            match inner.as_rule() {
                Rule::level => {
                    let value = crate::display::one_line(inner.as_str());
                    level = Some(Spanned {
                        value,
                        span: self.span(&inner),
                    });
                }
                Rule::words => platforms.extend(inner.into_inner().map(|word| self.word(&word))),
                Rule::texts => accounts.extend(inner.into_inner().map(|text| self.quoted(&text))),
                Rule::expression => condition = Some(self.expression(inner)),
                _ => {}
            }
        }
        Some(Clause::For(ForClause {
            level: level?,
            platforms,
            accounts,
            condition,
        }))
    }

    fn every_clause(&mut self, pair: P<'_>) -> Option<Clause> {
        let mut cadence = None;
        let mut parts = Vec::new();
        for inner in pair.into_inner() {
            let span = self.span(&inner);
            match inner.as_rule() {
                Rule::cadence => {
                    let written = inner.into_inner().next()?;
                    let value = match written.as_rule() {
                        Rule::k_sync => CadenceSyntax::Sync,
                        Rule::status_change => CadenceSyntax::StatusChange,
                        Rule::day_at => {
                            CadenceSyntax::DayAt(self.spanned_literal(child(written, Rule::time)?))
                        }
                        _ => CadenceSyntax::Every(self.spanned_literal(written)),
                    };
                    cadence = Some(Spanned { value, span });
                }
                Rule::every_part => {
                    let part = inner.into_inner().next()?;
                    let value = match part.as_rule() {
                        Rule::hours => {
                            let mut times = part.into_inner().filter(|inner| inner.as_rule() == Rule::time);
                            let from = times.next()?;
                            let until = times.next()?;
                            EveryPart::Between(self.spanned_literal(from), self.spanned_literal(until))
                        }
                        Rule::weekdays => {
                            let words = child(part, Rule::words)?;
                            EveryPart::On(words.into_inner().map(|word| self.word(&word)).collect())
                        }
                        Rule::zone => EveryPart::In(self.quoted(&child(part, Rule::text)?)),
                        _ => EveryPart::CatchUp,
                    };
                    parts.push(Spanned { value, span });
                }
                _ => {}
            }
        }
        Some(Clause::Every(EveryClause {
            cadence: cadence?,
            parts,
        }))
    }

    fn param_clause(&mut self, pair: P<'_>) -> Option<Clause> {
        let (mut name, mut kind, mut default, mut bounds, mut help) = (None, None, None, None, None);
        for inner in pair.into_inner() {
            match inner.as_rule() {
                Rule::name => name = Some(self.word(&inner)),
                Rule::word => kind = Some(self.word(&inner)),
                Rule::literals => default = Some(self.literals(inner)),
                Rule::bounds => {
                    let mut both = inner
                        .into_inner()
                        .filter(|inner| inner.as_rule() == Rule::literals);
                    let from = both.next()?;
                    let to = both.next()?;
                    bounds = Some((self.literals(from), self.literals(to)));
                }
                Rule::text => help = Some(self.quoted(&inner)),
                _ => {}
            }
        }
        Some(Clause::Param(ParamClause {
            name: name?,
            kind: kind?,
            default: default?,
            bounds,
            help,
        }))
    }

    fn when_clause(&mut self, pair: P<'_>) -> Option<WhenClause> {
        let mut condition: Option<Expr> = None;
        let mut lasting = None;
        for inner in pair.into_inner() {
            match inner.as_rule() {
                Rule::expression => condition = Some(self.expression(inner)),
                Rule::lasting => {
                    let span = self.span(&inner);
                    let written = inner
                        .into_inner()
                        .find(|inner| inner.as_rule() != Rule::k_lasting)?;
                    let value = match written.as_rule() {
                        Rule::checks => {
                            LastingSyntax::Checks(self.count(child(written, Rule::number)?).value)
                        }
                        _ => LastingSyntax::For(self.spanned_literal(written)),
                    };
                    lasting = Some(Spanned { value, span });
                }
                _ => {}
            }
        }
        Some(WhenClause {
            condition: condition?,
            lasting,
        })
    }

    fn count(&mut self, pair: P<'_>) -> Spanned<Rational> {
        let span = self.span(&pair);
        let value = match self.literal(pair) {
            LiteralSyntax::Number(number) => number,
            _ => Rational::zero(),
        };
        Spanned { value, span }
    }

    fn action_clause(&mut self, pair: P<'_>) -> Option<ActionSyntax> {
        let span = self.span(&pair);
        let mut kind = None;
        let mut hold = None;
        for inner in pair.into_inner() {
            match inner.as_rule() {
                Rule::action => kind = self.action(inner.into_inner().next()?),
                Rule::until | Rule::for_today => hold = Some(self.span(&inner)),
                _ => {}
            }
        }
        Some(ActionSyntax {
            span,
            kind: kind?,
            hold,
        })
    }

    fn action(&mut self, pair: P<'_>) -> Option<ActionSyntaxKind> {
        Some(match pair.as_rule() {
            Rule::pause => ActionSyntaxKind::Pause,
            Rule::resume => ActionSyntaxKind::Resume,
            Rule::label_action => ActionSyntaxKind::Foreseen("`add label` and `remove label`"),
            Rule::negative_keyword => ActionSyntaxKind::Foreseen("`add negative keyword`"),
            Rule::run_script => ActionSyntaxKind::Foreseen("`run script`"),
            Rule::move_budget => ActionSyntaxKind::Foreseen("`move budget`"),
            Rule::notify => {
                let channel = child(pair.clone(), Rule::word)?;
                let mut texts = pair.into_inner().filter(|inner| inner.as_rule() == Rule::text);
                let (target, template) = (texts.next()?, texts.next()?);
                ActionSyntaxKind::Notify {
                    channel: self.word(&channel),
                    target: self.quoted(&target),
                    // The template keeps its quotes and escapes: its values have places in the text.
                    template: self.word(&template),
                }
            }
            Rule::amount_action => {
                let (mut verb, mut property, mut preposition, mut amount) = (None, None, None, None);
                let mut caps = Vec::new();
                for inner in pair.into_inner() {
                    let span = self.span(&inner);
                    match inner.as_rule() {
                        Rule::amount_verb => {
                            verb = inner.into_inner().next().map(|verb| match verb.as_rule() {
                                Rule::k_set => AmountVerb::Set,
                                Rule::k_increase => AmountVerb::Increase,
                                _ => AmountVerb::Decrease,
                            });
                        }
                        Rule::word => property = Some(self.word(&inner)),
                        Rule::k_to => preposition = Some(Spanned { value: "to", span }),
                        Rule::k_by => preposition = Some(Spanned { value: "by", span }),
                        Rule::sum => amount = Some(self.sum(inner)),
                        Rule::cap => {
                            let cap = inner.into_inner().next()?;
                            let rule = cap.as_rule();
                            let value = child(cap, Rule::sum).map(|sum| self.sum(sum))?;
                            let value = match rule {
                                Rule::up_to => CapSyntax::UpTo(value),
                                Rule::down_to => CapSyntax::DownTo(value),
                                _ => CapSyntax::Changing,
                            };
                            caps.push(Spanned { value, span });
                        }
                        _ => {}
                    }
                }
                ActionSyntaxKind::Amount {
                    verb: verb?,
                    property: property?,
                    preposition: preposition?,
                    amount: amount?,
                    caps,
                }
            }
            _ => return None,
        })
    }

    fn approve_clause(&mut self, pair: P<'_>) -> Option<ApproveClause> {
        let Some(by) = child(pair, Rule::approve_by) else {
            return Some(ApproveClause::If);
        };
        let (mut role, mut quorum, mut within, mut unanswered) = (None, None, None, None);
        for inner in by.into_inner() {
            let span = self.span(&inner);
            match inner.as_rule() {
                Rule::word => role = Some(self.word(&inner)),
                Rule::quorum => quorum = Some(span),
                Rule::duration => within = Some(self.spanned_literal(inner)),
                Rule::unanswered => {
                    let value = match inner.into_inner().next()?.as_rule() {
                        Rule::k_expire => UnansweredSyntax::Expire,
                        Rule::k_apply => UnansweredSyntax::Apply,
                        _ => UnansweredSyntax::Escalate,
                    };
                    unanswered = Some(Spanned { value, span });
                }
                _ => {}
            }
        }
        Some(ApproveClause::By {
            role: role?,
            quorum,
            within,
            unanswered,
        })
    }

    fn limit_clause(&mut self, pair: P<'_>) -> Option<LimitClause> {
        let written = pair
            .into_inner()
            .find(|inner| inner.as_rule() != Rule::k_at_most)?;
        Some(match written.as_rule() {
            Rule::limit_count => {
                let count = self.count(child(written.clone(), Rule::number)?);
                let per_run = child(written.clone(), Rule::k_run).is_some();
                let mut later = None;
                for inner in written.into_inner() {
                    let span = self.span(&inner);
                    match inner.as_rule() {
                        Rule::limit_scope => {
                            later = Some(Spanned {
                                value: "limits `per object` and `in total`",
                                span,
                            })
                        }
                        Rule::limit_order => {
                            later = Some(Spanned {
                                value: "an order of a limit (`highest … first`)",
                                span,
                            })
                        }
                        _ => {}
                    }
                }
                LimitClause::Count {
                    count,
                    per_run,
                    later,
                }
            }
            Rule::limit_share => LimitClause::Foreseen("a limit on a share of the scope's spend"),
            _ => LimitClause::Foreseen("a limit on the share of paused campaigns"),
        })
    }

    fn never_clause(&mut self, pair: P<'_>) -> Option<NeverClause> {
        let written = pair.into_inner().find(|inner| inner.as_rule() != Rule::k_never)?;
        Some(match written.as_rule() {
            Rule::never_raise => {
                let property = self.word(&child(written.clone(), Rule::word)?);
                let mut ceilings = Vec::new();
                for ceiling in written
                    .into_inner()
                    .filter(|inner| inner.as_rule() == Rule::ceiling)
                {
                    let span = self.span(&ceiling);
                    let inner = ceiling.into_inner().next()?;
                    let value = if inner.as_rule() == Rule::share_of_start {
                        CeilingSyntax::ShareOfStart(self.literal(child(inner, Rule::percent)?))
                    } else {
                        CeilingSyntax::Literal(self.literal(inner))
                    };
                    ceilings.push(Spanned { value, span });
                }
                NeverClause::RaiseAbove { property, ceilings }
            }
            Rule::never_raise_total => NeverClause::Foreseen("`never raise total budget`"),
            Rule::never_change => NeverClause::Foreseen("`never change budget by more than`"),
            _ => NeverClause::Foreseen("`never pause`"),
        })
    }
}

fn child(pair: P<'_>, rule: Rule) -> Option<P<'_>> {
    pair.into_inner().find(|inner| inner.as_rule() == rule)
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
