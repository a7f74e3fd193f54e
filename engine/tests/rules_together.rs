//! Rules that know each other and their own past: `yields to`, `formerly`, `hold out`.

use engine::{
    connections::platform::{SwitchStatus, WriteValue},
    rules::{Draft, RuleError, catalog, editing},
};
use uuid::Uuid;

use crate::{
    ledger::{furnish, install, open, tick},
    support::{World, at, campaign, on_both, structure_of},
};

fn cut(name: &str, by: &str, more: &str) -> String {
    format!(
        "language 1\n\nrule \"{name}\" {{\n  for campaigns on google\n  every 1h\n  window last 3 days\n  when spend > $150\n  \
         then decrease budget by {by}\n  without approval\n  cooldown 24h\n{more}}}\n"
    )
}

fn draft(text: &str) -> Draft {
    Draft {
        text: text.to_owned(),
        ..Draft::default()
    }
}

async fn revision(world: &World, id: Uuid) -> i64 {
    engine::rules::detail::rule(&world.context, &world.manager, id)
        .await
        .unwrap()
        .unwrap()
        .revision
}

fn refused<T: std::fmt::Debug>(result: Result<T, RuleError>) -> String {
    let Err(RuleError::NotNow(why)) = result else {
        panic!("{result:?}")
    };
    why
}

