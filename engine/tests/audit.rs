//! The audit's chain: sealed in order, once, and every tampering found where it is.

use engine::{
    audit::{self, AuditActor, AuditEvent, ChainBreak},
    store::{Param, Statement, StoreError},
};
use jiff::SignedDuration;
use serde_json::json;

use crate::support::{World, on_both};

/// Writes `count` events of the world's organisation, a millisecond apart.
async fn happen(world: &World, count: i64) {
    for number in 0..count {
        world.process.advance(SignedDuration::from_millis(1));
        let (random, scope, at) = (
            world.context.random.clone(),
            world.admin.scope,
            world.process.now(),
        );
        let event =
            AuditEvent::done("rule.saved", AuditActor::of(&world.admin)).with(json!({ "number": number }));
        let write = world
            .context
            .store
            .write(move |tx| Box::pin(async move { audit::record(tx, &random, scope, at, event).await }));
        let written: Result<(), StoreError> = write.await;
        written.unwrap();
    }
}

async fn execute(world: &World, sql: &'static str, params: Vec<Param>) {
    let statement = Statement::both("test", sql);
    let write = world
        .context
        .store
        .write(move |tx| Box::pin(async move { tx.execute(statement, &params).await }));
    let changed: Result<u64, StoreError> = write.await;
    assert!(changed.unwrap() > 0, "{sql}");
}

async fn broken(world: &World) -> Option<ChainBreak> {
    audit::verify(&world.context.store, world.admin.scope)
        .await
        .unwrap()
        .broken
}

on_both! {
    async fn events_are_sealed_once_in_batches_and_the_chain_holds(world) {
        happen(&world, 450).await;
        let sealed = audit::seal(&world.context).await.unwrap();
        assert!(sealed >= 450, "{sealed}");
        assert_eq!(audit::seal(&world.context).await.unwrap(), 0);
        let found = audit::verify(&world.context.store, world.admin.scope).await.unwrap();
        assert_eq!((u64::try_from(found.holds).unwrap(), found.unsealed, found.broken), (sealed, 0, None));
    }

    async fn an_event_that_was_committed_late_is_sealed_all_the_same(world) {
        happen(&world, 3).await;
        audit::seal(&world.context).await.unwrap();
        // Its id is older than the last sealed one: another node's transaction ended later.
        world.process.advance(SignedDuration::from_secs(-30));
        happen(&world, 1).await;
        assert_eq!(audit::seal(&world.context).await.unwrap(), 1);
        assert_eq!(broken(&world).await, None);
    }

    async fn an_event_older_than_anybody_looks_back_is_found_at_the_next_start(world) {
        happen(&world, 3).await;
        audit::seal(&world.context).await.unwrap();
        world.process.advance(SignedDuration::from_hours(-5));
        happen(&world, 1).await;
        assert_eq!(audit::seal(&world.context).await.unwrap(), 0);
        assert_eq!(audit::seal_all(&world.context).await.unwrap(), 1);
    }

    async fn two_sealers_at_once_make_one_chain(world) {
        happen(&world, 60).await;
        let (left, right) = tokio::join!(audit::seal(&world.context), audit::seal(&world.context));
        let sealed = left.unwrap() + right.unwrap();
        // Whoever came second did nothing or found the rest.
        audit::seal(&world.context).await.unwrap();
        let found = audit::verify(&world.context.store, world.admin.scope).await.unwrap();
        assert!(sealed >= 60 && found.broken.is_none() && found.unsealed == 0, "{sealed} {found:?}");
    }

    async fn a_changed_event_is_named(world) {
        happen(&world, 20).await;
        audit::seal(&world.context).await.unwrap();
        let columns = [
            "update audit_event set detail = '{\"number\":999}' where org_id = $1 and id = (select event_id from audit_seal where org_id = $1 and seq = $2)",
            "update audit_event set detail = detail || ' ' where org_id = $1 and id = (select event_id from audit_seal where org_id = $1 and seq = $2)",
            "update audit_event set outcome = 'refused' where org_id = $1 and id = (select event_id from audit_seal where org_id = $1 and seq = $2)",
            "update audit_event set at = at + 1 where org_id = $1 and id = (select event_id from audit_seal where org_id = $1 and seq = $2)",
            "update audit_event set actor_id = null where org_id = $1 and id = (select event_id from audit_seal where org_id = $1 and seq = $2)",
            "update audit_event set request_id = 'x' where org_id = $1 and id = (select event_id from audit_seal where org_id = $1 and seq = $2)",
        ];
        // From the end to the beginning: each finding is the first.
        for (sql, seq) in columns.into_iter().zip((1_i64..=15).rev()) {
            execute(&world, sql, vec![world.admin.scope.id().into(), seq.into()]).await;
            assert_eq!(broken(&world).await.map(|found| found.seq), Some(seq), "{sql}");
        }
    }

    async fn a_removed_seal_is_named(world) {
        happen(&world, 10).await;
        audit::seal(&world.context).await.unwrap();
        execute(&world, "delete from audit_seal where org_id = $1 and seq = 4", vec![world.admin.scope.id().into()]).await;
        assert_eq!(broken(&world).await, Some(ChainBreak { seq: 4, reason: "the seal is gone" }));
    }

    async fn events_that_changed_places_are_named(world) {
        happen(&world, 10).await;
        audit::seal(&world.context).await.unwrap();
        let scope = || Param::from(world.admin.scope.id());
        for (from, to) in [(6_i64, 1_000_i64), (7, 6), (1_000, 7)] {
            let sql = "update audit_seal set seq = $3 where org_id = $1 and seq = $2";
            execute(&world, sql, vec![scope(), from.into(), to.into()]).await;
        }
        assert_eq!(broken(&world).await.map(|found| found.seq), Some(6));
    }

    async fn a_cut_off_tail_shows_as_old_events_without_a_seal(world) {
        happen(&world, 10).await;
        let sealed = i64::try_from(audit::seal(&world.context).await.unwrap()).unwrap();
        let sql = "delete from audit_seal where org_id = $1 and seq > $2";
        execute(&world, sql, vec![world.admin.scope.id().into(), (sealed - 3).into()]).await;
        let found = audit::verify(&world.context.store, world.admin.scope).await.unwrap();
        assert_eq!((found.holds, found.unsealed, found.broken), (sealed - 3, 3, None));
    }

    async fn every_organisation_has_a_chain_of_its_own(world) {
        let person = engine::identity::NewPerson {
            name: "Zoe".to_owned(),
            email: "zoe@zenith.test".to_owned(),
            password: secrecy::SecretString::from("correct horse battery"),
            role: engine::identity::Role::Admin,
        };
        let other = engine::identity::seed_people(&world.context, "Zenith", &[person]).await.unwrap();
        happen(&world, 5).await;
        audit::seal(&world.context).await.unwrap();
        execute(&world, "update audit_event set detail = '{}' where org_id = $1", vec![world.admin.scope.id().into()]).await;
        assert!(broken(&world).await.is_some());
        let theirs = audit::verify(&world.context.store, other).await.unwrap();
        assert!(theirs.broken.is_none() && theirs.holds > 0);
        let all = audit::verify_all(&world.context.store).await.unwrap();
        assert_eq!(all.iter().map(|(name, found)| (name.as_str(), found.broken.is_some())).collect::<Vec<_>>(), [("Test", true), ("Zenith", false)]);
    }
}
