//! Campaigns as pages read them: the list in every order, a campaign's days, its history.

use std::collections::BTreeSet;

use engine::{
    campaigns::{
        changes::{self, Author, EntryKind},
        chart::{self, DayRange},
        list::{self, CampaignFilter, Place, Sort, SortKey, StatusFilter},
        subject::Subject,
        view,
    },
    connections::platform::{BaseCells, MetricsReport, MetricsRow, SwitchStatus},
    metrics::{self, calendar, ingest::Answer},
};
use jiff::Timestamp;
use uuid::Uuid;

use crate::support::{NOW, World, at, campaign, on_both, structure_of};

/// The whole list, read in pages of `size`.
async fn whole(world: &World, filter: &CampaignFilter, sort: Sort, size: i64) -> Vec<view::CampaignView> {
    let mut all = Vec::new();
    let mut after: Option<Place> = None;
    loop {
        let page = list::campaigns(
            &world.context,
            world.account.scope,
            filter.clone(),
            sort,
            after.take(),
            size,
        )
        .await
        .unwrap();
        let full = i64::try_from(page.len()).unwrap() == size;
        after = page.last().map(|(_, place)| place.clone());
        all.extend(page.into_iter().map(|(view, _)| view));
        if !full {
            return all;
        }
    }
}

pub async fn only_campaign(world: &World) -> Uuid {
    let all = whole(world, &CampaignFilter::default(), Sort::default(), 10).await;
    assert_eq!(all.len(), 1);
    all[0].id
}

pub async fn named(world: &World, name: &str) -> Uuid {
    let all = whole(world, &CampaignFilter::default(), Sort::default(), 100).await;
    all.iter().find(|view| view.name == name).unwrap().id
}

async fn ingest(world: &World, observed: &str, first: &str, last: &str, by_day: Vec<MetricsRow>) {
    let answer = Answer {
        observed_at: at(observed),
        data_until: at(observed),
        finished_at: at(observed),
        first: first.parse().unwrap(),
        first_hourly: last.parse().unwrap(),
        last: last.parse().unwrap(),
        by_day: by_day.into(),
        by_hour: MetricsReport::default(),
        backfilled: false,
    };
    let account = world.account.clone();
    world
        .context
        .store
        .write(move |tx| {
            Box::pin(async move { metrics::ingest(tx, &account, dsl::Level::Campaigns, &answer).await })
        })
        .await
        .unwrap();
}

fn row(id: &str, date: &str, spend: i64, conversions: i64, revenue: i64) -> MetricsRow {
    MetricsRow {
        external_id: id.to_owned(),
        date: date.parse().unwrap(),
        hour: None,
        cells: BaseCells {
            impressions: spend * 100,
            clicks: spend,
            spend: spend * 1_000_000,
            conversions: conversions * 1_000_000,
            revenue: revenue * 1_000_000,
        },
        further: Vec::new(),
    }
}

/// Twelve campaigns; every third paused, ties in every number, some without conversions, some without spend.
async fn furnish(world: &World) {
    let parts = (0..12_i64)
        .map(|number| {
            let (mut campaign, budget) = campaign(
                &number.to_string(),
                &format!("Campaign {}", number % 5),
                10 + number % 4,
            );
            if number % 3 == 0 {
                campaign.status = SwitchStatus::Paused;
            }
            (campaign, budget)
        })
        .collect();
    world
        .structure(structure_of(parts), at("2026-02-20T12:00:00Z"))
        .await;
    let rows = (0..12_i64)
        .flat_map(|number| {
            let id = number.to_string();
            [
                row(
                    &id,
                    "2026-03-02",
                    40 * (number % 4),
                    number % 3,
                    90 * (number % 5),
                ),
                row(&id, "2026-03-03", 5 * (number % 3), number % 2, number),
            ]
        })
        .collect();
    ingest(world, NOW, "2026-02-20", "2026-03-03", rows).await;
}

/// What a row shows for a key; `None` where it shows nothing.
fn value(view: &view::CampaignView, key: SortKey) -> Option<i64> {
    use engine::metrics::derived;
    let (today, week) = (view.today, view.last_7_days);
    match key {
        SortKey::Name => None,
        SortKey::Budget => view.budget_micros,
        SortKey::SpendToday => today.map(|cells| cells.spend),
        SortKey::ConversionsToday => today.map(|cells| cells.conversions),
        SortKey::Spend7d => week.map(|cells| cells.spend),
        SortKey::Conversions7d => week.map(|cells| cells.conversions),
        SortKey::Revenue7d => week.map(|cells| cells.revenue),
        SortKey::Cpa7d => week.as_ref().and_then(derived::cost_per_conversion),
        SortKey::Roas7d => week.as_ref().and_then(derived::return_on_spend),
        SortKey::LastChange => None,
    }
}

