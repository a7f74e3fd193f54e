//! Tests that live with rules: what a script means, tick by tick.

use dsl::testing::{MutationKind, Suite, TestReport, run};
use dsl::{Diagnostic, check};

const BLEEDERS: &str = "language 1\n\nrule \"Bleeders\" {\n  param max_cpa: money = $45\n  for campaigns on google where status is active and age >= 7d\n  \
    every 1h\n  window last 3 days settled\n  let cost = cpa else infinite\n  when cost > max_cpa and spend > $100 lasting 2 checks\n  \
    then pause\n  cooldown 24h\n  at most 1 per day\n}\n\n";

fn suite(text: &str) -> Suite {
    let checked = check(text);
    assert!(checked.is_ok(), "{text}\n{:#?}", checked.diagnostics);
    run(text, &checked)
}

/// The only test of a rule with these lines.
fn tested(rule: &str, lines: &str) -> TestReport {
    let text = format!("{rule}test \"it\" of \"Bleeders\" {{\n{lines}\n}}\n");
    suite(&text).tests.remove(0)
}

fn passes(rule: &str, lines: &str) {
    let report = tested(rule, lines);
    assert!(report.passed, "{report:#?}");
}

fn found(rule: &str, lines: &str) -> Vec<String> {
    let report = tested(rule, lines);
    assert!(!report.passed, "{report:#?}");
    report
        .expectations
        .into_iter()
        .filter_map(|expectation| expectation.found)
        .collect()
}

#[test]
fn a_bleeder_is_pending_then_proposed_then_approved_and_left_alone() {
    passes(
        BLEEDERS,
        "  at 2026-03-04 10:00 in \"America/New_York\"\n  settled lag 1 day\n  \
         given campaign \"A\" { each of last 6 days { spend $60 conversions 1 } }\n  \
         given campaign \"Fine\" { each of last 6 days { spend $60 conversions 3 } }\n  \
         expect pause of \"A\" pending\n  expect nothing of \"Fine\" because cost = $20\n  \
         at 11:00\n  expect pause of \"A\" proposed because cost = $60 and spend = $180\n  approve \"A\"\n  \
         expect pause of \"A\" applied\n  at 12:00\n  expect nothing of \"A\"",
    );
}

#[test]
fn a_value_is_named_however_it_is_spaced() {
    let spaced = BLEEDERS.replace(
        "when cost > max_cpa and spend > $100",
        "when cost > max_cpa and this . spend\u{2028} > $100",
    );
    for (rule, name) in [
        (BLEEDERS, "this .  spend"),
        (&spaced, "spend"),
        (&spaced, "this.spend"),
    ] {
        let lines = |amount: u32| {
            std::format!(
                "  at 2026-03-04 10:00\n  settled lag 1 day\n  given campaign \"A\" {{ each of last 6 days {{ spend $60 conversions 1 }} }}\n  \
                 expect pause of \"A\" pending because {name} = ${amount}"
            )
        };
        passes(rule, &lines(180));
        assert_eq!(found(rule, &lines(170)).len(), 1);
    }
}

#[test]
fn what_failed_says_what_happened_with_the_values_behind_it() {
    let report = tested(
        BLEEDERS,
        "  at 2026-03-04 10:00, 11:00\n  given campaign \"A\" { each of last 6 days { spend $30 conversions 1 } }\n  \
         expect pause of \"A\" proposed",
    );
    let expectation = &report.expectations[0];
    let said = expectation.found.as_deref().unwrap();
    assert!(said.starts_with("nothing: ") && said.contains("$30.00"), "{said}");
    assert!(expectation.explanation.is_some());
    assert_eq!(expectation.text, "expect pause of \"A\" proposed");
}

#[test]
fn an_outage_is_unknown_and_never_an_expensive_campaign() {
    passes(
        BLEEDERS,
        "  at 2026-03-04 10:00\n  given campaign \"A\" { last 4 days { spend $60, $60, _, $60  conversions 1, 1, 1, 1 } }\n  \
         given campaign \"B\" { last 4 days { spend $60, $60, stale, $60  conversions 1, 1, 1, 1 } }\n  \
         expect unknown of \"A\" because spend is missing\n  expect unknown of \"B\"",
    );
}

