//! Rules taken together: where they work against each other, with a campaign on which both really act.

use dsl::analyse::{self, Analysis, Answer, Finding};
use dsl::{BoundRule, Direction, Effect, Metric, Moment, Table, Truth, check};

use crate::fixture::{Campaign, Memory, dollars, thursday};

pub(crate) fn bound(text: &str) -> Vec<BoundRule> {
    let checked = check(text);
    assert!(checked.is_ok(), "{text}\n{:#?}", checked.diagnostics);
    checked
        .rules
        .iter()
        .map(|rule| rule.bind(&dollars()).unwrap())
        .collect()
}

pub(crate) fn rule(name: &str, lines: &str) -> String {
    format!("rule \"{name}\" {{\n  for campaigns\n  every 1h\n{lines}\n}}\n\n")
}

fn together(texts: &[String]) -> (Vec<BoundRule>, Analysis) {
    let rules = bound(&texts.concat());
    let analysis = analyse::account(&rules, &[], thursday().at);
    (rules, analysis)
}

fn only(analysis: &Analysis) -> &Finding {
    assert_eq!(analysis.findings.len(), 1, "{:#?}", analysis.findings);
    &analysis.findings[0]
}

/// What a rule does to the only row.
pub(crate) fn does(rule: &BoundRule, table: &dyn Table, moment: &Moment) -> Vec<Effect> {
    let verdicts = rule.evaluate(table, moment);
    match verdicts.turn(0) {
        Some((branch, Truth::True)) if verdicts.scope[0] == Truth::True => {
            rule.effects(table, moment, 0, branch)
        }
        _ => Vec::new(),
    }
}

fn moves(effects: &[Effect], wanted: Direction) -> bool {
    effects
        .iter()
        .any(|effect| matches!(effect, Effect::SetAmount { direction, .. } if *direction == wanted))
}

#[test]
fn a_raise_and_a_cut_that_meet_are_shown_on_a_campaign_that_the_evaluator_judges() {
    let (rules, analysis) = together(&[
        rule(
            "Scale winners",
            "  window last 3 days\n  when spend > $50 and roas > 2\n  then increase budget by 20% up to $500",
        ),
        rule(
            "Trim the dear ones",
            "  window last 3 days\n  when spend > $100 and cpa else infinite > $45\n  then decrease budget by 10% down to $20",
        ),
    ]);
    let found = only(&analysis);
    assert_eq!(found.code, "W0801");
    let example = found.example().expect("an example");
    let moment = example.moment();
    assert!(
        moves(&does(&rules[0], example, &moment), Direction::Raise),
        "{}",
        example.in_words()
    );
    assert!(
        moves(&does(&rules[1], example, &moment), Direction::Cut),
        "{}",
        example.in_words()
    );
    assert!(found.help.contains("over last 3 days"), "{}", found.help);
    assert!(found.help.contains("spend $"), "{}", found.help);
}

#[test]
fn rules_whose_quotients_exclude_each_other_are_proved_never_to_meet() {
    let (_, analysis) = together(&[
        rule(
            "Scale winners",
            "  window last 3 days\n  when conversions > 0 and cpa < $30\n  then increase budget by 20% up to $500",
        ),
        rule(
            "Trim the dear ones",
            "  window last 3 days\n  when conversions > 0 and cpa > $45\n  then decrease budget by 10% down to $20",
        ),
    ]);
    assert!(analysis.findings.is_empty(), "{:#?}", analysis.findings);
    assert_eq!(analysis.proved, 1);
}

#[test]
fn a_window_holds_the_shorter_ones_it_covers() {
    let impossible = check(&rule(
        "Never",
        "  when spend over last 3 days > $100 and spend over last 7 days < $90\n  then pause",
    ));
    assert!(
        impossible.diagnostics.iter().any(|found| found.code == "W0505"),
        "{:#?}",
        impossible.diagnostics
    );
    // Revenue is taken back at times, so that seven days can be less than three.
    let possible = check(&rule(
        "Now and then",
        "  when revenue over last 3 days > $100 and revenue over last 7 days < $90\n  then pause",
    ));
    assert!(possible.diagnostics.iter().all(|found| found.code != "W0505"));
}

