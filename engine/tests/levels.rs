//! Rules below the campaigns: their objects and numbers, the way to an applied action, and what stands above and below.

use dsl::{Attribute, AttributeValue, Level, Metric, MissingReason, ResolvedWindow, Table as _};
use engine::{
    actions::{self, State, carry_out::Turn, inbox},
    campaigns::{
        self, below,
        changes::{self, Author, EntryKind},
        chart,
        subject::Subject,
    },
    connections::platform::{
        BaseCells, MetricsReport, MetricsRow, Platforms, RemoteObject, SwitchStatus, TargetKind, WriteField,
        WriteValue,
    },
    decisions::{history, preview, why},
    metrics::{
        self,
        ingest::{Answer, load_table},
    },
    rules::{catalog, guards, store::StoredRule},
};
use jiff::civil::date;
use uuid::Uuid;

use crate::{
    ledger::{carry_out, due, furnish, install, open, target, tick},
    support::{NOW, World, at, on_both},
};

pub const PAUSED: WriteValue = WriteValue::Status(SwitchStatus::Paused);
pub const ACTIVE: WriteValue = WriteValue::Status(SwitchStatus::Active);

pub const STOP: &str = r##"language 1

rule "Stop ad groups" {
  for ad groups on google where status is active and parent.name matches "B*"
  every 1h
  window last 3 days
  when spend > $50 and conversions = 0
  then pause
  approve by manager within 4h unanswered expire
  cooldown 24h
}
"##;

pub fn group(id: &str, campaign: &str, name: &str, bid: Option<i64>) -> RemoteObject {
    RemoteObject {
        external_id: id.to_owned(),
        parent_external_id: campaign.to_owned(),
        name: name.to_owned(),
        status: SwitchStatus::Active,
        delivery: "eligible".to_owned(),
        bid_micros: bid,
        match_type: None,
        labels: None,
    }
}

/// Two ad groups of the bleeding campaign, one of another; the first spends $90 in three days, the third $75.
pub fn groups() -> Vec<RemoteObject> {
    vec![
        group("g1", "1", "Shoes", Some(2_000_000)),
        group("g2", "1", "Socks", None),
        group("g3", "2", "Hats", Some(1_000_000)),
    ]
}

pub fn row(id: &str, day: &str, spend: i64) -> MetricsRow {
    MetricsRow {
        external_id: id.to_owned(),
        date: day.parse().unwrap(),
        hour: None,
        cells: BaseCells {
            clicks: 10,
            spend: spend * 1_000_000,
            ..BaseCells::default()
        },
        further: Vec::new(),
    }
}

pub fn spending() -> Vec<MetricsRow> {
    let mut rows = Vec::new();
    for day in ["2026-02-24", "2026-02-28", "2026-03-01", "2026-03-02"] {
        rows.extend([row("g1", day, 30), row("g3", day, 25)]);
    }
    // Long ago, so that it is known to have been there.
    rows.push(row("g2", "2026-02-21", 1));
    rows
}

/// Reads a level as a sync does. Answers how many properties changed outside.
pub async fn read(
    world: &World,
    level: Level,
    shown: Vec<RemoteObject>,
    by_day: Vec<MetricsRow>,
    seen: &str,
) -> usize {
    let answer = Answer {
        observed_at: at(seen),
        data_until: at(seen),
        finished_at: at(seen),
        first: date(2026, 2, 20),
        first_hourly: date(2026, 3, 3),
        last: date(2026, 3, 3),
        by_day: by_day.into(),
        by_hour: MetricsReport::default(),
        backfilled: false,
    };
    let (account, random) = (world.account.clone(), world.context.random.clone());
    for object in &shown {
        let target = target(TargetKind::of_level(level).unwrap(), &object.external_id);
        if let Some(bid) = object.bid_micros {
            world
                .platform
                .put(target.clone(), WriteField::Bid, WriteValue::Money(bid));
        }
        world
            .platform
            .put(target, WriteField::Status, WriteValue::Status(object.status));
    }
    world
        .context
        .store
        .write(move |tx| {
            Box::pin(async move {
                let shown = (level, shown.as_slice());
                let (scope, id) = (account.scope, account.id);
                let drift =
                    campaigns::objects::apply(tx, scope, id, &random, shown, answer.observed_at).await?;
                metrics::ingest(tx, &account, level, &answer).await?;
                Ok::<_, engine::store::StoreError>(drift.len())
            })
        })
        .await
        .unwrap()
}