#[test]
fn a_limit_lets_the_highest_spend_through_and_a_rejected_one_gives_its_place_back() {
    passes(
        BLEEDERS,
        "  at 2026-03-04 10:00, 11:00\n  given campaign \"Small\" { each of last 6 days { spend $60 conversions 1 } }\n  \
         given campaign \"Large\" { each of last 6 days { spend $90 conversions 1 } }\n  \
         expect pause of \"Large\" proposed\n  expect pause of \"Small\" blocked\n  reject \"Large\"\n  \
         expect pause of \"Large\" rejected\n  at 12:00\n  expect pause of \"Small\" proposed\n  expect nothing of \"Large\"",
    );
}

#[test]
fn a_proposal_nobody_answers_expires_and_is_made_again() {
    let rule = BLEEDERS.replace("lasting 2 checks", "").replace(
        "  cooldown 24h\n",
        "  approve by manager within 2h unanswered expire\n  cooldown 24h\n",
    );
    passes(
        &rule.replace("  at most 1 per day\n", ""),
        "  at 2026-03-04 10:00, 11:00\n  given campaign \"A\" { each of last 6 days { spend $60 conversions 1 } }\n  \
         expect pause of \"A\" proposed\n  at 2026-03-05 09:30\n  expect pause of \"A\" expired\n  at 10:00\n  \
         expect pause of \"A\" proposed",
    );
}

#[test]
fn days_follow_the_clock_of_the_zone_across_its_change() {
    let rule = "language 1\n\nrule \"Bleeders\" {\n  for campaigns on google\n  every 15m\n  when spend over last 3h > $25\n  \
                then notify slack \"#a\" \"{this.name} spends\"\n}\n\n";
    // 01:30 twice: the second pass lies an hour later.
    passes(
        rule,
        "  at 2026-11-01 01:30 in \"America/New_York\"\n  given campaign \"A\" { each of last 3 hours { spend $10 } }\n  \
         expect notify \"A spends\" of \"A\" sent because spend over last 3h = $30\n  at 01:30\n  \
         expect nothing of \"A\" because spend over last 3h = $20",
    );
}

#[test]
fn an_hour_window_that_cuts_a_day_given_as_a_whole_is_not_guessed_at() {
    let rule = "language 1\n\nrule \"Bleeders\" {\n  for campaigns on google\n  every 1h\n  when spend over last 3h > $25\n  then pause\n}\n\n";
    let said = found(
        rule,
        "  at 2026-03-04 10:00\n  given campaign \"A\" { today { spend $90 } }\n  expect pause of \"A\" proposed",
    );
    assert!(said[0].contains("give its hours"), "{said:?}");
}

#[test]
fn a_budget_rule_names_the_value_it_comes_to_and_a_guard_of_the_text_stops_it() {
    let rule = "language 1\n\nrule \"Bleeders\" {\n  for campaigns on google\n  every day at 09:00\n  when roas over last 3 days > 3 and spend over last 3 days > $100\n  \
                then increase budget by 20%\n  cooldown 1h\n}\n\nguard \"Cap\" {\n  for campaigns\n  never raise budget above $130\n}\n\n";
    passes(
        rule,
        "  at 2026-03-04 09:00\n  given campaign \"A\" { budget $100 each of last 3 days { spend $90 revenue $400 } }\n  \
         given campaign \"B\" { budget $110 each of last 3 days { spend $90 revenue $400 } }\n  \
         expect increase budget to $120 of \"A\" proposed because roas over last 3 days = 4.44\n  \
         expect increase budget of \"B\" blocked\n  approve \"A\"\n  expect set budget to $120 of \"A\" applied\n  \
         at 2026-03-05 09:00\n  expect increase budget of \"A\" blocked",
    );
}

#[test]
fn a_rule_that_has_no_run_then_says_when_it_has() {
    let rule = BLEEDERS.replace("every 1h", "every day at 06:00");
    let said = found(
        &rule,
        "  at 2026-03-04 10:00\n  given campaign \"A\" { each of last 6 days { spend $60 conversions 1 } }\n  expect pause of \"A\" pending",
    );
    assert!(
        said[0].contains("every day at 06:00, next on 2026-03-05 06:00"),
        "{said:?}"
    );
}

