//! Amounts in other currencies, worked out by hand.

use dsl::{BindError, Binding, Currency, Metric, MissingReason, Rate, Truth};
use jiff::civil::{Date, date};

use crate::fixture::{Campaign, Memory, dollars, rule, ruled, thursday};

const UNIT: i64 = 1_000_000;

/// The check is on 5 March 2026.
fn given(from: &str, to: &str, digits: i64, decimals: u32, day: Date) -> ((Currency, Currency), Rate) {
    let rate = Rate {
        digits,
        decimals,
        day,
        source: "eurofxref-hist.csv".into(),
    };
    ((from.parse().unwrap(), to.parse().unwrap()), rate)
}

/// One campaign that spent this much yesterday.
fn spent(dollars: i64, rates: impl IntoIterator<Item = ((Currency, Currency), Rate)>) -> Memory {
    let campaign = Campaign::named("A")
        .status("active")
        .day(Metric::Spend, "2026-03-04", dollars * UNIT)
        .day(Metric::Conversions, "2026-03-04", 2 * UNIT);
    Memory {
        rates: rates.into_iter().collect(),
        ..Memory::of([campaign])
    }
}

fn in_euros() -> Binding {
    Binding {
        currency: Currency::EUR,
        ..dollars()
    }
}

fn judged(lines: &str, binding: &Binding, table: &Memory) -> Truth {
    let bound = ruled(lines).bind(binding).unwrap();
    let truth = bound.evaluate(table, &thursday()).branches[0][0];
    assert_eq!(bound.explain(table, &thursday(), 0).branches[0].truth, truth);
    truth
}

/// The left side of the only comparison.
fn explained(condition: &str, table: &Memory) -> dsl::Operand {
    let bound = ruled(&format!("  when {condition}\n  then pause"))
        .bind(&dollars())
        .unwrap();
    let explained = bound.explain(table, &thursday(), 0);
    explained.branches[0].condition.clone().unwrap().left.unwrap()
}

#[test]
fn a_converted_amount_is_compared_exactly_at_its_rate() {
    // 100 dollars at 0.92 are 92 euros, not a millionth more.
    let table = spent(100, [given("USD", "EUR", 92, 2, date(2026, 3, 4))]);
    let asked = |condition: &str| judged(&format!("  when {condition}\n  then pause"), &dollars(), &table);
    assert_eq!(
        asked("convert(spend over yesterday to EUR) = 92 EUR"),
        Truth::True
    );
    assert_eq!(
        asked("convert(spend over yesterday to EUR) > 91.999999 EUR"),
        Truth::True
    );
    assert_eq!(
        asked("convert(spend over yesterday to EUR) > 92 EUR"),
        Truth::False
    );
    assert_eq!(
        asked("spend over yesterday = convert(92 EUR to account currency)"),
        Truth::True,
        "92 euros are 100 dollars by the same rate turned round"
    );
    assert_eq!(
        asked("convert(spend over yesterday to EUR) / 46 EUR = 2"),
        Truth::True
    );
}

#[test]
fn the_newest_rate_counts_and_of_one_day_the_one_this_way_round() {
    let condition = "  when convert(spend over yesterday to EUR) > 91 EUR\n  then pause";
    let asked = |rates: Vec<((Currency, Currency), Rate)>| judged(condition, &dollars(), &spent(100, rates));
    let low = |day| given("USD", "EUR", 90, 2, day);
    let turned = |day| given("EUR", "USD", 10, 1, day);
    assert_eq!(
        asked(vec![
            low(date(2026, 3, 3)),
            given("USD", "EUR", 92, 2, date(2026, 3, 2))
        ]),
        Truth::False
    );
    assert_eq!(
        asked(vec![low(date(2026, 3, 3)), turned(date(2026, 3, 4))]),
        Truth::True,
        "the newer one the other way round"
    );
    assert_eq!(
        asked(vec![low(date(2026, 3, 3)), turned(date(2026, 3, 3))]),
        Truth::False
    );
    assert_eq!(
        asked(vec![low(date(2026, 3, 3)), turned(date(2026, 3, 6))]),
        Truth::False,
        "tomorrow's is not known yet"
    );
}

