//! What the one door says to a batch of wishes: merge per property, pauses against raises, guards, limits, in this order.
//!
//! Called by the engine, which reads the facts from its store, and by the runner of `test` items, which makes them up. A winner
//! that a guard blocks does not hand its place to the loser. Never here: who has to agree (`policy`), what is written down.

mod below;
mod limits;
mod merge;
mod moves;
mod pauses;
mod promises;
mod standing;
mod stops;

use std::cmp::Reverse;
use std::collections::BTreeMap;

use crate::conduct::holds::{self, Setting};
use crate::effects::ObjectStatus;
use crate::money::Currency;
use crate::registry::Property;
use crate::rule::{Limit, Rank};

pub use below::{Below, Name};
pub use limits::{CountedBy, counted_by, reserves};
pub use merge::{Candidate, winner};
pub use promises::Ground;
pub use standing::{Levels, Mornings, Row, Running, Standing};

/// What kind of thing on the platform is written to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum PlaceKind {
    Campaign,
    /// A budget, which one or many campaigns spend from.
    Budget,
    /// What stands below a campaign, by its level.
    Below(&'static str),
}

/// One thing on the platform.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place<'a> {
    pub kind: PlaceKind,
    /// The platform's own name for it.
    pub id: &'a str,
    /// Not the thing itself, but a label on it.
    pub label: Option<&'a str>,
}

/// The change of one property.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    Status {
        from: ObjectStatus,
        to: ObjectStatus,
    },
    /// Micros of the account's currency, millionths of a ratio.
    Amount {
        property: Property,
        from: i64,
        to: i64,
    },
    /// A negative keyword: whether it is to be there. The place is the keyword itself.
    Negative {
        is_there: bool,
    },
    /// Whether a label is to be there. The place is the label on its object.
    Label {
        is_there: bool,
    },
}

impl Change {
    /// What it writes.
    #[must_use]
    pub const fn property(&self) -> Property {
        match self {
            Self::Status { .. } => Property::Status,
            Self::Amount { property, .. } => *property,
            Self::Negative { .. } => Property::Negative,
            Self::Label { .. } => Property::Label,
        }
    }

    /// Moves an amount away from its safe side.
    const fn is_riskier(&self) -> bool {
        match self {
            Self::Status { .. } | Self::Negative { .. } | Self::Label { .. } => false,
            Self::Amount { property, from, to } => property.risk(*to) > property.risk(*from),
        }
    }

    /// As something that can be held: a negative keyword stays.
    const fn setting(&self) -> Option<Setting> {
        match self {
            Self::Status { to, .. } => Some(Setting::Status(*to)),
            Self::Amount { property, to, .. } => Some(Setting::Amount(*property, *to)),
            Self::Negative { .. } => None,
            Self::Label { is_there } => Some(Setting::Label(*is_there)),
        }
    }

    fn shown(&self, currency: Currency) -> String {
        match (self, self.setting()) {
            (_, Some(setting)) => setting.shown(currency),
            (Self::Negative { is_there: true }, None) => "added".to_owned(),
            (_, None) => "removed".to_owned(),
        }
    }
}

/// One change of one property, on its way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wanted<'a> {
    pub place: Place<'a>,
    /// What it stands in, the nearest first, up to its campaign; nothing for campaigns and budgets.
    pub above: [Option<Place<'a>>; 2],
    pub change: Change,
}

impl<'a> Wanted<'a> {
    /// The property it writes: what two wishes have in common that cannot both come true.
    fn property(&self) -> (Place<'a>, Option<Place<'a>>, Property) {
        // The same words are another negative keyword in another ad group.
        let within = self.above.first().copied().flatten();
        let property = self.change.property();
        (
            self.place,
            within.filter(|_| property == Property::Negative),
            property,
        )
    }

    /// The campaign that it stands under; `None` for campaigns and budgets.
    fn campaign(&self) -> Option<&'a str> {
        let mut above = self.above.iter().flatten();
        above
            .find(|place| place.kind == PlaceKind::Campaign)
            .map(|place| place.id)
    }

    /// Switches something off, whatever its level.
    fn stops(&self) -> bool {
        matches!(
            self.change,
            Change::Status {
                to: ObjectStatus::Paused,
                ..
            }
        )
    }

    fn resumes(&self) -> bool {
        let to_active = matches!(
            self.change,
            Change::Status {
                to: ObjectStatus::Active,
                ..
            }
        );
        self.place.kind == PlaceKind::Campaign && to_active
    }

    /// What it changes a budget from and to.
    const fn of_budget(&self) -> Option<(i64, i64)> {
        match self.change {
            Change::Amount {
                property: Property::Budget,
                from,
                to,
            } => Some((from, to)),
            _ => None,
        }
    }
}

