//! Rules about accounts: an account's numbers are those of its campaigns, and what is decided is about no campaign.

use dsl::Level;
use engine::{
    decisions::{
        Outcome,
        history::{self, DecisionFilter},
        preview, view,
    },
    store::{DatabaseUrl, MIGRATIONS},
};

use crate::{
    backtests::{only, request, tried},
    ledger::{STOP_LOSS, furnish, install, open, tick},
    support::{Database, World, at, on_both},
};

const SPENT: &str = r##"language 1

rule "Account spent" {
  for accounts on google
  every 1h
  when spend over last 3 days > $300 and spend of account over last 3 days = spend over last 3 days
  then notify slack "#ads" "{name} spent {spend over last 3 days}"
  cooldown 24h
}
"##;

/// At ten in New York.
const TEN: &str = "2026-03-03T15:00:00Z";

async fn told(world: &World) -> Vec<String> {
    let rows = world.rows("select payload from outbox order by created_at").await;
    rows.iter().map(|row| row.text("payload").unwrap()).collect()
}

async fn decided(world: &World, filter: DecisionFilter) -> Vec<history::PastDecision> {
    history::decisions(&world.context, world.account.scope, filter, None, 20)
        .await
        .unwrap()
        .rows
}

on_both! {
    async fn an_account_is_judged_as_a_whole_and_told_about_by_its_name(world) {
        furnish(&world).await;
        install(&world, SPENT).await;
        let report = tick(&world, at(TEN)).await;
        assert_eq!((report.rules, report.objects, report.opened, report.blocked), (1, 1, 0, 0), "{report:?}");
        assert!(open(&world).await.is_empty());
        let messages = told(&world).await;
        assert_eq!(messages.len(), 1);
        assert!(messages[0].contains("Shop US spent $318.00"), "{messages:?}");

        let acted = decided(&world, DecisionFilter::default()).await;
        assert_eq!(acted.len(), 1);
        assert_eq!((acted[0].outcome, acted[0].campaign.clone(), acted[0].object.clone()), (Outcome::Fired, None, None));
        assert_eq!(acted[0].account.id, world.account.id);
        let page = view::decision(&world.context, world.account.scope, acted[0].id.unwrap()).await.unwrap().unwrap();
        assert!(page.replays && page.campaign.is_none());

        // An hour later it rests: every check of the account is there, and says why.
        tick(&world, at("2026-03-03T16:00:00Z")).await;
        let whole = DecisionFilter { object: Some(world.account.id), ..DecisionFilter::default() };
        let checks: Vec<Outcome> = decided(&world, whole).await.into_iter().map(|row| row.outcome).collect();
        assert_eq!(checks, [Outcome::Waiting, Outcome::Fired]);
        assert_eq!(told(&world).await.len(), 1);
    }

    async fn what_no_campaign_has_the_account_has_not(world) {
        furnish(&world).await;
        let text = SPENT.replace("> $300 and", "> $320 or").replace(" = spend over last 3 days", " < $318");
        install(&world, &text).await;
        let report = tick(&world, at(TEN)).await;
        assert_eq!((report.rules, report.objects), (1, 1));
        assert!(told(&world).await.is_empty(), "three days of 60, 45 and 1 are 318");
        // Days before anything was read are not known.
        let long = SPENT.replace("last 3 days", "last 60 days");
        let seen = preview::preview(&world.context, world.account.scope, &long, &Default::default(), None).await.unwrap();
        assert_eq!((seen.checks, seen.unknown, seen.rows[0].campaign.clone()), (1, 1, None));
    }

    async fn its_past_is_tried_as_it_was_known(world) {
        furnish(&world).await;
        let found = tried(&world, &request(SPENT, "2026-03-03T18:00:00Z")).await;
        let rule = &only(&found).rules[0];
        assert_eq!((rule.level, rule.known_since.is_some()), (Level::Accounts, true));
        let firings = &only(&found).firings;
        assert_eq!(firings.len(), 1, "{firings:#?}");
        assert_eq!((firings[0].campaign.clone(), firings[0].about()), (None, None));
        assert_eq!(firings[0].tells.len(), 1);
    }
}

#[test]
fn the_columns_of_an_account_are_in_one_row() {
    assert_eq!(Level::Accounts.with_those_above(), [Level::Accounts]);
    assert_eq!(Level::Accounts.measured_by(), Level::Campaigns);
    assert_eq!(
        Level::Keywords.with_those_above(),
        [Level::Campaigns, Level::AdGroups, Level::Keywords]
    );
}

#[tokio::test]
async fn the_table_that_is_made_again_keeps_its_rows_and_what_refers_to_them() {
    use sqlx::{Connection as _, Row as _};
    let world = World::new(Database::Sqlite).await;
    furnish(&world).await;
    install(&world, STOP_LOSS).await;
    assert!(tick(&world, at(TEN)).await.opened > 0);
    let DatabaseUrl::Sqlite(path) = &world.url else {
        panic!("asked for SQLite");
    };
    let mut connection = sqlx::SqliteConnection::connect(&format!("sqlite:{}", path.display()))
        .await
        .unwrap();
    let before = world.rows("select id from decision order by id").await.len();
    let script = MIGRATIONS
        .iter()
        .find(|migration| migration.number == 17)
        .unwrap()
        .sqlite;
    for part in ["pragma foreign_keys = on", "begin immediate", script, "commit"] {
        sqlx::raw_sql(part).execute(&mut connection).await.unwrap();
    }
    let broken = sqlx::query("pragma foreign_key_check")
        .fetch_all(&mut connection)
        .await
        .unwrap();
    assert!(broken.is_empty(), "{} rows refer to nothing", broken.len());
    let kept = sqlx::query("select count(*) as n from decision d join action a on a.decision_id = d.id and d.campaign_id is not null")
        .fetch_one(&mut connection)
        .await
        .unwrap();
    assert_eq!(usize::try_from(kept.get::<i64, _>("n")).unwrap(), before);
}
