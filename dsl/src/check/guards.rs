//! Guards from their clauses.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::check::actions::amount_named;
use crate::check::item::new_scope;
use crate::check::names::{Place, Scope};
use crate::check::structure::{first, missing_scope, structure};
use crate::check::suggestion::nearest;
use crate::check::{accept, clauses};
use crate::definitions::Definitions;
use crate::diagnostics::Diagnostic;
use crate::display::{list, one_line};
use crate::guard::{Ceiling, Guard, GuardBody, GuardClause, Pauses, Promise};
use crate::money::Currency;
use crate::rational::Rational;
use crate::registry::{AttributeKind, Level, Property, levels};
use crate::span::Span;
use crate::syntax::tree::{
    CeilingSyntax, Clause, ClauseKind, Item, LimitClause, LiteralSyntax, NeverClause, RiskVerb, Spanned,
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
    if for_clause.is_none() && !broken(ClauseKind::For) && !broken(ClauseKind::Pool) {
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
        NeverClause::Beyond {
            verb,
            property,
            ceilings,
        } => {
            let guarded = guarded(scope, property)?;
            on_its_side(guarded, verb, property.span, scope.diagnostics)?;
            Promise::Risk(guarded, ceiling(guarded, ceilings, scope.diagnostics)?)
        }
        NeverClause::RaiseTotalAbove { ceilings } => Promise::Total(total(ceilings, scope.diagnostics)?),
        NeverClause::ChangeByMore { property, steps } => {
            let guarded = guarded(scope, property)?;
            Promise::Change(guarded, step(guarded, steps, scope.diagnostics)?)
        }
        NeverClause::Pause { condition: None } => Promise::Pause,
        NeverClause::Pause {
            condition: Some(found),
        } => return Some((Promise::Pause, Some(scope.condition(found)?))),
    };
    Some((promise, None))
}

/// The property of this name that can be guarded, where the guard's platforms have it at any level.
fn guarded(scope: &mut Scope<'_>, word: &Spanned<String>) -> Option<Property> {
    let known = || Property::AMOUNTS.iter().map(|property| property.as_str());
    let Some(property) = amount_named(&word.value) else {
        let found = Diagnostic::new("E0117", word.span, format!("`{}` cannot be guarded", word.value));
        let quoted: Vec<String> = known().map(|word| format!("`{word}`")).collect();
        scope.diagnostics.push(match nearest(&word.value, known()) {
            Some(meant) => found.help(format!("did you mean `{meant}`?")).safe_fix(
                format!("write `{meant}`"),
                word.span,
                meant,
            ),
            None => found.help(format!("a guard bounds {}", list(&quoted, "and"))),
        });
        return None;
    };
    let platforms = scope.about.as_ref().map_or(&[][..], |(_, named)| named);
    let is_there = platforms.is_empty()
        || levels()
            .iter()
            .any(|level| level.writes(property).iter().any(|on| platforms.contains(on)));
    if !is_there {
        let titles: Vec<&str> = platforms.iter().map(|platform| platform.title()).collect();
        scope.diagnostics.push(
            Diagnostic::new(
                "E0531",
                word.span,
                format!("nothing on {} has a {}", list(&titles, "and"), property.words()),
            )
            .help("such a promise would never be asked; leave it out"),
        );
        return None;
    }
    Some(property)
}

