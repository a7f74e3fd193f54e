//! Metrics of the account, of siblings and of the scope, sums and counts, rankings: worked out by hand.

use dsl::{Attribute, Metric, MissingReason, Truth};

use crate::fixture::{Campaign, Memory, dollars, ruled, thursday};

const UNIT: i64 = 1_000_000;

fn campaign(name: &str, spend: i64, conversions: i64) -> Campaign {
    Campaign::named(name)
        .status("active")
        .day(Metric::Spend, "2026-03-03", spend * UNIT)
        .day(Metric::Conversions, "2026-03-03", conversions * UNIT)
}

/// The verdicts on every campaign by plan and by walk, which must agree, and the reasons.
fn judged(lines: &str, campaigns: &[Campaign]) -> Vec<(Truth, Option<MissingReason>, String)> {
    let rule = ruled(&format!("{lines}\n  then notify slack \"#a\" \"x\""));
    let bound = rule.bind(&dollars()).unwrap();
    let table = Memory::of(campaigns.to_vec());
    let verdicts = bound.evaluate(&table, &thursday());
    (0..campaigns.len())
        .map(|row| {
            let branch = bound.explain(&table, &thursday(), row).branches.remove(0);
            assert_eq!(verdicts.branches[0][row], branch.truth, "{branch:#?}");
            (branch.truth, verdicts.reason(row, 0), branch.reason)
        })
        .collect()
}

fn truths(condition: &str, campaigns: &[Campaign]) -> Vec<Truth> {
    judged(&format!("  when {condition}"), campaigns)
        .into_iter()
        .map(|(truth, _, _)| truth)
        .collect()
}

const T: Truth = Truth::True;
const F: Truth = Truth::False;
const U: Truth = Truth::Unknown;

fn three() -> Vec<Campaign> {
    vec![campaign("A", 60, 2), campaign("B", 30, 0), campaign("C", 10, 3)]
}

#[test]
fn an_account_is_the_sum_of_its_campaigns_and_siblings_leave_the_campaign_out() {
    let all = three();
    assert_eq!(
        truths("spend of account over last 3 days = $100", &all),
        [T, T, T]
    );
    assert_eq!(truths("spend of parent over last 3 days = $100", &all), [T, T, T]);
    assert_eq!(
        truths("spend of siblings over last 3 days > $60", &all),
        [F, T, T]
    );
    // A quotient of sums: 100 by 5, and no average of quotients.
    assert_eq!(
        truths(
            "conversions of account over last 3 days > 0 and cpa of account over last 3 days = $20",
            &all
        ),
        [T, T, T]
    );
    assert_eq!(
        truths("(cpa of siblings over last 3 days else infinite) < $15", &all),
        [T, T, F]
    );
    assert_eq!(
        truths(
            "spend over last 3 days > 25% * spend of account over last 3 days",
            &all
        ),
        [T, T, F]
    );
}

#[test]
fn a_young_campaign_leaves_its_account_whole_and_a_gap_does_not() {
    let mut all = three();
    all.push(campaign("D", 5, 0).created("2026-03-03"));
    assert_eq!(truths("spend of account over last 3 days = $105", &all), [T; 4]);
    // For itself the window is incomplete.
    assert_eq!(truths("spend over last 3 days > $1", &all)[3], U);
    // Tomorrow's campaign has no day yesterday, and adds nothing.
    all.push(campaign("E", 0, 0).created("2026-03-05"));
    assert_eq!(truths("spend of account over yesterday >= 0", &all), [T; 5]);
    all[1] = all[1]
        .clone()
        .gap(Metric::Spend, "2026-03-02", MissingReason::NoSync);
    let dark = judged("  when spend of account over last 3 days > $1", &all);
    assert!(
        dark.iter()
            .all(|(truth, reason, _)| (*truth, *reason) == (U, Some(MissingReason::NoSync)))
    );
    // Its own gap is none of its siblings'.
    assert_eq!(
        truths("spend of siblings over last 3 days > $1", &all),
        [U, T, U, U, U]
    );
}

