//! Whole days of checks in the conduct of the product: no day is worse than the worst that is written out, and one is as bad; a guard
//! that is proved stands without its check, and the firings that break one do break it.

use jiff::civil::{Date, DateTime, date};
use proptest::collection::vec;
use proptest::prelude::*;

use super::random::{attributes, campaign, cases, condition};
use super::{acts, retold, unmet};
use crate::analyse::raises::{Days, grown, times_a_day};
use crate::analyse::{Firing, Promise, guards};
use crate::check::check_waiving_the_duty;
use crate::effects::{Direction, Effect, ObjectStatus};
use crate::evaluate::Truth;
use crate::evaluate::agreement::fixture::{Memory, dollars, thursday};
use crate::guard::GuardFacts;
use crate::rational::Rational;
use crate::{BoundRule, Currency};

/// A rule that raises the budget while the label is there.
#[derive(Clone, Debug)]
struct Raise {
    every: &'static str,
    share: u32,
    cooldown: Option<u32>,
    limit: Option<u32>,
    lasting: bool,
}

fn raise() -> impl Strategy<Value = Raise> {
    (
        prop::sample::select(vec![
            "30m",
            "1h",
            "4h",
            "12h",
            "1h between 06:00 and 22:00",
            "2h between 22:00 and 04:00",
            "day at 09:00",
            "6h on mon, tue, thu",
        ]),
        prop::sample::select(vec![5_u32, 20, 50, 100]),
        prop::option::of(1_u32..30),
        prop::option::of(1_u32..5),
        prop::bool::weighted(0.15),
    )
        .prop_map(|(every, share, cooldown, limit, lasting)| Raise {
            every,
            share,
            cooldown,
            limit,
            lasting,
        })
}

impl Raise {
    fn text(&self) -> String {
        let mut text = format!(
            "rule \"Raise\" {{\n  for campaigns\n  every {}\n  when labels has \"go\"{}\n  then increase budget by {}%\n",
            self.every,
            if self.lasting { " lasting 2 checks" } else { "" },
            self.share
        );
        if let Some(hours) = self.cooldown {
            text.push_str(&format!("  cooldown {hours}h\n"));
        }
        if let Some(count) = self.limit {
            text.push_str(&format!("  at most {count} per day\n"));
        }
        text + "}\n\n"
    }

    fn rule(&self) -> BoundRule {
        let checked = check_waiving_the_duty(&self.text());
        assert!(checked.is_ok(), "{:#?}", checked.diagnostics);
        checked.rules[0].bind(&dollars()).unwrap()
    }
}

/// The days that are run: a Monday and the two after it.
const DAYS: [Date; 3] = [date(2026, 3, 2), date(2026, 3, 3), date(2026, 3, 4)];

/// How often the rule acts on each of the days, its condition true where the pattern says so. Each raise is agreed to at once.
fn firings(raise: &Raise, rule: &BoundRule, pattern: impl Fn(usize) -> bool) -> [usize; 3] {
    let marks: Vec<DateTime> = DAYS
        .iter()
        .flat_map(|day| {
            let marks = rule.rule.body.schedule.days_of_marks();
            let weekday = usize::try_from(day.weekday().to_monday_zero_offset()).unwrap();
            marks[weekday]
                .iter()
                .map(|mark| day.to_datetime(jiff::civil::Time::midnight()) + jiff::Span::new().seconds(*mark))
                .collect::<Vec<_>>()
        })
        .collect();
    let mut text = raise.text() + "test \"it\" of \"Raise\" {\n";
    for (index, mark) in marks.iter().enumerate() {
        let label = if pattern(index) { "go" } else { "rest" };
        text.push_str(&format!(
            "  at {}\n  given campaign \"A\" on google {{ budget $100 labels \"{label}\" }}\n  approve \"A\"\n",
            mark.strftime("%Y-%m-%d %H:%M"),
        ));
    }
    text.push_str("  expect nothing of \"A\"\n}\n");
    let checked = check_waiving_the_duty(&text);
    assert!(checked.is_ok(), "{text}\n{:#?}", checked.diagnostics);
    let suite = crate::testing::run(&text, &checked);
    let mut found = [0; 3];
    for answer in &suite.tests[0].expectations {
        if answer.met && answer.text.starts_with("approve") {
            let day = answer.at.to_zoned(jiff::tz::TimeZone::UTC).date();
            found[DAYS.iter().position(|own| *own == day).unwrap()] += 1;
        }
    }
    found
}

/// How often it acts on its worst day, as the analysis says.
fn times(rule: &BoundRule) -> usize {
    let body = &rule.rule.body;
    usize::try_from(times_a_day(body, &body.branches[0], Days::Of24Hours).unwrap()).unwrap()
}