#[test]
fn comparisons_are_counted_where_their_turn_came() {
    let text = format!(
        "{BLEEDERS}test \"one\" of \"Bleeders\" {{\n  at 2026-03-04 10:00\n  given campaign \"A\" {{ each of last 6 days {{ spend $60 conversions 1 }} }}\n  \
         given campaign \"Young\" {{ age 2d }}\n  expect pause of \"A\" pending\n  expect nothing of \"Young\"\n}}\n"
    );
    let suite = suite(&text);
    let coverage = &suite.coverage[0];
    let counts: Vec<_> = coverage
        .comparisons
        .iter()
        .map(|found| {
            (
                found.text.as_str(),
                found.was_true,
                found.was_false,
                found.unknown,
            )
        })
        .collect();
    assert_eq!(
        counts,
        [
            ("status is active", 2, 0, 0),
            ("age >= 7d", 1, 1, 0),
            ("cost > max_cpa", 1, 0, 0),
            ("spend > $100", 1, 0, 0)
        ]
    );
    for found in &coverage.comparisons {
        assert_eq!(found.span.of(&text), found.text);
    }
}

#[test]
fn a_moved_threshold_that_no_test_notices_survives() {
    let text = format!(
        "{BLEEDERS}test \"one\" of \"Bleeders\" {{\n  at 2026-03-04 10:00, 11:00\n  given campaign \"A\" {{ each of last 6 days {{ spend $60 conversions 1 }} }}\n  \
         given campaign \"B\" {{ each of last 6 days {{ spend $50 conversions 1 }} }}\n  given campaign \"C\" {{ each of last 6 days {{ spend $40 conversions 1 }} }}\n  \
         expect pause of \"A\" proposed\n  expect pause of \"B\" blocked\n  expect nothing of \"C\"\n}}\n"
    );
    let checked = check(&text);
    assert!(run(&text, &checked).passed());
    let mutation = dsl::testing::mutate(&text, &checked).remove(0);
    let survivors: Vec<_> = mutation
        .mutants
        .iter()
        .filter(|mutant| mutant.survived)
        .map(|mutant| (mutant.was.as_str(), mutant.is.as_str()))
        .collect();
    // Nobody is near the floor of $100, nor young.
    assert!(
        survivors.contains(&("$100", "75 USD")) && survivors.contains(&("$100", "125 USD")),
        "{survivors:?}"
    );
    // The limit of the parameter is watched from both sides.
    let noticed = |was: &str, is: &str| {
        let mutant = mutation
            .mutants
            .iter()
            .find(|mutant| mutant.was == was && mutant.is == is);
        assert!(!mutant.unwrap().survived, "{was} → {is}");
    };
    noticed("$45", "33.75 USD");
    noticed("$45", "56.25 USD");
    noticed(">", "<");
    noticed("lasting 2 checks", "lasting 3 checks");
}

#[test]
fn a_test_is_laid_out_and_means_the_same() {
    let crammed = format!(
        "{BLEEDERS}test   \"it\"  of \"Bleeders\" {{\nat 2026-03-04 10:00,   11:00\ngiven campaign \"A\" {{ status active   age 60d\neach of last 6 days {{\nspend $60   conversions 1 # dear\n}}\n}}\nexpect pause of \"A\" proposed\n}}\n"
    );
    let laid_out = dsl::format(&crammed).unwrap();
    let tail = laid_out.split("test ").nth(1).unwrap();
    assert_eq!(
        tail,
        "\"it\" of \"Bleeders\" {\n  at 2026-03-04 10:00, 11:00\n  given campaign \"A\" { status active age 60d\n    each of last 6 days {\n      \
         spend $60 conversions 1  # dear\n    }\n  }\n  expect pause of \"A\" proposed\n}\n"
    );
    assert_eq!(dsl::format(&laid_out).unwrap(), laid_out);
    assert!(suite(&laid_out).passed());
}

