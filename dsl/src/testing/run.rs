//! Walks a test: ticks on fresh syncs, each rule's state on each object, what the door says, the answers of the script.

use std::collections::BTreeMap;

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};

use crate::bind::{Binding, BoundRule};
use crate::conduct::door::Refusal;
use crate::conduct::holds::{self, Terms};
use crate::conduct::progress::{self, Admitted, Checks, Ended, Outcome, Progress};
use crate::conduct::spend;
use crate::effects::{Effect, NoEffect, ObjectStatus};
use crate::explanation::Explanation;
use crate::guard::Guard;
use crate::money::Currency;
use crate::registry::{Level, Metric, Platform, Property, Role};
use crate::rule::{Rank, Rule};
use crate::table::{Moment, Table};
use crate::testing::coverage::Collector;
use crate::testing::history::{Account, Campaign};
use crate::testing::holds::{Held, Same, property_of};
use crate::testing::script::{Object, Script, Step, Test};
use crate::testing::verdict;
use crate::testing::{ExpectationReport, TestReport};

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

impl Ground {
    fn holds(&self, object: &Object) -> bool {
        self.accounts
            .iter()
            .any(|(platform, name)| *platform == object.platform && *name == object.account)
    }

    /// Those of the guards that look after any of its accounts.
    pub(super) fn guards<'g>(&self, guards: &'g [Guard]) -> Vec<&'g Guard> {
        let watched = |guard: &&Guard| {
            let mut accounts = self.accounts.iter();
            accounts.any(|(platform, name)| guard.scope().includes(*platform, name))
        };
        guards.iter().filter(watched).collect()
    }

    /// The account's campaigns, whatever the rules are about.
    pub(super) fn campaigns(&self) -> &Account {
        self.account.campaigns_table()
    }

    /// The campaigns of the account, in the order of their rows.
    pub(super) fn campaign_objects(&self) -> Vec<usize> {
        let top = self.account.height();
        let mut found: Vec<(usize, usize)> = self
            .places
            .iter()
            .filter(|(_, (height, _))| *height == top)
            .map(|(object, (_, row))| (*row, *object))
            .collect();
        found.sort_unstable();
        found.into_iter().map(|(_, object)| object).collect()
    }
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

/// One account of the test with the rules bound to it.
pub(super) struct Ground {
    /// One, or all those that a pool joins.
    accounts: Vec<(Platform, String)>,
    /// In the order of the stage's rules.
    pub(super) bound: Vec<BoundRule>,
    pub(super) account: Account,
    /// The objects that the rules are about, in the order of the account's rows.
    pub(super) objects: Vec<usize>,
    /// Every object of the account: how many levels above the rules' own, and its row there.
    places: BTreeMap<usize, (usize, usize)>,
}

/// The state of a test between its steps.
pub(super) struct Stage<'a> {
    pub(super) script: &'a Script,
    pub(super) rules: Vec<&'a Rule>,
    pub(super) guards: &'a [Guard],
    checks: Vec<Checks>,
    pub(super) grounds: Vec<Ground>,
    /// Per rule and object.
    remembered: BTreeMap<(usize, usize), Progress>,
    pub(super) deeds: Vec<Deed>,
    /// What the rules hold, the eldest first.
    pub(super) held: Vec<Held>,
    /// The deeds of this tick that need nobody.
    pub(super) at_once: Vec<usize>,
    /// What each rule's objects spend on a mean day, fixed at the first tick of an account's day that knows it.
    bases: BTreeMap<(usize, usize, Date), i64>,
    /// The last tick's outcome, per rule and object.
    pub(super) came: BTreeMap<(usize, usize), Came>,
    /// Per account: which of its objects ran at the last tick.
    statuses: BTreeMap<usize, Vec<bool>>,
    /// Index of the last tick, and of the first one since the last `given` or `at`.
    pub(super) tick: usize,
    pub(super) since: usize,
    pub(super) now: Timestamp,
    pub(super) notes: Vec<String>,
}

