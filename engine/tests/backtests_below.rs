//! Backtests of rules about what stands below the campaigns: the same past, level by level.

use dsl::Level;
use engine::{
    backtest::{Firing, Request, compare},
    connections::platform::{RemoteObject, WriteField},
    decisions::Outcome,
    rules::guards,
};

use crate::{
    backtests::{counted, in_cents, only, request, today, tried},
    ledger::{STOP_LOSS, furnish, install, open, sync, tick},
    levels::{STOP, furnished, group, groups, read, row, spending},
    support::{NOW, at, on_both},
};

/// Where it acted or was kept from it, from the campaign down.
fn place(firing: &Firing) -> String {
    match &firing.object {
        Some(object) => format!("{} › {}", firing.campaign.as_ref().unwrap().name, object.name),
        None => firing.campaign.as_ref().unwrap().name.clone(),
    }
}

fn bids(change: &str) -> String {
    STOP.replace("Stop ad groups", "Bids")
        .replace("then pause", change)
}

on_both! {
    async fn a_rule_about_ad_groups_acts_in_the_past_where_it_acts_in_earnest(world) {
        furnished(&world).await;
        let before = counted(&world).await;
        let backtest = tried(&world, &request(STOP, "2026-03-03T15:30:00Z")).await;
        assert_eq!(counted(&world).await, before, "the organisation's own data was touched");
        install(&world, STOP).await;
        tick(&world, at("2026-03-03T15:00:00Z")).await;
        let account = only(&backtest);
        let real: Vec<(String, String)> = open(&world).await.into_iter().map(|action| (action.target_name, action.reason)).collect();
        let would: Vec<(String, String)> = account.firings.iter().map(|firing| (place(firing), firing.reason.clone())).collect();
        assert_eq!((would, real[0].0.as_str()), (real.clone(), "Bleeder › Shoes"));
        let tally = &account.rules[0];
        // Socks spent nothing, which is known; Hats stands in a campaign of another name.
        assert_eq!((tally.level, tally.ticks, tally.fired, tally.not_fired, tally.outside), (Level::AdGroups, 1, 1, 1, 1), "{tally:?}");
        assert_eq!(account.differs_from, Some(at("2026-03-03T15:00:00Z")));
    }

    async fn what_a_level_learned_later_was_not_known_then(world) {
        furnished(&world).await;
        let mut late = spending();
        for row in &mut late {
            row.cells.conversions = 2_000_000;
        }
        read(&world, Level::AdGroups, groups(), late, "2026-03-03T16:30:00Z").await;
        let early = tried(&world, &request(STOP, "2026-03-03T18:00:00Z")).await;
        assert_eq!(only(&early).firings.iter().map(|firing| firing.at).collect::<Vec<_>>(), [at("2026-03-03T15:00:00Z")]);
        let after = Request { from: at("2026-03-03T16:45:00Z"), ..request(STOP, "2026-03-03T18:00:00Z") };
        assert!(only(&tried(&world, &after).await).firings.is_empty());
        // Older than three hours is unknown, level by level.
        let stale = Request { from: at("2026-03-03T20:45:00Z"), ..request(STOP, "2026-03-03T21:30:00Z") };
        let stale = tried(&world, &stale).await;
        assert_eq!((only(&stale).rules[0].ticks, only(&stale).rules[0].unknown), (1, 2));
    }

    async fn bids_move_step_by_step_until_somebody_else_moves_them(world) {
        furnished(&world).await;
        let lower = bids("then decrease bid by 10%").replace("cooldown 24h", "cooldown 1h");
        let mut moved_outside = groups();
        moved_outside[0].bid_micros = Some(1_500_000);
        read(&world, Level::AdGroups, moved_outside, spending(), "2026-03-03T16:30:00Z").await;
        let backtest = tried(&world, &request(&lower, "2026-03-03T17:30:00Z")).await;
        let [moved] = only(&backtest).moved.as_slice() else { panic!("{:?}", only(&backtest).moved) };
        let steps = |steps: &[engine::backtest::Step]| steps.iter().map(|step| step.micros).collect::<Vec<_>>();
        assert_eq!((moved.target.as_str(), moved.field), ("Bleeder › Shoes", WriteField::Bid));
        assert_eq!(steps(&moved.recorded), [2_000_000, 1_500_000]);
        assert_eq!(steps(&moved.simulated), [2_000_000, 1_800_000, 1_620_000, 1_500_000, 1_350_000]);
    }

    async fn a_guard_counts_what_the_past_paused_below_a_campaign(world) {
        furnished(&world).await;
        let guard = "language 1\n\nguard \"House\" {\n  for campaigns on google\n  at most 20% of campaigns paused per day\n}\n";
        guards::save(&world.context, &world.admin, guard).await.unwrap();
        // One of the two ad groups may be paused; the last that runs may not: that would be pausing the campaign.
        let all = STOP.replace("spend > $50 and conversions = 0", "conversions = 0");
        let backtest = tried(&world, &request(&all, "2026-03-03T15:30:00Z")).await;
        let firings = &only(&backtest).firings;
        let came: Vec<_> = firings.iter().map(|firing| firing.outcome).collect();
        assert!(came.contains(&Outcome::Fired) && came.contains(&Outcome::Blocked) && came.len() == 2, "{firings:#?}");
        let stopped = firings.iter().find(|firing| firing.outcome == Outcome::Blocked).unwrap();
        assert!(stopped.blocked[0].by.contains("House"), "{stopped:#?}");
    }

    async fn rules_of_several_levels_meet_and_each_says_since_when_its_own_is_known(world) {
        furnish(&world).await;
        install(&world, STOP_LOSS).await;
        let raise = bids("then increase bid by 10% up to $5");
        let unread = tried(&world, &request(&raise, "2026-03-03T18:00:00Z")).await;
        assert!(only(&unread).rules.is_empty());
        assert_eq!(only(&unread).not_bound, [("Bids".to_owned(),
            "nothing is recorded of ad groups in these days: they are read for enabled rules only".to_owned())]);

        read(&world, Level::AdGroups, groups(), spending(), "2026-03-03T16:30:00Z").await;
        let alone = tried(&world, &Request { from: at("2026-03-01T00:00:00Z"), ..request(&raise, "2026-03-03T17:30:00Z") }).await;
        assert_eq!((only(&alone).known_since, only(&alone).firings.len()), (Some(at("2026-03-03T16:30:00Z")), 1));
        let mut together = request(&raise, "2026-03-03T17:30:00Z");
        together.with_enabled = true;
        let together = tried(&world, &together).await;
        let account = only(&together);
        let since: Vec<_> = account.rules.iter().map(|rule| (rule.name.as_str(), rule.level, rule.known_since)).collect();
        assert_eq!(since, [("Bids", Level::AdGroups, Some(at("2026-03-03T16:30:00Z"))), ("Stop loss", Level::Campaigns, Some(at(NOW)))]);
        // The campaigns were paused at 15:00: nothing below them is looked at as running, and nothing is raised.
        let came: Vec<_> = account.firings.iter().map(|firing| (firing.rule.as_str(), place(firing), firing.outcome)).collect();
        assert_eq!(came[..2], [("Stop loss", "Bleeder".to_owned(), Outcome::Fired), ("Stop loss", "Second".to_owned(), Outcome::Fired)]);
    }

    async fn a_campaign_keeps_what_its_paused_ad_group_did_not_spend(world) {
        furnish(&world).await;
        for seen in ["2026-03-02T14:00:00Z", NOW] {
            read(&world, Level::AdGroups, groups(), spending(), seen).await;
        }
        sync(&world, "2026-03-03T16:30:00Z", today()).await;
        let today = [spending(), vec![row("g1", "2026-03-03", 48)]].concat();
        read(&world, Level::AdGroups, groups(), today, "2026-03-03T16:30:00Z").await;
        // Paused at 10:00 of its 24 hours: $28 of its $48 fall after that, out of the campaign's $60.
        let paused = tried(&world, &request(STOP, "2026-03-04T05:30:00Z")).await;
        assert_eq!(in_cents(&only(&paused).days[0]), [10_600, 7_800, 15_000, 15_000]);
        let lowered = tried(&world, &request(&bids("then decrease bid by 10%"), "2026-03-04T05:30:00Z")).await;
        assert_eq!(in_cents(&only(&lowered).days[0]), [10_600, 10_600, 15_000, 15_000]);
    }

    async fn any_level_runs_and_texts_are_compared_by_object(world) {
        furnished(&world).await;
        let word = |id: &str, parent: &str, name: &str| RemoteObject { match_type: Some("exact".to_owned()), ..group(id, parent, name, Some(500_000)) };
        let words = vec![word("k1", "g1", "running shoes"), word("k2", "g1", "red shoes")];
        let spent = ["2026-02-21", "2026-02-28", "2026-03-01", "2026-03-02"].iter().flat_map(|day| [row("k1", day, 25), row("k2", day, 18)]).collect();
        read(&world, Level::Keywords, words, spent, NOW).await;
        let stop = |above: &str| STOP.replace("ad groups on", "keywords on").replace("\"B*\"", "\"S*\"").replace("$50", above);
        let (wide, narrow) = (
            tried(&world, &request(&stop("$50"), "2026-03-03T15:30:00Z")).await,
            tried(&world, &request(&stop("$60"), "2026-03-03T15:30:00Z")).await,
        );
        let objects: Vec<_> = only(&wide).firings.iter().map(|firing| firing.object.clone().unwrap()).map(|object| (object.level, object.name)).collect();
        assert_eq!(objects, [(Level::Keywords, "red shoes".to_owned()), (Level::Keywords, "running shoes".to_owned())]);
        assert_eq!(only(&wide).firings[0].changes[0].target_name, "Bleeder › Shoes › red shoes");
        let found = compare::compare(&narrow, &wide, only(&narrow).rules[0].id, only(&wide).rules[0].id);
        assert_eq!(found.gained.iter().map(|one| one.object.clone().unwrap().name).collect::<Vec<_>>(), ["red shoes"]);
        assert_eq!((found.lost.len(), found.changed.len(), found.same), (0, 0, 1));
    }
}
