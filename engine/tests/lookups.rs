//! Lookups: replaced whole or not at all, known as they were, and asked by rules at work.

use std::{collections::BTreeMap, sync::Arc};

use dsl::SuppliedValue;
use engine::{
    actions::carry_out::Recheck,
    backtest::{self, Candidate, Request},
    decisions::recheck,
    lookups::{self, Kind, LookupError, file, supply, view},
    rules::{RuleError, catalog, editing},
};
use uuid::Uuid;

use crate::{
    ledger::{due, furnish, install, open, tick},
    support::{NOW, World, at, on_both},
};

const TEN: &str = "2026-03-03T15:00:00Z";
const ELEVEN: &str = "2026-03-03T16:00:00Z";

/// Pauses what spends more than the margin of $1,000 leaves; the campaigns spend 180, 135 and 3 in three days.
const RULE: &str = "language 1\n\nlookup margins: text -> percent from \"margins.csv\" stale after 7 days\n\n\
    metric allowed = spend * lookup margins[this.name] as money\n\n\
    rule \"Thin\" {\n  for campaigns on google\n  every 1h\n  window last 3 days\n  when allowed > $20 and lookup margins[this.name] > 10%\n  \
    then pause\n  approve by manager within 4h unanswered expire\n  cooldown 30m\n}\n";

async fn margins(world: &World) -> Uuid {
    supply::create(&world.context, &world.marketer, "margins", Kind::Percent)
        .await
        .unwrap()
}

async fn upload(world: &World, id: Uuid, text: &str) -> Result<supply::Supply, LookupError> {
    let text = text.to_owned();
    let source = Some("margins.csv".to_owned());
    supply::replace(&world.context, &world.marketer, id, source, move |kind| {
        file::read(kind, &text)
    })
    .await
}

async fn paused(world: &World) -> Vec<String> {
    let mut ids: Vec<String> = open(world)
        .await
        .into_iter()
        .map(|action| action.target.external_id)
        .collect();
    ids.sort();
    ids
}

async fn value(world: &World, key: &str, instant: &str) -> Option<(i64, i64)> {
    let (scope, instant, sheets) = (world.account.scope, at(instant), world.context.sheets.clone());
    let known = world
        .context
        .store
        .read(move |tx| {
            Box::pin(async move { lookups::known::everything(tx, &sheets, scope, instant).await })
        })
        .await
        .unwrap();
    known.row("margins", key).ok().map(|row| match row.value {
        SuppliedValue::Number(millionths, _) => (millionths, row.version),
        SuppliedValue::Text(text) => panic!("`{text}` is no number"),
    })
}

