//! A shadow's part in a tick: what the door would have said to it, and what would have followed.
//!
//! Until here it went the way of every rule; from here on nothing leaves it. What the door would have let in counts as applied at
//! this very moment, without anybody's approval, so that its cooldown, limits and holds go on; the objects themselves stay as they
//! are. Called by `tick` alone, inside of its transaction.

use jiff::tz::TimeZone;

use super::{
    Blocker, Outcome,
    record::{Settled, object_of},
    store,
    tick::{Evaluated, Firing, Tick},
};
use crate::{
    actions::{
        door::{self, Door, Proposal, Refusal},
        held::Held,
        simulated::{self, Change, Simulated},
    },
    metrics::calendar,
    rules::{
        progress::{self, Admitted},
        store::DueRule,
    },
    store::{StoreError, Tx, params},
};

/// What one shadow wanted in this tick, and what it would have heard.
pub(super) struct Imagined {
    wishes: Vec<Proposal>,
    refusals: Vec<Option<Refusal>>,
    held: Vec<Held>,
}

/// Asks the door about everything one shadow wants, beside what rules at work want in the same tick.
pub(super) async fn ask(
    tx: &mut Tx,
    door: &Door<'_>,
    due: &DueRule,
    wishes: Vec<Proposal>,
    at_work: &[Proposal],
) -> Result<Imagined, StoreError> {
    let account = door.account;
    let held = simulated::live(tx, account.scope, account.id, due.rule.id).await?;
    // The object is as it was; what the shadow holds there would be so already.
    let mut refusals: Vec<Option<Refusal>> = wishes
        .iter()
        .map(|wish| as_held(&held, wish, &account.zone))
        .collect();
    let open: Vec<Proposal> = wishes
        .iter()
        .zip(&refusals)
        .filter(|(_, refusal)| refusal.is_none())
        .map(|(wish, _)| wish.clone())
        .collect();
    let mut said = door::simulate(tx, door, &open, at_work).await?.into_iter();
    for refusal in refusals.iter_mut().filter(|refusal| refusal.is_none()) {
        *refusal = said.next().flatten();
    }
    Ok(Imagined {
        wishes,
        refusals,
        held,
    })
}

fn as_held(held: &[Held], wish: &Proposal, zone: &TimeZone) -> Option<Refusal> {
    held.iter()
        .find(|held| held.target == wish.target && held.field == wish.field && held.value == wish.value)
        .map(|held| Refusal {
            by: "nothing to do".to_owned(),
            reason: format!(
                "it would hold this since {}",
                held.since.to_zoned(zone.clone()).strftime("%Y-%m-%d %H:%M")
            ),
        })
}

impl Tick<'_> {
    /// Writes down what would have become of one firing branch of a shadow.
    pub(super) async fn settle_shadow(
        &self,
        tx: &mut Tx,
        door: &Door<'_>,
        candidate: &Evaluated,
        mut firing: Firing,
        imagined: &Imagined,
    ) -> Result<Settled, StoreError> {
        let mut changes = Vec::with_capacity(firing.proposals.len());
        let mut let_in = false;
        for position in &firing.proposals {
            let Some((wish, refusal)) = imagined
                .wishes
                .get(*position)
                .zip(imagined.refusals.get(*position))
            else {
                continue;
            };
            changes.push(Change::of(door, wish, refusal.as_ref()));
            match refusal {
                None => {
                    let_in = true;
                    simulated::applied(tx, self.account, self.random, wish, &imagined.held, self.at).await?;
                }
                Some(refusal) => firing.blocked.push(Blocker {
                    by: refusal.by.clone(),
                    reason: refusal.reason.clone(),
                }),
            }
        }
        firing.blocked.extend(
            std::mem::take(&mut firing.same)
                .into_iter()
                .map(|same| same.otherwise),
        );
        let only_tells = firing.proposals.is_empty() && !firing.messages.is_empty();
        let (outcome, admitted) = if let_in || only_tells {
            (Outcome::Fired, Admitted::Told)
        } else {
            (Outcome::Blocked, Admitted::Nothing)
        };
        let wanted_something = !changes.is_empty() || only_tells;
        if wanted_something && !(outcome == Outcome::Blocked && self.stands(tx, candidate, &firing).await?) {
            let done = Simulated {
                changes,
                tells: if outcome == Outcome::Fired {
                    std::mem::take(&mut firing.messages)
                } else {
                    Vec::new()
                },
            };
            self.insert_decision(tx, candidate, &firing, outcome, Some(&done))
                .await?;
        }
        let cooldown = candidate.rule.bound.rule().cooldown();
        let progress = progress::admitted(firing.before, firing.after, admitted, cooldown, self.at);
        Ok(Settled::of(
            object_of(candidate, &firing)?.id,
            &firing,
            outcome,
            progress,
        ))
    }

    /// Whether the same refusal stands in the record since this morning.
    async fn stands(&self, tx: &mut Tx, candidate: &Evaluated, firing: &Firing) -> Result<bool, StoreError> {
        let values = params![
            self.account.scope.id(),
            candidate.rule.due.rule.id,
            object_of(candidate, firing)?.id,
            calendar::day_start(self.snapshot.today(), &self.account.zone),
        ];
        let Some(last) = tx.fetch_optional(store::LAST, values).await? else {
            return Ok(false);
        };
        let blocked: Vec<Blocker> = last.json("blocked")?;
        Ok(last.text("outcome")? == Outcome::Blocked.as_str() && blocked == firing.blocked)
    }
}
