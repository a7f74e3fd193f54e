//! Guards on what stands below a campaign: what they forbid above, beside and under their objects, and what blocks while a level is
//! not read.

use dsl::Level;
use engine::{
    actions::{
        breaches,
        own::{self, Wish},
    },
    backtest::Firing,
    campaigns::objects,
    connections::platform::{Platforms, RemoteObject, SwitchStatus},
    decisions::Outcome,
    rules::{
        catalog,
        editing::RuleError,
        guards::{self, GuardView},
    },
};

use crate::{
    backtests::{only as only_account, request, tried},
    campaigns,
    keywords::{STOP_KEYWORDS, keywords, searched},
    ledger::{furnish, install, open, rows, sync, tick},
    levels::{STOP, TEN, furnished, groups, read, spending},
    support::{NOW, World, at, on_both},
};

fn guard(level: &str, lines: &str) -> String {
    format!("language 1\n\nguard \"House\" {{\n  for {level}\n  {lines}\n}}\n")
}

async fn guarded(world: &World, level: &str, lines: &str) {
    guards::save(&world.context, &world.admin, &guard(level, lines))
        .await
        .unwrap();
}

/// Why a person may not pause a campaign.
async fn refusal(world: &World, campaign: &str) -> Option<String> {
    let id = campaigns::named(world, campaign).await;
    own::preview(&world.context, &world.manager, id, Wish::Pause, "")
        .await
        .unwrap()
        .blocked
        .map(|(by, reason)| format!("{by}: {reason}"))
}

/// What stands in the ledger as blocked, by the name of what it is about.
async fn blocked(world: &World) -> Vec<(String, String)> {
    let rows = world
        .rows("select target_name, state_detail from action where org_id is not null and state = 'blocked' order by target_name")
        .await;
    rows.iter()
        .map(|row| {
            (
                row.text("target_name").unwrap(),
                row.text("state_detail").unwrap(),
            )
        })
        .collect()
}

async fn saved(world: &World, text: &str) -> GuardView {
    let id = guards::save(&world.context, &world.admin, text).await.unwrap();
    guards::guard(&world.context, world.account.scope, id)
        .await
        .unwrap()
        .unwrap()
}

/// The ad groups change at the platform; a sync finds it and tells whom it concerns. Answers how many promises were broken.
async fn changed_outside(world: &World, shown: Vec<RemoteObject>) -> usize {
    let (account, random) = (world.account.clone(), world.context.random.clone());
    let noon = at(TEN);
    world
        .context
        .store
        .write(move |tx| {
            Box::pin(async move {
                let (scope, id, level) = (account.scope, account.id, Level::AdGroups);
                let drift = objects::apply(tx, scope, id, &random, (level, &shown), noon).await?;
                breaches::tell(tx, &account, &drift, &random, noon).await
            })
        })
        .await
        .unwrap()
}

