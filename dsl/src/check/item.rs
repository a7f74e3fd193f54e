//! A rule from its clauses, in the order in which they are understood.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::check::branches::{branches, typed_branch};
use crate::check::names::{DefaultWindow, Place, Scope, Scripts};
use crate::check::structure::{all, broken_word, first, missing, structure};
use crate::check::{
    Duty, accept, advice, approval, clauses, moves, negatives, partial, rates, release, standing, timing,
    windows,
};
use crate::definitions::Definitions;
use crate::diagnostics::Diagnostic;
use crate::money::Currency;
use crate::rule::{self, ActionKind, Approval, Limit, Param, Rule, Unanswered, WithoutData, currency_names};
use crate::schedule::Schedule;
use crate::span::Span;
use crate::syntax::scan_words;
use crate::syntax::tree::{
    ApproveClause, Clause, ClauseKind, ExprKind, Item, LetClause, LimitClause, LiteralSyntax,
};
use crate::typed::{Expression, Far, Let, Number, RuleBody, TypedBranch};

/// Checks a rule. `None` when it has an error of its own.
pub(super) fn rule(
    text: &str,
    item: &Item,
    definitions: &Definitions,
    scripts: Scripts<'_>,
    duty: Duty,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Rule> {
    let before = diagnostics.len();
    let broken: BTreeSet<&'static str> = item
        .clauses
        .iter()
        .filter_map(|clause| broken_word(&clause.value))
        .collect();
    structure(item, diagnostics);
    let mut scope = new_scope(text, item, definitions, diagnostics);
    scope.scripts = scripts;
    let params = params(&mut scope, item);

    let for_clause = first(item, |clause| match clause {
        Clause::For(found) => Some(found),
        _ => None,
    });
    if for_clause.is_none() && !broken.contains("for") {
        missing(
            item,
            scope.diagnostics,
            "does not say what it is about",
            "add a line `for campaigns`",
        );
    }
    scope.place = Place::Where;
    let rule_scope = for_clause.and_then(|(clause, _)| clauses::scope(text, clause, scope.diagnostics));
    scope.about = rule_scope
        .as_ref()
        .map(|about| (about.level, about.platforms.clone()));
    let scope_condition = for_clause
        .and_then(|(clause, _)| clause.condition.as_ref())
        .map(|condition| scope.condition(condition));
    scope.place = Place::Elsewhere;

    let every = first(item, |clause| match clause {
        Clause::Every(found) => Some(found),
        _ => None,
    });
    if every.is_none() && !broken.contains("every") {
        missing(
            item,
            scope.diagnostics,
            "does not say when it runs",
            "add a line such as `every 1h`",
        );
    }
    let schedule = every.and_then(|(clause, span)| clauses::schedule(span, clause, scope.diagnostics));

    default_window(&mut scope, item, broken.contains("window"));
    for (clause, _) in all(item, |clause| match clause {
        Clause::Let(found) => Some(found),
        _ => None,
    }) {
        declare_let(&mut scope, clause);
    }

    let branches_syntax = branches(item, scope.diagnostics);
    if branches_syntax.is_empty()
        && !["when", "then", "otherwise", "action"]
            .iter()
            .any(|word| broken.contains(word))
    {
        missing(
            item,
            scope.diagnostics,
            "does nothing",
            "add `when …` and `then …`",
        );
    }
    let is_pooled = rule_scope.as_ref().is_some_and(|about| about.pooled);
    let mut typed_branches = Vec::new();
    let mut branch_list = Vec::new();
    for branch in &branches_syntax {
        if let Some((typed, listed)) = typed_branch(&mut scope, branch, is_pooled) {
            branch_bounded(&mut scope, &typed);
            typed_branches.push(typed);
            branch_list.push(listed);
        }
    }

    let approval = approval(&mut scope, item);
    let far = far(&mut scope, item);
    applies_unanswered(&mut scope, item, approval, &typed_branches);
    let cooldown = first(item, |clause| match clause {
        Clause::Cooldown(found) => Some(found),
        _ => None,
    })
    .and_then(|(duration, _)| {
        clauses::positive(duration, "a cooldown of nothing is none", scope.diagnostics)
    });
    moves::pooled(&mut scope, item, rule_scope.as_ref(), &typed_branches, cooldown);
    let (limits, limit_orders) = limits(&mut scope, item, schedule.as_ref(), rule_scope.as_ref());
    let yields_to = standing::yields_to(&mut scope, item);
    let formerly = standing::formerly(&mut scope, item);
    let hold_out = standing::hold_out(&mut scope, item);
    let release = release::release(&mut scope, item, &typed_branches);
    let without_data = first(item, |clause| match clause {
        Clause::WithoutData(found) => Some(found),
        _ => None,
    })
    .and_then(|(clause, _)| clauses::without_data(clause, scope.diagnostics))
    .unwrap_or(WithoutData::Hold);

    scope.settle_params();
    rates::show_params(&scope, &mut typed_branches);
    let currencies = rule_currencies(&mut scope, before);
    let failed = item.broken || scope.diagnostics.iter().skip(before).any(Diagnostic::is_error);
    if failed {
        return None;
    }
    let body = RuleBody {
        name: item.name.value.clone(),
        doc: item.doc.as_ref().map(|doc| doc.value.clone()),
        text: item.span.of(text).to_owned(),
        start: item.span.start,
        param_list: params,
        params: Vec::new(),
        scope: rule_scope?,
        scope_condition: scope_condition.flatten(),
        schedule: schedule?,
        approval,
        far,
        cooldown,
        release,
        yields_to,
        formerly,
        hold_out,
        limits,
        limit_orders,
        without_data,
        accepts: accept::written(item),
        lets: Vec::new(),
        windows: Vec::new(),
        branch_list,
        branches: typed_branches,
        attributes: std::mem::take(&mut scope.attributes),
        currencies,
        other_currencies: std::mem::take(&mut scope.other_currencies),
        lookups: scope.used_lookups(),
        definitions: std::mem::take(&mut scope.used_definitions),
        scripts: std::mem::take(&mut scope.called),
    };
    scope.settle_copies();
    // Whether every division is answered for is asked of the whole rule at once.
    if duty == Duty::Answer {
        partial::check(&mut scope, &body.branches, body.release.when.as_ref());
    }
    release::starves(&mut scope, item, &body);
    negatives::gives_back(&mut scope, item, &body);
    advice::advise(&mut scope, &body);
    let failed = scope.diagnostics.iter().skip(before).any(Diagnostic::is_error);
    if !failed {
        timing::advise(&mut scope, item, &body);
    }
    let Scope {
        params,
        lets,
        windows,
        asked,
        ..
    } = scope;
    let body = RuleBody {
        params: params.into_iter().map(|declared| declared.typed).collect(),
        lets,
        windows,
        ..body
    };
    for (place, asked) in asked {
        if let Some(found) = diagnostics.get_mut(place) {
            asked.of(&body, found);
        }
    }
    (!failed).then(|| Rule { body: Arc::new(body) })
}

pub(super) fn new_scope<'a>(
    text: &'a str,
    item: &Item,
    definitions: &'a Definitions,
    diagnostics: &'a mut Vec<Diagnostic>,
) -> Scope<'a> {
    // A declaration that could not be read still declares its name: nothing is said about its uses.
    let doubtful = item
        .clauses
        .iter()
        .filter(|clause| matches!(clause.value, Clause::Broken(ClauseKind::Param | ClauseKind::Let)))
        .filter_map(|clause| scan_words(clause.span.of(text)).nth(1).map(str::to_owned))
        .collect();
    let later = all(item, |clause| match clause {
        Clause::Let(found) => Some(found),
        _ => None,
    })
    .map(|(clause, _)| clause.name.value.clone())
    .collect();
    Scope {
        text,
        base: item.span.start,
        place: Place::Elsewhere,
        about: None,
        diagnostics,
        definitions,
        used_definitions: BTreeSet::new(),
        params: Vec::new(),
        lets: Vec::new(),
        let_spans: Vec::new(),
        let_sizes: Vec::new(),
        later,
        doubtful,
        windows: Vec::new(),
        default_window: DefaultWindow::None,
        attributes: BTreeSet::new(),
        amounts: Vec::new(),
        other_currencies: BTreeSet::new(),
        param_uses: BTreeMap::new(),
        used_params: BTreeSet::new(),
        used_lets: BTreeSet::new(),
        scripts: Scripts::default(),
        called: Vec::new(),
        asked: Vec::new(),
    }
}

