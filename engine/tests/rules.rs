//! What people do with rules and guards: versions, revisions, enabling, disabling with what stands, putting away.

use engine::{
    actions::{
        self, State,
        holds::{self, Of, RestoreOutcome},
    },
    connections::platform::{SwitchStatus, TargetKind, WriteValue},
    rules::{Draft, OnDisable, RuleError, detail, editing, guards, library, view},
};
use uuid::Uuid;

use crate::{
    ledger::{carry_out, furnish, install, load, open, target, tick},
    support::{World, at, campaign, on_both, structure_of},
};

pub const PAUSE: &str = r#"language 1

rule "Pause" {
  param floor: money = $100 from $1 to $500 "spend before the rule may judge"
  for campaigns on google where status is active
  every 1h
  window last 3 days
  when spend > floor and conversions = 0
  then pause
  approve by manager within 4h unanswered expire
  cooldown 24h
  accept W0507 "what comes late does not matter here"
}
"#;

fn draft(text: &str) -> Draft {
    Draft {
        text: text.to_owned(),
        ..Draft::default()
    }
}

async fn detail_of(world: &World, id: Uuid) -> detail::RuleDetail {
    detail::rule(&world.context, &world.marketer, id)
        .await
        .unwrap()
        .unwrap()
}

/// The bleeder's pause, approved and carried out.
async fn applied(world: &World, rule: Uuid) -> Uuid {
    tick(world, at("2026-03-03T15:00:00Z")).await;
    let action = open(world)
        .await
        .into_iter()
        .find(|action| action.target.external_id == "1" && action.rule_id == Some(rule))
        .unwrap();
    actions::approve(&world.context, &world.manager, action.id, action.version)
        .await
        .unwrap();
    carry_out(world, action.id, 3).await;
    assert_eq!(load(world, action.id).await.state, State::Applied);
    action.id
}