/// Who is seen four times in three days may have been seen seldom in the days before: the shorter window is no part of the longer.
#[test]
fn a_window_fetched_as_a_whole_holds_nothing_of_the_shorter_ones() {
    let text = |metric: &str| {
        format!(
            "rule \"A\" {{\n  for campaigns on meta\n  every 1h\n  \
             when {metric} over last 3 days > 4 and {metric} over last 7 days < 3\n  then pause\n}}\n"
        )
    };
    let says_never = |metric: &str| {
        let found = check(&text(metric)).diagnostics;
        found.iter().any(|found| found.code == "W0505")
    };
    assert!(says_never("impressions"));
    assert!(!says_never("frequency"));
}

#[test]
fn a_pause_and_a_resume_that_only_the_switch_tells_apart_go_on_in_turns() {
    let (rules, analysis) = together(&[
        rule(
            "Stop",
            "  when spend over yesterday > $100 and status is active\n  then pause",
        ),
        rule(
            "Go",
            "  when clicks over yesterday > 10 and status is paused\n  then resume",
        ),
    ]);
    let found = only(&analysis);
    assert_eq!(found.code, "W0802");
    let example = found.example().expect("an example");
    let moment = example.moment();
    assert_eq!(does(&rules[0], example, &moment).len(), 1);
    let after = example.after();
    assert!(does(&rules[0], &after, &moment).is_empty());
    assert_eq!(does(&rules[1], &after, &moment).len(), 1);

    let (_, apart) = together(&[
        rule("Stop", "  when spend over yesterday > $100\n  then pause"),
        rule("Go", "  when spend over yesterday < $50\n  then resume"),
    ]);
    assert!(apart.findings.is_empty(), "{:#?}", apart.findings);
}

#[test]
fn day_parting_is_no_conflict() {
    let night = "rule \"Night\" {\n  for campaigns\n  every day at 22:00\n  then pause\n}\n\n";
    let morning = "rule \"Morning\" {\n  for campaigns\n  every day at 06:00\n  then resume\n}\n";
    let (_, analysis) = together(&[night.to_owned(), morning.to_owned()]);
    assert!(analysis.findings.is_empty(), "{:#?}", analysis.findings);
}

#[test]
fn a_rule_that_another_covers_adds_nothing() {
    let (_, analysis) = together(&[
        rule(
            "Late",
            "  window last 3 days\n  when conversions > 0 and cpa > $60 and spend > $200\n  then pause",
        ),
        rule(
            "Early",
            "  window last 3 days\n  when conversions > 0 and cpa > $45 and spend > $100\n  then pause",
        ),
    ]);
    let found = only(&analysis);
    assert_eq!(found.code, "W0803");
    assert!(matches!(found.answer, Answer::Proved));
    assert_eq!(found.spots[0].rule, "Late");

    // Where revenue is not known the other rule would wait.
    let (_, analysis) = together(&[
        rule("Late", "  window last 3 days\n  when spend > $200\n  then pause"),
        rule(
            "Early",
            "  window last 3 days\n  when spend > $100 and (revenue > $0 or revenue <= $0)\n  then pause",
        ),
    ]);
    assert!(analysis.findings.is_empty(), "{:#?}", analysis.findings);
}

