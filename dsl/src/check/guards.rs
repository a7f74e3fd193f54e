//! Guards from their clauses.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::check::item::{first, missing_scope, new_scope, structure};
use crate::check::names::{Place, Scope};
use crate::check::{accept, clauses};
use crate::definitions::Definitions;
use crate::diagnostics::Diagnostic;
use crate::display::one_line;
use crate::guard::{Ceiling, Guard, GuardBody, GuardClause, Pauses, Promise};
use crate::money::Currency;
use crate::rational::Rational;
use crate::registry::Level;
use crate::span::Span;
use crate::syntax::tree::{
    CeilingSyntax, Clause, ClauseKind, Item, LimitClause, LiteralSyntax, NeverClause, Spanned,
};
use crate::typed::Condition;

/// Checks a guard. `None` when it has an error of its own.
pub(super) fn guard(
    text: &str,
    item: &Item,
    definitions: &Definitions,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Guard> {
    let before = diagnostics.len();
    let broken = |kind: ClauseKind| {
        item.clauses
            .iter()
            .any(|clause| matches!(&clause.value, Clause::Broken(found) if *found == kind))
    };
    structure(item, diagnostics);
    let mut scope = new_scope(text, item, definitions, diagnostics);
    let for_clause = first(item, |clause| match clause {
        Clause::For(found) => Some(found),
        _ => None,
    });
    if for_clause.is_none() && !broken(ClauseKind::For) {
        missing_scope(item, scope.diagnostics);
    }
    let guard_scope = for_clause.and_then(|(clause, _)| clauses::scope(text, clause, scope.diagnostics));
    if let (Some(about), Some((clause, _))) = (&guard_scope, for_clause)
        && about.level != Level::Campaigns
    {
        scope.diagnostics.push(
            Diagnostic::new(
                "E0903",
                clause.level.span,
                format!("guards on {} are not available in this edition yet", about.level),
            )
            .help("write `for campaigns`: such a guard covers everything that stands under its campaigns"),
        );
    }
    scope.about = guard_scope
        .as_ref()
        .map(|about| (about.level, about.platforms.clone()));
    scope.place = Place::GuardWhere;
    let condition = for_clause
        .and_then(|(clause, _)| clause.condition.as_ref())
        .map(|found| scope.condition(found));

    let mut promises = Vec::new();
    let mut conditions = Vec::new();
    let mut attempted = broken(ClauseKind::Never) || broken(ClauseKind::Limit);
    for clause in &item.clauses {
        let found = match &clause.value {
            Clause::Never(never) => promise(&mut scope, never),
            Clause::Limit(limit) => pauses(limit, scope.diagnostics).map(|promise| (promise, None)),
            _ => continue,
        };
        attempted = true;
        if let Some((promise, condition)) = found {
            scope
                .diagnostics
                .extend(rounds_down_to_none(&promise, clause.span));
            promises.push(GuardClause {
                text: one_line(clause.span.of(text)),
                forbids: promise.forbids(),
                span: clause.span,
                promise,
            });
            conditions.push(condition);
        }
    }
    if !attempted {
        scope.diagnostics.push(
            Diagnostic::new(
                "E0701",
                item.name.span,
                format!("the guard `{}` forbids nothing", item.name.value),
            )
            .help("add a line such as `never raise budget above 200% of budget at start of day`"),
        );
    }
    let failed = item.broken || scope.diagnostics.iter().skip(before).any(Diagnostic::is_error);
    if failed {
        return None;
    }
    let condition = match condition {
        None => None,
        Some(condition) => Some(condition?),
    };
    Some(Guard {
        body: Arc::new(GuardBody {
            name: item.name.value.clone(),
            doc: item.doc.as_ref().map(|doc| doc.value.clone()),
            text: item.span.of(text).to_owned(),
            scope: guard_scope?,
            scope_condition: condition,
            clauses: promises,
            conditions,
            accepts: accept::written(item),
        }),
    })
}

/// So many campaigns may run without one of them that could be paused.
const FEW: i64 = 50;

/// A share so small that it lets nothing be paused where few campaigns run.
fn rounds_down_to_none(promise: &Promise, span: Span) -> Option<Diagnostic> {
    let Promise::Paused(Pauses::Share(share)) = promise else {
        return None;
    };
    if share.is_zero() || Rational::integer(FEW).times(share) >= Rational::integer(1) {
        return None;
    }
    let exact = Rational::integer(1).over(share)?;
    let least = if exact.is_integer() {
        exact.floor()
    } else {
        exact.plus(&Rational::integer(1)).floor()
    };
    Some(
        Diagnostic::new(
            "W0701",
            span,
            format!("this lets nothing be paused where fewer than {least} campaigns run"),
        )
        .help("a share is rounded down; give a number, as in `at most 1 campaigns paused per day`"),
    )
}

/// A promise, and which of the guard's objects it is about.
fn promise(scope: &mut Scope<'_>, never: &NeverClause) -> Option<(Promise, Option<Condition>)> {
    let promise = match never {
        NeverClause::RaiseAbove { property, ceilings } => {
            budget(property, "never raise budget above", scope.diagnostics)?;
            Promise::Raise(ceiling(ceilings, scope.diagnostics)?)
        }
        NeverClause::RaiseTotalAbove { ceilings } => Promise::Total(total(ceilings, scope.diagnostics)?),
        NeverClause::ChangeByMore { property, steps } => {
            budget(property, "never change budget by more than", scope.diagnostics)?;
            Promise::Change(step(steps, scope.diagnostics)?)
        }
        NeverClause::Pause { condition: None } => Promise::Pause,
        NeverClause::Pause {
            condition: Some(found),
        } => return Some((Promise::Pause, Some(scope.condition(found)?))),
    };
    Some((promise, None))
}

/// The one property that can be guarded.
fn budget(property: &Spanned<String>, form: &str, diagnostics: &mut Vec<Diagnostic>) -> Option<()> {
    if property.value == "budget" {
        return Some(());
    }
    let later = ["bid", "target_cpa", "target_roas"].contains(&property.value.as_str());
    diagnostics.push(
        if later {
            Diagnostic::new(
                "E0904",
                property.span,
                format!(
                    "guards on `{}` are not available in this edition yet",
                    property.value
                ),
            )
        } else {
            Diagnostic::new(
                "E0117",
                property.span,
                format!("`{}` cannot be guarded", property.value),
            )
        }
        .help(format!("write `{form}`")),
    );
    None
}

/// The sum of an account's budgets is an amount of money.
fn total(ceilings: &[Spanned<CeilingSyntax>], diagnostics: &mut Vec<Diagnostic>) -> Option<Ceiling> {
    let share = ceilings.iter().find(|found| {
        matches!(
            found.value,
            CeilingSyntax::ShareOfStart(_) | CeilingSyntax::Literal(LiteralSyntax::Percent(_))
        )
    });
    if let Some(share) = share {
        diagnostics.push(
            Diagnostic::new(
                "E0703",
                share.span,
                "the total of an account is held below an amount of money",
            )
            .help("write `$20,000, 18,000 EUR`; a share of the start of the day is for single budgets"),
        );
        return None;
    }
    ceiling(ceilings, diagnostics)
}

/// How far a budget may move in a day.
fn step(steps: &[Spanned<CeilingSyntax>], diagnostics: &mut Vec<Diagnostic>) -> Option<Ceiling> {
    match steps {
        [
            Spanned {
                value: CeilingSyntax::Literal(LiteralSyntax::Percent(share)),
                span,
            },
        ] => {
            if *share <= Rational::zero() {
                diagnostics.push(
                    Diagnostic::new("E0703", *span, "a step of nothing would forbid every change")
                        .help("write a percentage above zero, such as `30%`"),
                );
                return None;
            }
            Some(Ceiling::OfDayStart(share.clone()))
        }
        [
            Spanned {
                value: CeilingSyntax::ShareOfStart(_),
                span,
            },
        ] => {
            diagnostics.push(
                Diagnostic::new(
                    "E0703",
                    *span,
                    "a change is measured against the start of the day already",
                )
                .help("write the percentage alone: `never change budget by more than 30% per day`"),
            );
            None
        }
        steps
            if steps.iter().any(|step| {
                matches!(
                    step.value,
                    CeilingSyntax::ShareOfStart(_) | CeilingSyntax::Literal(LiteralSyntax::Percent(_))
                )
            }) =>
        {
            let span = steps.last().map(|step| step.span)?;
            diagnostics.push(
                Diagnostic::new("E0703", span, "a percentage stands alone")
                    .help("write a second `never change budget by more than` for the amount"),
            );
            None
        }
        steps => ceiling(steps, diagnostics),
    }
}

/// `at most … paused per day`.
fn pauses(limit: &LimitClause, diagnostics: &mut Vec<Diagnostic>) -> Option<Promise> {
    // `structure` has answered for every other limit.
    let LimitClause::Paused { most, level } = limit else {
        return None;
    };
    if level.value != "campaigns" {
        diagnostics.push(
            Diagnostic::new(
                "E0903",
                level.span,
                format!("guards on {} are not available in this edition yet", level.value),
            )
            .help("write `at most 30% of campaigns paused per day`"),
        );
        return None;
    }
    match &most.value {
        LiteralSyntax::Percent(share) if *share > Rational::zero() && *share <= Rational::integer(1) => {
            Some(Promise::Paused(Pauses::Share(share.clone())))
        }
        LiteralSyntax::Percent(_) => {
            diagnostics.push(
                Diagnostic::new(
                    "E0703",
                    most.span,
                    "a share of campaigns lies above 0% and at most at 100%",
                )
                .help("to forbid every pause, write `never pause`"),
            );
            None
        }
        LiteralSyntax::Number(count) => {
            let count = count
                .to_i64()
                .and_then(|count| u32::try_from(count).ok())
                .filter(|count| *count > 0);
            if count.is_none() {
                diagnostics.push(
                    Diagnostic::new("E0507", most.span, "a limit is a whole number of at least 1")
                        .help("to forbid every pause, write `never pause`"),
                );
            }
            Some(Promise::Paused(Pauses::Count(count?)))
        }
        _ => None,
    }
}

fn ceiling(ceilings: &[Spanned<CeilingSyntax>], diagnostics: &mut Vec<Diagnostic>) -> Option<Ceiling> {
    let first = ceilings.first()?;
    if let CeilingSyntax::ShareOfStart(share) = &first.value {
        if let Some(second) = ceilings.get(1) {
            diagnostics.push(
                Diagnostic::new(
                    "E0703",
                    second.span,
                    "a share of the start of the day stands alone",
                )
                .help("write a second `never raise budget above` for the amount"),
            );
            return None;
        }
        let LiteralSyntax::Percent(share) = share else {
            return None;
        };
        if *share < Rational::integer(1) {
            diagnostics.push(
                Diagnostic::new(
                    "E0703",
                    first.span,
                    "a ceiling below 100% of the start of the day would forbid every raise",
                )
                .help("write 100% to forbid raises above the morning's budget, or more to leave room"),
            );
            return None;
        }
        return Some(Ceiling::OfDayStart(share.clone()));
    }
    let mut amounts: Vec<(Currency, i64)> = Vec::new();
    let mut seen: BTreeSet<Currency> = BTreeSet::new();
    for ceiling in ceilings {
        match &ceiling.value {
            CeilingSyntax::Literal(LiteralSyntax::Money(currency, micros)) => {
                if !seen.insert(*currency) {
                    diagnostics.push(
                        Diagnostic::new(
                            "E0602",
                            ceiling.span,
                            format!("there are two amounts in {currency}"),
                        )
                        .help("give one amount per currency"),
                    );
                    return None;
                }
                if *micros <= 0 {
                    diagnostics.push(
                        Diagnostic::new(
                            "E0703",
                            ceiling.span,
                            "a ceiling of nothing would forbid every budget",
                        )
                        .help("write an amount above zero"),
                    );
                    return None;
                }
                amounts.push((*currency, *micros));
            }
            CeilingSyntax::Literal(LiteralSyntax::Broken) => return None,
            CeilingSyntax::Literal(LiteralSyntax::Percent(_)) => {
                diagnostics.push(
                    Diagnostic::new("E0703", ceiling.span, "a percentage of what?")
                        .help("write `200% of budget at start of day`")
                        .possible_fix(
                            "take the budget at the start of the day",
                            ceiling.span.after(),
                            " of budget at start of day",
                        ),
                );
                return None;
            }
            CeilingSyntax::Literal(_) | CeilingSyntax::ShareOfStart(_) => {
                diagnostics.push(
                    Diagnostic::new("E0703", ceiling.span, "a ceiling is an amount with its currency, or a share of the budget at the start of the day")
                        .help("write `$1,000, 900 EUR`, or `200% of budget at start of day`"),
                );
                return None;
            }
        }
    }
    Some(Ceiling::Amounts(amounts))
}
