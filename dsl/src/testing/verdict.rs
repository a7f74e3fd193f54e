//! Whether an expectation is met, and what was found where it is not.

use jiff::Timestamp;

use crate::conduct::progress::Outcome;
use crate::effects::{Direction, Effect, ObjectStatus};
use crate::evaluate::{Truth, glob_matches};
use crate::explanation::{Explanation, Node, Operand, Raw, Value, ValueKind};
use crate::money::MICROS_PER_UNIT;
use crate::rational::Rational;
use crate::testing::ExpectationReport;
use crate::testing::run::{Blocker, Came, Deed, Stage, Stands};
use crate::testing::script::{
    ActionWanted, Expectation, Expected, Ground, GroundIs, GroundKind, StateWanted,
};

/// Judges one expectation at this point of the script.
pub(super) fn judge(text: &str, stage: &Stage<'_>, expected: &Expectation) -> ExpectationReport {
    let came = stage.came.get(&expected.object);
    let mut found = match &expected.what {
        Expected::Nothing => nothing(stage, expected.object, came),
        Expected::Unknown => match came {
            Some(Came::Checked {
                outcome: Outcome::Unknown { .. },
                ..
            }) => None,
            _ => Some(what_came(stage, expected.object, came)),
        },
        Expected::Acts { action, state } => acts(stage, expected.object, came, action, *state),
    };
    let explanation = match came {
        Some(Came::Checked { explanation, .. }) => Some(explanation),
        _ => None,
    };
    if found.is_none() {
        let wrong: Vec<String> = expected
            .because
            .iter()
            .filter_map(|ground| misses(stage, explanation.map(AsRef::as_ref), ground, text))
            .collect();
        found = (!wrong.is_empty()).then(|| wrong.join("; "));
    }
    if let Some(found) = &mut found {
        for note in &stage.notes {
            found.push_str("; ");
            found.push_str(note);
        }
    }
    ExpectationReport {
        text: crate::display::one_line(expected.span.of(text)),
        span: expected.span,
        at: stage.now,
        met: found.is_none(),
        explanation: found.as_ref().and(explanation.cloned()),
        found,
    }
}

fn latest<'a>(stage: &'a Stage<'_>, object: usize, fits: impl Fn(&Effect) -> bool) -> Option<&'a Deed> {
    stage
        .deeds
        .iter()
        .rev()
        .find(|deed| deed.object == object && fits(&deed.effect))
}

/// Nothing waits, nothing was proposed since the last `at`, nothing is true or unknown.
fn nothing(stage: &Stage<'_>, object: usize, came: Option<&Came>) -> Option<String> {
    let acted = stage
        .deeds
        .iter()
        .any(|deed| deed.object == object && (deed.tick >= stage.since || is_open(deed)));
    let quiet = match came {
        None | Some(Came::NotDue { .. }) => true,
        Some(Came::Checked {
            outcome, messages, ..
        }) => {
            messages.is_empty()
                && matches!(
                    outcome,
                    Outcome::Outside | Outcome::NotFired | Outcome::Resting { .. }
                )
        }
    };
    (acted || !quiet).then(|| what_came(stage, object, came))
}

const fn is_open(deed: &Deed) -> bool {
    matches!(deed.stands, Stands::Proposed { .. })
}

fn acts(
    stage: &Stage<'_>,
    object: usize,
    came: Option<&Came>,
    action: &ActionWanted,
    state: StateWanted,
) -> Option<String> {
    let fits = |effect: &Effect| is_wanted(effect, action);
    let stands = latest(stage, object, fits).map(|deed| deed.stands);
    let met = match state {
        StateWanted::Proposed => matches!(stands, Some(Stands::Proposed { .. })),
        StateWanted::Applied => stands == Some(Stands::Applied),
        StateWanted::Rejected => stands == Some(Stands::Rejected),
        StateWanted::Expired => stands == Some(Stands::Expired),
        StateWanted::Pending => matches!(
            came,
            Some(Came::Checked {
                outcome: Outcome::Pending { .. },
                ..
            })
        ),
        StateWanted::Blocked => matches!(
            came,
            Some(Came::Checked {
                outcome: Outcome::Fires { .. },
                blocked,
                ..
            }) if !blocked.is_empty()
        ),
        StateWanted::Sent => match (came, action) {
            (Some(Came::Checked { messages, .. }), ActionWanted::Notify(pattern)) => {
                messages.iter().any(|message| {
                    pattern
                        .as_ref()
                        .is_none_or(|pattern| glob_matches(&pattern.to_lowercase(), &message.to_lowercase()))
                })
            }
            _ => false,
        },
    };
    (!met).then(|| what_came(stage, object, came))
}

