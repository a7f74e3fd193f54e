//! Warnings about time: numbers judged before they are all there, looked at more often than they come, or asked of hours that a
//! platform does not tell.

use crate::check::names::Scope;
use crate::check::structure::first;
use crate::diagnostics::Diagnostic;
use crate::registry::{Attribute, Level, Metric, Platform, SYNC_MINUTES};
use crate::rule::ActionKind;
use crate::schedule::Cadence;
use crate::span::Span;
use crate::syntax::tree::{Clause, Item};
use crate::typed::{Comparison, Condition, ConditionNode, Expression, Number, NumberNode, RuleBody};
use crate::window::{Window, WindowBase};

pub(super) fn advise(scope: &mut Scope<'_>, item: &Item, body: &RuleBody) {
    cadence(scope, item, body);
    hours(scope, item);
    for branch in &body.branches {
        let spares = [
            ActionKind::Pause,
            ActionKind::Decrease,
            ActionKind::Move,
            ActionKind::AddNegative,
        ];
        let Some(action) = branch.actions.iter().find(|action| action.can(&spares)) else {
            continue;
        };
        if let Some(found) = branch
            .condition
            .as_ref()
            .and_then(|condition| unsettled(scope, condition, false))
        {
            let action = scope.absolute(action.span);
            say_unsettled(scope, item, &found, action);
        }
    }
}

/// A schedule finer than the syncs that bring the numbers it looks at.
fn cadence(scope: &mut Scope<'_>, item: &Item, body: &RuleBody) {
    let Cadence::Every(minutes) = body.schedule.cadence else {
        return;
    };
    let by_the_clock = body.attributes.contains(&Attribute::Hour);
    let reads_numbers = scope.windows.iter().any(|entry| !entry.metrics.is_empty());
    if minutes >= SYNC_MINUTES || by_the_clock || !reads_numbers {
        return;
    }
    let Some((_, span)) = first(item, |clause| match clause {
        Clause::Every(found) => Some(found),
        _ => None,
    }) else {
        return;
    };
    scope.say(
        Diagnostic::new(
            "W0526",
            span,
            format!("the rule looks every {minutes} minutes at numbers that come once an hour"),
        )
        .help(
            "in between it sees what it has already seen; `every sync` looks whenever there are new numbers",
        ),
    );
}

/// Rolling hours on a platform, or of a level, that tells days.
fn hours(scope: &mut Scope<'_>, item: &Item) {
    let named = first(item, |clause| match clause {
        Clause::For(found) => Some(found),
        _ => None,
    });
    let platforms = named.iter().flat_map(|(clause, _)| &clause.platforms);
    let level = named.iter().map(|(clause, _)| &clause.level);
    let level = level.filter_map(|word| Some((word.span, word.value.parse::<Level>().ok()?)));
    let without = platforms
        .filter_map(|word| Some((word.span, word.value.parse::<Platform>().ok()?)))
        .find(|(_, platform)| !platform.tells_hours())
        .map(|(span, platform)| (span, format!("on {}", platform.title())))
        .or_else(|| {
            let mut level = level.filter(|(_, level)| !level.tells_hours());
            level.next().map(|(span, level)| (span, format!("for {level}")))
        });
    let asked = scope
        .windows
        .iter()
        .find(|entry| matches!(entry.window.base, WindowBase::LastHours { .. }));
    if let (Some((span, place)), Some(entry)) = (without, asked) {
        let message = format!("`{}` is missing {place}: there are days and no hours", entry.text);
        scope.say(
            Diagnostic::new("W0527", span, message)
                .help("what is missing never acts; write a rule over complete days instead"),
        );
    }
}

/// A number that later results can still change.
struct Unsettled {
    span: Span,
    window: Window,
    text: String,
    metric: Metric,
}

