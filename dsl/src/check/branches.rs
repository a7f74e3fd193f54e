//! Branches: conditions with the actions that follow them, in an order that makes sense.

use crate::check::names::Scope;
use crate::check::{actions, clauses, moves};
use crate::diagnostics::Diagnostic;
use crate::display::one_line;
use crate::rational::Rational;
use crate::rule::{Branch, Lasting};
use crate::span::Span;
use crate::syntax::tree::{ActionSyntax, Clause, ClauseKind, Item, LastingSyntax, Spanned, WhenClause};
use crate::typed::{Action, TypedBranch};

/// A branch as written: its condition, and the actions that follow.
pub(super) struct BranchSyntax<'a> {
    opener: Span,
    when: Option<&'a WhenClause>,
    is_otherwise: bool,
    actions: Vec<(&'a ActionSyntax, Span)>,
    /// Something in it could not be read.
    broken: bool,
    has_then: bool,
}

/// Groups conditions with the actions that follow them.
pub(super) fn branches<'i>(item: &'i Item, diagnostics: &mut Vec<Diagnostic>) -> Vec<BranchSyntax<'i>> {
    let mut found: Vec<BranchSyntax<'i>> = Vec::new();
    let fresh = |opener, when, is_otherwise, broken| BranchSyntax {
        opener,
        when,
        is_otherwise,
        actions: Vec::new(),
        broken,
        has_then: is_otherwise && when.is_none(),
    };
    for clause in &item.clauses {
        let span = clause.span;
        match &clause.value {
            Clause::When(when) => found.push(fresh(span, Some(when), false, false)),
            Clause::OtherwiseWhen(when) => found.push(fresh(span, Some(when), true, false)),
            Clause::Otherwise => found.push(fresh(span, None, true, false)),
            Clause::Broken(ClauseKind::When) => found.push(fresh(span, None, false, true)),
            Clause::Broken(ClauseKind::OtherwiseWhen) => found.push(fresh(span, None, true, true)),
            Clause::Then => {
                let second = found.last().is_none_or(|branch| branch.has_then);
                if second {
                    let extra = !found.is_empty();
                    found.push(fresh(span, None, false, false));
                    if extra {
                        diagnostics.push(
                            Diagnostic::new("E0112", span, "this `then` has no condition of its own")
                                .help("write further actions below the first, each on its own line, or begin with `otherwise when`"),
                        );
                    }
                }
                if let Some(branch) = found.last_mut() {
                    branch.has_then = true;
                }
            }
            Clause::Action(action) => {
                if let Some(branch) = found.last_mut() {
                    branch.actions.push((action, span));
                }
            }
            Clause::Broken(ClauseKind::Action) => {
                if let Some(branch) = found.last_mut() {
                    branch.broken = true;
                }
            }
            _ => {}
        }
    }
    order(&found, diagnostics);
    found
}

/// Branches in an order that makes sense, each with something to do.
pub(super) fn order(found: &[BranchSyntax<'_>], diagnostics: &mut Vec<Diagnostic>) {
    if let Some(first) = found.first().filter(|branch| branch.is_otherwise) {
        diagnostics.push(
            Diagnostic::new("E0112", first.opener, "`otherwise` comes after a `when`")
                .help("begin with `when …`, or with `then …` to act at every run"),
        );
    }
    let mut last_resort: Option<Span> = None;
    for branch in found {
        if let Some(earlier) = last_resort {
            diagnostics.push(
                Diagnostic::new(
                    "E0506",
                    branch.opener,
                    "this branch can never run: the one before it has no condition",
                )
                .help("put the branch without a condition last")
                .label(earlier, "acts whenever it is reached"),
            );
        }
        if branch.when.is_none() && !branch.broken {
            last_resort = last_resort.or(Some(branch.opener));
        }
        if branch.actions.is_empty() && !branch.broken {
            diagnostics.push(
                Diagnostic::new("E0110", branch.opener, "this branch does nothing")
                    .help("add `then` and an action such as `pause`"),
            );
        } else if branch.when.is_some() && !branch.has_then && !branch.broken {
            diagnostics.push(
                Diagnostic::new("E0110", branch.opener, "there is no `then` behind this condition")
                    .help("write `then` before the actions"),
            );
        }
    }
}

pub(super) fn typed_branch(
    scope: &mut Scope<'_>,
    branch: &BranchSyntax<'_>,
    is_pooled: bool,
) -> Option<(TypedBranch, Branch)> {
    let condition = branch.when.map(|when| scope.condition(&when.condition));
    let lasting = match branch.when.and_then(|when| when.lasting.as_ref()) {
        None => None,
        Some(lasting) => Some(read_lasting(lasting, scope.diagnostics)?),
    };
    let typed: Vec<Option<(Action, Span)>> = branch
        .actions
        .iter()
        .map(|(action, span)| scope.action(action).map(|action| (action, *span)))
        .collect();
    let typed: Vec<(Action, Span)> = typed.into_iter().collect::<Option<_>>()?;
    actions::contradictions(&typed, scope.diagnostics);
    let condition = match condition {
        None => None,
        Some(condition) => Some(condition?),
    };
    if is_pooled {
        moves::asks_the_pool(scope, condition.as_ref());
    }
    let condition = moves::on_a_side(condition, &typed);
    let listed = Branch {
        condition: branch
            .when
            .map(|when| one_line(when.condition.span.of(scope.text))),
        lasting,
        actions: typed
            .iter()
            .map(|(action, _)| {
                let text = scope.source(scope.absolute(action.span));
                actions::summary(action, text)
            })
            .collect(),
        is_unconditional: condition.is_none(),
    };
    Some((
        TypedBranch {
            condition,
            lasting,
            actions: typed.into_iter().map(|(action, _)| action).collect(),
        },
        listed,
    ))
}

pub(super) fn read_lasting(
    lasting: &Spanned<LastingSyntax>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Lasting> {
    match &lasting.value {
        LastingSyntax::For(duration) => {
            clauses::positive(duration, "a condition cannot last for nothing", diagnostics).map(Lasting::For)
        }
        LastingSyntax::Checks(count) => {
            let found = Rational::to_i64(count)
                .and_then(|count| u32::try_from(count).ok())
                .filter(|count| (1..=1_000).contains(count));
            if found.is_none() {
                diagnostics.push(
                    Diagnostic::new(
                        "E0507",
                        lasting.span,
                        "`lasting` counts between 1 and 1,000 whole checks",
                    )
                    .help("write `lasting 2 checks`, or a duration such as `lasting 2h`"),
                );
            }
            found.map(Lasting::Checks)
        }
    }
}
