//! Holds: what rules set for a while comes back once, when the last of them ends, and never over somebody else's change.

use engine::{
    actions::{
        self, State,
        carry_out::Turn,
        held::{self, Held},
        holds::RestoreOutcome,
        store::Action,
    },
    backtest::{self, Candidate, Request},
    connections::platform::{SwitchStatus, TargetKind, WriteField, WriteValue},
    rules::{Draft, OnDisable, editing},
};
use uuid::Uuid;

use crate::{
    ledger::{carry_out, furnish, install, load, open, target, tick},
    support::{NOW, Next, World, at, campaign, on_both, structure_of},
};

const PAUSED: WriteValue = WriteValue::Status(SwitchStatus::Paused);
const ACTIVE: WriteValue = WriteValue::Status(SwitchStatus::Active);

/// Pauses the one campaign that spent $180, at 10:00 in New York.
const REST: &str = r#"language 1

rule "Rest" {
  for campaigns on google where status is active
  every day at 10:00
  window last 3 days
  when spend > $150 and conversions = 0
  then pause until 06:00
  without approval
  release without approval
  accept W0507 "what comes late does not matter here"
}
"#;

/// The same an hour later, for two days, whatever its status.
const SECOND: &str = r#"language 1

rule "Second" {
  for campaigns on google
  every day at 11:00
  window last 3 days
  when spend > $150 and conversions = 0
  then pause
  without approval
  release after 2 days
  release without approval
  accept W0507 "what comes late does not matter here"
}
"#;

async fn live(world: &World) -> Vec<Held> {
    let (scope, id) = (world.account.scope, world.account.id);
    world
        .context
        .store
        .read(|tx| Box::pin(async move { held::live(tx, scope, id).await }))
        .await
        .unwrap()
}

async fn status(world: &World) -> WriteValue {
    let held = world.platform.inner.lock().unwrap();
    held.values[&(target(TargetKind::Campaign, "1"), WriteField::Status)].clone()
}

async fn only(world: &World) -> Action {
    let mut open = open(world).await;
    assert_eq!(open.len(), 1, "{open:#?}");
    open.remove(0)
}

/// Ticks, and carries out the one action that follows.
async fn acted(world: &World, now: &str) -> Action {
    let report = tick(world, at(now)).await;
    assert_eq!(report.opened, 1, "{report:?}");
    let action = only(world).await;
    assert_eq!(carry_out(world, action.id, 1).await, Turn::Ended(State::Applied));
    action
}

async fn rested(world: &World, text: &str) -> Uuid {
    furnish(world).await;
    let rule = install(world, text).await;
    acted(world, "2026-03-03T15:00:00Z").await;
    assert_eq!(status(world).await, PAUSED);
    rule
}

fn platform_shows(world: &World, value: SwitchStatus) -> engine::connections::platform::Structure {
    let mut parts = vec![
        campaign("1", "Bleeder", 50),
        campaign("2", "Second", 80),
        campaign("3", "Quiet", 20),
    ];
    parts[0].0.status = value;
    world.platform.put(
        target(TargetKind::Campaign, "1"),
        WriteField::Status,
        WriteValue::Status(value),
    );
    structure_of(parts)
}