on_both! {
    async fn a_change_names_the_revision_it_is_based_on_and_becomes_the_next_version(world) {
        let (context, marketer) = (&world.context, &world.marketer);
        let first = Draft { note: Some("a beginning".to_owned()), library_id: Some("stop-loss".to_owned()), ..draft(PAUSE) };
        let id = editing::create(context, marketer, first).await.unwrap();
        let read = detail_of(&world, id).await;
        assert_eq!((read.revision, read.rule.version, read.rule.state.as_str()), (1, 1, "draft"));
        assert_eq!(read.library, Some(("stop-loss".to_owned(), "Stop loss".to_owned())));
        let stricter = PAUSE.replace("= $100", "= $50");
        assert_eq!(editing::replace(context, marketer, id, 1, draft(&stricter)).await.unwrap(), 2);
        let late = editing::replace(context, marketer, id, 1, draft(PAUSE)).await;
        assert!(matches!(late, Err(RuleError::Moved)), "{late:?}");
        let versions = detail::versions(context, marketer.scope, id, None, 10).await.unwrap().unwrap();
        assert_eq!(versions.iter().map(|version| (version.version, version.is_current)).collect::<Vec<_>>(), [(2, true), (1, false)]);
        assert_eq!(versions[1].note.as_deref(), Some("a beginning"));
        assert_eq!(versions[1].created_by.as_deref(), Some("marketer"));
        let older = detail::versions(context, marketer.scope, id, Some(2), 10).await.unwrap().unwrap();
        assert_eq!(older.len(), 1);
        assert_eq!(library::installed(context, marketer.scope).await.unwrap()["stop-loss"], 1);
    }

    async fn a_rule_keeps_its_name_and_a_name_belongs_to_one_rule(world) {
        let (context, marketer) = (&world.context, &world.marketer);
        let id = editing::create(context, marketer, draft(PAUSE)).await.unwrap();
        let twice = editing::create(context, marketer, draft(PAUSE)).await;
        assert!(matches!(twice, Err(RuleError::NameTaken(_))), "{twice:?}");
        let renamed = PAUSE.replace("\"Pause\"", "\"Stop\"");
        let renamed = editing::replace(context, marketer, id, 1, draft(&renamed)).await;
        assert!(matches!(renamed, Err(RuleError::NameChanged { .. })), "{renamed:?}");
        editing::archive(context, marketer, id, 1).await.unwrap();
        assert!(detail::rule(context, marketer, id).await.unwrap().is_none());
        editing::create(context, marketer, draft(PAUSE)).await.unwrap();
    }

    async fn an_override_has_to_fit_its_parameter(world) {
        let wrong = Draft {
            overrides: [("floor".to_owned(), "20".to_owned()), ("other".to_owned(), "$1".to_owned())].into(),
            ..draft(PAUSE)
        };
        let refused = editing::create(&world.context, &world.marketer, wrong).await;
        let Err(RuleError::Overrides(found)) = refused else { panic!("{refused:?}") };
        assert_eq!(found.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>(), ["floor", "other"]);
        let out_of_bounds = Draft { overrides: [("floor".to_owned(), "$501".to_owned())].into(), ..draft(PAUSE) };
        assert!(editing::create(&world.context, &world.marketer, out_of_bounds).await.is_err());
        let fits = Draft { overrides: [("floor".to_owned(), "$170".to_owned())].into(), ..draft(PAUSE) };
        let id = editing::create(&world.context, &world.marketer, fits).await.unwrap();
        let read = detail_of(&world, id).await;
        assert_eq!(read.params[0].value, "$170");
        assert!(read.in_plain_words.contains("above $170.00"), "{}", read.in_plain_words);
    }

    async fn a_new_version_of_an_enabled_rule_moves_its_schedules(world) {
        furnish(&world).await;
        let id = install(&world, PAUSE).await;
        let read = detail_of(&world, id).await;
        assert!(read.accounts[0].next_at.is_some() && read.accounts[0].not_bound.is_none());
        let elsewhere = PAUSE.replace("on google", "on meta");
        editing::replace(&world.context, &world.marketer, id, read.revision, draft(&elsewhere)).await.unwrap();
        assert!(detail_of(&world, id).await.accounts.is_empty());
        assert_eq!(tick(&world, at("2026-03-03T15:00:00Z")).await.rules, 0);
        let back = detail_of(&world, id).await.revision;
        editing::replace(&world.context, &world.marketer, id, back, draft(PAUSE)).await.unwrap();
        assert_eq!(tick(&world, at("2026-03-03T16:00:00Z")).await.opened, 2);
    }

    async fn a_rule_that_can_run_on_none_of_its_accounts_is_not_enabled(world) {
        let euros = PAUSE.replace("= $100 from $1 to $500", "= 100 EUR");
        let id = editing::create(&world.context, &world.marketer, draft(&euros)).await.unwrap();
        let refused = editing::enable(&world.context, &world.marketer, id).await;
        let Err(RuleError::NotNow(why)) = refused else { panic!("{refused:?}") };
        assert!(why.contains("EUR") && why.contains("USD"), "{why}");
        let read = detail_of(&world, id).await;
        assert_eq!(read.rule.state, "draft");
        assert!(read.accounts[0].not_bound.is_some());
    }

    async fn a_rule_about_a_level_that_is_not_read_is_saved_and_tested_and_not_enabled(world) {
        let groups = PAUSE.replace("for campaigns", "for ad groups");
        let id = editing::create(&world.context, &world.marketer, draft(&groups)).await.unwrap();
        let unread = engine::Context { platforms: Default::default(), ..world.context.clone() };
        let refused = editing::enable(&unread, &world.marketer, id).await;
        let Err(RuleError::NotNow(why)) = refused else { panic!("{refused:?}") };
        assert!(why.contains("ad groups are not read"), "{why}");
        assert_eq!(detail_of(&world, id).await.rule.state, "draft");
    }

    async fn disabling_withdraws_what_nobody_has_carried_out(world) {
        furnish(&world).await;
        let id = install(&world, PAUSE).await;
        tick(&world, at("2026-03-03T15:00:00Z")).await;
        assert_eq!(open(&world).await.len(), 2);
        let revision = detail_of(&world, id).await.revision;
        let done = editing::disable_at(&world.context, &world.marketer, id, Some(revision), OnDisable::Keep).await.unwrap();
        assert_eq!((done.withdrawn, done.restored.len()), (2, 0));
        assert!(open(&world).await.is_empty());
        let late = editing::disable_at(&world.context, &world.marketer, id, Some(revision), OnDisable::Keep).await;
        assert!(matches!(late, Err(RuleError::Moved)), "{late:?}");
        editing::enable(&world.context, &world.marketer, id).await.unwrap();
        assert_eq!(tick(&world, at("2026-03-03T16:00:00Z")).await.opened, 2, "what was withdrawn may be proposed again");
    }

    async fn an_enabled_rule_is_not_put_away(world) {
        furnish(&world).await;
        let id = install(&world, PAUSE).await;
        let revision = detail_of(&world, id).await.revision;
        let refused = editing::archive(&world.context, &world.marketer, id, revision).await;
        assert!(matches!(refused, Err(RuleError::NotNow(_))), "{refused:?}");
    }

    async fn what_a_rule_set_stands_until_somebody_else_changes_it(world) {
        furnish(&world).await;
        let id = install(&world, PAUSE).await;
        let action = applied(&world, id).await;
        let standing = holds::holds(&world.context, &world.manager, Of::Rule(id)).await.unwrap();
        assert_eq!(standing.len(), 1);
        assert_eq!(standing[0].action_id, action);
        assert_eq!(standing[0].before, WriteValue::Status(SwitchStatus::Active));
        assert_eq!(standing[0].after, WriteValue::Status(SwitchStatus::Paused));
        assert_eq!(standing[0].why_not, None);
        let campaign_id = standing[0].campaign.as_ref().unwrap().id;
        let on_campaign = holds::holds(&world.context, &world.marketer, Of::Campaign(campaign_id)).await.unwrap();
        assert_eq!(on_campaign.len(), 1);
        assert!(on_campaign[0].why_not.as_deref().is_some_and(|why| why.contains("role")));
        // Somebody switches it on at the platform: a sync sees it, and nothing of the rule stands there any more.
        let parts = vec![campaign("1", "Bleeder", 50), campaign("2", "Second", 80), campaign("3", "Quiet", 20)];
        world.structure(structure_of(parts), at("2026-03-03T20:00:00Z")).await;
        assert!(holds::holds(&world.context, &world.manager, Of::Rule(id)).await.unwrap().is_empty());
    }

    async fn restoring_asks_in_the_persons_name_through_the_same_door(world) {
        furnish(&world).await;
        let id = install(&world, PAUSE).await;
        let action = applied(&world, id).await;
        let done = editing::disable_at(&world.context, &world.marketer, id, None, OnDisable::Restore).await.unwrap();
        assert_eq!(done.restored.len(), 1);
        let RestoreOutcome::Proposed { action_id, state } = &done.restored[0].outcome else { panic!("{done:?}") };
        assert_eq!(*state, State::AwaitingApproval, "a marketer asks");
        let undo = load(&world, *action_id).await;
        assert_eq!((undo.undoes, undo.value.clone()), (Some(action), WriteValue::Status(SwitchStatus::Active)));
        actions::approve(&world.context, &world.manager, undo.id, undo.version).await.unwrap();
        carry_out(&world, undo.id, 3).await;
        assert!(holds::holds(&world.context, &world.manager, Of::Rule(id)).await.unwrap().is_empty());
        let held = world.platform.inner.lock().unwrap();
        assert_eq!(held.changes.last(), Some(&(target(TargetKind::Campaign, "1"), WriteValue::Status(SwitchStatus::Active))));
    }

    async fn a_managers_restore_needs_nobody_else_and_a_hold_with_an_open_action_says_so(world) {
        furnish(&world).await;
        let id = install(&world, PAUSE).await;
        applied(&world, id).await;
        let done = editing::disable_at(&world.context, &world.admin, id, None, OnDisable::Restore).await.unwrap();
        let RestoreOutcome::Proposed { state, .. } = &done.restored[0].outcome else { panic!("{done:?}") };
        assert_eq!(*state, State::Approved);
        let standing = holds::holds(&world.context, &world.manager, Of::Rule(id)).await.unwrap();
        assert!(standing[0].why_not.as_deref().is_some_and(|why| why.contains("open")), "{standing:?}");
    }

    async fn rules_are_listed_by_state_name_change_and_activity(world) {
        furnish(&world).await;
        let names = async |filter: view::RuleFilter, limit: i64, after| {
            view::rules(&world.context, world.marketer.scope, filter, after, limit).await.unwrap()
        };
        let rule = |name: &str| PAUSE.replace("\"Pause\"", &format!("\"{name}\""));
        let busy = install(&world, &rule("Busy 100%")).await;
        for name in ["Alpha", "Zulu"] {
            editing::create(&world.context, &world.marketer, draft(&rule(name))).await.unwrap();
        }
        applied(&world, busy).await;
        let listed = |rows: &[view::RuleView]| rows.iter().map(|row| row.name.clone()).collect::<Vec<_>>();
        let by_name = names(view::RuleFilter::default(), 10, None).await;
        assert_eq!(listed(&by_name), ["Alpha", "Busy 100%", "Zulu"]);
        let busiest = view::RuleFilter { order: view::RuleOrder::Acted, ..Default::default() };
        let first = names(busiest.clone(), 1, None).await;
        assert_eq!(listed(&first), ["Busy 100%"]);
        let place = view::RulePlace::of(&first[0], view::RuleOrder::Acted);
        assert_eq!(listed(&names(busiest, 10, Some(place)).await), ["Alpha", "Zulu"]);
        let enabled = view::RuleFilter { state: Some("enabled".to_owned()), ..Default::default() };
        assert_eq!(listed(&names(enabled, 10, None).await), ["Busy 100%"]);
        let percent = view::RuleFilter { text: Some("100%".to_owned()), ..Default::default() };
        assert_eq!(listed(&names(percent, 10, None).await), ["Busy 100%"]);
        let newest = view::RuleFilter { order: view::RuleOrder::Updated, ..Default::default() };
        assert_eq!(names(newest, 10, None).await.len(), 3);
    }

    async fn a_guard_is_changed_by_admins_on_its_version_and_no_longer_holds_once_put_away(world) {
        const GUARD: &str = "language 1\n\nguard \"Ceiling\" {\n  for campaigns\n  never raise budget above $60\n}\n";
        let (context, admin) = (&world.context, &world.admin);
        let id = guards::save(context, admin, GUARD).await.unwrap();
        assert!(matches!(guards::save(context, admin, GUARD).await, Err(RuleError::NameTaken(_))));
        for person in [&world.manager, &world.marketer] {
            assert!(matches!(guards::replace(context, person, id, 1, GUARD).await, Err(RuleError::NotAllowed(_))));
            assert!(matches!(guards::archive(context, person, id, 1).await, Err(RuleError::NotAllowed(_))));
        }
        guards::replace(context, admin, id, 1, &GUARD.replace("$60", "$70")).await.unwrap();
        assert!(matches!(guards::replace(context, admin, id, 1, GUARD).await, Err(RuleError::Moved)));
        let read = guards::guard(context, admin.scope, id).await.unwrap().unwrap();
        assert!(read.version == 2 && read.text.contains("$70") && read.in_plain_words.contains("$70.00"), "{read:?}");
        guards::archive(context, admin, id, 2).await.unwrap();
        assert!(guards::guards(context, admin.scope).await.unwrap().is_empty());
        guards::save(context, admin, GUARD).await.unwrap();
    }
}
