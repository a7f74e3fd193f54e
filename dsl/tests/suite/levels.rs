//! Rules about what stands below a campaign: parents and siblings, bids, and guards that reach down.

use dsl::testing;
use dsl::{Attribute, AttributeValue, Direction, Effect, Metric, Property, Truth};

use crate::fixture::{Campaign, Memory, dollars, rule, thursday};

const CUT: &str = "rule \"Cut\" {\n  for ad groups on google\n    where parent.status is active\n  every 1h\n  window last 3 days\n  \
                   when spend > 50% * spend of parent and spend > spend of siblings\n  then decrease bid by 10% down to $0.50\n  \
                   otherwise when in top 1 by spend within parent\n  then pause\n  cooldown 24h\n}\n";

fn group(spend: i64, bid: i64) -> Campaign {
    Campaign::named("group")
        .status("active")
        .with(Attribute::Bid, AttributeValue::Money(bid))
        .day(Metric::Spend, "2026-03-03", spend * 1_000_000)
}

#[test]
fn a_parent_is_asked_for_its_own_numbers_and_siblings_stand_in_the_same_parent() {
    let parent = |spend: i64| {
        Campaign::named("campaign")
            .status("active")
            .day(Metric::Spend, "2026-03-03", spend * 1_000_000)
    };
    // Rows 0 and 2 stand in the first campaign, 1 and 3 in the second.
    let table = Memory::of([
        group(60, 1_000_000),
        group(30, 1_000_000),
        group(40, 1_000_000),
        group(20, 1_000_000),
    ])
    .below([parent(100), parent(90)]);
    let bound = rule(CUT).bind(&dollars()).unwrap();
    let verdicts = bound.evaluate(&table, &thursday());
    assert_eq!(
        verdicts.branches[0],
        [Truth::True, Truth::False, Truth::False, Truth::False]
    );
    assert_eq!(
        verdicts.branches[1],
        [Truth::True, Truth::True, Truth::False, Truth::False]
    );
    let told = bound.explain(&table, &thursday(), 0).branches[0].reason.clone();
    assert!(told.contains("$60.00"), "{told}");
    assert_eq!(
        bound.effects(&table, &thursday(), 0, 0),
        [Effect::SetAmount {
            property: Property::Bid,
            from: 1_000_000,
            to: 900_000,
            direction: Direction::Cut,
        }]
    );
}

#[test]
fn a_rule_about_ad_groups_is_read_back_in_their_words() {
    let words = rule(CUT).in_plain_words(&[]);
    assert!(words.contains("ad groups on Google Ads where"), "{words}");
    assert!(words.contains("cuts the bid by 10%"), "{words}");
    assert!(words.contains("pauses the ad group"), "{words}");
    assert!(words.contains("leaves that ad group alone"), "{words}");
}

fn outcomes(text: &str) -> Vec<(bool, String)> {
    let checked = dsl::check(text);
    assert!(checked.is_ok(), "{:#?}", checked.diagnostics);
    testing::run(text, &checked)
        .tests
        .into_iter()
        .map(|test| {
            let told = test
                .expectations
                .iter()
                .filter_map(|expectation| expectation.found.clone())
                .collect::<Vec<_>>()
                .join("; ");
            (test.passed, told)
        })
        .collect()
}

const GUARDED: &str = "guard \"Brand stays\" {\n  for campaigns\n  never pause where labels has \"brand\"\n  \
                       at most 1 campaigns paused per day\n}\n\n\
                       rule \"Stop\" {\n  for ad groups\n  every 1h\n  when spend over yesterday > $10\n  then pause\n  without approval\n}\n";

