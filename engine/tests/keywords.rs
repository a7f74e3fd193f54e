//! Rules about keywords: three levels deep, with what an ad group's pause means for them.

use std::collections::BTreeMap;

use dsl::Level;
use engine::{
    actions::{self, State, carry_out::Turn, view},
    campaigns::objects::ObjectRef,
    connections::platform::{MetricsRow, RemoteObject, SwitchStatus, TargetKind, WriteField},
    decisions::preview,
    rules::guards,
};

use crate::{
    ledger::{carry_out, install, open, target, tick},
    levels::{ACTIVE, PAUSED, STOP, TEN, furnished, only, read, row},
    support::{NOW, World, at, on_both},
};

pub const STOP_KEYWORDS: &str = r##"language 1

rule "Stop keywords" {
  for keywords on google where status is active
  every 1h
  window last 3 days
  when spend > $50 and conversions = 0
  then pause
  approve by manager within 4h unanswered expire
  cooldown 24h
}
"##;

/// Two keywords of the first ad group and one of each other; the same words have the same number everywhere.
pub fn keywords() -> Vec<RemoteObject> {
    [("g1~1", "g1"), ("g1~2", "g1"), ("g2~1", "g2"), ("g3~1", "g3")]
        .into_iter()
        .map(|(id, group)| RemoteObject {
            external_id: id.to_owned(),
            parent_external_id: group.to_owned(),
            name: if id.ends_with('1') {
                "running shoes"
            } else {
                "free shoes"
            }
            .to_owned(),
            status: SwitchStatus::Active,
            delivery: "eligible".to_owned(),
            bid_micros: Some(1_000_000),
            match_type: Some("exact".to_owned()),
            labels: None,
        })
        .collect()
}

/// The first keyword spends $60 in three days, every other $3.
pub fn searched() -> Vec<MetricsRow> {
    let mut rows = Vec::new();
    for day in ["2026-02-24", "2026-02-28", "2026-03-01", "2026-03-02"] {
        rows.push(row("g1~1", day, 20));
        rows.extend(["g1~2", "g2~1", "g3~1"].map(|id| row(id, day, 1)));
    }
    rows
}

async fn with_keywords(world: &World) {
    furnished(world).await;
    read(world, Level::Keywords, keywords(), searched(), NOW).await;
}

