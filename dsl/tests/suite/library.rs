//! The rules that come with the product: without findings, and doing what their doc strings say.

use dsl::{Attribute, AttributeValue, Currency, Direction, Effect, Metric, Truth, check};

use crate::fixture::{Campaign, Memory, dollars, thursday};

const STOP_LOSS: &str = include_str!("../../../rules-library/stop-loss/stop-loss.rule");
const SCALE_WINNERS: &str = include_str!("../../../rules-library/scale/scale-winners.rule");
const TRIM_OVERSPENDERS: &str = include_str!("../../../rules-library/stop-loss/trim-overspenders.rule");

fn bound(text: &str) -> dsl::BoundRule {
    let checked = check(text);
    assert!(checked.diagnostics.is_empty(), "{:#?}", checked.diagnostics);
    checked.rules[0].bind(&dollars()).unwrap()
}

fn campaign(spend: i64, conversions: i64, revenue: i64) -> Campaign {
    Campaign::named("Prospecting US")
        .status("active")
        .aged(60)
        .budget(100)
        .with(Attribute::TimeSinceChange, AttributeValue::Duration(86_400 * 30))
        .day(Metric::Spend, "2026-03-02", spend * 1_000_000)
        .day(Metric::Conversions, "2026-03-02", conversions * 1_000_000)
        .day(Metric::Revenue, "2026-03-02", revenue * 1_000_000)
}

fn verdict(text: &str, campaign: Campaign) -> (Truth, Truth) {
    let verdicts = bound(text).evaluate(&Memory::of([campaign]), &thursday());
    (verdicts.scope[0], verdicts.branches[0][0])
}

/// Every text of the library, by its file's name.
pub(crate) fn library() -> Vec<(String, String)> {
    let folder = std::path::PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../rules-library"));
    let within = |folder: &std::path::Path| -> Vec<std::path::PathBuf> {
        std::fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .collect()
    };
    let mut texts: Vec<(String, String)> = within(&folder)
        .iter()
        .flat_map(|shelf| within(shelf))
        .map(|path| {
            (
                path.file_stem().unwrap().to_string_lossy().into_owned(),
                std::fs::read_to_string(&path).unwrap(),
            )
        })
        .collect();
    texts.sort();
    assert!(texts.len() >= 55, "the library lost rules");
    texts
}

#[test]
fn every_text_of_the_library_is_without_findings_and_says_what_it_is_for() {
    let found: Vec<String> = library()
        .iter()
        .flat_map(|(name, text)| {
            check(text)
                .diagnostics
                .into_iter()
                .map(move |found| format!("{name}: {} {}", found.code, found.message))
        })
        .collect();
    assert_eq!(found, [""; 0]);
    for (name, text) in library() {
        let checked = check(&text);
        let docs = checked.rules.iter().map(|rule| rule.doc());
        let docs: Vec<_> = docs
            .chain(checked.guards.iter().map(|guard| guard.doc()))
            .collect();
        assert_eq!(docs.len(), 1, "{name}");
        let (purpose, not_for) = docs[0]
            .and_then(|doc| doc.split_once("\n\nNot for "))
            .unwrap_or_default();
        assert!(
            purpose.len() > 40 && not_for.len() > 20 && not_for.ends_with('.'),
            "{name} does not say what it is for, and for what not"
        );
    }
}

#[test]
fn every_rule_of_the_library_fits_dollars_and_euros_and_is_held_back_by_cooldown_and_limit() {
    for (name, text) in library() {
        for rule in check(&text).rules {
            if let Some(currencies) = rule.currencies() {
                assert!(
                    currencies.contains(&Currency::USD) && currencies.contains(&Currency::EUR),
                    "{name}"
                );
            }
            for param in rule.params() {
                let bounded = param.bounds.is_some() || param.kind == dsl::ParamKind::Text;
                assert!(param.help.is_some() && bounded, "{name}: {}", param.name);
            }
            assert!(rule.cooldown().is_some(), "{name}");
            let judges_and_changes = rule.branches().iter().any(|branch| {
                !branch.is_unconditional && branch.actions.iter().any(|action| action.property.is_some())
            });
            // A move has its bounds in itself.
            let bounded = rule.scope().pooled || !rule.limits().is_empty();
            assert!(!judges_and_changes || bounded, "{name}");
        }
    }
}

