//! When a rule looks, at which windows, and how often it may act.

use super::changes_something;
use crate::display::{duration, list, plural};
use crate::rule::{Limit, LimitPeriod, LimitReach, Most, Scope};
use crate::schedule::{Cadence, Hours, Schedule, Weekdays};
use crate::typed::RuleBody;
use crate::window::{Window, WindowBase};

pub(super) fn one_window(mut windows: impl Iterator<Item = Window>) -> Option<Window> {
    let first = windows.next()?;
    windows.all(|other| other == first).then_some(first)
}

pub(super) fn window_words(window: Window) -> String {
    let mut out = match window.base {
        WindowBase::LastDays {
            days: 1,
            settled: false,
            including_today,
        } => format!("the last complete day{}", and_today(including_today)),
        WindowBase::LastDays {
            days,
            settled: false,
            including_today,
        } => format!("the last {days} complete days{}", and_today(including_today)),
        WindowBase::LastDays { days, .. } => {
            format!(
                "the last {} whose numbers have settled",
                plural(i64::from(days), "day")
            )
        }
        WindowBase::LastHours { hours } => format!("the last {}", plural(i64::from(hours), "hour")),
        WindowBase::Today => "today so far".to_owned(),
        WindowBase::Yesterday => "yesterday".to_owned(),
        WindowBase::ThisWeek => "this week so far".to_owned(),
        WindowBase::ThisMonth => "this month so far".to_owned(),
        WindowBase::Lifetime => "its whole life".to_owned(),
        WindowBase::SinceLastChange => "the whole days since its last change".to_owned(),
    };
    if window.ending > 0 {
        out.push_str(&format!(" ({} earlier)", plural(i64::from(window.ending), "day")));
    }
    if window.since_creation {
        out.push_str(" (or since it was created)");
    }
    out
}

const fn and_today(including: bool) -> &'static str {
    if including { " and today so far" } else { "" }
}

pub(super) fn about(scope: &Scope, condition: Option<String>) -> String {
    let mut out = scope.level.as_str().to_owned();
    if !scope.platforms.is_empty() {
        let names: Vec<&str> = scope.platforms.iter().map(|platform| platform.title()).collect();
        out.push_str(&format!(" on {}", list(&names, "and")));
    }
    if !scope.accounts.is_empty() {
        let names: Vec<String> = scope.accounts.iter().map(|name| format!("\"{name}\"")).collect();
        let noun = if names.len() == 1 { "account" } else { "accounts" };
        out.push_str(&format!(" in the {noun} {}", list(&names, "and")));
    }
    if let Some(condition) = condition {
        out.push_str(&format!(" where {condition}"));
    }
    out
}

pub(super) fn looks_at(scope: &Scope, condition: Option<String>) -> String {
    if scope.pooled {
        let whose = if scope.joins_accounts() {
            ""
        } else {
            " of each account"
        };
        return format!(
            "It looks at the {}{whose} together, as one pool.",
            about(scope, condition)
        );
    }
    let everything = scope.platforms.is_empty() && scope.accounts.is_empty() && condition.is_none();
    if everything {
        return format!("It looks at every {} of every account.", scope.level.one());
    }
    format!("It looks at {}.", about(scope, condition))
}

