//! Every promise a guard can make, each broken by somebody and kept by the door.

use engine::{
    actions::{
        self, ActionError, State, breaches,
        carry_out::Turn,
        own::{self, Wish, WishError},
        store::Action,
    },
    connections::platform::{RemoteBudget, RemoteCampaign, TargetKind, WriteValue},
    rules::{catalog, guards},
};
use uuid::Uuid;

use crate::{
    campaigns,
    ledger::{carry_out, furnish, install, load, open, target, tick},
    support::{World, at, campaign, on_both, structure_of},
};

const TEN: &str = "2026-03-03T15:00:00Z";

fn guard(lines: &str) -> String {
    format!("language 1\n\nguard \"House\" {{\n  for campaigns on google\n  {lines}\n}}\n")
}

async fn guarded(world: &World, lines: &str) {
    catalog::save_guard(&world.context, &world.admin, &guard(lines))
        .await
        .unwrap();
}

/// Every campaign with more than $5 in three days.
fn rule(name: &str, action: &str) -> String {
    format!(
        "language 1\n\nrule \"{name}\" {{\n  for campaigns on google\n  every 1h\n  window last 3 days\n  when spend > $1\n  then {action}\n  approve by manager within 4h unanswered expire\n  cooldown 24h\n}}\n"
    )
}

fn budgets(actions: &[Action]) -> Vec<(String, i64)> {
    let mut found: Vec<(String, i64)> = actions
        .iter()
        .filter_map(|action| match action.value {
            WriteValue::Money(micros) => Some((action.target.external_id.clone(), micros / 1_000_000)),
            WriteValue::Ratio(_) | WriteValue::Status(_) | WriteValue::Negative(_) | WriteValue::Label(_) => {
                None
            }
        })
        .collect();
    found.sort();
    found
}

async fn refusal(world: &World, campaign: &str, wish: Wish) -> Option<String> {
    let id = campaigns::named(world, campaign).await;
    own::preview(&world.context, &world.manager, id, wish, "")
        .await
        .unwrap()
        .blocked
        .map(|(by, reason)| format!("{by}: {reason}"))
}

fn dollars(world: &World, units: i64) -> Wish {
    Wish::SetBudget {
        micros: units * 1_000_000,
        currency: world.account.currency,
    }
}

/// Somebody changes a budget at the platform; a sync sees it.
async fn outside(world: &World, budgets: [i64; 3]) {
    let parts = vec![
        campaign("1", "Bleeder", budgets[0]),
        campaign("2", "Second", budgets[1]),
        campaign("3", "Quiet", budgets[2]),
    ];
    world
        .structure(structure_of(parts), world.context.business.now())
        .await;
}

/// The titles and texts of what the admins are told after a structure came in, by promise.
async fn told_of(world: &World, parts: Vec<(RemoteCampaign, RemoteBudget)>) -> Vec<(String, String)> {
    let (account, random) = (world.account.clone(), world.context.random.clone());
    let (structure, at) = (structure_of(parts), at(TEN));
    world
        .context
        .store
        .write(move |tx| {
            Box::pin(async move {
                let (scope, id) = (account.scope, account.id);
                let drift =
                    engine::campaigns::store::apply_structure(tx, scope, id, &random, &structure, at).await?;
                breaches::tell(tx, &account, &drift, &random, at).await
            })
        })
        .await
        .unwrap();
    let mut told: Vec<(String, String)> = world
        .rows("select payload from outbox where payload like '%against the guard%'")
        .await
        .iter()
        .map(|row| {
            let told: serde_json::Value = row.json("payload").unwrap();
            let text = |key: &str| told[key].as_str().unwrap().to_owned();
            (text("title"), text("body"))
        })
        .collect();
    told.sort();
    told
}