/// Who asks: a rule of the batch, or a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asker<'a> {
    /// Its index in [`Batch::rules`].
    Rule(usize),
    /// By name. A person comes before every rule where only some are let through.
    Person(&'a str),
}

/// One wish at the door.
#[derive(Clone, Debug)]
pub struct Asked<'a> {
    pub wanted: Wanted<'a>,
    pub by: Asker<'a>,
    /// What a limit per object counts by.
    pub object: &'a str,
    /// Spend over the rule's window: which comes first anywhere but under a limit with an order of its own.
    pub rank: i64,
    /// Per limit of the rule: which comes first, the greater.
    pub ranks: &'a [Rank],
    /// How much more or less a day may cost, in micros; `None` where it cannot be said.
    pub moves: Option<i64>,
    /// It gives back what a rule held.
    pub gives_back: bool,
    /// It is a leg of its rule's move: what the legs raise together is no more than what they cut.
    pub in_move: bool,
}

/// An action that came in earlier and has not ended.
#[derive(Clone, Debug)]
pub struct Open<'a> {
    pub wanted: Wanted<'a>,
    /// Index of its rule, where that one asks in this batch too.
    pub rule: Option<usize>,
    /// The name of its rule, where one that asks yields to others.
    pub rule_name: Option<&'a str>,
    /// Nobody has decided it yet: it can still be superseded.
    pub is_undecided: bool,
    pub target_name: &'a str,
    /// Where it stands, in a word.
    pub state: &'a str,
}

/// What one rule holds on one property.
#[derive(Clone, Debug)]
pub struct Held<'a> {
    pub place: Place<'a>,
    /// What was there before anybody held it.
    pub base: Setting,
    pub value: Setting,
    pub rule: &'a str,
    /// How long, for a sentence: `until 2026-03-04 06:00`.
    pub until: String,
}

/// A rule that asks.
#[derive(Clone, Debug)]
pub struct RuleAtDoor<'a> {
    pub name: &'a str,
    pub limits: &'a [Limit],
    /// Per limit: what was used up before this batch, by what it counts together (the empty text but for one per object).
    pub used: Vec<BTreeMap<String, i64>>,
    /// What the rule's objects spend on a mean day; `None` where it is not known or not asked for.
    pub scope_spend: Option<i64>,
    /// Names of the rules before which it steps back.
    pub yields_to: &'a [String],
}

/// Everything that is asked at once, and what it meets.
#[derive(Clone, Debug)]
pub struct Batch<'a> {
    pub currency: Currency,
    pub rules: Vec<RuleAtDoor<'a>>,
    pub asked: Vec<Asked<'a>>,
    pub open: Vec<Open<'a>>,
    /// Per budget that somebody wants to raise, or wanted to before: the live campaigns that spend from it.
    pub spenders: BTreeMap<String, Vec<String>>,
    /// What rules hold, the eldest first.
    pub held: Vec<Held<'a>>,
}

/// Why a wish does not come in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// A guard, a limit, another rule.
    pub by: String,
    pub reason: String,
}

/// What the door thinks of a batch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judgement {
    /// Per wish.
    pub refusals: Vec<Option<Refusal>>,
    /// Winning wish → the open actions, by index, that it supersedes: one on the same property, and raises that a pause drops.
    pub superseded: BTreeMap<usize, Vec<usize>>,
    /// Cuts of a move that come in smaller than they were asked for, with what they set: other legs take no more.
    pub smaller: BTreeMap<usize, i64>,
}

/// Judges a batch. `ground` is what the guards of the account are compared with; `None` where it has no guards.
#[must_use]
pub fn judge(batch: &Batch<'_>, ground: Option<&Ground<'_>>) -> Judgement {
    let mut refusals: Vec<Option<Refusal>> = vec![None; batch.asked.len()];
    step_back(batch, &mut refusals);
    let superseded = merge::all(batch, &mut refusals);
    lose_to_holds(batch, &mut refusals);
    pauses::drop_raises(batch, &mut refusals);
    if let Some(ground) = ground {
        ask_guards(batch, ground, &mut refusals);
    }
    limits::apply(batch, &superseded, &mut refusals);
    let smaller = moves::balance(batch, &mut refusals);
    let superseded = pauses::with_dropped(batch, superseded, &refusals);
    Judgement {
        refusals,
        superseded,
        smaller,
    }
}

