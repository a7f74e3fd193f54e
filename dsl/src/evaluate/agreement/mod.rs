//! Columns, tree walk and the naive reference agree on every truth and every reason, on random rules over random tables with gaps;
//! and all agree with amounts worked out by hand near the ends of the integers.
//!
//! [`rules`] and [`tables`] make up what is compared; [`moves`] makes up pools that move budget, [`examples`] holds the amounts worked
//! out by hand.

mod examples;
mod moves;
mod rules;
mod tables;

use proptest::collection::vec;
use proptest::prelude::*;

use self::fixture::{Memory, dollars, thursday};
use self::rules::{accepted, below, below_text, condition};
use self::tables::{campaign, fetch, fetched, rate, supplied};
use super::reference::{Reference, shown};
use crate::check::check_waiving_the_duty;
use crate::{BoundRule, KeptSums, Moment, Truth};

#[path = "../../../tests/suite/fixture.rs"]
#[expect(dead_code, reason = "the suite uses more of it")]
pub(crate) mod fixture;

fn compare_all(bound: &BoundRule, table: &Memory, moment: &Moment) {
    let verdicts = bound.evaluate(table, moment);
    let keeping = Memory {
        kept: Some(KeptSums::default()),
        ..table.clone()
    };
    assert_eq!(
        verdicts,
        bound.evaluate(&keeping, moment),
        "on columns that the table keeps"
    );
    for row in 0..table.campaigns.len() {
        let explained = bound.explain(table, moment, row);
        let scope = explained.scope.as_ref().map_or(Truth::True, |node| node.truth);
        assert_eq!(verdicts.scope[row], scope, "scope of row {row}");
        let scope_reason = explained
            .scope
            .as_ref()
            .and_then(|node| node.missing.as_ref())
            .map(|missing| missing.reason);
        assert_eq!(
            verdicts.scope_reason(row),
            scope_reason,
            "reason of the scope of row {row}"
        );
        let reference = Reference {
            rule: bound,
            table,
            moment: *moment,
            row,
        };
        assert_eq!(
            (verdicts.scope[row], verdicts.scope_reason(row)),
            shown(&reference.scope()),
            "scope of row {row} by the reference"
        );
        let released = verdicts
            .release
            .get(row)
            .map(|truth| (*truth, verdicts.release_reason(row)));
        assert_eq!(
            released,
            reference.release().as_ref().map(shown),
            "release of row {row} by the reference"
        );
        assert_eq!(
            released,
            explained.release.as_ref().map(|why| (
                why.condition.truth,
                why.condition.missing.as_ref().map(|missing| missing.reason)
            )),
            "release of row {row} by the walk"
        );
        for branch in 0..verdicts.branches.len() {
            assert_eq!(
                (verdicts.branches[branch][row], verdicts.reason(row, branch)),
                shown(&reference.branch(branch)),
                "branch {branch} of row {row} by the reference"
            );
        }
        for (branch, why) in explained.branches.iter().enumerate() {
            assert_eq!(
                verdicts.branches[branch][row], why.truth,
                "branch {branch} of row {row}: {why:#?}"
            );
            let reason = why
                .condition
                .as_ref()
                .and_then(|node| node.missing.as_ref())
                .map(|missing| missing.reason);
            assert_eq!(
                verdicts.reason(row, branch),
                reason,
                "reason of branch {branch} of row {row}: {why:#?}"
            );
            assert!(!why.reason.is_empty());
        }
        assert!(
            explained.replays(),
            "row {row} from what is stored alone: {explained:#?}"
        );
    }
}

/// How many random rules are tried; `make test-language-long` asks for a million.
fn cases() -> u32 {
    std::env::var("LANGUAGE_CASES")
        .ok()
        .and_then(|cases| cases.parse().ok())
        .unwrap_or(3_000)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), ..ProptestConfig::default() })]

    #[test]
    fn columns_and_tree_walk_agree_on_random_rules_over_random_tables(
        condition in condition(2),
        release in prop::option::weighted(0.3, condition(1)),
        campaigns in vec(campaign(), 1..6),
        supplied in vec(supplied(), 0..6),
        fetched in fetched(),
        rates in vec(rate(), 0..4),
        hours_behind in prop_oneof![4 => Just(Some(0_i64)), 2 => (0..60_i64).prop_map(Some), 1 => Just(None)],
    ) {
        let bound = accepted(&condition, release.as_deref()).bind(&dollars()).unwrap();
        let at = thursday().at;
        let moment = Moment { at, data_until: hours_behind.map(|hours| at - jiff::Span::new().hours(hours)) };
        let mut table = Memory { supplied: supplied.into_iter().collect(), rates, ..Memory::of(campaigns) };
        fetch(&mut table, &bound, &moment, &fetched);
        compare_all(&bound, &table, &moment);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases() / 6, ..ProptestConfig::default() })]

    #[test]
    fn all_three_agree_on_what_stands_below_a_campaign(
        condition in below(),
        groups in vec(campaign(), 1..7),
        above in vec(campaign(), 1..4),
        fetched in fetched(),
    ) {
        let checked = check_waiving_the_duty(&below_text(&condition));
        prop_assert!(checked.is_ok(), "{condition}\n{:#?}", checked.diagnostics);
        let bound = checked.rules[0].bind(&dollars()).unwrap();
        let mut table = Memory::of(groups).below(above);
        fetch(&mut table, &bound, &thursday(), &fetched);
        compare_all(&bound, &table, &thursday());
    }
}