on_both! {
    async fn a_bid_raised_outside_against_a_guard_is_told_once_and_one_within_it_is_not(world) {
        furnished(&world).await;
        guarded(&world, "ad groups on google where name is \"Shoes\"", "never raise bid above $2.50").await;
        let bid = |shoes: i64, hats: i64| {
            let mut shown = groups();
            shown[0].bid_micros = Some(shoes);
            shown[2].bid_micros = Some(hats);
            shown
        };
        assert_eq!(changed_outside(&world, bid(2_400_000, 9_000_000)).await, 0, "Hats are not guarded");
        assert_eq!(changed_outside(&world, bid(3_000_000, 9_000_000)).await, 1);
        let told = world.rows("select payload from outbox where payload like '%against the guard%'").await;
        let [row] = told.as_slice() else { panic!("{} were told", told.len()) };
        let told: serde_json::Value = row.json("payload").unwrap();
        let body = told["body"].as_str().unwrap();
        assert!(body.starts_with("never raise bid above $2.50\n"), "{body}");
        // A cut is none, however high what is left.
        assert_eq!(changed_outside(&world, bid(2_800_000, 9_000_000)).await, 0);
    }

    async fn a_pause_of_a_campaign_is_stopped_by_the_guard_of_an_ad_group_that_runs_in_it(world) {
        furnished(&world).await;
        guarded(&world, "ad groups on google where name matches \"S*\"", "never pause").await;
        assert_eq!(
            refusal(&world, "Bleeder").await.as_deref(),
            Some("guard \"House\": never pause (with it the ad group \"Shoes\" and 1 other would stop)")
        );
        assert_eq!(refusal(&world, "Second").await, None, "Hats are not guarded");
        // One that is off is not stopped by anybody.
        let mut shown = groups();
        shown[0].status = SwitchStatus::Paused;
        read(&world, Level::AdGroups, shown.clone(), spending(), NOW).await;
        assert_eq!(
            refusal(&world, "Bleeder").await.as_deref(),
            Some("guard \"House\": never pause (with it the ad group \"Socks\" would stop)")
        );
        shown[1].status = SwitchStatus::Paused;
        read(&world, Level::AdGroups, shown, spending(), NOW).await;
        assert_eq!(refusal(&world, "Bleeder").await, None);
    }

    async fn what_is_not_read_yet_blocks_every_pause_above_it(world) {
        furnished(&world).await;
        guarded(&world, "keywords on google where name matches \"core*\"", "never pause\n  never raise bid above $4").await;
        let said = refusal(&world, "Bleeder").await.unwrap();
        assert!(said.contains("the keywords of this account have not been read lately"), "{said}");
        install(&world, STOP).await;
        assert_eq!(tick(&world, at(TEN)).await.blocked, 1);
        // The account is read again at once, with what the guard speaks of and what that stands in.
        let account = world.account.clone();
        let asked = world.context.store.read(move |tx| Box::pin(async move { catalog::levels(tx, &account).await })).await.unwrap();
        assert_eq!(asked.into_iter().collect::<Vec<_>>(), [Level::AdGroups, Level::Keywords]);
        read(&world, Level::Keywords, keywords(), searched(), NOW).await;
        assert_eq!(refusal(&world, "Bleeder").await, None, "no keyword of the account is called so");
        // What was read hours before the campaigns says nothing of who runs.
        sync(&world, "2026-03-03T18:30:00Z", rows("1", 60)).await;
        let said = refusal(&world, "Bleeder").await.unwrap();
        assert!(said.contains("the keywords of this account have not been read lately"), "{said}");
    }

    async fn what_stands_under_a_guarded_ad_group_is_not_paused_keyword_by_keyword(world) {
        furnished(&world).await;
        read(&world, Level::Keywords, keywords(), searched(), NOW).await;
        guarded(&world, "ad groups where name is \"Shoes\"", "never pause").await;
        install(&world, &STOP_KEYWORDS.replace("spend > $50 and conversions = 0", "conversions = 0")).await;
        let report = tick(&world, at(TEN)).await;
        assert_eq!((report.opened, report.blocked), (2, 2), "{report:?}");
        let told = blocked(&world).await;
        assert!(told.iter().all(|(name, said)| name.starts_with("Bleeder › Shoes ›")
            && said == "guard \"House\": never pause (it stands in the ad group \"Shoes\")"), "{told:#?}");
    }

    async fn a_day_counts_keywords_however_they_are_stopped(world) {
        furnished(&world).await;
        read(&world, Level::Keywords, keywords(), searched(), NOW).await;
        guarded(&world, "keywords on google", "at most 50% of keywords paused per day").await;
        // Two of the four stand in Shoes.
        install(&world, STOP).await;
        assert_eq!(tick(&world, at(TEN)).await.opened, 1);
        assert_eq!(open(&world).await[0].target_name, "Bleeder › Shoes");
        assert_eq!(
            refusal(&world, "Second").await.as_deref(),
            Some("guard \"House\": at most 50% of keywords paused per day (2 of 4 are used up)")
        );
        // The campaign over Shoes would take Socks along, too.
        assert_eq!(
            refusal(&world, "Bleeder").await.as_deref(),
            Some("guard \"House\": at most 50% of keywords paused per day (0 of 4 are used up, and with it 3 keywords would stop)")
        );
    }

    async fn a_bid_stays_below_its_bound_and_within_its_step(world) {
        furnished(&world).await;
        read(&world, Level::Keywords, keywords(), searched(), "2026-03-02T15:00:00Z").await;
        read(&world, Level::Keywords, keywords(), searched(), NOW).await;
        guarded(&world, "keywords on google where name is \"running shoes\"", "never raise bid above $1.25\n  never change bid by more than 20% per day").await;
        let raise = |to: &str| STOP_KEYWORDS.replace("Stop keywords", to).replace("spend > $50 and conversions = 0", "spend > $50").replace("then pause", &format!("then set bid to {to}"));
        let cases = [
            ("$1.30", "2026-03-03T15:00:00Z", Some("never raise bid above $1.25")),
            ("$1.21", "2026-03-03T16:00:00Z", Some("(today from $0.80 to $1.20)")),
            ("$1.20", "2026-03-03T17:00:00Z", None),
        ];
        for (to, when, why) in cases {
            install(&world, &raise(to)).await;
            let report = tick(&world, at(when)).await;
            assert_eq!(report.opened, usize::from(why.is_none()), "{to}: {report:?}");
            if let Some(why) = why {
                let told = blocked(&world).await;
                assert!(told.iter().any(|(_, said)| said.contains(why)), "{to}: {told:#?}");
            }
        }
    }

    async fn a_guard_is_not_saved_where_its_level_cannot_be_read(world) {
        furnish(&world).await;
        let text = guard("ad groups", "never pause");
        let mut context = world.context.clone();
        context.platforms = std::sync::Arc::new(Platforms::new());
        let refused = guards::save(&context, &world.admin, &text).await.unwrap_err();
        assert!(matches!(&refused, RuleError::NotNow(why) if why.starts_with("ad groups are not read from Google Ads accounts yet")), "{refused}");
        // A platform that has no such objects has nothing to read.
        guards::save(&context, &world.admin, &guard("keywords on amazon", "never pause")).await.unwrap();
        guards::save(&context, &world.admin, &guard("campaigns", "never pause").replace("House", "Campaigns")).await.unwrap();
    }

    async fn a_share_that_lets_no_keyword_be_paused_is_said_where_they_are_read(world) {
        furnished(&world).await;
        let view = saved(&world, &guard("campaigns on google", "at most 20% of keywords paused per day")).await;
        let said = async || guards::warnings(&world.context, world.account.scope, std::slice::from_ref(&view)).await.unwrap().remove(0);
        assert_eq!(said().await, [], "nobody knows yet how many there are");
        read(&world, Level::Keywords, keywords(), searched(), NOW).await;
        let found = said().await;
        assert!(matches!(found.as_slice(), [found] if found.code == "W0701" && found.message.contains("(4 running)")), "{found:?}");
    }

    async fn the_past_meets_a_guard_on_keywords_from_the_sync_on_that_read_them(world) {
        furnished(&world).await;
        guarded(&world, "keywords on google where name is \"running shoes\"", "never pause").await;
        let said = |firings: &[Firing]| -> Vec<String> {
            firings.iter().filter(|firing| firing.outcome == Outcome::Blocked).map(|firing| firing.blocked[0].reason.clone()).collect()
        };
        let unread = tried(&world, &request(STOP, "2026-03-03T15:30:00Z")).await;
        assert_eq!(said(&only_account(&unread).firings), ["never pause (the keywords of this account have not been read lately)"]);
        read(&world, Level::Keywords, keywords(), searched(), NOW).await;
        let backtest = tried(&world, &request(STOP, "2026-03-03T15:30:00Z")).await;
        assert_eq!(said(&only_account(&backtest).firings), ["never pause (with it the keyword \"running shoes\" would stop)"]);
        let others: Vec<RemoteObject> = keywords().into_iter().map(|keyword| RemoteObject { name: "socks".to_owned(), ..keyword }).collect();
        read(&world, Level::Keywords, others, searched(), NOW).await;
        let backtest = tried(&world, &request(STOP, "2026-03-03T15:30:00Z")).await;
        assert_eq!(only_account(&backtest).firings[0].outcome, Outcome::Fired);
    }
}