#[test]
fn what_a_guard_protects_cannot_be_paused_ad_group_by_ad_group() {
    let text = format!(
        "{GUARDED}\ntest \"guarded\" of \"Stop\" {{\n  at 2026-03-04 10:00\n  given campaign \"Brand\" on google {{ labels \"brand\" }}\n  \
         given ad group \"a\" of campaign \"Brand\" {{ yesterday {{ spend $20 }} }}\n  \
         given ad group \"b\" of campaign \"Other\" on google {{ yesterday {{ spend $20 }} }}\n  \
         expect pause of \"a\" blocked\n  expect pause of \"b\" applied\n}}\n"
    );
    assert_eq!(outcomes(&text), [(true, String::new())]);
}

#[test]
fn a_campaign_under_which_nothing_runs_any_more_counts_as_paused() {
    let group = |name: &str, campaign: &str, spend: u32| {
        format!(
            "  given ad group \"{name}\" of campaign \"{campaign}\" on google {{ yesterday {{ spend ${spend} }} }}\n"
        )
    };
    // The last running ad group of the second campaign stays: one campaign a day.
    let text = format!(
        "{GUARDED}\ntest \"counted\" of \"Stop\" {{\n  at 2026-03-04 10:00\n{}{}{}{}  expect pause of \"a\" applied\n  \
         expect pause of \"b\" applied\n  expect pause of \"c\" applied\n  expect pause of \"d\" blocked\n}}\n",
        group("a", "One", 20),
        group("b", "One", 20),
        group("c", "Two", 20),
        group("d", "Two", 20),
    );
    assert_eq!(outcomes(&text), [(true, String::new())]);
}

#[test]
fn pausing_every_keyword_of_every_ad_group_is_pausing_the_campaign() {
    let keyword = |name: &str, group: &str| {
        format!(
            "  given keyword \"{name}\" in ad group \"{group}\" of campaign \"C\" on google {{ yesterday {{ spend $20 }} }}\n"
        )
    };
    let rules = GUARDED
        .replace("for ad groups", "for keywords")
        .replace("at most 1 campaigns", "at most 10% of campaigns");
    // What stops an ad group stops nothing of the campaign while the other runs, through whichever of its keywords.
    let off = "  given keyword \"e\" in ad group \"two\" of campaign \"C\" { status paused }\n";
    let text = format!(
        "{rules}\ntest \"counted\" of \"Stop\" {{\n  at 2026-03-04 10:00\n{}{}{}{off}  \
         expect pause of \"a\" applied\n  expect pause of \"b\" applied\n  expect pause of \"c\" blocked\n}}\n",
        keyword("a", "one"),
        keyword("b", "one"),
        keyword("c", "two"),
    );
    assert_eq!(outcomes(&text), [(true, String::new())]);
}

#[test]
fn a_parent_of_which_a_test_tells_nothing_is_the_sum_of_what_stands_in_it() {
    let text = format!(
        "{CUT}\ntest \"sum\" of \"Cut\" {{\n  at 2026-03-05 10:00\n  \
         given ad group \"a\" of campaign \"C\" on google {{ bid $1  each of last 3 days {{ spend $20 }} }}\n  \
         given ad group \"b\" of campaign \"C\" {{ bid $1  each of last 3 days {{ spend $10 }} }}\n  \
         expect decrease bid to $0.90 of \"a\" proposed because spend of parent = $90\n  expect nothing of \"b\"\n}}\n"
    );
    let text = text.replace(" because spend of parent = $90", "");
    assert_eq!(outcomes(&text), [(true, String::new())]);
}

#[test]
fn a_rule_below_a_guards_campaigns_is_left_to_the_check_at_run_time() {
    let checked = dsl::check(GUARDED);
    let bound = checked.rules[0].bind(&dollars()).unwrap();
    let found = dsl::analyse::guards(&[bound], &checked.guards, thursday().at);
    assert!(
        found.iter().all(|watched| watched
            .in_words("USD".parse().unwrap())
            .contains("enforced at run time")),
        "{found:#?}"
    );
}