on_both! {
    async fn keywords_are_paused_and_bid_on_within_what_they_stand_in(world) {
        with_keywords(&world).await;
        install(&world, STOP_KEYWORDS).await;
        let report = tick(&world, at(TEN)).await;
        assert_eq!((report.objects, report.opened), (4, 1), "{report:?}");
        let action = only(&world).await;
        assert_eq!(action.target, target(TargetKind::Keyword, "g1~1"));
        assert_eq!(action.target_name, "Bleeder › Shoes › running shoes");
        actions::approve(&world.context, &world.manager, action.id, action.version).await.unwrap();
        assert_eq!(carry_out(&world, action.id, 3).await, Turn::Ended(State::Applied));
        let held = |world: &World| {
            let inner = world.platform.inner.lock().unwrap();
            inner.values[&(target(TargetKind::Keyword, "g1~1"), WriteField::Status)].clone()
        };
        assert_eq!(held(&world), PAUSED);
        let undo = actions::propose_undo(&world.context, &world.manager, action.id).await.unwrap();
        assert_eq!(carry_out(&world, undo, 3).await, Turn::Ended(State::Applied));
        assert_eq!(held(&world), ACTIVE);
    }

    async fn a_keyword_is_told_with_its_match_type_and_its_ad_group(world) {
        with_keywords(&world).await;
        // Three keywords have the same text.
        let same = STOP_KEYWORDS.replace("spend > $50", "spend > $2 and name is \"running shoes\"");
        let tried = preview::preview(&world.context, world.account.scope, &same, &BTreeMap::new(), None).await.unwrap();
        let named = |object: &ObjectRef| (object.name.clone(), object.match_type.clone(), object.parent.clone());
        let of = |group: &str| ("running shoes".to_owned(), Some("exact".to_owned()), Some(group.to_owned()));
        let mut found: Vec<_> = tried.rows.iter().filter_map(|row| row.object.as_ref().map(named)).filter(|row| row.0 == "running shoes").collect();
        found.sort();
        assert_eq!(found, [of("Hats"), of("Shoes"), of("Socks")]);
        install(&world, STOP_KEYWORDS).await;
        tick(&world, at(TEN)).await;
        let action = only(&world).await;
        let shown = view::action(&world.context, &world.manager, action.id).await.unwrap().unwrap();
        assert_eq!(shown.summary.object.as_ref().map(named), Some(of("Shoes")));
        let decision = engine::decisions::view::decision(&world.context, world.account.scope, action.decision_id.unwrap()).await.unwrap().unwrap();
        assert_eq!(decision.object.as_ref().map(named), Some(of("Shoes")));
    }

    async fn what_holds_a_keyword_gives_it_back(world) {
        with_keywords(&world).await;
        install(&world, &STOP_KEYWORDS.replace("then pause", "then pause until 06:00").replace("approve by manager within 4h unanswered expire", "without approval\n  release without approval")).await;
        tick(&world, at(TEN)).await;
        let action = only(&world).await;
        assert_eq!(carry_out(&world, action.id, 3).await, Turn::Ended(State::Applied));
        tick(&world, at("2026-03-04T11:00:00Z")).await;
        let back = only(&world).await;
        assert_eq!((back.gives_back, back.target.clone()), (true, target(TargetKind::Keyword, "g1~1")));
        assert_eq!(carry_out(&world, back.id, 3).await, Turn::Ended(State::Applied));
    }

    async fn a_pause_of_an_ad_group_drops_the_raises_of_its_keywords_that_wait(world) {
        with_keywords(&world).await;
        install(&world, &STOP_KEYWORDS.replace("Stop keywords", "Raise").replace("then pause", "then increase bid by 10% up to $5")).await;
        assert_eq!(tick(&world, at(TEN)).await.opened, 1);
        let raise = only(&world).await;
        assert_eq!((raise.kind, raise.field), (actions::Kind::SetBid, WriteField::Bid));
        install(&world, STOP).await;
        assert_eq!(tick(&world, at("2026-03-03T16:00:00Z")).await.opened, 1);
        // The raise that nobody had answered went; the pause waits alone, and no raise comes in beside it.
        assert_eq!(only(&world).await.target, target(TargetKind::AdGroup, "g1"));
        let rows = world.rows("select state, state_detail from action where org_id is not null and field = 'bid' order by created_at").await;
        assert_eq!(rows[0].text("state").unwrap(), "superseded");
        assert_eq!(rows[0].text("state_detail").unwrap(), "a pause of it, or of what it stands in, was proposed");
        tick(&world, at("2026-03-03T17:00:00Z")).await;
        let rows = world.rows("select state from action where org_id is not null and field = 'bid' and state <> 'superseded'").await;
        assert!(rows.iter().all(|row| row.text("state").unwrap() == "blocked"), "{}", rows.len());
    }

    async fn pausing_every_keyword_is_pausing_the_campaign(world) {
        with_keywords(&world).await;
        guards::save(&world.context, &world.admin, "language 1\n\nguard \"House\" {\n  for campaigns on google\n  at most 20% of campaigns paused per day\n}\n").await.unwrap();
        install(&world, &STOP_KEYWORDS.replace("spend > $50 and conversions = 0", "conversions = 0")).await;
        // Shoes and Socks are the first campaign's: three keywords, of which one has to go on.
        let report = tick(&world, at(TEN)).await;
        assert_eq!((report.opened, report.blocked), (2, 2), "{report:?}");
        let open = open(&world).await;
        assert!(open.iter().all(|action| action.target_name.starts_with("Bleeder")), "{open:#?}");
    }
}
