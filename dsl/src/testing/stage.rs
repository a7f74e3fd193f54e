//! The stage of a test: its accounts, the state of each rule on each object, what was proposed and what became of it.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use jiff::civil::Date;

use crate::bind::Binding;
use crate::conduct::door::Refusal;
use crate::conduct::holds::Terms;
use crate::conduct::progress::{self, Checks, Ended, Outcome, Progress};
use crate::effects::Effect;
use crate::explanation::Explanation;
use crate::guard::Guard;
use crate::money::Currency;
use crate::registry::{Level, Metric, Platform, Role};
use crate::rule::Rule;
use crate::testing::ground::{Ground, furnish, furnish_beside};
use crate::testing::history::{Account, Campaign};
use crate::testing::holds::Held;
use crate::testing::script::{Script, Step};

/// Where an action of the test stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stands {
    Proposed {
        until: Timestamp,
        /// Who has to agree, and how many more of them.
        role: Role,
        needed: u32,
    },
    Applied,
    Rejected,
    Expired,
    /// A newer proposal took its place.
    Superseded,
    /// A guard stood in the way when it was to be carried out.
    Stopped,
}

impl Stands {
    pub(super) const fn is_open(self) -> bool {
        matches!(self, Self::Proposed { .. })
    }

    /// Uses up what limits let through.
    pub(super) const fn counts(self) -> bool {
        matches!(self, Self::Proposed { .. } | Self::Applied)
    }
}

/// One action that came in.
#[derive(Clone, Debug)]
pub(super) struct Deed {
    pub(super) rule: usize,
    pub(super) object: usize,
    pub(super) effect: Effect,
    pub(super) stands: Stands,
    /// The tick it was proposed at.
    pub(super) tick: usize,
    /// The account's day, and the day of a limit in total.
    pub(super) day: Date,
    pub(super) total_day: Date,
    /// What a day may cost more or less.
    pub(super) moves: Option<i64>,
    /// What it holds for once it is applied.
    pub(super) terms: Option<Terms>,
    /// It gives back what was held: why that ended.
    pub(super) gives_back: Option<String>,
    /// A leg of a move: whichever leg is answered, all are.
    pub(super) in_move: bool,
}

/// What a tick came to for one rule and object.
#[derive(Clone, Debug)]
pub(super) enum Came {
    /// The rule has no run then; when it has its next one.
    NotDue { next: Option<Timestamp> },
    Checked {
        outcome: Outcome,
        explanation: Box<Explanation>,
        scope_reason: Option<String>,
        /// What the firing branch's actions came to, where they came to nothing.
        blocked: Vec<Refusal>,
        /// The rule would have acted, and leaves this object alone.
        is_held_out: bool,
        /// What it told.
        messages: Vec<String>,
    },
}

/// The state of a test between its steps.
pub(super) struct Stage<'a> {
    pub(super) script: &'a Script,
    pub(super) rules: Vec<&'a Rule>,
    pub(super) guards: &'a [Guard],
    pub(super) checks: Vec<Checks>,
    pub(super) grounds: Vec<Ground>,
    /// Per rule and object.
    pub(super) remembered: BTreeMap<(usize, usize), Progress>,
    pub(super) deeds: Vec<Deed>,
    /// What the rules hold, the eldest first.
    pub(super) held: Vec<Held>,
    /// The deeds of this tick that need nobody.
    pub(super) at_once: Vec<usize>,
    /// What each rule's objects spend on a mean day, fixed at the first tick of an account's day that knows it.
    pub(super) bases: BTreeMap<(usize, usize, Date), i64>,
    /// The last tick's outcome, per rule and object.
    pub(super) came: BTreeMap<(usize, usize), Came>,
    /// Per account: which of its objects ran at the last tick.
    pub(super) statuses: BTreeMap<usize, Vec<bool>>,
    /// Index of the last tick, and of the first one since the last `given` or `at`.
    pub(super) tick: usize,
    pub(super) since: usize,
    pub(super) now: Timestamp,
    /// The last tick: nothing runs between one and the next.
    pub(super) stood_since: Option<Timestamp>,
    pub(super) notes: Vec<String>,
}

/// A parameter that one rule has here, whatever the test says.
#[derive(Clone, Copy, Debug)]
pub(super) struct Forced<'a> {
    pub(super) rule: &'a str,
    pub(super) name: &'a str,
    pub(super) value: &'a str,
}

