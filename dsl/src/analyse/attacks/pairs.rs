//! Two random rules: every campaign that is shown does what is claimed, and where nothing is said no row shows anything.

use jiff::Timestamp;
use proptest::collection::vec;
use proptest::prelude::*;

use super::random::{attributes, campaign, cases, condition};
use super::{acts, retold, unmet};
use crate::BoundRule;
use crate::analyse::conditions::Changed;
use crate::analyse::rows::Afterwards;
use crate::analyse::{Analysis, Answer, Finding, account};
use crate::check::check_waiving_the_duty;
use crate::effects::{Direction, Effect, ObjectStatus};
use crate::evaluate::agreement::fixture::{Memory, dollars, thursday};
use crate::evaluate::reference::Reference;
use crate::table::{Moment, Table};

#[derive(Clone, Debug)]
struct Lines {
    scope: Option<String>,
    every: &'static str,
    branches: Vec<(String, &'static str)>,
    cooldown: Option<&'static str>,
    limit: Option<&'static str>,
    release: Option<&'static str>,
    hold_out: bool,
    yields: bool,
}

fn action() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "pause",
        "pause",
        "resume",
        "increase budget by 20% up to $6",
        "increase budget by $2",
        "decrease budget by 50% down to $2",
        "decrease budget by 10%",
        "set budget to $4",
        "add label \"brand\"",
        "remove label \"brand\"",
    ])
}

fn lines() -> impl Strategy<Value = Lines> {
    (
        prop::option::weighted(0.4, attributes()),
        prop::sample::select(vec!["1h", "2h", "1h between 06:00 and 22:00"]),
        vec((condition(1), action()), 1..3),
        prop::option::weighted(0.2, Just("24h")),
        prop::option::weighted(
            0.2,
            prop::sample::select(vec!["1 per day", "1 per day per object"]),
        ),
        prop::option::weighted(
            0.2,
            prop::sample::select(vec![
                "after 2h",
                "after 7 days",
                "when clicks over yesterday > 1",
                "when clicks over yesterday < 2 or status is paused",
            ]),
        ),
        prop::bool::weighted(0.1),
        prop::bool::weighted(0.15),
    )
        .prop_map(
            |(scope, every, branches, cooldown, limit, release, hold_out, yields)| Lines {
                scope,
                every,
                branches,
                cooldown,
                limit,
                release,
                hold_out,
                yields,
            },
        )
}

/// Two rules, of which the first is at times the second with something more to ask.
fn two() -> impl Strategy<Value = (Lines, Lines)> {
    (
        lines(),
        lines(),
        prop::option::weighted(0.35, condition(0)),
        prop::option::of(lines()),
    )
        .prop_map(|(one, other, narrower, tail)| match narrower {
            None => (one, other),
            Some(more) => {
                let mut one = other.clone();
                for (asked, _) in &mut one.branches {
                    *asked = format!("{asked} and {more}");
                }
                // What stands behind the conditions may differ.
                if let Some(tail) = tail {
                    one = Lines {
                        scope: one.scope,
                        every: one.every,
                        branches: one.branches,
                        ..tail
                    };
                }
                (one, other)
            }
        })
}

impl Lines {
    fn text(&self, name: &str, other: &str) -> String {
        let mut text = format!("rule \"{name}\" {{\n  for campaigns");
        if let Some(scope) = &self.scope {
            text.push_str(&format!(" where {scope}"));
        }
        text.push_str(&format!("\n  every {}\n", self.every));
        for (index, (asked, action)) in self.branches.iter().enumerate() {
            let opener = if index == 0 { "when" } else { "otherwise when" };
            text.push_str(&format!("  {opener} {asked}\n  then {action}\n"));
        }
        for (clause, value) in [
            ("release", self.release),
            ("cooldown", self.cooldown),
            ("at most", self.limit),
        ] {
            if let Some(value) = value {
                text.push_str(&format!("  {clause} {value}\n"));
            }
        }
        if self.yields {
            text.push_str(&format!("  yields to \"{other}\"\n"));
        }
        if self.hold_out {
            text.push_str("  hold out 10%\n");
        }
        text.push_str("}\n\n");
        text
    }
}

