//! The one door: guards, merge with what waits, pauses against raises.

use engine::{
    actions::{self, State},
    connections::platform::{TargetKind, WriteValue},
    rules::catalog,
};

use crate::{
    ledger::{furnish, install, open, target, tick},
    support::{at, on_both},
};

fn raise(name: &str, percent: u32) -> String {
    format!(
        "language 1\n\nrule \"{name}\" {{\n  for campaigns on google\n  every 1h\n  window last 3 days\n  when spend > $130\n  then increase budget by {percent}% up to $5,000\n  approve by manager within 4h unanswered expire\n  cooldown 24h\n  at most 5 per day\n}}\n"
    )
}

const GUARD: &str = "language 1\n\nguard \"No runaway\" {\n  for campaigns on google\n  never raise budget above 110% of budget at start of day\n}\n";

const PAUSE: &str = "language 1\n\nrule \"Pause\" {\n  for campaigns on google\n  every 1h\n  window last 3 days\n  when spend > $170\n  then pause\n  approve by manager within 4h unanswered expire\n  cooldown 24h\n}\n";

on_both! {
    async fn a_guard_stops_a_raise_and_the_refusal_is_written_once(world) {
        furnish(&world).await;
        catalog::save_guard(&world.context, &world.admin, GUARD).await.unwrap();
        install(&world, &raise("Scale", 20)).await;
        let report = tick(&world, at("2026-03-03T15:00:00Z")).await;
        assert_eq!((report.opened, report.blocked), (0, 2), "{report:?}");
        let report = tick(&world, at("2026-03-03T16:00:00Z")).await;
        assert_eq!((report.opened, report.blocked), (0, 0), "the same refusal stands there already: {report:?}");
        assert!(open(&world).await.is_empty());
    }

    async fn only_an_admin_writes_guards(world) {
        assert!(catalog::save_guard(&world.context, &world.manager, GUARD).await.is_err());
    }

    async fn of_two_raises_the_smaller_wins_and_they_never_add(world) {
        furnish(&world).await;
        install(&world, &raise("Bold", 30)).await;
        install(&world, &raise("Careful", 10)).await;
        tick(&world, at("2026-03-03T15:00:00Z")).await;
        let open = open(&world).await;
        let on_one: Vec<_> = open.iter().filter(|action| action.target == target(TargetKind::Budget, "b1")).collect();
        assert_eq!(on_one.len(), 1);
        assert_eq!(on_one[0].value, WriteValue::Money(55_000_000));
    }

    async fn a_pause_drops_the_raise_of_its_campaigns_budget(world) {
        furnish(&world).await;
        install(&world, PAUSE).await;
        install(&world, &raise("Scale", 10)).await;
        tick(&world, at("2026-03-03T15:00:00Z")).await;
        let open = open(&world).await;
        assert!(open.iter().any(|action| action.target == target(TargetKind::Campaign, "1")));
        assert!(!open.iter().any(|action| action.target == target(TargetKind::Budget, "b1")), "raised while pausing");
        assert!(open.iter().any(|action| action.target == target(TargetKind::Budget, "b2")));
    }

    async fn a_safer_proposal_supersedes_one_that_waits_and_one_in_flight_blocks(world) {
        furnish(&world).await;
        install(&world, &raise("Scale", 20)).await;
        tick(&world, at("2026-03-03T15:00:00Z")).await;
        let waiting = open(&world).await.into_iter().find(|action| action.target == target(TargetKind::Budget, "b1")).unwrap();
        let cut = raise("Cut", 20).replace("increase budget by 20% up to $5,000", "decrease budget by 10%");
        install(&world, &cut).await;
        tick(&world, at("2026-03-03T16:00:00Z")).await;
        assert_eq!(crate::ledger::load(&world, waiting.id).await.state, State::Superseded);
        let cutting = open(&world).await.into_iter().find(|action| action.target == waiting.target).unwrap();
        assert_eq!(cutting.value, WriteValue::Money(45_000_000));
        actions::approve(&world.context, &world.manager, cutting.id, cutting.version).await.unwrap();
        tick(&world, at("2026-03-03T16:30:00Z")).await;
        let after: Vec<_> = open(&world).await.into_iter().filter(|action| action.target == waiting.target).collect();
        assert_eq!(after.len(), 1);
        assert_eq!(after[0].id, cutting.id);
    }
}