impl<'a> Stage<'a> {
    pub(super) fn new(
        script: &'a Script,
        rules: &[&'a Rule],
        guards: &'a [Guard],
        forced: Option<Forced<'_>>,
    ) -> Result<Self, String> {
        let level = rules.first().map_or(Level::Campaigns, |rule| rule.scope().level);
        let mut grounds: Vec<Ground> = Vec::new();
        let joins = rules.iter().any(|rule| rule.scope().joins_accounts());
        for (index, object) in script.objects.iter().enumerate() {
            let own = object.level == level;
            if let Some(ground) = grounds.iter_mut().find(|ground| ground.holds(object)) {
                if own {
                    ground.objects.push(index);
                }
                continue;
            }
            let mut bound = Vec::with_capacity(rules.len());
            for rule in rules {
                let binding = Binding {
                    platform: object.platform,
                    currency: script.currency,
                    zone: script.zone.clone(),
                    account: object.account.clone(),
                    overrides: overrides(script, rule, forced),
                    extra_settled_days: 0,
                    money_step: script.currency.minor_unit_micros(),
                };
                let mut one = rule.bind(&binding).map_err(|error| {
                    format!(
                        "the rule `{}` does not fit the account of `{}`: {error}",
                        rule.name(),
                        object.name
                    )
                })?;
                one.settled_lag = script.settled_lag;
                bound.push(one);
            }
            let account = (object.platform, object.account.clone());
            if let Some(ground) = grounds.first_mut().filter(|_| joins) {
                // What the slowest of the platforms has not settled, the pool has not.
                if ground
                    .accounts
                    .iter()
                    .all(|(platform, _)| is_slower(object.platform, *platform))
                {
                    ground.bound = bound;
                }
                ground.accounts.push(account);
                ground.objects.extend(own.then_some(index));
                continue;
            }
            grounds.push(Ground {
                accounts: vec![account],
                bound,
                account: Account::new(script.zone.clone()),
                objects: if own { vec![index] } else { Vec::new() },
                places: BTreeMap::new(),
                beside: BTreeMap::new(),
            });
        }
        let of_rules: BTreeSet<Level> = level.below_campaigns().into_iter().collect();
        let spoken_of = guards.iter().flat_map(Guard::levels);
        let mut beside: BTreeSet<Level> = spoken_of.flat_map(Level::below_campaigns).collect();
        beside.retain(|level| !of_rules.contains(level));
        for ground in &mut grounds {
            furnish(ground, script, level);
            furnish_beside(ground, script, &beside);
        }
        Ok(Self {
            script,
            rules: rules.to_vec(),
            guards,
            checks: rules.iter().map(|rule| Checks::of(rule)).collect(),
            grounds,
            remembered: BTreeMap::new(),
            deeds: Vec::new(),
            held: Vec::new(),
            at_once: Vec::new(),
            bases: BTreeMap::new(),
            came: BTreeMap::new(),
            statuses: BTreeMap::new(),
            tick: 0,
            since: 0,
            now: first_instant(script),
            stood_since: None,
            notes: Vec::new(),
        })
    }

    pub(super) fn currency(&self) -> Currency {
        self.script.currency
    }

    /// Changes one campaign.
    pub(super) fn give(
        &mut self,
        object: usize,
        at: Timestamp,
        change: impl FnOnce(&mut Campaign, &jiff::tz::TimeZone),
    ) {
        for ground in &mut self.grounds {
            let zone = ground.account.zone.clone();
            let today = at.to_zoned(zone.clone()).date();
            if let Some(campaign) = ground.object_mut(object) {
                // What was in force before a later change is what the day began with.
                if self.tick > 0 {
                    campaign.begin_day(today);
                }
                change(campaign, &zone);
                return;
            }
        }
    }

    /// Changes every other campaign that spends from the same budget.
    pub(super) fn give_sharers(&mut self, object: usize, at: Timestamp, change: impl Fn(&mut Campaign)) {
        let objects = &self.script.objects;
        let Some(own) = objects.get(object) else {
            return;
        };
        let sharers: Vec<usize> = objects
            .iter()
            .enumerate()
            .filter(|(index, other)| *index != object && own.shares_with(other))
            .map(|(index, _)| index)
            .collect();
        for other in sharers {
            self.give(other, at, |campaign, _| change(campaign));
        }
    }

    /// What the rule's objects on an account spend on a mean day.
    pub(super) fn scope_spend(&self, rule: usize, ground: usize, today: Date) -> Option<i64> {
        self.bases.get(&(rule, ground, today)).copied()
    }

    /// The end of an action that did not come into force.
    pub(super) fn ended(&mut self, deed: usize, how: Ended) {
        let Some(found) = self.deeds.get(deed) else {
            return;
        };
        let (rule, object) = (found.rule, found.object);
        // What is given back is none of the rule's own steps.
        if found.gives_back.is_some() {
            self.came_to_nothing(deed, matches!(how, Ended::Rejected { .. }));
        } else {
            self.end(rule, object, how);
        }
    }

    /// The end of an action, for the rule that asked for it.
    pub(super) fn end(&mut self, rule: usize, object: usize, how: Ended) {
        if let Some(progress) = self.remembered.get(&(rule, object)).copied() {
            let cooldown = self.rules.get(rule).and_then(|rule| rule.cooldown());
            self.remember(rule, object, progress::ended(progress, cooldown, how));
        }
    }

    pub(super) fn remember(&mut self, rule: usize, object: usize, progress: Option<Progress>) {
        match progress {
            Some(progress) => self.remembered.insert((rule, object), progress),
            None => self.remembered.remove(&(rule, object)),
        };
    }
}

/// What the test sets of the parameters that this rule has.
fn overrides(script: &Script, rule: &Rule, forced: Option<Forced<'_>>) -> Vec<(String, String)> {
    let has = |name: &str| rule.params().iter().any(|param| param.name == name);
    let mut found: Vec<(String, String)> = script
        .overrides
        .iter()
        .filter(|(name, _)| has(name))
        .cloned()
        .collect();
    if let Some(forced) = forced.filter(|forced| forced.rule == rule.name()) {
        found.retain(|(other, _)| other != forced.name);
        found.push((forced.name.to_owned(), forced.value.to_owned()));
    }
    found
}

/// Whether a platform takes longer than another until its numbers are settled.
fn is_slower(one: Platform, other: Platform) -> bool {
    Metric::Conversions.settled_lag_days(one) > Metric::Conversions.settled_lag_days(other)
}

pub(super) fn first_instant(script: &Script) -> Timestamp {
    script
        .steps
        .iter()
        .find_map(|step| match step {
            Step::Given { at, .. } | Step::Tick(at) => Some(*at),
            _ => None,
        })
        .unwrap_or(Timestamp::MIN)
}