#[test]
fn a_rate_of_eight_days_ago_is_none_and_the_reason_names_the_last() {
    let condition = "convert(spend over yesterday to EUR) > 1 EUR";
    let asked = |day| {
        let table = spent(100, [given("USD", "EUR", 92, 2, day)]);
        judged(&format!("  when {condition}\n  then pause"), &dollars(), &table)
    };
    assert_eq!(asked(date(2026, 2, 26)), Truth::True);
    assert_eq!(asked(date(2026, 2, 25)), Truth::Unknown);
    let missing = |rates: Vec<((Currency, Currency), Rate)>| {
        let missing = explained(condition, &spent(100, rates)).value.missing.unwrap();
        (missing.reason, missing.detail)
    };
    assert_eq!(
        missing(vec![given("USD", "EUR", 92, 2, date(2026, 2, 25))]),
        (
            MissingReason::NoRate,
            "no rate USD→EUR newer than 7 days; the last is of 2026-02-25".to_owned()
        )
    );
    assert_eq!(
        missing(vec![
            given("USD", "GBP", 8, 1, date(2026, 3, 4)),
            given("GBP", "EUR", 12, 1, date(2026, 3, 4))
        ]),
        (MissingReason::NoRate, "no rate USD→EUR is known".to_owned()),
        "nothing is made up through a third currency"
    );
}

#[test]
fn an_explanation_tells_the_rate_its_day_and_its_source() {
    let condition = "convert(spend over yesterday to EUR) > 1 EUR";
    let told = |rate| {
        let operand = explained(condition, &spent(100, [rate]));
        let parts: Vec<(String, String)> = operand
            .parts
            .into_iter()
            .map(|part| (part.text, part.value.display))
            .collect();
        (operand.value.display, parts)
    };
    let spend = ("spend over yesterday".to_owned(), "$100.00".to_owned());
    assert_eq!(
        told(given("USD", "EUR", 92, 2, date(2026, 3, 4))),
        (
            "≈ €92.00".to_owned(),
            vec![
                spend.clone(),
                (
                    "rate".to_owned(),
                    "1 USD = 0.92 EUR on 2026-03-04 (eurofxref-hist.csv)".to_owned()
                )
            ]
        )
    );
    assert_eq!(
        told(given("EUR", "USD", 1_0871, 4, date(2026, 3, 4))).1,
        [
            spend,
            (
                "rate".to_owned(),
                "1 EUR = 1.0871 USD on 2026-03-04 (eurofxref-hist.csv), the other way round".to_owned()
            )
        ]
    );
}

#[test]
fn in_an_account_of_that_currency_nothing_is_converted_and_no_rate_is_needed() {
    let table = spent(100, []);
    let condition = "  when convert(spend over yesterday to EUR) = 100 EUR\n  then pause";
    assert_eq!(judged(condition, &in_euros(), &table), Truth::True);
    assert_eq!(judged(condition, &dollars(), &table), Truth::Unknown);
    let bound = ruled(condition).bind(&in_euros()).unwrap();
    let explained = bound.explain(&table, &thursday(), 0);
    let left = explained.branches[0].condition.clone().unwrap().left.unwrap();
    assert_eq!(left.value.display, "€100.00", "exact, so without a sign of doubt");
    assert_eq!(left.parts.len(), 1);
}

#[test]
fn a_quotient_over_zero_stays_one_when_it_is_converted() {
    let mut table = spent(100, [given("USD", "EUR", 92, 2, date(2026, 3, 4))]);
    table.campaigns[0] = Campaign::named("A").day(Metric::Spend, "2026-03-04", 100 * UNIT);
    let lines = "  when (convert(cpa over yesterday to EUR) else infinite) > 1,000 EUR\n  then pause";
    assert_eq!(judged(lines, &dollars(), &table), Truth::True);
    table.rates.clear();
    assert_eq!(
        judged(lines, &dollars(), &table),
        Truth::Unknown,
        "an account without a rate never looks like an expensive campaign"
    );
}