fn params(scope: &mut Scope<'_>, item: &Item) -> Vec<Param> {
    all(item, |clause| match clause {
        Clause::Param(found) => Some(found),
        _ => None,
    })
    .filter_map(|(clause, _)| scope.param(clause))
    .collect()
}

fn default_window(scope: &mut Scope<'_>, item: &Item, broken: bool) {
    if broken {
        scope.default_window = DefaultWindow::Doubtful;
    }
    let clause = first(item, |clause| match clause {
        Clause::Window(found) => Some(found),
        _ => None,
    });
    if let Some((syntax, _)) = clause {
        scope.default_window = match windows::window(syntax, scope.diagnostics) {
            Some(window) => DefaultWindow::Is {
                window,
                text: scope.source(syntax.span),
                entry: None,
            },
            None => DefaultWindow::Doubtful,
        };
    }
}

/// The whole branch, written out, is something that later passes can walk.
fn branch_bounded(scope: &mut Scope<'_>, branch: &TypedBranch) {
    if let Some(condition) = &branch.condition {
        let size = scope.condition_written_out(condition);
        let span = scope.absolute(condition.span);
        if scope.bounded(size, span).is_none() {
            return;
        }
    }
    for action in &branch.actions {
        let size = action
            .numbers()
            .map(|number| scope.number_written_out(number))
            .fold(0, usize::saturating_add);
        let span = scope.absolute(action.span);
        if scope.bounded(size, span).is_none() {
            return;
        }
    }
}