on_both! {
    async fn what_ends_by_time_comes_back_on_time_and_once_even_when_the_answer_is_lost(world) {
        rested(&world, REST).await;
        assert_eq!(live(&world).await[0].ends_at, Some(at("2026-03-04T11:00:00Z")));
        assert_eq!(tick(&world, at("2026-03-04T10:59:00Z")).await.opened, 0);
        assert_eq!(tick(&world, at("2026-03-04T11:00:00Z")).await.opened, 1);
        let action = only(&world).await;
        assert_eq!((action.state, action.value.clone(), action.gives_back), (State::Approved, ACTIVE, true));
        assert!(action.reason.contains("held since 2026-03-03 10:00"), "{}", action.reason);
        assert_eq!(tick(&world, at("2026-03-04T11:01:00Z")).await.opened, 0, "it is on its way");
        world.platform.next(Next::ApplyAndDrop);
        assert_eq!(carry_out(&world, action.id, 3).await, Turn::Ended(State::Applied));
        assert_eq!(world.platform.inner.lock().unwrap().changes.len(), 2, "one pause, one resume");
        assert!(live(&world).await.is_empty());
        assert_eq!(tick(&world, at("2026-03-04T12:00:00Z")).await.opened, 0);
    }

    async fn a_second_rule_joins_and_the_value_comes_back_when_the_last_hold_ends(world) {
        rested(&world, REST).await;
        let second = install(&world, SECOND).await;
        assert_eq!(tick(&world, at("2026-03-03T16:00:00Z")).await.opened, 0, "nothing is to be done outside");
        let both = live(&world).await;
        assert_eq!(both.len(), 2, "{both:#?}");
        assert!(both[1].rule_id == second && both[1].action_id.is_none() && both[1].base == ACTIVE, "{both:#?}");
        assert_eq!(tick(&world, at("2026-03-04T11:00:00Z")).await.opened, 0);
        assert_eq!(live(&world).await.len(), 1, "the first has ended, the second keeps it");
        assert_eq!(status(&world).await, PAUSED);
        let back = acted(&world, "2026-03-05T16:00:00Z").await;
        assert_eq!((back.rule_id, back.target_name.as_str()), (Some(second), "Bleeder"));
        assert_eq!(status(&world).await, ACTIVE);
    }

    async fn a_rule_that_joins_calls_off_a_way_back_that_still_waits(world) {
        rested(&world, &REST.replace("  release without approval\n", "").replace("06:00", "10:30")).await;
        assert_eq!(tick(&world, at("2026-03-03T15:30:00Z")).await.opened, 1);
        let waiting = only(&world).await;
        assert_eq!((waiting.state, waiting.expires_at), (State::AwaitingApproval, None));
        install(&world, SECOND).await;
        tick(&world, at("2026-03-03T16:00:00Z")).await;
        assert_eq!(load(&world, waiting.id).await.state, State::Cancelled);
        tick(&world, at("2026-03-03T16:01:00Z")).await;
        let left = live(&world).await;
        assert_eq!((left.len(), left[0].rule_name.as_str()), (1, "Second"), "{left:#?}");
    }

    async fn a_change_outside_ends_every_hold_and_nothing_is_given_back(world) {
        rested(&world, REST).await;
        let second = install(&world, SECOND).await;
        tick(&world, at("2026-03-03T16:00:00Z")).await;
        let structure = platform_shows(&world, SwitchStatus::Active);
        world.structure(structure, at("2026-03-03T17:00:00Z")).await;
        assert!(live(&world).await.is_empty());
        let structure = platform_shows(&world, SwitchStatus::Paused);
        world.structure(structure, at("2026-03-03T18:00:00Z")).await;
        assert_eq!(tick(&world, at("2026-03-04T11:00:00Z")).await.opened, 0);
        // What a person paused is not joined either.
        world.context.business.set(at("2026-03-04T15:00:00Z"));
        tick(&world, at("2026-03-04T16:00:00Z")).await;
        assert!(live(&world).await.iter().all(|held| held.rule_id != second));
        assert_eq!(tick(&world, at("2026-03-06T16:00:00Z")).await.opened, 0);
        assert_eq!(status(&world).await, PAUSED);
    }

    async fn a_raise_of_spend_waits_for_as_long_as_it_takes_and_a_no_keeps_what_is(world) {
        rested(&world, &REST.replace("  release without approval\n", "")).await;
        tick(&world, at("2026-03-04T11:00:00Z")).await;
        let waiting = only(&world).await;
        world.context.business.set(at("2026-03-09T11:00:00Z"));
        assert_eq!(actions::approve::expire_lapsed(&world.context).await.unwrap(), 0);
        actions::reject(&world.context, &world.manager, waiting.id, waiting.version, "leave it").await.unwrap();
        assert!(live(&world).await.is_empty());
        assert_eq!(tick(&world, at("2026-03-10T11:00:00Z")).await.opened, 0);
        assert_eq!(status(&world).await, PAUSED);
    }

    async fn a_condition_releases_what_has_left_the_scope(world) {
        let text = REST
            .replace("every day at 10:00", "every 1h")
            .replace("pause until 06:00", "pause")
            .replace("  release without", "  release when weekday is wed\n  release without");
        rested(&world, &text).await;
        assert_eq!(live(&world).await[0].ends_at, None);
        assert_eq!(tick(&world, at("2026-03-04T04:00:00Z")).await.opened, 0, "23:00 on Tuesday");
        let back = acted(&world, "2026-03-04T05:00:00Z").await;
        assert!(back.reason.contains("weekday"), "{}", back.reason);
        assert_eq!(status(&world).await, ACTIVE);
    }

    async fn a_riskier_wish_loses_to_what_another_rule_holds(world) {
        rested(&world, REST).await;
        let resume = SECOND.replace("\"Second\"", "\"Wake\"").replace("then pause", "then resume").replace("  release after 2 days\n  release without approval\n", "");
        install(&world, &resume).await;
        let report = tick(&world, at("2026-03-03T16:00:00Z")).await;
        assert_eq!((report.opened, report.blocked), (0, 1), "{report:?}");
        assert_eq!(status(&world).await, PAUSED);
    }

    async fn a_guard_keeps_the_way_back_shut_and_it_is_tried_again(world) {
        rested(&world, REST).await;
        const GUARD: &str = "language 1\n\nguard \"Total\" {\n  for campaigns\n  never raise total budget of account above $101\n}\n";
        let guard = engine::rules::guards::save(&world.context, &world.admin, GUARD).await.unwrap();
        assert_eq!(tick(&world, at("2026-03-04T11:00:00Z")).await.opened, 0);
        assert_eq!(live(&world).await.len(), 1);
        engine::rules::guards::archive(&world.context, &world.admin, guard, 1).await.unwrap();
        assert_eq!(tick(&world, at("2026-03-04T11:10:00Z")).await.opened, 0, "not yet");
        assert_eq!(tick(&world, at("2026-03-04T11:15:00Z")).await.opened, 1);
    }

    async fn a_new_version_takes_over_what_the_rule_holds(world) {
        let rule = rested(&world, REST).await;
        let draft = Draft { text: REST.replace("$150", "$160"), overrides: Default::default(), note: None, library_id: None };
        let revision = engine::rules::detail::rule(&world.context, &world.manager, rule).await.unwrap().unwrap().revision;
        editing::replace(&world.context, &world.marketer, rule, revision, draft).await.unwrap();
        let back = acted(&world, "2026-03-04T11:00:00Z").await;
        assert_eq!(back.rule_version, Some(2));
        assert_eq!(status(&world).await, ACTIVE);
    }

    async fn disabling_keeps_or_restores_and_what_another_rule_holds_stays(world) {
        let rule = rested(&world, REST).await;
        let second = install(&world, SECOND).await;
        tick(&world, at("2026-03-03T16:00:00Z")).await;
        let done = editing::disable_at(&world.context, &world.manager, rule, None, OnDisable::Restore).await.unwrap();
        let RestoreOutcome::Refused { reason } = &done.restored[0].outcome else { panic!("{done:?}") };
        assert!(reason.contains("Second"), "{reason}");
        assert_eq!(live(&world).await.len(), 1);
        editing::disable_at(&world.context, &world.manager, second, None, OnDisable::Keep).await.unwrap();
        assert!(live(&world).await.is_empty());
        assert_eq!(tick(&world, at("2026-03-08T16:00:00Z")).await.opened, 0);
        assert_eq!(status(&world).await, PAUSED);
    }

    async fn what_a_disabled_rule_only_joined_comes_back_too_when_nobody_else_holds_it(world) {
        rested(&world, REST).await;
        let second = install(&world, SECOND).await;
        tick(&world, at("2026-03-03T16:00:00Z")).await;
        tick(&world, at("2026-03-04T11:00:00Z")).await;
        editing::disable_at(&world.context, &world.manager, second, None, OnDisable::Restore).await.unwrap();
        acted(&world, "2026-03-04T11:01:00Z").await;
        assert_eq!(status(&world).await, ACTIVE);
    }

    async fn restoring_gives_back_what_was_there_before_the_first_of_two_cuts(world) {
        furnish(&world).await;
        let cut = REST.replace("pause until 06:00", "decrease budget by 50%").replace("every day at 10:00", "every 1h")
            .replace("  release without", "  cooldown 1h\n  release after 5 days\n  release without");
        let rule = install(&world, &cut).await;
        acted(&world, "2026-03-03T15:00:00Z").await;
        let second = acted(&world, "2026-03-03T16:00:00Z").await;
        assert_eq!((second.expected, second.value), (WriteValue::Money(25_000_000), WriteValue::Money(12_500_000)));
        assert_eq!(live(&world).await.len(), 1);
        let done = editing::disable_at(&world.context, &world.manager, rule, None, OnDisable::Restore).await.unwrap();
        assert_eq!(done.restored.len(), 1, "{done:?}");
        let back = only(&world).await;
        assert_eq!(back.value, WriteValue::Money(50_000_000));
        carry_out(&world, back.id, 1).await;
        assert!(live(&world).await.is_empty());
    }

    async fn a_backtest_shows_what_would_come_back(world) {
        furnish(&world).await;
        let request = Request {
            from: at(NOW),
            until: at("2026-03-04T12:00:00Z"),
            account: None,
            candidate: Some(Candidate { text: REST.to_owned(), overrides: Default::default(), rule_id: None }),
            with_enabled: false,
            patience: backtest::PATIENCE,
        };
        let found = backtest::run(&world.context, world.account.scope, &request).await.unwrap();
        let seen: Vec<(String, bool, WriteValue)> = found.accounts[0]
            .firings
            .iter()
            .map(|firing| (firing.at.to_string(), firing.gives_back, firing.changes[0].after.clone()))
            .collect();
        assert_eq!(
            seen,
            [("2026-03-03T15:00:00Z".to_owned(), false, PAUSED), ("2026-03-04T11:00:00Z".to_owned(), true, ACTIVE)]
        );
    }
}