on_both! {
    async fn rows_are_replaced_whole_and_stay_known_as_they_were(world) {
        let id = margins(&world).await;
        world.context.business.set(at(TEN));
        let first = upload(&world, id, "key,value\nA,40%\nB,10%\n").await.unwrap();
        assert_eq!((first.version, first.rows, first.changed), (1, 2, 2));
        world.context.business.set(at(ELEVEN));
        let second = upload(&world, id, "key,value\nA,45%\nC,5%\n").await.unwrap();
        assert_eq!((second.version, second.changed), (2, 3), "one differs, one is gone, one is new");
        // The same file again is fresh and changes nothing.
        let third = upload(&world, id, "key,value\nA,45%\nC,5%\n").await.unwrap();
        assert_eq!((third.version, third.changed), (3, 0));

        assert_eq!(value(&world, "A", "2026-03-03T14:59:59Z").await, None);
        assert_eq!(value(&world, "A", "2026-03-03T15:30:00Z").await, Some((400_000, 1)));
        assert_eq!(value(&world, "B", "2026-03-03T15:30:00Z").await, Some((100_000, 1)));
        assert_eq!(value(&world, "A", ELEVEN).await, Some((450_000, 3)));
        assert_eq!(value(&world, "B", ELEVEN).await, None);
        let detail = view::lookup(&world.context, world.account.scope, id).await.unwrap().unwrap();
        assert_eq!((detail.lookup.rows, detail.lookup.version), (2, 3));
        assert_eq!(detail.versions.iter().map(|version| version.changed).collect::<Vec<_>>(), [0, 3, 2]);
        let rows = view::rows(&world.context, world.account.scope, id, None, "A".to_owned(), 10).await.unwrap().unwrap();
        assert_eq!(rows.iter().map(|row| row.value.as_str()).collect::<Vec<_>>(), ["5%"]);
    }

    async fn a_file_with_one_bad_line_changes_nothing(world) {
        let id = margins(&world).await;
        upload(&world, id, "key,value\nA,40%\n").await.unwrap();
        match upload(&world, id, "key,value\nA,45%\nB,0.4\n").await {
            Err(LookupError::Rows(problems)) => assert_eq!(problems[0].line, 3),
            other => panic!("{other:?}"),
        }
        let detail = view::lookup(&world.context, world.account.scope, id).await.unwrap().unwrap();
        assert_eq!((detail.lookup.version, detail.versions.len()), (1, 1));
        let taken = supply::create(&world.context, &world.marketer, "margins", Kind::Ratio).await;
        assert!(matches!(taken, Err(LookupError::NameTaken(_))), "{taken:?}");
        let name = supply::create(&world.context, &world.marketer, "two words", Kind::Ratio).await;
        assert!(matches!(name, Err(LookupError::Name(_))), "{name:?}");
        let refused = supply::create(&world.context, &world.manager, "other", Kind::Ratio).await;
        assert!(matches!(refused, Err(LookupError::NotAllowed(_))), "{refused:?}");
    }

    async fn a_rule_at_work_asks_what_is_known_at_its_tick(world) {
        furnish(&world).await;
        let id = margins(&world).await;
        install(&world, RULE).await;
        // Nothing is supplied: every campaign is unknown, and nothing is done.
        assert_eq!(tick(&world, at(TEN)).await.opened, 0);
        world.context.business.set(at("2026-03-03T15:30:00Z"));
        upload(&world, id, "key,value\nBleeder,20%\nSecond,5%\n").await.unwrap();
        tick(&world, at(ELEVEN)).await;
        assert_eq!(paused(&world).await, ["1"], "20% of 180 is above 20; the other has 5%; the third has no row");
        let detail = view::lookup(&world.context, world.account.scope, id).await.unwrap().unwrap();
        assert_eq!(detail.rules.len(), 1);
        assert_eq!(detail.rules[0].stale_after, Some(7 * 86_400));
        let decision = open(&world).await.remove(0).decision_id.unwrap();
        let stored = engine::decisions::view::decision(&world.context, world.account.scope, decision).await.unwrap();
        let stored = format!("{stored:?}");
        assert!(stored.contains("version 1 of 2026-03-03 15:30 UTC"), "{stored}");
    }

    async fn a_rule_asks_for_texts_and_tells_them_and_what_has_none_is_left_alone(world) {
        furnish(&world).await;
        let id = supply::create(&world.context, &world.marketer, "tiers", Kind::Text).await.unwrap();
        let text = RULE
            .replace("margins: text -> percent from \"margins.csv\"", "tiers: text -> text from \"tiers.csv\"")
            .replace("metric allowed = spend * lookup margins[this.name] as money\n\n", "")
            .replace("allowed > $20 and lookup margins[this.name] > 10%", "spend > $1 and lookup tiers[this.name] in \"C\", \"D\"");
        install(&world, &text).await;
        world.context.business.set(at("2026-03-03T14:30:00Z"));
        upload(&world, id, "key,value\nBleeder,\"A, old\"\nSecond,C\n").await.unwrap();
        tick(&world, at(TEN)).await;
        assert_eq!(paused(&world).await, ["2"], "the first has another tier, the third has no row");
        let decision = open(&world).await.remove(0).decision_id.unwrap();
        let stored = engine::decisions::view::decision(&world.context, world.account.scope, decision).await.unwrap();
        let stored = format!("{stored:?}");
        assert!(stored.contains("version 1 of 2026-03-03 14:30 UTC"), "{stored}");
        // Replaced like any other: one that differs, one that is gone.
        let again = upload(&world, id, "key,value\nBleeder,\"A, old\"\n").await.unwrap();
        assert_eq!((again.version, again.changed), (2, 1));
        let rows = |version| view::rows(&world.context, world.account.scope, id, version, String::new(), 10);
        let shown = |rows: Vec<view::RowView>| rows.into_iter().map(|row| row.value).collect::<Vec<_>>();
        assert_eq!(shown(rows(Some(1)).await.unwrap().unwrap()), ["A, old", "C"]);
        assert_eq!(shown(rows(None).await.unwrap().unwrap()), ["A, old"]);
        match upload(&world, id, "key,value\nBleeder,\n").await {
            Err(LookupError::Rows(problems)) => assert!(problems[0].message.contains("leave the line out")),
            other => panic!("{other:?}"),
        }
        // A backtest knows what was known then.
        let request = Request {
            from: at(NOW),
            until: at("2026-03-03T15:30:00Z"),
            account: None,
            candidate: Some(Candidate { text, overrides: BTreeMap::new(), rule_id: None }),
            with_enabled: false,
            patience: backtest::PATIENCE,
        };
        let found = backtest::run(&world.context, world.account.scope, &request).await.unwrap();
        assert_eq!(found.accounts[0].firings.len(), 0, "the second has no row since 14:30, when it was replaced");
        assert!(found.accounts[0].rules[0].unknown > 0);
    }

    async fn what_is_older_than_the_rule_allows_is_missing(world) {
        furnish(&world).await;
        let id = margins(&world).await;
        install(&world, &RULE.replace("7 days", "5m")).await;
        world.context.business.set(at("2026-03-03T14:50:00Z"));
        upload(&world, id, "key,value\nBleeder,20%\n").await.unwrap();
        assert_eq!(tick(&world, at(TEN)).await.opened, 0, "ten minutes are too old");
        world.context.business.set(at("2026-03-03T15:58:00Z"));
        let again = upload(&world, id, "key,value\nBleeder,20%\n").await.unwrap();
        assert_eq!(again.changed, 0);
        assert_eq!(tick(&world, at(ELEVEN)).await.opened, 1, "two minutes are fresh enough");
    }

    async fn what_rules_ask_keeps_its_name_and_what_was_asked_stays_known_by_the_name_it_had(world) {
        let id = margins(&world).await;
        world.context.business.set(at(TEN));
        upload(&world, id, "key,value\nA,40%\n").await.unwrap();
        let (rule, revision) = catalog::save(&world.context, &world.marketer, RULE, BTreeMap::new()).await.unwrap();
        world.context.business.set(at(ELEVEN));
        let rename = async |name: &'static str| supply::rename(&world.context, &world.marketer, id, name).await;
        let remove = async || supply::remove(&world.context, &world.marketer, id).await;
        for refused in [rename("shares").await, remove().await] {
            let why = refused.unwrap_err().to_string();
            assert_eq!(why, "the rule \"Thin\" asks it by the name `margins`; change or archive it first");
        }
        editing::archive(&world.context, &world.marketer, rule, revision).await.unwrap();

        supply::create(&world.context, &world.marketer, "fees", Kind::Money).await.unwrap();
        assert!(matches!(rename("fees").await, Err(LookupError::NameTaken(_))));
        assert!(matches!(rename("two words").await, Err(LookupError::Name(_))));
        let refused = supply::rename(&world.context, &world.manager, id, "shares").await;
        assert!(matches!(refused, Err(LookupError::NotAllowed(_))), "{refused:?}");
        // What it was called for no time at all was never asked.
        rename("unasked").await.unwrap();
        rename("shares").await.unwrap();
        assert_eq!(value(&world, "A", "2026-03-03T15:30:00Z").await, Some((400_000, 1)), "by the name it had then");
        assert_eq!(value(&world, "A", ELEVEN).await, None, "`margins` is nobody's name now");
        let detail = view::lookup(&world.context, world.account.scope, id).await.unwrap().unwrap();
        assert_eq!((detail.lookup.name.as_str(), detail.lookup.rows), ("shares", 1));

        // A new one takes the name that is free, and the old one goes.
        let other = margins(&world).await;
        world.context.business.set(at("2026-03-03T17:00:00Z"));
        upload(&world, other, "key,value\nA,10%\n").await.unwrap();
        remove().await.unwrap();
        assert_eq!(value(&world, "A", "2026-03-03T17:00:00Z").await, Some((100_000, 1)));
        assert_eq!(value(&world, "A", "2026-03-03T15:30:00Z").await, Some((400_000, 1)), "its rows stay for looking back");
        assert_eq!(view::lookup(&world.context, world.account.scope, id).await.unwrap(), None);
        let late = upload(&world, id, "key,value\nA,50%\n").await;
        assert!(matches!(late, Err(LookupError::NotFound)), "{late:?}");
        assert!(matches!(remove().await, Err(LookupError::NotFound)));
    }

    async fn a_backtest_asks_a_lookup_by_the_name_it_had(world) {
        furnish(&world).await;
        let id = margins(&world).await;
        world.context.business.set(at("2026-03-03T14:30:00Z"));
        upload(&world, id, "key,value\nBleeder,20%\n").await.unwrap();
        world.context.business.set(at("2026-03-03T15:30:00Z"));
        supply::rename(&world.context, &world.marketer, id, "shares").await.unwrap();
        let fired = async |text: String| {
            let request = Request {
                from: at(NOW),
                until: at("2026-03-03T16:30:00Z"),
                account: None,
                candidate: Some(Candidate { text, overrides: BTreeMap::new(), rule_id: None }),
                with_enabled: false,
                patience: backtest::PATIENCE,
            };
            let found = backtest::run(&world.context, world.account.scope, &request).await.unwrap();
            found.accounts[0].firings.iter().map(|firing| firing.at.to_string()).collect::<Vec<_>>()
        };
        assert_eq!(fired(RULE.to_owned()).await, ["2026-03-03T15:00:00Z"]);
        assert_eq!(fired(RULE.replace("margins", "shares")).await, ["2026-03-03T16:00:00Z"]);
    }

    async fn a_rule_is_enabled_where_what_it_asks_is_there_and_of_its_kind(world) {
        furnish(&world).await;
        let (rule, _) = catalog::save(&world.context, &world.marketer, RULE, BTreeMap::new()).await.unwrap();
        let enable = || catalog::enable(&world.context, &world.marketer, rule);
        let refused = |found: Result<(), RuleError>| match found {
            Err(RuleError::NotNow(why)) => why,
            other => panic!("{other:?}"),
        };
        let why = refused(enable().await);
        assert!(why.contains("nobody has named yet"), "{why}");
        supply::create(&world.context, &world.marketer, "margins", Kind::Ratio).await.unwrap();
        let why = refused(enable().await);
        assert!(why.contains("as percentages, and what is supplied is ratios"), "{why}");
    }

    async fn what_was_approved_is_asked_again_on_the_rows_of_today(world) {
        furnish(&world).await;
        let id = margins(&world).await;
        install(&world, RULE).await;
        world.context.business.set(at("2026-03-03T14:30:00Z"));
        upload(&world, id, "key,value\nBleeder,20%\n").await.unwrap();
        let (table, rules) = due(&world, at(TEN)).await;
        let bound = Arc::clone(&rules[0].bound);
        let campaign = table.objects().iter().find(|campaign| &*campaign.name == "Bleeder").unwrap().id;
        let again = async || {
            let asked = lookups::known::asked([bound.as_ref()].into_iter());
            let now = world.context.business.now();
            let known = lookups::known::at(&world.context, world.account.scope, &asked, now).await.unwrap();
            recheck::recheck(&bound, &table.at(at(TEN)).knowing(known), campaign, 0)
        };
        assert_eq!(again().await, Recheck::Holds);
        upload(&world, id, "key,value\nBleeder,1%\n").await.unwrap();
        assert!(matches!(again().await, Recheck::Fails(why) if why.contains("no longer asks")));
        upload(&world, id, "key,value\nBrand,20%\n").await.unwrap();
        assert!(matches!(again().await, Recheck::Fails(why) if why.contains("cannot be said any more")));
    }

    async fn a_backtest_reads_the_rows_that_were_known_then(world) {
        furnish(&world).await;
        let id = margins(&world).await;
        world.context.business.set(at("2026-03-03T14:30:00Z"));
        upload(&world, id, "key,value\nBleeder,20%\nSecond,5%\n").await.unwrap();
        world.context.business.set(at("2026-03-03T15:30:00Z"));
        upload(&world, id, "key,value\nBleeder,20%\nSecond,60%\n").await.unwrap();
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
        assert_eq!(fired, [hour("15", "Bleeder"), hour("16", "Second")]);
        assert!(found.accounts[0].rules[0].unknown > 0, "nothing is supplied for the third");
    }
}
