//! What the language promises about its own speed, each with the number that was measured.

use std::fmt::Write as _;
use std::time::Duration;

use crate::clock::least;
use crate::columns::{Columns, binding, bound, moment};

const LIBRARY: &str = include_str!("../../../rules-library/stop-loss/stop-loss.rule");

/// A promise, and whether it was kept.
pub struct Goal {
    pub name: String,
    pub promised: String,
    pub measured: String,
    pub kept: bool,
}

impl Goal {
    fn within(name: &str, most: Duration, measured: Duration) -> Self {
        Self {
            name: name.to_owned(),
            promised: format!("<= {}", shown(most)),
            measured: shown(measured),
            kept: measured <= most,
        }
    }
}

fn shown(time: Duration) -> String {
    let seconds = time.as_secs_f64();
    if seconds >= 1.0 {
        format!("{seconds:.2} s")
    } else if seconds >= 1e-3 {
        format!("{:.2} ms", seconds * 1e3)
    } else {
        format!("{:.1} µs", seconds * 1e6)
    }
}

/// The plan beside the hand-written loop, from the comparison of the engines.
pub fn beside_by_hand(hand: f64, plan: f64) -> Goal {
    Goal {
        name: "verdicts beside hand-written exact integers".to_owned(),
        promised: "<= 2.0x".to_owned(),
        measured: format!("{:.2}x", plan / hand),
        kept: plan <= 2.0 * hand,
    }
}

pub fn goals(columns: &Columns) -> Vec<Goal> {
    vec![
        tick_of_a_hundred_rules(columns),
        year_of_hourly_checks(columns),
        rankings(columns),
        check_and_plan(),
        diagnostics(),
        load_ten_thousand(),
    ]
}

/// A hundred rules as people write them: quotients guarded, undefined ones replaced, sums of two columns, several branches.
pub fn hundred() -> Vec<String> {
    let mut texts = Vec::new();
    for number in 0..100_i64 {
        let condition = match number % 5 {
            0 => format!(
                "conversions > 0 and cpa > ${} and spend > $100 and clicks > 10",
                20 + number
            ),
            1 => format!(
                "(cpa else infinite) > ${} and spend > ${}",
                30 + number,
                50 + number
            ),
            2 => format!("revenue > 0 and acos > {}% and spend > $200", 10 + number),
            3 => format!(
                "impressions > 0 and ctr < 0.{}% and impressions > 5,000",
                1 + number % 9
            ),
            _ => format!(
                "spend > 0 and roas < {}.5 and clicks > {}",
                1 + number % 7,
                number
            ),
        };
        texts.push(format!(
            "rule \"Rule {number}\" {{\n  for campaigns\n  every 1h\n  window last 3 days\n  when {condition}\n  then pause\n}}\n"
        ));
    }
    texts
}

fn tick_of_a_hundred_rules(columns: &Columns) -> Goal {
    let rules: Vec<dsl::BoundRule> = hundred().iter().map(|text| bound(text)).collect();
    let moment = moment();
    let taken = least(|| {
        rules
            .iter()
            .map(|rule| rule.evaluate(columns, &moment).rows())
            .sum::<usize>()
    });
    Goal::within(
        "one tick: 100 rules x 10,000 campaigns",
        Duration::from_millis(3),
        taken,
    )
}

fn year_of_hourly_checks(columns: &Columns) -> Goal {
    let rule = bound(&hundred()[1]);
    let start = moment();
    let taken = least(|| {
        let mut rows = 0;
        let mut moment = start;
        for _ in 0..365 * 24 {
            rows += rule.evaluate(columns, &moment).rows();
            moment.at += jiff::SignedDuration::from_hours(1);
            moment.data_until = Some(moment.at);
        }
        rows
    });
    Goal::within(
        "a year of hourly checks: 87.6 million verdicts",
        Duration::from_secs(1),
        taken,
    )
}

fn rankings(columns: &Columns) -> Goal {
    let rule = bound(
        "rule \"Worst\" {\n  for campaigns\n  every 1h\n  window last 3 days\n  \
         when in top 10% by cpa else infinite within account and spend > $100\n  then pause\n}\n",
    );
    let moment = moment();
    Goal::within(
        "one ranking of 10,000 quotients",
        Duration::from_millis(3),
        least(|| rule.evaluate(columns, &moment).rows()),
    )
}

/// Thirty lines, as long as rules get.
pub const THIRTY: &str = r#"rule "Pause CPA bleeders" {
  param max_cpa: money = $45, 40 EUR "highest cost per conversion you can carry"
  param floor: money = $100, 90 EUR "spend before the rule may judge"
  param least: count = 3 "conversions that make a judgement"

  for campaigns on google
    where status is active and name matches "Prospecting*" and age >= 7d

  every 1h between 06:00 and 22:00 on weekdays
  window last 3 days settled

  let cost = cpa else infinite
  let rate = ctr over last 7 days else 0%
  let room = 50% * max_cpa

  when cost > max_cpa and spend > floor
       and impressions over last 7 days > 1,000
       and rate < 2%
  then pause
       notify slack "\#paid-social" "{this.name}: {cost} after {spend}"

  otherwise when conversions >= least and cpa < room
       and budget < $500
  then increase budget by 10% up to $500

  without data hold
  approve by manager within 4h unanswered expire
  cooldown 24h
  at most 5 per day
}
"#;

fn check_and_plan() -> Goal {
    let text = THIRTY.replace("\\#", "#");
    assert_eq!(text.lines().count(), 30);
    let binding = binding();
    // Bound once with its amounts, so that a text with errors does not look fast.
    let _ = bound(&text);
    Goal::within(
        "check and plan of a rule of 30 lines",
        Duration::from_micros(100),
        least(|| {
            let checked = dsl::check(&text);
            checked.rules.first().map(|rule| rule.bind(&binding).is_ok())
        }),
    )
}

/// The library's rule under many names, its tests along.
fn many(least_lines: usize) -> String {
    let body = LIBRARY.trim_start_matches("language 1\n");
    let mut text = String::from("language 1\n");
    let mut number = 0;
    while text.lines().count() < least_lines {
        let _ = write!(
            text,
            "{}",
            body.replace("\"Stop loss\"", &format!("\"Stop loss {number}\""))
        );
        number += 1;
    }
    text
}

fn diagnostics() -> Goal {
    // A word too many in every rule: what is wrong costs more than what is right.
    let text = many(1_000).replace("and spend > floor", "and spend > flor");
    let found = dsl::check(&text).diagnostics.len();
    assert!(found > 10);
    Goal::within(
        &format!("{found} diagnostics of 1,000 lines"),
        Duration::from_millis(16),
        least(|| dsl::check(&text).diagnostics.len()),
    )
}

fn load_ten_thousand() -> Goal {
    let texts: Vec<String> = (0..10_000)
        .map(|number| {
            THIRTY
                .replace("\\#", "#")
                .replace("bleeders", &number.to_string())
        })
        .collect();
    let binding = binding();
    let taken = least(|| {
        texts
            .iter()
            .filter(|text| {
                dsl::load(text)
                    .rules
                    .first()
                    .is_some_and(|rule| rule.bind(&binding).is_ok())
            })
            .count()
    });
    Goal::within(
        "10,000 saved rules loaded and planned",
        Duration::from_secs(1),
        taken,
    )
}