/// The patterns that make the most of a rule — always true, true at every second check, false once after every two — and these.
fn most_firings(raise: &Raise, rule: &BoundRule, patterns: &[Vec<bool>]) -> usize {
    let of = |pattern: &dyn Fn(usize) -> bool| firings(raise, rule, pattern).into_iter().max().unwrap_or(0);
    let regular = [(0, 1), (0, 2), (1, 2), (0, 3), (1, 3), (2, 3)]
        .map(|(rests, every)| of(&|index| every == 1 || index % every != rests));
    let random = patterns
        .iter()
        .map(|pattern| of(&|index| pattern[index % pattern.len()]));
    regular.into_iter().chain(random).max().unwrap_or(0)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(10), ..ProptestConfig::default() })]

    #[test]
    fn no_day_of_checks_is_worse_than_the_worst_case_and_one_is_as_bad(
        raise in raise(),
        patterns in vec(vec(prop::bool::weighted(0.6), 7..30), 3),
    ) {
        let rule = raise.rule();
        let times = times(&rule);
        let most = most_firings(&raise, &rule, &patterns);
        prop_assert!(most <= times, "{most} a day, and not {times}: {}", raise.text());
        prop_assert!(most == times, "{times} times a day are never reached: {most}\n{}", raise.text());
    }
}

/// A share of the day's first budget that the raises of a day stay below is never passed by any day of checks.
fn passes(raise: &Raise, times: usize, share: &Rational) -> bool {
    let step = Rational::fraction(i64::from(raise.share), 100).unwrap();
    let all = grown(&step, u32::try_from(times).unwrap())
        .unwrap()
        .plus(&Rational::integer(1));
    all > *share
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(10), ..ProptestConfig::default() })]

    #[test]
    fn a_guard_over_the_day_is_proved_only_where_no_day_of_checks_passes_it(
        raise in raise(),
        ceiling in prop::sample::select(vec![110_i64, 125, 150, 200, 400]),
        patterns in vec(vec(prop::bool::weighted(0.6), 7..30), 2),
    ) {
        let guard = format!("guard \"G\" {{\n  for campaigns\n  never raise budget above {ceiling}% of budget at start of day\n}}\n\n");
        let rule = raise.rule();
        let checked = check_waiving_the_duty(&guard);
        let watched = guards(std::slice::from_ref(&rule), &checked.guards, thursday().at);
        let share = Rational::fraction(ceiling, 100).unwrap();
        let most = most_firings(&raise, &rule, &patterns);
        match &watched[0].promise {
            Promise::Proved => prop_assert!(!passes(&raise, most, &share), "{most} a day pass {ceiling}%: {}", raise.text()),
            Promise::Broken { firings, .. } => {
                prop_assert!(firings.len() <= 5);
                prop_assert!(passes(&raise, firings.len(), &share), "{firings:#?}");
                prop_assert!(firings.len() <= times(&rule), "{firings:#?}");
            }
            Promise::EnforcedAtRunTime { why } => {
                // Five firings would not do, or the shares are not reached: then nothing shorter does either.
                prop_assert!(!passes(&raise, most.min(5), &share), "{most} firings pass {ceiling}%, and yet: {why}\n{}", raise.text());
            }
        }
    }
}

/// A rule that the guards of random clauses watch.
fn watched_rule() -> impl Strategy<Value = String> {
    let action = prop::sample::select(vec![
        "increase budget by 20%",
        "increase budget by 50% up to $6",
        "increase budget by $2 up to $9",
        "increase budget by 100%",
        "set budget to $5",
        "set budget to spend over yesterday",
        "pause",
    ]);
    (
        prop::option::weighted(0.3, attributes()),
        condition(1),
        action,
        prop::option::weighted(0.6, prop::sample::select(vec![1_u32, 4, 8, 24])),
        prop::option::weighted(0.3, 1_u32..4),
    )
        .prop_map(|(scope, asked, action, cooldown, limit)| {
            let scope = scope.map_or(String::new(), |scope| format!(" where {scope}"));
            let mut text = format!(
                "rule \"R\" {{\n  for campaigns{scope}\n  every 1h\n  when {asked}\n  then {action}\n"
            );
            if let Some(hours) = cooldown {
                text.push_str(&format!("  cooldown {hours}h\n"));
            }
            if let Some(count) = limit {
                text.push_str(&format!("  at most {count} per day\n"));
            }
            text + "}\n\n"
        })
}

fn promise() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "never raise budget above $4",
        "never raise budget above $6",
        "never raise budget above $9",
        "never raise budget above 130% of budget at start of day",
        "never raise budget above 200% of budget at start of day",
        "never pause",
        "never pause where labels has \"brand\"",
        "never pause where status is active and name matches \"a*\"",
        "never pause where budget >= $4",
        "never pause where budget >= 4 EUR",
    ])
}