fn declare_let(scope: &mut Scope<'_>, clause: &LetClause) {
    let name = &clause.name.value;
    if scope.later.first() == Some(name) {
        scope.later.remove(0);
    }
    if scope.fresh_name(name, clause.name.span).is_none() {
        return;
    }
    let value = match &clause.value.kind {
        ExprKind::Literal(LiteralSyntax::Text(_)) => {
            scope.text_side(&clause.value, "let").map(Expression::Text)
        }
        ExprKind::LookedUp { .. } if scope.asks_for_text(&clause.value) => {
            scope.text_side(&clause.value, "let").map(Expression::Text)
        }
        ExprKind::Literal(LiteralSyntax::Bool(_))
        | ExprKind::And(_)
        | ExprKind::Or(_)
        | ExprKind::Not(_)
        | ExprKind::Compare { .. }
        | ExprKind::Chained(_)
        | ExprKind::Is { .. }
        | ExprKind::IsMissing { .. }
        | ExprKind::Matches { .. }
        | ExprKind::Has { .. }
        | ExprKind::Ranking(_)
        | ExprKind::In { .. } => scope.condition(&clause.value).map(Expression::Condition),
        ExprKind::Name {
            name: other,
            of,
            attribution: None,
            over: None,
        } if scope.stands_for_text(other, *of) => scope.text_side(&clause.value, "let").map(Expression::Text),
        ExprKind::Name {
            name: other,
            of: None,
            attribution: None,
            over: None,
        } if scope.stands_for_condition(other) => scope.condition(&clause.value).map(Expression::Condition),
        _ => scope.number(&clause.value).map(Expression::Number),
    };
    // What is too large is like what cannot be read: its uses are silent.
    let value = value.and_then(|value| {
        let size = scope.written_out(&value);
        scope.bounded(size, clause.value.span).map(|()| (value, size))
    });
    match value {
        Some((value, size)) => {
            scope.let_sizes.push(size);
            scope.lets.push(Let {
                name: name.clone(),
                value,
            });
            scope.let_spans.push(clause.name.span);
        }
        // What uses it would only repeat the finding.
        None => {
            scope.doubtful.insert(name.clone());
        }
    }
}

fn approval(scope: &mut Scope<'_>, item: &Item) -> Approval {
    let by = first(item, |clause| match clause {
        Clause::Approve(found) => Some(found),
        _ => None,
    });
    let without = item
        .clauses
        .iter()
        .find(|clause| matches!(clause.value, Clause::WithoutApproval));
    match (by, without) {
        (Some((_, first)), Some(second)) => {
            scope.say(
                Diagnostic::new("E0111", second.span, "`without approval` contradicts `approve`")
                    .help("keep one of them")
                    .label(first, "asks for an approval"),
            );
            Approval::Policy
        }
        (Some((clause, _)), None) => {
            approval::approval(clause, scope.diagnostics).unwrap_or(Approval::Policy)
        }
        (None, Some(_)) => Approval::Without,
        (None, None) => Approval::Policy,
    }
}

