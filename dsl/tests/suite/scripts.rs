//! Scripts: what a rule hands over, what comes back, and what stays missing.

use std::cell::Cell;

use dsl::{Metric, MissingReason, Truth, check};

use crate::fixture::{Campaign, Memory, dollars, thursday};

const UNIT: i64 = 1_000_000;

fn with(script: &str, condition: &str) -> String {
    format!(
        "{script}\n\nrule \"Scripted\" {{\n  for campaigns where status is active or age > 1d\n  every 1h\n  \
         when {condition}\n  then notify slack \"#a\" \"x\"\n}}\n"
    )
}

fn codes(text: &str) -> Vec<&'static str> {
    check(text).diagnostics.iter().map(|found| found.code).collect()
}

fn bound(text: &str) -> dsl::BoundRule {
    let checked = check(text);
    assert!(checked.is_ok(), "{text}\n{:#?}", checked.diagnostics);
    checked.rules[0].bind(&dollars()).unwrap()
}

/// Truth, reason and sentence, by plan and by walk, which must agree.
fn judged(text: &str, campaign: Campaign) -> (Truth, Option<MissingReason>, dsl::Explanation) {
    let bound = bound(text);
    let table = Memory::of([campaign]);
    let verdicts = bound.evaluate(&table, &thursday());
    let explained = bound.explain(&table, &thursday(), 0);
    assert_eq!(
        verdicts.branches[0][0], explained.branches[0].truth,
        "{explained:#?}"
    );
    (explained.branches[0].truth, verdicts.reason(0, 0), explained)
}

/// Monday to Wednesday before Thursday, 5 March.
fn three_days() -> Campaign {
    Campaign::default()
        .aged(60)
        .day(Metric::Spend, "2026-03-02", 10 * UNIT)
        .day(Metric::Spend, "2026-03-03", 20 * UNIT)
        .day(Metric::Spend, "2026-03-04", 60 * UNIT)
        .day(Metric::Clicks, "2026-03-02", 1)
        .day(Metric::Clicks, "2026-03-04", 3)
}

const STEEP: &str = "script steep(daily: money per day) -> money {\n  // From day to day.\n  slope(daily)\n}";

#[test]
fn a_series_is_handed_over_day_by_day_the_oldest_first() {
    let (truth, _, why) = judged(&with(STEEP, "steep(spend over last 3 days) = $25"), three_days());
    assert_eq!(truth, Truth::True);
    assert_eq!(
        why.branches[0].reason,
        "steep(spend over last 3 days) ≈ $25.00 is $25.00"
    );
    let left = why.branches[0].condition.as_ref().unwrap().left.as_ref().unwrap();
    let days: Vec<(&str, &str)> = left.parts[0]
        .parts
        .iter()
        .map(|day| (day.text.as_str(), day.value.display.as_str()))
        .collect();
    assert_eq!(
        days,
        [("day 1", "$10.00"), ("day 2", "$20.00"), ("day 3", "$60.00")]
    );
    // The window is named once, not day by day.
    assert_eq!(why.windows.len(), 1);
    let order = "script order(daily: money per day) -> money { first(daily) * 2 + last(daily) }";
    let order = order.replace(" }", "\n}");
    assert_eq!(
        judged(&with(&order, "order(spend over last 3 days) = $80"), three_days()).0,
        Truth::True
    );
    assert_eq!(
        judged(
            &with(&order, "order(spend over last 2 days ending 1 day ago) = $40"),
            three_days()
        )
        .0,
        Truth::True
    );
}

#[test]
fn numbers_of_every_kind_cross_and_come_back_exact() {
    let script = "script mix(amount: money, part: percent, times: ratio, many: count, old: duration) -> money {\n  amount * part * times + many / old\n}";
    let rule = |result: &str| {
        with(
            script,
            &format!("mix(spend over last 3 days, 20%, 2.5, clicks over last 3 days, age) = {result}"),
        )
    };
    // 90 x 0.2 x 2.5 + 4 / 5,184,000.
    assert_eq!(judged(&rule("$45"), three_days()).0, Truth::False);
    let exact = "script mix(amount: money, part: percent) -> money {\n  amount * part\n}";
    let third = with(exact, "mix(spend over last 3 days, 33%) = $29.70");
    assert_eq!(judged(&third, three_days()).0, Truth::True);
    let (_, _, why) = judged(&rule("$45"), three_days());
    let left = why.branches[0].condition.as_ref().unwrap().left.as_ref().unwrap();
    assert!(
        left.value.display.starts_with("≈ $45.00"),
        "{}",
        left.value.display
    );
    assert_eq!(
        judged(
            &with(
                script,
                "mix(spend over last 3 days, 20%, 2.5, clicks over last 3 days, age) > $45"
            ),
            three_days()
        )
        .0,
        Truth::True
    );
}

