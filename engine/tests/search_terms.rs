//! Rules about search terms: read with what their ad groups make of them, and kept from showing ads by negative keywords.

use dsl::{Attribute, Level};
use dsl::{NegativeKeyword, NegativeMatch, Table as _};
use engine::{
    actions::{self, State, carry_out::Turn},
    campaigns::negatives,
    connections::platform::{
        MetricsRow, RemoteObject, SwitchStatus, TargetKind, WriteField, WriteTarget, WriteValue,
    },
    metrics::ingest::load_table,
    rules::guards,
};

use crate::{
    backtests,
    ledger::{carry_out, furnish, install, open, sync, tick},
    levels::{TEN, furnished, only, read, row},
    support::{NOW, Next, World, at, on_both},
};

const EXCLUDE: &str = r##"language 1

rule "Idle searches" {
  for search terms on google where term_status is none
  every 1h
  window last 3 days settled
  when spend > $50 and conversions = 0
  then add negative keyword exact
  approve by manager within 4h unanswered expire
}
"##;

fn term(group: &str, text: &str, status: &str) -> RemoteObject {
    RemoteObject {
        external_id: format!("{group}~{text}"),
        parent_external_id: group.to_owned(),
        name: text.to_owned(),
        status: SwitchStatus::Active,
        delivery: status.to_owned(),
        bid_micros: None,
        match_type: None,
        labels: None,
    }
}

fn terms() -> Vec<RemoteObject> {
    vec![
        term("g1", "free shoes", "none"),
        term("g1", "free shoes online", "none"),
        term("g1", "shoes", "added"),
        term("g3", "free hats", "none"),
    ]
}

/// "free shoes" spends $60 in three settled days, every other $3.
fn searched() -> Vec<MetricsRow> {
    let mut rows = Vec::new();
    for day in [
        "2026-02-24",
        "2026-02-27",
        "2026-02-28",
        "2026-03-01",
        "2026-03-02",
    ] {
        rows.push(row("g1~free shoes", day, 30));
        rows.extend(["g1~free shoes online", "g1~shoes", "g3~free hats"].map(|id| row(id, day, 1)));
    }
    rows
}

async fn with_terms(world: &World) {
    furnished(world).await;
    read(world, Level::SearchTerms, terms(), searched(), NOW).await;
}

fn negative(group: &str, matching: NegativeMatch, text: &str) -> WriteTarget {
    negatives::target(group, &NegativeKeyword::new(matching, text).unwrap())
}

fn there(world: &World, target: &WriteTarget) -> Option<WriteValue> {
    let inner = world.platform.inner.lock().unwrap();
    inner.values.get(&(target.clone(), WriteField::Negative)).cloned()
}

/// The term status of every search, by its name.
async fn statuses(world: &World, when: &str) -> Vec<(String, String)> {
    let (account, when) = (world.account.clone(), at(when));
    let table = world
        .context
        .store
        .read(|tx| Box::pin(async move { load_table(tx, &account, when).await }))
        .await
        .unwrap();
    let snapshot = std::sync::Arc::new(table).at_level(Level::SearchTerms, when);
    let mut column = dsl::AttributeColumn::default();
    snapshot.attribute(Attribute::TermStatus, 0..snapshot.rows(), &mut column);
    let mut found: Vec<(String, String)> = column
        .cells()
        .iter()
        .enumerate()
        .map(|(place, cell)| {
            let word = match cell {
                Ok(dsl::AttributeValue::Enum(member)) => member.as_str().to_owned(),
                other => format!("{other:?}"),
            };
            (snapshot.object(place).unwrap().name.to_string(), word)
        })
        .collect();
    found.sort();
    found
}

