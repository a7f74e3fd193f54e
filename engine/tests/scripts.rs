//! Rules that call scripts: asked about, stored with what the script gave, and given up whole when a check takes too long.

use std::time::Duration;

use engine::{
    actions::{Kind, State},
    connections::platform::WriteValue,
    decisions::{preview, tick, view},
    identity::{self, OrganisationChange, OrganisationError},
    rules::{Draft, catalog, detail, editing},
    store::{Statement, StoreError},
};

use crate::{
    ledger::{due, furnish, install, open, tick as tick_at},
    support::{World, at, on_both},
};

/// 60, 60 and 60 dollars: the spread is nothing, and the sum of three days 180.
const RULE: &str = r#"language 1

script shape(daily: money per day) -> money {
  sum(daily) + highest(daily) - lowest(daily)
}

rule "Scripted" {
  for campaigns on google where status is active
  every 1h
  when shape(spend over last 3 days) > $150
  then pause
  without approval
  cooldown 24h
}
"#;

/// Of three campaigns one spent more than $150: it is cut from $50 to $40, and somebody is told.
const ACTING: &str = r##"language 1

script trim(daily: money per day, now: money) -> actions {
  if sum(daily) > 150 { [decrease_budget(share(0.2)), notify_slack("#ads", "{this.name} spent " + sum(daily))] } else { [] }
}

rule "Acting" {
  for campaigns on google where status is active
  every 1h
  when spend over last 3 days > $150
  then run script trim(spend over last 3 days, budget)
  without approval
  cooldown 24h
}
"##;

async fn stored_explanation(world: &World, decision: uuid::Uuid) -> String {
    let scope = world.account.scope;
    world
        .context
        .store
        .read(move |tx| {
            Box::pin(async move {
                let statement = Statement::both(
                    "test",
                    "select explanation from decision where org_id = $1 and id = $2",
                );
                let values = [scope.id().into(), decision.into()];
                tx.fetch_one(statement, &values).await?.text("explanation")
            })
        })
        .await
        .unwrap()
}

