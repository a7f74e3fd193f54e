//! A checked rule read back in English, for somebody who does not write rules: scope, schedule, conditions, actions, approval.
//!
//! Written from the checked tree, so that it says what the rule means and not what it looks like. Called by pages and the
//! command line. `phrases` says numbers and conditions. No values of any campaign here: that is `explain`.

mod phrases;

use crate::check::Accept;
use crate::display::{decimal, duration, list, plural};
use crate::guard::{Ceiling, Guard, GuardClause, Pauses, Promise, percent};
use crate::literal::Override;
use crate::rational::Rational;
use crate::registry::{NotifyChannel, Property, Role};
use crate::rule::{
    ActionKind, Approval, Lasting, Limit, LimitPeriod, LimitReach, Most, Rule, Scope, Unanswered, WithoutData,
};
use crate::schedule::{Cadence, Hours, Schedule, Weekdays};
use crate::typed::{
    Action, ActionDetail, Condition, ConditionNode, Far, Literal, Quantity, Release, RuleBody, TypedBranch,
    Until,
};
use crate::window::{Window, WindowBase};
use phrases::Phrases;

impl Rule {
    /// The rule in English, one sentence a line. `overrides` are parameters and typed literals; one that does not fit is read
    /// as if it were not there.
    #[must_use]
    pub fn in_plain_words(&self, overrides: &[(String, String)]) -> String {
        let body = &self.body;
        let literals: Vec<Literal> = body
            .param_list
            .iter()
            .zip(&body.params)
            .map(|(param, typed)| {
                let value = overrides
                    .iter()
                    .find(|(name, _)| *name == param.name)
                    .and_then(|(_, text)| Override::any_account(param.kind, typed).read(text).ok());
                value.unwrap_or_else(|| typed.default.clone())
            })
            .collect();
        let only_window = one_window(
            body.windows
                .iter()
                .filter(|entry| entry.copy_of.is_none())
                .map(|entry| entry.window),
        );
        let phrases = Phrases {
            body: Some(body),
            literals: &literals,
            window_is_said: only_window.is_some(),
        };
        let mut sentences = vec![looks_at(
            &body.scope,
            body.scope_condition
                .as_ref()
                .map(|condition| phrases.condition(condition)),
        )];
        sentences.push(format!("It checks {}.", schedule(&body.schedule)));
        if let Some(window) = only_window {
            sentences.push(format!("Numbers are those of {}.", window_words(window)));
        }
        for (index, branch) in body.branches.iter().enumerate() {
            sentences.push(branch_sentence(&phrases, index, branch));
        }
        sentences.extend(approval(body.approval, body.far.as_ref(), &body.branches));
        if let Some(share) = &body.hold_out {
            sentences.push(format!(
                "Of the campaigns it looks at, {} are chosen by their ids and left alone, so that its effect can be measured.",
                percent(share)
            ));
        }
        if !body.yields_to.is_empty() {
            let names: Vec<String> = body.yields_to.iter().map(|name| format!("\"{name}\"")).collect();
            sentences.push(format!(
                "Where {} wants or holds something of the same campaign, it steps back.",
                list(&names, "or")
            ));
        }
        if !body.formerly.is_empty() {
            let names: Vec<String> = body.formerly.iter().map(|name| format!("\"{name}\"")).collect();
            sentences.push(format!("It was called {} before.", list(&names, "and")));
        }
        sentences.extend(release(&phrases, &body.release, &body.branches));
        sentences.extend(pace(body));
        if !body.scripts.is_empty() {
            let names: Vec<String> = body
                .scripts
                .iter()
                .map(|script| format!("`{}`", script.name))
                .collect();
            sentences.push(format!(
                "It calls {} {}: nobody can prove what a script computes, so its actions wait for approval.",
                if names.len() == 1 {
                    "the script"
                } else {
                    "the scripts"
                },
                list(&names, "and")
            ));
        }
        sentences.push(match body.without_data {
            WithoutData::Hold => "Without fresh data it does nothing.".to_owned(),
            WithoutData::AlertAfter(seconds) => format!(
                "Without fresh data it does nothing, and after {} somebody is told.",
                duration(seconds)
            ),
        });
        sentences.extend(accepted(&body.accepts));
        sentences.join("\n")
    }
}

