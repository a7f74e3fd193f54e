//! Guards: what they cover, and the ceilings they set.

use dsl::{
    Attribute, AttributeValue, Currency, Forbids, Guard, GuardFacts, MissingReason, NoCeiling, Truth, check,
};

use crate::fixture::{Campaign, Memory, thursday};

fn guard(lines: &str) -> Guard {
    let checked = check(&format!("guard \"Example\" {{\n{lines}\n}}\n"));
    assert!(checked.diagnostics.is_empty(), "{:#?}", checked.diagnostics);
    checked.guards.into_iter().next().unwrap()
}

fn facts(currency: Currency, start: Result<i64, MissingReason>) -> GuardFacts {
    GuardFacts {
        currency,
        at_day_start: start,
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
fn a_target_roas_is_bounded_from_below_and_rounds_up() {
    let guard = guard(
        "  for campaigns on google\n  never lower target_roas below 2.5\n  never lower target_roas below 66.6% of target_roas at start of day\n  never change target_roas by more than 10% per day",
    );
    let written: Vec<String> = guard.clauses().iter().map(ToString::to_string).collect();
    assert_eq!(
        written,
        [
            "never lower target_roas below 2.5",
            "never lower target_roas below 66.6% of target_roas at start of day",
            "never change target_roas by more than 10% per day"
        ]
    );
    let facts = facts(Currency::USD, Ok(3_000_001));
    assert_eq!(guard.ceiling(0, &facts), Ok(2_500_000));
    assert_eq!(guard.ceiling(1, &facts), Ok(1_998_001));
    assert_eq!(guard.span_of_day(2, &facts), Ok((2_700_001, 3_300_001)));
    assert_eq!(guard.clauses()[0].property(), Some(dsl::Property::TargetRoas));
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
    let covers: Vec<Truth> = (0..4)
        .map(|row| guard.covers(&table, row, (&thursday(), Currency::USD)))
        .collect();
    assert_eq!(covers, [Truth::True, Truth::False, Truth::Unknown, Truth::True]);
}

#[test]
fn a_guard_without_a_where_covers_everything() {
    let guard = guard("  for campaigns\n  never raise budget above $1,000");
    assert_eq!(
        guard.covers(
            &Memory::of([Campaign::default()]),
            0,
            (&thursday(), Currency::USD)
        ),
        Truth::True
    );
}

#[test]
fn an_amount_in_a_where_counts_in_its_currency_and_covers_everything_in_any_other() {
    let guard =
        guard("  for campaigns where budget > $100\n  never pause where 2 * budget >= $400\n  never pause");
    let table = Memory::of([
        Campaign::default().with(Attribute::Budget, AttributeValue::Money(100_000_000)),
        Campaign::default().with(Attribute::Budget, AttributeValue::Money(100_000_001)),
        Campaign::default().with(Attribute::Budget, AttributeValue::Money(200_000_000)),
        Campaign::default(),
    ]);
    let covers = |currency| -> Vec<Truth> {
        (0..4)
            .map(|row| guard.covers(&table, row, (&thursday(), currency)))
            .collect()
    };
    assert_eq!(
        covers(Currency::USD),
        [Truth::False, Truth::True, Truth::True, Truth::Unknown]
    );
    assert_eq!(covers(Currency::EUR), [Truth::Unknown; 4]);
    let protects = |currency| -> Vec<Truth> {
        (0..3)
            .map(|row| guard.protects(0, &table, row, (&thursday(), currency)))
            .collect()
    };
    assert_eq!(protects(Currency::USD), [Truth::False, Truth::False, Truth::True]);
    assert_eq!(protects(Currency::EUR), [Truth::Unknown; 3]);
    assert_eq!(
        (guard.foreign(Currency::USD), guard.foreign(Currency::EUR)),
        (None, Some(Currency::USD))
    );
}

#[test]
fn the_total_of_an_account_is_an_amount_in_its_currency() {
    let guard = guard("  for campaigns\n  never raise total budget of account above $20,000, 18,000 EUR");
    assert_eq!(guard.clauses()[0].forbids, Forbids::TotalBudgetRaiseAbove);
    let ceiling = |currency| guard.ceiling(0, &facts(currency, Err(MissingReason::NoSync)));
    assert_eq!(ceiling(Currency::EUR), Ok(18_000_000_000));
    assert!(ceiling(Currency::GBP).is_err());
    assert!(
        guard.span_of_day(0, &facts(Currency::USD, Ok(1))).is_err(),
        "it says nothing about changes"
    );
}

#[test]
fn a_change_is_bounded_both_ways_from_the_start_of_the_day_rounded_down() {
    let share = guard("  for campaigns\n  never change budget by more than 33.3% per day");
    assert_eq!(
        share.span_of_day(0, &facts(Currency::USD, Ok(100))),
        Ok((67, 133))
    );
    assert_eq!(
        share.span_of_day(0, &facts(Currency::USD, Err(MissingReason::NoSync))),
        Err(NoCeiling::Missing {
            reason: MissingReason::NoSync
        })
    );
    let amount = guard("  for campaigns\n  never change budget by more than $10 per day");
    assert_eq!(
        amount.span_of_day(0, &facts(Currency::USD, Ok(15_000_000))),
        Ok((5_000_000, 25_000_000))
    );
    assert_eq!(
        amount.span_of_day(0, &facts(Currency::EUR, Ok(15_000_000))),
        Err(NoCeiling::NoAmount {
            currency: Currency::EUR
        })
    );
    assert!(
        amount
            .span_of_day(0, &facts(Currency::USD, Ok(i64::MAX)))
            .is_err()
    );
}

#[test]
fn what_is_not_known_about_a_row_counts_as_protected() {
    let guard = guard("  for campaigns\n  never pause where labels has \"brand\"\n  never pause");
    let table = Memory::of([
        Campaign::default().labelled(&["brand"]),
        Campaign::default().labelled(&["other"]),
        Campaign::default(),
    ]);
    let protects = |clause| -> Vec<Truth> {
        (0..3)
            .map(|row| guard.protects(clause, &table, row, (&thursday(), Currency::USD)))
            .collect()
    };
    assert_eq!(protects(0), [Truth::True, Truth::False, Truth::Unknown]);
    assert_eq!(protects(1), [Truth::True; 3]);
}

#[test]
fn a_share_of_campaigns_rounds_down_to_none_if_need_be() {
    let guard = guard(
        "  for campaigns\n  at most 30% of campaigns paused per day\n  at most 2 campaigns paused per day\n  never pause",
    );
    let most = |clause, running| guard.most_paused(clause, running);
    assert_eq!(
        [most(0, 3), most(0, 4), most(0, 10), most(0, 0)],
        [Some(0), Some(1), Some(3), Some(0)]
    );
    assert_eq!((most(1, 1_000), most(2, 10)), (Some(2), None));
}
