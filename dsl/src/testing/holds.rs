//! What the rules of a test hold: begun by what is applied and by rules that join, ended by time, condition and the test's own
//! changes, given back through the same door.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::Timestamp;

use crate::conduct::door::{self, Place};
use crate::conduct::holds::{self, Setting, Terms};
use crate::effects::{Direction, Effect, ObjectStatus};
use crate::registry::{Attribute, Property};
use crate::rule::Rank;
use crate::table::AttributeValue;
use crate::testing::door::{amount, attribute, place_of};
use crate::testing::ground::{Ground, runs};
use crate::testing::script::Fact;
use crate::testing::stage::{Stage, Stands};
use crate::testing::tick::Wish;

/// What one rule holds on one property.
#[derive(Clone, Debug)]
pub(super) struct Held {
    pub(super) rule: usize,
    pub(super) object: usize,
    written: Written,
    base: Setting,
    value: Setting,
    since: Timestamp,
    ends_at: Option<Timestamp>,
    pub(super) on_condition: bool,
    /// Why it has ended: what follows is tried until it is done.
    over: Option<String>,
    /// The deed that gives it back.
    way_back: Option<usize>,
}

/// A property that is as a rule wants it: where others hold it so, it joins.
pub(super) struct Same {
    pub(super) written: Written,
    pub(super) terms: Option<Terms>,
}

/// A property, and of labels which one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Written {
    pub(super) property: Property,
    pub(super) label: Option<String>,
}

impl Written {
    /// What an effect writes and can be held.
    pub(super) fn of(effect: &Effect) -> Option<Self> {
        let (property, label) = match effect {
            Effect::SetStatus { .. } => (Property::Status, None),
            Effect::SetAmount { property, .. } => (*property, None),
            Effect::SetLabel { label, .. } => (Property::Label, Some(label.clone())),
            // A negative keyword is not held.
            Effect::AddNegative { .. } | Effect::Notify { .. } | Effect::None { .. } => return None,
        };
        Some(Self { property, label })
    }
}