on_both! {
    async fn a_rule_steps_back_before_the_one_it_yields_to_although_its_cut_is_deeper(world) {
        furnish(&world).await;
        install(&world, &cut("Gentle", "20%", "")).await;
        install(&world, &cut("Deep", "50%", "  yields to \"Gentle\"\n")).await;
        let report = tick(&world, at("2026-03-03T15:00:00Z")).await;
        assert_eq!((report.opened, report.blocked), (1, 1), "{report:?}");
        assert_eq!(open(&world).await[0].value, WriteValue::Money(40_000_000));
    }

    async fn a_rule_steps_back_before_what_the_other_one_holds(world) {
        furnish(&world).await;
        install(&world, &cut("Gentle", "20%", "  release after 5 days\n")).await;
        tick(&world, at("2026-03-03T15:00:00Z")).await;
        let action = open(&world).await.remove(0);
        crate::ledger::carry_out(&world, action.id, 1).await;
        install(&world, &cut("Deep", "50%", "  yields to \"Gentle\"\n")).await;
        install(&world, &cut("Deeper", "60%", "")).await;
        let report = tick(&world, at("2026-03-03T16:00:00Z")).await;
        assert_eq!((report.opened, report.blocked), (1, 1), "{report:?}");
        let next = open(&world).await.remove(0);
        assert_eq!(next.value, WriteValue::Money(16_000_000), "a deeper cut of a rule that does not yield goes on");
    }

    async fn a_circle_of_rules_that_step_back_is_not_saved(world) {
        let yields = |name: &str, to: &str| cut(name, "20%", &format!("  yields to \"{to}\"\n"));
        editing::create(&world.context, &world.marketer, draft(&yields("A", "B"))).await.unwrap();
        editing::create(&world.context, &world.marketer, draft(&yields("B", "C"))).await.unwrap();
        let why = refused(editing::create(&world.context, &world.marketer, draft(&yields("C", "A"))).await);
        assert!(["`A`", "`B`", "`C`"].iter().all(|name| why.contains(name)), "{why}");
    }

    async fn a_rename_takes_cooldowns_and_holds_along_and_no_other_rule_may_claim_the_name(world) {
        furnish(&world).await;
        let id = install(&world, &cut("Old", "20%", "  release after 1 days\n  release without approval\n")).await;
        tick(&world, at("2026-03-03T15:00:00Z")).await;
        let action = open(&world).await.remove(0);
        crate::ledger::carry_out(&world, action.id, 1).await;

        let renamed = cut("New", "20%", "  release after 1 days\n  release without approval\n");
        let bare = editing::replace(&world.context, &world.marketer, id, revision(&world, id).await, draft(&renamed)).await;
        assert!(matches!(bare, Err(RuleError::NameChanged { .. })), "{bare:?}");
        let renamed = cut("New", "20%", "  release after 1 days\n  release without approval\n  formerly \"Old\"\n");
        let (same, version) = catalog::save(&world.context, &world.marketer, &renamed, Default::default()).await.unwrap();
        assert_eq!((same, version), (id, 2));
        assert_eq!(tick(&world, at("2026-03-03T16:00:00Z")).await.opened, 0, "its cooldown came along");
        let claim = editing::create(&world.context, &world.marketer, draft(&cut("Third", "10%", "  formerly \"Old\"\n"))).await;
        assert!(refused(claim).contains("New"));
        assert_eq!(tick(&world, at("2026-03-04T15:00:00Z")).await.opened, 1, "what it held is given back");
        let back = open(&world).await.remove(0);
        assert_eq!((back.rule_id, back.value), (Some(id), WriteValue::Money(50_000_000)));
    }

    async fn a_name_that_another_rule_has_is_no_past(world) {
        editing::create(&world.context, &world.marketer, draft(&cut("A", "20%", ""))).await.unwrap();
        let id = editing::create(&world.context, &world.marketer, draft(&cut("B", "20%", ""))).await.unwrap();
        let claim = cut("B", "20%", "  formerly \"A\"\n");
        let why = refused(editing::replace(&world.context, &world.marketer, id, 1, draft(&claim)).await);
        assert!(why.contains("`A`"), "{why}");
    }

    async fn what_is_held_out_is_judged_and_reported_and_never_changed(world) {
        furnish(&world).await;
        // Every campaign but those of the share: with 99% held out nothing of three is acted on.
        let id = install(&world, &cut("Measured", "20%", "  hold out 99%\n")).await;
        let report = tick(&world, at("2026-03-03T15:00:00Z")).await;
        assert_eq!((report.opened, report.blocked), (0, 0), "{report:?}");
        let row = world.context.store.read(|tx| Box::pin(async move {
            let statement = engine::store::Statement::both("test", "select held_out, fired from decision_pack");
            let row = tx.fetch_one(statement, &[]).await?;
            Ok::<_, engine::store::StoreError>((row.i64("held_out")?, row.i64("fired")?))
        })).await.unwrap();
        assert_eq!(row, (1, 0));
        let groups = engine::rules::detail::rule(&world.context, &world.manager, id).await.unwrap().unwrap().hold_out.unwrap();
        assert_eq!((groups.share.as_str(), groups.held_out + groups.acted_on), ("99%", 3));
    }

    async fn a_switch_by_anybody_makes_a_rule_due_that_waits_for_one(world) {
        furnish(&world).await;
        install(&world, &cut("Switched", "10%", "").replace("every 1h", "every status change")).await;
        assert_eq!(tick(&world, at("2026-03-03T15:00:00Z")).await.rules, 0);
        let mut parts = vec![campaign("1", "Bleeder", 50), campaign("2", "Second", 80), campaign("3", "Quiet", 20)];
        parts[1].0.status = SwitchStatus::Paused;
        world.structure(structure_of(parts), at("2026-03-03T15:10:00Z")).await;
        let report = tick(&world, at("2026-03-03T15:11:00Z")).await;
        assert_eq!((report.rules, report.opened), (1, 1), "{report:?}");
        assert_eq!(tick(&world, at("2026-03-03T15:12:00Z")).await.rules, 0);
    }

    async fn missed_times_are_made_up_for_one_after_the_other_where_the_rule_says_so(world) {
        furnish(&world).await;
        install(&world, &cut("Once", "10%", "")).await;
        install(&world, &cut("Each", "10%", "").replace("every 1h", "every 1h catch up")).await;
        assert_eq!(tick(&world, at("2026-03-03T15:00:00Z")).await.rules, 2);
        let mut runs = Vec::new();
        for _ in 0..4 {
            runs.push(tick(&world, at("2026-03-03T18:30:00Z")).await.rules);
        }
        assert_eq!(runs, [2, 1, 1, 0]);
    }
}