on_both! {
    async fn an_idle_search_becomes_a_negative_keyword_of_its_ad_group_once_and_can_be_taken_back(world) {
        with_terms(&world).await;
        install(&world, EXCLUDE).await;
        let report = tick(&world, at(TEN)).await;
        assert_eq!((report.objects, report.opened), (4, 1), "{report:?}");
        let action = only(&world).await;
        let wanted = negative("g1", NegativeMatch::Exact, "free shoes");
        assert_eq!((action.kind, &action.target), (actions::Kind::AddNegative, &wanted));
        assert_eq!(action.target_name, "Bleeder › Shoes › exact \"free shoes\"");
        assert_eq!((&action.expected, &action.value), (&WriteValue::Negative(false), &WriteValue::Negative(true)));
        assert!(action.per_day_micros.is_some_and(|micros| micros < 0), "{:?}", action.per_day_micros);
        // It is asked for once, however often the rule looks.
        assert_eq!(tick(&world, at("2026-03-03T16:00:00Z")).await.opened, 0);
        actions::approve(&world.context, &world.manager, action.id, action.version).await.unwrap();
        assert_eq!(carry_out(&world, action.id, 3).await, Turn::Ended(State::Applied));
        assert_eq!(there(&world, &wanted), Some(WriteValue::Negative(true)));
        // The search is excluded at once, its neighbours are not, and the rule has nothing left to do.
        let told = statuses(&world, "2026-03-03T16:30:00Z").await;
        let expected = [("free hats", "none"), ("free shoes", "excluded"), ("free shoes online", "none"), ("shoes", "added")];
        assert_eq!(told, expected.map(|(name, word)| (name.to_owned(), word.to_owned())));
        assert_eq!(tick(&world, at("2026-03-03T17:00:00Z")).await.opened, 0);
        let undo = actions::propose_undo(&world.context, &world.manager, action.id).await.unwrap();
        assert_eq!(carry_out(&world, undo, 3).await, Turn::Ended(State::Applied));
        assert_eq!(there(&world, &wanted), Some(WriteValue::Negative(false)));
        assert_eq!(statuses(&world, "2026-03-03T17:30:00Z").await[1].1, "none");
    }

    async fn a_word_is_excluded_once_for_all_searches_of_an_ad_group_that_have_it(world) {
        with_terms(&world).await;
        let rule = EXCLUDE.replace("spend > $50", "spend > $1").replace("negative keyword exact", "negative keyword phrase \"free\"");
        install(&world, &rule).await;
        // Two searches of one ad group want the same, that of the other ad group is one of its own.
        let report = tick(&world, at(TEN)).await;
        assert_eq!((report.opened, report.blocked), (2, 1), "{report:?}");
        for action in open(&world).await {
            actions::approve(&world.context, &world.manager, action.id, action.version).await.unwrap();
            assert_eq!(carry_out(&world, action.id, 3).await, Turn::Ended(State::Applied));
        }
        let free = |group| negative(group, NegativeMatch::Phrase, "free");
        assert_eq!(there(&world, &free("g1")), Some(WriteValue::Negative(true)));
        assert_eq!(there(&world, &free("g3")), Some(WriteValue::Negative(true)));
        let told = statuses(&world, "2026-03-03T16:30:00Z").await;
        let excluded: Vec<&str> = told.iter().filter(|(_, word)| word == "excluded").map(|(name, _)| name.as_str()).collect();
        assert_eq!(excluded, ["free hats", "free shoes", "free shoes online"]);
        assert_eq!(tick(&world, at("2026-03-03T17:00:00Z")).await.opened, 0);
    }

    async fn a_negative_keyword_that_arrived_late_is_ours_and_one_that_was_there_before_is_not(world) {
        with_terms(&world).await;
        install(&world, &EXCLUDE.replace("spend > $50", "spend > $1")).await;
        tick(&world, at(TEN)).await;
        let actions = open(&world).await;
        for action in &actions {
            world.platform.put(action.target.clone(), WriteField::Negative, WriteValue::Negative(false));
            actions::approve(&world.context, &world.manager, action.id, action.version).await.unwrap();
        }
        // Nothing was sent of this one before: whoever added it, we did not.
        world.platform.next(Next::Found);
        assert_eq!(carry_out(&world, actions[0].id, 8).await, Turn::Ended(State::Stale));
        // This one's first request is lost, read back as lost, and arrives before it is sent again.
        world.platform.next(Next::Drop);
        world.platform.next(Next::Found);
        assert_eq!(carry_out(&world, actions[1].id, 8).await, Turn::Ended(State::Applied));
        let held = world.platform.inner.lock().unwrap();
        assert_eq!((held.writes, held.changes.len()), (3, 2));
    }

    async fn an_account_with_more_searches_than_are_read_is_told_of_once(world) {
        furnished(&world).await;
        for seen in [NOW, TEN] {
            let (account, random) = (world.account.clone(), world.context.random.clone());
            world.context.store.write(move |tx| Box::pin(async move {
                negatives::tell_of_more(tx, &account, &random, at(seen)).await
            })).await.unwrap();
            engine::notifications::deliver(&world.context).await.unwrap();
        }
        let told = world.rows("select title, body from notification where org_id is not null").await;
        assert_eq!(told.len(), 1);
        assert!(told[0].text("body").unwrap().contains("20000 that cost most"), "{}", told[0].text("body").unwrap());
    }

    async fn a_search_begins_its_past_as_it_was_before_its_negative_keyword(world) {
        with_terms(&world).await;
        install(&world, EXCLUDE).await;
        tick(&world, at(TEN)).await;
        let action = only(&world).await;
        world.context.business.set(at("2026-03-03T15:20:00Z"));
        actions::approve(&world.context, &world.manager, action.id, action.version).await.unwrap();
        assert_eq!(carry_out(&world, action.id, 3).await, Turn::Ended(State::Applied));
        let mut today = searched();
        today.push(row("g1~free shoes", "2026-03-03", 48));
        let mut shown = terms();
        shown[0].delivery = "excluded".to_owned();
        read(&world, Level::SearchTerms, shown, today, "2026-03-03T16:30:00Z").await;

        // Excluded today, it was not when the run begins: the rule finds it where it found it then.
        let rule = EXCLUDE.replace("Idle searches", "Tried");
        let tried = backtests::tried(&world, &backtests::request(&rule, "2026-03-03T17:30:00Z")).await;
        let account = backtests::only(&tried);
        let came: Vec<_> = account.firings.iter().map(|firing| (firing.at, firing.changes[0].target_name.as_str())).collect();
        assert_eq!(came, [(at(TEN), "Bleeder › Shoes › exact \"free shoes\"")]);
        assert_eq!(account.firings[0].changes[0].after, WriteValue::Negative(true));

        // From the hour after it was really excluded on, it is excluded: nothing is left to do.
        let late = engine::backtest::Request { from: at("2026-03-03T16:45:00Z"), ..backtests::request(&rule, "2026-03-03T17:30:00Z") };
        let late = backtests::tried(&world, &late).await;
        assert!(backtests::only(&late).firings.is_empty());
    }

    async fn what_a_search_would_not_have_spent_is_missing_from_its_day(world) {
        furnish(&world).await;
        for seen in ["2026-03-02T14:00:00Z", NOW] {
            read(&world, Level::AdGroups, crate::levels::groups(), crate::levels::spending(), seen).await;
            read(&world, Level::SearchTerms, terms(), searched(), seen).await;
        }
        sync(&world, "2026-03-03T16:30:00Z", backtests::today()).await;
        let groups = [crate::levels::spending(), vec![row("g1", "2026-03-03", 55)]].concat();
        read(&world, Level::AdGroups, crate::levels::groups(), groups, "2026-03-03T16:30:00Z").await;
        let today = [searched(), vec![row("g1~free shoes", "2026-03-03", 48)]].concat();
        read(&world, Level::SearchTerms, terms(), today, "2026-03-03T16:30:00Z").await;
        // Excluded at 10:00 of its 24 hours: $28 of its $48 fall after that, out of the campaign's $60.
        let tried = backtests::tried(&world, &backtests::request(EXCLUDE, "2026-03-04T05:30:00Z")).await;
        assert_eq!(backtests::in_cents(&backtests::only(&tried).days[0]), [10_600, 7_800, 15_000, 15_000]);
    }

    async fn a_guard_of_pauses_and_raises_lets_a_negative_keyword_pass(world) {
        with_terms(&world).await;
        guards::save(&world.context, &world.admin, "language 1\n\nguard \"House\" {\n  for campaigns on google\n  never pause where name matches \"*\"\n  never raise budget above $1\n}\n").await.unwrap();
        install(&world, &EXCLUDE.replace("approve by manager within 4h unanswered expire", "without approval")).await;
        assert_eq!(tick(&world, at(TEN)).await.opened, 1);
        let action = only(&world).await;
        assert_eq!(carry_out(&world, action.id, 3).await, Turn::Ended(State::Applied));
    }

    async fn searches_come_and_go_without_being_changes_of_anybody(world) {
        with_terms(&world).await;
        let shown = vec![term("g1", "new search", "none")];
        let drift = read(&world, Level::SearchTerms, shown, Vec::new(), "2026-03-03T15:30:00Z").await;
        assert_eq!(drift, 0);
        let told = statuses(&world, "2026-03-03T15:40:00Z").await;
        assert_eq!(told, [("new search".to_owned(), "none".to_owned())]);
        let rows = world.rows("select id from property_change where org_id is not null and target_kind = 'negative_keyword'").await;
        assert!(rows.is_empty());
        assert_eq!(TargetKind::of_level(Level::SearchTerms), Some(TargetKind::Negative));
    }
}
