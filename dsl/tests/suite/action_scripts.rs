//! Scripts that return actions: judged as if each action were written, or nothing done at all.

use dsl::{
    ActionKind, Direction, Effect, Metric, MissingReason, NoEffect, NotifyChannel, ObjectStatus, Property,
    Raw, Rule, analyse, check,
};

use crate::fixture::{Campaign, Memory, dollars, thursday};

const UNIT: i64 = 1_000_000;

fn text(body: &str, more: &str) -> String {
    format!(
        "script act(daily: money per day, now: money, part: percent) -> actions {{\n{body}\n}}\n\n\
         rule \"Scripted\" {{\n  for campaigns on google where status is active\n  every day at 09:00\n  \
         when spend over last 3 days > $10\n  then run script act(spend over last 3 days, budget, 20%)\n{more}\n}}\n"
    )
}

fn rule(body: &str) -> Rule {
    let text = text(body, "  cooldown 24h\n  at most 5 per day");
    let checked = check(&text);
    assert!(checked.is_ok(), "{text}\n{:#?}", checked.diagnostics);
    checked.rules[0].clone()
}

/// $10, $20 and $60 before Thursday, and a budget of $100.
fn campaign() -> Campaign {
    Campaign::default()
        .aged(60)
        .status("active")
        .with(dsl::Attribute::Budget, dsl::AttributeValue::Money(100 * UNIT))
        .day(Metric::Spend, "2026-03-02", 10 * UNIT)
        .day(Metric::Spend, "2026-03-03", 20 * UNIT)
        .day(Metric::Spend, "2026-03-04", 60 * UNIT)
}

fn done(body: &str) -> Vec<Effect> {
    let bound = rule(body).bind(&dollars()).unwrap();
    bound.effects(&Memory::of([campaign()]), &thursday(), 0, 0)
}

fn explained(body: &str) -> dsl::BranchExplanation {
    let bound = rule(body).bind(&dollars()).unwrap();
    bound
        .explain(&Memory::of([campaign()]), &thursday(), 0)
        .branches
        .remove(0)
}

fn budget(to: i64, direction: Direction) -> Effect {
    Effect::SetAmount {
        property: Property::Budget,
        from: 100 * UNIT,
        to: to * UNIT,
        direction,
    }
}

fn codes(text: &str) -> Vec<&'static str> {
    check(text).diagnostics.iter().map(|found| found.code).collect()
}

#[test]
fn what_a_script_returns_is_done_as_if_it_were_written() {
    let paused = Effect::SetStatus {
        to: ObjectStatus::Paused,
    };
    let told = |text: &str| Effect::Notify {
        channel: NotifyChannel::Slack,
        target: "#ads".to_owned(),
        text: text.to_owned(),
    };
    for (body, effects) in [
        ("[pause()]", vec![paused.clone()]),
        ("[decrease_budget(share(part))]", vec![budget(80, Direction::Cut)]),
        ("[decrease_budget(15)]", vec![budget(85, Direction::Cut)]),
        (
            "[increase_budget(share(0.05))]",
            vec![budget(105, Direction::Raise)],
        ),
        ("[set_budget(last(daily))]", vec![budget(60, Direction::Cut)]),
        (
            "[set_budget(now * 2 + 0.5 * 2)]",
            vec![budget(201, Direction::Raise)],
        ),
        (
            "if last(daily) > 50 { [pause(), notify_slack(\"#ads\", \"{this.name} spent \" + last(daily))] } else { [] }",
            vec![paused, told("Campaign spent 60")],
        ),
        ("if now > 1000 { [pause()] } else { [] }", vec![]),
        // As the language answers them.
        (
            "[resume()]",
            vec![Effect::None {
                why: NoEffect::AlreadySo,
            }],
        ),
        (
            "[decrease_budget(0 - 5)]",
            vec![Effect::None {
                why: NoEffect::TooSmallToMove,
            }],
        ),
    ] {
        let found = done(body);
        // The fixture's own name.
        let named: Vec<Effect> = found
            .into_iter()
            .map(|effect| match effect {
                Effect::Notify {
                    channel,
                    target,
                    text,
                } => {
                    let (_, rest) = text.split_once(" spent ").unwrap_or(("", &text));
                    Effect::Notify {
                        channel,
                        target,
                        text: format!("Campaign spent {rest}"),
                    }
                }
                other => other,
            })
            .collect();
        assert_eq!(named, effects, "{body}");
    }
}

