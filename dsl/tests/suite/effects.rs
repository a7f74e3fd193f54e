//! What a branch would do: absolute, rounded to the safe side, within its caps.

use dsl::{
    Attribute, AttributeValue, Binding, Direction, Effect, Metric, MissingReason, NoEffect, NotifyChannel,
    ObjectStatus,
};
use proptest::prelude::*;

use crate::fixture::{Campaign, Memory, dollars, rule, thursday};

fn effects_of(action: &str, campaign: Campaign, step: i64) -> Vec<Effect> {
    let rule = rule(&format!(
        "rule \"Example\" {{\n  for campaigns on google\n  every 1h\n  then {action}\n}}\n"
    ));
    let binding = Binding {
        money_step: step,
        ..dollars()
    };
    rule.bind(&binding)
        .unwrap()
        .effects(&Memory::of([campaign]), &thursday(), 0, 0)
}

fn effect(action: &str, micros: i64) -> Effect {
    let campaign = Campaign::default().with(Attribute::Budget, AttributeValue::Money(micros));
    effects_of(action, campaign, 10_000).remove(0)
}

fn raise(from: i64, to: i64) -> Effect {
    Effect::SetAmount {
        property: dsl::Property::Budget,
        from,
        to,
        direction: Direction::Raise,
    }
}

fn cut(from: i64, to: i64) -> Effect {
    Effect::SetAmount {
        property: dsl::Property::Budget,
        from,
        to,
        direction: Direction::Cut,
    }
}

fn nothing(why: NoEffect) -> Effect {
    Effect::None { why }
}

const UNIT: i64 = 1_000_000;

#[test]
fn relative_changes_become_absolute() {
    assert_eq!(
        effect("increase budget by 15%", 100 * UNIT),
        raise(100 * UNIT, 115 * UNIT)
    );
    assert_eq!(
        effect("decrease budget by 15%", 100 * UNIT),
        cut(100 * UNIT, 85 * UNIT)
    );
    assert_eq!(
        effect("increase budget by $5", 100 * UNIT),
        raise(100 * UNIT, 105 * UNIT)
    );
    assert_eq!(
        effect("set budget to $40", 100 * UNIT),
        cut(100 * UNIT, 40 * UNIT)
    );
    assert_eq!(
        effect("set budget to $140", 100 * UNIT),
        raise(100 * UNIT, 140 * UNIT)
    );
}

#[test]
fn results_round_down_to_the_platforms_step() {
    // A third of ten dollars: 3.33 in cents, never 3.34.
    assert_eq!(
        effect("increase budget by 33.335%", 10 * UNIT),
        raise(10 * UNIT, 13_330_000)
    );
    assert_eq!(
        effect("decrease budget by 33.335%", 10 * UNIT),
        cut(10 * UNIT, 6_660_000)
    );
    let coarse = effects_of(
        "increase budget by 10%",
        Campaign::default().with(Attribute::Budget, AttributeValue::Money(105 * UNIT)),
        10 * UNIT,
    );
    assert_eq!(coarse, [raise(105 * UNIT, 110 * UNIT)]);
}

#[test]
fn a_change_that_rounds_to_nothing_is_too_small_to_move() {
    assert_eq!(
        effect("increase budget by 0.01%", 10 * UNIT),
        nothing(NoEffect::TooSmallToMove)
    );
    assert_eq!(
        effect("set budget to $10", 10 * UNIT),
        nothing(NoEffect::AlreadySo)
    );
    assert_eq!(
        effect("set budget to $10.004", 10 * UNIT),
        nothing(NoEffect::TooSmallToMove)
    );
}

#[test]
fn a_cap_never_moves_a_value_itself() {
    assert_eq!(
        effect("increase budget by 20% up to $110", 100 * UNIT),
        raise(100 * UNIT, 110 * UNIT)
    );
    let reached = |cap: i64, current: i64| {
        nothing(NoEffect::CapReached {
            property: dsl::Property::Budget,
            cap: cap * UNIT,
            current: current * UNIT,
        })
    };
    assert_eq!(
        effect("increase budget by 20% up to $80", 100 * UNIT),
        reached(80, 100)
    );
    assert_eq!(
        effect("increase budget by 20% up to $100", 100 * UNIT),
        reached(100, 100)
    );
    assert_eq!(
        effect("decrease budget by 20% down to $90", 100 * UNIT),
        cut(100 * UNIT, 90 * UNIT)
    );
    assert_eq!(
        effect("decrease budget by 20% down to $120", 100 * UNIT),
        reached(120, 100)
    );
    assert_eq!(
        effect("set budget to $200 up to $150", 100 * UNIT),
        raise(100 * UNIT, 150 * UNIT)
    );
    assert_eq!(
        effect("set budget to $200 up to $90", 100 * UNIT),
        reached(90, 100)
    );
    // The floor itself may not be undercut by rounding.
    assert_eq!(
        effect("decrease budget by 50% down to $60.005", 100 * UNIT),
        cut(100 * UNIT, 60_010_000)
    );
}

