//! From a tick to an action applied once: approvals, doubt, staleness, the last gate, undo.

use std::sync::Arc;

use engine::{
    actions::{
        self, ActionError, State,
        carry_out::{Recheck, Session, Turn, WRITE_DEADLINE},
        inbox,
        store::Action,
    },
    connections::platform::{
        BaseCells, MetricsReport, MetricsRow, SwitchStatus, TargetKind, WriteField, WriteTarget, WriteValue,
    },
    decisions::tick::{self, TickReport, TickRule},
    metrics::{
        self,
        ingest::{Answer, load_table},
        table::AccountTable,
    },
    rules::{catalog, store as rule_store},
    store::StoreError,
};
use jiff::{SignedDuration, Timestamp};
use uuid::Uuid;

use crate::support::{NOW, Next, World, at, campaign, on_both, structure_of};

pub const STOP_LOSS: &str = r##"language 1

rule "Stop loss" {
  for campaigns on google where status is active
  every 1h
  window last 3 days
  when spend > $100 and conversions = 0
  then pause
       notify slack "#ads" "{this.name} spent {spend}"
  approve by manager within 4h unanswered expire
  cooldown 24h
  accept W0507 "what comes late does not matter here"
}
"##;

const TRIM: &str = r#"language 1

rule "Trim" {
  for campaigns on google
  every 1h
  window last 3 days
  when spend > $100
  then decrease budget by 20%
  approve by manager within 4h unanswered expire
  cooldown 24h
  at most 1 per day
}
"#;

pub fn rows(id: &str, spend: i64) -> Vec<MetricsRow> {
    ["2026-02-28", "2026-03-01", "2026-03-02"]
        .into_iter()
        .map(|date| MetricsRow {
            external_id: id.to_owned(),
            date: date.parse().unwrap(),
            hour: None,
            cells: BaseCells {
                impressions: 100,
                clicks: 10,
                spend: spend * 1_000_000,
                conversions: 0,
                revenue: 0,
            },
            further: Vec::new(),
        })
        .collect()
}

/// Two campaigns that spend without converting, one that hardly spends; a sync this morning.
pub async fn furnish(world: &World) {
    let parts = vec![
        campaign("1", "Bleeder", 50),
        campaign("2", "Second", 80),
        campaign("3", "Quiet", 20),
    ];
    world
        .structure(structure_of(parts), at("2026-02-20T12:00:00Z"))
        .await;
    let by_day = [rows("1", 60), rows("2", 45), rows("3", 1)].concat();
    sync(world, NOW, by_day).await;
    for (id, budget) in [("1", 50), ("2", 80), ("3", 20)] {
        world.platform.put(
            target(TargetKind::Campaign, id),
            WriteField::Status,
            WriteValue::Status(SwitchStatus::Active),
        );
        world.platform.put(
            target(TargetKind::Budget, &format!("b{id}")),
            WriteField::Budget,
            WriteValue::Money(budget * 1_000_000),
        );
    }
}

pub async fn sync(world: &World, observed: &str, by_day: Vec<MetricsRow>) {
    let answer = Answer {
        observed_at: at(observed),
        data_until: at(observed),
        finished_at: at(observed),
        first: "2026-02-20".parse().unwrap(),
        first_hourly: "2026-03-03".parse().unwrap(),
        last: "2026-03-03".parse().unwrap(),
        by_day: by_day.into(),
        by_hour: MetricsReport::default(),
        backfilled: false,
    };
    let account = world.account.clone();
    world
        .context
        .store
        .write(move |tx| {
            Box::pin(async move { metrics::ingest(tx, &account, dsl::Level::Campaigns, &answer).await })
        })
        .await
        .unwrap();
}

pub fn target(kind: TargetKind, id: &str) -> WriteTarget {
    WriteTarget {
        kind,
        external_id: id.to_owned(),
    }
}

pub async fn install(world: &World, text: &str) -> Uuid {
    let (rule, _) = catalog::save(&world.context, &world.marketer, text, Default::default())
        .await
        .unwrap();
    catalog::enable(&world.context, &world.marketer, rule)
        .await
        .unwrap();
    rule
}

