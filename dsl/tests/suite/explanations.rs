//! Explanations: the tree, the sentences, and what is stored.

use dsl::{Attribute, AttributeValue, Explanation, Metric, MissingReason, Moment, Truth};

use crate::fixture::{Campaign, Memory, dollars, ruled, thursday};

const UNIT: i64 = 1_000_000;

fn bleeder() -> dsl::Rule {
    ruled(
        "  param max_cpa: money = $45, 40 EUR\n  param floor: money = $100, 90 EUR\n  window last 3 days settled\n  \
         let cost = cpa else infinite\n  when cost > max_cpa and spend > floor lasting 2 checks\n  \
         then pause\n       notify slack \"#paid-social\" \"{this.name}: {cost} after {spend}\"",
    )
}

fn campaign(spend: i64, millionths: i64) -> Campaign {
    Campaign::named("Prospecting US")
        .status("active")
        .day(Metric::Spend, "2026-03-02", spend * UNIT)
        .day(Metric::Conversions, "2026-03-02", millionths)
}

fn explain(rule: &dsl::Rule, campaign: Campaign) -> Explanation {
    rule.bind(&dollars())
        .unwrap()
        .explain(&Memory::of([campaign]), &thursday(), 0)
}

fn reason(rule: &dsl::Rule, campaign: Campaign) -> (Truth, String) {
    let branch = explain(rule, campaign).branches.remove(0);
    (branch.truth, branch.reason)
}

#[test]
fn the_reason_is_one_plain_sentence() {
    let rule = bleeder();
    let told = |spend, millionths| reason(&rule, campaign(spend, millionths));
    assert_eq!(
        told(180, 3 * UNIT),
        (
            Truth::True,
            "cost $60.00 is above $45.00 and spend $180.00 is above $100.00".to_owned()
        )
    );
    assert_eq!(
        told(80, UNIT),
        (Truth::False, "spend $80.00 is not above $100.00".to_owned())
    );
    assert_eq!(
        told(180, 0),
        (
            Truth::True,
            "cost (no conversions) is above $45.00 and spend $180.00 is above $100.00".to_owned()
        )
    );
    assert_eq!(
        told(0, 0),
        (Truth::False, "spend $0.00 is not above $100.00".to_owned())
    );
    let dark = campaign(180, UNIT).gap(Metric::Conversions, "2026-03-01", MissingReason::NoSync);
    assert_eq!(
        reason(&rule, dark),
        (
            Truth::Unknown,
            "cost is not known: no completed sync covers the window".to_owned()
        )
    );
}

#[test]
fn two_values_that_round_alike_are_told_apart() {
    let rule = ruled("  window last 3 days\n  when conversions > 0 and cpa > $45\n  then pause");
    // 45 dollars and one millionth, per conversion.
    let hair = Campaign::default()
        .day(Metric::Spend, "2026-03-03", 45 * UNIT + 1)
        .day(Metric::Conversions, "2026-03-03", UNIT);
    assert_eq!(
        reason(&rule, hair),
        (
            Truth::True,
            "conversions 1 is above 0 and cpa $45.000001 is above $45.00".to_owned()
        )
    );
}

#[test]
fn fractional_conversions_and_small_prices_are_shown_without_needless_digits() {
    let rule = ruled(
        "  window last 3 days\n  when conversions < 5 and clicks > 0 and cpc < $1 and ctr else 0% < 50%\n  then pause",
    );
    let campaign = Campaign::default()
        .day(Metric::Spend, "2026-03-03", 12 * UNIT)
        .day(Metric::Clicks, "2026-03-03", 2_345)
        .day(Metric::Impressions, "2026-03-03", 100_000)
        .day(Metric::Conversions, "2026-03-03", 370_000);
    assert_eq!(
        reason(&rule, campaign).1,
        "conversions 0.37 is below 5, clicks 2,345 is above 0, cpc $0.0051 is below $1.00 and ctr else 0% 2.35% is below 50%"
    );
}

#[test]
fn either_side_and_not_are_told_from_what_decided() {
    let rule = ruled(
        "  when not (status is paused or labels has \"brand\") and (hour >= 9 or name matches \"Night*\")\n  then pause",
    );
    let campaign = |status: &str, labels: &[&str]| Campaign::named("Day").status(status).labelled(labels);
    assert_eq!(
        reason(&rule, campaign("active", &[])).1,
        "status is active, not paused, labels do not have \"brand\" and hour 10 is at least 9"
    );
    assert_eq!(
        reason(&rule, campaign("paused", &[])),
        (Truth::False, "status is paused".to_owned())
    );
}

#[test]
fn the_tree_carries_values_limits_and_distances() {
    let explanation = explain(&bleeder(), campaign(180, 3 * UNIT));
    assert_eq!(explanation.lets[0].name, "cost");
    assert_eq!(explanation.lets[0].value.display, "$60.00");
    let condition = explanation.branches[0].condition.as_ref().unwrap();
    let leaves = condition.leaves();
    assert_eq!(leaves.len(), 2);
    assert_eq!(leaves[0].text, "cost > max_cpa");
    assert_eq!(leaves[0].distance.as_deref(), Some("$15.00 above"));
    let left = leaves[0].left.as_ref().unwrap();
    let names: Vec<&str> = left.parts[0].parts[0]
        .parts
        .iter()
        .map(|part| part.text.as_str())
        .collect();
    assert_eq!(
        (left.text.as_str(), names),
        ("cost", vec!["spend", "conversions"])
    );
    assert_eq!(explanation.branches[0].lasting.as_deref(), Some("2 checks"));
    assert_eq!(explanation.branches[0].actions[0], "pause");
    let window = serde_json::to_value(&explanation.windows[0]).unwrap();
    assert_eq!(window["text"], "last 3 days settled");
    assert_eq!(
        (window["from"].as_str(), window["to"].as_str()),
        (Some("2026-03-01"), Some("2026-03-03"))
    );
    assert_eq!(
        (window["grain"].as_str(), window["lag_days"].as_i64()),
        (Some("day"), Some(1))
    );
}

