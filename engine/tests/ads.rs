//! Rules about ads: paused and given back within their ad group, beside the keywords that stand in it as well.

use dsl::Level;
use engine::{
    actions::{self, State, carry_out::Turn},
    connections::platform::{MetricsRow, RemoteObject, TargetKind, WriteField, WriteValue},
    rules::guards,
};

use crate::{
    backtests,
    ledger::{carry_out, install, open, target, tick},
    levels::{ACTIVE, PAUSED, TEN, furnished, group, only, read, row},
    support::{NOW, World, at, on_both},
};

const STOP_ADS: &str = r##"language 1

rule "Stop ads" {
  for ads on google where status is active and parent.status is active
  every 1h
  window last 3 days settled
  when spend > $50 and spend of siblings > 0 and (ctr else 0) < 50% * (ctr of siblings else 0)
  then pause
  approve by manager within 4h unanswered expire
  cooldown 24h
}
"##;

pub fn ads() -> Vec<RemoteObject> {
    vec![
        group("g1~1", "g1", "Have you seen this?", None),
        group("g1~2", "g1", "20% off today", None),
        group("g3~3", "g3", "Rated 4.8 of 5", None),
    ]
}

/// The first ad is shown often and clicked by few.
pub fn shown() -> Vec<MetricsRow> {
    let mut rows = Vec::new();
    for day in [
        "2026-02-24",
        "2026-02-27",
        "2026-02-28",
        "2026-03-01",
        "2026-03-02",
    ] {
        for (id, impressions) in [("g1~1", 4_000), ("g1~2", 500), ("g3~3", 500)] {
            let mut row = row(id, day, 20);
            row.cells.impressions = impressions;
            rows.push(row);
        }
    }
    rows
}

async fn with_ads(world: &World) {
    furnished(world).await;
    read(world, Level::Ads, ads(), shown(), NOW).await;
}

fn switch(world: &World, id: &str) -> WriteValue {
    let held = world.platform.inner.lock().unwrap();
    held.values[&(target(TargetKind::Ad, id), WriteField::Status)].clone()
}

on_both! {
    async fn the_ad_that_few_click_is_paused_shown_by_name_and_switched_on_again(world) {
        with_ads(&world).await;
        install(&world, STOP_ADS).await;
        let report = tick(&world, at(TEN)).await;
        assert_eq!((report.objects, report.opened), (3, 1), "{report:?}");
        let action = only(&world).await;
        assert_eq!((action.kind, &action.target), (actions::Kind::Pause, &target(TargetKind::Ad, "g1~1")));
        assert_eq!(action.target_name, "Bleeder › Shoes › Have you seen this?");
        actions::approve(&world.context, &world.manager, action.id, action.version).await.unwrap();
        assert_eq!(carry_out(&world, action.id, 3).await, Turn::Ended(State::Applied));
        assert_eq!((switch(&world, "g1~1"), switch(&world, "g1~2")), (PAUSED, ACTIVE));
        // It rests, and what is off is out of its scope.
        assert_eq!(tick(&world, at("2026-03-03T16:00:00Z")).await.opened, 0);
        let undo = actions::propose_undo(&world.context, &world.manager, action.id).await.unwrap();
        assert_eq!(carry_out(&world, undo, 3).await, Turn::Ended(State::Applied));
        assert_eq!(switch(&world, "g1~1"), ACTIVE);
    }

    async fn what_may_not_be_paused_as_a_whole_may_not_be_paused_ad_by_ad(world) {
        with_ads(&world).await;
        guards::save(&world.context, &world.admin, "language 1\n\nguard \"House\" {\n  for campaigns on google\n  never pause where name matches \"B*\"\n}\n").await.unwrap();
        install(&world, STOP_ADS).await;
        let report = tick(&world, at(TEN)).await;
        assert_eq!((report.opened, report.blocked), (0, 1), "{report:?}");
    }

    async fn pausing_every_ad_is_pausing_the_campaign(world) {
        with_ads(&world).await;
        guards::save(&world.context, &world.admin, "language 1\n\nguard \"House\" {\n  for campaigns on google\n  at most 20% of campaigns paused per day\n}\n").await.unwrap();
        install(&world, &STOP_ADS.replace("spend of siblings > 0 and (ctr else 0) < 50% * (ctr of siblings else 0)", "conversions = 0")).await;
        // Three campaigns run, so that none may be paused. Hats is the only ad group of its campaign, with one ad; the other campaign
        // goes on by Socks, of which no ads are known.
        let report = tick(&world, at(TEN)).await;
        assert_eq!((report.opened, report.blocked), (2, 1), "{report:?}");
        let waiting: Vec<String> = open(&world).await.into_iter().map(|action| action.target.external_id).collect();
        assert!(waiting.iter().all(|id| id.starts_with("g1~")), "{waiting:?}");
    }

    async fn what_an_ad_is_paused_for_today_comes_back_tomorrow(world) {
        with_ads(&world).await;
        install(&world, &STOP_ADS.replace("then pause", "then pause until 06:00").replace("approve by manager within 4h unanswered expire", "without approval\n  release without approval")).await;
        tick(&world, at(TEN)).await;
        let action = only(&world).await;
        assert_eq!(carry_out(&world, action.id, 3).await, Turn::Ended(State::Applied));
        tick(&world, at("2026-03-04T11:00:00Z")).await;
        let back = only(&world).await;
        assert_eq!((back.gives_back, back.target.clone()), (true, target(TargetKind::Ad, "g1~1")));
        assert_eq!(carry_out(&world, back.id, 3).await, Turn::Ended(State::Applied));
        assert_eq!(switch(&world, "g1~1"), ACTIVE);
    }

    async fn a_backtest_pauses_the_ad_that_the_rule_pauses_in_earnest(world) {
        with_ads(&world).await;
        let tried = backtests::tried(&world, &backtests::request(STOP_ADS, "2026-03-03T15:30:00Z")).await;
        let account = backtests::only(&tried);
        assert_eq!((account.rules[0].level, account.firings.len()), (Level::Ads, 1), "{account:?}");
        assert_eq!(account.firings[0].changes[0].target_name, "Bleeder › Shoes › Have you seen this?");
    }
}
