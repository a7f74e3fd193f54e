//! Shadows: a version that is judged by the same ticks, remembers what it would have done, and touches nothing.

use std::collections::BTreeSet;

use engine::{
    actions::door::{Door, Origin, Proposal, propose},
    campaigns,
    connections::platform::{SwitchStatus, TargetKind, WriteField, WriteValue},
    decisions::{
        Outcome,
        history::{self, DecisionFilter},
        side_by_side::{self, Did, Differences, SideBySide},
        together::{self, NotEnabled},
        view,
    },
    rules::{
        Draft, RuleError,
        acceptance::Accepting,
        catalog, detail, editing,
        shadow::{self, Source},
        view::RuleFilter,
    },
    store::StoreError,
};
use uuid::Uuid;

use crate::{
    ledger::{STOP_LOSS, furnish, install, open, rows, sync, target, tick},
    support::{World, at, campaign, on_both, structure_of},
};

const TEN: &str = "2026-03-03T15:00:00Z";
const ELEVEN: &str = "2026-03-03T16:00:00Z";

/// Acts on the bleeder as the enabled one does, leaves the second campaign, and takes the quiet one.
fn changed() -> String {
    STOP_LOSS.replace("spend > $100 and", "(spend > $150 or spend < $10) and")
}

/// A draft of one rule with these clauses behind its condition.
fn rule(condition: &str, clauses: &str) -> String {
    format!(
        "language 1\n\nrule \"Draft\" {{\n  for campaigns on google\n  every 1h\n  window last 3 days\n  when {condition}\n{clauses}}}\n"
    )
}

async fn start(world: &World, rule: Uuid, text: &str) -> Uuid {
    let draft = Draft {
        text: text.to_owned(),
        ..Draft::default()
    };
    shadow::start(&world.context, &world.marketer, rule, Source::Draft(draft))
        .await
        .unwrap()
}

/// A rule that is not at work, and its shadow.
async fn alone(world: &World, text: &str) -> (Uuid, Uuid) {
    furnish(world).await;
    let (rule, _) = catalog::save(&world.context, &world.marketer, text, Default::default())
        .await
        .unwrap();
    let shadow = shadow::start(&world.context, &world.marketer, rule, Source::Version(1))
        .await
        .unwrap();
    (rule, shadow)
}

async fn seen(world: &World, rule: Uuid) -> SideBySide {
    side_by_side::of(&world.context, world.account.scope, rule)
        .await
        .unwrap()
        .unwrap()
        .unwrap()
}

fn names(found: &Differences) -> Vec<&str> {
    let mut names: Vec<&str> = found
        .rows
        .iter()
        .map(|row| row.campaign.as_ref().unwrap().name.as_str())
        .collect();
    names.sort_unstable();
    names
}

/// Nothing of a shadow is where people and platforms look.
async fn is_untouched(world: &World) {
    for (table, filter) in [
        ("select id from action", "an action"),
        ("select action_id as id from guard_usage", "a reservation"),
        ("select id from notification", "a notification"),
        ("select id from outbox", "a message"),
    ] {
        assert!(world.rows(table).await.is_empty(), "{filter}");
    }
    let platform = world.platform.inner.lock().unwrap();
    assert_eq!((platform.writes, platform.reads), (0, 0));
}

/// A rule that puts the labels "dear" and "seen" on, beside a shadow that puts these on, after both were asked once.
async fn marked(world: &World, shadows: [&str; 2]) -> SideBySide {
    furnish(world).await;
    let mark = |labels: [&str; 2]| {
        let [first, second] = labels.map(|label| format!("add label \"{label}\" for today"));
        rule("spend > $100", &format!("  then {first}\n       {second}\n"))
    };
    let id = install(world, &mark(["dear", "seen"])).await;
    start(world, id, &mark(shadows)).await;
    tick(world, at(TEN)).await;
    seen(world, id).await
}

/// A rule that tells `#ads` what it "stopped", beside a shadow that tells these people in these words, after both were asked once.
async fn telling(world: &World, whom: &str, words: &str) -> SideBySide {
    furnish(world).await;
    let tell = |whom: &str, words: &str| {
        let told = format!("notify slack \"{whom}\" \"{{this.name}} {words}\"");
        rule(
            "spend > $100",
            &format!("  then pause\n       {told}\n  cooldown 24h\n"),
        )
    };
    let id = install(world, &tell("#ads", "stopped")).await;
    start(world, id, &tell(whom, words)).await;
    tick(world, at(TEN)).await;
    seen(world, id).await
}