#[test]
fn every_rule_of_the_library_has_tests_that_pass_and_see_each_comparison_both_ways() {
    for (name, text) in library() {
        let checked = check(&text);
        let suite = dsl::testing::run(&text, &checked);
        let failing: Vec<_> = suite
            .diagnostics()
            .into_iter()
            .map(|found| found.message)
            .collect();
        assert!(failing.is_empty(), "{name}: {failing:#?}");
        for coverage in &suite.coverage {
            assert!(coverage.tests >= 1, "{name} has no test");
            assert_eq!(
                coverage.both_ways(),
                coverage.comparisons.len(),
                "{name}: {coverage:#?}"
            );
        }
        assert_eq!(dsl::format(&text).unwrap(), text, "{name} is not laid out");
    }
}

#[test]
fn no_mutant_of_a_library_rule_goes_unnoticed() {
    let mut survivors = Vec::new();
    for (name, text) in library() {
        for mutation in dsl::testing::mutate(&text, &check(&text)) {
            survivors.extend(
                mutation
                    .mutants
                    .into_iter()
                    // A day more or less of a window is watched by the tests of windows, not by those of each rule.
                    .filter(|mutant| mutant.survived && mutant.kind != dsl::testing::MutationKind::Window)
                    .map(|mutant| {
                        format!(
                            "{name}: `{}` → `{}` at {}",
                            mutant.was, mutant.is, mutant.span.start
                        )
                    }),
            );
        }
    }
    assert!(survivors.is_empty(), "{survivors:#?}");
}

/// Somebody who installs a rule under another name, with other values in another currency, keeps its tests green.
#[test]
fn tests_of_the_library_hold_under_another_name_and_other_values() {
    for (name, text) in library() {
        let checked = check(&text);
        let Some(rule) = checked.rules.first() else {
            continue;
        };
        let values: Vec<(String, String)> = rule
            .params()
            .iter()
            .filter(|param| param.kind == dsl::ParamKind::Money)
            .map(|param| {
                let euros = param.default.split(", ").nth(1).unwrap_or(&param.default);
                (param.name.clone(), euros.to_owned())
            })
            .collect();
        let ours = dsl::customise(&text, Some("Our own"), &values).unwrap();
        let checked = check(&ours);
        assert!(checked.is_ok(), "{name}: {:#?}", checked.diagnostics);
        assert!(!checked.tests.is_empty());
        let failing = dsl::testing::run(&ours, &checked).diagnostics();
        assert!(failing.is_empty(), "{name}: {failing:#?}");
    }
}

#[test]
fn every_text_of_the_library_is_read_back_in_english() {
    let mut told = String::new();
    for (name, text) in library() {
        let checked = check(&text);
        let rules = checked.rules.iter().map(|rule| rule.in_plain_words(&[]));
        let guards = checked.guards.iter().map(dsl::Guard::in_plain_words);
        for words in rules.chain(guards) {
            told.push_str(&format!("## {name}\n{words}\n\n"));
        }
    }
    insta::assert_snapshot!("library_in_plain_words", told);
}

#[test]
fn the_stop_loss_pauses_dear_campaigns_and_those_without_any_conversion() {
    assert_eq!(
        verdict(STOP_LOSS, campaign(180, 3, 0)),
        (Truth::True, Truth::True)
    );
    assert_eq!(
        verdict(STOP_LOSS, campaign(180, 0, 0)),
        (Truth::True, Truth::True)
    );
    assert_eq!(
        verdict(STOP_LOSS, campaign(180, 6, 0)),
        (Truth::True, Truth::False)
    );
    assert_eq!(
        verdict(STOP_LOSS, campaign(80, 0, 0)),
        (Truth::True, Truth::False)
    );
    assert_eq!(
        verdict(STOP_LOSS, campaign(180, 0, 0).status("paused")).0,
        Truth::False
    );
}

#[test]
fn winners_get_a_fifth_more_and_never_above_the_cap() {
    assert_eq!(
        verdict(SCALE_WINNERS, campaign(200, 12, 700)),
        (Truth::True, Truth::True)
    );
    assert_eq!(verdict(SCALE_WINNERS, campaign(200, 12, 500)).1, Truth::False);
    assert_eq!(verdict(SCALE_WINNERS, campaign(200, 9, 700)).1, Truth::False);
    let effects = |budget| {
        bound(SCALE_WINNERS).effects(
            &Memory::of([campaign(200, 12, 700).budget(budget)]),
            &thursday(),
            0,
            0,
        )
    };
    let raise = |from: i64, to: i64| {
        vec![Effect::SetAmount {
            property: dsl::Property::Budget,
            from: from * 1_000_000,
            to: to * 1_000_000,
            direction: Direction::Raise,
        }]
    };
    assert_eq!(effects(100), raise(100, 120));
    assert_eq!(effects(450), raise(450, 500));
    assert!(matches!(effects(500)[0], Effect::None { .. }));
}