fn monday() -> Timestamp {
    "2026-03-02T00:00:00Z".parse().unwrap()
}

/// Whether both happen to one object at once, and work against each other.
fn against(one: &[Effect], other: &[Effect]) -> bool {
    let pauses = |effect: &Effect| {
        matches!(
            effect,
            Effect::SetStatus {
                to: ObjectStatus::Paused
            }
        )
    };
    let moves = |effect: &Effect, wanted: Direction| matches!(effect, Effect::SetAmount { direction, .. } if *direction == wanted);
    one.iter().any(|own| {
        other.iter().any(|their| {
            pauses(own) && moves(their, Direction::Raise)
                || moves(own, Direction::Raise) && (pauses(their) || moves(their, Direction::Cut))
                || moves(own, Direction::Cut) && moves(their, Direction::Raise)
        })
    })
}

/// The finding's action at this spot, done by its rule to the row.
fn does(
    rules: &[BoundRule],
    finding: &Finding,
    spot: usize,
    table: &dyn Table,
    moment: &Moment,
) -> Option<Effect> {
    let spot = &finding.spots[spot];
    let rule = rules.iter().find(|rule| rule.rule.name() == spot.rule).unwrap();
    let (branch, effects) = acts(rule, table, moment, 0)?;
    let action = rule.rule.body.branches[branch]
        .actions
        .iter()
        .position(|action| action.span == spot.span)?;
    effects.get(action).cloned()
}

/// As a test writes it.
fn expected(effect: &Effect) -> &'static str {
    match effect {
        Effect::SetStatus {
            to: ObjectStatus::Paused,
        } => "pause",
        Effect::SetStatus {
            to: ObjectStatus::Active,
        } => "resume",
        Effect::SetAmount {
            direction: Direction::Raise,
            ..
        } => "increase budget",
        Effect::SetAmount {
            direction: Direction::Cut,
            ..
        } => "decrease budget",
        Effect::SetLabel { is_there: true, .. } => "add label \"brand\"",
        Effect::SetLabel { is_there: false, .. } => "remove label \"brand\"",
        other => panic!("{other:?}"),
    }
}

