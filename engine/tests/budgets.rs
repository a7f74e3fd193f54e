//! What rules cost together: refused with the arithmetic when one is enabled, and the costliest left out where an account has grown.

use engine::{
    actions::State,
    decisions::budget::{STEPS_A_RUN, withheld},
    rules::{RuleError, catalog, detail, editing},
};

use crate::{
    ledger::{furnish, install, open, tick},
    rules::PAUSE,
    support::{at, on_both},
};

/// More parts than [`PAUSE`] has.
const COSTLY: &str = r#"language 1

rule "Costly" {
  for campaigns on google
  every 1h
  when spend over last 3 days > $1 and clicks over last 3 days > 2 and revenue over last 3 days < $3 and impressions over last 3 days > 4
  then increase budget by 10% up to $500
  cooldown 24h
  at most 3 per day
}
"#;

#[test]
fn the_costliest_go_first_until_the_rest_fits() {
    let places = |costs: &[u64], budget| Vec::from_iter(withheld(costs, budget));
    assert_eq!(places(&[5, 9, 3], 17), [0; 0]);
    assert_eq!(places(&[5, 9, 3], 16), [1]);
    assert_eq!(places(&[5, 9, 3], 7), [0, 1]);
    assert_eq!(places(&[5, 9, 3], 0), [0, 1, 2]);
    assert_eq!(places(&[u64::MAX, u64::MAX, 1], 1), [0, 1], "never wrapped");
    assert_eq!(places(&[], 0), [0; 0]);
}

on_both! {
    async fn a_rule_that_does_not_fit_is_refused_with_the_arithmetic(world) {
        let mut world = world;
        furnish(&world).await;
        let id = install(&world, PAUSE).await;
        let page = detail::rule(&world.context, &world.marketer, id).await.unwrap().unwrap();
        let (steps, words) = page.accounts[0].cost.clone().unwrap();
        assert!(words.ends_with(&format!("× 3 campaigns = {steps} steps")), "{words}");
        assert!(steps < STEPS_A_RUN / 1_000_000);
        let (other, _) = catalog::save(&world.context, &world.marketer, COSTLY, Default::default()).await.unwrap();
        world.context.steps_a_run = steps + 1;
        let refused = editing::enable(&world.context, &world.marketer, other).await;
        let Err(RuleError::NotNow(why)) = refused else { panic!("{refused:?}") };
        assert!(why.contains("parts × 3 campaigns = ") && why.contains(&format!("the other enabled rule there takes {steps} steps")), "{why}");
        world.context.steps_a_run = STEPS_A_RUN;
        editing::enable(&world.context, &world.marketer, other).await.unwrap();
    }

    async fn where_an_account_has_grown_the_costliest_rule_is_not_run_and_says_why(world) {
        let mut world = world;
        furnish(&world).await;
        let (pause, costly) = (install(&world, PAUSE).await, install(&world, COSTLY).await);
        let cost = async |id| {
            let page = detail::rule(&world.context, &world.marketer, id).await.unwrap().unwrap();
            page.accounts[0].cost.clone().unwrap().0
        };
        let (least, most) = (cost(pause).await, cost(costly).await);
        assert!(least < most);
        world.context.steps_a_run = most;
        let report = tick(&world, at("2026-03-03T15:00:00Z")).await;
        assert_eq!(report.rules, 2);
        let wanted = open(&world).await;
        assert!(!wanted.is_empty() && wanted.iter().all(|action| action.rule_id == Some(pause) && action.state != State::Blocked));
        // Its checks are there, and unknown.
        let packs = world.rows("select rule_id, unknown, not_fired, fired from decision_pack").await;
        let of = |id| packs.iter().find(|row| row.uuid("rule_id").unwrap() == id).unwrap();
        assert_eq!((of(costly).i64("unknown").unwrap(), of(costly).i64("fired").unwrap()), (3, 0));
        assert_eq!(of(pause).i64("unknown").unwrap(), 0);
        let told = async || world.rows("select payload from outbox").await.iter().filter(|row| row.text("payload").unwrap().contains("costs too much")).count();
        assert_eq!(told().await, 1);
        tick(&world, at("2026-03-03T16:00:00Z")).await;
        assert_eq!(told().await, 1, "once a day");
        // With room for both it does its work.
        world.context.steps_a_run = STEPS_A_RUN;
        tick(&world, at("2026-03-03T17:00:00Z")).await;
        let packs = world.rows("select rule_id, unknown, at from decision_pack order by at desc").await;
        assert!(packs.iter().take(2).all(|row| row.i64("unknown").unwrap() == 0));
    }
}
