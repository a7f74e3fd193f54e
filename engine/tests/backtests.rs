//! Backtests: the recorded past as it was known then, the real tick, nothing of the organisation's own data written.

use dsl::MissingReason;
use engine::{
    backtest::{
        self, AccountBacktest, Backtest, BacktestError, Backtesting, Candidate, Day, Request, compare,
    },
    connections::platform::{MetricsRow, SwitchStatus, WriteValue},
    decisions::Outcome,
    rules::{catalog, store as rule_store},
    store::StoreError,
};

use crate::{
    ledger::{STOP_LOSS, furnish, install, open, rows, sync, tick},
    support::{NOW, World, at, campaign, on_both, structure_of},
};

pub const RAISE: &str = r#"language 1

rule "Raise" {
  for campaigns on google
  every 1h
  window last 3 days
  when spend > $130
  then increase budget by 20% up to $5,000
  at most 1 per day
}
"#;

pub fn request(text: &str, until: &str) -> Request {
    Request {
        from: at(NOW),
        until: at(until),
        account: None,
        candidate: Some(Candidate {
            text: text.to_owned(),
            overrides: Default::default(),
            rule_id: None,
        }),
        with_enabled: false,
        patience: backtest::PATIENCE,
    }
}

pub async fn tried(world: &World, request: &Request) -> Backtest {
    backtest::run(&world.context, world.account.scope, request)
        .await
        .unwrap()
}

pub fn only(backtest: &Backtest) -> &AccountBacktest {
    assert_eq!(backtest.accounts.len(), 1);
    &backtest.accounts[0]
}

fn acted(account: &AccountBacktest) -> Vec<(String, String)> {
    account
        .firings
        .iter()
        .filter(|firing| firing.outcome == Outcome::Fired)
        .map(|firing| {
            (
                firing.at.to_string(),
                firing.campaign.as_ref().unwrap().name.clone(),
            )
        })
        .collect()
}

/// Today's spend, which the rules have not seen yet: $60 and $45 of those that do not convert, $1 of the third.
pub fn today() -> Vec<MetricsRow> {
    let rows = [rows("1", 60), rows("2", 45), rows("3", 1)];
    let latest = rows.into_iter().filter_map(|rows| rows.into_iter().last());
    latest
        .map(|row| MetricsRow {
            date: "2026-03-03".parse().unwrap(),
            ..row
        })
        .collect()
}

/// What was spent and what of it would have been; the budgets as they were and would have been.
pub fn in_cents(day: &Day) -> [i64; 4] {
    [day.spend, day.simulated_spend, day.budget, day.simulated_budget].map(|micros| micros / 10_000)
}

/// The same days, with conversions that the platform attributed late.
fn converted(id: &str, spend: i64) -> Vec<MetricsRow> {
    let mut late = rows(id, spend);
    for row in &mut late {
        row.cells.conversions = 2_000_000;
        row.cells.revenue = 500_000_000;
    }
    late
}

pub async fn counted(world: &World) -> Vec<i64> {
    const TABLES: [&str; 7] = [
        "select count(*) as n from action",
        "select count(*) as n from decision",
        "select count(*) as n from tick",
        "select count(*) as n from rule",
        "select count(*) as n from property_change",
        "select count(*) as n from notification",
        "select count(*) as n from guard_usage",
    ];
    world
        .context
        .store
        .read(|tx| {
            Box::pin(async move {
                let mut counts = Vec::new();
                for sql in TABLES {
                    let statement = engine::store::Statement::both("test", sql);
                    counts.push(tx.fetch_one(statement, &[]).await?.i64("n")?);
                }
                Ok::<_, StoreError>(counts)
            })
        })
        .await
        .unwrap()
}