/// A target ROAS in hundredths, as an action finds it and leaves it.
fn roas(action: &str, hundredths: i64) -> Result<i64, NoEffect> {
    let campaign =
        Campaign::default().with(Attribute::TargetRoas, AttributeValue::Ratio(hundredths * 10_000));
    match effects_of(action, campaign, 10_000).remove(0) {
        Effect::SetAmount {
            property,
            from,
            to,
            direction,
        } => {
            assert_eq!((property, from), (dsl::Property::TargetRoas, hundredths * 10_000));
            assert_eq!(
                direction,
                if to > from {
                    Direction::Raise
                } else {
                    Direction::Cut
                }
            );
            assert_eq!(to % 10_000, 0, "{to} has more than two decimals");
            Ok(to / 10_000)
        }
        Effect::None { why } => Err(why),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_target_roas_rounds_up_in_either_direction() {
    assert_eq!(roas("increase target_roas by 10%", 300), Ok(330));
    assert_eq!(roas("increase target_roas by 0.333", 300), Ok(334));
    assert_eq!(roas("decrease target_roas by 0.333", 300), Ok(267));
    assert_eq!(roas("set target_roas to 2.501", 300), Ok(251));
    assert_eq!(roas("set target_roas to 3.001", 300), Ok(301));
    assert_eq!(
        roas("decrease target_roas by 0.001", 300),
        Err(NoEffect::TooSmallToMove)
    );
    assert_eq!(roas("set target_roas to 3", 300), Err(NoEffect::AlreadySo));
}

#[test]
fn caps_of_a_target_roas_bound_the_side_they_name() {
    let reached = |cap: i64| {
        Err(NoEffect::CapReached {
            property: dsl::Property::TargetRoas,
            cap: cap * 10_000,
            current: 3_000_000,
        })
    };
    assert_eq!(roas("decrease target_roas by 50% down to 2", 300), Ok(200));
    assert_eq!(roas("decrease target_roas by 50% down to 3.5", 300), reached(350));
    assert_eq!(roas("increase target_roas by 50% up to 3.6", 300), Ok(360));
    assert_eq!(roas("increase target_roas by 50% up to 2", 300), reached(200));
    // The cap of the safe side is not passed by rounding to it.
    assert_eq!(roas("increase target_roas by 50% up to 3.605", 300), Ok(360));
    assert_eq!(roas("set target_roas to 6 changing at most 10%", 300), Ok(330));
    assert_eq!(roas("set target_roas to 1 changing at most 0.255", 300), Ok(275));
    assert_eq!(
        roas("decrease target_roas by 100%", 300),
        Err(NoEffect::NotPositive)
    );
}

#[test]
fn a_target_cpa_moves_like_any_amount_of_money() {
    let campaign = || Campaign::default().with(Attribute::TargetCpa, AttributeValue::Money(20 * UNIT));
    let moved = |action: &str| effects_of(action, campaign(), 10_000).remove(0);
    assert_eq!(
        moved("decrease target_cpa by 12.345%"),
        Effect::SetAmount {
            property: dsl::Property::TargetCpa,
            from: 20 * UNIT,
            to: 17_530_000,
            direction: Direction::Cut,
        }
    );
    assert_eq!(
        moved("increase target_cpa by 50% up to $25"),
        Effect::SetAmount {
            property: dsl::Property::TargetCpa,
            from: 20 * UNIT,
            to: 25 * UNIT,
            direction: Direction::Raise,
        }
    );
}

#[test]
fn a_budget_never_becomes_nothing() {
    assert_eq!(
        effect("decrease budget by $100", 100 * UNIT),
        nothing(NoEffect::NotPositive)
    );
    assert_eq!(
        effect("decrease budget by 100%", 100 * UNIT),
        nothing(NoEffect::NotPositive)
    );
    assert_eq!(
        effect("decrease budget by 99.999%", 100 * UNIT),
        nothing(NoEffect::NotPositive)
    );
    assert_eq!(
        effect("increase budget by 100%", i64::MAX),
        nothing(NoEffect::Unknown {
            missing: MissingReason::Overflow
        })
    );
}

#[test]
fn what_is_not_known_is_not_touched() {
    let unknown = |reason| nothing(NoEffect::Unknown { missing: reason });
    assert_eq!(
        effects_of("increase budget by 20%", Campaign::default(), 10_000),
        [unknown(MissingReason::NotSupplied)]
    );
    let dark = Campaign::default()
        .budget(100)
        .gap(Metric::Spend, "2026-03-04", MissingReason::NoSync);
    assert_eq!(
        effects_of("set budget to spend over yesterday", dark, 10_000),
        [unknown(MissingReason::NoSync)]
    );
}

#[test]
fn switches_say_when_there_is_nothing_to_switch() {
    let switch =
        |action: &str, status: &str| effects_of(action, Campaign::default().status(status), 10_000).remove(0);
    assert_eq!(
        switch("pause", "active"),
        Effect::SetStatus {
            to: ObjectStatus::Paused
        }
    );
    assert_eq!(switch("pause", "paused"), nothing(NoEffect::AlreadySo));
    assert_eq!(
        switch("resume", "paused"),
        Effect::SetStatus {
            to: ObjectStatus::Active
        }
    );
    assert_eq!(switch("resume", "removed"), nothing(NoEffect::Removed));
}

#[test]
fn a_notification_carries_its_values_and_a_missing_one_its_reason() {
    let campaign = Campaign::named("Prospecting \"US\"")
        .status("active")
        .labelled(&["brand", "2026"])
        .day(Metric::Spend, "2026-03-04", 180 * UNIT)
        .gap(Metric::Clicks, "2026-03-04", MissingReason::NoSync);
    let action = "notify slack \"#paid\" \"{this.name} ({status}, {labels}): {spend over yesterday}, {clicks over yesterday}, {cpa over yesterday} {{x}} \\\"ok\\\"\"";
    let effects = effects_of(action, campaign, 10_000);
    assert_eq!(
        effects,
        [Effect::Notify {
            channel: NotifyChannel::Slack,
            target: "#paid".to_owned(),
            text: "Prospecting \"US\" (active, \"brand\", \"2026\"): $180.00, unknown (no completed sync covers the window), unknown (it divides by zero) {x} \"ok\""
                .to_owned(),
        }]
    );
}

#[test]
fn one_step_goes_no_further_than_it_may() {
    assert_eq!(
        effect("set budget to $300 changing at most 30%", 100 * UNIT),
        raise(100 * UNIT, 130 * UNIT)
    );
    assert_eq!(
        effect("set budget to $10 changing at most $25", 100 * UNIT),
        cut(100 * UNIT, 75 * UNIT)
    );
    assert_eq!(
        effect("increase budget by 10% changing at most 30%", 100 * UNIT),
        raise(100 * UNIT, 110 * UNIT),
        "what is nearer is not moved further"
    );
    assert_eq!(
        effect(
            "increase budget by 50% changing at most 30% up to $120",
            100 * UNIT
        ),
        raise(100 * UNIT, 120 * UNIT)
    );
    assert_eq!(
        effect("decrease budget by 50% changing at most 33.333%", 100 * UNIT),
        cut(100 * UNIT, 66_670_000),
        "rounded so that it stays within the step"
    );
    assert_eq!(
        effect("decrease budget by 50% changing at most 0%", 100 * UNIT),
        nothing(NoEffect::TooSmallToMove)
    );
}

proptest! {
    #[test]
    fn raises_raise_cuts_cut_and_both_stay_on_the_step(
        budget in 1..2_000_000_000_i64,
        tenths in 1..2_000_i64,
        cap in 1..3_000_i64,
        step in prop::sample::select(vec![1_i64, 10_000, 1_000_000, 7_000]),
    ) {
        let campaign = || Campaign::default().with(Attribute::Budget, AttributeValue::Money(budget));
        let percent = format!("{}.{}%", tenths / 10, tenths % 10);
        if let Effect::SetAmount { from, to, direction, .. } =
            effects_of(&format!("increase budget by {percent} up to ${cap}"), campaign(), step).remove(0)
        {
            prop_assert_eq!(direction, Direction::Raise);
            prop_assert!(from == budget && to > from && to % step == 0 && to <= cap * UNIT);
            prop_assert!(i128::from(to) * 1_000 <= i128::from(budget) * (1_000 + i128::from(tenths)));
        }
        if let Effect::SetAmount { from, to, direction, .. } =
            effects_of(&format!("decrease budget by {percent} down to ${cap}"), campaign(), step).remove(0)
        {
            prop_assert_eq!(direction, Direction::Cut);
            prop_assert!(from == budget && to < from && to > 0 && to % step == 0 && to >= cap * UNIT);
        }
    }
}
