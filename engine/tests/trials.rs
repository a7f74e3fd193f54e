//! What rules would do, and why they do not: previews, "why, why not", the list of past decisions.

use std::collections::BTreeMap;

use dsl::analyse::Promise;
use engine::{
    connections::platform::{RemoteBudget, Structure},
    decisions::{
        Outcome,
        history::{self, DecisionFilter},
        preview::{self, Preview},
        together::{self, NotEnabled},
        trial::Came,
        why::{self, Standing, WhyRow},
    },
    rules::{Draft, RuleError, acceptance::Accepting, catalog, detail, editing},
};
use uuid::Uuid;

use crate::{
    ledger::{furnish, install, open, sync, tick},
    rules::PAUSE,
    support::{NOW, World, at, campaign, on_both},
};

async fn tried(world: &World, text: &str, rule: Option<Uuid>) -> Preview {
    preview::preview(
        &world.context,
        world.account.scope,
        text,
        &Default::default(),
        rule,
    )
    .await
    .unwrap()
}

fn came(preview: &Preview) -> Vec<(String, Came)> {
    preview
        .rows
        .iter()
        .map(|row| (row.campaign.as_ref().unwrap().name.clone(), row.came))
        .collect()
}

fn raise(limit: &str) -> String {
    format!(
        "language 1\n\nrule \"Raise\" {{\n  for campaigns on google\n  every 1h\n  window last 3 days\n  when spend > $130\n  then increase budget by 20% up to $5,000\n  cooldown 24h\n  at most {limit}\n}}\n"
    )
}

async fn campaign_id(world: &World, name: &str) -> Uuid {
    let preview = tried(world, PAUSE, None).await;
    preview
        .rows
        .iter()
        .find(|row| row.campaign.as_ref().unwrap().name == name)
        .unwrap()
        .campaign
        .as_ref()
        .unwrap()
        .id
}

async fn asked(world: &World, campaign: Uuid) -> Vec<WhyRow> {
    why::why(&world.context, world.account.scope, campaign)
        .await
        .unwrap()
        .unwrap()
        .rows
}

async fn past(world: &World, filter: DecisionFilter) -> Vec<history::PastDecision> {
    history::decisions(&world.context, world.account.scope, filter, None, 50)
        .await
        .unwrap()
        .rows
}