pub(super) fn schedule(schedule: &Schedule) -> String {
    let mut parts = vec![match schedule.cadence {
        Cadence::EverySync => "after every synchronisation".to_owned(),
        Cadence::EveryStatusChange => "whenever a campaign was switched on or off by anybody".to_owned(),
        Cadence::DayAt(time) => format!("every day at {}", time.strftime("%H:%M")),
        Cadence::Every(minutes) => match (minutes, minutes % 60) {
            (60, _) => "every hour".to_owned(),
            (1_440, _) => "once a day, at midnight".to_owned(),
            (minutes, 0) => format!("every {} hours", minutes / 60),
            (minutes, _) => format!("every {minutes} minutes"),
        },
    }];
    if let Some(Hours { from, until }) = schedule.hours {
        parts.push(format!(
            "from {} to {}",
            from.strftime("%H:%M"),
            until.strftime("%H:%M")
        ));
    }
    match schedule.days {
        Weekdays::ALL => {}
        Weekdays::WORKING => parts.push("from Monday to Friday".to_owned()),
        Weekdays::WEEKEND => parts.push("on Saturdays and Sundays".to_owned()),
        days => {
            const NAMES: [&str; 7] = [
                "Mondays",
                "Tuesdays",
                "Wednesdays",
                "Thursdays",
                "Fridays",
                "Saturdays",
                "Sundays",
            ];
            let names: Vec<&str> = (0..7_u8)
                .zip(NAMES)
                .filter(|(bit, _)| days.0 >> bit & 1 == 1)
                .map(|(_, name)| name)
                .collect();
            parts.push(format!("on {}", list(&names, "and")));
        }
    }
    match schedule.zone.as_ref().and_then(|zone| zone.iana_name()) {
        Some(name) => parts.push(format!("by the clock of {name}")),
        None if schedule.hours.is_some() || matches!(schedule.cadence, Cadence::DayAt(_)) => {
            parts.push("by the account's clock".to_owned());
        }
        None => {}
    }
    if schedule.catch_up {
        parts.push("and makes up for every time it missed".to_owned());
    }
    parts.join(", ")
}

pub(super) const fn period(per: LimitPeriod) -> &'static str {
    match per {
        LimitPeriod::Run => "per check",
        LimitPeriod::Day => "a day",
    }
}

/// Which come first where only some are let through.
pub(super) fn first_ones(limit: &Limit) -> String {
    limit.highest.as_ref().map_or_else(String::new, |highest| {
        format!(" (those with the highest `{highest}` first)")
    })
}

pub(super) fn pace(body: &RuleBody) -> Vec<String> {
    let (cooldown, limits, branches) = (body.cooldown, &body.limits, &body.branches);
    let one = body.scope.level.one();
    let a = crate::display::article(one);
    let mut sentences = Vec::new();
    let tells_only = !changes_something(branches);
    sentences.push(match cooldown {
        Some(seconds) if tells_only => format!(
            "After it has told of {a} {one}, it is quiet about that {one} for {}.",
            duration(seconds)
        ),
        None if tells_only => {
            format!("It tells of {a} {one} again only after its condition has been false once.")
        }
        Some(seconds) if body.scope.pooled => {
            format!("After a move the whole pool rests for {}.", duration(seconds))
        }
        Some(seconds) => format!(
            "After it has acted on {a} {one}, it leaves that {one} alone for {}.",
            duration(seconds)
        ),
        None if branches.iter().all(|branch| branch.condition.is_none()) => {
            format!("It acts on {a} {one} again whenever there is something to change.")
        }
        None => format!("It acts on {a} {one} again only after its condition has been false once."),
    });
    let counts: Vec<String> = limits
        .iter()
        .filter(|limit| limit.reach == LimitReach::Account)
        .filter_map(|limit| match &limit.most {
            Most::Count(count) => Some(format!(
                "{} {}{}",
                plural(i64::from(*count), "change"),
                period(limit.per),
                first_ones(limit)
            )),
            Most::ShareOfSpend(_) => None,
        })
        .collect();
    if !counts.is_empty() {
        sentences.push(format!(
            "It makes at most {} in each account.",
            list(&counts, "and")
        ));
    }
    for limit in limits {
        sentences.push(match (&limit.most, limit.reach) {
            (Most::Count(_), LimitReach::Account) => continue,
            (Most::Count(count), LimitReach::Object) => format!(
                "It changes one {one} at most {} {}{}.",
                plural(i64::from(*count), "time"),
                period(limit.per),
                first_ones(limit)
            ),
            (Most::Count(count), LimitReach::Total) => format!(
                "It makes at most {} {} in all accounts together{}.",
                plural(i64::from(*count), "change"),
                period(limit.per),
                first_ones(limit)
            ),
            (Most::ShareOfSpend(share), _) => format!(
                "In one day and account it moves at most {share} of what its {one}s spend on a mean day: a pause counts with \
                 the {one}'s own spend, a budget with its change."
            ),
        });
    }
    sentences
}
