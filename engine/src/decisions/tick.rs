//! A tick: every due rule of one account on one frozen version of its columns, and one transaction with what follows.
//!
//! Idempotent on (rule, account, mark): the transaction moves the schedule by compare-and-set, and a rule that was moved
//! already drops out. No rule sees another's effect. A shadow goes the same way on the same columns until it meets the door; from
//! there on `shadow` takes its part. `record` writes down what became of each check.

use std::{
    collections::{BTreeMap, HashMap, btree_map::Entry},
    sync::Arc,
    time::Duration,
};

use dsl::{BoundRule, Cost, Explanation, Level, MissingReason, Verdicts, conduct::policy::Scripts};
use jiff::Timestamp;
use uuid::Uuid;

use super::{
    Blocker, Outcome, budget,
    checks::{self, Checked},
    holding,
    pack::Line,
    reason_of, scope_spend, shadow, store,
    wishes::{self, Asked, Same, Wish},
};
use crate::{
    Context,
    actions::{
        checkpoint,
        door::{self, Door, Proposal},
        simulated, way_back,
    },
    clock::Deadline,
    connections::RegisteredAccount,
    hints::Topic,
    identity, lookups,
    metrics::{AccountTable, Snapshot},
    notifications::RuleMessage,
    random::Random,
    rules::{
        catalog,
        progress::{self, Admitted, Progress},
        store::{self as rule_store, DueRule},
    },
    store::{StoreError, Tx, params},
};

/// One rule due on one account, with its compiled plan.
#[derive(Clone)]
pub struct TickRule {
    pub due: DueRule,
    pub bound: Arc<BoundRule>,
}

/// How long the scripts of one account's due rules may take together before the tick is given up and made again.
pub const SCRIPT_TIME: Duration = Duration::from_secs(20);

/// How long a shadow's scripts may take: rules that are at work never wait longer for it.
const SHADOW_SCRIPT_TIME: Duration = Duration::from_secs(2);

/// What a tick did, shadows left out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TickReport {
    /// Rules evaluated; those another node had moved on are left out.
    pub rules: usize,
    pub objects: usize,
    pub opened: usize,
    pub blocked: usize,
    /// Per rule: objects that could not be decided, by what was missing.
    pub unknown: BTreeMap<Uuid, Unknowns>,
}

/// How many checks came to nothing, by the first reason why a value was missing.
pub type Unknowns = BTreeMap<MissingReason, u64>;

/// What of one rule's check no line says.
#[derive(Debug, Default)]
struct Tally {
    outside: i64,
    unknown: Unknowns,
}

impl TickRule {
    pub(super) fn is_shadow(&self) -> bool {
        self.due.shadow_of.is_some()
    }
}

pub(super) struct Evaluated {
    pub(super) rule: TickRule,
    pub(super) verdicts: Verdicts,
    /// The columns of its level at the instant it judges: now, or the time that it missed and makes up for.
    pub(super) snapshot: Snapshot,
    /// What a look at all of it costs, where it was not made because the run had no room for it.
    pub(super) withheld: Option<Cost>,
}

/// A branch that fires on one object, on its way to the door.
pub(super) struct Firing {
    pub(super) rule: usize,
    pub(super) row: usize,
    pub(super) branch: usize,
    pub(super) before: Option<Progress>,
    pub(super) after: Option<Progress>,
    pub(super) decision_id: Uuid,
    pub(super) explanation: Option<Explanation>,
    pub(super) messages: Vec<RuleMessage>,
    pub(super) blocked: Vec<Blocker>,
    /// What is as wanted already, and perhaps held by another rule.
    pub(super) same: Vec<Same>,
    /// Positions in the batch given to the door.
    pub(super) proposals: Vec<usize>,
}

/// Runs one tick.
pub async fn run(
    context: &Context,
    account: &RegisteredAccount,
    table: &Arc<AccountTable>,
    rules: Vec<TickRule>,
    at: Timestamp,
) -> Result<TickReport, StoreError> {
    run_within(context, account, table, rules, at, SCRIPT_TIME).await
}

