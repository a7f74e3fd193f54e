//! A move of budget: proposed, seen and answered as one; cuts first and read back; never more raised than was cut, whatever dies.

use std::collections::BTreeSet;

use engine::{
    actions::{
        self, State,
        carry_out::{Recheck, Session, Turn, WRITE_DEADLINE},
        inbox::{self, ActionFilter, Order},
        moves::MoveView,
        store::Action,
        view,
    },
    connections::platform::{TargetKind, WriteField, WriteValue},
    rules::catalog,
};
use jiff::{SignedDuration, Timestamp};
use uuid::Uuid;

use crate::{
    backtests::{only, request, tried},
    ledger::{carry_out, install, load, open, rows, sync, target, tick},
    support::{NOW, Next, World, at, campaign, on_both, structure_of},
};

const MOVE: &str = r#"language 1

rule "Move" {
  pool campaigns on google where status is active
  every 1h
  window last 3 days
  when spend of scope > $100
  then move budget from bottom 40% by revenue to top 40% by revenue moving at most 10% of pool budget each keeping $20
  cooldown 24h
  accept W0507 "what comes late does not matter here"
}
"#;

const PAUSE: &str = r#"language 1

rule "Pause" {
  for campaigns on google
  every 1h
  when revenue over last 3 days >= $1,500
  then pause
  cooldown 24h
  accept W0507 "what comes late does not matter here"
}
"#;

const BUDGET: i64 = 100_000_000;

fn ten() -> Timestamp {
    at("2026-03-03T15:00:00Z")
}

/// Five campaigns of $100 each; the higher the number, the more it earns.
async fn furnish(world: &World) {
    let names = ["1", "2", "3", "4", "5"];
    let parts = names
        .iter()
        .map(|id| campaign(id, &format!("Campaign {id}"), 100));
    world
        .structure(structure_of(parts.collect()), at("2026-02-20T12:00:00Z"))
        .await;
    let by_day = names.iter().zip(1..).flat_map(|(id, rank)| {
        let mut days = rows(id, 50);
        for day in &mut days {
            day.cells.revenue = rank * 100_000_000;
        }
        days
    });
    sync(world, NOW, by_day.collect()).await;
    for id in names {
        let budget = target(TargetKind::Budget, &format!("b{id}"));
        world
            .platform
            .put(budget, WriteField::Budget, WriteValue::Money(BUDGET));
    }
}

/// The legs of the move that waits: those who give, and those who take.
async fn proposed(world: &World) -> (Vec<Action>, Vec<Action>) {
    furnish(world).await;
    install(world, MOVE).await;
    let report = tick(world, ten()).await;
    assert_eq!(report.opened, 4, "{report:?}");
    sides(world).await
}

async fn sides(world: &World) -> (Vec<Action>, Vec<Action>) {
    let mut legs = open(world).await;
    legs.retain(|action| action.move_id.is_some());
    legs.sort_by_key(|leg| leg.target.external_id.clone());
    legs.into_iter().partition(Action::gives)
}

async fn approved(world: &World) -> (Vec<Action>, Vec<Action>) {
    let (_, takers) = proposed(world).await;
    let leg = &takers[0];
    actions::approve(&world.context, &world.manager, leg.id, leg.version)
        .await
        .unwrap();
    sides(world).await
}

async fn turn(world: &World, id: Uuid) -> Turn {
    let session = Session {
        context: &world.context,
        account: &world.account,
        platform: world.platform.as_ref(),
        owner: world.owner().await,
        write_deadline: WRITE_DEADLINE,
    };
    session.turn(id, |_| Recheck::Holds).await.unwrap()
}

/// What the account's owner would be handed now.
async fn ready(world: &World) -> BTreeSet<Uuid> {
    let (scope, account, now) = (
        world.account.scope,
        world.account.id,
        world.context.business.now(),
    );
    let found = world
        .context
        .store
        .read(|tx| Box::pin(async move { actions::store::ready(tx, scope, account, now).await }))
        .await
        .unwrap();
    found.into_iter().map(|(id, _)| id).collect()
}

fn ids(legs: &[Action]) -> BTreeSet<Uuid> {
    legs.iter().map(|leg| leg.id).collect()
}

/// All budgets as the platform has them.
fn total(world: &World) -> i64 {
    let held = world.platform.inner.lock().unwrap();
    held.values
        .values()
        .map(|value| match value {
            WriteValue::Money(micros) => *micros,
            _ => 0,
        })
        .sum()
}