/// A parameter that one rule has here, whatever the test says.
#[derive(Clone, Copy, Debug)]
pub(super) struct Forced<'a> {
    pub(super) rule: &'a str,
    pub(super) name: &'a str,
    pub(super) value: &'a str,
}

/// Runs one test of these rules, each of which may be watched.
pub(super) fn run(
    text: &str,
    test: &Test,
    rules: &[&Rule],
    guards: &[Guard],
    coverage: &mut [Collector],
    forced: Option<Forced<'_>>,
) -> TestReport {
    let script = &*test.body;
    let mut report = TestReport {
        name: script.name.clone(),
        rule: test.rule().to_owned(),
        together_with: test.rules().iter().skip(1).cloned().collect(),
        span: script.span,
        passed: false,
        error: None,
        expectations: Vec::new(),
    };
    for found in &mut *coverage {
        if rules.iter().any(|rule| found.is_of(rule)) {
            found.count_test();
        }
    }
    let mut stage = match Stage::new(script, rules, guards, forced) {
        Ok(stage) => stage,
        Err(error) => {
            report.error = Some(error);
            return report;
        }
    };
    let mut ticking = false;
    for step in &script.steps {
        let ticks = matches!(step, Step::Tick(_));
        if ticks && !ticking {
            stage.since = stage.tick.saturating_add(1);
        }
        ticking = ticks;
        match step {
            Step::Given {
                object,
                at,
                facts,
                cells,
            } => {
                stage.changed_outside(*object, facts);
                stage.give(*object, *at, |campaign, zone| {
                    campaign.give(*at, facts, cells, zone);
                });
                if let Some(budget) = facts.get(&crate::registry::Attribute::Budget) {
                    stage.give_sharers(*object, *at, |campaign| campaign.give_budget(budget));
                }
            }
            Step::Supply { lookup, at, rows } => {
                for ground in &mut stage.grounds {
                    ground.account.supply(lookup, *at, rows);
                }
            }
            Step::Tick(at) => stage.tick(*at, coverage),
            Step::Expect(expected) => report.expectations.push(verdict::judge(text, &stage, expected)),
            Step::Decide {
                span,
                object,
                approves,
                role,
            } => {
                let refused = stage.decide(*object, *approves, *role).err();
                report.expectations.push(ExpectationReport {
                    text: crate::display::one_line(span.of(text)),
                    span: *span,
                    at: stage.now,
                    met: refused.is_none(),
                    found: refused,
                    explanation: None,
                });
            }
        }
    }
    report.passed = report.expectations.iter().all(|expectation| expectation.met);
    report
}

