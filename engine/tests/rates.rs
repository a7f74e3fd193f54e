//! Exchange rates: added and corrected, known as they were, and what rules at work convert by.

use std::collections::BTreeMap;

use engine::{
    backtest::{self, Candidate, Request},
    rates::{self, RateError, file, supply, view},
};

use crate::{
    ledger::{furnish, install, open, tick},
    support::{NOW, World, at, on_both},
};

const TEN: &str = "2026-03-03T15:00:00Z";
const ELEVEN: &str = "2026-03-03T16:00:00Z";

/// Pauses what spends more than 140 euros; the campaigns spend 180, 135 and 3 dollars in three days.
const RULE: &str = "language 1\n\nrule \"Dear\" {\n  for campaigns on google\n  every 1h\n  window last 3 days\n  \
    when convert(spend to EUR) > 140 EUR\n  then pause\n  approve by manager within 4h unanswered expire\n  cooldown 30m\n}\n";

async fn upload(world: &World, text: &str) -> Result<supply::Supply, RateError> {
    let text = text.to_owned();
    let source = Some("rates.csv".to_owned());
    supply::add(&world.context, &world.admin, source, move |today| {
        file::read(&text, today)
    })
    .await
}

/// The rate of a day as it was known then.
async fn rate(world: &World, day: &str, instant: &str) -> Option<(i64, u32, String)> {
    let (scope, instant, day) = (world.account.scope, at(instant), day.parse().unwrap());
    let known = world
        .context
        .store
        .read(move |tx| Box::pin(async move { rates::known::at(tx, scope, instant).await }))
        .await
        .unwrap();
    let found = known.rate("USD".parse().unwrap(), "EUR".parse().unwrap(), day)?;
    Some((found.digits, found.decimals, found.day.to_string()))
}

async fn opened(world: &World) -> Vec<String> {
    let mut ids: Vec<String> = open(world)
        .await
        .into_iter()
        .map(|action| action.target.external_id)
        .collect();
    ids.sort();
    ids
}

on_both! {
    async fn rates_are_added_and_corrected_and_stay_known_as_they_were(world) {
        world.context.business.set(at(TEN));
        let first = upload(&world, "day,from,to,rate\n2026-02-20,USD,EUR,0.90\n2026-03-02,USD,EUR,0.92\n2026-03-02,GBP,EUR,1.15\n").await.unwrap();
        assert_eq!((first.version, first.rows, first.changed), (1, 3, 3));
        world.context.business.set(at(ELEVEN));
        let second = upload(&world, "day,from,to,rate\n2026-03-02,USD,EUR,0.93\n2026-03-02,GBP,EUR,1.150\n").await.unwrap();
        assert_eq!((second.version, second.changed), (2, 1), "one is corrected, one is as it was");

        let known = |digits: i64, day: &str| Some((digits, if digits == 9 { 1 } else { 2 }, day.to_owned()));
        assert_eq!(rate(&world, "2026-03-03", "2026-03-03T14:59:59Z").await, None);
        assert_eq!(rate(&world, "2026-03-03", "2026-03-03T15:30:00Z").await, known(92, "2026-03-02"));
        assert_eq!(rate(&world, "2026-03-03", ELEVEN).await, known(93, "2026-03-02"));
        assert_eq!(rate(&world, "2026-03-01", ELEVEN).await, known(9, "2026-02-20"), "the last before it");
        assert_eq!(rate(&world, "2026-03-11", "2026-03-11T12:00:00Z").await, known(93, "2026-03-02"), "the last one, however old");

        let (pairs, versions) = view::summary(&world.context, world.account.scope).await.unwrap();
        let shown: Vec<String> = pairs.iter().map(|rate| format!("{} {} {} {}", rate.pair.day, rate.pair.from, rate.pair.to, rate.given.written())).collect();
        assert_eq!(shown, ["2026-03-02 GBP EUR 1.15", "2026-03-02 USD EUR 0.93"]);
        assert_eq!(versions.iter().map(|version| (version.rows, version.changed)).collect::<Vec<_>>(), [(2, 1), (3, 3)]);
        let pair = ("USD".parse().unwrap(), "EUR".parse().unwrap());
        let before = Some("2026-03-02".parse().unwrap());
        let days = view::rates(&world.context, world.account.scope, pair, before, 10).await.unwrap();
        assert_eq!(days.iter().map(|rate| rate.given.written()).collect::<Vec<_>>(), ["0.9"]);
    }

    async fn a_file_with_one_bad_line_changes_nothing_and_only_admins_supply(world) {
        match upload(&world, "day,from,to,rate\n2026-03-02,USD,EUR,0.92\n2026-03-02,USD,EURO,0.92\n").await {
            Err(RateError::Rows(problems)) => assert_eq!(problems[0].line, 3),
            other => panic!("{other:?}"),
        }
        let read = |today| file::read("day,from,to,rate\n2026-03-02,USD,EUR,0.92\n", today);
        for somebody in [&world.marketer, &world.manager] {
            let refused = supply::add(&world.context, somebody, None, read).await;
            assert!(matches!(refused, Err(RateError::NotAllowed(_))), "{refused:?}");
        }
        let (pairs, versions) = view::summary(&world.context, world.account.scope).await.unwrap();
        assert_eq!((pairs.len(), versions.len()), (0, 0));
    }

    async fn a_rule_at_work_converts_by_what_is_known_at_its_tick(world) {
        furnish(&world).await;
        install(&world, RULE).await;
        // No rate: every campaign is unknown, and nothing is done.
        assert_eq!(tick(&world, at(TEN)).await.opened, 0);
        world.context.business.set(at("2026-03-03T15:30:00Z"));
        upload(&world, "day,from,to,rate\n2026-03-02,EUR,USD,1.25\n").await.unwrap();
        tick(&world, at(ELEVEN)).await;
        assert_eq!(opened(&world).await, ["1"], "180 dollars are 144 euros, 135 are 108");
        let decision = open(&world).await.remove(0).decision_id.unwrap();
        let stored = engine::decisions::view::decision(&world.context, world.account.scope, decision).await.unwrap();
        let stored = format!("{stored:?}");
        assert!(stored.contains("1 EUR = 1.25 USD on 2026-03-02 (rates.csv), the other way round"), "{stored}");
    }

    async fn a_backtest_converts_by_the_rates_that_were_known_then(world) {
        furnish(&world).await;
        world.context.business.set(at("2026-03-03T14:30:00Z"));
        upload(&world, "day,from,to,rate\n2026-03-02,USD,EUR,0.8\n").await.unwrap();
        world.context.business.set(at("2026-03-03T15:30:00Z"));
        upload(&world, "day,from,to,rate\n2026-03-02,USD,EUR,1.1\n").await.unwrap();
        let request = Request {
            from: at(NOW),
            until: at("2026-03-03T17:30:00Z"),
            account: None,
            candidate: Some(Candidate { text: RULE.to_owned(), overrides: BTreeMap::new(), rule_id: None }),
            with_enabled: false,
            patience: backtest::PATIENCE,
        };
        let found = backtest::run(&world.context, world.account.scope, &request).await.unwrap();
        let fired: Vec<(String, String)> = found.accounts[0]
            .firings
            .iter()
            .map(|firing| (firing.at.to_string(), firing.campaign.as_ref().unwrap().name.clone()))
            .collect();
        let hour = |hour: &str, name: &str| (format!("2026-03-03T{hour}:00:00Z"), name.to_owned());
        assert_eq!(fired, [hour("15", "Bleeder"), hour("16", "Second")], "corrected at half past three, 135 dollars are 148.50 euros");
    }
}
