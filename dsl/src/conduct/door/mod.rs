//! What the one door says to a batch of wishes: merge per property, pauses against raises, guards, limits, in this order.
//!
//! Called by the engine, which reads the facts from its store, and by the runner of `test` items, which makes them up. A winner
//! that a guard blocks does not hand its place to the loser. Never here: who has to agree (`policy`), what is written down.

mod limits;
mod merge;
mod moves;
mod promises;

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use crate::conduct::holds::{self, Setting};
use crate::effects::ObjectStatus;
use crate::money::Currency;
use crate::registry::Property;
use crate::rule::{Limit, Rank};

pub use limits::{CountedBy, counted_by, reserves};
pub use merge::{Candidate, winner};
pub use promises::{Below, Ground, Mornings, Row, Running};

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
}

impl Change {
    /// What it writes.
    #[must_use]
    pub const fn property(&self) -> Property {
        match self {
            Self::Status { .. } => Property::Status,
            Self::Amount { property, .. } => *property,
            Self::Negative { .. } => Property::Negative,
        }
    }

    /// Moves an amount away from its safe side.
    const fn is_riskier(&self) -> bool {
        match self {
            Self::Status { .. } | Self::Negative { .. } => false,
            Self::Amount { property, from, to } => property.risk(*to) > property.risk(*from),
        }
    }

    /// As something that can be held: a negative keyword stays.
    const fn setting(&self) -> Option<Setting> {
        match self {
            Self::Status { to, .. } => Some(Setting::Status(*to)),
            Self::Amount { property, to, .. } => Some(Setting::Amount(*property, *to)),
            Self::Negative { .. } => None,
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
    drop_raises_of_paused(batch, &mut refusals);
    if let Some(ground) = ground {
        ask_guards(batch, ground, &mut refusals);
    }
    limits::apply(batch, &superseded, &mut refusals);
    let smaller = moves::balance(batch, &mut refusals);
    let superseded = with_dropped(batch, superseded, &refusals);
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
                    "lost to \"{}\", which holds it at {} {}",
                    held.rule,
                    held.value.shown(batch.currency),
                    held.until
                ),
            });
        }
    }
}

/// What is being switched off.
type Stopped<'a> = BTreeSet<Place<'a>>;

/// Whether a pause drops it: what lets more be spent on something that is switched off, or that stands in what is, or of a budget from which
/// nothing else spends.
fn is_dropped(batch: &Batch<'_>, wanted: &Wanted<'_>, stopped: &Stopped<'_>) -> bool {
    let campaign = |id| Place {
        kind: PlaceKind::Campaign,
        id,
    };
    let own = std::iter::once(wanted.place).chain(wanted.above.iter().flatten().copied());
    let mut spenders = batch
        .spenders
        .get(wanted.place.id)
        .into_iter()
        .flatten()
        .peekable();
    let is_budget = wanted.place.kind == PlaceKind::Budget && spenders.peek().is_some();
    wanted.change.is_riskier()
        && (own.into_iter().any(|place| stopped.contains(&place))
            || (is_budget && spenders.all(|id| stopped.contains(&campaign(id)))))
}

/// A pause on an object, or on what it stands in, drops what would let it bid higher; a pause on every campaign that spends from a budget drops
/// raises of that budget.
fn drop_raises_of_paused(batch: &Batch<'_>, refusals: &mut [Option<Refusal>]) {
    let asked = batch.asked.iter().zip(refusals.iter());
    let let_in = asked.filter(|(_, refusal)| refusal.is_none());
    let stopped: Stopped<'_> = batch
        .open
        .iter()
        .map(|action| &action.wanted)
        .chain(let_in.map(|(asked, _)| &asked.wanted))
        .filter(|wanted| wanted.stops())
        .map(|wanted| wanted.place)
        .collect();
    for (asked, refusal) in batch.asked.iter().zip(refusals.iter_mut()) {
        if refusal.is_none() && is_dropped(batch, &asked.wanted, &stopped) {
            *refusal = Some(Refusal {
                by: "pause".to_owned(),
                reason: "a pause of it, or of what it stands in, is proposed or under way".to_owned(),
            });
        }
    }
}

