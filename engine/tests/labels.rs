//! Labels that rules add and remove: once, for a while, and never over somebody else's.

use std::collections::BTreeSet;

use engine::{
    actions::{
        self, Kind, State,
        carry_out::Turn,
        held,
        holds::{self, Of},
    },
    campaigns::{changes, labels, subject::Subject},
    connections::platform::{Structure, TargetKind, WriteField, WriteTarget, WriteValue},
};

use crate::{
    campaigns::named,
    ledger::{carry_out, furnish, install, open, target, tick},
    support::{Next, World, at, campaign, on_both, structure_of},
};

const MARK: &str = r#"language 1

rule "Mark" {
  for campaigns on google
  every day at 10:00
  window last 3 days
  when spend > $150 and conversions = 0
  then add label "dear"
  without approval
  accept W0507 "what comes late does not matter here"
}
"#;

/// At ten in New York, on days that follow each other.
const FIRST: &str = "2026-03-03T15:00:00Z";
const SECOND: &str = "2026-03-04T15:00:00Z";

fn dear() -> WriteTarget {
    labels::target(&target(TargetKind::Campaign, "1"), "dear")
}

fn there(world: &World) -> Option<WriteValue> {
    let held = world.platform.inner.lock().unwrap();
    held.values.get(&(dear(), WriteField::Label)).cloned()
}

async fn live(world: &World) -> usize {
    let (scope, id) = (world.account.scope, world.account.id);
    let held = world
        .context
        .store
        .read(|tx| Box::pin(async move { held::live(tx, scope, id).await }));
    held.await.unwrap().len()
}

/// Ticks, and carries out the one action that follows.
async fn acted(world: &World, now: &str) -> actions::store::Action {
    assert_eq!(tick(world, at(now)).await.opened, 1);
    let mut waiting = open(world).await;
    assert_eq!(waiting.len(), 1, "{waiting:#?}");
    let action = waiting.remove(0);
    assert_eq!(carry_out(world, action.id, 3).await, Turn::Ended(State::Applied));
    action
}

/// As the platform shows the campaigns, the first with these labels.
fn shown(carried: &[&str]) -> Structure {
    let mut parts = vec![
        campaign("1", "Bleeder", 50),
        campaign("2", "Second", 80),
        campaign("3", "Quiet", 20),
    ];
    parts[0].0.labels = carried.iter().map(|label| (*label).to_owned()).collect();
    structure_of(parts)
}

/// What the page of a campaign tells of its labels, and whose doing it was.
async fn history(world: &World, name: &str) -> Vec<(String, &'static str)> {
    let subject = Subject::Campaign(named(world, name).await);
    let entries = changes::history(&world.context, world.account.scope, subject, None, 100).await;
    let entries = entries.unwrap().unwrap().into_iter();
    let of_labels = entries.filter(|entry| entry.text.starts_with("label "));
    of_labels.map(|entry| (entry.text, entry.by.kind())).collect()
}