#[test]
fn three_mistakes_get_three_messages_and_a_given_left_open_costs_only_itself() {
    let text = format!(
        "{BLEEDERS}test \"it\" of \"Bleeders\" {{\n  at 2026-03-04 10:00\n  given campaign \"A\" {{ each of last 6 days {{ spend $60 }}\n  \
         given campaign \"B\" {{ budgett $4 }}\n  expect pause of \"B\" propsed\n}}\n\nrule \"Second\" {{\n  for campaigns\n  every 1h\n  then pause\n}}\n"
    );
    let checked = check(&text);
    let codes: Vec<&str> = checked
        .diagnostics
        .iter()
        .filter(|found| found.is_error())
        .map(|found| found.code)
        .collect();
    assert_eq!(codes, ["E0101", "E0804", "E0806"], "{:#?}", checked.diagnostics);
    assert_eq!(checked.rules.len(), 2);
}

#[test]
fn a_test_of_a_broken_rule_is_not_judged() {
    let text = "rule \"Bleeders\" {\n  for campaigns\n  every 1h\n  when spned > $1\n  then pause\n}\n\ntest \"it\" of \"Bleeders\" {\n  \
                at 2026-03-04 10:00\n  given campaign \"A\" { today { spend $1 } }\n  expect pause of \"A\" proposed because cost = $4\n}\n";
    let checked = check(text);
    let errors: Vec<&Diagnostic> = checked
        .diagnostics
        .iter()
        .filter(|found| found.is_error())
        .collect();
    assert_eq!(errors.len(), 1, "{errors:#?}");
    assert!(checked.tests.is_empty());
}

#[test]
fn a_test_of_a_broken_rule_about_keywords_may_give_keywords() {
    let text = "rule \"Bids\" {\n  for keywords on google\n  every 1h\n  when clisks over today > 1\n  then pause\n}\n\ntest \"it\" of \"Bids\" {\n  \
                at 2026-03-04 10:00\n  given keyword \"a\" in ad group \"G\" of campaign \"C\" { today { clicks 1 } }\n  expect pause of \"a\" proposed\n}\n";
    let errors: Vec<&str> = check(text)
        .diagnostics
        .iter()
        .filter(|found| found.is_error())
        .map(|found| found.code)
        .collect();
    assert_eq!(errors.len(), 1, "{errors:?}");
}

const RAISE: &str = "language 1\n\nrule \"Bleeders\" {\n  for campaigns on google\n  every 1h\n  when roas over last 3 days > 3 and spend over last 3 days > $100\n  \
                     then increase budget by 20%\n  APPROVAL\n  cooldown 24h\n}\n\n";

fn raise(approval: &str) -> String {
    RAISE.replace("APPROVAL", approval)
}

const WINNER: &str = "budget $100 each of last 3 days { spend $90 revenue $400 }";

#[test]
fn as_many_people_agree_as_the_rule_asks_for_and_a_marketer_is_none_of_them() {
    let rule = raise("approve by manager 2 of within 4h unanswered expire");
    passes(
        &rule,
        &format!(
            "  at 2026-03-04 09:00\n  given campaign \"A\" {{ {WINNER} }}\n  approve \"A\"\n  expect increase budget of \"A\" proposed\n  \
             approve \"A\" as admin\n  expect increase budget to $120 of \"A\" applied"
        ),
    );
    let said = found(
        &rule,
        &format!(
            "  at 2026-03-04 09:00\n  given campaign \"A\" {{ {WINNER} }}\n  approve \"A\"\n  approve \"A\" as marketer\n  \
             expect increase budget of \"A\" applied"
        ),
    );
    assert_eq!(
        said,
        [
            "it waits for somebody with the role manager; a marketer may not answer",
            "budget $100.00 → $120.00 proposed"
        ]
    );
}

#[test]
fn silence_escalates_to_a_role_whose_answer_then_counts_and_lapses_after_that() {
    let rule = raise("approve by manager within 2h unanswered escalate to admin");
    let given = format!(
        "  at 2026-03-04 09:00\n  given campaign \"A\" {{ {WINNER} }}\n  expect increase budget of \"A\" proposed\n"
    );
    passes(
        &rule,
        &format!("{given}  at 11:30\n  approve \"A\" as admin\n  expect increase budget of \"A\" applied"),
    );
    let said = found(&rule, &format!("{given}  at 11:30\n  approve \"A\" as manager"));
    assert_eq!(
        said,
        ["it waits for somebody with the role admin; a manager may not answer"]
    );
    passes(
        &rule,
        &format!("{given}  at 13:30\n  expect increase budget of \"A\" expired"),
    );
}