#[test]
fn a_script_without_a_usable_result_keeps_the_whole_branch_from_acting() {
    for (body, why) in [
        ("[set_budget(now / (now - 100))]", "it divides by zero"),
        (
            "if last(daily) == 60 { [pause(), resume()] } else { [pause()] }",
            "it gives two actions on the status",
        ),
        (
            "if last(daily) == 60 { [pause(), 5] } else { [pause()] }",
            "its list holds a number",
        ),
        (
            "if last(daily) == 60 { 5 } else { [pause()] }",
            "it gives a number",
        ),
        (
            "if last(daily) == 61 { [pause()] } else if last(daily) == 60 { pause() } else { [] }",
            "it gives one action",
        ),
        (
            "if last(daily) == 60 { [notify_email(\"ads\", \"x\"), pause()] } else { [] }",
            "`ads` is no mail address",
        ),
        (
            "if last(daily) == 60 { [notify_slack(\"#a\",\"1\"),notify_slack(\"#a\",\"2\"),notify_slack(\"#a\",\"3\"),\
             notify_slack(\"#a\",\"4\"),notify_slack(\"#a\",\"5\"),notify_slack(\"#a\",\"6\"),notify_slack(\"#a\",\"7\"),\
             notify_slack(\"#a\",\"8\"),notify_slack(\"#a\",\"9\")] } else { [] }",
            "it gives 9 actions, and a script gives at most 8",
        ),
    ] {
        // A message that is written beside it is not sent either.
        let text = text(
            body,
            "       notify slack \"#ads\" \"done\"\n  cooldown 24h\n  at most 5 per day",
        );
        let checked = check(&text);
        assert!(checked.is_ok(), "{text}{:#?}", checked.diagnostics);
        let bound = checked.rules[0].bind(&dollars()).unwrap();
        let table = Memory::of([campaign()]);
        let nothing = Effect::None {
            why: NoEffect::NotReturned {
                missing: MissingReason::ScriptFailed,
            },
        };
        assert_eq!(
            bound.effects(&table, &thursday(), 0, 0),
            [nothing.clone(), nothing],
            "{body}"
        );
        let branch = bound.explain(&table, &thursday(), 0).branches.remove(0);
        let missing = branch.returned[0].value.missing.as_ref().unwrap();
        assert!(
            missing.detail.starts_with("the script `act`") && missing.detail.contains(why),
            "{body}: {}",
            missing.detail
        );
        assert!(branch.reason.contains("returned nothing"), "{}", branch.reason);
    }
}

#[test]
fn a_missing_argument_is_the_reason_that_nothing_is_done() {
    let bound = rule("[set_budget(last(daily))]").bind(&dollars()).unwrap();
    let bare = Campaign::default()
        .aged(60)
        .day(Metric::Spend, "2026-03-02", 10 * UNIT)
        .day(Metric::Spend, "2026-03-04", 60 * UNIT);
    let effects = bound.effects(&Memory::of([bare]), &thursday(), 0, 0);
    assert!(
        matches!(
            effects.as_slice(),
            [Effect::None {
                why: NoEffect::NotReturned { .. }
            }]
        ),
        "{effects:?}"
    );
}

#[test]
fn the_explanation_quotes_what_was_returned_and_what_it_was_handed() {
    let branch = explained("[decrease_budget(share(part)), notify_slack(\"#ads\", \"cut\")]");
    let returned = &branch.returned[0];
    assert_eq!(
        returned.text,
        "run script act(spend over last 3 days, budget, 20%)"
    );
    assert_eq!(
        returned.value.display,
        "decrease budget by 20% and notify slack \"#ads\""
    );
    assert_eq!(returned.value.raw, Raw::Text(returned.value.display.clone()));
    assert_eq!(returned.parts.len(), 3);
    assert_eq!(returned.parts[0].parts.len(), 3, "day by day");
    assert!(
        branch
            .reason
            .ends_with("; `run script act(spend over last 3 days, budget, 20%)` returned decrease budget by 20% and notify slack \"#ads\""),
        "{}",
        branch.reason
    );
    let set = explained("[set_budget(now * 1.5)]");
    assert_eq!(set.returned[0].value.display, "set budget to $150.00");
    // What was stored is read again as it was.
    let stored = serde_json::to_string(&set).unwrap();
    assert_eq!(
        serde_json::from_str::<dsl::BranchExplanation>(&stored).unwrap(),
        set
    );
    // A branch that does not act asks no script.
    let bound = rule("[pause()]").bind(&dollars()).unwrap();
    let idle = bound.explain(&Memory::of([Campaign::default().aged(60)]), &thursday(), 0);
    assert!(idle.branches[0].returned.is_empty());
    assert!(!serde_json::to_string(&idle).unwrap().contains("returned"));
}

#[test]
fn each_act_names_the_action_it_comes_from() {
    let text = text(
        "[pause(), notify_slack(\"#ads\", \"x\")]",
        "       notify email \"ads@example.com\" \"done\"\n  cooldown 24h\n  at most 5 per day",
    );
    let bound = check(&text).rules[0].bind(&dollars()).unwrap();
    let acts = bound.acts(&Memory::of([campaign()]), &thursday(), 0, 0);
    let from: Vec<(usize, ActionKind, Option<Property>)> = acts
        .iter()
        .map(|act| (act.action, act.kind, act.property))
        .collect();
    assert_eq!(
        from,
        [
            (0, ActionKind::Pause, Some(Property::Status)),
            (0, ActionKind::Notify, None),
            (1, ActionKind::Notify, None)
        ]
    );
}