/// The campaign that a finding shows, in a history, judged by the reference and by a test of both rules.
fn shows_what_it_claims(text: &str, rules: &[BoundRule], finding: &Finding) -> Result<(), String> {
    let Some(example) = finding.example() else {
        return Ok(());
    };
    let moment = example.moment();
    let campaign = retold::history(example).ok_or("no history is like that")?;
    let table = Memory::of([campaign.clone()]);
    let first = |spot| {
        does(rules, finding, spot, &table, &moment).ok_or(format!("{} rests", finding.spots[spot].rule))
    };
    let reads_the_clock = text.contains("hour") || text.contains("weekday");
    let test = |names: &[&str], lines: &str| {
        let (name, given) = retold::given(&campaign, &moment)?;
        let at = retold::instant(&moment);
        // What rests, waits for a limit or is held out happens all the same, but not in this test.
        let later = ["cooldown", "at most", "hold out"];
        if later.iter().any(|clause| text.contains(clause)) {
            return None;
        }
        Some(format!(
            "{text}test \"it\" of {} {{\n  at {at}\n{given}{}\n}}\n",
            names
                .iter()
                .map(|name| format!("\"{name}\""))
                .collect::<Vec<_>>()
                .join(", "),
            lines.replace("NAME", &name)
        ))
    };
    let written = match finding.code {
        "W0801" => {
            let (one, other) = (first(0)?, first(1)?);
            if !against(std::slice::from_ref(&one), std::slice::from_ref(&other)) {
                return Err(format!("{one:?} and {other:?} go together"));
            }
            // The pause wins, and the cut.
            let both = [&one, &other];
            let wins = both
                .iter()
                .position(|effect| {
                    !matches!(
                        effect,
                        Effect::SetAmount {
                            direction: Direction::Raise,
                            ..
                        }
                    )
                })
                .unwrap();
            let lost = 1 - wins;
            test(
                &["A", "B"],
                &format!(
                    "  expect {} of \"NAME\" by \"{}\" blocked\n",
                    expected(both[lost]),
                    finding.spots[lost].rule
                ),
            )
        }
        "W0802" => {
            let one = first(0)?;
            let mut after = campaign.clone();
            after.attributes.extend(example.afterwards.clone());
            let table = Memory::of([after]);
            let other = does(rules, finding, 1, &table, &moment).ok_or("nobody takes it back")?;
            if reads_the_clock {
                return Ok(());
            }
            let next = moment.at + jiff::Span::new().hours(2);
            test(
                &["A", "B"],
                &format!(
                    "  expect {} of \"NAME\" by \"{}\" proposed\n  approve \"NAME\"\n  at {}\n  expect {} of \"NAME\" proposed\n",
                    expected(&one),
                    finding.spots[0].rule,
                    next.strftime("%H:%M"),
                    // By this one, or by one that wants the same first.
                    expected(&other),
                ),
            )
        }
        "W0805" => {
            first(0)?;
            let rule = rules
                .iter()
                .find(|rule| rule.rule.name() == finding.spots[0].rule)
                .unwrap();
            let mut after = campaign.clone();
            after.attributes.extend(example.afterwards.clone());
            if !releases(rule, &Memory::of([after]), &moment, 0) {
                return Err("it stays paused".to_owned());
            }
            if reads_the_clock {
                return Ok(());
            }
            let next = moment.at + jiff::Span::new().hours(2);
            // Alone: the other may want the same first.
            test(
                &[rule.rule.name()],
                &format!(
                    "  expect pause of \"NAME\" by \"{name}\" proposed\n  approve \"NAME\"\n  at {}\n  expect resume of \"NAME\" by \"{name}\" proposed\n",
                    next.strftime("%H:%M"),
                    name = finding.spots[0].rule,
                ),
            )
        }
        "W0804" => {
            for rule in finding
                .spots
                .iter()
                .map(|spot| rules.iter().find(|rule| rule.rule.name() == spot.rule).unwrap())
            {
                if acts(rule, &table, &moment, 0).is_some() {
                    return Err(format!("{} acts", rule.rule.name()));
                }
            }
            None
        }
        other => panic!("{other} shows an example"),
    };
    match written {
        None => Ok(()),
        Some(test) => {
            let unmet = unmet(&test);
            if unmet.is_empty() {
                Ok(())
            } else {
                Err(format!("{unmet:#?}\n{test}"))
            }
        }
    }
}

/// Whether the rule would give back what it holds there, by the reference.
fn releases(rule: &BoundRule, table: &dyn Table, moment: &Moment, row: usize) -> bool {
    let reference = Reference {
        rule,
        table,
        moment: *moment,
        row,
    };
    reference.release() == Some(Ok(true))
}