async fn waiting_lines(world: &World) -> Vec<view::ActionSummary> {
    let states = BTreeSet::from([State::AwaitingApproval]);
    let order = Order::usual(&states);
    let filter = ActionFilter {
        states,
        ..ActionFilter::default()
    };
    inbox::actions(&world.context, world.account.scope, filter, order, None, 50)
        .await
        .unwrap()
}

/// The process dies right after an intent: written as the gate would, nothing sent.
async fn intent_of_a_dead_process(world: &World, id: Uuid) -> bool {
    let owner = world.owner().await;
    let (scope, now, action) = (
        world.account.scope,
        world.context.business.now(),
        load(world, id).await,
    );
    let store = &world.context.store;
    store
        .write(move |tx| {
            Box::pin(async move { actions::store::write_intent(tx, scope, &action, now, owner).await })
        })
        .await
        .unwrap()
}

on_both! {
    async fn a_move_is_seen_and_answered_as_one(world) {
        let (givers, takers) = proposed(&world).await;
        let values = |legs: &[Action]| legs.iter().map(|leg| leg.value.clone()).collect::<Vec<_>>();
        assert_eq!(values(&givers), vec![WriteValue::Money(75_000_000); 2]);
        assert_eq!(values(&takers), vec![WriteValue::Money(125_000_000); 2]);

        let lines = waiting_lines(&world).await;
        assert_eq!(lines.len(), 1, "{lines:#?}");
        let found: &MoveView = lines[0].of_move.as_ref().unwrap();
        assert_eq!(found.legs.len(), 4);
        assert_eq!(found.totals(), (50_000_000, 50_000_000));
        assert!(found.legs[0].per_day_micros < 0 && found.legs[3].per_day_micros > 0);
        let counts = view::counts(&world.context, world.account.scope).await.unwrap();
        assert_eq!(counts.awaiting_approval, 1);
        let totals = inbox::waiting_totals(&world.context, world.account.scope, None, None, Some(vec![lines[0].id])).await.unwrap();
        assert_eq!((totals.count, totals.budgets), (1, 1));
        assert_eq!(totals.per_day_micros, [(world.account.currency, 0)]);

        // One yes, wherever it is given; the page that still shows another leg is answered, too.
        let items = [(takers[1].id, takers[1].version), (givers[0].id, givers[0].version)];
        let answers = actions::decide(&world.context, &world.manager, &actions::Verdict::Approve, &items).await;
        assert!(answers.iter().all(|answer| matches!(answer, Ok(State::Approved))), "{answers:?}");
        for leg in open(&world).await {
            assert_eq!(leg.state, State::Approved);
        }
    }

    async fn a_no_to_one_leg_is_one_to_all_and_the_pool_rests(world) {
        let (givers, _) = proposed(&world).await;
        actions::reject(&world.context, &world.manager, givers[1].id, givers[1].version, "not now").await.unwrap();
        assert!(open(&world).await.is_empty());
        // Not even what stands on a side for the first time moves while anything of the last move rests.
        let report = tick(&world, ten() + SignedDuration::from_hours(1)).await;
        assert_eq!((report.opened, report.blocked), (0, 0));
        let report = tick(&world, ten() + SignedDuration::from_hours(24)).await;
        assert_eq!(report.opened, 0, "numbers are too old by now: {report:?}");
    }

    async fn raises_wait_until_every_cut_was_read_back(world) {
        let (givers, takers) = approved(&world).await;
        assert_eq!(ready(&world).await, ids(&givers));
        assert_eq!(turn(&world, takers[0].id).await, Turn::Later(State::Approved));
        assert_eq!(world.platform.inner.lock().unwrap().writes, 0);

        assert_eq!(turn(&world, givers[0].id).await, Turn::Later(State::Unknown));
        assert_eq!(turn(&world, givers[0].id).await, Turn::Ended(State::Applied));
        assert_eq!(world.platform.inner.lock().unwrap().reads, 1);
        assert_eq!(ready(&world).await, BTreeSet::from([givers[1].id]));
        assert_eq!(turn(&world, takers[0].id).await, Turn::Later(State::Approved));

        assert_eq!(turn(&world, givers[1].id).await, Turn::Later(State::Unknown));
        assert_eq!(ready(&world).await, BTreeSet::from([givers[1].id]));
        assert_eq!(turn(&world, givers[1].id).await, Turn::Ended(State::Applied));
        assert_eq!(ready(&world).await, ids(&takers));
        for leg in &takers {
            assert_eq!(turn(&world, leg.id).await, Turn::Ended(State::Applied));
        }
        let changed: Vec<String> = world.platform.inner.lock().unwrap().changes.iter().map(|(target, _)| target.external_id.clone()).collect();
        assert_eq!(changed, ["b1", "b2", "b4", "b5"]);
        assert_eq!(total(&world), 5 * BUDGET);
    }

    async fn a_cut_that_fails_leaves_the_total_lower_and_never_higher(world) {
        let (givers, takers) = approved(&world).await;
        world.platform.next(Next::Refuse);
        assert_eq!(turn(&world, givers[0].id).await, Turn::Ended(State::Dead));
        assert_eq!(carry_out(&world, givers[1].id, 3).await, Turn::Ended(State::Applied));
        assert_eq!(carry_out(&world, takers[0].id, 3).await, Turn::Ended(State::Applied));
        assert_eq!(turn(&world, takers[1].id).await, Turn::Ended(State::Stale));
        let left_out = load(&world, takers[1].id).await;
        assert!(left_out.state_detail.unwrap().contains("came to less"));
        assert_eq!(total(&world), 5 * BUDGET);
    }

    async fn a_cut_that_the_platform_does_not_show_pays_for_nothing(world) {
        let (givers, takers) = approved(&world).await;
        assert_eq!(turn(&world, givers[0].id).await, Turn::Later(State::Unknown));
        // Somebody else sets it before it is read back.
        world.platform.put(givers[0].target.clone(), WriteField::Budget, WriteValue::Money(90_000_000));
        assert_eq!(turn(&world, givers[0].id).await, Turn::Ended(State::Stale));
        world.platform.next(Next::Refuse);
        assert_eq!(turn(&world, givers[1].id).await, Turn::Ended(State::Dead));
        for leg in &takers {
            assert_eq!(turn(&world, leg.id).await, Turn::Ended(State::Stale));
        }
        assert_eq!(total(&world), 5 * BUDGET - 10_000_000);
    }

    async fn a_process_that_dies_between_the_legs_leads_on_to_the_same_end(world) {
        let (givers, takers) = approved(&world).await;
        // Before the first byte of a cut; behind the answer to another; before the first byte of a raise.
        assert!(intent_of_a_dead_process(&world, givers[0].id).await);
        assert!(!intent_of_a_dead_process(&world, takers[0].id).await, "a raise before its cuts");
        assert_eq!(turn(&world, givers[1].id).await, Turn::Later(State::Unknown));
        assert_eq!(turn(&world, takers[0].id).await, Turn::Later(State::Approved));
        for leg in &givers {
            assert_eq!(carry_out(&world, leg.id, 8).await, Turn::Ended(State::Applied));
        }
        assert!(intent_of_a_dead_process(&world, takers[0].id).await);
        assert_eq!(carry_out(&world, takers[1].id, 3).await, Turn::Ended(State::Applied));
        assert_eq!(carry_out(&world, takers[0].id, 8).await, Turn::Ended(State::Applied));
        assert_eq!(total(&world), 5 * BUDGET);
        assert_eq!(world.platform.inner.lock().unwrap().changes.len(), 4);
    }

    async fn a_raise_that_may_have_been_sent_is_counted_as_sent(world) {
        let (givers, takers) = approved(&world).await;
        world.platform.next(Next::Refuse);
        assert_eq!(turn(&world, givers[0].id).await, Turn::Ended(State::Dead));
        assert_eq!(carry_out(&world, givers[1].id, 3).await, Turn::Ended(State::Applied));
        // There is enough for one of the two, and the process that sent it is dead.
        assert!(intent_of_a_dead_process(&world, takers[0].id).await);
        assert!(!intent_of_a_dead_process(&world, takers[1].id).await);
        assert_eq!(turn(&world, takers[1].id).await, Turn::Ended(State::Stale));
        assert_eq!(carry_out(&world, takers[0].id, 8).await, Turn::Ended(State::Applied));
        assert_eq!(total(&world), 5 * BUDGET);
    }

    async fn a_pause_drops_a_leg_and_the_move_gets_smaller(world) {
        furnish(&world).await;
        install(&world, PAUSE).await;
        install(&world, MOVE).await;
        tick(&world, ten()).await;
        let (givers, takers) = sides(&world).await;
        assert_eq!(takers.len(), 1, "{takers:#?}");
        assert_eq!(takers[0].target.external_id, "b4");
        assert_eq!(givers.len(), 1, "{givers:#?}");
        let line = waiting_lines(&world).await.into_iter().find(|line| line.of_move.is_some()).unwrap();
        let found = line.of_move.unwrap();
        assert_eq!(found.totals(), (25_000_000, 25_000_000));
        let blocked: Vec<&str> = found.legs.iter().filter_map(|leg| leg.state_detail.as_deref()).collect();
        assert_eq!(blocked.len(), 2, "{blocked:?}");
    }

    async fn a_cut_of_which_only_a_part_is_taken_is_made_smaller_and_carried_out_so(world) {
        furnish(&world).await;
        install(&world, PAUSE).await;
        // One gives $50 to two; one of the two is paused in the same run.
        install(&world, &MOVE.replace("bottom 40%", "bottom 20%")).await;
        tick(&world, ten()).await;
        let (givers, takers) = sides(&world).await;
        let of = |legs: &[Action]| legs.iter().map(|leg| (leg.target.external_id.clone(), leg.value.clone(), leg.per_day_micros)).collect::<Vec<_>>();
        assert_eq!(of(&givers), [("b1".to_owned(), WriteValue::Money(75_000_000), Some(-25_000_000))]);
        assert_eq!(of(&takers), [("b4".to_owned(), WriteValue::Money(125_000_000), Some(25_000_000))]);
        actions::approve(&world.context, &world.manager, takers[0].id, takers[0].version).await.unwrap();
        assert_eq!(carry_out(&world, givers[0].id, 3).await, Turn::Ended(State::Applied));
        assert_eq!(carry_out(&world, takers[0].id, 3).await, Turn::Ended(State::Applied));
        assert_eq!(total(&world), 5 * BUDGET);
    }

    async fn a_backtest_moves_budget_as_the_rule_would_and_the_sum_stays(world) {
        furnish(&world).await;
        let backtest = tried(&world, &request(MOVE, "2026-03-03T17:00:00Z")).await;
        let account = only(&backtest);
        let (tally, firings) = (&account.rules[0], &account.firings);
        assert_eq!((tally.fired, tally.blocked, account.firings_total), (4, 0, 4), "{firings:#?}");
        let mut set: Vec<_> = firings.iter().flat_map(|firing| &firing.changes).map(|change| (change.target_name.as_str(), change.after.clone())).collect();
        set.sort_by_key(|(name, _)| (*name).to_owned());
        let (less, more) = (WriteValue::Money(75_000_000), WriteValue::Money(125_000_000));
        let named = ["Campaign 1", "Campaign 2", "Campaign 4", "Campaign 5"];
        assert_eq!(set, Vec::from_iter(named.into_iter().zip([less.clone(), less, more.clone(), more])));
        // The pool rests as one afterwards: one move in these three hours, and the budgets together are what they were.
        let last = account.days.last().unwrap();
        assert_eq!((last.budget, last.simulated_budget), (5 * BUDGET, 5 * BUDGET));
        assert_eq!(account.moved_total, 4);
        assert!(open(&world).await.is_empty(), "nothing of the organisation's own is written");
    }

    async fn what_waits_of_a_move_lapses_together(world) {
        let (givers, _) = proposed(&world).await;
        let lapses = givers[0].expires_at.unwrap();
        world.context.business.set(lapses);
        actions::approve::expire_lapsed(&world.context).await.unwrap();
        assert!(open(&world).await.is_empty());
        assert_eq!(load(&world, givers[0].id).await.state, State::Expired);
    }

    async fn a_pool_over_several_accounts_is_written_and_not_run(world) {
        furnish(&world).await;
        let wide = MOVE.replace("pool campaigns on google where", "pool campaigns on google, meta where")
            .replace("each keeping $20", "each keeping $20 as each platform counts");
        let rule = dsl::check(&wide).rules.remove(0);
        let refused = catalog::tie(&rule, &world.account, &world.context.platforms, &[]);
        assert!(matches!(refused, Err(catalog::BindFailure::JoinsAccounts)));
        let one = dsl::check(MOVE).rules.remove(0);
        assert!(catalog::tie(&one, &world.account, &world.context.platforms, &[]).is_ok());
    }
}