#[test]
fn a_missing_argument_makes_the_result_missing_with_its_reason() {
    let dark = three_days().gap(Metric::Spend, "2026-03-03", MissingReason::NoSync);
    let (truth, reason, _) = judged(&with(STEEP, "(steep(spend over last 3 days) else $1) > $0"), dark);
    assert_eq!((truth, reason), (Truth::Unknown, Some(MissingReason::NoSync)));
}

#[test]
fn a_script_that_fails_is_missing_and_the_explanation_names_its_line() {
    let script = "script risky(daily: count per day) -> ratio {\n  1 /\n    (sum(daily) - 4)\n}";
    let (truth, reason, why) = judged(
        &with(script, "(risky(clicks over last 3 days) else 1) > 0"),
        three_days(),
    );
    assert_eq!(
        (truth, reason),
        (Truth::Unknown, Some(MissingReason::ScriptFailed))
    );
    let shown = serde_json::to_string(&why).unwrap();
    assert!(
        shown.contains("the script `risky`, line 2: it divides by zero"),
        "{shown}"
    );
    // A day without impressions has no click rate; the rule says what that means.
    let rate = "script rate(daily: percent per day) -> percent {\n  average(daily)\n}";
    assert_eq!(codes(&with(rate, "rate(cvr over last 3 days) > 1%")), ["E0302"]);
    assert_eq!(
        codes(&with(
            rate,
            "clicks over last 3 days > 0 and rate(cvr over last 3 days) > 1%"
        )),
        ["E0302"]
    );
    assert_eq!(
        judged(
            &with(rate, "rate(cvr over last 3 days else 3%) = 1%"),
            three_days()
        )
        .0,
        Truth::True
    );
}

#[test]
fn a_limit_is_reached_in_the_same_place_whatever_the_machine_does() {
    let wide = vec!["daily"; 140].join(",");
    let script = format!(
        "script wide(daily: count per day) -> count {{\n  if sum(daily) < 10 {{ len([{wide}]) }} else {{ 0 }}\n}}"
    );
    let (truth, reason, why) = judged(&with(&script, "wide(clicks over last 3 days) > 0"), three_days());
    assert_eq!(
        (truth, reason),
        (Truth::Unknown, Some(MissingReason::ScriptLimit))
    );
    assert!(
        serde_json::to_string(&why)
            .unwrap()
            .contains("it holds more values than a script may")
    );
}

#[test]
fn an_evaluation_that_is_stopped_has_no_verdicts() {
    let bound = bound(&with(STEEP, "steep(spend over last 3 days) > $1"));
    let table = Memory::of((0..50).map(|_| three_days()));
    let asked = Cell::new(0);
    let goes_on = || {
        asked.set(asked.get() + 1);
        asked.get() < 20
    };
    assert!(bound.evaluate_while(&table, &thursday(), &goes_on).is_err());
    assert_eq!(asked.get(), 20, "nothing is asked or run after the first no");
    let whole = bound.evaluate_while(&table, &thursday(), &|| true).unwrap();
    assert_eq!(whole, bound.evaluate(&table, &thursday()));
    // A rule without scripts is never asked.
    let plain = bound_without_scripts();
    assert!(plain.evaluate_while(&table, &thursday(), &|| false).is_ok());
}

fn bound_without_scripts() -> dsl::BoundRule {
    bound("rule \"Plain\" {\n  for campaigns\n  every 1h\n  when spend over today > $1\n  then pause\n}\n")
}