/// A rule steps back where one that it yields to wants something of the same property, in this batch or from before, or holds it.
fn step_back(batch: &Batch<'_>, refusals: &mut [Option<Refusal>]) {
    let name_of = |asked: &Asked<'_>| match asked.by {
        Asker::Rule(rule) => batch.rules.get(rule).map(|rule| rule.name),
        Asker::Person(_) => None,
    };
    for (index, (asked, refusal)) in batch.asked.iter().zip(refusals.iter_mut()).enumerate() {
        let Asker::Rule(rule) = asked.by else {
            continue;
        };
        let yields = batch.rules.get(rule).map_or(&[][..], |rule| rule.yields_to);
        if yields.is_empty() || asked.gives_back {
            continue;
        }
        let property = asked.wanted.property();
        let wants = batch
            .asked
            .iter()
            .enumerate()
            .filter(|(other, wish)| *other != index && wish.wanted.property() == property)
            .filter_map(|(_, wish)| name_of(wish))
            .map(|name| (name, "wants something of it"));
        let waits = batch
            .open
            .iter()
            .filter(|action| action.wanted.property() == property)
            .filter_map(|action| action.rule_name)
            .map(|name| (name, "has a proposal on it"));
        let holds = batch
            .held
            .iter()
            .filter(|held| {
                let wanted = asked.wanted.change.setting();
                held.place == property.0 && wanted.is_some_and(|wanted| held.value.same_property(wanted))
            })
            .map(|held| (held.rule, "holds it"));
        let before = wants
            .chain(waits)
            .chain(holds)
            .find(|(name, _)| yields.iter().any(|other| other == name));
        if let Some((name, what)) = before {
            *refusal = Some(Refusal {
                by: name.to_owned(),
                reason: format!("lost to \"{name}\", which {what}: this rule yields to it"),
            });
        }
    }
}

/// A rule's wish that is riskier than what another rule holds there loses to it. What is given back follows from the holds
/// themselves, and a person overrules them.
fn lose_to_holds(batch: &Batch<'_>, refusals: &mut [Option<Refusal>]) {
    for (asked, refusal) in batch.asked.iter().zip(refusals.iter_mut()) {
        let Asker::Rule(rule) = asked.by else {
            continue;
        };
        if refusal.is_some() || asked.gives_back {
            continue;
        }
        let own = batch.rules.get(rule).map(|rule| rule.name);
        let Some(wish) = asked.wanted.change.setting() else {
            continue;
        };
        let others: Vec<&Held<'_>> = batch
            .held
            .iter()
            .filter(|held| {
                held.place == asked.wanted.place && Some(held.rule) != own && held.value.same_property(wish)
            })
            .collect();
        let Some(first) = others.first() else {
            continue;
        };
        let values: Vec<Setting> = others.iter().map(|held| held.value).collect();
        if let Some(held) = holds::stronger(first.base, &values, wish).and_then(|index| others.get(index)) {
            *refusal = Some(Refusal {
                by: held.rule.to_owned(),
                reason: format!(
                    "lost to \"{}\", which {} {}",
                    held.rule,
                    held.value.held(batch.currency),
                    held.until
                ),
            });
        }
    }
}

/// Asks every guard about every surviving wish, what matters most first: whatever is let in is reserved for those behind it,
/// and so is everything that is open.
fn ask_guards(batch: &Batch<'_>, ground: &Ground<'_>, refusals: &mut [Option<Refusal>]) {
    let mut order: Vec<usize> = (0..batch.asked.len())
        .filter(|index| refusals.get(*index).is_some_and(Option::is_none))
        .collect();
    order.sort_by_key(|index| Reverse(batch.asked.get(*index).map_or(i64::MIN, |asked| asked.rank)));
    let mut let_in: Vec<Wanted<'_>> = Vec::new();
    for index in order {
        let Some(asked) = batch.asked.get(index) else {
            continue;
        };
        // What this one replaces is not there beside it.
        let reserved: Vec<Wanted<'_>> = batch
            .open
            .iter()
            .map(|action| action.wanted)
            .filter(|open| open.property() != asked.wanted.property())
            .chain(let_in.iter().copied())
            .collect();
        match ground.objection(asked.wanted, &reserved) {
            None => let_in.push(asked.wanted),
            Some(objection) => {
                if let Some(slot) = refusals.get_mut(index) {
                    *slot = Some(objection);
                }
            }
        }
    }
}