#[test]
fn sums_counts_and_averages_are_those_of_the_scope() {
    let mut all = three();
    all.push(campaign("Other", 1_000, 1).status("paused"));
    let scoped = |condition: &str| {
        let text = format!(
            "rule \"A\" {{\n  for campaigns where status is active\n  every 1h\n  when {condition}\n  then notify slack \"#a\" \"x\"\n}}\n"
        );
        let rule = crate::fixture::rule(&text);
        let bound = rule.bind(&dollars()).unwrap();
        let table = Memory::of(all.clone());
        let verdicts = bound.evaluate(&table, &thursday());
        let explained = bound.explain(&table, &thursday(), 0).branches.remove(0);
        assert_eq!(verdicts.branches[0][0], explained.truth, "{explained:#?}");
        explained.truth
    };
    assert_eq!(scoped("sum of spend over last 3 days in scope = $100"), T);
    assert_eq!(scoped("spend of scope over last 3 days = $100"), T);
    assert_eq!(scoped("spend of account over last 3 days = $1,100"), T);
    assert_eq!(scoped("count of campaigns in scope = 3"), T);
    assert_eq!(scoped("count of (spend over last 3 days > $20) in scope = 2"), T);
    assert_eq!(scoped("3 * average of spend over last 3 days in scope = $100"), T);
    assert_eq!(
        scoped("conversions of scope over last 3 days > 0 and cpa of scope over last 3 days = $20"),
        T
    );
    // One has no conversions: the average of the other two, 30 and 3 1/3.
    assert_eq!(
        scoped("3 * average of cpa over last 3 days in scope ignoring missing = $50"),
        T
    );
    assert_eq!(scoped("(sum of cpa over last 3 days in scope else 0) = 0"), T);
}

#[test]
fn rankings_count_the_ranked_and_break_ties_by_spend() {
    let all = three();
    assert_eq!(truths("in top 1 by spend over last 3 days", &all), [T, F, F]);
    assert_eq!(
        truths("in bottom 2 by spend over last 3 days within account", &all),
        [F, T, T]
    );
    // 50% of three is one.
    assert_eq!(truths("in top 50% by spend over last 3 days", &all), [T, F, F]);
    assert_eq!(truths("in top 33% by spend over last 3 days", &all), [F, F, F]);
    // B has no cost per conversion: it is not ranked, and its rank is unknown.
    assert_eq!(truths("in bottom 1 by cpa over last 3 days", &all), [F, U, T]);
    assert_eq!(
        truths("in top 1 by cpa over last 3 days else infinite", &all),
        [F, T, F]
    );
    assert_eq!(
        truths(
            "in top 1 by spend over last 3 days having conversions over last 3 days > 2",
            &all
        ),
        [F, F, T]
    );
    assert_eq!(truths("not in top 1 by spend over last 3 days", &all), [F, T, T]);
    let equal = vec![
        campaign("A", 10, 1),
        campaign("B", 30, 3),
        campaign("C", 30, 3),
        campaign("D", 20, 2),
    ];
    // All cost ten for a conversion: the higher spend first, then the smaller id, in both directions.
    for side in ["top", "bottom"] {
        assert_eq!(
            truths(&format!("in {side} 1 by cpa over last 3 days"), &equal),
            [F, T, F, F]
        );
        assert_eq!(
            truths(&format!("in {side} 3 by cpa over last 3 days"), &equal),
            [F, T, T, T]
        );
    }
}

#[test]
fn a_ranking_says_the_place_and_what_kept_a_campaign_out() {
    let all = three();
    let told = |condition: &str, row: usize| judged(&format!("  when {condition}"), &all).remove(row).2;
    assert_eq!(
        told("in top 2 by spend over last 3 days", 1),
        "spend over last 3 days $30.00 is number 2 of 3 from the top, in the top 2"
    );
    assert_eq!(
        told("in top 1 by cpa over last 3 days within account", 1),
        "its rank by cpa over last 3 days is not known: it divides by zero"
    );
    assert_eq!(
        told(
            "in top 1 by spend over last 3 days having conversions over last 3 days > 2",
            0
        ),
        "it is not among those that are ranked by spend over last 3 days"
    );
}

#[test]
fn campaigns_of_unknown_scope_are_outside() {
    let mut all = three();
    all[0]
        .attributes
        .insert(Attribute::Status, Err(MissingReason::Stale));
    let text = "rule \"A\" {\n  for campaigns where status is active\n  every 1h\n  when in top 1 by spend over last 3 days and count of campaigns in scope = 2\n  then notify slack \"#a\" \"x\"\n}\n";
    let bound = crate::fixture::rule(text).bind(&dollars()).unwrap();
    let verdicts = bound.evaluate(&Memory::of(all), &thursday());
    assert_eq!(verdicts.scope, [U, T, T]);
    assert_eq!(verdicts.branches[0], [U, T, F]);
    assert_eq!(verdicts.reason(0, 0), Some(MissingReason::Stale));
}

#[test]
fn a_table_of_many_batches_is_ranked_and_added_up_as_one() {
    let all: Vec<Campaign> = (0..2_500)
        .map(|index| campaign("X", (index * 7_919) % 2_500, 1))
        .collect();
    let rule = ruled(
        "  when in top 100 by spend over last 3 days and spend of account over last 3 days = $3,123,750\n  then notify slack \"#a\" \"x\"",
    );
    let bound = rule.bind(&dollars()).unwrap();
    let verdicts = bound.evaluate(&Memory::of(all), &thursday());
    for (row, truth) in verdicts.branches[0].iter().enumerate() {
        assert_eq!(*truth == T, (row * 7_919) % 2_500 >= 2_400, "row {row}");
    }
}