fn is_wanted(effect: &Effect, action: &ActionWanted) -> bool {
    match (effect, action) {
        (Effect::SetStatus { to }, ActionWanted::Pause) => *to == ObjectStatus::Paused,
        (Effect::SetStatus { to }, ActionWanted::Resume) => *to == ObjectStatus::Active,
        (
            Effect::SetBudget {
                to, direction: moved, ..
            },
            ActionWanted::Budget {
                direction,
                to: wanted,
            },
        ) => {
            direction.is_none_or(|direction: Direction| direction == *moved)
                && wanted.is_none_or(|wanted| wanted == *to)
        }
        _ => false,
    }
}

/// What happened to an object, in one sentence.
fn what_came(stage: &Stage<'_>, object: usize, came: Option<&Came>) -> String {
    let mut parts: Vec<String> = stage
        .deeds
        .iter()
        .filter(|deed| deed.object == object && (deed.tick >= stage.since || is_open(deed)))
        .map(|deed| deed_words(stage, deed))
        .collect();
    match came {
        None => parts.push("no tick came to it".to_owned()),
        Some(Came::NotDue { next }) => parts.push(match next {
            Some(next) => format!(
                "the rule does not run then: it runs {}, next on {}",
                stage.rule().schedule(),
                clock(stage, *next)
            ),
            None => format!("the rule does not run then: it runs {}", stage.rule().schedule()),
        }),
        Some(Came::Checked {
            outcome,
            explanation,
            scope_reason,
            blocked,
            messages,
        }) => {
            parts.extend(messages.iter().map(|message| format!("sent \"{message}\"")));
            parts.extend(blocked.iter().map(blocker_words));
            parts.extend(outcome_words(
                stage,
                *outcome,
                explanation,
                scope_reason.as_deref(),
            ));
        }
    }
    if parts.is_empty() {
        parts.push("nothing".to_owned());
    }
    parts.join("; ")
}

fn blocker_words(blocker: &Blocker) -> String {
    format!("blocked by {}: {}", blocker.by, blocker.reason)
}

fn deed_words(stage: &Stage<'_>, deed: &Deed) -> String {
    let money = |micros| stage.currency().display(micros);
    let what = match &deed.effect {
        Effect::SetStatus {
            to: ObjectStatus::Paused,
        } => "pause".to_owned(),
        Effect::SetStatus {
            to: ObjectStatus::Active,
        } => "resume".to_owned(),
        Effect::SetBudget { from, to, .. } => format!("budget {} → {}", money(*from), money(*to)),
        Effect::Notify { .. } | Effect::None { .. } => "nothing".to_owned(),
    };
    let stands = match deed.stands {
        Stands::Proposed { .. } => "proposed",
        Stands::Applied => "applied",
        Stands::Rejected => "rejected",
        Stands::Expired => "expired",
    };
    format!("{what} {stands}")
}

fn outcome_words(
    stage: &Stage<'_>,
    outcome: Outcome,
    explanation: &Explanation,
    scope_reason: Option<&str>,
) -> Option<String> {
    let reason = |branch: usize| {
        explanation
            .branches
            .get(branch)
            .map_or("", |branch| branch.reason.as_str())
    };
    match outcome {
        Outcome::Outside => Some(match scope_reason {
            Some(reason) => format!("outside of the rule's scope: {reason}"),
            None => "outside of the rule's scope".to_owned(),
        }),
        Outcome::NotFired => {
            let reasons: Vec<&str> = explanation
                .branches
                .iter()
                .filter(|branch| branch.truth == Truth::False)
                .map(|branch| branch.reason.as_str())
                .collect();
            Some(format!("nothing: {}", reasons.join("; ")))
        }
        Outcome::Unknown { branch } => Some(format!("unknown: {}", reason(branch))),
        Outcome::Pending { branch } => {
            let lasting = explanation
                .branches
                .get(branch)
                .and_then(|branch| branch.lasting.as_deref())
                .unwrap_or_default();
            Some(format!("pending, not for {lasting} yet: {}", reason(branch)))
        }
        Outcome::Fires { .. } => None,
        Outcome::Awaiting => Some("an action is still open".to_owned()),
        Outcome::Resting { until } => Some(match until {
            Some(until) => format!("it acted, and rests until {}", clock(stage, until)),
            None => "it acted, and waits for one false check".to_owned(),
        }),
    }
}

