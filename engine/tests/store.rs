//! The store itself: durability of what was answered, isolation of what failed, refusal of what is not ours.

use engine::store::{DatabaseUrl, Store, StoreError, StoreOptions};

use crate::support::{on_both, open_sqlite};

on_both! {
    async fn a_failed_write_leaves_nothing_and_does_not_disturb_its_neighbours(world) {
        let store = world.context.store.clone();
        let scope = world.account.scope;
        let id = world.account.id;
        // Many writers at once: on the embedded database they share commits.
        let mut tasks = Vec::new();
        for number in 0..40_i64 {
            let store = store.clone();
            tasks.push(tokio::spawn(async move {
                store.write(move |tx| Box::pin(async move {
                    engine::supervision::store::put(tx, scope, engine::supervision::Quarantined::Campaign,
                        uuid::Uuid::from_u128(number.try_into().unwrap()), "test", jiff::Timestamp::UNIX_EPOCH).await?;
                    if number % 2 == 1 { Err(StoreError::Unusable("odd".to_owned())) } else { Ok(()) }
                })).await
            }));
        }
        for (number, task) in tasks.into_iter().enumerate() {
            assert_eq!(task.await.unwrap().is_ok(), number % 2 == 0);
        }
        for number in 0..40_u128 {
            let found = store.read(|tx| Box::pin(async move {
                engine::supervision::store::is_quarantined(tx, scope, engine::supervision::Quarantined::Campaign, uuid::Uuid::from_u128(number)).await
            })).await.unwrap();
            assert_eq!(found, number % 2 == 0, "{number}");
        }
        assert_ne!(id, uuid::Uuid::nil());
    }

    async fn a_reader_works_beside_the_program_and_cannot_write(world) {
        let options = StoreOptions::new(world.url.clone());
        let reader = Store::open_reading(&options).await.unwrap();
        let (scope, id) = (world.account.scope, world.account.id);
        let seen = reader.read(|tx| Box::pin(async move { engine::connections::store::account(tx, scope, id).await })).await.unwrap();
        assert_eq!(seen.map(|account| account.id), Some(id));
        let refused = reader.write(move |tx| Box::pin(async move {
            engine::connections::store::sync_due(tx, scope, id, jiff::Timestamp::UNIX_EPOCH).await
        })).await;
        assert!(refused.is_err());
        // The program itself goes on writing, and the reader sees it.
        world.execute("update ad_account set name = 'Renamed'").await;
        let seen = reader.read(|tx| Box::pin(async move { engine::connections::store::account(tx, scope, id).await })).await.unwrap();
        assert_eq!(seen.map(|account| account.name), Some("Renamed".to_owned()));
    }

    async fn the_same_account_cannot_be_registered_twice(world) {
        let (scope, grant) = (world.account.scope, world.account.grant_id);
        let again = engine::connections::store::NewAccount {
            platform: dsl::Platform::Google,
            name: "again".to_owned(),
            address: world.account.address.clone(),
        };
        let refused = world.context.store.write(move |tx| Box::pin(async move {
            engine::connections::store::insert_account(tx, scope, uuid::Uuid::from_u128(9), grant, &again, None, jiff::Timestamp::UNIX_EPOCH).await
        })).await;
        assert!(matches!(refused, Err(StoreError::Conflict { .. })), "{refused:?}");
    }

    async fn another_organisation_does_not_see_the_account(world) {
        let other = engine::identity::seed_people(&world.context, "Other", &[]).await.unwrap();
        let id = world.account.id;
        let found = world.context.store.read(|tx| Box::pin(async move {
            engine::connections::store::account(tx, other, id).await
        })).await.unwrap();
        assert!(found.is_none());
    }

    async fn a_lease_changes_hands_only_after_its_end_and_raises_the_epoch(world) {
        let (one, two) = (uuid::Uuid::from_u128(1), uuid::Uuid::from_u128(2));
        let now = world.process.now();
        let store = world.context.store.clone();
        let take = async |node, at: jiff::Timestamp| store.write(move |tx| Box::pin(async move {
            engine::connections::store::renew_shards(tx, node, at, engine::connections::store::LEASE).await
        })).await.unwrap();
        let later = now + jiff::SignedDuration::from_secs(60);
        let first = take(one, later).await;
        assert_eq!(first.len(), 256);
        assert!(take(two, later).await.is_empty(), "the lease still runs");
        let renewed = take(one, later + jiff::SignedDuration::from_secs(10)).await;
        assert_eq!(renewed[0].1, first.iter().find(|(shard, _)| *shard == renewed[0].0).unwrap().1);
        let taken = take(two, later + jiff::SignedDuration::from_secs(120)).await;
        assert_eq!(taken.len(), 256);
        assert_eq!(taken[0].1, renewed.iter().find(|(shard, _)| *shard == taken[0].0).unwrap().1 + 1);
    }
}