/// As [`run`], giving up when the scripts of the rules took this long together. Nothing is written then, so that the same marks are
/// due again: a verdict never depends on how busy the machine was.
pub async fn run_within(
    context: &Context,
    account: &RegisteredAccount,
    table: &Arc<AccountTable>,
    rules: Vec<TickRule>,
    at: Timestamp,
    time: Duration,
) -> Result<TickReport, StoreError> {
    let started = context.process.instant();
    let deadline = Deadline::after(&context.process, time);
    let goes_on = || !deadline.has_passed(&context.process);
    let scope = account.scope;
    let asked = lookups::known::asked(rules.iter().map(|rule| rule.bound.as_ref()));
    let mut known = BTreeMap::new();
    for rule in &rules {
        let instant = holding::judged_at(rule, at);
        if let Entry::Vacant(place) = known.entry(instant) {
            place.insert(lookups::known::at(context, scope, &asked, instant).await?);
        }
    }
    let snapshot = table.at(at);
    // One for all rules of a level: a sum that two of them read is computed once.
    let mut read = BTreeMap::new();
    let mut columns = |rule: &TickRule| {
        let instant = holding::judged_at(rule, at);
        let level = rule.bound.rule().scope().level;
        let shared: &mut Snapshot = read.entry((level, instant)).or_insert_with(|| {
            let looked_up = known.get(&instant).map(Arc::clone).unwrap_or_default();
            table.at_level(level, instant).knowing(looked_up)
        });
        shared.clone()
    };
    let (shadows, at_work): (Vec<TickRule>, Vec<TickRule>) = rules.into_iter().partition(TickRule::is_shadow);
    let mut evaluated = Vec::with_capacity(at_work.len().saturating_add(shadows.len()));
    let looks: Vec<(TickRule, Snapshot, Cost)> =
        at_work.into_iter().map(|rule| look(rule, &mut columns)).collect();
    let costs: Vec<u64> = looks.iter().map(|(_, _, cost)| cost.steps).collect();
    let too_much = budget::withheld(&costs, context.steps_a_run);
    let mut room = context.steps_a_run;
    for (place, (rule, judged, cost)) in looks.into_iter().enumerate() {
        if too_much.contains(&place) {
            evaluated.push(Evaluated {
                verdicts: rule.bound.withheld(&judged, &judged.moment()),
                snapshot: judged,
                rule,
                withheld: Some(cost),
            });
            continue;
        }
        room = room.saturating_sub(cost.steps);
        let verdicts = rule
            .bound
            .evaluate_while(&judged, &judged.moment(), &goes_on)
            .map_err(|_| StoreError::GivenUp {
                what: format!(
                    "the check of \"{}\" on {}: its scripts took more than {} s",
                    rule.bound.rule().name(),
                    account.name,
                    time.as_secs()
                ),
            })?;
        evaluated.push(Evaluated {
            verdicts,
            snapshot: judged,
            rule,
            withheld: None,
        });
    }
    let mut missed = Vec::new();
    for rule in shadows {
        let (rule, judged, cost) = look(rule, &mut columns);
        // What is at work goes first.
        if cost.steps > room {
            missed.push(rule);
            continue;
        }
        room = room.saturating_sub(cost.steps);
        let deadline = Deadline::after(&context.process, SHADOW_SCRIPT_TIME);
        let goes_on = || !deadline.has_passed(&context.process);
        match rule.bound.evaluate_while(&judged, &judged.moment(), &goes_on) {
            Ok(verdicts) => evaluated.push(Evaluated {
                verdicts,
                snapshot: judged,
                rule,
                withheld: None,
            }),
            Err(_) => missed.push(rule),
        }
    }
    let (account, random, process) = (account.clone(), context.random.clone(), context.process.clone());
    let report = context
        .store
        .write(move |tx| {
            Box::pin(async move {
                let tick = Tick {
                    account: &account,
                    snapshot: &snapshot,
                    random: &random,
                    at,
                    id: random.id(),
                };
                let took = || process.instant().saturating_duration_since(started).as_micros();
                let report = tick.commit(tx, evaluated, missed, &took).await?;
                checkpoint::pass("tick.before_commit").await;
                Ok::<_, StoreError>(report)
            })
        })
        .await?;
    checkpoint::pass("tick.after_commit").await;
    context.hints.send(Some(scope.id()), Topic::Rules, None, None);
    if report.opened > 0 || report.blocked > 0 {
        context.hints.send(Some(scope.id()), Topic::Actions, None, None);
    }
    Ok(report)
}

