//! Guards from their clauses.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::check::clauses;
use crate::check::item::{first, missing_scope, new_scope, structure};
use crate::check::names::Place;
use crate::diagnostics::Diagnostic;
use crate::display::one_line;
use crate::guard::{Ceiling, Forbids, Guard, GuardBody, GuardClause};
use crate::money::Currency;
use crate::rational::Rational;
use crate::span::Span;
use crate::syntax::tree::{CeilingSyntax, Clause, ClauseKind, Item, LiteralSyntax, NeverClause, Spanned};

/// Checks a guard. `None` when it has an error of its own.
pub(super) fn guard(text: &str, item: &Item, diagnostics: &mut Vec<Diagnostic>) -> Option<Guard> {
    let before = diagnostics.len();
    let broken = |kind: ClauseKind| {
        item.clauses
            .iter()
            .any(|clause| matches!(&clause.value, Clause::Broken(found) if *found == kind))
    };
    structure(item, diagnostics);
    let mut scope = new_scope(text, item, diagnostics);
    let for_clause = first(item, |clause| match clause {
        Clause::For(found) => Some(found),
        _ => None,
    });
    if for_clause.is_none() && !broken(ClauseKind::For) {
        missing_scope(item, scope.diagnostics);
    }
    let guard_scope = for_clause.and_then(|(clause, _)| clauses::scope(text, clause, scope.diagnostics));
    scope.place = Place::GuardWhere;
    let condition = for_clause
        .and_then(|(clause, _)| clause.condition.as_ref())
        .map(|found| scope.condition(found));

    let mut promises = Vec::new();
    // A promise of a later edition is answered for by name; it is not nothing.
    let mut attempted = broken(ClauseKind::Never)
        || item
            .clauses
            .iter()
            .any(|clause| matches!(clause.value, Clause::Limit(_)));
    for clause in &item.clauses {
        if let Clause::Never(never) = &clause.value {
            attempted = true;
            promises.extend(promise(text, never, clause.span, scope.diagnostics));
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
        }),
    })
}

fn promise(
    text: &str,
    never: &NeverClause,
    span: Span,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<GuardClause> {
    let (property, ceilings) = match never {
        NeverClause::Foreseen(what) => {
            diagnostics.push(
                Diagnostic::new(
                    "E0901",
                    span,
                    format!("{what} is not available in this edition yet"),
                )
                .help("a guard has `never raise budget above`"),
            );
            return None;
        }
        NeverClause::RaiseAbove { property, ceilings } => (property, ceilings),
    };
    if property.value != "budget" {
        let later = ["bid", "target_cpa", "target_roas"].contains(&property.value.as_str());
        diagnostics.push(if later {
            Diagnostic::new(
                "E0904",
                property.span,
                format!(
                    "guards on `{}` are not available in this edition yet",
                    property.value
                ),
            )
            .help("write `never raise budget above`")
        } else {
            Diagnostic::new(
                "E0117",
                property.span,
                format!("`{}` cannot be guarded", property.value),
            )
            .help("write `never raise budget above`")
        });
        return None;
    }
    let ceiling = ceiling(ceilings, diagnostics)?;
    Some(GuardClause {
        text: one_line(span.of(text)),
        forbids: Forbids::BudgetRaiseAbove,
        ceiling,
    })
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