#[test]
fn quotients_of_quotients_are_not_decided_and_named() {
    let (_, analysis) = together(&[
        rule(
            "Scale",
            "  when spend over yesterday > $50 and spend over last 7 days > $0 and revenue over last 7 days > $0\n    and roas over yesterday * roas over last 7 days > acos over last 7 days * 3 \n  then increase budget by 20% up to $500",
        ),
        rule(
            "Trim",
            "  when spend over yesterday > $50 and spend over last 7 days > $0 and revenue over last 7 days > $0\n    and roas over yesterday * roas over last 7 days < acos over last 7 days * 3\n  then decrease budget by 10% down to $20",
        ),
    ]);
    for found in &analysis.findings {
        match &found.answer {
            Answer::NotDecided(obstacle) => assert!(
                obstacle.in_words().contains("cannot be looked into"),
                "{obstacle:?}"
            ),
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn the_tenants_own_campaign_is_shown_first() {
    let rules = bound(
        &[
            rule("Stop", "  when spend over yesterday > $100\n  then pause"),
            rule(
                "Scale",
                "  when clicks over yesterday > 10\n  then increase budget by 20% up to $500",
            ),
        ]
        .concat(),
    );
    let own = Memory::of([
        Campaign::named("Quiet").status("active").budget(100),
        Campaign::named("Summer")
            .status("active")
            .budget(100)
            .day(Metric::Spend, "2026-03-04", 150_000_000)
            .day(Metric::Clicks, "2026-03-04", 40),
    ]);
    let history: [(&dyn Table, Moment); 1] = [(&own, thursday())];
    let analysis = analyse::account(&rules, &history, thursday().at);
    let example = only(&analysis).example().expect("an example");
    assert_eq!(example.found(), Some("Summer"));
    assert!(example.in_words().contains("$150.00"), "{}", example.in_words());

    let elsewhere = Memory::of([Campaign::named("Quiet").status("active").budget(100)]);
    let history: [(&dyn Table, Moment); 1] = [(&elsewhere, thursday())];
    let analysis = analyse::account(&rules, &history, thursday().at);
    assert_eq!(only(&analysis).example().expect("a built one").found(), None);
}

#[test]
fn a_text_of_two_rules_points_at_both() {
    let text = [
        rule("Stop", "  when spend over yesterday > $100\n  then pause"),
        rule(
            "Scale",
            "  when clicks over yesterday > 10\n  then increase budget by 20% up to $500",
        ),
    ]
    .concat();
    let found = analyse::diagnostics(&text, &check(&text));
    assert_eq!(found.len(), 1, "{found:#?}");
    assert_eq!(found[0].span.of(&text), "pause");
    assert_eq!(
        found[0].labels[0].span.of(&text),
        "increase budget by 20% up to $500"
    );
    assert!(!found[0].is_error());
}

#[test]
fn the_value_that_neither_of_two_conditions_takes_is_named() {
    let rules = |above: &str, below: &str| {
        together(&[
            rule(
                "Trim",
                &format!(
                    "  window last 3 days\n  when conversions > 0 and cpa {above} $45\n  then decrease budget by 10% down to $20"
                ),
            ),
            rule(
                "Scale",
                &format!(
                    "  window last 3 days\n  when conversions > 0 and cpa {below} $45\n  then increase budget by 10% up to $500"
                ),
            ),
        ])
    };
    let (bound, analysis) = rules(">", "<");
    let found = only(&analysis);
    assert_eq!(found.code, "W0804");
    let example = found.example().expect("an example");
    let moment = example.moment();
    for rule in &bound {
        assert_eq!(rule.evaluate(example, &moment).branches[0], [Truth::False]);
    }
    assert!(rules(">=", "<").1.findings.is_empty());
    // A dead band is somebody's decision.
    let (_, apart) = together(&[
        rule(
            "Trim",
            "  when spend over yesterday > $100\n  then decrease budget by 10% down to $20",
        ),
        rule(
            "Scale",
            "  when spend over yesterday < $50\n  then increase budget by 10% up to $500",
        ),
    ]);
    assert!(apart.findings.is_empty(), "{:#?}", apart.findings);
}

#[test]
fn a_pause_that_its_own_release_takes_back_is_shown_on_a_campaign() {
    let (rules, analysis) = together(&[rule(
        "Stop",
        "  when spend over yesterday > $100\n  then pause\n  release when spend over yesterday > $50\n  release after 7 days",
    )]);
    let found = only(&analysis);
    assert_eq!(found.code, "W0805");
    let example = found.example().expect("an example");
    let moment = example.moment();
    assert_eq!(does(&rules[0], example, &moment).len(), 1);
    let after = rules[0].evaluate(&example.after(), &moment);
    assert_eq!(after.release, [Truth::True]);
    let (_, apart) = together(&[rule(
        "Stop",
        "  when spend over yesterday > $100\n  then pause\n  release when spend over yesterday < $50\n  release after 7 days",
    )]);
    assert!(apart.findings.is_empty(), "{:#?}", apart.findings);
    assert_eq!(apart.proved, 1);
}

#[test]
fn a_label_that_only_itself_tells_apart_is_put_on_and_taken_off_in_turns() {
    let put = "  when spend over yesterday > $100 and labels has \"shop\"\n  then add label \"watched\"";
    let take =
        "  when spend over yesterday > $50 and labels has \"watched\"\n  then remove label \"watched\"";
    let (rules, analysis) = together(&[rule("Put", put), rule("Take", take)]);
    let found = only(&analysis);
    assert_eq!(found.code, "W0802");
    assert_eq!(
        found.message,
        "`Put` and `Take` would put the label \"watched\" on campaigns and take it off in turns"
    );
    assert!(
        found.help.contains("`Put` puts the label \"watched\" on it, and `Take` takes the label \"watched\" off it at its next check"),
        "{}",
        found.help
    );
    let example = found.example().expect("an example");
    let moment = example.moment();
    assert_eq!(does(&rules[0], example, &moment).len(), 1);
    assert!(does(&rules[1], example, &moment).is_empty());
    let after = example.after();
    assert_eq!(does(&rules[1], &after, &moment).len(), 1);

    let apart = |other: &str| together(&[rule("Put", put), rule("Take", other)]).1.findings;
    for other in [
        // A gap, another label, a label that the first asks for and leaves as it is, a hold.
        take.replace('>', "<"),
        take.replace("watched", "seen"),
        take.replace("labels has", "not (labels has \"shop\") and labels has"),
        format!("{take}\n  release after 2h"),
    ] {
        let found = apart(&other);
        assert!(found.is_empty(), "{other}: {found:#?}");
    }
}

#[test]
fn an_objects_labels_are_not_those_of_what_it_stands_in() {
    let text = "rule \"A\" {\n  for ad groups on google\n  every 1h\n  \
                when spend over yesterday > $10 and labels has \"x\" and not (parent.labels has \"x\")\n  then pause\n}\n";
    let found = check(text).diagnostics;
    assert!(found.iter().all(|found| found.code != "W0505"), "{found:#?}");
}

#[test]
fn who_yields_has_said_what_becomes_of_the_two_and_nobody_else_switches_on_what_is_held() {
    let stop = "  when spend over yesterday > $100\n  then pause";
    let scale = "  when clicks over yesterday > 10\n  then increase budget by 20% up to $500";
    let codes = |texts: [String; 2]| -> Vec<&'static str> {
        together(&texts)
            .1
            .findings
            .iter()
            .map(|found| found.code)
            .collect()
    };
    assert_eq!(codes([rule("Stop", stop), rule("Scale", scale)]), ["W0801"]);
    let yielding = format!("{scale}\n  yields to \"Stop\"");
    assert_eq!(codes([rule("Stop", stop), rule("Scale", &yielding)]), [""; 0]);
    let go = "  when clicks over yesterday > 10\n  then resume";
    assert_eq!(codes([rule("Stop", stop), rule("Go", go)]), ["W0802"]);
    let held = format!("{stop}\n  release after 2h");
    assert_eq!(codes([rule("Stop", &held), rule("Go", go)]), [""; 0]);
}