/// A guard on keywords, and rules about campaigns and ad groups.
fn with_keywords(promise: &str, level: &str, script: &str) -> Vec<(bool, String)> {
    let script = script.replace(';', "\n  ");
    outcomes(&format!(
        "guard \"Core\" {{\n  for keywords where name matches \"core*\"\n  {promise}\n}}\n\n\
         rule \"Stop\" {{\n  for {level}\n  every 1h\n  when spend over yesterday > $10\n  then pause\n  without approval\n}}\n\n\
         test \"guarded\" of \"Stop\" {{\n  at 2026-03-04 10:00\n  {script}\n}}\n"
    ))
}

const SPENT: &str = "{ yesterday { spend $20 } }";

#[test]
fn a_pause_of_a_campaign_above_a_guarded_keyword_is_blocked_while_that_runs() {
    let kept = |status: &str| {
        format!(
            "given campaign \"C\" on google {SPENT};given keyword \"core a\" in ad group \"G\" of campaign \"C\" {{ status {status} }};\
             given keyword \"other\" in ad group \"G\" of campaign \"C\" {{ status active }};"
        )
    };
    let passes = |script: String| {
        assert_eq!(
            with_keywords("never pause", "campaigns", &script),
            [(true, String::new())],
            "{script}"
        );
    };
    passes(kept("active") + "expect pause of \"C\" blocked");
    passes(kept("paused") + "expect pause of \"C\" applied");
    // What stands under an ad group that is off does not run.
    passes(
        kept("active")
            + "given ad group \"G\" of campaign \"C\" { status paused };expect pause of \"C\" applied",
    );
    passes(format!(
        "given campaign \"C\" on google {SPENT};given keyword \"other\" in ad group \"G\" of campaign \"C\" {{ status active }};\
         expect pause of \"C\" applied"
    ));
}

#[test]
fn a_pause_of_the_last_ad_stops_the_keywords_beside_it() {
    let ad =
        |name: &str| format!("given ad \"{name}\" in ad group \"G\" of campaign \"C\" on google {SPENT};");
    let script = ad("one")
        + &ad("two")
        + "given keyword \"core a\" in ad group \"G\" of campaign \"C\" { status active };\
           expect pause of \"one\" applied;expect pause of \"two\" blocked";
    assert_eq!(
        with_keywords("never pause", "ads", &script),
        [(true, String::new())]
    );
}

#[test]
fn a_day_counts_every_keyword_that_an_ad_group_takes_along() {
    let group = |name: &str, keywords: &[&str]| {
        let mut script = format!("given ad group \"{name}\" of campaign \"C\" on google {SPENT};");
        for keyword in keywords {
            script += &format!(
                "given keyword \"{keyword}\" in ad group \"{name}\" of campaign \"C\" {{ status active }};"
            );
        }
        script
    };
    let script = group("G", &["core a", "core b", "other"]) + &group("H", &["core c"]);
    let judged = |promise: &str, expected: &str| {
        assert_eq!(
            with_keywords(promise, "ad groups", &(script.clone() + expected)),
            [(true, String::new())],
            "{promise}"
        );
    };
    // Two of the three go with the first ad group.
    judged(
        "at most 2 keywords paused per day",
        "expect pause of \"G\" applied;expect pause of \"H\" blocked",
    );
    judged(
        "at most 1 keywords paused per day",
        "expect pause of \"G\" blocked;expect pause of \"H\" applied",
    );
    judged(
        "at most 66% of keywords paused per day",
        "expect pause of \"G\" blocked;expect pause of \"H\" applied",
    );
    judged(
        "at most 3 keywords paused per day",
        "expect pause of \"G\" applied;expect pause of \"H\" applied",
    );
}

