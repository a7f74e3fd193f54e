//! What a pause takes with it: raises of what it switches off, in this batch or waiting from before.

use std::collections::{BTreeMap, BTreeSet};

use super::{Batch, Place, PlaceKind, Refusal, Wanted};

/// What is being switched off.
type Stopped<'a> = BTreeSet<Place<'a>>;

/// Whether a pause drops it: what lets more be spent on something that is switched off, or that stands in what is, or of a budget from which
/// nothing else spends.
fn is_dropped(batch: &Batch<'_>, wanted: &Wanted<'_>, stopped: &Stopped<'_>) -> bool {
    let campaign = |id| Place {
        kind: PlaceKind::Campaign,
        id,
        label: None,
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
pub(super) fn drop_raises(batch: &Batch<'_>, refusals: &mut [Option<Refusal>]) {
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
pub(super) fn with_dropped(
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::conduct::door::{Asked, Asker, Change, Judgement, Open, judge};
    use crate::effects::ObjectStatus;
    use crate::registry::Property;

    const KEYWORD: &str = "keyword";
    const GROUP: &str = "ad_group";

    fn place(kind: PlaceKind, id: &str) -> Place<'_> {
        Place {
            kind,
            id,
            label: None,
        }
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
}
