//! Rules taken together: where they work against each other, with a campaign on which both really act.

use dsl::analyse::{self, Analysis, Answer, Finding, Promise};
use dsl::{BoundRule, Direction, Effect, Metric, Moment, Table, Truth, check};

use crate::fixture::{Campaign, Memory, dollars, thursday};

fn bound(text: &str) -> Vec<BoundRule> {
    let checked = check(text);
    assert!(checked.is_ok(), "{text}\n{:#?}", checked.diagnostics);
    checked
        .rules
        .iter()
        .map(|rule| rule.bind(&dollars()).unwrap())
        .collect()
}

fn rule(name: &str, lines: &str) -> String {
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
fn does(rule: &BoundRule, table: &dyn Table, moment: &Moment) -> Vec<Effect> {
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

fn watched(texts: &[String], guard: &str) -> Vec<analyse::Watched> {
    let rules = bound(&texts.concat());
    let checked = check(&format!(
        "guard \"No runaway budgets\" {{\n  for campaigns\n  {guard}\n}}\n"
    ));
    assert!(checked.is_ok(), "{:#?}", checked.diagnostics);
    analyse::guards(&rules, &checked.guards, thursday().at)
}

fn scale(amount: &str, lines: &str) -> String {
    rule(
        "Scale",
        &format!("  when clicks over yesterday > 10\n  then increase budget by {amount}\n{lines}"),
    )
}

#[test]
fn a_cap_below_the_ceiling_proves_a_guard() {
    let found = watched(&[scale("20% up to $800", "")], "never raise budget above $1,000");
    assert!(matches!(found[0].promise, Promise::Proved), "{found:#?}");
    // Whatever the cap, such budgets are never raised so far.
    let small = rule(
        "Small ones",
        "  when clicks over yesterday > 10 and budget < $500\n  then increase budget by 50%",
    );
    let found = watched(&[small], "never raise budget above $1,000");
    assert!(matches!(found[0].promise, Promise::Proved), "{found:#?}");
}

#[test]
fn a_raise_without_an_end_breaks_a_ceiling_and_the_firing_is_shown() {
    let found = watched(&[scale("20%", "")], "never raise budget above $1,000");
    let Promise::Broken {
        firings,
        example,
        bound: passed,
    } = &found[0].promise
    else {
        panic!("{found:#?}")
    };
    assert_eq!(
        (firings.len(), *passed),
        (1, Some((dsl::Property::Budget, 1_000_000_000)))
    );
    let rules = bound(&scale("20%", ""));
    let effects = does(&rules[0], example.as_ref(), &example.moment());
    assert_eq!(effects, [firings[0].effect.clone()]);
    assert!(amounts(&firings[0]).1 > 1_000_000_000);
    assert!(found[0].in_words(dsl::Currency::USD).contains("`Scale` $"));
}

#[test]
fn raises_of_a_day_are_multiplied_against_the_days_first_budget() {
    let guard = "never raise budget above 150% of budget at start of day";
    let twice = scale("20%", "  cooldown 12h");
    let found = watched(std::slice::from_ref(&twice), guard);
    assert!(
        matches!(found[0].promise, Promise::Proved),
        "1.2 x 1.2 = 1.44: {found:#?}"
    );
    let thrice = scale("20%", "  cooldown 8h");
    let found = watched(&[thrice], guard);
    let Promise::Broken { firings, .. } = &found[0].promise else {
        panic!("{found:#?}")
    };
    assert_eq!(firings.len(), 3, "{firings:#?}");
    let moved: Vec<(i64, i64)> = firings.iter().map(amounts).collect();
    assert!(moved.windows(2).all(|pair| pair[0].1 == pair[1].0));
    assert!(
        firings
            .windows(2)
            .all(|pair| pair[1].at.as_second() - pair[0].at.as_second() >= 8 * 3_600)
    );
    let first = moved[0].0;
    assert!(moved[1].1 * 2 <= first * 3 && moved[2].1 * 2 > first * 3);
}

fn amounts(firing: &analyse::Firing) -> (i64, i64) {
    match firing.effect {
        Effect::SetAmount { from, to, .. } => (from, to),
        _ => panic!("{firing:?}"),
    }
}

#[test]
fn what_must_never_be_paused_is_held_against_every_pause() {
    let guard = "never pause where labels has \"brand\"";
    let careless = rule("Stop", "  when spend over yesterday > $100\n  then pause");
    let found = watched(&[careless], guard);
    let Promise::Broken { firings, example, .. } = &found[0].promise else {
        panic!("{found:#?}")
    };
    assert_eq!(firings.len(), 1);
    assert!(example.in_words().contains("brand"), "{}", example.in_words());
    // Missing labels count as protected, so the rule has to know them.
    let careful = rule(
        "Stop",
        "  when spend over yesterday > $100 and not (labels has \"brand\")\n  then pause",
    );
    let found = watched(&[careful], guard);
    assert!(matches!(found[0].promise, Promise::Proved), "{found:#?}");
    let found = watched(&[scale("20%", "")], "at most 30% of campaigns paused per day");
    assert!(matches!(found[0].promise, Promise::Proved), "{found:#?}");
}

#[test]
fn a_guard_that_no_sequence_breaks_and_no_sum_proves_is_enforced_at_run_time() {
    let slow = rule(
        "Slow",
        "  when impressions over yesterday > 0 and impressions over last 3 days > 0\n    and ctr over yesterday * ctr over last 3 days < 0%\n  then increase budget by 20%",
    );
    let found = watched(&[slow], "never raise budget above $1,000");
    assert!(
        !matches!(found[0].promise, Promise::Proved),
        "what cannot be looked into is not proved: {found:#?}"
    );
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
fn a_minimum_is_asked_of_the_window_that_is_judged_or_of_a_part_of_it() {
    let codes = |condition: &str| -> Vec<&'static str> {
        let text =
            format!("rule \"A\" {{\n  for campaigns\n  every 1h\n  when {condition}\n  then pause\n}}\n");
        let found = dsl::check(&text).diagnostics;
        let codes = found.iter().map(|found| found.code);
        codes.filter(|code| *code != "W0507").collect()
    };
    let judged = "cpa over last 3 days else infinite > $45";
    assert_eq!(codes(judged), ["W0506"]);
    assert_eq!(
        codes(&format!("spend over last 30 days > $100 and {judged}")),
        ["W0524"]
    );
    assert_eq!(
        codes(&format!(
            "{judged} and (spend over today > $100 or clicks over last 7 days > 9)"
        )),
        ["W0524"]
    );
    // The same number of days, and others: an account's delay moves the settled ones back.
    assert_eq!(
        codes("spend over last 3 days > $100 and cpa over last 3 days settled else infinite > $45"),
        ["W0524"]
    );
    let week_before = "cpa over last 7 days ending 7 days ago else infinite > $45";
    assert_eq!(
        codes(&format!("spend over last 7 days > $100 and {week_before}")),
        ["W0524"]
    );
    assert_eq!(
        codes(&format!(
            "spend over last 2 days ending 8 days ago > $100 and {week_before}"
        )),
        [""; 0]
    );
    for enough in [
        "spend over last 3 days > $100",
        "clicks over yesterday >= 50",
        "clicks over last 2 days >= 50",
        "spend over last 30 days > $100 and clicks over last 3 days > 9",
    ] {
        assert_eq!(codes(&format!("{enough} and {judged}")), [""; 0], "{enough}");
    }
}

#[test]
fn results_that_are_still_to_come_are_said_where_a_pause_or_a_cut_rests_on_them() {
    let found = |on: &str, condition: &str, action: &str| {
        let text = format!(
            "rule \"A\" {{\n  for campaigns{on}\n  every 1h\n  when {condition}\n  then {action}\n}}\n"
        );
        let found = dsl::check(&text).diagnostics;
        let said = found.into_iter().find(|found| found.code == "W0507");
        said.map(|said| {
            (
                said.message.clone(),
                said.fixes.first().map(|fix| fix.apply(&text)),
            )
        })
    };
    let bleeds = "spend over last 3 days > $100 and conversions over last 3 days = 0";
    let (message, mended) = found(" on google, meta", bleeds, "pause").unwrap();
    assert_eq!(
        message,
        "`conversions over last 3 days` is judged over `last 3 days`, and more conversions may still come for its last 2 days"
    );
    assert!(
        mended
            .unwrap()
            .contains("conversions over last 3 days settled = 0")
    );
    assert!(
        found(" on google", bleeds, "pause")
            .unwrap()
            .0
            .ends_with("for its last day")
    );
    assert!(found("", bleeds, "decrease budget by 10%").is_some());
    assert!(found("", "not conversions over yesterday > 3", "pause").is_some());
    for (condition, action) in [
        (bleeds, "notify slack \"#a\" \"x\""),
        ("spend over last 3 days > $100", "pause"),
        ("conversions over last 3 days > 9", "pause"),
        ("conversions over last 3 days settled = 0", "pause"),
        ("conversions over last 3 days ending 4 days ago = 0", "pause"),
        ("spend over today > $100 and conversions over today = 0", "pause"),
    ] {
        assert_eq!(
            found(" on google, meta, tiktok, amazon", condition, action),
            None,
            "{condition}"
        );
    }
}

#[test]
fn a_look_finer_than_the_data_is_said_and_so_are_hours_where_there_are_none() {
    let codes = |on: &str, every: &str, condition: &str| -> Vec<&'static str> {
        let text = format!(
            "rule \"A\" {{\n  for campaigns on {on}\n  every {every}\n  when {condition}\n  then pause\n}}\n"
        );
        dsl::check(&text)
            .diagnostics
            .iter()
            .map(|found| found.code)
            .collect()
    };
    let spent = "spend over today > $100";
    assert_eq!(codes("google", "15m", spent), ["W0526"]);
    assert_eq!(codes("google", "1h", spent), [""; 0]);
    assert_eq!(codes("google", "sync", spent), [""; 0]);
    assert_eq!(
        codes("google", "15m", "hour = 3 and spend over today > $100"),
        [""; 0]
    );
    assert_eq!(
        codes("google", "15m between 06:00 and 07:00", "status is active"),
        [""; 0]
    );
    let hours = "spend over last 6h > $100";
    assert_eq!(codes("google, amazon", "1h", hours), ["W0527"]);
    assert_eq!(codes("google, meta", "1h", hours), [""; 0]);
    assert_eq!(codes("amazon", "1h", spent), [""; 0]);
}

#[test]
fn a_minimum_of_another_window_and_a_change_that_never_happens_are_mended_by_their_fixes() {
    let mended = |condition: &str, actions: &str| {
        let text = format!(
            "rule \"A\" {{\n  for campaigns\n  every 1h\n  window last 14 days\n  when {condition}\n  then {actions}\n  cooldown 24h\n}}\n"
        );
        let found = dsl::check(&text).diagnostics;
        let found = found
            .iter()
            .find(|found| ["W0524", "W0525"].contains(&found.code));
        let mended = found.unwrap().fixes[0].apply(&text);
        let left = dsl::check(&mended).diagnostics;
        assert!(
            left.iter()
                .all(|left| left.code != found.unwrap().code && !left.is_error()),
            "{mended}{left:#?}"
        );
        mended
    };
    let judged = "cpa over last 3 days else infinite > $45";
    assert!(
        mended(&format!("spend over last 30 days > $100 and {judged}"), "pause")
            .contains("when spend over last 3 days > $100 and")
    );
    assert!(
        mended(&format!("{judged} and clicks > 20"), "pause").contains("and clicks over last 3 days > 20")
    );
    let raise = "increase budget by 20% up to $500";
    for actions in [format!("pause\n       {raise}"), format!("{raise}\n       pause")] {
        let text = mended("clicks over yesterday > 20", &actions);
        assert!(text.contains("\n  then pause\n  cooldown"), "{text}");
    }
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

#[test]
fn two_raises_together_may_pass_what_each_stays_below() {
    let guard = dsl::check(
        "guard \"G\" {\n  for campaigns\n  never raise budget above 150% of budget at start of day\n}\n",
    )
    .guards;
    let rules = bound(
        &[
            rule(
                "One",
                "  when clicks over yesterday > 10\n  then increase budget by 30%\n  cooldown 24h",
            ),
            rule(
                "Other",
                "  when clicks over yesterday > 5\n  then increase budget by 20%\n  cooldown 24h",
            ),
            rule(
                "Stop",
                "  when clicks over yesterday = 0\n  then pause\n  release after 2h",
            ),
        ]
        .concat(),
    );
    let about = |name: &str| {
        analyse::guards_about(name, &rules, &guard, thursday().at)
            .remove(0)
            .promise
    };
    let Promise::Broken { firings, .. } = about("One") else {
        panic!("1.3 x 1.2 = 1.56")
    };
    let names: Vec<&str> = firings.iter().map(|firing| firing.rule.as_str()).collect();
    assert_eq!(
        names,
        ["Other", "One"],
        "the smaller raise wins the first run, the other is made at the next"
    );
    assert!(matches!(about("Stop"), Promise::Proved), "it raises nothing");
    let alone = analyse::guards(&rules[..1], &guard, thursday().at);
    assert!(matches!(alone[0].promise, Promise::Proved), "{alone:#?}");
    // The campaigns that run cost more again when a hold ends.
    let total =
        dsl::check("guard \"G\" {\n  for campaigns\n  never raise total budget of account above $500\n}\n")
            .guards;
    let held = analyse::guards_about("Stop", &rules, &total, thursday().at);
    let said = held[0].in_words(dsl::Currency::USD);
    assert_eq!(
        said,
        "enforced at run time: `Stop` gives back what it changed when its hold ends: see `pause`"
    );
}