fn clock(stage: &Stage<'_>, at: Timestamp) -> String {
    at.to_zoned(stage.script.zone.clone())
        .strftime("%Y-%m-%d %H:%M")
        .to_string()
}

/// What is wrong with one `because`; `None` when the value is as expected.
fn misses(
    stage: &Stage<'_>,
    explanation: Option<&Explanation>,
    ground: &Ground,
    text: &str,
) -> Option<String> {
    let written = crate::display::one_line(ground.span.of(text));
    let Some(explanation) = explanation else {
        return Some(format!("`{written}`: nothing was evaluated"));
    };
    let Some(value) = find(explanation, &ground.value) else {
        return Some(format!("`{written}`: the rule reads no `{}` there", ground.value));
    };
    if is_as_expected(stage, value, &ground.is) {
        return None;
    }
    let found = match &value.missing {
        Some(missing) => format!("not known: {}", missing.detail),
        None => value.display.clone(),
    };
    Some(format!("`{}` is {found}, not as in `{written}`", ground.value))
}

/// A value of the explanation by its name, or as the rule writes it.
fn find<'a>(explanation: &'a Explanation, name: &str) -> Option<&'a Value> {
    let bare = name.strip_prefix("this.").unwrap_or(name);
    let same = |text: &str| {
        let text = crate::display::one_line(text);
        text == name || text.strip_prefix("this.").unwrap_or(&text) == bare
    };
    if let Some(found) = explanation.lets.iter().find(|found| found.name == bare) {
        return Some(&found.value);
    }
    let trees = explanation
        .branches
        .iter()
        .filter_map(|branch| branch.condition.as_ref())
        .chain(explanation.scope.as_ref());
    let mut nodes: Vec<&Node> = trees.collect();
    let mut operands: Vec<&Operand> = Vec::new();
    while let Some(node) = nodes.pop() {
        operands.extend(node.left.iter().chain(&node.right));
        nodes.extend(&node.children);
    }
    while let Some(operand) = operands.pop() {
        if same(&operand.text) {
            return Some(&operand.value);
        }
        operands.extend(&operand.parts);
    }
    None
}

fn is_as_expected(stage: &Stage<'_>, value: &Value, is: &GroundIs) -> bool {
    match is {
        GroundIs::Missing => value.missing.is_some(),
        GroundIs::Infinite => value.kind == ValueKind::Infinite,
        GroundIs::Text(text) => match &value.raw {
            Raw::Text(raw) => raw == text || value.display == *text,
            _ => value.missing.is_none() && value.display == *text,
        },
        GroundIs::Date(date) => value.raw == Raw::Text(date.to_string()),
        GroundIs::Number {
            number,
            decimals,
            kind,
        } => fraction(value).is_some_and(|found| {
            let fits = match kind {
                GroundKind::Money => value.kind == ValueKind::Money,
                GroundKind::Percent => {
                    matches!(
                        value.kind,
                        ValueKind::Percent | ValueKind::Ratio | ValueKind::Count
                    )
                }
                GroundKind::Duration => value.kind == ValueKind::Duration,
                GroundKind::Plain => !matches!(value.kind, ValueKind::Money | ValueKind::Duration),
            };
            let (scale, least) = match kind {
                GroundKind::Money => (
                    Rational::fraction(1, MICROS_PER_UNIT),
                    stage.currency().minor_digits(),
                ),
                GroundKind::Percent => (Some(Rational::integer(100)), 2),
                GroundKind::Duration => (Some(Rational::integer(1)), 0),
                GroundKind::Plain => (Some(Rational::integer(1)), 2),
            };
            let digits = (*decimals).max(least);
            // A value is as expected when it is so as people read it.
            fits && scale.is_some_and(|scale| {
                found.times(&scale).round_at(digits) == number.times(&scale).round_at(digits)
            })
        }),
    }
}

fn fraction(value: &Value) -> Option<Rational> {
    match &value.raw {
        Raw::Integer(integer) => Some(Rational::integer(*integer)),
        Raw::Text(text) => {
            let (over, under) = text.split_once('/').unwrap_or((text, "1"));
            Rational::fraction(
                over.parse::<num_bigint::BigInt>().ok()?,
                under.parse::<num_bigint::BigInt>().ok()?,
            )
        }
        Raw::Nothing => None,
    }
}
