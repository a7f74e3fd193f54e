//! Every limit a rule can set: counted when something is let in, given back when it comes to nothing.

use engine::{
    actions::{self, State, approve, carry_out::Turn, store::Action},
    connections::{
        self, RegisteredAccount,
        platform::{AccountAddress, MetricsReport},
        store::NewAccount,
    },
    decisions::tick::{self, TickRule},
    metrics::ingest::load_table,
    rules::{catalog, store as rule_store},
    store::StoreError,
};

use crate::{
    ledger::{carry_out, furnish, install, open, rows, sync, tick},
    support::{World, at, campaign, on_both, structure_of},
};

const TEN: &str = "2026-03-03T15:00:00Z";
const ELEVEN: &str = "2026-03-03T16:00:00Z";

fn rule(every: &str, action: &str, limits: &str) -> String {
    format!(
        "language 1\n\nrule \"Limited\" {{\n  for campaigns on google\n  {every}\n  window last 3 days\n  when spend > $1\n  then {action}\n  approve by manager within 4h unanswered expire\n  {limits}\n}}\n"
    )
}

fn ids(actions: &[Action]) -> Vec<String> {
    let mut ids: Vec<String> = actions
        .iter()
        .map(|action| action.target.external_id.clone())
        .collect();
    ids.sort();
    ids
}

on_both! {
    // Spend of three days: 180, 135, 3.
    async fn what_spends_most_over_the_rules_window_comes_first(world) {
        furnish(&world).await;
        install(&world, &rule("every 1h", "pause", "at most 2 per run")).await;
        let report = tick(&world, at(TEN)).await;
        assert_eq!((report.opened, report.blocked), (2, 1), "{report:?}");
        assert_eq!(ids(&open(&world).await), ["1", "2"]);
    }

    async fn an_order_of_its_own_decides_and_what_is_not_known_comes_last(world) {
        furnish(&world).await;
        // Nobody converts, so cpa is undefined everywhere and the order falls back on spend; the lowest spend first by its negative.
        install(&world, &rule("every 1h", "pause", "at most 1 per run, highest 0 - spend first")).await;
        tick(&world, at(TEN)).await;
        assert_eq!(ids(&open(&world).await), ["3"]);
    }

    async fn an_undefined_rank_yields_to_every_known_one(world) {
        let parts = vec![campaign("1", "Bleeder", 50), campaign("2", "Second", 80)];
        world.structure(structure_of(parts), at("2026-02-20T12:00:00Z")).await;
        let mut converting = rows("2", 1);
        for row in &mut converting {
            row.cells.conversions = 1_000_000;
        }
        // The first spends far more and has no conversion: its cpa is undefined.
        sync(&world, crate::support::NOW, [rows("1", 60), converting].concat()).await;
        install(&world, &rule("every 1h", "pause", "at most 1 per run, highest cpa first")).await;
        tick(&world, at(TEN)).await;
        assert_eq!(ids(&open(&world).await), ["2"]);
    }

    async fn a_day_is_counted_over_its_runs_and_a_rejection_gives_its_place_back(world) {
        furnish(&world).await;
        install(&world, &rule("every 1h", "pause", "cooldown 24h\n  at most 1 per day")).await;
        tick(&world, at(TEN)).await;
        let first = open(&world).await.remove(0);
        let report = tick(&world, at(ELEVEN)).await;
        assert_eq!(report.opened, 0, "{report:?}");
        approve::reject(&world.context, &world.manager, first.id, first.version, "not today").await.unwrap();
        let report = tick(&world, at("2026-03-03T17:00:00Z")).await;
        assert_eq!(report.opened, 1, "the place is free again: {report:?}");
        assert_eq!(ids(&open(&world).await), ["2"]);
    }

    async fn an_expired_proposal_gives_its_place_back_too(world) {
        furnish(&world).await;
        let text = rule("every 1h", "pause", "at most 1 per day").replace("within 4h", "within 30m");
        install(&world, &text).await;
        tick(&world, at(TEN)).await;
        world.context.business.set(at("2026-03-03T15:40:00Z"));
        assert_eq!(approve::expire_lapsed(&world.context).await.unwrap(), 1);
        let report = tick(&world, at(ELEVEN)).await;
        assert_eq!(report.opened, 1, "{report:?}");
    }

    async fn one_campaign_is_changed_only_so_often_a_day(world) {
        furnish(&world).await;
        install(&world, &rule("every 1h", "set budget to budget + $1 up to $5,000", "cooldown 30m\n  at most 2 per day per object")).await;
        for hour in ["15", "16", "17"] {
            tick(&world, at(&format!("2026-03-03T{hour}:00:00Z"))).await;
            for action in open(&world).await {
                actions::approve(&world.context, &world.manager, action.id, action.version).await.unwrap();
                assert_eq!(carry_out(&world, action.id, 1).await, Turn::Ended(State::Applied));
            }
        }
        let changes = world.platform.inner.lock().unwrap().changes.len();
        assert_eq!(changes, 6, "three campaigns, twice each, at three runs");
    }

    async fn a_run_asks_each_campaign_only_so_much(world) {
        furnish(&world).await;
        let action = "pause\n       set budget to $7";
        install(&world, &rule("every 1h", action, "at most 1 per run per object")).await;
        let report = tick(&world, at(TEN)).await;
        assert_eq!(report.opened, 3, "one of the two actions for each campaign: {report:?}");
    }

    async fn a_total_counts_over_accounts_by_the_day_of_the_schedules_zone(world) {
        furnish(&world).await;
        let second = second_account(&world).await;
        let text = rule("every 1h in \"Asia/Singapore\"", "pause", "at most 4 per day in total");
        install(&world, &text).await;
        tick(&world, at(TEN)).await;
        assert_eq!(open(&world).await.len(), 3);
        let opened = tick_of(&world, &second, at(TEN)).await;
        assert_eq!(opened, 1, "one place was left");
        // Half past eleven in New York is the next day in Singapore.
        let opened = tick_of(&world, &second, at("2026-03-03T16:30:00Z")).await;
        assert_eq!(opened, 2, "a new day");
    }

    async fn a_share_of_the_scopes_spend_bounds_what_is_moved_and_is_measured_in_the_morning(world) {
        furnish(&world).await;
        // 318 in the last seven days: 45.43 a day; 60% are 27.26. The pauses move 25.71, 19.29 and 0.43.
        install(&world, &rule("every 1h", "pause", "cooldown 24h\n  at most 60% of scope spend per day").replace("for campaigns on google", "for campaigns on google where status is active")).await;
        let report = tick(&world, at(TEN)).await;
        assert_eq!((report.opened, report.blocked), (2, 1), "{report:?}");
        let waiting = open(&world).await;
        assert_eq!(ids(&waiting), ["1", "3"]);
        for action in waiting {
            actions::approve(&world.context, &world.manager, action.id, action.version).await.unwrap();
            assert_eq!(carry_out(&world, action.id, 1).await, Turn::Ended(State::Applied));
        }
        // Only the second is in the scope now; measured anew, 60% of its own spend would never do, and measured in the
        // morning 27.26 - 26.14 does not either. A higher share of the morning's does.
        let report = tick(&world, at(ELEVEN)).await;
        assert_eq!(report.opened, 0, "{report:?}");
        world.execute("update limit_base set spend = 80000000").await;
        let report = tick(&world, at("2026-03-03T17:00:00Z")).await;
        assert_eq!(report.opened, 1, "what was fixed in the morning counts: {report:?}");
    }

    async fn a_share_of_spend_that_is_not_known_blocks(world) {
        let parts = vec![campaign("1", "Bleeder", 50)];
        world.structure(structure_of(parts), at("2026-02-20T12:00:00Z")).await;
        sync(&world, crate::support::NOW, rows("1", 60)).await;
        // The days before the 28th were never read.
        world.execute("update sync set first_day = first_day + 8").await;
        install(&world, &rule("every 1h", "pause", "at most 60% of scope spend per day")).await;
        let report = tick(&world, at(TEN)).await;
        assert_eq!((report.opened, report.blocked), (0, 1), "{report:?}");
    }
}