#[test]
fn a_bound_on_the_bids_of_ad_groups_holds_for_the_keywords_in_them_and_for_no_budget() {
    let text = |level: &str, action: &str, given: &str| {
        format!(
            "guard \"Bids\" {{\n  for ad groups where name is \"G\"\n  never raise bid above $4\n}}\n\n\
             rule \"Raise\" {{\n  for {level}\n  every 1h\n  when spend over yesterday > $10\n  then {action}\n  without approval\n  \
             cooldown 24h\n}}\n\ntest \"bound\" of \"Raise\" {{\n  at 2026-03-04 10:00\n{given}}}\n"
        )
    };
    let keyword = |name: &str, group: &str| {
        format!(
            "  given keyword \"{name}\" in ad group \"{group}\" of campaign \"C\" on google {{ bid $3  yesterday {{ spend $20 }} }}\n"
        )
    };
    let given = keyword("in", "G")
        + &keyword("out", "H")
        + "  expect set bid of \"in\" blocked\n  expect set bid to $5 of \"out\" proposed\n";
    assert_eq!(
        outcomes(&text("keywords", "set bid to $5", &given)),
        [(true, String::new())]
    );
    let given = "  given campaign \"C\" on google { budget $100  yesterday { spend $20 } }\n  \
                 given ad group \"G\" of campaign \"C\" { bid $3 }\n  expect set budget to $500 of \"C\" proposed\n";
    assert_eq!(
        outcomes(&text("campaigns", "set budget to $500", given)),
        [(true, String::new())]
    );
}

#[test]
fn a_guard_below_the_campaigns_is_proved_only_where_no_rule_moves_that_way() {
    let judged = |level: &str, action: &str, promise: &str| {
        let text = format!(
            "guard \"Core\" {{\n  for ad groups where name matches \"core*\"\n  {promise}\n}}\n\n\
             rule \"R\" {{\n  for {level} on google\n  every 1h\n  when spend over yesterday > $10\n  then {action}\n  cooldown 24h\n}}\n"
        );
        let checked = dsl::check(&text);
        assert!(checked.is_ok(), "{:#?}", checked.diagnostics);
        let bound = checked.rules[0].bind(&dollars()).unwrap();
        let found = dsl::analyse::guards(&[bound], &checked.guards, thursday().at);
        assert_eq!(found.len(), 1);
        match &found[0].promise {
            dsl::analyse::Promise::Proved => "proved".to_owned(),
            dsl::analyse::Promise::EnforcedAtRunTime { why } => why.clone(),
            broken @ dsl::analyse::Promise::Broken { .. } => panic!("{broken:?}"),
        }
    };
    for level in ["campaigns", "ad groups", "keywords", "ads"] {
        let said = judged(level, "pause", "never pause");
        assert!(
            said.contains("`pause` in `R` can move that way"),
            "{level}: {said}"
        );
        assert_eq!(judged(level, "resume", "never pause"), "proved", "{level}");
    }
    let raised = judged(
        "keywords",
        "increase bid by 10% up to $9",
        "never raise bid above $4",
    );
    assert!(raised.contains("which ad groups it would meet"), "{raised}");
    assert_eq!(
        judged("keywords", "decrease bid by 10%", "never raise bid above $4"),
        "proved"
    );
    assert_eq!(
        judged(
            "campaigns",
            "increase budget by 10% up to $900",
            "never raise bid above $4"
        ),
        "proved"
    );
    let held = judged("ad groups", "resume until 18:00", "never pause");
    assert!(held.contains("can move that way"), "{held}");
}

#[test]
fn a_guard_on_keywords_is_read_back_in_their_words() {
    let checked = dsl::check(
        "guard \"Core\" {\n  for campaigns on google\n  at most 10% of keywords paused per day\n}\n\n\
         guard \"Stay\" {\n  for ad groups\n  never pause\n}\n",
    );
    assert!(checked.is_ok(), "{:#?}", checked.diagnostics);
    let words: Vec<String> = checked.guards.iter().map(dsl::Guard::in_plain_words).collect();
    assert!(
        words[0].contains("10% of the running ones among the keywords under campaigns on Google Ads"),
        "{}",
        words[0]
    );
    assert!(
        words[1].contains("Nobody pauses ad groups, nor anything without which they would not run."),
        "{}",
        words[1]
    );
}