#[test]
fn mistakes_are_told_where_they_stand() {
    for (script, condition, code, at) in [
        (
            "script s(a: text) -> ratio {\n  1\n}",
            "s(1) > 1",
            "E0240",
            "text",
        ),
        (
            "script s(a: count) -> bool {\n  a\n}",
            "s(1) > 1",
            "E0240",
            "bool",
        ),
        (
            "script s(sum: count) -> count {\n  1\n}",
            "s(1) > 1",
            "E0240",
            "sum",
        ),
        (
            "script s(a: count) -> count {\n  let b = a; b\n}",
            "s(1) > 1",
            "E0241",
            "let",
        ),
        (
            "script s(a: count) -> count {\n  a + b\n}",
            "s(1) > 1",
            "E0241",
            "b",
        ),
        ("script s(a: count) -> count {\n  a +\n}", "s(1) > 1", "E0241", ""),
        (
            "script s(a: count) -> count {\n  a + \"x\"\n}",
            "s(1) > 1",
            "E0241",
            "\"",
        ),
        (
            "script s(a: count) -> count {\n  a > 1\n}",
            "s(1) > 1",
            "E0241",
            "",
        ),
        (
            "script s(a: count per day) -> count {\n  1 +\n  a\n}",
            "s(clicks over last 2 days) > 1",
            "E0241",
            "+",
        ),
        (
            "script s(a: count) -> count {\n  mean(a)\n}",
            "s(1) > 1",
            "E0242",
            "mean",
        ),
        (
            "script s(a: count) -> count {\n  sleep(a)\n}",
            "s(1) > 1",
            "E0242",
            "sleep",
        ),
        ("script s(a: count) -> count {\n  a\n}", "t(1) > 1", "E0243", "t"),
        (
            "script s(a: count) -> count {\n  a\n}",
            "s(1, 2) > 1",
            "E0243",
            "s(1, 2)",
        ),
        (
            "script s(a: count) -> count {\n  a\n}",
            "s($1) > 1",
            "E0203",
            "$1",
        ),
        (
            "script s(a: count) -> count {\n  a\n}",
            "s(1) > $1",
            "E0203",
            "s(1) > $1",
        ),
        (
            "script s(a: count per day) -> count {\n  len(a)\n}",
            "s(clicks over today) > 1",
            "E0244",
            "clicks over today",
        ),
        (
            "script s(a: count per day) -> count {\n  len(a)\n}",
            "s(3) > 1",
            "E0244",
            "3",
        ),
        (
            "script s(a: count per day) -> count {\n  len(a)\n}",
            "s(clicks over last 93 days) > 1",
            "E0244",
            "clicks over last 93 days",
        ),
        (
            "script s(a: count, a: count) -> count {\n  a\n}",
            "s(1, 2) > 1",
            "E0114",
            "a",
        ),
        (
            "script s(a count) -> count {\n  a\n}",
            "s(1) > 1",
            "E0101",
            "count",
        ),
    ] {
        let text = with(script, condition);
        let found = check(&text).diagnostics;
        let first = found
            .iter()
            .find(|one| one.is_error())
            .unwrap_or_else(|| panic!("{text}: {found:#?}"));
        assert_eq!(first.code, code, "{text}\n{found:#?}");
        let span = &text[first.span.start as usize..first.span.end as usize];
        if !at.is_empty() {
            assert_eq!(span, at, "{text}\n{found:#?}");
        }
        assert_eq!(
            found.iter().filter(|one| one.is_error()).count(),
            1,
            "{text}\n{found:#?}"
        );
    }
    let unclosed = "script s(a: count) -> count {\n  a\n\nrule \"A\" {\n  for campaigns\n  every 1h\n  when s(1) > 1\n  then pause\n}\n";
    assert!(
        codes(unclosed).contains(&"E0104") || codes(unclosed).contains(&"E0241"),
        "{:?}",
        codes(unclosed)
    );
    assert_eq!(
        codes(&format!(
            "script s(a: count) -> count {{\n  a\n}}\n\n{}",
            with("", "clicks over today > 1")
        )),
        ["W0530"]
    );
}

#[test]
fn scripts_are_read_back_formatted_and_kept_from_where() {
    let text = with(STEEP, "steep(spend over last 3 days) > $25");
    let rule = &check(&text).rules[0];
    let read = rule.in_plain_words(&[]);
    assert!(
        read.contains("what the script `steep` makes of spend day by day"),
        "{read}"
    );
    assert!(read.contains("actions wait for approval"), "{read}");
    assert!(!rule.is_analysable());
    assert_eq!(
        rule.scripts()[0].signature,
        "steep(daily: money per day) -> money"
    );
    assert_eq!(
        codes(
            "script s(a: count) -> count {\n  a\n}\n\nrule \"A\" {\n  for campaigns where s(1) > 0\n  every 1h\n  when spend over today > $1\n  then pause\n}\n"
        ),
        ["E0210"]
    );
    let crooked = "script   steep( daily :money  per day )->money   {\n     slope( daily )   // kept\n}\n"
        .to_owned()
        + &with("", "steep(spend over last 3 days) > $25");
    let laid_out = dsl::format(&crooked).unwrap();
    assert!(
        laid_out.starts_with(
            "script steep(daily: money per day) -> money {\n     slope( daily )   // kept\n}\n\nrule"
        ),
        "{laid_out}"
    );
    assert_eq!(dsl::format(&laid_out).unwrap(), laid_out);
    // The script's own language does not know this blank; taking it away would mend the script unasked.
    let blank = with(STEEP, "steep(spend over last 3 days) > $25").replace("money {\n", "money {\u{2003}\n");
    assert_eq!(codes(&dsl::format(&blank).unwrap()), codes(&blank));
    assert_ne!(codes(&blank), codes(&text));
}

#[test]
fn what_an_analyser_cannot_look_into_is_said_to_be_a_script() {
    let text = with(
        STEEP,
        "steep(spend over last 3 days) > $25 and steep(spend over last 3 days) < $20",
    );
    // Nothing is claimed about it.
    assert!(codes(&text).is_empty(), "{:?}", codes(&text));
}