/// What is accepted, and why.
fn accepted(accepts: &[Accept]) -> impl Iterator<Item = String> {
    accepts
        .iter()
        .map(|accept| format!("The warning {} is accepted: {}", accept.code, accept.reason))
}

impl Guard {
    /// The guard in English, one sentence a line.
    #[must_use]
    pub fn in_plain_words(&self) -> String {
        let phrases = Phrases {
            body: None,
            literals: &[],
            window_is_said: false,
        };
        let condition = self
            .body
            .scope_condition
            .as_ref()
            .map(|condition| phrases.condition(condition));
        let about = about(&self.body.scope, condition);
        let mut sentences: Vec<String> = self
            .body
            .clauses
            .iter()
            .zip(&self.body.conditions)
            .map(|(clause, condition)| {
                let condition = condition.as_ref().map(|condition| phrases.condition(condition));
                promise(&clause.promise, &about, condition)
            })
            .collect();
        let raises = |clause: &GuardClause| matches!(clause.promise, Promise::Risk(..) | Promise::Total(_));
        if self.body.clauses.iter().any(raises) {
            let binds = |clause: &GuardClause| matches!(clause.promise, Promise::Change(..));
            let upwards = |clause: &GuardClause| clause.property().is_some_and(Property::is_safer_above);
            let clauses = &self.body.clauses;
            let said = match (clauses.iter().any(upwards), clauses.iter().any(binds)) {
                (false, false) => "Cuts always pass.",
                (false, true) => "Cuts pass every ceiling; the bound on changes holds for cuts as well.",
                (true, false) => "What lets less be spent always passes.",
                (true, true) => {
                    "What lets less be spent passes every bound; that on changes holds for it as well."
                }
            };
            sentences.push(said.to_owned());
        }
        sentences.push("This binds every rule, every person and every program.".to_owned());
        sentences.extend(accepted(&self.body.accepts));
        sentences.join("\n")
    }
}

/// What a property is called where its amount is meant.
const fn amount_words(property: Property) -> &'static str {
    match property {
        Property::Budget => "daily budget",
        other => other.words(),
    }
}

fn bound_words(bound: &Ceiling) -> String {
    match bound {
        Ceiling::OfDayStart(share) => percent(share),
        Ceiling::Amounts(amounts) => phrases::amounts(amounts),
        Ceiling::Ratio(millionths) => decimal(&Rational::millionths(*millionths), 6, 0),
    }
}

fn promise(promise: &Promise, about: &str, condition: Option<String>) -> String {
    match promise {
        Promise::Risk(property, bound) => {
            let (verb, side) = property.risky_side();
            let bound = match bound {
                Ceiling::OfDayStart(share) => {
                    format!("{} of what it was at the start of the day", percent(share))
                }
                bound => bound_words(bound),
            };
            format!(
                "Nobody {verb}s the {} of {about} {side} {bound}.",
                amount_words(*property)
            )
        }
        Promise::Total(ceiling) => {
            let ceiling = bound_words(ceiling);
            format!(
                "Nobody raises a budget of {about}, or switches one of them on, when that takes the daily budgets of all \
                 running campaigns of the account above {ceiling} together."
            )
        }
        Promise::Change(property, Ceiling::OfDayStart(share)) => format!(
            "Nobody moves the {} of {about}, up or down, by more than {} of what it was at the start of the day.",
            amount_words(*property),
            percent(share)
        ),
        Promise::Change(property, step) => format!(
            "Nobody moves the {} of {about}, up or down, by more than {} from where the day began.",
            amount_words(*property),
            bound_words(step)
        ),
        Promise::Pause => match condition {
            None => format!("Nobody pauses {about}."),
            Some(condition) => format!("Of {about}, nobody pauses those where {condition}."),
        },
        Promise::Paused(Pauses::Share(share)) => format!(
            "On one day, at most {} of the running ones among {about} are paused in an account, rounded down.",
            percent(share)
        ),
        Promise::Paused(Pauses::Count(count)) => format!(
            "On one day, at most {count} of {about} {} paused in an account.",
            if *count == 1 { "is" } else { "are" }
        ),
    }
}

