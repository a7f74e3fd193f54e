//! The overview: per brand, platform and currency, against budgets and the range before, with what is not well.

use engine::{
    actions,
    analytics::{AilmentKind, Overview, overview},
    campaigns::chart::DayRange,
    connections::{
        self, RegisteredAccount,
        platform::{AccountAddress, BaseCells, MetricsReport, MetricsRow},
        store::NewAccount,
    },
    metrics::{self, calendar, ingest::Answer},
};

use crate::support::{NOW, World, at, campaign, on_both, structure_of};

fn day(text: &str) -> i64 {
    calendar::day_number(text.parse().unwrap())
}

async fn read(world: &World, first: &str, last: &str) -> Overview {
    let range = DayRange {
        first: day(first),
        last: day(last),
    };
    overview(&world.context, world.account.scope, range, true)
        .await
        .unwrap()
}

/// A second account, in Berlin and euros, under the same brand.
async fn berlin(world: &World) -> RegisteredAccount {
    let (scope, grant, id) = (
        world.account.scope,
        world.account.grant_id,
        world.context.random.id(),
    );
    let new = NewAccount {
        platform: dsl::Platform::Google,
        name: "Shop EU".to_owned(),
        address: AccountAddress {
            external_id: "2222222222".to_owned(),
            login_external_id: None,
            currency: "EUR".parse().unwrap(),
            time_zone: "Europe/Berlin".to_owned(),
        },
    };
    let structure = structure_of(vec![campaign("9", "Marke", 40)]);
    let random = world.context.random.clone();
    world
        .context
        .store
        .write(move |tx| {
            Box::pin(async move {
                connections::store::insert_account(tx, scope, id, grant, &new, None, at(NOW)).await?;
                let state = connections::AccountState::Active;
                connections::store::set_account_state(tx, scope, id, state, None, at(NOW)).await?;
                engine::campaigns::store::apply_structure(tx, scope, id, &random, &structure, at(NOW))
                    .await?;
                Ok::<_, engine::store::StoreError>(connections::store::account(tx, scope, id).await?.unwrap())
            })
        })
        .await
        .unwrap()
}

async fn ingest(world: &World, account: &RegisteredAccount, observed: &str, rows: Vec<MetricsRow>) {
    let answer = Answer {
        observed_at: at(observed),
        data_until: at(observed),
        finished_at: at(observed),
        first: "2026-02-20".parse().unwrap(),
        first_hourly: "2026-03-03".parse().unwrap(),
        last: "2026-03-03".parse().unwrap(),
        by_day: rows.into(),
        by_hour: MetricsReport::default(),
        backfilled: false,
    };
    let account = account.clone();
    world
        .context
        .store
        .write(move |tx| {
            Box::pin(async move { metrics::ingest(tx, &account, dsl::Level::Campaigns, &answer).await })
        })
        .await
        .unwrap();
}

fn row(id: &str, date: &str, spend: i64) -> MetricsRow {
    MetricsRow {
        external_id: id.to_owned(),
        date: date.parse().unwrap(),
        hour: None,
        cells: BaseCells {
            impressions: 1_000,
            clicks: 10,
            spend: spend * 1_000_000,
            conversions: 2_000_000,
            revenue: spend * 3_000_000,
        },
        further: Vec::new(),
    }
}