on_both! {
    async fn in_every_order_pages_join_to_the_whole_list_and_what_has_no_value_comes_last(world) {
        furnish(&world).await;
        for key in SortKey::ALL.iter().copied() {
            for descending in [false, true] {
                let sort = Sort { key, descending };
                let rows = whole(&world, &CampaignFilter::default(), sort, 5).await;
                let at_once = whole(&world, &CampaignFilter::default(), sort, 100).await;
                assert_eq!(rows, at_once, "{sort:?}");
                let ids: BTreeSet<Uuid> = rows.iter().map(|view| view.id).collect();
                assert_eq!(ids.len(), 12, "{sort:?}: a row was lost or repeated");
                if key == SortKey::Name {
                    let mut names: Vec<_> = rows.iter().map(|view| view.name.clone()).collect();
                    if descending {
                        names.reverse();
                    }
                    assert!(names.is_sorted(), "{names:?}");
                    continue;
                }
                let values: Vec<Option<i64>> = rows.iter().map(|view| value(view, key)).collect();
                let with: Vec<i64> = values.iter().copied().flatten().collect();
                assert_eq!(values.iter().take_while(|value| value.is_some()).count(), with.len(), "{sort:?}: {values:?}");
                let in_order = if descending { with.is_sorted_by(|left, right| left >= right) } else { with.is_sorted() };
                assert!(in_order, "{sort:?}: {values:?}");
            }
        }
        // There are campaigns without a quotient in the test, or it shows nothing.
        let by_cpa = whole(&world, &CampaignFilter::default(), Sort { key: SortKey::Cpa7d, descending: true }, 100).await;
        assert!(by_cpa.iter().any(|view| value(view, SortKey::Cpa7d).is_none()));
        assert!(by_cpa.iter().any(|view| value(view, SortKey::Cpa7d).is_some()));
    }

    async fn filters_narrow_the_list_together(world) {
        furnish(&world).await;
        let count = async |filter: CampaignFilter| whole(&world, &filter, Sort::default(), 100).await.len();
        assert_eq!(count(CampaignFilter { status: Some(StatusFilter::Paused), ..CampaignFilter::default() }).await, 4);
        assert_eq!(count(CampaignFilter { status: Some(StatusFilter::Active), ..CampaignFilter::default() }).await, 8);
        assert_eq!(count(CampaignFilter { text: Some("PAIGN 4".to_owned()), ..CampaignFilter::default() }).await, 2);
        assert_eq!(count(CampaignFilter { text: Some("11".to_owned()), ..CampaignFilter::default() }).await, 1, "the platform's own id");
        assert_eq!(count(CampaignFilter { account: Some(Uuid::from_u128(9)), ..CampaignFilter::default() }).await, 0);
        assert_eq!(count(CampaignFilter { account: Some(world.account.id), ..CampaignFilter::default() }).await, 12);
        assert_eq!(count(CampaignFilter { brand: Some(Uuid::from_u128(9)), ..CampaignFilter::default() }).await, 0);
        assert_eq!(count(CampaignFilter { platform: Some(dsl::Platform::Meta), ..CampaignFilter::default() }).await, 0);
        assert_eq!(count(CampaignFilter { platform: Some(dsl::Platform::Google), ..CampaignFilter::default() }).await, 12);
    }

    async fn another_organisation_sees_neither_list_nor_campaign(world) {
        furnish(&world).await;
        let other = engine::identity::seed_people(&world.context, "Other", &[]).await.unwrap();
        let id = named(&world, "Campaign 0").await;
        assert!(list::campaigns(&world.context, other, CampaignFilter::default(), Sort::default(), None, 10).await.unwrap().is_empty());
        assert!(view::campaign(&world.context, other, id).await.unwrap().is_none());
        assert!(changes::history(&world.context, other, Subject::Campaign(id), None, 10).await.unwrap().is_none());
        let range = DayRange { first: 20_500, last: 20_501 };
        assert!(chart::chart(&world.context, other, Subject::Campaign(id), range, false).await.unwrap().is_none());
    }

    async fn a_chart_has_every_day_says_which_are_known_and_draws_the_budget_in_force(world) {
        world.structure(structure_of(vec![campaign("1", "One", 50)]), at("2026-02-28T15:00:00Z")).await;
        let rows = vec![row("1", "2026-02-28", 10, 1, 30), row("1", "2026-03-02", 20, 0, 0)];
        ingest(&world, "2026-03-03T14:00:00Z", "2026-02-28", "2026-03-03", rows).await;
        // Late on 1 March in New York, already 2 March in UTC: somebody changed it there.
        world.structure(structure_of(vec![campaign("1", "One", 70)]), at("2026-03-02T04:30:00Z")).await;
        let id = only_campaign(&world).await;
        let day = |text: &str| calendar::day_number(text.parse().unwrap());
        let range = DayRange { first: day("2026-02-27"), last: day("2026-03-03") };
        let chart = chart::chart(&world.context, world.account.scope, Subject::Campaign(id), range, true).await.unwrap().unwrap();
        let days = &chart.series.days;
        assert_eq!(days.iter().map(|cell| cell.day).collect::<Vec<_>>(), (range.first..=range.last).collect::<Vec<_>>());
        assert_eq!(days.iter().map(|cell| cell.known).collect::<Vec<_>>(), [false, true, true, true, true]);
        let budgets: Vec<_> = days.iter().map(|cell| cell.budget_micros.map(|micros| micros / 1_000_000)).collect();
        assert_eq!(budgets, [None, Some(50), Some(70), Some(70), Some(70)], "in force at the end of the account's own day");
        assert_eq!((chart.series.total.spend, chart.series.total.conversions), (30_000_000, 1_000_000));
        assert_eq!(chart.marks.len(), 1, "the first sight is not a change");
        assert_eq!(chart.marks[0].by, Author::Outside("google".to_owned()));
        let compare = chart.compare.unwrap();
        assert_eq!((compare.range.last, compare.range.len()), (range.first - 1, 5));
        assert!(compare.days.iter().all(|cell| !cell.known));
        // Conversions go on arriving: what is settled ends before what is known.
        assert!(chart.settled_until.unwrap() < day("2026-03-02"));
    }

    async fn a_history_is_merged_newest_first_and_its_pages_join(world) {
        crate::ledger::furnish(&world).await;
        crate::ledger::install(&world, crate::ledger::STOP_LOSS).await;
        crate::ledger::tick(&world, at("2026-03-03T15:00:00Z")).await;
        let open = crate::ledger::open(&world).await;
        let action = open.iter().find(|action| action.target.external_id == "1").unwrap();
        engine::actions::approve(&world.context, &world.manager, action.id, action.version).await.unwrap();
        crate::ledger::carry_out(&world, action.id, 3).await;
        let (mut paused, budget) = campaign("1", "Bleeder", 60);
        paused.status = SwitchStatus::Paused;
        world.structure(structure_of(vec![(paused, budget), campaign("2", "Second", 80), campaign("3", "Quiet", 20)]), at("2026-03-03T23:00:00Z")).await;
        let id = named(&world, "Bleeder").await;
        let scope = world.account.scope;
        let entries = changes::history(&world.context, scope, Subject::Campaign(id), None, 100).await.unwrap().unwrap();
        let kinds: Vec<_> = entries.iter().map(|entry| (entry.kind, entry.by.kind())).collect();
        assert_eq!(kinds.iter().filter(|(kind, _)| *kind == EntryKind::Action).count(), 1, "{kinds:?}");
        assert_eq!(entries[0].by, Author::Outside("google".to_owned()));
        assert_eq!((entries[0].before.as_deref(), entries[0].after.as_deref()), (Some("$50.00"), Some("$60.00")));
        let ours = entries.iter().find(|entry| entry.kind == EntryKind::Change && entry.action_id.is_some()).unwrap();
        assert_eq!(ours.by, Author::Rule("Stop loss".to_owned()));
        let proposed = entries.iter().find(|entry| entry.kind == EntryKind::Action).unwrap();
        assert_eq!(proposed.state.as_deref(), Some("applied"));
        assert!(proposed.decision_id.is_some(), "the decision is found through its action, not told twice");
        assert!(entries.is_sorted_by_key(|entry| std::cmp::Reverse((entry.at, entry.id))));
        let mut paged = Vec::new();
        let mut before: Option<(Timestamp, Uuid)> = None;
        loop {
            let page = changes::history(&world.context, scope, Subject::Campaign(id), before, 2).await.unwrap().unwrap();
            let Some(last) = page.last() else { break };
            before = Some((last.at, last.id));
            paged.extend(page);
        }
        assert_eq!(paged, entries);
        let detail = view::campaign(&world.context, scope, id).await.unwrap().unwrap();
        assert_eq!(detail.last_change_by.as_deref(), Some("google"));
        assert_eq!(detail.last_change_at, Some(at("2026-03-03T23:00:00Z")));
    }

    async fn a_campaign_names_those_it_shares_its_budget_with(world) {
        let (one, mut shared) = campaign("1", "One", 80);
        shared.shared = true;
        shared.campaigns = 2;
        let (mut two, _) = campaign("2", "Two", 0);
        two.budget_external_id = Some(shared.external_id.clone());
        let structure = engine::connections::platform::Structure { campaigns: vec![one, two], budgets: vec![shared] };
        world.structure(structure, at(NOW)).await;
        let detail = view::campaign(&world.context, world.account.scope, named(&world, "One").await).await.unwrap().unwrap();
        assert_eq!(detail.shared_with.iter().map(|other| other.name.as_str()).collect::<Vec<_>>(), ["Two"]);
        assert!(detail.campaign.budget_shared);
    }
}