#[test]
fn mistakes_are_told_where_they_stand() {
    let paced = "  cooldown 24h\n  at most 5 per day";
    for (body, code) in [
        ("[]", "E0241"),
        ("pause()", "E0241"),
        ("5", "E0241"),
        ("[pause(), resume()]", "E0241"),
        ("[set_budget(share(part))]", "E0241"),
        ("[set_budgets(5)]", "E0242"),
        ("[notify_slak(\"#ads\", \"x\")]", "E0242"),
        ("[eval(\"pause()\")]", "E0242"),
        ("let x = 1; [pause()]", "E0241"),
        ("[notify_slack(\"#ads\", `x ${now}`)]", "E0241"),
        // A campaign has no bid.
        ("[set_bid(2)]", "E0531"),
    ] {
        let found = codes(&text(body, paced));
        assert_eq!(
            found.iter().filter(|found| found.starts_with('E')).count(),
            1,
            "{body}: {found:?}"
        );
        assert_eq!(found[0], code, "{body}");
    }
    let number = "script half(now: money) -> money {\n  now / 2\n}\n\n";
    let actions = "script stop() -> actions {\n  [pause()]\n}\n\n";
    let of = |script: &str, condition: &str, action: &str| {
        let text = format!(
            "{script}rule \"A\" {{\n  for campaigns on google\n  every 1h\n  when {condition}\n  then {action}\n}}\n"
        );
        codes(&text)
    };
    assert_eq!(of(number, "budget > $1", "run script half(budget)"), ["E0378"]);
    assert_eq!(of(actions, "stop() > $1", "pause"), ["E0378"]);
    assert_eq!(of(actions, "budget > $1", "run script stop(budget)"), ["E0243"]);
    assert_eq!(of(actions, "budget > $1", "run script stopp()"), ["E0243"]);
    // What the branch writes beside it, the script may not write.
    assert_eq!(
        of(actions, "budget > $1", "run script stop()\n       resume"),
        ["E0501"]
    );
    assert_eq!(of(actions, "budget > $1", "run script stop()"), [""; 0]);
    assert_eq!(of(actions, "budget > $1", "pause"), ["W0530"]);
    // A script of numbers has neither actions nor texts.
    let wrong = "script half(now: money) -> money {\n  pause()\n}\n\n";
    assert_eq!(of(wrong, "half(budget) > $1", "pause"), ["E0242"]);
}

#[test]
fn what_a_script_may_do_is_read_back_and_never_proved() {
    let rule = rule("if now > 50 { [increase_budget(share(part))] } else { [pause()] }");
    assert!(!rule.is_analysable());
    assert_eq!(rule.bind(&dollars()).unwrap().cost(1_000).scripts, 1);
    let read = rule.in_plain_words(&[]);
    assert!(
        read.contains("does what the script `act` makes of spend day by day, the daily budget and 20%: it may raise the daily budget or pause the campaign, or do nothing"),
        "{read}"
    );
    // How far it raises, nobody knows before it runs.
    let unpaced = text(
        "if now > 50 { [increase_budget(share(part))] } else { [pause()] }",
        "",
    );
    assert_eq!(codes(&unpaced), ["W0501", "W0502", "W0503"]);
    let said = check(&unpaced);
    assert!(said.diagnostics[0].message.contains("not decided"), "{said:#?}");
}

#[test]
fn conflicts_and_guards_are_not_decided_where_a_script_decides() {
    let both = format!(
        "{}\nrule \"Raise\" {{\n  for campaigns on google where status is active\n  every day at 09:00\n  \
         when spend over last 3 days > $5\n  then increase budget by 10% up to $500\n  cooldown 24h\n  at most 5 per day\n}}\n\n\
         guard \"Ceiling\" {{\n  for campaigns on google\n  never raise budget above $1,000\n  never pause\n}}\n",
        text(
            "if now > 1000000 { [increase_budget(share(part))] } else { [decrease_budget(share(part))] }",
            "  cooldown 24h\n  at most 5 per day"
        )
    );
    let checked = check(&both);
    let bound: Vec<dsl::BoundRule> = checked
        .rules
        .iter()
        .map(|rule| rule.bind(&dollars()).unwrap())
        .collect();
    let at = thursday().at;
    let found = analyse::account(&bound, &[], at).findings;
    let conflict = found.iter().find(|found| found.code == "W0801").unwrap();
    assert!(
        conflict.help.contains("known when it runs") || conflict.help.starts_with("for example"),
        "{}",
        conflict.help
    );
    assert!(found.iter().all(|found| found.code != "W0803"), "{found:#?}");
    let watched = analyse::guards_about("Scripted", &bound, &checked.guards, at);
    let words: Vec<String> = watched
        .iter()
        .map(|watched| watched.in_words(dsl::Currency::USD))
        .collect();
    assert!(
        words[0].contains("not decided because of the script in `Scripted`"),
        "{words:#?}"
    );
    // What stands in no body is ruled out for good.
    assert_eq!(words[1], "proved: no rule could ever break it");
}