/// Opens again, waiting for the former store's lock to be given back.
async fn reopened(folder: &tempfile::TempDir) -> Store {
    let url = DatabaseUrl::Sqlite(folder.path().join("adjutant.db"));
    for _ in 0..100 {
        match Store::open_running(&StoreOptions::new(url.clone())).await {
            Ok(store) => return store,
            Err(_) => tokio::time::sleep(std::time::Duration::from_millis(20)).await,
        }
    }
    panic!("the lock was not given back");
}

#[test]
fn what_was_written_is_there_after_a_restart_and_migrations_run_once() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let folder = tempfile::tempdir().unwrap();
    runtime.block_on(async {
        drop(open_sqlite(&folder).await);
        // The writer's task ends with the last sender, and with it the lock.
        let store = reopened(&folder).await;
        let accounts = store
            .read(|tx| Box::pin(async move { engine::connections::store::all_accounts(tx).await }))
            .await
            .unwrap();
        assert!(accounts.readable.is_empty() && accounts.unreadable.is_empty());
    });
}

#[tokio::test]
async fn a_database_that_another_process_holds_is_refused_in_one_line() {
    let folder = tempfile::tempdir().unwrap();
    let held = open_sqlite(&folder).await;
    let url = DatabaseUrl::Sqlite(folder.path().join("adjutant.db"));
    let error = Store::open(&StoreOptions::new(url))
        .await
        .err()
        .unwrap()
        .to_string();
    assert!(error.contains("in use by another"), "{error}");
    drop(held);
}

#[tokio::test]
async fn a_foreign_a_damaged_and_a_text_file_are_refused_in_one_line_and_left_alone() {
    use sqlx::Connection as _;
    let folder = tempfile::tempdir().unwrap();
    let foreign = folder.path().join("foreign.db");
    let url = format!("sqlite:{}?mode=rwc", foreign.display());
    let mut connection = sqlx::SqliteConnection::connect(&url).await.unwrap();
    sqlx::raw_sql("create table theirs (x)")
        .execute(&mut connection)
        .await
        .unwrap();
    connection.close().await.unwrap();
    let text = folder.path().join("text.db");
    std::fs::write(&text, "this is no database at all, only words. ".repeat(200)).unwrap();
    for path in [foreign, text] {
        let before = std::fs::read(&path).unwrap();
        let error = Store::open(&StoreOptions::new(DatabaseUrl::Sqlite(path.clone())))
            .await
            .err()
            .unwrap()
            .to_string();
        assert!(error.contains("--data"), "{error}");
        assert!(!error.contains('\n'), "{error}");
        assert_eq!(std::fs::read(&path).unwrap(), before);
    }
}

#[tokio::test]
async fn a_database_of_a_newer_version_is_refused() {
    use sqlx::Connection as _;
    let folder = tempfile::tempdir().unwrap();
    drop(open_sqlite(&folder).await);
    drop(reopened(&folder).await);
    let path = folder.path().join("adjutant.db");
    let mut connection = sqlx::SqliteConnection::connect(&format!("sqlite:{}", path.display()))
        .await
        .unwrap();
    sqlx::raw_sql("insert into schema_migration values (9999, 'future', 'x')")
        .execute(&mut connection)
        .await
        .unwrap();
    connection.close().await.unwrap();
    let error = Store::open(&StoreOptions::new(DatabaseUrl::Sqlite(path)))
        .await
        .err()
        .unwrap()
        .to_string();
    assert!(error.contains("newer Adjutant"), "{error}");
}