/// The test of a rule and a guard in which these firings happen one after the other, and the last one is stopped where the guard
/// stands in the text.
fn stopped(rules: &str, guard: &str, given: &str, name: &str, firings: &[Firing]) -> String {
    let mut text = format!("{rules}{guard}test \"it\" of \"R\" {{\n");
    for (index, firing) in firings.iter().enumerate() {
        text.push_str(&format!("  at {}\n", firing.at.strftime("%Y-%m-%d %H:%M")));
        if index == 0 {
            text.push_str(given);
        }
        let last = index + 1 == firings.len();
        let stops = last && !guard.is_empty();
        let what = match &firing.effect {
            Effect::SetStatus {
                to: ObjectStatus::Paused,
            } => "pause".to_owned(),
            Effect::SetAmount { .. } if stops => "increase budget".to_owned(),
            Effect::SetAmount { to, .. } => {
                format!("increase budget to ${}.{:06}", to / 1_000_000, to % 1_000_000)
            }
            other => panic!("{other:?}"),
        };
        let state = if stops { "blocked" } else { "proposed" };
        text.push_str(&format!("  expect {what} of \"{name}\" {state}\n"));
        if !last {
            text.push_str(&format!("  approve \"{name}\"\n"));
        }
    }
    text + "}\n"
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(60), ..ProptestConfig::default() })]

    #[test]
    fn a_proved_guard_needs_no_check_and_a_broken_one_is_broken_by_the_firings_shown(
        rules in watched_rule(),
        promise in promise(),
        covers in prop::option::weighted(0.3, prop::sample::select(vec!["age > 1d", "labels has \"brand\"", "name matches \"a*\"", "budget > $5", "0.5 * budget + $1 < $4", "budget > 5 EUR"])),
        campaigns in vec(campaign(), 60),
    ) {
        // Amounts of two currencies in one guard are refused.
        let of_two = |covers: &str| {
            let (both, euro) = (format!("{promise} {covers}"), " EUR");
            both.contains(euro) && both.contains('$')
        };
        let covers = covers.filter(|covers| !of_two(covers));
        let covers = covers.map_or(String::new(), |covers| format!(" where {covers}"));
        let guard = format!("guard \"G\" {{\n  for campaigns{covers}\n  {promise}\n}}\n\n");
        let checked = check_waiving_the_duty(&(rules.clone() + &guard));
        prop_assert!(checked.is_ok(), "{rules}{guard}{:#?}", checked.diagnostics);
        let bound = checked.rules[0].bind(&dollars()).unwrap();
        let own = &checked.guards[0];
        let watched = guards(std::slice::from_ref(&bound), &checked.guards, thursday().at);
        match &watched[0].promise {
            Promise::EnforcedAtRunTime { why } => prop_assert!(!why.is_empty()),
            Promise::Proved => {
                let moment = thursday();
                let mut table = Memory::of(campaigns);
                for campaign in &mut table.campaigns {
                    campaign.budget_at_day_start = match campaign.attributes.get(&crate::Attribute::Budget) {
                        Some(Ok(crate::AttributeValue::Money(micros))) => Some(*micros),
                        _ => None,
                    };
                }
                for row in 0..table.campaigns.len() {
                    let effects = acts(&bound, &table, &moment, row).map(|(_, effects)| effects).unwrap_or_default();
                    let asked = (&moment, Currency::USD);
                    let covered = own.covers(&table, row, asked) != Truth::False && own.protects(0, &table, row, asked) != Truth::False;
                    for effect in effects {
                        let breaks = match effect {
                            Effect::SetStatus { to: ObjectStatus::Paused } => promise.starts_with("never pause"),
                            Effect::SetAmount { direction: Direction::Raise, to, .. } if promise.starts_with("never raise") => {
                                let facts = GuardFacts { currency: Currency::USD, at_day_start: crate::Table::budget_at_day_start(&table, row) };
                                own.ceiling(0, &facts).is_ok_and(|ceiling| to > ceiling)
                            }
                            _ => false,
                        };
                        prop_assert!(!(covered && breaks), "{:?} of {:?}\n{rules}{guard}", watched[0].promise, table.campaigns[row]);
                    }
                }
            }
            Promise::Broken { firings, example, .. } => {
                prop_assert!((1..=5).contains(&firings.len()));
                let campaign = retold::history(example);
                prop_assert!(campaign.is_some(), "no history is like {}\n{rules}{guard}", example.in_words());
                // Where the condition has to be false in between, the days above say so.
                let in_a_row = firings.iter().all(|firing| !firing.rearmed);
                if in_a_row && let Some((name, given)) = retold::given(&campaign.unwrap(), &example.moment()) {
                    for guard in ["", guard.as_str()] {
                        let text = stopped(&rules, guard, &given, &name, firings);
                        let unmet = unmet(&text);
                        prop_assert!(unmet.is_empty(), "{unmet:#?}\n{text}");
                    }
                }
            }
        }
    }
}
