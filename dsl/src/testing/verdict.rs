//! Whether an expectation is met, and what was found where it is not.

use std::collections::BTreeMap;

use jiff::Timestamp;

use crate::conduct::door::Refusal;
use crate::conduct::progress::Outcome;
use crate::effects::{Direction, Effect, ObjectStatus};
use crate::evaluate::{Truth, glob_matches};
use crate::explanation::{Explanation, Node, Operand, Raw, Value, ValueKind};
use crate::money::{Currency, MICROS_PER_UNIT};
use crate::rational::Rational;
use crate::testing::ExpectationReport;
use crate::testing::script::{
    ActionWanted, Expectation, Expected, Ground, GroundIs, GroundKind, StateWanted,
};
use crate::testing::stage::{Came, Deed, Stage, Stands};

/// Judges one expectation at this point of the script.
pub(super) fn judge(text: &str, stage: &Stage<'_>, expected: &Expectation) -> ExpectationReport {
    let view = View {
        stage,
        object: expected.object,
        by: expected.by,
    };
    let mut found = match &expected.what {
        Expected::Nothing => view.nothing(),
        Expected::Unknown => {
            let mut checked = view.checked();
            (!checked.any(|(outcome, _, _)| matches!(outcome, Outcome::Unknown { .. })))
                .then(|| view.what_came())
        }
        Expected::Acts { action, state } => view.acts(action, *state),
    };
    let mut explanations: Vec<&Explanation> = Vec::new();
    // Those that acted first: a value is looked for where something came of it.
    for acts in [true, false] {
        explanations.extend(view.came().filter_map(|(_, came)| match came {
            Came::Checked {
                outcome, explanation, ..
            } if matches!(outcome, Outcome::Fires { .. }) == acts => Some(&**explanation),
            _ => None,
        }));
    }
    if found.is_none() {
        let wrong: Vec<String> = expected
            .because
            .iter()
            .filter_map(|ground| misses(&explanations, ground, text))
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
        explanation: found
            .as_ref()
            .and_then(|_| explanations.first())
            .map(|explanation| Box::new((*explanation).clone())),
        found,
    }
}

/// One object, as all rules of the test left it, or one of them.
struct View<'a> {
    stage: &'a Stage<'a>,
    object: usize,
    by: Option<usize>,
}

impl<'a> View<'a> {
    fn is_of(&self, rule: usize) -> bool {
        self.by.is_none_or(|by| by == rule)
    }

    /// What the last tick came to, rule by rule.
    fn came(&self) -> impl Iterator<Item = (usize, &'a Came)> {
        self.stage
            .came
            .iter()
            .filter(|((rule, object), _)| *object == self.object && self.is_of(*rule))
            .map(|((rule, _), came)| (*rule, came))
    }

    /// Those of it that were runs: what came of them, what stood in the way, what was told.
    fn checked(&self) -> impl Iterator<Item = (Outcome, &'a [Refusal], &'a [String])> {
        self.came().filter_map(|(_, came)| match came {
            Came::Checked {
                outcome,
                blocked,
                messages,
                ..
            } => Some((*outcome, blocked.as_slice(), messages.as_slice())),
            Came::NotDue { .. } => None,
        })
    }