on_both! {
    async fn a_backtest_fires_where_the_rule_itself_fires_and_writes_nothing(world) {
        furnish(&world).await;
        let before = counted(&world).await;
        let backtest = tried(&world, &request(STOP_LOSS, "2026-03-03T15:30:00Z")).await;
        assert_eq!(counted(&world).await, before, "the organisation's own data was touched");
        install(&world, STOP_LOSS).await;
        tick(&world, at("2026-03-03T15:00:00Z")).await;
        let account = only(&backtest);
        let mut real: Vec<(String, String)> = open(&world).await.into_iter().map(|action| (action.target_name, action.reason)).collect();
        let mut would: Vec<(String, String)> =
            account.firings.iter().map(|firing| (firing.campaign.as_ref().unwrap().name.clone(), firing.reason.clone())).collect();
        real.sort();
        would.sort();
        assert_eq!(would, real);
        assert_eq!(would.len(), 2);
        let change = &account.firings[0].changes[0];
        assert_eq!((&change.before, &change.after), (&WriteValue::Status(SwitchStatus::Active), &WriteValue::Status(SwitchStatus::Paused)));
        assert_eq!(account.differs_from, Some(at("2026-03-03T15:00:00Z")));
        assert!(account.firings[0].tells[0].to_string().starts_with("#ads: "), "{:?}", account.firings[0].tells);
    }

    async fn what_became_known_later_does_not_change_what_was_decided_then(world) {
        furnish(&world).await;
        sync(&world, "2026-03-03T16:30:00Z", [converted("1", 60), rows("2", 45), rows("3", 1)].concat()).await;
        let early = tried(&world, &request(STOP_LOSS, "2026-03-03T20:00:00Z")).await;
        assert_eq!(
            acted(only(&early)),
            [("2026-03-03T15:00:00Z".to_owned(), "Bleeder".to_owned()), ("2026-03-03T15:00:00Z".to_owned(), "Second".to_owned())]
        );
        let late = Request { from: at("2026-03-03T16:45:00Z"), ..request(STOP_LOSS, "2026-03-03T20:00:00Z") };
        assert_eq!(acted(only(&tried(&world, &late).await)), [("2026-03-03T17:00:00Z".to_owned(), "Second".to_owned())]);
    }

    async fn checks_on_old_data_are_unknown_and_counted_as_such(world) {
        furnish(&world).await;
        let quiet = STOP_LOSS.replace("$100", "$1,000");
        let backtest = tried(&world, &request(&quiet, "2026-03-03T19:30:00Z")).await;
        let tally = &only(&backtest).rules[0];
        // 15:00, 16:00 and 17:00 are fresh; 18:00 and 19:00 look at data that is more than three hours old.
        assert_eq!((tally.ticks, tally.not_fired, tally.unknown, tally.fired), (5, 9, 6, 0), "{tally:?}");
        assert_eq!(tally.unknown_because, [(MissingReason::Stale, 6)]);
        assert!(tally.is_candidate);
    }

    async fn nothing_runs_before_the_first_synchronisation_and_a_run_without_time_says_how_far_it_came(world) {
        furnish(&world).await;
        let early = Request { from: at("2026-03-01T00:00:00Z"), ..request(STOP_LOSS, "2026-03-03T15:30:00Z") };
        let backtest = tried(&world, &early).await;
        assert_eq!((only(&backtest).rules[0].ticks, only(&backtest).known_since), (1, Some(at(NOW))));
        assert_eq!(only(&backtest).reached, at("2026-03-03T15:30:00Z"));
        let hurried = Request { patience: std::time::Duration::ZERO, ..early };
        let cut = tried(&world, &hurried).await;
        assert!(cut.is_cut_short() && !backtest.is_cut_short());
        assert_eq!((only(&cut).reached, only(&cut).firings_total), (at("2026-03-03T15:00:00Z"), 0));
    }

    async fn two_texts_at_once_do_what_each_does_alone(world) {
        furnish(&world).await;
        let until = "2026-03-03T19:30:00Z";
        let (stop, raise) = (request(STOP_LOSS, until), request(RAISE, until));
        let alone = [tried(&world, &stop).await, tried(&world, &raise).await];
        let about_to = async |request: &Request| Backtesting::of(&world.context, world.account.scope, request).await.unwrap();
        let (first, second) = about_to(&stop).await.run_both(about_to(&raise).await).await.unwrap();
        for (alone, at_once) in alone.iter().zip([&first, &second]) {
            assert_eq!(acted(only(alone)), acted(only(at_once)));
            assert!(!acted(only(alone)).is_empty());
            let checks = |backtest: &Backtest| only(backtest).rules.iter().map(|rule| (rule.ticks, rule.fired, rule.waiting, rule.not_fired, rule.unknown, rule.blocked)).collect::<Vec<_>>();
            assert_eq!(checks(alone), checks(at_once));
            assert_eq!(only(alone).days, only(at_once).days);
        }
    }

    async fn limits_and_guards_stop_in_a_backtest_what_they_stop_in_earnest(world) {
        furnish(&world).await;
        let limited = tried(&world, &request(RAISE, "2026-03-03T15:30:00Z")).await;
        let firings = &only(&limited).firings;
        assert_eq!(firings.iter().map(|firing| (firing.campaign.as_ref().unwrap().name.as_str(), firing.outcome)).collect::<Vec<_>>(),
            [("Bleeder", Outcome::Fired), ("Second", Outcome::Blocked)]);
        assert!(firings[1].blocked[0].reason.contains("1 per day"), "{:?}", firings[1].blocked);
        assert!(firings[1].changes[0].blocked.is_some());
        let guard = "language 1\n\nguard \"Ceiling\" {\n  for campaigns\n  never raise budget above $55\n}\n";
        catalog::save_guard(&world.context, &world.admin, guard).await.unwrap();
        let guarded = tried(&world, &request(RAISE, "2026-03-03T15:30:00Z")).await;
        assert!(only(&guarded).firings[0].blocked[0].by.contains("Ceiling"), "{:?}", only(&guarded).firings);
        assert_eq!(only(&guarded).differs_from, None);
    }

    async fn budgets_stay_where_the_rule_moved_them_until_somebody_else_moves_them(world) {
        furnish(&world).await;
        let twice = RAISE.replace("at most 1 per day", "cooldown 1h");
        let backtest = tried(&world, &request(&twice, "2026-03-03T16:30:00Z")).await;
        let budgets: Vec<_> = only(&backtest).firings.iter().filter(|firing| firing.campaign.as_ref().unwrap().name == "Bleeder")
            .map(|firing| (firing.changes[0].before.clone(), firing.changes[0].after.clone())).collect();
        assert_eq!(budgets, [
            (WriteValue::Money(50_000_000), WriteValue::Money(60_000_000)),
            (WriteValue::Money(60_000_000), WriteValue::Money(72_000_000)),
        ]);
        // A person sets it to $40 in between.
        world.structure(structure_of(vec![campaign("1", "Bleeder", 40), campaign("2", "Second", 80), campaign("3", "Quiet", 20)]),
            at("2026-03-03T15:20:00Z")).await;
        let moved = tried(&world, &request(&twice, "2026-03-03T16:30:00Z")).await;
        let second = only(&moved).firings.iter().rfind(|firing| firing.campaign.as_ref().unwrap().name == "Bleeder").unwrap();
        assert_eq!(second.changes[0].before, WriteValue::Money(40_000_000));
    }

    async fn a_day_counts_what_would_have_been_spent_all_the_same(world) {
        furnish(&world).await;
        sync(&world, "2026-03-03T16:30:00Z", today()).await;
        // Both are paused at 10:00 in New York, the third stays on.
        let paused = tried(&world, &request(STOP_LOSS, "2026-03-04T05:30:00Z")).await;
        let days: Vec<_> = only(&paused).days.iter().map(|day| (day.date.to_string(), in_cents(day))).collect();
        assert_eq!(days, [
            ("2026-03-03".to_owned(), [10_600, 4_475, 15_000, 2_000]),
            ("2026-03-04".to_owned(), [0, 0, 15_000, 2_000]),
        ]);
        // The first exceeded its $50 and exceeds what is left of it by as much; the second spent less than what is left.
        let cut = RAISE.replace("increase budget by 20% up to $5,000\n  at most 1 per day", "decrease budget by 50%\n  cooldown 24h");
        let cut = tried(&world, &request(&cut, "2026-03-04T05:30:00Z")).await;
        assert_eq!(in_cents(&only(&cut).days[0]), [10_600, 4_250 + 4_500 + 100, 15_000, 8_500]);
        // Nobody knows what a raise would have brought.
        let raised = tried(&world, &request(RAISE, "2026-03-04T05:30:00Z")).await;
        assert_eq!(in_cents(&only(&raised).days[0]), [10_600, 10_600, 15_000, 16_000]);
    }

    async fn enabled_rules_run_beside_the_candidate_and_its_own_present_version_does_not(world) {
        furnish(&world).await;
        let rule = install(&world, STOP_LOSS).await;
        install(&world, RAISE).await;
        let mut both = request(&STOP_LOSS.replace("$100", "$150"), "2026-03-03T15:30:00Z");
        both.with_enabled = true;
        both.candidate.as_mut().unwrap().rule_id = Some(rule);
        let backtest = tried(&world, &both).await;
        let account = only(&backtest);
        assert_eq!(account.rules.iter().map(|tally| (tally.name.as_str(), tally.is_candidate)).collect::<Vec<_>>(),
            [("Raise", false), ("Stop loss", true)]);
        // A pause drops the raise of the same campaign; the other campaign is raised.
        let came: Vec<_> = account.firings.iter().map(|firing| (firing.rule.as_str(), firing.campaign.as_ref().unwrap().name.as_str(), firing.outcome)).collect();
        assert_eq!(came, [("Raise", "Bleeder", Outcome::Blocked), ("Raise", "Second", Outcome::Fired), ("Stop loss", "Bleeder", Outcome::Fired)]);
        let enabled = tried(&world, &Request { candidate: None, with_enabled: true, ..request(STOP_LOSS, "2026-03-03T15:30:00Z") }).await;
        assert_eq!(only(&enabled).rules.len(), 2);
        let nothing = Request { candidate: None, with_enabled: false, ..both };
        assert!(matches!(backtest::run(&world.context, world.account.scope, &nothing).await, Err(BacktestError::Unusable(_))));
    }

    async fn a_rule_that_waits_for_synchronisations_runs_when_one_has_landed(world) {
        furnish(&world).await;
        let text = STOP_LOSS.replace("every 1h", "every sync");
        install(&world, &text).await;
        assert_eq!(tick(&world, at("2026-03-03T15:00:00Z")).await.rules, 0);
        sync(&world, "2026-03-03T16:30:00Z", [rows("1", 60), rows("2", 45), rows("3", 1)].concat()).await;
        let account = world.account.clone();
        world.context.store.write(move |tx| Box::pin(async move { catalog::after_sync(tx, &account, at("2026-03-03T16:30:00Z")).await })).await.unwrap();
        assert_eq!(tick(&world, at("2026-03-03T16:30:00Z")).await.opened, 2);
        assert_eq!(tick(&world, at("2026-03-03T17:30:00Z")).await.rules, 0, "it waits for the next one");
        let due = world.context.store.read(|tx| Box::pin(async move { rule_store::next_due(tx, at("2026-03-03T17:30:00Z")).await })).await.unwrap();
        assert_eq!(due, Some(catalog::NEVER));
        let backtest = tried(&world, &request(&text, "2026-03-03T20:00:00Z")).await;
        assert_eq!(acted(only(&backtest)).iter().map(|(at, _)| at.as_str()).collect::<Vec<_>>(), ["2026-03-03T16:30:00Z"; 2]);
    }

    async fn two_texts_are_compared_by_what_they_do(world) {
        furnish(&world).await;
        let run = async |text: &str| tried(&world, &request(text, "2026-03-03T15:30:00Z")).await;
        let (old, new) = (run(&STOP_LOSS.replace("$100", "$150")).await, run(STOP_LOSS).await);
        let id = |backtest: &Backtest| only(backtest).rules[0].id;
        let wider = compare::compare(&old, &new, id(&old), id(&new));
        assert_eq!(wider.gained.iter().map(|one| one.campaign.as_ref().unwrap().name.as_str()).collect::<Vec<_>>(), ["Second"]);
        assert_eq!((wider.lost.len(), wider.changed.len(), wider.same), (0, 0, 1));
        let narrower = compare::compare(&new, &old, id(&new), id(&old));
        assert_eq!((narrower.gained.len(), narrower.lost.len()), (0, 1));
    }

    async fn texts_that_put_another_label_on_do_not_act_alike(world) {
        furnish(&world).await;
        let run = async |label: &str| tried(&world, &request(&STOP_LOSS.replace("pause", &format!("add label \"{label}\"")), "2026-03-03T15:30:00Z")).await;
        let (dear, seen, again) = (run("dear").await, run("seen").await, run("dear").await);
        let id = |backtest: &Backtest| only(backtest).rules[0].id;
        let counted = |one: &Backtest, other: &Backtest| {
            let found = compare::compare(one, other, id(one), id(other));
            (found.gained.len(), found.lost.len(), found.changed.len(), found.same)
        };
        assert_eq!((counted(&dear, &seen), counted(&dear, &again)), ((0, 0, 2, 0), (0, 0, 0, 2)));
    }

    async fn texts_that_tell_somebody_else_do_not_act_alike(world) {
        furnish(&world).await;
        let run = async |whom: &str| tried(&world, &request(&STOP_LOSS.replace("#ads", whom), "2026-03-03T15:30:00Z")).await;
        let (ads, finance, again) = (run("#ads").await, run("#finance").await, run("#ads").await);
        let id = |backtest: &Backtest| only(backtest).rules[0].id;
        let counted = |one: &Backtest, other: &Backtest| {
            let found = compare::compare(one, other, id(one), id(other));
            (found.changed.len(), found.same)
        };
        assert_eq!((counted(&ads, &finance), counted(&ads, &again)), ((2, 0), (0, 2)));
    }
}
