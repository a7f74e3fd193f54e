//! The bounds of a guard's promises: amounts, ratios, and shares of where the day began.

use std::collections::BTreeSet;

use crate::diagnostics::Diagnostic;
use crate::guard::Ceiling;
use crate::money::Currency;
use crate::rational::Rational;
use crate::registry::{AttributeKind, Property};
use crate::span::Span;
use crate::syntax::tree::{CeilingSyntax, LiteralSyntax, Spanned};

/// The sum of an account's budgets is an amount of money.
pub(super) fn total(
    ceilings: &[Spanned<CeilingSyntax>],
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Ceiling> {
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
pub(super) fn step(
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

/// A bound: an amount per currency, a ratio, or a share of what stood there at the start of the day.
pub(super) fn ceiling(
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