/// A rule with the columns that it is to judge, and what that costs.
fn look(rule: TickRule, columns: &mut impl FnMut(&TickRule) -> Snapshot) -> (TickRule, Snapshot, Cost) {
    let judged = columns(&rule);
    let cost = rule.bound.cost(judged.table.objects().len());
    (rule, judged, cost)
}

pub(super) struct Tick<'a> {
    pub(super) account: &'a RegisteredAccount,
    pub(super) snapshot: &'a Snapshot,
    pub(super) random: &'a Random,
    pub(super) at: Timestamp,
    pub(super) id: Uuid,
}

impl Tick<'_> {
    async fn commit(
        &self,
        tx: &mut Tx,
        evaluated: Vec<Evaluated>,
        missed: Vec<TickRule>,
        took: &(dyn Fn() -> u128 + Sync),
    ) -> Result<TickReport, StoreError> {
        let scope = self.account.scope;
        let mut taken = Vec::with_capacity(evaluated.len());
        for candidate in evaluated {
            // Whoever catches up takes one missed time after the other.
            if self.move_on(tx, &candidate.rule, candidate.snapshot.at).await? {
                taken.push(candidate);
            }
        }
        for shadow in missed {
            let name = shadow.bound.rule().name();
            tracing::warn!(rule = name, account = %self.account.id, "a shadow took too long or costs too much; it misses this check");
            self.move_on(tx, &shadow, self.at).await?;
        }
        if taken.is_empty() {
            return self.give_back(tx).await;
        }
        let remembered = rule_store::progress(tx, scope, self.account.id).await?;
        let mut lines: Vec<Vec<Line>> = Vec::with_capacity(taken.len());
        let mut tallies = Vec::with_capacity(taken.len());
        let mut firings = Vec::new();
        let mut changed = Vec::new();
        for (index, candidate) in taken.iter().enumerate() {
            let mut tally = Tally::default();
            let found = self.check_rule(
                index,
                candidate,
                &remembered,
                &mut firings,
                &mut changed,
                &mut tally,
            );
            lines.push(found);
            tallies.push(tally);
        }
        let mut spends = Vec::with_capacity(taken.len());
        for candidate in &taken {
            let (rule, bound) = (candidate.rule.due.rule.id, &candidate.rule.bound);
            let spend = scope_spend::of(
                tx,
                scope,
                rule,
                &candidate.snapshot,
                bound,
                &candidate.verdicts,
                true,
            )
            .await?;
            spends.push(spend);
        }
        let scripts = identity::store::scripts(tx, scope).await?;
        let mut batch = Vec::new();
        // What each shadow wants lies apart, by its place among those taken.
        let mut apart: BTreeMap<usize, Vec<Proposal>> = BTreeMap::new();
        for firing in &mut firings {
            if let Some(candidate) = taken.get(firing.rule) {
                let spend = spends.get(firing.rule).copied().flatten();
                let wishes = if candidate.rule.is_shadow() {
                    apart.entry(firing.rule).or_default()
                } else {
                    &mut batch
                };
                self.wish(candidate, (spend, scripts), firing, wishes);
            }
        }
        self.ask_releases(tx, &taken).await?;
        for shadow in taken.iter().filter(|candidate| candidate.rule.is_shadow()) {
            simulated::give_back(tx, scope, self.account.id, shadow.rule.due.rule.id, self.at).await?;
        }
        let returns = way_back::over(tx, self.account, self.at, &mut batch).await?;
        let guards = catalog::guards(tx, scope).await?;
        let door = Door {
            account: self.account,
            snapshot: self.snapshot,
            guards: &guards,
            random: self.random,
            at: self.at,
        };
        // Shadows ask first: the ledger is as everybody of this tick found it.
        let mut imagined: BTreeMap<usize, shadow::Imagined> = BTreeMap::new();
        for (place, wishes) in apart {
            if let Some(candidate) = taken.get(place) {
                imagined.insert(
                    place,
                    shadow::ask(tx, &door, &candidate.rule.due, wishes, &batch).await?,
                );
            }
        }
        let admissions = door::propose(tx, &door, batch).await?;

        let at_work = taken
            .iter()
            .filter(|candidate| !candidate.rule.is_shadow())
            .count();
        // What several rules of a level look at is looked at once.
        let levels: BTreeMap<Level, usize> = taken
            .iter()
            .map(|candidate| &candidate.snapshot.table)
            .map(|table| (table.level, table.objects().len()))
            .collect();
        let objects = levels.into_values().sum();
        let micros = i64::try_from(took()).unwrap_or(i64::MAX);
        let count = |value: usize| i64::try_from(value).unwrap_or(i64::MAX);
        tx.execute_exactly(
            1,
            store::INSERT_TICK,
            params![
                scope.id(),
                self.account.id,
                self.id,
                self.at,
                self.snapshot.table.data_until,
                self.snapshot.table.sync_seq,
                count(at_work),
                count(objects),
                micros,
            ],
        )
        .await?;
        let mut report = TickReport {
            rules: at_work,
            objects,
            opened: way_back::settle(tx, scope, &returns, &admissions, self.at).await?,
            ..TickReport::default()
        };
        for firing in firings {
            let (Some(candidate), Some(rule_lines)) = (taken.get(firing.rule), lines.get_mut(firing.rule))
            else {
                continue;
            };
            let settled = match imagined.get(&firing.rule) {
                Some(imagined) => self.settle_shadow(tx, &door, candidate, firing, imagined).await?,
                None => {
                    self.settle(tx, candidate, firing, &admissions, &mut report)
                        .await?
                }
            };
            changed.push((candidate.rule.due.rule.id, settled.line.object, settled.progress));
            rule_lines.push(settled.line);
        }
        for (rule_id, object, progress) in changed {
            rule_store::put_progress(tx, scope, self.account.id, rule_id, object, progress, self.at).await?;
        }
        for ((candidate, rule_lines), tally) in taken.iter().zip(&lines).zip(tallies) {
            self.insert_pack(tx, candidate, rule_lines, tally.outside).await?;
            if !tally.unknown.is_empty() {
                report.unknown.insert(candidate.rule.due.rule.id, tally.unknown);
            }
            if !candidate.rule.is_shadow() {
                self.alert_without_data(tx, candidate).await?;
                self.alert_withheld(tx, candidate).await?;
            }
        }
        Ok(report)
    }

    /// Moves a rule's schedule on from the time that it judged; `false` when somebody else did.
    async fn move_on(&self, tx: &mut Tx, rule: &TickRule, judged: Timestamp) -> Result<bool, StoreError> {
        let next_at = catalog::next_mark(&rule.bound, judged);
        rule_store::move_schedule(
            tx,
            self.account.scope,
            rule.due.rule.id,
            self.account.id,
            rule.due.due_at,
            next_at,
            self.at,
        )
        .await
    }

    /// Takes every object of one rule one check further.
    fn check_rule(
        &self,
        index: usize,
        candidate: &Evaluated,
        remembered: &HashMap<(Uuid, Uuid), Progress>,
        firings: &mut Vec<Firing>,
        changed: &mut Vec<(Uuid, Uuid, Option<Progress>)>,
        tally: &mut Tally,
    ) -> Vec<Line> {
        let rule_id = candidate.rule.due.rule.id;
        let mut lines = Vec::new();
        let checked = checks::check_rule(
            &candidate.snapshot,
            &candidate.rule.bound,
            &candidate.verdicts,
            |object| remembered.get(&(rule_id, object)).copied(),
        );
        for Checked {
            row,
            object,
            before,
            after,
            outcome,
        } in checked
        {
            let line = |outcome, branch: Option<usize>, note| Line {
                object,
                outcome,
                branch: branch.and_then(|branch| u32::try_from(branch).ok()),
                note,
            };
            match outcome {
                progress::Outcome::Fires { branch } if holding::is_held_out(candidate, row) => {
                    // As often as it would have acted, and no oftener.
                    let cooldown = candidate.rule.bound.rule().cooldown();
                    let after = progress::admitted(before, after, Admitted::Told, cooldown, self.at);
                    lines.push(line(Outcome::HeldOut, Some(branch), None));
                    changed.push((rule_id, object, after));
                    continue;
                }
                progress::Outcome::Fires { branch } => {
                    firings.push(Firing {
                        rule: index,
                        row,
                        branch,
                        before,
                        after,
                        decision_id: self.random.id(),
                        explanation: None,
                        messages: Vec::new(),
                        blocked: Vec::new(),
                        same: Vec::new(),
                        proposals: Vec::new(),
                    });
                    continue;
                }
                progress::Outcome::Outside => tally.outside = tally.outside.saturating_add(1),
                progress::Outcome::NotFired => lines.push(line(Outcome::NotFired, None, None)),
                progress::Outcome::Unknown { branch } => {
                    let reason = candidate.verdicts.reason(row, branch);
                    if let Some(reason) = reason {
                        let times = tally.unknown.entry(reason).or_default();
                        *times = times.saturating_add(1);
                    }
                    let note = reason.map(|reason| reason.as_str().to_owned());
                    lines.push(line(Outcome::Unknown, Some(branch), note));
                }
                progress::Outcome::Pending { branch } => {
                    lines.push(line(Outcome::Pending, Some(branch), None))
                }
                progress::Outcome::Awaiting => {
                    lines.push(line(
                        Outcome::Waiting,
                        None,
                        Some("an action is still open".to_owned()),
                    ));
                }
                progress::Outcome::Resting { until } => {
                    let note = until.map_or_else(
                        || "acted; waits for one false check".to_owned(),
                        |until| format!("rests until {until}"),
                    );
                    lines.push(line(Outcome::Waiting, None, Some(note)));
                }
            }
            if after != before {
                changed.push((rule_id, object, after));
            }
        }
        lines
    }

    /// Turns a firing branch's effects into proposals and messages.
    fn wish(
        &self,
        candidate: &Evaluated,
        (scope_spend, scripts): (Option<i64>, Scripts),
        firing: &mut Firing,
        batch: &mut Vec<Proposal>,
    ) {
        let bound = &candidate.rule.bound;
        let explanation = bound.explain(&candidate.snapshot, &candidate.snapshot.moment(), firing.row);
        let asked = Asked {
            rule_id: candidate.rule.due.rule.id,
            shadow_of: candidate.rule.due.shadow_of,
            rule_version: candidate.rule.due.rule.version,
            bound,
            row: firing.row,
            branch: firing.branch,
            reason: reason_of(&explanation, firing.branch),
            decision_id: Some(firing.decision_id),
            scope_spend,
            scripts,
        };
        firing.explanation = Some(explanation);
        for wished in wishes::of(self.account, &candidate.snapshot, &asked) {
            match wished.wish {
                Wish::Propose(proposal) => {
                    firing.proposals.push(batch.len());
                    batch.push(*proposal);
                }
                Wish::Tell(message) => firing.messages.push(message),
                Wish::Nothing(blocker) => firing.blocked.push(blocker),
                Wish::Same(same) => firing.same.push(*same),
            }
        }
    }
}