#[test]
fn silence_lets_a_cut_go_ahead_where_the_rule_says_so() {
    let cut = raise("approve by manager within 2h unanswered apply").replace("increase", "decrease");
    let given = format!("  at 2026-03-04 09:00\n  given campaign \"A\" {{ {WINNER} }}\n");
    passes(
        &cut,
        &format!(
            "{given}  expect decrease budget of \"A\" proposed\n  at 11:30\n  expect decrease budget to $80 of \"A\" applied"
        ),
    );
}

#[test]
fn a_guard_is_asked_again_when_somebody_approves() {
    let rule = raise("approve by manager within 4h unanswered expire")
        + "guard \"Cap\" {\n  for campaigns\n  never raise total budget of account above $350\n}\n\n";
    let said = found(
        &rule,
        &format!(
            "  at 2026-03-04 09:00\n  given campaign \"A\" {{ {WINNER} }}\n  given campaign \"B\" {{ budget $200 }}\n  \
             expect increase budget of \"A\" proposed\n  at 09:30\n  given campaign \"B\" {{ budget $300 }}\n  approve \"A\""
        ),
    );
    assert!(
        said[0].starts_with("guard \"Cap\" forbids it now: never raise total budget of account above $350"),
        "{said:?}"
    );
}

#[test]
fn a_share_of_the_scopes_spend_is_counted_in_money_and_the_highest_spend_comes_first() {
    let rule = BLEEDERS.replace("at most 1 per day", "at most 30% of scope spend per day");
    // 90 + 60 + 150 a day: 90 may be moved.
    passes(
        &rule,
        "  at 2026-03-04 10:00, 11:00\n  given campaign \"Large\" { each of last 7 days { spend $90 conversions 1 } }\n  \
         given campaign \"Small\" { each of last 7 days { spend $60 conversions 1 } }\n  \
         given campaign \"Fine\" { each of last 7 days { spend $150 conversions 9 } }\n  \
         expect pause of \"Large\" proposed\n  expect pause of \"Small\" blocked\n  expect nothing of \"Fine\"",
    );
    let said = found(
        &rule,
        "  at 2026-03-04 10:00, 11:00\n  given campaign \"A\" { each of last 6 days { spend $90 conversions 1 } on 2026-02-25 { _ } }\n  \
         expect pause of \"A\" proposed",
    );
    assert!(
        said[0].contains("30% of the scope's spend is not known"),
        "{said:?}"
    );
}

#[test]
fn what_needs_nobody_is_in_force_at_the_next_tick_and_counts_for_a_guard_over_the_day() {
    let rule = BLEEDERS
        .replace("lasting 2 checks", "")
        .replace("  at most 1 per day\n", "  without approval\n")
        + "guard \"Few\" {\n  for campaigns\n  at most 1 campaigns paused per day\n}\n\n";
    passes(
        &rule,
        "  at 2026-03-04 10:00\n  given campaign \"A\" { each of last 6 days { spend $60 conversions 1 } }\n  \
         given campaign \"B\" { each of last 6 days { spend $50 conversions 1 } }\n  expect pause of \"A\" applied\n  \
         expect pause of \"B\" blocked\n  at 11:00\n  expect nothing of \"A\" because status = paused\n  expect pause of \"B\" blocked\n  \
         at 2026-03-05 10:00\n  given campaign \"B\" { yesterday { spend $50 conversions 1 } }\n  expect pause of \"B\" applied",
    );
}

/// The only test of a text that is of two rules.
fn together(lines: &str) -> TestReport {
    let two = raise("").replace("\"Bleeders\"", "\"Raise\"")
        + &raise("")
            .replace("language 1\n\n", "")
            .replace("\"Bleeders\"", "\"Cut\"")
            .replace("> 3 and", "< 1 and")
            .replace("increase budget by 20%", "decrease budget by 10%");
    let text = format!("{two}test \"it\" of \"Raise\", \"Cut\" {{\n{lines}\n}}\n");
    suite(&text).tests.remove(0)
}

