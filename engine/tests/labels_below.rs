//! Labels of ad groups, ads and keywords: proposed once, kept through lost answers, seen by the next sync, given back.

use dsl::Level;
use engine::{
    actions::{self, Kind, State, carry_out::Turn, held},
    campaigns::{changes, labels, subject::Subject},
    connections::platform::{RemoteObject, TargetKind, WriteField, WriteTarget, WriteValue},
    rules::names,
};

use crate::{
    ads::{ads, shown},
    keywords::{keywords, searched},
    ledger::{carry_out, install, open, target, tick},
    levels::{TEN, furnished, groups, only, read, spending},
    support::{NOW, Next, World, at, on_both},
};

const MARK: &str = r##"language 1

rule "Check keywords" {
  for keywords on google where status is active and not labels has "checked"
  every 1h
  window last 3 days
  when spend > $50 and conversions = 0
  then add label "checked"
  approve by manager within 4h unanswered expire
}
"##;

/// The objects of a level, the first of them with these labels and every other with none.
fn labelled(mut objects: Vec<RemoteObject>, first: &[&str]) -> Vec<RemoteObject> {
    for object in &mut objects {
        object.labels = Some(Vec::new());
    }
    objects[0].labels = Some(first.iter().map(|label| (*label).to_owned()).collect());
    objects
}

async fn keywords_shown(world: &World, first: &[&str], seen: &str) {
    let shown = labelled(keywords(), first);
    assert_eq!(read(world, Level::Keywords, shown, searched(), seen).await, 0);
}

async fn with_keywords(world: &World, first: &[&str]) {
    furnished(world).await;
    let shown = labelled(keywords(), first);
    read(world, Level::Keywords, shown, searched(), NOW).await;
}

fn label_of(kind: TargetKind, id: &str, label: &str) -> WriteTarget {
    labels::target(&target(kind, id), label)
}

fn there(world: &World, label: &WriteTarget) -> Option<WriteValue> {
    let held = world.platform.inner.lock().unwrap();
    held.values.get(&(label.clone(), WriteField::Label)).cloned()
}

async fn live(world: &World) -> usize {
    let (scope, id) = (world.account.scope, world.account.id);
    let held = world
        .context
        .store
        .read(|tx| Box::pin(async move { held::live(tx, scope, id).await }));
    held.await.unwrap().len()
}

/// Who changed labels, as far as it is written down.
async fn changed(world: &World) -> Vec<String> {
    let rows = world
        .rows("select source from property_change where field = 'label' and org_id is not null order by at")
        .await;
    rows.iter().map(|row| row.text("source").unwrap()).collect()
}

/// Ticks, and carries out the one action that follows.
async fn acted(world: &World, now: &str) -> actions::store::Action {
    assert_eq!(tick(world, at(now)).await.opened, 1);
    let action = only(world).await;
    assert_eq!(carry_out(world, action.id, 3).await, Turn::Ended(State::Applied));
    action
}