    fn deeds(&self) -> impl DoubleEndedIterator<Item = &'a Deed> {
        self.stage
            .deeds
            .iter()
            .filter(|deed| deed.object == self.object && self.is_of(deed.rule))
    }

    /// What happened at the last `at`, and what still waits from before.
    fn recent(&self) -> impl Iterator<Item = &'a Deed> {
        let since = self.stage.since;
        self.deeds()
            .filter(move |deed| deed.tick >= since || deed.stands.is_open())
    }

    /// Nothing waits, nothing was proposed since the last `at`, nothing is true or unknown.
    fn nothing(&self) -> Option<String> {
        let acted = self.recent().next().is_some();
        let quiet = self.came().all(|(_, came)| match came {
            Came::NotDue { .. } => true,
            Came::Checked {
                outcome, messages, ..
            } => {
                messages.is_empty()
                    && matches!(
                        outcome,
                        Outcome::Outside | Outcome::NotFired | Outcome::Resting { .. }
                    )
            }
        });
        (acted || !quiet).then(|| self.what_came())
    }

    fn acts(&self, action: &ActionWanted, state: StateWanted) -> Option<String> {
        // Where several rules act on one object, the one that stands so is meant.
        let mut latest: BTreeMap<usize, Stands> = BTreeMap::new();
        for deed in self.deeds().filter(|deed| is_wanted(&deed.effect, action)) {
            latest.insert(deed.rule, deed.stands);
        }
        let stands = |wanted: fn(Stands) -> bool| latest.values().any(|stands| wanted(*stands));
        let met = match state {
            StateWanted::Proposed => stands(Stands::is_open),
            StateWanted::Applied => stands(|stands| stands == Stands::Applied),
            StateWanted::Rejected => stands(|stands| stands == Stands::Rejected),
            StateWanted::Expired => stands(|stands| stands == Stands::Expired),
            StateWanted::Superseded => self
                .deeds()
                .any(|deed| is_wanted(&deed.effect, action) && deed.stands == Stands::Superseded),
            StateWanted::Pending => self
                .checked()
                .any(|(outcome, _, _)| matches!(outcome, Outcome::Pending { .. })),
            StateWanted::Blocked => {
                stands(|stands| stands == Stands::Stopped)
                    || self.checked().any(|(outcome, blocked, _)| {
                        matches!(outcome, Outcome::Fires { .. }) && !blocked.is_empty()
                    })
            }
            StateWanted::HeldOut => self.came().any(|(_, came)| {
                matches!(
                    came,
                    Came::Checked {
                        is_held_out: true,
                        ..
                    }
                )
            }),
            StateWanted::Sent => match action {
                ActionWanted::Notify(pattern) => self.checked().any(|(_, _, messages)| {
                    messages.iter().any(|message| {
                        pattern.as_ref().is_none_or(|pattern| {
                            glob_matches(&pattern.to_lowercase(), &message.to_lowercase())
                        })
                    })
                }),
                _ => false,
            },
        };
        (!met).then(|| self.what_came())
    }

    /// What happened to the object, in one sentence.
    fn what_came(&self) -> String {
        let stage = self.stage;
        let several = stage.rules.len() > 1 && self.by.is_none();
        let whose = |rule: usize, said: String| match stage.rules.get(rule).filter(|_| several) {
            Some(rule) => format!("\"{}\": {said}", rule.name()),
            None => said,
        };
        let mut parts: Vec<String> = self
            .recent()
            .map(|deed| whose(deed.rule, deed_words(stage, deed)))
            .collect();
        let mut ticked = false;
        for (rule, came) in self.came() {
            ticked = true;
            parts.extend(
                came_words(stage, rule, came)
                    .into_iter()
                    .map(|said| whose(rule, said)),
            );
        }
        if !ticked {
            parts.push("no tick came to it".to_owned());
        }
        if parts.is_empty() {
            parts.push("nothing".to_owned());
        }
        parts.join("; ")
    }
}

fn came_words(stage: &Stage<'_>, rule: usize, came: &Came) -> Vec<String> {
    match came {
        Came::NotDue { next } => {
            let schedule = stage
                .rules
                .get(rule)
                .map(|rule| rule.schedule().to_string())
                .unwrap_or_default();
            let next = next.map(|next| format!(", next on {}", clock(stage, next)));
            vec![format!(
                "the rule does not run then: it runs {schedule}{}",
                next.unwrap_or_default()
            )]
        }
        Came::Checked {
            outcome,
            explanation,
            scope_reason,
            blocked,
            is_held_out,
            messages,
        } => {
            let mut parts: Vec<String> = messages
                .iter()
                .map(|message| format!("sent \"{message}\""))
                .collect();
            parts.extend(blocked.iter().map(blocker_words));
            if *is_held_out {
                parts.push("held out: the rule leaves it alone".to_owned());
            }
            parts.extend(outcome_words(
                stage,
                *outcome,
                explanation,
                scope_reason.as_deref(),
            ));
            parts
        }
    }
}

