//! The rules that come with the product: without findings, and doing what their doc strings say.

use dsl::{Attribute, AttributeValue, Currency, Direction, Effect, Metric, Truth, check};

use crate::fixture::{Campaign, Memory, dollars, thursday};

const STOP_LOSS: &str = include_str!("../../../rules-library/stop-loss.rule");
const SCALE_WINNERS: &str = include_str!("../../../rules-library/scale-winners.rule");
const TRIM_OVERSPENDERS: &str = include_str!("../../../rules-library/trim-overspenders.rule");

fn bound(text: &str) -> dsl::BoundRule {
    let checked = check(text);
    assert!(checked.diagnostics.is_empty(), "{:#?}", checked.diagnostics);
    checked.rules[0].bind(&dollars()).unwrap()
}

fn campaign(spend: i64, conversions: i64, revenue: i64) -> Campaign {
    Campaign::named("Prospecting US")
        .status("active")
        .aged(60)
        .budget(100)
        .with(Attribute::TimeSinceChange, AttributeValue::Duration(86_400 * 30))
        .day(Metric::Spend, "2026-03-02", spend * 1_000_000)
        .day(Metric::Conversions, "2026-03-02", conversions * 1_000_000)
        .day(Metric::Revenue, "2026-03-02", revenue * 1_000_000)
}

fn verdict(text: &str, campaign: Campaign) -> (Truth, Truth) {
    let verdicts = bound(text).evaluate(&Memory::of([campaign]), &thursday());
    (verdicts.scope[0], verdicts.branches[0][0])
}

#[test]
fn every_rule_of_the_library_is_without_findings_and_has_dollars_and_euros() {
    for text in [STOP_LOSS, SCALE_WINNERS, TRIM_OVERSPENDERS] {
        let checked = check(text);
        assert!(checked.diagnostics.is_empty(), "{:#?}", checked.diagnostics);
        let rule = &checked.rules[0];
        assert!(rule.doc().is_some_and(|doc| doc.len() > 40));
        let currencies = rule.currencies().unwrap();
        assert!(currencies.contains(&Currency::USD) && currencies.contains(&Currency::EUR));
        assert!(
            rule.params()
                .iter()
                .all(|param| param.help.is_some() && param.bounds.is_some())
        );
        assert!(!rule.limits().is_empty() && rule.cooldown().is_some());
    }
}

#[test]
fn the_stop_loss_pauses_dear_campaigns_and_those_without_any_conversion() {
    assert_eq!(
        verdict(STOP_LOSS, campaign(180, 3, 0)),
        (Truth::True, Truth::True)
    );
    assert_eq!(
        verdict(STOP_LOSS, campaign(180, 0, 0)),
        (Truth::True, Truth::True)
    );
    assert_eq!(
        verdict(STOP_LOSS, campaign(180, 6, 0)),
        (Truth::True, Truth::False)
    );
    assert_eq!(
        verdict(STOP_LOSS, campaign(80, 0, 0)),
        (Truth::True, Truth::False)
    );
    assert_eq!(
        verdict(STOP_LOSS, campaign(180, 0, 0).status("paused")).0,
        Truth::False
    );
}

#[test]
fn winners_get_a_fifth_more_and_never_above_the_cap() {
    assert_eq!(
        verdict(SCALE_WINNERS, campaign(200, 12, 700)),
        (Truth::True, Truth::True)
    );
    assert_eq!(verdict(SCALE_WINNERS, campaign(200, 12, 500)).1, Truth::False);
    assert_eq!(verdict(SCALE_WINNERS, campaign(200, 9, 700)).1, Truth::False);
    let effects = |budget| {
        bound(SCALE_WINNERS).effects(
            &Memory::of([campaign(200, 12, 700).budget(budget)]),
            &thursday(),
            0,
            0,
        )
    };
    let raise = |from: i64, to: i64| {
        vec![Effect::SetBudget {
            from: from * 1_000_000,
            to: to * 1_000_000,
            direction: Direction::Raise,
        }]
    };
    assert_eq!(effects(100), raise(100, 120));
    assert_eq!(effects(450), raise(450, 500));
    assert!(matches!(effects(500)[0], Effect::None { .. }));
}

#[test]
fn overspenders_lose_budget_while_there_is_hope() {
    assert_eq!(
        verdict(TRIM_OVERSPENDERS, campaign(300, 5, 300)),
        (Truth::True, Truth::True)
    );
    assert_eq!(verdict(TRIM_OVERSPENDERS, campaign(300, 5, 100)).1, Truth::False);
    assert_eq!(verdict(TRIM_OVERSPENDERS, campaign(300, 5, 600)).1, Truth::False);
    let effects = bound(TRIM_OVERSPENDERS).effects(&Memory::of([campaign(300, 5, 300)]), &thursday(), 0, 0);
    assert_eq!(
        effects,
        [Effect::SetBudget {
            from: 100_000_000,
            to: 85_000_000,
            direction: Direction::Cut
        }]
    );
}