impl<'a> Stage<'a> {
    fn new(
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
            });
        }
        for ground in &mut grounds {
            furnish(ground, script, level);
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
            let Some((height, row)) = ground.places.get(&object).copied() else {
                continue;
            };
            let zone = ground.account.zone.clone();
            let today = at.to_zoned(zone.clone()).date();
            if let Some(campaign) = ground.account.object_mut(height, row) {
                // What was in force before a later change is what the day began with.
                if self.tick > 0 {
                    campaign.begin_day(today);
                }
                change(campaign, &zone);
            }
            return;
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

    fn tick(&mut self, at: Timestamp, coverage: &mut [Collector]) {
        self.tick = self.tick.saturating_add(1);
        self.now = at;
        self.notes.clear();
        self.lapse(at);
        let mut grounds = std::mem::take(&mut self.grounds);
        for (number, ground) in grounds.iter_mut().enumerate() {
            let today = at.to_zoned(ground.account.zone.clone()).date();
            ground.account.each_level(&mut |level| {
                level.at = at;
                for campaign in &mut level.campaigns {
                    campaign.begin_day(today);
                }
            });
            let statuses: Vec<bool> = (0..ground.objects.len())
                .map(|row| runs(&ground.account, row))
                .collect();
            let switched = self
                .statuses
                .insert(number, statuses.clone())
                .is_some_and(|before| before != statuses);
            // All rules read one snapshot; none sees another's effect.
            let mut fired: Vec<Fired> = Vec::new();
            let mut wishes: Vec<Wish> = Vec::new();
            for (index, rule) in self.rules.clone().into_iter().enumerate() {
                let schedule = rule.schedule();
                let zone = &ground.account.zone;
                let due = if schedule.on_every_sync() {
                    schedule.allows(at, zone)
                } else if schedule.on_every_status_change() {
                    switched && schedule.allows(at, zone)
                } else {
                    let just_before = at
                        .saturating_sub(SignedDuration::from_secs(1))
                        .unwrap_or(Timestamp::MIN);
                    schedule.next_after(just_before, zone) == Some(at)
                };
                if !due {
                    let next = schedule.next_after(at, zone);
                    for object in &ground.objects {
                        self.came.insert((index, *object), Came::NotDue { next });
                    }
                    continue;
                }
                let watched = coverage.iter_mut().find(|found| found.is_of(rule));
                self.check(
                    (number, ground),
                    (index, rule),
                    today,
                    watched,
                    &mut fired,
                    &mut wishes,
                );
            }
            self.returns(ground, &mut wishes);
            self.ask((number, ground), today, &mut wishes);
            self.settle(ground, today, fired, wishes);
            for date in ground.account.take_cuts() {
                self.notes.push(format!(
                    "{date} is given as a whole day, and a window of hours cuts it: give its hours, as in `each of last 6 hours {{ spend $5 }}`"
                ));
            }
        }
        self.grounds = grounds;
        self.apply_at_once();
    }

    /// One run of one rule on one account: what fires, and what it asks for.
    fn check(
        &mut self,
        (number, ground): (usize, &Ground),
        (index, rule): (usize, &Rule),
        today: Date,
        mut watched: Option<&mut Collector>,
        fired: &mut Vec<Fired>,
        wishes: &mut Vec<Wish>,
    ) {
        let at = self.now;
        let moment = Moment {
            at,
            data_until: Some(at),
        };
        let (Some(bound), Some(checks)) = (ground.bound.get(index), self.checks.get(index).cloned()) else {
            return;
        };
        let verdicts = bound.evaluate(&ground.account, &moment);
        let is_pool = rule.scope().pooled;
        let waits = is_pool.then(|| {
            let of_pool = |object: &usize| self.remembered.get(&(index, *object)).copied();
            progress::pool_waits(ground.objects.iter().filter_map(of_pool), at)
        });
        if let Some(spend) = spend::mean_day_of_scope(&ground.account, today, &verdicts) {
            self.bases.entry((index, number, today)).or_insert(spend);
        }
        for (row, object) in ground.objects.iter().enumerate() {
            let before = self.remembered.get(&(index, *object)).copied();
            let (mut after, mut outcome) = checks.take(before, &verdicts, row, at, Some(at));
            if let (Outcome::Fires { .. }, Some(waits)) = (outcome, waits.flatten()) {
                (after, outcome) = (before, waits);
            }
            let explanation = bound.explain(&ground.account, &moment, row);
            if let Some(found) = watched.as_deref_mut() {
                found.note(&explanation);
            }
            let asks = self
                .held
                .iter()
                .any(|held| held.rule == index && held.object == *object && held.on_condition);
            if asks {
                if let Some(found) = watched.as_deref_mut() {
                    found.note_release(&explanation);
                }
                let truth = verdicts.release.get(row).copied();
                if let (Some(_), Some(release)) = (holds::ends(None, truth, at), &explanation.release) {
                    self.release_when(index, *object, &release.reason);
                }
            }
            let mut came = CameFrom {
                outcome,
                explanation: Box::new(explanation),
                scope_reason: bound.scope_reason(&ground.account, &moment, row),
                blocked: Vec::new(),
                is_held_out: false,
                messages: Vec::new(),
            };
            let is_held_out = self
                .script
                .objects
                .get(*object)
                .is_some_and(|found| rule.holds_out(&found.name));
            if matches!(outcome, Outcome::Fires { .. }) && is_held_out {
                came.is_held_out = true;
                let after = progress::admitted(before, after, Admitted::Told, rule.cooldown(), at);
                self.remember(index, *object, after);
                self.came.insert((index, *object), came.into());
            } else if let Outcome::Fires { branch } = outcome {
                let rank = spend::over_rule_window(&ground.account, bound, &moment, row);
                let by_spend = || Rank::of((rank > i64::MIN).then_some(rank));
                let mut same: Vec<Same> = Vec::new();
                let effects = bound.effects(&ground.account, &moment, row, branch);
                for (action, effect) in effects.into_iter().enumerate() {
                    let terms = bound.terms(branch, action, at);
                    let moves = match &effect {
                        Effect::None { why } => {
                            let property = rule
                                .branches()
                                .get(branch)
                                .and_then(|branch| branch.actions.get(action))
                                .and_then(|action| action.property);
                            if let (NoEffect::AlreadySo, Some(property)) = (why, property) {
                                same.push(Same { property, terms });
                            }
                            came.blocked.push(Refusal {
                                by: "nothing to do".to_owned(),
                                reason: why.words(self.script.currency),
                            });
                            continue;
                        }
                        Effect::Notify { text, .. } => {
                            came.messages.push(text.clone());
                            continue;
                        }
                        Effect::SetStatus { to } => {
                            let spend = spend::mean_day(&ground.account, today, row);
                            let sign = if *to == ObjectStatus::Paused { -1 } else { 1 };
                            spend.and_then(|spend| spend.checked_mul(sign))
                        }
                        Effect::SetAmount {
                            property: Property::Budget,
                            from,
                            to,
                            ..
                        } => to.checked_sub(*from),
                        // What a bid changes a day's spend by, nobody can say.
                        Effect::SetAmount { .. } => None,
                    };
                    wishes.push(Wish {
                        rule: index,
                        object: *object,
                        fired: fired.len(),
                        rank,
                        ranks: (0..rule.limits().len())
                            .map(|limit| {
                                bound
                                    .rank(&ground.account, &moment, row, limit)
                                    .unwrap_or_else(by_spend)
                            })
                            .collect(),
                        moves,
                        effect,
                        terms,
                        gives_back: None,
                        in_move: is_pool,
                        refusal: None,
                    });
                }
                fired.push(Fired {
                    rule: index,
                    object: *object,
                    before,
                    after,
                    came,
                    same,
                });
            } else {
                self.remember(index, *object, after);
                self.came.insert((index, *object), came.into());
            }
        }
    }

    /// What the rule's objects on an account spend on a mean day.
    pub(super) fn scope_spend(&self, rule: usize, ground: usize, today: Date) -> Option<i64> {
        self.bases.get(&(rule, ground, today)).copied()
    }

    /// Writes down what became of each firing branch.
    fn settle(&mut self, ground: &Ground, today: Date, fired: Vec<Fired>, wishes: Vec<Wish>) {
        for (index, mut one) in fired.into_iter().enumerate() {
            let own: Vec<&Wish> = wishes.iter().filter(|wish| wish.fired == index).collect();
            let refused = own.iter().filter_map(|wish| wish.refusal.clone());
            one.came.blocked.extend(refused);
            let let_in: Vec<&Wish> = own
                .iter()
                .copied()
                .filter(|wish| wish.refusal.is_none())
                .collect();
            let same = std::mem::take(&mut one.same);
            let joined = same
                .iter()
                .filter(|same| self.join(one.rule, one.object, ground, same))
                .count();
            // Nothing is to be done: it has told, or it holds what another rule did.
            let tells = !one.came.messages.is_empty() || joined > 0;
            let admitted = if !let_in.is_empty() {
                Admitted::Opened
            } else if own.is_empty() && tells {
                Admitted::Told
            } else {
                Admitted::Nothing
            };
            // What is not admitted tells nobody either.
            if admitted == Admitted::Nothing {
                one.came.messages.clear();
            }
            let cooldown = self.rules.get(one.rule).and_then(|rule| rule.cooldown());
            let after = progress::admitted(one.before, one.after, admitted, cooldown, self.now);
            self.remember(one.rule, one.object, after);
            self.came.insert((one.rule, one.object), one.came.into());
            for wish in let_in {
                self.let_in(ground, today, wish);
            }
        }
        for wish in wishes.iter().filter(|wish| wish.gives_back.is_some()) {
            if let (None, Some(property)) = (&wish.refusal, property_of(&wish.effect)) {
                self.let_in(ground, today, wish);
                self.on_the_way(wish.object, property, self.deeds.len().saturating_sub(1));
            }
        }
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

    fn remember(&mut self, rule: usize, object: usize, progress: Option<Progress>) {
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

/// One change that a firing branch asks for.
pub(super) struct Wish {
    pub(super) rule: usize,
    pub(super) object: usize,
    /// Index of the firing branch.
    pub(super) fired: usize,
    pub(super) rank: i64,
    /// Per limit of the rule.
    pub(super) ranks: Vec<Rank>,
    pub(super) moves: Option<i64>,
    pub(super) effect: Effect,
    /// What it holds for once it is applied.
    pub(super) terms: Option<Terms>,
    /// It gives back what was held: why that ended.
    pub(super) gives_back: Option<String>,
    /// A leg of its rule's move.
    pub(super) in_move: bool,
    pub(super) refusal: Option<Refusal>,
}

struct Fired {
    rule: usize,
    object: usize,
    before: Option<Progress>,
    after: Option<Progress>,
    came: CameFrom,
    /// What is as wanted already, and perhaps held by another rule.
    same: Vec<Same>,
}

struct CameFrom {
    outcome: Outcome,
    explanation: Box<Explanation>,
    scope_reason: Option<String>,
    blocked: Vec<Refusal>,
    is_held_out: bool,
    messages: Vec<String>,
}

impl From<CameFrom> for Came {
    fn from(from: CameFrom) -> Self {
        Self::Checked {
            outcome: from.outcome,
            explanation: from.explanation,
            scope_reason: from.scope_reason,
            blocked: from.blocked,
            is_held_out: from.is_held_out,
            messages: from.messages,
        }
    }
}

/// The objects of the account, level by level.
fn furnish(ground: &mut Ground, script: &Script, level: Level) {
    let at = first_instant(script);
    let mut levels = level.below_campaigns();
    levels.insert(0, Level::Campaigns);
    let mut built: Option<Account> = None;
    for (place, level) in levels.iter().enumerate() {
        let height = levels.len().saturating_sub(place).saturating_sub(1);
        let mut account = Account::new(ground.account.zone.clone());
        for (index, object) in script.objects.iter().enumerate() {
            if object.level != *level || !ground.holds(object) {
                continue;
            }
            let row = account.campaigns.len();
            let earlier = script.objects.iter().take(index).enumerate();
            let sharer = earlier
                .filter(|(_, other)| other.shares_with(object))
                .find_map(|(other, _)| ground.places.get(&other))
                .map(|(_, row)| *row);
            account.budgets.push(sharer.unwrap_or(row));
            ground.places.insert(index, (height, row));
            account.campaigns.push(Campaign::new(&object.name, at));
            let parent = object.parent.and_then(|parent| ground.places.get(&parent));
            account.parents.push(parent.map_or(0, |(_, row)| *row));
        }
        account.above = built.take().map(Box::new);
        built = Some(account);
    }
    if let Some(account) = built {
        ground.account = account;
    }
}

/// Whether a platform takes longer than another until its numbers are settled.
fn is_slower(one: Platform, other: Platform) -> bool {
    Metric::Conversions.settled_lag_days(one) > Metric::Conversions.settled_lag_days(other)
}

fn first_instant(script: &Script) -> Timestamp {
    script
        .steps
        .iter()
        .find_map(|step| match step {
            Step::Given { at, .. } | Step::Tick(at) => Some(*at),
            _ => None,
        })
        .unwrap_or(Timestamp::MIN)
}

/// Whether a row of the test's account runs.
pub(super) fn runs(account: &Account, row: usize) -> bool {
    use crate::registry::Attribute;
    use crate::table::{AttributeColumn, AttributeValue};
    let mut column = AttributeColumn::default();
    account.attribute(Attribute::Status, row..row.saturating_add(1), &mut column);
    matches!(column.cells().first(), Some(Ok(AttributeValue::Enum(member))) if member.as_str() == "active")
}
