//! Walks a test: ticks on fresh syncs, the rule's state on each object, its actions, the answers of the script.

use std::collections::BTreeMap;

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};

use crate::bind::{Binding, BoundRule};
use crate::conduct::policy::{self, Requirement};
use crate::conduct::progress::{self, Admitted, Checks, Ended, Outcome, Progress};
use crate::effects::{Direction, Effect, NoEffect, ObjectStatus};
use crate::explanation::Explanation;
use crate::guard::Guard;
use crate::money::Currency;
use crate::registry::{Metric, Platform};
use crate::rule::{Approval, LimitPeriod, LimitReach, Most, Rule};
use crate::table::{Column, Moment, Table};
use crate::testing::coverage::Collector;
use crate::testing::guards::Door;
use crate::testing::history::{Account, Campaign};
use crate::testing::script::{Script, Step, Test};
use crate::testing::verdict;
use crate::testing::{ExpectationReport, TestReport};

/// What stands in the way of an action.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Blocker {
    pub(super) by: String,
    pub(super) reason: String,
}

/// Where an action of the test stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stands {
    Proposed { until: Timestamp },
    Applied,
    Rejected,
    Expired,
}

/// One action that came in.
#[derive(Clone, Debug)]
pub(super) struct Deed {
    pub(super) object: usize,
    pub(super) effect: Effect,
    pub(super) stands: Stands,
    /// The tick it was proposed at.
    pub(super) tick: usize,
    day: Date,
}

/// What a tick came to for one object.
#[derive(Clone, Debug)]
pub(super) enum Came {
    /// The rule has no run then; when it has its next one.
    NotDue { next: Option<Timestamp> },
    Checked {
        outcome: Outcome,
        explanation: Box<Explanation>,
        scope_reason: Option<String>,
        /// What the firing branch's actions came to, where they came to nothing.
        blocked: Vec<Blocker>,
        /// What it told.
        messages: Vec<String>,
    },
}

/// One account of the test with the rule bound to it.
struct Ground {
    platform: Platform,
    name: String,
    bound: BoundRule,
    account: Account,
    /// The objects, in the order of the account's rows.
    objects: Vec<usize>,
}

/// The state of a test between its steps.
pub(super) struct Stage<'a> {
    pub(super) script: &'a Script,
    rule: &'a Rule,
    guards: &'a [Guard],
    checks: Checks,
    grounds: Vec<Ground>,
    remembered: BTreeMap<usize, Progress>,
    pub(super) deeds: Vec<Deed>,
    /// The last tick's outcome, per object.
    pub(super) came: BTreeMap<usize, Came>,
    /// Index of the last tick, and of the first one since the last `given` or `at`.
    pub(super) tick: usize,
    pub(super) since: usize,
    pub(super) now: Timestamp,
    pub(super) notes: Vec<String>,
}