on_both! {
    async fn currencies_are_never_added_up_and_every_group_has_its_own_line(world) {
        world.structure(structure_of(vec![campaign("1", "One", 50), campaign("2", "Two", 30)]), at(NOW)).await;
        let eu = berlin(&world).await;
        ingest(&world, &world.account, NOW, vec![row("1", "2026-03-03", 20), row("2", "2026-03-02", 7), row("1", "2026-02-27", 100)]).await;
        ingest(&world, &eu, NOW, vec![row("9", "2026-03-03", 11)]).await;
        let seen = read(&world, "2026-03-01", "2026-03-03").await;
        let totals: Vec<_> = seen.totals.iter().map(|total| (total.currency.as_str(), total.cells.spend / 1_000_000)).collect();
        assert_eq!(totals, [("EUR", 11), ("USD", 27)]);
        let before: Vec<_> = seen.compare_totals.unwrap().iter().map(|total| (total.currency.as_str(), total.cells.spend / 1_000_000)).collect();
        assert_eq!(before, [("EUR", 0), ("USD", 100)], "the three days before");
        assert_eq!(seen.rows.len(), 2);
        let us = seen.rows.iter().find(|row| row.currency.as_str() == "USD").unwrap();
        assert_eq!((us.accounts, us.today.spend_micros, us.today.budget_micros), (1, 20_000_000, Some(80_000_000)));
        // Nine in New York of a day of 24 hours; in Berlin it is three in the afternoon.
        assert!((us.today.share_of_day - 9.0 / 24.0).abs() < 1e-9);
        let eu = seen.rows.iter().find(|row| row.currency.as_str() == "EUR").unwrap();
        assert!((eu.today.share_of_day - 15.0 / 24.0).abs() < 1e-9);
        let dollars = seen.series.iter().find(|series| series.currency.as_str() == "USD").unwrap();
        let days: Vec<_> = dollars.days.iter().map(|day| (day.spend / 1_000_000, day.known)).collect();
        assert_eq!(days, [(0, true), (7, true), (20, true)]);
    }

    async fn a_day_that_an_account_missed_is_not_known(world) {
        world.structure(structure_of(vec![campaign("1", "One", 50)]), at(NOW)).await;
        ingest(&world, &world.account, NOW, vec![row("1", "2026-03-03", 20)]).await;
        world.context.business.set(at("2026-03-05T14:00:00Z"));
        let seen = read(&world, "2026-02-19", "2026-03-05").await;
        let known: Vec<bool> = seen.series[0].days.iter().map(|day| day.known).collect();
        assert_eq!(known.first(), Some(&false), "before anybody asked");
        assert_eq!(&known[known.len() - 3..], [true, false, false]);
    }

    async fn what_is_not_well_is_named_with_what_to_do(world) {
        world.structure(structure_of(vec![campaign("1", "One", 50)]), at(NOW)).await;
        ingest(&world, &world.account, NOW, Vec::new()).await;
        let kinds = async || read(&world, "2026-03-01", "2026-03-03").await.ailments.into_iter().map(|ailment| ailment.kind).collect::<Vec<_>>();
        assert_eq!(kinds().await, []);
        world.context.business.set(at("2026-03-03T18:00:00Z"));
        assert_eq!(kinds().await, [AilmentKind::Data], "four hours without a sync");
        assert_eq!(read(&world, "2026-03-01", "2026-03-03").await.rows[0].late_accounts, 1);
        world.execute("update ad_account set state = 'reconnect', state_detail = 'consent withdrawn'").await;
        world.execute("update organisation set stopped_at = 1").await;
        let seen = read(&world, "2026-03-01", "2026-03-03").await.ailments;
        assert_eq!(seen.iter().map(|ailment| ailment.kind).collect::<Vec<_>>(), [AilmentKind::Stopped, AilmentKind::Account]);
        assert!(seen[1].what.contains("consent withdrawn") && !seen[1].what_to_do.is_empty());
    }

    async fn what_waits_and_what_was_done_are_counted_with_their_rules(world) {
        crate::ledger::furnish(&world).await;
        crate::ledger::install(&world, crate::ledger::STOP_LOSS).await;
        crate::ledger::tick(&world, at("2026-03-03T15:00:00Z")).await;
        let seen = read(&world, "2026-03-01", "2026-03-03").await;
        assert_eq!(seen.waiting.count, 2);
        assert_eq!(seen.waiting.oldest, Some(at("2026-03-03T15:00:00Z")));
        assert_eq!(seen.waiting.lapses_next, Some(at("2026-03-03T19:00:00Z")));
        assert_eq!((seen.acted.today, seen.acted.latest.len()), (0, 0));
        let action = crate::ledger::open(&world).await.into_iter().next().unwrap();
        actions::approve(&world.context, &world.manager, action.id, action.version).await.unwrap();
        crate::ledger::carry_out(&world, action.id, 3).await;
        let seen = read(&world, "2026-03-01", "2026-03-03").await;
        assert_eq!((seen.waiting.count, seen.acted.today, seen.acted.last_7_days), (1, 1, 1));
        assert_eq!(seen.acted.by_rule.len(), 1);
        assert_eq!((seen.acted.by_rule[0].1.as_str(), seen.acted.by_rule[0].2), ("Stop loss", 1));
        assert_eq!(seen.acted.latest[0].id, action.id);
    }

    async fn another_organisation_sees_an_empty_desk(world) {
        world.structure(structure_of(vec![campaign("1", "One", 50)]), at(NOW)).await;
        ingest(&world, &world.account, NOW, vec![row("1", "2026-03-03", 20)]).await;
        let other = engine::identity::seed_people(&world.context, "Other", &[]).await.unwrap();
        let range = DayRange { first: day("2026-03-01"), last: day("2026-03-03") };
        let seen = overview(&world.context, other, range, false).await.unwrap();
        assert!(seen.rows.is_empty() && seen.totals.is_empty() && seen.ailments.is_empty());
        assert_eq!(seen.waiting.count, 0);
    }
}