const ZERO_CONVERSIONS: &str = include_str!("../../../rules-library/stop-loss/zero-conversions.rule");
const DEAR_CLICKS: &str = include_str!("../../../rules-library/quality/dear-clicks.rule");
const ACOS_CEILING: &str = include_str!("../../../rules-library/stop-loss/acos-ceiling.rule");
const CAPPED_WINNERS: &str = include_str!("../../../rules-library/scale/capped-winners.rule");
const SPEND_ALARM: &str = include_str!("../../../rules-library/budget-protection/spend-alarm.rule");
const LOW_CTR: &str = include_str!("../../../rules-library/fatigue/low-ctr.rule");
const SILENT: &str = include_str!("../../../rules-library/account-hygiene/silent-campaigns.rule");
const NEW_WATCH: &str = include_str!("../../../rules-library/account-hygiene/new-campaign-watch.rule");
const NIGHT_PAUSE: &str = include_str!("../../../rules-library/day-parting/night-pause.rule");
const MORNING_RESUME: &str = include_str!("../../../rules-library/day-parting/morning-resume.rule");

#[test]
fn a_campaign_had_its_chance_only_with_spend_clicks_and_age() {
    let with_clicks = |spend, clicks| campaign(spend, 0, 0).day(Metric::Clicks, "2026-03-02", clicks);
    let judged = |campaign| verdict(ZERO_CONVERSIONS, campaign);
    assert_eq!(judged(with_clicks(300, 120)), (Truth::True, Truth::True));
    assert_eq!(judged(with_clicks(300, 99)).1, Truth::False);
    assert_eq!(judged(with_clicks(200, 120)).1, Truth::False);
    assert_eq!(judged(with_clicks(300, 120).aged(10)).0, Truth::False);
    let converted = with_clicks(300, 120).day(Metric::Conversions, "2026-03-01", 1_000_000);
    assert_eq!(judged(converted).1, Truth::False);
}

#[test]
fn dear_clicks_need_enough_clicks_before_they_are_judged() {
    let clicked = |clicks| campaign(600, 5, 600).day(Metric::Clicks, "2026-03-02", clicks);
    assert_eq!(verdict(DEAR_CLICKS, clicked(100)).1, Truth::True);
    assert_eq!(verdict(DEAR_CLICKS, clicked(99)).1, Truth::False);
    assert_eq!(verdict(DEAR_CLICKS, clicked(200)).1, Truth::False);
    assert_eq!(verdict(DEAR_CLICKS, clicked(0)).1, Truth::False);
}

#[test]
fn the_acos_ceiling_leaves_campaigns_without_sales_to_other_rules() {
    assert_eq!(verdict(ACOS_CEILING, campaign(300, 5, 600)).1, Truth::True);
    assert_eq!(verdict(ACOS_CEILING, campaign(300, 5, 1_000)).1, Truth::False);
    assert_eq!(verdict(ACOS_CEILING, campaign(300, 0, 0)).1, Truth::False);
}

#[test]
fn only_winners_that_spend_their_budget_are_given_more() {
    let used =
        |yesterday: i64| campaign(500, 20, 2_000).day(Metric::Spend, "2026-03-04", yesterday * 1_000_000);
    assert_eq!(verdict(CAPPED_WINNERS, used(95)).1, Truth::True);
    assert_eq!(verdict(CAPPED_WINNERS, used(80)).1, Truth::False);
}