on_both! {
    async fn what_a_script_wants_is_asked_about_and_stored_with_what_it_gave(world) {
        furnish(&world).await;
        install(&world, RULE).await;
        let report = tick_at(&world, at("2026-03-03T15:00:00Z")).await;
        assert_eq!(report.opened, 1, "{report:?}");
        let action = open(&world).await.remove(0);
        // A pause `without approval` would go ahead; nobody can prove what a script computes.
        assert_eq!(action.state, State::AwaitingApproval);
        let explanation = stored_explanation(&world, action.decision_id.unwrap()).await;
        let explanation: dsl::Explanation = serde_json::from_str(&explanation).unwrap();
        let left = explanation.branches[0].condition.as_ref().unwrap().left.as_ref().unwrap();
        assert_eq!(left.value.display, "≈ $180.00");
        assert_eq!(left.value.raw, dsl::Raw::Integer(180_000_000));
        assert_eq!(left.parts[0].parts.len(), 3, "what it was handed stands beside it");
    }

    async fn what_was_decided_replays_from_what_was_stored_after_the_script_was_rewritten(world) {
        furnish(&world).await;
        let rule = install(&world, RULE).await;
        tick_at(&world, at("2026-03-03T15:00:00Z")).await;
        let decision = open(&world).await.remove(0).decision_id.unwrap();
        let before = view::decision(&world.context, world.account.scope, decision).await.unwrap().unwrap();
        assert!(before.replays);
        // The same name now gives a hundredth: the rule would no longer act.
        let text = RULE.replace("sum(daily) + highest(daily) - lowest(daily)", "sum(daily) / 100");
        let revision = detail::rule(&world.context, &world.marketer, rule).await.unwrap().unwrap().revision;
        let draft = Draft { text: text.clone(), ..Draft::default() };
        editing::replace(&world.context, &world.marketer, rule, revision, draft).await.unwrap();
        let now = preview::preview(&world.context, world.account.scope, &text, &Default::default(), Some(rule)).await.unwrap();
        assert_eq!(now.acting, 0);
        let after = view::decision(&world.context, world.account.scope, decision).await.unwrap().unwrap();
        assert_eq!(after, before, "text, tree and verdict are those of the day");
        assert!(after.rule_text.contains("highest(daily)"));
        let stored: dsl::Explanation = serde_json::from_value(after.explanation).unwrap();
        assert_eq!((stored.replay(), stored.evaluator), (vec![dsl::Truth::True], dsl::EVALUATOR));
        // A value that was tampered with does not come to the verdict any more.
        let mut forged = stored;
        forged.branches[0].condition.as_mut().unwrap().left.as_mut().unwrap().value.raw = dsl::Raw::Integer(1);
        assert!(!forged.replays());
    }

    async fn scripts_that_an_admin_trusts_need_no_more_approval_than_the_rule_asks_for(world) {
        furnish(&world).await;
        install(&world, RULE).await;
        let trust = |trusts| OrganisationChange { name: None, trusts_scripts: Some(trusts) };
        let now = async || identity::organisation(&world.context, world.account.scope).await.unwrap();
        let refused = identity::change_organisation(&world.context, &world.manager, now().await.version, trust(true)).await;
        assert!(matches!(refused, Err(OrganisationError::NotAllowed)), "{refused:?}");
        identity::change_organisation(&world.context, &world.admin, now().await.version, trust(true)).await.unwrap();
        let stands = now().await;
        assert!(stands.trusts_scripts);
        tick_at(&world, at("2026-03-03T15:00:00Z")).await;
        assert_eq!(open(&world).await.remove(0).state, State::Approved);
        let said = world.rows("select event from audit_event where org_id is not null and event = 'scripts_trusted'").await;
        assert_eq!(said.len(), 1);
        // A name that is left out stays.
        identity::change_organisation(&world.context, &world.admin, stands.version, trust(false)).await.unwrap();
        assert_eq!((now().await.trusts_scripts, now().await.name), (false, stands.name));
    }

    async fn a_check_whose_scripts_take_too_long_is_given_up_whole_and_made_again(world) {
        furnish(&world).await;
        install(&world, RULE).await;
        let now = at("2026-03-03T15:00:00Z");
        world.context.business.set(now);
        let (table, rules) = due(&world, now).await;
        assert_eq!(rules.len(), 1);
        let given_up = tick::run_within(&world.context, &world.account, &table, rules, now, Duration::ZERO).await;
        assert!(matches!(given_up, Err(StoreError::GivenUp { .. })), "{given_up:?}");
        assert!(open(&world).await.is_empty());
        // The same mark is due again, and judged as it would have been.
        let report = tick_at(&world, now).await;
        assert_eq!((report.rules, report.opened), (1, 1));
    }

    async fn what_a_script_returns_is_proposed_told_and_stored_and_replays(world) {
        furnish(&world).await;
        let rule = install(&world, ACTING).await;
        let report = tick_at(&world, at("2026-03-03T15:00:00Z")).await;
        assert_eq!((report.opened, report.blocked), (1, 0), "{report:?}");
        let action = open(&world).await.remove(0);
        assert_eq!(action.state, State::AwaitingApproval, "nobody can prove what a script returns");
        assert_eq!((action.kind, action.expected, action.value), (
            Kind::SetBudget,
            WriteValue::Money(50_000_000),
            WriteValue::Money(40_000_000),
        ));
        let decision = action.decision_id.unwrap();
        let explanation: dsl::Explanation = serde_json::from_str(&stored_explanation(&world, decision).await).unwrap();
        let returned = &explanation.branches[0].returned[0];
        assert_eq!(returned.value.display, "decrease budget by 20% and notify slack \"#ads\"");
        assert_eq!(returned.parts[0].parts.len(), 3, "what it was handed stands beside it");
        // Rewritten, the same name returns a pause; what was decided stays what it was.
        let before = view::decision(&world.context, world.account.scope, decision).await.unwrap().unwrap();
        assert!(before.replays);
        let text = ACTING.replace("[decrease_budget(share(0.2)), ", "[pause(), ");
        let revision = detail::rule(&world.context, &world.marketer, rule).await.unwrap().unwrap().revision;
        editing::replace(&world.context, &world.marketer, rule, revision, Draft { text, ..Draft::default() }).await.unwrap();
        let after = view::decision(&world.context, world.account.scope, decision).await.unwrap().unwrap();
        assert_eq!(after, before, "text, tree and verdict are those of the day");
    }

    async fn what_an_admin_trusts_goes_ahead_and_a_guard_holds_all_the_same(world) {
        furnish(&world).await;
        let text = ACTING.replace("[decrease_budget(share(0.2)), ", "[pause(), ");
        install(&world, &text).await;
        let now = identity::organisation(&world.context, world.account.scope).await.unwrap();
        let trusted = OrganisationChange { name: None, trusts_scripts: Some(true) };
        identity::change_organisation(&world.context, &world.admin, now.version, trusted).await.unwrap();
        let guard = "language 1\n\nguard \"House\" {\n  for campaigns on google\n  never pause\n}\n";
        catalog::save_guard(&world.context, &world.admin, guard).await.unwrap();
        let report = tick_at(&world, at("2026-03-03T15:00:00Z")).await;
        assert_eq!((report.opened, report.blocked), (0, 1), "{report:?}");
        assert!(open(&world).await.is_empty());
    }

    async fn a_script_that_returns_nothing_usable_leaves_its_object_alone_and_costs_no_cooldown(world) {
        furnish(&world).await;
        let text = ACTING.replace("[decrease_budget(share(0.2)), ", "[decrease_budget(now / (sum(daily) - 180)), ");
        install(&world, &text).await;
        for mark in ["2026-03-03T15:00:00Z", "2026-03-03T16:00:00Z"] {
            assert_eq!(tick_at(&world, at(mark)).await.opened, 0);
        }
        let asked = world.rows("select at from decision_pack where org_id is not null and blocked = 1").await;
        assert_eq!(asked.len(), 2, "no cooldown keeps it from being asked again");
        assert!(open(&world).await.is_empty());
        let told = world.rows("select id from notification where org_id is not null").await;
        assert!(told.is_empty(), "nor is anybody told");
    }
}