on_both! {
    async fn a_keyword_is_marked_once_through_a_lost_answer_and_the_next_sync_shows_it(world) {
        with_keywords(&world, &[]).await;
        install(&world, &MARK.replace("unanswered expire", "unanswered expire\n  cooldown 10m")).await;
        assert_eq!(tick(&world, at(TEN)).await.opened, 1);
        let action = only(&world).await;
        let checked = label_of(TargetKind::Keyword, "g1~1", "checked");
        assert_eq!((action.kind, &action.target), (Kind::AddLabel, &checked));
        assert_eq!(action.target_name, "Bleeder › Shoes › running shoes › checked");
        assert_eq!((&action.expected, &action.value), (&WriteValue::Label(false), &WriteValue::Label(true)));
        assert_eq!(action.per_day_micros, Some(0));
        assert_eq!(there(&world, &checked), None);
        actions::approve(&world.context, &world.manager, action.id, action.version).await.unwrap();
        world.platform.next(Next::ApplyAndDrop);
        assert_eq!(carry_out(&world, action.id, 3).await, Turn::Ended(State::Applied));
        assert_eq!(there(&world, &checked), Some(WriteValue::Label(true)));
        assert_eq!(world.platform.inner.lock().unwrap().changes.len(), 1);
        // It is marked at once, and the next sync shows what is known already.
        assert_eq!(tick(&world, at("2026-03-03T16:00:00Z")).await.opened, 0);
        keywords_shown(&world, &["checked"], "2026-03-03T16:10:00Z").await;
        assert_eq!(changed(&world).await, ["adjutant"]);
        assert!(names::labels(&world.context, world.account.scope).await.unwrap().contains(&"checked".to_owned()));
        // A person takes it off: it is asked about again.
        keywords_shown(&world, &[], "2026-03-03T16:30:00Z").await;
        assert_eq!(changed(&world).await, ["adjutant", "outside"]);
        let keyword = world.rows("select id from ad_object where external_id = 'g1~1' and org_id is not null").await;
        let page = Subject::Object(keyword[0].uuid("id").unwrap());
        let told = changes::history(&world.context, world.account.scope, page, None, 100).await.unwrap().unwrap();
        assert_eq!(told[0].text, r#"label "checked": added → not there"#);
        assert_eq!(tick(&world, at("2026-03-03T17:00:00Z")).await.opened, 1);
    }

    async fn a_link_that_arrived_late_is_ours_and_can_be_taken_back(world) {
        with_keywords(&world, &[]).await;
        install(&world, &MARK.replace("approve by manager within 4h unanswered expire", "without approval")).await;
        let checked = label_of(TargetKind::Keyword, "g1~1", "checked");
        world.platform.put(checked.clone(), WriteField::Label, WriteValue::Label(false));
        assert_eq!(tick(&world, at(TEN)).await.opened, 1);
        let action = only(&world).await;
        // The first request is lost, read back as lost, and arrives before it is sent again: the second finds the link.
        world.platform.next(Next::Drop);
        world.platform.next(Next::Found);
        assert_eq!(carry_out(&world, action.id, 8).await, Turn::Ended(State::Applied));
        assert_eq!(world.platform.inner.lock().unwrap().changes.len(), 1);
        assert_eq!(there(&world, &checked), Some(WriteValue::Label(true)));
        let undo = actions::propose_undo(&world.context, &world.manager, action.id).await.unwrap();
        assert_eq!(carry_out(&world, undo, 3).await, Turn::Ended(State::Applied));
        assert_eq!(there(&world, &checked), Some(WriteValue::Label(false)));
    }

    async fn a_link_that_was_there_before_anything_was_sent_is_somebody_elses(world) {
        with_keywords(&world, &[]).await;
        install(&world, &MARK.replace("approve by manager within 4h unanswered expire", "without approval")).await;
        assert_eq!(tick(&world, at(TEN)).await.opened, 1);
        let action = only(&world).await;
        world.platform.next(Next::Found);
        assert_eq!(carry_out(&world, action.id, 3).await, Turn::Ended(State::Stale));
    }

    async fn a_label_of_a_keyword_for_a_while_goes_away_again(world) {
        with_keywords(&world, &[]).await;
        let rule = MARK
            .replace(" and not labels has \"checked\"", "")
            .replace("\"checked\"", "\"checked\" until 18:00")
            .replace("approve by manager within 4h unanswered expire", "without approval\n  release without approval");
        install(&world, &rule).await;
        acted(&world, TEN).await;
        assert_eq!(live(&world).await, 1);
        let back = acted(&world, "2026-03-03T23:00:00Z").await;
        let checked = label_of(TargetKind::Keyword, "g1~1", "checked");
        assert_eq!((back.kind, back.gives_back, &back.target), (Kind::RemoveLabel, true, &checked));
        assert_eq!((there(&world, &checked), live(&world).await), (Some(WriteValue::Label(false)), 0));
    }

    async fn what_a_person_put_on_a_keyword_is_theirs_and_so_is_what_they_took_off(world) {
        with_keywords(&world, &["checked"]).await;
        let rule = MARK
            .replace(" and not labels has \"checked\"", "")
            .replace("\"checked\"", "\"checked\" until 18:00")
            .replace("approve by manager within 4h unanswered expire", "without approval\n  release without approval");
        install(&world, &rule).await;
        assert_eq!(tick(&world, at(TEN)).await.opened, 0);
        assert_eq!(live(&world).await, 0);
        // Without it, it is put on and held; taken off by hand, nothing is held any more.
        keywords_shown(&world, &[], "2026-03-03T15:30:00Z").await;
        acted(&world, "2026-03-03T16:00:00Z").await;
        keywords_shown(&world, &["checked", "brand"], "2026-03-03T16:30:00Z").await;
        assert_eq!(live(&world).await, 1);
        keywords_shown(&world, &["brand"], "2026-03-03T16:40:00Z").await;
        assert_eq!(live(&world).await, 0);
        assert_eq!(changed(&world).await, ["outside", "adjutant", "outside", "outside"]);
    }

    async fn labels_that_are_read_for_the_first_time_are_nobodys_change(world) {
        furnished(&world).await;
        read(&world, Level::Keywords, keywords(), searched(), NOW).await;
        install(&world, MARK).await;
        // What nobody read is not known: no keyword is taken for one without the label.
        assert_eq!(tick(&world, at(TEN)).await.opened, 0);
        keywords_shown(&world, &["brand"], "2026-03-03T15:30:00Z").await;
        assert!(changed(&world).await.is_empty());
        assert_eq!(tick(&world, at("2026-03-03T16:00:00Z")).await.opened, 1);
    }

    async fn ads_are_marked_and_keywords_know_the_labels_of_their_ad_group(world) {
        furnished(&world).await;
        read(&world, Level::AdGroups, labelled(groups(), &["core"]), spending(), NOW).await;
        read(&world, Level::Ads, labelled(ads(), &[]), shown(), NOW).await;
        read(&world, Level::Keywords, labelled(keywords(), &[]), searched(), NOW).await;
        let at_once = MARK.replace("approve by manager within 4h unanswered expire", "without approval");
        let of_core = at_once.replace("conversions = 0", "parent.labels has \"core\"").replace("spend > $50", "spend > $1");
        install(&world, &of_core).await;
        assert_eq!(tick(&world, at(TEN)).await.opened, 2);
        let mut marked: Vec<WriteTarget> = open(&world).await.into_iter().map(|action| action.target).collect();
        marked.sort();
        assert_eq!(marked, ["g1~1", "g1~2"].map(|id| label_of(TargetKind::Keyword, id, "checked")));
        for action in open(&world).await {
            assert_eq!(carry_out(&world, action.id, 3).await, Turn::Ended(State::Applied));
        }
        let of_groups = at_once.replace("Check keywords", "Check ad groups").replace("keywords", "ad groups").replace("$50", "$80");
        install(&world, &of_groups).await;
        let group = acted(&world, "2026-03-03T16:00:00Z").await;
        assert_eq!(group.target, label_of(TargetKind::AdGroup, "g1", "checked"));
        let of_ads = at_once.replace("Check keywords", "Check ads").replace("keywords", "ads").replace("spend > $50", "impressions > 10000");
        install(&world, &of_ads).await;
        let ad = acted(&world, "2026-03-03T17:00:00Z").await;
        assert_eq!((&ad.target, ad.target_name.as_str()), (&label_of(TargetKind::Ad, "g1~1", "checked"), "Bleeder › Shoes › Have you seen this? › checked"));
    }
}