fn attack(one: &Lines, other: &Lines, table: &Memory) -> Result<Analysis, String> {
    let text = one.text("A", "B") + &other.text("B", "C");
    let checked = check_waiving_the_duty(&text);
    let rules: Vec<BoundRule> = checked
        .rules
        .iter()
        .map(|rule| rule.bind(&dollars()).unwrap())
        .collect();
    if rules.len() < 2 {
        return Ok(Analysis::default());
    }
    let analysis = account(&rules, &[], monday());
    for finding in &analysis.findings {
        shows_what_it_claims(&text, &rules, finding)
            .map_err(|why| format!("{}: {}\n{why}\n{text}", finding.message, finding.help))?;
    }
    let moment = thursday();
    let said = |code: &str| analysis.findings.iter().any(|finding| finding.code == code);
    let adds_nothing: Vec<&Finding> = analysis
        .findings
        .iter()
        .filter(|finding| finding.code == "W0803")
        .collect();
    let paused = Afterwards::of(table, Changed::Switch);
    for row in 0..table.campaigns.len() {
        let done: Vec<Vec<Effect>> = rules
            .iter()
            .map(|rule| {
                acts(rule, table, &moment, row)
                    .map(|(_, effects)| effects)
                    .unwrap_or_default()
            })
            .collect();
        let shown = || format!("{:?}\n{text}", table.campaigns[row]);
        // Who yields to the other has said what becomes of it.
        if against(&done[0], &done[1]) && !one.yields && !said("W0801") {
            return Err(format!("nothing is said of {done:?} on {}", shown()));
        }
        // What is held is not switched on by another rule.
        let pauses = done.iter().zip([one, other]).any(|(effects, lines)| {
            lines.release.is_none()
                && effects.iter().any(|effect| {
                    matches!(
                        effect,
                        Effect::SetStatus {
                            to: ObjectStatus::Paused
                        }
                    )
                })
        });
        let resumed = rules.iter().any(|rule| {
            acts(rule, &paused, &moment, row).is_some_and(|(_, effects)| {
                effects.iter().any(|effect| {
                    matches!(
                        effect,
                        Effect::SetStatus {
                            to: ObjectStatus::Active
                        }
                    )
                })
            })
        });
        if pauses && resumed && !said("W0802") {
            return Err(format!("nothing is said of the turns of {}", shown()));
        }
        // Nor does another rule take back a label that is held.
        let labelled = Afterwards::of(table, Changed::Label("brand", true));
        let takes_turns = (0..2).any(|tags| {
            let sets = |effects: &[Effect], wanted: bool| {
                let is = |effect: &Effect| matches!(effect, Effect::SetLabel { is_there, .. } if *is_there == wanted);
                effects.iter().any(is)
            };
            sets(&done[tags], true)
                && (0..2).any(|untags| {
                    let held = tags != untags && [one, other].iter().any(|lines| lines.release.is_some());
                    !held
                        && acts(&rules[untags], &labelled, &moment, row)
                            .is_some_and(|(_, effects)| sets(&effects, false))
                })
        });
        if takes_turns && !said("W0802") {
            return Err(format!("nothing is said of the label's turns of {}", shown()));
        }
        let given_back = done.iter().zip(&rules).any(|(effects, rule)| {
            let pauses = effects.iter().any(|effect| {
                matches!(
                    effect,
                    Effect::SetStatus {
                        to: ObjectStatus::Paused
                    }
                )
            });
            pauses && releases(rule, &paused, &moment, row)
        });
        if given_back && !said("W0805") {
            return Err(format!("nothing is said of what is given back of {}", shown()));
        }
        for finding in &adds_nothing {
            let place = |spot: usize| usize::from(finding.spots[spot].rule == "B");
            if !done[place(0)].is_empty() && done[place(0)] != done[place(1)] {
                return Err(format!("{}, and yet {done:?} on {}", finding.message, shown()));
            }
        }
    }
    if adds_nothing
        .iter()
        .any(|finding| !matches!(finding.answer, Answer::Proved))
    {
        return Err("a rule that adds nothing is proved to".to_owned());
    }
    Ok(analysis)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(60), ..ProptestConfig::default() })]

    #[test]
    fn what_is_shown_of_two_rules_happens_and_what_is_not_said_never_does(
        (one, other) in two(),
        campaigns in vec(campaign(), 40),
    ) {
        if let Err(why) = attack(&one, &other, &Memory::of(campaigns)) {
            prop_assert!(false, "{}", why);
        }
    }
}