fn one_window(mut windows: impl Iterator<Item = Window>) -> Option<Window> {
    let first = windows.next()?;
    windows.all(|other| other == first).then_some(first)
}

fn window_words(window: Window) -> String {
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

fn about(scope: &Scope, condition: Option<String>) -> String {
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

fn looks_at(scope: &Scope, condition: Option<String>) -> String {
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

fn schedule(schedule: &Schedule) -> String {
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

fn branch_sentence(phrases: &Phrases<'_>, index: usize, branch: &TypedBranch) -> String {
    let doings: Vec<String> = branch
        .actions
        .iter()
        .map(|action| doing(phrases, action))
        .collect();
    let does = format!("it {}", list(&doings, "and"));
    let Some(condition) = asked(branch) else {
        return if index == 0 {
            format!("At every check {does}.")
        } else {
            format!("Otherwise {does}.")
        };
    };
    let lasting = match branch.lasting {
        None => String::new(),
        Some(Lasting::Checks(count)) => format!(", and stays so for {count} checks on new data"),
        Some(Lasting::For(seconds)) => format!(", and stays so for {}", duration(seconds)),
    };
    let when = if index == 0 { "When" } else { "Otherwise, when" };
    format!("{when} {}{lasting}, {does}.", phrases.condition(condition))
}

/// What the branch was written to ask: who stands on a side of a move, the move says itself.
fn asked(branch: &TypedBranch) -> Option<&Condition> {
    let condition = branch.condition.as_ref()?;
    let moves = branch
        .actions
        .iter()
        .any(|action| matches!(action.detail, ActionDetail::Move(_)));
    match &condition.node {
        ConditionNode::And(parts) if moves => parts
            .first()
            .filter(|first| !matches!(first.node, ConditionNode::AllKnown { .. })),
        _ => Some(condition),
    }
}

fn doing(phrases: &Phrases<'_>, action: &Action) -> String {
    let mut out = done(phrases, action);
    match action.until {
        None => {}
        Some(Until::Time(time)) => out.push_str(&format!(", until {}", time.strftime("%H:%M"))),
        Some(Until::Tomorrow) => out.push_str(", until the next day begins"),
    }
    out
}

/// When what it changed goes back, and who is asked.
fn release(phrases: &Phrases<'_>, release: &Release, branches: &[TypedBranch]) -> Vec<String> {
    let mut sentences = Vec::new();
    let mut ends: Vec<String> = Vec::new();
    ends.extend(
        release
            .when
            .as_ref()
            .map(|condition| format!("when {}", phrases.condition(condition))),
    );
    ends.extend(
        release
            .after
            .map(|seconds| format!("after {}", duration(seconds))),
    );
    if !ends.is_empty() {
        let whichever = if ends.len() > 1 {
            ", whichever comes first"
        } else {
            ""
        };
        sentences.push(format!(
            "What it changed goes back to what it was {}{whichever}, unless somebody else has changed it since.",
            ends.join(" or ")
        ));
    }
    let until = branches
        .iter()
        .flat_map(|branch| &branch.actions)
        .any(|action| action.until.is_some());
    if until && ends.is_empty() {
        sentences
            .push("Then it goes back to what it was, unless somebody else has changed it since.".to_owned());
    }
    if until || !ends.is_empty() {
        sentences.push(if release.without_approval {
            "Going back asks nobody.".to_owned()
        } else {
            "Going back waits for an approval where it raises spend.".to_owned()
        });
    }
    sentences
}

fn done(phrases: &Phrases<'_>, action: &Action) -> String {
    let one = phrases.body.map_or("campaign", |body| body.scope.level.one());
    match &action.detail {
        ActionDetail::Switch => match action.kind {
            ActionKind::Resume => format!("switches the {one} on"),
            _ => format!("pauses the {one}"),
        },
        ActionDetail::Amount {
            property,
            amount,
            up_to,
            down_to,
            changing,
        } => {
            let amount = phrases.number(amount);
            let what = amount_words(*property);
            let mut out = match action.kind {
                ActionKind::Increase => format!("raises the {what} by {amount}"),
                ActionKind::Decrease => format!("cuts the {what} by {amount}"),
                _ => format!("sets the {what} to {amount}"),
            };
            if let Some(most) = changing {
                out.push_str(&format!(", moving it by no more than {}", phrases.number(most)));
            }
            if let Some(cap) = up_to {
                out.push_str(&format!(", to at most {}", phrases.number(cap)));
            }
            if let Some(floor) = down_to {
                out.push_str(&format!(", to no less than {}", phrases.number(floor)));
            }
            out
        }
        ActionDetail::Move(moved) => format!(
            "moves budget from {} to {}, at most {} in all, and leaves at least {} to each that gives",
            phrases.front(&moved.from),
            phrases.front(&moved.to),
            if moved.at_most.quantity == Quantity::Percent {
                format!("{} of the pool's budget", phrases.number(&moved.at_most))
            } else {
                phrases.number(&moved.at_most)
            },
            phrases.number(&moved.keeping)
        ),
        ActionDetail::Notify { channel, target, .. } => match channel {
            NotifyChannel::Slack => format!("tells {target} on Slack"),
            NotifyChannel::Email => format!("writes an e-mail to {target}"),
        },
    }
}

fn changes_something(branches: &[TypedBranch]) -> bool {
    branches
        .iter()
        .flat_map(|branch| &branch.actions)
        .any(|action| !matches!(action.detail, ActionDetail::Notify { .. }))
}

fn approval(approval: Approval, far: Option<&Far>, branches: &[TypedBranch]) -> Option<String> {
    if !changes_something(branches) {
        return Some("It changes nothing by itself: it only tells.".to_owned());
    }
    Some(match approval {
        Approval::Policy => {
            "Every change waits for an approval, as the organisation's policy says.".to_owned()
        }
        Approval::Without => {
            "Pauses and cuts go ahead without approval; whatever raises spend still waits for one.".to_owned()
        }
        Approval::By {
            role,
            needed,
            within,
            unanswered,
        } => {
            let who = match (role, needed) {
                (Role::Admin, 1) => "An admin has".to_owned(),
                (Role::Manager, 1) => "A manager has".to_owned(),
                (Role::Marketer, 1) => "Somebody has".to_owned(),
                (Role::Admin, many) => format!("{many} admins have"),
                (Role::Manager, many) => format!("{many} managers have"),
                (Role::Marketer, many) => format!("{many} people have"),
            };
            let within = within.map_or_else(String::new, |seconds| format!(" within {}", duration(seconds)));
            match unanswered {
                Unanswered::Expire if within.is_empty() => format!("{who} to approve each change."),
                Unanswered::Expire => format!("{who} to approve each change{within}, or it lapses."),
                Unanswered::Escalate { to } => format!(
                    "{who} to approve each change{within}; if nobody answers, {} is asked for as long again, and then it lapses.",
                    match to {
                        Role::Admin => "an admin",
                        Role::Manager => "a manager",
                        Role::Marketer => "somebody",
                    }
                ),
                Unanswered::Apply => format!(
                    "{who} to approve each change{within}; if nobody answers, pauses and cuts go ahead and everything else lapses."
                ),
            }
        }
        Approval::IfBudgetMoves => {
            let mut bounds: Vec<String> = Vec::new();
            if let Some(far) = far {
                bounds.extend(far.share.as_ref().map(percent));
                if !far.amounts.is_empty() {
                    bounds.push(phrases::amounts(&far.amounts));
                }
            }
            format!(
                "A manager has to approve each change of a budget by more than {}; pauses and smaller cuts go ahead without \
                 approval; whatever raises spend still waits for one.",
                list(&bounds.iter().map(String::as_str).collect::<Vec<_>>(), "or")
            )
        }
    })
}

const fn period(per: LimitPeriod) -> &'static str {
    match per {
        LimitPeriod::Run => "per check",
        LimitPeriod::Day => "a day",
    }
}

/// Which come first where only some are let through.
fn first_ones(limit: &Limit) -> String {
    limit.highest.as_ref().map_or_else(String::new, |highest| {
        format!(" (those with the highest `{highest}` first)")
    })
}

fn pace(body: &RuleBody) -> Vec<String> {
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
