//! Amounts worked out by hand: near the ends of the integers, over many batches, with gaps of several weights.

use super::compare_all;
use super::fixture::{Campaign, Memory, dollars, ruled, thursday};
use crate::{Metric, MissingReason, Truth};

#[test]
fn a_table_of_many_batches_is_judged_like_its_rows() {
    let rule = ruled("  window last 3 days\n  when spend > $100 and cpa else infinite > $45\n  then pause");
    let bound = rule.bind(&dollars()).unwrap();
    let campaigns: Vec<Campaign> = (0..2_500_i64)
        .map(|index| {
            Campaign::default()
                .day(Metric::Spend, "2026-03-03", index * 100_000)
                .day(Metric::Conversions, "2026-03-03", (index % 7) * 1_000_000)
        })
        .collect();
    let table = Memory::of(campaigns);
    let verdicts = bound.evaluate(&table, &thursday());
    assert_eq!(verdicts.rows(), 2_500);
    for row in [0, 1, 1_023, 1_024, 1_025, 2_047, 2_048, 2_499] {
        let spend = i64::try_from(row).unwrap() * 100_000;
        let conversions = i64::try_from(row).unwrap() % 7;
        let expected = spend > 100_000_000 && (conversions == 0 || spend > 45_000_000 * conversions);
        assert_eq!(verdicts.branches[0][row], Truth::known(expected), "row {row}");
        assert_eq!(
            bound.explain(&table, &thursday(), row).branches[0].truth,
            Truth::known(expected)
        );
    }
}

/// One millionth decides between sums near the ends of the integers; the products of the second comparison do not fit 128 bits.
#[test]
fn quotients_near_the_limits_are_compared_exactly() {
    let rule = ruled(
        "  window last 3 days\n  let share = spend / revenue\n  \
         when clicks > 0 and revenue > 0 and spend > 0 and cpc > aov_of_clicks\n  then notify slack \"#a\" \"above\"\n  \
         otherwise when clicks > 0 and revenue > 0 and spend > 0 and share * share * share > cube * cube * cube\n  then notify slack \"#a\" \"cubed\""
            .replace("aov_of_clicks", "(revenue / clicks)")
            .replace("cube", "((spend - $0.000001) / revenue)")
            .as_str(),
    );
    let bound = rule.bind(&dollars()).unwrap();
    let extreme = |spend: i64, revenue: i64| {
        Campaign::default()
            .day(Metric::Clicks, "2026-03-03", i64::MAX)
            .day(Metric::Spend, "2026-03-03", spend)
            .day(Metric::Revenue, "2026-03-03", revenue)
    };
    let table = Memory::of([
        extreme(i64::MAX, i64::MAX - 1),
        extreme(i64::MAX - 1, i64::MAX),
        extreme(i64::MAX, i64::MAX),
        extreme(1, i64::MAX),
    ]);
    let verdicts = bound.evaluate(&table, &thursday());
    assert_eq!(
        verdicts.branches[0],
        [Truth::True, Truth::False, Truth::False, Truth::False]
    );
    assert_eq!(verdicts.branches[1], [Truth::True; 4]);
    compare_all(&bound, &table, &thursday());
}

#[test]
fn the_kleene_tables_hold_and_an_outage_is_heavier_than_a_division() {
    let rule = ruled(
        "  window last 3 days\n  when spend > $10 and clicks > 5\n  then pause\n  \
         otherwise when spend > $10 or clicks > 5\n  then resume\n  \
         otherwise when (cpa + cpc) else $0 > $1\n  then notify slack \"#a\" \"x\"",
    );
    let bound = rule.bind(&dollars()).unwrap();
    let spend = |campaign: Campaign, units: i64| campaign.day(Metric::Spend, "2026-03-03", units * 1_000_000);
    let dark = |campaign: Campaign| campaign.gap(Metric::Clicks, "2026-03-03", MissingReason::NoSync);
    let table = Memory::of([
        spend(dark(Campaign::default()), 20),
        spend(dark(Campaign::default()), 5),
    ]);
    let verdicts = bound.evaluate(&table, &thursday());
    assert_eq!(verdicts.branches[0], [Truth::Unknown, Truth::False]);
    assert_eq!(verdicts.branches[1], [Truth::True, Truth::Unknown]);
    // cpa divides by zero conversions, cpc has no clicks at all to divide by: `else` must not hide the outage.
    assert_eq!(verdicts.branches[2], [Truth::Unknown, Truth::Unknown]);
    assert_eq!(verdicts.reason(0, 2), Some(MissingReason::NoSync));
    assert_eq!(verdicts.turn(0), Some((0, Truth::Unknown)));
    assert_eq!(verdicts.turn(1), Some((1, Truth::Unknown)));
    compare_all(&bound, &table, &thursday());
}
