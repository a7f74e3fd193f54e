//! What a script of actions returns: a list of actions of the language, as values that its own functions make.
//!
//! The functions are all there is to write an action with, so that which ones a body can ever return is known from its text
//! ([`may_return`]); how far each goes is known only when it runs.

use rhai::{Array, Dynamic, Engine, INT, ImmutableString};
use rust_decimal::Decimal;

use crate::display::list;
use crate::effects::ObjectStatus;
use crate::registry::{AttributeKind, NotifyChannel, Property};
use crate::rule::ActionKind;
use crate::script::engine::{Computed, failed};
use crate::script::program::kind_words;
use crate::syntax::scan::is_word;

/// Most actions of one run.
pub(crate) const MOST_RETURNED: usize = 8;
/// Longest text of a script, in bytes.
pub(crate) const MOST_TEXT: usize = 400;
/// Digits behind the point of a number that is put into a text.
const DIGITS_IN_TEXT: u32 = 2;

/// An action that a script returned. What it comes to on the object is judged as if it were written in the rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Returned {
    Switch(ObjectStatus),
    Amount {
        kind: ActionKind,
        property: Property,
        by: By,
    },
    Notify {
        channel: NotifyChannel,
        target: String,
        text: String,
    },
}

/// An amount as a script writes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum By {
    /// In units of the account's currency, or a ratio.
    Amount(Decimal),
    /// A share of the present value: `share(0.2)`.
    Share(Decimal),
}

/// What a script can do to its object: the kind of an action, and the property it writes.
pub(crate) type Able = (ActionKind, Option<Property>);

const VERBS: [(&str, ActionKind); 3] = [
    ("set", ActionKind::Set),
    ("increase", ActionKind::Increase),
    ("decrease", ActionKind::Decrease),
];

/// Every function that makes an action, with what it makes.
pub(crate) fn makers() -> Vec<(String, Able)> {
    let status = Some(Property::Status);
    let mut found = vec![
        ("pause".to_owned(), (ActionKind::Pause, status)),
        ("resume".to_owned(), (ActionKind::Resume, status)),
    ];
    for property in Property::AMOUNTS {
        let amounts = VERBS
            .iter()
            .map(|(verb, kind)| (format!("{verb}_{property}"), (*kind, Some(*property))));
        found.extend(amounts);
    }
    let channels = NotifyChannel::ALL
        .iter()
        .map(|channel| (format!("notify_{channel}"), (ActionKind::Notify, None)));
    found.extend(channels);
    found
}

/// What else a script of actions may call, with what it gives.
pub(crate) const SHARE: (&str, &str) = (
    "share",
    "a share of the present value: `share(0.2)` is a fifth of it, as in `increase_budget(share(0.2))`",
);

/// What a function that makes an action does, for completion.
pub(crate) fn maker_words(name: &str, able: Able) -> String {
    match able {
        (ActionKind::Pause, _) => "the action `pause`".to_owned(),
        (ActionKind::Resume, _) => "the action `resume`".to_owned(),
        (_, None) => format!("a message: `{name}(\"to whom\", \"text about {{this.name}}\")`"),
        (ActionKind::Set, Some(property)) => format!("the action `set {property} to`: `{name}(amount)`"),
        (_, Some(property)) => {
            let verb = name.split('_').next().unwrap_or(name);
            format!("the action `{verb} {property} by`: `{name}(amount)` or `{name}(share(0.2))`")
        }
    }
}

/// What a body can return, whatever its arguments: the makers that stand in it. Texts and comments are taken out of `body`.
pub(crate) fn may_return(body: &str) -> Vec<Able> {
    let mut found: Vec<Able> = Vec::new();
    let makers = makers();
    for word in body.split(|character| !is_word(character)) {
        if let Some((_, able)) = makers.iter().find(|(name, _)| name == word)
            && !found.contains(able)
        {
            found.push(*able);
        }
    }
    found
}

/// The functions of scripts of actions, beside those of every script.
pub(super) fn register(engine: &mut Engine) {
    engine
        .register_fn("pause", || Returned::Switch(ObjectStatus::Paused))
        .register_fn("resume", || Returned::Switch(ObjectStatus::Active))
        .register_fn("share", |value: Decimal| Share(value))
        .register_fn("share", |value: INT| Share(value.into()))
        .register_fn("+", |text: ImmutableString, value: Decimal| {
            joined(&text, &shown(value))
        })
        .register_fn("+", |text: ImmutableString, value: INT| {
            joined(&text, &value.to_string())
        })
        .register_fn("+", |one: ImmutableString, other: ImmutableString| {
            joined(&one, &other)
        });
    for (name, able) in makers() {
        match able {
            (kind, Some(property)) if property != Property::Status => {
                let amount = move |by| Returned::Amount { kind, property, by };
                engine
                    .register_fn(name.as_str(), move |value: Decimal| amount(By::Amount(value)))
                    .register_fn(name.as_str(), move |value: INT| amount(By::Amount(value.into())));
                // What a property is set to is no share of what it is.
                if kind != ActionKind::Set {
                    engine.register_fn(name.as_str(), move |share: Share| amount(By::Share(share.0)));
                }
            }
            (_, None) => {
                let Some(channel) = name
                    .strip_prefix("notify_")
                    .and_then(|channel| channel.parse::<NotifyChannel>().ok())
                else {
                    continue;
                };
                engine.register_fn(
                    name.as_str(),
                    move |target: ImmutableString, text: ImmutableString| message(channel, &target, &text),
                );
            }
            _ => {}
        }
    }
}