impl Stage<'_> {
    /// Whether what is held on one object's property is what is written there: a shared budget is one property.
    fn is_at(&self, held: &Held, object: usize, written: &Written) -> bool {
        let objects = &self.script.objects;
        held.written == *written
            && (held.object == object
                || written.property == Property::Budget
                    && objects
                        .get(held.object)
                        .zip(objects.get(object))
                        .is_some_and(|(one, other)| one.shares_with(other)))
    }

    fn held_at<'s>(&'s self, object: usize, written: &'s Written) -> impl Iterator<Item = (usize, &'s Held)> {
        self.held
            .iter()
            .enumerate()
            .filter(move |(_, held)| self.is_at(held, object, written))
    }

    /// What is held on one account, as the door looks at it.
    pub(super) fn held_there<'s>(&'s self, ground: &Ground) -> Vec<door::Held<'s>> {
        let here = self
            .held
            .iter()
            .filter(|held| ground.objects.contains(&held.object));
        here.filter_map(|held| {
            let object = self.script.objects.get(held.object)?;
            let place = Place {
                label: held.written.label.as_deref(),
                ..place_of(object, held.written.property)
            };
            let until = match held.ends_at {
                Some(end) => format!("until {}", self.clock(end)),
                None if held.on_condition => "until its release".to_owned(),
                None => "for good".to_owned(),
            };
            Some(door::Held {
                place,
                base: held.base,
                value: held.value,
                rule: self.rules.get(held.rule)?.name(),
                until,
            })
        })
        .collect()
    }

    fn clock(&self, at: Timestamp) -> String {
        at.to_zoned(self.script.zone.clone())
            .strftime("%Y-%m-%d %H:%M")
            .to_string()
    }

    /// An action came into force: what it holds begins, and what it gives back ends.
    pub(super) fn note_applied(&mut self, index: usize) {
        let Some(deed) = self.deeds.get(index).cloned() else {
            return;
        };
        if deed.gives_back.is_some() {
            self.held.retain(|held| held.way_back != Some(index));
            return;
        }
        let Some(written) = Written::of(&deed.effect) else {
            return;
        };
        let (before, value) = match deed.effect {
            Effect::SetStatus { to } => {
                let before = match to {
                    ObjectStatus::Active => ObjectStatus::Paused,
                    ObjectStatus::Paused => ObjectStatus::Active,
                };
                (Setting::Status(before), Setting::Status(to))
            }
            Effect::SetAmount {
                property, from, to, ..
            } => (Setting::Amount(property, from), Setting::Amount(property, to)),
            Effect::SetLabel { is_there, .. } => (Setting::Label(!is_there), Setting::Label(is_there)),
            Effect::AddNegative { .. } | Effect::Notify { .. } | Effect::None { .. } => return,
        };
        let base = self
            .held_at(deed.object, &written)
            .next()
            .map_or(before, |(_, held)| held.base);
        let own = self
            .held_at(deed.object, &written)
            .find(|(_, held)| held.rule == deed.rule)
            .map(|(at, _)| at);
        let others = self
            .held_at(deed.object, &written)
            .any(|(_, held)| held.rule != deed.rule);
        if let Some(own) = own {
            self.held.remove(own);
        }
        // What stays, with nobody else holding anything: nothing is left to give back.
        if deed.terms.is_some() || others {
            self.hold(deed.rule, deed.object, written, (base, value), deed.terms);
        }
    }

    fn hold(
        &mut self,
        rule: usize,
        object: usize,
        written: Written,
        (base, value): (Setting, Setting),
        terms: Option<Terms>,
    ) {
        self.held.push(Held {
            rule,
            object,
            written,
            base,
            value,
            since: self.now,
            ends_at: terms.and_then(|terms| terms.ends_at(self.now)),
            on_condition: terms.is_some_and(|terms| terms.on_condition),
            over: None,
            way_back: None,
        });
    }

    /// A rule joins what others hold; a way back that nobody has answered is called off. False where nobody holds it.
    pub(super) fn join(&mut self, rule: usize, object: usize, ground: &Ground, same: &Same) -> bool {
        let written = &same.written;
        let Some((_, first)) = self.held_at(object, written).next() else {
            return false;
        };
        let base = first.base;
        let current = setting(ground, object, written);
        let (Some(value), false) = (
            current.filter(|value| *value != base),
            self.held_at(object, written).any(|(_, held)| held.rule == rule),
        ) else {
            return false;
        };
        let called_off: Vec<usize> = self
            .held_at(object, written)
            .filter_map(|(_, held)| held.way_back)
            .collect();
        self.hold(rule, object, written.clone(), (base, value), same.terms);
        self.call_off(&called_off);
        true
    }

    fn call_off(&mut self, deeds: &[usize]) {
        for index in deeds {
            if let Some(deed) = self.deeds.get_mut(*index).filter(|deed| deed.stands.is_open()) {
                deed.stands = Stands::Expired;
            }
            for held in self.held.iter_mut().filter(|held| held.way_back == Some(*index)) {
                held.way_back = None;
            }
        }
    }

    /// The test changes a campaign: nothing is held there any more, and nothing is given back.
    pub(super) fn changed_outside(&mut self, object: usize, facts: &BTreeMap<Attribute, Fact>) {
        let changed: Vec<Written> = self
            .held
            .iter()
            .filter(|held| held.is_changed_by(facts))
            .map(|held| held.written.clone())
            .collect();
        for written in changed {
            let ended: Vec<usize> = self.held_at(object, &written).map(|(at, _)| at).collect();
            let ways_back: Vec<usize> = self
                .held_at(object, &written)
                .filter_map(|(_, held)| held.way_back)
                .collect();
            self.call_off(&ways_back);
            for at in ended.into_iter().rev() {
                self.held.remove(at);
            }
        }
    }

    /// A check found the rule's `release when` true on an object.
    pub(super) fn release_when(&mut self, rule: usize, object: usize, reason: &str) {
        for held in self
            .held
            .iter_mut()
            .filter(|held| held.rule == rule && held.object == object && held.on_condition)
        {
            held.over.get_or_insert_with(|| reason.to_owned());
        }
    }

    /// What is over on an account: what others hold alike ends here and now, everything else is asked for at the door.
    pub(super) fn returns(&mut self, ground: &Ground, wishes: &mut Vec<Wish>) {
        let at = self.now;
        for index in 0..self.held.len() {
            let Some(held) = self.held.get(index) else {
                continue;
            };
            if held.over.is_none() && holds::ends(held.ends_at, None, at).is_some() {
                let why = format!("held since {}, and its time is over", self.clock(held.since));
                if let Some(held) = self.held.get_mut(index) {
                    held.over = Some(why);
                }
            }
        }
        let mut done: Vec<usize> = Vec::new();
        for (index, held) in self.held.iter().enumerate() {
            let due = held.over.is_some() && held.way_back.is_none() && ground.objects.contains(&held.object);
            let asked = wishes.iter().any(|wish| {
                wish.gives_back.is_some()
                    && Written::of(&wish.effect)
                        .is_some_and(|written| self.is_at(held, wish.object, &written))
            });
            let (true, false, Some(why)) = (due, asked, &held.over) else {
                continue;
            };
            let staying: Vec<Setting> = self
                .held_at(held.object, &held.written)
                .filter(|(_, other)| other.over.is_none())
                .map(|(_, other)| other.value)
                .collect();
            let wanted = holds::in_force(held.base, &staying);
            let effect = match (setting(ground, held.object, &held.written), wanted) {
                (Some(Setting::Status(from)), Setting::Status(to)) if from != to => Effect::SetStatus { to },
                (Some(Setting::Amount(_, from)), Setting::Amount(_, to)) if from != to => Effect::SetAmount {
                    property: held.written.property,
                    from,
                    to,
                    direction: if to > from {
                        Direction::Raise
                    } else {
                        Direction::Cut
                    },
                },
                (Some(Setting::Label(from)), Setting::Label(is_there)) if from != is_there => {
                    Effect::SetLabel {
                        label: held.written.label.clone().unwrap_or_default(),
                        is_there,
                    }
                }
                _ => {
                    done.push(index);
                    continue;
                }
            };
            wishes.push(Wish::way_back(held.rule, held.object, effect, why.clone()));
        }
        for index in done.into_iter().rev() {
            self.held.remove(index);
        }
    }

    /// A way back came in as this deed.
    pub(super) fn on_the_way(&mut self, object: usize, written: &Written, deed: usize) {
        let there: Vec<usize> = self
            .held_at(object, written)
            .filter(|(_, held)| held.over.is_some())
            .map(|(at, _)| at)
            .collect();
        for at in there {
            if let Some(held) = self.held.get_mut(at) {
                held.way_back = Some(deed);
            }
        }
    }

    /// A way back ended without giving anything back: somebody wants it to stay, or it is tried again.
    pub(super) fn came_to_nothing(&mut self, deed: usize, rejected: bool) {
        if rejected {
            self.held.retain(|held| held.way_back != Some(deed));
        } else {
            self.call_off(&[deed]);
        }
    }
}

