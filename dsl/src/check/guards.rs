//! Guards from their clauses.

use std::sync::Arc;

use crate::check::actions::amount_named;
use crate::check::ceilings::{ceiling, step, total};
use crate::check::item::new_scope;
use crate::check::names::{Place, Scope};
use crate::check::structure::{first, missing_scope, structure};
use crate::check::suggestion::nearest;
use crate::check::{accept, clauses};
use crate::definitions::Definitions;
use crate::diagnostics::Diagnostic;
use crate::display::{list, one_line};
use crate::guard::{Guard, GuardBody, GuardClause, Pauses, Promise};
use crate::money::Currency;
use crate::rational::Rational;
use crate::registry::{Level, Platform, Property, levels};
use crate::span::Span;
use crate::syntax::tree::{
    Clause, ClauseKind, Item, LimitClause, LiteralSyntax, NeverClause, RiskVerb, Spanned,
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
        && about.level.info().writes(Property::Status).is_empty()
    {
        scope.diagnostics.push(no_promise(about.level, clause.level.span));
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
            Clause::Limit(limit) => pauses(&mut scope, limit).map(|promise| (promise, None)),
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
    let currency = currency(&mut scope, before);
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
            currency,
            accepts: accept::written(item),
        }),
    })
}

/// The currency of the amounts in its conditions. Of two amounts in different currencies one is unknown in every account, so that
/// everything would be covered.
fn currency(scope: &mut Scope<'_>, before: usize) -> Option<Currency> {
    let mut own: Option<(Currency, Span)> = None;
    for (span, currencies) in scope.amounts.clone() {
        let found = currencies.first().copied()?;
        match own {
            None => own = Some((found, span)),
            Some((first, _)) if first == found => {}
            // A comparison or a sum of both has been answered for.
            Some(_)
                if scope
                    .diagnostics
                    .iter()
                    .skip(before)
                    .any(|found| found.code == "E0208") =>
            {
                return None;
            }
            Some((first, before)) => {
                scope.say(
                    Diagnostic::new(
                        "E0208",
                        span,
                        format!("no account can answer both: this amount is in {found}, another in {first}"),
                    )
                    .help("write a guard for each currency, with its accounts: `for campaigns in account \"Shop EU\" where budget > 90 EUR`")
                    .label(before, format!("this is in {first}")),
                );
                return None;
            }
        }
    }
    own.map(|(currency, _)| currency)
}

/// What is neither switched nor bid on: there is nothing to promise of it.
fn no_promise(level: Level, span: Span) -> Diagnostic {
    let switched: Vec<String> = levels()
        .iter()
        .filter(|info| !info.writes(Property::Status).is_empty())
        .map(|info| format!("`for {}`", info.level))
        .collect();
    Diagnostic::new(
        "E0351",
        span,
        format!("no promise is about {level}: they are neither switched off nor bid on"),
    )
    .help(format!("guards are written {}", list(&switched, "and")))
}

/// So many campaigns may run without one of them that could be paused.
const FEW: i64 = 50;

/// A share so small that it lets nothing be paused where few campaigns run.
fn rounds_down_to_none(promise: &Promise, span: Span) -> Option<Diagnostic> {
    let Promise::Paused(Pauses::Share(share), level) = promise else {
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
            format!("this lets nothing be paused where fewer than {least} {level} run"),
        )
        .help(format!(
            "a share is rounded down; give a number, as in `at most 1 {level} paused per day`"
        )),
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
        NeverClause::RaiseTotalAbove { ceilings } => {
            let level = scope.about.as_ref().map_or(Level::Campaigns, |(level, _)| *level);
            if level != Level::Campaigns {
                let span = ceilings.first().map_or(Span::default(), |first| first.span);
                scope.diagnostics.push(
                    Diagnostic::new(
                        "E0351",
                        span,
                        format!("the total budget of an account is that of its campaigns, and this guard is about {level}"),
                    )
                    .help("write it in a guard `for campaigns`"),
                );
                return None;
            }
            Promise::Total(total(ceilings, scope.diagnostics)?)
        }
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
    let (own, platforms) = scope
        .about
        .as_ref()
        .map_or((Level::Campaigns, &[][..]), |(level, named)| (*level, named));
    let under = levels().iter().filter(|info| is_under(info.level, own));
    let mut written = under.flat_map(|info| info.writes(property));
    if !written.any(|on| platforms.is_empty() || platforms.contains(on)) {
        let nothing = match own {
            Level::Campaigns => "nothing".to_owned(),
            level => format!("no {}, and nothing under one,", level.one()),
        };
        let titles: Vec<&str> = platforms.iter().map(|platform| platform.title()).collect();
        let on = if titles.is_empty() {
            String::new()
        } else {
            format!(" on {}", list(&titles, "and"))
        };
        scope.diagnostics.push(
            Diagnostic::new(
                "E0531",
                word.span,
                format!("{nothing}{on} has a {}", property.words()),
            )
            .help("such a promise would never be asked; leave it out"),
        );
        return None;
    }
    Some(property)
}

/// Whether a level is this one, or stands under it.
fn is_under(level: Level, above: Level) -> bool {
    level == above || above == Level::Campaigns || level.below_campaigns().contains(&above)
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

/// `at most … paused per day`.
fn pauses(scope: &mut Scope<'_>, limit: &LimitClause) -> Option<Promise> {
    // `structure` has answered for every other limit.
    let LimitClause::Paused { most, level } = limit else {
        return None;
    };
    let counted = clauses::level(level, scope.diagnostics)?;
    let (own, platforms) = scope
        .about
        .as_ref()
        .map_or((Level::Campaigns, &[][..]), |(level, named)| (*level, named));
    let info = counted.info();
    let is_there = |platform: &Platform| platforms.is_empty() || platforms.contains(platform);
    let found = if info.writes(Property::Status).is_empty() {
        Some(no_promise(counted, level.span))
    } else if !is_under(counted, own) {
        let found = Diagnostic::new(
            "E0351",
            level.span,
            format!("this guard is about {own}, and {counted} stand above or beside them"),
        );
        Some(found.help(format!("write `{own}`, or a guard `for {counted}`")))
    } else if !info.platforms.iter().any(is_there) {
        let titles: Vec<&str> = platforms.iter().map(|platform| platform.title()).collect();
        let message = format!("there are no {counted} on {}", list(&titles, "and"));
        Some(
            Diagnostic::new("E0530", level.span, message)
                .help("such a promise would never be asked; leave it out"),
        )
    } else {
        None
    };
    if let Some(found) = found {
        scope.diagnostics.push(found);
        return None;
    }
    share_or_count(most, counted, scope.diagnostics).map(|pauses| Promise::Paused(pauses, counted))
}

fn share_or_count(
    most: &Spanned<LiteralSyntax>,
    level: Level,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Pauses> {
    match &most.value {
        LiteralSyntax::Percent(share) if *share > Rational::zero() && *share <= Rational::integer(1) => {
            Some(Pauses::Share(share.clone()))
        }
        LiteralSyntax::Percent(_) => {
            diagnostics.push(
                Diagnostic::new(
                    "E0703",
                    most.span,
                    format!("a share of {level} lies above 0% and at most at 100%"),
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
            Some(Pauses::Count(count?))
        }
        _ => None,
    }
}