/// A share of the present value, so that no number is taken for one by accident.
#[derive(Clone, Copy, Debug)]
struct Share(Decimal);

fn message(channel: NotifyChannel, target: &str, text: &str) -> Computed<Returned> {
    if let Some(fault) = channel.refuses(target) {
        return Err(failed(&fault));
    }
    Ok(Returned::Notify {
        channel,
        target: target.to_owned(),
        text: text.to_owned(),
    })
}

fn joined(one: &str, other: &str) -> Computed<ImmutableString> {
    if one.len().saturating_add(other.len()) > MOST_TEXT {
        return Err(failed(&format!(
            "a text of a script has at most {MOST_TEXT} bytes"
        )));
    }
    Ok(format!("{one}{other}").into())
}

fn shown(value: Decimal) -> String {
    value
        .round_dp_with_strategy(
            DIGITS_IN_TEXT,
            rust_decimal::RoundingStrategy::MidpointAwayFromZero,
        )
        .normalize()
        .to_string()
}

/// The actions of a result, or why it is no list of actions.
pub(super) fn list_of(found: &Dynamic) -> Result<Vec<Returned>, String> {
    let Some(items) = found.read_lock::<Array>() else {
        return Err(if found.is::<Returned>() {
            "it gives one action, and a script of actions gives a list: write `[…]` around it".to_owned()
        } else {
            format!(
                "it gives {}, and a script of actions gives a list of them",
                kind_words(found.type_name())
            )
        });
    };
    if items.len() > MOST_RETURNED {
        return Err(format!(
            "it gives {} actions, and a script gives at most {MOST_RETURNED}",
            items.len()
        ));
    }
    let mut actions: Vec<Returned> = Vec::with_capacity(items.len());
    for item in items.iter() {
        let Some(action) = item.clone().try_cast::<Returned>() else {
            return Err(format!(
                "its list holds {}, and a script of actions gives actions",
                kind_words(item.type_name())
            ));
        };
        let twice = action.property().filter(|property| {
            let mut earlier = actions.iter().filter_map(Returned::property);
            earlier.any(|other| other == *property)
        });
        if let Some(property) = twice {
            return Err(format!(
                "it gives two actions on the {}, and one branch does one thing to each property",
                property.words()
            ));
        }
        actions.push(action);
    }
    Ok(actions)
}

impl Returned {
    /// The property it writes; `None` for a message.
    pub(crate) const fn property(&self) -> Option<Property> {
        match self {
            Self::Switch(_) => Some(Property::Status),
            Self::Amount { property, .. } => Some(*property),
            Self::Notify { .. } => None,
        }
    }

    /// As the language writes it; `amount` says how an amount of money is written.
    pub(crate) fn written(&self, amount: &dyn Fn(Decimal) -> String) -> String {
        match self {
            Self::Switch(ObjectStatus::Paused) => "pause".to_owned(),
            Self::Switch(ObjectStatus::Active) => "resume".to_owned(),
            Self::Amount { kind, property, by } => {
                let (verb, word) = match kind {
                    ActionKind::Increase => ("increase", "by"),
                    ActionKind::Decrease => ("decrease", "by"),
                    _ => ("set", "to"),
                };
                let value = match by {
                    By::Share(share) => format!(
                        "{}%",
                        share
                            .checked_mul(Decimal::ONE_HUNDRED)
                            .unwrap_or(*share)
                            .round_dp(DIGITS_IN_TEXT)
                            .normalize()
                    ),
                    By::Amount(value) if property.attribute().kind() == AttributeKind::Ratio => {
                        value.normalize().to_string()
                    }
                    By::Amount(value) => amount(*value),
                };
                format!("{verb} {property} {word} {value}")
            }
            Self::Notify { channel, target, .. } => format!("notify {channel} \"{target}\""),
        }
    }
}

/// Actions in one sentence: `pause, and notify slack "#ads"`.
pub(crate) fn in_words(actions: &[Returned], amount: &dyn Fn(Decimal) -> String) -> String {
    if actions.is_empty() {
        return "nothing to do".to_owned();
    }
    let written: Vec<String> = actions.iter().map(|action| action.written(amount)).collect();
    list(&written, "and")
}
