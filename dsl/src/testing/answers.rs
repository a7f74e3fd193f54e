//! What becomes of an action that came in: people answer, nobody answers in time, it is carried out.

use std::collections::BTreeSet;

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};

use crate::conduct::policy::{self, Direction, Next, Requirement, Scripts};
use crate::conduct::progress::Ended;
use crate::effects::{Effect, ObjectStatus};
use crate::registry::{Property, Role};
use crate::rule::Approval;
use crate::testing::ground::Ground;
use crate::testing::stage::{Deed, Stage, Stands};
use crate::testing::tick::Wish;

impl Stage<'_> {
    /// Writes down an action that the door let in, and carries it out where nobody has to agree.
    pub(super) fn let_in(&mut self, ground: &Ground, today: Date, wish: &Wish) {
        let approval = self.approval(ground, wish.rule, &wish.effect);
        let (until, role, needed) = if wish.gives_back.is_some() {
            let without = self
                .rules
                .get(wish.rule)
                .is_some_and(|rule| rule.release().without_approval);
            // What is held stays held for as long as people take.
            let asked = policy::for_release(approval, without, direction(&wish.effect));
            asked.map_or((self.now, Role::Manager, 0), |(role, needed)| {
                (Timestamp::MAX, role, needed)
            })
        } else {
            match policy::for_rule(approval, weight(&wish.effect, wish.in_move)) {
                Requirement::None => (self.now, Role::Manager, 0),
                Requirement::Approval { role, needed, within } => {
                    let until = later(self.now, within);
                    // What would be over already is not done any more.
                    let end = wish.terms.and_then(|terms| terms.until);
                    (end.map_or(until, |end| until.min(end)), role, needed)
                }
            }
        };
        self.deeds.push(Deed {
            rule: wish.rule,
            object: wish.object,
            effect: wish.effect.clone(),
            stands: Stands::Proposed { until, role, needed },
            tick: self.tick,
            day: today,
            total_day: self.total_day(ground, wish.rule),
            moves: wish.moves,
            terms: wish.terms,
            gives_back: wish.gives_back.clone(),
            in_move: wish.in_move,
        });
        if needed == 0 {
            // The accounts are taken out for the tick: what needs nobody is carried out at its end.
            self.at_once.push(self.deeds.len().saturating_sub(1));
        }
    }

    /// What a rule says about one of its actions.
    fn approval(&self, ground: &Ground, rule: usize, effect: &Effect) -> Approval {
        let moves_far = match effect {
            Effect::SetAmount {
                property: Property::Budget,
                from,
                to,
                ..
            } => ground
                .bound
                .get(rule)
                .is_some_and(|bound| bound.moves_far(*from, *to)),
            _ => false,
        };
        let said = self
            .rules
            .get(rule)
            .map_or(Approval::Policy, |rule| policy::heard(rule, Scripts::Asked));
        policy::asked(said, moves_far)
    }

    /// Carries out what needed nobody: the next sync sees it.
    pub(super) fn apply_at_once(&mut self) {
        let mut deeds = std::mem::take(&mut self.at_once);
        // The cuts of a move come before its raises.
        deeds.sort_by_key(|deed| self.deeds.get(*deed).is_some_and(takes));
        for deed in deeds {
            self.apply(deed);
        }
    }

    /// The action is in force: the next sync sees it.
    fn apply(&mut self, deed: usize) {
        let now = self.now;
        let Some(found) = self.deeds.get_mut(deed) else {
            return;
        };
        found.stands = Stands::Applied;
        let (rule, object, effect) = (found.rule, found.object, found.effect.clone());
        let gives_back = found.gives_back.is_some();
        self.give(object, now, |campaign, _| {
            match &effect {
                Effect::SetStatus { to } => campaign.set_status(*to),
                Effect::SetAmount { property, to, .. } => campaign.set_amount(*property, *to),
                // What it is called is no change of what it does.
                Effect::SetLabel { label, is_there } => {
                    campaign.set_label(label, *is_there);
                    return;
                }
                Effect::AddNegative { .. } | Effect::Notify { .. } | Effect::None { .. } => {}
            }
            campaign.change(now);
        });
        if let Effect::SetAmount {
            property: Property::Budget,
            to,
            ..
        } = &effect
        {
            let to = *to;
            self.give_sharers(object, now, |campaign| {
                campaign.set_amount(Property::Budget, to);
                campaign.change(now);
            });
        }
        if let Effect::AddNegative { keyword } = &effect {
            for other in self.blocked_by(object, keyword) {
                self.give(other, now, |term, _| term.exclude());
            }
        }
        self.note_applied(deed);
        if !gives_back {
            self.end(rule, object, Ended::Applied { at: now });
        }
    }

    /// What nobody answered by then, the first first: a higher role is asked, it goes ahead, or it lapses, as its rule says.
    pub(super) fn lapse(&mut self, at: Timestamp) {
        let now = self.now;
        loop {
            let due = self
                .deeds
                .iter()
                .enumerate()
                .filter_map(|(index, deed)| match deed.stands {
                    Stands::Proposed { until, role, .. } if until <= at => Some((until, index, role)),
                    _ => None,
                });
            let Some((until, index, role)) = due.min_by_key(|(until, index, _)| (*until, *index)) else {
                break;
            };
            self.silence(index, until, role);
        }
        self.now = now;
    }

    fn silence(&mut self, index: usize, until: Timestamp, asked: Role) {
        self.now = until;
        let Some(deed) = self.deeds.get(index).cloned() else {
            return;
        };
        let rule = self.rules.get(deed.rule);
        let said = rule.map_or(Approval::Policy, |rule| policy::heard(rule, Scripts::Asked));
        let within = match said {
            Approval::By { within, .. } => within,
            _ => None,
        };
        let is_over = deed
            .terms
            .and_then(|terms| terms.until)
            .is_some_and(|end| end <= until);
        let next = if is_over {
            Next::Expire
        } else {
            policy::unanswered(said, asked, weight(&deed.effect, deed.in_move))
        };
        match next {
            Next::Ask(role) => {
                let until = later(until, within.unwrap_or(policy::DEFAULT_WAIT_SECONDS));
                self.stand(
                    index,
                    Stands::Proposed {
                        until,
                        role,
                        needed: 1,
                    },
                );
            }
            Next::Apply if self.standing_objection(&deed).is_none() => self.apply(index),
            Next::Apply => {
                self.stand(index, Stands::Stopped);
                self.ended(index, Ended::Open);
            }
            Next::Expire => {
                self.stand(index, Stands::Expired);
                self.ended(index, Ended::Open);
            }
        }
    }

    fn stand(&mut self, index: usize, stands: Stands) {
        if let Some(deed) = self.deeds.get_mut(index) {
            deed.stands = stands;
        }
    }

    /// One person's answer to everything that waits on an object, in a role that may give it unless one is named. Whoever answers
    /// one leg of a move answers all of it.
    ///
    /// # Errors
    /// Why nothing was answered.
    pub(super) fn decide(&mut self, object: usize, approves: bool, role: Option<Role>) -> Result<(), String> {
        let moves: BTreeSet<(usize, usize)> = self
            .deeds
            .iter()
            .filter(|deed| deed.object == object && deed.in_move && deed.stands.is_open())
            .map(|deed| (deed.rule, deed.tick))
            .collect();
        let beside = |other: usize| {
            let mut grounds = self.grounds.iter();
            grounds.any(|ground| ground.objects.contains(&object) && ground.objects.contains(&other))
        };
        let mut waiting: Vec<(usize, Role, u32, Timestamp)> = self
            .deeds
            .iter()
            .enumerate()
            .filter(|(_, deed)| {
                let leg = deed.in_move && moves.contains(&(deed.rule, deed.tick)) && beside(deed.object);
                deed.object == object || leg
            })
            .filter_map(|(index, deed)| match deed.stands {
                Stands::Proposed { until, role, needed } => Some((index, role, needed, until)),
                _ => None,
            })
            .collect();
        if waiting.is_empty() {
            return Err("no action of the rule waits for an answer there".to_owned());
        }
        if let Some((role, asked)) = role.and_then(|role| {
            let mut asked = waiting.iter().map(|(_, asked, _, _)| *asked);
            let refused = asked.find(|asked| !may_answer(role, *asked));
            refused.map(|asked| (role, asked))
        }) {
            return Err(format!(
                "it waits for somebody with the role {asked}; a {role} may not answer"
            ));
        }
        if approves
            && let Some(objection) = waiting.iter().find_map(|(index, ..)| {
                let deed = self.deeds.get(*index)?;
                self.standing_objection(deed)
            })
        {
            return Err(format!("{} forbids it now: {}", objection.by, objection.reason));
        }
        // The cuts of a move come before its raises.
        waiting.sort_by_key(|(index, ..)| self.deeds.get(*index).is_some_and(takes));
        for (index, role, needed, until) in waiting {
            if !approves {
                self.stand(index, Stands::Rejected);
                let at = self.now;
                self.ended(index, Ended::Rejected { at });
                continue;
            }
            if needed > 1 {
                let needed = needed.saturating_sub(1);
                self.stand(index, Stands::Proposed { until, role, needed });
            } else {
                self.apply(index);
            }
        }
        Ok(())
    }
}

/// Marketers answer nothing, whatever is asked.
fn may_answer(role: Role, asked: Role) -> bool {
    role != Role::Marketer && policy::may_approve(role, asked)
}

fn later(at: Timestamp, seconds: i64) -> Timestamp {
    at.saturating_add(SignedDuration::from_secs(seconds))
        .unwrap_or(Timestamp::MAX)
}

/// A leg that is raised with what others of its move are cut by.
fn takes(deed: &Deed) -> bool {
    deed.in_move && direction(&deed.effect) == Direction::Riskier
}

/// A move is one thing: what a cut of it is asked for, its raises are asked for.
fn weight(effect: &Effect, in_move: bool) -> Direction {
    if in_move {
        Direction::Riskier
    } else {
        direction(effect)
    }
}

fn direction(effect: &Effect) -> Direction {
    match effect {
        Effect::SetStatus {
            to: ObjectStatus::Paused,
        }
        | Effect::AddNegative { .. }
        | Effect::SetLabel { .. } => Direction::Safer,
        Effect::SetAmount {
            property, from, to, ..
        } if property.risk(*to) <= property.risk(*from) => Direction::Safer,
        _ => Direction::Riskier,
    }
}