impl Held {
    /// Whether these facts say something else than what is held. A list of labels speaks of each of them.
    fn is_changed_by(&self, facts: &BTreeMap<Attribute, Fact>) -> bool {
        match (facts.get(&self.written.property.attribute()), &self.written.label) {
            (None, _) => false,
            (Some(Ok(AttributeValue::Labels(labels))), Some(label)) => {
                Setting::Label(has(labels, label)) != self.value
            }
            (Some(_), _) => true,
        }
    }
}

impl Wish {
    fn way_back(rule: usize, object: usize, effect: Effect, why: String) -> Self {
        Self {
            rule,
            object,
            fired: usize::MAX,
            rank: i64::MIN,
            ranks: Vec::<Rank>::new(),
            moves: match effect {
                Effect::SetAmount {
                    property: Property::Budget,
                    from,
                    to,
                    ..
                } => to.checked_sub(from),
                _ => None,
            },
            effect,
            terms: None,
            gives_back: Some(why),
            in_move: false,
            refusal: None,
        }
    }
}

fn has(labels: &[Arc<str>], label: &str) -> bool {
    labels.iter().any(|own| **own == *label)
}

/// What stands there now.
fn setting(ground: &Ground, object: usize, written: &Written) -> Option<Setting> {
    let row = ground.objects.iter().position(|own| *own == object)?;
    match written.property {
        Property::Label => match (
            attribute(&ground.account, row, Attribute::Labels)?,
            &written.label,
        ) {
            (AttributeValue::Labels(labels), Some(label)) => Some(Setting::Label(has(&labels, label))),
            _ => None,
        },
        Property::Status => Some(Setting::Status(if runs(&ground.account, row) {
            ObjectStatus::Active
        } else {
            ObjectStatus::Paused
        })),
        property => amount(&ground.account, row, property).map(|amount| Setting::Amount(property, amount)),
    }
}
