//! Target CPA and target ROAS: read with the campaigns, moved by rules, bounded by guards, read back, undone, kept as known then.

use dsl::Attribute;
use engine::{
    actions::{self, Kind, State, carry_out::Turn},
    backtest::{self, Candidate, Request},
    campaigns,
    connections::platform::{Structure, TargetKind, WriteField, WriteValue},
    decisions::Outcome,
    metrics::ingest::load_table,
    rules::guards,
};

use crate::{
    ledger::{carry_out, furnish, install, open, target, tick},
    support::{NOW, World, at, campaign, on_both, structure_of},
};

const TEN: &str = "2026-03-03T15:00:00Z";

fn rule(name: &str, action: &str) -> String {
    format!(
        "language 1\n\nrule \"{name}\" {{\n  for campaigns on google\n  every 1h\n  window last 3 days\n  when spend > $1\n  then {action}\n  approve by manager within 4h unanswered expire\n  cooldown 24h\n}}\n"
    )
}

/// The first bids towards $20 a conversion, the second towards a ROAS of 3, the third towards nothing.
fn bidding(cpa: i64, roas: i64) -> Structure {
    let mut parts = vec![
        campaign("1", "Bleeder", 50),
        campaign("2", "Second", 80),
        campaign("3", "Quiet", 20),
    ];
    parts[0].0.target_cpa_micros = Some(cpa);
    parts[1].0.bid_strategy = "target_roas".to_owned();
    parts[1].0.target_roas_millionths = Some(roas);
    structure_of(parts)
}

async fn furnished(world: &World) {
    world
        .structure(bidding(20_000_000, 3_000_000), at("2026-02-20T12:00:00Z"))
        .await;
    furnish(world).await;
    // `furnish` shows campaigns without targets.
    world
        .structure(bidding(20_000_000, 3_000_000), at("2026-02-20T13:00:00Z"))
        .await;
    for (id, field, value) in [
        ("1", WriteField::TargetCpa, WriteValue::Money(20_000_000)),
        ("2", WriteField::TargetRoas, WriteValue::Ratio(3_000_000)),
    ] {
        world.platform.put(target(TargetKind::Campaign, id), field, value);
    }
}

fn held(world: &World, id: &str, field: WriteField) -> WriteValue {
    let held = world.platform.inner.lock().unwrap();
    held.values[&(target(TargetKind::Campaign, id), field)].clone()
}

async fn stored(world: &World, id: &str, field: WriteField) -> Option<WriteValue> {
    let (scope, account, target) = (
        world.account.scope,
        world.account.id,
        target(TargetKind::Campaign, id),
    );
    world
        .context
        .store
        .read(move |tx| {
            Box::pin(async move { campaigns::store::current_value(tx, scope, account, &target, field).await })
        })
        .await
        .unwrap()
}

async fn blocked(world: &World) -> Vec<String> {
    let rows = world
        .rows("select state_detail from action where org_id is not null and state = 'blocked' order by created_at")
        .await;
    rows.iter().map(|row| row.text("state_detail").unwrap()).collect()
}