on_both! {
    async fn a_label_is_added_once_even_when_the_answer_is_lost_and_can_be_taken_back(world) {
        furnish(&world).await;
        install(&world, MARK).await;
        world.platform.next(Next::ApplyAndDrop);
        let action = acted(&world, FIRST).await;
        assert_eq!((action.kind, &action.target), (Kind::AddLabel, &dear()));
        assert_eq!(action.target_name, "Bleeder › dear");
        assert_eq!((&action.expected, &action.value), (&WriteValue::Label(false), &WriteValue::Label(true)));
        assert_eq!(action.per_day_micros, Some(0));
        assert_eq!(there(&world), Some(WriteValue::Label(true)));
        assert_eq!(world.platform.inner.lock().unwrap().changes.len(), 1);
        // It carries the label at once: the rule has nothing left to do.
        assert_eq!(tick(&world, at(SECOND)).await.opened, 0);
        let undo = actions::propose_undo(&world.context, &world.manager, action.id).await.unwrap();
        assert_eq!(carry_out(&world, undo, 3).await, Turn::Ended(State::Applied));
        assert_eq!(there(&world), Some(WriteValue::Label(false)));
    }

    async fn a_label_for_a_while_goes_away_again(world) {
        furnish(&world).await;
        install(&world, &MARK.replace("add label \"dear\"", "add label \"dear\" until 18:00")).await;
        acted(&world, FIRST).await;
        assert_eq!(live(&world).await, 1);
        let back = acted(&world, "2026-03-03T23:00:00Z").await;
        assert_eq!((back.kind, back.gives_back), (Kind::RemoveLabel, true));
        assert_eq!((there(&world), live(&world).await), (Some(WriteValue::Label(false)), 0));
    }

    async fn what_a_person_labelled_is_theirs(world) {
        furnish(&world).await;
        world.structure(shown(&["dear"]), at("2026-03-03T14:30:00Z")).await;
        install(&world, &MARK.replace("add label \"dear\"", "add label \"dear\" until 18:00")).await;
        assert_eq!(tick(&world, at(FIRST)).await.opened, 0);
        assert_eq!(live(&world).await, 0);
        assert_eq!(tick(&world, at("2026-03-03T23:00:00Z")).await.opened, 0);
    }

    async fn a_person_who_takes_it_off_ends_the_hold_and_another_label_does_not(world) {
        furnish(&world).await;
        install(&world, &MARK.replace("add label \"dear\"", "add label \"dear\" until 18:00")).await;
        acted(&world, FIRST).await;
        world.structure(shown(&["dear", "brand"]), at("2026-03-03T17:00:00Z")).await;
        assert_eq!(live(&world).await, 1);
        world.structure(shown(&["brand"]), at("2026-03-03T18:00:00Z")).await;
        assert_eq!(live(&world).await, 0);
        let told = world.rows("select new_value from property_change where field = 'label' and source = 'outside' and org_id is not null").await;
        assert_eq!(told.len(), 2);
        assert_eq!(tick(&world, at("2026-03-03T23:00:00Z")).await.opened, 0);
        let newest_first = [
            (r#"label "dear": added → not there"#.to_owned(), "outside"),
            (r#"label "brand": not there → added"#.to_owned(), "outside"),
            (r#"label "dear": not there → added"#.to_owned(), "rule"),
        ];
        assert_eq!(history(&world, "Bleeder").await, newest_first);
        assert_eq!(history(&world, "Second").await, []);
    }

    async fn two_labels_of_one_campaign_are_two_properties(world) {
        furnish(&world).await;
        install(&world, &MARK.replace("add label \"dear\"", "add label \"dear\"\n       add label \"seen\" for today")).await;
        assert_eq!(tick(&world, at(FIRST)).await.opened, 2);
        for action in open(&world).await {
            assert_eq!(carry_out(&world, action.id, 3).await, Turn::Ended(State::Applied));
        }
        assert_eq!(live(&world).await, 1);
        let bleeder = Of::Campaign(named(&world, "Bleeder").await);
        let standing = holds::holds(&world.context, &world.marketer, bleeder).await.unwrap();
        let labels: BTreeSet<_> = standing.iter().filter_map(|hold| hold.label.as_deref()).collect();
        assert_eq!(labels, BTreeSet::from(["dear", "seen"]));
        let done = changes::history(&world.context, world.account.scope, Subject::Campaign(named(&world, "Bleeder").await), None, 100).await.unwrap().unwrap();
        let done: BTreeSet<_> = done.iter().filter(|entry| entry.kind == changes::EntryKind::Action).filter_map(|entry| entry.after.as_deref()).collect();
        assert_eq!(done, BTreeSet::from([r#"label "dear": added"#, r#"label "seen": added"#]));
        let back = acted(&world, "2026-03-04T05:00:00Z").await;
        assert_eq!(back.target_name, "Bleeder › seen");
        assert_eq!(there(&world), Some(WriteValue::Label(true)));
    }
}