/// A second account of the same organisation with three campaigns that spend.
async fn second_account(world: &World) -> RegisteredAccount {
    let (scope, grant, id, random) = (
        world.account.scope,
        world.account.grant_id,
        world.context.random.id(),
        world.context.random.clone(),
    );
    let new = NewAccount {
        platform: dsl::Platform::Google,
        name: "Shop DE".to_owned(),
        address: AccountAddress {
            external_id: "9876543210".to_owned(),
            login_external_id: None,
            currency: "USD".parse().unwrap(),
            time_zone: "Europe/Berlin".to_owned(),
        },
    };
    let parts = [("1", "Eins"), ("2", "Zwei"), ("3", "Drei")].map(|(id, name)| campaign(id, name, 10));
    let structure = structure_of(parts.to_vec());
    let now = at(crate::support::NOW);
    let account = world
        .context
        .store
        .write(move |tx| {
            Box::pin(async move {
                connections::store::insert_account(tx, scope, id, grant, &new, None, now).await?;
                let state = connections::AccountState::Active;
                connections::store::set_account_state(tx, scope, id, state, None, now).await?;
                let seen = at("2026-02-20T12:00:00Z");
                engine::campaigns::store::apply_structure(tx, scope, id, &random, &structure, seen).await?;
                connections::store::account(tx, scope, id).await
            })
        })
        .await
        .unwrap()
        .unwrap();
    let answer = engine::metrics::ingest::Answer {
        observed_at: now,
        data_until: now,
        finished_at: now,
        first: "2026-02-20".parse().unwrap(),
        first_hourly: "2026-03-03".parse().unwrap(),
        last: "2026-03-03".parse().unwrap(),
        by_day: [rows("1", 9), rows("2", 8), rows("3", 7)].concat().into(),
        by_hour: MetricsReport::default(),
        backfilled: false,
    };
    let to = account.clone();
    world
        .context
        .store
        .write(move |tx| {
            Box::pin(async move { engine::metrics::ingest(tx, &to, dsl::Level::Campaigns, &answer).await })
        })
        .await
        .unwrap();
    account
}

/// One tick of another account; answers how many actions it opened.
async fn tick_of(world: &World, account: &RegisteredAccount, now: jiff::Timestamp) -> usize {
    world.context.business.set(now);
    let of = account.clone();
    let (table, due) = world
        .context
        .store
        .read(move |tx| {
            Box::pin(async move {
                // Nothing is stale here: what is tried is the count, not the data.
                let table = load_table(tx, &of, now).await?;
                let due = rule_store::due_rules(tx, of.scope, of.id, now).await?;
                Ok::<_, StoreError>((table, due))
            })
        })
        .await
        .unwrap();
    let mut table = table;
    table.data_until = Some(now);
    let rules = due
        .into_iter()
        .map(|due| TickRule {
            bound: std::sync::Arc::new(
                catalog::bind(&due.rule, account, &world.context.platforms)
                    .unwrap()
                    .unwrap(),
            ),
            due,
        })
        .collect();
    tick::run(&world.context, account, &std::sync::Arc::new(table), rules, now)
        .await
        .unwrap()
        .opened
}