pub async fn furnished(world: &World) {
    furnish(world).await;
    read(world, Level::AdGroups, groups(), spending(), NOW).await;
}

/// What the platform holds of an ad group's switch.
fn switch(world: &World, id: &str) -> WriteValue {
    let held = world.platform.inner.lock().unwrap();
    held.values[&(target(TargetKind::AdGroup, id), WriteField::Status)].clone()
}

pub async fn only(world: &World) -> actions::store::Action {
    let mut open = open(world).await;
    assert_eq!(open.len(), 1, "{open:#?}");
    open.remove(0)
}

pub const TEN: &str = "2026-03-03T15:00:00Z";

on_both! {
    async fn an_ad_group_is_paused_read_back_shown_by_name_and_switched_on_again(world) {
        furnished(&world).await;
        install(&world, STOP).await;
        let report = tick(&world, at(TEN)).await;
        // Hats stands in a campaign whose name does not begin with B; Socks spent nothing, which is known.
        assert_eq!((report.objects, report.opened), (3, 1), "{report:?}");
        let action = only(&world).await;
        assert_eq!(action.target, target(TargetKind::AdGroup, "g1"));
        assert_eq!(action.target_name, "Bleeder › Shoes");
        let shown = inbox::actions(&world.context, world.account.scope, inbox::ActionFilter::default(),
            inbox::Order::parse("created_at").unwrap(), None, 10).await.unwrap();
        assert_eq!((shown[0].target.name.as_str(), shown[0].campaign.as_ref().unwrap().name.as_str()), ("Bleeder › Shoes", "Bleeder"));

        actions::approve(&world.context, &world.manager, action.id, action.version).await.unwrap();
        assert_eq!(carry_out(&world, action.id, 3).await, Turn::Ended(State::Applied));
        assert_eq!(switch(&world, "g1"), PAUSED);
        // It rests, and what is paused is out of its scope.
        assert_eq!(tick(&world, at("2026-03-03T16:00:00Z")).await.opened, 0);

        let page = history::decisions(&world.context, world.account.scope, history::DecisionFilter::default(), None, 10).await.unwrap();
        let object = page.rows[0].object.clone().unwrap();
        assert_eq!((object.level, object.name.as_str(), page.rows[0].campaign.as_ref().unwrap().name.as_str()), (Level::AdGroups, "Shoes", "Bleeder"));
        let of_campaign = history::DecisionFilter { campaign: Some(page.rows[0].campaign.as_ref().unwrap().id), ..history::DecisionFilter::default() };
        let page = history::decisions(&world.context, world.account.scope, of_campaign, None, 10).await.unwrap();
        assert!(page.rows.iter().any(|row| row.id.is_some() && row.object.as_ref() == Some(&object)), "{page:#?}");

        // Asked about alone, it has its own checks and actions.
        let of_object = history::DecisionFilter { object: Some(object.id), ..history::DecisionFilter::default() };
        let page = history::decisions(&world.context, world.account.scope, of_object, None, 10).await.unwrap();
        assert!(page.rows.len() == 1 && page.rows[0].object.as_ref() == Some(&object), "{page:#?}");
        let filter = inbox::ActionFilter { object: Some(object.id), ..inbox::ActionFilter::default() };
        let order = inbox::Order::parse("created_at").unwrap();
        let own = inbox::actions(&world.context, world.account.scope, filter, order, None, 10).await.unwrap();
        assert_eq!((own.len(), own[0].object.as_ref()), (1, Some(&object)));
        let filter = inbox::ActionFilter { object: own[0].campaign.as_ref().map(|campaign| campaign.id), ..inbox::ActionFilter::default() };
        assert!(inbox::actions(&world.context, world.account.scope, filter, order, None, 10).await.unwrap().is_empty());

        let undo = actions::propose_undo(&world.context, &world.manager, action.id).await.unwrap();
        assert_eq!(carry_out(&world, undo, 3).await, Turn::Ended(State::Applied));
        assert_eq!(switch(&world, "g1"), ACTIVE);

        // Its history is its own: the actions, the changes they made and the first sight, and nothing of the ad group beside it.
        let told = async |subject| {
            changes::history(&world.context, world.account.scope, subject, None, 50).await.unwrap().unwrap()
        };
        let lines = told(Subject::Object(object.id)).await;
        let (made, seen): (Vec<_>, Vec<_>) = lines.iter().partition(|line| line.action_id.is_some());
        assert_eq!(made.iter().filter(|line| line.kind == EntryKind::Change).count(), 2, "{lines:#?}");
        assert_eq!(made.iter().filter(|line| line.object.as_ref() == Some(&object)).count(), 2, "{lines:#?}");
        assert!(seen.iter().all(|line| line.by == Author::System), "{lines:#?}");
        let above = told(Subject::Campaign(own[0].campaign.as_ref().unwrap().id)).await;
        assert_eq!(above.iter().filter(|line| line.object.as_ref() == Some(&object)).count(), 2, "{above:#?}");
        let socks = below::objects(&world.context, world.account.scope, own[0].campaign.as_ref().unwrap().id,
            below::BelowFilter { level: None, text: Some("Socks".to_owned()) }, None, 1).await.unwrap().unwrap().1[0].object.id;
        assert!(told(Subject::Object(socks)).await.iter().all(|line| line.action_id.is_none()));
    }

    async fn what_stands_below_a_campaign_is_listed_with_its_week_and_has_days_of_its_own(world) {
        furnished(&world).await;
        let (context, scope) = (&world.context, world.account.scope);
        let listed = campaigns::list::campaigns(context, scope, campaigns::list::CampaignFilter::default(),
            campaigns::list::Sort::default(), None, 10).await.unwrap();
        let campaign = listed.iter().find(|(campaign, _)| campaign.name == "Bleeder").unwrap().0.id;

        let listed = |filter, after, limit| async move {
            below::objects(context, scope, campaign, filter, after, limit).await.unwrap().unwrap().1
        };
        let all = listed(below::BelowFilter::default(), None, 10).await;
        let names: Vec<&str> = all.iter().map(|row| row.object.name.as_str()).collect();
        assert_eq!(names, ["Shoes", "Socks"]);
        // Four days of $30 within the seven complete ones; no row in days that were read is zero.
        let spend = |row: &below::BelowView| row.last_7_days.map(|cells| cells.spend);
        assert_eq!((spend(&all[0]), spend(&all[1])), (Some(120_000_000), Some(0)));
        assert_eq!((all[0].bid_micros, all[1].bid_micros, &all[0].parent), (Some(2_000_000), None, &None));

        let first = listed(below::BelowFilter::default(), None, 1).await;
        let second = listed(below::BelowFilter::default(), Some(first[0].place()), 10).await;
        assert_eq!((first.len(), second.len(), second[0].object.id), (1, 1, all[1].object.id));
        let named = below::BelowFilter { level: Some(Level::AdGroups), text: Some("OCK".to_owned()) };
        assert_eq!(listed(named, None, 10).await.len(), 1);
        let keywords = below::BelowFilter { level: Some(Level::Keywords), text: None };
        assert!(listed(keywords, None, 10).await.is_empty());
        assert!(below::objects(context, scope, Uuid::nil(), below::BelowFilter::default(), None, 10).await.unwrap().is_none());

        let shoes = below::object(context, scope, all[0].object.id).await.unwrap().unwrap();
        assert_eq!((shoes.view.object.name.as_str(), shoes.campaign.name.as_str()), ("Shoes", "Bleeder"));
        assert_eq!(shoes.data_until, Some(at(NOW)));

        let subject = Subject::Object(all[0].object.id);
        let day = metrics::calendar::day_number;
        let range = chart::DayRange { first: day(date(2026, 2, 19)), last: day(date(2026, 3, 1)) };
        let days = chart::chart(context, scope, subject, range, false).await.unwrap().unwrap().series.days;
        assert!(!days[0].known && days[1].known, "the level was read from the 20th on");
        let spend: Vec<i64> = days.iter().map(|day| day.cells.spend / 1_000_000).collect();
        assert_eq!(spend, [0, 0, 0, 0, 0, 30, 0, 0, 0, 30, 30]);
        let stranger = engine::identity::seed_people(context, "Other", &[]).await.unwrap();
        assert!(below::object(context, stranger, all[0].object.id).await.unwrap().is_none());
        assert!(chart::chart(context, stranger, subject, range, false).await.unwrap().is_none());
    }

    async fn what_a_level_knows_is_its_own(world) {
        furnished(&world).await;
        let account = world.account.clone();
        let load = |now: &'static str| {
            let account = account.clone();
            world.context.store.read(move |tx| Box::pin(async move { load_table(tx, &account, at(now)).await }))
        };
        let table = std::sync::Arc::new(load(NOW).await.unwrap());
        let snapshot = table.at_level(Level::AdGroups, at(NOW));
        let names: Vec<&str> = snapshot.table.objects().iter().map(|object| &*object.path).collect();
        let place = |name: &str| names.iter().position(|path| *path == name).unwrap();
        let spend = |first, row| {
            let (mut column, window) = (dsl::Column::default(), ResolvedWindow::Days { first, last: date(2026, 3, 2) });
            snapshot.sums(Metric::Spend, &window, row..row + 1, &mut column);
            column.get(0).unwrap()
        };
        assert_eq!(spend(date(2026, 2, 28), place("Bleeder › Shoes")), Ok(90_000_000));
        // No row in days that were read is zero; days before what was read, or before the object, are missing.
        assert_eq!(spend(date(2026, 2, 28), place("Bleeder › Socks")), Ok(0));
        assert_eq!(spend(date(2026, 2, 1), place("Bleeder › Socks")), Err(MissingReason::IncompleteWindow));
        // The parent is what the campaign itself measured.
        let (mut column, window) = (dsl::Column::default(), ResolvedWindow::Days { first: date(2026, 2, 28), last: date(2026, 3, 2) });
        let row = place("Bleeder › Socks");
        snapshot.parent_sums(Metric::Spend, &window, row..row + 1, &mut column);
        assert_eq!(column.get(0).unwrap(), Ok(180_000_000));
        // The platform's word for what really happens becomes the language's.
        let mut delivery = dsl::AttributeColumn::default();
        snapshot.attribute(Attribute::Delivery, row..row + 1, &mut delivery);
        assert_eq!(delivery.cells()[0], Ok(AttributeValue::Enum(Attribute::Delivery.member("delivering").unwrap())));
        assert_eq!(snapshot.family(row), snapshot.family(place("Bleeder › Shoes")));
        assert_ne!(snapshot.family(row), snapshot.family(place("Second › Hats")));

        // A day is corrected later: what was known before stays known as it was.
        let mut corrected = spending();
        corrected[2].cells.spend = 50_000_000;
        read(&world, Level::AdGroups, groups(), corrected, TEN).await;
        let (scope, id) = (account.scope, account.id);
        let known = world.context.store.read(move |tx| Box::pin(async move {
            metrics::store::known_at(tx, scope, id, Level::AdGroups, at(NOW)).await
        })).await.unwrap();
        let shoes = snapshot.object(place("Bleeder › Shoes")).unwrap().id;
        let day = metrics::calendar::day_number(date(2026, 2, 28));
        assert_eq!(known[&(shoes, day, None)].spend, 30_000_000);
        // A level that nobody read for long is stale, whatever is known of the campaigns.
        let late = std::sync::Arc::new(load("2026-03-03T20:00:00Z").await.unwrap()).at_level(Level::AdGroups, at("2026-03-03T20:00:00Z"));
        let mut column = dsl::Column::default();
        late.sums(Metric::Spend, &window, row..row + 1, &mut column);
        assert_eq!(column.get(0).unwrap(), Err(MissingReason::Stale));
    }

    async fn a_bid_is_lowered_and_a_pause_above_drops_a_raise(world) {
        furnished(&world).await;
        install(&world, &STOP.replace("Stop ad groups", "Lower bids").replace("then pause", "then decrease bid by 10%")).await;
        assert_eq!(tick(&world, at(TEN)).await.opened, 1);
        let action = only(&world).await;
        assert_eq!((action.kind, action.field, action.value.clone()), (actions::Kind::SetBid, WriteField::Bid, WriteValue::Money(1_800_000)));
        actions::approve(&world.context, &world.manager, action.id, action.version).await.unwrap();
        assert_eq!(carry_out(&world, action.id, 3).await, Turn::Ended(State::Applied));
        {
            let held = world.platform.inner.lock().unwrap();
            assert_eq!(held.values[&(target(TargetKind::AdGroup, "g1"), WriteField::Bid)], WriteValue::Money(1_800_000));
        }
        // The campaign's pause waits: nothing below it is raised.
        install(&world, crate::ledger::STOP_LOSS).await;
        install(&world, &STOP.replace("Stop ad groups", "Raise bids").replace("then pause", "then increase bid by 10% up to $5")).await;
        tick(&world, at("2026-03-03T16:00:00Z")).await;
        let open = open(&world).await;
        assert!(open.iter().any(|action| action.target == target(TargetKind::Campaign, "1")), "{open:#?}");
        assert!(!open.iter().any(|action| action.field == WriteField::Bid), "{open:#?}");
        let blocked = world.rows("select state_detail from action where org_id is not null and state = 'blocked'").await;
        let why = blocked[0].text("state_detail").unwrap();
        assert!(why.starts_with("pause: a pause of it, or of what it stands in"), "{why}");
    }

    async fn pausing_every_ad_group_is_pausing_the_campaign(world) {
        furnished(&world).await;
        guards::save(&world.context, &world.admin, "language 1\n\nguard \"House\" {\n  for campaigns on google\n  at most 20% of campaigns paused per day\n}\n").await.unwrap();
        // Three run, so that none may be paused: one of two ad groups may, the last that runs may not.
        install(&world, &STOP.replace("spend > $50 and conversions = 0", "conversions = 0")).await;
        let report = tick(&world, at(TEN)).await;
        assert_eq!((report.opened, report.blocked), (1, 1), "{report:?}");
        let action = only(&world).await;
        actions::approve(&world.context, &world.manager, action.id, action.version).await.unwrap();
        assert_eq!(carry_out(&world, action.id, 3).await, Turn::Ended(State::Applied));
        assert_eq!(tick(&world, at("2026-03-03T16:00:00Z")).await.opened, 0);
    }

    async fn what_holds_an_ad_group_gives_it_back(world) {
        furnished(&world).await;
        install(&world, &STOP.replace("then pause", "then pause until 06:00").replace("approve by manager within 4h unanswered expire", "without approval\n  release without approval")).await;
        assert_eq!(tick(&world, at(TEN)).await.opened, 1);
        let action = only(&world).await;
        assert_eq!(carry_out(&world, action.id, 3).await, Turn::Ended(State::Applied));
        assert_eq!(switch(&world, "g1"), PAUSED);
        tick(&world, at("2026-03-04T11:00:00Z")).await;
        let back = only(&world).await;
        assert_eq!((back.gives_back, back.target_name.as_str()), (true, "Bleeder › Shoes"));
        assert_eq!(carry_out(&world, back.id, 3).await, Turn::Ended(State::Applied));
        assert_eq!(switch(&world, "g1"), ACTIVE);
    }

    async fn a_person_who_changes_an_ad_group_ends_what_is_held_of_it_and_begins_anew(world) {
        furnished(&world).await;
        let rule = STOP
            .replace("then pause", "then pause\n       set bid to $1")
            .replace("  approve by manager within 4h unanswered expire\n", "  without approval\n  release after 2 days\n");
        install(&world, &rule).await;
        tick(&world, at(TEN)).await;
        for action in open(&world).await {
            assert_eq!(carry_out(&world, action.id, 3).await, Turn::Ended(State::Applied));
        }
        let held = |world: &World| {
            let (scope, id, store) = (world.account.scope, world.account.id, world.context.store.clone());
            async move {
                let held = store.read(|tx| Box::pin(async move { actions::held::live(tx, scope, id).await })).await.unwrap();
                held.into_iter().map(|held| (held.target.external_id, held.field.as_str())).collect::<Vec<_>>()
            }
        };
        let before = held(&world).await;
        assert!(before.contains(&("g1".to_owned(), "status")) && before.contains(&("g1".to_owned(), "bid")), "{before:?}");
        // Somebody takes its bid away, and leaves it off.
        let mut shown = groups();
        (shown[0].status, shown[0].bid_micros) = (SwitchStatus::Paused, None);
        read(&world, Level::AdGroups, shown.clone(), Vec::new(), "2026-03-03T16:00:00Z").await;
        let after = held(&world).await;
        assert!(after.contains(&("g1".to_owned(), "status")) && !after.contains(&("g1".to_owned(), "bid")), "{after:?}");
        // Somebody gives it another, and switches it on.
        (shown[0].status, shown[0].bid_micros) = (SwitchStatus::Active, Some(3_000_000));
        read(&world, Level::AdGroups, shown, Vec::new(), "2026-03-03T17:00:00Z").await;
        assert!(held(&world).await.iter().all(|(id, _)| id != "g1"));
        let changed = world.rows("select last_change_at from ad_object where external_id = 'g1' and org_id is not null").await;
        assert_eq!(changed[0].opt_time("last_change_at").unwrap(), Some(at("2026-03-03T17:00:00Z")));
        let told = world.rows("select source from property_change where external_id = 'g1' and field = 'bid' and org_id is not null order by at desc").await;
        assert_eq!(told[0].text("source").unwrap(), "outside");
    }

    async fn what_changes_outside_is_seen_and_what_is_gone_is_kept(world) {
        furnished(&world).await;
        let mut now = groups();
        now[0].status = SwitchStatus::Paused;
        now[2].bid_micros = Some(1_500_000);
        now.remove(1);
        assert_eq!(read(&world, Level::AdGroups, now.clone(), spending(), TEN).await, 3);
        assert_eq!(read(&world, Level::AdGroups, now, spending(), "2026-03-03T16:00:00Z").await, 0);
        let removed = world.rows("select name from ad_object where org_id is not null and status = 'removed'").await;
        assert_eq!(removed[0].text("name").unwrap(), "Socks");
        // What it spent is told no more: the tables hold what can still run.
        let (table, _) = due(&world, at("2026-03-03T16:00:00Z")).await;
        assert_eq!(table.at_level(Level::AdGroups, at(TEN)).rows(), 2);
    }

    async fn pages_ask_about_ad_groups_and_say_what_was_not_read(world) {
        furnish(&world).await;
        let none = Default::default();
        let ask = || preview::preview(&world.context, world.account.scope, STOP, &none, None);
        let unread = ask().await.unwrap();
        assert_eq!(unread.checks, 0);
        let why_not = unread.accounts[0].not_bound.clone().unwrap();
        assert!(why_not.starts_with("ad groups are read for enabled rules only"), "{why_not}");

        read(&world, Level::AdGroups, groups(), spending(), NOW).await;
        let seen = ask().await.unwrap();
        assert_eq!((seen.acting, seen.accounts[0].not_bound.clone()), (1, None));
        let first = &seen.rows[0];
        assert_eq!((first.campaign.as_ref().unwrap().name.as_str(), first.object.as_ref().unwrap().name.as_str()), ("Bleeder", "Shoes"));
        install(&world, STOP).await;
        let told = why::why(&world.context, world.account.scope, first.campaign.as_ref().unwrap().id).await.unwrap().unwrap();
        let names: Vec<&str> = told.rows.iter().map(|row| row.object.as_ref().unwrap().name.as_str()).collect();
        assert_eq!(names, ["Shoes", "Socks"]);
    }

    async fn a_level_that_the_platform_is_not_read_for_is_refused(world) {
        let stored = StoredRule { id: Uuid::nil(), name: "Stop".to_owned(), version: 1, text: STOP.to_owned(), overrides: Vec::new() };
        let refused = catalog::bind(&stored, &world.account, &Platforms::new()).unwrap_err().to_string();
        assert_eq!(refused, "ad groups are not read from google accounts yet: their rules can be written and tested, not run");
        assert!(catalog::bind(&stored, &world.account, &world.context.platforms).unwrap().is_some());
    }

    async fn labels_that_the_platform_is_not_read_for_are_refused(world) {
        world.platform.inner.lock().unwrap().labels_campaigns_alone = true;
        let bind = |text: String| {
            let stored = StoredRule { id: Uuid::nil(), name: "Stop".to_owned(), version: 1, text, overrides: Vec::new() };
            catalog::bind(&stored, &world.account, &world.context.platforms).map_err(|error| error.to_string())
        };
        let refused = "the labels of ad groups are not read from google accounts yet: rules about them can be written and tested, not run";
        let adds = STOP.replace("then pause", "then add label \"seen\"");
        assert_eq!(bind(adds.clone()).unwrap_err(), refused);
        assert_eq!(bind(STOP.replace("status is active", "labels has \"a\"")).unwrap_err(), refused);
        let of_the_parent = STOP.replace("status is active", "parent.labels has \"a\"");
        assert!(bind(of_the_parent).unwrap().is_some());
        assert!(bind(adds.replace("for ad groups", "for campaigns").replace(" and parent.name matches \"B*\"", "")).unwrap().is_some());
    }

    async fn only_levels_of_enabled_rules_are_read_with_those_above(world) {
        furnish(&world).await;
        let account = world.account.clone();
        let asked = || {
            let account = account.clone();
            world.context.store.read(move |tx| Box::pin(async move { catalog::levels(tx, &account).await }))
        };
        assert!(asked().await.unwrap().is_empty());
        install(&world, &STOP.replace("ad groups on", "keywords on")).await;
        assert_eq!(asked().await.unwrap().into_iter().collect::<Vec<_>>(), [Level::AdGroups, Level::Keywords]);
    }
}