/// Runs one test. `forced` sets one parameter, whatever the test says.
pub(super) fn run(
    text: &str,
    test: &Test,
    rule: &Rule,
    guards: &[Guard],
    mut coverage: Option<&mut Collector>,
    forced: Option<(&str, &str)>,
) -> TestReport {
    let script = &*test.body;
    let mut report = TestReport {
        name: script.name.clone(),
        rule: script.rule.clone(),
        span: script.span,
        passed: false,
        error: None,
        expectations: Vec::new(),
    };
    if let Some(found) = coverage.as_deref_mut() {
        found.count_test();
    }
    let mut stage = match Stage::new(script, rule, guards, forced) {
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
            } => stage.give(*object, *at, |campaign, zone| {
                campaign.give(*at, facts, cells, zone)
            }),
            Step::Tick(at) => stage.tick(*at, coverage.as_deref_mut()),
            Step::Expect(expected) => report.expectations.push(verdict::judge(text, &stage, expected)),
            Step::Decide {
                span,
                object,
                approves,
            } => {
                let answered = stage.decide(*object, *approves);
                report.expectations.push(ExpectationReport {
                    text: crate::display::one_line(span.of(text)),
                    span: *span,
                    at: stage.now,
                    met: answered,
                    found: (!answered).then(|| "no action of the rule waits for an answer there".to_owned()),
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
        rule: &'a Rule,
        guards: &'a [Guard],
        forced: Option<(&str, &str)>,
    ) -> Result<Self, String> {
        let mut overrides = script.overrides.clone();
        if let Some((name, value)) = forced {
            overrides.retain(|(other, _)| other != name);
            overrides.push((name.to_owned(), value.to_owned()));
        }
        let mut grounds: Vec<Ground> = Vec::new();
        for (index, object) in script.objects.iter().enumerate() {
            let found = grounds
                .iter_mut()
                .find(|ground| ground.platform == object.platform && ground.name == object.account);
            if let Some(ground) = found {
                ground.objects.push(index);
                continue;
            }
            let binding = Binding {
                platform: object.platform,
                currency: script.currency,
                zone: script.zone.clone(),
                account: object.account.clone(),
                overrides: overrides.clone(),
                extra_settled_days: 0,
                money_step: script.currency.minor_unit_micros(),
            };
            let mut bound = rule.bind(&binding).map_err(|error| {
                format!("the rule does not fit the account of `{}`: {error}", object.name)
            })?;
            bound.settled_lag = script.settled_lag;
            grounds.push(Ground {
                platform: object.platform,
                name: object.account.clone(),
                bound,
                account: Account::new(script.zone.clone()),
                objects: vec![index],
            });
        }
        for ground in &mut grounds {
            for index in &ground.objects {
                if let Some(object) = script.objects.get(*index) {
                    let campaign = Campaign::new(&object.name, first_instant(script));
                    ground.account.campaigns.push(campaign);
                }
            }
        }
        Ok(Self {
            script,
            rule,
            guards,
            checks: Checks::of(rule),
            grounds,
            remembered: BTreeMap::new(),
            deeds: Vec::new(),
            came: BTreeMap::new(),
            tick: 0,
            since: 0,
            now: first_instant(script),
            notes: Vec::new(),
        })
    }

    pub(super) fn currency(&self) -> Currency {
        self.script.currency
    }

    pub(super) fn rule(&self) -> &Rule {
        self.rule
    }

    /// Changes one campaign.
    fn give(
        &mut self,
        object: usize,
        at: Timestamp,
        change: impl FnOnce(&mut Campaign, &jiff::tz::TimeZone),
    ) {
        for ground in &mut self.grounds {
            let Some(row) = ground.objects.iter().position(|own| *own == object) else {
                continue;
            };
            let zone = ground.account.zone.clone();
            let today = at.to_zoned(zone.clone()).date();
            if let Some(campaign) = ground.account.campaigns.get_mut(row) {
                // What was in force before a later change is what the day began with.
                if self.tick > 0 {
                    campaign.begin_day(today);
                }
                change(campaign, &zone);
            }
            return;
        }
    }

    fn tick(&mut self, at: Timestamp, mut coverage: Option<&mut Collector>) {
        self.tick = self.tick.saturating_add(1);
        self.now = at;
        self.notes.clear();
        self.expire(at);
        let mut grounds = std::mem::take(&mut self.grounds);
        for ground in &mut grounds {
            let today = at.to_zoned(ground.account.zone.clone()).date();
            ground.account.at = at;
            for campaign in &mut ground.account.campaigns {
                campaign.begin_day(today);
            }
            let schedule = self.rule.schedule();
            let zone = &ground.account.zone;
            let due = if schedule.on_every_sync() {
                schedule.allows(at, zone)
            } else {
                let just_before = at
                    .saturating_sub(SignedDuration::from_secs(1))
                    .unwrap_or(Timestamp::MIN);
                schedule.next_after(just_before, zone) == Some(at)
            };
            if !due {
                let next = schedule.next_after(at, zone);
                for object in &ground.objects {
                    self.came.insert(*object, Came::NotDue { next });
                }
                continue;
            }
            self.check(ground, today, coverage.as_deref_mut());
        }
        self.grounds = grounds;
    }

    /// One run of the rule on one account.
    fn check(&mut self, ground: &Ground, today: Date, mut coverage: Option<&mut Collector>) {
        let at = self.now;
        let moment = Moment {
            at,
            data_until: Some(at),
        };
        let verdicts = ground.bound.evaluate(&ground.account, &moment);
        let mut wishes: Vec<Wish> = Vec::new();
        let mut fired: Vec<Fired> = Vec::new();
        for (row, object) in ground.objects.iter().enumerate() {
            let before = self.remembered.get(object).copied();
            let (after, outcome) = self.checks.take(before, &verdicts, row, at, Some(at));
            let explanation = ground.bound.explain(&ground.account, &moment, row);
            if let Some(found) = coverage.as_deref_mut() {
                found.note(&explanation);
            }
            let mut came = CameFrom {
                outcome,
                explanation: Box::new(explanation),
                scope_reason: ground.bound.scope_reason(&ground.account, &moment, row),
                blocked: Vec::new(),
                messages: Vec::new(),
            };
            if let Outcome::Fires { branch } = outcome {
                for effect in ground.bound.effects(&ground.account, &moment, row, branch) {
                    match effect {
                        Effect::None { why } => came.blocked.push(Blocker {
                            by: "nothing to do".to_owned(),
                            reason: self.no_effect(why),
                        }),
                        Effect::Notify { text, .. } => came.messages.push(text),
                        effect => wishes.push(Wish {
                            row,
                            fired: fired.len(),
                            rank: spend_over_rule_window(ground, &moment, row),
                            effect,
                            refusal: None,
                        }),
                    }
                }
                fired.push(Fired {
                    object: *object,
                    before,
                    after,
                    came,
                });
            } else {
                self.remember(*object, after);
                self.came.insert(*object, came.into());
            }
        }
        self.guard(ground, &moment, today, &mut wishes);
        self.limit(ground, &moment, today, &mut wishes);
        self.settle(ground, today, fired, wishes);
        for date in ground.account.take_cuts() {
            self.notes.push(format!(
                "{date} is given as a whole day, and a window of hours cuts it: give its hours, as in `each of last 6 hours {{ spend $5 }}`"
            ));
        }
    }

    /// Asks every guard of the text about every change, in the order of the wishes. What cannot be computed blocks.
    fn guard(&self, ground: &Ground, moment: &Moment, today: Date, wishes: &mut [Wish]) {
        let row_of = |deed: &Deed| ground.objects.iter().position(|own| *own == deed.object);
        let under_way = self.deeds.iter().filter_map(|deed| {
            let open = matches!(deed.stands, Stands::Proposed { .. });
            open.then(|| row_of(deed).map(|row| (row, deed.effect.clone())))
                .flatten()
        });
        let paused_today = self.deeds.iter().filter_map(|deed| {
            let pauses = deed.stands == Stands::Applied
                && deed.day == today
                && deed.effect
                    == Effect::SetStatus {
                        to: ObjectStatus::Paused,
                    };
            pauses.then(|| row_of(deed)).flatten()
        });
        let mut door = Door {
            guards: self.guards,
            account: &ground.account,
            platform: ground.platform,
            name: &ground.name,
            currency: ground.bound.binding().currency,
            moment: *moment,
            under_way: under_way.collect(),
            paused_today: paused_today.collect(),
        };
        for wish in wishes {
            wish.refusal = door.ask(wish.row, &wish.effect);
        }
    }

    /// The rule's own limits, each in its own order.
    fn limit(&self, ground: &Ground, moment: &Moment, today: Date, wishes: &mut [Wish]) {
        let counts = |deed: &&Deed| {
            deed.day == today && matches!(deed.stands, Stands::Proposed { .. } | Stands::Applied)
        };
        for (at, limit) in self.rule.limits().iter().enumerate() {
            let Most::Count(most) = limit.most else {
                for wish in wishes.iter_mut().filter(|wish| wish.refusal.is_none()) {
                    wish.refusal = Some(Blocker {
                        by: "limit".to_owned(),
                        reason: "a limit on a share of the scope's spend is not tried in tests".to_owned(),
                    });
                }
                continue;
            };
            let rank = |wish: &Wish| {
                let own = ground.bound.rank(&ground.account, moment, wish.row, at);
                (own, wish.rank)
            };
            let mut order: Vec<usize> = (0..wishes.len()).collect();
            order.sort_by_cached_key(|index| std::cmp::Reverse(wishes.get(*index).map(rank)));
            let mut used: BTreeMap<Option<usize>, usize> = BTreeMap::new();
            if limit.per == LimitPeriod::Day {
                for deed in self.deeds.iter().filter(counts) {
                    let key = match limit.reach {
                        LimitReach::Object => Some(deed.object),
                        LimitReach::Account if !ground.objects.contains(&deed.object) => continue,
                        LimitReach::Account | LimitReach::Total => None,
                    };
                    let count = used.entry(key).or_default();
                    *count = count.saturating_add(1);
                }
            }
            let period = match limit.per {
                LimitPeriod::Run => "run",
                LimitPeriod::Day => "day",
            };
            let reach = match limit.reach {
                LimitReach::Account => "",
                LimitReach::Object => " for one campaign",
                LimitReach::Total => " in total",
            };
            for index in order {
                let Some(wish) = wishes.get_mut(index).filter(|wish| wish.refusal.is_none()) else {
                    continue;
                };
                let key = match limit.reach {
                    LimitReach::Object => ground.objects.get(wish.row).copied(),
                    LimitReach::Account | LimitReach::Total => None,
                };
                let taken = used.entry(key).or_default();
                if *taken < usize::try_from(most).unwrap_or(usize::MAX) {
                    *taken = taken.saturating_add(1);
                } else {
                    wish.refusal = Some(Blocker {
                        by: "limit".to_owned(),
                        reason: format!("the rule's limit of {most} per {period}{reach} is reached"),
                    });
                }
            }
        }
    }

    /// Writes down what became of each firing branch.
    fn settle(&mut self, ground: &Ground, today: Date, fired: Vec<Fired>, wishes: Vec<Wish>) {
        for (index, mut one) in fired.into_iter().enumerate() {
            let own: Vec<&Wish> = wishes.iter().filter(|wish| wish.fired == index).collect();
            let refused = own.iter().filter_map(|wish| wish.refusal.clone());
            one.came.blocked.extend(refused);
            let let_in: Vec<Effect> = own
                .iter()
                .filter(|wish| wish.refusal.is_none())
                .map(|wish| wish.effect.clone())
                .collect();
            let admitted = if !let_in.is_empty() {
                Admitted::Opened
            } else if own.is_empty() && !one.came.messages.is_empty() {
                Admitted::Told
            } else {
                Admitted::Nothing
            };
            // What is not admitted tells nobody either.
            if admitted == Admitted::Nothing {
                one.came.messages.clear();
            }
            let after = progress::admitted(one.before, one.after, admitted, self.rule.cooldown(), self.now);
            self.remember(one.object, after);
            self.came.insert(one.object, one.came.into());
            for effect in let_in {
                let direction = match effect {
                    Effect::SetStatus {
                        to: ObjectStatus::Paused,
                    }
                    | Effect::SetBudget {
                        direction: Direction::Cut,
                        ..
                    } => policy::Direction::Safer,
                    _ => policy::Direction::Riskier,
                };
                let approval = match (self.rule.approval(), &effect) {
                    (Approval::IfBudgetMoves, Effect::SetBudget { from, to, .. })
                        if ground.bound.moves_far(*from, *to) =>
                    {
                        Approval::Policy
                    }
                    (Approval::IfBudgetMoves, _) => Approval::Without,
                    (approval, _) => approval,
                };
                let requirement = policy::for_rule(approval, direction);
                let until = match requirement {
                    Requirement::None => self.now,
                    Requirement::Approval { within, .. } => self
                        .now
                        .saturating_add(SignedDuration::from_secs(within))
                        .unwrap_or(Timestamp::MAX),
                };
                self.deeds.push(Deed {
                    object: one.object,
                    effect,
                    stands: Stands::Proposed { until },
                    tick: self.tick,
                    day: today,
                });
                if requirement == Requirement::None {
                    self.apply(self.deeds.len().saturating_sub(1));
                }
            }
        }
    }

    /// The action is in force: the next sync sees it.
    fn apply(&mut self, deed: usize) {
        let now = self.now;
        let Some(found) = self.deeds.get_mut(deed) else {
            return;
        };
        found.stands = Stands::Applied;
        let (object, effect) = (found.object, found.effect.clone());
        self.give(object, now, |campaign, _| {
            match effect {
                Effect::SetStatus { to } => campaign.set_status(to),
                Effect::SetBudget { to, .. } => campaign.set_budget(to),
                Effect::Notify { .. } | Effect::None { .. } => {}
            }
            campaign.change(now);
        });
        self.end(object, Ended::Applied { at: now });
    }

    fn end(&mut self, object: usize, how: Ended) {
        if let Some(progress) = self.remembered.get(&object).copied() {
            let next = progress::ended(progress, self.rule.cooldown(), how);
            self.remember(object, next);
        }
    }

    fn remember(&mut self, object: usize, progress: Option<Progress>) {
        match progress {
            Some(progress) => self.remembered.insert(object, progress),
            None => self.remembered.remove(&object),
        };
    }

    fn expire(&mut self, at: Timestamp) {
        let mut lapsed = Vec::new();
        for deed in &mut self.deeds {
            if matches!(deed.stands, Stands::Proposed { until } if until <= at) {
                deed.stands = Stands::Expired;
                lapsed.push(deed.object);
            }
        }
        for object in lapsed {
            self.end(object, Ended::Open);
        }
    }

    /// Answers everything that waits on an object. False when nothing does.
    fn decide(&mut self, object: usize, approves: bool) -> bool {
        let waiting: Vec<usize> = self
            .deeds
            .iter()
            .enumerate()
            .filter(|(_, deed)| deed.object == object && matches!(deed.stands, Stands::Proposed { .. }))
            .map(|(index, _)| index)
            .collect();
        for index in &waiting {
            if approves {
                self.apply(*index);
            } else if let Some(deed) = self.deeds.get_mut(*index) {
                deed.stands = Stands::Rejected;
                let at = self.now;
                self.end(object, Ended::Rejected { at });
            }
        }
        !waiting.is_empty()
    }

    fn no_effect(&self, why: NoEffect) -> String {
        let money = |micros| self.script.currency.display(micros);
        match why {
            NoEffect::TooSmallToMove => "too small to move".to_owned(),
            NoEffect::AlreadySo => "it is already so".to_owned(),
            NoEffect::CapReached { cap, current } => {
                format!(
                    "the rule's cap of {} is reached (now {})",
                    money(cap),
                    money(current)
                )
            }
            NoEffect::NotPositive => "nothing would be left of the budget".to_owned(),
            NoEffect::Removed => "the campaign was removed".to_owned(),
            NoEffect::Unknown { missing } => format!("a value it needs is not known: {}", missing.words()),
        }
    }
}

/// One change that a firing branch asks for.
struct Wish {
    row: usize,
    /// Index of the firing branch.
    fired: usize,
    rank: i64,
    effect: Effect,
    refusal: Option<Blocker>,
}

struct Fired {
    object: usize,
    before: Option<Progress>,
    after: Option<Progress>,
    came: CameFrom,
}

struct CameFrom {
    outcome: Outcome,
    explanation: Box<Explanation>,
    scope_reason: Option<String>,
    blocked: Vec<Blocker>,
    messages: Vec<String>,
}

impl From<CameFrom> for Came {
    fn from(from: CameFrom) -> Self {
        Self::Checked {
            outcome: from.outcome,
            explanation: from.explanation,
            scope_reason: from.scope_reason,
            blocked: from.blocked,
            messages: from.messages,
        }
    }
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

/// Spend over the rule's own first window: what a limit lets through first. Missing comes last.
fn spend_over_rule_window(ground: &Ground, moment: &Moment, row: usize) -> i64 {
    let windows = ground.bound.windows(moment);
    let with_spend = windows
        .iter()
        .find(|window| window.metrics.contains(&Metric::Spend));
    let Some(Ok(window)) = with_spend
        .or_else(|| windows.first())
        .map(|window| &window.resolved)
    else {
        return i64::MIN;
    };
    let mut column = Column::with_capacity(1);
    let rows = row..row.saturating_add(1);
    ground.account.sums(Metric::Spend, window, rows, &mut column);
    column.get(0).and_then(Result::ok).unwrap_or(i64::MIN)
}