#[test]
fn an_explanation_survives_being_stored() {
    for campaign in [campaign(180, 3 * UNIT), campaign(180, 0), Campaign::default()] {
        let explanation = explain(&bleeder(), campaign);
        let stored = serde_json::to_string(&explanation).unwrap();
        assert_eq!(serde_json::from_str::<Explanation>(&stored).unwrap(), explanation);
    }
}

#[test]
fn the_stored_form_is_the_one_the_pages_read() {
    let value = serde_json::to_value(explain(&bleeder(), campaign(180, 3 * UNIT))).unwrap();
    let comparison = &value["branches"][0]["condition"]["children"][0];
    assert_eq!(comparison["kind"], "comparison");
    assert_eq!(comparison["truth"], "true");
    assert_eq!(comparison["op"], ">");
    assert_eq!(comparison["left"]["value"]["display"], "$60.00");
    assert_eq!(comparison["left"]["value"]["kind"], "money");
    assert_eq!(comparison["left"]["value"]["raw"], 60_000_000);
    assert_eq!(comparison["missing"], serde_json::Value::Null);
    assert_eq!(value["data_until"], "2026-03-05T10:00:00Z");
}

#[test]
fn an_account_that_was_never_synced_is_unknown_and_says_so() {
    let moment = Moment {
        at: thursday().at,
        data_until: None,
    };
    let bound = bleeder().bind(&dollars()).unwrap();
    let explanation = bound.explain(&Memory::of([campaign(180, 0)]), &moment, 0);
    assert_eq!(explanation.branches[0].truth, Truth::Unknown);
    let missing = explanation.windows[0].missing.as_ref().unwrap();
    assert_eq!(missing.reason, MissingReason::NoSync);
}

#[test]
fn attributes_of_every_kind_explain_themselves() {
    let rule = ruled(
        "  when budget > $50 and age > 7d and start_date < 2026-01-01 and end_date is missing and days_left_in_month < 30\n  then pause",
    );
    let campaign = Campaign::default().budget(1_250).aged(60).with(
        Attribute::StartDate,
        AttributeValue::Date("2025-06-01".parse().unwrap()),
    );
    assert_eq!(
        reason(&rule, campaign),
        (
            Truth::True,
            "budget $1,250.00 is above $50.00, age 60 days is above 7 days, start_date 2025-06-01 is before 2026-01-01, \
             end_date is missing: the platform does not supply it and days_left_in_month 27 is below 30"
                .to_owned()
        )
    );
}

#[test]
fn windows_are_explained_by_the_days_they_mean_for_the_campaign_at_hand() {
    let rule = ruled(
        "  when spend over this week > $1 and spend over lifetime > $1 and spend over since last change > $1\n    \
         and spend over last 7 days or since creation > $1 and spend over last 7 days ending 7 days ago > $1\n    \
         and spend over last 3 days including today > $1\n  then pause",
    );
    let young = campaign(10, 0).created("2026-03-01").changed("2026-03-02");
    let placed: Vec<(String, String, String)> = explain(&rule, young.clone())
        .windows
        .into_iter()
        .map(|window| {
            let day = |bound: Option<dsl::Bound>| match bound {
                Some(dsl::Bound::Day(day)) => day.to_string(),
                Some(dsl::Bound::Instant(at)) => at.to_string(),
                None => window
                    .missing
                    .as_ref()
                    .map_or_else(String::new, |missing| missing.detail.clone()),
            };
            (window.text.clone(), day(window.from), day(window.to))
        })
        .collect();
    let expected = [
        ("this week", "2026-03-02", "2026-03-05"),
        ("lifetime", "2026-03-01", "2026-03-05"),
        ("since last change", "2026-03-02", "2026-03-05"),
        ("last 7 days or since creation", "2026-03-01", "2026-03-04"),
        ("last 7 days ending 7 days ago", "2026-02-19", "2026-02-25"),
        ("last 3 days including today", "2026-03-02", "2026-03-05"),
    ];
    let placed: Vec<(&str, &str, &str)> = placed
        .iter()
        .map(|(text, from, to)| (text.as_str(), from.as_str(), to.as_str()))
        .collect();
    assert_eq!(placed, expected);
    // The week before the campaign's first is incomplete, so that nothing is paused for it.
    assert_eq!(
        reason(&rule, young),
        (
            Truth::Unknown,
            "spend over last 7 days ending 7 days ago is not known: the window begins before there is data for this object"
                .to_owned()
        )
    );
    let changed_today = campaign(10, 0).changed("2026-03-06");
    let since = ruled("  when spend over since last change < $1\n  then pause");
    assert_eq!(
        reason(&since, changed_today.clone()),
        (
            Truth::Unknown,
            "spend over since last change is not known: the window has no day in it yet".to_owned()
        )
    );
    let window = explain(&since, changed_today).windows.remove(0);
    assert_eq!(
        (window.from, window.missing.unwrap().reason),
        (None, MissingReason::NotYet)
    );
}