#[test]
fn an_amount_beside_a_converted_one_does_not_tie_the_rule_to_accounts_of_its_currency() {
    let one = ruled(
        "  param most: money = 40 EUR\n  when convert(spend over yesterday to EUR) > most + 2 EUR\n  then pause",
    );
    assert_eq!(one.currencies(), None);
    assert!(one.converts());
    let table = spent(100, [given("USD", "EUR", 92, 2, date(2026, 3, 4))]);
    let bound = one.bind(&dollars()).unwrap();
    assert_eq!(bound.evaluate(&table, &thursday()).branches[0], [Truth::True]);
    // Read in both: the account's amount is needed as well.
    let both = ruled(
        "  param most: money = 40 EUR\n  when convert(spend over yesterday to EUR) > most and budget > most\n  then pause",
    );
    let euros: std::collections::BTreeSet<Currency> = [Currency::EUR].into();
    assert_eq!(both.currencies(), Some(&euros));
    assert!(matches!(both.bind(&dollars()), Err(BindError::NoAmount { .. })));
    assert!(both.bind(&in_euros()).is_ok());
}

#[test]
fn an_override_is_in_the_currency_that_the_rule_reads_it_in() {
    let rule = ruled(
        "  param most: money = 40 EUR\n  when convert(spend over yesterday to EUR) > most\n  then pause",
    );
    let bound = |value: &str| {
        rule.bind(&Binding {
            overrides: vec![("most".to_owned(), value.to_owned())],
            ..dollars()
        })
    };
    let table = spent(100, [given("USD", "EUR", 92, 2, date(2026, 3, 4))]);
    let truth = bound("92 EUR").unwrap().evaluate(&table, &thursday()).branches[0][0];
    assert_eq!(truth, Truth::False);
    let refused = bound("$100").unwrap_err().to_string();
    assert!(refused.contains("no amount in EUR"), "{refused}");
}

#[test]
fn what_a_budget_is_set_to_is_rounded_in_the_accounts_currency() {
    let table = spent(100, [given("EUR", "USD", 1_0871, 4, date(2026, 3, 4))]);
    let mut campaign = table.campaigns[0].clone();
    campaign
        .attributes
        .insert(dsl::Attribute::Budget, Ok(dsl::AttributeValue::Money(500 * UNIT)));
    let table = Memory {
        campaigns: vec![campaign],
        ..table
    };
    let bound = rule(
        "rule \"Example\" {\n  for campaigns\n  every 1h\n  when spend over yesterday > convert(20 EUR to account currency)\n  then set budget to convert(50.01 EUR to account currency)\n}\n",
    )
    .bind(&dollars())
    .unwrap();
    // 50.01 euros are 54.365871 dollars; a budget rounds down.
    let effects = bound.effects(&table, &thursday(), 0, 0);
    let shown = format!("{effects:?}");
    assert!(shown.contains("54360000"), "{shown}");
}

#[test]
fn two_rules_of_which_one_converts_may_meet_and_nobody_says_that_they_do() {
    let text = "rule \"Raise\" {\n  for campaigns\n  every 1h\n  when convert(spend over today to EUR) > 50 EUR\n  \
                then increase budget by 10% up to $500\n  cooldown 24h\n}\n\n\
                rule \"Cut\" {\n  for campaigns\n  every 1h\n  when spend over today > $40\n  then decrease budget by 10%\n  cooldown 24h\n}\n";
    let checked = dsl::check(text);
    assert!(checked.is_ok(), "{:#?}", checked.diagnostics);
    let bound: Vec<dsl::BoundRule> = checked
        .rules
        .iter()
        .map(|rule| rule.bind(&dollars()).unwrap())
        .collect();
    let found = dsl::analyse::account(&bound, &[], thursday().at).findings;
    let told: Vec<String> = found
        .iter()
        .filter_map(|finding| match &finding.answer {
            dsl::analyse::Answer::NotDecided(obstacle) => Some(obstacle.in_words()),
            _ => None,
        })
        .collect();
    assert_eq!(told.len(), 1, "{found:#?}");
    assert!(told[0].contains("it depends on an exchange rate"), "{told:?}");
}