on_both! {
    async fn a_target_roas_is_raised_read_back_and_undone(world) {
        furnished(&world).await;
        install(&world, &rule("Tighten", "increase target_roas by 5.5%")).await;
        // Of three campaigns one has such a target; what the others have none of is not known of them.
        let report = tick(&world, at(TEN)).await;
        assert_eq!((report.objects, report.opened), (3, 1), "{report:?}");
        let action = open(&world).await.remove(0);
        assert_eq!((action.kind, action.field), (Kind::SetTargetRoas, WriteField::TargetRoas));
        assert_eq!((&action.expected, &action.value), (&WriteValue::Ratio(3_000_000), &WriteValue::Ratio(3_170_000)));
        actions::approve(&world.context, &world.manager, action.id, action.version).await.unwrap();
        assert_eq!(carry_out(&world, action.id, 3).await, Turn::Ended(State::Applied));
        assert_eq!(held(&world, "2", WriteField::TargetRoas), WriteValue::Ratio(3_170_000));
        assert_eq!(stored(&world, "2", WriteField::TargetRoas).await, Some(WriteValue::Ratio(3_170_000)));

        let undo = actions::propose_undo(&world.context, &world.manager, action.id).await.unwrap();
        assert_eq!(carry_out(&world, undo, 3).await, Turn::Ended(State::Applied));
        assert_eq!(stored(&world, "2", WriteField::TargetRoas).await, Some(WriteValue::Ratio(3_000_000)));
    }

    async fn the_safer_of_two_wishes_wins_by_the_propertys_own_side(world) {
        furnished(&world).await;
        install(&world, &rule("Loosen", "decrease target_roas by 10% down to 1")).await;
        install(&world, &rule("Tighten", "increase target_roas by 10% up to 6")).await;
        install(&world, &rule("Dearer", "increase target_cpa by 50% up to $60")).await;
        install(&world, &rule("Cheaper", "decrease target_cpa by 10%")).await;
        tick(&world, at(TEN)).await;
        let mut values: Vec<(Kind, WriteValue)> =
            open(&world).await.into_iter().map(|action| (action.kind, action.value)).collect();
        values.sort_by_key(|(kind, _)| kind.as_str());
        assert_eq!(values, [
            (Kind::SetTargetCpa, WriteValue::Money(18_000_000)),
            (Kind::SetTargetRoas, WriteValue::Ratio(3_300_000)),
        ]);
        let why = blocked(&world).await;
        assert!(why.iter().all(|why| why.contains("lost to")), "{why:?}");
    }

    async fn a_guard_holds_the_risky_side_and_lets_the_safe_one_pass(world) {
        furnished(&world).await;
        let guard = "language 1\n\nguard \"House\" {\n  for campaigns on google\n  never lower target_roas below 90% of target_roas at start of day\n  never raise target_cpa above $21\n}\n";
        guards::save(&world.context, &world.admin, guard).await.unwrap();
        install(&world, &rule("Loosen", "decrease target_roas by 20% down to 1")).await;
        install(&world, &rule("Dearer", "increase target_cpa by 10% up to $60")).await;
        assert_eq!(tick(&world, at(TEN)).await.opened, 0);
        let why = blocked(&world).await;
        assert_eq!(why.len(), 2, "{why:?}");
        assert!(why.iter().any(|why| why.contains("never lower target_roas below 90%")), "{why:?}");
        assert!(why.iter().any(|why| why.contains("never raise target_cpa above $21")), "{why:?}");

        install(&world, &rule("Tighten", "increase target_roas by 50% up to 6")).await;
        install(&world, &rule("Cheaper", "decrease target_cpa by 50%")).await;
        assert_eq!(tick(&world, at("2026-03-03T16:00:00Z")).await.opened, 2);
    }

    async fn a_change_outside_is_seen_and_what_was_there_is_known_as_then(world) {
        furnished(&world).await;
        let account = world.account.clone();
        world.structure(bidding(25_000_000, 3_000_000), at("2026-03-03T15:30:00Z")).await;
        assert_eq!(stored(&world, "1", WriteField::TargetCpa).await, Some(WriteValue::Money(25_000_000)));
        let table = world.context.store.read(move |tx| Box::pin(async move { load_table(tx, &account, at(NOW)).await })).await.unwrap();
        let snapshot = std::sync::Arc::new(table).at(at(NOW));
        let mut column = dsl::AttributeColumn::default();
        dsl::Table::attribute(&snapshot, Attribute::TargetRoas, 0..3, &mut column);
        let known = column.cells().iter().filter(|cell| cell.is_ok()).count();
        assert_eq!(known, 1, "{:?}", column.cells());

        // Judged again over the past: $20 until the change, $25 after it.
        let request = Request {
            from: at("2026-03-03T12:00:00Z"),
            until: at("2026-03-03T17:30:00Z"),
            account: None,
            candidate: Some(Candidate {
                text: rule("Dear", "notify slack \"#ads\" \"dear\"").replace("when spend > $1", "when target_cpa > $22"),
                overrides: Default::default(),
                rule_id: None,
            }),
            with_enabled: false,
            patience: backtest::PATIENCE,
        };
        let found = backtest::run(&world.context, world.account.scope, &request).await.unwrap();
        let fired: Vec<String> = found.accounts[0].firings.iter()
            .filter(|firing| firing.outcome == Outcome::Fired)
            .map(|firing| firing.at.to_string()).collect();
        assert_eq!(fired.first().map(String::as_str), Some("2026-03-03T16:00:00Z"), "{fired:?}");
    }
}