on_both! {
    async fn a_preview_says_what_the_next_check_does_and_writes_nothing(world) {
        furnish(&world).await;
        world.context.business.set(at("2026-03-03T15:00:00Z"));
        let preview = tried(&world, PAUSE, None).await;
        assert_eq!((preview.checks, preview.acting, preview.blocked, preview.unknown), (3, 2, 0, 0));
        assert_eq!(came(&preview)[2], ("Quiet".to_owned(), Came::NotFired));
        let quiet = &preview.rows[2];
        assert_eq!(quiet.distance.as_deref(), Some("spend is $97.00 below $100.00"));
        let bleeder = &preview.rows[0];
        assert!(bleeder.reason.contains("spend"), "{}", bleeder.reason);
        assert!(bleeder.values.iter().any(|value| value.text == "spend"), "{:?}", bleeder.values);
        assert!(preview.per_day_micros[0].1 < 0, "pausing saves: {:?}", preview.per_day_micros);
        assert!(open(&world).await.is_empty() && past(&world, DecisionFilter::default()).await.is_empty());
        install(&world, PAUSE).await;
        assert_eq!(tick(&world, at("2026-03-03T16:00:00Z")).await.opened, preview.acting);
    }

    async fn a_preview_of_a_rules_next_version_counts_what_the_rule_has_open(world) {
        furnish(&world).await;
        let rule = install(&world, PAUSE).await;
        tick(&world, at("2026-03-03T15:00:00Z")).await;
        let waiting = tried(&world, PAUSE, Some(rule)).await;
        assert_eq!(came(&waiting)[..2], [("Bleeder".to_owned(), Came::Awaiting), ("Second".to_owned(), Came::Awaiting)]);
        assert!(waiting.rows[0].reason.contains("still open"), "{}", waiting.rows[0].reason);
        let renamed = PAUSE.replace("\"Pause\"", "\"Other\"");
        let other = tried(&world, &renamed, None).await;
        assert_eq!(other.blocked, 2, "the same wish waits already: {:?}", came(&other));
    }

    async fn a_preview_asks_guards_and_limits(world) {
        furnish(&world).await;
        let two = tried(&world, &raise("5 per day"), None).await;
        assert_eq!((two.acting, two.blocked), (2, 0));
        let one = tried(&world, &raise("1 per run"), None).await;
        assert_eq!((one.acting, one.blocked), (1, 1));
        let blocked = one.rows.iter().find(|row| row.came == Came::Blocked).unwrap();
        assert_eq!(blocked.campaign.as_ref().unwrap().name, "Second", "the limit lets the biggest spender through");
        assert!(blocked.effects[0].blocked.as_deref().is_some_and(|why| why.contains("limit of 1 per run")));
        let guard = "language 1\n\nguard \"Ceiling\" {\n  for campaigns\n  never raise budget above $60\n}\n";
        catalog::save_guard(&world.context, &world.admin, guard).await.unwrap();
        let guarded = tried(&world, &raise("5 per day"), None).await;
        assert_eq!((guarded.acting, guarded.blocked), (1, 1));
        let stopped = guarded.rows.iter().find(|row| row.came == Came::Blocked).unwrap();
        assert!(stopped.effects[0].blocked.as_deref().is_some_and(|why| why.starts_with("guard \"Ceiling\"")));
    }

    async fn a_text_is_looked_at_together_with_the_enabled_rules_and_the_guards(world) {
        furnish(&world).await;
        let scope = world.account.scope;
        let met = async |text: &str, id| together::analyse(&world.context, scope, text, &Default::default(), id).await.unwrap();
        let alone = met(&raise("5 per day"), None).await;
        assert_eq!((alone.findings.len(), alone.accounts, alone.guards.len()), (0, 1, 0));

        let pause = install(&world, PAUSE).await;
        let guard = "language 1\n\nguard \"Ceiling\" {\n  for campaigns\n  never raise budget above $60\n  never pause where labels has \"brand\"\n}\n";
        catalog::save_guard(&world.context, &world.admin, guard).await.unwrap();
        let found = met(&raise("5 per day"), None).await;
        let [one] = found.findings.as_slice() else { panic!("{:#?}", found.findings) };
        assert_eq!(one.finding.code, "W0801");
        assert_eq!(one.rules.values().collect::<Vec<_>>(), [&pause], "the new text has no id");
        let example = one.finding.example().expect("an example");
        assert!(example.found().is_some(), "one of the account's own campaigns shows it: {}", example.in_words());
        let promises: Vec<bool> = found.guards.iter().map(|each| matches!(each.watched.promise, Promise::Proved)).collect();
        assert_eq!(promises, [false, true], "it raises above $60, and pauses nothing: {:#?}", found.guards);

        let apart = met(&raise("5 per day").replace("spend > $130", "spend > $130 and conversions > 0"), None).await;
        assert!(apart.findings.is_empty() && apart.proved > 0, "{:#?}", apart.findings);
        // The rule's own earlier version is not another rule.
        let itself = met(PAUSE, Some(pause)).await;
        assert!(itself.findings.is_empty(), "{:#?}", itself.findings);
    }

    async fn what_is_accepted_is_recorded_with_what_was_seen_and_asked_again_when_it_says_something_else(world) {
        furnish(&world).await;
        let enable = async |id, revision, accept: &[&str]| {
            let codes: Vec<String> = accept.iter().map(|code| (*code).to_owned()).collect();
            let reasons = BTreeMap::from([("W0503".to_owned(), "five campaigns".to_owned())]);
            let accepting = Accepting {
                codes: &codes,
                reasons: codes.contains(&"W0503".to_owned()).then_some(&reasons),
                reason: Some("said of the others"),
            };
            together::enable(&world.context, &world.admin, id, revision, accepting).await
        };
        let open = |refused: Result<(), NotEnabled>| match refused {
            Err(NotEnabled::Open { open, .. }) => open.iter().map(|open| open.diagnostic.code).collect::<Vec<_>>(),
            other => panic!("{other:?}"),
        };
        let recorded = async |id| {
            let detail = detail::rule(&world.context, &world.admin, id).await.unwrap().unwrap();
            let warnings: Vec<&str> = detail.warnings.iter().map(|found| found.code).collect();
            (warnings.len(), detail.accepted.iter().map(|one| (one.code.clone(), one.reason.clone(), one.version)).collect::<Vec<_>>())
        };
        let draft = |text: &str| Draft { text: text.to_owned(), ..Draft::default() };
        // Without `up to`, and accepted in the text; without a limit, which is not.
        let text = raise("5 per day").replace(" up to $5,000", "").replace("  at most 5 per day\n", "  accept W0501 \"a cap of its own\"\n");
        let id = editing::create(&world.context, &world.admin, draft(&text)).await.unwrap();
        let own = ("W0501".to_owned(), Some("a cap of its own".to_owned()), 1);
        assert_eq!(recorded(id).await, (1, vec![own.clone()]));
        assert!(matches!(enable(id, 7, &[]).await, Err(NotEnabled::Rule(RuleError::Moved))), "what moved is said first");
        let revision = detail::rule(&world.context, &world.admin, id).await.unwrap().unwrap().revision;
        assert_eq!(open(enable(id, revision, &[]).await), ["W0503"]);
        enable(id, revision, &["W0503"]).await.unwrap();
        let both = vec![("W0503".to_owned(), Some("five campaigns".to_owned()), 1), own.clone()];
        let (warnings, mut found) = recorded(id).await;
        found.sort_by(|one, other| other.0.cmp(&one.0));
        assert_eq!((warnings, found), (0, both));

        // Another step is another worst day: the old reason was not given for it, the missing limit is the same as it was.
        let revision = detail::rule(&world.context, &world.admin, id).await.unwrap().unwrap().revision;
        let steeper = text.replace("by 20%", "by 60%");
        assert_ne!(steeper, text);
        editing::replace(&world.context, &world.admin, id, revision, draft(&steeper)).await.unwrap();
        let page = detail::rule(&world.context, &world.admin, id).await.unwrap().unwrap();
        let codes: Vec<&str> = page.warnings.iter().map(|found| found.code).collect();
        assert!(codes.contains(&"W0501"), "{codes:?}");
        let help = page.warnings.iter().find(|found| found.code == "W0501").unwrap().help.clone().unwrap();
        assert!(help.starts_with("\"a cap of its own\" was accepted when it said: "), "{help}");
        editing::disable(&world.context, &world.admin, id).await.unwrap();
        let revision = detail::rule(&world.context, &world.admin, id).await.unwrap().unwrap().revision;
        assert!(open(enable(id, revision, &[]).await).contains(&"W0501"));
        // A new reason is a new acceptance.
        let again = steeper.replace("a cap of its own", "tried in March");
        editing::replace(&world.context, &world.admin, id, revision, draft(&again)).await.unwrap();
        let page = detail::rule(&world.context, &world.admin, id).await.unwrap().unwrap();
        assert!(page.warnings.iter().all(|found| found.code != "W0501"), "{:#?}", page.warnings);
    }

    async fn a_finding_about_two_rules_is_accepted_in_the_text_of_either(world) {
        furnish(&world).await;
        install(&world, PAUSE).await;
        let enable = async |text: &str| {
            let draft = Draft { text: text.to_owned(), ..Draft::default() };
            let id = editing::create(&world.context, &world.admin, draft).await.unwrap();
            let revision = detail::rule(&world.context, &world.admin, id).await.unwrap().unwrap().revision;
            let done = together::enable(&world.context, &world.admin, id, revision, Accepting::default()).await;
            editing::archive(&world.context, &world.admin, id, revision).await.ok();
            done
        };
        let refused = enable(&raise("5 per day")).await;
        assert!(matches!(&refused, Err(NotEnabled::Open { open, .. }) if open[0].diagnostic.code == "W0801"), "{refused:?}");
        let accepted = raise("5 per day").replace("  at most 5 per day\n", "  at most 5 per day\n  accept W0801 \"the pause is meant to win\"\n");
        enable(&accepted).await.unwrap();
    }

    async fn a_preview_refuses_what_saving_refuses_and_says_where_it_cannot_run(world) {
        furnish(&world).await;
        let scope = world.account.scope;
        let broken = preview::preview(&world.context, scope, "rule", &Default::default(), None).await;
        assert!(matches!(broken, Err(RuleError::Diagnostics(_) | RuleError::NotOne { .. })), "{broken:?}");
        let wrong = [("floor".to_owned(), "5".to_owned())].into();
        assert!(matches!(preview::preview(&world.context, scope, PAUSE, &wrong, None).await, Err(RuleError::Overrides(_))));
        let euros = tried(&world, &PAUSE.replace("= $100 from $1 to $500", "= 100 EUR"), None).await;
        assert!(euros.accounts[0].not_bound.as_deref().is_some_and(|why| why.contains("EUR")));
        assert!(euros.rows.is_empty());
        // A campaign is not taken for an ad group.
        let groups = tried(&world, &PAUSE.replace("for campaigns", "for ad groups"), None).await;
        assert!(groups.accounts[0].not_bound.as_deref().is_some_and(|why| why.contains("ad groups")));
        assert!(groups.rows.is_empty());
        assert!(tried(&world, &PAUSE.replace("on google", "on meta"), None).await.accounts.is_empty());
    }

    async fn a_condition_that_has_to_last_waits_in_a_preview(world) {
        furnish(&world).await;
        let lasting = PAUSE.replace("conversions = 0\n", "conversions = 0 lasting 2 checks\n");
        let preview = tried(&world, &lasting, None).await;
        assert_eq!((preview.acting, preview.rows[0].came), (0, Came::Waits));
        assert!(preview.rows[0].reason.ends_with("true at 1 of 2 checks"), "{}", preview.rows[0].reason);
    }

    async fn without_fresh_data_everything_is_unknown_and_says_why(world) {
        furnish(&world).await;
        world.context.business.set(at("2026-03-03T22:00:00Z"));
        let preview = tried(&world, PAUSE, None).await;
        assert_eq!((preview.unknown, preview.acting), (3, 0));
        assert!(preview.rows[0].reason.contains("not known"), "{}", preview.rows[0].reason);
    }

    async fn every_rule_answers_for_a_campaign_outside_ones_with_what_excluded_it(world) {
        furnish(&world).await;
        let quiet = campaign_id(&world, "Quiet").await;
        install(&world, PAUSE).await;
        let named = |name: &str, text: &str| text.replace("\"Pause\"", &format!("\"{name}\""));
        install(&world, &named("Brand only", &PAUSE.replace("status is active", "name matches \"Brand*\""))).await;
        install(&world, &named("Other platform", &PAUSE.replace("on google", "on meta"))).await;
        let off = install(&world, &named("Switched off", PAUSE)).await;
        catalog::disable(&world.context, &world.marketer, off).await.unwrap();
        world.context.business.set(at("2026-03-03T15:00:00Z"));
        let rows = asked(&world, quiet).await;
        let told: Vec<(&str, Standing, &str)> = rows.iter().map(|row| (row.rule.name.as_str(), row.standing, row.reason.as_str())).collect();
        assert_eq!(told[0], ("Brand only", Standing::Came(Came::Outside), "name \"Quiet\" does not match \"Brand*\""));
        assert_eq!((told[1].0, told[1].1), ("Other platform", Standing::Came(Came::Outside)));
        assert!(told[1].2.contains("Meta"), "{}", told[1].2);
        assert_eq!((told[2].0, told[2].1), ("Pause", Standing::Came(Came::NotFired)));
        assert_eq!(rows[2].distance.as_deref(), Some("spend is $97.00 below $100.00"));
        assert_eq!((told[3].0, told[3].1), ("Switched off", Standing::Disabled));
        assert!(rows[0].explanation.as_ref().unwrap().scope.is_some());
        assert!(why::why(&world.context, world.account.scope, Uuid::nil()).await.unwrap().is_none());
    }

    async fn a_campaigns_rules_tell_how_far_they_are_and_who_stood_in_the_way(world) {
        furnish(&world).await;
        let bleeder = campaign_id(&world, "Bleeder").await;
        let lasting = PAUSE.replace("conversions = 0\n", "conversions = 0 lasting 2 checks\n");
        install(&world, &lasting).await;
        install(&world, &raise("5 per day")).await;
        world.context.business.set(at("2026-03-03T14:30:00Z"));
        let rows = asked(&world, bleeder).await;
        assert_eq!(rows[0].standing, Standing::Came(Came::Waits));
        assert_eq!(rows[1].standing, Standing::Came(Came::Acts));
        tick(&world, at("2026-03-03T15:00:00Z")).await;
        let rows = asked(&world, bleeder).await;
        let progress = rows[0].progress.as_ref().unwrap();
        assert_eq!((progress.state, progress.checks_done, progress.checks_needed), ("pending", 1, Some(2)));
        assert_eq!(rows[1].standing, Standing::Came(Came::Awaiting));
    }

    async fn the_past_lists_what_acted_and_for_a_campaign_every_check(world) {
        furnish(&world).await;
        let (bleeder, quiet) = (campaign_id(&world, "Bleeder").await, campaign_id(&world, "Quiet").await);
        let rule = install(&world, PAUSE).await;
        tick(&world, at("2026-03-03T15:00:00Z")).await;
        tick(&world, at("2026-03-03T16:00:00Z")).await;
        let acted = past(&world, DecisionFilter::default()).await;
        assert_eq!(acted.len(), 2);
        assert!(acted.iter().all(|one| one.outcome == Outcome::Fired && one.actions.len() == 1 && one.id.is_some()));
        let all = past(&world, DecisionFilter { campaign: Some(bleeder), ..Default::default() }).await;
        assert_eq!(all.iter().map(|one| one.outcome).collect::<Vec<_>>(), [Outcome::Waiting, Outcome::Fired]);
        assert_eq!((all[0].id, all[1].actions.len()), (None, 1));
        let quiet = past(&world, DecisionFilter { campaign: Some(quiet), outcome: Some(Outcome::NotFired), ..Default::default() }).await;
        assert_eq!(quiet.len(), 2);
        let first_hour = DecisionFilter { campaign: Some(bleeder), to: Some(at("2026-03-03T15:30:00Z")), ..Default::default() };
        assert_eq!(past(&world, first_hour).await.len(), 1);
        let elsewhere = DecisionFilter { rule: Some(Uuid::nil()), ..Default::default() };
        assert!(past(&world, elsewhere).await.is_empty());
        assert!(DecisionFilter { rule: Some(rule), outcome: Some(Outcome::Unknown), ..Default::default() }.needs_a_campaign());
    }

    async fn a_page_of_the_past_goes_on_where_the_one_before_ended(world) {
        furnish(&world).await;
        let bleeder = campaign_id(&world, "Bleeder").await;
        install(&world, PAUSE).await;
        for hour in ["15", "16", "17"] {
            tick(&world, at(&format!("2026-03-03T{hour}:00:00Z"))).await;
        }
        let mut seen = Vec::new();
        for campaign in [None, Some(bleeder)] {
            let mut after = None;
            loop {
                let filter = DecisionFilter { campaign, ..Default::default() };
                let page = history::decisions(&world.context, world.account.scope, filter, after, 1).await.unwrap();
                seen.extend(page.rows.iter().map(|row| (campaign.is_some(), row.at, row.campaign.as_ref().unwrap().id)));
                match page.next {
                    Some(place) => after = Some(place),
                    None => break,
                }
            }
        }
        let mut distinct = seen.clone();
        distinct.dedup();
        assert_eq!((seen.len(), distinct.len()), (2 + 3, 2 + 3), "{seen:?}");
    }

    async fn two_campaigns_of_one_rule_on_a_shared_budget_do_not_lose_to_the_rule_itself(world) {
        furnish(&world).await;
        let (one, budget) = campaign("1", "Bleeder", 50);
        let (mut two, _) = campaign("2", "Second", 80);
        two.budget_external_id = Some("b1".to_owned());
        let shared = RemoteBudget { campaigns: 2, shared: true, ..budget };
        world.structure(Structure { campaigns: vec![one, two], budgets: vec![shared] }, at("2026-03-03T13:00:00Z")).await;
        sync(&world, NOW, [crate::ledger::rows("1", 60), crate::ledger::rows("2", 45)].concat()).await;
        let preview = tried(&world, &raise("5 per day"), None).await;
        assert_eq!((preview.acting, preview.blocked), (1, 1));
        let lost = preview.rows.iter().find(|row| row.came == Came::Blocked).unwrap();
        assert_eq!(
            lost.effects[0].blocked.as_deref(),
            Some("another campaign of this rule on the same budget asked for $60.00")
        );
    }
}