/// Adds the raises that nobody has decided yet and that a pause of this batch drops.
fn with_dropped(
    batch: &Batch<'_>,
    superseded: BTreeMap<usize, usize>,
    refusals: &[Option<Refusal>],
) -> BTreeMap<usize, Vec<usize>> {
    let mut gone: BTreeSet<usize> = superseded.values().copied().collect();
    let mut all: BTreeMap<usize, Vec<usize>> = superseded
        .into_iter()
        .map(|(wish, at)| (wish, vec![at]))
        .collect();
    let mut stopped: Stopped<'_> = BTreeSet::new();
    for (wish, (asked, refusal)) in batch.asked.iter().zip(refusals).enumerate() {
        if refusal.is_some() || !asked.wanted.stops() {
            continue;
        }
        stopped.insert(asked.wanted.place);
        for (at, action) in batch.open.iter().enumerate() {
            if action.is_undecided && is_dropped(batch, &action.wanted, &stopped) && gone.insert(at) {
                all.entry(wish).or_default().push(at);
            }
        }
    }
    all
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

#[cfg(test)]
mod tests {
    use super::*;

    const KEYWORD: &str = "keyword";
    const GROUP: &str = "ad_group";

    fn place(kind: PlaceKind, id: &str) -> Place<'_> {
        Place { kind, id }
    }

    /// Of the keyword `k` in the ad group `g` of the campaign `c`, or of one of those.
    fn wanted(kind: PlaceKind, id: &str, change: Change) -> Wanted<'_> {
        let campaign = place(PlaceKind::Campaign, "c");
        let above = match kind {
            PlaceKind::Below(KEYWORD) => [Some(place(PlaceKind::Below(GROUP), "g")), Some(campaign)],
            PlaceKind::Below(_) => [None, Some(campaign)],
            PlaceKind::Campaign | PlaceKind::Budget => [None; 2],
        };
        Wanted {
            place: place(kind, id),
            above,
            change,
        }
    }

    const PAUSE: Change = Change::Status {
        from: ObjectStatus::Active,
        to: ObjectStatus::Paused,
    };

    fn amount(property: Property, to: i64) -> Change {
        Change::Amount {
            property,
            from: 100,
            to,
        }
    }

    fn bid(to: i64) -> Change {
        amount(Property::Bid, to)
    }

    fn asked(wanted: Wanted<'_>) -> Asked<'_> {
        Asked {
            wanted,
            by: Asker::Person("Ann"),
            object: "",
            rank: 0,
            ranks: &[],
            moves: None,
            gives_back: false,
            in_move: false,
        }
    }

    fn judged<'a>(wishes: &[Wanted<'a>], waiting: &[Wanted<'a>]) -> Judgement {
        let batch = Batch {
            currency: "USD".parse().unwrap(),
            rules: Vec::new(),
            asked: wishes.iter().copied().map(asked).collect(),
            open: waiting
                .iter()
                .map(|wanted| Open {
                    wanted: *wanted,
                    rule: None,
                    rule_name: None,
                    is_undecided: true,
                    target_name: "",
                    state: "proposed",
                })
                .collect(),
            spenders: BTreeMap::from([("b".to_owned(), vec!["c".to_owned()])]),
            held: Vec::new(),
        };
        judge(&batch, None)
    }

    #[test]
    fn a_pause_of_anything_above_drops_a_raise_and_no_cut() {
        let keyword = |to| wanted(PlaceKind::Below(KEYWORD), "k", bid(to));
        for (kind, id, drops) in [
            (PlaceKind::Campaign, "c", true),
            (PlaceKind::Below(GROUP), "g", true),
            (PlaceKind::Below(KEYWORD), "k", true),
            (PlaceKind::Campaign, "other", false),
            (PlaceKind::Below(GROUP), "c", false),
        ] {
            let pause = wanted(kind, id, PAUSE);
            assert_eq!(
                judged(&[keyword(110), pause], &[]).refusals[0].is_some(),
                drops,
                "{id}"
            );
            assert!(judged(&[keyword(90), pause], &[]).refusals[0].is_none());
            // The same where the pause waits already, or where the raise does.
            assert_eq!(judged(&[keyword(110)], &[pause]).refusals[0].is_some(), drops);
            let superseded = judged(&[pause], &[keyword(110)]).superseded;
            assert_eq!(
                superseded.get(&0).is_some_and(|gone| gone == &[0]),
                drops,
                "{superseded:?}"
            );
        }
    }

    #[test]
    fn a_pause_of_all_that_spend_from_a_budget_drops_its_raise_that_waits() {
        let raise = wanted(PlaceKind::Budget, "b", amount(Property::Budget, 110));
        let pause = wanted(PlaceKind::Campaign, "c", PAUSE);
        assert_eq!(
            judged(&[pause], &[raise]).superseded,
            BTreeMap::from([(0, vec![0])])
        );
        let resume = Change::Status {
            from: ObjectStatus::Paused,
            to: ObjectStatus::Active,
        };
        assert!(
            judged(&[wanted(PlaceKind::Campaign, "c", resume)], &[raise])
                .superseded
                .is_empty()
        );
    }

    #[test]
    fn a_campaign_is_empty_once_some_level_of_it_has_nothing_that_runs() {
        let mut below = Below::default();
        below.put("c", None, (GROUP, "g"), true);
        below.put("c", None, (GROUP, "h"), true);
        below.put("c", Some((GROUP, "g")), (KEYWORD, "k"), true);
        below.put("c", Some((GROUP, "g")), (KEYWORD, "l"), false);
        let empty = |stopped: &[(&'static str, &'static str)]| {
            below.is_empty("c", &stopped.iter().copied().collect())
        };
        assert!(!empty(&[]));
        assert!(!empty(&[(KEYWORD, "k")]));
        // The other ad group has no keywords that are known: it runs by its own switch.
        assert!(empty(&[(KEYWORD, "k"), (GROUP, "h")]));
        assert!(!empty(&[(KEYWORD, "k"), (KEYWORD, "h")]));
        assert!(!Below::default().is_empty("c", &BTreeSet::new()));
    }
}
