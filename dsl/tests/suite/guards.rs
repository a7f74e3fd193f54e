//! Guards: what they cover, and the ceilings they set.

use dsl::{Attribute, AttributeValue, Currency, Guard, GuardFacts, MissingReason, NoCeiling, Truth, check};

use crate::fixture::{Campaign, Memory, thursday};

fn guard(lines: &str) -> Guard {
    let checked = check(&format!("guard \"Example\" {{\n{lines}\n}}\n"));
    assert!(checked.diagnostics.is_empty(), "{:#?}", checked.diagnostics);
    checked.guards.into_iter().next().unwrap()
}

fn facts(currency: Currency, start: Result<i64, MissingReason>) -> GuardFacts {
    GuardFacts {
        currency,
        budget_at_day_start: start,
    }
}

#[test]
fn a_share_of_the_morning_rounds_down_and_blocks_without_it() {
    let guard =
        guard("  for campaigns on google, meta\n  never raise budget above 133.3% of budget at start of day");
    assert_eq!(
        guard.clauses()[0].to_string(),
        "never raise budget above 133.3% of budget at start of day"
    );
    assert_eq!(
        guard.ceiling(0, &facts(Currency::USD, Ok(100_000_001))),
        Ok(133_300_001)
    );
    assert_eq!(
        guard.ceiling(0, &facts(Currency::USD, Err(MissingReason::NoSync))),
        Err(NoCeiling::Missing {
            reason: MissingReason::NoSync
        })
    );
    assert_eq!(
        guard.ceiling(0, &facts(Currency::USD, Ok(i64::MAX))),
        Err(NoCeiling::Missing {
            reason: MissingReason::Overflow
        })
    );
}

#[test]
fn an_amount_counts_in_the_accounts_currency_and_blocks_in_any_other() {
    let guard = guard("  for campaigns\n  never raise budget above $1,000, 900 EUR");
    let ceiling = |currency| guard.ceiling(0, &facts(currency, Err(MissingReason::NoSync)));
    assert_eq!(ceiling(Currency::USD), Ok(1_000_000_000));
    assert_eq!(ceiling(Currency::EUR), Ok(900_000_000));
    assert_eq!(
        ceiling(Currency::GBP),
        Err(NoCeiling::NoAmount {
            currency: Currency::GBP
        })
    );
}

#[test]
fn several_promises_each_have_their_ceiling() {
    let guard = guard(
        "  for campaigns\n  never raise budget above 200% of budget at start of day\n  never raise budget above $1,000",
    );
    assert_eq!(guard.clauses().len(), 2);
    assert_eq!(guard.ceiling(1, &facts(Currency::USD, Ok(1))), Ok(1_000_000_000));
}

#[test]
fn what_is_not_known_about_a_row_counts_as_covered() {
    let guard =
        guard("  for campaigns where labels has \"brand\" or age < 30d\n  never raise budget above $1,000");
    let table = Memory::of([
        Campaign::default().labelled(&["brand"]).aged(100),
        Campaign::default().labelled(&["other"]).aged(100),
        Campaign::default().aged(100),
        Campaign::default()
            .labelled(&["other"])
            .with(Attribute::Age, AttributeValue::Duration(86_400)),
    ]);
    let covers: Vec<Truth> = (0..4).map(|row| guard.covers(&table, row, &thursday())).collect();
    assert_eq!(covers, [Truth::True, Truth::False, Truth::Unknown, Truth::True]);
}

#[test]
fn a_guard_without_a_where_covers_everything() {
    let guard = guard("  for campaigns\n  never raise budget above $1,000");
    assert_eq!(
        guard.covers(&Memory::of([Campaign::default()]), 0, &thursday()),
        Truth::True
    );
}