/// A promise bounds the risky side; the other one is safe, and nothing has to be forbidden there.
fn on_its_side(
    property: Property,
    verb: &Spanned<RiskVerb>,
    span: Span,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<()> {
    let (wanted, help) = if property.is_safer_above() {
        (
            RiskVerb::Lower,
            format!(
                "a higher {} spends less; write `never lower {property} below 2`",
                property.words()
            ),
        )
    } else {
        (
            RiskVerb::Raise,
            format!(
                "a lower {} spends less; write `never raise {property} above $50`",
                property.words()
            ),
        )
    };
    if verb.value == wanted {
        return Some(());
    }
    let what = match verb.value {
        RiskVerb::Raise => "raising",
        RiskVerb::Lower => "lowering",
    };
    diagnostics.push(
        Diagnostic::new(
            "E0340",
            verb.span.to(span),
            format!("{what} the {} is the safe direction", property.words()),
        )
        .help(help),
    );
    None
}

/// The sum of an account's budgets is an amount of money.
fn total(ceilings: &[Spanned<CeilingSyntax>], diagnostics: &mut Vec<Diagnostic>) -> Option<Ceiling> {
    let share = ceilings.iter().find(|found| {
        matches!(
            found.value,
            CeilingSyntax::ShareOfStart(..) | CeilingSyntax::Literal(LiteralSyntax::Percent(_))
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
    ceiling(Property::Budget, ceilings, diagnostics)
}

/// How far a property may move in a day.
fn step(
    property: Property,
    steps: &[Spanned<CeilingSyntax>],
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Ceiling> {
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
                value: CeilingSyntax::ShareOfStart(..),
                span,
            },
        ] => {
            diagnostics.push(
                Diagnostic::new(
                    "E0703",
                    *span,
                    "a change is measured against the start of the day already",
                )
                .help(format!(
                    "write the percentage alone: `never change {property} by more than 30% per day`"
                )),
            );
            None
        }
        steps
            if steps.iter().any(|step| {
                matches!(
                    step.value,
                    CeilingSyntax::ShareOfStart(..) | CeilingSyntax::Literal(LiteralSyntax::Percent(_))
                )
            }) =>
        {
            let span = steps.last().map(|step| step.span)?;
            diagnostics.push(
                Diagnostic::new("E0703", span, "a percentage stands alone").help(format!(
                    "write a second `never change {property} by more than` for the amount"
                )),
            );
            None
        }
        steps => ceiling(property, steps, diagnostics),
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

/// A bound: an amount per currency, a ratio, or a share of what stood there at the start of the day.
fn ceiling(
    property: Property,
    ceilings: &[Spanned<CeilingSyntax>],
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Ceiling> {
    let first = ceilings.first()?;
    if let CeilingSyntax::ShareOfStart(share, of) = &first.value {
        return of_day_start(property, (share, of, first.span), ceilings.get(1), diagnostics)
            .map(Ceiling::OfDayStart);
    }
    if property.attribute().kind() == AttributeKind::Ratio {
        return ratio(property, ceilings, diagnostics).map(Ceiling::Ratio);
    }
    let mut amounts: Vec<(Currency, i64)> = Vec::new();
    let mut seen: BTreeSet<Currency> = BTreeSet::new();
    for ceiling in ceilings {
        let found = match &ceiling.value {
            CeilingSyntax::Literal(LiteralSyntax::Money(currency, micros)) => {
                if !seen.insert(*currency) {
                    Diagnostic::new(
                        "E0602",
                        ceiling.span,
                        format!("there are two amounts in {currency}"),
                    )
                    .help("give one amount per currency")
                } else if *micros <= 0 {
                    Diagnostic::new(
                        "E0703",
                        ceiling.span,
                        format!("a ceiling of nothing would forbid every {}", property.words()),
                    )
                    .help("write an amount above zero")
                } else {
                    amounts.push((*currency, *micros));
                    continue;
                }
            }
            CeilingSyntax::Literal(LiteralSyntax::Broken) => return None,
            CeilingSyntax::Literal(LiteralSyntax::Percent(_)) => of_what(property, ceiling.span),
            CeilingSyntax::Literal(_) | CeilingSyntax::ShareOfStart(..) => Diagnostic::new(
                "E0703",
                ceiling.span,
                format!(
                    "a ceiling is an amount with its currency, or a share of the {} at the start of the day",
                    property.words()
                ),
            )
            .help(format!(
                "write `$1,000, 900 EUR`, or `200% of {property} at start of day`"
            )),
        };
        diagnostics.push(found);
        return None;
    }
    Some(Ceiling::Amounts(amounts))
}

/// `200% of budget at start of day`: a bound on the risky side of where the day began.
fn of_day_start(
    property: Property,
    (share, of, span): (&LiteralSyntax, &Spanned<String>, Span),
    second: Option<&Spanned<CeilingSyntax>>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Rational> {
    let (verb, side) = property.risky_side();
    let LiteralSyntax::Percent(share) = share else {
        return None;
    };
    let one = Rational::integer(1);
    let forbids_all = if property.is_safer_above() {
        *share > one || !share.is_positive()
    } else {
        *share < one
    };
    let found = if let Some(second) = second {
        Diagnostic::new(
            "E0703",
            second.span,
            "a share of the start of the day stands alone",
        )
        .help(format!(
            "write a second `never {verb} {property} {side}` for the amount"
        ))
    } else if of.value != property.as_str() {
        Diagnostic::new(
            "E0703",
            of.span,
            format!("a bound of `{property}` is a share of its own value at the start of the day"),
        )
        .help(format!("write `{property}`"))
        .safe_fix(format!("write `{property}`"), of.span, property.as_str())
    } else if forbids_all && property.is_safer_above() {
        Diagnostic::new(
            "E0703",
            span,
            "a bound above 100% of the start of the day would forbid every step down",
        )
        .help(format!(
            "write 100% to forbid a {} below the morning's, or less to leave room",
            property.words()
        ))
    } else if forbids_all {
        Diagnostic::new(
            "E0703",
            span,
            "a ceiling below 100% of the start of the day would forbid every raise",
        )
        .help(format!(
            "write 100% to forbid raises above the morning's {}, or more to leave room",
            property.words()
        ))
    } else {
        return Some(share.clone());
    };
    diagnostics.push(found);
    None
}

/// The one number of a bound on a ratio, in millionths.
fn ratio(
    property: Property,
    bounds: &[Spanned<CeilingSyntax>],
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<i64> {
    let (verb, side) = property.risky_side();
    let first = bounds.first()?;
    let found = match (&first.value, bounds.get(1)) {
        (CeilingSyntax::Literal(LiteralSyntax::Broken), _) => return None,
        (_, Some(second)) => Diagnostic::new(
            "E0703",
            second.span,
            "a ratio has no currency: one bound is enough",
        )
        .help("leave the second one out"),
        (CeilingSyntax::Literal(LiteralSyntax::Number(ratio)), None) => {
            if let Some(millionths) = ratio.to_millionths().filter(|millionths| *millionths > 0) {
                return Some(millionths);
            }
            Diagnostic::new("E0703", first.span, "this is no ratio above zero")
                .help("write a number with at most 6 decimals, such as `2.5`")
        }
        (CeilingSyntax::Literal(LiteralSyntax::Percent(_)), None) => of_what(property, first.span),
        _ => Diagnostic::new(
            "E0703",
            first.span,
            format!(
                "a {} is a ratio: what one unit of spend brings in",
                property.words()
            ),
        )
        .help(format!("write `never {verb} {property} {side} 2`")),
    };
    diagnostics.push(found);
    None
}

fn of_what(property: Property, span: Span) -> Diagnostic {
    let share = if property.is_safer_above() { "80%" } else { "200%" };
    Diagnostic::new("E0703", span, "a percentage of what?")
        .help(format!("write `{share} of {property} at start of day`"))
        .possible_fix(
            format!("take the {} at the start of the day", property.words()),
            span.after(),
            format!(" of {property} at start of day"),
        )
}
