//! Random pools that move budget: who gives and who takes is judged by all three, and what each comes to is worked out here in cents,
//! by the words of the specification.

use proptest::collection::vec;
use proptest::prelude::*;

use super::fixture::{Memory, dollars, thursday};
use super::tables::campaign;
use super::{cases, compare_all};
use crate::check::check_waiving_the_duty;
use crate::evaluate::reference::Reference;
use crate::typed::{ActionDetail, Condition, ConditionNode, Ranking, Take};
use crate::{BoundRule, Direction, Effect, NoEffect, Property, Truth};

/// Millionths in a cent, the smallest step of a budget in dollars.
const CENT: i64 = 10_000;

/// `moving at most …`: an amount, or a share of all budgets.
#[derive(Clone, Copy, Debug)]
enum Most {
    Dollars(i64),
    Percent(i64),
}

/// One side's rows in the order of their ranking: a row stands where it is the first to be among so many.
fn side(bound: &BoundRule, table: &Memory, ranking: &Ranking) -> Vec<usize> {
    let is_in = |row: usize, take: &Take| {
        let ranking = Ranking {
            take: take.clone(),
            ..ranking.clone()
        };
        let condition = Condition {
            span: ranking.by.span,
            node: ConditionNode::Ranked(Box::new(ranking)),
        };
        let reference = Reference {
            rule: bound,
            table,
            moment: thursday(),
            row,
        };
        reference.condition(&condition) == Ok(true)
    };
    let mut found: Vec<(u32, usize)> = (0..table.campaigns.len())
        .filter(|row| is_in(*row, &ranking.take))
        .map(|row| {
            let place = (1..).find(|count| is_in(row, &Take::Count(*count))).unwrap();
            (place, row)
        })
        .collect();
    found.sort_unstable();
    found.into_iter().map(|(_, row)| row).collect()
}

/// Cents by weight: everybody the whole cents of the own part, and what is left over a cent each to those in front.
fn shared(cents: i64, weights: &[i64]) -> Option<Vec<i64>> {
    let all: i64 = weights.iter().sum();
    if cents == 0 || all == 0 {
        return None;
    }
    let mut parts: Vec<i64> = weights.iter().map(|weight| cents * weight / all).collect();
    let mut left = cents - parts.iter().sum::<i64>();
    for (part, weight) in parts.iter_mut().zip(weights) {
        if left > 0 && *weight > 0 {
            *part += 1;
            left -= 1;
        }
    }
    Some(parts)
}

/// What the move comes to for a row that stands on one of its sides, everybody having a budget of whole dollars.
fn expected(from: &[usize], to: &[usize], row: usize, budgets: &[i64], most: Most, keeping: i64) -> Effect {
    let alone = |side: &[usize], other: &[usize]| -> Vec<usize> {
        side.iter().filter(|row| !other.contains(row)).copied().collect()
    };
    let none = |why| Effect::None { why };
    if from.contains(&row) && to.contains(&row) {
        return none(NoEffect::BothSides);
    }
    let (givers, takers) = (alone(from, to), alone(to, from));
    let most = match most {
        Most::Dollars(dollars) => dollars * 100,
        // A percent of whole dollars is whole cents.
        Most::Percent(percent) => budgets.iter().sum::<i64>() * percent,
    };
    let spare: Vec<i64> = givers
        .iter()
        .map(|row| (budgets[*row] - keeping).max(0) * 100)
        .collect();
    let cuts = shared(most.min(spare.iter().sum()), &spare);
    let sizes: Vec<i64> = takers.iter().map(|row| budgets[*row] * 100).collect();
    let raises = cuts.as_ref().and_then(|cuts| shared(cuts.iter().sum(), &sizes));
    let (Some(cuts), Some(raises)) = (cuts, raises) else {
        return none(NoEffect::NothingToMove);
    };
    let gives = givers.iter().zip(&cuts).find(|(giver, _)| **giver == row);
    let takes = takers.iter().zip(&raises).find(|(taker, _)| **taker == row);
    let (direction, by) = match (gives, takes) {
        (Some((_, cut)), _) => (Direction::Cut, -cut),
        (None, Some((_, raise))) => (Direction::Raise, *raise),
        (None, None) => unreachable!("row {row} stands on no side"),
    };
    if by == 0 {
        return none(NoEffect::TooSmallToMove);
    }
    let from = budgets[row] * 100 * CENT;
    Effect::SetAmount {
        property: Property::Budget,
        from,
        to: from + by * CENT,
        direction,
    }
}

fn sides() -> impl Strategy<Value = String> {
    let by = || {
        prop::sample::select(vec![
            "spend over yesterday",
            "revenue over last 3 days",
            "(roas over last 3 days else 0)",
            "budget",
            "clicks over last 3 days",
        ])
    };
    let few = || prop::sample::select(vec!["1", "2", "30%", "50%"]);
    (any::<bool>(), few(), by(), few(), by()).prop_map(|(upwards, give, by, take, other)| {
        // Both sides at one end would be the same campaigns.
        let (from, to) = if upwards {
            ("bottom", "top")
        } else {
            ("top", "bottom")
        };
        format!("from {from} {give} by {by} to {to} {take} by {other}")
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases() / 6, ..ProptestConfig::default() })]

    #[test]
    fn a_pools_move_is_judged_and_shared_out_as_its_words_say(
        sides in sides(),
        when in prop::sample::select(vec![
            "",
            "  when spend of scope over yesterday >= $0\n",
            "  when count of campaigns in scope >= 2 and spend of scope over last 3 days < $900\n",
        ]),
        most in prop_oneof![(1..300_i64).prop_map(Most::Dollars), (1..60_i64).prop_map(Most::Percent)],
        keeping in 1..80_i64,
        campaigns in vec((campaign(), 1..400_i64), 1..7),
    ) {
        let amount = match most {
            Most::Dollars(dollars) => format!("${dollars}"),
            Most::Percent(percent) => format!("{percent}% of pool budget"),
        };
        let text = format!(
            "rule \"Random\" {{\n  pool campaigns on google\n  every day at 09:00\n{when}  \
             then move budget {sides} moving at most {amount} each keeping ${keeping}\n  cooldown 3d\n}}\n"
        );
        let checked = check_waiving_the_duty(&text);
        prop_assert!(checked.is_ok(), "{text}\n{:#?}", checked.diagnostics);
        let bound = checked.rules[0].bind(&dollars()).unwrap();
        let budgets: Vec<i64> = campaigns.iter().map(|(_, budget)| *budget).collect();
        let table = Memory::of(campaigns.into_iter().map(|(campaign, budget)| campaign.budget(budget)));
        compare_all(&bound, &table, &thursday());
        let ActionDetail::Move(moved) = &bound.rule.body.branches[0].actions[0].detail else {
            panic!("{text}");
        };
        let (from, to) = (side(&bound, &table, &moved.from), side(&bound, &table, &moved.to));
        let verdicts = bound.evaluate(&table, &thursday());
        for row in 0..budgets.len() {
            if verdicts.scope[row] != Truth::True || verdicts.branches[0][row] != Truth::True {
                continue;
            }
            prop_assert_eq!(
                bound.effects(&table, &thursday(), row, 0),
                [expected(&from, &to, row, &budgets, most, keeping)],
                "row {} of {}",
                row,
                text
            );
        }
    }
}