#[test]
fn the_alarms_tell_and_change_nothing() {
    let today = |spend: i64| campaign(500, 1, 0).day(Metric::Spend, "2026-03-05", spend * 1_000_000);
    assert_eq!(verdict(SPEND_ALARM, today(140)).1, Truth::True);
    assert_eq!(verdict(SPEND_ALARM, today(120)).1, Truth::False);
    let seen = |clicks| {
        campaign(500, 1, 0)
            .day(Metric::Impressions, "2026-03-02", 10_000)
            .day(Metric::Clicks, "2026-03-02", clicks)
    };
    assert_eq!(verdict(LOW_CTR, seen(79)).1, Truth::True);
    assert_eq!(verdict(LOW_CTR, seen(80)).1, Truth::False);
    assert_eq!(verdict(SILENT, campaign(0, 0, 0)), (Truth::True, Truth::True));
    assert_eq!(verdict(SILENT, campaign(2, 0, 0)).1, Truth::False);
    assert_eq!(verdict(NEW_WATCH, today(80).aged(2)), (Truth::True, Truth::True));
    assert_eq!(verdict(NEW_WATCH, today(80)).0, Truth::False);
    for text in [SPEND_ALARM, LOW_CTR, SILENT, NEW_WATCH] {
        let rule = bound(text);
        let kinds = rule.rule().branches().iter().flat_map(|branch| &branch.actions);
        assert!(kinds.into_iter().all(|action| action.property.is_none()));
    }
}

#[test]
fn the_two_halves_of_day_parting_meet_on_the_same_label() {
    let labelled = |status| campaign(10, 0, 0).labelled(&["daytime only"]).status(status);
    assert_eq!(
        verdict(NIGHT_PAUSE, labelled("active")),
        (Truth::True, Truth::True)
    );
    assert_eq!(verdict(NIGHT_PAUSE, labelled("paused")).0, Truth::False);
    assert_eq!(
        verdict(NIGHT_PAUSE, campaign(10, 0, 0).labelled(&["brand"])).0,
        Truth::False
    );
    assert_eq!(
        verdict(MORNING_RESUME, labelled("paused")),
        (Truth::True, Truth::True)
    );
    assert_eq!(verdict(MORNING_RESUME, labelled("active")).0, Truth::False);
}

#[test]
fn overspenders_lose_budget_while_there_is_hope() {
    assert_eq!(
        verdict(TRIM_OVERSPENDERS, campaign(300, 5, 300)),
        (Truth::True, Truth::True)
    );
    assert_eq!(verdict(TRIM_OVERSPENDERS, campaign(300, 5, 100)).1, Truth::False);
    assert_eq!(verdict(TRIM_OVERSPENDERS, campaign(300, 5, 600)).1, Truth::False);
    let effects = bound(TRIM_OVERSPENDERS).effects(&Memory::of([campaign(300, 5, 300)]), &thursday(), 0, 0);
    assert_eq!(
        effects,
        [Effect::SetAmount {
            property: dsl::Property::Budget,
            from: 100_000_000,
            to: 85_000_000,
            direction: Direction::Cut
        }]
    );
}

#[test]
fn a_rule_of_every_form_is_read_back_in_english() {
    let text = r##"
rule "Every form" {
  param max: money = $45, 40 EUR
  param watch: bool = true
  for campaigns on google, meta in account "Shop US", "Shop DE"
    where status in active, paused and (name matches "Brand*" or labels has "brand") and age >= 7d and not channel is video
  every 15m between 06:00 and 22:00 on mon, wed in "Europe/Berlin"
  let cost = cpa over last 3 days settled else infinite
  when cost > max and spend over today > 1.5 * budget and clicks over last 72h > 0 and watch lasting 2 checks
  then set budget to 20% * spend over yesterday up to $90 down to $5
       notify email "a@b.example" "{cost}"
  otherwise when $10 > spend over yesterday or roas over last 7 days is missing lasting 2h
  then resume
  otherwise when spend over this month > 25 * budget and conversions over since last change = 0
    and clicks over last 7 days or since creation < 5 and spend over last 7 days settled ending 7 days ago > $10
    and (spend over last 3 days including today > $90 or revenue over lifetime > $9,000)
  then resume
  otherwise pause
  without data alert after 6h
  approve by admin within 4h unanswered expire
  at most 2 per run
  at most 5 per day
}
"##;
    let checked = check(text);
    assert!(checked.is_ok(), "{:#?}", checked.diagnostics);
    let rule = &checked.rules[0];
    insta::assert_snapshot!("every_form_in_plain_words", rule.in_plain_words(&[]));
    let set = [
        ("max".to_owned(), "$60".to_owned()),
        ("watch".to_owned(), "nonsense".to_owned()),
    ];
    let words = rule.in_plain_words(&set);
    assert!(
        words.contains("above $60.00") && !words.contains("$45.00"),
        "{words}"
    );
}