/// From where on a budget moves far; its amounts bind the rule to their currencies, as every amount does.
fn far(scope: &mut Scope<'_>, item: &Item) -> Option<Far> {
    let (thresholds, span) = first(item, |clause| match clause {
        Clause::Approve(ApproveClause::If(found)) => Some(found),
        _ => None,
    })?;
    let far = approval::far(thresholds, scope.diagnostics)?;
    if !far.amounts.is_empty() {
        let currencies = far.amounts.iter().map(|(currency, _)| *currency).collect();
        scope.amounts.push((span, currencies));
    }
    Some(far)
}

/// What nobody answered goes ahead only where policy asks nobody: where less can be spent afterwards.
fn applies_unanswered(scope: &mut Scope<'_>, item: &Item, approval: Approval, branches: &[TypedBranch]) {
    let applies = matches!(
        approval,
        Approval::By {
            unanswered: Unanswered::Apply,
            ..
        }
    );
    let raises = branches
        .iter()
        .flat_map(|branch| &branch.actions)
        .find(|action| action.can(&[ActionKind::Increase, ActionKind::Resume]));
    let clause = first(item, |clause| match clause {
        Clause::Approve(found) => Some(found),
        _ => None,
    });
    if let (true, Some(action), Some((_, span))) = (applies, raises, clause) {
        let raise = scope.absolute(action.span);
        scope.say(
            Diagnostic::new(
                "E0511",
                span,
                "what raises spend never goes ahead because nobody answered",
            )
            .help("write `unanswered expire` or `unanswered escalate to admin`, or give the raise a rule of its own")
            .label(raise, "raises spend"),
        );
    }
}

/// The limits, and what each lets through first.
fn limits(
    scope: &mut Scope<'_>,
    item: &Item,
    schedule: Option<&Schedule>,
    about: Option<&rule::Scope>,
) -> (Vec<Limit>, Vec<Option<Number>>) {
    let mut limits = Vec::new();
    let mut orders = Vec::new();
    for (clause, span) in all(item, |clause| match clause {
        Clause::Limit(found) => Some(found),
        _ => None,
    }) {
        let limit = clauses::limit(scope.text, clause, span, schedule, about, scope.diagnostics);
        let order = match clause {
            LimitClause::Count {
                highest: Some(highest),
                ..
            } => {
                let order = scope.number(highest);
                let order = order.and_then(|number| scope.finite([&number].into_iter()).map(|()| number));
                if order.is_none() {
                    continue;
                }
                order
            }
            _ => None,
        };
        if let Some(limit) = limit {
            limits.push(limit);
            orders.push(order);
        }
    }
    (limits, orders)
}

/// The currencies every amount of the rule has; none at all is an error, because no account could run it.
fn rule_currencies(scope: &mut Scope<'_>, said_before: usize) -> Option<BTreeSet<Currency>> {
    let mut shared: Option<(BTreeSet<Currency>, Span)> = None;
    for (span, own) in scope.amounts.clone() {
        shared = Some(match shared.take() {
            None => (own, span),
            Some((others, before)) => {
                let both: BTreeSet<Currency> = others.intersection(&own).copied().collect();
                let told = scope
                    .diagnostics
                    .iter()
                    .skip(said_before)
                    .any(|found| found.code == "E0208");
                if both.is_empty() && !others.is_empty() && !told {
                    scope.say(
                        Diagnostic::new(
                            "E0208",
                            span,
                            format!("no account can run this rule: this amount is in {}, another in {}", currency_names(&own), currency_names(&others)),
                        )
                        .help("give every amount in the same currencies; a parameter can have one per currency: `$45, 40 EUR`")
                        .label(before, format!("this is in {}", currency_names(&others))),
                    );
                }
                (both, span)
            }
        });
    }
    shared.map(|(currencies, _)| currencies)
}