#[test]
fn rules_of_one_test_read_the_same_values_and_meet_at_the_door() {
    let report = together(
        "  at 2026-03-04 09:00\n  \
         given campaign \"Winner\" { shares budget \"Pool\" budget $100 each of last 3 days { spend $90 revenue $400 } }\n  \
         given campaign \"Loser\" { shares budget \"Pool\" each of last 3 days { spend $90 revenue $20 } }\n  \
         expect increase budget of \"Winner\" by \"Raise\" blocked because roas over last 3 days = 4.44\n  \
         expect nothing of \"Winner\" by \"Cut\"\n  expect decrease budget to $90 of \"Loser\" by \"Cut\" proposed\n  approve \"Loser\"\n  \
         at 10:00\n  given campaign \"Loser\" { today { spend $1 } }\n  expect increase budget to $108 of \"Winner\" proposed",
    );
    assert!(report.passed, "{report:#?}");
    assert_eq!(
        (report.rule.as_str(), report.together_with.as_slice()),
        ("Raise", &["Cut".to_owned()][..])
    );
    let report = together(
        "  at 2026-03-04 09:00\n  given campaign \"W\" { shares budget \"Pool\" budget $100 each of last 3 days { spend $90 revenue $400 } }\n  \
         given campaign \"L\" { shares budget \"Pool\" each of last 3 days { spend $90 revenue $20 } }\n  expect nothing of \"W\"",
    );
    let said = report.expectations[0].found.as_deref().unwrap();
    assert!(
        said.contains("\"Raise\": blocked by Cut: lost to \"Cut\"") && said.contains("\"Cut\": nothing: "),
        "{said}"
    );
}

#[test]
fn two_campaigns_of_one_budget_ask_once_and_the_smallest_raise_wins() {
    passes(
        &raise("").replace(
            "increase budget by 20%",
            "increase budget by spend over last 3 days * 10%",
        ),
        "  at 2026-03-04 09:00\n  given campaign \"A\" { shares budget \"Pool\" budget $100 each of last 3 days { spend $90 revenue $400 } }\n  \
         given campaign \"B\" { shares budget \"Pool\" each of last 3 days { spend $40 revenue $400 } }\n  \
         expect increase budget of \"A\" blocked\n  expect increase budget to $112 of \"B\" proposed\n  approve \"B\"\n  \
         at 10:00\n  expect increase budget to $139 of \"A\" proposed",
    );
}

#[test]
fn what_a_test_of_several_rules_gets_wrong_is_said_where_it_stands() {
    let two = raise("")
        + &raise("")
            .replace("language 1\n\n", "")
            .replace("\"Bleeders\"", "\"Other\"");
    let codes = |header: &str, lines: &str| -> Vec<(&'static str, String)> {
        let text = format!("{two}test \"it\" of {header} {{\n  at 2026-03-04 09:00\n{lines}\n}}\n");
        let checked = check(&text);
        let errors = checked.diagnostics.into_iter().filter(Diagnostic::is_error);
        errors.map(|found| (found.code, found.message)).collect()
    };
    let given = "  given campaign \"A\" { budget $1 }\n";
    let one = |header: &str, lines: &str, code: &str, says: &str| {
        let found = codes(header, &format!("{given}{lines}"));
        assert!(
            matches!(found.as_slice(), [(at, said)] if *at == code && said.contains(says)),
            "{found:?}"
        );
    };
    let quiet = "  expect nothing of \"A\"";
    one(
        "\"Bleeders\", \"Othr\"",
        quiet,
        "E0801",
        "there is no rule `Othr`",
    );
    one("\"Bleeders\", \"Bleeders\"", quiet, "E0801", "twice");
    one("\"Bleeders\",", quiet, "E0101", "of which rule");
    one(
        "\"Bleeders\"",
        "  expect nothing of \"A\" by \"Other\"",
        "E0806",
        "not of the rule `Other`",
    );
    one(
        "\"Bleeders\", \"Other\"",
        "  expect pause of \"A\" proposed",
        "E0806",
        "none of these rules ever does",
    );
    one(
        "\"Bleeders\"",
        "  expect nothing of \"A\"\n  approve \"A\" as boss",
        "E0806",
        "no role `boss`",
    );
    one(
        "\"Bleeders\"",
        "  given campaign \"B\" { shares budget \"P\" budget $1 }\n  given campaign \"C\" { shares budget \"P\" budget $2 }\n  expect nothing of \"A\"",
        "E0804",
        "one amount",
    );
}