/// The first comparison that results which are still to come could turn from true to false; `denied` behind a `not`.
fn unsettled(scope: &Scope<'_>, condition: &Condition, denied: bool) -> Option<Unsettled> {
    match &condition.node {
        ConditionNode::And(parts) | ConditionNode::Or(parts) => {
            parts.iter().find_map(|part| unsettled(scope, part, denied))
        }
        ConditionNode::Not(inner) => unsettled(scope, inner, !denied),
        ConditionNode::Let(index) => match scope.lets.get(*index).map(|found| &found.value) {
            Some(Expression::Condition(inner)) => unsettled(scope, inner, denied),
            _ => None,
        },
        ConditionNode::Compare {
            operator,
            left,
            right,
        } => {
            let operator = if denied { operator.opposite() } else { *operator };
            let only_grows = |number: &Number, operator: Comparison| {
                matches!(scope.behind(number).node, NumberNode::Metric { .. })
                    && matches!(operator, Comparison::Greater | Comparison::AtLeast)
            };
            let late = |number: &Number, operator: Comparison| {
                (!only_grows(number, operator))
                    .then(|| late(scope, number))
                    .flatten()
            };
            late(left, operator).or_else(|| late(right, operator.mirrored()))
        }
        // Who earns little today may have earned the most once everything is counted.
        ConditionNode::AllKnown { of, .. } => late(scope, of),
        _ => None,
    }
}

/// The first metric of a number whose last days are still filling up.
fn late(scope: &Scope<'_>, number: &Number) -> Option<Unsettled> {
    let mut found = None;
    let mut waiting = vec![number];
    while let Some(next) = waiting.pop() {
        next.walk(&mut |part| match part.node {
            NumberNode::Metric { metric, window } | NumberNode::Part { metric, window }
                if found.is_none() && metric.is_attributed() =>
            {
                found = scope
                    .windows
                    .get(window)
                    .filter(|entry| is_open(entry.window, delay(scope, metric)))
                    .map(|entry| Unsettled {
                        span: number.span,
                        window: entry.window,
                        text: entry.text.clone(),
                        metric,
                    });
            }
            // Each `let` uses only earlier ones, so this ends.
            NumberNode::Let(index) => {
                if let Some(Expression::Number(value)) = scope.lets.get(index).map(|found| &found.value) {
                    waiting.push(value);
                }
            }
            _ => {}
        });
    }
    found
}

/// Days until a metric hardly moves on the slowest platform that the item names, or on the quickest there is.
fn delay(scope: &Scope<'_>, metric: Metric) -> u32 {
    let named = scope.about.as_ref().map_or(&[][..], |(_, platforms)| platforms);
    let of = |platform: &Platform| metric.settled_lag_days(*platform);
    match named {
        [] => Platform::ALL.iter().map(of).min(),
        named => named.iter().map(of).max(),
    }
    .unwrap_or(0)
}

/// Complete days of which the last are not settled. A window that holds today says itself that it is not over.
fn is_open(window: Window, delay: u32) -> bool {
    let complete = matches!(
        window.base,
        WindowBase::Yesterday
            | WindowBase::LastDays {
                settled: false,
                including_today: false,
                ..
            }
    );
    complete && window.moved.is_none() && u32::from(window.ending) < delay
}

fn say_unsettled(scope: &mut Scope<'_>, item: &Item, found: &Unsettled, action: Span) {
    let span = scope.absolute(found.span);
    let settled = match found.window.base {
        WindowBase::Yesterday => found.text.replacen("yesterday", "last 1 day settled", 1),
        _ if found.text.contains(" days") => found.text.replacen(" days", " days settled", 1),
        _ => found.text.replacen(" day", " day settled", 1),
    };
    let open = delay(scope, found.metric).saturating_sub(u32::from(found.window.ending));
    let last = if open == 1 {
        "last day".to_owned()
    } else {
        format!("last {open} days")
    };
    let message = format!(
        "`{}` is judged over `{}`, and more {} may still come for its {last}",
        scope.source(span),
        found.text,
        found.metric
    );
    let said = Diagnostic::new("W0507", span, message)
        .help(format!("`{settled}` ends where they hardly change any more"))
        .label(action, "does not wait for them");
    let written = window_at(scope, item, span, &found.text);
    scope.say(match written {
        Some(at) => said.possible_fix(format!("judge `{settled}`"), at, settled),
        None => said,
    });
}

/// Where the window of a number is written: behind its `over`, or in the rule's `window`.
fn window_at(scope: &Scope<'_>, item: &Item, number: Span, window: &str) -> Option<Span> {
    let behind = |span: Span, word: &str| {
        let at = span.of(scope.text).find(&format!("{word} {window}"))?;
        let start = (span.start as usize)
            .checked_add(at)?
            .checked_add(word.len())?
            .checked_add(1)?;
        Some(Span::from_offsets(start, start.checked_add(window.len())?))
    };
    behind(number, "over").or_else(|| {
        let (_, clause) = first(item, |clause| match clause {
            Clause::Window(found) => Some(found),
            _ => None,
        })?;
        behind(clause, "window")
    })
}