fn is_wanted(effect: &Effect, action: &ActionWanted) -> bool {
    match (effect, action) {
        (Effect::SetStatus { to }, ActionWanted::Pause) => *to == ObjectStatus::Paused,
        (Effect::SetStatus { to }, ActionWanted::Resume) => *to == ObjectStatus::Active,
        (
            Effect::SetAmount {
                property: moves,
                to,
                direction: moved,
                ..
            },
            ActionWanted::Amount {
                property,
                direction,
                to: wanted,
            },
        ) => {
            property == moves
                && direction.is_none_or(|direction: Direction| direction == *moved)
                && wanted.is_none_or(|wanted| wanted == *to)
        }
        (Effect::AddNegative { keyword: added }, ActionWanted::Negative { matching, keyword }) => {
            added.matching() == *matching && keyword.as_ref().is_none_or(|wanted| wanted == added)
        }
        (
            Effect::SetLabel {
                label: set,
                is_there: sets,
            },
            ActionWanted::Label { is_there, label },
        ) => sets == is_there && label.as_ref().is_none_or(|wanted| wanted == set),
        _ => false,
    }
}

fn blocker_words(blocker: &Refusal) -> String {
    format!("blocked by {}: {}", blocker.by, blocker.reason)
}

fn deed_words(stage: &Stage<'_>, deed: &Deed) -> String {
    let what = match &deed.effect {
        Effect::SetStatus {
            to: ObjectStatus::Paused,
        } => "pause".to_owned(),
        Effect::SetStatus {
            to: ObjectStatus::Active,
        } => "resume".to_owned(),
        Effect::SetAmount {
            property, from, to, ..
        } => format!(
            "{property} {} → {}",
            property.shown(*from, stage.currency()),
            property.shown(*to, stage.currency())
        ),
        Effect::AddNegative { keyword } => format!("add negative keyword {keyword}"),
        Effect::SetLabel {
            label,
            is_there: true,
        } => format!("add label \"{label}\""),
        Effect::SetLabel { label, .. } => format!("remove label \"{label}\""),
        Effect::Notify { .. } | Effect::None { .. } => "nothing".to_owned(),
    };
    let stands = match deed.stands {
        Stands::Proposed { needed, role, .. } if needed > 1 => {
            return format!("{what} proposed, {needed} of the role {role} have to agree");
        }
        Stands::Proposed { .. } => "proposed",
        Stands::Applied => "applied",
        Stands::Rejected => "rejected",
        Stands::Expired => "expired",
        Stands::Superseded => "superseded",
        Stands::Stopped => "stopped by a guard",
    };
    match &deed.gives_back {
        Some(why) => format!("{what} {stands}: {why}"),
        None => format!("{what} {stands}"),
    }
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

/// What is wrong with one `because`; `None` when one of these saw the value as expected.
fn misses(explanations: &[&Explanation], ground: &Ground, text: &str) -> Option<String> {
    let written = crate::display::one_line(ground.span.of(text));
    if explanations.is_empty() {
        return Some(format!("`{written}`: nothing was evaluated"));
    }
    let values: Vec<&Value> = explanations
        .iter()
        .filter_map(|explanation| find(explanation, &ground.value))
        .collect();
    let Some(value) = values.first() else {
        return Some(format!("`{written}`: the rule reads no `{}` there", ground.value));
    };
    if values.iter().any(|value| is_as_expected(value, &ground.is)) {
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
    let name = unspaced(name);
    let bare = name.strip_prefix("this.").unwrap_or(&name);
    let same = |text: &str| {
        let text = unspaced(text);
        text.strip_prefix("this.").unwrap_or(&text) == bare
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

/// A name or a value as written, without what means nothing in it: how it is spaced, and comments.
fn unspaced(text: &str) -> String {
    let line = crate::display::one_line(text);
    line.chars().filter(|each| !each.is_whitespace()).collect()
}

fn is_as_expected(value: &Value, is: &GroundIs) -> bool {
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
                GroundKind::Money(currency) => {
                    value.kind == ValueKind::Money && is_shown_in(&value.display, *currency)
                }
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
                GroundKind::Money(currency) => {
                    (Rational::fraction(1, MICROS_PER_UNIT), currency.minor_digits())
                }
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

/// Whether an amount as shown is one of this currency.
fn is_shown_in(display: &str, currency: Currency) -> bool {
    display.contains(currency.symbol().unwrap_or(currency.as_str()))
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