/// The columns as they are now, and the rules that are due on them.
pub async fn due(world: &World, now: Timestamp) -> (Arc<AccountTable>, Vec<TickRule>) {
    let account = world.account.clone();
    let (table, due) = world
        .context
        .store
        .read(|tx| {
            Box::pin(async move {
                let table = load_table(tx, &account, now).await?;
                Ok::<_, StoreError>((
                    table,
                    rule_store::due_rules(tx, account.scope, account.id, now).await?,
                ))
            })
        })
        .await
        .unwrap();
    let rules = due
        .into_iter()
        .map(|due| {
            let bound = catalog::bind(&due.rule, &world.account, &world.context.platforms)
                .unwrap()
                .unwrap();
            TickRule {
                due,
                bound: Arc::new(bound),
            }
        })
        .collect();
    (Arc::new(table), rules)
}

/// Moves business time to `now` and runs what is due.
pub async fn tick(world: &World, now: Timestamp) -> TickReport {
    world.context.business.set(now);
    let (table, rules) = due(world, now).await;
    tick::run(&world.context, &world.account, &table, rules, now)
        .await
        .unwrap()
}

pub async fn open(world: &World) -> Vec<Action> {
    let (scope, id) = (world.account.scope, world.account.id);
    world
        .context
        .store
        .read(|tx| Box::pin(async move { actions::store::open(tx, scope, id).await }))
        .await
        .unwrap()
        .readable
}

pub async fn load(world: &World, id: Uuid) -> Action {
    let scope = world.account.scope;
    world
        .context
        .store
        .read(|tx| Box::pin(async move { actions::store::load(tx, scope, id).await }))
        .await
        .unwrap()
        .unwrap()
}

/// The account's owner takes turns until the action rests or `limit` turns are over, business time moving on.
pub async fn carry_out(world: &World, id: Uuid, limit: usize) -> Turn {
    let owner = world.owner().await;
    let session = Session {
        context: &world.context,
        account: &world.account,
        platform: world.platform.as_ref(),
        owner,
        write_deadline: WRITE_DEADLINE,
    };
    let mut turn = session.turn(id, |_| Recheck::Holds).await.unwrap();
    for _ in 1..limit {
        if matches!(turn, Turn::Ended(_)) {
            break;
        }
        let next = world.context.business.now() + SignedDuration::from_mins(90);
        world.context.business.set(next);
        turn = session.turn(id, |_| Recheck::Holds).await.unwrap();
    }
    turn
}

fn ten() -> Timestamp {
    at("2026-03-03T15:00:00Z")
}

pub async fn bleeder(world: &World) -> Action {
    furnish(world).await;
    install(world, STOP_LOSS).await;
    let report = tick(world, ten()).await;
    assert_eq!(report.opened, 2, "{report:?}");
    open(world)
        .await
        .into_iter()
        .find(|action| action.target.external_id == "1")
        .unwrap()
}

