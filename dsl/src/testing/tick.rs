//! One tick of a test: which rules run, what fires, what it asks for, and what became of it.

use std::collections::BTreeSet;

use jiff::Timestamp;
use jiff::civil::Date;

use crate::conduct::door::Refusal;
use crate::conduct::holds::{self, Terms};
use crate::conduct::progress::{self, Admitted, Outcome, Progress};
use crate::conduct::spend;
use crate::effects::{Effect, NoEffect, ObjectStatus};
use crate::explanation::Explanation;
use crate::registry::Property;
use crate::rule::{Rank, Rule};
use crate::schedule::LONGEST_MISS;
use crate::table::Moment;
use crate::testing::coverage::Collector;
use crate::testing::ground::{Ground, runs};
use crate::testing::holds::{Same, Written};
use crate::testing::stage::{Came, Stage};

impl<'a> Stage<'a> {
    pub(super) fn tick(&mut self, at: Timestamp, coverage: &mut [Collector]) {
        self.tick = self.tick.saturating_add(1);
        let before = self.stood_since.replace(at);
        self.now = at;
        self.notes.clear();
        self.lapse(at);
        let mut made_up: BTreeSet<(usize, usize)> = BTreeSet::new();
        for missed in self.missed(before, at) {
            self.make_up(missed, coverage, &mut made_up);
        }
        let mut grounds = std::mem::take(&mut self.grounds);
        for (number, ground) in grounds.iter_mut().enumerate() {
            let today = ground.begin(at);
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
                    schedule.runs_at(at, zone)
                };
                if !due && made_up.contains(&(number, index)) {
                    continue;
                }
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
                    (today, at),
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

    /// The times since the last tick at which a rule that catches up had a run, the oldest first.
    fn missed(&self, before: Option<Timestamp>, at: Timestamp) -> BTreeSet<Timestamp> {
        let mut missed = BTreeSet::new();
        let Some(before) = before else {
            return missed;
        };
        let oldest = at.saturating_sub(LONGEST_MISS).unwrap_or(before).max(before);
        for ground in &self.grounds {
            let zone = &ground.account.zone;
            for rule in self.rules.iter().filter(|rule| rule.schedule().catches_up()) {
                let mut mark = oldest;
                while let Some(next) = rule.schedule().next_after(mark, zone).filter(|next| *next < at) {
                    missed.insert(next);
                    mark = next;
                }
            }
        }
        missed
    }

    /// Runs what missed a time: it judges that time by what is known now, and what it wants is proposed now.
    fn make_up(
        &mut self,
        missed: Timestamp,
        coverage: &mut [Collector],
        made_up: &mut BTreeSet<(usize, usize)>,
    ) {
        let now = self.now;
        let mut grounds = std::mem::take(&mut self.grounds);
        for (number, ground) in grounds.iter_mut().enumerate() {
            let today = ground.begin(now);
            ground.account.each_level(&mut |level| level.at = missed);
            let (mut fired, mut wishes) = (Vec::new(), Vec::new());
            for (index, rule) in self.rules.clone().into_iter().enumerate() {
                let schedule = rule.schedule();
                if !schedule.catches_up() || !schedule.runs_at(missed, &ground.account.zone) {
                    continue;
                }
                made_up.insert((number, index));
                let watched = coverage.iter_mut().find(|found| found.is_of(rule));
                self.check(
                    (number, ground),
                    (index, rule),
                    (today, missed),
                    watched,
                    &mut fired,
                    &mut wishes,
                );
            }
            ground.account.each_level(&mut |level| level.at = now);
            self.ask((number, ground), today, &mut wishes);
            self.settle(ground, today, fired, wishes);
        }
        self.grounds = grounds;
        self.apply_at_once();
    }

    /// One run of one rule on one account, judged at an instant: what fires, and what it asks for.
    fn check(
        &mut self,
        (number, ground): (usize, &Ground),
        (index, rule): (usize, &Rule),
        (today, at): (Date, Timestamp),
        mut watched: Option<&mut Collector>,
        fired: &mut Vec<Fired>,
        wishes: &mut Vec<Wish>,
    ) {
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
                for act in bound.acts(&ground.account, &moment, row, branch) {
                    let effect = act.effect;
                    let terms = bound.terms(branch, act.action, at);
                    let moves = match &effect {
                        Effect::None { why } => {
                            let action = rule
                                .branches()
                                .get(branch)
                                .and_then(|branch| branch.actions.get(act.action));
                            let label = action.and_then(|action| action.label.clone());
                            let written = act.property.map(|property| Written { property, label });
                            if let (NoEffect::AlreadySo, Some(written)) = (why, written) {
                                same.push(Same { written, terms });
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
                        // What the search spends is not spent any more.
                        Effect::AddNegative { .. } => {
                            spend::mean_day(&ground.account, today, row).and_then(i64::checked_neg)
                        }
                        Effect::SetLabel { .. } => Some(0),
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
            if let (None, Some(written)) = (&wish.refusal, Written::of(&wish.effect)) {
                self.let_in(ground, today, wish);
                self.on_the_way(wish.object, &written, self.deeds.len().saturating_sub(1));
            }
        }
    }
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
