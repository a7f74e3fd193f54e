//! A person's own action: through the one door, shown before it is asked for.

use engine::{
    actions::{
        State,
        own::{self, Wish, WishError},
    },
    connections::platform::{SwitchStatus, WriteValue},
    rules::catalog,
};
use uuid::Uuid;

use crate::{
    campaigns,
    ledger::{furnish, install, load, open, tick},
    support::{World, at, on_both},
};

const GUARD: &str = "language 1\n\nguard \"No runaway\" {\n  for campaigns on google\n  never raise budget above 110% of budget at start of day\n}\n";
const CUT: &str = "language 1\n\nrule \"Cut\" {\n  for campaigns on google\n  every 1h\n  window last 3 days\n  when spend > $130\n  then decrease budget by 10%\n  approve by manager within 4h unanswered expire\n  cooldown 24h\n}\n";

async fn bleeder(world: &World) -> Uuid {
    furnish(world).await;
    campaigns::named(world, "Bleeder").await
}

fn budget(world: &World, units: i64) -> Wish {
    Wish::SetBudget {
        micros: units * 1_000_000,
        currency: world.account.currency,
    }
}

on_both! {
    async fn a_managers_action_is_approved_at_once_and_a_marketers_waits_for_a_manager(world) {
        let id = bleeder(&world).await;
        let action = own::request(&world.context, &world.manager, id, Wish::Pause, "landing page down").await.unwrap();
        let stored = load(&world, action).await;
        assert_eq!((stored.state, stored.requested_by), (State::Approved, Some(world.manager.actor)));
        assert_eq!(stored.value, WriteValue::Status(SwitchStatus::Paused));
        let other = campaigns::named(&world, "Second").await;
        let action = own::request(&world.context, &world.marketer, other, budget(&world, 90), "more").await.unwrap();
        let stored = load(&world, action).await;
        assert_eq!(stored.state, State::AwaitingApproval);
        assert_eq!((stored.expected, stored.value), (WriteValue::Money(80_000_000), WriteValue::Money(90_000_000)));
        engine::actions::approve(&world.context, &world.manager, action, stored.version).await.unwrap();
    }

    async fn a_preview_says_what_would_come_of_it_and_leaves_no_trace(world) {
        let id = bleeder(&world).await;
        let seen = own::preview(&world.context, &world.marketer, id, budget(&world, 60), "").await.unwrap();
        assert_eq!((seen.before, seen.after), (WriteValue::Money(50_000_000), WriteValue::Money(60_000_000)));
        assert_eq!((seen.per_day_micros, seen.needs_approval, seen.blocked), (Some(10_000_000), true, None));
        let seen = own::preview(&world.context, &world.manager, id, Wish::Pause, "").await.unwrap();
        // 180 in three of the last seven days.
        assert_eq!((seen.per_day_micros, seen.needs_approval), (Some(-180_000_000 / 7), false));
        assert!(open(&world).await.is_empty());
    }

    async fn a_guard_is_asked_about_a_person_too_and_its_no_stands_in_the_ledger(world) {
        let id = bleeder(&world).await;
        catalog::save_guard(&world.context, &world.admin, GUARD).await.unwrap();
        let seen = own::preview(&world.context, &world.admin, id, budget(&world, 60), "").await.unwrap();
        let (by, reason) = seen.blocked.unwrap();
        assert!(by.contains("No runaway") && reason.contains("110%"), "{by}: {reason}");
        let refused = own::request(&world.context, &world.admin, id, budget(&world, 60), "please").await;
        assert!(matches!(refused, Err(WishError::Blocked { .. })), "{refused:?}");
        assert!(open(&world).await.is_empty());
        let history = engine::campaigns::changes::history(&world.context, world.account.scope, engine::campaigns::subject::Subject::Campaign(id), None, 10).await.unwrap().unwrap();
        assert!(history.iter().any(|entry| entry.state.as_deref() == Some("blocked")));
        assert!(own::request(&world.context, &world.admin, id, budget(&world, 55), "please").await.is_ok());
    }

    async fn a_raise_does_not_push_aside_a_cut_that_waits(world) {
        let id = bleeder(&world).await;
        install(&world, CUT).await;
        tick(&world, at("2026-03-03T15:00:00Z")).await;
        let waiting = open(&world).await;
        assert!(!waiting.is_empty());
        let refused = own::request(&world.context, &world.admin, id, budget(&world, 70), "more").await;
        assert!(matches!(refused, Err(WishError::Blocked { .. })), "{refused:?}");
        assert_eq!(open(&world).await, waiting, "a lost wish changes nothing");
    }

    async fn what_is_so_already_or_cannot_be_is_refused_with_words(world) {
        let id = bleeder(&world).await;
        let ask = async |wish| own::request(&world.context, &world.manager, id, wish, "x").await.unwrap_err();
        assert!(matches!(ask(Wish::Resume).await, WishError::Impossible(text) if text.contains("active already")));
        assert!(matches!(ask(budget(&world, 50)).await, WishError::Impossible(_)));
        assert!(matches!(ask(budget(&world, 0)).await, WishError::InvalidBudget(_)));
        let euros = Wish::SetBudget { micros: 60_000_000, currency: "EUR".parse().unwrap() };
        assert!(matches!(ask(euros).await, WishError::InvalidBudget(text) if text.contains("USD")));
        let fraction = Wish::SetBudget { micros: 60_000_001, currency: world.account.currency };
        assert!(matches!(ask(fraction).await, WishError::InvalidBudget(text) if text.contains("$0.01")));
        let other = engine::identity::seed_people(&world.context, "Other", &[]).await.unwrap();
        let stranger = engine::identity::Principal { scope: other, ..world.admin.clone() };
        let refused = own::request(&world.context, &stranger, id, Wish::Pause, "x").await;
        assert!(matches!(refused, Err(WishError::NotFound)), "{refused:?}");
    }
}