on_both! {
    async fn a_row_that_cannot_be_read_is_out_of_reach_and_its_neighbours_are_not(world) {
        let first = bleeder(&world).await;
        // As a newer program would have written it, or a hand.
        world.execute("update action set expected = 'what a newer one says' where org_id is not null and target_external_id = '1'").await;
        let left = open(&world).await;
        assert_eq!(left.iter().map(|action| action.target_name.as_str()).collect::<Vec<_>>(), ["Second"]);
        let shown = inbox::actions(&world.context, world.account.scope, inbox::ActionFilter::default(),
            inbox::Order::parse("created_at").unwrap(), None, 10).await.unwrap();
        assert_eq!(shown.iter().map(|action| action.target.name.as_str()).collect::<Vec<_>>(), ["Second"]);
        let state = actions::approve(&world.context, &world.manager, left[0].id, left[0].version).await.unwrap();
        assert_eq!(state, State::Approved);
        assert!(actions::approve(&world.context, &world.manager, first.id, first.version).await.is_err());

        // It keeps its target: nothing else is proposed there, and what is elsewhere is.
        install(&world, &TRIM.replace("\"Trim\"", "\"Stop again\"").replace("then decrease budget by 20%", "then pause")).await;
        let report = tick(&world, at("2026-03-03T16:00:00Z")).await;
        let blocked = world.rows("select target_name, state_detail from action where org_id is not null and state = 'blocked' and target_external_id = '1'").await;
        assert_eq!(blocked.len(), 1, "{report:?}");
        assert_eq!(blocked[0].text("state_detail").unwrap(), "in flight: an open action on it cannot be read; it has to end first");
    }

    async fn a_rule_proposes_a_manager_approves_and_the_platform_changes_once(world) {
        let action = bleeder(&world).await;
        assert_eq!(action.state, State::AwaitingApproval);
        assert_eq!(action.value, WriteValue::Status(SwitchStatus::Paused));
        assert!(action.reason.contains("$180"), "{}", action.reason);

        let state = actions::approve(&world.context, &world.manager, action.id, action.version).await.unwrap();
        assert_eq!(state, State::Approved);
        assert_eq!(carry_out(&world, action.id, 3).await, Turn::Ended(State::Applied));
        let held = world.platform.inner.lock().unwrap();
        assert_eq!(held.changes, [(target(TargetKind::Campaign, "1"), WriteValue::Status(SwitchStatus::Paused))]);
    }

    async fn a_marketer_may_not_approve_and_a_stale_page_may_not_either(world) {
        let action = bleeder(&world).await;
        let refused = actions::approve(&world.context, &world.marketer, action.id, action.version).await;
        assert!(matches!(refused, Err(ActionError::NotAllowed(_))), "{refused:?}");
        let moved = actions::approve(&world.context, &world.manager, action.id, action.version + 1).await;
        assert!(matches!(moved, Err(ActionError::Moved)), "{moved:?}");
        assert_eq!(load(&world, action.id).await.state, State::AwaitingApproval);
    }

    async fn two_managers_at_once_make_one_approval(world) {
        let action = bleeder(&world).await;
        let (first, second) = tokio::join!(
            actions::approve(&world.context, &world.manager, action.id, action.version),
            actions::approve(&world.context, &world.admin, action.id, action.version),
        );
        assert_eq!(usize::from(first.is_ok()) + usize::from(second.is_ok()), 1, "{first:?} {second:?}");
    }

    async fn an_action_of_another_organisation_does_not_exist(world) {
        let action = bleeder(&world).await;
        let other = engine::identity::seed_people(&world.context, "Other", &[]).await.unwrap();
        let stranger = engine::identity::Principal { scope: other, ..world.admin.clone() };
        let found = actions::approve(&world.context, &stranger, action.id, action.version).await;
        assert!(matches!(found, Err(ActionError::NotFound)), "{found:?}");
    }

    async fn a_reply_lost_after_applying_is_read_back_and_never_sent_again(world) {
        let action = bleeder(&world).await;
        world.platform.next(Next::ApplyAndDrop);
        actions::approve(&world.context, &world.manager, action.id, action.version).await.unwrap();
        assert_eq!(carry_out(&world, action.id, 3).await, Turn::Ended(State::Applied));
        let held = world.platform.inner.lock().unwrap();
        assert_eq!((held.changes.len(), held.writes, held.reads), (1, 1, 1));
    }

    async fn a_request_lost_on_the_way_is_sent_again_only_after_the_read_lag(world) {
        let action = bleeder(&world).await;
        world.platform.next(Next::Drop);
        actions::approve(&world.context, &world.manager, action.id, action.version).await.unwrap();
        let owner = world.owner().await;
        let session = Session { context: &world.context, account: &world.account, platform: world.platform.as_ref(), owner, write_deadline: WRITE_DEADLINE };
        assert_eq!(session.turn(action.id, |_| Recheck::Holds).await.unwrap(), Turn::Later(State::Unknown));
        // At once: "still the old value" proves nothing.
        assert_eq!(session.turn(action.id, |_| Recheck::Holds).await.unwrap(), Turn::Later(State::Unknown));
        assert_eq!(world.platform.inner.lock().unwrap().writes, 1);
        world.context.business.set(ten() + SignedDuration::from_secs(61));
        assert_eq!(session.turn(action.id, |_| Recheck::Holds).await.unwrap(), Turn::Later(State::Retrying));
        assert_eq!(session.turn(action.id, |_| Recheck::Holds).await.unwrap(), Turn::Ended(State::Applied));
        let held = world.platform.inner.lock().unwrap();
        assert_eq!((held.changes.len(), held.writes), (1, 2));
    }

    async fn an_intent_left_by_a_dead_process_is_doubt_and_resolved_by_reading(world) {
        let action = bleeder(&world).await;
        actions::approve(&world.context, &world.manager, action.id, action.version).await.unwrap();
        let owner = world.owner().await;
        // The process died right after its intent: write one as the gate would, send nothing.
        let (scope, id) = (world.account.scope, action.id);
        let now = world.context.business.now();
        let approved = load(&world, id).await;
        assert!(world.context.store.write(move |tx| Box::pin(async move {
            actions::store::write_intent(tx, scope, &approved, now, owner).await
        })).await.unwrap());
        assert_eq!(load(&world, id).await.state, State::Intent);
        assert_eq!(carry_out(&world, id, 6).await, Turn::Ended(State::Applied));
        assert_eq!(world.platform.inner.lock().unwrap().changes.len(), 1);
    }

    async fn a_busy_platform_is_tried_again_and_a_refusal_ends_it_visibly(world) {
        let action = bleeder(&world).await;
        world.platform.next(Next::Busy);
        world.platform.next(Next::Busy);
        actions::approve(&world.context, &world.manager, action.id, action.version).await.unwrap();
        assert_eq!(carry_out(&world, action.id, 5).await, Turn::Ended(State::Applied));

        let second = open(&world).await.into_iter().find(|action| action.target.external_id == "2").unwrap();
        world.context.business.set(ten());
        world.platform.next(Next::Refuse);
        actions::approve(&world.context, &world.manager, second.id, second.version).await.ok();
        // Business time has moved past its four hours meanwhile; what matters is that it ends and says why.
        let state = load(&world, second.id).await;
        if state.state == State::Approved {
            carry_out(&world, second.id, 3).await;
        }
        assert!(world.platform.inner.lock().unwrap().changes.len() <= 2);
    }

    async fn a_platform_that_stays_busy_ends_in_a_visible_dead_end(world) {
        let action = bleeder(&world).await;
        for _ in 0..20 { world.platform.next(Next::Busy); }
        actions::approve(&world.context, &world.manager, action.id, action.version).await.unwrap();
        let owner = world.owner().await;
        let session = Session { context: &world.context, account: &world.account, platform: world.platform.as_ref(), owner, write_deadline: WRITE_DEADLINE };
        let mut turn = Turn::Moved;
        for _ in 0..12 {
            turn = session.turn(action.id, |_| Recheck::Holds).await.unwrap();
            if matches!(turn, Turn::Ended(_)) { break; }
        }
        assert_eq!(turn, Turn::Ended(State::Dead));
        assert!(load(&world, action.id).await.state_detail.unwrap().contains("8 tries"));
        assert!(world.platform.inner.lock().unwrap().changes.is_empty());
    }

    async fn a_value_changed_meanwhile_makes_the_action_stale_and_the_rule_proposes_again(world) {
        let action = bleeder(&world).await;
        actions::approve(&world.context, &world.manager, action.id, action.version).await.unwrap();
        let owner = world.owner().await;
        let session = Session { context: &world.context, account: &world.account, platform: world.platform.as_ref(), owner, write_deadline: WRITE_DEADLINE };
        let turn = session.turn(action.id, |_| Recheck::Fails("on today's data it fails".to_owned())).await.unwrap();
        assert_eq!(turn, Turn::Ended(State::Stale));
        assert!(world.platform.inner.lock().unwrap().changes.is_empty());
        // Due at once, and the condition still holds: a fresh proposal takes its place.
        let report = tick(&world, ten() + SignedDuration::from_mins(1)).await;
        assert_eq!(report.opened, 1);
        assert!(open(&world).await.iter().any(|fresh| fresh.target == action.target && fresh.id != action.id));
    }

    async fn an_unanswered_proposal_expires_and_a_rejected_one_rests_for_the_cooldown(world) {
        let action = bleeder(&world).await;
        actions::reject(&world.context, &world.manager, action.id, action.version, "seasonal").await.unwrap();
        world.context.business.set(ten() + SignedDuration::from_hours(4));
        assert_eq!(actions::approve::expire_lapsed(&world.context).await.unwrap(), 1);
        let report = tick(&world, ten() + SignedDuration::from_mins(241)).await;
        // The expired one is proposed again on today's values, the rejected one is not.
        assert_eq!(report.opened, 0, "the data is stale by now, and stale data never acts");
        sync(&world, "2026-03-03T19:00:00Z", [rows("1", 60), rows("2", 45), rows("3", 1)].concat()).await;
        let report = tick(&world, at("2026-03-03T20:00:00Z")).await;
        assert_eq!(report.opened, 1, "{report:?}");
        assert_eq!(open(&world).await[0].target.external_id, "2");
    }

    async fn an_owner_whose_lease_is_gone_cannot_write_an_intent(world) {
        let action = bleeder(&world).await;
        actions::approve(&world.context, &world.manager, action.id, action.version).await.unwrap();
        let zombie = world.owner().await;
        let stale_epoch = engine::actions::carry_out::Owner { epoch: zombie.epoch - 1, ..zombie };
        let session = Session { context: &world.context, account: &world.account, platform: world.platform.as_ref(), owner: stale_epoch, write_deadline: WRITE_DEADLINE };
        assert_eq!(session.turn(action.id, |_| Recheck::Holds).await.unwrap(), Turn::Later(State::Approved));
        assert_eq!(world.platform.inner.lock().unwrap().writes, 0);
    }

    async fn an_approver_who_lost_the_right_stops_the_action_at_the_last_gate(world) {
        let action = bleeder(&world).await;
        actions::approve(&world.context, &world.manager, action.id, action.version).await.unwrap();
        engine::identity::change_role(&world.context, &world.admin, world.manager.actor, None, engine::identity::Role::Marketer).await.unwrap();
        assert_eq!(carry_out(&world, action.id, 2).await, Turn::Ended(State::Cancelled));
        assert_eq!(world.platform.inner.lock().unwrap().writes, 0);
    }

    async fn a_disabled_rule_sends_nothing_that_it_had_asked_for(world) {
        let action = bleeder(&world).await;
        actions::approve(&world.context, &world.manager, action.id, action.version).await.unwrap();
        catalog::disable(&world.context, &world.marketer, action.rule_id.unwrap()).await.unwrap();
        assert_eq!(load(&world, action.id).await.state, State::Cancelled);
        assert_eq!(carry_out(&world, action.id, 2).await, Turn::Moved);
        assert_eq!(world.platform.inner.lock().unwrap().writes, 0);
    }

    async fn a_tick_repeated_on_the_same_mark_proposes_nothing_new(world) {
        furnish(&world).await;
        install(&world, STOP_LOSS).await;
        assert_eq!(tick(&world, ten()).await.opened, 2);
        assert_eq!(tick(&world, ten()).await, TickReport::default());
        assert_eq!(open(&world).await.len(), 2);
    }

    async fn a_limit_lets_the_most_expensive_through_and_counts_again_after_a_rejection(world) {
        furnish(&world).await;
        install(&world, TRIM).await;
        let report = tick(&world, ten()).await;
        assert_eq!((report.opened, report.blocked), (1, 1));
        let action = open(&world).await.remove(0);
        assert_eq!(action.target.external_id, "b1", "the one that spends most");
        assert_eq!(action.value, WriteValue::Money(40_000_000));
        actions::reject(&world.context, &world.manager, action.id, action.version, "no").await.unwrap();
        let report = tick(&world, at("2026-03-03T16:00:00Z")).await;
        assert_eq!(report.opened, 1, "the place came back");
        assert_eq!(open(&world).await[0].target.external_id, "b2");
    }

    async fn an_applied_action_can_be_undone_once_and_not_over_somebody_elses_change(world) {
        let action = bleeder(&world).await;
        actions::approve(&world.context, &world.manager, action.id, action.version).await.unwrap();
        carry_out(&world, action.id, 2).await;
        let undo = actions::propose_undo(&world.context, &world.manager, action.id).await.unwrap();
        assert_eq!(carry_out(&world, undo, 3).await, Turn::Ended(State::Applied));
        let value = world.platform.inner.lock().unwrap().values[&(target(TargetKind::Campaign, "1"), WriteField::Status)].clone();
        assert_eq!(value, WriteValue::Status(SwitchStatus::Active));
        assert_eq!(load(&world, action.id).await.undone_by, Some(undo));
        let again = actions::propose_undo(&world.context, &world.manager, action.id).await;
        assert!(matches!(again, Err(ActionError::Impossible(_))), "{again:?}");
    }

    async fn a_rules_message_goes_out_once_when_its_action_has_ended(world) {
        let action = bleeder(&world).await;
        // That it waits; the rule's own words come when it has ended.
        assert_eq!(engine::notifications::deliver(&world.context).await.unwrap(), 1);
        actions::approve(&world.context, &world.manager, action.id, action.version).await.unwrap();
        carry_out(&world, action.id, 2).await;
        assert_eq!(engine::notifications::deliver(&world.context).await.unwrap(), 1);
        assert_eq!(engine::notifications::deliver(&world.context).await.unwrap(), 0);
    }
}
