//! Who has to agree, how many of them, and what silence means.

use engine::{
    actions::{self, ActionError, State, approve, carry_out::Turn, store::Action},
    identity::Role,
};

use crate::{
    ledger::{carry_out, furnish, install, load, open, tick},
    support::{World, at, on_both},
};

const TEN: &str = "2026-03-03T15:00:00Z";

fn rule(action: &str, approval: &str) -> String {
    format!(
        "language 1\n\nrule \"Asks\" {{\n  for campaigns on google\n  every 1h\n  window last 3 days\n  when spend > $150\n  then {action}\n  {approval}\n  cooldown 24h\n  at most 5 per day\n}}\n"
    )
}

/// The one campaign that the rule acts on.
async fn asked(world: &World, action: &str, approval: &str) -> Action {
    furnish(world).await;
    install(world, &rule(action, approval)).await;
    tick(world, at(TEN)).await;
    let mut all = open(world).await;
    assert_eq!(all.len(), 1, "{all:?}");
    all.remove(0)
}

async fn after(world: &World, now: &str) -> usize {
    world.context.business.set(at(now));
    approve::expire_lapsed(&world.context).await.unwrap()
}

on_both! {
    async fn two_people_have_to_agree_and_one_cannot_agree_twice(world) {
        let action = asked(&world, "pause", "approve by manager 2 of within 4h").await;
        assert_eq!((action.approvals_needed, action.approval_role), (2, Some(Role::Manager)));
        let state = actions::approve(&world.context, &world.manager, action.id, action.version).await.unwrap();
        assert_eq!(state, State::AwaitingApproval);
        let again = actions::approve(&world.context, &world.manager, action.id, action.version).await;
        assert!(matches!(again, Err(ActionError::NotAllowed(_))), "{again:?}");
        assert_eq!(world.platform.inner.lock().unwrap().writes, 0);
        let version = load(&world, action.id).await.version;
        let state = actions::approve(&world.context, &world.admin, action.id, version).await.unwrap();
        assert_eq!(state, State::Approved);
        assert_eq!(carry_out(&world, action.id, 1).await, Turn::Ended(State::Applied));
    }

    async fn silence_goes_to_a_higher_role_once_and_then_ends(world) {
        let action = asked(&world, "pause", "approve by manager within 4h unanswered escalate to admin").await;
        assert_eq!(after(&world, "2026-03-03T19:01:00Z").await, 1);
        let waiting = load(&world, action.id).await;
        assert_eq!((waiting.state, waiting.approval_role), (State::AwaitingApproval, Some(Role::Admin)));
        assert_eq!(waiting.expires_at, Some(at("2026-03-03T23:01:00Z")));
        let refused = actions::approve(&world.context, &world.manager, action.id, waiting.version).await;
        assert!(matches!(refused, Err(ActionError::NotAllowed(_))), "{refused:?}");
        assert_eq!(after(&world, "2026-03-03T19:05:00Z").await, 0, "not asked a second time before its time");
        assert_eq!(after(&world, "2026-03-03T23:02:00Z").await, 1);
        assert_eq!(load(&world, action.id).await.state, State::Expired);
        assert_eq!(world.platform.inner.lock().unwrap().writes, 0);
    }

    async fn a_yes_of_the_lower_role_does_not_count_for_the_higher_one(world) {
        let action = asked(&world, "pause", "approve by manager 2 of within 4h unanswered escalate to admin").await;
        actions::approve(&world.context, &world.manager, action.id, action.version).await.unwrap();
        assert_eq!(after(&world, "2026-03-03T19:01:00Z").await, 1);
        let waiting = load(&world, action.id).await;
        assert_eq!((waiting.state, waiting.approvals_needed), (State::AwaitingApproval, 1), "the manager's yes is not enough");
        let state = actions::approve(&world.context, &world.admin, action.id, waiting.version).await.unwrap();
        assert_eq!(state, State::Approved);
        assert_eq!(carry_out(&world, action.id, 1).await, Turn::Ended(State::Applied));
    }

    async fn silence_lets_a_cut_go_ahead_where_the_rule_says_so(world) {
        let action = asked(&world, "set budget to $40", "approve by manager within 30m unanswered apply").await;
        assert_eq!(action.state, State::AwaitingApproval);
        assert_eq!(after(&world, "2026-03-03T15:31:00Z").await, 1);
        assert_eq!(load(&world, action.id).await.state, State::Approved);
        assert_eq!(carry_out(&world, action.id, 1).await, Turn::Ended(State::Applied));
        assert_eq!(world.platform.inner.lock().unwrap().changes.len(), 1);
    }

    async fn silence_never_lets_a_raise_go_ahead(world) {
        let action = asked(&world, "set budget to $60", "approve by manager within 30m unanswered apply").await;
        assert_eq!(after(&world, "2026-03-03T15:31:00Z").await, 1);
        assert_eq!(load(&world, action.id).await.state, State::Expired);
        assert_eq!(world.platform.inner.lock().unwrap().writes, 0);
    }

    async fn only_what_moves_far_is_asked_about(world) {
        let action = asked(&world, "decrease budget by 20%", "approve if budget moves more than 20% or $500").await;
        assert_eq!(action.state, State::Approved, "exactly 20% is not more");
    }

    async fn what_moves_further_than_its_share_waits(world) {
        let action = asked(&world, "decrease budget by 21%", "approve if budget moves more than 20% or $500").await;
        assert_eq!((action.state, action.approval_role), (State::AwaitingApproval, Some(Role::Manager)));
    }

    async fn what_moves_further_than_its_amount_waits(world) {
        let action = asked(&world, "decrease budget by 10%", "approve if budget moves more than 20% or $4").await;
        assert_eq!(action.state, State::AwaitingApproval);
    }

    async fn policy_is_the_floor_even_where_a_raise_does_not_move_far(world) {
        let action = asked(&world, "increase budget by 1% up to $500", "approve if budget moves more than 20%").await;
        assert_eq!((action.state, action.approval_role), (State::AwaitingApproval, Some(Role::Manager)));
    }

    async fn a_pause_is_no_budget_and_is_not_asked_about(world) {
        let action = asked(&world, "pause", "approve if budget moves more than 20%").await;
        assert_eq!(action.state, State::Approved);
    }
}