#[test]
fn mutants_exchange_and_for_or_and_move_windows_by_a_day() {
    let text = format!(
        "{BLEEDERS}test \"one\" of \"Bleeders\" {{\n  at 2026-03-04 10:00, 11:00\n  settled lag 0 days\n  \
         given campaign \"Bleeds\" {{ last 3 days {{ spend $70, $60, $60 conversions 1, 1, 1 }} }}\n  \
         given campaign \"Costly\" {{ last 3 days {{ spend $30, $30, $30 conversions 0, 1, 0 }} }}\n  \
         given campaign \"Young\" {{ age 4d last 3 days {{ spend $90, $90, $90 }} }}\n  \
         expect pause of \"Bleeds\" proposed because spend = $190\n  expect nothing of \"Costly\"\n  expect nothing of \"Young\"\n}}\n"
    );
    let checked = check(&text);
    assert!(run(&text, &checked).passed(), "{:#?}", run(&text, &checked));
    let mutation = dsl::testing::mutate(&text, &checked).remove(0);
    let of = |kind: MutationKind| -> Vec<(&str, &str, bool)> {
        let all = mutation.mutants.iter().filter(|mutant| mutant.kind == kind);
        all.map(|mutant| (mutant.was.as_str(), mutant.is.as_str(), mutant.survived))
            .collect()
    };
    // Of `status is active and age >= 7d` and `cost > max_cpa and spend > $100`.
    assert_eq!(
        of(MutationKind::Logic),
        [("and", "or", false), ("and", "or", false)]
    );
    assert_eq!(
        of(MutationKind::Window),
        [
            ("last 3 days settled", "2", false),
            ("last 3 days settled", "4", true)
        ],
        "no test says what lies before the window"
    );
}

#[test]
fn what_a_rule_holds_out_is_held_out_and_nothing_stood_in_its_way() {
    // All but one in a hundred: which ones follows from their names.
    let rule = BLEEDERS
        .replace(" lasting 2 checks", "")
        .replace("  at most 1 per day\n", "  hold out 99%\n");
    let given = "  at 2026-03-04 10:00\n  given campaign \"A\" { each of last 6 days { spend $60 conversions 1 } }\n  \
         given campaign \"Fine\" { each of last 6 days { spend $60 conversions 3 } }\n  ";
    passes(
        &rule,
        &format!("{given}expect pause of \"A\" held_out because cost = $60"),
    );
    let said = found(
        &rule,
        &format!(
            "{given}expect pause of \"A\" blocked\n  expect pause of \"Fine\" held_out\n  expect nothing of \"A\""
        ),
    );
    assert_eq!(said.len(), 3, "{said:?}");
    assert!(
        said[0].starts_with("held out: the rule leaves it alone"),
        "{said:?}"
    );
}

#[test]
fn a_rule_of_one_currency_and_objective_leaves_every_other_campaign_alone() {
    let rule = "rule \"Bleeders\" {\n  for campaigns on meta where currency is \"EUR\" and objective is leads\n  every 1h\n  \
                when clicks over last 3 days > 5\n  then pause\n}\n\n";
    let given = |amount: &str, objective: &str| {
        format!(
            "  at 2026-03-04 10:00\n  given campaign \"A\" {{ {objective} each of last 3 days {{ clicks 9  spend {amount} }} }}\n"
        )
    };
    passes(
        rule,
        &format!(
            "{}  expect pause of \"A\" proposed",
            given("€5", "objective leads")
        ),
    );
    for (amount, objective) in [("$5", "objective leads"), ("€5", "objective sales")] {
        passes(
            rule,
            &format!("{}  expect nothing of \"A\"", given(amount, objective)),
        );
    }
}