on_both! {
    async fn a_shadow_is_judged_in_the_same_tick_and_only_its_rule_acts(world) {
        furnish(&world).await;
        let rule = install(&world, STOP_LOSS).await;
        let shadow = start(&world, rule, &changed()).await;
        let report = tick(&world, at(TEN)).await;
        assert_eq!((report.rules, report.opened), (1, 2), "the shadow is not counted: {report:?}");
        assert_eq!(world.rows("select id from tick").await.len(), 1, "one tick for both");
        let acted: Vec<_> = open(&world).await.into_iter().map(|action| (action.rule_id, action.target_name)).collect();
        assert!(acted.iter().all(|(by, name)| *by == Some(rule) && name != "Quiet"), "{acted:?}");
        assert_eq!(world.rows("select action_id from guard_usage").await.len(), 0, "the rule has no limits, and the shadow reserves nothing");

        let seen = seen(&world, rule).await;
        assert_eq!((names(&seen.only_shadow), names(&seen.only_rule), seen.alike), (vec!["Quiet"], vec!["Second"], 1));
        assert!(seen.rule_runs && seen.shadow.rule.id == shadow && !seen.shadow.is_saved && seen.shadow.rule.version == 2);
        assert_eq!((seen.tally.checks, seen.tally.fired, seen.tally.not_fired), (1, 2, 1));
        let would = seen.only_shadow.rows[0].shadow.clone().unwrap();
        assert_eq!(would.changes[0].after, WriteValue::Status(SwitchStatus::Paused));
        assert_eq!(would.changes[0].approval.as_ref().map(|asked| (asked.role.as_str(), asked.needed)), Some(("manager", 1)));
        assert_eq!(would.tells.iter().map(ToString::to_string).collect::<Vec<_>>(), ["#ads: Quiet spent $3.00"]);
        let meanwhile = seen.only_shadow.rows[0].meanwhile.clone().unwrap();
        assert_eq!((meanwhile.at, meanwhile.outcome), (at(TEN), Some(Outcome::NotFired)), "what the rule said");
        let meanwhile = seen.only_rule.rows[0].meanwhile.clone().unwrap();
        assert_eq!(meanwhile.outcome, Some(Outcome::NotFired), "what the shadow said");

        let decision = view::decision(&world.context, world.account.scope, would.decision_id).await.unwrap().unwrap();
        assert_eq!((decision.rule.id, decision.simulated.unwrap().changes.len(), decision.actions.len()), (rule, 1, 0));
        assert_eq!(decision.rule_text, changed());
        let listed = async |rule| {
            let filter = DecisionFilter { rule, ..DecisionFilter::default() };
            history::decisions(&world.context, world.account.scope, filter, None, 10).await.unwrap().rows
        };
        let all = listed(None).await;
        assert!(all.len() == 2 && all.iter().all(|row| !row.is_simulated), "{all:#?}");
        let own = listed(Some(shadow)).await;
        assert!(own.len() == 2 && own.iter().all(|row| row.is_simulated && row.rule.id == rule), "{own:#?}");
    }

    async fn a_shadow_counts_rests_and_stays_within_its_own_limits(world) {
        let text = rule("spend > $80", "    lasting 2 checks\n  then pause\n  cooldown 24h\n  at most 1 per day\n");
        let (id, _) = alone(&world, &text).await;
        tick(&world, at(TEN)).await;
        let first = seen(&world, id).await;
        assert_eq!((first.rule_runs, first.tally.pending, first.tally.fired), (false, 2, 0), "{first:#?}");
        sync(&world, "2026-03-03T15:30:00Z", [rows("1", 60), rows("2", 45), rows("3", 1)].concat()).await;
        tick(&world, at(ELEVEN)).await;
        let second = seen(&world, id).await;
        assert_eq!((names(&second.only_shadow), second.tally.fired, second.tally.blocked), (vec!["Bleeder"], 1, 1), "the limit lets one through");
        // The same refusal is not written down each hour, and what acted rests.
        sync(&world, "2026-03-03T16:30:00Z", [rows("1", 60), rows("2", 45), rows("3", 1)].concat()).await;
        tick(&world, at("2026-03-03T17:00:00Z")).await;
        let third = seen(&world, id).await;
        assert_eq!((third.tally.fired, third.tally.blocked, third.tally.pending), (1, 2, 3), "{:?}", third.tally);
        assert_eq!(world.rows("select id from decision where outcome = 'blocked'").await.len(), 1);
        // Another day, another one: the cooldown of the first goes on.
        sync(&world, "2026-03-04T14:30:00Z", [rows("1", 60), rows("2", 45), rows("3", 1)].concat()).await;
        tick(&world, at("2026-03-04T15:00:00Z")).await;
        assert_eq!(names(&seen(&world, id).await.only_shadow), ["Bleeder", "Second"]);
        is_untouched(&world).await;
    }

    async fn a_guard_stops_a_shadow_as_it_would_stop_the_rule(world) {
        let guard = "language 1\n\nguard \"House\" {\n  for campaigns on google\n  never pause where name matches \"Bleed*\"\n}\n";
        catalog::save_guard(&world.context, &world.admin, guard).await.unwrap();
        let (id, shadow) = alone(&world, &rule("spend > $100", "  then pause\n  cooldown 24h\n")).await;
        tick(&world, at(TEN)).await;
        let found = seen(&world, id).await;
        assert_eq!((names(&found.only_shadow), found.tally.blocked), (vec!["Second"], 1));
        let filter = DecisionFilter { rule: Some(shadow), outcome: Some(Outcome::Blocked), ..DecisionFilter::default() };
        let blocked = history::decisions(&world.context, world.account.scope, filter, None, 10).await.unwrap().rows;
        let decision = view::decision(&world.context, world.account.scope, blocked[0].id.unwrap()).await.unwrap().unwrap();
        let stopped = decision.simulated.unwrap().changes.remove(0).refused.unwrap();
        assert!(stopped.starts_with("guard \"House\""), "{stopped}");
        is_untouched(&world).await;
    }

    async fn what_a_shadow_holds_ends_on_time_or_with_a_change_from_outside(world) {
        let (id, _) = alone(&world, &rule("spend > $100", "  then pause\n  release after 90m\n")).await;
        tick(&world, at(TEN)).await;
        let held = seen(&world, id).await.holds;
        assert_eq!(held.len(), 2, "{held:#?}");
        assert_eq!((held[0].base.clone(), held[0].ends_at), (WriteValue::Status(SwitchStatus::Active), Some(at("2026-03-03T16:30:00Z"))));
        let mut parts = vec![campaign("1", "Bleeder", 50), campaign("2", "Second", 80), campaign("3", "Quiet", 20)];
        parts[1].0.status = SwitchStatus::Paused;
        world.structure(structure_of(parts), at("2026-03-03T15:10:00Z")).await;
        world.context.business.set(at("2026-03-03T15:20:00Z"));
        let held = seen(&world, id).await.holds;
        assert_eq!(held.iter().map(|held| held.campaign.name.as_str()).collect::<Vec<_>>(), ["Bleeder"], "somebody paused the other");
        world.context.business.set(at("2026-03-03T16:31:00Z"));
        assert!(seen(&world, id).await.holds.is_empty(), "given back by itself");
        tick(&world, at("2026-03-03T17:00:00Z")).await;
        let ended = world.rows("select ended from hold order by ended").await;
        assert_eq!(ended.iter().map(|row| row.text("ended").unwrap()).collect::<Vec<_>>(), ["outside", "released"]);
        assert!(world.rows("select id from action").await.is_empty());
    }

    async fn another_label_is_another_change(world) {
        let found = marked(&world, ["dear", "costly"]).await;
        assert_eq!((names(&found.differently), found.alike), (vec!["Bleeder", "Second"], 0), "{found:#?}");
        let held: BTreeSet<_> = found.holds.iter().map(|held| campaigns::item(&held.target)).collect();
        assert_eq!(held, BTreeSet::from(["dear", "costly"].map(|label| Some(label.to_owned()))));
    }

    async fn the_same_labels_in_another_order_are_the_same_changes(world) {
        let found = marked(&world, ["seen", "dear"]).await;
        assert_eq!((found.differently.total, found.alike), (0, 2), "{found:#?}");
    }

    async fn a_shadow_that_tells_somebody_else_acts_differently(world) {
        let found = telling(&world, "#finance", "stopped").await;
        assert_eq!((names(&found.differently), found.alike), (vec!["Bleeder", "Second"], 0), "{found:#?}");
        let told = |did: &Option<Did>| did.iter().flat_map(|did| &did.tells).map(ToString::to_string).collect::<Vec<_>>();
        let bleeder = found.differently.rows.iter().find(|row| row.campaign.as_ref().unwrap().name == "Bleeder").unwrap();
        assert_eq!(told(&bleeder.rule), ["#ads: Bleeder stopped"]);
        assert_eq!(told(&bleeder.shadow), ["#finance: Bleeder stopped"]);
    }

    async fn a_shadow_that_says_it_in_other_words_acts_alike(world) {
        let found = telling(&world, "#ads", "was paused").await;
        assert_eq!((found.differently.total, found.alike), (0, 2), "{found:#?}");
    }

    async fn a_wish_of_a_shadow_never_passes_the_door(world) {
        furnish(&world).await;
        let rule = install(&world, STOP_LOSS).await;
        let (account, random) = (world.account.clone(), world.context.random.clone());
        let (table, _) = crate::ledger::due(&world, at(TEN)).await;
        let answer = world.context.store.write(move |tx| Box::pin(async move {
            let snapshot = table.at(at(TEN));
            let door = Door { account: &account, snapshot: &snapshot, guards: &[], random: &random, at: at(TEN) };
            let wish = Proposal {
                kind: engine::actions::Kind::Pause,
                target: target(TargetKind::Campaign, "1"),
                target_name: "Bleeder".to_owned(),
                shared_by: 1,
                field: WriteField::Status,
                expected: WriteValue::Status(SwitchStatus::Active),
                value: WriteValue::Status(SwitchStatus::Paused),
                campaign_id: None,
                object_id: None,
                per_day_micros: None,
                reason: String::new(),
                origin: Origin::Rule {
                    id: rule,
                    shadow_of: Some(rule),
                    version: 1,
                    name: "Stop loss".to_owned(),
                    approval: dsl::Approval::Without,
                    cooldown: None,
                    limits: Vec::new(),
                    ranks: Vec::new(),
                    rank: 0,
                    scope_spend: None,
                    total_day: 0,
                    yields_to: Vec::new(),
                },
                decision_id: None,
                undoes: None,
                terms: None,
                gives_back: None,
                in_move: false,
            };
            propose(tx, &door, vec![wish]).await
        })).await;
        assert!(matches!(answer, Err(StoreError::Inconsistent { .. })), "{answer:?}");
        is_untouched(&world).await;
    }

    async fn a_shadow_is_promoted_with_its_text_and_leaves_nothing_behind(world) {
        furnish(&world).await;
        let rule = install(&world, STOP_LOSS).await;
        let again = shadow::start(&world.context, &world.marketer, rule, Source::Version(1)).await;
        assert!(matches!(again, Err(RuleError::NotNow(_))), "it is at work already");
        start(&world, rule, &changed()).await;
        let twice = shadow::start(&world.context, &world.marketer, rule, Source::Version(1)).await;
        assert!(matches!(twice, Err(RuleError::NotNow(_))), "one at a time");
        tick(&world, at(TEN)).await;

        let detail = detail::rule(&world.context, &world.marketer, rule).await.unwrap().unwrap();
        let promote = async |codes: &[String]| {
            let accepting = Accepting { codes, ..Accepting::default() };
            together::promote(&world.context, &world.marketer, rule, detail.revision, accepting).await
        };
        let promoted = match promote(&[]).await {
            Err(NotEnabled::Open { open, .. }) => {
                let codes: Vec<String> = open.iter().map(|open| open.diagnostic.code.to_owned()).collect();
                promote(&codes).await
            }
            answer => answer,
        };
        promoted.unwrap();
        let detail = detail::rule(&world.context, &world.marketer, rule).await.unwrap().unwrap();
        assert_eq!((detail.rule.text, detail.rule.version, detail.rule.state.as_str()), (changed(), 2, "enabled"));
        assert!(side_by_side::of(&world.context, world.account.scope, rule).await.unwrap().unwrap().is_none());
        assert_eq!(world.rows("select rule_id from rule_schedule").await.len(), 1);
        let left = world.rows("select rule_id from rule_progress").await;
        assert!(left.iter().all(|row| row.uuid("rule_id").unwrap() == rule), "the shadow's is forgotten");
        let report = tick(&world, at(ELEVEN)).await;
        assert_eq!((report.rules, report.opened), (1, 1), "now the quiet one is paused in earnest: {report:?}");
        let rules = engine::rules::view::rules(&world.context, world.account.scope, RuleFilter::default(), None, 10).await.unwrap();
        assert_eq!(rules.len(), 1, "{rules:#?}");
    }

    async fn a_shadow_ends_when_somebody_ends_it_or_puts_its_rule_away(world) {
        let (rule, shadow) = alone(&world, STOP_LOSS).await;
        tick(&world, at(TEN)).await;
        shadow::end(&world.context, &world.marketer, rule).await.unwrap();
        assert!(matches!(shadow::end(&world.context, &world.marketer, rule).await, Err(RuleError::NotNow(_))));
        assert!(world.rows("select rule_id from rule_schedule").await.is_empty());
        let filter = DecisionFilter { rule: Some(shadow), ..DecisionFilter::default() };
        let kept = history::decisions(&world.context, world.account.scope, filter, None, 10).await.unwrap().rows;
        assert_eq!(kept.len(), 2, "what it would have done stays in the record");

        shadow::start(&world.context, &world.marketer, rule, Source::Current).await.unwrap();
        let detail = detail::rule(&world.context, &world.marketer, rule).await.unwrap().unwrap();
        editing::archive(&world.context, &world.marketer, rule, detail.revision).await.unwrap();
        assert!(world.rows("select rule_id from rule_schedule").await.is_empty());
        is_untouched(&world).await;
        let other = editing::create(&world.context, &world.marketer, Draft { text: STOP_LOSS.to_owned(), ..Draft::default() }).await;
        assert!(other.is_ok(), "the name is free again");
    }
}