on_both! {
    async fn a_change_made_outside_against_a_guard_is_told_and_what_is_allowed_is_not(world) {
        furnish(&world).await;
        guarded(&world, "never raise budget above $100\n  never raise total budget of account above $200").await;
        let parts = |bleeder, second| vec![campaign("1", "Bleeder", bleeder), campaign("2", "Second", second), campaign("3", "Quiet", 20)];
        assert_eq!(told_of(&world, parts(90, 80)).await, [], "190 a day, and none above $100");
        let told = told_of(&world, parts(90, 120)).await;
        let [(title, body)] = told.as_slice() else { panic!("{told:?}") };
        assert!(title.ends_with("was changed outside Adjutant against the guard \"House\""), "{title}");
        assert!(body.starts_with("never raise budget above $100\n"), "{body}");
        // A cut is no breach, however high what is left.
        assert_eq!(told_of(&world, parts(90, 110)).await.len(), 1);
        let told = told_of(&world, parts(95, 110)).await;
        assert!(told.iter().any(|(_, body)| body.contains("the account's running budgets are $225.00 a day")), "{told:?}");
    }

    async fn a_share_that_lets_nothing_be_paused_in_an_account_is_said_when_the_guard_is_saved(world) {
        furnish(&world).await;
        let warned = async |lines: &str| {
            let id = guards::save(&world.context, &world.admin, &guard(lines)).await.unwrap();
            let saved = guards::guard(&world.context, world.account.scope, id).await.unwrap().unwrap();
            guards::archive(&world.context, &world.admin, id, saved.version).await.unwrap();
            let found = guards::warnings(&world.context, world.account.scope, &[saved]).await.unwrap().remove(0);
            found.iter().map(|found| (found.code, found.message.clone())).collect::<Vec<_>>()
        };
        let found = warned("at most 30% of campaigns paused per day").await;
        assert!(matches!(found.as_slice(), [("W0701", said)] if said.contains("lets nothing be paused in") && said.contains("(3 running)")), "{found:?}");
        assert_eq!(warned("at most 40% of campaigns paused per day").await, []);
        assert_eq!(warned("never pause").await, []);
    }

    // Running budgets: 50 + 80 + 20 = 150.
    async fn the_total_of_an_account_is_kept_with_everything_under_way_reserved(world) {
        furnish(&world).await;
        guarded(&world, "never raise total budget of account above $165").await;
        install(&world, &rule("Scale", "increase budget by 20% up to $5,000")).await;
        let report = tick(&world, at(TEN)).await;
        // Wanted: +10, +16 and +4. What spends most comes first: +10 fits, +16 no longer, +4 does.
        assert_eq!((report.opened, report.blocked), (2, 1), "{report:?}");
        assert_eq!(budgets(&open(&world).await), [("b1".to_owned(), 60), ("b3".to_owned(), 24)]);
        // A person is told what it would come to: 60 + 82 + 24.
        let said = refusal(&world, "Second", dollars(&world, 82)).await.unwrap();
        assert!(said.contains("guard \"House\"") && said.contains("$166.00 a day"), "{said}");
        assert_eq!(refusal(&world, "Second", dollars(&world, 81)).await, None);
    }

    async fn what_lowers_the_total_passes_even_while_it_is_still_above(world) {
        furnish(&world).await;
        guarded(&world, "never raise total budget of account above $100").await;
        assert_eq!(refusal(&world, "Second", dollars(&world, 79)).await, None);
        assert_eq!(refusal(&world, "Second", Wish::Pause).await, None);
        assert!(refusal(&world, "Quiet", dollars(&world, 21)).await.is_some());
    }

    async fn a_cut_makes_room_only_once_it_is_applied(world) {
        furnish(&world).await;
        guarded(&world, "never raise total budget of account above $150").await;
        let second = campaigns::named(&world, "Second").await;
        let cut = own::request(&world.context, &world.manager, second, dollars(&world, 40), "less").await.unwrap();
        assert!(refusal(&world, "Bleeder", dollars(&world, 60)).await.is_some(), "the cut is not applied yet");
        assert_eq!(carry_out(&world, cut, 1).await, Turn::Ended(State::Applied));
        assert_eq!(refusal(&world, "Bleeder", dollars(&world, 60)).await, None);
        assert!(refusal(&world, "Bleeder", dollars(&world, 91)).await.is_some(), "91 + 40 + 20");
    }

    async fn switching_a_campaign_on_raises_the_total_by_its_budget(world) {
        furnish(&world).await;
        guarded(&world, "never raise total budget of account above $149").await;
        let first = campaigns::named(&world, "Bleeder").await;
        let pause = own::request(&world.context, &world.manager, first, Wish::Pause, "off").await.unwrap();
        assert_eq!(carry_out(&world, pause, 1).await, Turn::Ended(State::Applied));
        // 80 + 20 run; 50 more would make 150.
        let said = refusal(&world, "Bleeder", Wish::Resume).await.unwrap();
        assert!(said.contains("$150.00 a day"), "{said}");
        // Its own budget does not count while it rests, and no longer fits once it runs.
        assert_eq!(refusal(&world, "Bleeder", dollars(&world, 500)).await, None);
    }

    async fn a_total_without_an_amount_in_the_accounts_currency_blocks_and_frees_nothing(world) {
        furnish(&world).await;
        guarded(&world, "never raise total budget of account above 1,000,000 EUR").await;
        let said = refusal(&world, "Bleeder", dollars(&world, 51)).await.unwrap();
        assert!(said.contains("no amount in USD"), "{said}");
        assert_eq!(refusal(&world, "Bleeder", dollars(&world, 49)).await, None);
    }

    async fn an_unknown_budget_of_a_running_campaign_blocks_every_raise_of_the_total(world) {
        furnish(&world).await;
        let (mut bare, budget) = campaign("4", "Bare", 1);
        bare.budget_external_id = None;
        let mut structure = structure_of(vec![campaign("1", "Bleeder", 50), campaign("2", "Second", 80), campaign("3", "Quiet", 20)]);
        structure.campaigns.push(bare);
        drop(budget);
        world.structure(structure, at(TEN)).await;
        guarded(&world, "never raise total budget of account above $1,000,000").await;
        let said = refusal(&world, "Bleeder", dollars(&world, 51)).await.unwrap();
        assert!(said.contains("not known"), "{said}");
    }

    async fn a_budget_moves_by_no_more_than_its_share_a_day_up_or_down(world) {
        furnish(&world).await;
        guarded(&world, "never change budget by more than 30% per day").await;
        assert_eq!(refusal(&world, "Bleeder", dollars(&world, 65)).await, None);
        assert!(refusal(&world, "Bleeder", dollars(&world, 66)).await.is_some());
        assert_eq!(refusal(&world, "Bleeder", dollars(&world, 35)).await, None);
        let said = refusal(&world, "Bleeder", dollars(&world, 34)).await.unwrap();
        assert!(said.contains("$35.00 to $65.00"), "{said}");
        // Two steps count together: what counts is where the day began.
        let first = campaigns::named(&world, "Bleeder").await;
        let step = own::request(&world.context, &world.manager, first, dollars(&world, 60), "up").await.unwrap();
        assert_eq!(carry_out(&world, step, 1).await, Turn::Ended(State::Applied));
        assert!(refusal(&world, "Bleeder", dollars(&world, 70)).await.is_some());
        assert_eq!(refusal(&world, "Bleeder", dollars(&world, 65)).await, None);
        // And the next day begins anew.
        world.context.business.set(at("2026-03-04T15:00:00Z"));
        assert_eq!(refusal(&world, "Bleeder", dollars(&world, 70)).await, None);
    }

    async fn a_budget_first_seen_today_has_no_start_of_day_and_does_not_move(world) {
        furnish(&world).await;
        guarded(&world, "never change budget by more than $10 per day").await;
        let parts = vec![campaign("1", "Bleeder", 50), campaign("2", "Second", 80), campaign("3", "Quiet", 20), campaign("4", "New", 30)];
        world.structure(structure_of(parts), at(TEN)).await;
        world.context.business.set(at("2026-03-03T15:30:00Z"));
        assert_eq!(refusal(&world, "Bleeder", dollars(&world, 60)).await, None);
        let said = refusal(&world, "New", dollars(&world, 29)).await.unwrap();
        assert!(said.contains("start of the day is not known"), "{said}");
    }

    async fn what_must_never_be_paused_is_not_paused_by_anybody(world) {
        furnish(&world).await;
        guarded(&world, "never pause where name matches \"Bleed*\"").await;
        install(&world, &rule("Stop", "pause")).await;
        let report = tick(&world, at(TEN)).await;
        assert_eq!((report.opened, report.blocked), (2, 1), "{report:?}");
        assert!(open(&world).await.iter().all(|action| action.target.external_id != "1"));
        assert!(refusal(&world, "Bleeder", Wish::Pause).await.unwrap().contains("never pause where"));
        // Its budget is another matter.
        assert_eq!(refusal(&world, "Bleeder", dollars(&world, 10)).await, None);
    }

    async fn a_guard_chooses_by_the_budget_and_covers_everything_where_its_currency_is_another(world) {
        furnish(&world).await;
        guarded(&world, "never pause where budget > $70").await;
        // $80 is above, $50 and $20 are not.
        assert_eq!(refusal(&world, "Bleeder", Wish::Pause).await, None);
        let said = refusal(&world, "Second", Wish::Pause).await.unwrap();
        assert!(said.ends_with("never pause where budget > $70"), "{said}");
        install(&world, &rule("Stop", "pause")).await;
        let report = tick(&world, at(TEN)).await;
        assert_eq!((report.opened, report.blocked), (2, 1), "{report:?}");
    }

    async fn an_amount_in_another_currency_chooses_nothing_so_that_everything_is_covered(world) {
        furnish(&world).await;
        guarded(&world, "never pause where budget > 70 EUR and name matches \"Se*\"").await;
        // In dollars it is not known whether the budget is above: what the name does not exclude is covered.
        assert_eq!(refusal(&world, "Quiet", Wish::Pause).await, None);
        let said = refusal(&world, "Second", Wish::Pause).await.unwrap();
        assert!(said.ends_with("(its `where` asks for amounts in EUR; in USD that is not known, and counts as covered)"), "{said}");
    }

    async fn a_share_of_paused_campaigns_rounds_down_and_keeps_count_over_the_day(world) {
        furnish(&world).await;
        guarded(&world, "at most 70% of campaigns paused per day").await;
        install(&world, &rule("Stop", "pause")).await;
        let report = tick(&world, at(TEN)).await;
        // 70% of three is two: those that spend most.
        assert_eq!((report.opened, report.blocked), (2, 1), "{report:?}");
        let mut waiting: Vec<Action> = open(&world).await;
        waiting.sort_by(|one, other| one.target.cmp(&other.target));
        let ids: Vec<&str> = waiting.iter().map(|action| action.target.external_id.as_str()).collect();
        assert_eq!(ids, ["1", "2"]);
        assert!(refusal(&world, "Quiet", Wish::Pause).await.unwrap().contains("2 of 3 are used up"));
        for action in &waiting {
            actions::approve(&world.context, &world.manager, action.id, action.version).await.unwrap();
            assert_eq!(carry_out(&world, action.id, 1).await, Turn::Ended(State::Applied));
        }
        // Switched on again by hand, they still were paused today.
        outside(&world, [50, 80, 20]).await;
        assert!(refusal(&world, "Quiet", Wish::Pause).await.is_some());
        world.context.business.set(at("2026-03-04T15:00:00Z"));
        assert_eq!(refusal(&world, "Quiet", Wish::Pause).await, None);
    }

    async fn a_share_that_rounds_down_to_none_says_so(world) {
        furnish(&world).await;
        guarded(&world, "at most 30% of campaigns paused per day").await;
        let said = refusal(&world, "Quiet", Wish::Pause).await.unwrap();
        assert!(said.contains("of 3 running ones that rounds down to none"), "{said}");
    }

    async fn a_count_of_paused_campaigns_is_given_back_by_a_rejection(world) {
        furnish(&world).await;
        guarded(&world, "at most 1 campaigns paused per day").await;
        let first = campaigns::named(&world, "Bleeder").await;
        let waiting = own::request(&world.context, &world.marketer, first, Wish::Pause, "off").await.unwrap();
        assert!(refusal(&world, "Quiet", Wish::Pause).await.is_some());
        let version = load(&world, waiting).await.version;
        actions::approve::reject(&world.context, &world.manager, waiting, version, "no").await.unwrap();
        assert_eq!(refusal(&world, "Quiet", Wish::Pause).await, None);
    }

    async fn a_guard_written_after_the_proposal_stops_the_approval_and_one_after_the_approval_stops_the_request(world) {
        furnish(&world).await;
        install(&world, &rule("Scale", "increase budget by 20% up to $5,000")).await;
        tick(&world, at(TEN)).await;
        let open = open(&world).await;
        let of = |id: &str| open.iter().find(|action| action.target == target(TargetKind::Budget, id)).unwrap().clone();
        let (early, late) = (of("b1"), of("b2"));
        actions::approve(&world.context, &world.manager, early.id, early.version).await.unwrap();
        guarded(&world, "never raise budget above 110% of budget at start of day").await;
        let refused = actions::approve(&world.context, &world.manager, late.id, late.version).await;
        let Err(ActionError::Impossible(why)) = refused else { panic!("{refused:?}") };
        assert!(why.contains("guard \"House\" forbids it now"), "{why}");
        assert_eq!(load(&world, late.id).await.state, State::AwaitingApproval);
        assert_eq!(carry_out(&world, early.id, 1).await, Turn::Ended(State::Stale));
        let detail = load(&world, early.id).await.state_detail.unwrap();
        assert!(detail.contains("guard \"House\""), "{detail}");
        assert_eq!(world.platform.inner.lock().unwrap().writes, 0, "nothing left the house");
    }

    async fn of_two_approved_raises_the_first_is_sent_and_the_second_stops_when_the_room_was_taken_outside(world) {
        furnish(&world).await;
        guarded(&world, "never raise total budget of account above $180").await;
        install(&world, &rule("Scale", "increase budget by 20% up to $5,000")).await;
        tick(&world, at(TEN)).await;
        let mut all: Vec<Action> = open(&world).await.into_iter().filter(|action| action.target.external_id != "b3").collect();
        all.sort_by_key(|action| (action.created_at, action.id));
        assert_eq!(all.len(), 2);
        for action in &all {
            actions::approve(&world.context, &world.manager, action.id, action.version).await.unwrap();
        }
        // Somebody raises the third at the platform: 50 + 80 + 33.
        outside(&world, [50, 80, 33]).await;
        let ends = [carry_out(&world, all[0].id, 1).await, carry_out(&world, all[1].id, 1).await];
        let applied = ends.iter().filter(|turn| **turn == Turn::Ended(State::Applied)).count();
        assert_eq!((applied, ends[0]), (1, Turn::Ended(State::Applied)), "{ends:?}");
        assert_eq!(ends[1], Turn::Ended(State::Stale));
    }

    async fn a_person_is_refused_with_the_guards_name_and_the_refusal_stands_in_the_ledger(world) {
        furnish(&world).await;
        guarded(&world, "never pause").await;
        let id: Uuid = campaigns::named(&world, "Quiet").await;
        let refused = own::request(&world.context, &world.admin, id, Wish::Pause, "off").await;
        assert!(matches!(refused, Err(WishError::Blocked { ref by, .. }) if by == "guard \"House\""), "{refused:?}");
        assert_eq!(refusal(&world, "Quiet", dollars(&world, 21)).await, None);
    }
}
