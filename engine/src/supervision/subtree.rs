//! How everything below an actor is doing, in one line.

use std::collections::HashMap;

use super::{ActorInfo, ActorState};

/// An actor and all below it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Subtree {
    pub total: usize,
    pub unhealthy: usize,
    pub worst: ActorState,
}

fn severity(state: ActorState) -> u8 {
    match state {
        ActorState::Running => 0,
        ActorState::Starting => 1,
        ActorState::Stopped => 2,
        ActorState::BackingOff => 3,
        ActorState::Quarantined => 4,
    }
}

impl Subtree {
    fn of(state: ActorState) -> Self {
        let healthy = matches!(state, ActorState::Running | ActorState::Starting);
        Self {
            total: 1,
            unhealthy: usize::from(!healthy),
            worst: state,
        }
    }

    fn plus(self, other: Self) -> Self {
        let worst = if severity(other.worst) > severity(self.worst) {
            other.worst
        } else {
            self.worst
        };
        Self {
            total: self.total.saturating_add(other.total),
            unhealthy: self.unhealthy.saturating_add(other.unhealthy),
            worst,
        }
    }
}

/// Rolls health up, from a tree whose parents come before their children.
pub fn with_subtrees(tree: Vec<ActorInfo>) -> Vec<(ActorInfo, Subtree)> {
    let mut below: HashMap<String, Subtree> = HashMap::new();
    let mut rolled = Vec::with_capacity(tree.len());
    for actor in tree.into_iter().rev() {
        let own = Subtree::of(actor.state);
        let whole = below.remove(&actor.id).map_or(own, |below| own.plus(below));
        if let Some(parent) = &actor.parent {
            below
                .entry(parent.clone())
                .and_modify(|sum| *sum = sum.plus(whole))
                .or_insert(whole);
        }
        rolled.push((actor, whole));
    }
    rolled.reverse();
    rolled
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::*;
    use crate::supervision::ActorKind;

    fn actor(id: &str, parent: Option<&str>, state: ActorState) -> ActorInfo {
        ActorInfo {
            id: id.to_owned(),
            parent: parent.map(str::to_owned),
            kind: ActorKind::Shard,
            name: id.to_owned(),
            state,
            mailbox: 0,
            handled: 0,
            restarts: 0,
            last_error: None,
            since: Timestamp::UNIX_EPOCH,
            org_id: None,
            queue: None,
            detail: None,
        }
    }

    #[test]
    fn the_worst_of_a_subtree_is_seen_at_its_top() {
        let tree = vec![
            actor("node", None, ActorState::Running),
            actor("shard:1", Some("node"), ActorState::Running),
            actor("shard:2", Some("node"), ActorState::BackingOff),
            actor("account:a", Some("shard:1"), ActorState::Quarantined),
            actor("queue:a", Some("account:a"), ActorState::Running),
        ];
        let rolled: Vec<_> = with_subtrees(tree)
            .into_iter()
            .map(|(actor, sum)| (actor.id, sum.total, sum.unhealthy, sum.worst))
            .collect();
        let row = |id: &str, total, unhealthy, worst| (id.to_owned(), total, unhealthy, worst);
        assert_eq!(
            rolled,
            [
                row("node", 5, 2, ActorState::Quarantined),
                row("shard:1", 3, 1, ActorState::Quarantined),
                row("shard:2", 1, 1, ActorState::BackingOff),
                row("account:a", 2, 1, ActorState::Quarantined),
                row("queue:a", 1, 0, ActorState::Running),
            ]
        );
    }
}
